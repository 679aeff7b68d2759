//! What the lens `beliefs` finds.

use crate::run::Basis;
use crate::share::Share;

/// What the talks taught, party by party.
#[derive(Clone, Debug)]
pub struct Beliefs {
    /// What the case would need, in words; empty where there is something to learn about.
    pub missing: Vec<String>,
    /// Draws from the prior.
    pub draws: u64,
    /// By party with values and evidence.
    pub parties: Vec<PartyBelief>,
    /// The share of draws with a zone, before and after; none if it was not asked for.
    pub zone: Option<(Share, Share)>,
    /// The pieces of evidence, in order of day.
    pub evidence: Vec<Piece>,
    /// What of the case could not be used, in sentences.
    pub left_out: Vec<String>,
    /// How evidence is taken to come about, in sentences.
    pub manner: Vec<String>,
    /// In a sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}

/// What the talks taught about one party.
#[derive(Clone, Debug)]
pub struct PartyBelief {
    /// The party, by number.
    pub party: usize,
    /// How many pieces of evidence are about it.
    pub pieces: usize,
    /// How many equal draws the weighted ones are worth.
    pub effective: f64,
    /// Whether no draw could have given the evidence: then nothing is learned.
    pub contradicted: bool,
    /// Whether too few draws carry the weight for anything to be told.
    pub thin: bool,
    /// Its uncertain quantities; those that moved most first.
    pub quantities: Vec<QuantityBelief>,
    /// Session by session.
    pub timeline: Vec<Moment>,
    /// In a sentence.
    pub sentence: String,
}

/// One uncertain number before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct QuantityBelief {
    /// Stable id: `beliefs.PATH`.
    pub id: String,
    /// The path of the quantity; nuisances are `beliefs.PARTY.scale`, `.bluff`, `.beta`.
    pub path: String,
    /// In words.
    pub title: String,
    /// Whether it is the share in which something is so (a line is real), not a number.
    pub share: bool,
    /// The 5th, 50th and 95th of a hundred draws before; for a share it is that share, three times.
    pub prior: [f64; 3],
    /// The same after.
    pub posterior: [f64; 3],
    /// How much of the prior and the posterior lie apart: 0 they are the same, 1 they share nothing.
    pub moved: f64,
    /// Whether the middle may be told as an estimate: the range after is at most half the one before.
    pub estimate: bool,
    /// The piece without which the middle, or share, would be furthest from what it is: its id and the middle without it.
    pub most_by: Option<(String, f64)>,
}

/// What was believed once a day's evidence was in.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// The day, as written.
    pub day: String,
    /// Pieces up to it.
    pub pieces: usize,
    /// How many equal draws the weighted ones are worth.
    pub effective: f64,
    /// The no-deal value at the 5th, 50th and 95th of a hundred, where it is uncertain.
    pub no_deal: Option<[f64; 3]>,
}

/// A piece of evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// Stable id: `answer.PACKAGE.PARTY`, `offer.PACKAGE.PARTY` or `walk-out.SESSION.PARTY`.
    pub id: String,
    /// Whose, by number.
    pub party: usize,
    /// The day, as written.
    pub day: String,
    /// What it was, in words.
    pub words: String,
    /// The best grade of its sources, such as `B2`; none where it names no source.
    pub grade: Option<String>,
    /// How far it is relied on, 0 to 1.
    pub reliability: f64,
    /// Issues it leaves open: each draw fills them evenly.
    pub open: usize,
}
