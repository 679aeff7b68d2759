//! What a run was worth to the parties, and how far it was from what could have been.

use super::goals::Goal;

/// How later agreements are worth less.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub enum Discount {
    /// They are not.
    #[default]
    None,
    /// `u * d^r` in round `r`, from 0: NegMAS.
    Round(f64),
    /// `u * d^t` at relative time `t`: Genius.
    Time(f64),
}

impl Discount {
    /// Reads `none`, `round:0.98` or `time:0.9`.
    ///
    /// # Errors
    /// What is wrong, in words; a factor lies above 0 and is at most 1.
    pub fn read(text: &str) -> Result<Self, String> {
        let factor = |number: &str| {
            let read = number.trim().parse::<f64>().ok().filter(|own| *own > 0.0 && *own <= 1.0);
            read.ok_or_else(|| format!("`{number}` is no factor above 0 and up to 1"))
        };
        match text.trim().split_once(':') {
            None if text.trim() == "none" => Ok(Self::None),
            Some(("round", number)) => factor(number).map(Self::Round),
            Some(("time", number)) => factor(number).map(Self::Time),
            _ => Err(format!("`{text}` is no discount: write none, round:0.98 or time:0.9")),
        }
    }

    /// As it is read.
    pub fn word(self) -> String {
        match self {
            Self::None => "none".into(),
            Self::Round(d) => format!("round:{d}"),
            Self::Time(d) => format!("time:{d}"),
        }
    }

    /// What a value is multiplied by. Powers are `libm::pow`.
    ///
    /// ```
    /// use zopa_lens::solve::rounds::Discount;
    /// assert_eq!(Discount::Round(0.5).factor(3, 0.75), 0.125);
    /// assert_eq!(Discount::Time(0.25).factor(3, 0.5), 0.5);
    /// assert_eq!(Discount::None.factor(3, 0.5), 1.0);
    /// ```
    pub fn factor(self, round: u32, time: f64) -> f64 {
        match self {
            Self::None => 1.0,
            Self::Round(d) => libm::pow(d, f64::from(round)),
            Self::Time(d) => libm::pow(d, time),
        }
    }
}

/// What parties are measured by.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Yardstick {
    /// By party: what it has without a deal; its lowest value where nothing is known.
    pub no_deal: Vec<i64>,
    /// By party: its lowest value.
    pub lowest: Vec<i64>,
    /// By party: its highest value.
    pub highest: Vec<i64>,
    /// The efficient set, row-major: one value a party.
    pub efficient: Vec<i64>,
    /// The Nash points, row-major.
    pub nash: Vec<i64>,
    /// The Kalai-Smorodinsky points, row-major.
    pub kalai_smorodinsky: Vec<i64>,
    /// The egalitarian points, row-major.
    pub egalitarian: Vec<i64>,
    /// The points of the greatest sum of values, row-major.
    pub max_welfare: Vec<i64>,
    /// How later agreements are worth less.
    pub discount: Discount,
}

/// The metrics of the field for one run. *Scaled* values are `(u - lowest) / (highest - lowest)` of each party, 0 for
/// one to whom everything is alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Metrics {
    /// By party: the value of what was agreed, or of no deal; in ticks, discounted.
    pub values: Vec<f64>,
    /// By party: value less no-deal value, in ticks.
    pub gains: Vec<f64>,
    /// By party: gain over `highest - no deal`; `None` where nothing can be gained.
    pub advantages: Vec<Option<f64>>,
    /// By party: its scaled value.
    pub scaled: Vec<f64>,
    /// Social welfare: the sum of scaled values. It compares parties' scales.
    pub welfare: f64,
    /// Euclidean distance to the nearest Nash point, in scaled values; `None` without one.
    pub to_nash: Option<f64>,
    /// Euclidean distance to the nearest of the efficient set, in scaled values; `None` if it is empty.
    pub to_efficient: Option<f64>,
    /// The same to the nearest Kalai-Smorodinsky point.
    pub to_kalai_smorodinsky: Option<f64>,
    /// The same to the nearest egalitarian point.
    pub to_egalitarian: Option<f64>,
    /// The same to the nearest point of greatest welfare.
    pub to_max_welfare: Option<f64>,
}

impl Metrics {
    /// The distance to a goal.
    pub fn to(&self, goal: Goal) -> Option<f64> {
        match goal {
            Goal::Efficient => self.to_efficient,
            Goal::Nash => self.to_nash,
            Goal::KalaiSmorodinsky => self.to_kalai_smorodinsky,
            Goal::Egalitarian => self.to_egalitarian,
            Goal::MaxWelfare => self.to_max_welfare,
        }
    }
}

impl Yardstick {
    /// The metrics of a run that ended with these values, or without agreement (`None`).
    ///
    /// Without agreement everybody has its no-deal value, undiscounted. Cost: a few operations for each party and vector.
    pub fn measure(&self, agreed: Option<&[i64]>, round: u32, time: f64) -> Metrics {
        let parties = self.no_deal.len();
        let factor = self.discount.factor(round, time);
        let values: Vec<f64> = match agreed {
            Some(values) => values.iter().map(|value| *value as f64 * factor).collect(),
            None => self.no_deal.iter().map(|value| *value as f64).collect(),
        };
        let gains: Vec<f64> = values.iter().zip(&self.no_deal).map(|(value, none)| value - *none as f64).collect();
        let advantage = |p: usize| {
            let room = self.highest[p] - self.no_deal[p];
            (room > 0).then(|| gains[p] / room as f64)
        };
        let scaled = |p: usize, value: f64| {
            let range = self.highest[p] - self.lowest[p];
            if range > 0 { (value - self.lowest[p] as f64) / range as f64 } else { 0.0 }
        };
        let own: Vec<f64> = values.iter().enumerate().map(|(p, value)| scaled(p, *value)).collect();
        let nearest = |vectors: &[i64]| {
            let squared = |vector: &[i64]| -> f64 {
                let apart = vector.iter().enumerate().map(|(p, value)| scaled(p, *value as f64) - own[p]);
                apart.map(|apart| apart * apart).sum()
            };
            vectors.chunks_exact(parties.max(1)).map(squared).reduce(f64::min).map(f64::sqrt)
        };
        Metrics {
            welfare: own.iter().sum(),
            to_nash: nearest(&self.nash),
            to_efficient: nearest(&self.efficient),
            to_kalai_smorodinsky: nearest(&self.kalai_smorodinsky),
            to_egalitarian: nearest(&self.egalitarian),
            to_max_welfare: nearest(&self.max_welfare),
            scaled: own,
            advantages: (0..parties).map(advantage).collect(),
            values,
            gains,
        }
    }
}
