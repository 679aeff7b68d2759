//! Teaching material: nobody's sheet holds another's secrets, sheets add up to what the debrief says, and the debrief
//! says what the lens `settlement` and brute force say.

use crate::folder::{catalog, open, read, with};
use crate::scratch::{Scratch, zopa};
use num_bigint::BigUint;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::collections::BTreeMap;
use std::fs;
use zopa_case::{Case, Number, Overlay, PartyId, Truth};
use zopa_lens::settlement::debrief::{Against, Debrief, Outcome, debrief, drafts, scoring};
use zopa_lens::settlement::{Settings, Size, settlement};
use zopa_lens::{Run, Unwatched};

const TOWNS: &str = "catalog/teaching/log-rolling";

/// Words and numbers that stand nowhere else, by who may see them. Values are marked for one party and not for the other.
const SECRETS: &str = "
zopa: 1
case: Secrets
as of: 2026-03-01
fictional: true
parties:
  north: {name: North, role: party}
  south: {name: South, role: party}
  guide: {name: The guide, role: facilitator}
issues:
  pier: {name: Pier, kind: menu, menu: {p1: One, p2: Two}}
  tax: {name: Tax, kind: menu, menu: {t1: Low, t2: High}}
sources:
  OPEN: {title: Open, date: 2026-02-01, grade: A1}
  NNOTE: {title: northtitle, date: 2026-02-01, grade: A1, marking: north-confidential}
ledger:
  - {id: said, date: 2026-02-01, party: north, wants: {pier: p1}, stated: public, source: OPEN, note: publicword}
  - {id: n-said, date: 2026-02-02, party: north, accepts: {pier: p2}, stated: private, source: NNOTE, note: northword, marking: north-confidential}
  - {id: s-said, date: 2026-02-02, party: south, accepts: {tax: t1}, stated: private, source: OPEN, note: southword, marking: south-confidential}
  - {id: g-said, date: 2026-02-02, party: south, floats: {tax: t2}, stated: private, source: OPEN, note: guideword, marking: guide-confidential}
  - {id: t-said, date: 2026-02-02, party: south, floats: {pier: p1}, stated: private, source: OPEN, note: teamword, marking: internal}
lines:
  - {id: n-line, party: north, kind: bottom line, never: pier = p2 and tax = t2, firmness: 0.7313, marking: north-confidential}
  - {id: s-line, party: south, kind: bottom line, never: pier = p1 and tax = t1, firmness: 0.6717, marking: south-confidential}
mandates:
  - {id: n-mandate, party: north, within: pier = p1, source: OPEN, note: the northmandate, marking: north-confidential}
ratifiers:
  - {id: s-house, party: south, rule: leader, note: the southhouse, source: OPEN, marking: south-confidential, factions: {boss: {weight: 1, accepts: tax = t1}}}
preferences:
  north: {scale: raw, no deal: 31.137, pier: {weight: 1, values: {p1: 41.373, p2: 2.753}}, tax: {weight: 1, values: {t1: 17.919, t2: 0}}, source: OPEN, note: the northvalues, marking: north-confidential}
  south: {scale: raw, no deal: 27.797, pier: {weight: 1, values: {p1: 0, p2: 53.191}}, tax: {weight: 1, values: {t1: 3.767, t2: 19.487}}, linkages: [{id: both, when: pier = p2 and tax = t2, value: 5.227}], source: OPEN, note: the southvalues}
";

const NORTH: [&str; 9] =
    ["northtitle", "northword", "0.7313", "northmandate", "31.137", "41.373", "2.753", "17.919", "northvalues"];
const SOUTH: [&str; 9] =
    ["southword", "0.6717", "southhouse", "27.797", "53.191", "3.767", "19.487", "5.227", "southvalues"];

/// The sheets of a case by name, with what the renderer escapes put back.
fn sheets(scratch: &Scratch, case: &str, out: &str) -> BTreeMap<String, String> {
    let output = zopa(scratch, &["export", "sheets", case, "-o", out]);
    assert!(output.status == 0 && output.stdout.is_empty(), "{case}: {} {}", output.status, output.stderr);
    let files = fs::read_dir(scratch.path(out)).unwrap().map(|entry| entry.unwrap());
    files
        .map(|file| {
            (file.file_name().into_string().unwrap(), fs::read_to_string(file.path()).unwrap().replace('\\', ""))
        })
        .collect()
}

#[test]
fn no_sheet_holds_what_another_reader_may_know() {
    let scratch = Scratch::new("secrets");
    scratch.write("secrets.yaml", SECRETS);
    let all = sheets(&scratch, "secrets.yaml", "out");
    let names: Vec<&str> = all.keys().map(String::as_str).collect();
    let expected = "facilitator.md instructor.md public.md role-north.md role-south.md score-north.md score-south.md";
    assert_eq!(names.join(" "), expected);
    let own: [(&str, &[&str]); 4] =
        [("north", &NORTH), ("south", &SOUTH), ("guide", &["guideword"]), ("team", &["teamword"])];
    let readers: [(&str, &str); 6] = [
        ("public.md", "nobody"),
        ("role-north.md", "north"),
        ("score-north.md", "north"),
        ("role-south.md", "south"),
        ("score-south.md", "south"),
        ("facilitator.md", "guide"),
    ];
    for (file, reader) in readers {
        let text = &all[file];
        for (whose, secrets) in own.iter().filter(|(whose, _)| *whose != reader) {
            let leak = secrets.iter().find(|secret| text.contains(**secret));
            assert!(leak.is_none(), "{file} shows {leak:?} of {whose}:\n{text}");
        }
    }
    // The secrets are there where they belong: the test would find a leak.
    let both = |party: &str| format!("{}{}", all[&format!("role-{party}.md")], all[&format!("score-{party}.md")]);
    for (party, secrets) in [("north", NORTH), ("south", SOUTH)] {
        let lost: Vec<_> = secrets.iter().filter(|secret| !both(party).contains(**secret)).collect();
        assert!(lost.is_empty(), "{party} lost {lost:?}");
    }
    assert!(all["facilitator.md"].contains("guideword") && all["public.md"].contains("publicword"));
    for number in ["31.137", "27.797", "41.373", "53.191", "5.227"] {
        assert!(all["instructor.md"].contains(number), "{number}");
    }
}

#[test]
fn sheets_are_the_same_bytes_twice_and_nothing_is_written_over() {
    let scratch = Scratch::with_catalog("sheets");
    for case in [TOWNS, "catalog/teaching/twin"] {
        let (one, two) = (sheets(&scratch, case, "one"), sheets(&scratch, case, "two"));
        assert!(one == two && one.len() >= 6, "{case}");
        let again = zopa(&scratch, &["export", "sheets", case, "-o", "one"]);
        assert_eq!(again.status, 3);
        assert!(again.stderr.contains("is not empty"), "{}", again.stderr);
        fs::remove_dir_all(scratch.path("one")).unwrap();
        fs::remove_dir_all(scratch.path("two")).unwrap();
    }
}

#[test]
fn every_case_of_the_catalog_has_its_sheets_and_real_talks_have_no_points() {
    let scratch = Scratch::with_catalog("every-sheet");
    for (name, _) in catalog() {
        let all = sheets(&scratch, &format!("catalog/{name}"), &name.replace('/', "-"));
        assert!(all.contains_key("public.md") && all.contains_key("instructor.md"), "{name}");
        if name.starts_with("talks/") {
            let scores: Vec<&String> =
                all.iter().filter(|(file, _)| file.starts_with("score-")).map(|(_, text)| text).collect();
            assert!(!scores.is_empty());
            assert!(
                scores.iter().all(|text| text.contains("no values for you") && !text.contains("| Points |")),
                "{name}"
            );
        }
    }
}

fn settings() -> Settings {
    Settings { draws: 64, ..Settings::default() }
}

/// Every package of a case as an outcome; `None` where there are many.
fn every_package(case: &Case) -> Option<Vec<Outcome>> {
    let mut packages: Vec<Vec<usize>> = vec![Vec::new()];
    for issue in case.issues() {
        if packages.len() * issue.outcomes.len() > 1_500 {
            return None;
        }
        let taken = |package: Vec<usize>| (0..issue.outcomes.len()).map(move |at| [package.clone(), vec![at]].concat());
        packages = packages.into_iter().flat_map(taken).collect();
    }
    let named = packages.into_iter().enumerate();
    Some(named.map(|(at, package)| Outcome { label: at.to_string(), package: Some(package) }).collect())
}

#[test]
fn the_debrief_of_every_package_is_what_the_lens_and_brute_force_say() {
    let mut looked_at = 0;
    for (name, folder) in catalog() {
        let case = read(&folder).known().unwrap();
        let Some(outcomes) = every_package(&case) else { continue };
        let told = settlement(&case, &settings(), &Unwatched).findings;
        let run = debrief(&case, &outcomes, &settings());
        let found = &run.findings;
        let values: Vec<Vec<Number>> =
            found.outcomes.iter().map(|own| own.values.iter().map(|(_, value)| *value).collect()).collect();
        let voters: Vec<usize> =
            (0..values[0].len()).filter(|at| consents(found, found.outcomes[0].values[*at].0)).collect();
        for (at, own) in found.outcomes.iter().enumerate() {
            let package = own.package.as_ref().unwrap();
            let broken = case.logic().iter().any(|logic| logic.rule.holds(package) == Truth::No);
            assert_eq!(!own.breaks.is_empty(), broken, "{name}");
            let admissible =
                |own: &zopa_lens::settlement::debrief::Scored| own.breaks.is_empty() && own.crosses.is_empty();
            if voters.is_empty() || !admissible(own) {
                assert_eq!(own.efficient, None, "{name}");
                continue;
            }
            let dominates = |other: usize| {
                let pairs = || voters.iter().map(|p| (values[other][*p], values[at][*p]));
                admissible(&found.outcomes[other]) && pairs().all(|(a, b)| a >= b) && pairs().any(|(a, b)| a > b)
            };
            let dominated = (0..values.len()).any(dominates);
            let outside = found.against == Against::Zone && own.in_zone != Some(true);
            assert_eq!(own.efficient, Some(!dominated && !outside), "{name}: {package:?}");
            assert_eq!(own.distance == Some(Number(0)), own.efficient == Some(true), "{name}: {package:?}");
            assert!(!dominated || own.better.is_some(), "{name}");
        }
        if told.draws == 0 && told.zone.empty == Some(false) {
            let exact = |count: usize| BigUint::from(count);
            assert_eq!(told.zone.size, Some(Size::Exact(exact(found.summary.in_zone))), "{name}");
            assert_eq!(told.efficient.count, exact(found.summary.efficient), "{name}");
            let points = |points: &[zopa_lens::settlement::Point]| -> Vec<_> {
                points.iter().map(|point| point.packages.clone()).collect()
            };
            assert_eq!(points(&told.points), points(&found.points), "{name}");
        }
        looked_at += usize::from(!voters.is_empty());
    }
    assert!(looked_at >= 4, "{looked_at}");
}

fn consents(found: &Debrief, party: usize) -> bool {
    found.scoring.parties.iter().any(|own| own.party == party && own.consents)
}

fn towns() -> Run<Debrief> {
    let case = open("teaching/log-rolling").known().unwrap();
    let outcome = |label: &str, package: Option<[usize; 2]>| Outcome {
        label: label.into(),
        package: package.map(|package| package.to_vec()),
    };
    let outcomes = [outcome("trade", Some([0, 2])), outcome("split", Some([1, 1])), outcome("none", None)];
    debrief(&case, &outcomes, &Settings::default())
}

#[test]
fn splitting_loses_what_trading_gains() {
    let run = towns();
    let [trade, split, none] = run.findings.outcomes.as_slice() else { panic!() };
    let numbers = |all: &[(usize, Number)]| all.iter().map(|(_, value)| value.to_string()).collect::<Vec<_>>();
    assert_eq!(
        (numbers(&trade.values), numbers(&trade.gains)),
        (vec!["60".into(), "80".into()], vec!["30".into(), "55".into()])
    );
    assert_eq!((trade.efficient, trade.in_zone, trade.distance), (Some(true), Some(true), Some(Number(0))));
    assert_eq!((numbers(&split.values), split.efficient), (vec!["50".into(), "50".into()], Some(false)));
    // The nearest efficient packages are 60 and 80, and 80 and 40: both sqrt(0.1) away.
    assert_eq!(split.distance, Number::parse("0.316228"));
    assert_eq!(split.better.as_ref().unwrap().package, [0, 2]);
    assert_eq!(
        (numbers(&none.values), none.efficient, none.in_zone),
        (vec!["30".into(), "25".into()], None, Some(false))
    );
    let summary = run.findings.summary;
    assert_eq!((summary.outcomes, summary.deals, summary.in_zone, summary.efficient), (3, 2, 2, 1));
}

#[test]
fn score_sheets_add_up_to_what_the_debrief_says_and_do_not_hang_on_who_looks() {
    let case = open("teaching/twin").known().unwrap();
    // The twin has no draft that fixes every issue: packages from all over the space.
    assert!(drafts(&case).is_empty());
    let package = |step: usize| {
        let issues = case.issues().iter().enumerate();
        issues.map(|(at, issue)| (step * 7 + at * (step + 3)) % issue.outcomes.len()).collect()
    };
    let outcomes: Vec<Outcome> =
        (0..6).map(|step| Outcome { label: step.to_string(), package: Some(package(step)) }).collect();
    let run = debrief(&case, &outcomes, &settings());
    let found = &run.findings;
    assert!(found.scoring.parties.iter().any(|own| own.middle) && !found.outcomes.is_empty());
    for own in found.scoring.parties.iter().filter(|own| own.missing.is_empty()) {
        let name = &case.party(PartyId::new(own.party)).name;
        let written = &case.draft().preferences.get(name).unwrap().linkages;
        for outcome in &found.outcomes {
            let package = outcome.package.as_ref().unwrap();
            let options = case.issues().iter().zip(package).zip(&own.points);
            let points =
                options.flat_map(|((issue, at), points)| issue.outcomes[*at].0.iter().map(|option| points[*option].0));
            let linked = own.linkages.iter().zip(written);
            let linked = linked.filter(|(_, linkage)| case.rule(&linkage.when).unwrap().holds(package) == Truth::Yes);
            let sum = points.chain(linked.map(|((_, _, value, _), _)| value.0)).sum::<i128>();
            let told = outcome.values.iter().find(|(party, _)| *party == own.party).unwrap().1;
            assert_eq!(Number(sum), told, "{name}: {}", outcome.label);
        }
        let seen = with(&case, &Overlay::default().audience(Some(name)));
        let alone = scoring(&seen, &settings()).findings;
        let alone = alone.parties.iter().find(|known| known.party == own.party).unwrap();
        assert_eq!((&alone.points, alone.no_deal), (&own.points, own.no_deal), "{name}");
        assert!(alone.points.iter().flatten().all(|points| own.grain.is_none_or(|grain| points.0 % grain.0 == 0)));
        // The middle is within what is entered.
        let no_deal = case.draft().preferences.get(name).unwrap().no_deal.as_ref().unwrap();
        assert!((no_deal.low()..=no_deal.high()).contains(&own.no_deal.unwrap()), "{name}");
    }
}

#[test]
fn the_page_of_a_debrief_is_the_same_twice_and_fits_its_width() {
    let scratch = Scratch::with_catalog("debrief");
    let file = format!("{TOWNS}/outcomes.csv");
    for width in ["80", "120"] {
        let page = zopa(&scratch, &["debrief", TOWNS, &file, "--width", width]);
        assert_eq!(page.status, 0, "{}", page.stderr);
        assert!(page.stdout.lines().all(|line| line.chars().count() <= width.parse().unwrap()), "{}", page.stdout);
        assert_eq!(page.stdout, zopa(&scratch, &["debrief", TOWNS, &file, "--width", width]).stdout);
    }
    let html = zopa(&scratch, &["debrief", TOWNS, &file, "--html", "page.html"]);
    assert_eq!((html.status, html.stdout.as_str()), (0, ""));
    let html = fs::read_to_string(scratch.path("page.html")).unwrap();
    assert!(html.contains("class=\"plane\"") && html.contains("E: 0 and 100"), "a picture, with a group in words");
    let json = zopa(&scratch, &["debrief", TOWNS, &file, "--json"]).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["lens"], &json["findings"]["summary"]["in_zone"]), (&"debrief".into(), &4.into()));
    assert_eq!(json["findings"]["outcomes"][4]["below"], serde_json::json!(["upper"]));
}

#[test]
fn without_values_outcomes_are_held_against_logic_and_lines_alone() {
    let scratch = Scratch::with_catalog("no-values");
    let case = open("talks/cyprus-2017").known().unwrap();
    let head: Vec<&str> = case.issues().iter().map(|issue| issue.name.as_str()).collect();
    let first: Vec<String> = case.issues().iter().map(|issue| issue.outcome_name(0)).collect();
    scratch.write("out.csv", &format!("group,{}\nA,{}\n", head.join(","), first.join(",")));
    let page = zopa(&scratch, &["debrief", "catalog/talks/cyprus-2017", "out.csv"]);
    assert_eq!(page.status, 2, "{}", page.stderr);
    assert!(page.stdout.contains("No values are entered"), "{}", page.stdout);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, rng_seed: RngSeed::Fixed(6), ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_as_outcomes_or_told_with_places_inside_it(text in "(group|water|road|,|\n|\r|\"|;|open|half-flows|upper-keeps|\u{feff}|\u{e9}| ){0,60}") {
        let case = open("teaching/log-rolling");
        match zopa_case::read_outcomes(&case, "any.csv", &text) {
            Ok(rows) => prop_assert!(rows.iter().all(|row| row.package.as_ref().is_none_or(|package| package.len() == 2))),
            Err((problems, texts)) => {
                prop_assert!(!problems.is_empty());
                for problem in &problems {
                    prop_assert!(problem.help.is_some() && problem.line(&texts).starts_with("any.csv:"));
                    prop_assert!(problem.span().end as usize <= text.len());
                }
            }
        }
    }
}

#[test]
fn every_problem_of_a_file_of_outcomes_is_told_with_its_place() {
    let scratch = Scratch::with_catalog("bad-outcomes");
    let told = |text: &str| {
        scratch.write("bad.csv", text);
        let output = zopa(&scratch, &["debrief", TOWNS, "bad.csv"]);
        assert!(output.status == 3 && output.stdout.is_empty(), "{text}");
        output.stderr
    };
    let all =
        told("group,water,road\nA,uper-keeps,\nB,half-flows\n,half-flows,open\nC,half-flows,open\nC,half-flows,open\n");
    for place in
        ["bad.csv:2:3", "bad.csv:2:14", "bad.csv:3:1", "bad.csv:4:1", "bad.csv:6:1", "did you mean `upper-keeps`"]
    {
        assert!(all.contains(place), "{place}:\n{all}");
    }
    assert!(told("group,water,rod\n").contains("did you mean `road`"));
    assert!(told("group;water;road\nA;half-flows;open\n").contains("semicolons"));
    assert!(told("water,road\nhalf-flows,open\n").contains("names of the groups"));
    assert!(told("group,water,water,road\n").contains("stands twice"));
    assert!(told("").contains("nothing in it"));
    assert!(told("group,water,road\n\n").contains("no group in it"));
}
