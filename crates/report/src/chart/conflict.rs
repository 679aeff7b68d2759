//! What the pictures of a conflict hold: its graph of states, and the ways that lead from today's.

/// The states of a conflict that can be, with the moves between them.
#[derive(Clone, Debug, PartialEq)]
pub struct GraphChart {
    /// Who moves, by name.
    pub movers: Vec<String>,
    /// The actions by name, each with who owns it as a place in the movers.
    pub actions: Vec<(String, usize)>,
    /// The states.
    pub nodes: Vec<StateNode>,
    /// The moves; two that lead back and forth are one.
    pub edges: Vec<GraphEdge>,
    /// Whether who gains hangs on the draw: then a gain is one in more than half of the draws.
    pub drawn: bool,
}

/// A state of a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct StateNode {
    /// Its number; bit j says whether action j is being taken.
    pub state: u64,
    /// The strongest concepts under which it is an equilibrium; empty: none.
    pub concepts: String,
    /// Whether it is today's.
    pub today: bool,
}

/// A move from one state to another, and back where that can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GraphEdge {
    /// From here, as a place in the nodes.
    pub from: usize,
    /// To there.
    pub to: usize,
    /// Whose move it is, as a place in the movers.
    pub mover: usize,
    /// Whether the mover gains by it.
    pub gains: bool,
    /// Whether it can move back, and gains by that.
    pub back: Option<bool>,
}

/// Ways from one state to others, as a tree.
#[derive(Clone, Debug, PartialEq)]
pub struct TreeChart {
    /// Who moves, by name.
    pub movers: Vec<String>,
    /// The actions by name, in the order of their numbers.
    pub actions: Vec<String>,
    /// The states passed; the first is where all ways begin, and each comes after the one before it.
    pub nodes: Vec<TreeNode>,
}

/// A state on a way.
#[derive(Clone, Debug, PartialEq)]
pub struct TreeNode {
    /// The state.
    pub state: StateNode,
    /// Where it is reached from, as a place in the nodes; `None` for the first.
    pub parent: Option<usize>,
    /// By whose move, as a place in the movers.
    pub mover: usize,
}
