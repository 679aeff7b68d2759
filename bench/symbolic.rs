//! Stable states by decision diagrams, in one thread: `cargo bench -p zopa --features diagrams --bench symbolic`.
//!
//! Random conflicts of 2^40 states: actions dealt out in blocks; every decision maker has statements of two to four
//! literals over all 40 actions, joined by "and" or by "or"; eight clauses of two or three literals say what can be; one
//! action in five cannot be changed back. This is a hard kind: nothing hangs together more than anything else.
//!
//! `-- one 40 4 9 1` solves one such conflict of 40 actions, four decision makers and nine statements, from seed 1, and
//! tells processor time, memory, stop, counts and bounds. No time is asserted anywhere; committed runs are in `bench/runs/`.

use zopa_lens::Unwatched;
use zopa_lens::solve::conflict::symbolic::{Limits, Symbolic};
use zopa_lens::solve::conflict::{Action, Concept, Condition, Direction, Rules};

fn main() {
    let given: Vec<String> = std::env::args().skip_while(|argument| argument != "one").skip(1).collect();
    let numbers: Vec<u64> = given.iter().filter_map(|number| number.parse().ok()).collect();
    if let [actions, makers, statements, seed] = numbers[..] {
        one(actions as usize, makers as usize, statements as usize, seed);
    } else {
        divan::main();
    }
}

/// Draws by the generator of Steele, Lea & Flood (2014): the same numbers everywhere.
struct Draws(u64);

impl Draws {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % bound as u64) as usize
    }

    /// So many literals over different actions.
    fn literals(&mut self, actions: usize, count: usize) -> Vec<Condition> {
        let mut chosen = Vec::new();
        while chosen.len() < count {
            let action = self.below(actions) as u32;
            if !chosen.contains(&action) {
                chosen.push(action);
            }
        }
        let literal = |action| if self.below(2) == 0 { Condition::Taken(action) } else { Condition::left(action) };
        chosen.into_iter().map(literal).collect()
    }
}

fn conflict(actions: usize, makers: usize, statements: usize, seed: u64) -> Symbolic {
    let mut draws = Draws(seed);
    let list: Vec<Action> = (0..actions)
        .map(|at| Action {
            owners: vec![at * makers / actions],
            direction: [Direction::Forward, Direction::Back].get(draws.below(10)).copied().unwrap_or(Direction::Both),
        })
        .collect();
    let mut statement = || {
        let count = 2 + draws.below(3);
        let literals = draws.literals(actions, count);
        if draws.below(2) == 0 { Condition::Any(literals) } else { Condition::All(literals) }
    };
    let preferences: Vec<Vec<Condition>> =
        (0..makers).map(|_| (0..statements).map(|_| statement()).collect()).collect();
    let clauses = (0..8).map(|_| {
        let count = 2 + draws.below(2);
        Condition::Any(draws.literals(actions, count))
    });
    let feasible = Condition::All(clauses.collect());
    Symbolic::new(&list, &feasible, &preferences, Limits::default()).expect("small diagrams")
}

fn one(actions: usize, makers: usize, statements: usize, seed: u64) {
    let conflict = conflict(actions, makers, statements, seed);
    let found = conflict.all(Rules::default(), &Unwatched);
    println!(
        "{actions} actions, {makers} decision makers, {statements} statements, seed {seed}: {:.1} s, {} MiB, {}, {} nodes \
         made, {} held, {} feasible states",
        processor_seconds(),
        peak(),
        found.stop.map_or("exact".to_string(), |stop| format!("stopped by {stop:?}")),
        found.steps,
        found.peak,
        conflict.feasible().count(),
    );
    for concept in Concept::ALL {
        let told = |at_least: u128, at_most: u128| {
            if at_least == at_most { at_least.to_string() } else { format!("{at_least}..{at_most}") }
        };
        let by_maker: Vec<String> = (0..makers)
            .filter_map(|who| found.of(who, concept))
            .map(|between| told(between.at_least.count(), between.at_most.count()))
            .collect();
        let all = found.equilibria(concept).map(|all| told(all.at_least.count(), all.at_most.count()));
        println!("  {concept:?}: equilibria {}, stable {}", all.unwrap_or_default(), by_maker.join(" "));
    }
}

/// What this program has used of the processor, in seconds, where the system tells; else 0.
fn processor_seconds() -> f64 {
    let nanoseconds = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    nanoseconds.split_whitespace().next().and_then(|first| first.parse::<f64>().ok()).unwrap_or(0.0) / 1e9
}

/// The most memory that this program has held at a time, in MiB, where the system tells; else 0.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
}

/// Decision makers and statements of each.
#[divan::bench(sample_count = 3, sample_size = 1, args = [(3, 8), (4, 8), (3, 9)])]
fn states_2_to_40(bencher: divan::Bencher<'_, '_>, (makers, statements): (usize, usize)) {
    let conflict = conflict(40, makers, statements, 11);
    bencher.bench_local(|| conflict.all(Rules::default(), &Unwatched));
}
