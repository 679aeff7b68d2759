//! The findings of the lens `roadmap` as a page, and in short for the brief.

use crate::brief::{BriefOptions, Ledger, page};
use crate::document::{Content, Document, Item};
use crate::text::Text;
use zopa_case::Case;
use zopa_lens::Run;
use zopa_lens::roadmap::Roadmap;

/// The findings of the lens `roadmap` alone.
pub fn roadmap_document(case: &Case, run: &Run<Roadmap>, options: &BriefOptions<'_>) -> Document {
    page(case, run, "roadmap", options, |ledger, document| in_brief(ledger, run, document))
}

/// The order, its locks and plans: a section of the brief.
pub(crate) fn in_brief(_: &Ledger<'_>, run: &Run<Roadmap>, document: &mut Document) {
    let found = &run.findings;
    document.heading(2, "The order", "order");
    let said: Vec<&String> = found
        .deadlocks
        .iter()
        .map(|found| &found.sentence)
        .chain(found.mismatches.iter().map(|found| &found.sentence))
        .chain(found.steps.iter().map(|found| &found.sentence))
        .chain(found.calendar.conflicts.iter().map(|found| &found.sentence))
        .chain(found.plans.iter().map(|found| &found.sentence))
        .chain(found.trust.iter().map(|found| &found.sentence))
        .chain(found.inspections.iter().map(|found| &found.sentence))
        .collect();
    let items = said.iter().map(|said| Item::from(Text::from(said.as_str()))).collect();
    document.push_on(Content::List { numbered: false, items }, &run.basis);
}
