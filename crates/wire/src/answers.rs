//! Findings as JSON, in the form that scripts rely on.

use crate::blockers::blockers_findings;
use crate::roadmap::roadmap_findings;
use crate::settlement::settlement_findings;
use crate::stability::stability_findings;
use serde_json::{Map, Value, json};
use zopa_case::Case;
use zopa_lens::blockers::Blockers;
use zopa_lens::diff::Diff;
use zopa_lens::gaps::{Gap, Gaps, IssueGap, Mark};
use zopa_lens::roadmap::Roadmap;
use zopa_lens::rounds::Rounds;
use zopa_lens::settlement::Settlement;
use zopa_lens::stability::Stability;
use zopa_lens::{Basis, Run};

/// What an answer says of how it was asked.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Settings by name, as given.
    pub settings: Map<String, Value>,
    /// The seed; `null` where nothing is drawn.
    pub seed: Option<u64>,
}

/// Items of a list in an answer; longer lists are cut, with the full count beside them.
pub const LIST_ITEMS: usize = 10_000;

/// Cuts every list of more than [`LIST_ITEMS`] and puts its full count beside it, under the list's key and `_count`.
pub fn cut_lists(answer: &mut Value) {
    match answer {
        Value::Object(object) => {
            let mut counts: Vec<(String, usize)> = Vec::new();
            for (key, value) in object.iter_mut() {
                if let Value::Array(items) = value
                    && items.len() > LIST_ITEMS
                {
                    counts.push((format!("{key}_count"), items.len()));
                    items.truncate(LIST_ITEMS);
                }
                cut_lists(value);
            }
            object.extend(counts.into_iter().map(|(key, count)| (key, json!(count))));
        }
        Value::Array(items) => items.iter_mut().for_each(cut_lists),
        _ => {}
    }
}

/// The lens `gaps` as an answer.
pub fn gaps_answer(case: &Case, run: &Run<Gaps>, asked: &Asked) -> Value {
    answer("gaps", case, run, gaps_findings(case, &run.findings), asked)
}

/// The lens `diff` as an answer.
pub fn diff_answer(case: &Case, run: &Run<Diff>, asked: &Asked) -> Value {
    answer("diff", case, run, diff_findings(case, &run.findings), asked)
}

/// The runs that a brief is made of.
#[derive(Clone, Copy, Debug)]
pub struct Briefed<'a> {
    /// Who stands where.
    pub gaps: &'a Run<Gaps>,
    /// What changed since an earlier day.
    pub diff: Option<&'a Run<Diff>>,
    /// Is there a zone.
    pub settlement: &'a Run<Settlement>,
    /// What blocks, and what would open.
    pub blockers: &'a Run<Blockers>,
    /// In which order it could be done.
    pub roadmap: &'a Run<Roadmap>,
    /// What holds beside the table.
    pub stability: &'a Run<Stability>,
    /// What further rounds come to.
    pub rounds: &'a Run<Rounds>,
}

/// The brief as an answer: the findings of the lenses it is made of, each under its name.
pub fn brief_answer(case: &Case, runs: &Briefed<'_>, asked: &Asked) -> Value {
    let Briefed { gaps, diff, settlement, blockers, roadmap, stability, rounds } = *runs;
    let mut findings = Map::new();
    let mut whole = gaps.clone();
    let mut add = |name: &str, found: Value, basis: &Basis, warnings: &[String]| {
        findings.insert(name.into(), found);
        whole.basis.join(basis);
        whole.warnings.extend(warnings.iter().cloned());
    };
    add("gaps", gaps_findings(case, &gaps.findings), &gaps.basis, &[]);
    if let Some(diff) = diff {
        add("diff", diff_findings(case, &diff.findings), &diff.basis, &diff.warnings);
    }
    let zone = settlement_findings(case, &settlement.findings, gaps.arithmetic);
    add("settlement", zone, &settlement.basis, &settlement.warnings);
    add("blockers", blockers_findings(case, &blockers.findings), &blockers.basis, &blockers.warnings);
    add("roadmap", roadmap_findings(case, &roadmap.findings), &roadmap.basis, &roadmap.warnings);
    add("stability", stability_findings(case, &stability.findings), &stability.basis, &stability.warnings);
    add("rounds", crate::rounds::rounds_findings(case, &rounds.findings), &rounds.basis, &rounds.warnings);
    answer("brief", case, &whole, Value::Object(findings), asked)
}

/// A check as an answer: whether the case is valid, with every problem.
pub fn check_answer(
    case: Option<&Case>,
    diagnostics: &[zopa_case::Diagnostic],
    texts: &zopa_case::Texts,
    asked: &Asked,
) -> Value {
    let problems: Vec<Value> = diagnostics.iter().map(|problem| diagnostic(problem, texts)).collect();
    let head = case.map_or(Value::Null, header);
    let (warnings, basis): (Vec<Value>, Value) = (Vec::new(), basis_json(&Basis::default()));
    json!({
        "zopa": 1, "lens": "check", "case": head, "settings": asked.settings, "seed": asked.seed, "stop": "complete",
        "arithmetic": "exact", "findings": {"valid": case.is_some(), "problems": problems}, "basis": basis, "warnings": warnings,
    })
}

fn diagnostic(problem: &zopa_case::Diagnostic, texts: &zopa_case::Texts) -> Value {
    let span = problem.span();
    let (line, column) = texts.line_column(span);
    let severity = match problem.severity {
        zopa_case::Severity::Error => "error",
        zopa_case::Severity::Warning => "warning",
    };
    json!({
        "severity": severity, "code": problem.code, "message": problem.message, "help": problem.help,
        "file": texts.name(span.file), "line": line, "column": column, "start": span.start, "end": span.end,
    })
}

pub(crate) fn header(case: &Case) -> Value {
    json!({"name": case.title(), "hash": case.hash(), "as_of": case.as_of().to_string()})
}

pub(crate) fn answer<F>(lens: &str, case: &Case, run: &Run<F>, findings: Value, asked: &Asked) -> Value {
    let texts = &case.materials().texts;
    let mut warnings: Vec<String> = run.warnings.clone();
    warnings.extend(case.warnings().iter().map(|warning| warning.line(texts)));
    json!({
        "zopa": 1, "lens": lens, "case": header(case), "settings": asked.settings, "seed": asked.seed,
        "stop": run.stop.word(), "arithmetic": run.arithmetic.word(), "findings": findings,
        "basis": basis_json(&run.basis), "warnings": warnings,
    })
}

pub(crate) fn basis_json(basis: &Basis) -> Value {
    json!({
        "sources": basis.sources, "entries": basis.entries, "lines": basis.lines, "packages": basis.packages,
        "assumptions": basis.assumptions, "marking": basis.marking.to_string(),
    })
}

pub(crate) fn party(case: &Case, at: usize) -> &str {
    &case.parties()[at].name
}

pub(crate) fn issue(case: &Case, at: usize) -> &str {
    &case.issues()[at].name
}

fn parties(case: &Case, all: &[usize]) -> Vec<String> {
    all.iter().map(|at| party(case, *at).to_string()).collect()
}

/// The findings of the lens `gaps`.
pub fn gaps_findings(case: &Case, gaps: &Gaps) -> Value {
    let verdict = &gaps.verdict;
    let count = |count: &Option<num_bigint::BigUint>| count.as_ref().map(ToString::to_string);
    let ask: Vec<Value> = gaps
        .ask_next
        .iter()
        .map(|question| {
            json!({
                "id": question.id, "party": party(case, question.party), "issue": issue(case, question.issue),
                "option": question.outcome, "also": question.also, "question": question.sentence, "track": question.track,
                "settles": {"statuses": question.statuses, "packages": question.packages.to_string(), "of": question.undecided.to_string()},
                "basis": basis_json(&question.basis),
            })
        })
        .collect();
    let brackets: Vec<Value> = gaps
        .brackets
        .iter()
        .map(|bracket| {
            let alternatives: Vec<Value> =
                bracket.alternatives.iter().map(|(own, options)| json!({"party": party(case, *own), "options": options})).collect();
            json!({"id": bracket.id, "issue": issue(case, bracket.issue), "alternatives": alternatives, "basis": basis_json(&bracket.basis)})
        })
        .collect();
    let contradictions: Vec<Value> = gaps
        .contradictions
        .iter()
        .map(|found| {
            let statements: Vec<Value> = found
                .statements
                .iter()
                .map(|said| json!({"entry": said.entry, "says": said.says, "date": said.date, "account": said.account, "sources": said.sources}))
                .collect();
            json!({
                "id": found.id, "party": party(case, found.party), "issue": issue(case, found.issue), "kind": found.kind,
                "statements": statements, "sentence": found.sentence, "basis": basis_json(&found.basis),
            })
        })
        .collect();
    let falls: Vec<Value> = gaps
        .falls
        .iter()
        .map(|fall| {
            let statuses: Vec<Value> = fall
                .statuses
                .iter()
                .map(|(at, was, now)| json!({"issue": issue(case, *at), "was": was.word(), "now": now.word()}))
                .collect();
            let gone: Vec<Value> = fall.gone.iter().map(|(id, words)| json!({"id": id, "says": words})).collect();
            json!({
                "id": fall.id, "source": fall.source, "gone": gone, "weaker": fall.weaker, "statuses": statuses,
                "verdict": fall.verdict.map(|answer| answer.word()), "sentence": fall.sentence, "basis": basis_json(&fall.basis),
            })
        })
        .collect();
    let joint: Vec<&str> = gaps.joint_statement.agreed.iter().map(|(at, _)| issue(case, *at)).collect();
    let agreed: Map<String, Value> = gaps
        .joint_statement
        .agreed
        .iter()
        .map(|(at, outcomes)| (issue(case, *at).to_string(), json!(outcomes)))
        .collect();
    json!({
        "id": "gaps.verdict", "verdict": verdict.answer.word(), "packages": verdict.packages.to_string(),
        "admissible": count(&verdict.admissible), "accepted_on_record": count(&verdict.accepted),
        "refused_by_nobody": count(&verdict.refused_by_nobody), "basis": basis_json(&verdict.basis),
        "ask_next": ask, "issues": gaps.issues.iter().map(|gap| issue_json(case, gap)).collect::<Vec<_>>(),
        "joint_statement": joint, "agreed": agreed, "brackets": brackets, "contradictions": contradictions, "falls": falls,
    })
}

fn issue_json(case: &Case, gap: &IssueGap) -> Value {
    let known = &case.issues()[gap.issue];
    let mut options = Map::new();
    for (at, option) in known.options.iter().enumerate() {
        let mut by_party: Map<String, Value> = Map::new();
        for mark in gap.marks.iter().filter(|mark| mark.option == at) {
            let stances = by_party.entry(party(case, mark.party).to_string()).or_insert_with(|| json!([]));
            if let Value::Array(stances) = stances {
                let word = mark_word(mark);
                if !stances.iter().any(|known| known == &word) {
                    stances.push(json!(word));
                }
            }
        }
        options.insert(option.name.clone(), Value::Object(by_party));
    }
    let least = gap.gaps.iter().filter_map(|gap| gap.width.clone()).max_by_key(|width| zopa_case::Number::parse(width));
    let conditional: Vec<Value> = gap
        .agreed_on_condition
        .iter()
        .map(|(outcome, conditions)| json!({"outcome": outcome, "conditions": conditions}))
        .collect();
    let remarks: Vec<Value> = gap
        .remarks
        .iter()
        .map(|remark| json!({"party": party(case, remark.party), "text": remark.text, "account": remark.account, "from": remark.from, "sources": remark.sources}))
        .collect();
    let own: Vec<Value> = gap
        .own_words
        .iter()
        .map(|(at, oldest, newest)| json!({"party": party(case, *at), "oldest": oldest, "newest": newest}))
        .collect();
    json!({
        "id": gap.id, "issue": known.name, "status": gap.status.word(), "sentence": gap.sentence, "gap": least,
        "gaps": gap.gaps.iter().map(|gap| gap_json(case, known, gap)).collect::<Vec<_>>(),
        "owners": parties(case, &gap.owners), "silent": parties(case, &gap.silent), "agreed": gap.agreed,
        "agreed_on_condition": conditional, "options": options,
        "marks": gap.marks.iter().map(|mark| mark_json(case, known, mark)).collect::<Vec<_>>(),
        "remarks": remarks, "own_words": own, "basis": basis_json(&gap.basis),
    })
}

/// A stance with what qualifies it: `wants`, `accepts-if`, `wants (account)`.
fn mark_word(mark: &Mark) -> String {
    let condition = if mark.condition.is_some() { "-if" } else { "" };
    let notes = [(mark.account, "account"), (mark.our_reading, "our reading"), (mark.older, "older")];
    let notes: Vec<&str> = notes.iter().filter(|(holds, _)| *holds).map(|(_, note)| *note).collect();
    let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join(", ")) };
    format!("{}{condition}{notes}", mark.kind.word())
}

fn mark_json(case: &Case, known: &zopa_case::Issue, mark: &Mark) -> Value {
    json!({
        "option": known.options[mark.option].name, "party": party(case, mark.party), "kind": mark.kind.word(), "if": mark.condition,
        "account": mark.account, "our_reading": mark.our_reading, "contradicted": mark.contradicted, "older": mark.older,
        "weaker": mark.weaker, "from": mark.from, "date": mark.date, "sources": mark.sources,
    })
}

fn gap_json(case: &Case, known: &zopa_case::Issue, gap: &Gap) -> Value {
    let pair = |pair: Option<(usize, usize)>| {
        pair.map(|(a, b)| [known.options[a].name.clone(), known.options[b].name.clone()])
    };
    json!({
        "parties": [party(case, gap.parties.0), party(case, gap.parties.1)], "width": gap.width,
        "with_conditions": gap.with_conditions, "nearest": pair(gap.nearest),
        "nearest_with_conditions": pair(gap.nearest_with_conditions), "lines_between": gap.lines_between, "why_not": gap.why_not,
    })
}

/// The findings of the lens `diff`.
pub fn diff_findings(case: &Case, diff: &Diff) -> Value {
    let moved: Vec<Value> = diff
        .moved
        .iter()
        .map(|change| {
            json!({
                "id": change.id, "party": party(case, change.party), "issue": issue(case, change.issue), "was": change.was,
                "now": change.now, "towards": parties(case, &change.towards), "away": parties(case, &change.away),
                "kind": change.kind.word(), "sentence": change.sentence, "basis": basis_json(&change.basis),
            })
        })
        .collect();
    json!({"id": "diff", "from": diff.from, "to": diff.to, "moved": moved, "new_entries": diff.new_entries})
}
