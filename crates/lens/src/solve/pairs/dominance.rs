//! Dominance pairs between points and questions, by linear passes over digits.

use super::super::pareto::radix::{falling, rising, sort_by_key};

/// Lists no longer than this are counted pair by pair.
const FEW: usize = 24;

/// A digit is two halves of this many bits.
const HALF: u32 = 3;

/// The values of half a digit.
const HALVES: usize = 1 << HALF;

/// The values of a digit.
const DIGITS: usize = HALVES * HALVES;

/// `BELOW[d][k]` is 1 if `k < d`.
const BELOW: [[u32; HALVES]; HALVES] = {
    let mut below = [[0; HALVES]; HALVES];
    let mut at = 0;
    while at < DIGITS {
        below[at / HALVES][at % HALVES] = (at % HALVES < at / HALVES) as u32;
        at += 1;
    }
    below
};

/// One dimension: both sorted, one walked up while the other is walked down.
pub(super) fn line(a: &[i64], b: &[i64], at_least: i64) -> u128 {
    let sorted = |list: &[i64]| {
        let mut list = list.to_vec();
        sort_by_key(&mut list, |value| rising(*value));
        list
    };
    let (a, b) = (sorted(a), sorted(b));
    let mut place = a.len();
    let mut count = 0;
    for other in &b {
        let rest = at_least.saturating_sub(*other);
        while place > 0 && a[place - 1] >= rest {
            place -= 1;
        }
        count += (a.len() - place) as u128;
    }
    count
}

/// Two dimensions: by falling first coordinate, points before questions; each question counts the points before it
/// that reach its second coordinate.
pub(super) fn plane(a: &[[i64; 2]], b: &[[i64; 2]], at_least: [i64; 2]) -> u128 {
    let Some((points, questions, low)) = posed(a, b, at_least) else { return 0 };
    let mut order: Vec<[u64; 2]> = Vec::with_capacity(points.len() + questions.len());
    order.extend(points.iter().map(|row| [falling(row[0]), key(row[1], low[1], 1)]));
    order.extend(questions.iter().map(|row| [falling(row[0]), key(row[1], low[1], 0)]));
    sort_by_key(&mut order, |row| row[0]);
    let mut keys: Vec<u64> = order.iter().map(|row| row[1]).collect();
    drop(order);
    let mut other = vec![0; keys.len()];
    reached(&mut keys, &mut other)
}

/// Three dimensions: the rank in the first coordinate is halved, again and again; between the points of the upper
/// half and the questions of the lower it is a question of two dimensions.
pub(super) fn space(a: &[[i64; 3]], b: &[[i64; 3]], at_least: [i64; 3]) -> u128 {
    let Some((points, questions, low)) = posed(a, b, at_least) else { return 0 };
    let rows = || points.iter().chain(&questions);
    let mut order: Vec<(u64, u32)> = (0..).zip(rows()).map(|(at, row)| (falling(row[0]), at)).collect();
    sort_by_key(&mut order, |(key, _)| *key);
    let mut ranks = vec![0; order.len()];
    for (rank, (_, at)) in (0..).zip(&order) {
        ranks[*at as usize] = rank;
    }
    let flags = std::iter::repeat_n(1, points.len()).chain(std::iter::repeat_n(0, questions.len()));
    let marked = rows().zip(flags).zip(&ranks);
    let mut items: Vec<(u64, Item)> = marked
        .map(|((row, flag), rank)| (falling(row[1]), Item { rank: *rank, third: key(row[2], low[2], flag) }))
        .collect();
    sort_by_key(&mut items, |(key, _)| *key);
    let mut items: Vec<Item> = items.into_iter().map(|(_, item)| item).collect();
    let mut halving = Halving { other: items.clone(), keys: Vec::new(), spare: Vec::new() };
    halving.count(&mut items, 0, ranks.len() as u32)
}

/// What must be reached from the origin: points, questions, and the least value of the points in each coordinate.
type Posed<const D: usize> = (Vec<[i64; D]>, Vec<[i64; D]>, [i64; D]);

/// The points, and `at_least - b` as questions; without the questions that no point reaches in some coordinate, and
/// the points that reach no question in some coordinate. `None` if nothing is left.
fn posed<const D: usize>(a: &[[i64; D]], b: &[[i64; D]], at_least: [i64; D]) -> Option<Posed<D>> {
    let first = a.first()?;
    let (mut low, mut high) = (*first, *first);
    for row in a {
        for at in 0..D {
            low[at] = low[at].min(row[at]);
            high[at] = high[at].max(row[at]);
        }
    }
    // A question below all points is the same as one at the least of them.
    let pose =
        |row: &[i64; D]| -> [i64; D] { std::array::from_fn(|at| at_least[at].saturating_sub(row[at]).max(low[at])) };
    let questions: Vec<[i64; D]> = b.iter().map(pose).filter(|row| (0..D).all(|at| row[at] <= high[at])).collect();
    let mut easiest = *questions.first()?;
    for row in &questions {
        for at in 0..D {
            easiest[at] = easiest[at].min(row[at]);
        }
    }
    let points: Vec<[i64; D]> = a.iter().copied().filter(|row| (0..D).all(|at| row[at] >= easiest[at])).collect();
    (!points.is_empty()).then_some((points, questions, low))
}

/// A coordinate as a key in whose last bit points stand above questions of the same value.
fn key(value: i64, low: i64, flag: u64) -> u64 {
    value.wrapping_sub(low).cast_unsigned() << 1 | flag
}

/// A point or a question of three dimensions.
#[derive(Clone, Copy)]
struct Item {
    /// Place by falling first coordinate, points before questions.
    rank: u32,
    third: u64,
}

struct Halving {
    other: Vec<Item>,
    keys: Vec<u64>,
    spare: Vec<u64>,
}

impl Halving {
    /// `items` by falling second coordinate, points before questions; their ranks are those of `low..high`.
    fn count(&mut self, items: &mut [Item], low: u32, high: u32) -> u128 {
        if items.len() <= FEW {
            let mut count = 0;
            for (at, question) in items.iter().enumerate().filter(|(_, item)| item.third & 1 == 0) {
                let reach = |point: &&Item| {
                    (point.third & 1 == 1) & (point.rank < question.rank) & (point.third > question.third)
                };
                count += items[..at].iter().filter(reach).count() as u128;
            }
            return count;
        }
        let middle = low + (high - low) / 2;
        self.keys.clear();
        let upper = |item: &Item| item.rank < middle;
        self.keys.extend(items.iter().filter(|item| upper(item) == (item.third & 1 == 1)).map(|item| item.third));
        self.spare.resize(self.spare.len().max(self.keys.len()), 0);
        let mut count = reached(&mut self.keys, &mut self.spare);
        let half = (middle - low) as usize;
        let (mut first, mut second) = (0, half);
        for item in items.iter() {
            let place = if upper(item) { &mut first } else { &mut second };
            self.other[*place] = *item;
            *place += 1;
        }
        items.copy_from_slice(&self.other[..items.len()]);
        let (above, below) = items.split_at_mut(half);
        count += self.count(above, low, middle);
        count + self.count(below, middle, high)
    }
}

/// The number of pairs of a point (odd key) and a later question (even key) below it.
///
/// Pairs that differ in the highest digit are counted while the keys are dealt out by it, in order; the rest are
/// pairs within one digit. A digit starts at the highest bit in which keys differ, so that the depth of the calls is
/// at most that of the digits of a key. `other` is as long as the keys at least; both end in disorder.
fn reached(keys: &mut [u64], other: &mut [u64]) -> u128 {
    if keys.len() <= FEW {
        let mut count = 0_u32;
        for (at, question) in keys.iter().enumerate() {
            let below = keys[..at].iter().map(|point| u32::from((point & 1 == 1) & (point > question))).sum::<u32>();
            count += below * u32::from(question & 1 == 0);
        }
        return u128::from(count);
    }
    let (any, all) = keys.iter().fold((0, u64::MAX), |(any, all), key| (any | key, all & key));
    let differ = any ^ all;
    if differ == 0 {
        return 0;
    }
    let shift = (u64::BITS - differ.leading_zeros()).saturating_sub(2 * HALF);
    let digit = |key: u64| (key >> shift) as usize % DIGITS;
    let mut ends = [0_usize; DIGITS];
    for key in keys.iter() {
        ends[digit(*key)] += 1;
    }
    let mut start = 0;
    for end in &mut ends {
        start += std::mem::replace(end, start);
    }
    // Points so far with a higher first half; and, per first half, with that one and a higher second half.
    let mut higher = [0_u32; HALVES];
    let mut within = [[0_u32; HALVES]; HALVES];
    let mut count = 0_u64;
    for key in keys.iter() {
        let digit = digit(*key);
        let (first, second) = (digit / HALVES, digit % HALVES);
        let point = (key & 1) as u32;
        // A question's mask is 0 and a point's is all ones.
        let mask = point.wrapping_neg();
        count += u64::from((higher[first] + within[first][second]) & !mask);
        for (sum, below) in higher.iter_mut().zip(&BELOW[first]) {
            *sum += below & mask;
        }
        for (sum, below) in within[first].iter_mut().zip(&BELOW[second]) {
            *sum += below & mask;
        }
        other[ends[digit]] = *key;
        ends[digit] += 1;
    }
    let mut total = u128::from(count);
    if shift > 0 {
        let mut start = 0;
        for end in ends {
            if end - start > 1 {
                total += reached(&mut other[start..end], &mut keys[start..end]);
            }
            start = end;
        }
    }
    total
}
