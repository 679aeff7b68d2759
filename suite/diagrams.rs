//! Conflicts by decision diagrams say what states one by one say.

use crate::brute::read;
use zopa_case::PartyId;
use zopa_lens::stability::{Concept, ConflictFound, EngineUsed, Mixed, Settings, stability};
use zopa_lens::{Arithmetic, Stop, Unwatched};

/// Three parties, six actions, some of which cannot be taken back, and states that cannot be.
fn text(north: &str, south: &str, east: &str) -> String {
    format!(
        "zopa: 1
case: Conflict
as of: 2026-01-01
fictional: true
parties:
  north: {{name: North, role: party}}
  south: {{name: South, role: party}}
  east: {{name: East, role: party}}
issues:
  peace: {{name: Peace, kind: menu, menu: {{none: None, all: All}}}}
actions:
  - {{id: a, party: north, today: taken}}
  - {{id: b, party: north, moves: forward, today: not taken}}
  - {{id: c, party: south, today: taken}}
  - {{id: d, party: south, moves: back, today: taken}}
  - {{id: e, party: east, today: not taken}}
  - {{id: f, party: east, today: not taken, only if: not taken(b)}}
conflicts:
  - id: made
    impossible: [taken(a) and taken(c) and taken(e)]
    preferences:
      north: {{statements: [{north}]}}
      south: {{statements: [{south}]}}
      east: {{statements: [{east}]}}
    wanted: [not taken(a) and not taken(c), taken(f)]
"
    )
}

fn found(text: &str, bits: usize) -> ConflictFound {
    let case = read(text).unwrap_or_else(|codes| panic!("{codes:?}\n{text}"));
    let mixed = Mixed { of: vec![(PartyId::new(1), Concept::Seq)], others: Concept::Gmr };
    let run = stability(&case, &Settings { bits, mixed: Some(mixed), ..Settings::default() }, &Unwatched);
    assert_eq!((run.stop, run.arithmetic), (Stop::Complete, Arithmetic::Exact));
    run.findings.conflicts.into_iter().next().expect("a conflict")
}

#[test]
fn both_engines_say_the_same() {
    for [north, south, east] in [
        [
            "not taken(c), not taken(d), taken(a)",
            "not taken(a), taken(c)",
            "not taken(f), not taken(a) and not taken(c)",
        ],
        [
            "taken(a) or taken(b), not taken(e)",
            "not taken(b), taken(d), not taken(e)",
            "taken(e), taken(f), not taken(d)",
        ],
        ["not taken(f), taken(b)", "taken(c) and taken(d), not taken(a)", "not taken(c), taken(f), not taken(e)"],
        ["taken(e)", "taken(e)", "not taken(e)"],
    ] {
        let text = text(north, south, east);
        let (states, diagrams) = (found(&text, 24), found(&text, 2));
        assert_eq!((states.engine, diagrams.engine), (EngineUsed::States, EngineUsed::Diagrams));
        assert_eq!((states.states, states.today), (diagrams.states, diagrams.today));
        assert_eq!((&states.counts, &states.equilibria), (&diagrams.counts, &diagrams.equilibria), "{text}");
        assert!(diagrams.at_most.is_empty());
        let mixed = |found: &ConflictFound| found.mixed.clone().map(|own| (own.concepts, own.states, own.sentence));
        assert_eq!(mixed(&states), mixed(&diagrams));
        for (one, other) in states.wanted.iter().zip(&diagrams.wanted) {
            assert_eq!((one.states, &one.equilibria), (other.states, &other.equilibria));
        }
        // Who leaves today's state, under which concepts.
        let note = diagrams.notes.iter().find(|note| note.contains("oday's state")).expect("said");
        for party in ["North", "South", "East"] {
            let leaves = states.leaves_today.iter().any(|own| own.sentence.starts_with(party));
            assert_eq!(note.contains(party), leaves, "{note}: {:?}", states.leaves_today);
        }
    }
}

#[test]
fn rankings_of_large_models_are_said_to_be_too_much() {
    let text = text("taken(a)", "taken(c)", "taken(e)").replace("{statements: [taken(e)]}", "{ranking: [0, 1]}");
    let case = read(&text).unwrap_or_else(|codes| panic!("{codes:?}\n{text}"));
    let run = stability(&case, &Settings { bits: 2, ..Settings::default() }, &Unwatched);
    let conflict = &run.findings.conflicts[0];
    assert_eq!(run.stop, Stop::Budget);
    assert!(conflict.sentence.contains("preferences of everybody by `statements`"), "{}", conflict.sentence);
}
