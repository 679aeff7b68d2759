//! What happened in a run, move by move, and who saw it.

use super::menu::{Menu, Package};

/// The most seats at a table.
pub const SEATS_MAX: usize = 64;

/// Some seats, by their bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seats(pub u64);

impl Seats {
    /// Everybody.
    pub const ALL: Self = Self(u64::MAX);

    /// One seat.
    pub fn one(seat: usize) -> Self {
        Self(1u64.checked_shl(seat as u32).unwrap_or(0))
    }

    /// These and one more.
    #[must_use]
    pub fn with(self, seat: usize) -> Self {
        Self(self.0 | Self::one(seat).0)
    }

    /// Whether a seat is among them.
    pub fn has(self, seat: usize) -> bool {
        self.0 & Self::one(seat).0 != 0
    }

    /// How many there are.
    pub fn count(self) -> usize {
        self.0.count_ones() as usize
    }
}

/// What a seat did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Offered a package: whoever accepts it is bound.
    Offer,
    /// Put a package to others without being for it: a facilitator's text.
    Put,
    /// Floated a package: nobody is bound by an answer.
    Float,
    /// Accepted the package that was on the table.
    Accept,
    /// Rejected it.
    Reject,
    /// Had nothing to say.
    Pass,
    /// Left the talks.
    WalkOut,
}

impl Act {
    /// The word used in transcripts.
    pub fn word(self) -> &'static str {
        match self {
            Self::Offer => "offers",
            Self::Put => "puts",
            Self::Float => "floats",
            Self::Accept => "accepts",
            Self::Reject => "rejects",
            Self::Pass => "passes",
            Self::WalkOut => "walks out",
        }
    }
}

/// The channel on which something was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Track {
    /// In front of everybody.
    Formal,
    /// Between some.
    BackChannel,
}

impl Track {
    /// The word used in transcripts.
    pub fn word(self) -> &'static str {
        match self {
            Self::Formal => "formal",
            Self::BackChannel => "back channel",
        }
    }
}

/// One move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// The round, from 0.
    pub round: u32,
    /// Who did it.
    pub seat: usize,
    /// What.
    pub act: Act,
    /// The package offered, put, floated, accepted or rejected.
    pub package: Option<Package>,
    /// On which track.
    pub track: Track,
    /// Who saw it.
    pub seen: Seats,
    /// Where the values of the package stand.
    row: u32,
}

/// The moves of a run so far, with the values of what was offered.
#[derive(Clone, Debug, Default)]
pub struct Record {
    moves: Vec<Move>,
    dims: usize,
    /// A row for each package that was brought up.
    values: Vec<i64>,
}

impl Record {
    /// An empty record of packages with so many values.
    pub(super) fn new(dims: usize, room: usize) -> Self {
        Self { moves: Vec::with_capacity(room), dims, values: Vec::with_capacity(room * dims) }
    }

    /// The moves, in order.
    pub fn moves(&self) -> &[Move] {
        &self.moves
    }

    /// The values of the package of a move, one a dimension; empty without a package.
    pub fn values(&self, of: &Move) -> &[i64] {
        let from = of.row as usize * self.dims;
        if of.package.is_some() { &self.values[from..from + self.dims] } else { &[] }
    }

    /// The package that a move brought up, so that others can answer it.
    pub fn standing(&self, at: usize) -> Option<Standing> {
        let Move { package, row, seat, .. } = *self.moves.get(at)?;
        Some(Standing { package: package?, row, seat })
    }

    pub(super) fn value(&self, standing: Standing, dimension: usize) -> i64 {
        self.values[standing.row as usize * self.dims + dimension]
    }

    /// Writes down that a seat brought up a package; the number of the move.
    pub(super) fn bring(
        &mut self,
        menu: &dyn Menu,
        (round, seat, act): (u32, usize, Act),
        package: Package,
        (track, seen): (Track, Seats),
    ) -> usize {
        let row = (self.values.len() / self.dims.max(1)) as u32;
        menu.values_into(package, &mut self.values);
        self.moves.push(Move { round, seat, act, package: Some(package), track, seen, row });
        self.moves.len() - 1
    }

    /// Writes down an answer, to what stands or to nothing.
    pub(super) fn say(
        &mut self,
        (round, seat, act): (u32, usize, Act),
        to: Option<Standing>,
        (track, seen): (Track, Seats),
    ) {
        let (package, row) = to.map_or((None, 0), |standing| (Some(standing.package), standing.row));
        self.moves.push(Move { round, seat, act, package, track, seen, row });
    }
}

/// A package that is on the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The package.
    pub package: Package,
    /// Who brought it up.
    pub seat: usize,
    row: u32,
}
