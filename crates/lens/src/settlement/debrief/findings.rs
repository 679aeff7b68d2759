//! What a debrief finds.

use super::Scoring;
use crate::run::Basis;
use crate::settlement::{Concept, Efficient, Point, Size, Valued};
use zopa_case::Number;

/// What a group ended with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What the group is called.
    pub label: String,
    /// The package: one outcome for each issue, by index. `None`: no deal.
    pub package: Option<Vec<usize>>,
}

/// What outcomes are held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Against {
    /// The efficient packages of the zone.
    Zone,
    /// The efficient packages among all admissible ones: there is no zone, or it is not known.
    Admissible,
    /// Nothing: nobody has values, or nothing is admissible.
    Nothing,
}

impl Against {
    /// The word used in answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Zone => "zone",
            Self::Admissible => "admissible",
            Self::Nothing => "nothing",
        }
    }
}

/// An outcome with what is known of it.
#[derive(Clone, Debug)]
pub struct Scored {
    /// `debrief.outcome.N`, counted from 1.
    pub id: String,
    /// What the group is called.
    pub label: String,
    /// The package; `None`: no deal.
    pub package: Option<Vec<usize>>,
    /// Ids of the rules of the case's logic that it breaks.
    pub breaks: Vec<String>,
    /// Ids of the lines that it crosses.
    pub crosses: Vec<String>,
    /// Ids of ratifiers that would let it pass in no case.
    pub stopped_by: Vec<String>,
    /// By party with values: the party's index and what it is worth to it; of no deal the no-deal value, where known.
    pub values: Vec<(usize, Number)>,
    /// By party whose no-deal value is known: the value less that of no deal.
    pub gains: Vec<(usize, Number)>,
    /// Parties whose yes is needed and that have less than no deal.
    pub below: Vec<usize>,
    /// Whether it is in the zone; `None`: a no-deal value is not known. No deal is in no zone.
    pub in_zone: Option<bool>,
    /// Whether it is one of the efficient packages it is held against: no admissible package is better for somebody and
    /// worse for nobody, among those whose yes is needed, and it is in the zone where that is known. `None`: it is not
    /// admissible itself, it is no deal, nobody has values, or the search was left at its limit.
    pub efficient: Option<bool>,
    /// A package that is better for somebody and worse for nobody: of the efficient ones the one with the largest least
    /// gain (over the distance from worst to best admissible value), else the one that was met.
    pub better: Option<Valued>,
    /// Distance to the efficient packages that are listed (see the module); an upper bound where not all are.
    pub distance: Option<Number>,
    /// Distance to the nearest package of each solution concept.
    pub to_points: Vec<(Concept, Number)>,
    /// What it rests on.
    pub basis: Basis,
}

/// All outcomes together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many outcomes there are.
    pub outcomes: usize,
    /// How many of them are a package.
    pub deals: usize,
    /// Packages that break the logic.
    pub impossible: usize,
    /// Packages that keep the logic and cross a line.
    pub crossing: usize,
    /// Packages in the zone.
    pub in_zone: usize,
    /// Efficient packages.
    pub efficient: usize,
    /// Packages with which somebody whose yes is needed has less than no deal.
    pub below: usize,
}

impl Summary {
    pub(super) fn of(outcomes: &[Scored]) -> Self {
        let deals = || outcomes.iter().filter(|outcome| outcome.package.is_some());
        let count = |holds: fn(&Scored) -> bool| deals().filter(|outcome| holds(outcome)).count();
        Self {
            outcomes: outcomes.len(),
            deals: deals().count(),
            impossible: count(|outcome| !outcome.breaks.is_empty()),
            crossing: count(|outcome| outcome.breaks.is_empty() && !outcome.crosses.is_empty()),
            in_zone: count(|outcome| outcome.in_zone == Some(true)),
            efficient: count(|outcome| outcome.efficient == Some(true)),
            below: count(|outcome| !outcome.below.is_empty()),
        }
    }
}

/// Outcomes held against what could have been had.
#[derive(Clone, Debug)]
pub struct Debrief {
    /// The numbers that are scored by.
    pub scoring: Scoring,
    /// Whether there is a zone by these numbers; `None`: not known.
    pub zone: Option<bool>,
    /// Its size.
    pub size: Option<Size>,
    /// Whether there is a zone, in one sentence.
    pub sentence: String,
    /// What outcomes are held against.
    pub against: Against,
    /// The efficient packages that they are held against.
    pub efficient: Efficient,
    /// The solution concepts, where there is a zone.
    pub points: Vec<Point>,
    /// The outcomes, in the order given.
    pub outcomes: Vec<Scored>,
    /// All of them together.
    pub summary: Summary,
    /// What cannot be said, and what it would need.
    pub not_said: Vec<String>,
}
