//! Statements that cannot all be so: kept side by side, never smoothed over.

use super::findings::{Contradiction, Statement};
use crate::model::{Record, basis_of, conflict, in_words, own_conflict};
use std::collections::BTreeMap;
use zopa_case::draft::Choose;
use zopa_case::{EntryId, IssueId, PartyId};

const OWN: &str = "own words against own words";
const ACCOUNT: &str = "own words against an account";
const ACCOUNTS: &str = "accounts against each other";
const DISPUTED: &str = "disputed in our reading";

/// Contradictions by party and issue, in that order of the case.
pub(super) fn contradictions(record: &Record<'_>) -> Vec<Contradiction> {
    let case = record.case;
    let mut found = Vec::new();
    for issue in case.issue_ids() {
        for party in case.party_ids() {
            let mut entries: BTreeMap<EntryId, ()> = BTreeMap::new();
            let mut kinds: Vec<&'static str> = Vec::new();
            let claims = record.claims(issue, party);
            let single = case.issue(issue).choose == Choose::One;
            for (at, one) in claims.iter().enumerate() {
                for two in &claims[at + 1..] {
                    if one.entry != two.entry && conflict(one, two, single) {
                        kinds.push(match (one.own, two.own) {
                            (true, true) if own_conflict(one, std::slice::from_ref(two), single) => OWN,
                            (false, false) => ACCOUNTS,
                            _ => ACCOUNT,
                        });
                        entries.extend([(one.entry, ()), (two.entry, ())]);
                    }
                }
            }
            for (at, entry) in case
                .entries()
                .iter()
                .enumerate()
                .filter(|(_, entry)| entry.party == party && entry.issues().contains(&issue))
            {
                for other in entry.disputes.iter().filter(|other| case.entry(**other).issues().contains(&issue)) {
                    kinds.push(DISPUTED);
                    entries.extend([(EntryId::new(at), ()), (*other, ())]);
                }
            }
            if let Some(kind) = [OWN, ACCOUNT, ACCOUNTS, DISPUTED].into_iter().find(|kind| kinds.contains(kind)) {
                found.push(contradiction(record, issue, party, kind, entries.into_keys().collect()));
            }
        }
    }
    found
}

fn contradiction(
    record: &Record<'_>,
    issue: IssueId,
    party: PartyId,
    kind: &'static str,
    mut entries: Vec<EntryId>,
) -> Contradiction {
    let case = record.case;
    entries.sort_by_key(|entry| (case.entry(*entry).date, *entry));
    let statements: Vec<Statement> = entries
        .iter()
        .map(|id| {
            let entry = case.entry(*id);
            let words: Vec<String> = entry
                .stances
                .iter()
                .filter(|stance| stance.issue == issue)
                .map(|stance| {
                    let condition = entry.condition.as_ref().map(|condition| condition.text.as_str());
                    in_words(case, issue, stance.stance, &stance.options, &stance.outcomes, condition)
                })
                .chain(entry.off_ladder.iter().filter(|(on, _)| *on == issue).map(|(_, words)| words.clone()))
                .chain(entry.backs.iter().filter(|(_, on, _)| *on == Some(issue)).map(|(backed, _, extent)| {
                    let extent = extent.clone().unwrap_or_else(|| "of what is not said".into());
                    format!("backs {} ({extent})", case.party(*backed).title)
                }))
                .collect();
            let graded =
                |source: &zopa_case::SourceId| format!("{} {}", case.source(*source).name, case.source(*source).grade);
            Statement {
                entry: entry.name.clone(),
                says: if entry.party == party {
                    words.join(", ")
                } else {
                    format!("{} {}", case.party(entry.party).title, words.join(", "))
                },
                date: entry.date.to_string(),
                account: !entry.own(),
                sources: entry.sources.iter().map(graded).collect(),
            }
        })
        .collect();
    let (name, issue_name) = (&case.party(party).title, &case.issue(issue).title);
    Contradiction {
        id: format!("gaps.contradiction.{}.{}", case.party(party).name, case.issue(issue).name),
        party: party.index(),
        issue: issue.index(),
        kind,
        sentence: format!("{name} on {issue_name}: {kind}; {} statements are kept.", statements.len()),
        statements,
        basis: basis_of(record, issue),
    }
}
