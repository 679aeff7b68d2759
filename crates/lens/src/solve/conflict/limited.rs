//! Limited moves and non-myopic stability: two decision makers who look a fixed number of moves ahead.
//!
//! Who moves first is `i`, the other `j`, and they alternate. `G_h(i, s)` is the state at which play from `s` ends if at
//! most `h` moves are left and both know it: `G_0(i, s) = s`; with `q*` the own move `q` in `R_i(s)` of which
//! `u_i(G_{h-1}(j, q))` is greatest, `G_h(i, s) = s` if there is no move or `u_i(s) >= u_i(G_{h-1}(j, q*))`, and
//! `G_{h-1}(j, q*)` otherwise. `s` is `L_h`-stable for `i` if `G_h(i, s) = s`; *non-myopically* stable if it is so for every
//! `h` from some point on. `G_h` follows from `G_{h-1}` alone, so it repeats in `h` sooner or later, and "from some point
//! on" is settled by one round of the repetition.
//!
//! With more than two, or with equal ranks, there is no one definition that all agree on: both are refused.
//!
//! Cost: one step for each move and horizon. Sources: Zagare, *Limited-move equilibria in 2x2 games*, Theory and
//! Decision 16 (1984); Kilgour, *Equilibria for far-sighted players*, Theory and Decision 16 (1984); Brams & Wittman (1981).

use super::bits::ones;
use super::graph::Graph;
use super::relations::RELATION_STATES_MAX;
use super::{Bits, Conflict, ConflictError};
use crate::control::Control;

/// How many moves ahead is looked at most.
pub const HORIZON_MAX: usize = 10_000;

/// Two decision makers with strict preferences.
#[derive(Clone, Debug)]
pub struct LimitedMoves {
    graph: Graph,
    /// By decision maker and place of a state.
    ranks: [Vec<i32>; 2],
}

/// What holds however far one looks ahead, from some point on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forever {
    /// By decision maker, the states that are stable for every horizon from some point on.
    pub stable: [Bits; 2],
    /// After how many moves the ends of play repeat: 1 if they settle.
    pub every: usize,
}

/// By decision maker that moves first and place of a state, the place at which play ends.
type Ends = [Vec<usize>; 2];

impl LimitedMoves {
    /// Puts feasible states and moves side by side.
    ///
    /// # Errors
    ///
    /// Not two decision makers, two states that one of them holds equal, or more than [`RELATION_STATES_MAX`] states.
    pub fn new(conflict: &Conflict) -> Result<Self, ConflictError> {
        let count = conflict.decision_makers();
        if count != 2 {
            return Err(ConflictError::NotTwo(count));
        }
        let graph = Graph::new(conflict, RELATION_STATES_MAX)?;
        let of = |decision_maker: usize| -> Vec<i32> {
            graph.states.iter().map(|state| conflict.rank(decision_maker, *state)).collect()
        };
        let ranks = [of(0), of(1)];
        for (decision_maker, list) in ranks.iter().enumerate() {
            let mut order: Vec<usize> = (0..list.len()).collect();
            order.sort_by_key(|at| list[*at]);
            if let Some(pair) = order.windows(2).find(|pair| list[pair[0]] == list[pair[1]]) {
                let (one, other) = (graph.states[pair[0]], graph.states[pair[1]]);
                return Err(ConflictError::NotStrict { decision_maker, one, other });
            }
        }
        Ok(Self { graph, ranks })
    }

    /// The states that are `L_h`-stable, by decision maker; all with `horizon` 0. Horizons beyond [`HORIZON_MAX`] count as
    /// that.
    ///
    /// # Errors
    ///
    /// Somebody stopped it.
    pub fn stable(&self, horizon: usize, control: &dyn Control) -> Result<[Bits; 2], ConflictError> {
        let mut ends = self.start();
        for _ in 0..horizon.min(HORIZON_MAX) {
            ends = self.next(&ends, control)?;
        }
        Ok([0, 1].map(|mover| self.graph.bits(|at| ends[mover][at] == at)))
    }

    /// The states that are non-myopically stable; `None` if nothing has repeated within [`HORIZON_MAX`] moves.
    ///
    /// # Errors
    ///
    /// Somebody stopped it.
    pub fn non_myopic(&self, control: &dyn Control) -> Result<Option<Forever>, ConflictError> {
        // Brent (1980): the ends at each power of two are compared with all that follow until the next.
        let (mut marked, mut ends) = (self.start(), self.start());
        let (mut every, mut until) = (0, 1);
        let nothing_moved = || [0, 1].map(|_| vec![true; self.graph.len()]);
        let mut stays = nothing_moved();
        for _ in 0..HORIZON_MAX {
            if every == until {
                (marked, until, every) = (ends.clone(), 2 * until, 0);
                stays = nothing_moved();
            }
            ends = self.next(&ends, control)?;
            every += 1;
            for (stays, ends) in stays.iter_mut().zip(&ends) {
                for (at, stays) in stays.iter_mut().enumerate() {
                    *stays &= ends[at] == at;
                }
            }
            if ends == marked {
                let stable = [0, 1].map(|mover| self.graph.bits(|at| stays[mover][at]));
                return Ok(Some(Forever { stable, every }));
            }
        }
        Ok(None)
    }

    fn start(&self) -> Ends {
        [0, 1].map(|_| (0..self.graph.len()).collect())
    }

    /// Where play ends if one move more is left.
    fn next(&self, ends: &Ends, control: &dyn Control) -> Result<Ends, ConflictError> {
        if control.cancelled() {
            return Err(ConflictError::Cancelled);
        }
        Ok([0, 1].map(|mover| {
            let (ranks, after) = (&self.ranks[mover], &ends[1 - mover]);
            let end = |at: usize| {
                let best = ones(self.graph.moves[mover].row(at)).map(|to| after[to]).max_by_key(|end| ranks[*end]);
                best.filter(|end| ranks[*end] > ranks[at]).unwrap_or(at)
            };
            (0..self.graph.len()).map(end).collect()
        }))
    }
}
