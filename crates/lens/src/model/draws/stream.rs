//! Random numbers by name and index: each quantity has its own key, each draw its own stream.
//!
//! Key: SHA-256 of the seed (8 bytes, little-endian), [`DOMAIN`], a zero byte, and the quantity's path. Numbers: ChaCha
//! with 8 rounds (Bernstein 2008) under that key, with the draw's index as stream. So a number depends on seed, path and
//! index alone: not on other quantities, nor on the order in which draws are made.

use rand_chacha::ChaCha8Rng;
use rand_core::{Rng as _, SeedableRng as _};
use sha2::{Digest as _, Sha256};

/// Keeps these keys apart from any others made of seed and path; the number changes with the way of drawing.
const DOMAIN: &[u8] = b"zopa draws 1";

/// The key of one quantity.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key([u8; 32]);

impl Key {
    /// The key of the quantity at `path` under `seed`.
    pub(super) fn new(seed: u64, path: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(seed.to_le_bytes());
        hash.update(DOMAIN);
        hash.update([0]);
        hash.update(path.as_bytes());
        Self(hash.finalize().into())
    }

    /// The random numbers of draw `index`.
    pub(super) fn stream(&self, index: u64) -> Stream {
        let mut numbers = ChaCha8Rng::from_seed(self.0);
        numbers.set_stream(index);
        Stream(numbers)
    }
}

/// The random numbers of one quantity in one draw.
#[derive(Clone, Debug)]
pub(super) struct Stream(ChaCha8Rng);

impl Stream {
    /// Uniform on `[0, 1)`: a multiple of 2^-53.
    pub(super) fn uniform(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
    }

    /// Uniform on `0..count` but for a bias below `count * 2^-64`; 0 for none.
    pub(super) fn below(&mut self, count: usize) -> usize {
        ((u128::from(self.0.next_u64()) * count as u128) >> 64) as usize
    }

    /// Yes or no, evenly.
    pub(super) fn coin(&mut self) -> bool {
        self.0.next_u32() & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_name_gives_the_same_numbers_for_ever() {
        // Stored from the first run: a change here changes the answers of every case, and must be said so.
        let first = |seed, path, index| {
            let mut stream = Key::new(seed, path).stream(index);
            [stream.0.next_u64(), stream.0.next_u64()]
        };
        let known = first(1, "preferences.north.weights", 0);
        assert_eq!(known, [16342129028227826344, 14142653584087098341]);
        for other in [
            first(2, "preferences.north.weights", 0),
            first(1, "preferences.south.weights", 0),
            first(1, "preferences.north.weights", 1),
        ] {
            assert_ne!(known, other);
        }
        assert_eq!(known, first(1, "preferences.north.weights", 0));
    }

    #[test]
    fn uniforms_are_uniform() {
        let mut stream = Key::new(5, "uniform").stream(3);
        let (mut sum, mut squares, mut counts) = (0.0, 0.0, [0_u32; 7]);
        const N: u32 = 40_000;
        for _ in 0..N {
            let u = stream.uniform();
            assert!((0.0..1.0).contains(&u));
            sum += u;
            squares += u * u;
            counts[stream.below(7)] += 1;
        }
        // Four standard errors: of the mean sqrt(1/12/n), of the second moment sqrt(4/45/n).
        assert!((sum / f64::from(N) - 0.5).abs() < 4.0 * (1.0 / 12.0 / f64::from(N)).sqrt());
        assert!((squares / f64::from(N) - 1.0 / 3.0).abs() < 4.0 * (4.0 / 45.0 / f64::from(N)).sqrt());
        let expected = f64::from(N) / 7.0;
        let chi: f64 = counts
            .iter()
            .map(|count| {
                let off = f64::from(*count) - expected;
                off * off / expected
            })
            .sum();
        assert!(chi < 24.1, "chi-squared with 6 degrees of freedom passes this once in two thousand times: {chi}");
        assert_eq!(stream.below(0), 0);
    }
}
