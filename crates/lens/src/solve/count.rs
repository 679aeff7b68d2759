//! Weighted counts on a join tree: one pass of messages up for the total, one down for the marginals.
//!
//! The message of a bucket says, for each cell of its separator, how many ways its whole subtree has of being
//! filled in; the message back says the same of everything outside the subtree. A message leaves out what came
//! from where it goes to, so nothing is ever divided (Shafer & Shenoy, "Probability propagation", Annals of
//! Mathematics and Artificial Intelligence 2, 1990), and a count of zero needs no special care.
//!
//! Every number met on the way counts the fillings of some of the variables, so none exceeds the product over all
//! variables of the sum of their weights. That product picks the arithmetic.

use num_bigint::BigUint;

use super::join_tree::{Bucket, JoinTree};
use super::table::Walk;
use super::{Counted, MESSAGE_BYTES_MAX, TooWide, Wide};

/// Numbers to count in. Laws: `add` and `times` are those of the natural numbers wherever the result fits.
pub(super) trait Number: Clone + Into<BigUint> {
    fn zero() -> Self;
    fn from_weight(weight: u64) -> Self;
    fn is_zero(&self) -> bool;
    fn add(&mut self, other: &Self);
    fn times(&self, other: &Self) -> Self;
}

macro_rules! machine_number {
    ($type:ty) => {
        impl Number for $type {
            fn zero() -> Self {
                0
            }

            fn from_weight(weight: u64) -> Self {
                weight.into()
            }

            fn is_zero(&self) -> bool {
                *self == 0
            }

            fn add(&mut self, other: &Self) {
                *self += other;
            }

            fn times(&self, other: &Self) -> Self {
                self * other
            }
        }
    };
}

machine_number!(u64);
machine_number!(u128);

impl Number for BigUint {
    fn zero() -> Self {
        BigUint::ZERO
    }

    fn from_weight(weight: u64) -> Self {
        BigUint::from(weight)
    }

    fn is_zero(&self) -> bool {
        *self == BigUint::ZERO
    }

    fn add(&mut self, other: &Self) {
        *self += other;
    }

    fn times(&self, other: &Self) -> Self {
        self * other
    }
}

/// What every count on a tree provably fits in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arithmetic {
    Word,
    DoubleWord,
    Big,
}

impl Arithmetic {
    /// Picks the arithmetic, and makes sure that the messages of one pass stay within their limit.
    pub(super) fn for_tree(tree: &JoinTree) -> Result<Self, TooWide> {
        let sum = |bucket: &Bucket| bucket.weights.iter().map(|w| u128::from(*w)).sum();
        let sums: Vec<u128> = tree.buckets.iter().map(sum).collect();
        let bound = sums.iter().try_fold(1, |bound: u128, s| bound.checked_mul(*s));
        let (arithmetic, bytes) = match bound {
            Some(bound) if bound <= u64::MAX.into() => (Arithmetic::Word, 8),
            Some(_) => (Arithmetic::DoubleWord, 16),
            None => {
                let bits = |sum: &u128| u64::from(u128::BITS - (sum - 1).leading_zeros());
                let bits: u64 = sums.iter().map(bits).sum();
                // Three words of a vector and two of the allocator's beside the digits.
                (Arithmetic::Big, 40 + bits / 8)
            }
        };
        let message = |bucket: &Bucket| bucket.message_cells() as u64;
        let cells = tree.buckets.iter().map(message).sum();
        let limit = MESSAGE_BYTES_MAX / bytes;
        if cells > limit {
            let widest = tree.buckets.iter().max_by_key(|bucket| message(bucket));
            let mut variables = widest.map_or_else(Vec::new, |bucket| bucket.separator.clone());
            variables.sort_unstable();
            return Err(TooWide { part: Wide::Messages, variables, cells, limit });
        }
        Ok(arithmetic)
    }
}

/// The number of assignments.
pub(super) fn total(tree: &JoinTree) -> Result<BigUint, TooWide> {
    Ok(match Arithmetic::for_tree(tree)? {
        Arithmetic::Word => total_in::<u64>(tree),
        Arithmetic::DoubleWord => total_in::<u128>(tree),
        Arithmetic::Big => total_in::<BigUint>(tree),
    })
}

/// The number of assignments, and of those with each value; `domains` are the numbers of values of all variables.
pub(super) fn count(tree: &JoinTree, domains: &[usize]) -> Result<Counted, TooWide> {
    Ok(match Arithmetic::for_tree(tree)? {
        Arithmetic::Word => count_in::<u64>(tree, domains),
        Arithmetic::DoubleWord => count_in::<u128>(tree, domains),
        Arithmetic::Big => count_in::<BigUint>(tree, domains),
    })
}

pub(super) fn total_in<N: Number>(tree: &JoinTree) -> BigUint {
    crown_message(&collect::<N>(tree, false)).into()
}

pub(super) fn count_in<N: Number>(tree: &JoinTree, domains: &[usize]) -> Counted {
    let messages = collect::<N>(tree, true);
    let total = crown_message(&messages).into();
    let mut per_bucket = distribute(tree, messages);
    let mut per_value: Vec<Vec<BigUint>> = domains.iter().map(|d| vec![BigUint::ZERO; *d]).collect();
    for (variable, at) in tree.bucket_of.iter().enumerate() {
        let counts = std::mem::take(&mut per_bucket[*at]);
        for (value, count) in tree.live[variable].iter().zip(counts) {
            per_value[variable][*value] = count.into();
        }
    }
    Counted { total, per_value }
}

/// The crown's message is a single number: the total.
fn crown_message<N: Number>(messages: &[Vec<N>]) -> N {
    let message = messages.last().and_then(|message| message.first());
    message.cloned().unwrap_or_else(N::zero)
}

/// The children of a bucket, told apart by what their messages speak of.
struct Children {
    /// Messages over the own variable alone: they multiply once per value, not once per cell.
    narrow: Vec<usize>,
    wide: Vec<usize>,
}

impl Children {
    fn of(tree: &JoinTree, bucket: &Bucket) -> Self {
        let is_narrow = |child: &usize| tree.buckets[*child].separator.len() <= 1;
        let (narrow, wide) = bucket.children.iter().partition(|child| is_narrow(child));
        Children { narrow, wide }
    }
}

/// Per value of the own variable: its weight times the narrow messages.
fn own_factor<N: Number>(bucket: &Bucket, narrow: &[usize], messages: &[Vec<N>]) -> Vec<N> {
    let mut own: Vec<N> = bucket.weights.iter().map(|w| N::from_weight(*w)).collect();
    for child in narrow {
        for (factor, count) in own.iter_mut().zip(&messages[*child]) {
            *factor = factor.times(count);
        }
    }
    own
}

/// The upward pass: every bucket's message. Without `keep` a message is dropped once its parent has used it.
fn collect<N: Number>(tree: &JoinTree, keep: bool) -> Vec<Vec<N>> {
    let mut messages: Vec<Vec<N>> = Vec::with_capacity(tree.buckets.len());
    for (at, bucket) in tree.buckets.iter().enumerate() {
        let Children { narrow, wide } = Children::of(tree, bucket);
        let own = own_factor(bucket, &narrow, &messages);
        let mut walk = tree.walk(at, &wide);
        let mut message = Vec::with_capacity(bucket.message_cells());
        loop {
            let mut sum = N::zero();
            for k in bucket.allowed.ones(message.len() * own.len(), own.len()) {
                match product(&own[k], &wide, &messages, &walk, k) {
                    None => sum.add(&own[k]),
                    Some(count) => sum.add(&count),
                }
            }
            message.push(sum);
            if walk.advance().is_none() {
                break;
            }
        }
        messages.push(message);
        if !keep {
            for child in &bucket.children {
                messages[*child] = Vec::new();
            }
        }
    }
    messages
}

/// `own` times the wide messages at a cell; `None` where there are none, so that nothing is copied.
#[inline]
fn product<N: Number>(own: &N, wide: &[usize], messages: &[Vec<N>], walk: &Walk, k: usize) -> Option<N> {
    let (first, rest) = wide.split_first()?;
    let mut count = own.times(&messages[*first][walk.base(0) + k]);
    for (cursor, child) in rest.iter().enumerate() {
        if count.is_zero() {
            break;
        }
        count = count.times(&messages[*child][walk.base(cursor + 1) + k]);
    }
    Some(count)
}

/// The downward pass: per bucket and value of its own variable, the assignments that have that value.
///
/// A place of a downward message at which the child's own message is zero may stay too small: nothing below it
/// can be filled in, so it is only ever multiplied by zero.
fn distribute<N: Number>(tree: &JoinTree, mut messages: Vec<Vec<N>>) -> Vec<Vec<N>> {
    let zeros = |cells: usize| vec![N::zero(); cells];
    let mut outside: Vec<Vec<N>> = vec![Vec::new(); tree.buckets.len()];
    let mut per_bucket = outside.clone();
    if let Some(crown) = outside.last_mut() {
        crown.push(N::from_weight(1));
    }
    // Running products at one cell: the message from above, then times one wide child more at each place.
    let mut ahead: Vec<N> = Vec::new();
    for (at, bucket) in tree.buckets.iter().enumerate().rev() {
        let Children { narrow, wide } = Children::of(tree, bucket);
        let own = own_factor(bucket, &narrow, &messages);
        let above = std::mem::take(&mut outside[at]);
        for child in &wide {
            outside[*child] = zeros(tree.buckets[*child].message_cells());
        }
        // Per own value: all that is neither its weight nor below a narrow child.
        let mut arrived = zeros(own.len());
        let mut walk = tree.walk(at, &wide);
        for (cell, from_above) in above.iter().enumerate() {
            if cell > 0 {
                walk.advance();
            }
            if from_above.is_zero() {
                continue;
            }
            for k in bucket.allowed.ones(cell * own.len(), own.len()) {
                if own[k].is_zero() {
                    continue;
                }
                if wide.is_empty() {
                    arrived[k].add(from_above);
                    continue;
                }
                ahead.clear();
                for (cursor, child) in wide.iter().enumerate() {
                    let before = ahead.last().unwrap_or(from_above);
                    let product = before.times(&messages[*child][walk.base(cursor) + k]);
                    ahead.push(product);
                }
                let Some(all) = ahead.last().filter(|all| !all.is_zero()) else {
                    continue;
                };
                arrived[k].add(all);
                let mut behind = own[k].clone();
                for (cursor, child) in wide.iter().enumerate().rev() {
                    let place = walk.base(cursor) + k;
                    let before = if cursor == 0 { from_above } else { &ahead[cursor - 1] };
                    outside[*child][place].add(&before.times(&behind));
                    if cursor > 0 {
                        behind = behind.times(&messages[*child][place]);
                    }
                }
            }
        }
        to_narrow(bucket, &narrow, &arrived, &messages, &mut outside);
        for child in &bucket.children {
            messages[*child] = Vec::new();
        }
        let counts = arrived.iter().zip(&own).map(|(out, own)| out.times(own));
        per_bucket[at] = counts.collect();
    }
    per_bucket
}

/// Sends each narrow child, per own value, the weight times what arrived times the other narrow messages.
fn to_narrow<N: Number>(bucket: &Bucket, narrow: &[usize], arrived: &[N], messages: &[Vec<N>], outside: &mut [Vec<N>]) {
    for (k, arrived) in arrived.iter().enumerate() {
        let mut running = arrived.times(&N::from_weight(bucket.weights[k]));
        for child in narrow {
            let next = running.times(&messages[*child][k]);
            outside[*child].push(running);
            running = next;
        }
        let mut behind = N::from_weight(1);
        for child in narrow.iter().rev() {
            outside[*child][k] = outside[*child][k].times(&behind);
            behind = behind.times(&messages[*child][k]);
        }
    }
}
