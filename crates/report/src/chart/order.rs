//! What the pictures of an order of steps hold: steps over time, stages of a plan, and a lock.

use jiff::civil::Date;

/// Steps over time, in lanes by who does them.
#[derive(Clone, Debug, PartialEq)]
pub struct Sequence {
    /// The day of the case.
    pub today: Date,
    /// The names of the lanes, from the top.
    pub lanes: Vec<String>,
    /// The steps and decisions; those of a lane in the order drawn.
    pub bars: Vec<SequenceBar>,
    /// What waits for what.
    pub arrows: Vec<SequenceArrow>,
}

/// A step or a decision with its days, all of them the earliest possible.
#[derive(Clone, Debug, PartialEq)]
pub struct SequenceBar {
    /// Name as shown.
    pub title: String,
    /// Its lane, as a place in the lanes.
    pub lane: usize,
    /// The first day on which it can begin.
    pub begin: Date,
    /// The first day on which it can be done.
    pub done: Date,
    /// Whether its duration is known; what has none is a marker and not a bar.
    pub duration_known: bool,
    /// The last day on which it can begin with every deadline kept that could be.
    pub latest: Option<Date>,
    /// The day by which it is due.
    pub deadline: Option<Date>,
    /// Whether it lies on the chain that makes the end as late as it is.
    pub critical: bool,
    /// Whether its days are in conflict: it cannot keep a deadline, or lasts less long than it should.
    pub conflict: bool,
    /// Whether it has begun or is done.
    pub over: bool,
    /// Whether it is a ratifier's decision.
    pub decision: bool,
}

/// From an event of one bar to the beginning of another that waits for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SequenceArrow {
    /// Whose event, as a place in the bars.
    pub from: usize,
    /// What waits for it.
    pub to: usize,
    /// The first day of the event.
    pub at: Date,
    /// Whether it has come about.
    pub met: bool,
    /// Whether it is one of several ways, any of which is enough.
    pub alternative: bool,
    /// Whether it lies on the chain that makes the end as late as it is.
    pub critical: bool,
}

/// The stages of an order of steps, one after the other.
#[derive(Clone, Debug, PartialEq)]
pub struct StageChart {
    /// The stages in order.
    pub stages: Vec<StageBox>,
}

/// A stage.
#[derive(Clone, Debug, PartialEq)]
pub struct StageBox {
    /// The names of the steps taken at once.
    pub steps: Vec<String>,
    /// Party and slack, in words.
    pub slack: Vec<(String, String)>,
    /// For the weakest stage the party, as a place in the slacks.
    pub weakest: Option<usize>,
}

/// Things that wait for each other, with the ways out.
#[derive(Clone, Debug, PartialEq)]
pub struct LockChart {
    /// The names of what waits; those that follow each other stand beside each other.
    pub nodes: Vec<String>,
    /// Who waits for what.
    pub edges: Vec<LockEdge>,
    /// The ways out.
    pub exits: Vec<LockExit>,
    /// How many things of the lock are not drawn.
    pub left_out: usize,
}

/// One thing waits for another.
#[derive(Clone, Debug, PartialEq)]
pub struct LockEdge {
    /// What waits, as a place in the nodes.
    pub from: usize,
    /// For what.
    pub to: usize,
    /// Whose condition and which event: `Russia: begun`.
    pub label: String,
    /// When it was said, and how it is known.
    pub date: String,
    /// Known only by another's account.
    pub account: bool,
}

/// A way out of a lock.
#[derive(Clone, Debug, PartialEq)]
pub struct LockExit {
    /// Whose condition it takes the place of, as a place in the nodes.
    pub from: usize,
    /// What would have to happen.
    pub label: String,
    /// Its owner, its age, who has not answered.
    pub note: String,
    /// On record as an alternative by the condition's owner.
    pub on_record: bool,
}
