//! Questions answered by a list, against brute force and, where the tree answers them too, against the tree.

use super::super::full;
use super::super::listed::Listed;
use super::super::optimum::{Best, TIES};
use super::super::size::size;
use super::*;
use std::collections::BTreeSet;

/// What is asked of a space.
struct Asked {
    targets: Vec<Option<i64>>,
    /// No-deal values, and what each gain is measured by.
    from: Vec<i64>,
    units: Vec<i64>,
    weights: Vec<Vec<i64>>,
    bases: Vec<Vec<i64>>,
}

impl Asked {
    fn new(made: &Made, all: &[Row], targets: Vec<Option<i64>>, from: Vec<i64>) -> Self {
        let dims = made.dims;
        let units = from.iter().map(|from| 1 + from.abs() % 3).collect();
        let unit = |p: usize, sign: i64| (0..dims).map(|q| if p == q { sign } else { 0 }).collect::<Vec<i64>>();
        let mut weights: Vec<Vec<i64>> = (0..dims).flat_map(|p| [unit(p, 1), unit(p, -1)]).collect();
        weights.extend([vec![0; dims], vec![1; dims], (1..=dims as i64).collect()]);
        let bases = all.iter().step_by(1 + all.len() / 12).map(|(_, values, _)| values.clone()).collect();
        Self { targets, from, units, weights, bases }
    }

    fn least(&self) -> Vec<i64> {
        self.targets.iter().map(|target| target.unwrap_or(ANYTHING)).collect()
    }

    fn rulers(&self) -> Vec<Ruler> {
        let pairs = self.from.iter().zip(&self.units).enumerate();
        pairs.map(|(dimension, (from, unit))| Ruler { dimension, from: *from, unit: *unit }).collect()
    }

    fn among(&self, all: &[Row]) -> Vec<usize> {
        let above = |values: &[i64]| values.iter().zip(&self.from).all(|(value, from)| value >= from);
        let gains = |p: &usize| all.iter().any(|(_, values, _)| above(values) && values[*p] > self.from[*p]);
        (0..self.from.len()).filter(gains).collect()
    }

    fn product(&self, among: &[usize], values: &[i64]) -> BigUint {
        let gain = |p: &usize| (values[*p] - self.from[*p]).max(0).cast_unsigned();
        among.iter().fold(BigUint::from(1u32), |product, p| product * gain(p))
    }

    /// Gains in sixths of a unit, the least first.
    fn gains(&self, values: &[i64]) -> Vec<i64> {
        let gain = |p: usize| (values[p] - self.from[p]) * 6 / self.units[p];
        let mut gains: Vec<i64> = (0..values.len()).map(gain).collect();
        gains.sort_unstable();
        gains
    }
}

/// An assignment, its values, and how many originals it stands for.
type Row = (Vec<usize>, Vec<i64>, u128);

/// The answers to what is asked.
struct Answers {
    reach: Reach,
    dominated: Vec<Option<bool>>,
    most: Vec<i64>,
    linear: Vec<[Best; 2]>,
    nash: Option<Best>,
    leximin: Best,
    number: Option<Size>,
}

/// By the functions that all call, which go by the list or by the tree.
fn publicly(charge: &Charge, asked: &Asked, all: &[Row]) -> Answers {
    let mut budget = 10_000_000;
    let among = asked.among(all);
    let first = all.iter().map(|(_, values, _)| values).find(|values| {
        values.iter().zip(&asked.from).all(|(value, from)| value >= from)
            && asked.product(&among, values) > BigUint::ZERO
    });
    Answers {
        reach: reach(charge, &asked.targets, &[], &mut budget),
        dominated: asked.bases.iter().map(|base| dominating(charge, base, &mut budget).answer()).collect(),
        most: asked.weights.iter().map(|weights| charge.most(weights)).collect(),
        linear: asked
            .weights
            .iter()
            .map(|weights| [false, true].map(|ties| linear(charge, weights, &asked.least(), ties, &mut budget)))
            .collect(),
        nash: first.map(|first| nash(charge, &asked.from, &among, &asked.from, first, &mut budget)),
        leximin: leximin(charge, &asked.rulers(), &asked.least(), &mut budget),
        number: size(charge, &asked.least()),
    }
}

/// By the list.
fn by_list(list: &Listed, asked: &Asked, all: &[Row]) -> Answers {
    let among = asked.among(all);
    let targets: Vec<(usize, i64)> =
        asked.targets.iter().enumerate().filter_map(|(p, target)| Some((p, (*target)?))).collect();
    Answers {
        reach: full::reach(list, &targets),
        dominated: asked.bases.iter().map(|base| full::dominating(list, base).answer()).collect(),
        most: asked.weights.iter().map(|weights| full::most(list, weights)).collect(),
        linear: asked
            .weights
            .iter()
            .map(|weights| [false, true].map(|ties| full::linear(list, weights, &asked.least(), ties)))
            .collect(),
        nash: Some(full::nash(list, &asked.from, &among, &asked.from)),
        leximin: full::leximin(list, &asked.rulers(), &asked.least()),
        number: Some(Size::Exact(full::number(list, &asked.least()))),
    }
}

/// Whether the best are those of all rows that are greatest by a key.
fn greatest<K: Ord>(charge: &Charge, best: &Best, rows: &[&Row], ties: bool, key: impl Fn(&[i64]) -> K) {
    assert!(best.proved);
    let most = rows.iter().map(|(_, values, _)| key(values)).max();
    let equal: BTreeSet<(Vec<usize>, Vec<i64>)> = rows
        .iter()
        .filter(|(_, values, _)| Some(key(values)) == most)
        .map(|(x, values, _)| (x.clone(), values.clone()))
        .collect();
    let found: BTreeSet<(Vec<usize>, Vec<i64>)> =
        best.found.iter().map(|(digits, values)| (charge.layout().values(digits), values.clone())).collect();
    let expected = if ties { equal.len() } else { equal.len().min(1) };
    assert_eq!((best.count, found.len()), (expected as u64, expected.min(TIES)));
    assert_eq!(best.found.len(), found.len());
    assert!(found.is_subset(&equal), "{found:?} {equal:?}");
}

/// Holds answers against every assignment.
fn check(charge: &Charge, asked: &Asked, answers: &Answers, all: &[Row]) {
    let least = asked.least();
    let keeps = |least: &[i64], values: &[i64]| values.iter().zip(least).all(|(value, least)| value >= least);
    let dot = |weights: &[i64], values: &[i64]| weights.iter().zip(values).map(|(l, u)| l * u).sum::<i64>();
    let zone: Vec<&Row> = all.iter().filter(|(_, values, _)| keeps(&least, values)).collect();
    match &answers.reach {
        Reach::Yes { digits, values } => {
            let x = charge.layout().values(digits);
            assert!(zone.iter().any(|(y, u, _)| *y == x && u == values));
        }
        Reach::No { weights } => {
            assert!(zone.is_empty());
            if let Some(weights) = weights {
                let sought: i64 = asked.targets.iter().zip(weights).map(|(t, l)| t.unwrap_or(0) * l).sum();
                assert!(all.iter().all(|(_, values, _)| dot(weights, values) < sought));
            }
        }
        Reach::Undecided => panic!("a list decides"),
    }
    for (base, answer) in asked.bases.iter().zip(&answers.dominated) {
        assert_eq!(*answer, Some(all.iter().any(|(_, values, _)| dominated(base, values))));
    }
    for ((weights, most), [first, ties]) in asked.weights.iter().zip(&answers.most).zip(&answers.linear) {
        assert_eq!(Some(*most), all.iter().map(|(_, values, _)| dot(weights, values)).max());
        greatest(charge, first, &zone, false, |values| dot(weights, values));
        greatest(charge, ties, &zone, true, |values| dot(weights, values));
    }
    let above: Vec<&Row> = all.iter().filter(|(_, values, _)| keeps(&asked.from, values)).collect();
    let among = asked.among(all);
    if let Some(nash) = &answers.nash {
        greatest(charge, nash, &above, true, |values| asked.product(&among, values));
    }
    greatest(charge, &answers.leximin, &zone, true, |values| asked.gains(values));
    assert_eq!(answers.number, Some(Size::Exact(zone.iter().map(|(_, _, weight)| weight).sum())));
}

/// The same values for many: the greater `by`, the more ties.
fn coarser(mut made: Made, by: i64) -> Made {
    let values = made.factors.iter_mut().flat_map(|(_, values)| values.iter_mut().flatten());
    values.for_each(|value| *value = value.div_euclid(by));
    made
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_list_answers_as_the_tree_does(
        made in made(),
        by in 1i64..6,
        raw in prop::collection::vec(-6i64..8, 4),
        some in prop::collection::vec(any::<bool>(), 4),
    ) {
        let made = coarser(made, by);
        let (all, dims) = (made.all(), made.dims);
        let Some(charge) = made.charge().filter(|_| dims > 0) else { return Ok(()) };
        let list = charge.all().expect("small");
        let targets = (0..dims).map(|p| some[p].then_some(raw[p])).collect();
        let asked = Asked::new(&made, &all, targets, raw[..dims].to_vec());
        prop_assert!(charge.full().is_none(), "a space so small goes by the tree");
        if all.is_empty() {
            // Soft constraints in force may leave nothing.
            prop_assert!(full::reach(list, &[]).answer() == Some(false) && full::number(list, &asked.least()) == 0);
            prop_assert_eq!(full::most(list, &vec![1; dims]), charge.most(&vec![1; dims]));
            prop_assert!(full::leximin(list, &asked.rulers(), &asked.least()).found.is_empty());
            return Ok(());
        }
        check(&charge, &asked, &by_list(list, &asked, &all), &all);
        check(&charge, &asked, &publicly(&charge, &asked, &all), &all);
    }
}

/// A space in which all hangs on all, with 8^4 assignments and values from 0 to below `top`.
fn table(dims: usize, top: i64, weight: u64) -> Made {
    let domains = vec![8; 4];
    let mut state = 7 + dims as u64;
    let mut next = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let values = (0..dims).map(|_| (0..4096).map(|_| next(top.cast_unsigned()).cast_signed()).collect()).collect();
    let hard = Soft { scope: vec![1, 3], allowed: (0..64).map(|_| next(5) > 0).collect() };
    let soft = Soft { scope: vec![0, 2], allowed: (0..64).map(|_| next(5) > 0).collect() };
    Made {
        weights: domains.iter().map(|size| (0..*size).map(|_| 1 + next(weight)).collect()).collect(),
        domains,
        hard: vec![hard],
        softs: vec![soft],
        enforced: vec![true],
        factors: vec![((0..4).collect(), values)],
        dims,
    }
}

#[test]
fn a_full_table_goes_by_its_list() {
    for (dims, top, weight) in [(1, 40, 1), (2, 9, 1), (2, 1 << 38, 2), (3, 30, 1), (4, 1 << 30, 3), (5, 6, 1)] {
        let made = table(dims, top, weight);
        let (all, charge) = (made.all(), made.charge().expect("something is allowed"));
        assert!(charge.full().is_some());
        for part in [0, 1, 2, 3, 8] {
            let targets: Vec<Option<i64>> =
                (0..dims).map(|p| (p != 1 || part == 2).then_some(top / 8 * part)).collect();
            let asked = Asked::new(&made, &all, targets, vec![top / 3; dims]);
            check(&charge, &asked, &publicly(&charge, &asked, &all), &all);
            let least = asked.least();
            let zone: Vec<&Row> =
                all.iter().filter(|(_, u, _)| u.iter().zip(&least).all(|(u, least)| u >= least)).collect();
            assert_eq!(charge.listed(&least).expect("small").len(), zone.len());
            for p in 0..dims {
                assert_eq!(lowest(&charge, p, &least), Some(zone.iter().map(|(_, u, _)| u[p]).min()));
            }
            let mut vectors: Vec<&Vec<i64>> =
                zone.iter().map(|(_, u, _)| u).filter(|u| !zone.iter().any(|(_, v, _)| dominated(u, v))).collect();
            vectors.sort_by(|a, b| b.cmp(a));
            vectors.dedup();
            let front = frontier(&charge, &least, &Limits::default());
            assert!(front.exact());
            assert_eq!((0..front.len()).map(|at| front.vector(at)).collect::<Vec<_>>(), vectors);
            for (at, vector) in vectors.iter().enumerate() {
                let count: u128 = zone.iter().filter(|(_, u, _)| u == *vector).map(|(_, _, weight)| weight).sum();
                assert_eq!(front.counts[at], count);
                assert_eq!(charge.evaluate(&front.digits(at)), ((*vector).clone(), true));
            }
        }
    }
}

#[test]
fn a_list_is_made_anew_where_values_are_added() {
    let made = table(2, 9, 1);
    let mut charge = made.charge().expect("something is allowed");
    let before = charge.most(&[1, 0]);
    let shared = charge.clone();
    charge.add(0, 0, &vec![5; 4096]);
    assert_eq!((charge.most(&[1, 0]), shared.most(&[1, 0])), (before + 5, before));
    assert_eq!(charge.project(&[1]).most(&[1]), charge.most(&[0, 1]));
}
