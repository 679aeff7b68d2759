//! The commands as a user meets them: answers, exit statuses, files that are changed and not changed.

use crate::folder::root;
use crate::scratch::{Scratch, zopa};
use std::fs;

const PUBLIC: &str = "catalog/talks/geneva-2026";

#[test]
fn the_brief_of_the_public_case_is_the_same_bytes_twice_and_needs_no_colour() {
    let scratch = Scratch::with_catalog("twice");
    let first = zopa(&scratch, &["brief", PUBLIC]);
    let second = zopa(&scratch, &["brief", PUBLIC]);
    assert_eq!((first.status, &first.stdout), (0, &second.stdout));
    assert!(!first.stdout.contains('\u{1b}'), "colour without a terminal");
    for file in ["brief.html", "brief.md"] {
        let option = if file.ends_with("html") { "--html" } else { "--markdown" };
        let mut texts = Vec::new();
        for _ in 0..2 {
            let output = zopa(&scratch, &["brief", PUBLIC, option, file]);
            assert_eq!(
                (output.status, output.stdout.as_str()),
                (0, ""),
                "a file was asked for, so nothing is on stdout"
            );
            texts.push(fs::read_to_string(scratch.path(file)).expect("written"));
        }
        assert_eq!(texts[0], texts[1]);
    }
}

#[test]
fn lines_fit_the_width_asked_for() {
    let scratch = Scratch::with_catalog("width");
    for case in [PUBLIC, "catalog/talks/cyprus-2017", "catalog/talks/iran-2015", "catalog/teaching/twin"] {
        for width in ["80", "100", "120"] {
            let output = zopa(&scratch, &["brief", case, "--width", width]);
            let limit: usize = width.parse().expect("number");
            for line in output.stdout.lines() {
                assert!(line.chars().count() <= limit, "{case} at {width}: {line}");
                assert_eq!(line.trim_end(), line, "{case} at {width}: spaces at the end");
            }
        }
    }
}

#[test]
fn exit_statuses_are_those_of_the_contract() {
    let scratch = Scratch::with_catalog("status");
    scratch.write("broken.yaml", "zopa: 1\n");
    let agreed = "zopa: 1\ncase: Agreed\nas of: 2026-01-02\nparties: {a: {name: A, role: party}, b: {name: B, role: party}}\nissues: {x: {name: X, kind: menu, menu: {x1: One, x2: Two}}}\nsources: {S: {title: S, date: 2026-01-01, grade: A1}}\nledger:\n  - {date: 2026-01-01, party: a, issue: x, STANCE, stated: public, source: S}\n  - {date: 2026-01-01, party: b, issue: x, STANCE, stated: public, source: S}\n";
    scratch.write("yes.yaml", &agreed.replace("STANCE", "wants: [x1]"));
    scratch.write("no.yaml", &agreed.replace("STANCE", "rejects: [x1, x2]"));
    for (arguments, status) in [
        (vec!["gaps", "yes.yaml"], 0),
        (vec!["gaps", "no.yaml"], 1),
        (vec!["gaps", PUBLIC], 2),
        (vec!["brief", PUBLIC], 0),
        (vec!["diff", PUBLIC, "--from", "2026-01-01"], 0),
        (vec!["check", PUBLIC], 0),
        (vec!["check", "broken.yaml"], 1),
        (vec!["gaps", "broken.yaml"], 3),
        (vec!["gaps", "nothing-here"], 3),
        (vec!["gaps", PUBLIC, "--without", "NOBODY"], 3),
        (vec!["gaps", PUBLIC, "--as-of", "soon"], 3),
        (vec!["gaps", PUBLIC, "--scenario", "none"], 3),
        (vec!["gaps", PUBLIC, "--audience", "mars"], 3),
        (vec!["diff", PUBLIC, "--since", "nowhere"], 3),
        (vec!["diff", PUBLIC], 3),
        (vec!["frobnicate"], 3),
        (vec![], 3),
        (vec!["--help"], 0),
        (vec!["--version"], 0),
    ] {
        let output = zopa(&scratch, &arguments);
        assert_eq!(output.status, status, "zopa {}: {}", arguments.join(" "), output.stderr);
        let silent = status == 3;
        assert_eq!(output.stdout.is_empty(), silent, "zopa {}: {}", arguments.join(" "), output.stdout);
        assert!(!silent || !output.stderr.is_empty(), "zopa {}: no word on what is wrong", arguments.join(" "));
    }
}

#[test]
fn counts_are_told_of_one_and_of_many() {
    let scratch = Scratch::with_catalog("counts");
    let small = "zopa: 1\ncase: Small\nas of: 2026-01-02\nparties: {a: {name: A, role: party}, b: {name: B, role: party}}\nissues: {x: {name: X, kind: menu, menu: {x1: One, x2: Two}}}\nsources: {S: {title: S, date: 2026-01-01, grade: A1}}\nledger:\n  - {date: 2026-01-01, party: a, issue: x, wants: [x1], stated: public, source: S}\n";
    scratch.write("small.yaml", small);
    scratch.write("broken.yaml", &small.replace("grade: A1", "grade: Z9"));
    let told = |case: &str| {
        let output = zopa(&scratch, &["check", case]);
        let page = if output.status == 0 { output.stdout } else { output.stderr };
        page.lines().last().unwrap_or_default().to_string()
    };
    assert_eq!(told("small.yaml"), "valid: 2 parties, 1 issue, 1 entry, 1 source, 0 warnings");
    let public = told(PUBLIC);
    assert!(public.starts_with("valid: 4 parties, 17 issues, ") && public.contains(" entries, "), "{public}");
    assert!(told("broken.yaml").ends_with("not valid: 1 error"), "{}", told("broken.yaml"));
}

#[test]
fn what_cannot_be_said_is_told_once_of_each_party() {
    let scratch = Scratch::with_catalog("once");
    let page = zopa(&scratch, &["settlement", PUBLIC]).stdout;
    let (_, after) = page.split_once("WHAT CANNOT BE SAID").expect("the section");
    let items = after.lines().skip(2).take_while(|line| !line.is_empty()).filter(|line| line.contains(": "));
    let parties: Vec<&str> = items.filter_map(|item| item.split(':').next()).map(str::trim).collect();
    assert_eq!(parties, ["- Russia", "- Ukraine", "- United States", "- European states"]);
}

#[test]
fn json_answers_have_the_header_that_scripts_rely_on() {
    let scratch = Scratch::with_catalog("json");
    for arguments in [
        vec!["gaps", PUBLIC],
        vec!["brief", PUBLIC],
        vec!["diff", PUBLIC, "--from", "2026-01-01"],
        vec!["check", PUBLIC],
    ] {
        let output = zopa(&scratch, &[arguments.as_slice(), &["--json"]].concat());
        let answer: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
        for key in ["zopa", "lens", "case", "settings", "seed", "stop", "arithmetic", "findings", "basis", "warnings"] {
            assert!(answer.get(key).is_some(), "{arguments:?} lacks {key}");
        }
        assert_eq!(answer["zopa"], 1);
        assert_eq!(answer["lens"], arguments[0]);
    }
    let gaps: serde_json::Value =
        serde_json::from_str(&zopa(&scratch, &["gaps", PUBLIC, "--json"]).stdout).expect("JSON");
    let findings = &gaps["findings"];
    assert_eq!(findings["verdict"], "cannot-say");
    assert_eq!(findings["accepted_on_record"], "0");
    assert!(findings["refused_by_nobody"].as_str().is_some_and(|count| count != "0"), "counts are strings");
    for question in findings["ask_next"].as_array().expect("list") {
        for key in ["id", "party", "issue", "option", "settles", "basis"] {
            assert!(question.get(key).is_some(), "a question lacks {key}");
        }
    }
    for issue in findings["issues"].as_array().expect("list") {
        for key in ["id", "issue", "status", "gap", "owners", "silent", "options", "basis"] {
            assert!(issue.get(key).is_some(), "an issue lacks {key}");
        }
    }
}

#[test]
fn a_new_case_passes_its_check_and_is_never_written_over_another() {
    let scratch = Scratch::new("new");
    assert_eq!(zopa(&scratch, &["new", "talks"]).status, 0);
    let checked = zopa(&scratch, &["check", "talks"]);
    assert_eq!(checked.status, 0, "{}{}", checked.stdout, checked.stderr);
    assert!(checked.stdout.contains("0 warnings"), "{}", checked.stdout);
    assert_eq!(zopa(&scratch, &["brief", "talks"]).status, 0);
    assert_eq!(zopa(&scratch, &["new", "talks"]).status, 3);
}

/// The lines that one text has more than another, which must otherwise be the same.
fn added(before: &str, after: &str) -> String {
    let (mut old, mut more) = (before.lines().peekable(), String::new());
    for line in after.lines() {
        if old.peek() == Some(&line) {
            old.next();
        } else {
            more.push_str(line);
            more.push('\n');
        }
    }
    assert_eq!(old.next(), None, "a line of the file is gone");
    more
}

#[test]
fn add_appends_one_entry_and_leaves_every_other_byte() {
    let scratch = Scratch::with_catalog("add");
    let file = format!("{PUBLIC}/ledger.yaml");
    let before = fs::read_to_string(scratch.path(&file)).expect("ledger");
    let entry = "ukraine accepts territory t2 if passed(referendum-ua)";
    let arguments = ["add", PUBLIC, entry, "--date", "2026-02-18", "--source", "GEN", "--by", "Zelensky"];
    let dry = zopa(&scratch, &[&arguments[..], &["--dry-run"]].concat());
    assert_eq!(
        (dry.status, fs::read_to_string(scratch.path(&file)).expect("ledger")),
        (0, before.clone()),
        "{}",
        dry.stderr
    );
    let output = zopa(&scratch, &arguments);
    assert_eq!(output.status, 0, "{}", output.stderr);
    let after = fs::read_to_string(scratch.path(&file)).expect("ledger");
    let lines = added(&before, &after);
    for word in ["date: 2026-02-18", "party: ukraine", "accepts: [t2]", "if: passed(referendum-ua)", "source: GEN"] {
        assert!(lines.contains(word), "{word} is not in\n{lines}");
    }
    assert!(output.stdout.contains("Territorial control"), "it says what changes: {}", output.stdout);
    assert_eq!(zopa(&scratch, &["check", PUBLIC]).status, 0);
}

#[test]
fn add_writes_nothing_when_something_is_wrong() {
    let scratch = Scratch::with_catalog("add-wrong");
    let file = format!("{PUBLIC}/ledger.yaml");
    let before = fs::read_to_string(scratch.path(&file)).expect("ledger");
    for (entry, date, source, word) in [
        ("ukraine accepts territory t9", "2026-02-18", "GEN", "t9"),
        ("ukrain accepts territory t2", "2026-02-18", "GEN", "ukraine"),
        ("ukraine acepts territory t2", "2026-02-18", "GEN", "accepts"),
        ("ukraine accepts territory t2", "2026-02-30", "GEN", "2026-02-30"),
        ("ukraine accepts territory t2", "2026-02-18", "GENN", "GEN"),
        ("ukraine accepts territory t2 if passed(referndum)", "2026-02-18", "GEN", "referendum-ua"),
        ("ukraine accepts territory", "2026-02-18", "GEN", "option"),
        ("", "2026-02-18", "GEN", "empty"),
    ] {
        let output = zopa(&scratch, &["add", PUBLIC, entry, "--date", date, "--source", source]);
        assert_eq!(output.status, 3, "{entry}: {}", output.stdout);
        assert!(output.stderr.contains(word), "{entry}: {}", output.stderr);
        assert_eq!(fs::read_to_string(scratch.path(&file)).expect("ledger"), before);
    }
}

#[test]
fn add_finds_its_place_in_every_layout() {
    let scratch = Scratch::new("add-layouts");
    let head = "zopa: 1\ncase: C\nas of: 2026-01-02\nparties: {a: {name: A, role: party}}\nissues: {x: {name: X, kind: menu, menu: {x1: One}}}\nsources: {S: {title: S, date: 2026-01-01, grade: A1}}\n";
    let item = "{date: 2026-01-01, party: a, issue: x, wants: [x1], stated: public, source: S}";
    let layouts = [
        ("none", head.to_string()),
        ("empty", format!("{head}ledger:\n")),
        ("brackets", format!("{head}ledger: []\n")),
        ("brackets-full", format!("{head}ledger: [{item}]  # one\n")),
        ("block", format!("{head}ledger:\n  - {item}  # remark\n  # after\nlines: []\n")),
        ("flush", format!("{head}ledger:\n- {item}\nlines: []\n")),
        ("no-end-of-line", format!("{head}ledger:\n    - {item}")),
        ("windows", format!("{head}ledger:\n  - {item}\n").replace('\n', "\r\n")),
    ];
    for (name, text) in layouts {
        let file = format!("{name}.yaml");
        scratch.write(&file, &text);
        let output = zopa(&scratch, &["add", &file, "a rejects x x1", "--date", "2026-01-02", "--source", "S"]);
        assert_eq!(output.status, 0, "{name}: {}", output.stderr);
        let after = fs::read_to_string(scratch.path(&file)).expect("file");
        assert_eq!(zopa(&scratch, &["check", &file]).status, 0, "{name}:\n{after}");
        let kept: Vec<&str> = text.lines().filter(|line| line.contains('#')).collect();
        assert!(
            kept.iter().all(|line| name == "brackets-full" || after.contains(line)),
            "{name}: a remark is gone\n{after}"
        );
    }
}

#[test]
fn completions_and_manual_name_every_command() {
    let scratch = Scratch::new("manual");
    let commands = ["brief", "check", "gaps", "diff", "add", "new", "schema", "completions", "man"];
    for (arguments, what) in
        [(vec!["completions", "bash"], "bash"), (vec!["completions", "zsh"], "zsh"), (vec!["man"], "manual")]
    {
        let output = zopa(&scratch, &arguments);
        assert_eq!(output.status, 0);
        assert!(commands.iter().all(|command| output.stdout.contains(command)), "{what} lacks a command");
    }
    let help = zopa(&scratch, &["--help"]);
    assert!(commands.iter().all(|command| help.stdout.contains(command)));
    assert!(help.stdout.lines().count() <= 40, "the help is short");
}

#[test]
fn a_warning_travels_on_standard_error_and_in_json() {
    let scratch = Scratch::with_catalog("warnings");
    let page = zopa(&scratch, &["brief", PUBLIC]);
    let json = zopa(&scratch, &["brief", PUBLIC, "--json"]);
    let answer: serde_json::Value = serde_json::from_str(&json.stdout).expect("JSON");
    let warnings = answer["warnings"].as_array().expect("list").len();
    assert_eq!(page.stderr.contains("warning"), warnings > 0);
    assert!(json.stderr.is_empty());
}

#[test]
fn the_schema_is_what_the_editor_is_given() {
    let scratch = Scratch::new("schema");
    let output = zopa(&scratch, &["schema"]);
    let schema: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
    assert_eq!(schema, zopa_wire::schema());
    assert!(root().join("docs/guide/case-file.md").exists());
}

#[test]
fn long_lists_are_cut_with_their_count_beside_them() {
    let scratch = Scratch::new("long");
    let mut text =
        String::from("zopa: 1\ncase: Long\nas of: 2026-01-02\nsources: {S: {title: S, date: 2026-01-01, grade: A1}}\n");
    text.push_str("issues: {x: {name: X, kind: number, from: 0, to: 999, step: 1}}\n");
    let parties: Vec<String> = (0..11).map(|at| format!("p{at}: {{name: P{at}, role: party}}")).collect();
    text.push_str(&format!("parties: {{{}}}\nledger:\n", parties.join(", ")));
    for at in 0..11 {
        text.push_str(&format!(
            "  - {{date: 2026-01-01, party: p{at}, issue: x, accepts: [0..999], stated: public, source: S}}\n"
        ));
    }
    scratch.write("long.yaml", &text);
    let output = zopa(&scratch, &["gaps", "long.yaml", "--json", "--all", "all.json"]);
    assert_eq!(output.status, 0, "{}", output.stderr);
    let issue =
        |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON")["findings"]["issues"][0].clone();
    let (cut, full) = (issue(&output.stdout), issue(&fs::read_to_string(scratch.path("all.json")).expect("file")));
    assert_eq!((cut["marks"].as_array().map(Vec::len), cut["marks_count"].as_u64()), (Some(10_000), Some(11_000)));
    assert_eq!((full["marks"].as_array().map(Vec::len), full.get("marks_count")), (Some(11_000), None));
}

#[test]
#[cfg(unix)]
fn a_link_stays_a_link() {
    let scratch = Scratch::with_catalog("link");
    std::os::unix::fs::symlink(scratch.path("real.md"), scratch.path("link.md")).expect("link");
    let dangling = zopa(&scratch, &["brief", PUBLIC, "--markdown", "link.md"]);
    assert_eq!(dangling.status, 3, "a link that leads nowhere is told");
    scratch.write("real.md", "old");
    assert_eq!(zopa(&scratch, &["brief", PUBLIC, "--markdown", "link.md"]).status, 0);
    assert!(fs::symlink_metadata(scratch.path("link.md")).expect("link").file_type().is_symlink());
    assert!(fs::read_to_string(scratch.path("real.md")).expect("file").starts_with("# Geneva"));
}

#[test]
fn every_lens_writes_its_page_as_html() {
    let scratch = Scratch::with_catalog("html");
    let twin = "catalog/teaching/twin";
    for lens in ["gaps", "settlement", "blockers", "roadmap", "stability", "diff"] {
        let mut arguments = vec![lens, twin, "--html", "page.html", "--draws", "16"];
        if lens == "diff" {
            arguments.extend(["--from", "2031-02-01"]);
        }
        let output = zopa(&scratch, &arguments);
        assert!(output.status < 3 && output.stdout.is_empty(), "{lens}: {}", output.stderr);
        let page = fs::read_to_string(scratch.path("page.html")).expect("written");
        assert!(page.contains("</html>") && page.contains("<h2"), "{lens}");
        fs::remove_file(scratch.path("page.html")).expect("there");
    }
}

#[test]
fn how_each_decision_maker_looks_ahead_is_asked_for() {
    let scratch = Scratch::with_catalog("mixed");
    let elmira = "catalog/papers/hipel-1993-elmira";
    let states = |arguments: &[&str]| {
        let output = zopa(&scratch, &[&["stability", elmira, "--json"], arguments].concat());
        assert_eq!(output.status, 0, "{}", output.stderr);
        let answer: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
        let conflict = &answer["findings"]["conflicts"][0];
        (conflict["mixed"]["states"].to_string(), conflict["equilibria"].clone())
    };
    let (none, equilibria) = states(&[]);
    assert_eq!(none, "null");
    for concept in ["nash", "gmr", "smr", "seq", "sseq"] {
        assert_eq!(states(&["--concept", concept]).0, equilibria[concept].to_string());
    }
    // Local Government stays in the states 2 and 5 only if it fears answers at whatever cost.
    let (mixed, _) = states(&["--concept", "seq", "--concept", "local=smr"]);
    assert_eq!(mixed, equilibria["smr"].to_string());
    // What is not asked where equal states do not sanction is said as such, and not as too much work.
    let strict = zopa(&scratch, &["stability", elmira, "--json", "--equal-states", "no-sanction"]);
    let strict: serde_json::Value = serde_json::from_str(&strict.stdout).expect("JSON");
    let conflict = &strict["findings"]["conflicts"][0];
    assert!(conflict["notes"].to_string().contains("not told where equal states do not sanction"), "{conflict}");
    assert!(conflict["left_out"].as_array().is_some_and(Vec::is_empty), "{conflict}");
    for (bad, said) in [("local=sqe", "no concept `sqe`"), ("locl=seq", "did you mean `local`?")] {
        let output = zopa(&scratch, &["stability", elmira, "--concept", bad]);
        assert_eq!(output.status, 3);
        assert!(output.stderr.contains(said), "{}", output.stderr);
    }
}
