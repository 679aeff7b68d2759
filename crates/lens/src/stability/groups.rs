//! What many equilibria share: groups that agree on some actions, found by splitting.
//!
//! A group's *cube* are the states that agree with it on every action on which all its members agree. A split on one action
//! gives two groups; that action is taken whose two cubes are smallest together, the first of equals. Groups of which
//! every state of the cube that can be is a member are whole and not split.

use super::findings::{Common, Group};
use super::model::Model;
use super::words::{STRONGEST_FIRST, names};
use crate::phrase::{capital, count, list};
use crate::solve::conflict::{Bits, Concept};

/// Groups that the equilibria of a concept are told in.
const GROUPS: usize = 5;
/// States up to which they are split.
const SPLIT: usize = 1 << 20;
/// States that can be, up to which what follows from other settings is left out.
const IMPLIED: usize = 1 << 16;

/// What the equilibria of each concept share; those of concepts that have the same ones together.
pub(super) fn common(model: &Model<'_>, feasible: &Bits, equilibria: &[Bits]) -> Vec<Common> {
    let mut found: Vec<(Vec<Concept>, &Bits)> = Vec::new();
    for (concept, states) in STRONGEST_FIRST.into_iter().zip(equilibria) {
        match found.iter_mut().find(|(_, own)| *own == states) {
            Some((concepts, _)) => concepts.push(concept),
            None => found.push((vec![concept], states)),
        }
    }
    found.into_iter().filter_map(|(concepts, states)| of(model, feasible, concepts, states)).collect()
}

fn of(model: &Model<'_>, feasible: &Bits, concepts: Vec<Concept>, states: &Bits) -> Option<Common> {
    let members: Vec<u32> = states.iter().map(|state| state as u32).collect();
    if members.len() < 2 {
        return None;
    }
    let number = members.len() as u64;
    let split = members.len() <= SPLIT;
    let mut cubes = vec![Cube::of(members, feasible)];
    while split && cubes.len() < GROUPS {
        // The largest that is not whole and can be told apart.
        let next = (0..cubes.len()).filter(|at| !cubes[*at].whole && cubes[*at].members.len() > 1);
        let Some(at) = next.max_by_key(|at| (cubes[*at].members.len(), usize::MAX - at)) else { break };
        let Some((one, other)) = cubes[at].split(model.actions.len(), feasible) else { break };
        cubes[at] = one;
        cubes.push(other);
    }
    cubes.sort_by_key(|own| (std::cmp::Reverse(own.members.len()), own.taken, own.not_taken));
    let places = |mask: u32| (0..model.actions.len()).filter(|bit| mask >> bit & 1 == 1).collect::<Vec<usize>>();
    let groups: Vec<Group> = cubes
        .iter()
        .map(|own| {
            let (taken, not_taken) = own.needed(model.actions.len(), feasible);
            Group {
                states: own.members.len() as u64,
                taken: places(taken),
                not_taken: places(not_taken),
                whole: own.whole,
            }
        })
        .collect();
    // One group without anything in common says nothing.
    if groups.iter().all(|group| group.taken.is_empty() && group.not_taken.is_empty()) {
        return None;
    }
    let sentence = sentence(model, &concepts, number, &groups);
    Some(Common { concepts, states: number, groups, sentence })
}

pub(super) fn sentence(model: &Model<'_>, concepts: &[Concept], number: u64, groups: &[Group]) -> String {
    let said = |group: &Group| {
        let titles = |places: &[usize]| {
            let titles: Vec<String> = places.iter().map(|bit| model.action_title(*bit)).collect();
            list(&titles, "and")
        };
        let part = |places: &[usize], word: &str| {
            let verb = if places.len() == 1 { "is" } else { "are" };
            (!places.is_empty()).then(|| format!("{} {verb} {word}", titles(places)))
        };
        let parts: Vec<String> =
            [part(&group.taken, "done"), part(&group.not_taken, "not done")].into_iter().flatten().collect();
        if parts.is_empty() { "nothing is the same".to_string() } else { parts.join(", and ") }
    };
    let under = names(concepts);
    match groups {
        [one] => {
            let whole = if one.whole { "; all states of that kind are equilibria" } else { "" };
            format!("In all {} equilibria under {under} {}{whole}.", count(&number), said(one))
        }
        all => {
            let parts: Vec<String> = all
                .iter()
                .map(|group| {
                    let whole = if group.whole { " (all states of that kind)" } else { "" };
                    format!("in {} {}{whole}", count(&group.states), said(group))
                })
                .collect();
            capital(&format!("of {} equilibria under {under}: {}.", count(&number), parts.join("; ")))
        }
    }
}

/// States with what they agree on.
struct Cube {
    members: Vec<u32>,
    taken: u32,
    not_taken: u32,
    whole: bool,
}

impl Cube {
    fn of(members: Vec<u32>, feasible: &Bits) -> Self {
        let taken = members.iter().fold(u32::MAX, |all, state| all & state);
        let not_taken = !members.iter().fold(0, |some, state| some | state);
        let mut own = Self { members, taken, not_taken, whole: false };
        own.whole = own.is_whole(feasible);
        own
    }

    /// Whether all states of the cube that can be are members: as many of them as there are members.
    fn is_whole(&self, feasible: &Bits) -> bool {
        let most = self.members.len();
        let within = |state: &usize| *state as u32 & self.taken == self.taken && *state as u32 & self.not_taken == 0;
        feasible.iter().filter(within).take(most + 1).count() == most
    }

    /// What it agrees on, without what follows from the rest of it by what can be.
    fn needed(&self, actions: usize, feasible: &Bits) -> (u32, u32) {
        let (mut taken, mut not_taken) = (self.taken, self.not_taken & ((1 << actions) - 1));
        let all = feasible.count();
        if all == feasible.len() || all > IMPLIED {
            return (taken, not_taken);
        }
        let within = |taken: u32, not_taken: u32| {
            feasible.iter().filter(|state| *state as u32 & taken == taken && *state as u32 & not_taken == 0).count()
        };
        let own = within(taken, not_taken);
        for bit in (0..actions).rev() {
            let (one, other) = (taken & !(1 << bit), not_taken & !(1 << bit));
            if within(taken, other) == own {
                not_taken = other;
            } else if within(one, not_taken) == own {
                taken = one;
            }
        }
        (taken, not_taken)
    }

    fn split(&self, actions: usize, feasible: &Bits) -> Option<(Self, Self)> {
        let free: Vec<usize> = (0..actions).filter(|bit| (self.taken | self.not_taken) >> bit & 1 == 0).collect();
        let sizes = free.iter().map(|bit| {
            let mut agree = [(u32::MAX, u32::MAX); 2];
            for state in &self.members {
                let (taken, not_taken) = &mut agree[(state >> bit & 1) as usize];
                (*taken, *not_taken) = (*taken & state, *not_taken & !state);
            }
            let size = |(taken, not_taken): (u32, u32)| {
                1_u64 << free.iter().filter(|bit| (taken | not_taken) >> **bit & 1 == 0).count()
            };
            (size(agree[0]) + size(agree[1]), *bit)
        });
        let (size, bit) = sizes.min()?;
        // Halves that share nothing new tell nothing.
        if size >= 1 << free.len() {
            return None;
        }
        let (one, other) = self.members.iter().partition(|state| *state >> bit & 1 == 1);
        Some((Self::of(one, feasible), Self::of(other, feasible)))
    }
}
