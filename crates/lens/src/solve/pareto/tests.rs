//! Laws against the plain definitions, on lists with many ties and on lists with large frontiers.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::divide::Ranked;
use super::radix::{falling, rising, sort_by_key};
use super::sums::{Side, in_blocks};
use super::*;

/// Row-major vectors and how many coordinates they have.
#[derive(Clone, Debug)]
struct List {
    dims: usize,
    values: Vec<i64>,
}

impl List {
    fn rows(&self) -> Vec<&[i64]> {
        self.values.chunks_exact(self.dims).collect()
    }

    fn counts(&self) -> Vec<u128> {
        (0..self.rows().len()).map(|at| 1 + (at as u128 * 7) % 5).collect()
    }
}

/// Up to `rows` vectors: few different values; many; or near a plane, so that most are maximal.
fn list(dims: usize, rows: usize) -> impl Strategy<Value = List> {
    let few = vec(-2..=2_i64, 0..=rows * dims);
    let many = vec(-1_000_000_000_000..=1_000_000_000_000_i64, 0..=rows * dims);
    let wide = prop_oneof![Just(40_i64), Just(4)];
    let entries = wide.prop_flat_map(move |wide| vec(-wide..=wide, 0..=rows * dims));
    let tilted = (entries, 0..=3_i64).prop_map(move |(mut values, noise)| {
        for row in values.chunks_exact_mut(dims) {
            let others: i64 = row[1..].iter().sum();
            row[0] = -others + row[0].rem_euclid(noise + 1);
        }
        values
    });
    prop_oneof![few, many, tilted].prop_map(move |mut values| {
        values.truncate(values.len() / dims * dims);
        List { dims, values }
    })
}

fn lists(rows: usize) -> impl Strategy<Value = List> {
    (1..=7_usize).prop_flat_map(move |dims| list(dims, rows))
}

/// The definition: the first index of each vector that none dominates, sorted, with the counts of its equals.
fn by_definition(rows: &[&[i64]], counts: &[u128]) -> Vec<(Vec<i64>, u32, u128)> {
    let mut found: Vec<(Vec<i64>, u32, u128)> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        if rows.iter().any(|other| beats(other, row)) {
            continue;
        }
        match found.iter_mut().find(|(value, ..)| value == row) {
            Some((_, _, count)) => *count += counts[at],
            None => found.push((row.to_vec(), at as u32, counts[at])),
        }
    }
    found.sort_by(|one, other| other.0.cmp(&one.0));
    found
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_260_218),
        ..ProptestConfig::default()
    }
}

#[track_caller]
fn check_maximal(list: &List) {
    let counts = list.counts();
    let expected = by_definition(&list.rows(), &counts);
    let indices: Vec<u32> = expected.iter().map(|(_, at, _)| *at).collect();
    assert_eq!(maximal(list.dims, &list.values), indices);
    let sums: Vec<u128> = expected.iter().map(|(.., count)| *count).collect();
    assert_eq!(maximal_counted(list.dims, &list.values, &counts), (indices, sums));
}

/// All pairs, filtered, then the definition.
fn sums_by_definition(left: &List, right: &List, keep: impl Fn(&[i64]) -> bool) -> Summed {
    let dims = left.dims;
    let (mut values, mut counts, mut from) = (Vec::new(), Vec::new(), Vec::new());
    for (i, (a, of_a)) in left.rows().iter().zip(left.counts()).enumerate() {
        for (j, (b, of_b)) in right.rows().iter().zip(right.counts()).enumerate() {
            let sum: Vec<i64> = a.iter().zip(*b).map(|(a, b)| a + b).collect();
            if keep(&sum) {
                values.extend(sum);
                counts.push(of_a * of_b);
                from.push((i as u32, j as u32));
            }
        }
    }
    let rows: Vec<&[i64]> = values.chunks_exact(dims).collect();
    let found = by_definition(&rows, &counts);
    Summed {
        values: found.iter().flat_map(|(value, ..)| value.clone()).collect(),
        counts: found.iter().map(|(.., count)| *count).collect(),
        // Pairs come in rising order, so that the first index is that of the least pair.
        from: found.iter().map(|(_, at, _)| from[*at as usize]).collect(),
    }
}

proptest! {
    #![proptest_config(config(1500))]

    #[test]
    fn maximal_is_the_definition(list in lists(60)) {
        check_maximal(&list);
    }

    #[test]
    fn every_vector_is_near_a_kept_one(list in lists(120), epsilon in vec(-1..=30_i64, 0..=7)) {
        let kept = cover(list.dims, &list.values, &epsilon);
        let rows = list.rows();
        let slack = |p: usize| epsilon.get(p).map_or(0, |e| *e.max(&0));
        for x in &rows {
            let near = |y: &u32| (0..list.dims).all(|p| rows[*y as usize][p] >= x[p] - slack(p));
            prop_assert!(kept.iter().any(near), "{:?} {:?}", x, kept);
        }
        // Kept vectors are distinct maximal ones, the first of their equals, in canonical order.
        let frontier = maximal(list.dims, &list.values);
        let mut rest = frontier.iter();
        prop_assert!(kept.iter().all(|at| rest.any(|other| other == at)));
    }
}

proptest! {
    #![proptest_config(config(500))]

    #[test]
    fn maximal_is_the_definition_where_lists_are_divided(list in lists(700)) {
        check_maximal(&list);
    }

    /// Without the prefilter, which leaves little to do where most are dominated.
    #[test]
    fn dividing_alone_is_the_definition(list in (3..=6_usize).prop_flat_map(|dims| list(dims, 400))) {
        let mut rows = list.rows();
        rows.sort_by(|one, other| other.cmp(one));
        rows.dedup();
        let firsts: Vec<u32> = (0..rows.len() as u32).collect();
        let kept = Ranked::new(list.dims, &firsts, |at| rows[at as usize]).maximal();
        let expected: Vec<u32> =
            firsts.into_iter().filter(|at| !rows.iter().any(|other| beats(other, rows[*at as usize]))).collect();
        prop_assert_eq!(kept, expected);
    }

    #[test]
    fn sums_are_those_of_the_definition(
        (left, right) in (1..=5_usize).prop_flat_map(|dims| (list(dims, 40), list(dims, 12))),
        bound in -60..=60_i64,
        reduce in any::<bool>(),
    ) {
        let keep = |sum: &[i64]| sum.iter().all(|value| *value >= bound);
        for keep in [&keep as &dyn Fn(&[i64]) -> bool, &|_: &[i64]| true] {
            let mut left = left.clone();
            if reduce {
                let rows = left.rows();
                let kept = maximal(left.dims, &left.values);
                left.values = kept.iter().flat_map(|at| rows[*at as usize].to_vec()).collect();
            }
            let (of_left, of_right) = (left.counts(), right.counts());
            let expected = sums_by_definition(&left, &right, keep);
            let summed = sum_maximal(left.dims, &left.values, &of_left, &right.values, &of_right, keep);
            prop_assert_eq!(&summed, &expected);
            // The same in blocks of a few sums, which also is a second way in two dimensions.
            let side = |list: &List, counts: &[u128]| Side::new(list.dims, &list.values, counts, false);
            let (one, other) = (side(&left, &of_left), side(&right, &of_right));
            prop_assert_eq!(&in_blocks(left.dims, &one, &other, &keep, 5), &expected);
        }
    }

    #[test]
    fn no_cover_in_two_dimensions_is_smaller(list in list(2, 9), first in 0..=20_i64, second in 0..=20_i64) {
        let rows = list.rows();
        let covers = |subset: u32| {
            rows.iter().all(|x| {
                let near = |y: usize| rows[y][0] >= x[0] - first && rows[y][1] >= x[1] - second;
                (0..rows.len()).any(|y| subset >> y & 1 == 1 && near(y))
            })
        };
        let fewest = (0..1_u32 << rows.len()).filter(|subset| covers(*subset)).map(u32::count_ones).min();
        prop_assert_eq!(Some(cover(2, &list.values, &[first, second]).len() as u32), fewest);
    }

    #[test]
    fn digits_sort_as_comparison_does(values in vec(any::<i64>(), 0..1500), shift in 0..64_u32) {
        let items: Vec<(i64, usize)> = values.iter().map(|value| value >> shift).zip(0..).collect();
        for key in [rising, falling] {
            let mut expected = items.clone();
            expected.sort_by_key(|(value, _)| key(*value));
            let mut sorted = items.clone();
            sort_by_key(&mut sorted, |(value, _)| key(*value));
            prop_assert_eq!(sorted, expected);
        }
        prop_assert!(values.windows(2).all(|two| (two[0] < two[1]) == (rising(two[0]) < rising(two[1]))));
        prop_assert!(values.windows(2).all(|two| (two[0] < two[1]) == (falling(two[0]) > falling(two[1]))));
    }
}

#[test]
fn lists_without_vectors_have_none() {
    for dims in 0..=64 {
        assert!(maximal(dims, &[]).is_empty());
        assert_eq!(maximal_counted(dims, &[], &[]), (vec![], vec![]));
        assert!(cover(dims, &[], &[1; 64]).is_empty());
        assert_eq!(sum_maximal(dims, &[], &[], &vec![1; dims], &[1], |_| true), Summed::default());
        assert_eq!(sum_maximal(dims, &vec![1; dims], &[1], &[], &[], |_| true), Summed::default());
    }
}

#[test]
fn without_dimensions_all_are_equal() {
    assert_eq!(maximal(0, &[5, 6]), [0]);
    assert_eq!(maximal_counted(0, &[], &[2, 3]), (vec![0], vec![5]));
    let summed = sum_maximal(0, &[], &[2, 3], &[], &[4], |_| true);
    assert_eq!(summed, Summed { values: vec![], counts: vec![20], from: vec![(0, 0)] });
}

#[test]
fn many_dimensions_are_as_good_as_few() {
    for dims in 1..=64 {
        // The unit vectors are all maximal, their halves are not.
        let unit = |at: usize, size: i64| (0..dims).map(move |p| if p == at { size } else { 0 });
        let values: Vec<i64> = (0..dims).flat_map(|at| unit(at, 1).chain(unit(at, 2))).collect();
        let expected: Vec<u32> = (0..dims).map(|at| 2 * at as u32 + 1).collect();
        assert_eq!(maximal(dims, &values), expected);
        assert_eq!(cover(dims, &values, &vec![2; dims]).len(), 1);
    }
}

#[test]
fn equal_vectors_are_one() {
    for dims in 1..=6 {
        let values = vec![-3; 5000 * dims];
        assert_eq!(maximal_counted(dims, &values, &[2; 5000]), (vec![0], vec![10_000]));
    }
    assert_eq!(maximal_counted(2, &[1; 4], &[u128::MAX, 9]), (vec![0], vec![u128::MAX]));
}

#[test]
fn what_is_left_over_is_ignored() {
    assert_eq!(maximal(2, &[1, 1, 9]), [0]);
    assert_eq!(maximal_counted(2, &[1, 1, 9, 9], &[1]), (vec![0], vec![1]));
}

#[test]
fn extreme_values_do_not_panic() {
    for dims in 1..=5 {
        let values: Vec<i64> = (0..200 * dims).map(|at| [i64::MIN, i64::MAX, 0, -1, 1][at * at % 5]).collect();
        check_maximal(&List { dims, values: values.clone() });
        cover(dims, &values, &[i64::MAX; 5]);
        sum_maximal(dims, &values, &[u128::MAX; 200], &values, &[u128::MAX; 200], |_| true);
    }
}

/// The layers `x + y + .. = 0` of a grid of `side` values per coordinate are known to be maximal, and no others.
#[test]
fn the_top_layer_of_a_grid() {
    for (dims, side) in [(2, 60), (3, 20), (4, 9), (5, 6)] {
        let top = side - 1;
        let cells = (side as usize).pow(dims as u32);
        let digits = |cell: usize| (0..dims).map(move |p| (cell / (side as usize).pow(p as u32)) as i64 % side);
        let values: Vec<i64> = (0..cells).filter(|cell| digits(*cell).sum::<i64>() <= top).flat_map(digits).collect();
        let kept = maximal(dims, &values);
        let sum = |at: &u32| values[*at as usize * dims..][..dims].iter().sum::<i64>();
        assert!(kept.iter().all(|at| sum(at) == top));
        // Ways to write `top` as a sum of `dims` numbers from 0.
        let ways = (1..dims as i64).fold(1, |ways, k| ways * (top + k) / k);
        assert_eq!(kept.len() as i64, ways);
    }
}
