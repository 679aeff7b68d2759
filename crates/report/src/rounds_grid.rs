//! A grid of ensembles as a page: one row a cell.

use crate::brief::{BriefOptions, page};
use crate::document::{Content, Document, Row, Table, columns};
use crate::rounds_metrics::three;
use crate::settlement::say::short;
use crate::text::Text;
use crate::words;
use zopa_case::Case;
use zopa_lens::Run;
use zopa_lens::rounds::Spread;
use zopa_lens::rounds::grid::{Cell, Grid};

/// Cells shown on the page.
const CELLS: usize = 200;

/// A grid of the lens `rounds`; `case` is the case it was made of (cut to its day and audience).
pub fn grid_document(case: &Case, run: &Run<Grid>, options: &BriefOptions<'_>) -> Document {
    page(case, run, "rounds", options, |_, document| {
        document.heading(2, "Further rounds, by what is varied", "grid");
        let found = &run.findings;
        document.push_on(Content::Paragraph(Text::from(found.sentence.as_str())), &run.basis);
        let mut titles: Vec<&str> = found.axes.iter().map(|axis| axis.name.as_str()).collect();
        titles.extend([
            "Runs that settle",
            "Round, where they agree",
            "Social welfare",
            "Distance to the efficient set",
        ]);
        let rows = found.cells.iter().take(CELLS).map(|own| Row { anchor: String::new(), cells: cells(found, own) });
        let caption = "Middle run of each cell (from the 5th to the 95th of a hundred)".into();
        document.push(Content::Table(Table { caption, columns: columns(&titles), rows: rows.collect() }));
        let left = found.cells.len().saturating_sub(CELLS);
        if left > 0 {
            let text = format!("{} in the JSON answer.", words::counted(left, "more cell", "more cells"));
            document.push(Content::Note(Text::from(text)));
        }
        let runs = found.cells.iter().map(|own| own.runs).max().unwrap_or(0);
        let text = format!(
            "{} a cell, with the same draws in every cell: what differs is what is varied.",
            words::counted(runs as usize, "run", "runs")
        );
        document.push(Content::Note(Text::from(text)));
    })
}

fn cells(found: &Grid, own: &Cell) -> Vec<Text> {
    let mut cells: Vec<Text> =
        found.axes.iter().zip(&own.at).map(|(axis, at)| Text::from(axis.values[*at].as_str())).collect();
    if !own.missing.is_empty() {
        cells.push(Text::from(format!("missing: {}", words::list(&own.missing))));
        cells.extend(["-", "-", "-"].map(Text::from));
        return cells;
    }
    let share = &own.settlement;
    cells.push(Text::from(if share.n() == 0 {
        "-".to_string()
    } else if share.hits() == 0 {
        "none".into()
    } else {
        format!("{} ({:.0} to {:.0})", short(share), (share.low() * 100.0).floor(), (share.high() * 100.0).ceil())
    }));
    let round = |[low, _, middle, _, high]: [u32; 5]| format!("{middle} ({low} to {high})");
    cells.push(Text::from(own.agreed_in.map_or("-".to_string(), round)));
    cells.push(Text::from(told(own.welfare.as_ref())));
    cells.push(Text::from(told(own.to_efficient.as_ref())));
    cells
}

fn told(spread: Option<&Spread>) -> String {
    spread.map_or("-".to_string(), |own| {
        let [low, _, middle, _, high] = own.parts.map(three);
        format!("{middle} ({low} to {high})")
    })
}
