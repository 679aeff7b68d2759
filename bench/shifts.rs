//! How long the lens `shifts` takes: `cargo bench -p zopa --bench shifts`.
//!
//! `map`: 50 by 50 levels of two drivers of no-deal values, 1,000 draws of ranges of weights and values, 8 issues of 10 options (10^8
//! packages), two threads, what decides not asked. Cases are made once, from fixed seeds, and are not timed.

use divan::Bencher;
use std::fmt::Write as _;
use zopa_case::Case;
use zopa_lens::Unwatched;
use zopa_lens::shifts::{Settings, shifts};
use zopa_wire::{Memory, read_case};

fn main() {
    divan::main();
}

/// The generator of Steele, Lea & Flood (2014): the same numbers everywhere.
struct Numbers(u64);

impl Numbers {
    /// From 0 to 99.
    fn percent(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % 100
    }
}

/// So many parties over 8 issues of 10 options, opposed on every issue; weights and values are ranges.
fn made(parties: usize) -> Case {
    let mut numbers = Numbers(parties as u64);
    let mut text = String::from("zopa: 1\ncase: Made\nas of: 2026-01-01\nfictional: true\nparties:\n");
    (1..=parties).for_each(|party| writeln!(text, "  p{party}: {{name: P{party}, role: party}}").expect("text"));
    text.push_str("issues:\n");
    let options: Vec<String> = (0..10).map(|option| format!("o{option}: O{option}")).collect();
    (0..8).for_each(|issue| {
        writeln!(text, "  i{issue}: {{name: I{issue}, kind: ladder, ladder: {{{}}}}}", options.join(", "))
            .expect("text");
    });
    text.push_str("preferences:\n");
    for party in 1..=parties {
        writeln!(text, "  p{party}:\n    scale: 100\n    no deal: [68, 80]").expect("text");
        for issue in 0..8 {
            let values: Vec<String> = (0..10)
                .map(|option| {
                    let low = numbers.percent().min(90);
                    format!("o{option}: [{low}, {}]", low + 10)
                })
                .collect();
            writeln!(text, "    i{issue}: {{weight: [5, 25], values: {{{}}}}}", values.join(", ")).expect("text");
        }
    }
    text.push_str("drivers:\n");
    for (driver, party, other) in [("one", 1, 2), ("two", 2, 1)] {
        writeln!(
            text,
            "  - {{id: {driver}, name: {driver}, today: 0, range: [-10, 30], effects: [{{quantity: preferences.p{party}.no deal, by: 1}}, {{quantity: preferences.p{other}.no deal, by: -0.3}}]}}"
        )
        .expect("text");
    }
    let case = read_case(&Memory::one(&text)).unwrap_or_else(|unread| panic!("{:?}", unread.diagnostics));
    case.known().expect("cut")
}

#[divan::bench(sample_count = 2, sample_size = 1, args = [2, 3])]
fn map(bencher: Bencher<'_, '_>, parties: usize) {
    let case = made(parties);
    let map = Some(("one".to_string(), "two".to_string()));
    let settings = Settings { draws: 1_000, rows: 0, grid: 50, map, threads: 2, ..Settings::default() };
    bencher.bench(|| shifts(&case, &settings, &Unwatched));
}
