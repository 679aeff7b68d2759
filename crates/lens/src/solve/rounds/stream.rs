//! Random numbers of runs: each seat has its own key, each run its own stream.
//!
//! Key: SHA-256 of the seed (8 bytes, little-endian), [`DOMAIN`], a zero byte, and the seat's number (8 bytes,
//! little-endian). Numbers: ChaCha with 8 rounds (Bernstein 2008) under that key, with the run's number as stream. So what
//! a seat draws in run `k` hangs on seed, seat and `k` alone, not on how often another seat draws, nor on which thread
//! makes the run.

use rand_chacha::ChaCha8Rng;
use rand_core::{Rng as _, SeedableRng as _};
use sha2::{Digest as _, Sha256};

/// Keeps these keys apart from any others made of a seed; the number changes with the way of drawing.
const DOMAIN: &[u8] = b"zopa rounds 1";

/// The key of one seat.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key([u8; 32]);

impl Key {
    pub(super) fn new(seed: u64, seat: usize) -> Self {
        let mut hash = Sha256::new();
        hash.update(seed.to_le_bytes());
        hash.update(DOMAIN);
        hash.update([0]);
        hash.update((seat as u64).to_le_bytes());
        Self(hash.finalize().into())
    }

    /// The random numbers of a run.
    pub(super) fn stream(&self, run: u64) -> Stream {
        let mut numbers = ChaCha8Rng::from_seed(self.0);
        numbers.set_stream(run);
        Stream(numbers)
    }
}

/// The random numbers of one seat in one run.
#[derive(Clone, Debug)]
pub struct Stream(ChaCha8Rng);

impl Stream {
    /// Uniform on `[0, 1)`: a multiple of 2^-53.
    pub fn uniform(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
    }

    /// Uniform on `0..count` but for a bias below `count * 2^-64`; 0 for none.
    pub fn below(&mut self, count: u64) -> u64 {
        ((u128::from(self.0.next_u64()) * u128::from(count)) >> 64) as u64
    }
}
