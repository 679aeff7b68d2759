//! From values to places in a picture, and the ticks of an axis.

/// A stretch of values laid on a stretch of a picture.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    values: (f64, f64),
    places: (f64, f64),
}

impl Scale {
    /// The least stretch that holds all values, with a little room at both ends.
    pub fn over(values: impl Iterator<Item = f64>, places: (f64, f64), room: f64) -> Self {
        let (low, high) = values
            .filter(|value| value.is_finite())
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        let (low, high) = if low <= high { (low, high) } else { (0.0, 1.0) };
        // Where all values are one, its own size says what is near it.
        let span = if high > low { high - low } else { (low.abs() * 0.2).max(1.0) };
        let pad = if high > low { span * room } else { span / 2.0 };
        Self { values: (low - pad, high + pad), places }
    }

    /// Where a value stands.
    pub fn place(&self, value: f64) -> f64 {
        let (low, high) = self.values;
        let part = ((value - low) / (high - low)).clamp(0.0, 1.0);
        self.places.0 + part * (self.places.1 - self.places.0)
    }

    /// Round values at equal distances, at most `most`, with their places.
    pub fn ticks(&self, most: usize) -> Vec<(String, f64)> {
        let (low, high) = self.values;
        let (step, decimals) = step((high - low) / most.max(1) as f64);
        // An end that is a tick but for rounding is one.
        let (first, last) = ((low / step - 1e-9).ceil(), (high / step + 1e-9).floor());
        // Past this a double holds no steps of the size; such an axis keeps its ends alone.
        if !(first.is_finite() && last.is_finite() && last - first < 100.0 && first.abs() < 9e15) {
            return [low, high].map(|value| (format!("{value:.0}"), self.place(value))).to_vec();
        }
        let count = (last - first).max(-1.0) as i64 + 1;
        let value = |at: i64| (first + at as f64) * step + 0.0;
        (0..count).map(|at| (format!("{:.decimals$}", value(at)), self.place(value(at)))).collect()
    }
}

/// The least of 1, 2, 5, 10, 20 .. that is not below, and the decimals it needs.
fn step(least: f64) -> (f64, usize) {
    let (mut unit, mut decimals) = (1.0_f64, 0_usize);
    while unit * 10.0 <= least {
        unit *= 10.0;
    }
    while unit > least && decimals < 12 {
        unit /= 10.0;
        decimals += 1;
    }
    let factor = [1.0, 2.0, 5.0, 10.0].into_iter().find(|factor| unit * factor >= least * (1.0 - 1e-9)).unwrap_or(10.0);
    (unit * factor, if factor == 10.0 { decimals.saturating_sub(1) } else { decimals })
}

/// A coordinate with one decimal at most.
pub(super) fn at(place: f64) -> String {
    let text = format!("{:.1}", place + 0.0);
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".into() } else { text.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(values: &[f64], most: usize) -> Vec<String> {
        let scale = Scale::over(values.iter().copied(), (0.0, 100.0), 0.0);
        scale.ticks(most).into_iter().map(|(label, _)| label).collect()
    }

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(labels(&[0.0, 100.0], 5), ["0", "20", "40", "60", "80", "100"]);
        assert_eq!(labels(&[48.0, 61.0], 4), ["50", "55", "60"]);
        assert_eq!(labels(&[0.45, 0.6], 3), ["0.45", "0.50", "0.55", "0.60"]);
        assert_eq!(labels(&[-3.0, 4.0], 7), ["-3", "-2", "-1", "0", "1", "2", "3", "4"]);
        assert_eq!(labels(&[155.0, 188.0], 6), ["160", "170", "180"]);
    }

    #[test]
    fn one_value_stands_in_the_middle() {
        let scale = Scale::over([55.0].into_iter(), (0.0, 100.0), 0.1);
        assert!((scale.place(55.0) - 50.0).abs() < 1e-9);
        assert!(!scale.ticks(5).is_empty());
    }

    #[test]
    fn extremes_end_and_stay_inside() {
        for values in [vec![], vec![1e15, 1e15 + 1e-3], vec![-1e15, 1e15], vec![1e-12, 2e-12], vec![f64::NAN]] {
            let scale = Scale::over(values.iter().copied(), (10.0, 20.0), 0.1);
            for (_, place) in scale.ticks(6) {
                assert!((10.0..=20.0).contains(&place));
            }
        }
    }

    #[test]
    fn coordinates_are_short() {
        assert_eq!([at(1.04), at(-0.04), at(12.25), at(3.0)], ["1", "0", "12.2", "3"]);
    }
}
