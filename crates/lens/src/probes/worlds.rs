//! The worlds that answers could tell apart: draws, or all cases of which lines are real.
//!
//! With points only there is one set of values, and what is uncertain is which lines are real. Here each line is taken by
//! its firmness (its mean), so that a line that may be a bluff can be probed: with up to [`LINES_EXACT`] uncertain lines
//! all their cases are worked through with their chances, beyond them they are drawn.

use super::assumed::{Settings, mean};
use crate::control::Control;
use crate::model::{Game, Numbers, Terms, in_chunks, uniform};
use crate::solve::valued::Charge;
use crate::solve::valued::dual::{Reach, reach};
use std::collections::BTreeMap;
use zopa_case::{PartyId, Scale};

/// Uncertain lines of which all cases are worked through: 1,024 cases.
const LINES_EXACT: usize = 10;
/// Draws in one part of the work.
const CHUNK: u64 = 32;
/// Packages beyond which not all are looked at.
const ALL: u64 = 128;
/// Packages found that are looked at beside those of the case.
const FOUND: usize = 16;
/// Single steps from the first of them, and the most outcomes of an issue that is stepped on.
const STEPS: usize = 48;
const STEP_OUTCOMES: usize = 8;

/// What is known of the worlds as a whole.
pub(super) struct Worlds<'a> {
    pub game: Game<'a>,
    /// By world: which of the uncertain lines are real, where numbers are points.
    cases: Option<Vec<Vec<bool>>>,
    /// Uncertain lines, by place among the game's.
    pub lines: Vec<usize>,
    /// By world.
    pub weights: Vec<f64>,
    pub exact: bool,
    steps: u64,
}

/// What is kept of one world at first.
#[derive(Clone, Debug)]
pub(super) struct Met {
    pub zone: Option<bool>,
    pub witness: Option<Vec<usize>>,
}

/// What a package is in one world.
#[derive(Clone, Debug)]
pub(super) struct Held {
    /// By party asked: whether it would take it.
    pub takes: Vec<bool>,
    /// Whether it is in the zone.
    pub agreed: bool,
    /// By dimension: its value, in ticks.
    pub values: Vec<i64>,
}

/// One world, looked at closely.
#[derive(Clone, Debug)]
pub(super) struct World {
    /// By candidate; `None` for those that the logic rules out.
    pub held: Vec<Option<Held>>,
    /// By dimension: the no-deal value, where known.
    pub no_deal: Vec<Option<i64>>,
    /// By uncertain line.
    pub real: Vec<bool>,
}

impl<'a> Worlds<'a> {
    pub fn new(game: Game<'a>, settings: &Settings) -> Self {
        let firmness = |line: &usize| {
            let quantity = game.case.line(game.lines[*line]).firmness.as_ref()?;
            Some(mean(quantity)).filter(|share| *share > 0.0 && *share < 1.0)
        };
        let lines: Vec<usize> = (0..game.lines.len()).filter(|line| firmness(line).is_some()).collect();
        let shares: Vec<f64> = lines.iter().filter_map(firmness).collect();
        let draws = usize::try_from(settings.draws.max(1)).unwrap_or(usize::MAX).min(1 << 24);
        let (cases, weights, exact) = if !game.draws.certain() {
            (None, vec![1.0; draws], false)
        } else if lines.len() <= LINES_EXACT {
            let cases: Vec<Vec<bool>> = (0..1_usize << lines.len())
                .map(|bits| (0..lines.len()).map(|at| bits >> at & 1 == 1).collect())
                .collect();
            let chance = |case: &Vec<bool>| -> f64 {
                case.iter().zip(&shares).map(|(real, share)| if *real { *share } else { 1.0 - share }).product()
            };
            let weights = cases.iter().map(chance).collect();
            (Some(cases), weights, true)
        } else {
            let mut cases = vec![Vec::with_capacity(lines.len()); draws];
            for (line, share) in lines.iter().zip(&shares) {
                let name = &game.case.line(game.lines[*line]).name;
                let path = format!("probes.{name}");
                let mut next = uniform(settings.seed, &path);
                cases.iter_mut().for_each(|case| case.push(next() < *share));
            }
            (Some(cases), vec![1.0; draws], false)
        };
        // A posterior is one of draws: where all cases are worked through, firmness says it all.
        let weights = match &settings.weights {
            Some(own) if !exact => (0..weights.len()).map(|at| own.get(at).copied().unwrap_or(0.0)).collect(),
            _ => weights,
        };
        Self { game, cases, lines, weights, exact, steps: settings.steps }
    }

    fn numbers(&self, world: usize) -> Numbers {
        let mut numbers = self.game.draws.numbers(if self.cases.is_some() { 0 } else { world as u64 });
        if let Some(cases) = &self.cases {
            for (line, real) in self.lines.iter().zip(&cases[world]) {
                numbers.real[self.game.lines[*line].index()] = *real;
            }
        }
        numbers
    }

    /// Whether there is a zone, world by world; fewer than there are if somebody stopped it.
    pub fn meet(&self, threads: usize, control: &dyn Control) -> Vec<Met> {
        self.each(threads, control, "draws", |numbers| {
            let terms = Terms { in_force: self.game.real_lines(numbers), levers: Vec::new() };
            let Some(charge) = self.game.charge(numbers, &terms) else {
                return Met { zone: Some(false), witness: None };
            };
            let found = reach(&charge, &self.game.targets(numbers, &Terms::default()), &[], &mut self.steps.clone());
            let witness = match &found {
                Reach::Yes { digits, .. } => Some(self.game.space.package(&charge, digits)),
                _ => None,
            };
            Met { zone: found.answer(), witness }
        })
    }

    /// What candidates are, world by world.
    pub fn look(
        &self,
        candidates: &[Vec<usize>],
        asked: &[usize],
        threads: usize,
        control: &dyn Control,
    ) -> Vec<World> {
        // Which lines a package crosses hangs on no number.
        let lines =
            |own: &Vec<usize>| (0..self.game.lines.len()).filter(|line| self.game.crosses(*line, own)).collect();
        let crossed: Vec<Vec<usize>> = candidates.iter().map(lines).collect();
        self.each(threads, control, "packages", |numbers| {
            let targets = self.game.targets(numbers, &Terms::default());
            let open = self.game.charge(numbers, &Terms::default());
            let held = |(own, crosses): (&Vec<usize>, &Vec<usize>)| {
                self.held(numbers, open.as_ref()?, &targets, (own, crosses), asked)
            };
            let held = candidates.iter().zip(&crossed).map(held).collect();
            let no_deal = |at: usize| {
                let own = numbers.parties[self.game.dimensions[at].party.index()].as_ref()?;
                own.no_deal.map(|number| self.game.ticks(at, number))
            };
            World {
                held,
                no_deal: (0..self.game.dimensions.len()).map(no_deal).collect(),
                real: self.lines.iter().map(|line| numbers.real[self.game.lines[*line].index()]).collect(),
            }
        })
    }

    fn held(
        &self,
        numbers: &Numbers,
        open: &Charge,
        targets: &[Option<i64>],
        (package, crosses): (&[usize], &[usize]),
        asked: &[usize],
    ) -> Option<Held> {
        let game = &self.game;
        let digits = game.space.digits(open, package)?;
        let (values, _) = open.evaluate(&digits);
        let crossed: Vec<PartyId> = crosses
            .iter()
            .filter(|line| numbers.real[game.lines[**line].index()])
            .map(|line| game.case.line(game.lines[*line]).party)
            .collect();
        let reaches = |at: usize| targets[at].is_none_or(|target| values[at] >= target);
        let takes = |at: &usize| reaches(*at) && !crossed.contains(&game.dimensions[*at].party);
        Some(Held {
            takes: asked.iter().map(takes).collect(),
            agreed: crossed.is_empty() && (0..targets.len()).all(reaches),
            values,
        })
    }

    fn each<T: Send>(
        &self,
        threads: usize,
        control: &dyn Control,
        part: &'static str,
        one: impl Fn(&Numbers) -> T + Sync,
    ) -> Vec<T> {
        let all = self.weights.len() as u64;
        let parts = in_chunks(threads, all.div_ceil(CHUNK), control, part, |chunk| {
            let mut done = Vec::new();
            for world in chunk * CHUNK..all.min((chunk + 1) * CHUNK) {
                if control.cancelled() {
                    return (done, true);
                }
                done.push(one(&self.numbers(world as usize)));
            }
            (done, false)
        });
        // What is told is a run of worlds without a hole.
        let mut whole = Vec::new();
        for part in parts {
            let Some((done, stopped)) = part else { break };
            whole.extend(done);
            if stopped {
                break;
            }
        }
        whole
    }

    /// Packages to look at: all that keep the logic where they are few; else those of the case, those that most worlds' searches ended
    /// at, single steps from the first of these, and what each party would have best. The second says whether they are all.
    pub fn candidates(&self, met: &[Met]) -> (Vec<Vec<usize>>, bool) {
        let game = &self.game;
        let numbers = self.numbers(0);
        let Some(open) = game.charge(&numbers, &Terms::default()) else { return (Vec::new(), true) };
        let sizes: Vec<usize> = game.case.issues().iter().map(|issue| issue.outcomes.len()).collect();
        let all = sizes.iter().fold(1_u64, |product, size| product.saturating_mul(*size as u64));
        if all <= ALL {
            let packages = (0..all as usize).map(|mut at| {
                let mut package = vec![0; sizes.len()];
                for (own, size) in package.iter_mut().zip(&sizes).rev() {
                    *own = at % size;
                    at /= size;
                }
                package
            });
            return (packages.filter(|own| game.space.digits(&open, own).is_some()).collect(), true);
        }
        let mut candidates: Vec<Vec<usize>> =
            game.case.packages().iter().filter_map(|package| game.case.whole(package)).collect();
        let case_packages = candidates.len();
        let mut often: BTreeMap<Vec<usize>, u64> = BTreeMap::new();
        for package in met.iter().filter_map(|own| own.witness.clone()) {
            *often.entry(package).or_default() += 1;
        }
        let mut often: Vec<(u64, Vec<usize>)> = often.into_iter().map(|(package, count)| (count, package)).collect();
        often.sort_by(|one, two| two.0.cmp(&one.0).then_with(|| one.1.cmp(&two.1)));
        candidates.extend(often.into_iter().take(FOUND).map(|(_, package)| package));
        for at in game.voters() {
            let unit: Vec<i64> = (0..game.dimensions.len()).map(|own| i64::from(own == at)).collect();
            let (mut digits, mut values) = (Vec::new(), Vec::new());
            if open.argmax(&open.best(&unit), &mut digits, &mut values) {
                candidates.push(game.space.package(&open, &digits));
            }
        }
        // Single steps from what most searches ended at.
        let mut steps = Vec::new();
        if let Some(from) = candidates.get(case_packages) {
            for (issue, size) in sizes.iter().enumerate().filter(|(_, size)| **size <= STEP_OUTCOMES) {
                for outcome in (0..*size).filter(|outcome| *outcome != from[issue]) {
                    let mut next = from.clone();
                    next[issue] = outcome;
                    steps.push(next);
                }
            }
        }
        candidates.extend(steps.into_iter().take(STEPS));
        let mut seen = std::collections::BTreeSet::new();
        candidates.retain(|own| game.space.digits(&open, own).is_some() && seen.insert(own.clone()));
        (candidates, false)
    }

    /// A value of a dimension on its own scale.
    pub fn number(&self, dimension: usize, ticks: i64) -> f64 {
        self.game.number(dimension, ticks).to_f64()
    }

    /// The same in hundredths of its scale.
    pub fn hundredths(&self, dimension: usize, ticks: i64) -> f64 {
        let scale = self.game.draws.scale(self.game.dimensions[dimension].party);
        self.number(dimension, ticks) * if scale == Some(Scale::One) { 100.0 } else { 1.0 }
    }
}
