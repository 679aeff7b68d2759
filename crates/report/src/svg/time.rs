//! From days to places across a picture, and round days on its axis.

use jiff::ToSpan;
use jiff::civil::Date;
use zopa_case::DateSpan;

/// How far beyond what else is shown the end of a bar may lie before it is cut, as a multiple.
const LONG: i32 = 3;
/// Steps of the axis below a month, in days.
const DAYS: [i32; 6] = [1, 2, 5, 7, 14, 28];
/// Steps of the axis from a month on, in months.
const MONTHS: [i32; 12] = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1_200, 6_000];

/// A stretch of days laid on a stretch of a picture.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TimeScale {
    start: Date,
    days: i32,
    places: (f64, f64),
}

impl TimeScale {
    /// All of `core`, and all of `ends` too unless they lie so far out that the rest would be pressed together.
    pub fn over(core: &[Date], ends: &[Date], places: (f64, f64)) -> Self {
        let start = core.iter().chain(ends).min().copied().unwrap_or(Date::constant(2000, 1, 1));
        let days = |all: &[Date]| all.iter().map(|day| (*day - start).get_days()).max().unwrap_or(0);
        let (near, far) = (days(core), days(ends).max(days(core)));
        let long = near > 0 && far / LONG > near;
        Self { start, days: if long { near + near / 2 + 1 } else { far }, places }
    }

    /// Where a day stands; the end of the stretch for what lies beyond it.
    pub fn place(&self, day: Date) -> f64 {
        let days = (day - self.start).get_days().clamp(0, self.days);
        let (from, to) = self.places;
        from + (to - from) * f64::from(days) / f64::from(self.days.max(1))
    }

    /// Whether a day lies beyond the stretch.
    pub fn beyond(&self, day: Date) -> bool {
        (day - self.start).get_days() > self.days
    }

    /// Round days at equal distances, at most `most`, each with its words and place.
    pub fn ticks(&self, most: i32) -> Vec<(String, f64)> {
        let most = most.max(1);
        if self.days == 0 {
            return vec![(words(self.start), self.places.0)];
        }
        let step = DAYS.into_iter().find(|step| self.days / step < most);
        if let Some(step) = step {
            let days = (0..=self.days / step).filter_map(|at| self.start.checked_add((at * step).days()).ok());
            return days.map(|day| (words(day), self.place(day))).collect();
        }
        let months = self.days / 28;
        let step = MONTHS.into_iter().find(|step| months / step < most).unwrap_or(6_000);
        let first = i32::from(self.start.year()) * 12 + i32::from(self.start.month()) - 1;
        let first = (first + step - 1).div_euclid(step) * step;
        let month = |at: i32| {
            let months = first + at * step;
            let (year, month) = (i16::try_from(months.div_euclid(12)).ok()?, i8::try_from(months.rem_euclid(12)).ok()?);
            Date::new(year, month + 1, 1).ok()
        };
        let days = (0..=most).filter_map(month).filter(|day| *day >= self.start && !self.beyond(*day));
        let label = |day: Date| {
            let last = if step % 12 == 0 { day.last_of_year() } else { day.last_of_month() };
            DateSpan { first: day, last, about: false }.in_words()
        };
        days.map(|day| (label(day), self.place(day))).collect()
    }
}

/// A day in words.
pub(crate) fn words(day: Date) -> String {
    DateSpan::day(day).in_words()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn labels(from: Date, to: Date) -> Vec<String> {
        let scale = TimeScale::over(&[from], &[to], (0.0, 100.0));
        scale.ticks(6).into_iter().map(|(label, _)| label).collect()
    }

    #[test]
    fn ticks_are_round_and_few() {
        let first = date(2026, 2, 18);
        assert_eq!(labels(first, first), ["18 Feb 2026"]);
        assert_eq!(labels(first, date(2026, 2, 20)), ["18 Feb 2026", "19 Feb 2026", "20 Feb 2026"]);
        assert_eq!(labels(first, date(2026, 9, 1)), ["Mar 2026", "May 2026", "Jul 2026", "Sep 2026"]);
        assert_eq!(labels(first, date(2036, 2, 1)), ["2028", "2030", "2032", "2034", "2036"]);
        for years in [1_i16, 7, 40, 300, 3_000] {
            let labels = labels(first, date(2026 + years, 2, 18));
            assert!((2..=7).contains(&labels.len()), "{labels:?}");
        }
    }

    #[test]
    fn an_end_far_out_is_cut() {
        let (start, near, far) = (date(2026, 1, 1), date(2026, 3, 1), date(2056, 1, 1));
        let scale = TimeScale::over(&[start, near], &[far], (0.0, 300.0));
        assert!(scale.beyond(far) && !scale.beyond(near));
        assert!((scale.place(far) - 300.0).abs() < 1e-9);
        assert!(scale.place(near) > 150.0);
        let alone = TimeScale::over(&[start], &[far], (0.0, 300.0));
        assert!(!alone.beyond(far));
    }

    #[test]
    fn the_ends_of_the_calendar_have_places() {
        let scale = TimeScale::over(&[Date::MIN], &[Date::MAX], (0.0, 10.0));
        assert!((scale.place(Date::MAX) - 10.0).abs() < 1e-9);
        assert!(!scale.ticks(6).is_empty());
        let scale = TimeScale::over(&[], &[], (0.0, 10.0));
        assert_eq!(scale.ticks(6).len(), 1);
    }
}
