//! Coalitions: which states no group can leave together with a lasting gain for all its members.
//!
//! For a coalition `H`, `R_H(s)` is what its members reach by legal sequences of moves, `CI_H(s)` those states of it that
//! are a *coalition improvement* over `s` ([`Members`] says what that is), and `phi_H(s)` all states that are none. `s`
//! is stable for `H` if every `x` in `CI_H(s)` is sanctioned:
//! - *CNash*: never, so `CI_H(s)` is empty;
//! - *CGMR*: by some `y` in `R_{N-H}(x)` that is in `phi_H(s)`;
//! - *CSMR*: as CGMR, and all of `R_H(y)` is in `phi_H(s)`;
//! - *CSEQ*: as CGMR, with `y` reached from `x` by coalition improvements of coalitions within `N-H`, none twice in a row.
//!
//! A coalition's moves are transitive, and so are its improvements, so that reach is plain reachability (see [the
//! module](super)). CSEQ of a coalition of one is therefore not SEQ: its opponents can act together.
//!
//! CGMR and CSEQ take one vector a state, the least that each member can be brought to from it; CSMR, whose sanctions have
//! replies that members value differently, is decided from its definition for each state that the others leave open.
//!
//! Cost, with `F` feasible states in words of 64 bits: `F^2` bits a relation and `F^2` steps a coalition; for CSMR at
//! worst `F^3/64`, where few moves can be taken back; for CSEQ one relation for each of the `2^|N-H|` sets of opponents.
//! Memory: `F^2/8` bytes for each decision maker and about five times that beside: 32 MiB each with 2^14 states.
//!
//! Sources: Kilgour, Hipel, Fang & Peng, *Coalition analysis in group decision support*, Group Decision and Negotiation 10
//! (2001); Inohara & Hipel, *Coalition analysis in the graph model for conflict resolution*, Systems Engineering 11 (2008).

use super::graph::Graph;
use super::rows::{Closure, Rows, has, touch};
use super::{Bits, Conflict, ConflictError};
use crate::control::Control;

/// The most feasible states for which coalitions are looked at.
pub const STATES_MAX: usize = 1 << 14;

/// The most pairs of a set of opponents and a feasible state that CSEQ looks at for one coalition.
pub const PAIRS_OF_SETS_MAX: u64 = 1 << 22;

/// What makes a state stable for a coalition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CoalitionConcept {
    /// It looks no further than its own sequence of moves.
    CNash,
    /// It fears any moves of the others.
    CGmr,
    /// It fears any moves of the others that it cannot mend.
    CSmr,
    /// It fears improvements of the others, alone and together.
    CSeq,
}

impl CoalitionConcept {
    /// All of them.
    pub const ALL: [CoalitionConcept; 4] = [Self::CNash, Self::CGmr, Self::CSmr, Self::CSeq];
}

/// When a coalition as a whole prefers a state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Members {
    /// When every member does.
    #[default]
    AllPrefer,
    /// When some member does and none holds it worse.
    SomePreferNoneWorse,
}

/// Coalitions of the decision makers of one conflict.
#[derive(Clone, Debug)]
pub struct Coalitions {
    graph: Graph,
    /// By decision maker and place of a state.
    ranks: Vec<Vec<i64>>,
    members: Members,
}

/// A number that must be above that of the state left (or not below it).
struct Coordinate {
    value: Vec<i64>,
    or_equal: bool,
}

impl Coalitions {
    /// Puts the feasible states and everybody's moves side by side.
    ///
    /// # Errors
    ///
    /// More feasible states than [`STATES_MAX`].
    pub fn new(conflict: &Conflict, members: Members) -> Result<Self, ConflictError> {
        let graph = Graph::new(conflict, STATES_MAX)?;
        let of = |list: &Vec<i32>| graph.states.iter().map(|state| i64::from(list[*state as usize])).collect();
        let ranks = conflict.ranks.iter().map(of).collect();
        Ok(Self { graph, ranks, members })
    }

    /// The states that are stable for the coalition of these decision makers; every state for a coalition of nobody.
    ///
    /// Members named twice count once. States of equal rank sanction, as is usual.
    ///
    /// # Errors
    ///
    /// No such decision maker; for CSEQ more than [`PAIRS_OF_SETS_MAX`] pairs of a set of opponents and a state; or
    /// somebody stopped it.
    pub fn stable(
        &self,
        coalition: &[usize],
        concept: CoalitionConcept,
        control: &dyn Control,
    ) -> Result<Bits, ConflictError> {
        let count = self.ranks.len();
        if let Some(asked) = coalition.iter().copied().find(|member| *member >= count) {
            return Err(ConflictError::NoSuchDecisionMaker { asked, count });
        }
        let (inside, outside): (Vec<usize>, Vec<usize>) = (0..count).partition(|at| coalition.contains(at));
        if inside.is_empty() {
            return Ok(self.graph.bits(|_| true));
        }
        let sets = 1_u64 << outside.len();
        let pairs = sets.saturating_mul(self.graph.len() as u64);
        if concept == CoalitionConcept::CSeq && pairs > PAIRS_OF_SETS_MAX {
            return Err(ConflictError::TooManySets { pairs, limit: PAIRS_OF_SETS_MAX });
        }
        if control.cancelled() {
            return Err(ConflictError::Cancelled);
        }
        let own = self.reach(&inside);
        let coordinates = self.coordinates(&inside);
        let mut leaves = own.rows();
        for coordinate in &coordinates {
            leaves.meet(&coordinate.value, &coordinate.value, coordinate.or_equal);
        }
        if concept == CoalitionConcept::CNash {
            return Ok(self.graph.bits(|at| is_empty(leaves.row(at))));
        }
        let others = match concept {
            CoalitionConcept::CSeq => self.improvements_within(&outside, control)?.closure(),
            _ => self.reach(&outside),
        };
        // What leaves for a state that the others cannot make into anything but an improvement.
        let mut escapes = leaves.clone();
        for coordinate in &coordinates {
            escapes.meet(&others.least(&coordinate.value), &coordinate.value, coordinate.or_equal);
        }
        if concept != CoalitionConcept::CSmr {
            return Ok(self.graph.bits(|at| is_empty(escapes.row(at))));
        }
        let mut stable = vec![false; self.graph.len()];
        for (at, stable) in stable.iter_mut().enumerate() {
            if at % 64 == 0 && control.cancelled() {
                return Err(ConflictError::Cancelled);
            }
            // Unstable under CGMR is unstable under CSMR, which asks for more.
            *stable = is_empty(escapes.row(at)) && self.is_symmetric(at, leaves.row(at), &coordinates, &own, &others);
        }
        Ok(self.graph.bits(|at| stable[at]))
    }

    /// The states to which a coalition can move with an improvement from a state, as coalition improvements.
    ///
    /// # Errors
    ///
    /// No such decision maker, or an infeasible state.
    pub fn improvements(&self, coalition: &[usize], state: u32) -> Result<Vec<u32>, ConflictError> {
        let count = self.ranks.len();
        if let Some(asked) = coalition.iter().copied().find(|member| *member >= count) {
            return Err(ConflictError::NoSuchDecisionMaker { asked, count });
        }
        let at = self.graph.states.binary_search(&state).map_err(|_| ConflictError::Infeasible { state })?;
        let inside: Vec<usize> = (0..count).filter(|at| coalition.contains(at)).collect();
        let (own, coordinates) = (self.reach(&inside), self.coordinates(&inside));
        let row = own.of_component(own.component(at));
        let to = (0..self.graph.len()).filter(|to| has(row, *to) && improves(&coordinates, at, *to));
        Ok(to.map(|to| self.graph.states[to]).collect())
    }

    /// The states that are stable for every coalition, of one and more, under a concept.
    ///
    /// # Errors
    ///
    /// As [`stable`](Coalitions::stable); for any concept more than [`PAIRS_OF_SETS_MAX`] pairs of a coalition and a state.
    pub fn stable_for_all(&self, concept: CoalitionConcept, control: &dyn Control) -> Result<Bits, ConflictError> {
        let count = self.ranks.len();
        let pairs = (1_u64 << count).saturating_mul(self.graph.len() as u64);
        if pairs > PAIRS_OF_SETS_MAX {
            return Err(ConflictError::TooManySets { pairs, limit: PAIRS_OF_SETS_MAX });
        }
        let mut stable = self.graph.bits(|_| true);
        for set in 1_u32..1 << count {
            let coalition: Vec<usize> = (0..count).filter(|at| set >> at & 1 == 1).collect();
            stable.keep(&self.stable(&coalition, concept, control)?);
        }
        Ok(stable)
    }

    /// What some decision makers together reach; every state reaches itself.
    fn reach(&self, members: &[usize]) -> Closure {
        let mut moves = Rows::none(self.graph.len(), self.graph.len());
        for member in members {
            moves.join(&self.graph.moves[*member]);
        }
        moves.closure()
    }

    /// A state improves on another if it is above it in all coordinates: the members' ranks, and where some may be equal
    /// the sum of ranks, which is greater just if some are greater, none being less.
    fn coordinates(&self, members: &[usize]) -> Vec<Coordinate> {
        let or_equal = self.members == Members::SomePreferNoneWorse;
        let mut coordinates: Vec<Coordinate> =
            members.iter().map(|member| Coordinate { value: self.ranks[*member].clone(), or_equal }).collect();
        if or_equal {
            let sum = |at: usize| members.iter().map(|member| self.ranks[*member][at]).sum();
            coordinates.push(Coordinate { value: (0..self.graph.len()).map(sum).collect(), or_equal: false });
        }
        coordinates
    }

    /// All coalition improvements of coalitions of some of these decision makers.
    fn improvements_within(&self, outside: &[usize], control: &dyn Control) -> Result<Rows, ConflictError> {
        let mut all = Rows::none(self.graph.len(), self.graph.len());
        for set in 1_u32..1 << outside.len() {
            if control.cancelled() {
                return Err(ConflictError::Cancelled);
            }
            let coalition: Vec<usize> =
                (0..outside.len()).filter(|at| set >> at & 1 == 1).map(|at| outside[at]).collect();
            let mut rows = self.reach(&coalition).rows();
            for coordinate in self.coordinates(&coalition) {
                rows.meet(&coordinate.value, &coordinate.value, coordinate.or_equal);
            }
            all.join(&rows);
        }
        Ok(all)
    }

    /// Whether the others can answer every state of `leaves` by one from which the coalition reaches no improvement on
    /// state `at`, itself included.
    fn is_symmetric(
        &self,
        at: usize,
        leaves: &[u64],
        coordinates: &[Coordinate],
        own: &Closure,
        others: &Closure,
    ) -> bool {
        if is_empty(leaves) {
            return true;
        }
        let set = |holds: &dyn Fn(usize) -> bool| {
            let mut words = vec![0_u64; leaves.len()];
            for place in (0..self.graph.len()).filter(|place| holds(*place)) {
                words[place / 64] |= 1 << (place % 64);
            }
            words
        };
        let better = set(&|place| improves(coordinates, at, place));
        let mended: Vec<bool> = (0..own.components()).map(|one| touch(own.of_component(one), &better)).collect();
        let sanctions = set(&|place| !mended[own.component(place)]);
        let mut answered: Vec<Option<bool>> = vec![None; others.components()];
        super::bits::ones(leaves).all(|to| {
            let component = others.component(to);
            *answered[component].get_or_insert_with(|| touch(others.of_component(component), &sanctions))
        })
    }
}

fn improves(coordinates: &[Coordinate], from: usize, to: usize) -> bool {
    coordinates.iter().all(|coordinate| {
        let (new, old) = (coordinate.value[to], coordinate.value[from]);
        new > old || (coordinate.or_equal && new == old)
    })
}

fn is_empty(row: &[u64]) -> bool {
    row.iter().all(|word| *word == 0)
}
