//! Known answers, brute force from the definitions, forms in matrices, and laws.

mod brute;
mod known;
mod laws;
mod matrices;
mod small;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::*;
use crate::control::{Control, Unwatched};

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_260_228),
        ..ProptestConfig::default()
    }
}

/// A conflict as it is given.
#[derive(Clone, Debug)]
pub(super) struct Given {
    actions: Vec<Action>,
    feasible: Vec<bool>,
    ranks: Vec<Vec<u32>>,
}

impl Given {
    fn conflict(&self) -> Conflict {
        let feasible = Bits::from_fn(self.feasible.len(), |state| self.feasible[state]);
        Conflict::new(&self.actions, feasible, self.ranks.clone()).unwrap()
    }

    fn states(&self) -> Vec<u32> {
        (0..self.feasible.len() as u32).filter(|state| self.feasible[*state as usize]).collect()
    }
}

/// Conflicts of so many decision makers and actions: with infeasible states or none, moves that cannot be taken back,
/// shared actions, few ranks or many.
fn given(
    makers: std::ops::RangeInclusive<usize>,
    actions: std::ops::RangeInclusive<usize>,
) -> impl Strategy<Value = Given> {
    (makers, actions, 0..4_u8, 0..3_u8).prop_flat_map(|(makers, count, holes, once)| {
        let direction = move || {
            let both = Just(Direction::Both);
            match once {
                0 => both.boxed(),
                1 => prop_oneof![2 => both, 1 => Just(Direction::Forward), 1 => Just(Direction::Back)].boxed(),
                _ => prop_oneof![Just(Direction::Forward), Just(Direction::Back)].boxed(),
            }
        };
        let owners = prop_oneof![
            5 => (0..makers).prop_map(|owner| vec![owner]),
            1 => prop::sample::subsequence((0..makers).collect::<Vec<_>>(), 1..=makers),
        ];
        let action = (owners, direction()).prop_map(|(owners, direction)| Action { owners, direction });
        let all = 1_usize << count;
        let share = [1.0, 0.9, 0.6, 0.3][usize::from(holes)];
        let feasible = prop::collection::vec(prop::bool::weighted(share), all);
        let list = prop_oneof![
            prop::collection::vec(0..3_u32, all),
            prop::collection::vec(0..12_u32, all),
            prop::collection::vec(any::<u32>(), all),
            Just((0..all as u32).collect::<Vec<_>>()).prop_shuffle(),
        ];
        let ranks = prop::collection::vec(list, makers);
        (prop::collection::vec(action, count), feasible, ranks).prop_map(|(actions, feasible, ranks)| Given {
            actions,
            feasible,
            ranks,
        })
    })
}

#[test]
fn conditions_hold_in_words_of_64_states_as_one_by_one() {
    let taken = Condition::Taken;
    let any = Condition::Any(vec![Condition::All(vec![taken(0), taken(7)]), Condition::left(6), taken(40)]);
    for condition in [any.clone(), Condition::Not(Box::new(any)), taken(5), Condition::All(vec![taken(3), taken(8)])] {
        for state in 0_u64..1 << 10 {
            let word = condition.word((state / 64) as u32);
            assert_eq!(word >> (state % 64) & 1 == 1, condition.holds(state), "{condition:?} in {state}");
        }
    }
}
