//! Parts that do not read key by key: stances, issues under preferences, options, orders, edits.

use super::basics::Marking;
use super::ledger::{Stance, StanceOn};
use super::people::{Opt, OrderBy};
use super::top::Edit;
use crate::decode::{
    FieldShape, MapReader, OneOrMany, Pairs, Place, Prose, Reader, RecordShape, Shape, Value, Word, record,
};
use crate::diagnostic::{Diagnostic, nearest, way_out};
use crate::node::{Kind, Node};
use crate::rule::RuleText;
use crate::span::{At, Span};

/// Keys of a record that are gathered by a rule of their own.
pub(crate) trait Gather: Sized {
    /// Takes the keys from the map; `named` are the record's other keys.
    fn gather(map: &mut MapReader<'_>, named: fn() -> Vec<FieldShape>, reader: &mut Reader) -> Self;
    /// Puts the keys back.
    fn scatter(&self, pairs: &mut Vec<(At<String>, Node)>);
    /// The keys, for descriptions.
    fn fields(doc: &'static str) -> Vec<FieldShape>;
}

fn made_key(key: &str) -> At<String> {
    At::new(key.to_string(), Span::default())
}

type Names = Vec<At<String>>;

impl Gather for Vec<StanceOn> {
    fn gather(map: &mut MapReader<'_>, _: fn() -> Vec<FieldShape>, reader: &mut Reader) -> Self {
        let mut stances = Vec::new();
        for (key, node) in map.others(|key| Stance::from_word(key).is_some()) {
            let Some(stance) = Stance::from_word(&key.value) else { continue };
            let on = match &node.kind {
                Kind::Map(_) => Pairs::<OneOrMany<At<String>>>::read(node, reader)
                    .map(|pairs| pairs.0.into_iter().map(|(issue, options)| (Some(issue), options.0)).collect()),
                _ => OneOrMany::<At<String>>::read(node, reader).map(|options| vec![(None, options.0)]),
            };
            if let Some(on) = on {
                stances.push(StanceOn { stance, on });
            }
        }
        stances
    }

    fn scatter(&self, pairs: &mut Vec<(At<String>, Node)>) {
        for stance in self {
            let node = match stance.on.as_slice() {
                [(None, options)] => OneOrMany(options.clone()).write(),
                on => Pairs(
                    on.iter()
                        .filter_map(|(issue, options)| Some((issue.clone()?, OneOrMany(options.clone()))))
                        .collect(),
                )
                .write(),
            };
            pairs.extend(node.map(|node| (made_key(stance.stance.word()), node)));
        }
    }

    fn fields(_: &'static str) -> Vec<FieldShape> {
        let options = || Shape::OneOrMany(Box::new(Shape::Text));
        Stance::ALL
            .iter()
            .map(|(key, _, doc)| FieldShape {
                key,
                doc,
                required: false,
                shape: Shape::AnyOf(vec![options(), Shape::Map(Box::new(options()))]),
            })
            .collect()
    }
}

impl<T: Value> Gather for Pairs<T> {
    fn gather(map: &mut MapReader<'_>, named: fn() -> Vec<FieldShape>, reader: &mut Reader) -> Self {
        let named = named();
        let mut pairs = Vec::new();
        for (key, node) in map.others(|key| !named.iter().any(|field| field.key == key)) {
            if !matches!(node.kind, Kind::Map(_)) {
                let near = nearest(&key.value, named.iter().map(|field| field.key).filter(|key| *key != "*"));
                let help = near.map_or_else(
                    || "an issue's id is followed by a map with weight, values or order".to_string(),
                    |near| format!("did you mean `{near}`?"),
                );
                reader.report(
                    Diagnostic::error(
                        "unknown-key",
                        key.span,
                        format!("`{}` is neither a key nor an issue with a map", key.value),
                    )
                    .help(help),
                );
            } else if let Some(value) = T::read(node, reader) {
                pairs.push((key.clone(), value));
            }
        }
        Self(pairs)
    }

    fn scatter(&self, pairs: &mut Vec<(At<String>, Node)>) {
        pairs.extend(self.iter().filter_map(|(key, value)| Some((key.clone(), value.write()?))));
    }

    fn fields(doc: &'static str) -> Vec<FieldShape> {
        vec![FieldShape { key: "*", doc, required: false, shape: T::shape() }]
    }
}

record! {
    /// An option written as a map.
    pub struct OptFull "option" {
        /// What the option says.
        text: At<String> = "text",
        /// The sources whose option this is; none: the compiler's.
        source: OneOrMany<At<String>> = "source",
        /// By step: what must have happened before it where this option is taken, as a rule.
        waits: Pairs<RuleText> = "waits",
        /// A remark.
        note: Option<Prose> = "note",
    }
}

impl Value for Opt {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        if let Kind::Map(_) = node.kind {
            let full = OptFull::read(node, reader)?;
            return Some(Self { text: full.text, source: full.source, waits: full.waits, note: full.note });
        }
        let text = At::<String>::read(node, reader)?;
        Some(Self { text, source: OneOrMany::default(), waits: Pairs::default(), note: None })
    }

    fn write(&self) -> Option<Node> {
        if self.source.is_empty() && self.waits.is_empty() && self.note.is_none() {
            return self.text.write();
        }
        let Self { text, source, waits, note } = self.clone();
        OptFull { here: Place::default(), text, source, waits, note }.write()
    }

    fn shape() -> Shape {
        Shape::AnyOf(vec![Shape::Text, OptFull::shape()])
    }
}

impl Value for OrderBy {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        match node.kind {
            Kind::Map(_) => Pairs::<Names>::read(node, reader).map(Self::Parties),
            _ => At::<String>::read(node, reader).map(Self::Measure),
        }
    }

    fn write(&self) -> Option<Node> {
        match self {
            Self::Measure(text) => text.write(),
            Self::Parties(orders) => orders.write(),
        }
    }

    fn shape() -> Shape {
        Shape::AnyOf(vec![Shape::Text, Shape::Map(Box::new(Names::shape()))])
    }
}

const EDITS: [(&str, &str); 7] = [
    ("as of", "Only what was known on that day."),
    ("without source", "Nothing that rests on that source alone."),
    ("without entry", "Not that ledger entry."),
    ("lift line", "Not that line."),
    ("add entry", "One more ledger entry."),
    ("add line", "One more line."),
    ("set", "Another value for the quantity at this path; with `to`."),
];

fn edit_fields() -> Vec<FieldShape> {
    let mut fields: Vec<FieldShape> = EDITS
        .iter()
        .map(|(key, doc)| FieldShape {
            key,
            doc,
            required: false,
            shape: match *key {
                "add entry" => super::Entry::shape(),
                "add line" => super::Line::shape(),
                "as of" => At::<crate::date::DateSpan>::shape(),
                _ => Shape::Text,
            },
        })
        .collect();
    fields.push(FieldShape { key: "to", doc: "The new value, beside `set`.", required: false, shape: Shape::Any });
    fields
}

/// A record kept as it was written, with its keys in the order of the format.
fn in_order<T: Value>(node: &Node) -> Node {
    T::read(node, &mut Reader::default()).and_then(|value| value.write()).unwrap_or_else(|| node.clone())
}

impl PartialEq for Edit {
    fn eq(&self, other: &Self) -> bool {
        self.write() == other.write()
    }
}

impl Value for Edit {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let keys = || EDITS.iter().map(|(key, _)| *key);
        let Kind::Map(pairs) = &node.kind else {
            reader.report(
                Diagnostic::error("wrong-kind", node.span, format!("{} stands here; expected an edit", node.what()))
                    .help("write an edit as a map, such as {lift line: ridge} or {set: drivers.arms.today, to: 3}"),
            );
            return None;
        };
        let edits: Vec<_> = pairs.iter().filter(|(key, _)| keys().any(|known| known == key.value)).collect();
        for (key, _) in pairs {
            let goes_with_set = key.value == "to" && edits.iter().any(|(edit, _)| edit.value == "set");
            if !goes_with_set && !keys().any(|known| known == key.value) {
                reader.report(
                    Diagnostic::error("unknown-key", key.span, format!("`{}` is no edit", key.value)).help(way_out(
                        &key.value,
                        "edit",
                        keys(),
                    )),
                );
                return None;
            }
        }
        let [(key, value)] = edits.as_slice() else {
            reader.report(
                Diagnostic::error(
                    "wrong-form",
                    node.span,
                    format!("an item of edits holds one edit; this one has {}", edits.len()),
                )
                .help("begin a new item with a dash for each edit"),
            );
            return None;
        };
        let name = |reader: &mut Reader| At::<String>::read(value, reader);
        match key.value.as_str() {
            "as of" => At::read(value, reader).map(Self::AsOf),
            "without source" => name(reader).map(Self::WithoutSource),
            "without entry" => name(reader).map(Self::WithoutEntry),
            "lift line" => name(reader).map(Self::LiftLine),
            "add entry" => super::Entry::read(value, reader).map(|_| Self::AddEntry((*value).clone())),
            "add line" => super::Line::read(value, reader).map(|_| Self::AddLine((*value).clone())),
            _ => {
                let path = name(reader)?;
                let Some(to) = node.get("to") else {
                    reader.report(
                        Diagnostic::error("missing-key", node.span, "`set` has no `to`")
                            .help("add `to: ..`, the new value"),
                    );
                    return None;
                };
                Some(Self::Set { path, to: to.clone() })
            }
        }
    }

    fn write(&self) -> Option<Node> {
        let pairs = match self {
            Self::AsOf(day) => vec![("as of", day.write()?)],
            Self::WithoutSource(id) => vec![("without source", id.write()?)],
            Self::WithoutEntry(id) => vec![("without entry", id.write()?)],
            Self::LiftLine(id) => vec![("lift line", id.write()?)],
            Self::AddEntry(node) => vec![("add entry", in_order::<super::Entry>(node))],
            Self::AddLine(node) => vec![("add line", in_order::<super::Line>(node))],
            Self::Set { path, to } => vec![("set", path.write()?), ("to", to.clone())],
        };
        Some(Node::made(Kind::Map(pairs.into_iter().map(|(key, node)| (made_key(key), node)).collect())))
    }

    fn shape() -> Shape {
        Shape::Record(RecordShape { name: "edit", fields: edit_fields })
    }
}

impl Marking {
    /// Whether an audience may see what carries this marking; `None` is the team, which sees all.
    pub fn seen_by(&self, audience: Option<&str>) -> bool {
        match (self, audience) {
            (_, None) | (Self::Public, _) | (Self::Internal, Some("internal")) => true,
            (Self::Internal, Some(_)) => false,
            (Self::Party(_), Some("internal")) => true,
            (Self::Party(party), Some(audience)) => party == audience,
        }
    }
}
