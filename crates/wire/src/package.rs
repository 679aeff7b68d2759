//! One package looked at, as JSON.

use crate::answers::{Asked, answer, basis_json, party};
use crate::settlement::{share, worth};
use serde_json::{Map, Value, json};
use zopa_case::{Case, Truth};
use zopa_lens::Run;
use zopa_lens::settlement::{LineLook, Look, PartyLook, SaidOn};

/// A package looked at, as an answer.
pub fn package_answer(case: &Case, run: &Run<Look>, asked: &Asked) -> Value {
    answer("package", case, run, package_findings(case, &run.findings), asked)
}

/// What is found of a package. `package` has the issues that are fixed; `crossed` of a line is `yes` or, where it hangs on
/// what is open or on events, `unknown`.
pub fn package_findings(case: &Case, found: &Look) -> Value {
    let fixed = found.package.iter().zip(case.issues());
    let package: Map<String, Value> =
        fixed.filter_map(|(at, issue)| Some((issue.name.clone(), json!(issue.outcome_name((*at)?))))).collect();
    let rules = |all: &[(String, String)]| -> Vec<Value> {
        all.iter().map(|(name, text)| json!({"rule": name, "text": text})).collect()
    };
    let said = |own: &SaidOn| {
        let by: Map<String, Value> =
            own.by.iter().map(|(at, said)| (party(case, *at).to_string(), json!(said.word()))).collect();
        let issue = &case.issues()[own.issue];
        json!({
            "id": own.id, "issue": issue.name, "option": issue.outcome_name(own.outcome), "by": by,
            "basis": basis_json(&own.basis),
        })
    };
    let line = |own: &LineLook| {
        let known = case.line(own.line);
        json!({
            "id": own.id, "line": known.name, "party": party(case, known.party.index()), "text": known.text,
            "crossed": if own.crossed == Truth::Yes { "yes" } else { "unknown" }, "not_for_trade": known.not_for_trade,
            "basis": basis_json(&own.basis),
        })
    };
    let of_party = |own: &PartyLook| {
        json!({
            "id": own.id, "party": party(case, own.entered.party), "consents": own.entered.consents, "scale": own.entered.scale,
            "worth": own.worth.as_ref().map(worth), "no_deal": own.no_deal.as_ref().map(worth),
            "short": own.short.as_ref().map(share), "by": own.by.as_ref().map(worth),
            "acceptable": own.acceptable.map(|known| known.word()), "missing": own.entered.missing,
            "basis": basis_json(&own.basis),
        })
    };
    json!({
        "package": package, "breaks": rules(&found.breaks), "open_rules": rules(&found.open_rules),
        "issues": found.said.iter().map(said).collect::<Vec<_>>(), "lines": found.lines.iter().map(line).collect::<Vec<_>>(),
        "parties": found.parties.iter().map(of_party).collect::<Vec<_>>(), "in_zone": found.in_zone.as_ref().map(share),
        "draws": found.draws, "missing": found.missing, "sentence": found.sentence,
    })
}
