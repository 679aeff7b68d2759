//! An upper bound on the least slack for any number of steps, one party at a time and without its needs.
//!
//! Two things must be possible for a target to be reached by a party. Let `theta(s)` be what the next stage must be worth
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
//! The greatest value of a tail of m single steps takes the m greatest `v = worth - cost`, greatest first:
//! `sum over j < m of delta^j v_j + delta^m V`, by exchange. With groups of g, the m-th stage from the front is given
//! the next g greatest positive parts.

use super::chain::Chain;
use super::stake::Line;
use super::window::Margin;

/// Halvings of the interval in which the bound is sought.
const HALVINGS: u32 = 64;

/// No order with stages of up to `group_max` steps has a least slack above this.
pub(super) fn root_bound(chain: &Chain, group_max: usize, margin: Margin) -> f64 {
    let parties: Vec<Party> = (0..chain.parties()).map(|party| Party::new(chain, party, group_max, margin)).collect();
    let (mut possible, mut bound) = (-margin.most, margin.most);
    for _ in 0..HALVINGS {
        let middle = (possible + bound) * 0.5;
        if parties.iter().all(|party| party.may_reach(middle)) {
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
    /// Worth less cost, chance of being seen and cost, deposit with that of others; greatest value first.
    steps: Vec<(f64, Line, f64)>,
}

impl Party {
    fn new(chain: &Chain, party: usize, group_max: usize, margin: Margin) -> Party {
        let mut deposits: Vec<f64> = chain.steps().iter().map(|step| step.deposit[party]).collect();
        deposits.sort_by(|one, other| other.total_cmp(one));
        // The others of the stage hold at most this, the step itself counted again or not.
        let others: f64 = deposits.iter().take(group_max - 1).sum();
        let step = |step: &super::chain::Step| {
            let line = Line { seen: step.seen, cost: step.cost[party] };
            (step.worth[party] - step.cost[party], line, step.deposit[party] + others)
        };
        let mut steps: Vec<_> = chain.steps().iter().map(step).collect();
        steps.sort_by(|one, other| other.0.total_cmp(&one.0));
        // Sums of up to 64 rounded terms stand behind each comparison here.
        let margin = Margin { slip: margin.slip * 64.0, ..margin };
        Party { patience: chain.patience()[party], after: chain.after()[party], group_max, margin, steps }
    }

    fn may_reach(&self, target: f64) -> bool {
        let needed = |(_, line, deposit): &(f64, Line, f64)| {
            let needed = || self.margin.next_needed(*line, self.patience, *deposit, target).0;
            if line.cost > 0.0 { needed() } else { f64::NEG_INFINITY }
        };
        let needed: Vec<f64> = self.steps.iter().map(needed).collect();
        self.all_within_reach(&needed) && (self.group_max > 1 || self.all_have_places(needed))
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
        let mut values = self.steps.iter().zip(possible).filter(|(_, possible)| **possible).map(|(step, _)| step.0);
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
        for (value, ..) in &self.steps {
            places.push(sum + weight * self.after);
            sum += weight * value;
            weight *= self.patience;
        }
        places.sort_by(f64::total_cmp);
        needed.sort_by(f64::total_cmp);
        places.iter().zip(&needed).all(|(place, needed)| place + self.margin.slip >= *needed)
    }
}
