//! Ranges before and after, a row each on a scale of its own: hollow what was believed, filled what is now.

use super::scale::at;
use super::{LETTER, SMALL, escape, fit, text};
use crate::chart::{Chart, RangeBar};

const WIDTH: f64 = 900.0;
const ROW: f64 = 30.0;
/// Where the ranges begin and end; before them is what it is, behind them the two in words.
const LEFT: f64 = 340.0;
const RIGHT: f64 = 650.0;

pub(super) fn draw(chart: &Chart, bars: &[RangeBar]) -> String {
    let height = ROW * bars.len() as f64 + 8.0;
    let mut body = String::new();
    for (number, bar) in bars.iter().enumerate() {
        let middle = ROW * number as f64 + ROW / 2.0 + 2.0;
        let (low, high) = bar.scale;
        let width = if high > low { high - low } else { 1.0 };
        let place = |value: f64| LEFT + (RIGHT - LEFT) * ((value - low) / width).clamp(0.0, 1.0);
        body.push_str(&text(0.0, middle + 4.5, LETTER, "", &fit(&bar.label, LETTER, LEFT - 14.0)));
        let mut range = |ends: [f64; 3], half: f64, style: &str| {
            let (from, to) = (place(ends[0]), place(ends[2]));
            body.push_str(&format!(
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" {style}/>",
                at(from),
                at(middle - half),
                at((to - from).max(1.5)),
                at(2.0 * half)
            ));
        };
        range(bar.before, 9.0, "class=\"line\" fill=\"none\" stroke=\"#000\" stroke-width=\"1\"");
        range(bar.after, 4.0, "class=\"ink\" fill=\"#000\" opacity=\"0.6\"");
        for (value, half) in [(bar.before[1], 9.0), (bar.after[1], 4.0)] {
            let class = if half > 4.0 { "line" } else { "ground" };
            let color = if half > 4.0 { "#000" } else { "#fff" };
            body.push_str(&format!(
                "<path class=\"{class}\" d=\"M{} {}v{}\" stroke=\"{color}\" stroke-width=\"1.6\"/>",
                at(place(value)),
                at(middle - half),
                at(2.0 * half)
            ));
        }
        body.push_str(&text(RIGHT + 18.0, middle + 4.0, SMALL, "", &fit(&bar.words, SMALL, WIDTH - RIGHT - 18.0)));
        body.push('\n');
    }
    let labels: Vec<&str> = bars.iter().map(|bar| bar.label.as_str()).collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"ranges\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
         font-family=\"{}\" role=\"img\">\n<title>{}</title>\n\
         <desc>A row for each of: {}. The hollow bar is the range before, the filled one the range after, each with its middle.</desc>\n{body}</svg>\n",
        super::TYPEFACES,
        escape(&chart.title),
        escape(&labels.join(", ")),
    )
}
