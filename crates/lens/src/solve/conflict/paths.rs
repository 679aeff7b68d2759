//! From one state to all others: shortest legal sequences of moves (status quo analysis).
//!
//! Breadth-first over states with their last mover. In option form a shortest sequence never has the same mover twice in a
//! row (see [the module](super)), so that one entry a state is enough. Source: Li, Kilgour & Hipel, *Status quo analysis
//! in the graph model for conflict resolution*, Journal of the Operational Research Society 56 (2005).

use super::{By, Conflict, ConflictError, Step};
use crate::control::Control;

/// Nothing leads here.
const NOWHERE: u32 = u32::MAX;

/// The shortest legal sequences from one state to every other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    from: u32,
    /// By state, the one before it on its path.
    before: Vec<u32>,
    /// By state, the last mover on its path.
    mover: Vec<u8>,
    /// In the order in which they are reached: by length, then by number of mover and of what is changed.
    reached: Vec<u32>,
}

impl Conflict {
    /// The shortest legal sequences from a state to all others, of moves or of improvements only. What is not reached by
    /// improvements can still be reached by moves that somebody does not like.
    ///
    /// Cost: for every state reached, two to the number of actions that each decision maker can change. Memory: 5 bytes a
    /// state and 4 for each reached.
    ///
    /// # Errors
    ///
    /// An infeasible state, or somebody stopped it.
    pub fn paths(&self, from: u32, by: By, control: &dyn Control) -> Result<Paths, ConflictError> {
        self.check_state(from)?;
        let all = self.all_states();
        let mut paths = Paths { from, before: vec![NOWHERE; all], mover: vec![u8::MAX; all], reached: vec![from] };
        paths.before[from as usize] = from;
        let mut at = 0;
        while let Some(here) = paths.reached.get(at).copied() {
            if at % 1024 == 0 && control.cancelled() {
                return Err(ConflictError::Cancelled);
            }
            // Who moved last could have moved on at once: it gets nowhere new.
            let last = paths.mover[here as usize];
            for mover in (0..self.movers.len()).filter(|mover| *mover as u8 != last) {
                for to in self.moves_by(by, mover, here) {
                    if paths.before[to as usize] == NOWHERE {
                        paths.before[to as usize] = here;
                        paths.mover[to as usize] = mover as u8;
                        paths.reached.push(to);
                    }
                }
            }
            at += 1;
        }
        Ok(paths)
    }
}

impl Paths {
    /// The states that can be reached, nearest first; the first is where they start.
    pub fn reached(&self) -> &[u32] {
        &self.reached
    }

    /// The moves to a state, none to where the paths start; `None` if no legal sequence leads there.
    pub fn to(&self, state: u32) -> Option<Vec<Step>> {
        if *self.before.get(state as usize)? == NOWHERE {
            return None;
        }
        let mut path = Vec::new();
        let mut to = state;
        while to != self.from {
            path.push(Step { mover: usize::from(self.mover[to as usize]), to });
            to = self.before[to as usize];
        }
        path.reverse();
        Some(path)
    }
}
