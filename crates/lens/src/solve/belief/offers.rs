//! Offers: a target from a concession curve, then any package of that value.
//!
//! With reservation value `r`, time `t` from 0 to 1 and `beta`, the target is `1 - (1 - r) t^(1 / beta)` (Faratin, Sierra &
//! Jennings 1998), where 1 is the best package and 0 the worst. Values fall into [`BINS`] bins. The bin of an offer lies around
//! the target with a normal weight of a given spread, among the bins that hold a package; within a bin every package is as likely
//! as any other. So `P(x) = K(bin of x) / (sum of K over bins held) / packages in the bin of x`, which sums to 1 over packages.
//! How many packages fall into a bin is a convolution over issues, each option's value rounded to a bin: cost issues x options
//! x bins.

/// Bins of values.
pub const BINS: usize = 64;

/// How many packages fall into each bin of value, as parts of all packages.
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    parts: Vec<f64>,
    /// By block and option: the bin it adds.
    places: Vec<Vec<usize>>,
}

impl Histogram {
    /// From what each option of each block adds to the value of a package; `None` where that is one number for all packages
    /// or no number.
    pub fn new(blocks: &[Vec<f64>]) -> Option<Self> {
        let least = |block: &Vec<f64>| block.iter().copied().fold(f64::INFINITY, f64::min);
        let most = |block: &Vec<f64>| block.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let width: f64 = blocks.iter().map(|block| most(block) - least(block)).sum();
        if !width.is_finite() || width <= 0.0 {
            return None;
        }
        let top = (BINS - 1) as f64;
        let place = |block: &Vec<f64>| -> Vec<usize> {
            let low = least(block);
            block.iter().map(|value| ((value - low) / width * top + 0.5) as usize).collect()
        };
        let places: Vec<Vec<usize>> = blocks.iter().map(place).collect();
        // Each block rounds up by at most half a bin, so that some room is needed above.
        let room = 1 + places.iter().filter_map(|block| block.iter().max()).sum::<usize>();
        Some(Self { parts: spread(room, &places), places })
    }

    /// By bin: the part of the packages within `terms` that falls into it; by block the options that a text leaves. A block
    /// without options, or of which there are no terms, counts as left open. Cost: as [`Histogram::new`].
    pub fn within(&self, terms: &[&[usize]]) -> Vec<f64> {
        let left = self.places.iter().enumerate().map(|(at, block)| {
            let of = terms.get(at).copied().unwrap_or_default();
            let places: Vec<usize> = of.iter().filter_map(|option| block.get(*option).copied()).collect();
            if places.is_empty() { block.clone() } else { places }
        });
        spread(self.parts.len(), &left.collect::<Vec<_>>())
    }

    /// The bin of a package: one option a block; `None` where there is no such option.
    pub fn bin(&self, package: &[usize]) -> Option<usize> {
        self.places.iter().zip(package).map(|(block, option)| block.get(*option)).sum()
    }

    /// By bin: the part of all packages in it. The last bin held is the best package's.
    pub fn parts(&self) -> &[f64] {
        &self.parts
    }
}

/// By bin, the part of all combinations of one place a block that adds up to it.
fn spread(room: usize, places: &[Vec<usize>]) -> Vec<f64> {
    let mut parts = vec![0.0; room];
    parts[0] = 1.0;
    let mut high = 0;
    for block in places {
        let mut next = vec![0.0; room];
        let each = 1.0 / block.len() as f64;
        for (bin, part) in parts[..=high].iter().enumerate().filter(|(_, part)| **part > 0.0) {
            block.iter().for_each(|place| next[bin + place] += part * each);
        }
        high += block.iter().copied().max().unwrap_or(0);
        parts = next;
    }
    parts
}

/// How a party concedes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Curve {
    /// What it goes down to at the end of time, as a part from the worst package (0) to the best (1).
    pub reserve: f64,
    /// Below 1 it concedes late, above 1 early.
    pub beta: f64,
}

impl Curve {
    /// The target at a time from 0 to 1.
    ///
    /// ```
    /// use zopa_lens::solve::belief::Curve;
    /// let curve = Curve { reserve: 0.35, beta: 0.5 };
    /// assert!((curve.target(0.5) - 0.8375).abs() < 1e-12);
    /// ```
    pub fn target(&self, time: f64) -> f64 {
        let conceded = match self.beta {
            beta if beta > 0.0 => libm::pow(time.clamp(0.0, 1.0), 1.0 / beta),
            _ => f64::from(time >= 1.0),
        };
        1.0 - (1.0 - self.reserve) * conceded
    }
}

/// How offers come about in one draw.
#[derive(Clone, Debug)]
pub struct Offers<'h> {
    /// The packages by value.
    pub histogram: &'h Histogram,
    /// The concession.
    pub curve: Curve,
    /// The spread around the target, as a part from worst to best.
    pub spread: f64,
}

impl Offers<'_> {
    /// The chance of each bin at a time; sums to 1.
    pub fn bins(&self, time: f64) -> Vec<f64> {
        let parts = self.histogram.parts();
        let top = (parts.len() - 1) as f64;
        let (middle, spread) = (self.curve.target(time) * top, (self.spread * top).max(0.25));
        let weight = |bin: usize| {
            let off = (bin as f64 - middle) / spread;
            if parts[bin] > 0.0 { -0.5 * off * off } else { f64::NEG_INFINITY }
        };
        let logs: Vec<f64> = (0..parts.len()).map(weight).collect();
        let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let mut chances: Vec<f64> = logs.iter().map(|log| libm::exp(log - most)).collect();
        let sum: f64 = chances.iter().sum();
        chances.iter_mut().for_each(|chance| *chance /= sum);
        chances
    }

    /// How much likelier an offer within `terms` is than if every package were as likely as any other: by block the options that
    /// the text leaves. With `C` the parts of its packages by bin, `K` the chances and `P` the parts of all packages, the sum of
    /// `C K / P`: for one package its chance times the number of packages.
    pub fn lift(&self, terms: &[&[usize]], time: f64) -> f64 {
        let within = self.histogram.within(terms);
        let parts = self.histogram.parts().iter().zip(self.bins(time));
        let lifts = parts.zip(&within).filter(|((part, _), own)| **part > 0.0 && **own > 0.0);
        lifts.map(|((part, chance), own)| own * chance / part).sum()
    }
}
