//! The lens `blockers` against its definitions on small random cases, and exact counts of a large one.

use super::count::{Brute, Refusals};
use super::made::{Made, Stance, made};
use super::{LENGTH, RUNGS, chain, config, link, name, read};
use num_bigint::BigUint;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use zopa_lens::blockers::{Answer, Blockers, Measure, Settings, blockers};
use zopa_lens::gaps::{self, gaps};
use zopa_lens::{Arithmetic, Stop, Unwatched};

/// Constraints up to which every set of them is tried.
const TRIED: usize = 14;

/// Sets of which `holds` says yes and of no part of them, as bits, smallest first.
fn minimal(number: usize, within: u32, holds: &dyn Fn(u32) -> bool) -> BTreeSet<Vec<usize>> {
    let all = (0..1_u32 << number).filter(|set| set & !within == 0 && holds(*set));
    let parts = |set: u32| (0..number).map(move |at| set & !(1 << at)).filter(move |part| *part != set);
    let members = |set: u32| (0..number).filter(|at| set >> at & 1 == 1).collect();
    all.filter(|set| !parts(*set).any(holds)).map(members).collect()
}

/// What each constraint of the lens refuses, by the statements that it is made of.
fn refused<'a>(found: &Blockers, brute: &'a Refusals) -> Result<Vec<&'a Vec<bool>>, TestCaseError> {
    let by_id: BTreeMap<&str, &Vec<bool>> =
        brute.all.iter().map(|refusal| (refusal.id.as_str(), &refusal.refuses)).collect();
    prop_assert_eq!(by_id.len(), brute.all.len(), "an id names two things");
    let mut told: BTreeSet<&str> = BTreeSet::new();
    let mut all = Vec::new();
    for constraint in &found.constraints {
        let own = by_id.get(constraint.id.as_str());
        prop_assert!(own.is_some(), "{} is not known", constraint.id);
        for also in &constraint.also {
            prop_assert_eq!(own, by_id.get(also.id.as_str()), "{} is not the same", also.id);
        }
        told.insert(&constraint.id);
        told.extend(constraint.also.iter().map(|also| also.id.as_str()));
        all.extend(own);
    }
    for refusal in brute.all.iter().filter(|refusal| refusal.refuses.contains(&true)) {
        prop_assert!(told.contains(refusal.id.as_str()), "{} is left out", refusal.id);
    }
    Ok(all)
}

/// A random case with what brute force finds, and the names of its outcomes in the order of the case read from it.
struct Checked<'a> {
    made: &'a Made,
    brute: &'a Refusals,
    names: Vec<Vec<String>>,
}

impl Checked<'_> {
    /// The number of a package of the lens among those of brute force, which counts outcomes in an order of its own.
    fn package(&self, package: &[usize]) -> usize {
        let same = |other: &Vec<usize>| {
            let named = |(issue, at): (usize, &usize)| name(self.made, issue, &self.made.issues[issue].outcomes()[*at]);
            other
                .iter()
                .enumerate()
                .map(named)
                .eq(package.iter().enumerate().map(|(issue, at)| self.names[issue][*at].clone()))
        };
        self.brute.packages.iter().position(same).expect("a package of the case")
    }
}

fn compare(checked: &Checked<'_>, found: &Blockers) -> Result<(), TestCaseError> {
    let Checked { made, brute, names } = checked;
    let refuses = refused(found, brute)?;
    let number = refuses.len();
    let packages: Vec<usize> = (0..brute.packages.len()).filter(|at| brute.allowed[*at]).collect();
    let broken = |at: usize| (0..number).filter(|soft| refuses[*soft][at]).collect::<Vec<usize>>();
    let by_package: BTreeMap<usize, Vec<usize>> = packages.iter().map(|at| (*at, broken(*at))).collect();
    let open = by_package.values().filter(|broken| broken.is_empty()).count();
    prop_assert_eq!(found.verdict.answer, if open > 0 { Answer::Open } else { Answer::Blocked });
    prop_assert_eq!(found.verdict.refused_by_nobody.as_ref(), Some(&BigUint::from(open)));
    let kept: Vec<usize> = (0..number).filter(|at| found.constraints[*at].not_for_trade).collect();
    let sets: Vec<&Vec<usize>> = found.blocking_sets.iter().map(|set| &set.constraints).collect();
    prop_assert!(sets.windows(2).all(|pair| (pair[0].len(), pair[0]) < (pair[1].len(), pair[1])));
    // Openings by definition: the smallest sets that some package is refused by and nothing else.
    let all: BTreeSet<&Vec<usize>> = by_package.values().collect();
    let within = |one: &[usize], two: &[usize]| one.len() < two.len() && one.iter().all(|at| two.contains(at));
    let corrections: BTreeSet<Vec<usize>> = all
        .iter()
        .filter(|set| open == 0 && !all.iter().any(|other| within(other, set)))
        .map(|set| (*set).clone())
        .collect();
    let free: BTreeSet<Vec<usize>> =
        corrections.iter().filter(|set| !set.iter().any(|at| kept.contains(at))).cloned().collect();
    prop_assert_eq!(found.openings_count.as_ref(), Some(&BigUint::from(free.len())));
    let listed: BTreeSet<Vec<usize>> = found.openings.iter().map(|opening| opening.lift.clone()).collect();
    prop_assert_eq!(&listed, &free);
    prop_assert!(found.openings.windows(2).all(|pair| pair[0].lift.len() <= pair[1].lift.len()));
    for opening in &found.openings {
        let opened = || by_package.iter().filter(|(_, broken)| broken.iter().all(|at| opening.lift.contains(at)));
        prop_assert_eq!(opening.opens.as_ref(), Some(&BigUint::from(opened().count())));
        let example = opening.example.as_ref().expect("small cases have examples");
        let at = checked.package(example);
        let least = opened().map(|(at, _)| brute.missing[*at]).min();
        prop_assert_eq!((Some(brute.missing[at]), opening.lacks), (least, least));
        prop_assert!(by_package[&at].iter().all(|broken| opening.lift.contains(broken)));
    }
    let blocked = open == 0 && free.is_empty();
    prop_assert_eq!(!found.no_opening_without.is_empty(), blocked);
    if blocked {
        // Each part's sets: together they must be the smallest sets of kept constraints that every opening lifts.
        let mut joined: BTreeSet<Vec<usize>> = BTreeSet::from([Vec::new()]);
        for part in &found.no_opening_without {
            let pair = |one: &Vec<usize>| {
                part.sets.iter().map(|set| sorted(&[one.as_slice(), set].concat())).collect::<Vec<_>>()
            };
            joined = joined.iter().flat_map(pair).collect();
        }
        let of_kept: BTreeSet<Vec<usize>> =
            corrections.iter().map(|set| set.iter().copied().filter(|at| kept.contains(at)).collect()).collect();
        let smallest: BTreeSet<Vec<usize>> =
            of_kept.iter().filter(|set| !of_kept.iter().any(|other| within(other, set))).cloned().collect();
        prop_assert_eq!(joined, smallest);
    }
    if number <= TRIED {
        let bits = |set: &[usize]| set.iter().fold(0_u32, |bits, at| bits | 1 << at);
        let broken: BTreeSet<u32> = by_package.values().map(|set| bits(set)).collect();
        let impossible = |in_force: u32| !broken.iter().any(|broken| broken & in_force == 0);
        let conflicts = minimal(number, u32::MAX >> (32 - number.max(1)), &impossible);
        prop_assert_eq!(&sets.iter().map(|set| (*set).clone()).collect::<BTreeSet<_>>(), &conflicts);
        prop_assert_eq!(found.blocking_sets_count, Some(conflicts.len()));
    }
    for near in &found.nearest {
        let all =
            || by_package.iter().filter(|(_, broken)| near.measure != Measure::MissingYesesOfOpen || broken.is_empty());
        let value =
            |at: usize| if near.measure == Measure::Refusals { by_package[&at].len() } else { brute.missing[at] };
        let least = all().map(|(at, _)| value(*at)).min();
        prop_assert_eq!(Some(near.least), least);
        let those = all().filter(|(at, _)| Some(value(**at)) == least).count();
        prop_assert_eq!(&near.packages, &BigUint::from(those));
        prop_assert!(!near.examples.is_empty() && near.examples.len() <= those.min(3));
        for example in &near.examples {
            let at = checked.package(&example.package);
            prop_assert_eq!(value(at), near.least);
            prop_assert_eq!(&example.refused_by, &by_package[&at]);
            prop_assert_eq!(example.missing.len(), brute.missing[at]);
        }
    }
    let measures: Vec<Measure> = found.nearest.iter().map(|near| near.measure).collect();
    let first = if open > 0 { Measure::MissingYesesOfOpen } else { Measure::Refusals };
    prop_assert_eq!(measures.first(), Some(&first));
    for (issue, nearest) in brute.nearest.iter().enumerate() {
        let told = found.moves.iter().find(|told| told.issue == issue);
        prop_assert_eq!(told.map(|told| told.fewest), nearest.as_ref().map(|(fewest, _)| *fewest), "issue {}", issue);
        if let (Some(told), Some((fewest, outcomes))) = (told, nearest) {
            let named = told.ways.iter().flat_map(|way| &way.outcomes).map(|at| names[issue][*at].clone());
            let those = outcomes.iter().map(|at| name(made, issue, &made.issues[issue].outcomes()[*at]));
            prop_assert_eq!(named.collect::<BTreeSet<_>>(), those.collect::<BTreeSet<_>>());
            prop_assert!(told.ways.iter().all(|way| way.movers.len() == *fewest));
        }
    }
    Ok(())
}

fn sorted(all: &[usize]) -> Vec<usize> {
    let mut all = all.to_vec();
    all.sort_unstable();
    all
}

/// The text with some lines not for trade.
fn text(made: &Made, kept: u8) -> String {
    let mut text = made.text();
    for line in (0..made.lines.len()).filter(|line| kept >> line & 1 == 1) {
        text = text.replace(&format!("{{id: line-{line}, "), &format!("{{id: line-{line}, not for trade: true, "));
    }
    text
}

fn check(made: &Made, kept: u8, settings: &Settings) -> Result<(), TestCaseError> {
    let text = text(made, kept);
    let Ok(case) = read(&text) else { return Ok(()) };
    let known = case.known().unwrap();
    let names = known.issues().iter().map(|issue| (0..issue.outcomes.len()).map(|at| issue.outcome_name(at)).collect());
    let names = names.collect();
    let run = blockers(&known, settings, &Unwatched);
    prop_assert_eq!((run.stop, run.arithmetic), (Stop::Complete, Arithmetic::Exact));
    prop_assert!(run.findings.complete && run.warnings.is_empty());
    let few = gaps::Settings { falls: false, ask: false };
    let verdict = gaps(&known, &few).findings.verdict;
    prop_assert_eq!(&run.findings.verdict.refused_by_nobody, &verdict.refused_by_nobody);
    prop_assert_eq!(&run.findings.verdict.accepted, &verdict.accepted);
    let brute = Brute::new(made).refusals();
    compare(&Checked { made, brute: &brute, names }, &run.findings).map_err(|error| match error {
        TestCaseError::Fail(reason) => {
            TestCaseError::Fail(format!("{reason}\n{text}\n{:#?}", run.findings.constraints).into())
        }
        reject => reject,
    })
}

/// The same talks in a harder mood: everything said is a demand or a rejection, in public, on one day.
fn heated(mut made: Made) -> Made {
    for (at, entry) in made.entries.iter_mut().enumerate() {
        (entry.stated, entry.via, entry.date) = ("public", None, (1, 1));
        entry.reading.clear();
        entry.links.clear();
        for (place, said) in entry.said.iter_mut().enumerate() {
            said.stance = if (at + place).is_multiple_of(3) { Stance::Demands } else { Stance::Rejects };
        }
        let mut seen = Vec::new();
        entry.said.retain(|said| {
            let new = !seen.contains(&(said.stance, said.issue));
            seen.push((said.stance, said.issue));
            new
        });
    }
    made
}

/// By looking at every combination, and by asking for sets of constraints.
fn both_ways(made: &Made, kept: u8) -> Result<(), TestCaseError> {
    check(made, kept, &Settings::default())?;
    check(made, kept, &Settings { looked_at: 0, ..Settings::default() })
}

proptest! {
    #![proptest_config(config(800))]

    #[test]
    fn blockers_agrees_with_its_definitions(made in made(400), kept in any::<u8>()) {
        both_ways(&made, kept)?;
    }

    #[test]
    fn blockers_agrees_where_everything_is_disputed(made in made(200), kept in any::<u8>()) {
        both_ways(&heated(made), kept)?;
    }
}

/// The chain of fifteen issues, with the highest rung demanded at both ends, one end by each, while the line on both
/// ends stands: 4.7 * 10^11 packages, and nothing meets the three.
fn blocked_chain() -> String {
    let demand = |text: String, party: &str, issue: usize, stances: &str| {
        let entry = |stances: &str| format!("party: {party}, issue: i{issue}, {stances}, stated");
        assert!(text.contains(&entry(stances)));
        text.replace(&entry(stances), &entry("demands: [r5]"))
    };
    let text = demand(chain(), "one", 0, "accepts: [r0, r1, r2, r4, r5]");
    demand(text, "two", LENGTH - 1, "wants: [r0, r2, r5]")
}

/// Ways through the chain without the lowest rung on every third issue, which is refused, by rung at both ends.
fn ends(first: usize) -> Vec<BigUint> {
    let mut ways = vec![BigUint::ZERO; RUNGS];
    ways[first] = BigUint::from(u32::from(first > 0));
    for place in 1..LENGTH {
        let to = |next: usize| {
            let from = (0..RUNGS).filter(|here| link(*here, next) && (place % 3 != 0 || next > 0));
            from.map(|here| ways[here].clone()).sum()
        };
        ways = (0..RUNGS).map(to).collect();
    }
    ways
}

#[test]
fn a_long_blocked_chain_is_opened_and_counted_exactly() {
    let case = read(&blocked_chain()).unwrap();
    let run = blockers(&case, &Settings::default(), &Unwatched);
    let found = &run.findings;
    assert_eq!((run.stop, run.arithmetic, found.complete), (Stop::Complete, Arithmetic::Exact, true));
    assert_eq!(found.verdict.answer, Answer::Blocked);
    let whose = |all: &[usize]| -> Vec<&str> { all.iter().map(|at| found.constraints[*at].kind.word()).collect() };
    let sets: Vec<Vec<&str>> = found.blocking_sets.iter().map(|set| whose(&set.constraints)).collect();
    assert_eq!(sets, [["demand", "demand", "line"]]);
    let highest = RUNGS - 1;
    // The first end moves, the last end moves, or the line on both goes.
    let first: BigUint = (0..highest).map(|rung| ends(rung)[highest].clone()).sum();
    let last: BigUint = ends(highest)[..highest].iter().sum();
    let both = ends(highest)[highest].clone();
    let opens: Vec<BigUint> = found.openings.iter().map(|opening| opening.opens.clone().unwrap()).collect();
    let lifted: Vec<Vec<&str>> = found.openings.iter().map(|opening| whose(&opening.lift)).collect();
    assert_eq!(lifted, [["demand"], ["demand"], ["line"]]);
    assert_eq!(opens, [first, last, both]);
    assert!(opens.iter().all(|opens| *opens > BigUint::from(1_000_000_u32)), "{opens:?}");
    assert!(found.no_single_move.is_none());
}

#[test]
fn a_spent_budget_is_said_and_nothing_unproved_is_listed() {
    let case = read(&blocked_chain()).unwrap();
    let whole = blockers(&case, &Settings::default(), &Unwatched).findings;
    for settings in [
        Settings { calls: 3, ..Settings::default() },
        Settings { steps: 1, ..Settings::default() },
        Settings { sets: 1, ..Settings::default() },
    ] {
        let run = blockers(&case, &settings, &Unwatched);
        assert_eq!((run.stop, run.findings.complete), (Stop::Budget, false), "{settings:?}");
        assert!(!run.warnings.is_empty());
        assert!(run.findings.openings.iter().all(|opening| whole.openings.iter().any(|own| own.lift == opening.lift)));
        let sets = |found: &Blockers| found.blocking_sets.iter().map(|set| set.constraints.clone()).collect::<Vec<_>>();
        assert!(sets(&run.findings).iter().all(|set| sets(&whole).contains(set)));
    }
}

/// Stopped from outside at the first question.
struct Stopped;

impl zopa_lens::Control for Stopped {
    fn cancelled(&self) -> bool {
        true
    }
}

#[test]
fn a_stopped_search_says_so() {
    let case = read(&blocked_chain()).unwrap();
    let run = blockers(&case, &Settings::default(), &Stopped);
    assert_eq!((run.stop, run.findings.verdict.answer), (Stop::Cancelled, Answer::CannotSay));
    assert!(run.findings.blocking_sets.is_empty() && run.findings.openings.is_empty());
}
