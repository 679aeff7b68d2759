//! What can be offered: packages with a value for every party, and the few questions that strategies ask of them.

mod halves;
mod listed;
mod sums;
mod tree;

pub use halves::{HALF_MAX, Halves};
pub use listed::Listed;
pub use sums::Sums;
pub use tree::Tree;

use super::stream::Stream;
use crate::solve::valued::Charge;
use std::fmt;

/// Spaces of at most so many packages are listed by [`menu_of`]: 2^20.
pub const LIST_MAX: u64 = 1 << 20;
/// Spaces of at most so many packages are listed however seldom they are asked.
const SMALL: u64 = 1 << 10;
/// What listing and sorting a package costs, in half packages looked at by a question to [`Halves`] (bench/rounds.rs).
const LISTING: u64 = 4;

/// A package, by a number that its menu alone can read. Numbers rise in *canonical order*: packages compared by their
/// first variable's value, then by their second's, and so on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Package(pub(super) u128);

/// What is left to spend on questions, and how many answers are not proved.
#[derive(Clone, Debug)]
pub struct Meter {
    /// Steps left. A step is one sum looked at, or one value tried in a search; spaces of at most [`LIST_MAX`] packages that are
    /// listed or in halves spend none.
    pub left: u64,
    /// The most steps that one search may take.
    pub search: u64,
    /// Answers that are the best a search met before its steps ran out, and may not be the right ones.
    pub unproved: u32,
}

impl Meter {
    /// So many steps in all, and for one search.
    pub fn new(left: u64, search: u64) -> Self {
        Self { left, search, unproved: 0 }
    }

    fn spend(&mut self, steps: u64) -> Result<(), Spent> {
        self.left = self.left.checked_sub(steps).ok_or(Spent)?;
        Ok(())
    }
}

/// The steps ran out before there was any answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spent;

/// Packages with values in whole ticks, one value a *dimension* (a party).
///
/// Law: every dimension has one total order of all packages, from the best down: `x` comes before `y` if `u(x) > u(y)`, or if
/// `u(x) = u(y)` and `x` is before `y` in canonical order. All answers are places in this order, so that two engines
/// over the same packages give the same packages, ties included:
///
/// - [`floor`](Menu::floor): the **last** with a value at or above `least`: the least value at or above it, and of
///   the packages with that value the last in canonical order;
/// - [`below`](Menu::below): the **first** with a value below `most`; for `most = i64::MAX` the best of all;
/// - [`after`](Menu::after): the next one.
///
/// `None` where there is no such package. A menu has at least one package. [`any`](Menu::any) is uniform. Two engines over the
/// same plain sums of at most [`LIST_MAX`] packages draw the same: without a limit by number, with one by its place in
/// the dimension's order. Others may draw different packages.
pub trait Menu: Send + Sync {
    /// How many values a package has.
    fn dims(&self) -> usize;

    /// By variable, the values that it can have in some package or other, rising.
    fn options(&self) -> Vec<Vec<usize>>;

    /// The value of every variable that makes up the package.
    fn choices(&self, package: Package) -> Vec<usize>;

    /// The package with these values of variables, if it is on the menu.
    fn package(&self, choices: &[usize]) -> Option<Package>;

    /// Appends the values of a package, one a dimension.
    fn values_into(&self, package: Package, values: &mut Vec<i64>);

    /// The value of a package in one dimension.
    fn value(&self, dimension: usize, package: Package) -> i64 {
        let mut values = Vec::with_capacity(self.dims());
        self.values_into(package, &mut values);
        values.get(dimension).copied().unwrap_or_default()
    }

    /// The greatest value.
    fn highest(&self, dimension: usize) -> i64;

    /// The least value.
    fn lowest(&self, dimension: usize) -> i64;

    /// The last package of the dimension's order with a value at or above `least`.
    fn floor(&self, dimension: usize, least: i64, meter: &mut Meter) -> Result<Option<Package>, Spent>;

    /// The first package of the dimension's order with a value below `most`.
    fn below(&self, dimension: usize, most: i64, meter: &mut Meter) -> Result<Option<Package>, Spent>;

    /// The package that comes next in the dimension's order.
    fn after(&self, dimension: usize, package: Package, meter: &mut Meter) -> Result<Option<Package>, Spent>;

    /// A package drawn uniformly: from all, or from those with a value at or above a limit in one dimension.
    fn any(
        &self,
        limit: Option<(usize, i64)>,
        stream: &mut Stream,
        meter: &mut Meter,
    ) -> Result<Option<Package>, Spent>;
}

/// Why there is no menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MenuError {
    /// There is no package, or no dimension.
    Empty,
    /// Rows of values do not have the lengths that others have.
    Ragged,
    /// Values sum to more than [`VALUE_MAX`](crate::solve::valued::VALUE_MAX) ticks, up or down.
    Values,
    /// There are more packages than this engine can hold.
    TooMany,
}

impl fmt::Display for MenuError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "there is no package to offer",
            Self::Ragged => "the rows of values are of different lengths",
            Self::Values => "the values are too large to be summed exactly",
            Self::TooMany => "there are too many packages",
        })
    }
}

impl std::error::Error for MenuError {}

/// The menu of a charge that is asked often, in the engine that fits its size: [`Listed`] up to [`LIST_MAX`] packages; past
/// that [`Halves`] where no rule and no linkage ties variables and no half is past [`HALF_MAX`]; else [`Tree`].
///
/// The first `variables` variables of the charge make up a package; all others are determined by them.
///
/// # Errors
/// [`MenuError::Empty`] if nothing is allowed, [`MenuError::TooMany`] past 2^120 packages.
pub fn menu_of(charge: &Charge, variables: usize) -> Result<Box<dyn Menu>, MenuError> {
    menu_for(charge, variables, u64::MAX)
}

/// The same for talks of so many rounds in all runs together: [`Halves`] also where listing would take longer than
/// talks do. No answer hangs on it.
///
/// # Errors
/// As [`menu_of`].
pub fn menu_for(charge: &Charge, variables: usize, rounds: u64) -> Result<Box<dyn Menu>, MenuError> {
    if let Some(sums) = Sums::of_charge(charge, variables) {
        let sums = sums?;
        return match of_sums(&sums, rounds)? {
            Some(menu) => Ok(menu),
            None => Ok(Box::new(Tree::new(charge, variables)?)),
        };
    }
    if charge.assignments() <= LIST_MAX {
        return Ok(Box::new(Listed::of_charge(charge, variables)?));
    }
    Ok(Box::new(Tree::new(charge, variables)?))
}

/// The menu of plain sums, in the engine that fits its size.
///
/// # Errors
/// As [`menu_of`].
pub fn menu_of_sums(sums: &Sums) -> Result<Box<dyn Menu>, MenuError> {
    menu_for_sums(sums, u64::MAX)
}

/// The menu of plain sums for talks of so many rounds, as [`menu_for`].
///
/// # Errors
/// As [`menu_of`].
pub fn menu_for_sums(sums: &Sums, rounds: u64) -> Result<Box<dyn Menu>, MenuError> {
    match of_sums(sums, rounds)? {
        Some(menu) => Ok(menu),
        None => {
            let charge = sums.charge().ok_or(MenuError::TooMany)?;
            Ok(Box::new(Tree::new(&charge, sums.issues())?))
        }
    }
}

/// The list or the halves of plain sums; `None` where there are too many for both.
fn of_sums(sums: &Sums, rounds: u64) -> Result<Option<Box<dyn Menu>>, MenuError> {
    let few = u64::try_from(sums.packages()).ok().filter(|packages| *packages <= LIST_MAX);
    if let Some(packages) = few {
        let half = packages.isqrt();
        if packages <= SMALL || rounds.saturating_mul(half) > packages * LISTING {
            return Ok(Some(Box::new(Listed::of_sums(sums)?)));
        }
    }
    match Halves::new(sums) {
        Err(MenuError::TooMany) => Ok(None),
        halves => Ok(Some(Box::new(halves?))),
    }
}
