//! What a tournament finds.

use super::{Seatings, Settings};
use crate::rounds::SeatFound;
use crate::run::Basis;
use crate::share::Share;
use crate::solve::rounds::{Discount, Goal};

/// How strategies did on cases against each other. Strategies are indices into [`Tournament::words`].
#[derive(Clone, Debug)]
pub struct Tournament {
    /// What is missing before one can be played, in words; then the rest is empty.
    pub missing: Vec<String>,
    /// The protocol, by its word.
    pub protocol: &'static str,
    /// How the facilitator acts, in words, where the protocol has one.
    pub facilitator: Option<String>,
    /// Rounds until time is over.
    pub rounds: u32,
    /// How later agreements are worth less in the metrics.
    pub discount: Discount,
    /// Which seatings were played.
    pub seatings: Seatings,
    /// How often each was played.
    pub repetitions: u64,
    /// The strategies, in words, as asked.
    pub words: Vec<String>,
    /// What was played on.
    pub cases: Vec<CaseFound>,
    /// Runs asked for, and runs made.
    pub runs: (u64, u64),
    /// Runs that ended at a limit of steps; they count as undecided.
    pub undecided: u64,
    /// Offers that are the best a limited search met among very many packages, over all runs.
    pub unproved: u64,
    /// How each strategy did, by rank, then by its own value.
    pub strategies: Vec<StrategyFound>,
    /// By strategy and by strategy met: the mean own scaled value of the first in runs in which another seat followed the second.
    pub against: Vec<Vec<Option<Mean>>>,
    /// In a sentence.
    pub sentence: String,
}

/// A case that was played on.
#[derive(Clone, Debug)]
pub struct CaseFound {
    /// Its title.
    pub title: String,
    /// Its hash.
    pub hash: String,
    /// What it lacks, in words: then nothing was played on it.
    pub missing: Vec<String>,
    /// The titles of those at the table, in the order of speaking when the first of them opens.
    pub parties: Vec<String>,
    /// The same as seats, for their ticks.
    pub seats: Vec<SeatFound>,
    /// The seatings played, each a strategy by seat.
    pub seatings: Vec<Vec<usize>>,
    /// How many there are; more than were played where they are a sample.
    pub all_seatings: u128,
    /// Where its runs begin among all.
    pub from: u64,
    /// What it rests on.
    pub basis: Basis,
}

/// A mean with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// The mean.
    pub value: f64,
    /// The interval at 95 per cent; `None` where a case has fewer than two repetitions with it.
    pub interval: Option<(f64, f64)>,
    /// The numbers it is the mean of: seats in runs.
    pub n: u64,
}

/// How a strategy did.
#[derive(Clone, Debug, PartialEq)]
pub struct StrategyFound {
    /// Stable id: `tournament.strategy.N`, `N` its place as asked, from 1.
    pub id: String,
    /// Its place as asked.
    pub strategy: usize,
    /// 1, and one more for each strategy that is above it with its whole interval.
    pub rank: usize,
    /// Those from which it cannot be told apart, by their places as asked.
    pub alike: Vec<usize>,
    /// Its own scaled value at the end: 0 its party's worst package, 1 its best; without a settlement that of no deal.
    pub value: Option<Mean>,
    /// Its gain over no deal as a part of the most that could be gained.
    pub advantage: Option<Mean>,
    /// The share of runs with it that settled.
    pub settled: Share,
    /// The sum of scaled values in runs with it.
    pub welfare: Option<Mean>,
    /// By goal: the distance of the ends of runs with it.
    pub apart: Vec<(Goal, Option<Mean>)>,
    /// In a sentence.
    pub sentence: String,
}

/// Nothing found yet.
pub(super) fn empty(settings: &Settings) -> Tournament {
    Tournament {
        missing: Vec::new(),
        protocol: "",
        facilitator: None,
        rounds: settings.talks.rounds,
        discount: settings.talks.discount,
        seatings: settings.seatings,
        repetitions: settings.talks.runs,
        words: settings.strategies.words().map(str::to_string).collect(),
        cases: Vec::new(),
        runs: (0, 0),
        undecided: 0,
        unproved: 0,
        strategies: Vec::new(),
        against: Vec::new(),
        sentence: String::new(),
    }
}
