//! Tournaments as a user meets them, against a plain recomputation and known answers.

use crate::folder::open;
use crate::scratch::{Scratch, begin, zopa};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use zopa_case::Case;
use zopa_lens::Unwatched;
use zopa_lens::rounds::tournament::{Settings, tournament, tournament_from};
use zopa_lens::rounds::{Goal, Outcome, Settings as Talks, Strategies, rounds_from};
use zopa_wire::{read_runs, runs_lines, tournament_findings, tournament_head, tournament_table};

const TOWNS: &str = "catalog/teaching/log-rolling";

/// Three parties with ranges on two issues.
const THREE: &str = "zopa: 1
case: Delta
as of: 2026-02-18
fictional: true
parties:
  north: {name: North, role: party}
  south: {name: South, role: party}
  west: {name: West, role: party}
issues:
  water: {name: Water, kind: menu, menu: {a: A, b: B, c: C, d: D}}
  dues: {name: Dues, kind: menu, menu: {low: Low, mid: Middle, high: High}}
preferences:
  north: {scale: 100, no deal: [10, 40], water: {weight: [40, 60], values: {a: 100, b: 70, c: 30, d: 0}}, dues: {weight: [40, 60], values: {low: 0, mid: 50, high: 100}}}
  south: {scale: 100, no deal: [10, 40], water: {weight: [30, 60], values: {a: 0, b: 60, c: 90, d: 100}}, dues: {weight: [30, 60], values: {low: 100, mid: 60, high: 0}}}
  west: {scale: 1, no deal: [0.1, 0.3], water: {weight: 0.5, values: {a: 0.2, b: 1, c: 0.8, d: 0}}, dues: {weight: 0.5, values: {low: 0.4, mid: 1, high: 0}}}
";

fn three() -> Case {
    let world = zopa_wire::Memory::new([("case.yaml", THREE)]);
    let read = zopa_wire::read_case(&world).unwrap_or_else(|unread| panic!("{:?}", unread.diagnostics));
    read.known().expect("cut")
}

fn towns() -> Case {
    open("teaching/log-rolling").known().expect("cut")
}

fn settings(words: &[&str], runs: u64) -> Settings {
    let strategies = Strategies::read(words.iter().copied()).expect("strategies");
    Settings { strategies, talks: Talks { runs, ..Settings::default().talks }, ..Settings::default() }
}

/// Reads both tables with Polars and compares them cell by cell, where a Python with it is named.
fn read_again(scratch: &Scratch, csv: &str, parquet: &str) {
    let Some(python) = std::env::var_os("ZOPA_PYTHON_TABLES") else { return };
    let script = crate::folder::root().join("suite/tables.py");
    let output = std::process::Command::new(python)
        .arg(script)
        .args([scratch.path(csv), scratch.path(parquet)])
        .output()
        .expect("Python runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn hard_liners_never_agree_and_conceders_always_do() {
    let asked = settings(&["hard-liner", "conceder"], 8);
    let (run, rows) = tournament_from(&[towns()], &asked, Vec::new(), &mut |_| true, &Unwatched);
    assert_eq!((run.findings.runs, rows.len()), ((32, 32), 32));
    for row in rows.iter().flatten() {
        let settled = row.outcome == Some(Outcome::Settlement);
        match row.strategies.as_slice() {
            [1, 1] => {
                assert!(settled);
                assert!(row.values.iter().all(|(value, no_deal)| value >= no_deal));
            }
            // What is best for one town leaves the other less than no deal: nobody agrees to it.
            _ => assert!(!settled),
        }
    }
    // By hand: no deal is worth 30 and 25 of 100, so that a hard-liner has 0.275 over both seats.
    let against = |own: usize, other: usize| run.findings.against[own][other].expect("runs").value;
    assert!((against(0, 0) - 0.275).abs() < 1e-12 && (against(0, 1) - 0.275).abs() < 1e-12);
    assert!(against(1, 1) > against(1, 0));
    let names: Vec<(usize, usize)> = run.findings.strategies.iter().map(|own| (own.rank, own.strategy)).collect();
    assert_eq!(names, [(1, 1), (2, 0)]);
    let first = run.findings.strategies.iter().find(|own| own.strategy == 0).expect("there");
    assert_eq!(first.settled.n(), 24);
}

#[test]
fn a_run_is_that_of_the_lens_with_these_strategies() {
    let case = three();
    let words = ["boulware", "micro", "random"];
    let asked = settings(&words, 3);
    let (_, rows) = tournament_from(std::slice::from_ref(&case), &asked, Vec::new(), &mut |_| true, &Unwatched);
    assert_eq!(rows.len(), 81);
    for (at, row) in rows.iter().enumerate().step_by(5) {
        let row = row.as_ref().expect("made");
        let names = ["north", "south", "west"];
        let strategies = names.iter().zip(&row.strategies).map(|(name, own)| {
            (case.party_named(name).expect("a party"), Strategies::read([words[*own]]).expect("a strategy"))
        });
        let lens = Talks { runs: 3, strategies: strategies.collect(), ..asked.talks.clone() };
        let (_, runs) = rounds_from(&case, &lens, Vec::new(), &mut |_| true, &Unwatched);
        let own = runs[at / 27].clone().expect("made");
        assert_eq!(
            (row.outcome, row.round, &row.package, &row.values, row.opener, &row.measured),
            (own.outcome, own.round, &own.package, &own.values, own.opener, &own.measured),
            "run {at}"
        );
    }
}

/// Mean over cases of the mean over repetitions of the mean of a block, as written in the head of the module.
fn plain(numbers: &[(usize, u64, f64)]) -> f64 {
    let mut blocks: BTreeMap<usize, BTreeMap<u64, Vec<f64>>> = BTreeMap::new();
    for (case, repetition, value) in numbers {
        blocks.entry(*case).or_default().entry(*repetition).or_default().push(*value);
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let case = |own: &BTreeMap<u64, Vec<f64>>| mean(&own.values().map(|block| mean(block)).collect::<Vec<f64>>());
    mean(&blocks.values().map(case).collect::<Vec<f64>>())
}

#[test]
fn findings_are_those_of_the_table_of_runs() {
    let cases = [towns(), three()];
    let words = ["boulware", "conceder", "hard-liner"];
    let asked = settings(&words, 4);
    let (run, rows) = tournament_from(&cases, &asked, Vec::new(), &mut |_| true, &Unwatched);
    let table = tournament_table(&cases, &run.findings, &asked, &rows).csv();
    let mut lines = table.lines();
    let names: Vec<&str> = lines.next().expect("names").split(',').collect();
    let runs: Vec<BTreeMap<&str, &str>> =
        lines.map(|line| names.iter().copied().zip(line.split(',')).collect()).collect();
    assert_eq!(runs.len(), 4 * 9 + 4 * 27);
    for own in &run.findings.strategies {
        let word = words[own.strategy];
        let (mut values, mut welfare, mut nash, mut hits, mut n) = (Vec::new(), Vec::new(), Vec::new(), 0, 0);
        for row in &runs {
            let case = usize::from(row["title"] == "Delta");
            let repetition: u64 = row["run"].parse().expect("a number");
            let number = |name: &str| row[name].parse::<f64>().expect("a number");
            let seats: Vec<usize> = (1..4).filter(|seat| row[format!("strategy.{seat}").as_str()] == word).collect();
            for seat in &seats {
                values.push((case, repetition, number(&format!("scaled.{seat}"))));
            }
            if seats.is_empty() {
                continue;
            }
            n += 1;
            hits += u64::from(row["outcome"] == "settlement");
            welfare.push((case, repetition, number("welfare")));
            if !row["to_nash"].is_empty() {
                nash.push((case, repetition, number("to_nash")));
            }
        }
        assert_eq!((own.settled.hits(), own.settled.n()), (hits, n), "{word}");
        let near = |found: Option<zopa_lens::rounds::tournament::Mean>, numbers: &[(usize, u64, f64)]| {
            let found = found.expect("numbers");
            assert!((found.value - plain(numbers)).abs() < 1e-12, "{word}: {found:?} {}", plain(numbers));
            assert_eq!(found.n, numbers.len() as u64);
        };
        near(own.value, &values);
        near(own.welfare, &welfare);
        near(own.apart.iter().find(|(goal, _)| *goal == Goal::Nash).expect("told").1, &nash);
    }
    // Ranks part only where intervals do.
    let found = &run.findings.strategies;
    for (one, two) in found.iter().flat_map(|one| found.iter().map(move |two| (one, two))) {
        let ends = |own: &zopa_lens::rounds::tournament::StrategyFound| {
            own.value.and_then(|own| own.interval).expect("an interval")
        };
        let apart = ends(one).0 > ends(two).1;
        assert!(!apart || one.rank < two.rank);
        assert!(
            one.strategy == two.strategy || one.alike.contains(&two.strategy) == (!apart && ends(two).0 <= ends(one).1)
        );
    }
}

#[test]
fn the_same_bytes_on_one_thread_and_on_sixteen_and_from_kept_runs() {
    let cases = [three(), towns()];
    let of = |threads: usize| {
        let mut asked = settings(&["boulware", "random", "micro"], 40);
        asked.talks.threads = threads;
        asked
    };
    let told = |asked: &Settings, known| {
        let (run, rows) = tournament_from(&cases, asked, known, &mut |_| true, &Unwatched);
        (tournament_findings(&run.findings).to_string(), rows)
    };
    let (one, rows) = told(&of(1), Vec::new());
    assert_eq!(one, told(&of(16), Vec::new()).0);
    let head = tournament_head(&cases, &of(1));
    assert_eq!(head, tournament_head(&cases, &of(16)));
    // 27 seatings forty times, then 9 forty times: from within a block, at its end, within the second case.
    for kept in [1, 27, 500, 1_080, 1_083, 1_440] {
        let text = head.clone() + &runs_lines(&rows[..kept]);
        let (read, _) = read_runs(&text, &head).expect("whole lines");
        assert_eq!(read.as_slice(), &rows[..kept]);
        assert_eq!(told(&of(2), read).0, one);
    }
    let other = settings(&["boulware", "random", "micro"], 41);
    assert!(read_runs(&tournament_head(&cases, &other), &head).is_err());
    let mut strange = rows[..3].to_vec();
    strange[2].as_mut().expect("made").strategies[0] = 9;
    assert!(
        tournament_from(&cases, &of(1), strange, &mut |_| true, &Unwatched)
            .0
            .findings
            .sentence
            .contains("run 2 is none")
    );
}

#[test]
fn too_many_seatings_are_drawn_and_that_is_said() {
    let asked = Settings { most: 10, ..settings(&["boulware", "conceder", "micro"], 2) };
    let run = tournament(&[three()], &asked, &Unwatched);
    let case = &run.findings.cases[0];
    assert_eq!((case.seatings.len(), case.all_seatings, run.findings.runs), (10, 27, (20, 20)));
    let told = tournament_findings(&run.findings);
    assert_eq!(told["cases"][0]["sampled"], true);
    let twice = settings(&["boulware", "boulware"], 2);
    let run = tournament(&[three()], &twice, &Unwatched);
    assert!(run.findings.sentence.contains("stands there twice"), "{}", run.findings.sentence);
}

#[test]
fn a_tournament_that_was_killed_goes_on() {
    let scratch = Scratch::with_catalog("tournament-killed");
    let asked = ["tournament", TOWNS, "--strategies", "boulware|random|tit-for-tat", "--runs", "3000", "--json"];
    let whole = zopa(&scratch, &asked);
    assert_eq!(whole.status, 0, "{}", whole.stderr);
    let keep = [&asked[..], &["--keep", "runs.txt"]].concat();
    for _ in 0..3 {
        let mut child = begin(&scratch, &keep);
        let size = || fs::metadata(scratch.path("runs.txt")).map_or(0, |known| known.len());
        let before = size();
        while size() <= before + 100_000 && child.try_wait().expect("a process").is_none() {
            std::thread::yield_now();
        }
        child.kill().expect("killed");
        child.wait().expect("ended");
    }
    let on = zopa(&scratch, &keep);
    assert_eq!((on.status, on.stdout), (0, whole.stdout));
}

#[test]
fn the_answer_has_its_keys_and_what_is_wrong_is_said_at_once() {
    let scratch = Scratch::with_catalog("tournament");
    let asked = ["tournament", TOWNS, "--strategies", "boulware|conceder", "--runs", "4", "--discount", "round:0.98"];
    let output = zopa(&scratch, &[&asked[..], &["--json", "--csv", "runs.csv"]].concat());
    assert_eq!(output.status, 0, "{}", output.stderr);
    let answer: Value = serde_json::from_str(&output.stdout).expect("JSON");
    assert_eq!((&answer["lens"], &answer["findings"]["runs"]), (&"tournament".into(), &16.into()));
    assert!(answer["case"]["hash"].is_string() && answer["cases"][0]["hash"] == answer["case"]["hash"]);
    for own in answer["findings"]["strategies"].as_array().expect("a list") {
        for key in ["id", "rank", "alike", "value", "advantage", "settled", "welfare", "distance", "sentence"] {
            assert!(!own[key].is_null(), "{key}");
        }
    }
    assert_eq!(fs::read_to_string(scratch.path("runs.csv")).expect("written").lines().count(), 17);
    for width in ["80", "120"] {
        let output = zopa(&scratch, &[&asked[..], &["--width", width]].concat());
        let limit: usize = width.parse().expect("a number");
        assert!(output.stdout.lines().all(|line| line.chars().count() <= limit), "{}", output.stdout);
        assert!(output.stdout.contains("FICTIONAL") && output.stdout.contains("Rank 1"), "{}", output.stdout);
    }
    let wrong = [
        "tournament",
        TOWNS,
        "catalog/nowhere",
        "--strategies",
        "boulwar",
        "--protocol",
        "alternate",
        "--discount",
        "9",
    ];
    let output = zopa(&scratch, &wrong);
    assert_eq!(output.status, 3);
    for said in ["`boulwar` is no strategy", "no protocol `alternate`", "`9` is no discount", "catalog/nowhere"] {
        assert!(output.stderr.contains(said), "{said}: {}", output.stderr);
    }
    // A case that cannot be played on is named, and the others are played.
    let output = zopa(&scratch, &["tournament", TOWNS, "catalog/talks/geneva-2026", "--runs", "2"]);
    assert_eq!(output.status, 2);
    assert!(output.stdout.contains("was not played on"), "{}", output.stdout);
    if cfg!(feature = "parquet") {
        let output = zopa(&scratch, &[&asked[..], &["--csv", "again.csv", "--parquet", "runs.parquet"]].concat());
        assert_eq!(output.status, 0, "{}", output.stderr);
        let written = fs::read(scratch.path("runs.parquet")).expect("written");
        assert!(written.starts_with(b"PAR1") && written.ends_with(b"PAR1"));
        read_again(&scratch, "again.csv", "runs.parquet");
    } else {
        let output = zopa(&scratch, &["tournament", TOWNS, "--parquet", "runs.parquet"]);
        assert_eq!(output.status, 3);
        assert!(output.stderr.contains("--features parquet") && !scratch.path("runs.parquet").exists());
    }
}
