//! Single cases: what a law would miss, the ends of ranges, what is refused, and fibres too large for the definitions.

use super::*;

fn action(owner: usize) -> Action {
    Action { owners: vec![owner], direction: Direction::Both }
}

fn conflict(owners: &[usize], ranks: &[&[u32]]) -> Conflict {
    let actions: Vec<Action> = owners.iter().map(|owner| action(*owner)).collect();
    Conflict::new(&actions, Bits::all(1 << owners.len()), ranks.iter().map(|list| list.to_vec()).collect()).unwrap()
}

fn stable(conflict: &Conflict, who: usize, concept: Concept, equals: Equals) -> Vec<usize> {
    Engine::new(conflict).stable(who, concept, Rules { equals }, &Unwatched).unwrap().iter().collect()
}

/// One moves 0 to 1, the other can only bring it on to 3, which the first holds equal to 0.
#[test]
fn an_equal_state_is_a_sanction_unless_told_otherwise() {
    let conflict = conflict(&[0, 1], &[&[1, 2, 1, 1], &[0, 0, 0, 1]]);
    for concept in [Concept::Gmr, Concept::Smr, Concept::Seq, Concept::Sseq] {
        assert!(stable(&conflict, 0, concept, Equals::Sanction).contains(&0), "{concept:?}");
        assert!(!stable(&conflict, 0, concept, Equals::DoNotSanction).contains(&0), "{concept:?}");
    }
    assert!(!stable(&conflict, 0, Concept::Nash, Equals::Sanction).contains(&0));
}

/// Action 0 is the focal decision maker's, 1 is A's and 2 is B's. From 1 only A, then B, then A again lead to 5: B would
/// not go there at once.
#[test]
fn a_sanction_may_return_to_a_mover_but_not_at_once() {
    let focal = [1, 2, 2, 2, 2, 0, 2, 2];
    let a = [0, 1, 0, 2, 0, 4, 0, 3];
    let b = [0, 2, 0, 1, 0, 2, 0, 3];
    let conflict = conflict(&[0, 1, 2], &[&focal, &a, &b]);
    let step = |mover, to| Step { mover, to };
    let answer = conflict.answer(0, Concept::Seq, 0, 1, Rules::default(), &mut 1000).unwrap();
    let path = vec![step(1, 3), step(2, 7), step(1, 5)];
    assert_eq!(answer, Answer::Sanctioned { path, reply: None });
    assert!(stable(&conflict, 0, Concept::Seq, Equals::Sanction).contains(&0));
    // By any moves B alone does it, and then the focal one can go to 4, which it prefers.
    let answer = conflict.answer(0, Concept::Gmr, 0, 1, Rules::default(), &mut 1000).unwrap();
    assert_eq!(answer, Answer::Sanctioned { path: vec![step(2, 5)], reply: None });
    assert!(!stable(&conflict, 0, Concept::Sseq, Equals::Sanction).contains(&0));
    assert_eq!(conflict.reason(0, Concept::Smr, 0, Rules::default(), &mut 1000), Ok(Reason::Unstable { to: 1 }));
    let paths = conflict.paths(1, By::Improvements, &Unwatched).unwrap();
    assert_eq!(paths.to(5).map(|path| path.len()), Some(3));
}

#[test]
fn a_spent_budget_is_said() {
    let conflict = conflict(&[0, 1, 2], &[&[0, 1, 1, 1, 1, 1, 1, 1], &[0; 8], &[0; 8]]);
    let needed = |budget: u64| conflict.reason(0, Concept::Gmr, 0, Rules::default(), &mut { budget });
    assert_eq!(needed(u64::MAX), Ok(Reason::Unstable { to: 1 }));
    assert_eq!(needed(1), Ok(Reason::Cut));
    assert_eq!(needed(5), Ok(Reason::Cut));
    let mut left = 1000;
    conflict.reason(0, Concept::Gmr, 0, Rules::default(), &mut left).unwrap();
    assert_eq!(needed(1000 - left), Ok(Reason::Unstable { to: 1 }));
    assert_eq!(needed(1000 - left - 1), Ok(Reason::Cut));
}

#[test]
fn nothing_to_do_and_nothing_feasible() {
    let one = conflict(&[], &[&[u32::MAX]]);
    let empty = Conflict::new(&[action(0)], Bits::none(2), vec![vec![1, 2], vec![2, 1]]).unwrap();
    for concept in Concept::ALL {
        assert_eq!(stable(&one, 0, concept, Equals::DoNotSanction), [0]);
        assert_eq!(stable(&empty, 1, concept, Equals::Sanction), Vec::<usize>::new());
    }
    assert_eq!(one.paths(0, By::Moves, &Unwatched).unwrap().reached(), [0]);
    assert_eq!(one.paths(0, By::Moves, &Unwatched).unwrap().to(7), None);
    let none = LimitedMoves::new(&empty).unwrap().non_myopic(&Unwatched).unwrap().unwrap();
    assert!(none.stable[0].is_empty() && none.every == 1);
    let coalitions = Coalitions::new(&empty, Members::AllPrefer).unwrap();
    assert!(coalitions.stable_for_all(CoalitionConcept::CSeq, &Unwatched).unwrap().is_empty());
    let coalitions = Coalitions::new(&one, Members::SomePreferNoneWorse).unwrap();
    assert_eq!(coalitions.stable(&[], CoalitionConcept::CNash, &Unwatched).unwrap().count(), 1);
    assert!(Stability::equilibria(&[], Concept::Nash).is_empty());
}

/// Only the order of ranks matters, at the end of their range too.
#[test]
fn the_greatest_ranks_are_ranks() {
    let low = conflict(&[0, 1], &[&[0, 1, 2, 3], &[3, 0, 2, 1]]);
    let high = u32::MAX;
    let high = conflict(&[0, 1], &[&[5, high - 2, high - 1, high], &[high, 0, 1 << 31, (1 << 31) - 2]]);
    let all = |conflict: &Conflict| Engine::new(conflict).all(Rules::default(), 1, &Unwatched).unwrap();
    assert_eq!(all(&low), all(&high));
}

#[test]
fn what_is_wrong_is_said() {
    let new = |actions: &[Action], feasible: usize, ranks: &[usize]| {
        let ranks = ranks.iter().map(|length| vec![0; *length]).collect();
        Conflict::new(actions, Bits::all(feasible), ranks).err()
    };
    let nobody = Action { owners: Vec::new(), direction: Direction::Both };
    assert_eq!(new(&vec![action(0); 31], 1, &[1]), Some(ConflictError::TooManyActions(31)));
    assert_eq!(new(&[], 1, &[]), Some(ConflictError::DecisionMakers(0)));
    assert_eq!(new(&[], 1, &[1; 17]), Some(ConflictError::DecisionMakers(17)));
    assert_eq!(new(&[action(0)], 1, &[2]), Some(ConflictError::WrongLength { given: 1, states: 2 }));
    assert_eq!(new(&[action(0)], 2, &[2, 3]), Some(ConflictError::WrongLength { given: 3, states: 2 }));
    assert_eq!(new(&[action(0), nobody], 4, &[4]), Some(ConflictError::NobodyOwns { action: 1 }));
    assert_eq!(new(&[action(2)], 2, &[2, 2]), Some(ConflictError::NoSuchDecisionMaker { asked: 2, count: 2 }));

    let some = Conflict::new(
        &[action(0), action(1)],
        Bits::from_fn(4, |state| state != 3),
        vec![vec![0, 1, 0, 0], vec![0, 1, 2, 3]],
    );
    let some = some.unwrap();
    let nobody = ConflictError::NoSuchDecisionMaker { asked: 2, count: 2 };
    let rules = Rules::default();
    let engine = Engine::new(&some);
    assert_eq!(engine.stable(2, Concept::Nash, rules, &Unwatched), Err(nobody));
    assert_eq!(engine.stability(2, rules, &Unwatched), Err(nobody));
    assert_eq!(some.moves(2, 0).count() + some.moves(0, 3).count() + some.moves(0, 99).count(), 0);
    assert_eq!(some.answer(2, Concept::Gmr, 0, 1, rules, &mut 9), Err(nobody));
    assert_eq!(some.answer(0, Concept::Gmr, 3, 1, rules, &mut 9), Err(ConflictError::Infeasible { state: 3 }));
    for to in [0, 2, 3, 99] {
        assert_eq!(some.answer(0, Concept::Gmr, 0, to, rules, &mut 9), Err(ConflictError::NoImprovement { to }));
    }
    assert_eq!(some.answer(0, Concept::Gmr, 0, 1, rules, &mut 99), Ok(Answer::Escapes));
    assert_eq!(some.reason(0, Concept::Gmr, 99, rules, &mut 9), Err(ConflictError::Infeasible { state: 99 }));
    assert_eq!(some.paths(3, By::Moves, &Unwatched), Err(ConflictError::Infeasible { state: 3 }));
    let strict = LimitedMoves::new(&some).unwrap_err();
    assert_eq!(strict, ConflictError::NotStrict { decision_maker: 0, one: 0, other: 2 });
    let coalitions = Coalitions::new(&some, Members::AllPrefer).unwrap();
    assert_eq!(coalitions.stable(&[0, 2], CoalitionConcept::CNash, &Unwatched), Err(nobody));
    assert_eq!(coalitions.improvements(&[0], 3), Err(ConflictError::Infeasible { state: 3 }));
    let crooked = Relations::new(&some, |_, _, _| Seen::Better).unwrap_err();
    assert_eq!(crooked, ConflictError::NotMirrored { decision_maker: 0, one: 1, other: 0 });
    let all = engine.all(rules, 1, &Unwatched).unwrap();
    let short = Stability::mixed_equilibria(&all, &[Concept::Nash]);
    assert_eq!(short, Err(ConflictError::WrongLength { given: 1, states: 2 }));
    let mixed = Stability::mixed_equilibria(&all, &[Concept::Nash, Concept::Gmr]).unwrap();
    let mut expected = all[0].of(Concept::Nash).clone();
    expected.keep(all[1].of(Concept::Gmr));
    assert_eq!(mixed, expected);

    let many = |makers: usize, actions: usize| {
        let actions: Vec<Action> = (0..actions).map(|at| action(at % makers)).collect();
        Conflict::new(&actions, Bits::all(1 << actions.len()), vec![vec![0; 1 << actions.len()]; makers]).unwrap()
    };
    let states = 1 << 13;
    let limit = RELATION_STATES_MAX;
    assert_eq!(LimitedMoves::new(&many(2, 13)).err(), Some(ConflictError::TooManyStates { states, limit }));
    assert_eq!(Coalitions::new(&many(2, 15), Members::AllPrefer).err().map(|e| e.to_string().is_empty()), Some(false));
    let wide = Coalitions::new(&many(16, 8), Members::AllPrefer).unwrap();
    let pairs = (1 << 15) * 256;
    let refused = wide.stable(&[3], CoalitionConcept::CSeq, &Unwatched);
    assert_eq!(refused, Err(ConflictError::TooManySets { pairs, limit: PAIRS_OF_SETS_MAX }));
    assert!(wide.stable(&[3], CoalitionConcept::CSmr, &Unwatched).is_ok());
}

/// Stops at once.
struct Stopped;

impl Control for Stopped {
    fn cancelled(&self) -> bool {
        true
    }
}

#[test]
fn what_is_stopped_says_so() {
    let some = conflict(&[0, 1], &[&[0, 1, 2, 3], &[3, 2, 1, 0]]);
    let engine = Engine::new(&some);
    let rules = Rules::default();
    assert_eq!(engine.all(rules, 2, &Stopped), Err(ConflictError::Cancelled));
    for concept in [Concept::Gmr, Concept::Sseq] {
        assert_eq!(engine.stable(0, concept, rules, &Stopped), Err(ConflictError::Cancelled));
    }
    assert_eq!(some.paths(0, By::Moves, &Stopped), Err(ConflictError::Cancelled));
    let limited = LimitedMoves::new(&some).unwrap();
    assert_eq!(limited.non_myopic(&Stopped), Err(ConflictError::Cancelled));
    let coalitions = Coalitions::new(&some, Members::AllPrefer).unwrap();
    assert_eq!(coalitions.stable(&[0], CoalitionConcept::CSeq, &Stopped), Err(ConflictError::Cancelled));
    let relations = Relations::new(&some, |_, _, _| Seen::Unknown).unwrap();
    assert_eq!(relations.strength(0, Concept::Seq, rules, &Stopped), Err(ConflictError::Cancelled));
}

/// Numbers that follow from `seed` alone.
fn mixed(seed: u64, at: usize) -> u32 {
    let mut mixed = (seed + at as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (mixed >> 32) as u32
}

/// By concept, the stable states for one decision maker, with the least found by looking at each state's moves in turn
/// until nothing falls.
fn one_by_one(conflict: &Conflict, who: usize) -> Vec<Vec<u32>> {
    let states: Vec<u32> = conflict.feasible().iter().map(|state| state as u32).collect();
    let u = |state: u32| conflict.rank(who, state);
    let of = |concept: Concept| {
        let mut least = vec![0; 1 << conflict.actions()];
        for state in states.iter().copied() {
            let reply = conflict.moves(who, state).map(u).max().unwrap_or(0);
            let symmetric = matches!(concept, Concept::Smr | Concept::Sseq);
            least[state as usize] = if symmetric { u(state).max(reply) } else { u(state) };
        }
        let others = (0..conflict.decision_makers()).filter(|other| *other != who);
        let mut fallen = concept != Concept::Nash;
        while fallen {
            fallen = false;
            for state in states.iter().copied() {
                for other in others.clone() {
                    for to in conflict.moves_by(concept.by(), other, state) {
                        if least[to as usize] < least[state as usize] {
                            least[state as usize] = least[to as usize];
                            fallen = true;
                        }
                    }
                }
            }
        }
        let escapes =
            |from: u32, to: u32| u(to) > u(from) && (concept == Concept::Nash || least[to as usize] > u(from));
        states.iter().copied().filter(|from| !conflict.moves(who, *from).any(|to| escapes(*from, to))).collect()
    };
    Concept::ALL.map(of).to_vec()
}

/// Fibres with marks of two bytes, blocks of few lanes, groups shared by blocks, many actions that cannot be taken back.
#[test]
fn large_fibres_are_as_one_by_one() {
    // By case: owner of each action (3 is 0 and 1 together), which cannot be taken back, share of infeasible states in 16.
    let cases: [(&[usize], u32, u32); 5] = [
        (&[1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 0, 3),
        (&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 1, 2], 0b00_0011_1100_0101, 5),
        (&[0, 1, 2, 1, 2, 1, 2, 1, 2, 0, 0, 1, 2], 0b1_0100_0000_0110, 0),
        (&[1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3], 0b10_1010_1010_1000, 4),
        (&[2, 1, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 0, 8),
    ];
    for (number, (owners, once, holes)) in cases.into_iter().enumerate() {
        let seed = 1000 * number as u64;
        let actions: Vec<Action> = owners
            .iter()
            .enumerate()
            .map(|(at, owner)| Action {
                owners: if *owner == 3 { vec![0, 1] } else { vec![*owner] },
                direction: match (once >> at & 1, at % 2) {
                    (0, _) => Direction::Both,
                    (_, 0) => Direction::Forward,
                    _ => Direction::Back,
                },
            })
            .collect();
        let all = 1_usize << owners.len();
        let makers = if owners.contains(&2) { 3 } else { 2 };
        let feasible = Bits::from_fn(all, |state| mixed(seed + 77, state) % 16 >= holes);
        // The first has many ranks, the others few.
        let ranks = (0..makers)
            .map(|who| (0..all).map(|state| mixed(seed + who, state) % if who == 0 { u32::MAX } else { 50 }).collect())
            .collect();
        let conflict = Conflict::new(&actions, feasible, ranks).unwrap();
        let found = Engine::new(&conflict).all(Rules::default(), 1, &Unwatched).unwrap();
        // The one whose opponents have the large fibres.
        let expected = one_by_one(&conflict, 1);
        for (concept, expected) in Concept::ALL.into_iter().zip(expected) {
            let states: Vec<u32> = found[1].of(concept).iter().map(|state| state as u32).collect();
            assert_eq!(states, expected, "case {number}, {concept:?}");
        }
    }
}

/// One fibre of all states, with marks of four bytes: what can be improved to is all that is ranked above.
#[test]
fn the_largest_fibres_are_as_sorted() {
    let all = 1_usize << 16;
    let mut actions = vec![action(0); 16];
    actions[5].owners = vec![0, 1];
    let ranks: Vec<Vec<u32>> =
        (0..2).map(|who| (0..all).map(|state| mixed(5 * who, state) % (1 << (9 + 6 * who))).collect()).collect();
    let mut falling: Vec<usize> = (0..all).collect();
    falling.sort_by_key(|state| std::cmp::Reverse(ranks[0][*state]));
    let mut least = ranks[1].clone();
    let mut better = u32::MAX;
    for group in falling.chunk_by(|one, other| ranks[0][*one] == ranks[0][*other]) {
        let lowest = group.iter().map(|state| least[*state]).min().unwrap();
        group.iter().for_each(|state| least[*state] = least[*state].min(better));
        better = better.min(lowest);
    }
    let u = |state: usize| ranks[1][state];
    let expected: Vec<usize> =
        (0..all).filter(|state| u(state ^ 32) <= u(*state) || least[state ^ 32] <= u(*state)).collect();
    let conflict = Conflict::new(&actions, Bits::all(all), ranks.clone()).unwrap();
    assert_eq!(stable(&conflict, 1, Concept::Seq, Equals::Sanction), expected);
    assert!(expected.len() > all / 2 && expected.len() < all);
}
