//! When a party says yes: Baarslag, Hindriks & Jonker, "Acceptance conditions in automated negotiation" (2013).

use super::super::menu::{Package, Spent};
use super::super::protocol::Entry;
use super::super::view::View;
use super::Part;
use std::fmt;

/// A condition under which a party accepts. Whatever it says, a party accepts nothing that is worth less to it than its no-deal
/// value.
#[derive(Clone, Debug, PartialEq)]
pub enum Acceptance {
    /// `u(offered) >= u(what it would offer next)`.
    Next,
    /// `u(offered) >= aspiration`; for offerings that hold out for no value: never.
    Aspiration,
    /// `u(offered) >= lowest + share * (highest - lowest)`, over all packages.
    Constant(f64),
    /// Relative time is at or above a number.
    Time(f64),
    /// `u(offered) >= u(anything that others have brought up before)`.
    BestSoFar,
    /// Always.
    Anything,
    /// Never.
    Nothing,
    /// All of these.
    All(Vec<Acceptance>),
    /// One of these.
    Either(Vec<Acceptance>),
}

/// The acceptance conditions, joined by `and` and `or` (`and` binds closer).
pub const ACCEPTANCES: &[Entry] = &[
    Entry { word: "next", about: "at least as good as what it would offer next", source: BAARSLAG },
    Entry { word: "aspiration", about: "at least what it holds out for now", source: BAARSLAG },
    Entry {
        word: "constant SHARE",
        about: "at least this share of the way from its worst to its best package",
        source: BAARSLAG,
    },
    Entry { word: "time T", about: "from relative time T on, whatever is offered", source: BAARSLAG },
    Entry { word: "best-so-far", about: "at least as good as anything offered to it before", source: BAARSLAG },
    Entry { word: "anything", about: "whatever is at least as good as no deal", source: "" },
    Entry { word: "nothing", about: "never", source: "" },
];

const BAARSLAG: &str = "Baarslag, Hindriks & Jonker 2013";

/// What a turn has come to.
pub(super) struct Now<'a, 'b> {
    pub offering: &'a mut (dyn Part + 'b),
    /// The best that others have brought up, this time included.
    pub best: Option<i64>,
    /// What it would offer, once that was asked.
    pub proposal: Option<Option<Package>>,
}

impl Now<'_, '_> {
    /// What it would offer: asked once a turn.
    pub fn propose(&mut self, view: &mut View<'_>) -> Result<Option<Package>, Spent> {
        if let Some(proposal) = self.proposal {
            return Ok(proposal);
        }
        let proposal = self.offering.propose(view)?;
        self.proposal = Some(proposal);
        Ok(proposal)
    }
}

impl Acceptance {
    /// Whether it hangs on what was offered before.
    pub(super) fn remembers(&self) -> bool {
        match self {
            Self::BestSoFar => true,
            Self::All(all) | Self::Either(all) => all.iter().any(Self::remembers),
            _ => false,
        }
    }

    /// Whether a package of this value is accepted.
    pub(super) fn accepts(&self, value: i64, view: &mut View<'_>, now: &mut Now<'_, '_>) -> Result<bool, Spent> {
        Ok(match self {
            Self::Next => match now.offering.bar(view)? {
                Some(bar) => value >= bar,
                None => now.propose(view)?.is_some_and(|own| value >= view.value(own)),
            },
            Self::Aspiration => now.offering.aspiration(view).is_some_and(|least| value >= least),
            Self::Constant(share) => {
                let (lowest, highest) = (view.lowest(), view.highest());
                (value - lowest) as f64 >= share * (highest - lowest) as f64
            }
            Self::Time(time) => view.time >= *time,
            Self::BestSoFar => now.best.is_none_or(|best| value >= best),
            Self::Anything => true,
            Self::Nothing => false,
            Self::All(all) => {
                for own in all {
                    if !own.accepts(value, view, now)? {
                        return Ok(false);
                    }
                }
                true
            }
            Self::Either(all) => {
                for own in all {
                    if own.accepts(value, view, now)? {
                        return Ok(true);
                    }
                }
                false
            }
        })
    }
}

impl fmt::Display for Acceptance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = |f: &mut fmt::Formatter<'_>, all: &[Self], word: &str| {
            for (at, own) in all.iter().enumerate() {
                write!(f, "{}{own}", if at > 0 { word } else { "" })?;
            }
            Ok(())
        };
        match self {
            Self::Next => f.write_str("next"),
            Self::Aspiration => f.write_str("aspiration"),
            Self::Constant(share) => write!(f, "constant {share}"),
            Self::Time(time) => write!(f, "time {time}"),
            Self::BestSoFar => f.write_str("best-so-far"),
            Self::Anything => f.write_str("anything"),
            Self::Nothing => f.write_str("nothing"),
            Self::All(all) => joined(f, all, " and "),
            Self::Either(all) => joined(f, all, " or "),
        }
    }
}
