//! Beyond one concept for everybody, one decision maker and one order: concepts of each one's own, limited moves of two,
//! coalitions, states that cannot be compared, differences that are large.
//!
//! All of it is with the preferences of the first draw, and all but the first by definition on relations between states,
//! for models of limited size; what is left out is said.

use super::Settings;
use super::compute::{Drawn, listed};
use super::findings::{CoalitionFound, ConflictFound, LimitedFound, MixedFound, State, StrengthFound};
use super::model::Model;
use super::words::{STRONGEST_FIRST, coalition_name, name};
use crate::control::Control;
use crate::phrase::{counted, list};
use crate::solve::conflict::{
    Answering, Bits, CoalitionConcept, Coalitions, Concept, Conflict, Form, LimitedMoves, Members, RELATION_STATES_MAX,
    Relations, Stability,
};
use zopa_case::PartyId;

/// States up to which coalitions are looked at.
const COALITION_STATES: usize = 1 << 11;
/// Decision makers up to which every coalition is looked at.
const COALITION_MEMBERS: usize = 6;

/// Horizons told of limited moves.
const HORIZONS: usize = 4;

/// Adds what goes beyond one concept for single decision makers with one order each.
pub(super) fn beyond(drawn: &Drawn<'_, '_>, settings: &Settings, control: &dyn Control, found: &mut ConflictFound) {
    let Drawn { model, conflict, ranks, .. } = drawn;
    let states = conflict.states();
    found.mixed = mixed(drawn, settings);
    if model.deciders.len() < 2 {
        return;
    }
    if model.deciders.len() == 2 && states > RELATION_STATES_MAX {
        found.left_out.push(format!("limited moves (up to {RELATION_STATES_MAX} states)"));
    }
    found.limited = limited(conflict, control);
    if states <= COALITION_STATES && model.deciders.len() <= COALITION_MEMBERS {
        found.coalitions = coalitions(model, conflict, found, settings.members, control);
    } else {
        found.left_out.push(format!(
            "coalitions (looked at up to {COALITION_STATES} states and {COALITION_MEMBERS} decision makers)"
        ));
    }
    let (unknown, large) = model.finer();
    if !unknown && !large {
        return;
    }
    if states > RELATION_STATES_MAX {
        found.left_out.push(format!(
            "what cannot be compared, and how large differences are (up to {RELATION_STATES_MAX} states)"
        ));
        return;
    }
    let seen = |decider: usize, one: u32, other: u32| model.seen(decider, &ranks[decider], one, other);
    let Ok(relations) = Relations::new(conflict, seen) else { return };
    let everybody = |of: &dyn Fn(usize) -> Option<Bits>| {
        let mut all = conflict.feasible().clone();
        for decider in 0..model.deciders.len() {
            all.keep(&of(decider)?);
        }
        Some(all)
    };
    if unknown {
        for form in Form::ALL {
            let by = |concept: Concept| {
                let of = |decider| {
                    relations.stable(decider, concept, form, Answering::default(), settings.rules, control).ok()
                };
                everybody(&of).map(|states| (concept, listed(&states)))
            };
            found.forms.push((form, STRONGEST_FIRST.into_iter().filter_map(by).collect()));
        }
    }
    if large {
        for concept in STRONGEST_FIRST.into_iter().filter(|concept| *concept != Concept::Nash) {
            let strength = |decider| relations.strength(decider, concept, settings.rules, control).ok();
            let stable = everybody(&|decider| strength(decider).map(|own| own.stable));
            let strong = everybody(&|decider| strength(decider).map(|own| own.strong));
            let (Some(mut weak), Some(strong)) = (stable, strong) else { continue };
            weak.take_out(&strong);
            found.strength.push(StrengthFound { concept, strong: listed(&strong), weak: listed(&weak) });
        }
    }
}

/// The states that hold where each decision maker looks ahead as was asked.
fn mixed(drawn: &Drawn<'_, '_>, settings: &Settings) -> Option<MixedFound> {
    let asked = settings.mixed.as_ref()?;
    let model = drawn.model;
    let own: Vec<Concept> = model.deciders.iter().map(|party| asked.concept(*party)).collect();
    let states = Stability::mixed_equilibria(&drawn.stable, &own).ok()?;
    let concepts = model.deciders.iter().map(|party| party.index()).zip(own).collect();
    Some(MixedFound::new(model, concepts, states.count() as u64, listed(&states)))
}

impl MixedFound {
    /// Puts it into words.
    pub(super) fn new(model: &Model<'_>, concepts: Vec<(usize, Concept)>, count: u64, states: Vec<State>) -> Self {
        let said: Vec<String> = concepts
            .iter()
            .enumerate()
            .map(|(decider, (_, concept))| format!("{} by {}", model.party_title(decider), name(*concept)))
            .collect();
        let hold = if count == 1 {
            "1 state holds".into()
        } else {
            format!("{} hold", counted(count as usize, "state", "states"))
        };
        let sentence = format!("Where each looks ahead in its own way ({}), {hold} for everybody.", list(&said, "and"));
        Self { concepts, count, states, sentence }
    }
}

/// Limited moves, where there are two decision makers with strict preferences and few enough states.
fn limited(conflict: &Conflict, control: &dyn Control) -> Option<LimitedFound> {
    let moves = LimitedMoves::new(conflict).ok()?;
    let both = |[one, other]: [Bits; 2]| {
        let mut both = one;
        both.keep(&other);
        listed(&both)
    };
    let mut horizons = Vec::new();
    for horizon in 1..=HORIZONS {
        horizons.push((horizon, both(moves.stable(horizon, control).ok()?)));
    }
    let non_myopic = moves.non_myopic(control).ok()?.map(|forever| both(forever.stable));
    let sentence = match non_myopic.as_deref() {
        None => "Looking ever further ahead, what holds did not repeat within the limit.".to_string(),
        Some([]) => "Looking ever further ahead, no state holds for both (non-myopic stability).".to_string(),
        Some(states) => {
            let numbers: Vec<String> = states.iter().take(12).map(u64::to_string).collect();
            let more = if states.len() > 12 { ", and more" } else { "" };
            let noun = if states.len() == 1 { "state" } else { "states" };
            let hold = if states.len() == 1 { "holds" } else { "hold" };
            format!(
                "Looking ever further ahead, {noun} {}{more} {hold} for both (non-myopic stability).",
                list(&numbers, "and")
            )
        }
    };
    Some(LimitedFound { horizons, non_myopic, sentence })
}

/// Coalitions of two and more that would leave a state told, each with the states they would go to.
fn coalitions(
    model: &Model<'_>,
    conflict: &Conflict,
    found: &ConflictFound,
    members: Members,
    control: &dyn Control,
) -> Vec<CoalitionFound> {
    let Ok(coalitions) = Coalitions::new(conflict, members) else { return Vec::new() };
    let mut leaving = Vec::new();
    let count = model.deciders.len();
    for set in (1_u32..1 << count).filter(|set| set.count_ones() > 1) {
        let members: Vec<usize> = (0..count).filter(|at| set >> at & 1 == 1).collect();
        let stable: Vec<(CoalitionConcept, Bits)> = CoalitionConcept::ALL
            .into_iter()
            .filter_map(|concept| Some((concept, coalitions.stable(&members, concept, control).ok()?)))
            .collect();
        for state in found.told.iter().map(|told| told.state as u32) {
            let concepts: Vec<CoalitionConcept> =
                stable.iter().filter(|(_, own)| !own.has(state as usize)).map(|(concept, _)| *concept).collect();
            let to = coalitions.improvements(&members, state).ok().and_then(|all| all.first().copied());
            let (false, Some(to)) = (concepts.is_empty(), to) else { continue };
            let titles: Vec<&str> = members.iter().map(|member| model.party_title(*member)).collect();
            let names: Vec<&str> = concepts.iter().map(|concept| coalition_name(*concept)).collect();
            let sentence = format!(
                "Together {} would leave state {state} for {} ({}).",
                list(&titles, "and"),
                model.state(to.into()),
                list(&names, "and")
            );
            let members = members.iter().map(|member| model.deciders[*member]).map(PartyId::index).collect();
            let (state, to) = (u64::from(state), u64::from(to));
            leaving.push(CoalitionFound { state, members, to, concepts, sentence });
        }
    }
    leaving.sort_by_key(|own| (found.told.iter().position(|told| told.state == own.state), own.members.len()));
    leaving
}
