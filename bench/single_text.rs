//! How good a text a facilitator finds who sees only accept, reject and bracket: `cargo bench -p zopa --bench single_text`.
//!
//! For each generator of scenarios, number of parties and strategy of the facilitator: 100 scenarios (or as many as the
//! first number on the command line says) of 5 issues with 5 to 10 options each, 100 rounds each. Parties answer by their values and
//! sign whatever is at least as good as no deal. Measured is the product of gains over no deal of the package signed, as a share of the
//! greatest of all packages, which are all looked at; 0 where nothing is signed. Time is CPU time of one thread, seating included.
//!
//! Generators, for every issue and option, all numbers uniform or flat Dirichlet, from [`Numbers`] with a seed by number of
//! parties:
//!
//! - *opposed*: one unit split over the parties at random, then each party's worst option of the issue is put at 0 and its best at
//!   1; weights flat Dirichlet; no deal 0. What one gets more of others get less of.
//! - *opposed, no deal*: the same, and no deal at 0 to `1.2 / n` of the best, by party. Scenarios without a package better
//!   than no deal for all are drawn again.
//! - *opposed, raw*: as opposed, without putting worst and best at 0 and 1: no deal lies below anything a text can say.
//! - *ladder*: options and each party's ideal are points on a line; value falls with the square of the distance, worst 0, best 1.
//! - *independent*: levels of all parties uniform; worst 0, best 1.

use std::time::Instant;
use zopa_lens::Unwatched;
use zopa_lens::solve::rounds::{
    Ending, FACILITATORS, Listed, Menu, Posing, Seat, Settings, SingleText, Style, Sums, Talks, facilitator, tactic,
};

/// The generator of Steele, Lea & Flood (2014): the same numbers everywhere.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn uniform(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// One unit in so many parts, flat Dirichlet: the gaps between sorted uniforms.
    fn split(&mut self, parts: usize) -> Vec<f64> {
        let mut cuts: Vec<f64> = (1..parts).map(|_| self.uniform()).chain([0.0, 1.0]).collect();
        cuts.sort_by(f64::total_cmp);
        cuts.windows(2).map(|own| own[1] - own[0]).collect()
    }
}

const GENERATORS: [&str; 5] = ["opposed", "opposed, no deal", "opposed, raw", "ladder", "independent"];
const UNIT: f64 = 1e12;

struct Scenario {
    menu: Listed,
    no_deals: Vec<i64>,
    best: f64,
}

fn scenario(generator: &str, parties: usize, numbers: &mut Numbers) -> Scenario {
    loop {
        let mut values = vec![Vec::new(); parties];
        for _ in 0..5 {
            let options = 5 + (numbers.next() % 6) as usize;
            let mut levels = match generator {
                "ladder" => {
                    let places: Vec<f64> = (0..options).map(|_| numbers.uniform()).collect();
                    let ideals: Vec<f64> = (0..parties).map(|_| numbers.uniform()).collect();
                    places.iter().map(|at| ideals.iter().map(|own| -(at - own) * (at - own)).collect()).collect()
                }
                "independent" => (0..options).map(|_| (0..parties).map(|_| numbers.uniform()).collect()).collect(),
                _ => (0..options).map(|_| numbers.split(parties)).collect::<Vec<Vec<f64>>>(),
            };
            for (party, rows) in values.iter_mut().enumerate() {
                let own = || levels.iter().map(|option| option[party]);
                let (low, high) = (own().fold(f64::MAX, f64::min), own().fold(f64::MIN, f64::max));
                if generator != "opposed, raw" {
                    levels.iter_mut().for_each(|option| option[party] = (option[party] - low) / (high - low));
                }
                rows.push(levels.iter().map(|option| option[party]).collect::<Vec<f64>>());
            }
        }
        let ticks = |rows: Vec<Vec<f64>>, weights: Vec<f64>| -> Vec<Vec<i64>> {
            let row = |(row, weight): (Vec<f64>, f64)| row.iter().map(|v| (v * weight * UNIT).round() as i64).collect();
            rows.into_iter().zip(weights).map(row).collect()
        };
        let values = values.into_iter().map(|rows| ticks(rows, numbers.split(5))).collect();
        let menu = Listed::of_sums(&Sums::new(values).expect("fits")).expect("small");
        let none = |_| if generator == "opposed, no deal" { numbers.uniform() * 1.2 / parties as f64 } else { 0.0 };
        let no_deals: Vec<i64> = (0..parties).map(none).map(|share: f64| (share * UNIT).round() as i64).collect();
        let products = menu.values().chunks_exact(parties).map(|values| product(values, &no_deals));
        let best = products.fold(0.0, f64::max);
        if best > 0.0 {
            return Scenario { menu, no_deals, best };
        }
    }
}

/// The product of gains; 0 if somebody loses.
fn product(values: &[i64], no_deals: &[i64]) -> f64 {
    values.iter().zip(no_deals).map(|(value, none)| (value - none).max(0) as f64 / UNIT).product()
}

/// CPU time of this thread in seconds, where Linux tells it.
fn spent(start: Instant) -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|text| text.split(' ').next().and_then(|own| own.parse::<f64>().ok()));
    nanoseconds.map_or_else(|| start.elapsed().as_secs_f64(), |own| own * 1e-9)
}

/// The share of the best product reached, and seconds.
fn run(scenario: &Scenario, style: &dyn Style, party: &dyn Style, seed: u64) -> (f64, f64) {
    let clock = Instant::now();
    let start = spent(clock);
    let seat = |(dimension, none): (usize, &i64)| Seat::party(dimension, Some(*none), party);
    let mut seats: Vec<Seat<'_>> = scenario.no_deals.iter().enumerate().map(seat).collect();
    seats.push(Seat::facilitator(style));
    let settings = Settings { rounds: 100, seed, ..Settings::default() };
    let ended = Talks::new(&scenario.menu, &SingleText, seats, settings).expect("seated").run(0, false, &Unwatched);
    let seconds = spent(clock) - start;
    let Ending::Agreed(package) = ended.ending else { return (0.0, seconds) };
    let mut values = Vec::new();
    scenario.menu.values_into(package, &mut values);
    (product(&values, &scenario.no_deals) / scenario.best, seconds)
}

fn main() {
    let count = std::env::args().skip(1).find_map(|own| own.parse().ok()).unwrap_or(100usize);
    let nice = tactic("nice").expect("words");
    let posing = Posing { tactic: nice.clone(), share: 0.05, brackets: true };
    println!(
        "| generator | parties | facilitator | lower quartile | median | upper quartile | signed | CPU time a run |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- |");
    for generator in GENERATORS {
        for parties in [2, 3, 5, 7] {
            let mut numbers = Numbers(1000 + parties as u64);
            let scenarios: Vec<Scenario> = (0..count).map(|_| scenario(generator, parties, &mut numbers)).collect();
            let words = FACILITATORS.iter().map(|entry| entry.word).filter(|word| *word != "carry");
            let mut lines: Vec<(&str, &dyn Style, &str)> = words.map(|word| (word, &nice as &dyn Style, "")).collect();
            if generator == "opposed" {
                lines.push(("learning", &posing, ", parties pose"));
            }
            for (word, party, note) in lines {
                let style = facilitator(word).expect("a word of the table");
                let runs = scenarios.iter().enumerate();
                let runs: Vec<(f64, f64)> = runs.map(|(at, own)| run(own, &*style, party, at as u64)).collect();
                let mut shares: Vec<f64> = runs.iter().map(|own| own.0).collect();
                shares.sort_by(f64::total_cmp);
                let quantile = |share: f64| 100.0 * shares[((count - 1) as f64 * share).round() as usize];
                let median = 50.0 * (shares[(count - 1) / 2] + shares[count / 2]);
                let signed = shares.iter().filter(|own| **own > 0.0).count();
                let mean = 1e3 * runs.iter().map(|own| own.1).sum::<f64>() / count as f64;
                let (low, high) = (quantile(0.25), quantile(0.75));
                println!(
                    "| {generator} | {parties} | {word}{note} | {low:.1} % | {median:.1} % | {high:.1} % | {signed} of {count} | {mean:.2} ms |"
                );
            }
        }
    }
}
