//! The share of draws with a zone over two drivers: cells in steps of grey, with the share in per cent written into some, and a
//! line where it crosses the level asked for.

use super::scale::{Scale, at};
use super::{LETTER, SMALL, escape, fit, text};
use crate::chart::{Chart, MapChart};
use zopa_lens::Share;

const WIDTH: f64 = 900.0;
const HEIGHT: f64 = 520.0;
const LEFT: f64 = 74.0;
const RIGHT: f64 = 880.0;
const TOP: f64 = 34.0;
const BOTTOM: f64 = 446.0;
/// Numbers written across at most.
const WRITTEN: usize = 11;

pub(super) fn draw(chart: &Chart, map: &MapChart) -> String {
    let (columns, rows) = (map.levels.0.len(), map.levels.1.len());
    let mut body = String::new();
    body.push_str(&text(0.0, 18.0, LETTER, " font-weight=\"600\"", &fit(&format!("Up: {}", map.up), LETTER, WIDTH)));
    body.push('\n');
    let (wide, high) = ((RIGHT - LEFT) / columns.max(1) as f64, (BOTTOM - TOP) / rows.max(1) as f64);
    let share = |column: usize, row: usize| map.shares.get(column * rows + row);
    let corner = |column: usize, row: usize| (LEFT + wide * column as f64, BOTTOM - high * (row + 1) as f64);
    for (column, row) in (0..columns).flat_map(|column| (0..rows).map(move |row| (column, row))) {
        let (x, y) = corner(column, row);
        if let Some(value) = share(column, row).and_then(Share::value) {
            // Steps of a tenth, so that neighbours can be told apart in print.
            let grey = (value * 10.0).round() / 10.0 * 0.6;
            body.push_str(&format!(
                "<rect class=\"ink\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"#000\" opacity=\"{}\"/>",
                at(x),
                at(y),
                at(wide),
                at(high),
                at(grey)
            ));
        }
    }
    body.push('\n');
    border(map, (wide, high), &mut body);
    let step = |count: usize| count.div_ceil(WRITTEN).max(1);
    for column in (0..columns).step_by(step(columns)) {
        for row in (0..rows).step_by(step(rows)) {
            let (x, y) = corner(column, row);
            let words = share(column, row)
                .and_then(Share::value)
                .map_or("?".to_string(), |value| format!("{:.0}", value * 100.0));
            let style = " text-anchor=\"middle\"";
            body.push_str(&text((x + wide / 2.0).round(), (y + high / 2.0 + 4.0).round(), SMALL, style, &words));
        }
        body.push('\n');
    }
    axes(map, (wide, high), &mut body);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"map\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" \
         font-family=\"{}\" role=\"img\">\n<title>{}</title>\n\
         <desc>Across: {}. Up: {}. The darker, the more draws have a zone; the numbers are per cent.</desc>\n{body}</svg>\n",
        super::TYPEFACES,
        escape(&chart.title),
        escape(&map.across),
        escape(&map.up),
    )
}

/// A line between cells on both sides of the level.
fn border(map: &MapChart, (wide, high): (f64, f64), body: &mut String) {
    let (columns, rows) = (map.levels.0.len(), map.levels.1.len());
    let above = |column: usize, row: usize| {
        map.shares.get(column * rows + row).and_then(Share::value).map(|value| value >= map.level)
    };
    let mut path = String::new();
    for (column, row) in (0..columns).flat_map(|column| (0..rows).map(move |row| (column, row))) {
        let own = above(column, row);
        let (x, y) = (LEFT + wide * (column + 1) as f64, BOTTOM - high * (row + 1) as f64);
        if column + 1 < columns && own.is_some() && above(column + 1, row).is_some_and(|other| Some(other) != own) {
            path.push_str(&format!("M{} {}v{}", at(x), at(y), at(high)));
        }
        if row + 1 < rows && own.is_some() && above(column, row + 1).is_some_and(|other| Some(other) != own) {
            path.push_str(&format!("M{} {}h{}", at(x - wide), at(y), at(wide)));
        }
    }
    if !path.is_empty() {
        body.push_str(&format!(
            "<path class=\"line\" d=\"{path}\" fill=\"none\" stroke=\"#000\" stroke-width=\"2.4\"/>\n"
        ));
    }
}

/// Ticks in the middle of cells, today and the cheapest point.
fn axes(map: &MapChart, (wide, high): (f64, f64), body: &mut String) {
    body.push_str(&format!(
        "<rect class=\"line\" x=\"{LEFT}\" y=\"{TOP}\" width=\"{}\" height=\"{}\" fill=\"none\" stroke=\"#000\" stroke-width=\"1\"/>\n",
        RIGHT - LEFT,
        BOTTOM - TOP
    ));
    let across = Scale::over(map.levels.0.iter().copied(), (LEFT + wide / 2.0, RIGHT - wide / 2.0), 0.0);
    let up = Scale::over(map.levels.1.iter().copied(), (BOTTOM - high / 2.0, TOP + high / 2.0), 0.0);
    for (words, x) in across.ticks(8) {
        body.push_str(&format!(
            "<path class=\"line\" d=\"M{} {BOTTOM}v5\" stroke=\"#000\" stroke-width=\"1\"/>",
            at(x)
        ));
        body.push_str(&text(x.round(), BOTTOM + 21.0, SMALL, " text-anchor=\"middle\"", &words));
    }
    for (words, y) in up.ticks(6) {
        body.push_str(&format!("<path class=\"line\" d=\"M{LEFT} {}h-5\" stroke=\"#000\" stroke-width=\"1\"/>", at(y)));
        body.push_str(&text(LEFT - 9.0, (y + 4.0).round(), SMALL, " text-anchor=\"end\"", &words));
    }
    body.push('\n');
    let place = |(x, y): (f64, f64)| {
        let inside = across.place(x).clamp(LEFT, RIGHT);
        (inside, up.place(y).clamp(TOP, BOTTOM))
    };
    let (x, y) = place(map.today);
    // A white rim keeps the marks readable on dark cells.
    body.push_str(&format!(
        "<circle cx=\"{0}\" cy=\"{1}\" r=\"8\" fill=\"#fff\"/><circle class=\"ink\" cx=\"{0}\" cy=\"{1}\" r=\"5.5\" fill=\"#000\"/>\n",
        at(x),
        at(y)
    ));
    if let Some(point) = map.cheapest {
        let (x, y) = place(point);
        body.push_str(&format!(
            "<rect x=\"{}\" y=\"{}\" width=\"16\" height=\"16\" fill=\"#fff\"/><rect class=\"line\" x=\"{}\" y=\"{}\" width=\"11\" height=\"11\" fill=\"none\" stroke=\"#000\" stroke-width=\"2.4\"/>\n",
            at(x - 8.0),
            at(y - 8.0),
            at(x - 5.5),
            at(y - 5.5)
        ));
    }
    let words = format!("Across: {}", map.across);
    body.push_str(&text(LEFT, BOTTOM + 42.0, SMALL, "", &fit(&words, SMALL, RIGHT - LEFT)));
    let words = "Dot: today. Square: the cheapest move of both. Numbers: per cent of the draws with a zone.";
    body.push_str(&text(LEFT, BOTTOM + 62.0, SMALL, "", words));
    body.push('\n');
}
