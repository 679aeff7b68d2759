//! Pressure and inducements of a facilitator, from a round on.

use super::talks::Seat;

impl Seat<'_> {
    /// The same party under leverage from a round on: every agreement is worth `ticks` more to it, compared with no deal, than
    /// before (less, if negative).
    ///
    /// An inducement that goes with any agreement adds `ticks` to the value of every package; pressure takes `ticks` from the value
    /// of no deal. Both come to the same: strategies ask only for the order of packages, for differences of
    /// values, and for which are at least as good as no deal, and `u + b >= d` is `u >= d - b`. So both are a fall of the
    /// no-deal value by `ticks`, and this is one; record and metrics keep the values of packages as they were. Leverage
    /// in doubt goes in times its credibility. An inducement for some packages only is no shift: it is a linkage in their
    /// values. Where there is no no-deal value there is nothing to take from. Values stop at the ends of `i64`.
    ///
    /// ```
    /// use zopa_lens::solve::rounds::{Seat, tactic};
    /// let style = tactic("linear").unwrap();
    /// let seat = Seat::party(0, Some(40), &style).levered(70, 15).levered(90, -5);
    /// assert_eq!(seat.no_deal, [(0, Some(40)), (70, Some(25)), (90, Some(30))]);
    /// ```
    #[must_use]
    pub fn levered(mut self, from: u32, ticks: i64) -> Self {
        let before = self.no_deal.iter().rfind(|(round, _)| *round <= from).copied();
        if let Some((round, none)) = before
            && round < from
        {
            let at = self.no_deal.partition_point(|(round, _)| *round < from);
            self.no_deal.insert(at, (from, none));
        }
        for (_, none) in self.no_deal.iter_mut().filter(|(round, _)| *round >= from) {
            *none = none.map(|none| none.saturating_sub(ticks));
        }
        self
    }
}
