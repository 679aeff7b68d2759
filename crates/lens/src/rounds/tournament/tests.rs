//! Tests of means and seatings; tournaments themselves are tested on cases in the suite.

use super::means::{Block, mean, student};
use super::seatings::seatings;
use super::{Seatings, Settings};
use crate::rounds::Strategies;
use std::collections::BTreeSet;

fn block(values: &[f64]) -> Block {
    let mut block = Block::default();
    values.iter().for_each(|value| block.add(*value));
    block
}

#[test]
fn one_case_is_the_interval_of_student() {
    // Student's data of soporifics (1908), hours gained under the second: mean 2.33, s 2.002249, n 10, t(9) 2.262.
    let gained = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    let found = mean(&[gained.iter().map(|value| block(&[*value])).collect()]).expect("numbers");
    assert!((found.value - 2.33).abs() < 1e-12 && found.n == 10);
    let (low, high) = found.interval.expect("ten of them");
    assert!((low - 0.8977).abs() < 5e-4 && (high - 3.7623).abs() < 5e-4, "{low} {high}");
}

#[test]
fn blocks_count_once_and_cases_alike() {
    // Two numbers in a block are one mean; a case with more repetitions weighs no more.
    let one = vec![block(&[0.0, 1.0]), block(&[0.5]), block(&[])];
    let two = vec![block(&[0.9]), block(&[0.9]), block(&[0.9])];
    let found = mean(&[one, two]).expect("numbers");
    assert!((found.value - 0.7).abs() < 1e-12);
    assert_eq!((found.n, found.interval), (6, Some((found.value, found.value))));
    assert_eq!(mean(&[vec![block(&[])], Vec::new()]), None);
    assert_eq!(mean(&[vec![block(&[0.3])]]).expect("a number").interval, None);
    // By hand: v = 0.5 * 0.5 / 2 ... of {0, 1} s^2 is 1/2, over 2 repetitions 1/4; the other case has none, so one degree.
    let spread = mean(&[vec![block(&[0.0]), block(&[1.0])], vec![block(&[1.0]), block(&[1.0])]]).expect("numbers");
    let half = 12.706 * 0.25_f64.sqrt() / 2.0;
    assert_eq!(spread.interval, Some((0.75 - half, 0.75 + half)));
}

#[test]
fn quantiles_fall_to_that_of_the_normal_distribution() {
    let points: Vec<f64> = (1..400).map(|freedom| student(f64::from(freedom))).collect();
    assert!(points.is_sorted_by(|a, b| a > b));
    // Published: 2.021 at 40, 2.000 at 60, 1.980 at 120.
    for (freedom, known) in [(40.0, 2.021), (60.0, 2.000), (120.0, 1.980)] {
        assert!((student(freedom) - known).abs() < 1e-3);
    }
    assert!((student(f64::INFINITY) - 1.959_963_984_540_054).abs() < 1e-15);
}

fn made(strategies: usize, seats: usize, which: Seatings, most: u64) -> (Vec<Vec<usize>>, u128) {
    let words: Vec<String> = (1..=strategies).map(|at| format!("time {at}")).collect();
    let strategies = Strategies::read(words.iter().map(String::as_str)).expect("words");
    seatings(&Settings { strategies, seatings: which, most, ..Settings::default() }, seats)
}

#[test]
fn seatings_are_all_or_a_sample_without_repeats() {
    assert_eq!(made(2, 2, Seatings::All, 9).0, [[0, 0], [0, 1], [1, 0], [1, 1]]);
    assert_eq!(made(3, 2, Seatings::Different, 9).0, [[0, 1], [0, 2], [1, 0], [1, 2], [2, 0], [2, 1]]);
    assert_eq!(made(2, 3, Seatings::Different, 9), (Vec::new(), 0));
    for which in [Seatings::All, Seatings::Different] {
        let (whole, all) = made(6, 4, which, 2_000);
        assert_eq!(whole.len() as u128, all);
        let (some, of) = made(6, 4, which, 100);
        assert_eq!((some.len(), of), (100, all));
        let whole: BTreeSet<_> = whole.into_iter().collect();
        let different: BTreeSet<_> = some.iter().cloned().collect();
        assert!(different.len() == 100 && different.is_subset(&whole));
        assert_eq!(some, made(6, 4, which, 100).0);
        // Every strategy has every seat: of a hundred draws none is missing but by a chance of 1e-7.
        assert!((0..4).all(|seat| (0..6).all(|own| some.iter().any(|seating| seating[seat] == own))));
    }
    assert_eq!(made(256, 64, Seatings::All, 10).0.len(), 10);
}
