//! What solution concepts claim of a package, against every package of the zone.

use super::hunt::{Ended, Floor, Hunt};
use super::listing::Listing;
use super::value::{Ground, Near};
use super::{LIMIT, ROUNDING, Verdict};
use crate::settlement::Concept;
use num_bigint::{BigInt, BigUint};
use std::cmp::Ordering;
use zopa_case::Truth;

/// See [`super::nash`].
pub(super) fn nash(ground: &Ground<'_>, package: &[usize]) -> Verdict {
    let zone = ground.in_zone(package);
    if !zone.holds() {
        return zone;
    }
    let floors = || -> Vec<Floor<'_>> {
        let valued = ground.consenting.iter().flat_map(|party| &ground.parties[party.index()]);
        valued.filter_map(Floor::no_deal).collect()
    };
    let hunt = || Hunt::new(ground, ground.logic().chain(ground.lines()).collect(), floors());
    // Who can gain at all, in a package that is in the zone for certain.
    let mut gains = vec![Truth::No; ground.consenting.len()];
    let ended = hunt().run(&mut |_, gaps| {
        let sure = gaps.iter().map(|gap| gap.not_negative()).min().unwrap_or(Truth::Yes);
        gains.iter_mut().zip(gaps).for_each(|(own, gap)| *own = (*own).max(gap.positive().min(sure)));
        true
    });
    if ended == Ended::Spent {
        return Verdict::not_checked(LIMIT);
    }
    if gains.contains(&Truth::Unknown) {
        return Verdict::not_checked(ROUNDING);
    }
    let product = |gaps: &[Near], sign: i128| -> BigUint {
        let among = gaps.iter().zip(&gains).filter(|(_, gains)| **gains == Truth::Yes);
        let end = |gap: &Near| (gap.ticks + sign * gap.slack).max(0).unsigned_abs();
        among.fold(BigUint::from(1u32), |product, (gap, _)| product * end(gap))
    };
    let own: Vec<Near> = floors().iter().map(|floor| floor.gap(package)).collect();
    let (low, high) = (product(&own, -1), product(&own, 1));
    let (mut better, mut open) = (None, false);
    let ended = hunt().run(&mut |other, gaps| {
        if product(gaps, -1) > high && gaps.iter().all(|gap| gap.not_negative() == Truth::Yes) {
            better = Some(other.to_vec());
            return false;
        }
        let perhaps = !open && other != package && product(gaps, 1) > low;
        // What is worth the same before rounding is worth the same after it.
        open |= perhaps
            && !ground.leads(other, package).is_ok_and(|leads| leads.iter().all(|lead| *lead == Near::default()));
        true
    });
    match (better, ended) {
        (Some(other), _) => Verdict::refuted(format!("the product of gains is larger with {}", ground.words(&other))),
        (None, Ended::Spent) => Verdict::not_checked(LIMIT),
        (None, _) if open => Verdict::not_checked(ROUNDING),
        (None, _) => Verdict::Verified,
    }
}

/// A fraction with a positive denominator.
pub(super) type Fraction = (i128, i128);

fn compare(a: Fraction, b: Fraction) -> Ordering {
    match a.0.checked_mul(b.1).zip(b.0.checked_mul(a.1)) {
        Some((a, b)) => a.cmp(&b),
        None => (BigInt::from(a.0) * b.1).cmp(&(BigInt::from(b.0) * a.1)),
    }
}

/// A listing with what concepts are measured by.
pub(super) struct Measure<'a> {
    pub listing: &'a Listing,
    /// The efficient rows of the zone.
    pub efficient: &'a [usize],
    /// By voter, the most it gains in the zone.
    pub most: Vec<i128>,
    /// For fallback: how deep every efficient row is.
    depths: Vec<u64>,
}

impl<'a> Measure<'a> {
    /// Of a listing that is exact and has a zone.
    pub fn new(listing: &'a Listing, efficient: &'a [usize]) -> Self {
        let mut most = vec![0; listing.voters.len()];
        for row in listing.in_zone() {
            most.iter_mut().zip(listing.gains(row)).for_each(|(most, gain)| *most = gain.max(*most));
        }
        // By voter, all values it can have, rising.
        let sorted: Vec<Vec<i128>> = listing
            .voters
            .iter()
            .map(|(at, _)| {
                let mut column: Vec<i128> = (0..listing.len()).map(|row| listing.values(row)[*at]).collect();
                column.sort_unstable();
                column
            })
            .collect();
        let depth = |row: &usize| {
            let above = |((at, _), column): (&(usize, i128), &Vec<i128>)| {
                column.len() - column.partition_point(|value| *value <= listing.values(*row)[*at])
            };
            listing.voters.iter().zip(&sorted).map(above).max().unwrap_or(0) as u64 + 1
        };
        let depths = efficient.iter().map(depth).collect();
        Self { listing, efficient, most, depths }
    }

    /// How far each party must go down its ranking for this efficient row.
    pub fn depth(&self, row: usize) -> Option<u64> {
        self.efficient.iter().position(|own| *own == row).map(|at| self.depths[at])
    }

    /// Gains of those that can gain, with the most that each can.
    fn gaining(&self, row: usize) -> impl Iterator<Item = Fraction> + Clone + '_ {
        self.listing.gains(row).zip(self.most.iter().copied()).filter(|(_, most)| *most > 0)
    }

    fn rising(mut gains: Vec<Fraction>) -> Vec<Fraction> {
        gains.sort_by(|a, b| compare(*a, *b));
        gains
    }

    fn leximin(one: &[Fraction], other: &[Fraction]) -> Ordering {
        one.iter().zip(other).map(|(a, b)| compare(*a, *b)).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }

    /// Largest less smallest share of the best gain: numerator and denominator.
    fn spread(&self, row: usize) -> (BigInt, BigInt) {
        let shares = self.gaining(row);
        let low = shares.clone().min_by(|a, b| compare(*a, *b)).unwrap_or((0, 1));
        let high = shares.max_by(|a, b| compare(*a, *b)).unwrap_or((0, 1));
        (BigInt::from(high.0) * low.1 - BigInt::from(low.0) * high.1, BigInt::from(high.1) * low.1)
    }

    /// How one row stands to another by a concept: greater is better.
    fn order(&self, concept: Concept, one: usize, other: usize) -> Ordering {
        let listing = self.listing;
        match concept {
            Concept::Nash => {
                let product = |row| self.gaining(row).fold(BigInt::from(1), |product, (gain, _)| product * gain);
                product(one).cmp(&product(other))
            }
            Concept::Egalitarian => {
                let gains = |row| Self::rising(listing.gains(row).map(|gain| (gain, 1)).collect());
                Self::leximin(&gains(one), &gains(other))
            }
            Concept::KalaiSmorodinsky => {
                let gains = |row| Self::rising(self.gaining(row).collect());
                Self::leximin(&gains(one), &gains(other))
            }
            Concept::KsMinSpread => {
                let (one, other) = (self.spread(one), self.spread(other));
                (other.0 * one.1).cmp(&(one.0 * other.1))
            }
            Concept::MaxWelfare => listing.gains(one).sum::<i128>().cmp(&listing.gains(other).sum()),
            Concept::Fallback => self.depth(other).cmp(&self.depth(one)),
        }
    }

    /// Rows that a concept chooses from: the whole zone for the least spread, else what is efficient.
    pub fn among(&self, concept: Concept) -> Vec<usize> {
        match concept {
            Concept::KsMinSpread => self.listing.in_zone().collect(),
            _ => self.efficient.to_vec(),
        }
    }

    /// The rows that a concept chooses.
    pub fn best(&self, concept: Concept) -> Vec<usize> {
        let mut best: Vec<usize> = Vec::new();
        for row in self.among(concept) {
            let against = best.first().map_or(Ordering::Equal, |own| self.order(concept, row, *own));
            if against.is_gt() {
                best.clear();
            }
            if against.is_ge() {
                best.push(row);
            }
        }
        best
    }
}
