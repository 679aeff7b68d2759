//! Talks as a process: offers and answers round by round, under a protocol, with a strategy for every party.
//!
//! - A [`Menu`] holds the packages that can be offered, with a value for every party in whole ticks: listed, or in two
//!   halves or on a join tree where there are too many to list ([`menu_of`]).
//! - A [`Protocol`] says who may do what when, and who sees it: [`Alternating`] offers, [`SingleText`],
//!   [`Shuttle`], [`Probe`]; [`Tracks`] puts back channels beside one of them.
//! - A [`Strategy`] is one seat in one run. It sees a [`View`]: its own values, what its seat has seen, the time. A
//!   [`Tactic`], read from words by [`tactic`], puts one together from an [`Offering`] and an [`Acceptance`].
//! - [`Talks`] seat them and make runs: run `k` of a seed is the same whatever the thread and the machine. A
//!   [`Yardstick`] measures what came of one.
//!
//! Numbers: values are exact. Relative time, shares and powers are `f64`, with `libm::pow` and IEEE operations only: the
//! same bytes everywhere. With [`Semantics::Negmas`] clocks and time-dependent parties go as in NegMAS 0.16.
//!
//! Sources: Faratin, Sierra & Jennings, Robotics and Autonomous Systems 24 (1998); Aydogan, Festen, Hindriks & Jonker
//! (2017); Baarslag, Hindriks & Jonker (2013, 2014); de Jonge (2022).

mod goals;
mod leverage;
mod menu;
mod metrics;
mod protocol;
mod record;
mod strategy;
mod stream;
mod talks;
#[cfg(test)]
mod tests;
mod view;

pub use goals::{Aims, Goal, NoGoal, aims};
pub use menu::{
    HALF_MAX, Halves, LIST_MAX, Listed, Menu, MenuError, Meter, Package, Spent, Sums, Tree, menu_for, menu_for_sums,
    menu_of, menu_of_sums,
};
pub use metrics::{Discount, Metrics, Yardstick};
pub use protocol::{
    Action, Alternating, Ask, CHANNELS_MAX, Channel, Entry, Floor, Next, PROTOCOLS, Probe, Protocol, Shuttle,
    SingleText, Tracks, protocol,
};
pub use record::{Act, BRACKETS_MAX, Brackets, Move, Record, SEATS_MAX, Seats, Standing, Track};
pub use strategy::{
    ACCEPTANCES, Acceptance, Carry, FACILITATORS, Facilitator, Ground, Mediator, Mirror, Offering, Posing, STRATEGIES,
    Strategy, Style, Tactic, facilitator, schedule, schedule_by, tactic,
};
pub use stream::Stream;
pub use talks::{Ended, Ending, ROUNDS_MAX, Seat, Settings, Talks, TalksError};
pub use view::{Seen, Semantics, View};
