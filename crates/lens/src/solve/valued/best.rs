//! The largest completion below every node, for one set of weights.

use super::{Charge, Child, Node};

/// Stands for "no completion": less than every sum that can come about.
pub const NONE: i64 = i64::MIN / 4;

/// Scalar values and best completions for one set of weights.
#[derive(Clone, Debug, Default)]
pub struct Bounds {
    /// By cell, the weighted value.
    pub(super) scalar: Vec<i64>,
    /// By row of every node, the largest weighted sum of the node and all below it; [`NONE`] where there is none.
    pub(super) below: Vec<i64>,
}

impl Bounds {
    /// The largest weighted sum of all assignments; [`NONE`] if no assignment is allowed.
    pub fn most(&self) -> i64 {
        self.below.last().copied().unwrap_or(NONE)
    }
}

impl Charge {
    /// Best completions for the weights, one a dimension; their absolute values sum to at most
    /// [`WEIGHT_MAX`](super::WEIGHT_MAX).
    pub fn best(&self, weights: &[i64]) -> Bounds {
        let mut bounds = Bounds::default();
        self.best_into(weights, &mut bounds);
        bounds
    }

    /// [`Charge::best`] into buffers that are used again.
    pub fn best_into(&self, weights: &[i64], bounds: &mut Bounds) {
        let layout = &*self.layout;
        bounds.scalar.clear();
        if self.dims == 0 {
            bounds.scalar.resize(layout.cells, 0);
        } else {
            let dot = |cell: &[i64]| cell.iter().zip(weights).map(|(value, weight)| value * weight).sum::<i64>();
            bounds.scalar.extend(self.values.chunks_exact(self.dims).map(dot));
        }
        bounds.below.clear();
        bounds.below.resize(layout.rows, NONE);
        for (at, node) in layout.nodes.iter().enumerate() {
            // Children stand before their parents.
            let (before, from) = bounds.below.split_at_mut(node.rows_from);
            let scalars = &bounds.scalar[node.cells_from..];
            for (row, slot) in from.iter_mut().enumerate().take(node.rows) {
                let own = &scalars[row * node.own..(row + 1) * node.own];
                let digits = self.allowed[at].ones(row * node.own, node.own);
                let message = |child: &Child| &before[child.from + child.base[row] as usize..];
                *slot = match node.children.as_slice() {
                    [] => digits.fold(NONE, |most, digit| most.max(own[digit])),
                    [child] => {
                        let message = message(child);
                        digits.fold(NONE, |most, digit| match message[digit] {
                            NONE => most,
                            below => most.max(own[digit] + below),
                        })
                    }
                    _ => digits.fold(NONE, |most, digit| most.max(below(node, &bounds.scalar, before, row, digit))),
                };
            }
        }
    }

    /// The assignment that attains [`Bounds::most`], one digit a variable, and its values; `None` if there is none.
    /// Among equals the lowest digit, from the root down.
    pub fn argmax(&self, bounds: &Bounds, digits: &mut Vec<u32>, values: &mut Vec<i64>) -> bool {
        let layout = &*self.layout;
        if bounds.most() == NONE {
            return false;
        }
        digits.clear();
        digits.resize(layout.live.len(), 0);
        values.clear();
        values.extend(self.constant());
        for (at, node) in layout.nodes.iter().enumerate().rev().skip(1) {
            let row: usize = node.separator.iter().map(|(variable, stride)| digits[*variable] as usize * stride).sum();
            let target = bounds.below[node.rows_from + row];
            let found = self.allowed[at]
                .ones(row * node.own, node.own)
                .find(|digit| below(node, &bounds.scalar, &bounds.below, row, *digit) == target);
            let Some(digit) = found else { return false };
            digits[node.variable] = digit as u32;
            let cell = node.cells_from + row * node.own + digit;
            let own = &self.values[cell * self.dims..(cell + 1) * self.dims];
            values.iter_mut().zip(own).for_each(|(sum, value)| *sum += value);
        }
        true
    }

    /// What every assignment has beside the values of its parts.
    pub(super) fn constant(&self) -> &[i64] {
        &self.values[(self.layout.cells - 1) * self.dims..]
    }

    /// The values of an assignment given by digits, and whether it is allowed.
    pub fn evaluate(&self, digits: &[u32]) -> (Vec<i64>, bool) {
        let layout = &*self.layout;
        let (mut values, mut allowed) = (self.constant().to_vec(), true);
        for (at, node) in layout.nodes.iter().enumerate().take(layout.nodes.len() - 1) {
            let row: usize = node.separator.iter().map(|(variable, stride)| digits[*variable] as usize * stride).sum();
            let cell = row * node.own + digits[node.variable] as usize;
            allowed &= self.allowed[at].get(cell);
            let cell = node.cells_from + cell;
            let own = &self.values[cell * self.dims..(cell + 1) * self.dims];
            values.iter_mut().zip(own).for_each(|(sum, value)| *sum += value);
        }
        (values, allowed && self.allowed.last().is_none_or(|crown| crown.get(0)))
    }
}

/// The weighted sum of one cell and the best below it.
#[inline]
fn below(node: &Node, scalar: &[i64], messages: &[i64], row: usize, digit: usize) -> i64 {
    let mut sum = scalar[node.cells_from + row * node.own + digit];
    for child in &node.children {
        let message = messages[child.from + child.base[row] as usize + digit];
        if message == NONE {
            return NONE;
        }
        sum += message;
    }
    sum
}
