//! How many assignments meet thresholds, and the least that one dimension has among them.
//!
//! Small spaces are listed. Otherwise the independent parts of the tree are listed one by one and split into two halves,
//! whose sums are counted against each other (meeting in the middle: Horowitz & Sahni, Journal of the ACM 21, 1974);
//! two dimensions with longer halves are counted on a grid, which gives an interval. Where neither fits,
//! [`Sampler`] draws assignments uniformly.

use super::search::ANYTHING;
use super::{Charge, LISTED_MAX, full};
use crate::solve::pairs::{Grid, bounds, count_pairs, sums, visit_sums};
use crate::solve::pareto::radix::{rising, sort_by_key};
use num_bigint::BigUint;

/// How long each half may be, by number of dimensions with a threshold.
const HALF_MAX: [u64; 4] = [1, 1 << 21, 1 << 21, 1 << 17];
/// How long each half may be on a grid.
const GRID_MAX: u64 = 1 << 27;
/// Pairs looked at for the least of a dimension, before it is left to a search.
const STEPS_MAX: u64 = 1 << 24;
/// Spaces that are listed without looking for parts.
const LISTED_SHORT: u64 = 1 << 10;

/// How many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Counted.
    Exact(u128),
    /// Proved to lie between.
    Between(u128, u128),
}

/// How many assignments have `u_p >= at_least[p]` ([`ANYTHING`]: no threshold); `None` where that takes too long.
pub fn size(charge: &Charge, at_least: &[i64]) -> Option<Size> {
    if let Some(list) = charge.full() {
        return Some(Size::Exact(full::number(list, at_least)));
    }
    let all = charge.assignments();
    if all > LISTED_SHORT
        && let Some(size) = in_the_middle(charge, at_least)
    {
        return Some(size);
    }
    (all <= LISTED_MAX).then(|| Some(Size::Exact(charge.listed(at_least)?.total())))?
}

/// By independent parts, in two halves.
pub(super) fn in_the_middle(charge: &Charge, at_least: &[i64]) -> Option<Size> {
    let active: Vec<usize> = (0..charge.dims()).filter(|p| at_least[*p] > ANYTHING).collect();
    let dims = active.len();
    if !charge.allowed.last().is_none_or(|crown| crown.get(0)) {
        return Some(Size::Exact(0));
    }
    let Parts { lists, times, constant } = parts(charge, &active)?;
    let least: Vec<i64> = active.iter().zip(&constant).map(|(p, constant)| at_least[*p] - constant).collect();
    let Halves { left, right, longest } = halves(dims, lists);
    if dims == 0 {
        return Some(Size::Exact(times));
    }
    if longest <= *HALF_MAX.get(dims)? {
        let (left, right) = (sums(dims, &left)?, sums(dims, &right)?);
        let (left, right) = (useful(dims, &left, &right, &least), useful(dims, &right, &left, &least));
        return Some(Size::Exact(count_pairs(dims, &left, &right, &least)?.checked_mul(times)?));
    }
    if dims == 2 && longest <= GRID_MAX {
        let grid = |lists: &[Vec<i64>]| -> Option<Grid> {
            let end = |p: usize, most: bool| -> i64 {
                let column = |list: &Vec<i64>| {
                    let values = list.iter().skip(p).step_by(2).copied();
                    if most { values.max() } else { values.min() }
                };
                lists.iter().filter_map(column).sum()
            };
            let mut grid = Grid::new([end(0, false), end(1, false)], [end(0, true), end(1, true)]);
            let mut block: Vec<i64> = Vec::with_capacity(1 << 14);
            let mut fits = true;
            visit_sums(2, lists, |sum| {
                block.extend_from_slice(sum);
                if block.len() >= 1 << 14 {
                    fits &= grid.add(&block).is_ok();
                    block.clear();
                }
            });
            fits &= grid.add(&block).is_ok();
            fits.then_some(grid)
        };
        let (low, high) = bounds(&grid(&left)?, &grid(&right)?, [least[0], least[1]]);
        return Some(Size::Between(low.checked_mul(times)?, high.checked_mul(times)?));
    }
    None
}

/// The least value of one dimension among the assignments with `u_q >= at_least[q]`: `Some(None)` if there is none, `None`
/// where finding it takes too long.
///
/// Both halves are sorted by that dimension, and for each sum of the one those of the other are looked at from its
/// threshold up to the least found so far: few, as that soon lies close to the threshold.
pub fn least(charge: &Charge, p: usize, at_least: &[i64]) -> Option<Option<i64>> {
    if let Some(list) = charge.full() {
        let weights: Vec<i64> = (0..charge.dims()).map(|q| -i64::from(q == p)).collect();
        return Some(full::linear(list, &weights, at_least, false).found.first().map(|(_, values)| values[p]));
    }
    if !charge.allowed.last().is_none_or(|crown| crown.get(0)) {
        return Some(None);
    }
    let others = (0..charge.dims()).filter(|q| *q != p && at_least[*q] > ANYTHING);
    let active: Vec<usize> = std::iter::once(p).chain(others).collect();
    let dims = active.len();
    let Parts { lists, times, constant } = parts(charge, &active)?;
    let needs: Vec<i64> =
        active.iter().zip(&constant).map(|(q, constant)| at_least[*q].max(ANYTHING) - constant).collect();
    let Halves { left, right, longest } = halves(dims, lists);
    if times == 0 {
        return Some(None);
    }
    if longest > HALF_MAX[1] {
        return None;
    }
    let (left, right) = (sums(dims, &left)?, sums(dims, &right)?);
    let (left, right) = (useful(dims, &left, &right, &needs), useful(dims, &right, &left, &needs));
    let sorted = |half: &[i64]| -> Vec<(i64, u32)> {
        let mut order: Vec<(i64, u32)> = half.iter().step_by(dims).copied().zip(0..).collect();
        sort_by_key(&mut order, |(value, _)| rising(*value));
        order
    };
    let (others, mine) = (sorted(&left), sorted(&right));
    let rest = |at: u32| at as usize * dims + 1..(at as usize + 1) * dims;
    let (mut from, mut found, mut steps) = (others.len(), i64::MAX, 0u64);
    for (value, at) in mine {
        while from > 0 && others[from - 1].0 + value >= needs[0] {
            from -= 1;
        }
        let own = &right[rest(at)];
        for (other, place) in &others[from..] {
            let sum = other + value;
            if sum >= found {
                break;
            }
            steps += 1;
            let pairs = own.iter().zip(&left[rest(*place)]);
            if pairs.zip(&needs[1..]).all(|((own, other), need)| own + other >= *need) {
                found = sum;
                break;
            }
        }
        if steps > STEPS_MAX {
            return None;
        }
        if found == needs[0] {
            break;
        }
    }
    Some((found < i64::MAX).then(|| found + constant[0]))
}

/// Independent parts in two halves.
struct Halves {
    left: Vec<Vec<i64>>,
    right: Vec<Vec<i64>>,
    /// How many sums the longer one has.
    longest: u64,
}

/// The longest first, each to the shorter half.
fn halves(dims: usize, mut lists: Vec<Vec<i64>>) -> Halves {
    lists.sort_by_key(|list| std::cmp::Reverse(list.len()));
    let (mut left, mut right): (Vec<Vec<i64>>, Vec<Vec<i64>>) = (Vec::new(), Vec::new());
    let (mut left_size, mut right_size) = (1u64, 1u64);
    for list in lists {
        let length = (list.len() / dims.max(1)) as u64;
        if left_size <= right_size {
            left_size = left_size.saturating_mul(length);
            left.push(list);
        } else {
            right_size = right_size.saturating_mul(length);
            right.push(list);
        }
    }
    Halves { left, right, longest: left_size.max(right_size) }
}

/// The independent parts of a charge over some dimensions.
struct Parts {
    /// By part, one vector an assignment.
    lists: Vec<Vec<i64>>,
    /// What each sum stands for: the assignments of parts that are all alike.
    times: u128,
    constant: Vec<i64>,
}

fn parts(charge: &Charge, active: &[usize]) -> Option<Parts> {
    let layout = charge.layout();
    let crown = layout.nodes.last()?;
    let mut found =
        Parts { lists: Vec::new(), times: 1, constant: active.iter().map(|p| charge.constant()[*p]).collect() };
    for root in &crown.children {
        let mut nodes = vec![root.node];
        let mut at = 0;
        while at < nodes.len() {
            nodes.extend(layout.nodes[nodes[at]].children.iter().map(|child| child.node));
            at += 1;
        }
        nodes.sort_unstable();
        let length = nodes.iter().fold(1u64, |product, at| product.saturating_mul(layout.nodes[*at].own as u64));
        if length > LISTED_MAX {
            return None;
        }
        let zero = vec![0; charge.dims()];
        let listed = charge.listed_of(&nodes, &zero, &vec![ANYTHING; charge.dims()]);
        let mut vectors: Vec<(Vec<i64>, u128)> = (0..listed.len())
            .map(|at| (active.iter().map(|p| listed.vector(at)[*p]).collect(), listed.count(at)))
            .collect();
        vectors.sort();
        vectors.dedup_by(|next, own| {
            let same = next.0 == own.0;
            own.1 += if same { next.1 } else { 0 };
            same
        });
        let common = vectors.iter().map(|(_, count)| *count).fold(0, gcd);
        found.times = found.times.checked_mul(common)?;
        match vectors.as_slice() {
            [] => return Some(Parts { lists: Vec::new(), times: 0, constant: found.constant }),
            [(only, _)] => found.constant.iter_mut().zip(only).for_each(|(sum, value)| *sum += value),
            _ => {
                let total: u128 = vectors.iter().map(|(_, count)| count / common).sum();
                if total > u128::from(LISTED_MAX) {
                    return None;
                }
                let copies = |(vector, count): &(Vec<i64>, u128)| {
                    (0..count / common).flat_map(|_| vector.clone()).collect::<Vec<i64>>()
                };
                found.lists.push(vectors.iter().flat_map(copies).collect());
            }
        }
    }
    Some(found)
}

fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// The vectors that reach the thresholds with the best of the other list, dimension by dimension.
fn useful(dims: usize, own: &[i64], other: &[i64], least: &[i64]) -> Vec<i64> {
    let most: Vec<i64> = (0..dims).map(|p| other.iter().skip(p).step_by(dims).copied().max().unwrap_or(0)).collect();
    let keeps = |vector: &&[i64]| vector.iter().zip(&most).zip(least).all(|((own, most), least)| own + most >= *least);
    own.chunks_exact(dims).filter(keeps).flatten().copied().collect()
}

/// Draws allowed assignments, each original with the same chance.
#[derive(Clone, Debug)]
pub struct Sampler<'a> {
    charge: &'a Charge,
    /// By row of every node, how many originals are below it. Rounded to 53 bits, which no draw can notice.
    below: Vec<f64>,
}

impl<'a> Sampler<'a> {
    /// Counts what is below every node. `None` if nothing is allowed.
    pub fn new(charge: &'a Charge) -> Option<Self> {
        let layout = charge.layout();
        let mut sampler = Self { charge, below: vec![0.0; layout.rows] };
        for (at, node) in layout.nodes.iter().enumerate() {
            for row in 0..node.rows {
                sampler.below[node.rows_from + row] = charge.allowed[at]
                    .ones(row * node.own, node.own)
                    .map(|digit| sampler.weight(node, row, digit))
                    .sum();
            }
        }
        sampler.below.last().is_some_and(|all| *all > 0.0 && all.is_finite()).then_some(sampler)
    }

    fn weight(&self, node: &super::Node, row: usize, digit: usize) -> f64 {
        let below = node.children.iter().map(|child| self.below[child.from + child.base[row] as usize + digit]);
        node.weights[digit] as f64 * below.product::<f64>()
    }

    /// How many originals there are in all.
    pub fn total(&self) -> BigUint {
        let layout = self.charge.layout();
        let mut below = vec![BigUint::ZERO; layout.rows];
        for (at, node) in layout.nodes.iter().enumerate() {
            for row in 0..node.rows {
                below[node.rows_from + row] = self.charge.allowed[at]
                    .ones(row * node.own, node.own)
                    .map(|digit| {
                        let children = node.children.iter();
                        children.fold(BigUint::from(node.weights[digit]), |product, child| {
                            product * &below[child.from + child.base[row] as usize + digit]
                        })
                    })
                    .sum();
            }
        }
        below.pop().unwrap_or_default()
    }

    /// One assignment: its digits and values. `uniform` gives numbers from 0 to below 1.
    pub fn draw(&self, uniform: &mut dyn FnMut() -> f64) -> (Vec<u32>, Vec<i64>) {
        let layout = self.charge.layout();
        let dims = self.charge.dims();
        let mut digits = vec![0u32; layout.live.len()];
        let mut values = self.charge.constant().to_vec();
        for (at, node) in layout.nodes.iter().enumerate().rev().skip(1) {
            let row: usize = node.separator.iter().map(|(variable, stride)| digits[*variable] as usize * stride).sum();
            let mut left = uniform() * self.below[node.rows_from + row];
            let mut chosen = 0;
            for digit in self.charge.allowed[at].ones(row * node.own, node.own) {
                let weight = self.weight(node, row, digit);
                if weight > 0.0 {
                    chosen = digit;
                    if left < weight {
                        break;
                    }
                    left -= weight;
                }
            }
            digits[node.variable] = chosen as u32;
            let cell = (node.cells_from + row * node.own + chosen) * dims;
            values.iter_mut().zip(&self.charge.values[cell..cell + dims]).for_each(|(sum, value)| *sum += value);
        }
        (digits, values)
    }
}
