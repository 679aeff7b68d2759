//! What ends of talks are held against: the efficient packages and the bargaining points of a set of packages.
//!
//! `u_p(x)` is what package `x` is worth to party `p`, `d_p` its no-deal value. The *zone* are the packages with
//! `u_p(x) >= d_p` for all `p`; the *efficient set* E are the vectors of values of the zone that no other of the zone
//! dominates. With `b_p` the greatest value of `p` in the zone, and over the parties with `b_p > d_p` only:
//!
//! - Nash: the greatest `product of (u_p - d_p)` (Nash 1950);
//! - Kalai-Smorodinsky: the greatest least `(u_p - d_p) / (b_p - d_p)`, ties by the next to least, and so on (Kalai &
//!   Smorodinsky 1975; Imai 1983 for the ties).
//!
//! Over all parties:
//!
//! - egalitarian: the greatest least `u_p - d_p` on the parties' own scales, ties in the same way (Kalai 1977);
//! - maximum welfare: the greatest sum of `u_p`, which adds the parties' scales.
//!
//! All of them are in E, so that E, where it is exact, gives them all. Vectors of equal rank are all kept. Whole numbers
//! only, so exact. Cost: one frontier ([`frontier`]), then one pass over it for each point.

use super::metrics::Yardstick;
use crate::solve::valued::Charge;
use crate::solve::valued::frontier::{Frontier, Limits, frontier};
use crate::solve::valued::search::ANYTHING;
use num_bigint::BigUint;
use std::cmp::Ordering;

/// The most that a whole unit of one scale may have more ticks than that of another for the two to be added.
const APART_MAX: i64 = 10_000;

/// What an end of talks is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Goal {
    /// The efficient set.
    Efficient,
    /// The Nash points.
    Nash,
    /// The Kalai-Smorodinsky points.
    KalaiSmorodinsky,
    /// The egalitarian points.
    Egalitarian,
    /// The points of the greatest sum of values.
    MaxWelfare,
}

impl Goal {
    /// All of them.
    pub const ALL: [Goal; 5] =
        [Self::Efficient, Self::Nash, Self::KalaiSmorodinsky, Self::Egalitarian, Self::MaxWelfare];

    /// The word used in answers: that of the solution concept in `settlement`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Efficient => "efficient",
            Self::Nash => "nash",
            Self::KalaiSmorodinsky => "kalai-smorodinsky",
            Self::Egalitarian => "egalitarian",
            Self::MaxWelfare => "max-welfare",
        }
    }

    /// As a title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Efficient => "efficient set",
            Self::Nash => "Nash point",
            Self::KalaiSmorodinsky => "Kalai-Smorodinsky point",
            Self::Egalitarian => "egalitarian point",
            Self::MaxWelfare => "point of maximum welfare",
        }
    }
}

/// Why something is not there to be held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum NoGoal {
    /// No package is worth no deal or more to all.
    NoZone,
    /// The no-deal value of somebody is not known.
    NoDealUnknown,
    /// Nobody has anything to gain above no deal.
    NothingToGain,
    /// The parties' scales are too far apart to be added exactly.
    ScalesApart,
    /// No-deal values move from round to round, so that there is no one zone to have points.
    Moving,
    /// There are more packages than are worked through for every draw.
    ManyPackages,
    /// The efficient set passes its limits.
    ManyEfficient,
}

impl NoGoal {
    /// The reason in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::NoZone => "no package is worth no deal or more to all",
            Self::NoDealUnknown => "a no-deal value is not known",
            Self::NothingToGain => "no party has anything to gain above its no-deal value",
            Self::ScalesApart => "the parties' scales are too far apart to be added exactly",
            Self::Moving => "no-deal values move from round to round, or leverage goes with any agreement for a time",
            Self::ManyPackages => "there are too many packages to work out the efficient ones of every draw",
            Self::ManyEfficient => "there are too many efficient packages to work them all out",
        }
    }
}

/// A yardstick with its goals, and what it lacks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Aims {
    /// What runs are measured by.
    pub yard: Yardstick,
    /// By goal, in the order of [`Goal::ALL`]: why it is not there.
    pub lacks: [Option<NoGoal>; 5],
}

impl Aims {
    /// A yardstick without goals, for the reason given.
    pub fn unmeasured(no_deal: &[Option<i64>], ends: &[(i64, i64)], lack: NoGoal) -> Self {
        let mut aims = Self { lacks: [Some(lack); 5], ..Self::default() };
        aims.yard.lowest = ends.iter().map(|own| own.0).collect();
        aims.yard.highest = ends.iter().map(|own| own.1).collect();
        aims.yard.no_deal = no_deal.iter().zip(ends).map(|(own, ends)| own.unwrap_or(ends.0)).collect();
        aims
    }

    /// The vectors of a goal, row-major.
    pub fn vectors(&self, goal: Goal) -> &[i64] {
        match goal {
            Goal::Efficient => &self.yard.efficient,
            Goal::Nash => &self.yard.nash,
            Goal::KalaiSmorodinsky => &self.yard.kalai_smorodinsky,
            Goal::Egalitarian => &self.yard.egalitarian,
            Goal::MaxWelfare => &self.yard.max_welfare,
        }
    }
}

/// The efficient set and the points of the packages that a charge allows.
///
/// `seats` are the dimensions of those at the table; all else is by seat: `no_deal` its no-deal value, if known, `ends` its least
/// and greatest value of all packages, `whole` the ticks of one unit of its scale (1 or more). Where a no-deal value is not
/// known, the efficient set is that of packages that those whose value is known hold as good as no deal, and there are
/// no points. Of a frontier past its `limits` nothing is told.
pub fn aims(
    charge: &Charge,
    seats: &[usize],
    no_deal: &[Option<i64>],
    ends: &[(i64, i64)],
    whole: &[i64],
    limits: &Limits,
) -> Aims {
    let least: Vec<i64> = no_deal.iter().map(|own| own.unwrap_or(ANYTHING)).collect();
    let front = frontier(&charge.project(seats), &least, limits);
    if !front.exact() || front.is_empty() {
        let lack = if front.exact() { NoGoal::NoZone } else { NoGoal::ManyEfficient };
        return Aims::unmeasured(no_deal, ends, lack);
    }
    let mut aims = Aims { lacks: [None; 5], ..Aims::unmeasured(no_deal, ends, NoGoal::NoZone) };
    aims.yard.efficient.clone_from(&front.values);
    if no_deal.iter().any(Option::is_none) {
        aims.lacks[1..].fill(Some(NoGoal::NoDealUnknown));
        return aims;
    }
    let best: Vec<i64> =
        (0..seats.len()).map(|p| front.values.iter().skip(p).step_by(front.dims).copied().max().unwrap_or(0)).collect();
    let gaining: Vec<usize> = (0..seats.len()).filter(|p| best[*p] > least[*p]).collect();
    if gaining.is_empty() {
        aims.lacks[1] = Some(NoGoal::NothingToGain);
        aims.lacks[2] = Some(NoGoal::NothingToGain);
    } else {
        let product = |own: &[i64]| {
            let gains = gaining.iter().map(|p| own[*p].saturating_sub(least[*p]).max(0) as u64);
            gains.fold(BigUint::from(1u32), |product, gain| product * gain)
        };
        aims.yard.nash = greatest(&front, product, Ord::cmp);
        let shares = |own: &[i64]| ranked(gaining.iter().map(|p| (own[*p] - least[*p], best[*p] - least[*p])));
        aims.yard.kalai_smorodinsky = greatest(&front, shares, by_ranks);
    }
    let gains = |own: &[i64]| ranked((0..own.len()).map(|p| (own[p] - least[p], whole[p].max(1))));
    aims.yard.egalitarian = greatest(&front, gains, by_ranks);
    // A tick of a coarser scale counts for as many of the finest.
    let finest = whole.iter().copied().max().unwrap_or(1).max(1);
    let weights: Vec<i64> = whole.iter().map(|own| finest / (*own).max(1)).collect();
    if weights.iter().any(|weight| *weight > APART_MAX) {
        aims.lacks[4] = Some(NoGoal::ScalesApart);
    } else {
        let sum = |own: &[i64]| own.iter().zip(&weights).map(|(v, w)| i128::from(*v) * i128::from(*w)).sum::<i128>();
        aims.yard.max_welfare = greatest(&front, sum, Ord::cmp);
    }
    aims
}

/// The vectors of the greatest key, in the order of the frontier.
fn greatest<K>(front: &Frontier, key: impl Fn(&[i64]) -> K, order: impl Fn(&K, &K) -> Ordering) -> Vec<i64> {
    let mut best: Option<K> = None;
    let mut found = Vec::new();
    for at in 0..front.len() {
        let vector = front.vector(at);
        let own = key(vector);
        let against = best.as_ref().map_or(Ordering::Greater, |best| order(&own, best));
        if against.is_gt() {
            found.clear();
            best = Some(own);
        }
        if against.is_ge() {
            found.extend_from_slice(vector);
        }
    }
    found
}

type Fraction = (i128, i128);

/// Fractions from the least up.
fn ranked(all: impl Iterator<Item = (i64, i64)>) -> Vec<Fraction> {
    let mut all: Vec<Fraction> = all.map(|(over, under)| (i128::from(over), i128::from(under))).collect();
    all.sort_by(|a, b| (a.0 * b.1).cmp(&(b.0 * a.1)));
    all
}

#[expect(clippy::ptr_arg, reason = "it is handed on as the order of keys, which are vectors")]
fn by_ranks(a: &Vec<Fraction>, b: &Vec<Fraction>) -> Ordering {
    let orders = a.iter().zip(b).map(|(a, b)| (a.0 * b.1).cmp(&(b.0 * a.1)));
    orders.into_iter().find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}
