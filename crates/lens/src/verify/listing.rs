//! All admissible packages of a small case with their values.

use super::hunt::Hunt;
use super::value::{Ground, Near};
use super::{LIMIT, LISTED};
use std::cmp::Ordering;
use zopa_case::Truth;

/// Comparisons made at most to find the efficient packages.
const COMPARED: u64 = 1 << 26;

/// The admissible packages, in mixed radix order.
pub(super) struct Listing {
    sizes: Vec<usize>,
    /// The parties that are valued, by index.
    pub parties: Vec<usize>,
    /// Where those whose yes is needed stand among them, with their no-deal values.
    pub voters: Vec<(usize, i128)>,
    /// Row-major, in ticks of a number.
    values: Vec<i128>,
    places: Vec<u32>,
    /// Whether each is in the zone.
    pub zone: Vec<Truth>,
    /// Whether no value and no no-deal value is rounded, and all that are needed are known.
    pub exact: bool,
}

impl Listing {
    /// Lists a case; `Err` says why not.
    pub fn new(ground: &Ground<'_>) -> Result<Self, String> {
        let sizes = ground.sizes();
        let all = sizes.iter().try_fold(1usize, |all, size| all.checked_mul(*size)).filter(|all| *all <= LISTED);
        if all.is_none() {
            return Err(format!("there are more than {LISTED} packages"));
        }
        let parties: Vec<usize> = (0..ground.parties.len()).filter(|at| ground.parties[*at].is_some()).collect();
        let mut exact = true;
        let mut no_deals: Vec<(usize, Near)> = Vec::new();
        for party in &ground.consenting {
            let no_deal = ground.parties[party.index()].as_ref().and_then(|valued| valued.no_deal);
            let at = parties.iter().position(|own| *own == party.index());
            match at.zip(no_deal) {
                Some(own) => no_deals.push(own),
                None => exact = false,
            }
        }
        let known = no_deals.len() == ground.consenting.len();
        let mut listing = Self {
            parties,
            voters: no_deals.iter().map(|(at, no_deal)| (*at, no_deal.ticks)).collect(),
            values: Vec::new(),
            places: Vec::new(),
            zone: Vec::new(),
            exact: true,
            sizes: sizes.clone(),
        };
        let mut hunt = Hunt::new(ground, ground.logic().chain(ground.lines()).collect(), Vec::new());
        let ended = hunt.run(&mut |package, _| {
            let own: Vec<Near> = ground.parties.iter().flatten().map(|valued| valued.near(package)).collect();
            let above = no_deals.iter().map(|(at, no_deal)| own[*at].minus(*no_deal));
            let mut zone = if known { Truth::Yes } else { Truth::Unknown };
            for gap in above {
                exact &= gap.slack == 0;
                zone = zone.min(gap.not_negative());
            }
            exact &= own.iter().all(|value| value.slack == 0);
            let place = package.iter().zip(&sizes).fold(0, |place, (outcome, size)| place * size + outcome);
            listing.values.extend(own.iter().map(|value| value.ticks));
            listing.places.push(place as u32);
            listing.zone.push(zone);
            true
        });
        listing.exact = exact;
        if ended == super::Ended::Whole { Ok(listing) } else { Err(LIMIT.into()) }
    }

    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Values of a row by valued party.
    pub fn values(&self, row: usize) -> &[i128] {
        &self.values[row * self.parties.len()..(row + 1) * self.parties.len()]
    }

    /// Where a package stands, if it is admissible.
    pub fn row(&self, package: &[usize]) -> Option<usize> {
        let place = package.iter().zip(&self.sizes).fold(0, |place, (outcome, size)| place * size + outcome);
        self.places.binary_search(&(place as u32)).ok()
    }

    /// Rows in the zone for certain.
    pub fn in_zone(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.len()).filter(|row| self.zone[*row] == Truth::Yes)
    }

    /// What a row gives those whose yes is needed above no deal.
    pub fn gains(&self, row: usize) -> impl Iterator<Item = i128> + Clone + '_ {
        self.voters.iter().map(move |(at, no_deal)| self.values(row)[*at] - no_deal)
    }

    /// The rows of the zone that no other dominates; `None`: too many comparisons.
    pub fn efficient(&self) -> Option<Vec<usize>> {
        let mut order: Vec<(i128, usize)> = self.in_zone().map(|row| (self.gains(row).sum(), row)).collect();
        // Whoever dominates has the larger sum, so that it comes first.
        order.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let (mut kept, mut compared): (Vec<usize>, u64) = (Vec::new(), 0);
        let mut efficient = Vec::new();
        for (_, row) in order {
            let mut fate = None;
            for other in &kept {
                compared += 1;
                let none_less = self.gains(*other).zip(self.gains(row)).all(|(a, b)| a >= b);
                if none_less {
                    fate = Some(self.gains(*other).cmp(self.gains(row)) == Ordering::Equal);
                    break;
                }
            }
            if compared > COMPARED {
                return None;
            }
            match fate {
                Some(false) => {}
                Some(true) => efficient.push(row),
                None => {
                    kept.push(row);
                    efficient.push(row);
                }
            }
        }
        Some(efficient)
    }
}
