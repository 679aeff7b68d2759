//! The lens `gaps` against brute force on small random cases, and exact counts of large ones by formula.

mod blockers;
mod count;
mod made;
mod roadmap;
mod settlement;
mod stability;

use count::{Brute, Found};
use made::{Choose, Made, made};
use num_bigint::BigUint;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use zopa_case::{Case, Severity};
use zopa_lens::gaps::{Gaps, Settings, gaps};
use zopa_lens::{Arithmetic, Stop};
use zopa_wire::{Memory, read_case};

/// The codes of the errors in a case, if there are any.
pub fn read(text: &str) -> Result<Case, Vec<&'static str>> {
    read_case(&Memory::one(text)).map_err(|unread| {
        let errors = unread.diagnostics.iter().filter(|problem| problem.severity == Severity::Error);
        errors.map(|problem| problem.code).collect()
    })
}

/// The name of an outcome, as answers give it.
fn name(made: &Made, issue: usize, outcome: &[usize]) -> String {
    let known = &made.issues[issue];
    let names: Vec<String> = outcome.iter().map(|option| known.option(issue, *option)).collect();
    names.join(if known.choose == Choose::Sequence { " then " } else { " + " })
}

/// Compares what the lens found with what brute force finds.
fn compare(made: &Made, found: &Found, gaps: &Gaps) -> Result<(), TestCaseError> {
    let number = |count: usize| BigUint::from(count);
    prop_assert_eq!(&gaps.verdict.packages, &number(found.packages));
    prop_assert_eq!(gaps.verdict.admissible.as_ref(), Some(&number(found.admissible)), "admissible");
    prop_assert_eq!(gaps.verdict.accepted.as_ref(), Some(&number(found.accepted)), "accepted");
    prop_assert_eq!(gaps.verdict.refused_by_nobody.as_ref(), Some(&number(found.refused_by_nobody)), "not refused");
    prop_assert_eq!(gaps.verdict.answer.word(), found.verdict);
    for gap in &gaps.issues {
        let (status, agreed) = &found.issues[gap.issue];
        prop_assert_eq!(gap.status.word(), *status, "status of issue {}", gap.issue);
        // Where options can be taken together, the lens names the largest sets.
        let any = made.issues[gap.issue].choose == Choose::Any;
        let largest = agreed.iter().filter(|one| {
            let within = |two: &[usize]| one.len() < two.len() && one.iter().all(|option| two.contains(option));
            !any || !agreed.iter().any(|two| within(two))
        });
        let mut names: Vec<String> = largest.map(|outcome| name(made, gap.issue, outcome)).collect();
        let mut given = gap.agreed.clone();
        names.sort();
        given.sort();
        prop_assert_eq!(given, names);
    }
    for question in &gaps.ask_next {
        prop_assert_eq!(&question.undecided, &number(found.refused_by_nobody - found.accepted));
        let outcomes = made.issues[question.issue].outcomes();
        let at = outcomes.iter().position(|outcome| name(made, question.issue, outcome) == question.outcome).unwrap();
        prop_assert_eq!(&question.packages, &number(found.undecided[question.issue][at]), "{}", question.id);
    }
    Ok(())
}

pub fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_260_218),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(2_500))]

    #[test]
    fn gaps_agrees_with_brute_force(made in made(1_500)) {
        let (text, brute) = (made.text(), Brute::new(&made));
        match (read(&text), brute.impossible()) {
            (Ok(case), None) => {
                let run = gaps(&case.known().unwrap(), &Settings { falls: false, ..Settings::default() });
                prop_assert_eq!(run.stop, Stop::Complete);
                compare(&made, &brute.found(), &run.findings).map_err(|error| match error {
                    TestCaseError::Fail(reason) => TestCaseError::Fail(format!("{reason}\n{text}").into()),
                    reject => reject,
                })?;
            }
            (Err(codes), Some(_)) => {
                let known = ["logic-empty", "rule-never", "line-idle"];
                prop_assert!(codes.iter().all(|code| known.contains(code)), "{codes:?}\n{text}");
            }
            (Err(codes), None) => prop_assert!(false, "refused for {codes:?}:\n{text}"),
            (Ok(_), Some(why)) => prop_assert!(false, "taken in spite of {why}:\n{text}"),
        }
    }
}

proptest! {
    #![proptest_config(config(40))]

    #[test]
    fn the_law_of_the_basis_holds_on_random_cases(made in made(300)) {
        if let Ok(case) = read(&made.text()) {
            let broken = crate::laws::basis_law(&case.known().unwrap());
            prop_assert!(broken.is_empty(), "{}\n{}", broken.join("\n"), made.text());
        }
    }
}

/// Fifteen issues of six rungs in a chain, the two ends tied by a line: 6^15 packages, about 4.7 * 10^11.
const LENGTH: usize = 15;
const RUNGS: usize = 6;

/// What one link of the chain allows: a high rung is followed by a low one.
fn link(here: usize, next: usize) -> bool {
    here < 4 || next <= 2
}

fn chain() -> String {
    let mut text = String::from("zopa: 1\ncase: A chain\nas of: 2026-12-31\nparties:\n");
    text += "  one: {name: One, role: party}\n  two: {name: Two, role: party}\nissues:\n";
    for issue in 0..LENGTH {
        let rungs: Vec<String> = (0..RUNGS).map(|rung| format!("r{rung}: Rung")).collect();
        let rungs = rungs.join(", ");
        text += &format!("  i{issue}: {{name: Issue, kind: ladder, order by: height, ladder: {{{rungs}}}}}\n");
    }
    text += "sources:\n  S: {title: Source, date: 2026-01-01, grade: A1}\nledger:\n";
    for issue in 0..LENGTH {
        let entry = |party: &str, stances: &str| {
            format!("  - {{date: 2026-01-01, party: {party}, issue: i{issue}, {stances}, stated: public, source: S}}\n")
        };
        text += &entry("one", "accepts: [r0, r1, r2, r4, r5]");
        // Every third issue is refused at its lowest rung by the other party.
        text +=
            &entry("two", if issue % 3 == 0 { "accepts: [r1, r4, r5], rejects: [r0]" } else { "wants: [r0, r2, r5]" });
    }
    text += "lines:\n  - {id: ends, party: one, kind: red line, never: i0 = r5 and i14 = r5, source: S}\nlogic:\n";
    for issue in 1..LENGTH {
        text += &format!("  - {{rule: i{} >= r4 implies i{issue} <= r2}}\n", issue - 1);
    }
    text
}

/// Ways through the chain with rungs that are allowed at each place and not the highest at both ends: for each first
/// rung, the numbers of ways to each rung are carried along (a transfer matrix).
fn ways(allowed: impl Fn(usize, usize) -> bool) -> BigUint {
    let mut total = BigUint::ZERO;
    for first in (0..RUNGS).filter(|rung| allowed(0, *rung)) {
        let mut ways = vec![BigUint::ZERO; RUNGS];
        ways[first] = BigUint::from(1_u32);
        for place in 1..LENGTH {
            let to = |next: usize| {
                let from = (0..RUNGS).filter(|here| allowed(place, next) && link(*here, next));
                from.map(|here| ways[here].clone()).sum()
            };
            ways = (0..RUNGS).map(to).collect();
        }
        let closed = |last: &usize| (first, *last) != (RUNGS - 1, RUNGS - 1);
        total += (0..RUNGS).filter(closed).map(|last| ways[last].clone()).sum::<BigUint>();
    }
    total
}

#[test]
fn a_long_chain_is_counted_exactly() {
    let case = read(&chain()).unwrap();
    let run = gaps(&case, &Settings { falls: false, ..Settings::default() });
    assert_eq!((run.stop, run.arithmetic), (Stop::Complete, Arithmetic::Exact));
    let verdict = &run.findings.verdict;
    assert_eq!(verdict.packages, BigUint::from(RUNGS).pow(LENGTH as u32));
    assert!(verdict.packages > BigUint::from(1_000_000_000_u32));
    let both = |place: usize, rung: usize| {
        if place.is_multiple_of(3) { [1, 4, 5].contains(&rung) } else { [0, 2, 5].contains(&rung) }
    };
    assert_eq!(verdict.accepted, Some(ways(both)));
    assert_eq!(verdict.refused_by_nobody, Some(ways(|place, rung| place % 3 != 0 || rung != 0)));
    assert_eq!(verdict.answer.word(), "yes");
}
