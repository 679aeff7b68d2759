//! Steps that are read differently, what can be done now, and what waits.

use super::Order;
use crate::brief::joined;
use crate::document::{Content, Document, Row, Table, columns};
use crate::text::{Text, anchor};
use crate::words;
use zopa_lens::roadmap::{FieldRead, Mismatch, Standing, StepFound, Wait};

/// Readings of more parties than this stand in rows, not in columns.
const ACROSS: usize = 4;

/// The section "The same step?".
pub(super) fn mismatches(order: &Order<'_>, document: &mut Document) {
    document.heading(2, "The same step?", "same-step");
    let found = &order.found.mismatches;
    if found.is_empty() {
        let text = "No step is read differently on record. The case would need readings under its steps: of each party its start, end, area, object, exceptions and proof, with a source.";
        document.push_on(Content::Paragraph(Text::from(text)), &order.run.basis);
        return;
    }
    for mismatch in found {
        // Two mismatches can have one name.
        document.heading(3, &mismatch.title, &anchor("same-step", &mismatch.steps.join("+")));
        document.push_on(Content::Table(readings(order, mismatch)), &mismatch.basis);
        let mut text = Text::new();
        if mismatch.steps.len() > 1 {
            text = text.plain("One name for the steps ").code(mismatch.steps.join(", ")).plain(".");
        }
        if !mismatch.silent.is_empty() {
            text = text.plain(format!(" No reading on record of {}.", order.ledger.parties(&mismatch.silent)));
        }
        if !text.is_empty() {
            document.push_on(Content::Note(text), &mismatch.basis);
        }
    }
}

/// A field in each row, a party in each column; of many parties a reading in each row.
fn readings(order: &Order<'_>, mismatch: &Mismatch) -> Table {
    let mut parties: Vec<usize> =
        mismatch.fields.iter().flat_map(|read| read.readings.iter().map(|(party, ..)| *party)).collect();
    parties.sort_unstable();
    parties.dedup();
    let caption = format!("How {} is read", mismatch.title);
    let said = |words: &str, sources: &[String]| order.ledger.with_sources(Text::new().plain(words), sources);
    if parties.len() > ACROSS {
        let rows = mismatch.fields.iter().flat_map(|read| {
            read.readings.iter().map(|(party, words, sources)| Row {
                anchor: String::new(),
                cells: vec![
                    Text::from(read.field),
                    Text::new().party(order.ledger.party(*party)),
                    said(words, sources),
                ],
            })
        });
        return Table { caption, columns: columns(&["What", "Party", "Reading"]), rows: rows.collect() };
    }
    let cell = |read: &FieldRead, party: usize| {
        let own = read.readings.iter().filter(|(known, ..)| *known == party);
        let text = own.fold(Text::new(), |text, (_, words, sources)| text.new_line().then(said(words, sources)));
        if text.is_empty() { Text::from("not stated") } else { text }
    };
    let rows = mismatch.fields.iter().map(|read| Row {
        anchor: String::new(),
        cells: std::iter::once(Text::from(read.field)).chain(parties.iter().map(|party| cell(read, *party))).collect(),
    });
    let titles: Vec<&str> =
        std::iter::once("What").chain(parties.iter().map(|party| order.ledger.party(*party))).collect();
    Table { caption, columns: columns(&titles), rows: rows.collect() }
}

/// The steps of one standing.
pub(super) fn standing<'a>(order: &'a Order<'_>, standing: Standing) -> impl Iterator<Item = &'a StepFound> {
    order.found.steps.iter().filter(move |step| step.standing == standing)
}

fn nobody(words: String) -> Text {
    Text::new().plain(if words.is_empty() { "nobody's".to_string() } else { words })
}

/// The section "What can be done now".
pub(super) fn now(order: &Order<'_>, document: &mut Document) {
    document.heading(2, "What can be done now", "now");
    let found: Vec<&StepFound> = standing(order, Standing::Now).collect();
    if found.is_empty() {
        let text = Text::from("No step that has not begun is free of conditions, refusals and lines.");
        document.push_on(Content::Paragraph(text), &order.run.basis);
        return;
    }
    let text = "No condition on record is unmet, and nobody's stated line is crossed. A yes that is not on record is not a no.";
    document.push(Content::Paragraph(Text::from(text)));
    let granted = found.iter().any(|step| !step.granted.is_empty());
    let mut titles = vec!["Step", "Who", "Opens", "Verifier", "Whose yes is not on record"];
    titles.extend(granted.then_some("Taken for granted"));
    let row = |step: &&StepFound| {
        let opens = if step.opens.is_empty() { "nothing by itself".to_string() } else { order.titles(&step.opens) };
        let verifier = step.verifier.clone().unwrap_or_else(|| "none named".into());
        let mut cells = vec![
            Text::new().plain(step.title.clone()),
            Text::new().party(order.ledger.parties(&step.actors)),
            Text::new().plain(opens),
            Text::new().plain(verifier),
            nobody(order.ledger.parties(&step.no_yes_of)),
        ];
        cells.extend(granted.then(|| codes(&step.granted)));
        Row { anchor: anchor("step", &step.step), cells }
    };
    let table = Table {
        caption: "What can be done now".into(),
        columns: columns(&titles),
        rows: found.iter().map(row).collect(),
    };
    document.push_on(Content::Table(table), &joined(found.iter().map(|step| &step.basis)));
}

fn codes(all: &[String]) -> Text {
    all.iter().fold(Text::new(), |text, rule| text.new_line().code(rule.clone()))
}

/// The section "What waits".
pub(super) fn waiting(order: &Order<'_>, document: &mut Document) {
    document.heading(2, "What waits", "waits");
    let open = |step: &&StepFound| matches!(step.standing, Standing::Waits | Standing::Locked | Standing::Refused);
    let found: Vec<&StepFound> = order.found.steps.iter().filter(open).collect();
    if found.is_empty() {
        document.push_on(Content::Paragraph(Text::from("No step waits, is locked or is refused.")), &order.run.basis);
    } else {
        let crossed = found.iter().any(|step| !step.crosses.is_empty() || !step.refused_by.is_empty());
        let row = |step: &&StepFound| {
            let until = conditions(step)
                .into_iter()
                .fold(Text::new(), |text, (wait, sources)| text.new_line().then(condition(order, wait, &sources)));
            let mut cells = vec![
                Text::new().plain(step.title.clone()),
                Text::new().party(order.ledger.parties(&step.actors)),
                Text::from(step.standing.word()),
                if until.is_empty() { Text::from("nothing on record") } else { until },
            ];
            cells.extend(crossed.then(|| against(order, step)));
            Row { anchor: anchor("step", &step.step), cells }
        };
        let mut titles = vec!["Step", "Who", "Stands", "Until"];
        titles.extend(crossed.then_some("Against it"));
        let table =
            Table { caption: "What waits".into(), columns: columns(&titles), rows: found.iter().map(row).collect() };
        document.push_on(Content::Table(table), &joined(found.iter().map(|step| &step.basis)));
    }
    let over = |step: &&StepFound| matches!(step.standing, Standing::Begun | Standing::Done);
    let over: Vec<&StepFound> = order.found.steps.iter().filter(over).collect();
    if !over.is_empty() {
        let said: Vec<String> = over.iter().map(|step| format!("{} ({})", step.title, step.standing.word())).collect();
        let text = Text::new().strong("Begun or done:").plain(format!(" {}.", words::list(&said)));
        document.push_on(Content::Paragraph(text), &joined(over.iter().map(|step| &step.basis)));
    }
}

/// The unmet conditions of a step; what several places of the case state alike is one, with the sources of all.
fn conditions(step: &StepFound) -> Vec<(&Wait, Vec<&str>)> {
    let mut told: Vec<(&Wait, Vec<&str>)> = Vec::new();
    for wait in step.waits.iter().filter(|wait| !wait.met) {
        let same = |known: &Wait| {
            (&known.rule, known.owner, known.account, &known.date) == (&wait.rule, wait.owner, wait.account, &wait.date)
        };
        let sources = wait.sources.iter().map(String::as_str);
        match told.iter_mut().find(|(known, _)| same(known)) {
            Some((_, all)) => all.extend(sources),
            None => told.push((wait, sources.collect())),
        }
    }
    told
}

/// A condition with whose it is, when it was said, and its sources.
fn condition(order: &Order<'_>, wait: &Wait, sources: &[&str]) -> Text {
    let said = [
        wait.owner.map(|owner| order.ledger.party(owner).to_string()),
        (!wait.date.is_empty()).then(|| words::day_of(&wait.date)),
        wait.account.then(|| "by another's account".to_string()),
    ];
    let said: Vec<String> = said.into_iter().flatten().collect();
    let text = Text::new().plain(wait.words.clone());
    let text = if said.is_empty() { text } else { text.plain(format!(" ({})", said.join(", "))) };
    order.ledger.with_sources(text, sources)
}

/// Lines that a step crosses, and who refuses it.
fn against(order: &Order<'_>, step: &StepFound) -> Text {
    let mut text = Text::new();
    for (line, whose, analyst) in &step.crosses {
        let reading = if *analyst { ", our reading" } else { "" };
        text = text.new_line().plain("crosses ").code(line.clone());
        text = text.plain(format!(" ({}{reading})", order.ledger.party(*whose)));
    }
    if !step.refused_by.is_empty() {
        text = text.new_line().plain(format!("refused by {}", order.ledger.parties(&step.refused_by)));
    }
    if text.is_empty() { Text::from("nothing on record") } else { text }
}
