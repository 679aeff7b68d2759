//! The share of draws with a zone over no-deal values or levels of drivers: a panel each, two side by side.
//!
//! The line is the share, the grey band its interval, the black bar on the axis the value as entered.

use super::scale::{Scale, at};
use super::{LETTER, SMALL, escape, fit, text};
use crate::chart::{Chart, CurvePanel};
use zopa_case::Number;
use zopa_lens::Share;

/// Size of the picture and of a row of panels.
const WIDTH: f64 = 900.0;
const ROW: f64 = 232.0;
/// The plot within a panel.
const LEFT: f64 = 46.0;
const TOP: f64 = 30.0;
const BOTTOM: f64 = 172.0;
/// Points drawn as dots at most.
const DOTS: usize = 30;

pub(super) fn draw(chart: &Chart, panels: &[CurvePanel]) -> String {
    let across = if panels.len() > 1 { 2 } else { 1 };
    let wide = WIDTH / across as f64;
    let height = ROW * panels.len().div_ceil(across).max(1) as f64;
    let mut body = String::new();
    for (number, panel) in panels.iter().enumerate() {
        let (x, y) = (wide * (number % across) as f64, ROW * (number / across) as f64);
        body.push_str(&format!("<g transform=\"translate({} {})\">\n", at(x), at(y)));
        draw_panel(panel, wide, &mut body);
        body.push_str("</g>\n");
    }
    let parties: Vec<&str> = panels.iter().map(|panel| panel.party.as_str()).collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"curves\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
         font-family=\"{}\" role=\"img\">\n<title>{}</title>\n\
         <desc>A panel for each of: {}. Across the {}, up the share of draws with a zone in per cent, with its interval as a band.</desc>\n{body}</svg>\n",
        super::TYPEFACES,
        escape(&chart.title),
        escape(&parties.join(", ")),
        panels.first().map_or("no-deal value", |panel| panel.what),
    )
}

fn draw_panel(panel: &CurvePanel, wide: f64, body: &mut String) {
    let right = wide - 26.0;
    let entered = panel.entered.into_iter().flat_map(|(low, high)| [low, high]);
    let values = panel.points.iter().map(|(value, _)| *value).chain(entered).map(Number::to_f64);
    let (across, up) =
        (Scale::over(values, (LEFT, right), 0.0), Scale::over([0.0, 1.0].into_iter(), (BOTTOM, TOP), 0.0));
    body.push_str(&text(LEFT, 16.0, LETTER, " font-weight=\"600\"", &fit(&panel.party, LETTER, right - LEFT)));
    body.push('\n');
    for (share, label) in [(0.0, "0"), (0.5, "50"), (1.0, "100 %")] {
        let y = up.place(share);
        body.push_str(&format!(
            "<path class=\"line faint\" d=\"M{LEFT} {0}H{1}\" stroke=\"#000\" stroke-width=\"0.6\"/>",
            at(y),
            at(right)
        ));
        body.push_str(&text(LEFT - 6.0, (y + 4.0).round(), SMALL, " text-anchor=\"end\"", label));
        body.push('\n');
    }
    curve(panel, &across, &up, body);
    bar(panel, &across, body);
    for (words, x) in across.ticks(if wide > 600.0 { 10 } else { 5 }) {
        body.push_str(&format!(
            "<path class=\"line\" d=\"M{} {BOTTOM}v5\" stroke=\"#000\" stroke-width=\"1\"/>",
            at(x)
        ));
        body.push_str(&text(x.round(), BOTTOM + 22.0, SMALL, " text-anchor=\"middle\"", &words));
        body.push('\n');
    }
    let entered = panel.entered.map_or_else(String::new, |(low, high)| {
        if low == high { format!("; entered {low}") } else { format!("; entered {low} to {high}") }
    });
    let words = format!("{} ({}){entered}", panel.what, panel.scale);
    body.push_str(&text(LEFT, BOTTOM + 42.0, SMALL, "", &fit(&words, SMALL, right - LEFT)));
    body.push('\n');
}

/// Band, line and dots; where no draw was decided there is a band alone.
fn curve(panel: &CurvePanel, across: &Scale, up: &Scale, body: &mut String) {
    let join = |points: &mut dyn Iterator<Item = (f64, f64)>| -> String {
        points.map(|(x, y)| format!("{},{}", at(x), at(y))).collect::<Vec<_>>().join(" ")
    };
    let x = |value: &Number| across.place(value.to_f64());
    let end = |end: fn(&Share) -> f64| panel.points.iter().map(move |(value, share)| (x(value), up.place(end(share))));
    let band = join(&mut end(Share::low).chain(end(Share::high).collect::<Vec<_>>().into_iter().rev()));
    body.push_str(&format!("<polygon class=\"ink\" points=\"{band}\" fill=\"#000\" opacity=\"0.18\"/>\n"));
    let known: Vec<(f64, f64)> =
        panel.points.iter().filter_map(|(value, share)| Some((x(value), up.place(share.value()?)))).collect();
    let line = join(&mut known.iter().copied());
    body.push_str(&format!(
        "<polyline class=\"line\" points=\"{line}\" fill=\"none\" stroke=\"#000\" stroke-width=\"1.8\"/>\n"
    ));
    if panel.points.len() <= DOTS {
        for (x, y) in known {
            body.push_str(&format!(
                "<circle class=\"ink\" cx=\"{}\" cy=\"{}\" r=\"2.2\" fill=\"#000\"/>",
                at(x),
                at(y)
            ));
        }
        body.push('\n');
    }
}

/// The no-deal value as entered.
fn bar(panel: &CurvePanel, across: &Scale, body: &mut String) {
    let Some((low, high)) = panel.entered else { return };
    let (from, to) = (across.place(low.to_f64()), across.place(high.to_f64()));
    let (from, to) = if to - from < 4.0 { ((from + to) / 2.0 - 2.0, (from + to) / 2.0 + 2.0) } else { (from, to) };
    body.push_str(&format!(
        "<rect class=\"ink\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"6\" fill=\"#000\"/>",
        at(from),
        at(BOTTOM - 3.0),
        at(to - from)
    ));
    for x in [from, to] {
        body.push_str(&format!(
            "<path class=\"line\" d=\"M{} {TOP}V{BOTTOM}\" stroke=\"#000\" stroke-width=\"0.8\" stroke-dasharray=\"3 4\"/>",
            at(x)
        ));
    }
    body.push('\n');
}
