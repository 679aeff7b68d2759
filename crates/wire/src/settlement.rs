//! The lens `settlement` as JSON.
//!
//! A package is an object `{issue: outcome}`, in the case's words. A value is a number on the party's own scale as
//! entered, or `{low, high}`; counts are strings, since they can pass 2^53; a share has no more digits than its
//! interval allows, with its ends rounded outwards and the counts it is made of beside it.

mod debrief;
mod home;
#[cfg(test)]
mod tests;

pub use debrief::{debrief_answer, debrief_findings};

use crate::answers::{Asked, answer, basis_json, issue, party};
use serde_json::{Map, Value, json};
use zopa_case::{Case, Number};
use zopa_lens::settlement::{
    AdjustedWinner, Candidate, Curve, Decider, Efficient, Improvement, Levers, PartyValues, Point, RiskLimits,
    Settlement, Size, Trade, Valued, Worth, Zone,
};
use zopa_lens::{Arithmetic, Run, Share};

/// The lens `settlement` as an answer.
pub fn settlement_answer(case: &Case, run: &Run<Settlement>, asked: &Asked) -> Value {
    answer("settlement", case, run, settlement_findings(case, &run.findings, run.arithmetic), asked)
}

/// The findings of the lens `settlement`; `header` is the arithmetic told once for all, repeated where it differs.
pub fn settlement_findings(case: &Case, found: &Settlement, header: Arithmetic) -> Value {
    let count = |count: &Option<num_bigint::BigUint>| count.as_ref().map(ToString::to_string);
    let points: Map<String, Value> = found
        .points
        .iter()
        .map(|point| (point.concept.word().to_string(), list(&point.packages, |chosen| valued(case, chosen))))
        .collect();
    json!({
        "id": found.zone.id, "packages": found.packages.to_string(), "logical": count(&found.logical),
        "admissible": count(&found.admissible), "draws": found.draws, "zone": zone(case, &found.zone, header),
        "parties": list(&found.parties, |known| of_party(case, known)),
        "efficient": efficient(case, &found.efficient, header), "points": points,
        "concepts": list(&found.points, |point| concept(case, point, header)),
        "candidates": list(&found.candidates, |candidate| of_candidate(case, candidate)),
        "decides": list(&found.decides, decider), "curves": list(&found.curves, |found| curve(case, found)),
        "trades": list(&found.trades, |found| trade(case, found)),
        "adjusted_winner": found.adjusted_winner.as_ref().map(|found| adjusted_winner(case, found)),
        "texts": list(&found.texts, |found| text(case, found)),
        "risk_limits": found.risk_limits.as_ref().map(|found| risk_limits(case, found)),
        "leverage": list(&found.leverage, |found| levers(case, found)),
        "home": home::home(case, &found.home, &found.at_home), "not_said": found.not_said,
    })
}

fn list<T>(items: &[T], one: impl Fn(&T) -> Value) -> Value {
    Value::Array(items.iter().map(one).collect())
}

/// A number as the shortest decimal that is it; past 15 digits the nearest that other programs can hold.
fn number(number: Number) -> Value {
    let text = number.to_string();
    match text.parse::<i64>() {
        Ok(whole) => json!(whole),
        Err(_) => json!(text.parse::<f64>().unwrap_or_else(|_| number.to_f64())),
    }
}

pub(crate) fn worth(worth: &Worth) -> Value {
    match worth {
        Worth::Point(value) => number(*value),
        Worth::Between(low, high) => json!({"low": number(*low), "high": number(*high)}),
    }
}

fn by_party<T>(case: &Case, all: &[(usize, T)], one: impl Fn(&T) -> Value) -> Value {
    Value::Object(all.iter().map(|(at, item)| (party(case, *at).to_string(), one(item))).collect())
}

pub(crate) fn package(case: &Case, outcomes: &[usize]) -> Value {
    let taken = case.issues().iter().zip(outcomes);
    Value::Object(taken.map(|(issue, at)| (issue.name.clone(), json!(issue.outcome_name(*at)))).collect())
}

fn valued(case: &Case, known: &Valued) -> Value {
    json!({"package": package(case, &known.package), "values": by_party(case, &known.values, worth)})
}

/// A share rounded to what its interval allows, the interval outwards, with the counts.
pub(crate) fn share(share: &Share) -> Value {
    let (low, high) = (share.low(), share.high());
    let decimals = share.digits() as usize + 2;
    // An interval ten points wide leaves tens of per cent, where they do not read as none or all.
    let coarse = |value: f64| (value * 10.0).round() / 10.0;
    let value = share.value().map(|value| match coarse(value) {
        tens if high - low >= 0.1 && tens > 0.0 && tens < 1.0 && (low..=high).contains(&tens) => tens,
        _ => rounded(value, decimals, f64::round),
    });
    json!({
        "value": value, "low": rounded(low, decimals, |scaled| (scaled + 1e-9).floor()),
        "high": rounded(high, decimals, |scaled| (scaled - 1e-9).ceil()), "n": share.n(), "hits": share.hits(),
        "undecided": share.undecided(),
    })
}

fn rounded(value: f64, decimals: usize, to_whole: impl Fn(f64) -> f64) -> f64 {
    let unit = 10_u64.pow(decimals as u32) as f64;
    // Adding zero turns a minus zero into zero.
    to_whole(value * unit) / unit + 0.0
}

/// Adds the arithmetic of a part where it differs from the header's.
fn told_apart(mut value: Value, own: Arithmetic, header: Arithmetic) -> Value {
    if let (true, Value::Object(object)) = (own != header, &mut value) {
        object.insert("arithmetic".into(), json!(own.word()));
    }
    value
}

fn zone(case: &Case, zone: &Zone, header: Arithmetic) -> Value {
    let size = zone.size.as_ref().map(|size| match size {
        Size::Exact(count) => told_apart(json!({"exact": count.to_string()}), Arithmetic::Exact, header),
        Size::Bounded(low, high) => {
            told_apart(json!({"low": low.to_string(), "high": high.to_string()}), Arithmetic::Bounded, header)
        }
        Size::Sampled(low, high, n) => {
            let size = json!({"low": low.to_string(), "high": high.to_string(), "n": n});
            told_apart(size, Arithmetic::Sampled, header)
        }
    });
    json!({
        "id": zone.id, "empty": zone.empty, "size": size, "share": zone.share.as_ref().map(share),
        "example": zone.example.as_ref().map(|example| valued(case, example)), "sentence": zone.sentence,
        "basis": basis_json(&zone.basis),
    })
}

fn of_party(case: &Case, known: &PartyValues) -> Value {
    let worth = |value: &Option<Worth>| value.as_ref().map(worth);
    json!({
        "party": party(case, known.party), "consents": known.consents, "scale": known.scale, "no_deal": known.no_deal,
        "missing": known.missing, "best": worth(&known.best), "worst": worth(&known.worst),
        "best_in_zone": worth(&known.best_in_zone), "worst_in_zone": worth(&known.worst_in_zone),
        "closes_alone": known.closes_alone.as_ref().map(share),
    })
}

fn efficient(case: &Case, found: &Efficient, header: Arithmetic) -> Value {
    let answer = json!({
        "vectors": found.vectors, "count": found.count.to_string(), "complete": found.complete,
        "epsilon": by_party(case, &found.epsilon, |epsilon| number(*epsilon)),
        "packages": list(&found.packages, |known| valued(case, known)), "why_not": found.why_not,
    });
    if found.complete || found.why_not.is_some() { answer } else { told_apart(answer, Arithmetic::Bounded, header) }
}

fn concept(case: &Case, point: &Point, header: Arithmetic) -> Value {
    let answer = json!({
        "id": point.id, "concept": point.concept.word(), "count": point.count.map(|count| count.to_string()),
        "depth": point.depth.as_ref().map(ToString::to_string), "proved": point.proved,
        "left_out": list(&point.left_out, |at| json!(party(case, *at))), "why_not": point.why_not, "note": point.note,
        "basis": basis_json(&point.basis),
    });
    if point.proved || point.why_not.is_some() { answer } else { told_apart(answer, Arithmetic::Bounded, header) }
}

fn of_candidate(case: &Case, candidate: &Candidate) -> Value {
    json!({
        "id": candidate.id, "named": candidate.named, "package": package(case, &candidate.valued.package),
        "values": by_party(case, &candidate.valued.values, worth), "in_zone": share(&candidate.in_zone),
        "efficient": candidate.efficient.as_ref().map(share), "nash": share(&candidate.nash),
        "acceptable": by_party(case, &candidate.acceptable, |answer| json!(answer.word())),
        "crosses": candidate.crosses, "basis": basis_json(&candidate.basis),
    })
}

fn decider(found: &Decider) -> Value {
    json!({
        "id": found.id, "path": found.path, "title": found.title, "thirds": [found.thirds.0, found.thirds.1],
        "low": share(&found.low), "high": share(&found.high), "sentence": found.sentence,
    })
}

fn curve(case: &Case, found: &Curve) -> Value {
    let range =
        |range: &Option<(Number, Number)>| range.map(|(low, high)| json!({"low": number(low), "high": number(high)}));
    json!({
        "id": found.id, "party": party(case, found.party),
        "points": list(&found.points, |(value, held)| json!({"no_deal": number(*value), "share": share(held)})),
        "entered": range(&found.entered), "half": range(&found.half), "sentence": found.sentence,
        "basis": basis_json(&found.basis),
    })
}

fn trade(case: &Case, found: &Trade) -> Value {
    json!({
        "id": found.id, "parties": [party(case, found.parties.0), party(case, found.parties.1)],
        "issues": [issue(case, found.issues.0), issue(case, found.issues.1)], "share": share(&found.share),
        "sentence": found.sentence,
    })
}

fn adjusted_winner(case: &Case, found: &AdjustedWinner) -> Value {
    let part = |(at, (above, below)): &(usize, (Number, Number))| json!({"issue": issue(case, *at), "numerator": number(*above), "denominator": number(*below)});
    let (one, two) = found.parties;
    json!({
        "id": found.id, "parties": [party(case, one), party(case, two)], "to_first": list(&found.to_first, part),
        "initial": {party(case, one): number(found.initial.0), party(case, two): number(found.initial.1)},
        "split": found.split.map(|at| issue(case, at)),
        "points": {party(case, one): number(found.points.0), party(case, two): number(found.points.1)},
        "why_not": found.why_not, "sentence": found.sentence,
    })
}

fn text(case: &Case, found: &Improvement) -> Value {
    json!({
        "id": found.id, "from": found.from, "steps": list(&found.steps, |step| valued(case, step)),
        "complete": found.complete, "sentence": found.sentence, "basis": basis_json(&found.basis),
    })
}

fn risk_limits(case: &Case, found: &RiskLimits) -> Value {
    let (one, two) = found.parties;
    json!({
        "id": found.id, "parties": [party(case, one), party(case, two)], "offers": [found.offers.0, found.offers.1],
        "limits": {party(case, one): found.limits.0.map(number), party(case, two): found.limits.1.map(number)},
        "concedes": found.concedes.map(|at| party(case, at)), "sentence": found.sentence,
        "basis": basis_json(&found.basis),
    })
}

fn levers(case: &Case, found: &Levers) -> Value {
    json!({
        "id": found.id, "levers": found.levers, "share": share(&found.share), "without": share(&found.without),
        "costs": by_party(case, &found.costs, worth), "lasts_with_pressure": found.lasts_with_pressure,
        "sentence": found.sentence, "basis": basis_json(&found.basis),
    })
}
