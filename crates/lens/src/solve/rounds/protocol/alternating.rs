//! Stacked alternating offers (SAOP): Aydogan, Festen, Hindriks & Jonker, in Modern Approaches to Agent-based Complex
//! Automated Negotiation (2017).

use super::{Action, Ask, Floor, Next, OPEN, Protocol};
use crate::solve::rounds::menu::Menu;
use crate::solve::rounds::record::{Act, Record};

/// Parties act one after another in the order of seats; a round is over when each has acted once.
///
/// Where nothing stands a party offers. Else it accepts what stands, or puts an offer of its own in its place, or walks
/// out. An offer is agreed when all others have accepted it in a row, counted across rounds. A party that passes
/// leaves nothing standing. Everybody sees everything.
#[derive(Clone, Copy, Debug, Default)]
pub struct Alternating;

impl Protocol for Alternating {
    fn word(&self) -> &'static str {
        "alternating"
    }

    fn open(&self, seats: usize) -> Box<dyn Floor + '_> {
        Box::new(Turns { seats, round: 0, seat: 0, standing: None, accepted: 0, left: None })
    }
}

struct Turns {
    seats: usize,
    round: u32,
    seat: usize,
    /// The move that brought up what stands.
    standing: Option<usize>,
    /// How many have accepted it in a row, its owner not counted.
    accepted: usize,
    left: Option<usize>,
}

impl Floor for Turns {
    fn next(&mut self, record: &Record) -> Next {
        if let Some(seat) = self.left {
            return Next::Left(seat);
        }
        let standing = self.standing.and_then(|at| record.standing(at));
        match standing {
            Some(standing) if self.accepted + 1 >= self.seats => Next::Agreed(standing.package),
            _ => Next::Ask { round: self.round, seat: self.seat, ask: Ask::Move(standing) },
        }
    }

    fn take(&mut self, action: Action, menu: &dyn Menu, record: &mut Record) {
        let standing = self.standing.and_then(|at| record.standing(at));
        let who = |act| (self.round, self.seat, act);
        match (action, standing) {
            (Action::Accept, Some(standing)) => {
                record.say(who(Act::Accept), Some(standing), OPEN);
                self.accepted += 1;
            }
            (Action::Offer(package), _) => {
                self.standing = Some(record.bring(menu, who(Act::Offer), package, OPEN));
                self.accepted = 0;
            }
            (Action::WalkOut, _) => {
                record.say(who(Act::WalkOut), standing, OPEN);
                self.left = Some(self.seat);
            }
            (Action::Reject | Action::Bracket(_), Some(standing)) => {
                record.say(who(Act::Reject), Some(standing), OPEN);
                (self.standing, self.accepted) = (None, 0);
            }
            (_, _) => {
                record.say(who(Act::Pass), standing, OPEN);
                (self.standing, self.accepted) = (None, 0);
            }
        }
        self.seat += 1;
        if self.seat == self.seats {
            (self.seat, self.round) = (0, self.round + 1);
        }
    }
}
