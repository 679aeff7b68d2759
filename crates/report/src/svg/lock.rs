//! Things that wait for each other, on a ring, with the ways out at the sides.
//!
//! An arrow leads from what waits to what it waits for and carries whose condition that is and when it was said; one
//! known by another's account is dashed. Dotted arrows lead to the ways out. A label is put where it touches no box, no
//! other label and no other arrow; where there is no such place it becomes a number that is explained below.

pub(crate) mod layout;

use super::{SMALL, escape, text, wrap};
use crate::chart::{Chart, LockChart};
use crate::svg::scale::at;
use layout::{Layout, Point, Rect, layout, length};

/// Width of the picture, its middle, and the letters of labels.
const WIDTH: f64 = 900.0;
const LABEL: f64 = 11.5;
/// Height of a line of words, and what a box has around them.
const LINE: f64 = 14.0;
const PAD: f64 = 7.0;
/// Lines of a name, and of a way out.
const NAME_LINES: usize = 3;
const EXIT_LINES: usize = 5;

pub(super) fn draw(chart: &Chart, lock: &LockChart) -> String {
    let layout = layout(lock);
    let mut body = String::new();
    for (edge, points) in lock.edges.iter().zip(&layout.edges) {
        arrow(points, if edge.account { "stroke-dasharray=\"6 4\"" } else { "" }, 1.6, &mut body);
    }
    for (from, to) in &layout.leaving {
        arrow(&[*from, *to], "stroke-dasharray=\"1.2 3.4\" stroke-linecap=\"round\"", 1.8, &mut body);
    }
    for ((rect, words), name) in layout.nodes.iter().zip(&lock.nodes) {
        boxed(rect, words, name, "stroke-width=\"1.8\" rx=\"6\"", SMALL, " font-weight=\"600\"", &mut body);
    }
    for (place, rect, words) in &layout.exits {
        let Some(exit) = lock.exits.get(*place) else { continue };
        let style =
            if exit.on_record { "stroke-width=\"1.2\"" } else { "stroke-width=\"1\" stroke-dasharray=\"2.5 2.5\"" };
        boxed(rect, words, &format!("{} {}", exit.label, exit.note), style, LABEL, "", &mut body);
    }
    let mut below: Vec<String> = Vec::new();
    for (edge, (rect, words)) in lock.edges.iter().zip(&layout.labels) {
        let full = format!("{} {}", edge.label, edge.date);
        match words {
            Some(words) => {
                body.push_str(&format!("<g><title>{}</title>", escape(&full)));
                body.push_str(&format!(
                    "<rect class=\"paper\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"#fff\"/>",
                    at(rect.x - rect.wide),
                    at(rect.y - rect.high),
                    at(2.0 * rect.wide),
                    at(2.0 * rect.high)
                ));
                lines(rect, words, LABEL, "", &mut body);
                body.push_str("</g>\n");
            }
            None => {
                let name = |place: usize| lock.nodes.get(place).map_or("?", String::as_str);
                below.push(format!("{}: {} waits for {} ({full})", below.len() + 1, name(edge.from), name(edge.to)));
                body.push_str(&format!(
                    "<circle class=\"paper line\" cx=\"{}\" cy=\"{}\" r=\"8.5\" fill=\"#fff\" stroke=\"#000\"/>",
                    at(rect.x),
                    at(rect.y)
                ));
                let number = below.len().to_string();
                body.push_str(&text(rect.x, rect.y + 4.0, LABEL, " text-anchor=\"middle\"", &number));
                body.push('\n');
            }
        }
    }
    let bottom = underneath(lock, &layout, below, &mut body);
    let height = (bottom + 6.0).ceil();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"lock\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
         font-family=\"{}\" role=\"img\">\n<title>{}</title>\n<desc>{}</desc>\n{body}</svg>\n",
        super::TYPEFACES,
        escape(&chart.title),
        escape(&described(lock)),
    )
}

/// The picture in words.
fn described(lock: &LockChart) -> String {
    let name = |place: usize| lock.nodes.get(place).map_or("?", String::as_str);
    let edges = lock
        .edges
        .iter()
        .map(|edge| format!("{} waits for {} ({}, {}).", name(edge.from), name(edge.to), edge.label, edge.date));
    let exits = lock.exits.iter().map(|exit| format!("Way out for {}: {} {}.", name(exit.from), exit.label, exit.note));
    edges.chain(exits).collect::<Vec<_>>().join(" ")
}

/// Explained numbers, what is not drawn, and what the lines mean.
fn underneath(lock: &LockChart, layout: &Layout, mut below: Vec<String>, body: &mut String) -> f64 {
    let exits = lock.exits.len() - layout.exits.len();
    if lock.left_out > 0 {
        let verb = if lock.left_out == 1 { "is" } else { "are" };
        below.push(format!("{} more in this lock {verb} not drawn.", lock.left_out));
    }
    if exits > 0 {
        below.push(match exits {
            1 => "1 more way out is not drawn.".to_string(),
            _ => format!("{exits} more ways out are not drawn."),
        });
    }
    let mut y = layout.height + 6.0;
    for said in &below {
        for line in wrap(said, SMALL, WIDTH - 8.0, 2) {
            body.push_str(&text(2.0, y + 8.0, SMALL, "", &line));
            body.push('\n');
            y += 17.0;
        }
    }
    let line = |style: &str| {
        format!(
            "<path class=\"line\" d=\"M0 0H20\" stroke=\"#000\" {style}/><path class=\"ink\" d=\"M28 0l-8 -4v8z\" fill=\"#000\"/>"
        )
    };
    let mut items = vec![(line("stroke-width=\"1.6\""), "waits for")];
    if lock.edges.iter().any(|edge| edge.account) {
        items.push((line("stroke-width=\"1.6\" stroke-dasharray=\"6 4\""), "the same, by another's account"));
    }
    if lock.exits.iter().any(|exit| exit.on_record) {
        items.push((
            line("stroke-width=\"1.8\" stroke-dasharray=\"1.2 3.4\" stroke-linecap=\"round\""),
            "way out on record",
        ));
    }
    if lock.exits.iter().any(|exit| !exit.on_record) {
        let boxed = format!(
            "{}<rect class=\"paper line\" x=\"14\" y=\"-6\" width=\"14\" height=\"12\" fill=\"#fff\" stroke=\"#000\" stroke-dasharray=\"2.5 2.5\"/>",
            "<path class=\"line\" d=\"M0 0H12\" stroke=\"#000\" stroke-width=\"1.8\" stroke-dasharray=\"1.2 3.4\" stroke-linecap=\"round\"/>"
        );
        items.push((boxed, "option the owner has not spoken on"));
    }
    super::legend(&items, y + 12.0, WIDTH, body)
}

/// A line through points with a head at its end.
fn arrow(points: &[Point], style: &str, width: f64, body: &mut String) {
    let (Some(tip), Some(before)) = (points.last(), points.len().checked_sub(2).and_then(|last| points.get(last)))
    else {
        return;
    };
    // The direction over the last stretch, so that a short last piece does not turn the head.
    let far = points.iter().rev().find(|point| length(point.0 - tip.0, point.1 - tip.1) > 8.0).unwrap_or(before);
    let stretch = length(tip.0 - far.0, tip.1 - far.1).max(0.1);
    let (dx, dy) = ((tip.0 - far.0) / stretch, (tip.1 - far.1) / stretch);
    let neck = (tip.0 - 7.0 * dx, tip.1 - 7.0 * dy);
    let ahead = |point: &&Point| length(point.0 - tip.0, point.1 - tip.1) > 7.0;
    let every = (points.len() / 32).max(1);
    let kept = points.iter().filter(ahead).collect::<Vec<_>>();
    let thinned = kept.iter().step_by(every).map(|point| **point).chain([neck]);
    let line: Vec<String> = thinned.map(|(x, y)| format!("{} {}", at(x), at(y))).collect();
    let base = (tip.0 - 9.0 * dx, tip.1 - 9.0 * dy);
    body.push_str(&format!(
        "<path class=\"line\" d=\"M{}\" fill=\"none\" stroke=\"#000\" stroke-width=\"{width}\" {style}/>\
         <path class=\"ink\" d=\"M{} {}L{} {}L{} {}z\" fill=\"#000\"/>\n",
        line.join("L"),
        at(tip.0),
        at(tip.1),
        at(base.0 - 4.2 * dy),
        at(base.1 + 4.2 * dx),
        at(base.0 + 4.2 * dy),
        at(base.1 - 4.2 * dx),
    ));
}

fn boxed(rect: &Rect, words: &[String], full: &str, style: &str, size: f64, weight: &str, body: &mut String) {
    body.push_str(&format!("<g><title>{}</title>", escape(full)));
    body.push_str(&format!(
        "<rect class=\"paper line\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"#fff\" stroke=\"#000\" {style}/>",
        at(rect.x - rect.wide),
        at(rect.y - rect.high),
        at(2.0 * rect.wide),
        at(2.0 * rect.high)
    ));
    lines(rect, words, size, weight, body);
    body.push_str("</g>\n");
}

/// Words in the middle of a box.
fn lines(rect: &Rect, words: &[String], size: f64, weight: &str, body: &mut String) {
    let top = rect.y - LINE * words.len() as f64 / 2.0;
    for (row, line) in words.iter().enumerate() {
        let y = top + LINE * row as f64 + 10.5;
        body.push_str(&text(rect.x, y, size, &format!(" text-anchor=\"middle\"{weight}"), line));
    }
}
