//! The order, and the grouping into stages, that leaves the most slack to parties who could each stop keeping their word.
//!
//! Steps `s` are taken in stages `k = 1..K`, each a group `G_k` of a few steps whose needs are met by earlier stages.
//! Party i pays `c_i(s)` for a step, gets `b_i(s)` from it, holds a deposit `h_i(s)` on it, and weighs the next stage
//! by its patience `delta_i`. From the last stage backwards
//!
//! ```text
//! W_i(K+1) = V_i        W_i(k) = b_i(G_k) - c_i(G_k) + delta_i W_i(k+1)
//! ```
//!
//! In stage k a party can leave out any non-empty set T of its costly steps: it saves `c_i(T)`, is seen with chance
//! `d(T) = 1 - prod over T of (1 - seen_s)`, and then loses the future and its deposits. Its *slack* is
//!
//! ```text
//! min over T of d(T) (delta_i W_i(k+1) + h_i(G_k)) - c_i(T)
//! ```
//!
//! A stage *holds* if no slack is below 0; without a cost there is no slack. [`best`] looks for the sequence of groups
//! over all steps with the greatest least slack. [`Chain::course`] evaluates a given one, and [`Course`] says what would
//! close a stage that does not hold.
//!
//! One value per set of steps is not enough, as the order of the tail changes every W. Method: label setting backwards
//! over the sets that can be done, with labels (W_1 .. W_n) that are not dominated (Martins, European Journal of
//! Operational Research 16 (1984), for the multicriteria shortest path), for one target of the least slack after another:
//! beam search and exchanges find good orders, bounds of one party at a time close sets and moves and narrow the values
//! that labels need to have (`window.rs`), and one pass at the value of the best order found proves that there is no
//! better one. On why parties begin with small steps: Admati & Perry (1991); Watson (1999, 2002), see [`Course`].
//!
//! Numbers are `f64` with `+ - * /` and comparisons only: the same bytes on every machine. "Exact" means over the slacks
//! as computed; two orders whose true slacks differ by rounding alone may be told apart by it.

mod beam;
mod chain;
mod course;
mod pass;
mod root;
mod sets;
mod stake;
#[cfg(test)]
mod tests;
mod window;

pub use chain::{Chain, ChainError, GROUP_MAX, NUMBER_MAX, PARTIES_MAX, STAGE_MAX, STEPS_MAX, Step};
pub use course::{Course, Stage};

use crate::control::Control;
use beam::{Ground, Guide};
use pass::{GivenUp, Room, Target, first_order, pass, plain_order, some_order};
use root::root_bound;
use sets::Sets;
use stake::Groups;
use window::{Frame, Margin, Window};

/// The most cells, sets that can be done times parties, for which tables per set are made: 64 MiB each, of three.
const CELLS_MAX: usize = 1 << 23;
/// The greatest width of a beam.
const WIDTH_MAX: u64 = 256;
/// How often a target is halved towards the bound.
const ROUNDS: usize = 8;
/// The labels of a pass for a first look: it takes as long as its window.
const FEW: usize = 1 << 17;
/// The labels of one set in a pass that only looks for an order.
const FEW_OF_SET: usize = 2;
/// The labels of a pass for the first of equals.
const FIRST: usize = 1 << 20;

/// How much a search may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most steps in a stage: 1 to [`GROUP_MAX`], what is past them counting as the nearest.
    pub group_max: usize,
    /// The most labels kept at once in a pass, of `8 * parties + 16` bytes. One that would
    /// need more is given up, and some labels of each set are followed to look for an order without proof.
    pub labels: usize,
    /// The most moves looked at, label by label: some 10 to 50 million a second. A search that has spent them stops
    /// with what it has.
    pub work: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { group_max: 3, labels: 1 << 22, work: 1_000_000_000 }
    }
}

/// The best order found.
#[derive(Clone, Debug, PartialEq)]
pub struct Best {
    /// The stages, first one first, as sets of steps. Always an order that keeps all needs.
    pub order: Vec<u64>,
    /// Its least slack; `None` if no step costs anybody anything, so that no order has slacks.
    pub least: Option<f64>,
    /// No order has a greater least slack; as `least` where `proved`.
    pub bound: Option<f64>,
    /// Whether it is proved that there is no better order.
    pub proved: bool,
    /// Whether the order is the first of all with that least slack: of the fewest stages, then lexicographically by the
    /// stages' rising lists of steps. Otherwise it is the one that the search met first, the same on every run.
    pub first: bool,
}

/// The order with the greatest least slack; `None` if some step can never be taken.
///
/// Exact, as far as the limits go, where the sets of steps that can be done are at most 2^23 over the number of parties:
/// 21 steps of four parties without needs, far more with them. Where a limit is hit, or past that size, the order is the
/// best one that beam searches and exchanges found, and `bound` is the least slack above which it is proved that there
/// is nothing: by passes that were not given up, or else by simple necessities, which can be far off. Where the groups
/// are so many that their numbers take more than 64 MiB the search makes smaller groups, and does not call its answer
/// proved.
///
/// `control` is asked all along; when it says stop, the answer is what there is.
pub fn best(chain: &Chain, limits: &Limits, control: &dyn Control) -> Option<Best> {
    let order = plain_order(|done| chain.ready(done), chain.all())?;
    let group_max = limits.group_max.clamp(1, GROUP_MAX);
    let groups = Groups::new(chain, group_max);
    let margin = Margin::new(chain);
    let ground = Ground { chain, groups: &groups, margin };
    let meter = Meter { left: limits.work, cancelled: false, control };
    let least = ground.least_slack(&order);
    let mut search = Search { ground, meter, order, least, bound: f64::INFINITY, first: false };
    let sets = Sets::new(chain, CELLS_MAX / chain.parties());
    let whole = groups.size == group_max;
    let mut frame = sets.filter(|_| whole).map(|sets| Frame { chain, sets, groups: &groups, margin });
    if least < f64::INFINITY {
        search.bound = root_bound(chain, group_max, margin).max(least);
        search.start();
        match &mut frame {
            Some(frame) => search.prove(frame, limits.labels),
            None => search.climb(),
        }
    }
    let proved = whole && search.least >= search.bound || least == f64::INFINITY;
    if let Some(frame) = frame.filter(|_| proved) {
        search.take_first(&frame, limits.labels);
    }
    let finite = |slack: f64| (slack < f64::INFINITY).then_some(slack);
    let bound = finite(search.bound.max(search.least));
    Some(Best { order: search.order, least: finite(search.least), bound, proved, first: search.first })
}

/// What is left to spend.
struct Meter<'a> {
    left: u64,
    cancelled: bool,
    control: &'a dyn Control,
}

impl Meter<'_> {
    /// Whether to go on, after so much work.
    fn spend(&mut self, work: u64) -> bool {
        self.cancelled |= self.control.cancelled();
        let enough = work <= self.left;
        self.left = self.left.saturating_sub(work);
        enough && !self.cancelled
    }
}

/// What came of a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Decided {
    /// No order is above it.
    No,
    /// An order above the best one so far was found.
    Yes,
    /// It took more labels than allowed, and no better order was found.
    Open,
    /// The work is spent.
    Spent,
}

/// A search with the best order so far.
struct Search<'a> {
    ground: Ground<'a>,
    meter: Meter<'a>,
    order: Vec<u64>,
    least: f64,
    /// Proved to be at least every order's least slack.
    bound: f64,
    first: bool,
}

impl Search<'_> {
    /// Takes an order that a search found, after exchanges, if it is better.
    fn take(&mut self, found: Option<(Vec<u64>, f64)>) -> bool {
        let Some((order, _)) = found else { return false };
        let (order, least) = self.ground.polish(order, &mut self.meter);
        let better = least > self.least;
        if better {
            (self.order, self.least) = (order, least);
        }
        better
    }

    /// The middle of an interval; `None` if nothing to speak of is within.
    fn middle(&self, low: f64, high: f64) -> Option<f64> {
        (high - low > self.ground.margin.slip * 1e3).then_some((low + high) * 0.5)
    }

    fn width(&self) -> usize {
        let per_tail = (self.ground.chain.steps().len() * self.ground.groups.count()) as u64;
        (self.meter.left / 64 / per_tail.max(1)).clamp(4, WIDTH_MAX) as usize
    }

    /// A first good order.
    fn start(&mut self) {
        let width = self.width();
        let found = self.ground.beam(f64::NEG_INFINITY, Guide::Least, width, &mut self.meter);
        self.take(found);
    }

    /// Beams of fixed rules, for targets between the best order and the bound.
    fn climb(&mut self) {
        let width = self.width();
        let mut above = self.bound;
        for _ in 0..ROUNDS {
            let Some(target) = self.middle(self.least, above) else { return };
            let mut better = false;
            for guide in [Guide::Ready, Guide::Sum] {
                let found = self.ground.beam(target, guide, width, &mut self.meter);
                better |= self.take(found);
            }
            if !better {
                above = target;
            }
        }
    }

    /// A window, if there is work left for it.
    fn window(&mut self, frame: &Frame<'_>, target: f64) -> Option<Window> {
        self.meter.spend(frame.work()).then(|| frame.window(target))
    }

    /// Whether a slack above `target` can be had. Takes the order found, or lowers the bound.
    fn decide(&mut self, frame: &mut Frame<'_>, target: f64, labels: usize) -> Decided {
        let Some(window) = self.window(frame, target) else { return Decided::Spent };
        if !window.open(frame.chain.parties()) {
            self.bound = target;
            return Decided::No;
        }
        let lowest = target <= self.least;
        let wanted = Target { slack: target, above: true, fewest: false };
        let room = Room { all: labels, of_set: usize::MAX };
        let found = match pass(frame, &window, wanted, room, &mut self.meter) {
            Ok(kept) => match some_order(frame, &kept) {
                Some(order) => Some((order, target)),
                None => {
                    self.bound = target;
                    return Decided::No;
                }
            },
            Err(GivenUp::Work) => return Decided::Spent,
            // Too many labels for a proof may still be an order that is easily found.
            Err(GivenUp::Labels) => {
                let room = Room { all: labels, of_set: FEW_OF_SET * labels.div_ceil(FEW) };
                match pass(frame, &window, wanted, room, &mut self.meter) {
                    Ok(kept) => some_order(frame, &kept).map(|order| (order, target)),
                    Err(GivenUp::Work) => return Decided::Spent,
                    Err(GivenUp::Labels) => {
                        let guide = Guide::Window(&frame.sets, &window);
                        self.ground.beam(target, guide, self.width(), &mut self.meter)
                    }
                }
            }
        };
        if lowest {
            // Whatever is asked from now on is asked for more.
            frame.narrow(&window);
        }
        if self.take(found) { Decided::Yes } else { Decided::Open }
    }

    /// Passes until nothing is above the best order, or the limits are reached.
    ///
    /// A pass far below the best least slack has many labels, one near it or above has few. So with few labels allowed
    /// first, then with more, targets are halved between the best order and what could not be had, before the best
    /// order itself is the target. Last, the bound is brought down as far as passes can be finished.
    fn prove(&mut self, frame: &mut Frame<'_>, labels: usize) {
        let Some(window) = self.window(frame, self.least) else { return };
        frame.narrow(&window);
        for room in [FEW, 8 * FEW, labels].map(|allowed| allowed.min(labels)) {
            let mut above = self.bound;
            for _ in 0..ROUNDS {
                let Some(target) = self.middle(self.least, above) else { break };
                above = target;
                match self.decide(frame, target, room) {
                    Decided::Spent => return,
                    Decided::Yes if self.tops(frame, room) => return,
                    Decided::Yes => above = self.bound,
                    Decided::No | Decided::Open => {}
                }
            }
            if self.tops(frame, room) || room == labels {
                break;
            }
        }
        let mut open = self.least;
        for _ in 0..ROUNDS {
            let Some(target) = self.middle(open, self.bound) else { return };
            match self.decide(frame, target, labels) {
                Decided::Spent => return,
                Decided::No => {}
                Decided::Yes | Decided::Open => open = target.max(self.least),
            }
        }
    }

    /// Whether nothing is above the best order, which may be a better one in the end.
    fn tops(&mut self, frame: &mut Frame<'_>, labels: usize) -> bool {
        loop {
            match self.decide(frame, self.least, labels) {
                Decided::No => return true,
                Decided::Yes => {}
                Decided::Open | Decided::Spent => return false,
            }
        }
    }

    /// Replaces the order, which is a best one, by the first of the best.
    fn take_first(&mut self, frame: &Frame<'_>, labels: usize) {
        let slack = if self.least < f64::INFINITY { self.least } else { f64::NEG_INFINITY };
        let target = Target { slack, above: false, fewest: frame.groups.size > 1 };
        let Some(window) = self.window(frame, slack) else { return };
        let room = Room { all: labels.min(FIRST), of_set: usize::MAX };
        let kept = pass(frame, &window, target, room, &mut self.meter);
        if let Some(order) = kept.ok().and_then(|kept| first_order(frame, &kept, target)) {
            self.order = order;
            self.first = true;
        }
    }
}
