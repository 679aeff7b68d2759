//! What the lens `rounds` finds.

use crate::run::Basis;
use crate::share::Share;
use crate::solve::rounds::{Discount, Goal};
use crate::worth::Worth;
use zopa_case::Number;

/// What rounds of talks come to under the assumptions made. Parties and issues are indices into the case's; rounds are
/// counted from 1; a package is one outcome an issue.
#[derive(Clone, Debug)]
pub struct Rounds {
    /// What is missing before talks can be run, in words; then the rest is empty.
    pub missing: Vec<String>,
    /// The protocol, by its word.
    pub protocol: &'static str,
    /// How the facilitator acts, in words, where the protocol has one.
    pub facilitator: Option<String>,
    /// Rounds until time is over.
    pub rounds: u32,
    /// Back channels beside the table.
    pub tracks: Vec<TrackFound>,
    /// Who sits at the table, in the order of speaking when the first of them opens.
    pub seats: Vec<SeatFound>,
    /// Runs made.
    pub runs: u64,
    /// Runs that ended at a limit of steps; they count as undecided.
    pub undecided: u64,
    /// Offers that are the best a limited search met among very many packages, over all runs.
    pub unproved: u64,
    /// How talks end, in the order of [`Outcome::ALL`]; without those that never came.
    pub outcomes: Vec<OutcomeFound>,
    /// Of the runs that agreed: the round of the agreement at the 5th, 25th, 50th, 75th and 95th of a hundred.
    pub agreed_in: Option<[u32; 5]>,
    /// The packages most often agreed, with the share of all runs.
    pub agreements: Vec<AgreementFound>,
    /// By issue: in which share of runs all last offers (for whoever accepts, what it accepts) name the same outcome when talks end, and since which round in the
    /// middle run of those; in falling order of shares.
    pub issues: Vec<IssueFound>,
    /// By party: what it had at the end, over runs, and against no deal.
    pub worth: Vec<WorthFound>,
    /// How far ends were from what could have been had.
    pub metrics: MetricsFound,
    /// By party: what the package last brought up was worth to it, round by round.
    pub fans: Vec<FanFound>,
    /// Who has to ratify what parties at the table sign, with how often it rejects an agreement for certain.
    pub ratifiers: Vec<RatifierFound>,
    /// Which assumptions decide whether there is a settlement, the strongest first.
    pub decides: Vec<DecidesFound>,
    /// Every move of one run.
    pub transcript: Option<Transcript>,
    /// What every finding rests on: each hangs on all that parties know and are assumed to do.
    pub basis: Basis,
    /// In a sentence.
    pub sentence: String,
}

/// How a run of talks ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// All agreed, and whoever has to ratify lets it pass as far as is known.
    Settlement,
    /// All agreed, and somebody who has to ratify rejects it for certain.
    NotRatified,
    /// Time ran out, with some issues on which all last offers were the same.
    Partial,
    /// The same, and what is closed carries out steps in two stages or more: some of them wait for others.
    Roadmap,
    /// Time ran out with nothing agreed: talks go on, or not.
    Open,
    /// Somebody walked out.
    WalkOut,
}

impl Outcome {
    /// All of them.
    pub const ALL: [Outcome; 6] =
        [Self::Settlement, Self::NotRatified, Self::Roadmap, Self::Partial, Self::Open, Self::WalkOut];

    /// The word used in answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Settlement => "settlement",
            Self::NotRatified => "not-ratified",
            Self::Partial => "partial",
            Self::Roadmap => "roadmap",
            Self::Open => "open",
            Self::WalkOut => "walk-out",
        }
    }
}

/// Who sits at the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatFound {
    /// The party.
    pub party: usize,
    /// The strategies it might follow, in words; each run draws one of them.
    pub strategies: Vec<String>,
    /// What one tick of its values is on its scale.
    pub tick: Number,
}

/// A back channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrackFound {
    /// Its id in the case.
    pub id: String,
    /// Its name as shown.
    pub title: String,
    /// The word of its protocol.
    pub protocol: String,
    /// The parties that sit there.
    pub parties: Vec<usize>,
    /// Whether the facilitator sits in.
    pub facilitator: bool,
    /// In how many runs the agreed package was brought from there.
    pub agreed: u64,
}

/// How often talks end in one way.
#[derive(Clone, Debug, PartialEq)]
pub struct OutcomeFound {
    /// Stable id: `rounds.outcome.WORD`.
    pub id: String,
    /// The way.
    pub outcome: Outcome,
    /// The share of runs.
    pub share: Share,
    /// In a sentence.
    pub sentence: String,
}

/// A package that was agreed.
#[derive(Clone, Debug, PartialEq)]
pub struct AgreementFound {
    /// The package: one outcome an issue.
    pub package: Vec<usize>,
    /// The share of runs that agreed on it.
    pub share: Share,
}

/// Whether an issue closes.
#[derive(Clone, Debug, PartialEq)]
pub struct IssueFound {
    /// The issue.
    pub issue: usize,
    /// The share of runs in which it is closed at the end.
    pub closed: Share,
    /// The round since which it was, in the middle run of those.
    pub since: Option<u32>,
}

/// How often a ratifier stops what was agreed.
#[derive(Clone, Debug, PartialEq)]
pub struct RatifierFound {
    /// Stable id: `rounds.ratifier.NAME`.
    pub id: String,
    /// Its name in the case.
    pub ratifier: String,
    /// The party that it stands behind.
    pub party: usize,
    /// The share of runs with an agreement that it rejects for certain, of all runs.
    pub rejects: Share,
    /// In a sentence.
    pub sentence: String,
}

/// What a party had at the end.
#[derive(Clone, Debug, PartialEq)]
pub struct WorthFound {
    /// The party.
    pub party: usize,
    /// What it had, over runs: the package agreed, else its no-deal value.
    pub value: Option<Worth>,
    /// The same of the runs that agreed.
    pub agreed: Option<Worth>,
    /// The share of runs that settled with more than no deal for it; `None` where its no-deal value is not known.
    pub gains: Option<Share>,
}

/// What the packages brought up were worth to a party.
#[derive(Clone, Debug, PartialEq)]
pub struct FanFound {
    /// The party.
    pub party: usize,
    /// By round: the 5th, 25th, 50th, 75th and 95th of a hundred runs still going on, on the party's scale, and how many.
    pub rounds: Vec<(u32, [f64; 5], u64)>,
}

/// An assumption on which the end of talks hangs.
#[derive(Clone, Debug, PartialEq)]
pub struct DecidesFound {
    /// Stable id: `rounds.decides.opener`, `rounds.decides.strategy.PARTY` or `rounds.decides.PATH`.
    pub id: String,
    /// What it is: a party's strategy, who opens, or a quantity of the case by its path.
    pub what: String,
    /// Each way in which it was assumed, with the share of runs with a settlement.
    pub ways: Vec<(String, Share)>,
    /// In a sentence.
    pub sentence: String,
}

/// One run, move by move.
#[derive(Clone, Debug, PartialEq)]
pub struct Transcript {
    /// Its number.
    pub run: u64,
    /// By seat: the strategy it followed.
    pub strategies: Vec<(usize, String)>,
    /// What the run has drawn of what happens outside the room, in sentences.
    pub around: Vec<String>,
    /// The moves.
    pub moves: Vec<MoveFound>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// In a sentence.
    pub sentence: String,
}

/// A move.
#[derive(Clone, Debug, PartialEq)]
pub struct MoveFound {
    /// The round.
    pub round: u32,
    /// Who; `None`: the facilitator.
    pub party: Option<usize>,
    /// On which track: `formal`, `back channel` between some as the protocol has it, or the id of a back channel of the case.
    pub track: String,
    /// What it did, in a word: `offers`, `accepts`, ..
    pub act: &'static str,
    /// Whether that answers what another brought up.
    pub answers: bool,
    /// The package it was about.
    pub package: Option<Vec<usize>>,
    /// What that is worth to each party at the table, on its own scale.
    pub values: Vec<(usize, f64)>,
}

/// What is kept of one run: enough to tell all runs together. Seats are those of [`Rounds::seats`], values are in ticks
/// ([`SeatFound::tick`]).
#[derive(Clone, Debug, PartialEq)]
pub struct RunRow {
    /// How it ended; `None`: at a limit of steps.
    pub outcome: Option<Outcome>,
    /// The round of the last move, from 1.
    pub round: u32,
    /// What was agreed: one outcome an issue.
    pub package: Option<Vec<usize>>,
    /// By seat: what it had at the end, and what without a deal.
    pub values: Vec<(Option<i64>, Option<i64>)>,
    /// By seat: which of its strategies it followed.
    pub strategies: Vec<usize>,
    /// The seat that opened.
    pub opener: usize,
    /// The seat that walked out.
    pub left: Option<usize>,
    /// By issue: since which round all last offers are the same.
    pub closed: Vec<Option<u32>>,
    /// By round: what the package last brought up in it is worth, by seat.
    pub standing: Vec<(u32, Vec<i64>)>,
    /// The uncertain numbers of the case, in the order of their paths.
    pub scalars: Vec<f64>,
    /// Offers that are the best a limited search met.
    pub unproved: u32,
    /// The metrics of its end; `None` without one, and without agreement where a no-deal value is not known.
    pub measured: Option<Measured>,
    /// The back channel from which the agreed package was brought to the table, by its place in [`Rounds::tracks`].
    pub track: Option<usize>,
}

impl RunRow {
    /// The same with its end alone, without what happened on the way and without the numbers of the case.
    #[must_use]
    pub fn end(self) -> Self {
        Self { closed: Vec::new(), standing: Vec::new(), scalars: Vec::new(), ..self }
    }
}

/// The metrics of the end of one run: see [`Metrics`](crate::solve::rounds::Metrics). A run without a settlement is measured at
/// what no deal is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// By seat: its value at the end, scaled to 0 for its least and 1 for its greatest, discounted.
    pub scaled: Vec<f64>,
    /// By seat: the gain over no deal as a part of the most it could gain; `None` where nothing can be gained or its no-deal
    /// value is not known.
    pub advantages: Vec<Option<f64>>,
    /// The sum of scaled values.
    pub welfare: f64,
    /// By goal, in the order of [`Goal::ALL`]: the distance in scaled values.
    pub apart: [Option<f64>; 5],
}

/// The metrics of all runs together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MetricsFound {
    /// How later agreements are worth less.
    pub discount: Discount,
    /// Distances, by goal.
    pub apart: Vec<ApartFound>,
    /// The sum of scaled values: over all runs measured, and over those that settled.
    pub welfare: SpreadFound,
    /// By party: its advantage.
    pub advantages: Vec<(usize, SpreadFound)>,
}

/// How far ends were from one thing.
#[derive(Clone, Debug, PartialEq)]
pub struct ApartFound {
    /// From what.
    pub goal: Goal,
    /// Over all runs measured, and over those that settled.
    pub spread: SpreadFound,
    /// Why it is not worked out, or why not for all runs.
    pub why_not: Option<String>,
}

/// A number over runs.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SpreadFound {
    /// Over all runs that have it.
    pub all: Option<Spread>,
    /// Over those of them that settled.
    pub settled: Option<Spread>,
}

/// Middle and spread of a number over runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// The 5th, 25th, 50th, 75th and 95th of a hundred.
    pub parts: [f64; 5],
    /// The mean.
    pub mean: f64,
    /// Runs that have it.
    pub n: u64,
}
