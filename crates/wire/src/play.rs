//! A run that a person plays, on disk: one JSON object a line.
//!
//! The first line says which case, day, seed and settings, which party and which run; each further line is something that the
//! player did, with packages and issues by their ids. A last line without its end was not written whole and is left aside.

use crate::answers::party;
use crate::settlement::package;
use serde_json::{Value, json};
use zopa_case::{Case, PartyId};
use zopa_lens::rounds::Settings;
use zopa_lens::rounds::play::Deed;

/// The first line: what is played.
pub fn play_head(case: &Case, settings: &Settings, player: PartyId, run: u64) -> String {
    let same = Settings { threads: 0, runs: 0, transcript: None, seed: 0, ..settings.clone() };
    let head = json!({
        "zopa_play": 1, "case": case.hash(), "seed": settings.seed, "party": party(case, player.index()), "run": run,
        "settings": format!("{same:?}"),
    });
    format!("{head}\n")
}

/// Something that the player did, as a line.
pub fn play_line(case: &Case, deed: &Deed) -> String {
    let line = match deed {
        Deed::Offer(own) => json!({"do": deed.word(), "package": package(case, own)}),
        Deed::Bracket(issues) => {
            let names = issues.iter().filter_map(|at| case.issues().get(*at)).map(|issue| issue.name.as_str());
            json!({"do": deed.word(), "issues": names.collect::<Vec<_>>()})
        }
        _ => json!({"do": deed.word()}),
    };
    format!("{line}\n")
}

/// Reads what [`play_head`] and [`play_line`] wrote: what the player did.
///
/// # Errors
///
/// What is wrong, with the line: something else, or another case, seed, party, run or settings.
pub fn read_play(case: &Case, text: &str, head: &str) -> Result<Vec<Deed>, String> {
    let whole = text.rfind('\n').map_or(0, |at| at + 1);
    let mut lines = text[..whole].lines();
    let first = match lines.next() {
        // A first line that was not written whole, or nothing.
        None if head.starts_with(text) => return Ok(Vec::new()),
        first => first.unwrap_or_default(),
    };
    same(first, head)?;
    let mut deeds = Vec::new();
    for (line, at) in lines.zip(2..) {
        deeds.push(read_line(case, line).map_err(|problem| format!("line {at}: {problem}"))?);
    }
    Ok(deeds)
}

/// Whether a first line is the one wanted; what differs, if it does.
fn same(first: &str, head: &str) -> Result<(), String> {
    let (Ok(is), Ok(wanted)) = (serde_json::from_str::<Value>(first), serde_json::from_str::<Value>(head)) else {
        return Err("line 1: this is no run that was played".into());
    };
    if is["zopa_play"].is_null() {
        return Err("line 1: this is no run that was played".into());
    }
    let differ = [
        ("zopa_play", "by another version of zopa"),
        ("case", "of another case, or of another day of it"),
        ("seed", "with another seed"),
        ("party", "by another party"),
        ("run", "in another run"),
        ("settings", "with other settings"),
    ];
    match differ.into_iter().find(|(key, _)| is[*key] != wanted[*key]) {
        Some((_, what)) => Err(format!("line 1: this was played {what}")),
        None => Ok(()),
    }
}

fn read_line(case: &Case, line: &str) -> Result<Deed, String> {
    let value: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let no_deed = || "this is nothing that a player does".to_string();
    let issue = |name: &str| case.issues().iter().position(|issue| issue.name == name);
    Ok(match value["do"].as_str().ok_or_else(no_deed)? {
        "accept" => Deed::Accept,
        "reject" => Deed::Reject,
        "pass" => Deed::Pass,
        "leave" => Deed::Leave,
        "bracket" => {
            let names = value["issues"].as_array().ok_or_else(no_deed)?;
            let issues = names.iter().map(|name| name.as_str().and_then(issue).ok_or_else(no_deed));
            Deed::Bracket(issues.collect::<Result<_, _>>()?)
        }
        "offer" => {
            let options = value["package"].as_object().ok_or_else(no_deed)?;
            let outcome = |issue: &zopa_case::Issue| {
                let written = options.get(&issue.name).and_then(Value::as_str).ok_or_else(no_deed)?;
                let known = (0..issue.outcomes.len()).find(|at| issue.outcome_name(*at) == written);
                known.ok_or_else(|| format!("`{}` has no option `{written}`", issue.name))
            };
            Deed::Offer(case.issues().iter().map(outcome).collect::<Result<_, _>>()?)
        }
        _ => return Err(no_deed()),
    })
}
