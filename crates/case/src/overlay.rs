//! Overlays: ordered edits that make another case from a case.
//!
//! An overlay works on the tree the case was checked from; the result is checked again. The cut to a
//! day is made first (the last `as of` counts), so that entries added by a scenario stay.

use crate::case::Case;
use crate::date::DateSpan;
use crate::decode::{Scalar, Value};
use crate::diagnostic::{Diagnostic, way_out};
use crate::draft::{Edit, Marking, Scenario};
use crate::node::{Kind, Node};
use crate::span::{At, Span};
use crate::validate_quote;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What an overlay took away.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trimmed {
    /// Ids of items that are gone: a reference to one is dropped, not an error.
    pub gone: BTreeSet<String>,
    /// Ids of items that lost a source to `--without` and have others left.
    pub weaker: BTreeSet<String>,
    /// Ids of items that lost a source in any way: their quotes are not checked again.
    pub trimmed: BTreeSet<String>,
}

/// An ordered list of edits, and the audience the result is for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overlay {
    /// The edits.
    pub edits: Vec<Edit>,
    /// `public`, `internal` or a party's id; `None` is the team, which sees all.
    pub audience: Option<String>,
}

impl Overlay {
    /// The edits of a scenario.
    pub fn scenario(scenario: &Scenario) -> Self {
        Self { edits: scenario.edits.clone(), audience: None }
    }

    /// Only what was known on `day`.
    #[must_use]
    pub fn as_of(mut self, day: Date) -> Self {
        self.edits.push(Edit::AsOf(made(DateSpan::day(day))));
        self
    }

    /// Without a source.
    #[must_use]
    pub fn without(mut self, source: &str) -> Self {
        self.edits.push(Edit::WithoutSource(made(source.to_string())));
        self
    }

    /// For an audience.
    #[must_use]
    pub fn audience(mut self, audience: Option<&str>) -> Self {
        self.audience = audience.map(str::to_string);
        self
    }
}

fn made<T>(value: T) -> At<T> {
    At::new(value, Span::default())
}

impl Case {
    /// The case as known on its own `as of` day.
    ///
    /// # Errors
    /// What the cut breaks; empty for a case that was checked.
    pub fn known(&self) -> Result<Self, Vec<Diagnostic>> {
        self.with(&Overlay::default())
    }

    /// The case after an overlay, cut to its day and checked again.
    ///
    /// # Errors
    /// Edits that name nothing in the case, and whatever is wrong with the result.
    pub fn with(&self, overlay: &Overlay) -> Result<Self, Vec<Diagnostic>> {
        let mut work =
            Work { tree: (*self.tree).clone(), trimmed: self.trimmed.clone(), problems: Vec::new(), case: self };
        let day = overlay.edits.iter().rev().find_map(|edit| match edit {
            Edit::AsOf(day) => Some(day.value.last),
            _ => None,
        });
        if let Some(audience) = &overlay.audience {
            work.audience(audience);
        }
        work.cut(day.unwrap_or(self.as_of()));
        overlay.edits.iter().for_each(|edit| work.edit(edit));
        if !work.problems.is_empty() {
            return Err(work.problems);
        }
        Case::build_trimmed(work.tree, self.materials.clone(), work.trimmed)
    }
}

struct Work<'a> {
    tree: Node,
    trimmed: Trimmed,
    problems: Vec<Diagnostic>,
    case: &'a Case,
}

/// Parts whose items carry a marking of their own; the case's marking is their default.
const MARKED: [&str; 17] = [
    "sources",
    "ledger",
    "packages",
    "lines",
    "preferences",
    "logic",
    "ratifiers",
    "mandates",
    "sessions",
    "steps",
    "actions",
    "drivers",
    "power",
    "leverage",
    "ripeness",
    "scenarios",
    "text",
];

/// Why something is taken away.
struct Cut<'a> {
    sources: &'a BTreeSet<String>,
    day: Option<Date>,
    hidden: Option<&'a str>,
    weaken: bool,
    /// Drop quotes and notes of what lost a source, unless a remaining text has the quote.
    redact: bool,
}

impl Work<'_> {
    fn problem(&mut self, span: Span, code: &'static str, message: String, help: String) {
        self.problems.push(Diagnostic::error(code, span, message).help(help));
    }

    fn audience(&mut self, audience: &str) {
        let parties = self.case.parties.iter().map(|party| party.name.as_str());
        let known: Vec<&str> = ["public", "internal"].into_iter().chain(parties).collect();
        if !known.contains(&audience) {
            let help = way_out(audience, "audience", known.iter().copied());
            self.problem(Span::default(), "unknown-audience", format!("there is no audience `{audience}`"), help);
            return;
        }
        let default = self.case.draft.marking.as_ref().map(|marking| marking.value.clone()).unwrap_or_default();
        if let Kind::Map(parts) = &mut self.tree.kind {
            for (key, part) in parts.iter_mut().filter(|(key, _)| MARKED.contains(&key.value.as_str())) {
                let hidden = |item: &Node| !marking_of(item).unwrap_or_else(|| default.clone()).seen_by(Some(audience));
                match &mut part.kind {
                    Kind::Map(items) => items.retain(|(name, item)| {
                        let gone = hidden(item);
                        if gone && key.value != "preferences" {
                            self.trimmed.gone.insert(name.value.clone());
                        }
                        !gone
                    }),
                    Kind::List(items) => items.retain(|item| {
                        let gone = hidden(item);
                        if gone {
                            self.trimmed.gone.extend(id_of(item));
                        }
                        !gone
                    }),
                    _ => {}
                }
            }
        }
        let kept: BTreeSet<&str> = self.tree.get("sources").map(map_names).unwrap_or_default();
        let gone = self.case.sources.iter().filter(|source| !kept.contains(source.name.as_str()));
        let sources: BTreeSet<String> = gone.map(|source| source.name.clone()).collect();
        self.take(&Cut { sources: &sources, day: None, hidden: Some(audience), weaken: false, redact: true });
    }

    fn cut(&mut self, day: Date) {
        let late = self.case.sources.iter().filter(|source| !source.date.known_on(day));
        let sources: BTreeSet<String> = late.map(|source| source.name.clone()).collect();
        self.take(&Cut { sources: &sources, day: Some(day), hidden: None, weaken: false, redact: false });
        self.put(&["as of"], DateSpan::day(day).print());
    }

    fn without(&mut self, source: &At<String>) {
        if !self.case.sources.iter().any(|known| known.name == source.value) {
            if !self.trimmed.gone.contains(&source.value) {
                let help =
                    way_out(&source.value, "source", self.case.sources.iter().map(|source| source.name.as_str()));
                self.problem(source.span, "unknown-source", format!("there is no source `{}`", source.value), help);
            }
            return;
        }
        let sources = BTreeSet::from([source.value.clone()]);
        self.take(&Cut { sources: &sources, day: None, hidden: None, weaken: true, redact: true });
    }

    fn edit(&mut self, edit: &Edit) {
        match edit {
            Edit::AsOf(_) => {}
            Edit::WithoutSource(source) => self.without(source),
            Edit::WithoutEntry(entry) => self.remove("ledger", "unknown-entry", entry),
            Edit::LiftLine(line) => self.remove("lines", "unknown-line", line),
            Edit::AddEntry(node) => self.add("ledger", node),
            Edit::AddLine(node) => self.add("lines", node),
            Edit::Set { path, to } => self.set(path, to),
        }
    }

    fn remove(&mut self, part: &str, code: &'static str, id: &At<String>) {
        let mut known = Vec::new();
        let mut found = self.trimmed.gone.contains(&id.value);
        if let Some(Node { kind: Kind::List(items), .. }) = part_mut(&mut self.tree, part) {
            items.retain(|item| {
                let name = id_of(item);
                let gone = name.as_deref() == Some(id.value.as_str());
                found |= gone;
                known.extend(name);
                !gone
            });
        }
        if found {
            self.trimmed.gone.insert(id.value.clone());
        } else {
            let help = way_out(&id.value, "item", known.iter().map(String::as_str));
            self.problem(id.span, code, format!("`{part}` has no `{}`", id.value), help);
        }
    }

    fn add(&mut self, part: &str, node: &Node) {
        let Kind::Map(parts) = &mut self.tree.kind else { return };
        if !parts.iter().any(|(key, _)| key.value == part) {
            parts.push((made(part.to_string()), Node { span: node.span, kind: Kind::List(Vec::new()) }));
        }
        let mut count = 0;
        if let Some(list) = part_mut(&mut self.tree, part) {
            if matches!(list.kind, Kind::Empty) {
                list.kind = Kind::List(Vec::new());
            }
            if let Kind::List(items) = &mut list.kind {
                count = items.len() + 1;
                items.push(node.clone());
                if let (None, Some(Node { kind: Kind::Map(pairs), span })) = (id_of(node), items.last_mut()) {
                    pairs.push((At::new("id".into(), *span), Node::text(format!("added.{count}"))));
                }
            }
        }
        debug_assert!(count > 0);
    }

    fn set(&mut self, path: &At<String>, to: &Node) {
        let parts: Vec<&str> = path.value.split('.').collect();
        let gone = parts.iter().any(|part| self.trimmed.gone.contains(*part));
        match (quantity_at(&self.tree, &path.value), gone) {
            (Ok(()), _) => self.put(&parts, to.clone()),
            (Err(_), true) => {}
            (Err(problem), false) => self.problem(path.span, "unknown-path", problem.message, problem.help),
        }
    }

    /// Puts a node at a path whose last step may be new.
    fn put(&mut self, path: &[&str], to: Node) {
        let Some((last, above)) = path.split_last() else { return };
        let mut node = &mut self.tree;
        for part in above {
            match child_mut(node, part) {
                Some(child) => node = child,
                None => return,
            }
        }
        if let Kind::Map(pairs) = &mut node.kind {
            match pairs.iter_mut().find(|(key, _)| key.value == *last) {
                Some((_, value)) => *value = to,
                None => pairs.push((At::new((*last).to_string(), to.span), to)),
            }
        }
    }

    fn take(&mut self, cut: &Cut<'_>) {
        let texts: BTreeMap<String, &str> = self
            .case
            .draft
            .sources
            .iter()
            .filter_map(|(key, source)| {
                let text = self.case.materials.documents.get(&source.text.as_ref()?.value)?;
                Some((key.value.clone(), text.as_deref().ok()?))
            })
            .collect();
        let Kind::Map(parts) = &mut self.tree.kind else { return };
        for (key, part) in parts {
            let trimmed = &mut self.trimmed;
            match key.value.as_str() {
                "sources" => {
                    if let Kind::Map(sources) = &mut part.kind {
                        sources.retain(|(name, _)| !cut.sources.contains(&name.value));
                    }
                    trimmed.gone.extend(cut.sources.iter().cloned());
                }
                "issues" => forget(part, cut.sources),
                "scenarios" => {}
                _ => {
                    prune(part, cut, &texts, trimmed, None);
                }
            }
        }
    }
}

/// Drops sources from every `source` key below; nothing falls (options stay and become the compiler's).
fn forget(node: &mut Node, gone: &BTreeSet<String>) {
    match &mut node.kind {
        Kind::Map(pairs) => {
            pairs.retain_mut(|(key, value)| {
                if key.value == "source" {
                    return sources_left(value, gone).is_none_or(|left| left > 0);
                }
                forget(value, gone);
                true
            });
        }
        Kind::List(items) => items.iter_mut().for_each(|item| forget(item, gone)),
        _ => {}
    }
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

/// Takes away what a cut names; whether the node itself stays.
fn prune(
    node: &mut Node,
    cut: &Cut<'_>,
    texts: &BTreeMap<String, &str>,
    trimmed: &mut Trimmed,
    name: Option<&str>,
) -> bool {
    match &mut node.kind {
        Kind::List(items) => {
            items.retain_mut(|item| {
                let id = id_of(item);
                let stays = prune(item, cut, texts, trimmed, id.as_deref());
                if !stays {
                    trimmed.gone.extend(id);
                }
                stays
            });
            true
        }
        Kind::Map(_) => prune_map(node, cut, texts, trimmed, name),
        _ => true,
    }
}

fn prune_map(
    node: &mut Node,
    cut: &Cut<'_>,
    texts: &BTreeMap<String, &str>,
    trimmed: &mut Trimmed,
    name: Option<&str>,
) -> bool {
    if let Some(audience) = cut.hidden
        && marking_of(node).is_some_and(|marking| !marking.seen_by(Some(audience)))
    {
        return false;
    }
    if let (Some(day), Some(Node { kind: Kind::Scalar { text, .. }, .. })) = (cut.day, node.get("date"))
        && DateSpan::parse(text).is_ok_and(|date| !date.known_on(day))
    {
        return false;
    }
    let Kind::Map(pairs) = &mut node.kind else { return true };
    let left =
        pairs.iter_mut().find(|(key, _)| key.value == "source").and_then(|(_, value)| sources_left(value, cut.sources));
    match left {
        Some(0) => return false,
        Some(_) => {
            if let Some(name) = name {
                trimmed.trimmed.insert(name.to_string());
                if cut.weaken {
                    trimmed.weaker.insert(name.to_string());
                }
            }
            if cut.redact {
                redact(pairs, texts);
            }
        }
        None => {}
    }
    pairs.retain_mut(|(key, value)| {
        // Keys of a map of items are their names; `id` and text keys are scalars and stay.
        let stays = prune(value, cut, texts, trimmed, Some(&key.value));
        if !stays && key.value != "outcome" {
            trimmed.gone.insert(key.value.clone());
        }
        stays
    });
    true
}

/// What lost a source keeps its quote only if a remaining source's text has the words, and loses its
/// note: either may come from the source that is gone.
fn redact(pairs: &mut Vec<(At<String>, Node)>, texts: &BTreeMap<String, &str>) {
    let sources: Vec<String> = pairs
        .iter()
        .filter(|(key, _)| key.value == "source")
        .flat_map(|(_, value)| match &value.kind {
            Kind::List(items) => items.iter().filter_map(scalar).collect(),
            _ => scalar(value).into_iter().collect::<Vec<_>>(),
        })
        .collect();
    pairs.retain(|(key, value)| match key.value.as_str() {
        "note" | "hedge" | "extent" | "by" => false,
        "quote" => scalar(value).is_some_and(|quote| {
            sources.iter().filter_map(|source| texts.get(source)).any(|text| validate_quote(&quote, text))
        }),
        _ => true,
    });
}

fn scalar(node: &Node) -> Option<String> {
    match &node.kind {
        Kind::Scalar { text, .. } => Some(text.clone()),
        _ => None,
    }
}

fn id_of(item: &Node) -> Option<String> {
    item.get("id").and_then(scalar)
}

fn marking_of(item: &Node) -> Option<Marking> {
    item.get("marking").and_then(scalar).and_then(|text| Marking::parse(&text))
}

fn map_names(node: &Node) -> BTreeSet<&str> {
    match &node.kind {
        Kind::Map(pairs) => pairs.iter().map(|(key, _)| key.value.as_str()).collect(),
        _ => BTreeSet::new(),
    }
}

fn part_mut<'a>(tree: &'a mut Node, part: &str) -> Option<&'a mut Node> {
    child_mut(tree, part)
}

/// The value of a key, or the list item of that id.
fn child_mut<'a>(node: &'a mut Node, name: &str) -> Option<&'a mut Node> {
    match &mut node.kind {
        Kind::Map(pairs) => pairs.iter_mut().find(|(key, _)| key.value == name).map(|(_, value)| value),
        Kind::List(items) => items.iter_mut().find(|item| id_of(item).as_deref() == Some(name)),
        _ => None,
    }
}

fn child<'a>(node: &'a Node, name: &str) -> Option<&'a Node> {
    match &node.kind {
        Kind::Map(_) => node.get(name),
        Kind::List(items) => items.iter().find(|item| id_of(item).as_deref() == Some(name)),
        _ => None,
    }
}

/// Why a path leads nowhere.
pub(crate) struct NoPath {
    pub message: String,
    pub help: String,
}

/// Keys whose values can be set by path.
const SETTABLE: [&str; 14] = [
    "weight",
    "values",
    "no deal",
    "value",
    "firmness",
    "today",
    "worth",
    "cost",
    "credibility",
    "deposit",
    "threshold",
    "chance",
    "shares",
    "by",
];

/// Whether a path names a quantity of the case: every item on it exists, and the last part is a
/// quantity that is entered or, for keys of a record, may be.
pub(crate) fn quantity_at(tree: &Node, path: &str) -> Result<(), NoPath> {
    let parts: Vec<&str> = path.split('.').collect();
    let mut node = tree;
    for (at, part) in parts.iter().enumerate() {
        let last = at + 1 == parts.len();
        match child(node, part) {
            Some(below) => node = below,
            None if last && at >= 2 && SETTABLE.contains(part) => return Ok(()),
            None => {
                let names: Vec<String> = match &node.kind {
                    Kind::Map(pairs) => pairs.iter().map(|(key, _)| key.value.clone()).collect(),
                    Kind::List(items) => items.iter().filter_map(id_of).collect(),
                    _ => Vec::new(),
                };
                let above = parts[..at].join(".");
                let place = if above.is_empty() { "the case".to_string() } else { format!("`{above}`") };
                let help = way_out(part, "part", names.iter().map(String::as_str));
                return Err(NoPath {
                    message: format!("the path `{path}` leads nowhere: {place} has no `{part}`"),
                    help,
                });
            }
        }
    }
    let quantity = crate::quantity::Quantity::read(node, &mut crate::decode::Reader::default()).is_some();
    let on_the_way = parts.iter().any(|part| SETTABLE.contains(part));
    if quantity && on_the_way {
        return Ok(());
    }
    Err(NoPath {
        message: format!("the path `{path}` does not name a quantity"),
        help: "such paths are preferences.PARTY.no deal, preferences.PARTY.ISSUE.weight, lines.LINE.firmness, drivers.DRIVER.today".into(),
    })
}
