//! Grids of ensembles as a user meets them.

use crate::scratch::{Scratch, zopa};
use serde_json::Value;
use std::fs;

const TOWNS: &str = "catalog/teaching/log-rolling";

fn json(scratch: &Scratch, asked: &[&str]) -> Value {
    let output = zopa(scratch, &[asked, &["--json"]].concat());
    assert_eq!(output.status, 0, "{}", output.stderr);
    serde_json::from_str(&output.stdout).expect("JSON")
}

#[test]
fn a_cell_is_the_lens_with_its_settings_and_the_table_has_every_run() {
    let scratch = Scratch::with_catalog("grid");
    let grid = json(
        &scratch,
        &[
            "rounds",
            TOWNS,
            "--runs",
            "60",
            "--grid",
            "rounds=4,12",
            "--grid",
            "strategy.upper=boulware,linear, from 3 conceder|micro",
            "--grid",
            "preferences.lower.no deal=20,[30, 60]",
            "--csv",
            "runs.csv",
        ],
    );
    let cells = grid["findings"]["grid"].as_array().expect("cells");
    assert_eq!((cells.len(), &grid["findings"]["cells"]), (8, &8.into()));
    let cell = &cells[6];
    assert_eq!(cell["with"]["rounds"], "12");
    assert_eq!(cell["with"]["strategy.upper"], "linear, from 3 conceder|micro");
    assert_eq!(cell["with"]["preferences.lower.no deal"], "20");
    // The case with the same number written into it.
    let file = scratch.path(TOWNS).join("case.yaml");
    let text = fs::read_to_string(&file).expect("a case");
    let lower = text.find("  lower:\n    scale").or_else(|| text.rfind("lower:")).expect("a party");
    let at = lower + text[lower..].find("no deal:").expect("a no-deal value");
    let end = at + text[at..].find('\n').expect("a line");
    fs::write(&file, format!("{}no deal: 20{}", &text[..at], &text[end..])).expect("written");
    let lens = json(
        &scratch,
        &["rounds", TOWNS, "--runs", "60", "--rounds", "12", "--strategy", "upper=linear, from 3 conceder|micro"],
    );
    let settled = lens["findings"]["outcomes"]["settlement"]["hits"].as_u64().unwrap_or(0);
    assert_eq!(cell["settlement"]["hits"].as_u64(), Some(settled));
    assert_eq!(cell["agreed_in"], lens["findings"]["agreed_in"]);
    assert_eq!(cell["welfare"], lens["findings"]["metrics"]["welfare"]["all"]);
    let table = fs::read_to_string(scratch.path("runs.csv")).expect("written");
    assert!(table.starts_with("grid.rounds,grid.strategy.upper,grid.preferences.lower.no deal,case,seed,run,"));
    assert_eq!(table.lines().count(), 8 * 60 + 1);
}

#[test]
fn what_is_wrong_with_a_grid_is_said_at_once_and_cells_go_on_where_they_were() {
    let scratch = Scratch::with_catalog("grid-wrong");
    let wrong = [
        "rounds",
        TOWNS,
        "--grid",
        "rounds=0,5",
        "--grid",
        "strategy.uper=linear",
        "--grid",
        "strategy=boulwar",
        "--grid",
        "protocol=alternate",
        "--grid",
        "depth=3",
        "--transcript",
        "1",
    ];
    let output = zopa(&scratch, &wrong);
    assert_eq!(output.status, 3);
    for said in [
        "`0` is no number",
        "did you mean `upper`?",
        "`boulwar`",
        "no protocol `alternate`",
        "`depth` cannot be varied",
        "no transcript",
    ] {
        assert!(output.stderr.contains(said), "{said}: {}", output.stderr);
    }
    let output = zopa(&scratch, &["rounds", TOWNS, "--grid", "preferences.lower.no dael=20", "--grid", "rounds=5,6"]);
    assert_eq!(output.status, 3);
    assert!(output.stderr.contains("rounds=5") && output.stderr.contains("leads nowhere"), "{}", output.stderr);
    let many: Vec<String> = (1..=1_025).map(|at| at.to_string()).collect();
    let output = zopa(&scratch, &["rounds", TOWNS, "--grid", &format!("rounds={}", many.join(","))]);
    assert!(output.status == 3 && output.stderr.contains("more than 1024 cells"), "{}", output.stderr);

    let asked = ["rounds", TOWNS, "--runs", "40", "--grid", "rounds=3,9", "--keep", "kept"];
    let first = zopa(&scratch, &asked);
    assert_eq!(first.status, 0, "{}", first.stderr);
    let kept = fs::read_to_string(scratch.path("kept.2")).expect("written");
    fs::write(scratch.path("kept.2"), &kept[..kept.len() / 2]).expect("written");
    let again = zopa(&scratch, &asked);
    assert_eq!((again.status, again.stdout), (0, first.stdout));
    assert_eq!(fs::read_to_string(scratch.path("kept.2")).expect("written"), kept);
    // Runs of an older layout are refused, and left as they are.
    let old = kept.replacen("\"zopa_runs\":2", "\"zopa_runs\":1", 1);
    assert_ne!(old, kept);
    fs::write(scratch.path("kept.1"), &old).expect("written");
    let output = zopa(&scratch, &asked);
    assert_eq!(output.status, 3);
    assert!(output.stderr.contains("runs of layout 1"), "{}", output.stderr);
    assert_eq!(fs::read_to_string(scratch.path("kept.1")).expect("there"), old);
    for width in ["80", "120"] {
        let output = zopa(&scratch, &["rounds", TOWNS, "--grid", "rounds=3,9", "--runs", "40", "--width", width]);
        let limit: usize = width.parse().expect("a number");
        assert!(output.stdout.lines().all(|line| line.chars().count() <= limit), "{}", output.stdout);
    }
}
