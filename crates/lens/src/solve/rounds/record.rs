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

    /// The seats that these places of a list name; all of the list for [`Seats::ALL`], places past its end for nobody.
    pub(super) fn of(self, list: &[usize]) -> Self {
        let named = list.iter().enumerate().filter(|(place, _)| self.has(*place));
        named.fold(Self(0), |all, (_, seat)| all.with(*seat))
    }
}

/// The most variables that a bracket can name; further ones go without.
pub const BRACKETS_MAX: usize = 128;

/// Some variables of packages, by their bits: the places of a text that a party has put in brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Brackets(pub u128);

impl Brackets {
    /// These and one more; one past [`BRACKETS_MAX`] is left out.
    #[must_use]
    pub fn with(self, variable: usize) -> Self {
        Self(self.0 | 1u128.checked_shl(variable as u32).unwrap_or(0))
    }

    /// Whether a variable is among them.
    pub fn has(self, variable: usize) -> bool {
        self.0 & Self(0).with(variable).0 != 0
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
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
    /// Called on all to sign a package: a facilitator's last word on it.
    Call,
    /// Accepted the package that was on the table.
    Accept,
    /// Rejected it.
    Reject,
    /// Rejected it, and named the variables whose value it likes less than before.
    Bracket,
    /// Signed it: bound if all sign.
    Sign,
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
            Self::Call => "calls for signatures under",
            Self::Accept => "accepts",
            Self::Reject => "rejects",
            Self::Bracket => "brackets",
            Self::Sign => "signs",
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
    /// Between some, as the protocol of the table has it.
    BackChannel,
    /// On a track of its own beside the table, by its number.
    Channel(u8),
}

impl Track {
    /// The word used in transcripts.
    pub fn word(self) -> &'static str {
        match self {
            Self::Formal => "formal",
            Self::BackChannel | Self::Channel(_) => "back channel",
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
    /// For a text and the answers to it: the package that it is compared with; `None` is no deal.
    pub beside: Option<Package>,
    /// What a party that brackets has named.
    pub brackets: Brackets,
    /// On which track.
    pub track: Track,
    /// Who saw it.
    pub seen: Seats,
    /// The track beside the table from which the package was brought here.
    pub brought: Option<u8>,
    /// Where the values of the package stand.
    row: u32,
}

const NO_BRACKETS: Brackets = Brackets(0);

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

    /// An empty record of the same packages.
    pub(super) fn empty(&self) -> Self {
        Self::new(self.dims, 0)
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
        self.moves.push(Move {
            round,
            seat,
            act,
            package: Some(package),
            beside: None,
            brackets: NO_BRACKETS,
            track,
            seen,
            brought: None,
            row,
        });
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
        let (beside, brackets, brought) = (None, NO_BRACKETS, None);
        self.moves.push(Move { round, seat, act, package, beside, brackets, track, seen, brought, row });
    }

    /// Notes of the last move that what it brought up was agreed on a track beside the table.
    pub(super) fn brought(&mut self, channel: u8) {
        if let Some(last) = self.moves.last_mut() {
            last.brought = Some(channel);
        }
    }

    /// Takes over a move of another record of the same packages, with another place; a package that was brought up there
    /// gets a row of its own here.
    pub(super) fn mirror(&mut self, other: &Record, own: &Move, place: Mirrored<'_>) {
        let Mirrored { round, track, list, rows } = place;
        let mut row = 0;
        if own.package.is_some() {
            let known = rows.get(own.row as usize).copied();
            row = known.unwrap_or((self.values.len() / self.dims.max(1)) as u32);
            if known.is_none() {
                rows.push(row);
                self.values.extend_from_slice(other.values(own));
            }
        }
        let seat = list.get(own.seat).copied().unwrap_or(own.seat);
        self.moves.push(Move { round, seat, track, seen: own.seen.of(list), row, ..*own });
    }

    /// Adds to the last move what it is compared with and what it brackets.
    pub(super) fn beside(&mut self, beside: Option<Package>, brackets: Brackets) {
        if let Some(last) = self.moves.last_mut() {
            (last.beside, last.brackets) = (beside, brackets);
        }
    }
}

/// Where a move taken over from another record goes.
pub(super) struct Mirrored<'a> {
    /// The round here.
    pub round: u32,
    /// The track here.
    pub track: Track,
    /// By seat there, the seat here.
    pub list: &'a [usize],
    /// By row there, the row here; new rows are added in the order in which they came.
    pub rows: &'a mut Vec<u32>,
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

impl Standing {
    /// The same as another record has it that took over the moves; see [`Record::mirror`].
    pub(super) fn mirrored(self, list: &[usize], rows: &[u32]) -> Self {
        let seat = list.get(self.seat).copied().unwrap_or(self.seat);
        Self { package: self.package, seat, row: rows.get(self.row as usize).copied().unwrap_or_default() }
    }
}
