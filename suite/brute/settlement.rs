//! The lens `settlement` against brute force on small random cases, its laws over draws, closed forms, and the proofs
//! of `verify` against both.

mod brute;
mod closed;
mod laws;
mod made;
mod proofs;

use brute::Brute;
use made::{Talks, Width, talks};
use num_bigint::BigUint;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::collections::BTreeSet;
use zopa_case::{Case, Number, Severity};
use zopa_lens::settlement::{Concept, Settings, Settlement, Size, Valued, settlement};
use zopa_lens::verify::{Verdict, check_settlement};
use zopa_lens::{Run, Unwatched, Worth};
use zopa_wire::{Memory, read_case};

/// Codes of errors of cases that are impossible, not wrong: rules that nothing fulfils, lines that nothing crosses.
const IMPOSSIBLE: [&str; 3] = ["logic-empty", "rule-never", "line-idle"];

/// Reads a case; `None` where it is impossible.
fn open(talks: &Talks, width: &dyn Fn(usize, &str) -> Width) -> Option<Case> {
    let files = talks.files(width);
    let world = Memory::new(files.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    match read_case(&world) {
        Ok(case) => Some(case.known().unwrap()),
        Err(unread) => {
            let errors = unread.diagnostics.iter().filter(|problem| problem.severity == Severity::Error);
            let told: Vec<String> = errors.clone().map(|problem| problem.line(&unread.texts)).collect();
            assert!(errors.clone().all(|problem| IMPOSSIBLE.contains(&problem.code)), "{told:?}\n{}", text(talks));
            None
        }
    }
}

fn points(_: usize, _: &str) -> Width {
    Width::Point
}

fn text(talks: &Talks) -> String {
    talks.files(&points).into_iter().map(|(name, text)| format!("--- {name}\n{text}")).collect()
}

fn ask(case: &Case, settings: Settings) -> Run<Settlement> {
    settlement(case, &settings, &Unwatched)
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(1_950), ..ProptestConfig::default() }
}

/// Where the packages of a case stand in the list of brute force, by the outcomes of the case.
struct Places<'a> {
    case: &'a Case,
    brute: &'a Brute<'a>,
}

impl Places<'_> {
    fn place(&self, package: &[usize]) -> usize {
        let own = |(issue, outcome): (usize, &usize)| {
            let taken = &self.case.issues()[issue].outcomes[*outcome].0;
            self.brute.talks.made.issues[issue].outcomes().iter().position(|own| own == taken).unwrap()
        };
        let package: Vec<usize> = package.iter().enumerate().map(own).collect();
        self.brute.packages.iter().position(|own| *own == package).unwrap()
    }

    /// The package of the case at a place of the list.
    fn package(&self, at: usize) -> Vec<usize> {
        let own = |(issue, outcome): (usize, &usize)| {
            let taken = &self.brute.talks.made.issues[issue].outcomes()[*outcome];
            self.case.issues()[issue].outcomes.iter().position(|outcome| outcome.0 == *taken).unwrap()
        };
        self.brute.packages[at].iter().enumerate().map(own).collect()
    }

    /// The place of a package that is told with its values; they must be right.
    fn valued(&self, valued: &Valued) -> Result<usize, TestCaseError> {
        let at = self.place(&valued.package);
        for (party, worth) in &valued.values {
            prop_assert_eq!(*worth, Worth::Point(number(self.brute.value(*party, at))), "value to party {}", party);
        }
        Ok(at)
    }
}

fn number(micros: i128) -> Number {
    Number(micros * 1_000_000)
}

fn count(count: usize) -> BigUint {
    BigUint::from(count)
}

/// Compares what the lens finds with what brute force finds.
fn compare(places: &Places<'_>, found: &Settlement) -> Result<(), TestCaseError> {
    let brute = places.brute;
    prop_assert_eq!(found.draws, 0);
    prop_assert_eq!(&found.packages, &count(brute.packages.len()));
    let logical = brute.logical.iter().filter(|own| **own).count();
    let admissible = brute.admissible.iter().filter(|own| **own).count();
    prop_assert_eq!(&found.logical, &Some(count(logical)));
    prop_assert_eq!(&found.admissible, &Some(count(admissible)));
    let zone = brute.zone();
    if brute.voters().is_empty() && admissible > 0 {
        prop_assert_eq!(found.zone.empty, None);
        return Ok(());
    }
    for curve in &found.curves {
        let others = |at: &usize| brute.consenting.iter().all(|own| *own == curve.party || brute.reaches(*own, *at));
        let deals = (0..brute.packages.len()).filter(|at| brute.admissible[*at]).filter(others);
        let ceiling = deals.map(|at| number(brute.value(curve.party, at))).max();
        for (no_deal, share) in &curve.points {
            let open = ceiling.is_some_and(|ceiling| *no_deal <= ceiling);
            prop_assert_eq!((share.hits(), share.n()), (u64::from(open), 1), "{} at {}", curve.id, no_deal);
        }
    }
    let empty = if zone.is_empty() { Some(true) } else { brute.whole().then_some(false) };
    prop_assert_eq!(found.zone.empty, empty, "empty: {}", found.zone.sentence);
    prop_assert_eq!(found.not_said.is_empty(), brute.whole());
    prop_assert!(brute.whole() || found.leverage.is_empty(), "nothing opens a zone that is not known");
    if zone.is_empty() || !brute.whole() {
        prop_assert!(found.efficient.packages.is_empty() && found.points.is_empty());
        let size = found.zone.size.clone();
        prop_assert!(size.is_none() || (zone.is_empty() && size == Some(Size::Exact(count(0)))), "{size:?}");
        return Ok(());
    }
    prop_assert_eq!(&found.zone.size, &Some(Size::Exact(count(zone.len()))));
    for party in &found.parties {
        let Some(values) = &brute.values[party.party] else { continue };
        let ends = |rows: &[usize]| {
            let column = || rows.iter().map(|at| values[*at]);
            [column().max(), column().min()].map(|end| end.map(|end| Worth::Point(number(end))))
        };
        prop_assert_eq!([party.best_in_zone, party.worst_in_zone], ends(&zone), "ends of party {}", party.party);
        let all: Vec<usize> = (0..brute.packages.len()).filter(|at| brute.admissible[*at]).collect();
        prop_assert_eq!(party.best, ends(&all)[0], "best of party {}", party.party);
    }
    let efficient = brute.efficient(&zone);
    let vectors: BTreeSet<Vec<i128>> = efficient.iter().map(|at| brute.vector(*at)).collect();
    prop_assert!(found.efficient.complete);
    prop_assert_eq!(found.efficient.vectors, vectors.len());
    prop_assert_eq!(&found.efficient.count, &count(efficient.len()));
    let mut listed = BTreeSet::new();
    for own in &found.efficient.packages {
        let at = places.valued(own)?;
        prop_assert!(efficient.contains(&at), "not efficient: {:?}", own.package);
        prop_assert!(listed.insert(brute.vector(at)), "a vector twice");
    }
    prop_assert_eq!(&listed, &vectors);
    prop_assert_eq!(found.points.len(), Concept::ALL.len());
    for point in &found.points {
        let word = point.concept.word();
        let Some((best, depth)) = brute.best(point.concept, &zone) else {
            prop_assert!(point.packages.is_empty() && point.why_not.is_some(), "{word}");
            continue;
        };
        prop_assert!(point.proved, "{word}");
        prop_assert_eq!(point.count, Some(best.len() as u64), "count of {}", word);
        let all: BTreeSet<Vec<i128>> = best.iter().map(|at| brute.vector(*at)).collect();
        let mut listed = BTreeSet::new();
        for own in &point.packages {
            let at = places.valued(own)?;
            prop_assert!(best.contains(&at), "{} chooses {:?}, brute force {:?}", word, brute.vector(at), all);
            listed.insert(brute.vector(at));
        }
        prop_assert!(listed == all || point.packages.len() == 32, "{word}: {listed:?} of {all:?}");
        if point.concept == Concept::Fallback {
            prop_assert_eq!(&point.depth, &Some(count(depth)));
        }
        let idle = |party: &usize| {
            let no_deal = brute.no_deal[*party].unwrap();
            zone.iter().all(|at| brute.value(*party, *at) == no_deal)
        };
        if matches!(point.concept, Concept::Nash | Concept::KalaiSmorodinsky | Concept::KsMinSpread) {
            prop_assert_eq!(&point.left_out, &brute.voters().into_iter().filter(idle).collect::<Vec<_>>());
        }
    }
    let started = brute.talks.drafts.iter().filter(|draft| {
        let at = brute.packages.iter().position(|own| own == *draft).unwrap();
        brute.admissible[at]
    });
    prop_assert_eq!(found.texts.len(), started.count(), "texts");
    for text in &found.texts {
        let steps: Vec<usize> = text.steps.iter().map(|own| places.valued(own)).collect::<Result<_, _>>()?;
        for pair in steps.windows(2) {
            prop_assert!(
                brute.admissible[pair[1]] && brute.dominates(pair[1], pair[0]),
                "{} does not improve",
                text.id
            );
            prop_assert!(brute.is_best_step(pair[0], pair[1]), "{}: a step could be better", text.id);
        }
        prop_assert!(text.complete && brute.undominated(steps[steps.len() - 1]), "{} does not end", text.id);
    }
    Ok(())
}

/// What `verify` makes of an answer: nothing refuted, and how much is not checked.
fn proved(case: &Case, found: &Settlement) -> Result<(usize, usize), TestCaseError> {
    let claims = check_settlement(case, found);
    for claim in &claims {
        prop_assert!(!matches!(claim.verdict, Verdict::Refuted { .. }), "{} is refuted: {:?}", claim.id, claim.verdict);
    }
    let open = claims.iter().filter(|claim| matches!(claim.verdict, Verdict::NotChecked { .. })).count();
    Ok((claims.len(), open))
}

fn told(error: TestCaseError, talks: &Talks) -> TestCaseError {
    match error {
        TestCaseError::Fail(reason) => TestCaseError::Fail(format!("{reason}\n{}", text(talks)).into()),
        reject => reject,
    }
}

proptest! {
    #![proptest_config(config(1_500))]

    #[test]
    fn the_zone_agrees_with_brute_force(talks in prop_oneof![3 => talks(120, true), 1 => talks(120, false)]) {
        if let Some(case) = open(&talks, &points) {
            let brute = Brute::new(&talks);
            let run = ask(&case, Settings::default());
            let places = Places { case: &case, brute: &brute };
            compare(&places, &run.findings).map_err(|error| told(error, &talks))?;
            let (_, open) = proved(&case, &run.findings).map_err(|error| told(error, &talks))?;
            // Numbers of the case have no rounding: whatever is said of parties that are known can be checked.
            prop_assert!(open == 0 || !brute.whole(), "{open} claims are not checked\n{}", text(&talks));
        }
    }
}
