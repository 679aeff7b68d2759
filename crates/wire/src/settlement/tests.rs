//! The answer's shape, numbers and shares, on a small case and findings made in code.

use super::*;
use crate::{Memory, read_case};
use zopa_lens::settlement::home::HomeFindings;
use zopa_lens::settlement::{Acceptable, Concept};
use zopa_lens::{Basis, Stop};

const CASE: &str = "zopa: 1
case: Two of them
as of: 2026-02-18
parties:
  north: {name: North, role: party, seat: table}
  south: {name: South, role: party, seat: table}
issues:
  islands:
    name: Islands
    kind: menu
    menu: {i0: None, i1: One}
  people:
    name: People
    kind: menu
    choose: any
    menu: {h1: Prisoners, h2: Children}
";

fn case() -> Case {
    read_case(&Memory::new([("case.yaml", CASE)])).expect("a valid case")
}

fn decimal(text: &str) -> Number {
    Number::parse(text).expect("a number")
}

/// Which outcome of the second issue has a name.
fn outcome(name: &str) -> usize {
    let case = case();
    let people = &case.issues()[1];
    (0..people.outcomes.len()).find(|at| people.outcome_name(*at) == name).expect("an outcome")
}

fn package_of(package: &[usize]) -> Valued {
    let values =
        vec![(0, Worth::Point(decimal("58.5"))), (1, Worth::Between(decimal("0.1"), decimal("0.123456789012")))];
    Valued { package: package.to_vec(), values }
}

fn found() -> Settlement {
    Settlement {
        packages: 8_u32.into(),
        logical: Some(8_u32.into()),
        admissible: None,
        zone: Zone {
            id: "settlement.zone".into(),
            empty: Some(false),
            size: Some(Size::Exact(18_446_744_073_709_551_616_u128.into())),
            share: Some(Share::new(1, 1, 0)),
            example: Some(package_of(&[1, outcome("h1 + h2")])),
            sentence: "There is a zone.".into(),
            basis: Basis { sources: ["MEMO".to_string()].into(), ..Basis::default() },
        },
        draws: 0,
        parties: vec![],
        efficient: Efficient {
            vectors: 1,
            count: 2_u32.into(),
            complete: false,
            epsilon: vec![(1, decimal("0.25"))],
            packages: vec![package_of(&[0, outcome("h2")])],
            why_not: None,
        },
        points: vec![Point {
            id: "settlement.point.nash".into(),
            concept: Concept::Nash,
            packages: vec![package_of(&[1, outcome("h1 + h2")])],
            count: Some(1),
            depth: None,
            proved: true,
            left_out: vec![1],
            why_not: None,
            note: None,
            basis: Basis::default(),
        }],
        candidates: vec![Candidate {
            id: "settlement.candidate.1".into(),
            valued: package_of(&[1, outcome("h1 + h2")]),
            named: None,
            in_zone: Share::new(640, 1_000, 0),
            efficient: None,
            nash: Share::new(0, 1_000, 0),
            acceptable: vec![(0, Acceptable::Necessarily)],
            crosses: vec!["line".into()],
            basis: Basis::default(),
        }],
        decides: vec![Decider {
            id: "settlement.decides.x".into(),
            path: "x".into(),
            title: "x".into(),
            thirds: ("1".into(), "2".into()),
            low: Share::new(1, 3, 0),
            high: Share::new(2, 3, 0),
            sentence: "x.".into(),
        }],
        curves: vec![Curve {
            id: "settlement.curve.north".into(),
            party: 0,
            points: vec![(decimal("50"), Share::new(7, 10, 1))],
            entered: Some((decimal("50"), decimal("60"))),
            half: None,
            sentence: "x.".into(),
            basis: Basis::default(),
        }],
        trades: vec![Trade {
            id: "settlement.trade.1".into(),
            parties: (0, 1),
            issues: (0, 1),
            share: Share::new(1, 1, 0),
            sentence: "x.".into(),
        }],
        adjusted_winner: Some(AdjustedWinner {
            id: "settlement.adjusted-winner".into(),
            parties: (0, 1),
            to_first: vec![(0, (decimal("2"), decimal("3")))],
            initial: (decimal("40"), decimal("60")),
            split: Some(0),
            points: (decimal("66.666666666667"), decimal("66.666666666667")),
            why_not: None,
            sentence: "x.".into(),
        }),
        texts: vec![Improvement {
            id: "settlement.text.paper".into(),
            from: "paper".into(),
            steps: vec![package_of(&[0, outcome("h2")])],
            complete: true,
            sentence: "x.".into(),
            basis: Basis::default(),
        }],
        risk_limits: Some(RiskLimits {
            id: "settlement.risk-limits".into(),
            parties: (0, 1),
            offers: ("one".into(), "two".into()),
            limits: (Some(decimal("0.25")), None),
            concedes: Some(0),
            sentence: "x.".into(),
            basis: Basis::default(),
        }),
        leverage: vec![Levers {
            id: "settlement.leverage.1".into(),
            levers: vec!["ore".into()],
            share: Share::new(1, 1, 0),
            without: Share::new(0, 1, 0),
            costs: vec![(1, Worth::Point(decimal("-0.04")))],
            lasts_with_pressure: true,
            sentence: "x.".into(),
            basis: Basis::default(),
        }],
        home: HomeFindings { admissible: None, ratifiers: vec![], joint: None, mandates: vec![], warnings: vec![] },
        at_home: Some([Share::new(0, 1, 0), Share::new(1, 1, 0)]),
        not_said: vec!["what a strip is worth".into()],
    }
}

fn told() -> Value {
    let run = Run {
        findings: found(),
        arithmetic: Arithmetic::Exact,
        stop: Stop::Complete,
        basis: Basis::default(),
        warnings: vec!["mind".into()],
    };
    settlement_answer(&case(), &run, &Asked { seed: Some(7), ..Asked::default() })
}

#[test]
fn the_answer_has_the_keys_scripts_rely_on() {
    let told = told();
    assert_eq!((&told["zopa"], &told["lens"], &told["seed"]), (&json!(1), &json!("settlement"), &json!(7)));
    assert_eq!((&told["stop"], &told["arithmetic"]), (&json!("complete"), &json!("exact")));
    assert_eq!(told["warnings"][0], "mind");
    let found = &told["findings"];
    let package = json!({"islands": "i1", "people": "h1 + h2"});
    let values = json!({"north": 58.5, "south": {"low": 0.1, "high": 0.123456789012}});
    assert_eq!(found["packages"], "8");
    assert_eq!(found["admissible"], Value::Null);
    assert_eq!(found["zone"]["empty"], false);
    assert_eq!(found["zone"]["size"], json!({"exact": "18446744073709551616"}));
    assert_eq!(found["zone"]["basis"]["sources"], json!(["MEMO"]));
    assert_eq!(found["zone"]["example"], json!({"package": package, "values": values}));
    assert_eq!(found["points"], json!({"nash": [{"package": package, "values": values}]}));
    assert_eq!(found["efficient"]["count"], "2");
    assert_eq!(found["efficient"]["epsilon"], json!({"south": 0.25}));
    assert_eq!(found["efficient"]["packages"][0]["package"], json!({"islands": "i0", "people": "h2"}));
    assert_eq!(found["concepts"][0]["left_out"], json!(["south"]));
    assert_eq!(found["candidates"][0]["acceptable"], json!({"north": "necessarily"}));
    assert_eq!(found["adjusted_winner"]["to_first"], json!([{"issue": "islands", "numerator": 2, "denominator": 3}]));
    assert_eq!(found["adjusted_winner"]["points"]["north"], 66.666666666667);
    assert_eq!(found["risk_limits"]["limits"], json!({"north": 0.25, "south": null}));
    assert_eq!(found["risk_limits"]["concedes"], "north");
    assert_eq!(found["leverage"][0]["costs"], json!({"south": -0.04}));
    assert_eq!(found["trades"][0]["issues"], json!(["islands", "people"]));
    assert_eq!(found["curves"][0]["entered"], json!({"low": 50, "high": 60}));
    assert_eq!(found["home"]["zone_passes"]["possible"]["hits"], 1);
    assert_eq!(found["not_said"], json!(["what a strip is worth"]));
}

#[test]
fn arithmetic_is_repeated_where_it_differs_from_the_header() {
    let told = told();
    assert_eq!(told["findings"]["efficient"]["arithmetic"], "bounded");
    assert_eq!(told["findings"]["zone"]["size"].get("arithmetic"), None);
    assert_eq!(told["findings"]["concepts"][0].get("arithmetic"), None);
    let mut known = found();
    known.zone.size = Some(Size::Sampled(1_u32.into(), 9_u32.into(), 4_096));
    let told = settlement_findings(&case(), &known, Arithmetic::Exact);
    assert_eq!(told["zone"]["size"], json!({"low": "1", "high": "9", "n": 4096, "arithmetic": "sampled"}));
    let told = settlement_findings(&case(), &known, Arithmetic::Sampled);
    assert_eq!(told["zone"]["size"], json!({"low": "1", "high": "9", "n": 4096}));
}

#[test]
fn numbers_are_the_shortest_decimals() {
    let told = |text: &str| number(decimal(text)).to_string();
    assert_eq!(
        [told("55"), told("0.45"), told("-3.25"), told("100.000000000001")],
        ["55", "0.45", "-3.25", "100.000000000001"]
    );
    assert_eq!(told("1000000000000000"), "1000000000000000");
}

#[test]
fn shares_have_no_more_digits_than_their_interval() {
    let told = |hits, n, undecided| share(&Share::new(hits, n, undecided));
    assert_eq!(
        told(647, 1_000, 0),
        json!({"value": 0.65, "low": 0.61, "high": 0.68, "n": 1000, "hits": 647, "undecided": 0})
    );
    assert_eq!(
        told(47, 100, 0),
        json!({"value": 0.5, "low": 0.37, "high": 0.57, "n": 100, "hits": 47, "undecided": 0})
    );
    assert_eq!(told(0, 1_000, 0)["value"], 0.0);
    assert_eq!(told(0, 1_000, 0)["high"], 0.004);
    assert_eq!(told(1_000, 1_000, 0)["low"], 0.996);
    assert_eq!(told(0, 5, 5), json!({"value": null, "low": 0.0, "high": 1.0, "n": 5, "hits": 0, "undecided": 5}));
    assert_eq!(told(1, 1, 0)["value"], 1.0);
    let known = told(690, 1_000, 20);
    assert!(known["low"].as_f64() <= known["value"].as_f64() && known["value"].as_f64() <= known["high"].as_f64());
}
