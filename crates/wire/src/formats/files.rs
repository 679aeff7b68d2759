//! The files of an import: their texts, what was mended in them, and what could not be read.

use crate::case_files::Unread;
use zopa_case::{Diagnostic, FileId, Span, Texts, limits};

/// Remarks on mending that are listed; the rest is counted.
const REMARKS: usize = 200;

/// What reading gathers.
#[derive(Default)]
pub(super) struct Files {
    pub texts: Texts,
    pub problems: Vec<Diagnostic>,
    mended: Vec<(Span, String)>,
    more: usize,
}

impl Files {
    /// Keeps a file; `None` where it is too long. What is not UTF-8 is read as Latin-1.
    pub(super) fn add(&mut self, name: &str, bytes: &[u8]) -> Option<FileId> {
        if bytes.len() > limits::FILE_BYTES {
            let file = self.texts.add(name, "");
            let message = format!("`{name}` has {} bytes; at most {} are read", bytes.len(), limits::FILE_BYTES);
            self.error("limit-bytes", Span::new(file, 0, 0), message, "split the scenario, or join options");
            return None;
        }
        let wide = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
        let (text, latin) = match std::str::from_utf8(bytes) {
            Ok(text) => (text.to_string(), false),
            Err(_) => (bytes.iter().map(|byte| char::from(*byte)).collect(), true),
        };
        let file = self.texts.add(name, text);
        if latin && wide {
            let message = format!("`{name}` is UTF-16 text, not UTF-8");
            self.error("not-utf8", Span::new(file, 0, 0), message, "save the file as UTF-8");
            return None;
        }
        if latin {
            self.mend(Span::new(file, 0, 0), "the file is not UTF-8: it is read as Latin-1");
        }
        Some(file)
    }

    pub(super) fn error(
        &mut self,
        code: &'static str,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        if self.problems.len() < limits::DIAGNOSTICS {
            self.problems.push(Diagnostic::error(code, span, message).help(help));
        }
    }

    /// Says what was mended.
    pub(super) fn mend(&mut self, span: Span, text: impl Into<String>) {
        if self.mended.len() < REMARKS {
            self.mended.push((span, text.into()));
        } else {
            self.more += 1;
        }
    }

    /// What was mended, a line each, in the order of the files; `named` says how a file is named.
    pub(super) fn remarks(&self, named: fn(&str) -> &str) -> Vec<String> {
        let mut mended: Vec<&(Span, String)> = self.mended.iter().collect();
        mended.sort_by_key(|(span, _)| *span);
        let line = |(span, text): &(Span, String)| {
            let (line, column) = self.texts.line_column(*span);
            format!("{}:{line}:{column}: {}", named(self.texts.name(span.file)), on_one_line(text))
        };
        let mut lines: Vec<String> = mended.into_iter().map(line).collect();
        lines.dedup();
        if self.more > 0 {
            lines.push(format!("and {} more of such", self.more));
        }
        lines
    }

    /// The problems with their texts.
    pub(super) fn unread(self) -> Unread {
        let mut diagnostics = self.problems;
        diagnostics.sort_by_key(Diagnostic::span);
        diagnostics.dedup();
        Unread { diagnostics, texts: self.texts }
    }
}

/// The name of a file without its folders.
pub(super) fn base(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

/// A text on one line, without signs that cannot be seen.
pub(super) fn on_one_line(text: &str) -> String {
    text.replace(|letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{feff}'), " ")
}

/// A name as messages show it.
pub(super) fn shown(text: &str) -> String {
    let mut letters = text.chars();
    let mut shown: String = letters.by_ref().take(60).collect();
    if letters.next().is_some() {
        shown.push('\u{2026}');
    }
    on_one_line(&shown)
}
