//! What the lens `blockers` finds with values.

use crate::run::{Basis, Stop};
use crate::share::Share;
use crate::worth::Worth;
use num_bigint::BigUint;

/// A kind of soft constraint with values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SoftKind {
    /// A line that is real in the draw.
    Line,
    /// A no-deal value.
    NoDeal,
}

impl SoftKind {
    /// The word used in answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::NoDeal => "no-deal",
        }
    }
}

/// A soft constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Soft {
    /// Its kind.
    pub kind: SoftKind,
    /// The line's id, or the path of the no-deal value.
    pub id: String,
    /// Whose.
    pub party: usize,
    /// What it says.
    pub what: String,
}

/// How far a party is short of its no-deal value, or how far that would have to fall, on its own scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortfall {
    /// The party.
    pub party: usize,
    /// By how much.
    pub by: Worth,
}

impl Shortfall {
    /// The amount as a sentence has it.
    pub fn in_words(&self) -> String {
        self.by.in_words()
    }
}

/// A minimal set of constraints that no package meets together.
#[derive(Clone, Debug)]
pub struct ValueSet {
    /// `blockers.values.set.` and the ids of its constraints.
    pub id: String,
    /// The constraints.
    pub constraints: Vec<Soft>,
    /// Share of all draws in which it is a blocking set.
    pub share: Share,
    /// In a sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}

/// A minimal set of constraints without which there is a zone.
#[derive(Clone, Debug)]
pub struct ValueOpening {
    /// `blockers.values.opening.` and the ids of what is lifted.
    pub id: String,
    /// What is lifted.
    pub lift: Vec<Soft>,
    /// By how much no-deal values lifted have to fall at least.
    pub by: Vec<Shortfall>,
    /// With points: packages that are then in the zone; `None`: not counted.
    pub opens: Option<BigUint>,
    /// One of them.
    pub example: Option<Vec<usize>>,
    /// Share of all draws in which it is an opening.
    pub share: Share,
    /// In a sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}

/// The package that keeps the lines and leaves the least largest shortfall, in hundredths of each party's scale.
#[derive(Clone, Debug)]
pub struct LeastChange {
    /// `blockers.values.least-change`.
    pub id: String,
    /// The package (of the first draw without a zone).
    pub package: Vec<usize>,
    /// Who is short, and by how much.
    pub short: Vec<Shortfall>,
    /// In a sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}

/// A would-be deal: worth no deal to all, and forbidden by lines.
#[derive(Clone, Debug)]
pub struct WouldBe {
    /// `blockers.values.dilution`.
    pub id: String,
    /// The package (of the first such draw): the egalitarian one without lines.
    pub package: Option<Vec<usize>>,
    /// Share of all draws in which values would allow a deal and the lines do not.
    pub share: Share,
    /// The lines that it crosses, with the share of those draws.
    pub lines: Vec<(String, Share)>,
    /// In a sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}

/// What blocks and what would open, with values.
#[derive(Clone, Debug)]
pub struct WithValues {
    /// `blockers.values`.
    pub id: String,
    /// How many draws.
    pub n: u64,
    /// Whether numbers are points: one draw, all lines in force.
    pub certain: bool,
    /// Share of draws without a zone.
    pub blocked: Share,
    /// In a sentence.
    pub sentence: String,
    /// Blocking sets, those of most draws first; at most 40.
    pub blocking_sets: Vec<ValueSet>,
    /// How many different ones there are over the draws.
    pub sets_in_all: usize,
    /// Openings, those of most draws first; at most 40.
    pub openings: Vec<ValueOpening>,
    /// How many different ones there are over the draws.
    pub openings_in_all: usize,
    /// In some draw there is no opening without these, which are not for trade.
    pub no_opening_without: Vec<Vec<Soft>>,
    /// Where there is no zone.
    pub least_change: Option<LeastChange>,
    /// Where values would allow what lines forbid.
    pub dilution: Option<WouldBe>,
    /// Whether every set of every draw is listed.
    pub complete: bool,
    /// Why it ended.
    pub stop: Stop,
    /// What it rests on.
    pub basis: Basis,
}
