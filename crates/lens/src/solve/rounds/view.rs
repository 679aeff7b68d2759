//! What a seat can see and ask when it has its turn.

use super::menu::{Menu, Meter, Package, Spent};
use super::record::{Act, BRACKETS_MAX, Brackets, Move, Record, Seats, Standing, Track};
use super::stream::Stream;

/// By whose rules clocks, tolerances and time-dependent parties go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Semantics {
    /// Relative time is `r / (n - 1)` in round `r` (from 0) of `n`: 0 in the first round, 1 in the last, and 1 in the
    /// only one. Aspirations are whole ticks. Of equal values the order of the menu decides.
    #[default]
    Own,
    /// As NegMAS 0.16: relative time is `(r + 1) / (n + 1)`, time-dependent parties have its tolerances.
    Negmas,
}

impl Semantics {
    /// The word in commands.
    pub fn word(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Negmas => "negmas",
        }
    }

    /// The semantics of a word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Own, Self::Negmas].into_iter().find(|own| own.word() == word)
    }

    /// Relative time in a round of so many.
    ///
    /// ```
    /// use zopa_lens::solve::rounds::Semantics;
    /// assert_eq!(Semantics::Own.time(0, 11), 0.0);
    /// assert_eq!(Semantics::Own.time(5, 11), 0.5);
    /// assert_eq!(Semantics::Own.time(10, 11), 1.0);
    /// assert_eq!(Semantics::Negmas.time(0, 9), 0.1);
    /// ```
    pub fn time(self, round: u32, rounds: u32) -> f64 {
        match self {
            Self::Own if rounds <= 1 => 1.0,
            Self::Own => f64::from(round) / f64::from(rounds - 1),
            Self::Negmas => (f64::from(round) + 1.0) / (f64::from(rounds) + 1.0),
        }
    }
}

/// Something that a seat has seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The round.
    pub round: u32,
    /// Who did it.
    pub seat: usize,
    /// What.
    pub act: Act,
    /// On which track.
    pub track: Track,
    /// The package it was about.
    pub package: Option<Package>,
    /// For a text and the answers to it: the package that it is compared with; `None` is no deal.
    pub beside: Option<Package>,
    /// What was bracketed.
    pub brackets: Brackets,
    /// What the package is worth to the one who looks; 0 without a package, or to one who values nothing.
    pub value: i64,
}

/// The table as one seat sees it: its own values, what it has seen, the time, and its own random numbers.
///
/// Values of others, and moves on tracks that the seat is not on, cannot be reached from here.
pub struct View<'a> {
    pub(super) menu: &'a dyn Menu,
    pub(super) record: &'a Record,
    pub(super) dimension: Option<usize>,
    pub(super) no_deal: Option<i64>,
    /// What one tick is on the party's scale.
    pub(super) unit: f64,
    /// The seat.
    pub seat: usize,
    /// How many seats there are, a facilitator's included.
    pub seats: usize,
    /// Who is in the room in which the seat has its turn: everybody at the table, or those on a track beside it.
    pub room: Seats,
    /// The round, from 0.
    pub round: u32,
    /// How many rounds there are.
    pub rounds: u32,
    /// Relative time, from 0 to 1; see [`Semantics::time`].
    pub time: f64,
    /// The seat's random numbers.
    pub stream: &'a mut Stream,
    /// What is left to spend.
    pub meter: &'a mut Meter,
}

impl View<'_> {
    /// The own no-deal value in this round, if there is one.
    pub fn no_deal(&self) -> Option<i64> {
        self.no_deal
    }

    /// The greatest value of any package; 0 for a seat that values nothing.
    pub fn highest(&self) -> i64 {
        self.dimension.map_or(0, |dimension| self.menu.highest(dimension))
    }

    /// The least value of any package; 0 for a seat that values nothing.
    pub fn lowest(&self) -> i64 {
        self.dimension.map_or(0, |dimension| self.menu.lowest(dimension))
    }

    /// The least that the seat would agree to: its no-deal value, or its least value.
    pub fn least(&self) -> i64 {
        self.no_deal.map_or(self.lowest(), |no_deal| no_deal.max(self.lowest()))
    }

    /// Whether a value is at least that of no deal, as far as that is known.
    pub fn bearable(&self, value: i64) -> bool {
        self.no_deal.is_none_or(|no_deal| value >= no_deal)
    }

    /// What a package is worth to the seat.
    pub fn value(&self, package: Package) -> i64 {
        self.dimension.map_or(0, |dimension| self.menu.value(dimension, package))
    }

    /// What the package on the table is worth to the seat.
    pub fn standing_value(&self, standing: Standing) -> i64 {
        self.dimension.map_or(0, |dimension| self.record.value(standing, dimension))
    }

    /// The package of the least value at or above `least`; see [`Menu::floor`].
    pub fn floor(&mut self, least: i64) -> Result<Option<Package>, Spent> {
        let Some(dimension) = self.dimension else { return Ok(None) };
        self.menu.floor(dimension, least, self.meter)
    }

    /// The package of the greatest value below `most`; see [`Menu::below`].
    pub fn below(&mut self, most: i64) -> Result<Option<Package>, Spent> {
        let Some(dimension) = self.dimension else { return Ok(None) };
        self.menu.below(dimension, most, self.meter)
    }

    /// The best package.
    pub fn best(&mut self) -> Result<Option<Package>, Spent> {
        self.below(i64::MAX)
    }

    /// The next package from the best down; see [`Menu::after`].
    pub fn after(&mut self, package: Package) -> Result<Option<Package>, Spent> {
        let Some(dimension) = self.dimension else { return Ok(None) };
        self.menu.after(dimension, package, self.meter)
    }

    /// A package drawn uniformly from those that are at least as good as no deal.
    pub fn any(&mut self) -> Result<Option<Package>, Spent> {
        let limit = self.dimension.zip(self.no_deal);
        self.menu.any(limit, self.stream, self.meter)
    }

    /// By variable, the values that it can have in some package or other, rising.
    pub fn options(&self) -> Vec<Vec<usize>> {
        self.menu.options()
    }

    /// The variables whose value in a text the seat likes less than in another, all else equal: those whose value, put alone into
    /// the other package, makes it worth less; where that is not on the menu, those whose old value makes the text worth more.
    /// Where neither is on the menu, and past [`BRACKETS_MAX`], a variable is not named. Cost: up to four values of
    /// packages a variable that differs.
    pub fn brackets(&self, text: Package, beside: Package) -> Brackets {
        let (new, old) = (self.menu.choices(text), self.menu.choices(beside));
        let (in_new, in_old) = (self.value(text), self.value(beside));
        let swapped = |into: &[usize], variable: usize, value: usize| {
            let mut choices = into.to_vec();
            choices[variable] = value;
            self.menu.package(&choices).map(|package| self.value(package))
        };
        let differ = (0..new.len().min(BRACKETS_MAX)).filter(|variable| new[*variable] != old[*variable]);
        let worse = |variable: &usize| match swapped(&old, *variable, new[*variable]) {
            Some(value) => value < in_old,
            None => swapped(&new, *variable, old[*variable]).is_some_and(|value| value > in_new),
        };
        differ.filter(worse).fold(Brackets::default(), Brackets::with)
    }

    /// The values of variables that make up a package.
    pub fn choices(&self, package: Package) -> Vec<usize> {
        self.menu.choices(package)
    }

    /// The package of these values of variables, if it is on the menu.
    pub fn package(&self, choices: &[usize]) -> Option<Package> {
        self.menu.package(choices)
    }

    /// What the seat has seen since move `from` of the record, its own moves included; `from` moves on to the end.
    pub fn since(&self, from: &mut usize) -> impl Iterator<Item = Seen> + '_ {
        let moves = self.record.moves().get(*from..).unwrap_or_default();
        *from = self.record.moves().len();
        moves.iter().filter(|own| own.seen.has(self.seat)).map(|own| self.seen(own))
    }

    fn seen(&self, own: &Move) -> Seen {
        let value = self.dimension.and_then(|dimension| self.record.values(own).get(dimension)).copied();
        let Move { round, seat, act, track, package, beside, brackets, .. } = *own;
        Seen { round, seat, act, track, package, beside, brackets, value: value.unwrap_or(0) }
    }
}
