//! Diagrams against the explicit engine, laws, limits, known answers.

use std::sync::atomic::{AtomicU64, Ordering};

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::*;
use crate::control::Unwatched;
use crate::solve::conflict::{Bits, Conflict, Direction, Engine, Equals, Stability};

const SMALL: Limits = Limits { nodes: 1 << 18, steps: 10_000_000 };

const RULES: [Rules; 2] = [Rules { equals: Equals::Sanction }, Rules { equals: Equals::DoNotSanction }];

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_261_123),
        ..ProptestConfig::default()
    }
}

#[derive(Clone, Debug)]
struct Given {
    actions: Vec<Action>,
    feasible: Condition,
    preferences: Vec<Vec<Condition>>,
}

impl Given {
    fn symbolic(&self, limits: Limits) -> Symbolic {
        Symbolic::new(&self.actions, &self.feasible, &self.preferences, limits).unwrap()
    }

    fn states(&self) -> u32 {
        1 << self.actions.len()
    }

    fn explicit(&self) -> Conflict {
        let feasible = Bits::from_fn(self.states() as usize, |state| self.feasible.holds(state as u64));
        let rank = |list: &[Condition], state: u32| {
            list.iter().fold(0, |rank, statement| 2 * rank + u32::from(statement.holds(u64::from(state))))
        };
        let ranks = self.preferences.iter().map(|list| (0..self.states()).map(|state| rank(list, state)).collect());
        Conflict::new(&self.actions, feasible, ranks.collect()).unwrap()
    }
}

fn condition(actions: usize) -> impl Strategy<Value = Condition> {
    let literal = (0..actions as u32, any::<bool>())
        .prop_map(|(action, taken)| if taken { Condition::Taken(action) } else { Condition::left(action) });
    literal.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            3 => prop::collection::vec(inner.clone(), 0..4).prop_map(Condition::Any),
            3 => prop::collection::vec(inner.clone(), 0..4).prop_map(Condition::All),
            1 => inner.prop_map(|inner| Condition::Not(Box::new(inner))),
        ]
    })
}

/// Conflicts with infeasible states or none, moves that cannot be taken back, shared actions, statements that say nothing
/// and statements said twice, and decision makers that have no action or no statement.
fn given(
    makers: std::ops::RangeInclusive<usize>,
    actions: std::ops::RangeInclusive<usize>,
) -> impl Strategy<Value = Given> {
    (makers, actions, 0..3_usize, any::<bool>()).prop_flat_map(|(makers, count, clauses, once)| {
        let direction = if once {
            prop_oneof![2 => Just(Direction::Both), 1 => Just(Direction::Forward), 1 => Just(Direction::Back)].boxed()
        } else {
            Just(Direction::Both).boxed()
        };
        let owners = prop_oneof![
            8 => (0..makers).prop_map(|owner| vec![owner]),
            1 => prop::sample::subsequence((0..makers).collect::<Vec<_>>(), 1..=makers),
        ];
        let action = (owners, direction).prop_map(|(owners, direction)| Action { owners, direction });
        let list = (prop::collection::vec(condition(count), 0..6), any::<bool>()).prop_map(|(mut list, twice)| {
            if let (true, Some(first)) = (twice, list.first().cloned()) {
                list.push(Condition::Not(Box::new(first.clone())));
                list.push(first);
            }
            list
        });
        let feasible = prop::collection::vec(condition(count), clauses).prop_map(Condition::All);
        (prop::collection::vec(action, count), feasible, prop::collection::vec(list, makers))
            .prop_map(|(actions, feasible, preferences)| Given { actions, feasible, preferences })
    })
}

fn listed(states: &States) -> Vec<usize> {
    states.first(usize::MAX).unwrap().into_iter().map(|state| state as usize).collect()
}

fn same(between: &Between, bits: &Bits) -> Result<(), TestCaseError> {
    let states = between.exact().expect("within limits everything is exact");
    prop_assert_eq!(states.count(), bits.count() as u128);
    prop_assert_eq!(listed(states), bits.iter().collect::<Vec<_>>());
    prop_assert!((0..bits.len()).all(|state| states.has(state as u64) == bits.has(state)));
    Ok(())
}

proptest! {
    #![proptest_config(config(500))]

    #[test]
    fn diagrams_find_what_the_explicit_engine_finds(given in given(1..=4, 1..=9)) {
        let (explicit, symbolic) = (given.explicit(), given.symbolic(SMALL));
        same(&Between::exactly(symbolic.feasible()), explicit.feasible())?;
        for rules in RULES {
            let expected = Engine::new(&explicit).all(rules, 1, &Unwatched).unwrap();
            let found = symbolic.all(rules, &Unwatched);
            prop_assert_eq!(found.stop, None);
            for concept in Concept::ALL {
                for (who, expected) in expected.iter().enumerate() {
                    same(found.of(who, concept).unwrap(), expected.of(concept))?;
                }
                same(&found.equilibria(concept).unwrap(), &Stability::equilibria(&expected, concept))?;
            }
            let concepts: Vec<Concept> = (0..expected.len()).map(|who| Concept::ALL[who % 5]).collect();
            let mixed = Stability::mixed_equilibria(&expected, &concepts).unwrap();
            same(&found.mixed_equilibria(&concepts).unwrap(), &mixed)?;
        }
    }

    /// Whatever the limits, what is told holds; and the same limits tell the same.
    #[test]
    fn bounds_hold_and_are_told(given in given(2..=4, 6..=9), steps in 0..4_000_u64) {
        let explicit = given.explicit();
        let expected = Engine::new(&explicit).all(Rules::default(), 1, &Unwatched).unwrap();
        let limits = Limits { nodes: 1 << 16, steps };
        // The conflict itself may need more than that.
        let Ok(symbolic) = Symbolic::new(&given.actions, &given.feasible, &given.preferences, limits) else {
            return Ok(());
        };
        let found = symbolic.all(Rules::default(), &Unwatched);
        let mut exact = true;
        for (who, expected) in expected.iter().enumerate() {
            for concept in Concept::ALL {
                let between = found.of(who, concept).unwrap();
                let stable = expected.of(concept);
                prop_assert!(listed(&between.at_least).iter().all(|state| stable.has(*state)));
                prop_assert!(stable.iter().all(|state| between.at_most.has(state as u64)));
                exact &= between.exact().is_some();
            }
        }
        prop_assert_eq!(exact, found.stop.is_none());
        let again = given.symbolic(limits).all(Rules::default(), &Unwatched);
        prop_assert_eq!((again.stop, again.steps, again.peak), (found.stop, found.steps, found.peak));
    }

    #[test]
    fn questions_about_sets(given in given(1..=3, 1..=7), most in 0..20_usize) {
        let symbolic = given.symbolic(SMALL);
        let feasible = symbolic.feasible();
        let all: Vec<u64> = (0..u64::from(given.states())).filter(|state| given.feasible.holds(*state)).collect();
        prop_assert_eq!(feasible.first(most).unwrap(), &all[..most.min(all.len())]);
        prop_assert!(!feasible.has(u64::from(given.states())) && !feasible.has(u64::MAX));
        for condition in given.preferences.iter().flatten() {
            let within = feasible.within(condition).unwrap();
            let outside = feasible.within(&Condition::Not(Box::new(condition.clone()))).unwrap();
            let expected: Vec<u64> = all.iter().copied().filter(|state| condition.holds(*state)).collect();
            prop_assert_eq!(within.first(usize::MAX).unwrap(), expected);
            prop_assert!(within.common(&outside).unwrap().is_empty());
            prop_assert!(within.or(&outside).unwrap() == feasible && within.is_within(&feasible).unwrap());
            prop_assert_eq!(within.count() + outside.count(), feasible.count());
        }
    }
}

fn both(owner: usize) -> Action {
    Action { owners: vec![owner], direction: Direction::Both }
}

fn everything() -> Condition {
    Condition::All(Vec::new())
}

/// A row of prisoner's dilemmas: in each of them, what either leaves undone is worth more to it than what the other does
/// for it, first pairs first. With `m` pairs there are `4^m` states; defection everywhere alone is Nash.
fn dilemmas(pairs: u32) -> Given {
    let likes = |own: u32, other: u32| {
        let pair = move |at: u32| [Condition::Taken(2 * at + other), Condition::left(2 * at + own)];
        (0..pairs).flat_map(pair).collect::<Vec<_>>()
    };
    let actions = (0..2 * pairs as usize).map(|at| both(at % 2)).collect();
    Given { actions, feasible: everything(), preferences: vec![likes(0, 1), likes(1, 0)] }
}

#[test]
fn two_to_the_sixtieth_states() {
    let given = dilemmas(30);
    let found = given.symbolic(SMALL).all(Rules::default(), &Unwatched);
    assert_eq!(found.stop, None);
    assert_eq!(given.symbolic(SMALL).feasible().count(), 1 << 60);
    let nash = found.equilibria(Concept::Nash).unwrap();
    assert_eq!(nash.at_least.first(2).unwrap(), [0]);
    // Who does nothing in each pair is Nash stable: the other's actions are free.
    assert_eq!(found.of(0, Concept::Nash).unwrap().exact().unwrap().count(), 1 << 30);
    // Where both do everything, whoever leaves a pair is left in it: sequentially stable, as in one dilemma.
    for concept in [Concept::Gmr, Concept::Smr, Concept::Seq, Concept::Sseq] {
        let held = found.equilibria(concept).unwrap();
        assert!(held.at_least.has((1 << 60) - 1) && held.at_least.has(0), "{concept:?}");
        assert_eq!(held.at_least.first(1).unwrap(), [0]);
    }
}

#[test]
fn rows_of_dilemmas_are_what_the_explicit_engine_says() {
    for pairs in 1..=5 {
        let given = dilemmas(pairs);
        let explicit = given.explicit();
        let expected = Engine::new(&explicit).all(Rules::default(), 1, &Unwatched).unwrap();
        let found = given.symbolic(SMALL).all(Rules::default(), &Unwatched);
        for concept in Concept::ALL {
            let equilibria = Stability::equilibria(&expected, concept);
            assert_eq!(listed(&found.equilibria(concept).unwrap().at_least), equilibria.iter().collect::<Vec<_>>());
        }
    }
}

#[test]
fn whoever_stops_it_gets_bounds() {
    struct Until(AtomicU64);
    impl Control for Until {
        fn cancelled(&self) -> bool {
            self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_err()
        }
    }
    let given = dilemmas(4);
    let symbolic = given.symbolic(SMALL);
    let exact = symbolic.all(Rules::default(), &Unwatched);
    let mut seen = false;
    for asked in (0..4_000).step_by(37) {
        let found = symbolic.all(Rules::default(), &Until(AtomicU64::new(asked)));
        seen |= found.stop == Some(Halt::Cancelled);
        for (who, concept) in (0..2).flat_map(|who| Concept::ALL.map(|concept| (who, concept))) {
            let (bounds, truth) = (found.of(who, concept).unwrap(), &exact.of(who, concept).unwrap().at_least);
            assert!(bounds.at_least.is_within(truth).unwrap() && truth.is_within(&bounds.at_most).unwrap());
        }
    }
    assert!(seen);
}

/// Statements that tie every action to one far off and differently each time: in no order of variables is that small.
fn entangled() -> Given {
    let opposite = |at: u32, by: u32| {
        Condition::Any(vec![
            Condition::All(vec![Condition::Taken(at), Condition::Taken((at + by) % 36)]),
            Condition::All(vec![Condition::left(at), Condition::left((7 * at + by) % 36)]),
        ])
    };
    let statements = |who: u32| (0..10).map(|at| opposite(11 * at % 36, 5 + 3 * who + at)).collect();
    let actions = (0..36).map(|at| both(at % 4)).collect();
    Given { actions, feasible: everything(), preferences: (0..4).map(statements).collect() }
}

#[test]
fn a_limit_on_nodes_or_steps_is_said() {
    for (limits, halt) in [
        (Limits { nodes: 1 << 15, steps: u64::MAX }, Halt::Nodes),
        (Limits { nodes: 1 << 22, steps: 100_000 }, Halt::Steps),
    ] {
        let symbolic = entangled().symbolic(limits);
        let found = symbolic.all(Rules::default(), &Unwatched);
        assert_eq!(found.stop, Some(halt));
        // What is cheap is exact all the same, and bounds what is not.
        let set = |concept| found.of(0, concept).unwrap();
        let [nash, gmr] = [Concept::Nash, Concept::Gmr].map(|concept| set(concept).exact().unwrap());
        assert!(nash.count() > 0 && nash.is_within(&set(Concept::Seq).at_least).unwrap());
        assert!(set(Concept::Seq).at_most.is_within(gmr).unwrap());
        assert!(set(Concept::Sseq).at_most.is_within(&set(Concept::Smr).at_most).unwrap());
        let equilibria = found.equilibria(Concept::Seq).unwrap();
        assert!(equilibria.at_least.is_within(&equilibria.at_most).unwrap());
        assert!(equilibria.at_most.first(3).unwrap().iter().all(|state| equilibria.at_most.has(*state)));
    }
}

#[test]
fn what_cannot_be_is_said() {
    let new = |actions: &[Action], feasible: Condition, lists: usize| {
        Symbolic::new(actions, &feasible, &vec![Vec::new(); lists], SMALL).map(|_| ()).unwrap_err()
    };
    assert_eq!(new(&vec![both(0); 61], everything(), 1), SymbolicError::TooManyActions(61));
    assert_eq!(new(&[both(0)], everything(), 0), SymbolicError::DecisionMakers(0));
    assert_eq!(new(&[both(0)], everything(), 17), SymbolicError::DecisionMakers(17));
    assert_eq!(new(&[both(1)], everything(), 1), SymbolicError::NoSuchDecisionMaker { asked: 1, count: 1 });
    assert_eq!(new(&[Action { owners: vec![], ..both(0) }], everything(), 1), SymbolicError::NobodyOwns { action: 0 });
    assert_eq!(new(&[both(0)], Condition::Taken(1), 1), SymbolicError::NoSuchAction { asked: 1, count: 1 });
    let deep = (0..NESTED_MAX + 1).fold(Condition::Taken(0), |inner, _| Condition::Not(Box::new(inner)));
    assert_eq!(new(&[both(0)], deep, 1), SymbolicError::TooDeep);
    let many = vec![vec![Condition::Taken(0); STATEMENTS_MAX + 1]];
    let error = Symbolic::new(&[both(0)], &everything(), &many, SMALL).map(|_| ()).unwrap_err();
    assert_eq!(error, SymbolicError::TooManyStatements(65));
    let (one, other) = (dilemmas(1).symbolic(SMALL), dilemmas(1).symbolic(SMALL));
    assert_eq!(one.feasible().common(&other.feasible()).err(), Some(SymbolicError::OtherConflict));
    let found = one.all(Rules::default(), &Unwatched);
    assert!(found.of(2, Concept::Nash).is_none());
    let error = found.mixed_equilibria(&[Concept::Nash]).err();
    assert_eq!(error, Some(SymbolicError::WrongLength { given: 1, needed: 2 }));
    assert_eq!(
        one.feasible().within(&Condition::Taken(2)).err(),
        Some(SymbolicError::NoSuchAction { asked: 2, count: 2 })
    );
}

#[test]
fn no_actions_and_no_states() {
    let nothing = Symbolic::new(&[], &everything(), &[Vec::new()], SMALL).unwrap();
    let found = nothing.all(Rules::default(), &Unwatched);
    assert_eq!(found.equilibria(Concept::Nash).unwrap().at_least.first(3).unwrap(), [0]);
    let never = Symbolic::new(&[both(0)], &Condition::Any(Vec::new()), &[vec![Condition::Taken(0)]], SMALL).unwrap();
    let found = never.all(Rules::default(), &Unwatched);
    assert!(found.stop.is_none());
    for concept in Concept::ALL {
        assert!(found.equilibria(concept).unwrap().at_most.is_empty());
    }
}

#[test]
fn laws_of_concepts_on_a_conflict_of_forty_actions() {
    let mut number = 1_u64;
    let mut next = |below: u64| {
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (number >> 33) % below
    };
    let mut any = |count: usize| {
        let literal =
            |at: u64, yes: u64| if yes == 0 { Condition::Taken(at as u32) } else { Condition::left(at as u32) };
        let parts = (0..count).map(|_| literal(next(40), next(2))).collect();
        if next(2) == 0 { Condition::Any(parts) } else { Condition::All(parts) }
    };
    let preferences: Vec<Vec<Condition>> = (0..3).map(|_| (0..5).map(|_| any(3)).collect()).collect();
    let once = |at: usize| if at.is_multiple_of(7) { Direction::Forward } else { Direction::Both };
    let actions: Vec<Action> = (0..40).map(|at| Action { owners: vec![at % 3], direction: once(at) }).collect();
    let feasible = Condition::Not(Box::new(Condition::All((0..3).map(Condition::Taken).collect())));
    let conflict = Symbolic::new(&actions, &feasible, &preferences, Limits { nodes: 1 << 20, ..SMALL }).unwrap();
    assert_eq!(conflict.feasible().count(), 7 << 37);
    let found = conflict.all(Rules::default(), &Unwatched);
    assert_eq!(found.stop, None);
    let strict = conflict.all(RULES[1], &Unwatched);
    for who in 0..3 {
        let set = |concept| &found.of(who, concept).unwrap().at_least;
        for (narrow, wide) in [
            (Concept::Nash, Concept::Smr),
            (Concept::Smr, Concept::Gmr),
            (Concept::Nash, Concept::Sseq),
            (Concept::Sseq, Concept::Seq),
            (Concept::Seq, Concept::Gmr),
            (Concept::Sseq, Concept::Smr),
        ] {
            assert!(set(narrow).is_within(set(wide)).unwrap(), "{narrow:?} {wide:?}");
        }
        for concept in Concept::ALL {
            assert!(strict.of(who, concept).unwrap().at_least.is_within(set(concept)).unwrap());
        }
    }
}
