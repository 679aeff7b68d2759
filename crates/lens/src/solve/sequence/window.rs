//! What a value must be at least, and need be at most, for the rest of an order to reach a target.
//!
//! The search goes backwards: it knows the tail, the stages after a set `done`, and what the tail is worth to each
//! party, W. Given a target for the least slack, a [`Window`] has per reachable set and party:
//!
//! - `lower`: with a smaller W no order of the steps of `done` gives that party slacks of at least the target;
//! - `upper`: with W at least that, every order gives them that is still in question.
//!
//! Each party is looked at alone, so both are one number per set. Let a stage `G` be taken after `done` with tail
//! value `w` of the party; it reaches the target iff `w >= theta(G)`, and the tail that begins with it is worth
//! `v(G) + delta w`. So
//!
//! ```text
//! lower(empty) = -inf;  lower(done + G) = min over G of max(theta(G), (lower(done) - v(G)) / delta)
//! upper(empty) = -inf;  upper(done + G) = max over G of the same with upper
//! ```
//!
//! are exact for one party. Parties are tied by which moves from `done + G` to `done` can be in an order that reaches the
//! target: let `most` be the greatest W of a party at a set over tails made of such moves,
//! `most(all) = V, most(done) = max over G of v(G) + delta most(done + G)`. A move is *open* only if for all parties
//! `most(done + G) >= theta(G)` and `v(G) + delta most(done + G) >= lower(done)`. The minima and maxima go over open
//! moves only. That is valid whatever was closed: an order that reaches the target has, by induction from its last
//! stage, W <= most and, by induction from its first, W >= lower at every set on its way, so all its moves are open.
//!
//! Rounding: `most` is made by the operations that make W, which are monotone, so it bounds W as computed. Thresholds
//! are made with divisions, and moved by a margin at each of them, `lower` down and `upper` up; the margin is 2^-44 of
//! the sum of all numbers of the chain, hundreds of times what one operation can be off.

use super::chain::Chain;
use super::sets::Sets;
use super::stake::{Groups, Line};

/// Below this a divisor is not divided by: a weaker bound without division is taken.
const DIVISOR_MIN: f64 = 1e-9;

/// Bounds on what the numbers of a search can be, and what rounding can do to them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Margin {
    /// No value, reward or slack is farther from 0.
    pub most: f64,
    /// Added or taken away at each threshold.
    pub slip: f64,
}

impl Margin {
    pub fn new(chain: &Chain) -> Margin {
        let of_party = |party: usize| {
            let of_step = |step: &super::chain::Step| step.cost[party] + step.worth[party].abs() + step.deposit[party];
            chain.after()[party].abs() + chain.steps().iter().map(of_step).sum::<f64>()
        };
        let most = 2.0 * (0..chain.parties()).map(of_party).fold(0.0, f64::max) + f64::MIN_POSITIVE;
        Margin { most, slip: most / f64::from(1_u32 << 22) / f64::from(1_u32 << 22) }
    }
}

/// Thresholds per reachable set and party for one target.
pub(super) struct Window {
    pub lower: Vec<f64>,
    /// Empty if the window is closed.
    pub upper: Vec<f64>,
    /// Minus infinity where no open move leads on from a set.
    pub most: Vec<f64>,
}

impl Window {
    /// Whether an order may reach the target: false is a proof that none does.
    pub fn open(&self, parties: usize) -> bool {
        self.live(self.most.len() / parties - 1, parties)
    }

    /// Whether an order that reaches the target may pass through a set.
    pub fn live(&self, at: usize, parties: usize) -> bool {
        let cells = at * parties..(at + 1) * parties;
        live(&self.lower[cells.clone()], &self.most[cells])
    }
}

/// Makes windows: what does not hang on the target.
pub(super) struct Frame<'a> {
    pub chain: &'a Chain,
    /// All sets that can be done, or those of them through which an order in question may pass.
    pub sets: Sets,
    pub groups: &'a Groups,
    pub margin: Margin,
}

/// Per group and party, what the next stage must be worth.
struct Thresholds {
    least: Vec<f64>,
    enough: Vec<f64>,
}

impl Frame<'_> {
    /// Forgets the sets through which no order goes that reaches the target of the window.
    pub fn narrow(&mut self, window: &Window) {
        let parties = self.chain.parties();
        self.sets.keep(|at| window.live(at, parties), self.groups.size == 1);
    }

    /// The work that a window takes at most, in moves looked at.
    pub fn work(&self) -> u64 {
        let moves = self.sets.ready.iter().map(|ready| self.groups.among(ready.count_ones() as usize) as u64);
        3 * moves.sum::<u64>()
    }

    /// The thresholds for orders all of whose slacks are at least `target`.
    pub fn window(&self, target: f64) -> Window {
        let cells = self.sets.masks.len() * self.chain.parties();
        let thresholds = self.thresholds(target);
        let mut window =
            Window { lower: vec![f64::NEG_INFINITY; cells], upper: Vec::new(), most: vec![f64::NEG_INFINITY; cells] };
        self.fill_most(&thresholds, &mut window);
        if !window.live(0, self.chain.parties()) {
            window.lower.fill(f64::INFINITY);
            return window;
        }
        self.fill_lower(&thresholds, &mut window);
        if window.open(self.chain.parties()) {
            self.fill_most(&thresholds, &mut window);
            self.fill_upper(&thresholds, &mut window);
        }
        window
    }

    fn thresholds(&self, target: f64) -> Thresholds {
        let parties = self.chain.parties();
        let mut thresholds = Thresholds { least: Vec::new(), enough: Vec::new() };
        for group in 0..self.groups.count() {
            for (party, patience) in self.chain.patience().iter().enumerate() {
                let deposit = self.groups.deposit[group * parties + party];
                let (mut least, mut enough) = (f64::NEG_INFINITY, f64::NEG_INFINITY);
                for line in self.groups.lines(group, party) {
                    let (one, other) = self.margin.next_needed(*line, *patience, deposit, target);
                    least = least.max(one);
                    enough = enough.max(other);
                }
                thresholds.least.push(least);
                thresholds.enough.push(enough);
            }
        }
        thresholds
    }

    /// The greatest values over open moves, last set first.
    fn fill_most(&self, thresholds: &Thresholds, window: &mut Window) {
        let (parties, patience) = (self.chain.parties(), self.chain.patience());
        let last = self.sets.masks.len() - 1;
        for at in (0..=last).rev() {
            let (head, tail) = window.most.split_at_mut((at + 1) * parties);
            let most = &mut head[at * parties..];
            if at == last {
                most.copy_from_slice(self.chain.after());
                continue;
            }
            most.fill(f64::NEG_INFINITY);
            let lower = &window.lower[at * parties..(at + 1) * parties];
            let done = self.sets.masks[at];
            self.groups.each(self.sets.ready[at], &mut |group, mask| {
                let Some(from) = self.sets.place(done | mask) else { return };
                let from = (from - at - 1) * parties;
                let from = &tail[from..from + parties];
                let own = group * parties..(group + 1) * parties;
                let (value, least) = (&self.groups.value[own.clone()], &thresholds.least[own]);
                let open = |i: usize| from[i] >= least[i] && value[i] + patience[i] * from[i] >= lower[i];
                if (0..parties).all(open) {
                    for i in 0..parties {
                        most[i] = most[i].max(value[i] + patience[i] * from[i]);
                    }
                }
            });
        }
    }

    /// The least values that may do, first set first.
    fn fill_lower(&self, thresholds: &Thresholds, window: &mut Window) {
        let parties = self.chain.parties();
        window.lower.fill(f64::INFINITY);
        window.lower[..parties].fill(f64::NEG_INFINITY);
        let back = Back::new(self, -self.margin.slip);
        for at in 0..self.sets.masks.len() {
            let (head, tail) = window.lower.split_at_mut((at + 1) * parties);
            let lower = &head[at * parties..];
            if !live(lower, &window.most[at * parties..]) {
                continue;
            }
            self.open_moves(thresholds, &window.most, lower, at, |group, to| {
                let to = &mut tail[(to - at - 1) * parties..][..parties];
                for i in 0..parties {
                    let needed = thresholds.least[group * parties + i].max(back.needed(group, i, lower[i]));
                    to[i] = to[i].min(needed);
                }
            });
        }
    }

    /// The values that are enough, first set first.
    fn fill_upper(&self, thresholds: &Thresholds, window: &mut Window) {
        let parties = self.chain.parties();
        window.upper = vec![f64::NEG_INFINITY; window.lower.len()];
        let back = Back::new(self, self.margin.slip);
        for at in 0..self.sets.masks.len() {
            let (head, tail) = window.upper.split_at_mut((at + 1) * parties);
            let (upper, lower) = (&head[at * parties..], &window.lower[at * parties..(at + 1) * parties]);
            if !live(lower, &window.most[at * parties..]) {
                continue;
            }
            self.open_moves(thresholds, &window.most, lower, at, |group, to| {
                let to = &mut tail[(to - at - 1) * parties..][..parties];
                for i in 0..parties {
                    let needed = thresholds.enough[group * parties + i].max(back.needed(group, i, upper[i]));
                    to[i] = to[i].max(needed);
                }
            });
        }
    }

    /// Visits the open moves to the set at `at`, by group and the place of the set they come from.
    fn open_moves(
        &self,
        thresholds: &Thresholds,
        most: &[f64],
        lower: &[f64],
        at: usize,
        mut visit: impl FnMut(usize, usize),
    ) {
        let (parties, patience) = (self.chain.parties(), self.chain.patience());
        let done = self.sets.masks[at];
        self.groups.each(self.sets.ready[at], &mut |group, mask| {
            let Some(from) = self.sets.place(done | mask) else { return };
            let most = &most[from * parties..(from + 1) * parties];
            let own = group * parties..(group + 1) * parties;
            let (value, least) = (&self.groups.value[own.clone()], &thresholds.least[own]);
            if (0..parties).all(|i| most[i] >= least[i] && value[i] + patience[i] * most[i] >= lower[i]) {
                visit(group, from);
            }
        });
    }
}

/// Whether some value lies between for every party.
fn live(lower: &[f64], most: &[f64]) -> bool {
    lower.iter().zip(most).all(|(lower, most)| most >= lower && *most > f64::NEG_INFINITY)
}

/// From what a value must be after a stage to what it must be before it in the search, one stage later in time.
struct Back<'a> {
    frame: &'a Frame<'a>,
    /// Per party, 1 / patience; `None` where that is not divided by.
    inverse: Vec<Option<f64>>,
    slip: f64,
}

impl<'a> Back<'a> {
    fn new(frame: &'a Frame<'a>, slip: f64) -> Back<'a> {
        let inverse = |patience: &f64| (*patience >= DIVISOR_MIN).then(|| 1.0 / patience);
        Back { frame, inverse: frame.chain.patience().iter().map(inverse).collect(), slip }
    }

    #[inline]
    fn needed(&self, group: usize, party: usize, bound: f64) -> f64 {
        let value = self.frame.groups.value[group * self.frame.groups.parties + party];
        match self.inverse[party] {
            Some(inverse) => (bound - value + self.slip) * inverse + self.slip,
            // What comes from the tail is at most this far from 0, so that the bound is met in any case or in none.
            None => {
                let reach = self.frame.chain.patience()[party] * self.frame.margin.most;
                let reach = if self.slip < 0.0 { reach } else { -reach };
                if bound <= value + reach - self.slip { f64::NEG_INFINITY } else { f64::INFINITY }
            }
        }
    }
}

impl Margin {
    /// What the next stage must be worth at least for a line to reach the target, and what is surely enough.
    pub fn next_needed(&self, line: Line, patience: f64, deposit: f64, target: f64) -> (f64, f64) {
        if patience >= DIVISOR_MIN && line.seen >= DIVISOR_MIN {
            let needed =
                |slip: f64| ((target + line.cost + slip) / line.seen + slip - deposit + slip) / patience + slip;
            return (needed(-self.slip), needed(self.slip));
        }
        let reach = patience * self.most;
        let sure = |yes: bool| if yes { f64::NEG_INFINITY } else { f64::INFINITY };
        let least = sure(line.slack(deposit + reach) + self.slip >= target);
        let enough = sure(line.slack(deposit - reach) - self.slip >= target);
        (least, enough)
    }
}
