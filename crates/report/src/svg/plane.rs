//! The plane of two parties' values: efficient packages as dots, packages with a name as shapes with labels beside it.
//!
//! Labels stand in a column of their own, in the order of their packages from the top, each with a line to its
//! package: so none covers another, and none covers a package. What is left of or below the dashed lines is worse than
//! no deal to one of the two and is tinted.

use super::scale::{Scale, at};
use super::{LETTER, SMALL, escape, fit, measure, text};
use crate::chart::{Axis, Chart, Plane, PlaneKind, PlaneMark};
use std::collections::{BTreeMap, BTreeSet};
use zopa_lens::settlement::Concept;

/// Size of the picture, and the edges of the plot in it.
const WIDTH: f64 = 900.0;
const HEIGHT: f64 = 470.0;
const LEFT: f64 = 92.0;
const RIGHT: f64 = 640.0;
const TOP: f64 = 34.0;
const BOTTOM: f64 = 420.0;
/// Where labels begin, and the height of one.
const LABELS: f64 = 700.0;
const LABEL: f64 = 19.0;
/// Labels that fit.
const LABELLED: usize = 20;
/// Marks described in words.
const DESCRIBED: usize = 20;

/// Packages of one place with the names they have.
struct Group<'a> {
    x: f64,
    y: f64,
    marks: Vec<&'a PlaneMark>,
}

pub(super) fn draw(chart: &Chart, plane: &Plane) -> String {
    let all = || plane.efficient.iter().copied().chain(plane.marks.iter().map(|mark| mark.at));
    let across = all().map(|(value, _)| value).chain(plane.across.no_deal).map(|value| value.to_f64());
    let up = all().map(|(_, value)| value).chain(plane.up.no_deal).map(|value| value.to_f64());
    let (across, up) = (Scale::over(across, (LEFT, RIGHT), 0.08), Scale::over(up, (BOTTOM, TOP), 0.08));
    let mut body = String::new();
    worse_than_no_deal(plane, &across, &up, &mut body);
    axes(plane, &across, &up, &mut body);
    dots(plane, &across, &up, &mut body);
    labelled(&groups(plane, &across, &up), &mut body);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"plane\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" \
         font-family=\"{}\" role=\"img\">\n<title>{}</title>\n<desc>{}</desc>\n{body}</svg>\n",
        super::TYPEFACES,
        escape(&chart.title),
        escape(&described(plane)),
    )
}

/// The picture in words.
fn described(plane: &Plane) -> String {
    let mut words = format!(
        "{} efficient packages; across what they are worth to {}, up to {}.",
        plane.efficient.len(),
        plane.across.party,
        plane.up.party
    );
    for axis in [&plane.across, &plane.up] {
        if let Some(no_deal) = axis.no_deal {
            words.push_str(&format!(" No deal is worth {no_deal} to {}.", axis.party));
        }
    }
    for mark in plane.marks.iter().take(DESCRIBED) {
        words.push_str(&format!(" {}: {} and {}.", mark.label, mark.at.0, mark.at.1));
    }
    words
}

fn worse_than_no_deal(plane: &Plane, across: &Scale, up: &Scale, body: &mut String) {
    let mut tint = |left: f64, top: f64, right: f64, bottom: f64| {
        body.push_str(&format!(
            "<rect class=\"ink\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"#000\" opacity=\"0.07\"/>\n",
            at(left),
            at(top),
            at(right - left),
            at(bottom - top)
        ));
    };
    let left = plane.across.no_deal.map_or(LEFT, |value| across.place(value.to_f64()));
    if plane.across.no_deal.is_some() {
        tint(LEFT, TOP, left, BOTTOM);
    }
    if let Some(no_deal) = plane.up.no_deal {
        tint(left, up.place(no_deal.to_f64()), RIGHT, BOTTOM);
    }
}

fn axes(plane: &Plane, across: &Scale, up: &Scale, body: &mut String) {
    let stroke = |d: &str, more: &str| {
        format!("<path class=\"line\" d=\"{d}\" fill=\"none\" stroke=\"#000\" stroke-width=\"1\"{more}/>\n")
    };
    body.push_str(&stroke(&format!("M{LEFT} {TOP}V{BOTTOM}H{RIGHT}"), ""));
    let title = |axis: &Axis| format!("{} ({})", axis.party, axis.scale);
    body.push_str(&text(
        2.0,
        16.0,
        LETTER,
        " font-weight=\"600\"",
        &fit(&format!("↑ {}", title(&plane.up)), LETTER, RIGHT),
    ));
    let words = fit(&format!("{} →", title(&plane.across)), LETTER, RIGHT - LEFT);
    body.push_str(&text(RIGHT, BOTTOM + 40.0, LETTER, " font-weight=\"600\" text-anchor=\"end\"", &words));
    body.push('\n');
    // The no-deal values first: a tick that would touch one of them is left out.
    let no_deal = plane.across.no_deal.map(|value| (format!("no deal {value}"), across.place(value.to_f64())));
    let mut taken: Vec<(f64, f64)> = Vec::new();
    for (known, (words, x)) in
        no_deal.into_iter().map(|tick| (true, tick)).chain(across.ticks(7).into_iter().map(|tick| (false, tick)))
    {
        let half = measure(&words, SMALL) / 2.0 + 4.0;
        if taken.iter().any(|(from, to)| x + half > *from && x - half < *to) {
            continue;
        }
        taken.push((x - half, x + half));
        let (y, style) = if known { (TOP, " stroke-dasharray=\"5 4\"") } else { (BOTTOM + 5.0, "") };
        body.push_str(&stroke(&format!("M{} {BOTTOM}V{y}", at(x)), style));
        let middle = x.clamp(half, WIDTH - half);
        body.push_str(&text(middle.round(), BOTTOM + 19.0, SMALL, " text-anchor=\"middle\"", &words));
        body.push('\n');
    }
    let no_deal = plane.up.no_deal.map(|value| (format!("no deal {value}"), up.place(value.to_f64())));
    let mut taken: Vec<f64> = Vec::new();
    for (known, (words, y)) in
        no_deal.into_iter().map(|tick| (true, tick)).chain(up.ticks(7).into_iter().map(|tick| (false, tick)))
    {
        if taken.iter().any(|other| (other - y).abs() < 14.0) {
            continue;
        }
        taken.push(y);
        let (x, style) = if known { (RIGHT, " stroke-dasharray=\"5 4\"") } else { (LEFT - 5.0, "") };
        body.push_str(&stroke(&format!("M{LEFT} {}H{x}", at(y)), style));
        let words = fit(&words, SMALL, LEFT - 10.0);
        body.push_str(&text(LEFT - 9.0, (y + 4.0).round(), SMALL, " text-anchor=\"end\"", &words));
        body.push('\n');
    }
}

fn dots(plane: &Plane, across: &Scale, up: &Scale, body: &mut String) {
    // Packages within half a dot of each other are one dot to the eye.
    let places: BTreeSet<(String, String)> = plane
        .efficient
        .iter()
        .map(|(one, two)| (at(across.place(one.to_f64()).round()), at(up.place(two.to_f64()).round())))
        .collect();
    for (x, y) in places {
        body.push_str(&format!("<circle class=\"ink\" cx=\"{x}\" cy=\"{y}\" r=\"2.6\" fill=\"#000\"/>\n"));
    }
}

/// Marks by place, from the top; in one row from the right, so that lines to the labels do not cross.
fn groups<'a>(plane: &'a Plane, across: &Scale, up: &Scale) -> Vec<Group<'a>> {
    let mut places: BTreeMap<(i64, i64), Vec<&PlaneMark>> = BTreeMap::new();
    for mark in &plane.marks {
        let (x, y) = (across.place(mark.at.0.to_f64()).round(), up.place(mark.at.1.to_f64()).round());
        let known = places.entry((y as i64, -(x as i64))).or_default();
        if !known.iter().any(|other| other.kind == mark.kind && other.label == mark.label) {
            known.push(mark);
        }
    }
    places.into_iter().map(|((y, x), marks)| Group { x: -x as f64, y: y as f64, marks }).collect()
}

fn labelled(groups: &[Group<'_>], body: &mut String) {
    let (mut shown, mut lines) = (0, 0);
    while shown < groups.len() && lines + groups[shown].marks.len() <= LABELLED {
        lines += groups[shown].marks.len();
        shown += 1;
    }
    let (with, without) = groups.split_at(shown);
    let mut tops: Vec<f64> = Vec::new();
    let mut free = TOP;
    for group in with {
        let top = (group.y - LABEL / 2.0).max(free);
        tops.push(top);
        free = top + LABEL * group.marks.len() as f64;
    }
    // What ran over the bottom moves up, and pushes those above it.
    let mut floor = BOTTOM + if without.is_empty() { LABEL } else { 0.0 };
    for (top, group) in tops.iter_mut().zip(with).rev() {
        *top = top.min(floor - LABEL * group.marks.len() as f64);
        floor = *top;
    }
    for (top, group) in tops.iter().zip(with) {
        body.push_str(&format!(
            "<path class=\"line faint\" d=\"M{} {}L{} {}\" fill=\"none\" stroke=\"#000\" stroke-width=\"0.8\"/>\n",
            at(group.x),
            at(group.y),
            LABELS - 6.0,
            at(top + LABEL / 2.0)
        ));
    }
    for (at, group) in groups.iter().enumerate() {
        body.push_str(&shape(group, group.x, group.y));
        let Some(top) = tops.get(at) else { continue };
        for (row, mark) in group.marks.iter().enumerate() {
            let y = top + LABEL * row as f64 + LABEL / 2.0;
            if row == 0 {
                body.push_str(&shape(group, LABELS + 6.0, y));
            }
            let words = fit(&mark.label, LETTER, WIDTH - LABELS - 22.0);
            body.push_str(&format!("<g><title>{}</title>", escape(&mark.label)));
            body.push_str(&text(LABELS + 20.0, (y + 4.0).round(), LETTER, "", &words));
            body.push_str("</g>\n");
        }
    }
    if !without.is_empty() {
        let count: usize = without.iter().map(|group| group.marks.len()).sum();
        body.push_str(&text(
            LABELS + 20.0,
            BOTTOM + LABEL,
            SMALL,
            "",
            &format!("and {count} more marked without a name"),
        ));
        body.push('\n');
    }
}

/// The shape of a mark; where several names meet, a ring around a dot.
fn shape(group: &Group<'_>, x: f64, y: f64) -> String {
    let style = "class=\"paper line\" fill=\"#fff\" stroke=\"#000\" stroke-width=\"1.6\"";
    let path = |d: String| format!("<path d=\"{d}\" {style}/>\n");
    let (cx, cy) = (at(x), at(y));
    let [mark] = group.marks.as_slice() else {
        return format!(
            "<circle cx=\"{cx}\" cy=\"{cy}\" r=\"6.5\" {style}/><circle class=\"ink\" cx=\"{cx}\" cy=\"{cy}\" r=\"3\" fill=\"#000\"/>\n"
        );
    };
    match mark.kind {
        PlaneKind::Chosen(Concept::Nash) => format!("<circle cx=\"{cx}\" cy=\"{cy}\" r=\"5.5\" {style}/>\n"),
        PlaneKind::Chosen(Concept::Egalitarian) => path(format!("M{} {}h10v10h-10z", at(x - 5.0), at(y - 5.0))),
        PlaneKind::Chosen(Concept::KalaiSmorodinsky) => path(format!("M{cx} {}l6.5 11.5h-13z", at(y - 7.0))),
        PlaneKind::Chosen(Concept::KsMinSpread) => path(format!("M{cx} {}l6.5 -11.5h-13z", at(y + 7.0))),
        PlaneKind::Chosen(Concept::MaxWelfare) => path(format!("M{cx} {}l6.5 6.5l-6.5 6.5l-6.5 -6.5z", at(y - 6.5))),
        PlaneKind::Chosen(Concept::Fallback) => {
            path(format!("M{} {}h4v4h4v4h-4v4h-4v-4h-4v-4h4z", at(x - 2.0), at(y - 6.0)))
        }
        PlaneKind::Draft => path(format!("M{} {}h6l3 3v9h-9z", at(x - 4.5), at(y - 6.0))),
        // A cross: nothing else on the plane is open, and it is seen on top of a dot.
        PlaneKind::Outcome => format!(
            "<path d=\"M{0} {1}l10 10M{0} {2}l10 -10\" class=\"line\" fill=\"none\" stroke=\"#000\" stroke-width=\"2.2\"/>\n",
            at(x - 5.0),
            at(y - 5.0),
            at(y + 5.0)
        ),
    }
}
