//! Sets of constraints, as bits.

use std::cmp::Ordering;

/// A set of constraints out of `0..size`.
///
/// Order: fewer members first, then the set whose first differing member comes earlier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set {
    size: usize,
    words: Vec<u64>,
}

impl Set {
    /// No constraint of `size`.
    pub fn empty(size: usize) -> Self {
        Self { size, words: vec![0; size.div_ceil(64)] }
    }

    /// All constraints of `size`.
    pub fn full(size: usize) -> Self {
        Self::of(size, 0..size)
    }

    /// Some constraints of `size`; others are left out.
    pub fn of(size: usize, members: impl IntoIterator<Item = usize>) -> Self {
        let mut set = Self::empty(size);
        members.into_iter().for_each(|member| set.insert(member));
        set
    }

    /// How many constraints there are to choose from.
    pub fn size(&self) -> usize {
        self.size
    }

    /// How many are in the set.
    pub fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// Whether a constraint is in the set.
    pub fn contains(&self, member: usize) -> bool {
        member < self.size && self.words[member / 64] >> (member % 64) & 1 == 1
    }

    /// Puts a constraint in; one past the size is left out.
    pub fn insert(&mut self, member: usize) {
        if member < self.size {
            self.words[member / 64] |= 1 << (member % 64);
        }
    }

    /// Takes a constraint out.
    pub fn remove(&mut self, member: usize) {
        if member < self.size {
            self.words[member / 64] &= !(1 << (member % 64));
        }
    }

    /// The members, rising.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.size).filter(|member| self.contains(*member))
    }

    /// Whether every member is in the other as well.
    pub fn is_within(&self, other: &Self) -> bool {
        self.words.iter().zip(&other.words).all(|(own, other)| own & !other == 0)
    }

    /// Whether the two share a member.
    pub fn meets(&self, other: &Self) -> bool {
        self.words.iter().zip(&other.words).any(|(own, other)| own & other != 0)
    }

    /// What is in both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        self.with(other, |own, other| own & other)
    }

    /// What is in either.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        self.with(other, |own, other| own | other)
    }

    /// What is in this one and not in the other.
    #[must_use]
    pub fn less(&self, other: &Self) -> Self {
        self.with(other, |own, other| own & !other)
    }

    fn with(&self, other: &Self, op: fn(u64, u64) -> u64) -> Self {
        let words = self.words.iter().zip(&other.words).map(|(own, other)| op(*own, *other)).collect();
        Self { size: self.size, words }
    }
}

impl Ord for Set {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.len(), self.iter().collect::<Vec<_>>(), self.size).cmp(&(
            other.len(),
            other.iter().collect::<Vec<_>>(),
            other.size,
        ))
    }
}

impl PartialOrd for Set {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
