//! What the lens finds.

use crate::run::Basis;
use crate::share::Share;
use crate::solve::sobol::Estimate;
use zopa_case::draft::Vote;
use zopa_case::{DateSpan, Number};

/// What the lens `shifts` finds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shifts {
    /// What is missing before it can be asked whether there is a zone; then only ripeness, war and the drivers' days are told.
    pub missing: Vec<String>,
    /// The share of draws with a zone that tipping points are told for.
    pub level: f64,
    /// Draws made; 1 where nothing is uncertain.
    pub draws: u64,
    /// Whether nothing is uncertain: shares are then 0 or 1, and exact.
    pub certain: bool,
    /// The share of draws with a zone today.
    pub today: Share,
    /// The drivers, in the order of the case.
    pub drivers: Vec<DriverFound>,
    /// Pairs of drivers.
    pub pairs: Vec<PairFound>,
    /// The scenarios of the case, in its order.
    pub scenarios: Vec<ScenarioFound>,
    /// Which uncertain quantities decide.
    pub decides: Option<Deciding>,
    /// The share at both ends of each quantity and driver, the widest first.
    pub tornado: Vec<Bar>,
    /// Where in the space of all that is uncertain there is a zone.
    pub region: Option<Region>,
    /// The bargaining range of war, for each statement of power.
    pub war: Vec<War>,
    /// Ripeness, element by element.
    pub ripeness: Vec<Element>,
    /// What findings about the zone rest on.
    pub basis: Basis,
    /// In a sentence.
    pub sentence: String,
}

/// A driver.
#[derive(Clone, Debug, PartialEq)]
pub struct DriverFound {
    /// Stable id: `shifts.driver.NAME`.
    pub id: String,
    /// Its name in the case.
    pub driver: String,
    /// Its name as shown.
    pub title: String,
    /// Its unit.
    pub unit: Option<String>,
    /// Its value today, low and high.
    pub today: Option<(Number, Number)>,
    /// The range it can take.
    pub range: Option<(Number, Number)>,
    /// The day it was looked at.
    pub looked_at: Option<DateSpan>,
    /// Whether it was not looked at for longer than it says; `None`: it does not say, or has no day.
    pub stale: Option<bool>,
    /// The day in a sentence.
    pub looked: String,
    /// What it moves, in words with the change for one unit.
    pub effects: Vec<String>,
    /// Whether it moves weights or firmness, so that its curve has few points.
    pub coarse: bool,
    /// The share of draws with a zone with the driver at a level, rising.
    pub curve: Vec<(Number, Share)>,
    /// The least moves down and up at which the share crosses the level asked for.
    pub tipping: Vec<Tipping>,
    /// In a sentence.
    pub sentence: String,
    /// What it rests on: with effects everything that a zone rests on, too.
    pub basis: Basis,
}

/// A move of one driver at which the share crosses.
#[derive(Clone, Debug, PartialEq)]
pub struct Tipping {
    /// Whether the driver goes up.
    pub up: bool,
    /// Whether the share then is at the level or above; else it falls below.
    pub opens: bool,
    /// The driver's level at which it has crossed.
    pub at: Number,
    /// The last level looked at before that, where it had not.
    pub after: Number,
    /// The move from today, in the driver's unit.
    pub by: Number,
    /// The part of its range that the move takes.
    pub cost: f64,
    /// The levels at which the ends of the share's interval cross, the nearer to today first; `None`: not within the range.
    pub between: (Option<Number>, Option<Number>),
    /// The share there.
    pub share: Share,
}

/// Two drivers together.
#[derive(Clone, Debug, PartialEq)]
pub struct PairFound {
    /// Stable id: `shifts.pair.NAME.NAME`.
    pub id: String,
    /// Their names.
    pub drivers: (String, String),
    /// The levels of the first, rising, and of the second.
    pub levels: (Vec<Number>, Vec<Number>),
    /// The share at each point: the first driver changes slowest.
    pub shares: Vec<Share>,
    /// Whether one of them moves weights or firmness, so that the map is coarse.
    pub coarse: bool,
    /// The cheapest move of both at which the share crosses the level.
    pub cheapest: Option<Cheapest>,
    /// In a sentence.
    pub sentence: String,
}

/// The cheapest combination.
#[derive(Clone, Debug, PartialEq)]
pub struct Cheapest {
    /// Where the two drivers then are.
    pub at: (Number, Number),
    /// Their moves from today.
    pub by: (Number, Number),
    /// The parts of their ranges that the moves take, added up.
    pub cost: f64,
    /// The same where the interval has crossed with both its ends; `None`: nowhere on the map.
    pub sure: Option<f64>,
    /// The share there.
    pub share: Share,
}

/// A scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioFound {
    /// Stable id: `shifts.scenario.NAME`.
    pub id: String,
    /// Its name in the case.
    pub scenario: String,
    /// Its name as shown.
    pub title: String,
    /// The share of draws with a zone under it; `None` where it cannot be said.
    pub share: Option<Share>,
    /// In a sentence.
    pub sentence: String,
}

/// Which uncertain quantities decide whether there is a zone.
#[derive(Clone, Debug, PartialEq)]
pub struct Deciding {
    /// Rows of each of the two samples.
    pub rows: u64,
    /// Rows left aside because a search was not decided.
    pub undecided: u64,
    /// The share of draws with a zone, with drivers anywhere in their ranges.
    pub share: Share,
    /// The quantities, the largest total index first.
    pub quantities: Vec<DecidesFound>,
    /// In a sentence.
    pub sentence: String,
}

/// The indices of a quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct DecidesFound {
    /// Stable id: `shifts.decides.PATH`.
    pub id: String,
    /// Its path.
    pub path: String,
    /// In words.
    pub title: String,
    /// The part of the variance that it makes by itself.
    pub first: Estimate,
    /// The part that it has a hand in.
    pub total: Estimate,
    /// What can be said: that it decides, that it hardly does, or nothing.
    pub verdict: Weighs,
}

/// What an index says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weighs {
    /// The total index is told apart from nothing.
    Decides,
    /// The total index is below a twentieth with its whole interval.
    Hardly,
    /// The error is as large as the index.
    CannotSay,
}

impl Weighs {
    /// The word used in answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Decides => "decides",
            Self::Hardly => "hardly",
            Self::CannotSay => "cannot-say",
        }
    }
}

/// The share at both ends of a quantity, all else drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Stable id: `shifts.tornado.PATH`.
    pub id: String,
    /// Its path.
    pub path: String,
    /// In words.
    pub title: String,
    /// The ends, in words.
    pub ends: (String, String),
    /// The share at the low end.
    pub low: Share,
    /// The share at the high end.
    pub high: Share,
    /// Whether the intervals of the two do not meet.
    pub apart: bool,
}

/// The region with a zone, as a shallow tree has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// Conditions that hold together, in words; none: no split helps.
    pub conditions: Vec<String>,
    /// Of the draws held back that meet them, those with a zone.
    pub inside: Share,
    /// Of the other draws held back.
    pub outside: Share,
    /// Draws that the conditions were found on.
    pub learnt_on: u64,
    /// In a sentence.
    pub sentence: String,
}

/// What a statement of power says of the range of war.
#[derive(Clone, Debug, PartialEq)]
pub struct War {
    /// Stable id: `shifts.war.NAME`.
    pub id: String,
    /// Its name in the case.
    pub power: String,
    /// Who states it.
    pub by: Option<String>,
    /// The party whose share is told, and the other.
    pub parties: (usize, usize),
    /// What is missing; then the rest is empty.
    pub missing: Vec<String>,
    /// The least share that the first prefers to a fight, low and high end.
    pub floor: Option<(Number, Number)>,
    /// The largest share that the other prefers to grant, low and high end.
    pub ceiling: Option<(Number, Number)>,
    /// Whether there is a range; `None`: it hangs on the numbers.
    pub range: Option<bool>,
    /// Where what is fought over can only be cut in some places.
    pub cuts: Option<Cuts>,
    /// What a take-it-or-leave-it offer comes to, where the other's cost is a range.
    pub offer: Option<Offer>,
    /// Whether a promise not to use later strength can be kept.
    pub commitment: Option<Commitment>,
    /// In sentences.
    pub sentences: Vec<String>,
    /// What it rests on.
    pub basis: Basis,
}

/// Cuts of what is fought over, against the range.
#[derive(Clone, Debug, PartialEq)]
pub struct Cuts {
    /// The issue.
    pub issue: usize,
    /// The options within the range, with their shares.
    pub inside: Vec<(usize, Number)>,
    /// Where there is none: the option, who is short of it there, and by how much; the least first.
    pub payments: Vec<(usize, usize, Number)>,
}

/// The best offer to somebody whose cost is not known.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// Who makes it.
    pub by: usize,
    /// What it asks for itself.
    pub asks: Number,
    /// The chance that it is refused.
    pub war: f64,
}

/// Whether what is lost later is worth a war now.
#[derive(Clone, Debug, PartialEq)]
pub struct Commitment {
    /// Who rises.
    pub rises: usize,
    /// What the rise is worth: `patience * later chance - chance`, low and high end.
    pub gains: (Number, Number),
    /// What the fight would cost: `cost of the other + patience * cost of the one that rises`.
    pub costs: (Number, Number),
    /// Whether the other fights now; `None`: it hangs on the numbers.
    pub war: Option<bool>,
}

/// An element of ripeness about a party, or about all.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// Stable id: `shifts.ripeness.ELEMENT[.PARTY]`.
    pub id: String,
    /// The element, in the case's words.
    pub element: String,
    /// About which party.
    pub party: Option<usize>,
    /// The votes, in the order of their days.
    pub votes: Vec<VoteFound>,
    /// What it rests on.
    pub basis: Basis,
}

/// One analyst's vote.
#[derive(Clone, Debug, PartialEq)]
pub struct VoteFound {
    /// Who votes.
    pub analyst: String,
    /// Present, absent or unclear.
    pub vote: Vote,
    /// The day.
    pub date: DateSpan,
    /// What it rests on.
    pub evidence: Option<String>,
    /// Sources, by id.
    pub sources: Vec<String>,
}
