//! What somebody would like to see hold: whether it does, what would have to change, and what that brings with it.

use super::compute::{actions, drawn};
use super::findings::{Change, LockFound, WantedFound};
use super::inverse::Question;
use super::model::Model;
use super::words::{STRONGEST_FIRST, name, names};
use super::{LISTED, Settings};
use crate::control::Control;
use crate::phrase::{count, list};
use crate::run::Basis;
use crate::solve::conflict::{Bits, Concept, Conflict, Direction, Engine, Stability};
use num_bigint::BigUint;

/// States, times decision makers, up to which the whole is worked through again for every change.
const AGAIN: usize = 1 << 20;

/// What is wanted in a conflict, in file order; `holds` says under which concepts a state is an equilibrium.
pub(super) fn wanted(
    model: &Model<'_>,
    conflict: &Conflict,
    ranks: &[Vec<u32>],
    feasible: &Bits,
    settings: &Settings,
    control: &dyn Control,
    holds: &dyn Fn(u32) -> Vec<Concept>,
) -> Vec<WantedFound> {
    let engine = Engine::new(conflict);
    let Ok(stable) = engine.all(settings.rules, settings.threads, control) else { return Vec::new() };
    let ask = Ask { model, conflict, ranks, feasible, settings, control, stable: &stable };
    model
        .wanted
        .iter()
        .enumerate()
        .map(|(at, (rule, formula))| {
            let states: Vec<u32> =
                feasible.iter().map(|state| state as u32).filter(|state| formula.holds(*state)).collect();
            ask.told(at, rule, &states, holds)
        })
        .collect()
}

struct Ask<'m, 'a> {
    model: &'m Model<'a>,
    conflict: &'m Conflict,
    ranks: &'m [Vec<u32>],
    feasible: &'m Bits,
    settings: &'m Settings,
    control: &'m dyn Control,
    stable: &'m [Stability],
}

impl Ask<'_, '_> {
    fn told(&self, at: usize, rule: &str, states: &[u32], holds: &dyn Fn(u32) -> Vec<Concept>) -> WantedFound {
        let equilibria: Vec<(Concept, Vec<u32>)> = STRONGEST_FIRST
            .into_iter()
            .map(|concept| {
                let own = states.iter().copied().filter(|state| holds(*state).contains(&concept));
                (concept, own.take(LISTED).collect())
            })
            .collect();
        // Under as many concepts as can be, with as few that would leave as can be, the first by number.
        let lacks = |state: u32| {
            let of = |stable: &Stability| {
                STRONGEST_FIRST.into_iter().filter(|concept| !stable.of(*concept).has(state as usize)).count()
            };
            self.stable.iter().map(of).sum::<usize>()
        };
        let state =
            states.iter().copied().min_by_key(|state| (std::cmp::Reverse(holds(*state).len()), lacks(*state), *state));
        let (mut changes, mut locks) = (Vec::new(), Vec::new());
        if let Some(state) = state {
            for concept in STRONGEST_FIRST {
                for decider in 0..self.stable.len() {
                    if !self.stable[decider].of(concept).has(state as usize) {
                        changes.extend(self.change(decider, concept, state));
                    }
                }
            }
            locks = self.locks(state);
        }
        let sentence = self.sentence(rule, states, state, holds, &changes);
        WantedFound {
            id: format!("stability.{}.wanted.{}", self.model.id, at + 1),
            rule: rule.to_string(),
            states: states.len() as u64,
            equilibria,
            state,
            changes,
            locks,
            sentence,
            basis: Basis::default(),
        }
    }

    /// The least changes of a decision maker's preferences that would keep it in a state.
    fn change(&self, decider: usize, concept: Concept, state: u32) -> Option<Change> {
        let question = Question::new(self.conflict, self.ranks, decider, state, concept)?;
        let own = &self.ranks[decider];
        let (lower, complete) = question.least(&|other| own[other as usize] > own[state as usize]);
        let rankings = question.rankings(self.conflict.states() as u64);
        let (appear, vanish) =
            lower.first().map(|least| self.after(decider, concept, state, least)).unwrap_or_default();
        let model = self.model;
        let titles = |states: &[u32]| {
            let said: Vec<String> = states.iter().map(|state| model.state(*state)).collect();
            list(&said, "and")
        };
        let title = model.party_title(decider);
        let sentence = match lower.first() {
            None => format!("No change of what {title} prefers makes it stay under {}.", name(concept)),
            Some(least) => {
                let more = match lower.len() - 1 {
                    0 => String::new(),
                    1 => "; there is one other least change".to_string(),
                    more => {
                        format!("; there are {more} other minimal changes{}", if complete { "" } else { " at least" })
                    }
                };
                format!(
                    "{title} would stay under {} if it liked no better than this: {}{more}.",
                    name(concept),
                    titles(least)
                )
            }
        };
        let party = model.deciders[decider].index();
        Some(Change { concept, party, lower, complete, rankings, appear, vanish, sentence })
    }

    /// The equilibria under a concept that appear and vanish once some states are no better than another for a decision
    /// maker.
    fn after(&self, decider: usize, concept: Concept, state: u32, lowered: &[u32]) -> (Vec<u32>, Vec<u32>) {
        if (1_usize << self.model.actions.len()) * self.stable.len() > AGAIN {
            return (Vec::new(), Vec::new());
        }
        let mut ranks = self.ranks.to_vec();
        let to = ranks[decider][state as usize];
        lowered.iter().for_each(|other| ranks[decider][*other as usize] = to);
        let Some(conflict) = drawn(self.model, self.feasible, &ranks) else { return (Vec::new(), Vec::new()) };
        self.difference(&conflict, concept)
    }

    /// The equilibria of another conflict that are none here, and those here that are none there.
    fn difference(&self, conflict: &Conflict, concept: Concept) -> (Vec<u32>, Vec<u32>) {
        let Ok(stable) = Engine::new(conflict).all(self.settings.rules, self.settings.threads, self.control) else {
            return (Vec::new(), Vec::new());
        };
        let (before, after) = (Stability::equilibria(self.stable, concept), Stability::equilibria(&stable, concept));
        let only = |one: &Bits, other: &Bits| {
            one.iter().filter(|state| !other.has(*state)).map(|state| state as u32).take(LISTED).collect()
        };
        (only(&after, &before), only(&before, &after))
    }

    /// Actions that, could they not be changed where they stand in the state, would make it an equilibrium.
    fn locks(&self, state: u32) -> Vec<LockFound> {
        let bits = self.model.actions.len();
        if (1_usize << bits) * self.stable.len() * bits > AGAIN {
            return Vec::new();
        }
        let mut found: Vec<LockFound> = Vec::new();
        for action in 0..bits {
            let taken = state >> action & 1 == 1;
            let mut changed = actions(self.model);
            // What is being done cannot be given up; what is not cannot be taken up.
            changed[action].direction = if taken { Direction::Forward } else { Direction::Back };
            let Ok(conflict) = Conflict::new(&changed, self.feasible.clone(), self.ranks.to_vec()) else { continue };
            let Ok(stable) = Engine::new(&conflict).all(self.settings.rules, self.settings.threads, self.control)
            else {
                break;
            };
            for concept in STRONGEST_FIRST {
                let was = self.stable.iter().all(|own| own.of(concept).has(state as usize));
                let is = stable.iter().all(|own| own.of(concept).has(state as usize));
                // The strongest concept says it for the others.
                if is && !was && !found.iter().any(|lock| lock.action == action) {
                    let title = self.model.action_title(action);
                    let what = if taken { "could not be given up" } else { "could not be taken up" };
                    let sentence = format!("It would hold under {} if {title} {what}.", name(concept));
                    found.push(LockFound { concept, action, sentence });
                }
            }
        }
        found
    }

    fn sentence(
        &self,
        rule: &str,
        states: &[u32],
        state: Option<u32>,
        holds: &dyn Fn(u32) -> Vec<Concept>,
        changes: &[Change],
    ) -> String {
        let Some(state) = state else { return format!("No state that can be fulfils `{rule}`.") };
        let number = count(&BigUint::from(states.len()));
        let of = if states.len() == 1 {
            format!("1 state fulfils `{rule}`")
        } else {
            format!("{number} states fulfil `{rule}`")
        };
        let concepts = holds(state);
        let best = self.model.state(state);
        let leaves = |concept: Concept| {
            let own = changes.iter().filter(|change| change.concept == concept);
            let titles: Vec<&str> = own.map(|change| self.model.case.parties()[change.party].title.as_str()).collect();
            list(&titles, "and")
        };
        match concepts.as_slice() {
            [] => format!(
                "{of}; none is an equilibrium. Nearest is {best}, which {} would leave under GMR.",
                leaves(Concept::Gmr)
            ),
            all if all.len() == STRONGEST_FIRST.len() => {
                format!("{of}; {best} is an equilibrium under {}.", names(all))
            }
            all => format!(
                "{of}; {best} is an equilibrium under {}; under Nash {} would leave it.",
                names(all),
                leaves(Concept::Nash)
            ),
        }
    }
}
