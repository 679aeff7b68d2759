//! The sentences of the findings: what each side said stands in its own terms, and nobody is called to blame.

use super::findings::{Constraint, ConstraintKind, Mover, Way, Why};
pub(super) use crate::phrase::{count, counted, list};
use num_bigint::BigUint;
use zopa_case::{Case, IssueId, PartyId};

pub(super) fn party(case: &Case, at: usize) -> &str {
    &case.party(PartyId::new(at)).title
}

pub(super) fn title(case: &Case, issue: usize) -> &str {
    &case.issue(IssueId::new(issue)).title
}

/// `1 package is`, `12 packages are`.
pub(super) fn packages(number: &BigUint) -> String {
    if *number == BigUint::from(1_u32) { "1 package is".into() } else { format!("{} packages are", count(number)) }
}

/// The issue that all constraints are about, if they name only one.
fn common(constraints: &[&Constraint]) -> Option<usize> {
    let first = constraints.first()?.issues.first().copied()?;
    constraints.iter().all(|constraint| constraint.issues == [first]).then_some(first)
}

/// What a constraint says, with its issue unless that is said already.
fn what(case: &Case, constraint: &Constraint, issue_said: bool) -> String {
    let on = constraint.on.filter(|_| !issue_said).map(|issue| format!(" on {}", title(case, issue)));
    let also = match constraint.also.as_slice() {
        [] => String::new(),
        all => {
            let said: Vec<&str> = all.iter().map(|also| also.what.as_str()).collect();
            format!(", also as {}", list(&said, "and"))
        }
    };
    format!("{}{}{also}", constraint.what, on.unwrap_or_default())
}

pub(super) fn blocking_set(case: &Case, constraints: &[&Constraint]) -> String {
    let issue = common(constraints);
    let said: Vec<String> = constraints
        .iter()
        .map(|constraint| {
            let colon = if constraint.kind == ConstraintKind::Line { "," } else { "" };
            format!("{}{colon} {}", party(case, constraint.party), what(case, constraint, issue.is_some()))
        })
        .collect();
    let none = match (issue, said.len()) {
        (_, 0) => return "The logic of the case allows no package.".into(),
        (Some(issue), 1) => format!("{}: nothing meets this", title(case, issue)),
        (None, 1) => "No package meets this".into(),
        (Some(issue), 2) => format!("{}: nothing meets both", title(case, issue)),
        (None, 2) => "No package meets both".into(),
        (Some(issue), _) => format!("{}: nothing meets all of these", title(case, issue)),
        (None, _) => "No package meets all of these".into(),
    };
    format!("{none}: {}.", said.join("; "))
}

/// Constraints by party: `Greece (demands g-end on ..; red line: ..) and Turkey (..)`.
fn each_party(case: &Case, constraints: &[&Constraint], issue_said: bool, last: &str) -> String {
    let mut parties: Vec<usize> = constraints.iter().map(|constraint| constraint.party).collect();
    parties.sort_unstable();
    parties.dedup();
    let each = parties.into_iter().map(|own| {
        let said = constraints.iter().filter(|constraint| constraint.party == own);
        let said: Vec<String> = said.map(|constraint| what(case, constraint, issue_said)).collect();
        format!("{} ({})", party(case, own), said.join("; "))
    });
    list(&each.collect::<Vec<_>>(), last)
}

/// Constraints by party, and what they are about.
pub(super) fn by_party(case: &Case, constraints: &[&Constraint]) -> String {
    let issue = common(constraints);
    let on = issue.map(|issue| format!(", on {}", title(case, issue))).unwrap_or_default();
    format!("{}{on}", each_party(case, constraints, issue.is_some(), "and"))
}

pub(super) fn opening(case: &Case, constraints: &[&Constraint], opens: Option<&BigUint>) -> String {
    let moved = by_party(case, constraints);
    let one = BigUint::from(1_u32);
    let opened = match opens {
        Some(opens) if *opens == one => "1 package would be refused by nobody".to_string(),
        Some(opens) => format!("{} packages would be refused by nobody", count(opens)),
        None => "some packages would be refused by nobody; how many was not counted (limit)".to_string(),
    };
    format!("If what follows no longer held, {opened}: {moved}.")
}

/// Why a party's yes is missing, said of one outcome or of several.
fn why(mover: &Mover) -> String {
    let mut said: Vec<String> = match mover.why {
        Why::Refuses => vec!["refuses this".into()],
        Why::Crosses => Vec::new(),
        Why::OnCondition => vec!["takes this on a condition".into()],
        Why::NotAccepted => vec!["no yes to this".into()],
        Why::Silent => vec!["silent on this issue".into()],
    };
    said.extend(mover.lines.iter().map(|(line, analyst)| {
        format!("its line {line}{} would be crossed", if *analyst { ", in our reading," } else { "" })
    }));
    said.join(", ")
}

/// Parties whose yes is missing, those with the same reason together: `A (refuses this); B and C (no yes to this)`.
fn missing(case: &Case, movers: &[Mover]) -> String {
    let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
    for mover in movers {
        let reason = why(mover);
        match groups.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, parties)) => parties.push(party(case, mover.party)),
            None => groups.push((reason, vec![party(case, mover.party)])),
        }
    }
    let said: Vec<String> =
        groups.iter().map(|(reason, parties)| format!("{} ({reason})", list(parties, "and"))).collect();
    list(&said, "and")
}

/// Outcomes named at most in a sentence, and ways.
const NAMED: usize = 4;

/// Some outcomes of an issue: `g1 or g2`, `g1, g2, g3, g4 or 3 more`.
pub(super) fn outcomes(case: &Case, issue: usize, all: &[usize]) -> String {
    let known = case.issue(IssueId::new(issue));
    let names: Vec<String> = all.iter().take(NAMED).map(|at| known.outcome_name(*at)).collect();
    match all.len().saturating_sub(NAMED) {
        0 => list(&names, "or"),
        more => format!("{} or {more} more", names.join(", ")),
    }
}

/// The smallest move on an issue in a sentence.
pub(super) fn smallest_move(case: &Case, issue: usize, fewest: usize, ways: &[Way]) -> String {
    let each: Vec<String> = ways
        .iter()
        .take(NAMED)
        .map(|way| format!("for {}: {}", outcomes(case, issue, &way.outcomes), missing(case, &way.movers)))
        .collect();
    let more = match ways.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!("; {} as near", counted(more, "other way", "other ways")),
    };
    let fewest = if fewest == 1 { "one yes is missing".to_string() } else { format!("{fewest} yeses are missing") };
    format!("{}: {fewest} {}{more}.", title(case, issue), each.join("; or "))
}

/// What would have to go on an issue that blocks by itself, in a sentence: every way, so that no side's is left out.
pub(super) fn blocks_alone(case: &Case, issue: usize, ways: &[(Vec<&Constraint>, Vec<usize>)]) -> String {
    let alone = "What was said on this issue alone leaves nothing that nobody refuses";
    let said: Vec<String> = ways
        .iter()
        .take(NAMED)
        .map(|(constraints, left)| {
            format!(
                "without {} that would be {}",
                each_party(case, constraints, true, "and"),
                outcomes(case, issue, left)
            )
        })
        .collect();
    match (said.is_empty(), ways.len().saturating_sub(NAMED)) {
        (true, _) => format!("{alone}, and whatever the outcome, something not for trade is in its way."),
        (false, 0) => format!("{alone}; {}.", list(&said, "and")),
        (false, more) => {
            format!("{alone}; {}; there are {}.", said.join("; "), counted(more, "other way", "other ways"))
        }
    }
}
