//! What one who plays a seat does, is asked, and is told.

use super::super::Outcome;
use zopa_case::Number;

/// What the one who plays does at a turn. Packages are one outcome an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Offers a package, or floats it where nobody is bound.
    Offer(Vec<usize>),
    /// Accepts what stands, or signs it.
    Accept,
    /// Rejects it.
    Reject,
    /// Rejects a text and names the issues on which it likes the one before better.
    Bracket(Vec<usize>),
    /// Says nothing where nothing has to be answered; what stands falls.
    Pass,
    /// Walks out.
    Leave,
}

impl Deed {
    /// The word for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Offer(_) => "offer",
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::Bracket(_) => "bracket",
            Self::Pass => "pass",
            Self::Leave => "leave",
        }
    }
}

/// Where a run stands after some deeds.
#[derive(Clone, Debug, PartialEq)]
pub enum Turn {
    /// It is the player's turn.
    Asked(Asked),
    /// The talks are over.
    Over(Over),
}

/// What the player is asked, with all that its seat may see. Parties and issues are indices into the case's; values are the
/// player's own, on its scale; rounds are counted from 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// The player's party.
    pub party: usize,
    /// Who speaks after whom in a round.
    pub order: Vec<usize>,
    /// Who is in the room: all of them, or those in a back channel.
    pub room: Vec<usize>,
    /// The round.
    pub round: u32,
    /// How many rounds there are.
    pub rounds: u32,
    /// What for.
    pub wanted: Wanted,
    /// What stands, or the text that is asked about.
    pub standing: Option<Tabled>,
    /// For a text: what it is compared with; `None` is no deal.
    pub beside: Option<Tabled>,
    /// The package that the player last brought up.
    pub own: Option<Vec<usize>>,
    /// What no deal is worth to the player, where that is known.
    pub no_deal: Option<Number>,
    /// The least and the greatest worth of a package to the player.
    pub ends: (Number, Number),
    /// What the seat has seen, its own moves included.
    pub seen: Vec<SeenMove>,
}

/// What a player is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// To accept what stands if anything does, or to offer something.
    Move,
    /// To accept or reject, without being bound.
    Sounding,
    /// To float a package, without being bound.
    Float,
    /// To accept, reject or bracket a text beside another, without being bound.
    Compare,
    /// To sign or not; bound if all sign.
    Sign,
}

/// A package on the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tabled {
    /// Who brought it up; `None`: the facilitator.
    pub by: Option<usize>,
    /// The package.
    pub package: Vec<usize>,
    /// What it is worth to the player.
    pub worth: Number,
}

/// A move that the player has seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenMove {
    /// The round.
    pub round: u32,
    /// Who; `None`: the facilitator.
    pub party: Option<usize>,
    /// The back channel in which it was done; `None`: at the table.
    pub channel: Option<String>,
    /// What it did, in a word: `offers`, `accepts`, ..
    pub act: &'static str,
    /// Whether that answers what another brought up.
    pub answers: bool,
    /// The package it was about.
    pub package: Option<Vec<usize>>,
    /// What that is worth to the player.
    pub worth: Option<Number>,
    /// Issues that were bracketed.
    pub brackets: Vec<usize>,
}

/// How the talks ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Over {
    /// The player's party.
    pub party: usize,
    /// How; `None`: at a limit of steps.
    pub outcome: Option<Outcome>,
    /// The round of the last move.
    pub round: u32,
    /// What was agreed, where all agreed.
    pub package: Option<Vec<usize>>,
    /// What the player has: the package's worth if it holds, else that of no deal where it is known.
    pub worth: Option<Number>,
    /// What no deal is worth to the player.
    pub no_deal: Option<Number>,
    /// Who walked out.
    pub left: Option<usize>,
    /// The strategies that the others followed, by party.
    pub strategies: Vec<(usize, String)>,
    /// How the facilitator acted, where there was one.
    pub facilitator: Option<String>,
    /// What the seat has seen.
    pub seen: Vec<SeenMove>,
    /// In a sentence.
    pub sentence: String,
}

/// Why a deed cannot be done, or no seat taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Which deed, from 0; `None`: nothing can be played.
    pub at: Option<usize>,
    /// What is wrong, in words.
    pub why: String,
    /// The way out.
    pub help: String,
}

/// A package as the player sees it before bringing it up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// What it is worth to the player; `None` if it breaks the logic.
    pub worth: Option<Number>,
    /// What no deal is worth to the player.
    pub no_deal: Option<Number>,
    /// Whether it can be offered.
    pub offered: bool,
    /// What speaks against it.
    pub objections: Vec<Objection>,
}

/// What speaks against a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Objection {
    /// It breaks a rule of the case's logic: its id; `None`: one that the player may not see.
    Logic(Option<String>),
    /// It crosses a line of the player's own.
    OwnLine {
        /// Its id.
        line: String,
        /// Whether it is in force in this run; if not, the package can be offered all the same.
        in_force: bool,
    },
    /// It crosses a line in force of another.
    Line {
        /// Its id and whose it is; `None`: the player may not see it.
        line: Option<(String, usize)>,
    },
    /// It is worth less than no deal.
    BelowNoDeal,
}
