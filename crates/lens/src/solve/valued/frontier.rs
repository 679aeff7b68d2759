//! All non-dominated value vectors, by elimination with sets of vectors.
//!
//! Variable elimination carries, instead of one best value, the set of non-dominated partial sums of each row
//! (Rollon & Larrosa, Journal of Heuristics 12, 2006; for sums over independent parts it is the Minkowski sum of
//! frontiers). A partial sum that cannot reach the thresholds with the best of everything else is dropped. Equal
//! vectors are one entry, with the number of assignments that have them. Where a set would pass its limit it is
//! thinned to an additive cover, and the error made adds up in [`Frontier::epsilon`].

use super::best::NONE;
use super::listed::keeps;
use super::search::ANYTHING;
use super::{Charge, Listed};
use crate::solve::pareto::{cover, maximal_counted, sum_maximal};

/// How much a frontier may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Vectors in one set, before it is thinned.
    pub vectors: usize,
    /// Sums looked at in all, before sets are thinned hard.
    pub sums: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { vectors: 200_000, sums: 400_000_000 }
    }
}

/// The non-dominated vectors of a charge.
#[derive(Clone, Debug, Default)]
pub struct Frontier {
    /// Values a vector.
    pub dims: usize,
    /// Row-major, by falling first value, then second, and so on.
    pub values: Vec<i64>,
    /// How many assignments have each vector (none left out, unless thinned).
    pub counts: Vec<u128>,
    /// One assignment of each vector: digits by variable, row-major.
    digits: Vec<u16>,
    variables: Vec<usize>,
    /// By dimension, how much better an assignment that is left out can be; all 0: nothing is left out. That holds for
    /// those that are no less than this above every threshold: what would cover one nearer may itself miss the threshold.
    pub epsilon: Vec<i64>,
}

impl Frontier {
    /// How many vectors there are.
    pub fn len(&self) -> usize {
        self.counts.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// Whether it is the exact frontier.
    pub fn exact(&self) -> bool {
        self.epsilon.iter().all(|epsilon| *epsilon == 0)
    }

    /// The vector at a place.
    pub fn vector(&self, at: usize) -> &[i64] {
        &self.values[at * self.dims..(at + 1) * self.dims]
    }

    /// The assignment at a place, one digit a variable.
    pub fn digits(&self, at: usize) -> Vec<u32> {
        let width = self.variables.len();
        let mut digits = vec![0; width];
        for (variable, digit) in self.variables.iter().zip(&self.digits[at * width..]) {
            digits[*variable] = u32::from(*digit);
        }
        digits
    }
}

/// A set of partial sums below one row of one node.
#[derive(Clone, Debug, Default)]
struct Part {
    values: Vec<i64>,
    counts: Vec<u128>,
    digits: Vec<u16>,
    epsilon: Vec<i64>,
}

/// The frontier of all assignments with `u_p >= at_least[p]` ([`ANYTHING`]: no threshold).
///
/// Cost: for every cell of the tree one sum of sets; memory by the largest sets. Two dimensions are sorted merges.
pub fn frontier(charge: &Charge, at_least: &[i64], limits: &Limits) -> Frontier {
    let (layout, dims) = (charge.layout(), charge.dims());
    if let Some(all) = charge.full() {
        // What dominates keeps every threshold that is kept: the frontier of all, cut, is that of those above.
        return of_listed(charge, all, at_least);
    }
    if (layout.cells as u64) > charge.assignments() / 2
        && let Some(listed) = charge.listed(at_least)
    {
        return of_listed(charge, &listed, at_least);
    }
    let unit = |at: usize| -> Vec<i64> { (0..dims).map(|p| i64::from(p == at)).collect() };
    let bounds: Vec<super::Bounds> = (0..dims).map(|p| charge.best(&unit(p))).collect();
    let outside: Vec<Vec<i64>> = bounds.iter().map(|bounds| outside(charge, bounds)).collect();
    let mut work = Work { dims, limits, sums: 0, at_least };
    let mut parts: Vec<Part> = vec![Part::default(); layout.rows];
    // The variables of a part, in the order of its digits, by node.
    let mut variables: Vec<Vec<usize>> = Vec::with_capacity(layout.nodes.len());
    for (at, node) in layout.nodes.iter().enumerate() {
        let crown = at + 1 == layout.nodes.len();
        let mut own: Vec<usize> = if crown { Vec::new() } else { vec![node.variable] };
        let mut children: Vec<usize> = (0..node.children.len()).collect();
        if crown {
            // Small sets first: the sums stay short for longer.
            children.sort_by_key(|child| (parts[node.children[*child].from].counts.len(), *child));
        }
        children.iter().for_each(|child| own.extend(&variables[node.children[*child].node]));
        variables.push(own);
        for row in 0..node.rows {
            let mut whole = Part::default();
            for digit in charge.allowed[at].ones(row * node.own, node.own) {
                let cell = node.cells_from + row * node.own + digit;
                let rows: Vec<usize> = children
                    .iter()
                    .map(|child| {
                        let child = &node.children[*child];
                        child.from + child.base[row] as usize + digit
                    })
                    .collect();
                if rows.iter().any(|row| parts[*row].counts.is_empty()) {
                    continue;
                }
                let mut rest: Vec<i64> = (0..dims)
                    .map(|p| {
                        outside[p][node.rows_from + row] + rows.iter().map(|row| bounds[p].below[*row]).sum::<i64>()
                    })
                    .collect();
                let mut sum = Part {
                    values: charge.values[cell * dims..(cell + 1) * dims].to_vec(),
                    counts: vec![u128::from(node.weights[digit])],
                    digits: if crown { Vec::new() } else { vec![digit as u16] },
                    epsilon: vec![0; dims],
                };
                for (place, child) in rows.iter().enumerate() {
                    rest.iter_mut().enumerate().for_each(|(p, rest)| *rest -= bounds[p].below[*child]);
                    let widths = (
                        usize::from(!crown)
                            + children[..place].iter().map(|c| variables[node.children[*c].node].len()).sum::<usize>(),
                        variables[node.children[children[place]].node].len(),
                    );
                    sum = work.sum(&sum, &parts[*child], &rest, widths);
                }
                if rows.is_empty() && !work.keeps(&sum.values, &rest) {
                    continue;
                }
                whole.values.extend(sum.values);
                whole.counts.extend(sum.counts);
                whole.digits.extend(sum.digits);
                whole.epsilon.resize(dims, 0);
                whole.epsilon.iter_mut().zip(sum.epsilon).for_each(|(own, other)| *own = (*own).max(other));
            }
            let width = variables[at].len();
            parts[node.rows_from + row] = work.filter(whole, width);
        }
        // What is summed up is not needed any more, but for the children of other rows: all rows are done.
        for child in &node.children {
            let rows = layout.nodes[child.node].rows;
            parts[child.from..child.from + rows].iter_mut().for_each(|part| *part = Part::default());
        }
    }
    let whole = parts.pop().unwrap_or_default();
    let mut epsilon = whole.epsilon;
    epsilon.resize(dims, 0);
    Frontier {
        dims,
        values: whole.values,
        counts: whole.counts,
        digits: whole.digits,
        variables: variables.pop().unwrap_or_default(),
        epsilon,
    }
}

/// The frontier where the tree is no shorter than the list of all assignments: full tables.
fn of_listed(charge: &Charge, listed: &Listed, at_least: &[i64]) -> Frontier {
    let (kept, counts) = listed.maximal();
    let above = |(at, _): &(u32, u128)| keeps(listed.vector(*at as usize), at_least);
    let (kept, counts): (Vec<u32>, Vec<u128>) = kept.into_iter().zip(counts).filter(above).unzip();
    let digits = kept.iter().flat_map(|at| listed.digits(*at as usize)).map(|digit| digit as u16).collect();
    Frontier {
        dims: listed.dims,
        values: kept.iter().flat_map(|at| listed.vector(*at as usize)).copied().collect(),
        counts,
        digits,
        variables: (0..charge.layout().live.len()).collect(),
        epsilon: vec![0; listed.dims],
    }
}

struct Work<'a> {
    dims: usize,
    limits: &'a Limits,
    sums: u64,
    at_least: &'a [i64],
}

impl Work<'_> {
    fn keeps(&self, sum: &[i64], rest: &[i64]) -> bool {
        let reaches = |((sum, rest), least): ((&i64, &i64), &i64)| *least <= ANYTHING || sum + rest >= *least;
        sum.iter().zip(rest).zip(self.at_least).all(reaches)
    }

    fn sum(&mut self, left: &Part, right: &Part, rest: &[i64], widths: (usize, usize)) -> Part {
        self.sums = self.sums.saturating_add((left.counts.len() as u64).saturating_mul(right.counts.len() as u64));
        let keep = |sum: &[i64]| self.keeps(sum, rest);
        let summed = sum_maximal(self.dims, &left.values, &left.counts, &right.values, &right.counts, keep);
        let mut digits = Vec::with_capacity(summed.from.len() * (widths.0 + widths.1));
        for (a, b) in &summed.from {
            let (a, b) = (*a as usize, *b as usize);
            digits.extend_from_slice(&left.digits[a * widths.0..(a + 1) * widths.0]);
            digits.extend_from_slice(&right.digits[b * widths.1..(b + 1) * widths.1]);
        }
        let epsilon = left.epsilon.iter().zip(&right.epsilon).map(|(a, b)| a + b).collect();
        let part = Part { values: summed.values, counts: summed.counts, digits, epsilon };
        self.thin(part, widths.0 + widths.1)
    }

    /// The maximal ones of a union.
    fn filter(&self, part: Part, width: usize) -> Part {
        let (kept, counts) = maximal_counted(self.dims, &part.values, &part.counts);
        self.thin(Part { counts, ..self.pick(&part, &kept, width) }, width)
    }

    fn pick(&self, part: &Part, kept: &[u32], width: usize) -> Part {
        let rows = |of: usize| kept.iter().map(move |at| *at as usize * of..(*at as usize + 1) * of);
        Part {
            values: rows(self.dims).flat_map(|range| &part.values[range]).copied().collect(),
            counts: kept.iter().map(|at| part.counts[*at as usize]).collect(),
            digits: rows(width).flat_map(|range| &part.digits[range]).copied().collect(),
            epsilon: part.epsilon.clone(),
        }
    }

    /// Thins a set past its limit to a cover, doubling what may be given up until it is small enough.
    fn thin(&self, part: Part, width: usize) -> Part {
        let limit = if self.sums > self.limits.sums { self.limits.vectors / 8 } else { self.limits.vectors };
        if part.counts.len() <= limit || self.dims == 0 {
            return part;
        }
        let spread: Vec<i64> = (0..self.dims)
            .map(|p| {
                let column = || part.values.iter().skip(p).step_by(self.dims);
                column().max().unwrap_or(&0) - column().min().unwrap_or(&0)
            })
            .collect();
        let mut parts = 1i64 << 16;
        loop {
            let epsilon: Vec<i64> = spread.iter().map(|spread| spread / parts + 1).collect();
            let kept = cover(self.dims, &part.values, &epsilon);
            if kept.len() <= limit.max(1) || parts == 1 {
                let mut thin = self.pick(&part, &kept, width);
                thin.epsilon.iter_mut().zip(epsilon).for_each(|(own, more)| *own += more);
                return thin;
            }
            parts /= 2;
        }
    }
}

/// By row of every node, the best that everything outside the node and below it can add.
fn outside(charge: &Charge, bounds: &super::Bounds) -> Vec<i64> {
    let layout = charge.layout();
    let mut outside = vec![NONE; layout.rows];
    if let Some(root) = outside.last_mut() {
        *root = 0;
    }
    for (at, node) in layout.nodes.iter().enumerate().rev() {
        for row in 0..node.rows {
            let above = outside[node.rows_from + row];
            if above == NONE {
                continue;
            }
            for digit in charge.allowed[at].ones(row * node.own, node.own) {
                let place = |child: &super::Child| child.from + child.base[row] as usize + digit;
                let messages = || node.children.iter().map(|child| bounds.below[place(child)]);
                if messages().any(|message| message == NONE) {
                    continue;
                }
                let all = above + bounds.scalar[node.cells_from + row * node.own + digit] + messages().sum::<i64>();
                for child in &node.children {
                    let slot = &mut outside[place(child)];
                    *slot = (*slot).max(all - bounds.below[place(child)]);
                }
            }
        }
    }
    outside
}
