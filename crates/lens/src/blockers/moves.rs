//! The smallest move on each issue that is not agreed, and what would have to go on an issue that blocks by itself.

use super::findings::{Lift, Move, Mover, Way, Why};
use super::record::Soft;
use super::words;
use crate::model::{Record, Stand, analyst, basis_of, position, stands};
use std::collections::BTreeSet;
use zopa_case::{IssueId, PartyId, Truth};

/// Minimal sets told for an issue that blocks by itself; the smallest come first.
const LIFTS: usize = 12;

/// The moves, core issues first, then in file order; `allowed` says which outcomes the logic allows.
pub(super) fn moves(record: &Record<'_>, softs: &[Soft], allowed: &dyn Fn(IssueId, usize) -> bool) -> Vec<Move> {
    let case = record.case;
    let mut found: Vec<Move> =
        case.issue_ids().filter_map(|issue| smallest_move(record, issue, softs, &|at| allowed(issue, at))).collect();
    found.sort_by_key(|found| !case.issues()[found.issue].core);
    found
}

fn smallest_move(record: &Record<'_>, issue: IssueId, softs: &[Soft], allowed: &dyn Fn(usize) -> bool) -> Option<Move> {
    let case = record.case;
    let known = case.issue(issue);
    let stands = stands(record, issue);
    let lacks = |at: usize| stands.iter().filter(|stand| !stand.accepts[at] || stand.refuses[at]).count();
    let outcomes: Vec<usize> = (0..known.outcomes.len()).filter(|at| allowed(*at)).collect();
    let fewest = outcomes.iter().map(|at| lacks(*at)).min().filter(|fewest| *fewest > 0)?;
    let mut ways: Vec<Way> = Vec::new();
    for at in outcomes.iter().copied().filter(|at| lacks(*at) == fewest) {
        let movers: Vec<Mover> = stands
            .iter()
            .filter(|stand| !stand.accepts[at] || stand.refuses[at])
            .map(|stand| mover(record, issue, stand, at))
            .collect();
        match ways.iter_mut().find(|way| way.movers == movers) {
            Some(way) => way.outcomes.push(at),
            None => ways.push(Way { outcomes: vec![at], movers }),
        }
    }
    let (blocks_alone, lifts) = lifts(issue, softs, &outcomes);
    let mut sentence = words::smallest_move(case, issue.index(), fewest, &ways);
    if blocks_alone {
        let told = |lift: &Lift| (lift.constraints.iter().map(|at| &softs[*at].told).collect(), lift.outcomes.clone());
        let ways: Vec<_> = lifts.iter().map(told).collect();
        sentence = format!("{sentence} {}", words::blocks_alone(case, issue.index(), &ways));
    }
    let mut basis = basis_of(record, issue);
    basis.logic(case);
    Some(Move {
        id: format!("blockers.move.{}", known.name),
        issue: issue.index(),
        fewest,
        ways,
        blocks_alone,
        lifts,
        sentence,
        basis,
    })
}

/// Why a party's yes to an outcome is missing.
fn mover(record: &Record<'_>, issue: IssueId, stand: &Stand, at: usize) -> Mover {
    let case = record.case;
    let crossed =
        record.crossed(issue).iter().filter(|(line, crossed)| case.line(*line).party == stand.party && crossed[at]);
    let lines: Vec<(String, bool)> =
        crossed.map(|(line, _)| (case.line(*line).name.clone(), analyst(case.line(*line)))).collect();
    let alone = |other: IssueId| (other == issue).then_some(at);
    let refused = record.refuses(issue, stand.party).truth(&alone, &|_| Truth::Unknown) == Truth::Yes;
    let why = match () {
        () if refused => Why::Refuses,
        () if !lines.is_empty() => Why::Crosses,
        () if stand.may_accept[at] => Why::OnCondition,
        () if stand.spoken => Why::NotAccepted,
        () => Why::Silent,
    };
    Mover { party: stand.party.index(), why, lines, says: says(record, issue, stand.party) }
}

fn says(record: &Record<'_>, issue: IssueId, party: PartyId) -> Vec<String> {
    position(record, issue, party).words()
}

/// Whether the constraints that name this issue alone leave no outcome, and if so the minimal sets of them whose
/// lifting leaves one. Each outcome is refused by some of them; lifting these is what it takes. Nothing that is not
/// for trade is offered.
fn lifts(issue: IssueId, softs: &[Soft], outcomes: &[usize]) -> (bool, Vec<Lift>) {
    let own: Vec<usize> = (0..softs.len()).filter(|at| softs[*at].told.issues == [issue.index()]).collect();
    let against = |outcome: usize| -> Vec<usize> {
        let alone = |other: IssueId| (other == issue).then_some(outcome);
        let refuses = |at: &usize| softs[*at].against.truth(&alone, &|_| Truth::Unknown) == Truth::Yes;
        own.iter().copied().filter(refuses).collect()
    };
    let each: Vec<(usize, Vec<usize>)> = outcomes.iter().map(|outcome| (*outcome, against(*outcome))).collect();
    if each.iter().any(|(_, refusing)| refusing.is_empty()) {
        return (false, Vec::new());
    }
    let free = |set: &&Vec<usize>| !set.iter().any(|at| softs[*at].told.not_for_trade);
    let sets: BTreeSet<&Vec<usize>> = each.iter().map(|(_, set)| set).filter(free).collect();
    let within = |one: &Vec<usize>, two: &Vec<usize>| one.len() < two.len() && one.iter().all(|at| two.contains(at));
    let mut minimal: Vec<&Vec<usize>> =
        sets.iter().copied().filter(|set| !sets.iter().any(|other| within(other, set))).collect();
    minimal.sort_by_key(|set| (set.len(), *set));
    let lift = |set: &Vec<usize>| {
        let outcomes = each.iter().filter(|(_, refusing)| refusing == set).map(|(outcome, _)| *outcome);
        Lift { constraints: set.clone(), outcomes: outcomes.collect() }
    };
    (true, minimal.into_iter().take(LIFTS).map(lift).collect())
}
