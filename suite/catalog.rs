//! What is known of the cases of the catalog.

use crate::folder::{catalog, open, read, root, with};
use num_bigint::BigUint;
use zopa_case::{Case, DateSpan, Kind, Node, Overlay};
use zopa_lens::gaps::{Answer, Gaps, Settings, Status, gaps};
use zopa_lens::{Arithmetic, Stop};

/// The warnings that are meant, by case: code, and a word of the message.
const WARNINGS: &[(&str, &str, &str)] = &[
    // The source tells of the day before; the note of the entry says so.
    ("talks/geneva-2026", "source-before-words", "2026-01-07"),
];

fn found(case: &Case) -> Gaps {
    let run = gaps(case, &Settings { falls: false, ..Settings::default() });
    assert_eq!((run.stop, run.arithmetic), (Stop::Complete, Arithmetic::Exact));
    run.findings
}

fn on(case: &Case, day: &str) -> Case {
    with(case, &Overlay::default().as_of(DateSpan::parse(day).unwrap().last))
}

#[test]
fn every_case_is_valid_and_warns_only_as_meant() {
    let mut told: Vec<bool> = vec![false; WARNINGS.len()];
    let mut unmeant: Vec<String> = Vec::new();
    for (name, folder) in catalog() {
        let case = read(&folder);
        for warning in case.warnings() {
            let meant = WARNINGS
                .iter()
                .position(|(of, code, word)| *of == name && *code == warning.code && warning.message.contains(word));
            match meant {
                Some(at) => told[at] = true,
                None => unmeant.push(format!("{name}: {}", warning.line(&case.materials().texts))),
            }
        }
    }
    assert!(unmeant.is_empty(), "{}", unmeant.join("\n"));
    assert_eq!(told, vec![true; WARNINGS.len()], "a warning that is meant is no longer given");
}

/// Values are invented and said to be, or the estimates of a publication that is named; of real talks there are none.
#[test]
fn numbers_of_value_are_invented_or_published() {
    let (mut invented, mut published) = (0, 0);
    for (name, folder) in catalog() {
        let case = read(&folder);
        let draft = case.draft();
        if draft.fictional.as_ref().is_some_and(|fictional| fictional.value) {
            invented += 1;
            continue;
        }
        match name.split('/').next() {
            Some("talks") => assert!(draft.preferences.is_empty(), "{name} has preferences"),
            Some("books" | "papers") => {
                published += 1;
                for (party, preferences) in draft.preferences.iter() {
                    assert!(!preferences.source.0.is_empty(), "{name}: whose estimate is it of {}?", party.value);
                }
            }
            _ => panic!("{name} has no `fictional: true`"),
        }
        assert!(draft.power.iter().all(|power| !power.source.is_empty()), "{name}: power that nobody states");
        for line in &draft.lines {
            assert!(line.firmness.is_none(), "{name}: the line {} has a firmness", line.id.value);
        }
        for driver in &draft.drivers {
            assert!(driver.effects.is_empty(), "{name}: the driver {} has effects", driver.id.value);
        }
        for step in &draft.steps {
            let chances = step.detection.is_some() || !step.stakes.is_empty();
            let valued = !step.cost.is_empty() || !step.worth.is_empty() || !step.deposit.is_empty() || chances;
            assert!(!valued, "{name}: the step {} has a value", step.id.value);
        }
        assert!(draft.plans.is_empty() && draft.trust.is_empty(), "{name}: patience, or what trust is worth");
        for lever in &draft.leverage {
            let valued = lever.worth.is_some() || lever.cost.is_some() || lever.credibility.is_some();
            assert!(!valued, "{name}: the leverage {} has a value", lever.id.value);
        }
    }
    assert!(invented >= 1 && published >= 2);
}

#[test]
fn every_public_entry_has_its_source_dated_and_graded() {
    for (name, folder) in catalog() {
        let case = read(&folder);
        for entry in case.entries() {
            assert!(!entry.sources.is_empty(), "{name}: {}", entry.name);
        }
        assert!(!case.sources().is_empty(), "{name}");
        assert!(folder.join("README.md").is_file(), "{name} has no README.md");
    }
}

#[test]
fn geneva_on_the_day_of_the_talks() {
    let case = open("talks/geneva-2026");
    let known = on(&case, "2026-02-18");
    let gaps = found(&known);
    assert_eq!(gaps.verdict.answer, Answer::CannotSay);
    assert_eq!(gaps.verdict.accepted, Some(BigUint::ZERO));
    assert!(gaps.verdict.refused_by_nobody > Some(BigUint::ZERO));
    let core: Vec<_> = gaps.issues.iter().filter(|gap| known.issues()[gap.issue].core).collect();
    assert!(core.len() >= 4, "ceasefire, guarantees, territory, sequence");
    for gap in core {
        assert_ne!(gap.status, Status::Agreed, "{}", gap.sentence);
    }
}

#[test]
fn talks_that_ended_without_a_paper_have_no_package_accepted() {
    let case = open("talks/cyprus-2017");
    let gaps = found(&case.known().unwrap());
    assert_eq!(gaps.verdict.accepted, Some(BigUint::ZERO));
    assert_ne!(gaps.verdict.answer, Answer::Yes);
}

/// The packages of the twin that nobody refuses, counted by hand, issue by issue.
///
/// The districts: Sudmark refuses u4 and u5, which leaves four. Their status: n2 crosses Sudmark's law: two. With
/// u0 nothing is recognised. Watching: without m3, which Norland refuses, seven of fifteen; a strip (u2, u3) needs
/// somebody else than the two armies, which takes away m1 alone. So 1 * 7 + 2 * 7 + 2 * (2 * 6) = 45.
///
/// Ceasefire and order: 64 orders of one to four things; in 19 of them leaving comes before the guns stop, and those
/// do not go with c1: 4 * 64 - 19 = 237.
///
/// The guarantee: Norland refuses g4, Sudmark's demand refuses g1 and g2: one. Its years: three keep the Commitments
/// Act. Its timing: three. The army: three, since the line on its size is only our reading of a paper, and such a
/// line refuses nothing. (Counted as a refusal it would leave two of three, and 82,931,040 packages in all.) The dam:
/// d3 is refused, d2 taken and refused on one day by two voices, which is no refusal: three. The funds: two. The
/// sanctions: Norland's demand refuses p0 and p1, the Compact p3: one. People: eight of fifteen bring the children
/// home, and h1 does not go with h2: six. Language: three. The next round: four.
#[test]
fn the_twin_counted_by_hand() {
    let case = open("teaching/twin");
    let gaps = found(&case.known().unwrap());
    let by_hand: u64 = 45 * 237 * 3 * 3 * 3 * 3 * 2 * 6 * 3 * 4;
    assert_eq!(by_hand, 124_396_560);
    assert_eq!(gaps.verdict.refused_by_nobody, Some(BigUint::from(by_hand)));
    assert_eq!(gaps.verdict.accepted, Some(BigUint::ZERO));
    assert_eq!(gaps.verdict.answer, Answer::CannotSay);
    let all: u64 = 6 * 3 * 4 * 5 * 3 * 3 * 4 * 15 * 64 * 4 * 3 * 4 * 15 * 3 * 4;
    assert_eq!(gaps.verdict.packages, BigUint::from(all));
    // The analyst's line as a stated one: then it counts.
    let line = case.tree().get("lines").unwrap();
    let Kind::List(lines) = &line.kind else { panic!("lines are a list") };
    let id = Node::text("nl-army-size").kind;
    let army = lines.iter().find(|line| {
        matches!((&line.get("id").unwrap().kind, &id),
        (Kind::Scalar { text: a, .. }, Kind::Scalar { text: b, .. }) if a == b)
    });
    let stated = without_reading(army.unwrap());
    let mut overlay = Overlay::default();
    overlay.edits.push(zopa_case::draft::Edit::AddLine(stated));
    let stated = found(&with(&case, &overlay));
    assert_eq!(stated.verdict.refused_by_nobody, Some(BigUint::from(82_931_040_u64)));
}

fn without_reading(line: &Node) -> Node {
    let Kind::Map(pairs) = &line.kind else { panic!("a line is a map") };
    let pairs = pairs.iter().filter(|(key, _)| key.value != "reading").cloned().map(|(key, value)| {
        let value = if key.value == "id" { Node::plain("stated-army-size") } else { value };
        (key, value)
    });
    Node::made(Kind::Map(pairs.collect()))
}

/// Writes what this reader reads of every case file, one JSON file for each, for `second_reader.py`.
fn dump(folder: &std::path::Path) -> usize {
    let starter = root().join("crates/cli/src/starter");
    let cases = catalog().into_iter().chain([("starter".to_string(), starter)]);
    let mut count = 0;
    for (name, case) in cases {
        for file in crate::folder::names(&case, |path| path.extension().is_some_and(|end| end == "yaml")) {
            let path = case.join(&file);
            let text = std::fs::read_to_string(&path).unwrap();
            let tree = zopa_wire::read_text(zopa_case::FileId(0), &text).unwrap();
            let path = path.canonicalize().unwrap();
            let entry =
                Node::made(Kind::Map(vec![(at("path"), Node::text(path.to_str().unwrap())), (at("tree"), tree)]));
            let to = folder.join(format!("{}-{file}.json", name.replace('/', "-")));
            std::fs::write(to, zopa_wire::write_json(&entry)).unwrap();
            count += 1;
        }
    }
    std::fs::write(folder.join("schema"), zopa_wire::schema().to_string()).unwrap();
    count
}

fn at(key: &str) -> zopa_case::At<String> {
    zopa_case::At::new(key.to_string(), zopa_case::Span::default())
}

/// Another program's reader of YAML reads the same from every case file, and the same schema takes it. Runs where
/// `ZOPA_PYTHON` names a Python that has PyYAML; the comparison is `second_reader.py`.
#[test]
fn a_second_reader_reads_the_same() {
    let Ok(python) = std::env::var("ZOPA_PYTHON") else { return };
    let folder = std::env::temp_dir().join(format!("zopa-second-reader-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let count = dump(&folder);
    let script = root().join("suite/second_reader.py");
    let run = std::process::Command::new(python).arg(script).arg(&folder).output().unwrap();
    let said = String::from_utf8_lossy(&run.stdout).into_owned() + &String::from_utf8_lossy(&run.stderr);
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(run.status.success(), "{said}");
    assert!(said.contains(&format!("{count} files")), "{said}");
}
