//! What evidence makes of draws: chances of answers and offers given numbers, weights on draws, resampling.
//!
//! Knows nothing of talks: a *gain* is what a package is worth above no deal, in parts of the party's scale; a *draw* is a
//! number of an index. Likelihoods:
//!
//! - an answer, `P(yes) = (1 - b) F(g / s)` with gain `g`, scale `s`, bluff share `b` (would say yes and says no), and `F` the
//!   logistic or the normal distribution function (probit); `P(no) = 1 - P(yes)`;
//! - an offer, see [`Offers`];
//! - how far its source is relied on: `L' = rho L + (1 - rho) L0` with `L0` the chance of that piece where nothing is known.
//!
//! Sources: Zeng & Sycara, International Journal of Human-Computer Studies 48 (1998); Hindriks & Tykhonov, AAMAS (2008);
//! Baarslag, Hendrikx, Hindriks & Jonker, Autonomous Agents and Multi-Agent Systems 30 (2016).

mod offers;
mod posterior;
#[cfg(test)]
mod tests;

pub use offers::{BINS, Curve, Histogram, Offers};
pub use posterior::Posterior;
pub(crate) use posterior::{effective, quantiles};

/// How the chance of a yes rises with the gain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Link {
    /// `1 / (1 + exp(-x))`.
    #[default]
    Logistic,
    /// The normal distribution function.
    Probit,
}

impl Link {
    /// The word of the link: `logistic` or `probit`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Logistic => "logistic",
            Self::Probit => "probit",
        }
    }

    /// The link of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Logistic, Self::Probit].into_iter().find(|link| link.word() == word)
    }

    /// The chance at `x`; for infinite `x` it is 0 or 1.
    pub fn chance(self, x: f64) -> f64 {
        match self {
            Self::Logistic => 1.0 / (1.0 + libm::exp(-x)),
            Self::Probit => 0.5 * libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2),
        }
    }
}

/// What an answer hangs on beside the gain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Noise {
    /// How the chance of a yes rises.
    pub link: Link,
    /// The gain at which a yes has become likely, in the units of gains; 0: the sign of the gain decides, and at 0 it is even.
    pub scale: f64,
    /// Of those who would say yes, the share that says no: 0 to 1.
    pub bluff: f64,
    /// How far the source is relied on: 0 to 1.
    pub reliability: f64,
}

/// An answer to a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Yes.
    Yes,
    /// No.
    No,
}

impl Answer {
    /// The chance of this answer at a gain. The two answers sum to 1 whatever the noise.
    ///
    /// ```
    /// use zopa_lens::solve::belief::{Answer, Link, Noise};
    /// let noise = Noise { link: Link::Probit, scale: 0.15, bluff: 0.0, reliability: 1.0 };
    /// assert!((Answer::Yes.chance(0.3, &noise) - 0.977_249_868).abs() < 1e-9);
    /// assert_eq!(Answer::Yes.chance(0.0, &noise), 0.5);
    /// ```
    pub fn chance(self, gain: f64, noise: &Noise) -> f64 {
        let x = if noise.scale > 0.0 {
            gain / noise.scale
        } else if gain == 0.0 {
            0.0
        } else {
            gain * f64::INFINITY
        };
        let own = |x| (1.0 - noise.bluff) * noise.link.chance(x);
        // The chance of a no is summed from small parts, so that it does not vanish by rounding where a yes is near certain.
        let said = match self {
            Self::Yes => own(x),
            Self::No => noise.link.chance(-x) + noise.bluff * noise.link.chance(x),
        };
        relied(said, 0.5, noise.reliability)
    }
}

/// What is left of a likelihood where its source is relied on so far: `rho L + (1 - rho) L0`.
pub fn relied(likelihood: f64, unknown: f64, reliability: f64) -> f64 {
    reliability * likelihood + (1.0 - reliability) * unknown
}
