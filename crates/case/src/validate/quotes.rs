//! Quotes are checked against the stored texts of the sources.

use super::Checker;
use crate::diagnostic::{Diagnostic, shown};
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
        let files: Vec<String> = files.iter().map(|file| shown(file)).collect();
        let files = files.join(" or ");
        let (start, end, before) = parting(&quote.value, &texts);
        let help = "copy the words from the text, letter for letter, or leave `quote` out";
        let problem = if before < 2 {
            Diagnostic::error("quote-not-found", quote.span, format!("these words do not stand in {files}"))
        } else {
            let word = shown(quote.value.get(start..end).unwrap_or(""));
            let (stands, next) = around(quote.value.get(..start).unwrap_or(""), &texts);
            let there = if next.is_empty() { "it ends".to_string() } else { format!("it goes on `{next}`") };
            let message = format!("these words do not stand in {files}: after `{stands}` {there}, and not `{word}`");
            Diagnostic::error("quote-not-found", self.within(quote, start, end), message)
        };
        self.report(problem.help(help));
    }
}

/// The last words of a beginning that stands in one of the texts, and the words that follow it there.
fn around(beginning: &str, texts: &[&str]) -> (String, String) {
    const WORDS: usize = 4;
    let beginning = fold(beginning);
    let folded: Vec<String> = texts.iter().map(|text| fold(text)).collect();
    let found = folded.iter().find_map(|text| text.find(&beginning).map(|at| &text[at + beginning.len()..]));
    let next: Vec<&str> = found.unwrap_or("").split_whitespace().take(WORDS).collect();
    let words: Vec<&str> = beginning.split_whitespace().collect();
    let last = words[words.len().saturating_sub(WORDS)..].join(" ");
    (shown(&last), shown(&next.join(" ")))
}

/// The first word of a quote that does not follow those before it in any of the texts: its bytes, and how many
/// words stand before it.
fn parting(quote: &str, texts: &[&str]) -> (usize, usize, usize) {
    let starts: Vec<usize> = quote
        .char_indices()
        .filter(|(at, letter)| {
            !letter.is_whitespace() && quote[..*at].chars().next_back().is_none_or(char::is_whitespace)
        })
        .map(|(at, _)| at)
        .collect();
    let end = |word: usize| {
        let from = starts[word];
        quote[from..].find(char::is_whitespace).map_or(quote.len(), |length| from + length)
    };
    // Every beginning of a quote that stands in a text does so too: halve what is left.
    let folded: Vec<String> = texts.iter().map(|text| fold(text)).collect();
    let stands = |words: usize| words == 0 || folded.iter().any(|text| text.contains(&fold(&quote[..end(words - 1)])));
    let (mut known, mut wrong) = (0, starts.len());
    while known + 1 < wrong {
        let middle = (known + wrong) / 2;
        if stands(middle) { known = middle } else { wrong = middle }
    }
    starts.get(known).map_or((0, 0, 0), |start| (*start, end(known), known))
}

/// Whether the words of `quote` stand in `text`, white space and the shape of quotation marks aside.
pub(crate) fn stands_in(quote: &str, text: &str) -> bool {
    fold(text).contains(&fold(quote))
}

fn fold(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace(['\u{2018}', '\u{2019}'], "'").replace(['\u{201c}', '\u{201d}'], "\"")
}

#[cfg(test)]
mod tests {
    use super::{around, parting};

    #[test]
    fn the_first_word_that_does_not_follow_is_found() {
        let text = "The minister said: not one\nisland would be given up.";
        let found = |quote: &'static str| {
            let (start, end, before) = parting(quote, &[text]);
            (&quote[start..end], before)
        };
        assert_eq!(found("not one  island will be given"), ("will", 3));
        assert_eq!(found("not two"), ("two", 1));
        assert_eq!(found("never"), ("never", 0));
        assert_eq!(found(""), ("", 0));
        let (stands, next) = around("said: not one", &[text]);
        assert_eq!((stands.as_str(), next.as_str()), ("said: not one", "island would be given"));
    }
}
