//! What replaces what: a later position takes the place of an earlier one on the issue, a later stance on an option
//! that of an earlier one on that option; the analyst can decide otherwise.
//!
//! Own words outrank accounts, and what the analyst reads into a source counts like an account: nothing is replaced
//! by what ranks lower. `stands beside` and `disputes` keep two entries side by side, `replaces` replaces whatever
//! the dates.

use super::record::Claim;
use std::collections::BTreeMap;
use zopa_case::draft::Stance;
use zopa_case::{Case, Entry, EntryId, IssueId};

/// The entries that replace each entry, in our reading.
pub(super) struct Replacing(BTreeMap<EntryId, Vec<EntryId>>);

impl Replacing {
    pub fn of(case: &Case) -> Self {
        let mut replacing: BTreeMap<EntryId, Vec<EntryId>> = BTreeMap::new();
        for (at, entry) in case.entries().iter().enumerate() {
            for earlier in &entry.replaces {
                replacing.entry(*earlier).or_default().push(EntryId::new(at));
            }
        }
        Self(replacing)
    }

    /// Whether an entry is replaced on an issue in our reading: by one that speaks of the issue, or as a whole by
    /// one that shares no issue with it.
    fn on(&self, case: &Case, entry: EntryId, issue: IssueId) -> bool {
        let earlier = case.entry(entry).issues();
        let by = self.0.get(&entry).into_iter().flatten();
        by.map(|later| case.entry(*later).issues())
            .any(|later| later.contains(&issue) || !later.iter().any(|shared| earlier.contains(shared)))
    }
}

fn side_by_side(one: &Entry, one_id: EntryId, two: &Entry, two_id: EntryId) -> bool {
    let keeps = |entry: &Entry, other: EntryId| entry.stands_beside.contains(&other) || entry.disputes.contains(&other);
    keeps(one, two_id) || keeps(two, one_id)
}

fn after(case: &Case, later: EntryId, earlier: EntryId) -> bool {
    let (one, two) = (case.entry(later), case.entry(earlier));
    later != earlier && one.date.later_than(&two.date) && !side_by_side(one, later, two, earlier)
}

/// Stances that say what a party would have.
fn position(stance: Stance) -> bool {
    matches!(stance, Stance::Wants | Stance::Demands | Stance::WantsAll | Stance::OneOf | Stance::Between)
}

/// Stances that are for or against each of their options.
fn decides(stance: Stance) -> bool {
    matches!(stance, Stance::Wants | Stance::Demands | Stance::WantsAll | Stance::Accepts | Stance::Rejects)
}

/// Whether the entry's position on the issue is replaced as a whole by a later one of its party; `claims` are the
/// party's on the issue, `off_ladder` its entries that no option expresses.
fn by_position(case: &Case, entry: EntryId, claims: &[Claim<'_>], off_ladder: &[EntryId]) -> bool {
    let own = case.entry(entry).own();
    let words = |claim: &Claim<'_>| {
        let said = claim.own_options().next().is_some() || !claim.outcomes.is_empty();
        claim.own && said
    };
    claims.iter().any(|by| position(by.stance) && words(by) >= own && after(case, by.entry, entry))
        || off_ladder.iter().any(|by| case.entry(*by).own() >= own && after(case, *by, entry))
}

/// Marks what of a party's claims on an issue is replaced, and returns the off-ladder entries that still stand.
pub(super) fn replace(
    case: &Case,
    issue: IssueId,
    replacing: &Replacing,
    claims: &mut [Claim<'_>],
    off_ladder: &[EntryId],
) -> Vec<EntryId> {
    let said = claims.to_vec();
    for claim in claims.iter_mut() {
        let whole = replacing.on(case, claim.entry, issue)
            || (position(claim.stance) && by_position(case, claim.entry, &said, off_ladder));
        let later: Vec<&Claim<'_>> =
            said.iter().filter(|by| decides(by.stance) && after(case, by.entry, claim.entry)).collect();
        let own = |claim: &Claim<'_>, option: usize| claim.own && !claim.our_reading.contains(&option);
        let option_falls = |option: &usize| {
            let by = |by: &&&Claim<'_>| by.options.contains(option) && own(by, *option) >= own(claim, *option);
            whole || later.iter().any(|claim| by(&claim))
        };
        let outcome_falls =
            |outcome: &usize| whole || later.iter().any(|by| by.outcomes.contains(outcome) && by.own >= claim.own);
        let (older, stands) = claim.options.iter().partition(|option| option_falls(option));
        let (older_outcomes, outcomes) = claim.outcomes.iter().partition(|outcome| outcome_falls(outcome));
        (claim.older, claim.options) = (older, stands);
        (claim.older_outcomes, claim.outcomes) = (older_outcomes, outcomes);
    }
    let falls = |entry: EntryId| replacing.on(case, entry, issue) || by_position(case, entry, &said, off_ladder);
    off_ladder.iter().copied().filter(|entry| !falls(*entry)).collect()
}
