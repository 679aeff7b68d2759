//! Votes by weight where weights and threshold may be ranges.
//!
//! Factions `j` have weights `w_j` in `[low_j, high_j]`, the threshold `t` lies in `[least, most]`, and each may be
//! anything within, whatever the others are. A coalition `S` *carries* at `(w, t)` if
//!
//! - `t = 0`; or
//! - `w(S) > 0` and `w(S) >= t w(all)`, with `>` in place of `>=` where `t` is exactly one half: more than half is the
//!   usual majority, any other number is a share that suffices (67 of 100 for 0.67).
//!
//! `S` carries **for certain** if it does at every `(w, t)`, and **can** carry if it does at some. As `w(S) - t w(all)`
//! rises in the weights of `S` and falls in the others' and in `t`, one corner of the box decides each: exact in whole
//! ticks. Both are monotone in `S`, so that minimal winning coalitions say all.
//!
//! A faction is **decisive** if at some `(w, t)` it turns a coalition that does not carry into one that does. With its
//! own weight `h` at the high end `w(S + j) - t w(all)` moves continuously over the box, and `j` is decisive with `S`
//! wherever it can be at least 0 and can be less than `h`: that is, where `S + j` can carry and `S` does not carry for
//! certain. With points this is membership in a minimal winning coalition.
//!
//! Source of the terms: von Neumann & Morgenstern, Theory of Games and Economic Behavior (1944), chapter 10.

use num_bigint::BigInt;
use std::collections::BTreeSet;
use zopa_case::TICKS;

/// Groups of factions that are told apart at most; the coalitions of more are not listed.
pub(crate) const GROUPS: usize = 64;
/// Minimal winning coalitions listed at most.
pub(crate) const COALITIONS: usize = 1_024;
/// Pairs of sums kept at most to say whether a faction is decisive.
const SUMS: usize = 1 << 14;

const HALF: i128 = TICKS / 2;

/// Weights and threshold, in ticks.
#[derive(Clone, Debug)]
pub(crate) struct Votes {
    /// By faction, low and high; none negative.
    pub weights: Vec<(i128, i128)>,
    /// The threshold's low and high end, from 0 to 1.
    pub threshold: (i128, i128),
}

/// How certain a coalition must be of carrying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sure {
    Certain,
    Possible,
}

impl Votes {
    /// Whether the factions of `coalition` carry it.
    pub fn carries(&self, sure: Sure, coalition: &[bool]) -> bool {
        let inside = |holds: bool| self.weights.iter().zip(coalition).filter(move |(_, own)| **own == holds);
        let sums = |holds: bool| {
            inside(holds)
                .fold((0i128, 0i128), |(low, high), ((l, h), _)| (low.saturating_add(*l), high.saturating_add(*h)))
        };
        self.decides(sure, sums(true), sums(false))
    }

    /// The same from sums of low and high weights within the coalition and outside.
    fn decides(&self, sure: Sure, inside: (i128, i128), outside: (i128, i128)) -> bool {
        let (own, all, threshold) = match sure {
            Sure::Certain => (inside.0, inside.0.saturating_add(outside.1), self.threshold.1),
            Sure::Possible => (inside.1, inside.1.saturating_add(outside.0), self.threshold.0),
        };
        let (part, needed) = (BigInt::from(own) * TICKS, BigInt::from(all) * threshold);
        threshold == 0 || own > 0 && (part > needed || part == needed && threshold != HALF)
    }

    /// Minimal coalitions of groups that carry it together with `given`: each a rising list of groups. `None` past
    /// [`GROUPS`] or [`COALITIONS`].
    ///
    /// Cost: one comparison for each group of each coalition, since no branch is entered that leads nowhere.
    pub fn minimal(&self, sure: Sure, given: &[usize], groups: &[Vec<usize>]) -> Option<Vec<Vec<usize>>> {
        if groups.len() > GROUPS {
            return None;
        }
        let sum = |factions: &[usize]| {
            factions.iter().fold((0i128, 0i128), |(low, high), at| {
                (low.saturating_add(self.weights[*at].0), high.saturating_add(self.weights[*at].1))
            })
        };
        let mut order: Vec<usize> = (0..groups.len()).collect();
        let sums: Vec<(i128, i128)> = groups.iter().map(|group| sum(group)).collect();
        // The heaviest first: what is added last can then be spared least, and few coalitions are not minimal.
        order.sort_by_key(|at| (std::cmp::Reverse((sums[*at].1, sums[*at].0)), *at));
        // Whoever is in no group and not given votes against, and counts in the whole.
        let all = self.weights.iter().fold((0, 0), |total, own| add(total, *own));
        let mut search =
            Search { votes: self, sure, sums: &sums, order: &order, all, taken: Vec::new(), found: Vec::new() };
        let rest = sums.iter().fold((0, 0), |total, own| add(total, *own));
        search.from(0, sum(given), rest)?;
        let mut found = search.found;
        let given = sum(given);
        found.retain(|coalition| {
            let own = coalition.iter().fold(given, |total, at| add(total, sums[*at]));
            coalition.iter().all(|at| {
                let less = take(own, sums[*at]);
                !self.decides(sure, less, take(all, less))
            })
        });
        found.iter_mut().for_each(|coalition| coalition.sort_unstable());
        found.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
        Some(found)
    }

    /// Whether a faction is decisive somewhere; `None` if there are too many sums of weights to look at.
    pub fn decisive(&self, faction: usize) -> Option<bool> {
        let own = self.weights[faction];
        if own.1 == 0 {
            return Some(false);
        }
        let rest = self.weights.iter().enumerate().filter(|(at, _)| *at != faction).map(|(_, weight)| *weight);
        let all = rest.clone().fold((0, 0), add);
        let mut sums: BTreeSet<(i128, i128)> = BTreeSet::from([(0, 0)]);
        for weight in rest {
            let more: Vec<(i128, i128)> = sums.iter().map(|sum| add(*sum, weight)).collect();
            sums.extend(more);
            if sums.len() > SUMS {
                return None;
            }
        }
        Some(sums.into_iter().any(|sum| {
            let others = take(all, sum);
            self.decides(Sure::Possible, add(sum, own), others) && !self.decides(Sure::Certain, sum, add(others, own))
        }))
    }
}

fn add(one: (i128, i128), two: (i128, i128)) -> (i128, i128) {
    (one.0.saturating_add(two.0), one.1.saturating_add(two.1))
}

fn take(one: (i128, i128), two: (i128, i128)) -> (i128, i128) {
    (one.0.saturating_sub(two.0), one.1.saturating_sub(two.1))
}

/// Depth first over the groups in order, with and without each; at most [`GROUPS`] deep.
struct Search<'a> {
    votes: &'a Votes,
    sure: Sure,
    sums: &'a [(i128, i128)],
    order: &'a [usize],
    all: (i128, i128),
    taken: Vec<usize>,
    found: Vec<Vec<usize>>,
}

impl Search<'_> {
    fn carries(&self, own: (i128, i128)) -> bool {
        self.votes.decides(self.sure, own, take(self.all, own))
    }

    /// `own` is what is taken, `rest` what the groups from `at` on have; `None` where there are too many coalitions.
    fn from(&mut self, at: usize, own: (i128, i128), rest: (i128, i128)) -> Option<()> {
        if self.carries(own) {
            self.found.push(self.taken.clone());
            return (self.found.len() <= COALITIONS).then_some(());
        }
        let Some(group) = self.order.get(at).copied() else { return Some(()) };
        if !self.carries(add(own, rest)) {
            return Some(());
        }
        let rest = take(rest, self.sums[group]);
        self.taken.push(group);
        let done = self.from(at + 1, add(own, self.sums[group]), rest);
        self.taken.pop();
        done?;
        self.from(at + 1, own, rest)
    }
}
