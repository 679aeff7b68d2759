//! Laws against brute force on small networks, and counts known in closed form on large ones.

use num_bigint::BigUint;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::count::{Arithmetic, count_in, total_in};
use super::join_tree::{Bucket, JoinTree};
use super::table::Bits;
use super::*;

/// One step of making a network.
#[derive(Clone, Debug)]
enum Step {
    Restrict(usize, Vec<bool>),
    Constrain(Vec<usize>, Pattern),
}

/// A reproducible choice of combinations: each is in with `eighths / 8`.
#[derive(Clone, Copy, Debug)]
struct Pattern {
    seed: u64,
    eighths: u64,
}

impl Pattern {
    fn allows(self, choice: &[usize]) -> bool {
        let mut hash = self.seed;
        for value in choice {
            hash = (hash ^ *value as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            hash ^= hash >> 29;
        }
        (hash >> 7) % 8 < self.eighths
    }
}

#[derive(Clone, Debug)]
struct Spec {
    weights: Vec<Vec<u64>>,
    steps: Vec<Step>,
}

impl Spec {
    fn network(&self) -> Network {
        let mut network = Network::new(self.weights.clone());
        for step in &self.steps {
            match step {
                Step::Restrict(variable, mask) => network.restrict(*variable, mask),
                Step::Constrain(scope, pattern) => network.constrain(scope, |choice| pattern.allows(choice)),
            }
            .expect("the specs name only variables that exist");
        }
        network
    }

    fn satisfied(&self, x: &[usize]) -> bool {
        self.steps.iter().all(|step| match step {
            Step::Restrict(variable, mask) => mask[x[*variable]],
            Step::Constrain(scope, pattern) => {
                let choice: Vec<usize> = scope.iter().map(|v| x[*v]).collect();
                pattern.allows(&choice)
            }
        })
    }

    /// All counts and the first assignment, by going through every assignment.
    fn brute_force(&self) -> (Counted, Option<Vec<usize>>) {
        let mut first = None;
        let zeros = |row: &Vec<u64>| vec![BigUint::ZERO; row.len()];
        let mut counted = Counted { total: BigUint::ZERO, per_value: self.weights.iter().map(zeros).collect() };
        let mut x = vec![0; self.weights.len()];
        let mut more = self.weights.iter().all(|row| !row.is_empty());
        while more {
            let weights = x.iter().zip(&self.weights).map(|(k, row)| row[*k]);
            let weight: BigUint = weights.map(BigUint::from).product();
            if weight > BigUint::ZERO && self.satisfied(&x) {
                counted.total += &weight;
                for (k, row) in x.iter().zip(&mut counted.per_value) {
                    row[*k] += &weight;
                }
                first.get_or_insert_with(|| x.clone());
            }
            more = false;
            for at in (0..x.len()).rev() {
                x[at] += 1;
                if x[at] < self.weights[at].len() {
                    more = true;
                    break;
                }
                x[at] = 0;
            }
        }
        (counted, first)
    }
}

fn step(domains: Vec<usize>) -> impl Strategy<Value = Step> {
    let count = domains.len();
    let restrict = (0..count, vec(prop::bool::weighted(0.7), 4))
        .prop_map(move |(v, mask)| Step::Restrict(v, mask[..domains[v]].to_vec()));
    let pattern = (any::<u64>(), 3..=8_u64).prop_map(|(seed, eighths)| Pattern { seed, eighths });
    // A variable may come twice; an empty scope comes too.
    let scope = prop_oneof![1 => vec(0..count, 0..=1), 9 => vec(0..count, 2..=4)];
    let constrain = (scope, pattern).prop_map(|(scope, pattern)| Step::Constrain(scope, pattern));
    prop_oneof![1 => restrict, 4 => constrain]
}

fn spec() -> impl Strategy<Value = Spec> {
    let weight = prop_oneof![1 => Just(0), 8 => 1..=3_u64, 2 => 1..1_u64 << 40];
    let row = prop_oneof![1 => vec(weight.clone(), 0..=1), 24 => vec(weight, 2..=4)];
    vec(row, 0..=7).prop_flat_map(|weights: Vec<Vec<u64>>| {
        let domains: Vec<usize> = weights.iter().map(Vec::len).collect();
        let steps = if domains.is_empty() { Just(Vec::new()).boxed() } else { vec(step(domains), 0..=7).boxed() };
        steps.prop_map(move |steps| Spec { weights: weights.clone(), steps })
    })
}

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 1500,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_260_217),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn agrees_with_brute_force(spec in spec()) {
        let network = spec.network();
        let (counted, first) = spec.brute_force();
        prop_assert_eq!(network.total().unwrap(), counted.total.clone());
        prop_assert_eq!(network.witness().unwrap(), first);
        prop_assert_eq!(network.count().unwrap(), counted);
    }

    #[test]
    fn every_arithmetic_that_fits_gives_the_same(spec in spec()) {
        if let Some(tree) = JoinTree::build(&spec.network()).unwrap() {
            let domains: Vec<usize> = spec.weights.iter().map(Vec::len).collect();
            let big = count_in::<BigUint>(&tree, &domains);
            prop_assert_eq!(&total_in::<BigUint>(&tree), &big.total);
            let arithmetic = Arithmetic::for_tree(&tree).unwrap();
            if arithmetic != Arithmetic::Big {
                prop_assert_eq!(&count_in::<u128>(&tree, &domains), &big);
                prop_assert_eq!(&total_in::<u128>(&tree), &big.total);
            }
            if arithmetic == Arithmetic::Word {
                prop_assert_eq!(&count_in::<u64>(&tree, &domains), &big);
                prop_assert_eq!(&total_in::<u64>(&tree), &big.total);
            }
        }
    }
}

/// Marginals of every variable sum to the total, and the total is `expected`.
#[track_caller]
fn check(network: &Network, expected: BigUint) -> Counted {
    let counted = network.count().unwrap();
    assert_eq!(counted.total, expected);
    assert_eq!(network.total().unwrap(), expected);
    for row in &counted.per_value {
        assert_eq!(row.iter().sum::<BigUint>(), expected);
    }
    assert_eq!(network.witness().unwrap().is_some(), expected > BigUint::ZERO);
    counted
}

fn power(base: u32, exponent: u32) -> BigUint {
    BigUint::from(base).pow(exponent)
}

fn chain(length: usize, values: usize, allowed: impl Fn(usize, usize) -> bool) -> Network {
    let mut network = Network::new(vec![vec![1; values]; length]);
    for at in 1..length {
        network.constrain(&[at - 1, at], |x| allowed(x[0], x[1])).unwrap();
    }
    network
}

#[test]
fn no_variables_leave_one_assignment() {
    let mut network = Network::new(Vec::new());
    check(&network, power(1, 1));
    assert_eq!(network.witness().unwrap(), Some(Vec::new()));
    network.constrain(&[], |_| false).unwrap();
    check(&network, BigUint::ZERO);
}

#[test]
fn independent_variables_multiply() {
    let counted = check(&Network::new(vec![vec![1; 20]; 200]), power(20, 200));
    assert_eq!(counted.per_value[7][3], power(20, 199));
    // A class that stands for 20 options counts as they do.
    let counted = check(&Network::new(vec![vec![1, 19]; 200]), power(20, 200));
    assert_eq!(counted.per_value[7][1], power(20, 199) * 19_u32);
}

#[test]
fn adjacent_differ_on_a_chain() {
    let network = chain(200, 20, |a, b| a != b);
    check(&network, power(19, 199) * 20_u32);
    let alternating: Vec<usize> = (0..200).map(|at| at % 2).collect();
    assert_eq!(network.witness().unwrap(), Some(alternating));
}

#[test]
fn adjacent_differ_on_a_ring() {
    let mut network = chain(51, 4, |a, b| a != b);
    network.constrain(&[50, 0], |x| x[0] != x[1]).unwrap();
    check(&network, power(3, 51) - 3_u32);
}

#[test]
fn independent_sets_of_the_grid_10_by_10() {
    let mut network = Network::new(vec![vec![1; 2]; 100]);
    for at in 0..100 {
        if at % 10 < 9 {
            network.constrain(&[at, at + 1], |x| x[0] + x[1] < 2).unwrap();
        }
        if at < 90 {
            network.constrain(&[at, at + 10], |x| x[0] + x[1] < 2).unwrap();
        }
    }
    // The hard square entropy sequence, OEIS A006506(10).
    let known: BigUint = "2030049051145980050".parse().unwrap();
    check(&network, known);
}

#[test]
fn ten_thousand_variables_overflow_no_stack() {
    let network = chain(10_000, 2, |a, b| a <= b);
    assert_eq!(network.total().unwrap(), BigUint::from(10_001_u32));
    assert_eq!(network.witness().unwrap(), Some(vec![0; 10_000]));
    // A star: one variable tied to all the others.
    let mut star = Network::new(vec![vec![1; 2]; 10_000]);
    for leaf in 1..10_000 {
        star.constrain(&[0, leaf], |x| x[0] < x[1]).unwrap();
    }
    assert_eq!(star.total().unwrap(), BigUint::from(1_u32));
    let mut ones = vec![1; 10_000];
    ones[0] = 0;
    assert_eq!(star.witness().unwrap(), Some(ones));
}

#[test]
fn a_chain_fixed_at_one_end_falls_without_a_tree() {
    let mut network = chain(5_000, 3, |a, b| a == b);
    network.restrict(4_999, &[false, true, false]).unwrap();
    check(&network, BigUint::from(1_u32));
    network.restrict(0, &[true, false, true]).unwrap();
    check(&network, BigUint::ZERO);
}

#[test]
fn what_is_ruled_out_first_counts_towards_no_limit() {
    let mut network = Network::new(vec![vec![1; 100]; 5]);
    let scope = [0, 1, 2, 3, 4];
    let refused = network.constrain(&scope, |_| panic!("asked before the limit was looked at"));
    let Err(NetworkError::TooWide(error)) = refused else {
        panic!("10^10 cells are over the limit");
    };
    assert_eq!((error.part, error.cells), (Wide::Table, 10_000_000_000));
    let low: Vec<bool> = (0..100).map(|k| k < 4).collect();
    for variable in scope {
        network.restrict(variable, &low).unwrap();
    }
    network.constrain(&scope, |x| x.iter().sum::<usize>() == 15).unwrap();
    check(&network, BigUint::from(1_u32));
}

#[test]
fn a_clique_that_is_too_wide_is_named() {
    let mut network = Network::new(vec![vec![1; 10]; 12]);
    for at in 2..12 {
        for other in 2..at {
            network.constrain(&[other, at], |x| x[0] != x[1]).unwrap();
        }
    }
    let error = network.count().unwrap_err();
    assert_eq!((error.part, error.cells), (Wide::Clique, 10_000_000_000));
    assert_eq!(error.variables, (2..12).collect::<Vec<_>>());
    assert!(error.to_string().starts_with("10 variables hang together"));
    assert_eq!(network.total().unwrap_err(), error);
    assert_eq!(network.witness().unwrap_err(), error);
}

#[test]
fn a_tree_that_is_too_large_in_all_is_named() {
    // Sixteen separate cliques, each well within the limit of one.
    let mut network = Network::new(vec![vec![1; 8]; 16 * 7]);
    for at in 0..16 * 7 {
        for other in at / 7 * 7..at {
            network.constrain(&[other, at], |x| x[0] != x[1]).unwrap();
        }
    }
    let error = network.total().unwrap_err();
    assert_eq!((error.part, error.limit), (Wide::Tree, TREE_CELLS_MAX));
    assert_eq!(error.variables.len(), 7);
}

#[test]
fn messages_that_outgrow_the_memory_are_refused() {
    let bucket = |weights: Vec<u64>| Bucket {
        weights,
        separator: vec![1, 0],
        sizes: vec![1 << 12; 2],
        parent: 0,
        children: Vec::new(),
        allowed: Bits::new(0, true),
    };
    let tree = |buckets| JoinTree { live: Vec::new(), bucket_of: Vec::new(), buckets };
    let narrow = tree(vec![bucket(vec![u64::MAX, 1])]);
    assert_eq!(Arithmetic::for_tree(&narrow), Ok(Arithmetic::DoubleWord));
    let wide = tree((0..5).map(|_| bucket(vec![1 << 60; 16])).collect());
    let refused =
        TooWide { part: Wide::Messages, variables: vec![0, 1], cells: 5 << 24, limit: (1 << 30) / (40 + 5 * 8) };
    assert_eq!(Arithmetic::for_tree(&wide), Err(refused));
}

#[test]
fn two_large_domains_are_not_tied_by_small_ones() {
    // Two large variables, each tied to the same three switches. Min-fill takes a switch first and ties the large
    // ones, 2 * large^2 cells (past the limit in the second case); taking them first costs 2^3 * large each.
    for large in [1_000, 5_000] {
        let domains = [2, 2, 2, large, large];
        let mut network = Network::new(domains.map(|values| vec![1; values]).to_vec());
        for (switch, at) in [(0, 3), (1, 3), (2, 3), (0, 4), (1, 4), (2, 4)] {
            network.constrain(&[at, switch], |x| x[0] % 2 == x[1]).unwrap();
        }
        check(&network, BigUint::from(large * large / 2));
        let tree = JoinTree::build(&network).unwrap().unwrap();
        let cells = |bucket: &Bucket| bucket.message_cells() * bucket.weights.len();
        let cells: usize = tree.buckets.iter().map(cells).sum();
        assert!(cells < 30 * large, "{cells} cells");
    }
}

#[test]
fn wrong_numbers_are_refused_and_change_nothing() {
    let mut network = Network::new(vec![vec![1; 3]; 2]);
    let missing = NetworkError::NoSuchVariable { variable: 2, variables: 2 };
    assert_eq!(network.restrict(2, &[]), Err(missing.clone()));
    assert_eq!(network.constrain(&[0, 2], |_| false), Err(missing));
    let refused = network.restrict(0, &[false; 2]).unwrap_err();
    assert_eq!(refused.to_string(), "variable 0 has 3 values, and the restriction has 2 entries");
    check(&network, BigUint::from(9_u32));
}
