//! Stable states by decision diagrams, for conflicts of up to 2^60 states whose preferences are given by statements.
//!
//! **Input.** Actions as in [the explicit model](super), a [`Condition`] for what can be, and for each decision maker a
//! list of *statements*, conditions in falling order of importance: `u_i(s)` is the vector of their truth in `s`,
//! compared lexicographically (option prioritisation: Peng, Hipel & Kilgour 1997). Equal vectors are indifference; a
//! decision maker without statements is indifferent between all states.
//!
//! **Method.** Sets of states are reduced ordered decision diagrams (Bryant 1986) with complemented edges. Beside one
//! variable an action stands one variable a statement, the *signature*; an assignment `q` of the signature variables of
//! `i` is a value that `u_i` might have. With `F` the feasible states:
//!
//! - `T_i(t, q)`: `F(t)` and the opponents can bring `t` to some state at which `g` (see [`super`]) is at most `q`. This is
//!   `f_i(t) <= q` for all thresholds at once, and the least fixpoint of adding `F(t)` and the image under every opponent.
//!   It starts from `F(t)` and `u_i(t) <= q` (GMR, SEQ), or no own reply above `q` either (SMR, SSEQ);
//! - *moves of* `j`: actions of `j` that can be changed both ways are quantified away at once, and each that cannot be
//!   changed back hands its cofactor on in its direction; then `F` is met again;
//! - *improvements of* `j`: `A(s', p)` = some choice of `j`'s actions makes `T_i` hold with `u_j = p`, where actions that
//!   cannot be changed back stay and hand on in their direction; the image is `F(s)` and some `p` with `u_j(s) < p` and
//!   `A(s, p)`: two relational products. Of `j`'s statements only those that its own actions can change are compared, as
//!   the others are the same before and after. The signature variables of `j` serve as `p`, since `j` is not `i`;
//! - `s` is unstable if some `t` in `R_i(s)` has `u_i(t) > q` and not `T_i(t, q)` at `q = u_i(s)`: one such move of `i`,
//!   then a relational product with `q = u_i(s)`.
//!
//! Of what a mover led to before, only what is new since is carried on, where its diagram is the smaller. SMR is solved
//! before GMR and SSEQ before SEQ: the fixpoint of the stricter concept is where the other starts.
//!
//! **Order of variables.** By the centres of gravity of what stands in one statement or clause (FORCE: Aloul, Markov &
//! Sakallah 2003), from several fixed starts; a signature variable comes right after the last action of its statement.
//! Lexicographic comparison needs only the first difference, so that its diagrams stay small in any order.
//!
//! **Bounds.** Diagrams can grow beyond all measure. [`Limits`] are stated in nodes held and nodes made, and where one is
//! reached the answer is two sets ([`Between`]): *at least* what the sanctions found so far hold stable, *at most* what a
//! wider concept does (Nash implies SSEQ implies SEQ implies GMR, SSEQ implies SMR implies GMR). They are equal where
//! the answer is exact. Nash is one step and practically always exact, as are GMR and SMR. The nodes made by an operation
//! are counted after it, on one thread, and depend on the input alone; nothing hangs on time.
//!
//! Cost: no bound better than the number of states holds. As a guide: with 2^40 states and random statements of two to four
//! literals over all actions, GMR and SMR take milliseconds and 10^3 nodes; SEQ and SSEQ take seconds with 24 to 30
//! statements in all and 10^5 nodes a set, and reach the default limits between 32 and 40; see `bench/runs`. Where
//! statements have their literals close together it is far less.
//!
//! Sources: beside [those of the module](super): Bryant, IEEE Transactions on Computers 35 (1986); Burch, Clarke, McMillan,
//! Dill & Hwang, Information and Computation 98 (1992), for relational products; Aloul, Markov & Sakallah, Great Lakes
//! Symposium on VLSI (2003); Peng, Hipel & Kilgour, IEEE Conference on Systems, Man and Cybernetics (1997).
//!
//! ```
//! use zopa_lens::Unwatched;
//! use zopa_lens::solve::conflict::symbolic::{Limits, Symbolic};
//! use zopa_lens::solve::conflict::{Action, Concept, Condition, Direction, Rules};
//!
//! // The prisoner's dilemma: action 0 is the first's cooperation, action 1 the second's.
//! let action = |owner| Action { owners: vec![owner], direction: Direction::Both };
//! let likes = |own, other| vec![Condition::Taken(other), Condition::left(own)];
//! let everything = Condition::All(Vec::new());
//! let conflict =
//!     Symbolic::new(&[action(0), action(1)], &everything, &[likes(0, 1), likes(1, 0)], Limits::default())?;
//! let found = conflict.all(Rules::default(), &Unwatched);
//! assert!(found.stop.is_none());
//! assert_eq!(found.equilibria(Concept::Nash)?.at_least.first(9)?, [0]);
//! assert_eq!(found.equilibria(Concept::Seq)?.at_least.first(9)?, [0, 3]);
//! # Ok::<(), zopa_lens::solve::conflict::symbolic::SymbolicError>(())
//! ```

mod engine;
mod model;
mod order;
mod states;
mod store;
#[cfg(test)]
mod tests;

use std::fmt;

use super::{Action, Concept, Condition, Rules};
use crate::control::Control;
use engine::Solver;
use model::Model;

pub use states::{Between, States};

/// The most actions that a conflict solved by diagrams may have.
pub const SYMBOLIC_ACTIONS_MAX: usize = 60;

/// The most statements that a decision maker may have here.
pub const STATEMENTS_MAX: usize = 64;

/// Conditions may be nested this deep.
pub const NESTED_MAX: usize = 200;

/// How far diagrams may grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most diagram nodes that are held at a time, for a moment; work goes on only while at most a quarter of them is
    /// left after clearing away. Memory: at most some 40 bytes a node. Taken as [`Limits::NODES_MIN`] where it is less and as
    /// [`Limits::NODES_MAX`] where it is more.
    pub nodes: usize,
    /// The most diagram nodes that are made in all in search of stable states, counted after each operation. Bringing to
    /// bounds what was found by then may take a quarter of it in addition.
    pub steps: u64,
}

impl Limits {
    /// The least number of nodes that work is done with.
    pub const NODES_MIN: usize = 1 << 12;
    /// The greatest number of nodes that there can be.
    pub const NODES_MAX: usize = 1 << 28;
}

impl Default for Limits {
    /// 2^24 nodes and 2 times 10^7 steps: some half a minute, and half a GiB, where both are used.
    fn default() -> Self {
        Self { nodes: 1 << 24, steps: 20_000_000 }
    }
}

/// Which limit ended the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Halt {
    /// [`Limits::nodes`].
    Nodes,
    /// [`Limits::steps`].
    Steps,
    /// Somebody stopped it.
    Cancelled,
}

/// A conflict whose states are held as diagrams. Valid once made.
#[derive(Debug)]
pub struct Symbolic {
    model: Model,
    limits: Limits,
}

/// Who is stable where, exactly or between two sets.
#[derive(Debug)]
pub struct SymbolicStability {
    /// By decision maker and concept.
    found: Vec<[Between; 5]>,
    feasible: States,
    /// What left something between bounds: that it was stopped, or else the first limit; `None` if everything is exact.
    pub stop: Option<Halt>,
    /// Diagram nodes made, the making of the conflict included.
    pub steps: u64,
    /// The most diagram nodes held after an operation.
    pub peak: usize,
}

impl Symbolic {
    /// A conflict of these actions, in the states in which `feasible` holds, with a list of statements in falling order of
    /// importance for each decision maker.
    ///
    /// Cost: diagrams of `feasible` and of every statement, each exponential in its own actions at worst.
    ///
    /// # Errors
    ///
    /// Too many actions, decision makers or statements, or none of the second; an action that nobody owns, or that is named
    /// and is not there; conditions nested too deep; diagrams beyond the limits.
    pub fn new(
        actions: &[Action],
        feasible: &Condition,
        preferences: &[Vec<Condition>],
        limits: Limits,
    ) -> Result<Self, SymbolicError> {
        let limits = Limits { nodes: limits.nodes.clamp(Limits::NODES_MIN, Limits::NODES_MAX), ..limits };
        Ok(Self { model: Model::new(actions, feasible, preferences, limits)?, limits })
    }

    /// The feasible states.
    pub fn feasible(&self) -> States {
        self.model.states(self.model.feasible.clone())
    }

    /// The states that are stable for every decision maker under every concept, or bounds on them.
    ///
    /// GMR, SMR and Nash come first for everybody, then SEQ and SSEQ, for which everybody has an equal part of the steps
    /// that are left; what is left over then goes to those who have not come to an end. `control` is asked before every operation on diagrams; whoever is stopped gets bounds.
    pub fn all(&self, rules: Rules, control: &dyn Control) -> SymbolicStability {
        Solver::new(&self.model, self.limits, rules, control).all()
    }
}

impl SymbolicStability {
    /// The states that are stable for a decision maker under a concept; `None` if there is no such decision maker.
    pub fn of(&self, decision_maker: usize, concept: Concept) -> Option<&Between> {
        Some(&self.found.get(decision_maker)?[concept as usize])
    }

    /// The number of decision makers.
    pub fn decision_makers(&self) -> usize {
        self.found.len()
    }

    /// The equilibria under one concept: the states that are stable for everybody.
    ///
    /// # Errors
    ///
    /// [`SymbolicError::Halted`] if a diagram grows beyond the limits.
    pub fn equilibria(&self, concept: Concept) -> Result<Between, SymbolicError> {
        self.common(|_| concept)
    }

    /// The states that are stable for everybody, each under a concept of its own.
    ///
    /// # Errors
    ///
    /// [`SymbolicError::WrongLength`] if there is not one concept for each decision maker; else as
    /// [`equilibria`](Self::equilibria).
    pub fn mixed_equilibria(&self, concepts: &[Concept]) -> Result<Between, SymbolicError> {
        if concepts.len() != self.found.len() {
            return Err(SymbolicError::WrongLength { given: concepts.len(), needed: self.found.len() });
        }
        self.common(|who| concepts[who])
    }

    fn common(&self, concept: impl Fn(usize) -> Concept) -> Result<Between, SymbolicError> {
        let mut common = Between::exactly(self.feasible.clone());
        for (who, own) in self.found.iter().enumerate() {
            let own = &own[concept(who) as usize];
            common = Between {
                at_least: common.at_least.common(&own.at_least)?,
                at_most: common.at_most.common(&own.at_most)?,
            };
        }
        Ok(common)
    }
}

/// Why a conflict could not be put into diagrams, or a question about it not be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SymbolicError {
    /// More actions than [`SYMBOLIC_ACTIONS_MAX`].
    TooManyActions(usize),
    /// No decision makers, or more than [`super::DECISION_MAKERS_MAX`].
    DecisionMakers(usize),
    /// More statements of a decision maker than [`STATEMENTS_MAX`].
    TooManyStatements(usize),
    /// An action that nobody controls.
    NobodyOwns {
        /// Its number.
        action: usize,
    },
    /// There is no decision maker of that number.
    NoSuchDecisionMaker {
        /// The number asked for.
        asked: usize,
        /// How many there are, numbered from 0.
        count: usize,
    },
    /// A condition names an action that is not there.
    NoSuchAction {
        /// The number asked for.
        asked: u32,
        /// How many there are, numbered from 0.
        count: usize,
    },
    /// A condition is nested deeper than [`NESTED_MAX`].
    TooDeep,
    /// Not one concept for each decision maker.
    WrongLength {
        /// How many were given.
        given: usize,
        /// How many are needed.
        needed: usize,
    },
    /// Two sets of states are of different conflicts.
    OtherConflict,
    /// Diagrams grew beyond a limit.
    Halted(Halt),
}

impl fmt::Display for SymbolicError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooManyActions(given) => {
                write!(f, "diagrams are for at most {SYMBOLIC_ACTIONS_MAX} actions, and this conflict has {given}")
            }
            Self::DecisionMakers(given) => {
                write!(f, "a conflict has 1 to {} decision makers, and this has {given}", super::DECISION_MAKERS_MAX)
            }
            Self::TooManyStatements(given) => {
                write!(f, "a decision maker has at most {STATEMENTS_MAX} statements here, and this has {given}")
            }
            Self::NobodyOwns { action } => write!(f, "nobody owns action {action}"),
            Self::NoSuchDecisionMaker { asked, count } => {
                write!(f, "there is no decision maker {asked}: there are {count}, numbered from 0")
            }
            Self::NoSuchAction { asked, count } => {
                write!(f, "there is no action {asked}: there are {count}, numbered from 0")
            }
            Self::TooDeep => write!(f, "a condition is nested more than {NESTED_MAX} deep"),
            Self::WrongLength { given, needed } => write!(f, "{given} concepts are given where {needed} are needed"),
            Self::OtherConflict => write!(f, "the sets of states belong to different conflicts"),
            Self::Halted(halt) => write!(f, "{halt}"),
        }
    }
}

impl fmt::Display for Halt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nodes => "the diagrams grew past the limit on nodes: use fewer statements, or rule out states",
            Self::Steps => "the diagrams took more steps than allowed: use fewer statements, or allow more",
            Self::Cancelled => "it was stopped before it was done",
        })
    }
}

impl std::error::Error for SymbolicError {}

impl From<Halt> for SymbolicError {
    fn from(halt: Halt) -> Self {
        Self::Halted(halt)
    }
}
