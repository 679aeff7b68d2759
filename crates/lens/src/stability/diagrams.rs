//! Conflicts of more states than are worked through one by one: equilibria as decision diagrams.
//!
//! Counts, the first states of every concept, what all equilibria share, today's state and what is wanted. Reasons, ways
//! and changes of preference need states one by one and are left out. Where a limit on diagrams is reached, every count
//! has two bounds.

use super::Settings;
use super::findings::{Common, ConflictFound, EngineUsed, EquilibriumFound, Group, MixedFound, State, WantedFound};
use super::model::Model;
use super::words::{STRONGEST_FIRST, name, names};
use crate::control::Control;
use crate::phrase::{count, list};
use crate::run::{Arithmetic, Basis, Stop};
use crate::share::Share;
use crate::solve::conflict::symbolic::{Between, Halt, Limits, States, Symbolic, SymbolicError, SymbolicStability};
use crate::solve::conflict::{Action, Concept, Condition};

/// The most actions: numbers of states stay below 2^53.
pub(super) const ACTIONS_MAX: usize = 52;
/// States listed of a concept.
const LISTED: usize = 1_000;

/// Fills in what diagrams can say.
///
/// # Errors
///
/// What stands against diagrams, in words.
pub(super) fn fill(
    model: &Model<'_>,
    actions: &[Action],
    settings: &Settings,
    control: &dyn Control,
    found: &mut ConflictFound,
) -> Result<(), String> {
    let statements = (0..model.deciders.len()).map(|decider| model.drawn_statements(decider));
    let Some(statements) = statements.collect::<Option<Vec<_>>>() else {
        return Err("preferences of everybody by `statements`, which larger models need".into());
    };
    let possible = model.impossible.iter().map(|rule| Condition::Not(Box::new(rule.clone())));
    let said = |error: SymbolicError| format!("a smaller model: {error}");
    let conflict = Symbolic::new(actions, &Condition::All(possible.collect()), &statements, Limits::default());
    let conflict = conflict.map_err(said)?;
    let stable = conflict.all(settings.rules, control);
    found.engine = EngineUsed::Diagrams;
    found.draws = 1;
    found.states = fits(conflict.feasible().count());
    found.stop = match stable.stop {
        None => Stop::Complete,
        Some(Halt::Cancelled) => Stop::Cancelled,
        Some(_) => Stop::Budget,
    };
    let all = STRONGEST_FIRST.map(|concept| stable.equilibria(concept));
    let mut equilibria = Vec::new();
    for (concept, between) in STRONGEST_FIRST.into_iter().zip(all) {
        equilibria.push((concept, between.map_err(said)?));
    }
    if equilibria.iter().any(|(_, between)| between.exact().is_none()) {
        found.arithmetic = Arithmetic::Bounded;
    }
    let told = Told { model, found, stable: &stable, equilibria: &equilibria, feasible: conflict.feasible() };
    told.fill(settings).map_err(said)
}

/// A count of states; there are fewer than 2^53.
fn fits(count: u128) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

struct Told<'t, 'm, 'a> {
    model: &'m Model<'a>,
    found: &'t mut ConflictFound,
    stable: &'t SymbolicStability,
    equilibria: &'t [(Concept, Between)],
    feasible: States,
}

impl Told<'_, '_, '_> {
    fn fill(self, settings: &Settings) -> Result<(), SymbolicError> {
        let Self { model, found, stable, equilibria, feasible } = self;
        for (concept, between) in equilibria {
            found.counts.push((*concept, fits(between.at_least.count())));
            found.at_most.push((*concept, fits(between.at_most.count())));
            found.equilibria.push((*concept, between.at_least.first(LISTED)?));
        }
        if found.arithmetic != Arithmetic::Bounded {
            found.at_most.clear();
        }
        let today = model.today().filter(|today| feasible.has(*today));
        found.today = today;
        found.common = common(model, equilibria)?;
        let concepts = |state: State| -> Vec<Concept> {
            let own = equilibria.iter().filter(|(_, between)| between.at_least.has(state));
            own.map(|(concept, _)| *concept).collect()
        };
        // The first states of the strongest concepts, today's before all others.
        let mut first: Vec<State> = today.filter(|today| !concepts(*today).is_empty()).into_iter().collect();
        for (_, listed) in &found.equilibria {
            for state in listed {
                if first.len() < settings.told && !first.contains(state) {
                    first.push(*state);
                }
            }
        }
        found.told = first.iter().map(|state| told(model, *state, &concepts(*state), today, &found.basis)).collect();
        found.left_out.extend(
            ["why each stays", "ways from today", "what would make a wanted state hold", "coalitions"]
                .map(String::from),
        );
        if let Some(today) = today {
            found.notes.push(leaving(model, stable, today));
        }
        if let Some(asked) = &settings.mixed {
            let own: Vec<Concept> = model.deciders.iter().map(|party| asked.concept(*party)).collect();
            let states = stable.mixed_equilibria(&own)?.at_least;
            let concepts = model.deciders.iter().map(|party| party.index()).zip(own).collect();
            let listed = states.first(LISTED)?;
            found.mixed = Some(MixedFound::new(model, concepts, fits(states.count()), listed));
        }
        for (at, (rule, condition)) in model.wanted.iter().enumerate() {
            found.wanted.push(wanted(model, at, rule, condition, &feasible, equilibria, &found.basis)?);
        }
        let said: Vec<String> = found
            .counts
            .iter()
            .enumerate()
            .map(|(at, (concept, low))| match found.at_most.get(at) {
                Some((_, high)) if high != low => format!("{} to {} {}", count(low), count(high), name(*concept)),
                _ => format!("{} {}", count(low), name(*concept)),
            })
            .collect();
        found.sentence = format!(
            "Of {} states of \"{}\" these are equilibria: {}.{}",
            count(&found.states),
            found.title,
            said.join(", "),
            match today.map(concepts) {
                None => String::new(),
                Some(own) if own.is_empty() => " Today's state is none that is known to be one.".into(),
                Some(own) => format!(" Today's state is one under {}.", names(&own)),
            }
        );
        Ok(())
    }
}

/// Actions that are taken in all equilibria of a concept, or in none.
fn common(model: &Model<'_>, equilibria: &[(Concept, Between)]) -> Result<Vec<Common>, SymbolicError> {
    let mut all: Vec<Common> = Vec::new();
    let exact = equilibria.iter().filter_map(|(concept, between)| Some((*concept, between.exact()?)));
    for (concept, states) in exact {
        let number = states.count();
        if number < 2 {
            continue;
        }
        let (mut taken, mut not_taken) = (Vec::new(), Vec::new());
        for action in 0..model.actions.len() {
            let with = states.within(&Condition::Taken(action as u32))?;
            if with.is_empty() {
                not_taken.push(action);
            } else if with == *states {
                taken.push(action);
            }
        }
        if taken.is_empty() && not_taken.is_empty() {
            continue;
        }
        let group = Group { states: fits(number), taken, not_taken, whole: false };
        match all.iter_mut().find(|own| own.groups[0] == group) {
            Some(own) => own.concepts.push(concept),
            None => all.push(Common {
                concepts: vec![concept],
                states: group.states,
                groups: vec![group],
                sentence: String::new(),
            }),
        }
    }
    for own in &mut all {
        own.sentence = super::groups::sentence(model, &own.concepts, own.states, &own.groups);
    }
    Ok(all)
}

fn told(model: &Model<'_>, state: State, own: &[Concept], today: Option<State>, basis: &Basis) -> EquilibriumFound {
    let share = |concept: Concept| (concept, Share::new(u64::from(own.contains(&concept)), 1, 0));
    let said = crate::phrase::capital(&model.state(state));
    let today = if today == Some(state) { "; it is today's" } else { "" };
    EquilibriumFound {
        id: format!("stability.{}.state.{state}", model.id),
        state,
        concepts: own.to_vec(),
        shares: STRONGEST_FIRST.map(share).to_vec(),
        moves: None,
        way: Vec::new(),
        gaining_way: None,
        held: Vec::new(),
        sentence: format!("{said} holds under {}{today}.", names(own)),
        basis: basis.clone(),
    }
}

/// Who would leave today's state for certain, under which concepts.
fn leaving(model: &Model<'_>, stable: &SymbolicStability, today: State) -> String {
    let of = |decider: usize| {
        let leaves =
            |concept: &Concept| stable.of(decider, *concept).is_some_and(|between| !between.at_most.has(today));
        let own: Vec<Concept> = STRONGEST_FIRST.into_iter().filter(leaves).collect();
        (!own.is_empty()).then(|| format!("{} under {}", model.party_title(decider), names(&own)))
    };
    let said: Vec<String> = (0..model.deciders.len()).filter_map(of).collect();
    match said.as_slice() {
        [] => "Nobody is known to leave today's state.".into(),
        all => format!("Today's state would be left by {}.", list(all, "and by")),
    }
}

fn wanted(
    model: &Model<'_>,
    at: usize,
    rule: &str,
    condition: &Condition,
    feasible: &States,
    equilibria: &[(Concept, Between)],
    basis: &Basis,
) -> Result<WantedFound, SymbolicError> {
    let states = fits(feasible.within(condition)?.count());
    let (mut listed, mut counts) = (Vec::new(), Vec::new());
    for (concept, between) in equilibria {
        let own = between.at_least.within(condition)?;
        let exact = between.exact().is_some();
        let number = count(&own.count());
        counts.push(if exact {
            format!("{number} {}", name(*concept))
        } else {
            format!("{number} or more {}", name(*concept))
        });
        listed.push((*concept, own.first(LISTED)?));
    }
    let best = listed.iter().find_map(|(_, states): &(Concept, Vec<State>)| states.first().copied());
    let of = if states == 1 { "1 state fulfils".to_string() } else { format!("{} states fulfil", count(&states)) };
    let such = best.map_or(String::new(), |state| format!(" The first by number is {}.", model.state(state)));
    let sentence = match states {
        0 => format!("No state that can be fulfils `{rule}`."),
        _ => format!("{of} `{rule}`; of them are equilibria: {}.{such}", counts.join(", ")),
    };
    Ok(WantedFound {
        id: format!("stability.{}.wanted.{}", model.id, at + 1),
        rule: rule.to_string(),
        states,
        equilibria: listed,
        state: best,
        changes: Vec::new(),
        together: Vec::new(),
        locks: None,
        sentence,
        basis: basis.clone(),
    })
}
