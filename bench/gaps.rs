//! How long the way from files to findings takes: `cargo bench -p zopa`.
//!
//! Each line is one whole step in one thread: reading and checking a case, cutting it to its day, the lens. No
//! time is asserted anywhere; committed runs are in `bench/runs/`.

#[path = "cases.rs"]
mod cases;

use cases::catalog;
use zopa_case::Case;
use zopa_lens::gaps::{Settings, gaps};
use zopa_wire::{Memory, World, read_case};

fn main() {
    divan::main();
}

/// `issues` issues of six options, each tied to the next by a rule; two parties with entries on all.
fn chain(issues: usize) -> Memory {
    let mut text = String::from(
        "zopa: 1\ncase: Chain\nas of: 2026-01-02\nparties: {a: {name: A, role: party}, b: {name: B, role: party}}\n",
    );
    text.push_str("sources: {S: {title: S, date: 2026-01-01, grade: A1}}\nissues:\n");
    for at in 0..issues {
        text.push_str(&format!(
            "  i{at}: {{name: I{at}, kind: ladder, ladder: {{o0: a, o1: b, o2: c, o3: d, o4: e, o5: f}}}}\n"
        ));
    }
    text.push_str("logic:\n");
    for at in 1..issues {
        text.push_str(&format!(
            "  - rule: i{} >= o3 implies i{at} >= o1\n  - rule: i{} = o1 implies i{at} != o4\n",
            at - 1,
            at - 1
        ));
    }
    text.push_str("ledger:\n");
    for at in 0..issues {
        text.push_str(&format!(
            "  - {{date: 2026-01-01, party: a, issue: i{at}, wants: [o0], stated: public, source: S}}\n"
        ));
        text.push_str(&format!(
            "  - {{date: 2026-01-01, party: b, issue: i{at}, rejects: [o5], stated: public, source: S}}\n"
        ));
    }
    Memory::one(&text)
}

/// A ledger of many entries.
fn ledger(entries: usize) -> Memory {
    let mut text = String::from(
        "zopa: 1\ncase: Long\nas of: 2026-12-31\nparties: {a: {name: A, role: party}, b: {name: B, role: party}}\n",
    );
    text.push_str("sources: {S: {title: S, date: 2020-01-01, grade: A1}}\nissues: {x: {name: X, kind: number, from: 0, to: 900, step: 1}}\nledger:\n");
    for at in 0..entries {
        let (party, value, day) = (if at % 2 == 0 { "a" } else { "b" }, at % 900, at % 28 + 1);
        text.push_str(&format!(
            "  - {{date: 2020-01-{day:02}, party: {party}, issue: x, accepts: [{value}], stated: public, source: S}}\n"
        ));
    }
    Memory::one(&text)
}

fn read(world: &impl World) -> Case {
    read_case(world).map_err(|unread| unread.diagnostics).expect("valid")
}

#[divan::bench(args = ["talks/geneva-2026", "talks/cyprus-2017", "talks/iran-2015", "teaching/twin"])]
fn read_and_check(bencher: divan::Bencher<'_, '_>, name: &str) {
    let world = catalog(name);
    bencher.bench(|| read(&world));
}

#[divan::bench(args = ["talks/geneva-2026", "talks/cyprus-2017", "talks/iran-2015", "teaching/twin"])]
fn gaps_with_what_falls(bencher: divan::Bencher<'_, '_>, name: &str) {
    let case = read(&catalog(name)).known().expect("cut");
    bencher.bench(|| gaps(&case, &Settings::default()));
}

/// 6^15 is about 4.7 * 10^11 packages, 6^60 about 4.9 * 10^46.
#[divan::bench(args = [15, 60])]
fn count_chained_issues(bencher: divan::Bencher<'_, '_>, issues: usize) {
    let case = read(&chain(issues)).known().expect("cut");
    bencher.bench(|| gaps(&case, &Settings { falls: false, ..Settings::default() }));
}

#[divan::bench(args = [1_000, 10_000])]
fn read_a_long_ledger(bencher: divan::Bencher<'_, '_>, entries: usize) {
    let world = ledger(entries);
    bencher.bench(|| read(&world));
}
