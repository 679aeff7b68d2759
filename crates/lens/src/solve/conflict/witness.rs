//! Why one state is stable or not: the sequence that sanctions an improvement, or the improvement that gets away.
//!
//! Answers are found on demand by breadth-first search over states and last movers, so that a sequence told is a
//! shortest one, and of these the first by number of mover and of what is changed. They share nothing with the passes of
//! [`Engine`](super::Engine). Cost: at most the states that the opponents can reach, times the sizes of their fibres;
//! the budget bounds it. Memory: one bit a state and 12 bytes a state reached.

use super::{Bits, By, Concept, Conflict, ConflictError, Equals, Rules};

/// One move of a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The number of the decision maker that moves.
    pub mover: usize,
    /// The state it moves to.
    pub to: u32,
}

/// What becomes of one improvement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The opponents can answer so that nothing is gained.
    Sanctioned {
        /// Their moves, from the state improved to: at least one, nobody twice in a row.
        path: Vec<Step>,
        /// Under SMR and SSEQ, the best that the decision maker can then move to (the lowest number of equals), if it has
        /// any move; none under the other concepts.
        reply: Option<u32>,
    },
    /// Nothing that the opponents can do under the concept is a sanction.
    Escapes,
    /// The budget was spent before it was known.
    Cut,
}

/// Why a state is stable or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Stable: each improvement, best first, with what sanctions it; no improvement at all under Nash.
    Stable(Vec<(u32, Answer)>),
    /// Unstable: the best improvement that gets away (the lowest number of equals).
    Unstable {
        /// The state improved to.
        to: u32,
    },
    /// The budget was spent before it was known.
    Cut,
}

impl Conflict {
    /// What becomes of one improvement `to` from `state` under a concept. Under Nash every one escapes.
    ///
    /// `budget` is the number of states, feasible or not, that may be looked at; what is left of it is written back.
    ///
    /// # Errors
    ///
    /// No such decision maker, an infeasible state, or `to` is not an improvement.
    pub fn answer(
        &self,
        decision_maker: usize,
        concept: Concept,
        state: u32,
        to: u32,
        rules: Rules,
        budget: &mut u64,
    ) -> Result<Answer, ConflictError> {
        self.check(decision_maker)?;
        self.check_state(state)?;
        let rank = self.rank(decision_maker, state);
        if !self.movers[decision_maker].can(state, to) || self.rank(decision_maker, to) <= rank {
            return Err(ConflictError::NoImprovement { to });
        }
        if concept == Concept::Nash {
            return Ok(Answer::Escapes);
        }
        let bad = |rank_there: i32| match rules.equals {
            Equals::Sanction => rank_there <= rank,
            Equals::DoNotSanction => rank_there < rank,
        };
        // State, place of the one before it, last mover.
        let mut reached: Vec<(u32, u32, u32)> = vec![(to, 0, u32::MAX)];
        let mut seen = Bits::none(self.all_states());
        seen.insert(to as usize);
        let mut at = 0;
        while let Some((from, _, last)) = reached.get(at).copied() {
            // Who moved last could have moved on at once: it gets nowhere new.
            for mover in (0..self.movers.len()).filter(|mover| *mover != decision_maker && *mover as u32 != last) {
                if !self.pay(mover, from, budget) {
                    return Ok(Answer::Cut);
                }
                for next in self.moves_by(concept.by(), mover, from) {
                    if seen.has(next as usize) {
                        continue;
                    }
                    seen.insert(next as usize);
                    reached.push((next, at as u32, mover as u32));
                    if !bad(self.rank(decision_maker, next)) {
                        continue;
                    }
                    let mut reply = None;
                    if concept.is_symmetric() {
                        if !self.pay(decision_maker, next, budget) {
                            return Ok(Answer::Cut);
                        }
                        let replies = self.moves(decision_maker, next);
                        reply = replies.map(|reply| (self.rank(decision_maker, reply), !reply)).max();
                    }
                    if reply.is_none_or(|(rank, _)| bad(rank)) {
                        return Ok(Answer::Sanctioned { path: path(&reached), reply: reply.map(|(_, state)| !state) });
                    }
                }
            }
            at += 1;
        }
        Ok(Answer::Escapes)
    }

    /// Why a state is stable or not for a decision maker under a concept; `budget` as for [`answer`](Conflict::answer).
    ///
    /// # Errors
    ///
    /// No such decision maker, or an infeasible state.
    pub fn reason(
        &self,
        decision_maker: usize,
        concept: Concept,
        state: u32,
        rules: Rules,
        budget: &mut u64,
    ) -> Result<Reason, ConflictError> {
        self.check(decision_maker)?;
        self.check_state(state)?;
        if !self.pay(decision_maker, state, budget) {
            return Ok(Reason::Cut);
        }
        let mut improvements: Vec<u32> = self.moves_by(By::Improvements, decision_maker, state).collect();
        improvements.sort_unstable_by_key(|to| (-self.rank(decision_maker, *to), *to));
        let mut answers = Vec::with_capacity(improvements.len());
        for to in improvements {
            match self.answer(decision_maker, concept, state, to, rules, budget)? {
                Answer::Escapes => return Ok(Reason::Unstable { to }),
                Answer::Cut => return Ok(Reason::Cut),
                sanctioned @ Answer::Sanctioned { .. } => answers.push((to, sanctioned)),
            }
        }
        Ok(Reason::Stable(answers))
    }

    /// Takes the cost of somebody's moves from a state out of the budget, if it is there.
    fn pay(&self, mover: usize, from: u32, budget: &mut u64) -> bool {
        let cost = 1_u64 << self.movers[mover].changeable(from).count_ones();
        let enough = cost <= *budget;
        *budget = budget.saturating_sub(cost);
        enough
    }
}

/// The steps that lead to the last state reached.
fn path(reached: &[(u32, u32, u32)]) -> Vec<Step> {
    let mut path = Vec::new();
    let mut at = reached.len() - 1;
    while at != 0 {
        let (to, before, mover) = reached[at];
        path.push(Step { mover: mover as usize, to });
        at = before as usize;
    }
    path.reverse();
    path
}
