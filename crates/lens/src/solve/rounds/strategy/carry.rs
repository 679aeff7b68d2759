//! A facilitator who carries what one party would like to the others.

use super::super::menu::{Package, Spent};
use super::super::protocol::{Action, Ask};
use super::super::record::Act;
use super::super::view::{Semantics, View};
use super::{Ground, Strategy, Style};

/// Puts the latest wish of each party in the room in turn, in the order of seats; passes while the party in turn has told
/// none.
/// Asked as a party it has nothing to say.
#[derive(Clone, Copy, Debug, Default)]
pub struct Carry;

impl Style for Carry {
    fn words(&self) -> String {
        "carry".into()
    }

    fn sit<'a>(&'a self, _: Ground<'a>) -> Box<dyn Strategy + 'a> {
        Box::new(Messenger { seen: 0, wishes: Vec::new() })
    }
}

/// A facilitator who writes a single text at the table and carries wishes in back channels.
pub struct Mediator(
    /// How it writes.
    pub Box<dyn Style>,
);

impl Style for Mediator {
    fn words(&self) -> String {
        self.0.words()
    }

    fn curve(&self, semantics: Semantics, rounds: u32) -> Vec<f64> {
        self.0.curve(semantics, rounds)
    }

    fn sit<'a>(&'a self, ground: Ground<'a>) -> Box<dyn Strategy + 'a> {
        Box::new(Both { writes: self.0.sit(ground), carries: Carry.sit(ground) })
    }
}

struct Both<'a> {
    writes: Box<dyn Strategy + 'a>,
    carries: Box<dyn Strategy + 'a>,
}

impl Strategy for Both<'_> {
    fn act(&mut self, view: &mut View<'_>, ask: Ask) -> Result<Action, Spent> {
        if ask == Ask::Put { self.carries.act(view, ask) } else { self.writes.act(view, ask) }
    }
}

struct Messenger {
    seen: usize,
    /// By seat.
    wishes: Vec<Option<Package>>,
}

impl Strategy for Messenger {
    fn act(&mut self, view: &mut View<'_>, ask: Ask) -> Result<Action, Spent> {
        self.wishes.resize(view.seats, None);
        for seen in view.since(&mut self.seen) {
            if seen.act == Act::Offer {
                self.wishes[seen.seat] = seen.package;
            }
        }
        let others: Vec<usize> = (0..view.seats).filter(|seat| *seat != view.seat && view.room.has(*seat)).collect();
        if ask != Ask::Put || others.is_empty() {
            return Ok(Action::Pass);
        }
        let turn = others[view.round as usize % others.len()];
        Ok(self.wishes[turn].map_or(Action::Pass, Action::Offer))
    }
}
