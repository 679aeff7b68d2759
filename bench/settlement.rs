//! How long the lenses `settlement` and `blockers` take, and the engine under them: `cargo bench -p zopa --bench settlement`.
//!
//! Cases are made once, from fixed seeds, and are not timed. `engine_*` goes from numbers to the efficient set, with
//! network, join tree and values made anew each time; `lens_*` from the case to all findings, in one thread unless it
//! says otherwise. No time is asserted anywhere; committed runs are in `bench/runs/`. The same against NegMAS, with
//! peak memory: `bench/negmas/run`.

mod engine;

use divan::Bencher;
use engine::Values;
use std::fmt::Write as _;
use std::path::PathBuf;
use zopa_case::Case;
use zopa_case::draft::Choose;
use zopa_lens::settlement::{Settings, settlement};
use zopa_lens::solve::valued::frontier::{Limits, frontier};
use zopa_lens::solve::valued::size::size;
use zopa_lens::{Unwatched, blockers};
use zopa_wire::{Memory, World, read_case};

fn main() {
    divan::main();
}

/// Issues, options an issue, parties.
const ADDITIVE: [(usize, usize, usize); 6] = [(6, 10, 2), (5, 10, 2), (5, 10, 3), (12, 10, 2), (15, 10, 2), (8, 10, 4)];
/// Sizes of the issues of a full table.
const TABLES: [&[usize]; 2] = [&[10; 6], &[30, 40, 25]];

/// The generator of Steele, Lea & Flood (2014): the same numbers everywhere.
struct Numbers(u64);

impl Numbers {
    /// From 0 to 1,000,000.
    fn millionths(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % 1_000_001
    }
}

fn decimal(millionths: u64) -> String {
    format!("{}.{:06}", millionths / 1_000_000, millionths % 1_000_000)
}

/// Parties and issues of a made case.
fn head(sizes: &[usize], parties: usize) -> String {
    let mut text = String::from("zopa: 1\ncase: Made\nas of: 2026-01-01\nfictional: true\nparties:\n");
    (1..=parties).for_each(|party| writeln!(text, "  p{party}: {{name: P{party}, role: party}}").expect("text"));
    text.push_str("issues:\n");
    for (issue, size) in sizes.iter().enumerate() {
        let options: Vec<String> = (0..*size).map(|option| format!("o{option}: O{option}")).collect();
        writeln!(text, "  i{issue}: {{name: I{issue}, kind: ladder, ladder: {{{}}}}}", options.join(", "))
            .expect("text");
    }
    text.push_str("preferences:\n");
    text
}

/// Weights and values drawn uniformly; no deal is worth 0.4 to everybody, of about 1 that can be had.
fn additive(issues: usize, options: usize, parties: usize) -> Case {
    let mut numbers = Numbers((issues * 1000 + parties) as u64);
    let mut text = head(&vec![options; issues], parties);
    for party in 1..=parties {
        writeln!(text, "  p{party}:\n    scale: raw\n    no deal: 0.4").expect("text");
        let drawn: Vec<u64> = (0..issues).map(|_| numbers.millionths() + 1).collect();
        let sum: u64 = drawn.iter().sum();
        for (issue, weight) in drawn.iter().enumerate() {
            let values: Vec<String> =
                (0..options).map(|option| format!("o{option}: {}", decimal(numbers.millionths()))).collect();
            let (weight, values) = (decimal(weight * 1_000_000 / sum), values.join(", "));
            writeln!(text, "    i{issue}: {{weight: {weight}, values: {{{values}}}}}").expect("text");
        }
    }
    read(&Memory::one(&text))
}

/// Two parties with a full table. With three issues every package is efficient; else values lie on a quarter disc.
fn table(sizes: &[usize]) -> Case {
    let mut numbers = Numbers(sizes.len() as u64);
    let mut text = head(sizes, 2);
    let packages: usize = sizes.iter().product();
    let no_deal = if sizes.len() == 3 { "0" } else { "0.3" };
    writeln!(text, "  p1: {{scale: 1, no deal: {no_deal}, table: values.csv}}").expect("text");
    writeln!(text, "  p2: {{scale: 1, no deal: {no_deal}, table: values.csv}}").expect("text");
    let mut rows: String = (0..sizes.len()).map(|issue| format!("i{issue},")).collect();
    rows.push_str("p1,p2\n");
    let step = 1_000_000 / packages as u64;
    for package in 0..packages {
        let mut rest = packages;
        for size in sizes {
            rest /= size;
            write!(rows, "o{},", package / rest % size).expect("text");
        }
        let (one, other) = if sizes.len() == 3 {
            // 7919 is a prime that does not divide the number of packages.
            let at = (package * 7919 % packages) as u64;
            (at * step + numbers.millionths() % step, (packages as u64 - 1 - at) * step + numbers.millionths() % step)
        } else {
            loop {
                let (one, other) = (numbers.millionths(), numbers.millionths());
                if one * one + other * other <= 1_000_000_000_000 {
                    break (one, other);
                }
            }
        };
        writeln!(rows, "{},{}", decimal(one), decimal(other)).expect("text");
    }
    read(&Memory::new([("case.yaml", text.as_str()), ("values.csv", rows.as_str())]))
}

/// A case of the catalog.
fn catalog(name: &str) -> Case {
    case_of(&files(name))
}

/// The public case in which every want on the record is hardened to a demand, so that much is blocked.
fn hardened() -> Vec<(String, String)> {
    let mut files = files("talks/geneva-2026");
    for (_, text) in files.iter_mut().filter(|(name, _)| name == "ledger.yaml") {
        *text = text.replace(" wants: ", " demands: ");
    }
    files
}

/// The same with its 17 issues in one chain: a package that takes the last option of one cannot take the first of the
/// next.
fn chained() -> Vec<(String, String)> {
    let mut files = hardened();
    let case = case_of(&files);
    let takes = |issue: &zopa_case::Issue, option: usize| match issue.choose {
        Choose::One => format!("{} = {}", issue.name, issue.options[option].name),
        _ => format!("{} includes {}", issue.name, issue.options[option].name),
    };
    let mut rules = String::from("logic:\n");
    for (at, pair) in case.issues().windows(2).enumerate() {
        let (one, next) = (takes(&pair[0], pair[0].options.len() - 1), takes(&pair[1], 0));
        writeln!(rules, "  - {{id: chain-{at}, rule: not ({one} and {next})}}").expect("text");
    }
    for (_, text) in files.iter_mut().filter(|(name, _)| name == "process.yaml") {
        *text = text.replace("logic:\n", &rules);
    }
    files
}

/// The files of a case of the catalog.
fn files(name: &str) -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../catalog").join(name);
    let mut files: Vec<(String, String)> = Vec::new();
    for (folder, prefix) in [(folder.clone(), ""), (folder.join("sources"), "sources/")] {
        for entry in std::fs::read_dir(folder).expect("catalog") {
            let path = entry.expect("entry").path();
            if path.is_file() {
                let name = path.file_name().and_then(|name| name.to_str()).expect("name");
                files.push((format!("{prefix}{name}"), std::fs::read_to_string(&path).expect("text")));
            }
        }
    }
    files
}

fn case_of(files: &[(String, String)]) -> Case {
    read(&Memory::new(files.iter().map(|(name, text)| (name.as_str(), text.as_str()))))
}

fn read(world: &impl World) -> Case {
    read_case(world).map_err(|unread| unread.diagnostics).expect("valid").known().expect("cut")
}

fn engine(bencher: Bencher<'_, '_>, case: &Case) {
    let values = Values::of(case);
    let least = values.least();
    assert!(frontier(&values.charge(), &least, &Limits::default()).exact());
    bencher.bench(|| frontier(&values.charge(), &least, &Limits::default()));
}

fn lens(bencher: Bencher<'_, '_>, case: &Case, settings: Settings) {
    bencher.bench(|| settlement(case, &settings, &Unwatched));
}

fn one_thread() -> Settings {
    Settings { threads: 1, ..Settings::default() }
}

#[divan::bench(sample_count = 20, args = ADDITIVE.map(|row| format!("{row:?}")))]
fn engine_additive(bencher: Bencher<'_, '_>, row: &str) {
    let (issues, options, parties) = of_row(row);
    engine(bencher, &additive(issues, options, parties));
}

/// The size of the zone alone, as exactly as it is told.
#[divan::bench(sample_count = 5, args = ADDITIVE.map(|row| format!("{row:?}")))]
fn engine_size(bencher: Bencher<'_, '_>, row: &str) {
    let (issues, options, parties) = of_row(row);
    let values = Values::of(&additive(issues, options, parties));
    let (charge, least) = (values.charge(), values.least());
    bencher.bench(|| size(&charge, &least));
}

#[divan::bench(sample_count = 5, args = ADDITIVE.map(|row| format!("{row:?}")))]
fn lens_additive(bencher: Bencher<'_, '_>, row: &str) {
    let (issues, options, parties) = of_row(row);
    lens(bencher, &additive(issues, options, parties), one_thread());
}

#[divan::bench(sample_count = 10, args = TABLES.map(|sizes| format!("{sizes:?}")))]
fn engine_table(bencher: Bencher<'_, '_>, sizes: &str) {
    engine(bencher, &table(of_sizes(sizes)));
}

#[divan::bench(sample_count = 5, args = TABLES.map(|sizes| format!("{sizes:?}")))]
fn lens_table(bencher: Bencher<'_, '_>, sizes: &str) {
    lens(bencher, &table(of_sizes(sizes)), one_thread());
}

/// Values of nobody: counts, ratifiers, and what is not said.
#[divan::bench(sample_count = 10)]
fn lens_on_the_public_case(bencher: Bencher<'_, '_>) {
    lens(bencher, &catalog("talks/geneva-2026"), one_thread());
}

/// Cases of the catalog, and two made of the public one, on whose record nothing blocks the whole: 12 blocking sets and 80
/// openings hardened, 19 and 52 in a chain.
const BLOCKED: [&str; 6] =
    ["talks/geneva-2026", "hardened", "hardened and chained", "talks/cyprus-2017", "talks/iran-2015", "teaching/twin"];

/// The lens `blockers`: all blocking sets and openings on the record, with exact counts, under logic and lines; of the twin
/// those over the draws of its values too. One thread.
#[divan::bench(sample_count = 10, args = BLOCKED)]
fn lens_blockers(bencher: Bencher<'_, '_>, name: &str) {
    let case = match name {
        "hardened" => case_of(&hardened()),
        "hardened and chained" => case_of(&chained()),
        _ => catalog(name),
    };
    let settings = blockers::Settings { threads: 1, ..blockers::Settings::default() };
    let found = blockers::blockers(&case, &settings, &Unwatched).findings;
    assert!(found.complete && (!found.blocking_sets.is_empty() || !name.contains("hardened")), "{name}");
    bencher.bench(|| blockers::blockers(&case, &settings, &Unwatched));
}

/// For each draw whether there is a zone, and one package of it; no draw is looked at more closely. Two threads.
#[divan::bench(sample_count = 3, args = [1_024, 10_000])]
fn lens_on_draws_of_the_twin(bencher: Bencher<'_, '_>, draws: u64) {
    lens(bencher, &catalog("teaching/twin"), Settings { draws, deep: 0, threads: 2, ..Settings::default() });
}

/// As it is asked by default: 1,024 draws, 256 of them looked at closely. Two threads.
#[divan::bench(sample_count = 3)]
fn lens_on_the_twin(bencher: Bencher<'_, '_>) {
    lens(bencher, &catalog("teaching/twin"), Settings::default());
}

fn of_row(row: &str) -> (usize, usize, usize) {
    ADDITIVE.into_iter().find(|own| format!("{own:?}") == row).expect("a row")
}

fn of_sizes(sizes: &str) -> &'static [usize] {
    TABLES.into_iter().find(|own| format!("{own:?}") == sizes).expect("a table")
}
