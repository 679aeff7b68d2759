//! Ask next: the silences and doubts whose answers would settle most.

use super::QUESTIONS;
use super::findings::{IssueGap, Question, Status};
use super::issue::status;
use super::verdict::Count;
use crate::model::{Record, Stand, stands};
use crate::run::Basis;
use num_bigint::BigUint;
use zopa_case::{Case, IssueId, PartyId, SourceId};

struct Cell {
    party: PartyId,
    issue: IssueId,
    outcome: usize,
    /// Whether the party says in own words what it would take on this issue.
    clear: bool,
    statuses: u32,
    packages: BigUint,
}

/// At most seven questions, one for each party and issue, ranked by the statuses that an answer would
/// change, then by the undecided packages that it would settle, then core issues first.
pub(super) fn questions(record: &Record<'_>, issues: &[IssueGap], count: &Count, whole: &Basis) -> Vec<Question> {
    let case = record.case;
    let mut best: Vec<(Cell, Vec<usize>)> = Vec::new();
    for gap in issues.iter().filter(|gap| gap.status != Status::Agreed) {
        let issue = IssueId::new(gap.issue);
        let stands = stands(record, issue);
        for at in 0..stands.len() {
            let mut cells = cells(case, issue, &stands, at, gap.status, count);
            cells.retain(|cell| count.undecided.is_empty() || cell.packages > BigUint::ZERO);
            cells.sort_by(|a, b| (b.statuses, &b.packages, a.outcome).cmp(&(a.statuses, &a.packages, b.outcome)));
            let mut cells = cells.into_iter();
            if let Some(first) = cells.next() {
                best.push((first, cells.map(|cell| cell.outcome).collect()));
            }
        }
    }
    best.sort_by(|(a, _), (b, _)| {
        let key = |cell: &Cell| (!case.issue(cell.issue).core, cell.issue, cell.party);
        (b.statuses, &b.packages, key(a)).cmp(&(a.statuses, &a.packages, key(b)))
    });
    best.into_iter().take(QUESTIONS).map(|(cell, also)| question(record, cell, &also, count, whole)).collect()
}

/// The outcomes on which a party has not said yes or no.
fn cells(case: &Case, issue: IssueId, stands: &[Stand], at: usize, now: Status, count: &Count) -> Vec<Cell> {
    let outcomes = case.issue(issue).outcomes.len();
    let own = &stands[at];
    let mut asked = stands.to_vec();
    let single = (0..outcomes).filter(|outcome| case.issue(issue).outcomes[*outcome].0.len() == 1);
    single
        .filter(|outcome| !own.may_accept[*outcome] && !own.refuses[*outcome])
        .map(|outcome| {
            let mut after = |yes: bool| {
                let untold = &stands[at];
                let told = &mut asked[at];
                (told.spoken, told.clear) = (true, yes || untold.clear);
                (told.accepts[outcome], told.may_accept[outcome], told.refuses[outcome]) = (yes, yes, !yes);
                let found = status(&asked, outcomes);
                // Back to what is known, for the next cell.
                let told = &mut asked[at];
                (told.spoken, told.clear) = (untold.spoken, untold.clear);
                (told.accepts[outcome], told.may_accept[outcome]) = (false, false);
                told.refuses[outcome] = false;
                found
            };
            let statuses = u32::from(after(true) != now) + u32::from(after(false) != now);
            let packages =
                count.undecided.get(issue.index()).and_then(|row| row.get(outcome)).cloned().unwrap_or_default();
            Cell { party: own.party, issue, outcome, clear: own.clear, statuses, packages }
        })
        .collect()
}

fn question(record: &Record<'_>, cell: Cell, also: &[usize], count: &Count, whole: &Basis) -> Question {
    let case = record.case;
    let (party, issue) = (case.party(cell.party), case.issue(cell.issue));
    let name = |outcome: usize| issue.outcome_name(outcome);
    let so_far = match (record.has_spoken(cell.issue, cell.party), cell.clear) {
        (false, _) => "Not stated so far.",
        (true, false) => "So far: vague words, or another's account.",
        (true, true) => "So far: what is wanted, not what is refused.",
    };
    let mut basis = whole.clone();
    let track = track(case, cell.party, &mut basis);
    let text =
        issue.outcomes[cell.outcome].0.first().map(|option| issue.options[*option].text.as_str()).unwrap_or_default();
    Question {
        id: format!("gaps.ask.{}.{}", party.name, issue.name),
        party: cell.party.index(),
        issue: cell.issue.index(),
        sentence: format!(
            "{}: would it accept or refuse {} ({text}) on {}? {so_far}",
            party.title,
            name(cell.outcome),
            issue.title
        ),
        outcome: name(cell.outcome),
        also: also.iter().map(|outcome| name(*outcome)).collect(),
        track,
        statuses: cell.statuses,
        packages: cell.packages,
        undecided: count.undecided_total.clone(),
        basis,
    }
}

/// The track of the latest session in which the party sat.
fn track(case: &Case, party: PartyId, basis: &mut Basis) -> Option<String> {
    let name = &case.party(party).name;
    let sessions = &case.draft().sessions;
    for source in sessions.iter().flat_map(|session| session.source.iter()) {
        if let Some(at) = case.sources().iter().position(|known| known.name == source.value) {
            basis.source(case, SourceId::new(at));
        }
    }
    let sat = sessions.iter().filter(|session| session.participants.iter().any(|own| own.value == *name));
    sat.max_by_key(|session| session.date.value.last).map(|session| session.track.value.clone())
}
