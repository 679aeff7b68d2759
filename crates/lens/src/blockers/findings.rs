//! What the lens `blockers` finds.

use super::values_findings::WithValues;
use crate::run::Basis;
use num_bigint::BigUint;

/// All findings of the lens `blockers`.
#[derive(Clone, Debug)]
pub struct Blockers {
    /// Whether what was said leaves any package.
    pub verdict: Verdict,
    /// Whether every blocking set and every opening is listed.
    pub complete: bool,
    /// Everything on the record that refuses packages, in canonical order: by issue in file order, then by entry, then
    /// lines in file order. Other findings point into this list.
    pub constraints: Vec<Constraint>,
    /// Minimal sets of constraints that no package meets together, smallest first, then in canonical order.
    pub blocking_sets: Vec<BlockingSet>,
    /// How many there are; `None`: not all were found (limit).
    pub blocking_sets_count: Option<usize>,
    /// Minimal sets whose lifting leaves packages that nobody refuses; by number lifted, then by firmness.
    pub openings: Vec<Opening>,
    /// How many there are, also those that are not listed; `None`: not all were found (limit).
    pub openings_count: Option<BigUint>,
    /// How the openings are ordered, in a sentence; empty where there are none.
    pub openings_order: String,
    /// Where every opening would lift something not for trade: what that is.
    pub no_opening_without: Vec<NotWithout>,
    /// Issues tied together that are blocked, each group with what its own sets are.
    pub parts: Vec<Part>,
    /// Said where the smallest opening lifts more than one constraint.
    pub no_single_move: Option<NoSingleMove>,
    /// For every issue that is not agreed: what the smallest move on it would be.
    pub moves: Vec<Move>,
    /// The packages nearest to a deal.
    pub nearest: Vec<Nearest>,
    /// Lines that packages accepted in words by all would cross, where no package is accepted with the lines.
    pub dilution: Vec<Dilution>,
    /// With the values of the case; `None` where nobody whose yes is needed has a no-deal value.
    pub values: Option<WithValues>,
}

/// What the record leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Some package is refused by nobody: nothing said blocks the whole.
    Open,
    /// Every package that the logic allows is refused by somebody.
    Blocked,
    /// The case's own logic allows no package.
    NoPackage,
    /// A limit was reached before it was clear.
    CannotSay,
}

impl Answer {
    /// The word used in answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Blocked => "blocked",
            Self::NoPackage => "no-package",
            Self::CannotSay => "cannot-say",
        }
    }
}

/// Whether what was said leaves any package.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Stable id: `blockers.verdict`.
    pub id: String,
    /// The answer.
    pub answer: Answer,
    /// Packages refused by nobody on record; `None`: not counted (limit).
    pub refused_by_nobody: Option<BigUint>,
    /// Packages accepted on record by all whose consent is needed; `None`: not counted (limit).
    pub accepted: Option<BigUint>,
    /// In a sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}

/// What kind of thing refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ConstraintKind {
    /// A red line or bottom line.
    Line,
    /// A demand: it refuses what it does not name.
    Demand,
    /// A rejection.
    Rejection,
}

impl ConstraintKind {
    /// The word used in answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Demand => "demand",
            Self::Rejection => "rejection",
        }
    }
}

/// Something that a party refuses on the record. What it says twice, as a demand and as a line, is one constraint.
#[derive(Clone, Debug, PartialEq)]
pub struct Constraint {
    /// What kind of thing it is, by its first statement.
    pub kind: ConstraintKind,
    /// The line's or entry's id; of an entry that refuses several things `ENTRY/ISSUE` for a demand,
    /// `ENTRY/ISSUE/OPTION` for the rejection of an option, `ENTRY/ISSUE/rejects` for that of numbers.
    pub id: String,
    /// The line or entry, by id.
    pub from: String,
    /// Whose, as an index.
    pub party: usize,
    /// The issues it speaks of, conditions included, as indices.
    pub issues: Vec<usize>,
    /// The issue of a demand or rejection.
    pub on: Option<usize>,
    /// What it says: `rejects t4 ("..")`, `red line: never troops = zero`.
    pub what: String,
    /// Words of the source.
    pub quote: Option<String>,
    /// The day of it, as written; empty for a line without a date.
    pub date: String,
    /// Ids of its sources.
    pub sources: Vec<String>,
    /// Never offered as an opening.
    pub not_for_trade: bool,
    /// Firmness of a line as entered; demands and rejections have none.
    pub firmness: Option<String>,
    /// Other statements and lines of the same party that refuse exactly the same packages.
    pub also: Vec<Also>,
}

/// Another way in which a party refuses the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Also {
    /// What kind of thing it is.
    pub kind: ConstraintKind,
    /// Its id, formed like that of a constraint.
    pub id: String,
    /// What it says.
    pub what: String,
    /// The day of it, as written; empty for a line without a date.
    pub date: String,
    /// Ids of its sources.
    pub sources: Vec<String>,
}

/// A minimal set of constraints that no package meets together.
#[derive(Clone, Debug, PartialEq)]
pub struct BlockingSet {
    /// Stable id: `blockers.set.` and the ids of its constraints, joined by `+`.
    pub id: String,
    /// Indices of constraints.
    pub constraints: Vec<usize>,
    /// In a sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}

/// A minimal set of constraints without which some package is refused by nobody.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
    /// Stable id: `blockers.opening.` and the ids of what is lifted, joined by `+`.
    pub id: String,
    /// Indices of the constraints lifted.
    pub lift: Vec<usize>,
    /// Packages that are then refused by nobody; `None`: not counted (limit).
    pub opens: Option<BigUint>,
    /// One of them that lacks the fewest yeses on record: the outcome of every issue, by index.
    pub example: Option<Vec<usize>>,
    /// How many consents the example lacks; `None`: not computed (limit).
    pub lacks: Option<usize>,
    /// Its place among openings that lift as many and all of whose constraints have a firmness, from 1 on; `None`: no
    /// firmness, so that it is not ranked.
    pub rank: Option<usize>,
    /// In a sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}

/// No opening without lifting something that is not for trade.
#[derive(Clone, Debug, PartialEq)]
pub struct NotWithout {
    /// Stable id: `blockers.not-without.` and the first issue of the part.
    pub id: String,
    /// The minimal sets of constraints not for trade, one of which would have to go besides everything else.
    pub sets: Vec<Vec<usize>>,
    /// In a sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}

/// Issues that rules, lines or conditions tie together, blocked by what was said on them.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Stable id: `blockers.part.` and its first issue.
    pub id: String,
    /// Its issues, as indices.
    pub issues: Vec<usize>,
    /// Blocking sets within it, and whether those are all.
    pub blocking_sets: (usize, bool),
    /// Openings of it alone, and whether those are all.
    pub openings: (usize, bool),
    /// The fewest constraints of an opening that was found; `None`: none was.
    pub smallest: Option<usize>,
    /// In a sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}

/// No single move opens the whole.
#[derive(Clone, Debug, PartialEq)]
pub struct NoSingleMove {
    /// Stable id: `blockers.no-single-move`.
    pub id: String,
    /// The fewest constraints that an opening lifts, or, past a limit, fewer than which none does.
    pub least: usize,
    /// In a sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}

/// The smallest move on an issue that is not agreed.
#[derive(Clone, Debug, PartialEq)]
pub struct Move {
    /// Stable id: `blockers.move.ISSUE`.
    pub id: String,
    /// The issue, as an index.
    pub issue: usize,
    /// The fewest parties whose yes is missing on one outcome.
    pub fewest: usize,
    /// The outcomes on which so few are missing, those with the same parties for the same reasons together.
    pub ways: Vec<Way>,
    /// Whether what was said on this issue alone leaves no outcome that nobody refuses.
    pub blocks_alone: bool,
    /// If so: the minimal sets of constraints on it whose lifting leaves one, the smallest first, with the outcomes they
    /// leave, by index.
    pub lifts: Vec<Lift>,
    /// In a sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}

/// Outcomes that the same parties would have to move for.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// The outcomes, by index.
    pub outcomes: Vec<usize>,
    /// Who would have to move.
    pub movers: Vec<Mover>,
}

/// Why a party's yes is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It refuses the outcome in its own words.
    Refuses,
    /// The outcome crosses a line of it.
    Crosses,
    /// It takes the outcome on a condition.
    OnCondition,
    /// It has spoken on the issue, but its own words do not take this outcome.
    NotAccepted,
    /// It has said nothing on the issue.
    Silent,
}

impl Why {
    /// The word used in answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Refuses => "refuses",
            Self::Crosses => "crosses-line",
            Self::OnCondition => "on-condition",
            Self::NotAccepted => "not-accepted",
            Self::Silent => "silent",
        }
    }
}

/// A party whose yes is missing.
#[derive(Clone, Debug, PartialEq)]
pub struct Mover {
    /// The party, as an index.
    pub party: usize,
    /// Why.
    pub why: Why,
    /// Ids of its lines that the outcome crosses whatever the rest of the package, and whether a line is the analyst's
    /// reading.
    pub lines: Vec<(String, bool)>,
    /// What it says on the issue, in words.
    pub says: Vec<String>,
}

/// A minimal set of constraints on one issue whose lifting leaves an outcome that nobody refuses.
#[derive(Clone, Debug, PartialEq)]
pub struct Lift {
    /// Indices of constraints.
    pub constraints: Vec<usize>,
    /// The outcomes it leaves, by index.
    pub outcomes: Vec<usize>,
}

/// What is counted in a nearest package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Constraints that refuse the package.
    Refusals,
    /// Consents (an issue and a party) that its outcomes do not have on record.
    MissingYeses,
    /// The same among packages that nobody refuses.
    MissingYesesOfOpen,
}

impl Measure {
    /// The word used in answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Refusals => "refusals",
            Self::MissingYeses => "missing-yeses",
            Self::MissingYesesOfOpen => "missing-yeses-of-unrefused",
        }
    }
}

/// The packages nearest to a deal by one measure, of all that the logic allows.
#[derive(Clone, Debug, PartialEq)]
pub struct Nearest {
    /// Stable id: `blockers.nearest.MEASURE`.
    pub id: String,
    /// What is counted.
    pub measure: Measure,
    /// The least there is.
    pub least: usize,
    /// How many packages have so few.
    pub packages: BigUint,
    /// Up to three of them.
    pub examples: Vec<Near>,
    /// In a sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}

/// A package near to a deal.
#[derive(Clone, Debug, PartialEq)]
pub struct Near {
    /// The outcome of every issue, by index.
    pub package: Vec<usize>,
    /// Indices of constraints that refuse it.
    pub refused_by: Vec<usize>,
    /// Consents it lacks: issue and party, as indices.
    pub missing: Vec<(usize, usize)>,
}

/// A line that stands between what all accept in words and a deal.
#[derive(Clone, Debug, PartialEq)]
pub struct Dilution {
    /// Stable id: `blockers.dilution.LINE`.
    pub id: String,
    /// The line, by id.
    pub line: String,
    /// Whose, as an index.
    pub party: usize,
    /// Packages accepted in words by all whose consent is needed that cross it or may.
    pub packages: BigUint,
    /// All packages accepted in words by all.
    pub of: BigUint,
    /// In a sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}
