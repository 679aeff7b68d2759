//! A case file as a tree of plain data with places: what any text format is read into and written
//! from, before anything is known about its meaning.

use crate::span::{At, Span};

/// How a scalar was written; two YAML readers agree on quoted text, not on every plain word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes: may stand for a number, a date, a word.
    Plain,
    /// In quotes or as a block: always text.
    Quoted,
}

/// A node of the tree, with its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where the node stands. For a scalar whose text stands in the file letter for letter this is
    /// exactly that text without quotes, so that places inside it can be pointed at.
    pub span: Span,
    /// What stands there.
    pub kind: Kind,
}

/// What a node can be.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Nothing was written after the key or dash.
    Empty,
    /// A text, number, date or word.
    Scalar {
        /// The text, escapes resolved.
        text: String,
        /// Plain or quoted.
        style: Style,
        /// Whether the span covers exactly this text in the file.
        verbatim: bool,
    },
    /// A list.
    List(Vec<Node>),
    /// A map in the order written; keys may still be doubled.
    Map(Vec<(At<String>, Node)>),
}

impl Node {
    /// A node without a place, for trees that are made and not read.
    pub fn made(kind: Kind) -> Self {
        Self { span: Span::default(), kind }
    }

    /// A scalar without a place, plain.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::made(Kind::Scalar { text: text.into(), style: Style::Plain, verbatim: false })
    }

    /// A scalar without a place that is always text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::made(Kind::Scalar { text: text.into(), style: Style::Quoted, verbatim: false })
    }

    /// What kind of thing stands here, as said in messages.
    pub fn what(&self) -> &'static str {
        match &self.kind {
            Kind::Empty => "nothing",
            Kind::Scalar { .. } => "a value",
            Kind::List(_) => "a list",
            Kind::Map(_) => "a map",
        }
    }

    /// The span of bytes `start..end` of a scalar's text; the whole node where the text does not
    /// stand in the file letter for letter.
    pub fn within(&self, start: usize, end: usize) -> Span {
        match self.kind {
            Kind::Scalar { verbatim: true, .. } => self.span.part(start, end),
            _ => self.span,
        }
    }

    /// The value of a key of a map.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match &self.kind {
            Kind::Map(pairs) => pairs.iter().find(|(name, _)| name.value == key).map(|(_, node)| node),
            _ => None,
        }
    }
}

impl PartialEq for Node {
    /// Places do not count, nor does how a scalar was quoted where the text is the same kind.
    fn eq(&self, other: &Self) -> bool {
        match (&self.kind, &other.kind) {
            (Kind::Empty, Kind::Empty) => true,
            (Kind::Scalar { text: a, style: s, .. }, Kind::Scalar { text: b, style: t, .. }) => a == b && s == t,
            (Kind::List(a), Kind::List(b)) => a == b,
            (Kind::Map(a), Kind::Map(b)) => a == b,
            _ => false,
        }
    }
}
