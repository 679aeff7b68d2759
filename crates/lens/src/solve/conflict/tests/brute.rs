//! Everything again from the definitions, state by state, with code of its own: moves by comparing states action by
//! action, sequences by state and last mover, sets as ordered sets. Nothing of the module is used but its names.

use std::collections::{BTreeMap, BTreeSet};

use super::*;

type Set = BTreeSet<u32>;

/// A conflict that is only ever asked by definition.
struct Plain<'a> {
    given: &'a Given,
    states: Vec<u32>,
}

/// Where somebody goes from a state.
type Go<'a> = &'a dyn Fn(usize, u32) -> Vec<u32>;

impl<'a> Plain<'a> {
    fn new(given: &'a Given) -> Self {
        Self { given, states: given.states() }
    }

    fn u(&self, who: usize, state: u32) -> u32 {
        self.given.ranks[who][state as usize]
    }

    fn everybody(&self) -> std::ops::Range<usize> {
        0..self.given.ranks.len()
    }

    fn moves(&self, who: usize, from: u32) -> Vec<u32> {
        let legal = |to: &u32| {
            *to != from
                && self.given.actions.iter().enumerate().all(|(at, action)| {
                    let (was, is) = (from >> at & 1, *to >> at & 1);
                    was == is
                        || (action.owners.contains(&who)
                            && match action.direction {
                                Direction::Both => true,
                                Direction::Forward => was == 0,
                                Direction::Back => was == 1,
                            })
                })
        };
        self.states.iter().copied().filter(legal).collect()
    }

    fn improvements(&self, who: usize, from: u32) -> Vec<u32> {
        self.moves(who, from).into_iter().filter(|to| self.u(who, *to) > self.u(who, from)).collect()
    }

    /// What is reached by at least one step, nobody (or no coalition) twice in a row.
    fn reach(&self, movers: &[usize], from: u32, go: Go<'_>) -> Set {
        let mut seen: BTreeSet<(u32, usize)> = BTreeSet::new();
        let mut due = vec![(from, usize::MAX)];
        while let Some((at, last)) = due.pop() {
            for mover in movers.iter().copied().filter(|mover| *mover != last) {
                for to in go(mover, at) {
                    if seen.insert((to, mover)) {
                        due.push((to, mover));
                    }
                }
            }
        }
        seen.into_iter().map(|(state, _)| state).collect()
    }

    fn is_stable(&self, who: usize, concept: Concept, rules: Rules, state: u32) -> bool {
        let others: Vec<usize> = self.everybody().filter(|other| *other != who).collect();
        let bad = |other: u32| match rules.equals {
            Equals::Sanction => self.u(who, other) <= self.u(who, state),
            Equals::DoNotSanction => self.u(who, other) < self.u(who, state),
        };
        let by: Go<'_> = match concept {
            Concept::Seq | Concept::Sseq => &|mover, at| self.improvements(mover, at),
            _ => &|mover, at| self.moves(mover, at),
        };
        self.improvements(who, state).into_iter().all(|to| {
            concept != Concept::Nash
                && self.reach(&others, to, by).into_iter().any(|end| {
                    let last = matches!(concept, Concept::Smr | Concept::Sseq);
                    bad(end) && (!last || self.moves(who, end).into_iter().all(&bad))
                })
        })
    }

    fn prefers(&self, coalition: &[usize], members: Members, from: u32, to: u32) -> bool {
        let each = |holds: &dyn Fn(u32, u32) -> bool| -> Vec<bool> {
            coalition.iter().map(|who| holds(self.u(*who, to), self.u(*who, from))).collect()
        };
        let above = each(&|new, old| new > old);
        match members {
            Members::AllPrefer => !above.contains(&false),
            Members::SomePreferNoneWorse => above.contains(&true) && !each(&|new, old| new >= old).contains(&false),
        }
    }

    fn coalition_improvements(&self, coalition: &[usize], members: Members, from: u32) -> Set {
        let reached = self.reach(coalition, from, &|mover, at| self.moves(mover, at));
        reached.into_iter().filter(|to| self.prefers(coalition, members, from, *to)).collect()
    }

    fn is_coalition_stable(&self, inside: &[usize], concept: CoalitionConcept, members: Members, state: u32) -> bool {
        let outside: Vec<usize> = self.everybody().filter(|who| !inside.contains(who)).collect();
        let sets: Vec<Vec<usize>> = (1..1_usize << outside.len())
            .map(|set| (0..outside.len()).filter(|at| set >> at & 1 == 1).map(|at| outside[at]).collect())
            .collect();
        let own = |mover: usize, at: u32| self.moves(mover, at);
        self.coalition_improvements(inside, members, state).into_iter().all(|to| {
            let answers = match concept {
                CoalitionConcept::CNash => Set::new(),
                CoalitionConcept::CGmr | CoalitionConcept::CSmr => self.reach(&outside, to, &own),
                CoalitionConcept::CSeq => {
                    let numbers: Vec<usize> = (0..sets.len()).collect();
                    let go = |set: usize, at: u32| {
                        self.coalition_improvements(&sets[set], members, at).into_iter().collect::<Vec<u32>>()
                    };
                    self.reach(&numbers, to, &go)
                }
            };
            answers.into_iter().any(|end| {
                !self.prefers(inside, members, state, end)
                    && (concept != CoalitionConcept::CSmr
                        || self.reach(inside, end, &own).into_iter().all(|x| !self.prefers(inside, members, state, x)))
            })
        })
    }

    /// By length, a shortest legal sequence: tried by length, all states with all last movers.
    fn distances(&self, from: u32, go: Go<'_>) -> BTreeMap<u32, usize> {
        let movers: Vec<usize> = self.everybody().collect();
        let mut found = BTreeMap::from([(from, 0)]);
        let mut layer: BTreeSet<(u32, usize)> = BTreeSet::from([(from, usize::MAX)]);
        for length in 1..=self.states.len() {
            let mut next = BTreeSet::new();
            for (at, last) in &layer {
                for mover in movers.iter().copied().filter(|mover| mover != last) {
                    next.extend(go(mover, *at).into_iter().map(|to| (to, mover)));
                }
            }
            for (state, _) in &next {
                found.entry(*state).or_insert(length);
            }
            layer = next;
        }
        found
    }
}

fn set(bits: &Bits) -> Vec<u32> {
    bits.iter().map(|state| state as u32).collect()
}

const RULES: [Rules; 2] = [Rules { equals: Equals::Sanction }, Rules { equals: Equals::DoNotSanction }];

proptest! {
    #![proptest_config(config(600))]

    #[test]
    fn stable_states_are_those_of_the_definitions(given in given(1..=4, 0..=6)) {
        let (plain, conflict) = (Plain::new(&given), given.conflict());
        let engine = Engine::new(&conflict);
        for rules in RULES {
            let all = engine.all(rules, 1, &Unwatched).unwrap();
            for who in plain.everybody() {
                for concept in Concept::ALL {
                    let states = plain.states.iter().copied();
                    let expected: Vec<u32> = states.filter(|s| plain.is_stable(who, concept, rules, *s)).collect();
                    prop_assert_eq!(set(all[who].of(concept)), &expected[..], "{:?} for {}, {:?}", concept, who, rules);
                    let alone = engine.stable(who, concept, rules, &Unwatched).unwrap();
                    prop_assert_eq!(&alone, all[who].of(concept));
                }
            }
        }
    }

    #[test]
    fn reasons_are_legal_and_decide_what_the_engine_decides(given in given(2..=4, 1..=5)) {
        let (plain, conflict) = (Plain::new(&given), given.conflict());
        let engine = Engine::new(&conflict);
        for rules in RULES {
            for who in plain.everybody() {
                for concept in Concept::ALL {
                    let stable = engine.stable(who, concept, rules, &Unwatched).unwrap();
                    for state in plain.states.iter().copied() {
                        let reason = conflict.reason(who, concept, state, rules, &mut { u64::MAX }).unwrap();
                        check_reason(&plain, who, concept, rules, state, &reason, stable.has(state as usize))?;
                    }
                }
            }
        }
    }

    #[test]
    fn paths_are_legal_and_shortest(given in given(1..=4, 0..=5)) {
        let (plain, conflict) = (Plain::new(&given), given.conflict());
        for from in plain.states.iter().copied().take(8) {
            for by in [By::Moves, By::Improvements] {
                let go: Go<'_> = match by {
                    By::Moves => &|mover, at| plain.moves(mover, at),
                    By::Improvements => &|mover, at| plain.improvements(mover, at),
                };
                let paths = conflict.paths(from, by, &Unwatched).unwrap();
                let expected = plain.distances(from, go);
                let mut reached = paths.reached().to_vec();
                let lengths: Vec<usize> = reached.iter().map(|to| paths.to(*to).unwrap().len()).collect();
                prop_assert!(lengths.is_sorted());
                reached.sort_unstable();
                prop_assert_eq!(&reached, &expected.keys().copied().collect::<Vec<_>>());
                for (to, length) in expected {
                    let path = paths.to(to).unwrap();
                    prop_assert_eq!(path.len(), length);
                    check_path(from, &path, go)?;
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn coalitions_are_those_of_the_definitions(given in given(1..=4, 0..=4)) {
        let (plain, conflict) = (Plain::new(&given), given.conflict());
        for members in [Members::AllPrefer, Members::SomePreferNoneWorse] {
            let coalitions = Coalitions::new(&conflict, members).unwrap();
            for number in 1..1_usize << given.ranks.len() {
                let inside: Vec<usize> = plain.everybody().filter(|at| number >> at & 1 == 1).collect();
                for concept in CoalitionConcept::ALL {
                    let stable = coalitions.stable(&inside, concept, &Unwatched).unwrap();
                    let states = plain.states.iter().copied();
                    let expected: Vec<u32> =
                        states.filter(|s| plain.is_coalition_stable(&inside, concept, members, *s)).collect();
                    prop_assert_eq!(set(&stable), expected, "{:?} for {:?}, {:?}", concept, inside, members);
                }
                for state in plain.states.iter().copied() {
                    let expected: Vec<u32> =
                        plain.coalition_improvements(&inside, members, state).into_iter().collect();
                    prop_assert_eq!(coalitions.improvements(&inside, state), Ok(expected));
                }
            }
        }
    }

    #[test]
    fn limited_moves_are_those_of_the_definition(given in given(2..=2, 0..=5)) {
        let (plain, conflict) = (Plain::new(&given), given.conflict());
        let strict = plain.everybody().all(|who| {
            plain.states.iter().map(|state| plain.u(who, *state)).collect::<BTreeSet<_>>().len() == plain.states.len()
        });
        let limited = LimitedMoves::new(&conflict);
        prop_assert_eq!(limited.is_ok(), strict);
        let Ok(limited) = limited else { return Ok(()) };
        let stable = |horizon: usize, ends: &dyn Fn(usize, usize, u32) -> u32| {
            [0, 1].map(|who| {
                let states = plain.states.iter().copied();
                states.filter(|state| ends(horizon, who, *state) == *state).collect::<Vec<u32>>()
            })
        };
        for horizon in 0..5 {
            let found = limited.stable(horizon, &Unwatched).unwrap();
            prop_assert_eq!([0, 1].map(|who| set(&found[who])), stable(horizon, &|h, i, s| ends(&plain, h, i, s)));
        }
        // A long round of horizons, each from the one before.
        let forever = limited.non_myopic(&Unwatched).unwrap().unwrap();
        let far: Vec<[Bits; 2]> = (0..200).map(|h| limited.stable(h, &Unwatched).unwrap()).collect();
        prop_assert!(forever.every < 100);
        for who in [0, 1] {
            let mut always = far[100][who].clone();
            (100..200).for_each(|h| always.keep(&far[h][who]));
            prop_assert_eq!(&forever.stable[who], &always);
        }
    }
}

/// Where play ends, by recursion.
fn ends(plain: &Plain<'_>, horizon: usize, who: usize, state: u32) -> u32 {
    if horizon == 0 {
        return state;
    }
    let after = plain.moves(who, state).into_iter().map(|to| ends(plain, horizon - 1, 1 - who, to));
    match after.max_by_key(|end| plain.u(who, *end)) {
        Some(best) if plain.u(who, best) > plain.u(who, state) => best,
        _ => state,
    }
}

fn check_path(from: u32, path: &[Step], go: Go<'_>) -> Result<(), TestCaseError> {
    let (mut at, mut last) = (from, usize::MAX);
    for step in path {
        prop_assert!(step.mover != last && go(step.mover, at).contains(&step.to), "{:?} from {}", path, from);
        (at, last) = (step.to, step.mover);
    }
    Ok(())
}

fn check_reason(
    plain: &Plain<'_>,
    who: usize,
    concept: Concept,
    rules: Rules,
    state: u32,
    reason: &Reason,
    stable: bool,
) -> Result<(), TestCaseError> {
    let bad = |other: u32| match rules.equals {
        Equals::Sanction => plain.u(who, other) <= plain.u(who, state),
        Equals::DoNotSanction => plain.u(who, other) < plain.u(who, state),
    };
    let answers = match reason {
        Reason::Unstable { to } => {
            prop_assert!(!stable && plain.improvements(who, state).contains(to));
            return Ok(());
        }
        Reason::Stable(answers) => answers,
        Reason::Cut => return Err(TestCaseError::fail("the budget has no end")),
    };
    prop_assert!(stable);
    let mut told: Vec<u32> = answers.iter().map(|(to, _)| *to).collect();
    prop_assert!(told.is_sorted_by_key(|to| std::cmp::Reverse(plain.u(who, *to))));
    told.sort_unstable();
    prop_assert_eq!(told, plain.improvements(who, state));
    for (to, answer) in answers {
        let Answer::Sanctioned { path, reply } = answer else {
            return Err(TestCaseError::fail("every improvement of a stable state is sanctioned"));
        };
        let go: Go<'_> = match concept {
            Concept::Seq | Concept::Sseq => &|mover, at| plain.improvements(mover, at),
            _ => &|mover, at| plain.moves(mover, at),
        };
        check_path(*to, path, go)?;
        prop_assert!(path.iter().all(|step| step.mover != who));
        let end = path.last().unwrap().to;
        prop_assert!(bad(end));
        if matches!(concept, Concept::Smr | Concept::Sseq) {
            let replies = plain.moves(who, end);
            prop_assert!(replies.iter().all(|x| bad(*x)));
            let best = replies.iter().map(|x| plain.u(who, *x)).max();
            prop_assert_eq!(reply.map(|x| plain.u(who, x)), best);
            prop_assert!(reply.is_none_or(|x| replies.contains(&x)));
        } else {
            prop_assert_eq!(*reply, None);
        }
    }
    Ok(())
}

/// What each decision maker sees, by pair of states, each pair once.
fn table(given: &Given) -> impl Strategy<Value = Vec<Vec<Seen>>> + use<> {
    let all = given.feasible.len();
    let seen = prop_oneof![
        Just(Seen::MuchBetter),
        Just(Seen::Better),
        Just(Seen::Equal),
        Just(Seen::Worse),
        Just(Seen::MuchWorse),
        Just(Seen::Unknown),
    ];
    prop::collection::vec(prop::collection::vec(seen, all * all), given.ranks.len())
}

fn look(table: &[Vec<Seen>], all: usize, who: usize, one: u32, other: u32) -> Seen {
    let (one, other) = (one as usize, other as usize);
    match one.cmp(&other) {
        std::cmp::Ordering::Equal => Seen::Equal,
        std::cmp::Ordering::Less => table[who][one * all + other],
        std::cmp::Ordering::Greater => table[who][other * all + one].mirrored(),
    }
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn relations_are_read_as_the_definitions_say(
        (given, table) in given(1..=4, 0..=4).prop_flat_map(|given| { let table = table(&given); (Just(given), table) }),
    ) {
        let (plain, conflict) = (Plain::new(&given), given.conflict());
        let all = given.feasible.len();
        let sees = |who, one, other| look(&table, all, who, one, other);
        let relations = Relations::new(&conflict, sees).unwrap();
        let good = |seen: Seen, unknown: bool| match seen {
            Seen::Better | Seen::MuchBetter => true,
            Seen::Unknown => unknown,
            _ => false,
        };
        let steps = |unknown: bool| {
            let (plain, sees) = (&plain, &sees);
            move |mover: usize, at: u32| -> Vec<u32> {
                plain.moves(mover, at).into_iter().filter(|to| good(sees(mover, at, *to), unknown)).collect()
            }
        };
        // Whether every state that is left for is answered by one that deters.
        let stable = |who: usize, concept: Concept, state: u32, leaves: bool, answers: bool, deters: &dyn Fn(Seen) -> bool| {
            let others: Vec<usize> = plain.everybody().filter(|other| *other != who).collect();
            let (any, better) = (|mover: usize, at: u32| plain.moves(mover, at), steps(answers));
            let by: Go<'_> = if matches!(concept, Concept::Seq | Concept::Sseq) { &better } else { &any };
            steps(leaves)(who, state).into_iter().all(|to| {
                concept != Concept::Nash && plain.reach(&others, to, by).into_iter().any(|end| {
                    deters(sees(who, state, end))
                        && (!matches!(concept, Concept::Smr | Concept::Sseq)
                            || plain.moves(who, end).into_iter().all(|x| deters(sees(who, state, x))))
                })
            })
        };
        for who in plain.everybody() {
            for (concept, rules) in Concept::ALL.into_iter().flat_map(|concept| RULES.map(|rules| (concept, rules))) {
                let equal = rules.equals == Equals::Sanction;
                let held = |seen: Seen| matches!(seen, Seen::Worse | Seen::MuchWorse) || (equal && seen == Seen::Equal);
                for (form, leaves, deterred) in
                    [(Form::A, true, false), (Form::B, false, false), (Form::C, true, true), (Form::D, false, true)]
                {
                    for (answering, answers) in [
                        (Answering::AsLeaving, leaves), (Answering::BetterOrUnknown, true), (Answering::Better, false),
                    ] {
                        let deters = |seen: Seen| held(seen) || (deterred && seen == Seen::Unknown);
                        let states = plain.states.iter().copied();
                        let expected: Vec<u32> =
                            states.filter(|s| stable(who, concept, *s, leaves, answers, &deters)).collect();
                        let found = relations.stable(who, concept, form, answering, rules, &Unwatched).unwrap();
                        prop_assert_eq!(set(&found), expected, "{:?} {:?} {:?} for {}", form, concept, answering, who);
                    }
                }
                let strength = relations.strength(who, concept, rules, &Unwatched).unwrap();
                let much = |seen: Seen| seen == Seen::MuchWorse;
                for (found, deters) in
                    [(&strength.stable, &held as &dyn Fn(Seen) -> bool), (&strength.strong, &much)]
                {
                    let states = plain.states.iter().copied();
                    let expected: Vec<u32> = states.filter(|s| stable(who, concept, *s, false, false, deters)).collect();
                    prop_assert_eq!(set(found), expected, "{:?} for {}", concept, who);
                }
                prop_assert!(strength.strong.is_within(&strength.stable));
                prop_assert_eq!(strength.weak().count() + strength.strong.count(), strength.stable.count());
            }
        }
    }
}
