//! Stable states for conflicts of up to many millions of states.
//!
//! `f_i` (see [the module](super)) is the fixpoint of minima over what one opponent can reach at a time. A pass over the
//! states for opponent `j` works on its *fibres*, the sets of states that differ in actions of `j` alone:
//! - *moves*: the minimum is handed on along one action after the other, in its direction. Values pass through infeasible
//!   states within the pass, since only the end of a move must be feasible, and are reset after it. Where all states are
//!   feasible the passes commute, and one over the actions of all opponents is all it takes;
//! - *improvements*: each fibre is sorted once by falling `u_j`, and the least so far is handed down from group to group
//!   of equals. Where `j` has actions that cannot be changed back, the least is kept for each pattern of them, and
//!   a state asks only for patterns that a legal move can reach.
//!
//! Passes go round until nothing falls; after the first round only blocks in which something has fallen are looked at.
//! Two concepts are carried side by side, GMR with SMR and SEQ with SSEQ.
//!
//! Cost: every pass is linear in the states, with one step per action for moves, a constant for improvements, and
//! `(3/2)^c` at worst where the mover has `c` actions that cannot be changed back; sorting once takes `log2` of the fibre.
//! The number of rounds has no bound below the number of states; three to six are usual.
//!
//! Memory beside the conflict: 8 bytes a state, 4 more for a moment, and 1 to 4 bytes a state and decision maker for the
//! sorted fibres, kept while the engine lives. With 2^26 states and four decision makers that is 0.5 + 0.25 + 0.25 to 0.5
//! GiB beside the conflict's 1 GiB, and 8 MiB for each set that is given back.

use std::sync::OnceLock;

use super::fibres::{Fibres, GROUP, spread_all};
use super::order::Order;
use super::{Bits, By, Concept, Conflict, ConflictError, Equals, Mover, Rules, TOP};
use crate::control::Control;
use crate::model::in_chunks;

/// Finds the stable states of a conflict, and keeps what its questions have in common.
#[derive(Debug)]
pub struct Engine<'a> {
    conflict: &'a Conflict,
    orders: Vec<OnceLock<Order>>,
    all_feasible: bool,
}

/// The states that are stable for one decision maker, by concept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stability {
    sets: [Bits; 5],
}

impl Stability {
    /// The states that are stable under a concept, as numbers below `2^n`; all of them feasible.
    pub fn of(&self, concept: Concept) -> &Bits {
        &self.sets[concept as usize]
    }

    /// The equilibria under one concept: the states that are stable for everybody. `all` has one entry a decision maker.
    pub fn equilibria(all: &[Stability], concept: Concept) -> Bits {
        let everybody: Vec<&Bits> = all.iter().map(|one| one.of(concept)).collect();
        common(&everybody)
    }

    /// The states that are stable for everybody, each under a concept of its own.
    ///
    /// # Errors
    ///
    /// [`ConflictError::WrongLength`] if there is not one concept for each decision maker.
    pub fn mixed_equilibria(all: &[Stability], concepts: &[Concept]) -> Result<Bits, ConflictError> {
        if all.len() != concepts.len() {
            return Err(ConflictError::WrongLength { given: concepts.len(), states: all.len() });
        }
        let everybody: Vec<&Bits> = all.iter().zip(concepts).map(|(one, concept)| one.of(*concept)).collect();
        Ok(common(&everybody))
    }
}

fn common(sets: &[&Bits]) -> Bits {
    let Some((first, others)) = sets.split_first() else { return Bits::none(0) };
    others.iter().fold((*first).clone(), |mut kept, other| {
        kept.keep(other);
        kept
    })
}

impl<'a> Engine<'a> {
    /// An engine for this conflict; nothing is computed yet.
    pub fn new(conflict: &'a Conflict) -> Self {
        let orders = conflict.movers.iter().map(|_| OnceLock::new()).collect();
        Self { conflict, orders, all_feasible: conflict.states == conflict.all_states() }
    }

    /// The states that are stable for a decision maker under a concept.
    ///
    /// # Errors
    ///
    /// No such decision maker, or somebody stopped it: that is asked once a pass.
    pub fn stable(
        &self,
        decision_maker: usize,
        concept: Concept,
        rules: Rules,
        control: &dyn Control,
    ) -> Result<Bits, ConflictError> {
        self.conflict.check(decision_maker)?;
        if concept == Concept::Nash {
            return Ok(self.nash(decision_maker, &self.best(decision_maker)));
        }
        let start = if concept.is_symmetric() {
            let mut best = self.best(decision_maker);
            self.lift(decision_maker, &mut best);
            best
        } else {
            let mut own: Vec<[i32; 1]> = self.conflict.ranks[decision_maker].iter().map(|rank| [*rank]).collect();
            self.lift(decision_maker, &mut own);
            own
        };
        let least = self.least(decision_maker, start, concept.by(), control)?;
        let [stable] = self.sanctioned(decision_maker, least, rules);
        Ok(stable)
    }

    /// The states that are stable for a decision maker under each concept; less work than one by one.
    ///
    /// # Errors
    ///
    /// As [`stable`](Engine::stable).
    pub fn stability(
        &self,
        decision_maker: usize,
        rules: Rules,
        control: &dyn Control,
    ) -> Result<Stability, ConflictError> {
        self.conflict.check(decision_maker)?;
        let nash = self.nash(decision_maker, &self.best(decision_maker));
        let pair = |by: By| {
            // The best own reply is found again rather than kept: a pass over the states is cheaper than their memory.
            let best = self.best(decision_maker);
            let own = &self.conflict.ranks[decision_maker];
            let mut start: Vec<[i32; 2]> = own.iter().zip(&best).map(|(rank, best)| [*rank, best[0]]).collect();
            drop(best);
            self.lift(decision_maker, &mut start);
            let least = self.least(decision_maker, start, by, control)?;
            Ok(self.sanctioned(decision_maker, least, rules))
        };
        let [gmr, smr] = pair(By::Moves)?;
        let [seq, sseq] = pair(By::Improvements)?;
        Ok(Stability { sets: [nash, gmr, smr, seq, sseq] })
    }

    /// [`stability`](Engine::stability) for every decision maker, in their order, on up to `threads` threads; the answer
    /// does not hang on their number, and the memory of one question is needed for each of them.
    ///
    /// # Errors
    ///
    /// [`ConflictError::Cancelled`].
    pub fn all(&self, rules: Rules, threads: usize, control: &dyn Control) -> Result<Vec<Stability>, ConflictError> {
        let count = self.conflict.movers.len() as u64;
        let work = |at: u64| self.stability(at as usize, rules, control);
        let found = in_chunks(threads, count, control, "stability", work);
        found.into_iter().map(|one| one.unwrap_or(Err(ConflictError::Cancelled))).collect()
    }

    /// By state, the greatest rank over it and what the decision maker can bring it to.
    fn best(&self, decision_maker: usize) -> Vec<[i32; 1]> {
        let conflict = self.conflict;
        let mut best: Vec<[i32; 1]> = conflict.ranks[decision_maker].iter().map(|rank| [*rank]).collect();
        spread_all(&mut best, conflict.actions, conflict.movers[decision_maker], Ord::max);
        best
    }

    fn nash(&self, decision_maker: usize, best: &[[i32; 1]]) -> Bits {
        let own = &self.conflict.ranks[decision_maker];
        Bits::from_fn(own.len(), |state| own[state] != 0 && best[state][0] == own[state])
    }

    /// Infeasible states go above everything.
    fn lift<const W: usize>(&self, decision_maker: usize, values: &mut [[i32; W]]) {
        for (value, rank) in values.iter_mut().zip(&self.conflict.ranks[decision_maker]) {
            if *rank == 0 {
                *value = [TOP; W];
            }
        }
    }

    /// The least that the opponents can bring every state to.
    fn least<const W: usize>(
        &self,
        decision_maker: usize,
        mut values: Vec<[i32; W]>,
        by: By,
        control: &dyn Control,
    ) -> Result<Vec<[i32; W]>, ConflictError> {
        let conflict = self.conflict;
        if control.cancelled() {
            return Err(ConflictError::Cancelled);
        }
        let others = (0..conflict.movers.len()).filter(|at| *at != decision_maker && conflict.movers[*at].own != 0);
        if by == By::Moves && self.all_feasible {
            let together =
                others.map(|at| conflict.movers[at]).fold(Mover { own: 0, forward: 0, back: 0 }, |all, one| Mover {
                    own: all.own | one.own,
                    forward: all.forward | one.forward,
                    back: all.back | one.back,
                });
            spread_all(&mut values, conflict.actions, together, Ord::min);
            return Ok(values);
        }
        let passes: Vec<(u16, Fibres, Option<&Order>)> = others
            .map(|at| {
                let fibres = Fibres::new(conflict.actions, conflict.movers[at]);
                let order = (by == By::Improvements).then(|| self.order(at, &fibres));
                (1 << at, fibres, order)
            })
            .collect();
        let all = passes.iter().fold(0, |all, (mark, ..)| all | mark);
        let mut marks = vec![all; conflict.all_states().div_ceil(1 << GROUP)];
        loop {
            let mut fallen = false;
            for (mark, fibres, order) in &passes {
                if control.cancelled() {
                    return Err(ConflictError::Cancelled);
                }
                fallen |= pass(fibres, *order, &mut values, &mut marks, *mark, all & !mark);
            }
            if !fallen {
                return Ok(values);
            }
        }
    }

    fn order(&self, at: usize, fibres: &Fibres) -> &Order {
        self.orders[at].get_or_init(|| Order::new(fibres, self.conflict.movers[at], &self.conflict.ranks[at]))
    }

    /// The states of which every improvement is sanctioned, given the least that the opponents can bring each state to.
    fn sanctioned<const W: usize>(&self, decision_maker: usize, mut least: Vec<[i32; W]>, rules: Rules) -> [Bits; W] {
        let own = &self.conflict.ranks[decision_maker];
        // `s` is unstable if some `t` has `u(t) > u(s)` and `f(t) > u(s)`, that is `min(f(t), u(t)) > u(s)`. Where equals are
        // no sanction `f(t) = u(s)` is enough, and in whole numbers that is `min(f(t), u(t) - 1) >= u(s)`.
        let less = i32::from(rules.equals == Equals::DoNotSanction);
        for (least, rank) in least.iter_mut().zip(own) {
            *least = least.map(|least| least.min(rank - less));
        }
        spread_all(&mut least, self.conflict.actions, self.conflict.movers[decision_maker], Ord::max);
        std::array::from_fn(|at| {
            Bits::from_fn(own.len(), |state| own[state] != 0 && least[state][at] + less <= own[state])
        })
    }
}

/// One opponent's pass over the blocks that are due. Says whether anything has fallen.
fn pass<const W: usize>(
    fibres: &Fibres,
    order: Option<&Order>,
    values: &mut [[i32; W]],
    marks: &mut [u16],
    own: u16,
    others: u16,
) -> bool {
    let mut scratch = fibres.scratch::<W>();
    let mut by_pattern = Vec::new();
    let mut fallen = false;
    for (number, base) in fibres.bases().enumerate() {
        if !fibres.groups(base).any(|group| marks[group] & own != 0) {
            continue;
        }
        fibres.gather(values, base, &mut scratch);
        match order {
            None => fibres.spread(&mut scratch, Ord::min),
            Some(order) => order.hand_down(number, fibres.lanes(), &mut scratch, &mut by_pattern),
        }
        fallen |= fibres.lower(values, base, &scratch, marks, others);
    }
    // Nobody's own pass marks anything for itself, and blocks may share a group, so that marks go at the end.
    marks.iter_mut().for_each(|mark| *mark &= !own);
    fallen
}
