//! Quotes are checked against the stored texts of the sources.

use super::Checker;
use crate::diagnostic::Diagnostic;
use crate::span::At;

impl Checker<'_> {
    /// A quote must stand in the stored text of one of the sources; without any stored text nothing
    /// can be checked and nothing is said.
    pub(super) fn quote(&mut self, item: &str, quote: Option<&At<String>>, sources: &[At<String>]) {
        let Some(quote) = quote else { return };
        if self.trimmed.trimmed.contains(item) {
            return;
        }
        let draft = self.draft;
        let files: Vec<&str> = sources
            .iter()
            .filter_map(|source| draft.sources.get(&source.value))
            .filter_map(|source| source.text.as_ref().map(|text| text.value.as_str()))
            .collect();
        let texts: Vec<&str> = files
            .iter()
            .filter_map(|file| self.materials.documents.get(*file))
            .filter_map(|text| text.as_deref().ok())
            .collect();
        if texts.is_empty() || texts.iter().any(|text| stands_in(&quote.value, text)) {
            return;
        }
        self.report(
            Diagnostic::error(
                "quote-not-found",
                quote.span,
                format!("these words do not stand in {}", files.join(" or ")),
            )
            .help("copy the words from the text, letter for letter, or leave `quote` out"),
        );
    }
}

/// Whether the words of `quote` stand in `text`, white space and the shape of quotation marks aside.
pub(crate) fn stands_in(quote: &str, text: &str) -> bool {
    let fold = |text: &str| {
        let words: Vec<&str> = text.split_whitespace().collect();
        words.join(" ").replace(['\u{2018}', '\u{2019}'], "'").replace(['\u{201c}', '\u{201d}'], "\"")
    };
    fold(text).contains(&fold(quote))
}
