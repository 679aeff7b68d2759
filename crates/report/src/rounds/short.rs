//! What further rounds come to in the brief: a few lines.

use super::shares;
use crate::brief::Ledger;
use crate::document::{Content, Document, Item};
use crate::text::Text;
use crate::words;
use zopa_lens::Run;
use zopa_lens::rounds::{Outcome, Rounds};

/// The section "Further rounds" of the brief; where talks cannot be run, what that would need. `short` leaves all but the
/// sentence out.
pub(crate) fn in_brief(ledger: &Ledger<'_>, run: &Run<Rounds>, short: bool, document: &mut Document) {
    let found = &run.findings;
    document.heading(2, "Further rounds", "rounds");
    if !found.missing.is_empty() {
        document.push_on(Content::Paragraph(Text::from(found.sentence.as_str())), &run.basis);
        return;
    }
    let text = ledger.on_basis(Text::from(found.sentence.as_str()), &run.basis);
    document.push_on(Content::Paragraph(text), &run.basis);
    if !short {
        let items: Vec<Item> = details(ledger, found).into_iter().map(Item::from).collect();
        if !items.is_empty() {
            document.push_on(Content::List { numbered: false, items }, &run.basis);
        }
        if found.runs > 0 {
            document.push_on(Content::Chart(Box::new(shares(found))), &run.basis);
        }
    }
    let drawn =
        if found.seats.iter().any(|seat| seat.strategies.len() > 1) { ", each with strategies drawn" } else { "" };
    let how = format!(
        "{} of {}, protocol {}{drawn}; more runs, and what else they say: ",
        words::counted_with(&found.runs, "run", "runs"),
        words::counted(found.rounds as usize, "round", "rounds"),
        found.protocol
    );
    document.push_on(Content::Note(Text::new().plain(how).code("zopa rounds").plain(".")), &run.basis);
}

/// What is told beside the sentence: what a ratifier stops, the package most often agreed, what it hangs on most.
fn details(ledger: &Ledger<'_>, found: &Rounds) -> Vec<Text> {
    let mut said = Vec::new();
    let stopped = found.outcomes.iter().find(|own| own.outcome == Outcome::NotRatified);
    said.extend(stopped.map(|own| Text::from(own.sentence.as_str())));
    if let Some(first) = found.agreements.first() {
        let taken = ledger.case.issues().iter().zip(&first.package);
        let taken: Vec<String> =
            taken.map(|(issue, at)| format!("{} {}", issue.title, issue.outcome_name(*at))).collect();
        let share = super::share(&first.share);
        said.push(Text::from(format!("Most often agreed, in {share} of the runs: {}.", taken.join("; "))));
    }
    said.extend(found.decides.first().map(|own| Text::from(own.sentence.as_str())));
    said
}
