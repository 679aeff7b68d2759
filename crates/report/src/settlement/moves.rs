//! What could be traded, drafts made better step by step, dividing, who gives way next, and inducements and pressure.

use super::say::{Say, rounded, short};
use crate::brief::joined;
use crate::document::{Content, Document, Item, Row, Table, columns};
use crate::text::{Text, anchor};
use crate::words;
use zopa_case::{Number, TICKS};
use zopa_lens::settlement::{Improvement, Levers};

/// Items of a list, and steps of a text, on the page.
const ITEMS: usize = 12;
const STEPS: usize = 8;

/// Pairs of issues that two parties weigh unlike.
pub(super) fn trades(say: &Say<'_>, document: &mut Document) {
    let found = say.found;
    if found.trades.is_empty() {
        return;
    }
    document.heading(2, "What could be traded", "trades");
    let items: Vec<Item> = found
        .trades
        .iter()
        .take(ITEMS)
        .map(|trade| Item::from(Text::new().plain(words::sentence(&trade.sentence))))
        .collect();
    document.push_on(Content::List { numbered: false, items }, &found.zone.basis);
    left_out(found.trades.len(), document);
}

fn left_out(count: usize, document: &mut Document) {
    if count > ITEMS {
        let text = format!("{ITEMS} of {} are shown.", words::count(&count));
        document.push(Content::Note(Text::new().plain(text)));
    }
}

/// From each draft of the case, step by step, each better for all.
pub(super) fn texts(say: &Say<'_>, document: &mut Document) {
    let found = say.found;
    if found.texts.is_empty() {
        return;
    }
    document.heading(2, "Drafts made better for all", "texts");
    let items: Vec<Item> = found.texts.iter().take(ITEMS).map(|text| improvement(say, text)).collect();
    document.push_on(Content::List { numbered: false, items }, &joined(found.texts.iter().map(|text| &text.basis)));
    left_out(found.texts.len(), document);
}

fn improvement(say: &Say<'_>, found: &Improvement) -> Item {
    let text = Text::new().with(say.package_link(&found.from)).plain(format!(": {}", words::sentence(&found.sentence)));
    let text = say.ledger.on_basis(text, &found.basis);
    let mut below: Vec<Text> = Vec::new();
    if let (Some(first), true) = (found.steps.first(), found.steps.len() > 1) {
        below.push(Text::new().plain(format!("As it stands: {}.", say.values(first))));
    }
    for pair in found.steps.windows(2).take(STEPS) {
        let line = say.changes(&pair[0].package, &pair[1].package);
        below.push(line.plain(format!(": {}.", say.values(&pair[1]))));
    }
    let left = found.steps.len().saturating_sub(STEPS + 1);
    if left > 0 {
        below.push(Text::new().plain(format!("and {}.", words::counted(left, "more step", "more steps"))));
    }
    Item { text, below }
}

/// Adjusted Winner.
pub(super) fn adjusted_winner(say: &Say<'_>, document: &mut Document) {
    let Some(found) = &say.found.adjusted_winner else { return };
    document.heading(2, "Dividing what can be divided (Adjusted Winner)", "adjusted-winner");
    let why = found.why_not.as_deref().map(words::sentence).unwrap_or_default();
    let sentence = words::sentence(&found.sentence);
    let text = if why.is_empty() { sentence } else { format!("{sentence} {why}").trim().to_string() };
    document.push_on(Content::Paragraph(Text::new().plain(text)), &say.found.zone.basis);
    if found.to_first.is_empty() {
        return;
    }
    let (one, two) = found.parties;
    let rows = found.to_first.iter().map(|(issue, part)| {
        let (first, second) = parts(*part);
        let title = Text::new().plain(say.ledger.issue_title(*issue));
        let title = if found.split == Some(*issue) { title.plain(" (split)") } else { title };
        Row { anchor: String::new(), cells: vec![title, Text::from(first), Text::from(second)] }
    });
    let points = |points: Number| Text::new().strong(rounded(points, 2));
    let sum = Row {
        anchor: String::new(),
        cells: vec![Text::from("Points of a hundred"), points(found.points.0), points(found.points.1)],
    };
    let titles = ["To", say.party(one), say.party(two)];
    let table =
        Table { caption: "Adjusted Winner".into(), columns: columns(&titles), rows: rows.chain([sum]).collect() };
    document.push_on(Content::Table(table), &say.found.zone.basis);
}

/// The parts of both as words: `all` and `nothing`, `2/3` and `1/3`.
fn parts((above, below): (Number, Number)) -> (String, String) {
    let part = |above: i128| match above {
        0 => "nothing".to_string(),
        above if above == below.0 => "all".into(),
        // Fractions of whole numbers are said as such; others in per cent.
        above if above % TICKS == 0 && below.0 % TICKS == 0 && below.0 < 1000 * TICKS => {
            format!("{}/{}", above / TICKS, below.0 / TICKS)
        }
        above => format!("{:.1} %", above as f64 / below.0 as f64 * 100.0),
    };
    (part(above.0), part(below.0.saturating_sub(above.0)))
}

/// Zeuthen's risk limits.
pub(super) fn risk_limits(say: &Say<'_>, document: &mut Document) {
    let Some(found) = &say.found.risk_limits else { return };
    document.heading(2, "Who would give way next (risk limits)", "risk-limits");
    let text = say.ledger.on_basis(Text::new().plain(words::sentence(&found.sentence)), &found.basis);
    document.push_on(Content::Paragraph(text), &found.basis);
    let rows = [(found.parties.0, &found.offers.0, found.limits.0), (found.parties.1, &found.offers.1, found.limits.1)];
    let rows = rows.map(|(party, offer, limit)| {
        let limit = limit.map_or_else(
            || "not defined: its own offer is worth no more to it than no deal".into(),
            |limit| rounded(limit, 2),
        );
        let cells = vec![
            Text::new().party(say.party(party)),
            Text::new().with(say.package_link(offer)),
            Text::new().plain(limit),
            Text::from(if found.concedes == Some(party) { "gives way next" } else { "" }),
        ];
        Row { anchor: String::new(), cells }
    });
    let table = Table {
        caption: "Risk limits".into(),
        columns: columns(&["Party", "Its offer", "Risk limit", ""]),
        rows: rows.to_vec(),
    };
    document.push_on(Content::Table(table), &found.basis);
    let mut key = String::from(
        "Risk limit: the greatest risk of no deal at which the party would rather hold out for its own offer than take the other's (Zeuthen). The lower limit gives way.",
    );
    if [found.limits.0, found.limits.1].iter().flatten().any(|limit| limit.0 > TICKS) {
        key.push_str(" Above 1 the other's offer is worth less to the party than no deal.");
    }
    document.push(Content::Note(Text::from(key)));
}

/// Inducements and pressure that open a zone.
pub(super) fn leverage(say: &Say<'_>, document: &mut Document) {
    let found = say.found;
    if found.leverage.is_empty() {
        return;
    }
    document.heading(2, "Inducements and pressure", "leverage");
    let titles: &[&str] = match found.draws {
        0 => &["Used together", "A zone with them", "Without", "Costs", ""],
        _ => &["Used together", "Draws with a zone", "Without", "Costs", ""],
    };
    let rows = found.leverage.iter().take(ITEMS).map(|levers| lever(say, levers)).collect();
    let table = Table { caption: "Inducements and pressure".into(), columns: columns(titles), rows };
    document.push_on(Content::Table(table), &joined(found.leverage.iter().map(|levers| &levers.basis)));
    left_out(found.leverage.len(), document);
    document.push(Content::Note(Text::from("Costs: to the party that brings the lever, on its own scale.")));
}

fn lever(say: &Say<'_>, levers: &Levers) -> Row {
    let known = &say.ledger.case.draft().leverage;
    let mut text = Text::new();
    for id in &levers.levers {
        let lever = known.iter().find(|lever| lever.id.value == *id);
        let name = lever.and_then(|lever| lever.name.as_ref()).map_or(id.as_str(), |name| name.value.as_str());
        text = text.new_line().plain(name.to_string());
    }
    let costs = levers.costs.iter().fold(Text::new(), |text, (party, cost)| {
        text.new_line().party(say.party(*party)).plain(format!(" {}", say.worth(*party, cost)))
    });
    let lasts = Text::from(if levers.lasts_with_pressure { "holds only while the pressure lasts" } else { "" });
    let shares = [&levers.share, &levers.without].map(|share| Text::new().plain(short(share)));
    let [with, without] = shares;
    let text = crate::brief::marked(text, &levers.basis.marking);
    Row { anchor: anchor("leverage", &levers.id), cells: vec![text, with, without, costs, lasts] }
}
