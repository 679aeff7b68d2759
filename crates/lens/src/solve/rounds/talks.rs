//! Runs of talks: a menu, a protocol, and who sits at the table.

use super::menu::{Menu, Meter, Package};
use super::protocol::{Action, Next, Protocol};
use super::record::{Record, SEATS_MAX};
use super::strategy::{Ground, Strategy, Style};
use super::stream::{Key, Stream};
use super::view::{Semantics, View};
use crate::control::Control;
use std::fmt;
use std::ops::Range;

/// The most rounds of a run.
pub const ROUNDS_MAX: u32 = 1 << 16;
/// Moves for which room is made before a run.
const ROOM: usize = 256;

/// Who sits at a place, and how it acts.
pub struct Seat<'a> {
    /// Which values of packages are its own; `None` for somebody who values nothing, such as a facilitator.
    pub dimension: Option<usize>,
    /// Its no-deal value by round, in ticks: each entry holds from its round on. Rounds rise; before the first entry, and
    /// where it is `None`, there is no no-deal value.
    pub no_deal: Vec<(u32, Option<i64>)>,
    /// What one tick is on the party's scale.
    pub unit: f64,
    /// Its strategy by round: each holds from its round on, the first from round 0. A strategy that takes over sees what the
    /// seat has seen before.
    pub styles: Vec<(u32, &'a dyn Style)>,
}

impl<'a> Seat<'a> {
    /// A party with one no-deal value and one strategy, whose ticks are 1e-12 of its scale.
    pub fn party(dimension: usize, no_deal: Option<i64>, style: &'a dyn Style) -> Self {
        Self { dimension: Some(dimension), no_deal: vec![(0, no_deal)], unit: 1e-12, styles: vec![(0, style)] }
    }

    /// Somebody who values nothing.
    pub fn facilitator(style: &'a dyn Style) -> Self {
        Self { dimension: None, no_deal: Vec::new(), unit: 1e-12, styles: vec![(0, style)] }
    }
}

/// How talks are run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// How many rounds there are.
    pub rounds: u32,
    /// The seed of random numbers.
    pub seed: u64,
    /// By whose rules.
    pub semantics: Semantics,
    /// The most steps of one run; see [`Meter`].
    pub steps: u64,
    /// The most steps of one search in it.
    pub search: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { rounds: 100, seed: 1, semantics: Semantics::Own, steps: 1 << 32, search: 1 << 22 }
    }
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// With an agreement on a package.
    Agreed(Package),
    /// A seat walked out.
    WalkOut(usize),
    /// All rounds were over: talks go on, or not.
    TimedOut,
    /// A party's question took more steps than a run may.
    Budget,
    /// Somebody stopped it.
    Cancelled,
}

/// What came of a run.
#[derive(Clone, Debug)]
pub struct Ended {
    /// How it ended.
    pub ending: Ending,
    /// The round of the last move, from 0.
    pub round: u32,
    /// Relative time in that round.
    pub time: f64,
    /// How many moves there were.
    pub moves: usize,
    /// How many answers to parties' questions were the best met by a search that ran out of steps.
    pub unproved: u32,
    /// Every move, if asked for.
    pub record: Option<Record>,
}

/// Why talks cannot be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TalksError {
    /// There are fewer than two parties, or more than [`SEATS_MAX`] seats.
    Seats,
    /// There is no round, or more than [`ROUNDS_MAX`].
    Rounds,
    /// A seat has a dimension that packages do not have.
    Dimension,
    /// A seat has no strategy from round 0 on, or entries by round do not rise.
    Schedule,
    /// The size of a tick is no positive number.
    Unit,
}

impl fmt::Display for TalksError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Seats => write!(f, "talks take two parties or more, and at most {SEATS_MAX} seats"),
            Self::Rounds => write!(f, "talks take 1 to {ROUNDS_MAX} rounds"),
            Self::Dimension => f.write_str("a seat values packages by numbers that they do not have"),
            Self::Schedule => f.write_str("a seat needs a strategy from the first round on, and rounds that rise"),
            Self::Unit => f.write_str("a tick has to be a positive part of the scale"),
        }
    }
}

impl std::error::Error for TalksError {}

/// A seat with what is made once for all runs.
struct Chair<'a> {
    seat: Seat<'a>,
    key: Key,
    /// By strategy.
    curves: Vec<Vec<f64>>,
}

/// Talks that can be run any number of times.
///
/// Law: run `k` hangs on menu, protocol, seats, settings and `k` alone. Cost: making them takes a power a round and
/// time-dependent party; a run takes what its parties ask of the menu.
pub struct Talks<'a> {
    menu: &'a dyn Menu,
    protocol: &'a dyn Protocol,
    chairs: Vec<Chair<'a>>,
    settings: Settings,
}

impl<'a> Talks<'a> {
    /// Seats everybody: parties in the order in which they act, then the facilitator if the protocol has one.
    ///
    /// # Errors
    /// See [`TalksError`].
    pub fn new(
        menu: &'a dyn Menu,
        protocol: &'a dyn Protocol,
        seats: Vec<Seat<'a>>,
        settings: Settings,
    ) -> Result<Self, TalksError> {
        if !(2 + usize::from(protocol.facilitated())..=SEATS_MAX).contains(&seats.len()) {
            return Err(TalksError::Seats);
        }
        if settings.rounds == 0 || settings.rounds > ROUNDS_MAX {
            return Err(TalksError::Rounds);
        }
        let chair = |(at, seat): (usize, Seat<'a>)| {
            if seat.dimension.is_some_and(|dimension| dimension >= menu.dims()) {
                return Err(TalksError::Dimension);
            }
            if !(seat.unit > 0.0 && seat.unit.is_finite()) {
                return Err(TalksError::Unit);
            }
            let starts = seat.styles.first().is_some_and(|(round, _)| *round == 0);
            if !starts || !seat.styles.is_sorted_by_key(|own| own.0) || !seat.no_deal.is_sorted_by_key(|own| own.0) {
                return Err(TalksError::Schedule);
            }
            let curve = |(_, style): &(u32, &dyn Style)| style.curve(settings.semantics, settings.rounds);
            Ok(Chair { curves: seat.styles.iter().map(curve).collect(), key: Key::new(settings.seed, at), seat })
        };
        let chairs = seats.into_iter().enumerate().map(chair).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { menu, protocol, chairs, settings })
    }

    /// What is offered.
    pub fn menu(&self) -> &'a dyn Menu {
        self.menu
    }

    /// How they are run.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Makes run `k`; `traced` keeps every move. `control` is asked once a round.
    pub fn run(&self, k: u64, traced: bool, control: &dyn Control) -> Ended {
        let seats = self.chairs.len();
        let Settings { rounds, semantics, steps, search, .. } = self.settings;
        let mut floor = self.protocol.open(seats);
        let mut record = Record::new(self.menu.dims(), ROOM.min(seats.saturating_mul(rounds as usize)));
        let mut meter = Meter::new(steps, search);
        let mut sitting: Vec<Sitting<'_>> = self.chairs.iter().map(|chair| chair.sit(k, semantics)).collect();
        let (mut last, mut time) = (None, 0.0);
        let ending = loop {
            let (round, seat, ask) = match floor.next(&record) {
                Next::Agreed(package) => break Ending::Agreed(package),
                Next::Left(seat) => break Ending::WalkOut(seat),
                Next::Ask { round, .. } | Next::Bound { round, .. } if round >= rounds => break Ending::TimedOut,
                Next::Ask { round, seat, ask } => (round, seat, Ok(ask)),
                Next::Bound { round, seat, action } => (round, seat, Err(action)),
            };
            if last != Some(round) {
                if control.cancelled() {
                    break Ending::Cancelled;
                }
                (last, time) = (Some(round), semantics.time(round, rounds));
            }
            let (chair, own) = (&self.chairs[seat], &mut sitting[seat]);
            own.turn(chair, round, semantics);
            let ask = match ask {
                Ok(ask) => ask,
                Err(action) if own.bears(chair, self.menu, action) => {
                    floor.take(action, self.menu, &mut record);
                    continue;
                }
                Err(_) => {
                    floor.unbound();
                    continue;
                }
            };
            let mut view = View {
                menu: self.menu,
                record: &record,
                dimension: chair.seat.dimension,
                no_deal: own.no_deal,
                unit: chair.seat.unit,
                seat,
                seats,
                room: floor.room(),
                round,
                rounds,
                time,
                stream: &mut own.stream,
                meter: &mut meter,
            };
            let Ok(action) = own.strategy.act(&mut view, ask) else { break Ending::Budget };
            floor.take(action, self.menu, &mut record);
        };
        Ended {
            ending,
            round: last.unwrap_or(0),
            time,
            moves: record.moves().len(),
            unproved: meter.unproved,
            record: traced.then_some(record),
        }
    }

    /// Makes the runs of a range, in order, until somebody stops it: then fewer, and the last one cancelled.
    pub fn runs(&self, range: Range<u64>, traced: bool, control: &dyn Control) -> Vec<Ended> {
        let mut all = Vec::new();
        for k in range {
            all.push(self.run(k, traced, control));
            if all.last().is_some_and(|own| own.ending == Ending::Cancelled) {
                break;
            }
        }
        all
    }
}

/// A seat in one run.
struct Sitting<'a> {
    strategy: Box<dyn Strategy + 'a>,
    stream: Stream,
    no_deal: Option<i64>,
    /// How many entries of the schedules have come.
    styles: usize,
    no_deals: usize,
}

impl<'a> Chair<'a> {
    fn strategy<'b>(&'b self, at: usize, semantics: Semantics) -> Box<dyn Strategy + 'b> {
        self.seat.styles[at].1.sit(Ground { curve: &self.curves[at], semantics })
    }

    fn sit<'b>(&'b self, run: u64, semantics: Semantics) -> Sitting<'b> {
        let strategy = self.strategy(0, semantics);
        Sitting { strategy, stream: self.key.stream(run), no_deal: None, styles: 1, no_deals: 0 }
    }
}

impl<'a> Sitting<'a> {
    /// Whether what it would bring up is worth no less to it than no deal.
    fn bears(&self, chair: &Chair<'_>, menu: &dyn Menu, action: Action) -> bool {
        let (Action::Offer(package) | Action::Call(package)) = action else { return true };
        let value = chair.seat.dimension.map(|dimension| menu.value(dimension, package));
        value.zip(self.no_deal).is_none_or(|(value, none)| value >= none)
    }

    /// Brings the schedules up to a round.
    fn turn(&mut self, chair: &'a Chair<'_>, round: u32, semantics: Semantics) {
        while let Some((_, no_deal)) = chair.seat.no_deal.get(self.no_deals).filter(|(from, _)| *from <= round) {
            self.no_deal = *no_deal;
            self.no_deals += 1;
        }
        let from = self.styles;
        while chair.seat.styles.get(self.styles).is_some_and(|(from, _)| *from <= round) {
            self.styles += 1;
        }
        if self.styles > from {
            self.strategy = chair.strategy(self.styles - 1, semantics);
        }
    }
}
