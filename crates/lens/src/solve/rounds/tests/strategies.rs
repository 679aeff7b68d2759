//! What strategies do, against their rules.

use super::super::{ACCEPTANCES, PROTOCOLS, STRATEGIES, protocol, schedule};
use super::super::{
    Act, Alternating, Ended, Ending, Listed, Menu, Move, Record, Seat, Settings, Style, Sums, Tactic, Talks, tactic,
};
use crate::Unwatched;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::collections::BTreeSet;

fn config(seed: u64) -> ProptestConfig {
    ProptestConfig {
        cases: 120,
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn space() -> impl Strategy<Value = Vec<Vec<Vec<i64>>>> {
    (prop::collection::vec(2usize..5, 1..4), 2usize..4).prop_flat_map(|(sizes, parties)| {
        let own: Vec<_> = sizes.into_iter().map(|size| prop::collection::vec(0i64..100, size)).collect();
        prop::collection::vec(own, parties)
    })
}

fn menu(values: &[Vec<Vec<i64>>]) -> Listed {
    Listed::of_sums(&Sums::new(values.to_vec()).expect("small")).expect("small")
}

fn run(menu: &Listed, styles: &[(&str, Option<i64>)], rounds: u32, k: u64) -> (Ended, Record) {
    let styles: Vec<(Tactic, Option<i64>)> =
        styles.iter().map(|(words, none)| (tactic(words).expect("words"), *none)).collect();
    let seats = styles.iter().enumerate().map(|(at, (style, none))| Seat::party(at, *none, style)).collect();
    let talks = Talks::new(menu, &Alternating, seats, Settings { rounds, ..Settings::default() }).expect("seated");
    let mut ended = talks.run(k, true, &Unwatched);
    let record = ended.record.take().expect("traced");
    (ended, record)
}

fn offers(record: &Record, seat: usize) -> Vec<(u32, i64, Move)> {
    let own = record.moves().iter().filter(|own| own.seat == seat && own.act == Act::Offer);
    own.map(|own| (own.round, record.values(own)[seat], *own)).collect()
}

const WORDS: [&str; 14] = [
    "boulware",
    "conceder",
    "linear accepting aspiration",
    "time 0.2 accepting next or time 0.9",
    "exponent 2 accepting constant 0.8",
    "tit-for-tat",
    "tit-for-tat relative 2",
    "tit-for-tat averaged 3",
    "micro",
    "hard-liner accepting next or time 0.95 and best-so-far",
    "random",
    "nice",
    "boulware leaving 0.5",
    "random accepting nothing leaving 1",
];

proptest! {
    #![proptest_config(config(63))]

    #[test]
    fn whoever_agrees_has_accepted_and_nobody_does_worse_than_no_deal(
        values in space(),
        words in prop::collection::vec(prop::sample::select(WORDS.to_vec()), 3),
        no_deals in prop::collection::vec(prop::option::of(0i64..200), 3),
        rounds in 1u32..40,
        k in 0u64..1000,
    ) {
        let menu = menu(&values);
        let parties = values.len();
        let styles: Vec<(&str, Option<i64>)> = words.iter().copied().zip(no_deals).take(parties).collect();
        let (ended, record) = run(&menu, &styles, rounds, k);
        let moves = record.moves();
        prop_assert!(moves.len() <= parties * rounds as usize && ended.moves == moves.len());
        match ended.ending {
            Ending::Agreed(package) => {
                let yes = &moves[moves.len() - parties..];
                prop_assert_eq!((yes[0].act, yes[0].package), (Act::Offer, Some(package)));
                prop_assert!(yes[1..].iter().all(|own| own.act == Act::Accept && own.package == Some(package)));
                let seats: BTreeSet<usize> = yes.iter().map(|own| own.seat).collect();
                prop_assert_eq!(seats.len(), parties);
                for (at, (_, no_deal)) in styles.iter().enumerate() {
                    prop_assert!(no_deal.is_none_or(|no_deal| menu.value(at, package) >= no_deal));
                }
            }
            Ending::WalkOut(seat) => {
                prop_assert!(styles[seat].0.contains("leaving"));
                prop_assert!(ended.time >= 0.5);
            }
            Ending::TimedOut => prop_assert_eq!((ended.round, moves.len()), (rounds - 1, parties * rounds as usize)),
            other => prop_assert!(false, "{:?}", other),
        }
        // A second time it is the same.
        let (_, again) = run(&menu, &styles, rounds, k);
        prop_assert_eq!(moves, again.moves());
    }

    #[test]
    fn time_dependent_parties_offer_no_less_than_they_hold_out_for(
        values in space(), no_deal in prop::option::of(0i64..150), e in 0.1f64..8.0, rounds in 2u32..50,
    ) {
        let menu = menu(&values);
        let words = format!("exponent {e} accepting nothing");
        let styles: Vec<(&str, Option<i64>)> = (0..values.len()).map(|_| (words.as_str(), no_deal)).collect();
        let (_, record) = run(&menu, &styles, rounds, 0);
        for seat in 0..values.len() {
            let least = no_deal.unwrap_or(i64::MIN).max(menu.lowest(seat));
            let mut last = i64::MAX;
            for (round, value, _) in offers(&record, seat) {
                let share = 1.0 - libm::pow(f64::from(round) / f64::from(rounds - 1), e);
                prop_assert!(value as f64 >= least as f64 + (menu.highest(seat) - least) as f64 * share - 0.5);
                prop_assert!(value <= last, "never takes back");
                last = value;
            }
            if least <= menu.highest(seat) {
                let end = offers(&record, seat).last().map(|own| own.1);
                prop_assert_eq!(end, menu.values().iter().skip(seat).step_by(values.len()).filter(|v| **v >= least).min().copied());
            }
        }
    }

    #[test]
    fn micro_makes_no_more_offers_than_it_got_and_leaves_none_out(values in space(), no_deal in 0i64..150, k in 0u64..100) {
        let menu = menu(&values[..2]);
        let (_, record) = run(&menu, &[("micro", Some(no_deal)), ("random", None)], 40, k);
        let (mut sent, mut received): (Vec<_>, BTreeSet<_>) = (Vec::new(), BTreeSet::new());
        for own in record.moves().iter().filter(|own| own.act == Act::Offer) {
            let package = own.package.expect("offered");
            if own.seat == 1 {
                received.insert(package);
            } else if !sent.contains(&package) {
                prop_assert!(sent.len() <= received.len());
                prop_assert_eq!(menu.nth(0, sent.len()), Some(package));
                prop_assert!(menu.value(0, package) >= no_deal);
                sent.push(package);
            } else {
                // It had to repeat itself, or nothing was left that is at least as good as no deal.
                prop_assert!(sent.len() > received.len() || sent.len() == menu.count(0, no_deal));
            }
        }
    }
}

/// One issue of eleven options on which two parties want opposite ends, in steps of ten.
fn opposed() -> Listed {
    let rising: Vec<i64> = (0..11).map(|at| at * 10).collect();
    let falling = rising.iter().rev().copied().collect();
    menu(&[vec![rising], vec![falling]])
}

#[test]
fn opposed_conceders_meet_in_the_middle() {
    let (ended, record) = run(&opposed(), &[("linear", None), ("linear", None)], 11, 0);
    // Both come down by one step a round: in round 5 the first offers 50, which is what the second would offer next.
    assert_eq!((ended.round, record.moves().len()), (5, 12));
    let Ending::Agreed(package) = ended.ending else { panic!("{:?}", ended.ending) };
    assert_eq!(opposed().choices(package), [5]);
    let (ended, _) = run(&opposed(), &[("hard-liner", None), ("hard-liner", None)], 11, 0);
    assert_eq!(ended.ending, Ending::TimedOut);
    let (ended, _) = run(&opposed(), &[("hard-liner", None), ("boulware", Some(0))], 50, 0);
    assert!(matches!(ended.ending, Ending::Agreed(own) if opposed().choices(own) == [10]));
}

#[test]
fn tit_for_tat_gives_what_it_got() {
    // The other gives ten a round in its own values, which is ten in those of this one.
    let moved = |words: &str| -> Vec<i64> {
        let (_, record) = run(&opposed(), &[("linear accepting nothing", None), (words, None)], 11, 0);
        offers(&record, 1).into_iter().map(|own| own.1).collect()
    };
    // It sees 0, 10, 20 and so on.
    assert_eq!(moved("tit-for-tat accepting nothing"), [100, 90, 80, 70, 60, 50, 40, 30, 20, 10, 0]);
    assert_eq!(moved("tit-for-tat absolute 3 accepting nothing"), [100, 100, 100, 90, 80, 70, 60, 50, 40, 30, 20]);
    // 100 * 0/10 = 0: from nothing to something is all one can give in proportion.
    assert_eq!(moved("tit-for-tat relative accepting nothing")[..3], [100, 0, 0]);
    let (_, record) =
        run(&opposed(), &[("hard-liner accepting nothing", None), ("tit-for-tat accepting nothing", None)], 9, 0);
    assert!(offers(&record, 1).iter().all(|own| own.1 == 100), "nothing for nothing");
    // With values from 20 up: 100 -> 100 * 30/40 and so on, each rounded up to a package.
    let values = [vec![(0..9).map(|at| at * 10).collect()], vec![(0..9).map(|at| 110 - at * 10).collect::<Vec<i64>>()]];
    let shifted = menu(&values.map(|own| vec![own.into_iter().next().expect("one issue")]));
    let (_, record) = run(
        &shifted,
        &[("exponent 1 accepting nothing", None), ("tit-for-tat averaged 2 accepting nothing", None)],
        9,
        0,
    );
    let got: Vec<i64> = offers(&record, 0).iter().map(|own| record.values(&own.2)[1]).collect();
    assert_eq!(got, [30, 40, 50, 60, 70, 80, 90, 100, 110]);
    let given: Vec<i64> = offers(&record, 1).iter().map(|own| own.1).collect();
    // Above its lowest 30: seen 0, 10, 20, 30, ..; levels 80, 80, 80 * 0/20 = 0, then nothing more to give.
    assert_eq!(given, [110, 110, 30, 30, 30, 30, 30, 30, 30]);
}

#[test]
fn parties_leave_and_change() {
    let (ended, record) = run(&opposed(), &[("hard-liner", Some(50)), ("boulware leaving 0.5", Some(40))], 11, 0);
    assert_eq!((ended.ending, ended.round, ended.time), (Ending::WalkOut(1), 5, 0.5));
    assert_eq!(record.moves().last().map(|own| own.act), Some(Act::WalkOut));
    // Without a no-deal value everything is better than nothing, and nobody leaves.
    let (ended, _) = run(&opposed(), &[("hard-liner", Some(50)), ("boulware leaving 0.5", None)], 11, 0);
    assert!(matches!(ended.ending, Ending::Agreed(_)));
    let (hard, soft) = (tactic("hard-liner").expect("words"), tactic("linear").expect("words"));
    let menu = opposed();
    let mut first = Seat::party(0, None, &hard);
    first.styles.push((6, &soft));
    first.no_deal = vec![(0, Some(0)), (8, Some(90))];
    let nothing = tactic("hard-liner accepting nothing").expect("words");
    let settings = Settings { rounds: 11, ..Settings::default() };
    let seats = vec![first, Seat::party(1, None, &nothing)];
    let record = Talks::new(&menu, &Alternating, seats, settings).expect("seated").run(0, true, &Unwatched).record;
    let values: Vec<i64> = offers(&record.expect("traced"), 0).into_iter().map(|own| own.1).collect();
    // Hard until round 6, then on the line 100 - 10 r, and from round 8 on between 90 and 100 only.
    assert_eq!(values, [100, 100, 100, 100, 100, 100, 40, 30, 100, 100, 90]);
}

#[test]
fn every_word_of_the_tables_is_read() {
    for entry in STRATEGIES {
        let plain: Vec<String> = match entry.word {
            "time BETA" => vec!["time 0.2".into()],
            "exponent E" => vec!["exponent 3".into()],
            word if word.starts_with("tit-for-tat") => {
                ["tit-for-tat", "tit-for-tat relative", "tit-for-tat averaged 4", "tit-for-tat 2"]
                    .map(String::from)
                    .to_vec()
            }
            word => vec![word.into()],
        };
        for words in plain {
            let own = tactic(&words).expect("read");
            assert_eq!(tactic(&own.words()).expect("read again"), own);
        }
    }
    for entry in ACCEPTANCES {
        let words = entry.word.replace("SHARE", "0.5").replace(" T", " 0.5");
        let own = tactic(&format!("micro accepting {words} leaving 0.25")).expect("read");
        assert_eq!(own.to_string(), format!("micro accepting {words} leaving 0.25"));
    }
    for entry in PROTOCOLS {
        assert_eq!(protocol(entry.word).expect("known").word(), entry.word);
    }
    assert!(protocol("duel").is_none());
}

#[test]
fn what_is_not_understood_is_said() {
    let wrong = |words: &str| tactic(words).expect_err("wrong");
    assert_eq!(
        wrong("tough"),
        "`tough` is no strategy: they are boulware, linear, conceder, time, exponent, tit-for-tat, micro, hard-liner, random, nice"
    );
    assert_eq!(wrong("time x"), "after `time` stands a number from 0.001 to 1000, not `x`");
    assert_eq!(wrong("time NaN"), "after `time` stands a number from 0.001 to 1000, not `NaN`");
    assert_eq!(wrong("time"), "after `time` stands a number from 0.001 to 1000");
    assert_eq!(
        wrong("micro accepting"),
        "after `accepting` stands one of: next, aspiration, constant, time, best-so-far, anything, nothing"
    );
    assert_eq!(
        wrong("micro accepting next and"),
        "after `accepting` stands one of: next, aspiration, constant, time, best-so-far, anything, nothing"
    );
    assert_eq!(wrong("micro now"), "`now` is not understood here: `accepting CONDITION` or `leaving T` could follow");
    let never = |words: &str| schedule(words).expect_err("wrong");
    assert_eq!(never("micro, till 3 nice"), "after a comma stands `from ROUND STRATEGY`, not `till 3 nice`");
    assert_eq!(never("micro, from 0 nice"), "after a comma stands `from ROUND STRATEGY`, not `from 0 nice`");
    assert_eq!(never("micro, from 1 nice"), "the rounds of `micro, from 1 nice` do not rise");
    assert_eq!(wrong("tit-for-tat 1.5"), "the window of tit-for-tat is a whole number of offers");
    assert_eq!(
        wrong(""),
        "a strategy is one of: boulware, linear, conceder, time, exponent, tit-for-tat, micro, hard-liner, random, nice"
    );
}
