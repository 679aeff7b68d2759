//! Means over cases and repetitions with their intervals: see the head of [`super`].

use super::findings::Mean;

/// The 97.5 per cent point of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// The 97.5 per cent points of Student's distribution with 1 to 30 degrees of freedom.
const STUDENT: [f64; 30] = [
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
    2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/// The sum and number of what one block holds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Block {
    pub sum: f64,
    pub n: u64,
}

impl Block {
    pub fn add(&mut self, value: f64) {
        self.sum += value;
        self.n += 1;
    }
}

/// The mean of blocks, by case and repetition; blocks without anything are left out, and so are cases without blocks.
pub(super) fn mean(cases: &[Vec<Block>]) -> Option<Mean> {
    let (mut sum, mut count, mut n) = (0.0, 0.0, 0);
    let (mut spread, mut fourth, mut told) = (0.0, 0.0, true);
    for blocks in cases {
        let own: Vec<f64> = blocks.iter().filter(|own| own.n > 0).map(|own| own.sum / own.n as f64).collect();
        if own.is_empty() {
            continue;
        }
        let k = own.len() as f64;
        let middle = own.iter().sum::<f64>() / k;
        sum += middle;
        count += 1.0;
        n += blocks.iter().map(|own| own.n).sum::<u64>();
        if own.len() < 2 {
            told = false;
            continue;
        }
        let apart = own.iter().map(|own| (own - middle) * (own - middle)).sum::<f64>();
        let part = apart / (k - 1.0) / k;
        spread += part;
        fourth += part * part / (k - 1.0);
    }
    if count == 0.0 {
        return None;
    }
    let value = sum / count;
    let freedom = if fourth > 0.0 { spread * spread / fourth } else { f64::INFINITY };
    let half = student(freedom) * spread.sqrt() / count;
    Some(Mean { value, interval: told.then_some((value - half, value + half)), n })
}

/// The 97.5 per cent point at so many degrees of freedom, rounded down to whole ones up to 30; beyond by the first terms of
/// Cornish and Fisher (1938): less than 0.0005 off.
pub(super) fn student(freedom: f64) -> f64 {
    if freedom < 31.0 {
        return STUDENT[(freedom.max(1.0) as usize).clamp(1, 30) - 1];
    }
    let (cube, fifth) = (Z * Z * Z, Z * Z * Z * Z * Z);
    Z + (cube + Z) / (4.0 * freedom) + (5.0 * fifth + 16.0 * cube + 3.0 * Z) / (96.0 * freedom * freedom)
}
