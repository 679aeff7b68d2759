//! Draws of blocks that hang together, in one of three ways.
//!
//! - *Boxes* (exact): each block within its own bounds (by its triangle if it has one), neighbours of equal bounds
//!   sorted; where there is a sum, the widest block takes what is left. Kept if everything holds.
//! - *Spacings* (exact; where there is a sum): the steps `z_0 = x_0 - low_0`, `z_j = x_j - x_(j-1)` of the chain, each
//!   times the members that it lifts, and what each free block has above its least, times its members, are uniform on a
//!   simplex: the spacings of sorted uniforms (flat Dirichlet: Devroye 1986, chapter V). Kept if the bounds hold, and
//!   with the chance that the triangles give.
//! - *Hit-and-run* of a fixed length from a fixed start inside (Smith 1984). A step moves a block, or a run of neighbours in the
//!   order, up and (where there is a sum) another down: along `e_i - e_j`, divided by their numbers of members, uniformly as far as bounds and
//!   order allow; triangles by a Metropolis step (Chen & Schmeiser 1993).
//!
//! Which of the first two is tried, if any, is settled once by trial under a key that hangs on nothing but the polytope;
//! after [`TRIES`] failures of a draw hit-and-run takes over. Hit-and-run is approximate: the length was chosen so that
//! means and spreads agree with rejection where both work.

use super::polytope::{Block, Polytope};
use super::single::Triangle;
use super::stream::{Key, Stream};

/// How often an exact way is tried before hit-and-run takes over.
const TRIES: usize = 64;

/// Trials of each exact way; one that never succeeds is not tried again.
const TRIALS: u64 = 256;

/// The longest run of neighbours moved together.
const RUN_MAX: usize = 32;

/// An exact way to draw, with a chance of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Boxes,
    Spacings,
}

/// Blocks that hang together. Numbers are in ticks.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// The blocks by number; the first `chain` rise.
    pub(super) blocks: Vec<usize>,
    chain: usize,
    low: Vec<f64>,
    high: Vec<f64>,
    /// Members of each block.
    size: Vec<f64>,
    triangles: Vec<Vec<Triangle>>,
    /// What these blocks sum to.
    total: Option<f64>,
    /// Where there is a sum: the block that takes what is left.
    rest: Option<usize>,
    /// Runs of the chain with the same bounds, without `rest`: sorted when drawn.
    alike: Vec<Vec<usize>>,
    pub(super) way: Option<Way>,
    /// Where hit-and-run sets out.
    start: Vec<f64>,
    steps: usize,
}

impl Part {
    pub(super) fn new(polytope: &Polytope, blocks: Vec<usize>) -> Self {
        let of = |number: fn(&Block) -> i128| -> Vec<f64> {
            blocks.iter().map(|at| number(&polytope.blocks[*at]) as f64).collect()
        };
        let (low, high, size) = (of(|block| block.low), of(|block| block.high), of(Block::size));
        let total = polytope.total.map(|total| {
            let certain = polytope.blocks.iter().filter(|block| block.still());
            (total - certain.map(|block| block.size() * block.low).sum::<i128>()) as f64
        });
        let chain = blocks.iter().filter(|at| **at < polytope.chain).count();
        let triangles: Vec<Vec<Triangle>> = blocks.iter().map(|at| polytope.blocks[*at].triangles.clone()).collect();
        let widest = (0..blocks.len()).max_by(|one, two| {
            let width = |at: usize| (triangles[at].is_empty(), (high[at] - low[at]) * size[at]);
            let ((plain_one, one), (plain_two, two)) = (width(*one), width(*two));
            plain_one.cmp(&plain_two).then(one.total_cmp(&two))
        });
        let steps = 256 + 32 * blocks.len();
        let rest = widest.filter(|_| total.is_some());
        let mut part = Self {
            blocks,
            chain,
            low,
            high,
            size,
            triangles,
            total,
            rest,
            alike: Vec::new(),
            way: None,
            start: Vec::new(),
            steps,
        };
        part.alike = part.alike();
        let (way, successes) = part.easiest();
        part.way = way;
        // Where half the trials succeed, all tries of a draw fail once in 2^64 draws: any start will do.
        part.start = if 2 * successes < TRIALS { part.interior() } else { part.between() };
        part
    }

    fn alike(&self) -> Vec<Vec<usize>> {
        let mut runs: Vec<Vec<usize>> = Vec::new();
        for at in (0..self.chain).filter(|at| Some(*at) != self.rest && self.triangles[*at].is_empty()) {
            let joins = |last: usize| {
                self.low[last] == self.low[at]
                    && self.high[last] == self.high[at]
                    && (last + 1..at).all(|between| Some(between) == self.rest)
            };
            match runs.last_mut() {
                Some(run) if run.last().is_some_and(|last| joins(*last)) => run.push(at),
                _ => runs.push(vec![at]),
            }
        }
        runs.retain(|run| run.len() > 1);
        runs
    }

    /// The exact way that succeeds most often on trial, and how often; `None` where none ever does.
    fn easiest(&self) -> (Option<Way>, u64) {
        if self.total.is_none() && self.blocks.len() == 1 && self.triangles[0].len() < 2 {
            return (Some(Way::Boxes), TRIALS);
        }
        let key = Key::new(0, "trial");
        let successes = |way: Way| -> u64 {
            (0..TRIALS).map(|trial| u64::from(self.attempt(way, &mut key.stream(trial)).is_some())).sum()
        };
        let boxes = successes(Way::Boxes);
        let spacings = if self.total.is_some() { successes(Way::Spacings) } else { 0 };
        match (boxes, spacings) {
            (0, 0) => (None, 0),
            _ if boxes >= spacings => (Some(Way::Boxes), boxes),
            _ => (Some(Way::Spacings), spacings),
        }
    }

    pub(super) fn draw(&self, stream: &mut Stream) -> Vec<f64> {
        let exact = self.way.and_then(|way| (0..TRIES).find_map(|_| self.attempt(way, stream)));
        exact.unwrap_or_else(|| self.walk(stream))
    }

    pub(super) fn attempt(&self, way: Way, stream: &mut Stream) -> Option<Vec<f64>> {
        match way {
            Way::Boxes => self.boxes(stream),
            Way::Spacings => self.spacings(stream),
        }
    }

    /// Each within its own bounds. What the drawing itself did not weigh by triangles is weighed by rejection.
    fn boxes(&self, stream: &mut Stream) -> Option<Vec<f64>> {
        let mut x: Vec<f64> = Vec::with_capacity(self.blocks.len());
        let mut chance = 1.0;
        for at in 0..self.blocks.len() {
            let (low, high) = (self.low[at], self.high[at]);
            if Some(at) == self.rest {
                x.push(low);
                continue;
            }
            let u = stream.uniform();
            x.push(match self.triangles[at].as_slice() {
                [triangle] => {
                    let (from, to) = (triangle.below(low), triangle.below(high));
                    triangle.quantile(from + u * (to - from)).clamp(low, high)
                }
                several => {
                    let drawn = low + u * (high - low);
                    chance *= density(several, drawn);
                    drawn
                }
            });
        }
        for run in &self.alike {
            let mut sorted: Vec<f64> = run.iter().map(|at| x[*at]).collect();
            sorted.sort_unstable_by(f64::total_cmp);
            run.iter().zip(sorted).for_each(|(at, drawn)| x[*at] = drawn);
        }
        if let (Some(rest), Some(total)) = (self.rest, self.total) {
            let others: f64 = (0..x.len()).filter(|at| *at != rest).map(|at| x[at] * self.size[at]).sum();
            x[rest] = (total - others) / self.size[rest];
            chance *= density(&self.triangles[rest], x[rest]);
        }
        (self.holds(&x) && (chance >= 1.0 || stream.uniform() < chance)).then_some(x)
    }

    /// Uniform under order, sum and the least of each, by the spacings of sorted uniforms.
    fn spacings(&self, stream: &mut Stream) -> Option<Vec<f64>> {
        let (count, chain) = (self.blocks.len(), self.chain);
        // All of the chain has at least the least of its first.
        let base = |at: usize| self.low[if at < chain { 0 } else { at }];
        let spare = self.total? - (0..count).map(|at| base(at) * self.size[at]).sum::<f64>();
        let mut cuts: Vec<f64> = (1..count).map(|_| stream.uniform()).collect();
        cuts.sort_unstable_by(f64::total_cmp);
        cuts.push(1.0);
        let mut before = 0.0;
        let mut x: Vec<f64> = Vec::with_capacity(count);
        let mut lifted: f64 = self.size[..chain].iter().sum();
        let mut height = base(0);
        for (at, cut) in cuts.into_iter().enumerate() {
            let share = (cut - before) * spare;
            before = cut;
            if at < chain {
                height += share / lifted;
                lifted -= self.size[at];
                x.push(height);
            } else {
                x.push(self.low[at] + share / self.size[at]);
            }
        }
        let chance: f64 = x.iter().zip(&self.triangles).map(|(x, triangles)| density(triangles, *x)).product();
        (self.holds(&x) && (chance >= 1.0 || stream.uniform() < chance)).then_some(x)
    }

    /// Whether bounds and order hold; the sum does by the way the numbers were made.
    fn holds(&self, x: &[f64]) -> bool {
        (0..x.len()).all(|at| self.low[at] <= x[at] && x[at] <= self.high[at])
            && x[..self.chain].windows(2).all(|pair| pair[0] <= pair[1])
    }

    pub(super) fn walk(&self, stream: &mut Stream) -> Vec<f64> {
        let mut x = self.start.clone();
        for _ in 0..self.steps {
            self.step(&mut x, true, stream);
        }
        x
    }

    /// The point the same part of the way from lower to upper bound in every block: it keeps order and sum.
    fn between(&self) -> Vec<f64> {
        let weighed = |numbers: &[f64]| numbers.iter().zip(&self.size).map(|(x, size)| x * size).sum::<f64>();
        let (least, most) = (weighed(&self.low), weighed(&self.high));
        let part = match self.total {
            Some(total) if most > least => ((total - least) / (most - least)).clamp(0.0, 1.0),
            Some(_) => 0.0,
            None => 0.5,
        };
        self.low.iter().zip(&self.high).map(|(low, high)| low + part * (high - low)).collect()
    }

    /// A point well inside: the mean of a long walk from there.
    fn interior(&self) -> Vec<f64> {
        let mut x = self.between();
        let mut stream = Key::new(0, "start").stream(0);
        let (mut mean, rounds) = (vec![0.0; x.len()], 4 * self.steps);
        for round in 0..rounds {
            self.step(&mut x, false, &mut stream);
            mean.iter_mut().zip(&x).for_each(|(mean, x)| *mean += (x - *mean) / (round + 1) as f64);
        }
        mean
    }

    /// One step of hit-and-run along a direction chosen without looking at `x`.
    fn step(&self, x: &mut [f64], weighed: bool, stream: &mut Stream) {
        let (up_from, up_to) = self.run((0, self.blocks.len()), stream);
        let down = match self.total {
            None => (0, 0),
            Some(_) => match self.aside((up_from, up_to), stream) {
                Some(down) => down,
                None => return,
            },
        };
        let up = (up_from, up_to);
        let members = |(from, to): (usize, usize)| self.size[from..to].iter().sum::<f64>();
        let (rise, fall) = (1.0 / members(up), if down.0 < down.1 { 1.0 / members(down) } else { 0.0 });
        // How fast a block moves.
        let pace = |at: usize| {
            if (up.0..up.1).contains(&at) {
                rise
            } else if (down.0..down.1).contains(&at) {
                -fall
            } else {
                0.0
            }
        };
        let (mut from, mut to) = (f64::NEG_INFINITY, f64::INFINITY);
        for at in (up.0..up.1).chain(down.0..down.1) {
            let (low, high) = ((self.low[at] - x[at]) / pace(at), (self.high[at] - x[at]) / pace(at));
            from = from.max(low.min(high));
            to = to.min(low.max(high));
        }
        for edge in [up.0, up.1, down.0, down.1] {
            if edge == 0 || edge >= self.chain {
                continue;
            }
            let (gap, closing) = (x[edge] - x[edge - 1], pace(edge - 1) - pace(edge));
            if closing > 0.0 {
                to = to.min(gap / closing);
            } else if closing < 0.0 {
                from = from.max(gap / closing);
            }
        }
        // Rounding may have put `x` a hair beyond a bound.
        let (from, to) = (from.min(0.0), to.max(0.0));
        let far = from + stream.uniform() * (to - from);
        let moved = |at: usize| x[at] + far * pace(at);
        if weighed {
            let (mut old, mut new, mut any) = (1.0, 1.0, false);
            for at in (up.0..up.1).chain(down.0..down.1).filter(|at| !self.triangles[*at].is_empty()) {
                old *= density(&self.triangles[at], x[at]);
                new *= density(&self.triangles[at], moved(at));
                any = true;
            }
            if any && stream.uniform() * old > new {
                return;
            }
        }
        for at in (up.0..up.1).chain(down.0..down.1) {
            x[at] += far * pace(at);
        }
    }

    /// A block of `from..to`, or a run of neighbours in the order.
    fn run(&self, (from, to): (usize, usize), stream: &mut Stream) -> (usize, usize) {
        let at = from + stream.below(to - from);
        let end = to.min(self.chain);
        if at >= end || end - from < 2 || !stream.coin() {
            return (at, at + 1);
        }
        let length = 1 + stream.below(RUN_MAX.min(end - from));
        // Runs that would stick out are cut, so that every run's chance hangs on nothing but the polytope.
        (at, end.min(at + length))
    }

    /// A block or run beside another.
    fn aside(&self, (from, to): (usize, usize), stream: &mut Stream) -> Option<(usize, usize)> {
        let (before, after) = (from, self.blocks.len() - to);
        let at = stream.below(before + after);
        match (before + after, at < before) {
            (0, _) => None,
            (_, true) => Some(self.run((0, from), stream)),
            (_, false) => Some(self.run((to, self.blocks.len()), stream)),
        }
    }
}

/// The product of the triangles' densities, each as a share of its peak.
fn density(triangles: &[Triangle], x: f64) -> f64 {
    triangles.iter().map(|triangle| triangle.density(x)).product()
}
