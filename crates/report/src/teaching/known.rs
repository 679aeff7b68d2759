//! What a reader knows beyond the public information.

use super::{list, row, say, table};
use crate::brief::{Ledger, entry_row};
use crate::document::{Document, Item};
use crate::text::Text;
use crate::words;
use std::collections::BTreeSet;
use zopa_case::Case;
use zopa_case::draft::Session;

/// Statements, sessions, drafts and sources that the reader of `ledger`'s case may see and the public may not.
pub(super) fn beyond_public(ledger: &Ledger<'_>, public: &Case, document: &mut Document) {
    let case = ledger.case;
    document.heading(2, "What you know and the others may not", "known");
    let before = document.blocks.len();
    let of = |names: Vec<&str>| names.into_iter().map(str::to_string).collect::<BTreeSet<String>>();
    let entries = of(public.entries().iter().map(|entry| entry.name.as_str()).collect());
    let told = case.entries().iter().filter(|entry| !entries.contains(&entry.name));
    let rows = told.map(|entry| entry_row(ledger, entry)).collect();
    let titles = ["Entry", "Date", "Party", "Says", "Words of the source, sources, remarks"];
    table(document, "Statements", &titles, rows);
    let packages = of(public.packages().iter().map(|package| package.name.as_str()).collect());
    let told = case.packages().iter().filter(|package| !packages.contains(&package.name)).map(|package| {
        let terms = package.terms.iter().map(|term| {
            let issue = case.issue(term.issue);
            let options = term.options.iter().map(|option| issue.options[*option].name.clone());
            let outcomes = term.outcomes.iter().map(|outcome| issue.outcome_name(*outcome));
            format!("{} {}", issue.name, options.chain(outcomes).collect::<Vec<_>>().join(" | "))
        });
        let terms: Vec<String> = terms.collect();
        let text = Text::new().strong(package.title.clone()).plain(format!(
            " ({}, {}): {}.",
            words::day(&package.date),
            super::names(case, &package.by),
            terms.join("; ")
        ));
        Item::from(ledger.with_sources(text, package.sources.iter().map(|source| case.source(*source).name.as_str())))
    });
    list(document, told.collect());
    let sessions = of(public.draft().sessions.iter().map(|session| session.id.value.as_str()).collect());
    let told = case.draft().sessions.iter().filter(|session| !sessions.contains(&session.id.value));
    list(document, told.map(|session| session_said(ledger, session)).collect());
    let known = of(public.sources().iter().map(|source| source.name.as_str()).collect());
    let rows = case.sources().iter().filter(|source| !known.contains(&source.name)).map(|source| {
        row(vec![
            Text::new().strong(source.name.clone()),
            Text::from(source.grade.to_string()),
            Text::from(words::day(&source.date)),
            Text::from(source.title.clone()),
        ])
    });
    let rows = rows.collect();
    table(document, "Sources", &["Source", "Grade", "Date", "Title"], rows);
    if document.blocks.len() == before {
        say(document, "Nothing beyond the public information is stated.");
    }
}

/// A session with what was proposed and answered in it.
fn session_said(ledger: &Ledger<'_>, session: &Session) -> Item {
    let name = zopa_case::draft::title(&session.id, &session.name);
    let who: Vec<&str> = session.participants.iter().map(|party| ledger.party_named(&party.value)).collect();
    let mut text = Text::new().strong(format!("{}: {name}", words::day(&session.date)));
    text = text.plain(format!(" ({} track; {}).", session.track.value, words::list(&who)));
    if let Some(told) = session.outcome.as_ref().and_then(|outcome| outcome.text.as_ref()) {
        text = text.plain(format!(" {}", words::sentence(&told.value)));
    }
    let mut below = Vec::new();
    for proposal in &session.proposals {
        let terms: Vec<String> = proposal
            .terms
            .iter()
            .map(|(issue, options)| {
                let options: Vec<&str> = options.iter().map(|option| option.value.as_str()).collect();
                format!("{} {}", issue.value, options.join(" | "))
            })
            .chain(proposal.package.iter().chain(&proposal.step).map(|named| named.value.clone()))
            .collect();
        let to: Vec<&str> = proposal.to.iter().map(|party| ledger.party_named(&party.value)).collect();
        let mut line = Text::new().party(ledger.party_named(&proposal.by.value));
        line = line.plain(format!(" to {}: {}.", words::list(&to), terms.join("; ")));
        for answer in &proposal.answers {
            use zopa_case::decode::Word as _;
            line = line.plain(" ").party(ledger.party_named(&answer.party.value));
            line = line.plain(format!(" answered: {}.", answer.says.value.word()));
            if let Some(quote) = &answer.quote {
                line = line.plain(" ").emphasis(format!("\"{}\"", quote.value));
            }
        }
        below.push(line);
    }
    Item { text: ledger.with_sources(text, session.source.iter().map(|source| source.value.as_str())), below }
}
