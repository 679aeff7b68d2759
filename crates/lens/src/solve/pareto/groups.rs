//! The maximal vectors as groups of equal rows: sorting, merging of equals, and the way to each number of dimensions.

use super::divide::Ranked;
use super::radix::{falling, sort_by_key};
use super::strong::survivors;

/// Rows by index, those with equal vectors together; groups by falling lexicographic vector, rows of a group rising.
#[derive(Default)]
pub(super) struct Groups {
    members: Vec<u32>,
    /// Where each group ends among the members.
    ends: Vec<usize>,
}

impl Groups {
    pub(super) fn iter(&self) -> impl Iterator<Item = &[u32]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.members[start..*end])
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    fn close(&mut self) {
        self.ends.push(self.members.len());
    }

    /// All members in one group.
    fn one(members: Vec<u32>) -> Self {
        let ends = if members.is_empty() { Vec::new() } else { vec![members.len()] };
        Groups { members, ends }
    }
}

/// The maximal vectors among the first `rows` rows.
pub(super) fn maximal_groups(dims: usize, values: &[i64], rows: usize) -> Groups {
    match dims {
        0 => Groups::one((0..rows as u32).collect()),
        1 => {
            let best = values[..rows].iter().max();
            let best = (0..rows as u32).zip(values).filter(|(_, value)| Some(*value) == best);
            Groups::one(best.map(|(at, _)| at).collect())
        }
        2 => plane(values, rows),
        _ => space(dims, values, rows),
    }
}

/// Two dimensions: by falling first coordinate, whatever reaches above all before it is maximal.
fn plane(values: &[i64], rows: usize) -> Groups {
    let table = values.as_chunks::<2>().0;
    let mut order: Vec<([i64; 2], u32)> =
        survivors(2, values, rows).into_iter().map(|at| (table[at as usize], at)).collect();
    sort_by_key(&mut order, |(row, _)| falling(row[0]));
    let mut groups = Groups::default();
    let mut best = None;
    for run in order.chunk_by(|(left, _), (right, _)| left[0] == right[0]) {
        let top = run.iter().map(|(row, _)| row[1]).max();
        if top > best {
            best = top;
            groups.members.extend(run.iter().filter(|(row, _)| Some(row[1]) == top).map(|(_, at)| at));
            groups.close();
        }
    }
    groups
}

/// Three dimensions and more: the distinct rows in lexicographic order go to the dominance structure.
fn space(dims: usize, values: &[i64], rows: usize) -> Groups {
    let row = |at: u32| &values[at as usize * dims..(at as usize + 1) * dims];
    let left = survivors(dims, values, rows);
    let mut order: Vec<(u64, u32)> = left.into_iter().map(|at| (falling(row(at)[0]), at)).collect();
    sort_by_key(&mut order, |(key, _)| *key);
    for run in order.chunk_by_mut(|left, right| left.0 == right.0).filter(|run| run.len() > 1) {
        run.sort_unstable_by(|(_, left), (_, right)| {
            row(*right)[1..].cmp(&row(*left)[1..]).then_with(|| left.cmp(right))
        });
    }
    let equals: Vec<&[(u64, u32)]> =
        order.chunk_by(|left, right| left.0 == right.0 && row(left.1)[1..] == row(right.1)[1..]).collect();
    let firsts: Vec<u32> = equals.iter().map(|group| group[0].1).collect();
    let mut groups = Groups::default();
    for at in Ranked::new(dims, &firsts, row).maximal() {
        groups.members.extend(equals[at as usize].iter().map(|(_, at)| at));
        groups.close();
    }
    groups
}
