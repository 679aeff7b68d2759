//! What falls if a source falls: the case without each source, compared.

use super::findings::{Answer, Fall, IssueGap, Status, Verdict};
use super::{FALLS, Settings, and_list, gaps};
use crate::model::in_words;
use crate::run::Basis;
use zopa_case::{Case, Overlay, SourceId};

pub(super) fn falls(case: &Case, issues: &[IssueGap], verdict: &Verdict, whole: &Basis) -> Vec<Fall> {
    (0..case.sources().len().min(FALLS))
        .filter_map(|at| fall(case, SourceId::new(at), issues, verdict, whole))
        .collect()
}

fn fall(case: &Case, source: SourceId, issues: &[IssueGap], verdict: &Verdict, whole: &Basis) -> Option<Fall> {
    let name = &case.source(source).name;
    let rests = case.entries().iter().any(|entry| entry.sources.contains(&source))
        || case.lines().iter().any(|line| line.sources.contains(&source));
    if !rests && !whole.sources.contains(name) {
        return None;
    }
    let without = case.with(&Overlay::default().cut_already().without(name)).ok()?;
    let kept = |name: &str| {
        without.entries().iter().any(|entry| entry.name == *name)
            || without.lines().iter().any(|line| line.name == *name)
    };
    let mut gone: Vec<(String, String)> = Vec::new();
    let rested: Vec<&zopa_case::Entry> =
        case.entries().iter().filter(|entry| entry.sources.contains(&source)).collect();
    for entry in rested.iter().filter(|entry| !kept(&entry.name)) {
        gone.push((entry.name.clone(), in_short(case, entry)));
    }
    for line in case.lines().iter().filter(|line| line.sources.contains(&source) && !kept(&line.name)) {
        gone.push((line.name.clone(), format!("{}: line {}", case.party(line.party).title, line.text)));
    }
    let weaker: Vec<String> = rested.iter().filter(|entry| kept(&entry.name)).map(|entry| entry.name.clone()).collect();
    let after = gaps(&without, &Settings { falls: false, ask: false }).findings;
    let changed: Vec<(usize, Status, Status)> = issues
        .iter()
        .filter_map(|before| {
            let now = after.issues.iter().find(|now| now.issue == before.issue)?;
            (now.status != before.status).then_some((before.issue, before.status, now.status))
        })
        .collect();
    let verdict = (after.verdict.answer != verdict.answer).then_some(after.verdict.answer);
    if gone.is_empty() && weaker.is_empty() && changed.is_empty() && verdict.is_none() {
        return None;
    }
    let mut basis = whole.clone();
    basis.source(case, source);
    let sentence = sentence(case, name, &gone, &weaker, &changed, verdict);
    Some(Fall {
        id: format!("gaps.fall.{name}"),
        source: name.clone(),
        gone,
        weaker,
        statuses: changed,
        verdict,
        sentence,
        basis,
    })
}

fn in_short(case: &Case, entry: &zopa_case::Entry) -> String {
    let stances: Vec<String> = entry
        .stances
        .iter()
        .map(|stance| {
            let condition = entry.condition.as_ref().map(|condition| condition.text.as_str());
            let words = in_words(case, stance.issue, stance.stance, &stance.options, &stance.outcomes, condition);
            format!("{} {words}", case.issue(stance.issue).name)
        })
        .collect();
    let rest = entry.off_ladder.as_ref().map(|(_, words)| words.clone());
    let backs = entry.backs.as_ref().map(|(party, ..)| format!("backs {}", case.party(*party).title));
    let all: Vec<String> = stances.into_iter().chain(rest).chain(backs).collect();
    format!("{}: {}", case.party(entry.party).title, all.join(", "))
}

fn sentence(
    case: &Case,
    source: &str,
    gone: &[(String, String)],
    weaker: &[String],
    changed: &[(usize, Status, Status)],
    verdict: Option<Answer>,
) -> String {
    let mut parts = Vec::new();
    if !gone.is_empty() {
        let names: Vec<&str> = gone.iter().map(|(_, words)| words.as_str()).collect();
        let shown = names.len().min(4);
        let more = if names.len() > shown { format!(", and {} more", names.len() - shown) } else { String::new() };
        parts.push(format!("gone: {}{more}", names[..shown].join("; ")));
    }
    if !weaker.is_empty() {
        parts.push(format!("weaker: {}", and_list(&weaker.iter().map(String::as_str).collect::<Vec<_>>())));
    }
    if changed.is_empty() {
        parts.push("no issue changes status".into());
    }
    for (issue, before, after) in changed {
        parts.push(format!("{}: {} becomes {}", case.issues()[*issue].name, before.word(), after.word()));
    }
    if let Some(verdict) = verdict {
        parts.push(format!("the verdict becomes {}", verdict.word()));
    }
    format!("{source}: {}.", parts.join("; "))
}
