//! Menus against every package of small spaces, and engines against one another.

use super::super::stream::Key;
use super::super::{Halves, Listed, Menu, MenuError, Meter, Package, Sums, Tree, menu_of, menu_of_sums};
use crate::solve::Network;
use crate::solve::valued::{Charge, Layout, VALUE_MAX};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::sync::Arc;

/// A space: domains, additive values by dimension, a linkage over two variables, forbidden pairs over two variables.
#[derive(Clone, Debug)]
struct Made {
    values: Vec<Vec<Vec<i64>>>,
    linkage: Option<Vec<i64>>,
    forbidden: Option<Vec<bool>>,
}

fn sums() -> impl Strategy<Value = Vec<Vec<Vec<i64>>>> {
    (prop::collection::vec(1usize..5, 1..5), 1usize..4, prop::bool::ANY).prop_flat_map(|(sizes, dims, coarse)| {
        // Few different values, so that there are many ties; or hardly any.
        let most = if coarse { 3i64 } else { 1_000_000 };
        let issue = move |size: usize| prop::collection::vec(-most..=most, size);
        let own: Vec<_> = sizes.into_iter().map(issue).collect();
        prop::collection::vec(own, dims)
    })
}

fn made() -> impl Strategy<Value = Made> {
    sums().prop_flat_map(|values| {
        let sizes: Vec<usize> = values[0].iter().map(Vec::len).collect();
        let pair = sizes[0] * sizes[sizes.len() - 1];
        let linkage = prop::option::of(prop::collection::vec(-2i64..3, pair));
        let forbidden = prop::option::of(prop::collection::vec(prop::bool::weighted(0.7), pair));
        (linkage, forbidden).prop_map(move |(linkage, forbidden)| Made { values: values.clone(), linkage, forbidden })
    })
}

impl Made {
    fn sizes(&self) -> Vec<usize> {
        self.values[0].iter().map(Vec::len).collect()
    }

    fn charge(&self) -> Option<Charge> {
        let sizes = self.sizes();
        let last = sizes.len() - 1;
        let mut network = Network::new(sizes.iter().map(|size| vec![1; *size]).collect());
        if let Some(forbidden) = self.forbidden.as_ref().filter(|_| last > 0) {
            network.constrain(&[0, last], |pair| forbidden[pair[0] * sizes[last] + pair[1]]).expect("small");
        }
        let mut scopes: Vec<Vec<usize>> = (0..sizes.len()).map(|issue| vec![issue]).collect();
        scopes.extend(self.linkage.as_ref().filter(|_| last > 0).map(|_| vec![0, last]));
        let layout = Layout::new(network, &sizes, Vec::new(), &scopes).expect("small")?;
        let mut charge = Charge::new(&Arc::new(layout), self.values.len());
        for (dimension, own) in self.values.iter().enumerate() {
            own.iter().enumerate().for_each(|(issue, row)| charge.add(issue, dimension, row));
            if let Some(linkage) = self.linkage.as_ref().filter(|_| last > 0) {
                charge.add(sizes.len(), dimension, linkage);
            }
        }
        Some(charge)
    }

    /// Every package in canonical order with its values.
    fn all(&self) -> Vec<(Vec<usize>, Vec<i64>)> {
        let sizes = self.sizes();
        let last = sizes.len() - 1;
        let mut found = Vec::new();
        for mut at in 0..sizes.iter().product::<usize>() {
            let mut package = vec![0; sizes.len()];
            for (slot, size) in package.iter_mut().zip(&sizes).rev() {
                (*slot, at) = (at % size, at / size);
            }
            let pair = package[0] * sizes[last] + package[last];
            if last > 0 && self.forbidden.as_ref().is_some_and(|forbidden| !forbidden[pair]) {
                continue;
            }
            let linked = self.linkage.as_ref().filter(|_| last > 0).map_or(0, |linkage| linkage[pair]);
            let value = |own: &Vec<Vec<i64>>| package.iter().zip(own).map(|(k, row)| row[*k]).sum::<i64>() + linked;
            found.push((package.clone(), self.values.iter().map(value).collect()));
        }
        found
    }
}

fn meter() -> Meter {
    Meter::new(u64::MAX, u64::MAX)
}

/// Every question of every dimension, against the list sorted by the law of [`Menu`].
fn keeps_the_law(menu: &dyn Menu, all: &[(Vec<usize>, Vec<i64>)]) -> Result<(), TestCaseError> {
    let mut meter = meter();
    let told = |package: Option<Package>| package.map(|package| menu.choices(package));
    for dimension in 0..menu.dims() {
        // A stable sort keeps canonical order among equals.
        let mut order: Vec<&(Vec<usize>, Vec<i64>)> = all.iter().collect();
        order.sort_by_key(|(_, values)| std::cmp::Reverse(values[dimension]));
        let value = |at: usize| order[at].1[dimension];
        prop_assert_eq!(menu.highest(dimension), value(0));
        prop_assert_eq!(menu.lowest(dimension), value(order.len() - 1));
        let mut asked: Vec<i64> =
            order.iter().flat_map(|(_, v)| [v[dimension] - 1, v[dimension], v[dimension] + 1]).collect();
        asked.extend([i64::MIN, -VALUE_MAX, VALUE_MAX, i64::MAX]);
        asked.dedup();
        for threshold in asked {
            let above = order.iter().rposition(|(_, values)| values[dimension] >= threshold);
            let below = order.iter().position(|(_, values)| values[dimension] < threshold);
            let at = |place: Option<usize>| place.map(|place| order[place].0.clone());
            prop_assert_eq!(
                told(menu.floor(dimension, threshold, &mut meter).expect("steps")),
                at(above),
                "floor {}",
                threshold
            );
            prop_assert_eq!(
                told(menu.below(dimension, threshold, &mut meter).expect("steps")),
                at(below),
                "below {}",
                threshold
            );
        }
        let mut walk = menu.below(dimension, i64::MAX, &mut meter).expect("steps");
        for (package, values) in &order {
            let own = walk.expect("one more");
            prop_assert_eq!(&menu.choices(own), package);
            prop_assert_eq!(menu.package(package), Some(own));
            prop_assert_eq!(menu.value(dimension, own), values[dimension]);
            walk = menu.after(dimension, own, &mut meter).expect("steps");
        }
        prop_assert_eq!(walk, None);
    }
    prop_assert_eq!(meter.unproved, 0);
    Ok(())
}

fn config(cases: u32, seed: u64) -> ProptestConfig {
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(seed), failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(160, 61))]

    #[test]
    fn lists_halves_and_trees_keep_one_law(values in sums()) {
        let made = Made { values: values.clone(), linkage: None, forbidden: None };
        let all = made.all();
        let sums = Sums::new(values).expect("small");
        prop_assert_eq!(sums.packages(), all.len() as u128);
        keeps_the_law(&Listed::of_sums(&sums).expect("small"), &all)?;
        keeps_the_law(&Halves::new(&sums).expect("small"), &all)?;
        let charge = made.charge().expect("allowed");
        keeps_the_law(&Tree::new(&charge, made.sizes().len()).expect("small"), &all)?;
        keeps_the_law(&*menu_of(&charge, made.sizes().len()).expect("small"), &all)?;
        keeps_the_law(&*menu_of_sums(&sums).expect("small"), &all)?;
    }

    #[test]
    fn lists_and_halves_draw_the_same(values in sums(), seed in 0u64..1 << 40) {
        let sums = Sums::new(values).expect("small");
        let (listed, halves) = (Listed::of_sums(&sums).expect("small"), Halves::new(&sums).expect("small"));
        let all: Vec<i64> = listed.values().chunks_exact(listed.dims()).map(|own| own[0]).take(40).collect();
        for limit in std::iter::once(None).chain(all.into_iter().flat_map(|value| [Some((0, value)), Some((0, value + 1))])) {
            let draw = |menu: &dyn Menu| {
                let mut stream = Key::new(seed, 1).stream(2);
                let some = |_| menu.any(limit, &mut stream, &mut meter()).expect("steps").map(|own| menu.choices(own));
                (0..8).map(some).collect::<Vec<_>>()
            };
            prop_assert_eq!(draw(&listed), draw(&halves), "{:?}", limit);
        }
    }

    #[test]
    fn lists_and_trees_keep_it_under_rules_and_linkages(made in made()) {
        let all = made.all();
        let variables = made.sizes().len();
        match made.charge() {
            Some(charge) if !all.is_empty() => {
                keeps_the_law(&Listed::of_charge(&charge, variables).expect("small"), &all)?;
                keeps_the_law(&Tree::new(&charge, variables).expect("small"), &all)?;
                keeps_the_law(&*menu_of(&charge, variables).expect("small"), &all)?;
            }
            Some(charge) => prop_assert!(matches!(menu_of(&charge, variables), Err(MenuError::Empty))),
            None => prop_assert!(all.is_empty()),
        }
    }

    #[test]
    fn what_is_drawn_reaches_the_limit_and_everything_is_drawn(made in made(), seed in 0u64..1000) {
        let all = made.all();
        let Some(charge) = made.charge().filter(|_| !all.is_empty()) else { return Ok(()) };
        let variables = made.sizes().len();
        let mut menus: Vec<Box<dyn Menu>> = vec![
            Box::new(Listed::of_charge(&charge, variables).expect("small")),
            Box::new(Tree::new(&charge, variables).expect("small")),
        ];
        if let Some(sums) = Sums::of_charge(&charge, variables) {
            menus.push(Box::new(Halves::new(&sums.expect("small")).expect("small")));
        }
        let least = all[all.len() / 2].1[0];
        let good: Vec<&Vec<usize>> = all.iter().filter(|(_, values)| values[0] >= least).map(|(own, _)| own).collect();
        for menu in &menus {
            let mut stream = Key::new(seed, 0).stream(0);
            let mut counts = vec![0u32; good.len()];
            let draws = 40 * good.len();
            for _ in 0..draws {
                let own = menu.any(Some((0, least)), &mut stream, &mut meter()).expect("steps").expect("there are some");
                let at = good.binary_search(&&menu.choices(own));
                prop_assert!(at.is_ok());
                counts[at.expect("found")] += 1;
            }
            // Each is drawn 40 times on average; 5 or fewer or 90 or more happen once in 10^9.
            prop_assert!(counts.iter().all(|count| (6..90).contains(count)), "{:?}", counts);
            prop_assert_eq!(menu.any(Some((0, i64::MAX)), &mut stream, &mut meter()).expect("steps"), None);
            prop_assert!(menu.any(None, &mut stream, &mut meter()).expect("steps").is_some());
        }
    }
}

#[test]
fn places_of_a_list() {
    let sums = Sums::new(vec![vec![vec![0, 5, 5], vec![0, 1]]]).expect("small");
    let menu = Listed::of_sums(&sums).expect("small");
    assert_eq!(menu.len(), 6);
    let order: Vec<Vec<usize>> = (0..6).map(|place| menu.choices(menu.nth(0, place).expect("there"))).collect();
    assert_eq!(order, [[1, 1], [2, 1], [1, 0], [2, 0], [0, 1], [0, 0]]);
    assert_eq!(menu.nth(0, 6), None);
    assert_eq!([menu.count(0, 6), menu.count(0, 5), menu.count(0, 1), menu.count(0, 7)], [2, 4, 5, 0]);
}

#[test]
fn what_is_no_menu_is_refused() {
    assert_eq!(Sums::new(vec![]), Err(MenuError::Empty));
    assert_eq!(Sums::new(vec![vec![vec![]]]), Err(MenuError::Empty));
    assert_eq!(Sums::new(vec![vec![vec![1]], vec![vec![1, 2]]]), Err(MenuError::Ragged));
    assert_eq!(Sums::new(vec![vec![vec![VALUE_MAX], vec![1]]]), Err(MenuError::Values));
    assert_eq!(Sums::new(vec![vec![vec![i64::MIN]]]), Err(MenuError::Values));
    assert_eq!(Sums::new(vec![vec![vec![0; 2]; 121]]), Err(MenuError::TooMany));
    let wide = Sums::new(vec![vec![vec![0; 2]; 60]]).expect("within 2^120");
    assert!(matches!(Listed::of_sums(&wide), Err(MenuError::TooMany)));
    assert!(matches!(Halves::new(&wide), Err(MenuError::TooMany)));
}

#[test]
fn long_lists_are_in_order() {
    // Past the length from which lists are sorted by leading bits: with values all over, in heaps, and all alike.
    for most in [1i64 << 38, 300, 1] {
        let values = large(4, 9)
            .into_iter()
            .map(|own| own.into_iter().map(|row| row.iter().map(|v| v % most).collect()).collect());
        let menu = Listed::of_sums(&Sums::new(values.collect()).expect("fits")).expect("listed");
        for dimension in 0..2 {
            let walk: Vec<Package> = (0..menu.len()).map(|place| menu.nth(dimension, place).expect("there")).collect();
            let key = |own: &Package| (std::cmp::Reverse(menu.value(dimension, *own)), *own);
            assert!(walk.is_sorted_by(|one, other| key(one) < key(other)));
            assert_eq!(walk.len(), 6561);
        }
    }
}

#[test]
fn one_package_is_a_menu() {
    let menu = Listed::of_sums(&Sums::new(vec![vec![vec![7]]]).expect("one")).expect("one");
    let own = menu.floor(0, 7, &mut meter()).expect("steps");
    assert_eq!(own.map(|own| menu.choices(own)), Some(vec![0]));
    assert_eq!(menu.floor(0, 8, &mut meter()), Ok(None));
    assert_eq!(menu.after(0, own.expect("there"), &mut meter()), Ok(None));
    // No issue at all: the empty package.
    let menu = Listed::of_sums(&Sums::new(vec![vec![]]).expect("the empty package")).expect("one");
    assert_eq!(menu.highest(0), 0);
}

/// Values of a large space, from a fixed rule.
fn large(issues: usize, options: usize) -> Vec<Vec<Vec<i64>>> {
    let value = |p: usize, issue: usize, option: usize| {
        let mixed = ((p * 1_000 + issue * 100 + option + 1) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed >> 28) as i64
    };
    let row = |p, issue| (0..options).map(|option| value(p, issue, option)).collect::<Vec<i64>>();
    (0..2).map(|p| (0..issues).map(|issue| row(p, issue)).collect()).collect()
}

#[test]
fn halves_of_ten_thousand_million_packages_agree_with_themselves() {
    let sums = Sums::new(large(10, 10)).expect("fits");
    assert_eq!(sums.packages(), 10_000_000_000);
    let menu = menu_of_sums(&sums).expect("in halves");
    let (lowest, highest) = (menu.lowest(0), menu.highest(0));
    for part in 0..20 {
        let least = lowest + (highest - lowest) / 20 * part;
        let own = menu.floor(0, least, &mut meter()).expect("steps").expect("there");
        let (value, choices) = (menu.value(0, own), menu.choices(own));
        assert!(value >= least);
        // No package that differs on one issue or two lies between.
        let mut other = choices.clone();
        for pair in 0..10_000 {
            let (one, two) = (pair / 1000, pair / 100 % 10);
            (other[one], other[two]) = (pair / 10 % 10, pair % 10);
            let near = menu.value(0, menu.package(&other).expect("there"));
            assert!(near < least || near >= value);
            (other[one], other[two]) = (choices[one], choices[two]);
        }
        // The next one down is the first below, as there are no ties here.
        let next = menu.after(0, own, &mut meter()).expect("steps");
        assert_eq!(next, menu.below(0, least, &mut meter()).expect("steps"));
        assert_eq!(menu.package(&choices), Some(own));
    }
}

#[test]
fn a_search_without_steps_says_so() {
    let made = Made { values: large(24, 10), linkage: Some(vec![1; 100]), forbidden: None };
    let charge = made.charge().expect("allowed");
    let menu = menu_of(&charge, 24).expect("a tree");
    let least = (menu.lowest(0) + menu.highest(0)) / 2;
    let mut meter = Meter::new(10, 10);
    assert!(menu.floor(0, least, &mut meter).is_err());
    // With some steps there is an answer above the threshold, and it is said that it may not be the least.
    let mut meter = Meter::new(1 << 20, 1 << 16);
    let own = menu.floor(0, least, &mut meter).expect("steps").expect("there");
    let over = menu.value(0, own) - least;
    assert!((0..(menu.highest(0) - menu.lowest(0)) / 100).contains(&over), "{over}");
    assert_eq!(meter.unproved, 1);
    assert_eq!(meter.left, (1 << 20) - (1 << 16));
}
