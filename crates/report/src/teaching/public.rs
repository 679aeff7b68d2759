//! The public information of a case, for everybody.

use super::{list, made_by, names, row, say, says, sheet, table, takes};
use crate::brief::{Ledger, entry_row, packages, sessions, source_row};
use crate::document::{Content, Document, Item, Table, columns};
use crate::text::{Text, anchor};
use crate::words;
use zopa_case::decode::Word as _;
use zopa_case::draft::{IssueKind, Seat};
use zopa_case::{Case, DateSpan, Line, Order};

/// The public information: situation, parties, issues with their options, what cannot be combined, lines and ratifiers on
/// record, deadlines, drafts, sessions, statements and sources. No values.
///
/// `case` is the case as the public sees it, cut to its day.
pub fn public_sheet(case: &Case, program: &str) -> Document {
    let ledger = Ledger::new(case);
    let caution =
        Text::new().strong("PUBLIC: for every party.").plain(" Each party has a role sheet of its own beside this.");
    let mut document = sheet(case, "public information", caution);
    document.heading(2, "The situation", "situation");
    let prose = |text: &Option<zopa_case::At<String>>| text.as_ref().map(|text| text.value.trim().to_string());
    say(&mut document, prose(&case.draft().about).unwrap_or_else(|| "The case does not say.".into()));
    if let Some(text) = prose(&case.draft().not_looked_at) {
        say(&mut document, Text::new().strong("Not looked at:").plain(format!(" {text}")));
    }
    who(&ledger, &mut document);
    issues(&ledger, &mut document);
    logic(&ledger, &mut document);
    lines(&ledger, &mut document);
    at_home(&ledger, &mut document);
    deadlines(&ledger, &mut document);
    packages(&ledger, &mut document);
    sessions(&ledger, &mut document);
    record(&ledger, &mut document);
    made_by(program, &mut document);
    document
}

fn who(ledger: &Ledger<'_>, document: &mut Document) {
    let case = ledger.case;
    document.heading(2, "Who takes part", "parties");
    let rows = case.parties().iter().zip(case.draft().parties.iter()).map(|(party, (_, written))| {
        let mut role: Vec<String> = party.roles.iter().map(|role| role.word().to_string()).collect();
        role.extend((!party.backs.is_empty()).then(|| format!("backs {}", names(case, &party.backs))));
        role.push(
            match party.seat {
                Seat::Table => "at the table",
                Seat::Near => "near the table, consulted",
                Seat::Away => "not there",
            }
            .into(),
        );
        let note = written.note.as_ref().map(|note| note.value.trim().to_string()).unwrap_or_default();
        row(vec![
            Text::new().party(party.title.clone()).plain(" (").code(party.name.clone()).plain(")"),
            Text::from(role.join("; ")),
            Text::from(note),
        ])
    });
    let rows = rows.collect();
    table(document, "Parties", &["Party", "Role", "Remarks"], rows);
}

fn issues(ledger: &Ledger<'_>, document: &mut Document) {
    let case = ledger.case;
    document.heading(2, "What has to be settled", "issues");
    for issue in case.issues() {
        document.heading(3, &issue.title, &anchor("issue", &issue.name));
        let mut said = vec![takes(issue).to_string()];
        if !issue.consent.is_empty() {
            said.push(format!("It needs the yes of {}.", names(case, &issue.consent)));
        }
        match &issue.order {
            Order::Measure(measure) => said.push(format!("Order of the options: {}.", measure.trim_end_matches('.'))),
            Order::Compiler if issue.kind == IssueKind::Ladder => {
                said.push("The order of the options is the compiler's.".into())
            }
            _ => {}
        }
        let text = Text::new().code(issue.name.clone()).plain(format!(". {}", said.join(" ")));
        say(document, text);
        let rows = issue.options.iter().enumerate().map(|(at, option)| {
            let sources = option.sources.iter().map(|source| case.source(*source).name.as_str());
            let whose = ledger.sources(sources).map_or_else(Text::new, |sources| Text::new().with(sources));
            let mut line = row(vec![Text::new().code(option.name.clone()), Text::from(says(issue, at)), whose]);
            line.anchor = anchor("option", &format!("{}.{}", issue.name, option.name));
            line
        });
        let rows = rows.collect();
        table(document, &format!("Options: {}", issue.title), &["Option", "What it says", "Whose"], rows);
    }
}

fn logic(ledger: &Ledger<'_>, document: &mut Document) {
    let case = ledger.case;
    document.heading(2, "What cannot be combined", "logic");
    if case.logic().is_empty() {
        return say(document, "Every combination of options is possible.");
    }
    say(document, "An agreement has to keep all of these:");
    let items = case.logic().iter().map(|logic| {
        let written = case.draft().logic.iter().find(|rule| rule.id.as_ref().is_some_and(|id| id.value == logic.name));
        let note = written.and_then(|rule| rule.note.as_ref()).map(|note| format!(" {}", words::sentence(&note.value)));
        let text = Text::new().code(logic.text.clone()).plain(note.unwrap_or_default());
        Item::from(ledger.with_sources(text, logic.sources.iter().map(|source| case.source(*source).name.as_str())))
    });
    list(document, items.collect());
}

/// A line without what is only assumed of it.
pub(super) fn line_said(ledger: &Ledger<'_>, line: &Line) -> Text {
    let mut text = Text::new().plain(format!("{} ", line.kind.word())).code(line.text.clone());
    if let Some(condition) = &line.condition {
        text = text.plain(", in force if ").code(condition.text.clone());
    }
    if let Some(quote) = &line.quote {
        text = text.plain(" ").emphasis(format!("\"{quote}\""));
    }
    ledger.with_sources(text, line.sources.iter().map(|source| ledger.case.source(*source).name.as_str()))
}

fn lines(ledger: &Ledger<'_>, document: &mut Document) {
    let case = ledger.case;
    if case.lines().is_empty() {
        return;
    }
    document.heading(2, "Lines on record", "lines");
    let item = |line: &Line| {
        let party = Text::new().party(case.party(line.party).title.clone()).plain(": ");
        Item::from(party.then(line_said(ledger, line)))
    };
    list(document, case.lines().iter().map(item).collect());
}

fn at_home(ledger: &Ledger<'_>, document: &mut Document) {
    let draft = ledger.case.draft();
    if draft.ratifiers.is_empty() {
        return;
    }
    document.heading(2, "Who must agree at home", "home");
    let items = draft.ratifiers.iter().map(|ratifier| {
        let name = zopa_case::draft::title(&ratifier.id, &ratifier.name);
        let text = Text::new()
            .party(ledger.party_named(&ratifier.party.value))
            .plain(format!(": {name} ({})", ratifier.rule.value.word()));
        Item::from(ledger.with_sources(text, ratifier.source.iter().map(|source| source.value.as_str())))
    });
    list(document, items.collect());
}

fn deadlines(ledger: &Ledger<'_>, document: &mut Document) {
    let draft = ledger.case.draft();
    let steps = draft.steps.iter().filter_map(|step| {
        let day: &DateSpan = &step.deadline.as_ref()?.value;
        let actors: Vec<&str> = step.actor.iter().map(|party| ledger.party_named(&party.value)).collect();
        let name = zopa_case::draft::title(&step.id, &step.name);
        let text = Text::new().strong(words::day(day)).plain(format!(": {name} ({})", words::list(&actors)));
        Some((day.last, ledger.with_sources(text, step.source.iter().map(|source| source.value.as_str()))))
    });
    let offers = draft.packages.iter().filter_map(|package| {
        let day: &DateSpan = &package.expires.as_ref()?.value;
        let name = zopa_case::draft::title(&package.id, &package.name);
        Some((day.last, Text::new().strong(words::day(day)).plain(format!(": {name} is on offer until then"))))
    });
    let mut items: Vec<_> = steps.chain(offers).collect();
    if items.is_empty() {
        return;
    }
    items.sort_by_key(|(day, _)| *day);
    document.heading(2, "Deadlines", "deadlines");
    list(document, items.into_iter().map(|(_, text)| Item::from(text)).collect());
}

fn record(ledger: &Ledger<'_>, document: &mut Document) {
    let case = ledger.case;
    document.heading(2, "On the record", "record");
    say(document, "What each said in public. Offering and floating are not accepting; not stated is not no.");
    if case.entries().is_empty() {
        say(document, "Nothing is stated.");
    }
    let rows = case.entries().iter().map(|entry| entry_row(ledger, entry)).collect();
    let titles = ["Entry", "Date", "Party", "Says", "Words of the source, sources, remarks"];
    table(document, "Statements", &titles, rows);
    let rows = case.sources().iter().map(|source| source_row(source, false)).collect::<Vec<_>>();
    if !rows.is_empty() {
        document.heading(2, "Sources", "sources");
        say(document, "Grades are on the Admiralty scale: A to F for the source, 1 to 6 for what it says.");
        let columns = columns(&["Source", "Grade", "Date", "Title", "Address and remarks"]);
        document.push(Content::Table(Table { caption: "Sources".into(), columns, rows }));
    }
}
