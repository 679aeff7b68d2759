//! What a case file says, part by part, before names are resolved: anything that has the right
//! shape is a draft. One declaration per part gives the Rust type, the reader, the writer, the
//! JSON Schema and the key reference of the guide.

mod basics;
mod further;
mod gather;
mod ledger;
mod numbers;
mod outside;
mod people;
mod probing;
mod process;
mod top;

pub use basics::{Choose, Grade, IssueKind, Marking, Reliability, Role, Seat};
pub use further::{BackChannel, DriverCourse, DriverLevel, FurtherRounds, LeverBrought, Moment};
pub(crate) use gather::Gather;
pub use ledger::{
    Answer, Entry, Form, Hedge, Line, LineKind, LogicRule, Mandate, Package, Reading, Says, Stance, StanceOn, Stated,
};
pub use numbers::{Discount, DiscountPer, IssueWorth, Linkage, Preferences};
pub use outside::{
    Action, Conflict, Driver, Effect, Lever, LeverKind, Moves, Power, RipenessVote, StatePreferences, Today, Vote,
};
pub use people::{Issue, Opt, OrderBy, Party, Source};
pub use probing::Probing;
pub use process::{
    Article, ArticleStatus, Bracket, Faction, Fit, Outcome, Plan, Poll, Proposal, Ratifier, RatifierRule, Readout,
    Session, Stakes, Step, StepReading, Trust,
};
pub use top::{Draft, Edit, Scenario};

use crate::span::At;

/// What an item is called on a page: its `name`, or its id where it has none.
pub fn title<'a>(id: &'a At<String>, name: &'a Option<At<String>>) -> &'a str {
    name.as_ref().map_or(id.value.as_str(), |name| name.value.as_str())
}
