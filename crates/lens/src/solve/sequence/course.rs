//! An order of stages with its slacks, and what would close a stage that does not hold.
//!
//! Watson, Games and Economic Behavior 29 (1999) and Journal of Economic Theory 102 (2002) on starting small; Admati &
//! Perry, Review of Economic Studies 58 (1991) on contributions in parts. All of it is closed computation on one
//! order; sums are in `f64`, and an answer holds up to their rounding.

use super::chain::{Chain, NUMBER_MAX, Step};
use super::stake::{Line, Stake, members};

/// The points from 1 down to 0 at which [`Course::patience_needed`] looks.
const GRID: u32 = 4_096;
/// Halvings of an interval: past what 53 bits can tell apart.
const HALVINGS: u32 = 60;
/// The parts into which [`Course::parts_needed`] splits a stage, at most.
const PARTS_MAX: u32 = 12;

/// One stage of an order.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// The steps taken, as a set.
    pub steps: u64,
    /// Per party, its slack; `None` for a party whom no step of the stage costs anything: it cannot cheat.
    pub slack: Vec<Option<f64>>,
    /// Per party, the value W(k + 1) of going on after this stage.
    pub next: Vec<f64>,
}

/// An order that keeps all needs, with its numbers.
#[derive(Clone, Debug)]
pub struct Course<'a> {
    chain: &'a Chain,
    order: Vec<u64>,
    /// Per stage, per party.
    stakes: Vec<Vec<Stake>>,
    /// Per stage, per party: W(k + 1).
    next: Vec<Vec<f64>>,
}

impl<'a> Course<'a> {
    /// The order has been held against the chain.
    pub(super) fn new(chain: &'a Chain, order: &[u64]) -> Course<'a> {
        let stake = |mask: &u64, party| Stake::of(members(*mask).map(|step| &chain.steps()[step]), party);
        let stakes: Vec<Vec<Stake>> =
            order.iter().map(|mask| (0..chain.parties()).map(|party| stake(mask, party)).collect()).collect();
        let mut value = chain.after().to_vec();
        let mut next = vec![Vec::new(); order.len()];
        for (stage, stakes) in stakes.iter().enumerate().rev() {
            let before = stakes.iter().zip(&value).zip(chain.patience()).map(|((stake, w), d)| stake.value + d * w);
            let before = before.collect();
            next[stage] = std::mem::replace(&mut value, before);
        }
        Course { chain, order: order.to_vec(), stakes, next }
    }

    /// The stages, first one first.
    pub fn stages(&self) -> Vec<Stage> {
        let stage = |at: usize| {
            let slack = (0..self.chain.parties()).map(|party| self.slack(at, party)).collect();
            Stage { steps: self.order[at], slack, next: self.next[at].clone() }
        };
        (0..self.order.len()).map(stage).collect()
    }

    /// The least slack over all stages and parties; `None` if no step costs anybody anything.
    pub fn least(&self) -> Option<f64> {
        let of_stage = |at| (0..self.chain.parties()).filter_map(move |party| self.slack(at, party));
        (0..self.order.len()).flat_map(of_stage).reduce(f64::min)
    }

    /// The least patience of a party from which up to 1 all its slacks are at least 0; `None` if they are not at 1.
    ///
    /// Others play no part, as a party's value hangs on its own numbers alone. With deposits or a value below 0
    /// after the last stage, slack can fall as patience rises: patience is looked at on a grid of 4,096 points from 1
    /// downwards until one fails, and halved between that one and the one above. A failure that lies wholly between
    /// two points of the grid is not seen. `None` too if there is no such party.
    pub fn patience_needed(&self, party: usize) -> Option<f64> {
        let after = *self.chain.after().get(party)?;
        let stakes = || self.stakes.iter().map(|stakes| &stakes[party]);
        let holds = |patience: f64| holds(stakes(), patience, after);
        let point = |at: u32| f64::from(at) / f64::from(GRID);
        let Some(fails) = (0..=GRID).rev().find(|at| !holds(point(*at))) else { return Some(0.0) };
        (fails < GRID).then(|| halve(point(fails), point(fails + 1), holds))
    }

    /// The least that must be added to a party's value after the last stage for all its slacks to be at least 0.
    ///
    /// 0 if they are. `None` if nothing within [`NUMBER_MAX`] is enough (with patience 0, or where cheating is never
    /// seen), or if there is no such party.
    pub fn after_needed(&self, party: usize) -> Option<f64> {
        let patience = *self.chain.patience().get(party)?;
        let (mut most, mut weight) = (0.0_f64, 1.0);
        for at in (0..self.order.len()).rev() {
            // What one unit after the last stage is worth at this one.
            weight *= patience;
            let stake = &self.stakes[at][party];
            for line in &stake.lines {
                let slack = line.slack(self.later(at, party) + stake.deposit);
                if slack < 0.0 {
                    most = most.max(-slack / (line.seen * weight));
                }
            }
        }
        (most <= NUMBER_MAX).then_some(most)
    }

    /// Per stage and party, the least that must be added to the party's deposit on that stage for its slack there to
    /// be at least 0; `None` where nothing within [`NUMBER_MAX`] is enough, as where cheating is never seen.
    pub fn deposits_needed(&self) -> Vec<Vec<Option<f64>>> {
        let needed = |at: usize, party: usize| {
            let stake = &self.stakes[at][party];
            let reward = self.later(at, party) + stake.deposit;
            let short = |line: &Line| if line.slack(reward) < 0.0 { -line.slack(reward) / line.seen } else { 0.0 };
            Some(stake.lines.iter().map(short).fold(0.0, f64::max)).filter(|most| *most <= NUMBER_MAX)
        };
        (0..self.order.len()).map(|at| (0..self.chain.parties()).map(|party| needed(at, party)).collect()).collect()
    }

    /// The least chance of being seen, the same for all steps of a stage, with which all slacks of the stage are at
    /// least 0; `None` if 1 is not enough, or there is no such stage.
    ///
    /// Slacks of other stages do not hang on it.
    pub fn seen_needed(&self, stage: usize) -> Option<f64> {
        let steps = *self.order.get(stage)?;
        let holds = |seen: f64| {
            let with = |step: usize| Step { seen, needs: Vec::new(), ..self.chain.steps()[step].clone() };
            let steps: Vec<Step> = members(steps).map(with).collect();
            let slack = |party| Stake::of(steps.iter(), party).slack(self.later(stage, party));
            (0..self.chain.parties()).filter_map(slack).all(|slack| slack >= 0.0)
        };
        if holds(0.0) {
            return Some(0.0);
        }
        // More seen is never worse where the reward is at least 0, and below 0 no chance is enough.
        holds(1.0).then(|| halve(0.0, 1.0, holds))
    }

    /// The least number of parts, from 2 to 12, such that all slacks are at least 0 once each step of the stage is cut
    /// into that many equal parts, taken as so many successive stages; `None` if there is none, or no such stage.
    ///
    /// Cost, worth and deposit are divided by the number of parts; the chance of being seen is that of the step.
    pub fn parts_needed(&self, stage: usize) -> Option<u32> {
        let steps = *self.order.get(stage)?;
        let enough = |parts: &u32| {
            let share = |list: &[f64]| list.iter().map(|number| number / f64::from(*parts)).collect();
            let cut = |step: usize| {
                let step = &self.chain.steps()[step];
                let (cost, worth, deposit) = (share(&step.cost), share(&step.worth), share(&step.deposit));
                Step { cost, worth, deposit, seen: step.seen, needs: Vec::new() }
            };
            let cut: Vec<Step> = members(steps).map(cut).collect();
            (0..self.chain.parties()).all(|party| {
                let part = Stake::of(cut.iter(), party);
                let stakes = self.stakes.iter().enumerate().flat_map(|(at, stakes)| {
                    let times = if at == stage { *parts as usize } else { 1 };
                    std::iter::repeat_n(if at == stage { &part } else { &stakes[party] }, times)
                });
                let stakes: Vec<&Stake> = stakes.collect();
                holds(stakes.into_iter(), self.chain.patience()[party], self.chain.after()[party])
            })
        };
        (2..=PARTS_MAX).find(enough)
    }

    /// What the next stage is worth at this one.
    fn later(&self, at: usize, party: usize) -> f64 {
        self.chain.patience()[party] * self.next[at][party]
    }

    fn slack(&self, at: usize, party: usize) -> Option<f64> {
        self.stakes[at][party].slack(self.later(at, party))
    }
}

/// Whether all slacks of one party are at least 0, given its stakes with the first stage first.
fn holds<'a>(stakes: impl DoubleEndedIterator<Item = &'a Stake>, patience: f64, after: f64) -> bool {
    let mut value = after;
    stakes.rev().all(|stake| {
        let later = patience * value;
        value = stake.value + later;
        stake.slack(later).is_none_or(|slack| slack >= 0.0)
    })
}

/// A point near `fails` at which `holds`, given that it does at `above`.
fn halve(mut fails: f64, mut above: f64, holds: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..HALVINGS {
        let middle = (fails + above) * 0.5;
        if holds(middle) {
            above = middle;
        } else {
            fails = middle;
        }
    }
    above
}
