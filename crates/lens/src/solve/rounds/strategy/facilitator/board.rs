//! Texts by the places of their options, so that tables of values can be summed and climbed.

use crate::solve::rounds::menu::{Package, Spent};
use crate::solve::rounds::view::View;
use std::ops::Range;

/// The variables of a menu and their options. A *cell* is one option of one variable.
pub(super) struct Board {
    /// By variable, the values it can have.
    pub options: Vec<Vec<usize>>,
    /// By variable, its first cell; how many there are stands last.
    starts: Vec<usize>,
}

impl Board {
    pub fn new(view: &View<'_>) -> Self {
        let mut options = view.options();
        // A digit is 16 bits; options past that are never put.
        options.iter_mut().for_each(|own| own.truncate(usize::from(u16::MAX)));
        let mut starts = vec![0];
        starts.extend(options.iter().scan(0, |sum, own| {
            *sum += own.len();
            Some(*sum)
        }));
        Self { options, starts }
    }

    pub fn cells(&self) -> usize {
        *self.starts.last().unwrap_or(&0)
    }

    #[inline]
    pub fn cell(&self, variable: usize, digit: u16) -> usize {
        self.starts[variable] + usize::from(digit)
    }

    /// By variable, its cells.
    pub fn ranges(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        self.starts.windows(2).map(|own| own[0]..own[1])
    }

    /// What a text is worth by a table.
    pub fn value(&self, table: &[f64], text: &[u16]) -> f64 {
        text.iter().zip(&self.starts).map(|(digit, start)| table[start + usize::from(*digit)]).sum()
    }

    /// A package as digits; `None` with an option that has none.
    pub fn text(&self, view: &View<'_>, package: Package) -> Option<Vec<u16>> {
        let digit = |(own, value): (&Vec<usize>, usize)| own.binary_search(&value).ok().map(|at| at as u16);
        let choices = view.choices(package);
        (choices.len() == self.options.len()).then(|| self.options.iter().zip(choices).map(digit).collect())?
    }

    /// The package of a text, if it is on the menu.
    pub fn package(&self, view: &View<'_>, text: &[u16]) -> Option<Package> {
        let choices: Vec<usize> = self.options.iter().zip(text).map(|(own, digit)| own[usize::from(*digit)]).collect();
        view.package(&choices)
    }

    /// Any text: each package of the menu with the same chance.
    pub fn any(&self, view: &mut View<'_>) -> Result<Option<Vec<u16>>, Spent> {
        Ok(view.any()?.and_then(|package| self.text(view, package)))
    }

    /// A text with each variable changed with some chance, to any of its options; as it was where that is not on the menu.
    pub fn shaken(&self, view: &mut View<'_>, text: &[u16], chance: f64) -> Vec<u16> {
        let mut new = text.to_vec();
        for (digit, own) in new.iter_mut().zip(&self.options) {
            if view.stream.uniform() < chance {
                *digit = view.stream.below(own.len() as u64) as u16;
            }
        }
        if self.package(view, &new).is_some() { new } else { text.to_vec() }
    }

    /// A text that differs in so many variables, if one is met that is on the menu.
    pub fn changed(&self, view: &mut View<'_>, text: &[u16], variables: usize) -> Option<Vec<u16>> {
        let open: Vec<usize> = (0..text.len()).filter(|variable| self.options[*variable].len() > 1).collect();
        let mut new = text.to_vec();
        for _ in 0..variables.min(open.len()) {
            let variable = open[view.stream.below(open.len() as u64) as usize];
            let other = view.stream.below(self.options[variable].len() as u64 - 1) as u16;
            new[variable] = other + u16::from(other >= text[variable]);
        }
        (new != text && self.package(view, &new).is_some()).then_some(new)
    }

    /// The product of gains of a text, as in [`Board::climb`].
    pub fn height(&self, parties: &[(&[f64], f64)], text: &[u16]) -> f64 {
        let gains: Vec<f64> = parties.iter().map(|(table, no_deal)| self.value(table, text) - no_deal).collect();
        product(&gains)
    }

    /// Climbs from a text by changes of one variable to where none raises the product of gains: by party, a table and no
    /// deal. While somebody gains nothing, the losses are climbed instead. Returns the product.
    pub fn climb(&self, view: &View<'_>, parties: &[(&[f64], f64)], text: &mut [u16]) -> f64 {
        let mut gains: Vec<f64> = parties.iter().map(|(table, no_deal)| self.value(table, text) - no_deal).collect();
        let mut next = gains.clone();
        let mut height = product(&gains);
        loop {
            let before = height;
            for (variable, own) in self.options.iter().enumerate() {
                for digit in 0..own.len() as u16 {
                    let old = text[variable];
                    if digit == old {
                        continue;
                    }
                    let (from, to) = (self.cell(variable, old), self.cell(variable, digit));
                    for ((next, gain), (table, _)) in next.iter_mut().zip(&gains).zip(parties) {
                        *next = gain + table[to] - table[from];
                    }
                    let reached = product(&next);
                    if reached > height + CLIMB {
                        text[variable] = digit;
                        if self.package(view, text).is_some() {
                            (height, gains) = (reached, next.clone());
                        } else {
                            text[variable] = old;
                        }
                    }
                }
            }
            if height <= before {
                return height;
            }
        }
    }
}

/// Less than this is no gain: it bounds how often a climb goes up.
const CLIMB: f64 = 1e-9;

/// The product of gains, or the sum of losses where somebody does not gain.
fn product(gains: &[f64]) -> f64 {
    let losses: f64 = gains.iter().filter(|gain| **gain <= 0.0).map(|gain| gain - CLIMB).sum();
    if losses < 0.0 { losses } else { gains.iter().product() }
}
