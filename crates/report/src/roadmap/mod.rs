//! The findings of the lens `roadmap` as a page, and in short for the brief: what locks and the ways out, steps that are
//! read differently, what can be done now, what waits, the calendar, plans, trust and inspection.
//!
//! Every part says what the case would need where there is nothing to show.

mod calendar;
mod locks;
mod plans;
mod short;
mod steps;

use crate::brief::{BriefOptions, Ledger, page};
use crate::document::{Content, Document, Item};
use crate::text::{Text, anchor};
use crate::words;
use std::collections::BTreeMap;
use zopa_case::Case;
use zopa_case::rule::EventKind;
use zopa_lens::Run;
use zopa_lens::roadmap::Roadmap;

pub(crate) use short::in_brief;

/// The findings of the lens `roadmap` alone.
///
/// `case` is the case the findings were computed on (cut to its day and audience).
pub fn roadmap_document(case: &Case, run: &Run<Roadmap>, options: &BriefOptions<'_>) -> Document {
    page(case, run, "roadmap", options, |ledger, document| {
        let order = Order::new(ledger, run);
        if run.findings.steps.is_empty() {
            document.heading(2, "The order", "order");
            document.push_on(Content::Paragraph(Text::from(NO_STEPS)), &run.basis);
        } else {
            locks::locks(&order, document);
            steps::mismatches(&order, document);
            steps::now(&order, document);
            steps::waiting(&order, document);
            calendar::calendar(&order, document);
        }
        plans::plans(&order, document);
        plans::trust(&order, document);
    })
}

/// What is said of a case without steps.
const NO_STEPS: &str = "No steps are entered, so nothing can be said of an order. The case would need steps: each with who does it, what must have happened before, who verifies it, and its source.";

/// The findings with the names of what they point at.
struct Order<'a> {
    ledger: &'a Ledger<'a>,
    run: &'a Run<Roadmap>,
    found: &'a Roadmap,
    titles: BTreeMap<&'a str, &'a str>,
}

impl<'a> Order<'a> {
    fn new(ledger: &'a Ledger<'a>, run: &'a Run<Roadmap>) -> Self {
        let found = &run.findings;
        let mut titles = BTreeMap::new();
        for lock in &found.deadlocks {
            titles.extend(lock.members.iter().map(String::as_str).zip(lock.titles.iter().map(String::as_str)));
        }
        titles.extend(found.calendar.dates.iter().map(|dated| (dated.of.as_str(), dated.title.as_str())));
        titles.extend(found.steps.iter().map(|step| (step.step.as_str(), step.title.as_str())));
        Self { ledger, run, found, titles }
    }

    /// Name as shown of a step, ratifier or action; its id where it has none.
    fn title<'b>(&self, id: &'b str) -> &'b str
    where
        'a: 'b,
    {
        self.titles.get(id).copied().unwrap_or(id)
    }

    /// The names of several in a list.
    fn titles(&self, ids: &[String]) -> String {
        words::list(&ids.iter().map(|id| self.title(id)).collect::<Vec<_>>())
    }

    /// Every sentence as an item with its sources.
    fn sentences<'b>(&self, told: impl IntoIterator<Item = (&'b str, &'b zopa_lens::Basis)>) -> Vec<Item> {
        told.into_iter().map(|(said, basis)| Item::from(self.ledger.on_basis(Text::from(said), basis))).collect()
    }
}

/// An event as a finding writes it (`held(general-ceasefire for 60 days)`): what it is of, and which event.
fn event(rule: &str) -> Option<(&str, EventKind)> {
    let (kind, rest) = rule.split_once('(')?;
    let inner = rest.strip_suffix(')')?;
    Some(match kind {
        "begun" => (inner, EventKind::Begun),
        "done" => (inner, EventKind::Done),
        "passed" => (inner, EventKind::Passed),
        "taken" => (inner, EventKind::Taken),
        "held" => {
            let (of, days) = inner.rsplit_once(" for ")?;
            (of, EventKind::Held(days.split(' ').next()?.parse().ok()?))
        }
        _ => return None,
    })
}

/// An event in a word or two, to stand after the name of what it is of.
fn happens(rule: &str) -> String {
    match event(rule) {
        Some((_, EventKind::Begun)) => "begun".into(),
        Some((_, EventKind::Done)) => "done".into(),
        Some((_, EventKind::Passed)) => "passed".into(),
        Some((_, EventKind::Taken)) => "taken".into(),
        Some((_, EventKind::Held(days))) => format!("held for {days} days"),
        None => rule.to_string(),
    }
}

/// `1 more way out.` at the end of a list that is cut.
fn more(all: usize, shown: usize, one: &str, many: &str) -> Option<Item> {
    let left = all.checked_sub(shown).filter(|left| *left > 0)?;
    let what = if left == 1 { one } else { many };
    Some(Item::from(Text::from(format!("{} more {what}.", words::count(&left)))))
}

/// A heading within a lock or a plan.
fn part(document: &mut Document, of: &str, title: &str) {
    document.heading(4, title, &anchor("part", &format!("{of}.{title}")));
}
