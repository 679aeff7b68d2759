//! A seat for a person: one run of talks in which somebody plays a party, and all others follow the strategies drawn for them.
//!
//! A run hangs on case, settings, its number and the player's deeds alone, so that playing is replaying: [`Play::turn`]
//! takes the deeds so far and says what is asked now, with what the seat may see, or how the talks ended. Nothing is
//! kept between turns.
//!
//! **What the seat sees**: moves on tracks that it is on, the time, its own values, its own no-deal value and its own lines as
//! the run drew them. Packages that break the logic or cross a line in force are not offered, as in every run of the lens: that
//! a line is in the way is said, which it is only where its marking lets the party see it. Values of others, their
//! answers to a facilitator, and the strategies that they follow are no part of [`Asked`]; [`Over`] names the strategies.
//!
//! Cost: a turn makes the run anew up to the deed under way, so that a whole run of `n` deeds takes `n/2` runs.

mod findings;
mod hand;
mod words;

pub use findings::{Asked, Deed, Look, Objection, Over, Refusal, SeenMove, Tabled, Turn, Wanted};

use super::ensemble::{Lot, Prepared, Table};
use super::{Outcome, Settings, prepare};
use crate::control::Control;
use crate::model::{Numbers, Terms, crossing};
use crate::phrase::list;
use crate::solve::rounds::{
    Act, Action, Ask, BRACKETS_MAX, Brackets, Ended, Ending, Move, Package, Record, Standing, Track,
};
use crate::solve::valued::Charge;
use hand::{Asking, Hand};
use std::collections::BTreeMap;
use zopa_case::{Case, Number, PartyId, Truth};

/// A run in which a person plays a party, ready to be played.
pub struct Play<'a> {
    prepared: Prepared<'a>,
    run: u64,
    /// The player's seat, and its dimension.
    seat: usize,
    dimension: usize,
    numbers: Numbers,
    lot: Lot,
    table: Table,
    /// Values of all packages that keep the logic, with no line in force.
    free: Option<Charge>,
}

/// How the talks stood when they stopped.
struct Stopped<'e> {
    ended: &'e Ended,
    record: &'e Record,
    /// Seats in the order of speaking.
    order: &'e [usize],
    /// Packages as the player has worded them: outcomes that nothing tells apart are one to the menu.
    worded: &'e BTreeMap<Package, Vec<usize>>,
}

impl<'a> Play<'a> {
    /// Run `run` of a case, with a person in the seat of `party`. Of the settings the number of runs and the transcript
    /// have no effect. Cost: that of one run of the lens.
    ///
    /// # Errors
    /// The party has no seat, or no run can be made: then what is missing.
    pub fn new(case: &'a Case, settings: &'a Settings, party: PartyId, run: u64) -> Result<Self, Refusal> {
        let cannot = |why: String, help: String| Refusal { at: None, why, help };
        let mut prepared = prepare(case, settings).map_err(|refused| {
            cannot(format!("talks cannot be run; missing: {}", list(&refused.missing, "and")), String::new())
        })?;
        let titles =
            || prepared.seats.iter().map(|seat| case.party(prepared.game.dimensions[*seat].party).name.as_str());
        let at = prepared.seats.iter().position(|seat| prepared.game.dimensions[*seat].party == party);
        let Some(seat) = at else {
            let why = format!("`{}` has no seat at the table: no deal needs its yes", case.party(party).name);
            return Err(cannot(why, format!("seats: {}", list(&titles().collect::<Vec<_>>(), "and"))));
        };
        let numbers = prepared.game.draws.numbers(run);
        let table = match prepared.fixed.take() {
            Some(table) => table,
            None => prepared
                .table(&numbers, true)
                .map_err(|error| cannot(format!("in run {run} {error}"), "play another run".into()))?,
        };
        let free = prepared.game.charge(&numbers, &Terms::default());
        let dimension = prepared.seats[seat];
        let lot = prepared.lot(run, &numbers);
        Ok(Self { prepared, run, seat, dimension, numbers, lot, table, free })
    }

    /// Where the run stands after these deeds.
    ///
    /// Law: what is told hangs on case, settings, party, run and deeds alone.
    ///
    /// # Errors
    /// The first deed that cannot be done, with the way out.
    pub fn turn(&self, deeds: &[Deed], control: &dyn Control) -> Result<Turn, Refusal> {
        let mut worded = BTreeMap::new();
        let mut actions = Vec::with_capacity(deeds.len());
        for (at, deed) in deeds.iter().enumerate() {
            actions.push(self.action(deed, &mut worded).map_err(|(why, help)| Refusal { at: Some(at), why, help })?);
        }
        let hand = Hand::new(&actions);
        let lot = &self.lot;
        let held = self.prepared.hold(self.run, &self.table, lot, Some((self.seat, &hand)), control);
        let Some((ended, order)) = held else {
            return Err(Refusal { at: None, why: "talks of so many cannot be held".into(), help: String::new() });
        };
        if ended.ending == Ending::Cancelled {
            return Err(Refusal { at: None, why: "the run was stopped".into(), help: "ask again".into() });
        }
        let told = hand.told();
        if let Some(unfit) = told.unfit {
            let (why, help) = words::unfit(self.case(), unfit);
            return Err(Refusal { at: Some(told.done), why, help: help.into() });
        }
        let Some(record) = &ended.record else {
            return Err(Refusal { at: None, why: "the run left no record".into(), help: String::new() });
        };
        let stopped = Stopped { ended: &ended, record, order: &order, worded: &worded };
        if let Some(asking) = told.asked {
            return Ok(Turn::Asked(self.asked(&stopped, asking)));
        }
        if told.done < deeds.len() {
            let why = format!("the talks were over after {}", crate::phrase::counted(told.done, "deed", "deeds"));
            return Err(Refusal { at: Some(told.done), why, help: "take the deeds after that away".into() });
        }
        let mut over = self.over(&stopped);
        let strategies = &self.prepared.strategies;
        let others = (0..strategies.len()).filter(|seat| *seat != self.seat);
        over.strategies =
            others.map(|seat| (self.party(seat), strategies[seat].styles[lot.strategies[seat]].0.clone())).collect();
        over.sentence = words::over(self.case(), &over);
        Ok(Turn::Over(over))
    }

    /// What a package, one outcome an issue, would be to the player; `None` if it is no package of the case.
    /// In a round, from 1, since what no deal is worth can move.
    pub fn look(&self, package: &[usize], round: u32) -> Option<Look> {
        let issues = self.case().issues();
        let fits = package.len() == issues.len()
            && issues.iter().zip(package).all(|(issue, outcome)| *outcome < issue.outcomes.len());
        if !fits {
            return None;
        }
        let space = &self.prepared.game.space;
        let value = self.free.as_ref().and_then(|free| {
            let digits = space.digits(free, package)?;
            free.evaluate(&digits).0.get(self.dimension).copied()
        });
        let no_deal = self.needs(round.saturating_sub(1));
        let mut objections = self.broken(package);
        if value.zip(no_deal).is_some_and(|(value, no_deal)| value < no_deal) {
            objections.push(Objection::BelowNoDeal);
        }
        Some(Look {
            worth: value.map(|value| self.number(value)),
            no_deal: no_deal.map(|value| self.number(value)),
            offered: self.table.menu.package(&space.classes(package)).is_some(),
            objections,
        })
    }

    /// An objection as a part of a sentence.
    pub fn objection(&self, objection: &Objection) -> String {
        words::objection(self.case(), objection)
    }

    fn case(&self) -> &'a Case {
        self.prepared.game.case
    }

    fn party(&self, seat: usize) -> usize {
        self.prepared.game.dimensions[self.prepared.seats[seat]].party.index()
    }

    fn number(&self, ticks: i64) -> Number {
        self.prepared.game.number(self.dimension, ticks)
    }

    /// Rules that a package breaks and lines that it crosses, as far as the player may know them.
    fn broken(&self, package: &[usize]) -> Vec<Objection> {
        let case = self.case();
        let own = self.party(self.seat);
        let name = case.parties()[own].name.as_str();
        let mut found: Vec<Objection> = Vec::new();
        for logic in case.logic().iter().filter(|logic| logic.rule.holds(package) == Truth::No) {
            found.push(Objection::Logic(logic.marking.seen_by(Some(name)).then(|| logic.name.clone())));
        }
        for line in &self.prepared.game.lines {
            let in_force = self.numbers.real[line.index()];
            let line = case.line(*line);
            if crossing(line).holds(package) != Truth::Yes {
                continue;
            }
            let seen = line.marking.seen_by(Some(name));
            if line.party.index() == own && seen {
                found.push(Objection::OwnLine { line: line.name.clone(), in_force });
            } else if in_force {
                found.push(Objection::Line { line: seen.then(|| (line.name.clone(), line.party.index())) });
            }
        }
        // Those that may not be seen are not even counted.
        found.dedup();
        found
    }

    /// What the table makes of a deed.
    fn action(&self, deed: &Deed, worded: &mut BTreeMap<Package, Vec<usize>>) -> Result<Action, (String, String)> {
        Ok(match deed {
            Deed::Accept => Action::Accept,
            Deed::Reject => Action::Reject,
            Deed::Pass => Action::Pass,
            Deed::Leave => Action::WalkOut,
            Deed::Bracket(issues) if issues.is_empty() => {
                return Err(("no issue is bracketed".into(), "name the issues, or reject the text as a whole".into()));
            }
            Deed::Bracket(issues) => {
                if let Some(issue) = issues.iter().find(|at| **at >= self.case().issues().len().min(BRACKETS_MAX)) {
                    return Err((format!("there is no issue number {issue} to bracket"), "bracket another".into()));
                }
                Action::Bracket(issues.iter().fold(Brackets::default(), |all, at| all.with(*at)))
            }
            Deed::Offer(package) => {
                let Some(look) = self.look(package, 1) else {
                    return Err(("this is no package of the case".into(), "name an option on every issue".into()));
                };
                let menu = &self.table.menu;
                let Some(known) = menu.package(&self.prepared.game.space.classes(package)).filter(|_| look.offered)
                else {
                    let stands = |own: &&Objection| {
                        !matches!(own, Objection::BelowNoDeal | Objection::OwnLine { in_force: false, .. })
                    };
                    let why: Vec<String> =
                        look.objections.iter().filter(stands).map(|own| words::objection(self.case(), own)).collect();
                    let why = if why.is_empty() {
                        "it is not among the packages of this run".into()
                    } else {
                        list(&why, "and")
                    };
                    return Err((format!("the package cannot be offered: {why}"), "change what it breaks".into()));
                };
                worded.insert(known, package.clone());
                Action::Offer(known)
            }
        })
    }

    fn package(&self, stopped: &Stopped<'_>, package: Package) -> Vec<usize> {
        stopped.worded.get(&package).cloned().unwrap_or_else(|| self.prepared.outcomes(&self.table, package))
    }

    /// The party of somebody at the table; `None`: the facilitator.
    fn speaker(&self, stopped: &Stopped<'_>, at: usize) -> Option<usize> {
        stopped.order.get(at).map(|seat| self.party(*seat))
    }

    fn worth(&self, package: Package) -> Number {
        self.number(self.table.menu.value(self.dimension, package))
    }

    /// What a package has to be worth to the player in a round, from 0, to be as good as no deal.
    fn needs(&self, round: u32) -> Option<i64> {
        let extra = self.lot.extra(self.seat, round);
        self.lot.no_deal(self.seat, round).map(|none| none.saturating_sub(extra))
    }

    fn tabled(&self, stopped: &Stopped<'_>, standing: Standing) -> Tabled {
        Tabled {
            by: self.speaker(stopped, standing.seat),
            package: self.package(stopped, standing.package),
            worth: self.worth(standing.package),
        }
    }

    fn seen(&self, stopped: &Stopped<'_>) -> Vec<SeenMove> {
        let Some(place) = stopped.order.iter().position(|seat| *seat == self.seat) else { return Vec::new() };
        let told = |own: &Move| SeenMove {
            round: own.round + 1,
            party: self.speaker(stopped, own.seat),
            act: own.act.word(),
            channel: match own.track {
                Track::Channel(at) => Some(self.prepared.beside.title(usize::from(at)).to_string()),
                _ => None,
            },
            answers: !matches!(own.act, Act::Offer | Act::Put | Act::Float | Act::Call),
            package: own.package.map(|package| self.package(stopped, package)),
            worth: own.package.map(|package| self.worth(package)),
            brackets: (0..self.case().issues().len().min(BRACKETS_MAX)).filter(|at| own.brackets.has(*at)).collect(),
        };
        stopped.record.moves().iter().filter(|own| own.seen.has(place)).map(told).collect()
    }

    fn asked(&self, stopped: &Stopped<'_>, asking: Asking) -> Asked {
        let (standing, beside) = match asking.ask {
            Ask::Move(standing) | Ask::Text(standing) => (standing, None),
            Ask::Answer(standing) => (Some(standing), None),
            Ask::Float | Ask::Put => (None, None),
            Ask::Compare { text, beside } => (Some(text), beside),
        };
        let called = |own: &Standing| {
            let brought = |step: &&Move| step.seat == own.seat && step.package == Some(own.package);
            stopped.record.moves().iter().rfind(brought).is_some_and(|step| step.act == Act::Call)
        };
        let wanted = match asking.ask {
            Ask::Answer(standing) if called(&standing) => Wanted::Sign,
            Ask::Answer(_) => Wanted::Sounding,
            Ask::Float => Wanted::Float,
            Ask::Compare { .. } => Wanted::Compare,
            Ask::Move(_) | Ask::Put | Ask::Text(_) => Wanted::Move,
        };
        let seen = self.seen(stopped);
        let party = self.party(self.seat);
        let own = seen.iter().rfind(|step| step.party == Some(party) && !step.answers);
        let menu = &self.table.menu;
        Asked {
            party,
            order: stopped.order.iter().map(|seat| self.party(*seat)).collect(),
            room: (0..stopped.order.len())
                .filter(|at| asking.room.has(*at))
                .filter_map(|at| self.speaker(stopped, at))
                .collect(),
            round: asking.round + 1,
            rounds: self.prepared.settings.rounds,
            wanted,
            standing: standing.map(|own| self.tabled(stopped, own)),
            beside: beside.map(|own| self.tabled(stopped, own)),
            own: own.and_then(|step| step.package.clone()),
            no_deal: self.needs(asking.round).map(|ticks| self.number(ticks)),
            ends: (self.number(menu.lowest(self.dimension)), self.number(menu.highest(self.dimension))),
            seen,
        }
    }

    /// All but strategies and words.
    fn over(&self, stopped: &Stopped<'_>) -> Over {
        let traced = self.prepared.told(&self.table, stopped.ended, stopped.order, self.lot.clone());
        let agreed = match stopped.ended.ending {
            Ending::Agreed(package) => Some(package),
            _ => None,
        };
        let package = agreed.map(|package| self.package(stopped, package));
        // What ratifiers say hangs on the words chosen, where the menu takes several as one.
        let outcome = match &package {
            Some(package) if self.prepared.stopped(package) => Some(Outcome::NotRatified),
            Some(_) => Some(Outcome::Settlement),
            None => traced.row.outcome,
        };
        let (_, no_deal) = traced.row.values.get(self.seat).copied().unwrap_or_default();
        let no_deal = no_deal.map(|ticks| self.number(ticks));
        // With what goes with any agreement in that round.
        let extra = self.lot.extra(self.seat, stopped.ended.round);
        let worth = |package| self.number(self.table.menu.value(self.dimension, package).saturating_add(extra));
        let held = agreed.filter(|_| outcome == Some(Outcome::Settlement));
        Over {
            party: self.party(self.seat),
            outcome,
            round: traced.row.round,
            worth: held.map(worth).or(no_deal),
            no_deal,
            package,
            left: traced.row.left.map(|seat| self.party(seat)),
            strategies: Vec::new(),
            facilitator: self.prepared.mediates().then(|| self.prepared.facilitator.words()),
            seen: self.seen(stopped),
            sentence: String::new(),
        }
    }
}
