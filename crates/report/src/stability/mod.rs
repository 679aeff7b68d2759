//! The findings of the lens `stability` as a page, and in short for the brief.

use crate::brief::{BriefOptions, Ledger, page};
use crate::document::{Content, Document, Item};
use crate::text::Text;
use zopa_case::Case;
use zopa_lens::Run;
use zopa_lens::stability::Stability;

/// The findings of the lens `stability` alone.
pub fn stability_document(case: &Case, run: &Run<Stability>, options: &BriefOptions<'_>) -> Document {
    page(case, run, "stability", options, |ledger, document| in_brief(ledger, run, document))
}

/// What holds beside the table: a section of the brief, where the case has anything on it.
pub(crate) fn in_brief(_: &Ledger<'_>, run: &Run<Stability>, document: &mut Document) {
    let found = &run.findings;
    document.heading(2, "Beside the table", "stability");
    for conflict in &found.conflicts {
        let mut said: Vec<&String> = vec![&conflict.sentence];
        said.extend(conflict.common.iter().map(|common| &common.sentence));
        said.extend(conflict.leaves_today.iter().map(|leaving| &leaving.sentence));
        for state in &conflict.told {
            said.push(&state.sentence);
            said.extend(state.held.iter().map(|held| &held.sentence));
        }
        for wanted in &conflict.wanted {
            said.push(&wanted.sentence);
            said.extend(wanted.changes.iter().map(|change| &change.sentence));
            said.extend(wanted.locks.iter().map(|lock| &lock.sentence));
        }
        let items = said.iter().map(|said| Item::from(Text::from(said.as_str()))).collect();
        document.push_on(Content::List { numbered: false, items }, &conflict.basis);
    }
}
