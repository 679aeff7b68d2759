//! The proofs of `verify` against brute force, and against claims that are wrong.

use super::brute::Brute;
use super::made::{Talks, Width, talks};
use super::{Places, ask, config, count, number, open, points, text};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use zopa_case::{Case, LineId, Number, PartyId};
use zopa_lens::Worth;
use zopa_lens::settlement::{Concept, Settings, Settlement, Size};
use zopa_lens::verify::{
    Soft, Verdict, admissible, blocks, check_settlement, dominates, every_soft, in_zone, nash, opens, undominated,
    value,
};

/// A verdict on something of which brute force knows whether it holds.
fn agrees(verdict: &Verdict, holds: bool) -> bool {
    match verdict {
        Verdict::Verified => holds,
        Verdict::Refuted { .. } => !holds,
        Verdict::NotChecked { .. } => false,
    }
}

proptest! {
    #![proptest_config(config(80))]

    #[test]
    fn claims_of_packages_are_verified_where_they_hold(talks in talks(24, true)) {
        if let Some(case) = open(&talks, &points) {
            let brute = Brute::new(&talks);
            let places = Places { case: &case, brute: &brute };
            let zone = brute.zone();
            let best = brute.best(Concept::Nash, &zone).map(|(best, _)| best);
            for at in 0..brute.packages.len() {
                let package = places.package(at);
                for party in 0..talks.made.parties {
                    let own = value(&case, PartyId::new(party), &package);
                    prop_assert_eq!(own, Some(number(brute.value(party, at))), "{}", text(&talks));
                }
                prop_assert!(agrees(&admissible(&case, &package), brute.admissible[at]));
                prop_assert!(agrees(&in_zone(&case, &package), zone.contains(&at)), "{}", text(&talks));
                prop_assert!(agrees(&undominated(&case, &package), brute.undominated(at)), "{}", text(&talks));
                let other = (at * 7 + 3) % brute.packages.len();
                let verdict = dominates(&case, &places.package(other), &package);
                prop_assert!(agrees(&verdict, brute.dominates(other, at)), "{}", text(&talks));
                // Where all products are nothing every package of the zone is as good.
                let all_idle = |best: &Vec<usize>| best.iter().all(|at| brute.gains(*at).contains(&0));
                if let Some(best) = best.as_ref().filter(|best| !all_idle(best)) {
                    prop_assert!(agrees(&nash(&case, &package), best.contains(&at)), "{}", text(&talks));
                }
            }
        }
    }

    #[test]
    fn blocking_sets_and_openings_are_verified_where_they_are_minimal(talks in talks(40, true)) {
        if let Some(case) = open(&talks, &points) {
            let brute = Brute::new(&talks);
            let softs = every_soft(&case);
            let lines: Vec<usize> = (0..talks.made.lines.len()).filter(|at| brute.counts(&talks.made.lines[*at])).collect();
            let all = lines.iter().map(|at| Soft::Line(LineId::new(*at)));
            let all: Vec<Soft<'_>> = all.chain(brute.consenting.iter().map(|at| Soft::NoDeal(PartyId::new(*at)))).collect();
            prop_assert_eq!(&softs, &all);
            let meets = |set: usize| {
                let kept = |soft: &Soft<'_>, at: usize| match soft {
                    Soft::Line(line) => brute.keeps(at, &talks.made.lines[line.index()]),
                    Soft::NoDeal(party) => brute.reaches(party.index(), at),
                    Soft::Keeps(_) => false,
                };
                let own = |at: &usize| softs.iter().enumerate().all(|(bit, soft)| set >> bit & 1 == 0 || kept(soft, *at));
                (0..brute.packages.len()).filter(|at| brute.logical[*at]).any(|at| own(&at))
            };
            let sets = 1usize << softs.len();
            let can: Vec<bool> = (0..sets).map(meets).collect();
            let bits = |set: usize| (0..softs.len()).filter(move |bit| set >> bit & 1 == 1);
            for set in 0..sets {
                let chosen: Vec<Soft<'_>> = bits(set).map(|bit| softs[bit]).collect();
                let blocking = !can[set] && bits(set).all(|bit| can[set & !(1 << bit)]);
                prop_assert!(agrees(&blocks(&case, &chosen), blocking), "{chosen:?}\n{}", text(&talks));
                let rest = (sets - 1) & !set;
                let opening = can[rest] && bits(set).all(|bit| !can[rest | 1 << bit]);
                prop_assert!(agrees(&opens(&case, &softs, &chosen), opening), "{chosen:?}\n{}", text(&talks));
            }
        }
    }

    #[test]
    fn wrong_claims_are_refuted(talks in talks(60, true)) {
        if let Some(case) = open(&talks, &points) {
            let found = ask(&case, Settings::default()).findings;
            for (what, wrong) in wrong(&talks, &case, &found) {
                let refuted = |verdict: &Verdict| matches!(verdict, Verdict::Refuted { .. });
                let any = check_settlement(&case, &wrong).iter().any(|claim| refuted(&claim.verdict));
                prop_assert!(any, "{what} is not refuted\n{}", text(&talks));
            }
        }
    }
}

/// Answers of which one thing is wrong.
fn wrong(talks: &Talks, case: &Case, found: &Settlement) -> Vec<(&'static str, Settlement)> {
    let brute = Brute::new(talks);
    let places = Places { case, brute: &brute };
    let zone = brute.zone();
    let mut all: Vec<(&'static str, Settlement)> = Vec::new();
    let mut wrong = |what: &'static str, change: &dyn Fn(&mut Settlement)| {
        let mut other = found.clone();
        change(&mut other);
        all.push((what, other));
    };
    wrong("a package too many", &|found| found.packages += 1u32);
    wrong("an admissible package too many", &|found| *found.admissible.as_mut().unwrap() += 1u32);
    wrong("a logical package too many", &|found| *found.logical.as_mut().unwrap() += 1u32);
    if let Some(empty) = found.zone.empty {
        wrong("emptiness", &|found| found.zone.empty = Some(!empty));
    }
    if zone.is_empty() {
        wrong("a size of nothing", &|found| found.zone.size = Some(Size::Exact(count(1))));
        return all;
    }
    wrong("a zone of one more", &|found| found.zone.size = Some(Size::Exact(count(zone.len() + 1))));
    wrong("an efficient package too many", &|found| found.efficient.count += 1u32);
    wrong("a vector left out", &|found| {
        found.efficient.packages.pop();
        found.efficient.vectors -= 1;
    });
    let shifted = |worth: &mut Worth| {
        if let Worth::Point(value) = worth {
            *value = Number(value.0 + 1);
        }
    };
    wrong("a value a tick off", &|found| {
        found.efficient.packages[0].values.iter_mut().for_each(|(_, own)| shifted(own))
    });
    wrong("an end a tick off", &|found| {
        found.parties.iter_mut().filter_map(|party| party.best_in_zone.as_mut()).for_each(shifted);
    });
    let package = |at: usize, own: &mut zopa_lens::settlement::Valued| {
        own.package = places.package(at);
        own.values.iter_mut().for_each(|(party, worth)| *worth = Worth::Point(number(brute.value(*party, at))));
    };
    if let Some(other) = zone.iter().find(|at| !brute.undominated(**at)) {
        wrong("a dominated package", &|found| package(*other, &mut found.efficient.packages[0]));
    }
    if let Some(other) = (0..brute.packages.len()).find(|at| !zone.contains(at)) {
        wrong("an example outside", &|found| {
            if let Some(example) = found.zone.example.as_mut() {
                package(other, example);
            } else {
                found.zone.empty = Some(true);
            }
        });
    }
    for (place, point) in found.points.iter().enumerate().filter(|(_, point)| !point.packages.is_empty()) {
        let (best, _) = brute.best(point.concept, &zone).unwrap();
        if let Some(other) = zone.iter().find(|at| !best.contains(at)) {
            wrong(point.concept.word(), &|found| package(*other, &mut found.points[place].packages[0]));
        }
        wrong("a count of ties", &|found| found.points[place].count = Some(best.len() as u64 + 1));
        if point.concept == Concept::Fallback {
            wrong("a depth", &|found| *found.points[place].depth.as_mut().unwrap() += 1u32);
        }
    }
    for (place, text) in found.texts.iter().enumerate().filter(|(_, text)| text.steps.len() > 1) {
        wrong("a text that goes on", &|found| found.texts[place].steps.truncate(text.steps.len() - 1));
        wrong("a step back", &|found| found.texts[place].steps.reverse());
    }
    all
}

#[test]
fn what_is_not_points_is_not_checked() {
    let mut runner = proptest::test_runner::TestRunner::new(config(1));
    let mut checked = 0;
    for _ in 0..40 {
        let talks = talks(40, true).new_tree(&mut runner).unwrap().current();
        let range = |wide: &'static str| {
            move |_: usize, what: &str| if what == wide { Width::Range(1) } else { Width::Degenerate }
        };
        let Some(case) = open(&talks, &range("value")) else { continue };
        let zero = vec![0; case.issues().len()];
        let tables = talks.preferences.iter().map(|known| known.as_ref().is_some_and(|known| known.table.is_some()));
        let known: Vec<bool> = case.party_ids().map(|party| value(&case, party, &zero).is_some()).collect();
        assert_eq!(known, tables.collect::<Vec<_>>());
        let not_checked = |verdict: &Verdict| matches!(verdict, Verdict::NotChecked { .. });
        if Brute::new(&talks).consenting.iter().any(|party| !known[*party]) {
            assert!(!in_zone(&case, &zero).holds() && not_checked(&undominated(&case, &zero)));
        }
        let case = open(&talks, &range("no deal")).unwrap();
        assert!(case.party_ids().all(|party| value(&case, party, &zero).is_some()));
        assert!(!in_zone(&case, &zero).holds() && !nash(&case, &zero).holds());
        let softs = every_soft(&case);
        assert!(!blocks(&case, &softs).holds() || softs.iter().all(|soft| matches!(soft, Soft::Line(_))));
        let found = ask(&case, Settings { draws: 5, ..Settings::default() }).findings;
        let claims = check_settlement(&case, &found);
        assert!(claims.len() == 1 && not_checked(&claims[0].verdict), "{claims:?}");
        checked += 1;
    }
    assert!(checked > 20);
}

#[test]
fn what_is_no_package_is_not_checked() {
    let case = super::super::read("zopa: 1\ncase: Small\nas of: 2026-01-31\nparties:\n  one: {name: One, role: party}\nissues:\n  i: {name: I, kind: menu, menu: {a: A, b: B}}\npreferences:\n  one: {scale: 1, no deal: 0.5, i: {weight: 1, values: {a: 1, b: 0}}}\n").unwrap();
    for package in [&[][..], &[2], &[0, 0]] {
        let verdicts = [admissible, in_zone, undominated, nash].map(|claim| claim(&case, package));
        assert!(verdicts.iter().all(|verdict| matches!(verdict, Verdict::NotChecked { .. })), "{verdicts:?}");
        assert_eq!(value(&case, PartyId::new(0), package), None);
    }
    assert_eq!(value(&case, PartyId::new(1), &[0]), None);
    assert!(in_zone(&case, &[0]).holds() && !in_zone(&case, &[1]).holds());
    let unknown = [Soft::Line(LineId::new(3)), Soft::NoDeal(PartyId::new(9))];
    unknown.iter().for_each(|soft| assert!(!blocks(&case, &[*soft]).holds() && !opens(&case, &[], &[*soft]).holds()));
}
