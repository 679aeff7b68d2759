//! What a party offers: the offerings, and those that hang on nothing but the time.

use super::super::menu::{Package, Spent};
use super::super::view::{Semantics, View};
use super::micro::Micro;
use super::tit_for_tat::{Mirror, TitForTat};
use super::{Acceptance, Ground, Part};
use std::fmt;

/// How a party offers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Offering {
    /// Time-dependent (Faratin, Sierra & Jennings 1998): holds out for `a(t) = 1 - t^e` of the way from its no-deal value (or
    /// its lowest, if that is higher) to its best, and offers the package of least value at or above. `e = 1 / beta`:
    /// above 1 Boulware, below 1 conceding. Powers are `libm::pow`.
    Time {
        /// `e`.
        exponent: f64,
    },
    /// Tit for tat: gives as others gave.
    TitForTat {
        /// How concessions are measured.
        mirror: Mirror,
        /// How many offers back it looks, at least 1.
        window: u32,
    },
    /// MiCRO (de Jonge 2022): its packages from the best down, a new one only while it has not made more offers than it got.
    Micro,
    /// Its best package, always.
    HardLiner,
    /// Any package at least as good as no deal, each with the same chance.
    Random,
    /// As [`Offering::Random`]; it usually accepts anything at least as good as no deal.
    Nice,
}

impl Offering {
    /// Boulware: `e = 4`.
    pub const BOULWARE: Self = Self::Time { exponent: 4.0 };
    /// Linear: `e = 1`.
    pub const LINEAR: Self = Self::Time { exponent: 1.0 };
    /// Conceder: `e = 1/4`.
    pub const CONCEDER: Self = Self::Time { exponent: 0.25 };

    /// What a party that offers so accepts if nothing else is said.
    pub fn usual(self) -> Acceptance {
        if self == Self::Nice { Acceptance::Anything } else { Acceptance::Next }
    }

    /// What it holds out for by round, as a share of the way from its least to its best.
    pub(super) fn curve(self, semantics: Semantics, rounds: u32) -> Vec<f64> {
        let Self::Time { exponent } = self else { return Vec::new() };
        (0..rounds).map(|round| aspiration(semantics.time(round, rounds), exponent)).collect()
    }

    pub(super) fn part<'a>(self, ground: Ground<'a>) -> Box<dyn Part + 'a> {
        match self {
            Self::Time { .. } => Box::new(Time { curve: ground.curve }),
            Self::TitForTat { mirror, window } => Box::new(TitForTat::new(mirror, window)),
            Self::Micro => Box::new(Micro::default()),
            Self::HardLiner => Box::new(HardLiner),
            Self::Random | Self::Nice => Box::new(Random),
        }
    }
}

impl fmt::Display for Offering {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            own if *own == Self::BOULWARE => f.write_str("boulware"),
            own if *own == Self::LINEAR => f.write_str("linear"),
            own if *own == Self::CONCEDER => f.write_str("conceder"),
            Self::Time { exponent } => write!(f, "exponent {exponent}"),
            Self::TitForTat { mirror, window } => write!(f, "tit-for-tat {} {window}", mirror.word()),
            Self::Micro => f.write_str("micro"),
            Self::HardLiner => f.write_str("hard-liner"),
            Self::Random => f.write_str("random"),
            Self::Nice => f.write_str("nice"),
        }
    }
}

/// `1 - t^e`.
pub(super) fn aspiration(time: f64, exponent: f64) -> f64 {
    1.0 - libm::pow(time, exponent)
}

/// A share of the way from the least a party would agree to up to its best, in whole ticks, halves away from zero;
/// `None` if its best is worse than no deal.
pub(super) fn level(view: &View<'_>, share: f64) -> Option<i64> {
    let (least, highest) = (view.least(), view.highest());
    // Ticks range over less than 2^53, so that they are exact as floats.
    (least <= highest).then(|| least + ((highest - least) as f64 * share).round() as i64)
}

/// The package of least value at or above a level.
fn at(level: Option<i64>, view: &mut View<'_>) -> Result<Option<Package>, Spent> {
    level.map_or(Ok(None), |level| view.floor(level))
}

struct Time<'a> {
    curve: &'a [f64],
}

impl Part for Time<'_> {
    fn aspiration(&mut self, view: &mut View<'_>) -> Option<i64> {
        level(view, self.curve.get(view.round as usize).copied().unwrap_or(0.0))
    }

    fn propose(&mut self, view: &mut View<'_>) -> Result<Option<Package>, Spent> {
        at(self.aspiration(view), view)
    }
}

struct HardLiner;

impl Part for HardLiner {
    fn aspiration(&mut self, view: &mut View<'_>) -> Option<i64> {
        Some(view.highest())
    }

    fn propose(&mut self, view: &mut View<'_>) -> Result<Option<Package>, Spent> {
        if view.bearable(view.highest()) { view.best() } else { Ok(None) }
    }
}

struct Random;

impl Part for Random {
    fn aspiration(&mut self, _: &mut View<'_>) -> Option<i64> {
        None
    }

    fn propose(&mut self, view: &mut View<'_>) -> Result<Option<Package>, Spent> {
        view.any()
    }
}
