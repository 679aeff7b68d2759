//! A share of draws: how often something held, with its interval and no more digits than that allows.
//!
//! Of `n` draws `hits` held, `undecided` were left open by a budget, the rest did not. The share is
//! `p = hits / (n - undecided)`, a number between 0 and 1; it is a share of the assumptions given, never the chance that
//! something comes about. Its interval is Wilson's score interval at 95 per cent,
//!
//! `(p + z^2 / 2n -+ z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n)`, with `z = 1.959963984540054`;
//!
//! its lower end takes what was left undecided as misses, its upper end as hits, so that a spent budget widens it.
//! Constant time; square roots only, so the same bytes everywhere.
//!
//! Source: Wilson, Journal of the American Statistical Association 22 (1927).

use crate::phrase::count;

/// The 97.5 per cent point of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// The most decimals of a per cent that are ever shown.
const DECIMALS_MAX: u32 = 6;

/// In how many of the draws something held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    hits: u64,
    n: u64,
    undecided: u64,
}

impl Share {
    /// `hits` of `n` draws, with `undecided` of the others left open. What does not fit into `n` is cut off.
    pub fn new(hits: u64, n: u64, undecided: u64) -> Self {
        let hits = hits.min(n);
        Self { hits, n, undecided: undecided.min(n - hits) }
    }

    /// Of some draws, with what each is drawn beside it.
    pub(crate) fn of<T>(draws: &[(T, Option<bool>)]) -> Self {
        let count = |held: Option<bool>| draws.iter().filter(|draw| draw.1 == held).count() as u64;
        Self::new(count(Some(true)), draws.len() as u64, count(None))
    }

    /// The draws in which it held.
    pub fn hits(&self) -> u64 {
        self.hits
    }

    /// The draws made.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// The draws that a budget left open.
    pub fn undecided(&self) -> u64 {
        self.undecided
    }

    /// The share of the decided draws, from 0 to 1; `None` where no draw was decided.
    pub fn value(&self) -> Option<f64> {
        let decided = self.n - self.undecided;
        (decided > 0).then(|| self.hits as f64 / decided as f64)
    }

    /// The lower end of the interval, undecided draws taken as misses; 0 without draws.
    ///
    /// ```
    /// # use zopa_lens::Share;
    /// // 10 of 10: n / (n + z^2).
    /// let z = 1.959963984540054_f64;
    /// assert!((Share::new(10, 10, 0).low() - 10.0 / (10.0 + z * z)).abs() < 1e-15);
    /// ```
    pub fn low(&self) -> f64 {
        if self.hits == 0 { 0.0 } else { wilson(self.hits, self.n, -1.0) }
    }

    /// The upper end of the interval, undecided draws taken as hits; 1 without draws.
    pub fn high(&self) -> f64 {
        let hits = self.hits + self.undecided;
        if hits == self.n { 1.0 } else { wilson(hits, self.n, 1.0) }
    }

    /// How many decimals of a per cent the interval allows: the last digit counts for no more than its width, and
    /// for less only where a coarser number would read as none or all, or lie outside the interval.
    pub fn digits(&self) -> u32 {
        self.rounded().1
    }

    /// The share in words: `about 70 %, 67 to 73`; `none of 1,000 (at most 0.4 %)`; `all of 1,000 (at least 99.6 %)`.
    /// The ends are rounded outwards; an interval ten points wide or more leaves no more than tens of the share itself.
    pub fn in_words(&self) -> String {
        let decided = self.n - self.undecided;
        let open = match self.undecided {
            0 => String::new(),
            undecided => format!("; {} of {} draws undecided", count(&undecided), count(&self.n)),
        };
        if decided == 0 {
            return if self.n == 0 {
                "no draws".into()
            } else {
                format!("not decided in any of {} draws", count(&self.n))
            };
        }
        let of = if self.undecided == 0 { count(&self.n) } else { format!("the {} decided", count(&decided)) };
        if self.hits == 0 {
            return format!("none of {of} (at most {} %{open})", end(self.high(), self.end_digits(), true));
        }
        if self.hits == decided {
            return format!("all of {of} (at least {} %{open})", end(self.low(), self.end_digits(), false));
        }
        let (value, digits) = self.rounded();
        let (low, high) = (end(self.low(), digits, false), end(self.high(), digits, true));
        format!("about {value:.0$} %, {low} to {high}{open}", digits as usize)
    }

    /// The same as the subject of a sentence: `about 70 % of the draws (67 to 73)`, `none of the 1,000 draws (at most 0.4 %)`.
    pub fn of_draws(&self) -> String {
        let decided = self.n - self.undecided;
        let open = match self.undecided {
            0 => String::new(),
            undecided => format!("; {} undecided", count(&undecided)),
        };
        if decided == 0 {
            return format!("no decided draw of {}", count(&self.n));
        }
        let of = format!("the {}{} draws", count(&decided), if self.undecided == 0 { "" } else { " decided" });
        if self.hits == 0 {
            return format!("none of {of} (at most {} %{open})", end(self.high(), self.end_digits(), true));
        }
        if self.hits == decided {
            return format!("all of {of} (at least {} %{open})", end(self.low(), self.end_digits(), false));
        }
        let (value, digits) = self.rounded();
        let (low, high) = (end(self.low(), digits, false), end(self.high(), digits, true));
        format!("about {value:.0$} % of the draws ({low} to {high}{open})", digits as usize)
    }

    /// The share in per cent, rounded, and its decimals.
    fn rounded(&self) -> (f64, u32) {
        let Some(value) = self.value() else { return (0.0, 0) };
        let (value, low, high) = (value * 100.0, self.low() * 100.0, self.high() * 100.0);
        let certain = value == 0.0 || value == 100.0;
        for digits in -1..=DECIMALS_MAX as i32 {
            let unit = unit(digits);
            let rounded = (value / unit).round() * unit;
            let inside = low <= rounded && rounded <= high && (certain || (rounded > 0.0 && rounded < 100.0));
            if unit <= high - low && inside {
                return (rounded, digits.max(0) as u32);
            }
        }
        (value, DECIMALS_MAX)
    }

    /// Decimals of the one end that is told where all or none held: two leading digits of the distance to it.
    fn end_digits(&self) -> u32 {
        let width = (self.high() - self.low()) * 100.0;
        (0..=DECIMALS_MAX).find(|digits| unit(*digits as i32) <= width).unwrap_or(DECIMALS_MAX)
    }
}

/// How often something held in the draws with the lowest and with the highest third of a number.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Thirds {
    /// The largest number of the lowest third, the smallest of the highest.
    pub ends: (f64, f64),
    /// The share in the lowest third.
    pub low: Share,
    /// The share in the highest third.
    pub high: Share,
}

impl Thirds {
    /// `draws` are pairs of the number and whether it held (`None`: undecided). `None` where the two shares cannot be told
    /// apart beyond chance: their intervals meet.
    pub fn of(mut draws: Vec<(f64, Option<bool>)>) -> Option<Self> {
        draws.sort_by(|one, two| one.0.total_cmp(&two.0));
        let third = draws.len() / 3;
        let (low, high) = (draws.get(..third)?, draws.get(draws.len() - third..)?);
        let ends = (low.last()?.0, high.first()?.0);
        let thirds = Self { ends, low: Share::of(low), high: Share::of(high) };
        thirds.apart().then_some(thirds)
    }

    /// Whether the intervals of the two shares do not meet.
    pub fn apart(&self) -> bool {
        self.low.low() > self.high.high() || self.high.low() > self.low.high()
    }

    /// How far the two shares lie from each other; 0 where one is not known.
    pub fn distance(&self) -> f64 {
        self.low.value().zip(self.high.value()).map_or(0.0, |(low, high)| (low - high).abs())
    }
}

/// One end of the interval of `hits` of `n`, on the side of `sign`.
fn wilson(hits: u64, n: u64, sign: f64) -> f64 {
    let (n, p) = (n as f64, hits as f64 / n as f64);
    let square = Z * Z;
    let half = Z * (p * (1.0 - p) / n + square / (4.0 * n * n)).sqrt();
    ((p + square / (2.0 * n) + sign * half) / (1.0 + square / n)).clamp(0.0, 1.0)
}

/// The worth of the last of so many decimals; tens for -1.
fn unit(digits: i32) -> f64 {
    if digits < 0 { 10.0 } else { 1.0 / 10_u64.pow(digits as u32) as f64 }
}

/// An end of the interval in per cent, rounded outwards.
fn end(share: f64, digits: u32, up: bool) -> String {
    let scaled = share * 100.0 * 10_u64.pow(digits) as f64;
    // A hair's breadth of rounding in the arithmetic is no reason to show one more.
    let scaled = if up { (scaled - 1e-9).ceil().max(0.0) } else { (scaled + 1e-9).floor() };
    format!("{:.1$}", scaled / 10_u64.pow(digits) as f64, digits as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    #[test]
    fn the_interval_is_wilsons() {
        // Both ends solve (p - q)^2 = z^2 q (1 - q) / n, which is how the interval is defined.
        for (hits, n) in [(1, 10), (7, 10), (81, 263), (700, 1_000), (999, 1_000)] {
            let share = Share::new(hits, n, 0);
            let p = hits as f64 / n as f64;
            for q in [share.low(), share.high()] {
                assert!(((p - q) * (p - q) - Z * Z * q * (1.0 - q) / n as f64).abs() < 1e-14, "{hits} of {n}: {q}");
            }
            assert!(share.low() < p && p < share.high());
        }
        // Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
        let known = Share::new(81, 263, 0);
        assert!((known.low() - 0.2553).abs() < 5e-5 && (known.high() - 0.3662).abs() < 5e-5);
        let known = Share::new(15, 148, 0);
        assert!((known.low() - 0.0624).abs() < 5e-5 && (known.high() - 0.1605).abs() < 5e-5);
        let known = Share::new(0, 20, 0);
        assert!(known.low() == 0.0 && (known.high() - 0.1611).abs() < 5e-5);
        let known = Share::new(1, 29, 0);
        assert!((known.low() - 0.0061).abs() < 5e-5 && (known.high() - 0.1718).abs() < 5e-5);
    }

    #[test]
    fn words_have_no_more_digits_than_the_interval() {
        let words = |hits, n, undecided| Share::new(hits, n, undecided).in_words();
        assert_eq!(words(700, 1_000, 0), "about 70 %, 67 to 73");
        assert_eq!(words(0, 1_000, 0), "none of 1,000 (at most 0.4 %)");
        assert_eq!(words(1_000, 1_000, 0), "all of 1,000 (at least 99.6 %)");
        assert_eq!(words(1_000_000, 1_000_000, 0), "all of 1,000,000 (at least 99.9996 %)");
        assert_eq!(words(47, 100, 0), "about 50 %, 37 to 57");
        assert_eq!(words(700_000, 1_000_000, 0), "about 70.0 %, 69.9 to 70.1");
        assert_eq!(words(1, 1_000, 0), "about 0.1 %, 0.0 to 0.6");
        assert_eq!(words(999, 1_000, 0), "about 99.9 %, 99.4 to 100.0");
        assert_eq!(words(4, 100, 0), "about 4 %, 1 to 10");
        assert_eq!(words(0, 0, 0), "no draws");
        assert_eq!(words(0, 5, 5), "not decided in any of 5 draws");
        assert_eq!(words(0, 1_000, 12), "none of the 988 decided (at most 3 %; 12 of 1,000 draws undecided)");
        assert_eq!(words(690, 1_000, 20), "about 70 %, 66 to 74; 20 of 1,000 draws undecided");
    }

    #[test]
    fn a_share_can_be_the_subject_of_a_sentence() {
        let words = |hits, n, undecided| Share::new(hits, n, undecided).of_draws();
        assert_eq!(words(700, 1_000, 0), "about 70 % of the draws (67 to 73)");
        assert_eq!(words(0, 1_000, 0), "none of the 1,000 draws (at most 0.4 %)");
        assert_eq!(words(1_000, 1_000, 0), "all of the 1,000 draws (at least 99.6 %)");
        assert_eq!(words(690, 1_000, 20), "about 70 % of the draws (66 to 74; 20 undecided)");
        assert_eq!(words(0, 3, 3), "no decided draw of 3");
    }

    #[test]
    fn without_draws_nothing_is_said() {
        let share = Share::default();
        assert_eq!((share.value(), share.low(), share.high()), (None, 0.0, 1.0));
        assert_eq!(Share::new(9, 5, 9), Share::new(5, 5, 0));
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(7), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn undecided_draws_widen(hits in 0_u64..500, misses in 0_u64..500, undecided in 1_u64..500) {
            let n = hits + misses + undecided;
            let open = Share::new(hits, n, undecided);
            for settled in [Share::new(hits, n, 0), Share::new(hits + undecided, n, 0)] {
                prop_assert!(open.low() <= settled.low() && settled.high() <= open.high());
            }
            if let Some(value) = open.value() {
                prop_assert!(open.low() <= value && value <= open.high());
            }
        }

        #[test]
        fn the_rounded_share_stays_inside(hits in 0_u64..3_000, misses in 0_u64..3_000) {
            let share = Share::new(hits, hits + misses, 0);
            if hits > 0 && misses > 0 {
                let (rounded, digits) = share.rounded();
                prop_assert!(share.low() * 100.0 <= rounded && rounded <= share.high() * 100.0);
                prop_assert!(rounded > 0.0 && rounded < 100.0 && digits <= DECIMALS_MAX);
            }
        }
    }
}
