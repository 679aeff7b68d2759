//! The metrics of runs as JSON, rounded to nine decimals.

use crate::answers::party;
use serde_json::{Map, Value, json};
use zopa_case::Case;
use zopa_lens::rounds::{MetricsFound, Spread, SpreadFound};

/// Distances by goal, social welfare, and advantages by party.
pub(crate) fn metrics(case: &Case, found: &MetricsFound) -> Value {
    let apart: Map<String, Value> = found
        .apart
        .iter()
        .map(|own| {
            let mut told = spreads(&own.spread);
            told["not_worked_out"] = json!(own.why_not);
            (own.goal.word().to_string(), told)
        })
        .collect();
    let advantages: Map<String, Value> =
        found.advantages.iter().map(|(at, own)| (party(case, *at).to_string(), spreads(own))).collect();
    json!({
        "discount": found.discount.word(), "distance": apart, "welfare": spreads(&found.welfare), "advantage": advantages,
    })
}

pub(crate) fn spreads(found: &SpreadFound) -> Value {
    json!({"all": found.all.as_ref().map(spread), "settled": found.settled.as_ref().map(spread)})
}

pub(crate) fn spread(own: &Spread) -> Value {
    json!({"parts": own.parts.map(nine), "mean": nine(own.mean), "n": own.n})
}

/// Rounded to nine decimals.
pub(crate) fn nine(value: f64) -> f64 {
    (value * 1e9).round() / 1e9 + 0.0
}
