//! Facilitated single text: Fisher, International Mediation: A Working Guide (1978); Raiffa, The Art and Science of
//! Negotiation (1982); the search by votes: Klein, Faratin, Sayama & Bar-Yam, Group Decision and Negotiation 12 (2003).

use super::{Action, Ask, Floor, Next, OPEN, Protocol};
use crate::solve::rounds::menu::{Menu, Package};
use crate::solve::rounds::record::{Act, Brackets, Record, Seats, Standing, Track};
use std::collections::BTreeMap;

/// The last seat is the facilitator, who writes; the parties answer. In each round the facilitator does one of two things:
///
/// - It **puts a text** ([`Action::Beside`]), beside an earlier text or beside no deal. Each party, in the order of seats,
///   accepts it (at least as good), rejects it, or brackets it: rejects it and names the variables whose value it likes less.
///   Nobody is bound. Where the text was put beside the text that stands ([`Action::Offer`] does that), and all have
///   accepted, it stands from now on; while nothing stands, that is so for a text put beside no deal. Beside anything else,
///   answers move nothing.
/// - It **calls for signatures** under a package ([`Action::Call`]), whether it stands or not. Each party signs or refuses,
///   in front of everybody. Signed by all in one round it is agreed; if not, nothing has changed.
///
/// So the text that stands has been accepted by all, each time over the one before it and the first over no deal. It
/// need not be the one signed: in the one-text procedure the facilitator redrafts as it sees fit, and yes is asked for once, at
/// the end. Why texts may be put beside any earlier one: beside the standing text alone answers say where a
/// text lies against one level only, and texts that all prefer step by step end where the first steps led (measured in
/// `bench/runs/`).
///
/// Texts are seen by all; an answer by its party and the facilitator, who learns accepted, rejected or bracketed and
/// never a value. A text beside a package that was not put before counts as put beside what stands. A facilitator who
/// puts nothing lets the round pass. Whoever walks out ends the talks.
#[derive(Clone, Copy, Debug, Default)]
pub struct SingleText;

impl Protocol for SingleText {
    fn word(&self) -> &'static str {
        "single-text"
    }

    fn facilitated(&self) -> bool {
        true
    }

    fn open(&self, seats: usize) -> Box<dyn Floor + '_> {
        let facilitator = seats.saturating_sub(1);
        let (texts, accepted) = (BTreeMap::new(), Seats(0));
        Box::new(Draft {
            facilitator,
            round: 0,
            seat: facilitator,
            texts,
            stands: None,
            now: Now::Nothing,
            accepted,
            left: None,
        })
    }
}

/// What the parties are asked about in this round.
#[derive(Clone, Copy)]
enum Now {
    Nothing,
    /// A text, by its move, beside another.
    Text(usize, Option<usize>),
    /// Signatures, by the move of the call.
    Signatures(usize),
}

struct Draft {
    facilitator: usize,
    round: u32,
    seat: usize,
    /// The move that first brought up each text.
    texts: BTreeMap<Package, usize>,
    /// The move of the text that stands.
    stands: Option<usize>,
    now: Now,
    accepted: Seats,
    left: Option<usize>,
}

impl Draft {
    fn write(&mut self, action: Action, menu: &dyn Menu, record: &mut Record) {
        self.accepted = Seats(0);
        let (text, beside) = match action {
            Action::Offer(package) => (package, self.stands),
            Action::Beside(package, None) => (package, None),
            Action::Beside(package, Some(other)) => (package, self.texts.get(&other).copied().or(self.stands)),
            Action::Call(package) => {
                self.now = Now::Signatures(record.bring(menu, (self.round, self.seat, Act::Call), package, OPEN));
                return;
            }
            _ => {
                record.say((self.round, self.seat, Act::Pass), None, OPEN);
                self.now = Now::Nothing;
                return;
            }
        };
        let at = record.bring(menu, (self.round, self.seat, Act::Put), text, OPEN);
        record.beside(standing(record, beside).map(|own| own.package), Brackets::default());
        self.texts.entry(text).or_insert(at);
        self.now = Now::Text(at, beside);
    }

    fn answer(&mut self, action: Action, record: &mut Record) {
        let private = (Track::BackChannel, Seats::one(self.seat).with(self.facilitator));
        let who = |act| (self.round, self.seat, act);
        let yes = action == Action::Accept;
        match self.now {
            Now::Nothing => {}
            Now::Text(text, beside) => {
                let (act, brackets) = match action {
                    Action::Accept => (Act::Accept, Brackets::default()),
                    Action::Bracket(named) if !named.is_empty() => (Act::Bracket, named),
                    _ => (Act::Reject, Brackets::default()),
                };
                let beside = standing(record, beside).map(|own| own.package);
                record.say(who(act), record.standing(text), private);
                record.beside(beside, brackets);
            }
            Now::Signatures(call) => {
                record.say(who(if yes { Act::Sign } else { Act::Reject }), record.standing(call), OPEN);
            }
        }
        if yes {
            self.accepted = self.accepted.with(self.seat);
        }
    }

    fn unanimous(&self) -> bool {
        self.facilitator > 0 && self.accepted.count() == self.facilitator
    }
}

fn standing(record: &Record, at: Option<usize>) -> Option<Standing> {
    at.and_then(|at| record.standing(at))
}

impl Floor for Draft {
    fn next(&mut self, record: &Record) -> Next {
        if let Some(seat) = self.left {
            return Next::Left(seat);
        }
        let ask = match self.now {
            _ if self.seat == self.facilitator => {
                if let (Now::Signatures(call), true) = (self.now, self.unanimous())
                    && let Some(signed) = record.standing(call)
                {
                    return Next::Agreed(signed.package);
                }
                Some(Ask::Text(standing(record, self.stands)))
            }
            Now::Nothing => None,
            Now::Text(text, beside) => {
                record.standing(text).map(|text| Ask::Compare { text, beside: standing(record, beside) })
            }
            Now::Signatures(call) => record.standing(call).map(Ask::Answer),
        };
        // With nothing to answer it is the facilitator's turn again; `take` sees to that, so that this is not met.
        Next::Ask { round: self.round, seat: self.seat, ask: ask.unwrap_or(Ask::Text(None)) }
    }

    fn take(&mut self, action: Action, menu: &dyn Menu, record: &mut Record) {
        if action == Action::WalkOut {
            record.say((self.round, self.seat, Act::WalkOut), None, OPEN);
            self.left = Some(self.seat);
            return;
        }
        if self.seat == self.facilitator {
            self.write(action, menu, record);
            self.seat = if matches!(self.now, Now::Nothing) { self.facilitator } else { 0 };
        } else {
            self.answer(action, record);
            self.seat += 1;
        }
        if self.seat == self.facilitator {
            if let (Now::Text(text, beside), true) = (self.now, self.unanimous())
                && standing(record, beside).map(|own| own.package)
                    == standing(record, self.stands).map(|own| own.package)
            {
                self.stands = Some(text);
            }
            self.round = self.round.saturating_add(1);
        }
    }
}
