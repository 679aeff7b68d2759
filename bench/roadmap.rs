//! The lens `roadmap`: the public case and the twin, steps in rings that lock, and plans.
//!
//! One thread; the case is read before the clock starts.

#[path = "cases.rs"]
mod cases;

use divan::Bencher;
use std::fmt::Write as _;
use zopa_case::Case;
use zopa_lens::Unwatched;
use zopa_lens::roadmap::{Settings, roadmap};
use zopa_wire::{Memory, read_case};

fn main() {
    divan::main();
}

fn read(text: &str) -> Case {
    read_case(&Memory::one(text)).unwrap_or_else(|unread| panic!("{:?}", unread.diagnostics))
}

fn catalog(name: &str) -> Case {
    let case = read_case(&cases::catalog(name)).unwrap_or_else(|unread| panic!("{:?}", unread.diagnostics));
    case.known().unwrap_or_else(|problems| panic!("{problems:?}"))
}

const HEAD: &str = "\
zopa: 1
case: Steps
as of: 2026-02-18
fictional: true
parties:
  north: {name: North, role: party}
  south: {name: South, role: party}
issues:
  islands: {name: Who holds the islands, kind: menu, menu: {none: None, all: All}}
steps:
";

/// Rings of three steps; with `ways`, every step can wait for the next of its ring or for the ring before it.
fn rings(steps: usize, ways: bool) -> Case {
    let mut text = HEAD.to_string();
    for at in 0..steps {
        let (ring, place) = (at / 3, at % 3);
        let next = ring * 3 + (place + 1) % 3;
        let next = if next < steps { next } else { ring * 3 };
        let other = if ways && ring > 0 { format!(" or held(s{} for 5 days)", at - 3) } else { String::new() };
        writeln!(text, "  - {{id: s{at}, actor: north, duration: 3 days, precondition: done(s{next}){other}}}")
            .expect("text");
    }
    read(&text)
}

/// All steps in one ring, with a short cut for every third.
fn one_ring(steps: usize) -> Case {
    let mut text = HEAD.to_string();
    for at in 0..steps {
        let (next, over) = ((at + 1) % steps, (at + 3) % steps);
        let other = if at % 3 == 0 { format!(" and begun(s{over})") } else { String::new() };
        writeln!(text, "  - {{id: s{at}, actor: south, precondition: done(s{next}){other}}}").expect("text");
    }
    read(&text)
}

fn run(bencher: Bencher<'_, '_>, case: &Case) {
    bencher.bench(|| roadmap(case, &Settings::default(), &Unwatched));
}

/// Rings of three that all lock.
#[divan::bench(args = [9, 15, 21, 24, 99])]
fn locked_rings(bencher: Bencher<'_, '_>, steps: usize) {
    run(bencher, &rings(steps, false));
}

/// Rings of three with alternatives.
#[divan::bench(args = [9, 15, 21, 24, 99])]
fn rings_with_alternatives(bencher: Bencher<'_, '_>, steps: usize) {
    run(bencher, &rings(steps, true));
}

/// One ring: every condition is a cut, and many cycles run through it.
#[divan::bench(args = [10, 15, 20, 24])]
fn one_ring_with_short_cuts(bencher: Bencher<'_, '_>, steps: usize) {
    run(bencher, &one_ring(steps));
}

/// The catalog: the public case has no numbers, the twin two plans of 11 and 5 steps over 1,024 draws.
#[divan::bench(sample_count = 10, args = ["talks/geneva-2026", "teaching/twin"])]
fn the_catalog(bencher: Bencher<'_, '_>, name: &str) {
    run(bencher, &catalog(name));
}
