//! One package looked at, as a user meets it.

use crate::scratch::{Scratch, zopa};
use serde_json::Value;

const TWIN: &str = "catalog/teaching/twin";
const GENEVA: &str = "catalog/talks/geneva-2026";

fn json(scratch: &Scratch, asked: &[&str]) -> (i32, Value) {
    let output = zopa(scratch, &[asked, &["--json"]].concat());
    (output.status, serde_json::from_str(&output.stdout).expect("JSON"))
}

fn written(package: &Value) -> String {
    let parts = package.as_object().expect("issues").iter();
    parts.map(|(issue, option)| format!("{issue}={}", option.as_str().expect("text"))).collect::<Vec<_>>().join(", ")
}

#[test]
fn a_package_is_worth_what_the_lens_settlement_says_of_it() {
    let scratch = Scratch::with_catalog("package");
    let (_, zone) = json(&scratch, &["settlement", TWIN, "--draws", "200", "--seed", "5"]);
    let candidates = zone["findings"]["candidates"].as_array().expect("candidates");
    assert!(candidates.len() > 3);
    for candidate in candidates.iter().take(4) {
        let text = written(&candidate["package"]);
        let (_, look) = json(&scratch, &["package", TWIN, &text, "--draws", "200", "--seed", "5"]);
        let found = &look["findings"];
        assert_eq!(found["package"], candidate["package"]);
        assert_eq!(found["in_zone"], candidate["in_zone"]);
        for own in found["parties"].as_array().expect("parties") {
            let party = own["party"].as_str().expect("id");
            assert_eq!(own["worth"], candidate["values"][party], "{party}");
            assert_eq!(own["acceptable"], candidate["acceptable"][party], "{party}");
        }
        let crossed: Vec<&Value> = found["lines"]
            .as_array()
            .expect("lines")
            .iter()
            .filter(|own| own["crossed"] == "yes")
            .map(|own| &own["line"])
            .collect();
        assert_eq!(crossed, candidate["crosses"].as_array().expect("lines").iter().collect::<Vec<_>>());
    }
}

#[test]
fn who_is_short_and_by_how_much_is_told_from_points() {
    let scratch = Scratch::with_catalog("package-points");
    let case = "zopa: 1\ncase: Two\nas of: 2031-01-01\nfictional: true\nparties:\n  a: {name: A, role: party}\n  b: {name: B, role: party}\n\
                issues:\n  price: {name: Price, kind: menu, menu: {low: Low, high: High}}\n  date: {name: Date, kind: menu, menu: {soon: Soon, late: Late}}\n\
                preferences:\n  a: {scale: 100, no deal: 45, price: {weight: 60, values: {low: 0, high: 100}}, date: {weight: 40, values: {soon: 0, late: 100}}}\n  \
                b: {scale: 100, no deal: 30, price: {weight: 70, values: {low: 100, high: 0}}, date: {weight: 30, values: {soon: 100, late: 50}}}\n";
    scratch.write("two.yaml", case);
    let (status, look) = json(&scratch, &["package", "two.yaml", "price=high, date=late"]);
    let of = |party: usize, key: &str| look["findings"]["parties"][party][key].clone();
    // By hand: a has 60 + 40 = 100 against 45; b has 0 + 15 = 15 against 30.
    assert_eq!((of(0, "worth"), of(0, "by"), of(0, "acceptable")), (100.into(), Value::Null, "necessarily".into()));
    assert_eq!((of(1, "worth"), of(1, "by"), of(1, "acceptable")), (15.into(), 15.into(), "never".into()));
    assert_eq!(look["findings"]["in_zone"]["hits"], 0);
    assert_eq!(status, 1);
    // b has 70 + 15 = 85, a 0 + 40 = 40: short by 5. What nobody could want still is a package.
    let (_, look) = json(&scratch, &["package", "two.yaml", "price=low, date=late"]);
    assert_eq!(look["findings"]["parties"][0]["by"], 5);
    let sentence = look["findings"]["sentence"].as_str().expect("a sentence");
    assert!(sentence.contains("A is short of its no-deal value, by 5."), "{sentence}");
    let (status, look) = json(&scratch, &["package", "two.yaml", "price=high"]);
    assert_eq!((status, &look["findings"]["parties"][0]["worth"]), (2, &Value::Null));
    assert_eq!(look["findings"]["missing"][0], "an option on date");
}

#[test]
fn the_record_answers_where_there_are_no_values() {
    let scratch = Scratch::with_catalog("package-record");
    let (status, look) = json(&scratch, &["package", GENEVA, "territory=t1"]);
    assert_eq!(status, 2);
    let issue = &look["findings"]["issues"][0];
    assert_eq!(issue["by"]["ukraine"], "accepts");
    assert_eq!(issue["by"]["russia"], "not of this");
    assert_eq!(look["findings"]["in_zone"], Value::Null);
    // With the source taken away that it rests on, nobody takes it.
    let (_, look) = json(&scratch, &["package", GENEVA, "territory=t1", "--without", "P20"]);
    assert_ne!(look["findings"]["issues"][0]["by"]["ukraine"], "accepts");
}

#[test]
fn a_draft_can_be_changed_and_a_slip_has_a_way_out() {
    let scratch = Scratch::with_catalog("package-words");
    let (_, draft) = json(&scratch, &["package", TWIN, "draft-21"]);
    let (_, changed) = json(&scratch, &["package", TWIN, "draft-21, funds=f1"]);
    let package = |look: &Value| look["findings"]["package"].clone();
    assert_eq!(package(&draft)["funds"], "f2");
    assert_eq!(package(&changed)["funds"], "f1");
    assert_eq!(package(&changed)["uplands"], package(&draft)["uplands"]);
    for (asked, told) in [
        ("draft-22", "the case has no package `draft-22`"),
        ("fund=f1", "there is no issue `fund`"),
        ("funds=f9", "`f9` is no option of `funds`"),
        ("funds=f1, funds=f2", "`funds` stands there twice"),
        ("funds=f1, dam", "`dam` is no option of an issue"),
    ] {
        let output = zopa(&scratch, &["package", TWIN, asked]);
        assert_eq!(output.status, 3, "{asked}");
        assert!(output.stderr.contains(told) && output.stderr.contains("help: "), "{asked}: {}", output.stderr);
    }
    let output = zopa(&scratch, &["package", TWIN, "guarantee=g4, monitoring=m2"]);
    assert!(output.stdout.contains("It breaks a rule of the case"), "{}", output.stdout);
}
