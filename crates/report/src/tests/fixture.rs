//! A case of two sides and a mediator with findings for it, and a document with a text of choice everywhere.

use crate::{BriefOptions, Document, brief};
use std::collections::BTreeSet;
use std::sync::Arc;
use zopa_case::draft::Stance;
use zopa_case::{At, Case, Kind, Materials, Node, Span};
use zopa_lens::diff::{Change, ChangeKind, Diff};
use zopa_lens::gaps::{
    Answer, Bracket, Contradiction, Fall, Gap, Gaps, IssueGap, Joint, Mark, MarkKind, Question, Remark, Statement,
    Status, Verdict,
};
use zopa_lens::{Arithmetic, Basis, Run, Stop};

fn map(pairs: Vec<(&str, Node)>) -> Node {
    Node::made(Kind::Map(
        pairs.into_iter().map(|(key, node)| (At::new(key.to_string(), Span::default()), node)).collect(),
    ))
}

fn list(items: Vec<Node>) -> Node {
    Node::made(Kind::List(items))
}

fn word(text: &str) -> Node {
    Node::plain(text)
}

fn words(all: &[&str]) -> Node {
    list(all.iter().map(|text| word(text)).collect())
}

/// A case whose every text for people is `text` (ids and dates stay what they are).
pub fn case(text: &str) -> Case {
    let said = || Node::text(text);
    let party = |role: &str, seat: &str| map(vec![("name", said()), ("role", word(role)), ("seat", word(seat))]);
    let entry = |id: &str, party: &str, stance: &'static str, option: &str| {
        vec![
            ("id", word(id)),
            ("date", word("2026-02-05")),
            ("party", word(party)),
            ("issue", word("islands")),
            (stance, words(&[option])),
            ("stated", word("public")),
            ("by", said()),
            ("source", word("MEMO")),
            ("note", said()),
        ]
    };
    let mut conditional = entry("south-one", "south", "accepts", "i1");
    conditional.push(("if", word("harbour = h1")));
    let mut off = entry("north-off", "north", "accepts", "i0");
    off.push(("off ladder", said()));
    let readout = map(vec![
        ("party", word("north")),
        ("by", said()),
        ("text", said()),
        ("quote", said()),
        ("source", word("MEMO")),
    ]);
    let tree = map(vec![
        ("zopa", word("1")),
        ("case", said()),
        ("not looked at", said()),
        ("as of", word("2026-02-18")),
        (
            "parties",
            map(vec![
                ("north", party("party", "table")),
                ("south", party("party", "table")),
                ("league", party("facilitator", "away")),
            ]),
        ),
        (
            "issues",
            map(vec![
                (
                    "islands",
                    map(vec![
                        ("name", said()),
                        ("kind", word("ladder")),
                        ("core", word("true")),
                        ("order by", Node::text("number of islands given back")),
                        ("ladder", map(vec![("i0", said()), ("i1", said()), ("i2", said())])),
                    ]),
                ),
                (
                    "harbour",
                    map(vec![
                        ("name", said()),
                        ("kind", word("menu")),
                        ("menu", map(vec![("h1", said()), ("h2", said())])),
                    ]),
                ),
            ]),
        ),
        (
            "sources",
            map(vec![
                (
                    "MEMO",
                    map(vec![
                        ("title", said()),
                        ("publisher", said()),
                        ("date", word("2026-02-01")),
                        ("grade", word("B2")),
                        (
                            "url",
                            list(vec![
                                said(),
                                Node::text("https://example.org/memo?a=1&b=2"),
                                Node::text("javascript:alert(1)"),
                            ]),
                        ),
                        ("note", said()),
                    ]),
                ),
                ("PRESS", map(vec![("title", said()), ("date", word("2026-02-10")), ("grade", word("C3"))])),
            ]),
        ),
        (
            "ledger",
            list(vec![
                map(entry("north-none", "north", "wants", "i0")),
                map(conditional),
                map(off),
                map(entry("south-two", "south", "wants", "i2")),
            ]),
        ),
        (
            "packages",
            list(vec![map(vec![
                ("id", word("paper")),
                ("name", said()),
                ("date", word("2026-02-06")),
                ("by", word("league")),
                ("terms", map(vec![("islands", words(&["i1"])), ("harbour", words(&["h1"]))])),
                (
                    "answers",
                    list(vec![map(vec![
                        ("party", word("north")),
                        ("says", Node::text("no")),
                        ("by", said()),
                        ("source", word("MEMO")),
                    ])]),
                ),
                ("source", word("MEMO")),
            ])]),
        ),
        (
            "lines",
            list(vec![map(vec![
                ("id", word("north-land")),
                ("party", word("north")),
                ("kind", word("red line")),
                ("never", word("islands = i2")),
                ("origin", said()),
                ("source", word("MEMO")),
                ("note", said()),
            ])]),
        ),
        (
            "sessions",
            list(vec![map(vec![
                ("id", word("round-1")),
                ("name", said()),
                ("date", word("2026-02-12")),
                ("track", said()),
                ("participants", words(&["north", "south"])),
                ("duration", word("~2 h")),
                ("readouts", list(vec![readout])),
                (
                    "outcome",
                    map(vec![
                        ("joint statement", word("false")),
                        ("roadmap", word("false")),
                        ("text", said()),
                        ("source", word("MEMO")),
                    ]),
                ),
                ("source", word("MEMO")),
            ])]),
        ),
    ]);
    Case::build(tree, Arc::new(Materials::default())).expect("the fixture is a valid case")
}

pub fn basis(sources: &[&str]) -> Basis {
    Basis { sources: sources.iter().map(|source| source.to_string()).collect::<BTreeSet<_>>(), ..Basis::default() }
}

/// A mark of every kind in turn, every third with one of the flags.
pub fn marks() -> Vec<Mark> {
    let kinds = [
        MarkKind::Stance(Stance::Wants),
        MarkKind::Stance(Stance::Demands),
        MarkKind::Stance(Stance::Accepts),
        MarkKind::Stance(Stance::Rejects),
        MarkKind::Stance(Stance::Offers),
        MarkKind::Stance(Stance::Floats),
        MarkKind::Stance(Stance::OneOf),
        MarkKind::Stance(Stance::Between),
        MarkKind::Stance(Stance::WantsAll),
        MarkKind::CrossesLine,
        MarkKind::MayCrossLine,
        MarkKind::InDraft,
    ];
    let from = |kind: MarkKind| match kind {
        MarkKind::Stance(_) => "north-none",
        MarkKind::InDraft => "paper",
        MarkKind::CrossesLine | MarkKind::MayCrossLine => "north-land",
    };
    kinds
        .iter()
        .enumerate()
        .map(|(at, kind)| Mark {
            option: at % 3,
            party: at % 2,
            kind: *kind,
            condition: (at % 3 == 2).then(|| "harbour = h1 | h2".to_string()),
            account: at % 4 == 1,
            our_reading: at % 4 == 2,
            contradicted: at % 4 == 3,
            older: at % 5 == 4,
            weaker: at % 6 == 5,
            from: from(*kind).into(),
            date: "2026-02-05".into(),
            sources: vec!["MEMO".into()],
        })
        .collect()
}

/// Findings whose every sentence is `text`.
pub fn gaps(text: &str) -> Run<Gaps> {
    let both = basis(&["MEMO", "PRESS"]);
    let issue = |issue: usize, status: Status| IssueGap {
        id: format!("gaps.issue.{issue}"),
        issue,
        status,
        sentence: text.into(),
        agreed: vec![],
        agreed_on_condition: vec![(text.into(), vec![text.into()])],
        owners: vec![0, 1],
        silent: vec![1],
        gaps: vec![Gap {
            parties: (0, 1),
            width: Some("2".into()),
            with_conditions: Some("1".into()),
            nearest: Some((0, 2)),
            nearest_with_conditions: Some((0, 1)),
            lines_between: vec!["north-land".into()],
            why_not: None,
        }],
        marks: if issue == 0 { marks() } else { Vec::new() },
        remarks: vec![Remark {
            party: 0,
            text: text.into(),
            account: true,
            from: "north-off".into(),
            sources: vec!["MEMO".into()],
        }],
        own_words: vec![(0, "2026-02-05".into(), "2026-02".into())],
        basis: both.clone(),
    };
    let findings = Gaps {
        verdict: Verdict {
            answer: Answer::CannotSay,
            packages: 6u32.into(),
            admissible: Some(1350u32.into()),
            accepted: Some(0u32.into()),
            refused_by_nobody: Some(360u32.into()),
            basis: both.clone(),
        },
        issues: vec![issue(0, Status::Apart), issue(1, Status::NotStated)],
        joint_statement: Joint { agreed: vec![(1, vec!["h1".into()])], basis: both.clone() },
        brackets: vec![Bracket {
            id: "gaps.bracket.islands".into(),
            issue: 0,
            alternatives: vec![(0, vec![text.into()])],
            basis: both.clone(),
        }],
        contradictions: vec![Contradiction {
            id: "gaps.contradiction.1".into(),
            party: 0,
            issue: 0,
            kind: "own words against an account",
            statements: vec![Statement {
                entry: "north-none".into(),
                says: text.into(),
                date: "2026-02-05".into(),
                account: true,
                sources: vec!["MEMO B2".into()],
            }],
            sentence: text.into(),
            basis: both.clone(),
        }],
        ask_next: vec![Question {
            id: "gaps.ask.south.islands".into(),
            party: 1,
            issue: 0,
            outcome: "i1".into(),
            also: vec![text.into()],
            sentence: text.into(),
            track: Some(text.into()),
            statuses: 2,
            packages: 12u32.into(),
            undecided: 360u32.into(),
            basis: both.clone(),
        }],
        falls: vec![Fall {
            id: "gaps.fall.MEMO".into(),
            source: "MEMO".into(),
            gone: vec![("north-none".into(), text.into())],
            weaker: vec!["south-one".into()],
            statuses: vec![(0, Status::Apart, Status::NotStated)],
            verdict: Some(Answer::Yes),
            sentence: text.into(),
            basis: both.clone(),
        }],
    };
    Run { findings, arithmetic: Arithmetic::Exact, stop: Stop::Complete, basis: both, warnings: vec![text.into()] }
}

/// A change of each kind, told as `text`.
pub fn diff(text: &str) -> Run<Diff> {
    let change = |kind: ChangeKind, party: usize| Change {
        id: format!("diff.{party}"),
        party,
        issue: 0,
        was: vec![],
        now: vec![text.into()],
        towards: vec![],
        away: vec![],
        kind,
        sentence: text.into(),
        basis: basis(&["MEMO"]),
    };
    let findings = Diff {
        from: "2026-02-01".into(),
        to: "2026-02-18".into(),
        moved: vec![change(ChangeKind::Moved, 0), change(ChangeKind::Learned, 1)],
        new_entries: vec!["north-none".into()],
    };
    Run { findings, arithmetic: Arithmetic::Exact, stop: Stop::Complete, basis: basis(&["MEMO"]), warnings: vec![] }
}

/// The brief of the fixture with `text` wherever text can come from outside.
pub fn document(text: &str) -> Document {
    let case = case(text);
    let options = BriefOptions { base: Some(&case), audience: None, program: "zopa 0.1.0", short: false };
    brief(&case, &told(&gaps(text), Some(&diff(text))), &options)
}

/// The findings of a brief without values.
pub(super) fn told<'a>(gaps: &'a Run<Gaps>, since: Option<&'a Run<Diff>>) -> crate::Told<'a> {
    crate::Told { gaps, since, settlement: None, blockers: None, roadmap: None, stability: None, rounds: None }
}
