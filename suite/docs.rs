//! The README and the guide are true: their commands run, their excerpts are what the program prints.

use crate::folder::root;
use crate::scratch::{Scratch, zopa};
use std::fs;
use std::path::{Path, PathBuf};

/// Every Markdown file whose commands a reader may type.
fn pages() -> Vec<PathBuf> {
    let mut pages = vec![root().join("README.md")];
    let mut folders = vec![root().join("docs"), root().join("catalog"), root().join("crates/cli/src/starter")];
    while let Some(folder) = folders.pop() {
        let mut entries: Vec<PathBuf> =
            fs::read_dir(folder).expect("folder").map(|entry| entry.expect("entry").path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "md") {
                pages.push(path);
            }
        }
    }
    pages
}

/// Commands of a page: indented or fenced lines and code spans that begin with `zopa` or with cargo's form of it.
fn commands(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut take = |candidate: &str| {
        let candidate = candidate.trim();
        let rest = candidate.strip_prefix("cargo run --release -- ").or_else(|| candidate.strip_prefix("zopa "));
        if let Some(rest) = rest {
            found.push(rest.split(" #").next().unwrap_or(rest).trim().to_string());
        }
    };
    let mut fenced = false;
    for line in text.lines() {
        fenced ^= line.starts_with("```");
        if fenced || line.starts_with("    ") {
            take(line);
        }
        for (at, span) in line.split('`').enumerate() {
            if at % 2 == 1 {
                take(span);
            }
        }
    }
    found
}

/// A command's words, quotes and redirection resolved, placeholders filled.
fn words(command: &str) -> Option<Vec<String>> {
    let mut words: Vec<String> = Vec::new();
    let mut quoted = false;
    let mut current: Option<String> = None;
    for letter in command.chars() {
        match letter {
            '"' => {
                quoted = !quoted;
                current.get_or_insert_default();
            }
            ' ' if !quoted => words.extend(current.take()),
            letter => current.get_or_insert_default().push(letter),
        }
    }
    words.extend(current);
    if let Some(at) = words.iter().position(|word| word == ">" || word == "|") {
        words.truncate(at);
    }
    let filled = words.into_iter().map(|word| match word.as_str() {
        "CASE" => Some("catalog/talks/geneva-2026".to_string()),
        "DIR" => Some("a-new-case".to_string()),
        "SESSION" => Some("abu-dhabi-2".to_string()),
        "DAY" => Some("2026-01-10".to_string()),
        "PARTY" => Some("ukraine".to_string()),
        other
            if other.contains("..")
                || (other.len() > 1
                    && other.chars().all(|letter| letter.is_ascii_uppercase())
                    && !is_source(other)) =>
        {
            None
        }
        other => Some(other.to_string()),
    });
    filled.collect()
}

/// Words in capitals that are ids of the public case's sources.
fn is_source(word: &str) -> bool {
    fs::read_to_string(root().join("catalog/talks/geneva-2026/sources.yaml"))
        .expect("sources")
        .contains(&format!("  {word}:"))
        || word == "MEMO"
}

#[test]
fn every_command_of_the_documents_runs() {
    let scratch = Scratch::with_catalog("documents");
    let mut run = 0;
    for page in pages() {
        let name = page.strip_prefix(root()).expect("inside").display().to_string();
        let starter = name.contains("starter");
        for command in commands(&fs::read_to_string(&page).expect("page")) {
            let Some(words) = words(&command) else { continue };
            // A command named in a sentence, without what it asks for, is not a command to type.
            if words.len() == 1 && !["schema", "man", "--help", "--version"].contains(&words[0].as_str()) {
                continue;
            }
            // It goes on until it is stopped; its own tests serve.
            if words.first().is_some_and(|word| word == "serve") {
                continue;
            }
            // The starter speaks of the folder it is in; the README of one that `new` has just written.
            if starter || words.iter().any(|word| word == "mytalks") && !scratch.path("mytalks").exists() {
                zopa(&scratch, &["new", "mytalks"]);
            }
            if words.first().is_some_and(|word| word == "new") && scratch.path(&words[1]).exists() {
                continue;
            }
            // The starter speaks from inside its own folder.
            let here = |word: &String| if starter && word == "." { "mytalks".to_string() } else { word.clone() };
            let words: Vec<String> = words.iter().map(here).collect();
            let output = zopa(&scratch, &words.iter().map(String::as_str).collect::<Vec<_>>());
            assert!(output.status < 3, "{name}: `zopa {command}` ends with {}:\n{}", output.status, output.stderr);
            run += 1;
        }
    }
    assert!(run >= 12, "only {run} commands were found in the documents");
}

/// What stands between two markers, or is put there when blessing.
fn held(file: &Path, begin: &str, end: &str, wanted: &str) {
    let text = fs::read_to_string(file).expect("file");
    let (before, rest) = text.split_once(begin).expect("begin marker");
    let (now, after) = rest.split_once(end).expect("end marker");
    if now == wanted {
        return;
    }
    if std::env::var_os("ZOPA_BLESS").is_some() {
        fs::write(file, format!("{before}{begin}{wanted}{end}{after}")).expect("write");
        return;
    }
    panic!("{} is not up to date; run the tests with ZOPA_BLESS=1 to renew it", file.display());
}

#[test]
fn the_excerpt_in_the_readme_is_what_the_first_command_prints() {
    let scratch = Scratch::with_catalog("excerpt");
    let output = zopa(&scratch, &["brief", "catalog/talks/geneva-2026", "--width", "100"]);
    let page: Vec<&str> = output.stdout.lines().collect();
    let end = page.iter().position(|line| line.starts_with("SECURITY GUARANTEES")).expect("the second table");
    let excerpt: String =
        page[..end].iter().map(|line| if line.is_empty() { "\n".into() } else { format!("    {line}\n") }).collect();
    held(
        &root().join("README.md"),
        "<!-- excerpt -->\n",
        "<!-- /excerpt -->",
        &format!("{}\n", excerpt.trim_end_matches('\n')),
    );
}

#[test]
fn the_key_reference_is_made_from_the_declarations() {
    let file = root().join("docs/guide/keys.md");
    let wanted = zopa_wire::key_reference();
    if std::env::var_os("ZOPA_BLESS").is_some() {
        fs::write(&file, &wanted).expect("write");
    }
    let now = fs::read_to_string(&file).unwrap_or_default();
    assert!(now == wanted, "docs/guide/keys.md is not up to date; run the tests with ZOPA_BLESS=1 to renew it");
}

#[test]
fn links_inside_the_documents_lead_somewhere() {
    for page in pages() {
        let text = fs::read_to_string(&page).expect("page");
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if target.contains("://") || target.starts_with('#') {
                continue;
            }
            let path = page.parent().expect("folder").join(target.split('#').next().unwrap_or(target));
            assert!(path.exists(), "{}: the link {target} leads nowhere", page.display());
        }
    }
}

#[test]
fn the_play_in_the_guide_is_what_the_program_prints() {
    let scratch = Scratch::with_catalog("play");
    let typed = "values\noffer water=upper-keeps, road=open\noffer road=half-opn\noffer road=closed\n";
    let output = crate::scratch::typed(&scratch, &["rounds", "catalog/teaching/log-rolling", "--play", "upper"], typed);
    assert_eq!(output.status, 0, "{}", output.stderr);
    let lines = output.stdout.lines().map(|line| if line.is_empty() { "\n".into() } else { format!("    {line}\n") });
    let transcript: String = lines.collect();
    held(&root().join("docs/guide/teaching.md"), "<!-- play -->\n\n", "<!-- /play -->", &format!("{transcript}\n"));
}
