//! How long a tournament takes: `cargo bench -p zopa --bench tournament`.
//!
//! Two parties with certain numbers over three issues of ten options, 20 rounds, five strategies in every seat, 10 repetitions: 250
//! runs. *Engine* makes the same runs without moves kept, with the list of packages made once; *lens* is the whole tournament from
//! a case in memory: compiling, runs with their moves, metrics, means, intervals. *Table* is its runs as comma-separated values. No
//! time is asserted anywhere; committed runs are in `bench/runs/`.

use divan::Bencher;
use std::fmt::Write as _;
use zopa_case::Case;
use zopa_lens::Unwatched;
use zopa_lens::rounds::Settings as Talked;
use zopa_lens::rounds::tournament::{Settings, tournament, tournament_from};
use zopa_lens::solve::rounds::{Alternating, Listed, Seat, Settings as Rules, Sums, Talks, tactic};

fn main() {
    divan::main();
}

const WORDS: [&str; 5] = ["boulware", "linear", "conceder", "tit-for-tat", "micro"];

/// Points of option `option` of issue `issue` for a party, 0 to 100: the same everywhere.
fn points(party: usize, issue: usize, option: usize) -> i64 {
    let mixed = (party * 7_919 + issue * 104_729 + option * 1_299_709 + 17) as u64;
    (mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33) as i64 % 101
}

fn case() -> Case {
    let mut text = String::from(
        "zopa: 1\ncase: Bench\nas of: 2026-01-01\nfictional: true\nparties:\n  a: {name: A, role: party}\n  b: {name: B, role: party}\nissues:\n",
    );
    for issue in 0..3 {
        let options: Vec<String> = (0..10).map(|option| format!("o{option}: O{option}")).collect();
        writeln!(text, "  i{issue}: {{name: I{issue}, kind: menu, menu: {{{}}}}}", options.join(", "))
            .expect("a string");
    }
    text.push_str("preferences:\n");
    for (party, name) in ["a", "b"].into_iter().enumerate() {
        writeln!(text, "  {name}:\n    scale: 100\n    no deal: 40").expect("a string");
        for (issue, weight) in [40, 35, 25].into_iter().enumerate() {
            let options: Vec<String> =
                (0..10).map(|option| format!("o{option}: {}", points(party, issue, option))).collect();
            writeln!(text, "    i{issue}: {{weight: {weight}, values: {{{}}}}}", options.join(", ")).expect("a string");
        }
    }
    let world = zopa_wire::Memory::new([("case.yaml", text.as_str())]);
    let read = zopa_wire::read_case(&world).unwrap_or_else(|unread| panic!("{:?}", unread.diagnostics));
    read.known().expect("cut")
}

fn settings() -> Settings {
    Settings { talks: Talked { runs: 10, threads: 1, ..Settings::default().talks }, ..Settings::default() }
}

#[divan::bench]
fn lens(bencher: Bencher<'_, '_>) {
    let (cases, settings) = ([case()], settings());
    bencher.bench_local(|| tournament(&cases, &settings, &Unwatched));
}

#[divan::bench]
fn table(bencher: Bencher<'_, '_>) {
    let (cases, settings) = ([case()], settings());
    let (run, rows) = tournament_from(&cases, &settings, Vec::new(), &mut |_| true, &Unwatched);
    bencher.bench_local(|| zopa_wire::tournament_table(&cases, &run.findings, &settings, &rows).csv());
}

#[divan::bench]
fn engine(bencher: Bencher<'_, '_>) {
    let weights = [40, 35, 25];
    let party = |party: usize| -> Vec<Vec<i64>> {
        weights
            .iter()
            .enumerate()
            .map(|(issue, weight)| (0..10).map(|own| points(party, issue, own) * weight).collect())
            .collect()
    };
    let sums = Sums::new(vec![party(0), party(1)]).expect("fits");
    let styles = WORDS.map(|words| tactic(words).expect("words"));
    bencher.bench_local(|| {
        let menu = Listed::of_sums(&sums).expect("small");
        let rules = Rules { rounds: 20, ..Rules::default() };
        let mut moves = 0;
        for one in &styles {
            for other in &styles {
                for k in 0..10 {
                    let mut seats = vec![Seat::party(0, Some(4_000), one), Seat::party(1, Some(4_000), other)];
                    if k % 2 == 1 {
                        seats.reverse();
                    }
                    let seats = seats.into_iter().map(|seat| Seat { unit: 1e-4, ..seat }).collect();
                    moves +=
                        Talks::new(&menu, &Alternating, seats, rules).expect("seated").run(k, false, &Unwatched).moves;
                }
            }
        }
        moves
    });
}
