//! Concepts that need every package one by one: the Kalai-Smorodinsky solution by least spread, and fallback bargaining.

use super::points::Work;
use crate::solve::valued::Listed;
use crate::solve::valued::frontier::Frontier;
use crate::solve::valued::optimum::{Best, TIES};
use num_bigint::BigUint;
use std::cmp::Ordering;

/// Cells by which values are looked up among those of the frontier, at most.
const CELLS: usize = 1 << 13;

impl Work<'_> {
    /// The least difference between the largest and the smallest share of the best gain, over all packages of the zone.
    pub(super) fn min_spread(&self, all: &Listed, gaining: &[usize], best: &[Option<i64>]) -> Best {
        let places: Vec<(usize, i128, i128)> = self
            .voters
            .iter()
            .enumerate()
            .filter(|(_, p)| gaining.contains(p))
            .map(|(at, p)| (at, i128::from(self.least[*p]), i128::from(best[*p].unwrap_or(0) - self.least[*p])))
            .collect();
        // Spread as (numerator, denominator): shares are compared by cross-multiplication.
        let spread = |values: &[i64]| -> (i128, i128) {
            let share = |(at, from, span): &(usize, i128, i128)| (i128::from(values[*at]) - from, *span);
            let less = |a: &(i128, i128), b: &(i128, i128)| (a.0 * b.1).cmp(&(b.0 * a.1));
            let shares = places.iter().map(share);
            let (low, high) = (shares.clone().min_by(less), shares.max_by(less));
            match (low, high) {
                (Some(low), Some(high)) => (high.0 * low.1 - low.0 * high.1, high.1 * low.1),
                _ => (0, 1),
            }
        };
        // The denominators are products of two spans of up to 2^42; their products do not fit 128 bits.
        let compare = |a: &(i128, i128), b: &(i128, i128)| -> Ordering {
            let wide = |a: i128, b: i128| BigUint::from(a.unsigned_abs()) * BigUint::from(b.unsigned_abs());
            wide(a.0, b.1).cmp(&wide(b.0, a.1))
        };
        let mut found: Vec<usize> = Vec::new();
        let mut own = (0, 1);
        let mut count = 0u128;
        // Far from the best, floating point settles it; near it, whole numbers do.
        let scale: Vec<(usize, f64, f64)> =
            places.iter().map(|(at, from, span)| (*at, *from as f64, 1.0 / *span as f64)).collect();
        let about = |values: &[i64]| {
            let share = |(at, from, scale): &(usize, f64, f64)| (values[*at] as f64 - from) * scale;
            if let [one, other] = scale.as_slice() {
                return (share(one) - share(other)).abs();
            }
            let ends = (f64::MAX, f64::MIN);
            let (low, high) = scale.iter().map(share).fold(ends, |(low, high), own| (low.min(own), high.max(own)));
            high - low
        };
        let least: Vec<i64> = self.voters.iter().map(|p| self.least[*p]).collect();
        let mut near = f64::MAX;
        for at in 0..all.len() {
            let values = all.vector(at);
            let rough = about(values);
            if rough > near + 1e-9 || values.iter().zip(&least).any(|(value, least)| value < least) {
                continue;
            }
            near = near.min(rough);
            let here = spread(values);
            let against = if found.is_empty() { Ordering::Less } else { compare(&here, &own) };
            if against.is_lt() {
                (own, count) = (here, 0);
                found.clear();
            }
            if against.is_le() {
                count += all.count(at);
                if found.len() < TIES {
                    found.push(at);
                }
            }
        }
        let found = found.into_iter().map(|at| (all.digits(at), all.vector(at).to_vec())).collect();
        Best { found, count: u64::try_from(count).unwrap_or(u64::MAX), proved: true }
    }

    /// Efficient packages of the least common depth: how far down its ranking of admissible packages each must go.
    pub(super) fn fallback(&self, all: &Listed, front: &Frontier) -> (Best, Option<BigUint>) {
        if !front.exact() || front.is_empty() {
            return (Best::default(), None);
        }
        let mut depth = vec![0u128; front.len()];
        for at in 0..self.voters.len() {
            let mut own: Vec<(i64, usize)> = (0..front.len()).map(|row| (front.vector(row)[at], row)).collect();
            own.sort_unstable();
            // How many packages are above each value: counted into the gaps between the values of the frontier.
            let mut above = vec![0u128; own.len() + 1];
            let steps = Steps::new(own.iter().map(|(value, _)| *value).collect());
            for (row, value) in all.values.iter().skip(at).step_by(all.dims).enumerate() {
                above[steps.below(*value)] += all.count(row);
            }
            let mut running = 0;
            for place in (0..own.len()).rev() {
                running += above[place + 1];
                depth[own[place].1] = depth[own[place].1].max(running + 1);
            }
        }
        let least = depth.iter().min().copied().unwrap_or(0);
        let best: Vec<usize> = (0..front.len()).filter(|row| depth[*row] == least).collect();
        let count = best.iter().map(|row| front.counts[*row]).sum::<u128>();
        let found = best.iter().take(TIES).map(|row| (front.digits(*row), front.vector(*row).to_vec())).collect();
        let best = Best { found, count: u64::try_from(count).unwrap_or(u64::MAX), proved: true };
        (best, Some(BigUint::from(least)))
    }
}

/// Rising values, and for cells of equal width over their span how many of them are below each.
struct Steps {
    values: Vec<i64>,
    low: i64,
    /// The width of a cell is two to this.
    shift: u32,
    starts: Vec<u32>,
}

impl Steps {
    /// `values` rise, and there is one at least.
    fn new(values: Vec<i64>) -> Self {
        let (low, high) = (values.first().copied().unwrap_or(0), values.last().copied().unwrap_or(0));
        let span = high.abs_diff(low);
        let cells = (values.len().saturating_mul(8)).next_power_of_two().min(CELLS) as u64;
        let shift = (0..63).find(|shift| span >> shift < cells).unwrap_or(63);
        let start = |cell: u64| values.partition_point(|value| value.abs_diff(low) < cell << shift) as u32;
        let starts = (0..=(span >> shift) + 1).map(start).collect();
        Self { values, low, shift, starts }
    }

    /// How many of the values are less.
    #[inline]
    fn below(&self, value: i64) -> usize {
        // What is outside goes to the first or the last cell; most cells have none of the values.
        let cell = (value.max(self.low).abs_diff(self.low) >> self.shift).min(self.starts.len() as u64 - 2) as usize;
        let (from, to) = (self.starts[cell] as usize, self.starts[cell + 1] as usize);
        if from == to { from } else { from + self.values[from..to].partition_point(|own| *own < value) }
    }
}

#[cfg(test)]
mod tests {
    use super::Steps;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 500, failure_persistence: None, rng_seed: RngSeed::Fixed(8), ..ProptestConfig::default()
        })]

        #[test]
        fn steps_count_what_is_less(
            mut values in prop::collection::vec((0u32..42, -40i64..40).prop_map(|(shift, x)| x << shift), 1..60),
            asked in prop::collection::vec((0u32..42, -50i64..50).prop_map(|(shift, x)| x << shift), 40),
        ) {
            values.sort_unstable();
            let steps = Steps::new(values.clone());
            for value in asked.into_iter().chain(values.clone()) {
                let less = values.iter().filter(|own| **own < value).count();
                prop_assert_eq!(steps.below(value), less, "{} among {:?}", value, values);
            }
        }
    }
}
