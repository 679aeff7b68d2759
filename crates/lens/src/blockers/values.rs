//! Blocking sets and openings with values: lines and no-deal values together, over draws.
//!
//! Soft constraints of a draw are the lines that are real in it and the no-deal values of the parties whose yes a deal
//! needs; hard is the logic. The oracle is the settlement search: is there a package that keeps these lines and gives
//! these parties no less than no deal? A certificate names the parties it needs, which shrinks most sets at once.

use super::Settings;
use super::values_findings::{
    LeastChange, Shortfall, Soft, SoftKind, ValueOpening, ValueSet, WithValues, WouldBe,
};
use super::words::{list as joined, party as party_title};
use crate::control::Control;
use crate::model::{Game, Numbers, Terms, in_chunks, rest_on};
use crate::run::{Basis, Stop};
use crate::worth::Worth;
use crate::share::Share;
use crate::solve::TooWide;
use crate::solve::marco::{Feasible, Limits, Reach as Reached, Set, enumerate};
use crate::solve::valued::dual::{Reach, reach};
use crate::solve::valued::optimum::{Ruler, leximin};
use crate::solve::valued::search::ANYTHING;
use crate::solve::valued::size::{Size, size};
use crate::solve::valued::{Charge, NONE};
use num_bigint::BigUint;
use std::collections::BTreeMap;
use zopa_case::{Case, Number};

/// Draws looked at.
pub const DRAWS: u64 = 128;
/// Sets listed at most.
const LISTED: usize = 40;

/// How far to go in each draw.
const LIMITS: Limits = Limits { sets: 200, calls: 4_000, steps: 100_000 };

/// What blocks in one draw.
struct Drawn {
    zone: Option<bool>,
    /// Blocking sets, as indices of softs.
    sets: Vec<Vec<usize>>,
    /// Openings, with what each no-deal value must fall by (ticks), and the package that they allow.
    openings: Vec<(Vec<usize>, Vec<(usize, i64)>, Option<Vec<usize>>)>,
    /// No opening without these that are not for trade.
    without: Vec<Vec<usize>>,
    complete: bool,
    least: Option<(Vec<usize>, Vec<i64>)>,
    /// A would-be deal without lines, and the lines it crosses.
    would_be: Option<(Vec<usize>, Vec<usize>)>,
    /// Whether a zone exists once all lines are lifted.
    without_lines: Option<bool>,
}

/// The case with its soft constraints: lines first, then no-deal values by dimension.
struct Ground<'a> {
    game: Game<'a>,
    steps: u64,
    kept: Vec<bool>,
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
        (chunk * 4..n.min(chunk * 4 + 4)).map(|index| ground.draw(index, &|| control.cancelled())).collect::<Vec<Drawn>>()
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
    fn lines(&self) -> usize {
        self.game.lines.len()
    }

    fn charge(&self, numbers: &Numbers, in_force: Vec<usize>) -> Option<Charge> {
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
        let (Some(strict), Some(open)) = (self.charge(&numbers, real.clone()), self.charge(&numbers, Vec::new())) else {
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
            let wanted: Vec<Option<i64>> = (0..dims).map(|p| targets[p].filter(|_| on.contains(&(lines + p)))).collect();
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
        let least: Vec<i64> = targets
            .iter()
            .enumerate()
            .map(|(p, target)| target.filter(|_| !lifted(p)).unwrap_or(ANYTHING))
            .collect();
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
        let short = targets.iter().zip(values).map(|(target, value)| target.map_or(0, |target| (target - value).max(0)));
        Some((self.game.space.package(strict, digits), short.collect()))
    }

    fn soft(&self, soft: usize) -> Soft {
        let case = self.game.case;
        match soft.checked_sub(self.lines()) {
            None => {
                let line = case.line(self.game.lines[soft]);
                Soft { kind: SoftKind::Line, id: line.name.clone(), party: line.party.index(), what: line.text.clone() }
            }
            Some(p) => {
                let party = self.game.dimensions[p].party;
                let entered = case.draft().preferences.get(&case.party(party).name).and_then(|known| known.no_deal.as_ref());
                Soft {
                    kind: SoftKind::NoDeal,
                    id: format!("preferences.{}.no deal", case.party(party).name),
                    party: party.index(),
                    what: entered.map_or_else(String::new, |no_deal| format!("no deal is worth {no_deal}")),
                }
            }
        }
    }

    /// A soft constraint in a sentence.
    fn told(&self, soft: usize) -> String {
        let own = self.soft(soft);
        let title = party_title(self.game.case, own.party);
        match own.kind {
            SoftKind::Line => format!("{title}'s line {} ({})", own.id, own.what),
            SoftKind::NoDeal => format!("what no deal is worth to {title}"),
        }
    }

    fn basis(&self, softs: &[usize], record: &Basis) -> Basis {
        // Whether a set is minimal hangs on all the rest as well.
        let mut basis = record.clone();
        softs.iter().filter(|soft| **soft < self.lines()).for_each(|soft| basis.line(self.game.case, self.game.lines[*soft]));
        basis
    }

    fn share(&self, hits: u64, drawn: &[Drawn]) -> Share {
        let open = drawn.iter().filter(|drawn| drawn.zone.is_none() || !drawn.complete).count() as u64;
        Share::new(hits, drawn.len() as u64, open.min(drawn.len() as u64 - hits))
    }

    fn falls_over(&self, soft: usize, falls: &[i64]) -> Option<Shortfall> {
        let p = soft.checked_sub(self.lines())?;
        let worth = Worth::of_draws(falls.to_vec(), |ticks| self.game.number(p, ticks))?;
        Some(Shortfall { party: self.game.dimensions[p].party.index(), by: worth })
    }

    fn together(&self, drawn: &[Drawn], asked: u64, certain: bool, record: &Basis) -> WithValues {
        let case = self.game.case;
        let n = drawn.len() as u64;
        let of_draws = |share: &Share| match certain {
            true => String::new(),
            false => format!(" In {}.", share.of_draws()),
        };
        let count = |zone: Option<bool>| drawn.iter().filter(|drawn| drawn.zone == zone).count() as u64;
        let blocked = Share::new(count(Some(false)), n, count(None));
        let mut sets: BTreeMap<Vec<usize>, u64> = BTreeMap::new();
        let mut openings: BTreeMap<Vec<usize>, Vec<&(Vec<usize>, Vec<(usize, i64)>, Option<Vec<usize>>)>> = BTreeMap::new();
        let mut without: BTreeMap<Vec<usize>, u64> = BTreeMap::new();
        for own in drawn {
            own.sets.iter().for_each(|set| *sets.entry(set.clone()).or_default() += 1);
            own.without.iter().for_each(|set| *without.entry(set.clone()).or_default() += 1);
            own.openings.iter().for_each(|opening| openings.entry(opening.0.clone()).or_default().push(opening));
        }
        let id = |prefix: &str, softs: &[usize]| {
            let names: Vec<String> = softs.iter().map(|soft| self.soft(*soft).id).collect();
            format!("blockers.values.{prefix}.{}", names.join("+"))
        };
        let list = |softs: &[usize]| and_list(&softs.iter().map(|soft| self.told(*soft)).collect::<Vec<_>>());
        let mut blocking: Vec<ValueSet> = sets
            .iter()
            .map(|(softs, hits)| {
                let share = self.share(*hits, drawn);
                ValueSet {
                    id: id("set", softs),
                    constraints: softs.iter().map(|soft| self.soft(*soft)).collect(),
                    sentence: match softs.as_slice() {
                        [] => "The logic alone allows no package.".to_string(),
                        [one] => format!("{} cannot be met by any package.{}", upper(&self.told(*one)), of_draws(&share)),
                        many => format!("{} cannot all be met.{}", upper(&list(many)), of_draws(&share)),
                    },
                    share,
                    basis: self.basis(softs, record),
                }
            })
            .collect();
        blocking.sort_by_key(|set| (std::cmp::Reverse(set.share.hits()), set.constraints.len(), set.id.clone()));
        let sets_in_all = blocking.len();
        blocking.truncate(LISTED);
        let mut opens: Vec<(usize, ValueOpening)> = openings
            .iter()
            .map(|(lift, met)| {
                let share = self.share(met.len() as u64, drawn);
                let lines: Vec<usize> = lift.iter().copied().filter(|soft| *soft < self.lines()).collect();
                let by: Vec<Shortfall> = lift
                    .iter()
                    .filter_map(|soft| {
                        let falls: Vec<i64> = met
                            .iter()
                            .filter_map(|own| own.1.iter().find(|(at, _)| at == soft).map(|(_, fall)| *fall))
                            .collect();
                        self.falls_over(*soft, &falls)
                    })
                    .collect();
                let given: Vec<String> = lines
                    .iter()
                    .map(|line| format!("{} is lifted", self.told(*line)))
                    .chain(by.iter().map(|fall| {
                        format!("no deal is worth {} less to {}", fall.in_words(), party_title(case, fall.party))
                    }))
                    .collect();
                let opening = ValueOpening {
                    id: id("opening", lift),
                    lift: lift.iter().map(|soft| self.soft(*soft)).collect(),
                    by,
                    opens: if certain { self.opens(lift, met[0]) } else { None },
                    example: met.iter().find_map(|own| own.2.clone()),
                    sentence: format!("A zone opens if {}.{}", and_list(&given), of_draws(&share)),
                    share,
                    basis: self.basis(lift, record),
                };
                (lines.len(), opening)
            })
            .collect();
        opens.sort_by_key(|(lines, own)| (std::cmp::Reverse(own.share.hits()), *lines, own.lift.len(), own.id.clone()));
        if certain {
            opens.sort_by_key(|(lines, own)| (*lines, own.lift.len(), own.id.clone()));
        }
        let openings_in_all = opens.len();
        opens.truncate(LISTED);
        let would: Vec<&Drawn> = drawn.iter().filter(|own| own.without_lines == Some(true)).collect();
        let mut crossed: BTreeMap<usize, u64> = BTreeMap::new();
        would.iter().flat_map(|own| &own.would_be).for_each(|(_, lines)| {
            lines.iter().for_each(|line| *crossed.entry(*line).or_default() += 1);
        });
        let dilution = (!would.is_empty()).then(|| {
            let share = Share::new(would.len() as u64, n, count(None));
            let lines: Vec<(String, Share)> = crossed
                .iter()
                .map(|(line, hits)| (self.soft(*line).id, Share::new(*hits, would.len() as u64, 0)))
                .collect();
            let names: Vec<String> = crossed.keys().map(|line| self.told(*line)).collect();
            WouldBe {
                id: "blockers.values.dilution".into(),
                package: would.iter().find_map(|own| own.would_be.clone()).map(|(package, _)| package),
                sentence: format!(
                    "Values alone would allow a deal that the lines forbid; it would cross {}. What is gained elsewhere does \
                     not buy a line off.{}",
                    and_list(&names),
                    of_draws(&share)
                ),
                share,
                lines,
                basis: self.basis(&crossed.keys().copied().collect::<Vec<_>>(), record),
            }
        });
        let least: Vec<&(Vec<usize>, Vec<i64>)> = drawn.iter().filter_map(|own| own.least.as_ref()).collect();
        let least_change = (!least.is_empty()).then(|| {
            let short: Vec<Shortfall> = (0..self.game.dimensions.len())
                .filter_map(|p| {
                    let falls: Vec<i64> = least.iter().map(|(_, short)| short[p]).collect();
                    self.falls_over(self.lines() + p, &falls).filter(|_| falls.iter().any(|fall| *fall > 0))
                })
                .collect();
            let told: Vec<String> = short
                .iter()
                .map(|own| format!("{} is short by {}", party_title(case, own.party), own.in_words()))
                .collect();
            LeastChange {
                id: "blockers.values.least-change".into(),
                package: least[0].0.clone(),
                sentence: format!(
                    "Where the lines are kept, the package that leaves the least largest shortfall from no deal: {}.",
                    and_list(&told)
                ),
                short,
                basis: record.clone(),
            }
        });
        let never: Vec<Vec<Soft>> =
            without.keys().map(|softs| softs.iter().map(|soft| self.soft(*soft)).collect()).collect();
        let complete = drawn.iter().all(|own| own.complete && own.zone.is_some())
            && sets_in_all <= LISTED
            && openings_in_all <= LISTED;
        WithValues {
            id: "blockers.values".into(),
            n,
            certain,
            sentence: match (certain, blocked.hits()) {
                (true, 0) => "With the values entered there is a zone: nothing blocks.".into(),
                (true, _) => "With the values entered there is no zone.".into(),
                (false, _) => format!("Without a zone: {}.", blocked.of_draws()),
            },
            blocked,
            blocking_sets: blocking,
            openings: opens.into_iter().map(|(_, opening)| opening).collect(),
            sets_in_all,
            openings_in_all,
            no_opening_without: never,
            least_change,
            dilution,
            complete,
            stop: if n < asked { Stop::Cancelled } else if complete { Stop::Complete } else { Stop::Budget },
            basis: record.clone(),
        }
    }

    /// How many packages an opening opens, no-deal values lifted falling by as little as they must.
    fn opens(&self, lift: &[usize], met: &(Vec<usize>, Vec<(usize, i64)>, Option<Vec<usize>>)) -> Option<BigUint> {
        let numbers = self.game.draws.numbers(0);
        let in_force = self.game.real_lines(&numbers).into_iter().filter(|line| !lift.contains(line)).collect();
        let charge = self.charge(&numbers, in_force)?;
        let targets = self.game.targets(&numbers, &Terms::default());
        let least: Vec<i64> = targets
            .iter()
            .enumerate()
            .map(|(p, target)| {
                let fall = met.1.iter().find(|(soft, _)| *soft == self.lines() + p).map_or(0, |(_, fall)| *fall);
                target.map_or(ANYTHING, |target| target - fall)
            })
            .collect();
        match size(&charge, &least)? {
            Size::Exact(count) => Some(BigUint::from(count)),
            Size::Between(..) => None,
        }
    }
}

fn and_list(items: &[String]) -> String {
    joined(items, "and")
}

fn upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
