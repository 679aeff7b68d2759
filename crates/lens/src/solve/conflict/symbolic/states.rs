//! Sets of states as diagrams, and what can be asked of them.

use std::rc::Rc;

use oxidd::BooleanFunction;

use super::SymbolicError;
use super::model::{Space, diagram, support};
use super::store::{Diagram, Work, count};
use crate::solve::conflict::Condition;

/// A set of states of a conflict; all of them feasible, unless said otherwise.
#[derive(Clone)]
pub struct States {
    space: Rc<Space>,
    diagram: Diagram,
}

impl std::fmt::Debug for States {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("States").field("count", &self.count()).field("nodes", &self.nodes()).finish_non_exhaustive()
    }
}

impl PartialEq for States {
    /// Whether they are sets of the same conflict with the same states.
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.space, &other.space) && self.diagram == other.diagram
    }
}

impl Eq for States {}

impl States {
    pub(super) fn new(space: Rc<Space>, diagram: Diagram) -> Self {
        Self { space, diagram }
    }

    /// How many states it holds, exactly. Cost: linear in the nodes of its diagram.
    pub fn count(&self) -> u128 {
        count(&self.diagram, self.space.variables.len() as u32)
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        !self.diagram.satisfiable()
    }

    /// Whether it holds a state, given as a number whose bit `j` is action `j`; a number of `2^n` or more it never does.
    pub fn has(&self, state: u64) -> bool {
        let variables = &self.space.variables;
        let bits = variables.iter().enumerate().map(|(at, variable)| (*variable, state >> at & 1 == 1));
        state >> variables.len() == 0 && self.diagram.eval(bits)
    }

    /// Its first `most` states as numbers, rising.
    ///
    /// Cost: a copy of its diagram for each action and state told.
    ///
    /// # Errors
    ///
    /// [`SymbolicError::Halted`] if the diagrams outgrow their room.
    pub fn first(&self, most: usize) -> Result<Vec<u64>, SymbolicError> {
        let work = Work::ask(&self.space.store);
        let mut found = Vec::new();
        let mut due = vec![(self.diagram.clone(), self.space.variables.len(), 0_u64)];
        while found.len() < most {
            let Some((set, actions, state)) = due.pop() else { break };
            let Some(action) = actions.checked_sub(1) else {
                found.push(state);
                continue;
            };
            // The half with the action left undone has the lower numbers, and is looked at first.
            let yes = work.variable(self.space.variables[action])?;
            for (literal, bit) in [(yes.clone(), 1), (work.not(&yes)?, 0)] {
                let half = work.with(&set, &literal)?;
                if half.satisfiable() {
                    due.push((half, action, state | bit << action));
                }
            }
        }
        Ok(found)
    }

    /// What both hold.
    ///
    /// # Errors
    ///
    /// [`SymbolicError::OtherConflict`] if they are of different conflicts; [`SymbolicError::Halted`] if the diagrams
    /// outgrow their room.
    pub fn common(&self, other: &States) -> Result<States, SymbolicError> {
        if !Rc::ptr_eq(&self.space, &other.space) {
            return Err(SymbolicError::OtherConflict);
        }
        let both = Work::ask(&self.space.store).and(&self.diagram, &other.diagram)?;
        Ok(Self::new(self.space.clone(), both))
    }

    /// Those of its states in which a condition holds.
    ///
    /// # Errors
    ///
    /// An action that is not there, a condition nested too deep, or diagrams that outgrow their room.
    pub fn within(&self, condition: &Condition) -> Result<States, SymbolicError> {
        support(condition, self.space.variables.len())?;
        let work = Work::ask(&self.space.store);
        let kept = work.and(&self.diagram, &diagram(&work, &self.space.variables, condition)?)?;
        Ok(Self::new(self.space.clone(), kept))
    }

    /// Whether everything that it holds is in `other` too.
    ///
    /// # Errors
    ///
    /// As [`common`](States::common).
    pub fn is_within(&self, other: &States) -> Result<bool, SymbolicError> {
        Ok(self.common(other)? == *self)
    }

    /// The nodes of its diagram.
    pub fn nodes(&self) -> usize {
        super::store::size(&self.diagram)
    }

    /// What either holds.
    ///
    /// # Errors
    ///
    /// As [`common`](States::common).
    pub fn or(&self, other: &States) -> Result<States, SymbolicError> {
        if !Rc::ptr_eq(&self.space, &other.space) {
            return Err(SymbolicError::OtherConflict);
        }
        let either = Work::ask(&self.space.store).or(&self.diagram, &other.diagram)?;
        Ok(Self::new(self.space.clone(), either))
    }
}

/// A set of states, exactly or between two sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Between {
    /// States that are certainly in it.
    pub at_least: States,
    /// States outside of which certainly none is in it.
    pub at_most: States,
}

impl Between {
    pub(super) fn exactly(states: States) -> Self {
        Self { at_least: states.clone(), at_most: states }
    }

    /// The set, where it is known exactly.
    pub fn exact(&self) -> Option<&States> {
        (self.at_least == self.at_most).then_some(&self.at_least)
    }
}
