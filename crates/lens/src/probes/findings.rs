//! What the lens `probes` finds.

use crate::run::Basis;
use crate::share::Share;
use crate::solve::probe::{ANSWERS, Estimate};

/// Which answer would teach what, and what that is worth to the next decision.
#[derive(Clone, Debug)]
pub struct Probes {
    /// What the case would need, in words; empty where the question could be asked.
    pub missing: Vec<String>,
    /// The sets of numbers looked at.
    pub draws: u64,
    /// Whether these are all there are, with their chances, and not a sample.
    pub exact: bool,
    /// Effective number of equal draws, where draws have weights.
    pub effective: f64,
    /// How answers are taken to come about, in a sentence.
    pub manner: String,
    /// The decision the answers are for.
    pub decision: Option<Decision>,
    /// Whether there is a zone, as believed now.
    pub zone: Believed,
    /// How uncertain that is, in bits: 0 where it is sure, 1 where it is even.
    pub entropy: f64,
    /// Packages that were looked at, and that could be tabled.
    pub candidates: usize,
    /// Whether these are all packages that keep the logic.
    pub all: bool,
    /// The probes, best first: by what they gain, then by what they teach.
    pub probes: Vec<Probe>,
    /// The answer in a sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}

/// What will be tabled next, or not: the decision that answers are for.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// What it goes by, in words.
    pub by: String,
    /// The package to table without a probe; `None`: to walk away.
    pub table: Option<Vec<usize>>,
    /// What that is worth.
    pub worth: Estimate,
    /// What it would be worth more if all were known (EVPI).
    pub perfect: Estimate,
    /// By line that may be real: where the decision changes with its firmness.
    pub switches: Vec<Switch>,
}

/// A firmness of a line at which another package is the best to table, all else being as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Switch {
    /// The line.
    pub line: String,
    /// The firmness.
    pub at: f64,
    /// The share of draws in which the line is real now.
    pub now: f64,
    /// The best below it; `None`: to walk away.
    pub below: Option<Vec<usize>>,
    /// The best above it.
    pub above: Option<Vec<usize>>,
    /// In a sentence.
    pub sentence: String,
}

/// How far something is believed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Believed {
    /// The share of draws, by their weights; exact or an estimate.
    pub share: Estimate,
    /// The same as draws of equal weight, for intervals in words; `None` where it is exact.
    pub draws: Option<Share>,
}

/// A package put to a party.
#[derive(Clone, Debug)]
pub struct Probe {
    /// Name of the finding.
    pub id: String,
    /// 1 and how many gain more with their whole interval.
    pub rank: usize,
    /// 1 and how many teach more of the zone with their whole interval.
    pub rank_taught: usize,
    /// The package.
    pub package: Vec<usize>,
    /// Its id in the case.
    pub named: Option<String>,
    /// The package in words: its id, or by how it differs from what would be tabled without a probe, or in full.
    pub words: String,
    /// Whom it is put to, by place among the parties.
    pub party: usize,
    /// In which share of draws the party would take it.
    pub acceptable: Believed,
    /// Yes, no, silence.
    pub answers: [Answered; ANSWERS],
    /// What the answer teaches of "is there a zone", in bits.
    pub bits: Estimate,
    /// What it gains for the decision before costs (EVSI).
    pub gain: Estimate,
    /// The same less the costs of the cheapest track on which both costs are known.
    pub net: Estimate,
    /// Where it could be put, the cheapest first.
    pub tracks: Vec<Way>,
    /// In a sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}

/// What would be believed after an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// yes, no or silent.
    pub word: &'static str,
    /// How likely it is.
    pub chance: f64,
    /// Whether there is a zone, then; `None` where the answer never comes.
    pub zone: Option<Believed>,
    /// Whether the party would take the package, then.
    pub acceptable: Option<Believed>,
    /// By uncertain line of the party: the share of draws in which it is real, then.
    pub lines: Vec<(String, f64)>,
    /// What to table, then; `None`: to walk away.
    pub table: Option<Vec<usize>>,
    /// What that is worth.
    pub worth: Option<f64>,
}

/// A track on which a probe can be put.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// `formal`, or the id of a back channel.
    pub track: String,
    /// Its name.
    pub title: String,
    /// The chance that it becomes known, where entered.
    pub leaks: Option<f64>,
    /// Anchoring, and the leak where its chance is entered, in the terms of the decision.
    pub cost: f64,
}
