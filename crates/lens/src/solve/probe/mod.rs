//! What an answer is worth before it is heard: numbers only.
//!
//! There are weighted *worlds* (draws), *actions* with a payoff in each world, a yes-or-no question on the worlds (`None`:
//! not decided), and probes, each with the chance of every answer in every world. Symbols: weights `w_k` with sum 1,
//! payoffs `v_a(k)`, chances `p_s(k)` of answer `s`.
//!
//! - Value of the decision now: `V = max_a sum_k w_k v_a(k)`; with perfect information `sum_k w_k max_a v_a(k)`; the
//!   difference is EVPI.
//! - EVSI of a probe: `sum_s max_a sum_k w_k p_s(k) v_a(k) - V`. Laws: `0 <= EVSI <= EVPI`, and 0 where `p_s` does not
//!   hang on `k`.
//! - What it teaches of the question: the mutual information `sum_k w_k sum_s p_s(k) log2(P(z_k | s) / P(z_k))`, in bits,
//!   over the decided worlds.
//!
//! The answer set is small, so that expectations over answers are exact. Over sampled worlds each number is a weighted mean
//! of `g_k`, with the standard error `sqrt(sum_k w_k^2 (g_k - mean)^2)`. Actions are chosen on the worlds they are
//! valued on, which flatters a probe; so they are also chosen on one half of the worlds and valued on the other, and the
//! lower end of the interval starts from the smaller of both numbers. Bits have their first-order bias
//! `(answers - 1) / (2 n ln 2)` (Miller 1955) taken off at the lower end.
//!
//! Cost: answers times actions times worlds for each probe.
//!
//! Sources: Raiffa & Schlaifer, Applied Statistical Decision Theory (1961); Howard, IEEE Transactions on Systems Science
//! and Cybernetics 2 (1966); Shannon (1948); Miller (1955).

#[cfg(test)]
mod tests;

/// Answers that a probe can have: yes, no, silence.
pub const ANSWERS: usize = 3;
/// The 97.5 per cent point of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// How likely somebody says what it thinks. All are shares from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Manner {
    /// Of answers that come out the wrong way round, by mistake or by a garbled message.
    pub errors: f64,
    /// Of those that would say yes: how many strike a tough pose and say no.
    pub bluff: f64,
    /// Of those whose answer would be yes: how many stay silent.
    pub silent_yes: f64,
    /// Of those whose answer would be no: how many stay silent.
    pub silent_no: f64,
}

impl Manner {
    /// The chances of yes, no and silence from one who accepts with a chance; they sum to 1. Each is linear in every share,
    /// so that for independent uncertain shares their means give the exact chances.
    ///
    /// ```
    /// # use zopa_lens::solve::probe::Manner;
    /// let manner = Manner { errors: 0.2, bluff: 0.0, silent_yes: 0.0, silent_no: 0.0 };
    /// let [yes, no, silence] = manner.heard(1.0);
    /// assert!((yes - 0.8).abs() < 1e-12 && (no - 0.2).abs() < 1e-12 && silence == 0.0);
    /// ```
    pub fn heard(&self, accepts: f64) -> [f64; ANSWERS] {
        let yes = accepts * (1.0 - self.errors) + (1.0 - accepts) * self.errors;
        let yes = yes * (1.0 - self.bluff);
        let no = 1.0 - yes;
        [yes * (1.0 - self.silent_yes), no * (1.0 - self.silent_no), yes * self.silent_yes + no * self.silent_no]
    }
}

/// A number with its interval at 95 per cent; both ends are the number where it is exact.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    /// The number.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Estimate {
    /// A number known exactly.
    pub fn exact(value: f64) -> Self {
        Self { value, low: value, high: value }
    }

    /// The same less a cost.
    #[must_use]
    pub fn less(self, cost: f64) -> Self {
        Self { value: self.value - cost, low: self.low - cost, high: self.high - cost }
    }

    /// Whether it is above another with its whole interval.
    pub fn above(&self, other: &Self) -> bool {
        self.low > other.high + 1e-12
    }
}

/// Weighted worlds, the question, and the payoffs of actions.
#[derive(Clone, Debug)]
pub struct Problem {
    /// By world, with sum 1.
    weights: Vec<f64>,
    /// By world: yes, no, or not decided.
    question: Vec<Option<bool>>,
    /// By action and world.
    payoffs: Vec<Vec<f64>>,
    /// Whether the worlds are all there are, and not a sample.
    exact: bool,
    /// The best action on all worlds, and on those of even and of odd place.
    now: [usize; 3],
}

/// What a probe is worth before it is put.
#[derive(Clone, Debug, PartialEq)]
pub struct Worth {
    /// By answer: its chance.
    pub chances: [f64; ANSWERS],
    /// By answer: the best action after it; the one without a probe where the answer never comes.
    pub then: [usize; ANSWERS],
    /// By answer: the expected payoff of that action after it.
    pub payoff: [f64; ANSWERS],
    /// What it teaches of the question, in bits.
    pub bits: Estimate,
    /// EVSI, in payoffs.
    pub gain: Estimate,
}

/// A world's share, and how many equal draws are worth as much.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Part {
    /// The weighted share of those asked for.
    pub share: f64,
    /// Effective number of worlds (Kish 1965).
    pub effective: f64,
}

impl Problem {
    /// Weights are scaled to sum 1; with none above 0, all are equal. Payoffs have a number for each world, and there is
    /// at least one action.
    ///
    /// # Errors
    ///
    /// What does not fit together, in words: lengths, no world, no action, a weight or payoff that is no finite number.
    pub fn new(
        weights: Vec<f64>,
        question: Vec<Option<bool>>,
        payoffs: Vec<Vec<f64>>,
        exact: bool,
    ) -> Result<Self, &'static str> {
        let n = weights.len();
        if n == 0 || payoffs.is_empty() {
            return Err("there is no world, or no action");
        }
        if question.len() != n || payoffs.iter().any(|own| own.len() != n) {
            return Err("there is not one number for each world");
        }
        if weights.iter().any(|own| !own.is_finite() || *own < 0.0) {
            return Err("a weight is no number of 0 or more");
        }
        if payoffs.iter().flatten().any(|own| !own.is_finite()) {
            return Err("a payoff is no number");
        }
        let sum: f64 = weights.iter().sum();
        let weights = match sum.is_finite() && sum > 0.0 {
            true => weights.into_iter().map(|own| own / sum).collect(),
            false => vec![1.0 / n as f64; n],
        };
        let mut problem = Self { weights, question, payoffs, exact, now: [0; 3] };
        let every = |_: usize| 1.0;
        problem.now = [
            problem.best(every),
            problem.best(|k| if k % 2 == 0 { 1.0 } else { 0.0 }),
            problem.best(|k| if k % 2 == 1 { 1.0 } else { 0.0 }),
        ];
        Ok(problem)
    }

    /// How many worlds.
    pub fn worlds(&self) -> usize {
        self.weights.len()
    }

    /// Whether the worlds are all there are.
    pub fn exact(&self) -> bool {
        self.exact
    }

    /// The weight of a world.
    pub fn weight(&self, world: usize) -> f64 {
        self.weights[world]
    }

    /// The best action without a probe; of equal ones the first.
    pub fn now(&self) -> usize {
        self.now[0]
    }

    /// What an action is worth.
    pub fn value(&self, action: usize) -> Estimate {
        self.mean(|k| self.payoffs[action][k])
    }

    /// EVPI.
    pub fn perfect(&self) -> Estimate {
        let most = |k: usize| self.payoffs.iter().map(|own| own[k]).fold(f64::NEG_INFINITY, f64::max);
        let found = self.mean(|k| most(k) - self.payoffs[self.now[0]][k]);
        Estimate { value: found.value.max(0.0), low: found.low.max(0.0), high: found.high.max(0.0) }
    }

    /// In which share of the worlds, weighted by `chance`, something holds; `None` leaves a world out.
    pub fn part(&self, chance: impl Fn(usize) -> f64, holds: impl Fn(usize) -> Option<f64>) -> Part {
        let (mut hits, mut all, mut squares) = (0.0, 0.0, 0.0);
        for k in 0..self.worlds() {
            let Some(held) = holds(k) else { continue };
            let weight = self.weights[k] * chance(k);
            hits += weight * held;
            all += weight;
            squares += weight * weight;
        }
        if all <= 0.0 {
            return Part::default();
        }
        Part { share: (hits / all).clamp(0.0, 1.0), effective: all * all / squares }
    }

    /// The share of the decided worlds in which the question is answered yes, weighted by `chance`.
    pub fn yes(&self, chance: impl Fn(usize) -> f64) -> Part {
        self.part(chance, |k| self.question[k].map(f64::from))
    }

    /// How uncertain the question is, in bits.
    pub fn entropy(&self) -> f64 {
        let share = self.yes(|_| 1.0).share;
        bits(share) + bits(1.0 - share)
    }

    /// What a probe is worth; `heard` has the chances of answers by world, each with sum 1.
    pub fn probe(&self, heard: &[[f64; ANSWERS]]) -> Worth {
        let heard = |k: usize, s: usize| heard.get(k).map_or(0.0, |own| own[s]);
        let now = self.now[0];
        let mut worth = Worth {
            chances: [0.0; ANSWERS],
            then: [now; ANSWERS],
            payoff: [0.0; ANSWERS],
            bits: Estimate::default(),
            gain: Estimate::default(),
        };
        let mut halves = [[self.now[1]; ANSWERS], [self.now[2]; ANSWERS]];
        for s in 0..ANSWERS {
            let chance: f64 = (0..self.worlds()).map(|k| self.weights[k] * heard(k, s)).sum();
            worth.chances[s] = chance;
            if chance <= 0.0 {
                continue;
            }
            let sums = self.sums(|k| heard(k, s));
            // Another action is taken only where it is better by more than the rounding of the sums.
            let room = 1e-12 * sums.iter().map(|own| own[0].abs() + own[1].abs()).fold(0.0, f64::max);
            let pick = |of: &dyn Fn(&[f64; 2]) -> f64, from: usize| {
                let most =
                    (0..sums.len()).fold(from, |best, own| if of(&sums[own]) > of(&sums[best]) { own } else { best });
                if of(&sums[most]) > of(&sums[from]) + room { most } else { from }
            };
            worth.then[s] = pick(&|own| own[0] + own[1], now);
            halves[0][s] = pick(&|own| own[0], self.now[1]);
            halves[1][s] = pick(&|own| own[1], self.now[2]);
            worth.payoff[s] = (sums[worth.then[s]][0] + sums[worth.then[s]][1]) / chance;
        }
        let gained = |k: usize, then: &[usize; ANSWERS], now: usize| -> f64 {
            (0..ANSWERS).map(|s| heard(k, s) * (self.payoffs[then[s]][k] - self.payoffs[now][k])).sum()
        };
        let gain = self.mean(|k| gained(k, &worth.then, now));
        worth.gain = Estimate { value: gain.value.max(0.0), low: gain.low.max(0.0), high: gain.high.max(0.0) };
        if !self.exact {
            // What is chosen on the even worlds is valued on the odd ones, and the other way round.
            let apart = self.mean(|k| {
                let own = 1 - k % 2;
                gained(k, &halves[own], self.now[own + 1])
            });
            worth.gain.low = worth.gain.low.min(apart.low.max(0.0));
        }
        worth.bits = self.information(&worth.chances, &heard);
        worth
    }

    /// At which shares of worlds in which something holds the best action changes: the share, the best action below it and
    /// the best above it, rising. The expected payoff of each action is a straight line in that share; what else is believed
    /// is held fixed.
    pub fn switches(&self, holds: impl Fn(usize) -> bool) -> Vec<(f64, usize, usize)> {
        let mean = |payoffs: &[f64], wanted: bool| {
            let (mut sum, mut all) = (0.0, 0.0);
            for (k, payoff) in payoffs.iter().enumerate().filter(|(k, _)| holds(*k) == wanted) {
                sum += self.weights[k] * payoff;
                all += self.weights[k];
            }
            (all > 0.0).then(|| sum / all)
        };
        let ends: Option<Vec<(f64, f64)>> =
            self.payoffs.iter().map(|own| Some((mean(own, false)?, mean(own, true)?))).collect();
        let Some(lines) = ends else { return Vec::new() };
        let (mut at, mut found) = (0.0, Vec::new());
        // At share 0 the best; of equal ones the one that is best just above it.
        let order = |one: usize, two: usize| {
            let (a, b) = (lines[one], lines[two]);
            a.0.total_cmp(&b.0).then((a.1 - a.0).total_cmp(&(b.1 - b.0))).then(two.cmp(&one))
        };
        let mut own = (0..lines.len()).fold(0, |best, next| if order(next, best).is_gt() { next } else { best });
        loop {
            let slope = |own: usize| lines[own].1 - lines[own].0;
            let mut next: Option<(f64, usize)> = None;
            for other in (0..lines.len()).filter(|other| slope(*other) > slope(own) + 1e-12) {
                let share = (lines[own].0 - lines[other].0) / (slope(other) - slope(own));
                let sooner = next.is_none_or(|(best, known)| {
                    share < best - 1e-12 || (share <= best + 1e-12 && slope(other) > slope(known))
                });
                if share > at - 1e-12 && share < 1.0 && sooner {
                    next = Some((share.max(at), other));
                }
            }
            let Some((share, other)) = next else { return found };
            found.push((share, own, other));
            (at, own) = (share, other);
        }
    }

    /// By action: weighted sums of payoffs over the worlds of even and of odd place.
    fn sums(&self, chance: impl Fn(usize) -> f64) -> Vec<[f64; 2]> {
        let weights: Vec<f64> = (0..self.worlds()).map(|k| self.weights[k] * chance(k)).collect();
        let sum = |payoffs: &Vec<f64>| {
            let mut sums = [0.0; 2];
            for (k, (weight, payoff)) in weights.iter().zip(payoffs).enumerate() {
                sums[k % 2] += weight * payoff;
            }
            sums
        };
        self.payoffs.iter().map(sum).collect()
    }

    fn best(&self, chance: impl Fn(usize) -> f64) -> usize {
        let sums = self.sums(chance);
        let total = |own: usize| sums[own][0] + sums[own][1];
        (0..sums.len()).fold(0, |best, own| if total(own) > total(best) + 1e-12 { own } else { best })
    }

    fn mean(&self, number: impl Fn(usize) -> f64) -> Estimate {
        let numbers: Vec<f64> = (0..self.worlds()).map(number).collect();
        let value: f64 = numbers.iter().zip(&self.weights).map(|(own, weight)| own * weight).sum();
        if self.exact {
            return Estimate::exact(value);
        }
        let squares = |(own, weight): (&f64, &f64)| (own - value) * (own - value) * weight * weight;
        let half = Z * numbers.iter().zip(&self.weights).map(squares).sum::<f64>().sqrt();
        Estimate { value, low: value - half, high: value + half }
    }

    fn information(&self, chances: &[f64; ANSWERS], heard: &impl Fn(usize, usize) -> f64) -> Estimate {
        let prior = self.yes(|_| 1.0);
        let after: Vec<f64> = (0..ANSWERS).map(|s| self.yes(|k| heard(k, s)).share).collect();
        let decided: f64 = (0..self.worlds()).filter(|k| self.question[*k].is_some()).map(|k| self.weights[k]).sum();
        if decided <= 0.0 {
            return Estimate::default();
        }
        let point = |k: usize| -> f64 {
            let Some(yes) = self.question[k] else { return 0.0 };
            let of = |share: f64| if yes { share } else { 1.0 - share };
            let told = |s: usize| {
                let (chance, after, before) = (heard(k, s), of(after[s]), of(prior.share));
                if chance > 0.0 && after > 0.0 && before > 0.0 { chance * libm::log2(after / before) } else { 0.0 }
            };
            (0..ANSWERS).map(told).sum::<f64>() / decided
        };
        let found = self.mean(point);
        let answers = chances.iter().filter(|chance| **chance > 0.0).count().max(1);
        let bias = match self.exact || prior.effective <= 0.0 {
            true => 0.0,
            false => (answers - 1) as f64 / (2.0 * prior.effective * core::f64::consts::LN_2),
        };
        // What rounding leaves of nothing is nothing.
        let value = if found.value < 1e-12 { 0.0 } else { found.value };
        if self.exact {
            return Estimate::exact(value);
        }
        Estimate { value, low: (found.low - bias).max(0.0), high: found.high.max(value) }
    }
}

/// `-p log2 p`.
fn bits(p: f64) -> f64 {
    if p <= 0.0 { 0.0 } else { -p * libm::log2(p) }
}
