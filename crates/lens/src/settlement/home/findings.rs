//! What the two-level part finds.

use crate::run::Basis;
use num_bigint::BigUint;
use zopa_case::draft::{Fit, RatifierRule};
use zopa_case::{Number, Truth};

/// What ratifiers and mandates let through, on the record alone.
#[derive(Clone, Debug)]
pub struct HomeFindings {
    /// The admissible packages: those that keep the logic and every line that counts for a deal. `None`: not counted
    /// (limit).
    pub admissible: Option<BigUint>,
    /// The ratifiers of the case, in file order.
    pub ratifiers: Vec<Home>,
    /// All ratifiers together; `None` without any.
    pub joint: Option<Joint>,
    /// The mandates of the case, in file order.
    pub mandates: Vec<Mandated>,
    /// What could not be computed, and why.
    pub warnings: Vec<String>,
}

/// How many admissible packages pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passing {
    /// Whatever is not known: in every set of weights, with every unknown faction against.
    pub certain: BigUint,
    /// In some set of weights, with every unknown faction in favour.
    pub possible: BigUint,
}

/// A ratifier with its win-set.
#[derive(Clone, Debug)]
pub struct Home {
    /// `settlement.home.RATIFIER`.
    pub id: String,
    /// The ratifier's id.
    pub ratifier: String,
    /// Name as shown.
    pub title: String,
    /// Whose ratifier: the party's index.
    pub party: usize,
    /// Whether a deal needs the party's yes on some issue.
    pub consents: bool,
    /// How it decides.
    pub rule: RatifierRule,
    /// The share of weight needed, low and high; `None` where there is no such thing or nobody said.
    pub threshold: Option<(Number, Number)>,
    /// Which packages need it, as a rule; `None`: all.
    pub about: Option<String>,
    /// What must have happened before it can decide, as a rule: told, never guessed.
    pub needs: Option<String>,
    /// Admissible packages that need its yes.
    pub asked: Option<Passing>,
    /// Admissible packages that pass: those that need no yes of it, and those that get it.
    pub passes: Option<Passing>,
    /// Whether no admissible package that needs its yes could get it, whatever is not known. `None`: not counted, or no
    /// admissible package needs it.
    pub empty: Option<bool>,
    /// Its factions, in file order; at most [`super::FACTIONS`].
    pub factions: Vec<FactionHome>,
    /// Its polls, in file order.
    pub polls: Vec<Polled>,
    /// Packages of the case that do not pass as they stand, with what would carry them.
    pub sweeteners: Vec<Sweetened>,
    /// In a few sentences.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}

/// A faction of a ratifier.
#[derive(Clone, Debug)]
pub struct FactionHome {
    /// Its id.
    pub faction: String,
    /// Name as shown.
    pub title: String,
    /// Its weight, low and high.
    pub weight: (Number, Number),
    /// What it accepts, as a rule; `None`: not on the record.
    pub accepts: Option<String>,
    /// Admissible packages it accepts; those that need no ratifier's yes are counted by what it accepts, too.
    pub accepted: Option<Passing>,
    /// Admissible packages that pass the ratifier when this faction is left out: its weight taken away, or its veto
    /// lifted. `None`: not counted, or nobody else is left.
    pub without: Option<Passing>,
    /// Whether without it no admissible package that needs the ratifier's yes could get it. `None`: not counted, none
    /// needs it, or nobody else is left.
    pub empties: Option<bool>,
    /// Whether there are weights within what is known and votes of the others at which its vote decides. With points:
    /// whether it is in some minimal winning coalition. `None`: not searched (limit), or no vote by weight.
    pub decisive: Option<bool>,
    /// In one sentence.
    pub sentence: String,
}

/// Where the interval of a poll's share comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interval {
    /// The margin of error as quoted with the poll, in points; taken as one of 95 per cent.
    Quoted(Number),
    /// Wilson's interval at 95 per cent, from the number of people asked, as if drawn at random.
    Wilson,
}

/// Whether a poll's shares say that the threshold is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Even if all the undecided said no, and at the lower end of the interval.
    Reached,
    /// Neither can be said.
    Undecided,
    /// Not even if all the undecided said yes, and at the upper end of the interval.
    OutOfReach,
}

impl Reach {
    /// The word used in answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::Undecided => "undecided",
            Self::OutOfReach => "out-of-reach",
        }
    }
}

/// What a poll's shares come to; shares from 0 to 1. Two numbers are one where the poll gives points.
#[derive(Clone, Debug, PartialEq)]
pub struct Support {
    /// In favour, of all asked.
    pub share: (f64, f64),
    /// Its range by sampling error alone, at 95 per cent.
    pub sampled: (f64, f64),
    /// How that range was got.
    pub interval: Interval,
    /// In favour, of those who are for or against; `None` where nothing counts against, or nobody decided.
    pub of_decided: Option<(f64, f64)>,
    /// In favour, if all whose answer counts on neither side went yes.
    pub with_undecided: (f64, f64),
    /// The part of those asked that no answer of the poll accounts for.
    pub unlisted: f64,
    /// The threshold it is held against, low and high.
    pub threshold: (f64, f64),
    /// Whether that is one half for want of a threshold on record.
    pub threshold_assumed: bool,
    /// Whether the threshold is met.
    pub reach: Reach,
    /// The chance that more than the threshold of the decided are in favour among all people, given these shares and
    /// normal sampling error alone: at the high and at the low threshold. `None` where there is no such error.
    pub chance: Option<(f64, f64)>,
}

/// A poll.
#[derive(Clone, Debug)]
pub struct Polled {
    /// `settlement.home.RATIFIER.poll.POLL`; a number where the poll has no id.
    pub id: String,
    /// Its id, if it has one.
    pub poll: Option<String>,
    /// How well its question fits.
    pub fit: Fit,
    /// The rule its question comes nearest to.
    pub asks: Option<String>,
    /// The question, in the poll's words.
    pub wording: String,
    /// Days in the field.
    pub date: String,
    /// People asked.
    pub asked: u64,
    /// `None`: another question, or nobody said which answers count in favour; shown, not used.
    pub support: Option<Support>,
    /// Admissible packages that need the ratifier and that the question covers, where it is the same question.
    pub covers: Option<BigUint>,
    /// In a few sentences.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}

impl Polled {
    /// What the poll says of the packages it covers: yes, no, or nothing. Only a poll of the same question says
    /// anything, and only beside the win-set, never in it.
    pub fn says(&self) -> Truth {
        match (self.fit, self.support.as_ref().map(|support| support.reach)) {
            (Fit::Exact, Some(Reach::Reached)) => Truth::Yes,
            (Fit::Exact, Some(Reach::OutOfReach)) => Truth::No,
            _ => Truth::Unknown,
        }
    }
}

/// A package that a ratifier lets through for certain, and where it differs from another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sweetener {
    /// One outcome an issue, by index.
    pub package: Vec<usize>,
    /// The issues changed, by index, rising.
    pub changed: Vec<usize>,
}

/// The smallest changes that carry a package of the case.
#[derive(Clone, Debug)]
pub struct Sweetened {
    /// `settlement.home.RATIFIER.sweetener.PACKAGE`.
    pub id: String,
    /// The package's id.
    pub package: String,
    /// Whether it passes the ratifier as it stands.
    pub passes: Truth,
    /// How many of its issues must change for it to keep logic and lines, whatever the ratifier says; `None`: no package
    /// keeps them, or not computed.
    pub for_lines: Option<usize>,
    /// Smallest sets of issues whose change makes it pass for certain and keep logic and lines, each with the package that
    /// goes the fewest rungs; at most [`super::WAYS`].
    pub ways: Vec<Sweetener>,
    /// Whether no other set is as small.
    pub complete: bool,
    /// In one sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}

/// A mandate held against the lines of the same party.
#[derive(Clone, Debug)]
pub struct Mandated {
    /// `settlement.home.mandate.MANDATE`.
    pub id: String,
    /// The mandate's id.
    pub mandate: String,
    /// Whose delegation: the party's index.
    pub party: usize,
    /// What it may agree to, as a rule.
    pub within: String,
    /// First day, if said.
    pub from: Option<String>,
    /// Last day, if said.
    pub until: Option<String>,
    /// Whether it runs on the case's day.
    pub in_force: bool,
    /// Admissible packages outside it that cross no line of the party, for certain; `None`: not counted.
    pub outside: Option<BigUint>,
    /// One of them.
    pub example: Option<Vec<usize>>,
    /// In a few sentences.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}

/// All ratifiers together.
#[derive(Clone, Debug)]
pub struct Joint {
    /// `settlement.home.joint`.
    pub id: String,
    /// Ratifiers counted, by id: those of parties whose yes a deal needs.
    pub ratifiers: Vec<String>,
    /// Ratifiers of other parties, by id.
    pub left_out: Vec<String>,
    /// Admissible packages that pass every ratifier counted.
    pub passes: Option<Passing>,
    /// A package that passes all of them for certain; if there is none, one that may pass all.
    pub example: Option<Vec<usize>>,
    /// In one sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}
