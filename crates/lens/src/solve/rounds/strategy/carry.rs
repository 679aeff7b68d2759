//! A facilitator who carries what one party would like to the others.

use super::super::menu::{Package, Spent};
use super::super::protocol::{Action, Ask};
use super::super::record::Act;
use super::super::view::View;
use super::{Ground, Strategy, Style};

/// Puts the latest wish of each party in turn, in the order of seats; passes while the party in turn has told none.
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
        let others: Vec<usize> = (0..view.seats).filter(|seat| *seat != view.seat).collect();
        if ask != Ask::Put || others.is_empty() {
            return Ok(Action::Pass);
        }
        let turn = others[view.round as usize % others.len()];
        Ok(self.wishes[turn].map_or(Action::Pass, Action::Offer))
    }
}
