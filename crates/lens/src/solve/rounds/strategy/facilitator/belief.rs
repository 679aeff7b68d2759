//! What a facilitator takes a party to want, from its answers: a sample of preferences that explain them all.
//!
//! A preference is additive: option `o` of variable `j` is worth `w_j v_jo`, with weights `w` uniform on the simplex and
//! levels `v` uniform on `[0, 1]` before anything is known: the draws of stochastic multicriteria acceptability analysis (Lahdelma,
//! Hokkanen & Salminen 1998). As answers compare texts, only ratios of weights count, and the `w_j` are kept as
//! independent exponentials, which is the same. An answer is a half-space: `u(better) >= u(worse)`; a bracket is one
//! on two levels. Points of the sample move by Gibbs sampling: one number after another, drawn from its prior cut to the
//! interval that all half-spaces leave it (Gelfand & Smith 1990). A new half-space is first reached by moves that never take a
//! point further from it; where no point gets there, the answer does not fit the ones before it and is set aside.
//!
//! No deal lies between the texts a party would not sign and those it would; with no refusal yet, at its worst with chance
//! [`AT_WORST`], else uniform up to [`NO_DEAL_MOST`] of the way to its best.
//!
//! Cost: a sweep of a point takes `O(cells + comparisons * variables)` steps.

use super::board::Board;
use crate::solve::rounds::stream::Stream;

/// How many points a sample has; bits of a `u32` tell which of them would say yes.
pub(super) const POINTS: usize = 16;
/// Sweeps in which a point looks for a new half-space.
const TRIES: usize = 12;
/// The most comparisons of whole texts that are kept.
const COMPARISONS_MAX: usize = 512;
/// The prior chance that no deal is as bad as the worst that could be.
const AT_WORST: f64 = 0.5;
/// How far on the way to its best a party's no deal is taken to lie at most.
const NO_DEAL_MOST: f64 = 0.6;
/// Weights do not fall below this, so that levels keep their bounds.
const LEAST_WEIGHT: f64 = 1e-9;

/// One preference.
#[derive(Clone)]
struct Point {
    /// By variable.
    weights: Vec<f64>,
    /// By cell.
    levels: Vec<f64>,
    /// By comparison, `u(better) - u(worse)`.
    slack: Vec<f64>,
}

/// What is still wanted of a point: moves do not take it further away.
#[derive(Clone, Copy)]
enum Goal {
    Nothing,
    /// The slack of a comparison is not below 0.
    Comparison(usize),
    /// The level of the first cell is below that of the second.
    Order(usize, usize),
}

/// What is known of one party.
pub(super) struct Belief {
    points: Vec<Point>,
    comparisons: Vec<(Vec<u16>, Vec<u16>)>,
    /// By cell: the comparisons it counts in, and with which sign.
    counts: Vec<Vec<(u32, f64)>>,
    /// By cell: those said to be below and above it.
    below: Vec<Vec<u32>>,
    above: Vec<Vec<u32>>,
    would_sign: Vec<Vec<u16>>,
    would_not: Vec<Vec<u16>>,
    /// By point and cell, on a scale from the worst option of every variable, 0, to the best, 1.
    pub tables: Vec<Vec<f64>>,
    /// By point, no deal on that scale.
    pub no_deals: Vec<f64>,
    /// The mean of the tables, and of no deal.
    pub mean: (Vec<f64>, f64),
    /// How many answers were set aside.
    pub set_aside: u32,
}

impl Belief {
    /// Nothing is known.
    pub fn new(board: &Board, stream: &mut Stream) -> Self {
        let cells = board.cells();
        let point = |_| Point {
            weights: board.options.iter().map(|_| -libm::log(1.0 - stream.uniform()) + LEAST_WEIGHT).collect(),
            levels: (0..cells).map(|_| stream.uniform()).collect(),
            slack: Vec::new(),
        };
        let points = (0..POINTS).map(point).collect();
        let mut own = Self {
            points,
            comparisons: Vec::new(),
            counts: vec![Vec::new(); cells],
            below: vec![Vec::new(); cells],
            above: vec![Vec::new(); cells],
            would_sign: Vec::new(),
            would_not: Vec::new(),
            tables: Vec::new(),
            no_deals: Vec::new(),
            mean: (Vec::new(), 0.0),
            set_aside: 0,
        };
        own.tell(board, stream);
        own
    }

    /// Whether it would sign a text. Of two answers about one text the later counts: no deal can move. So does the later of two
    /// that do not fit together because a text it would not sign is better for it than one that it would.
    pub fn signs(&mut self, board: &Board, text: &[u16], yes: bool, stream: &mut Stream) {
        let (mut to, mut against) = (std::mem::take(&mut self.would_sign), std::mem::take(&mut self.would_not));
        if !yes {
            std::mem::swap(&mut to, &mut against);
        }
        against.retain(|other| {
            let (better, worse) = if yes { (text, &other[..]) } else { (&other[..], text) };
            other != text && self.prefers(board, better, worse, stream)
        });
        if to.len() < COMPARISONS_MAX && !to.iter().any(|own| own == text) {
            to.push(text.to_vec());
        }
        (self.would_sign, self.would_not) = if yes { (to, against) } else { (against, to) };
    }

    /// It holds one text at least as good as another; `false` if that does not fit what it said before.
    pub fn prefers(&mut self, board: &Board, better: &[u16], worse: &[u16], stream: &mut Stream) -> bool {
        let at = self.comparisons.len();
        let known = |(a, b): &(Vec<u16>, Vec<u16>)| a == better && b == worse;
        if better == worse || at >= COMPARISONS_MAX || self.comparisons.iter().any(known) {
            return true;
        }
        for (variable, (more, less)) in better.iter().zip(worse).enumerate().filter(|(_, (a, b))| a != b) {
            self.counts[board.cell(variable, *more)].push((at as u32, 1.0));
            self.counts[board.cell(variable, *less)].push((at as u32, -1.0));
        }
        self.comparisons.push((better.to_vec(), worse.to_vec()));
        let mut points = std::mem::take(&mut self.points);
        for point in &mut points {
            point.slack.push(slack(board, point, &self.comparisons[at]));
        }
        let reached = self.reach(board, &mut points, Goal::Comparison(at), stream);
        if !reached {
            self.comparisons.pop();
            self.counts.iter_mut().for_each(|own| own.retain(|(comparison, _)| *comparison as usize != at));
            points.iter_mut().for_each(|point| point.slack.truncate(at));
        }
        self.points = points;
        reached
    }

    /// It holds one option of a variable below another.
    pub fn ranks(&mut self, board: &Board, low: usize, high: usize, stream: &mut Stream) {
        if self.below[high].contains(&(low as u32)) {
            return;
        }
        let mut points = std::mem::take(&mut self.points);
        if self.reach(board, &mut points, Goal::Order(low, high), stream) {
            self.below[high].push(low as u32);
            self.above[low].push(high as u32);
        }
        self.points = points;
    }

    /// Moves all points to a goal; those that do not get there become copies of some that do. Whether any does.
    fn reach(&mut self, board: &Board, points: &mut [Point], goal: Goal, stream: &mut Stream) -> bool {
        let met = |point: &Point| match goal {
            Goal::Nothing => true,
            Goal::Comparison(at) => point.slack[at] >= 0.0,
            Goal::Order(low, high) => point.levels[low] < point.levels[high],
        };
        for point in points.iter_mut() {
            for _ in 0..TRIES {
                if met(point) {
                    break;
                }
                self.sweep(board, point, goal, stream);
            }
        }
        let there: Vec<usize> = (0..points.len()).filter(|at| met(&points[*at])).collect();
        if there.is_empty() {
            self.set_aside += 1;
            return false;
        }
        for at in 0..points.len() {
            if !there.contains(&at) {
                points[at] = points[there[stream.below(there.len() as u64) as usize]].clone();
            }
        }
        true
    }

    /// Moves every point once and tells the tables anew: to be called when a round's answers are in.
    pub fn settle(&mut self, board: &Board, stream: &mut Stream) {
        let mut points = std::mem::take(&mut self.points);
        for point in &mut points {
            self.sweep(board, point, Goal::Nothing, stream);
            // Sums that were kept up by differences are made anew.
            for (own, comparison) in self.comparisons.iter().enumerate() {
                point.slack[own] = slack(board, point, comparison);
            }
        }
        self.points = points;
        self.tell(board, stream);
    }

    fn sweep(&self, board: &Board, point: &mut Point, goal: Goal, stream: &mut Stream) {
        for (variable, cells) in board.ranges().enumerate() {
            for cell in cells {
                self.move_level(point, variable, cell, goal, stream);
            }
            self.move_weight(board, point, variable, goal, stream);
        }
    }

    fn move_level(&self, point: &mut Point, variable: usize, cell: usize, goal: Goal, stream: &mut Stream) {
        let (level, weight) = (point.levels[cell], point.weights[variable]);
        let (mut low, mut high) = match goal {
            Goal::Order(below, _) if below == cell => (0.0, level),
            Goal::Order(_, above) if above == cell => (level, 1.0),
            _ => (0.0, 1.0),
        };
        for other in &self.below[cell] {
            low = point.levels[*other as usize].max(low);
        }
        for other in &self.above[cell] {
            high = point.levels[*other as usize].min(high);
        }
        for (at, sign) in &self.counts[cell] {
            let slack = point.slack[*at as usize];
            // Where the half-space is not reached yet: no further from it.
            let bound = if slack < 0.0 && is_goal(goal, *at) { level } else { level - slack / (sign * weight) };
            if *sign > 0.0 { low = low.max(bound) } else { high = high.min(bound) }
        }
        if high <= low {
            return;
        }
        let new = low + (high - low) * stream.uniform();
        point.levels[cell] = new;
        for (at, sign) in &self.counts[cell] {
            point.slack[*at as usize] += sign * (new - level) * weight;
        }
    }

    fn move_weight(&self, board: &Board, point: &mut Point, variable: usize, goal: Goal, stream: &mut Stream) {
        let weight = point.weights[variable];
        let (mut low, mut high) = (LEAST_WEIGHT, f64::INFINITY);
        let cell = |digit: u16| board.cell(variable, digit);
        for (at, (better, worse)) in self.comparisons.iter().enumerate() {
            if better[variable] == worse[variable] {
                continue;
            }
            let gain = point.levels[cell(better[variable])] - point.levels[cell(worse[variable])];
            let slack = point.slack[at];
            let bound = if slack < 0.0 && is_goal(goal, at as u32) { weight } else { weight - slack / gain };
            if gain > 0.0 {
                low = low.max(bound);
            } else if gain < 0.0 {
                high = high.min(bound);
            }
        }
        if high <= low {
            return;
        }
        // An exponential cut to the interval.
        let mass = if high.is_finite() { 1.0 - libm::exp(low - high) } else { 1.0 };
        let new = (low - libm::log(1.0 - stream.uniform() * mass)).min(high).max(low);
        point.weights[variable] = new;
        for (at, (better, worse)) in self.comparisons.iter().enumerate() {
            if better[variable] != worse[variable] {
                let gain = point.levels[cell(better[variable])] - point.levels[cell(worse[variable])];
                point.slack[at] += (new - weight) * gain;
            }
        }
    }

    /// Makes the tables.
    fn tell(&mut self, board: &Board, stream: &mut Stream) {
        let cells = board.cells();
        self.tables.resize(POINTS, vec![0.0; cells]);
        self.no_deals.resize(POINTS, 0.0);
        self.mean = (vec![0.0; cells], 0.0);
        for (point, table) in self.points.iter().zip(&mut self.tables) {
            let mut best = 0.0;
            for (range, weight) in board.ranges().zip(&point.weights) {
                let levels = &point.levels[range.clone()];
                let least = levels.iter().copied().fold(1.0, f64::min);
                let mut most = 0.0f64;
                for (to, level) in table[range].iter_mut().zip(levels) {
                    *to = (level - least) * weight;
                    most = most.max(*to);
                }
                best += most;
            }
            if best > 0.0 {
                table.iter_mut().for_each(|value| *value /= best);
            }
        }
        for (at, table) in self.tables.iter().enumerate() {
            let value = |text: &Vec<u16>| board.value(table, text);
            let high = self.would_sign.iter().map(value).fold(1.0, f64::min);
            let low = self.would_not.iter().map(value).fold(0.0, f64::max);
            self.no_deals[at] = if self.would_not.is_empty() {
                let most = high.min(NO_DEAL_MOST);
                let spread = (1.0 - AT_WORST) * most / NO_DEAL_MOST;
                if stream.uniform() * (AT_WORST + spread) < AT_WORST { 0.0 } else { most * stream.uniform() }
            } else {
                low + (high - low).max(0.0) * stream.uniform()
            };
            for (mean, value) in self.mean.0.iter_mut().zip(table) {
                *mean += value / POINTS as f64;
            }
            self.mean.1 += self.no_deals[at] / POINTS as f64;
        }
    }
}

fn is_goal(goal: Goal, comparison: u32) -> bool {
    matches!(goal, Goal::Comparison(at) if at == comparison as usize)
}

fn slack(board: &Board, point: &Point, (better, worse): &(Vec<u16>, Vec<u16>)) -> f64 {
    let differ = better.iter().zip(worse).enumerate().filter(|(_, (a, b))| a != b);
    let gain = |(variable, (a, b)): (usize, (&u16, &u16))| {
        let levels = |digit: &u16| point.levels[board.cell(variable, *digit)];
        point.weights[variable] * (levels(a) - levels(b))
    };
    differ.map(gain).sum()
}
