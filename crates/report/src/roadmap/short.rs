//! The order in the brief: locks with their ways out, what is not the same step, conflicts of dates, what can be done now,
//! plans, trust and inspection, each in a line or two.

use super::{NO_STEPS, Order, calendar, locks, more, steps};
use crate::brief::Ledger;
use crate::document::{Content, Document, Item};
use crate::text::Text;
use crate::words;
use std::collections::BTreeMap;
use zopa_lens::Run;
use zopa_lens::roadmap::{Deadlock, Mismatch, Roadmap, Standing, StepFound};

/// Locks, and arrows of each.
const LOCKS: usize = 3;
const EDGES: usize = 6;
/// Conflicts of dates, plans, sentences on trust and inspection.
const OTHERS: usize = 2;
/// Steps named in a line.
const NAMED: usize = 4;

/// The section "The order" of the brief; `short` leaves out pictures and all but locks, conflicts and what can be done.
pub(crate) fn in_brief(ledger: &Ledger<'_>, run: &Run<Roadmap>, short: bool, document: &mut Document) {
    let order = Order::new(ledger, run);
    let found = &run.findings;
    document.heading(2, "The order", "order");
    if found.steps.is_empty() {
        document.push_on(Content::Paragraph(Text::from(NO_STEPS)), &run.basis);
        return;
    }
    let mut items: Vec<Item> = Vec::new();
    // Locks with a way out come first.
    let (open, shut): (Vec<&Deadlock>, Vec<&Deadlock>) = found.deadlocks.iter().partition(|lock| !lock.locked);
    let told: Vec<&Deadlock> = open.into_iter().chain(shut).collect();
    items.extend(told.iter().take(LOCKS).enumerate().map(|(at, lock)| lock_item(&order, lock, at == 0, short)));
    items.extend(more(found.deadlocks.len(), LOCKS, "lock", "locks"));
    if found.deadlocks.is_empty() {
        items.push(Text::from("Nothing waits for itself, as far as the record and the steps entered go.").into());
    }
    if !short {
        items.extend(mismatched(&order));
    }
    let conflicts = &found.calendar.conflicts;
    items.extend(order.sentences(conflicts.iter().take(OTHERS).map(|found| (found.sentence.as_str(), &found.basis))));
    items.extend(more(conflicts.len(), OTHERS, "conflict of dates", "conflicts of dates"));
    items.push(now(&order));
    if !short {
        let plans = found.plans.iter().take(OTHERS).map(|plan| Item::from(Text::new().plain(plan.sentence.clone())));
        items.extend(plans);
        items.extend(more(found.plans.len(), OTHERS, "plan", "plans"));
        let trust = found.trust.iter().map(|found| &found.sentence);
        let trust: Vec<&String> = trust.chain(found.inspections.iter().map(|found| &found.sentence)).collect();
        items.extend(trust.iter().take(OTHERS).map(|said| Item::from(Text::from(said.as_str()))));
        items.extend(more(trust.len(), OTHERS, "on trust and inspection", "on trust and inspection"));
    }
    document.push_on(Content::List { numbered: false, items }, &run.basis);
    if short {
        return;
    }
    for lock in told.iter().take(1) {
        document.push_on(Content::Chart(Box::new(locks::chart(&order, lock))), &lock.basis);
    }
    let chart = calendar::chart(&order, false);
    if matches!(&chart.picture, crate::chart::Picture::Sequence(sequence) if sequence.bars.len() > 1) {
        document.push_on(Content::Chart(Box::new(chart)), &found.calendar.basis);
    }
}

/// A lock; of the first its arrows below, of others whose conditions they are.
fn lock_item(order: &Order<'_>, lock: &Deadlock, first: bool, short: bool) -> Item {
    let links = locks::links(lock);
    let mut text = Text::new().plain(lock.sentence.clone());
    let mut below: Vec<Text> = Vec::new();
    if first && !short {
        below.extend(links.iter().take(EDGES).map(|link| locks::line(order, link)));
        below.extend(more(links.len(), EDGES, "such line", "such lines").map(|more| more.text));
    } else {
        for (at, link) in links.iter().take(EDGES).enumerate() {
            let lead = if at == 0 { " Conditions of " } else { "; " };
            text = order.ledger.with_sources(text.plain(lead).plain(locks::owned(order, link)), &link.sources);
        }
    }
    Item { text, below }
}

/// What is not the same step to all: of those in a lock the first field in full, of the others the fields.
fn mismatched(order: &Order<'_>) -> Option<Item> {
    let found = &order.found.mismatches;
    let in_lock = |known: &&Mismatch| {
        order.found.deadlocks.iter().any(|lock| known.steps.iter().any(|step| lock.mismatched.contains(step)))
    };
    let (told, named): (Vec<&Mismatch>, Vec<&Mismatch>) = found.iter().partition(in_lock);
    let mut text = Text::new().strong("Not the same step to all:");
    for (number, known) in told.iter().enumerate() {
        let Some(read) = known.fields.first() else { continue };
        text = text.plain(if number > 0 { "; " } else { " " });
        text = text.plain(format!("{}, {}:", known.title, read.field));
        for (at, (party, words, sources)) in read.readings.iter().enumerate() {
            let comma = if at > 0 { "," } else { "" };
            text = text.plain(format!("{comma} {} \"{words}\"", order.ledger.party(*party)));
            text = order.ledger.with_sources(text, sources);
        }
    }
    if !named.is_empty() {
        let lead = if told.is_empty() { " " } else { ". Also " };
        let each: Vec<String> = named
            .iter()
            .map(|known| {
                let fields: Vec<&str> = known.fields.iter().map(|read| read.field).collect();
                format!("{} ({})", known.title, fields.join(", "))
            })
            .collect();
        text = text.plain(format!("{lead}{}", words::list(&each)));
    }
    (!found.is_empty()).then(|| text.plain(".").into())
}

/// What can be done now, by whose yes is not on record.
fn now(order: &Order<'_>) -> Item {
    let mut by_yes: BTreeMap<(usize, Vec<usize>), Vec<&StepFound>> = BTreeMap::new();
    for step in steps::standing(order, Standing::Now) {
        by_yes.entry((step.no_yes_of.len(), step.no_yes_of.clone())).or_default().push(step);
    }
    if by_yes.is_empty() {
        let text =
            Text::new().strong("Nothing can be done now").plain(", as far as the record and the steps entered go.");
        return text.into();
    }
    let each = by_yes.iter().map(|((_, silent), steps)| {
        let lead = match silent.as_slice() {
            [] => "no yes missing on record".to_string(),
            all => format!("no yes on record of {}", order.ledger.parties(all)),
        };
        let name = |step: &&&StepFound| match step.opens.as_slice() {
            [] => step.title.clone(),
            opens => format!("{} (opens {})", step.title, order.titles(opens)),
        };
        let mut names: Vec<String> = steps.iter().take(NAMED).map(|step| name(&step)).collect();
        if steps.len() > NAMED {
            names.push(format!("{} more", words::count(&(steps.len() - NAMED))));
        }
        format!("{} ({lead})", words::list(&names))
    });
    let each: Vec<String> = each.collect();
    Text::new().strong("Can be done now:").plain(format!(" {}.", each.join("; "))).into()
}
