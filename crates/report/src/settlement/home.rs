//! What ratifiers and mandates let through.

use super::say::{Say, in_draws, shared};
use crate::brief::joined;
use crate::document::{Content, Document, Item};
use crate::text::Text;
use crate::words;
use zopa_case::Truth;
use zopa_lens::Basis;
use zopa_lens::settlement::home::Home;

/// Ratifiers and mandates on the page, and lines below one of them.
const ITEMS: usize = 12;
const BELOW: usize = 12;

/// The section on ratifiers and mandates; nothing where the case has none.
pub(super) fn at_home(say: &Say<'_>, document: &mut Document) {
    let found = &say.found.home;
    if found.ratifiers.is_empty() && found.mandates.is_empty() {
        return;
    }
    document.heading(2, "At home", "home");
    let ratified: Vec<&Basis> = found.ratifiers.iter().map(|home| &home.basis).collect();
    let mandated: Vec<&Basis> = found.mandates.iter().map(|mandate| &mandate.basis).collect();
    // What the whole section rests on is said once, before it.
    let said = shared(ratified.iter().chain(&mandated).copied());
    if let Some(joint) = &found.joint {
        let text = say.ledger.on_basis(Text::new().plain(words::sentence(&joint.sentence)), &joint.basis);
        document.push_on(Content::Paragraph(text), &joint.basis);
    }
    if let Some([certain, possible]) = say.found.at_home.as_ref().filter(|[_, possible]| possible.n() > 1) {
        let (sure, perhaps) = (in_draws(certain), in_draws(possible));
        let text = match sure == perhaps {
            true => format!("A package of the zone passes every ratifier {sure}."),
            false => format!("A package of the zone passes every ratifier for certain {sure}; possibly {perhaps}."),
        };
        document.push_on(Content::Paragraph(Text::new().plain(text)), &say.found.zone.basis);
    }
    let ratifiers: Vec<Item> = found.ratifiers.iter().take(ITEMS).map(|home| ratifier(say, home, &said)).collect();
    let mandate = |mandate: &zopa_lens::settlement::home::Mandated| {
        Item::from(say.beyond(Text::new().plain(words::sentence(&mandate.sentence)), &mandate.basis, &said))
    };
    let mandates: Vec<Item> = found.mandates.iter().take(ITEMS).map(mandate).collect();
    list("Ratifiers", "ratifiers", ratifiers, &ratified, document);
    list("Mandates", "mandates", mandates, &mandated, document);
}

fn list(heading: &str, anchor: &str, items: Vec<Item>, all: &[&Basis], document: &mut Document) {
    if items.is_empty() {
        return;
    }
    document.heading(3, heading, anchor);
    let shown = items.len();
    document.push_on(Content::List { numbered: false, items }, &joined(all.iter().copied()));
    if shown < all.len() {
        document.push(Content::Note(Text::new().plain(format!("{shown} of {} are shown.", words::count(&all.len())))));
    }
}

/// A ratifier; below it the factions that change something, the polls that are used, and what would carry the packages
/// of the case. What changes nothing is named together.
fn ratifier(say: &Say<'_>, home: &Home, said: &Basis) -> Item {
    let text = say.beyond(Text::new().plain(words::sentence(&home.sentence)), &home.basis, said);
    let mut lines: Vec<String> = Vec::new();
    let idle = |faction: &&zopa_lens::settlement::home::FactionHome| {
        faction.accepts.is_some()
            && faction.empties != Some(true)
            && faction.without.is_some()
            && faction.without == home.passes
    };
    let named = |names: Vec<&str>, before: &str, after: &str| {
        (!names.is_empty()).then(|| words::sentence(&format!("{before}{}{after}", words::list(&names))))
    };
    lines.extend(
        home.factions.iter().filter(|faction| !idle(faction)).map(|faction| words::sentence(&faction.sentence)),
    );
    let quiet = home.factions.iter().filter(idle).map(|faction| faction.title.as_str()).collect();
    lines.extend(named(quiet, "as many packages pass without ", ", each left out alone"));
    let (used, shown): (Vec<_>, Vec<_>) = home.polls.iter().partition(|poll| poll.support.is_some());
    lines.extend(used.iter().map(|poll| words::sentence(&poll.sentence)));
    let shown = shown.iter().map(|poll| poll.poll.as_deref().unwrap_or("a poll without an id")).collect();
    lines.extend(named(
        shown,
        "polls not used, since they asked something else or do not say which answers count: ",
        "",
    ));
    let (pass, fail): (Vec<_>, Vec<_>) = home.sweeteners.iter().partition(|sweetened| sweetened.passes == Truth::Yes);
    lines.extend(fail.iter().map(|sweetened| words::sentence(&sweetened.sentence)));
    let pass = pass.iter().map(|sweetened| sweetened.package.as_str()).collect();
    lines.extend(named(pass, "packages that pass it as they stand: ", ""));
    lines.retain(|line| !line.is_empty());
    let left = lines.len().saturating_sub(BELOW);
    lines.truncate(BELOW);
    let mut below: Vec<Text> = lines.into_iter().map(Text::from).collect();
    if left > 0 {
        below.push(
            Text::new().plain(format!("and {} in the JSON answer.", words::counted(left, "more line", "more lines"))),
        );
    }
    Item { text, below }
}
