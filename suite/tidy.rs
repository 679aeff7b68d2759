//! The tree itself: what may depend on what, what may not stand in a file, and that the map fits the land.

use crate::folder::{names, root};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Lines a file of ours may have.
const LINES: usize = 600;

/// Files that are longer all the same, with their lines. The list only shrinks.
const LONGER: [(&str, usize); 0] = [];

/// Every text file of the repository, by path from the root, but for what programs write.
fn files() -> Vec<(String, String)> {
    fn walk(folder: &Path, path: &str, found: &mut Vec<(String, String)>) {
        for name in names(folder, |_| true) {
            let (below, path) = (folder.join(&name), format!("{path}{name}"));
            let made =
                ["target", ".git", "corpus", "artifacts", "__pycache__", "node_modules"].contains(&name.as_str());
            if below.is_dir() && !made && !name.starts_with(".venv") {
                walk(&below, &format!("{path}/"), found);
            } else if below.is_file()
                && let Ok(text) = fs::read_to_string(&below)
            {
                found.push((path, text));
            }
        }
    }
    let mut found = Vec::new();
    walk(&root(), "", &mut found);
    assert!(found.len() > 100);
    found
}

fn rust() -> impl Iterator<Item = (String, String)> {
    files().into_iter().filter(|(path, _)| path.ends_with(".rs"))
}

/// The text without its tests and without comments.
fn program(path: &str, text: &str) -> String {
    if path.ends_with("/tests.rs") || path.contains("/tests/") {
        return String::new();
    }
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.collect::<Vec<_>>().join("\n")
}

/// Whether a word stands in a text by itself.
fn has_word(text: &str, word: &str) -> bool {
    let part = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.match_indices(word).any(|(at, _)| {
        !text[..at].chars().next_back().is_some_and(part) && !text[at + word.len()..].chars().next().is_some_and(part)
    })
}

#[track_caller]
fn none(broken: &[String]) {
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn the_core_does_no_input_or_output_and_reads_no_clock() {
    let outside = ["fs", "io", "net", "env", "time", "thread", "process", "os"];
    let words =
        ["SystemTime", "Instant", "println", "eprintln", "print", "eprint", "rand", "getrandom", "async", "await"];
    let mut broken = Vec::new();
    let mut count = 0;
    for (path, text) in
        rust().filter(|(path, _)| path.starts_with("crates/case/src") || path.starts_with("crates/lens/src"))
    {
        let code = program(&path, &text);
        count += 1;
        for (at, line) in code.lines().enumerate() {
            let grouped = line.trim_start().starts_with("use std::{");
            let named = outside
                .iter()
                .any(|module| has_word(line, &format!("std::{module}")) || (grouped && has_word(line, module)));
            let macros = words.iter().any(|word| match *word {
                "println" | "eprintln" | "print" | "eprint" => {
                    line.contains(&format!("{word}!(")) && has_word(line, word)
                }
                "rand" | "getrandom" => has_word(line, &format!("{word}::")) || line.contains(&format!("use {word};")),
                word => has_word(line, word),
            });
            // The clock of `jiff` is asked with `now` and `system`.
            let clock = line.contains("::now(") || line.contains("tz::TimeZone::system");
            // Threads change no answer: one file hands out chunks and puts the results in order.
            let named = named && !(path == "crates/lens/src/model/chunks.rs" && line.contains("std::thread::scope"));
            if named || macros || clock {
                broken.push(format!("{path}, code line {}: {line}", at + 1));
            }
        }
    }
    assert!(count > 30, "{count}");
    none(&broken);
}

/// What each crate may see of the others.
const ARROWS: [(&str, &[&str]); 6] = [
    ("case", &[]),
    ("lens", &["case"]),
    ("wire", &["case", "lens"]),
    ("report", &["case", "lens"]),
    ("workbench", &["case", "lens", "wire", "report"]),
    ("cli", &["case", "lens", "wire", "report", "workbench"]),
];

#[test]
fn crates_depend_on_each_other_one_way() {
    let crates = names(&root().join("crates"), |path| path.join("Cargo.toml").is_file());
    let known: BTreeSet<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
    assert_eq!(crates.iter().map(String::as_str).collect::<BTreeSet<_>>(), known, "a crate without its arrows");
    let mut broken = Vec::new();
    for (name, allowed) in ARROWS {
        let manifest = fs::read_to_string(root().join("crates").join(name).join("Cargo.toml")).unwrap();
        for line in manifest.lines().filter_map(|line| line.trim().strip_prefix("zopa-")) {
            let other = line.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-').next().unwrap();
            if !allowed.contains(&other) {
                broken.push(format!("crates/{name} depends on {other}"));
            }
        }
    }
    none(&broken);
}

#[test]
fn a_lens_does_not_name_its_siblings() {
    let lenses: Vec<&str> = zopa_lens::LENSES.iter().map(|lens| lens.name).collect();
    let mut broken = Vec::new();
    for lens in &lenses {
        assert!(root().join("crates/lens/src").join(lens).is_dir(), "the lens {lens} has no folder");
    }
    for (path, text) in rust() {
        let Some(inside) = path.strip_prefix("crates/lens/src/") else { continue };
        let Some((own, _)) = inside.split_once('/') else { continue };
        // What checks a lens names its findings.
        if own == "verify" {
            continue;
        }
        let code = program(&path, &text);
        for lens in lenses.iter().filter(|lens| **lens != own) {
            if has_word(&code, &format!("crate::{lens}")) || has_word(&code, &format!("super::super::{lens}")) {
                broken.push(format!("{path} names the lens {lens}"));
            }
        }
    }
    none(&broken);
}

#[test]
fn every_lens_has_its_method_page() {
    let pages = names(&root().join("docs/methods"), |path| path.extension().is_some_and(|end| end == "md"));
    let pages: BTreeSet<String> = pages.into_iter().filter(|name| name != "README.md").collect();
    let lenses = zopa_lens::LENSES.iter().map(|lens| format!("{}.md", lens.name)).collect();
    assert_eq!(pages, lenses);
}

#[test]
fn the_map_fits_the_land() {
    let map = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let quoted: BTreeSet<&str> = map.split('`').skip(1).step_by(2).filter(|name| name.starts_with("crates/")).collect();
    let mut broken: Vec<String> = quoted
        .iter()
        .filter(|place| !root().join(place).exists())
        .map(|place| format!("ARCHITECTURE.md names {place}, which is not there"))
        .collect();
    let crates = names(&root().join("crates"), Path::is_dir).into_iter().map(|name| format!("crates/{name}"));
    let lens = names(&root().join("crates/lens/src"), Path::is_dir).into_iter();
    let lens = lens.map(|name| format!("crates/lens/src/{name}"));
    for place in crates.chain(lens) {
        // A crate whose folders are named one by one needs no line of its own.
        if !quoted.iter().any(|named| *named == place || named.starts_with(&format!("{place}/"))) {
            broken.push(format!("ARCHITECTURE.md does not name {place}"));
        }
    }
    none(&broken);
}

#[test]
fn no_file_names_somebody_s_machine() {
    let places = ["tmp", "work", "root", "home", "Users"].map(|name| format!("/{name}/"));
    let mut broken = Vec::new();
    for (path, text) in files() {
        for (at, line) in text.lines().enumerate() {
            for place in &places {
                // Not part of an address or of a longer path.
                let own = |at: usize| {
                    let before = line[..at].chars().next_back();
                    !before.is_some_and(|letter| letter.is_alphanumeric() || "._-~}".contains(letter))
                };
                if line.match_indices(place.as_str()).any(|(at, _)| own(at)) {
                    broken.push(format!("{path}:{}: {line}", at + 1));
                }
            }
        }
    }
    none(&broken);
}

#[test]
fn nothing_is_left_for_later_in_the_code() {
    let words = [concat!("todo", "!"), concat!("unimplemented", "!"), concat!("dbg", "!("), concat!("#[ig", "nore")];
    let mut broken = Vec::new();
    for (path, text) in rust() {
        for (at, line) in text.lines().enumerate() {
            if words.iter().any(|word| line.contains(word)) {
                broken.push(format!("{path}:{}: {line}", at + 1));
            }
        }
    }
    none(&broken);
}

#[test]
fn files_stay_short() {
    let ends = [".rs", ".py", ".js", ".mjs", ".ts", ".svelte", ".css", ".sh"];
    let mut broken = Vec::new();
    for (path, text) in files().into_iter().filter(|(path, _)| ends.iter().any(|end| path.ends_with(end))) {
        let lines = text.lines().count();
        match LONGER.iter().find(|(longer, _)| *longer == path) {
            Some((_, known)) if lines > *known => {
                broken.push(format!("{path} has grown from {known} to {lines} lines"))
            }
            Some(_) if lines <= LINES => broken.push(format!("{path} is short enough; take it from the list")),
            None if lines > LINES => broken.push(format!("{path} has {lines} lines; {LINES} are allowed")),
            _ => {}
        }
    }
    none(&broken);
}

#[test]
fn every_file_of_a_crate_says_what_it_is() {
    let mut broken = Vec::new();
    for (path, text) in rust().filter(|(path, _)| path.starts_with("crates/") || path.starts_with("suite/")) {
        if !text.starts_with("//!") {
            broken.push(format!("{path} does not begin with a //! comment"));
        }
    }
    none(&broken);
}
