//! Spaces under rules and linkages, too large to list: searches on the join tree.
//!
//! To the value of a dimension the tree gets the package's number, which is a plain sum over variables too (in several
//! parts where it takes more than 40 bits). Every question is then a lexicographic optimum, such as "the least value at or
//! above a threshold, then the greatest number": one branch and bound after another (`solve/valued/search.rs`), each with
//! what the ones before it found held fixed. Finding a sum in a given place is as hard as subset sum, so that a search
//! can run out of steps: then the best that it met stands, and the meter counts it as not proved.

use super::sums::Radix;
use super::{Menu, MenuError, Meter, Package, Spent};
use crate::solve::rounds::stream::Stream;
use crate::solve::valued::search::{ANYTHING, Ended, Search};
use crate::solve::valued::size::Sampler;
use crate::solve::valued::{Charge, NONE};
use std::sync::OnceLock;

/// The most that one part of a number may be: 2^40.
const PART_MAX: u128 = 1 << 40;
/// Draws of [`Menu::any`] before it gives up hitting its limit.
const DRAWS: usize = 256;

/// A join tree with values and numbers of packages.
///
/// Cost: a question takes a few passes over the tree and one search a part of the lexicographic optimum, within the
/// meter's steps.
#[derive(Debug)]
pub struct Tree {
    radix: Radix,
    charge: Charge,
    variables: usize,
    /// By dimension: its values, then the parts of the number, the most significant first.
    numbered: Vec<Charge>,
    /// By part of the number, what one is worth.
    worth: Vec<u128>,
    /// By dimension, the least and the greatest value.
    ends: Vec<(i64, i64)>,
}

/// What is wanted of one scalar: the most of a dimension, times 1 or -1.
type Goal = (usize, i64);

impl Tree {
    /// A menu over a charge of any size; the first `variables` variables make up a package and determine the others.
    ///
    /// # Errors
    /// [`MenuError::Empty`] if nothing is allowed or there is no dimension; [`MenuError::TooMany`] past 2^120 packages.
    pub fn new(charge: &Charge, variables: usize) -> Result<Self, MenuError> {
        let layout = charge.layout();
        let variables = variables.min(layout.live.len());
        let radix = Radix::new(&layout.live[..variables]).ok_or(MenuError::TooMany)?;
        if charge.dims() == 0 {
            return Err(MenuError::Empty);
        }
        // By variable: which part of the number it counts in, and its stride there.
        let mut strides: Vec<(usize, i64)> = Vec::with_capacity(variables);
        let (mut part, mut within, mut worth) = (0, 1u128, vec![1u128]);
        for live in layout.live[..variables].iter().rev() {
            let size = live.len() as u128;
            if within > 1 && within * size > PART_MAX {
                worth.push(worth[part] * within);
                (part, within) = (part + 1, 1);
            }
            strides.push((part, within as i64));
            within *= size;
        }
        let parts = part + 1;
        strides.reverse();
        strides.iter_mut().for_each(|(own, _)| *own = parts - 1 - *own);
        worth.reverse();
        let numbered = (0..charge.dims()).map(|p| numbered(charge, p, parts, &strides)).collect();
        let end = |p: usize, sign: i64| {
            let weights: Vec<i64> = (0..charge.dims()).map(|q| if q == p { sign } else { 0 }).collect();
            charge.best(&weights).most()
        };
        let ends: Vec<(i64, i64)> = (0..charge.dims()).map(|p| (-end(p, -1), end(p, 1))).collect();
        if ends.iter().any(|(_, highest)| *highest == NONE) {
            return Err(MenuError::Empty);
        }
        Ok(Self { radix, charge: charge.clone(), variables, numbered, worth, ends })
    }

    fn query(&self, dimension: usize) -> Query<'_> {
        Query::new(&self.numbered[dimension])
    }

    fn parts(&self) -> std::ops::RangeInclusive<usize> {
        1..=self.worth.len()
    }

    /// The number that digits stand for.
    fn number(&self, digits: &[u32]) -> Package {
        let strides = self.radix.strides().map(|(stride, _)| stride);
        Package(strides.zip(digits).map(|(stride, digit)| stride * u128::from(*digit)).sum())
    }

    /// The digits of a package, those of variables it determines included.
    fn digits(&self, package: Package) -> Vec<u32> {
        let layout = self.charge.layout();
        if self.variables == layout.live.len() {
            return self.radix.digits(package.0).map(|digit| digit as u32).collect();
        }
        self.charge.digits(&self.radix.choices(package.0)).unwrap_or_else(|| vec![0; layout.live.len()])
    }

    fn answer(&self, query: Query<'_>) -> Option<Package> {
        query.found.map(|digits| self.number(&digits))
    }
}

/// The values of one dimension, and after them the parts of the number.
fn numbered(charge: &Charge, dimension: usize, parts: usize, strides: &[(usize, i64)]) -> Charge {
    let (layout, dims) = (charge.layout(), 1 + parts);
    let mut values = Vec::with_capacity(charge.values.len() / charge.dims() * dims);
    for node in &layout.nodes {
        let stride = strides.get(node.variable);
        for cell in 0..node.rows * node.own {
            let from = values.len();
            values.push(charge.values[(node.cells_from + cell) * charge.dims() + dimension]);
            values.resize(from + dims, 0);
            if let Some((part, stride)) = stride {
                values[from + 1 + part] = stride * (cell % node.own) as i64;
            }
        }
    }
    Charge {
        layout: charge.layout.clone(),
        dims,
        values: values.into(),
        allowed: charge.allowed.clone(),
        all: OnceLock::new(),
    }
}

/// One question: thresholds that narrow as parts of it are settled.
struct Query<'a> {
    search: Search<'a>,
    dims: usize,
    found: Option<Vec<u32>>,
}

impl<'a> Query<'a> {
    fn new(charge: &'a Charge) -> Self {
        let dims = charge.dims();
        let unit = |at: usize, sign: i64| (0..dims).map(|p| if p == at { sign } else { 0 }).collect::<Vec<i64>>();
        let mut further: Vec<Vec<i64>> = (0..dims).map(|at| unit(at, -1)).collect();
        further.push(unit(0, 1));
        Self { search: Search::new(charge, &further), dims, found: None }
    }

    fn at_least(&mut self, dimension: usize, value: i64) {
        self.search.at_least[dimension] = value;
    }

    fn at_most(&mut self, dimension: usize, value: i64) {
        self.search.at_least[self.dims + dimension] = -value;
    }

    fn exactly(&mut self, dimension: usize, value: i64) {
        self.at_least(dimension, value);
        self.at_most(dimension, value);
    }

    /// Settles goal after goal; whether there is anything at all.
    fn settle(&mut self, goals: &[Goal], meter: &mut Meter) -> Result<bool, Spent> {
        let lead = 2 * self.dims;
        self.found = None;
        for (dimension, sign) in goals {
            let weights: Vec<i64> = (0..self.dims).map(|p| if p == *dimension { *sign } else { 0 }).collect();
            self.search.reweigh(lead, &weights);
            self.search.at_least[lead] = ANYTHING;
            let mut best: Option<(i64, Vec<u32>)> = None;
            let all = meter.search.min(meter.left);
            let mut budget = all;
            let ended = self.search.run(&mut budget, &mut |digits, scalars, at_least| {
                best = Some((scalars[lead], digits.to_vec()));
                at_least[lead] = scalars[lead] + 1;
                true
            });
            meter.left -= all - budget;
            self.search.at_least[lead] = ANYTHING;
            match (best, ended) {
                (None, Ended::Budget) if self.found.is_none() => return Err(Spent),
                (None, Ended::Complete | Ended::Stopped) => return Ok(self.found.is_some()),
                (best, ended) => {
                    if let Some((value, digits)) = best {
                        self.exactly(*dimension, sign * value);
                        self.found = Some(digits);
                    }
                    if ended == Ended::Budget {
                        // What was met stands; looking further would not make it right.
                        meter.unproved += 1;
                        return Ok(true);
                    }
                }
            }
        }
        Ok(self.found.is_some())
    }
}

impl Menu for Tree {
    fn dims(&self) -> usize {
        self.charge.dims()
    }

    fn options(&self) -> Vec<Vec<usize>> {
        self.radix.options()
    }

    fn choices(&self, package: Package) -> Vec<usize> {
        self.radix.choices(package.0)
    }

    fn package(&self, choices: &[usize]) -> Option<Package> {
        let number = self.radix.number(choices)?;
        self.charge.digits(choices).map(|_| Package(number))
    }

    fn values_into(&self, package: Package, values: &mut Vec<i64>) {
        values.extend(self.charge.evaluate(&self.digits(package)).0);
    }

    fn highest(&self, dimension: usize) -> i64 {
        self.ends[dimension].1
    }

    fn lowest(&self, dimension: usize) -> i64 {
        self.ends[dimension].0
    }

    fn floor(&self, dimension: usize, least: i64, meter: &mut Meter) -> Result<Option<Package>, Spent> {
        if least > self.highest(dimension) {
            return Ok(None);
        }
        let mut query = self.query(dimension);
        query.at_least(0, least.max(self.lowest(dimension)));
        let goals: Vec<Goal> = std::iter::once((0, -1)).chain(self.parts().map(|part| (part, 1))).collect();
        query.settle(&goals, meter)?;
        Ok(self.answer(query))
    }

    fn below(&self, dimension: usize, most: i64, meter: &mut Meter) -> Result<Option<Package>, Spent> {
        if most <= self.lowest(dimension) {
            return Ok(None);
        }
        let mut query = self.query(dimension);
        query.at_most(0, (most - 1).min(self.highest(dimension)));
        let goals: Vec<Goal> = std::iter::once((0, 1)).chain(self.parts().map(|part| (part, -1))).collect();
        query.settle(&goals, meter)?;
        Ok(self.answer(query))
    }

    fn after(&self, dimension: usize, package: Package, meter: &mut Meter) -> Result<Option<Package>, Spent> {
        let value = self.value(dimension, package);
        let mut left = package.0;
        let mut number = vec![0i64];
        for worth in &self.worth {
            number.push((left / worth) as i64);
            left %= worth;
        }
        // The next number of the same value has the first parts alike and a greater one after them; the longer the
        // part that is alike, the sooner it comes.
        for part in self.parts().rev() {
            let mut query = self.query(dimension);
            query.exactly(0, value);
            (1..part).for_each(|alike| query.exactly(alike, number[alike]));
            query.at_least(part, number[part] + 1);
            let goals: Vec<Goal> = (part..=self.worth.len()).map(|part| (part, -1)).collect();
            if query.settle(&goals, meter)? {
                return Ok(self.answer(query));
            }
        }
        self.below(dimension, value, meter)
    }

    /// A package that stands for several, because nothing tells them apart, has that many times the chance. Where
    /// hardly any package reaches the limit and none is drawn, the answer is that of [`Menu::floor`], not proved.
    fn any(
        &self,
        limit: Option<(usize, i64)>,
        stream: &mut Stream,
        meter: &mut Meter,
    ) -> Result<Option<Package>, Spent> {
        if limit.is_some_and(|(dimension, least)| least > self.highest(dimension)) {
            return Ok(None);
        }
        let Some(sampler) = Sampler::new(&self.charge) else { return Ok(None) };
        for _ in 0..DRAWS {
            meter.spend(self.variables as u64)?;
            let (digits, values) = sampler.draw(&mut || stream.uniform());
            if limit.is_none_or(|(dimension, least)| values[dimension] >= least) {
                return Ok(Some(self.number(&digits)));
            }
        }
        match limit {
            Some((dimension, least)) => {
                meter.unproved += 1;
                self.floor(dimension, least, meter)
            }
            None => Ok(None),
        }
    }
}
