//! Runs of talks as a table, one row a run.

use crate::answers::party;
use crate::tables::{Cells, Table};
use zopa_case::{Case, Number};
use zopa_lens::rounds::{Goal, Measured, Outcome, RunRow, SeatFound, Settings};

/// Runs as a table, one row a run: the case's hash, seed, number, outcome, round, who opened, strategies, values at the end,
/// the metrics, the package agreed, and where the case has back channels the track on which it was agreed. Values are on each party's own scale; `scaled` and `to_..` as in
/// [`Measured`]. A run that could not be made has only its number.
///
/// `seats` are those of the findings.
pub fn runs_table(case: &Case, settings: &Settings, seats: &[SeatFound], rows: &[Option<RunRow>]) -> Table {
    let mut table = Table::default();
    let each = |of: &dyn Fn(&RunRow) -> Option<f64>| Cells::Real(rows.iter().map(|row| of(row.as_ref()?)).collect());
    let measured =
        |of: &dyn Fn(&Measured) -> Option<f64>| each(&|row| row.measured.as_ref().and_then(of).map(|own| own + 0.0));
    let hash = case.hash();
    table.add("case", Cells::words(rows.iter().map(|_| Some(&hash))));
    table.add("seed", Cells::Whole(vec![Some(settings.seed); rows.len()]));
    table.add("run", Cells::Whole((0..rows.len() as u64).map(Some).collect()));
    table.add("outcome", Cells::words(rows.iter().map(|row| Some(ended(row.as_ref())))));
    table.add("round", Cells::Whole(rows.iter().map(|row| Some(u64::from(row.as_ref()?.round))).collect()));
    let title = |seat: usize| seats.get(seat).map(|seat| party(case, seat.party));
    table.add("opener", Cells::words(rows.iter().map(|row| title(row.as_ref()?.opener))));
    for (at, seat) in seats.iter().enumerate() {
        let strategy = |row: &Option<RunRow>| seat.strategies.get(*row.as_ref()?.strategies.get(at)?);
        table.add(format!("strategy.{}", party(case, seat.party)), Cells::words(rows.iter().map(strategy)));
    }
    for (at, seat) in seats.iter().enumerate() {
        let value = |row: &Option<RunRow>| {
            let ticks = row.as_ref()?.values.get(at)?.0?;
            Some(Number(seat.tick.0.saturating_mul(i128::from(ticks))))
        };
        table.add(format!("value.{}", party(case, seat.party)), Cells::Exact(rows.iter().map(value).collect()));
    }
    for (at, seat) in seats.iter().enumerate() {
        let scaled = |own: &Measured| own.scaled.get(at).copied();
        table.add(format!("scaled.{}", party(case, seat.party)), measured(&scaled));
    }
    for (at, seat) in seats.iter().enumerate() {
        let advantage = |own: &Measured| own.advantages.get(at).copied().flatten();
        table.add(format!("advantage.{}", party(case, seat.party)), measured(&advantage));
    }
    table.add("welfare", measured(&|own| Some(own.welfare)));
    for (at, goal) in Goal::ALL.into_iter().enumerate() {
        table.add(format!("to_{}", goal.word()), measured(&|own: &Measured| own.apart[at]));
    }
    for (at, issue) in case.issues().iter().enumerate() {
        let taken = |row: &Option<RunRow>| {
            let outcome = *row.as_ref()?.package.as_ref()?.get(at)?;
            Some(issue.outcome_name(outcome))
        };
        table.add(issue.name.clone(), Cells::words(rows.iter().map(taken)));
    }
    if case.draft().rounds.as_ref().is_some_and(|own| !own.tracks.is_empty()) {
        // The place of the back channel from which the package was brought.
        let track = |row: &Option<RunRow>| {
            let row = row.as_ref().filter(|row| row.package.is_some())?;
            Some(row.track.map_or_else(|| "formal".to_string(), |at| at.to_string()))
        };
        table.add("track", Cells::words(rows.iter().map(track)));
    }
    table
}

/// Runs as comma-separated values: [`runs_table`].
pub fn runs_csv(case: &Case, settings: &Settings, seats: &[SeatFound], rows: &[Option<RunRow>]) -> String {
    runs_table(case, settings, seats, rows).csv()
}

/// How a run ended, in a word.
pub(crate) fn ended(row: Option<&RunRow>) -> &'static str {
    row.and_then(|row| row.outcome).map_or("undecided", Outcome::word)
}
