//! Guesses partners' priority orders in logs of talks and prints the scores as a table:
//! `cargo bench -p zopa --bench human_talks -- FOLDER` (the made-up logs beside this file unless one is given).

mod scores;

use std::path::PathBuf;

fn main() {
    // `cargo bench` adds `--bench` of its own.
    let folder = std::env::args().skip(1).find(|own| !own.starts_with("--"));
    let folder = folder.map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../bench/human-talks/logs")),
        PathBuf::from,
    );
    let read = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = read
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "talk"))
        .collect();
    files.sort();
    let mut talks = Vec::new();
    for file in &files {
        let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        match scores::read(&text) {
            Ok(talk) => talks.push(talk),
            Err(problem) => println!("{}: left out: {problem}", file.display()),
        }
    }
    println!("{} talks of {} files\n", talks.len(), files.len());
    println!("| method | offers heard | guesses | full order right | top issue right | Brier score |");
    println!("| --- | --- | --- | --- | --- | --- |");
    for (name, by_number) in scores::scores(&talks) {
        for (at, own) in by_number.iter().enumerate() {
            println!("| {name} | {} | {} | {:.3} | {:.3} | {:.3} |", at + 1, own.n, own.full, own.top, own.brier);
        }
    }
}
