//! Steps with their numbers and needs, checked once.

use std::fmt;

use super::course::{Course, Stage};

/// The most steps of a chain: a set of steps is a `u64`.
pub const STEPS_MAX: usize = 64;

/// The most parties of a chain.
pub const PARTIES_MAX: usize = 64;

/// The most steps of a stage where orders are looked for.
pub const GROUP_MAX: usize = 4;

/// The most steps that a stage of a given order may have: every way to cheat on them is looked at.
pub const STAGE_MAX: usize = 8;

/// How far from 0 any number of a chain may be. Sums of fewer than 2^10 of them keep far from the ends of `f64`.
pub const NUMBER_MAX: f64 = 1e12;

/// One step: what it costs and brings each party, and what must have been done before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Per party, what taking the step costs it; at least 0. A party without cost has nothing to withhold.
    pub cost: Vec<f64>,
    /// Per party, what the step brings it, of any sign.
    pub worth: Vec<f64>,
    /// Per party, what it loses beside the future if it is seen to cheat on the step; at least 0.
    pub deposit: Vec<f64>,
    /// The chance that cheating on the step is seen, from 0 to 1.
    pub seen: f64,
    /// The step can be taken when for every entry (all of them) some mask (one is enough) is a subset of the steps
    /// taken in earlier stages; bit `s` stands for step `s`. An entry without masks can never be met.
    pub needs: Vec<Vec<u64>>,
}

impl Step {
    /// Whether everything the step needs is in `done`.
    fn can_follow(&self, done: u64) -> bool {
        self.needs.iter().all(|any| any.iter().any(|mask| mask & !done == 0))
    }
}

/// Steps, with what the parties are: how patient, and what they have once all steps are taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    steps: Vec<Step>,
    patience: Vec<f64>,
    after: Vec<f64>,
}

impl Chain {
    /// Checks the sizes and bounds of all numbers.
    ///
    /// `patience` has one entry per party from 0 to 1, the weight of the next stage against this one; `after` has
    /// one entry per party of any sign, its value after the last stage. Every step has as many entries as there are
    /// parties. All numbers are within [`NUMBER_MAX`].
    ///
    /// # Errors
    ///
    /// The first thing found wrong, steps in order; nothing is repaired.
    pub fn new(mut steps: Vec<Step>, mut patience: Vec<f64>, mut after: Vec<f64>) -> Result<Chain, ChainError> {
        let parties = patience.len();
        if steps.len() > STEPS_MAX {
            return Err(ChainError::Steps { given: steps.len() });
        }
        if parties == 0 || parties > PARTIES_MAX || after.len() != parties {
            return Err(ChainError::Parties { patience: parties, after: after.len() });
        }
        if patience.iter().any(|share| !(0.0..=1.0).contains(share)) {
            return Err(ChainError::Patience);
        }
        if after.iter().any(|value| !bounded(*value)) {
            return Err(ChainError::After);
        }
        let all = all(steps.len());
        for (at, step) in steps.iter().enumerate() {
            let lists = [&step.cost, &step.worth, &step.deposit];
            if lists.iter().any(|list| list.len() != parties) {
                return Err(ChainError::Lengths { step: at });
            }
            let negative = step.cost.iter().chain(&step.deposit).any(|number| *number < 0.0);
            if negative || lists.iter().any(|list| list.iter().any(|number| !bounded(*number))) {
                return Err(ChainError::Number { step: at });
            }
            if !(0.0..=1.0).contains(&step.seen) {
                return Err(ChainError::Seen { step: at });
            }
            if step.needs.iter().flatten().any(|mask| mask & !all != 0) {
                return Err(ChainError::Needs { step: at });
            }
        }
        // Adding 0 turns -0 into 0, which then cannot arise anywhere below.
        for step in &mut steps {
            let lists = [&mut step.cost, &mut step.worth, &mut step.deposit];
            lists.into_iter().flatten().for_each(|number| *number += 0.0);
            step.seen += 0.0;
        }
        patience.iter_mut().chain(&mut after).for_each(|number| *number += 0.0);
        Ok(Chain { steps, patience, after })
    }

    /// The steps, numbered from 0.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Per party, the weight of the next stage against this one.
    pub fn patience(&self) -> &[f64] {
        &self.patience
    }

    /// Per party, its value after the last stage.
    pub fn after(&self) -> &[f64] {
        &self.after
    }

    /// The number of parties.
    pub fn parties(&self) -> usize {
        self.patience.len()
    }

    /// All steps, as a set.
    pub fn all(&self) -> u64 {
        all(self.steps.len())
    }

    /// The steps not in `done` that can be taken once `done` is.
    pub fn ready(&self, done: u64) -> u64 {
        let ready = |at: &usize| done >> at & 1 == 0 && self.steps[*at].can_follow(done);
        (0..self.steps.len()).filter(ready).fold(0, |set, at| set | 1 << at)
    }

    /// The steps that can be taken at all, one after the other.
    ///
    /// What can be taken stays so as more is done; the result is the same whatever the order.
    pub fn reachable(&self) -> u64 {
        self.reachable_within(self.all())
    }

    /// As [`Chain::reachable`], taking steps of `within` only.
    pub(super) fn reachable_within(&self, within: u64) -> u64 {
        let mut done = 0;
        loop {
            let ready = self.ready(done) & within;
            if ready == 0 {
                return done;
            }
            done |= ready;
        }
    }

    /// The order as stages with slacks, first stage first; `None` where [`Chain::course`] is.
    pub fn stages(&self, order: &[u64]) -> Option<Vec<Stage>> {
        Some(self.course(order)?.stages())
    }

    /// The order, held against the needs: `None` if it leaves a step out, repeats one, takes one before its needs are
    /// met, or has a stage that is empty or larger than [`STAGE_MAX`].
    pub fn course(&self, order: &[u64]) -> Option<Course<'_>> {
        let mut done = 0;
        for stage in order {
            let size = stage.count_ones() as usize;
            if size == 0 || size > STAGE_MAX || stage & !self.ready(done) != 0 {
                return None;
            }
            done |= stage;
        }
        (done == self.all()).then(|| Course::new(self, order))
    }
}

/// The set of the first `steps` steps.
fn all(steps: usize) -> u64 {
    u64::MAX.checked_shr((STEPS_MAX - steps) as u32).unwrap_or(0)
}

/// NaN is not.
fn bounded(number: f64) -> bool {
    number.abs() <= NUMBER_MAX
}

/// Why steps and parties are not a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChainError {
    /// More than [`STEPS_MAX`] steps.
    Steps {
        /// How many were given.
        given: usize,
    },
    /// No party, more than [`PARTIES_MAX`], or lists of different lengths.
    Parties {
        /// The entries of `patience`.
        patience: usize,
        /// The entries of `after`.
        after: usize,
    },
    /// A patience is not from 0 to 1.
    Patience,
    /// A value after the last stage is past [`NUMBER_MAX`].
    After,
    /// A step does not have one cost, worth and deposit per party.
    Lengths {
        /// The step.
        step: usize,
    },
    /// A number of a step is past [`NUMBER_MAX`], or a cost or deposit is below 0.
    Number {
        /// The step.
        step: usize,
    },
    /// The chance that cheating is seen is not from 0 to 1.
    Seen {
        /// The step.
        step: usize,
    },
    /// A step needs a step that is not there.
    Needs {
        /// The step.
        step: usize,
    },
}

impl fmt::Display for ChainError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ChainError::Steps { given } => write!(f, "there are {given} steps, and the limit is {STEPS_MAX}"),
            ChainError::Parties { patience, after } => write!(
                f,
                "{patience} parties have a patience and {after} a value after the last stage: both must be the same, \
                 from 1 to {PARTIES_MAX}"
            ),
            ChainError::Patience => write!(f, "patience goes from 0 to 1"),
            ChainError::After => write!(f, "a value after the last stage is past {NUMBER_MAX:e}"),
            ChainError::Lengths { step } => write!(f, "step {step} needs one cost, worth and deposit per party"),
            ChainError::Number { step } => {
                write!(f, "step {step} has a number past {NUMBER_MAX:e}, or a cost or deposit below 0")
            }
            ChainError::Seen { step } => write!(f, "step {step}: the chance of being seen goes from 0 to 1"),
            ChainError::Needs { step } => write!(f, "step {step} needs a step that is not in the chain"),
        }
    }
}

impl std::error::Error for ChainError {}
