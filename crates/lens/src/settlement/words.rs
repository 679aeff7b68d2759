//! Numbers and quantities in words.

use crate::share::Share;
use zopa_case::{Case, PartyId};

/// The title of a party.
pub(super) fn party_title(case: &Case, party: usize) -> &str {
    &case.party(PartyId::new(party)).title
}

/// A share as the subject of a sentence.
pub(super) fn percent(share: &Share) -> String {
    share.of_draws()
}

pub(super) use crate::worth::three_digits;

/// A quantity's path in words.
pub(super) fn quantity_title(case: &Case, path: &str) -> String {
    let parts: Vec<&str> = path.split('.').collect();
    let title = |name: &str| {
        case.parties()
            .iter()
            .find(|party| party.name == name)
            .map_or_else(|| name.to_string(), |party| party.title.clone())
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
