//! When drivers were looked at, and how ripe the conflict is said to be.
//!
//! Ripeness (Zartman 2000) is a list of votes: element by element, analyst by analyst, with day and evidence. They are never
//! added up.

use super::findings::{Element, VoteFound};
use crate::run::Basis;
use jiff::Span;
use jiff::civil::Date;
use zopa_case::draft::Driver;
use zopa_case::{Case, Duration, PartyId, TICKS, TimeUnit};

/// Whether a driver was not looked at for longer than it says, with a sentence on its day.
pub(super) fn staleness(case: &Case, driver: &Driver) -> (Option<bool>, String) {
    let today = case.as_of();
    let Some(date) = driver.date.as_ref().map(|date| date.value) else {
        let told = if driver.stale_after.is_some() { "No day is given on which it was looked at." } else { "" };
        return (None, told.into());
    };
    let days = date.days_before(today).max(0);
    let seen = match days {
        0 => "Looked at on the day of the case".to_string(),
        1 => "Looked at a day before".to_string(),
        days => format!("Looked at {days} days before"),
    };
    let Some(after) = driver.stale_after.as_ref().map(|after| after.value) else {
        return (None, format!("{seen}; it does not say when it is stale."));
    };
    match later(date.last, after) {
        Some(last) if today > last => (Some(true), format!("{seen}: stale, since it says {after}.")),
        Some(_) => (Some(false), format!("{seen}, and not stale before {after} have passed.")),
        None => (None, format!("{seen}; how long {after} are cannot be said.")),
    }
}

/// A day and a length of time; parts of a day count as none.
fn later(day: Date, time: Duration) -> Option<Date> {
    let amount = time.amount.0;
    let whole = |number: i128| i64::try_from(number).ok();
    let days = |parts: i128, times: i128| Span::new().try_days(whole(amount.checked_mul(times)? / TICKS / parts)?).ok();
    let exact = amount % TICKS == 0;
    let span = match time.unit {
        TimeUnit::Minutes => days(24 * 60, 1),
        TimeUnit::Hours => days(24, 1),
        TimeUnit::Day | TimeUnit::Days => days(1, 1),
        TimeUnit::Weeks => days(1, 7),
        TimeUnit::Months if exact => Span::new().try_months(whole(amount / TICKS)?).ok(),
        TimeUnit::Months => days(1, 30),
        TimeUnit::Years if exact => Span::new().try_years(whole(amount / TICKS)?).ok(),
        TimeUnit::Years => days(1, 365),
    };
    day.checked_add(span?).ok()
}

/// Ripeness, element by element in the order of the case; votes by day, then by analyst.
pub(super) fn ripeness(case: &Case) -> Vec<Element> {
    let mut found: Vec<Element> = Vec::new();
    for vote in &case.draft().ripeness {
        let party = vote.party.as_ref().and_then(|name| case.party_named(&name.value)).map(PartyId::index);
        let element = vote.element.value.as_str();
        let known = found.iter().position(|own| own.element == element && own.party == party);
        let at = known.unwrap_or_else(|| {
            let about = party.map_or(String::new(), |at| format!(".{}", case.parties()[at].name));
            let id = format!("shifts.ripeness.{element}{about}");
            found.push(Element { id, element: element.into(), party, votes: Vec::new(), basis: Basis::default() });
            found.len() - 1
        });
        found[at].basis.item(case, &vote.source, vote.marking.as_ref());
        found[at].votes.push(VoteFound {
            analyst: vote.analyst.value.clone(),
            vote: vote.vote.value,
            date: vote.date.value,
            evidence: vote.evidence.as_ref().map(|text| text.value.clone()),
            sources: vote.source.iter().map(|source| source.value.clone()).collect(),
        });
    }
    for own in &mut found {
        own.votes.sort_by(|one, two| (one.date.last, &one.analyst).cmp(&(two.date.last, &two.analyst)));
    }
    found
}
