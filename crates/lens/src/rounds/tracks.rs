//! The back channels of a case, as protocols with seats.

use super::calendar::Calendar;
use crate::solve::rounds::{Channel, Protocol, Tracks, protocol};
use zopa_case::draft::{BackChannel, FurtherRounds, Role, title};
use zopa_case::{Case, PartyId};

/// The back channels that are held.
pub(super) struct Beside<'a> {
    case: &'a Case,
    /// How many parties sit at the table.
    parties: usize,
    held: Vec<Held<'a>>,
    /// What is left out of what the case says, in sentences.
    pub left_out: Vec<String>,
}

struct Held<'a> {
    track: &'a BackChannel,
    /// By their place in the order of seats.
    parties: Vec<usize>,
    facilitator: bool,
    /// `None`: the facilitator.
    brings: Option<usize>,
    rounds: std::ops::Range<u32>,
}

impl<'a> Beside<'a> {
    pub fn new(case: &'a Case, assumed: Option<&'a FurtherRounds>, seats: &[PartyId], rounds: u32) -> Self {
        let mut own = Self { case, parties: seats.len(), held: Vec::new(), left_out: Vec::new() };
        let calendar = Calendar::of(assumed);
        for track in assumed.iter().flat_map(|assumed| &assumed.tracks) {
            let seat = |name: &str| seats.iter().position(|party| case.party(*party).name == name);
            let (mut parties, mut facilitator) = (Vec::new(), false);
            for who in track.who.iter() {
                let Some(id) = case.party_named(&who.value) else { continue };
                match seat(&who.value) {
                    Some(at) => parties.push(at),
                    None if case.party(id).roles.contains(&Role::Facilitator) => facilitator = true,
                    None => own.left_out.push(format!(
                        "{} does not sit at the table, nor in the back channel `{}`.",
                        case.party(id).title,
                        track.id.value
                    )),
                }
            }
            parties.sort_unstable();
            parties.dedup();
            let from = track.from.as_ref().map_or(Some(0), |from| calendar.from(from.value));
            let until = track.until.as_ref().map_or(Some(rounds), |until| calendar.after(until.value));
            let (Some(from), Some(until)) = (from, until) else { continue };
            let brings = seat(&track.brought_by.value);
            let nobody = brings.is_none() && !(facilitator && track.who.contains(&track.brought_by));
            if parties.len() < 2 || nobody {
                let why = if nobody {
                    "nobody at the table brings what it agrees"
                } else {
                    "fewer than two parties of the table sit there"
                };
                own.left_out.push(format!("The back channel `{}` is left out: {why}.", track.id.value));
                continue;
            }
            own.held.push(Held { track, parties, facilitator, brings, rounds: from..until.min(rounds) });
        }
        own
    }

    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    /// Whether a facilitator acts in one of them.
    pub fn facilitated(&self) -> bool {
        self.held.iter().any(|own| Self::protocol(own.track).is_some_and(|protocol| protocol.facilitated()))
    }

    /// The id, the title, and who sits there, by seat; `None` is the facilitator.
    pub fn told(&self) -> impl Iterator<Item = (&'a BackChannel, Vec<Option<usize>>)> + '_ {
        self.held.iter().map(|own| {
            let facilitator = own.facilitator.then_some(None);
            (own.track, own.parties.iter().copied().map(Some).chain(facilitator).collect())
        })
    }

    /// What a back channel is called.
    pub fn title(&self, at: usize) -> &'a str {
        self.held.get(at).map_or("", |own| title(&own.track.id, &own.track.name))
    }

    /// Its id.
    pub fn id(&self, at: usize) -> &'a str {
        self.held.get(at).map_or("", |own| own.track.id.value.as_str())
    }

    /// The party that brings what it agrees, in words.
    pub fn brings(&self, at: usize) -> &'a str {
        let named = self.held.get(at).and_then(|own| self.case.party_named(&own.track.brought_by.value));
        named.map_or("", |party| self.case.party(party).title.as_str())
    }

    fn protocol(track: &BackChannel) -> Option<Box<dyn Protocol>> {
        protocol(track.protocol.as_ref().map_or("alternating", |own| own.value.as_str()))
    }

    /// The table with its back channels, where this seat opens.
    ///
    /// # Errors
    ///
    /// What is missing, in words.
    pub fn sides(&self, table: &str, opener: usize) -> Result<Tracks, String> {
        let unknown = || format!("a protocol (`{table}` is none)");
        let place = |seat: &usize| (seat + self.parties - opener) % self.parties.max(1);
        let channel = |own: &Held<'_>| {
            let mut parties: Vec<usize> = own.parties.iter().map(place).collect();
            parties.sort_unstable();
            Some(Channel {
                protocol: Self::protocol(own.track)?,
                parties,
                facilitator: own.facilitator,
                brings: own.brings.as_ref().map_or(self.parties, place),
                rounds: own.rounds.clone(),
            })
        };
        let channels: Option<Vec<Channel>> = self.held.iter().map(channel).collect();
        let channels = channels.ok_or_else(|| "a protocol that every back channel can follow".to_string())?;
        Tracks::new(protocol(table).ok_or_else(unknown)?, channels)
            .map_err(|(at, wrong)| format!("in the back channel `{}`: {wrong}", self.id(at)))
    }
}
