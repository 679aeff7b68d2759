//! The graph model for conflict resolution in option form: which states are stable, for whom and why.
//!
//! **Model.** `n` yes/no actions (the literature's options), each owned by one or more decision makers and with a
//! [`Direction`]; a *state* is the set of actions taken, a number whose bit `j` is action `j`; some of the `2^n` states
//! are feasible. Decision maker `i` ranks the feasible states: `u_i(s)`, greater is preferred, equal is indifferent.
//! Its *own moves* `R_i(s)` lead from `s` to every other feasible state that differs from `s` in actions of `i` alone,
//! each changed in a direction it may be changed in; its *improvements* `R+_i(s)` are those with `u_i` above `u_i(s)`.
//! `R_H(s)` is what the members of `H` reach by legal sequences of moves, in which nobody moves twice in a row;
//! `R+_H(s)` the same with everybody's own improvements only.
//!
//! **Concepts** (`i` alone, opponents `N-i` all others). `s` is stable for `i` if every `t` in `R+_i(s)` is sanctioned:
//! - *Nash*: never, so `R+_i(s)` is empty (Nash 1950);
//! - *GMR*, general metarationality: by some `r` in `R_{N-i}(t)` with `u_i(r) <= u_i(s)` (Howard 1971);
//! - *SMR*, symmetric: as GMR, and `u_i(x) <= u_i(s)` for every `x` in `R_i(r)` (Howard 1971);
//! - *SEQ*, sequential: as GMR with `r` in `R+_{N-i}(t)` (Fraser & Hipel 1979);
//! - *SSEQ*, symmetric sequential: as SMR with `r` in `R+_{N-i}(t)` (Rego & Vieira 2017).
//!
//! **Nobody twice in a row is plain reachability here.** If `i` can move from `s` to `q` and on to `r`, then `r` differs
//! from `s` in actions of `i` alone and every action has kept to its direction, so either `r = s` or `r` is in `R_i(s)`.
//! Feasibility does not disturb this, since only the state that is moved to must be feasible, not what lies between; nor
//! do shared actions, since the rule is about the mover and not about the action. With improvements `u_i` rises, so
//! that `r = s` cannot be. Two moves in a row by the same mover can therefore always be put together or left out, and
//! what is reachable at all is reachable by a legal sequence. (In graphs given move by move this fails.)
//!
//! **One number a state** (see [`Engine`]). Let `f_i(t)` be the least of `g` over `t` and all states that the opponents
//! reach from it, with `g = u_i` for GMR and SEQ, `g(q)` = the greatest of `u_i` over `q` and `R_i(q)` for SMR and SSEQ,
//! and reach by moves (GMR, SMR) or by improvements (SEQ, SSEQ). Then `s` is unstable if and only if some `t` in `R_i(s)`
//! has `u_i(t) > u_i(s)` and `f_i(t) > u_i(s)`. (`t` itself never sanctions, as `g(t) >= u_i(t) > u_i(s)`.)
//!
//! **Beside the concepts** stand the sequences themselves ([`Conflict::answer`], [`Conflict::reason`],
//! [`Conflict::paths`]), coalitions ([`Coalitions`]), limited moves of two ([`LimitedMoves`]), and preferences that are
//! unknown or of three degrees ([`Relations`]). With the feature `diagrams`, `symbolic` finds the stable states of conflicts
//! of up to 2^60 states whose preferences are given by statements.
//!
//! The prisoner's dilemma: bit 0 says whether the first cooperates, bit 1 whether the second does.
//!
//! ```
//! use zopa_lens::Unwatched;
//! use zopa_lens::solve::conflict::{Action, Bits, Concept, Conflict, Direction, Engine, Rules, Stability};
//!
//! let action = |owner| Action { owners: vec![owner], direction: Direction::Both };
//! let ranks = vec![vec![2, 1, 4, 3], vec![2, 4, 1, 3]];
//! let conflict = Conflict::new(&[action(0), action(1)], Bits::all(4), ranks)?;
//! let all = Engine::new(&conflict).all(Rules::default(), 1, &Unwatched)?;
//! let equilibria = |concept| Stability::equilibria(&all, concept).iter().collect::<Vec<_>>();
//! assert_eq!(equilibria(Concept::Nash), [0]);
//! // Cooperation lasts among those who see the answer to leaving it.
//! assert_eq!(equilibria(Concept::Seq), [0, 3]);
//! # Ok::<(), zopa_lens::solve::conflict::ConflictError>(())
//! ```
//!
//! Sources: Fang, Hipel & Kilgour, *Interactive Decision Making: The Graph Model for Conflict Resolution* (1993);
//! Kilgour & Hipel, Group Decision and Negotiation 14 (2005); Xu, Hipel & Kilgour, IEEE Transactions on Systems, Man and
//! Cybernetics A 39 (2009), for the forms in matrices that the tests compare with.

mod bits;
mod coalition;
mod condition;
mod engine;
mod fibres;
mod graph;
mod limited;
mod order;
mod paths;
mod relations;
mod rows;
#[cfg(feature = "diagrams")]
pub mod symbolic;
#[cfg(test)]
mod tests;
mod unknown;
mod witness;

use std::fmt;

pub use bits::Bits;
pub use coalition::{CoalitionConcept, Coalitions, Members, PAIRS_OF_SETS_MAX, STATES_MAX as COALITION_STATES_MAX};
pub use condition::Condition;
pub use engine::{Engine, Stability};
pub use limited::{Forever, HORIZON_MAX, LimitedMoves};
pub use paths::Paths;
pub use relations::{RELATION_STATES_MAX, Relations, Seen, Strength};
pub use unknown::{Answering, Form};
pub use witness::{Answer, Reason, Step};

/// The most actions a conflict may have: states are numbers of 32 bits with room for marks.
pub const ACTIONS_MAX: usize = 30;

/// The most decision makers a conflict may have.
pub const DECISION_MAKERS_MAX: usize = 16;

/// Greater than every rank: what an infeasible state counts as where the least is sought. Where the greatest is sought
/// it counts as 0, less than every rank.
const TOP: i32 = i32::MAX;

/// A yes/no action: what somebody can do or leave undone (an *option* in the literature of the graph model).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// The numbers of the decision makers that control it, at least one. Each of them can change it alone.
    pub owners: Vec<usize>,
    /// Which way it can be changed.
    pub direction: Direction,
}

/// Which way an action can be changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// It can be taken and taken back.
    #[default]
    Both,
    /// It can be taken, and then stays taken.
    Forward,
    /// It can be given up, and then stays given up.
    Back,
}

/// What makes a state stable: what answers to an improvement a decision maker fears.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Concept {
    /// None: it looks one own move ahead.
    Nash,
    /// General metarationality: any moves of the others.
    Gmr,
    /// Symmetric metarationality: any moves of the others that it cannot mend by an own move.
    Smr,
    /// Sequential stability: the others' improvements.
    Seq,
    /// Symmetric sequential stability: the others' improvements that it cannot mend by an own move.
    Sseq,
}

impl Concept {
    /// All of them, in the order of [`Stability::of`].
    pub const ALL: [Concept; 5] = [Concept::Nash, Concept::Gmr, Concept::Smr, Concept::Seq, Concept::Sseq];

    /// Whether an own reply to the sanction is looked at as well.
    fn is_symmetric(self) -> bool {
        matches!(self, Concept::Smr | Concept::Sseq)
    }

    fn by(self) -> By {
        if matches!(self, Concept::Seq | Concept::Sseq) { By::Improvements } else { By::Moves }
    }
}

/// By what the decision makers pass from state to state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Any own moves.
    Moves,
    /// Own moves to states that the mover prefers to where it stands.
    Improvements,
}

/// What counts as a sanction: the field's usual readings are the defaults.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// States held equal to the one that was left.
    pub equals: Equals,
}

/// Whether being brought to a state that one holds equal to the one left is a sanction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Equals {
    /// Yes: nothing was gained. The usual definition, "not preferred".
    #[default]
    Sanction,
    /// No: a sanction, and every own reply to it that the concept looks at, must be strictly worse.
    DoNotSanction,
}

/// A conflict in option form: actions, feasible states and ranks. Valid once made.
///
/// Memory: four bytes a state and decision maker, one bit a state: 1.0 GiB with 2^26 states and four decision makers.
#[derive(Clone, Debug)]
pub struct Conflict {
    actions: usize,
    movers: Vec<Mover>,
    /// By decision maker and state: 1 or more, greater is preferred; 0 if the state is infeasible.
    ranks: Vec<Vec<i32>>,
    feasible: Bits,
    states: usize,
}

/// What a decision maker can change.
#[derive(Clone, Copy, Debug)]
struct Mover {
    own: u32,
    /// Those of `own` that can only be taken.
    forward: u32,
    /// Those of `own` that can only be given up.
    back: u32,
}

impl Mover {
    /// The actions it can change where `state` is.
    fn changeable(self, state: u32) -> u32 {
        let both = self.own & !self.forward & !self.back;
        both | (self.forward & !state) | (self.back & state)
    }

    /// Whether it can bring `from` to `to`, were that feasible; not to stay where one is.
    fn can(self, from: u32, to: u32) -> bool {
        from != to && (from ^ to) & !self.changeable(from) == 0
    }
}

impl Conflict {
    /// A conflict of these actions; `feasible` holds one bit for each of the `2^n` states, and `ranks` has a list for each
    /// decision maker with one rank a state, of which only the order between feasible states matters.
    ///
    /// Cost: linear in states; a list with a rank of 2^31 - 2 or more is sorted once.
    ///
    /// # Errors
    ///
    /// Too many actions or decision makers, none of the latter, an action without an owner or with one that is not there,
    /// or lists of another length than `2^n`.
    pub fn new(actions: &[Action], feasible: Bits, ranks: Vec<Vec<u32>>) -> Result<Self, ConflictError> {
        if actions.len() > ACTIONS_MAX {
            return Err(ConflictError::TooManyActions(actions.len()));
        }
        if ranks.is_empty() || ranks.len() > DECISION_MAKERS_MAX {
            return Err(ConflictError::DecisionMakers(ranks.len()));
        }
        let all = 1_usize << actions.len();
        if feasible.len() != all {
            return Err(ConflictError::WrongLength { given: feasible.len(), states: all });
        }
        if let Some(list) = ranks.iter().find(|list| list.len() != all) {
            return Err(ConflictError::WrongLength { given: list.len(), states: all });
        }
        let mut movers = vec![Mover { own: 0, forward: 0, back: 0 }; ranks.len()];
        for (at, action) in actions.iter().enumerate() {
            if action.owners.is_empty() {
                return Err(ConflictError::NobodyOwns { action: at });
            }
            for owner in &action.owners {
                let count = ranks.len();
                let mover =
                    movers.get_mut(*owner).ok_or(ConflictError::NoSuchDecisionMaker { asked: *owner, count })?;
                mover.own |= 1 << at;
                match action.direction {
                    Direction::Both => {}
                    Direction::Forward => mover.forward |= 1 << at,
                    Direction::Back => mover.back |= 1 << at,
                }
            }
        }
        let ranks = ranks.into_iter().map(|list| inner_ranks(list, &feasible)).collect();
        let states = feasible.count();
        Ok(Self { actions: actions.len(), movers, ranks, feasible, states })
    }

    /// The number of actions.
    pub fn actions(&self) -> usize {
        self.actions
    }

    /// The number of decision makers.
    pub fn decision_makers(&self) -> usize {
        self.movers.len()
    }

    /// The feasible states.
    pub fn feasible(&self) -> &Bits {
        &self.feasible
    }

    /// How many states are feasible.
    pub fn states(&self) -> usize {
        self.states
    }

    /// The states that a decision maker can move to from `state` alone, in the order of which actions change; nothing
    /// from an infeasible state or without such a decision maker. Cost: two to the number of actions it can change there.
    pub fn moves(&self, decision_maker: usize, state: u32) -> impl Iterator<Item = u32> + '_ {
        let here = self.feasible.has(state as usize);
        let free = self.movers.get(decision_maker).filter(|_| here).map_or(0, |mover| mover.changeable(state));
        let mut change = 0_u32;
        std::iter::from_fn(move || {
            loop {
                change = change.wrapping_sub(free) & free;
                if change == 0 {
                    return None;
                }
                let to = state ^ change;
                if self.feasible.has(to as usize) {
                    return Some(to);
                }
            }
        })
    }

    /// As [`moves`](Conflict::moves), any of them or improvements only.
    fn moves_by(&self, by: By, decision_maker: usize, state: u32) -> impl Iterator<Item = u32> + '_ {
        let here = self.rank(decision_maker, state);
        self.moves(decision_maker, state).filter(move |to| by == By::Moves || self.rank(decision_maker, *to) > here)
    }

    /// The rank of a state on the inner scale: 0 if it is infeasible, or if there is no such decision maker.
    fn rank(&self, decision_maker: usize, state: u32) -> i32 {
        self.ranks.get(decision_maker).and_then(|list| list.get(state as usize)).copied().unwrap_or(0)
    }

    fn all_states(&self) -> usize {
        1 << self.actions
    }

    fn check(&self, decision_maker: usize) -> Result<(), ConflictError> {
        let count = self.movers.len();
        if decision_maker < count {
            Ok(())
        } else {
            Err(ConflictError::NoSuchDecisionMaker { asked: decision_maker, count })
        }
    }

    fn check_state(&self, state: u32) -> Result<(), ConflictError> {
        if self.feasible.has(state as usize) { Ok(()) } else { Err(ConflictError::Infeasible { state }) }
    }
}

/// Ranks from 1 for feasible states, in their order, and 0 for the others.
fn inner_ranks(list: Vec<u32>, feasible: &Bits) -> Vec<i32> {
    let greatest = feasible.iter().map(|state| list[state]).max().unwrap_or(0);
    // Only the order matters: ranks that leave no room above them are replaced by their places in it.
    let places = (greatest >= TOP as u32 - 1).then(|| {
        let mut places: Vec<u32> = feasible.iter().map(|state| list[state]).collect();
        places.sort_unstable();
        places.dedup();
        places
    });
    let inner = |(state, rank): (usize, u32)| match &places {
        _ if !feasible.has(state) => 0,
        None => rank as i32 + 1,
        Some(places) => places.partition_point(|place| *place < rank) as i32 + 1,
    };
    list.into_iter().enumerate().map(inner).collect()
}

/// Why something about a conflict could not be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConflictError {
    /// More actions than [`ACTIONS_MAX`].
    TooManyActions(usize),
    /// No decision makers, or more than [`DECISION_MAKERS_MAX`].
    DecisionMakers(usize),
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
    /// A list of states or ranks, or a concept for each decision maker, has not the length it needs.
    WrongLength {
        /// Its length.
        given: usize,
        /// The length it needs.
        states: usize,
    },
    /// The state asked for is not feasible.
    Infeasible {
        /// The state.
        state: u32,
    },
    /// The state asked about cannot be moved to by that decision maker with a gain.
    NoImprovement {
        /// The state that would be moved to.
        to: u32,
    },
    /// More feasible states than this question is answered for.
    TooManyStates {
        /// How many are feasible.
        states: usize,
        /// How many there may be.
        limit: usize,
    },
    /// Too many sets of members would have to be looked at, each over all states.
    TooManySets {
        /// Pairs of a set and a state that would be looked at; `u64::MAX` stands for that many or more.
        pairs: u64,
        /// How many there may be.
        limit: u64,
    },
    /// Limited moves are defined for two decision makers.
    NotTwo(usize),
    /// Limited moves are defined for strict preferences, and here two states are held equal.
    NotStrict {
        /// Who holds them equal.
        decision_maker: usize,
        /// One of them.
        one: u32,
        /// The other.
        other: u32,
    },
    /// A relation says of two states one thing this way round, and something else the other way round.
    NotMirrored {
        /// Whose relation it is.
        decision_maker: usize,
        /// One of the states.
        one: u32,
        /// The other.
        other: u32,
    },
    /// Somebody stopped the work.
    Cancelled,
}

impl fmt::Display for ConflictError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooManyActions(given) => {
                write!(f, "a conflict has at most {ACTIONS_MAX} actions, and this has {given}")
            }
            Self::DecisionMakers(given) => {
                write!(f, "a conflict has 1 to {DECISION_MAKERS_MAX} decision makers, and this has {given}")
            }
            Self::NobodyOwns { action } => write!(f, "nobody owns action {action}"),
            Self::NoSuchDecisionMaker { asked, count } => {
                write!(f, "there is no decision maker {asked}: there are {count}, numbered from 0")
            }
            Self::WrongLength { given, states } => write!(f, "a list has {given} entries where {states} are needed"),
            Self::Infeasible { state } => write!(f, "state {state} is not feasible"),
            Self::NoImprovement { to } => write!(f, "state {to} is no improvement by an own move"),
            Self::TooManyStates { states, limit } => {
                write!(f, "{states} states are feasible, and this is answered for up to {limit}: rule out states")
            }
            Self::TooManySets { pairs, limit } => write!(
                f,
                "the sets of decision makers with all states make {pairs} pairs, and the limit is {limit}: rule out \
                 states, or ask about larger coalitions"
            ),
            Self::NotTwo(count) => {
                write!(f, "limited moves are defined for two decision makers, and this conflict has {count}")
            }
            Self::NotStrict { decision_maker, one, other } => write!(
                f,
                "limited moves are defined for strict preferences, and decision maker {decision_maker} holds states \
                 {one} and {other} equal"
            ),
            Self::NotMirrored { decision_maker, one, other } => write!(
                f,
                "what decision maker {decision_maker} thinks of state {one} against {other} is not the mirror image \
                 of {other} against {one}"
            ),
            Self::Cancelled => write!(f, "it was stopped before it was done"),
        }
    }
}

impl std::error::Error for ConflictError {}
