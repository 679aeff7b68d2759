//! The two exact counts and the three-valued verdict.

use super::findings::{Answer, Verdict};
use crate::model::{Constraint, Counter, Mode, Record, analyst, crossing};
use crate::run::Basis;
use num_bigint::BigUint;
use zopa_case::{Case, IssueId, PartyId, Rule};

/// The verdict, and for every outcome of every issue how many undecided packages hold it.
pub(super) struct Count {
    pub verdict: Verdict,
    /// By issue and outcome; empty where nothing could be counted.
    pub undecided: Vec<Vec<BigUint>>,
    pub undecided_total: BigUint,
    pub warning: Option<String>,
}

/// Parties whose consent an issue needs, with the issue.
pub(super) fn consents(case: &Case) -> impl Iterator<Item = (IssueId, PartyId)> + '_ {
    case.issue_ids().flat_map(|issue| case.issue(issue).consent.iter().map(move |party| (issue, *party)))
}

fn logic(case: &Case, mode: Mode) -> impl Iterator<Item = Constraint> + '_ {
    case.logic().iter().map(move |logic| Constraint { rule: logic.rule.clone(), mode })
}

/// Packages accepted on record by all whose consent is needed.
fn accepted(record: &Record<'_>) -> Vec<Constraint> {
    let case = record.case;
    let certain = |rule: Rule| Constraint { rule, mode: Mode::Certain };
    let mut all: Vec<Constraint> = consents(case).map(|(issue, party)| certain(record.accepts(issue, party))).collect();
    all.extend(record.counting_lines().map(|(_, line)| certain(crossing(line).negated())));
    all.extend(logic(case, Mode::Certain));
    all
}

/// Packages refused by nobody on record; an analyst's reading of a line refuses nothing.
fn refused_by_nobody(record: &Record<'_>) -> Vec<Constraint> {
    let case = record.case;
    let open = |rule: Rule| Constraint { rule, mode: Mode::NotExcluded };
    let mut all: Vec<Constraint> =
        consents(case).map(|(issue, party)| open(record.refuses(issue, party).negated())).collect();
    all.extend(
        record.counting_lines().filter(|(_, line)| !analyst(line)).map(|(_, line)| open(crossing(line).negated())),
    );
    all.extend(logic(case, Mode::NotExcluded));
    all
}

/// Counts, and says what follows.
pub(super) fn count(record: &Record<'_>, basis: &Basis) -> Count {
    let case = record.case;
    let packages = case.issues().iter().fold(BigUint::from(1u32), |product, issue| product * issue.outcomes.len());
    let admissible =
        Counter::new(case, &logic(case, Mode::NotExcluded).collect::<Vec<_>>()).and_then(|counter| counter.total());
    let yes = Counter::new(case, &accepted(record)).and_then(|counter| counter.count());
    let open = Counter::new(case, &refused_by_nobody(record)).and_then(|counter| counter.count());
    let wide = [admissible.as_ref().err(), yes.as_ref().err(), open.as_ref().err()].into_iter().flatten().next();
    let warning = wide.map(|wide| {
        let names: Vec<&str> =
            wide.variables.iter().filter_map(|at| case.issues().get(*at)).map(|issue| issue.name.as_str()).collect();
        format!("the packages could not be counted: {wide}; issues tied together: {}", names.join(", "))
    });
    let zero = BigUint::ZERO;
    let answer = match (&yes, &open) {
        (Ok(yes), _) if yes.total > zero => Answer::Yes,
        (_, Ok(open)) if open.total == zero => Answer::No,
        _ => Answer::CannotSay,
    };
    let (mut undecided, mut undecided_total) = (Vec::new(), BigUint::ZERO);
    if let (Ok(yes), Ok(open)) = (&yes, &open) {
        // Whatever is accepted is refused by nobody, so that the difference is a count, too.
        let less = |all: &BigUint, part: &BigUint| if all >= part { all - part } else { BigUint::ZERO };
        undecided_total = less(&open.total, &yes.total);
        undecided = open
            .by_outcome
            .iter()
            .zip(&yes.by_outcome)
            .map(|(open, yes)| open.iter().zip(yes).map(|(all, part)| less(all, part)).collect())
            .collect();
    }
    let verdict = Verdict {
        answer,
        packages,
        admissible: admissible.ok(),
        accepted: yes.ok().map(|counts| counts.total),
        refused_by_nobody: open.ok().map(|counts| counts.total),
        basis: basis.clone(),
    };
    Count { verdict, undecided, undecided_total, warning }
}
