//! Frontiers and counts of pairs by themselves, in one thread: `cargo bench -p zopa --bench pareto`.
//!
//! Inputs are made once, from fixed seeds, and are not timed. Values have 40 bits, as ticks have. No time is asserted
//! anywhere; committed runs are in `bench/runs/`.

use zopa_lens::solve::pairs::{Grid, bounds, count_pairs, count_sums_at_least, number_of_sums, visit_sums};
use zopa_lens::solve::pareto::{Summed, cover, maximal, sum_maximal};

fn main() {
    divan::main();
}

/// The generator of Steele, Lea & Flood (2014): the same numbers everywhere.
struct Numbers(u64);

impl Numbers {
    /// From 0 to 2^40 - 1.
    fn next(&mut self) -> i64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 24).cast_signed()
    }

    fn share(&mut self) -> f64 {
        (self.next() + 1) as f64 / (1_u64 << 40) as f64
    }
}

fn random(integers: usize, seed: u64) -> Vec<i64> {
    let mut numbers = Numbers(seed);
    (0..integers).map(|_| numbers.next()).collect()
}

/// Vectors spread evenly over the plane on which entries sum to `sum`, or below it by up to a share of `depth`.
fn layer(rows: usize, dims: usize, sum: f64, depth: f64, seed: u64) -> Vec<i64> {
    let mut numbers = Numbers(seed);
    let mut values = Vec::with_capacity(rows * dims);
    for _ in 0..rows {
        // The gaps between sorted uniform numbers are uniform on the simplex.
        let mut cuts: Vec<f64> = (1..dims).map(|_| numbers.share()).chain([0.0, 1.0]).collect();
        cuts.sort_by(f64::total_cmp);
        let scale = sum * (1.0 - depth * numbers.share());
        values.extend(cuts.windows(2).map(|cut| ((cut[1] - cut[0]) * scale) as i64));
    }
    values
}

/// A frontier of two dimensions in canonical order.
fn frontier(rows: i64) -> Vec<i64> {
    let mut numbers = Numbers(7);
    let step = (1_i64 << 40) / rows;
    let mut jump = || numbers.next() % step;
    (0..rows).flat_map(|at| [(rows - at) * step + jump(), at * step + jump()]).collect()
}

#[divan::bench(sample_count = 30, args = [10_000, 100_000, 1_000_000])]
fn maximal_of_random_in_2(bencher: divan::Bencher<'_, '_>, rows: usize) {
    let values = random(rows * 2, 1);
    bencher.bench(|| maximal(2, &values));
}

#[divan::bench(sample_count = 30, args = [30_000, 1_000_000])]
fn maximal_of_a_frontier_in_2(bencher: divan::Bencher<'_, '_>, rows: i64) {
    let sorted = frontier(rows);
    // Not in order: every 7919th, and 7919 is a prime that divides neither number.
    let values: Vec<i64> =
        (0..rows as usize).flat_map(|at| sorted.as_chunks::<2>().0[at * 7919 % rows as usize]).collect();
    bencher.bench(|| maximal(2, &values));
}

#[divan::bench(sample_count = 30)]
fn maximal_of_1e5_random_in_3(bencher: divan::Bencher<'_, '_>) {
    let values = random(300_000, 2);
    bencher.bench(|| maximal(3, &values));
}

#[divan::bench(sample_count = 30)]
fn maximal_of_3e4_maximal_in_3(bencher: divan::Bencher<'_, '_>) {
    let values = layer(30_000, 3, 1e12, 0.0, 3);
    bencher.bench(|| maximal(3, &values));
}

/// Of 200,000 vectors in four dimensions some 20,000 or 40,000 are maximal, by how deep the layer is.
#[divan::bench(sample_count = 30, args = [0.5, 0.2])]
fn maximal_of_2e5_layered_in_4(bencher: divan::Bencher<'_, '_>, depth: f64) {
    let values = layer(200_000, 4, 1e12, depth, 4);
    bencher.bench(|| maximal(4, &values));
}

#[divan::bench(sample_count = 30, args = [6, 10])]
fn maximal_of_2e4_maximal_in(bencher: divan::Bencher<'_, '_>, dims: usize) {
    let values = layer(20_000, dims, 1e12, 0.0, 5);
    bencher.bench(|| maximal(dims, &values));
}

#[divan::bench(sample_count = 30)]
fn cover_of_1e5_layered_in_3(bencher: divan::Bencher<'_, '_>) {
    let values = layer(100_000, 3, 1e12, 0.1, 6);
    bencher.bench(|| cover(3, &values, &[10_000_000_000; 3]));
}

/// 100,000 sums of a block so far, and the 8 options of the next issue.
#[divan::bench(sample_count = 30, args = [2, 3, 4])]
fn sums_of_a_frontier_with_8(bencher: divan::Bencher<'_, '_>, dims: usize) {
    let left = if dims == 2 { frontier(100_000) } else { layer(10_000, dims, 1e12, 0.0, 3) };
    let right = layer(8, dims, 2.5e11, 0.0, 9);
    let counts = vec![3; left.len() / dims];
    bencher.bench(|| -> Summed { sum_maximal(dims, &left, &counts, &right, &[2; 8], |_| true) });
}

#[divan::bench(sample_count = 30, args = [1, 2])]
fn pairs_of_1e6_and_1e6_in(bencher: divan::Bencher<'_, '_>, dims: usize) {
    let (a, b) = (random(1_000_000 * dims, 11), random(1_000_000 * dims, 12));
    bencher.bench(|| count_pairs(dims, &a, &b, &[1 << 40; 2]));
}

#[divan::bench(sample_count = 30)]
fn pairs_of_1e5_and_1e5_in_3(bencher: divan::Bencher<'_, '_>) {
    let (a, b) = (random(300_000, 13), random(300_000, 14));
    bencher.bench(|| count_pairs(3, &a, &b, &[1 << 40; 3]));
}

#[divan::bench(sample_count = 30)]
fn ranks_of_100_sums_of_1e5_and_1e5(bencher: divan::Bencher<'_, '_>) {
    let sorted = |seed| {
        let mut list = random(100_000, seed);
        list.sort_unstable();
        list
    };
    let (a, b) = (sorted(15), sorted(16));
    let queries: Vec<i64> = (0..100).map(|at| at << 34).collect();
    bencher.bench(|| count_sums_at_least(&a, &b, &queries));
}

/// Two halves of 1.9 * 10^7 packages each: enumerated, counted by cell, and the interval.
#[divan::bench(sample_count = 30)]
fn interval_of_two_grids_of_1_9e7(bencher: divan::Bencher<'_, '_>) {
    let half = |seed: u64| (0..7).map(|at| random(22, seed + at).iter().map(|value| value >> 3).collect()).collect();
    let (a, b): (Vec<Vec<i64>>, Vec<Vec<i64>>) = (half(20), half(40));
    assert_eq!(number_of_sums(2, &a), 11_u128.pow(7));
    let grid = |lists: &[Vec<i64>]| {
        let mut grid = Grid::new([0; 2], [1 << 40; 2]);
        visit_sums(2, lists, |block| grid.add(block).expect("room"));
        grid
    };
    bencher.bench(|| bounds(&grid(&a), &grid(&b), [9 << 37; 2]));
}
