//! The zone over draws: `prepare` once, `run` a range of draws, `merge` in order, `finish`.
//!
//! A draw is a pure function of case, seed and index; ranges can be run by any number of threads or machines, and
//! merged in order of index they give the same bytes. The first [`DEEP`] draws are looked at more closely: best packages,
//! what each party could have at most, leverage, domination. Which those are does not hang on how many are run.

use super::Settings;
use crate::model::{Constraint, Game, Mode, Numbers, Terms};
use crate::solve::TooWide;
use crate::solve::valued::dual::{Reach, reach};
use crate::solve::valued::optimum::{Ruler, leximin, linear, nash};
use crate::solve::valued::search::ANYTHING;
use crate::solve::valued::{Charge, NONE};
use zopa_case::Case;

/// Draws that are looked at closely.
pub const DEEP: u64 = 128;
/// Draws in one part of the work.
pub const CHUNK: u64 = 64;

/// What is compiled once.
pub(crate) struct Prepared<'a> {
    pub game: Game<'a>,
    pub settings: Settings,
    /// Soft rules beside the lines: win-sets of ratifiers, certain then possible, each ratifier in turn.
    pub win_sets: Vec<usize>,
    /// Weights that proved or found most at the middle of the numbers: where each draw starts.
    start: Vec<f64>,
    /// Packages of the case that fix every issue, by place among the packages.
    pub named: Vec<(usize, Vec<usize>)>,
}

/// What is kept of one draw.
#[derive(Clone, Debug)]
pub(crate) struct Drawn {
    /// The uncertain numbers, in the order of the paths.
    pub scalars: Vec<f64>,
    /// Whether there is a zone.
    pub zone: Option<bool>,
    /// A package in it.
    pub witness: Option<Vec<usize>>,
    /// By dimension: the best and the worst admissible value, the no-deal value.
    pub best: Vec<i64>,
    pub worst: Vec<i64>,
    pub no_deal: Vec<Option<i64>>,
    /// The closer look.
    pub deep: Option<Deep>,
}

/// A closer look at a draw.
#[derive(Clone, Debug, Default)]
pub(crate) struct Deep {
    /// The Nash point: product of gains over parties with something to gain.
    pub nash: Option<Vec<usize>>,
    /// By dimension, in the zone.
    pub best_in_zone: Vec<Option<i64>>,
    pub worst_in_zone: Vec<Option<i64>>,
    /// By dimension that must consent: the most it could have while all others get their no-deal value; `None`:
    /// the others alone have no deal.
    pub ceiling: Vec<Option<Option<i64>>>,
    /// Whether a package in the zone passes every ratifier for certain, or possibly.
    pub home: [Option<bool>; 2],
    /// Whether there is a zone with every lever, and by set of levers (see [`Prepared::lever_sets`]).
    pub with_levers: Vec<Option<bool>>,
}

/// Draws that were run, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Partial {
    pub drawn: Vec<(u64, Drawn)>,
    /// Whether a range was left before its end.
    pub cancelled: bool,
}

impl Partial {
    /// Joins another range to this one.
    pub fn merge(&mut self, other: Self) {
        self.drawn.extend(other.drawn);
        self.drawn.sort_by_key(|(index, _)| *index);
        self.cancelled |= other.cancelled;
    }
}

impl<'a> Prepared<'a> {
    /// Compiles a case with its win-sets.
    pub fn new(
        case: &'a Case,
        settings: Settings,
        win_sets: &[(zopa_case::Rule, zopa_case::Rule)],
    ) -> Result<Self, TooWide> {
        let rule = |rule: &zopa_case::Rule| Constraint { rule: rule.clone(), mode: Mode::NotExcluded };
        let further: Vec<Constraint> =
            win_sets.iter().flat_map(|(certain, possible)| [rule(certain), rule(possible)]).collect();
        let game = Game::new(case, settings.seed, &further)?;
        let from = game.lines.len();
        let named =
            case.packages().iter().enumerate().filter_map(|(at, package)| Some((at, case.whole(package)?))).collect();
        let win_sets = (from..from + further.len()).collect();
        Ok(Self { game, settings, win_sets, start: Vec::new(), named })
    }

    /// The numbers of a draw, and its charge with the real lines in force; `None` if no package keeps the logic.
    pub fn charged(&self, index: u64) -> (Numbers, Option<Charge>) {
        let numbers = self.game.draws.numbers(index);
        let terms = Terms { in_force: self.game.real_lines(&numbers), levers: Vec::new() };
        let charge = self.game.charge(&numbers, &terms);
        (numbers, charge)
    }

    /// Runs draws of a range.
    pub fn run(&self, range: std::ops::Range<u64>, cancelled: &dyn Fn() -> bool) -> Partial {
        let mut partial = Partial::default();
        for index in range {
            if cancelled() {
                partial.cancelled = true;
                break;
            }
            partial.drawn.push((index, self.draw(index)));
        }
        partial
    }

    /// One draw.
    pub fn draw(&self, index: u64) -> Drawn {
        let (numbers, charge) = self.charged(index);
        self.drawn(index, &numbers, charge.as_ref())
    }

    /// One draw, of which numbers and charge are at hand.
    pub fn drawn(&self, index: u64, numbers: &Numbers, charge: Option<&Charge>) -> Drawn {
        let scalars = self.game.draws.scalars(numbers);
        let plain = self.game.targets(numbers, &Terms::default());
        let dims = plain.len();
        let mut drawn = Drawn {
            scalars,
            zone: Some(false),
            witness: None,
            best: vec![NONE; dims],
            worst: vec![NONE; dims],
            no_deal: plain.clone(),
            deep: None,
        };
        let Some(charge) = charge else { return drawn };
        let mut budget = self.settings.steps;
        match reach(charge, &plain, &self.start, &mut budget) {
            Reach::Yes { digits, .. } => {
                drawn.zone = Some(true);
                drawn.witness = Some(self.game.space.package(charge, &digits));
            }
            Reach::No { .. } => {}
            Reach::Undecided => drawn.zone = None,
        }
        if !self.game.unvalued(numbers).is_empty() && drawn.zone == Some(true) {
            // Somebody whose yes is needed has no values: what the others could sign is not yet a zone.
            drawn.zone = None;
        }
        for p in 0..dims {
            let end = |sign: i64| {
                let unit: Vec<i64> = (0..dims).map(|q| if q == p { sign } else { 0 }).collect();
                charge.most(&unit)
            };
            drawn.best[p] = end(1);
            drawn.worst[p] = end(-1).checked_neg().filter(|_| drawn.best[p] != NONE).unwrap_or(NONE);
        }
        if index < self.settings.deep {
            drawn.deep = Some(self.look(numbers, charge, &plain, drawn.zone));
        }
        drawn
    }

    /// A closer look.
    fn look(&self, numbers: &Numbers, charge: &Charge, targets: &[Option<i64>], zone: Option<bool>) -> Deep {
        let dims = targets.len();
        let least: Vec<i64> = targets.iter().map(|target| target.unwrap_or(ANYTHING)).collect();
        let unit = |p: usize, sign: i64| -> Vec<i64> { (0..dims).map(|q| if q == p { sign } else { 0 }).collect() };
        let mut deep = Deep { ceiling: vec![None; dims], ..Deep::default() };
        let mut budget = self.settings.steps;
        for p in (0..dims).filter(|p| self.game.dimensions[*p].consents) {
            let mut free = least.clone();
            free[p] = ANYTHING;
            let best = linear(charge, &unit(p, 1), &free, false, &mut budget);
            deep.ceiling[p] = best.proved.then(|| best.found.first().map(|(_, values)| values[p]));
            budget = self.settings.steps;
        }
        // Where all numbers are points these are told of the zone itself, ties counted.
        if zone == Some(true) && !self.game.draws.certain() {
            for p in 0..dims {
                let end = |sign: i64| {
                    let mut budget = self.settings.steps;
                    let best = linear(charge, &unit(p, sign), &least, false, &mut budget);
                    best.found.first().filter(|_| best.proved).map(|(_, values)| values[p])
                };
                deep.best_in_zone.push(end(1));
                deep.worst_in_zone.push(end(-1));
            }
            deep.nash = self.nash(charge, targets, &deep.best_in_zone).and_then(|best| {
                best.found.first().filter(|_| best.proved).map(|(digits, _)| self.game.space.package(charge, digits))
            });
        }
        if zone == Some(true) && !self.win_sets.is_empty() {
            for (which, home) in deep.home.iter_mut().enumerate() {
                let mut terms = self.game.real_lines(numbers);
                terms.extend(self.win_sets.iter().skip(which).step_by(2));
                let charge = self.game.charge(numbers, &Terms { in_force: terms, levers: Vec::new() });
                let mut budget = self.settings.steps;
                *home = charge.map_or(Some(false), |charge| reach(&charge, targets, &[], &mut budget).answer());
            }
        }
        if zone == Some(false) {
            let sets = self.lever_sets();
            let with = |levers: &[usize]| {
                let terms = Terms {
                    in_force: self.game.real_lines(numbers),
                    levers: levers
                        .iter()
                        .copied()
                        .filter(|at| numbers.levers[self.game.levers[*at].at].believed)
                        .collect(),
                };
                if terms.levers.is_empty() {
                    return Some(false);
                }
                let charge = self.game.charge(numbers, &terms)?;
                let mut budget = self.settings.steps;
                reach(&charge, &self.game.targets(numbers, &terms), &[], &mut budget).answer()
            };
            // Levers only help: what all of them together do not open, none of them does.
            let all: Vec<usize> = (0..self.game.levers.len()).collect();
            let whole = if sets.is_empty() { Some(false) } else { with(&all) };
            for set in &sets {
                deep.with_levers.push(if whole == Some(false) { Some(false) } else { with(set) });
            }
        }
        deep
    }

    /// The Nash point over parties that have something to gain, of a charge with a zone.
    pub fn nash(
        &self,
        charge: &Charge,
        targets: &[Option<i64>],
        best_in_zone: &[Option<i64>],
    ) -> Option<crate::solve::valued::optimum::Best> {
        let least: Vec<i64> = targets.iter().map(|target| target.unwrap_or(ANYTHING)).collect();
        let among: Vec<usize> = (0..targets.len())
            .filter(|p| targets[*p].is_some_and(|t| best_in_zone[*p].is_some_and(|b| b > t)))
            .collect();
        let span = |p: usize| best_in_zone[p].unwrap_or(0) - least[p];
        let rulers: Vec<Ruler> =
            among.iter().map(|p| Ruler { dimension: *p, from: least[*p], unit: span(*p).max(1) }).collect();
        let mut budget = self.settings.steps;
        let first = leximin(charge, &rulers, &least, &mut budget);
        let (_, first) = first.found.into_iter().next()?;
        let mut budget = self.settings.steps;
        Some(nash(charge, &least, &among, &least, &first, &mut budget))
    }

    /// Sets of levers that are tried: each alone, each pair, all together; at most 64.
    pub fn lever_sets(&self) -> Vec<Vec<usize>> {
        let count = self.game.levers.len();
        let mut sets: Vec<Vec<usize>> = (0..count).map(|at| vec![at]).collect();
        sets.extend((0..count).flat_map(|a| (a + 1..count).map(move |b| vec![a, b])));
        sets.truncate(63);
        if count > 2 {
            sets.push((0..count).collect());
        }
        sets
    }

    /// Whether an admissible package dominates this one in a draw; `None`: not admissible, or the budget was spent.
    pub fn efficient(&self, index: u64, package: &[usize]) -> Option<bool> {
        let (_, charge) = self.charged(index);
        let charge = charge?;
        let digits = self.game.space.digits(&charge, package)?;
        let (values, allowed) = charge.evaluate(&digits);
        if !allowed {
            return None;
        }
        let mut budget = self.settings.steps;
        self.game.dominates(&charge, &values, &mut budget).map(|dominated| !dominated)
    }
}
