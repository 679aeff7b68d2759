//! Laws against counting pair by pair, on lists with many ties.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::*;

fn by_definition(dims: usize, a: &[i64], b: &[i64], at_least: &[i64]) -> u128 {
    let mut count = 0;
    for one in a.chunks_exact(dims) {
        for other in b.chunks_exact(dims) {
            count += u128::from((0..dims).all(|p| one[p].saturating_add(other[p]) >= at_least[p]));
        }
    }
    count
}

/// Two lists of up to `rows` vectors and thresholds: few different values, or many.
fn lists(rows: usize) -> impl Strategy<Value = (usize, Vec<i64>, Vec<i64>, Vec<i64>)> {
    let of = |range: std::ops::RangeInclusive<i64>, rows: usize| {
        (1..=3_usize).prop_flat_map(move |dims| {
            let list =
                || vec(range.clone(), 0..=rows * dims).prop_map(move |list| list[..list.len() / dims * dims].to_vec());
            let free = prop_oneof![9 => range.clone(), 1 => Just(i64::MIN), 1 => Just(i64::MAX)];
            (Just(dims), list(), list(), vec(free, dims))
        })
    };
    prop_oneof![of(-3..=3, rows), of(-60..=60, rows), of(-1_000_000_000_000..=1_000_000_000_000, rows)]
}

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 1000,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_260_219),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn pairs_are_counted_as_one_by_one((dims, a, b, at_least) in lists(30)) {
        prop_assert_eq!(count_pairs(dims, &a, &b, &at_least), Some(by_definition(dims, &a, &b, &at_least)));
    }

    #[test]
    fn long_lists_are_counted_as_one_by_one((dims, a, b, at_least) in lists(400)) {
        prop_assert_eq!(count_pairs(dims, &a, &b, &at_least), Some(by_definition(dims, &a, &b, &at_least)));
    }

    #[test]
    fn the_interval_of_two_grids_contains_the_count(
        (a, b) in (vec(-5000..=5000_i64, 0..600), vec(-5000..=5000_i64, 0..600)),
        at_least in [-6000..=6000_i64, -6000..=6000_i64],
        range in prop_oneof![
            Just([-5000, 5000]), Just([-100, 60]), Just([7, 7]), Just([9, -9]), Just([-1_000_000, 1_000_000]),
            Just([i64::MIN, i64::MAX]), Just([6000, 9000])
        ],
    ) {
        let mut one = Grid::<16>::with_cells([range[0]; 2], [range[1]; 2]);
        let mut other = Grid::<16>::with_cells([-5000, -40], [5000, 40]);
        let (a, b) = (&a[..a.len() / 2 * 2], &b[..b.len() / 2 * 2]);
        for block in a.chunks(14) {
            one.add(block).unwrap();
        }
        other.add(b).unwrap();
        prop_assert_eq!(one.points() as usize, a.len() / 2);
        let exact = by_definition(2, a, b, &at_least);
        for (low, high) in [bounds(&one, &other, at_least), bounds(&other, &one, at_least)] {
            prop_assert!(low <= exact && exact <= high, "{} <= {} <= {}", low, exact, high);
        }
    }

    #[test]
    fn one_cell_per_value_is_exact(
        (a, b) in (vec(-15..=16_i64, 0..600), vec(-15..=16_i64, 0..600)),
        at_least in [-32..=34_i64, -32..=34_i64],
    ) {
        let grid = |list: &[i64]| {
            let mut grid = Grid::<32>::with_cells([-15; 2], [16; 2]);
            grid.add(list).unwrap();
            grid
        };
        let (a, b) = (&a[..a.len() / 2 * 2], &b[..b.len() / 2 * 2]);
        let exact = by_definition(2, a, b, &at_least);
        prop_assert_eq!(bounds(&grid(a), &grid(b), at_least), (exact, exact));
    }

    #[test]
    fn ranks_are_those_of_all_sums(
        a in vec(-50..=50_i64, 0..200), b in vec(-50..=50_i64, 0..9), queries in vec(-120..=120_i64, 0..20)
    ) {
        let (mut sorted_a, mut sorted_b) = (a.clone(), b.clone());
        sorted_a.sort_unstable();
        sorted_b.sort_unstable();
        let expected: Vec<u128> = queries.iter().map(|query| by_definition(1, &a, &b, &[*query])).collect();
        prop_assert_eq!(&count_sums_at_least(&a, &b, &queries), &expected);
        prop_assert_eq!(&count_sums_at_least(&sorted_b, &sorted_a, &queries), &expected);
        prop_assert_eq!(&count_sums_at_least(&sorted_a[..a.len().min(12)], &sorted_b, &[]), &Vec::<u128>::new());
    }

    #[test]
    fn sums_come_in_the_order_of_the_lists((dims, lists) in (1..=5_usize).prop_flat_map(|dims| {
        (Just(dims), vec(vec(-9..=9_i64, 0..=5 * dims), 0..=5))
    })) {
        let mut expected = vec![vec![0; dims]];
        for list in &lists {
            let mut longer = Vec::new();
            for sum in &expected {
                for row in list.chunks_exact(dims) {
                    longer.push(sum.iter().zip(row).map(|(sum, value)| sum + value).collect::<Vec<i64>>());
                }
            }
            expected = longer;
        }
        prop_assert_eq!(number_of_sums(dims, &lists), expected.len() as u128);
        prop_assert_eq!(sums(dims, &lists), Some(expected.concat()));
    }
}

/// Lists whose sums take several blocks, told from their number in the order.
#[test]
fn blocks_follow_each_other() {
    let list = |length: i64, step: i64| (0..length).flat_map(|at| [at * step, -at * step]).collect::<Vec<i64>>();
    for lengths in [[3, 5, 100, 700], [2, 9000, 2, 3], [4, 3, 2, 9000], [9000, 2, 1, 2]] {
        let steps = [lengths[1] * lengths[2] * lengths[3], lengths[2] * lengths[3], lengths[3], 1];
        let lists: Vec<Vec<i64>> = lengths.into_iter().zip(steps).map(|(length, step)| list(length, step)).collect();
        let mut next = 0;
        let mut blocks = 0;
        visit_sums(2, &lists, |block| {
            blocks += 1;
            for row in block.as_chunks::<2>().0 {
                assert_eq!(*row, [next, -next]);
                next += 1;
            }
        });
        assert!(blocks > 1);
        assert_eq!(next, lengths.iter().product::<i64>());
    }
}

#[test]
fn lists_without_vectors_have_no_pairs() {
    for dims in 0..=3 {
        assert_eq!(count_pairs(dims, &[], &[1; 6], &[0; 3]), Some(0));
        assert_eq!(count_pairs(dims, &[1; 6], &[], &[0; 3]), Some(0));
    }
    assert_eq!(count_pairs(0, &[1; 6], &[1; 2], &[]), Some(12));
    assert_eq!(sums(2, &[]), Some(vec![0, 0]));
    assert_eq!(sums(2, &[vec![1, 2], vec![]]), Some(vec![]));
    assert_eq!(sums(0, &[vec![]]), Some(vec![]));
    let empty = Grid::new([0; 2], [9; 2]);
    assert_eq!(bounds(&empty, &empty, [0; 2]), (0, 0));
}

#[test]
fn what_is_not_offered_is_none() {
    assert_eq!(count_pairs(4, &[1; 4], &[1; 4], &[0; 4]), None);
    assert_eq!(count_pairs(2, &[1; 4], &[1; 4], &[0]), None);
    let million = vec![vec![0; 1 << 10]; 3];
    assert_eq!(number_of_sums(1, &million), 1 << 30);
    assert_eq!(sums(1, &million), None);
    assert_eq!(number_of_sums(1, &vec![vec![0; 1 << 10]; 20]), u128::MAX);
}

#[test]
fn extreme_values_do_not_panic() {
    let values: Vec<i64> = (0..1200).map(|at| [i64::MIN, i64::MAX, 0, -1, 1][at * at % 5]).collect();
    for dims in 1..=3 {
        for at_least in [i64::MIN, 0, i64::MAX] {
            assert!(count_pairs(dims, &values, &values, &[at_least; 3]).is_some());
        }
    }
    let mut grid = Grid::new([0; 2], [i64::MAX; 2]);
    grid.add(&values).unwrap();
    let (low, high) = bounds(&grid, &grid, [0; 2]);
    assert!(low <= high);
    assert_eq!(count_sums_at_least(&values, &values, &[i64::MIN, i64::MAX]).len(), 2);
    assert!(sums(2, &[values.clone(), values]).is_some());
}

/// Cells of two and three values: the interval is that of the corners, worked out cell by cell.
#[test]
fn the_interval_is_that_of_the_corners() {
    let values: Vec<i64> = (0..10).flat_map(|x| (0..10).flat_map(move |y| [x, y])).collect();
    let mut grid = Grid::<4>::with_cells([0; 2], [9; 2]);
    grid.add(&values).unwrap();
    let cells = [(0, 2), (3, 5), (6, 7), (8, 9)];
    let size = |cell: (i64, i64)| (cell.1 - cell.0 + 1) as u128;
    let along = |end: fn((i64, i64)) -> i64| -> u128 {
        let pairs = cells.iter().flat_map(|one| cells.iter().map(move |other| (*one, *other)));
        pairs.filter(|(one, other)| end(*one) + end(*other) >= 9).map(|(one, other)| size(one) * size(other)).sum()
    };
    let (low, high) = (along(|cell| cell.0), along(|cell| cell.1));
    assert_eq!(bounds(&grid, &grid, [9, 9]), (low * low, high * high));
    assert!(low < 55 && 55 < high);
}

/// Two equal lists `0..n` in each coordinate: the number of pairs with sum at least `n - 1` is `n (n + 1) / 2`.
#[test]
fn counts_known_in_closed_form() {
    let n = 3000_i64;
    let total = u128::from((n * (n + 1) / 2).cast_unsigned());
    for dims in 1..=3 {
        let list: Vec<i64> = (0..n).flat_map(|at| std::iter::repeat_n(at * 1_000_003, dims)).collect();
        assert_eq!(count_pairs(dims, &list, &list, &[(n - 1) * 1_000_003; 3]), Some(total));
    }
    // Against each other the two coordinates leave only the sums of exactly `n - 1`.
    let list: Vec<i64> = (0..n).flat_map(|at| [at, n - 1 - at]).collect();
    assert_eq!(count_pairs(2, &list, &list, &[n - 1, n - 1]), Some(n.cast_unsigned().into()));
}
