//! Time-dependent parties as those of NegMAS 0.16, checked against its offers (`tests/negmas.txt`).
//!
//! On the party's own scale, in floating point: `min = max(lowest, no-deal value)`, `max = highest`, and with `a = 1 - t^e`
//!
//! ```text
//! lo = (max - min) a + min - 1e-4      hi = max + 1e-4      both kept between min and max
//! ```
//!
//! It accepts what is worth `lo` to `hi` at its turn and no less than no deal, and offers the package of least value at or above `lo` among those
//! at or above its no-deal value; one up to 1e-6 below `lo` is taken if it is nearer; without any, its best. Of packages
//! of one value NegMAS takes any, and the order of the menu decides here.

use super::super::menu::Spent;
use super::super::protocol::{Action, Ask};
use super::super::view::View;
use super::{Strategy, compared};

/// How far the band reaches beyond what is aspired to.
const BAND: f64 = 1e-4;
/// How far below the band an offer may lie.
const SLACK: f64 = 1e-6;

pub(super) struct TimeDependent<'a> {
    /// `a` by round.
    pub curve: &'a [f64],
}

impl TimeDependent<'_> {
    /// The band of values, on the party's scale.
    fn band(&self, view: &View<'_>) -> (f64, f64) {
        let share = self.curve.get(view.round as usize).copied().unwrap_or(0.0);
        let scaled = |ticks: i64| ticks as f64 * view.unit;
        let (min, max) = (scaled(view.least()), scaled(view.highest()));
        // Where even the best is worse than no deal, nothing is accepted and the best is offered.
        let kept = |value: f64| value.min(max).max(min);
        (kept((max - min) * share + min - BAND), kept(max + BAND))
    }
}

impl Strategy for TimeDependent<'_> {
    fn act(&mut self, view: &mut View<'_>, ask: Ask) -> Result<Action, Spent> {
        let (lo, hi) = self.band(view);
        if let Ask::Move(Some(standing)) | Ask::Answer(standing) = ask {
            let ticks = view.standing_value(standing);
            let value = ticks as f64 * view.unit;
            if view.bearable(ticks) && lo <= value && value <= hi {
                return Ok(Action::Accept);
            }
        }
        match ask {
            Ask::Answer(_) => return Ok(Action::Reject),
            Ask::Put | Ask::Text(_) => return Ok(Action::Pass),
            Ask::Compare { text, beside } => return Ok(compared(view, text, beside)),
            Ask::Move(_) | Ask::Float => {}
        }
        // The first tick at or above the band; float values of ticks rise with them.
        let least = view.no_deal().unwrap_or(i64::MIN);
        let first = (lo / view.unit).ceil() as i64;
        let near = ((lo - SLACK) / view.unit).ceil() as i64;
        let above = view.floor(first.max(least))?;
        // What lies just below is looked for only where something can.
        let under = if least < first { view.below(first)? } else { None };
        let under = under.filter(|package| {
            let value = view.value(*package);
            value >= near.max(least)
        });
        let far = |package| (view.value(package) as f64 * view.unit - lo).abs();
        let chosen = match (above, under) {
            (Some(above), Some(under)) => Some(if far(under) < far(above) { under } else { above }),
            (above, under) => above.or(under),
        };
        let chosen = match chosen {
            None => view.best()?,
            some => some,
        };
        Ok(chosen.map_or(Action::Pass, Action::Offer))
    }
}
