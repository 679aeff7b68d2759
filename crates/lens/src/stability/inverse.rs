//! The inverse question: which changes of one decision maker's preferences would make it stay in a state.
//!
//! Whether `s` is stable for `i`, the others' preferences as they are, hangs only on which states are no better than `s` for
//! `i`: its *lower set* `L`. Nash: every own move leads into `L`. GMR and SEQ: every own move `t` is in `L`, or the others bring it
//! there from `t` (by moves; by improvements). SMR and SSEQ: there, to a state from which every own move stays in `L`. All
//! are monotone in `L`, so that the least changes are the minimal sets of states now better than `s` that would have to
//! come into it: corrections in the sense of [`crate::solve::marco`] (Reiter 1987). No ranking is walked through.
//!
//! Of all `N!` strict rankings of the states, those under which `s` is stable are counted by order statistics: only the
//! `m` states that the question touches matter, and `k` of them stand below `s` in `k! (m - k)!` of their `(m + 1)!` orders.

use crate::solve::conflict::{Concept, Conflict};
use crate::solve::marco::{Feasible, Limits, Set, enumerate};
use num_bigint::BigUint;
use std::collections::BTreeMap;

/// States that the question about one state may touch.
const TOUCHED_MAX: usize = 4_096;
/// The same where all their sets are gone through to count rankings.
const COUNTED_MAX: usize = 20;
/// States that can be up to which rankings are counted: more have numbers that nobody can read.
const RANKED_MAX: u64 = 1_000;
/// Minimal sets told.
const SETS: usize = 50;

/// What stability of a state hangs on, for one decision maker.
pub(super) struct Question {
    /// The states touched, rising; without the state itself.
    pub touched: Vec<u32>,
    /// For each own move a list of ways in which it is answered: sets of states that must all be in the lower set; places
    /// in `touched`.
    answers: Vec<Vec<Vec<usize>>>,
}

/// How a decision maker ranks states: the larger the better.
pub(super) type Ranks<'a> = &'a [Vec<u32>];

/// The states that the others can bring about from `from`, itself left out; `None` past `limit`.
pub(super) fn reach(
    conflict: &Conflict,
    ranks: Ranks<'_>,
    own: usize,
    from: u32,
    improving: bool,
    limit: usize,
) -> Option<Vec<u32>> {
    let mut seen = std::collections::BTreeSet::from([from]);
    let mut open = vec![from];
    while let Some(state) = open.pop() {
        for mover in (0..conflict.decision_makers()).filter(|mover| *mover != own) {
            let here = ranks[mover][state as usize];
            for to in conflict.moves(mover, state) {
                if (!improving || ranks[mover][to as usize] > here) && seen.insert(to) {
                    if seen.len() > limit {
                        return None;
                    }
                    open.push(to);
                }
            }
        }
    }
    seen.remove(&from);
    Some(seen.into_iter().collect())
}

impl Question {
    /// What the stability of `state` for `own` hangs on; `None` past a limit.
    pub fn new(conflict: &Conflict, ranks: Ranks<'_>, own: usize, state: u32, concept: Concept) -> Option<Self> {
        let improving = matches!(concept, Concept::Seq | Concept::Sseq);
        let symmetric = matches!(concept, Concept::Smr | Concept::Sseq);
        let mut places: BTreeMap<u32, usize> = BTreeMap::new();
        let mut raw: Vec<Vec<Vec<u32>>> = Vec::new();
        for to in conflict.moves(own, state) {
            let mut ways = vec![vec![to]];
            if concept != Concept::Nash {
                for answer in reach(conflict, ranks, own, to, improving, TOUCHED_MAX)? {
                    let mut way = vec![answer];
                    if symmetric {
                        way.extend(conflict.moves(own, answer));
                    }
                    // What is brought back to the state itself is no better than it.
                    way.retain(|other| *other != state);
                    ways.push(way);
                }
            }
            for other in ways.iter().flatten() {
                let next = places.len();
                places.entry(*other).or_insert(next);
            }
            if places.len() > TOUCHED_MAX {
                return None;
            }
            raw.push(ways);
        }
        let touched: Vec<u32> = places.keys().copied().collect();
        let place = |other: &u32| touched.partition_point(|own| own < other);
        let answers = raw.iter().map(|ways| ways.iter().map(|way| way.iter().map(place).collect()).collect());
        Some(Self { answers: answers.collect(), touched })
    }

    /// Whether the state is stable with the lower set that `lower` tells of places in `touched`.
    pub fn holds(&self, lower: &dyn Fn(usize) -> bool) -> bool {
        self.answers.iter().all(|ways| ways.iter().any(|way| way.iter().all(|place| lower(*place))))
    }

    /// The minimal sets of states that are now better and would have to be no better, smallest first, and whether those
    /// are all. The empty set stands alone where the state is stable as it is.
    pub fn least(&self, better: &dyn Fn(u32) -> bool) -> (Vec<Vec<u32>>, bool) {
        let now: Vec<usize> = (0..self.touched.len()).filter(|place| better(self.touched[*place])).collect();
        let mut of = vec![usize::MAX; self.touched.len()];
        now.iter().enumerate().for_each(|(soft, place)| of[*place] = soft);
        // In force is "this state is better"; what is lifted comes into the lower set.
        let mut oracle = |in_force: &Set| {
            let lower = |place: usize| of[place] == usize::MAX || !in_force.contains(of[place]);
            if self.holds(&lower) { Feasible::Yes(None) } else { Feasible::No(None) }
        };
        let limits = Limits { sets: SETS, calls: 20_000, steps: 50_000 };
        let found = enumerate(&Set::empty(now.len()), &mut oracle, &limits, &mut || false);
        let complete = found.corrections_reach == crate::solve::marco::Reach::All;
        let states = |set: &Set| set.iter().map(|soft| self.touched[now[soft]]).collect();
        (found.corrections.iter().map(states).collect(), complete)
    }

    /// In how many of the `n!` strict rankings of `n` states the state is stable; `None` where it touches too many.
    pub fn rankings(&self, n: u64) -> Option<BigUint> {
        let m = self.touched.len();
        if m > COUNTED_MAX || n > RANKED_MAX {
            return None;
        }
        let mut by_size = vec![0_u64; m + 1];
        for set in 0..1_u32 << m {
            if self.holds(&|place| set >> place & 1 == 1) {
                by_size[set.count_ones() as usize] += 1;
            }
        }
        let factorial = |n: u64| (2..=n).fold(BigUint::from(1_u32), |product, k| product * k);
        let m = m as u64;
        let stable = by_size.iter().enumerate().fold(BigUint::ZERO, |sum, (k, sets)| {
            sum + BigUint::from(*sets) * factorial(k as u64) * factorial(m - k as u64)
        });
        Some(factorial(n) * stable / factorial(m + 1))
    }
}
