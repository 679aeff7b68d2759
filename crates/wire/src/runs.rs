//! Runs on disk: one a line, so that an ensemble that was stopped, or killed, goes on where it was.
//!
//! The first line says which case, settings and seed the runs are of; each further line is a run as a JSON array, in
//! order. Numbers of the case are kept as the bits of their doubles. A last line without its end was not written whole and
//! is left aside. [`runs_csv`] writes the same runs as a table, one row a run.

use crate::answers::party;
use serde_json::{Value, json};
use zopa_case::{Case, Number};
use zopa_lens::rounds::{Outcome, RunRow, SeatFound, Settings};

/// The first line: of which case and settings the runs are. Threads, the number of runs and the run told are not part of it.
pub fn runs_head(case: &Case, settings: &Settings) -> String {
    let same = Settings { threads: 0, runs: 0, transcript: None, ..settings.clone() };
    let head = json!({"zopa_runs": 1, "case": case.hash(), "seed": settings.seed, "settings": format!("{same:?}")});
    format!("{head}\n")
}

/// Runs as lines.
pub fn runs_lines(rows: &[Option<RunRow>]) -> String {
    let mut text = String::new();
    for row in rows {
        let value = row.as_ref().map_or(Value::Null, line);
        text.push_str(&value.to_string());
        text.push('\n');
    }
    text
}

fn line(row: &RunRow) -> Value {
    json!([
        row.outcome.map(Outcome::word),
        row.round,
        row.package,
        row.values,
        row.strategies,
        row.opener,
        row.left,
        row.closed,
        row.standing,
        row.scalars.iter().map(|own| own.to_bits()).collect::<Vec<u64>>(),
        row.unproved,
        row.track,
    ])
}

/// Reads what [`runs_head`] and [`runs_lines`] wrote: the runs, and how many bytes of the text are whole.
///
/// # Errors
///
/// What is wrong, with the line: runs of another case or other settings, or a line that is no run.
pub fn read_runs(text: &str, head: &str) -> Result<(Vec<Option<RunRow>>, usize), String> {
    let whole = text.rfind('\n').map_or(0, |at| at + 1);
    let mut lines = text[..whole].split_inclusive('\n');
    match lines.next() {
        // A first line that was not written whole, or nothing.
        None if head.starts_with(text) => return Ok((Vec::new(), 0)),
        None => return Err("line 1: this is no file of runs".into()),
        Some(first) if first == head => {}
        Some(_) => return Err("line 1: these are runs of another case, another seed or other settings".into()),
    }
    let mut rows = Vec::new();
    for (at, text) in lines.enumerate() {
        let value: Value = serde_json::from_str(text).map_err(|error| format!("line {}: {error}", at + 2))?;
        let row = if value.is_null() { Some(None) } else { read_line(&value).map(Some) };
        rows.push(row.ok_or_else(|| format!("line {}: this is no run", at + 2))?);
    }
    Ok((rows, whole))
}

fn read_line(value: &Value) -> Option<RunRow> {
    let [outcome, round, package, values, strategies, opener, left, closed, standing, scalars, unproved, track] =
        value.as_array()?.as_slice()
    else {
        return None;
    };
    let outcome = match outcome.as_str() {
        None => None,
        Some(word) => Some(Outcome::ALL.into_iter().find(|own| own.word() == word)?),
    };
    let bits: Vec<u64> = serde_json::from_value(scalars.clone()).ok()?;
    Some(RunRow {
        outcome,
        round: u32::try_from(round.as_u64()?).ok()?,
        package: serde_json::from_value(package.clone()).ok()?,
        values: serde_json::from_value(values.clone()).ok()?,
        strategies: serde_json::from_value(strategies.clone()).ok()?,
        opener: usize::try_from(opener.as_u64()?).ok()?,
        left: serde_json::from_value(left.clone()).ok()?,
        closed: serde_json::from_value(closed.clone()).ok()?,
        standing: serde_json::from_value(standing.clone()).ok()?,
        scalars: bits.into_iter().map(f64::from_bits).collect(),
        unproved: u32::try_from(unproved.as_u64()?).ok()?,
        track: serde_json::from_value(track.clone()).ok()?,
    })
}

/// Runs as comma-separated values, one row a run: number, outcome, round, who opened, strategies, values at the end, and the
/// package agreed, and where the case has back channels the track on which it was agreed (the place of the back channel, or
/// `formal`); a comment line before them says case and seed.
///
/// `seats` are those of the findings.
pub fn runs_csv(case: &Case, settings: &Settings, seats: &[SeatFound], rows: &[Option<RunRow>]) -> String {
    let mut text = format!("# case {}, seed {}\n", case.hash(), settings.seed);
    let mut columns: Vec<String> = ["run", "outcome", "round", "opener"].map(String::from).to_vec();
    columns.extend(seats.iter().map(|seat| format!("strategy.{}", party(case, seat.party))));
    columns.extend(seats.iter().map(|seat| format!("value.{}", party(case, seat.party))));
    columns.extend(case.issues().iter().map(|issue| issue.name.clone()));
    let tracks = case.draft().rounds.as_ref().map_or(&[][..], |own| &own.tracks);
    columns.extend((!tracks.is_empty()).then(|| "track".to_string()));
    text.push_str(&columns.join(","));
    text.push('\n');
    let quoted = |word: &str| {
        if word.contains([',', '"', '\n']) { format!("\"{}\"", word.replace('"', "\"\"")) } else { word.to_string() }
    };
    for (run, row) in rows.iter().enumerate() {
        let mut cells = vec![run.to_string()];
        let Some(row) = row else {
            cells.push("undecided".into());
            cells.resize(columns.len(), String::new());
            text.push_str(&(cells.join(",") + "\n"));
            continue;
        };
        cells.push(row.outcome.map_or("undecided", Outcome::word).to_string());
        cells.push(row.round.to_string());
        cells.push(seats.get(row.opener).map_or("", |seat| party(case, seat.party)).to_string());
        for (seat, at) in seats.iter().zip(&row.strategies) {
            cells.push(quoted(seat.strategies.get(*at).map_or("", String::as_str)));
        }
        for (seat, (value, _)) in row.values.iter().enumerate().take(seats.len()) {
            cells.push(value.map_or(String::new(), |ticks| {
                Number(seats[seat].tick.0.saturating_mul(i128::from(ticks))).to_string()
            }));
        }
        for (at, issue) in case.issues().iter().enumerate() {
            let taken = row.package.as_ref().and_then(|package| package.get(at));
            cells.push(quoted(&taken.map_or(String::new(), |outcome| issue.outcome_name(*outcome))));
        }
        if !tracks.is_empty() {
            let agreed = row.package.is_some();
            cells.push(match row.track {
                Some(at) => at.to_string(),
                None if agreed => "formal".into(),
                None => String::new(),
            });
        }
        text.push_str(&(cells.join(",") + "\n"));
    }
    text
}
