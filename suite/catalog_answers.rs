//! The answers that are known of cases of the catalog, held against what the lenses find.
//!
//! They stand beside the case in `answers.jsonl`, one a line. `id` is a path into the findings of `zopa LENS CASE --json`, with
//! `lens` settlement unless said; in a list an element is named by its place or by its party, issue or concept, and `null` says that the list ends before
//! it. `value` is what stands there, `tolerance` how far a number may be from it (0 unless said), `reference` whose
//! answer it is or how it was worked out. With `scenario` it is the answer of that scenario.

use crate::folder::{catalog, read, with};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use zopa_case::{Case, Overlay};
use zopa_lens::settlement::{Settings, settlement};
use zopa_lens::{Arithmetic, Stop, Unwatched, probes, roadmap, shifts, stability};
use zopa_wire::{probes_findings, roadmap_findings, settlement_findings, shifts_findings, stability_findings};

/// Cases of books and papers that have values, and whose answers are held elsewhere.
const ELSEWHERE: &[&str] = &[];

struct Known {
    lens: String,
    scenario: Option<String>,
    id: String,
    value: Value,
    tolerance: f64,
}

/// The known answers beside a case; none if there is no such file.
fn known(folder: &Path) -> Vec<Known> {
    let file = folder.join("answers.jsonl");
    let Ok(text) = fs::read_to_string(&file) else { return Vec::new() };
    let keys = ["lens", "scenario", "id", "value", "tolerance", "reference"];
    let one = |(at, line): (usize, &str)| {
        let place = format!("{}:{}", file.display(), at + 1);
        let answer: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{place}: {error}"));
        let pairs = answer.as_object().unwrap_or_else(|| panic!("{place}: not an object"));
        pairs.keys().for_each(|key| assert!(keys.contains(&key.as_str()), "{place}: {key} is no key"));
        let words = |key: &str| pairs.get(key).map(|value| value.as_str().expect(&place).to_string());
        assert!(words("reference").is_some_and(|reference| !reference.is_empty()), "{place}: whose answer is it?");
        Known {
            lens: words("lens").unwrap_or_else(|| "settlement".to_string()),
            scenario: words("scenario"),
            id: words("id").expect(&place),
            value: pairs.get("value").expect(&place).clone(),
            tolerance: pairs.get("tolerance").map_or(0.0, |value| value.as_f64().expect(&place)),
        }
    };
    text.lines().enumerate().map(one).collect()
}

/// What stands at a path of findings; `None` if the path leads nowhere.
fn at<'a>(findings: &'a Value, id: &str) -> Option<&'a Value> {
    id.split('.').try_fold(findings, |value, step| match (value, step.parse::<usize>()) {
        (Value::Object(pairs), _) => pairs.get(step),
        (Value::Array(items), Ok(place)) => Some(items.get(place).unwrap_or(&Value::Null)),
        (Value::Array(items), Err(_)) => {
            items.iter().find(|item| ["party", "issue", "concept"].iter().any(|key| item[*key] == step))
        }
        _ => None,
    })
}

fn fits(found: &Value, value: &Value, tolerance: f64) -> bool {
    match (found.as_f64(), value.as_f64()) {
        (Some(found), Some(value)) => (found - value).abs() <= tolerance,
        _ => found == value,
    }
}

/// What the lens finds in a case under a scenario. Known answers are exact: so is what they are compared with.
fn findings(name: &str, case: &Case, lens: &str, scenario: Option<&str>) -> Value {
    let overlay = scenario.map_or_else(Overlay::default, |wanted| {
        let found = case.draft().scenarios.iter().find(|(scenario, _)| scenario.value == wanted);
        let (_, edits) = found.unwrap_or_else(|| panic!("{name} has no scenario {wanted}"));
        Overlay::scenario(edits)
    });
    let case = with(case, &overlay);
    let (findings, stop, arithmetic) = match lens {
        "settlement" => {
            let run = settlement(&case, &Settings::default(), &Unwatched);
            (settlement_findings(&case, &run.findings, run.arithmetic), run.stop, run.arithmetic)
        }
        "roadmap" => {
            let run = roadmap::roadmap(&case, &roadmap::Settings::default(), &Unwatched);
            (roadmap_findings(&case, &run.findings), run.stop, run.arithmetic)
        }
        "stability" => {
            let run = stability::stability(&case, &stability::Settings::default(), &Unwatched);
            (stability_findings(&case, &run.findings), run.stop, run.arithmetic)
        }
        "shifts" => {
            let settings = shifts::Settings { rows: 0, ..shifts::Settings::default() };
            let run = shifts::shifts(&case, &settings, &Unwatched);
            (shifts_findings(&case, &run.findings), run.stop, run.arithmetic)
        }
        "probes" => {
            let settings = probes::Settings::assumed(&case).unwrap_or_else(|problem| panic!("{name}: {problem}"));
            let run = probes::probes(&case, &settings, &Unwatched);
            (probes_findings(&case, &run.findings), run.stop, run.arithmetic)
        }
        other => panic!("{name}: no answers are known of {other}"),
    };
    assert_eq!((stop, arithmetic), (Stop::Complete, Arithmetic::Exact), "{name}");
    findings
}

#[test]
fn the_catalog_gives_the_answers_that_are_known() {
    let (mut wrong, mut cases, mut answers): (Vec<String>, usize, usize) = Default::default();
    for (name, folder) in catalog() {
        let known = known(&folder);
        if known.is_empty() {
            continue;
        }
        cases += 1;
        answers += known.len();
        let case = read(&folder);
        let mut found: BTreeMap<(&str, Option<&str>), Value> = BTreeMap::new();
        for Known { lens, scenario, id, value, tolerance } in &known {
            let scenario = scenario.as_deref();
            let found = found.entry((lens, scenario)).or_insert_with(|| findings(&name, &case, lens, scenario));
            let place = format!("{name}{}: {id}", scenario.map(|own| format!(" ({own})")).unwrap_or_default());
            match at(found, id) {
                None => wrong.push(format!("{place} leads nowhere")),
                Some(found) if !fits(found, value, *tolerance) => {
                    wrong.push(format!("{place} is {found}; known is {value}, within {tolerance}"))
                }
                Some(_) => {}
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(cases >= 13 && answers >= 200, "{answers} answers of {cases} cases");
}

#[test]
fn values_of_books_and_papers_come_with_answers_and_the_command_that_gives_them() {
    for (name, folder) in catalog() {
        let known = known(&folder);
        let published = name.starts_with("books/") || name.starts_with("papers/");
        if published && !ELSEWHERE.contains(&name.as_str()) && !read(&folder).draft().preferences.is_empty() {
            assert!(!known.is_empty(), "{name} has values and no answers.jsonl");
        }
        if known.is_empty() {
            continue;
        }
        let page = fs::read_to_string(folder.join("README.md")).unwrap_or_else(|error| panic!("{name}: {error}"));
        for answer in &known {
            let command = format!("zopa {} catalog/{name}", answer.lens);
            let command = answer.scenario.as_ref().map_or(command.clone(), |own| format!("{command} --scenario {own}"));
            assert!(page.lines().any(|line| line.trim() == command), "{name}: README.md does not say `{command}`");
        }
        assert!(page.contains("\n## Citation\n"), "{name}: README.md cites nothing");
    }
}

#[test]
fn an_answer_that_is_off_is_seen() {
    let findings = json!({
        "zone": {"empty": false}, "points": {"nash": [{"values": {"one": 0.578}}]},
        "curves": [{"party": "a", "half": {"low": 0.3}}, {"party": "b", "half": {"low": 0.2}}],
    });
    let check = |id: &str, value: Value, tolerance: f64| at(&findings, id).map(|found| fits(found, &value, tolerance));
    assert_eq!(check("points.nash.0.values.one", json!(0.5773), 0.002), Some(true));
    assert_eq!(check("points.nash.0.values.one", json!(0.5773), 0.0005), Some(false));
    assert_eq!(check("points.nash.0.values.one", json!(0.578), 0.0), Some(true));
    assert_eq!(check("points.nash.0.values.one", json!("0.578"), 1.0), Some(false));
    assert_eq!(check("points.nash.1", Value::Null, 0.0), Some(true));
    assert_eq!(check("points.nash.0", Value::Null, 0.0), Some(false));
    assert_eq!(check("curves.b.half.low", json!(0.2), 0.0), Some(true));
    assert_eq!(check("curves.c.half.low", json!(0.2), 0.0), None);
    assert_eq!(check("zone.empty", json!(true), 0.0), Some(false));
    assert_eq!(check("zone.size", Value::Null, 0.0), None);
    assert_eq!(check("points.nash.1.values", Value::Null, 0.0), None);
}
