//! The lens `shifts` as a user meets it: shares against cases with moved numbers, laws, closed forms.

use crate::folder::open;
use crate::scratch::{Scratch, zopa};
use serde_json::Value;
use std::sync::atomic::{AtomicU64, Ordering};
use zopa_case::{Case, Number};
use zopa_lens::settlement::{self, settlement};
use zopa_lens::shifts::{Settings, Shifts, Weighs, shifts};
use zopa_lens::{Arithmetic, Control, Share, Stop, Unwatched};
use zopa_wire::{Memory, read_case, shifts_findings};

/// Two parties whose weights and values are ranges, a line with a firmness, two drivers of no-deal values and one of the line.
fn text(north: &str, south: &str, firmness: &str) -> String {
    format!(
        "zopa: 1
case: Harbour
as of: 2026-02-18
fictional: true
parties:
  north: {{name: North, role: party}}
  south: {{name: South, role: party}}
issues:
  quay: {{name: Quay, kind: menu, menu: {{a: A, b: B, c: C}}}}
  dues: {{name: Dues, kind: menu, menu: {{low: Low, mid: Middle, high: High}}}}
  pilots: {{name: Pilots, kind: menu, menu: {{ours: Ours, joint: Joint}}}}
lines:
  - {{id: never, party: south, kind: red line, never: quay = a, firmness: {firmness}}}
preferences:
  north:
    scale: 100
    no deal: {north}
    quay: {{weight: [30, 50], values: {{a: 100, b: [30, 70], c: 0}}}}
    dues: {{weight: [20, 40], values: {{low: 0, mid: [40, 80], high: 100}}}}
    pilots: {{weight: [10, 30], values: {{ours: 100, joint: 20}}}}
  south:
    scale: 100
    no deal: {south}
    quay: {{weight: [20, 40], values: {{a: 0, b: [20, 60], c: 100}}}}
    dues: {{weight: [30, 50], values: {{low: 100, mid: 50, high: 0}}}}
    pilots: {{weight: [10, 30], values: {{ours: 0, joint: 100}}}}
drivers:
  - {{id: front, name: The front, unit: km, today: 4, range: [0, 20], date: 2026-01-02, stale after: 30 days, effects: [{{quantity: preferences.north.no deal, by: 2}}, {{quantity: preferences.south.no deal, by: -0.5}}]}}
  - {{id: price, name: The price, today: 10, range: [5, 40], date: 2026-02-10, stale after: 2 weeks, effects: [{{quantity: preferences.south.no deal, by: 1.5}}]}}
  - {{id: mood, name: The mood, today: 0, range: [-1, 1], effects: [{{quantity: lines.never.firmness, by: 0.4}}]}}
  - {{id: weather, name: The weather}}
"
    )
}

fn case(text: &str) -> Case {
    let read =
        read_case(&Memory::new([("case.yaml", text)])).unwrap_or_else(|unread| panic!("{:?}", unread.diagnostics));
    read.known().expect("cut")
}

fn few() -> Settings {
    Settings { draws: 150, rows: 0, grid: 6, ..Settings::default() }
}

fn found(case: &Case, settings: &Settings) -> Shifts {
    let run = shifts(case, settings, &Unwatched);
    assert_eq!((run.stop, run.arithmetic), (Stop::Complete, Arithmetic::Sampled));
    run.findings
}

/// The share that the lens `settlement` finds with the same draws.
fn told_by_settlement(text: &str, draws: u64) -> Share {
    let settings = settlement::Settings { draws, deep: 0, ..settlement::Settings::default() };
    settlement(&case(text), &settings, &Unwatched).findings.zone.share.expect("a share")
}

fn number(number: Number) -> f64 {
    number.to_f64()
}

#[test]
fn shares_are_those_of_the_case_with_its_numbers_moved() {
    let found = found(&case(&text("50", "48", "0.6")), &few());
    assert_eq!(found.today, told_by_settlement(&text("50", "48", "0.6"), 150));
    let (front, price, mood) = (&found.drivers[0], &found.drivers[1], &found.drivers[2]);
    assert!(!front.coarse && mood.coarse);
    for (level, share) in front.curve.iter().step_by(8) {
        let moved = number(*level) - 4.0;
        let text = text(&format!("{}", 50.0 + 2.0 * moved), &format!("{}", 48.0 - 0.5 * moved), "0.6");
        assert_eq!(*share, told_by_settlement(&text, 150), "{level}");
    }
    for (level, share) in price.curve.iter().step_by(10) {
        let text = text("50", &format!("{}", 48.0 + 1.5 * (number(*level) - 10.0)), "0.6");
        assert_eq!(*share, told_by_settlement(&text, 150), "{level}");
    }
    for (level, share) in &mood.curve {
        let text = text("50", "48", &format!("{:.6}", 0.6 + 0.4 * number(*level)));
        assert_eq!(*share, told_by_settlement(&text, 150), "{level}");
    }
    let pair = &found.pairs[0];
    assert_eq!((pair.drivers.0.as_str(), pair.drivers.1.as_str()), ("front", "price"));
    for (at, one) in pair.levels.0.iter().enumerate() {
        for (other, two) in pair.levels.1.iter().enumerate() {
            let (front, price) = (number(*one) - 4.0, number(*two) - 10.0);
            let north = format!("{:.6}", 50.0 + 2.0 * front);
            let text = text(&north, &format!("{:.6}", 48.0 - 0.5 * front + 1.5 * price), "0.6");
            assert_eq!(pair.shares[at * 6 + other], told_by_settlement(&text, 150), "{one} {two}");
        }
    }
    // Two of the levels at least differ, or nothing was tested.
    assert!(pair.shares.iter().any(|share| share.hits() == 0) && pair.shares.iter().any(|share| share.hits() > 100));
}

#[test]
fn raising_no_deal_values_never_makes_a_zone() {
    let found = found(&case(&text("[30, 60]", "[30, 60]", "0.6")), &Settings { seed: 5, ..few() });
    let price = &found.drivers[1];
    assert!(price.curve.windows(2).all(|pair| pair[0].1.hits() >= pair[1].1.hits()));
    assert!(price.curve[0].1.hits() > price.curve[40].1.hits());
    for row in found.pairs[0].shares.chunks(6) {
        assert!(row.windows(2).all(|pair| pair[0].hits() >= pair[1].hits()));
    }
}

#[test]
fn tipping_points_are_where_the_curve_crosses() {
    let found = found(&case(&text("50", "48", "0.6")), &few());
    assert!(found.today.value().is_some_and(|value| value >= 0.5), "{:?}", found.today);
    let price = &found.drivers[1];
    let [tipping] = price.tipping.as_slice() else { panic!("{:?}", price.tipping) };
    assert!(tipping.up && !tipping.opens && tipping.at > tipping.after);
    assert!(tipping.share.value().is_some_and(|value| value < 0.5));
    let (near, far) = (tipping.between.0.expect("near"), tipping.between.1.expect("far"));
    assert!(near <= tipping.at && tipping.at <= far, "{tipping:?}");
    assert!((tipping.cost - (number(tipping.at) - 10.0) / 35.0).abs() < 1e-9);
    // Just below it the settlement has half or more, at it less.
    let share = |level: Number| {
        told_by_settlement(&text("50", &format!("{:.6}", 48.0 + 1.5 * (number(level) - 10.0)), "0.6"), 150)
    };
    assert!(share(tipping.after).value().is_some_and(|value| value >= 0.5));
    assert!(share(tipping.at).value().is_some_and(|value| value < 0.5));
    let cheapest = found.pairs[0].cheapest.as_ref().expect("a combination");
    assert!(cheapest.share.value().is_some_and(|value| value < 0.5));
    assert!(cheapest.sure.is_none_or(|sure| sure >= cheapest.cost));
}

#[test]
fn the_same_bytes_on_one_thread_and_on_sixteen() {
    let case = case(&text("[40, 60]", "48", "0.6"));
    let of = |threads: usize| {
        let settings = Settings { threads, rows: 40, ..few() };
        shifts_findings(&case, &shifts(&case, &settings, &Unwatched).findings).to_string()
    };
    let one = of(1);
    assert_eq!(one, of(16));
    assert_eq!(one, of(3));
}

/// All numbers are points but one no-deal value: it decides alone, and where is known. The best that South can grant is worth 60.
const ALONE: &str = "zopa: 1
case: Alone
as of: 2026-02-18
fictional: true
parties:
  north: {name: North, role: party}
  south: {name: South, role: party}
issues:
  quay: {name: Quay, kind: menu, menu: {a: A, b: B, c: C}}
preferences:
  north: {scale: 100, no deal: [0, 100], quay: {weight: 100, values: {a: 100, b: 60, c: 0}}}
  south: {scale: 100, no deal: 30, quay: {weight: 100, values: {a: 0, b: 40, c: 100}}}
";

#[test]
fn a_quantity_that_decides_alone_has_all_of_the_variance_and_the_region() {
    let case = case(ALONE);
    let found = found(&case, &Settings { draws: 400, rows: 300, ..Settings::default() });
    let decides = found.decides.expect("indices");
    let [own] = decides.quantities.as_slice() else { panic!("{:?}", decides.quantities) };
    assert_eq!((own.path.as_str(), own.verdict), ("preferences.north.no deal", Weighs::Decides));
    assert_eq!(own.first.value, 1.0);
    assert!((own.total.value - 1.0).abs() < 0.1, "{:?}", own.total);
    assert!(decides.share.low() < 0.6 && 0.6 < decides.share.high());
    let region = found.region.expect("a region");
    assert_eq!(region.conditions.len(), 1);
    let told = &region.conditions[0];
    let at: f64 = told.trim_start_matches("no deal to North below ").parse().unwrap_or_else(|_| panic!("{told}"));
    assert!((at - 60.0).abs() < 6.0, "{told}");
    assert!(region.inside.value().is_some_and(|value| value > 0.9));
    assert!(region.outside.value().is_some_and(|value| value < 0.1));
    let [bar] = found.tornado.as_slice() else { panic!("{:?}", found.tornado) };
    assert_eq!((bar.low.hits(), bar.high.hits(), bar.apart), (300, 0, true));
}

#[test]
fn points_give_exact_answers() {
    let text = ALONE.replace("[0, 100]", "50")
        + "drivers:\n  - {id: front, name: The front, today: 0, range: [-5, 20], effects: [{quantity: preferences.north.no deal, by: 3}]}\n";
    let run = shifts(&case(&text), &Settings { rows: 0, ..Settings::default() }, &Unwatched);
    assert_eq!((run.stop, run.arithmetic), (Stop::Complete, Arithmetic::Exact));
    let found = run.findings;
    assert!(found.certain && found.draws == 1);
    let [tipping] = found.drivers[0].tipping.as_slice() else { panic!("{:?}", found.drivers[0].tipping) };
    // No-deal values are rounded to 1e-10 on this scale: 50 + 3 z is above 60 from 3 z = 10 + 0.5e-10 on.
    assert_eq!((tipping.after, tipping.at), (Number(3_333_333_333_349), Number(3_333_333_333_350)));
    assert!(found.drivers[0].curve.iter().all(|(_, share)| share.n() == 1));
}

/// Stops after so many times of asking.
struct After(AtomicU64);

impl Control for After {
    fn cancelled(&self) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_err()
    }
}

#[test]
fn what_was_done_before_a_stop_is_told() {
    let case = case(&text("50", "48", "0.6"));
    let run = shifts(&case, &Settings { threads: 1, ..few() }, &After(AtomicU64::new(60)));
    assert_eq!(run.stop, Stop::Cancelled);
    let draws = run.findings.draws;
    assert!(draws > 0 && draws < 150, "{draws}");
    let whole = found(&case, &Settings { draws, ..few() });
    assert_eq!(run.findings.drivers[0].curve, whole.drivers[0].curve);
    let none = shifts(&case, &few(), &After(AtomicU64::new(0)));
    assert_eq!((none.stop, none.findings.draws), (Stop::Cancelled, 0));
}

#[test]
fn stale_drivers_are_said() {
    let found = found(&case(&text("50", "48", "0.6")), &Settings { draws: 8, ..few() });
    let stale: Vec<Option<bool>> = found.drivers.iter().map(|own| own.stale).collect();
    assert_eq!(stale, [Some(true), Some(false), None, None]);
    assert_eq!(found.drivers[0].looked, "Looked at 47 days before: stale, since it says 30 days.");
    assert_eq!(found.drivers[3].sentence, "The weather: what it does to anybody's values is not entered.");
}

#[test]
fn the_twin_has_a_curve_for_each_driver_and_votes_side_by_side() {
    let found = found(&open("teaching/twin"), &Settings { draws: 24, rows: 8, ..few() });
    assert!(found.drivers.iter().filter(|own| !own.curve.is_empty()).count() >= 5);
    assert!(!found.scenarios.is_empty() && found.decides.is_some());
    let votes = found.ripeness.iter().find(|own| own.element == "way out").expect("an element");
    assert_eq!(votes.votes.len(), 2);
    assert!(found.war.iter().all(|own| own.missing.is_empty()) && found.war.len() == 2);
}

#[test]
fn without_values_the_record_alone_gives_no_shift() {
    let run = shifts(&open("talks/geneva-2026"), &few(), &Unwatched);
    assert!(!run.findings.missing.is_empty() && run.findings.draws == 0);
    assert!(run.findings.drivers.iter().all(|own| own.curve.is_empty() && own.effects.is_empty()));
}

#[test]
fn the_command_answers_in_json_and_on_a_page() {
    let scratch = Scratch::new("shifts");
    scratch.write("case.yaml", &text("50", "48", "0.6"));
    let json = zopa(&scratch, &["shifts", "case.yaml", "--draws", "20", "--rows", "8", "--grid", "4", "--json"]);
    assert_eq!(json.status, 0, "{}", json.stderr);
    let answer: Value = serde_json::from_str(&json.stdout).expect("JSON");
    assert_eq!((&answer["lens"], &answer["stop"]), (&"shifts".into(), &"complete".into()));
    assert_eq!(answer["findings"]["pairs"][0]["shares"].as_array().map(Vec::len), Some(4));
    let page = zopa(
        &scratch,
        &["shifts", "case.yaml", "--draws", "20", "--rows", "0", "--map", "front,price", "--html", "page.html"],
    );
    assert_eq!(page.status, 0, "{}", page.stderr);
    let html = std::fs::read_to_string(scratch.path("page.html")).expect("a page");
    assert!(html.contains("class=\"map\"") && html.contains("class=\"curves\""));
    let wrong = zopa(&scratch, &["shifts", "case.yaml", "--map", "front,prize"]);
    assert!(wrong.status == 3 && wrong.stderr.contains("price"), "{}", wrong.stderr);
    let wrong = zopa(&scratch, &["shifts", "case.yaml", "--share", "0"]);
    assert_eq!(wrong.status, 3);
}
