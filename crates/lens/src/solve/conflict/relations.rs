//! Preferences that are more or less than a rank: unknown between some states, or of three degrees.
//!
//! A relation says for every two states how a decision maker sees the one against the other ([`Seen`]). It need not be
//! transitive, so reach along improvements is computed on states with their last mover, from the definition.
//!
//! **Strength of preference** (Hamouda, Kilgour & Hipel 2004). An improvement is a state that is better or much better. `s`
//! is stable under GMR, SMR or SEQ if every improvement is sanctioned by a state that is equal, worse or much worse;
//! *strongly* stable if each can be sanctioned by one that is much worse (under SMR and SSEQ with every own reply to it
//! much worse too); *weakly* stable if stable and not strongly. A state without improvements is strongly stable under any
//! of them for want of anything to sanction, and Nash has no such split.
//!
//! Unknown preferences have four readings, see [`Form`](super::Form).
//!
//! Cost, with `F` feasible states and `m` decision makers: `m F^2` questions once; `m F^3/64` steps a concept at worst.
//! Memory: five bits for each pair of states and decision maker: 10 MiB each with 2^12 states.
//!
//! Sources: Hamouda, Kilgour & Hipel, *Strength of preference in the graph model for conflict resolution*, Group
//! Decision and Negotiation 13 (2004), and for more than two decision makers, Applied Mathematics and Computation 179 (2006).

use super::bits::ones;
use super::graph::{Graph, legal_reach};
use super::rows::{Rows, has};
use super::{Bits, Concept, Conflict, ConflictError, Equals, Rules};
use crate::control::Control;

/// The most feasible states for questions that put every two states side by side.
pub const RELATION_STATES_MAX: usize = 1 << 12;

/// How a decision maker sees one state against another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Much better.
    MuchBetter,
    /// Better, and not much.
    Better,
    /// Equally good.
    Equal,
    /// Worse, and not much.
    Worse,
    /// Much worse.
    MuchWorse,
    /// Not known.
    Unknown,
}

impl Seen {
    /// How the other state is seen against the one.
    pub fn mirrored(self) -> Seen {
        match self {
            Seen::MuchBetter => Seen::MuchWorse,
            Seen::Better => Seen::Worse,
            Seen::Equal => Seen::Equal,
            Seen::Worse => Seen::Better,
            Seen::MuchWorse => Seen::MuchBetter,
            Seen::Unknown => Seen::Unknown,
        }
    }
}

/// A conflict with a relation for each decision maker in place of its ranks.
#[derive(Clone, Debug)]
pub struct Relations {
    pub(super) graph: Graph,
    pub(super) seen: Vec<Sides>,
}

/// By place of a state, the places of states seen against it in one way.
#[derive(Clone, Debug)]
pub(super) struct Sides {
    /// Better or much better.
    pub(super) better: Rows,
    pub(super) equal: Rows,
    /// Worse or much worse.
    pub(super) worse: Rows,
    much_worse: Rows,
    pub(super) unknown: Rows,
}

/// Which states are stable, and which strongly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strength {
    /// Stable in the general sense.
    pub stable: Bits,
    /// Of these, those of which every improvement has a much worse sanction; states without improvements among them.
    pub strong: Bits,
}

impl Strength {
    /// Stable and not strongly.
    pub fn weak(&self) -> Bits {
        let mut weak = self.stable.clone();
        weak.take_out(&self.strong);
        weak
    }
}

/// What an individual question about stability comes down to.
pub(super) struct Question<'a> {
    pub(super) decision_maker: usize,
    /// By place, where the decision maker would go.
    pub(super) leaves: &'a Rows,
    /// By opponent, how it answers; nothing under Nash.
    pub(super) answers: Option<Vec<Rows>>,
    /// By place left, which states sanction.
    pub(super) sanctions: &'a Rows,
    /// Whether all own replies to a sanction must be sanctions too.
    pub(super) symmetric: bool,
}

impl Relations {
    /// Asks `seen(decision_maker, one, other)` for every two feasible states how `other` is seen against `one`. The ranks of
    /// `conflict` are not used.
    ///
    /// # Errors
    ///
    /// More than [`RELATION_STATES_MAX`] feasible states, or answers that are not mirror images.
    pub fn new(conflict: &Conflict, mut seen: impl FnMut(usize, u32, u32) -> Seen) -> Result<Self, ConflictError> {
        let graph = Graph::new(conflict, RELATION_STATES_MAX)?;
        let count = graph.len();
        let none = || Rows::none(count, count);
        let mut all = Vec::with_capacity(conflict.decision_makers());
        for decision_maker in 0..conflict.decision_makers() {
            let mut sides = Sides { better: none(), equal: none(), worse: none(), much_worse: none(), unknown: none() };
            for from in 0..count {
                for to in 0..from {
                    let (one, other) = (graph.states[from], graph.states[to]);
                    let answer = seen(decision_maker, one, other);
                    if seen(decision_maker, other, one) != answer.mirrored() {
                        return Err(ConflictError::NotMirrored { decision_maker, one, other });
                    }
                    sides.insert(from, to, answer);
                    sides.insert(to, from, answer.mirrored());
                }
                // A state is as good as itself, whatever is said.
                sides.equal.insert(from, from);
            }
            all.push(sides);
        }
        Ok(Self { graph, seen: all })
    }

    /// The states that are stable, and strongly stable, for a decision maker. Unknown preferences are neither improvements
    /// nor sanctions here.
    ///
    /// # Errors
    ///
    /// No such decision maker, or somebody stopped it.
    pub fn strength(
        &self,
        decision_maker: usize,
        concept: Concept,
        rules: Rules,
        control: &dyn Control,
    ) -> Result<Strength, ConflictError> {
        self.check(decision_maker)?;
        let own = &self.seen[decision_maker];
        let leaves = self.steps(decision_maker, false);
        let mut sanctions = own.worse.clone();
        if rules.equals == Equals::Sanction {
            sanctions.join(&own.equal);
        }
        let mut question = Question {
            decision_maker,
            leaves: &leaves,
            answers: self.answers(decision_maker, concept, false),
            sanctions: &sanctions,
            symmetric: concept.is_symmetric(),
        };
        let stable = self.stable_under(&question, control)?;
        question.sanctions = &own.much_worse;
        Ok(Strength { strong: self.stable_under(&question, control)?, stable })
    }

    pub(super) fn check(&self, decision_maker: usize) -> Result<(), ConflictError> {
        let count = self.seen.len();
        if decision_maker < count {
            Ok(())
        } else {
            Err(ConflictError::NoSuchDecisionMaker { asked: decision_maker, count })
        }
    }

    /// Somebody's own moves to what it sees as better, or to what might be for all that is known.
    pub(super) fn steps(&self, mover: usize, or_unknown: bool) -> Rows {
        let mut better = self.seen[mover].better.clone();
        if or_unknown {
            better.join(&self.seen[mover].unknown);
        }
        better.overlap(&self.graph.moves[mover]);
        better
    }

    /// What the opponents of a decision maker answer with, under a concept.
    pub(super) fn answers(&self, decision_maker: usize, concept: Concept, or_unknown: bool) -> Option<Vec<Rows>> {
        let others = (0..self.seen.len()).filter(|other| *other != decision_maker);
        match concept {
            Concept::Nash => None,
            Concept::Gmr | Concept::Smr => Some(others.map(|other| self.graph.moves[other].clone()).collect()),
            Concept::Seq | Concept::Sseq => Some(others.map(|other| self.steps(other, or_unknown)).collect()),
        }
    }

    /// The states of which everything that the decision maker would leave for is sanctioned.
    pub(super) fn stable_under(&self, question: &Question<'_>, control: &dyn Control) -> Result<Bits, ConflictError> {
        let count = self.graph.len();
        let mut reach = Rows::none(count, count);
        if let Some(answers) = &question.answers {
            let steps: Vec<&Rows> = answers.iter().collect();
            for at in 0..count {
                if at % 64 == 0 && control.cancelled() {
                    return Err(ConflictError::Cancelled);
                }
                reach.row_mut(at).copy_from_slice(&legal_reach(at, count, &steps));
            }
        }
        let own = &self.graph.moves[question.decision_maker];
        let mut stable = vec![false; count];
        for (at, stable) in stable.iter_mut().enumerate() {
            if at % 64 == 0 && control.cancelled() {
                return Err(ConflictError::Cancelled);
            }
            let sanctions = question.sanctions.row(at);
            let holds = |to: usize| {
                has(sanctions, to)
                    && (!question.symmetric || own.row(to).iter().zip(sanctions).all(|(reply, bad)| reply & !bad == 0))
            };
            let mut known: Vec<Option<bool>> = vec![None; count];
            *stable = ones(question.leaves.row(at))
                .all(|to| ones(reach.row(to)).any(|end| *known[end].get_or_insert_with(|| holds(end))));
        }
        Ok(self.graph.bits(|at| stable[at]))
    }
}

impl Sides {
    fn insert(&mut self, from: usize, to: usize, seen: Seen) {
        match seen {
            Seen::MuchBetter | Seen::Better => self.better.insert(from, to),
            Seen::Equal => self.equal.insert(from, to),
            Seen::Unknown => self.unknown.insert(from, to),
            Seen::Worse => self.worse.insert(from, to),
            Seen::MuchWorse => {
                self.worse.insert(from, to);
                self.much_worse.insert(from, to);
            }
        }
    }
}
