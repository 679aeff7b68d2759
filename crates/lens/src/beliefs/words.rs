//! The lens in sentences.

use super::Settings;
use super::evidence::Heard;
use super::findings::{Beliefs, PartyBelief, Piece};
use crate::phrase::{counted, list};
use crate::worth::three_digits;
use zopa_case::Case;

pub(super) fn cannot(missing: &[String]) -> String {
    match missing {
        [] => "It was stopped before anything could be said.".into(),
        missing => format!("Could not say what the talks revealed: the case would need {}.", list(missing, "and")),
    }
}

pub(super) fn manner(settings: &Settings) -> Vec<String> {
    let between = |(low, high): (f64, f64)| match low == high {
        true => three_digits(low),
        false => format!("{} to {}", three_digits(low), three_digits(high)),
    };
    vec![
        format!(
            "A yes becomes likely as the gain over no deal grows: a {} curve of scale {} of the party's scale; of would-be \
             yeses {} are a no for show.",
            settings.link.word(),
            between(settings.scale),
            between(settings.bluff)
        ),
        format!(
            "Of would-be yeses {} are silence, of would-be noes {}; a \u{201c}but\u{201d} is a no relied on half as far.",
            three_digits(settings.silent.0),
            three_digits(settings.silent.1)
        ),
        format!(
            "Offers follow a concession curve of beta {} down to no deal, spread by {} from worst to best; at the last offer {} of \
             the time has passed.",
            between(settings.beta),
            between(settings.spread),
            between(settings.elapsed)
        ),
        format!(
            "What crosses an own line that is real gets a yes by a slip only ({}); issues that a text leaves open are filled evenly.",
            three_digits(settings.slip)
        ),
    ]
}

pub(super) fn piece(own: &Heard) -> Piece {
    Piece {
        id: own.id.clone(),
        party: own.party.index(),
        day: own.date.in_words(),
        words: own.words.clone(),
        grade: own.grade.map(|grade| grade.to_string()),
        reliability: own.reliability,
        open: own.open,
    }
}

pub(super) fn quantity(case: &Case, path: &str) -> String {
    let parts: Vec<&str> = path.split('.').collect();
    let title = |name: &str| {
        let known = case.parties().iter().find(|party| party.name == name);
        known.map_or_else(|| name.to_string(), |party| party.title.clone())
    };
    let issue = |name: &str| {
        let known = case.issues().iter().find(|issue| issue.name == name);
        known.map_or_else(|| name.to_string(), |issue| issue.title.clone())
    };
    match parts.as_slice() {
        ["preferences", party, "no deal"] => format!("no deal to {}", title(party)),
        ["preferences", party, "linkages", id] => format!("the linkage `{id}` of {}", title(party)),
        ["preferences", party, name, "weight"] => format!("the weight of {} for {}", issue(name), title(party)),
        ["preferences", party, name, option] => format!("the value of {option} ({}) to {}", issue(name), title(party)),
        ["lines", line, _] => format!("the line `{line}` is real"),
        ["beliefs", party, "scale"] => format!("how noisy the answers of {} are", title(party)),
        ["beliefs", party, "bluff"] => format!("how often a yes of {} is a no for show", title(party)),
        ["beliefs", party, "beta"] => format!("how early {} concedes (beta)", title(party)),
        _ => format!("`{path}`"),
    }
}

pub(super) fn party(case: &Case, own: &PartyBelief) -> String {
    let title = &case.parties()[own.party].title;
    let pieces = counted(own.pieces, "piece of evidence", "pieces of evidence");
    if own.contradicted {
        return format!(
            "The evidence on {title} contradicts all draws: nothing is learned, what is entered should be looked at."
        );
    }
    if own.thin {
        return format!(
            "On {title} too few draws carry the weight ({} of equal worth): no estimate is told; more draws may help.",
            three_digits(own.effective)
        );
    }
    match own.quantities.first() {
        Some(most) => format!(
            "{pieces} on {title}; most moved {}: {} % of what was believed lies elsewhere now.",
            most.title,
            (most.moved * 100.0).round()
        ),
        None => format!("{pieces} on {title}, of which no number is uncertain."),
    }
}

pub(super) fn sentence(found: &Beliefs) -> String {
    let mut said = match found.parties.as_slice() {
        [] => "No evidence is about a party with values.".to_string(),
        own => own.iter().map(|own| own.sentence.clone()).collect::<Vec<_>>().join(" "),
    };
    if found.zone.is_none() && found.parties.iter().any(|own| own.thin || own.contradicted) {
        said += " So what all of it makes of the zone cannot be told.";
    }
    if let Some((before, after)) = &found.zone {
        said += &format!(" Before, {} had a zone; after, {}.", before.of_draws(), after.of_draws());
    }
    said
}
