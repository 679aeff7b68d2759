//! The scorer of talks between people, on made-up logs worked by hand.

#[path = "../bench/human-talks/scores.rs"]
mod scores;

use crate::folder::root;
use scores::{Talk, first_offer, frequency, orders, posterior, read, score};

fn log(name: &str) -> Talk {
    let file = root().join("bench/human-talks/logs").join(name);
    read(&std::fs::read_to_string(&file).unwrap()).unwrap_or_else(|problem| panic!("{name}: {problem}"))
}

fn near(one: f64, two: f64) {
    assert!((one - two).abs() < 1e-9, "{one} is not {two}");
}

fn offers(talk: &Talk, side: usize) -> Vec<Vec<usize>> {
    talk.offers.iter().filter(|(own, _)| *own == side).map(|(_, offer)| offer.clone()).collect()
}

#[test]
fn a_log_is_scored_as_by_hand() {
    let talk = log("field.talk");
    assert_eq!((talk.sides[0].as_str(), talk.offers.len(), talk.outcome.as_str()), ("north", 4, "none"));
    let north = offers(&talk, 0);
    // North asks for all of the field and leaves the ditch: field first, which is right.
    let one = score(&talk.worth[0], &first_offer(&talk, 0, &north[..1]));
    assert_eq!((one.full, one.top, one.brier), (1.0, 1.0, 0.0));
    // South asks for none of what it has of the field and all of the ditch, option for option: ditch first.
    let one = score(&talk.worth[1], &first_offer(&talk, 1, &offers(&talk, 1)));
    assert_eq!((one.full, one.top, one.brier), (1.0, 1.0, 0.0));
    // After one offer each option was offered once: a tie, half right. Brier: (1/2 - 1)^2 + (1/2)^2.
    let one = score(&talk.worth[0], &frequency(&talk, 0, &north[..1]));
    assert_eq!((one.full, one.top, one.brier), (0.5, 0.5, 0.5));
    let all = scores::scores(&[talk]);
    // Both sides are heard once, north alone a second and a third time.
    assert!(all.iter().all(|(_, by)| by.iter().map(|own| own.n).eq([2, 1, 1])));
    let of = |name: &str| all.iter().find(|(own, _)| *own == name).unwrap().1.clone();
    let first = of("first offer");
    assert!(first.iter().all(|own| (own.full, own.top, own.brier) == (1.0, 1.0, 0.0)));
    assert!(of("option frequency").iter().all(|own| (own.full, own.top, own.brier) == (0.5, 0.5, 0.5)));
}

#[test]
fn issues_that_matter_alike_are_right_in_any_order() {
    let talk = log("job.talk");
    let firm = offers(&talk, 1);
    // The firm asks for the lowest pay and the short leave, and for the far office that nobody likes: 1, 1, 0.
    let one = score(&talk.worth[1], &first_offer(&talk, 1, &firm));
    assert_eq!((one.full, one.top, one.brier), (1.0, 1.0, 0.0));
    // Nothing is known by frequency: two of six orders are right, two of three issues on top.
    // Brier: 2 (1/3 - 1/2)^2 + (1/3)^2 = 1/18 + 1/9.
    let one = score(&talk.worth[1], &frequency(&talk, 1, &firm));
    near(one.full, 1.0 / 3.0);
    near(one.top, 2.0 / 3.0);
    near(one.brier, 1.0 / 6.0);
    // The applicant gives way on pay alone: pay was high once and middle once, leave and office were the same twice.
    let one = score(&talk.worth[0], &frequency(&talk, 0, &offers(&talk, 0)));
    assert_eq!((one.full, one.top), (0.0, 0.0));
    near(one.brier, 1.5);
}

#[test]
fn a_guess_is_a_distribution_and_the_posterior_follows_what_is_given_up() {
    assert_eq!((orders(3).len(), orders(6).len()), (6, 720));
    let talk = log("tools.talk");
    let one = offers(&talk, 0);
    for heard in 0..=one.len() {
        let guess = posterior(&talk, 0, &one[..heard]);
        near(guess.iter().sum(), 1.0);
        if heard == 0 {
            guess.iter().for_each(|own| near(*own, 1.0 / 24.0));
        }
    }
    // Given up first: the rope, then the spade. The posterior has all orders with saw and axe above spade, spade above rope.
    let guess = posterior(&talk, 0, &one);
    let best = orders(4).into_iter().zip(&guess).max_by(|a, b| a.1.total_cmp(b.1)).unwrap().0;
    assert_eq!(best[2..], [2, 3]);
}

#[test]
fn what_is_wrong_with_a_log_is_told_with_its_line() {
    let told = |text: &str| read(text).unwrap_err();
    let start = "talk: T\nsides: a, b\nissue x: 1 | 2\n";
    assert_eq!(told("talk T"), "line 1: no colon");
    assert_eq!(told("talk: T\nsides: a"), "line 2: two sides are needed, with a comma between");
    assert_eq!(told("issue x: 1"), "line 1: an issue needs two options or more, with | between");
    assert_eq!(told(&format!("{start}offer c: x 1")), "line 4: there is no side `c`");
    assert_eq!(told(&format!("{start}offer a: x 3")), "line 4: an option is none of its issue's");
    assert_eq!(told(&format!("{start}offer a: x 1, y 2")), "line 4: every issue is named once, and nothing else");
    assert_eq!(told(&format!("{start}worth a: x many")), "line 4: a worth is no number");
    assert_eq!(told(&format!("{start}deal: x")), "line 4: `deal` is no key");
    assert_eq!(told(start), "the worth of both sides is needed");
    let many: String = (0..7).map(|at| format!("issue x{at}: 1 | 2\n")).collect();
    assert_eq!(told(&many), "line 7: more than 6 issues");
}
