//! What is wrong with a case, where, and the way out.

use crate::span::{Span, Texts};

/// Whether a problem keeps a case from being used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The case cannot be used until this is mended.
    Error,
    /// The case can be used; the remark travels with every answer.
    Warning,
}

/// A place a diagnostic points at, with a word on what stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What to see there; may be empty.
    pub text: String,
}

/// One problem of a case: code, message, places, and a way out.
///
/// The first label is the place of the problem; the others explain it (the first use of a
/// doubled id, say). Every error carries a `help`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// A short stable name of the kind of problem, such as `unknown-option`.
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Where; the first is the main place.
    pub labels: Vec<Label>,
    /// The way out.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error of kind `code` at `span`.
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, span, message.into())
    }

    /// A warning of kind `code` at `span`.
    pub fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, span, message.into())
    }

    fn new(severity: Severity, code: &'static str, span: Span, message: String) -> Self {
        let labels = vec![Label { span, text: String::new() }];
        Self { code, severity, message: on_one_line(message), labels, help: None }
    }

    /// Adds the way out.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(on_one_line(help.into()));
        self
    }

    /// Adds the way out where there is one.
    #[must_use]
    pub fn help_if(mut self, help: Option<String>) -> Self {
        self.help = help.map(on_one_line).or(self.help);
        self
    }

    /// Adds a further place with a word on it.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// The main place.
    pub fn span(&self) -> Span {
        self.labels.first().map(|label| label.span).unwrap_or_default()
    }

    /// The problem in one line, `file:line:column: error[code]: message; help`.
    pub fn line(&self, texts: &Texts) -> String {
        let span = self.span();
        let (line, column) = texts.line_column(span);
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let help = self.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
        format!("{}:{line}:{column}: {severity}[{}]: {}{help}", texts.name(span.file), self.code, self.message)
    }
}

/// The nearest of `known` to what was written, if near enough to be a slip of the keyboard.
///
/// Nearness is the Damerau-Levenshtein distance (edits and swaps of neighbours); up to a third of
/// the longer word, at least one edit; between words of two letters only the shape may differ.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let fold = |word: &str| word.to_lowercase().replace(['_', ' '], "-");
    // Of a word of two letters one edit leaves too little to call the other near.
    let allowed = |word: &str| match written.chars().count().max(word.chars().count()) {
        0..=2 => 0,
        longer => (longer / 3).max(1),
    };
    let folded = fold(written);
    known
        .into_iter()
        .map(|word| (strsim::damerau_levenshtein(&folded, &fold(word)), word))
        .filter(|(distance, word)| *distance <= allowed(word))
        .min()
        .map(|(_, word)| word)
}

/// "did you mean `X`?" where something near is known, else the list of what is known.
pub fn way_out<'a>(written: &str, what: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> String {
    if let Some(near) = nearest(written, known.clone()) {
        return format!("did you mean `{}`?", shown(near));
    }
    let all: Vec<String> = known.into_iter().map(|word| format!("`{}`", shown(word))).collect();
    match all.len() {
        0 => format!("the case has no {what} yet"),
        1..=12 => format!("known: {}", all.join(", ")),
        more => format!("known: {}, and {} more", all[..10].join(", "), more - 10),
    }
}

/// A message or help with a blank for every line break and other control character that a name in it may hold.
fn on_one_line(text: String) -> String {
    if !text.contains(char::is_control) {
        return text;
    }
    text.replace(char::is_control, " ")
}

/// A text of the case as messages show it: on one line, at most 60 characters of it.
pub(crate) fn shown(text: &str) -> String {
    let mut letters = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    let mut shown: String = letters.by_ref().take(60).collect();
    if letters.next().is_some() {
        shown.push('\u{2026}');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::{nearest, shown};

    #[test]
    fn a_slip_is_near_and_another_short_word_is_not() {
        assert_eq!(nearest("As_Of", ["as of", "case"]), Some("as of"));
        assert_eq!(nearest("nroth", ["north", "south"]), Some("north"));
        assert_eq!(nearest("i9", ["i0", "i1"]), None);
        assert_eq!(nearest("I1", ["i0", "i1"]), Some("i1"));
    }

    #[test]
    fn long_texts_are_cut() {
        assert_eq!(shown("a\nb"), "a b");
        assert_eq!(shown(&"\u{e9}".repeat(61)).chars().count(), 61);
    }
}
