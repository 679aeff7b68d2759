//! What somebody would like to see hold: whether it does, what would have to change, and what that brings with it.

use super::LISTED;
use super::Settings;
use super::compute::{Drawn, actions, engine_conflict, listed};
use super::findings::{Change, ConflictFound, Effect, LockFound, Lowered, Together, WantedFound};
use super::inverse::Question;
use super::model::dense;
use super::statements::statements;
use super::words::{STRONGEST_FIRST, name, names};
use crate::control::Control;
use crate::phrase::{count, counted, list};
use crate::run::Arithmetic;
use crate::solve::conflict::{Bits, Concept, Conflict, Direction, Engine, Equals, Stability};

/// States, times decision makers, up to which the whole is worked through again for every change.
const AGAIN: usize = 1 << 20;
/// States, times decision makers, times combinations of changes tried.
const COMBINED: usize = 1 << 22;
/// Minimal sets of a decision maker that go into combinations, and combinations tried.
const EACH: usize = 4;
const COMBINATIONS: usize = 64;

/// Said where equal states do not sanction.
const NO_CHANGES: &str = "Changes of preferences that would keep somebody in a wanted state are not told where equal states do not sanction: what it holds equal matters then too, not only what it likes no better.";

/// What is wanted in a conflict, in file order.
pub(super) fn wanted(
    drawn: &Drawn<'_, '_>,
    found: &mut ConflictFound,
    settings: &Settings,
    control: &dyn Control,
) -> Vec<WantedFound> {
    let ask = Ask { drawn, settings, control, certain: found.arithmetic == Arithmetic::Exact };
    let mut left_out = Vec::new();
    let wanted = &drawn.model.wanted;
    let told = wanted.iter().enumerate().map(|(at, (rule, formula))| {
        let states =
            drawn.feasible.iter().map(|state| state as u32).filter(|state| formula.holds((*state).into())).collect();
        let mut told = ask.told(at, rule, states, &mut left_out);
        told.basis = found.basis.clone();
        told
    });
    let told = told.collect();
    if !wanted.is_empty() && settings.rules.equals == Equals::DoNotSanction {
        found.notes.push(NO_CHANGES.into());
    }
    left_out.dedup();
    found.left_out.extend(left_out);
    told
}

struct Ask<'d, 'm, 'a> {
    drawn: &'d Drawn<'m, 'a>,
    settings: &'d Settings,
    control: &'d dyn Control,
    certain: bool,
}

impl Ask<'_, '_, '_> {
    fn told(&self, at: usize, rule: &str, states: Vec<u32>, left_out: &mut Vec<String>) -> WantedFound {
        let tally = &self.drawn.tally;
        let concepts: Vec<Vec<Concept>> = states.iter().map(|state| tally.concepts(*state)).collect();
        let equilibria = STRONGEST_FIRST.map(|concept| {
            let own = states.iter().zip(&concepts).filter(|(_, concepts)| concepts.contains(&concept));
            (concept, own.map(|(state, _)| u64::from(*state)).take(LISTED).collect())
        });
        // Under as many concepts as can be, with as few that would leave as can be, the first by number.
        let best = states
            .iter()
            .zip(&concepts)
            .min_by_key(|(state, concepts)| (std::cmp::Reverse(concepts.len()), self.lacks(**state), **state));
        let (mut changes, mut together, mut locks) = (Vec::new(), Vec::new(), None);
        if let Some((&state, _)) = best {
            let asked = self.settings.rules.equals == Equals::Sanction;
            for concept in STRONGEST_FIRST {
                for decider in self.leavers(concept, state).filter(|_| asked) {
                    match self.change(decider, concept, state) {
                        Some(change) => changes.push(change),
                        None => left_out.push(format!(
                            "what would keep {} under {}",
                            self.drawn.model.party_title(decider),
                            name(concept)
                        )),
                    }
                }
                let Some(found) = self.together(concept, state, &changes) else { continue };
                let same = |other: &&mut Together| other.same(&found);
                match together.iter_mut().find(same) {
                    Some(other) => other.concepts.push(concept),
                    None => together.push(found),
                }
            }
            together.iter_mut().for_each(|found| found.sentence = self.said_together(state, found));
            locks = self.locks(state);
            if locks.is_none() {
                left_out.push("actions that could not be changed".into());
            }
        }
        let sentence = self.sentence(rule, states.len(), best.map(|(state, concepts)| (*state, concepts.as_slice())));
        WantedFound {
            id: format!("stability.{}.wanted.{}", self.drawn.model.id, at + 1),
            rule: rule.to_string(),
            states: states.len() as u64,
            equilibria: equilibria.to_vec(),
            state: best.map(|(state, _)| u64::from(*state)),
            changes,
            together,
            locks,
            sentence,
            basis: crate::run::Basis::default(),
        }
    }

    /// Concepts and decision makers under which a state is left, counted.
    fn lacks(&self, state: u32) -> usize {
        STRONGEST_FIRST.into_iter().map(|concept| self.leavers(concept, state).count()).sum()
    }

    /// The decision makers that would leave a state.
    fn leavers(&self, concept: Concept, state: u32) -> impl Iterator<Item = usize> + '_ {
        let stable = self.drawn.stable.iter().enumerate();
        stable.filter(move |(_, own)| !own.of(concept).has(state as usize)).map(|(decider, _)| decider)
    }

    /// The least changes of a decision maker's preferences that would keep it in a state; `None` where the question
    /// touches too many states.
    fn change(&self, decider: usize, concept: Concept, state: u32) -> Option<Change> {
        let Drawn { model, conflict, ranks, feasible, .. } = self.drawn;
        let question = Question::new(conflict, ranks, decider, state, concept)?;
        let own = &ranks[decider];
        let (sets, complete) = question.least(&|other| own[other as usize] > own[state as usize]);
        // Ranks of the states that something put below the wanted one would pass; those that come down keep their order.
        let from = own[state as usize];
        let mut passed: Vec<u32> = feasible.iter().map(|other| own[other]).filter(|rank| *rank >= from).collect();
        passed.sort_unstable();
        let swaps = |lowered: &[u32]| {
            let passes = |rank: u32| {
                let together = lowered.iter().filter(|other| own[**other as usize] <= rank).count();
                (passed.partition_point(|other| *other <= rank) - together) as u64
            };
            lowered.iter().map(|other| passes(own[*other as usize])).sum::<u64>()
        };
        let mut lower: Vec<(u64, Vec<u32>)> = sets.into_iter().map(|set| (swaps(&set), set)).collect();
        lower.sort_by(|(a, one), (b, other)| (a, one.len(), one).cmp(&(b, other.len(), other)));
        let effect =
            lower.first().and_then(|(_, least)| self.effect(concept, &self.lowered(state, [(decider, least)])?));
        let title = model.party_title(decider);
        let statements = statements(model, decider, &question, state);
        let sentence = match lower.first() {
            None => format!(
                "What would keep {title} there under {} was not found within the limits of the search.",
                name(concept)
            ),
            Some((swaps, least)) => {
                let said: Vec<String> = least.iter().map(|state| model.state((*state).into())).collect();
                let least = if complete { "" } else { " at least" };
                let more = match lower.len() - 1 {
                    0 => String::new(),
                    more => format!(
                        "; there {} {}{least}",
                        if more == 1 { "is" } else { "are" },
                        counted(more, "other minimal change", "other minimal changes")
                    ),
                };
                let pairs = counted(*swaps as usize, "pair of states changes", "pairs of states change");
                format!(
                    "{title} would stay under {} if it liked no better than this: {} ({pairs} places){more}.",
                    name(concept),
                    list(&said, "and")
                )
            }
        };
        let lowered = |(swaps, set): &(u64, Vec<u32>)| Lowered {
            states: set.iter().map(|state| u64::from(*state)).collect(),
            swaps: *swaps,
        };
        Some(Change {
            concept,
            party: model.deciders[decider].index(),
            lower: lower.iter().map(lowered).collect(),
            complete,
            rankings: question.rankings(conflict.states() as u64),
            effect,
            statements,
            sentence,
        })
    }

    /// The conflict with some states of some decision makers moved to just below another, in their own order.
    fn lowered<'s>(&self, state: u32, sets: impl IntoIterator<Item = (usize, &'s Vec<u32>)>) -> Option<Conflict> {
        let mut ranks = self.drawn.ranks.clone();
        for (decider, lowered) in sets {
            let own = &mut ranks[decider];
            let room = lowered.len() as u64 + 1;
            let mut keys: Vec<u64> = own.iter().map(|rank| u64::from(*rank) * room + room).collect();
            let from = keys[state as usize];
            let mut down: Vec<u32> = lowered.iter().map(|other| own[*other as usize]).collect();
            down.sort_unstable();
            down.dedup();
            for other in lowered {
                let above = down.len() - down.partition_point(|rank| *rank < own[*other as usize]);
                keys[*other as usize] = from - above as u64;
            }
            *own = dense(&keys);
        }
        engine_conflict(self.drawn.model, &self.drawn.feasible, &ranks)
    }

    fn again(&self, conflict: &Conflict) -> Option<Vec<Stability>> {
        if self.work() > AGAIN {
            return None;
        }
        Engine::new(conflict).all(self.settings.rules, self.settings.threads, self.control).ok()
    }

    fn work(&self) -> usize {
        (1_usize << self.drawn.model.actions.len()) * self.drawn.stable.len()
    }

    /// The equilibria of another conflict that are none here, and those here that are none there.
    fn effect(&self, concept: Concept, conflict: &Conflict) -> Option<Effect> {
        let stable = self.again(conflict)?;
        Some(self.difference(&Stability::equilibria(&stable, concept), concept))
    }

    fn difference(&self, after: &Bits, concept: Concept) -> Effect {
        let before = Stability::equilibria(&self.drawn.stable, concept);
        let only = |one: &Bits, other: &Bits| {
            let mut own = one.clone();
            own.take_out(other);
            listed(&own)
        };
        Effect { appear: only(after, &before), vanish: only(&before, after) }
    }

    /// Changes of all who would leave a state, together. Under Nash, GMR and SMR one of each is enough, since what others can
    /// do hangs on nobody's preferences; under SEQ and SSEQ combinations are tried, the least first.
    fn together(&self, concept: Concept, state: u32, changes: &[Change]) -> Option<Together> {
        let model = self.drawn.model;
        let own: Vec<&Change> = changes.iter().filter(|change| change.concept == concept).collect();
        // With a change that was not found there is nothing to put together.
        let open = own.len() < self.leavers(concept, state).count() || own.iter().any(|own| own.lower.is_empty());
        if own.is_empty() || open || self.work() > AGAIN {
            return None;
        }
        let by_swaps = |places: &Vec<usize>| -> u64 {
            places.iter().zip(&own).map(|(at, change)| change.lower.get(*at).map_or(0, |lower| lower.swaps)).sum()
        };
        let mut all: Vec<Vec<usize>> = vec![Vec::new()];
        for change in &own {
            let some = change.lower.len().min(EACH);
            all = all
                .into_iter()
                .flat_map(|start| (0..some).map(move |at| start.iter().copied().chain([at]).collect()))
                .take(COMBINATIONS)
                .collect();
        }
        all.sort_by_key(by_swaps);
        let every = own.iter().map(|change| change.lower.len()).product::<usize>() == all.len()
            && own.iter().all(|change| change.complete);
        all.truncate((COMBINED / self.work()).max(1));
        let decider = |change: &Change| model.deciders.iter().position(|own| own.index() == change.party).unwrap_or(0);
        let mut tried = 0;
        for places in &all {
            let sets: Vec<(usize, Vec<u32>)> = places
                .iter()
                .zip(&own)
                .map(|(at, change)| {
                    let states = change.lower[*at].states.iter().map(|state| *state as u32);
                    (decider(change), states.collect())
                })
                .collect();
            let conflict = self.lowered(state, sets.iter().map(|(decider, set)| (*decider, set)))?;
            let stable = self.again(&conflict)?;
            tried += 1;
            let after = Stability::equilibria(&stable, concept);
            if !after.has(state as usize) {
                continue;
            }
            let effect = self.difference(&after, concept);
            let lower = sets.iter().map(|(decider, set)| {
                (model.deciders[*decider].index(), set.iter().map(|state| u64::from(*state)).collect())
            });
            let (lower, concepts) = (lower.collect(), vec![concept]);
            return Some(Together { concepts, lower, tried, complete: true, effect, sentence: String::new() });
        }
        let complete = every && tried == all.len();
        let (concepts, effect) = (vec![concept], Effect::default());
        Some(Together { concepts, lower: Vec::new(), tried, complete, effect, sentence: String::new() })
    }

    fn said_together(&self, state: u32, found: &Together) -> String {
        let under = names(&found.concepts);
        if found.lower.is_empty() {
            let rest = if found.complete { "" } else { "; others were not tried" };
            let tried =
                counted(found.tried, "combination of minimal changes tried", "combinations of minimal changes tried");
            return format!(
                "Under {under} none of {tried} makes it an equilibrium: what one comes to prefer changes what others fear{rest}."
            );
        }
        let parties = self.drawn.model.case.parties();
        let titles: Vec<&str> = found.lower.iter().map(|(party, _)| parties[*party].title.as_str()).collect();
        let each = if titles.len() > 1 { "the least changes of" } else { "the least change of" };
        let others =
            |states: &[u64], one: &str, many: &str| match states.iter().filter(|own| **own != u64::from(state)).count()
            {
                0 => format!("no other {one}"),
                1 => format!("1 other {one}"),
                more => format!("{} others {many}", count(&more)),
            };
        let appear = others(&found.effect.appear, "appears", "appear");
        let vanish = others(&found.effect.vanish, "vanishes", "vanish");
        format!("With {each} {} it is an equilibrium under {under}: {appear}, {vanish}.", list(&titles, "and"))
    }

    /// Actions that, could they not be changed where they stand in the state, would make it an equilibrium; that they were
    /// not there at all comes to the same, since from the state on nobody could change them. `None`: not looked at.
    fn locks(&self, state: u32) -> Option<Vec<LockFound>> {
        let Drawn { model, feasible, ranks, stable, .. } = self.drawn;
        let bits = model.actions.len();
        if self.work() * bits > COMBINED {
            return None;
        }
        let mut found: Vec<LockFound> = Vec::new();
        for action in 0..bits {
            let taken = state >> action & 1 == 1;
            let mut changed = actions(model);
            // What is being done cannot be given up; what is not cannot be taken up.
            changed[action].direction = if taken { Direction::Forward } else { Direction::Back };
            let conflict = Conflict::new(&changed, feasible.clone(), ranks.clone()).ok()?;
            let after = self.again(&conflict)?;
            let holds =
                |all: &[Stability], concept: &Concept| all.iter().all(|own| own.of(*concept).has(state as usize));
            // The strongest concept says it for the others.
            let gained = STRONGEST_FIRST.iter().find(|concept| holds(&after, concept) && !holds(stable, concept));
            found.extend(gained.map(|concept| {
                let title = model.action_title(action);
                let what = if taken { "could not be given up" } else { "could not be taken up" };
                let sentence = format!("It would hold under {} if {title} {what}.", name(*concept));
                LockFound { concept: *concept, action, sentence }
            }));
        }
        Some(found)
    }

    fn sentence(&self, rule: &str, states: usize, best: Option<(u32, &[Concept])>) -> String {
        let Some((state, concepts)) = best else { return format!("No state that can be fulfils `{rule}`.") };
        let model = self.drawn.model;
        let of = if states == 1 {
            format!("1 state fulfils `{rule}`")
        } else {
            format!("{} states fulfil `{rule}`", count(&states))
        };
        let told = model.state(state.into());
        let left = |concept: Concept| {
            let titles: Vec<&str> = self.leavers(concept, state).map(|decider| model.party_title(decider)).collect();
            (!titles.is_empty()).then(|| format!("under {} {} would leave it", name(concept), list(&titles, "and")))
        };
        let first = if self.certain { "" } else { " (first draw)" };
        match concepts {
            [] => {
                let gmr = STRONGEST_FIRST.len() - 1;
                let share = self.drawn.tally.share(gmr, state);
                let some = (share.hits() > 0).then(|| format!("it is one under GMR in {}", share.of_draws()));
                let why: Vec<String> = some.into_iter().chain(left(Concept::Gmr).map(|left| left + first)).collect();
                format!("{of}; none is an equilibrium. Nearest is {told}: {}.", list(&why, "and"))
            }
            all => {
                let but = left(Concept::Nash).filter(|_| !all.contains(&Concept::Nash));
                let but = but.map_or(String::new(), |left| format!("; {left}{first}"));
                format!("{of}; {told} is an equilibrium under {}{but}.", names(all))
            }
        }
    }
}

impl Together {
    /// Whether it says the same of other concepts.
    fn same(&self, other: &Self) -> bool {
        (&self.lower, self.tried, self.complete, &self.effect)
            == (&other.lower, other.tried, other.complete, &other.effect)
    }
}
