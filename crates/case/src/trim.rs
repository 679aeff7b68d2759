//! Taking things away: what was not known on a day, what rests on a source that is gone, what an audience may
//! not see.
//!
//! The tree is walked beside the shape of its records, so that only keys of records are read as `source`, `date`
//! and `marking`: an issue may be called `date` and a party `source`.

use crate::date::DateSpan;
use crate::decode::{FieldShape, RecordShape, Shape};
use crate::draft::{Draft, Marking};
use crate::node::{Kind, Node};
use crate::overlay::{id_of, quantity_at, scalar};
use crate::span::At;
use crate::validate_quote;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What overlays took away.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trimmed {
    /// Ids of items that are gone: a reference to one is dropped, not an error.
    pub gone: BTreeSet<String>,
    /// Ids of items that lost a source to `--without` and have others left.
    pub weaker: BTreeSet<String>,
    /// Ids of items that lost a source in any way: their quotes are not checked again.
    pub trimmed: BTreeSet<String>,
}

/// What is taken away, and why.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Why<'a> {
    /// Not known on the day.
    Unknown(Date),
    /// The source counts no more.
    Without,
    /// Not for this audience; the marking is that of items without one of their own.
    Hidden(&'a str, &'a Marking),
}

/// Takes away the sources named, all that rests on nothing else, and what the reason says.
pub(crate) fn trim(
    tree: &mut Node,
    why: Why<'_>,
    sources: &BTreeSet<String>,
    texts: &BTreeMap<String, &str>,
    trimmed: &mut Trimmed,
) {
    trimmed.gone.extend(sources.iter().cloned());
    let actions = ids_of(tree, "actions");
    let Kind::Map(parts) = &mut tree.kind else { return };
    let mut trim = Trim { why, sources, texts, trimmed };
    let fields = Draft::fields();
    parts.retain_mut(|(key, part)| {
        let Some(field) = fields.iter().find(|field| field.key == key.value) else { return true };
        match (key.value.as_str(), &mut part.kind) {
            ("sources", Kind::Map(items)) => items.retain(|(name, _)| !sources.contains(&name.value)),
            ("scenarios", Kind::Map(_)) if !matches!(why, Why::Hidden(..)) => {}
            // A part that is one record, such as `rounds`, goes as a whole.
            _ => return trim.node(part, &field.shape, None),
        }
        true
    });
    // A graph model without one of its actions is another model.
    let all_left = !actions.iter().any(|action| trimmed.gone.contains(action));
    if let Some(conflicts) = list_of(tree, "conflicts") {
        conflicts.retain(|conflict| match conflict.get("actions") {
            Some(own) => !names(own).iter().any(|action| trimmed.gone.contains(action)),
            None => all_left,
        });
    }
    if matches!(why, Why::Hidden(..)) {
        unname(tree, &trimmed.gone);
    }
}

/// The ids of the items of a part.
fn ids_of(tree: &Node, part: &str) -> Vec<String> {
    match tree.get(part).map(|part| &part.kind) {
        Some(Kind::List(items)) => items.iter().filter_map(id_of).collect(),
        _ => Vec::new(),
    }
}

/// The ids of sources that an audience may not see.
pub(crate) fn hidden_sources(tree: &Node, audience: &str, default: &Marking) -> BTreeSet<String> {
    let Some(Node { kind: Kind::Map(sources), .. }) = tree.get("sources") else { return BTreeSet::new() };
    let hidden = sources.iter().filter(|(_, source)| !seen(source, audience, default));
    hidden.map(|(name, _)| name.value.clone()).collect()
}

fn seen(item: &Node, audience: &str, default: &Marking) -> bool {
    let own = item.get("marking").and_then(scalar).and_then(|text| Marking::parse(&text));
    own.as_ref().unwrap_or(default).seen_by(Some(audience))
}

struct Trim<'a> {
    why: Why<'a>,
    sources: &'a BTreeSet<String>,
    texts: &'a BTreeMap<String, &'a str>,
    trimmed: &'a mut Trimmed,
}

impl Trim<'_> {
    /// Takes away below a node; whether the node itself stays.
    fn node(&mut self, node: &mut Node, shape: &Shape, name: Option<&str>) -> bool {
        match (shape, &mut node.kind) {
            (Shape::Record(record), Kind::Map(_)) => self.record(node, record, name),
            (Shape::List(item) | Shape::OneOrMany(item), Kind::List(items)) => {
                let before = items.len();
                items.retain_mut(|below| {
                    let id = id_of(below);
                    let stays = self.node(below, item, id.as_deref());
                    if !stays {
                        self.trimmed.gone.extend(id);
                    }
                    stays
                });
                // Edits go together or not at all.
                items.len() == before || !matches!(item.as_ref(), Shape::Record(record) if record.name == "edit")
            }
            (Shape::OneOrMany(item), _) => self.node(node, item, name),
            (Shape::Map(item), Kind::Map(pairs)) => {
                pairs.retain_mut(|(key, below)| {
                    let stays = self.node(below, item, Some(&key.value));
                    if !stays {
                        self.trimmed.gone.insert(key.value.clone());
                    }
                    stays
                });
                true
            }
            (Shape::AnyOf(shapes), kind) => match shapes.iter().find(|shape| fits(shape, kind)) {
                Some(shape) => self.node(node, shape, name),
                None => true,
            },
            _ => true,
        }
    }

    fn record(&mut self, node: &mut Node, record: &RecordShape, name: Option<&str>) -> bool {
        let fields = (record.fields)();
        let has = |key: &str| fields.iter().any(|field| field.key == key);
        match self.why {
            Why::Hidden(audience, default) if has("marking") && !seen(node, audience, default) => return false,
            Why::Unknown(day) if has("date") => {
                let date = node.get("date").and_then(scalar).and_then(|text| DateSpan::parse(&text).ok());
                if date.is_some_and(|date| !date.known_on(day)) {
                    return false;
                }
            }
            _ => {}
        }
        let Kind::Map(pairs) = &mut node.kind else { return true };
        if has("source") && !self.rest(pairs, &fields, record.name == "option", name) {
            return false;
        }
        let mut whole = true;
        pairs.retain_mut(|(key, below)| {
            let stays = field(&fields, &key.value).is_none_or(|field| self.node(below, &field.shape, name));
            whole &= stays;
            stays
        });
        // An edit, or a scenario, of which something may not be seen says something else without it.
        whole || !matches!(record.name, "edit" | "scenario")
    }

    /// Takes the sources from a record; whether it stays.
    fn rest(
        &mut self,
        pairs: &mut Vec<(At<String>, Node)>,
        fields: &[FieldShape],
        stays: bool,
        name: Option<&str>,
    ) -> bool {
        let Some(at) = pairs.iter().position(|(key, _)| key.value == "source") else { return true };
        match sources_left(&mut pairs[at].1, self.sources) {
            // Options stay and become the compiler's.
            Some(0) if stays => {
                pairs.remove(at);
                true
            }
            Some(0) => false,
            Some(_) => {
                if let Some(name) = name {
                    self.trimmed.trimmed.insert(name.to_string());
                    if matches!(self.why, Why::Without) {
                        self.trimmed.weaker.insert(name.to_string());
                    }
                }
                let left = names(&pairs[at].1);
                self.redact(pairs, fields, &left);
                true
            }
            None => true,
        }
    }

    /// What lost a source keeps its quote only if a remaining source's text has the words, and loses what is said
    /// in free words: either may come from the source that is gone. On an earlier day only the quote can.
    fn redact(&self, pairs: &mut Vec<(At<String>, Node)>, fields: &[FieldShape], left: &[String]) {
        let texts: Vec<&str> = left.iter().filter_map(|source| self.texts.get(source).copied()).collect();
        let early = matches!(self.why, Why::Unknown(_));
        pairs.retain_mut(|(key, value)| {
            let Some(field) = field(fields, &key.value) else { return true };
            let free = matches!(field.shape, Shape::Text) && !field.required && FREE.contains(&field.key);
            match field.key {
                "quote" if early && texts.is_empty() => true,
                "quote" => scalar(value).is_some_and(|quote| texts.iter().any(|text| validate_quote(&quote, text))),
                _ if early => true,
                _ if free => false,
                _ => {
                    self.redact_below(value, &field.shape, left);
                    true
                }
            }
        });
    }

    /// The same for records below that name no source of their own.
    fn redact_below(&self, node: &mut Node, shape: &Shape, left: &[String]) {
        match (shape, &mut node.kind) {
            (Shape::Record(record), Kind::Map(pairs)) if !pairs.iter().any(|(key, _)| key.value == "source") => {
                self.redact(pairs, &(record.fields)(), left);
            }
            (Shape::List(item) | Shape::OneOrMany(item), Kind::List(items)) => {
                items.iter_mut().for_each(|below| self.redact_below(below, item, left));
            }
            (Shape::OneOrMany(item), _) => self.redact_below(node, item, left),
            (Shape::Map(item), Kind::Map(pairs)) => {
                pairs.iter_mut().for_each(|(_, below)| self.redact_below(below, item, left));
            }
            _ => {}
        }
    }
}

/// Keys in free words that can be left out.
const FREE: [&str; 7] = ["note", "hedge", "extent", "by", "origin", "evidence", "text"];

fn fits(shape: &Shape, kind: &Kind) -> bool {
    match kind {
        Kind::Map(_) => matches!(shape, Shape::Record(_) | Shape::Map(_)),
        Kind::List(_) => matches!(shape, Shape::List(_) | Shape::OneOrMany(_)),
        _ => false,
    }
}

fn field<'a>(fields: &'a [FieldShape], key: &str) -> Option<&'a FieldShape> {
    fields.iter().find(|field| field.key == key).or_else(|| fields.iter().find(|field| field.key == "*"))
}

/// Drops sources from a `source` value; how many are left, `None` where none was dropped.
fn sources_left(value: &mut Node, gone: &BTreeSet<String>) -> Option<usize> {
    match &mut value.kind {
        Kind::Scalar { text, .. } => gone.contains(text).then_some(0),
        Kind::List(items) => {
            let before = items.len();
            items.retain(|item| !matches!(&item.kind, Kind::Scalar { text, .. } if gone.contains(text)));
            (items.len() < before).then_some(items.len())
        }
        _ => None,
    }
}

fn names(value: &Node) -> Vec<String> {
    match &value.kind {
        Kind::List(items) => items.iter().filter_map(scalar).collect(),
        _ => scalar(value).into_iter().collect(),
    }
}

/// Drops what names something hidden: references between entries, proposals of a hidden package or step, effects
/// on a hidden quantity, scenarios that edit something hidden. Ids in rules stay: a rule is said by the item it
/// stands in.
fn unname(tree: &mut Node, gone: &BTreeSet<String>) {
    let whole = tree.clone();
    let hidden = |node: Option<&Node>| node.and_then(scalar).is_some_and(|name| gone.contains(&name));
    let nowhere = |path: Option<String>| {
        path.is_some_and(|path| path.split('.').any(|part| gone.contains(part)) && quantity_at(&whole, &path).is_err())
    };
    let Kind::Map(parts) = &mut tree.kind else { return };
    for (key, part) in parts {
        match (key.value.as_str(), &mut part.kind) {
            ("ledger", Kind::List(entries)) => entries.iter_mut().for_each(|entry| forget(entry, gone)),
            ("sessions", Kind::List(sessions)) => {
                for session in sessions {
                    if let Some(proposals) = list_of(session, "proposals") {
                        proposals.retain(|proposal| !hidden(proposal.get("package")) && !hidden(proposal.get("step")));
                    }
                }
            }
            // A plan without one of its steps is another plan.
            ("plans", Kind::List(plans)) => plans.retain(|plan| {
                let Some(Node { kind: Kind::List(stages), .. }) = plan.get("stages") else { return true };
                !stages.iter().flat_map(names).any(|step| gone.contains(&step))
            }),
            ("trust", Kind::List(trust)) => trust.retain(|trust| !hidden(trust.get("step"))),
            ("issues", Kind::Map(issues)) => {
                for (_, issue) in issues {
                    wait_for_none(issue, gone);
                }
            }
            ("drivers", Kind::List(drivers)) => {
                for driver in drivers {
                    if let Some(effects) = list_of(driver, "effects") {
                        effects.retain(|effect| !nowhere(effect.get("quantity").and_then(scalar)));
                    }
                }
            }
            ("rounds", Kind::Map(rounds)) => {
                for (key, named) in rounds {
                    if let ("drivers" | "levers", Kind::Map(items)) = (key.value.as_str(), &mut named.kind) {
                        items.retain(|(name, _)| !gone.contains(&name.value));
                    }
                }
            }
            ("scenarios", Kind::Map(scenarios)) => scenarios.retain(|(_, scenario)| {
                let Some(Node { kind: Kind::List(edits), .. }) = scenario.get("edits") else { return true };
                !edits.iter().any(|edit| {
                    ["without source", "without entry", "lift line"].iter().any(|key| hidden(edit.get(key)))
                        || nowhere(edit.get("set").and_then(scalar))
                })
            }),
            _ => {}
        }
    }
}

/// Drops what options say of steps that are gone.
fn wait_for_none(issue: &mut Node, gone: &BTreeSet<String>) {
    let Kind::Map(keys) = &mut issue.kind else { return };
    let options = keys.iter_mut().filter(|(key, _)| matches!(key.value.as_str(), "ladder" | "menu"));
    for (_, options) in options {
        let Kind::Map(options) = &mut options.kind else { continue };
        for (_, option) in options {
            let Kind::Map(keys) = &mut option.kind else { continue };
            for (key, waits) in keys {
                if let (true, Kind::Map(steps)) = (key.value == "waits", &mut waits.kind) {
                    steps.retain(|(step, _)| !gone.contains(&step.value));
                }
            }
        }
    }
}

/// Drops references of an entry to what is gone.
fn forget(entry: &mut Node, gone: &BTreeSet<String>) {
    if let Kind::Map(pairs) = &mut entry.kind {
        pairs.retain_mut(|(key, value)| {
            !matches!(key.value.as_str(), "replaces" | "stands beside" | "disputes")
                || sources_left(value, gone).is_none_or(|left| left > 0)
        });
    }
}

fn list_of<'a>(node: &'a mut Node, key: &str) -> Option<&'a mut Vec<Node>> {
    let Kind::Map(pairs) = &mut node.kind else { return None };
    pairs.iter_mut().find(|(name, _)| name.value == key).and_then(|(_, value)| match &mut value.kind {
        Kind::List(items) => Some(items),
        _ => None,
    })
}
