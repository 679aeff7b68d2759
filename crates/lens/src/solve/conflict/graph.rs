//! The feasible states of a small conflict one by one, with everybody's own moves as rows of bits.

use super::bits::ones;
use super::rows::Rows;
use super::{Bits, Conflict, ConflictError};

/// Feasible states, rising, and by decision maker and place of a state the places it can move to.
#[derive(Clone, Debug)]
pub(super) struct Graph {
    pub(super) states: Vec<u32>,
    pub(super) moves: Vec<Rows>,
    all_states: usize,
}

impl Graph {
    /// Cost: the square of the states of each fibre. Memory: one bit for each pair of states and decision maker.
    pub(super) fn new(conflict: &Conflict, limit: usize) -> Result<Self, ConflictError> {
        if conflict.states > limit {
            return Err(ConflictError::TooManyStates { states: conflict.states, limit });
        }
        let states: Vec<u32> = conflict.feasible.iter().map(|state| state as u32).collect();
        let moves = conflict.movers.iter().map(|mover| {
            let mut rows = Rows::none(states.len(), states.len());
            let mut by_fibre: Vec<usize> = (0..states.len()).collect();
            by_fibre.sort_by_key(|at| states[*at] & !mover.own);
            for fibre in by_fibre.chunk_by(|one, other| (states[*one] ^ states[*other]) & !mover.own == 0) {
                for from in fibre {
                    for to in fibre.iter().filter(|to| mover.can(states[*from], states[**to])) {
                        rows.insert(*from, *to);
                    }
                }
            }
            rows
        });
        Ok(Self { moves: moves.collect(), states, all_states: conflict.all_states() })
    }

    pub(super) fn len(&self) -> usize {
        self.states.len()
    }

    /// Places of states as a set of states.
    pub(super) fn bits(&self, places: impl Fn(usize) -> bool) -> Bits {
        let mut bits = Bits::none(self.all_states);
        for at in (0..self.states.len()).filter(|at| places(*at)) {
            bits.insert(self.states[at] as usize);
        }
        bits
    }
}

/// What is reached from `start` by legal sequences of one step or more, along everybody's `steps`: nobody moves twice in a
/// row. This holds for steps that are not transitive too, where it is not the same as plain reachability.
pub(super) fn legal_reach(start: usize, states: usize, steps: &[&Rows]) -> Vec<u64> {
    let words = states.div_ceil(64).max(1);
    // By last mover, the states reached; and by mover, those it has already moved on from.
    let mut by_last = vec![vec![0_u64; words]; steps.len()];
    let mut moved = vec![vec![0_u64; words]; steps.len()];
    let mut due: Vec<(usize, usize)> = vec![(start, usize::MAX)];
    while let Some((at, last)) = due.pop() {
        for mover in (0..steps.len()).filter(|mover| *mover != last) {
            let mark = 1 << (at % 64);
            if moved[mover][at / 64] & mark != 0 {
                continue;
            }
            moved[mover][at / 64] |= mark;
            let row = steps[mover].row(at);
            let new: Vec<u64> = row.iter().zip(&by_last[mover]).map(|(to, known)| to & !known).collect();
            for (known, new) in by_last[mover].iter_mut().zip(&new) {
                *known |= new;
            }
            due.extend(ones(&new).map(|to| (to, mover)));
        }
    }
    let mut reached = vec![0; words];
    for by in &by_last {
        for (word, by) in reached.iter_mut().zip(by) {
            *word |= by;
        }
    }
    reached
}
