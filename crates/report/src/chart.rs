//! Pictures of a document beside gap charts: the plane of two parties' values, curves over no-deal values, steps over
//! time, stages of a plan, locks, the graph of a conflict and ways through it.
//!
//! A chart holds what is drawn and, for readers who cannot see it and for pages that cannot draw, the same in tables.

mod beliefs;
mod conflict;
mod order;
mod rounds;
mod shifts;

pub use beliefs::RangeBar;
pub use conflict::{GraphChart, GraphEdge, StateNode, TreeChart, TreeNode};
pub use order::{LockChart, LockEdge, LockExit, Sequence, SequenceArrow, SequenceBar, StageBox, StageChart};
pub use rounds::{FanPanel, ShareBar};
pub use shifts::MapChart;

use crate::document::Table;
use crate::text::Text;
use zopa_case::Number;
use zopa_lens::Share;
use zopa_lens::settlement::Concept;

/// A picture with its tables.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// Name to link to; names differ within a document.
    pub anchor: String,
    /// What it shows, in a few words.
    pub title: String,
    /// How to read it.
    pub caption: Text,
    /// What is drawn.
    pub picture: Picture,
    /// The same in tables; none where tables of the document hold it already.
    pub tables: Vec<Table>,
}

/// What a chart draws.
#[derive(Clone, Debug, PartialEq)]
pub enum Picture {
    /// Packages by what they are worth to two parties.
    Plane(Plane),
    /// The share of draws with a zone over parties' no-deal values or levels of drivers, a panel each.
    Curves(Vec<CurvePanel>),
    /// Steps over time.
    Sequence(Sequence),
    /// The stages of an order of steps.
    Stages(StageChart),
    /// Things that wait for each other.
    Lock(LockChart),
    /// The states of a conflict and the moves between them.
    Graph(GraphChart),
    /// Ways from today's state of a conflict.
    Tree(TreeChart),
    /// What is on the table round by round, a panel a party.
    Fan(Vec<FanPanel>),
    /// How often talks end in which way.
    Shares(Vec<ShareBar>),
    /// The share of draws with a zone over two drivers.
    Map(MapChart),
    /// What was believed of each of some quantities, and what is now.
    Ranges(Vec<RangeBar>),
}

/// Packages by what they are worth to two parties.
#[derive(Clone, Debug, PartialEq)]
pub struct Plane {
    /// Across.
    pub across: Axis,
    /// Up.
    pub up: Axis,
    /// The efficient packages of the zone.
    pub efficient: Vec<(Number, Number)>,
    /// Packages with a name.
    pub marks: Vec<PlaneMark>,
}

/// A party's scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// The party's own name.
    pub party: String,
    /// Its scale, in words.
    pub scale: String,
    /// Its no-deal value, where it has one.
    pub no_deal: Option<Number>,
}

/// A package with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaneMark {
    /// Why it has one.
    pub kind: PlaneKind,
    /// The name.
    pub label: String,
    /// What it is worth, across and up.
    pub at: (Number, Number),
}

/// Why a package of the plane has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlaneKind {
    /// A solution concept chooses it.
    Chosen(Concept),
    /// It is a draft or an offer of the case.
    Draft,
    /// A group ended with it; no deal stands at the no-deal values.
    Outcome,
}

/// The share of draws with a zone as one party's no-deal value or one driver moves.
#[derive(Clone, Debug, PartialEq)]
pub struct CurvePanel {
    /// The party's own name, or the driver's.
    pub party: String,
    /// What moves: `no-deal value`, `level`.
    pub what: &'static str,
    /// Its scale, in words.
    pub scale: String,
    /// Value and share, rising in the value.
    pub points: Vec<(Number, Share)>,
    /// The value as entered, or today's, low and high.
    pub entered: Option<(Number, Number)>,
}
