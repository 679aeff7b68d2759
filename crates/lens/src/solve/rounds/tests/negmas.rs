//! Offers of NegMAS 0.16, offer by offer. The command and the version stand at the head of the file of numbers.

use super::super::{
    Act, Alternating, Ending, Listed, Menu as _, Offering, Seat, Semantics, Settings, Sums, Tactic, Talks,
};
use crate::Unwatched;
use std::collections::BTreeMap;

/// A talk as it stands in the file.
struct Told {
    name: String,
    rounds: u32,
    parties: Vec<(String, Option<i64>, Vec<Vec<i64>>)>,
    /// Round, party, package.
    offers: Vec<(u32, usize, usize)>,
    agreed: Option<usize>,
    end: u32,
}

fn told(text: &str) -> Vec<Told> {
    let mut talks: Vec<Told> = Vec::new();
    let whole = |word: &str| word.parse::<i64>().expect("a whole number");
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [first, rest @ ..] = words.as_slice() else { continue };
        if *first == "talk" {
            let (name, rounds) = (rest[0].to_string(), whole(rest[2]) as u32);
            talks.push(Told { name, rounds, parties: Vec::new(), offers: Vec::new(), agreed: None, end: 0 });
            continue;
        }
        let talk = talks.last_mut().expect("a talk begins");
        match *first {
            "party" => {
                let reserve = (rest[1] != "none").then(|| whole(rest[1]));
                talk.parties.push((rest[0].to_string(), reserve, Vec::new()));
            }
            "values" => talk.parties.last_mut().expect("a party").2.push(rest.iter().map(|word| whole(word)).collect()),
            "offers" => {
                let offer = |word: &&str| {
                    let own: Vec<i64> = word.split(':').map(whole).collect();
                    (own[0] as u32, own[1] as usize, own[2] as usize)
                };
                talk.offers = rest.iter().map(offer).collect();
            }
            "end" => {
                talk.agreed = (rest[0] != "none").then(|| whole(rest[0]) as usize);
                talk.end = whole(rest[1]) as u32;
            }
            other => panic!("`{other}` is no line"),
        }
    }
    talks
}

fn curve(word: &str) -> Tactic {
    Tactic::new(match word {
        "boulware" => Offering::BOULWARE,
        "linear" => Offering::LINEAR,
        "conceder" => Offering::CONCEDER,
        "micro" => Offering::Micro,
        other => panic!("`{other}` is no curve"),
    })
}

/// The offers made here, the package agreed, and how many rounds there were.
fn ours(talk: &Told) -> (Vec<(u32, usize, usize)>, Option<usize>, u32) {
    let sums = Sums::new(talk.parties.iter().map(|(_, _, values)| values.clone()).collect()).expect("small");
    let menu = Listed::of_sums(&sums).expect("small");
    let styles: Vec<Tactic> = talk.parties.iter().map(|(word, ..)| curve(word)).collect();
    let seats =
        talk.parties.iter().zip(&styles).enumerate().map(|(at, (own, style))| Seat::party(at, own.1, style)).collect();
    let settings = Settings { rounds: talk.rounds, semantics: Semantics::Negmas, ..Settings::default() };
    let talks = Talks::new(&menu, &Alternating, seats, settings).expect("seated");
    let ended = talks.run(0, true, &Unwatched);
    let record = ended.record.expect("traced");
    let number = |package| {
        let sizes = talk.parties[0].2.iter().map(Vec::len);
        menu.choices(package).into_iter().zip(sizes).fold(0, |at, (choice, size)| at * size + choice)
    };
    let offers = record.moves().iter().filter(|own| own.act == Act::Offer);
    let offers = offers.map(|own| (own.round, own.seat, number(own.package.expect("offered")))).collect();
    let agreed = match ended.ending {
        Ending::Agreed(package) => Some(number(package)),
        Ending::TimedOut => None,
        other => panic!("{other:?}"),
    };
    (offers, agreed, ended.round + 1)
}

/// What differs, if anything.
fn differs(talk: &Told) -> Option<String> {
    let (offers, agreed, end) = ours(talk);
    if offers != talk.offers {
        let at = offers.iter().zip(&talk.offers).position(|(a, b)| a != b);
        let at = at.unwrap_or(offers.len().min(talk.offers.len()));
        return Some(format!("talk {}: offer {at}: {:?}, NegMAS {:?}", talk.name, offers.get(at), talk.offers.get(at)));
    }
    ((agreed, end) != (talk.agreed, talk.end))
        .then(|| format!("talk {}: end {agreed:?} {end}, NegMAS {:?} {}", talk.name, talk.agreed, talk.end))
}

/// The value of each offer to the one who made it, by round and party.
fn values(talk: &Told, offers: &[(u32, usize, usize)]) -> BTreeMap<(u32, usize), i64> {
    let value = |(round, party, number): &(u32, usize, usize)| {
        let (mut left, mut sum) = (*number, 0);
        for row in talk.parties[*party].2.iter().rev() {
            sum += row[left % row.len()];
            left /= row.len();
        }
        ((*round, *party), sum)
    };
    offers.iter().map(value).collect()
}

#[test]
fn offers_and_agreements_are_those_of_negmas() {
    let all = told(include_str!("negmas.txt"));
    assert_eq!(all.len(), 36);
    assert!(all.iter().filter(|talk| talk.agreed.is_some()).count() > 5);
    let wrong: Vec<String> = all.iter().filter_map(differs).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn among_packages_of_one_value_the_values_are_those_of_negmas() {
    let all = told(include_str!("negmas_ties.txt"));
    let (mut same, mut apart) = (0, 0);
    for talk in &all {
        let (offers, ..) = ours(talk);
        let (ours, theirs) = (values(talk, &offers), values(talk, &talk.offers));
        for (step, value) in &ours {
            // Which of the packages of a value is offered can decide who accepts, and so who offers at all.
            if let Some(other) = theirs.get(step) {
                assert_eq!(value, other, "talk {}, step {step:?}", talk.name);
                same += 1;
            }
        }
        apart += usize::from(offers != talk.offers);
    }
    assert!(same > 100 && apart > 0, "{same} offers, {apart} talks with ties that matter");
}
