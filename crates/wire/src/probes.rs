//! The lens `probes` as JSON.

use crate::answers::{Asked, answer, basis_json, party};
use crate::rounds_metrics::nine;
use crate::settlement::{package, share};
use serde_json::{Map, Value, json};
use zopa_case::Case;
use zopa_lens::Run;
use zopa_lens::probes::{Answered, Believed, Estimate, Probe, Probes, Way};

/// The lens `probes` as an answer.
pub fn probes_answer(case: &Case, run: &Run<Probes>, asked: &Asked) -> Value {
    answer("probes", case, run, probes_findings(case, &run.findings), asked)
}

/// The findings of the lens `probes`. A `table` of `null` is to walk away.
pub fn probes_findings(case: &Case, found: &Probes) -> Value {
    let basis = basis_json(&found.basis);
    let decision = found.decision.as_ref().map(|own| {
        let switches: Vec<Value> = own
            .switches
            .iter()
            .enumerate()
            .map(|(at, own)| {
                json!({
                    "id": format!("probes.switch.{}", at + 1), "line": own.line, "at": nine(own.at), "now": nine(own.now),
                    "below": table(case, own.below.as_ref()), "above": table(case, own.above.as_ref()), "sentence": own.sentence,
                    "basis": basis,
                })
            })
            .collect();
        json!({
            "id": "probes.decision", "by": own.by, "table": table(case, own.table.as_ref()), "worth": estimate(&own.worth),
            "perfect": estimate(&own.perfect), "switches": switches, "basis": basis,
        })
    });
    json!({
        "missing": found.missing, "draws": found.draws, "effective": nine(found.effective), "exact": found.exact, "manner": found.manner,
        "decision": decision, "zone": believed(&found.zone), "entropy": nine(found.entropy), "candidates": found.candidates, "all_packages": found.all,
        "probes": found.probes.iter().map(|own| probe(case, own)).collect::<Vec<_>>(), "sentence": found.sentence, "basis": basis,
    })
}

fn table(case: &Case, own: Option<&Vec<usize>>) -> Value {
    own.map_or(Value::Null, |own| package(case, own))
}

fn estimate(own: &Estimate) -> Value {
    json!({"value": nine(own.value), "low": nine(own.low), "high": nine(own.high)})
}

fn believed(own: &Believed) -> Value {
    own.draws.as_ref().map_or_else(|| estimate(&own.share), share)
}

fn probe(case: &Case, own: &Probe) -> Value {
    let answers: Map<String, Value> =
        own.answers.iter().map(|own| (own.word.to_string(), answered(case, own))).collect();
    let way = |way: &Way| json!({"track": way.track, "title": way.title, "leaks": way.leaks.map(nine), "cost": nine(way.cost)});
    json!({
        "id": own.id, "rank": own.rank, "rank_taught": own.rank_taught, "package": package(case, &own.package), "named": own.named, "words": own.words,
        "party": party(case, own.party), "acceptable": believed(&own.acceptable), "answers": answers, "bits": estimate(&own.bits),
        "gain": estimate(&own.gain), "net": estimate(&own.net), "tracks": own.tracks.iter().map(way).collect::<Vec<_>>(),
        "sentence": own.sentence, "basis": basis_json(&own.basis),
    })
}

fn answered(case: &Case, own: &Answered) -> Value {
    let lines: Map<String, Value> = own.lines.iter().map(|(line, share)| (line.clone(), json!(nine(*share)))).collect();
    json!({
        "chance": nine(own.chance), "zone": own.zone.as_ref().map(believed), "acceptable": own.acceptable.as_ref().map(believed),
        "lines": lines, "table": table(case, own.table.as_ref()), "worth": own.worth.map(nine),
    })
}
