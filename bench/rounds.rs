//! How long talks take: `cargo bench -p zopa --bench rounds`.
//!
//! Spaces are made once, from fixed numbers. *Run* is one run of 100 rounds with everything made beforehand; *compile* makes
//! the menu from ticks; *from ticks* is both with the talks seated. Values are uniform, parties have no-deal values of four tenths
//! of their best. No time is asserted anywhere; committed runs are in `bench/runs/`.

use divan::Bencher;
use zopa_lens::Unwatched;
use zopa_lens::solve::rounds::{
    Alternating, Listed, Menu, Seat, Semantics, Settings, Sums, Tactic, Talks, menu_of_sums, tactic,
};

fn main() {
    divan::main();
}

/// The generator of Steele, Lea & Flood (2014): the same numbers everywhere.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, count: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((u128::from(mixed ^ (mixed >> 31)) * count as u128) >> 64) as i64
    }
}

#[derive(Clone, Copy, Debug)]
struct Line {
    parties: usize,
    sizes: &'static [usize],
    words: [&'static str; 3],
}

impl std::fmt::Display for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let packages: u128 = self.sizes.iter().map(|size| *size as u128).product();
        write!(f, "{packages} packages, {}", self.words[..self.parties].join(" "))
    }
}

const THOUSAND: &[usize] = &[10, 10, 10];
const MANY: &[usize] = &[10, 10, 10, 52];
const WIDE: &[usize] = &[10; 10];

const LINES: &[Line] = &[
    Line { parties: 2, sizes: THOUSAND, words: ["boulware", "boulware", ""] },
    Line { parties: 2, sizes: THOUSAND, words: ["linear", "conceder", ""] },
    Line { parties: 2, sizes: THOUSAND, words: ["micro", "micro", ""] },
    Line { parties: 2, sizes: THOUSAND, words: ["tit-for-tat", "linear", ""] },
    Line { parties: 2, sizes: THOUSAND, words: ["random accepting nothing", "hard-liner", ""] },
    Line { parties: 2, sizes: MANY, words: ["boulware", "boulware", ""] },
    Line { parties: 3, sizes: THOUSAND, words: ["boulware", "boulware", "boulware"] },
];

const WIDER: &[Line] = &[
    Line { parties: 2, sizes: WIDE, words: ["boulware", "boulware", ""] },
    Line { parties: 2, sizes: WIDE, words: ["micro", "micro", ""] },
];

fn sums(line: &Line) -> Sums {
    let mut numbers = Numbers(line.parties as u64 * 100 + line.sizes.len() as u64);
    let share = 1_000_000_000_000 / line.sizes.len() as i64;
    let mut party = || line.sizes.iter().map(|size| (0..*size).map(|_| numbers.below(share)).collect()).collect();
    Sums::new((0..line.parties).map(|_| party()).collect()).expect("fits")
}

fn styles(line: &Line) -> Vec<Tactic> {
    line.words[..line.parties].iter().map(|words| tactic(words).expect("words")).collect()
}

fn talks<'a>(menu: &'a dyn Menu, styles: &'a [Tactic], semantics: Semantics) -> Talks<'a> {
    let none = |dimension| menu.highest(dimension) / 10 * 4;
    let seats = styles.iter().enumerate().map(|(at, style)| Seat::party(at, Some(none(at)), style)).collect();
    Talks::new(menu, &Alternating, seats, Settings { semantics, ..Settings::default() }).expect("seated")
}

#[divan::bench(args = LINES)]
fn run(bencher: Bencher<'_, '_>, line: &Line) {
    let (menu, styles) = (Listed::of_sums(&sums(line)).expect("small"), styles(line));
    let talks = talks(&menu, &styles, Semantics::Own);
    bencher.bench_local(|| talks.run(0, false, &Unwatched));
}

#[divan::bench(args = LINES)]
fn run_as_negmas(bencher: Bencher<'_, '_>, line: &Line) {
    let (menu, styles) = (Listed::of_sums(&sums(line)).expect("small"), styles(line));
    let talks = talks(&menu, &styles, Semantics::Negmas);
    bencher.bench_local(|| talks.run(0, false, &Unwatched));
}

#[divan::bench(args = [LINES[0], LINES[5]])]
fn compile(bencher: Bencher<'_, '_>, line: &Line) {
    let sums = sums(line);
    bencher.bench_local(|| Listed::of_sums(&sums).expect("small"));
}

#[divan::bench(args = WIDER, sample_count = 5, sample_size = 1)]
fn from_ticks_without_listing(bencher: Bencher<'_, '_>, line: &Line) {
    let (sums, styles) = (sums(line), styles(line));
    bencher.bench_local(|| {
        let menu = menu_of_sums(&sums).expect("in halves");
        talks(&*menu, &styles, Semantics::Own).run(0, false, &Unwatched)
    });
}
