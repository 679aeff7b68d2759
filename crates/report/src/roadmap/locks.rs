//! What waits for each other: the sentence, the drawing, who waits for what, the ways out, and what would cut it.

use super::{Order, happens};
use crate::chart::{Chart, LockChart, LockEdge, LockExit, Picture};
use crate::document::{Content, Document, Item, Row, Table, columns};
use crate::text::{Text, anchor};
use crate::words;
use std::collections::BTreeSet;
use zopa_lens::roadmap::{Deadlock, Edge, Exit, WayOut};

/// Things of a lock drawn; the rest is in the table.
const DRAWN: usize = 12;
/// Locks, cuts of a lock, and edges in its table; JSON has them all.
const LOCKS: usize = 12;
const CUTS: usize = 12;
const EDGES: usize = 60;

/// The section of the page.
pub(super) fn locks(order: &Order<'_>, document: &mut Document) {
    document.heading(2, "Locks", "locks");
    let found = &order.found.deadlocks;
    if found.is_empty() {
        let text = Text::from("Nothing waits for itself, as far as the record and the steps entered go.");
        document.push_on(Content::Paragraph(order.ledger.on_basis(text, &order.run.basis)), &order.run.basis);
        return;
    }
    for lock in found.iter().take(LOCKS) {
        document.heading(3, &heading(order, lock), &anchor("lock", &lock.goal));
        let text = order.ledger.on_basis(Text::new().plain(lock.sentence.clone()), &lock.basis);
        document.push_on(Content::Paragraph(text), &lock.basis);
        document.push_on(Content::Chart(Box::new(chart(order, lock))), &lock.basis);
        edges(order, lock, document);
        exits(order, lock, document);
        cuts(order, lock, document);
        if !lock.holds_up.is_empty() {
            super::part(document, &lock.goal, "What it holds up");
            let text = Text::new().plain(words::sentence(&order.titles(&lock.holds_up)));
            document.push_on(Content::Paragraph(text), &lock.basis);
        }
    }
    if let Some(more) = super::more(found.len(), LOCKS, "lock in the JSON answer", "locks in the JSON answer") {
        document.push(Content::Note(more.text));
    }
}

/// What a lock is called: the names in it, and whether there is a way out.
fn heading(order: &Order<'_>, lock: &Deadlock) -> String {
    let shown = 4;
    let mut names: Vec<String> = lock.members.iter().take(shown).map(|id| order.title(id).to_string()).collect();
    if lock.members.len() > shown {
        names.push(format!("{} more", lock.members.len() - shown));
    }
    format!("{} ({})", words::list(&names), if lock.locked { "locked" } else { "locks, with a way out" })
}

/// Arrows of a lock with the same ends, event and owner are one, with the sources of all.
pub(super) struct Link<'a> {
    pub edge: &'a Edge,
    pub sources: Vec<&'a str>,
}

/// The arrows of a lock, each once.
pub(super) fn links(lock: &Deadlock) -> Vec<Link<'_>> {
    let mut links: Vec<Link<'_>> = Vec::new();
    for edge in &lock.edges {
        let same = |link: &&mut Link<'_>| {
            let one = link.edge;
            (&one.from, &one.event, one.owner, one.account, &one.date)
                == (&edge.from, &edge.event, edge.owner, edge.account, &edge.date)
        };
        let sources = edge.sources.iter().map(String::as_str);
        match links.iter_mut().find(same) {
            Some(link) => link.sources.extend(sources),
            None => links.push(Link { edge, sources: sources.collect() }),
        }
    }
    links
}

/// `General ceasefire --waits for--> Ukrainian withdrawal begun   Russia, 2 Jun 2025 [MEMO25 A1]`.
pub(super) fn line(order: &Order<'_>, link: &Link<'_>) -> Text {
    let (edge, said) = (link.edge, owned(order, link));
    let text = Text::new().plain(order.title(&edge.from)).code(" --waits for--> ").plain(format!(
        "{} {}",
        order.title(&edge.to),
        happens(&edge.event)
    ));
    let text = if said.is_empty() { text } else { text.plain(format!(" ({said})")) };
    order.ledger.with_sources(text, &link.sources)
}

/// Whose condition an arrow is, and when it was said: `Russia, 2 Jun 2025`.
pub(super) fn owned(order: &Order<'_>, link: &Link<'_>) -> String {
    let edge = link.edge;
    let owner = edge.owner.map(|owner| order.ledger.party(owner).to_string());
    let said = [owner, dated(&edge.date), edge.account.then(|| "by another's account".to_string())];
    said.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// A date as written in words; none for none.
fn dated(date: &str) -> Option<String> {
    (!date.is_empty()).then(|| words::day_of(date))
}

fn edges(order: &Order<'_>, lock: &Deadlock, document: &mut Document) {
    let links = links(lock);
    let row = |link: &Link<'_>| {
        let edge = link.edge;
        let owner =
            edge.owner.map_or_else(|| Text::from("not known"), |owner| Text::new().party(order.ledger.party(owner)));
        let sources = order.ledger.sources(&link.sources).map(|all| Text::new().with(all)).unwrap_or_default();
        Row {
            anchor: String::new(),
            cells: vec![
                Text::new().plain(order.title(&edge.from)),
                Text::new().plain(format!("{} {}", order.title(&edge.to), happens(&edge.event))),
                owner,
                Text::from(dated(&edge.date).unwrap_or_else(|| "not dated".into())),
                Text::from(if edge.account { "another's account" } else { "own words" }),
                sources,
            ],
        }
    };
    super::part(document, &lock.goal, "Who waits for what");
    let table = Table {
        caption: "Who waits for what".into(),
        columns: columns(&["What waits", "For what", "Whose condition", "Said", "Known by", "Sources"]),
        rows: links.iter().take(EDGES).map(row).collect(),
    };
    document.push_on(Content::Table(table), &lock.basis);
    if let Some(more) = super::more(links.len(), EDGES, "in the JSON answer", "in the JSON answer") {
        document.push(Content::Note(more.text));
    }
}

/// The ways out of a lock, each once.
pub(super) fn ways_out(lock: &Deadlock) -> Vec<&Exit> {
    let mut seen = BTreeSet::new();
    lock.unless.iter().filter(|exit| seen.insert((&exit.rule, exit.owner, exit.on_record))).collect()
}

/// What would have to happen, in words; of an option its id, what it says, and its issue beside it.
fn way<'a>(order: &'a Order<'_>, exit: &Exit) -> (String, &'a str) {
    if exit.on_record {
        return (exit.words.clone(), "");
    }
    let option = exit.rule.split_once(" = ").and_then(|(issue, option)| {
        let issue = order.ledger.case.issues().iter().find(|known| known.name == issue)?;
        let option = issue.options.iter().find(|known| known.name == option)?;
        let said = if option.text == option.name { String::new() } else { format!(": {}", option.text) };
        Some((format!("{}{said}", option.name), issue.title.as_str()))
    });
    option.unwrap_or_else(|| (exit.rule.clone(), ""))
}

fn exits(order: &Order<'_>, lock: &Deadlock, document: &mut Document) {
    super::part(document, &lock.goal, "Ways out");
    let exits = ways_out(lock);
    if exits.is_empty() {
        let text = Text::from("None is on record, and no option of the case sets no such condition.");
        document.push_on(Content::Paragraph(text), &lock.basis);
        return;
    }
    let parties = |parties: &[usize]| match parties {
        [] => Text::from("nobody"),
        all => Text::new().plain(order.ledger.parties(all)),
    };
    let row = |exit: &&Exit| {
        let state = match (exit.on_record, exit.possible) {
            (true, true) => "on record as an alternative",
            (true, false) => "on record, and locks as well",
            (false, _) => "not spoken on by the owner",
        };
        let owner =
            exit.owner.map_or_else(|| Text::from("not known"), |owner| Text::new().party(order.ledger.party(owner)));
        let what = match way(order, exit) {
            (what, "") => what,
            (what, issue) => format!("{what} ({issue})"),
        };
        let said = match (dated(&exit.date), exit.age) {
            (Some(date), Some(age)) if age > 0 => {
                format!("{date}, {} old", words::counted(age as usize, "day", "days"))
            }
            (Some(date), _) => date,
            (None, _) => "not said".into(),
        };
        Row {
            anchor: String::new(),
            cells: vec![
                order.ledger.with_sources(Text::new().plain(what), &exit.sources),
                Text::from(state),
                owner,
                Text::from(said),
                parties(&exit.unanswered),
                parties(&exit.wanted_by),
            ],
        }
    };
    let table = Table {
        caption: "Ways out".into(),
        columns: columns(&["Way out", "Stands", "Condition of", "Said", "Unanswered by", "Wanted by"]),
        rows: exits.iter().map(row).collect(),
    };
    document.push_on(Content::Table(table), &lock.basis);
}

fn cuts(order: &Order<'_>, lock: &Deadlock, document: &mut Document) {
    if lock.cuts.is_empty() {
        return;
    }
    super::part(document, &lock.goal, "What would cut it");
    let text = "Smallest sets of conditions without which nothing here waits for itself, no way out taken, and the usual ways to do without each.";
    document.push(Content::Paragraph(Text::from(text)));
    let items = lock.cuts.iter().take(CUTS).map(|cut| {
        let below = cut.waits.iter().zip(&cut.ways).filter(|(_, ways)| !ways.is_empty()).map(|(wait, ways)| {
            let from = lock.edges.iter().find(|edge| edge.wait == *wait);
            let of = from.map_or_else(String::new, |edge| {
                let owner = edge.owner.map(|owner| format!(", {}", order.ledger.party(owner))).unwrap_or_default();
                format!("{}{owner}: ", order.title(&edge.from))
            });
            let ways: Vec<&str> = ways.iter().map(|way| in_words(*way)).collect();
            Text::new().plain(format!("{of}{}", ways.join("; ")))
        });
        Item { text: Text::new().plain(cut.sentence.clone()), below: below.collect() }
    });
    let mut items: Vec<Item> = items.collect();
    items.extend(super::more(lock.cuts.len(), CUTS, "cut in the JSON answer", "cuts in the JSON answer"));
    document.push_on(Content::List { numbered: true, items }, &lock.basis);
    if !lock.complete {
        let text = "Not all cuts were found within the limits; those told are proved.";
        document.push(Content::Note(Text::from(text)));
    }
}

/// A usual way out in words.
fn in_words(way: WayOut) -> &'static str {
    match way {
        WayOut::Simultaneous => "both take effect at the same moment, by one act",
        WayOut::Escrow => "what is done first is held by a third party until the other is done",
        WayOut::Partial => "a part of it first, for a part of what it waits for",
        WayOut::ConditionalRatification => "the vote first, in force only when its condition is met",
    }
}

/// The drawing of a lock.
pub(super) fn chart(order: &Order<'_>, lock: &Deadlock) -> Chart {
    let members = along(lock);
    let (drawn, left_out) = members.split_at(members.len().min(DRAWN));
    let place = |id: &str| drawn.iter().position(|known| *known == id);
    let mut edges: Vec<LockEdge> = Vec::new();
    for link in links(lock) {
        let edge = link.edge;
        let (Some(from), Some(to)) = (place(&edge.from), place(&edge.to)) else { continue };
        let owner = edge.owner.map(|owner| format!("{}: ", order.ledger.party(owner))).unwrap_or_default();
        let label = format!("{owner}{}", happens(&edge.event));
        let date = dated(&edge.date).unwrap_or_default();
        let date = match (edge.account, date.is_empty()) {
            (true, true) => "by account".into(),
            (true, false) => format!("{date}, by account"),
            (false, _) => date,
        };
        // Several conditions between the same two are one arrow with all their labels.
        match edges.iter_mut().find(|known| (known.from, known.to) == (from, to)) {
            Some(known) if known.label == label && known.date == date => {}
            Some(known) => {
                known.label = format!("{}; {label}", known.label);
                known.date = if known.date == date { date } else { format!("{}; {date}", known.date) };
                known.account &= edge.account;
            }
            None => edges.push(LockEdge { from, to, label, date, account: edge.account }),
        }
    }
    let exits = ways_out(lock).into_iter().filter(|exit| exit.possible).filter_map(|exit| {
        let from = lock.edges.iter().find(|edge| edge.wait == exit.wait)?;
        let mut note: Vec<String> = exit.owner.map(|owner| order.ledger.party(owner).to_string()).into_iter().collect();
        note.extend(dated(&exit.date));
        let note = match (exit.on_record, exit.unanswered.as_slice()) {
            (true, []) => note.join(", "),
            (true, silent) => format!("{}; no answer: {}", note.join(", "), order.ledger.parties(silent)),
            (false, _) => format!("{} has not spoken", note.join(", ")),
        };
        Some(LockExit {
            from: place(&from.from)?,
            label: way(order, exit).0,
            note: format!("({note})"),
            on_record: exit.on_record,
        })
    });
    let picture = LockChart {
        exits: exits.collect(),
        nodes: drawn.iter().map(|id| order.title(id).to_string()).collect(),
        edges,
        left_out: left_out.len(),
    };
    Chart {
        anchor: anchor("lock-chart", &lock.goal),
        title: heading(order, lock),
        caption: Text::from(
            "An arrow leads from what waits to what it waits for, with whose condition it is and when that was said.",
        ),
        picture: Picture::Lock(picture),
        tables: Vec::new(),
    }
}

/// The members so that what waits stands before what it waits for, as far as a ring allows.
fn along(lock: &Deadlock) -> Vec<&str> {
    let mut placed: Vec<&str> = Vec::new();
    let all: Vec<&str> = lock.members.iter().map(String::as_str).collect();
    let known: BTreeSet<&str> = all.iter().copied().collect();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut next = all.first().copied();
    while let Some(here) = next {
        placed.push(here);
        seen.insert(here);
        let open = |id: &str| known.contains(id) && !seen.contains(id);
        let follows =
            lock.edges.iter().filter(|edge| edge.from == here).map(|edge| edge.to.as_str()).find(|to| open(to));
        next = follows.or_else(|| all.iter().copied().find(|id| open(id)));
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::super::{event, happens};
    use zopa_case::rule::EventKind;

    #[test]
    fn events_are_read_back_as_they_are_written() {
        assert_eq!(event("begun(ua-withdrawal)"), Some(("ua-withdrawal", EventKind::Begun)));
        assert_eq!(event("held(a for b for 60 days)"), Some(("a for b", EventKind::Held(60))));
        assert_eq!(event("waits(x)"), None);
        assert_eq!(happens("held(x for 60 days)"), "held for 60 days");
        assert_eq!(happens("passed(x)"), "passed");
        assert_eq!(happens("x = y"), "x = y");
    }
}
