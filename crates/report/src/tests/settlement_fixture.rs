//! Findings of the lens `settlement` made in code, for the case of the other fixture.

use super::fixture::basis;
use zopa_case::Number;
use zopa_lens::settlement::home::{FactionHome, Home, HomeFindings, Joint, Mandated};
use zopa_lens::settlement::{
    Acceptable, AdjustedWinner, Candidate, Concept, Curve, Decider, Efficient, Improvement, Levers, PartyValues, Point,
    RiskLimits, Settlement, Size, Trade, Valued, Worth, Zone,
};
use zopa_lens::{Arithmetic, Run, Share, Stop};

pub fn number(text: &str) -> Number {
    Number::parse(text).expect("a number")
}

pub fn point(text: &str) -> Worth {
    Worth::Point(number(text))
}

pub fn between(low: &str, high: &str) -> Worth {
    Worth::Between(number(low), number(high))
}

pub fn valued(package: &[usize], north: Worth, south: Worth) -> Valued {
    Valued { package: package.to_vec(), values: vec![(0, north), (1, south)] }
}

pub fn run(findings: Settlement, arithmetic: Arithmetic) -> Run<Settlement> {
    Run { findings, arithmetic, stop: Stop::Complete, basis: basis(&["MEMO", "PRESS"]), warnings: vec![] }
}

fn party(party: usize, text: &str) -> PartyValues {
    PartyValues {
        party,
        consents: party < 2,
        scale: Some("100".into()),
        no_deal: Some(if party == 0 { "55".into() } else { "48".into() }),
        missing: vec![],
        best: Some(point("91.25")),
        worst: Some(point("12")),
        best_in_zone: Some(point("70")),
        worst_in_zone: Some(point("55.5")),
        closes_alone: Some(Share::new(0, 1, 0)),
    }
    .told(text)
}

/// Adds words from outside to what is known of a party.
trait Told {
    fn told(self, text: &str) -> Self;
}

impl Told for PartyValues {
    fn told(mut self, text: &str) -> Self {
        if !self.consents {
            self.missing = vec![text.to_string()];
        }
        self
    }
}

/// Nobody has values.
pub fn nothing(text: &str) -> Settlement {
    let parties = (0..2).map(|at| PartyValues {
        scale: None,
        no_deal: None,
        missing: vec![text.to_string()],
        best: None,
        worst: None,
        best_in_zone: None,
        worst_in_zone: None,
        closes_alone: None,
        ..party(at, text)
    });
    Settlement {
        packages: 6_u32.into(),
        logical: Some(6_u32.into()),
        admissible: Some(4_u32.into()),
        zone: Zone {
            id: "settlement.zone".into(),
            empty: None,
            size: None,
            share: None,
            example: None,
            sentence: text.into(),
            basis: basis(&["MEMO"]),
        },
        draws: 0,
        parties: parties.collect(),
        efficient: Efficient::default(),
        points: vec![],
        candidates: vec![],
        decides: vec![],
        curves: vec![],
        trades: vec![],
        adjusted_winner: None,
        texts: vec![],
        risk_limits: None,
        leverage: vec![],
        home: home(text),
        at_home: None,
        not_said: vec![text.into()],
    }
}

/// A ratifier and a mandate, told as `text`.
fn home(text: &str) -> HomeFindings {
    HomeFindings {
        admissible: Some(4_u32.into()),
        ratifiers: vec![Home {
            id: "settlement.home.senate".into(),
            ratifier: "senate".into(),
            title: text.into(),
            party: 0,
            consents: true,
            rule: zopa_case::draft::RatifierRule::Majority,
            threshold: Some((number("0.5"), number("0.6"))),
            about: None,
            needs: None,
            asked: None,
            passes: None,
            empty: Some(false),
            factions: (0..20)
                .map(|at| FactionHome {
                    faction: format!("f{at}"),
                    title: text.into(),
                    weight: (number("1"), number("2")),
                    accepts: None,
                    accepted: None,
                    without: None,
                    empties: None,
                    decisive: None,
                    sentence: text.into(),
                })
                .collect(),
            polls: vec![],
            sweeteners: vec![],
            sentence: text.into(),
            basis: basis(&["PRESS"]),
        }],
        joint: Some(Joint {
            id: "settlement.home.joint".into(),
            ratifiers: vec!["senate".into()],
            left_out: vec![],
            passes: None,
            example: None,
            sentence: text.into(),
            basis: basis(&["PRESS"]),
        }),
        mandates: vec![Mandated {
            id: "settlement.home.mandate.m".into(),
            mandate: "m".into(),
            party: 1,
            within: text.into(),
            from: None,
            until: None,
            in_force: true,
            outside: None,
            example: None,
            sentence: text.into(),
            basis: basis(&["MEMO"]),
        }],
        warnings: vec![],
    }
}

/// Values known exactly, with a zone.
pub fn points(text: &str) -> Settlement {
    let concept = |concept: Concept, packages: Vec<Valued>| Point {
        id: format!("settlement.point.{}", concept.word()),
        concept,
        count: Some(packages.len() as u64),
        packages,
        depth: (concept == Concept::Fallback).then(|| 3_u32.into()),
        proved: concept != Concept::Nash,
        left_out: if concept == Concept::KalaiSmorodinsky { vec![1] } else { vec![] },
        why_not: None,
        note: (concept == Concept::MaxWelfare).then(|| text.to_string()),
        basis: basis(&["MEMO"]),
    };
    let middle = valued(&[1, 0], point("61.333333333333"), point("58"));
    let far = valued(&[2, 1], point("70"), point("50"));
    let mut all: Vec<Point> = Concept::ALL
        .into_iter()
        .map(|which| concept(which, vec![if which == Concept::MaxWelfare { far.clone() } else { middle.clone() }]))
        .collect();
    all[3].packages.clear();
    all[3].why_not = Some(text.into());
    let frontier = (0..200_usize).map(|at| {
        let north = Number(number("70").0 - number("0.07").0 * at as i128);
        let south =
            Number(number("50").0 + number("0.05").0 * at as i128 + number("0.0002").0 * (at * (200 - at)) as i128);
        Valued { package: vec![at % 3, at % 2], values: vec![(0, Worth::Point(north)), (1, Worth::Point(south))] }
    });
    Settlement {
        zone: Zone {
            empty: Some(false),
            size: Some(Size::Exact(12_345_678_901_234_567_890_123_u128.into())),
            share: Some(Share::new(1, 1, 0)),
            example: Some(middle.clone()),
            ..nothing(text).zone
        },
        parties: (0..3).map(|at| party(at, text)).collect(),
        efficient: Efficient {
            vectors: 200,
            count: 12_345_678_901_234_567_890_u128.into(),
            complete: false,
            epsilon: vec![(0, number("0.5")), (1, number("0.25"))],
            packages: frontier.collect(),
            why_not: None,
        },
        points: all,
        candidates: vec![Candidate {
            id: "paper".into(),
            valued: valued(&[1, 0], point("57"), point("47.5")),
            named: Some("paper".into()),
            in_zone: Share::new(0, 1, 0),
            efficient: None,
            nash: Share::new(0, 1, 0),
            acceptable: vec![(0, Acceptable::Necessarily), (1, Acceptable::Never)],
            crosses: vec![],
            basis: basis(&["MEMO"]),
        }],
        adjusted_winner: Some(AdjustedWinner {
            id: "settlement.adjusted-winner".into(),
            parties: (0, 1),
            to_first: vec![(0, (number("2"), number("3"))), (1, (number("0"), number("1")))],
            initial: (number("40"), number("60")),
            split: Some(0),
            points: (number("66.666666666667"), number("66.666666666667")),
            why_not: None,
            sentence: text.into(),
        }),
        texts: vec![Improvement {
            id: "settlement.text.paper".into(),
            from: "paper".into(),
            steps: vec![
                valued(&[1, 0], point("57"), point("47.5")),
                valued(&[1, 1], point("58"), point("49")),
                valued(&[2, 1], point("70"), point("50")),
            ],
            complete: true,
            sentence: text.into(),
            basis: basis(&["MEMO"]),
        }],
        risk_limits: Some(RiskLimits {
            id: "settlement.risk-limits".into(),
            parties: (0, 1),
            offers: ("paper".into(), "paper".into()),
            limits: (Some(number("0.25")), None),
            concedes: Some(0),
            sentence: text.into(),
            basis: basis(&["MEMO"]),
        }),
        ..nothing(text)
    }
}

/// Values known in ranges: everything over a thousand draws.
pub fn draws(text: &str) -> Settlement {
    let candidate = |at: usize, named: Option<&str>| Candidate {
        id: named.map_or_else(|| format!("settlement.candidate.{}", at + 1), str::to_string),
        valued: valued(&[at % 3, at / 3 % 2], between("57.123456", "63.9"), between("0.6", "48")),
        named: named.map(str::to_string),
        in_zone: Share::new(640 - 30 * at as u64, 1_000, 0),
        efficient: at.is_multiple_of(2).then(|| Share::new(90, 256, 6)),
        nash: Share::new(310, 1_000, 0),
        acceptable: vec![
            (0, [Acceptable::Necessarily, Acceptable::Possibly, Acceptable::Never][at % 3]),
            (1, Acceptable::Possibly),
            (2, Acceptable::NotKnown),
        ],
        crosses: if at == 2 { vec!["north-land".into()] } else { vec![] },
        basis: basis(&["MEMO"]),
    };
    let mut candidates: Vec<Candidate> = (0..5).map(|at| candidate(at, None)).collect();
    candidates.insert(1, candidate(5, Some("paper")));
    let curve = |party: usize| Curve {
        id: "settlement.curve.north".into(),
        party,
        points: (0..21_u64)
            .map(|at| {
                let share = Share::new(1_000_u64.saturating_sub(at.saturating_sub(4) * 80), 1_000, 0);
                (Number(number("45").0 + number("1.5").0 * i128::from(at)), share)
            })
            .collect(),
        entered: Some((number("55"), number("69"))),
        half: Some((number("57"), number("58.5"))),
        sentence: text.into(),
        basis: basis(&["PRESS"]),
    };
    let levers = |ids: &[&str], pressure: bool| Levers {
        id: "settlement.leverage.1".into(),
        levers: ids.iter().map(|id| id.to_string()).collect(),
        share: Share::new(820, 1_000, 0),
        without: Share::new(640, 1_000, 0),
        costs: vec![(2, between("0.04", "0.06"))],
        lasts_with_pressure: pressure,
        sentence: text.into(),
        basis: basis(&["MEMO"]),
    };
    let mut parties: Vec<PartyValues> = (0..3).map(|at| party(at, text)).collect();
    for known in &mut parties {
        known.no_deal = Some("[48, 55, 61]".into());
        known.best = Some(between("80.2", "91.7"));
        known.closes_alone = Some(Share::new(170, 1_000, 12));
    }
    Settlement {
        zone: Zone {
            share: Some(Share::new(640, 1_000, 0)),
            size: Some(Size::Sampled(10_u32.into(), 200_u32.into(), 4_096)),
            example: Some(candidates[0].valued.clone()),
            ..nothing(text).zone
        },
        draws: 1_000,
        parties,
        candidates,
        decides: (0..4)
            .map(|at| Decider {
                id: format!("settlement.decides.{at}"),
                path: format!("preferences.north.{at}"),
                title: text.into(),
                thirds: if at == 1 { ("not real".into(), "real".into()) } else { ("58.123456".into(), "64".into()) },
                low: Share::new(290, 333, 0),
                high: Share::new(90, 333, 0),
                sentence: text.into(),
            })
            .collect(),
        curves: vec![curve(0), curve(1), curve(2)],
        trades: vec![Trade {
            id: "settlement.trade.1".into(),
            parties: (0, 1),
            issues: (0, 1),
            share: Share::new(930, 1_000, 0),
            sentence: text.into(),
        }],
        leverage: vec![levers(&["ore"], false), levers(&["ore", "secondary"], true)],
        at_home: Some([Share::new(200, 1_000, 0), Share::new(510, 1_000, 0)]),
        ..nothing(text)
    }
}

/// No package suits all.
pub fn empty(text: &str) -> Settlement {
    let mut found = points(text);
    found.zone = Zone {
        empty: Some(true),
        size: Some(Size::Exact(0_u32.into())),
        share: None,
        example: None,
        ..nothing(text).zone
    };
    found.efficient = Efficient { why_not: Some(text.into()), ..Efficient::default() };
    found.points.iter_mut().for_each(|point| {
        point.packages.clear();
        point.why_not = Some(text.into());
    });
    found.parties[0].closes_alone = Some(Share::new(1, 1, 0));
    found
}
