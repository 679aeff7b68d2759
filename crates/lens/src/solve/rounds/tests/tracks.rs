//! Back channels beside a table: who sees what, what binds, where agreements come from.

use super::super::{
    Act, Action, Alternating, Ask, Carry, Channel, Ending, Facilitator, Ground, Halves, Listed, Mediator, Menu, Probe,
    Protocol, Record, Seat, Settings, Shuttle, SingleText, Spent, Strategy as Acting, Style, Sums, Talks, Track,
    Tracks, View, protocol, tactic,
};
use crate::Unwatched;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, RngSeed};

fn config(seed: u64) -> Config {
    Config { cases: 96, rng_algorithm: RngAlgorithm::ChaCha, rng_seed: RngSeed::Fixed(seed), ..Config::default() }
}

fn space() -> impl Strategy<Value = Vec<Vec<Vec<i64>>>> {
    (2..4usize, 2..5usize).prop_flat_map(|(issues, options)| {
        let row = prop::collection::vec(0i64..100, options);
        prop::collection::vec(prop::collection::vec(row, issues), 3)
    })
}

fn menu(values: &[Vec<Vec<i64>>]) -> Listed {
    Listed::of_sums(&Sums::new(values.to_vec()).expect("small")).expect("small")
}

/// Follows a tactic at the table; in a back channel it offers what a script says and accepts if the script does.
struct Split {
    table: super::super::Tactic,
    script: Vec<u8>,
}

impl Style for Split {
    fn words(&self) -> String {
        "split".into()
    }

    fn curve(&self, semantics: super::super::Semantics, rounds: u32) -> Vec<f64> {
        self.table.curve(semantics, rounds)
    }

    fn sit<'a>(&'a self, ground: Ground<'a>) -> Box<dyn Acting + 'a> {
        Box::new(Mind { own: self, table: self.table.sit(ground), said: 0 })
    }
}

struct Mind<'a> {
    own: &'a Split,
    table: Box<dyn Acting + 'a>,
    said: usize,
}

impl Acting for Mind<'_> {
    fn act(&mut self, view: &mut View<'_>, ask: Ask) -> Result<Action, Spent> {
        // Everybody is in the room at the table, also seats that do not exist.
        if view.room.has(63) {
            return self.table.act(view, ask);
        }
        let word = self.own.script.get(self.said % self.own.script.len().max(1)).copied().unwrap_or(0);
        self.said += 1;
        if word == u8::MAX && matches!(ask, Ask::Move(Some(_)) | Ask::Answer(_)) {
            return Ok(Action::Accept);
        }
        let mut package = view.best()?;
        for _ in 0..word % 5 {
            package = match package {
                Some(own) => view.after(own)?,
                None => None,
            };
        }
        Ok(package.map_or(Action::Pass, Action::Offer))
    }
}

fn channel(word: &str, parties: &[usize], facilitator: bool, brings: usize) -> Channel {
    let protocol = protocol(word).expect("a protocol");
    Channel { protocol, parties: parties.to_vec(), facilitator, brings, rounds: 0..u32::MAX }
}

fn run(menu: &dyn Menu, sides: &dyn Protocol, styles: &[&dyn Style], none: i64, rounds: u32) -> (Ending, u32, Record) {
    let mut seats: Vec<Seat<'_>> =
        styles.iter().enumerate().map(|(at, style)| Seat::party(at, Some(none), *style)).collect();
    let mediator = Mediator(Box::new(Facilitator::Learning));
    if sides.facilitated() {
        seats.push(Seat::facilitator(&mediator));
    }
    let settings = Settings { rounds, ..Settings::default() };
    let ended = Talks::new(menu, sides, seats, settings).expect("seated").run(0, true, &Unwatched);
    (ended.ending, ended.round, ended.record.expect("traced"))
}

/// What somebody outside the back channels has seen, and everything said at the table.
fn at_the_table(record: &Record) -> Vec<String> {
    let own = record.moves().iter().filter(|own| !matches!(own.track, Track::Channel(_)));
    own.map(|own| format!("{} {} {:?} {:?} {:?}", own.round, own.seat, own.act, own.package, record.values(own)))
        .collect()
}

proptest! {
    #![proptest_config(config(11))]

    #[test]
    fn what_is_said_beside_the_table_changes_nothing_there_until_it_is_brought(
        values in space(),
        none in 0i64..120,
        scripts in prop::collection::vec(prop::collection::vec(prop_oneof![0u8..5, Just(u8::MAX)], 1..9), 2),
        table in prop::sample::select(vec!["alternating", "probe", "shuttle"]),
        beside in prop::sample::select(vec!["alternating", "probe"]),
    ) {
        let menu = menu(&values);
        let words = ["boulware accepting aspiration", "linear accepting aspiration", "conceder accepting aspiration"];
        let tactics: Vec<_> = words.iter().map(|words| tactic(words).expect("words")).collect();
        let split = |at: usize, script: &[u8]| Split { table: tactics[at].clone(), script: script.to_vec() };
        let silent = [split(0, &[0]), split(1, &[0])];
        let talk = [split(0, &scripts[0]), split(1, &scripts[1])];
        let sides = || Tracks::new(protocol(table).expect("a word"), vec![channel(beside, &[0, 1], false, 1)]).expect("sides");
        let made = |members: &[Split; 2]| run(&menu, &sides(), &[&members[0], &members[1], &tactics[2]], none, 15);
        let ((first, _, one), (second, _, other)) = (made(&silent), made(&talk));
        for record in [&one, &other] {
            for own in record.moves() {
                let beside = matches!(own.track, Track::Channel(_));
                // Nobody outside sees a move of the back channel, and nobody outside makes one.
                prop_assert!(!beside || (own.seat < 2 && !own.seen.has(2)));
            }
        }
        let (one, all) = (at_the_table(&one), at_the_table(&other));
        match other.moves().iter().find(|own| own.brought.is_some()) {
            None => prop_assert_eq!((first, one), (second, all)),
            Some(brought) => {
                let before = |own: &&String| own.split(' ').next().and_then(|round| round.parse().ok()).is_some_and(|round: u32| round < brought.round);
                prop_assert_eq!(one.iter().filter(before).collect::<Vec<_>>(), all.iter().filter(before).collect::<Vec<_>>());
                // It was agreed in an earlier round, by those who sit there.
                let yes = other.moves().iter().any(|own| {
                    matches!(own.track, Track::Channel(0)) && own.act == Act::Accept && own.package == brought.package && own.round < brought.round
                });
                prop_assert!(yes && brought.seat == 1);
            }
        }
    }

    #[test]
    fn an_agreement_is_the_tables_and_needs_everybody(
        values in space(),
        none in 0i64..150,
        words in prop::collection::vec(prop::sample::select(vec!["boulware", "linear", "conceder", "tit-for-tat", "micro", "nice", "random", "linear leaving 0.6"]), 3),
        beside in prop::sample::select(vec!["alternating", "probe", "shuttle"]),
        table in prop::sample::select(vec!["alternating", "shuttle", "probe"]),
        brings in 0usize..3,
    ) {
        let menu = menu(&values);
        let tactics: Vec<_> = words.iter().map(|words| tactic(words).expect("words")).collect();
        let styles: Vec<&dyn Style> = tactics.iter().map(|own| own as &dyn Style).collect();
        let brings = if brings == 2 { 3 } else { brings };
        let sides = Tracks::new(protocol(table).expect("a word"), vec![channel(beside, &[0, 1], true, brings)]).expect("sides");
        let (ending, last, record) = run(&menu, &sides, &styles, none, 12);
        let (mut rounds, mut packages) = (0, Vec::new());
        for own in record.moves() {
            prop_assert!(own.round >= rounds && own.round <= last && last < 12);
            rounds = own.round;
            if let Track::Channel(at) = own.track {
                prop_assert!(at == 0 && (own.seat < 2 || own.seat == 3) && !own.seen.has(2));
            }
            if own.brought.is_some() {
                prop_assert!(own.seat == brings && !packages.contains(&own.package), "a package is brought once");
                packages.push(own.package);
            }
        }
        if let Ending::Agreed(package) = ending {
            let said: Vec<_> = record.moves().iter().filter(|own| !matches!(own.track, Track::Channel(_))).collect();
            let stood = said.iter().rposition(|own| own.package == Some(package) && matches!(own.act, Act::Offer | Act::Put)).expect("offered");
            for seat in 0..3 {
                let yes = said[stood..].iter().any(|own| own.seat == seat && own.act == Act::Accept && own.package == Some(package));
                prop_assert!(yes || said[stood].seat == seat);
                prop_assert!(menu.value(seat, package) >= none || said[stood].brought.is_some() && said[stood].seat == seat);
            }
        }
    }
}

#[test]
fn two_who_are_near_agree_beside_the_table_and_bring_it() {
    // Ten to share among three in one issue: the first two are near, the third far away.
    let row = |from: i64, step: i64| (0..11).map(|at| from + step * at).collect::<Vec<i64>>();
    let menu = menu(&[vec![row(0, 10)], vec![row(20, 8)], vec![row(100, -10)]]);
    let words = ["nice", "nice", "linear"];
    let tactics: Vec<_> = words.iter().map(|words| tactic(words).expect("words")).collect();
    let styles: Vec<&dyn Style> = tactics.iter().map(|own| own as &dyn Style).collect();
    let sides = Tracks::new(Box::new(Alternating), vec![channel("alternating", &[0, 1], false, 0)]).expect("sides");
    let (ending, last, record) = run(&menu, &sides, &styles, 30, 21);
    // The table sits first: the first round of the channel ends with an agreement, which is brought in the second round.
    let agreed = record.moves().iter().find(|own| own.act == Act::Accept && own.track == Track::Channel(0));
    let agreed = agreed.expect("they agree");
    let brought = record.moves().iter().find(|own| own.brought == Some(0)).expect("brought");
    assert_eq!((agreed.round, brought.round, brought.seat, brought.act), (0, 1, 0, Act::Offer));
    assert_eq!(agreed.package, brought.package);
    assert!(matches!(ending, Ending::Agreed(_)) && last > 1, "the third holds out");
    // Where the third never gives way nothing binds.
    let tactics: Vec<_> = ["nice", "nice", "hard-liner"].iter().map(|words| tactic(words).expect("words")).collect();
    let styles: Vec<&dyn Style> = tactics.iter().map(|own| own as &dyn Style).collect();
    let (ending, _, record) = run(&menu, &sides, &styles, 30, 21);
    assert_eq!(ending, Ending::TimedOut);
    assert!(record.moves().iter().any(|own| own.brought.is_some()));
}

#[test]
fn channels_meet_in_their_rounds_and_end_with_who_leaves() {
    let menu = menu(&[vec![vec![0, 1]], vec![vec![1, 0]], vec![vec![1, 1]]]);
    let hard = tactic("hard-liner").expect("words");
    let leaver = tactic("hard-liner leaving 0.5").expect("words");
    let mut some = channel("probe", &[0, 1], false, 0);
    some.rounds = 3..6;
    let sides = Tracks::new(Box::new(Alternating), vec![some]).expect("sides");
    let (_, _, record) = run(&menu, &sides, &[&hard, &hard, &hard], 0, 12);
    let beside: Vec<u32> =
        record.moves().iter().filter(|own| own.track == Track::Channel(0)).map(|own| own.round).collect();
    assert_eq!(beside, [3, 3, 4, 4, 5, 5], "a float and an answer each round");
    // Whoever leaves a channel is still at the table until it leaves there, too.
    let sides = Tracks::new(Box::new(Probe), vec![channel("alternating", &[0, 1], false, 0)]).expect("sides");
    let (ending, _, record) = run(&menu, &sides, &[&hard, &leaver, &hard], 2, 11);
    let left: Vec<(u32, Track)> =
        record.moves().iter().filter(|own| own.act == Act::WalkOut).map(|own| (own.round, own.track)).collect();
    assert_eq!((left.last().map(|own| own.1), ending), (Some(Track::Formal), Ending::WalkOut(1)));
}

#[test]
fn a_mediator_carries_in_a_channel_and_writes_at_the_table() {
    // The package brought by the facilitator is one that both members accepted; it calls for signatures under it.
    let row = |from: i64, step: i64| (0..11).map(|at| from + step * at).collect::<Vec<i64>>();
    let menu = menu(&[vec![row(0, 10)], vec![row(100, -10)], vec![row(50, 1)]]);
    let tactics: Vec<_> = ["linear", "linear", "nice"].iter().map(|words| tactic(words).expect("words")).collect();
    let styles: Vec<&dyn Style> = tactics.iter().map(|own| own as &dyn Style).collect();
    let sides = Tracks::new(Box::new(SingleText), vec![channel("shuttle", &[0, 1], true, 3)]).expect("sides");
    let (ending, _, record) = run(&menu, &sides, &styles, 20, 60);
    let brought = record.moves().iter().find(|own| own.brought.is_some()).expect("brought");
    assert_eq!((brought.seat, brought.act), (3, Act::Call));
    assert!(matches!(ending, Ending::Agreed(_)), "{ending:?}");
    // The facilitator of the channel carries wishes of its own room only.
    let (put, wishes): (Vec<&super::super::Move>, Vec<&super::super::Move>) = record
        .moves()
        .iter()
        .filter(|own| own.track == Track::Channel(0) && matches!(own.act, Act::Put | Act::Offer))
        .partition(|own| own.act == Act::Put);
    assert!(
        !put.is_empty() && put.iter().all(|put| wishes.iter().any(|own| own.package == put.package && own.seat < 2))
    );
}

#[test]
fn the_same_run_on_a_wide_menu_and_with_nobody_beside() {
    let values: Vec<Vec<Vec<i64>>> =
        (0..3).map(|p| (0..10).map(|i| (0..9).map(|o| (o * 7 + i * 5 + p * 3) % 11).collect()).collect()).collect();
    let menu = Halves::new(&Sums::new(values).expect("fits")).expect("in halves");
    let tactics: Vec<_> =
        ["linear", "conceder", "boulware"].iter().map(|words| tactic(words).expect("words")).collect();
    let styles: Vec<&dyn Style> = tactics.iter().map(|own| own as &dyn Style).collect();
    let plain = run(&menu, &Alternating, &styles, 40, 20);
    let none = Tracks::new(Box::new(Alternating), Vec::new()).expect("sides");
    let with = run(&menu, &none, &styles, 40, 20);
    assert_eq!((plain.0, plain.1, plain.2.moves()), (with.0, with.1, with.2.moves()));
    let sides = Tracks::new(Box::new(Alternating), vec![channel("alternating", &[1, 2], false, 2)]).expect("sides");
    let (one, two) = (run(&menu, &sides, &styles, 40, 20), run(&menu, &sides, &styles, 40, 20));
    assert_eq!((one.0, one.2.moves()), (two.0, two.2.moves()));
}

#[test]
fn channels_that_cannot_be_are_refused() {
    let wrong = |table: Box<dyn Protocol>, own: Channel| Tracks::new(table, vec![own]).expect_err("refused").1;
    let alternating = || -> Box<dyn Protocol> { Box::new(Alternating) };
    assert_eq!(wrong(alternating(), channel("alternating", &[1], false, 1)), "two parties that sit at the table");
    assert_eq!(wrong(alternating(), channel("alternating", &[1, 1, 2], false, 1)), "parties of the table, each once");
    assert_eq!(wrong(alternating(), channel("shuttle", &[0, 1], false, 1)), "a facilitator, whom its protocol needs");
    let nobody = "one of those who sit there to bring what they agree";
    assert_eq!(wrong(alternating(), channel("probe", &[0, 1], false, 2)), nobody);
    assert!(wrong(Box::new(SingleText), channel("probe", &[0, 1], true, 1)).starts_with("the facilitator to bring"));
    let many = (0..17).map(|_| channel("probe", &[0, 1], false, 1)).collect();
    assert_eq!(Tracks::new(Box::new(Shuttle), many).expect_err("refused").0, 16);
    let sides = Tracks::new(Box::new(Alternating), vec![channel("shuttle", &[0, 1], true, 1)]).expect("sides");
    assert!(sides.facilitated() && !Alternating.facilitated());
    assert_eq!(Carry.words(), "carry");
}
