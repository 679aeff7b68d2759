//! Runs of talks: `prepare` once, `run` a number, put together in order.
//!
//! Run `k` draws the numbers of the case (draw `k`), a strategy for every party, and who opens; the rest follows from the
//! engine. It hangs on case, settings and `k` alone.

use super::calendar::Calendar;
use super::findings::{Measured, Outcome, RunRow};
use super::outside::{Outside, Step};
use super::stages::Steps;
use super::tracks::Beside;
use super::{DRAWN_FRONTIER, DRAWN_PACKAGES, FRONTIER, Settings, Strategies};
use crate::control::Control;
use crate::model::win_set::{WinSet, win_set};
use crate::model::{Game, Numbers, Terms, uniform};
use crate::solve::TooWide;
use crate::solve::rounds::{
    Act, Aims, Ended, Ending, Goal, Menu, MenuError, NoGoal, Package, Protocol, Record, Seat, Settings as Rules, Style,
    Tactic, Talks, Track, Tracks, Yardstick, aims, menu_for,
};
use crate::solve::valued::Charge;
use zopa_case::draft::Ratifier;
use zopa_case::{Case, Number, PartyId, Truth};

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
    /// Who has to ratify what parties at the table sign.
    pub ratifiers: Vec<&'a Ratifier>,
    /// What they let through.
    win_sets: Vec<WinSet>,
    /// The table of the numbers that every run has, where they are certain.
    pub fixed: Option<Table>,
}

/// Numbers with what can be offered.
pub(super) struct Table {
    pub menu: Box<dyn Menu>,
    /// What ends are measured by.
    aims: Aims,
}

/// What a run draws beside what can be offered.
#[derive(Clone)]
pub(super) struct Lot {
    /// By seat: which of its strategies it follows.
    pub strategies: Vec<usize>,
    /// The seat that opens.
    pub opener: usize,
    /// The uncertain numbers of the case, and what is drawn of what moves no-deal values.
    pub scalars: Vec<f64>,
    /// By seat: what it has without a deal, from round to round.
    steps: Vec<Vec<Step>>,
}

impl Lot {
    /// What a seat has without a deal in a round, from 0, and what any agreement then gives it.
    fn step(&self, seat: usize, round: u32) -> Option<&Step> {
        self.steps.get(seat)?.iter().rfind(|step| step.from <= round)
    }

    /// What a seat has without a deal in a round, from 0.
    pub fn no_deal(&self, seat: usize, round: u32) -> Option<i64> {
        self.step(seat, round).and_then(|step| step.none)
    }

    /// What any agreement gives a seat in a round, from 0, on top of the package.
    pub fn extra(&self, seat: usize, round: u32) -> i64 {
        self.step(seat, round).map_or(0, |step| step.extra)
    }
}

/// What is drawn for a run.
pub(super) struct Draw {
    run: u64,
    lot: Lot,
    /// What can be offered; `None`: that of all runs.
    table: Result<Option<Table>, MenuError>,
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
        let counts = |own: &&Ratifier| party(&own.party.value).is_some_and(|party| game.consenting.contains(&party));
        let ratifiers: Vec<&Ratifier> = case.draft().ratifiers.iter().filter(counts).collect();
        let win_sets = ratifiers.iter().map(|own| win_set(case, own)).collect();
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
            ratifiers,
            win_sets,
            fixed: None,
        };
        // Inducements that are part of what packages are worth are believed in some runs only.
        if prepared.game.draws.certain() && prepared.outside.throughout.is_empty() {
            let numbers = prepared.game.draws.numbers(0);
            prepared.fixed = Some(prepared.table(&numbers, false).map_err(Unable::Menu)?);
        }
        Ok(prepared)
    }

    /// What can be offered under some numbers: packages that keep the logic and cross no line that is real.
    /// `drawn`: they are made for one draw of many.
    pub fn table(&self, numbers: &Numbers, drawn: bool) -> Result<Table, MenuError> {
        let believed = |place: &&usize| numbers.levers[self.game.levers[**place].at].believed;
        let levers = self.outside.throughout.iter().filter(believed).copied().collect();
        let terms = Terms { in_force: self.game.real_lines(numbers), levers };
        let charge: Charge = self.game.charge(numbers, &terms).ok_or(MenuError::Empty)?;
        // With certain numbers one menu serves all runs.
        let runs = if drawn { 1 } else { self.settings.runs };
        let rounds = runs.saturating_mul(self.settings.rounds.into());
        let menu = menu_for(&charge, self.game.case.issues().len(), rounds)?;
        let no_deal = self.game.targets(numbers, &terms);
        let own: Vec<Option<i64>> = self.seats.iter().map(|seat| no_deal[*seat]).collect();
        let ends: Vec<(i64, i64)> = self.seats.iter().map(|seat| (menu.lowest(*seat), menu.highest(*seat))).collect();
        let whole: Vec<i64> = self.seats.iter().map(|seat| self.game.ticks(*seat, Number::whole(1))).collect();
        let limits = if drawn { &DRAWN_FRONTIER } else { &FRONTIER };
        let mut aims = if self.outside.moves() {
            Aims::unmeasured(&own, &ends, NoGoal::Moving)
        } else if drawn && charge.assignments() > DRAWN_PACKAGES {
            Aims::unmeasured(&own, &ends, NoGoal::ManyPackages)
        } else {
            aims(&charge, &self.seats, &own, &ends, &whole, limits)
        };
        aims.yard.discount = self.settings.discount;
        Ok(Table { menu, aims })
    }

    /// By goal: why it is not there, in all runs where numbers are certain, else in the first one.
    pub fn lacks(&self) -> [Option<NoGoal>; 5] {
        match (&self.fixed, || self.draw(0).table) {
            (Some(table), _) => table.aims.lacks,
            (None, first) => first().ok().flatten().map(|table| table.aims.lacks).unwrap_or_default(),
        }
    }

    /// Whether a facilitator acts, at the table or in a back channel.
    pub fn mediates(&self) -> bool {
        self.protocol.facilitated() || self.beside.facilitated()
    }

    /// Whether all runs have the same numbers.
    pub fn certain(&self) -> bool {
        self.fixed.is_some()
    }

    /// What run `k` draws beside what can be offered.
    pub fn lot(&self, k: u64, numbers: &Numbers) -> Lot {
        let mut scalars = self.game.draws.scalars(numbers);
        scalars.extend(self.outside.scalars(k));
        let rounds = self.settings.rounds;
        let steps = self.seats.iter().map(|dimension| self.outside.steps(&self.game, *dimension, numbers, k, rounds));
        let steps = steps.collect();
        let path = format!("rounds.run.{k}");
        let mut pick = uniform(self.settings.seed, &path);
        let mut below = |count: usize| ((pick() * count as f64) as usize).min(count.saturating_sub(1));
        let strategies: Vec<usize> = self.strategies.iter().map(|own| below(own.styles.len())).collect();
        let opener = below(self.seats.len());
        Lot { strategies, opener, scalars, steps }
    }

    /// What is drawn for run `k`.
    pub fn draw(&self, k: u64) -> Draw {
        let numbers = self.game.draws.numbers(k);
        let table = if self.fixed.is_some() { Ok(None) } else { self.table(&numbers, true).map(Some) };
        Draw { run: k, lot: self.lot(k, &numbers), table }
    }

    /// Makes run `k`; without a package to offer it stays open.
    pub fn run(&self, k: u64, control: &dyn Control) -> Option<Traced> {
        self.run_as(&self.draw(k), None, control)
    }

    /// Makes the run of a draw, with these strategies where they are given.
    pub fn run_as(&self, draw: &Draw, strategies: Option<&[usize]>, control: &dyn Control) -> Option<Traced> {
        let mut lot = draw.lot.clone();
        if let Some(strategies) = strategies {
            lot.strategies = strategies.to_vec();
        }
        let table = match (&draw.table, &self.fixed) {
            (Ok(Some(table)), _) | (Ok(None), Some(table)) => table,
            (Err(MenuError::Empty), _) => return Some(self.nothing(lot)),
            _ => return None,
        };
        let (ended, order) = self.hold(draw.run, table, &lot, None, control)?;
        Some(self.told(table, &ended, &order, lot))
    }

    /// Holds run `k`; `other` sits at a seat with a style of its own. With how it ended, who speaks when: the seats in
    /// the order of speaking.
    pub fn hold(
        &self,
        k: u64,
        table: &Table,
        lot: &Lot,
        other: Option<(usize, &dyn Style)>,
        control: &dyn Control,
    ) -> Option<(Ended, Vec<usize>)> {
        // Who speaks when: the opener first, then the others in their order.
        let count = self.seats.len();
        let order: Vec<usize> = (0..count).map(|at| (lot.opener + at) % count).collect();
        let chair = |seat: &usize| {
            let dimension = self.seats[*seat];
            let styles = &self.styles[*seat][lot.strategies[*seat]];
            let styles = match other {
                Some((own, style)) if own == *seat => vec![(0, style)],
                _ => styles.iter().map(|(round, tactic)| (*round, *tactic as &dyn Style)).collect(),
            };
            Seat {
                dimension: Some(dimension),
                no_deal: lot.steps[*seat].iter().map(|step| (step.from, step.needs())).collect(),
                unit: self.game.number(dimension, 1).to_f64(),
                styles,
            }
        };
        let rules = Rules {
            rounds: self.settings.rounds,
            seed: self.settings.seed,
            semantics: self.settings.semantics,
            steps: self.settings.steps,
            search: self.settings.search,
        };
        let protocol: &dyn Protocol = self.sides.get(lot.opener).map_or(&*self.protocol, |sides| sides);
        let facilitator = protocol.facilitated().then(|| Seat::facilitator(&*self.facilitator));
        let seats = order.iter().map(chair).chain(facilitator).collect();
        let talks = Talks::new(&*table.menu, protocol, seats, rules).ok()?;
        Some((talks.run(k, true, control), order))
    }

    /// Whether a run that was kept can be one of this case.
    pub fn fits(&self, row: &RunRow) -> bool {
        self.fits_end(row)
            && row.closed.len() == self.game.case.issues().len()
            && row.scalars.len() == self.paths().len()
    }

    /// The same for a run of which only its end was kept.
    pub fn fits_end(&self, row: &RunRow) -> bool {
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
            && row.standing.iter().all(|(_, values)| values.len() == seats)
            && row.measured.as_ref().is_none_or(|own| own.scaled.len() == seats && own.advantages.len() == seats)
            && row.track.is_none_or(|track| track < self.beside.told().count())
    }

    /// The paths of the scalars of a run.
    pub fn paths(&self) -> Vec<String> {
        self.game.draws.paths().into_iter().chain(self.outside.paths()).collect()
    }

    /// A run in which nothing can be offered.
    fn nothing(&self, Lot { strategies, opener, scalars, .. }: Lot) -> Traced {
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
            measured: None,
            track: None,
        };
        Traced { row, moves: Vec::new() }
    }

    /// Whether a ratifier of a party at the table rejects a package for certain.
    pub fn stopped(&self, package: &[usize]) -> bool {
        (0..self.win_sets.len()).any(|at| self.rejects(at, package))
    }

    /// Whether a ratifier, by its place, rejects a package for certain.
    pub fn rejects(&self, at: usize, package: &[usize]) -> bool {
        self.win_sets[at].possible.holds(package) == Truth::No
    }

    /// The package as outcomes, one an issue.
    pub fn outcomes(&self, table: &Table, package: Package) -> Vec<usize> {
        self.game.space.outcomes(&table.menu.choices(package))
    }

    pub fn told(&self, table: &Table, ended: &Ended, order: &[usize], lot: Lot) -> Traced {
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
                let fails = self.stopped(&agreed);
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
        let none = |at: usize| lot.no_deal(at, ended.round);
        let at_end = |at: usize| match (outcome, moves.last()) {
            (Some(Outcome::Settlement), Some(last)) => {
                last.values.get(at).map(|value| value.saturating_add(lot.extra(at, ended.round)))
            }
            _ => none(at),
        };
        let values: Vec<_> = (0..self.seats.len()).map(|at| (at_end(at), none(at))).collect();
        let (round, unproved) = (ended.round + 1, ended.unproved);
        let measured = self.measured(table, ended, outcome, &values);
        let Lot { strategies, opener, scalars, .. } = lot;
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
            measured,
            track,
        };
        Traced { row, moves }
    }

    /// The metrics of an end; `None` without one, and without agreement where somebody's no-deal value is not known.
    /// `values`: by seat, what it had, and what without a deal.
    fn measured(
        &self,
        table: &Table,
        ended: &Ended,
        outcome: Option<Outcome>,
        values: &[(Option<i64>, Option<i64>)],
    ) -> Option<Measured> {
        let agreed = (outcome? == Outcome::Settlement).then(|| values.iter().map(|own| own.0).collect()).flatten();
        let agreed: Option<Vec<i64>> = agreed;
        if agreed.is_none() && values.iter().any(|own| own.1.is_none()) {
            return None;
        }
        let yard = &table.aims.yard;
        let moved;
        let yard = if self.outside.moves() {
            // Held against the last round, in which there are no points.
            let no_deal = values.iter().zip(&yard.lowest).map(|(own, lowest)| own.1.unwrap_or(*lowest)).collect();
            moved = Yardstick {
                no_deal,
                lowest: yard.lowest.clone(),
                highest: yard.highest.clone(),
                discount: yard.discount,
                ..Yardstick::default()
            };
            &moved
        } else {
            yard
        };
        let metrics = yard.measure(agreed.as_deref(), ended.round, ended.time);
        let advantage = |(own, none): (&Option<f64>, &(_, Option<i64>))| own.filter(|_| none.1.is_some());
        let apart = |goal: Goal| metrics.to(goal);
        Some(Measured {
            advantages: metrics.advantages.iter().zip(values).map(advantage).collect(),
            apart: Goal::ALL.map(apart),
            welfare: metrics.welfare,
            scaled: metrics.scaled,
        })
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
