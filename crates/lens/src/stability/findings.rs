//! What the lens `stability` finds.

use crate::run::{Arithmetic, Basis, Stop};
use crate::share::Share;
use crate::solve::conflict::{CoalitionConcept, Concept, Form};
use num_bigint::BigUint;

/// A state: a number whose bit j says whether the conflict's action j is being taken; below 2^53.
pub type State = u64;

/// All findings of the lens `stability`: one conflict after the other. Parties are indices into the case's parties.
#[derive(Clone, Debug)]
pub struct Stability {
    /// The conflicts, in file order; empty where the case has none.
    pub conflicts: Vec<ConflictFound>,
    /// What the case would need, where nothing can be said.
    pub missing: Vec<String>,
}

/// States by concept, the strongest first.
pub type StatesByConcept = Vec<(Concept, Vec<State>)>;

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
    pub today: Option<State>,
    /// By concept, the strongest first: how many states are equilibria.
    pub counts: Vec<(Concept, u64)>,
    /// By concept: how many there are at most, where a limit leaves that open; else empty.
    pub at_most: Vec<(Concept, u64)>,
    /// By concept: the states that are equilibria, rising; all, up to the limit of the lists.
    pub equilibria: Vec<(Concept, Vec<State>)>,
    /// By decision maker and concept: the states that are stable for it, rising; up to the limit of the lists.
    pub stable: Vec<(usize, StatesByConcept)>,
    /// The states that can be with the moves of each, rising; empty past [`super::GRAPH_STATES`] or
    /// [`super::GRAPH_ACTIONS`].
    pub graph: Vec<StateFound>,
    /// The equilibria told in full, best first: by concepts held, by share of draws, by distance from today.
    pub told: Vec<EquilibriumFound>,
    /// What equilibria have in common, by groups.
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
    /// The states that hold where each decision maker looks ahead as was asked.
    pub mixed: Option<MixedFound>,
    /// Limited moves, where there are two decision makers with strict preferences.
    pub limited: Option<LimitedFound>,
    /// What was left out because the model is too large for it, in words.
    pub left_out: Vec<String>,
    /// What else is to be known about these answers, in sentences.
    pub notes: Vec<String>,
    /// How the stable states were found.
    pub engine: EngineUsed,
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
    pub state: State,
    /// The moves of every decision maker alone, by decision maker and state.
    pub moves: Vec<MoveFound>,
}

/// A move of one decision maker.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MoveFound {
    /// Who moves.
    pub party: usize,
    /// The state it moves to.
    pub to: State,
    /// The share of draws in which it prefers that state.
    pub gains: Share,
}

/// A state that is an equilibrium.
#[derive(Clone, Debug, PartialEq)]
pub struct EquilibriumFound {
    /// Stable id: `stability.CONFLICT.state.N`.
    pub id: String,
    /// The state.
    pub state: State,
    /// The concepts under which it is one, the strongest first.
    pub concepts: Vec<Concept>,
    /// By concept: the share of draws in which it is one.
    pub shares: Vec<(Concept, Share)>,
    /// Moves from today's state on the shortest legal way; `None`: there is none, or today is not said.
    pub moves: Option<usize>,
    /// The shortest way from today, as states with who moves: by any moves, and by improvements only.
    pub way: Vec<(usize, State)>,
    /// The shortest way on which everybody gains by its move.
    pub gaining_way: Option<Vec<(usize, State)>>,
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
    pub sanction: Option<(State, Vec<(usize, State)>)>,
    /// In a sentence.
    pub sentence: String,
}

/// How stable states were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EngineUsed {
    /// State by state.
    States,
    /// On decision diagrams.
    Diagrams,
}

/// What the equilibria of some concepts share.
#[derive(Clone, Debug, PartialEq)]
pub struct Common {
    /// The concepts under which these are the equilibria, the strongest first.
    pub concepts: Vec<Concept>,
    /// How many there are.
    pub states: u64,
    /// Groups that share the settings of some actions, the largest first; together they are all.
    pub groups: Vec<Group>,
    /// In a sentence.
    pub sentence: String,
}

/// Equilibria that share the settings of some actions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// How many.
    pub states: u64,
    /// Actions taken in all of them, as places; without those of which that follows from the others.
    pub taken: Vec<usize>,
    /// Actions taken in none of them, likewise.
    pub not_taken: Vec<usize>,
    /// Whether every state that can be and has these settings is one of them.
    pub whole: bool,
}

/// The states that are stable for everybody, each under a concept of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct MixedFound {
    /// By decision maker: its concept.
    pub concepts: Vec<(usize, Concept)>,
    /// How many states.
    pub count: u64,
    /// The states, rising; all, up to the limit of the lists.
    pub states: Vec<State>,
    /// In a sentence.
    pub sentence: String,
}

/// Limited moves of two decision makers (Zagare 1984; Kilgour 1984).
#[derive(Clone, Debug, PartialEq)]
pub struct LimitedFound {
    /// By horizon: the states that are stable for both, rising.
    pub horizons: Vec<(usize, Vec<State>)>,
    /// The states that are stable for both at every horizon from some point on; `None`: nothing repeated within the limit.
    pub non_myopic: Option<Vec<State>>,
    /// In a sentence.
    pub sentence: String,
}

/// A decision maker that would leave a state.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaving {
    /// The decision maker.
    pub party: usize,
    /// The state it would go to.
    pub to: State,
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
    pub equilibria: Vec<(Concept, Vec<State>)>,
    /// The state that the rest is about: an equilibrium under the most concepts, or that lacks the least.
    pub state: Option<State>,
    /// By concept and decision maker that would leave it: the least changes of preference that would keep it.
    pub changes: Vec<Change>,
    /// For the concepts under which it is no equilibrium: changes of all who would leave that make it one.
    pub together: Vec<Together>,
    /// Actions that, could they not be changed, would make it an equilibrium under a concept; `None`: not looked at.
    pub locks: Option<Vec<LockFound>>,
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
    /// Minimal sets of states now better for it that would have to be no better than the wanted one, the least first.
    pub lower: Vec<Lowered>,
    /// Whether those are all.
    pub complete: bool,
    /// In how many of all rankings without ties of the states that can be the state is stable for it; `None`: too many
    /// states hang together to count.
    pub rankings: Option<BigUint>,
    /// What the least change does to the equilibria under the concept; `None`: not worked out.
    pub effect: Option<Effect>,
    /// Where it prefers by statements: the least moves of statements that would do; `None` where it does not.
    pub statements: Option<StatementsMoved>,
    /// In a sentence.
    pub sentence: String,
}

/// States that would have to be no better than another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lowered {
    /// The states, rising.
    pub states: Vec<State>,
    /// Pairs of states whose order changes if they are moved to just below the wanted one, in their own order, and all
    /// others stay as they are.
    pub swaps: u64,
}

/// What a change of preference does beside its purpose: equilibria that appear, and that vanish; up to the limit of the
/// lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// Those that are new.
    pub appear: Vec<State>,
    /// Those that are gone.
    pub vanish: Vec<State>,
}

/// Moves of statements in a decision maker's order of importance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementsMoved {
    /// Ways that do, all with the same, least number of statements moved: each a list of moves made one after the other.
    pub ways: Vec<Vec<StatementMoved>>,
    /// Up to how many statements were moved in looking for them.
    pub looked: usize,
}

/// One statement moved to another place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementMoved {
    /// The statement.
    pub statement: String,
    /// Its place and its new place, from 1.
    pub places: (usize, usize),
}

/// Changes of all who would leave a state that make it an equilibrium under some concepts.
#[derive(Clone, Debug, PartialEq)]
pub struct Together {
    /// The concepts, the strongest first.
    pub concepts: Vec<Concept>,
    /// By decision maker: the states that would have to be no better. Empty where none of those tried does.
    pub lower: Vec<(usize, Vec<State>)>,
    /// Combinations tried.
    pub tried: usize,
    /// Whether every combination of the minimal sets found was tried, or one does.
    pub complete: bool,
    /// What it does to the equilibria under each of the concepts.
    pub effect: Effect,
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
    pub state: State,
    /// The members.
    pub members: Vec<usize>,
    /// A state that all of them prefer and can reach together.
    pub to: State,
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
    pub strong: Vec<State>,
    /// The others.
    pub weak: Vec<State>,
}
