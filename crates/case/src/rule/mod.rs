//! The rule language: what a case says about packages and events.
//!
//! [`parse`] turns text into an [`Expr`] of names; the case resolves the names and gives a [`Rule`],
//! which [`Rule::holds`] evaluates in three values: an event that nobody can know when packages are
//! counted is [`Truth::Unknown`] (Kleene 1938).

mod parse;
mod resolved;
mod satisfy;
mod syntax;

pub(crate) use parse::WORDS;
pub use parse::parse;
pub use resolved::{Event, Leaf, Rule, Test, Truth};
pub use satisfy::{Decided, can_all_be, can_be};
pub use syntax::{Comparison, EventKind, Expr, Name, RuleError};

use crate::decode::{Reader, Shape, Value};
use crate::diagnostic::Diagnostic;
use crate::node::Node;
use crate::span::{At, Span};

/// A rule as written in a case: its text and, with the places of its names, its tree.
#[derive(Clone, Debug)]
pub struct RuleText {
    /// The text.
    pub text: At<String>,
    /// The tree; places of names are bytes of the text.
    pub tree: Expr,
    /// Whether the text stands in the file letter for letter.
    pub verbatim: bool,
}

impl RuleText {
    /// The place in the file of bytes `start..end` of the rule.
    pub fn place(&self, start: usize, end: usize) -> Span {
        if self.verbatim { self.text.span.part(start, end) } else { self.text.span }
    }
}

impl PartialEq for RuleText {
    fn eq(&self, other: &Self) -> bool {
        self.text.value == other.text.value
    }
}

impl Value for RuleText {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let (text, _) = reader.scalar(node, "a rule")?;
        match parse(text) {
            Ok(tree) => {
                let verbatim = matches!(node.kind, crate::node::Kind::Scalar { verbatim: true, .. });
                Some(Self { text: At::new(text.to_string(), node.span), tree, verbatim })
            }
            Err(error) => {
                let place = node.within(error.start, error.end);
                reader.report(Diagnostic::error("rule-syntax", place, error.message).help(error.help));
                None
            }
        }
    }

    fn write(&self) -> Option<Node> {
        Some(Node::text(self.text.value.clone()))
    }

    fn shape() -> Shape {
        Shape::Pattern { what: "a rule", pattern: ".+", example: "territory = t4 | t5 and not (guarantees >= g3)" }
    }
}
