//! Relations between states as rows of bits, and what follows along them.

use super::bits::ones;

/// For each of some rows, a set of columns.
#[derive(Clone, Debug)]
pub(super) struct Rows {
    words: Vec<u64>,
    /// Words a row.
    width: usize,
}

impl Rows {
    pub(super) fn none(rows: usize, columns: usize) -> Self {
        let width = columns.div_ceil(64).max(1);
        Self { words: vec![0; rows * width], width }
    }

    pub(super) fn rows(&self) -> usize {
        self.words.len() / self.width
    }

    pub(super) fn row(&self, at: usize) -> &[u64] {
        &self.words[at * self.width..][..self.width]
    }

    pub(super) fn row_mut(&mut self, at: usize) -> &mut [u64] {
        &mut self.words[at * self.width..][..self.width]
    }

    pub(super) fn insert(&mut self, row: usize, column: usize) {
        self.words[row * self.width + column / 64] |= 1 << (column % 64);
    }

    pub(super) fn has(&self, row: usize, column: usize) -> bool {
        has(self.row(row), column)
    }

    /// Every row takes in the same row of `other`.
    pub(super) fn join(&mut self, other: &Rows) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    /// Every row keeps what is in the same row of `other` too.
    pub(super) fn overlap(&mut self, other: &Rows) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    /// In every row `r` only columns `c` stay with `value[c] > least[r]`, or `>=` where `or_equal`.
    pub(super) fn meet(&mut self, value: &[i64], least: &[i64], or_equal: bool) {
        let falling = |keys: &[i64]| {
            let mut order: Vec<usize> = (0..keys.len()).collect();
            order.sort_unstable_by_key(|at| std::cmp::Reverse(keys[*at]));
            order
        };
        let columns = falling(value);
        let mut above = vec![0_u64; self.width];
        let mut next = 0;
        for row in falling(least) {
            while let Some(column) = columns.get(next).copied()
                && (value[column] > least[row] || (or_equal && value[column] == least[row]))
            {
                above[column / 64] |= 1 << (column % 64);
                next += 1;
            }
            for (word, above) in self.row_mut(row).iter_mut().zip(&above) {
                *word &= above;
            }
        }
    }

    /// What can be reached from each row along the relation in any number of steps, none included.
    ///
    /// Cost: the strong components in one pass over the relation, then one union for every edge of the transitive
    /// reduction of their graph.
    pub(super) fn closure(&self) -> Closure {
        let (component, count) = self.components();
        let mut states = Rows::none(count, self.rows());
        let mut onward = Rows::none(count, count);
        for (row, own) in component.iter().enumerate() {
            states.insert(*own, row);
            for to in ones(self.row(row)) {
                onward.insert(*own, component[to]);
            }
        }
        let mut reach = Rows::none(count, count);
        for at in 0..count {
            reach.insert(at, at);
            // What comes later in the order is nearer: once it is taken in, all beyond it is known too.
            let direct: Vec<usize> = ones(onward.row(at)).collect();
            for to in direct.into_iter().rev() {
                if !reach.has(at, to) {
                    reach.take_in(at, to);
                    states.take_in(at, to);
                }
            }
        }
        Closure { component, reach: states }
    }

    /// Row `at` takes in a row before it.
    fn take_in(&mut self, at: usize, before: usize) {
        let (head, tail) = self.words.split_at_mut(at * self.width);
        for (word, other) in tail[..self.width].iter_mut().zip(&head[before * self.width..]) {
            *word |= other;
        }
    }

    /// The strong component of each row, and how many there are; whatever a component leads to has a lower number
    /// (Tarjan 1972, without recursion).
    fn components(&self) -> (Vec<usize>, usize) {
        const NEW: usize = usize::MAX;
        let rows = self.rows();
        let (mut number, mut low, mut component) = (vec![NEW; rows], vec![0; rows], vec![NEW; rows]);
        let (mut open, mut path): (Vec<usize>, Vec<(usize, usize)>) = (Vec::new(), Vec::new());
        let (mut numbered, mut count) = (0, 0);
        for root in 0..rows {
            if number[root] != NEW {
                continue;
            }
            path.push((root, 0));
            while let Some((row, column)) = path.last().copied() {
                if column == 0 && number[row] == NEW {
                    (number[row], low[row]) = (numbered, numbered);
                    numbered += 1;
                    open.push(row);
                }
                if let Some(to) = next_at(self.row(row), column) {
                    if let Some(top) = path.last_mut() {
                        top.1 = to + 1;
                    }
                    if number[to] == NEW {
                        path.push((to, 0));
                    } else if component[to] == NEW {
                        low[row] = low[row].min(number[to]);
                    }
                    continue;
                }
                path.pop();
                if let Some((above, _)) = path.last().copied() {
                    low[above] = low[above].min(low[row]);
                }
                if low[row] == number[row] {
                    while let Some(member) = open.pop() {
                        component[member] = count;
                        if member == row {
                            break;
                        }
                    }
                    count += 1;
                }
            }
        }
        (component, count)
    }
}

/// Reachability: rows in the same strong component have one set between them.
#[derive(Clone, Debug)]
pub(super) struct Closure {
    component: Vec<usize>,
    reach: Rows,
}

impl Closure {
    pub(super) fn component(&self, row: usize) -> usize {
        self.component[row]
    }

    pub(super) fn components(&self) -> usize {
        self.reach.rows()
    }

    /// What a component reaches, itself included.
    pub(super) fn of_component(&self, component: usize) -> &[u64] {
        self.reach.row(component)
    }

    /// The relation in full: a set for each row.
    pub(super) fn rows(&self) -> Rows {
        let mut rows =
            Rows { words: Vec::with_capacity(self.component.len() * self.reach.width), width: self.reach.width };
        for component in &self.component {
            rows.words.extend_from_slice(self.reach.row(*component));
        }
        rows
    }

    /// By row, the least value of all that it reaches.
    pub(super) fn least(&self, value: &[i64]) -> Vec<i64> {
        let least = |at: usize| ones(self.reach.row(at)).map(|to| value[to]).min().unwrap_or(i64::MAX);
        let by_component: Vec<i64> = (0..self.reach.rows()).map(least).collect();
        self.component.iter().map(|component| by_component[*component]).collect()
    }
}

pub(super) fn has(row: &[u64], column: usize) -> bool {
    row[column / 64] >> (column % 64) & 1 == 1
}

/// Whether two rows have a column in common.
pub(super) fn touch(one: &[u64], other: &[u64]) -> bool {
    one.iter().zip(other).any(|(one, other)| one & other != 0)
}

/// The first column of a row from `column` on.
fn next_at(row: &[u64], column: usize) -> Option<usize> {
    let first = column / 64;
    let mut word = row.get(first)? & (u64::MAX << (column % 64));
    let mut at = first;
    loop {
        if word != 0 {
            return Some(at * 64 + word.trailing_zeros() as usize);
        }
        at += 1;
        word = *row.get(at)?;
    }
}
