//! The order in which variables are eliminated, by two greedy rules of which the better result is taken.
//!
//! Source: Kjaerulff, "Triangulation of graphs: algorithms giving small total state space", Aalborg University
//! R 90-09 (1990). Cost: per new tie the smaller of two neighbourhoods, with running counts, so that a variable tied
//! to ten thousand others is no more trouble than the ten thousand ties. Every choice is by measure, then by index.

use std::collections::BTreeSet;

use super::{CLIQUE_CELLS_MAX, TREE_CELLS_MAX, TooWide, Wide};

/// Variables in the order of elimination, each with the neighbours it had when its turn came.
pub(super) type Order = Vec<(usize, Vec<usize>)>;

/// The order with fewer cells in all of those that the two rules give, min-fill's if they are level.
///
/// Min-fill does better on most graphs, but does not see that a tie between two large domains is a dear one.
pub(super) fn order(sizes: &[usize], scopes: &[Vec<usize>]) -> Result<Order, TooWide> {
    let fill = Graph::new(sizes, scopes, Rule::Fill).eliminate();
    let cells = Graph::new(sizes, scopes, Rule::Cells).eliminate();
    let (_, order) = match (fill, cells) {
        (Ok(fill), Ok(cells)) if cells.0 < fill.0 => cells,
        (Err(_), Ok(cells)) => cells,
        (fill, _) => fill?,
    };
    Ok(order)
}

/// Which variable to eliminate next; ties fall to the other measure, then to the lowest index.
#[derive(Clone, Copy)]
enum Rule {
    /// The one whose elimination adds the fewest new ties.
    Fill,
    /// The one whose bucket has the fewest cells.
    Cells,
}

/// The graph of ties while variables are taken out of it.
struct Graph<'a> {
    sizes: &'a [usize],
    rule: Rule,
    neighbours: Vec<BTreeSet<usize>>,
    /// Per variable, the pairs of its neighbours that are not tied: the fill of eliminating it.
    missing: Vec<u64>,
    keys: Vec<(u64, u64)>,
    queue: BTreeSet<((u64, u64), usize)>,
}

impl<'a> Graph<'a> {
    fn new(sizes: &'a [usize], scopes: &[Vec<usize>], rule: Rule) -> Self {
        let count = sizes.len();
        let mut graph = Graph {
            sizes,
            rule,
            neighbours: vec![BTreeSet::new(); count],
            missing: vec![0; count],
            keys: vec![(0, 0); count],
            queue: BTreeSet::new(),
        };
        let mut touched = BTreeSet::new();
        for scope in scopes {
            graph.connect_all(scope, &mut touched);
        }
        for variable in 0..count {
            graph.keys[variable] = graph.key(variable);
            graph.queue.insert((graph.keys[variable], variable));
        }
        graph
    }

    /// The order, and the cells of all its buckets.
    fn eliminate(mut self) -> Result<(u64, Order), TooWide> {
        let mut order = Vec::with_capacity(self.sizes.len());
        let mut total: u64 = 0;
        let mut widest = (0, Vec::new());
        while let Some((_, variable)) = self.queue.pop_first() {
            let around: Vec<usize> = self.neighbours[variable].iter().copied().collect();
            let cells = self.cells(variable);
            debug_assert_eq!(self.missing[variable], self.open_pairs(&around));
            let too_wide = |part, mut variables: Vec<usize>, cells, limit| {
                variables.sort_unstable();
                TooWide { part, variables, cells, limit }
            };
            let all = || around.iter().copied().chain([variable]).collect();
            if cells > CLIQUE_CELLS_MAX {
                return Err(too_wide(Wide::Clique, all(), cells, CLIQUE_CELLS_MAX));
            }
            if cells > widest.0 {
                widest = (cells, all());
            }
            total = total.saturating_add(cells);
            if total > TREE_CELLS_MAX {
                return Err(too_wide(Wide::Tree, widest.1, total, TREE_CELLS_MAX));
            }
            self.remove(variable, &around);
            order.push((variable, around));
        }
        Ok((total, order))
    }

    fn remove(&mut self, variable: usize, around: &[usize]) {
        let mut touched = BTreeSet::new();
        self.connect_all(around, &mut touched);
        for other in around {
            // All of `around` is tied by now, so the only open pairs with `variable` are those outside it.
            self.missing[*other] -= (self.neighbours[*other].len() - around.len()) as u64;
            self.neighbours[*other].remove(&variable);
            touched.insert(*other);
        }
        touched.remove(&variable);
        for other in touched {
            let key = self.key(other);
            if key != self.keys[other] {
                self.queue.remove(&(self.keys[other], other));
                self.queue.insert((key, other));
                self.keys[other] = key;
            }
        }
    }

    fn connect_all(&mut self, scope: &[usize], touched: &mut BTreeSet<usize>) {
        for (at, left) in scope.iter().enumerate() {
            for right in &scope[at + 1..] {
                self.connect(*left, *right, touched);
            }
        }
    }

    /// Ties two variables and keeps every count of open pairs right.
    fn connect(&mut self, left: usize, right: usize, touched: &mut BTreeSet<usize>) {
        if self.neighbours[left].contains(&right) {
            return;
        }
        let (few, many) =
            if self.neighbours[left].len() <= self.neighbours[right].len() { (left, right) } else { (right, left) };
        let mut common = 0;
        for shared in &self.neighbours[few] {
            if self.neighbours[many].contains(shared) {
                self.missing[*shared] -= 1;
                touched.insert(*shared);
                common += 1;
            }
        }
        for (one, other) in [(left, right), (right, left)] {
            self.missing[one] += (self.neighbours[one].len() - common) as u64;
            self.neighbours[one].insert(other);
            touched.insert(one);
        }
    }

    /// The fill counted anew, to check the running counts by.
    fn open_pairs(&self, around: &[usize]) -> u64 {
        let tied = |at: usize| around[..at].iter().filter(move |v| self.neighbours[around[at]].contains(v));
        (0..around.len()).map(|at| (at - tied(at).count()) as u64).sum()
    }

    fn key(&self, variable: usize) -> (u64, u64) {
        let (fill, cells) = (self.missing[variable], self.cells(variable));
        match self.rule {
            Rule::Fill => (fill, cells),
            Rule::Cells => (cells, fill),
        }
    }

    /// Cells of the bucket of a variable, `u64::MAX` if there are more.
    fn cells(&self, variable: usize) -> u64 {
        let mut cells = self.sizes[variable] as u64;
        for other in &self.neighbours[variable] {
            cells = cells.saturating_mul(self.sizes[*other] as u64);
            if cells == u64::MAX {
                break;
            }
        }
        cells
    }
}
