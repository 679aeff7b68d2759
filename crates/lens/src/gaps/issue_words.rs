//! A party's position on an issue in words, and whether it came nearer to another's.

use super::in_words;
use super::issue::stand_of;
use crate::model::Record;
use std::cmp::Ordering;
use zopa_case::{IssueId, PartyId};

/// What stands of a party's position: in words, and the entries it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    pub words: Vec<String>,
    pub entries: Vec<String>,
}

pub(crate) fn position(record: &Record<'_>, issue: IssueId, party: PartyId) -> Position {
    let case = record.case;
    let (mut words, mut entries) = (Vec::new(), Vec::new());
    for claim in record.claims(issue, party).iter().filter(|claim| claim.stands()) {
        let condition = claim.condition.map(|condition| condition.text.as_str());
        let mut said = in_words(case, issue, claim.stance, &claim.options, &claim.outcomes, condition);
        if !claim.own {
            said.push_str(" (by another's account)");
        }
        if !words.contains(&said) {
            words.push(said);
        }
        entries.push(case.entry(claim.entry).name.clone());
    }
    for (_, entry) in record.remarks(issue).filter(|(_, entry)| entry.party == party) {
        if let Some((_, said)) = &entry.off_ladder {
            words.push(said.clone());
        }
        if let Some((backed, ..)) = &entry.backs {
            words.push(format!("backs {}", case.party(*backed).title));
        }
        entries.push(entry.name.clone());
    }
    Position { words, entries }
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
    if let (Some(one), Some(two)) =
        (super::issue::distance(now, issue, &before, &target), super::issue::distance(now, issue, &after, &target))
    {
        return Some(two.cmp(&one));
    }
    (target.clear && after.clear).then(|| common(&before.may_accept).cmp(&common(&after.may_accept)))
}
