//! Best assignments under thresholds: by one scalar, by the Nash product, by leximin.
//!
//! All are branch and bound ([`Search`]) with the incumbent as threshold; every result is proved best, or
//! [`Best::proved`] is false because the budget was spent. Ties are collected: the first [`TIES`], all counted.

use super::dual::{Reach, reach};
use super::search::{ANYTHING, Ended, Search};
use super::{Charge, WEIGHT_MAX, full};
use num_bigint::BigUint;
use std::cmp::Ordering;

/// Equal solutions kept at most.
pub const TIES: usize = 32;

/// The best assignments found.
#[derive(Clone, Debug, Default)]
pub struct Best {
    /// Equal solutions: digits and values, at most [`TIES`].
    pub found: Vec<(Vec<u32>, Vec<i64>)>,
    /// How many equal solutions were met.
    pub count: u64,
    /// Whether nothing better exists, and none equal was missed.
    pub proved: bool,
}

impl Best {
    fn is(digits: &[u32], values: &[i64]) -> Self {
        Self { found: vec![(digits.to_vec(), values.to_vec())], count: 1, proved: false }
    }

    fn also(&mut self, digits: &[u32], values: &[i64]) {
        self.count += 1;
        if self.found.len() < TIES {
            self.found.push((digits.to_vec(), values.to_vec()));
        }
    }
}

/// The largest `sum weights u` under `u_p >= at_least[p]`, with all assignments that attain it (to count them, a
/// search through every tie: only the first if `ties` is false).
///
/// Lagrangean bounds make the leading scalar: `weights + multipliers` of the thresholds.
pub fn linear(charge: &Charge, weights: &[i64], at_least: &[i64], ties: bool, budget: &mut u64) -> Best {
    if let Some(list) = charge.full() {
        return full::linear(list, weights, at_least, ties);
    }
    let dims = charge.dims();
    let top: i64 = weights.iter().map(|weight| weight.abs()).sum::<i64>().max(1);
    let scale = (WEIGHT_MAX / 64 / top).max(1);
    let mut search = Search::new(charge, &[weights.to_vec(), weights.to_vec()]);
    let bound: Vec<usize> = (0..dims).filter(|p| at_least[*p] > ANYTHING).collect();
    if (0..dims).any(|p| search.most(p) < at_least[p]) {
        return Best { proved: true, ..Best::default() };
    }
    let worth = |values: &[i64]| -> i64 { weights.iter().zip(values).map(|(weight, value)| weight * value).sum() };
    let keeps = |values: &[i64]| bound.iter().all(|p| values[*p] >= at_least[*p]);
    let span: Vec<f64> = bound.iter().map(|p| ((search.most(*p) - at_least[*p]) as f64).max(1.0)).collect();
    let goal = (search.most(dims) as f64).abs().max(1.0);
    let mut incumbent: Option<i64> = None;
    let mut best_bound: Option<(f64, Vec<i64>)> = None;
    let mut multipliers = vec![0.0f64; bound.len()];
    let (mut digits, mut values) = (Vec::new(), Vec::new());
    let mut bounds = super::Bounds::default();
    for _ in 0..48 {
        let mut scalar: Vec<i64> = weights.iter().map(|weight| weight * scale).collect();
        for (p, multiplier) in bound.iter().zip(&multipliers) {
            scalar[*p] += (*multiplier * scale as f64) as i64;
        }
        charge.best_into(&scalar, &mut bounds);
        let paid: i64 = bound.iter().map(|p| (scalar[*p] - weights[*p] * scale) * at_least[*p]).sum();
        let most = (bounds.most() - paid) as f64 / scale as f64;
        if best_bound.as_ref().is_none_or(|(least, _)| most < *least) {
            best_bound = Some((most, scalar));
        }
        if !charge.argmax(&bounds, &mut digits, &mut values) {
            break;
        }
        if keeps(&values) {
            incumbent = Some(incumbent.map_or(worth(&values), |own: i64| own.max(worth(&values))));
        }
        if bound.is_empty() || incumbent.is_some_and(|own| most <= own as f64) {
            break;
        }
        let slack: Vec<f64> =
            bound.iter().zip(&span).map(|(p, span)| (values[*p] - at_least[*p]) as f64 / span).collect();
        let norm: f64 = slack.iter().map(|s| s * s).sum();
        let target = incumbent.map_or(most - 0.05 * goal, |own| own as f64);
        if norm <= 0.0 {
            break;
        }
        let step = ((most - target) / norm).max(0.0);
        for ((multiplier, slack), span) in multipliers.iter_mut().zip(&slack).zip(&span) {
            // What a multiplier can weigh is bounded by the room left for weights.
            *multiplier = (*multiplier - step * slack / span).clamp(0.0, (top * 62) as f64);
        }
        let sum: f64 = multipliers.iter().sum();
        let room = (WEIGHT_MAX * 62 / 64 / scale) as f64;
        if sum > room {
            multipliers.iter_mut().for_each(|multiplier| *multiplier *= room / sum);
        }
    }
    let scalar = best_bound.map_or_else(|| weights.to_vec(), |(_, scalar)| scalar);
    let factor = if scalar.iter().zip(weights).all(|(a, b)| a == b) { 1 } else { scale };
    let paid: i64 = bound.iter().map(|p| (scalar[*p] - weights[*p] * factor) * at_least[*p]).sum();
    search.reweigh(dims + 1, &scalar);
    search.at_least[..dims].copy_from_slice(at_least);
    let thresholds = move |least: i64, at_least: &mut [i64]| {
        at_least[dims] = least;
        at_least[dims + 1] = least * factor + paid;
    };
    if let Some(own) = incumbent {
        thresholds(own, &mut search.at_least);
    }
    let mut best = Best::default();
    let mut most: Option<i64> = None;
    let ended = search.run(budget, &mut |digits, values, at_least| {
        let own = worth(&values[..dims]);
        if most.is_none_or(|most| own > most) {
            most = Some(own);
            best = Best::is(digits, &values[..dims]);
        } else {
            best.also(digits, &values[..dims]);
        }
        thresholds(if ties { own } else { own + 1 }, at_least);
        true
    });
    best.proved = ended == Ended::Complete;
    best
}

/// The largest product of `u_p - from[p]` over the parties of `among`, under `u_p >= at_least[p]`.
///
/// With incumbent gains `g*`, a larger product has `sum g_p / g*_p >= n` (arithmetic and geometric means): one linear
/// scalar a round. `first` is any allowed assignment's values with positive gains.
pub fn nash(charge: &Charge, from: &[i64], among: &[usize], at_least: &[i64], first: &[i64], budget: &mut u64) -> Best {
    if let Some(list) = charge.full() {
        return full::nash(list, from, among, at_least);
    }
    let dims = charge.dims();
    let product = |values: &[i64]| -> BigUint {
        among.iter().fold(BigUint::from(1u32), |product, p| product * (values[*p] - from[*p]).max(0) as u64)
    };
    let (mut incumbent, mut most) = (first.to_vec(), product(first));
    let mut best = Best::default();
    loop {
        let gain: Vec<i64> = among.iter().map(|p| (incumbent[*p] - from[*p]).max(1)).collect();
        // weights = c / gain, rounded up, so that no product above the incumbent's is missed.
        let inverse: f64 = gain.iter().map(|gain| 1.0 / *gain as f64).sum();
        let c = ((WEIGHT_MAX - 2 * dims as i64 - 2) as f64 / inverse) as i128;
        let mut weights = vec![0i64; dims];
        for (p, gain) in among.iter().zip(&gain) {
            weights[*p] = (c / i128::from(*gain)) as i64 + 1;
        }
        let paid: i128 = among.iter().map(|p| i128::from(weights[*p]) * i128::from(from[*p])).sum();
        let least = c * among.len() as i128 + paid;
        let mut search = Search::new(charge, std::slice::from_ref(&weights));
        search.at_least[..dims].copy_from_slice(at_least);
        search.at_least[dims] = least.clamp(i128::from(ANYTHING), i128::from(i64::MAX)) as i64;
        best = Best { found: Vec::new(), count: 0, proved: best.proved };
        let mut better = None;
        let ended = search.run(budget, &mut |digits, values, _| {
            let values = &values[..dims];
            match product(values).cmp(&most) {
                Ordering::Greater => {
                    better = Some(values.to_vec());
                    best = Best::is(digits, values);
                    false
                }
                Ordering::Equal => {
                    best.also(digits, values);
                    true
                }
                Ordering::Less => true,
            }
        });
        match better {
            Some(values) => {
                most = product(&values);
                incumbent = values;
            }
            None => {
                best.proved = ended == Ended::Complete;
                return best;
            }
        }
    }
}

/// A party's gain measured on its own ruler: `(u - from) / unit`.
#[derive(Clone, Copy, Debug)]
pub struct Ruler {
    /// The dimension.
    pub dimension: usize,
    /// Where it counts from.
    pub from: i64,
    /// What counts as one; positive.
    pub unit: i64,
}

impl Ruler {
    /// The least value at which the gain is above `num / den` (`den > 0`).
    fn above(&self, num: i128, den: i128) -> i64 {
        let least = (num * i128::from(self.unit)).div_euclid(den) + 1 + i128::from(self.from);
        least.clamp(i128::from(ANYTHING), i128::from(i64::MAX / 2)) as i64
    }

    /// The least value at which the gain is at least `num / den`.
    fn at(&self, num: i128, den: i128) -> i64 {
        let scaled = num * i128::from(self.unit);
        let least = scaled.div_euclid(den) + i128::from(scaled.rem_euclid(den) != 0) + i128::from(self.from);
        least.clamp(i128::from(ANYTHING), i128::from(i64::MAX / 2)) as i64
    }
}

/// Gains of all rulers, as fractions, the least first.
pub(super) fn sorted(rulers: &[Ruler], values: &[i64]) -> Vec<(i128, i128)> {
    let mut gains: Vec<(i128, i128)> = rulers
        .iter()
        .map(|ruler| (i128::from(values[ruler.dimension]) - i128::from(ruler.from), i128::from(ruler.unit)))
        .collect();
    gains.sort_by(compare);
    gains
}

fn compare(a: &(i128, i128), b: &(i128, i128)) -> Ordering {
    (a.0 * b.1).cmp(&(b.0 * a.1))
}

/// Leximin order of two sorted lists of gains.
pub(super) fn leximin_order(a: &[(i128, i128)], b: &[(i128, i128)]) -> Ordering {
    a.iter().zip(b).map(|(a, b)| compare(a, b)).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

/// The leximin-largest gains by the rulers, under `u_p >= at_least[p]`: the least gain as large as can be, then the
/// next, and so on (Sen 1970). `first` is any allowed assignment's values, or the thresholds are tried as they are.
pub fn leximin(charge: &Charge, rulers: &[Ruler], at_least: &[i64], budget: &mut u64) -> Best {
    if let Some(list) = charge.full() {
        return full::leximin(list, rulers, at_least);
    }
    let dims = charge.dims();
    let targets = |least: (i128, i128), strictly: bool| -> Vec<Option<i64>> {
        let mut targets: Vec<Option<i64>> = at_least.iter().map(|v| (*v > ANYTHING).then_some(*v)).collect();
        for ruler in rulers {
            let value = if strictly { ruler.above(least.0, least.1) } else { ruler.at(least.0, least.1) };
            let slot = &mut targets[ruler.dimension];
            *slot = Some(slot.map_or(value, |own| own.max(value)));
        }
        targets
    };
    let none: Vec<Option<i64>> = at_least.iter().map(|v| (*v > ANYTHING).then_some(*v)).collect();
    let mut incumbent = match reach(charge, &none, &[], budget) {
        Reach::Yes { digits, values } => (digits, values),
        Reach::No { .. } => return Best { proved: true, ..Best::default() },
        Reach::Undecided => return Best::default(),
    };
    // The largest least gain: halving between what is had and what each could have alone, then step by step.
    let search = Search::new(charge, &[]);
    let ceiling = rulers
        .iter()
        .map(|ruler| (i128::from(search.most(ruler.dimension)) - i128::from(ruler.from), i128::from(ruler.unit)))
        .min_by(compare);
    let mut proved = true;
    if let Some(mut ceiling) = ceiling {
        for round in 0..200 {
            let least = sorted(rulers, &incumbent.1)[0];
            let (own, most) = (least.0 as f64 / least.1 as f64, ceiling.0 as f64 / ceiling.1 as f64);
            let middle = ((own + (most - own) / 2.0) * 1e9) as i128;
            let halve = round < 24
                && most - own > 1e-7 * most.abs().max(1e-9)
                && compare(&(middle, 1_000_000_000), &least).is_gt();
            let aim = if halve { targets((middle, 1_000_000_000), false) } else { targets(least, true) };
            match reach(charge, &aim, &[], budget) {
                Reach::Yes { digits, values } => incumbent = (digits, values),
                Reach::No { .. } if halve => ceiling = (middle, 1_000_000_000),
                Reach::No { .. } => break,
                Reach::Undecided if halve => ceiling = (middle, 1_000_000_000),
                Reach::Undecided => {
                    proved = false;
                    break;
                }
            }
            proved &= round < 199;
        }
    }
    let mut best = Best::is(&incumbent.0, &incumbent.1);
    let Some(least) = sorted(rulers, &incumbent.1).first().copied() else {
        return Best { proved, ..best };
    };
    // Among those with the largest least gain, the order decides; what cannot reach the incumbent is left.
    let mut found = sorted(rulers, &incumbent.1);
    loop {
        let mut search = Search::new(charge, &[vec![1; dims]]);
        for (slot, target) in search.at_least.iter_mut().zip(targets(least, false)) {
            *slot = target.unwrap_or(ANYTHING);
        }
        let (own, mine) = (rulers.to_vec(), found.clone());
        search.leave = Some(Box::new(move |bounds| leximin_order(&sorted(&own, bounds), &mine).is_lt()));
        let mut ties = Best::default();
        let mut better = None;
        let ended = search.run(budget, &mut |digits, values, _| {
            let gains = sorted(rulers, &values[..dims]);
            match leximin_order(&gains, &found) {
                Ordering::Greater => {
                    better = Some((digits.to_vec(), values[..dims].to_vec(), gains));
                    false
                }
                Ordering::Equal => {
                    ties.also(digits, &values[..dims]);
                    true
                }
                Ordering::Less => true,
            }
        });
        match better {
            Some((digits, values, gains)) => {
                best = Best::is(&digits, &values);
                found = gains;
            }
            None => {
                if !ties.found.is_empty() {
                    best = ties;
                }
                best.proved = proved && ended == Ended::Complete;
                return best;
            }
        }
    }
}
