//! The half of `bench/negmas/run` that times zopa: one scenario, in one process and one thread.
//!
//!     TASK FOLDER OUT
//!
//! TASK is `efficient` (the engine alone: from the numbers to the efficient set), `lens` (the lens `settlement`: from
//! the case to all findings), `sao` (a run of alternating offers, by the words in `talk.txt`) or `tournament` (every pair of the
//! strategies in `talk.txt` on every scenario below FOLDER, with either side's values). FOLDER is a case, or a Genius domain with its profiles. What was found is written to
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
use zopa_lens::solve::rounds::{
    Act, Alternating, Ending, Listed, Menu, Seat, Semantics, Settings as Rules, Sums, Tactic, Talks, Yardstick,
    menu_for_sums, menu_of_sums, tactic,
};
use zopa_lens::solve::valued::frontier::{Limits, frontier};
use zopa_lens::{Unwatched, Worth};
use zopa_wire::{Format, Import, Memory, Semantics as Reading, import, read_case};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let [task, folder, out] = arguments.as_slice() else {
        println!("bench/negmas/run compares with NegMAS; nothing is timed here without a scenario");
        return;
    };
    if matches!(task.as_str(), "sao" | "tournament") {
        let found = if task == "sao" { sao(Path::new(folder)) } else { tournament(Path::new(folder)) };
        return fs::write(out, Value::Object(found).to_string()).expect("written");
    }
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
        if path.extension().is_none_or(|own| own == "txt") {
            continue;
        }
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_string();
        files.insert(name, fs::read_to_string(&path).expect("text"));
    }
    if files.contains_key("domain.xml") {
        let sources: Vec<(String, Vec<u8>)> = files.into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
        let settings = Import { format: Format::Genius(Reading::Negmas), as_of: "2026-01-01".into(), steps: None };
        let made = import(&sources, &settings).map_err(|unread| unread.diagnostics).expect("imported");
        return made.case.known().expect("cut");
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

/// Rounds and strategies.
fn words(folder: &Path) -> (u32, Vec<Tactic>) {
    let text = fs::read_to_string(folder.join("talk.txt")).expect("talk.txt");
    let mut words = text.split_whitespace();
    let rounds = words.next().and_then(|word| word.parse().ok()).expect("rounds");
    (rounds, words.map(|word| tactic(word).expect("a strategy")).collect())
}

fn sums(values: &Values) -> Sums {
    Sums::new(values.parties.iter().map(|party| party.issues.clone()).collect()).expect("fits")
}

fn talks<'a>(menu: &'a dyn Menu, values: &Values, styles: &[&'a Tactic], rounds: u32) -> Talks<'a> {
    let seat = |(at, style): (usize, &&'a Tactic)| Seat::party(at, Some(values.parties[at].least), *style);
    let seats = styles.iter().enumerate().map(seat).collect();
    let rules = Rules { rounds, semantics: Semantics::Negmas, ..Rules::default() };
    Talks::new(menu, &Alternating, seats, rules).expect("seated")
}

/// Mean CPU seconds, the first time not counted.
fn mean<T>(work: impl FnMut() -> T) -> f64 {
    let (timed, _) = timed(work);
    timed.cpu.unwrap_or(timed.median.as_secs_f64())
}

fn sao(folder: &Path) -> Map<String, Value> {
    let case = read(folder);
    let read = mean(|| read(folder));
    let values = Values::of(&case);
    let (sums, (rounds, styles)) = (sums(&values), words(folder));
    let styles: Vec<&Tactic> = styles.iter().collect();
    let menu = menu_of_sums(&sums).expect("a menu");
    let talks = talks(&*menu, &values, &styles, rounds);
    let ended = talks.run(0, true, &Unwatched);
    let record = ended.record.expect("traced");
    let told = |ticks: &[i64]| ticks.iter().map(|own| Number(i128::from(*own)).to_string()).collect::<Vec<String>>();
    let offers = record.moves().iter().filter(|own| own.act == Act::Offer);
    let offers: Vec<Value> = offers.map(|own| json!([own.round, own.seat, told(record.values(own))])).collect();
    let mut agreed = Vec::new();
    if let Ending::Agreed(package) = ended.ending {
        menu.values_into(package, &mut agreed);
    }
    // The same run once, in the engine that is chosen for one.
    let once = mean(|| {
        let menu = menu_for_sums(&sums, rounds.into()).expect("a menu");
        self::talks(&*menu, &values, &styles, rounds).run(0, false, &Unwatched)
    });
    let time = json!({
        "read": read, "compile": mean(|| menu_of_sums(&sums).expect("a menu")), "run": mean(|| talks.run(0, false, &Unwatched)),
        "once": once,
    });
    let agreed = (!agreed.is_empty()).then(|| told(&agreed));
    [("offers", json!(offers)), ("agreed", json!(agreed)), ("time", time)]
        .map(|(key, value)| (key.to_string(), value))
        .into_iter()
        .collect()
}

/// Every ordered pair with either side's values on every scenario: how many runs, how many agreed, and the sum of all metrics.
fn tournament(folder: &Path) -> Map<String, Value> {
    let (rounds, styles) = words(folder);
    let mut folders: Vec<_> =
        fs::read_dir(folder).expect("a folder").map(|own| own.expect("an entry").path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    let scenes: Vec<Values> = folders.iter().map(|path| Values::of(&read(path))).collect();
    let read = mean(|| folders.iter().for_each(|path| drop(Values::of(&read(path)))));
    let all = || {
        let (mut runs, mut agreed, mut sum) = (0, 0, 0.0);
        for values in &scenes {
            let menu = Listed::of_sums(&sums(values)).expect("a menu");
            let no_deal = values.least();
            let ends = |end: fn(&Listed, usize) -> i64| (0..2).map(|p| end(&menu, p)).collect::<Vec<i64>>();
            let front = frontier(&values.charge(), &no_deal, &Limits::default());
            let efficient: Vec<i64> = (0..front.len()).flat_map(|at| front.vector(at)).copied().collect();
            let product = |own: &&[i64]| own.iter().zip(&no_deal).map(|(u, d)| i128::from(u - d)).product::<i128>();
            let nash = efficient.chunks_exact(2).max_by_key(product).unwrap_or_default().to_vec();
            let yard = Yardstick {
                lowest: ends(|menu, p| menu.lowest(p)),
                highest: ends(|menu, p| menu.highest(p)),
                efficient,
                nash,
                no_deal,
                ..Yardstick::default()
            };
            for one in &styles {
                for other in &styles {
                    // Either may have either side's values; the first always opens.
                    for sides in [[0, 1], [1, 0]] {
                        let seats = sides.into_iter().zip([one, other]);
                        let seats = seats.map(|(side, style)| Seat::party(side, Some(yard.no_deal[side]), style));
                        let rules = Rules { rounds, semantics: Semantics::Negmas, ..Rules::default() };
                        let talks = Talks::new(&menu, &Alternating, seats.collect(), rules).expect("seated");
                        let ended = talks.run(0, false, &Unwatched);
                        let mut own = Vec::new();
                        if let Ending::Agreed(package) = ended.ending {
                            menu.values_into(package, &mut own);
                            agreed += 1;
                        }
                        let own = (!own.is_empty()).then_some(&own[..]);
                        let metrics = yard.measure(own, ended.round, ended.time);
                        sum += metrics.welfare + metrics.to_nash.unwrap_or(0.0) + metrics.to_efficient.unwrap_or(0.0);
                        runs += 1;
                    }
                }
            }
        }
        (runs, agreed, sum)
    };
    let (runs, agreed, sum) = all();
    let time = json!({"read": read, "compile": 0.0, "run": mean(all)});
    [("runs", json!(runs)), ("agreed", json!(agreed)), ("sum", json!(sum)), ("time", time)]
        .map(|(key, value)| (key.to_string(), value))
        .into_iter()
        .collect()
}
