//! A debrief as JSON: the numbers scored by, what outcomes are held against, and every outcome.

use super::{by_party, concept, efficient, list, number, package, valued};
use crate::answers::{Asked, answer, basis_json, party};
use serde_json::{Map, Value, json};
use zopa_case::{Case, Number};
use zopa_lens::settlement::Size;
use zopa_lens::settlement::debrief::{Debrief, PartyScore, Scored};
use zopa_lens::{Arithmetic, Run};

/// A debrief as an answer.
pub fn debrief_answer(case: &Case, run: &Run<Debrief>, asked: &Asked) -> Value {
    answer("debrief", case, run, debrief_findings(case, &run.findings, run.arithmetic), asked)
}

/// The findings of a debrief; `header` is the arithmetic told once for all, repeated where it differs.
pub fn debrief_findings(case: &Case, found: &Debrief, header: Arithmetic) -> Value {
    let size = found.size.as_ref().map(|size| match size {
        Size::Exact(count) => json!({"exact": count.to_string()}),
        Size::Bounded(low, high) => json!({"low": low.to_string(), "high": high.to_string()}),
        Size::Sampled(low, high, n) => json!({"low": low.to_string(), "high": high.to_string(), "n": n}),
    });
    let summary = &found.summary;
    json!({
        "zone": {"empty": found.zone.map(|zone| !zone), "size": size, "sentence": found.sentence},
        "scoring": {"seed": found.scoring.seed, "draws": found.scoring.draws, "lines": found.scoring.lines,
            "parties": list(&found.scoring.parties, |own| scores(case, own))},
        "against": found.against.word(), "efficient": efficient(case, &found.efficient, header),
        "concepts": list(&found.points, |point| concept(case, point, header)),
        "outcomes": list(&found.outcomes, |own| outcome(case, own)),
        "summary": {"outcomes": summary.outcomes, "deals": summary.deals, "impossible": summary.impossible,
            "crossing": summary.crossing, "in_zone": summary.in_zone, "efficient": summary.efficient,
            "below": summary.below},
        "not_said": found.not_said,
    })
}

fn scores(case: &Case, own: &PartyScore) -> Value {
    let points: Map<String, Value> = case
        .issues()
        .iter()
        .zip(&own.points)
        .map(|(issue, points)| {
            let options = issue.options.iter().zip(points);
            let by_option: Map<String, Value> =
                options.map(|(option, points)| (option.name.clone(), number(*points))).collect();
            (issue.name.clone(), Value::Object(by_option))
        })
        .collect();
    let linkage = |(id, rule, value, alone): &(String, String, Number, bool)| json!({"id": id, "when": rule, "value": number(*value), "of_the_package_alone": alone});
    json!({
        "party": party(case, own.party), "consents": own.consents, "scale": own.scale, "missing": own.missing,
        "middle": own.middle, "grain": own.grain.map(number), "no_deal": own.no_deal.map(number), "points": points,
        "linkages": list(&own.linkages, linkage), "table": own.table,
        "worst": own.ends.map(|(worst, _)| number(worst)), "best": own.ends.map(|(_, best)| number(best)),
    })
}

fn outcome(case: &Case, own: &Scored) -> Value {
    let below: Vec<&str> = own.below.iter().map(|at| party(case, *at)).collect();
    let to_points: Map<String, Value> =
        own.to_points.iter().map(|(concept, distance)| (concept.word().to_string(), number(*distance))).collect();
    json!({
        "id": own.id, "group": own.label, "package": own.package.as_ref().map(|taken| package(case, taken)),
        "breaks": own.breaks, "crosses": own.crosses, "stopped_by": own.stopped_by,
        "values": by_party(case, &own.values, |value| number(*value)),
        "gains": by_party(case, &own.gains, |value| number(*value)), "below": below, "in_zone": own.in_zone,
        "efficient": own.efficient, "better": own.better.as_ref().map(|better| valued(case, better)),
        "distance": own.distance.map(number), "to_points": to_points, "basis": basis_json(&own.basis),
    })
}
