//! What something is worth to a party, as points or as what draws say.

use zopa_case::Number;

/// A number on a party's own scale as entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worth {
    /// Known.
    Point(Number),
    /// Between these in nine draws of ten (the 5th and 95th of a hundred).
    Between(Number, Number),
}

impl Worth {
    /// As a sentence has it: a point in full, a range with the three digits that draws can tell.
    pub fn in_words(self) -> String {
        match self {
            Self::Point(point) => point.to_string(),
            Self::Between(low, high) => {
                let (low, high) = (three_digits(low.to_f64()), three_digits(high.to_f64()));
                if low == high { format!("about {low}") } else { format!("{low} to {high}") }
            }
        }
    }

    /// From the 5th to the 95th of a hundred of some values; `None` without any.
    pub(crate) fn of_draws(mut values: Vec<i64>, number: impl Fn(i64) -> Number) -> Option<Self> {
        values.sort_unstable();
        let last = values.len().checked_sub(1)?;
        let place = |share: f64| number(values[((last as f64 * share).round() as usize).min(last)]);
        let (low, high) = (place(0.05), place(0.95));
        Some(if low == high { Self::Point(low) } else { Self::Between(low, high) })
    }

    /// The sum of two: ends add up.
    #[must_use]
    pub(crate) fn plus(self, other: Self) -> Self {
        let ends = |worth: Self| match worth {
            Self::Point(point) => (point, point),
            Self::Between(low, high) => (low, high),
        };
        let ((a, b), (c, d)) = (ends(self), ends(other));
        let (low, high) = (Number(a.0.saturating_add(c.0)), Number(b.0.saturating_add(d.0)));
        if low == high { Self::Point(low) } else { Self::Between(low, high) }
    }
}

/// A number with three digits that say something.
pub(crate) fn three_digits(value: f64) -> String {
    if value == 0.0 {
        return "0".into();
    }
    let mut decimals = 2usize;
    let mut size = value.abs();
    while size >= 10.0 && decimals > 0 {
        size /= 10.0;
        decimals -= 1;
    }
    while size < 1.0 && decimals < 9 {
        size *= 10.0;
        decimals += 1;
    }
    let text = format!("{value:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_string() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_digits_are_told() {
        let told: Vec<String> = [1234.6, 61.27, 7.004, 0.05678, -3.999, 0.0].into_iter().map(three_digits).collect();
        assert_eq!(told, ["1235", "61.3", "7", "0.0568", "-4", "0"]);
    }

    #[test]
    fn draws_are_told_without_their_tails() {
        let ends = Worth::of_draws((0..=100).collect(), Number::whole);
        assert_eq!(ends, Some(Worth::Between(Number::whole(5), Number::whole(95))));
        assert_eq!(Worth::of_draws(vec![7], Number::whole), Some(Worth::Point(Number::whole(7))));
        assert_eq!(Worth::of_draws(Vec::new(), Number::whole), None);
    }
}
