//! Is there an assignment that reaches every target? Lagrangean bounds, then search.
//!
//! For weights `l >= 0`, `g(l) = max over x of sum_p l_p (u_p(x) - t_p)` is found exactly on the tree. `g(l) < 0`
//! proves that no assignment reaches all targets, and `l` is the certificate; a maximiser that reaches all targets is
//! a witness. `g` is convex and falls along its subgradients, which are the slacks of the maximiser (Held, Wolfe &
//! Crowder, Mathematical Programming 6, 1974; Polyak's step). What neither settles goes to branch and bound with the
//! best weights found as a scalar of its own. Weights are whole numbers: floating point only proposes them.

use super::best::NONE;
use super::search::{ANYTHING, Ended, Search};
use super::{Charge, WEIGHT_MAX, full};

/// Rounds of the subgradient method before the search.
const ROUNDS: usize = 48;

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// This assignment reaches every target.
    Yes {
        /// One digit a variable.
        digits: Vec<u32>,
        /// Its values.
        values: Vec<i64>,
    },
    /// None does: these weights prove it, or (`None`) a search without result.
    No {
        /// Whole weights `l >= 0` with `max sum l u < sum l t`.
        weights: Option<Vec<i64>>,
    },
    /// The budget was spent first.
    Undecided,
}

impl Reach {
    /// Whether there is one, as far as that is known.
    pub fn answer(&self) -> Option<bool> {
        match self {
            Self::Yes { .. } => Some(true),
            Self::No { .. } => Some(false),
            Self::Undecided => None,
        }
    }
}

/// Looks for an assignment with `u_p >= targets[p]` wherever a target is given.
///
/// `start` proposes weights (empty: none). Cost: up to 48 passes over the tree, then at most `budget` steps.
pub fn reach(charge: &Charge, targets: &[Option<i64>], start: &[f64], budget: &mut u64) -> Reach {
    let dims = charge.dims();
    let active: Vec<usize> = (0..dims).filter(|p| targets.get(*p).copied().flatten().is_some()).collect();
    let target = |p: usize| targets[p].unwrap_or(0);
    if let Some(list) = charge.full() {
        return full::reach(list, &active.iter().map(|p| (*p, target(*p))).collect::<Vec<(usize, i64)>>());
    }
    let mut search = Search::new(charge, &[vec![0; dims]]);
    if search.most(dims) == NONE {
        return Reach::No { weights: Some(vec![0; dims]) };
    }
    for p in &active {
        if search.most(*p) < target(*p) {
            return Reach::No { weights: Some((0..dims).map(|q| i64::from(q == *p)).collect()) };
        }
        search.at_least[*p] = target(*p);
    }
    // Slacks are measured by how far each party could be above its target.
    let span: Vec<f64> = active.iter().map(|p| ((search.most(*p) - target(*p)) as f64).max(1.0)).collect();
    let mut share: Vec<f64> = match start.len() == dims {
        true => active.iter().map(|p| start[*p].max(0.0)).collect(),
        false => vec![1.0; active.len()],
    };
    let mut best: Option<(f64, Vec<i64>)> = None;
    let (mut digits, mut values) = (Vec::new(), Vec::new());
    let mut bounds = super::Bounds::default();
    for _ in 0..ROUNDS.min(if active.len() < 2 { 1 } else { ROUNDS }) {
        normalise(&mut share);
        let weights = whole(dims, &active, &share, &span);
        charge.best_into(&weights, &mut bounds);
        let sought: i64 = active.iter().map(|p| weights[*p] * target(*p)).sum();
        let over = bounds.most() - sought;
        if over < 0 {
            return Reach::No { weights: Some(weights) };
        }
        if !charge.argmax(&bounds, &mut digits, &mut values) {
            break;
        }
        if active.iter().all(|p| values[*p] >= target(*p)) {
            return Reach::Yes { digits, values };
        }
        let total: f64 = active.iter().zip(&span).map(|(p, span)| weights[*p] as f64 * span).sum();
        let over = over as f64 / total.max(1.0);
        if best.as_ref().is_none_or(|(least, _)| over < *least) {
            best = Some((over, weights));
        }
        let slack: Vec<f64> =
            active.iter().zip(&span).map(|(p, span)| (values[*p] - target(*p)) as f64 / span).collect();
        let norm: f64 = slack.iter().map(|s| s * s).sum();
        if norm <= 0.0 {
            break;
        }
        // Polyak's step towards a little below zero.
        let step = (over + 0.002) / norm;
        share.iter_mut().zip(&slack).for_each(|(share, slack)| *share = (*share - step * slack).max(0.0));
    }
    if let Some((_, weights)) = best {
        search.reweigh(dims, &weights);
        search.at_least[dims] = active.iter().map(|p| weights[*p] * target(*p)).sum();
    } else {
        search.at_least[dims] = ANYTHING;
    }
    let mut found = None;
    let ended = search.run(budget, &mut |digits, values, _| {
        found = Some((digits.to_vec(), values[..dims].to_vec()));
        false
    });
    match (found, ended) {
        (Some((digits, values)), _) => Reach::Yes { digits, values },
        (None, Ended::Budget) => Reach::Undecided,
        (None, _) => Reach::No { weights: None },
    }
}

/// Whether an assignment dominates `base`, the values of an allowed assignment: nowhere less and somewhere more.
///
/// `No { weights: Some(l) }` proves that none does: all weights are positive and `base` has the largest weighted sum.
pub fn dominating(charge: &Charge, base: &[i64], budget: &mut u64) -> Reach {
    if let Some(list) = charge.full() {
        return full::dominating(list, base);
    }
    let dims = charge.dims();
    let all: Vec<usize> = (0..dims).collect();
    let mut search = Search::new(charge, &[vec![0; dims]]);
    let span: Vec<f64> = all.iter().map(|p| ((search.most(*p) - base[*p]) as f64).max(1.0)).collect();
    let least = span.iter().copied().fold(f64::INFINITY, f64::min);
    let mut share = vec![1.0; dims];
    let mut best: Option<(f64, Vec<i64>)> = None;
    let (mut digits, mut values) = (Vec::new(), Vec::new());
    let mut bounds = super::Bounds::default();
    for _ in 0..ROUNDS {
        normalise(&mut share);
        let mut weights = whole(dims, &all, &share, &span);
        // Half the room is kept for making every weight positive: then a dominating assignment weighs more.
        weights.iter_mut().for_each(|weight| *weight = *weight / 2 + 1);
        charge.best_into(&weights, &mut bounds);
        let over = bounds.most() - weights.iter().zip(base).map(|(weight, value)| weight * value).sum::<i64>();
        if over <= 0 {
            return Reach::No { weights: Some(weights) };
        }
        if !charge.argmax(&bounds, &mut digits, &mut values) {
            break;
        }
        if values.iter().zip(base).all(|(value, base)| value >= base) {
            return Reach::Yes { digits, values };
        }
        let over = over as f64 / (WEIGHT_MAX as f64 * least);
        if best.as_ref().is_none_or(|(least, _)| over < *least) {
            best = Some((over, weights));
        }
        let slack: Vec<f64> = (0..dims).map(|p| (values[p] - base[p]) as f64 / span[p]).collect();
        let norm: f64 = slack.iter().map(|s| s * s).sum();
        let value: f64 = share.iter().zip(&slack).map(|(share, slack)| share * slack).sum();
        if norm <= 0.0 {
            break;
        }
        let step = value.max(0.001) / norm;
        share.iter_mut().zip(&slack).for_each(|(share, slack)| *share = (*share - step * slack).max(0.0));
    }
    let weights = best.map_or_else(|| vec![1; dims], |(_, weights)| weights);
    search.reweigh(dims, &weights);
    search.at_least[..dims].copy_from_slice(base);
    search.at_least[dims] = weights.iter().zip(base).map(|(weight, value)| weight * value).sum::<i64>() + 1;
    let mut found = None;
    let ended = search.run(budget, &mut |digits, values, _| {
        found = Some((digits.to_vec(), values[..dims].to_vec()));
        false
    });
    match (found, ended) {
        (Some((digits, values)), _) => Reach::Yes { digits, values },
        (None, Ended::Budget) => Reach::Undecided,
        (None, _) => Reach::No { weights: None },
    }
}

fn normalise(share: &mut [f64]) {
    let sum: f64 = share.iter().sum();
    if sum > 0.0 {
        share.iter_mut().for_each(|share| *share /= sum);
    } else {
        let even = 1.0 / share.len().max(1) as f64;
        share.iter_mut().for_each(|share| *share = even);
    }
}

/// Whole weights in the proportion `share / span`, summing to at most [`WEIGHT_MAX`].
fn whole(dims: usize, active: &[usize], share: &[f64], span: &[f64]) -> Vec<i64> {
    let raw: Vec<f64> = share.iter().zip(span).map(|(share, span)| share / span).collect();
    let sum: f64 = raw.iter().sum();
    let mut weights = vec![0; dims];
    if sum > 0.0 {
        for (p, raw) in active.iter().zip(raw) {
            weights[*p] = (raw / sum * WEIGHT_MAX as f64) as i64;
        }
    }
    weights
}
