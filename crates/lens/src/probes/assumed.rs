//! What is asked of the lens, and what a case assumes of it.

use crate::solve::probe::Manner;
use zopa_case::{Case, Known, PartyId, Quantity};

/// By what the decision goes that answers are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// 1 for a package in the zone, 0 for anything else: the share of draws in which what is tabled would be agreed.
    Agreement,
    /// The sum of what those have who must agree, in hundredths of their scales; of no deal where nothing is agreed.
    Welfare,
    /// What one party has, on its own scale.
    Party(PartyId),
}

/// What the lens is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The seed of draws.
    pub seed: u64,
    /// How many sets of numbers to draw, where numbers are uncertain.
    pub draws: u64,
    /// Weights of draws 0, 1, .., such as a posterior gives them; all equal where there are none. Draws without one weigh
    /// nothing.
    pub weights: Option<Vec<f64>>,
    /// What the decision goes by.
    pub aim: Aim,
    /// How answers come about.
    pub manner: Manner,
    /// What it costs to table a package that then fails, in the terms of the decision.
    pub failed: f64,
    /// What it costs that a probe is taken for an offer.
    pub anchoring: f64,
    /// What it costs if a probe becomes known.
    pub leak: f64,
    /// Packages to look at; those of the case and those found where none are given.
    pub packages: Vec<Vec<usize>>,
    /// Whom to ask; all whose consent is needed where none are given.
    pub to: Vec<PartyId>,
    /// Steps of search for each draw, before it is left undecided.
    pub steps: u64,
    /// Threads to use at most; no answer hangs on it.
    pub threads: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 0,
            draws: 1_024,
            weights: None,
            aim: Aim::Agreement,
            manner: Manner { errors: 0.1, bluff: 0.1, silent_yes: 0.1, silent_no: 0.2 },
            failed: 0.0,
            anchoring: 0.0,
            leak: 0.0,
            packages: Vec::new(),
            to: Vec::new(),
            steps: 1_000_000,
            threads: 2,
        }
    }
}

impl Settings {
    /// The settings that a case assumes; what it says nothing of is as in [`Settings::default`]. Of an uncertain share or
    /// cost its mean is taken, which is exact for chances and costs that are uncertain independently of each other.
    ///
    /// # Errors
    ///
    /// A decision that goes by nothing known, in words.
    pub fn assumed(case: &Case) -> Result<Self, String> {
        let mut settings = Self::default();
        let Some(own) = &case.draft().probes else { return Ok(settings) };
        let set = |into: &mut f64, from: &Option<Quantity>| {
            if let Some(quantity) = from {
                *into = mean(quantity);
            }
        };
        if let Some(word) = &own.decision {
            settings.aim = aim(case, &word.value)?;
        }
        set(&mut settings.manner.errors, &own.errors);
        set(&mut settings.manner.bluff, &own.bluff);
        set(&mut settings.manner.silent_yes, &own.silent_yes);
        set(&mut settings.manner.silent_no, &own.silent_no);
        set(&mut settings.failed, &own.failed);
        set(&mut settings.anchoring, &own.anchoring);
        set(&mut settings.leak, &own.leak);
        Ok(settings)
    }
}

/// What a decision goes by: `agreement`, `welfare`, or a party's name or id.
///
/// # Errors
///
/// What it could have been, in words.
pub fn aim(case: &Case, word: &str) -> Result<Aim, String> {
    match word {
        "agreement" => Ok(Aim::Agreement),
        "welfare" => Ok(Aim::Welfare),
        party => case
            .party_named(party)
            .map(Aim::Party)
            .ok_or_else(|| format!("a decision goes by `agreement`, `welfare` or a party, not by `{party}`")),
    }
}

/// The mean of a quantity: the middle of a range, a third of the three numbers of a triangle.
pub(super) fn mean(quantity: &Quantity) -> f64 {
    match quantity.known {
        Known::Point(point) => point.to_f64(),
        Known::Range(low, high) => f64::midpoint(low.to_f64(), high.to_f64()),
        Known::Triangle(low, likely, high) => (low.to_f64() + likely.to_f64() + high.to_f64()) / 3.0,
    }
}
