//! The combinations of least cost, exactly: how many there are, and a few of them.
//!
//! A factor says for every combination of a few variables what it costs, or that it is excluded; the cost of a whole
//! is the sum. Variables are eliminated one by one, each time the one whose factors together have the fewest cells;
//! what is left of a combination is its least cost and in how many ways that is had (min-sum elimination with
//! counts: bucket elimination, Dechter, Artificial Intelligence 113, 1999, in the semiring of pairs (cost, number)
//! where a sum keeps the lesser cost and adds the numbers of equal ones, and a product adds costs and multiplies
//! numbers). Backwards through the buckets the combinations themselves are read off.
//!
//! Cost: the cells of the buckets times the factors in them. Limit: [`CELLS`] a bucket.

use num_bigint::BigUint;

/// Cells of a bucket at most.
const CELLS: usize = 1 << 18;
/// Combinations told at most.
const EXAMPLES: usize = 3;

/// Costs by combination of a few variables; `None`: excluded.
pub(super) struct Factor {
    scope: Vec<usize>,
    cells: Vec<Option<u64>>,
    /// In how many ways each is had; empty: in one.
    ways: Vec<BigUint>,
}

impl Factor {
    /// A factor over variables in rising order, one cell a combination, the last variable fastest.
    pub fn new(scope: &[usize], cells: impl Iterator<Item = Option<u64>>) -> Self {
        Self { scope: scope.to_vec(), cells: cells.collect(), ways: Vec::new() }
    }

    fn cell(&self, domains: &[usize], values: &[usize]) -> usize {
        self.scope.iter().fold(0, |cell, variable| cell * domains[*variable] + values[*variable])
    }
}

/// What the least cost is, in how many ways it is had, and up to three of them, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Least {
    pub cost: u64,
    pub ways: BigUint,
    pub examples: Vec<Vec<usize>>,
}

/// A variable with its factors when it was eliminated.
struct Bucket {
    variable: usize,
    factors: Vec<usize>,
    /// Place of the factor it left behind.
    left: usize,
}

/// Finds the combinations of least cost; `sizes[v][k]` says how many originals value `k` of variable `v` stands for.
/// `Ok(None)`: all are excluded. `Err`: a bucket would have too many cells.
pub(super) fn least(domains: &[usize], sizes: &[Vec<u64>], factors: Vec<Factor>) -> Result<Option<Least>, ()> {
    let mut all = factors;
    let mut live: Vec<usize> = (0..all.len()).collect();
    let mut open: Vec<usize> = (0..domains.len()).collect();
    let mut buckets: Vec<Bucket> = Vec::new();
    let mut values = vec![0; domains.len()];
    while !open.is_empty() {
        let scope = |variable: usize| {
            let mut scope: Vec<usize> = live
                .iter()
                .map(|at| &all[*at])
                .filter(|factor| factor.scope.contains(&variable))
                .flat_map(|factor| factor.scope.iter().copied())
                .filter(|other| *other != variable)
                .collect();
            scope.sort_unstable();
            scope.dedup();
            scope
        };
        let cells = |variable: usize| {
            let others = scope(variable).into_iter().map(|other| domains[other]);
            others.fold(domains[variable], usize::saturating_mul)
        };
        let Some((width, at)) = open.iter().enumerate().map(|(at, variable)| (cells(*variable), at)).min() else {
            break;
        };
        if width > CELLS {
            return Err(());
        }
        let variable = open[at];
        let separator = scope(variable);
        open.remove(at);
        let (own, others): (Vec<usize>, Vec<usize>) =
            live.iter().copied().partition(|at| all[*at].scope.contains(&variable));
        let made = eliminate(variable, separator, &own, &all, domains, &sizes[variable], &mut values);
        all.push(made);
        live = others;
        live.push(all.len() - 1);
        buckets.push(Bucket { variable, factors: own, left: all.len() - 1 });
    }
    let mut cost: u64 = 0;
    let mut ways = BigUint::from(1_u32);
    for factor in live.iter().map(|at| &all[*at]) {
        let Some(Some(own)) = factor.cells.first() else { return Ok(None) };
        cost = cost.saturating_add(*own);
        if let Some(own) = factor.ways.first() {
            ways *= own;
        }
    }
    let mut examples = Vec::new();
    read_off(&buckets, &all, domains, &mut values, &mut examples);
    examples.sort();
    Ok(Some(Least { cost, ways, examples }))
}

/// Joins the factors of a variable and takes the least over its values.
fn eliminate(
    variable: usize,
    scope: Vec<usize>,
    own: &[usize],
    all: &[Factor],
    domains: &[usize],
    sizes: &[u64],
    values: &mut [usize],
) -> Factor {
    let rows: usize = scope.iter().map(|other| domains[*other]).product();
    let (mut cells, mut ways) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
    scope.iter().for_each(|other| values[*other] = 0);
    for _ in 0..rows {
        let mut least: Option<u64> = None;
        let mut number = BigUint::ZERO;
        for (value, size) in sizes.iter().enumerate() {
            values[variable] = value;
            let Some(cost) = total(own, all, domains, values) else { continue };
            if least.is_some_and(|least| least < cost) {
                continue;
            }
            let mut here = BigUint::from(*size);
            for factor in own.iter().map(|at| &all[*at]).filter(|factor| !factor.ways.is_empty()) {
                here *= &factor.ways[factor.cell(domains, values)];
            }
            number = if least == Some(cost) { number + here } else { here };
            least = Some(cost);
        }
        cells.push(least);
        ways.push(number);
        for other in scope.iter().rev() {
            values[*other] += 1;
            if values[*other] < domains[*other] {
                break;
            }
            values[*other] = 0;
        }
    }
    Factor { scope, cells, ways }
}

fn total(own: &[usize], all: &[Factor], domains: &[usize], values: &[usize]) -> Option<u64> {
    own.iter()
        .map(|at| &all[*at])
        .try_fold(0_u64, |sum, factor| factor.cells[factor.cell(domains, values)].map(|cost| sum.saturating_add(cost)))
}

/// Goes back through the buckets and takes every value that has the least cost, up to the number of examples.
fn read_off(
    buckets: &[Bucket],
    all: &[Factor],
    domains: &[usize],
    values: &mut Vec<usize>,
    examples: &mut Vec<Vec<usize>>,
) {
    let Some((bucket, before)) = buckets.split_last() else {
        examples.push(values.clone());
        return;
    };
    let left = &all[bucket.left];
    let wanted = left.cells[left.cell(domains, values)];
    for value in 0..domains[bucket.variable] {
        if examples.len() >= EXAMPLES {
            return;
        }
        values[bucket.variable] = value;
        if wanted.is_some() && total(&bucket.factors, all, domains, values) == wanted {
            read_off(before, all, domains, values, examples);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    /// Domains with the sizes of their values, and factors as scopes with costs.
    type Spec = (Vec<Vec<u64>>, Vec<(Vec<usize>, Vec<Option<u64>>)>);

    fn spec() -> impl Strategy<Value = Spec> {
        vec(vec(1..4_u64, 1..4), 0..6).prop_flat_map(|sizes| {
            let variables = sizes.len();
            let domains: Vec<usize> = sizes.iter().map(Vec::len).collect();
            let scope = proptest::sample::subsequence((0..variables).collect::<Vec<_>>(), 0..=variables.min(3));
            let factor = scope.prop_flat_map(move |scope| {
                let cells = scope.iter().map(|at| domains[*at]).product::<usize>();
                let cost = prop_oneof![4 => (0..4_u64).prop_map(Some), 1 => Just(None)];
                (Just(scope), vec(cost, cells))
            });
            (Just(sizes), vec(factor, 0..6))
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 1_500, failure_persistence: None, rng_seed: RngSeed::Fixed(1999), ..ProptestConfig::default()
        })]

        #[test]
        fn elimination_agrees_with_going_through_all((sizes, factors) in spec()) {
            let domains: Vec<usize> = sizes.iter().map(Vec::len).collect();
            let made: Vec<Factor> =
                factors.iter().map(|(scope, cells)| Factor::new(scope, cells.iter().copied())).collect();
            let every = domains.iter().fold(vec![Vec::new()], |all: Vec<Vec<usize>>, domain| {
                all.iter().flat_map(|start| (0..*domain).map(|value| [start.as_slice(), &[value]].concat())).collect()
            });
            let cost = |values: &Vec<usize>| {
                made.iter().try_fold(0, |sum, factor| factor.cells[factor.cell(&domains, values)].map(|own| sum + own))
            };
            let number = |values: &[usize]| values.iter().zip(&sizes).map(|(at, sizes)| sizes[*at]).product::<u64>();
            let best = every.iter().filter_map(cost).min();
            let those: Vec<&Vec<usize>> = every.iter().filter(|values| best.is_some() && cost(values) == best).collect();
            let ways: u64 = those.iter().map(|values| number(values)).sum();
            let factors = factors.iter().map(|(scope, cells)| Factor::new(scope, cells.iter().copied())).collect();
            match least(&domains, &sizes, factors).unwrap() {
                None => prop_assert_eq!(best, None),
                Some(found) => {
                    prop_assert_eq!((Some(found.cost), found.ways), (best, BigUint::from(ways)));
                    prop_assert_eq!(found.examples.len(), those.len().min(EXAMPLES));
                    prop_assert!(found.examples.iter().all(|example| those.contains(&example)));
                    prop_assert!(found.examples.windows(2).all(|pair| pair[0] < pair[1]));
                }
            }
        }
    }

    #[test]
    fn a_chain_of_many_is_counted_exactly() {
        // Sixty variables of ten values, each costing one where it is not above the one before.
        let domains = vec![10; 60];
        let sizes = vec![vec![1_u64; 10]; 60];
        let pair = |at: usize| Factor::new(&[at, at + 1], (0..100).map(|cell| Some(u64::from(cell % 10 <= cell / 10))));
        let found = least(&domains, &sizes, (0..59).map(pair).collect()).unwrap().unwrap();
        // Six runs of ten rising values, parted by five steps that cost: there is one way.
        assert_eq!((found.cost, found.ways, found.examples.len()), (5, BigUint::from(1_u32), 1));
        assert_eq!(found.examples[0], (0..60).map(|at| at % 10).collect::<Vec<_>>());
    }

    #[test]
    fn what_is_too_wide_is_refused() {
        let domains = vec![64; 4];
        let sizes = vec![vec![1_u64; 64]; 4];
        let pairs = (0..4).flat_map(|one| (one + 1..4).map(move |two| (one, two)));
        let factors = pairs.map(|(one, two)| Factor::new(&[one, two], (0..64 * 64).map(|_| Some(0)))).collect();
        assert_eq!(least(&domains, &sizes, factors), Err(()));
    }
}
