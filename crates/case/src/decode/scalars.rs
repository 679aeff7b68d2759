//! Scalars: text, words, truth values, whole numbers, grades, markings.

use super::{Reader, Scalar, Shape, Word};
use crate::diagnostic::{Diagnostic, shown, way_out};
use crate::draft::{Grade, Marking};
use crate::node::{Node, Style};

impl<T: Word> Scalar for T {
    fn parse(text: &str, _: Style, node: &Node, reader: &mut Reader) -> Option<Self> {
        let value = T::from_word(text);
        if value.is_none() {
            let words = T::ALL.iter().map(|(word, ..)| *word);
            reader.report(
                Diagnostic::error(
                    "unknown-word",
                    node.span,
                    format!("`{}` is not among the words for {}", shown(text), T::WHAT),
                )
                .help(way_out(text, "word", words)),
            );
        }
        value
    }

    fn print(&self) -> Node {
        match self.word() {
            word @ ("yes" | "no") => Node::text(word),
            word => Node::plain(word),
        }
    }

    fn shape() -> Shape {
        Shape::Words(T::ALL.iter().map(|(word, _, doc)| (*word, *doc)).collect())
    }

    fn expected() -> String {
        format!("a word for {}", T::WHAT)
    }
}

impl Scalar for String {
    fn parse(text: &str, _: Style, node: &Node, reader: &mut Reader) -> Option<Self> {
        if text.trim().is_empty() {
            reader.report(
                Diagnostic::error("empty", node.span, "the text is empty").help("give a text, or leave the key out"),
            );
            return None;
        }
        Some(text.to_string())
    }

    fn print(&self) -> Node {
        Node::text(self.clone())
    }

    fn shape() -> Shape {
        Shape::Text
    }

    fn expected() -> String {
        "a text".into()
    }
}

/// Reports a scalar that does not have the form asked for.
pub(crate) fn wrong_form<T: Scalar>(text: &str, node: &Node, reader: &mut Reader, help: &str) {
    let message = format!("`{}` is not {}", shown(text), T::expected());
    reader.report(Diagnostic::error("wrong-form", node.span, message).help(help));
}

impl Scalar for bool {
    fn parse(text: &str, style: Style, node: &Node, reader: &mut Reader) -> Option<Self> {
        match (text, style) {
            ("true", Style::Plain) => Some(true),
            ("false", Style::Plain) => Some(false),
            ("true" | "false", Style::Quoted) => {
                let message = format!("`{text}` stands in quotes, which makes it a text");
                reader.report(
                    Diagnostic::error("wrong-form", node.span, message).help(format!("write {text} without quotes")),
                );
                None
            }
            _ => {
                wrong_form::<Self>(text, node, reader, "write true or false, without quotes");
                None
            }
        }
    }

    fn print(&self) -> Node {
        Node::plain(self.to_string())
    }

    fn shape() -> Shape {
        Shape::Bool
    }

    fn expected() -> String {
        "true or false".into()
    }
}

impl Scalar for u64 {
    fn parse(text: &str, _: Style, node: &Node, reader: &mut Reader) -> Option<Self> {
        let value = text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
        if value.is_none() {
            wrong_form::<Self>(text, node, reader, "write digits only, such as 1003");
        }
        value
    }

    fn print(&self) -> Node {
        Node::plain(self.to_string())
    }

    fn shape() -> Shape {
        Shape::Integer
    }

    fn expected() -> String {
        "a whole number".into()
    }
}

impl Scalar for Grade {
    fn parse(text: &str, _: Style, node: &Node, reader: &mut Reader) -> Option<Self> {
        let grade = Self::parse(text);
        if grade.is_none() {
            wrong_form::<Self>(
                text,
                node,
                reader,
                "write a letter A to F for the source and a digit 1 to 6 for the information, such as B2",
            );
        }
        grade
    }

    fn print(&self) -> Node {
        Node::plain(self.to_string())
    }

    fn shape() -> Shape {
        Shape::Pattern { what: "an Admiralty grade", pattern: "^[A-F][1-6]$", example: "B2" }
    }

    fn expected() -> String {
        "an Admiralty grade".into()
    }
}

impl Scalar for Marking {
    fn parse(text: &str, _: Style, node: &Node, reader: &mut Reader) -> Option<Self> {
        let marking = Self::parse(text);
        if marking.is_none() {
            wrong_form::<Self>(
                text,
                node,
                reader,
                "write public, internal, or PARTY-confidential with the id of a party",
            );
        }
        marking
    }

    fn print(&self) -> Node {
        Node::plain(self.to_string())
    }

    fn shape() -> Shape {
        Shape::Pattern {
            what: "a marking",
            pattern: "^(public|internal|[A-Za-z0-9-]+-confidential)$",
            example: "internal",
        }
    }

    fn expected() -> String {
        "a marking".into()
    }
}
