//! Closed forms, laws, and calibration by simulation.

use super::posterior::{effective, quantiles};
use super::{Answer, BINS, Curve, Histogram, Link, Noise, Offers, Posterior};
use crate::model::uniform;

#[test]
fn an_answer_by_bayes() {
    // `bayes_accept_reject`: reserves 0.2, 0.4, 0.6, 0.8, a package worth 0.5, probit with spread 0.15.
    let reserves = [0.2, 0.4, 0.6, 0.8];
    let noise = Noise { link: Link::Probit, scale: 0.15, bluff: 0.0, reliability: 1.0 };
    let known = [0.4886249340259104, 0.37375373122653854, 0.12624626877346148, 0.011375065974089589];
    for (answer, turned) in [(Answer::Yes, false), (Answer::No, true)] {
        let logs = reserves.iter().map(|reserve| libm::log(answer.chance(0.5 - reserve, &noise))).collect();
        let found = Posterior::new(4, vec![logs]);
        for at in 0..4 {
            let known = known[if turned { 3 - at } else { at }];
            assert!((found.weights()[at] - known).abs() < 1e-12, "{answer:?} at {at}");
        }
    }
}

#[test]
fn a_reserve_from_offers() {
    // `reservation_inference`: the curve of reserve 0.35 and beta 0.5 over 11 offers of 20, on a grid by least squares.
    let offers = [1.0, 0.998375, 0.9935, 0.985375, 0.974, 0.959375, 0.9415, 0.920375, 0.896, 0.868375, 0.8375];
    let grid: Vec<Curve> = (0..=20)
        .flat_map(|r| (1..=40).map(move |b| Curve { reserve: f64::from(r) / 20.0, beta: f64::from(b) / 20.0 }))
        .collect();
    let log = |curve: &Curve, at: usize| {
        let off = (offers[at] - curve.target(at as f64 / 20.0)) / 0.001;
        -0.5 * off * off
    };
    let logs = (0..offers.len()).map(|at| grid.iter().map(|curve| log(curve, at)).collect()).collect();
    let found = Posterior::new(grid.len(), logs);
    let best = (0..grid.len()).max_by(|a, b| found.weights()[*a].total_cmp(&found.weights()[*b])).unwrap();
    assert_eq!((grid[best].reserve, grid[best].beta), (0.35, 0.5));
    assert!(found.weights()[best] > 0.999);
}

#[test]
fn answers_sum_to_one() {
    for link in [Link::Logistic, Link::Probit] {
        for (scale, bluff, reliability) in [(0.1, 0.0, 1.0), (0.02, 0.3, 0.7), (0.0, 0.1, 0.9), (5.0, 1.0, 0.0)] {
            let noise = Noise { link, scale, bluff, reliability };
            for gain in [f64::NEG_INFINITY, -40.0, -0.3, 0.0, 0.01, 2.0, f64::INFINITY] {
                let (yes, no) = (Answer::Yes.chance(gain, &noise), Answer::No.chance(gain, &noise));
                assert!((yes + no - 1.0).abs() < 1e-12 && yes >= 0.0 && no >= 0.0, "{noise:?} {gain}: {yes} {no}");
            }
        }
    }
}

/// Every package of blocks.
fn packages(blocks: &[Vec<f64>]) -> Vec<Vec<usize>> {
    blocks.iter().fold(vec![Vec::new()], |all, block| {
        all.iter().flat_map(|one| (0..block.len()).map(move |at| [one.as_slice(), &[at]].concat())).collect()
    })
}

#[test]
fn offers_sum_to_one_over_packages() {
    let mut next = uniform(5, "offers");
    for _ in 0..40 {
        let blocks: Vec<Vec<f64>> = (0..3).map(|_| (0..4).map(|_| next() * 30.0 - 5.0).collect()).collect();
        let histogram = Histogram::new(&blocks).unwrap();
        let all = packages(&blocks);
        // The convolution counts what a listing counts.
        let mut counted = vec![0.0; histogram.parts().len()];
        all.iter().for_each(|own| counted[histogram.bin(own).unwrap()] += 1.0 / all.len() as f64);
        assert!(counted.iter().zip(histogram.parts()).all(|(a, b)| (a - b).abs() < 1e-12));
        assert!(counted.len() <= BINS + 3);
        let curve = Curve { reserve: next(), beta: 0.2 + 2.0 * next() };
        let offers = Offers { histogram: &histogram, curve, spread: 0.3 * next() };
        let time = next();
        let lift = |own: &Vec<usize>| offers.lift(&own.iter().map(std::slice::from_ref).collect::<Vec<_>>(), time);
        let sum: f64 = all.iter().map(|own| lift(own) / all.len() as f64).sum();
        // A text that leaves the first block to two options, and the last to all, is the mean of its packages.
        let terms: Vec<Vec<usize>> = (0..all[0].len())
            .map(|at| {
                if at == 0 {
                    vec![0, 1]
                } else if at + 1 == all[0].len() {
                    Vec::new()
                } else {
                    vec![0]
                }
            })
            .collect();
        let inside: Vec<f64> = all
            .iter()
            .filter(|own| own.iter().zip(&terms).all(|(option, terms)| terms.is_empty() || terms.contains(option)))
            .map(lift)
            .collect();
        let text: Vec<&[usize]> = terms.iter().map(Vec::as_slice).collect();
        let mean = inside.iter().sum::<f64>() / inside.len() as f64;
        assert!((offers.lift(&text, time) - mean).abs() < 1e-9 * mean.max(1.0));
        assert!((sum - 1.0).abs() < 1e-9, "{sum}");
    }
    assert_eq!(Histogram::new(&[vec![1.0, 1.0], vec![2.0]]), None);
    assert_eq!(Histogram::new(&[]), None);
}

#[test]
fn a_piece_left_out_is_as_if_never_heard() {
    let mut next = uniform(9, "left out");
    let mut logs: Vec<Vec<f64>> = (0..5).map(|_| (0..200).map(|_| -3.0 * next()).collect()).collect();
    logs[2][7] = f64::NEG_INFINITY;
    let all = Posterior::new(200, logs.clone());
    assert_eq!(all.weights()[7], 0.0);
    for piece in 0..5 {
        let others: Vec<Vec<f64>> = (0..5).filter(|at| *at != piece).map(|at| logs[at].clone()).collect();
        let others = Posterior::new(200, others);
        for (one, two) in all.without(piece).unwrap().iter().zip(others.weights()) {
            assert!((one - two).abs() < 1e-12);
        }
        assert_eq!(all.with(|at| at != piece).unwrap(), others.weights());
    }
    let chosen = all.resample(100_000, 0.5);
    for (draw, weight) in all.weights().iter().enumerate() {
        let often = chosen.iter().filter(|own| **own == draw).count() as f64;
        assert!((often - weight * 100_000.0).abs() <= 1.0 + 1e-6);
    }
}

#[test]
fn what_contradicts_all_draws_is_said() {
    let none = Posterior::new(3, vec![vec![f64::NEG_INFINITY; 3]]);
    assert!(none.contradicted() && none.without(0).is_some());
    assert_eq!(none.weights(), [1.0 / 3.0; 3]);
    assert!(!Posterior::new(3, Vec::new()).contradicted());
    assert!((effective(&[0.25; 4]) - 4.0).abs() < 1e-12);
    assert!(Posterior::new(0, Vec::new()).resample(5, 0.5).is_empty());
}

#[test]
fn quantiles_are_those_of_the_weights() {
    let (values, order) = ([3.0, 1.0, 2.0], [1, 2, 0]);
    assert_eq!(quantiles(&values, &order, &[0.5, 0.25, 0.25], [0.05, 0.5, 0.95]), [1.0, 2.0, 3.0]);
    assert_eq!(quantiles(&values, &order, &[0.0, 1.0, 0.0], [0.05, 0.5, 0.95]), [1.0; 3]);
}
