//! Against every assignment of small random networks.

mod full;

use super::dual::{Reach, dominating, reach};
use super::frontier::{Limits, frontier};
use super::optimum::{Ruler, leximin, linear, nash};
use super::search::{ANYTHING, Search};
use super::size::{Sampler, Size, in_the_middle, least as lowest};
use super::{Charge, Layout, Soft};
use crate::solve::Network;
use num_bigint::BigUint;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::sync::Arc;

/// A random space: domains, hard tables, soft tables, factors with values by dimension.
#[derive(Clone, Debug)]
struct Made {
    domains: Vec<usize>,
    weights: Vec<Vec<u64>>,
    hard: Vec<Soft>,
    softs: Vec<Soft>,
    enforced: Vec<bool>,
    factors: Vec<(Vec<usize>, Vec<Vec<i64>>)>,
    dims: usize,
}

fn made() -> impl Strategy<Value = Made> {
    (prop::collection::vec(1usize..4, 1..6), 0usize..4).prop_flat_map(|(domains, dims)| {
        let count = domains.len();
        let scope =
            prop::collection::btree_set(0..count, 1..=count.min(3)).prop_map(|s| s.into_iter().collect::<Vec<_>>());
        let cells = |domains: Vec<usize>, scope: Vec<usize>| scope.iter().map(|v| domains[*v]).product::<usize>();
        let own = domains.clone();
        let table = scope.clone().prop_flat_map(move |scope| {
            let cells = cells(own.clone(), scope.clone());
            prop::collection::vec(prop::bool::weighted(0.8), cells)
                .prop_map(move |allowed| Soft { scope: scope.clone(), allowed })
        });
        let own = domains.clone();
        let factor = scope.prop_flat_map(move |scope| {
            let cells = cells(own.clone(), scope.clone());
            prop::collection::vec(prop::collection::vec(-4i64..6, cells), dims).prop_map(move |v| (scope.clone(), v))
        });
        let weights: Vec<_> = domains.iter().map(|d| prop::collection::vec(1u64..3, *d)).collect();
        (
            weights,
            prop::collection::vec(table.clone(), 0..3),
            prop::collection::vec((table, any::<bool>()), 0..3),
            prop::collection::vec(factor, 0..5),
        )
            .prop_map(move |(weights, hard, softs, factors)| {
                let (softs, enforced) = softs.into_iter().unzip();
                Made { domains: domains.clone(), weights, hard, softs, enforced, factors, dims }
            })
    })
}

impl Made {
    fn charge(&self) -> Option<Charge> {
        let mut network = Network::new(self.weights.clone());
        for table in &self.hard {
            let sizes: Vec<usize> = table.scope.iter().map(|v| self.domains[*v]).collect();
            let cell = |values: &[usize]| values.iter().zip(&sizes).fold(0, |at, (value, size)| at * size + value);
            network.constrain(&table.scope, |values| table.allowed[cell(values)]).expect("small");
        }
        let scopes: Vec<Vec<usize>> = self.factors.iter().map(|(scope, _)| scope.clone()).collect();
        let layout = Layout::new(network, &self.domains, self.softs.clone(), &scopes).expect("small")?;
        let mut charge = Charge::new(&Arc::new(layout), self.dims);
        for (at, (_, values)) in self.factors.iter().enumerate() {
            values.iter().enumerate().for_each(|(p, values)| charge.add(at, p, values));
        }
        (0..self.softs.len()).filter(|at| self.enforced[*at]).for_each(|at| charge.enforce(at));
        Some(charge)
    }

    /// Every allowed assignment: its values of variables, its values of dimensions, its weight.
    fn all(&self) -> Vec<(Vec<usize>, Vec<i64>, u128)> {
        let mut found = Vec::new();
        let total: usize = self.domains.iter().product();
        for mut code in 0..total {
            let mut x = Vec::new();
            for size in &self.domains {
                x.push(code % size);
                code /= size;
            }
            let cell = |scope: &[usize]| scope.iter().fold(0, |at, v| at * self.domains[*v] + x[*v]);
            let softs = self.softs.iter().zip(&self.enforced).filter(|(_, on)| **on).map(|(soft, _)| soft);
            if self.hard.iter().chain(softs).any(|table| !table.allowed[cell(&table.scope)]) {
                continue;
            }
            let value = |p: usize| self.factors.iter().map(|(scope, values)| values[p][cell(scope)]).sum();
            let weight = x.iter().enumerate().map(|(v, k)| u128::from(self.weights[v][*k])).product();
            found.push((x.clone(), (0..self.dims).map(value).collect(), weight));
        }
        found
    }
}

fn dominated(a: &[i64], by: &[i64]) -> bool {
    a != by && a.iter().zip(by).all(|(a, b)| b >= a)
}

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 1000,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(1972),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn everything_as_by_listing(made in made(), raw in prop::collection::vec(-6i64..8, 4), some in prop::collection::vec(any::<bool>(), 4)) {
        let all = made.all();
        let Some(charge) = made.charge() else {
            prop_assert!(all.is_empty());
            return Ok(());
        };
        let dims = made.dims;
        let targets: Vec<Option<i64>> = (0..dims).map(|p| some[p].then_some(raw[p])).collect();
        let least: Vec<i64> = targets.iter().map(|t| t.unwrap_or(ANYTHING)).collect();
        let zone: Vec<_> = all.iter().filter(|(_, u, _)| u.iter().zip(&least).all(|(u, t)| u >= t)).collect();
        let mut budget = 1_000_000;

        // Reach, with its certificates.
        match reach(&charge, &targets, &[], &mut budget) {
            Reach::Yes { digits, values } => {
                let x = charge.layout().values(&digits);
                prop_assert!(zone.iter().any(|(y, u, _)| *y == x && *u == values));
                prop_assert_eq!(charge.evaluate(&digits), (values, true));
            }
            Reach::No { weights } => {
                prop_assert!(zone.is_empty());
                if let Some(l) = weights {
                    let dot = |u: &[i64]| u.iter().zip(&l).map(|(u, l)| u * l).sum::<i64>();
                    let sought: i64 = targets.iter().zip(&l).map(|(t, l)| t.unwrap_or(0) * l).sum();
                    prop_assert!(all.iter().all(|(_, u, _)| dot(u) < sought));
                }
            }
            Reach::Undecided => prop_assert!(false, "small enough"),
        }

        // Every assignment is visited once.
        let mut search = Search::new(&charge, &[]);
        search.at_least[..dims].copy_from_slice(&least);
        let mut seen = Vec::new();
        search.run(&mut budget, &mut |digits, values, _| {
            seen.push((charge.layout().values(digits), values[..dims].to_vec()));
            true
        });
        seen.sort();
        let mut expected: Vec<_> = zone.iter().map(|(x, u, _)| (x.clone(), u.clone())).collect();
        expected.sort();
        prop_assert_eq!(&seen, &expected);
        let listed = charge.listed(&least).expect("small");
        let mut by_list: Vec<_> = (0..listed.len()).map(|at| (charge.layout().values(&listed.digits(at)), listed.vector(at).to_vec())).collect();
        by_list.sort();
        prop_assert_eq!(&by_list, &expected);
        prop_assert_eq!(listed.total(), zone.iter().map(|(_, _, w)| w).sum::<u128>());

        let weight = zone.iter().map(|(_, _, w)| w).sum::<u128>();
        prop_assert_eq!(in_the_middle(&charge, &least), (dims < 4).then_some(Size::Exact(weight)));
        for p in 0..dims {
            prop_assert_eq!(lowest(&charge, p, &least), Some(zone.iter().map(|(_, u, _)| u[p]).min()));
        }
        let total = all.iter().map(|(_, _, w)| w).sum::<u128>();
        match Sampler::new(&charge) {
            None => prop_assert_eq!(total, 0),
            Some(sampler) => {
                prop_assert_eq!(sampler.total(), BigUint::from(total));
                let mut at = 0.37;
                let (digits, values) = sampler.draw(&mut || { at = (at * 7.3f64).fract(); at });
                prop_assert_eq!(charge.evaluate(&digits), (values, true));
            }
        }

        // Frontier, with counts.
        let found = frontier(&charge, &least, &Limits::default());
        let mut vectors: Vec<Vec<i64>> = zone.iter().map(|(_, u, _)| u.clone()).filter(|u| !zone.iter().any(|(_, v, _)| dominated(u, v))).collect();
        vectors.sort_by(|a, b| b.cmp(a));
        vectors.dedup();
        prop_assert!(found.exact());
        prop_assert_eq!(found.len(), vectors.len());
        for (at, vector) in vectors.iter().enumerate() {
            prop_assert_eq!(found.vector(at), &vector[..]);
            let count: u128 = zone.iter().filter(|(_, u, _)| u == vector).map(|(_, _, w)| w).sum();
            prop_assert_eq!(found.counts[at], count);
            prop_assert_eq!(charge.evaluate(&found.digits(at)), (vector.clone(), true));
        }
        // A thinned one covers within what it says all that are so far above the thresholds.
        let thin = frontier(&charge, &least, &Limits { vectors: 2, sums: 1_000_000 });
        let far = |u: &[i64]| u.iter().zip(&least).zip(&thin.epsilon).all(|((u, t), e)| *t <= ANYTHING || *u >= t + e);
        for (_, u, _) in zone.iter().filter(|(_, u, _)| far(u)) {
            let covers = |at: usize| thin.vector(at).iter().zip(u).zip(&thin.epsilon).all(|((y, x), e)| y + e >= *x);
            prop_assert!((0..thin.len()).any(covers));
        }

        // Domination.
        for (x, u, _) in all.iter().take(6) {
            let by = all.iter().any(|(_, v, _)| dominated(u, v));
            match dominating(&charge, u, &mut budget) {
                Reach::Yes { values, .. } => prop_assert!(by && dominated(u, &values)),
                Reach::No { .. } => prop_assert!(!by, "{x:?}"),
                Reach::Undecided => prop_assert!(false, "small enough"),
            }
        }

        // Best by one scalar.
        for weights in [vec![1i64; dims], (0..dims).map(|p| i64::from(p == 0)).collect()] {
            let dot = |u: &[i64]| u.iter().zip(&weights).map(|(u, l)| u * l).sum::<i64>();
            let best = linear(&charge, &weights, &least, true, &mut budget);
            prop_assert!(best.proved);
            match zone.iter().map(|(_, u, _)| dot(u)).max() {
                None => prop_assert!(best.found.is_empty()),
                Some(most) => {
                    prop_assert_eq!(dot(&best.found[0].1), most);
                    prop_assert_eq!(best.count, zone.iter().filter(|(_, u, _)| dot(u) == most).count() as u64);
                }
            }
        }

        // Nash and leximin, from the raw thresholds.
        let from: Vec<i64> = (0..dims).map(|p| raw[p]).collect();
        let above: Vec<_> = all.iter().filter(|(_, u, _)| u.iter().zip(&from).all(|(u, d)| u >= d)).collect();
        let among: Vec<usize> = (0..dims).filter(|p| above.iter().any(|(_, u, _)| u[*p] > from[*p])).collect();
        let product = |u: &[i64]| among.iter().fold(BigUint::from(1u32), |a, p| a * (u[*p] - from[*p]) as u64);
        if let Some((_, first, _)) = above.iter().find(|(_, u, _)| product(u) > BigUint::ZERO) {
            let best = nash(&charge, &from, &among, &from, first, &mut budget);
            let most = above.iter().map(|(_, u, _)| product(u)).max().unwrap_or_default();
            prop_assert!(best.proved);
            prop_assert_eq!(product(&best.found[0].1), most.clone());
            prop_assert_eq!(best.count, above.iter().filter(|(_, u, _)| product(u) == most).count() as u64);
        }
        if dims > 0 {
            let rulers: Vec<Ruler> = (0..dims).map(|p| Ruler { dimension: p, from: raw[p], unit: 1 + (raw[p].unsigned_abs() % 3) as i64 }).collect();
            let key = |u: &[i64]| {
                let mut gains: Vec<i64> = rulers.iter().map(|r| (u[r.dimension] - r.from) * 6 / r.unit).collect();
                gains.sort_unstable();
                gains
            };
            let best = leximin(&charge, &rulers, &least, &mut budget);
            prop_assert!(best.proved);
            match zone.iter().map(|(_, u, _)| key(u)).max() {
                None => prop_assert!(best.found.is_empty()),
                Some(most) => {
                    prop_assert_eq!(key(&best.found[0].1), most.clone());
                    prop_assert_eq!(best.count, zone.iter().filter(|(_, u, _)| key(u) == most).count() as u64);
                }
            }
        }
    }
}
