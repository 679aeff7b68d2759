//! What blocks with values, as JSON.

use crate::answers::{basis_json, party};
use crate::settlement::{package as package_json, share, worth};
use serde_json::{Map, Value, json};
use zopa_case::Case;
use zopa_lens::blockers::{Shortfall, Soft, WithValues};

/// The part of the answer that rests on values; null without.
pub(crate) fn with_values(case: &Case, found: Option<&WithValues>) -> Value {
    let Some(found) = found else { return Value::Null };
    let soft = |soft: &Soft| json!({"kind": soft.kind.word(), "id": soft.id, "party": party(case, soft.party), "what": soft.what});
    let lift = |own: &Soft, by: &[Shortfall]| {
        let mut value = soft(own);
        let fall = by.iter().find(|fall| fall.party == own.party && own.kind.word() == "no-deal");
        if let (Value::Object(object), Some(fall)) = (&mut value, fall) {
            object.insert("by".into(), worth(&fall.by));
        }
        value
    };
    let package = |outcomes: &Vec<usize>| package_json(case, outcomes);
    let sets: Vec<Value> = found
        .blocking_sets
        .iter()
        .map(|set| {
            json!({
                "id": set.id, "constraints": set.constraints.iter().map(soft).collect::<Vec<_>>(), "share": share(&set.share),
                "sentence": set.sentence, "basis": basis_json(&set.basis),
            })
        })
        .collect();
    let openings: Vec<Value> = found
        .openings
        .iter()
        .map(|own| {
            json!({
                "id": own.id, "lift": own.lift.iter().map(|soft| lift(soft, &own.by)).collect::<Vec<_>>(),
                "opens": own.opens.as_ref().map(ToString::to_string), "example": own.example.as_ref().map(package),
                "share": share(&own.share), "sentence": own.sentence, "basis": basis_json(&own.basis),
            })
        })
        .collect();
    let least = found.least_change.as_ref().map(|own| {
        let short: Map<String, Value> =
            own.short.iter().map(|fall| (party(case, fall.party).to_string(), worth(&fall.by))).collect();
        json!({"id": own.id, "package": package(&own.package), "short": short, "sentence": own.sentence, "basis": basis_json(&own.basis)})
    });
    let dilution = found.dilution.as_ref().map(|own| {
        let lines: Vec<Value> = own.lines.iter().map(|(id, own)| json!({"id": id, "share": share(own)})).collect();
        json!({
            "id": own.id, "package": own.package.as_ref().map(package), "share": share(&own.share), "lines": lines,
            "sentence": own.sentence, "basis": basis_json(&own.basis),
        })
    });
    json!({
        "id": found.id, "n": found.n, "arithmetic": if found.certain { "exact" } else { "sampled" }, "stop": found.stop.word(),
        "complete": found.complete, "blocked": share(&found.blocked), "sentence": found.sentence,
        "blocking_sets": sets, "blocking_sets_total": found.sets_in_all, "openings": openings,
        "openings_total": found.openings_in_all,
        "no_opening_without": found.no_opening_without.iter().map(|set| set.iter().map(soft).collect::<Vec<_>>()).collect::<Vec<_>>(),
        "least_change": least, "dilution": dilution, "basis": basis_json(&found.basis),
    })
}
