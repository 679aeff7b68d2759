//! Runs of talks: `prepare` once, `run` a number, put together in order.
//!
//! Run `k` draws the numbers of the case (draw `k`), a strategy for every party, and who opens; the rest follows from the
//! engine. It hangs on case, settings and `k` alone.

use super::calendar::Calendar;
use super::findings::{Outcome, RunRow};
use super::outside::{Outside, Step};
use super::stages::Steps;
use super::tracks::Beside;
use super::{Settings, Strategies};
use crate::control::Control;
use crate::model::win_set::{WinSet, win_set};
use crate::model::{Game, Numbers, Terms, uniform};
use crate::solve::TooWide;
use crate::solve::rounds::{
    Act, Ended, Ending, Menu, MenuError, Package, Protocol, Record, Seat, Settings as Rules, Style, Tactic, Talks,
    Track, Tracks, menu_of,
};
use crate::solve::valued::Charge;
use zopa_case::{Case, PartyId, Truth};

/// What is compiled once.
pub(super) struct Prepared<'a> {
    pub game: Game<'a>,
    pub settings: &'a Settings,
    pub protocol: Box<dyn Protocol>,
    /// By who opens, the table with its back channels; empty where there are none.
    sides: Vec<Tracks>,
    /// How a facilitator acts; sits last, where the protocol has one.
    pub facilitator: Box<dyn Style>,
    /// Dimensions of those at the table.
    pub seats: Vec<usize>,
    /// By seat: its strategies.
    pub strategies: Vec<&'a Strategies>,
    /// By seat and strategy, the tactics by round.
    styles: Vec<Vec<Vec<(u32, &'a Tactic)>>>,
    /// The back channels.
    pub beside: Beside<'a>,
    /// What moves no-deal values between rounds.
    pub outside: Outside,
    /// The steps that could make up a roadmap.
    pub steps: Steps<'a>,
    /// What those who have to ratify let through.
    win_sets: Vec<WinSet>,
    /// The table of the numbers that every run has, where they are certain.
    fixed: Option<Table>,
}

/// Numbers with what can be offered.
struct Table {
    menu: Box<dyn Menu>,
}

/// A run with its moves.
pub(super) struct Traced {
    pub row: RunRow,
    pub moves: Vec<Moved>,
}

/// A move of a run.
pub(super) struct Moved {
    /// From 1.
    pub round: u32,
    /// `None`: the facilitator.
    pub seat: Option<usize>,
    pub track: Track,
    pub act: &'static str,
    /// Whether it answers what another brought up.
    pub answers: bool,
    pub package: Option<Vec<usize>>,
    /// What the package is worth, by seat.
    pub values: Vec<i64>,
}

/// Why no run can be made.
pub(super) enum Unable {
    /// The packages hang together too closely.
    TooWide(TooWide),
    /// These have no values; none of them: there are fewer than two parties with values.
    Silent(Vec<PartyId>),
    /// There is no package, or there are too many.
    Menu(MenuError),
    /// Something else is missing, in words.
    Missing(String),
}

impl<'a> Prepared<'a> {
    pub fn new(
        case: &'a Case,
        settings: &'a Settings,
        protocol: Box<dyn Protocol>,
        facilitator: Box<dyn Style>,
    ) -> Result<Self, Unable> {
        let game = Game::new(case, settings.seed, &[]).map_err(Unable::TooWide)?;
        let silent: Vec<PartyId> = game
            .consenting
            .iter()
            .copied()
            .filter(|party| !game.dimensions.iter().any(|dimension| dimension.party == *party))
            .collect();
        let seats = game.voters();
        if !silent.is_empty() || seats.len() < 2 {
            return Err(Unable::Silent(silent));
        }
        let strategies: Vec<&Strategies> =
            seats.iter().map(|seat| settings.strategies_of(game.dimensions[*seat].party)).collect();
        let assumed = case.draft().rounds.as_ref();
        let calendar = Calendar::of(assumed);
        let styles: Option<Vec<_>> = strategies.iter().map(|own| own.by_round(calendar)).collect();
        let Some(styles) = styles else {
            return Err(Unable::Missing("a calendar of the rounds, for a strategy that changes on a day".into()));
        };
        let parties: Vec<PartyId> = seats.iter().map(|seat| game.dimensions[*seat].party).collect();
        let beside = Beside::new(case, assumed, &parties, settings.rounds);
        let openers = if beside.is_empty() { 0 } else { seats.len() };
        let sides: Result<Vec<Tracks>, String> =
            (0..openers).map(|opener| beside.sides(&settings.protocol, opener)).collect();
        let sides = sides.map_err(Unable::Missing)?;
        let outside = Outside::new(&game, settings.seed, settings.rounds);
        let steps = Steps::new(case);
        let party = |name: &str| case.party_named(name);
        let counts = |own: &&zopa_case::draft::Ratifier| {
            party(&own.party.value).is_some_and(|party| game.consenting.contains(&party))
        };
        let win_sets = case.draft().ratifiers.iter().filter(counts).map(|own| win_set(case, own)).collect();
        let mut prepared = Self {
            game,
            settings,
            protocol,
            sides,
            facilitator,
            seats,
            strategies,
            styles,
            beside,
            outside,
            steps,
            win_sets,
            fixed: None,
        };
        // Inducements that are part of what packages are worth are believed in some runs only.
        if prepared.game.draws.certain() && prepared.outside.throughout.is_empty() {
            let numbers = prepared.game.draws.numbers(0);
            prepared.fixed = Some(prepared.table(&numbers).map_err(Unable::Menu)?);
        }
        Ok(prepared)
    }

    /// What can be offered under some numbers: packages that keep the logic and cross no line that is real.
    fn table(&self, numbers: &Numbers) -> Result<Table, MenuError> {
        let believed = |place: &&usize| numbers.levers[self.game.levers[**place].at].believed;
        let levers = self.outside.throughout.iter().filter(believed).copied().collect();
        let terms = Terms { in_force: self.game.real_lines(numbers), levers };
        let charge: Charge = self.game.charge(numbers, &terms).ok_or(MenuError::Empty)?;
        let menu = menu_of(&charge, self.game.case.issues().len())?;
        Ok(Table { menu })
    }

    /// Makes run `k`; without a package to offer it stays open.
    pub fn run(&self, k: u64, control: &dyn Control) -> Option<Traced> {
        let numbers = self.game.draws.numbers(k);
        let mut scalars = self.game.draws.scalars(&numbers);
        scalars.extend(self.outside.scalars(k));
        let path = format!("rounds.run.{k}");
        let mut pick = uniform(self.settings.seed, &path);
        let mut below = |count: usize| ((pick() * count as f64) as usize).min(count.saturating_sub(1));
        let strategies: Vec<usize> = self.strategies.iter().map(|own| below(own.styles.len())).collect();
        let opener = below(self.seats.len());
        let drawn;
        let table = match &self.fixed {
            Some(table) => table,
            None => match self.table(&numbers) {
                Ok(table) => {
                    drawn = table;
                    &drawn
                }
                Err(MenuError::Empty) => return Some(self.nothing(strategies, opener, scalars)),
                Err(_) => return None,
            },
        };
        // Who speaks when: the opener first, then the others in their order.
        let count = self.seats.len();
        let order: Vec<usize> = (0..count).map(|at| (opener + at) % count).collect();
        let rounds = self.settings.rounds;
        let steps: Vec<Vec<Step>> = self
            .seats
            .iter()
            .map(|dimension| self.outside.steps(&self.game, *dimension, &numbers, k, rounds))
            .collect();
        let chair = |seat: &usize| {
            let dimension = self.seats[*seat];
            let styles = &self.styles[*seat][strategies[*seat]];
            Seat {
                dimension: Some(dimension),
                no_deal: steps[*seat].iter().map(|step| (step.from, step.needs())).collect(),
                unit: self.game.number(dimension, 1).to_f64(),
                styles: styles.iter().map(|(round, tactic)| (*round, *tactic as &dyn Style)).collect(),
            }
        };
        let rules = Rules {
            rounds: self.settings.rounds,
            seed: self.settings.seed,
            semantics: self.settings.semantics,
            steps: self.settings.steps,
            search: self.settings.search,
        };
        let protocol: &dyn Protocol = self.sides.get(opener).map_or(&*self.protocol, |sides| sides);
        let facilitator = protocol.facilitated().then(|| Seat::facilitator(&*self.facilitator));
        let seats = order.iter().map(chair).chain(facilitator).collect();
        let talks = Talks::new(&*table.menu, protocol, seats, rules).ok()?;
        let ended = talks.run(k, true, control);
        Some(self.told(table, &ended, (&order, &steps), (strategies, opener, scalars)))
    }

    /// Whether a run that was kept can be one of this case.
    pub fn fits(&self, row: &RunRow) -> bool {
        let issues = self.game.case.issues();
        let seats = self.seats.len();
        let package = |package: &Vec<usize>| {
            package.len() == issues.len()
                && issues.iter().zip(package).all(|(issue, outcome)| *outcome < issue.outcomes.len())
        };
        let own = |(at, own): (&usize, &&Strategies)| *at < own.styles.len();
        row.package.iter().all(package)
            && row.values.len() == seats
            && row.strategies.len() == seats
            && row.strategies.iter().zip(&self.strategies).all(own)
            && row.opener < seats
            && row.left.is_none_or(|left| left < seats)
            && row.closed.len() == issues.len()
            && row.standing.iter().all(|(_, values)| values.len() == seats)
            && row.scalars.len() == self.paths().len()
            && row.track.is_none_or(|track| track < self.beside.told().count())
    }

    /// The paths of the scalars of a run.
    pub fn paths(&self) -> Vec<String> {
        self.game.draws.paths().into_iter().chain(self.outside.paths()).collect()
    }

    /// A run in which nothing can be offered.
    fn nothing(&self, strategies: Vec<usize>, opener: usize, scalars: Vec<f64>) -> Traced {
        let row = RunRow {
            outcome: Some(Outcome::Open),
            round: self.settings.rounds,
            package: None,
            values: vec![(None, None); self.seats.len()],
            strategies,
            opener,
            left: None,
            closed: vec![None; self.game.case.issues().len()],
            standing: Vec::new(),
            scalars,
            unproved: 0,
            track: None,
        };
        Traced { row, moves: Vec::new() }
    }

    fn outcomes(&self, table: &Table, package: Package) -> Vec<usize> {
        self.game.space.outcomes(&table.menu.choices(package))
    }

    fn told(
        &self,
        table: &Table,
        ended: &Ended,
        (order, steps): (&[usize], &[Vec<Step>]),
        (strategies, opener, scalars): (Vec<usize>, usize, Vec<f64>),
    ) -> Traced {
        let issues = self.game.case.issues().len();
        let mut moves = Vec::new();
        let mut standing: Vec<(u32, Vec<i64>)> = Vec::new();
        // By seat: its last offer; by issue: since when all are the same.
        let mut last: Vec<Option<Vec<usize>>> = vec![None; self.seats.len()];
        let mut closed: Vec<Option<u32>> = vec![None; issues];
        let record = ended.record.as_ref();
        for own in record.iter().flat_map(|record| record.moves()) {
            let seat = order.get(own.seat).copied();
            let package = own.package.map(|package| self.outcomes(table, package));
            let all = record.map(|record| record.values(own)).unwrap_or_default();
            let values: Vec<i64> = self.seats.iter().filter_map(|dimension| all.get(*dimension).copied()).collect();
            let round = own.round + 1;
            // What is said in a back channel stands nowhere, and closes nothing.
            let open = !matches!(own.track, Track::Channel(_));
            if open && matches!(own.act, Act::Offer | Act::Put | Act::Float) {
                match standing.last_mut().filter(|(at, _)| *at == round) {
                    Some((_, known)) => known.clone_from(&values),
                    None => standing.push((round, values.clone())),
                }
            }
            if let (Some(seat), true, Act::Offer | Act::Float | Act::Accept) = (seat, open, own.act) {
                last[seat].clone_from(&package);
                for (issue, since) in closed.iter_mut().enumerate() {
                    let first = last[0].as_ref().map(|package| package[issue]);
                    let same =
                        first.is_some() && last.iter().all(|own| own.as_ref().map(|package| package[issue]) == first);
                    *since = if same { since.or(Some(round)) } else { None };
                }
            }
            let answers = !matches!(own.act, Act::Offer | Act::Put | Act::Float);
            moves.push(Moved { round, seat, track: own.track, act: own.act.word(), answers, package, values });
        }
        let (mut package, mut left, mut track) = (None, None, None);
        let outcome = match ended.ending {
            Ending::Agreed(agreed) => {
                track = record.and_then(|record| brought(record, agreed));
                let agreed = self.outcomes(table, agreed);
                let fails = self.win_sets.iter().any(|win| win.possible.holds(&agreed) == Truth::No);
                package = Some(agreed);
                // What was agreed is closed by everybody.
                closed.iter_mut().for_each(|since| *since = since.or(Some(ended.round + 1)));
                Some(if fails { Outcome::NotRatified } else { Outcome::Settlement })
            }
            Ending::WalkOut(seat) => {
                left = order.get(seat).copied();
                Some(Outcome::WalkOut)
            }
            Ending::TimedOut if closed.iter().any(Option::is_some) => {
                let roadmap = self.stages(&closed, last.first().and_then(Option::as_deref)).len() > 1;
                Some(if roadmap { Outcome::Roadmap } else { Outcome::Partial })
            }
            Ending::TimedOut => Some(Outcome::Open),
            Ending::Budget | Ending::Cancelled => None,
        };
        // What each has is that of the last round: without a deal, or with the package and whatever goes with any agreement.
        let step = |at: usize| steps[at].iter().rfind(|step| step.from <= ended.round);
        let none = |at: usize| step(at).and_then(|step| step.none);
        let at_end = |at: usize| match (outcome, moves.last()) {
            (Some(Outcome::Settlement), Some(last)) => {
                let extra = step(at).map_or(0, |step| step.extra);
                last.values.get(at).map(|value| value.saturating_add(extra))
            }
            _ => none(at),
        };
        let values = (0..self.seats.len()).map(|at| (at_end(at), none(at))).collect();
        let (round, unproved) = (ended.round + 1, ended.unproved);
        let row = RunRow {
            outcome,
            round,
            package,
            values,
            strategies,
            opener,
            left,
            closed,
            standing,
            scalars,
            unproved,
            track,
        };
        Traced { row, moves }
    }

    /// The stages in which the closed issues can be carried out, given a last offer.
    pub fn stages(&self, closed: &[Option<u32>], last: Option<&[usize]>) -> Vec<Vec<&'a str>> {
        let outcome = |(issue, since): (usize, &Option<u32>)| last.filter(|_| since.is_some())?.get(issue).copied();
        self.steps.stages(&closed.iter().enumerate().map(outcome).collect::<Vec<_>>())
    }
}

/// The back channel from which an agreed package was brought to the table, if it was.
fn brought(record: &Record, agreed: Package) -> Option<usize> {
    let brought = record.moves().iter().rev().filter(|own| own.package == Some(agreed)).find_map(|own| own.brought);
    brought.map(usize::from)
}
