//! Other programs' files: what is read of them and what is mended, the values, and the way back.
//!
//! Each folder of `suite/formats` is one scenario: its files, `import.txt` with the format and the files in order, and
//! `case.yaml`, the case that must come of them, comments and all. `ZOPA_BLESS=1 cargo test --test suite formats`
//! writes the cases anew: read the difference before you keep it.

use crate::broken::no_panic::{harm, harmed, is_sound};
use crate::folder::{names, root};
use crate::scratch::{Scratch, zopa};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::RngSeed;
use std::fs;
use std::path::Path;
use zopa_case::draft::{DiscountPer, Preferences};
use zopa_case::{Case, Known, Number, Quantity};
use zopa_wire::{Format, Import, Memory, Semantics, Unread, export_genius, import, read_case};

type Sources = Vec<(String, Vec<u8>)>;

/// A scenario of the folder: its files, and how they are read.
fn scenario(name: &str) -> (Sources, Import) {
    let folder = root().join("suite/formats").join(name);
    let text = fs::read_to_string(folder.join("import.txt")).expect("import.txt");
    let mut lines = text.lines();
    let (format, files) = lines.next().and_then(|line| line.split_once(' ')).expect("a format and files");
    let mut settings = Import { format: Format::Negmas, as_of: "2026-02-18".into(), steps: None };
    settings.format = match format {
        "genius" => Format::Genius(Semantics::Genius),
        "geniusweb" => Format::GeniusWeb,
        "gmcr" => Format::Gmcr,
        _ => Format::Negmas,
    };
    for line in lines {
        match line.split_once(": ") {
            Some(("semantics", _)) => settings.format = Format::Genius(Semantics::Negmas),
            Some(("steps", steps)) => settings.steps = Some(steps.parse().expect("a number")),
            _ => panic!("what is `{line}`?"),
        }
    }
    // Names of files end in their endings and may have blanks.
    let mut sources = Vec::new();
    let mut name = String::new();
    for word in files.split(' ') {
        name = if name.is_empty() { word.to_string() } else { format!("{name} {word}") };
        if word.contains('.') {
            sources.push((name.clone(), fs::read(folder.join(&name)).expect("a file")));
            name.clear();
        }
    }
    (sources, settings)
}

fn scenarios() -> Vec<String> {
    let found = names(&root().join("suite/formats"), Path::is_dir);
    assert!(found.len() >= 11, "scenarios are missing: {found:?}");
    found
}

#[track_caller]
fn case(text: &str) -> Case {
    read_case(&Memory::one(text)).unwrap_or_else(|unread| panic!("{}\n{text}", told(&unread)))
}

fn told(unread: &Unread) -> String {
    unread.diagnostics.iter().map(|problem| problem.line(&unread.texts) + "\n").collect()
}

#[track_caller]
fn imported(name: &str) -> Case {
    let (sources, settings) = scenario(name);
    case(&import(&sources, &settings).unwrap_or_else(|unread| panic!("{}", told(&unread))).text)
}

#[test]
fn every_scenario_gives_its_case() {
    for name in scenarios() {
        let (sources, settings) = scenario(&name);
        let made = import(&sources, &settings).unwrap_or_else(|unread| panic!("{name}: {}", told(&unread)));
        let file = root().join("suite/formats").join(&name).join("case.yaml");
        if std::env::var("ZOPA_BLESS").is_ok_and(|bless| bless == "1") {
            fs::write(&file, &made.text).expect("write");
        }
        let expected = fs::read_to_string(&file).unwrap_or_default();
        assert!(made.text == expected, "{name}: ZOPA_BLESS=1 writes what is made now\n{}", made.text);
        assert_eq!(case(&made.text).warnings().len(), 0, "{name}");
        // What was mended stands over the case, too.
        let comments = made.text.lines().filter(|line| line.starts_with("# - ")).count();
        assert_eq!(comments, made.mended.len(), "{name}");
    }
}

fn point(quantity: Option<&Quantity>) -> Number {
    match quantity.map(|quantity| quantity.known) {
        Some(Known::Point(number)) => number,
        other => panic!("no point: {other:?}"),
    }
}

/// The value of a package for a party, from the case as written; options by their texts.
fn value(case: &Case, party: usize, options: &[&str]) -> f64 {
    let preferences: &Preferences = &case.draft().preferences[party].1;
    let mut sum = 0.0;
    for (issue, text) in case.issues().iter().zip(options) {
        let option = issue.options.iter().find(|option| option.text == *text);
        let option = option.unwrap_or_else(|| panic!("{} has no `{text}`", issue.name));
        let worth = preferences.issues.get(&issue.name).expect("a worth");
        sum += point(worth.weight.as_ref()).to_f64() * point(worth.values.get(&option.name)).to_f64();
    }
    sum + preferences.linkages.iter().map(|linkage| point(Some(&linkage.value)).to_f64()).sum::<f64>()
}

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-11, "{found} is not {expected}");
}

#[test]
fn genius_divides_by_the_largest_evaluation_and_by_the_sum_of_weights() {
    let case = imported("genius-plain");
    // North: evaluations 8, 5, 0 exceed 1 and are divided by 8; 0.25, 0.75 stay.
    near(value(&case, 0, &["Two of five", "20"]), 0.6 * 5.0 / 8.0 + 0.4 * 0.75);
    near(value(&case, 0, &["All & more", "10"]), 0.4 * 0.25);
    // South: weights 1 and 1 become halves, 2 and 3 become thirds.
    near(value(&case, 1, &["Two of five", "20"]), 0.5 * 2.0 / 3.0);
    let north = &case.draft().preferences[0].1;
    assert_eq!(point(north.no_deal.as_ref()), Number::parse("0.35").unwrap());
    let discount = north.discount.as_ref().unwrap();
    assert_eq!((point(Some(&discount.factor)), discount.per.value), (Number::parse("0.9").unwrap(), DiscountPer::Time));
    assert!(case.draft().preferences[1].1.discount.is_none());
}

#[test]
fn sloppy_files_have_the_values_that_both_programs_give_them() {
    // Genius: the largest evaluation, 20, is of an item that the domain has not; weights 0.5 and 1.5.
    let case = imported("genius-sloppy");
    near(value(&case, 0, &["Two of five", "high"]), 0.25 * 4.0 / 20.0 + 0.75 * 0.125);
    near(value(&case, 0, &["All", "low"]), 0.75);
    let case = imported("genius-sloppy-negmas");
    near(value(&case, 0, &["None", "high"]), 0.5 * 10.0 + 1.5 * 0.125);
}

#[test]
fn functions_are_taken_at_the_numbers_of_the_grid() {
    let case = imported("genius-grids");
    let sizes: Vec<usize> = case.issues().iter().map(|issue| issue.options.len()).collect();
    assert_eq!(sizes, [6, 5, 5, 1]);
    // Genius: years from the lower bound, cut at 1; a tent over the share; tonnes falling; all weights sum to 1.
    near(value(&case, 0, &["6", "0.5", "1250", "up"]), 0.5 * 0.375 + 0.25 * (0.5 / 0.75) + 0.125 * 0.75 + 0.125);
    near(value(&case, 0, &["10", "0.25", "5000", "up"]), 0.5 + 0.25 + 0.125);
    let case = imported("geniusweb");
    near(value(&case, 0, &["two", "0.25"]), 0.7 * 0.5 + 0.3 * 0.875);
    near(value(&case, 1, &["two", "0.25"]), (0.5 * 0.6 + 0.2 * 0.25) / 0.7);
    assert_eq!(point(case.draft().preferences[0].1.no_deal.as_ref()), Number::parse("0.575").unwrap());
    let case = imported("negmas-yaml");
    near(value(&case, 0, &["Y", "3", "0.25"]), 0.5 * 2.5 + 0.2 * 0.85 + 2e-5 * 1.0);
    near(value(&case, 1, &["all", "4", "0.5"]), 3.0 + 2.0 + 2.0 * (0.5 + 0.5 - 0.25));
    let discount = case.draft().preferences[1].1.discount.as_ref().unwrap();
    assert_eq!(discount.per.value, DiscountPer::Round);
}

#[test]
fn constants_of_negmas_are_kept() {
    let case = imported("negmas-json");
    near(value(&case, 0, &["2", "b"]), 0.5 + 1e-5 * 6.0 + 0.7 * 0.3);
    assert!(case.draft().preferences[0].1.no_deal.is_none());
    // Index 2 has no issue and adds 1; index 4 lies past the last and adds its weight; issue 3 has no weight: 1.
    let case = imported("negmas-xml");
    near(value(&case, 0, &["1", "a"]), 0.3 * 2.666666666666667 + 20.0 + 1.0 + 0.25);
}

/// Weights and values of all parties, in order; no names.
fn numbers(case: &Case) -> Vec<Vec<Number>> {
    let party = |preferences: &Preferences| {
        let mut all: Vec<Number> = preferences.no_deal.iter().map(|no_deal| point(Some(no_deal))).collect();
        all.extend(preferences.discount.as_ref().map(|discount| point(Some(&discount.factor))));
        all.extend(preferences.linkages.iter().map(|linkage| point(Some(&linkage.value))));
        for issue in case.issues() {
            let worth = preferences.issues.get(&issue.name).expect("a worth");
            all.push(point(worth.weight.as_ref()));
            all.extend(worth.values.iter().map(|(_, value)| point(Some(value))));
        }
        all
    };
    case.draft().preferences.iter().map(|(_, preferences)| party(preferences)).collect()
}

#[test]
fn what_is_exported_reads_back_as_the_same_numbers() {
    for (name, semantics) in [
        ("genius-plain", Semantics::Genius),
        ("genius-sloppy", Semantics::Genius),
        ("genius-grids", Semantics::Genius),
        ("geniusweb", Semantics::Genius),
        ("genius-sloppy-negmas", Semantics::Negmas),
        ("negmas-xml", Semantics::Negmas),
        ("negmas-yaml", Semantics::Negmas),
    ] {
        let before = imported(name);
        let exported = export_genius(&before, semantics).unwrap_or_else(|problems| panic!("{name}: {problems:?}"));
        let sources: Sources = exported.files.into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
        let settings = Import { format: Format::Genius(semantics), as_of: "2026-02-18".into(), steps: None };
        let again = import(&sources, &settings).unwrap_or_else(|unread| panic!("{name}: {}", told(&unread)));
        // Constants are told again; nothing else had to be mended.
        let known = |line: &&String| line.contains("is added to every") || line.contains("no reservation value");
        let mended: Vec<&String> = again.mended.iter().filter(|line| !known(line)).collect();
        assert!(mended.is_empty(), "{name}: {mended:?}");
        let after = case(&again.text);
        // Without a no-deal value both programs take 0.
        let mut wanted = numbers(&before);
        for (numbers, (_, preferences)) in wanted.iter_mut().zip(before.draft().preferences.iter()) {
            if preferences.no_deal.is_none() {
                numbers.insert(0, Number::whole(0));
            }
        }
        assert_eq!(wanted, numbers(&after), "{name}");
        let titles = |case: &Case| case.issues().iter().map(|issue| issue.title.clone()).collect::<Vec<_>>();
        assert_eq!(titles(&before), titles(&after), "{name}");
    }
}

#[test]
fn a_hundred_becomes_one_in_genius() {
    let hundred = case(
        "zopa: 1\ncase: A\nas of: 2026-02-18\nparties:\n  north: {name: North, role: party}\nissues:\n  \
         years: {name: Years, kind: number, from: 0, to: 2, step: 1, marks: {long: 2}}\npreferences:\n  \
         north: {scale: 100, no deal: 12.5, years: {weight: 100, values: {0: 100, 1: 33.333333333333, long: 0}}}\n",
    );
    let exported = export_genius(&hundred, Semantics::Genius).unwrap();
    let north = &exported.files[1].1;
    for part in [
        "<weight index=\"1\" value=\"1\"/>",
        "value=\"1\" evaluation=\"0.33333333333333\"/>",
        "value=\"2\" evaluation=\"0\"/>",
        "<reservation value=\"0.125\"/>",
    ] {
        assert!(north.contains(part), "{part} is not in\n{north}");
    }
    let raw = export_genius(&hundred, Semantics::Negmas).unwrap();
    assert!(raw.files[1].1.contains("evaluation=\"33.333333333333\"/>"), "{}", raw.files[1].1);
    assert!(raw.files[1].1.contains("<reservation value=\"12.5\"/>"));
}

/// Changes to a case that Genius files cannot say, and a part of what is told.
const CANNOT: [(&str, &str, &str); 9] = [
    ("values: {i0: 100, i1: 0}", "values: {i0: 100, i1: [0, 5]}", "the value of `islands = i1` for `north`, [0, 5],"),
    ("values: {i0: 100, i1: 0}", "values: {i0: 100}", "the value of `islands = i1` for `north`, which is not given,"),
    ("weight: 100, values: {i0: 100", "values: {i0: 100", "the weight of `islands` for `north`, which is not given,"),
    ("no deal: 40", "no deal: [30, 40]", "the no-deal value of `north`, [30, 40],"),
    ("no deal: 40", "no deal: 40, discount: {factor: 0.9, per: round}", "the discount of `north`"),
    ("scale: 100", "scale: raw", "the raw scale of `north`"),
    ("kind: menu,", "kind: menu, choose: any,", "`islands`, of which a package takes several options,"),
    ("preferences:", "logic: [{id: keep, rule: islands = i0}]\npreferences:", "a rule that every package must keep"),
    ("backer}", "party}", "`south`, which has no preferences,"),
];

#[test]
fn what_cannot_be_said_is_told_with_a_way_out() {
    let text = "zopa: 1\ncase: A\nas of: 2026-02-18\nparties:\n  north: {name: North, role: party}\n  \
                south: {name: South, role: backer}\nissues:\n  islands: {name: Islands, kind: menu, menu: {i0: None, i1: Two}}\n\
                preferences:\n  north: {scale: 100, no deal: 40, islands: {weight: 100, values: {i0: 100, i1: 0}}}\n";
    assert!(export_genius(&case(text), Semantics::Genius).is_ok());
    for (from, to, part) in CANNOT {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text, "{from}");
        let case = case(&changed);
        let problems = export_genius(&case, Semantics::Genius).expect_err(part);
        let line = problems[0].line(&case.materials().texts);
        assert!(line.contains("error[cannot-be-said]") && line.contains(part), "{part}\n{line}");
        assert!(problems.iter().all(|problem| problem.help.is_some()), "{line}");
    }
}

#[test]
fn the_commands_write_whole_files_or_none() {
    let scratch = Scratch::new("formats");
    for (name, bytes) in scenario("genius-plain").0 {
        scratch.write(&name, &String::from_utf8(bytes).unwrap());
    }
    let import = ["import", "genius", "domain.xml", "north.xml", "south.xml", "-o"];
    let run = |out: &str| zopa(&scratch, &[&import[..], &[out]].concat());
    let output = run("harbour.yaml");
    assert_eq!(output.status, 0, "{}", output.stderr);
    assert!(output.stdout.is_empty() && output.stderr.contains("the weights sum to 2: they are divided by it"));
    assert_eq!(run("folder").status, 0);
    assert_eq!(zopa(&scratch, &["check", "folder"]).status, 0);
    // What is there is not written over.
    let again = run("harbour.yaml");
    assert_eq!((again.status, again.stderr.contains("is there already")), (3, true), "{}", again.stderr);
    let exported = zopa(&scratch, &["export", "genius", "harbour.yaml", "-o", "out"]);
    assert_eq!(exported.status, 0, "{}", exported.stderr);
    assert_eq!(names(&scratch.path("out"), Path::is_file), ["domain.xml", "north.xml", "south.xml"]);
    assert_eq!(zopa(&scratch, &["export", "genius", "harbour.yaml", "-o", "out"]).status, 3);
    // The folder's files do as well as their names.
    let folder = zopa(&scratch, &["import", "negmas", "out", "-o", "again.yaml"]);
    assert_eq!(folder.status, 0, "{}", folder.stderr);
    // A fault leaves nothing behind.
    scratch.write("south.xml", "<utility_space><objective>");
    let broken = run("broken.yaml");
    assert_eq!(broken.status, 3);
    assert!(
        broken.stderr.contains("south.xml:1:27") || broken.stderr.contains("the file ends inside"),
        "{}",
        broken.stderr
    );
    assert!(!scratch.path("broken.yaml").exists());
    let unsaid =
        fs::read_to_string(scratch.path("harbour.yaml")).unwrap().replacen("no deal: 0.35", "no deal: [0.3, 0.4]", 1);
    scratch.write("unsaid.yaml", &unsaid);
    let refused = zopa(&scratch, &["export", "genius", "unsaid.yaml", "-o", "none"]);
    assert_eq!(refused.status, 3);
    assert!(
        !scratch.path("none").exists()
            && names(&scratch.path("."), Path::is_dir).iter().all(|name| !name.contains("part"))
    );
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1_500,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(0x20ba),
        ..ProptestConfig::default()
    })]

    #[test]
    fn harmed_files_give_a_case_or_are_refused(
        name in prop::sample::select(scenarios()),
        file in any::<Index>(),
        harms in prop::collection::vec(harm(), 1..6),
        semantics in any::<bool>(),
    ) {
        let (mut sources, mut settings) = scenario(&name);
        if semantics && matches!(settings.format, Format::Genius(_)) {
            settings.format = Format::Negmas;
        }
        let at = file.index(sources.len());
        harms.iter().for_each(|harm| harmed(&mut sources[at].1, harm));
        match import(&sources, &settings) {
            Ok(made) => prop_assert!(read_case(&Memory::one(&made.text)).is_ok()),
            Err(unread) => {
                prop_assert!(!unread.diagnostics.is_empty());
                for problem in &unread.diagnostics {
                    let told = is_sound(problem, Some(&unread.texts));
                    prop_assert!(told.is_ok(), "{told:?}");
                    // Slips of other programs' files are told in their places, never in the case made of them.
                    let file = unread.texts.name(problem.span().file);
                    prop_assert!(sources.iter().any(|(name, _)| name == file), "{}", told_line(&unread));
                }
            }
        }
    }
}

fn told_line(unread: &Unread) -> String {
    told(unread).lines().next().unwrap_or("").to_string()
}
