//! The findings of the lens `stability` as a page, and in short for the brief: which situations beside the table hold, why
//! each decision maker stays, the ways from today, and what would make a wanted situation hold.
//!
//! Every part says what the case would need where there is nothing to show.

mod beyond;
mod pictures;
mod short;
mod states;
mod wanted;
mod ways;

use crate::brief::{BriefOptions, Ledger, page};
use crate::document::{Content, Document, Item};
use crate::text::{Text, anchor};
use crate::words;
use zopa_case::Case;
use zopa_lens::stability::{Concept, ConflictFound, Stability};
use zopa_lens::{Arithmetic, Run, Stop};

pub(crate) use short::in_brief;

/// The findings of the lens `stability` alone.
///
/// `case` is the case the findings were computed on (cut to its day and audience).
pub fn stability_document(case: &Case, run: &Run<Stability>, options: &BriefOptions<'_>) -> Document {
    page(case, run, "stability", options, |ledger, document| {
        document.heading(2, "Beside the table", "stability");
        let found = &run.findings;
        if !found.missing.is_empty() {
            document.push_on(Content::Paragraph(Text::from(NOTHING)), &run.basis);
            document.push(needs(&found.missing));
        }
        for conflict in found.conflicts.iter().take(CONFLICTS) {
            one(&Beside { ledger, found: conflict }, document);
        }
        more_in(document, found.conflicts.len(), CONFLICTS, "conflict", "conflicts");
    })
}

/// Conflicts told in full.
const CONFLICTS: usize = 12;

/// What is said of a case without a conflict.
const NOTHING: &str = "Nothing can be said of what holds beside the table.";

/// The concepts, the strongest first.
const CONCEPTS: [Concept; 5] = [Concept::Nash, Concept::Sseq, Concept::Seq, Concept::Smr, Concept::Gmr];

/// A conflict with the names of what it points at.
struct Beside<'a> {
    ledger: &'a Ledger<'a>,
    found: &'a ConflictFound,
}

/// A conflict in full.
fn one(beside: &Beside<'_>, document: &mut Document) {
    let found = beside.found;
    document.heading(3, &found.title, &anchor("conflict", &found.conflict));
    let text = beside.ledger.on_basis(Text::new().plain(found.sentence.clone()), &found.basis);
    document.push_on(Content::Paragraph(text), &found.basis);
    if !found.missing.is_empty() {
        document.push(needs(&found.missing));
    }
    let ended = match found.stop {
        Stop::Complete => None,
        Stop::Budget => Some("It ended at a limit: what is not told here may hold all the same."),
        Stop::Cancelled => Some("It was stopped before its end: what is told rests on the draws made until then."),
    };
    if let Some(ended) = ended {
        document.push(Content::Note(Text::from(ended)));
    }
    for note in &found.notes {
        document.push(Content::Note(Text::from(note.as_str())));
    }
    states::actions(beside, document);
    if found.missing.is_empty() && found.draws > 0 {
        states::equilibria(beside, document);
        pictures::graph(beside, document);
        ways::today(beside, document);
        ways::ways(beside, document);
        wanted::wanted(beside, document);
        beyond::beyond(beside, document);
    }
}

/// What the case would need.
fn needs(missing: &[String]) -> Content {
    let lead = Text::new().strong("The case would need:").plain(format!(" {}.", words::list(missing)));
    Content::Paragraph(lead)
}

/// `3 more conflicts in the JSON answer.` as a note, where a list is cut.
fn more_in(document: &mut Document, all: usize, shown: usize, one: &str, many: &str) {
    if let Some(left) = all.checked_sub(shown).filter(|left| *left > 0) {
        let text =
            format!("{} in the JSON answer.", words::counted(left, &format!("more {one}"), &format!("more {many}")));
        document.push(Content::Note(Text::from(text)));
    }
}

/// A heading within a conflict.
fn part(document: &mut Document, of: &ConflictFound, title: &str) {
    document.heading(4, title, &anchor("part", &format!("{}.{title}", of.conflict)));
}

/// Sentences as a list.
fn sentences<'s>(document: &mut Document, of: &ConflictFound, said: impl IntoIterator<Item = &'s str>) {
    let items: Vec<Item> = said.into_iter().map(|said| Item::from(Text::from(said))).collect();
    if !items.is_empty() {
        document.push_on(Content::List { numbered: false, items }, &of.basis);
    }
}

impl Beside<'_> {
    /// Whether preferences were drawn.
    fn drawn(&self) -> bool {
        self.found.arithmetic == Arithmetic::Sampled
    }

    /// Name as shown of an action.
    fn action(&self, bit: usize) -> &str {
        self.found.actions.get(bit).map_or("?", |action| action.title.as_str())
    }

    /// The actions whose bits are set, in quotes.
    fn actions(&self, mask: u64) -> Vec<String> {
        let bits = 0..self.found.actions.len().min(53);
        bits.filter(|bit| mask >> bit & 1 == 1).map(|bit| format!("\"{}\"", self.action(bit))).collect()
    }

    /// The actions taken in a state.
    fn taken(&self, state: u64) -> String {
        match self.actions(state).as_slice() {
            [] => "nothing is done".into(),
            all => words::list(all),
        }
    }

    /// What a mover changes between two states: `begins "a" and ends "b"`.
    fn change(&self, from: u64, to: u64) -> String {
        let part = |verb: &str, mask: u64| {
            let own = self.actions(mask);
            (!own.is_empty()).then(|| format!("{verb} {}", words::list(&own)))
        };
        let said = [part("begins", to & !from), part("ends", from & !to)];
        said.into_iter().flatten().collect::<Vec<_>>().join(" and ")
    }
}

/// The abbreviation that the field uses for a concept.
fn name(concept: Concept) -> &'static str {
    match concept {
        Concept::Nash => "Nash",
        Concept::Gmr => "GMR",
        Concept::Smr => "SMR",
        Concept::Seq => "SEQ",
        Concept::Sseq => "SSEQ",
    }
}

/// The strongest of some concepts: those that follow from no other of them.
fn strongest(concepts: &[Concept]) -> Vec<Concept> {
    let follows = |one: Concept, other: Concept| {
        matches!(
            (other, one),
            (Concept::Nash, Concept::Sseq | Concept::Seq | Concept::Smr | Concept::Gmr)
                | (Concept::Sseq, Concept::Seq | Concept::Smr | Concept::Gmr)
                | (Concept::Seq | Concept::Smr, Concept::Gmr)
        )
    };
    let own = |concept: &&Concept| !concepts.iter().any(|other| follows(**concept, *other));
    concepts.iter().filter(own).copied().collect()
}

/// Numbers of states, at most `most`: `1, 5, 9 and 3 more`.
fn numbers(states: &[u64], most: usize) -> String {
    let mut said: Vec<String> = states.iter().take(most).map(ToString::to_string).collect();
    if states.len() > most {
        said.push(format!("{} more", words::count(&(states.len() - most))));
    }
    if said.is_empty() { "none".into() } else { words::list(&said) }
}
