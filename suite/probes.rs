//! The lens `probes` against enumeration, closed forms and its laws, and as a user meets it.

use crate::folder::{catalog, read};
use crate::scratch::{Scratch, zopa};
use serde_json::Value;
use zopa_case::Case;
use zopa_lens::probes::{Aim, Manner, Probe, Probes, Settings, probes};
use zopa_lens::{Arithmetic, Run, Stop, Unwatched};
use zopa_wire::{probes_findings, read_case};

/// A price from 0 to 100 between a seller and a buyer; their no-deal values come after it.
const PRICE: &str = "zopa: 1
case: Price
as of: 2026-02-18
fictional: true
parties:
  seller: {name: Seller, role: party}
  buyer: {name: Buyer, role: party}
  host: {name: Host, role: facilitator}
issues:
  price: {name: Price, kind: number, from: 0, to: 100, step: 10}
sources:
  NOTE: {title: Note, date: 2026-01, grade: C3}
";

fn case(seller: &str, buyer: &str, more: &str) -> Case {
    let text = format!(
        "{PRICE}preferences:
  seller:
    scale: 100
    no deal: {seller}
    price: {{weight: 100, values: {{0: 0, 10: 10, 20: 20, 30: 30, 40: 40, 50: 50, 60: 60, 70: 70, 80: 80, 90: 90, 100: 100}}}}
  buyer:
    scale: 100
    no deal: {buyer}
    price: {{weight: 100, values: {{0: 100, 10: 90, 20: 80, 30: 70, 40: 60, 50: 50, 60: 40, 70: 30, 80: 20, 90: 10, 100: 0}}}}
{more}"
    );
    let world = zopa_wire::Memory::new([("case.yaml", text.as_str())]);
    let read = read_case(&world).unwrap_or_else(|unread| {
        panic!("{:#?}", unread.diagnostics.iter().map(|own| own.line(&unread.texts)).collect::<Vec<_>>())
    });
    read.known().expect("cut")
}

const PLAIN: Manner = Manner { errors: 0.0, bluff: 0.0, silent_yes: 0.0, silent_no: 0.0 };

fn assumed(case: &Case) -> Settings {
    Settings::assumed(case).expect("a decision")
}

fn run(case: &Case, settings: &Settings) -> Run<Probes> {
    let run = probes(case, settings, &Unwatched);
    assert!(run.findings.missing.is_empty(), "{:?}", run.findings.missing);
    run
}

fn of(found: &Probes, option: usize, party: usize) -> &Probe {
    found.probes.iter().find(|own| own.package == [option] && own.party == party).expect("a probe")
}

fn near(one: f64, two: f64) {
    assert!((one - two).abs() < 1e-9, "{one} is not {two}");
}

fn bits(shares: &[f64]) -> f64 {
    shares.iter().filter(|share| **share > 0.0).map(|share| -share * share.log2()).sum()
}

const LINES: &str = "lines:
  - {id: floor, party: seller, kind: bottom line, never: price = 40 | 50, firmness: 0.5, date: 2026-01-05, source: NOTE}
  - {id: cap, party: buyer, kind: bottom line, never: price = 60 | 70, firmness: 0.3, date: 2026-01-05, source: NOTE}
  - {id: wall, party: buyer, kind: bottom line, never: price = 50 | 60 | 70, firmness: 0.2, date: 2026-01-05, source: NOTE}
";

#[test]
fn every_probe_is_what_enumeration_makes_of_it() {
    let case = case("40", "30", LINES);
    let manner = Manner { errors: 0.1, bluff: 0.25, silent_yes: 0.1, silent_no: 0.3 };
    let settings = Settings { manner, failed: 0.3, anchoring: 0.01, ..Settings::default() };
    let run = run(&case, &settings);
    assert_eq!((run.arithmetic, run.stop), (Arithmetic::Exact, Stop::Complete));
    let found = &run.findings;
    assert_eq!((found.draws, found.exact, found.all, found.candidates, found.probes.len()), (8, true, true, 11, 22));
    // Worlds: is the floor real, the cap, the wall.
    let worlds: Vec<([bool; 3], f64)> = (0..8)
        .map(|bits| {
            let real = [0, 1, 2].map(|at| bits >> at & 1 == 1);
            let chance = real.iter().zip([0.5, 0.3, 0.2]).map(|(real, share)| if *real { share } else { 1.0 - share });
            (real, chance.product())
        })
        .collect();
    let seller = |real: &[bool; 3], price: usize| price >= 4 && !(real[0] && (price == 4 || price == 5));
    let buyer = |real: &[bool; 3], price: usize| {
        price <= 7 && !(real[1] && (price == 6 || price == 7)) && !(real[2] && (5..=7).contains(&price))
    };
    let agreed = |real: &[bool; 3], price: usize| seller(real, price) && buyer(real, price);
    let zone = |real: &[bool; 3]| (0..11).any(|price| agreed(real, price));
    let payoff = |real: &[bool; 3], action: usize| match action {
        0 => 0.0,
        action if agreed(real, action - 1) => 1.0,
        _ => -0.3,
    };
    let best = |chance: &dyn Fn(&[bool; 3]) -> f64| -> f64 {
        let worth =
            |action: usize| worlds.iter().map(|(real, own)| own * chance(real) * payoff(real, action)).sum::<f64>();
        (0..12).map(worth).fold(f64::NEG_INFINITY, f64::max)
    };
    let now = best(&|_| 1.0);
    let decision = found.decision.as_ref().expect("a decision");
    near(decision.worth.value, now);
    let perfect: f64 = worlds
        .iter()
        .map(|(real, own)| own * (0..12).map(|action| payoff(real, action)).fold(f64::NEG_INFINITY, f64::max))
        .sum();
    near(decision.perfect.value, perfect - now);
    let share: f64 = worlds.iter().filter(|(real, _)| zone(real)).map(|(_, own)| own).sum();
    near(found.zone.share.value, share);
    near(found.entropy, bits(&[share, 1.0 - share]));
    for price in 0..11 {
        for party in 0..2 {
            let takes = |real: &[bool; 3]| if party == 0 { seller(real, price) } else { buyer(real, price) };
            // From the words of the method: an error turns the answer round, a bluff turns a yes into a no, some stay silent.
            let heard = |real: &[bool; 3]| {
                let yes = if takes(real) { 0.9 } else { 0.1 } * 0.75;
                [yes * 0.9, (1.0 - yes) * 0.7, yes * 0.1 + (1.0 - yes) * 0.3]
            };
            let own = of(found, price, party);
            near(own.gain.value, (0..3).map(|s| best(&|real| heard(real)[s])).sum::<f64>() - now);
            near(own.net.value, own.gain.value - 0.01);
            near(own.acceptable.share.value, worlds.iter().filter(|(real, _)| takes(real)).map(|(_, own)| own).sum());
            let mut after = 0.0;
            for s in 0..3 {
                let chance: f64 = worlds.iter().map(|(real, own)| own * heard(real)[s]).sum();
                near(own.answers[s].chance, chance);
                let yes =
                    worlds.iter().filter(|(real, _)| zone(real)).map(|(real, own)| own * heard(real)[s]).sum::<f64>();
                near(own.answers[s].zone.expect("comes").share.value, yes / chance);
                after += chance * bits(&[yes / chance, 1.0 - yes / chance]);
                for (line, share) in &own.answers[s].lines {
                    let at = ["floor", "cap", "wall"].iter().position(|own| own == line).expect("a line");
                    assert_eq!(usize::from(at > 0), party, "a line of the party asked");
                    let real: f64 =
                        worlds.iter().filter(|(real, _)| real[at]).map(|(real, own)| own * heard(real)[s]).sum();
                    near(*share, real / chance);
                }
            }
            near(own.bits.value, found.entropy - after);
        }
    }
}

#[test]
fn draws_come_near_what_is_known_of_a_uniform_no_deal_value() {
    // The seller needs 30 to 70, the buyer pays at most 70 and decides what to offer.
    let case = case("[30, 70]", "30", "");
    let buyer = case.party_named("buyer").expect("a party");
    let settings = Settings { draws: 4_000, aim: Aim::Party(buyer), manner: PLAIN, ..Settings::default() };
    let run = run(&case, &settings);
    let found = &run.findings;
    let covers = |own: &zopa_lens::probes::Estimate, value: f64| {
        assert!(
            own.low <= value + 1e-9 && value - 1e-9 <= own.high && own.low <= own.value && own.value <= own.high,
            "{own:?}: {value}"
        );
    };
    assert_eq!((run.arithmetic, found.probes.iter().all(|own| own.party == 0)), (Arithmetic::Sampled, true));
    let decision = found.decision.as_ref().expect("a decision");
    // An offer of 50 is taken in half: 30 + 0.5 x 20. To know the seller's number is worth (30 + 20 + 10) / 4 - 10.
    assert_eq!(decision.table, Some(vec![5]));
    covers(&decision.worth, 40.0);
    covers(&decision.perfect, 5.0);
    covers(&of(found, 5, 0).gain, 2.5);
    covers(&of(found, 4, 0).gain, 2.5);
    covers(&of(found, 6, 0).gain, 0.0);
    // Both are worth 2.5, so that neither ranks behind the other.
    assert_eq!((of(found, 5, 0).rank, of(found, 4, 0).rank), (1, 1));
    assert!(of(found, 7, 0).rank > 1 && of(found, 7, 0).gain.value == 0.0);
    assert!(found.probes.iter().all(|own| own.bits.value == 0.0), "there is a zone in every draw");
}

#[test]
fn bits_come_near_what_is_known_of_a_uniform_no_deal_value() {
    // There is a zone up to 70, in half of the draws; the seller takes 60 in a quarter.
    let case = case("[50, 90]", "30", "");
    let run = run(&case, &Settings { draws: 4_000, manner: PLAIN, ..Settings::default() });
    let found = &run.findings;
    let third = 1.0 / 3.0;
    for (option, known) in [(7, 1.0), (6, 1.0 - 0.75 * bits(&[third, 1.0 - third])), (5, 0.0)] {
        let own = of(found, option, 0).bits;
        assert!(own.low <= known && known <= own.high.max(0.001), "{option}: {own:?}, known {known}");
    }
    assert_eq!(of(found, 7, 0).rank_taught, 1);
    let [yes, no, silent] = &of(found, 7, 0).answers;
    assert!(yes.zone.expect("comes").share.value == 1.0 && no.zone.expect("comes").share.value == 0.0);
    assert!(silent.zone.is_none() && silent.chance == 0.0);
    assert!(found.probes.iter().filter(|own| own.party == 1).all(|own| own.gain.value == 0.0 && own.bits.value == 0.0));
}

#[test]
fn the_same_seed_gives_the_same_bytes_on_any_number_of_threads() {
    let case = case("[30, 70]", "[20, 40]", LINES);
    let told = |threads: usize, weights: Option<Vec<f64>>| {
        let settings = Settings { draws: 200, threads, weights, ..Settings::default() };
        probes_findings(&case, &run(&case, &settings).findings).to_string()
    };
    assert_eq!(told(1, None), told(16, None));
    assert_eq!(told(1, None), told(2, Some(vec![3.0; 200])), "equal weights weigh nothing");
}

#[test]
fn a_posterior_can_be_handed_in() {
    let case = case("[30, 70]", "30", "");
    let weights: Vec<f64> = (0..300).map(|at| if at < 100 { 1.0 } else { 0.0 }).collect();
    let some = run(&case, &Settings { draws: 300, weights: Some(weights), ..Settings::default() }).findings;
    let few = run(&case, &Settings { draws: 100, ..Settings::default() }).findings;
    near(some.effective, 100.0);
    near(some.zone.share.value, few.zone.share.value);
    for own in &few.probes {
        let other = of(&some, own.package[0], own.party);
        near(own.gain.value, other.gain.value);
        near(own.bits.value, other.bits.value);
        near(own.acceptable.share.value, other.acceptable.share.value);
    }
}

#[test]
fn nothing_uncertain_leaves_nothing_to_learn() {
    let run = run(&case("40", "30", ""), &Settings::default());
    assert!(run.findings.probes.iter().all(|own| own.gain.value == 0.0 && own.bits.value == 0.0));
    assert!(run.findings.sentence.contains("No answer would change what is believed."), "{}", run.findings.sentence);
}

#[test]
fn a_probe_goes_by_the_cheapest_track_whose_leak_is_entered() {
    let more = format!(
        "{LINES}probes: {{errors: 0, bluff: 0, silent if yes: 0, silent if no: 0, leak: 0.4, anchoring: 0.01, leaks: 0.5}}
rounds:
  tracks:
    - {{id: quiet, name: The quiet room, who: [seller, host], brought by: host, leaks: [0, 0.2]}}
    - {{id: loud, name: The loud room, who: [seller, buyer], brought by: buyer}}
"
    );
    let case = case("40", "30", &more);
    let found = run(&case, &assumed(&case)).findings;
    let own = of(&found, 5, 0);
    let ways: Vec<(&str, Option<f64>)> = own.tracks.iter().map(|way| (way.track.as_str(), way.leaks)).collect();
    assert_eq!(ways, [("quiet", Some(0.1)), ("formal", Some(0.5)), ("loud", None)]);
    near(own.tracks[0].cost, 0.05);
    near(own.net.value, own.gain.value - 0.05);
    let own = of(&found, 5, 1);
    assert_eq!(own.tracks.iter().map(|way| way.track.as_str()).collect::<Vec<_>>(), ["formal", "loud"]);
    near(own.net.value, own.gain.value - 0.21);
}

#[test]
fn without_values_it_says_what_is_missing_and_where_to_look() {
    for (name, folder) in catalog().into_iter().filter(|(name, _)| name == "talks/geneva-2026") {
        let case = read(&folder).known().expect("cut");
        let run = probes(&case, &assumed(&case), &Unwatched);
        assert!(!run.findings.missing.is_empty() && run.findings.probes.is_empty(), "{name}");
        assert!(run.findings.sentence.contains("`gaps`"), "{}", run.findings.sentence);
    }
}

#[test]
fn the_command_answers_on_the_twin() {
    let scratch = Scratch::with_catalog("probes");
    let output = zopa(
        &scratch,
        &["probes", "catalog/teaching/twin", "--draws", "64", "--to", "norland", "--bluff", "0.3", "--json"],
    );
    assert_eq!(output.status, 0, "{}", output.stderr);
    let answer: Value = serde_json::from_str(&output.stdout).expect("JSON");
    assert_eq!((&answer["lens"], &answer["settings"]["bluff"]), (&"probes".into(), &0.3.into()));
    let probes = answer["findings"]["probes"].as_array().expect("probes");
    assert!(!probes.is_empty() && probes.iter().all(|own| own["party"] == "norland"));
    let entropy = answer["findings"]["entropy"].as_f64().expect("bits");
    let perfect = answer["findings"]["decision"]["perfect"]["value"].as_f64().expect("a number");
    for own in probes {
        let value = |key: &str| own[key]["value"].as_f64().expect("a number");
        assert!(value("bits") <= entropy + 1e-9 && value("gain") <= perfect + 1e-9);
    }
    let output = zopa(&scratch, &["probes", "catalog/talks/geneva-2026"]);
    assert_eq!(output.status, 2);
    let output = zopa(&scratch, &["probes", "catalog/teaching/twin", "--bluff", "3"]);
    assert_eq!(output.status, 3);
}
