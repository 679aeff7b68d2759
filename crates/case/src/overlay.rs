//! Overlays: ordered edits that make another case from a case.
//!
//! An overlay works on the tree the case was checked from; the result is checked again. The cut to a
//! day is made first (the last `as of` counts), so that entries added by a scenario stay.

use crate::case::{Case, Materials};
use crate::date::DateSpan;
use crate::decode::{Scalar, Value};
use crate::diagnostic::{Diagnostic, way_out};
use crate::draft::{Edit, Scenario};
use crate::node::{Kind, Node};
use crate::span::{At, FileId, Span, Texts};
use crate::trim::{Trimmed, Why, hidden_sources, trim};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// An ordered list of edits, and the audience the result is for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overlay {
    /// The edits.
    pub edits: Vec<Edit>,
    /// `public`, `internal` or a party's id; `None` is the team, which sees all.
    pub audience: Option<String>,
    /// The case is cut to its day already: what a scenario added with a later date stays.
    pub cut_already: bool,
}

impl Overlay {
    /// The edits of a scenario.
    pub fn scenario(scenario: &Scenario) -> Self {
        Self { edits: scenario.edits.clone(), ..Self::default() }
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

    /// On a case that is cut to its day: no cut is made again.
    #[must_use]
    pub fn cut_already(mut self) -> Self {
        self.cut_already = true;
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

    /// Every quantity that an edit can set and that is entered, in file order: its path and the value as written (`40`,
    /// `[30, 45]`).
    ///
    /// Cost: each node of the case is looked at once.
    pub fn quantities(&self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        quantities(&self.tree, &mut Vec::new(), false, &mut found);
        found
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
        if !overlay.cut_already {
            work.cut(day.unwrap_or(self.as_of()));
        }
        overlay.edits.iter().for_each(|edit| work.edit(edit));
        let mut materials = self.materials.clone();
        if let Some(audience) = &overlay.audience {
            // Last, so that what a scenario adds is looked at, too.
            work.audience(audience);
            materials = Arc::new(visible(&materials, &work.tree));
        }
        if !work.problems.is_empty() {
            return Err(work.problems);
        }
        Case::build_trimmed(work.tree, materials, work.trimmed, Some(self))
    }
}

/// What an audience may see of what a case was read from: the names of its files, blanks where their letters were
/// (so that places stay places and excerpts show nothing), and the texts of the sources that are left. Of tables
/// nothing is left: they are read, and not read again.
fn visible(materials: &Materials, tree: &Node) -> Materials {
    let mut texts = Texts::default();
    let is_table = |file: FileId| materials.tables.values().any(|table| *table == Ok(file));
    for (file, name, text) in materials.texts.files() {
        if is_table(file) {
            texts.add("", "");
            continue;
        }
        let blank = |letter: char| if letter == '\n' { "\n".to_string() } else { " ".repeat(letter.len_utf8()) };
        texts.add(name, text.chars().map(blank).collect::<String>());
    }
    let sources = match tree.get("sources") {
        Some(Node { kind: Kind::Map(sources), .. }) => sources.as_slice(),
        _ => &[],
    };
    let left: BTreeSet<String> = sources.iter().filter_map(|(_, source)| source.get("text").and_then(scalar)).collect();
    let documents = materials.documents.iter().filter(|(name, _)| left.contains(*name));
    let documents = documents.map(|(name, text)| (name.clone(), text.clone())).collect();
    Materials { texts, documents, tables: BTreeMap::new() }
}

struct Work<'a> {
    tree: Node,
    trimmed: Trimmed,
    problems: Vec<Diagnostic>,
    case: &'a Case,
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
        let sources = hidden_sources(&self.tree, audience, &default);
        self.take(Why::Hidden(audience, &default), &sources);
    }

    fn cut(&mut self, day: Date) {
        let late = self.case.sources.iter().filter(|source| !source.date.known_on(day));
        let sources: BTreeSet<String> = late.map(|source| source.name.clone()).collect();
        self.take(Why::Unknown(day), &sources);
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
        self.take(Why::Without, &sources);
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
                let taken = |count: usize| {
                    items.iter().any(|item| id_of(item).is_some_and(|id| id == format!("added.{count}")))
                };
                count = (items.len() + 1..).find(|count| !taken(*count)).unwrap_or(0);
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
        let hidden = matches!(parts.as_slice(), ["preferences", party, ..]
            if self.trimmed.gone.contains(&format!("preferences.{party}")));
        let gone = hidden || parts.iter().any(|part| self.trimmed.gone.contains(*part));
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

    fn take(&mut self, why: Why<'_>, sources: &BTreeSet<String>) {
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
        trim(&mut self.tree, why, sources, &texts, &mut self.trimmed);
    }
}

pub(crate) fn scalar(node: &Node) -> Option<String> {
    match &node.kind {
        Kind::Scalar { text, .. } => Some(text.clone()),
        _ => None,
    }
}

pub(crate) fn id_of(item: &Node) -> Option<String> {
    item.get("id").and_then(scalar)
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
const SETTABLE: [&str; 22] = [
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
    "detection",
    "stakes",
    "patience",
    "lasting peace",
    "believed",
    "threshold",
    "chance",
    "shares",
    "by",
    "factor",
    "drift",
    "next",
];

/// Collects quantities below a node; no deeper than a case file can be. An id with a full stop in it cannot stand in a path.
fn quantities<'a>(node: &'a Node, path: &mut Vec<&'a str>, settable: bool, found: &mut Vec<(String, String)>) {
    if path.len() > crate::limits::DEPTH {
        return;
    }
    if settable && let Some(quantity) = crate::quantity::Quantity::read(node, &mut crate::decode::Reader::default()) {
        found.push((path.join("."), quantity.to_string()));
        return;
    }
    let below: Vec<(&str, &Node)> = match &node.kind {
        Kind::Map(pairs) => pairs.iter().map(|(key, value)| (key.value.as_str(), value)).collect(),
        Kind::List(items) => items.iter().filter_map(|item| Some((name_of(item)?, item))).collect(),
        _ => Vec::new(),
    };
    for (name, value) in below.into_iter().filter(|(name, _)| !name.contains('.')) {
        // What scenarios say is not said by the case.
        if path.is_empty() && name == "scenarios" {
            continue;
        }
        path.push(name);
        quantities(value, path, settable || SETTABLE.contains(&name), found);
        path.pop();
    }
}

fn name_of(item: &Node) -> Option<&str> {
    match item.get("id").map(|id| &id.kind) {
        Some(Kind::Scalar { text, .. }) => Some(text),
        _ => None,
    }
}

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
