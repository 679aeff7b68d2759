//! Questions answered by looking through the list of all assignments.
//!
//! Where everything hangs on everything, as in a full table, a pass over the tree takes as long as one over the list, and
//! every bound takes a pass. The list is made once a charge, and each question is one pass over it.
//!
//! Cost: a pass reads 8 bytes a dimension and assignment. What is far from the greatest so far is passed over after a
//! few operations, by floating point where exact arithmetic is dear; what is near is compared exactly.

use super::dual::Reach;
use super::listed::keeps;
use super::optimum::{Best, Ruler, TIES, leximin_order, sorted};
use super::{Charge, LISTED_MAX, Listed, NONE};
use num_bigint::BigUint;
use std::cmp::Ordering;

/// Spaces that are not worth a list.
const SHORT: u64 = 1 << 12;
/// Room for the rounding of a few hundred floating-point operations.
const SLACK: f64 = 1e-9;

/// A pass over the rows of a list: `$rows` iterates over slices whose length the compiler knows, for a few dimensions.
macro_rules! pass {
    ($list:expr, $rows:ident => $pass:expr) => {
        match $list.dims {
            0 | 1 => pass!(1, $list, $rows => $pass),
            2 => pass!(2, $list, $rows => $pass),
            3 => pass!(3, $list, $rows => $pass),
            4 => pass!(4, $list, $rows => $pass),
            dims => {
                let $rows = $list.values.chunks_exact(dims);
                $pass
            }
        }
    };
    ($dims:literal, $list:expr, $rows:ident => $pass:expr) => {{
        let $rows = $list.values.as_chunks::<$dims>().0.iter().map(|row| row.as_slice());
        $pass
    }};
}

impl Charge {
    /// All allowed assignments, where the tree is no shorter than their list.
    pub(super) fn full(&self) -> Option<&Listed> {
        let all = self.assignments();
        let worth = self.dims > 0 && (SHORT..=LISTED_MAX).contains(&all) && self.layout.cells as u64 > all / 2;
        if worth { self.all().map(AsRef::as_ref) } else { None }
    }

    /// The largest weighted sum of all allowed assignments; [`NONE`] if there is none. Weights as for [`Charge::best`].
    pub fn most(&self, weights: &[i64]) -> i64 {
        match self.full() {
            Some(list) => most(list, weights),
            None => self.best(weights).most(),
        }
    }
}

/// As [`Charge::most`].
pub(super) fn most(list: &Listed, weights: &[i64]) -> i64 {
    pass!(list, rows => rows.map(|values| dot(weights, values)).max()).unwrap_or(NONE)
}

/// How many originals keep the thresholds.
pub(super) fn number(list: &Listed, at_least: &[i64]) -> u128 {
    if list.each_is_one() {
        return pass!(list, rows => rows.map(|values| u64::from(keeps(values, at_least))).sum::<u64>()).into();
    }
    pass!(list, rows => rows.enumerate().filter(|(_, row)| keeps(row, at_least)).map(|(at, _)| list.count(at)).sum())
}

/// As [`reach`](super::dual::reach), for the targets given.
pub(super) fn reach(list: &Listed, targets: &[(usize, i64)]) -> Reach {
    let mut at_least = vec![i64::MIN; list.dims];
    targets.iter().for_each(|(p, target)| at_least[*p] = (*target).max(at_least[*p]));
    if let Some(at) = pass!(list, rows => { let mut rows = rows; rows.position(|values| keeps(values, &at_least)) }) {
        return Reach::Yes { digits: list.digits(at), values: list.vector(at).to_vec() };
    }
    if list.is_empty() {
        return Reach::No { weights: Some(vec![0; list.dims]) };
    }
    // One that cannot reach its target alone is the simplest proof.
    let unit = |p: usize| (0..list.dims).map(|q| i64::from(q == p)).collect::<Vec<i64>>();
    let weights =
        targets.iter().map(|(p, target)| (unit(*p), target)).find(|(unit, target)| most(list, unit) < **target);
    Reach::No { weights: weights.map(|(unit, _)| unit) }
}

/// As [`dominating`](super::dual::dominating).
pub(super) fn dominating(list: &Listed, base: &[i64]) -> Reach {
    let beats = |values: &[i64]| keeps(values, base) && values != base;
    match pass!(list, rows => { let mut rows = rows; rows.position(beats) }) {
        Some(at) => Reach::Yes { digits: list.digits(at), values: list.vector(at).to_vec() },
        None => Reach::No { weights: None },
    }
}

/// As [`linear`](super::optimum::linear).
pub(super) fn linear(list: &Listed, weights: &[i64], at_least: &[i64], ties: bool) -> Best {
    best(list, at_least, ties, &mut Sum { weights, most: i64::MIN })
}

/// As [`nash`](super::optimum::nash).
pub(super) fn nash(list: &Listed, from: &[i64], among: &[usize], at_least: &[i64]) -> Best {
    best(list, at_least, true, &mut Product { from, among, near: 0.0, most: None })
}

/// As [`leximin`](super::optimum::leximin).
pub(super) fn leximin(list: &Listed, rulers: &[Ruler], at_least: &[i64]) -> Best {
    let scales =
        rulers.iter().map(|ruler| (ruler.dimension, ruler.from as f64, 1.0 / ruler.unit as f64)).collect::<Vec<_>>();
    best(list, at_least, true, &mut Least { rulers, scales, near: f64::NEG_INFINITY, most: None })
}

/// What makes one assignment greater than another.
trait Order {
    /// Whether these values are less than the greatest so far, where that is seen at a glance.
    fn behind(&self, values: &[i64]) -> bool;

    /// How these values stand to the greatest so far; if they are greater, they are that from now on.
    fn against(&mut self, values: &[i64]) -> Ordering;
}

/// By a weighted sum.
struct Sum<'a> {
    weights: &'a [i64],
    most: i64,
}

impl Order for Sum<'_> {
    #[inline]
    fn behind(&self, values: &[i64]) -> bool {
        dot(self.weights, values) < self.most
    }

    fn against(&mut self, values: &[i64]) -> Ordering {
        let own = dot(self.weights, values);
        let order = own.cmp(&self.most);
        self.most = self.most.max(own);
        order
    }
}

/// By the product of gains of some dimensions; a loss counts as no gain.
struct Product<'a> {
    from: &'a [i64],
    among: &'a [usize],
    /// About the largest so far.
    near: f64,
    most: Option<BigUint>,
}

impl Product<'_> {
    #[inline]
    fn rough(&self, values: &[i64]) -> f64 {
        self.among.iter().map(|p| (values[*p] - self.from[*p]).max(0) as f64).product()
    }
}

impl Order for Product<'_> {
    #[inline]
    fn behind(&self, values: &[i64]) -> bool {
        self.rough(values) < self.near * (1.0 - SLACK)
    }

    fn against(&mut self, values: &[i64]) -> Ordering {
        let gain = |p: &usize| (values[*p] - self.from[*p]).max(0).cast_unsigned();
        let product = self.among.iter().fold(BigUint::from(1u32), |product, p| product * gain(p));
        let order = self.most.as_ref().map_or(Ordering::Greater, |most| product.cmp(most));
        if order.is_gt() {
            self.most = Some(product);
            // A product past the range of floating point leaves everything to whole numbers.
            self.near = Some(self.rough(values)).filter(|near| near.is_finite()).unwrap_or(0.0);
        }
        order
    }
}

/// By the least gain, then the next, and so on.
struct Least<'a> {
    rulers: &'a [Ruler],
    /// Dimension, where it counts from, and one over what counts as one.
    scales: Vec<(usize, f64, f64)>,
    /// About the least gain of the greatest so far.
    near: f64,
    most: Option<Vec<(i128, i128)>>,
}

impl Least<'_> {
    #[inline]
    fn rough(&self, values: &[i64]) -> f64 {
        let gains = self.scales.iter().map(|(p, from, scale)| (values[*p] as f64 - from) * scale);
        gains.fold(f64::INFINITY, f64::min)
    }
}

impl Order for Least<'_> {
    #[inline]
    fn behind(&self, values: &[i64]) -> bool {
        self.rough(values) < self.near
    }

    fn against(&mut self, values: &[i64]) -> Ordering {
        let gains = sorted(self.rulers, values);
        let order = self.most.as_ref().map_or(Ordering::Greater, |most| leximin_order(&gains, most));
        if order.is_gt() {
            self.most = Some(gains);
            let rough = self.rough(values);
            self.near = rough - SLACK * rough.abs();
        }
        order
    }
}

/// The greatest of the assignments that keep the thresholds, of equal ones the first, or (with `ties`) all of them.
fn best(list: &Listed, at_least: &[i64], ties: bool, order: &mut impl Order) -> Best {
    let mut found: Vec<usize> = Vec::new();
    let mut count = 0;
    pass!(list, rows => for (at, values) in rows.enumerate() {
        // Nearly all fail one of the two, but which one is often as good as random: both are asked.
        if order.behind(values) | !keeps(values, at_least) {
            continue;
        }
        let order = order.against(values);
        if order.is_gt() {
            found.clear();
            count = 0;
        }
        if order.is_gt() || (ties && order.is_eq()) {
            count += 1;
            if found.len() < TIES {
                found.push(at);
            }
        }
    });
    let found = found.into_iter().map(|at| (list.digits(at), list.vector(at).to_vec())).collect();
    Best { found, count, proved: true }
}

#[inline]
fn dot(weights: &[i64], values: &[i64]) -> i64 {
    weights.iter().zip(values).map(|(weight, value)| weight * value).sum()
}
