//! Additive values over spaces too large to list: two lists of half packages.
//!
//! A package is a pair of half packages, its value and its number the sums of theirs. With both lists sorted by value,
//! the least sum at or above a threshold is found by two pointers that move in opposite directions (Horowitz & Sahni,
//! Journal of the ACM 21 (1974)): 10^10 packages take lists of 10^5.

use super::sums::Radix;
use super::{LIST_MAX, Menu, MenuError, Meter, Package, Spent, Sums};
use crate::solve::rounds::stream::Stream;

/// The most half packages on one side: 2^20.
pub const HALF_MAX: u64 = 1 << 20;

/// Two lists of half packages: 20 bytes a half package and dimension.
///
/// Cost: a sort of each list for each dimension; a question takes one step for each distinct value of a half.
#[derive(Clone, Debug)]
pub struct Halves {
    radix: Radix,
    sums: Sums,
    /// By dimension.
    sides: Vec<[Side; 2]>,
}

/// The half packages of one side, grouped by value.
#[derive(Clone, Debug)]
struct Side {
    /// Distinct values, rising.
    values: Vec<i64>,
    /// Where the numbers of each value begin, and the end.
    from: Vec<u32>,
    /// Numbers, rising within a value.
    numbers: Vec<u64>,
}

impl Side {
    fn new(mut pairs: Vec<(i64, u64)>) -> Self {
        pairs.sort_unstable();
        let (mut values, mut from) = (Vec::new(), Vec::new());
        for (at, (value, _)) in pairs.iter().enumerate() {
            if values.last() != Some(value) {
                values.push(*value);
                from.push(at as u32);
            }
        }
        from.push(pairs.len() as u32);
        Self { values, from, numbers: pairs.into_iter().map(|(_, number)| number).collect() }
    }

    fn group(&self, at: usize) -> &[u64] {
        &self.numbers[self.from[at] as usize..self.from[at + 1] as usize]
    }

    /// The ends of a group.
    fn ends(&self, at: usize) -> (u64, u64) {
        (self.numbers[self.from[at] as usize], self.numbers[self.from[at + 1] as usize - 1])
    }
}

impl Halves {
    /// The halves of plain sums: issues go to the shorter side, the largest first.
    ///
    /// # Errors
    /// [`MenuError::TooMany`] where a side is past [`HALF_MAX`].
    pub fn new(sums: &Sums) -> Result<Self, MenuError> {
        let radix = Radix::new(sums.labels()).ok_or(MenuError::TooMany)?;
        let mut strides: Vec<(u128, usize)> = radix.strides().collect();
        // What every package has stands behind the issues and has no stride.
        strides.resize(sums.rows(0).len(), (0, 1));
        let mut issues: Vec<usize> = (0..strides.len()).collect();
        issues.sort_by_key(|issue| std::cmp::Reverse(strides[*issue].1));
        let (mut parts, mut lengths) = ([Vec::new(), Vec::new()], [1u64, 1u64]);
        for issue in issues {
            let side = usize::from(lengths[1] < lengths[0]);
            lengths[side] = lengths[side].saturating_mul(strides[issue].1 as u64);
            parts[side].push(issue);
        }
        if lengths.iter().any(|length| *length > HALF_MAX) {
            return Err(MenuError::TooMany);
        }
        let side = |dimension: usize, part: &[usize]| {
            let mut pairs = vec![(0i64, 0u64)];
            for issue in part {
                // Both sides are within their limit, so that every number is below 2^40.
                let stride = strides[*issue].0 as u64;
                let own = &sums.rows(dimension)[*issue];
                let mut next = Vec::with_capacity(pairs.len() * own.len());
                for (value, number) in &pairs {
                    next.extend(own.iter().zip(0u64..).map(|(add, digit)| (value + add, number + stride * digit)));
                }
                pairs = next;
            }
            Side::new(pairs)
        };
        let sides = (0..sums.dims()).map(|p| [side(p, &parts[0]), side(p, &parts[1])]).collect();
        Ok(Self { radix, sums: sums.clone(), sides })
    }

    /// Whether the packages are so few that they could be listed.
    fn listable(&self) -> bool {
        self.sums.packages() <= u128::from(LIST_MAX)
    }

    fn spend(&self, meter: &mut Meter, steps: usize) -> Result<(), Spent> {
        if self.listable() { Ok(()) } else { meter.spend(steps as u64) }
    }

    /// How many packages have a value at or above `least`.
    fn reaching(&self, dimension: usize, least: i64) -> u64 {
        let [left, right] = &self.sides[dimension];
        let (mut all, mut j) = (0, right.values.len());
        for (i, own) in left.values.iter().enumerate() {
            while j > 0 && own.saturating_add(right.values[j - 1]) >= least {
                j -= 1;
            }
            all += left.group(i).len() as u64 * u64::from(right.from[right.values.len()] - right.from[j]);
        }
        all
    }

    /// The number of the package at a place of the dimension's order, the best at 0; the place is one of a package.
    fn nth(&self, dimension: usize, place: u64) -> u64 {
        // The greatest value that more packages reach than the place has before it.
        let (mut value, mut past) = (self.lowest(dimension), self.highest(dimension) + 1);
        while past - value > 1 {
            let middle = value + (past - value) / 2;
            if self.reaching(dimension, middle) > place { value = middle } else { past = middle }
        }
        let before = self.reaching(dimension, value + 1);
        // Pairs of groups with that value, and the least number that enough of their packages do not pass.
        let [left, right] = &self.sides[dimension];
        let mut pairs: Vec<(&[u64], &[u64])> = Vec::new();
        let mut j = right.values.len();
        for (i, own) in left.values.iter().enumerate() {
            while j > 0 && own + right.values[j - 1] > value {
                j -= 1;
            }
            if j > 0 && own + right.values[j - 1] == value {
                let (one, other) = (left.group(i), right.group(j - 1));
                pairs.push(if one.len() <= other.len() { (one, other) } else { (other, one) });
            }
        }
        let up_to = |number: u64| -> u64 {
            let own = |(few, many): &(&[u64], &[u64])| -> u64 {
                few.iter().map(|one| many.partition_point(|other| one + other <= number) as u64).sum()
            };
            pairs.iter().map(own).sum()
        };
        let (mut low, mut high) = (0, LIST_MAX);
        while low < high {
            let middle = low + (high - low) / 2;
            if up_to(middle) > place - before { high = middle } else { low = middle + 1 }
        }
        low
    }

    /// The next number above one among packages of a value.
    fn same(&self, dimension: usize, value: i64, number: u64) -> Option<u64> {
        let [left, right] = &self.sides[dimension];
        let mut next: Option<u64> = None;
        let mut j = right.values.len();
        for (i, own) in left.values.iter().enumerate() {
            while j > 0 && own + right.values[j - 1] > value {
                j -= 1;
            }
            if j == 0 {
                break;
            }
            if own + right.values[j - 1] < value {
                continue;
            }
            let (mut few, mut many) = (left.group(i), right.group(j - 1));
            if few.len() > many.len() {
                std::mem::swap(&mut few, &mut many);
            }
            for own in few {
                let at = many.partition_point(|other| own + other <= number);
                if let Some(other) = many.get(at) {
                    next = Some(next.map_or(own + other, |best| best.min(own + other)));
                }
            }
        }
        next
    }
}

impl Menu for Halves {
    fn dims(&self) -> usize {
        self.sides.len()
    }

    fn options(&self) -> Vec<Vec<usize>> {
        self.radix.options()
    }

    fn choices(&self, package: Package) -> Vec<usize> {
        self.radix.choices(package.0)
    }

    fn package(&self, choices: &[usize]) -> Option<Package> {
        self.radix.number(choices).map(Package)
    }

    fn values_into(&self, package: Package, values: &mut Vec<i64>) {
        let digits: Vec<usize> = self.radix.digits(package.0).collect();
        for dimension in 0..self.dims() {
            let rows = self.sums.rows(dimension);
            let sum: i64 = rows.iter().zip(digits.iter().chain([&0])).map(|(row, digit)| row[*digit]).sum();
            values.push(sum);
        }
    }

    fn highest(&self, dimension: usize) -> i64 {
        self.sides[dimension].iter().filter_map(|side| side.values.last()).sum()
    }

    fn lowest(&self, dimension: usize) -> i64 {
        self.sides[dimension].iter().filter_map(|side| side.values.first()).sum()
    }

    fn floor(&self, dimension: usize, least: i64, meter: &mut Meter) -> Result<Option<Package>, Spent> {
        let [left, right] = &self.sides[dimension];
        self.spend(meter, left.values.len() + right.values.len())?;
        let least = least.max(self.lowest(dimension));
        let mut best: Option<(i64, std::cmp::Reverse<u64>)> = None;
        // The first of the right side that reaches the threshold moves down as the left value rises.
        let mut j = right.values.len();
        for (i, own) in left.values.iter().enumerate() {
            while j > 0 && own.saturating_add(right.values[j - 1]) >= least {
                j -= 1;
            }
            let Some(other) = right.values.get(j) else { continue };
            let sum = own + other;
            if best.is_none_or(|(least, _)| sum <= least) {
                let number = left.ends(i).1 + right.ends(j).1;
                let own = (sum, std::cmp::Reverse(number));
                best = Some(best.map_or(own, |best| best.min(own)));
            }
        }
        Ok(best.map(|(_, number)| Package(u128::from(number.0))))
    }

    fn below(&self, dimension: usize, most: i64, meter: &mut Meter) -> Result<Option<Package>, Spent> {
        let [left, right] = &self.sides[dimension];
        self.spend(meter, left.values.len() + right.values.len())?;
        let mut best: Option<(i64, std::cmp::Reverse<u64>)> = None;
        let mut j = right.values.len();
        for (i, own) in left.values.iter().enumerate() {
            while j > 0 && own.saturating_add(right.values[j - 1]) >= most {
                j -= 1;
            }
            if j == 0 {
                break;
            }
            let sum = own + right.values[j - 1];
            if best.is_none_or(|(most, _)| sum >= most) {
                let number = left.ends(i).0 + right.ends(j - 1).0;
                let own = (sum, std::cmp::Reverse(number));
                best = Some(best.map_or(own, |best| best.max(own)));
            }
        }
        Ok(best.map(|(_, number)| Package(u128::from(number.0))))
    }

    fn after(&self, dimension: usize, package: Package, meter: &mut Meter) -> Result<Option<Package>, Spent> {
        let [left, right] = &self.sides[dimension];
        self.spend(meter, left.numbers.len() + right.numbers.len())?;
        let value = self.value(dimension, package);
        match self.same(dimension, value, package.0 as u64) {
            Some(number) => Ok(Some(Package(u128::from(number)))),
            None => self.below(dimension, value, meter),
        }
    }

    fn any(
        &self,
        limit: Option<(usize, i64)>,
        stream: &mut Stream,
        meter: &mut Meter,
    ) -> Result<Option<Package>, Spent> {
        let Some((dimension, least)) = limit else {
            // The sides are within their limits.
            return Ok(Some(Package(u128::from(stream.below(self.sums.packages() as u64)))));
        };
        if self.listable() {
            let all = self.reaching(dimension, least);
            return Ok((all > 0).then(|| Package(u128::from(self.nth(dimension, stream.below(all))))));
        }
        let [left, right] = &self.sides[dimension];
        self.spend(meter, 2 * (left.values.len() + right.values.len()))?;
        // By group of the left side, how many packages reach the limit with it.
        let visit = |see: &mut dyn FnMut(usize, u64, u64) -> bool| {
            let mut j = right.values.len();
            for (i, own) in left.values.iter().enumerate() {
                while j > 0 && own.saturating_add(right.values[j - 1]) >= least {
                    j -= 1;
                }
                let open = u64::from(right.from[right.values.len()] - right.from[j]);
                if !see(i, u64::from(right.from[j]), open) {
                    return;
                }
            }
        };
        let mut all = 0u64;
        visit(&mut |i, _, open| {
            all += left.group(i).len() as u64 * open;
            true
        });
        if all == 0 {
            return Ok(None);
        }
        let mut at = stream.below(all);
        let mut found = None;
        visit(&mut |i, from, open| {
            let own = left.group(i);
            let here = own.len() as u64 * open;
            if at < here {
                found = Some(own[(at / open) as usize] + right.numbers[(from + at % open) as usize]);
                return false;
            }
            at -= here;
            true
        });
        Ok(found.map(|number| Package(u128::from(number))))
    }
}
