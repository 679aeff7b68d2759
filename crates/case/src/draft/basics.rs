//! Words with a fixed list of spellings, and the small values that need their own reader.

use crate::decode::{Word, words};

words! {
    /// What a party is to the talks; a party can be several of these.
    pub enum Role "role" {
        /// Its consent is needed where an issue names nobody else.
        Party = "party",
        /// Convenes, proposes, carries messages.
        Facilitator = "facilitator",
        /// Would stand behind the deal.
        Guarantor = "guarantor",
        /// Stands behind a party.
        Backer = "backer",
        /// Presses a party.
        Pressure = "pressure",
        /// Watches or verifies.
        Observer = "observer",
    }
}

words! {
    /// Where a party sits.
    pub enum Seat "seat" {
        /// In the room.
        Table = "table",
        /// In the corridor, consulted.
        Near = "near",
        /// Not there.
        Away = "away",
    }
}

words! {
    /// What the options of an issue are.
    pub enum IssueKind "issue kind" {
        /// Ordered options.
        Ladder = "ladder",
        /// Options without an order.
        Menu = "menu",
        /// Numbers on a grid or at marks.
        Number = "number",
    }
}

words! {
    /// How many options of an issue a package takes.
    pub enum Choose "choose" {
        /// Exactly one.
        One = "one",
        /// One or more, together.
        Any = "any",
        /// One or more, in an order.
        Sequence = "sequence",
    }
}

words! {
    /// Admiralty scale, first letter: how reliable the source is.
    pub enum Reliability "reliability" {
        /// Completely reliable.
        A = "A",
        /// Usually reliable.
        B = "B",
        /// Fairly reliable.
        C = "C",
        /// Not usually reliable.
        D = "D",
        /// Unreliable.
        E = "E",
        /// Cannot be judged.
        F = "F",
    }
}

/// An Admiralty grade such as `B2`: reliability of the source, credibility of the information
/// (1 confirmed, 2 probably true, 3 possibly true, 4 doubtful, 5 improbable, 6 cannot be judged).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Grade {
    /// A to F.
    pub reliability: Reliability,
    /// 1 to 6.
    pub credibility: u8,
}

impl Grade {
    /// Reads `A1` .. `F6`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut letters = text.chars();
        let (letter, digit, rest) = (letters.next()?, letters.next()?, letters.next());
        let reliability = Reliability::from_word(&letter.to_string())?;
        let credibility = digit.to_digit(10).filter(|digit| (1..=6).contains(digit))? as u8;
        rest.is_none().then_some(Self { reliability, credibility })
    }
}

impl std::fmt::Display for Grade {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.reliability.word(), self.credibility)
    }
}

/// Who may see something: `public`, `internal` (the team that keeps the case), or
/// `PARTY-confidential` (the team and that party).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Marking {
    /// Everybody.
    #[default]
    Public,
    /// The team and one party, by id.
    Party(String),
    /// The team only.
    Internal,
}

impl Marking {
    /// Reads `public`, `internal` or `PARTY-confidential`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "public" => Some(Self::Public),
            "internal" => Some(Self::Internal),
            other => {
                let party = other.strip_suffix("-confidential").filter(|party| !party.is_empty())?;
                Some(Self::Party(party.to_string()))
            }
        }
    }
}

impl std::fmt::Display for Marking {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Public => f.write_str("public"),
            Self::Internal => f.write_str("internal"),
            Self::Party(party) => write!(f, "{party}-confidential"),
        }
    }
}
