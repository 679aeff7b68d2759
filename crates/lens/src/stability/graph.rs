//! The graph of a small conflict: every state that can be, the moves from it, and who gains by them.

use super::findings::{MoveFound, StateFound};
use super::model::Model;
use super::{GRAPH_ACTIONS, GRAPH_STATES};
use crate::share::Share;
use crate::solve::conflict::Conflict;

/// The moves of a small conflict with the draws in which their mover gains; empty for a large one.
#[derive(Default)]
pub(super) struct Moves {
    /// Decision maker, from, to, and the draws in which it prefers where it goes.
    all: Vec<(usize, u32, u32, u64)>,
    states: Vec<u32>,
}

impl Moves {
    pub fn of(conflict: &Conflict) -> Self {
        if conflict.actions() > GRAPH_ACTIONS || conflict.states() > GRAPH_STATES {
            return Self::default();
        }
        let states: Vec<u32> = conflict.feasible().iter().map(|state| state as u32).collect();
        let mut all = Vec::new();
        for &from in &states {
            for decider in 0..conflict.decision_makers() {
                all.extend(conflict.moves(decider, from).map(|to| (decider, from, to, 0)));
            }
        }
        all.sort_unstable_by_key(|(decider, from, to, _)| (*from, *decider, *to));
        Self { all, states }
    }

    /// Counts a draw with its ranks, by decision maker and state; the larger the better.
    pub fn count(&mut self, ranks: &[Vec<u32>]) {
        for (decider, from, to, hits) in &mut self.all {
            *hits += u64::from(ranks[*decider][*to as usize] > ranks[*decider][*from as usize]);
        }
    }

    pub fn found(&self, model: &Model<'_>, draws: u64) -> Vec<StateFound> {
        let of = |state: u32| {
            let own = self.all.iter().filter(move |(_, from, _, _)| *from == state);
            own.map(|(decider, _, to, hits)| MoveFound {
                party: model.deciders[*decider].index(),
                to: u64::from(*to),
                gains: Share::new(*hits, draws, 0),
            })
        };
        self.states.iter().map(|state| StateFound { state: u64::from(*state), moves: of(*state).collect() }).collect()
    }
}
