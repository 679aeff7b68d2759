//! The maximal sums of two lists of vectors, with counts and back-pointers.
//!
//! Two dimensions: the left frontier shifted by each right vector is a frontier in canonical order again; these are
//! merged two by two in linear passes, and what is dominated drops out at once. Otherwise sums are made in blocks, and
//! each block is reduced to what is maximal in it and in what the blocks before have left.

use super::groups::{Groups, maximal_groups};
use super::{counted_rows, maximal_counted};

/// Sums that are made before the dominated ones are dropped, unless four times the frontier so far is more.
pub const BLOCK: usize = 1 << 18;

/// The maximal sums of two lists, in canonical order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summed {
    /// The sums, row-major, each once.
    pub values: Vec<i64>,
    /// Per sum, over all pairs of vectors that give it, the sum of the products of their counts; at most `u128::MAX`.
    pub counts: Vec<u128>,
    /// Per sum, the least pair of an index into the left list and one into the right that gives it.
    pub from: Vec<(u32, u32)>,
}

/// The maximal vectors among the sums of one vector from `left` and one from `right` that `keep` says can matter.
///
/// Lists are row-major, with one count per vector; vectors without a count are left out. The left list is best a
/// frontier in canonical order, as [`super::maximal`] and this function give it (others are made one first); the
/// right one may be in any order and is best the shorter one. `keep` must be monotone: whoever keeps a vector keeps
/// all that dominate it, as a lower bound per coordinate does. Only then is the answer what it says.
///
/// Cost for n left and k right maximal vectors: in two dimensions `n k log k` steps at most, fewer where merging drops
/// much, and two copies of the largest partial result. In more, `n k` sums and the reductions of
/// [`super::maximal`]; at most [`BLOCK`] sums are held at a time, or four times the frontier if that is more.
///
/// ```
/// use zopa_lens::solve::pareto::sum_maximal;
/// let sums = sum_maximal(2, &[3, 0, 0, 3], &[1, 1], &[1, 0, 0, 1], &[1, 1], |_| true);
/// assert_eq!(sums.values, [4, 0, 3, 1, 1, 3, 0, 4]);
/// let sums = sum_maximal(2, &[1, 0, 0, 1], &[1, 1], &[1, 0, 0, 1], &[1, 1], |sum| sum[0] >= 1);
/// assert_eq!((sums.values, sums.counts, sums.from), (vec![2, 0, 1, 1], vec![1, 2], vec![(0, 0), (0, 1)]));
/// ```
pub fn sum_maximal(
    dims: usize,
    left: &[i64],
    left_counts: &[u128],
    right: &[i64],
    right_counts: &[u128],
    keep: impl Fn(&[i64]) -> bool,
) -> Summed {
    let right = Side::new(dims, right, right_counts, false);
    let left = Side::new(dims, left, left_counts, dims != 1);
    if left.counts.is_empty() || right.counts.is_empty() {
        return Summed::default();
    }
    if dims == 2 { merge_all(&left, &right, &keep) } else { in_blocks(dims, &left, &right, &keep, BLOCK) }
}

/// One list, reduced to its frontier.
pub(super) struct Side {
    values: Vec<i64>,
    counts: Vec<u128>,
    /// Where the vectors stood in the list as given.
    index: Vec<u32>,
}

impl Side {
    /// `trusted`: a list that may be a frontier already is looked at before it is reduced, in two dimensions, and
    /// taken as it is in more: what is dominated in it costs time alone.
    pub(super) fn new(dims: usize, values: &[i64], counts: &[u128], trusted: bool) -> Self {
        let rows = counted_rows(dims, values, counts);
        let canonical = || values.as_chunks::<2>().0[..rows].is_sorted_by(|a, b| a[0] > b[0] && a[1] < b[1]);
        if trusted && dims > 0 && (dims > 2 || canonical()) {
            let values = values[..rows * dims].to_vec();
            return Side { values, counts: counts[..rows].to_vec(), index: (0..rows as u32).collect() };
        }
        let (index, counts) = maximal_counted(dims, values, counts);
        let values = index.iter().flat_map(|at| &values[*at as usize * dims..(*at as usize + 1) * dims]);
        Side { values: values.copied().collect(), counts, index }
    }
}

/// The product, at most `u128::MAX`; one multiplication where the factors fit in 64 bits.
fn product(one: u128, other: u128) -> u128 {
    match (u64::try_from(one), u64::try_from(other)) {
        (Ok(one), Ok(other)) => u128::from(one) * u128::from(other),
        _ => one.saturating_mul(other),
    }
}

/// A frontier in two dimensions, in canonical order.
#[derive(Default)]
struct Plane {
    sums: Vec<Sum>,
    counts: Vec<u128>,
}

#[derive(Clone, Copy)]
struct Sum {
    value: [i64; 2],
    from: (u32, u32),
}

fn merge_all(left: &Side, right: &Side, keep: &impl Fn(&[i64]) -> bool) -> Summed {
    // Frontiers of 1, 2, 4 .. right vectors wait for their equals: never more than the logarithm of `right` wait.
    let mut waiting: Vec<(usize, Plane)> = Vec::new();
    for (at, shift) in right.values.as_chunks::<2>().0.iter().enumerate() {
        let mut merged = shifted(left, *shift, right.index[at], right.counts[at], keep);
        let mut size = 1;
        while let Some((other, plane)) = waiting.pop_if(|(other, _)| *other <= size) {
            merged = merge(&plane, &merged);
            size += other;
        }
        waiting.push((size, merged));
    }
    let merged = waiting.into_iter().rev().map(|(_, plane)| plane).reduce(|merged, plane| merge(&plane, &merged));
    let Plane { sums, counts } = merged.unwrap_or_default();
    Summed {
        values: sums.iter().flat_map(|sum| sum.value).collect(),
        counts,
        from: sums.iter().map(|sum| sum.from).collect(),
    }
}

/// The left frontier with one right vector added to each, without what `keep` refuses.
fn shifted(left: &Side, shift: [i64; 2], index: u32, count: u128, keep: &impl Fn(&[i64]) -> bool) -> Plane {
    let mut plane = Plane::default();
    for ((value, own), at) in left.values.as_chunks::<2>().0.iter().zip(&left.counts).zip(&left.index) {
        let value = [value[0].saturating_add(shift[0]), value[1].saturating_add(shift[1])];
        if keep(&value) {
            plane.sums.push(Sum { value, from: (*at, index) });
            plane.counts.push(product(*own, count));
        }
    }
    plane
}

/// The frontier of two frontiers, in one pass.
fn merge(one: &Plane, other: &Plane) -> Plane {
    let mut plane = Plane::default();
    let (a, b) = (&one.sums[..], &other.sums[..]);
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        let (x, y) = (a[i].value, b[j].value);
        if x == y {
            let count = one.counts[i].saturating_add(other.counts[j]);
            plane.push(Sum { value: x, from: a[i].from.min(b[j].from) }, count);
            (i, j) = (i + 1, j + 1);
        } else if x > y {
            plane.push(a[i], one.counts[i]);
            i += 1;
            // What the one just taken dominates, or what dominates it, passes by here in a run.
            while j < b.len() && b[j].value[1] <= x[1] {
                j += 1;
            }
        } else {
            plane.push(b[j], other.counts[j]);
            j += 1;
            while i < a.len() && a[i].value[1] <= y[1] {
                i += 1;
            }
        }
    }
    plane.sums.extend_from_slice(&a[i..]);
    plane.counts.extend_from_slice(&one.counts[i..]);
    plane.sums.extend_from_slice(&b[j..]);
    plane.counts.extend_from_slice(&other.counts[j..]);
    plane
}

impl Plane {
    fn push(&mut self, sum: Sum, count: u128) {
        self.sums.push(sum);
        self.counts.push(count);
    }
}

pub(super) fn in_blocks(dims: usize, left: &Side, right: &Side, keep: &impl Fn(&[i64]) -> bool, size: usize) -> Summed {
    let mut block = Summed::default();
    let mut limit = size;
    let mut sum = vec![0; dims];
    for (at, count) in right.counts.iter().enumerate() {
        let shift = &right.values[at * dims..(at + 1) * dims];
        for (place, own) in left.counts.iter().enumerate() {
            let row = &left.values[place * dims..(place + 1) * dims];
            for ((sum, value), shift) in sum.iter_mut().zip(row).zip(shift) {
                *sum = value.saturating_add(*shift);
            }
            if keep(&sum) {
                block.values.extend_from_slice(&sum);
                block.counts.push(product(*own, *count));
                block.from.push((left.index[place], right.index[at]));
            }
            if block.counts.len() >= limit {
                block = reduced(dims, &block);
                limit = size.max(4 * block.counts.len());
            }
        }
    }
    reduced(dims, &block)
}

/// The maximal sums of a block, equal ones as one.
fn reduced(dims: usize, block: &Summed) -> Summed {
    let groups: Groups = maximal_groups(dims, &block.values, block.counts.len());
    let mut summed = Summed {
        values: Vec::with_capacity(groups.len() * dims),
        counts: Vec::with_capacity(groups.len()),
        from: Vec::with_capacity(groups.len()),
    };
    for group in groups.iter() {
        let members = group.iter().map(|at| *at as usize);
        summed.values.extend_from_slice(&block.values[group[0] as usize * dims..(group[0] as usize + 1) * dims]);
        summed.counts.push(members.clone().fold(0, |sum: u128, at| sum.saturating_add(block.counts[at])));
        summed.from.extend(members.map(|at| block.from[at]).min());
    }
    summed
}
