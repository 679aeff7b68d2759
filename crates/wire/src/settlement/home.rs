//! What ratifiers and mandates let through, as JSON.

use super::{list, number, package, share};
use crate::answers::{basis_json, issue, party};
use serde_json::{Value, json};
use zopa_case::{Case, Number, Truth};
use zopa_lens::Share;
use zopa_lens::settlement::home::{
    FactionHome, Home, HomeFindings, Interval, Joint, Mandated, Passing, Polled, Support, Sweetened, Sweetener,
};

/// The findings on ratifiers, with the shares of draws in which a package of the zone passes them all.
pub(super) fn home(case: &Case, found: &HomeFindings, in_draws: &Option<[Share; 2]>) -> Value {
    json!({
        "admissible": found.admissible.as_ref().map(ToString::to_string),
        "zone_passes": in_draws.as_ref().map(|[certain, possible]| json!({"certain": share(certain), "possible": share(possible)})),
        "joint": found.joint.as_ref().map(|own| joint(case, own)),
        "ratifiers": list(&found.ratifiers, |own| ratifier(case, own)),
        "mandates": list(&found.mandates, |own| mandate(case, own)), "warnings": found.warnings,
    })
}

fn passing(passing: &Option<Passing>) -> Option<Value> {
    let passing = passing.as_ref()?;
    Some(json!({"certain": passing.certain.to_string(), "possible": passing.possible.to_string()}))
}

fn ends((low, high): (Number, Number)) -> Value {
    if low == high { number(low) } else { json!({"low": number(low), "high": number(high)}) }
}

fn joint(case: &Case, own: &Joint) -> Value {
    json!({
        "id": own.id, "ratifiers": own.ratifiers, "left_out": own.left_out, "passes": passing(&own.passes),
        "example": own.example.as_ref().map(|example| package(case, example)), "sentence": own.sentence,
        "basis": basis_json(&own.basis),
    })
}

fn ratifier(case: &Case, own: &Home) -> Value {
    json!({
        "id": own.id, "ratifier": own.ratifier, "title": own.title, "party": party(case, own.party),
        "consents": own.consents, "rule": zopa_case::decode::Word::word(&own.rule), "threshold": own.threshold.map(ends),
        "about": own.about, "needs": own.needs, "asked": passing(&own.asked), "passes": passing(&own.passes),
        "empty": own.empty, "factions": list(&own.factions, faction), "polls": list(&own.polls, poll),
        "sweeteners": list(&own.sweeteners, |sweetened| sweetener(case, sweetened)), "sentence": own.sentence,
        "basis": basis_json(&own.basis),
    })
}

fn faction(own: &FactionHome) -> Value {
    json!({
        "faction": own.faction, "title": own.title, "weight": ends(own.weight), "accepts": own.accepts,
        "accepted": passing(&own.accepted), "without": passing(&own.without), "empties": own.empties,
        "decisive": own.decisive, "sentence": own.sentence,
    })
}

fn poll(own: &Polled) -> Value {
    json!({
        "id": own.id, "poll": own.poll, "fit": zopa_case::decode::Word::word(&own.fit), "asks": own.asks,
        "wording": own.wording, "date": own.date, "asked": own.asked, "support": own.support.as_ref().map(support),
        "covers": own.covers.as_ref().map(ToString::to_string), "says": truth(own.says()), "sentence": own.sentence,
        "basis": basis_json(&own.basis),
    })
}

/// Shares of a poll, in thousandths: no poll knows more.
fn support(own: &Support) -> Value {
    let thousandths = |share: f64| (share * 1_000.0).round() / 1_000.0 + 0.0;
    let range = |(low, high): (f64, f64)| json!({"low": thousandths(low), "high": thousandths(high)});
    let interval = match own.interval {
        Interval::Quoted(margin) => json!({"quoted_margin": number(margin)}),
        Interval::Wilson => json!("wilson"),
    };
    json!({
        "share": range(own.share), "sampled": range(own.sampled), "interval": interval,
        "of_decided": own.of_decided.map(range), "with_undecided": range(own.with_undecided),
        "unlisted": thousandths(own.unlisted), "threshold": range(own.threshold),
        "threshold_assumed": own.threshold_assumed, "reach": own.reach.word(), "sampling_chance": own.chance.map(range),
    })
}

fn sweetener(case: &Case, own: &Sweetened) -> Value {
    let way = |way: &Sweetener| {
        let changed = list(&way.changed, |at| json!(issue(case, *at)));
        json!({"package": package(case, &way.package), "changed": changed})
    };
    json!({
        "id": own.id, "package": own.package, "passes": truth(own.passes), "for_lines": own.for_lines,
        "ways": list(&own.ways, way), "complete": own.complete, "sentence": own.sentence, "basis": basis_json(&own.basis),
    })
}

fn mandate(case: &Case, own: &Mandated) -> Value {
    json!({
        "id": own.id, "mandate": own.mandate, "party": party(case, own.party), "within": own.within, "from": own.from,
        "until": own.until, "in_force": own.in_force, "outside": own.outside.as_ref().map(ToString::to_string),
        "example": own.example.as_ref().map(|example| package(case, example)), "sentence": own.sentence,
        "basis": basis_json(&own.basis),
    })
}

/// Yes, no, or not known.
fn truth(truth: Truth) -> Option<bool> {
    match truth {
        Truth::Yes => Some(true),
        Truth::No => Some(false),
        Truth::Unknown => None,
    }
}
