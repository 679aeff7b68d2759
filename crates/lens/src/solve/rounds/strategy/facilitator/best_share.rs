//! A facilitator who puts what most of what it holds possible would let pass.

use super::belief::POINTS;
use super::board::Board;
use super::learning::{CALLS, Learner};
use crate::solve::rounds::menu::{Package, Spent};
use crate::solve::rounds::protocol::{Action, Ask};
use crate::solve::rounds::record::Act;
use crate::solve::rounds::strategy::Strategy;
use crate::solve::rounds::view::View;
use std::collections::BTreeMap;

/// Texts from which it climbs in every round, beside the last one.
const CLIMBS: usize = 4;

/// For every party it keeps the sample of preferences of a facilitator who learns. The *share* of a text is the product over
/// parties of the share of each sample to which it is worth no deal or more: the share of what it holds possible, party
/// by party, that would sign. In each round it puts the text of the greatest share that it meets beside no deal; of equal
/// shares the one of the greater product of mean gains. A text that all have accepted so it calls on them to sign at once;
/// in the last [`CALLS`] rounds it calls whatever it would put. What was refused is not called again while there is
/// another text that was put.
#[derive(Default)]
pub(super) struct BestShare {
    learner: Learner,
    seen: usize,
    last: Option<Vec<u16>>,
    /// By text that was put beside no deal: which parties have accepted it, by their last answer.
    yes: BTreeMap<Package, Vec<bool>>,
}

impl BestShare {
    fn listen(&mut self, view: &View<'_>) {
        let parties = view.seats.saturating_sub(1);
        for own in view.since(&mut self.seen) {
            let said = match own.act {
                Act::Accept | Act::Sign => true,
                Act::Reject | Act::Bracket => false,
                _ => continue,
            };
            let Some(package) = own.package.filter(|_| own.beside.is_none()) else { continue };
            let answers = self.yes.entry(package).or_insert_with(|| vec![false; parties]);
            answers.iter_mut().skip(own.seat).take(1).for_each(|yes| *yes = said);
        }
    }

    /// The share of a text, and the product of mean gains.
    fn height(&self, board: &Board, text: &[u16]) -> (f64, f64) {
        let mut share = 1.0;
        for own in &self.learner.beliefs {
            let points = own.tables.iter().zip(&own.no_deals);
            let signs = points.filter(|(table, no_deal)| board.value(table, text) >= **no_deal).count();
            share *= signs as f64 / POINTS as f64;
        }
        let means: Vec<(&[f64], f64)> = self.learner.beliefs.iter().map(|own| (&own.mean.0[..], own.mean.1)).collect();
        (share, board.height(&means, text))
    }

    /// Climbs by changes of one variable to where none makes the text higher.
    fn climb(&self, view: &View<'_>, board: &Board, text: &mut [u16]) -> (f64, f64) {
        let mut height = self.height(board, text);
        loop {
            let before = height;
            for (variable, own) in board.options.iter().enumerate() {
                for digit in 0..own.len() as u16 {
                    let old = std::mem::replace(&mut text[variable], digit);
                    let reached = self.height(board, text);
                    // Rising heights of finitely many texts: the climb ends.
                    if higher(reached, height) && board.package(view, text).is_some() {
                        height = reached;
                    } else {
                        text[variable] = old;
                    }
                }
            }
            if !higher(height, before) {
                return height;
            }
        }
    }

    fn best(&self, view: &mut View<'_>, board: &Board) -> Result<Option<(Vec<u16>, Package)>, Spent> {
        let mut best: Option<((f64, f64), Vec<u16>)> = None;
        let mut starts: Vec<Vec<u16>> = self.last.iter().cloned().collect();
        for _ in 0..CLIMBS {
            starts.extend(board.any(view)?);
        }
        for mut text in starts {
            let height = self.climb(view, board, &mut text);
            if best.as_ref().is_none_or(|(most, _)| higher(height, *most)) {
                best = Some((height, text));
            }
        }
        Ok(best.and_then(|(_, text)| board.package(view, &text).map(|package| (text, package))))
    }
}

fn higher(one: (f64, f64), other: (f64, f64)) -> bool {
    one.0 > other.0 || (one.0 == other.0 && one.1 > other.1)
}

impl Strategy for BestShare {
    fn act(&mut self, view: &mut View<'_>, ask: Ask) -> Result<Action, Spent> {
        if !matches!(ask, Ask::Text(_)) {
            return Ok(Action::Pass);
        }
        let board = self.learner.board(view);
        self.learner.listen(view, &board);
        self.listen(view);
        let mut action = Action::Pass;
        if let Some((text, package)) = self.best(view, &board)? {
            self.last = Some(text.clone());
            let accepted = self.yes.get(&package).is_some_and(|all| all.iter().all(|yes| *yes));
            if accepted || view.rounds - view.round <= CALLS {
                let (_, package) = self.learner.instead(&board, (text, package));
                self.learner.refused.push(package);
                action = Action::Call(package);
            } else {
                if self.learner.texts.iter().all(|(_, own)| *own != package) {
                    self.learner.texts.push((text, package));
                }
                action = Action::Beside(package, None);
            }
        }
        self.learner.board = Some(board);
        Ok(action)
    }
}
