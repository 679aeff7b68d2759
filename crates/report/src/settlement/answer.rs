//! Is there a zone, what each party can get, and what cannot be said.

use super::say::{Say, entered, in_draws, short, thirds};
use crate::brief::{Ledger, joined};
use crate::document::{Block, Content, Document, Item, Place, Row, Table, columns, heading};
use crate::text::Text;
use crate::words;
use zopa_lens::settlement::{PartyValues, Settlement, Size};
use zopa_lens::{Basis, Run};

/// Assumptions and parties named in the short answer.
const NAMED: usize = 3;

/// The section "Is there a zone", at most twenty lines of a terminal: the answer, the counts, who closes it alone, what
/// decides most, and a package to begin with. Where nobody has values, one line that says so.
pub(crate) fn zone(ledger: &Ledger<'_>, run: &Run<Settlement>) -> Vec<Block> {
    let found = &run.findings;
    let say = Say::new(ledger, found);
    let block = |content: Content, basis: &Basis| Block { content, basis: basis.clone(), place: Place::Page };
    let mut blocks = vec![block(heading(2, "Is there a zone", "zone"), &Basis::default())];
    if !say.valued() {
        let text =
            "No values are entered: beyond the record there is not enough information to say whether a zone exists.";
        blocks.push(block(Content::Paragraph(Text::from(text)), &found.zone.basis));
        return blocks;
    }
    blocks.push(block(Content::Paragraph(ledger.on_basis(headline(found), &found.zone.basis)), &found.zone.basis));
    let items: Vec<Item> = [Some(counts(found)), alone(&say), decides(found), example(&say)]
        .into_iter()
        .flatten()
        .map(Item::from)
        .collect();
    blocks.push(block(Content::List { numbered: false, items }, &found.zone.basis));
    if found.draws > 0 {
        let text = "A share counts draws of the numbers entered. It is no forecast, and no better than they are.";
        blocks.push(block(Content::Note(Text::from(text)), &Basis::default()));
    }
    blocks
}

/// What the answer is called where it is neither yes nor no.
const UNKNOWN: &str = "Not enough information";

/// The answer in one line: a word that can be read from afar, and the sentence behind it.
fn headline(found: &Settlement) -> Text {
    let zone = &found.zone;
    let word = match (zone.empty, zone.share.and_then(|share| share.value())) {
        (Some(false), _) => "Yes".to_string(),
        (Some(true), _) => "No".into(),
        (None, Some(_)) => "It hangs on the numbers".into(),
        (None, None) => UNKNOWN.into(),
    };
    let said = match &zone.share {
        Some(share) if found.draws > 0 => format!("A zone {}", in_draws(share)),
        // A sentence that begins with the word itself goes on after it.
        _ => zone.sentence.trim().trim_start_matches(UNKNOWN).trim_start_matches([':', ';', ',', '.', ' ']).to_string(),
    };
    Text::new().strong(format!("{word}.")).plain(format!(" {}", words::sentence(&said)))
}

/// Packages, those that keep logic and lines, those of the zone.
fn counts(found: &Settlement) -> Text {
    let mut said = vec![format!("{} packages", words::count(&found.packages))];
    let logical =
        found.logical.as_ref().filter(|count| **count != found.packages && found.admissible.as_ref() != Some(*count));
    said.extend(logical.map(|count| format!("{} keep the logic", words::count(count))));
    said.push(match &found.admissible {
        Some(count) if *count == found.packages => "all keep the logic and every line".into(),
        Some(count) => format!("{} keep the logic and every line", words::count(count)),
        None => "how many keep logic and lines was not counted".into(),
    });
    said.extend(found.zone.size.as_ref().map(|size| match size {
        Size::Exact(count) => format!("{} in the zone", words::count(count)),
        Size::Bounded(low, high) => format!("between {} and {} in the zone", words::count(low), words::count(high)),
        Size::Sampled(low, high, n) => format!(
            "about {} to {} in the zone (estimated from {} drawn at random)",
            words::count(low),
            words::count(high),
            words::count(n)
        ),
    }));
    Text::new().plain(words::sentence(&said.join("; ")))
}

/// Who closes the zone whatever the others do.
fn alone(say: &Say<'_>) -> Option<Text> {
    let closes = say.found.parties.iter().filter(|known| known.consents);
    let mut closes: Vec<(&PartyValues, &zopa_lens::Share)> = closes
        .filter_map(|known| Some((known, known.closes_alone.as_ref().filter(|share| share.hits() > 0)?)))
        .collect();
    closes.sort_by(|one, two| two.1.hits().cmp(&one.1.hits()).then(one.0.party.cmp(&two.0.party)));
    let said: Vec<String> = closes
        .iter()
        .take(NAMED)
        .map(|(known, share)| match share.n() {
            1 => say.party(known.party).to_string(),
            _ => format!("{} {}", say.party(known.party), in_draws(share)),
        })
        .collect();
    let text = Text::new()
        .strong("Closed by one party alone")
        .plain(" (its best admissible package is worth less to it than no deal): ");
    (!said.is_empty()).then(|| text.plain(format!("{}.", said.join("; "))))
}

/// The assumptions that decide most.
fn decides(found: &Settlement) -> Option<Text> {
    let told = found.decides.iter().take(NAMED).map(|known| {
        let (low, high) = thirds(known);
        format!("{} ({low}: {}; {high}: {})", known.title, short(&known.low), short(&known.high))
    });
    let told: Vec<String> = told.collect();
    let text = Text::new().strong("What decides").plain(" (draws with a zone where it is low, and where it is high): ");
    (!told.is_empty()).then(|| text.plain(words::sentence(&told.join("; "))))
}

/// A package to begin with.
fn example(say: &Say<'_>) -> Option<Text> {
    let example = say.found.zone.example.as_ref()?;
    let what = if say.found.draws > 0 {
        "In the zone of most draws, of the packages looked at:"
    } else {
        "A package of the zone:"
    };
    let text = Text::new().strong(what).plain(" ").then(say.takes(&example.package, &[]));
    let values = say.values(example);
    Some(if values.is_empty() { text.plain(".") } else { text.plain(format!(". Worth: {values}.")) })
}

/// Best and worst for every party, and what closes the zone alone.
pub(super) fn parties(say: &Say<'_>, document: &mut Document) {
    if !say.valued() {
        return;
    }
    document.heading(2, "What each party can get", "parties");
    let known: Vec<&PartyValues> = say.found.parties.iter().collect();
    let in_zone = known.iter().any(|known| known.best_in_zone.is_some());
    let closes = known.iter().any(|known| known.closes_alone.is_some());
    let worst = known.iter().any(|known| known.worst.is_some());
    let mut titles = vec!["Party", "No deal"];
    titles.extend(worst.then_some("Worst"));
    titles.push("Best");
    titles.extend(if in_zone { ["Worst in the zone", "Best in the zone"].as_slice() } else { &[] });
    titles.extend(closes.then_some("Closes it alone"));
    let row = |known: &&PartyValues| {
        let worth = |worth: &Option<zopa_lens::settlement::Worth>| {
            Text::new().plain(worth.as_ref().map_or_else(|| "not known".into(), |worth| say.worth(known.party, worth)))
        };
        let mut name = Text::new().party(say.party(known.party));
        if !known.consents {
            name = name.plain(" (its yes is not needed)");
        }
        let no_deal = known.no_deal.as_deref().map_or_else(|| "not entered".into(), entered);
        let mut cells = vec![name, Text::new().plain(no_deal)];
        cells.extend(worst.then(|| worth(&known.worst)));
        cells.push(worth(&known.best));
        if in_zone {
            cells.extend([worth(&known.worst_in_zone), worth(&known.best_in_zone)]);
        }
        if closes {
            cells.push(Text::new().plain(known.closes_alone.as_ref().map_or_else(|| "not known".into(), short)));
        }
        Row { anchor: String::new(), cells }
    };
    let rows = known.iter().map(row).collect();
    let table = Table { caption: "What each party can get".into(), columns: columns(&titles), rows };
    document.push_on(Content::Table(table), &say.found.zone.basis);
    let mut text = "Each on the party's own scale, over the packages that keep logic and lines.".to_string();
    if say.found.draws > 0 {
        text.push_str(" A range holds nine draws of ten.");
    }
    document.push(Content::Note(Text::new().plain(text)));
    let missing: Vec<Item> = known
        .iter()
        .filter(|known| !known.missing.is_empty())
        .map(|known| {
            let said = words::sentence(&known.missing.join("; "));
            Item::from(Text::new().party(say.party(known.party)).plain(format!(": {said}")))
        })
        .collect();
    if !missing.is_empty() {
        document.push(Content::List { numbered: false, items: missing });
    }
}

/// What cannot be said, and what it would need.
pub(super) fn not_said(say: &Say<'_>, document: &mut Document) {
    let found = say.found;
    let mut items: Vec<Item> =
        found.not_said.iter().map(|said| Item::from(Text::new().plain(words::sentence(said)))).collect();
    if !say.valued() {
        // Of those whose yes is needed it is said already.
        let open = |known: &&PartyValues| !known.consents && !known.missing.is_empty();
        items.extend(found.parties.iter().filter(open).map(|known| {
            let said = words::sentence(&known.missing.join("; "));
            Item::from(Text::new().party(say.party(known.party)).plain(format!(": {said}")))
        }));
    }
    if items.is_empty() {
        return;
    }
    document.heading(2, "What cannot be said", "not-said");
    document.push_on(Content::List { numbered: false, items }, &joined([&found.zone.basis]));
}
