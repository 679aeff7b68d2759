//! The calendar: steps over time as a picture and a table, and conflicts of dates.

use super::{Order, event};
use crate::chart::{Chart, Picture, Sequence, SequenceArrow, SequenceBar};
use crate::document::{Content, Document, Row, Table, columns};
use crate::text::Text;
use crate::words;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use zopa_case::DateSpan;
use zopa_case::rule::EventKind;
use zopa_lens::roadmap::{Dated, Standing};

/// Rows of the picture.
const DRAWN: usize = 40;
/// The lane of ratifiers.
const RATIFIERS: &str = "Ratifiers";

/// The section of the page.
pub(super) fn calendar(order: &Order<'_>, document: &mut Document) {
    document.heading(2, "Calendar", "calendar");
    let calendar = &order.found.calendar;
    if calendar.dates.is_empty() {
        let text = "No step can come about as far as the record goes, so there are no days to tell.";
        document.push_on(Content::Paragraph(Text::from(text)), &order.run.basis);
        return;
    }
    conflicts(order, document);
    let text = "All days are the earliest possible, never a forecast: what has no duration entered counts as taking none, and every condition as met on its first day.";
    document.push(Content::Paragraph(Text::from(text)));
    let chart = chart(order, true);
    document.push_on(Content::Chart(Box::new(chart)), &calendar.basis);
    document.push_on(Content::Table(table(order)), &calendar.basis);
    let mut notes: Vec<String> = Vec::new();
    let unknown = calendar.dates.iter().filter(|dated| !dated.duration_known && step(order, &dated.of)).count();
    if unknown > 0 {
        notes.push(format!(
            "{} no duration: to say more the case would need it.",
            words::counted(unknown, "step has", "steps have")
        ));
    }
    if calendar.dates.iter().all(|dated| dated.deadline.is_none()) {
        notes.push("No deadline is entered, so there is no latest day.".into());
    }
    if !calendar.complete {
        notes.push("There are too many steps to compute the latest days.".into());
    }
    let locked: Vec<&str> = order
        .found
        .steps
        .iter()
        .filter(|step| step.standing == Standing::Locked)
        .map(|step| step.title.as_str())
        .collect();
    if !locked.is_empty() {
        notes.push(format!("Without a day, since locked: {}.", words::list(&locked)));
    }
    if !notes.is_empty() {
        document.push(Content::Note(Text::new().plain(notes.join(" "))));
    }
}

fn conflicts(order: &Order<'_>, document: &mut Document) {
    let found = &order.found.calendar.conflicts;
    if found.is_empty() {
        return;
    }
    let items = order.sentences(found.iter().map(|conflict| (conflict.sentence.as_str(), &conflict.basis)));
    document.push(Content::Paragraph(Text::new().strong("Conflicts of dates")));
    let basis = crate::brief::joined(found.iter().map(|conflict| &conflict.basis));
    document.push_on(Content::List { numbered: false, items }, &basis);
}

fn step(order: &Order<'_>, id: &str) -> bool {
    order.found.steps.iter().any(|step| step.step == id)
}

fn day(day: Date) -> String {
    DateSpan::day(day).in_words()
}

/// The days of all steps, and of the ratifiers that something here hangs on.
fn table(order: &Order<'_>) -> Table {
    let calendar = &order.found.calendar;
    let arrows = links(order);
    let told = calendar.dates.iter().filter(|dated| step(order, &dated.of) || linked(&arrows, &dated.of));
    let row = |dated: &Dated| {
        let optional = |date: Option<Date>| Text::from(date.map_or_else(|| "none".to_string(), day));
        let conflict = calendar.conflicts.iter().any(|conflict| conflict.of == dated.of);
        let done = match (dated.duration_known, step(order, &dated.of)) {
            (true, _) => Text::from(day(dated.done)),
            (false, true) => Text::from("duration not known"),
            (false, false) => Text::from(day(dated.done)),
        };
        let deadline = optional(dated.deadline);
        let deadline = if conflict { deadline.plain(" ").strong("conflict") } else { deadline };
        Row {
            anchor: String::new(),
            cells: vec![
                Text::new().plain(dated.title.clone()),
                Text::from(day(dated.begin)),
                done,
                optional(dated.latest),
                deadline,
                Text::from(if dated.critical { "yes" } else { "no" }),
            ],
        }
    };
    Table {
        caption: "Calendar".into(),
        columns: columns(&["Step", "Earliest begin", "Earliest done", "Latest begin", "Due", "Decides the end"]),
        rows: told.map(row).collect(),
    }
}

/// An arrow by ids: from, to, and what the arrow needs.
struct Link<'a> {
    from: &'a str,
    to: &'a str,
    at: Date,
    met: bool,
    alternative: bool,
    critical: bool,
}

fn linked(links: &[Link<'_>], id: &str) -> bool {
    links.iter().any(|link| link.from == id || link.to == id)
}

/// What waits for what, as far as the earliest days follow it: what comes too late to be waited for is left out.
fn links<'a>(order: &'a Order<'_>) -> Vec<Link<'a>> {
    let calendar = &order.found.calendar;
    let dates: BTreeMap<&str, &Dated> = calendar.dates.iter().map(|dated| (dated.of.as_str(), dated)).collect();
    let critical: BTreeSet<(&str, &str)> =
        calendar.critical.windows(2).map(|pair| (pair[0].0.of.as_str(), pair[1].0.of.as_str())).collect();
    let mut links: Vec<Link<'a>> = Vec::new();
    let mut add = |from: &'a str, to: &'a str, at: Option<Date>, met: bool, alternative: bool| {
        let (Some(at), Some(target)) = (at, dates.get(to)) else { return };
        if from == to || at > target.begin && !met {
            return;
        }
        // Of alternatives those within a lock are not the ones by which its members come about.
        if alternative && locked(order, from, to) && !critical.contains(&(from, to)) {
            return;
        }
        match links.iter_mut().find(|link| (link.from, link.to, link.at) == (from, to, at)) {
            Some(known) => known.alternative &= alternative,
            None => links.push(Link { from, to, at, met, alternative, critical: critical.contains(&(from, to)) }),
        }
    };
    for step in &order.found.steps {
        for wait in &step.waits {
            let alternative = wait.events.len() > 1 && wait.rule.contains(" or ");
            for happening in &wait.events {
                let Some(source) = dates.get(happening.of.as_str()) else { continue };
                add(&happening.of, &step.step, first_day(source, &happening.event), wait.met, alternative);
            }
        }
    }
    for edge in order.found.deadlocks.iter().flat_map(|lock| &lock.edges) {
        let Some(source) = dates.get(edge.to.as_str()) else { continue };
        if !step(order, &edge.from) {
            add(&edge.to, &edge.from, first_day(source, &edge.event), false, false);
        }
    }
    for pair in calendar.critical.windows(2) {
        if !step(order, &pair[1].0.of) {
            add(&pair[0].0.of, &pair[1].0.of, Some(pair[0].1), false, false);
        }
    }
    // Of other ratifiers it is known that they name a step, and not which of its events.
    for step in &order.found.steps {
        for by in step.named_by.iter().filter(|by| !order.found.steps.iter().any(|step| step.step == **by)) {
            if let (Some(source), Some(target)) = (dates.get(step.step.as_str()), dates.get(by.as_str())) {
                let known = links.iter().any(|link| link.from == step.step && link.to == *by);
                let at = target.begin.clamp(source.begin.min(source.done), source.done);
                if !known && at <= target.begin {
                    let critical = critical.contains(&(step.step.as_str(), by.as_str()));
                    links.push(Link { from: &step.step, to: by, at, met: false, alternative: false, critical });
                }
            }
        }
    }
    links
}

/// Whether two wait for each other.
fn locked(order: &Order<'_>, one: &str, other: &str) -> bool {
    let inside = |members: &[String], id: &str| members.iter().any(|member| member == id);
    order.found.deadlocks.iter().any(|lock| inside(&lock.members, one) && inside(&lock.members, other))
}

/// The first day of an event.
fn first_day(of: &Dated, rule: &str) -> Option<Date> {
    match event(rule)?.1 {
        EventKind::Begun | EventKind::Passed | EventKind::Taken => Some(of.begin),
        EventKind::Done => Some(of.done),
        EventKind::Held(days) => of.begin.checked_add(i64::from(days).days()).ok(),
    }
}

/// Steps over time; in short without what hangs on nothing and has no day of its own.
pub(super) fn chart(order: &Order<'_>, whole: bool) -> Chart {
    let calendar = &order.found.calendar;
    let links = links(order);
    let today = order.ledger.case.as_of();
    let telling = |dated: &&Dated| {
        linked(&links, &dated.of)
            || step(order, &dated.of)
                && (whole || dated.duration_known || dated.deadline.is_some() || dated.begin != today)
    };
    let mut shown: Vec<&Dated> = calendar.dates.iter().filter(telling).collect();
    let in_lens = calendar.dates.iter().filter(|dated| step(order, &dated.of)).count();
    if shown.len() > DRAWN {
        // What hangs together comes first.
        shown.sort_by_key(|dated| (!dated.critical, dated.deadline.is_none(), !linked(&links, &dated.of)));
        shown.truncate(DRAWN);
    }
    let left_out = in_lens.saturating_sub(shown.iter().filter(|dated| step(order, &dated.of)).count());
    let (lanes, lane_of) = lanes(order, &shown);
    shown.sort_by(|one, two| {
        let key = |dated: &Dated| (lane_of.get(dated.of.as_str()).copied(), dated.begin, dated.done);
        key(one).cmp(&key(two))
    });
    let place = |id: &str| shown.iter().position(|dated| dated.of == id);
    let bars = shown.iter().map(|dated| {
        let own = order.found.steps.iter().find(|step| step.step == dated.of);
        SequenceBar {
            title: dated.title.clone(),
            lane: lane_of.get(dated.of.as_str()).copied().unwrap_or(0),
            begin: dated.begin,
            done: dated.done.max(dated.begin),
            duration_known: dated.duration_known,
            latest: dated.latest,
            deadline: dated.deadline,
            critical: dated.critical,
            conflict: calendar.conflicts.iter().any(|conflict| conflict.of == dated.of),
            over: own.is_some_and(|step| matches!(step.standing, Standing::Begun | Standing::Done)),
            decision: own.is_none(),
        }
    });
    let bars = bars.collect();
    let arrows = links.iter().filter_map(|link| {
        let (from, to) = (place(link.from)?, place(link.to)?);
        let Link { at, met, alternative, critical, .. } = *link;
        Some(SequenceArrow { from, to, at, met, alternative, critical })
    });
    let mut caption =
        "Earliest possible days; an arrow leads from an event to what waits for it, as far as these days follow it."
            .to_string();
    if left_out > 0 {
        let what = if whole { "" } else { " without arrows and without a duration" };
        caption.push_str(&format!(" Not drawn: {}{what}.", words::counted(left_out, "step", "steps")));
    }
    Chart {
        anchor: "calendar-chart".into(),
        title: "Steps over time".into(),
        caption: Text::new().plain(caption),
        picture: Picture::Sequence(Sequence { today, lanes, bars, arrows: arrows.collect() }),
        tables: Vec::new(),
    }
}

/// A lane for each set of parties that act together, those with a first party in common beside it; ratifiers last.
fn lanes<'a>(order: &Order<'_>, shown: &[&'a Dated]) -> (Vec<String>, BTreeMap<&'a str, usize>) {
    let actors = |dated: &Dated| -> Option<Vec<usize>> {
        let own = order.found.steps.iter().find(|step| step.step == dated.of)?;
        let mut actors = own.actors.clone();
        actors.sort_unstable();
        actors.dedup();
        Some(actors)
    };
    let sets: BTreeSet<Vec<usize>> = shown.iter().filter_map(|dated| actors(dated)).collect();
    let mut lanes: Vec<String> = sets
        .iter()
        .map(|set| if set.is_empty() { "Nobody named".to_string() } else { order.ledger.parties(set) })
        .collect();
    let lane_of = shown.iter().map(|dated| {
        let lane = actors(dated).and_then(|set| sets.iter().position(|known| *known == set));
        (dated.of.as_str(), lane.unwrap_or(sets.len()))
    });
    let lane_of: BTreeMap<&str, usize> = lane_of.collect();
    if lane_of.values().any(|lane| *lane == sets.len()) {
        lanes.push(RATIFIERS.into());
    }
    (lanes, lane_of)
}
