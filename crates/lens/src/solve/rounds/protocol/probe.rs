//! Probes: soundings without commitment.

use super::{Action, Ask, Floor, Next, OPEN, Protocol};
use crate::solve::rounds::menu::Menu;
use crate::solve::rounds::record::{Act, Record, Seats, Track};

/// In each round one party, in the order of seats, floats a package, and each of the others tells it whether it could
/// accept. Nobody is bound: talks under this protocol never end with an agreement, and what was learnt stands in the
/// record.
///
/// Everybody sees what is floated; an answer is seen by the one who gave it and the one who floated.
#[derive(Clone, Copy, Debug, Default)]
pub struct Probe;

impl Protocol for Probe {
    fn word(&self) -> &'static str {
        "probe"
    }

    fn open(&self, seats: usize) -> Box<dyn Floor + '_> {
        Box::new(Sounding { seats: seats.max(1), round: 0, turn: 0, floated: None, left: None })
    }
}

struct Sounding {
    seats: usize,
    round: u32,
    /// How many have acted in this round.
    turn: usize,
    floated: Option<usize>,
    left: Option<usize>,
}

impl Sounding {
    fn prober(&self) -> usize {
        self.round as usize % self.seats
    }

    fn seat(&self) -> usize {
        (self.prober() + self.turn) % self.seats
    }
}

impl Floor for Sounding {
    fn next(&mut self, record: &Record) -> Next {
        if let Some(seat) = self.left {
            return Next::Left(seat);
        }
        let floated = self.floated.and_then(|at| record.standing(at));
        let ask = floated.map_or(Ask::Float, Ask::Answer);
        Next::Ask { round: self.round, seat: self.seat(), ask }
    }

    fn take(&mut self, action: Action, menu: &dyn Menu, record: &mut Record) {
        let floated = self.floated.and_then(|at| record.standing(at));
        let who = |act| (self.round, self.seat(), act);
        let private = (Track::BackChannel, Seats::one(self.seat()).with(self.prober()));
        match (action, floated) {
            (Action::WalkOut, _) => {
                record.say(who(Act::WalkOut), None, OPEN);
                self.left = Some(self.seat());
            }
            (Action::Offer(package), None) => {
                self.floated = Some(record.bring(menu, who(Act::Float), package, OPEN));
                self.turn = 1;
            }
            (_, None) => {
                record.say(who(Act::Pass), None, OPEN);
                self.turn = self.seats;
            }
            (Action::Accept, floated) => {
                record.say(who(Act::Accept), floated, private);
                self.turn += 1;
            }
            (_, floated) => {
                record.say(who(Act::Reject), floated, private);
                self.turn += 1;
            }
        }
        if self.turn >= self.seats {
            (self.turn, self.floated, self.round) = (0, None, self.round.saturating_add(1));
        }
    }
}
