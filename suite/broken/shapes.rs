//! Cases made at random from the description of the format: every key in its place, the values any that fit there.
//! Such cases get past the decoding, so that the checks meet what nobody would write.

use super::no_panic::{config, is_answered};
use proptest::prelude::*;
use std::sync::Arc;
use zopa_case::decode::{FieldShape, Shape};
use zopa_case::draft::Draft;
use zopa_case::{At, Case, Kind, Materials, Node, Overlay, Span, Style, Texts};

/// Choices made beforehand; when they run out, the first is taken each time.
struct Tape<'t>(std::slice::Iter<'t, u16>);

impl Tape<'_> {
    fn below(&mut self, count: usize) -> usize {
        self.0.next().map_or(0, |choice| usize::from(*choice) % count.max(1))
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

/// Names that fit under a key, one in eight another.
fn name(key: &str, tape: &mut Tape<'_>) -> String {
    const PARTIES: [&str; 3] = ["north", "south", "guide"];
    const ISSUES: [&str; 4] = ["islands", "aid", "years", "order"];
    const OPTIONS: [&str; 5] = ["i0", "i1", "i2", "10", "short"];
    let words: &[&str] = match key {
        "party" | "by" | "to" | "via" | "upon" | "actor" | "owner" | "consent" | "backs" | "participants"
        | "walk-out" | "parties" | "preferences" | "readings" | "cost" | "worth" | "deposit" | "alternatives"
        | "chance" => &PARTIES,
        "issue" | "part of" | "issues" | "order of weights" | "terms" | "counter" | "*" => &ISSUES,
        "source" | "sources" | "without source" => &["MEMO", "NOTE"],
        "text" => &["memo.txt", "sources/none.txt", "words"],
        "quote" => &["not one island", "never said"],
        "id" | "replaces" | "disputes" | "stands beside" | "package" | "step" | "lift line" | "without entry" => {
            &["a", "b", "c", "d", "e", "f", "g", "h"]
        }
        "quantity" | "set" => &[
            "lines.a.firmness",
            "preferences.north.no deal",
            "preferences.north.islands.weight",
            "drivers.a.today",
            "preferences.north.scale",
            "steps.a.cost.north",
            "issues.years.from",
        ],
        "wants" | "demands" | "accepts" | "rejects" | "offers" | "floats" | "one of" | "between" | "wants all" => {
            return if tape.below(4) == 1 { tape.of(&ISSUES) } else { tape.of(&OPTIONS) }.to_string();
        }
        _ => &OPTIONS,
    };
    const ODD: [&str; 12] = [
        "nobody",
        "north",
        "i0",
        "30..50",
        "50..0",
        "i0 then i1",
        "i0 = i1",
        "scale",
        "",
        "\u{e9}\n",
        "public",
        "a.b.1",
    ];
    if tape.below(8) == 7 { tape.of(&ODD) } else { tape.of(words) }.to_string()
}

fn rule(tape: &mut Tape<'_>) -> &'static str {
    tape.of(&[
        "islands = i0",
        "islands >= i1 and not (aid includes i0)",
        "years >= 10 implies islands = i0 | i1",
        "order includes i0 before i1 or taken(a)",
        "done(a) and held(b for 3 days) and passed(c)",
        "islands = i0 and islands = i1",
        "islands < i0",
        "aid = i1",
        "years = 7 or nothing = here",
        "islands in {i0}",
        "not not not (years <= short)",
    ])
}

fn number(tape: &mut Tape<'_>) -> &'static str {
    tape.of(&["1", "0", "0.5", "50", "100", "-3", "10", "0.000000000001", "1000000000000000", "5"])
}

fn scalar(text: &str) -> Node {
    Node::made(Kind::Scalar { text: text.to_string(), style: Style::Plain, verbatim: false })
}

fn made(shape: &Shape, key: &str, tape: &mut Tape<'_>) -> Node {
    if tape.below(64) == 63 {
        return [Node::made(Kind::Empty), Node::made(Kind::List(Vec::new())), scalar("x")][tape.below(3)].clone();
    }
    let list = |item: &Shape, tape: &mut Tape<'_>| {
        let count = tape.below(5);
        Node::made(Kind::List((0..count).map(|_| made(item, key, tape)).collect()))
    };
    match shape {
        Shape::Text => scalar(&name(key, tape)),
        Shape::Bool => scalar(tape.of(&["true", "false"])),
        Shape::Integer => scalar(tape.of(&["1", "0", "1003"])),
        Shape::Number => scalar(number(tape)),
        Shape::Pattern { what: "a rule", .. } => scalar(rule(tape)),
        Shape::Pattern { what: "a date", .. } => {
            scalar(tape.of(&["2026-02-18", "2025-06", "~2025", "2025-08..2026-01", "2027-01-01", "0000-01-01", "9999"]))
        }
        Shape::Pattern { example, .. } => scalar(example),
        Shape::Words(words) => scalar(words[tape.below(words.len())].0),
        Shape::Quantity => match tape.below(3) {
            0 => scalar(number(tape)),
            more => Node::made(Kind::List((0..=more).map(|_| scalar(number(tape))).collect())),
        },
        Shape::List(item) => list(item, tape),
        Shape::OneOrMany(item) => {
            if tape.below(2) == 0 {
                made(item, key, tape)
            } else {
                list(item, tape)
            }
        }
        Shape::Map(item) => {
            let mut pairs: Vec<(At<String>, Node)> = Vec::new();
            for _ in 0..=tape.below(4) {
                let inside = if matches!(key, "ladder" | "menu" | "marks" | "values") { "options" } else { key };
                pairs.push((At::new(name(inside, tape), Span::default()), made(item, key, tape)));
            }
            pairs.dedup_by(|one, two| one.0 == two.0);
            Node::made(Kind::Map(pairs))
        }
        Shape::Record(record) => keys((record.fields)(), tape),
        Shape::AnyOf(shapes) => {
            let shape = &shapes[tape.below(shapes.len())];
            made(shape, key, tape)
        }
        Shape::Any => scalar(number(tape)),
    }
}

/// The keys of a record: those that must be there, and some of the others.
fn keys(fields: Vec<FieldShape>, tape: &mut Tape<'_>) -> Node {
    let mut pairs = Vec::new();
    for field in fields {
        if field.required || tape.below(3) == 1 {
            let key = if field.key == "*" { name("*", tape) } else { field.key.to_string() };
            pairs.push((At::new(key, Span::default()), made(&field.shape, field.key, tape)));
        }
    }
    Node::made(Kind::Map(pairs))
}

/// Parties, issues and sources that can be read, below which the rest is made.
fn ground() -> Vec<(&'static str, Node)> {
    let map = |pairs: Vec<(&str, Node)>| {
        Node::made(Kind::Map(
            pairs.into_iter().map(|(key, node)| (At::new(key.into(), Span::default()), node)).collect(),
        ))
    };
    let words = |pairs: &[(&'static str, &str)]| map(pairs.iter().map(|(key, text)| (*key, scalar(text))).collect());
    let party = |role: &str| words(&[("name", "x"), ("role", role)]);
    let options = words(&[("i0", "x"), ("i1", "y"), ("i2", "z")]);
    let issue = |kind: &'static str, choose: &str| {
        map(vec![("name", scalar("x")), ("kind", scalar(kind)), ("choose", scalar(choose)), (kind, options.clone())])
    };
    let years = words(&[("name", "x"), ("kind", "number"), ("from", "0"), ("to", "50"), ("step", "5")]);
    vec![
        ("zopa", scalar("1")),
        ("case", scalar("x")),
        ("as of", scalar("2026-02-18")),
        ("parties", map(vec![("north", party("party")), ("south", party("party")), ("guide", party("facilitator"))])),
        (
            "issues",
            map(vec![
                ("islands", issue("ladder", "one")),
                ("aid", issue("menu", "any")),
                ("years", years),
                ("order", issue("menu", "sequence")),
            ]),
        ),
        (
            "sources",
            map(vec![
                ("MEMO", words(&[("title", "x"), ("date", "2025-06-02"), ("grade", "A1"), ("text", "memo.txt")])),
                ("NOTE", words(&[("title", "x"), ("date", "2026-01"), ("grade", "F6"), ("marking", "internal")])),
            ]),
        ),
    ]
}

/// A case: the ground, or parts made at random in its place, and one or a few of the other parts.
fn case(tape: &mut Tape<'_>) -> Node {
    let mut pairs = Vec::new();
    let few = 3 + tape.below(20);
    for field in Draft::fields() {
        let known = ground().into_iter().find(|(key, _)| *key == field.key);
        let node = match known {
            Some((_, node)) if tape.below(12) != 11 => node,
            _ if known.is_some() || tape.below(few) == 1 => made(&field.shape, field.key, tape),
            _ => continue,
        };
        pairs.push((At::new(field.key.to_string(), Span::default()), node));
    }
    Node::made(Kind::Map(pairs))
}

proptest! {
    #![proptest_config(config(3_000))]

    #[test]
    fn a_case_of_the_right_shape_is_a_case_or_refused(
        tape in prop::collection::vec(any::<u16>(), 20..400),
        audience in prop::sample::select(vec!["public", "internal", "north", "nobody"]),
    ) {
        let tree = case(&mut Tape(tape.iter()));
        let text = Ok("They gave up not one island.".to_string());
        let documents = [("memo.txt".to_string(), text)].into_iter().collect();
        let materials = Arc::new(Materials { documents, ..Materials::default() });
        if let Some(case) = is_answered(Case::build(tree, materials), &Texts::default())? {
            prop_assert!(is_answered(case.known(), &Texts::default())?.is_some(), "a case that falls on its own day");
            // Taking away what is there never breaks a case.
            let source = case.sources().iter().any(|source| source.name == "MEMO");
            let known = ["public", "internal"].contains(&audience) || case.parties().iter().any(|party| party.name == audience);
            let without = is_answered(case.with(&Overlay::default().without("MEMO")), &Texts::default())?;
            prop_assert_eq!(without.is_some(), source);
            let seen = is_answered(case.with(&Overlay::default().audience(Some(audience))), &Texts::default())?;
            prop_assert_eq!(seen.is_some(), known);
        }
    }
}
