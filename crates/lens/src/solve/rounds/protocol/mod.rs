//! Who may do what when, and who sees it.

mod alternating;
mod probe;
mod shuttle;
mod single_text;
mod tracks;

pub use alternating::Alternating;
pub use probe::Probe;
pub use shuttle::Shuttle;
pub use single_text::SingleText;
pub use tracks::{CHANNELS_MAX, Channel, Tracks};

use super::menu::{Menu, Package};
use super::record::{Brackets, Record, Seats, Standing, Track};

/// A protocol: the rules of a table.
///
/// Law: a floor asks seats one after another and is told each action once, in the order of asking. Rounds that it names never
/// fall. It ends with an agreement only on a package that everybody whose consent the protocol needs has accepted,
/// as the record shows. Whatever a seat does, a floor asks finitely often in a round: when all rounds are over the table ends
/// it. It writes every action into the record, with who saw it.
pub trait Protocol: Send + Sync {
    /// The word for it in commands.
    fn word(&self) -> &'static str;

    /// Whether the last seat is a facilitator, who brings up packages and whose consent nobody needs.
    fn facilitated(&self) -> bool {
        false
    }

    /// The floor of a new run with so many seats, a facilitator included.
    fn open(&self, seats: usize) -> Box<dyn Floor + '_>;
}

/// A run of a protocol.
pub trait Floor {
    /// What comes next.
    fn next(&mut self, record: &Record) -> Next;

    /// Takes what the seat that was asked has done.
    fn take(&mut self, action: Action, menu: &dyn Menu, record: &mut Record);

    /// Learns that the seat does not do what it had undertaken ([`Next::Bound`]): the package has come to be worth less to it than
    /// no deal.
    fn unbound(&mut self) {}

    /// Who is in the room with the seat that was asked last.
    fn room(&self) -> Seats {
        Seats::ALL
    }
}

/// What a floor wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// A seat has its turn.
    Ask {
        /// The round, from 0.
        round: u32,
        /// Who.
        seat: usize,
        /// What for.
        ask: Ask,
    },
    /// A seat does what it has undertaken, and is not asked; unless that is worth less to it than no deal by now.
    Bound {
        /// The round, from 0.
        round: u32,
        /// Who.
        seat: usize,
        /// What.
        action: Action,
    },
    /// All agree.
    Agreed(Package),
    /// A seat walked out.
    Left(usize),
}

/// What a seat is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Accept what stands, or offer something else in its place.
    Move(Option<Standing>),
    /// Accept or reject; nothing is offered in its place.
    Answer(Standing),
    /// Bring up a package without being bound by it.
    Float,
    /// As a facilitator, put a package to the parties.
    Put,
    /// As a facilitator, put a text beside another or call for signatures; what stands, if anything does.
    Text(Option<Standing>),
    /// Accept a text, reject or bracket it, compared with another; nobody is bound.
    Compare {
        /// The text.
        text: Standing,
        /// What it is compared with; `None` is no deal.
        beside: Option<Standing>,
    },
}

/// What a seat does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Brings up a package.
    Offer(Package),
    /// Accepts what stands.
    Accept,
    /// Rejects it.
    Reject,
    /// Rejects it and names the variables whose value is worse than before.
    Bracket(Brackets),
    /// As a facilitator, puts a text beside an earlier one; `None` is no deal.
    Beside(Package, Option<Package>),
    /// As a facilitator, calls on all to sign a package.
    Call(Package),
    /// Nothing: what stands is rejected, and nothing is offered.
    Pass,
    /// Leaves the talks.
    WalkOut,
}

/// In front of everybody.
const OPEN: (Track, Seats) = (Track::Formal, Seats::ALL);

/// A word of the command line with what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The word, with its parameters if it has any.
    pub word: &'static str,
    /// What it means, in one sentence.
    pub about: &'static str,
    /// Who described it; empty where nobody in particular did.
    pub source: &'static str,
}

/// The protocols.
pub const PROTOCOLS: &[Entry] = &[
    Entry {
        word: "alternating",
        about: "each party in turn accepts what stands or offers something else; agreed when all others accept in a row",
        source: "Aydogan, Festen, Hindriks & Jonker 2017",
    },
    Entry {
        word: "shuttle",
        about: "a facilitator puts a package, and each party tells the facilitator alone whether it accepts, or what it would rather have",
        source: "",
    },
    Entry {
        word: "single-text",
        about: "a facilitator puts texts, which parties accept, reject or bracket beside earlier ones, and calls on all to sign one",
        source: "Fisher 1978; Raiffa 1982; Klein, Faratin, Sayama & Bar-Yam 2003; the rules stand in the method page",
    },
    Entry {
        word: "probe",
        about: "parties in turn float a package and are told by each of the others whether it could accept; nobody is bound",
        source: "",
    },
];

/// The protocol of a word.
pub fn protocol(word: &str) -> Option<Box<dyn Protocol>> {
    Some(match word {
        "alternating" => Box::new(Alternating),
        "shuttle" => Box::new(Shuttle),
        "single-text" => Box::new(SingleText),
        "probe" => Box::new(Probe),
        _ => return None,
    })
}
