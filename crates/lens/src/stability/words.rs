//! States and moves in words.

use super::model::Model;
use crate::phrase::list;
use crate::solve::conflict::{CoalitionConcept, Concept};
use zopa_case::draft::title;

/// The concepts, the strongest first.
pub(super) const STRONGEST_FIRST: [Concept; 5] =
    [Concept::Nash, Concept::Sseq, Concept::Seq, Concept::Smr, Concept::Gmr];

/// The word for a concept used in answers.
pub fn concept_word(concept: Concept) -> &'static str {
    match concept {
        Concept::Nash => "nash",
        Concept::Gmr => "gmr",
        Concept::Smr => "smr",
        Concept::Seq => "seq",
        Concept::Sseq => "sseq",
    }
}

/// The abbreviation that the field uses.
pub(super) fn name(concept: Concept) -> &'static str {
    match concept {
        Concept::Nash => "Nash",
        Concept::Gmr => "GMR",
        Concept::Smr => "SMR",
        Concept::Seq => "SEQ",
        Concept::Sseq => "SSEQ",
    }
}

/// The abbreviation of a concept of coalitions.
pub(super) fn coalition_name(concept: CoalitionConcept) -> &'static str {
    match concept {
        CoalitionConcept::CNash => "CNash",
        CoalitionConcept::CGmr => "CGMR",
        CoalitionConcept::CSmr => "CSMR",
        CoalitionConcept::CSeq => "CSEQ",
    }
}

pub(super) fn names(concepts: &[Concept]) -> String {
    let all: Vec<&str> = concepts.iter().map(|concept| name(*concept)).collect();
    list(&all, "and")
}

impl Model<'_> {
    pub(super) fn action_title(&self, action: usize) -> String {
        let own = self.actions[action];
        format!("\"{}\"", title(&own.id, &own.name))
    }

    /// The actions taken in a state, in words.
    pub(super) fn state(&self, state: u64) -> String {
        let taken: Vec<String> =
            (0..self.actions.len()).filter(|bit| state >> bit & 1 == 1).map(|bit| self.action_title(bit)).collect();
        match taken.as_slice() {
            [] => format!("state {state} (nothing is done)"),
            all => format!("state {state} ({})", list(all, "and")),
        }
    }

    /// What changes from one state to another: `begins "..", ends ".."`.
    pub(super) fn change(&self, from: u32, to: u32) -> String {
        self.changed(from, to, "begins", "ends")
    }

    /// The same in words of another tense.
    pub(super) fn changed(&self, from: u32, to: u32, begins: &str, ends: &str) -> String {
        let of = |mask: u32, word: &str| {
            let titles: Vec<String> =
                (0..self.actions.len()).filter(|bit| mask >> bit & 1 == 1).map(|bit| self.action_title(bit)).collect();
            if titles.is_empty() { None } else { Some(format!("{word} {}", list(&titles, "and"))) }
        };
        let said: Vec<String> = [of(to & !from, begins), of(from & !to, ends)].into_iter().flatten().collect();
        said.join(" and ")
    }

    pub(super) fn party_title(&self, decider: usize) -> &str {
        &self.case.party(self.deciders[decider]).title
    }
}
