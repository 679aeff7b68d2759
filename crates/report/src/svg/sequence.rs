//! Steps over time: a lane for those who act together, a row for each step, and arrows from an event to what waits for it.
//!
//! Names stand in a column of their own on the left and days in one on the right, so no arrow and no bar can run through
//! either. Arrows leave their bar downwards or upwards in a track of their own and run beneath the other bars; a track
//! is chosen that crosses as few of them as can be. What is on the chain that decides the end is black and its arrows
//! are thick; what has no known duration is a marker; the rest is told by hatching and by the style of lines.

pub(crate) mod layout;

use super::time::{TimeScale, words};
use super::{LETTER, SMALL, escape, fit, measure, text};
use crate::chart::{Chart, Sequence, SequenceArrow, SequenceBar};
use crate::svg::scale::at;
use layout::{layout, scale, slack_until};

/// Width of the picture; where names end, where the plot begins and ends, and where days begin.
const WIDTH: f64 = 900.0;
const NAMES: f64 = 292.0;
const LEFT: f64 = 318.0;
const RIGHT: f64 = 784.0;
const DAYS: f64 = 808.0;
/// Height of the axis, of the name of a lane, of a row; half the height of a bar, and of a marker.
const AXIS: f64 = 42.0;
const HEAD: f64 = 22.0;
const ROW: f64 = 22.0;
const HALF: f64 = 6.5;
const MARKER: f64 = 6.0;
/// Distance of two tracks.
const TRACK: f64 = 8.0;
/// Bars described in words.
const DESCRIBED: usize = 40;

pub(super) fn draw(chart: &Chart, sequence: &Sequence) -> String {
    let (layout, scale) = (layout(sequence), scale(sequence));
    let id = escape(&chart.anchor);
    let mut body = String::new();
    axis(sequence, &scale, layout.bottom, &mut body);
    for (lane, y) in sequence.lanes.iter().zip(&layout.heads) {
        let top = y - HEAD / 2.0;
        body.push_str(&super::line((0.0, top), (WIDTH, top), 0.6));
        body.push_str(&format!("<g><title>{}</title>", escape(lane)));
        let words = fit(lane, LETTER, NAMES - 12.0);
        body.push_str(&text(2.0, top + 16.0, LETTER, " font-weight=\"600\"", &words));
        body.push_str("</g>\n");
    }
    for (bar, place) in sequence.bars.iter().zip(&layout.bars) {
        tail(bar, *place, &scale, &mut body);
    }
    for (arrow, points) in sequence.arrows.iter().zip(&layout.arrows) {
        draw_arrow(arrow, points, &mut body);
    }
    for (bar, place) in sequence.bars.iter().zip(&layout.bars) {
        draw_bar(bar, *place, &scale, &id, &mut body);
    }
    let bottom = key(sequence, layout.bottom, &scale, &id, &mut body);
    let height = (bottom + 8.0).ceil();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"sequence\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
         font-family=\"{}\" role=\"img\">\n<title>{}</title>\n<desc>{}</desc>\n<defs>{}{}</defs>\n{body}</svg>\n",
        super::TYPEFACES,
        escape(&chart.title),
        escape(&described(sequence)),
        pattern(&format!("{id}-plain"), "M0 0V7", 7.0, 0.9),
        pattern(&format!("{id}-late"), "M0 0V4M0 2H4", 4.0, 1.1),
    )
}

/// A hatching of its own for each picture.
fn pattern(id: &str, path: &str, size: f64, width: f64) -> String {
    format!(
        "<pattern id=\"{id}\" width=\"{size}\" height=\"{size}\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
         <rect class=\"paper\" width=\"{size}\" height=\"{size}\" fill=\"#fff\"/>\
         <path class=\"line\" d=\"{path}\" stroke=\"#000\" stroke-width=\"{width}\"/></pattern>"
    )
}

/// The picture in words.
fn described(sequence: &Sequence) -> String {
    let mut said = String::new();
    for bar in sequence.bars.iter().take(DESCRIBED) {
        let lane = sequence.lanes.get(bar.lane).map_or("", String::as_str);
        let until = if bar.duration_known { format!(", done {}", words(bar.done)) } else { String::new() };
        let due = bar.deadline.map(|day| format!(", due {}", words(day))).unwrap_or_default();
        said.push_str(&format!("{} ({lane}): {}{until}{due}. ", bar.title, words(bar.begin)));
    }
    let more = sequence.bars.len().saturating_sub(DESCRIBED);
    if more > 0 {
        said.push_str(&format!("And {more} more."));
    }
    said.trim_end().to_string()
}

fn axis(sequence: &Sequence, scale: &TimeScale, bottom: f64, body: &mut String) {
    let mut free = f64::NEG_INFINITY;
    for (words, x) in scale.ticks(6) {
        let half = measure(&words, SMALL) / 2.0;
        let middle = x.clamp(NAMES + half, WIDTH - half - 2.0);
        if middle - half < free {
            continue;
        }
        free = middle + half + 8.0;
        body.push_str(&super::line((x, AXIS - 6.0), (x, bottom), 0.6));
        body.push_str(&text(middle.round(), 14.0, SMALL, " text-anchor=\"middle\"", &words));
        body.push('\n');
    }
    let x = scale.place(sequence.today);
    body.push_str(&format!(
        "<path class=\"line\" d=\"M{0} {1}V{bottom}\" stroke=\"#000\" stroke-width=\"0.9\" stroke-dasharray=\"2 3\"/>\n",
        at(x),
        AXIS - 8.0
    ));
    let label = format!("day of the case, {}", words(sequence.today));
    let half = measure(&label, SMALL) / 2.0;
    let middle = (x + half - 3.0).min(DAYS - half - 8.0).max(NAMES + half);
    body.push_str(&text(middle.round(), AXIS - 11.0, SMALL, " text-anchor=\"middle\"", &label));
    body.push_str(&text(DAYS, AXIS - 11.0, SMALL, "", "earliest day"));
    body.push_str(&text(2.0, AXIS - 11.0, SMALL, "", "Who, and what"));
    body.push('\n');
}

/// The light tail of what can begin later with every deadline kept that could be.
fn tail(bar: &SequenceBar, (_, right, y): (f64, f64, f64), scale: &TimeScale, body: &mut String) {
    let Some(until) = slack_until(bar) else { return };
    let end = scale.place(until).max(right + 2.0);
    body.push_str(&format!(
        "<path class=\"line\" d=\"M{0} {1}H{2}m0 -4v8\" fill=\"none\" stroke=\"#000\" stroke-width=\"1\" stroke-dasharray=\"1.5 2.5\" opacity=\"0.75\"/>\n",
        at(right),
        at(y),
        at(end)
    ));
}

fn draw_arrow(arrow: &SequenceArrow, points: &[(f64, f64)], body: &mut String) {
    let [.., before, tip] = points else { return };
    let (dx, dy) = ((tip.0 - before.0).signum(), (tip.1 - before.1).signum());
    let across = (tip.0 - before.0).abs() > (tip.1 - before.1).abs();
    // The line ends where its head begins.
    let (size, neck) = if arrow.critical { (8.0, 7.0) } else { (6.5, 5.5) };
    let mut line: Vec<String> = points.iter().map(|(x, y)| format!("{} {}", at(*x), at(*y))).collect();
    let (end, head) = if across {
        let base = tip.0 - dx * size;
        let wing = size * 0.5;
        (
            (tip.0 - dx * neck, tip.1),
            format!(
                "M{} {}L{} {}L{} {}z",
                at(tip.0),
                at(tip.1),
                at(base),
                at(tip.1 - wing),
                at(base),
                at(tip.1 + wing)
            ),
        )
    } else {
        let base = tip.1 - dy * size;
        let wing = size * 0.5;
        (
            (tip.0, tip.1 - dy * neck),
            format!(
                "M{} {}L{} {}L{} {}z",
                at(tip.0),
                at(tip.1),
                at(tip.0 - wing),
                at(base),
                at(tip.0 + wing),
                at(base)
            ),
        )
    };
    if let Some(last) = line.last_mut() {
        *last = format!("{} {}", at(end.0), at(end.1));
    }
    body.push_str(&format!(
        "<g{}><path class=\"line\" d=\"M{}\" fill=\"none\" stroke=\"#000\" {}/><path class=\"ink\" d=\"{head}\" fill=\"#000\"/></g>\n",
        if arrow.met { " opacity=\"0.4\"" } else { "" },
        line.join("L"),
        stroke(arrow)
    ));
}

fn stroke(arrow: &SequenceArrow) -> &'static str {
    match (arrow.critical, arrow.alternative) {
        (true, _) => "stroke-width=\"2.4\"",
        (false, true) => "stroke-width=\"1.2\" stroke-dasharray=\"4 2.5\"",
        (false, false) => "stroke-width=\"1.2\"",
    }
}

fn draw_bar(bar: &SequenceBar, (left, right, y): (f64, f64, f64), scale: &TimeScale, id: &str, body: &mut String) {
    let mut title = format!("{}: {}", bar.title, words(bar.begin));
    if bar.duration_known {
        title.push_str(&format!(" to {}", words(bar.done)));
    }
    title.push_str(&bar.deadline.map(|day| format!("; due {}", words(day))).unwrap_or_default());
    body.push_str(&format!("<g><title>{}</title>", escape(&title)));
    let weight = if bar.critical { " font-weight=\"600\"" } else { "" };
    let room = NAMES - 22.0;
    body.push_str(&text(12.0, (y + 4.0).round(), SMALL, weight, &fit(&bar.title, SMALL, room)));
    body.push_str(&text(DAYS, (y + 4.0).round(), SMALL, weight, &words(bar.begin)));
    if bar.conflict {
        body.push_str(&text(DAYS - 9.0, (y + 4.0).round(), LETTER, " font-weight=\"700\"", "!"));
    }
    body.push_str(&shape(bar, (left, right, y), id));
    if let (true, Some(deadline)) = (bar.duration_known, bar.deadline) {
        let from = scale.place(deadline).max(left);
        if bar.conflict && from < right {
            body.push_str(&rect(from, right, y, &format!("class=\"line\" fill=\"url(#{id}-late)\"")));
        }
    }
    if bar.duration_known && scale.beyond(bar.done) {
        body.push_str(&format!(
            "<path class=\"paper line\" d=\"M{} {}l4 3.3l-4 3.2l4 3.3l-4 3.2\" fill=\"none\" stroke=\"#000\" stroke-width=\"1.4\"/>",
            at(right + 1.0),
            at(y - HALF)
        ));
    }
    if let Some(deadline) = bar.deadline {
        body.push_str(&due(scale.place(deadline), y));
    }
    body.push_str("</g>\n");
}

/// The mark of a deadline.
fn due(x: f64, y: f64) -> String {
    format!(
        "<path class=\"line\" d=\"M{0} {1}v18m-4 0h8m-8 -18h8\" fill=\"none\" stroke=\"#000\" stroke-width=\"2\"/>",
        at(x),
        at(y - 9.0)
    )
}

fn rect(left: f64, right: f64, y: f64, style: &str) -> String {
    format!(
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" {style} stroke=\"#000\" stroke-width=\"1.2\"/>",
        at(left),
        at(y - HALF),
        at(right - left),
        at(2.0 * HALF)
    )
}

/// A bar, or the marker of what has no known duration.
fn shape(bar: &SequenceBar, (left, right, y): (f64, f64, f64), id: &str) -> String {
    let style = match (bar.critical, bar.over) {
        (true, _) => "class=\"ink line\" fill=\"#000\"".to_string(),
        (false, true) => "class=\"paper line\" fill=\"#fff\" stroke-dasharray=\"2 2\"".to_string(),
        (false, false) => format!("class=\"line\" fill=\"url(#{id}-plain)\""),
    };
    let marker = match bar.critical {
        true => "class=\"ink line\" fill=\"#000\"",
        false => "class=\"paper line\" fill=\"#fff\"",
    };
    let middle = (left + right) / 2.0;
    match (bar.decision, bar.duration_known) {
        (true, _) => format!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" {marker} stroke=\"#000\" stroke-width=\"1.4\"/>",
            at(middle),
            at(y),
            MARKER - 0.5
        ),
        (false, true) => rect(left, right, y, &style),
        (false, false) => format!(
            "<path d=\"M{} {}l{MARKER} {MARKER}l-{MARKER} {MARKER}l-{MARKER} -{MARKER}z\" {marker} stroke=\"#000\" stroke-width=\"1.3\"/>",
            at(middle),
            at(y - MARKER)
        ),
    }
}

/// What the shapes in use mean.
fn key(sequence: &Sequence, top: f64, scale: &TimeScale, id: &str, body: &mut String) -> f64 {
    let any = |known: fn(&SequenceBar) -> bool| sequence.bars.iter().any(known);
    let arrows = |known: fn(&SequenceArrow) -> bool| sequence.arrows.iter().any(known);
    let sample = SequenceBar {
        title: String::new(),
        lane: 0,
        begin: sequence.today,
        done: sequence.today,
        duration_known: true,
        latest: None,
        deadline: None,
        critical: false,
        conflict: false,
        over: false,
        decision: false,
    };
    let line = |style: &str, more: &str| {
        format!(
            "<g{more}><path class=\"line\" d=\"M0 0H20\" stroke=\"#000\" {style}/><path class=\"ink\" d=\"M27 0l-7 -3.5v7z\" fill=\"#000\"/></g>"
        )
    };
    let bar = |bar: SequenceBar| shape(&bar, (1.0, 27.0, 0.0), id);
    let marker = |bar: SequenceBar| shape(&bar, (8.0, 20.0, 0.0), id);
    let known = sample.clone();
    let mut items: Vec<(String, &str)> = Vec::new();
    let mut add = |used: bool, drawn: String, words: &'static str| {
        if used {
            items.push((drawn, words));
        }
    };
    add(
        any(|bar| bar.critical),
        bar(SequenceBar { critical: true, ..known.clone() }),
        "on the chain that decides the end (its arrows thick)",
    );
    add(any(|bar| bar.duration_known && !bar.critical && !bar.over), bar(known.clone()), "from beginning to done");
    add(any(|bar| bar.over && !bar.critical), bar(SequenceBar { over: true, ..known.clone() }), "begun or done");
    add(
        any(|bar| !bar.duration_known && !bar.decision),
        marker(SequenceBar { duration_known: false, ..known.clone() }),
        "duration not known: counted as none",
    );
    add(any(|bar| bar.decision), marker(SequenceBar { decision: true, ..known }), "decision of a ratifier");
    add(any(|bar| bar.deadline.is_some()), due(14.0, 0.0), "due");
    add(
        any(|bar| bar.conflict && bar.deadline.is_some_and(|day| day < bar.done) && bar.duration_known),
        rect(1.0, 27.0, 0.0, &format!("class=\"line\" fill=\"url(#{id}-late)\"")),
        "after its deadline",
    );
    add(any(|bar| bar.conflict), text(11.0, 4.5, LETTER, " font-weight=\"700\"", "!"), "conflict of dates");
    add(
        any(|bar| slack_until(bar).is_some()),
        "<path class=\"line\" d=\"M1 0H26m0 -4v8\" fill=\"none\" stroke=\"#000\" stroke-dasharray=\"1.5 2.5\" opacity=\"0.75\"/>".into(),
        "can slip so far without missing a deadline",
    );
    add(
        sequence.bars.iter().any(|bar| bar.duration_known && scale.beyond(bar.done)),
        "<path class=\"line\" d=\"M12 -6.5l4 3.3l-4 3.2l4 3.3l-4 3.2\" fill=\"none\" stroke=\"#000\" stroke-width=\"1.4\"/>".into(),
        "goes on beyond the picture",
    );
    add(
        arrows(|arrow| !arrow.alternative && !arrow.critical && !arrow.met),
        line("stroke-width=\"1.2\"", ""),
        "from an event to what waits for it",
    );
    add(
        arrows(|arrow| arrow.alternative && !arrow.critical),
        line("stroke-width=\"1.2\" stroke-dasharray=\"4 2.5\"", ""),
        "one of several ways",
    );
    add(arrows(|arrow| arrow.met), line("stroke-width=\"1.2\"", " opacity=\"0.4\""), "has come about");
    super::legend(&items, top + 20.0, WIDTH, body)
}
