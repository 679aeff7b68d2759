//! Sets of states as bits.

/// A set of numbers below a fixed length, one bit each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bits {
    words: Vec<u64>,
    len: usize,
}

impl Bits {
    /// The empty set of numbers below `len`.
    pub fn none(len: usize) -> Self {
        Self { words: vec![0; len.div_ceil(64)], len }
    }

    /// All numbers below `len`.
    pub fn all(len: usize) -> Self {
        Self::from_fn(len, |_| true)
    }

    /// The numbers below `len` for which `holds` says yes; it is asked once for each, rising.
    pub fn from_fn(len: usize, mut holds: impl FnMut(usize) -> bool) -> Self {
        let mut words = Vec::with_capacity(len.div_ceil(64));
        for first in (0..len).step_by(64) {
            let mut word = 0;
            for at in first..len.min(first + 64) {
                word |= u64::from(holds(at)) << (at - first);
            }
            words.push(word);
        }
        Self { words, len }
    }

    /// The numbers below `len` that `word` tells of, 64 at a time: bit `j` of `word(b)` is the number `64 b + j`.
    pub fn from_words(len: usize, word: impl FnMut(u32) -> u64) -> Self {
        let mut words: Vec<u64> = (0..len.div_ceil(64) as u32).map(word).collect();
        if let (Some(last), rest @ 1..) = (words.last_mut(), len % 64) {
            *last &= (1 << rest) - 1;
        }
        Self { words, len }
    }

    /// One more than the greatest number that the set could hold.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether the set holds nothing.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// How many numbers the set holds.
    pub fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Whether the set holds `at`; a number of `len` or more it never does.
    pub fn has(&self, at: usize) -> bool {
        at < self.len && self.words[at / 64] >> (at % 64) & 1 == 1
    }

    /// Puts `at` into the set, if it is below `len`.
    pub fn insert(&mut self, at: usize) {
        if at < self.len {
            self.words[at / 64] |= 1 << (at % 64);
        }
    }

    /// Takes `at` out of the set.
    pub fn remove(&mut self, at: usize) {
        if at < self.len {
            self.words[at / 64] &= !(1 << (at % 64));
        }
    }

    /// Keeps what `other` holds too. Words beyond the other's length count as empty.
    pub fn keep(&mut self, other: &Bits) {
        for (at, word) in self.words.iter_mut().enumerate() {
            *word &= other.words.get(at).copied().unwrap_or(0);
        }
    }

    /// Takes out what `other` holds.
    pub fn take_out(&mut self, other: &Bits) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= !other;
        }
    }

    /// Whether everything that this set holds is in `other` too.
    pub fn is_within(&self, other: &Bits) -> bool {
        (0..self.words.len()).all(|at| self.words[at] & !other.words.get(at).copied().unwrap_or(0) == 0)
    }

    /// The numbers of the set, rising.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        ones(&self.words)
    }
}

/// The places of the bits that are set, rising.
pub(super) fn ones(words: &[u64]) -> impl Iterator<Item = usize> + '_ {
    words.iter().enumerate().flat_map(|(at, word)| {
        let mut word = *word;
        std::iter::from_fn(move || {
            (word != 0).then(|| {
                let bit = word.trailing_zeros() as usize;
                word &= word - 1;
                at * 64 + bit
            })
        })
    })
}
