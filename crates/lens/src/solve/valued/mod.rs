//! Sums of values over a [`Network`]: best completions, search under thresholds, frontiers.
//!
//! Every assignment `x` has one value a *dimension* (a party): `u_p(x) = sum over factors f of f_p(x restricted to
//! the scope of f)`, in whole ticks. Some constraints can be switched on and off: they are *soft*. A [`Layout`] is the
//! join tree of network, soft constraints and factors together, made once; a [`Charge`] is the layout with one set of
//! values and one set of soft constraints in force. From a charge:
//!
//! - [`Charge::best`]: for weights `l`, the largest completion `max sum_p l_p u_p` below every bucket, exactly
//!   (variable elimination: Bertele & Brioschi 1972; Dechter 1999);
//! - [`search`]: depth-first branch and bound over the tree with these completions as bounds: every assignment that
//!   meets given thresholds can be visited, and none is missed;
//! - [`dual`]: is there an assignment with `u_p >= t_p` for all p: Lagrangean bounds first, search for the rest;
//! - [`size`]: how many assignments meet thresholds;
//! - [`frontier`]: all non-dominated value vectors by elimination with sets of vectors.
//!
//! Where everything hangs on everything, as in a full table, the tree is no shorter than the list of all assignments: then
//! the list is made once a charge and looked through, by all of these.
//!
//! Arithmetic is exact: values are bounded by [`VALUE_MAX`] in sum and weights by [`WEIGHT_MAX`], so that every
//! weighted sum fits an `i64`.

mod best;
pub mod dual;
pub mod frontier;
mod full;
mod listed;
pub mod optimum;
pub mod search;
pub mod size;
#[cfg(test)]
mod tests;

use super::join_tree::JoinTree;
use super::table::{Bits, strides};
use super::{Network, NetworkError, TooWide, Wide};
use std::sync::{Arc, OnceLock};

pub use best::{Bounds, NONE};
pub use listed::{LISTED_MAX, Listed};

/// The most that the absolute values of one dimension may sum to: 2^41 ticks.
pub const VALUE_MAX: i64 = 1 << 41;
/// The most that the weights of one scalar may sum to: 2^18.
pub const WEIGHT_MAX: i64 = 1 << 18;
/// The most cells that all buckets of a layout may have together; each takes 8 bytes a dimension and a bound.
pub const VALUED_CELLS_MAX: usize = 1 << 22;

/// A constraint that can be switched off, over some variables: the last variable of the scope moves fastest.
#[derive(Clone, Debug)]
pub struct Soft {
    /// The variables.
    pub scope: Vec<usize>,
    /// One entry a combination of their values.
    pub allowed: Vec<bool>,
}

/// One variable with those it is tied to on its turn.
#[derive(Debug)]
pub(super) struct Node {
    pub variable: usize,
    /// How many assignments of originals each own digit stands for.
    pub weights: Vec<u64>,
    /// Own digits; separator cells; where its cells and its messages begin.
    pub own: usize,
    pub rows: usize,
    pub cells_from: usize,
    pub rows_from: usize,
    /// Variables shared with the parent, with their strides over the rows.
    pub separator: Vec<(usize, usize)>,
    /// Each child with, by row, where its message begins; add the own digit if the child hangs on it.
    pub children: Vec<Child>,
    pub allowed: Bits,
}

/// A child of a node.
#[derive(Debug)]
pub(super) struct Child {
    pub node: usize,
    /// Where the child's messages begin.
    pub from: usize,
    pub base: Vec<u32>,
}

/// Which cells of which node a factor or soft constraint bears on.
#[derive(Debug)]
struct Place {
    node: usize,
    /// By cell of the node, the cell of the factor.
    cell: Vec<u32>,
}

/// The join tree of a network with its soft constraints and factors.
#[derive(Debug)]
pub struct Layout {
    pub(super) nodes: Vec<Node>,
    /// By variable: values left, and its node.
    pub(super) live: Vec<Vec<usize>>,
    pub(super) node_of: Vec<usize>,
    softs: Vec<(Soft, Place)>,
    factors: Vec<Place>,
    /// Variables with a table of their own: those whose values bear on a dimension by themselves.
    cells: usize,
    rows: usize,
}

impl Layout {
    /// The layout; `None` if no assignment satisfies the network. `factors` are scopes.
    ///
    /// # Errors
    /// The variables hang together too closely.
    pub fn new(
        mut network: Network,
        domains: &[usize],
        softs: Vec<Soft>,
        factors: &[Vec<usize>],
    ) -> Result<Option<Self>, TooWide> {
        let scopes = softs.iter().map(|soft| &soft.scope).chain(factors);
        for scope in scopes.filter(|scope| scope.len() > 1) {
            match network.tie(scope) {
                Ok(()) => {}
                Err(NetworkError::TooWide(wide)) => return Err(wide),
                Err(_) => debug_assert!(false, "scopes name variables of the network"),
            }
        }
        let Some(tree) = JoinTree::build(&network)? else { return Ok(None) };
        let crown = tree.buckets.len() - 1;
        let mut variable_of = vec![0; crown];
        tree.bucket_of.iter().enumerate().for_each(|(variable, bucket)| variable_of[*bucket] = variable);
        let (mut cells, mut rows) = (0usize, 0usize);
        let mut bases: Vec<Vec<Vec<u32>>> = Vec::with_capacity(crown + 1);
        for (at, bucket) in tree.buckets.iter().enumerate() {
            cells = cells.saturating_add(bucket.message_cells() * bucket.weights.len());
            if cells > VALUED_CELLS_MAX {
                let mut variables: Vec<usize> = bucket.separator.clone();
                variables.extend(variable_of.get(at));
                variables.sort_unstable();
                let limit = VALUED_CELLS_MAX as u64;
                return Err(TooWide { part: Wide::Tree, variables, cells: cells as u64, limit });
            }
            let mut lists = vec![Vec::with_capacity(bucket.message_cells()); bucket.children.len()];
            let mut walk = tree.walk(at, &bucket.children);
            loop {
                for (child, list) in lists.iter_mut().enumerate() {
                    list.push(walk.base(child) as u32);
                }
                if walk.advance().is_none() {
                    break;
                }
            }
            bases.push(lists);
        }
        let mut nodes: Vec<Node> = Vec::with_capacity(crown + 1);
        cells = 0;
        for (at, (bucket, lists)) in tree.buckets.into_iter().zip(bases).enumerate() {
            let (own, count) = (bucket.weights.len(), bucket.message_cells());
            let steps = strides(&bucket.sizes);
            nodes.push(Node {
                variable: variable_of.get(at).copied().unwrap_or(usize::MAX),
                own,
                rows: count,
                cells_from: cells,
                rows_from: rows,
                separator: bucket.separator.into_iter().zip(steps).collect(),
                children: bucket
                    .children
                    .into_iter()
                    .zip(lists)
                    .map(|(node, base)| Child { node, from: nodes[node].rows_from, base })
                    .collect(),
                allowed: bucket.allowed,
                weights: bucket.weights,
            });
            cells += own * count;
            rows += count;
        }
        let mut layout = Layout {
            nodes,
            live: tree.live,
            node_of: tree.bucket_of,
            softs: Vec::new(),
            factors: Vec::new(),
            cells,
            rows,
        };
        layout.factors = factors.iter().map(|scope| layout.place(scope, domains)).collect();
        layout.softs =
            softs.into_iter().map(|soft| (layout.place(&soft.scope, domains), soft)).map(|(p, s)| (s, p)).collect();
        Ok(Some(layout))
    }

    /// The first node of those of the scope's variables, and which cell of the scope each of its cells is.
    fn place(&self, scope: &[usize], domains: &[usize]) -> Place {
        let open = |variable: &usize| self.live[*variable].len() > 1;
        let node = scope
            .iter()
            .filter(|variable| open(variable))
            .chain(scope)
            .map(|variable| (!open(variable), self.node_of[*variable]))
            .min()
            .map_or(self.nodes.len() - 1, |(_, node)| node);
        let sizes: Vec<usize> = scope.iter().map(|variable| domains[*variable]).collect();
        let steps = strides(&sizes);
        let home = &self.nodes[node];
        // Axis by axis, the last one fastest: what each digit adds to the place in the factor.
        let mut cell = vec![0u32];
        let axes = home.separator.iter().map(|(variable, _)| *variable).chain([home.variable]);
        for variable in axes.clone() {
            let step: usize = scope.iter().zip(&steps).filter(|(own, _)| **own == variable).map(|(_, step)| step).sum();
            let adds: Vec<u32> = match self.live.get(variable) {
                Some(live) => live.iter().map(|value| (value * step) as u32).collect(),
                None => vec![0],
            };
            let mut next = Vec::with_capacity(cell.len() * adds.len());
            cell.iter().for_each(|base| next.extend(adds.iter().map(|add| base + add)));
            cell = next;
        }
        // A variable elsewhere has one value left.
        let elsewhere = scope.iter().zip(&steps).filter(|(variable, _)| axes.clone().all(|own| own != **variable));
        let fixed: usize = elsewhere.map(|(variable, step)| self.live[*variable][0] * step).sum();
        if fixed > 0 {
            cell.iter_mut().for_each(|slot| *slot += fixed as u32);
        }
        Place { node, cell }
    }

    /// How many soft constraints there are.
    pub fn softs(&self) -> usize {
        self.softs.len()
    }

    /// The values of the variables that a row of digits stands for.
    pub fn values(&self, digits: &[u32]) -> Vec<usize> {
        digits.iter().zip(&self.live).map(|(digit, live)| live[*digit as usize]).collect()
    }
}

/// A layout with one set of values, and some soft constraints in force.
#[derive(Clone, Debug)]
pub struct Charge {
    pub(super) layout: Arc<Layout>,
    pub(super) dims: usize,
    /// By cell, `dims` values; shared until one of those who share it adds.
    pub(super) values: Arc<Vec<i64>>,
    /// By node, which cells are allowed.
    pub(super) allowed: Vec<Bits>,
    /// All assignments, once they were asked for.
    pub(super) all: OnceLock<Option<Arc<Listed>>>,
}

impl Charge {
    /// A layout with `dims` values an assignment, all 0, and no soft constraint in force.
    pub fn new(layout: &Arc<Layout>, dims: usize) -> Self {
        Self {
            dims,
            values: Arc::new(vec![0; layout.cells * dims]),
            allowed: layout.nodes.iter().map(|node| node.allowed.clone()).collect(),
            layout: Arc::clone(layout),
            all: OnceLock::new(),
        }
    }

    /// Puts a soft constraint in force.
    pub fn enforce(&mut self, soft: usize) {
        self.all = OnceLock::new();
        let (Soft { allowed, .. }, place) = &self.layout.softs[soft];
        for (at, cell) in place.cell.iter().enumerate() {
            if !allowed[*cell as usize] {
                self.allowed[place.node].clear(at);
            }
        }
    }

    /// Adds values of one factor for one dimension: one entry a combination of the values of its scope.
    pub fn add(&mut self, factor: usize, dimension: usize, values: &[i64]) {
        self.all = OnceLock::new();
        let place = &self.layout.factors[factor];
        let from = self.layout.nodes[place.node].cells_from;
        let cells = &mut Arc::make_mut(&mut self.values)[from * self.dims..];
        for (own, cell) in cells.chunks_exact_mut(self.dims).zip(&place.cell) {
            own[dimension] += values[*cell as usize];
        }
    }

    /// The same with only some dimensions, in the order given.
    #[must_use]
    pub fn project(&self, dimensions: &[usize]) -> Self {
        if dimensions.iter().copied().eq(0..self.dims) {
            return self.clone();
        }
        let pick = |cell: &[i64]| dimensions.iter().map(|p| cell[*p]).collect::<Vec<i64>>();
        let values =
            if self.dims == 0 { Vec::new() } else { self.values.chunks_exact(self.dims).flat_map(pick).collect() };
        let (layout, allowed) = (Arc::clone(&self.layout), self.allowed.clone());
        Self { layout, dims: dimensions.len(), values: Arc::new(values), allowed, all: OnceLock::new() }
    }

    /// The digits of the assignment in which the first variables have these values, if that determines the others as
    /// an allowed assignment.
    pub fn digits(&self, values: &[usize]) -> Option<Vec<u32>> {
        let layout = &*self.layout;
        let mut fixed = Vec::with_capacity(values.len());
        for (live, value) in layout.live.iter().zip(values) {
            fixed.push(live.binary_search(value).ok()?);
        }
        if fixed.len() == layout.live.len() {
            let digits: Vec<u32> = fixed.into_iter().map(|digit| digit as u32).collect();
            return self.evaluate(&digits).1.then_some(digits);
        }
        let mut only = Self {
            layout: Arc::clone(&self.layout),
            dims: 0,
            values: Arc::default(),
            allowed: self.allowed.clone(),
            all: OnceLock::new(),
        };
        for (variable, digit) in fixed.iter().enumerate() {
            let at = layout.node_of[variable];
            let own = layout.nodes[at].own;
            (0..layout.nodes[at].rows * own)
                .filter(|cell| cell % own != *digit)
                .for_each(|cell| only.allowed[at].clear(cell));
        }
        let mut digits = Vec::new();
        only.argmax(&only.best(&[]), &mut digits, &mut Vec::new()).then_some(digits)
    }

    /// How many values an assignment has.
    pub fn dims(&self) -> usize {
        self.dims
    }

    /// The layout.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }
}
