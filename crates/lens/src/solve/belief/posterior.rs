//! Weights on draws: what pieces of evidence make of them, together and one left out.

/// Draws from the prior with the log-likelihood of each piece of evidence.
#[derive(Clone, Debug)]
pub struct Posterior {
    /// By piece and draw.
    logs: Vec<Vec<f64>>,
    /// By draw: the sum over pieces; not finite below where a draw is impossible.
    total: Vec<f64>,
    /// By draw: sums to 1; all equal where `contradicted`.
    weights: Vec<f64>,
    contradicted: bool,
}

impl Posterior {
    /// From the log-likelihoods by piece and draw; every piece has one for each of `draws`. What is not a number counts as
    /// impossible.
    pub fn new(draws: usize, logs: Vec<Vec<f64>>) -> Self {
        let mut total = vec![0.0; draws];
        for piece in &logs {
            for (sum, log) in total.iter_mut().zip(piece) {
                *sum += if log.is_nan() { f64::NEG_INFINITY } else { *log };
            }
        }
        let weights = normal(&total);
        let contradicted = weights.is_none();
        let weights = weights.unwrap_or_else(|| vec![1.0 / draws.max(1) as f64; draws]);
        Self { logs, total, weights, contradicted }
    }

    /// By draw: its weight; they sum to 1. Equal where the evidence contradicts all draws.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// Whether no draw could have given the evidence.
    pub fn contradicted(&self) -> bool {
        self.contradicted
    }

    /// How many equal draws the weights are worth: `1 / sum of squares` (Kish 1965).
    pub fn effective(&self) -> f64 {
        effective(&self.weights)
    }

    /// The weights with one piece left out; `None` where the others contradict all draws.
    pub fn without(&self, piece: usize) -> Option<Vec<f64>> {
        let own = self.logs.get(piece)?;
        let others = |draw: usize| -> f64 {
            // A piece that makes a draw impossible cannot be taken off its sum again.
            if own[draw].is_finite() && self.total[draw].is_finite() {
                self.total[draw] - own[draw]
            } else {
                self.logs.iter().enumerate().filter(|(at, _)| *at != piece).map(|(_, logs)| logs[draw]).sum()
            }
        };
        normal(&(0..self.total.len()).map(others).collect::<Vec<_>>())
    }

    /// The weights by the pieces that `counts` alone; `None` where these contradict all draws.
    pub fn with(&self, counts: impl Fn(usize) -> bool) -> Option<Vec<f64>> {
        let mut sums = vec![0.0; self.total.len()];
        for (_, piece) in self.logs.iter().enumerate().filter(|(at, _)| counts(*at)) {
            sums.iter_mut().zip(piece).for_each(|(sum, log)| *sum += log);
        }
        normal(&sums)
    }

    /// Draws by index, each as often as its weight says, by systematic resampling (Kitagawa 1996) from `start` in `[0, 1)`.
    pub fn resample(&self, count: usize, start: f64) -> Vec<usize> {
        let mut chosen = Vec::with_capacity(count);
        let (mut sum, mut draw) = (self.weights.first().copied().unwrap_or(0.0), 0);
        for at in 0..if self.weights.is_empty() { 0 } else { count } {
            let wanted = (at as f64 + start) / count as f64;
            while sum <= wanted && draw + 1 < self.weights.len() {
                draw += 1;
                sum += self.weights[draw];
            }
            chosen.push(draw);
        }
        chosen
    }
}

/// `1 / sum of squares` of weights that sum to 1.
pub(crate) fn effective(weights: &[f64]) -> f64 {
    let squares: f64 = weights.iter().map(|weight| weight * weight).sum();
    if squares > 0.0 { 1.0 / squares } else { 0.0 }
}

/// Weights that sum to 1; `None` where all are 0.
fn normal(logs: &[f64]) -> Option<Vec<f64>> {
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if !most.is_finite() {
        return None;
    }
    let mut weights: Vec<f64> = logs.iter().map(|log| if log.is_nan() { 0.0 } else { libm::exp(log - most) }).collect();
    let sum: f64 = weights.iter().sum();
    weights.iter_mut().for_each(|weight| *weight /= sum);
    Some(weights)
}

/// The values at parts of a hundred of weighted draws, by `order` (places of `values`, rising).
pub(crate) fn quantiles<const N: usize>(values: &[f64], order: &[u32], weights: &[f64], parts: [f64; N]) -> [f64; N] {
    let mut found = [f64::NAN; N];
    let (mut sum, mut next) = (0.0, 0);
    for at in order {
        let at = *at as usize;
        if weights[at] <= 0.0 {
            continue;
        }
        sum += weights[at];
        while next < N && sum + 1e-12 >= parts[next] {
            found[next] = values[at];
            next += 1;
        }
    }
    // Rounding may leave the sum a hair below the last part.
    let last = order.iter().rev().find(|at| weights[**at as usize] > 0.0).map(|at| values[*at as usize]);
    found[next..].iter_mut().for_each(|open| *open = last.unwrap_or(f64::NAN));
    found
}
