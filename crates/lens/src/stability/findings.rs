//! What the lens `stability` finds.

use crate::run::{Arithmetic, Basis, Stop};
use crate::share::Share;
use crate::solve::conflict::{CoalitionConcept, Concept, Form};
use num_bigint::BigUint;

/// All findings of the lens `stability`: one conflict after the other. Parties are indices into the case's parties; a
/// state is a number whose bit j says whether the conflict's action j is being taken.
#[derive(Clone, Debug)]
pub struct Stability {
    /// The conflicts, in file order; empty where the case has none.
    pub conflicts: Vec<ConflictFound>,
    /// What the case would need, where nothing can be said.
    pub missing: Vec<String>,
}

/// States by concept, the strongest first.
pub type StatesByConcept = Vec<(Concept, Vec<u32>)>;

/// An action of a conflict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionFound {
    /// Its id.
    pub action: String,
    /// Name as shown.
    pub title: String,
    /// Who decides it.
    pub party: usize,
    /// Whether it can be taken up, and given up.
    pub ways: (bool, bool),
    /// Whether it is being taken today, where that is said.
    pub today: Option<bool>,
}

/// A conflict: which situations hold, by whose counter-move, and what would make a wanted one hold.
#[derive(Clone, Debug)]
pub struct ConflictFound {
    /// Stable id: `stability.CONFLICT`.
    pub id: String,
    /// The conflict, by id; `actions` where the case names none and all its actions make one.
    pub conflict: String,
    /// Name as shown.
    pub title: String,
    /// Its actions, in the order of bits.
    pub actions: Vec<ActionFound>,
    /// Those who decide.
    pub deciders: Vec<usize>,
    /// What is missing before anything can be said, in words; then the rest is empty.
    pub missing: Vec<String>,
    /// States that can be.
    pub states: u64,
    /// Today's state; `None` where it is not said of every action, or cannot be.
    pub today: Option<u32>,
    /// By concept, the strongest first: how many states are equilibria.
    pub counts: Vec<(Concept, u64)>,
    /// By concept: the states that are equilibria, rising; all, up to the limit of the lists.
    pub equilibria: Vec<(Concept, Vec<u32>)>,
    /// By decision maker and concept: the states that are stable for it, rising; up to the limit of the lists.
    pub stable: Vec<(usize, StatesByConcept)>,
    /// The states that can be with the moves of each, rising; empty past [`super::GRAPH_STATES`] or
    /// [`super::GRAPH_ACTIONS`].
    pub graph: Vec<StateFound>,
    /// The equilibria told in full, best first: by concepts held, by share of draws, by distance from today.
    pub told: Vec<EquilibriumFound>,
    /// What the equilibria of a concept have in common.
    pub common: Vec<Common>,
    /// Today's state, where it is no equilibrium: who would leave it.
    pub leaves_today: Vec<Leaving>,
    /// What is wanted, and what stands in its way.
    pub wanted: Vec<WantedFound>,
    /// Coalitions that would leave one of the states told although every member by itself would stay there.
    pub coalitions: Vec<CoalitionFound>,
    /// Where states cannot be compared: by form (a to d: Li, Hipel, Kilgour & Fang 2004) the equilibria by concept. Empty
    /// where all can.
    pub forms: Vec<(Form, StatesByConcept)>,
    /// Where some differences are large: by concept the equilibria that are strong, and those that are weak (Hamouda,
    /// Kilgour & Hipel 2004). Empty where none is said to be.
    pub strength: Vec<StrengthFound>,
    /// What was left out because the model is too large for it, in words.
    pub left_out: Vec<String>,
    /// Draws made; 1 where preferences are certain.
    pub draws: u64,
    /// Exact, or sampled over draws.
    pub arithmetic: Arithmetic,
    /// Why it ended.
    pub stop: Stop,
    /// In a sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}

/// A state that can be, and where it leads.
#[derive(Clone, Debug, PartialEq)]
pub struct StateFound {
    /// The state.
    pub state: u32,
    /// The moves of every decision maker alone, by decision maker and state.
    pub moves: Vec<MoveFound>,
}

/// A move of one decision maker.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MoveFound {
    /// Who moves.
    pub party: usize,
    /// The state it moves to.
    pub to: u32,
    /// The share of draws in which it prefers that state.
    pub gains: Share,
}

/// A state that is an equilibrium.
#[derive(Clone, Debug, PartialEq)]
pub struct EquilibriumFound {
    /// Stable id: `stability.CONFLICT.state.N`.
    pub id: String,
    /// The state.
    pub state: u32,
    /// The concepts under which it is one, the strongest first.
    pub concepts: Vec<Concept>,
    /// By concept: the share of draws in which it is one.
    pub shares: Vec<(Concept, Share)>,
    /// Moves from today's state on the shortest legal way; `None`: there is none, or today is not said.
    pub moves: Option<usize>,
    /// The shortest way from today, as states with who moves: by any moves, and by improvements only.
    pub way: Vec<(usize, u32)>,
    /// The shortest way on which everybody gains by its move.
    pub gaining_way: Option<Vec<(usize, u32)>>,
    /// Why each decision maker stays, in sentences.
    pub held: Vec<Held>,
    /// In a sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}

/// Why a decision maker stays in a state.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// The decision maker.
    pub party: usize,
    /// The strongest concept under which it stays.
    pub concept: Concept,
    /// Where it could gain by moving: the state gained, and the states that answer it with who moves.
    pub sanction: Option<(u32, Vec<(usize, u32)>)>,
    /// In a sentence.
    pub sentence: String,
}

/// What all equilibria of a concept share.
#[derive(Clone, Debug, PartialEq)]
pub struct Common {
    /// The concept.
    pub concept: Concept,
    /// How many there are.
    pub states: u64,
    /// Actions taken in all of them, as places.
    pub taken: Vec<usize>,
    /// Actions taken in none of them.
    pub not_taken: Vec<usize>,
    /// In a sentence.
    pub sentence: String,
}

/// A decision maker that would leave a state.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaving {
    /// The decision maker.
    pub party: usize,
    /// The state it would go to.
    pub to: u32,
    /// The concepts under which it would leave.
    pub concepts: Vec<Concept>,
    /// In a sentence.
    pub sentence: String,
}

/// Something wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct WantedFound {
    /// Stable id: `stability.CONFLICT.wanted.N`.
    pub id: String,
    /// The rule.
    pub rule: String,
    /// States that fulfil it and can be.
    pub states: u64,
    /// By concept: those of them that are equilibria, up to the limit of the lists.
    pub equilibria: Vec<(Concept, Vec<u32>)>,
    /// The state that the rest is about: an equilibrium under the most concepts, or that lacks the least.
    pub state: Option<u32>,
    /// By concept and decision maker that would leave it: the least changes of preference that would keep it.
    pub changes: Vec<Change>,
    /// Actions that, could they not be changed, would make it an equilibrium under a concept.
    pub locks: Vec<LockFound>,
    /// In a sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}

/// The least changes of one decision maker's preferences that make a state stable for it, the others' as they are.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Under which concept.
    pub concept: Concept,
    /// Whose preferences.
    pub party: usize,
    /// Minimal sets of states now better for it that would have to be no better than the wanted one, smallest first.
    pub lower: Vec<Vec<u32>>,
    /// Whether those are all.
    pub complete: bool,
    /// In how many of all rankings without ties of the states that can be the state is stable for it; `None`: too many
    /// states hang together to count.
    pub rankings: Option<BigUint>,
    /// Equilibria under the concept that appear and vanish with the smallest change.
    pub appear: Vec<u32>,
    /// The same: those that vanish.
    pub vanish: Vec<u32>,
    /// In a sentence.
    pub sentence: String,
}

/// An action that, made irreversible or impossible, would make a wanted state an equilibrium.
#[derive(Clone, Debug, PartialEq)]
pub struct LockFound {
    /// Under which concept.
    pub concept: Concept,
    /// The action, as a place.
    pub action: usize,
    /// In a sentence.
    pub sentence: String,
}

/// A coalition that would leave a state.
#[derive(Clone, Debug, PartialEq)]
pub struct CoalitionFound {
    /// The state.
    pub state: u32,
    /// The members.
    pub members: Vec<usize>,
    /// A state that all of them prefer and can reach together.
    pub to: u32,
    /// Under which concepts they would leave.
    pub concepts: Vec<CoalitionConcept>,
    /// In a sentence.
    pub sentence: String,
}

/// How strongly equilibria hold under a concept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StrengthFound {
    /// The concept: GMR, SMR, SEQ or SSEQ.
    pub concept: Concept,
    /// Equilibria in which every gain is answered by something much worse, for everybody.
    pub strong: Vec<u32>,
    /// The others.
    pub weak: Vec<u32>,
}
