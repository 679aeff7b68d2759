//! From a network to a join tree: smaller domains first, then an elimination order, then one bucket a variable.
//!
//! Eliminating a variable joins all its neighbours in the graph of ties; the variable and those neighbours form its
//! *bucket*, the neighbours alone its *separator*. The bucket hangs below the bucket of the separator's variable
//! that is eliminated first. Buckets so linked are a join tree: whatever two buckets share lies in every bucket on
//! the path between them. One more bucket without a variable, the *crown*, holds the roots of all components
//! together, so that independent parts multiply by the same rule as everything else.
//!
//! Source: Dechter, "Bucket elimination: a unifying framework for reasoning", Artificial Intelligence 113 (1999).

use super::order::order;
use super::table::{Bits, Cursor, Table, Walk, strides};
use super::{Network, TooWide};

/// One variable with the neighbours it had when it was eliminated.
///
/// Its cells are row-major over the separator, then the own variable, which so moves fastest.
#[derive(Debug)]
pub(super) struct Bucket {
    /// Weights of the own variable's values that are left; `[1]` for the crown.
    pub(super) weights: Vec<u64>,
    /// The variables shared with the parent, the one eliminated last first.
    pub(super) separator: Vec<usize>,
    /// Numbers of values of the separator's variables.
    pub(super) sizes: Vec<usize>,
    /// The bucket it sends its message to; the crown is its own parent.
    pub(super) parent: usize,
    /// The buckets it hears from.
    pub(super) children: Vec<usize>,
    /// A bit per cell: does it meet every constraint that was put here.
    pub(super) allowed: Bits,
}

impl Bucket {
    /// Cells of the message to the parent.
    pub(super) fn message_cells(&self) -> usize {
        self.sizes.iter().product()
    }
}

/// A join tree; children come before their parents, and the crown is last.
#[derive(Debug)]
pub(super) struct JoinTree {
    /// Per variable, the values that are left.
    pub(super) live: Vec<Vec<usize>>,
    /// Per variable, its bucket.
    pub(super) bucket_of: Vec<usize>,
    pub(super) buckets: Vec<Bucket>,
}

impl JoinTree {
    /// Builds the tree. `None` says that no assignment can satisfy the network; then there is nothing to build.
    pub(super) fn build(network: &Network) -> Result<Option<JoinTree>, TooWide> {
        let Some((live, tables)) = narrow(network) else {
            return Ok(None);
        };
        let sizes: Vec<usize> = live.iter().map(Vec::len).collect();
        let scopes: Vec<Vec<usize>> = tables.iter().map(|table| open(table, &live)).collect();
        let order = order(&sizes, &scopes)?;
        let crown = order.len();
        let mut bucket_of = vec![crown; crown];
        for (at, (variable, _)) in order.iter().enumerate() {
            bucket_of[*variable] = at;
        }
        let mut buckets = Vec::with_capacity(crown + 1);
        for (variable, mut separator) in order {
            separator.sort_unstable_by_key(|v| std::cmp::Reverse(bucket_of[*v]));
            let left = &live[variable];
            buckets.push(Bucket {
                weights: left.iter().map(|k| network.weights[variable][*k]).collect(),
                parent: separator.last().map_or(crown, |v| bucket_of[*v]),
                ..Bucket::empty(separator, &sizes, left.len())
            });
        }
        buckets.push(Bucket { parent: crown, ..Bucket::empty(Vec::new(), &sizes, 1) });
        for at in 0..crown {
            let parent = buckets[at].parent;
            buckets[parent].children.push(at);
        }
        for (table, scope) in tables.iter().zip(&scopes) {
            // `narrow` keeps only tables with two open variables or more.
            if let Some(at) = scope.iter().map(|v| bucket_of[*v]).min() {
                buckets[at].impose(table, &live, |v| bucket_of[v] == at);
            }
        }
        Ok(Some(JoinTree { live, bucket_of, buckets }))
    }

    /// A walk over the separator of a bucket, with a cursor into the message of each of the given children.
    ///
    /// A child's message over the bucket's own variable is the stretch from the cursor's base on: the own variable
    /// is the last axis of every child whose separator is not empty.
    pub(super) fn walk(&self, bucket: usize, children: &[usize]) -> Walk {
        let axes = &self.buckets[bucket];
        let cursor = |child: &usize| {
            let child = &self.buckets[*child];
            let steps = strides(&child.sizes);
            let offsets = axes.separator.iter().zip(&axes.sizes).map(|(v, size)| {
                let place = child.separator.iter().position(|other| other == v);
                let step = place.map_or(0, |at| steps[at]);
                (0..*size).map(|digit| digit * step).collect()
            });
            Cursor::new(0, offsets.collect())
        };
        Walk::new(axes.sizes.clone(), children.iter().map(cursor).collect())
    }
}

impl Bucket {
    fn empty(separator: Vec<usize>, sizes: &[usize], own: usize) -> Self {
        let sizes: Vec<usize> = separator.iter().map(|v| sizes[*v]).collect();
        let cells = sizes.iter().product::<usize>() * own;
        Bucket { weights: vec![1], separator, sizes, parent: 0, children: Vec::new(), allowed: Bits::new(cells, true) }
    }

    /// Clears the cells that a table forbids. `is_own` tells the own variable.
    fn impose(&mut self, table: &Table, live: &[Vec<usize>], is_own: impl Fn(usize) -> bool) {
        if table.is_open() {
            return;
        }
        let mut start = 0;
        let mut own = vec![0; self.weights.len()];
        let mut offsets: Vec<Vec<usize>> = self.sizes.iter().map(|size| vec![0; *size]).collect();
        for (axis, variable) in table.scope.iter().enumerate() {
            let here = table.offsets(axis, &live[*variable]);
            if let Some(at) = self.separator.iter().position(|v| v == variable) {
                offsets[at] = here;
            } else if is_own(*variable) {
                own = here;
            } else {
                // A variable with one value left is no axis of any bucket.
                start += here.first().copied().unwrap_or(0);
            }
        }
        let mut walk = Walk::new(self.sizes.clone(), vec![Cursor::new(start, offsets)]);
        let mut cell = 0;
        loop {
            for offset in &own {
                if !table.allows(walk.base(0) + offset) {
                    self.allowed.clear(cell);
                }
                cell += 1;
            }
            if walk.advance().is_none() {
                break;
            }
        }
    }
}

/// The variables of a table that have more than one value left.
fn open(table: &Table, live: &[Vec<usize>]) -> Vec<usize> {
    let is_open = |v: &usize| live[*v].len() > 1;
    table.scope.iter().copied().filter(is_open).collect()
}

/// Shrinks domains by every table that is left with at most one open variable, until there is none.
///
/// Returns the values that are left and the tables that still tie two variables or more; `None` if a variable has
/// no value or a table no cell. A variable down to one value ties nothing any more, so this also cuts the graph.
fn narrow(network: &Network) -> Option<(Vec<Vec<usize>>, Vec<&Table>)> {
    let mut live = network.live.clone();
    if network.contradiction || live.iter().any(Vec::is_empty) {
        return None;
    }
    let tables = &network.tables;
    let mut users = vec![Vec::new(); live.len()];
    for (at, table) in tables.iter().enumerate() {
        for variable in &table.scope {
            users[*variable].push(at);
        }
    }
    let mut done = vec![false; tables.len()];
    let mut queue: Vec<usize> = (0..tables.len()).rev().collect();
    while let Some(at) = queue.pop() {
        let table = &tables[at];
        let variables = open(table, &live);
        if done[at] || variables.len() > 1 {
            continue;
        }
        done[at] = true;
        let mut start = 0;
        let mut steps = vec![0];
        for (axis, variable) in table.scope.iter().enumerate() {
            let here = table.offsets(axis, &live[*variable]);
            if variables.contains(variable) {
                steps = here;
            } else {
                start += here.first().copied().unwrap_or(0);
            }
        }
        let mut keep = steps.iter().map(|step| table.allows(start + step));
        match variables.first() {
            None => {
                if !keep.all(|bit| bit) {
                    return None;
                }
            }
            Some(variable) => {
                live[*variable].retain(|_| keep.next().unwrap_or(false));
                match live[*variable].len() {
                    0 => return None,
                    1 => queue.extend(&users[*variable]),
                    _ => {}
                }
            }
        }
    }
    let left = tables.iter().zip(done).filter(|(_, done)| !done);
    let left = left.map(|(table, _)| table).collect();
    Some((live, left))
}
