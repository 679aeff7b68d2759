//! No word that an audience may not see stands in anything that is made for it.
//!
//! Every text of a made case is a word that occurs nowhere else, and knows who may see it.

use crate::folder::{every_day, open, with};
use std::collections::BTreeSet;
use zopa_case::decode::{RecordShape, Shape, Value as _, Word as _};
use zopa_case::draft::{Draft, Marking, Stance};
use zopa_case::{At, Case, DateSpan, FileId, Kind, Node, Overlay, Span};
use zopa_lens::diff::diff;
use zopa_lens::gaps::{Settings, gaps};
use zopa_report::{
    BriefOptions, Document, brief, diff_document, gaps_document, render_html, render_markdown, render_plain,
    render_terminal,
};
use zopa_wire::{
    Asked, Memory, brief_answer, diff_answer, gaps_answer, read_case, read_text, write_json, write_yaml,
};

/// Everything that is made of a case for an audience, by name.
fn outputs(case: &Case, audience: &str) -> Vec<(&'static str, String)> {
    let view = |overlay: Overlay| with(case, &overlay.audience(Some(audience)));
    let (whole, known) = (view(every_day()), view(Overlay::default()));
    let asked = Asked::default();
    let found = gaps(&known, &Settings::default());
    let from = DateSpan::parse("2026-01-15").unwrap();
    let from = if case.as_of() < from.first { DateSpan::parse("1990").unwrap() } else { from };
    let moved = diff(&whole, from, DateSpan::day(case.as_of())).unwrap();
    let options = BriefOptions { base: Some(&whole), audience: Some(audience), program: "zopa", short: false };
    let texts = &known.materials().texts;
    let warnings = known.warnings().iter().chain(whole.warnings());
    let mut out = vec![
        ("gaps as JSON", gaps_answer(&known, &found, &asked).to_string()),
        ("diff as JSON", diff_answer(&known, &moved, &asked).to_string()),
        ("brief as JSON", brief_answer(&known, &found, Some(&moved), &asked).to_string()),
        ("warnings", warnings.map(|warning| warning.line(texts)).collect::<Vec<_>>().join("\n")),
        ("excerpts", render_plain(known.warnings(), texts)),
        ("the case", write_yaml(known.tree())),
        ("the case of every day", write_yaml(&whole.draft().write().unwrap())),
        ("its files", known.materials().texts.files().map(|(_, name, text)| format!("{name} {text}")).collect()),
        ("its sources", format!("{:?}", known.materials().documents)),
    ];
    let documents = [
        ("brief", brief(&known, &found, Some(&moved), &options)),
        ("gaps", gaps_document(&known, &found, &options)),
        ("diff", diff_document(&known, &moved, &options)),
    ];
    for (name, document) in &documents {
        let of = |kind: &str| -> &'static str { Box::leak(format!("{name} as {kind}").into_boxed_str()) };
        out.push((of("Markdown"), render_markdown(document)));
        out.push((of("HTML"), render_html(document)));
        out.push((of("a page"), terminal(document)));
    }
    out
}

fn terminal(document: &Document) -> String {
    // As wide as it goes, so that no word is broken.
    render_terminal(document, 10_000, false)
}

const AUDIENCES: [&str; 5] = ["public", "internal", "north", "south", "mediator"];
const MARKINGS: [&str; 4] = ["public", "internal", "north-confidential", "south-confidential"];

/// Who of [`AUDIENCES`] may see a marking.
fn seen(marking: &str) -> Seen {
    let marking = Marking::parse(marking).unwrap();
    AUDIENCES.map(|audience| marking.seen_by(Some(audience)))
}

type Seen = [bool; AUDIENCES.len()];

fn both(one: Seen, two: Seen) -> Seen {
    std::array::from_fn(|at| one[at] && two[at])
}

/// What an item rests on.
#[derive(Clone, Copy, Debug)]
enum Rests {
    /// On a source that everybody may see.
    Public,
    /// On a source with the marking, by itself.
    Hidden(&'static str),
    /// On a source that everybody may see and on one with the marking.
    Both(&'static str),
}

/// Makes items full of words that occur nowhere else.
#[derive(Default)]
struct Maker {
    words: Vec<(String, Seen)>,
}

/// Texts that name something else: key, and the record where it does not do so everywhere.
const REFERENCES: [&str; 27] = [
    "party", "issue", "source", "backs", "via", "replaces", "stands beside", "disputes", "to", "package", "step",
    "asked by", "actor", "participants", "walk-out", "owner", "quantity", "set", "without source", "without entry",
    "lift line", "our reading", "upon", "order of weights", "order", "as of", "table",
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
    fn item(&mut self, item: &Node, record: &RecordShape, marking: &'static str, nested: &'static str, rests: Rests) -> Node {
        let seen = match rests {
            // A scenario falls with what it adds.
            Rests::Hidden(hidden) => both(seen(marking), self::seen(hidden)),
            _ => self::seen(marking),
        };
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
            (Shape::Quantity, _) if !["weight", "today", "range", "no deal"].contains(&key) => {
                let word = self.word(here.seen);
                let number = format!("0.{}", &word[2..]);
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
fn full_of_words(kinds: &[(&'static str, &'static str, Rests)]) -> (Case, Vec<(String, Seen)>) {
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
                let named = |item: &&Node| item.get("id").is_none_or(|id| !base.contains(&write_json(id).trim_matches('"')));
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
                        let seen = both(seen(own), if let Rests::Hidden(hidden) = rests { seen(hidden) } else { seen("public") });
                        maker.word(seen)
                    };
                    all.push((At::new(name, Span::default()), made));
                }
            }
            _ => panic!("{part}"),
        }
    }
    let text = write_yaml(&tree);
    // The sources' texts hold a word of their own: nobody is shown them.
    let files: Vec<String> = maker.words.iter().map(|(word, _)| format!("{word}.txt")).collect();
    let texts = files.iter().map(|file| (file.as_str(), "zqtext"));
    let world = Memory::new([("case.yaml", text.as_str()), ("table.csv", "")].into_iter().chain(texts));
    let case = read_case(&world).unwrap_or_else(|unread| {
        panic!("{:#?}", unread.diagnostics.iter().map(|problem| problem.line(&unread.texts)).collect::<Vec<_>>())
    });
    (case, maker.words)
}

/// Looks for every word in everything made for every audience.
#[track_caller]
fn nothing_leaks(kinds: &[(&'static str, &'static str, Rests)]) {
    let (case, words) = full_of_words(kinds);
    assert!(words.len() > 500, "{}", words.len());
    for (at, audience) in AUDIENCES.iter().enumerate() {
        let outputs = outputs(&case, audience);
        for (name, text) in &outputs {
            let found: BTreeSet<&str> = words_in(text);
            let leaks: Vec<&str> = words
                .iter()
                .filter(|(word, seen)| !seen[at] && found.contains(word.as_str()))
                .map(|(word, _)| word.as_str())
                .collect();
            assert!(leaks.is_empty(), "{name} shows {audience} {leaks:?}:\n{}", around(&case, text, &leaks));
        }
        // What may be seen is kept: the test would find a leak.
        let (_, tree) = outputs.iter().find(|(name, _)| *name == "the case of every day").unwrap();
        let kept = words_in(tree);
        let lost: Vec<_> = words.iter().filter(|(word, seen)| seen[at] && !kept.contains(word.as_str())).collect();
        assert!(lost.is_empty(), "{audience} lost {lost:?}:\n{}", around(&case, &write_yaml(case.tree()), &[&lost[0].0]));
    }
}

fn words_in(text: &str) -> BTreeSet<&str> {
    text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '.')
        .flat_map(|word| [word, word.trim_matches('.'), word.trim_end_matches(".txt")])
        .collect()
}

/// Where a word stands, in the output and in the case.
fn around(case: &Case, text: &str, words: &[&str]) -> String {
    let Some(word) = words.first() else { return String::new() };
    let whole = write_yaml(case.tree());
    let near = |text: &str| {
        let at = text.find(word).unwrap_or(0);
        let (mut start, mut end) = (at.saturating_sub(300), (at + 300).min(text.len()));
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text[start..end].to_string()
    };
    format!("{}\n--- in the case:\n{}", near(text), near(&whole))
}

#[test]
fn no_marked_item_is_seen_by_others() {
    let mut kinds = Vec::new();
    for own in MARKINGS {
        for nested in MARKINGS {
            kinds.push((own, nested, Rests::Public));
        }
    }
    nothing_leaks(&kinds);
}

#[test]
fn nothing_that_rests_on_a_hidden_source_alone_is_seen() {
    nothing_leaks(&MARKINGS.map(|hidden| ("public", "public", Rests::Hidden(hidden))));
}

#[test]
fn of_what_rests_on_an_open_and_a_hidden_source_no_free_words_are_seen() {
    nothing_leaks(&MARKINGS.map(|hidden| ("public", "public", Rests::Both(hidden))));
}

#[test]
fn the_twin_keeps_its_confidences() {
    let case = open("teaching/twin");
    let default = case.draft().marking.as_ref().map_or(Marking::Public, |marking| marking.value.clone());
    for audience in ["public", "internal", "norland", "sudmark", "federation", "compact", "harbour-league"] {
        let (mut hidden, mut open) = (BTreeSet::new(), BTreeSet::new());
        part_words(case.tree(), false, audience, &default, &mut hidden, &mut open);
        let open: String = open.into_iter().collect::<Vec<_>>().join("\n").to_lowercase();
        let secret: Vec<&String> =
            hidden.iter().filter(|text| text.len() > 4 && !open.contains(&text.to_lowercase())).collect();
        assert_eq!(secret.is_empty(), audience == "internal", "{audience}");
        for (name, text) in outputs(&case, audience) {
            let text = text.replace("&#39;", "'").replace("&quot;", "\"");
            let leak = secret.iter().find(|secret| text.contains(secret.as_str()));
            assert!(leak.is_none(), "{name} shows {audience} {leak:?}");
        }
    }
}

/// Every text of the tree, by whether it stands in an item that the audience may not see.
fn part_words(
    node: &Node,
    inside: bool,
    audience: &str,
    default: &Marking,
    hidden: &mut BTreeSet<String>,
    open: &mut BTreeSet<String>,
) {
    let own = node.get("marking").map(|marking| Marking::parse(write_json(marking).trim_matches('"')).unwrap());
    let inside = inside || own.is_some_and(|marking| !marking.seen_by(Some(audience)));
    match &node.kind {
        Kind::Empty => {}
        Kind::Scalar { text, .. } => {
            if inside { hidden.insert(text.clone()) } else { open.insert(text.clone()) };
        }
        Kind::List(items) => items.iter().for_each(|item| part_words(item, inside, audience, default, hidden, open)),
        Kind::Map(pairs) => pairs.iter().for_each(|(key, value)| {
            let below = value.get("marking").map(|marking| Marking::parse(write_json(marking).trim_matches('"')).unwrap());
            let inside_below = inside || below.is_some_and(|marking| !marking.seen_by(Some(audience)));
            if inside_below { hidden.insert(key.value.clone()) } else { open.insert(key.value.clone()) };
            part_words(value, inside, audience, default, hidden, open);
        }),
    }
}
