//! A seat for a person: what it is asked and shown, and that the rest of the table does not notice.

use zopa_case::{Case, Number};
use zopa_lens::Unwatched;
use zopa_lens::rounds::play::{Asked, Deed, Objection, Play, Refusal, Turn, Wanted};
use zopa_lens::rounds::{Outcome, Settings, rounds};

/// Three parties, a rule, lines that not all may see, and numbers of the others that stand out.
pub const HARBOUR: &str = "zopa: 1
case: Harbour
as of: 2026-02-18
fictional: true
parties:
  north: {name: North, role: party}
  south: {name: South, role: party}
  isles: {name: Isles, role: party}
issues:
  quay: {name: Quay, kind: menu, menu: {a: A, b: B, c: C}}
  dues: {name: Dues, kind: menu, menu: {low: Low, mid: Middle, high: High}}
  pilots: {name: Pilots, kind: menu, menu: {ours: Ours, joint: Joint}}
  flags: {name: Flags, kind: menu, menu: {one: One, two: Two}}
logic:
  - {id: deep, rule: not (quay = c and dues = low)}
lines:
  - {id: north-quay, party: north, kind: bottom line, never: quay = a and dues = high, marking: north-confidential, source: MODEL}
  - {id: south-pilots, party: south, kind: bottom line, never: pilots = ours and quay = a, marking: south-confidential, source: MODEL}
  - {id: isles-dues, party: isles, kind: red line, never: dues = high and pilots = ours, source: MODEL}
preferences:
  north:
    scale: 100
    no deal: 20
    quay: {weight: 40, values: {a: 100, b: 50, c: 0}}
    dues: {weight: 30, values: {low: 0, mid: 60, high: 100}}
    pilots: {weight: 30, values: {ours: 100, joint: 20}}
  south:
    scale: 100
    no deal: 27.18281
    quay: {weight: 30, values: {a: 0, b: 43.21987, c: 100}}
    dues: {weight: 40, values: {low: 100, mid: 51.77713, high: 0}}
    pilots: {weight: 30, values: {ours: 0, joint: 100}}
  isles:
    scale: 100
    no deal: 31.41592
    quay: {weight: 20, values: {a: 61.80339, b: 100, c: 0}}
    dues: {weight: 30, values: {low: 100, mid: 69.31471, high: 0}}
    pilots: {weight: 50, values: {ours: 0, joint: 100}}
sources:
  MODEL: {title: Numbers, publisher: Here, date: 2026-01-01, grade: F6, kind: made up}
";

const PROTOCOLS: [(&str, &str); 5] = [
    ("alternating", "learning"),
    ("probe", "learning"),
    ("shuttle", "carry"),
    ("single-text", "learning"),
    ("single-text", "hill-climbing"),
];

fn case(text: &str) -> Case {
    let world = zopa_wire::Memory::new([("case.yaml", text)]);
    let read = zopa_wire::read_case(&world).unwrap_or_else(|unread| panic!("{:?}", unread.diagnostics));
    read.known().expect("cut")
}

fn settings((protocol, facilitator): (&str, &str)) -> Settings {
    let (protocol, facilitator) = (protocol.to_string(), facilitator.to_string());
    Settings { protocol, facilitator, rounds: 12, ..Settings::default() }
}

fn turn(play: &Play<'_>, deeds: &[Deed]) -> Turn {
    play.turn(deeds, &Unwatched).unwrap_or_else(|refusal| panic!("{refusal:?}"))
}

/// The issues that a party likes less in a text, by what single changes are worth to it.
fn worse(play: &Play<'_>, asked: &Asked) -> Vec<usize> {
    let package = |own: &Option<zopa_lens::rounds::play::Tabled>| own.clone().expect("a text").package;
    let (new, old) = (package(&asked.standing), package(&asked.beside));
    let of = |package: &[usize]| play.look(package, 1).filter(|look| look.offered).and_then(|look| look.worth);
    let swapped = |into: &[usize], issue: usize, option: usize| {
        let mut package = into.to_vec();
        package[issue] = option;
        of(&package)
    };
    let less = |issue: &usize| match swapped(&old, *issue, new[*issue]) {
        Some(worth) => Some(worth) < of(&old),
        None => swapped(&new, *issue, old[*issue]).is_some_and(|worth| Some(worth) > of(&new)),
    };
    (0..new.len()).filter(|issue| new[*issue] != old[*issue]).filter(less).collect()
}

#[test]
fn who_does_what_the_strategy_would_gets_the_run_of_the_lens() {
    let case = case(HARBOUR);
    let mut ends = std::collections::BTreeSet::new();
    for how in PROTOCOLS {
        for run in 0..8 {
            let settings = Settings { runs: run + 1, transcript: Some(run), ..settings(how) };
            let told = rounds(&case, &settings, &Unwatched).findings.transcript.expect("a transcript");
            for party in case.party_ids() {
                let play = Play::new(&case, &settings, party, run).unwrap_or_else(|refusal| panic!("{refusal:?}"));
                let mut deeds = Vec::new();
                for step in told.moves.iter().filter(|step| step.party == Some(party.index())) {
                    let Turn::Asked(asked) = turn(&play, &deeds) else { panic!("over after {deeds:?}") };
                    assert_eq!(asked.round, step.round);
                    // What is seen is the part of the run before, without what others say in private.
                    for (seen, from) in asked.seen.iter().zip(1..) {
                        assert!(seen.round <= asked.round, "{from}");
                    }
                    deeds.push(match step.act {
                        "offers" | "floats" => Deed::Offer(step.package.clone().expect("a package")),
                        "accepts" | "signs" => Deed::Accept,
                        "rejects" => Deed::Reject,
                        "brackets" => Deed::Bracket(worse(&play, &asked)),
                        "passes" => Deed::Pass,
                        "walks out" => Deed::Leave,
                        other => panic!("{other}"),
                    });
                }
                let Turn::Over(over) = turn(&play, &deeds) else { panic!("{how:?}, run {run}: not over") };
                assert_eq!(over.outcome, told.outcome, "{how:?}, run {run}");
                let agreed = matches!(told.outcome, Some(Outcome::Settlement | Outcome::NotRatified));
                let last = told.moves.last().and_then(|step| step.package.clone());
                assert_eq!(over.package, last.filter(|_| agreed));
                let others: Vec<_> = told.strategies.iter().filter(|own| own.0 != party.index()).cloned().collect();
                assert_eq!(over.strategies, others);
                ends.insert((how.0, over.outcome.map(Outcome::word)));
            }
        }
    }
    assert!(ends.contains(&("alternating", Some("settlement"))), "{ends:?}");
    assert!(ends.contains(&("single-text", Some("settlement"))), "{ends:?}");
}

/// Plays without looking: offers the best package that can be offered, rejects everything.
fn stubborn(play: &Play<'_>, asked: &Asked) -> Deed {
    match asked.wanted {
        Wanted::Move | Wanted::Float => {
            let sizes = [3, 3, 2, 2];
            let mut all = vec![Vec::new()];
            for size in sizes {
                all = all
                    .iter()
                    .flat_map(|package: &Vec<usize>| (0..size).map(move |at| [&package[..], &[at]].concat()))
                    .collect();
            }
            let worth =
                |package: &Vec<usize>| play.look(package, 1).filter(|look| look.offered).and_then(|look| look.worth);
            Deed::Offer(all.into_iter().max_by_key(|package| worth(package)).expect("a package"))
        }
        Wanted::Sounding | Wanted::Compare | Wanted::Sign => Deed::Reject,
    }
}

#[test]
fn nothing_that_is_the_others_own_is_shown() {
    let case = case(HARBOUR);
    let north = case.party_named("north").expect("north");
    // What only others know: their no-deal values and values of options, and ids of their lines.
    let secret = ["27.18281", "43.21987", "51.77713", "31.41592", "61.80339", "69.31471", "south-pilots", "strateg"];
    for how in PROTOCOLS {
        let settings = settings(how);
        let play = Play::new(&case, &settings, north, 3).unwrap_or_else(|refusal| panic!("{refusal:?}"));
        let mut deeds = Vec::new();
        let over = loop {
            match turn(&play, &deeds) {
                Turn::Asked(asked) => {
                    let shown = format!("{asked:?}");
                    // Values are whole ticks of 1e-12: their digits would stand in the output as they are.
                    for word in secret {
                        let digits = word.replace('.', "");
                        assert!(!shown.contains(word) && !shown.contains(&digits), "{how:?}: {word} in {shown}");
                    }
                    for seen in &asked.seen {
                        let other = seen.party.is_some_and(|party| party != asked.party);
                        let hidden = match how.0 {
                            "shuttle" => other,
                            "single-text" => other && !matches!(seen.act, "signs" | "rejects"),
                            _ => false,
                        };
                        assert!(!hidden, "{how:?}: {seen:?}");
                    }
                    let deed = stubborn(&play, &asked);
                    deeds.push(deed);
                }
                Turn::Over(over) => break over,
            }
        };
        assert!(matches!(over.outcome, Some(Outcome::Open | Outcome::Partial)), "{how:?}: {:?}", over.outcome);
        assert_eq!(over.worth, Some(Number::whole(20)));
    }
}

#[test]
fn what_the_others_value_moves_nothing_but_what_they_do() {
    // Two cases that differ in South's numbers alone, and a South that offers its best whatever these are.
    let other = HARBOUR.replace("27.18281", "11.11").replace("43.21987", "44.44");
    let settings = Settings {
        others: zopa_lens::rounds::Strategies::read(["hard-liner"]).expect("a strategy"),
        ..settings(("alternating", "learning"))
    };
    let told = |text: &str| {
        let case = case(text);
        let play = Play::new(&case, &settings, case.party_named("north").expect("north"), 0)
            .unwrap_or_else(|refusal| panic!("{refusal:?}"));
        let mut shown = Vec::new();
        let mut deeds = Vec::new();
        while let Turn::Asked(asked) = turn(&play, &deeds) {
            shown.push(format!("{asked:?}"));
            deeds.push(stubborn(&play, &asked));
        }
        shown
    };
    assert_eq!(told(HARBOUR), told(&other));
}

#[test]
fn what_speaks_against_a_package_is_said_as_far_as_it_may_be_seen() {
    let case = case(HARBOUR);
    let settings = settings(("alternating", "learning"));
    let play = |party: &str| {
        Play::new(&case, &settings, case.party_named(party).expect("a party"), 0)
            .unwrap_or_else(|refusal| panic!("{refusal:?}"))
    };
    let (north, south) = (play("north"), play("south"));
    let line = |line: &str, party: usize| Objection::Line { line: Some((line.into(), party)) };
    let own = |line: &str| Objection::OwnLine { line: line.into(), in_force: true };
    let look = |play: &Play<'_>, package: [usize; 4]| play.look(&package, 1).expect("a package");
    // Quay c with low dues breaks the logic: worth nothing that could be had.
    let broken = look(&north, [2, 0, 1, 0]);
    assert_eq!((broken.worth, broken.offered), (None, false));
    assert_eq!(broken.objections, [Objection::Logic(Some("deep".into()))]);
    // Quay a, high dues, our pilots: across all three lines.
    let crossed = look(&north, [0, 2, 0, 0]);
    assert_eq!((crossed.worth, crossed.offered), (Some(Number::whole(100)), false));
    assert_eq!(crossed.objections, [own("north-quay"), Objection::Line { line: None }, line("isles-dues", 2)]);
    let crossed = look(&south, [0, 2, 0, 0]);
    let below = Objection::BelowNoDeal;
    assert_eq!(crossed.objections, [Objection::Line { line: None }, own("south-pilots"), line("isles-dues", 2), below]);
    // What nobody objects to.
    let fine = look(&north, [1, 1, 1, 1]);
    assert_eq!((fine.worth, fine.offered, fine.objections.len()), (Some(Number::whole(44)), true, 0));
    assert_eq!(north.look(&[0, 0, 0], 1), None);
    assert_eq!(north.look(&[0, 0, 0, 2], 1), None);
    let refused = north.turn(&[Deed::Offer(vec![0, 2, 0, 0])], &Unwatched).unwrap_err();
    assert_eq!(refused.at, Some(0));
    assert!(refused.why.contains("your line `north-quay`") && refused.why.contains("may not see"), "{}", refused.why);
    assert!(!refused.why.contains("south-pilots"), "{}", refused.why);
}

#[test]
fn deeds_that_do_not_fit_are_refused_with_their_place_and_the_others_stand() {
    let case = case(HARBOUR);
    let north = case.party_named("north").expect("north");
    let refused = |how: (&str, &str), run: u64, deeds: &[Deed]| -> Refusal {
        let settings = settings(how);
        let play = Play::new(&case, &settings, north, run).unwrap_or_else(|refusal| panic!("{refusal:?}"));
        play.turn(deeds, &Unwatched).unwrap_err()
    };
    let fine = Deed::Offer(vec![1, 1, 1, 1]);
    // A run in which North opens, so that nothing stands at its first turn.
    let opens = (0..40).find(|run| {
        let settings = settings(PROTOCOLS[0]);
        let play = Play::new(&case, &settings, north, *run).unwrap_or_else(|refusal| panic!("{refusal:?}"));
        matches!(turn(&play, &[]), Turn::Asked(asked) if asked.order[0] == 0 && asked.standing.is_none())
    });
    let opens = opens.expect("one in three");
    for deed in [Deed::Accept, Deed::Reject] {
        let refusal = refused(PROTOCOLS[0], opens, &[deed]);
        assert_eq!((refusal.at, refusal.help.as_str()), (Some(0), "offer something, or pass"));
    }
    let refusal = refused(PROTOCOLS[0], 0, &[fine.clone(), Deed::Bracket(vec![0])]);
    assert_eq!(refusal.at, Some(1));
    assert!(refusal.why.contains("brackets belong to a text"), "{}", refusal.why);
    let text = PROTOCOLS[3];
    assert!(refused(text, 0, std::slice::from_ref(&fine)).why.contains("no offer"));
    assert!(refused(text, 0, &[Deed::Pass]).why.contains("an answer is asked for"));
    assert!(refused(text, 0, &[Deed::Bracket(vec![0])]).why.contains("beside no deal"));
    assert!(refused(text, 0, &[Deed::Bracket(Vec::new())]).why.contains("no issue is bracketed"));
    assert!(refused(text, 0, &[Deed::Bracket(vec![9])]).why.contains("no issue number 9"));
    let refusal = refused(PROTOCOLS[0], 0, &[Deed::Leave, fine]);
    assert_eq!(refusal.at, Some(1));
    assert!(refusal.why.contains("over after 1 deed"), "{}", refusal.why);
}

#[test]
fn any_package_can_be_offered_where_there_are_too_many_to_list() {
    // Twelve issues of four options are 2^24 packages; with a rule over a chain of them, a tree of them.
    let issues: Vec<String> =
        (0..12).map(|at| format!("  i{at}: {{name: I{at}, kind: menu, menu: {{a: A, b: B, c: C, d: D}}}}\n")).collect();
    let worth = |turned: bool| -> String {
        let (first, last) = if turned { (0, 100) } else { (100, 0) };
        let issue = |at: usize| {
            format!(
                "    i{at}: {{weight: {}, values: {{a: {first}, b: 70, c: 30, d: {last}}}}}\n",
                if at < 4 { 9 } else { 8 }
            )
        };
        (0..12).map(issue).collect()
    };
    let text = |logic: &str| {
        format!(
            "zopa: 1\ncase: Long\nas of: 2026-02-18\nfictional: true\nparties:\n  one: {{name: One, role: party}}\n  two: {{name: Two, role: party}}\n\
             issues:\n{}{logic}preferences:\n  one:\n    scale: 100\n    no deal: 10\n{}  two:\n    scale: 100\n    no deal: 10\n{}",
            issues.concat(),
            worth(false),
            worth(true)
        )
    };
    let rules: String =
        (0..11).map(|at| format!("  - {{id: r{at}, rule: not (i{at} = d and i{} = d)}}\n", at + 1)).collect();
    for logic in [String::new(), format!("logic:\n{rules}")] {
        let case = case(&text(&logic));
        let settings = settings(("alternating", "learning"));
        let play = Play::new(&case, &settings, case.party_named("one").expect("one"), 1)
            .unwrap_or_else(|refusal| panic!("{refusal:?}"));
        let mut stream = 7_u64;
        let mut deeds = Vec::new();
        for _ in 0..5 {
            let package: Vec<usize> = (0..12)
                .map(|_| {
                    stream = stream.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    (stream >> 60) as usize % 3
                })
                .collect();
            deeds.push(Deed::Offer(package.clone()));
            match turn(&play, &deeds) {
                Turn::Asked(asked) => assert_eq!(asked.own, Some(package)),
                Turn::Over(over) => {
                    assert_eq!(over.package, Some(package));
                    break;
                }
            }
        }
        let tied = vec![3; 12];
        assert_eq!(play.look(&tied, 1).expect("a package").offered, logic.is_empty());
    }
}

#[test]
fn outcomes_that_nothing_tells_apart_keep_the_players_words() {
    // Nobody values the flags: to the menu their options are one.
    let case = case(HARBOUR);
    let settings = settings(("alternating", "learning"));
    let north = case.party_named("north").expect("north");
    let play = Play::new(&case, &settings, north, 0).unwrap_or_else(|refusal| panic!("{refusal:?}"));
    for flags in [0, 1] {
        let package = vec![1, 1, 1, flags];
        match turn(&play, &[Deed::Offer(package.clone())]) {
            Turn::Asked(asked) => assert_eq!(asked.own, Some(package)),
            Turn::Over(over) => assert_eq!(over.package, Some(package)),
        }
    }
}

#[test]
fn who_has_no_seat_cannot_play() {
    let text = HARBOUR.replace(
        "  isles: {name: Isles, role: party}\n",
        "  isles: {name: Isles, role: party}\n  moon: {name: Moon, role: observer}\n",
    );
    let case = case(&text);
    let settings = settings(PROTOCOLS[0]);
    let refusal = Play::new(&case, &settings, case.party_named("moon").expect("moon"), 0).err().expect("refused");
    assert!(
        refusal.why.contains("`moon` has no seat") && refusal.help.contains("north, south and isles"),
        "{refusal:?}"
    );
}
