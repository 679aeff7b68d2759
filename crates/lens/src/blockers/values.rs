//! Blocking sets and openings with values: lines and no-deal values together, over draws.
//!
//! Soft constraints of a draw are the lines that are real in it and the no-deal values of the parties whose yes a deal
//! needs; hard is the logic. The oracle is the settlement search: is there a package that keeps these lines and gives
//! these parties no less than no deal? A certificate names the parties it needs, which shrinks most sets at once.

use super::Settings;
use super::values_findings::WithValues;
use crate::control::Control;
use crate::model::{Game, Numbers, Terms, in_chunks, rest_on};
use crate::run::Basis;
use crate::solve::TooWide;
use crate::solve::marco::{Feasible, Limits, Reach as Reached, Set, enumerate};
use crate::solve::valued::dual::{Reach, reach};
use crate::solve::valued::optimum::{Ruler, leximin};
use crate::solve::valued::search::ANYTHING;
use crate::solve::valued::{Charge, NONE};
use zopa_case::{Case, Number};

/// Draws looked at.
pub const DRAWS: u64 = 128;
/// How far to go in each draw.
const LIMITS: Limits = Limits { sets: 200, calls: 4_000, steps: 100_000 };

/// An opening of one draw: what is lifted, what each no-deal value lifted must fall by (ticks), and a package that it
/// allows.
pub(super) type Opened = (Vec<usize>, Vec<(usize, i64)>, Option<Vec<usize>>);

/// What blocks in one draw.
pub(super) struct Drawn {
    pub zone: Option<bool>,
    /// Blocking sets, as indices of softs.
    pub sets: Vec<Vec<usize>>,
    /// Openings.
    pub openings: Vec<Opened>,
    /// No opening without these that are not for trade.
    pub without: Vec<Vec<usize>>,
    pub complete: bool,
    pub least: Option<(Vec<usize>, Vec<i64>)>,
    /// A would-be deal without lines, and the lines it crosses.
    pub would_be: Option<(Vec<usize>, Vec<usize>)>,
    /// Whether a zone exists once all lines are lifted.
    pub without_lines: Option<bool>,
}

/// The case with its soft constraints: lines first, then no-deal values by dimension.
pub(super) struct Ground<'a> {
    pub game: Game<'a>,
    pub steps: u64,
    pub kept: Vec<bool>,
}

/// What blocks and what would open, with the values of a case; `None` where nobody whose yes is needed has a no-deal value.
pub(super) fn with_values(
    case: &Case,
    settings: &Settings,
    control: &dyn Control,
    record: &Basis,
) -> Result<Option<WithValues>, TooWide> {
    let game = Game::new(case, settings.seed, &[])?;
    let first = game.draws.numbers(0);
    if game.targets(&first, &Terms::default()).iter().all(Option::is_none) {
        return Ok(None);
    }
    let certain = game.draws.certain();
    let n = if certain { 1 } else { settings.draws.max(1) };
    let kept = game
        .lines
        .iter()
        .map(|line| case.line(*line).not_for_trade)
        .chain(game.dimensions.iter().map(|_| false))
        .collect();
    let ground = Ground { game, steps: settings.value_steps, kept };
    let parts = in_chunks(settings.threads, n.div_ceil(4), control, "what blocks", |chunk| {
        (chunk * 4..n.min(chunk * 4 + 4))
            .map(|index| ground.draw(index, &|| control.cancelled()))
            .collect::<Vec<Drawn>>()
    });
    // A run of draws without a hole.
    let mut drawn: Vec<Drawn> = Vec::new();
    for part in parts {
        let Some(part) = part else { break };
        drawn.extend(part);
    }
    let mut basis = record.clone();
    ground.game.dimensions.iter().for_each(|own| rest_on(case, own.party, &mut basis));
    Ok(Some(ground.together(&drawn, n, certain, &basis)))
}

impl Ground<'_> {
    pub(super) fn lines(&self) -> usize {
        self.game.lines.len()
    }

    pub(super) fn charge(&self, numbers: &Numbers, in_force: Vec<usize>) -> Option<Charge> {
        self.game.charge(numbers, &Terms { in_force, levers: Vec::new() })
    }

    /// The ruler of a party: one hundredth of its scale; for a raw scale of the span of its values.
    fn ruler(&self, charge: &Charge, p: usize, from: i64) -> Ruler {
        let scale = self.game.draws.scale(self.game.dimensions[p].party);
        let unit = match scale {
            Some(zopa_case::Scale::Hundred) => self.game.ticks(p, Number::whole(1)),
            Some(zopa_case::Scale::One) => self.game.ticks(p, Number::whole(1)) / 100,
            _ => {
                let end = |sign: i64| {
                    let weights: Vec<i64> = (0..charge.dims()).map(|q| if q == p { sign } else { 0 }).collect();
                    charge.best(&weights).most()
                };
                let (most, least) = (end(1), end(-1));
                if most == NONE { 1 } else { (most + least) / 100 }
            }
        };
        Ruler { dimension: p, from, unit: unit.max(1) }
    }

    fn draw(&self, index: u64, cancelled: &dyn Fn() -> bool) -> Drawn {
        let numbers = self.game.draws.numbers(index);
        let (lines, dims) = (self.lines(), self.game.dimensions.len());
        let real = self.game.real_lines(&numbers);
        let targets = self.game.targets(&numbers, &Terms::default());
        let mut drawn = Drawn {
            zone: Some(false),
            sets: Vec::new(),
            openings: Vec::new(),
            without: Vec::new(),
            complete: true,
            least: None,
            would_be: None,
            without_lines: Some(false),
        };
        let (Some(strict), Some(open)) = (self.charge(&numbers, real.clone()), self.charge(&numbers, Vec::new()))
        else {
            drawn.sets.push(Vec::new());
            return drawn;
        };
        let mut budget = self.steps;
        drawn.zone = reach(&strict, &targets, &[], &mut budget).answer();
        if drawn.zone != Some(false) {
            return drawn;
        }
        // What is no constraint of this draw is never in force: it is met by everything.
        let here: Vec<usize> =
            real.iter().copied().chain((0..dims).filter(|p| targets[*p].is_some()).map(|p| lines + p)).collect();
        let mut kept = Set::empty(here.len());
        here.iter().enumerate().filter(|(_, soft)| self.kept[**soft]).for_each(|(at, _)| kept.insert(at));
        let mut oracle = |in_force: &Set| {
            let on: Vec<usize> = in_force.iter().map(|at| here[at]).collect();
            let Some(charge) = self.charge(&numbers, on.iter().copied().filter(|soft| *soft < lines).collect()) else {
                return Feasible::No(None);
            };
            let wanted: Vec<Option<i64>> =
                (0..dims).map(|p| targets[p].filter(|_| on.contains(&(lines + p)))).collect();
            let mut budget = self.steps;
            match reach(&charge, &wanted, &[], &mut budget) {
                Reach::Yes { digits, values } => {
                    let package = self.game.space.package(&charge, &digits);
                    let mut met = Set::empty(here.len());
                    for (at, soft) in here.iter().enumerate() {
                        let meets = match soft.checked_sub(lines) {
                            None => !self.game.crosses(*soft, &package),
                            Some(p) => targets[p].is_none_or(|target| values[p] >= target),
                        };
                        if meets || in_force.contains(at) {
                            met.insert(at);
                        }
                    }
                    Feasible::Yes(Some(met))
                }
                Reach::No { weights } => {
                    // Parties without weight in the certificate are not needed for it.
                    let needed = weights.map(|weights| {
                        let mut core = Set::empty(here.len());
                        for at in in_force.iter() {
                            let needs = here[at].checked_sub(lines).is_none_or(|p| weights[p] > 0);
                            if needs {
                                core.insert(at);
                            }
                        }
                        core
                    });
                    Feasible::No(needed)
                }
                Reach::Undecided => Feasible::Unknown,
            }
        };
        let found = enumerate(&kept, &mut oracle, &LIMITS, &mut || cancelled());
        drawn.complete = found.complete() && found.conflicts_reach == Reached::All;
        let named = |set: &Set| set.iter().map(|at| here[at]).collect::<Vec<usize>>();
        drawn.sets = found.conflicts.iter().map(named).collect();
        drawn.without = found.without.iter().map(named).collect();
        for lift in found.corrections.iter().map(named) {
            let (falls, package) = self.falls(&numbers, &real, &targets, &lift);
            drawn.openings.push((lift, falls, package));
        }
        drawn.least = self.least(&strict, &targets);
        let would = reach(&open, &targets, &[], &mut self.steps.clone());
        drawn.without_lines = would.answer();
        if let Reach::Yes { .. } = would {
            let rulers: Vec<Ruler> =
                (0..dims).filter_map(|p| targets[p].map(|target| self.ruler(&open, p, target))).collect();
            let least: Vec<i64> = targets.iter().map(|target| target.unwrap_or(ANYTHING)).collect();
            let best = leximin(&open, &rulers, &least, &mut self.steps.clone());
            drawn.would_be = best.found.first().map(|(digits, _)| {
                let package = self.game.space.package(&open, digits);
                let crossed = real.iter().copied().filter(|line| self.game.crosses(*line, &package)).collect();
                (package, crossed)
            });
        }
        drawn
    }

    /// With what is lifted: by how much each no-deal value lifted would have to fall at least, the largest fall (in
    /// hundredths of the scale) as small as can be, and the package that does it.
    fn falls(
        &self,
        numbers: &Numbers,
        real: &[usize],
        targets: &[Option<i64>],
        lift: &[usize],
    ) -> (Vec<(usize, i64)>, Option<Vec<usize>>) {
        let lines = self.lines();
        let in_force = real.iter().copied().filter(|line| !lift.contains(line)).collect();
        let Some(charge) = self.charge(numbers, in_force) else { return (Vec::new(), None) };
        let lifted = |p: usize| lift.contains(&(lines + p));
        let least: Vec<i64> =
            targets.iter().enumerate().map(|(p, target)| target.filter(|_| !lifted(p)).unwrap_or(ANYTHING)).collect();
        let rulers: Vec<Ruler> = targets
            .iter()
            .enumerate()
            .filter_map(|(p, target)| target.filter(|_| lifted(p)).map(|target| self.ruler(&charge, p, target)))
            .collect();
        let best = leximin(&charge, &rulers, &least, &mut self.steps.clone());
        let Some((digits, values)) = best.found.first() else { return (Vec::new(), None) };
        let fall = |ruler: &Ruler| (lines + ruler.dimension, (ruler.from - values[ruler.dimension]).max(0));
        let falls = if best.proved { rulers.iter().map(fall).collect() } else { Vec::new() };
        (falls, Some(self.game.space.package(&charge, digits)))
    }

    /// Over packages that keep the lines: the largest shortfall from no deal, in hundredths of the scale, as small as
    /// can be; the package and, by dimension, its shortfall in ticks.
    fn least(&self, strict: &Charge, targets: &[Option<i64>]) -> Option<(Vec<usize>, Vec<i64>)> {
        let rulers: Vec<Ruler> = targets
            .iter()
            .enumerate()
            .filter_map(|(p, target)| target.map(|target| self.ruler(strict, p, target)))
            .collect();
        let best = leximin(strict, &rulers, &vec![ANYTHING; targets.len()], &mut self.steps.clone());
        let (digits, values) = best.found.first().filter(|_| best.proved)?;
        let short =
            targets.iter().zip(values).map(|(target, value)| target.map_or(0, |target| (target - value).max(0)));
        Some((self.game.space.package(strict, digits), short.collect()))
    }
}
