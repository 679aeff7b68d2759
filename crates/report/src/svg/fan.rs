//! What is on the table round by round, over runs: a panel a party, two side by side.
//!
//! The wide band, loosely hatched, holds nine runs of ten; the narrow one, densely hatched, half of them; the line is the middle
//! run. Nothing is said by colour.

use super::scale::{Scale, at};
use super::{LETTER, SMALL, escape, fit, measure, text};
use crate::chart::{Chart, FanPanel};

/// Size of the picture, of the key above it, and of a row of panels.
const WIDTH: f64 = 900.0;
const KEY: f64 = 30.0;
const ROW: f64 = 224.0;
/// The plot within a panel.
const LEFT: f64 = 56.0;
const TOP: f64 = 34.0;
const BOTTOM: f64 = 172.0;
/// Half the width of what is drawn of a single round.
const ALONE: f64 = 9.0;

pub(super) fn draw(chart: &Chart, panels: &[FanPanel]) -> String {
    let across = if panels.len() > 1 { 2 } else { 1 };
    let wide = WIDTH / across as f64;
    let height = KEY + ROW * panels.len().div_ceil(across).max(1) as f64;
    let id = escape(&chart.anchor);
    let mut body = String::new();
    key(&id, &mut body);
    for (number, panel) in panels.iter().enumerate() {
        let (x, y) = (wide * (number % across) as f64, KEY + ROW * (number / across) as f64);
        body.push_str(&format!("<g transform=\"translate({} {})\">\n", at(x), at(y)));
        draw_panel(panel, wide, &id, &mut body);
        body.push_str("</g>\n");
    }
    let parties: Vec<&str> = panels.iter().map(|panel| panel.party.as_str()).collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"fan\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
         font-family=\"{}\" role=\"img\">\n<title>{}</title>\n\
         <desc>A panel for each of: {}. Across the round, up what the package last brought up is worth to the party: a line for the middle run, a densely hatched band for half of the runs, a loosely hatched one for nine of ten.</desc>\n\
         <defs>{}{}</defs>\n{body}</svg>\n",
        super::TYPEFACES,
        escape(&chart.title),
        escape(&parties.join(", ")),
        pattern(&format!("{id}-wide"), 7.0, 0.8, 45),
        pattern(&format!("{id}-half"), 3.0, 1.2, 135),
    )
}

fn pattern(id: &str, size: f64, width: f64, turn: i32) -> String {
    format!(
        "<pattern id=\"{id}\" width=\"{size}\" height=\"{size}\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate({turn})\">\
         <rect class=\"paper\" width=\"{size}\" height=\"{size}\" fill=\"#fff\"/>\
         <path class=\"line\" d=\"M0 0V{size}\" stroke=\"#000\" stroke-width=\"{width}\"/></pattern>"
    )
}

/// What the bands are, above the panels.
fn key(id: &str, body: &mut String) {
    let mut x = LEFT;
    for (shape, words) in [("wide", "nine runs of ten"), ("half", "half of the runs"), ("line", "the middle run")] {
        if shape == "line" {
            body.push_str(&format!("<path class=\"line\" d=\"M{x} 14h28\" stroke=\"#000\" stroke-width=\"2.6\"/>"));
        } else {
            body.push_str(&format!(
                "<rect class=\"line\" x=\"{x}\" y=\"7\" width=\"28\" height=\"14\" fill=\"url(#{id}-{shape})\" stroke=\"#000\" stroke-width=\"0.8\"/>"
            ));
        }
        body.push_str(&text(x + 36.0, 18.0, SMALL, "", words));
        body.push('\n');
        x += 36.0 + measure(words, SMALL).ceil() + 26.0;
    }
}

fn draw_panel(panel: &FanPanel, wide: f64, id: &str, body: &mut String) {
    let right = wide - 26.0;
    let values = || panel.rounds.iter().flat_map(|(_, parts)| *parts);
    let up = Scale::over(values(), (BOTTOM, TOP), 0.04);
    let (first, last) = (panel.rounds.first().map_or(1, |own| own.0), panel.rounds.last().map_or(1, |own| own.0));
    let room = right - LEFT - 2.0 * ALONE;
    let across = |round: u32| match last.saturating_sub(first) {
        0 => LEFT + ALONE + room / 2.0,
        span => LEFT + ALONE + room * f64::from(round.saturating_sub(first)) / f64::from(span),
    };
    body.push_str(&text(LEFT, 18.0, LETTER, " font-weight=\"600\"", &fit(&panel.party, LETTER, right - LEFT)));
    body.push('\n');
    for (label, y) in up.ticks(4) {
        body.push_str(&format!(
            "<path class=\"line faint\" d=\"M{LEFT} {0}H{1}\" stroke=\"#000\" stroke-width=\"0.6\"/>",
            at(y),
            at(right)
        ));
        let label = fit(&label, SMALL, LEFT - 8.0);
        body.push_str(&text(LEFT - 6.0, (y + 4.0).round(), SMALL, " text-anchor=\"end\"", &label));
        body.push('\n');
    }
    // A single round is as wide as can be seen.
    let places: Vec<(f64, &[f64; 5])> = match panel.rounds.as_slice() {
        [(round, parts)] => vec![(across(*round) - ALONE, parts), (across(*round) + ALONE, parts)],
        all => all.iter().map(|(round, parts)| (across(*round), parts)).collect(),
    };
    let point = |x: f64, value: f64| format!("{},{}", at(x), at(up.place(value)));
    for (low, high, kind, thick) in [(0, 4, "wide", 0.8), (1, 3, "half", 1.0)] {
        let edge = |part: usize| places.iter().map(move |(x, parts)| (*x, parts[part]));
        let outline: Vec<String> = edge(high)
            .chain(edge(low).collect::<Vec<_>>().into_iter().rev())
            .map(|(x, value)| point(x, value))
            .collect();
        body.push_str(&format!(
            "<polygon class=\"line\" points=\"{}\" fill=\"url(#{id}-{kind})\" stroke=\"#000\" stroke-width=\"{thick}\"/>\n",
            outline.join(" ")
        ));
    }
    // The middle line stands on a lighter one, so that it is seen on the dense hatching.
    let middle: Vec<String> = places.iter().map(|(x, parts)| point(*x, parts[2])).collect();
    let middle = middle.join(" ");
    body.push_str(&format!(
        "<polyline class=\"ground\" points=\"{middle}\" fill=\"none\" stroke=\"#fff\" stroke-width=\"6\"/>\n\
         <polyline class=\"line\" points=\"{middle}\" fill=\"none\" stroke=\"#000\" stroke-width=\"2.6\"/>\n"
    ));
    for round in ticks(first, last, if wide > 600.0 { 12 } else { 6 }) {
        let x = across(round);
        body.push_str(&format!(
            "<path class=\"line\" d=\"M{} {BOTTOM}v5\" stroke=\"#000\" stroke-width=\"1\"/>",
            at(x)
        ));
        body.push_str(&text(x.round(), BOTTOM + 20.0, SMALL, " text-anchor=\"middle\"", &round.to_string()));
        body.push('\n');
    }
    body.push_str(&text(LEFT, BOTTOM + 38.0, SMALL, "", "round"));
    body.push('\n');
}

/// Rounds at equal distances, at most `most` and a few, the first among them.
fn ticks(first: u32, last: u32, most: u32) -> Vec<u32> {
    let span = last.saturating_sub(first);
    let mut step = 1;
    while span / step >= most.max(2) {
        step = match step.to_string().as_bytes()[0] {
            b'2' => step / 2 * 5,
            _ => step * 2,
        };
    }
    (0..=span / step).map(|at| first + at * step).collect()
}
