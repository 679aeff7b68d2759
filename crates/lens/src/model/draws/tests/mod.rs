//! Laws of draws, on small cases and on the twin.

pub mod read;
mod sampling;

use super::*;
pub use read::{case, case_with_table, twin};
use read::{node, set};
use std::collections::BTreeMap;
use zopa_case::{At, Overlay, Span};

/// The party of a name.
pub fn party(case: &Case, name: &str) -> PartyId {
    case.party_ids().find(|id| case.party(*id).name == name).expect("a party of that name")
}

/// The uncertain numbers of a draw by path.
fn by_path(draws: &Draws, index: u64) -> BTreeMap<String, f64> {
    draws.paths().into_iter().zip(draws.scalars(&draws.numbers(index))).collect()
}

/// Two parties and three issues.
const HARBOUR: &str = "\
zopa: 1
case: Harbour and islands
as of: 2026-02-18
fictional: true
parties:
  north: {name: North, role: party}
  south: {name: South, role: party}
issues:
  islands: {name: Islands, kind: ladder, order by: islands, ladder: {i0: None, i1: Two, i2: All}}
  years: {name: Years, kind: number, unit: years, from: 10, to: 40, step: 10, marks: {long: 40}}
  course: {name: Course, kind: menu, choose: sequence, menu: {a: First, b: Second}}
sources:
  MEMO: {title: Memorandum, date: 2025-06-02, grade: A1}
";

/// That, with what is said beyond it.
fn harbour(rest: &str) -> Case {
    case(&[&format!("{HARBOUR}{rest}")])
}

/// North's numbers in draw 0, with these preferences of North's.
fn north(preferences: &str, index: u64) -> PartyNumbers {
    let case = harbour(&format!("preferences:\n  north:\n{preferences}"));
    let numbers = Draws::new(&case, 3).numbers(index);
    numbers.parties[0].clone().unwrap_or_else(|| panic!("{:?}", Draws::new(&case, 3).missing(party(&case, "north"))))
}

/// What keeps North from being valued.
fn missing(preferences: &str) -> Vec<String> {
    let case = harbour(&format!("preferences:\n  north:\n{preferences}"));
    Draws::new(&case, 3).missing(party(&case, "north"))
}

fn whole(numbers: &[Number]) -> Vec<f64> {
    numbers.iter().map(|number| number.to_f64()).collect()
}

#[test]
fn an_edit_of_one_quantity_leaves_all_others_as_they_are() {
    let twin = twin();
    let base = Draws::new(&twin, 1);
    let norland_weights: Vec<String> =
        twin.issues().iter().map(|issue| format!("preferences.norland.{}.weight", issue.name)).collect();
    let values = |party: &str, issue: &str, options: &[&str]| -> Vec<String> {
        options.iter().map(|option| format!("preferences.{party}.{issue}.{option}")).collect()
    };
    let edits: Vec<(&str, &str, Vec<String>)> = vec![
        ("preferences.sudmark.no deal", "[36, 48]", vec!["preferences.sudmark.no deal".into()]),
        ("preferences.norland.uplands.weight", "[20, 26]", norland_weights),
        ("preferences.norland.uplands.values.u3", "[50, 70]", values("norland", "uplands", &["u1", "u2", "u3", "u4"])),
        ("preferences.sudmark.guarantee.values.g3", "70", values("sudmark", "guarantee", &["g2", "g3"])),
        (
            "preferences.norland.linkages.land-first.value",
            "[0, 9]",
            vec!["preferences.norland.linkages.land-first".into()],
        ),
        ("lines.sd-constitution.firmness", "0.5", vec!["lines.sd-constitution.firmness".into()]),
        ("leverage.shield.worth", "[1, 2]", vec!["leverage.shield.worth".into()]),
        ("leverage.shield.credibility", "0.1", vec!["leverage.shield.credibility".into()]),
        (
            "ratifiers.parliament-sudmark.factions.unity.weight",
            "[40, 60]",
            vec!["ratifiers.parliament-sudmark.unity.weight".into()],
        ),
    ];
    for (path, to, own) in edits {
        let edited = Draws::new(&set(&twin, &[(path, to)]), 1);
        let mut moved = 0;
        for index in 0..25 {
            let (was, is) = (by_path(&base, index), by_path(&edited, index));
            for (name, number) in &was {
                if own.contains(name) {
                    moved += usize::from(is.get(name) != Some(number));
                } else {
                    assert_eq!(is.get(name), Some(number), "{path}: draw {index} of {name}");
                }
            }
            assert!(is.keys().all(|name| was.contains_key(name)));
        }
        assert!(moved > 0, "{path} moves its own numbers");
    }
}

#[test]
fn what_is_added_leaves_all_others_as_they_are() {
    let twin = twin();
    let mut overlay = Overlay::default();
    let line = "{id: nl-no-years, party: norland, kind: bottom line, never: guarantee-years >= 30, firmness: [0.3, 0.6], origin: supposed, source: AUTHORS}";
    overlay.edits.push(zopa_case::draft::Edit::AddLine(node(line)));
    overlay.edits.push(zopa_case::draft::Edit::LiftLine(At::new("fd-commitments".into(), Span::default())));
    let edited = twin.with(&overlay).unwrap();
    let (base, after) = (Draws::new(&twin, 1), Draws::new(&edited, 1));
    for index in 0..25 {
        let (mut was, mut is) = (by_path(&base, index), by_path(&after, index));
        was.remove("lines.fd-commitments.firmness");
        assert!(is.remove("lines.nl-no-years.firmness").is_some());
        assert_eq!(was, is);
    }
}

#[test]
fn draws_hang_on_seed_and_index_alone() {
    let twin = twin();
    let (one, two) = (Draws::new(&twin, 1), Draws::new(&twin, 1));
    let forwards: Vec<Numbers> = (0..10).map(|index| one.numbers(index)).collect();
    let mut backwards: Vec<Numbers> = (0..10).rev().map(|index| two.numbers(index)).collect();
    backwards.reverse();
    assert_eq!(forwards, backwards);
    assert_ne!(forwards[0], forwards[1]);
    assert_ne!(forwards[0], Draws::new(&twin, 2).numbers(0));
    assert_ne!(one.numbers(u64::MAX), one.numbers(0));
}

#[test]
fn every_draw_of_the_twin_keeps_what_its_preferences_say() {
    let twin = twin();
    let draws = Draws::new(&twin, 4);
    assert!(!draws.certain());
    for index in 0..200 {
        let numbers = draws.numbers(index);
        for (name, preferences) in twin.draft().preferences.iter() {
            let id = party(&twin, name);
            let own = numbers.parties[id.index()].as_ref().unwrap();
            let issue = |name: &str| twin.issues().iter().position(|issue| issue.name == name).unwrap();
            let inside = |number: Number, quantity: &Quantity| quantity.low() <= number && number <= quantity.high();
            assert!(inside(own.no_deal.unwrap(), preferences.no_deal.as_ref().unwrap()));
            if let Some(total) = top(preferences.scale.value) {
                assert_eq!(own.weights.iter().map(|weight| weight.0).sum::<i128>(), total);
            }
            for (key, worth) in preferences.issues.iter() {
                let at = issue(key);
                assert!(
                    worth.weight.as_ref().is_none_or(|weight| inside(own.weights[at], weight)),
                    "{} {}",
                    name.value,
                    key.value
                );
                let value = |option: &str| {
                    let known = &twin.issues()[at].options;
                    let place = known.iter().position(|own| {
                        own.name == option || own.value == Number::parse(option) && own.value.is_some()
                    });
                    own.values[at][place.unwrap()]
                };
                assert!(worth.values.iter().all(|(option, quantity)| inside(value(option), quantity)));
                for pair in worth.order.windows(2) {
                    let first = |rung: &At<String>| value(rung.value.split(" = ").next().unwrap());
                    assert!(first(&pair[0]) <= first(&pair[1]));
                }
            }
            let weight = |rung: &At<String>, last: bool| {
                let names: Vec<&str> = rung.value.split(" = ").collect();
                own.weights[issue(if last { names[names.len() - 1] } else { names[0] })]
            };
            for rung in &preferences.order_of_weights {
                assert_eq!(weight(rung, true), weight(rung, false));
            }
            assert!(
                preferences.order_of_weights.windows(2).all(|pair| weight(&pair[0], false) >= weight(&pair[1], false))
            );
            for (linkage, number) in preferences.linkages.iter().zip(&own.linkages) {
                assert!(inside(*number, &linkage.value));
            }
        }
        for (lever, own) in twin.draft().leverage.iter().zip(&numbers.levers) {
            assert!(
                lever
                    .worth
                    .as_ref()
                    .is_none_or(|worth| worth.low() <= own.worth.unwrap() && own.worth.unwrap() <= worth.high())
            );
            assert_eq!((lever.worth.is_some(), lever.cost.is_some()), (own.worth.is_some(), own.cost.is_some()));
        }
        for (ratifier, own) in twin.draft().ratifiers.iter().zip(&numbers.ratifiers) {
            assert_eq!(ratifier.threshold.is_some(), own.threshold.is_some());
            for ((_, faction), weight) in ratifier.factions.iter().zip(&own.weights) {
                assert!(faction.weight.low() <= *weight && *weight <= faction.weight.high());
            }
        }
    }
}

#[test]
fn paths_name_what_moves_and_nothing_else() {
    let twin = twin();
    let draws = Draws::new(&twin, 1);
    let drawn: Vec<Numbers> = (0..60).map(|index| draws.numbers(index)).collect();
    let scalars: Vec<Vec<f64>> = drawn.iter().map(|numbers| draws.scalars(numbers)).collect();
    let paths = draws.paths();
    for (at, path) in paths.iter().enumerate() {
        assert!(scalars.iter().any(|own| own[at] != scalars[0][at]), "{path} moves");
    }
    let mut sorted = paths.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(sorted.len(), paths.len());
    for path in [
        "preferences.norland.uplands.weight",
        "preferences.norland.uplands.u3",
        "preferences.norland.no deal",
        "preferences.sudmark.guarantee-years.generation",
        "preferences.sudmark.linkages.strip-under-eyes",
        "lines.sd-constitution.firmness",
        "leverage.ore-contracts.worth",
        "leverage.secondary.credibility",
        "ratifiers.assembly-federation.coast.weight",
    ] {
        assert!(paths.iter().any(|own| own == path), "{path}");
    }
    // Points, ends of orders, and what a party does not name.
    for path in [
        "preferences.federation.uplands.weight",
        "preferences.norland.speech.l3",
        "preferences.norland.sequence.weight",
    ] {
        assert!(!paths.iter().any(|own| own == path), "{path}");
    }
    // All numbers that differ between draws are among the scalars.
    let count = |numbers: &Numbers, other: &Numbers| {
        let own = |numbers: &Numbers| -> Vec<i128> {
            let parties = numbers.parties.iter().flatten().flat_map(|own| {
                own.no_deal
                    .iter()
                    .chain(&own.weights)
                    .chain(own.values.iter().flatten())
                    .chain(&own.linkages)
                    .map(|number| number.0)
            });
            let levers = numbers.levers.iter().flat_map(|own| {
                own.worth.iter().chain(&own.cost).map(|n| n.0).chain([i128::from(own.believed)]).collect::<Vec<_>>()
            });
            let ratifiers = numbers
                .ratifiers
                .iter()
                .flat_map(|own| own.threshold.iter().chain(&own.weights).map(|number| number.0));
            parties.chain(numbers.real.iter().map(|real| i128::from(*real))).chain(levers).chain(ratifiers).collect()
        };
        own(numbers).iter().zip(own(other)).map(|(a, b)| *a != b).collect::<Vec<bool>>()
    };
    let moved = drawn.iter().fold(vec![false; count(&drawn[0], &drawn[0]).len()], |moved, numbers| {
        moved.iter().zip(count(&drawn[0], numbers)).map(|(a, b)| *a || b).collect()
    });
    assert_eq!(moved.iter().filter(|moved| **moved).count(), paths.len());
}

#[test]
fn lines_are_real_as_often_as_they_are_firm() {
    let twin = twin();
    let draws = Draws::new(&twin, 8);
    const N: u64 = 3_000;
    let drawn: Vec<Vec<bool>> = (0..N).map(|index| draws.numbers(index).real).collect();
    for (at, line) in twin.lines().iter().enumerate() {
        let often = drawn.iter().filter(|real| real[at]).count() as f64 / N as f64;
        let expected = match line.firmness.as_ref().map(|firmness| firmness.known) {
            None => 1.0,
            Some(zopa_case::Known::Point(point)) => point.to_f64(),
            Some(zopa_case::Known::Range(low, high)) => (low.to_f64() + high.to_f64()) / 2.0,
            Some(zopa_case::Known::Triangle(low, likely, high)) => {
                (low.to_f64() + likely.to_f64() + high.to_f64()) / 3.0
            }
        };
        let error = 4.0 * (expected * (1.0 - expected) / N as f64).sqrt();
        assert!((often - expected).abs() <= error, "{}: {often} against {expected}", line.name);
    }
}

#[test]
fn with_points_only_all_lines_are_in_force() {
    let lines =
        "lines:\n  - {id: ridge, party: north, kind: red line, never: islands = i2, firmness: 0.3, source: MEMO}\n";
    let points = "    scale: 100\n    no deal: 40\n    islands: {weight: 60, values: {i0: 0, i1: 50, i2: 100}}\n    years: {weight: 40, values: {10..20: 0, 30: 40, long: 100}}\n";
    let case = harbour(&format!("preferences:\n  north:\n{points}{lines}"));
    let draws = Draws::new(&case, 1);
    assert!(draws.certain() && draws.certain_throughout() && draws.paths().is_empty());
    assert!((0..50).all(|index| draws.numbers(index).real == [true]));
    assert_eq!(draws.numbers(0), draws.numbers(1));
    let own = draws.numbers(7).parties[0].clone().unwrap();
    assert_eq!((whole(&own.weights), whole(&own.values[1])), (vec![60.0, 40.0, 0.0], vec![0.0, 0.0, 40.0, 100.0]));
    assert_eq!(draws.missing(party(&case, "south")), ["no preferences of `south` are given"]);
    assert_eq!(draws.numbers(0).parties[1], None);
    // Without any preferences, too; one range anywhere, and firmness counts again.
    assert!(Draws::new(&harbour(lines), 1).numbers(3).real[0]);
    let open =
        harbour(&format!("preferences:\n  north:\n{}{lines}", points.replace("no deal: 40", "no deal: [40, 41]")));
    let draws = Draws::new(&open, 1);
    assert!(!draws.certain());
    let real = (0..400).filter(|index| draws.numbers(*index).real[0]).count();
    assert!((80..160).contains(&real), "{real} of 400 at 0.3");
    assert_eq!(draws.paths(), ["preferences.north.no deal", "lines.ridge.firmness"]);
}

#[test]
fn a_certain_case_may_have_uncertain_leverage() {
    let case =
        harbour("leverage:\n  - {id: gas, by: north, upon: south, kind: pressure, worth: [1, 2], source: MEMO}\n");
    let draws = Draws::new(&case, 1);
    assert!(draws.certain() && !draws.certain_throughout());
    assert!(draws.numbers(0).levers[0].believed && draws.numbers(0).levers[0].cost.is_none());
    assert_eq!(draws.paths(), ["leverage.gas.worth"]);
}

#[test]
fn one_weight_left_out_is_what_the_others_leave() {
    let own = north("    scale: 100\n    islands: {weight: 60}\n    years: {}\n", 0);
    assert_eq!(whole(&own.weights), [60.0, 40.0, 0.0]);
    let own = north(
        "    scale: 1\n    order of weights: [islands = years = course]\n    islands: {}\n    years: {}\n    course: {}\n",
        0,
    );
    assert_eq!(own.weights, [Number(333_333_333_333); 3]);
}

#[test]
fn ends_of_orders() {
    let values = |worth: &str, index| {
        let own = north(&format!("    scale: 100\n    islands: {worth}\n"), index);
        whole(&own.values[0])
    };
    for index in 0..40 {
        let [worst, middle, best] = values("{order: [i0, i1, i2]}", index)[..] else { panic!("three options") };
        assert!(worst == 0.0 && best == 100.0 && (0.0..=100.0).contains(&middle));
        // A number on an end pins it.
        let [worst, middle, best] = values("{order: [i0, i1, i2], values: {i0: [10, 20], i2: 70}}", index)[..] else {
            panic!()
        };
        assert!((10.0..=20.0).contains(&worst) && worst <= middle && middle <= 70.0 && best == 70.0);
        // Equal ones.
        let [worst, middle, best] = values("{order: [i2, i0 = i1]}", index)[..] else { panic!() };
        assert!(best == 0.0 && worst == 100.0 && middle == 100.0);
        // Another option has the end already; this order lies anywhere above it.
        let [outside, low, high] = values("{order: [i1, i2], values: {i0: 0}}", index)[..] else { panic!() };
        assert!(outside == 0.0 && low <= high && high == 100.0);
        // One rung has no ends.
        let [one, two, free] = values("{order: [i0 = i1]}", index)[..] else { panic!() };
        assert!(one == two && (0.0..=100.0).contains(&free));
    }
    assert!((0..40).any(|index| values("{order: [i1, i2], values: {i0: 0}}", index)[1] > 0.0));
    assert!((0..40).any(|index| values("{order: [i0 = i1]}", index)[0] != values("{order: [i0 = i1]}", 0)[0]));
}

#[test]
fn an_issue_of_which_nothing_is_said_has_some_worst_and_some_best() {
    let mut worst = [0; 4];
    let mut best = [0; 4];
    let mut mean = 0.0;
    const N: u64 = 600;
    for index in 0..N {
        let own = north("    scale: 1\n    years: {weight: 1}\n    course: {weight: 0}\n", index);
        let values = whole(&own.values[1]);
        let at = |end: f64| values.iter().position(|value| *value == end).unwrap();
        worst[at(0.0)] += 1;
        best[at(1.0)] += 1;
        mean += values.iter().sum::<f64>() / 4.0 / N as f64;
        assert!(values.iter().all(|value| (0.0..=1.0).contains(value)));
        // The order of things is worth nothing by itself.
        assert_eq!(whole(&own.values[2]), [0.0, 0.0]);
    }
    // Each a quarter of the time; four standard errors are 43. The mean value is a half; four errors are 0.017.
    assert!(worst.iter().chain(&best).all(|count: &i32| (count - 150).abs() < 43), "{worst:?} {best:?}");
    assert!((mean - 0.5).abs() < 0.017, "{mean}");
    let own = north("    scale: 1\n    course: {order: [b, a]}\n", 0);
    assert_eq!(whole(&own.values[2]), [1.0, 0.0]);
}

#[test]
fn what_is_missing_is_said() {
    let raw = |worth: &str| missing(&format!("    scale: raw\n    islands: {worth}\n"));
    assert_eq!(
        raw("{values: {i0: 0, i1: 1, i2: 2}}"),
        ["no weight of issue `islands` (raw weights have no sum to fill) to `north`"]
    );
    assert_eq!(
        raw("{weight: 1, values: {i0: 0, i2: 2}}"),
        ["no value of option `i1` of issue `islands` (the raw scale has no top) to `north`"]
    );
    assert_eq!(raw("{weight: 1, order: [i0, i1, i2]}").len(), 1);
    assert!(raw("{weight: 1, order: [i0, i1, i2], values: {i2: 7}}").is_empty());
    assert!(raw("{weight: 1, order: [i0, i1, i2], values: {i0: -9, i2: -7}}").is_empty());
    assert!(raw("{weight: [1, 2], values: {i0: -9, i1: [1, 2, 4], i2: 0}}").is_empty());
    // A worst rung of 0 does not fit; what is below has no bound.
    assert_eq!(raw("{weight: 1, order: [i0, i1, i2], values: {i2: -7}}").len(), 1);
    assert_eq!(missing("    scale: 100\n    no deal: 5\n"), ["the preferences of `north` value no issue"]);
    let twin = twin();
    let draws = Draws::new(&twin, 1);
    for name in ["norland", "sudmark", "federation", "compact"] {
        assert_eq!(draws.missing(party(&twin, name)), Vec::<String>::new());
    }
    assert_eq!(draws.missing(party(&twin, "harbour-league")), ["no preferences of `harbour-league` are given"]);
}

#[test]
fn a_table_has_no_weights() {
    let rows: Vec<String> = (0..3 * 4 * 4)
        .map(|at| {
            let course = ["a", "b", "a then b", "b then a"][at % 4];
            format!("i{},{},{course},0.5", at / 16, [10, 20, 30, 40][at / 4 % 4])
        })
        .collect();
    let table = format!("islands,years,course,value\n{}\n", rows.join("\n"));
    let text =
        format!("{HARBOUR}preferences:\n  north:\n    scale: 1\n    no deal: [0.2, 0.4]\n    table: worth.csv\n");
    let case = case_with_table(&[&text], "worth.csv", &table);
    let own = Draws::new(&case, 3).numbers(0).parties[0].clone().unwrap();
    assert!(own.table && own.weights.is_empty() && own.values.is_empty());
    assert!(own.no_deal.is_some_and(|no_deal| (0.2..=0.4).contains(&no_deal.to_f64())));
    let own = north("    scale: 1\n    islands: {order: [i0, i1, i2]}\n", 0);
    assert!(!own.table && own.no_deal.is_none());
}

#[test]
fn orders_that_come_back_to_an_option_make_all_between_equal() {
    for index in 0..20 {
        let own = north("    scale: 100\n    islands: {order: [i0, i1, i0, i2], values: {i1: [5, 30]}}\n", index);
        assert!(own.values[0][0] == own.values[0][1] && own.values[0][2] == Number::whole(100));
    }
}
