//! What blocks and what would open with the values of a case.

use crate::blockers::package;
use crate::brief::{Ledger, joined};
use crate::document::{Content, Document, Item};
use crate::text::Text;
use crate::words;
use zopa_lens::blockers::{ValueOpening, WithValues};

/// Sets and openings on the page; JSON has more.
const SETS: usize = 12;
/// Sets and openings in the brief.
const IN_BRIEF: usize = 3;

/// The section of the page.
pub(crate) fn section(ledger: &Ledger<'_>, found: &WithValues, document: &mut Document) {
    fill(ledger, found, SETS, document);
}

/// The section of the brief.
pub(crate) fn in_brief(ledger: &Ledger<'_>, found: &WithValues, document: &mut Document) {
    fill(ledger, found, IN_BRIEF, document);
}

fn fill(ledger: &Ledger<'_>, found: &WithValues, most: usize, document: &mut Document) {
    document.heading(3, "With the values entered", "blockers-values");
    let lead = Text::new().strong(found.sentence.clone());
    document.push_on(Content::Paragraph(ledger.on_basis(lead, &found.basis)), &found.basis);
    let mut told: Vec<Item> = Vec::new();
    let all = &found.blocking_sets;
    told.extend(all.iter().take(most).map(|set| Item::from(Text::from(set.sentence.as_str()))));
    told.extend(more(found.sets_in_all, most, "blocking sets"));
    for without in &found.no_opening_without {
        let names: Vec<String> = without.iter().map(|soft| format!("{} ({})", soft.id, soft.what)).collect();
        told.push(
            Text::from(format!(
                "In some draws there is no opening without {}, which is not for trade.",
                words::list(&names)
            ))
            .into(),
        );
    }
    told.extend(found.openings.iter().take(most).map(|opening| opening_item(ledger, opening, most == SETS)));
    told.extend(more(found.openings_in_all, most, "openings"));
    told.extend(found.least_change.iter().map(|least| {
        let below =
            if most == SETS { vec![Text::new().code(package(ledger.case, &least.package))] } else { Vec::new() };
        Item { text: Text::from(least.sentence.as_str()), below }
    }));
    told.extend(found.dilution.iter().map(|would| Item::from(Text::from(would.sentence.as_str()))));
    if told.is_empty() {
        return;
    }
    let bases = all.iter().map(|set| &set.basis).chain(found.openings.iter().map(|opening| &opening.basis));
    document.push_on(Content::List { numbered: false, items: told }, &joined(bases));
    if !found.complete {
        let text = "Not every set of every draw is listed; those told are proved in the draws counted.";
        document.push(Content::Note(Text::from(text)));
    }
}

fn more(all: usize, most: usize, what: &str) -> Option<Item> {
    let more = all.checked_sub(most).filter(|more| *more > 0)?;
    Some(Text::from(format!("{} more {what}.", words::count(&more))).into())
}

fn opening_item(ledger: &Ledger<'_>, opening: &ValueOpening, with_example: bool) -> Item {
    let opens =
        opening.opens.as_ref().map(|count| format!(" It opens {}.", words::counted_with(count, "package", "packages")));
    let text = Text::from(format!("{}{}", opening.sentence, opens.unwrap_or_default()));
    let example = opening.example.as_ref().filter(|_| with_example);
    let below = example.map(|outcomes| Text::new().plain("For example: ").code(package(ledger.case, outcomes)));
    Item { text, below: below.into_iter().collect() }
}
