//! Maximal vectors, sums of frontiers, and covers of frontiers too large to hold.
//!
//! A vector *dominates* another if it is at least as great in every coordinate and greater in one; it is *maximal* in
//! a list if none of the list dominates it. Lists are row-major: `rows * dims` integers, one row a vector. The maximal
//! vectors of a list are its *frontier*, and stand in *canonical order*: by falling first coordinate, then by falling
//! second, and so on; in two dimensions the second coordinate then rises.
//!
//! - [`maximal`], [`maximal_counted`] and [`maximal_numbered`]: the frontier of a list;
//! - [`sum_maximal`]: the frontier of all sums of one vector from each of two lists, with counts and back-pointers,
//!   which is one step of a dynamic program over independent blocks;
//! - [`cover`]: a part of the frontier near which all of it lies.
//!
//! All are exact, in integers; equal vectors are one vector whose counts add up. Results are the same for the same
//! input, whatever the method: a prefilter with a few strong vectors, then in two dimensions a sort and a sweep, in
//! three a sweep with a staircase of maxima, in four and more the divide and conquer of Kung, Luccio & Preparata,
//! "On finding the maxima of a set of vectors", Journal of the ACM 22 (1975).
//!
//! Bounds: values are within 2^42 either way and sums have fewer than 2^10 terms, so that every sum is within 2^52;
//! past 64 bits sums stop at the ends of `i64`. A list has fewer than 2^31 vectors; what follows the last whole row is
//! ignored. With `dims` 0 every entry of a list counts as one vector, and all are equal.

mod cover;
mod divide;
mod groups;
pub(in crate::solve) mod radix;
mod strong;
mod sums;
#[cfg(test)]
mod tests;

pub use cover::cover;
pub use sums::{BLOCK, Summed, sum_maximal};

use groups::maximal_groups;

/// The lowest index of each distinct maximal vector, in canonical order.
///
/// Cost for n vectors, m of them left by the prefilter: `n` and `m log m` in up to three dimensions,
/// `m (log m)^(dims - 2)` in more, where the prefilter leaves most when most are maximal.
///
/// ```
/// use zopa_lens::solve::pareto::maximal;
/// assert_eq!(maximal(2, &[1, 5, 4, 4, 3, 3, 4, 4]), [1, 0]);
/// ```
pub fn maximal(dims: usize, values: &[i64]) -> Vec<u32> {
    maximal_groups(dims, values, rows(dims, values)).iter().map(|group| group[0]).collect()
}

/// As [`maximal`], with the number that each vector stands for: the sum of `counts` over the equal vectors.
///
/// `counts` has one entry per vector, and vectors without one are left out. Sums of counts stop at `u128::MAX`.
pub fn maximal_counted(dims: usize, values: &[i64], counts: &[u128]) -> (Vec<u32>, Vec<u128>) {
    let sum = |group: &[u32]| group.iter().fold(0_u128, |sum, at| sum.saturating_add(counts[*at as usize]));
    let groups = maximal_groups(dims, values, counted_rows(dims, values, counts));
    groups.iter().map(|group| (group[0], sum(group))).unzip()
}

/// As [`maximal_counted`], where every vector stands for one: how many equal vectors there are.
pub fn maximal_numbered(dims: usize, values: &[i64]) -> (Vec<u32>, Vec<u128>) {
    let groups = maximal_groups(dims, values, rows(dims, values));
    groups.iter().map(|group| (group[0], group.len() as u128)).unzip()
}

/// The number of whole rows.
fn rows(dims: usize, values: &[i64]) -> usize {
    values.len().checked_div(dims).unwrap_or(values.len())
}

/// The number of rows with a count; with no dimensions the counts alone say how many there are.
fn counted_rows(dims: usize, values: &[i64], counts: &[u128]) -> usize {
    if dims == 0 { counts.len() } else { rows(dims, values).min(counts.len()) }
}

/// Whether `one` dominates `other`.
fn beats(one: &[i64], other: &[i64]) -> bool {
    one.iter().zip(other).all(|(one, other)| one >= other) && one != other
}
