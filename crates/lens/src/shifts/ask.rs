//! Is there a zone, at many points of the drivers, draw by draw.
//!
//! Points that differ in no-deal values alone share one charge: of it the exact frontier above the least that any of the points
//! asks of each party is made once, and a point has a zone exactly where a vector of the frontier is nowhere below its no-deal
//! values. Where the frontier had to be thinned, what it leaves open is searched. Points that move weights or lines have a
//! charge of their own.

use super::outside::{Outside, World};
use crate::control::Control;
use crate::model::{Game, in_chunks};
use crate::share::Share;
use crate::solve::valued::Charge;
use crate::solve::valued::dual::reach;
use crate::solve::valued::frontier::{Frontier, Limits, frontier};
use zopa_case::Number;

/// What a frontier of one draw may take, before it is thinned.
const FRONTIER: Limits = Limits { vectors: 50_000, sums: 40_000_000 };
/// Points of one charge from which on a frontier is made; fewer are searched one by one.
const MANY: usize = 6;
/// Draws in one part of the work.
const CHUNK: u64 = 8;
/// Vectors that are passed over together.
const BLOCK: usize = 32;

/// Chunks in one wave.
const WAVE: usize = 64;

/// Progress over all waves.
struct Wave<'a> {
    control: &'a dyn Control,
    from: u64,
    chunks: u64,
}

impl Control for Wave<'_> {
    fn cancelled(&self) -> bool {
        self.control.cancelled()
    }

    fn progress(&self, part: &'static str, done: u64, _: u64) {
        self.control.progress(part, self.from + done, self.chunks);
    }
}

/// Drivers that are moved, with where to; the others stand where they are today.
pub(super) type Point = Vec<(usize, Number)>;

/// How points are answered.
pub(super) struct Asker<'a> {
    pub game: &'a Game<'a>,
    pub outside: &'a Outside,
    /// Steps of search for a point.
    pub steps: u64,
}

/// Points with one charge: the moves that it takes, and the points by number.
type Together = (Point, Vec<usize>);

impl Asker<'_> {
    /// Points by the charge that they share, in order of the first of each.
    fn together(&self, points: &[Point]) -> Vec<Together> {
        let mut groups: std::collections::BTreeMap<Vec<(usize, i128)>, usize> = std::collections::BTreeMap::new();
        let mut found: Vec<Together> = Vec::new();
        for (at, point) in points.iter().enumerate() {
            let deep: Point = point.iter().copied().filter(|(driver, _)| self.outside.moved[*driver].deep()).collect();
            let key: Vec<(usize, i128)> = deep.iter().map(|(driver, level)| (*driver, level.0)).collect();
            let place = *groups.entry(key).or_insert_with(|| {
                found.push((deep, Vec::new()));
                found.len() - 1
            });
            found[place].1.push(at);
        }
        found
    }

    /// The share of draws with a zone at each point; fewer draws than asked for where somebody stopped it.
    pub fn shares(
        &self,
        points: &[Point],
        draws: u64,
        threads: usize,
        control: &dyn Control,
        part: &'static str,
    ) -> Vec<Share> {
        let groups = self.together(points);
        let work = |chunk: u64| {
            let mut counts = vec![(0_u32, 0_u32); points.len()];
            for index in chunk * CHUNK..draws.min((chunk + 1) * CHUNK) {
                if control.cancelled() {
                    return None;
                }
                for (at, answer) in self.one(points, &groups, index).into_iter().enumerate() {
                    counts[at].0 += u32::from(answer == Some(true));
                    counts[at].1 += u32::from(answer.is_none());
                }
            }
            Some(counts)
        };
        let mut sums = vec![(0_u64, 0_u64); points.len()];
        let (mut done, chunks) = (0, draws.div_ceil(CHUNK));
        // In waves, so that memory does not grow with the draws.
        'waves: for from in (0..chunks).step_by(WAVE) {
            let to = chunks.min(from + WAVE as u64);
            let wave = Wave { control, from, chunks };
            let parts = in_chunks(threads, to - from, &wave, part, |chunk| work(from + chunk));
            // What comes after a gap is left aside, so that the draws counted are always the first ones.
            for counts in parts {
                let Some(counts) = counts.flatten() else { break 'waves };
                for (sum, own) in sums.iter_mut().zip(counts) {
                    sum.0 += u64::from(own.0);
                    sum.1 += u64::from(own.1);
                }
                done = draws.min(done + CHUNK);
            }
        }
        sums.into_iter().map(|(hits, open)| Share::new(hits, done, open)).collect()
    }

    /// The answers of one draw.
    fn one(&self, points: &[Point], groups: &[Together], index: u64) -> Vec<Option<bool>> {
        let mut answers = vec![None; points.len()];
        let world = World::new(self.game, self.outside, index);
        let at = |point: &Point| {
            let mut moved = world.clone();
            point.iter().for_each(|(driver, level)| moved.levels[*driver] = Some(*level));
            moved
        };
        for (deep, members) in groups {
            let Some(charge) = at(deep).charge(self.game, self.outside) else {
                members.iter().for_each(|member| answers[*member] = Some(false));
                continue;
            };
            let targets: Vec<Vec<Option<i64>>> = {
                // The drivers alone move what is needed: one copy of the draw serves all points.
                let mut moved = world.clone();
                let mut of = |member: &usize| {
                    moved.levels.fill(None);
                    points[*member].iter().for_each(|(driver, level)| moved.levels[*driver] = Some(*level));
                    moved.targets(self.game, self.outside)
                };
                members.iter().map(&mut of).collect()
            };
            let front = (members.len() >= MANY).then(|| Front::new(&charge, &targets));
            for (member, targets) in members.iter().zip(&targets) {
                let known = front.as_ref().and_then(|front| front.answer(targets));
                answers[*member] = known.or_else(|| self.search(&charge, targets));
            }
        }
        answers
    }

    fn search(&self, charge: &Charge, targets: &[Option<i64>]) -> Option<bool> {
        let mut budget = self.steps;
        reach(charge, targets, &[], &mut budget).answer()
    }

    /// Whether there is a zone in a draw as it is.
    pub fn zone(&self, world: &World) -> Option<bool> {
        let Some(charge) = world.charge(self.game, self.outside) else { return Some(false) };
        self.search(&charge, &world.targets(self.game, self.outside))
    }

    /// The same at a point of a draw.
    pub fn zone_at(&self, index: u64, point: &Point) -> Option<bool> {
        let mut world = World::new(self.game, self.outside, index);
        point.iter().for_each(|(driver, level)| world.levels[*driver] = Some(*level));
        self.zone(&world)
    }
}

/// The frontier of a charge above the least that is asked, made to be looked up.
struct Front {
    /// Dimensions with a target.
    among: Vec<usize>,
    found: Frontier,
    /// By block of vectors, the greatest value of each dimension.
    most: Vec<i64>,
}

impl Front {
    fn new(charge: &Charge, targets: &[Vec<Option<i64>>]) -> Self {
        let known = |at: &usize| targets.iter().all(|own| own[*at].is_some());
        let among: Vec<usize> = (0..charge.dims()).filter(known).collect();
        let least = |at: &usize| targets.iter().filter_map(|own| own[*at]).min().unwrap_or(0);
        let least: Vec<i64> = among.iter().map(least).collect();
        let found = frontier(&charge.project(&among), &least, &FRONTIER);
        let dims = among.len();
        let mut most = Vec::new();
        if dims > 0 {
            for block in found.values.chunks(dims * BLOCK) {
                most.extend((0..dims).map(|p| block.iter().skip(p).step_by(dims).copied().max().unwrap_or(i64::MIN)));
            }
        }
        Self { among, found, most }
    }

    /// Whether some vector reaches the targets; `None` where a thinned frontier leaves that open.
    fn answer(&self, targets: &[Option<i64>]) -> Option<bool> {
        let dims = self.among.len();
        if self.found.is_empty() {
            // Nothing reaches even the least of all.
            return Some(false);
        }
        let wanted: Vec<i64> = self.among.iter().map(|at| targets[*at].unwrap_or(i64::MIN)).collect();
        if dims == 0 {
            return Some(true);
        }
        let above = |own: &[i64]| own.iter().zip(&wanted).all(|(own, wanted)| own >= wanted);
        // Vectors stand by falling first value.
        let (mut from, mut to) = (0, self.found.len());
        while from < to {
            let middle = from + (to - from) / 2;
            if self.found.vector(middle)[0] >= wanted[0] { from = middle + 1 } else { to = middle }
        }
        let reached = if dims == 2 && self.found.exact() {
            // The second value rises as the first falls: the last that is left has the most.
            from > 0 && self.found.vector(from - 1)[1] >= wanted[1]
        } else {
            let blocks = self.most.chunks(dims).enumerate().take(from.div_ceil(BLOCK));
            let mut near = blocks.filter(|(_, most)| above(most)).map(|(block, _)| block * BLOCK);
            near.any(|start| (start..from.min(start + BLOCK)).any(|at| above(self.found.vector(at))))
        };
        if reached || self.found.exact() { Some(reached) } else { None }
    }
}
