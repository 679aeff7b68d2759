//! Stable states of conflicts in option form, in one thread: `cargo bench -p zopa --bench stability`.
//!
//! All five concepts for all decision makers, the sorting of fibres included. Ranks are made once, from fixed seeds, and
//! are not timed: *scattered*, every state a rank of its own drawn at random, which leaves nothing to go by; *by
//! statements*, the states ordered by truth of statements about actions in falling order of importance, as analysts rank
//! them, with many ties. With `holes` one state in eight is infeasible; with `once` every third action cannot be taken back.
//!
//! `cargo bench -p zopa --bench stability -- largest` runs 2^26 states with four decision makers once and tells time and
//! memory instead. No time is asserted anywhere; committed runs are in `bench/runs/`.

use std::time::Instant;

use zopa_lens::Unwatched;
use zopa_lens::solve::conflict::{Action, Bits, Concept, Conflict, Direction, Engine, Rules, Stability};

fn main() {
    if std::env::args().any(|argument| argument == "largest") {
        largest();
    } else {
        divan::main();
    }
}

/// The mixing of Steele, Lea & Flood (2014): the same numbers everywhere.
fn mixed(number: u64) -> u64 {
    let mut mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// How decision makers rank.
#[derive(Clone, Copy)]
enum Ranks {
    Scattered,
    ByStatements,
}

/// A rank of its own for every state, in an order that looks like none: a few rounds of shuffling bits that can be undone.
fn scattered(actions: usize, who: u64, state: u32) -> u32 {
    let mask = (1_u32 << actions) - 1;
    let mut rank = state;
    for round in 0..4 {
        let odd = mixed(16 * who + round) as u32 | 1;
        rank = rank.wrapping_mul(odd).wrapping_add(odd >> 7) & mask;
        rank ^= rank >> (actions / 2);
    }
    rank
}

/// Eight statements, each that one action or another is taken or not: the rank is their truth, read as a number.
fn by_statements(actions: usize, who: u64, state: u32) -> u32 {
    (0..8).fold(0, |rank, at| {
        let drawn = mixed(1000 + 8 * who + at);
        let (one, other) = (drawn % actions as u64, (drawn >> 20) % actions as u64);
        let holds =
            (state >> one & 1 == 1) == (drawn >> 40 & 1 == 1) || (state >> other & 1 == 1 && drawn >> 41 & 1 == 1);
        2 * rank + u32::from(holds)
    })
}

/// Actions are dealt out in blocks, as equal as they can be.
fn conflict(actions: usize, makers: usize, ranks: Ranks, holes: bool, once: bool) -> Conflict {
    let list: Vec<Action> = (0..actions)
        .map(|at| Action {
            owners: vec![at * makers / actions],
            direction: if once && at % 3 == 0 { Direction::Forward } else { Direction::Both },
        })
        .collect();
    let all = 1_usize << actions;
    let feasible = Bits::from_fn(all, |state| !holes || !mixed(state as u64 + 7).is_multiple_of(8));
    let rank = |who: u64, state: u32| match ranks {
        Ranks::Scattered => scattered(actions, who, state),
        Ranks::ByStatements => by_statements(actions, who, state),
    };
    let ranks = (0..makers as u64).map(|who| (0..all as u32).map(|state| rank(who, state)).collect()).collect();
    Conflict::new(&list, feasible, ranks).expect("a conflict")
}

fn solve(conflict: &Conflict) -> Vec<Stability> {
    Engine::new(conflict).all(Rules::default(), 1, &Unwatched).expect("nobody stops it")
}

fn largest() {
    let began = Instant::now();
    let conflict = conflict(26, 4, Ranks::Scattered, false, false);
    println!("made in {:.1} s, {} MiB at most so far", began.elapsed().as_secs_f64(), peak());
    let began = Instant::now();
    let all = solve(&conflict);
    println!("solved in {:.1} s, {} MiB at most", began.elapsed().as_secs_f64(), peak());
    for concept in Concept::ALL {
        println!("{concept:?}: {} equilibria", Stability::equilibria(&all, concept).count());
    }
}

/// The most memory that this program has held at a time, in MiB, where the system tells; else 0.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
}

/// Actions and decision makers.
const SIZES: [(usize, usize); 5] = [(12, 2), (12, 4), (16, 4), (20, 2), (20, 4)];

#[divan::bench(sample_count = 10, args = SIZES)]
fn scattered_ranks(bencher: divan::Bencher<'_, '_>, (actions, makers): (usize, usize)) {
    let conflict = conflict(actions, makers, Ranks::Scattered, false, false);
    bencher.bench_local(|| solve(&conflict));
}

#[divan::bench(sample_count = 10, args = SIZES)]
fn ranks_by_statements(bencher: divan::Bencher<'_, '_>, (actions, makers): (usize, usize)) {
    let conflict = conflict(actions, makers, Ranks::ByStatements, false, false);
    bencher.bench_local(|| solve(&conflict));
}

#[divan::bench(sample_count = 10, args = SIZES)]
fn scattered_ranks_with_holes(bencher: divan::Bencher<'_, '_>, (actions, makers): (usize, usize)) {
    let conflict = conflict(actions, makers, Ranks::Scattered, true, false);
    bencher.bench_local(|| solve(&conflict));
}

#[divan::bench(sample_count = 10, args = SIZES)]
fn ranks_by_statements_with_holes_and_once(bencher: divan::Bencher<'_, '_>, (actions, makers): (usize, usize)) {
    let conflict = conflict(actions, makers, Ranks::ByStatements, true, true);
    bencher.bench_local(|| solve(&conflict));
}

#[divan::bench(sample_count = 2, sample_size = 1)]
fn scattered_ranks_of_2_to_24_states_by_4(bencher: divan::Bencher<'_, '_>) {
    let conflict = conflict(24, 4, Ranks::Scattered, false, false);
    bencher.bench_local(|| solve(&conflict));
}

/// From one state to all others.
#[divan::bench(sample_count = 3, args = [12, 20])]
fn paths_by_4(bencher: divan::Bencher<'_, '_>, actions: usize) {
    let conflict = conflict(actions, 4, Ranks::ByStatements, false, false);
    bencher.bench_local(|| conflict.paths(0, zopa_lens::solve::conflict::By::Moves, &Unwatched));
}

/// Every coalition of four, under all four concepts.
#[divan::bench(sample_count = 3, args = [8, 10, 12])]
fn coalitions_of_4(bencher: divan::Bencher<'_, '_>, actions: usize) {
    use zopa_lens::solve::conflict::{CoalitionConcept, Coalitions, Members};
    let conflict = conflict(actions, 4, Ranks::ByStatements, true, true);
    bencher.bench_local(|| {
        let coalitions = Coalitions::new(&conflict, Members::AllPrefer).expect("few states");
        CoalitionConcept::ALL.map(|concept| coalitions.stable_for_all(concept, &Unwatched))
    });
}
