//! Counting pairs of vectors whose sum is high enough: the size of a zone by meeting in the middle.
//!
//! The packages of two independent halves are all pairs of one package of each. A party's value of the pair is the
//! sum of its values of the halves; so the packages that give every party `p` at least `at_least[p]` are the pairs
//! `(i, j)` with `a_i + b_j >= at_least` in every coordinate, and two lists of length n tell about n^2 packages
//! (Horowitz & Sahni, "Computing partitions with applications to the knapsack problem", Journal of the ACM 21, 1974).
//!
//! - [`count_pairs`]: exactly, in up to three dimensions;
//! - [`Grid`] and [`bounds`]: an interval that contains the count, for lists too long to hold, in two dimensions;
//! - [`count_sums_at_least`]: in one dimension, for many thresholds: ranks;
//! - [`sums`], [`visit_sums`]: the lists themselves, all sums of one vector from each of several blocks.
//!
//! Lists are row-major, `rows * dims` integers; what follows the last whole row is ignored. Bounds: values are within
//! 2^42 either way and sums have fewer than 2^10 terms, so that every sum is within 2^52; past 64 bits sums stop at the
//! ends of `i64`. A list has fewer than 2^31 vectors.
//!
//! Method: a pair counts if the point `a_i` is at least `at_least - b_j` in every coordinate, so that pairs are
//! dominance pairs between points and questions. One dimension: two sorted lists and two pointers. Two: sorted by one
//! coordinate, and the digits of the other settle pair after pair in linear passes, most significant digit first.
//! Three: divide and conquer by the rank in the first coordinate (Bentley, "Multidimensional divide-and-conquer",
//! Communications of the ACM 23, 1980), each step a count in two dimensions.

mod dominance;
mod enumerate;
mod grid;
#[cfg(test)]
mod tests;

pub use enumerate::{SUMS_MAX, number_of_sums, sums, visit_sums};
pub use grid::{CELLS, Grid, GridFull, POINTS_MAX, bounds};

use std::borrow::Cow;

/// The number of pairs `(i, j)` with `a_i + b_j >= at_least` in every coordinate.
///
/// `None` for more than three dimensions, or if `at_least` has fewer entries than `dims`. With `dims` 0 every entry of
/// a list counts as one vector and every pair counts. A coordinate without a bound has `i64::MIN` in `at_least`.
///
/// Cost for n vectors in all: `n` times a small number of linear passes in up to two dimensions, which is the number
/// of digits in which the values are written; `log n` times that in three. Memory: some 32 bytes per vector and pass.
///
/// ```
/// use zopa_lens::solve::pairs::count_pairs;
/// assert_eq!(count_pairs(2, &[1, 4, 3, 2], &[0, 0, 2, 1, -1, 3], &[3, 4]), Some(1));
/// ```
pub fn count_pairs(dims: usize, a: &[i64], b: &[i64], at_least: &[i64]) -> Option<u128> {
    match (dims, at_least) {
        (0, _) => Some(a.len() as u128 * b.len() as u128),
        (1, [at_least, ..]) => Some(dominance::line(a, b, *at_least)),
        (2, [first, second, ..]) => Some(dominance::plane(a.as_chunks().0, b.as_chunks().0, [*first, *second])),
        (3, [first, second, third, ..]) => {
            Some(dominance::space(a.as_chunks().0, b.as_chunks().0, [*first, *second, *third]))
        }
        _ => None,
    }
}

/// For each query, the number of pairs `(i, j)` with `a_i + b_j >= query`, in the order of the queries.
///
/// `a` and `b` are best rising; a list that is not is copied and sorted first. Cost per query: the sum of the lengths,
/// or the shorter one times the logarithm of the longer one if that is less.
pub fn count_sums_at_least(a: &[i64], b: &[i64], queries: &[i64]) -> Vec<u128> {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let (short, long) = (sorted(short), sorted(long));
    let search = short.len() * ((long.len() + 1).ilog2() as usize + 1) < short.len() + long.len();
    let count = |query: &i64| {
        let mut place = long.len();
        let mut count = 0;
        for value in short.iter() {
            let rest = query.saturating_sub(*value);
            if search {
                place = long[..place].partition_point(|other| *other < rest);
            } else {
                while place > 0 && long[place - 1] >= rest {
                    place -= 1;
                }
            }
            count += (long.len() - place) as u128;
        }
        count
    };
    queries.iter().map(count).collect()
}

fn sorted(list: &[i64]) -> Cow<'_, [i64]> {
    if list.is_sorted() {
        return Cow::Borrowed(list);
    }
    let mut list = list.to_vec();
    list.sort_unstable();
    Cow::Owned(list)
}
