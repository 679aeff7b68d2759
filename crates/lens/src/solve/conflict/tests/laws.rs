//! Laws that hold in every conflict.

use super::*;

fn all(given: &Given) -> Vec<Stability> {
    let conflict = given.conflict();
    Engine::new(&conflict).all(Rules::default(), 1, &Unwatched).unwrap()
}

/// Bit `order[j]` of the result is bit `j` of the state.
fn renamed(state: usize, order: &[usize]) -> usize {
    order.iter().enumerate().map(|(from, to)| (state >> from & 1) << to).sum()
}

fn order(count: usize) -> impl Strategy<Value = Vec<usize>> {
    Just((0..count).collect::<Vec<_>>()).prop_shuffle()
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn concepts_imply_each_other(given in given(1..=5, 0..=8)) {
        let conflict = given.conflict();
        for equals in [Equals::Sanction, Equals::DoNotSanction] {
            for one in Engine::new(&conflict).all(Rules { equals }, 2, &Unwatched).unwrap() {
                for (narrow, wide) in [
                    (Concept::Nash, Concept::Smr), (Concept::Smr, Concept::Gmr), (Concept::Nash, Concept::Sseq),
                    (Concept::Sseq, Concept::Seq), (Concept::Seq, Concept::Gmr), (Concept::Sseq, Concept::Smr),
                ] {
                    prop_assert!(one.of(narrow).is_within(one.of(wide)), "{:?} {:?}", narrow, wide);
                }
                prop_assert!(one.of(Concept::Gmr).is_within(conflict.feasible()));
            }
        }
    }

    #[test]
    fn sanctions_by_equals_only_add(given in given(2..=4, 1..=7)) {
        let conflict = given.conflict();
        let engine = Engine::new(&conflict);
        for who in 0..conflict.decision_makers() {
            let [with, without] = [Equals::Sanction, Equals::DoNotSanction]
                .map(|equals| engine.stability(who, Rules { equals }, &Unwatched).unwrap());
            for concept in Concept::ALL {
                prop_assert!(without.of(concept).is_within(with.of(concept)));
            }
        }
    }

    /// Howard (1971): where everything can be chosen freely, general metarational is at least the greatest that one can
    /// be sure of, and symmetric is at least the least that the others can hold one to.
    #[test]
    fn metarationality_is_maximin_and_minimax(given in given(2..=4, 1..=8)) {
        let mut given = given;
        given.feasible.fill(true);
        for action in &mut given.actions {
            action.owners.truncate(1);
            action.direction = Direction::Both;
        }
        let all = all(&given);
        for (who, found) in all.iter().enumerate() {
            let own: usize =
                given.actions.iter().enumerate().filter(|(_, a)| a.owners == [who]).map(|(at, _)| 1 << at).sum();
            let states = given.feasible.len();
            let u = |state: usize| given.ranks[who][state];
            let (mut surely, mut held_to) = (vec![u32::MAX; states], vec![0; states]);
            for state in 0..states {
                // By own choice, and by choice of the others.
                surely[state & own] = surely[state & own].min(u(state));
                held_to[state & !own] = held_to[state & !own].max(u(state));
            }
            let maximin = (0..states).filter(|state| state & !own == 0).map(|choice| surely[choice]).max().unwrap();
            let minimax = (0..states).filter(|state| state & own == 0).map(|choice| held_to[choice]).min().unwrap();
            for state in 0..states {
                prop_assert_eq!(found.of(Concept::Gmr).has(state), u(state) >= maximin);
                prop_assert_eq!(found.of(Concept::Smr).has(state), u(state) >= minimax);
            }
        }
    }

    #[test]
    fn with_two_the_others_reach_is_one_move(given in given(2..=2, 1..=7)) {
        let conflict = given.conflict();
        let found = all(&given);
        for who in [0, 1] {
            for state in given.states() {
                let bad = |other: u32| given.ranks[who][other as usize] <= given.ranks[who][state as usize];
                let mut ways = conflict.moves(who, state).filter(|to| !bad(*to));
                let general = ways.all(|to| conflict.moves(1 - who, to).any(bad));
                prop_assert_eq!(found[who].of(Concept::Gmr).has(state as usize), general);
            }
        }
    }

    #[test]
    fn names_and_scales_change_nothing(
        (given, actions, makers) in given(1..=4, 1..=8)
            .prop_flat_map(|given| (Just(given.clone()), order(given.actions.len()), order(given.ranks.len()))),
    ) {
        let mut other = given.clone();
        for (at, action) in given.actions.iter().enumerate() {
            let owners = action.owners.iter().map(|owner| makers[*owner]).collect();
            other.actions[actions[at]] = Action { owners, direction: action.direction };
        }
        for state in 0..given.feasible.len() {
            let new = renamed(state, &actions);
            other.feasible[new] = given.feasible[state];
            for (who, list) in given.ranks.iter().enumerate() {
                // Any rising scale will do, and what stands at infeasible states does not matter.
                let rank = list[state] / 2 + (list[state] % 2) + 7;
                let same = list.iter().zip(&given.feasible).filter(|(_, feasible)| **feasible);
                let place = same.filter(|(below, _)| **below < list[state]).count() as u32;
                other.ranks[makers[who]][new] = if given.feasible[state] { place * 3 } else { rank };
            }
        }
        let (found, renamed_found) = (all(&given), all(&other));
        for who in 0..given.ranks.len() {
            for concept in Concept::ALL {
                let (one, two) = (found[who].of(concept), renamed_found[makers[who]].of(concept));
                for state in 0..given.feasible.len() {
                    prop_assert_eq!(one.has(state), two.has(renamed(state, &actions)));
                }
            }
        }
    }

    /// What nobody can make a difference by makes no difference.
    #[test]
    fn a_decision_maker_without_actions_changes_nothing(given in given(1..=3, 1..=6)) {
        let mut wider = given.clone();
        wider.ranks.push(given.ranks[0].clone());
        let found = all(&wider);
        prop_assert_eq!(&found[..given.ranks.len()], &all(&given)[..]);
        let conflict = given.conflict();
        prop_assert_eq!(found[given.ranks.len()].of(Concept::Nash), conflict.feasible());
    }

    #[test]
    fn forms_of_unknown_preference_imply_each_other(given in given(2..=3, 1..=4), seed in any::<u64>()) {
        let conflict = given.conflict();
        let seen = |who: usize, one: u32, other: u32| {
            let (low, high) = (one.min(other), one.max(other));
            let mixed = (seed ^ u64::from(low) << 40 ^ u64::from(high) << 20 ^ who as u64)
                .wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let seen = [Seen::Better, Seen::Worse, Seen::Equal, Seen::Unknown, Seen::Unknown][(mixed >> 40) as usize % 5];
            if one < other { seen } else { seen.mirrored() }
        };
        let relations = Relations::new(&conflict, seen).unwrap();
        for who in 0..conflict.decision_makers() {
            for concept in Concept::ALL {
                for answering in [Answering::AsLeaving, Answering::BetterOrUnknown, Answering::Better] {
                    let of = |form| {
                        relations.stable(who, concept, form, answering, Rules::default(), &Unwatched).unwrap()
                    };
                    let [a, b, c, d] = Form::ALL.map(of);
                    // What deters does not hang on who answers.
                    prop_assert!(a.is_within(&c) && b.is_within(&d));
                    if answering != Answering::AsLeaving || !matches!(concept, Concept::Seq | Concept::Sseq) {
                        prop_assert!(a.is_within(&b) && c.is_within(&d));
                    }
                }
            }
        }
    }

    /// With everything known, all four forms and the ranks say the same.
    #[test]
    fn relations_made_of_ranks_are_the_ranks(given in given(1..=4, 0..=5)) {
        let conflict = given.conflict();
        let relations = Relations::new(&conflict, |who, one, other| {
            match given.ranks[who][other as usize].cmp(&given.ranks[who][one as usize]) {
                std::cmp::Ordering::Less => Seen::Worse,
                std::cmp::Ordering::Equal => Seen::Equal,
                std::cmp::Ordering::Greater => Seen::Better,
            }
        }).unwrap();
        let found = all(&given);
        for (who, found) in found.iter().enumerate() {
            for concept in Concept::ALL {
                for form in Form::ALL {
                    let answering = Answering::default();
                    let stable = relations.stable(who, concept, form, answering, Rules::default(), &Unwatched).unwrap();
                    prop_assert_eq!(&stable, found.of(concept));
                }
                let strength = relations.strength(who, concept, Rules::default(), &Unwatched).unwrap();
                prop_assert_eq!(&strength.stable, found.of(concept));
                // Nothing is much worse, so that only what has no improvement is strongly stable.
                prop_assert_eq!(&strength.strong, found.of(Concept::Nash));
            }
        }
    }

    /// A coalition of one looks ahead as its member does, but for answers of others together.
    #[test]
    fn coalitions_of_one_are_their_members(given in given(1..=4, 0..=6)) {
        let conflict = given.conflict();
        let coalitions = Coalitions::new(&conflict, Members::AllPrefer).unwrap();
        for (who, found) in all(&given).iter().enumerate() {
            let stable = |concept| coalitions.stable(&[who], concept, &Unwatched).unwrap();
            prop_assert_eq!(&stable(CoalitionConcept::CNash), found.of(Concept::Nash));
            prop_assert_eq!(&stable(CoalitionConcept::CGmr), found.of(Concept::Gmr));
            prop_assert_eq!(&stable(CoalitionConcept::CSmr), found.of(Concept::Smr));
            prop_assert!(found.of(Concept::Seq).is_within(&stable(CoalitionConcept::CSeq)));
        }
    }
}
