//! The graph of a conflict: its states on a ring, and the moves of every decision maker between them.
//!
//! Every mover has a letter and a kind of line. A move by which its mover gains is thick, with a full head; one by which
//! it does not has an open head. Equilibria have a double border, today's state a strip with the word.

pub(crate) mod layout;

use super::{SMALL, escape, fit, text, wrap};
use crate::chart::{Chart, GraphChart, StateNode};
use crate::svg::lock::layout::{Point, Rect, length};
use crate::svg::scale::at;
use layout::layout;

const WIDTH: f64 = 900.0;
/// Height of a state's box, the side of a square of an action, and the size of small letters.
const HIGH: f64 = 54.0;
pub(super) const SQUARE: f64 = 11.0;
pub(super) const LABEL: f64 = 11.5;
/// Kinds of line, a mover each; a sixth begins again, told apart by its letter.
const DASHES: [&str; 5] = ["", "8 4", "2 3", "10 3 2 3", "4 2"];

pub(super) fn draw(chart: &Chart, graph: &GraphChart) -> String {
    let layout = layout(graph);
    let mut body = String::new();
    for (edge, points) in graph.edges.iter().zip(&layout.edges) {
        let name = |place: usize| graph.nodes.get(place).map_or(0, |node| node.state);
        let mover = graph.movers.get(edge.mover).map_or("?", String::as_str);
        let both = if edge.back.is_some() { " and back" } else { "" };
        let full = format!("{mover}: from state {} to state {}{both}", name(edge.from), name(edge.to));
        body.push_str(&format!("<g><title>{}</title>", escape(&full)));
        let gains = edge.gains || edge.back == Some(true);
        arrow(points, (edge.back, edge.gains), dashes(edge.mover), gains, &mut body);
        body.push_str("</g>\n");
    }
    for (edge, rect) in graph.edges.iter().zip(&layout.labels) {
        let Some(rect) = rect else { continue };
        body.push_str(&format!(
            "<rect class=\"paper\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"#fff\"/>",
            at(rect.x - rect.wide),
            at(rect.y - rect.high),
            at(2.0 * rect.wide),
            at(2.0 * rect.high)
        ));
        body.push_str(&text(rect.x, rect.y + 4.2, SMALL, " text-anchor=\"middle\"", &letter(edge.mover)));
        body.push('\n');
    }
    for (node, rect) in graph.nodes.iter().zip(&layout.nodes) {
        state(node, rect, graph.actions.len(), &mut body);
    }
    let bottom = underneath(graph, &layout, &mut body);
    let height = (bottom + 6.0).ceil();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"graph\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
         font-family=\"{}\" role=\"img\">\n<title>{}</title>\n<desc>{}</desc>\n{body}</svg>\n",
        super::TYPEFACES,
        escape(&chart.title),
        escape(&described(graph)),
    )
}

/// The letter of a mover: `A` for the first.
pub(super) fn letter(mover: usize) -> String {
    let letter = u8::try_from(mover % 26).map_or('?', |at| char::from(b'A' + at));
    letter.to_string()
}

fn dashes(mover: usize) -> &'static str {
    DASHES[mover % DASHES.len()]
}

/// The picture in words.
fn described(graph: &GraphChart) -> String {
    let states = graph.nodes.iter().enumerate().map(|(at, node)| {
        let today = if node.today { ", today's" } else { "" };
        let holds = if node.concepts.is_empty() { String::new() } else { format!(", equilibrium ({})", node.concepts) };
        let moves = graph.edges.iter().flat_map(|edge| {
            let there = (edge.from == at).then_some((edge.to, edge.gains));
            let back = (edge.to == at).then_some(edge.back).flatten().map(|gains| (edge.from, gains));
            there.into_iter().chain(back).map(|(to, gains)| (edge.mover, to, gains))
        });
        let moves = moves.filter_map(|(mover, to, gains)| {
            let gains = if gains { " and gains" } else { "" };
            Some(format!("{} moves to {}{gains}", graph.movers.get(mover)?, graph.nodes.get(to)?.state))
        });
        let moves = moves.collect::<Vec<_>>().join(", ");
        let moves = if moves.is_empty() { "no move".to_string() } else { moves };
        format!("State {}{today}{holds}: {moves}.", node.state)
    });
    states.collect::<Vec<_>>().join(" ")
}

/// The box of a state: its number, a square for each action, full where it is taken, and its concepts.
pub(super) fn state(node: &StateNode, rect: &Rect, actions: usize, body: &mut String) {
    let Rect { x, y, wide, high } = *rect;
    let holds = !node.concepts.is_empty();
    let mut said = format!("State {}", node.state);
    if node.today {
        said.push_str(", today's");
    }
    if holds {
        said.push_str(&format!(", equilibrium: {}", node.concepts));
    }
    body.push_str(&format!("<g><title>{}</title>", escape(&said)));
    framed(rect, holds, body);
    let top = y - high;
    if node.today {
        body.push_str(&format!(
            "<rect class=\"ink\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"14\" fill=\"#000\"/>",
            at(x - wide),
            at(top),
            at(2.0 * wide)
        ));
        body.push_str(&format!(
            "<text class=\"paper\" x=\"{}\" y=\"{}\" font-size=\"{LABEL}\" fill=\"#fff\" text-anchor=\"middle\" font-weight=\"700\">today {}</text>",
            at(x),
            at(top + 11.0),
            node.state
        ));
    } else {
        let style = " text-anchor=\"middle\" font-weight=\"700\"";
        let down = if actions == 0 && !holds { high + 4.5 } else { 16.5 };
        body.push_str(&text(x, top + down, 13.0, style, &node.state.to_string()));
    }
    let left = x - SQUARE * actions as f64 / 2.0;
    for bit in 0..actions {
        let taken = node.state.checked_shr(bit as u32).is_some_and(|rest| rest & 1 == 1);
        let style = if taken { "class=\"ink line\" fill=\"#000\"" } else { "class=\"paper line\" fill=\"#fff\"" };
        body.push_str(&format!(
            "<rect {style} x=\"{}\" y=\"{}\" width=\"8\" height=\"8\" stroke=\"#000\"/>",
            at(left + SQUARE * bit as f64 + 1.5),
            at(top + 22.0)
        ));
    }
    if holds {
        let words = fit(&node.concepts, LABEL, 2.0 * wide - 10.0);
        let down = if actions > 0 { 44.0 } else { 31.0 };
        body.push_str(&text(x, top + down, LABEL, " text-anchor=\"middle\"", &words));
    }
    body.push_str("</g>\n");
}

/// A frame; a double one for an equilibrium.
fn framed(rect: &Rect, double: bool, body: &mut String) {
    let mut frame = |inset: f64, width: f64| {
        body.push_str(&format!(
            "<rect class=\"paper line\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"#fff\" stroke=\"#000\" stroke-width=\"{width}\"/>",
            at(rect.x - rect.wide + inset),
            at(rect.y - rect.high + inset),
            at(2.0 * (rect.wide - inset)),
            at(2.0 * (rect.high - inset))
        ));
    };
    frame(0.0, if double { 1.6 } else { 1.0 });
    if double {
        frame(3.2, 1.2);
    }
}

/// A line with a head at its end, and one at its beginning where it leads back; a full head is a gain.
fn arrow(points: &[Point], heads: (Option<bool>, bool), dashes: &str, thick: bool, body: &mut String) {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return };
    // A line ends within a full head, so that it does not blunt the tip.
    let short = |gains: bool| if gains { 6.0 } else { 0.5 };
    let (start, end) = (heads.0.map_or(0.0, short), short(heads.1));
    let kept = |point: &&Point| {
        length(point.0 - last.0, point.1 - last.1) > end && length(point.0 - first.0, point.1 - first.1) >= start
    };
    let every = (points.len() / 24).max(1);
    let mut line: Vec<Point> = points.iter().filter(kept).step_by(every).copied().collect();
    line.push(toward(points.iter().rev(), *last, end));
    if heads.0.is_some() {
        line.insert(0, toward(points.iter(), *first, start));
    }
    let drawn: Vec<String> = line.iter().map(|(x, y)| format!("{} {}", at(*x), at(*y))).collect();
    let dashes = if dashes.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dashes}\"") };
    body.push_str(&format!(
        "<path class=\"line\" d=\"M{}\" fill=\"none\" stroke=\"#000\" stroke-width=\"{}\"{dashes}/>",
        drawn.join("L"),
        if thick { 2.8 } else { 1.0 }
    ));
    head(points.iter().rev(), *last, heads.1, body);
    if let Some(gains) = heads.0 {
        head(points.iter(), *first, gains, body);
    }
}

/// A point of a curve so far from its end, on the straight line to where it comes from.
fn toward<'a>(from: impl Iterator<Item = &'a Point>, tip: Point, far: f64) -> Point {
    let (dx, dy) = direction(from, tip);
    (tip.0 - far * dx, tip.1 - far * dy)
}

/// The direction in which a curve arrives at its end, over its last stretch; `from` begins at that end.
fn direction<'a>(mut from: impl Iterator<Item = &'a Point>, tip: Point) -> Point {
    let before = from.find(|point| length(point.0 - tip.0, point.1 - tip.1) > 9.0).copied().unwrap_or(tip);
    let stretch = length(tip.0 - before.0, tip.1 - before.1).max(0.1);
    ((tip.0 - before.0) / stretch, (tip.1 - before.1) / stretch)
}

fn head<'a>(from: impl Iterator<Item = &'a Point>, tip: Point, full: bool, body: &mut String) {
    let (dx, dy) = direction(from, tip);
    let (long, half) = if full { (11.0, 5.5) } else { (7.0, 3.6) };
    let base = (tip.0 - long * dx, tip.1 - long * dy);
    let corners = format!(
        "M{} {}L{} {}L{} {}",
        at(base.0 - half * dy),
        at(base.1 + half * dx),
        at(tip.0),
        at(tip.1),
        at(base.0 + half * dy),
        at(base.1 - half * dx)
    );
    body.push_str(&match full {
        true => format!("<path class=\"ink\" d=\"{corners}z\" fill=\"#000\"/>"),
        false => format!("<path class=\"line\" d=\"{corners}\" fill=\"none\" stroke=\"#000\" stroke-width=\"1.2\"/>"),
    });
}

/// What the lines and squares mean, then the actions.
fn underneath(graph: &GraphChart, layout: &layout::Layout, body: &mut String) -> f64 {
    let line = |dashes: &str, width: f64| {
        format!(
            "<path class=\"line\" d=\"M0 0H28\" fill=\"none\" stroke=\"#000\" stroke-width=\"{width}\" stroke-dasharray=\"{}\"/>",
            if dashes.is_empty() { "none" } else { dashes }
        )
    };
    let mut items: Vec<(String, String)> = Vec::new();
    for (mover, name) in graph.movers.iter().enumerate() {
        items.push((line(dashes(mover), 1.6), format!("{}: {}", letter(mover), fit(name, SMALL, 240.0))));
    }
    let gains = graph.edges.iter().any(|edge| edge.gains || edge.back == Some(true));
    if gains {
        let mut shape = line("", 2.8).replace("H28", "H19");
        head([(0.0, 0.0)].iter(), (28.0, 0.0), true, &mut shape);
        let often = if graph.drawn { "the mover gains, in more than half of the draws" } else { "the mover gains" };
        items.push((shape, often.into()));
    }
    if graph.edges.iter().any(|edge| !edge.gains || edge.back == Some(false)) {
        let mut shape = line("", 1.0);
        head([(0.0, 0.0)].iter(), (28.0, 0.0), false, &mut shape);
        items.push((shape, "it can, without gain".into()));
    }
    if graph.nodes.iter().any(|node| !node.concepts.is_empty()) {
        let mut shape = String::new();
        framed(&Rect { x: 16.0, y: 0.0, wide: 12.0, high: 8.0 }, true, &mut shape);
        items.push((shape, "equilibrium, with its strongest concepts".into()));
    }
    let shown: Vec<(String, &str)> = items.iter().map(|(shape, words)| (shape.clone(), words.as_str())).collect();
    let mut y = super::legend(&shown, layout.height + 14.0, WIDTH, body) + 4.0;
    if !graph.actions.is_empty() {
        body.push_str(&text(2.0, y + 12.0, SMALL, "", "Squares from the left, full where it is done:"));
        body.push('\n');
        y += 17.0;
    }
    for (bit, (title, owner)) in graph.actions.iter().enumerate() {
        for said in wrap(&format!("{}. {title} ({})", bit + 1, letter(*owner)), SMALL, WIDTH - 20.0, 2) {
            body.push_str(&text(14.0, y + 12.0, SMALL, "", &said));
            body.push('\n');
            y += 16.0;
        }
    }
    y
}
