//! Which assumptions decide, and the share over no-deal values.

use super::packages::spread;
use super::say::{Say, interval, range, rounded, shared, short, thirds};
use crate::brief::joined;
use crate::chart::{Chart, CurvePanel, Picture};
use crate::document::{Column, Content, Document, Item, Place, Row, Table, columns};
use crate::text::{Text, anchor};
use crate::words;
use zopa_case::Number;
use zopa_lens::Share;
use zopa_lens::settlement::Curve;

/// Assumptions on the page.
const ROWS: usize = 12;
/// No-deal values across a table.
const ACROSS: usize = 7;

/// The share with a zone where an assumption is low, and where it is high.
pub(super) fn decides(say: &Say<'_>, document: &mut Document) {
    let found = say.found;
    if found.decides.is_empty() {
        return;
    }
    document.heading(2, "Which assumptions decide", "decides");
    let rows = found.decides.iter().take(ROWS).map(|known| {
        let (low, high) = thirds(known);
        let cell = |end: String, share: &Share| Text::new().plain(format!("{end}: ")).strong(short(share));
        let title = Text::new().plain(words::sentence(&known.title).trim_end_matches('.').to_string());
        Row {
            anchor: anchor("decides", &known.path),
            cells: vec![title, cell(low, &known.low), cell(high, &known.high)],
        }
    });
    let table = Table {
        caption: "Which assumptions decide".into(),
        columns: columns(&["Assumption", "Where it is low: draws with a zone", "Where it is high"]),
        rows: rows.collect(),
    };
    document.push_on(Content::Table(table), &found.zone.basis);
    let left = found.decides.len().saturating_sub(ROWS);
    let more =
        if left > 0 { format!(" {} that decide less are left out.", words::count(&left)) } else { String::new() };
    let text =
        format!("Low and high: the lowest and the highest third of its draws; of a line, not real and real.{more}");
    document.push(Content::Note(Text::new().plain(text)));
}

/// The share of draws with a zone as a party's no-deal value moves.
pub(super) fn curves(say: &Say<'_>, document: &mut Document) {
    let curves: Vec<&Curve> = say.found.curves.iter().collect();
    if curves.is_empty() {
        return;
    }
    document.heading(2, "If no deal were worth more, or less", "curves");
    let shared = shared(curves.iter().map(|curve| &curve.basis));
    let items: Vec<Item> = curves
        .iter()
        .filter(|curve| !curve.sentence.trim().is_empty())
        .map(|curve| {
            // What all of them rest on is said once, below.
            Item::from(say.beyond(Text::new().plain(words::sentence(&curve.sentence)), &curve.basis, &shared))
        })
        .collect();
    let basis = joined(curves.iter().map(|curve| &curve.basis));
    document.push_on(Content::List { numbered: false, items }, &basis);
    let rest = if say.found.draws > 0 { "as drawn" } else { "as entered" };
    let rest = Text::new().plain(format!("One no-deal value is moved at a time; all else is {rest}."));
    document.push_on(Content::Note(say.ledger.on_basis(rest, &shared)), &shared);
    // One set of numbers gives no curve: the value at which its zone closes says it all.
    let drawn: Vec<&Curve> = curves.into_iter().filter(|curve| !curve.points.is_empty()).collect();
    if drawn.is_empty() {
        return;
    }
    let panel = |curve: &&Curve| CurvePanel {
        party: say.party(curve.party).to_string(),
        what: "no-deal value",
        scale: say.scale(curve.party),
        points: curve.points.clone(),
        entered: curve.entered,
    };
    let caption = "Up: share of draws with a zone, with its interval as a grey band. Across: the party's no-deal value; the black bar is what was entered.";
    let chart = Chart {
        anchor: "curves-chart".into(),
        title: "Share of draws with a zone over no-deal values".into(),
        caption: Text::from(caption),
        picture: Picture::Curves(drawn.iter().map(panel).collect()),
        tables: drawn.iter().map(|curve| table(say, curve)).collect(),
    };
    document.push_on(Content::Chart(Box::new(chart)), &basis);
}

/// A curve in two rows: where it begins and ends to move, and between.
fn table(say: &Say<'_>, curve: &Curve) -> Table {
    let points = &curve.points;
    let same = |one: &Share, two: &Share| one.hits() == two.hits() && one.undecided() == two.undecided();
    let start = points.iter().take_while(|(_, share)| same(share, &points[0].1)).count().saturating_sub(1);
    let end = points.iter().rev().take_while(|(_, share)| same(share, &points[points.len() - 1].1)).count();
    let end = (points.len() + 1).saturating_sub(end).clamp(start + 1, points.len());
    let moving = &points[start..end];
    let shown: Vec<&(Number, Share)> = spread(moving.len(), ACROSS).into_iter().map(|at| &moving[at]).collect();
    let decimals = decimals(points);
    let titles = shown.iter().map(|(value, _)| rounded(*value, decimals));
    let first = format!("{}: no deal worth", say.party(curve.party));
    let columns: Vec<Column> =
        std::iter::once(first).chain(titles).map(|title| Column { title, place: Place::Page }).collect();
    let row = |title: &str, cell: fn(&Share) -> String| {
        let cells = shown.iter().map(|(_, share)| Text::new().plain(cell(share)));
        Row { anchor: String::new(), cells: std::iter::once(Text::from(title)).chain(cells).collect() }
    };
    Table {
        caption: format!("Share of draws with a zone over the no-deal value of {}", say.party(curve.party)),
        columns,
        rows: vec![row("draws with a zone", short), row("interval, per cent", interval)],
    }
}

/// Decimals that tell the values of a curve apart, and no more.
fn decimals(points: &[(Number, Share)]) -> usize {
    let (Some((low, _)), Some((high, _))) = (points.first(), points.last()) else { return 2 };
    let step = (high.0 - low.0) / points.len().max(1) as i128;
    let said = range(Number(0), Number(step), 6);
    said.rsplit_once('.').map_or(0, |(_, part)| part.len())
}
