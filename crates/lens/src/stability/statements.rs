//! Which moves of statements in an order of importance would make its decision maker stay in a state.
//!
//! Of two states the better is the one in which the first statement that tells them apart holds, so that under another order
//! of the statements the lower set of the wanted state follows at once for the states that the question touches
//! (`inverse.rs`). First all orders with one statement moved, then all with two, are tried; the ways told all have the
//! least number.

use super::findings::{StatementMoved, StatementsMoved};
use super::inverse::Question;
use super::model::Model;
use std::collections::BTreeSet;

/// Comparisons of two states made in looking: orders tried times states touched.
const COMPARED: usize = 1 << 23;
/// Ways told.
const WAYS: usize = 3;
/// Statements moved at most.
const MOVED: usize = 2;
/// Statements past which their truth in a state does not fit a number.
const STATEMENTS: usize = 64;

/// The least moves of a decision maker's statements that make it stay; `None` where it does not prefer by statements in a
/// known order.
pub(super) fn statements(
    model: &Model<'_>,
    decider: usize,
    question: &Question,
    state: u32,
) -> Option<StatementsMoved> {
    let said = model.statements(decider).filter(|said| said.len() <= STATEMENTS)?;
    let truth = |state: u32| {
        said.iter().enumerate().fold(0_u64, |truth, (at, (rule, _))| truth | u64::from(rule.holds(state.into())) << at)
    };
    let own = truth(state);
    // By state touched: the statements that tell it from the wanted one.
    let apart: Vec<u64> = question.touched.iter().map(|other| truth(*other) ^ own).collect();
    let stays = |order: &[usize]| {
        let lower = |place: usize| {
            let first = order.iter().find(|at| apart[place] >> **at & 1 == 1);
            first.is_none_or(|at| own >> at & 1 == 1)
        };
        question.holds(&lower)
    };
    let start: Vec<usize> = (0..said.len()).collect();
    let mut tried: BTreeSet<Vec<usize>> = BTreeSet::from([start.clone()]);
    let mut open: Vec<(Vec<usize>, Vec<StatementMoved>)> = vec![(start, Vec::new())];
    let mut left = COMPARED / apart.len().max(1);
    for looked in 0..MOVED {
        let mut next = Vec::new();
        let mut ways = Vec::new();
        for (order, moves) in &open {
            for (from, to) in pairs(order.len()) {
                let mut other = order.clone();
                let moved = other.remove(from);
                other.insert(to, moved);
                if !tried.insert(other.clone()) {
                    continue;
                }
                if left == 0 {
                    return Some(StatementsMoved { ways: Vec::new(), looked });
                }
                left -= 1;
                let mut moves = moves.clone();
                moves.push(StatementMoved { statement: said[moved].1.to_string(), places: (from + 1, to + 1) });
                if stays(&other) {
                    ways.push(moves.clone());
                }
                next.push((other, moves));
            }
        }
        if !ways.is_empty() {
            let far = |way: &Vec<StatementMoved>| -> usize {
                way.iter().map(|moved| moved.places.0.abs_diff(moved.places.1)).sum()
            };
            ways.sort_by_key(far);
            ways.truncate(WAYS);
            return Some(StatementsMoved { ways, looked: looked + 1 });
        }
        open = next;
    }
    Some(StatementsMoved { ways: Vec::new(), looked: MOVED })
}

/// Places to move from and to, nearest first.
fn pairs(count: usize) -> Vec<(usize, usize)> {
    let mut all: Vec<(usize, usize)> =
        (0..count).flat_map(|from| (0..count).map(move |to| (from, to))).filter(|(from, to)| from != to).collect();
    all.sort_by_key(|(from, to)| from.abs_diff(*to));
    all
}
