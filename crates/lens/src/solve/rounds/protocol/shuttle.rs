//! Shuttle: a facilitator goes between parties who do not meet.

use super::{Action, Ask, Floor, Next, Protocol};
use crate::solve::rounds::menu::Menu;
use crate::solve::rounds::record::{Act, Record, Seats, Standing, Track};

/// The last seat is the facilitator. In each round it puts one package to every party, in the order of seats; each tells the
/// facilitator alone whether it accepts, or what it would rather have. A package is agreed when every party has
/// accepted it in one round; only then does anybody learn what the others said.
///
/// What is put is seen by all who are asked; answers and wishes are seen by their party and the facilitator. A wish is
/// an offer to nobody: it binds only if the facilitator puts it and all accept, its owner too. Where the facilitator puts nothing,
/// parties tell their wishes all the same. A facilitator who walks out ends the talks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shuttle;

impl Protocol for Shuttle {
    fn word(&self) -> &'static str {
        "shuttle"
    }

    fn facilitated(&self) -> bool {
        true
    }

    fn open(&self, seats: usize) -> Box<dyn Floor + '_> {
        let facilitator = seats.saturating_sub(1);
        Box::new(Journey { facilitator, round: 0, seat: facilitator, put: None, accepted: Seats(0), left: None })
    }
}

struct Journey {
    facilitator: usize,
    round: u32,
    seat: usize,
    /// The move that put the package of this round.
    put: Option<usize>,
    accepted: Seats,
    left: Option<usize>,
}

impl Journey {
    fn standing(&self, record: &Record) -> Option<Standing> {
        self.put.and_then(|at| record.standing(at))
    }

    /// What the party at the seat and the facilitator see.
    fn private(&self) -> (Track, Seats) {
        (Track::BackChannel, Seats::one(self.seat).with(self.facilitator))
    }
}

impl Floor for Journey {
    fn next(&mut self, record: &Record) -> Next {
        if let Some(seat) = self.left {
            return Next::Left(seat);
        }
        let standing = self.standing(record);
        if let Some(standing) = standing.filter(|_| self.accepted.count() == self.facilitator && self.facilitator > 0) {
            return Next::Agreed(standing.package);
        }
        let ask = if self.seat == self.facilitator { Ask::Put } else { Ask::Move(standing) };
        Next::Ask { round: self.round, seat: self.seat, ask }
    }

    fn take(&mut self, action: Action, menu: &dyn Menu, record: &mut Record) {
        let standing = self.standing(record);
        let who = |act| (self.round, self.seat, act);
        if action == Action::WalkOut {
            record.say(who(Act::WalkOut), None, (Track::Formal, Seats::ALL));
            self.left = Some(self.seat);
            return;
        }
        if self.seat == self.facilitator {
            (self.put, self.accepted) = (None, Seats(0));
            match action {
                Action::Offer(package) => {
                    self.put = Some(record.bring(menu, who(Act::Put), package, (Track::BackChannel, Seats::ALL)));
                }
                _ => record.say(who(Act::Pass), None, self.private()),
            }
            self.seat = 0;
        } else {
            match action {
                Action::Accept if standing.is_some() => {
                    record.say(who(Act::Accept), standing, self.private());
                    self.accepted = self.accepted.with(self.seat);
                }
                Action::Offer(package) => {
                    record.bring(menu, who(Act::Offer), package, self.private());
                }
                Action::Reject if standing.is_some() => record.say(who(Act::Reject), standing, self.private()),
                _ => record.say(who(Act::Pass), None, self.private()),
            }
            self.seat += 1;
        }
        // The round is over when the last party has answered; the acceptances stand until the facilitator's next turn.
        if self.seat == self.facilitator {
            self.round += 1;
        }
    }
}
