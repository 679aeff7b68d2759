//! The facilitator's sheet: what the facilitator knows, what is open, and what to ask.

use super::known::beyond_public;
use super::role::own;
use super::{list, made_by, say, sheet};
use crate::brief::{Ledger, ask_next, brackets};
use crate::document::{Document, Item};
use crate::text::Text;
use crate::words;
use zopa_case::Case;
use zopa_case::decode::Word as _;
use zopa_lens::Run;
use zopa_lens::gaps::Gaps;

/// The facilitator's sheet. `gaps` is the lens on the case as the facilitator sees it; `has_role` says that what is the
/// facilitator's own stands on a role sheet beside this one.
///
/// `case` is the case as the facilitator sees it, `public` as the public does, both cut to their day.
pub fn facilitator_sheet(
    case: &Case,
    public: &Case,
    party: usize,
    gaps: &Run<Gaps>,
    has_role: bool,
    program: &str,
) -> Document {
    let ledger = Ledger::new(case);
    let title = ledger.party(party).to_string();
    let caution = Text::new()
        .strong(format!("CONFIDENTIAL: for {title} only."))
        .plain(" Read the public information first. The values of the parties are not yours to know.");
    let mut document = sheet(case, &format!("{title}, facilitator"), caution);
    if has_role {
        say(&mut document, "What is your own, as a party with interests, stands on your role sheet.");
    } else {
        own(&ledger, party, &mut document);
    }
    beyond_public(&ledger, public, &mut document);
    document.heading(2, "What is agreed, and what is open", "open");
    let items = gaps.findings.issues.iter().map(|gap| {
        let text =
            Text::new().strong(ledger.issue_title(gap.issue)).plain(format!(": {}", words::sentence(&gap.sentence)));
        Item::from(ledger.on_basis(text, &gap.basis))
    });
    list(&mut document, items.collect());
    brackets(&ledger, gaps, &mut document);
    text(&ledger, &mut document);
    ask_next(&ledger, gaps, &mut document);
    made_by(program, &mut document);
    document
}

/// The single text as it stands.
fn text(ledger: &Ledger<'_>, document: &mut Document) {
    let articles = &ledger.case.draft().text;
    if articles.is_empty() {
        return;
    }
    document.heading(2, "The single text", "text");
    let items = articles.iter().map(|article| {
        let name = zopa_case::draft::title(&article.id, &article.title);
        let text = Text::new().strong(name).plain(format!(" ({}): ", article.status.value.word()));
        let text = text.plain(article.text.value.trim().to_string());
        let below = article.brackets.iter().enumerate().map(|(at, bracket)| {
            let alternatives: Vec<String> = bracket
                .alternatives
                .iter()
                .map(|(party, words)| format!("{}: {}", ledger.party_named(&party.value), words.value))
                .collect();
            Text::from(format!("[{}] {}", at + 1, alternatives.join("; ")))
        });
        Item { below: below.collect(), text }
    });
    list(document, items.collect());
}
