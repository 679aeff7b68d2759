//! The confidential sheet of a party.

use super::known::beyond_public;
use super::public::line_said;
use super::{list, made_by, row, say, sheet, table};
use crate::brief::Ledger;
use crate::document::{Document, Item};
use crate::text::Text;
use crate::words;
use zopa_case::decode::Word as _;
use zopa_case::draft::{IssueWorth, Mandate, Preferences, Ratifier};
use zopa_case::{Case, PartyId, Quantity, Scale};

/// The role sheet of a party: its own values, no-deal value, lines, mandate, ratifiers and what else only it knows. What the
/// case does not say is said as not stated.
///
/// `case` is the case as the party sees it, `public` as the public does, both cut to their day.
pub fn role_sheet(case: &Case, public: &Case, party: usize, program: &str) -> Document {
    let ledger = Ledger::new(case);
    let title = ledger.party(party).to_string();
    let caution = Text::new()
        .strong(format!("CONFIDENTIAL: for {title} only."))
        .plain(" Read the public information first; what stands there is not repeated here.");
    let mut document = sheet(case, &title, caution);
    own(&ledger, party, &mut document);
    beyond_public(&ledger, public, &mut document);
    made_by(program, &mut document);
    document
}

/// What is a party's own: who it is, what it wants, its limits, who must agree at home, what it could bring.
pub(super) fn own(ledger: &Ledger<'_>, party: usize, document: &mut Document) {
    who(ledger, party, document);
    wants(ledger, party, document);
    lines(ledger, party, document);
    mandate(ledger, party, document);
    home(ledger, party, document);
    leverage(ledger, party, document);
}

fn who(ledger: &Ledger<'_>, party: usize, document: &mut Document) {
    let case = ledger.case;
    let id = PartyId::new(party);
    document.heading(2, "Who you are", "you");
    let written = case.draft().parties.get(&case.party(id).name);
    let note =
        written.and_then(|written| written.note.as_ref()).map(|note| format!(" {}", words::sentence(&note.value)));
    let roles: Vec<&str> = case.party(id).roles.iter().map(|role| role.word()).collect();
    let text = Text::new().plain("You are ").party(ledger.party(party));
    say(document, text.plain(format!(" ({}).{}", words::list(&roles), note.unwrap_or_default())));
    let needs: Vec<&str> =
        case.issues().iter().filter(|issue| issue.consent.contains(&id)).map(|issue| issue.title.as_str()).collect();
    say(
        document,
        match needs.len() {
            0 => "No issue needs your yes.".to_string(),
            all if all == case.issues().len() => "Every issue needs your yes.".to_string(),
            _ => format!("Your yes is needed on: {}.", needs.join("; ")),
        },
    );
}

/// A quantity in words: `55`, `55 to 69`, `48 to 61, likely 55`.
fn entered(quantity: &Quantity) -> String {
    crate::settlement::say::entered(&quantity.to_string())
}

fn not_stated(quantity: Option<&Quantity>) -> String {
    quantity.map_or_else(|| "not stated".to_string(), entered)
}

fn wants(ledger: &Ledger<'_>, party: usize, document: &mut Document) {
    let case = ledger.case;
    document.heading(2, "What a deal is worth to you", "values");
    let Some(known) = case.draft().preferences.get(&case.parties()[party].name) else {
        say(document, "Not stated: the case gives you no values, and no value of no deal.");
        return;
    };
    say(
        document,
        match known.scale.value {
            Scale::Hundred => {
                "Your scale goes to 100. Weights of issues sum to 100; on each issue your worst option is 0 and your best 100."
            }
            Scale::One => {
                "Your scale goes to 1. Weights of issues sum to 1; on each issue your worst option is 0 and your best 1."
            }
            Scale::Raw => "Your scale is your own: what an option is worth is its value times the weight of its issue.",
        },
    );
    let no_deal = not_stated(known.no_deal.as_ref());
    say(document, Text::new().strong("No deal").plain(format!(" is worth to you: {no_deal}.")));
    if known.table.is_some() {
        say(document, "What each agreement is worth to you as a whole stands on your score sheet, one by one.");
    } else {
        by_issue(ledger, known, document);
    }
    let items = known.linkages.iter().map(|linkage| {
        let text = Text::new().code(linkage.when.text.value.clone()).plain(format!(": {}", entered(&linkage.value)));
        let note = linkage.note.as_ref().map(|note| format!(". {}", words::sentence(&note.value)));
        Item::from(text.plain(note.unwrap_or_default()))
    });
    let items: Vec<Item> = items.collect();
    if !items.is_empty() {
        say(document, "On top of that, where these hold:");
        list(document, items);
    }
    if let Some(note) = &known.note {
        say(document, words::sentence(&note.value));
    }
}

fn by_issue(ledger: &Ledger<'_>, known: &Preferences, document: &mut Document) {
    let case = ledger.case;
    if !known.order_of_weights.is_empty() {
        let title = |name: &str| {
            case.issues().iter().find(|issue| issue.name == name).map_or(name.to_string(), |issue| issue.title.clone())
        };
        let order: Vec<String> = known
            .order_of_weights
            .iter()
            .map(|names| names.value.split('=').map(|name| title(name.trim())).collect::<Vec<_>>().join(" = "))
            .collect();
        say(document, Text::new().strong("What matters most to you, first:").plain(format!(" {}.", order.join("; "))));
    }
    let rows = case.issues().iter().filter_map(|issue| {
        let worth = known.issues.get(&issue.name)?;
        Some(row(vec![
            Text::from(issue.title.clone()),
            Text::from(not_stated(worth.weight.as_ref())),
            Text::from(options(worth)),
        ]))
    });
    let rows = rows.collect();
    table(document, "What options are worth to you", &["Issue", "Weight", "Options"], rows);
    let silent = case.issues().iter().filter(|issue| known.issues.get(&issue.name).is_none());
    let silent: Vec<&str> = silent.map(|issue| issue.title.as_str()).collect();
    if !silent.is_empty() {
        say(document, format!("Not stated: what you want on {}.", words::list(&silent)));
    }
}

/// The values of options, or their order from worst to best.
fn options(worth: &IssueWorth) -> String {
    let values: Vec<String> =
        worth.values.iter().map(|(name, value)| format!("{} {}", name.value, entered(value))).collect();
    let order: Vec<&str> = worth.order.iter().map(|name| name.value.as_str()).collect();
    let order = (!order.is_empty()).then(|| format!("worst to best: {}", order.join(", ")));
    let all: Vec<String> = values.into_iter().chain(order).collect();
    if all.is_empty() { "not stated".into() } else { all.join("; ") }
}

fn lines(ledger: &Ledger<'_>, party: usize, document: &mut Document) {
    let case = ledger.case;
    document.heading(2, "Your lines", "lines");
    let items = case.lines().iter().filter(|line| line.party.index() == party).map(|line| {
        let text = line_said(ledger, line).plain(format!(". Firmness: {}.", not_stated(line.firmness.as_ref())));
        let text = if line.not_for_trade { text.plain(" Not for trade.") } else { text };
        let note = line.note.as_ref().map(|note| format!(" {}", words::sentence(note)));
        Item::from(text.plain(note.unwrap_or_default()))
    });
    let items: Vec<Item> = items.collect();
    if items.is_empty() {
        say(document, "No line of yours is stated.");
    }
    list(document, items);
}

fn mandate(ledger: &Ledger<'_>, party: usize, document: &mut Document) {
    let case = ledger.case;
    document.heading(2, "Your mandate", "mandate");
    let own = |mandate: &&Mandate| mandate.party.value == case.parties()[party].name;
    let items = case.draft().mandates.iter().filter(own).map(|mandate| {
        let mut text = Text::new().plain("You may agree to what keeps ").code(mandate.within.text.value.clone());
        let from = mandate.from.as_ref().map(|day| format!(" from {}", words::day(day)));
        let until = mandate.until.as_ref().map(|day| format!(" until {}", words::day(day)));
        text = text.plain(format!("{}{}.", from.unwrap_or_default(), until.unwrap_or_default()));
        let note = mandate.note.as_ref().map(|note| format!(" {}", words::sentence(&note.value)));
        let text = text.plain(note.unwrap_or_default());
        Item::from(ledger.with_sources(text, mandate.source.iter().map(|source| source.value.as_str())))
    });
    let items: Vec<Item> = items.collect();
    if items.is_empty() {
        say(document, "Not stated.");
    }
    list(document, items);
}

fn home(ledger: &Ledger<'_>, party: usize, document: &mut Document) {
    let case = ledger.case;
    document.heading(2, "Who must agree at home", "home");
    let own = |ratifier: &&Ratifier| ratifier.party.value == case.parties()[party].name;
    let items = case.draft().ratifiers.iter().filter(own).map(|ratifier| {
        let name = zopa_case::draft::title(&ratifier.id, &ratifier.name);
        let mut text = Text::new().strong(name).plain(format!(" ({}", ratifier.rule.value.word()));
        text = text.plain(match &ratifier.threshold {
            Some(threshold) => format!("; threshold {})", entered(threshold)),
            None => ")".into(),
        });
        for (what, rule) in [("asked about", &ratifier.about), ("needs", &ratifier.needs)] {
            if let Some(rule) = rule {
                text = text.plain(format!("; {what} ")).code(rule.text.value.clone());
            }
        }
        let note = ratifier.note.as_ref().map(|note| format!(". {}", words::sentence(&note.value)));
        let text = text.plain(note.unwrap_or_default());
        let factions = ratifier.factions.iter().map(|(name, faction)| {
            let title = faction.name.as_ref().map_or(name.value.as_str(), |name| name.value.as_str());
            let text = Text::new().plain(format!("{title}, weight {}: accepts ", entered(&faction.weight)));
            match &faction.accepts {
                Some(rule) => text.code(rule.text.value.clone()),
                None => text.plain("not stated"),
            }
        });
        let polls = ratifier.polls.iter().map(|poll| {
            let shares: Vec<String> =
                poll.shares.iter().map(|(answer, share)| format!("{} {}", answer.value, entered(share))).collect();
            let asked = format!("{}, {} asked", words::day(&poll.date), words::count(&poll.asked.value));
            Text::new()
                .emphasis(format!("\"{}\"", poll.wording.value))
                .plain(format!(" ({asked}): {}", shares.join("; ")))
        });
        let below = factions.chain(polls).collect();
        Item { text: ledger.with_sources(text, ratifier.source.iter().map(|source| source.value.as_str())), below }
    });
    let items: Vec<Item> = items.collect();
    if items.is_empty() {
        say(document, "Not stated: nobody at home is named whose yes you would need.");
    }
    list(document, items);
}

fn leverage(ledger: &Ledger<'_>, party: usize, document: &mut Document) {
    let case = ledger.case;
    let name = &case.parties()[party].name;
    let items = case.draft().leverage.iter().filter(|lever| lever.by.value == *name).map(|lever| {
        let title = zopa_case::draft::title(&lever.id, &lever.name);
        let text = Text::new().strong(title).plain(format!(
            " ({} upon {}). What it costs you: {}.",
            lever.kind.value.word(),
            ledger.party_named(&lever.upon.value),
            not_stated(lever.cost.as_ref())
        ));
        Item::from(ledger.with_sources(text, lever.source.iter().map(|source| source.value.as_str())))
    });
    let items: Vec<Item> = items.collect();
    if !items.is_empty() {
        document.heading(2, "What you could bring to bear", "leverage");
        list(document, items);
    }
}
