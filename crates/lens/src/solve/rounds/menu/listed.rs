//! Every package with its values, and for every dimension its order: questions are binary searches.

use super::sums::Radix;
use super::{Menu, MenuError, Meter, Package, Spent, Sums};
use crate::solve::pareto::radix::sort_by_key;
use crate::solve::rounds::stream::Stream;
use crate::solve::valued::{Charge, LISTED_MAX};

/// Lists of keys that are sorted by leading bits first.
const LONG: usize = 1 << 12;
/// How many leading bits.
const LEADING: u32 = 22;

/// A space with all its packages listed: 16 bytes a package and dimension.
///
/// Cost: making it takes one sort a dimension; a question takes `log2(packages)` steps.
#[derive(Clone, Debug)]
pub struct Listed {
    radix: Radix,
    /// By place, the number of the package; empty if it is its place.
    numbers: Vec<u128>,
    dims: usize,
    /// Row-major.
    values: Vec<i64>,
    orders: Vec<Order>,
}

/// The packages from the best down in one dimension.
#[derive(Clone, Debug)]
struct Order {
    highest: i64,
    lowest: i64,
    /// How many bits the place takes in a key.
    bits: u32,
    /// Rising: how far the value is below the highest, and the place.
    keys: Vec<u64>,
}

impl Listed {
    /// All packages of plain sums.
    ///
    /// # Errors
    /// [`MenuError::TooMany`] past [`LISTED_MAX`], [`MenuError::Values`] where values range over more than 2^42 ticks
    /// and there are that many packages.
    pub fn of_sums(sums: &Sums) -> Result<Self, MenuError> {
        if sums.packages() > u128::from(LISTED_MAX) {
            return Err(MenuError::TooMany);
        }
        let dims = sums.dims();
        let mut values = vec![0i64; dims];
        for issue in 0..sums.rows(0).len() {
            let size = sums.rows(0)[issue].len();
            // By option, what it adds in every dimension.
            let adds: Vec<i64> =
                (0..size).flat_map(|option| (0..dims).map(move |p| sums.rows(p)[issue][option])).collect();
            let mut next = vec![0; values.len() * size];
            for (rows, base) in next.chunks_exact_mut(adds.len()).zip(values.chunks_exact(dims)) {
                rows.copy_from_slice(&adds);
                for row in rows.chunks_exact_mut(dims) {
                    row.iter_mut().zip(base).for_each(|(sum, value)| *sum += value);
                }
            }
            values = next;
        }
        let radix = Radix::new(sums.labels()).ok_or(MenuError::TooMany)?;
        Self::new(radix, Vec::new(), dims, values)
    }

    /// All packages of a charge; the first `variables` variables make up a package and determine the others.
    ///
    /// # Errors
    /// As [`Listed::of_sums`]; [`MenuError::Empty`] if nothing is allowed or there is no dimension.
    pub fn of_charge(charge: &Charge, variables: usize) -> Result<Self, MenuError> {
        let (layout, dims) = (charge.layout(), charge.dims());
        if dims == 0 {
            return Err(MenuError::Empty);
        }
        let all = charge.all().ok_or(MenuError::TooMany)?;
        let radix = Radix::new(&layout.live[..variables.min(layout.live.len())]).ok_or(MenuError::TooMany)?;
        let strides: Vec<u128> = radix.strides().map(|(stride, _)| stride).collect();
        let mut rows: Vec<(u128, u32)> = Vec::with_capacity(all.len());
        for at in 0..all.len() {
            let digits = all.digits(at);
            let number = digits.iter().zip(&strides).map(|(digit, stride)| u128::from(*digit) * stride).sum();
            rows.push((number, at as u32));
        }
        rows.sort_unstable();
        let values = rows.iter().flat_map(|(_, at)| all.vector(*at as usize)).copied().collect();
        let numbers = rows.into_iter().map(|(number, _)| number).collect();
        Self::new(radix, numbers, dims, values)
    }

    fn new(radix: Radix, numbers: Vec<u128>, dims: usize, values: Vec<i64>) -> Result<Self, MenuError> {
        let count = values.len() / dims.max(1);
        if count == 0 {
            return Err(MenuError::Empty);
        }
        let bits = usize::BITS - (count - 1).leading_zeros();
        let order = |dimension: usize| -> Result<Order, MenuError> {
            let own = || values.chunks_exact(dims).map(|row| row[dimension]);
            let (lowest, highest) = own().fold((i64::MAX, i64::MIN), |(low, high), v| (low.min(v), high.max(v)));
            if highest.abs_diff(lowest).leading_zeros() <= bits {
                return Err(MenuError::Values);
            }
            let mut keys: Vec<u64> =
                own().enumerate().map(|(at, value)| highest.abs_diff(value) << bits | at as u64).collect();
            sort(&mut keys);
            Ok(Order { highest, lowest, bits, keys })
        };
        let orders = (0..dims).map(order).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { radix, numbers, dims, values, orders })
    }

    /// How many packages there are.
    pub fn len(&self) -> usize {
        self.values.len() / self.dims
    }

    /// Whether there is none; there always is one.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The package at a place of the dimension's order, the best at 0.
    pub fn nth(&self, dimension: usize, place: usize) -> Option<Package> {
        self.orders[dimension].at(place)
    }

    /// How many packages have a value at or above `least`.
    pub fn count(&self, dimension: usize, least: i64) -> usize {
        self.orders[dimension].reaching(least)
    }

    /// The values of all packages, row-major, in canonical order.
    pub fn values(&self) -> &[i64] {
        &self.values
    }
}

/// Sorts different keys: long lists by their leading bits in linear passes first, which leaves little to do.
fn sort(keys: &mut Vec<u64>) {
    if keys.len() >= LONG {
        let most = keys.iter().copied().max().unwrap_or(0);
        let rest = (u64::BITS - most.leading_zeros()).saturating_sub(LEADING);
        sort_by_key(keys, |key| key >> rest);
        for run in keys.chunk_by_mut(|one, other| one >> rest == other >> rest).filter(|run| run.len() > 1) {
            run.sort_unstable();
        }
        return;
    }
    keys.sort_unstable();
}

impl Order {
    /// How many have a value at or above `least`.
    #[inline]
    fn reaching(&self, least: i64) -> usize {
        if least <= self.lowest {
            return self.keys.len();
        }
        if least > self.highest {
            return 0;
        }
        let past = (self.highest.abs_diff(least) + 1) << self.bits;
        self.keys.partition_point(|key| *key < past)
    }

    #[inline]
    fn at(&self, place: usize) -> Option<Package> {
        let mask = (1u64 << self.bits) - 1;
        self.keys.get(place).map(|key| Package(u128::from(key & mask)))
    }
}

impl Menu for Listed {
    fn dims(&self) -> usize {
        self.dims
    }

    fn options(&self) -> Vec<Vec<usize>> {
        self.radix.options()
    }

    fn choices(&self, package: Package) -> Vec<usize> {
        self.radix.choices(self.numbers.get(package.0 as usize).copied().unwrap_or(package.0))
    }

    fn package(&self, choices: &[usize]) -> Option<Package> {
        let number = self.radix.number(choices)?;
        if self.numbers.is_empty() {
            return Some(Package(number));
        }
        self.numbers.binary_search(&number).ok().map(|place| Package(place as u128))
    }

    fn values_into(&self, package: Package, values: &mut Vec<i64>) {
        let at = package.0 as usize * self.dims;
        values.extend_from_slice(&self.values[at..at + self.dims]);
    }

    fn value(&self, dimension: usize, package: Package) -> i64 {
        self.values[package.0 as usize * self.dims + dimension]
    }

    fn highest(&self, dimension: usize) -> i64 {
        self.orders[dimension].highest
    }

    fn lowest(&self, dimension: usize) -> i64 {
        self.orders[dimension].lowest
    }

    fn floor(&self, dimension: usize, least: i64, _: &mut Meter) -> Result<Option<Package>, Spent> {
        let order = &self.orders[dimension];
        Ok(order.reaching(least).checked_sub(1).and_then(|place| order.at(place)))
    }

    fn below(&self, dimension: usize, most: i64, _: &mut Meter) -> Result<Option<Package>, Spent> {
        let order = &self.orders[dimension];
        Ok(order.at(order.reaching(most)))
    }

    fn after(&self, dimension: usize, package: Package, _: &mut Meter) -> Result<Option<Package>, Spent> {
        let order = &self.orders[dimension];
        let key = order.highest.abs_diff(self.value(dimension, package)) << order.bits | package.0 as u64;
        Ok(order.at(order.keys.partition_point(|own| *own <= key)))
    }

    fn any(&self, limit: Option<(usize, i64)>, stream: &mut Stream, _: &mut Meter) -> Result<Option<Package>, Spent> {
        let Some((dimension, least)) = limit else {
            return Ok(Some(Package(u128::from(stream.below(self.len() as u64)))));
        };
        let order = &self.orders[dimension];
        Ok(order.at(match order.reaching(least) {
            0 => return Ok(None),
            count => stream.below(count as u64) as usize,
        }))
    }
}
