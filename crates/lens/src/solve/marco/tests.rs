//! Conflicts and corrections against their definitions, over every set of up to ten constraints.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Constraints given by what solutions there are: each satisfies some of the constraints, as bits.
#[derive(Clone, Debug)]
struct Spec {
    size: usize,
    solutions: Vec<u16>,
    kept: u16,
}

impl Spec {
    fn feasible(&self, set: u16) -> bool {
        self.solutions.iter().any(|satisfied| set & !satisfied == 0)
    }

    fn all(&self) -> u16 {
        ((1_u32 << self.size) - 1) as u16
    }

    fn set(&self, bits: u16) -> Set {
        Set::of(self.size, (0..self.size).filter(|at| bits >> at & 1 == 1))
    }

    /// The sets of which `holds` says yes and no part has the same said of it, smallest first.
    fn minimal(&self, within: u16, holds: impl Fn(u16) -> bool) -> Vec<Set> {
        let parts = |set: u16| (0..self.size).map(move |at| set & !(1 << at)).filter(move |part| *part != set);
        let all = (0..=self.all()).filter(|set| set & !within == 0 && holds(*set));
        let mut found: Vec<Set> = all.filter(|set| !parts(*set).any(&holds)).map(|set| self.set(set)).collect();
        found.sort();
        found
    }

    fn conflicts(&self) -> Vec<Set> {
        self.minimal(self.all(), |set| !self.feasible(set))
    }

    fn corrections(&self) -> Vec<Set> {
        self.minimal(self.all() & !self.kept, |lifted| self.feasible(self.all() & !lifted))
    }

    fn without(&self) -> Vec<Set> {
        self.minimal(self.kept, |lifted| self.feasible(self.kept & !lifted))
    }
}

/// How an oracle answers.
#[derive(Clone, Copy, Debug)]
struct Manner {
    /// Tells what the solution satisfies, and which constraints are to blame.
    tells: bool,
    /// Leaves a set open when this divides a number made from it; 0: never.
    open: u64,
}

fn bits(set: &Set) -> u16 {
    set.iter().fold(0, |bits, at| bits | 1 << at)
}

fn oracle<'a>(spec: &'a Spec, manner: Manner, asked: &'a mut u64) -> impl FnMut(&Set) -> Feasible + 'a {
    move |in_force| {
        *asked += 1;
        let set = bits(in_force);
        if manner.open > 0 && (u64::from(set) + 7).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40 & 0xff < manner.open {
            return Feasible::Unknown;
        }
        let mut solutions = spec.solutions.iter().filter(|satisfied| set & !**satisfied == 0);
        match solutions.next() {
            Some(satisfied) => Feasible::Yes(manner.tells.then(|| spec.set(*satisfied))),
            None => {
                // A core that need not be minimal: the lowest members that already cannot hold.
                let mut core = 0;
                for at in 0..spec.size {
                    if spec.feasible(core) {
                        core |= set & (1 << at);
                    }
                }
                Feasible::No(manner.tells.then(|| spec.set(core)))
            }
        }
    }
}

const LIMITS: Limits = Limits { sets: 10_000, calls: 1_000_000, steps: 1_000_000 };

fn found(spec: &Spec, manner: Manner, limits: &Limits) -> (Enumeration, u64) {
    let mut asked = 0;
    let mut told = oracle(spec, manner, &mut asked);
    let found = enumerate(&spec.set(spec.kept), &mut told, limits, &mut || false);
    drop(told);
    (found, asked)
}

fn spec() -> impl Strategy<Value = Spec> {
    (0..=10_usize).prop_flat_map(|size| {
        let mask = ((1_u32 << size) - 1) as u16;
        // Solutions that satisfy most constraints make larger and more conflicts.
        let solution = (any::<u16>(), any::<u16>(), any::<bool>())
            .prop_map(move |(one, two, many)| (if many { one | two } else { one }) & mask);
        (Just(size), vec(solution, 0..=9), any::<u16>(), any::<u16>())
            .prop_map(move |(size, solutions, one, two)| Spec { size, solutions, kept: one & two & mask })
    })
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(1987), ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(1_500))]

    #[test]
    fn all_conflicts_and_corrections_are_found(spec in spec(), tells in any::<bool>()) {
        let (found, asked) = found(&spec, Manner { tells, open: 0 }, &LIMITS);
        prop_assert!(found.complete());
        prop_assert_eq!(found.stop, Stop::Complete);
        prop_assert_eq!(found.calls, asked);
        prop_assert_eq!(&found.conflicts, &spec.conflicts());
        prop_assert_eq!(&found.corrections, &spec.corrections());
        let blocked = found.corrections.is_empty() && spec.feasible(0);
        prop_assert_eq!(found.without, if blocked { spec.without() } else { Vec::new() });
    }

    #[test]
    fn known_solutions_give_the_same(spec in spec(), sets in prop_oneof![Just(10_000_usize), 1..6_usize]) {
        let solutions = spec.solutions.iter().map(|satisfied| spec.set(*satisfied));
        let limits = Limits { sets, ..LIMITS };
        let found = enumerate_known(&spec.set(spec.kept), solutions, &limits, &mut || false);
        let (conflicts, corrections) = (spec.conflicts(), spec.corrections());
        prop_assert_eq!(&found.corrections, &corrections[..corrections.len().min(sets)]);
        prop_assert!(found.conflicts.iter().all(|set| conflicts.contains(set)));
        prop_assert_eq!(found.conflicts.len(), conflicts.len().min(sets));
        prop_assert_eq!(found.complete(), corrections.len().max(conflicts.len()) <= sets);
        prop_assert_eq!(found.complete(), found.stop == Stop::Complete);
        let blocked = corrections.is_empty() && spec.feasible(0);
        prop_assert_eq!(found.without, if blocked { spec.without() } else { Vec::new() });
    }

    #[test]
    fn under_a_cap_the_smallest_are_found(spec in spec(), sets in 1..6_usize) {
        let (found, _) = found(&spec, Manner { tells: true, open: 0 }, &Limits { sets, ..LIMITS });
        for (listed, all, reach) in [
            (&found.conflicts, spec.conflicts(), found.conflicts_reach),
            (&found.corrections, spec.corrections(), found.corrections_reach),
        ] {
            prop_assert!(listed.iter().all(|set| all.contains(set)));
            let sizes = |sets: &[Set]| sets.iter().map(Set::len).collect::<Vec<_>>();
            prop_assert_eq!(sizes(listed), sizes(&all[..listed.len()]), "the smallest ones");
            match reach {
                Reach::All => prop_assert_eq!(listed, &all),
                Reach::Below(size) => {
                    let smaller = all.iter().filter(|set| set.len() < size);
                    prop_assert!(smaller.clone().all(|set| listed.contains(set)), "below {}", size);
                    prop_assert_eq!(listed.len(), sets.min(all.len()));
                }
            }
        }
    }

    #[test]
    fn what_is_left_open_is_not_claimed(spec in spec(), tells in any::<bool>(), open in 1..80_u64) {
        let (found, _) = found(&spec, Manner { tells, open }, &LIMITS);
        for (listed, all, reach) in [
            (&found.conflicts, spec.conflicts(), found.conflicts_reach),
            (&found.corrections, spec.corrections(), found.corrections_reach),
        ] {
            prop_assert!(listed.iter().all(|set| all.contains(set)), "{:?} of {:?}", listed, all);
            let complete = |set: &&Set| match reach {
                Reach::All => true,
                Reach::Below(size) => set.len() < size,
            };
            prop_assert!(all.iter().filter(complete).all(|set| listed.contains(set)), "{:?} of {:?}", listed, all);
        }
        prop_assert!(found.complete() == (found.stop == Stop::Complete));
    }

    #[test]
    fn few_calls_are_kept_to(spec in spec(), calls in 0..20_u64) {
        let (found, asked) = found(&spec, Manner { tells: true, open: 0 }, &Limits { calls, ..LIMITS });
        prop_assert!(asked <= calls);
        prop_assert!(found.conflicts.iter().all(|set| spec.conflicts().contains(set)));
        prop_assert!(found.corrections.iter().all(|set| spec.corrections().contains(set)));
        if found.stop == Stop::Complete {
            prop_assert!(found.complete());
            prop_assert_eq!(found.conflicts, spec.conflicts());
        }
    }
}

#[test]
fn nothing_in_the_way_and_no_way_at_all() {
    let none = Set::empty(3);
    let spec = Spec { size: 3, solutions: vec![7], kept: 0 };
    let (found, asked) = found(&spec, Manner { tells: false, open: 0 }, &LIMITS);
    assert_eq!((found.conflicts, found.corrections, asked), (vec![], vec![none.clone()], 1));
    let never = Spec { size: 3, solutions: vec![], kept: 1 };
    let (found, _) = super::tests::found(&never, Manner { tells: false, open: 0 }, &LIMITS);
    assert_eq!((found.conflicts, found.corrections, found.without), (vec![none], vec![], vec![]));
}

#[test]
fn a_cancelled_search_says_so() {
    let mut asked = 0;
    let found = enumerate(&Set::empty(4), &mut |_: &Set| Feasible::No(None), &LIMITS, &mut || {
        asked += 1;
        asked > 1
    });
    assert_eq!((found.stop, found.complete(), found.calls), (Stop::Cancelled, false, 1));
    assert_eq!((found.conflicts, found.corrections), (vec![], vec![]));
}

/// Ten options, each refused by two: every choice of one refusal an option is a conflict, 2^10 of them, and lifting
/// the two refusals of one option is a correction.
#[test]
fn many_conflicts_with_few_corrections() {
    let mut free = |in_force: &Set| {
        let option = (0..10).find(|option| !in_force.contains(2 * option) && !in_force.contains(2 * option + 1));
        match option {
            Some(option) => Feasible::Yes(Some(Set::of(20, (0..20).filter(|at| at / 2 != option)))),
            None => Feasible::No(None),
        }
    };
    let found = enumerate(&Set::empty(20), &mut free, &LIMITS, &mut || false);
    assert!(found.complete());
    assert_eq!((found.conflicts.len(), found.corrections.len()), (1024, 10));
    assert!(found.conflicts.iter().all(|set| set.len() == 10) && found.corrections.iter().all(|set| set.len() == 2));
    // By its solutions: the corrections are known at once, whatever the conflicts are capped at.
    let solutions = || (0..10).map(|option| Set::of(20, (0..20).filter(|at| at / 2 != option)));
    let capped = enumerate_known(&Set::empty(20), solutions(), &Limits { sets: 100, ..LIMITS }, &mut || false);
    assert_eq!((capped.conflicts.len(), &capped.corrections), (100, &found.corrections));
    assert_eq!((capped.conflicts_reach, capped.corrections_reach), (Reach::Below(10), Reach::All));
    assert!(capped.conflicts.iter().all(|set| found.conflicts.contains(set)));
}

#[test]
fn the_smallest_picks_come_first() {
    let sizes = [vec![1, 1, 3], vec![0], vec![2, 5]];
    let picks = smallest_picks(&sizes, 100);
    let total = |pick: &Vec<usize>| pick.iter().zip(&sizes).map(|(at, sizes)| sizes[*at]).sum::<usize>();
    assert_eq!(picks.iter().map(total).collect::<Vec<_>>(), [3, 3, 5, 6, 6, 8]);
    let mut distinct = picks.clone();
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), 6);
    assert_eq!(smallest_picks(&sizes, 2), picks[..2]);
    assert_eq!(smallest_picks(&[], 5), [Vec::<usize>::new()]);
    assert!(smallest_picks(&[vec![1], vec![]], 5).is_empty());
}
