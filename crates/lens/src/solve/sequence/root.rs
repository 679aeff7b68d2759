//! An upper bound on the least slack for any number of steps.
//!
//! Three things must be possible for a target to be reached, the first two by each party alone. Let `theta(s)` be what the next stage must be worth
//! to the party for step `s` to reach the target, with as many other steps' deposits in its stage as there can be.
//!
//! - *Reach*: beginning with the value after the last stage, steps whose `theta` is at most the greatest value that the
//!   steps already found possible can give are possible in turn. If some step is never found possible, then the last
//!   such step in time of any order (the first met backwards) comes before possible steps only, whose value is too
//!   small for it: no order reaches the target.
//! - *Places* (stages of one step only): with m steps after it, a stage can count on the m steps of greatest value in
//!   the best order at most. The step with the k-th greatest `theta` must have the k-th greatest of these n numbers at
//!   least, or fewer places than steps are left for the first k (Hall 1935).
//!
//! - *Last*: some step that can be last is in the last stage, and what comes after it is known: all parties must have
//!   at least its `theta` then.
//!
//! The greatest value of a tail of m single steps takes the m greatest `v = worth - cost`, greatest first:
//! `sum over j < m of delta^j v_j + delta^m V`, by exchange. With groups of g, the m-th stage from the front is given
//! the next g greatest positive parts.

use super::chain::{Chain, Step};
use super::stake::Line;
use super::window::Margin;

/// Halvings of the interval in which the bound is sought.
const HALVINGS: u32 = 64;

/// No order with stages of up to `group_max` steps has a least slack above this.
pub(super) fn root_bound(chain: &Chain, group_max: usize, margin: Margin) -> f64 {
    let parties: Vec<Party> = (0..chain.parties()).map(|party| Party::new(chain, party, group_max, margin)).collect();
    let last = (0..chain.steps().len()).filter(|step| chain.ready(chain.all() & !(1 << step)) >> step & 1 == 1);
    let last: Vec<usize> = last.collect();
    let (mut possible, mut bound) = (-margin.most, margin.most);
    for _ in 0..HALVINGS {
        let middle = (possible + bound) * 0.5;
        let ends = |step: &usize| parties.iter().all(|party| party.may_end_with(*step, middle));
        if parties.iter().all(|party| party.may_reach(middle)) && last.iter().any(ends) {
            possible = middle;
        } else {
            bound = middle;
        }
    }
    bound
}

struct Party {
    patience: f64,
    after: f64,
    group_max: usize,
    margin: Margin,
    /// Greatest value first.
    steps: Vec<Own>,
}

/// What a step means for the party.
struct Own {
    step: usize,
    /// Worth less cost.
    value: f64,
    line: Line,
    /// With that of others.
    deposit: f64,
}

impl Party {
    fn new(chain: &Chain, party: usize, group_max: usize, margin: Margin) -> Party {
        let mut deposits: Vec<f64> = chain.steps().iter().map(|step| step.deposit[party]).collect();
        deposits.sort_by(|one, other| other.total_cmp(one));
        // The others of the stage hold at most this, the step itself counted again or not.
        let others: f64 = deposits.iter().take(group_max - 1).sum();
        let own = |(at, step): (usize, &Step)| {
            let line = Line { seen: step.seen, cost: step.cost[party] };
            let value = step.worth[party] - step.cost[party];
            Own { step: at, value, line, deposit: step.deposit[party] + others }
        };
        let mut steps: Vec<Own> = chain.steps().iter().enumerate().map(own).collect();
        steps.sort_by(|one, other| other.value.total_cmp(&one.value));
        // Sums of up to 64 rounded terms stand behind each comparison here.
        let margin = Margin { slip: margin.slip * 64.0, ..margin };
        Party { patience: chain.patience()[party], after: chain.after()[party], group_max, margin, steps }
    }

    fn may_reach(&self, target: f64) -> bool {
        let needed: Vec<f64> = self.steps.iter().map(|own| self.needed(own, target)).collect();
        self.all_within_reach(&needed) && (self.group_max > 1 || self.all_have_places(needed))
    }

    fn may_end_with(&self, step: usize, target: f64) -> bool {
        let own = self.steps.iter().filter(|own| own.step == step);
        own.map(|own| self.needed(own, target)).all(|needed| self.after + self.margin.slip >= needed)
    }

    /// What the next stage must be worth for the step.
    fn needed(&self, own: &Own, target: f64) -> f64 {
        if own.line.cost > 0.0 {
            self.margin.next_needed(own.line, self.patience, own.deposit, target).0
        } else {
            f64::NEG_INFINITY
        }
    }

    fn all_within_reach(&self, needed: &[f64]) -> bool {
        let mut possible = vec![false; needed.len()];
        loop {
            let mut grown = false;
            for at in 0..needed.len() {
                if !possible[at] && self.greatest(&possible) + self.margin.slip >= needed[at] {
                    possible[at] = true;
                    grown = true;
                }
            }
            if !grown {
                return possible.iter().all(|possible| *possible);
            }
        }
    }

    /// The greatest value of a tail of some of the steps.
    fn greatest(&self, possible: &[bool]) -> f64 {
        let mut values = self.steps.iter().zip(possible).filter(|(_, possible)| **possible).map(|(own, _)| own.value);
        let (mut sum, mut weight, mut greatest) = (0.0, 1.0, self.after);
        for _ in 0..possible.iter().filter(|possible| **possible).count() {
            sum += weight
                * if self.group_max == 1 {
                    values.next().unwrap_or(0.0)
                } else {
                    values.by_ref().take(self.group_max).map(|value| value.max(0.0)).sum()
                };
            weight *= self.patience;
            greatest = greatest.max(sum + weight * self.after);
        }
        greatest
    }

    fn all_have_places(&self, mut needed: Vec<f64>) -> bool {
        let (mut sum, mut weight) = (0.0, 1.0);
        let mut places = Vec::with_capacity(needed.len());
        for own in &self.steps {
            places.push(sum + weight * self.after);
            sum += weight * own.value;
            weight *= self.patience;
        }
        places.sort_by(f64::total_cmp);
        needed.sort_by(f64::total_cmp);
        places.iter().zip(&needed).all(|(place, needed)| place + self.margin.slip >= *needed)
    }
}
