//! Curves of drivers, tipping points, and pairs.

use super::ask::{Asker, Point};
use super::findings::{Cheapest, PairFound, Tipping};
use super::outside::Moved;
use crate::share::Share;
use zopa_case::Number;

/// Levels of the curve of a driver of no-deal values.
pub(super) const FINE: usize = 401;
/// Levels of the curve of a driver of weights or lines.
pub(super) const COARSE: usize = 9;

/// The levels of a driver's curve.
pub(super) fn levels(own: &Moved) -> Vec<Number> {
    let count = if own.deep() { COARSE } else { FINE };
    (0..count).map(|at| own.level(at, count)).collect()
}

/// Whether a share is at the wanted level or above.
pub(super) fn reaches(share: &Share, wanted: f64) -> Option<bool> {
    share.value().map(|value| value >= wanted)
}

/// The least moves down and up at which the share crosses, on a curve.
pub(super) fn crossings(own: &Moved, curve: &[(Number, Share)], today: bool, wanted: f64) -> Vec<Tipping> {
    let walk = |up: bool| -> Option<Tipping> {
        let beyond = |level: Number| if up { level > own.middle } else { level < own.middle };
        let mut steps: Vec<&(Number, Share)> = curve.iter().filter(|(level, _)| beyond(*level)).collect();
        if !up {
            steps.reverse();
        }
        let crossed = |share: &&&(Number, Share)| reaches(&share.1, wanted) == Some(!today);
        let at = steps.iter().position(|step| crossed(&step))?;
        let first = |holds: &dyn Fn(&Share) -> bool| steps.iter().find(|step| holds(&step.1)).map(|step| step.0);
        // The end that crosses first, and the one that crosses last.
        let (near, far) = if today {
            (first(&|share| share.low() < wanted), first(&|share| share.high() < wanted))
        } else {
            (first(&|share| share.high() >= wanted), first(&|share| share.low() >= wanted))
        };
        let (level, share) = *steps[at];
        let after = at.checked_sub(1).map_or(own.middle, |before| steps[before].0);
        let by = Number(level.0 - own.middle.0);
        let cost = own.cost(own.middle, level);
        Some(Tipping { up, opens: !today, at: level, after, by, cost, between: (near, far), share })
    };
    [false, true].into_iter().filter_map(walk).collect()
}

/// With one set of numbers the crossing is found to the last digit, by bisection; a zone that opens or closes more than once
/// between two levels of the curve is found at one of these.
pub(super) fn sharpen(asker: &Asker<'_>, driver: usize, tipping: &mut Tipping) {
    let own = &asker.outside.moved[driver];
    let (mut before, mut after) = (tipping.after, tipping.at);
    while (after.0 - before.0).abs() > 1 {
        let middle = Number(before.0 + (after.0 - before.0) / 2);
        match asker.zone_at(0, &vec![(driver, middle)]) {
            Some(zone) if zone == tipping.opens => after = middle,
            Some(_) => before = middle,
            None => return,
        }
    }
    (tipping.after, tipping.at) = (before, after);
    tipping.by = Number(after.0 - own.middle.0);
    tipping.cost = own.cost(own.middle, after);
    tipping.between = (Some(after), Some(after));
}

/// The points of a map.
pub(super) fn map(one: (usize, &[Number]), two: (usize, &[Number])) -> Vec<Point> {
    let pairs = one.1.iter().flat_map(|first| two.1.iter().map(move |second| (*first, *second)));
    pairs.map(|(first, second)| vec![(one.0, first), (two.0, second)]).collect()
}

/// The cheapest point of a map at which the share has crossed; of equal ones the first.
pub(super) fn cheapest(pair: &PairFound, moved: (&Moved, &Moved), today: bool, wanted: f64) -> Option<Cheapest> {
    let mut found: Option<Cheapest> = None;
    let mut sure: Option<f64> = None;
    let points = pair.levels.0.iter().flat_map(|one| pair.levels.1.iter().map(move |two| (*one, *two)));
    for ((one, two), share) in points.zip(&pair.shares) {
        let cost = moved.0.cost(moved.0.middle, one) + moved.1.cost(moved.1.middle, two);
        let whole = if today { share.high() < wanted } else { share.low() >= wanted };
        if whole && sure.is_none_or(|known| cost < known) {
            sure = Some(cost);
        }
        if reaches(share, wanted) == Some(!today) && found.as_ref().is_none_or(|known| cost < known.cost) {
            let by = (Number(one.0 - moved.0.middle.0), Number(two.0 - moved.1.middle.0));
            found = Some(Cheapest { at: (one, two), by, cost, sure: None, share: *share });
        }
    }
    found.map(|own| Cheapest { sure, ..own })
}
