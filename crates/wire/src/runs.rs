//! Runs on disk: one a line, so that an ensemble that was stopped, or killed, goes on where it was.
//!
//! The first line says which case, settings and seed the runs are of; each further line is a run as a JSON array, in
//! order. Numbers of the case are kept as the bits of their doubles. A last line without its end was not written whole and
//! is left aside. [`runs_table`](crate::runs_table) has the same runs as a table, one row a run.

use serde_json::{Value, json};
use zopa_case::Case;
use zopa_lens::rounds::{Measured, Outcome, RunRow, Settings};

/// The number of the layout of kept runs: 2 has the metrics of every run.
pub(crate) const LAYOUT: u64 = 2;

/// The first line: of which case and settings the runs are. Threads, the number of runs and the run told are not part of it.
pub fn runs_head(case: &Case, settings: &Settings) -> String {
    let same = Settings { threads: 0, runs: 0, transcript: None, ..settings.clone() };
    let head =
        json!({"zopa_runs": LAYOUT, "case": case.hash(), "seed": settings.seed, "settings": format!("{same:?}")});
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
        row.measured.as_ref().map(measured),
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
        Some(first) if layout(first).is_some_and(|own| own != LAYOUT) => {
            let found = layout(first).unwrap_or_default();
            return Err(format!(
                "line 1: these are runs of layout {found}, and this program goes on from those of layout {LAYOUT} only: make them anew"
            ));
        }
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

/// The layout that a first line names.
fn layout(first: &str) -> Option<u64> {
    serde_json::from_str::<Value>(first).ok()?.get("zopa_runs")?.as_u64()
}

/// Metrics as the bits of their doubles.
fn measured(own: &Measured) -> Value {
    let bits = |value: &Option<f64>| value.map(f64::to_bits);
    json!([
        own.scaled.iter().map(|own| own.to_bits()).collect::<Vec<u64>>(),
        own.advantages.iter().map(bits).collect::<Vec<_>>(),
        own.welfare.to_bits(),
        own.apart.iter().map(bits).collect::<Vec<_>>(),
    ])
}

fn read_measured(value: &Value) -> Option<Measured> {
    let [scaled, advantages, welfare, apart] = value.as_array()?.as_slice() else { return None };
    let number = |bits: &Value| bits.as_u64().map(f64::from_bits);
    let maybe = |bits: &Value| if bits.is_null() { Some(None) } else { number(bits).map(Some) };
    let apart: Vec<Option<f64>> = apart.as_array()?.iter().map(maybe).collect::<Option<_>>()?;
    Some(Measured {
        scaled: scaled.as_array()?.iter().map(number).collect::<Option<_>>()?,
        advantages: advantages.as_array()?.iter().map(maybe).collect::<Option<_>>()?,
        welfare: number(welfare)?,
        apart: apart.try_into().ok()?,
    })
}

fn read_line(value: &Value) -> Option<RunRow> {
    let [
        outcome,
        round,
        package,
        values,
        strategies,
        opener,
        left,
        closed,
        standing,
        scalars,
        unproved,
        measured,
        track,
    ] = value.as_array()?.as_slice()
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
        measured: if measured.is_null() { None } else { Some(read_measured(measured)?) },
        track: serde_json::from_value(track.clone()).ok()?,
    })
}
