//! The lens `rounds` as JSON. Rounds are counted from 1; values are on each party's own scale.

use crate::answers::{Asked, answer, basis_json, party};
use crate::rounds_metrics::{metrics, nine};
use crate::settlement::{package, share, worth};
use serde_json::{Map, Value, json};
use zopa_case::Case;
use zopa_lens::Run;
use zopa_lens::rounds::{DecidesFound, FanFound, MoveFound, Rounds, TrackFound, Transcript, WorthFound};

/// The lens `rounds` as an answer.
pub fn rounds_answer(case: &Case, run: &Run<Rounds>, asked: &Asked) -> Value {
    answer("rounds", case, run, rounds_findings(case, &run.findings), asked)
}

/// The findings of the lens `rounds`. `agreement` is the package agreed in most runs, `trace` the one run told.
pub fn rounds_findings(case: &Case, found: &Rounds) -> Value {
    let basis = basis_json(&found.basis);
    let told = Told { case, basis: &basis };
    let outcomes: Map<String, Value> =
        found.outcomes.iter().map(|own| (own.outcome.word().to_string(), share(&own.share))).collect();
    let agreement = found.agreements.first().map(|own| package(case, &own.package));
    json!({
        "missing": found.missing, "protocol": found.protocol, "facilitator": found.facilitator, "rounds": found.rounds, "runs": found.runs,
        "undecided": found.undecided, "unproved": found.unproved, "outcomes": outcomes, "agreement": agreement,
        "seats": list(&found.seats, |own| json!({"party": told.party(own.party), "strategies": own.strategies})),
        "tracks": list(&found.tracks, |own| told.track(own)),
        "told": list(&found.outcomes, |own| json!({
            "id": own.id, "outcome": own.outcome.word(), "share": share(&own.share), "sentence": own.sentence, "basis": basis,
        })),
        "agreed_in": found.agreed_in,
        "agreements": list(&found.agreements, |own| {
            json!({"package": package(case, &own.package), "share": share(&own.share)})
        }),
        "issues": list(&found.issues, |own| {
            let name = &case.issues()[own.issue].name;
            json!({
                "id": format!("rounds.issue.{name}"), "issue": name, "closed": share(&own.closed), "since": own.since,
                "basis": basis,
            })
        }),
        "worth": list(&found.worth, |own| told.worth(own)), "metrics": told.owned("rounds.metrics", metrics(case, &found.metrics)),
        "ratifiers": list(&found.ratifiers, |own| json!({
            "id": own.id, "ratifier": own.ratifier, "party": told.party(own.party), "rejects": share(&own.rejects),
            "sentence": own.sentence, "basis": basis,
        })),
        "fans": list(&found.fans, |own| told.fan(own)), "decides": list(&found.decides, |own| told.decides(own)),
        "trace": found.transcript.as_ref().map(|own| list(&own.moves, |step| told.step(step))),
        "transcript": found.transcript.as_ref().map(|own| told.transcript(own)), "sentence": found.sentence,
    })
}

fn list<T>(items: &[T], one: impl Fn(&T) -> Value) -> Value {
    Value::Array(items.iter().map(one).collect())
}

struct Told<'a> {
    case: &'a Case,
    /// What every finding rests on.
    basis: &'a Value,
}

impl Told<'_> {
    fn party(&self, at: usize) -> &str {
        party(self.case, at)
    }

    fn decides(&self, found: &DecidesFound) -> Value {
        let ways = list(&found.ways, |(way, own)| json!({"way": way, "share": share(own)}));
        json!({"id": found.id, "what": found.what, "ways": ways, "sentence": found.sentence, "basis": self.basis})
    }

    fn owned(&self, id: &str, mut found: Value) -> Value {
        found["id"] = json!(id);
        found["basis"] = self.basis.clone();
        found
    }

    fn track(&self, found: &TrackFound) -> Value {
        json!({
            "id": format!("rounds.track.{}", found.id), "track": found.id, "protocol": found.protocol,
            "facilitator": found.facilitator, "agreed": found.agreed,
            "parties": list(&found.parties, |at| json!(self.party(*at))), "basis": self.basis,
        })
    }

    fn worth(&self, found: &WorthFound) -> Value {
        json!({
            "id": format!("rounds.worth.{}", self.party(found.party)), "basis": self.basis,
            "party": self.party(found.party), "value": found.value.as_ref().map(worth),
            "agreed": found.agreed.as_ref().map(worth), "gains": found.gains.as_ref().map(share),
        })
    }

    fn fan(&self, found: &FanFound) -> Value {
        let rounds = list(&found.rounds, |(round, parts, n)| json!({"round": round, "parts": parts.map(nine), "n": n}));
        json!({
            "id": format!("rounds.fan.{}", self.party(found.party)), "party": self.party(found.party), "rounds": rounds,
            "basis": self.basis,
        })
    }

    fn transcript(&self, found: &Transcript) -> Value {
        let strategies: Map<String, Value> =
            found.strategies.iter().map(|(at, words)| (self.party(*at).to_string(), json!(words))).collect();
        json!({
            "run": found.run, "strategies": strategies, "outcome": found.outcome.map(|own| own.word()),
            "around": found.around, "sentence": found.sentence,
        })
    }

    fn step(&self, step: &MoveFound) -> Value {
        let values: Map<String, Value> =
            step.values.iter().map(|(at, value)| (self.party(*at).to_string(), json!(nine(*value)))).collect();
        json!({
            "round": step.round, "party": step.party.map_or("facilitator", |at| self.party(at)), "track": step.track, "answer": step.act,
            "offer": step.package.as_ref().map(|own| package(self.case, own)), "values": values,
        })
    }
}
