//! The half of `bench/negmas/run` that times zopa: one scenario, in one process and one thread.
//!
//!     TASK FOLDER OUT
//!
//! TASK is `efficient` (the engine alone: from the numbers to the efficient set) or `lens` (the lens `settlement`: from
//! the case to all findings). FOLDER is a case, or a Genius domain with its profiles. What was found is written to
//! OUT as JSON. Reading files is not timed. Without arguments nothing is done: `cargo bench -p zopa` passes by.

#[path = "../engine.rs"]
mod engine;
#[path = "../timing.rs"]
mod timing;

use engine::Values;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Instant;
use timing::{Timed, peak, timed};
use zopa_case::{Case, Number};
use zopa_lens::settlement::{Settings, Settlement, Size, Valued, settlement};
use zopa_lens::solve::valued::frontier::{Limits, frontier};
use zopa_lens::{Unwatched, Worth};
use zopa_wire::{Format, Import, Memory, Semantics, import, read_case};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let [task, folder, out] = arguments.as_slice() else {
        println!("bench/negmas/run compares with NegMAS; nothing is timed here without a scenario");
        return;
    };
    let from = Instant::now();
    let case = read(Path::new(folder));
    let read = from.elapsed();
    let idle = peak();
    let (timed, mut found) = match task.as_str() {
        "efficient" => efficient(&case),
        "lens" => lens(&case),
        other => panic!("`{other}` is no task"),
    };
    found.insert("time".into(), timed.told(read, idle));
    fs::write(out, Value::Object(found).to_string()).expect("written");
}

/// A case, or Genius files as NegMAS reads them.
fn read(folder: &Path) -> Case {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_string();
        files.insert(name, fs::read_to_string(&path).expect("text"));
    }
    if files.contains_key("domain.xml") {
        let sources: Vec<(String, Vec<u8>)> = files.into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
        let settings = Import { format: Format::Genius(Semantics::Negmas), as_of: "2026-01-01".into(), steps: None };
        let made = import(&sources, &settings).map_err(|unread| unread.diagnostics).expect("imported");
        files = BTreeMap::from([("case.yaml".to_string(), made.text)]);
    }
    let world = Memory::new(files.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    let case = read_case(&world).map_err(|unread| unread.diagnostics).expect("valid");
    case.known().expect("cut")
}

fn efficient(case: &Case) -> (Timed, Map<String, Value>) {
    let values = Values::of(case);
    let least = values.least();
    let (timed, front) = timed(|| frontier(&values.charge(), &least, &Limits::default()));
    assert!(front.exact(), "nothing is left out");
    let told =
        |ticks: &[i64]| ticks.iter().map(|ticks| Number(i128::from(*ticks)).to_string()).collect::<Vec<String>>();
    let charge = values.charge();
    let unit = |p: usize| (0..least.len()).map(|q| i64::from(p == q)).collect::<Vec<i64>>();
    let best: Vec<i64> = (0..least.len()).map(|p| charge.best(&unit(p)).most()).collect();
    let mut found = Map::new();
    found.insert("efficient".into(), json!((0..front.len()).map(|at| told(front.vector(at))).collect::<Vec<_>>()));
    found.insert("count".into(), json!(front.counts.iter().sum::<u128>().to_string()));
    found.insert("best".into(), json!(told(&best)));
    found.insert("least".into(), json!(told(&least)));
    (timed, found)
}

fn lens(case: &Case) -> (Timed, Map<String, Value>) {
    let settings = Settings { threads: 1, ..Settings::default() };
    let (timed, run) = timed(|| settlement(case, &settings, &Unwatched));
    let Settlement { zone, efficient, points, .. } = run.findings;
    let told = |valued: &Valued| -> Vec<String> {
        let point = |worth: Worth| match worth {
            Worth::Point(number) => number.to_string(),
            Worth::Between(..) => panic!("values are points"),
        };
        valued.values.iter().map(|(_, worth)| point(*worth)).collect()
    };
    let all = |list: &[Valued]| list.iter().map(told).collect::<Vec<_>>();
    let of: Map<String, Value> =
        points.iter().map(|point| (point.concept.word().to_string(), json!(all(&point.packages)))).collect();
    let mut found = Map::new();
    found.insert("efficient".into(), json!(all(&efficient.packages)));
    found.insert("vectors".into(), json!(efficient.vectors));
    found.insert("complete".into(), json!(efficient.complete));
    found.insert("points".into(), Value::Object(of));
    let size = match zone.size {
        Some(Size::Exact(count)) => Some(count.to_string()),
        _ => None,
    };
    found.insert("zone".into(), json!(size));
    (timed, found)
}
