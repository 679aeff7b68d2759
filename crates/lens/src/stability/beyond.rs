//! Beyond one decision maker and one order: coalitions, states that cannot be compared, differences that are large.
//!
//! All of it is by definition on relations between states, with the preferences of the first draw, and for models of
//! limited size; what is left out is said.

use super::findings::{CoalitionFound, ConflictFound, StrengthFound};
use super::model::Model;
use super::words::{STRONGEST_FIRST, coalition_name};
use super::{LISTED, Settings};
use crate::control::Control;
use crate::phrase::list;
use crate::solve::conflict::{
    Answering, Bits, CoalitionConcept, Coalitions, Concept, Conflict, Form, Members, RELATION_STATES_MAX, Relations,
};
use zopa_case::PartyId;

/// States up to which coalitions are looked at.
const COALITION_STATES: usize = 1 << 11;
/// Decision makers up to which every coalition is looked at.
const COALITION_MEMBERS: usize = 6;

/// Adds what goes beyond single decision makers with one order each.
pub(super) fn beyond(
    model: &Model<'_>,
    conflict: &Conflict,
    ranks: &[Vec<u32>],
    settings: &Settings,
    control: &dyn Control,
    found: &mut ConflictFound,
) {
    let states = conflict.states();
    if model.deciders.len() < 2 {
        return;
    }
    if states <= COALITION_STATES && model.deciders.len() <= COALITION_MEMBERS {
        found.coalitions = coalitions(model, conflict, found, control);
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
    let listed = |states: &Bits| states.iter().take(LISTED).map(|state| state as u32).collect::<Vec<u32>>();
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

/// Coalitions of two and more that would leave a state told, each with the states they would go to.
fn coalitions(
    model: &Model<'_>,
    conflict: &Conflict,
    found: &ConflictFound,
    control: &dyn Control,
) -> Vec<CoalitionFound> {
    let Ok(coalitions) = Coalitions::new(conflict, Members::default()) else { return Vec::new() };
    let mut leaving = Vec::new();
    let count = model.deciders.len();
    for set in (1_u32..1 << count).filter(|set| set.count_ones() > 1) {
        let members: Vec<usize> = (0..count).filter(|at| set >> at & 1 == 1).collect();
        let stable: Vec<(CoalitionConcept, Bits)> = CoalitionConcept::ALL
            .into_iter()
            .filter_map(|concept| Some((concept, coalitions.stable(&members, concept, control).ok()?)))
            .collect();
        for state in found.told.iter().map(|told| told.state) {
            let concepts: Vec<CoalitionConcept> =
                stable.iter().filter(|(_, own)| !own.has(state as usize)).map(|(concept, _)| *concept).collect();
            let to = coalitions.improvements(&members, state).ok().and_then(|all| all.first().copied());
            let (false, Some(to)) = (concepts.is_empty(), to) else { continue };
            let titles: Vec<&str> = members.iter().map(|member| model.party_title(*member)).collect();
            let names: Vec<&str> = concepts.iter().map(|concept| coalition_name(*concept)).collect();
            let sentence = format!(
                "Together {} would leave state {state} for {} ({}).",
                list(&titles, "and"),
                model.state(to),
                list(&names, "and")
            );
            let members = members.iter().map(|member| model.deciders[*member]).map(PartyId::index).collect();
            leaving.push(CoalitionFound { state, members, to, concepts, sentence });
        }
    }
    leaving.sort_by_key(|own| (found.told.iter().position(|told| told.state == own.state), own.members.len()));
    leaving
}
