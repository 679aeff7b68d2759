//! Exact counting over variables with finite domains, on a join tree.
//!
//! A [`Network`] has variables, each with a list of values, and constraints: yes or no per combination of a few
//! variables' values. An *assignment* gives every variable one value and is *satisfying* if every constraint says
//! yes; its weight is the product of its values' weights. Three questions are answered, all exactly:
//!
//! - how many assignments satisfy the network, by weight, and how many of them have a given value
//!   ([`Network::count`], [`Network::total`]): `total = sum over satisfying x of prod_v weights[v][x_v]`, and
//!   `per_value[v][k]` the same sum over those with `x_v = k`;
//! - which satisfying assignment comes first ([`Network::witness`]).
//!
//! Method: variable elimination with stored messages, which is message passing on a join tree. Cost: time and memory
//! grow with the sum over buckets of `prod of their variables' numbers of values`, so with the width of the graph of
//! ties, never with the number of assignments: 10^300 packages take milliseconds where few issues hang together.
//! The order of elimination is a heuristic's (finding the best is NP-hard), with ties broken by rule, so that the
//! same network always takes the same steps. Past the stated limits the answer is [`TooWide`], never a guess.
//!
//! Beside the network stand the frontiers and sums of vectors of values ([`pareto`]) and the counting of pairs of them
//! ([`pairs`]).
//!
//! Sources: Lauritzen & Spiegelhalter, Journal of the Royal Statistical Society B 50 (1988); Shafer & Shenoy, Annals
//! of Mathematics and Artificial Intelligence 2 (1990); Kjaerulff, Aalborg University R 90-09 (1990); Dechter,
//! Artificial Intelligence 113 (1999).

pub mod belief;
pub mod conflict;
mod count;
mod join_tree;
pub mod lp;
pub mod marco;
mod order;
pub mod pairs;
pub mod pareto;
pub mod probe;
pub mod rounds;
pub mod sequence;
pub mod sobol;
mod table;
#[cfg(test)]
mod tests;
pub mod valued;
mod witness;

use std::fmt;

use num_bigint::BigUint;

use join_tree::JoinTree;
use table::Table;

/// The most cells that the table of one constraint may have: 2^24, 2 MiB as bits.
pub const TABLE_CELLS_MAX: u64 = 1 << 24;

/// The most cells that one bucket of the join tree (a variable with all it is tied to on its turn) may have.
pub const CLIQUE_CELLS_MAX: u64 = 1 << 24;

/// The most cells that all buckets of the join tree may have together: at worst some seconds of counting.
pub const TREE_CELLS_MAX: u64 = 1 << 25;

/// The most memory for the numbers that one pass of counting holds, 1 GiB; [`Network::count`] makes two passes.
pub const MESSAGE_BYTES_MAX: u64 = 1 << 30;

/// Variables with weighted values, and constraints on them.
///
/// Variables are numbered from 0 and keep the numbers of their values throughout, whatever is ruled out.
#[derive(Clone, Debug)]
pub struct Network {
    weights: Vec<Vec<u64>>,
    /// Per variable, the values not ruled out, rising.
    live: Vec<Vec<usize>>,
    /// Constraints over two variables or more.
    tables: Vec<Table>,
    /// A constraint over no variable said no.
    contradiction: bool,
}

/// How many assignments satisfy a network, in all and per value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The weighted number of satisfying assignments.
    pub total: BigUint,
    /// `per_value[v][k]`: those in which variable `v` has its value `k`, the weight of `k` included. Every row sums
    /// to `total`; its length is that of `weights[v]`, values that were ruled out counting 0.
    pub per_value: Vec<Vec<BigUint>>,
}

impl Network {
    /// A network with one variable per entry and no constraints.
    ///
    /// `weights[v][k]` says how many original options the value `k` of variable `v` stands for; auxiliary variables
    /// have weights 1. A value of weight 0 stands for nothing and is ruled out. A variable without values leaves
    /// nothing to assign: every count is then 0.
    pub fn new(weights: Vec<Vec<u64>>) -> Self {
        let positive = |row: &Vec<u64>| (0..row.len()).filter(|k| row[*k] > 0).collect();
        Network { live: weights.iter().map(positive).collect(), weights, tables: Vec::new(), contradiction: false }
    }

    /// Rules out the values of a variable whose entry in `allowed` (one per value) is false.
    ///
    /// Restrict before you [`constrain`](Network::constrain): tables hold only the values that are left, so what is
    /// ruled out early counts towards no limit.
    pub fn restrict(&mut self, variable: usize, allowed: &[bool]) -> Result<(), NetworkError> {
        let values = self.check(variable)?;
        if allowed.len() != values {
            return Err(NetworkError::WrongMask { variable, values, given: allowed.len() });
        }
        self.live[variable].retain(|value| allowed[*value]);
        Ok(())
    }

    /// Adds a constraint: only combinations for which `allowed` says yes remain.
    ///
    /// `allowed` is asked once for every combination of the values left to the variables of `scope`, in row-major
    /// order; its argument holds one value per entry of `scope`, in that order. A variable may stand in the scope
    /// twice and then has the same value in both places. An empty scope asks once, for the empty combination.
    ///
    /// Cost: one call and one bit per combination; more than [`TABLE_CELLS_MAX`] are refused before any call, and
    /// the network is then as it was.
    pub fn constrain(
        &mut self,
        scope: &[usize],
        mut allowed: impl FnMut(&[usize]) -> bool,
    ) -> Result<(), NetworkError> {
        let (distinct, axes) = self.axes(scope)?;
        let mut choice = vec![0; scope.len()];
        let mut ask = |values: &[usize]| {
            for (place, axis) in choice.iter_mut().zip(&axes) {
                *place = values[*axis];
            }
            allowed(&choice)
        };
        match distinct[..] {
            [] => self.contradiction |= !ask(&[]),
            [variable] => self.live[variable].retain(|value| ask(&[*value])),
            _ => {
                let values = distinct.iter().map(|v| self.live[*v].clone()).collect();
                self.tables.push(Table::fill(distinct, values, ask));
            }
        }
        Ok(())
    }

    /// Ties variables together without ruling anything out, so that one bucket of the join tree holds them all.
    ///
    /// As [`Network::constrain`] with a constraint that everything meets, its limit included, at no cost a combination.
    pub fn tie(&mut self, scope: &[usize]) -> Result<(), NetworkError> {
        let (distinct, _) = self.axes(scope)?;
        if distinct.len() > 1 {
            let values = distinct.iter().map(|v| self.live[*v].clone()).collect();
            self.tables.push(Table::open(distinct, values));
        }
        Ok(())
    }

    /// The distinct variables of a scope, and by entry of the scope which of them it is.
    fn axes(&self, scope: &[usize]) -> Result<(Vec<usize>, Vec<usize>), NetworkError> {
        let mut distinct: Vec<usize> = Vec::with_capacity(scope.len());
        let mut axes = Vec::with_capacity(scope.len());
        let mut cells: u64 = 1;
        for variable in scope {
            self.check(*variable)?;
            let known = distinct.iter().position(|other| other == variable);
            axes.push(known.unwrap_or(distinct.len()));
            if known.is_none() {
                distinct.push(*variable);
                cells = cells.saturating_mul(self.live[*variable].len() as u64);
            }
        }
        if cells > TABLE_CELLS_MAX {
            return Err(NetworkError::TooWide(TooWide {
                part: Wide::Table,
                variables: distinct,
                cells,
                limit: TABLE_CELLS_MAX,
            }));
        }
        Ok((distinct, axes))
    }

    /// The weighted number of satisfying assignments, and of those with each value of each variable.
    ///
    /// Arithmetic is `u64` if the product over all variables of the sum of their weights fits, then `u128`, then big
    /// integers: the results are the same. Cost: two passes over the tree, a few operations per cell and child. The
    /// result itself takes `variables * values * log2(total)` bits.
    pub fn count(&self) -> Result<Counted, TooWide> {
        let domains: Vec<usize> = self.weights.iter().map(Vec::len).collect();
        let nothing =
            || Counted { total: BigUint::ZERO, per_value: domains.iter().map(|d| vec![BigUint::ZERO; *d]).collect() };
        match JoinTree::build(self)? {
            None => Ok(nothing()),
            Some(tree) => count::count(&tree, &domains),
        }
    }

    /// The weighted number of satisfying assignments: [`Network::count`] without its second pass.
    pub fn total(&self) -> Result<BigUint, TooWide> {
        match JoinTree::build(self)? {
            None => Ok(BigUint::ZERO),
            Some(tree) => count::total(&tree),
        }
    }

    /// The first satisfying assignment, one value per variable; `None` if there is none.
    ///
    /// First means: variable 0 has the lowest value it can have, then variable 1 the lowest given that, and so on.
    /// Cost: as [`Network::total`] in bits, and again for each bucket that a choice of value takes a cell from.
    pub fn witness(&self) -> Result<Option<Vec<usize>>, TooWide> {
        Ok(JoinTree::build(self)?.and_then(witness::witness))
    }

    /// The number of values of a variable, if there is such a variable.
    fn check(&self, variable: usize) -> Result<usize, NetworkError> {
        let variables = self.weights.len();
        let row = self.weights.get(variable);
        row.map(Vec::len).ok_or(NetworkError::NoSuchVariable { variable, variables })
    }
}

/// Something would need more cells than its limit allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooWide {
    /// What was too wide.
    pub part: Wide,
    /// The variables of the table or bucket; for sums over the tree those of its widest. These are the ones to untie
    /// or to restrict.
    pub variables: Vec<usize>,
    /// The cells it would need; `u64::MAX` stands for that many or more.
    pub cells: u64,
    /// The limit that stopped it.
    pub limit: u64,
}

/// The parts of the computation that have a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wide {
    /// The table of one constraint: [`TABLE_CELLS_MAX`].
    Table,
    /// One bucket of the join tree: [`CLIQUE_CELLS_MAX`]. Another order might do with less; two rules were tried.
    Clique,
    /// All buckets together: [`TREE_CELLS_MAX`]. The cells are those of the buckets up to the one that went past it.
    Tree,
    /// The numbers of one pass: [`MESSAGE_BYTES_MAX`] over the bytes that one number may take. A witness needs none.
    Messages,
}

impl fmt::Display for TooWide {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (width, cells, limit) = (self.variables.len(), self.cells, self.limit);
        let least = if cells == u64::MAX { "at least " } else { "" };
        match self.part {
            Wide::Table => write!(
                f,
                "a constraint over {width} variables takes a table of {least}{cells} cells, and the limit is \
                 {limit}: rule out values first, or split the constraint"
            ),
            Wide::Clique => write!(
                f,
                "{width} variables hang together so closely that counting takes a table of {least}{cells} cells, \
                 and the limit is {limit}: fix or restrict some of them, or drop a tie"
            ),
            Wide::Messages => write!(
                f,
                "counting holds {cells} numbers at a time, and only {limit} of their size are within its memory: \
                 fix or restrict some variables, or drop a tie"
            ),
            Wide::Tree => write!(
                f,
                "counting takes more than {limit} cells in all, with up to {width} variables hanging together: fix \
                 or restrict some of them, or drop a tie"
            ),
        }
    }
}

impl std::error::Error for TooWide {}

/// Why a network refused a restriction or a constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NetworkError {
    /// The network has no variable of that number.
    NoSuchVariable {
        /// The number asked for.
        variable: usize,
        /// How many variables there are.
        variables: usize,
    },
    /// A restriction does not have one entry per value.
    WrongMask {
        /// The variable to be restricted.
        variable: usize,
        /// How many values it has.
        values: usize,
        /// How many entries were given.
        given: usize,
    },
    /// The table would be too large.
    TooWide(TooWide),
}

impl From<TooWide> for NetworkError {
    fn from(error: TooWide) -> Self {
        NetworkError::TooWide(error)
    }
}

impl fmt::Display for NetworkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NetworkError::NoSuchVariable { variable, variables } => {
                write!(f, "there is no variable {variable}: the network has {variables}, numbered from 0")
            }
            NetworkError::WrongMask { variable, values, given } => {
                write!(f, "variable {variable} has {values} values, and the restriction has {given} entries")
            }
            NetworkError::TooWide(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for NetworkError {}
