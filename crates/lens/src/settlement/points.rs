//! What is in the zone, where all numbers are points: the efficient packages and the solution concepts.

use super::ensemble::Prepared;
use super::findings::{Concept, Efficient, Point, Size, Valued};
use super::{FRONTIER, LISTED, SAMPLES};
use crate::model::uniform;
use crate::run::Basis;
use crate::share::Share;
use crate::solve::valued::frontier::{Frontier, frontier};
use crate::solve::valued::optimum::{Best, Ruler, TIES, leximin, linear, nash};
use crate::solve::valued::search::ANYTHING;
use crate::solve::valued::size::{Sampler, Size as Counted, least, size};
use crate::solve::valued::{Charge, Listed};
use crate::worth::Worth;
use num_bigint::BigUint;
use std::cmp::Ordering;
use zopa_case::Number;

/// The zone with points, as far as it was worked out.
pub(super) struct Found {
    pub size: Option<Size>,
    pub efficient: Efficient,
    pub points: Vec<Point>,
    pub best_in_zone: Vec<Option<i64>>,
    pub worst_in_zone: Vec<Option<i64>>,
    pub complete: bool,
}

/// Works out the zone of one charge that has one. `targets` are the no-deal values of those who must consent; all of
/// them are known.
pub(super) fn points(prepared: &Prepared<'_>, charge: &Charge, targets: &[Option<i64>], basis: &Basis) -> Found {
    let dims = targets.len();
    let least: Vec<i64> = targets.iter().map(|target| target.unwrap_or(ANYTHING)).collect();
    let voters = prepared.game.voters();
    let work = Work { prepared, charge, least: &least, voters: &voters, basis };
    let voting = charge.project(&voters);
    let voting_least: Vec<i64> = voters.iter().map(|p| least[*p]).collect();
    let front = frontier(&voting, &voting_least, &FRONTIER);
    let mut found = Found {
        size: work.size(),
        efficient: work.efficient(&front),
        points: Vec::new(),
        best_in_zone: Vec::new(),
        worst_in_zone: Vec::new(),
        complete: true,
    };
    for p in 0..dims {
        // The best of a voter is on the frontier; everything else is searched for.
        let on_front = voters.iter().position(|v| *v == p).filter(|_| front.exact() && !front.is_empty());
        let best = on_front.map(|at| (0..front.len()).map(|row| front.vector(row)[at]).max());
        found.best_in_zone.push(best.unwrap_or_else(|| work.end(p, 1)));
        found.worst_in_zone.push(work.end(p, -1));
    }
    let all = voting.all().map(AsRef::as_ref);
    for concept in Concept::ALL {
        let point = work.point(concept, &front, all, &found.best_in_zone);
        found.complete &= point.proved || point.why_not.is_some();
        found.points.push(point);
    }
    found
}

/// The efficient packages among all that a charge allows, whatever no deal is worth.
pub(super) fn efficient_of_all(prepared: &Prepared<'_>, charge: &Charge, basis: &Basis) -> Efficient {
    let voters = prepared.game.voters();
    let least = vec![ANYTHING; prepared.game.dimensions.len()];
    let front = frontier(&charge.project(&voters), &vec![ANYTHING; voters.len()], &FRONTIER);
    Work { prepared, charge, least: &least, voters: &voters, basis }.efficient(&front)
}

/// What is worked on.
pub(super) struct Work<'a> {
    pub prepared: &'a Prepared<'a>,
    pub charge: &'a Charge,
    /// By dimension, no-deal values.
    pub least: &'a [i64],
    /// The dimensions of those whose yes is needed.
    pub voters: &'a [usize],
    pub basis: &'a Basis,
}

impl Work<'_> {
    fn steps(&self) -> u64 {
        self.prepared.settings.steps.saturating_mul(20)
    }

    /// The most (`sign` 1) or least (-1) of a dimension in the zone.
    fn end(&self, p: usize, sign: i64) -> Option<i64> {
        if sign < 0
            && let Some(least) = least(self.charge, p, self.least)
        {
            return least;
        }
        let weights: Vec<i64> = (0..self.least.len()).map(|q| if q == p { sign } else { 0 }).collect();
        let best = linear(self.charge, &weights, self.least, false, &mut self.steps());
        best.found.first().filter(|_| best.proved).map(|(_, values)| values[p])
    }

    fn size(&self) -> Option<Size> {
        match size(self.charge, self.least) {
            Some(Counted::Exact(count)) => return Some(Size::Exact(BigUint::from(count))),
            Some(Counted::Between(low, high)) => return Some(Size::Bounded(BigUint::from(low), BigUint::from(high))),
            None => {}
        }
        let sampler = Sampler::new(self.charge)?;
        let mut numbers = uniform(self.prepared.settings.seed, "settlement.size");
        let hits = (0..SAMPLES)
            .filter(|_| {
                let (_, values) = sampler.draw(&mut numbers);
                values.iter().zip(self.least).all(|(value, least)| value >= least)
            })
            .count() as u64;
        let share = Share::new(hits, SAMPLES, 0);
        let total = sampler.total();
        let part = |share: f64| {
            // 1e-15 of the whole is finer than any interval of so many draws.
            BigUint::from((share.clamp(0.0, 1.0) * 1e15) as u64) * &total / BigUint::from(1_000_000_000_000_000u64)
        };
        // A zone that was found has at least the package that was found.
        let low = part(share.low()).max(BigUint::from(1u32));
        Some(Size::Sampled(low, part(share.high()), SAMPLES))
    }

    fn valued(&self, digits: &[u32]) -> Valued {
        let (values, _) = self.charge.evaluate(digits);
        let game = &self.prepared.game;
        Valued {
            package: game.space.package(self.charge, digits),
            values: game
                .dimensions
                .iter()
                .enumerate()
                .map(|(at, dimension)| (dimension.party.index(), Worth::Point(game.number(at, values[at]))))
                .collect(),
        }
    }

    fn efficient(&self, front: &Frontier) -> Efficient {
        let game = &self.prepared.game;
        Efficient {
            vectors: front.len(),
            count: front.counts.iter().map(|count| BigUint::from(*count)).sum(),
            complete: front.exact(),
            epsilon: match front.exact() {
                true => Vec::new(),
                false => self
                    .voters
                    .iter()
                    .zip(&front.epsilon)
                    .map(|(p, epsilon)| (game.dimensions[*p].party.index(), game.number(*p, *epsilon)))
                    .collect(),
            },
            packages: (0..front.len().min(LISTED)).map(|at| self.valued(&front.digits(at))).collect(),
            why_not: None,
        }
    }

    fn point(&self, concept: Concept, front: &Frontier, all: Option<&Listed>, best: &[Option<i64>]) -> Point {
        let game = &self.prepared.game;
        let gains = |p: &usize| best[*p].is_some_and(|best| best > self.least[*p]);
        let gaining: Vec<usize> = self.voters.iter().copied().filter(gains).collect();
        let idle: Vec<usize> = self.voters.iter().copied().filter(|p| !gains(p)).collect();
        let mut point = Point {
            id: format!("settlement.point.{}", concept.word()),
            concept,
            packages: Vec::new(),
            count: None,
            depth: None,
            proved: true,
            left_out: Vec::new(),
            why_not: None,
            note: None,
            basis: self.basis.clone(),
        };
        let named =
            |parties: &[usize]| parties.iter().map(|p| game.dimensions[*p].party.index()).collect::<Vec<usize>>();
        let mut budget = self.steps();
        let best_of = match concept {
            Concept::Nash | Concept::KalaiSmorodinsky | Concept::KsMinSpread if gaining.is_empty() => {
                point.why_not = Some("no party has anything to gain above its no-deal value".into());
                return point;
            }
            Concept::Nash => {
                point.left_out = named(&idle);
                let rulers = self.rulers(&gaining, |p| best[p].unwrap_or(0) - self.least[p]);
                let exact = front
                    .exact()
                    .then(|| self.on_front(front, |a, b| product(self, &gaining, a).cmp(&product(self, &gaining, b))));
                exact.unwrap_or_else(|| {
                    let first = leximin(self.charge, &rulers, self.least, &mut budget);
                    match first.found.first() {
                        Some((_, first)) => nash(self.charge, self.least, &gaining, self.least, first, &mut budget),
                        None => Best::default(),
                    }
                })
            }
            Concept::Egalitarian | Concept::KalaiSmorodinsky => {
                let among = if concept == Concept::Egalitarian { self.voters.to_vec() } else { gaining.clone() };
                if concept == Concept::KalaiSmorodinsky {
                    point.left_out = named(&idle);
                } else if self.scales_differ() {
                    point.note = Some("it compares gains on the parties' own scales, which differ".into());
                }
                let rulers = match concept {
                    Concept::Egalitarian => self.rulers(&among, |p| self.whole(p)),
                    _ => self.rulers(&among, |p| best[p].unwrap_or(0) - self.least[p]),
                };
                let exact = front.exact().then(|| {
                    let key = |values: &[i64]| sorted_gains(&rulers, values);
                    self.on_front(front, |a, b| leximin_order(&key(a), &key(b)))
                });
                exact.unwrap_or_else(|| leximin(self.charge, &rulers, self.least, &mut budget))
            }
            Concept::MaxWelfare => {
                point.note = Some("it adds the parties' scales, which compares what people feel".into());
                let Some(weights) = self.welfare() else {
                    point.why_not = Some("the parties' scales are too far apart to be added exactly".into());
                    return point;
                };
                let sum = |values: &[i64]| values.iter().zip(&weights).map(|(v, w)| v * w).sum::<i64>();
                let exact = front.exact().then(|| self.on_front(front, |a, b| sum(a).cmp(&sum(b))));
                exact.unwrap_or_else(|| linear(self.charge, &weights, self.least, true, &mut budget))
            }
            Concept::KsMinSpread | Concept::Fallback => {
                let Some(all) = all else {
                    point.why_not = Some("it needs every package one by one, and there are too many".into());
                    return point;
                };
                if concept == Concept::KsMinSpread {
                    point.left_out = named(&idle);
                    self.min_spread(all, &gaining, best)
                } else {
                    let (best, depth) = self.fallback(all, front);
                    point.depth = depth;
                    best
                }
            }
        };
        point.proved = best_of.proved;
        point.count = best_of.proved.then_some(best_of.count);
        point.packages = best_of.found.iter().map(|(digits, _)| self.valued(digits)).collect();
        if point.packages.is_empty() && point.why_not.is_none() {
            point.why_not = Some("the search was left at its limit of steps".into());
        }
        point
    }

    /// What one whole unit of a party's scale is, in ticks.
    fn whole(&self, p: usize) -> i64 {
        self.prepared.game.ticks(p, Number::whole(1)).max(1)
    }

    fn scales_differ(&self) -> bool {
        let scale = |p: &usize| self.prepared.game.draws.scale(self.prepared.game.dimensions[*p].party);
        self.voters.windows(2).any(|pair| scale(&pair[0]) != scale(&pair[1]))
    }

    fn rulers(&self, among: &[usize], unit: impl Fn(usize) -> i64) -> Vec<Ruler> {
        among.iter().map(|p| Ruler { dimension: *p, from: self.least[*p], unit: unit(*p).max(1) }).collect()
    }

    /// Weights that make values of all voters ticks of one unit.
    fn welfare(&self) -> Option<Vec<i64>> {
        let exponent = |p: &usize| self.prepared.game.dimensions[*p].exponent;
        let least = self.voters.iter().map(exponent).min()?;
        (0..self.least.len())
            .map(|p| {
                if !self.voters.contains(&p) {
                    return Some(0);
                }
                10i64.checked_pow(exponent(&p) - least).filter(|weight| *weight <= 10_000)
            })
            .collect()
    }

    /// The best of an exact frontier by an order of values; equal ones are counted with all packages that have them.
    fn on_front(&self, front: &Frontier, order: impl Fn(&[i64], &[i64]) -> Ordering) -> Best {
        let full = |at: usize| {
            let mut values = vec![0; self.least.len()];
            self.voters.iter().zip(front.vector(at)).for_each(|(p, value)| values[*p] = *value);
            values
        };
        let mut best: Vec<(usize, Vec<i64>)> = Vec::new();
        for at in 0..front.len() {
            let values = full(at);
            let against = best.first().map_or(Ordering::Greater, |(_, own)| order(&values, own));
            if against.is_gt() {
                best.clear();
            }
            if against.is_ge() {
                best.push((at, values));
            }
        }
        let count = best.iter().map(|(at, _)| front.counts[*at]).sum::<u128>();
        let found = best.into_iter().take(TIES).map(|(at, values)| (front.digits(at), values)).collect();
        Best { found, count: u64::try_from(count).unwrap_or(u64::MAX), proved: true }
    }
}

fn product(work: &Work<'_>, among: &[usize], values: &[i64]) -> BigUint {
    among.iter().fold(BigUint::from(1u32), |product, p| product * (values[*p] - work.least[*p]).max(0) as u64)
}

type Gain = (i128, i128);

fn sorted_gains(rulers: &[Ruler], values: &[i64]) -> Vec<Gain> {
    let gain = |ruler: &Ruler| (i128::from(values[ruler.dimension] - ruler.from), i128::from(ruler.unit));
    let mut gains: Vec<Gain> = rulers.iter().map(gain).collect();
    gains.sort_by(|a, b| (a.0 * b.1).cmp(&(b.0 * a.1)));
    gains
}

fn leximin_order(a: &[Gain], b: &[Gain]) -> Ordering {
    a.iter().zip(b).map(|(a, b)| (a.0 * b.1).cmp(&(b.0 * a.1))).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}
