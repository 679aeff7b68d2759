//! The stages of an order of steps, a column each, with the slack of every party below; the weakest has a thick frame.

use super::{LETTER, SMALL, escape, fit, measure, text, wrap};
use crate::chart::{Chart, StageBox, StageChart};
use crate::svg::scale::at;

const WIDTH: f64 = 900.0;
/// Columns side by side at most, and the gap with the arrow between two.
const ACROSS: usize = 6;
const GAP: f64 = 22.0;
/// Height of a line, and lines of a step's name.
const LINE: f64 = 14.5;
const NAME_LINES: usize = 3;

/// Where a stage stands: left, top, width, height.
pub(crate) type Frame = (f64, f64, f64, f64);

/// The frames of all stages, and where the last row ends.
pub(crate) fn layout(chart: &StageChart) -> (Vec<Frame>, f64) {
    let across = chart.stages.len().clamp(1, ACROSS);
    let wide = ((WIDTH - 4.0 - GAP * (across - 1) as f64) / across as f64).min(230.0).floor();
    let mut frames = Vec::new();
    let mut top = 4.0;
    for row in chart.stages.chunks(across) {
        let tall = row.iter().map(|stage| height(stage, wide)).fold(0.0, f64::max);
        frames.extend((0..row.len()).map(|at| (2.0 + (wide + GAP) * at as f64, top, wide, tall)));
        top += tall + 18.0;
    }
    (frames, top - 14.0)
}

fn names(stage: &StageBox, wide: f64) -> Vec<Vec<String>> {
    stage.steps.iter().map(|step| wrap(step, SMALL, wide - 14.0, NAME_LINES)).collect()
}

fn height(stage: &StageBox, wide: f64) -> f64 {
    let steps: f64 = names(stage, wide).iter().map(|lines| LINE * lines.len() as f64 + 8.0).sum();
    let weakest = if stage.weakest.is_some() { LINE } else { 0.0 };
    24.0 + steps + 8.0 + LINE * stage.slack.len() as f64 + weakest + 8.0
}

pub(super) fn draw(chart: &Chart, stages: &StageChart) -> String {
    let (frames, bottom) = layout(stages);
    let id = escape(&chart.anchor);
    let mut body = String::new();
    for (number, (stage, frame)) in stages.stages.iter().zip(&frames).enumerate() {
        column(number, stage, *frame, &id, &mut body);
        let (left, top, wide, _) = *frame;
        if frames.get(number + 1).is_some_and(|next| next.1 == top) {
            let x = left + wide + 2.0;
            body.push_str(&format!(
                "<path class=\"ink\" d=\"M{} {}h9v-3.5l8 4.5l-8 4.5v-3.5h-9z\" fill=\"#000\"/>\n",
                at(x),
                at(top + 11.0)
            ));
        }
    }
    let height = (bottom + 6.0).ceil();
    let said = stages.stages.iter().enumerate().map(|(number, stage)| {
        let slack: Vec<String> = stage.slack.iter().map(|(party, slack)| format!("{party} {slack}")).collect();
        let weakest = if stage.weakest.is_some() { ", the weakest" } else { "" };
        format!("Stage {}{weakest}: {}; slack {}.", number + 1, stage.steps.join(", "), slack.join(", "))
    });
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"stages\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
         font-family=\"{}\" role=\"img\">\n<title>{}</title>\n<desc>{}</desc>\n\
         <defs><pattern id=\"{id}-weak\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
         <rect class=\"paper\" width=\"7\" height=\"7\" fill=\"#fff\"/><path class=\"line\" d=\"M0 0V7\" stroke=\"#000\" stroke-width=\"1.4\"/></pattern></defs>\n\
         {body}</svg>\n",
        super::TYPEFACES,
        escape(&chart.title),
        escape(&said.collect::<Vec<_>>().join(" ")),
    )
}

fn column(number: usize, stage: &StageBox, (left, top, wide, tall): Frame, id: &str, body: &mut String) {
    let weak = stage.weakest.is_some();
    body.push_str(&format!(
        "<rect class=\"paper line\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"#fff\" stroke=\"#000\" stroke-width=\"{}\"/>",
        at(left),
        at(top),
        at(wide),
        at(tall),
        if weak { 3 } else { 1 }
    ));
    if weak {
        body.push_str(&format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"7\" fill=\"url(#{id}-weak)\"/>",
            at(left + 1.5),
            at(top + tall - 8.5),
            at(wide - 3.0)
        ));
    }
    let x = left + 7.0;
    body.push_str(&text(x, top + 17.0, LETTER, " font-weight=\"700\"", &format!("Stage {}", number + 1)));
    body.push('\n');
    let mut y = top + 24.0;
    for (step, lines) in stage.steps.iter().zip(names(stage, wide)) {
        body.push_str(&format!("<g><title>{}</title>", escape(step)));
        for (row, words) in lines.iter().enumerate() {
            body.push_str(&text(x, (y + 12.0 + LINE * row as f64).round(), SMALL, "", words));
        }
        body.push_str("</g>\n");
        y += LINE * lines.len() as f64 + 8.0;
    }
    body.push_str(&super::line((left, y), (left + wide, y), 0.8));
    for (place, (party, slack)) in stage.slack.iter().enumerate() {
        y += LINE;
        let own = stage.weakest == Some(place);
        let style = if own { " font-weight=\"700\"" } else { "" };
        // Bold letters take a little more than they measure.
        let slack_wide = measure(slack, SMALL) * if own { 1.06 } else { 1.0 };
        body.push_str(&format!("<g><title>{}</title>", escape(&format!("{party}: slack {slack}"))));
        let room = wide - 20.0 - slack_wide;
        if room > 24.0 {
            body.push_str(&text(x, y.round(), SMALL, style, &fit(party, SMALL, room * if own { 0.94 } else { 1.0 })));
        }
        let end = format!("{style} text-anchor=\"end\"");
        body.push_str(&text(left + wide - 7.0, y.round(), SMALL, &end, &fit(slack, SMALL, wide - 14.0)));
        body.push_str("</g>\n");
    }
    if weak {
        body.push_str(&text(x, (y + LINE).round(), SMALL, " font-style=\"italic\"", "weakest"));
        body.push('\n');
    }
}
