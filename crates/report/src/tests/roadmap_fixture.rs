//! Findings of the lens `roadmap` made in code, for the case of the other fixture.

use super::fixture::basis;
use super::settlement_fixture::{between, point};
use jiff::civil::{Date, date};
use zopa_lens::roadmap::{
    Addition, AdditionKind, Calendar, Cut, DateConflict, Dated, Deadlock, Edge, EventFound, Exit, FieldRead,
    Inspection, Mismatch, OrderFound, Origin, PatienceFound, PlanDecider, PlanFound, Roadmap, StageFound, Standing,
    StepFound, TrustFound, Wait, WayOut,
};
use zopa_lens::{Arithmetic, Run, Share, Stop};

pub fn run(findings: Roadmap) -> Run<Roadmap> {
    let basis = basis(&["MEMO", "PRESS"]);
    Run { findings, arithmetic: Arithmetic::Exact, stop: Stop::Complete, basis, warnings: vec![] }
}

/// No steps, no plans.
pub fn nothing() -> Roadmap {
    Roadmap {
        steps: vec![],
        mismatches: vec![],
        deadlocks: vec![],
        calendar: Calendar::default(),
        plans: vec![],
        trust: vec![],
        inspections: vec![],
    }
}

pub fn day(month: i8, day: i8) -> Date {
    date(2026, month, day)
}

pub fn event(of: &str, event: &str) -> EventFound {
    EventFound { of: of.into(), event: event.into(), words: format!("\"{of}\" {event}") }
}

/// A step that waits for nothing and can be done now.
pub fn step(id: &str, actors: &[usize], text: &str) -> StepFound {
    StepFound {
        id: format!("roadmap.step.{id}"),
        step: id.into(),
        title: format!("{id} {text}"),
        actors: actors.to_vec(),
        verifier: None,
        standing: Standing::Now,
        waits: vec![],
        opens: vec![],
        named_by: vec![],
        crosses: vec![],
        refused_by: vec![],
        no_yes_of: vec![],
        granted: vec![],
        sentence: text.into(),
        basis: basis(&["MEMO"]),
    }
}

/// A condition of a step.
pub fn wait(from: &str, rule: &str, events: Vec<EventFound>, owner: Option<usize>, text: &str) -> Wait {
    Wait {
        id: format!("{from}<{rule}"),
        from: from.into(),
        rule: rule.into(),
        words: text.into(),
        events,
        origin: Origin::Entry,
        stated_in: "north-none".into(),
        owner,
        account: owner == Some(1),
        date: "2025-06-02".into(),
        age: Some(261),
        sources: vec!["MEMO".into()],
        met: false,
    }
}

/// An arrow of a lock, on the condition `FROM<EVENT`.
pub fn edge(from: &str, to: &str, event: &str, owner: usize) -> Edge {
    Edge {
        from: from.into(),
        to: to.into(),
        event: event.into(),
        wait: format!("{from}<{event}"),
        owner: Some(owner),
        account: owner == 1,
        date: "2025-06-02".into(),
        sources: vec!["MEMO".into()],
    }
}

/// A lock whose members wait in a ring.
pub fn ring(members: &[String], text: &str) -> Deadlock {
    let next = |at: usize| members[(at + 1) % members.len()].as_str();
    let edges: Vec<Edge> = members
        .iter()
        .enumerate()
        .map(|(at, from)| edge(from, next(at), &format!("done({})", next(at)), at % 2))
        .collect();
    Deadlock {
        id: format!("roadmap.deadlock.{}", members[0]),
        goal: members[0].clone(),
        members: members.to_vec(),
        titles: members.iter().map(|id| format!("{id} {text}")).collect(),
        locked: true,
        unless: vec![],
        cores: vec![],
        cuts: vec![Cut {
            waits: vec![edges[0].wait.clone()],
            ways: vec![vec![WayOut::Simultaneous, WayOut::Escrow, WayOut::Partial, WayOut::ConditionalRatification]],
            sentence: text.into(),
        }],
        edges,
        complete: true,
        holds_up: vec![],
        mismatched: vec![],
        sentence: text.into(),
        basis: basis(&["MEMO"]),
    }
}

pub fn dated(of: &str, begin: Date, done: Date, text: &str) -> Dated {
    Dated {
        of: of.into(),
        title: format!("{of} {text}"),
        begin,
        done,
        duration_known: true,
        latest: None,
        deadline: None,
        critical: false,
    }
}

/// Something of everything: a lock with ways out and one without, readings, days, conflicts.
pub fn order(text: &str) -> Roadmap {
    let truce = StepFound {
        standing: Standing::Waits,
        waits: vec![wait(
            "truce",
            "begun(leave) or done(terms)",
            vec![event("leave", "begun(leave)"), event("terms", "done(terms)")],
            Some(0),
            text,
        )],
        opens: vec!["vote".into()],
        named_by: vec!["vote".into()],
        ..step("truce", &[0, 1], text)
    };
    let leave = StepFound {
        standing: Standing::Locked,
        waits: vec![wait("leave", "passed(vote)", vec![event("vote", "passed(vote)")], Some(1), text)],
        crosses: vec![("north-land".into(), 0, true)],
        refused_by: vec![1],
        ..step("leave", &[1], text)
    };
    let terms = StepFound {
        opens: vec!["truce".into()],
        verifier: Some(text.into()),
        no_yes_of: vec![1],
        granted: vec![text.into()],
        ..step("terms", &[1], text)
    };
    let over = StepFound { standing: Standing::Begun, ..step("talks", &[0], text) };
    let members = ["truce", "leave", "vote"].map(String::from);
    let mut lock = ring(&members, text);
    lock.locked = false;
    lock.edges = vec![
        edge("truce", "leave", "begun(leave)", 0),
        edge("leave", "vote", "passed(vote)", 1),
        edge("vote", "truce", "held(truce for 60 days)", 1),
        // The same condition from another place of the case.
        Edge { wait: "truce<again".into(), sources: vec!["PRESS".into()], ..edge("truce", "leave", "begun(leave)", 0) },
    ];
    let exit = Exit {
        wait: "truce<begun(leave)".into(),
        rule: "done(terms)".into(),
        words: text.into(),
        on_record: true,
        possible: true,
        owner: Some(0),
        date: "2025-06-02".into(),
        age: Some(261),
        sources: vec!["MEMO".into()],
        unanswered: vec![1],
        wanted_by: vec![],
    };
    let unsaid = Exit {
        rule: "islands = i1".into(),
        on_record: false,
        date: String::new(),
        age: None,
        sources: vec![],
        unanswered: vec![0],
        wanted_by: vec![1],
        ..exit.clone()
    };
    lock.unless = vec![exit.clone(), Exit { wait: "truce<again".into(), ..exit }, unsaid];
    lock.holds_up = vec!["relief".into()];
    lock.mismatched = vec!["leave".into()];
    let read = |field: &'static str| FieldRead {
        field,
        readings: vec![(0, text.into(), vec!["MEMO".into()]), (1, format!("other {text}"), vec!["PRESS".into()])],
    };
    let mismatch = |steps: &[&str], silent: Vec<usize>| Mismatch {
        id: format!("roadmap.mismatch.{}", steps.join("+")),
        steps: steps.iter().map(|id| (*id).to_string()).collect(),
        title: text.into(),
        fields: vec![read("area"), read("object")],
        silent,
        sentence: text.into(),
        basis: basis(&["MEMO", "PRESS"]),
    };
    let dates = vec![
        Dated {
            deadline: Some(day(4, 1)),
            latest: Some(day(4, 1)),
            critical: true,
            ..dated("truce", day(3, 1), day(9, 1), text)
        },
        Dated { critical: true, ..dated("leave", day(4, 30), day(5, 30), text) },
        Dated { latest: Some(day(5, 1)), duration_known: false, ..dated("terms", day(2, 18), day(2, 18), text) },
        dated("talks", day(1, 20), day(2, 18), text),
        Dated { duration_known: false, ..dated("vote", day(4, 30), day(4, 30), text) },
        Dated { duration_known: false, ..dated("senate", day(2, 18), day(2, 18), text) },
    ];
    let conflict = DateConflict {
        id: "roadmap.conflict.truce".into(),
        of: "truce".into(),
        facilitators: false,
        deadline: Some(day(4, 1)),
        earliest: Some(day(9, 1)),
        chain: vec![(event("terms", "done(terms)"), day(2, 18))],
        sentence: text.into(),
        basis: basis(&["PRESS"]),
    };
    Roadmap {
        steps: vec![truce, leave, terms, over],
        mismatches: vec![mismatch(&["leave"], vec![2]), mismatch(&["truce", "terms"], vec![])],
        deadlocks: vec![ring(&["sign", "accept"].map(String::from), text), lock],
        calendar: Calendar {
            id: "roadmap.calendar".into(),
            dates,
            critical: vec![
                (event("truce", "held(truce for 60 days)"), day(4, 30)),
                (event("vote", "passed(vote)"), day(4, 30)),
                (event("leave", "done(leave)"), day(5, 30)),
            ],
            conflicts: vec![conflict],
            complete: true,
            basis: basis(&["MEMO"]),
        },
        ..nothing()
    }
}

/// A plan over draws with another order that does better, and one whose numbers are missing.
pub fn plans(text: &str) -> Roadmap {
    let stage = |steps: &[&str], low: &str, high: &str, hits: u64| StageFound {
        steps: steps.iter().map(|id| (*id).to_string()).collect(),
        slack: vec![
            (0, between("1.23456", "5.4321"), Share::new(1_000, 1_000, 0)),
            (1, between(low, high), Share::new(hits, 1_000, 0)),
        ],
    };
    let planned = OrderFound {
        planned: true,
        stages: vec![stage(&["truce"], "1", "4", 900), stage(&["leave", "terms"], "-8", "2", 120)],
        least: Some(between("-8", "2")),
        holds: Share::new(120, 1_000, 0),
        weakest: Some((1, 1, between("-8", "2"))),
        breaks: vec![text.into()],
    };
    let best = OrderFound {
        planned: false,
        stages: vec![
            stage(&["terms"], "0.5", "3", 950),
            stage(&["truce"], "-1", "2", 700),
            stage(&["leave"], "2", "3", 990),
        ],
        least: Some(between("-1", "2")),
        holds: Share::new(690, 1_000, 0),
        weakest: Some((1, 1, between("-1", "2"))),
        breaks: vec![],
    };
    let other = OrderFound { holds: Share::new(0, 1_000, 0), weakest: None, ..best.clone() };
    let addition = |kind: AdditionKind, hits: u64| Addition {
        kind,
        party: Some(1),
        stage: Some(1),
        amount: between("0.5", "2"),
        enough: Share::new(hits, 310, 0),
        sentence: text.into(),
    };
    let plan = PlanFound {
        id: "roadmap.plan.usual".into(),
        plan: "usual".into(),
        title: format!("usual {text}"),
        missing: vec![],
        draws: 1_000,
        arithmetic: Arithmetic::Sampled,
        orders: vec![planned, best, other],
        best: 1,
        bound: None,
        proved: true,
        searched: 16,
        additions: vec![addition(AdditionKind::Deposit, 310), addition(AdditionKind::Splitting, 40)],
        patience: vec![
            PatienceFound { party: 0, least: Some(point("0.512345678")), some: Share::new(1_000, 1_000, 0) },
            PatienceFound { party: 1, least: None, some: Share::new(0, 1_000, 0) },
        ],
        decides: vec![PlanDecider {
            path: "steps.leave.cost.south".into(),
            title: text.into(),
            thirds: ("1".into(), "2".into()),
            shares: (Share::new(290, 333, 0), Share::new(90, 333, 0)),
            sentence: text.into(),
        }],
        granted: vec![text.into()],
        stop: Stop::Complete,
        sentence: text.into(),
        basis: basis(&["MEMO"]),
    };
    let empty = PlanFound {
        id: "roadmap.plan.empty".into(),
        plan: "empty".into(),
        missing: vec![text.into()],
        draws: 0,
        orders: vec![],
        best: 0,
        additions: vec![],
        patience: vec![],
        decides: vec![],
        granted: vec![],
        ..plan.clone()
    };
    Roadmap {
        plans: vec![plan, empty],
        trust: vec![TrustFound {
            id: "roadmap.trust.t".into(),
            party: 0,
            whom: 1,
            step: Some("leave".into()),
            threshold: (Some(0.8), None),
            pays: None,
            sentence: text.into(),
            basis: basis(&["MEMO"]),
        }],
        inspections: vec![Inspection {
            id: "roadmap.inspection.leave.south".into(),
            step: "leave".into(),
            party: 1,
            needed: (0.3, 0.5),
            enough: Some(true),
            sentence: text.into(),
            basis: basis(&["PRESS"]),
        }],
        ..order(text)
    }
}
