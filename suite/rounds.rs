//! The lens `rounds` as a user meets it.

use crate::folder::open;
use crate::scratch::{Scratch, zopa};
use serde_json::Value;
use std::fs;
use zopa_lens::Unwatched;
use zopa_lens::rounds::{Outcome, Settings, Strategies, rounds, rounds_from};
use zopa_wire::{read_case, read_runs, rounds_findings, runs_head, runs_lines};

const TOWNS: &str = "catalog/teaching/log-rolling";

/// Two parties with ranges, three issues, a ratifier, and a line.
const RANGES: &str = "zopa: 1
case: Harbour
as of: 2026-02-18
fictional: true
parties:
  north: {name: North, role: party}
  south: {name: South, role: party}
issues:
  quay: {name: Quay, kind: menu, menu: {a: A, b: B, c: C}}
  dues: {name: Dues, kind: menu, menu: {low: Low, mid: Middle, high: High}}
  pilots: {name: Pilots, kind: menu, menu: {ours: Ours, joint: Joint}}
preferences:
  north:
    scale: 100
    no deal: [20, 60]
    quay: {weight: [30, 50], values: {a: 100, b: 50, c: 0}}
    dues: {weight: [20, 40], values: {low: 0, mid: 60, high: 100}}
    pilots: {weight: [10, 30], values: {ours: 100, joint: 20}}
  south:
    scale: 100
    no deal: [20, 60]
    quay: {weight: [20, 40], values: {a: 0, b: 40, c: 100}}
    dues: {weight: [30, 50], values: {low: 100, mid: 50, high: 0}}
    pilots: {weight: [10, 30], values: {ours: 0, joint: 100}}
ratifiers:
  - {id: council, party: south, rule: leader, factions: {all: {weight: 1, accepts: not quay = a}}}
";

fn case(text: &str) -> zopa_case::Case {
    let world = zopa_wire::Memory::new([("case.yaml", text)]);
    let read = read_case(&world).unwrap_or_else(|unread| panic!("{:?}", unread.diagnostics));
    read.known().expect("cut")
}

#[test]
fn the_same_bytes_on_one_thread_and_on_sixteen() {
    let case = case(RANGES);
    let of = |threads: usize| {
        let settings = Settings { runs: 700, threads, transcript: Some(3), ..Settings::default() };
        rounds_findings(&case, &rounds(&case, &settings, &Unwatched).findings).to_string()
    };
    let one = of(1);
    assert_eq!(one, of(16));
    assert_eq!(one, of(3));
}

#[test]
fn the_first_runs_of_many_are_those_of_few_and_the_transcript_is_one_of_them() {
    let case = case(RANGES);
    let of = |runs: u64, transcript: u64| {
        let settings = Settings { runs, transcript: Some(transcript), ..Settings::default() };
        rounds(&case, &settings, &Unwatched).findings
    };
    let mut hits = 0;
    for run in 0..20 {
        let told = of(1, run).transcript.expect("a transcript");
        assert_eq!(Some(&told), of(30, run).transcript.as_ref());
        hits += u64::from(told.outcome == Some(Outcome::Settlement));
    }
    let found = of(20, 0);
    let share = found.outcomes.iter().find(|own| own.outcome == Outcome::Settlement).map_or(0, |own| own.share.hits());
    assert_eq!(share, hits);
    assert_eq!(found.outcomes.iter().map(|own| own.share.hits()).sum::<u64>(), 20);
}

#[test]
fn nobody_settles_below_no_deal_and_a_ratifier_stops_what_it_rejects() {
    let case = case(RANGES);
    let settings = Settings { runs: 600, ..Settings::default() };
    let (run, rows) = rounds_from(&case, &settings, Vec::new(), &mut |_| true, &Unwatched);
    let found = run.findings;
    let hits = |outcome| found.outcomes.iter().find(|own| own.outcome == outcome).map_or(0, |own| own.share.hits());
    assert!(hits(Outcome::Settlement) > 0 && hits(Outcome::NotRatified) > 0, "{:?}", found.outcomes);
    let settled = |row: &&zopa_lens::rounds::RunRow| row.outcome == Some(Outcome::Settlement);
    for row in rows.iter().flatten().filter(settled) {
        for (value, no_deal) in &row.values {
            assert!(value.expect("settled") >= no_deal.expect("known"), "{row:?}");
        }
    }
    // The council rejects every package with quay a, the first option.
    let rejected: u64 = found.agreements.iter().filter(|own| own.package[0] == 0).map(|own| own.share.hits()).sum();
    assert_eq!(rejected, hits(Outcome::NotRatified));
    let stopped: Vec<u64> = found.ratifiers.iter().map(|own| own.rejects.hits()).collect();
    assert_eq!(stopped, [rejected]);
    for own in &found.worth {
        // Whoever settles has no less than no deal, so that gains are missing only where it has exactly that.
        let gains = own.gains.expect("no-deal values are known");
        assert!(gains.hits() > 0 && gains.hits() <= hits(Outcome::Settlement));
    }
}

#[test]
fn hard_liners_never_agree_and_conceders_always_do() {
    let case = open("teaching/log-rolling").known().expect("cut");
    let with = |words: &str| {
        let others = Strategies::read([words]).expect("a strategy");
        let run = rounds(&case, &Settings { runs: 40, others, ..Settings::default() }, &Unwatched);
        let settled = run.findings.outcomes.iter().find(|own| own.outcome == Outcome::Settlement);
        settled.map_or(0, |own| own.share.hits())
    };
    assert_eq!((with("hard-liner"), with("conceder")), (0, 40));
}

#[test]
fn what_is_asked_wrongly_is_said_with_a_way_out() {
    let scratch = Scratch::with_catalog("rounds");
    for (option, said) in [
        (["--strategy", "upper=boulwar"], "`boulwar` is no strategy: they are boulware, linear"),
        (["--strategy", "uper=boulware"], "did you mean `upper`?"),
        (["--protocol", "alternate"], "did you mean `alternating`?"),
        (["--runs", "0"], "invalid value '0'"),
    ] {
        let output = zopa(&scratch, &[&["rounds", TOWNS], &option[..]].concat());
        assert_eq!(output.status, 3, "{option:?}");
        assert!(output.stderr.contains(said), "{option:?}: {}", output.stderr);
    }
    let output = zopa(&scratch, &["rounds", "catalog/talks/geneva-2026"]);
    assert_eq!(output.status, 2);
    assert!(output.stdout.contains("what packages are worth to Russia"), "{}", output.stdout);
}

#[test]
fn the_answer_keeps_its_keys_and_the_page_its_width() {
    let scratch = Scratch::with_catalog("rounds-json");
    let output = zopa(&scratch, &["rounds", TOWNS, "--json", "--runs", "50", "--transcript", "7"]);
    assert_eq!(output.status, 0, "{}", output.stderr);
    let answer: Value = serde_json::from_str(&output.stdout).expect("JSON");
    let findings = &answer["findings"];
    assert_eq!((&answer["lens"], &answer["arithmetic"]), (&"rounds".into(), &"sampled".into()));
    assert_eq!(findings["runs"], 50);
    let step = &findings["trace"][0];
    for key in ["round", "party", "track", "offer", "values", "answer"] {
        assert!(!step[key].is_null(), "{key}");
    }
    for share in findings["outcomes"].as_object().expect("outcomes").values() {
        assert_eq!(share["n"], 50);
    }
    for width in ["80", "120"] {
        let output = zopa(&scratch, &["rounds", TOWNS, "--width", width, "--transcript", "0"]);
        let limit: usize = width.parse().expect("a number");
        assert!(output.stdout.lines().all(|line| line.chars().count() <= limit), "{}", output.stdout);
    }
    let page = zopa(&scratch, &["rounds", TOWNS, "--html", "page.html"]);
    assert_eq!((page.status, page.stdout.as_str()), (0, ""));
    assert!(fs::read_to_string(scratch.path("page.html")).expect("written").contains("Further rounds"));
}

#[test]
fn going_on_from_kept_runs_gives_the_answer_of_all() {
    let case = case(RANGES);
    let settings = Settings { runs: 2_500, ..Settings::default() };
    let answer = |known: Vec<_>| {
        let mut kept = known.clone();
        let mut keep = |rows: &[_]| {
            kept.extend(rows.to_vec());
            true
        };
        let (run, rows) = rounds_from(&case, &settings, known, &mut keep, &Unwatched);
        assert_eq!(kept, rows);
        (rounds_findings(&case, &run.findings).to_string(), rows)
    };
    let (whole, rows) = answer(Vec::new());
    let head = runs_head(&case, &settings);
    for kept in [1, 1_023, 1_024, 1_700, 2_500] {
        let text = head.clone() + &runs_lines(&rows[..kept]);
        let (read, bytes) = read_runs(&text, &head).expect("whole lines");
        assert_eq!((read.as_slice(), bytes), (&rows[..kept], text.len()));
        assert_eq!(answer(read).0, whole);
        // Cut anywhere, what is whole is read and the rest left aside.
        let (read, bytes) = read_runs(&text[..text.len() - 3], &head).expect("whole lines");
        assert_eq!((read.as_slice(), text[..bytes].ends_with('\n')), (&rows[..kept - 1], true));
    }
    let other = Settings { rounds: 7, ..settings.clone() };
    assert!(read_runs(&runs_head(&case, &other), &head).is_err());
    assert!(read_runs(&(head.clone() + "[1, 2]\n"), &head).unwrap_err().starts_with("line 2"));
    let mut strange = rows[..3].to_vec();
    if let Some(row) = &mut strange[1] {
        row.opener = 9;
    }
    let (run, _) = rounds_from(&case, &settings, strange, &mut |_| true, &Unwatched);
    assert_eq!(run.findings.missing, ["runs kept of this case; run 1 is none"]);
}

#[test]
fn an_ensemble_that_is_killed_goes_on_where_it_was() {
    let scratch = Scratch::with_catalog("killed");
    let asked = ["rounds", TOWNS, "--json", "--runs", "40000"];
    let whole = zopa(&scratch, &asked);
    assert_eq!(whole.status, 0, "{}", whole.stderr);
    let keep = [&asked[..], &["--keep", "runs.txt"]].concat();
    for _ in 0..3 {
        let mut child = crate::scratch::begin(&scratch, &keep);
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
    let again = zopa(&scratch, &[&keep[..], &["--csv", "runs.csv"]].concat());
    assert_eq!(again.status, 0);
    let table = fs::read_to_string(scratch.path("runs.csv")).expect("written");
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(
        lines[0],
        "case,seed,run,outcome,round,opener,strategy.upper,strategy.lower,value.upper,value.lower,scaled.upper,\
         scaled.lower,advantage.upper,advantage.lower,welfare,to_efficient,to_nash,to_kalai-smorodinsky,to_egalitarian,\
         to_max-welfare,water,road"
    );
    let case = open("teaching/log-rolling").known().expect("cut");
    let hash = case.hash();
    assert!(lines[7].starts_with(&format!("{hash},0,6,")), "{}", lines[7]);
    assert_eq!(lines.len(), 40_001);
    // Something else is left as it is.
    scratch.write("notes.txt", "notes without an end");
    let output = zopa(&scratch, &["rounds", TOWNS, "--keep", "notes.txt"]);
    assert_eq!(output.status, 3);
    assert_eq!(fs::read_to_string(scratch.path("notes.txt")).expect("there"), "notes without an end");
}

#[test]
fn distances_are_those_to_the_points_of_the_settlement_lens() {
    use zopa_lens::Worth;
    use zopa_lens::rounds::Goal;
    use zopa_lens::settlement::{Settings as Zone, Valued, settlement};
    let case = open("teaching/log-rolling").known().expect("cut");
    let zone = settlement(&case, &Zone::default(), &Unwatched).findings;
    let vectors = |packages: &[Valued]| -> Vec<Vec<f64>> {
        let value = |own: &Worth| match own {
            Worth::Point(number) => number.to_f64(),
            Worth::Between(..) => panic!("the numbers are certain"),
        };
        packages.iter().map(|own| own.values.iter().map(|(_, worth)| value(worth)).collect()).collect()
    };
    let (run, rows) =
        rounds_from(&case, &Settings { runs: 200, ..Settings::default() }, Vec::new(), &mut |_| true, &Unwatched);
    let mut agreed = 0;
    for row in rows.iter().flatten() {
        let measured = row.measured.as_ref().expect("no-deal values are known");
        // Both scales go from 0 to 100, in ticks of the findings.
        let seats = run.findings.seats.iter();
        let own: Vec<f64> = seats
            .zip(&row.values)
            .map(|(seat, (value, _))| seat.tick.to_f64() * value.expect("known") as f64)
            .collect();
        agreed += u64::from(row.outcome == Some(Outcome::Settlement));
        for (at, goal) in Goal::ALL.into_iter().enumerate() {
            let to = match zone.points.iter().find(|point| point.concept.word() == goal.word()) {
                Some(point) => vectors(&point.packages),
                None => vectors(&zone.efficient.packages),
            };
            assert!(!to.is_empty(), "{goal:?}");
            let apart =
                |to: &Vec<f64>| to.iter().zip(&own).map(|(to, own)| ((to - own) / 100.0).powi(2)).sum::<f64>().sqrt();
            let least = to.iter().map(apart).fold(f64::INFINITY, f64::min);
            let found = measured.apart[at].expect("worked out");
            assert!((found - least).abs() < 1e-9, "{goal:?}: {found} {least}");
        }
    }
    assert!(agreed > 0);
    let found = &run.findings.metrics;
    assert!(found.apart.iter().all(|own| own.spread.all.expect("told").n == 200 && own.why_not.is_none()));
    assert_eq!(found.welfare.settled.expect("some settle").n, agreed);
}

#[test]
fn distances_of_drawn_numbers_are_told_with_what_is_missing() {
    let case = case(RANGES);
    let run = rounds(&case, &Settings { runs: 300, ..Settings::default() }, &Unwatched);
    for own in &run.findings.metrics.apart {
        let n = own.spread.all.expect("some draws have a zone").n;
        assert!(n > 0 && n <= 300);
        assert_eq!(own.why_not.is_some(), n < 300, "{:?}", own.goal);
        assert!(own.spread.all.expect("told").parts.is_sorted());
    }
}
