//! Laws over draws: what must be so whatever is drawn, since every quantity has numbers of its own.

use super::brute::Brute;
use super::made::{Preferences, Scale, Talks, Width, Worth, names_event, talks};
use super::{Places, ask, config, open, points, text};
use proptest::prelude::*;
use zopa_case::Case;
use zopa_lens::settlement::{Acceptable, Settings, Settlement};
use zopa_lens::{Share, Stop};

const DRAWS: u64 = 50;

fn few() -> Settings {
    Settings { seed: 7, draws: DRAWS, ..Settings::default() }
}

/// Draws that are only asked whether they have a zone.
fn shallow(draws: u64) -> Settings {
    Settings { draws, deep: 0, ..few() }
}

/// Everything is a range: wide ones of no-deal values and options, narrow ones of weights.
fn ranges(_: usize, what: &str) -> Width {
    match what {
        "no deal" => Width::Range(700),
        "value" => Width::Range(30),
        "weight" => Width::Range(5),
        _ => Width::Range(20),
    }
}

/// Ranges for the options and the no-deal value of some parties only.
fn some(party: usize, what: &str) -> Width {
    if party.is_multiple_of(2) && what != "weight" { ranges(party, what) } else { Width::Point }
}

fn share(found: &Settlement) -> Share {
    found.zone.share.unwrap_or_else(|| panic!("no share: {}", found.zone.sentence))
}

/// In how many draws there is a zone; none may be left open.
fn hits(case: &Case, settings: Settings) -> u64 {
    let run = ask(case, settings);
    assert_eq!(run.stop, Stop::Complete);
    let share = share(&run.findings);
    assert_eq!((share.n(), share.undecided()), (settings.draws, 0));
    share.hits()
}

/// Cases in which everybody is valued and something is uncertain for somebody whose yes is needed.
fn drawn(packages: usize) -> impl Strategy<Value = (Talks, bool)> {
    (talks(packages, true), any::<bool>()).prop_filter("something is drawn", |(talks, _)| {
        talks.preferences.iter().step_by(2).any(Option::is_some) && talks.made.parties > 1
    })
}

fn width(all: bool) -> &'static dyn Fn(usize, &str) -> Width {
    if all { &ranges } else { &some }
}

/// The case with one more party, whose yes nobody needs and whose numbers are ranges.
fn watched(talks: &Talks) -> Talks {
    let mut more = talks.clone();
    let worths =
        talks.made.issues.iter().map(|issue| Some(Worth { weight: 4, values: vec![9; issue.options] })).collect();
    let known = Preferences { scale: Scale::Raw, no_deal: Some(3), worths, linkages: Vec::new(), table: None };
    more.preferences.push(Some(known));
    more.facilitators.push(true);
    more.made.parties += 1;
    more
}

proptest! {
    #![proptest_config(config(10))]

    #[test]
    fn the_same_seed_gives_the_same_answer_on_one_thread_and_four((talks, all) in drawn(40)) {
        if let Some(case) = open(&talks, width(all)) {
            let settings = Settings { draws: 150, deep: 40, ..few() };
            let told = |threads: usize| format!("{:?}", ask(&case, Settings { threads, ..settings }));
            let first = told(1);
            prop_assert_eq!(&first, &told(1));
            prop_assert_eq!(&first, &told(4));
        }
    }
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn no_deal_worth_more_never_opens_a_zone((talks, all) in drawn(60), which in any::<prop::sample::Index>(), by in 1..400_i64) {
        if let Some(case) = open(&talks, width(all)) {
            let mut harder = talks.clone();
            let party = which.index(talks.made.parties);
            let raised = harder.preferences[party].as_mut().and_then(|known| known.no_deal.as_mut()).unwrap();
            *raised += by;
            let after = hits(&open(&harder, width(all)).unwrap(), shallow(DRAWS));
            prop_assert!(after <= hits(&case, shallow(DRAWS)), "party {party} by {by}\n{}", text(&talks));
        }
    }

    #[test]
    fn a_line_less_never_closes_a_zone((talks, all) in drawn(60)) {
        if let Some(case) = open(&talks, width(all)) {
            let before = hits(&case, shallow(DRAWS));
            for line in 0..talks.made.lines.len() {
                let mut freer = talks.clone();
                freer.made.lines.remove(line);
                let after = hits(&open(&freer, width(all)).unwrap(), shallow(DRAWS));
                prop_assert!(after >= before, "without line {line}: {after} after {before}\n{}", text(&talks));
            }
        }
    }

    #[test]
    fn leverage_opens_what_the_same_change_of_the_numbers_opens((talks, all) in drawn(60)) {
        if let Some(case) = open(&talks, width(all)) {
            let found = ask(&case, few()).findings;
            let before = share(&found).hits();
            for (at, lever) in talks.levers.iter().enumerate() {
                let id = format!("lever-{at}");
                let own = found.leverage.iter().find(|levers| levers.levers == [id.as_str()]);
                let with = own.map_or(before, |levers| levers.share.hits());
                prop_assert!(with >= before);
                let mut changed = talks.clone();
                let known = changed.preferences[lever.upon].as_mut().unwrap();
                match &lever.condition {
                    // Worth more whatever the package, or no deal worth less: the same.
                    None => *known.no_deal.as_mut().unwrap() -= lever.worth,
                    Some(rule) if known.table.is_none() && !names_event(rule) => {
                        known.linkages.push((rule.clone(), lever.worth));
                    }
                    Some(_) => continue,
                }
                let same = |party: usize, what: &str| {
                    if what == "linkage" { Width::Point } else { width(all)(party, what) }
                };
                let (one, two) = (open(&talks, &same).unwrap(), open(&changed, &same).unwrap());
                let found = ask(&one, few()).findings;
                let own = found.leverage.iter().find(|levers| levers.levers == [id.as_str()]);
                let with = own.map_or(share(&found).hits(), |levers| levers.share.hits());
                prop_assert_eq!(with, hits(&two, shallow(DRAWS)), "lever {}\n{}", at, text(&talks));
            }
        }
    }

    #[test]
    fn numbers_of_somebody_else_change_no_draw((talks, all) in drawn(60)) {
        if let Some(case) = open(&talks, width(all)) {
            let other = open(&watched(&talks), &|party, what| {
                if party == talks.made.parties { Width::Range(3) } else { width(all)(party, what) }
            });
            prop_assert_eq!(hits(&case, shallow(DRAWS)), hits(&other.unwrap(), shallow(DRAWS)), "{}", text(&talks));
        }
    }

    #[test]
    fn fewer_draws_are_the_first_of_more((talks, all) in drawn(60)) {
        if let Some(case) = open(&talks, width(all)) {
            let runs = [1, 2, 3, 10, 11, 12, 30, 63, 64, 65, 66];
            let counts: Vec<u64> = runs.iter().map(|draws| hits(&case, shallow(*draws))).collect();
            for (n, count) in runs.windows(2).zip(counts.windows(2)) {
                let (more, found) = (n[1] - n[0], count[1].checked_sub(count[0]));
                prop_assert!(found.is_some_and(|found| found <= more), "{counts:?} of {runs:?}\n{}", text(&talks));
            }
            // How many are looked at closely is nothing to the share.
            prop_assert_eq!(hits(&case, Settings { deep: 5, draws: 12, ..few() }), counts[5]);
        }
    }

    #[test]
    fn candidates_keep_what_is_said_of_them((talks, all) in drawn(60)) {
        if let Some(case) = open(&talks, width(all)) {
            for own in ask(&case, few()).findings.candidates {
                let (hits, n) = (own.in_zone.hits(), own.in_zone.n());
                let all = |word: Acceptable| own.acceptable.iter().all(|(_, own)| *own == word);
                // No line has a firmness: all are in force in every draw.
                let logical = zopa_lens::verify::admissible(&case, &own.valued.package).holds();
                if own.crosses.is_empty() && logical && all(Acceptable::Necessarily) {
                    prop_assert_eq!(hits, n, "{}\n{}", own.id, text(&talks));
                }
                if !logical || own.acceptable.iter().any(|(_, own)| *own == Acceptable::Never) {
                    prop_assert_eq!(hits, 0, "{}\n{}", own.id, text(&talks));
                }
                prop_assert!(own.nash.hits() <= hits);
            }
        }
    }

    #[test]
    fn ranges_without_width_are_points(talks in talks(60, true)) {
        if let Some(case) = open(&talks, &points) {
            let known = ask(&case, few()).findings;
            let flat = ask(&open(&talks, &|_, _| Width::Degenerate).unwrap(), few()).findings;
            let told = |found: &Settlement| {
                (found.draws, format!("{:?} {:?} {:?}", found.zone, found.efficient, found.points))
            };
            prop_assert_eq!(told(&known), told(&flat));
        }
    }

    /// Something uncertain that bears on nothing makes the lens draw: every draw then is the case of points.
    #[test]
    fn draws_of_points_are_the_points(talks in talks(60, true)) {
        let brute = Brute::new(&talks);
        let wide = |party: usize, _: &str| if party == talks.made.parties { Width::Range(3) } else { Width::Point };
        if let Some(case) = open(&watched(&talks), &wide) {
            let found = ask(&case, few()).findings;
            let zone = brute.zone();
            prop_assert_eq!(share(&found).hits(), if zone.is_empty() { 0 } else { DRAWS }, "{}", text(&talks));
            prop_assert_eq!(found.zone.empty, Some(zone.is_empty()));
            let places = Places { case: &case, brute: &brute };
            for own in &found.candidates {
                let at = places.place(&own.valued.package);
                prop_assert_eq!(own.in_zone.hits(), if zone.contains(&at) { DRAWS } else { 0 }, "{}", text(&talks));
                if let Some(efficient) = own.efficient {
                    prop_assert_eq!(efficient.hits() > 0, brute.undominated(at), "{} {}\n{}", own.id, efficient.hits(), text(&talks));
                }
                let nash = brute.best(zopa_lens::settlement::Concept::Nash, &zone);
                if own.nash.hits() > 0 {
                    prop_assert!(nash.is_none_or(|(best, _)| best.contains(&at)), "{}\n{}", own.id, text(&talks));
                }
            }
        }
    }

    /// With one no-deal value uniform and all else points, the share of draws has a known chance.
    #[test]
    fn a_share_is_what_the_uniform_distribution_says(talks in talks(60, true), by in 50..4_000_i64) {
        const N: u64 = 400;
        let brute = Brute::new(&talks);
        let Some(party) = brute.consenting.first().copied() else { return Ok(()) };
        let wide = |other: usize, what: &str| {
            if other == party && what == "no deal" { Width::Range(by) } else { Width::Point }
        };
        if let Some(case) = open(&talks, &wide) {
            let others = |at: &usize| brute.consenting.iter().all(|other| *other == party || brute.reaches(*other, *at));
            let deals = (0..brute.packages.len()).filter(|at| brute.admissible[*at]).filter(others);
            let ceiling = deals.map(|at| brute.value(party, at)).max();
            let known = talks.preferences[party].as_ref().unwrap();
            let half = by as f64 * 1e6 / known.scale.units() as f64;
            let low = brute.no_deal[party].unwrap() as f64 - half;
            let chance = ceiling.map_or(0.0, |ceiling| ((ceiling as f64 - low) / (2.0 * half)).clamp(0.0, 1.0));
            let own = hits(&case, shallow(N)) as f64;
            let sigma = (N as f64 * chance * (1.0 - chance)).sqrt();
            prop_assert!((own - N as f64 * chance).abs() <= 5.0 * sigma + 1e-6, "{own} of {N}, chance {chance}\n{}", text(&talks));
        }
    }
}
