//! From a tree of plain data to typed drafts and back: every problem is told, none ends the reading.
//!
//! One declaration (`record!`, `words!`) gives a type its reader, its writer and its description; the
//! description makes the JSON Schema and the key reference, so the three cannot drift apart.

mod record;
mod scalars;
pub(crate) use scalars::wrong_form;
mod shape;

pub use record::{Place, Word};
pub(crate) use record::{record, words};
pub use shape::{FieldShape, RecordShape, Shape};

use crate::diagnostic::{Diagnostic, Severity, nearest, shown};
use crate::limits;
use crate::node::{Kind, Node, Style};
use crate::span::{At, Span};
use std::collections::BTreeSet;

/// Text meant to be read by people: a sentence or a paragraph.
pub type Prose = At<String>;

/// What a reading gathers beside the draft: the problems, and the names of items that could not be
/// read (so that a reference to one is not called unknown as well).
#[derive(Debug, Default)]
pub struct Reader {
    /// The problems so far.
    pub diagnostics: Vec<Diagnostic>,
    /// Ids of items that were seen but could not be read.
    pub broken: BTreeSet<String>,
    /// How many more problems there are than are kept.
    pub more: usize,
    /// Whether one of those is an error.
    pub more_errors: bool,
}

impl Reader {
    /// Whether no more problems are kept; what is found from here on need not be put into words.
    pub fn is_full(&self) -> bool {
        self.diagnostics.len() + 1 >= limits::DIAGNOSTICS
    }

    /// Counts an error that is not kept, where it is one.
    pub fn count_error(&mut self, is_one: bool) {
        self.more += usize::from(is_one);
        self.more_errors |= is_one;
    }

    /// Keeps a problem; past the limit the rest is counted. One place is left for the count.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        if !self.is_full() {
            self.diagnostics.push(diagnostic);
        } else {
            self.more += 1;
            self.more_errors |= diagnostic.severity == Severity::Error;
        }
    }

    /// The problems, with a last one that counts those not kept.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        if self.more > 0 {
            let span = self.diagnostics.iter().map(Diagnostic::span).max().unwrap_or_default();
            let message = format!("the case has {} more problems", self.more);
            let code = "limit-diagnostics";
            let count = match self.more_errors {
                true => Diagnostic::error(code, span, message),
                false => Diagnostic::warning(code, span, message),
            };
            self.diagnostics.push(count.help("mend the ones told first"));
        }
        self.diagnostics
    }

    /// The text of a scalar, or a problem that says what was expected.
    pub fn scalar<'a>(&mut self, node: &'a Node, expected: &str) -> Option<(&'a str, Style)> {
        match &node.kind {
            Kind::Scalar { text, style, .. } => Some((text, *style)),
            Kind::Empty => {
                self.report(
                    Diagnostic::error("empty", node.span, format!("nothing stands here; expected {expected}"))
                        .help("give a value, or leave the key out"),
                );
                None
            }
            _ => {
                self.report(
                    Diagnostic::error(
                        "wrong-kind",
                        node.span,
                        format!("{} stands here; expected {expected}", node.what()),
                    )
                    .help(match node.kind {
                        Kind::List(_) => {
                            "give one, without brackets or dashes; what several share is written once for each"
                                .to_string()
                        }
                        _ => format!("write {expected}, without keys below it"),
                    }),
                );
                None
            }
        }
    }

    fn note_broken(&mut self, node: &Node) {
        if let Some(Node { kind: Kind::Scalar { text, .. }, .. }) = node.get("id") {
            self.broken.insert(text.clone());
        }
    }
}

/// Something that can be read from a tree, written back, and described.
///
/// Law: `read(write(x)) == x`, and whatever `read` takes matches `shape`.
pub trait Value: Sized {
    /// Reads a value; problems go to the reader, `None` means there is no value.
    fn read(node: &Node, reader: &mut Reader) -> Option<Self>;

    /// The value of a key that is not there; `None` makes the key required.
    fn absent() -> Option<Self> {
        None
    }

    /// The tree to write; `None` where nothing is written.
    fn write(&self) -> Option<Node>;

    /// What it looks like.
    fn shape() -> Shape;
}

/// A value written as one scalar.
pub trait Scalar: Sized {
    /// Reads the text; problems go to the reader with the node's places.
    fn parse(text: &str, style: Style, node: &Node, reader: &mut Reader) -> Option<Self>;
    /// The scalar to write.
    fn print(&self) -> Node;
    /// What it looks like.
    fn shape() -> Shape;
    /// What was expected, in words, for messages.
    fn expected() -> String;
}

impl<T: Scalar> Value for At<T> {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let (text, style) = reader.scalar(node, &T::expected())?;
        T::parse(text, style, node, reader).map(|value| At::new(value, node.span))
    }

    fn write(&self) -> Option<Node> {
        Some(self.value.print())
    }

    fn shape() -> Shape {
        T::shape()
    }
}

impl<T: Value> Value for Option<T> {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        T::read(node, reader).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn write(&self) -> Option<Node> {
        self.as_ref().and_then(T::write)
    }

    fn shape() -> Shape {
        T::shape()
    }
}

impl<T: Value> Value for Vec<T> {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        match &node.kind {
            Kind::List(items) => Some(read_items(items, reader)),
            Kind::Empty => Some(Vec::new()),
            _ => {
                let first = match &node.kind {
                    Kind::Map(pairs) => pairs.first().filter(|(_, item)| matches!(item.kind, Kind::Map(_))),
                    _ => None,
                };
                let help = first.map_or_else(
                    || "write a list: [a, b], or one item a line after a dash".to_string(),
                    |(key, _)| {
                        format!("begin each item with a dash and name it inside: - {{id: {}, ..}}", shown(&key.value))
                    },
                );
                reader.report(
                    Diagnostic::error("wrong-kind", node.span, format!("{} stands here; expected a list", node.what()))
                        .help(help),
                );
                None
            }
        }
    }

    fn absent() -> Option<Self> {
        Some(Vec::new())
    }

    fn write(&self) -> Option<Node> {
        (!self.is_empty()).then(|| Node::made(Kind::List(self.iter().filter_map(T::write).collect())))
    }

    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }
}

fn read_items<T: Value>(items: &[Node], reader: &mut Reader) -> Vec<T> {
    let mut values = Vec::with_capacity(items.len());
    for item in items {
        match T::read(item, reader) {
            Some(value) => values.push(value),
            None => reader.note_broken(item),
        }
    }
    values
}

/// One value or a list of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneOrMany<T>(pub Vec<T>);

impl<T> Default for OneOrMany<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> std::ops::Deref for OneOrMany<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T: Value> Value for OneOrMany<T> {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        match &node.kind {
            Kind::List(items) => Some(Self(read_items(items, reader))),
            _ => T::read(node, reader).map(|one| Self(vec![one])),
        }
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }

    fn write(&self) -> Option<Node> {
        match self.0.as_slice() {
            [] => None,
            [one] => one.write(),
            many => Some(Node::made(Kind::List(many.iter().filter_map(T::write).collect()))),
        }
    }

    fn shape() -> Shape {
        Shape::OneOrMany(Box::new(T::shape()))
    }
}

/// A map from names to values, in the order written.
#[derive(Clone, Debug, PartialEq)]
pub struct Pairs<T>(pub Vec<(At<String>, T)>);

impl<T> Default for Pairs<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Pairs<T> {
    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.iter().find(|(key, _)| key.value == name).map(|(_, value)| value)
    }

    /// The names.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.0.iter().map(|(key, _)| key.value.as_str())
    }
}

impl<T> std::ops::Deref for Pairs<T> {
    type Target = [(At<String>, T)];
    fn deref(&self) -> &[(At<String>, T)] {
        &self.0
    }
}

impl<T: Value> Value for Pairs<T> {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let pairs = match &node.kind {
            Kind::Map(pairs) => pairs,
            Kind::Empty => return Some(Self::default()),
            _ => {
                reader.report(
                    Diagnostic::error("wrong-kind", node.span, format!("{} stands here; expected a map", node.what()))
                        .help("begin each item with its id and a colon, without dashes: {name: value}, or one `name: value` a line"),
                );
                return None;
            }
        };
        let mut first: std::collections::BTreeMap<&str, Span> = std::collections::BTreeMap::new();
        let mut values = Vec::with_capacity(pairs.len());
        for (key, value) in pairs {
            if let Some(earlier) = first.insert(&key.value, key.span) {
                reader.report(
                    Diagnostic::error("doubled-id", key.span, format!("`{}` is given twice", shown(&key.value)))
                        .also(earlier, "first here")
                        .help("give one of the two another name, or remove one"),
                );
                continue;
            }
            match T::read(value, reader) {
                Some(value) => values.push((key.clone(), value)),
                None => {
                    reader.broken.insert(key.value.clone());
                }
            }
        }
        Some(Self(values))
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }

    fn write(&self) -> Option<Node> {
        let pairs: Vec<_> = self.0.iter().filter_map(|(key, value)| Some((key.clone(), value.write()?))).collect();
        (!pairs.is_empty()).then(|| Node::made(Kind::Map(pairs)))
    }

    fn shape() -> Shape {
        Shape::Map(Box::new(T::shape()))
    }
}

impl Value for Node {
    fn read(node: &Node, _: &mut Reader) -> Option<Self> {
        Some(node.clone())
    }

    fn write(&self) -> Option<Node> {
        Some(self.clone())
    }

    fn shape() -> Shape {
        Shape::Any
    }
}

/// Reads the keys of one map, remembers which were asked for, and reports the rest.
pub struct MapReader<'a> {
    what: &'static str,
    node: &'a Node,
    pairs: &'a [(At<String>, Node)],
    used: Vec<bool>,
    missing: Vec<(&'static str, Diagnostic)>,
    complete: bool,
}

impl<'a> MapReader<'a> {
    /// Starts on a map; anything else is a problem.
    pub fn new(what: &'static str, node: &'a Node, reader: &mut Reader) -> Option<Self> {
        let Kind::Map(pairs) = &node.kind else {
            reader.report(
                Diagnostic::error(
                    "wrong-kind",
                    node.span,
                    format!("{} stands here; expected the keys of {}", node.what(), a(what)),
                )
                .help(format!("write {} as a map: {{key: value, ..}}, or one `key: value` a line", a(what))),
            );
            return None;
        };
        Some(Self { what, node, pairs, used: vec![false; pairs.len()], missing: Vec::new(), complete: true })
    }

    fn take(&mut self, key: &str) -> Option<&'a Node> {
        let at = self.pairs.iter().position(|(name, _)| name.value == key)?;
        self.used[at] = true;
        Some(&self.pairs[at].1)
    }

    /// The value of a key; a missing or unreadable required key makes the record incomplete.
    pub fn field<T: Value>(&mut self, key: &'static str, required: bool, reader: &mut Reader) -> Option<T> {
        let read = match self.take(key) {
            Some(node) if required && has_nothing(node) => {
                reader.report(
                    Diagnostic::error("empty", node.span, format!("nothing stands under `{key}`"))
                        .help(format!("{} needs at least one", a(self.what))),
                );
                None
            }
            Some(node) => T::read(node, reader),
            None if required || T::absent().is_none() => {
                // Told at the end: a misspelt key may be the one that is missing.
                let missing =
                    Diagnostic::error("missing-key", self.node.span, format!("the {} has no `{key}`", self.what))
                        .help(format!("add `{key}: ..`, {}", T::shape().words()));
                self.missing.push((key, missing));
                None
            }
            None => T::absent(),
        };
        let value = read.or_else(|| if required { None } else { T::absent() });
        self.complete &= value.is_some();
        value
    }

    /// The pairs nobody asked for by name whose key satisfies `wanted`.
    pub fn others(&mut self, wanted: impl Fn(&str) -> bool) -> Vec<&'a (At<String>, Node)> {
        let mut others = Vec::new();
        for (at, pair) in self.pairs.iter().enumerate() {
            if !self.used[at] && wanted(&pair.0.value) {
                self.used[at] = true;
                others.push(pair);
            }
        }
        others
    }

    /// Reports the keys that nobody asked for; whether every required key was read.
    pub fn finish(mut self, known: &[FieldShape], reader: &mut Reader) -> bool {
        let mut seen = BTreeSet::new();
        for (at, (key, _)) in self.pairs.iter().enumerate() {
            let doubled = !seen.insert(&key.value);
            if doubled {
                reader.report(
                    Diagnostic::error(
                        "doubled-key",
                        key.span,
                        format!("the key `{}` stands twice in the {}", shown(&key.value), self.what),
                    )
                    .help("keep one of them"),
                );
            } else if !self.used[at] {
                let names = known.iter().map(|field| field.key).filter(|name| *name != "*");
                let near = nearest(&key.value, names.clone());
                self.missing.retain(|(missing, _)| Some(*missing) != near);
                let help = near.map_or_else(
                    || {
                        let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
                        format!("known: {}", names.join(", "))
                    },
                    |near| format!("did you mean `{near}`?"),
                );
                let message = format!("`{}` is no key of {}", shown(&key.value), a(self.what));
                reader.report(Diagnostic::error("unknown-key", key.span, message).help(help));
            }
        }
        self.missing.into_iter().for_each(|(_, missing)| reader.report(missing));
        self.complete
    }
}

/// Whether nothing is written: no value, or a list or map without items.
fn has_nothing(node: &Node) -> bool {
    match &node.kind {
        Kind::Empty => true,
        Kind::List(items) => items.is_empty(),
        Kind::Map(pairs) => pairs.is_empty(),
        Kind::Scalar { .. } => false,
    }
}

/// A kind of record with its article, for messages.
pub(crate) fn a(what: &str) -> String {
    match what {
        "preferences" | "leverage" => what.to_string(),
        _ if what.starts_with(['a', 'e', 'i', 'o', 'u']) => format!("an {what}"),
        _ => format!("a {what}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Reader, a};
    use crate::diagnostic::{Diagnostic, Severity};
    use crate::limits;
    use crate::span::Span;

    #[test]
    fn problems_past_the_limit_are_counted() {
        let mut reader = Reader::default();
        for _ in 0..limits::DIAGNOSTICS + 7 {
            reader.report(Diagnostic::warning("x", Span::default(), "x"));
        }
        let told = reader.finish();
        let last = told.last().expect("a problem");
        assert_eq!(
            (told.len(), last.code, last.severity),
            (limits::DIAGNOSTICS, "limit-diagnostics", Severity::Warning)
        );
        assert_eq!(last.message, "the case has 8 more problems");
    }

    #[test]
    fn records_have_their_article() {
        assert_eq!([a("issue"), a("source"), a("preferences")], ["an issue", "a source", "preferences"]);
    }
}
