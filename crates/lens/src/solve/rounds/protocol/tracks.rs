//! Tracks side by side: a formal table, and back channels between some of those who sit at it.

use super::{Action, Ask, Floor, Next, Protocol};
use crate::solve::rounds::menu::{Menu, Package};
use crate::solve::rounds::record::{Mirrored, Record, SEATS_MAX, Seats, Standing, Track};
use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

/// The most back channels beside a table.
pub const CHANNELS_MAX: usize = 16;

/// A back channel.
pub struct Channel {
    /// What is said there goes by the rules of this protocol, among the seats of the channel.
    pub protocol: Box<dyn Protocol>,
    /// Who sits there, by their seats at the table, in the order of speaking; two parties at least.
    pub parties: Vec<usize>,
    /// Whether the facilitator sits in: by a protocol with a facilitator as that, else to listen.
    pub facilitator: bool,
    /// Who brings to the table what was agreed here; one of those who sit here.
    pub brings: usize,
    /// In which rounds of the table it meets, from 0.
    pub rounds: Range<u32>,
}

/// A protocol for the table, with back channels beside it.
///
/// In each round first the table sits, then the channels that meet in that round, one after another in their order, one round of
/// their own each. Who sits in a channel sees what is said there as its protocol has it; nobody else sees anything. Nothing
/// said in a channel binds anybody at the table, and a party is of one mind: the same strategy speaks for it everywhere,
/// and knows all that the party has seen.
///
/// What all parties of a channel have accepted there is *brought*: from the next round on, when the seat that brings it is asked at the
/// table for a package, it offers this one (as a facilitator of a single text: calls for signatures under it) and is not
/// asked what it would have offered; only if it has come to be worth less to it than no deal it lets it fall. There it is an offer like any other: it needs everybody's yes, also of those
/// who agreed to it in the channel. A package is brought from one channel once; while one waits to be brought the channel
/// rests, after that it begins anew. Whoever walks out of a channel ends the channel, not the talks.
///
/// Law: what is said in a channel changes nothing that somebody outside it sees or is asked until it is brought. Agreements
/// are the table's.
pub struct Tracks {
    table: Box<dyn Protocol>,
    channels: Vec<Channel>,
}

impl Tracks {
    /// A table with channels.
    ///
    /// # Errors
    /// The number of a channel, and what is wrong with it, in words: fewer than two parties, somebody twice, a protocol that needs a
    /// facilitator without one, or one who cannot bring anything to the table by its rules. The number is
    /// [`CHANNELS_MAX`] where there are more channels than that.
    pub fn new(table: Box<dyn Protocol>, channels: Vec<Channel>) -> Result<Self, (usize, &'static str)> {
        if channels.len() > CHANNELS_MAX {
            return Err((CHANNELS_MAX, "one back channel fewer"));
        }
        for (at, channel) in channels.iter().enumerate() {
            let different: BTreeSet<usize> = channel.parties.iter().copied().collect();
            let wrong = if different.len() < 2 {
                "two parties that sit at the table"
            } else if different.len() < channel.parties.len() || different.last().is_some_and(|last| *last >= SEATS_MAX)
            {
                "parties of the table, each once"
            } else if channel.protocol.facilitated() && !channel.facilitator {
                "a facilitator, whom its protocol needs"
            } else if !channel.brings_a_seat() {
                "one of those who sit there to bring what they agree"
            } else if table.word() == "single-text" && different.contains(&channel.brings) {
                "the facilitator to bring what they agree: a party brings no text to a single text"
            } else {
                continue;
            };
            return Err((at, wrong));
        }
        Ok(Self { table, channels })
    }
}

impl Channel {
    /// Whether the one who brings sits here; the facilitator's seat is past those of all parties.
    fn brings_a_seat(&self) -> bool {
        let past = self.parties.iter().all(|party| *party < self.brings);
        self.parties.contains(&self.brings) || (self.facilitator && past)
    }
}

impl fmt::Debug for Tracks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rooms: Vec<(&str, &[usize])> =
            self.channels.iter().map(|own| (own.protocol.word(), &own.parties[..])).collect();
        f.debug_struct("Tracks").field("table", &self.table.word()).field("channels", &rooms).finish()
    }
}

impl Protocol for Tracks {
    fn word(&self) -> &'static str {
        self.table.word()
    }

    fn facilitated(&self) -> bool {
        self.table.facilitated() || self.channels.iter().any(|channel| channel.facilitator)
    }

    fn open(&self, seats: usize) -> Box<dyn Floor + '_> {
        let facilitator = seats.saturating_sub(1);
        let apart = self.facilitated() && !self.table.facilitated();
        let rooms = self.channels.iter().map(|channel| Room::new(channel, facilitator)).collect();
        let table = self.table.open(if apart { facilitator } else { seats });
        Box::new(Sides { table, rooms, round: 0, now: Now::Table })
    }
}

/// Where the turn is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Now {
    Table,
    /// At the table, with what was agreed in a room.
    Bringing(usize),
    Room(usize),
}

struct Sides<'a> {
    table: Box<dyn Floor + 'a>,
    rooms: Vec<Room<'a>>,
    round: u32,
    now: Now,
}

/// A back channel in one run.
struct Room<'a> {
    channel: &'a Channel,
    /// By seat in the room, the seat at the table.
    list: Vec<usize>,
    present: Seats,
    floor: Box<dyn Floor + 'a>,
    /// The room's own record, and by its rows those of the whole.
    record: Option<Record>,
    rows: Vec<u32>,
    /// The round of the room's own floor.
    own: u32,
    waits: Option<Package>,
    brought: BTreeSet<Package>,
    closed: bool,
}

impl<'a> Room<'a> {
    fn new(channel: &'a Channel, facilitator: usize) -> Self {
        let mut list = channel.parties.clone();
        list.extend(channel.facilitator.then_some(facilitator));
        Self {
            present: list.iter().fold(Seats(0), |all, seat| all.with(*seat)),
            list,
            floor: Self::open(channel),
            record: None,
            rows: Vec::new(),
            own: 0,
            waits: None,
            brought: BTreeSet::new(),
            closed: false,
            channel,
        }
    }

    fn open(channel: &'a Channel) -> Box<dyn Floor + 'a> {
        let acting = channel.parties.len() + usize::from(channel.protocol.facilitated());
        channel.protocol.open(acting)
    }

    /// Begins anew.
    fn again(&mut self) {
        self.floor = Self::open(self.channel);
        (self.record, self.own) = (None, 0);
        self.rows.clear();
    }

    /// Who is asked in this round of the table; `None` when the room has nothing more to say in it.
    fn next(&mut self, round: u32, whole: &Record) -> Option<(usize, Ask)> {
        if self.closed || self.waits.is_some() || !self.channel.rounds.contains(&round) {
            return None;
        }
        let record = self.record.get_or_insert_with(|| whole.empty());
        match self.floor.next(record) {
            Next::Ask { round, seat, ask } if round == self.own => {
                Some((self.list.get(seat).copied()?, mirrored(ask, &self.list, &self.rows)))
            }
            Next::Ask { round, .. } | Next::Bound { round, .. } => {
                self.own = round;
                None
            }
            Next::Agreed(package) => {
                if self.brought.insert(package) {
                    self.waits = Some(package);
                } else {
                    self.again();
                }
                None
            }
            Next::Left(_) => {
                self.closed = true;
                None
            }
        }
    }

    fn take(&mut self, action: Action, menu: &dyn Menu, (round, track): (u32, Track), whole: &mut Record) {
        let Some(record) = &mut self.record else { return };
        let from = record.moves().len();
        self.floor.take(action, menu, record);
        for own in &record.moves()[from..] {
            // Who only listens sees what is said in front of everybody.
            whole.mirror(record, own, Mirrored { round, track, list: &self.list, rows: &mut self.rows });
        }
    }
}

/// What is asked in a room, as the whole record has it.
fn mirrored(ask: Ask, list: &[usize], rows: &[u32]) -> Ask {
    let of = |standing: Standing| standing.mirrored(list, rows);
    match ask {
        Ask::Move(standing) => Ask::Move(standing.map(of)),
        Ask::Answer(standing) => Ask::Answer(of(standing)),
        Ask::Text(standing) => Ask::Text(standing.map(of)),
        Ask::Compare { text, beside } => Ask::Compare { text: of(text), beside: beside.map(of) },
        Ask::Float | Ask::Put => ask,
    }
}

impl Sides<'_> {
    /// What is brought to the table by a seat that is asked there.
    fn brings(&self, seat: usize, ask: Ask) -> Option<(usize, Action)> {
        let (at, package) = self
            .rooms
            .iter()
            .enumerate()
            .find_map(|(at, room)| Some((at, room.waits.filter(|_| room.channel.brings == seat)?)))?;
        match ask {
            Ask::Move(_) | Ask::Float | Ask::Put => Some((at, Action::Offer(package))),
            Ask::Text(_) => Some((at, Action::Call(package))),
            Ask::Answer(_) | Ask::Compare { .. } => None,
        }
    }
}

impl Floor for Sides<'_> {
    fn next(&mut self, record: &Record) -> Next {
        loop {
            match self.now {
                Now::Table | Now::Bringing(_) => match self.table.next(record) {
                    Next::Ask { round, .. } if round > self.round => self.now = Now::Room(0),
                    Next::Ask { round, seat, ask } => {
                        let Some((at, action)) = self.brings(seat, ask) else {
                            self.now = Now::Table;
                            return Next::Ask { round, seat, ask };
                        };
                        self.now = Now::Bringing(at);
                        return Next::Bound { round, seat, action };
                    }
                    other => return other,
                },
                Now::Room(at) => {
                    let Some(room) = self.rooms.get_mut(at) else {
                        (self.now, self.round) = (Now::Table, self.round + 1);
                        continue;
                    };
                    if let Some((seat, ask)) = room.next(self.round, record) {
                        return Next::Ask { round: self.round, seat, ask };
                    }
                    self.now = Now::Room(at + 1);
                }
            }
        }
    }

    fn take(&mut self, action: Action, menu: &dyn Menu, record: &mut Record) {
        match self.now {
            Now::Table => self.table.take(action, menu, record),
            Now::Bringing(at) => {
                self.table.take(action, menu, record);
                record.brought(at as u8);
                if let Some(room) = self.rooms.get_mut(at) {
                    room.waits = None;
                    room.again();
                }
            }
            Now::Room(at) => {
                if let Some(room) = self.rooms.get_mut(at) {
                    room.take(action, menu, (self.round, Track::Channel(at as u8)), record);
                }
            }
        }
    }

    fn unbound(&mut self) {
        if let Now::Bringing(at) = self.now
            && let Some(room) = self.rooms.get_mut(at)
        {
            room.waits = None;
            room.again();
        }
    }

    fn room(&self) -> Seats {
        match self.now {
            Now::Table | Now::Bringing(_) => Seats::ALL,
            Now::Room(at) => self.rooms.get(at).map_or(Seats::ALL, |room| room.present),
        }
    }
}
