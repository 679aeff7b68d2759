//! Answers of the literature, and what two programs that share nothing (logical and in matrices) agree on for its models.

use super::*;

type Sets = &'static [&'static [u32]];

/// A published conflict with its answers, states by number.
pub(super) struct Known {
    actions: &'static [(&'static [usize], Direction)],
    states: &'static [u32],
    best_first: Sets,
    /// Decision maker, state, where it can move.
    moves: &'static [(usize, u32, &'static [u32])],
    improvements: &'static [(usize, u32, &'static [u32])],
    /// By decision maker, and for all.
    stable: &'static [(Concept, Sets, &'static [u32])],
    coalitions: &'static [(&'static [usize], [&'static [u32]; 4])],
    coalition_improvements: &'static [(&'static [usize], u32, &'static [u32])],
    /// `L_1` onward.
    limited: &'static [[&'static [u32]; 2]],
    non_myopic: Option<[&'static [u32]; 2]>,
}

/// In Elmira the states with this action are told apart by nobody, and number 8 stands for them.
const ABANDON: u32 = 8;

impl Known {
    fn is_elmira(&self) -> bool {
        self.states.len() == 9
    }

    /// The number under which an answer names a state.
    fn named(&self, state: u32) -> u32 {
        if self.is_elmira() && state & ABANDON != 0 { ABANDON } else { state }
    }

    fn conflict(&self) -> Conflict {
        let all = 1 << self.actions.len();
        let actions: Vec<Action> = self
            .actions
            .iter()
            .map(|(owners, direction)| Action { owners: owners.to_vec(), direction: *direction })
            .collect();
        // In Elmira a state that is abandoned has the firm's other actions undone; what the others do makes no difference.
        let feasible = Bits::from_fn(all, |state| {
            let named = self.named(state as u32);
            self.states.contains(&named) && (named != ABANDON || !self.is_elmira() || state & 0b00110 == 0)
        });
        let rank = |list: &&[u32], state: usize| {
            let place = list.iter().position(|other| *other == self.named(state as u32));
            place.map_or(0, |place| (list.len() - place) as u32)
        };
        let ranks = self.best_first.iter().map(|list| (0..all).map(|state| rank(list, state)).collect()).collect();
        Conflict::new(&actions, feasible, ranks).unwrap()
    }

    fn names(&self, states: impl Iterator<Item = u32>) -> Vec<u32> {
        // In the order of the published numbering.
        let named: Vec<u32> = states.map(|state| self.named(state)).collect();
        self.states.iter().copied().filter(|state| named.contains(state)).collect()
    }

    fn set(&self, bits: &Bits) -> Vec<u32> {
        self.names(bits.iter().map(|state| state as u32))
    }

    fn sorted(&self, states: &[u32]) -> Vec<u32> {
        self.names(states.iter().copied())
    }
}

#[track_caller]
fn check(known: &Known) {
    let conflict = known.conflict();
    let count = conflict.decision_makers();
    for decision_maker in 0..count {
        for state in known.states {
            for (list, by) in [(known.moves, By::Moves), (known.improvements, By::Improvements)] {
                let told = list.iter().find(|(who, from, _)| *who == decision_maker && from == state);
                let found = conflict.moves_by(by, decision_maker, *state);
                // Between states that nobody can tell apart there are moves that are none.
                let found = known.names(found.filter(|to| known.named(*to) != *state));
                assert_eq!(found, known.sorted(told.map_or(&[], |told| told.2)), "{decision_maker} from {state}");
            }
        }
    }
    let engine = Engine::new(&conflict);
    let all = engine.all(Rules::default(), 2, &Unwatched).unwrap();
    for (concept, sets, equilibria) in known.stable {
        for (decision_maker, set) in sets.iter().enumerate() {
            assert_eq!(known.set(all[decision_maker].of(*concept)), *set, "{concept:?} for {decision_maker}");
        }
        let found = Stability::equilibria(&all, *concept);
        assert_eq!(known.set(&found), *equilibria, "{concept:?}");
    }
    let coalitions = Coalitions::new(&conflict, Members::AllPrefer).unwrap();
    for (coalition, sets) in known.coalitions {
        for (concept, set) in CoalitionConcept::ALL.into_iter().zip(sets) {
            let found = coalitions.stable(coalition, concept, &Unwatched).unwrap();
            assert_eq!(known.set(&found), *set, "{concept:?} for {coalition:?}");
        }
        if coalition.len() > 1 {
            for state in known.states {
                let told = known.coalition_improvements.iter().find(|told| told.0 == *coalition && told.1 == *state);
                let found = coalitions.improvements(coalition, *state).unwrap();
                assert_eq!(
                    known.sorted(&found),
                    known.sorted(told.map_or(&[], |told| told.2)),
                    "{coalition:?} {state}"
                );
            }
        }
    }
    let limited = LimitedMoves::new(&conflict);
    let Some(non_myopic) = known.non_myopic else {
        assert_eq!(limited.unwrap_err(), ConflictError::NotTwo(count));
        return;
    };
    let limited = limited.unwrap();
    for (horizon, sets) in known.limited.iter().enumerate() {
        let found = limited.stable(horizon + 1, &Unwatched).unwrap();
        assert_eq!([0, 1].map(|who| known.set(&found[who])), sets.map(<[u32]>::to_vec), "L{}", horizon + 1);
    }
    let found = limited.non_myopic(&Unwatched).unwrap().unwrap().stable;
    assert_eq!([0, 1].map(|who| known.set(&found[who])), non_myopic.map(<[u32]>::to_vec));
}

#[test]
fn the_prisoner_s_dilemma() {
    check(&PRISONERS);
}

#[test]
fn chicken() {
    check(&CHICKEN);
}

/// A plain running minimum over irreversible moves gets this one wrong.
#[test]
fn the_aquifer_of_elmira() {
    check(&ELMIRA);
}

/// The firm accepts if the ministry modifies its order, and neither gains alone: the coalition that settled Elmira.
#[test]
fn elmira_leaves_the_status_quo_by_a_coalition() {
    let conflict = ELMIRA.conflict();
    // From delay with the local government insisting, to modified and accepted.
    let coalitions = Coalitions::new(&conflict, Members::AllPrefer).unwrap();
    assert_eq!(coalitions.improvements(&[0, 1], 18), Ok(vec![21]));
    for concept in CoalitionConcept::ALL {
        let all = coalitions.stable_for_all(concept, &Unwatched).unwrap();
        assert!(!all.has(18) && all.has(21) && all.has(ABANDON as usize), "{concept:?}");
    }
    let paths = conflict.paths(18, By::Moves, &Unwatched).unwrap();
    assert_eq!(paths.to(21), Some(vec![Step { mover: 0, to: 19 }, Step { mover: 1, to: 21 }]));
    let improving = conflict.paths(18, By::Improvements, &Unwatched).unwrap();
    assert_eq!((improving.reached(), improving.to(21)), (&[18][..], None));
}

/// The prisoner's dilemma.
pub(super) const PRISONERS: Known = Known {
    actions: &[(&[0], Direction::Both), (&[1], Direction::Both)],
    states: &[0, 1, 2, 3],
    best_first: &[&[2, 3, 0, 1], &[1, 3, 0, 2]],
    moves: &[
        (0, 0, &[1]),
        (0, 1, &[0]),
        (0, 2, &[3]),
        (0, 3, &[2]),
        (1, 0, &[2]),
        (1, 1, &[3]),
        (1, 2, &[0]),
        (1, 3, &[1]),
    ],
    improvements: &[(0, 1, &[0]), (0, 3, &[2]), (1, 2, &[0]), (1, 3, &[1])],
    stable: &[
        (Concept::Nash, &[&[0, 2], &[0, 1]], &[0]),
        (Concept::Gmr, &[&[0, 2, 3], &[0, 1, 3]], &[0, 3]),
        (Concept::Smr, &[&[0, 2, 3], &[0, 1, 3]], &[0, 3]),
        (Concept::Seq, &[&[0, 2, 3], &[0, 1, 3]], &[0, 3]),
        (Concept::Sseq, &[&[0, 2, 3], &[0, 1, 3]], &[0, 3]),
    ],
    coalitions: &[
        (&[0], [&[0, 2], &[0, 2, 3], &[0, 2, 3], &[0, 2, 3]]),
        (&[1], [&[0, 1], &[0, 1, 3], &[0, 1, 3], &[0, 1, 3]]),
        (&[0, 1], [&[1, 2, 3], &[1, 2, 3], &[1, 2, 3], &[1, 2, 3]]),
    ],
    coalition_improvements: &[(&[0, 1], 0, &[3])],
    limited: &[
        [&[0, 2], &[0, 1]],
        [&[0, 2, 3], &[0, 1, 3]],
        [&[0, 2, 3], &[0, 1, 3]],
        [&[0, 2, 3], &[0, 1, 3]],
        [&[0, 2, 3], &[0, 1, 3]],
        [&[0, 2, 3], &[0, 1, 3]],
    ],
    non_myopic: Some([&[0, 2, 3], &[0, 1, 3]]),
};

/// Chicken.
pub(super) const CHICKEN: Known = Known {
    actions: &[(&[0], Direction::Both), (&[1], Direction::Both)],
    states: &[0, 1, 2, 3],
    best_first: &[&[1, 0, 2, 3], &[2, 0, 1, 3]],
    moves: &[
        (0, 0, &[1]),
        (0, 1, &[0]),
        (0, 2, &[3]),
        (0, 3, &[2]),
        (1, 0, &[2]),
        (1, 1, &[3]),
        (1, 2, &[0]),
        (1, 3, &[1]),
    ],
    improvements: &[(0, 0, &[1]), (0, 3, &[2]), (1, 0, &[2]), (1, 3, &[1])],
    stable: &[
        (Concept::Nash, &[&[1, 2], &[1, 2]], &[1, 2]),
        (Concept::Gmr, &[&[0, 1, 2], &[0, 1, 2]], &[0, 1, 2]),
        (Concept::Smr, &[&[0, 1, 2], &[0, 1, 2]], &[0, 1, 2]),
        (Concept::Seq, &[&[1, 2], &[1, 2]], &[1, 2]),
        (Concept::Sseq, &[&[1, 2], &[1, 2]], &[1, 2]),
    ],
    coalitions: &[
        (&[0], [&[1, 2], &[0, 1, 2], &[0, 1, 2], &[1, 2]]),
        (&[1], [&[1, 2], &[0, 1, 2], &[0, 1, 2], &[1, 2]]),
        (&[0, 1], [&[0, 1, 2], &[0, 1, 2], &[0, 1, 2], &[0, 1, 2]]),
    ],
    coalition_improvements: &[(&[0, 1], 3, &[0, 1, 2])],
    limited: &[
        [&[1, 2], &[1, 2]],
        [&[1], &[2]],
        [&[0, 1], &[0, 2]],
        [&[0, 1], &[0, 2]],
        [&[0, 1], &[0, 2]],
        [&[0, 1], &[0, 2]],
    ],
    non_myopic: Some([&[0, 1], &[0, 2]]),
};

/// The aquifer of Elmira: Hipel, Fang, Kilgour & Haight (1993); Kilgour & Hipel (2005). Nine states; state 8 stands for the
/// four in which the firm abandons its plant, which nobody can tell apart.
pub(super) const ELMIRA: Known = Known {
    actions: &[
        (&[0], Direction::Forward),
        (&[1], Direction::Back),
        (&[1], Direction::Both),
        (&[1], Direction::Forward),
        (&[2], Direction::Both),
    ],
    states: &[2, 3, 4, 5, 18, 19, 20, 21, 8],
    best_first: &[&[20, 4, 5, 21, 18, 2, 3, 19, 8], &[2, 5, 21, 18, 8, 4, 20, 3, 19], &[20, 4, 18, 2, 21, 19, 5, 3, 8]],
    moves: &[
        (0, 2, &[3]),
        (0, 4, &[5]),
        (0, 18, &[19]),
        (0, 20, &[21]),
        (1, 2, &[4, 8]),
        (1, 3, &[5, 8]),
        (1, 4, &[8]),
        (1, 5, &[8]),
        (1, 18, &[20, 8]),
        (1, 19, &[21, 8]),
        (1, 20, &[8]),
        (1, 21, &[8]),
        (2, 2, &[18]),
        (2, 3, &[19]),
        (2, 4, &[20]),
        (2, 5, &[21]),
        (2, 18, &[2]),
        (2, 19, &[3]),
        (2, 20, &[4]),
        (2, 21, &[5]),
    ],
    improvements: &[
        (1, 3, &[5, 8]),
        (1, 4, &[8]),
        (1, 19, &[21, 8]),
        (1, 20, &[8]),
        (2, 2, &[18]),
        (2, 3, &[19]),
        (2, 4, &[20]),
        (2, 5, &[21]),
    ],
    stable: &[
        (Concept::Nash, &[&[2, 3, 4, 5, 18, 19, 20, 21, 8], &[2, 5, 18, 21, 8], &[18, 19, 20, 21, 8]], &[18, 21, 8]),
        (
            Concept::Gmr,
            &[&[2, 3, 4, 5, 18, 19, 20, 21, 8], &[2, 5, 18, 21, 8], &[2, 3, 4, 5, 18, 19, 20, 21, 8]],
            &[2, 5, 18, 21, 8],
        ),
        (
            Concept::Smr,
            &[&[2, 3, 4, 5, 18, 19, 20, 21, 8], &[2, 5, 18, 21, 8], &[2, 3, 4, 5, 18, 19, 20, 21, 8]],
            &[2, 5, 18, 21, 8],
        ),
        (
            Concept::Seq,
            &[&[2, 3, 4, 5, 18, 19, 20, 21, 8], &[2, 5, 18, 21, 8], &[3, 4, 18, 19, 20, 21, 8]],
            &[18, 21, 8],
        ),
        (
            Concept::Sseq,
            &[&[2, 3, 4, 5, 18, 19, 20, 21, 8], &[2, 5, 18, 21, 8], &[3, 4, 18, 19, 20, 21, 8]],
            &[18, 21, 8],
        ),
    ],
    coalitions: &[
        (
            &[0],
            [
                &[2, 3, 4, 5, 18, 19, 20, 21, 8],
                &[2, 3, 4, 5, 18, 19, 20, 21, 8],
                &[2, 3, 4, 5, 18, 19, 20, 21, 8],
                &[2, 3, 4, 5, 18, 19, 20, 21, 8],
            ],
        ),
        (&[1], [&[2, 5, 18, 21, 8], &[2, 5, 18, 21, 8], &[2, 5, 18, 21, 8], &[2, 5, 18, 21, 8]]),
        (
            &[2],
            [
                &[18, 19, 20, 21, 8],
                &[2, 3, 4, 5, 18, 19, 20, 21, 8],
                &[2, 3, 4, 5, 18, 19, 20, 21, 8],
                &[2, 3, 4, 18, 19, 20, 21, 8],
            ],
        ),
        (&[0, 1], [&[2, 4, 5, 20, 21, 8], &[2, 4, 5, 20, 21, 8], &[2, 4, 5, 20, 21, 8], &[2, 4, 5, 20, 21, 8]]),
        (
            &[0, 2],
            [
                &[3, 5, 18, 19, 20, 21, 8],
                &[2, 3, 4, 5, 18, 19, 20, 21, 8],
                &[2, 3, 4, 5, 18, 19, 20, 21, 8],
                &[3, 4, 5, 18, 19, 20, 21, 8],
            ],
        ),
        (
            &[1, 2],
            [
                &[2, 4, 5, 18, 20, 21, 8],
                &[2, 4, 5, 18, 20, 21, 8],
                &[2, 4, 5, 18, 20, 21, 8],
                &[2, 4, 5, 18, 20, 21, 8],
            ],
        ),
        (
            &[0, 1, 2],
            [
                &[2, 4, 5, 18, 20, 21, 8],
                &[2, 4, 5, 18, 20, 21, 8],
                &[2, 4, 5, 18, 20, 21, 8],
                &[2, 4, 5, 18, 20, 21, 8],
            ],
        ),
    ],
    coalition_improvements: &[
        (&[0, 1], 3, &[5]),
        (&[0, 1], 18, &[21]),
        (&[0, 1], 19, &[21]),
        (&[0, 2], 2, &[18]),
        (&[0, 2], 4, &[20]),
        (&[1, 2], 3, &[5, 21]),
        (&[1, 2], 19, &[21]),
        (&[0, 1, 2], 3, &[5, 21]),
        (&[0, 1, 2], 19, &[21]),
    ],
    limited: &[],
    non_myopic: None,
};
