//! A full table: the value of every package to one party, as read from a file with one row a package.

use crate::quantity::Number;
use sha2::{Digest as _, Sha256};

/// The value of every package to one party, exact, on the scale of the party's preferences.
///
/// Packages are counted in mixed radix over the outcomes of the issues in file order, the first issue slowest: with
/// issues of 3 and 4 outcomes, package `4 * a + b` takes outcome `a` of the first issue and `b` of the second. Values
/// take 8 bytes a package, 16 where one of them passes 9,223,372.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    sizes: Vec<usize>,
    cells: Cells,
    digest: [u8; 32],
}

impl Table {
    /// A table over issues with so many outcomes each; `cells` are in the order of packages.
    pub(crate) fn new(sizes: Vec<usize>, cells: Cells) -> Self {
        let mut hash = Sha256::new();
        hash.update((sizes.len() as u64).to_le_bytes());
        sizes.iter().for_each(|size| hash.update((*size as u64).to_le_bytes()));
        (0..cells.len()).filter_map(|at| cells.get(at)).for_each(|value| hash.update(value.0.to_le_bytes()));
        let digest = hash.finalize().into();
        Self { sizes, cells, digest }
    }

    /// How many packages there are.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether there is no package; never for a table of a checked case.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value of a package; `None` past the last one. Constant time.
    pub fn value(&self, package: usize) -> Option<Number> {
        self.cells.get(package)
    }

    /// The values of all packages, in order.
    pub fn values(&self) -> impl ExactSizeIterator<Item = Number> + '_ {
        (0..self.len()).map(|at| self.cells.get(at).unwrap_or_default())
    }

    /// The outcomes of each issue, by issue.
    pub fn sizes(&self) -> &[usize] {
        &self.sizes
    }

    /// The package that takes these outcomes, one an issue in file order; `None` where they do not fit the issues.
    pub fn package(&self, outcomes: &[usize]) -> Option<usize> {
        package(&self.sizes, outcomes)
    }

    /// The outcomes that a package takes, one an issue in file order; `None` past the last package.
    pub fn outcomes(&self, package: usize) -> Option<Vec<usize>> {
        (package < self.len()).then(|| outcomes(&self.sizes, package))
    }

    /// SHA-256 of sizes and values.
    pub(crate) fn digest(&self) -> &[u8; 32] {
        &self.digest
    }
}

/// The place of outcomes in mixed radix.
pub(crate) fn package(sizes: &[usize], outcomes: &[usize]) -> Option<usize> {
    if sizes.len() != outcomes.len() {
        return None;
    }
    sizes.iter().zip(outcomes).try_fold(0usize, |package, (size, outcome)| {
        if outcome >= size {
            return None;
        }
        package.checked_mul(*size)?.checked_add(*outcome)
    })
}

/// The outcomes at a place in mixed radix.
pub(crate) fn outcomes(sizes: &[usize], package: usize) -> Vec<usize> {
    let mut rest = package;
    let mut outcomes: Vec<usize> = sizes
        .iter()
        .rev()
        .map(|size| {
            let outcome = rest % (*size).max(1);
            rest /= (*size).max(1);
            outcome
        })
        .collect();
    outcomes.reverse();
    outcomes
}

/// Numbers in ticks, narrow while they all fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cells {
    /// All of them fit into 64 bits.
    Narrow(Vec<i64>),
    /// One of them does not.
    Wide(Vec<i128>),
}

impl Cells {
    /// So many zeros.
    pub(crate) fn zeros(count: usize) -> Self {
        Self::Narrow(vec![0; count])
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Narrow(cells) => cells.len(),
            Self::Wide(cells) => cells.len(),
        }
    }

    fn get(&self, at: usize) -> Option<Number> {
        match self {
            Self::Narrow(cells) => cells.get(at).map(|ticks| Number(i128::from(*ticks))),
            Self::Wide(cells) => cells.get(at).map(|ticks| Number(*ticks)),
        }
    }

    /// Puts a value; nothing happens past the end.
    pub(crate) fn put(&mut self, at: usize, value: Number) {
        if let (Self::Narrow(cells), Err(_)) = (&*self, i64::try_from(value.0)) {
            *self = Self::Wide(cells.iter().map(|ticks| i128::from(*ticks)).collect());
        }
        match self {
            Self::Narrow(cells) => {
                if let (Some(cell), Ok(ticks)) = (cells.get_mut(at), i64::try_from(value.0)) {
                    *cell = ticks;
                }
            }
            Self::Wide(cells) => {
                if let Some(cell) = cells.get_mut(at) {
                    *cell = value.0;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Cells, Table};
    use crate::quantity::Number;

    #[test]
    fn the_first_issue_is_the_slowest() {
        let mut cells = Cells::zeros(12);
        (0..12).for_each(|at| cells.put(at, Number::whole(at as i64)));
        let table = Table::new(vec![3, 4], cells);
        assert_eq!(table.package(&[1, 2]), Some(6));
        assert_eq!(table.value(6), Some(Number::whole(6)));
        assert_eq!(table.outcomes(6), Some(vec![1, 2]));
        assert_eq!((table.package(&[3, 0]), table.package(&[1]), table.outcomes(12)), (None, None, None));
        for at in 0..12 {
            assert_eq!(table.package(&table.outcomes(at).unwrap()), Some(at));
        }
    }

    #[test]
    fn a_large_value_widens_and_keeps_the_others() {
        let mut cells = Cells::zeros(3);
        cells.put(0, Number(-7));
        cells.put(2, Number::whole(1_000_000_000_000_000));
        cells.put(9, Number(1));
        let table = Table::new(vec![3], cells);
        let values: Vec<Number> = table.values().collect();
        assert_eq!(values, [Number(-7), Number(0), Number::whole(1_000_000_000_000_000)]);
        assert!(matches!(table.cells, Cells::Wide(_)));
    }

    #[test]
    fn tables_with_other_values_have_other_digests() {
        let table = |first: i128, wide: bool| {
            let mut cells = Cells::zeros(2);
            if wide {
                cells.put(0, Number(i128::MAX));
            }
            cells.put(0, Number(first));
            Table::new(vec![2], cells)
        };
        assert_ne!(table(1, false).digest(), table(2, false).digest());
        assert_eq!(table(1, false).digest(), table(1, true).digest());
    }
}
