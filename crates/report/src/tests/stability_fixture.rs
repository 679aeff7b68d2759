//! Findings of the lens `stability` made in code, for the case of the other fixture.

use super::fixture::basis;
use zopa_lens::stability::{
    ActionFound, Change, Common, Concept, ConflictFound, Effect, EngineUsed, EquilibriumFound, Group, Held, Leaving,
    LockFound, Lowered, MoveFound, Stability, StateFound, StatementMoved, StatementsMoved, Together, WantedFound,
};
use zopa_lens::{Arithmetic, Run, Share, Stop};

/// The concepts, the strongest first.
pub const ALL: [Concept; 5] = [Concept::Nash, Concept::Sseq, Concept::Seq, Concept::Smr, Concept::Gmr];

pub fn run(conflicts: Vec<ConflictFound>) -> Run<Stability> {
    let basis = basis(&["MEMO", "PRESS"]);
    let findings = Stability { conflicts, missing: vec![] };
    Run { findings, arithmetic: Arithmetic::Exact, stop: Stop::Complete, basis, warnings: vec![] }
}

/// No conflict at all.
pub fn nothing() -> Run<Stability> {
    let mut run = run(vec![]);
    run.findings.missing = vec!["what parties can do beside the table (`actions`)".into()];
    run
}

/// A conflict of which nothing can be said.
pub fn silent(text: &str) -> ConflictFound {
    let mut found = prisoners(text);
    found.missing = vec![format!("what {text} prefers")];
    (found.states, found.draws, found.today) = (0, 0, None);
    (found.counts, found.equilibria, found.told, found.common) = (vec![], vec![], vec![], vec![]);
    (found.leaves_today, found.wanted, found.graph, found.stable) = (vec![], vec![], vec![], vec![]);
    found
}

fn sure(holds: bool) -> Share {
    Share::new(u64::from(holds), 1, 0)
}

/// The prisoners' dilemma: bit 0 and bit 1 say whether the first and the second cooperate; state 3 is SEQ, state 0 all.
pub fn prisoners(text: &str) -> ConflictFound {
    let action = |at: usize| ActionFound {
        action: format!("a{at}"),
        title: format!("act{at} {text}"),
        party: at,
        ways: (true, at == 0),
        today: Some(at == 0),
    };
    let move_to = |party: usize, to: u64, gains: bool| MoveFound { party, to, gains: sure(gains) };
    let graph = (0_u64..4).map(|state| StateFound {
        state,
        moves: (0..2).map(|party| move_to(party, state ^ 1 << party, state >> party & 1 == 1)).collect(),
    });
    let equilibria = |concept: Concept| match concept {
        Concept::Nash => vec![0],
        _ => vec![0, 3],
    };
    ConflictFound {
        id: "stability.dilemma".into(),
        conflict: "dilemma".into(),
        title: format!("Dilemma {text}"),
        actions: (0..2).map(action).collect(),
        deciders: vec![0, 1],
        missing: vec![],
        states: 4,
        today: Some(1),
        counts: ALL.map(|concept| (concept, equilibria(concept).len() as u64)).to_vec(),
        at_most: vec![],
        equilibria: ALL.map(|concept| (concept, equilibria(concept))).to_vec(),
        stable: vec![],
        graph: graph.collect(),
        told: vec![told(0, &ALL, vec![(0, 0)], Some(vec![(0, 0)]), text), told(3, &ALL[1..], vec![(1, 3)], None, text)],
        common: vec![Common {
            concepts: vec![Concept::Seq],
            states: 2,
            groups: vec![Group { states: 2, taken: vec![], not_taken: vec![0], whole: false }],
            sentence: format!("shared {text}"),
        }],
        leaves_today: vec![Leaving { party: 0, to: 0, concepts: ALL.to_vec(), sentence: format!("leaves {text}") }],
        wanted: vec![wanted(text)],
        coalitions: Vec::new(),
        forms: Vec::new(),
        strength: Vec::new(),
        mixed: None,
        limited: None,
        left_out: Vec::new(),
        notes: Vec::new(),
        engine: EngineUsed::States,
        draws: 1,
        arithmetic: Arithmetic::Exact,
        stop: Stop::Complete,
        sentence: format!("conflict {text}"),
        basis: basis(&["MEMO"]),
    }
}

/// An equilibrium told.
pub fn told(
    state: u64,
    concepts: &[Concept],
    way: Vec<(usize, u64)>,
    gaining_way: Option<Vec<(usize, u64)>>,
    text: &str,
) -> EquilibriumFound {
    EquilibriumFound {
        id: format!("stability.dilemma.state.{state}"),
        state,
        concepts: concepts.to_vec(),
        shares: ALL.map(|concept| (concept, sure(concepts.contains(&concept)))).to_vec(),
        moves: Some(way.len()),
        way,
        gaining_way,
        held: vec![Held { party: 0, concept: Concept::Seq, sanction: None, sentence: format!("held {state} {text}") }],
        sentence: format!("state {state} {text}"),
        basis: basis(&["MEMO"]),
    }
}

fn wanted(text: &str) -> WantedFound {
    WantedFound {
        id: "stability.dilemma.wanted.1".into(),
        rule: format!("taken(a0) {text}"),
        states: 2,
        equilibria: vec![],
        state: Some(3),
        changes: vec![
            Change {
                concept: Concept::Nash,
                party: 0,
                lower: vec![Lowered { states: vec![2], swaps: 1 }, Lowered { states: vec![0, 1], swaps: 3 }],
                complete: true,
                rankings: Some(12_u32.into()),
                effect: Some(Effect { appear: vec![3], vanish: vec![] }),
                statements: Some(StatementsMoved {
                    ways: vec![vec![StatementMoved { statement: format!("taken(a1) {text}"), places: (2, 1) }]],
                    looked: 1,
                }),
                sentence: text.into(),
            },
            Change {
                concept: Concept::Nash,
                party: 1,
                lower: vec![],
                complete: false,
                rankings: None,
                effect: None,
                statements: None,
                sentence: text.into(),
            },
        ],
        together: vec![Together {
            concepts: vec![Concept::Nash],
            lower: vec![(0, vec![2])],
            tried: 1,
            complete: true,
            effect: Effect::default(),
            sentence: format!("together {text}"),
        }],
        locks: Some(vec![LockFound { concept: Concept::Nash, action: 0, sentence: format!("lock {text}") }]),
        sentence: format!("wanted {text}"),
        basis: basis(&["PRESS"]),
    }
}

/// The same under uncertain preferences, too large to be drawn, with ways of several moves.
pub fn large(text: &str) -> ConflictFound {
    let mut found = prisoners(text);
    (found.id, found.conflict) = ("stability.large".into(), "large".into());
    found.wanted[0].id = "stability.large.wanted.1".into();
    (found.draws, found.arithmetic) = (256, Arithmetic::Sampled);
    found.states = 256;
    found.graph = vec![];
    found.actions = (0..8)
        .map(|at| ActionFound {
            action: format!("a{at}"),
            title: format!("act{at} {text}"),
            party: at % 3,
            ways: (at % 2 == 0, true),
            today: Some(at == 0),
        })
        .collect();
    found.deciders = vec![0, 1, 2];
    let states: Vec<u64> = (0..40).map(|at| at * 3).collect();
    for (concept, listed) in &mut found.equilibria {
        *listed = if *concept == Concept::Nash { vec![0] } else { states.clone() };
    }
    found.counts = found.equilibria.iter().map(|(concept, listed)| (*concept, listed.len() as u64)).collect();
    let way = |state: u64| -> Vec<(usize, u64)> {
        let mut from = 1_u64;
        let mut way = Vec::new();
        for bit in (0..8).filter(|bit| (1 ^ state) >> bit & 1 == 1) {
            from ^= 1 << bit;
            way.push((bit % 3, from));
        }
        way
    };
    found.told = (0..12)
        .map(|at| {
            let mut told = told(at * 3, &ALL[1..], way(at * 3), None, text);
            told.shares = ALL
                .map(|concept| (concept, Share::new(if concept == Concept::Nash { 0 } else { 200 }, 256, 0)))
                .to_vec();
            told
        })
        .collect();
    found.arithmetic = Arithmetic::Sampled;
    found
}
