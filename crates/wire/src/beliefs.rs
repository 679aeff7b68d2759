//! The lens `beliefs` as JSON.

use crate::answers::{Asked, answer, basis_json, party};
use crate::rounds_metrics::nine;
use crate::settlement::share;
use serde_json::{Map, Value, json};
use zopa_case::Case;
use zopa_lens::Run;
use zopa_lens::beliefs::{Beliefs, PartyBelief, QuantityBelief};

/// The lens `beliefs` as an answer.
pub fn beliefs_answer(case: &Case, run: &Run<Beliefs>, asked: &Asked) -> Value {
    answer("beliefs", case, run, beliefs_findings(case, &run.findings), asked)
}

/// The findings of the lens `beliefs`. Ranges are the 5th, 50th and 95th of a hundred; `null` in `estimate` says that none is told.
pub fn beliefs_findings(case: &Case, found: &Beliefs) -> Value {
    let basis = basis_json(&found.basis);
    let evidence: Vec<Value> = found
        .evidence
        .iter()
        .map(|own| {
            json!({
                "id": own.id, "party": party(case, own.party), "date": own.day, "what": own.words, "grade": own.grade,
                "reliability": nine(own.reliability), "open_issues": own.open,
            })
        })
        .collect();
    let zone = found.zone.as_ref().map(
        |(before, after)| json!({"id": "beliefs.zone", "before": share(before), "after": share(after), "basis": basis}),
    );
    json!({
        "missing": found.missing, "draws": found.draws, "manner": found.manner, "left_out": found.left_out, "evidence": evidence,
        "parties": found.parties.iter().map(|own| belief(case, own, &basis)).collect::<Vec<_>>(), "zone": zone,
        "sentence": found.sentence, "basis": basis,
    })
}

fn belief(case: &Case, own: &PartyBelief, basis: &Value) -> Value {
    let quantities: Map<String, Value> =
        own.quantities.iter().map(|own| (own.path.clone(), quantity(own, basis))).collect();
    let timeline: Vec<Value> = own
        .timeline
        .iter()
        .map(|own| {
            json!({
                "date": own.day, "pieces": own.pieces, "effective": nine(own.effective), "no_deal": own.no_deal.map(|ends| ends.map(nine)),
            })
        })
        .collect();
    json!({
        "party": party(case, own.party), "pieces": own.pieces, "effective": nine(own.effective), "contradicted": own.contradicted,
        "thin": own.thin, "quantities": quantities, "timeline": timeline, "sentence": own.sentence,
    })
}

fn quantity(own: &QuantityBelief, basis: &Value) -> Value {
    let ends = |own: [f64; 3]| own.map(nine);
    let most = own.most_by.as_ref().map(|(piece, middle)| json!({"evidence": piece, "middle_without": nine(*middle)}));
    json!({
        "id": own.id, "title": own.title, "kind": if own.share { "share" } else { "number" }, "prior": ends(own.prior),
        "posterior": ends(own.posterior), "moved": nine(own.moved), "estimate": own.estimate.then(|| nine(own.posterior[1])),
        "most_by": most, "basis": basis,
    })
}
