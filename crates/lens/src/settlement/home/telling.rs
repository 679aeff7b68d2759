//! Words for the sentences of this part.

use super::findings::Passing;
use num_bigint::BigUint;
use zopa_case::{Case, IssueId};

/// A count with commas between thousands.
pub(super) fn counted(count: &BigUint) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A part of a whole in per cent, to one decimal; what is neither none nor all never reads so.
pub(super) fn per_cent(part: &BigUint, whole: &BigUint) -> String {
    if *whole == BigUint::ZERO {
        return "none".into();
    }
    let tenths: BigUint = (part * 2_000u32 + whole) / (whole * 2u32);
    match () {
        () if *part == BigUint::ZERO => "0 %".into(),
        () if part == whole => "100 %".into(),
        () if tenths == BigUint::ZERO => "under 0.1 %".into(),
        () if tenths == BigUint::from(1_000u32) => "over 99.9 %".into(),
        () => {
            let (whole, tenth) = (&tenths / 10u32, &tenths % 10u32);
            if tenth == BigUint::ZERO { format!("{whole} %") } else { format!("{whole}.{tenth} %") }
        }
    }
}

/// `3 (12 %)`, or `3 for certain and 5 possibly (12 % to 20 %)`.
pub(super) fn passing(passing: &Passing, of: &BigUint) -> String {
    let (certain, possible) = (&passing.certain, &passing.possible);
    if certain == possible {
        return format!("{} ({})", counted(certain), per_cent(certain, of));
    }
    let shares = format!("{} to {}", per_cent(certain, of), per_cent(possible, of));
    format!("{} for certain and {} possibly ({shares})", counted(certain), counted(possible))
}

/// `Issue: outcome; Issue: outcome` for the issues named.
pub(super) fn terms(case: &Case, package: &[usize], issues: impl IntoIterator<Item = IssueId>) -> String {
    let told: Vec<String> = issues
        .into_iter()
        .map(|issue| {
            let known = case.issue(issue);
            let outcome = package.get(issue.index()).map(|at| known.outcome_name(*at)).unwrap_or_default();
            format!("{}: {outcome}", known.title)
        })
        .collect();
    told.join("; ")
}

/// `one`, `one and two`, `one, two and three`.
pub(super) fn and_list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_string(),
        [start @ .., last] => format!("{} and {last}", start.join(", ")),
    }
}
