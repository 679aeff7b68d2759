//! Depth-first branch and bound over the join tree.
//!
//! Variables are fixed from the root down, so that whatever is still open below a fixed part is summed up exactly in
//! stored completions. A partial assignment is left as soon as one *scalar* (a weighted sum of dimensions) can no longer
//! reach its threshold. Every scalar gives a necessary condition; the first ones are the dimensions themselves, so
//! that at a leaf their bounds are the assignment's values. Land & Doig, Econometrica 28 (1960); bounds by elimination:
//! Kask & Dechter, Artificial Intelligence 129 (2001).

use super::best::NONE;
use super::{Bounds, Charge};

/// A threshold that everything meets.
pub const ANYTHING: i64 = i64::MIN / 2;

/// Why a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Every assignment that meets the thresholds was visited.
    Complete,
    /// The visitor had enough.
    Stopped,
    /// The budget of steps was spent first.
    Budget,
}

/// A search over one charge.
pub struct Search<'a> {
    charge: &'a Charge,
    bounds: Vec<Bounds>,
    /// One a scalar: dimensions first, then the further ones.
    pub at_least: Vec<i64>,
    /// The scalar by which digits are tried, best first.
    lead: usize,
    /// Leaves a part by the bounds of all its scalars, beside the thresholds.
    pub leave: Option<Leave>,
}

/// Is shown digits, values of all scalars and thresholds, which it may raise; says whether to go on.
pub type Visit<'a> = &'a mut dyn FnMut(&[u32], &[i64], &mut [i64]) -> bool;

/// Says of the bounds of all scalars whether nothing below them is of use.
pub type Leave = Box<dyn Fn(&[i64]) -> bool>;

impl<'a> Search<'a> {
    /// A search with the dimensions as scalars, and further ones by their weights; the last of them leads.
    pub fn new(charge: &'a Charge, further: &[Vec<i64>]) -> Self {
        let unit = |at: usize| -> Vec<i64> { (0..charge.dims()).map(|p| i64::from(p == at)).collect() };
        let mut bounds: Vec<Bounds> = (0..charge.dims()).map(|at| charge.best(&unit(at))).collect();
        bounds.extend(further.iter().map(|weights| charge.best(weights)));
        if bounds.is_empty() {
            bounds.push(charge.best(&[]));
        }
        Self { charge, at_least: vec![ANYTHING; bounds.len()], lead: bounds.len() - 1, leave: None, bounds }
    }

    /// The largest value of each scalar alone; [`NONE`] if no assignment is allowed.
    pub fn most(&self, scalar: usize) -> i64 {
        self.bounds[scalar].most()
    }

    /// Exchanges a further scalar's weights.
    pub fn reweigh(&mut self, scalar: usize, weights: &[i64]) {
        self.charge.best_into(weights, &mut self.bounds[scalar]);
    }

    /// Visits assignments that meet the thresholds, with their digits and the values of all scalars. The visitor may
    /// raise thresholds, and says whether to go on. A step of the budget is one digit tried.
    pub fn run(&mut self, budget: &mut u64, visit: Visit<'_>) -> Ended {
        let layout = self.charge.layout();
        let (scalars, depth_max) = (self.bounds.len(), layout.nodes.len() - 1);
        let mut digits = vec![0u32; layout.live.len()];
        let mut bound = vec![0i64; (depth_max + 1) * scalars];
        for (slot, bounds) in bound.iter_mut().zip(&self.bounds) {
            *slot = bounds.most();
        }
        if bound[..scalars].iter().zip(&self.at_least).any(|(most, least)| *most == NONE || most < least) {
            return Ended::Complete;
        }
        let mut tries: Vec<Vec<(i64, u32)>> = vec![Vec::new(); depth_max];
        let mut rows = vec![0usize; depth_max];
        let mut depth = 0;
        let mut arrive = true;
        loop {
            if depth == depth_max {
                let leaf = &bound[depth * scalars..];
                if !visit(&digits, leaf, &mut self.at_least) {
                    return Ended::Stopped;
                }
                if depth == 0 {
                    return Ended::Complete;
                }
                depth -= 1;
                arrive = false;
            }
            let at = depth_max - 1 - depth;
            let node = &layout.nodes[at];
            if arrive {
                let row: usize =
                    node.separator.iter().map(|(variable, stride)| digits[*variable] as usize * stride).sum();
                rows[depth] = row;
                let lead = &self.bounds[self.lead];
                let list = &mut tries[depth];
                list.clear();
                for digit in self.charge.allowed[at].ones(row * node.own, node.own) {
                    let key = completion(node, lead, row, digit);
                    if key != NONE {
                        list.push((key, digit as u32));
                    }
                }
                // Tried from the back: the best last, the lower digit among equals.
                list.sort_unstable_by_key(|(key, digit)| (*key, std::cmp::Reverse(*digit)));
            }
            let Some((_, digit)) = tries[depth].pop() else {
                if depth == 0 {
                    return Ended::Complete;
                }
                depth -= 1;
                arrive = false;
                continue;
            };
            if *budget == 0 {
                return Ended::Budget;
            }
            *budget -= 1;
            let row = rows[depth];
            let (from, to) = (depth * scalars, (depth + 1) * scalars);
            let mut keeps = true;
            // The lead prunes most, so that it is asked first.
            for scalar in (0..scalars).rev() {
                let bounds = &self.bounds[scalar];
                let next = bound[from + scalar] - bounds.below[node.rows_from + row]
                    + completion(node, bounds, row, digit as usize);
                if next < self.at_least[scalar] {
                    keeps = false;
                    break;
                }
                bound[to + scalar] = next;
            }
            let next = &bound[to..to + scalars];
            keeps = keeps && !self.leave.as_ref().is_some_and(|leave| leave(next));
            arrive = keeps;
            if keeps {
                digits[node.variable] = digit;
                depth += 1;
            }
        }
    }
}

#[inline]
fn completion(node: &super::Node, bounds: &Bounds, row: usize, digit: usize) -> i64 {
    let mut sum = bounds.scalar[node.cells_from + row * node.own + digit];
    for child in &node.children {
        let message = bounds.below[child.from + child.base[row] as usize + digit];
        if message == NONE {
            return NONE;
        }
        sum += message;
    }
    sum
}
