//! Positions: what a party makes of every outcome of an issue, what it says in words, and how far two are apart.

use super::record::{Record, analyst, own_conflict};
use crate::run::Basis;
use std::cmp::Ordering;
use zopa_case::draft::{Choose, IssueKind, Stance};
use zopa_case::rule::Event;
use zopa_case::{Case, EntryId, IssueId, LineId, Number, Order, PackageId, PartyId, Rule, Truth};

/// What one party makes of every outcome of an issue, taken by itself.
#[derive(Clone, Debug)]
pub(crate) struct Stand {
    pub party: PartyId,
    /// Wants or accepts it, whatever the rest of the package and the events.
    pub accepts: Vec<bool>,
    /// Wants or accepts it under some course of things.
    pub may_accept: Vec<bool>,
    /// Refuses it, or it crosses a stated line, whatever the rest.
    pub refuses: Vec<bool>,
    pub spoken: bool,
    pub vague: bool,
    /// Own words that contradict each other.
    pub torn: bool,
    /// Wants or accepts something in its own words, on a condition or not.
    pub clear: bool,
}

/// Evaluates a rule with the issue at an outcome and everything else open, or all of it favourable.
pub(crate) fn truth(rule: &Rule, issue: IssueId, outcome: usize) -> Truth {
    rule.truth(&|other| (other == issue).then_some(outcome), &|_: &Event| Truth::Unknown)
}

pub(crate) fn stands(record: &Record<'_>, issue: IssueId) -> Vec<Stand> {
    record.case.issue(issue).consent.iter().map(|party| stand_of(record, issue, *party)).collect()
}

/// What one party makes of every outcome of an issue.
pub(crate) fn stand_of(record: &Record<'_>, issue: IssueId, party: PartyId) -> Stand {
    let case = record.case;
    let known = case.issue(issue);
    let (accepts, refuses) = (record.accepts(issue, party), record.refuses(issue, party));
    let crosses = |analysts: bool, outcome: usize| {
        let own = record.crossed(issue).iter().filter(|(line, _)| case.line(*line).party == party);
        own.filter(|(line, _)| analysts || !analyst(case.line(*line))).any(|(_, crossed)| crossed[outcome])
    };
    let outcomes = 0..known.outcomes.len();
    let claims = record.claims(issue, party);
    let single = known.choose == Choose::One;
    let taken: Vec<Truth> = outcomes.clone().map(|outcome| truth(&accepts, issue, outcome)).collect();
    Stand {
        party,
        accepts: outcomes.clone().map(|at| taken[at] == Truth::Yes && !crosses(true, at)).collect(),
        may_accept: outcomes.clone().map(|at| taken[at] != Truth::No && !crosses(true, at)).collect(),
        refuses: outcomes.map(|at| truth(&refuses, issue, at) == Truth::Yes || crosses(false, at)).collect(),
        spoken: record.has_spoken(issue, party),
        vague: record.vague(issue, party),
        torn: claims.iter().any(|claim| own_conflict(claim, claims, single)),
        clear: taken.iter().any(|taken| *taken != Truth::No),
    }
}

/// How the options are measured when a width is asked for: positions on a common order.
pub(crate) fn places(case: &Case, issue: IssueId, pair: (PartyId, PartyId)) -> Result<Vec<Number>, String> {
    let known = case.issue(issue);
    let rungs = || (0..known.options.len()).map(|at| Number::whole(at as i64)).collect();
    if known.choose != Choose::One {
        return Err("options can be combined".into());
    }
    match &known.order {
        Order::Numbers => Ok(known.options.iter().map(|option| option.value.unwrap_or_default()).collect()),
        Order::Measure(_) => Ok(rungs()),
        Order::Compiler => Err("the order of the options is only the compiler's".into()),
        Order::Unordered => Err("the options have no order".into()),
        Order::Parties(orders) => {
            let of = |party: PartyId| orders.iter().find(|(own, _)| *own == party).map(|(_, order)| order.clone());
            let (Some(one), Some(two)) = (of(pair.0), of(pair.1)) else {
                return Err("no stated order of both".into());
            };
            let reversed: Vec<usize> = two.iter().rev().copied().collect();
            if (one != two && one != reversed) || one.len() != known.options.len() {
                return Err("the two order the options differently".into());
            }
            let mut places = vec![Number(0); known.options.len()];
            one.iter().enumerate().for_each(|(rung, option)| places[*option] = Number::whole(rung as i64));
            Ok(places)
        }
    }
}

/// The smallest distance between two sets of options, and the pair that has it.
pub(crate) fn nearest(places: &[Number], one: &[usize], two: &[usize]) -> Option<(Number, (usize, usize))> {
    let pairs = one.iter().flat_map(|a| two.iter().map(move |b| (*a, *b)));
    pairs.map(|(a, b)| (Number((places[a].0 - places[b].0).abs()), (a, b))).min()
}

/// The smallest distance between what two parties want or accept, conditions included; `None` where it
/// cannot be measured.
pub(crate) fn distance(record: &Record<'_>, issue: IssueId, one: &Stand, two: &Stand) -> Option<Number> {
    let places = places(record.case, issue, (one.party, two.party)).ok()?;
    let set = |holds: &[bool]| (0..holds.len()).filter(|at| holds[*at]).collect::<Vec<usize>>();
    nearest(&places, &set(&one.may_accept), &set(&two.may_accept)).map(|(width, _)| width)
}

/// What stands of a party's position, in words: its own, and what is known otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    /// Own words, each with the entries that say so.
    pub own: Vec<(String, Vec<EntryId>)>,
    pub others: Vec<String>,
}

impl Position {
    /// Both, own words first.
    pub fn words(&self) -> Vec<String> {
        self.own.iter().map(|(words, _)| words).chain(&self.others).cloned().collect()
    }
}

pub(crate) fn position(record: &Record<'_>, issue: IssueId, party: PartyId) -> Position {
    let case = record.case;
    let mut position = Position { own: Vec::new(), others: Vec::new() };
    let add = |words: &mut Vec<String>, said: String| {
        if !words.contains(&said) {
            words.push(said);
        }
    };
    let own_words = |own: &mut Vec<(String, Vec<EntryId>)>, said: String, entry: EntryId| match own
        .iter_mut()
        .find(|(words, _)| *words == said)
    {
        Some((_, entries)) => entries.push(entry),
        None => own.push((said, vec![entry])),
    };
    for claim in record.claims(issue, party).iter().filter(|claim| claim.stands()) {
        let condition = claim.condition.map(|condition| condition.text.as_str());
        let own: Vec<usize> = claim.own_options().collect();
        let read: Vec<usize> = claim.options.iter().copied().filter(|option| !own.contains(option)).collect();
        if claim.own && (!own.is_empty() || !claim.outcomes.is_empty()) {
            own_words(
                &mut position.own,
                in_words(case, issue, claim.stance, &own, &claim.outcomes, condition),
                claim.entry,
            );
        }
        if !claim.own {
            let said = in_words(case, issue, claim.stance, &claim.options, &claim.outcomes, condition);
            add(&mut position.others, format!("{said} (by another's account)"));
        } else if !read.is_empty() {
            add(
                &mut position.others,
                format!("{} (in our reading)", in_words(case, issue, claim.stance, &read, &[], condition)),
            );
        }
    }
    for (id, entry) in record.remarks(issue).filter(|(_, entry)| entry.party == party) {
        let off_ladder = record.off_ladder(issue, id).into_iter().map(str::to_string);
        let backs = entry
            .backs
            .iter()
            .filter(|(_, on, _)| *on == Some(issue))
            .map(|(backed, ..)| format!("backs {}", case.party(*backed).title));
        for said in off_ladder.chain(backs) {
            if entry.own() {
                own_words(&mut position.own, said, id);
            } else {
                add(&mut position.others, format!("{said} (by another's account)"));
            }
        }
    }
    position
}

/// Whether a party came nearer to another (`Less`), went away (`Greater`), or neither; `None` where
/// that cannot be said. Distances are measured to where the other stands now.
pub(crate) fn nearer(
    was: &Record<'_>,
    now: &Record<'_>,
    issue: IssueId,
    party: PartyId,
    other: PartyId,
) -> Option<Ordering> {
    let (before, after, target) =
        (stand_of(was, issue, party), stand_of(now, issue, party), stand_of(now, issue, other));
    let common = |holds: &[bool]| holds.iter().zip(&target.may_accept).filter(|(a, b)| **a && **b).count();
    if let (Some(one), Some(two)) = (distance(now, issue, &before, &target), distance(now, issue, &after, &target)) {
        return Some(two.cmp(&one));
    }
    (target.clear && after.clear).then(|| common(&before.may_accept).cmp(&common(&after.may_accept)))
}

/// A claim in words: `wants t1`, `accepts t3 if passed(referendum)`.
pub(crate) fn in_words(
    case: &Case,
    issue: IssueId,
    stance: Stance,
    options: &[usize],
    outcomes: &[usize],
    condition: Option<&str>,
) -> String {
    use zopa_case::decode::Word;
    let known = case.issue(issue);
    let mut names: Vec<String> = options.iter().map(|option| known.options[*option].name.clone()).collect();
    if known.kind == IssueKind::Number && names.len() > 2 {
        let run = options.windows(2).all(|pair| pair[1] == pair[0] + 1);
        if let (true, Some(first), Some(last)) = (run, names.first(), names.last()) {
            names = vec![format!("{first}..{last}")];
        }
    }
    names.extend(outcomes.iter().map(|outcome| known.outcome_name(*outcome)));
    let joint = match stance {
        Stance::WantsAll => " + ",
        Stance::Between => " and ",
        _ => " or ",
    };
    let condition = condition.map(|rule| format!(" if {rule}")).unwrap_or_default();
    format!("{} {}{condition}", stance.word(), names.join(joint))
}

/// What everything said on an issue rests on: entries (and those that replace or dispute them), lines,
/// packages.
pub(crate) fn basis_of(record: &Record<'_>, issue: IssueId) -> Basis {
    let case = record.case;
    let mut basis = Basis::default();
    let on_issue = |entry: &zopa_case::Entry| entry.issues().contains(&issue);
    for (at, entry) in case.entries().iter().enumerate() {
        let named = || entry.replaces.iter().chain(&entry.stands_beside).chain(&entry.disputes);
        if on_issue(entry) || named().any(|other| on_issue(case.entry(*other))) {
            basis.entry(case, EntryId::new(at));
        }
        if on_issue(entry) {
            named().for_each(|other| basis.entry(case, *other));
        }
    }
    let mut hangs_on_logic = false;
    for (at, line) in case.lines().iter().enumerate() {
        if line.crossing.issues().contains(&issue) {
            basis.line(case, LineId::new(at));
            hangs_on_logic = true;
        }
    }
    if hangs_on_logic {
        basis.logic(case);
    }
    for (at, package) in case.packages().iter().enumerate() {
        if package.terms.iter().any(|term| term.issue == issue) {
            basis.package(case, PackageId::new(at));
        }
    }
    basis
}
