//! Names for what findings point at, and the words that say what a statement rests on.

use crate::text::{Inline, SourceRef, Text, anchor};
use std::collections::BTreeMap;
use zopa_case::draft::Marking;
use zopa_case::{Case, Entry, EntryId, Issue, SourceId};
use zopa_lens::Basis;

/// A case with its items by name.
pub(crate) struct Ledger<'a> {
    pub case: &'a Case,
    entries: BTreeMap<&'a str, EntryId>,
    sources: BTreeMap<&'a str, SourceId>,
}

impl<'a> Ledger<'a> {
    pub fn new(case: &'a Case) -> Self {
        let entries = case.entries().iter().enumerate().map(|(at, entry)| (entry.name.as_str(), EntryId::new(at)));
        let sources = case.sources().iter().enumerate().map(|(at, source)| (source.name.as_str(), SourceId::new(at)));
        Self { case, entries: entries.collect(), sources: sources.collect() }
    }

    /// A party's own name.
    pub fn party(&self, party: usize) -> &'a str {
        self.case.parties().get(party).map_or("?", |party| party.title.as_str())
    }

    /// A party's own name by its id; the id itself where the case has no such party.
    pub fn party_named<'b>(&self, id: &'b str) -> &'b str
    where
        'a: 'b,
    {
        self.case.parties().iter().find(|party| party.name == id).map_or(id, |party| party.title.as_str())
    }

    /// The names of parties, said in a list.
    pub fn parties(&self, parties: &[usize]) -> String {
        let names: Vec<&str> = parties.iter().map(|party| self.party(*party)).collect();
        crate::words::list(&names)
    }

    pub fn issue(&self, issue: usize) -> Option<&'a Issue> {
        self.case.issues().get(issue)
    }

    pub fn issue_title(&self, issue: usize) -> &'a str {
        self.issue(issue).map_or("?", |issue| issue.title.as_str())
    }

    pub fn entry(&self, name: &str) -> Option<&'a Entry> {
        self.entries.get(name).map(|id| self.case.entry(*id))
    }

    /// Sources with their grades, best first.
    pub fn sources<S: AsRef<str>>(&self, names: impl IntoIterator<Item = S>) -> Option<Inline> {
        let mut refs: Vec<SourceRef> = names
            .into_iter()
            .map(|name| SourceRef { grade: self.grade(name.as_ref()), id: name.as_ref().to_string() })
            .collect();
        refs.sort_by(|one, two| {
            (one.grade.is_empty(), &one.grade, &one.id).cmp(&(two.grade.is_empty(), &two.grade, &two.id))
        });
        refs.dedup();
        (!refs.is_empty()).then_some(Inline::Sources(refs))
    }

    fn grade(&self, source: &str) -> String {
        self.sources.get(source).map(|id| self.case.source(*id).grade.to_string()).unwrap_or_default()
    }

    /// Adds the sources, in brackets, to a text.
    pub fn with_sources<S: AsRef<str>>(&self, text: Text, names: impl IntoIterator<Item = S>) -> Text {
        match self.sources(names) {
            Some(sources) => text.plain(" ").with(sources),
            None => text,
        }
    }

    /// A statement with the sources it rests on, and its marking where not everybody may see it.
    pub fn on_basis(&self, text: Text, basis: &Basis) -> Text {
        marked(self.with_sources(text, &basis.sources), &basis.marking)
    }

    /// A link to an entry by its id.
    pub fn entry_link(&self, name: &str) -> Inline {
        Inline::Item { anchor: anchor("entry", name), text: name.to_string() }
    }
}

/// Adds a marking that is not `public`.
pub(crate) fn marked(text: Text, marking: &Marking) -> Text {
    if *marking == Marking::Public { text } else { text.plain(" ").strong(format!("({marking})")) }
}
