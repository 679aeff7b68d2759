//! What every answer carries beside its findings: how it was got, why it stopped, what it rests on.

use std::collections::BTreeSet;
use zopa_case::draft::{Marking, Ratifier};
use zopa_case::{At, Case, EntryId, LineId, PackageId, SourceId};

/// How far the numbers of an answer can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    /// Counted or proved.
    Exact,
    /// Estimated from draws; the share comes with its interval and n.
    Sampled,
    /// Known only to lie between two numbers.
    Bounded,
}

impl Arithmetic {
    /// The word used in answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Sampled => "sampled",
            Self::Bounded => "bounded",
        }
    }
}

/// Why an analysis ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Everything asked for was done.
    Complete,
    /// A stated limit was reached first.
    Budget,
    /// Somebody stopped it.
    Cancelled,
}

impl Stop {
    /// Why two parts of an analysis ended, taken together: cancelled before spent before complete.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Cancelled, _) | (_, Self::Cancelled) => Self::Cancelled,
            (Self::Budget, _) | (_, Self::Budget) => Self::Budget,
            (Self::Complete, Self::Complete) => Self::Complete,
        }
    }

    /// The word used in answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Budget => "budget",
            Self::Cancelled => "cancelled",
        }
    }
}

/// What a finding rests on. Law: taking away a source that is not in `sources` leaves the finding
/// byte for byte as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Basis {
    /// Ids of sources.
    pub sources: BTreeSet<String>,
    /// Ids of ledger entries.
    pub entries: BTreeSet<String>,
    /// Ids of lines.
    pub lines: BTreeSet<String>,
    /// Ids of packages.
    pub packages: BTreeSet<String>,
    /// What was assumed, in words.
    pub assumptions: BTreeSet<String>,
    /// The highest marking of what it rests on.
    pub marking: Marking,
}

impl Basis {
    /// Adds an entry with its sources.
    pub fn entry(&mut self, case: &Case, id: EntryId) {
        let entry = case.entry(id);
        self.entries.insert(entry.name.clone());
        self.raise(&entry.marking);
        entry.sources.iter().for_each(|source| self.source(case, *source));
    }

    /// Adds a line with its sources.
    pub fn line(&mut self, case: &Case, id: LineId) {
        let line = case.line(id);
        self.lines.insert(line.name.clone());
        self.raise(&line.marking);
        line.sources.iter().for_each(|source| self.source(case, *source));
    }

    /// Adds a package with its sources.
    pub fn package(&mut self, case: &Case, id: PackageId) {
        let package = &case.packages()[id.index()];
        self.packages.insert(package.name.clone());
        self.raise(&package.marking);
        package.sources.iter().for_each(|source| self.source(case, *source));
    }

    /// Adds a source.
    pub fn source(&mut self, case: &Case, id: SourceId) {
        let source = case.source(id);
        self.sources.insert(source.name.clone());
        self.raise(&source.marking);
    }

    /// Adds what an item kept as written rests on: its sources by name, and its marking or that of the case.
    pub(crate) fn item(&mut self, case: &Case, sources: &[At<String>], marking: Option<&At<Marking>>) {
        for name in sources {
            if let Some(id) = case.sources().iter().position(|source| source.name == name.value) {
                self.source(case, SourceId::new(id));
            }
        }
        if let Some(marking) = marking.or(case.draft().marking.as_ref()) {
            self.raise(&marking.value);
        }
    }

    /// Adds what a ratifier's rule rests on.
    pub(crate) fn ratifier(&mut self, case: &Case, ratifier: &Ratifier) {
        self.item(case, &ratifier.source, ratifier.marking.as_ref());
    }

    /// Adds the rules every package must keep, with their sources.
    pub fn logic(&mut self, case: &Case) {
        for logic in case.logic() {
            self.assumptions.insert(format!("{}: {}", logic.name, logic.text));
            self.raise(&logic.marking);
            logic.sources.iter().for_each(|source| self.source(case, *source));
        }
    }

    /// Adds everything another basis has.
    pub fn join(&mut self, other: &Self) {
        self.sources.extend(other.sources.iter().cloned());
        self.entries.extend(other.entries.iter().cloned());
        self.lines.extend(other.lines.iter().cloned());
        self.packages.extend(other.packages.iter().cloned());
        self.assumptions.extend(other.assumptions.iter().cloned());
        self.raise(&other.marking);
    }

    fn raise(&mut self, marking: &Marking) {
        // Public < one party's < the team's; what rests on two parties' confidences is the team's.
        self.marking = match (&self.marking, marking) {
            (Marking::Party(one), Marking::Party(two)) if one != two => Marking::Internal,
            (own, other) => own.clone().max(other.clone()),
        };
    }
}

/// The findings of a lens with all that an answer must say about them.
#[derive(Clone, Debug)]
pub struct Run<F> {
    /// The findings.
    pub findings: F,
    /// Exact, sampled or bounded.
    pub arithmetic: Arithmetic,
    /// Why it ended.
    pub stop: Stop,
    /// Union of the findings' bases.
    pub basis: Basis,
    /// What the reader must be told beside the findings.
    pub warnings: Vec<String>,
}
