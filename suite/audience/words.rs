//! A made case in which every text is a word that occurs nowhere else, with those who may see each.

use zopa_case::decode::{RecordShape, Shape, Word as _};
use zopa_case::draft::{Draft, Marking, Stance};
use zopa_case::{At, Case, FileId, Kind, Node, Severity, Span};
use zopa_wire::{Memory, read_case, read_text, write_json, write_yaml};

pub const AUDIENCES: [&str; 5] = ["public", "internal", "north", "south", "mediator"];
pub const MARKINGS: [&str; 4] = ["public", "internal", "north-confidential", "south-confidential"];

/// Who of [`AUDIENCES`] may see a marking.
fn seen(marking: &str) -> Seen {
    let marking = Marking::parse(marking).unwrap();
    AUDIENCES.map(|audience| marking.seen_by(Some(audience)))
}

pub type Seen = [bool; AUDIENCES.len()];

fn both(one: Seen, two: Seen) -> Seen {
    std::array::from_fn(|at| one[at] && two[at])
}

/// What an item rests on.
#[derive(Clone, Copy, Debug)]
pub enum Rests {
    /// On a source that everybody may see.
    Public,
    /// On a source with the marking, by itself.
    Hidden(&'static str),
    /// On a source that everybody may see and on one with the marking.
    Both(&'static str),
}

/// Who may see an item; a scenario goes with what it adds.
fn seen_item(record: &str, marking: &str, nested: &str, rests: Rests) -> Seen {
    let own = if record == "scenario" { both(seen(marking), seen(nested)) } else { seen(marking) };
    if let Rests::Hidden(hidden) = rests { both(own, seen(hidden)) } else { own }
}

/// Makes items full of words that occur nowhere else.
#[derive(Default)]
struct Maker {
    words: Vec<(String, Seen)>,
}

/// Texts that name something else: key, and the record where it does not do so everywhere.
const REFERENCES: [&str; 41] = [
    "decision",
    "who",
    "brought by",
    "protocol",
    "party",
    "issue",
    "source",
    "backs",
    "via",
    "replaces",
    "stands beside",
    "disputes",
    "to",
    "package",
    "step",
    "asked by",
    "actor",
    "participants",
    "walk-out",
    "owner",
    "quantity",
    "set",
    "without source",
    "without entry",
    "lift line",
    "our reading",
    "upon",
    "terms",
    "counter",
    "order of weights",
    "order",
    "as of",
    "table",
    "in favour",
    "against",
    "stages",
    "whom",
    "group at most",
    "actions",
    "ranking",
    "much",
];

/// Free words that go where a source went.
const FREE: [&str; 8] = ["note", "hedge", "extent", "by", "origin", "evidence", "text", "quote"];

/// Where the maker is: who may see it, and who may see what came from the hidden source.
#[derive(Clone, Copy)]
struct Here {
    marking: &'static str,
    nested: &'static str,
    rests: Rests,
    seen: Seen,
    free: Seen,
}

impl Maker {
    fn word(&mut self, seen: Seen) -> String {
        let word = format!("zq{}", 10_000 + self.words.len());
        self.words.push((word.clone(), seen));
        word
    }

    /// A copy of an item in which every text is a new word.
    fn item(
        &mut self,
        item: &Node,
        record: &RecordShape,
        marking: &'static str,
        nested: &'static str,
        rests: Rests,
    ) -> Node {
        let seen = seen_item(record.name, marking, nested, rests);
        let here = Here { marking, nested, rests, seen, free: seen };
        self.record(item, record, here, true)
    }

    fn record(&mut self, node: &Node, record: &RecordShape, mut here: Here, top: bool) -> Node {
        let Kind::Map(pairs) = &node.kind else { return node.clone() };
        let fields = (record.fields)();
        let has = |key: &str| fields.iter().any(|field| field.key == key);
        let mut pairs: Vec<(At<String>, Node)> =
            pairs.iter().filter(|(key, _)| key.value != "marking").cloned().collect();
        if has("marking") && !top {
            here.seen = both(here.seen, seen(here.nested));
            here.free = both(here.free, here.seen);
        }
        let rests = has("source") && (top || pairs.iter().any(|(key, _)| key.value == "source"));
        if rests {
            pairs.retain(|(key, _)| key.value != "source");
            let public = Node::plain("PUBLIC");
            let source = match here.rests {
                Rests::Public => public,
                Rests::Hidden(marking) => Node::plain(source(marking)),
                Rests::Both(marking) => Node::made(Kind::List(vec![Node::plain(source(marking)), public])),
            };
            if let Rests::Both(marking) = here.rests {
                here.free = both(here.seen, seen(marking));
            }
            pairs.push((At::new("source".into(), Span::default()), source));
        }
        let mut made: Vec<(At<String>, Node)> = Vec::new();
        for (key, value) in &pairs {
            let field = fields.iter().find(|field| field.key == key.value);
            let field = field.or_else(|| fields.iter().find(|field| field.key == "*")).unwrap();
            let refers = REFERENCES.contains(&field.key)
                || Stance::from_word(field.key).is_some()
                || (field.key == "by" && matches!(record.name, "package" | "proposal" | "leverage"));
            let free = FREE.contains(&field.key) && !field.required;
            let below = Here { seen: if free { here.free } else { here.seen }, ..here };
            let value = match (record.name, field.key, &value.kind) {
                ("source", "text", _) => Node::plain(format!("{}.txt", self.word(below.seen))),
                ("edit", "add entry" | "add line", _) => self.value(value, &field.shape, below, field.key),
                ("edit", "without entry", _) => Node::plain("old"),
                ("edit", "without source", _) => Node::plain("SPARE"),
                ("ledger entry", "replaces" | "stands beside" | "disputes", _) => Node::plain("old"),
                _ if refers => value.clone(),
                _ => self.value(value, &field.shape, below, field.key),
            };
            made.push((key.clone(), value));
        }
        if record.name == "poll" {
            answers_renamed(&pairs, &mut made);
        }
        if has("marking") {
            let marking = Node::plain(if top { here.marking } else { here.nested });
            made.push((At::new("marking".into(), Span::default()), marking));
        }
        Node::made(Kind::Map(made))
    }

    fn value(&mut self, node: &Node, shape: &Shape, here: Here, key: &str) -> Node {
        match (shape, &node.kind) {
            (Shape::Record(record), _) => self.record(node, record, here, false),
            (Shape::List(item) | Shape::OneOrMany(item), Kind::List(items)) => {
                Node::made(Kind::List(items.iter().map(|below| self.value(below, item, here, key)).collect()))
            }
            (Shape::OneOrMany(item), _) => self.value(node, item, here, key),
            (Shape::Map(item), Kind::Map(pairs)) => {
                let named = |maker: &mut Self, name: &At<String>| match key {
                    "factions" | "shares" => At::new(maker.word(here.seen), Span::default()),
                    _ => name.clone(),
                };
                let pairs = pairs.iter().map(|(name, below)| (named(self, name), self.value(below, item, here, key)));
                Node::made(Kind::Map(pairs.collect()))
            }
            (Shape::Text, Kind::Scalar { .. }) => Node::text(self.word(here.seen)),
            // Numbers are words, too, where any number between 0 and 1 will do.
            (Shape::Quantity, _) if !["weight", "today", "range", "no deal", "punishment", "sucker"].contains(&key) => {
                let word = self.word(here.seen);
                let number = format!("0.{}7", &word[2..]);
                self.words.pop();
                self.words.push((number.clone(), here.seen));
                Node::plain(number)
            }
            (Shape::Integer, _) => {
                let word = self.word(here.seen);
                self.words.pop();
                self.words.push((format!("77{}", &word[2..]), here.seen));
                Node::plain(format!("77{}", &word[2..]))
            }
            _ => node.clone(),
        }
    }
}

/// The answers of a poll on either side are called as its shares are called now.
fn answers_renamed(before: &[(At<String>, Node)], made: &mut [(At<String>, Node)]) {
    let names = |pairs: &[(At<String>, Node)]| -> Vec<String> {
        let shares = pairs.iter().find(|(key, _)| key.value == "shares");
        let Some(Kind::Map(answers)) = shares.map(|(_, shares)| &shares.kind) else { return Vec::new() };
        answers.iter().map(|(answer, _)| answer.value.clone()).collect()
    };
    let renamed: Vec<(String, String)> = names(before).into_iter().zip(names(made)).collect();
    let rename = |node: &mut Node| {
        if let Kind::Scalar { text, .. } = &mut node.kind
            && let Some((_, new)) = renamed.iter().find(|(old, _)| old == text)
        {
            text.clone_from(new);
        }
    };
    for (_, side) in made.iter_mut().filter(|(key, _)| ["in favour", "against"].contains(&key.value.as_str())) {
        match &mut side.kind {
            Kind::List(answers) => answers.iter_mut().for_each(rename),
            _ => rename(side),
        }
    }
}

fn source(marking: &str) -> &'static str {
    match marking {
        "public" => "OPEN",
        "internal" => "TEAM",
        "north-confidential" => "NORTH",
        _ => "SOUTH",
    }
}

const HEAD: &str = "
zopa: 1
case: Words
as of: 2026-02-18
fictional: true
marking: public
parties:
  north: {name: North, role: party}
  south: {name: South, role: party}
  mediator: {name: The mediator, role: facilitator}
  league: {name: The League, role: backer}
issues:
  islands: {name: Who holds the islands, kind: ladder, order by: number, ladder: {i0: None, i1: Two of five, i2: All five}}
  years: {name: Length of the guarantee, kind: number, from: 0, to: 50, step: 5, marks: {short: 15, long: 30}}
  people: {name: Humanitarian steps, kind: menu, choose: any, menu: {h1: Prisoners by batch, h2: The fallen}}
  order: {name: The order of things, kind: menu, choose: sequence, menu: {stop: The guns stop, vote: A vote}}
sources:
  PUBLIC: {title: Public, date: 2025-06-02, grade: A1}
  SPARE: {title: Spare, date: 2025-06-02, grade: A1}
  OPEN: {title: Open, date: 2025-06-02, grade: A1, marking: public}
  TEAM: {title: Hidden, date: 2025-06-02, grade: A1, marking: internal}
  NORTH: {title: Hidden, date: 2025-06-02, grade: A1, marking: north-confidential}
  SOUTH: {title: Hidden, date: 2025-06-02, grade: A1, marking: south-confidential}
steps:
  - {id: walk, actor: north}
  - {id: pause, actor: south}
ratifiers:
  - {id: house, party: south, rule: leader}
actions:
  - {id: push, party: north}
ledger:
  - {id: old, date: 2026-01-01, party: south, rejects: {islands: i0}, stated: public, source: PUBLIC}
lines:
  - {id: north-land, party: north, kind: red line, never: islands = i2, firmness: 0.9}
  - {id: south-years, party: south, kind: bottom line, always: years >= short, firmness: 0.9}
packages:
  - {id: paper, date: 2026-02-01, by: north, source: PUBLIC}
";

/// A case with every item of `suite/parts` once for each pair of own marking, marking of what stands in it, and what
/// it rests on; the words in it with those who may see them.
pub fn full_of_words(kinds: &[(&'static str, &'static str, Rests)]) -> (Case, Vec<(String, Seen)>) {
    let mut maker = Maker::default();
    let fields = Draft::fields();
    let mut tree = read_text(FileId(0), HEAD).unwrap();
    let Kind::Map(parts) = &mut tree.kind else { panic!("a map of parts") };
    let base = ["walk", "house", "push", "old", "north-land", "south-years", "paper"];
    for (part, text) in crate::parts::PARTS.iter().filter(|(part, _)| !["parties", "issues"].contains(part)) {
        let sample = read_text(FileId(0), text).unwrap();
        let sample = sample.get(part).unwrap().clone();
        let shape = &fields.iter().find(|field| field.key == *part).unwrap().shape;
        let known = parts.iter().position(|(key, _)| key.value == *part);
        let at = known.unwrap_or_else(|| {
            let kind = if matches!(sample.kind, Kind::Map(_)) { Kind::Map(Vec::new()) } else { Kind::List(Vec::new()) };
            parts.push((At::new((*part).to_string(), Span::default()), Node::made(kind)));
            parts.len() - 1
        });
        match (shape, &sample.kind, &mut parts[at].1.kind) {
            (Shape::List(item), Kind::List(items), Kind::List(all)) => {
                let Shape::Record(record) = item.as_ref() else { panic!("{part} are records") };
                let named =
                    |item: &&Node| item.get("id").is_none_or(|id| !base.contains(&write_json(id).trim_matches('"')));
                for item in items.iter().filter(named) {
                    all.extend(kinds.iter().map(|(own, nested, rests)| maker.item(item, record, own, nested, *rests)));
                }
            }
            (Shape::Map(item), Kind::Map(items), Kind::Map(all)) => {
                let Shape::Record(record) = item.as_ref() else { panic!("{part} are records") };
                let parties = ["north", "south", "mediator", "league"];
                for (at, (own, nested, rests)) in kinds.iter().enumerate() {
                    let (_, item) = &items[at % items.len()];
                    if *part == "preferences" && at >= parties.len() {
                        break;
                    }
                    if *part == "sources" && !matches!(rests, Rests::Public) {
                        continue;
                    }
                    let made = maker.item(item, record, own, nested, *rests);
                    let name = if *part == "preferences" {
                        parties[at].to_string()
                    } else {
                        maker.word(seen_item(record.name, own, nested, *rests))
                    };
                    all.push((At::new(name, Span::default()), made));
                }
            }
            // A part that is one record: the items of its lists. That it goes as a whole is tested by itself.
            (Shape::Record(record), Kind::Map(keys), Kind::Map(all)) => {
                let fields = (record.fields)();
                for (key, value) in keys {
                    let shape = fields.iter().find(|field| field.key == key.value).map(|field| &field.shape);
                    if let (Some(Shape::List(item)), Kind::List(items)) = (shape, &value.kind)
                        && let Shape::Record(record) = item.as_ref()
                    {
                        let all_of = |item| kinds.iter().map(move |own| (item, own));
                        let made = items.iter().flat_map(all_of);
                        let made =
                            made.map(|(item, (own, nested, rests))| maker.item(item, record, own, nested, *rests));
                        all.push((key.clone(), Node::made(Kind::List(made.collect()))));
                    } else if ["first", "every"].contains(&key.value.as_str()) {
                        all.push((key.clone(), value.clone()));
                    }
                }
            }
            _ => panic!("{part}"),
        }
    }
    let text = write_yaml(&tree);
    // The sources' texts hold a word of their own: nobody is shown them.
    let files: Vec<String> = maker.words.iter().map(|(word, _)| format!("{word}.txt")).collect();
    let texts = files.iter().map(|file| (file.as_str(), "zqtext"));
    let table = crate::parts::table();
    let world = Memory::new([("case.yaml", text.as_str()), ("table.csv", table.as_str())].into_iter().chain(texts));
    let case = read_case(&world).unwrap_or_else(|unread| {
        let errors = unread.diagnostics.iter().filter(|problem| problem.severity == Severity::Error);
        panic!("{:#?}", errors.map(|problem| problem.line(&unread.texts)).collect::<Vec<_>>())
    });
    (case, maker.words)
}
