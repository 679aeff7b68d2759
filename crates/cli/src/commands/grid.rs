//! `zopa rounds --grid`: the lens for every combination of some settings and quantities.

use super::lenses::{asked, options, print_json, show, warn};
use super::tables;
use super::view::Seen;
use crate::args::Rounds;
use crate::kept::Kept;
use crate::output::{Fault, Status};
use crate::watch::Watch;
use serde_json::json;
use std::path::PathBuf;
use zopa_case::draft::Edit;
use zopa_case::{At, Case, Kind, Node, Overlay, Span};
use zopa_lens::Stop;
use zopa_lens::rounds::grid::{Axis, CELLS_MAX, GRID_RUNS_MAX, Watched, cells, grid, place};
use zopa_lens::rounds::{FACILITATORS, PROTOCOLS, RunRow, Settings, Strategies, rounds_from};
use zopa_report::grid_document;
use zopa_wire::{Cells, Table, grid_answer, runs_head, runs_table};

/// What one value of an axis sets.
enum Set {
    Rounds(u32),
    Protocol(String),
    Facilitator(String),
    Strategy(Option<zopa_case::PartyId>, Strategies),
    Quantity(Edit),
}

/// Runs every cell and shows them side by side.
///
/// # Errors
/// Every problem of the axes, or a place that cannot be written.
pub fn rounds_grid(args: &Rounds, seen: &Seen, usual: &Settings) -> Result<Status, Fault> {
    let lens = &args.lens;
    let known = &seen.known;
    let mut faults: Vec<Fault> = Vec::new();
    let (mut axes, mut sets): (Vec<Axis>, Vec<Vec<Set>>) = (Vec::new(), Vec::new());
    for text in &args.grid {
        let (axis, own) = axis(known, text, &mut faults);
        if axes.iter().any(|other| other.name == axis.name) {
            faults.push(Fault::new(format!("--grid: `{}` is varied twice", axis.name)));
        }
        axes.push(axis);
        sets.push(own);
    }
    if args.transcript.is_some() {
        faults.push(Fault::new("a grid tells no transcript").help("leave out --transcript, or --grid"));
    }
    let count = cells(&axes);
    let runs = count.map(|count| usual.runs.saturating_mul(count as u64));
    if count.is_none() {
        faults.push(Fault::new(format!("--grid: there are more than {CELLS_MAX} cells")).help("give fewer values"));
    } else if runs.is_some_and(|runs| runs > GRID_RUNS_MAX) {
        faults.push(Fault::new(format!("--grid: more than {GRID_RUNS_MAX} runs in all")).help("take fewer --runs"));
    }
    // Every cell is made before any is run, so that all problems come at once.
    let mut made: Vec<(Vec<usize>, Case, Settings)> = Vec::new();
    if faults.is_empty() {
        for number in 0..count.unwrap_or(0) {
            let at = place(&axes, number);
            match cell(seen, usual, at.iter().zip(&sets).map(|(at, own)| &own[*at])) {
                Ok((case, settings)) => made.push((at, case, settings)),
                Err(fault) => faults.push(fault.of(&named(&axes, &at))),
            }
        }
    }
    if !faults.is_empty() {
        return Err(Fault::all(faults));
    }
    let watch = Watch::new();
    let mut table = Table::default();
    let (mut found, mut before) = (Vec::new(), 0);
    let wanted = args.tables.csv.is_some() || args.tables.parquet.is_some();
    for (number, (at, case, settings)) in made.iter().enumerate() {
        let path = args.keep.as_ref().map(|path| numbered(path, number + 1));
        let mut kept = path.map(|path| Kept::open(&path, &runs_head(case, settings))).transpose()?;
        let old = kept.as_mut().map(|kept| std::mem::take(&mut kept.runs)).unwrap_or_default();
        let mut keep = |rows: &[Option<RunRow>]| kept.as_mut().is_none_or(|kept| kept.add(rows));
        let watched = Watched { control: &watch, before, all: runs.unwrap_or(0) };
        let (run, rows) = rounds_from(case, settings, old, &mut keep, &watched);
        if let Some(problem) = kept.and_then(|kept| kept.problem) {
            return Err(problem);
        }
        if wanted {
            let own = runs_table(case, settings, &run.findings.seats, &rows);
            let mut whole = Table::default();
            for (axis, at) in axes.iter().zip(at) {
                whole.add(format!("grid.{}", axis.name), Cells::words(rows.iter().map(|_| Some(&axis.values[*at]))));
            }
            own.columns().iter().for_each(|column| {
                whole.add(column.name.clone(), column.cells.clone());
            });
            // A cell without runs has no rows and may lack columns of the others.
            if whole.rows() > 0 && !table.stack(&whole) {
                return Err(Fault::new("the cells of the grid have runs of different shapes, which make no one table")
                    .help("leave out --csv and --parquet, or write a table for each value"));
            }
        }
        before += settings.runs;
        let stopped = run.stop == Stop::Cancelled;
        found.push((case.hash().to_string(), run));
        if stopped {
            break;
        }
    }
    drop(watch);
    tables::write(&args.tables, || table)?;
    let run = grid(axes, &found);
    if lens.answer.json {
        let mut asked = asked(&lens.view, &lens.answer);
        asked.settings.insert("runs".into(), json!(usual.runs));
        asked.settings.insert("rounds".into(), json!(usual.rounds));
        asked.settings.insert("protocol".into(), json!(usual.protocol));
        asked.settings.insert("facilitator".into(), json!(usual.facilitator));
        asked.settings.insert("strategy".into(), json!(args.strategy));
        asked.settings.insert("semantics".into(), json!(usual.semantics.word()));
        asked.settings.insert("discount".into(), json!(usual.discount.word()));
        asked.settings.insert("grid".into(), json!(args.grid));
        print_json(grid_answer(known, &run, &asked), &lens.answer)?;
    } else {
        warn(known, &run);
        show(&grid_document(known, &run, &options(seen, &lens.view)), lens)?;
    }
    let said = run.stop == Stop::Complete && run.findings.cells.iter().all(|cell| cell.missing.is_empty());
    Ok(if said { Status::Yes } else { Status::CannotSay })
}

/// `runs.txt` as `runs.txt.3`.
fn numbered(path: &std::path::Path, number: usize) -> PathBuf {
    let mut name = path.as_os_str().to_os_string();
    name.push(format!(".{number}"));
    PathBuf::from(name)
}

fn named(axes: &[Axis], at: &[usize]) -> String {
    let said = axes.iter().zip(at).map(|(axis, at)| format!("{}={}", axis.name, axis.values[*at]));
    said.collect::<Vec<_>>().join(", ")
}

/// The case and the settings of a cell.
fn cell<'s>(seen: &Seen, usual: &Settings, sets: impl Iterator<Item = &'s Set>) -> Result<(Case, Settings), Fault> {
    let mut settings = usual.clone();
    let mut edits = Vec::new();
    for set in sets {
        match set {
            Set::Rounds(rounds) => settings.rounds = *rounds,
            Set::Protocol(word) => settings.protocol.clone_from(word),
            Set::Facilitator(word) => settings.facilitator.clone_from(word),
            Set::Strategy(None, own) => settings.others = own.clone(),
            Set::Strategy(Some(party), own) => {
                settings.strategies.retain(|(known, _)| known != party);
                settings.strategies.push((*party, own.clone()));
            }
            Set::Quantity(edit) => edits.push(edit.clone()),
        }
    }
    // A protocol that is varied takes the facilitator that fits it, where the other does not.
    if (settings.protocol == "shuttle") != (settings.facilitator == "carry") {
        settings.facilitator = Settings::usual_facilitator(&settings.protocol).into();
    }
    if edits.is_empty() {
        return Ok((seen.known.clone(), settings));
    }
    let overlay = Overlay { edits, ..Overlay::default() }.cut_already();
    let case = seen.known.with(&overlay).map_err(|problems| super::view::faults(&seen.known, &problems))?;
    Ok((case, settings))
}

/// Reads `rounds=10,20`, `strategy.norland=boulware,linear`, `preferences.norland.no deal=20,40`.
fn axis(case: &Case, text: &str, faults: &mut Vec<Fault>) -> (Axis, Vec<Set>) {
    let Some((name, list)) = text.split_once('=') else {
        faults.push(
            Fault::new(format!("--grid `{text}` names no values"))
                .help("write --grid NAME=VALUE,VALUE, such as rounds=10,20,40"),
        );
        return (Axis { name: text.to_string(), values: Vec::new() }, Vec::new());
    };
    let name = name.trim();
    let mut values: Vec<String> = Vec::new();
    let mut open = 0;
    for part in list.split(',') {
        // A strategy that changes goes on after a comma, and so does a range.
        let on = (name == "strategy" || name.starts_with("strategy.")) && part.trim_start().starts_with("from ");
        match values.last_mut().filter(|_| on || open > 0) {
            Some(last) => last.push_str(&format!(",{part}")),
            None => values.push(part.to_string()),
        }
        open += part.matches('[').count() as i64 - part.matches(']').count() as i64;
    }
    let values: Vec<String> = values.into_iter().map(|value| value.trim().to_string()).collect();
    let mut sets = Vec::new();
    for value in &values {
        match set(case, name, value) {
            Ok(set) => sets.push(set),
            Err(fault) => faults.push(fault),
        }
    }
    (Axis { name: name.to_string(), values }, sets)
}

fn set(case: &Case, name: &str, value: &str) -> Result<Set, Fault> {
    let word = |what: &str, entries: &[zopa_lens::rounds::Entry]| {
        let words: Vec<&str> = entries.iter().map(|own| own.word).collect();
        if words.contains(&value) {
            return Ok(value.to_string());
        }
        let help = zopa_case::way_out(value, what, words.iter().copied());
        Err(Fault::new(format!("--grid {name}: there is no {what} `{value}`")).help(help))
    };
    match name.split_once('.') {
        None if name == "rounds" => {
            let read = value.parse::<u32>().ok().filter(|rounds| (1..=65_536).contains(rounds));
            read.map(Set::Rounds).ok_or_else(|| Fault::new(format!("--grid rounds: `{value}` is no number from 1 to 65536")))
        }
        None if name == "protocol" => word("protocol", PROTOCOLS).map(Set::Protocol),
        None if name == "facilitator" => word("facilitator", FACILITATORS).map(Set::Facilitator),
        None if name == "strategy" => strategy(name, value).map(|own| Set::Strategy(None, own)),
        Some(("strategy", party)) => {
            let party = super::lenses::party(case, party)?;
            strategy(name, value).map(|own| Set::Strategy(Some(party), own))
        }
        None => Err(Fault::new(format!("--grid: `{name}` cannot be varied"))
            .help("vary rounds, protocol, facilitator, strategy, strategy.PARTY, or a quantity by its path, such as preferences.PARTY.no deal")),
        Some(_) => {
            Ok(Set::Quantity(Edit::Set { path: At::new(name.to_string(), Span::default()), to: quantity(value) }))
        }
    }
}

/// A number, or a range such as `[20, 40]`.
fn quantity(value: &str) -> Node {
    match value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(ends) => Node::made(Kind::List(ends.split(',').map(|end| Node::plain(end.trim())).collect())),
        None => Node::plain(value),
    }
}

fn strategy(name: &str, value: &str) -> Result<Strategies, Fault> {
    Strategies::read(value.split('|')).map_err(|problem| Fault::new(format!("--grid {name}: {problem}")))
}
