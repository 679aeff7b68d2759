//! Values that are plain sums over issues, with no rule and no linkage.

use super::MenuError;
use crate::solve::Network;
use crate::solve::valued::{Charge, Layout, VALUE_MAX};
use std::sync::Arc;

/// The most packages that any engine numbers: 2^120.
pub(super) const PACKAGES_MAX: u128 = 1 << 120;

/// By dimension, issue and option, what the option adds to a package's value, in ticks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sums {
    values: Vec<Vec<Vec<i64>>>,
    /// By issue, the numbers that its options are known by, rising.
    labels: Vec<Vec<usize>>,
    packages: u128,
}

impl Sums {
    /// `values[dimension][issue][option]`; every dimension has the same issues with the same numbers of options.
    ///
    /// # Errors
    /// See [`MenuError`]; the absolute values of a dimension sum to at most
    /// [`VALUE_MAX`] whatever the package.
    pub fn new(values: Vec<Vec<Vec<i64>>>) -> Result<Self, MenuError> {
        let labels = values.first().ok_or(MenuError::Empty)?.iter().map(|own| (0..own.len()).collect()).collect();
        Self::labelled(values, labels)
    }

    fn labelled(values: Vec<Vec<Vec<i64>>>, labels: Vec<Vec<usize>>) -> Result<Self, MenuError> {
        let sizes = || labels.iter().map(Vec::len);
        if values.iter().any(|own| !own.iter().map(Vec::len).eq(sizes())) {
            return Err(MenuError::Ragged);
        }
        if sizes().any(|size| size == 0) || values.is_empty() {
            return Err(MenuError::Empty);
        }
        for own in &values {
            let most =
                own.iter().flat_map(|issue| issue.iter().map(|value| value.unsigned_abs()).max()).map(u128::from);
            if most.sum::<u128>() > VALUE_MAX as u128 {
                return Err(MenuError::Values);
            }
        }
        let packages = sizes().try_fold(1u128, |product, size| product.checked_mul(size as u128));
        let packages = packages.filter(|packages| *packages <= PACKAGES_MAX).ok_or(MenuError::TooMany)?;
        Ok(Self { values, labels, packages })
    }

    /// The sums of a charge whose buckets hang on nothing; `None` if some do, or if variables past the first
    /// `variables` have more than one value.
    ///
    /// # Errors
    /// [`MenuError::Empty`] if no package is allowed; as [`Sums::new`].
    pub fn of_charge(charge: &Charge, variables: usize) -> Option<Result<Self, MenuError>> {
        let layout = charge.layout();
        let crown = layout.nodes.len() - 1;
        let single = |at: usize| layout.live[at].len() == 1;
        if layout.nodes.iter().any(|node| node.rows != 1) || (variables..layout.live.len()).any(|at| !single(at)) {
            return None;
        }
        if !charge.allowed.get(crown).is_none_or(|bits| bits.get(0)) {
            return Some(Err(MenuError::Empty));
        }
        let dims = charge.dims();
        let (mut labels, mut values) = (Vec::with_capacity(variables + 1), vec![Vec::new(); dims]);
        for (variable, live) in layout.live.iter().enumerate() {
            let at = layout.node_of[variable];
            let node = &layout.nodes[at];
            let digits: Vec<usize> = charge.allowed[at].ones(0, node.own).collect();
            labels.push(digits.iter().map(|digit| live[*digit]).collect());
            for (dimension, rows) in values.iter_mut().enumerate() {
                let cell = |digit: &usize| charge.values[(node.cells_from + digit) * dims + dimension];
                rows.push(digits.iter().map(cell).collect());
            }
        }
        // What every package has beside, and what further variables add, goes to an issue with one option, told by none.
        let last = layout.nodes[crown].cells_from;
        for (dimension, rows) in values.iter_mut().enumerate() {
            let further: i64 = rows.drain(variables..).filter_map(|row: Vec<i64>| row.first().copied()).sum();
            rows.push(vec![charge.values[last * dims + dimension] + further]);
        }
        labels.truncate(variables);
        labels.push(vec![0]);
        Some(Self::labelled(values, labels).map(|mut sums| {
            sums.labels.pop();
            sums
        }))
    }

    /// How many packages there are.
    pub fn packages(&self) -> u128 {
        self.packages
    }

    /// How many issues make up a package.
    pub fn issues(&self) -> usize {
        self.labels.len()
    }

    /// How many values a package has.
    pub(super) fn dims(&self) -> usize {
        self.values.len()
    }

    /// By issue, what its options add in a dimension; what every package has stands last.
    pub(super) fn rows(&self, dimension: usize) -> &[Vec<i64>] {
        &self.values[dimension]
    }

    /// By issue, the numbers that its options are known by.
    pub(super) fn labels(&self) -> &[Vec<usize>] {
        &self.labels
    }

    /// The same as a charge; `None` if it is past the limits of the tree.
    pub(in crate::solve::rounds) fn charge(&self) -> Option<Charge> {
        let domains: Vec<usize> = self.values[0].iter().map(Vec::len).collect();
        let scopes: Vec<Vec<usize>> = (0..domains.len()).map(|issue| vec![issue]).collect();
        let network = Network::new(domains.iter().map(|size| vec![1; *size]).collect());
        let layout = Layout::new(network, &domains, Vec::new(), &scopes).ok()??;
        let mut charge = Charge::new(&Arc::new(layout), self.dims());
        for (dimension, rows) in self.values.iter().enumerate() {
            rows.iter().enumerate().for_each(|(issue, row)| charge.add(issue, dimension, row));
        }
        Some(charge)
    }
}

/// Numbers of packages and back: mixed radix, the last issue fastest.
#[derive(Clone, Debug)]
pub(super) struct Radix {
    /// By issue: its stride, and the numbers its options are known by.
    issues: Vec<(u128, Vec<usize>)>,
}

impl Radix {
    /// `None` past [`PACKAGES_MAX`].
    pub fn new(labels: &[Vec<usize>]) -> Option<Self> {
        let mut stride = 1u128;
        let mut issues = Vec::with_capacity(labels.len());
        for own in labels.iter().rev() {
            issues.push((stride, own.clone()));
            stride = stride.checked_mul(own.len() as u128).filter(|all| *all <= PACKAGES_MAX)?;
        }
        issues.reverse();
        Some(Self { issues })
    }

    /// By issue: its stride and its number of options.
    pub fn strides(&self) -> impl Iterator<Item = (u128, usize)> + '_ {
        self.issues.iter().map(|(stride, own)| (*stride, own.len()))
    }

    /// By issue, the numbers that its options are known by.
    pub fn options(&self) -> Vec<Vec<usize>> {
        self.issues.iter().map(|(_, own)| own.clone()).collect()
    }

    /// Which of its options each issue has.
    pub fn digits(&self, number: u128) -> impl Iterator<Item = usize> + '_ {
        // Division of 64 bits where they are enough: it is several times faster.
        let short = u64::try_from(number).ok();
        self.issues.iter().map(move |(stride, own)| match (short, u64::try_from(*stride)) {
            (Some(number), Ok(stride)) => (number / stride % own.len() as u64) as usize,
            (Some(_), Err(_)) => 0,
            (None, _) => (number / stride % own.len() as u128) as usize,
        })
    }

    /// The numbers that the options are known by.
    pub fn choices(&self, number: u128) -> Vec<usize> {
        self.digits(number).zip(&self.issues).map(|(digit, (_, own))| own[digit]).collect()
    }

    /// The number of a package.
    pub fn number(&self, choices: &[usize]) -> Option<u128> {
        if choices.len() != self.issues.len() {
            return None;
        }
        let mut number = 0;
        for ((stride, own), choice) in self.issues.iter().zip(choices) {
            number += stride * own.binary_search(choice).ok()? as u128;
        }
        Some(number)
    }
}
