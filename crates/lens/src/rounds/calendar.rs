//! When rounds are held.

use jiff::Span;
use jiff::civil::Date;
use zopa_case::draft::{FurtherRounds, Moment};
use zopa_case::{Duration, TICKS, TimeUnit, limits};

/// The days of rounds, where the case gives the first and the time between them.
///
/// Round `r` (from 0) is held `r` times that after the first: parts of a day are summed and then count as none; whole months and
/// years are those of the calendar, other ones 30 and 365 days.
#[derive(Clone, Copy, Debug)]
pub(super) struct Calendar(Option<(Date, Duration)>);

impl Calendar {
    pub fn of(assumed: Option<&FurtherRounds>) -> Self {
        let both = |own: &FurtherRounds| Some((own.first.as_ref()?.value.first, own.every.as_ref()?.value));
        Self(assumed.and_then(both))
    }

    pub fn is_known(self) -> bool {
        self.0.is_some()
    }

    /// The day of a round, from 0; `None` without a calendar, or past its end.
    pub fn day(self, round: u32) -> Option<Date> {
        let (first, every) = self.0?;
        let times = every.amount.0.checked_mul(i128::from(round))?;
        let days = |ticks: i128, each: i128| i64::try_from(ticks.checked_mul(each)? / TICKS).ok();
        let whole = i64::try_from(times / TICKS).ok().filter(|_| times % TICKS == 0);
        let span = match (every.unit, whole) {
            (TimeUnit::Minutes, _) => Span::new().try_days(i64::try_from(times / TICKS / (24 * 60)).ok()?),
            (TimeUnit::Hours, _) => Span::new().try_days(i64::try_from(times / TICKS / 24).ok()?),
            (TimeUnit::Day | TimeUnit::Days, _) => Span::new().try_days(days(times, 1)?),
            (TimeUnit::Weeks, _) => Span::new().try_days(days(times, 7)?),
            (TimeUnit::Months, Some(months)) => Span::new().try_months(months),
            (TimeUnit::Months, None) => Span::new().try_days(days(times, 30)?),
            (TimeUnit::Years, Some(years)) => Span::new().try_years(years),
            (TimeUnit::Years, None) => Span::new().try_days(days(times, 365)?),
        };
        first.checked_add(span.ok()?).ok()
    }

    /// How many rounds are held before what `past` says of a day first holds; it holds of every later day.
    fn before(self, past: impl Fn(Date) -> bool) -> u32 {
        let (mut low, mut high) = (0, limits::ROUNDS);
        while low < high {
            let middle = low + (high - low) / 2;
            // Past the end of the calendar is later than any day.
            if self.day(middle).is_none_or(&past) { high = middle } else { low = middle + 1 }
        }
        low
    }

    /// The round, from 0, from which something is so; `None` for a day without a calendar.
    pub fn from(self, moment: Moment) -> Option<u32> {
        match moment {
            Moment::Round(round) => Some(round.saturating_sub(1)),
            Moment::Day(day) => self.is_known().then(|| self.before(|held| held >= day)),
        }
    }

    /// The round, from 0, from which something is no longer so that ends with a moment; `None` for a day without a calendar.
    pub fn after(self, moment: Moment) -> Option<u32> {
        match moment {
            Moment::Round(round) => Some(round),
            Moment::Day(day) => self.is_known().then(|| self.before(|held| held > day)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zopa_case::DateSpan;

    fn day(text: &str) -> Date {
        DateSpan::parse(text).expect("a day").first
    }

    fn calendar(first: &str, every: &str) -> Calendar {
        Calendar(Some((day(first), Duration::parse(every).expect("a length of time"))))
    }

    #[test]
    fn rounds_have_days_and_days_have_rounds() {
        let fortnight = calendar("2026-03-01", "14 days");
        assert_eq!(fortnight.day(0), Some(day("2026-03-01")));
        assert_eq!(fortnight.day(2), Some(day("2026-03-29")));
        assert_eq!(calendar("2026-03-01", "2 weeks").day(2), fortnight.day(2));
        assert_eq!(calendar("2026-01-31", "1 months").day(1), Some(day("2026-02-28")));
        assert_eq!(calendar("2026-01-31", "1 months").day(2), Some(day("2026-03-31")), "no day is lost on the way");
        assert_eq!(calendar("2026-03-01", "12 h").day(3), Some(day("2026-03-02")));
        let at = |text: &str| Moment::Day(day(text));
        for (text, from, after) in
            [("2026-02-01", 0, 0), ("2026-03-01", 0, 1), ("2026-03-02", 1, 1), ("2026-03-15", 1, 2)]
        {
            assert_eq!((fortnight.from(at(text)), fortnight.after(at(text))), (Some(from), Some(after)), "{text}");
        }
        assert_eq!((fortnight.from(Moment::Round(3)), fortnight.after(Moment::Round(3))), (Some(2), Some(3)));
        let none = Calendar(None);
        assert_eq!((none.from(at("2026-03-01")), none.from(Moment::Round(1))), (None, Some(0)));
        // Past the last day there is no day, and no round before it is lost.
        let centuries = calendar("9990-01-01", "10 years");
        assert_eq!((centuries.day(1), centuries.from(at("9999-12-31"))), (None, Some(1)));
    }
}
