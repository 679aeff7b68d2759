//! Numbers and quantities in words.

use crate::share::Share;
use zopa_case::{Case, Number, PartyId};

/// The title of a party.
pub(super) fn party_title(case: &Case, party: usize) -> &str {
    &case.party(PartyId::new(party)).title
}

/// A share as a sentence has it.
pub(super) fn percent(share: &Share) -> String {
    share.in_words()
}

/// A number with three digits that say something.
pub(super) fn three_digits(value: f64) -> String {
    if value == 0.0 {
        return "0".into();
    }
    let mut decimals = 2usize;
    let mut size = value.abs();
    while size >= 10.0 && decimals > 0 {
        size /= 10.0;
        decimals -= 1;
    }
    while size < 1.0 && decimals < 9 {
        size *= 10.0;
        decimals += 1;
    }
    let text = format!("{value:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_string() } else { text }
}

/// A range of numbers that draws gave: three digits.
pub(super) fn between(low: Number, high: Number) -> String {
    let (low, high) = (three_digits(low.to_f64()), three_digits(high.to_f64()));
    if low == high { format!("about {low}") } else { format!("{low} to {high}") }
}

/// A quantity's path in words.
pub(super) fn quantity_title(case: &Case, path: &str) -> String {
    let parts: Vec<&str> = path.split('.').collect();
    let title = |name: &str| {
        case.parties().iter().find(|party| party.name == name).map_or_else(|| name.to_string(), |party| party.title.clone())
    };
    let issue = |name: &str| case.issues().iter().find(|issue| issue.name == name);
    match parts.as_slice() {
        ["preferences", party, "no deal"] => format!("no deal to {}", title(party)),
        ["preferences", party, "linkages", id] => format!("the linkage `{id}` of {}", title(party)),
        ["preferences", party, name, "weight"] => {
            let name = issue(name).map_or_else(|| (*name).to_string(), |issue| issue.title.clone());
            format!("the weight of {name} for {}", title(party))
        }
        ["preferences", party, name, option] => {
            let known = issue(name).map_or_else(|| (*name).to_string(), |issue| issue.title.clone());
            format!("the value of {option} ({known}) to {}", title(party))
        }
        ["lines", line, _] => format!("the line `{line}`"),
        _ => format!("`{path}`"),
    }
}
