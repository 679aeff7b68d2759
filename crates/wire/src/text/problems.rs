//! The problems of one file as they are found, and its places.

use zopa_case::{Diagnostic, FileId, Span, limits};

/// Problems kept while reading; the rest is counted. Two places are left for the slip that ends
/// the reading and for the count.
const KEPT: usize = limits::DIAGNOSTICS - 2;

/// The text of a file without its byte-order mark, and where it stands in the file.
#[derive(Clone, Copy)]
pub(super) struct Source<'t> {
    pub(super) file: FileId,
    pub(super) text: &'t str,
    /// Bytes of the file before `text`.
    pub(super) skipped: usize,
}

impl Source<'_> {
    /// The place of bytes `start..end` of the text.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, start + self.skipped, end + self.skipped)
    }

    /// The end of the character at byte `at`.
    pub(super) fn char_end(&self, at: usize) -> usize {
        at + self.text[at..].chars().next().map_or(0, char::len_utf8)
    }
}

/// The problems found so far.
#[derive(Default)]
pub(super) struct Problems {
    list: Vec<Diagnostic>,
    more: usize,
}

impl Problems {
    /// Keeps a problem, or counts it where enough are kept.
    pub(super) fn add(&mut self, problem: impl FnOnce() -> Diagnostic) {
        if self.list.len() < KEPT {
            self.list.push(problem());
        } else {
            self.more += 1;
        }
    }

    /// Keeps the problem that ended the reading.
    pub(super) fn add_last(&mut self, problem: Diagnostic) {
        self.list.push(problem);
    }

    /// Whether nothing was found.
    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// All problems in the order of the text; at most [`limits::DIAGNOSTICS`].
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        self.list.sort_by_key(|problem| problem.span().start);
        if self.more > 0 {
            let span = self.list.last().map(Diagnostic::span).unwrap_or_default();
            let message = format!("the file has {} more problems", self.more);
            self.list.push(Diagnostic::error("limit-diagnostics", span, message).help("mend the ones above first"));
        }
        self.list
    }
}

/// `text` for a message: at most 40 characters of it, on one line.
pub(super) fn shown(text: &str) -> String {
    let mut chars = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut shown: String = chars.by_ref().take(40).collect();
    if chars.next().is_some() {
        shown.push('…');
    }
    shown
}
