//! Offers of NegMAS 0.16, offer by offer. The command and the version stand at the head of the file of numbers.

use super::super::{
    Act, Alternating, Ending, Listed, Menu as _, Offering, Seat, Semantics, Settings, Sums, Tactic, Talks, menu_of_sums,
};
use crate::Unwatched;

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

/// What differs, if anything.
fn differs(talk: &Told) -> Option<String> {
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
    let offers: Vec<(u32, usize, usize)> = record
        .moves()
        .iter()
        .filter(|own| own.act == Act::Offer)
        .map(|own| (own.round, own.seat, number(own.package.expect("offered"))))
        .collect();
    if offers != talk.offers {
        let at = offers.iter().zip(&talk.offers).position(|(a, b)| a != b);
        let at = at.unwrap_or(offers.len().min(talk.offers.len()));
        return Some(format!("talk {}: offer {at}: {:?}, NegMAS {:?}", talk.name, offers.get(at), talk.offers.get(at)));
    }
    let agreed = match ended.ending {
        Ending::Agreed(package) => Some(number(package)),
        Ending::TimedOut => None,
        other => panic!("{other:?}"),
    };
    let end = ended.round + 1;
    ((agreed, end) != (talk.agreed, talk.end))
        .then(|| format!("talk {}: end {agreed:?} {end}, NegMAS {:?} {}", talk.name, talk.agreed, talk.end))
}

#[test]
fn scratch() {
    let all = told(&std::fs::read_to_string("/tmp/w3/target/tr/big.txt").unwrap());
    let wrong: Vec<String> = all.iter().filter_map(differs).collect();
    eprintln!("{} of {}", wrong.len(), all.len());
    panic!("{}", wrong[..wrong.len().min(15)].join("\n"));
}
