//! What the lens `diff` finds.

use crate::run::Basis;

/// What changed between two days.
#[derive(Clone, Debug)]
pub struct Diff {
    /// The earlier day, `2026-02-05`.
    pub from: String,
    /// The later day.
    pub to: String,
    /// Changes, core issues first.
    pub moved: Vec<Change>,
    /// Entries that became known between the two days, by id.
    pub new_entries: Vec<String>,
}

/// Whether a change is movement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// The party itself said something new after the earlier day.
    Moved,
    /// Something said before, or told by somebody else, became known.
    Learned,
}

impl ChangeKind {
    /// The word used in answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Moved => "moved",
            Self::Learned => "learned",
        }
    }
}

/// One party's change on one issue.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Stable id: `diff.PARTY.ISSUE`.
    pub id: String,
    /// The party, as an index.
    pub party: usize,
    /// The issue, as an index.
    pub issue: usize,
    /// What it said before, in words; empty: nothing.
    pub was: Vec<String>,
    /// What it says now, in words.
    pub now: Vec<String>,
    /// Parties it moved towards, as indices.
    pub towards: Vec<usize>,
    /// Parties it moved away from, as indices.
    pub away: Vec<usize>,
    /// Movement, or something learned.
    pub kind: ChangeKind,
    /// In a sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}
