//! Votes by weight against the definition, corner by corner and coalition by coalition.

use crate::model::votes::{COALITIONS, Sure, Votes};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use zopa_case::TICKS;

const HALF: i128 = TICKS / 2;

/// Whether a coalition carries at one set of weights: the definition.
fn carries(weights: &[i128], threshold: i128, coalition: usize) -> bool {
    let own: i128 = (0..weights.len()).filter(|at| coalition >> at & 1 == 1).map(|at| weights[at]).sum();
    let all: i128 = weights.iter().sum();
    let (part, needed) = (own * TICKS, all * threshold);
    threshold == 0 || own > 0 && if threshold == HALF { part > needed } else { part >= needed }
}

/// Every corner of the box of weights and threshold.
fn corners(votes: &Votes) -> Vec<(Vec<i128>, i128)> {
    let count = votes.weights.len();
    let mut all = Vec::new();
    for corner in 0..1usize << (count + 1) {
        let end = |at: usize, (low, high): (i128, i128)| if corner >> at & 1 == 1 { high } else { low };
        let weights = votes.weights.iter().enumerate().map(|(at, own)| end(at, *own)).collect();
        all.push((weights, end(count, votes.threshold)));
    }
    all
}

fn members(coalition: usize, count: usize) -> Vec<bool> {
    (0..count).map(|at| coalition >> at & 1 == 1).collect()
}

/// Small weights, so that ties and nothing at all come up often; thresholds by name.
fn votes(most: usize) -> impl Strategy<Value = Votes> {
    let weight = prop_oneof![
        3 => (0..5i128).prop_map(|own| (own, own)),
        2 => (0..4i128, 0..3i128).prop_map(|(low, more)| (low, low + more)),
    ];
    let share = prop_oneof![
        Just(0),
        Just(TICKS / 4),
        Just(HALF),
        Just(HALF),
        Just(TICKS * 3 / 5),
        Just(TICKS * 2 / 3),
        Just(TICKS),
    ];
    let threshold = (share.clone(), share).prop_map(|(one, two)| (one.min(two), one.max(two)));
    let threshold = prop_oneof![2 => threshold.clone().prop_map(|(low, _)| (low, low)), 1 => threshold];
    (vec(weight, 1..=most), threshold).prop_map(|(weights, threshold)| Votes { weights, threshold })
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(1_988), ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(600))]

    #[test]
    fn a_coalition_carries_for_certain_at_every_corner_and_possibly_at_some(votes in votes(5)) {
        let corners = corners(&votes);
        for coalition in 0..1usize << votes.weights.len() {
            let at = |(weights, threshold): &(Vec<i128>, i128)| carries(weights, *threshold, coalition);
            let own = members(coalition, votes.weights.len());
            prop_assert_eq!(votes.carries(Sure::Certain, &own), corners.iter().all(at), "{:?} {:?}", votes, own);
            prop_assert_eq!(votes.carries(Sure::Possible, &own), corners.iter().any(at), "{:?} {:?}", votes, own);
        }
    }

    #[test]
    fn minimal_coalitions_are_all_that_carry_and_can_spare_nobody(
        votes in votes(6),
        sure in prop_oneof![Just(Sure::Certain), Just(Sure::Possible)],
        given in 0..64usize,
        absent in 0..64usize,
    ) {
        let count = votes.weights.len();
        let given: Vec<usize> = (0..count).filter(|at| given >> at & 1 == 1).collect();
        // The others in pairs that vote together, or against whatever comes.
        let rest: Vec<usize> = (0..count).filter(|at| !given.contains(at) && absent >> at & 1 == 0).collect();
        let groups: Vec<Vec<usize>> = rest.chunks(2).map(<[usize]>::to_vec).collect();
        let carry = |taken: usize| {
            let mut own = vec![false; count];
            given.iter().for_each(|at| own[*at] = true);
            (0..groups.len()).filter(|at| taken >> at & 1 == 1).for_each(|at| groups[at].iter().for_each(|at| own[*at] = true));
            votes.carries(sure, &own)
        };
        let spares = |taken: usize| (0..groups.len()).any(|at| taken >> at & 1 == 1 && carry(taken & !(1 << at)));
        let listed = |taken: usize| (0..groups.len()).filter(|at| taken >> at & 1 == 1).collect::<Vec<usize>>();
        let mut wanted: Vec<Vec<usize>> =
            (0..1usize << groups.len()).filter(|taken| carry(*taken) && !spares(*taken)).map(listed).collect();
        let mut found = votes.minimal(sure, &given, &groups).unwrap();
        wanted.sort();
        found.sort();
        prop_assert_eq!(found, wanted);
    }

    #[test]
    fn with_points_a_faction_is_decisive_if_some_coalition_needs_it(votes in votes(6)) {
        let points = Votes {
            weights: votes.weights.iter().map(|(low, _)| (*low, *low)).collect(),
            threshold: (votes.threshold.0, votes.threshold.0),
        };
        let (weights, count): (Vec<i128>, usize) = (votes.weights.iter().map(|(low, _)| *low).collect(), votes.weights.len());
        for faction in 0..count {
            let swings = |coalition: usize| {
                let with = coalition | 1 << faction;
                carries(&weights, points.threshold.0, with) && !carries(&weights, points.threshold.0, with & !(1 << faction))
            };
            prop_assert_eq!(points.decisive(faction), Some((0..1usize << count).any(swings)), "{:?} {}", points, faction);
        }
    }

    #[test]
    fn with_ranges_a_faction_is_decisive_where_a_grid_of_weights_says_so(votes in votes(3)) {
        // Sixths of the way from end to end, weights and threshold each by itself: fine enough for these numbers.
        const STEPS: i128 = 6;
        let scaled = Votes {
            weights: votes.weights.iter().map(|(low, high)| (low * STEPS, high * STEPS)).collect(),
            threshold: votes.threshold,
        };
        let count = votes.weights.len();
        let mut decisive = vec![false; count];
        let points = (STEPS + 1).pow(count as u32 + 1);
        for mut point in 0..points {
            let mut step = || { let own = point % (STEPS + 1); point /= STEPS + 1; own };
            let weights: Vec<i128> =
                votes.weights.iter().map(|(low, high)| low * STEPS + (high - low) * step()).collect();
            let (least, most) = votes.threshold;
            let threshold = least + (most - least) / STEPS * step();
            for (faction, found) in decisive.iter_mut().enumerate() {
                *found |= (0..1usize << count).any(|coalition| {
                    let with = coalition | 1 << faction;
                    carries(&weights, threshold, with) && !carries(&weights, threshold, with & !(1 << faction))
                });
            }
        }
        for (faction, found) in decisive.into_iter().enumerate() {
            prop_assert_eq!(scaled.decisive(faction), Some(found), "{:?} {}", votes, faction);
        }
    }
}

#[test]
fn more_than_half_is_more_than_half_and_any_other_share_suffices() {
    let at = |weights: &[i128], threshold: i128, own: &[bool]| {
        Votes { weights: weights.iter().map(|own| (*own, *own)).collect(), threshold: (threshold, threshold) }
            .carries(Sure::Certain, own)
    };
    assert!(!at(&[50, 50], HALF, &[true, false]));
    assert!(at(&[51, 49], HALF, &[true, false]));
    assert!(at(&[67, 33], TICKS * 67 / 100, &[true, false]));
    assert!(at(&[60, 40], TICKS * 3 / 5, &[true, false]));
    assert!(!at(&[59, 41], TICKS * 3 / 5, &[true, false]));
    assert!(at(&[1, 1], TICKS, &[true, true]) && !at(&[99, 1], TICKS, &[true, false]));
    assert!(!at(&[0, 0], TICKS * 3 / 5, &[true, true]), "where nobody has a vote nothing carries");
    assert!(at(&[1], 0, &[false]), "a threshold of nothing asks for nothing");
}

#[test]
fn past_the_limits_nothing_is_listed() {
    let equal = |count: usize| Votes { weights: vec![(1, 1); count], threshold: (HALF, HALF) };
    let alone = |count: usize| -> Vec<Vec<usize>> { (0..count).map(|at| vec![at]).collect() };
    // 11 choose 6 are 462; 15 choose 8 are 6,435.
    assert_eq!(equal(11).minimal(Sure::Certain, &[], &alone(11)).map(|all| all.len()), Some(462));
    assert!(6_435 > COALITIONS && equal(15).minimal(Sure::Certain, &[], &alone(15)).is_none());
    assert!(equal(65).minimal(Sure::Certain, &[], &alone(65)).is_none());
    // Equal weights have few sums, powers of two as many as there can be.
    assert_eq!(equal(200).decisive(7), Some(true));
    let powers = Votes { weights: (0..40).map(|at| (1 << at, 1 << at)).collect(), threshold: (HALF, HALF) };
    assert_eq!(powers.decisive(0), None);
}
