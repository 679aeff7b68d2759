//! All assignments of a small space, one by one.
//!
//! Where every assignment fits into memory, listing them answers what no elimination does: ranks, spreads, and
//! exact sizes under thresholds.

use super::Charge;
use super::search::ANYTHING;
use crate::solve::pareto::{maximal_counted, maximal_numbered};
use std::sync::Arc;

/// The most assignments that are listed: 2^22, 32 MiB a dimension.
pub const LISTED_MAX: u64 = 1 << 22;

/// The allowed assignments with their values.
#[derive(Clone, Debug, Default)]
pub struct Listed {
    /// Values an assignment.
    pub dims: usize,
    /// Row-major.
    pub values: Vec<i64>,
    /// How many originals each stands for; empty if each stands for itself.
    counts: Vec<u128>,
    /// Which place in the order of all assignments each has.
    places: Vec<u32>,
    /// By variable: its stride in that order, and its number of digits.
    strides: Vec<(u32, u32)>,
}

impl Listed {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// How many originals the assignment at a place stands for.
    pub fn count(&self, at: usize) -> u128 {
        self.counts.get(at).copied().unwrap_or(1)
    }

    /// Whether each stands for one original.
    pub(super) fn each_is_one(&self) -> bool {
        self.counts.is_empty()
    }

    /// How many originals there are in all.
    pub fn total(&self) -> u128 {
        if self.counts.is_empty() { self.places.len() as u128 } else { self.counts.iter().sum() }
    }

    /// The maximal vectors: the places of one assignment each, and how many originals have them.
    pub fn maximal(&self) -> (Vec<u32>, Vec<u128>) {
        match (self.counts.is_empty(), self.dims) {
            (true, 0) => maximal_counted(0, &[], &vec![1; self.len()]),
            (true, dims) => maximal_numbered(dims, &self.values),
            (false, dims) => maximal_counted(dims, &self.values, &self.counts),
        }
    }

    /// The values at a place.
    pub fn vector(&self, at: usize) -> &[i64] {
        &self.values[at * self.dims..(at + 1) * self.dims]
    }

    /// Those that keep the thresholds.
    fn filtered(&self, at_least: &[i64]) -> Self {
        let keeps = |at: &usize| keeps(self.vector(*at), at_least);
        let mut kept = Self { dims: self.dims, strides: self.strides.clone(), ..Self::default() };
        for at in (0..self.len()).filter(keeps) {
            kept.values.extend_from_slice(self.vector(at));
            kept.places.push(self.places[at]);
            kept.counts.extend(self.counts.get(at));
        }
        kept
    }

    /// The digits at a place.
    pub fn digits(&self, at: usize) -> Vec<u32> {
        let place = self.places[at];
        self.strides.iter().map(|(stride, size)| place / stride % size).collect()
    }
}

/// Whether values keep the thresholds. Without a branch: which of them do is often as good as random.
#[inline]
pub(super) fn keeps(values: &[i64], at_least: &[i64]) -> bool {
    values.iter().zip(at_least).fold(true, |keeps, (value, least)| keeps & (value >= least))
}

impl Charge {
    /// How many assignments there are before constraints; `u64::MAX` if more.
    pub fn assignments(&self) -> u64 {
        self.layout().live.iter().fold(1u64, |product, live| product.saturating_mul(live.len() as u64))
    }

    /// All allowed assignments with `u_p >= at_least[p]`, if the space has at most [`LISTED_MAX`].
    ///
    /// Order: the variable fixed first at the root moves slowest. Cost: a few additions an assignment and node.
    pub fn listed(&self, at_least: &[i64]) -> Option<Listed> {
        match self.full() {
            Some(full) => Some(full.filtered(at_least)),
            None => self.list(at_least),
        }
    }

    /// All allowed assignments, if the space has at most [`LISTED_MAX`]: listed on the first call, and kept.
    pub fn all(&self) -> Option<&Arc<Listed>> {
        self.all.get_or_init(|| self.list(&vec![ANYTHING; self.dims]).map(Arc::new)).as_ref()
    }

    /// The list, made anew.
    pub(super) fn list(&self, at_least: &[i64]) -> Option<Listed> {
        if self.assignments() > LISTED_MAX {
            return None;
        }
        let nodes: Vec<usize> = (0..self.layout().nodes.len() - 1).collect();
        if !self.allowed.last().is_none_or(|crown| crown.get(0)) {
            return Some(Listed { dims: self.dims, strides: Vec::new(), ..Listed::default() });
        }
        Some(self.listed_of(&nodes, self.constant(), at_least))
    }

    /// The assignments of some nodes, rising, that hang on no others; their number is within the limit.
    pub(super) fn listed_of(&self, nodes: &[usize], constant: &[i64], at_least: &[i64]) -> Listed {
        let (layout, dims) = (self.layout(), self.dims);
        // Strides: nodes from the root down, the last one (the first eliminated) fastest.
        let mut strides = vec![(1u32, 1u32); layout.live.len()];
        let mut stride = 1u32;
        for node in nodes.iter().map(|at| &layout.nodes[*at]) {
            strides[node.variable] = (stride, node.own as u32);
            stride = stride.saturating_mul(node.own as u32);
        }
        // Partial sums by depth, extended node by node.
        let single = nodes.iter().all(|at| layout.nodes[*at].weights.iter().all(|weight| *weight == 1));
        let (mut values, mut counts, mut places) = (constant.to_vec(), vec![1u128], vec![0u32]);
        let open = at_least.iter().all(|least| *least <= ANYTHING);
        for (depth, at) in nodes.iter().copied().enumerate().rev() {
            let node = &layout.nodes[at];
            let (stride, _) = strides[node.variable];
            let room = places.len().saturating_mul(node.own);
            let (mut next, mut next_places) = (Vec::with_capacity(room * dims), Vec::with_capacity(room));
            let mut next_counts = Vec::new();
            let separator: Vec<(u32, u32, usize)> =
                node.separator.iter().map(|(v, step)| (strides[*v].0, strides[*v].1, *step)).collect();
            for (from, place) in places.iter().enumerate() {
                let row: usize =
                    separator.iter().map(|(stride, size, step)| (place / stride % size) as usize * step).sum();
                let base = &values[from * dims..(from + 1) * dims];
                let cells = (node.cells_from + row * node.own) * dims;
                if (depth > 0 || open) && self.allowed[at].all(row * node.own, node.own) {
                    let own = next.len();
                    next.extend_from_slice(&self.values[cells..cells + node.own * dims]);
                    if base.iter().any(|value| *value != 0) {
                        for sum in next[own..].chunks_exact_mut(dims) {
                            sum.iter_mut().zip(base).for_each(|(sum, value)| *sum += value);
                        }
                    }
                    next_places.extend((0..node.own as u32).map(|digit| place + stride * digit));
                    if !single {
                        next_counts.extend(node.weights.iter().map(|weight| counts[from] * u128::from(*weight)));
                    }
                    continue;
                }
                for digit in self.allowed[at].ones(row * node.own, node.own) {
                    let own = &self.values[cells + digit * dims..cells + (digit + 1) * dims];
                    if depth == 0 && base.iter().zip(own).zip(at_least).any(|((a, b), least)| a + b < *least) {
                        continue;
                    }
                    base.iter().zip(own).for_each(|(a, b)| next.push(a + b));
                    next_places.push(place + stride * digit as u32);
                    if !single {
                        next_counts.push(counts[from] * u128::from(node.weights[digit]));
                    }
                }
            }
            (values, counts, places) = (next, next_counts, next_places);
        }
        if nodes.is_empty() && constant.iter().zip(at_least).any(|(value, least)| value < least) {
            (values, counts, places) = (Vec::new(), Vec::new(), Vec::new());
        }
        if single {
            counts.clear();
        }
        Listed { dims, values, counts, places, strides }
    }
}
