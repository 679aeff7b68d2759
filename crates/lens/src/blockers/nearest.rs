//! The packages nearest to a deal, and the lines that stand between words and a deal.

use super::findings::{Answer, Dilution, Measure, Near, Nearest};
use super::ground::Count;
use super::least::Least;
use super::part::PartFound;
use super::record::Soft;
use super::words;
use crate::model::{Constraint as Counted, Counter, Mode, Record, crossing};
use crate::run::Basis;
use crate::solve::marco::{Set, smallest_picks};
use num_bigint::BigUint;
use zopa_case::{Case, Rule, Truth};

/// Packages told of each kind.
const EXAMPLES: usize = 3;

/// The nearest packages by each measure that says something; `None` in place of one that a limit kept from being found.
pub(super) fn nearest(
    case: &Case,
    softs: &[Soft],
    parts: &[PartFound<'_>],
    answer: Answer,
    whole: &Basis,
) -> Vec<Option<Nearest>> {
    match answer {
        Answer::NoPackage => Vec::new(),
        Answer::Open => {
            let of_open = near(case, softs, parts, Measure::MissingYesesOfOpen, whole);
            let of_all = near(case, softs, parts, Measure::MissingYeses, whole);
            let same = matches!((&of_open, &of_all), (Some(one), Some(two)) if one.least == two.least);
            [Some(of_open), (!same).then_some(of_all)].into_iter().flatten().collect()
        }
        Answer::Blocked | Answer::CannotSay => {
            [Measure::Refusals, Measure::MissingYeses].map(|measure| near(case, softs, parts, measure, whole)).into()
        }
    }
}

fn near(case: &Case, softs: &[Soft], parts: &[PartFound<'_>], measure: Measure, whole: &Basis) -> Option<Nearest> {
    let (mut least, mut packages) = (0, BigUint::from(1_u32));
    let mut examples: Vec<Vec<Vec<usize>>> = Vec::new();
    for part in parts {
        let number = part.ground.tied.softs.len();
        let in_force = if measure == Measure::MissingYesesOfOpen { Set::full(number) } else { Set::empty(number) };
        let count = if measure == Measure::Refusals { Count::Refusals } else { Count::MissingYeses };
        let own = part.ground.least(count, &in_force).ok()??;
        least += own.cost as usize;
        packages *= own.ways;
        // Of packages that are refused by as few, those are told that lack the fewest yeses.
        let told = if measure == Measure::Refusals {
            part.ground.least(Count::Both, &in_force).ok()??
        } else {
            Least { examples: own.examples, ..Least::default() }
        };
        examples.push(told.examples);
    }
    let sizes: Vec<Vec<usize>> = examples.iter().map(|own| vec![0; own.len()]).collect();
    let told = smallest_picks(&sizes, EXAMPLES).into_iter().map(|pick| {
        let mut package = vec![0; case.issues().len()];
        let mut missing = Vec::new();
        for ((part, examples), choice) in parts.iter().zip(&examples).zip(pick) {
            let own = &examples[choice];
            part.ground.tied.issues.iter().zip(own).for_each(|(issue, at)| package[issue.index()] = *at);
            missing.extend(part.ground.missing(own).iter().map(|(issue, party)| (issue.index(), party.index())));
        }
        missing.sort_unstable();
        let refused_by = (0..softs.len()).filter(|at| softs[*at].against.holds(&package) == Truth::Yes).collect();
        Near { package, refused_by, missing }
    });
    Some(Nearest {
        id: format!("blockers.nearest.{}", measure.word()),
        measure,
        least,
        examples: told.collect(),
        sentence: sentence(measure, least, &packages),
        packages,
        basis: whole.clone(),
    })
}

fn sentence(measure: Measure, least: usize, packages: &BigUint) -> String {
    let those = words::packages(packages);
    match (measure, least) {
        (Measure::Refusals, _) => format!(
            "Every package is refused by {} or more; {those} refused by no more than that.",
            words::counted(least, "thing said", "things said")
        ),
        (Measure::MissingYeses, 0) => format!("No yes is missing on record for {}.", counted(packages)),
        (Measure::MissingYeses, _) => format!(
            "Every package lacks {} or more on record; {those} no further off.",
            words::counted(least, "yes", "yeses")
        ),
        (Measure::MissingYesesOfOpen, 0) => {
            format!("Of the packages that nobody refuses, no yes is missing on record for {}.", counted(packages))
        }
        (Measure::MissingYesesOfOpen, _) => format!(
            "Every package that nobody refuses lacks {} or more on record; {those} no further off.",
            words::counted(least, "yes", "yeses")
        ),
    }
}

fn counted(packages: &BigUint) -> String {
    if *packages == BigUint::from(1_u32) { "1 package".into() } else { format!("{} packages", words::count(packages)) }
}

/// The counts that the verdict and the guard need: packages accepted by all with the lines, and in words alone.
pub(super) struct Accepted {
    pub with_lines: Option<BigUint>,
    pub dilution: Vec<Dilution>,
}

/// Counts the packages that all whose consent is needed accept, and where the lines leave none of those accepted in
/// words, names the lines that these would cross. Value elsewhere never buys a line off.
pub(super) fn accepted(record: &Record<'_>, whole: &Basis) -> Accepted {
    let case = record.case;
    let certain = |rule: Rule| Counted { rule, mode: Mode::Certain };
    let consents =
        case.issue_ids().flat_map(|issue| case.issue(issue).consent.iter().map(move |party| (issue, *party)));
    let mut words_alone: Vec<Counted> = consents.map(|(issue, party)| certain(record.accepts(issue, party))).collect();
    words_alone.extend(case.logic().iter().map(|logic| certain(logic.rule.clone())));
    let count = |more: Vec<Counted>| {
        let all: Vec<Counted> = words_alone.iter().cloned().chain(more).collect();
        Counter::new(case, &all).and_then(|counter| counter.total()).ok()
    };
    let kept = |line: &zopa_case::Line| certain(crossing(line).negated());
    let with_lines = count(record.counting_lines().map(|(_, line)| kept(line)).collect());
    let mut dilution = Vec::new();
    if with_lines == Some(BigUint::ZERO)
        && let Some(of) = count(Vec::new()).filter(|of| *of > BigUint::ZERO)
    {
        for (_, line) in record.counting_lines() {
            let Some(left) = count(vec![kept(line)]).filter(|left| *left < of) else { continue };
            let packages = &of - left;
            let sentence = format!(
                "{} accepted in words by all whose consent is needed; {} of them would cross the line {} of {} ({}).",
                words::packages(&of),
                words::count(&packages),
                line.name,
                case.party(line.party).title,
                line.text
            );
            dilution.push(Dilution {
                id: format!("blockers.dilution.{}", line.name),
                line: line.name.clone(),
                party: line.party.index(),
                packages,
                of: of.clone(),
                sentence,
                basis: whole.clone(),
            });
        }
    }
    Accepted { with_lines, dilution }
}
