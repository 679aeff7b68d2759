//! `zopa rounds --play` as a person meets it: typed lines, a file that is gone on from, and nothing lost when it is killed.

use crate::play::HARBOUR;
use crate::scratch::{Scratch, begin_typing, typed};
use std::fs;
use std::io::Write as _;

const TOWNS: &str = "catalog/teaching/log-rolling";

#[test]
fn every_protocol_is_played_to_its_end() {
    let scratch = Scratch::new("protocols");
    scratch.write("harbour.yaml", HARBOUR);
    // Whatever is asked: an offer where one can be made, else a rejection.
    let lines = "offer quay=b, dues=mid, pilots=joint, flags=two\nreject\n".repeat(40);
    for protocol in ["alternating", "single-text", "shuttle", "probe"] {
        let asked = ["rounds", "harbour.yaml", "--play", "north", "--protocol", protocol, "--rounds", "6"];
        let output = typed(&scratch, &asked, &lines);
        assert_eq!(output.status, 0, "{protocol}: {}{}", output.stdout, output.stderr);
        assert!(output.stdout.contains("You are North."), "{protocol}");
        for word in ["South followed: ", "Isles followed: "] {
            assert_eq!(output.stdout.matches(word).count(), 1, "{protocol}: {}", output.stdout);
        }
        // Who follows what is told at the end alone, and what is the others' own never before it.
        let during = output.stdout.split("followed: ").next().expect("a part");
        let during = during.split("\nYou have ").next().expect("a part");
        for secret in ["27.18281", "43.21987", "31.41592", "61.80339", "south-pilots", "boulware", "conceder", "micro"]
        {
            assert!(!during.contains(secret), "{protocol}: {secret}");
        }
        assert_eq!(output.stdout, typed(&scratch, &asked, &lines).stdout, "{protocol}");
    }
}

#[test]
fn what_is_typed_wrongly_is_said_with_a_way_out_and_nothing_is_done() {
    let scratch = Scratch::with_catalog("typed");
    let asked = ["rounds", TOWNS, "--play", "upper", "--save", "run.jsonl"];
    for (line, said) in [
        ("ofer water=upper-keeps", "did you mean `offer`?"),
        ("offer watr=upper-keeps", "did you mean `water`?"),
        ("offer water=upper-keep", "did you mean `upper-keeps`?"),
        ("offer water", "write ISSUE=OPTION"),
        ("offer water=upper-keeps, water=all-flows", "stands there twice"),
        ("accept now", "`accept` stands alone"),
        ("bracket water", "brackets belong to a text"),
        ("bracket", "no issue is bracketed"),
        ("undo", "what was said at the table is said"),
        ("\u{1b}[2J", "there is no command"),
    ] {
        let output = typed(&scratch, &asked, &format!("{line}\n"));
        assert_eq!(output.status, 0, "{line}: {}", output.stderr);
        assert!(output.stdout.contains(said), "{line}: {}", output.stdout);
        assert!(output.stdout.contains("The same command goes on from `run.jsonl`."));
        assert!(!output.stdout.contains('\u{1b}'));
        assert_eq!(fs::read_to_string(scratch.path("run.jsonl")).expect("kept").lines().count(), 1, "{line}");
    }
    let nobody = typed(&scratch, &["rounds", TOWNS, "--play", "uper"], "");
    assert_eq!(nobody.status, 3);
    assert!(nobody.stderr.contains("did you mean `upper`?"), "{}", nobody.stderr);
    let both = typed(&scratch, &["rounds", TOWNS, "--play", "upper", "--json"], "");
    assert_eq!(both.status, 3);
}

#[test]
fn a_run_that_was_kept_goes_on_and_another_is_refused() {
    let scratch = Scratch::with_catalog("kept-play");
    let asked = ["rounds", TOWNS, "--play", "upper"];
    let keep = [&asked[..], &["--save", "run.jsonl"]].concat();
    let lines = ["offer water=upper-keeps, road=open", "offer road=half-open", "offer road=closed"];
    let whole = typed(&scratch, &asked, &format!("{}\n", lines.join("\n")));
    assert_eq!(whole.status, 0);
    // One line at a time, each in a program of its own.
    let mut last = String::new();
    for line in lines {
        last = typed(&scratch, &keep, &format!("{line}\nsave and stop\n")).stdout;
    }
    let end = |text: &str| text.split("\nAll agreed").nth(1).map(str::to_string);
    assert!(end(&whole.stdout).is_some(), "{}", whole.stdout);
    assert_eq!(end(&last), end(&whole.stdout));
    let kept = fs::read_to_string(scratch.path("run.jsonl")).expect("kept");
    assert!(kept.lines().skip(1).all(|line| line.starts_with("{\"do\":\"offer\"")), "{kept}");
    for (more, said) in [
        (&["--seed", "1"][..], "this was played with another seed"),
        (&["--rounds", "9"], "this was played with other settings"),
        (&["--strategy", "linear"], "this was played with other settings"),
        (&["--protocol", "shuttle"], "this was played with other settings"),
        (&["--scenario", "alike"], "this was played of another case"),
    ] {
        let output = typed(&scratch, &[&keep[..], more].concat(), "");
        assert_eq!(output.status, 3, "{more:?}: {}", output.stdout);
        assert!(output.stderr.contains(said), "{more:?}: {}", output.stderr);
    }
    let lower = typed(&scratch, &["rounds", TOWNS, "--play", "lower", "--save", "run.jsonl"], "");
    assert!(lower.stderr.contains("this was played by another party"), "{}", lower.stderr);
    for other in ["notes without an end", "notes\n", "{\"zopa_play\":1}\n"] {
        scratch.write("notes.txt", other);
        let output = typed(&scratch, &[&asked[..], &["--save", "notes.txt"]].concat(), "");
        assert_eq!(output.status, 3, "{other}");
        assert_eq!(fs::read_to_string(scratch.path("notes.txt")).expect("there"), other);
    }
    // A line that is no deed, and one that cannot be done, are told with their place.
    for (line, said) in [
        ("{\"do\":\"sing\"}", "line 2: this is nothing that a player does"),
        ("{\"do\":\"bracket\",\"issues\":[\"water\"]}", "brackets belong"),
    ] {
        let head = kept.lines().next().expect("a head");
        scratch.write("odd.jsonl", &format!("{head}\n{line}\n"));
        let output = typed(&scratch, &[&asked[..], &["--save", "odd.jsonl"]].concat(), "");
        assert_eq!(output.status, 3, "{line}");
        assert!(output.stderr.contains(said), "{line}: {}", output.stderr);
    }
}

#[test]
fn a_program_that_is_killed_has_kept_what_was_done() {
    let scratch = Scratch::with_catalog("killed-play");
    let keep = ["rounds", TOWNS, "--play", "upper", "--save", "run.jsonl"];
    let kept = || fs::read_to_string(scratch.path("run.jsonl")).unwrap_or_default();
    for (at, line) in ["offer water=upper-keeps, road=open", "offer road=half-open"].iter().enumerate() {
        let mut child = begin_typing(&scratch, &keep);
        let mut input = child.stdin.take().expect("piped");
        input.write_all(format!("{line}\noffer road").as_bytes()).expect("typed");
        input.flush().expect("typed");
        while kept().lines().count() < at + 2 {
            assert!(child.try_wait().expect("a process").is_none(), "it ended");
            std::thread::yield_now();
        }
        child.kill().expect("killed");
        child.wait().expect("ended");
        assert_eq!(kept().lines().count(), at + 2);
        assert!(kept().ends_with('\n'));
    }
    let output = typed(&scratch, &keep, "offer road=closed\n");
    assert!(output.stdout.contains("All agreed"), "{}", output.stdout);
    assert_eq!(kept().lines().count(), 4);
}

#[test]
fn draws_are_runs_where_runs_are_not_given() {
    let scratch = Scratch::with_catalog("draws");
    let runs = |more: &[&str]| {
        let output = typed(&scratch, &[&["rounds", TOWNS, "--json"], more].concat(), "");
        let answer: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
        answer["findings"]["runs"].as_u64()
    };
    assert_eq!(runs(&[]), Some(1_024));
    assert_eq!(runs(&["--draws", "30"]), Some(30));
    assert_eq!(runs(&["--draws", "30", "--runs", "20"]), Some(20));
    let brief = typed(&scratch, &["brief", TOWNS, "--json", "--draws", "40"], "");
    let answer: serde_json::Value = serde_json::from_str(&brief.stdout).expect("JSON");
    assert_eq!(answer["findings"]["rounds"]["runs"], 40);
    let page = typed(&scratch, &["brief", TOWNS], "").stdout;
    assert!(page.contains("FURTHER ROUNDS") && page.contains("64 runs of 20 rounds"), "{page}");
    let short = typed(&scratch, &["brief", TOWNS, "--short"], "").stdout;
    assert!(short.contains("FURTHER ROUNDS") && !short.contains("Most often agreed"), "{short}");
}

#[test]
fn a_file_of_runs_is_added_to_by_one_program_at_a_time() {
    let scratch = Scratch::with_catalog("locked");
    let file = fs::File::create(scratch.path("runs.txt")).expect("a file");
    file.lock().expect("locked");
    let output = typed(&scratch, &["rounds", TOWNS, "--keep", "runs.txt"], "");
    assert_eq!(output.status, 3);
    assert!(output.stderr.contains("is in use: another zopa"), "{}", output.stderr);
    drop(file);
    assert_eq!(typed(&scratch, &["rounds", TOWNS, "--runs", "10", "--keep", "runs.txt"], "").status, 0);
}
