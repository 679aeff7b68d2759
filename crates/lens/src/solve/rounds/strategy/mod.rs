//! How a party acts: what it offers, what it accepts, when it leaves.
//!
//! A [`Strategy`] is one seat in one run. Those of this module are put together from an [`Offering`] and an
//! [`Acceptance`] (Baarslag, Hindriks & Jonker 2014: bidding, opponent and acceptance apart); a [`Tactic`] is the recipe, read
//! from words such as `boulware accepting next or time 0.95, leaving 0.9`.

mod acceptance;
mod carry;
mod facilitator;
mod micro;
mod negmas;
mod offering;
mod posing;
mod tit_for_tat;
mod words;

pub use acceptance::{ACCEPTANCES, Acceptance};
pub use carry::{Carry, Mediator};
pub use facilitator::{FACILITATORS, Facilitator, facilitator};
pub use offering::Offering;
pub use posing::Posing;
pub use tit_for_tat::Mirror;
pub use words::{STRATEGIES, schedule, schedule_by, tactic};

use super::menu::{Package, Spent};
use super::protocol::{Action, Ask};
use super::record::{Act, Standing};
use super::view::{Semantics, View};
use acceptance::Now;
use std::fmt;

/// One seat in one run.
///
/// Law: an action hangs on the view and on what the strategy has done in this run, and on nothing else. A strategy may
/// answer anything: the floor makes of it what its rules allow.
pub trait Strategy {
    /// What it does when it is asked.
    ///
    /// # Errors
    /// The steps of the meter ran out before there was any answer.
    fn act(&mut self, view: &mut View<'_>, ask: Ask) -> Result<Action, Spent>;
}

/// A recipe for strategies.
pub trait Style: Send + Sync {
    /// The words for it.
    fn words(&self) -> String;

    /// Numbers by round that hang on nothing but the clock: made once for all runs, and handed to each.
    fn curve(&self, semantics: Semantics, rounds: u32) -> Vec<f64> {
        let _ = (semantics, rounds);
        Vec::new()
    }

    /// A strategy for a new run.
    fn sit<'a>(&'a self, ground: Ground<'a>) -> Box<dyn Strategy + 'a>;
}

/// What a strategy is given when it sits down.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// What [`Style::curve`] gave.
    pub curve: &'a [f64],
    /// By whose rules.
    pub semantics: Semantics,
}

/// An offering, an acceptance, and when it walks out.
#[derive(Clone, Debug, PartialEq)]
pub struct Tactic {
    /// What it offers.
    pub offering: Offering,
    /// What it accepts; `None`: as is usual for the offering ([`Offering::usual`]).
    pub acceptance: Option<Acceptance>,
    /// Relative time from which it walks out at its turn, if nothing at least as good as no deal was offered to it yet.
    pub leaving: Option<f64>,
}

impl Tactic {
    /// An offering with its usual acceptance, and no walking out.
    pub fn new(offering: Offering) -> Self {
        Self { offering, acceptance: None, leaving: None }
    }
}

impl fmt::Display for Tactic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.offering)?;
        if let Some(acceptance) = &self.acceptance {
            write!(f, " accepting {acceptance}")?;
        }
        if let Some(time) = self.leaving {
            write!(f, " leaving {time}")?;
        }
        Ok(())
    }
}

impl Style for Tactic {
    fn words(&self) -> String {
        self.to_string()
    }

    fn curve(&self, semantics: Semantics, rounds: u32) -> Vec<f64> {
        self.offering.curve(semantics, rounds)
    }

    fn sit<'a>(&'a self, ground: Ground<'a>) -> Box<dyn Strategy + 'a> {
        if let (Offering::Time { .. }, None, None, Semantics::Negmas) =
            (self.offering, &self.acceptance, self.leaving, ground.semantics)
        {
            return Box::new(negmas::TimeDependent { curve: ground.curve });
        }
        let offering = self.offering.part(ground);
        let acceptance = self.acceptance.clone().unwrap_or_else(|| self.offering.usual());
        let remembers = acceptance.remembers() || self.leaving.is_some();
        Box::new(Parts { offering, acceptance, leaving: self.leaving, remembers, seen: 0, best: None })
    }
}

/// What is offered, as a part of a strategy.
trait Part {
    /// The value it holds out for now; `None` if it holds out for none.
    fn aspiration(&mut self, view: &mut View<'_>) -> Option<i64>;

    /// What it would offer now; `None` if nothing. Asked at most once a turn.
    fn propose(&mut self, view: &mut View<'_>) -> Result<Option<Package>, Spent>;

    /// The value of what it would offer now, where that is known without making the offer.
    fn bar(&mut self, view: &mut View<'_>) -> Result<Option<i64>, Spent> {
        let _ = view;
        Ok(None)
    }
}

/// What a party says of a text by its values: it accepts one at least as good, and else names the variables that are worse.
fn compared(view: &View<'_>, text: Standing, beside: Option<Standing>) -> Action {
    let value = view.standing_value(text);
    let Some(beside) = beside else {
        return if view.bearable(value) { Action::Accept } else { Action::Reject };
    };
    if value >= view.standing_value(beside) {
        return Action::Accept;
    }
    let named = view.brackets(text.package, beside.package);
    if named.is_empty() { Action::Reject } else { Action::Bracket(named) }
}

/// A strategy put together.
struct Parts<'a> {
    offering: Box<dyn Part + 'a>,
    acceptance: Acceptance,
    leaving: Option<f64>,
    /// Whether what was offered before counts.
    remembers: bool,
    seen: usize,
    /// The best that others have brought up.
    best: Option<i64>,
}

impl Parts<'_> {
    fn remember(&mut self, view: &View<'_>) {
        for seen in view.since(&mut self.seen) {
            let brought = matches!(seen.act, Act::Offer | Act::Put | Act::Float);
            if brought && seen.seat != view.seat {
                self.best = self.best.max(Some(seen.value));
            }
        }
    }
}

impl Strategy for Parts<'_> {
    fn act(&mut self, view: &mut View<'_>, ask: Ask) -> Result<Action, Spent> {
        if self.remembers {
            self.remember(view);
        }
        let standing = match ask {
            Ask::Move(standing) => standing,
            Ask::Answer(standing) => Some(standing),
            Ask::Float => None,
            // A party has no text to put.
            Ask::Put | Ask::Text(_) => return Ok(Action::Pass),
            Ask::Compare { text, .. } => Some(text),
        };
        let mut now = Now { offering: &mut *self.offering, best: self.best, proposal: None };
        if let Some(standing) = standing.filter(|_| !matches!(ask, Ask::Compare { .. })) {
            let value = view.standing_value(standing);
            if view.bearable(value) && self.acceptance.accepts(value, view, &mut now)? {
                return Ok(Action::Accept);
            }
        }
        let borne = |best: Option<i64>| best.is_some_and(|best| view.bearable(best));
        if self.leaving.is_some_and(|time| view.time >= time) && !borne(self.best) {
            return Ok(Action::WalkOut);
        }
        match ask {
            Ask::Answer(_) => return Ok(Action::Reject),
            Ask::Compare { text, beside } => return Ok(compared(view, text, beside)),
            _ => {}
        }
        Ok(now.propose(view)?.map_or(Action::Pass, Action::Offer))
    }
}
