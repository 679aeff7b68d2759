//! What changed between two days: what moved, and what was learned.

use super::joined;
use super::ledger::Ledger;
use crate::document::{Content, Document, Item};
use crate::text::Text;
use crate::words;
use zopa_lens::Run;
use zopa_lens::diff::{ChangeKind, Diff};

pub(super) fn since(ledger: &Ledger<'_>, run: &Run<Diff>, document: &mut Document) {
    let diff = &run.findings;
    let (from, to) = (words::day_of(&diff.from), words::day_of(&diff.to));
    document.heading(2, &format!("What changed since {from}"), "changed");
    let new = match diff.new_entries.len() {
        0 => format!("No entry became known after {from} and up to {to}."),
        count => format!("{} became known after {from} and up to {to}.", words::counted(count, "entry", "entries")),
    };
    let moved = diff.moved.iter().filter(|change| change.kind == ChangeKind::Moved).count();
    let none = if moved == 0 && !diff.new_entries.is_empty() { " No party's own position moved." } else { "" };
    document.push_on(Content::Paragraph(Text::new().plain(format!("{new}{none}"))), &run.basis);
    changes(ledger, diff, ChangeKind::Moved, "Moved (the party itself said something new): ", document);
    changes(ledger, diff, ChangeKind::Learned, "Learned (said before, or told by somebody else): ", document);
    if diff.moved.is_empty() && !diff.new_entries.is_empty() {
        let items = diff.new_entries.iter().filter_map(|name| {
            let entry = ledger.entry(name)?;
            let text = Text::new()
                .party(ledger.case.party(entry.party).title.as_str())
                .plain(", ")
                .plain(words::day(&entry.date))
                .plain(": ");
            let sources = entry.sources.iter().map(|source| ledger.case.source(*source).name.as_str());
            Some(Item::from(ledger.with_sources(text.with(ledger.entry_link(name)), sources)))
        });
        document.push_on(Content::List { numbered: false, items: items.collect() }, &run.basis);
    }
}

fn changes(ledger: &Ledger<'_>, diff: &Diff, kind: ChangeKind, lead: &str, document: &mut Document) {
    let of_kind: Vec<_> = diff.moved.iter().filter(|change| change.kind == kind).collect();
    if of_kind.is_empty() {
        return;
    }
    let basis = joined(of_kind.iter().map(|change| &change.basis));
    document.push(Content::Paragraph(Text::new().strong(lead.trim_end().to_string())));
    let items = of_kind
        .iter()
        .map(|change| Item::from(ledger.on_basis(Text::new().plain(words::sentence(&change.sentence)), &change.basis)));
    document.push_on(Content::List { numbered: false, items: items.collect() }, &basis);
}
