//! Who follows which strategy: all ways, or a sample of them.

use super::{Seatings, Settings};
use crate::model::uniform;
use std::collections::BTreeSet;

/// The seatings of a table of so many seats, in rising order, and how many there are in all. Beyond
/// [`Settings::most`] so many different ones are drawn, uniformly, by the seed and the number of seats alone.
pub(super) fn seatings(settings: &Settings, seats: usize) -> (Vec<Vec<usize>>, u128) {
    let strategies = settings.strategies.words().count();
    let different = settings.seatings == Seatings::Different;
    let all = (0..seats as u128).fold(1_u128, |all, seat| {
        let left = strategies as u128 - if different { seat.min(strategies as u128) } else { 0 };
        all.saturating_mul(left)
    });
    if seats == 0 || all == 0 {
        return (Vec::new(), 0);
    }
    if all <= u128::from(settings.most) {
        let mut found = Vec::new();
        let mut seating = Vec::with_capacity(seats);
        every(strategies, seats, different, &mut seating, &mut found);
        return (found, all);
    }
    let path = format!("tournament.seatings.{seats}");
    let mut numbers = uniform(settings.talks.seed, &path);
    let mut below = |count: usize| ((numbers() * count as f64) as usize).min(count - 1);
    let mut found = BTreeSet::new();
    // There are more than are asked for, so that the last one takes some draws, and never the whole time.
    while (found.len() as u64) < settings.most {
        let mut left: Vec<usize> = (0..strategies).collect();
        let draw = |_| if different { left.swap_remove(below(left.len())) } else { below(strategies) };
        found.insert((0..seats).map(draw).collect::<Vec<usize>>());
    }
    (found.into_iter().collect(), all)
}

/// All seatings; the depth is that of the seats.
fn every(strategies: usize, seats: usize, different: bool, seating: &mut Vec<usize>, found: &mut Vec<Vec<usize>>) {
    if seating.len() == seats {
        found.push(seating.clone());
        return;
    }
    for strategy in 0..strategies {
        if !(different && seating.contains(&strategy)) {
            seating.push(strategy);
            every(strategies, seats, different, seating, found);
            seating.pop();
        }
    }
}
