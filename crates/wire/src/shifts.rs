//! The lens `shifts` as JSON. Levels and moves are in the units of drivers; costs are parts of their ranges.

use crate::answers::{Asked, answer, basis_json, party};
use crate::rounds_metrics::nine;
use crate::settlement::share;
use serde_json::{Value, json};
use zopa_case::draft::Vote;
use zopa_case::{Case, Number};
use zopa_lens::Run;
use zopa_lens::shifts::{
    Cheapest, DecidesFound, Deciding, DriverFound, Element, Estimate, PairFound, Region, Shifts, Tipping, War,
};

/// The lens `shifts` as an answer.
pub fn shifts_answer(case: &Case, run: &Run<Shifts>, asked: &Asked) -> Value {
    answer("shifts", case, run, shifts_findings(case, &run.findings), asked)
}

/// The findings of the lens `shifts`. Where nothing is uncertain shares are of one draw, and exact.
pub fn shifts_findings(case: &Case, found: &Shifts) -> Value {
    let basis = basis_json(&found.basis);
    json!({
        "missing": found.missing, "level": found.level, "draws": found.draws, "certain": found.certain,
        "today": {"id": "shifts.today", "share": share(&found.today), "basis": basis},
        "drivers": list(&found.drivers, driver),
        "pairs": list(&found.pairs, |own| pair(own, &basis)),
        "scenarios": list(&found.scenarios, |own| json!({
            "id": own.id, "scenario": own.scenario, "title": own.title, "share": own.share.as_ref().map(share),
            "sentence": own.sentence, "basis": basis,
        })),
        "decides": found.decides.as_ref().map(|own| decides(own, &basis)),
        "tornado": list(&found.tornado, |own| json!({
            "id": own.id, "path": own.path, "title": own.title, "ends": [own.ends.0, own.ends.1], "low": share(&own.low),
            "high": share(&own.high), "apart": own.apart, "basis": basis,
        })),
        "region": found.region.as_ref().map(|own| region(own, &basis)),
        "war": list(&found.war, |own| war(case, own)), "ripeness": list(&found.ripeness, |own| element(case, own)),
        "sentence": found.sentence,
    })
}

fn list<T>(items: &[T], one: impl Fn(&T) -> Value) -> Value {
    Value::Array(items.iter().map(one).collect())
}

fn number(number: Number) -> Value {
    json!(number.to_f64())
}

fn ends(ends: (Number, Number)) -> Value {
    json!([ends.0.to_f64(), ends.1.to_f64()])
}

fn driver(own: &DriverFound) -> Value {
    json!({
        "id": own.id, "driver": own.driver, "title": own.title, "unit": own.unit, "today": own.today.map(ends),
        "range": own.range.map(ends), "looked_at": own.looked_at.map(|day| day.to_string()), "stale": own.stale, "looked": own.looked,
        "effects": own.effects, "coarse": own.coarse,
        "curve": list(&own.curve, |(level, own)| json!({"level": number(*level), "share": share(own)})),
        "tipping": list(&own.tipping, tipping), "sentence": own.sentence, "basis": basis_json(&own.basis),
    })
}

fn tipping(own: &Tipping) -> Value {
    json!({
        "up": own.up, "opens": own.opens, "at": number(own.at), "after": number(own.after), "by": number(own.by),
        "cost": nine(own.cost), "between": [own.between.0.map(number), own.between.1.map(number)], "share": share(&own.share),
    })
}

fn pair(own: &PairFound, basis: &Value) -> Value {
    let rows = own.levels.1.len().max(1);
    let shares: Vec<Value> = own.shares.chunks(rows).map(|row| list(row, share)).collect();
    json!({
        "id": own.id, "drivers": [own.drivers.0, own.drivers.1],
        "levels": [list(&own.levels.0, |level| number(*level)), list(&own.levels.1, |level| number(*level))],
        "shares": shares, "coarse": own.coarse, "cheapest": own.cheapest.as_ref().map(cheapest), "sentence": own.sentence,
        "basis": basis,
    })
}

fn cheapest(own: &Cheapest) -> Value {
    json!({
        "at": ends(own.at), "by": ends(own.by), "cost": nine(own.cost), "sure": own.sure.map(nine), "share": share(&own.share),
    })
}

fn decides(own: &Deciding, basis: &Value) -> Value {
    json!({
        "id": "shifts.decides", "rows": own.rows, "undecided": own.undecided, "share": share(&own.share),
        "quantities": list(&own.quantities, |own| quantity(own, basis)), "sentence": own.sentence, "basis": basis,
    })
}

fn quantity(own: &DecidesFound, basis: &Value) -> Value {
    json!({
        "id": own.id, "path": own.path, "title": own.title, "first": estimate(&own.first), "total": estimate(&own.total),
        "verdict": own.verdict.word(), "basis": basis,
    })
}

fn estimate(own: &Estimate) -> Value {
    json!({"value": nine(own.value), "low": nine(own.low), "high": nine(own.high)})
}

fn region(own: &Region, basis: &Value) -> Value {
    json!({
        "id": "shifts.region", "conditions": own.conditions, "inside": share(&own.inside), "outside": share(&own.outside),
        "learnt_on": own.learnt_on, "sentence": own.sentence, "basis": basis,
    })
}

fn war(case: &Case, own: &War) -> Value {
    let who = |at: usize| party(case, at).to_string();
    let cuts = own.cuts.as_ref().map(|cuts| {
        let issue = &case.issues()[cuts.issue];
        let payment = |(option, short, by): &(usize, usize, Number)| {
            let other = if *short == own.parties.0 { own.parties.1 } else { own.parties.0 };
            json!({"option": issue.options[*option].name, "to": who(*short), "from": who(other), "by": number(*by)})
        };
        json!({
            "issue": issue.name,
            "inside": list(&cuts.inside, |(option, share)| json!({"option": issue.options[*option].name, "share": number(*share)})),
            "payments": list(&cuts.payments, payment),
        })
    });
    let offer =
        own.offer.as_ref().map(|own| json!({"by": who(own.by), "asks": number(own.asks), "war": nine(own.war)}));
    let commitment = own.commitment.as_ref().map(
        |own| json!({"rises": who(own.rises), "gains": ends(own.gains), "costs": ends(own.costs), "war": own.war}),
    );
    json!({
        "id": own.id, "power": own.power, "by": own.by, "parties": [who(own.parties.0), who(own.parties.1)], "missing": own.missing,
        "floor": own.floor.map(ends), "ceiling": own.ceiling.map(ends), "range": own.range, "cuts": cuts, "offer": offer,
        "commitment": commitment, "sentences": own.sentences, "basis": basis_json(&own.basis),
    })
}

fn element(case: &Case, own: &Element) -> Value {
    let vote = |vote: Vote| match vote {
        Vote::Present => "present",
        Vote::Absent => "absent",
        Vote::Unclear => "unclear",
    };
    json!({
        "id": own.id, "element": own.element, "party": own.party.map(|at| party(case, at)),
        "votes": list(&own.votes, |own| json!({
            "analyst": own.analyst, "vote": vote(own.vote), "date": own.date.to_string(), "evidence": own.evidence, "sources": own.sources,
        })),
        "basis": basis_json(&own.basis),
    })
}
