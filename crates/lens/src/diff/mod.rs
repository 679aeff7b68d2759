//! Lens `diff`: who moved towards whom between two days, and what was only learned.
//!
//! A change is movement when the party's own words, said after the earlier day, changed what it says. Something
//! said before that became known later, and anything told by somebody else, is learned: the world did not
//! move, the record did.

mod findings;

pub use findings::{Change, ChangeKind, Diff};

use crate::model::{Record, basis_of, nearer, position};
use crate::run::{Arithmetic, Basis, Run, Stop};
use zopa_case::{Case, Diagnostic, IssueId, Overlay, PartyId};

/// Compares what was known on two days. `case` is the case as it is in its files, not cut to a day; `overlay` is put
/// on it for both days, after the cut: what a scenario adds is there on both and moves nothing.
///
/// # Errors
/// What a cut or the overlay breaks; empty for a case and an overlay that were checked.
pub fn diff(
    case: &Case,
    overlay: &Overlay,
    from: zopa_case::DateSpan,
    to: zopa_case::DateSpan,
) -> Result<Run<Diff>, Vec<Diagnostic>> {
    let before = case.with(&overlay.clone().as_of(from.last))?;
    let after = case.with(&overlay.clone().as_of(to.last))?;
    let (was, now) = (Record::new(&before), Record::new(&after));
    let mut moved = Vec::new();
    let mut whole = Basis::default();
    let mut issues: Vec<IssueId> = case.issue_ids().collect();
    issues.sort_by_key(|issue| !case.issue(*issue).core);
    for issue in issues {
        for party in case.party_ids() {
            moved.extend(change(&was, &now, issue, party, from));
        }
    }
    moved.iter().for_each(|change: &Change| whole.join(&change.basis));
    let known = |name: &str| before.entries().iter().any(|entry| entry.name == name);
    let new_entries =
        after.entries().iter().filter(|entry| !known(&entry.name)).map(|entry| entry.name.clone()).collect();
    let findings = Diff { from: from.last.to_string(), to: to.last.to_string(), moved, new_entries };
    Ok(Run { findings, arithmetic: Arithmetic::Exact, stop: Stop::Complete, basis: whole, warnings: Vec::new() })
}

fn change(
    was: &Record<'_>,
    now: &Record<'_>,
    issue: IssueId,
    party: PartyId,
    from: zopa_case::DateSpan,
) -> Option<Change> {
    let (before, after) = (position(was, issue, party), position(now, issue, party));
    if before.words() == after.words() {
        return None;
    }
    let case = now.case;
    let since = |entry: &zopa_case::EntryId| case.entry(*entry).date.later_than(&from);
    let fresh: Vec<&(String, Vec<zopa_case::EntryId>)> =
        after.own.iter().filter(|(words, _)| !before.own.iter().any(|(old, _)| old == words)).collect();
    // Words that only became known are no movement; words that went were taken back by something said since.
    let moved = match fresh.as_slice() {
        [] => after.own.len() < before.own.len() && after.own.iter().any(|(_, entries)| entries.iter().any(since)),
        fresh => fresh.iter().any(|(_, entries)| entries.iter().any(since)),
    };
    let kind = if moved { ChangeKind::Moved } else { ChangeKind::Learned };
    let only_since = fresh.iter().all(|(_, entries)| entries.iter().any(since));
    let (mut towards, mut away) = (Vec::new(), Vec::new());
    if kind == ChangeKind::Moved && only_since {
        for other in case.party_ids().filter(|other| *other != party) {
            match nearer(was, now, issue, party, other) {
                Some(std::cmp::Ordering::Less) => towards.push(other.index()),
                Some(std::cmp::Ordering::Greater) => away.push(other.index()),
                _ => {}
            }
        }
    }
    let mut basis = basis_of(now, issue);
    basis.join(&basis_of(was, issue));
    let title = |party: usize| case.party(PartyId::new(party)).title.clone();
    let list = |words: &[String]| if words.is_empty() { "nothing".to_string() } else { words.join(", ") };
    let direction = match (towards.as_slice(), away.as_slice()) {
        ([], []) => String::new(),
        (to, []) => format!(" Towards {}.", to.iter().map(|party| title(*party)).collect::<Vec<_>>().join(", ")),
        ([], off) => format!(" Away from {}.", off.iter().map(|party| title(*party)).collect::<Vec<_>>().join(", ")),
        (to, off) => {
            let names = |parties: &[usize]| parties.iter().map(|party| title(*party)).collect::<Vec<_>>().join(", ");
            format!(" Towards {}, away from {}.", names(to), names(off))
        }
    };
    let verb = match kind {
        ChangeKind::Moved => "moved",
        ChangeKind::Learned => "learned, not movement",
    };
    let sentence = format!(
        "{} on {} ({verb}): {}; before: {}.{direction}",
        title(party.index()),
        case.issue(issue).title,
        list(&after.words()),
        list(&before.words())
    );
    Some(Change {
        id: format!("diff.{}.{}", case.party(party).name, case.issue(issue).name),
        party: party.index(),
        issue: issue.index(),
        was: before.words(),
        now: after.words(),
        towards,
        away,
        kind,
        sentence,
        basis,
    })
}
