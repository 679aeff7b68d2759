//! What could be said jointly, brackets, contradictions, drafts as wholes, sessions with their readouts.

use super::joined;
use super::ledger::{Ledger, marked};
use crate::document::{Content, Document, Item, Row, Table, columns, heading};
use crate::text::{Text, anchor};
use crate::words;
use zopa_case::decode::Word;
use zopa_case::draft::{Form, Marking, Readout, Session};
use zopa_case::{At, Case, Package};
use zopa_lens::gaps::Gaps;
use zopa_lens::{Basis, Run};

/// Sessions shown on the page; earlier ones stand in the record.
const SESSIONS: usize = 6;

pub(super) fn jointly(ledger: &Ledger<'_>, gaps: &Run<Gaps>, document: &mut Document) {
    let joint = &gaps.findings.joint_statement;
    document.heading(2, "Could be said jointly today", "jointly");
    if joint.agreed.is_empty() {
        let text = Text::from(
            "Nothing: no outcome of any issue is wanted or accepted on the record, without condition, by all whose yes it needs.",
        );
        document.push_on(Content::Paragraph(ledger.on_basis(text, &joint.basis)), &joint.basis);
        return;
    }
    let items = joint.agreed.iter().map(|(issue, outcomes)| {
        let known = ledger.issue(*issue);
        let said: Vec<String> = outcomes.iter().map(|outcome| with_text(known, outcome)).collect();
        let text = Text::new().strong(ledger.issue_title(*issue)).plain(format!(": {}", said.join("; or ")));
        let basis = gaps.findings.issues.iter().find(|gap| gap.issue == *issue).map_or(&joint.basis, |gap| &gap.basis);
        Item::from(ledger.on_basis(text, basis))
    });
    document.push_on(Content::List { numbered: false, items: items.collect() }, &joint.basis);
}

/// `h1 (Prisoner exchanges ..)`, where the outcome is one option with words of its own.
fn with_text(issue: Option<&zopa_case::Issue>, outcome: &str) -> String {
    let option = issue
        .and_then(|issue| issue.options.iter().find(|option| option.name == outcome && option.text != option.name));
    option.map_or_else(|| outcome.to_string(), |option| format!("{outcome} ({})", option.text))
}

pub(crate) fn brackets(ledger: &Ledger<'_>, gaps: &Run<Gaps>, document: &mut Document) {
    let brackets = &gaps.findings.brackets;
    if brackets.is_empty() {
        return;
    }
    document.heading(2, "Brackets", "brackets");
    let items = brackets.iter().map(|bracket| {
        let mut text = Text::new().strong(ledger.issue_title(bracket.issue)).plain(":");
        for (party, alternatives) in &bracket.alternatives {
            text = text.plain(" [").party(ledger.party(*party)).plain(format!(": {}]", alternatives.join("; ")));
        }
        Item::from(ledger.on_basis(text, &bracket.basis))
    });
    document.push_on(
        Content::List { numbered: false, items: items.collect() },
        &joined(brackets.iter().map(|bracket| &bracket.basis)),
    );
}

pub(super) fn contradictions(ledger: &Ledger<'_>, gaps: &Run<Gaps>, document: &mut Document) {
    let kept = &gaps.findings.contradictions;
    if kept.is_empty() {
        return;
    }
    document.heading(2, "Contradictions we keep", "contradictions");
    let items = kept.iter().map(|contradiction| {
        let below = contradiction.statements.iter().map(|statement| {
            let account = if statement.account { "by another's account" } else { "own words" };
            let text =
                Text::new().plain(format!("{}, {}, {account}: ", statement.says, words::day_of(&statement.date)));
            let text = text.with(ledger.entry_link(&statement.entry));
            // A statement names its sources with their grades; the id is what stands before the blank.
            let sources = statement.sources.iter().map(|source| source.split(' ').next().unwrap_or(source));
            ledger.with_sources(text, sources)
        });
        Item {
            text: marked(Text::new().plain(words::sentence(&contradiction.sentence)), &contradiction.basis.marking),
            below: below.collect(),
        }
    });
    let basis = joined(kept.iter().map(|contradiction| &contradiction.basis));
    document.push_on(Content::List { numbered: false, items: items.collect() }, &basis);
}

pub(crate) fn packages(ledger: &Ledger<'_>, document: &mut Document) {
    let case = ledger.case;
    if case.packages().is_empty() {
        return;
    }
    document.heading(2, "Drafts and offers as wholes", "packages");
    document
        .push(Content::Paragraph(Text::from("No single term of a whole counts as wanted or accepted by its author.")));
    let mut basis = Basis::default();
    let rows = case.packages().iter().enumerate().map(|(at, package)| {
        basis.package(case, zopa_case::PackageId::new(at));
        Row { anchor: anchor("package", &package.name), cells: package_cells(ledger, package) }
    });
    let rows = rows.collect();
    let table = Table {
        caption: "Drafts and offers as wholes".into(),
        columns: columns(&["Draft or offer", "Terms", "Answers on record"]),
        rows,
    };
    document.push_on(Content::Table(table), &basis);
}

fn package_cells(ledger: &Ledger<'_>, package: &Package) -> Vec<Text> {
    let case = ledger.case;
    let names = |parties: &[zopa_case::PartyId]| {
        words::list(&parties.iter().map(|party| case.party(*party).title.as_str()).collect::<Vec<_>>())
    };
    let mut what = vec![words::day(&package.date), names(&package.by)];
    if !package.to.is_empty() {
        what.push(format!("to {}", names(&package.to)));
    }
    what.extend(package.form.map(|form: Form| form.word().to_string()));
    what.push(package.stated.word().to_string());
    let title = Text::new().strong(package.title.as_str()).plain(format!(" ({}): {}", package.name, what.join(", ")));
    let sources = package.sources.iter().map(|source| case.source(*source).name.as_str());
    let title = marked(ledger.with_sources(title, sources), &package.marking);
    let terms: Vec<String> = package
        .terms
        .iter()
        .map(|term| {
            let issue = case.issue(term.issue);
            let options = term.options.iter().map(|option| issue.options[*option].name.clone());
            let outcomes = term.outcomes.iter().map(|outcome| issue.outcome_name(*outcome));
            format!("{} {}", issue.name, options.chain(outcomes).collect::<Vec<_>>().join(" | "))
        })
        .collect();
    let written = case.draft().packages.iter().find(|draft| draft.id.value == package.name);
    let mut answers = Text::new();
    for answer in written.iter().flat_map(|written| written.answers.iter()) {
        let by = answer.by.as_ref().map(|by| format!(" ({})", by.value)).unwrap_or_default();
        let day = answer.date.as_ref().map(|date| format!(", {}", words::day(&date.value))).unwrap_or_default();
        answers = answers
            .new_line()
            .party(ledger.party_named(&answer.party.value))
            .plain(format!("{by}{day}: {}", answer.says.value.word()));
        answers = ledger.with_sources(answers, answer.source.iter().map(|source| source.value.as_str()));
    }
    let answers = if answers.is_empty() { Text::from("none entered") } else { answers };
    vec![
        title,
        Text::new().plain(if terms.is_empty() { "none entered".to_string() } else { terms.join("; ") }),
        answers,
    ]
}

pub(crate) fn sessions(ledger: &Ledger<'_>, document: &mut Document) {
    let case = ledger.case;
    let mut sessions: Vec<&Session> =
        case.draft().sessions.iter().filter(|session| session.date.known_on(case.as_of())).collect();
    if sessions.is_empty() {
        return;
    }
    sessions.sort_by_key(|session| std::cmp::Reverse((session.date.value.last, session.date.value.first)));
    document.heading(2, "Sessions and readouts", "sessions");
    let (page, earlier) = sessions.split_at(sessions.len().min(SESSIONS));
    let items =
        |sessions: &[&Session]| -> Vec<Item> { sessions.iter().map(|session| session_item(ledger, session)).collect() };
    document.push_on(Content::List { numbered: false, items: items(page) }, &sessions_basis(case, page));
    if !earlier.is_empty() {
        let text = format!(
            "{} in the record behind this page.",
            words::counted(earlier.len(), "earlier session stands", "earlier sessions stand")
        );
        document.push(Content::Note(Text::new().plain(text)));
        document.push_record(heading(3, "Earlier sessions", "earlier-sessions"));
        document.push_record(Content::List { numbered: false, items: items(earlier) });
    }
}

fn sessions_basis(case: &Case, sessions: &[&Session]) -> Basis {
    let mut basis = Basis::default();
    for session in sessions {
        let readouts = session.readouts.iter().flat_map(|readout| readout.source.iter());
        for source in session.source.iter().chain(readouts) {
            if let Some(at) = case.sources().iter().position(|known| known.name == source.value) {
                basis.source(case, zopa_case::SourceId::new(at));
            }
        }
    }
    basis
}

fn own_marking(ledger: &Ledger<'_>, marking: &Option<At<Marking>>) -> Marking {
    let default = || ledger.case.draft().marking.as_ref().map(|marking| marking.value.clone()).unwrap_or_default();
    marking.as_ref().map_or_else(default, |marking| marking.value.clone())
}

fn names(sources: &[At<String>]) -> impl Iterator<Item = &str> {
    sources.iter().map(|source| source.value.as_str())
}

fn session_item(ledger: &Ledger<'_>, session: &Session) -> Item {
    let name = zopa_case::draft::title(&session.id, &session.name);
    let people: Vec<&str> = session.participants.iter().map(|party| ledger.party_named(&party.value)).collect();
    let mut said = vec![format!("{} track", session.track.value)];
    said.extend((!people.is_empty()).then(|| words::list(&people)));
    said.extend(session.duration.as_ref().map(|duration| duration.value.to_string().replace('~', "about ")));
    let text =
        Text::new().strong(format!("{}: {name}", words::day(&session.date))).plain(format!(" ({}).", said.join("; ")));
    let mut text = marked(text, &own_marking(ledger, &session.marking));
    if let Some(outcome) = &session.outcome {
        let mut came: Vec<String> = Vec::new();
        came.extend(
            outcome
                .joint_statement
                .as_ref()
                .map(|known| format!("joint statement: {}", if known.value { "yes" } else { "no" })),
        );
        came.extend(
            outcome.roadmap.as_ref().map(|known| format!("roadmap: {}", if known.value { "yes" } else { "no" })),
        );
        came.extend(outcome.walk_out.as_ref().map(|who| format!("walk-out: {}", ledger.party_named(&who.value))));
        let came = if came.is_empty() {
            String::new()
        } else {
            format!(" {}.", words::sentence(&came.join(", ")).trim_end_matches('.'))
        };
        let told = outcome.text.as_ref().map(|text| format!(" {}", words::sentence(&text.value))).unwrap_or_default();
        let sources = if outcome.source.is_empty() { &session.source } else { &outcome.source };
        text = ledger.with_sources(text.plain(format!("{came}{told}")), names(sources));
    } else {
        text = ledger.with_sources(text, names(&session.source));
    }
    Item { text, below: session.readouts.iter().map(|readout| readout_line(ledger, readout)).collect() }
}

/// A readout under its speaker: what was said in short, the quote, the sources.
fn readout_line(ledger: &Ledger<'_>, readout: &Readout) -> Text {
    let by = readout.by.as_ref().map(|by| format!(" ({})", by.value)).unwrap_or_default();
    let mut text = Text::new().party(ledger.party_named(&readout.party.value)).plain(format!("{by}: "));
    text = text.plain(readout.text.as_ref().map(|text| words::sentence(&text.value)).unwrap_or_default());
    if let Some(quote) = &readout.quote {
        text = text.plain(" ").emphasis(format!("\"{}\"", quote.value));
    }
    marked(ledger.with_sources(text, names(&readout.source)), &own_marking(ledger, &readout.marking))
}
