//! The first satisfying assignment, by value order within variable order.
//!
//! The buckets' bit tables are made consistent along the tree, up and then down; after that every set bit is part
//! of a satisfying assignment (Beeri, Fagin, Maier & Yannakakis, "On the desirability of acyclic database schemes",
//! Journal of the ACM 30, 1983). Then the variables are fixed one by one to their lowest value that is left, and
//! only the buckets that lose a cell pass the loss on. Every bit is lost at most once.

use super::join_tree::JoinTree;

/// The lexicographically first assignment, or `None` if there is none.
pub(super) fn witness(mut tree: JoinTree) -> Option<Vec<usize>> {
    let crown = tree.buckets.len() - 1;
    for at in 0..crown {
        tell_parent(&mut tree, at);
    }
    tree.buckets[crown].allowed.ones(0, 1).next()?;
    for at in (0..crown).rev() {
        tell_child(&mut tree, at);
    }
    let mut chosen = Vec::with_capacity(crown);
    for variable in 0..crown {
        let start = tree.bucket_of[variable];
        let digit = fix(&mut tree, start)?;
        chosen.push(tree.live[variable][digit]);
    }
    Some(chosen)
}

/// Fixes the own variable of a bucket to its lowest value left, tells the rest of the tree, returns the digit.
fn fix(tree: &mut JoinTree, start: usize) -> Option<usize> {
    let bucket = &mut tree.buckets[start];
    let own = bucket.weights.len();
    let rows = bucket.message_cells();
    let lowest = |row| bucket.allowed.ones(row * own, own).next();
    let digit = (0..rows).filter_map(lowest).min()?;
    let mut lost = false;
    for cell in (0..rows * own).filter(|cell| cell % own != digit) {
        lost |= bucket.allowed.get(cell);
        bucket.allowed.clear(cell);
    }
    let mut queue = Vec::new();
    if lost {
        queue.push((start, start));
    }
    // What a bucket loses cannot come back to the one it lost it by: on a tree the news only moves outwards.
    while let Some((at, from)) = queue.pop() {
        let parent = tree.buckets[at].parent;
        if parent != from && parent != at && tell_parent(tree, at) {
            queue.push((parent, at));
        }
        for which in 0..tree.buckets[at].children.len() {
            let child = tree.buckets[at].children[which];
            if child != from && tell_child(tree, child) {
                queue.push((child, at));
            }
        }
    }
    Some(digit)
}

/// Clears the parent's cells that no cell of this bucket agrees with; says whether any was cleared.
fn tell_parent(tree: &mut JoinTree, at: usize) -> bool {
    let bucket = &tree.buckets[at];
    let own = bucket.weights.len();
    let mut supported = Vec::with_capacity(bucket.message_cells());
    for row in 0..bucket.message_cells() {
        let mut cells = bucket.allowed.ones(row * own, own);
        supported.push(cells.next().is_some());
    }
    let mut lost = false;
    let above = bucket.parent;
    let mut walk = tree.walk(above, &[at]);
    let parent = &mut tree.buckets[above];
    let mut cell = 0;
    loop {
        for k in 0..parent.weights.len() {
            if !supported[walk.base(0) + k] && parent.allowed.get(cell) {
                parent.allowed.clear(cell);
                lost = true;
            }
            cell += 1;
        }
        if walk.advance().is_none() {
            return lost;
        }
    }
}

/// Clears this bucket's cells that no cell of its parent agrees with; says whether any was cleared.
fn tell_child(tree: &mut JoinTree, at: usize) -> bool {
    let above = tree.buckets[at].parent;
    let mut supported = vec![false; tree.buckets[at].message_cells()];
    let mut walk = tree.walk(above, &[at]);
    let parent = &tree.buckets[above];
    let own = parent.weights.len();
    let mut row = 0;
    loop {
        for k in parent.allowed.ones(row * own, own) {
            supported[walk.base(0) + k] = true;
        }
        row += 1;
        if walk.advance().is_none() {
            break;
        }
    }
    let bucket = &mut tree.buckets[at];
    let own = bucket.weights.len();
    let mut lost = false;
    for (row, _) in supported.iter().enumerate().filter(|(_, bit)| !**bit) {
        for cell in row * own..(row + 1) * own {
            lost |= bucket.allowed.get(cell);
            bucket.allowed.clear(cell);
        }
    }
    lost
}
