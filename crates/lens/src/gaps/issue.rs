//! Status, gaps and bracket of one issue.

use super::findings::{Bracket, Contradiction, Gap, IssueGap, Status};
use super::{and_list, marks, title};
use crate::model::{Record, Stand, basis_of, in_words, nearest, places, stands};
use zopa_case::{Case, IssueId};

/// The status that the stands of those who must consent give.
pub(super) fn status(stands: &[Stand], outcomes: usize) -> Status {
    let mut all = 0..outcomes;
    if !stands.is_empty() && all.clone().any(|at| stands.iter().all(|stand| stand.accepts[at] && !stand.refuses[at])) {
        return Status::Agreed;
    }
    if outcomes > 0 && all.clone().all(|at| stands.iter().any(|stand| stand.refuses[at])) {
        return Status::Refused;
    }
    if stands.iter().any(|stand| !stand.spoken) {
        return Status::NotStated;
    }
    let mut clear = stands.iter().filter(|stand| stand.clear && !stand.torn).peekable();
    let one_clear = clear.peek().is_some();
    let clear: Vec<&Stand> = clear.collect();
    let common = all.any(|at| clear.iter().all(|stand| stand.may_accept[at]));
    let doubtful = stands.iter().any(|stand| stand.torn || (!stand.clear && stand.vague));
    if doubtful && (common || !one_clear) { Status::Unclear } else { Status::Apart }
}

pub(super) fn issue_gap(record: &Record<'_>, issue: IssueId, contradictions: &[Contradiction]) -> IssueGap {
    let case = record.case;
    let known = case.issue(issue);
    let stands = stands(record, issue);
    let status = status(&stands, known.outcomes.len());
    let outcomes = 0..known.outcomes.len();
    let taken: Vec<usize> = outcomes
        .clone()
        .filter(|at| status == Status::Agreed && stands.iter().all(|stand| stand.accepts[*at] && !stand.refuses[*at]))
        .collect();
    let agreed: Vec<String> = largest(known, &taken).map(|at| known.outcome_name(at)).collect();
    let on_condition = outcomes
        .filter(|at| status != Status::Agreed && !stands.is_empty() && stands.iter().all(|stand| stand.may_accept[*at]))
        .map(|at| (known.outcome_name(at), conditions(record, issue, &stands, at)))
        .collect();
    let silent: Vec<usize> = stands.iter().filter(|stand| !stand.spoken).map(|stand| stand.party.index()).collect();
    let owners = owners(&stands, status);
    let gaps = gaps(record, issue, &stands);
    IssueGap {
        id: format!("gaps.issue.{}", known.name),
        issue: issue.index(),
        status,
        sentence: sentence(case, &stands, status, &agreed, &owners, &silent),
        agreed,
        agreed_on_condition: on_condition,
        owners,
        silent,
        gaps,
        marks: marks::marks(record, issue, contradictions),
        remarks: marks::remarks(record, issue),
        own_words: own_words(case, issue),
        basis: basis_of(record, issue),
    }
}

/// Outcomes that no other of them holds more than: where options can be taken together, the largest sets.
fn largest<'a>(known: &'a zopa_case::Issue, outcomes: &'a [usize]) -> impl Iterator<Item = usize> + 'a {
    let within = |one: usize, two: usize| {
        let (small, large) = (&known.outcomes[one].0, &known.outcomes[two].0);
        small.len() < large.len() && small.iter().all(|option| large.contains(option))
    };
    let single = known.choose != zopa_case::draft::Choose::Any;
    outcomes.iter().copied().filter(move |one| single || !outcomes.iter().any(|two| within(*one, *two)))
}

/// The conditions on which those who must consent would take an outcome.
fn conditions(record: &Record<'_>, issue: IssueId, stands: &[Stand], outcome: usize) -> Vec<String> {
    let options = &record.case.issue(issue).outcomes[outcome].0;
    let mut found = Vec::new();
    for stand in stands.iter().filter(|stand| !stand.accepts[outcome]) {
        for claim in record.claims(issue, stand.party).iter().filter(|claim| claim.own && claim.is_for()) {
            if let Some(condition) =
                claim.condition.filter(|_| claim.options.iter().any(|option| options.contains(option)))
            {
                found.push(format!("{}: {}", record.case.party(stand.party).title, condition.text));
            }
        }
    }
    found
}

/// Whose positions make the status: those who refuse, those apart from each other, those unclear.
fn owners(stands: &[Stand], status: Status) -> Vec<usize> {
    let pick = |wanted: &dyn Fn(&Stand) -> bool| {
        stands.iter().filter(|stand| wanted(stand)).map(|stand| stand.party.index()).collect()
    };
    match status {
        Status::Agreed => Vec::new(),
        Status::Refused => pick(&|stand| stand.refuses.contains(&true)),
        Status::Unclear => pick(&|stand| stand.torn || (!stand.clear && stand.vague)),
        Status::NotStated => pick(&|stand| !stand.spoken),
        Status::Apart => {
            let apart = |one: &Stand, two: &Stand| !one.accepts.iter().zip(&two.accepts).any(|(a, b)| *a && *b);
            let parted = pick(&|one| {
                one.clear && stands.iter().any(|two| two.clear && two.party != one.party && apart(one, two))
            });
            if parted.len() > 1 { parted } else { pick(&|_| true) }
        }
    }
}

fn sentence(
    case: &Case,
    stands: &[Stand],
    status: Status,
    agreed: &[String],
    owners: &[usize],
    silent: &[usize],
) -> String {
    let names = |parties: &[usize]| and_list(&parties.iter().map(|party| title(case, *party)).collect::<Vec<_>>());
    let all: Vec<usize> = stands.iter().map(|stand| stand.party.index()).collect();
    match status {
        Status::Agreed => format!("Agreed: in own words by {}: {}.", names(&all), agreed.join(" or ")),
        Status::Refused => format!(
            "Refused: every outcome, by {}.",
            if owners.len() > 1 { format!("one of {}", names(owners)) } else { names(owners) }
        ),
        Status::Apart => format!("Apart: {}.", names(owners).replace(" and ", " / ").replace(", ", " / ")),
        Status::Unclear => {
            format!("Unclear: {} (vague or contradicted words, or others' accounts only).", names(owners))
        }
        Status::NotStated => format!("Not stated: {}; that is not a no.", names(silent)),
    }
}

fn own_words(case: &Case, issue: IssueId) -> Vec<(usize, String, String)> {
    case.party_ids()
        .filter_map(|party| {
            let dated = case
                .entries()
                .iter()
                .filter(|entry| entry.party == party && entry.own() && entry.issues().contains(&issue));
            let dates: Vec<_> = dated.map(|entry| entry.date).collect();
            let oldest = dates.iter().min_by_key(|date| date.first)?;
            let newest = dates.iter().max_by_key(|date| date.last)?;
            Some((party.index(), oldest.to_string(), newest.to_string()))
        })
        .collect()
}

/// The gap between two parties on an issue, or why none is given.
pub(super) fn gap_between(record: &Record<'_>, issue: IssueId, one: &Stand, two: &Stand) -> Gap {
    let case = record.case;
    let mut gap = Gap {
        parties: (one.party.index(), two.party.index()),
        width: None,
        with_conditions: None,
        nearest: None,
        nearest_with_conditions: None,
        lines_between: Vec::new(),
        why_not: None,
    };
    let silent: Vec<&str> =
        [one, two].iter().filter(|stand| !stand.clear).map(|stand| case.party(stand.party).title.as_str()).collect();
    let places = match places(case, issue, (one.party, two.party)) {
        _ if !silent.is_empty() => {
            gap.why_not = Some(format!("no option wanted or accepted in own words by {}", and_list(&silent)));
            return gap;
        }
        Err(reason) => {
            gap.why_not = Some(reason);
            return gap;
        }
        Ok(places) => places,
    };
    let set = |holds: &[bool]| (0..holds.len()).filter(|at| holds[*at]).collect::<Vec<usize>>();
    if let Some((width, pair)) = nearest(&places, &set(&one.accepts), &set(&two.accepts)) {
        gap.width = Some(width.to_string());
        gap.nearest = Some(pair);
    } else {
        gap.why_not = Some("one of them accepts only on conditions".into());
    }
    if let Some((width, pair)) = nearest(&places, &set(&one.may_accept), &set(&two.may_accept)) {
        gap.with_conditions = Some(width.to_string());
        gap.nearest_with_conditions = Some(pair);
    }
    if let Some((a, b)) = gap.nearest_with_conditions.or(gap.nearest) {
        let (low, high) = (places[a].min(places[b]), places[a].max(places[b]));
        let inside = |option: usize| low <= places[option] && places[option] <= high && low < high;
        for mark in record.line_marks(issue).iter().filter(|mark| inside(mark.option)) {
            let name = &case.line(mark.line).name;
            if !gap.lines_between.contains(name) {
                gap.lines_between.push(name.clone());
            }
        }
    }
    gap
}

fn gaps(record: &Record<'_>, issue: IssueId, stands: &[Stand]) -> Vec<Gap> {
    let mut found = Vec::new();
    for (at, one) in stands.iter().enumerate() {
        for two in &stands[at + 1..] {
            found.push(gap_between(record, issue, one, two));
        }
    }
    found
}

/// What each side's text would have on an issue that is not agreed; `None` where nobody says anything.
pub(super) fn bracket(record: &Record<'_>, gap: &IssueGap) -> Option<Bracket> {
    let case = record.case;
    let issue = IssueId::new(gap.issue);
    let known = case.issue(issue);
    let mut alternatives = Vec::new();
    for party in &known.consent {
        let mut texts: Vec<String> = Vec::new();
        for claim in record.claims(issue, *party).iter().filter(|claim| claim.own && claim.is_for()) {
            let own: Vec<usize> = claim.own_options().collect();
            if own.is_empty() && claim.outcomes.is_empty() {
                continue;
            }
            let condition = claim.condition.map(|condition| condition.text.as_str());
            let words = in_words(case, issue, claim.stance, &own, &claim.outcomes, condition);
            let words = words
                .split_once(' ')
                .map_or(words.clone(), |(_, options)| options.trim_start_matches("all ").to_string());
            if !texts.contains(&words) {
                texts.push(words);
            }
        }
        if !texts.is_empty() {
            alternatives.push((party.index(), texts));
        }
    }
    (!alternatives.is_empty()).then(|| Bracket {
        id: format!("gaps.bracket.{}", known.name),
        issue: gap.issue,
        alternatives,
        basis: gap.basis.clone(),
    })
}
