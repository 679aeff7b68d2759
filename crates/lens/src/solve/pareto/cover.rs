//! Additive epsilon-covers of a frontier.
//!
//! Two dimensions: the smallest cover there is, greedily along the frontier (Vassilvitskii & Yannakakis, "Efficiently
//! computing succinct trade-off curves", Theoretical Computer Science 348, 2005). Otherwise a grid of cells one
//! epsilon wide, and one vector from each maximal cell (Papadimitriou & Yannakakis, "On the approximability of
//! trade-offs", FOCS 2000; Laumanns, Thiele, Deb & Zitzler, Evolutionary Computation 10, 2002).

use super::groups::maximal_groups;
use super::strong::survivors;
use super::{maximal, rows};

/// Indices of vectors such that every vector `x` of the list has a kept `y` with `y_p >= x_p - epsilon_p` for all `p`.
///
/// Every kept vector is maximal; indices are the lowest among equal vectors and stand in canonical order. An epsilon
/// that is missing or negative counts as 0; with all 0 this is [`maximal`]. In two dimensions no cover by vectors of
/// the list has fewer. In more, cells are `epsilon_p + 1` wide, counted from the least value in `p`, and one vector is
/// kept from each cell that no other dominates.
///
/// Errors add up: a cover, taken again with a second epsilon, covers the first list with the sum of the two; the same
/// holds for sums of covers. Cost: as [`maximal`].
pub fn cover(dims: usize, values: &[i64], epsilon: &[i64]) -> Vec<u32> {
    let epsilon: Vec<i64> = (0..dims).map(|p| epsilon.get(p).map_or(0, |e| (*e).max(0))).collect();
    if dims < 2 || epsilon.iter().all(|e| *e == 0) {
        return maximal(dims, values);
    }
    if dims == 2 { greedy(values, epsilon[0], epsilon[1]) } else { cells(dims, values, &epsilon) }
}

fn greedy(values: &[i64], first: i64, second: i64) -> Vec<u32> {
    let frontier = maximal(2, values);
    let row = |at: u32| (values[at as usize * 2], values[at as usize * 2 + 1]);
    let mut kept = Vec::new();
    let mut open = 0;
    while let Some(at) = frontier.get(open) {
        // All from the first open one to the last that still reaches it in the first coordinate are covered by that
        // last one, which is higher in the second; after it those that it nearly reaches.
        let reach = row(*at).0.saturating_sub(first);
        let last = open + frontier[open..].partition_point(|at| row(*at).0 >= reach) - 1;
        kept.push(frontier[last]);
        let height = row(frontier[last]).1.saturating_add(second);
        open = last + frontier[last..].partition_point(|at| row(*at).1 <= height);
    }
    kept
}

fn cells(dims: usize, values: &[i64], epsilon: &[i64]) -> Vec<u32> {
    let row = |at: u32| &values[at as usize * dims..(at as usize + 1) * dims];
    let left = survivors(dims, values, rows(dims, values));
    let lows: Vec<i64> = (0..dims).map(|p| left.iter().map(|at| row(*at)[p]).min().unwrap_or(0)).collect();
    let mut table = Vec::with_capacity(left.len() * dims);
    for at in &left {
        let coordinates = row(*at).iter().zip(&lows).zip(epsilon);
        // The least value is subtracted, so the difference is not negative.
        table.extend(coordinates.map(|((value, low), epsilon)| {
            let cell = value.wrapping_sub(*low).cast_unsigned() / (epsilon.cast_unsigned() + 1);
            cell.cast_signed()
        }));
    }
    // Within a cell the lexicographically greatest is not dominated, and by none of another cell, as that cell would
    // dominate. Of equal vectors the first.
    let greatest = |group: &[u32]| {
        let members = group.iter().map(|place| left[*place as usize]);
        members.reduce(|best, at| if row(at) > row(best) { at } else { best })
    };
    let mut kept: Vec<u32> = maximal_groups(dims, &table, left.len()).iter().filter_map(greatest).collect();
    kept.sort_unstable_by(|one, other| row(*other).cmp(row(*one)));
    kept
}
