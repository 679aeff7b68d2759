//! The lens `rounds` as JSON. Rounds are counted from 1; values are on each party's own scale.

use crate::answers::{Asked, answer, party};
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
    let told = Told { case };
    let outcomes: Map<String, Value> =
        found.outcomes.iter().map(|own| (own.outcome.word().to_string(), share(&own.share))).collect();
    let agreement = found.agreements.first().map(|own| package(case, &own.package));
    json!({
        "missing": found.missing, "protocol": found.protocol, "facilitator": found.facilitator, "rounds": found.rounds, "runs": found.runs,
        "undecided": found.undecided, "unproved": found.unproved, "outcomes": outcomes, "agreement": agreement,
        "seats": list(&found.seats, |own| json!({"party": told.party(own.party), "strategies": own.strategies})),
        "tracks": list(&found.tracks, |own| told.track(own)),
        "told": list(&found.outcomes, |own| json!({
            "id": own.id, "outcome": own.outcome.word(), "share": share(&own.share), "sentence": own.sentence,
        })),
        "agreed_in": found.agreed_in,
        "agreements": list(&found.agreements, |own| {
            json!({"package": package(case, &own.package), "share": share(&own.share)})
        }),
        "issues": list(&found.issues, |own| json!({
            "issue": case.issues()[own.issue].name, "closed": share(&own.closed), "since": own.since,
        })),
        "worth": list(&found.worth, |own| told.worth(own)), "fans": list(&found.fans, |own| told.fan(own)),
        "decides": list(&found.decides, decides),
        "trace": found.transcript.as_ref().map(|own| list(&own.moves, |step| told.step(step))),
        "transcript": found.transcript.as_ref().map(|own| told.transcript(own)), "sentence": found.sentence,
    })
}

fn list<T>(items: &[T], one: impl Fn(&T) -> Value) -> Value {
    Value::Array(items.iter().map(one).collect())
}

fn decides(found: &DecidesFound) -> Value {
    let ways = list(&found.ways, |(way, own)| json!({"way": way, "share": share(own)}));
    json!({"what": found.what, "ways": ways, "sentence": found.sentence})
}

struct Told<'a> {
    case: &'a Case,
}

impl Told<'_> {
    fn party(&self, at: usize) -> &str {
        party(self.case, at)
    }

    fn track(&self, found: &TrackFound) -> Value {
        json!({
            "track": found.id, "protocol": found.protocol, "facilitator": found.facilitator, "agreed": found.agreed,
            "parties": list(&found.parties, |at| json!(self.party(*at))),
        })
    }

    fn worth(&self, found: &WorthFound) -> Value {
        json!({
            "party": self.party(found.party), "value": found.value.as_ref().map(worth),
            "agreed": found.agreed.as_ref().map(worth), "gains": found.gains.as_ref().map(share),
        })
    }

    fn fan(&self, found: &FanFound) -> Value {
        let rounds = list(&found.rounds, |(round, parts, n)| json!({"round": round, "parts": parts.map(nine), "n": n}));
        json!({"party": self.party(found.party), "rounds": rounds})
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

/// Rounded to nine decimals: ticks are finer than that.
fn nine(value: f64) -> f64 {
    (value * 1e9).round() / 1e9 + 0.0
}
