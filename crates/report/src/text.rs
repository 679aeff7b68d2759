//! Running text with its emphasis, ids and references, and the cleaning of text from outside.

use crate::sign::Sign;

/// A source with its grade, as referred to in running text: `[PRESS C2]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRef {
    /// Id of the source.
    pub id: String,
    /// Its Admiralty grade; empty where it is not known.
    pub grade: String,
}

impl SourceRef {
    /// `PRESS C2`.
    pub fn words(&self) -> String {
        if self.grade.is_empty() { self.id.clone() } else { format!("{} {}", self.id, self.grade) }
    }
}

/// A run of text of one kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Text.
    Plain(String),
    /// Text to be seen first.
    Strong(String),
    /// Somebody's words, or a word set apart.
    Emphasis(String),
    /// An id or a rule, as written in the case.
    Code(String),
    /// A party, by its own name.
    Party(String),
    /// Sources in brackets, best grade first; of many only their number and the range of grades is shown.
    Sources(Vec<SourceRef>),
    /// A reference to an item of the record, by its anchor; the text is the item's id.
    Item {
        /// Anchor of the item.
        anchor: String,
        /// The id shown.
        text: String,
    },
    /// An address; only `http` and `https` become links.
    Address(String),
    /// A mark of the gap table.
    Sign(Sign),
    /// The next run begins on a line of its own.
    Break,
}

/// Running text: runs, one after the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text(
    /// The runs.
    pub Vec<Inline>,
);

impl Text {
    /// No text yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a run.
    #[must_use]
    pub fn with(mut self, run: Inline) -> Self {
        self.0.push(run);
        self
    }

    /// Adds text.
    #[must_use]
    pub fn plain(self, text: impl Into<String>) -> Self {
        self.with(Inline::Plain(text.into()))
    }

    /// Adds text to be seen first.
    #[must_use]
    pub fn strong(self, text: impl Into<String>) -> Self {
        self.with(Inline::Strong(text.into()))
    }

    /// Adds words set apart.
    #[must_use]
    pub fn emphasis(self, text: impl Into<String>) -> Self {
        self.with(Inline::Emphasis(text.into()))
    }

    /// Adds an id or a rule.
    #[must_use]
    pub fn code(self, text: impl Into<String>) -> Self {
        self.with(Inline::Code(text.into()))
    }

    /// Adds a party's name.
    #[must_use]
    pub fn party(self, name: impl Into<String>) -> Self {
        self.with(Inline::Party(name.into()))
    }

    /// Adds another text.
    #[must_use]
    pub fn then(mut self, other: Text) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Begins a new line, unless nothing stands before it.
    #[must_use]
    pub fn new_line(self) -> Self {
        if self.is_empty() { self } else { self.with(Inline::Break) }
    }

    /// The words without any emphasis.
    pub fn words(&self) -> String {
        self.0.iter().map(Inline::words).collect()
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::new().plain(text)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::new().plain(text)
    }
}

impl Inline {
    /// The words of the run.
    pub fn words(&self) -> String {
        match self {
            Self::Plain(text) | Self::Strong(text) | Self::Emphasis(text) | Self::Code(text) | Self::Party(text) => {
                text.clone()
            }
            Self::Address(text) | Self::Item { text, .. } => text.clone(),
            Self::Sources(sources) => bracketed(sources),
            Self::Sign(sign) => sign.letters(),
            Self::Break => " ".into(),
        }
    }
}

/// Most sources named one by one behind a statement.
const NAMED: usize = 10;

/// `[P20 B1, PRESS C2]`; of many `[23 sources, A1 to D3]`.
pub(crate) fn bracketed(sources: &[SourceRef]) -> String {
    match summed(sources) {
        Some(sum) => format!("[{sum}]"),
        None => format!("[{}]", sources.iter().map(SourceRef::words).collect::<Vec<_>>().join(", ")),
    }
}

/// `23 sources, A1 to D3`, where there are too many to name.
pub(crate) fn summed(sources: &[SourceRef]) -> Option<String> {
    let mut grades = sources.iter().map(|source| source.grade.as_str()).filter(|grade| !grade.is_empty());
    let best = grades.next().unwrap_or("not graded");
    let worst = grades.next_back().unwrap_or(best);
    let range = if best == worst { best.to_string() } else { format!("{best} to {worst}") };
    (sources.len() > NAMED).then(|| format!("{} sources, {range}", sources.len()))
}

/// Text from outside without what could steer a terminal or turn the order of letters: line ends and
/// tabs become blanks; other control characters and bidirectional overrides go.
pub fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => cleaned.push(' '),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {}
            control if control.is_control() => {}
            other => cleaned.push(other),
        }
    }
    cleaned
}

/// An anchor for an item of the record: letters, digits, `.` and `-` stay, everything else becomes its code.
pub(crate) fn anchor(part: &str, id: &str) -> String {
    let mut anchor = format!("{part}-");
    for letter in id.chars() {
        if letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-') {
            anchor.push(letter);
        } else {
            anchor.push_str(&format!("_{:x}_", u32::from(letter)));
        }
    }
    anchor
}
