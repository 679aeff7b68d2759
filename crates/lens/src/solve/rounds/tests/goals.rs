//! The efficient set and the points against brute force over all packages.

use crate::solve::rounds::{Aims, Goal, Listed, Menu, NoGoal, Sums, aims};
use crate::solve::valued::frontier::Limits;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Every vector of values that a package has.
fn all(values: &[Vec<Vec<i64>>]) -> Vec<Vec<i64>> {
    let mut vectors = vec![vec![0; values.len()]];
    for issue in 0..values[0].len() {
        let options = values[0][issue].len();
        vectors = vectors
            .iter()
            .flat_map(|own| {
                (0..options)
                    .map(|option| own.iter().zip(values).map(|(sum, party)| sum + party[issue][option]).collect())
            })
            .collect();
    }
    vectors
}

/// Gains as doubles over a unit, from the least up.
fn sorted(own: &[i64], from: &[i64], unit: &[i64], among: &[usize]) -> Vec<f64> {
    let mut gains: Vec<f64> = among.iter().map(|p| (own[*p] - from[*p]) as f64 / unit[*p] as f64).collect();
    gains.sort_by(f64::total_cmp);
    gains
}

fn best<K: PartialOrd>(vectors: &[Vec<i64>], key: impl Fn(&[i64]) -> K) -> Vec<Vec<i64>> {
    let keys: Vec<K> = vectors.iter().map(|own| key(own)).collect();
    let top = |key: &K| keys.iter().all(|other| key >= other);
    vectors.iter().zip(&keys).filter(|(_, key)| top(key)).map(|(own, _)| own.clone()).collect()
}

fn rows(values: &[i64], dims: usize) -> Vec<Vec<i64>> {
    let mut rows: Vec<Vec<i64>> = values.chunks_exact(dims).map(<[i64]>::to_vec).collect();
    rows.sort();
    rows
}

fn made(values: &[Vec<Vec<i64>>], no_deal: &[Option<i64>], whole: &[i64]) -> Aims {
    let sums = Sums::new(values.to_vec()).expect("fits");
    let menu = Listed::of_sums(&sums).expect("small");
    let seats: Vec<usize> = (0..values.len()).collect();
    let ends: Vec<(i64, i64)> = seats.iter().map(|p| (menu.lowest(*p), menu.highest(*p))).collect();
    aims(&sums.charge().expect("a charge"), &seats, no_deal, &ends, whole, &Limits::default())
}

fn cases() -> impl Strategy<Value = (Vec<Vec<Vec<i64>>>, Vec<i64>, Vec<i64>)> {
    (2_usize..4, proptest::collection::vec(1_usize..5, 1..4)).prop_flat_map(|(parties, sizes)| {
        let issue = |size: usize| proptest::collection::vec(-4_i64..12, size);
        let party: Vec<_> = sizes.into_iter().map(issue).collect();
        let whole = proptest::sample::select(vec![1_i64, 10]);
        (
            proptest::collection::vec(party, parties),
            proptest::collection::vec(-6_i64..16, parties),
            proptest::collection::vec(whole, parties),
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(11), failure_persistence: None, cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn goals_and_distances_are_those_of_all_packages((values, no_deal, whole) in cases()) {
        let dims = values.len();
        let all = all(&values);
        let known: Vec<Option<i64>> = no_deal.iter().copied().map(Some).collect();
        let found = made(&values, &known, &whole);
        let in_zone = |own: &&Vec<i64>| own.iter().zip(&no_deal).all(|(u, d)| u >= d);
        let zone: Vec<Vec<i64>> = all.iter().filter(in_zone).cloned().collect();
        let dominates = |a: &[i64], b: &[i64]| a != b && a.iter().zip(b).all(|(a, b)| a >= b);
        let mut efficient: Vec<Vec<i64>> =
            zone.iter().filter(|own| !zone.iter().any(|other| dominates(other, own))).cloned().collect();
        efficient.sort();
        efficient.dedup();
        prop_assert_eq!(rows(&found.yard.efficient, dims), efficient.clone());
        if zone.is_empty() {
            prop_assert_eq!(found.lacks, [Some(NoGoal::NoZone); 5]);
            return Ok(());
        }
        let top: Vec<i64> = (0..dims).map(|p| zone.iter().map(|own| own[p]).max().unwrap_or(0)).collect();
        let gaining: Vec<usize> = (0..dims).filter(|p| top[*p] > no_deal[*p]).collect();
        let room: Vec<i64> = (0..dims).map(|p| top[p] - no_deal[p]).collect();
        let everybody: Vec<usize> = (0..dims).collect();
        if gaining.is_empty() {
            prop_assert_eq!(found.lacks[1], Some(NoGoal::NothingToGain));
            prop_assert_eq!(found.lacks[2], Some(NoGoal::NothingToGain));
        } else {
            let product = |own: &[i64]| gaining.iter().map(|p| own[*p] - no_deal[*p]).product::<i64>();
            prop_assert_eq!(rows(&found.yard.nash, dims), best(&efficient, product));
            let shares = |own: &[i64]| sorted(own, &no_deal, &room, &gaining);
            prop_assert_eq!(rows(&found.yard.kalai_smorodinsky, dims), best(&efficient, shares));
        }
        let gains = |own: &[i64]| sorted(own, &no_deal, &whole, &everybody);
        prop_assert_eq!(rows(&found.yard.egalitarian, dims), best(&efficient, gains));
        let sum = |own: &[i64]| own.iter().zip(&whole).map(|(u, whole)| u * (10 / whole)).sum::<i64>();
        let finest = whole.iter().max() == Some(&10);
        let raw = |own: &[i64]| own.iter().sum::<i64>();
        let greatest = if finest { best(&efficient, sum) } else { best(&efficient, raw) };
        prop_assert_eq!(rows(&found.yard.max_welfare, dims), greatest);

        // Distances by their definition, from every package.
        let low: Vec<i64> = (0..dims).map(|p| all.iter().map(|own| own[p]).min().unwrap_or(0)).collect();
        let high: Vec<i64> = (0..dims).map(|p| all.iter().map(|own| own[p]).max().unwrap_or(0)).collect();
        for own in &all {
            let metrics = found.yard.measure(Some(own), 0, 0.0);
            for goal in Goal::ALL {
                let to = rows(found.vectors(goal), dims);
                let apart = |to: &Vec<i64>| {
                    let part = |p: usize| if high[p] > low[p] { (to[p] - own[p]) as f64 / (high[p] - low[p]) as f64 } else { 0.0 };
                    (0..dims).map(|p| part(p) * part(p)).sum::<f64>().sqrt()
                };
                let least = to.iter().map(apart).reduce(f64::min);
                match (metrics.to(goal), least) {
                    (Some(found), Some(least)) => prop_assert!((found - least).abs() < 1e-12),
                    (found, least) => prop_assert_eq!(found, least),
                }
            }
        }
    }
}

#[test]
fn what_cannot_be_worked_out_is_said() {
    let values = vec![vec![vec![0, 4, 8]], vec![vec![8, 4, 0]]];
    let unknown = made(&values, &[Some(2), None], &[1, 1]);
    assert_eq!(rows(&unknown.yard.efficient, 2), [[4, 4], [8, 0]]);
    assert_eq!(
        unknown.lacks,
        [
            None,
            Some(NoGoal::NoDealUnknown),
            Some(NoGoal::NoDealUnknown),
            Some(NoGoal::NoDealUnknown),
            Some(NoGoal::NoDealUnknown)
        ]
    );
    let apart = made(&values, &[Some(2), Some(2)], &[1, 100_000]);
    assert_eq!((apart.lacks[4], apart.yard.nash), (Some(NoGoal::ScalesApart), vec![4, 4]));
    let sums = Sums::new(values).expect("fits").charge().expect("a charge");
    let none = aims(&sums, &[0, 1], &[Some(2), Some(2)], &[(0, 8), (0, 8)], &[1, 1], &Limits { vectors: 0, sums: 0 });
    assert!(none.lacks == [Some(NoGoal::ManyEfficient); 5] || !none.yard.efficient.is_empty());
}
