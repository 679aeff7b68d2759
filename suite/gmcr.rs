//! Conflicts as `.gmcr` files: what is read of them, against the engine on the model that the file was made of; the way
//! back; and what cannot be said either way.

use crate::brute::{config, read};
use crate::scratch::{Scratch, zopa};
use num_bigint::BigUint;
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use zopa_case::Case;
use zopa_lens::Unwatched;
use zopa_lens::solve::conflict::{Action, Bits, Conflict, Direction, Engine, Rules, Stability as Stable};
use zopa_lens::stability::{Concept, ConflictFound, Settings, stability};
use zopa_wire::{Format, Import, Imported, Memory, export_gmcr, import, read_case};

#[track_caller]
fn imported(name: &str, text: &str) -> Result<Imported, Vec<String>> {
    let settings = Import { format: Format::Gmcr, as_of: "2026-02-18".into(), steps: None };
    import(&[(name.to_string(), text.as_bytes().to_vec())], &settings)
        .map_err(|unread| unread.diagnostics.iter().map(|problem| problem.line(&unread.texts)).collect())
}

#[track_caller]
fn case(text: &str) -> Case {
    read_case(&Memory::one(text)).unwrap_or_else(|unread| {
        let told: Vec<String> = unread.diagnostics.iter().map(|problem| problem.line(&unread.texts)).collect();
        panic!("{}\n{text}", told.join("\n"))
    })
}

/// What the lens finds in the first conflict.
fn found(case: &Case) -> ConflictFound {
    let run = stability(case, &Settings::default(), &Unwatched);
    run.findings.conflicts.into_iter().next().expect("a conflict")
}

fn file(name: &str) -> String {
    let path = crate::folder::root().join("suite/formats").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// By concept the states stable for each party, and the equilibria.
type Told = (Vec<(usize, Vec<(Concept, Vec<u64>)>)>, Vec<(Concept, Vec<u64>)>);

fn told(found: &ConflictFound) -> Told {
    (found.stable.clone(), found.equilibria.clone())
}

#[test]
fn elmira_of_a_file_has_the_answers_of_the_literature() {
    let here = case(&imported("Elmira.gmcr", &file("gmcr-elmira/Elmira.gmcr")).expect("read").text);
    let folder = crate::folder::root().join("catalog/papers/hipel-1993-elmira");
    let known = case(&fs::read_to_string(folder.join("case.yaml")).expect("the catalog's case"));
    let (here, known) = (found(&here), found(&known));
    assert_eq!(here.states, 12);
    assert_eq!(told(&here), told(&known));
    let nash = here.equilibria.iter().find(|(concept, _)| *concept == Concept::Nash).map(|(_, states)| states.clone());
    assert_eq!(nash, Some(vec![8, 9, 18, 21, 24, 25]));
}

/// The conflict of 1975 over the Euphrates, as ranked in Kinsara, *A Simple Guide to GMCR+* (2014), table 3. The guide says
/// (section 4.2) that 240 rankings of Syria's make its state 2 Nash stable and 420 sequentially stable. With Iraq's ranking
/// as it is, Syria stays in state 2 where it is above state 1 or above 4, and above state 3 or above 6: the first
/// count is right, and the other is 384.
#[test]
fn rankings_that_hold_the_euphrates_are_counted_exactly() {
    let text = imported("Euphrates.gmcr", &file("gmcr-euphrates/Euphrates 1975.gmcr")).expect("read").text;
    let text = text + "    wanted: [taken(release-water) and not taken(escalate) and not taken(attack)]\n";
    let found = found(&case(&text));
    let wanted = &found.wanted[0];
    assert_eq!(wanted.state, Some(1));
    let rankings = |concept: Concept| {
        let change = wanted.changes.iter().find(|change| change.concept == concept && change.party == 0);
        change.and_then(|change| change.rankings.clone())
    };
    assert_eq!(rankings(Concept::Nash), Some(BigUint::from(240_u64)));
    assert_eq!(rankings(Concept::Seq), Some(BigUint::from(384_u64)));
    // The same by walking through all 720, by the guide's own condition.
    let (mut nash, mut sequential) = (0, 0);
    every_order(&mut [1, 2, 3, 4, 5, 6], 0, &mut |order| {
        let place = |state: u64| order.iter().position(|other| *other == state);
        let over = |state: u64| place(2) < place(state);
        nash += u64::from(over(1) && over(3));
        sequential += u64::from((over(1) || over(4)) && (over(3) || over(6)));
    });
    assert_eq!((nash, sequential), (240, 384));
}

fn every_order(items: &mut [u64], from: usize, see: &mut dyn FnMut(&[u64])) {
    if from == items.len() {
        return see(items);
    }
    for at in from..items.len() {
        items.swap(from, at);
        every_order(items, from + 1, see);
        items.swap(from, at);
    }
}

/// Alternatives, each of options and whether they are taken.
type Condition = Vec<BTreeMap<usize, bool>>;

fn holds(condition: &Condition, state: u64) -> bool {
    condition.iter().any(|member| member.iter().all(|(option, taken)| (state >> option & 1 == 1) == *taken))
}

/// A conflict as a file says it: options in any order.
#[derive(Clone, Debug)]
struct Made {
    /// By option: decision maker, and 0 both, 1 forward, 2 back.
    options: Vec<(usize, u8)>,
    impossible: Vec<Condition>,
    /// By decision maker.
    statements: Vec<Vec<Condition>>,
    /// By decision maker and state in the order of the file; larger is better.
    ranks: Option<Vec<Vec<u64>>>,
}

fn condition(options: usize) -> impl Strategy<Value = Condition> {
    let member = prop::collection::btree_map(0..options, any::<bool>(), 1..4);
    prop_oneof![3 => vec(member.clone(), 1..2), 1 => vec(member, 2..4)]
}

fn made() -> impl Strategy<Value = Made> {
    (1_usize..=4, 2_usize..=5).prop_flat_map(|(makers, options)| {
        let ranks = vec(vec(0_u64..6, 1 << options), makers);
        (
            vec((0..makers, 0_u8..3), options),
            vec(condition(options), 0..4),
            vec(vec(condition(options), 0..5), makers),
            prop::option::of(ranks),
        )
            .prop_map(|(options, impossible, statements, ranks)| Made {
                options,
                impossible,
                statements,
                ranks,
            })
    })
}

impl Made {
    /// Options of the file in the order of decision makers.
    fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.options.len()).collect();
        order.sort_by_key(|option| self.options[*option].0);
        order
    }

    /// A state's number in the file's own order of options.
    fn as_filed(&self, state: u64) -> u64 {
        let bits = self.order().into_iter().enumerate();
        bits.fold(0, |filed, (bit, option)| filed | (state >> bit & 1) << option)
    }

    /// The states that can be, numbered with options by decision maker.
    fn states(&self) -> Vec<u64> {
        let can = |state: &u64| !self.impossible.iter().any(|condition| holds(condition, self.as_filed(*state)));
        (0..1 << self.options.len()).filter(can).collect()
    }

    fn rank(&self, maker: usize, state: u64) -> u64 {
        let filed = self.as_filed(state);
        match &self.ranks {
            Some(ranks) => ranks[maker][filed as usize],
            None => {
                self.statements[maker].iter().fold(0, |rank, statement| rank << 1 | u64::from(holds(statement, filed)))
            }
        }
    }

    fn text(&self) -> String {
        let pair = |(option, taken): (&usize, &bool)| format!("[{option}, \"{}\"]", if *taken { "Y" } else { "N" });
        let member =
            |member: &BTreeMap<usize, bool>| format!("[{}]", member.iter().map(pair).collect::<Vec<_>>().join(", "));
        let condition = |condition: &Condition| match condition.as_slice() {
            [one] => member(one),
            many => {
                let members: Vec<String> = many.iter().map(member).collect();
                format!("{{\"compound\": true, \"members\": [{}]}}", members.join(", "))
            }
        };
        let all = |conditions: &[Condition]| conditions.iter().map(condition).collect::<Vec<_>>().join(", ");
        let options = self.options.iter().enumerate().map(|(at, (_, way))| {
            let way = ["both", "fwd", "back"][usize::from(*way)];
            format!("{{\"name\": \"Option {at}\", \"permittedDirection\": \"{way}\"}}")
        });
        let makers = (0..self.statements.len()).map(|maker| {
            let own: Vec<String> = (0..self.options.len())
                .filter(|option| self.options[*option].0 == maker)
                .map(|option| option.to_string())
                .collect();
            let mut text = format!(
                "{{\"name\": \"Maker {maker}\", \"options\": [{}], \"preferences\": [{}]",
                own.join(", "),
                all(&self.statements[maker])
            );
            if self.ranks.is_some() {
                let mut places: BTreeMap<std::cmp::Reverse<u64>, Vec<String>> = BTreeMap::new();
                for (at, state) in self.states().into_iter().enumerate() {
                    let rank = std::cmp::Reverse(self.rank(maker, state));
                    places.entry(rank).or_default().push((at + 1).to_string());
                }
                let places: Vec<String> = places
                    .values()
                    .map(|equal| match equal.as_slice() {
                        [one] => one.clone(),
                        many => format!("[{}]", many.join(", ")),
                    })
                    .collect();
                write!(text, ", \"preferenceRanking\": [{}]", places.join(", ")).unwrap();
            }
            text + "}"
        });
        format!(
            "{{\"options\": [{}], \"decisionMakers\": [{}], \"infeasibles\": [{}], \"useManualPreferenceRanking\": {}}}",
            options.collect::<Vec<_>>().join(", "),
            makers.collect::<Vec<_>>().join(", "),
            all(&self.impossible),
            self.ranks.is_some()
        )
    }

    /// The engine on the model.
    fn stable(&self) -> Vec<Stable> {
        let ways = [Direction::Both, Direction::Forward, Direction::Back];
        let action = |option: usize| Action {
            owners: vec![self.options[option].0],
            direction: ways[usize::from(self.options[option].1)],
        };
        let actions: Vec<Action> = self.order().into_iter().map(action).collect();
        let states = self.states();
        let all = 1_usize << self.options.len();
        let feasible = Bits::from_fn(all, |state| states.contains(&(state as u64)));
        let ranks = (0..self.statements.len())
            .map(|maker| (0..all as u64).map(|state| self.rank(maker, state) as u32).collect())
            .collect();
        let conflict = Conflict::new(&actions, feasible, ranks).expect("a conflict");
        Engine::new(&conflict).all(Rules::default(), 1, &Unwatched).expect("nobody stops it")
    }
}

fn states_of(bits: &Bits) -> Vec<u64> {
    bits.iter().map(|state| state as u64).collect()
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn files_are_read_as_the_models_they_were_made_of(made in made()) {
        let text = made.text();
        if made.states().is_empty() {
            let problems = imported("made.gmcr", &text).expect_err("no state can be");
            prop_assert!(problems.iter().all(|problem| problem.contains("error[no-states]")), "{problems:?}");
            return Ok(());
        }
        let first = imported("made.gmcr", &text).unwrap_or_else(|problems| panic!("{problems:?}\n{text}"));
        let here = case(&first.text);
        let found = found(&here);
        prop_assert_eq!(found.states, made.states().len() as u64);
        let stable = made.stable();
        let deciders: BTreeSet<usize> = made.options.iter().map(|(maker, _)| *maker).collect();
        prop_assert_eq!(&found.deciders, &deciders.into_iter().collect::<Vec<_>>());
        for (party, lists) in &found.stable {
            for (concept, states) in lists {
                prop_assert_eq!(states, &states_of(stable[*party].of(*concept)), "{:?} for {}", concept, party);
            }
        }
        for (concept, states) in &found.equilibria {
            prop_assert_eq!(states, &states_of(&Stable::equilibria(&stable, *concept)), "{:?}", concept);
        }
        // There and back: the same answers, and a file that stays as it is.
        let exported = export_gmcr(&here, None).unwrap_or_else(|problems| panic!("{problems:?}\n{}", first.text));
        let (name, written) = &exported.files[0];
        let again = case(&imported(name, written).unwrap_or_else(|problems| panic!("{problems:?}\n{written}")).text);
        prop_assert_eq!(told(&self::found(&again)), told(&found));
        prop_assert_eq!(&export_gmcr(&again, None).expect("written").files[0].1, written);
    }
}

/// A rule over actions, brackets and all.
fn rule(actions: usize) -> impl Strategy<Value = String> {
    let leaf = (0..actions).prop_map(|at| format!("taken(a{at})"));
    leaf.prop_recursive(4, 12, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|inner| format!("not ({inner})")),
            (inner.clone(), inner.clone()).prop_map(|(one, other)| format!("({one}) and ({other})")),
            (inner.clone(), inner.clone()).prop_map(|(one, other)| format!("({one}) or ({other})")),
            (inner.clone(), inner).prop_map(|(one, other)| format!("({one}) implies ({other})")),
        ]
    })
}

/// What a party of a case prefers: statements, or states of a ranking in falling order, some of them together.
#[derive(Clone, Debug)]
enum Prefers {
    Statements(Vec<String>),
    Ranking(Vec<(u64, bool)>),
}

/// A case with any rules: owners and ways of actions, `only if`, `impossible`, preferences.
#[derive(Clone, Debug)]
struct Ruled {
    actions: Vec<(usize, u8, Option<String>)>,
    impossible: Vec<String>,
    prefers: Vec<Prefers>,
}

const PARTIES: [&str; 3] = ["north", "south", "east"];

fn ruled() -> impl Strategy<Value = Ruled> {
    (2_usize..=5).prop_flat_map(|actions| {
        let states: Vec<u64> = (0..1 << actions).collect();
        let ranked = prop::sample::subsequence(states, 1..=1 << actions).prop_shuffle();
        let ranking = ranked.prop_flat_map(|states| {
            let together = vec(any::<bool>(), states.len());
            together.prop_map(move |together| Prefers::Ranking(states.iter().copied().zip(together).collect()))
        });
        let prefers = prop_oneof![2 => vec(rule(actions), 1..5).prop_map(Prefers::Statements), 1 => ranking];
        let action = (0_usize..3, 0_u8..3, prop::option::weighted(0.2, rule(actions)));
        (vec(action, actions), vec(rule(actions), 0..3), vec(prefers, 3))
            .prop_map(|(actions, impossible, prefers)| Ruled { actions, impossible, prefers })
    })
}

impl Ruled {
    fn text(&self) -> String {
        let mut text = String::from("zopa: 1\ncase: Conflict\nas of: 2026-01-01\nfictional: true\nparties:\n");
        for name in PARTIES {
            writeln!(text, "  {name}: {{name: {name}, role: party}}").unwrap();
        }
        text.push_str("issues:\n  peace: {name: Peace, kind: menu, menu: {none: None, all: All}}\nactions:\n");
        for (at, (owner, way, only_if)) in self.actions.iter().enumerate() {
            let way = ["both", "forward", "back"][usize::from(*way)];
            let only_if = only_if.as_ref().map_or(String::new(), |rule| format!(", only if: {rule}"));
            writeln!(text, "  - {{id: a{at}, party: {}, moves: {way}{only_if}}}", PARTIES[*owner]).unwrap();
        }
        text.push_str("conflicts:\n  - id: made\n");
        if !self.impossible.is_empty() {
            writeln!(text, "    impossible: [{}]", self.impossible.join(", ")).unwrap();
        }
        text.push_str("    preferences:\n");
        for (name, prefers) in PARTIES.iter().zip(&self.prefers) {
            let said = match prefers {
                Prefers::Statements(rules) => format!("statements: [{}]", rules.join(", ")),
                Prefers::Ranking(states) => {
                    let mut places: Vec<Vec<String>> = Vec::new();
                    for (state, with_last) in states {
                        match places.last_mut().filter(|_| *with_last) {
                            Some(last) => last.push(state.to_string()),
                            None => places.push(vec![state.to_string()]),
                        }
                    }
                    let places: Vec<String> = places.iter().map(|equal| format!("[{}]", equal.join(", "))).collect();
                    format!("ranking: [{}]", places.join(", "))
                }
            };
            writeln!(text, "      {name}: {{{said}}}").unwrap();
        }
        text
    }

    /// A state's number in the file: actions by party.
    fn moved(&self, state: u64) -> u64 {
        let mut order: Vec<usize> = (0..self.actions.len()).collect();
        order.sort_by_key(|action| self.actions[*action].0);
        order.iter().enumerate().fold(0, |moved, (bit, action)| moved | (state >> action & 1) << bit)
    }
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn cases_with_any_rules_keep_their_answers_in_a_file(ruled in ruled()) {
        let text = ruled.text();
        let here = match read(&text) {
            Ok(here) => here,
            Err(codes) => {
                // A rule drawn at random may be one that never holds.
                prop_assert!(codes.iter().all(|code| *code == "rule-never"), "{codes:?}\n{text}");
                return Ok(());
            }
        };
        let before = found(&here);
        if before.states == 0 {
            return Ok(());
        }
        let exported = export_gmcr(&here, None).unwrap_or_else(|problems| panic!("{problems:?}\n{text}"));
        let (name, written) = &exported.files[0];
        let again = case(&imported(name, written).unwrap_or_else(|problems| panic!("{problems:?}\n{text}\n{written}")).text);
        let after = found(&again);
        prop_assert_eq!(before.states, after.states);
        let moved = |states: &[u64]| {
            let mut moved: Vec<u64> = states.iter().map(|state| ruled.moved(*state)).collect();
            moved.sort_unstable();
            moved
        };
        let parties = |found: &ConflictFound| found.stable.iter().map(|(party, _)| *party).collect::<Vec<_>>();
        prop_assert_eq!(parties(&before), parties(&after));
        for ((_, before), (_, after)) in before.stable.iter().zip(&after.stable) {
            for ((concept, before), (_, after)) in before.iter().zip(after) {
                prop_assert_eq!(&moved(before), after, "{:?}\n{}\n{}", concept, &text, written);
            }
        }
    }
}

/// Names that mean something to a case, look alike, or have no letters.
const NAMES: [&str; 9] =
    ["talks", "taken", "and", "1", "", "TALKS ", "\u{963f}\u{62c9}", "true", "not taken(a): {b}, #c"];

#[test]
fn any_names_make_a_case() {
    let quoted = |name: &&str| serde_json::Value::from(*name).to_string();
    let options: Vec<String> = NAMES.iter().map(|name| format!("{{\"name\": {}}}", quoted(name))).collect();
    let makers: Vec<String> = NAMES
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let other = (at + 1) % NAMES.len();
            format!(
                "{{\"name\": {}, \"options\": [{at}], \"preferences\": [[[{other}, \"Y\"], [{at}, \"N\"]]]}}",
                quoted(name)
            )
        })
        .collect();
    let text = format!(
        "{{\"options\": [{}], \"decisionMakers\": [{}], \"infeasibles\": [], \"useManualPreferenceRanking\": false}}",
        options.join(", "),
        makers.join(", ")
    );
    for file in ["talks.gmcr", "and.gmcr", ".gmcr", "a/b/1.gmcr", "public"] {
        let here = case(&imported(file, &text).unwrap_or_else(|problems| panic!("{file}: {problems:?}")).text);
        assert!(here.warnings().is_empty(), "{file}");
        assert_eq!(found(&here).states, 512, "{file}");
        let exported = export_gmcr(&here, None).expect("written");
        let again = case(&imported(file, &exported.files[0].1).expect("read").text);
        assert_eq!(told(&found(&again)), told(&found(&here)), "{file}");
    }
}

/// Files made to take long: they are read or refused in bounded work.
#[test]
fn large_files_are_read_or_refused() {
    let option = "{\"name\": \"An option with a name that is long enough\", \"permittedDirection\": \"both\"}";
    let file = |infeasibles: &str, ranked: bool| {
        let own: Vec<String> = (0..30).map(|at| at.to_string()).collect();
        format!(
            "{{\"options\": [{}], \"decisionMakers\": [{{\"name\": \"One\", \"options\": [{}], \"preferences\": [], \
             \"preferenceRanking\": [1]}}], \"infeasibles\": [{infeasibles}], \"useManualPreferenceRanking\": {ranked}}}",
            vec![option; 30].join(", "),
            own.join(", ")
        )
    };
    let code = |text: &str, code: &str| {
        let problems = imported("large.gmcr", text).expect_err(code);
        assert!(problems.iter().any(|problem| problem.contains(&format!("error[{code}]"))), "{code}: {problems:?}");
    };
    code(&file("", true), "limit-states");
    // Conditions of three options each, about as many as leave the fewest states after the longest search.
    let mut number = 1_u64;
    let mut drawn = |below: u64| {
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (number >> 33) % below
    };
    let threes: Vec<String> = (0..130)
        .map(|_| {
            let pairs = [0, 10, 20].map(|from| {
                let way = if drawn(2) == 0 { "N" } else { "Y" };
                format!("[{}, \"{way}\"]", from + drawn(10))
            });
            format!("[{}]", pairs.join(", "))
        })
        .collect();
    let problems = imported("large.gmcr", &file(&threes.join(", "), true)).expect_err("a ranking of one state");
    let known = ["limit-states", "missing-states", "no-states"];
    let told = |problem: &String| known.iter().any(|code| problem.contains(&format!("error[{code}]")));
    assert!(problems.iter().all(told), "{problems:?}");
    // More rules than a case has room for.
    let condition = |number: usize| {
        let pair = |at: usize| format!("[{at},\"{}\"]", if number >> at & 1 == 1 { "N" } else { "Y" });
        format!("[{}]", (0..30).map(pair).collect::<Vec<_>>().join(","))
    };
    let conditions: Vec<String> = (0..5_500).map(condition).collect();
    code(&file(&conditions.join(","), false), "limit-bytes");
    code(&"[".repeat(1_000), "limit-depth");
}

const PLAIN: &str = "zopa: 1\ncase: A\nas of: 2026-02-18\nparties:\n  north: {name: North, role: party}\n  \
    south: {name: South, role: party}\nissues:\n  islands: {name: Islands, kind: menu, menu: {i0: None, i1: Two}}\nactions:\n  \
    - {id: strike, party: north}\n  - {id: arm, name: \"South \\\"arms\\\"\", party: south, moves: forward}\nconflicts:\n  \
    - id: winter\n    impossible: [taken(strike) and not taken(arm)]\n    preferences:\n      \
    north: {statements: [not taken(arm), taken(strike)]}\n      south: {statements: [not taken(strike)]}\n";

#[test]
fn a_file_is_written_to_the_letter() {
    let exported = export_gmcr(&case(PLAIN), None).expect("written");
    let (name, text) = &exported.files[0];
    assert_eq!(name, "winter.gmcr");
    let expected = concat!(
        r#"{"options":[{"name":"strike","permittedDirection":"both"},"#,
        r#"{"name":"South \"arms\"","permittedDirection":"fwd"}],"#,
        r#""decisionMakers":[{"name":"North","options":[0],"preferences":[[[1,"N"]],[[0,"Y"]]]},"#,
        r#"{"name":"South","options":[1],"preferences":[[[0,"N"]]]}],"#,
        r#""infeasibles":[[[0,"Y"],[1,"N"]]],"useManualPreferenceRanking":false,"program":"zopa"}"#,
        "\n"
    );
    assert_eq!(text, expected);
    assert!(exported.remarks.is_empty(), "{:?}", exported.remarks);
}

/// Changes to a case that a file cannot say, and a part of what is told.
const CANNOT: [(&str, &str, &str); 7] = [
    ("[not taken(arm), taken(strike)]", "[[not taken(arm), taken(strike)]]", "whose order is not known"),
    ("{statements: [not taken(strike)]}", "{statements: [not taken(strike)], unknown: [taken(arm)]}", "cannot compare"),
    ("      south: {statements: [not taken(strike)]}\n", "", "what `south` prefers, which the conflict does not say,"),
    (
        "conflicts:\n",
        "conflicts:\n  - {id: summer, preferences: {north: {ranking: [1]}}}\n",
        "the case has 2 conflicts",
    ),
    ("impossible: [", "impossible: [taken(arm) or not taken(arm), ", "a conflict of which no state can be"),
    ("arm, name", "arm, today: taken, name", ""),
    ("taken(strike)]}\n      south", "taken(strike)], much: 1}\n      south", ""),
];

#[test]
fn what_a_file_cannot_say_is_told_with_a_way_out() {
    for (from, to, part) in CANNOT {
        let changed = PLAIN.replacen(from, to, 1);
        assert_ne!(changed, PLAIN, "{from}");
        let case = case(&changed);
        match export_gmcr(&case, None) {
            Ok(exported) => {
                assert!(part.is_empty(), "{part}");
                assert_eq!(exported.remarks.len(), 1, "{:?}", exported.remarks);
                assert!(exported.remarks[0].ends_with("is left out"));
            }
            Err(problems) => {
                let line = problems[0].line(&case.materials().texts);
                assert!(
                    !part.is_empty() && line.contains("error[cannot-be-said]") && line.contains(part),
                    "{part}\n{line}"
                );
                assert!(problems.iter().all(|problem| problem.help.is_some()), "{line}");
            }
        }
    }
    let none = PLAIN.split("conflicts:").next().expect("a part");
    let problems = export_gmcr(&case(none), None).expect_err("no conflict");
    assert!(problems[0].message.contains("no conflict"));
}

#[test]
fn rankings_beside_statements_make_rankings_of_all() {
    // South's ranking names bits in the order of the conflict; the states that can be are 0, 2 and 3.
    let mixed = PLAIN.replace("{statements: [not taken(strike)]}", "{ranking: [3, [0, 1]]}");
    let exported = export_gmcr(&case(&mixed), None).expect("written");
    let text = &exported.files[0].1;
    assert!(text.contains(r#""preferenceRanking":[1,3,2]"#), "{text}");
    assert!(text.contains(r#""preferenceRanking":[3,1,2]"#), "{text}");
    assert!(
        exported.remarks.iter().any(|remark| remark.contains("the statements of `north`")),
        "{:?}",
        exported.remarks
    );
}

#[test]
fn the_commands_read_and_write_conflicts() {
    let scratch = Scratch::new("gmcr");
    scratch.write("Elmira.gmcr", &file("gmcr-elmira/Elmira.gmcr"));
    let made = zopa(&scratch, &["import", "gmcr", "Elmira.gmcr", "-o", "elmira"]);
    assert_eq!(made.status, 0, "{}", made.stderr);
    assert!(made.stderr.contains("with 3 parties and 5 actions; next: zopa stability elmira"), "{}", made.stderr);
    let written = zopa(&scratch, &["export", "gmcr", "elmira", "-o", "again.gmcr"]);
    assert_eq!(written.status, 0, "{}", written.stderr);
    assert!(fs::read_to_string(scratch.path("again.gmcr")).expect("a file").contains("[9,3,4,10,7,1,2,8,[5,6,11,12]]"));
    // What is there is not written over, and a conflict that is not there is said.
    assert_eq!(zopa(&scratch, &["export", "gmcr", "elmira", "-o", "again.gmcr"]).status, 3);
    let other = zopa(&scratch, &["export", "gmcr", "elmira", "--conflict", "elmirra", "-o", "other.gmcr"]);
    assert_eq!(other.status, 3);
    assert!(other.stderr.contains("no conflict `elmirra`") && other.stderr.contains("`elmira`"), "{}", other.stderr);
    scratch.write("broken.gmcr", "{\"options\": []}");
    let broken = zopa(&scratch, &["import", "gmcr", "broken.gmcr", "-o", "none.yaml"]);
    assert_eq!((broken.status, broken.stderr.contains("missing-key")), (3, true), "{}", broken.stderr);
    assert!(!scratch.path("none.yaml").exists() && !scratch.path("other.gmcr").exists());
}
