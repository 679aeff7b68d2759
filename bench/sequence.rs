//! How long the best order of steps takes: `cargo bench -p zopa --bench sequence`.
//!
//! Chains are made once, from fixed seeds, and are not timed. Kinds: `free` steps need nothing and cost and bring every
//! party something; in `turns` each step costs one party and brings the others something; `rows` are four rows of steps
//! each of which needs the one before it. Each line is told with how many of its chains were proved, by an extra run
//! that is not timed. No time is asserted anywhere; committed runs are in `bench/runs/`.

use divan::Bencher;
use zopa_lens::Unwatched;
use zopa_lens::solve::sequence::{Chain, Limits, Step, best};

/// Chains a line, of different seeds; a sample is one of them.
const CHAINS: u64 = 8;

fn main() {
    if std::env::args().any(|argument| argument == "--bench") {
        report();
    }
    divan::main();
}

/// The generator of Steele, Lea & Flood (2014): the same numbers everywhere.
struct Numbers(u64);

impl Numbers {
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 12) as f64 / (1_u64 << 52) as f64
    }

    fn between(&mut self, least: f64, most: f64) -> f64 {
        least + (most - least) * self.share()
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Free,
    Turns,
    Rows,
}

#[derive(Clone, Copy, Debug)]
struct Line {
    kind: Kind,
    steps: usize,
    parties: usize,
    group_max: usize,
}

const fn line(kind: Kind, steps: usize, parties: usize, group_max: usize) -> Line {
    Line { kind, steps, parties, group_max }
}

impl std::fmt::Display for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Line { kind, steps, parties, group_max } = self;
        write!(f, "{kind:?}, {steps} steps, {parties} parties, groups of {group_max}")
    }
}

const LINES: &[Line] = &[
    line(Kind::Free, 10, 2, 1),
    line(Kind::Free, 10, 4, 1),
    line(Kind::Free, 15, 2, 1),
    line(Kind::Free, 15, 4, 1),
    line(Kind::Free, 20, 2, 1),
    line(Kind::Free, 20, 4, 1),
    line(Kind::Turns, 10, 4, 1),
    line(Kind::Turns, 15, 4, 1),
    line(Kind::Turns, 20, 2, 1),
    line(Kind::Turns, 20, 4, 1),
    line(Kind::Free, 10, 2, 3),
    line(Kind::Free, 10, 4, 3),
    line(Kind::Turns, 10, 4, 3),
    line(Kind::Free, 15, 2, 3),
    line(Kind::Free, 15, 4, 3),
    line(Kind::Turns, 15, 4, 3),
    line(Kind::Rows, 24, 2, 1),
    line(Kind::Rows, 24, 4, 1),
    line(Kind::Rows, 24, 4, 3),
];

fn chain(line: Line, seed: u64) -> Chain {
    let mut numbers = Numbers(seed * 1_000 + line.steps as u64 * 10 + line.parties as u64);
    let step = |at: usize, numbers: &mut Numbers| {
        let actor = (numbers.share() * line.parties as f64) as usize;
        let pays = |party: usize| line.kind == Kind::Free || party == actor;
        let cost: Vec<f64> =
            (0..line.parties).map(|party| if pays(party) { numbers.between(0.2, 2.0) } else { 0.0 }).collect();
        let worth = (0..line.parties).map(|_| numbers.between(0.0, 2.0)).collect();
        let before = if line.kind == Kind::Rows && at >= 4 { vec![vec![1 << (at - 4)]] } else { Vec::new() };
        let deposit = (0..line.parties).map(|_| numbers.between(0.0, 0.5)).collect();
        let seen = if numbers.share() < 0.5 { 1.0 } else { numbers.between(0.6, 1.0) };
        Step { cost, worth, deposit, seen, needs: before }
    };
    let steps = (0..line.steps).map(|at| step(at, &mut numbers)).collect();
    let patience = (0..line.parties).map(|_| numbers.between(0.8, 0.97)).collect();
    let after = (0..line.parties).map(|_| numbers.between(1.0, 4.0)).collect();
    Chain::new(steps, patience, after).expect("numbers in bounds")
}

fn limits(line: Line) -> Limits {
    Limits { group_max: line.group_max, ..Limits::default() }
}

fn report() {
    for line in LINES {
        let found = (0..CHAINS).filter_map(|seed| best(&chain(*line, seed), &limits(*line), &Unwatched));
        let found: Vec<_> = found.collect();
        let (proved, first) = (found.iter().filter(|best| best.proved), found.iter().filter(|best| best.first));
        println!("{line}: {} of {CHAINS} proved, {} first of the best", proved.count(), first.count());
    }
}

#[divan::bench(sample_count = 8, sample_size = 1, args = LINES)]
fn best_order(bencher: Bencher<'_, '_>, line: &Line) {
    let mut seed = 0;
    let next = || {
        seed += 1;
        chain(*line, (seed - 1) % CHAINS)
    };
    bencher.with_inputs(next).bench_local_values(|chain| best(&chain, &limits(*line), &Unwatched));
}
