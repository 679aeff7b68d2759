//! The lens `stability` against its definitions on small random conflicts, and the inverse question against all rankings.

use super::{config, read};
use num_bigint::BigUint;
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use zopa_lens::stability::{Concept, ConflictFound, Settings, stability};
use zopa_lens::{Stop, Unwatched};

/// A conflict: who owns which action, which way it goes, which states cannot be, and everybody's ranking with ties.
#[derive(Clone, Debug)]
struct Made {
    /// By action: owner, and 0 both, 1 forward, 2 back.
    actions: Vec<(usize, u8)>,
    possible: Vec<bool>,
    /// By party and state, larger is better.
    ranks: Vec<Vec<u32>>,
    wanted: u64,
}

const PARTIES: [&str; 3] = ["north", "south", "east"];
const CONCEPTS: [Concept; 5] = [Concept::Nash, Concept::Gmr, Concept::Smr, Concept::Seq, Concept::Sseq];

fn made(most: usize) -> impl Strategy<Value = Made> {
    (2_usize..=3, 2..=most).prop_flat_map(|(parties, actions)| {
        let states = 1_usize << actions;
        (
            vec((0..parties, 0_u8..3), actions),
            vec(prop::bool::weighted(0.8), states),
            vec(vec(0_u32..5, states), parties),
            0..states as u64,
        )
            .prop_map(|(actions, mut possible, ranks, wanted)| {
                possible[wanted as usize] = true;
                Made { actions, possible, ranks, wanted }
            })
    })
}

fn state_rule(state: usize, actions: usize) -> String {
    let bit = |at: usize| if state >> at & 1 == 1 { format!("taken(a{at})") } else { format!("not taken(a{at})") };
    (0..actions).map(bit).collect::<Vec<_>>().join(" and ")
}

impl Made {
    fn states(&self) -> Vec<u64> {
        (0..self.possible.len() as u64).filter(|state| self.possible[*state as usize]).collect()
    }

    fn deciders(&self) -> Vec<usize> {
        (0..self.ranks.len()).filter(|party| self.actions.iter().any(|(owner, _)| owner == party)).collect()
    }

    fn text(&self) -> String {
        let mut text = String::from("zopa: 1\ncase: Conflict\nas of: 2026-01-01\nfictional: true\nparties:\n");
        for name in PARTIES {
            writeln!(text, "  {name}: {{name: {name}, role: party}}").unwrap();
        }
        text.push_str("issues:\n  peace: {name: Peace, kind: menu, menu: {none: None, all: All}}\nactions:\n");
        for (at, (owner, way)) in self.actions.iter().enumerate() {
            let way = ["both", "forward", "back"][usize::from(*way)];
            writeln!(text, "  - {{id: a{at}, party: {}, moves: {way}}}", PARTIES[*owner]).unwrap();
        }
        text.push_str("conflicts:\n  - id: made\n");
        let cannot: Vec<String> = (0..self.possible.len())
            .filter(|state| !self.possible[*state])
            .map(|state| format!("      - {}\n", state_rule(state, self.actions.len())))
            .collect();
        if !cannot.is_empty() {
            write!(text, "    impossible:\n{}", cannot.concat()).unwrap();
        }
        text.push_str("    preferences:\n");
        for party in self.deciders() {
            let places: Vec<String> = (0..5)
                .rev()
                .map(|rank| {
                    let of: Vec<String> = self
                        .states()
                        .iter()
                        .filter(|s| self.ranks[party][**s as usize] == rank)
                        .map(u64::to_string)
                        .collect();
                    of.join(", ")
                })
                .filter(|place| !place.is_empty())
                .map(|place| format!("[{place}]"))
                .collect();
            writeln!(text, "      {}: {{ranking: [{}]}}", PARTIES[party], places.join(", ")).unwrap();
        }
        writeln!(text, "    wanted: [{}]", state_rule(self.wanted as usize, self.actions.len())).unwrap();
        text
    }

    fn moves(&self, party: usize, from: u64) -> Vec<u64> {
        let can = |to: &u64| {
            *to != from
                && self.actions.iter().enumerate().all(|(at, (owner, way))| {
                    let (was, is) = (from >> at & 1, to >> at & 1);
                    was == is || (*owner == party && (*way == 0 || (*way == 1) == (is == 1)))
                })
        };
        self.states().into_iter().filter(can).collect()
    }

    /// What the others can bring about from a state, nobody twice in a row; the state itself left out.
    fn reach(&self, own: usize, from: u64, improving: bool) -> BTreeSet<u64> {
        let mut seen: BTreeSet<(u64, usize)> = BTreeSet::new();
        let mut open = vec![(from, usize::MAX)];
        let mut found = BTreeSet::new();
        while let Some((state, last)) = open.pop() {
            for party in self.deciders().into_iter().filter(|party| *party != own && *party != last) {
                for to in self.moves(party, state) {
                    let gains = self.ranks[party][to as usize] > self.ranks[party][state as usize];
                    if (!improving || gains) && seen.insert((to, party)) {
                        found.insert(to);
                        open.push((to, party));
                    }
                }
            }
        }
        found
    }

    /// Whether a state is stable for a party, where `worse` says which states it likes no better.
    fn stays(&self, party: usize, state: u64, concept: Concept, worse: &dyn Fn(u64) -> bool) -> bool {
        let improving = matches!(concept, Concept::Seq | Concept::Sseq);
        let symmetric = matches!(concept, Concept::Smr | Concept::Sseq);
        self.moves(party, state).into_iter().filter(|to| !worse(*to)).all(|to| {
            concept != Concept::Nash
                && self
                    .reach(party, to, improving)
                    .into_iter()
                    .any(|answer| worse(answer) && (!symmetric || self.moves(party, answer).into_iter().all(worse)))
        })
    }

    fn stable(&self, party: usize, state: u64, concept: Concept) -> bool {
        let own = &self.ranks[party];
        self.stays(party, state, concept, &|other| own[other as usize] <= own[state as usize])
    }
}

impl Made {
    /// The same with some states of a party moved to just below the wanted one, in their own order.
    fn lowered(&self, party: usize, states: &[u64]) -> Made {
        let mut made = self.clone();
        let here = self.ranks[party][self.wanted as usize];
        for (state, rank) in made.ranks[party].iter_mut().enumerate() {
            *rank = if states.contains(&(state as u64)) { here * 10 + *rank } else { *rank * 10 + 9 };
        }
        made
    }

    /// The same with a party's ranks taken from another.
    fn with(mut self, party: usize, other: Made) -> Made {
        self.ranks[party] = other.ranks[party].clone();
        self
    }

    /// The equilibria here that are none there, rising.
    fn not_in(&self, other: &Made, concept: Concept) -> Vec<u64> {
        let holds = |made: &Made, state: u64| made.deciders().iter().all(|party| made.stable(*party, state, concept));
        self.states().into_iter().filter(|state| holds(self, *state) && !holds(other, *state)).collect()
    }
}

fn found(made: &Made) -> ConflictFound {
    let text = made.text();
    let case = read(&text).unwrap_or_else(|codes| panic!("{codes:?}\n{text}"));
    let run = stability(&case, &Settings { told: 100, ..Settings::default() }, &Unwatched);
    assert_eq!(run.stop, Stop::Complete, "{text}");
    run.findings.conflicts.into_iter().next().unwrap()
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn stable_states_of_small_conflicts(made in made(4)) {
        let found = found(&made);
        let deciders = made.deciders();
        prop_assert_eq!(&found.deciders, &deciders);
        prop_assert_eq!(found.states, made.states().len() as u64);
        for concept in CONCEPTS {
            let mut all: BTreeSet<u64> = made.states().into_iter().collect();
            for party in &deciders {
                let own: Vec<u64> = made.states().into_iter().filter(|s| made.stable(*party, *s, concept)).collect();
                let told = &found.stable.iter().find(|(of, _)| of == party).unwrap().1;
                let told = &told.iter().find(|(of, _)| *of == concept).unwrap().1;
                prop_assert_eq!(told, &own, "{:?} for {}", concept, party);
                all.retain(|state| own.contains(state));
            }
            let told = &found.equilibria.iter().find(|(of, _)| *of == concept).unwrap().1;
            prop_assert_eq!(told, &all.into_iter().collect::<Vec<_>>(), "equilibria {:?}", concept);
        }
        // What answers a gain is a way that the others can go, and leaves nobody better off.
        for state in &found.told {
            for held in &state.held {
                let Some((gain, answer)) = &held.sanction else { continue };
                let own = &made.ranks[held.party];
                prop_assert!(own[*gain as usize] > own[state.state as usize]);
                let mut from = *gain;
                for (mover, to) in answer {
                    prop_assert!(*mover != held.party && made.moves(*mover, from).contains(to));
                    from = *to;
                }
                prop_assert!(own[from as usize] <= own[state.state as usize]);
            }
        }
    }
}

/// Calls `see` on every order of the items.
fn permutations(items: &mut Vec<u64>, from: usize, see: &mut dyn FnMut(&[u64])) {
    if from == items.len() {
        return see(items);
    }
    for at in from..items.len() {
        items.swap(from, at);
        permutations(items, from + 1, see);
        items.swap(from, at);
    }
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn the_inverse_question_against_all_rankings(made in made(3)) {
        let found = found(&made);
        let wanted = &found.wanted[0];
        prop_assert_eq!(wanted.state, Some(made.wanted));
        let states = made.states();
        for party in made.deciders() {
            let own = &made.ranks[party];
            let better: Vec<u64> =
                states.iter().copied().filter(|s| own[*s as usize] > own[made.wanted as usize]).collect();
            for concept in CONCEPTS {
                let told = wanted.changes.iter().find(|change| change.party == party && change.concept == concept);
                let stable = made.stable(party, made.wanted, concept);
                prop_assert_eq!(told.is_none(), stable, "{:?} for {}", concept, party);
                let Some(told) = told else { continue };
                let stays = |lowered: u32| {
                    let lower = |state: u64| match better.iter().position(|other| *other == state) {
                        Some(place) => lowered >> place & 1 == 1,
                        None => true,
                    };
                    made.stays(party, made.wanted, concept, &lower)
                };
                let minimal: BTreeSet<BTreeSet<u64>> = (0..1_u32 << better.len())
                    .filter(|set| stays(*set))
                    .filter(|set| (0..better.len()).all(|at| set >> at & 1 == 0 || !stays(set & !(1 << at))))
                    .map(|set| (0..better.len()).filter(|at| set >> at & 1 == 1).map(|at| better[at]).collect())
                    .collect();
                let lower: BTreeSet<BTreeSet<u64>> = told.lower.iter().map(|set| set.states.iter().copied().collect()).collect();
                prop_assert!(told.complete);
                prop_assert_eq!(lower, minimal, "{:?} for {}", concept, party);
                for lowered in &told.lower {
                    let after = made.lowered(party, &lowered.states);
                    let turned = |one: &u64, other: &u64| {
                        let order = |ranks: &[u32]| ranks[*one as usize].cmp(&ranks[*other as usize]);
                        order(&after.ranks[party]) != order(own)
                    };
                    let pairs = states.iter().flat_map(|one| states.iter().map(move |other| (one, other)));
                    let swaps = pairs.filter(|(one, other)| one < other && turned(one, other)).count() as u64;
                    prop_assert_eq!(lowered.swaps, swaps);
                    prop_assert!(after.stable(party, made.wanted, concept));
                }
                let effect = told.effect.as_ref().unwrap();
                let after = made.lowered(party, &told.lower[0].states);
                prop_assert_eq!(&effect.appear, &after.not_in(&made, concept));
                prop_assert_eq!(&effect.vanish, &made.not_in(&after, concept));
                if states.len() <= 7 {
                    let mut number = 0_u32;
                    permutations(&mut states.clone(), 0, &mut |order| {
                        let place = |state: u64| order.iter().position(|other| *other == state);
                        let here = place(made.wanted);
                        number += u32::from(made.stays(party, made.wanted, concept, &|other| place(other) >= here));
                    });
                    prop_assert_eq!(told.rankings.clone(), Some(BigUint::from(number)), "rankings {:?}", concept);
                }
            }
        }
        for concept in CONCEPTS {
            let leavers = made.deciders().into_iter().filter(|party| !made.stable(*party, made.wanted, concept)).count();
            let told = wanted.together.iter().find(|together| together.concepts.contains(&concept));
            prop_assert_eq!(told.is_some(), leavers > 0);
            let Some(told) = told else { continue };
            // What others can do hangs on nobody's preferences but under SEQ and SSEQ.
            prop_assert!(!told.lower.is_empty() || matches!(concept, Concept::Seq | Concept::Sseq));
            if told.lower.is_empty() {
                continue;
            }
            prop_assert_eq!(told.lower.len(), leavers);
            let after = told.lower.iter().fold(made.clone(), |after, (party, states)| {
                after.with(*party, made.lowered(*party, states))
            });
            prop_assert!(after.deciders().iter().all(|party| after.stable(*party, made.wanted, concept)));
            prop_assert_eq!(&told.effect.appear, &after.not_in(&made, concept));
            prop_assert_eq!(&told.effect.vanish, &made.not_in(&after, concept));
        }
    }
}

/// Preferences of both parties by statements over three actions, the most important first: a sign and an action each,
/// or two of them that must both hold.
type Statement = Vec<(bool, usize)>;

fn statement() -> impl Strategy<Value = Statement> {
    let sign = any::<bool>;
    prop_oneof![
        (sign(), 0_usize..2).prop_map(|one| vec![one]),
        (sign(), sign()).prop_map(|(one, other)| vec![(one, 0), (other, 1)]),
    ]
}

fn holds(statement: &Statement, state: u64) -> bool {
    statement.iter().all(|(taken, action)| (state >> action & 1 == 1) == *taken)
}

fn said(statement: &Statement) -> String {
    let parts = statement.iter().map(|(taken, action)| format!("{}taken(a{action})", if *taken { "" } else { "not " }));
    parts.collect::<Vec<_>>().join(" and ")
}

/// The same conflict with everybody's ranks by statements.
fn by_statements(made: &Made, orders: &[Vec<Statement>]) -> Made {
    let rank = |order: &Vec<Statement>, state: u64| {
        order.iter().fold(0, |rank: u32, statement| rank * 2 + u32::from(holds(statement, state)))
    };
    let of = |order: &Vec<Statement>| (0..made.possible.len() as u64).map(|state| rank(order, state)).collect();
    Made { ranks: orders.iter().map(of).collect(), ..made.clone() }
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn statements_moved_against_all_orders(
        made in made(4).prop_filter("two parties that decide", |made| made.ranks.len() == 2 && made.deciders().len() == 2),
        orders in vec(vec(statement(), 2..5), 2),
    ) {
        let made = by_statements(&made, &orders);
        let mut text = made.text();
        let at = text.find("    preferences:\n").unwrap();
        text.truncate(at);
        text.push_str("    preferences:\n");
        for (name, order) in PARTIES.iter().zip(&orders) {
            let rules: Vec<String> = order.iter().map(said).collect();
            writeln!(text, "      {name}: {{statements: [{}]}}", rules.join(", ")).unwrap();
        }
        writeln!(text, "    wanted: [{}]", state_rule(made.wanted as usize, made.actions.len())).unwrap();
        let case = read(&text).unwrap_or_else(|codes| panic!("{codes:?}\n{text}"));
        let run = stability(&case, &Settings::default(), &Unwatched);
        let conflict = &run.findings.conflicts[0];
        for change in &conflict.wanted[0].changes {
            let moved = change.statements.as_ref().expect("preferences by statements");
            let order = &orders[change.party];
            let stays = |order: Vec<Statement>| {
                let mut other = orders.clone();
                other[change.party] = order;
                by_statements(&made, &other).stable(change.party, made.wanted, change.concept)
            };
            let shifted = |order: &[Statement], from: usize, to: usize| {
                let mut other = order.to_vec();
                let statement = other.remove(from);
                other.insert(to, statement);
                other
            };
            let places = || (0..order.len()).flat_map(|from| (0..order.len()).map(move |to| (from, to)));
            let one = places().any(|(from, to)| stays(shifted(order, from, to)));
            let two = places().any(|(from, to)| {
                let first = shifted(order, from, to);
                places().any(|(from, to)| stays(shifted(&first, from, to)))
            });
            let least = moved.ways.first().map(Vec::len);
            prop_assert_eq!(least, if one { Some(1) } else if two { Some(2) } else { None }, "{}", text);
            for way in &moved.ways {
                let after = way.iter().fold(order.clone(), |order, step| {
                    assert_eq!(said(&order[step.places.0 - 1]), step.statement);
                    shifted(&order, step.places.0 - 1, step.places.1 - 1)
                });
                prop_assert!(stays(after));
            }
        }
    }
}
