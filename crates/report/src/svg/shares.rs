//! Shares of runs as bars, one below the other, each with its interval.

use super::scale::at;
use super::{LETTER, SMALL, escape, fit, text};
use crate::chart::{Chart, ShareBar};

const WIDTH: f64 = 900.0;
const ROW: f64 = 30.0;
/// Where the bars begin and end; before them is what is counted, behind them the share in words.
const LEFT: f64 = 300.0;
const RIGHT: f64 = 690.0;

pub(super) fn draw(chart: &Chart, bars: &[ShareBar]) -> String {
    let bottom = ROW * bars.len() as f64 + 6.0;
    let height = bottom + 28.0;
    let mut body = String::new();
    let place = |share: f64| LEFT + (RIGHT - LEFT) * share.clamp(0.0, 1.0);
    for (share, label) in [(0.0, "0"), (0.25, "25"), (0.5, "50"), (0.75, "75"), (1.0, "100 %")] {
        let x = at(place(share));
        body.push_str(&format!(
            "<path class=\"line faint\" d=\"M{x} 2V{}\" stroke=\"#000\" stroke-width=\"0.6\"/>",
            at(bottom)
        ));
        body.push_str(&text(place(share).round(), bottom + 18.0, SMALL, " text-anchor=\"middle\"", label));
        body.push('\n');
    }
    for (number, bar) in bars.iter().enumerate() {
        let middle = ROW * number as f64 + ROW / 2.0 + 2.0;
        body.push_str(&text(0.0, middle + 4.5, LETTER, "", &fit(&bar.label, LETTER, LEFT - 14.0)));
        if let Some(share) = bar.share.value() {
            body.push_str(&format!(
                "<rect class=\"ink\" x=\"{LEFT}\" y=\"{}\" width=\"{}\" height=\"16\" fill=\"#000\" opacity=\"0.35\"/>",
                at(middle - 8.0),
                at(place(share) - LEFT)
            ));
            body.push_str(&format!(
                "<path class=\"line\" d=\"M{0} {1}v16\" stroke=\"#000\" stroke-width=\"2\"/>",
                at(place(share)),
                at(middle - 8.0)
            ));
        }
        // The interval: a line with an end at both sides.
        let (low, high) = (at(place(bar.share.low())), at(place(bar.share.high())));
        body.push_str(&format!(
            "<path class=\"line\" d=\"M{low} {0}H{high}M{low} {1}v8M{high} {1}v8\" fill=\"none\" stroke=\"#000\" stroke-width=\"1.3\"/>",
            at(middle),
            at(middle - 4.0)
        ));
        let words = fit(&bar.share.in_words(), SMALL, WIDTH - RIGHT - 18.0);
        body.push_str(&text(RIGHT + 18.0, middle + 4.0, SMALL, "", &words));
        body.push('\n');
    }
    let labels: Vec<&str> = bars.iter().map(|bar| bar.label.as_str()).collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"shares\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
         font-family=\"{}\" role=\"img\">\n<title>{}</title>\n\
         <desc>A bar for each of: {}. Its length is the share of runs in per cent, the line across its end the interval.</desc>\n{body}</svg>\n",
        super::TYPEFACES,
        escape(&chart.title),
        escape(&labels.join(", ")),
    )
}
