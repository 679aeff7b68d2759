//! The half of `bench/gmcr/run` that times zopa: one `.gmcr` file, in one process and one thread.
//!
//!     TASK FILE OUT [WANTED]
//!
//! TASK is `engine` (the engine: five concepts for all decision makers and their equilibria, sorting included), `made` (the
//! same from the rules of the case: the states that can be and everybody's ranks are made in it), or `lens` (the lens
//! `stability` from the case to all findings, with what is wanted where WANTED, rules with commas between them, is given). What was found is written to
//! OUT as JSON. Reading files is not timed. Without arguments nothing is done: `cargo bench -p zopa` passes by.

#[path = "../timing.rs"]
mod timing;

use serde_json::{Map, Value, json};
use std::fs;
use std::time::Instant;
use timing::{Timed, peak, timed};
use zopa_case::draft::Moves;
use zopa_case::rule::{Event, EventKind};
use zopa_case::{Case, Rule, RuleText};
use zopa_lens::Unwatched;
use zopa_lens::solve::conflict::{Action, Bits, Concept, Conflict, Direction, Engine, Rules, Stability};
use zopa_lens::stability::{Settings, concept_word, stability};
use zopa_wire::{Format, Import, Memory, import, read_case};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let [task, file, out, wanted @ ..] = arguments.as_slice() else {
        println!("bench/gmcr/run makes the models; nothing is timed here without one");
        return;
    };
    let from = Instant::now();
    let case = read(file, wanted.first().map(String::as_str));
    let read = from.elapsed();
    let idle = peak();
    let (timed, mut found) = match task.as_str() {
        "engine" => {
            let conflict = Model::of(&case).conflict();
            solved(|| equilibria(&conflict), conflict.states())
        }
        "made" => {
            let model = Model::of(&case);
            solved(|| equilibria(&model.conflict()), model.conflict().states())
        }
        "lens" => lens(&case),
        other => panic!("`{other}` is no task"),
    };
    found.insert("time".into(), timed.told(read, idle));
    fs::write(out, Value::Object(found).to_string()).expect("written");
}

fn read(file: &str, wanted: Option<&str>) -> Case {
    let bytes = fs::read(file).expect("a file");
    let settings = Import { format: Format::Gmcr, as_of: "2026-01-01".into(), steps: None };
    let made = import(&[(file.to_string(), bytes)], &settings).map_err(|unread| unread.diagnostics).expect("imported");
    // The conflict stands last in an imported case.
    let text = made.text + &wanted.map_or(String::new(), |rule| format!("    wanted: [{rule}]\n"));
    read_case(&Memory::one(&text)).map_err(|unread| unread.diagnostics).expect("valid").known().expect("cut")
}

/// A rule over the bits of a state.
enum Formula {
    Bit(u32),
    Not(Box<Formula>),
    And(Vec<Formula>),
    Or(Vec<Formula>),
}

impl Formula {
    fn of(rule: &Rule, actions: &[&str]) -> Self {
        let all = |parts: &[Rule]| parts.iter().map(|part| Self::of(part, actions)).collect();
        match rule {
            Rule::Event(Event { kind: EventKind::Taken, of }) => {
                let bit = actions.iter().position(|action| action == of).expect("an action of the conflict");
                Self::Bit(bit as u32)
            }
            Rule::Not(inner) => Self::Not(Box::new(Self::of(inner, actions))),
            Rule::And(parts) => Self::And(all(parts)),
            Rule::Or(parts) => Self::Or(all(parts)),
            other => panic!("{other:?} is no rule over actions"),
        }
    }

    fn holds(&self, state: u32) -> bool {
        match self {
            Self::Bit(bit) => state >> bit & 1 == 1,
            Self::Not(inner) => !inner.holds(state),
            Self::And(parts) => parts.iter().all(|part| part.holds(state)),
            Self::Or(parts) => parts.iter().any(|part| part.holds(state)),
        }
    }
}

/// The conflict of an imported case, whose preferences are statements.
struct Model {
    actions: Vec<Action>,
    impossible: Vec<Formula>,
    statements: Vec<Vec<Formula>>,
}

impl Model {
    fn of(case: &Case) -> Self {
        let draft = case.draft();
        let conflict = &draft.conflicts[0];
        let ids: Vec<&str> = draft.actions.iter().map(|action| action.id.value.as_str()).collect();
        let formula = |text: &RuleText| Formula::of(case.rule(text).expect("resolved"), &ids);
        let owner = |name: &str| case.parties().iter().position(|party| party.name == name).expect("a party");
        let actions = draft.actions.iter().map(|action| Action {
            owners: vec![owner(&action.party.value)],
            direction: match action.moves.as_ref().map(|moves| moves.value) {
                Some(Moves::Forward) => Direction::Forward,
                Some(Moves::Back) => Direction::Back,
                Some(Moves::Both) | None => Direction::Both,
            },
        });
        let statements = conflict.preferences.iter().map(|(_, own)| {
            assert!(own.ranking.is_empty(), "the models of the bench have statements");
            own.statements.iter().flat_map(|group| group.iter()).map(formula).collect()
        });
        Self {
            actions: actions.collect(),
            impossible: conflict.impossible.iter().map(formula).collect(),
            statements: statements.collect(),
        }
    }

    fn conflict(&self) -> Conflict {
        let all = 1_usize << self.actions.len();
        let feasible = Bits::from_fn(all, |state| !self.impossible.iter().any(|rule| rule.holds(state as u32)));
        let rank = |statements: &[Formula], state: u32| {
            statements.iter().fold(0, |rank, rule| rank << 1 | u32::from(rule.holds(state)))
        };
        let ranks = self.statements.iter().map(|own| (0..all as u32).map(|state| rank(own, state)).collect());
        Conflict::new(&self.actions, feasible, ranks.collect()).expect("a conflict")
    }
}

/// By concept, the number of equilibria.
fn equilibria(conflict: &Conflict) -> Vec<usize> {
    let all = Engine::new(conflict).all(Rules::default(), 1, &Unwatched).expect("nobody stops it");
    Concept::ALL.iter().map(|concept| Stability::equilibria(&all, *concept).count()).collect()
}

fn solved(work: impl FnMut() -> Vec<usize>, states: usize) -> (Timed, Map<String, Value>) {
    let (timed, counts) = timed(work);
    let of: Map<String, Value> = Concept::ALL
        .iter()
        .zip(counts)
        .map(|(concept, count)| (concept_word(*concept).to_string(), count.into()))
        .collect();
    let found = Map::from_iter([("states".to_string(), json!(states)), ("equilibria".to_string(), Value::Object(of))]);
    (timed, found)
}

fn lens(case: &Case) -> (Timed, Map<String, Value>) {
    let settings = Settings { threads: 1, ..Settings::default() };
    let (timed, run) = timed(|| stability(case, &settings, &Unwatched));
    let conflict = run.findings.conflicts.into_iter().next().expect("a conflict");
    assert!(conflict.missing.is_empty(), "{:?}", conflict.missing);
    let of: Map<String, Value> =
        conflict.counts.iter().map(|(concept, count)| (concept_word(*concept).to_string(), json!(count))).collect();
    let all = conflict.wanted.iter().flat_map(|wanted| wanted.changes.iter().map(|change| (wanted.state, change)));
    let changes = all.map(|(state, change)| {
        json!({
            "state": state, "party": change.party, "concept": concept_word(change.concept), "sets": change.lower.len(),
            "complete": change.complete, "rankings": change.rankings.as_ref().map(ToString::to_string),
        })
    });
    let found = Map::from_iter([
        ("states".to_string(), json!(conflict.states)),
        ("equilibria".to_string(), Value::Object(of)),
        ("changes".to_string(), Value::Array(changes.collect())),
    ]);
    (timed, found)
}
