//! Good orders without proof: beam search from the last stage, and exchanges.
//!
//! The beam keeps the tails of each number of steps that score best, by a rule named in [`Guide`]. What is found is
//! a floor for the exact search, and the answer where that is out of reach.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::Meter;
use super::chain::Chain;
use super::sets::Sets;
use super::stake::{Groups, members};
use super::window::{Margin, Window};

/// Which tails are good. All rules then prefer the greater sum of values, each measured by the party's greatest.
#[derive(Clone, Copy)]
pub(super) enum Guide<'a> {
    /// The greatest least slack so far.
    Least,
    /// The greatest sum of values.
    Sum,
    /// The values farthest above what the most demanding step left needs, the worst placed party deciding.
    Ready,
    /// The values farthest up between what may do and what is enough for the rest, the worst placed party deciding.
    Window(&'a Sets, &'a Window),
}

/// A chain with what the searches for an order need.
pub(super) struct Ground<'a> {
    pub chain: &'a Chain,
    pub groups: &'a Groups,
    pub margin: Margin,
}

/// Tails with the same number of steps.
#[derive(Default)]
struct Pool {
    nodes: Vec<Node>,
    values: Vec<f64>,
}

#[derive(Clone, Copy)]
struct Node {
    /// The steps before the tail.
    done: u64,
    least: f64,
    score: (f64, f64),
    /// The place of the tail that it extends among all kept, and the group with which.
    from: u32,
    group: u32,
}

impl Ground<'_> {
    /// The best complete order of a beam of so many tails, all its slacks above `target`, with its least slack.
    pub fn beam(&self, target: f64, guide: Guide<'_>, width: usize, meter: &mut Meter<'_>) -> Option<(Vec<u64>, f64)> {
        let (steps, parties) = (self.chain.steps().len(), self.chain.parties());
        let scorer = Scorer::new(self, guide, target);
        let mut pools: Vec<Pool> = (0..=steps).map(|_| Pool::default()).collect();
        let start = Node { done: self.chain.all(), least: f64::INFINITY, score: (0.0, 0.0), from: u32::MAX, group: 0 };
        pools[0].nodes.push(start);
        pools[0].values.extend_from_slice(self.chain.after());
        let mut kept: Vec<(u32, u32)> = Vec::new();
        let mut row = vec![0.0; parties];
        for size in 0..steps {
            let mut pool = std::mem::take(&mut pools[size]);
            pool.thin(width, parties, true);
            let mut work = 0;
            for (at, node) in pool.nodes.iter().enumerate() {
                let place = kept.len() as u32;
                kept.push((node.from, node.group));
                let tail = &pool.values[at * parties..(at + 1) * parties];
                self.last_groups(node.done, &mut |group, mask| {
                    work += 1;
                    let Some(least) = self.extend(tail, group, &mut row) else { return };
                    let least = node.least.min(least);
                    if least <= target {
                        return;
                    }
                    let done = node.done & !mask;
                    let Some(score) = scorer.score(done, least, &row) else { return };
                    let to = &mut pools[size + mask.count_ones() as usize];
                    to.nodes.push(Node { done, least, score, from: place, group: group as u32 });
                    to.values.extend_from_slice(&row);
                    if to.nodes.len() > 8 * width + 1_024 {
                        to.thin(4 * width, parties, false);
                    }
                });
            }
            if !meter.spend(work) {
                return None;
            }
        }
        let last = pools.pop()?;
        let best = last.nodes.iter().reduce(|one, other| if other.least > one.least { other } else { one })?;
        let (mut order, mut at, mut group) = (Vec::new(), best.from, best.group);
        while let Some(next) = kept.get(at as usize) {
            order.push(self.groups.masks[group as usize]);
            (at, group) = *next;
        }
        Some((order, best.least))
    }

    /// The least slack of a group before a tail, and what the longer tail is worth; infinite where nothing costs.
    fn extend(&self, tail: &[f64], group: usize, row: &mut [f64]) -> Option<f64> {
        let mut least = f64::INFINITY;
        for (party, value) in row.iter_mut().enumerate() {
            let later = self.chain.patience()[party] * tail[party];
            *value = self.groups.value[group * self.groups.parties + party] + later;
            if let Some(slack) = self.groups.slack(group, party, later) {
                least = least.min(slack);
            }
        }
        (!least.is_nan()).then_some(least)
    }

    /// The groups of `done`, which can be done, that can be its last.
    fn last_groups(&self, done: u64, visit: &mut impl FnMut(usize, u64)) {
        let free = |step: &usize| self.chain.steps()[*step].needs.is_empty();
        let needy = members(done).filter(|step| !free(step)).fold(0_u64, |set, step| set | 1 << step);
        if needy == 0 {
            return self.groups.each(done, visit);
        }
        let can_be_last = |mask: u64| {
            let before = done & !mask;
            mask & !self.chain.ready(before) == 0 && self.chain.reachable_within(before) == before
        };
        // Steps that can be last together can each be last alone: the others are taken just before.
        let last = members(done).filter(|step| can_be_last(1 << step)).fold(0_u64, |set, step| set | 1 << step);
        self.groups.each(last, &mut |group, mask| {
            if mask.is_power_of_two() || can_be_last(mask) {
                visit(group, mask);
            }
        });
    }

    /// The least slack of an order; infinite where nothing costs. `None` if it breaks a need or a group is too large.
    fn least(&self, order: &[u64]) -> Option<f64> {
        let mut done = 0;
        for mask in order {
            if mask.count_ones() as usize > self.groups.size || mask & !self.chain.ready(done) != 0 {
                return None;
            }
            done |= mask;
        }
        Some(self.least_slack(order))
    }

    /// The least slack of an order that keeps the needs; infinite where nothing costs.
    pub fn least_slack(&self, order: &[u64]) -> f64 {
        let mut least = f64::INFINITY;
        let mut row = self.chain.after().to_vec();
        let mut tail = row.clone();
        for mask in order.iter().rev() {
            least = self.extend(&tail, self.groups.number(*mask), &mut row).map_or(least, |slack| least.min(slack));
            tail.copy_from_slice(&row);
        }
        least
    }

    /// Moves single steps, to a stage of their own or to another, and swaps two, as long as the least slack grows.
    pub fn polish(&self, mut order: Vec<u64>, meter: &mut Meter<'_>) -> (Vec<u64>, f64) {
        let mut least = self.least_slack(&order);
        loop {
            let before = least;
            for step in 0..self.chain.steps().len() {
                let mut best = None;
                let mut spent = 0;
                self.neighbours(&order, step, &mut |other| {
                    spent += other.len() as u64;
                    if let Some(slack) = self.least(other).filter(|slack| *slack > least) {
                        least = slack;
                        best = Some(other.to_vec());
                    }
                });
                order = best.unwrap_or(order);
                if !meter.spend(spent) {
                    return (order, least);
                }
            }
            if least <= before {
                return (order, least);
            }
        }
    }

    fn neighbours(&self, order: &[u64], step: usize, visit: &mut impl FnMut(&[u64])) {
        let bit = 1_u64 << step;
        let without: Vec<u64> = order.iter().map(|mask| mask & !bit).filter(|mask| *mask != 0).collect();
        for at in 0..=without.len() {
            let mut other = without.clone();
            other.insert(at, bit);
            visit(&other);
        }
        for at in (0..without.len()).filter(|at| (without[*at].count_ones() as usize) < self.groups.size) {
            let mut other = without.clone();
            other[at] |= bit;
            visit(&other);
        }
        for second in step + 1..self.chain.steps().len() {
            let both = bit | 1 << second;
            let swap = |mask: &u64| if (mask & both).count_ones() == 1 { mask ^ both } else { *mask };
            visit(&order.iter().map(swap).collect::<Vec<u64>>());
        }
    }
}

impl Pool {
    /// Keeps the best `width`; if `maximal`, of those that no better placed one of the same set dominates.
    fn thin(&mut self, width: usize, parties: usize, maximal: bool) {
        let row = |at: usize| &self.values[at * parties..(at + 1) * parties];
        let by = |one: &f64, other: &f64| other.partial_cmp(one).unwrap_or(Ordering::Equal);
        let mut order: Vec<usize> = (0..self.nodes.len()).collect();
        order.sort_by(|one, other| {
            let (a, b) = (&self.nodes[*one], &self.nodes[*other]);
            let scores = by(&a.score.0, &b.score.0).then(by(&a.score.1, &b.score.1)).then(by(&a.least, &b.least));
            scores.then(a.done.cmp(&b.done)).then(one.cmp(other))
        });
        let mut of_set: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        let mut kept = Pool::default();
        for at in order {
            if kept.nodes.len() == width {
                break;
            }
            let node = self.nodes[at];
            if maximal {
                let others = of_set.entry(node.done).or_default();
                let beats = |other: &usize| {
                    self.nodes[*other].least >= node.least && row(*other).iter().zip(row(at)).all(|(a, b)| a >= b)
                };
                if others.iter().any(beats) {
                    continue;
                }
                others.push(at);
            }
            kept.nodes.push(node);
            kept.values.extend_from_slice(row(at));
        }
        *self = kept;
    }
}

/// A guide with what it measures by.
struct Scorer<'a> {
    ground: &'a Ground<'a>,
    guide: Guide<'a>,
    /// Per party, 1 over the greatest that a value can be.
    scale: Vec<f64>,
    /// Per step and party, what the next stage must be worth to reach the target.
    needed: Vec<f64>,
}

impl<'a> Scorer<'a> {
    fn new(ground: &'a Ground<'a>, guide: Guide<'a>, target: f64) -> Scorer<'a> {
        let (chain, parties) = (ground.chain, ground.chain.parties());
        let greatest = |party: usize| {
            let steps = chain.steps().iter().map(|step| (step.worth[party] - step.cost[party]).abs()).sum::<f64>();
            chain.after()[party].abs() + steps
        };
        let scale = (0..parties).map(greatest).map(|most| if most > 0.0 { 1.0 / most } else { 0.0 }).collect();
        let needed = |step: usize, party: usize| {
            let group = ground.groups.number(1 << step);
            let deposit = ground.groups.deposit[group * parties + party];
            let line = ground.groups.lines(group, party).first();
            let of_line = |line: &super::stake::Line| {
                ground.margin.next_needed(*line, chain.patience()[party], deposit, target).0
            };
            line.map_or(f64::NEG_INFINITY, of_line)
        };
        let needed = match guide {
            Guide::Ready => (0..chain.steps().len() * parties).map(|at| needed(at / parties, at % parties)).collect(),
            _ => Vec::new(),
        };
        Scorer { ground, guide, scale, needed }
    }

    /// `None` if the target cannot be reached from there.
    fn score(&self, done: u64, least: f64, values: &[f64]) -> Option<(f64, f64)> {
        let sum = values.iter().zip(&self.scale).map(|(value, scale)| value * scale).sum();
        let parties = values.len();
        let most = self.ground.margin.most;
        let worst = match self.guide {
            Guide::Least => least,
            Guide::Sum => sum,
            Guide::Ready => {
                let above = |party: usize| {
                    let needed = members(done).map(|step| self.needed[step * parties + party]);
                    let needed = needed.fold(f64::NEG_INFINITY, f64::max).clamp(-most, most);
                    (values[party] - needed) * self.scale[party]
                };
                (0..parties).map(above).fold(f64::INFINITY, f64::min)
            }
            Guide::Window(sets, window) => {
                let at = sets.place(done)? * parties;
                let mut worst = 1.0_f64;
                for (party, value) in values.iter().enumerate() {
                    let (lower, upper) = (window.lower[at + party], window.upper[at + party]);
                    if *value < lower {
                        return None;
                    }
                    let (lower, upper) = (lower.clamp(-most, most), upper.clamp(-most, most));
                    if *value < upper {
                        worst = worst.min((value - lower) / (upper - lower));
                    }
                }
                worst
            }
        };
        Some((worst, sum))
    }
}
