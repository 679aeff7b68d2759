//! Known answers in closed form: bargaining over a concave frontier, risk limits, the bargaining range, divided issues.

use super::super::read;
use super::ask;
use num_bigint::BigUint;
use zopa_case::{Case, Number};
use zopa_lens::Worth;
use zopa_lens::settlement::{Concept, Settings, Settlement, Size};
use zopa_lens::verify::{check_settlement, value};

const HEAD: &str = "zopa: 1\ncase: In closed form\nas of: 2026-01-31\nparties:\n  one: {name: One, role: party}\n  two: {name: Two, role: party}\nsources:\n  S: {title: Source, date: 2026-01-01, grade: A1}\n";

#[track_caller]
fn case(rest: &str) -> Case {
    let text = format!("{HEAD}{rest}");
    read(&text).unwrap_or_else(|codes| panic!("{codes:?}\n{text}")).known().unwrap()
}

#[track_caller]
fn found(case: &Case) -> Settlement {
    let found = ask(case, Settings::default()).findings;
    let claims = check_settlement(case, &found);
    assert!(claims.len() > 4);
    claims.iter().for_each(|claim| assert!(claim.verdict.holds(), "{claim:?}"));
    found
}

/// One issue of a thousand rungs: what is left to two falls with the square of what one has.
fn concave(no_deal: (f64, f64)) -> Case {
    let mut values = (String::new(), String::new());
    for rung in 1..=1_000_u32 {
        let name = Number(i128::from(rung) * 1_000_000_000).to_string();
        values.0 += &format!("{name:?}: {name}, ");
        values.1 += &format!("{name:?}: {}, ", Number(1_000_000_000_000 - i128::from(rung * rung) * 1_000_000));
    }
    let party = |name: &str, no_deal: f64, values: &str| {
        format!("  {name}: {{scale: 1, no deal: {no_deal}, share: {{weight: 1, values: {{{values}}}}}}}\n")
    };
    case(&format!(
        "issues:\n  share: {{name: Share, kind: number, from: 0.001, to: 1, step: 0.001}}\npreferences:\n{}{}",
        party("one", no_deal.0, &values.0),
        party("two", no_deal.1, &values.1)
    ))
}

/// The only package of a concept, in values.
#[track_caller]
fn chosen(found: &Settlement, concept: Concept) -> (f64, f64) {
    let point = found.points.iter().find(|point| point.concept == concept).unwrap();
    assert!(point.proved && point.count == Some(1), "{point:?}");
    let value = |party: usize| match point.packages[0].values[party].1 {
        Worth::Point(value) => value.to_f64(),
        Worth::Between(..) => panic!("a range"),
    };
    (value(0), value(1))
}

#[track_caller]
fn near(found: &Settlement, concept: Concept, one: f64) {
    let (own, other) = chosen(found, concept);
    // A rung is 0.001 of one; the other side moves twice as fast at most.
    assert!((own - one).abs() <= 0.001, "{concept:?}: {own}, not {one}");
    assert!((other - (1.0 - one * one)).abs() <= 0.002, "{concept:?}: {other}, not {}", 1.0 - one * one);
}

#[test]
fn on_a_concave_frontier_the_concepts_are_where_calculus_puts_them() {
    let found = found(&concave((0.0, 0.0)));
    // No package is worth less than nothing, and all of them are efficient.
    assert_eq!((found.efficient.vectors, &found.zone.size), (1_000, &Some(Size::Exact(BigUint::from(1_000u32)))));
    near(&found, Concept::Nash, 1.0 / 3f64.sqrt());
    let golden = (5f64.sqrt() - 1.0) / 2.0;
    near(&found, Concept::KalaiSmorodinsky, golden);
    near(&found, Concept::KsMinSpread, golden);
    near(&found, Concept::Egalitarian, golden);
    assert_eq!(chosen(&found, Concept::MaxWelfare), (0.5, 0.75));
    // Each gives up as many rungs of a ranking of a thousand: there are 500 and 501 in the middle.
    let fallback = found.points.iter().find(|point| point.concept == Concept::Fallback).unwrap();
    assert_eq!((fallback.count, fallback.depth.clone()), (Some(2), Some(BigUint::from(501u32))));
}

#[test]
fn no_deal_values_move_the_concepts_as_calculus_says() {
    let (d, e) = (0.2, 0.1);
    let found = found(&concave((d, e)));
    // d/du (u - d)(1 - u^2 - e) = 0: 3 u^2 - 2 d u - (1 - e) = 0.
    let nash = (2.0 * d + (4.0 * d * d + 12.0 * (1.0 - e)).sqrt()) / 6.0;
    assert!((nash - 0.6184315119).abs() < 1e-9);
    near(&found, Concept::Nash, nash);
    // 1 - u^2 - e = u - d.
    let equal = (-1.0 + (1.0 + 4.0 * (1.0 - e + d)).sqrt()) / 2.0;
    assert!((equal - 0.6618950039).abs() < 1e-9);
    near(&found, Concept::Egalitarian, equal);
    // (u - d) / a = (1 - u^2 - e) / b, with the best gains a and b.
    let (a, b) = ((1.0 - e).sqrt() - d, 1.0 - d * d - e);
    let ratio = b / a;
    let shared = (-ratio + (ratio * ratio + 4.0 * (1.0 - e + ratio * d)).sqrt()) / 2.0;
    assert!((shared - 0.6337994807).abs() < 1e-9);
    near(&found, Concept::KalaiSmorodinsky, shared);
    near(&found, Concept::KsMinSpread, shared);
    let ends = |party: usize| (found.parties[party].best_in_zone, found.parties[party].worst_in_zone);
    let point = |thousandths: i128| Some(Worth::Point(Number(thousandths * 1_000_000_000)));
    assert_eq!(ends(0), (point(948), point(200)));
    assert_eq!((ends(1).0, found.efficient.vectors), (point(960), 749));
}

#[test]
fn the_side_with_the_lower_risk_limit_concedes() {
    let case = case(
        "issues:\n  offer: {name: Offer, kind: menu, menu: {a: Of one, b: Of two}}\npackages:\n  - {id: first, date: 2026-01-01, by: one, terms: {offer: a}, source: S}\n  - {id: second, date: 2026-01-02, by: two, terms: {offer: b}, source: S}\npreferences:\n  one: {scale: 1, no deal: 0.2, offer: {weight: 1, values: {a: 0.9, b: 0.5}}}\n  two: {scale: 1, no deal: 0.1, offer: {weight: 1, values: {a: 0.3, b: 0.8}}}\n",
    );
    let limits = found(&case).risk_limits.unwrap();
    // 0.4 / 0.7 and 0.5 / 0.7, rounded to twelve places.
    assert_eq!(limits.limits, (Some(Number(571_428_571_429)), Some(Number(714_285_714_286))));
    assert_eq!((limits.parties, limits.concedes), ((0, 1), Some(0)));
}

/// Fearon (1995): a prize of one, won by the first with chance 0.55; fighting costs 0.1 and 0.15. The options are what the
/// first gets, in hundredths.
fn range(options: &[i128], more: &str) -> Case {
    case(&range_text(options, more))
}

fn range_text(options: &[i128], more: &str) -> String {
    let hundredths = |hundredths: i128| Number(hundredths * 10_000_000_000);
    let each = |told: &dyn Fn(i128) -> String| -> String {
        options.iter().map(|own| format!("h{own}: {}, ", told(*own))).collect()
    };
    format!(
        "issues:\n  share: {{name: Share, kind: menu, menu: {{{}}}}}\npreferences:\n  one: {{scale: 1, no deal: 0.45, share: {{weight: 1, values: {{{}}}}}}}\n  two: {{scale: 1, no deal: 0.3, share: {{weight: 1, values: {{{}}}}}}}\n{more}",
        each(&|_| "Share".into()),
        each(&|own| hundredths(own).to_string()),
        each(&|own| hundredths(100 - own).to_string())
    )
}

#[test]
fn the_bargaining_range_runs_from_cost_to_cost() {
    let found = found(&range(&(0..=100).collect::<Vec<_>>(), ""));
    assert_eq!(found.zone.size, Some(Size::Exact(BigUint::from(26u32))));
    let hundredths = |hundredths: i128| Some(Worth::Point(Number(hundredths * 10_000_000_000)));
    assert_eq!((found.parties[0].worst_in_zone, found.parties[0].best_in_zone), (hundredths(45), hundredths(70)));
    assert_eq!((found.parties[1].worst_in_zone, found.parties[1].best_in_zone), (hundredths(30), hundredths(55)));
}

#[test]
fn what_cannot_be_divided_needs_a_payment_of_a_tenth() {
    let empty = found(&range(&[30, 80], "")).zone;
    assert_eq!((empty.empty, empty.size), (Some(true), Some(Size::Exact(BigUint::ZERO))));
    let with = |upon: &str, worth: &str| {
        let by = if upon == "one" { "two" } else { "one" };
        let lever =
            format!("leverage:\n  - {{id: payment, by: {by}, upon: {upon}, kind: inducement, worth: {worth}}}\n");
        let found = found(&range(&[30, 80], &lever));
        assert_eq!(found.zone.empty, Some(true), "leverage is told beside, not counted");
        found.leverage.iter().map(|levers| levers.share.hits()).sum::<u64>()
    };
    assert_eq!(
        [with("two", "0.1"), with("two", "0.099999"), with("one", "0.15"), with("one", "0.149999")],
        [1, 0, 1, 0]
    );
}

#[test]
fn nothing_is_said_to_open_a_zone_that_hangs_on_somebody_unknown() {
    let more = "leverage:\n  - {id: payment, by: one, upon: two, kind: inducement, worth: 0.2}\n";
    let two = format!("{HEAD}{}", range_text(&[30, 80], more));
    let three = two.replace("sources:", "  three: {name: Three, role: party}\nsources:");
    let indifferent = "  three: {scale: 1, NO_DEAL share: {weight: 1, values: {h30: 0.5, h80: 0.5}}}\nleverage:";
    let with = |no_deal: &str| three.replace("leverage:", &indifferent.replace("NO_DEAL", no_deal));
    let told = |text: &str| {
        let found = ask(&read(text).unwrap().known().unwrap(), Settings::default()).findings;
        (found.not_said.is_empty(), found.leverage.len())
    };
    assert_eq!(
        [told(&two), told(&with("no deal: 0.4,")), told(&with("no deal: 0.6,"))],
        [(true, 1), (true, 1), (true, 0)]
    );
    assert_eq!([told(&with("")), told(&three)], [(false, 0), (false, 0)]);
}

/// Issues that two parties divide by points.
fn divided(points: &[(i64, i64)]) -> Case {
    let mut text = String::from("issues:\n");
    for at in 0..points.len() {
        text +=
            &format!("  i{at}: {{name: Issue {at}, kind: menu, divisible: true, menu: {{a: To one, b: To two}}}}\n");
    }
    text += "preferences:\n";
    for (name, option) in [("one", "a"), ("two", "b")] {
        text += &format!("  {name}: {{scale: 100, no deal: 0");
        for (at, (one, two)) in points.iter().enumerate() {
            let (weight, other) = if option == "a" { (one, "b") } else { (two, "a") };
            text += &format!(", i{at}: {{weight: {weight}, values: {{{option}: 100, {other}: 0}}}}");
        }
        text += "}\n";
    }
    case(&text)
}

#[test]
fn adjusted_winner_divides_the_panama_canal_as_raiffa_and_brams_do() {
    let panama = [(22, 9), (22, 15), (15, 15), (14, 3), (11, 15), (6, 5), (4, 11), (2, 7), (2, 7), (2, 13)];
    let winner = found(&divided(&panama)).adjusted_winner.unwrap();
    assert_eq!(winner.initial, (Number::whole(79), Number::whole(53)));
    assert_eq!((winner.points, winner.split), ((Number::whole(66), Number::whole(66)), Some(2)));
    let whole = |yes: i64| (Number::whole(yes), Number::whole(1));
    let mut to_first: Vec<_> = [1, 1, 0, 1, 0, 1, 0, 0, 0, 0].into_iter().map(whole).collect();
    to_first[2] = (Number::whole(2), Number::whole(15));
    assert_eq!(winner.to_first, to_first.into_iter().enumerate().collect::<Vec<_>>());
}

#[test]
fn adjusted_winner_divides_camp_david_as_brams_and_togman_do() {
    let camp_david = [(35, 55), (10, 5), (20, 10), (10, 5), (5, 20), (20, 5)];
    let winner = found(&divided(&camp_david)).adjusted_winner.unwrap();
    assert_eq!(winner.initial, (Number::whole(60), Number::whole(75)));
    // 65 5/6 each, of which a sixth of Sinai.
    assert_eq!(winner.points, (Number(65_833_333_333_333), Number(65_833_333_333_333)));
    assert_eq!((winner.split, winner.to_first[0].1), (Some(0), (Number::whole(1), Number::whole(6))));
}

#[test]
fn rounding_is_told_and_never_decides_a_proof() {
    // Thirds of thirds: no contribution is a whole number of ticks, and two packages differ by less than one.
    let text = |second: &str| {
        format!(
            "issues:\n  i: {{name: I, kind: menu, menu: {{a: A, b: B, c: C}}}}\n  j: {{name: J, kind: menu, menu: {{a: A, b: B}}}}\npreferences:\n  one: {{scale: 100, no deal: 20, i: {{weight: 33.333333333333, values: {{a: 66.666666666667, b: {second}, c: 0}}}}, j: {{weight: 66.666666666667, values: {{a: 33.333333333333, b: 0}}}}}}\n  two: {{scale: 100, no deal: 20, i: {{weight: 50, values: {{a: 30, b: 30, c: 100}}}}, j: {{weight: 50, values: {{a: 50, b: 60}}}}}}\n"
        )
    };
    let near = case(&text("66.666666666668"));
    let exact = value(&near, zopa_case::PartyId::new(0), &[0, 0]).unwrap();
    // 33.333333333333 * 66.666666666667 / 100 twice.
    assert_eq!(exact, Number(44_444_444_444_444));
    let found = ask(&near, Settings::default()).findings;
    let claims = check_settlement(&near, &found);
    assert!(
        claims.iter().all(|claim| !matches!(claim.verdict, zopa_lens::verify::Verdict::Refuted { .. })),
        "{claims:?}"
    );
    assert!(claims.iter().any(|claim| !claim.verdict.holds()), "what hangs on rounding is left open");
    let far = case(&text("60"));
    let found = ask(&far, Settings::default()).findings;
    let nash = |claim: &&zopa_lens::verify::Claim| claim.id == "settlement.point.nash: best";
    assert!(check_settlement(&far, &found).iter().find(nash).unwrap().verdict.holds());
}
