//! What to ask, what it all rests on, what was not looked at, and the record behind the page.

use super::issues::{short, status_words};
use super::ledger::{Ledger, marked};
use super::{BriefOptions, joined};
use crate::document::{Content, Document, Item, Place, Row, Table, columns, heading};
use crate::text::{Inline, Text, anchor};
use crate::words;
use zopa_case::decode::Word;
use zopa_case::draft::{Marking, Reading};
use zopa_case::{Entry, Line, Source, StanceOn};
use zopa_lens::Run;
use zopa_lens::gaps::{Answer, Fall, Gaps};

/// Questions shown at most.
const QUESTIONS: usize = 7;

pub(crate) fn ask_next(ledger: &Ledger<'_>, gaps: &Run<Gaps>, document: &mut Document) {
    let questions = &gaps.findings.ask_next;
    if questions.is_empty() {
        return;
    }
    document.heading(2, "Ask next", "ask-next");
    document.push(Content::Paragraph(Text::from("Silences and doubts that decide most; no values assumed.")));
    let items = questions.iter().take(QUESTIONS).map(|question| {
        let mut said: Vec<String> = Vec::new();
        said.extend(question.track.as_ref().map(|track| format!("{track} track")));
        said.extend(match question.statuses {
            0 => None,
            1 => Some("yes or no, one of the two would change the issue's status".to_string()),
            _ => Some("yes or no, either would change the issue's status".to_string()),
        });
        let (open, all) = (words::count(&question.packages), words::count(&question.undecided));
        said.extend(match (question.packages == question.undecided, all.as_str()) {
            (_, "0") => None,
            (true, _) => Some(format!("a no would settle all {all} undecided packages")),
            (false, _) => Some(format!("a no would settle {open} of the {all} undecided packages")),
        });
        if !question.also.is_empty() {
            said.push(format!("also open: {}", question.also.join(", ")));
        }
        let text = Text::new().plain(words::sentence(&question.sentence));
        let text = if said.is_empty() { text } else { text.plain(format!(" ({})", said.join("; "))) };
        Item::from(ledger.on_basis(text, &question.basis))
    });
    let basis = joined(questions.iter().take(QUESTIONS).map(|question| &question.basis));
    document.push_on(Content::List { numbered: true, items: items.collect() }, &basis);
}

pub(super) fn falls(ledger: &Ledger<'_>, gaps: &Run<Gaps>, document: &mut Document) {
    let falls = &gaps.findings.falls;
    if falls.is_empty() {
        return;
    }
    document.heading(2, "If a source falls", "falls");
    let row = |fall: &Fall| {
        let gone =
            fall.gone.iter().enumerate().fold(Text::new(), |text, (at, (_, said))| {
                text.plain(if at > 0 { "; " } else { "" }).plain(said.clone())
            });
        let weaker = if fall.weaker.is_empty() {
            gone
        } else {
            gone.plain(format!("{}weaker: {}", if fall.gone.is_empty() { "" } else { "; " }, fall.weaker.join(", ")))
        };
        let changed = fall.statuses.iter().map(|(issue, before, after)| {
            format!("{}: {}, was {}", ledger.issue_title(*issue), status_words(*after), status_words(*before))
        });
        let verdict = fall.verdict.map(|answer| format!("the verdict: {}", answer_words(answer)));
        let changed: Vec<String> = changed.chain(verdict).collect();
        let name = Text::new().strong(source_words(ledger, &fall.source));
        let changed = if changed.is_empty() { "no status".to_string() } else { changed.join("; ") };
        Row { anchor: String::new(), cells: vec![name, Text::new().plain(changed), weaker] }
    };
    let table = |falls: &[&Fall]| Table {
        caption: "What goes if a source falls".into(),
        columns: columns(&["Without", "What changes", "What goes"]),
        rows: falls.iter().map(|fall| row(fall)).collect(),
    };
    let (telling, quiet): (Vec<&Fall>, Vec<&Fall>) =
        falls.iter().partition(|fall| !fall.statuses.is_empty() || fall.verdict.is_some());
    let basis = joined(falls.iter().map(|fall| &fall.basis));
    if !telling.is_empty() {
        document.push_on(Content::Table(table(&telling)), &basis);
    }
    if !quiet.is_empty() {
        let names: Vec<String> = quiet.iter().map(|fall| source_words(ledger, &fall.source)).collect();
        let text = format!("Without any one of these no status and no verdict changes: {}.", names.join(", "));
        document.push_on(Content::Paragraph(Text::new().plain(text)), &basis);
        document.push_record(heading(3, "Sources whose fall changes no status", "quiet-falls"));
        document.push_record(Content::Table(table(&quiet)));
    }
}

/// `P20 B1`.
fn source_words(ledger: &Ledger<'_>, source: &str) -> String {
    ledger.sources([source]).map(|source| source.words().trim_matches(['[', ']']).to_string()).unwrap_or_default()
}

fn answer_words(answer: Answer) -> &'static str {
    match answer {
        Answer::Yes => "a deal is possible",
        Answer::No => "no deal that nobody refuses",
        Answer::CannotSay => "cannot be said",
    }
}

/// The sources that count, then those that do not.
pub(super) fn sources(ledger: &Ledger<'_>, options: &BriefOptions<'_>, document: &mut Document) {
    let case = ledger.case;
    document.heading(2, "Basis", "basis");
    let marks = case.sources().iter().any(|source| source.marking != Marking::Public);
    let mut basis = zopa_lens::Basis::default();
    (0..case.sources().len()).for_each(|at| basis.source(case, zopa_case::SourceId::new(at)));
    let drafts = words::counted(case.packages().len(), "draft or offer", "drafts and offers");
    let text = format!(
        "{}, {}, {}, {drafts}. Grades are on the Admiralty scale: A to F for the source, 1 to 6 for what it says.",
        words::counted(case.sources().len(), "source", "sources"),
        words::counted(case.entries().len(), "entry", "entries"),
        words::counted(case.lines().len(), "line", "lines"),
    );
    document.push_on(Content::Paragraph(Text::new().plain(text)), &basis);
    let rows: Vec<Row> = case.sources().iter().map(|source| source_row(source, marks)).collect();
    if !rows.is_empty() {
        let titles: &[&str] = &["Source", "Grade", "Date", "Title", "Address and remarks", "Marking"];
        let mut columns = columns(if marks { titles } else { &titles[..5] });
        columns[4].place = Place::Record;
        document.push_on(Content::Table(Table { caption: "Sources".into(), columns, rows }), &basis);
    }
    let seen = options
        .base
        .iter()
        .flat_map(|base| base.sources().iter())
        .filter(|source| source.marking.seen_by(options.audience));
    let later = seen.filter(|source| !case.sources().iter().any(|known| known.name == source.name));
    let later: Vec<String> =
        later.map(|source| format!("{} ({}, {})", source.name, source.grade, words::day(&source.date))).collect();
    if !later.is_empty() {
        document.push(Content::Note(Text::new().plain(format!("Not counted: {}.", later.join("; ")))));
    }
}

/// A source: id, grade, day, title, address and remarks, marking.
pub(crate) fn source_row(source: &Source, marks: bool) -> Row {
    let mut title = Text::new().plain(source.title.clone());
    title = source.publisher.iter().fold(title, |text, publisher| text.plain(format!(". {publisher}")));
    let more = source.urls.iter().fold(Text::new(), |text, url| text.new_line().with(Inline::Address(url.clone())));
    let more = source.note.iter().fold(more, |text, note| text.new_line().plain(note.trim().to_string()));
    let mut cells = vec![
        Text::new().strong(source.name.clone()),
        Text::new().plain(source.grade.to_string()),
        Text::new().plain(words::day(&source.date)),
        title,
        more,
    ];
    if marks {
        cells.push(Text::new().plain(source.marking.to_string()));
    }
    Row { anchor: anchor("source", &source.name), cells }
}

pub(super) fn not_looked_at(ledger: &Ledger<'_>, warnings: &[String], document: &mut Document) {
    document.heading(2, "Not looked at", "not-looked-at");
    let told = ledger.case.draft().not_looked_at.as_ref().map(|text| text.value.trim().to_string());
    let text = told.filter(|text| !text.is_empty()).unwrap_or_else(|| "The case does not say.".into());
    document.push(Content::Paragraph(Text::new().plain(text)));
    remarks(ledger, warnings, document);
}

/// Warnings of the analysis and of the case's check.
pub(crate) fn remarks(ledger: &Ledger<'_>, warnings: &[String], document: &mut Document) {
    for warning in warnings {
        document.push(Content::Note(Text::new().plain(words::sentence(warning))));
    }
    let case = ledger.case;
    if case.warnings().is_empty() {
        return;
    }
    let said = words::counted(case.warnings().len(), "remark", "remarks");
    document.push(Content::Note(
        Text::new()
            .plain(format!("The check of the case files made {said}, kept in the record; "))
            .code("zopa check")
            .plain(" shows the place of each."),
    ));
    document.push_record(heading(3, "Remarks of the check", "remarks"));
    let items =
        case.warnings().iter().map(|warning| Item::from(Text::new().plain(warning.line(&case.materials().texts))));
    document.push_record(Content::List { numbered: false, items: items.collect() });
}

/// The record: options in full, every entry, every line.
pub(super) fn record(ledger: &Ledger<'_>, document: &mut Document) {
    let case = ledger.case;
    document.push_record(heading(2, "The record", "record"));
    document.push_record(heading(3, "Options in full", "options"));
    let rows = case.issues().iter().flat_map(|issue| {
        issue.options.iter().map(move |option| {
            let text = Text::new().plain(if option.text == option.name { String::new() } else { option.text.clone() });
            let sources = option.sources.iter().map(|source| case.source(*source).name.as_str());
            let ours = if option.sources.is_empty() { "the compiler's wording" } else { "" };
            let whose = ledger.sources(sources).map_or_else(|| Text::from(ours), |sources| Text::new().with(sources));
            Row {
                anchor: anchor("option", &format!("{}.{}", issue.name, option.name)),
                cells: vec![Text::new().plain(issue.title.clone()), Text::new().code(option.name.clone()), text, whose],
            }
        })
    });
    let rows = rows.collect();
    let table = Table {
        caption: "Options in full".into(),
        columns: columns(&["Issue", "Option", "What it says", "Whose"]),
        rows,
    };
    document.push_record(Content::Table(table));
    document.push_record(heading(3, "Entries", "entries"));
    let rows = case.entries().iter().map(|entry| entry_row(ledger, entry)).collect();
    let titles = ["Entry", "Date", "Party", "Says", "Words of the source, sources, remarks"];
    document.push_record(Content::Table(Table {
        caption: "Entries of the ledger".into(),
        columns: columns(&titles),
        rows,
    }));
    if !case.lines().is_empty() {
        document.push_record(heading(3, "Lines", "lines"));
        let rows = case.lines().iter().map(|line| line_row(ledger, line)).collect();
        let titles = ["Line", "Party", "Kind", "Rule", "Words of the source, sources, remarks"];
        document.push_record(Content::Table(Table {
            caption: "Red lines and bottom lines".into(),
            columns: columns(&titles),
            rows,
        }));
    }
}

/// An entry of the ledger: id, day, party, what it says, words and sources.
pub(crate) fn entry_row(ledger: &Ledger<'_>, entry: &Entry) -> Row {
    let case = ledger.case;
    let mut says =
        entry.stances.iter().fold(Text::new(), |text, stance| text.new_line().plain(stance_said(ledger, stance)));
    if let Some((issue, words)) = &entry.off_ladder {
        says = says.new_line().plain(format!("{}, off the listed options: {words}", case.issue(*issue).title));
    }
    if let Some((party, issue, extent)) = &entry.backs {
        let on = issue.map(|issue| format!("{}, ", case.issue(issue).title)).unwrap_or_default();
        let extent = extent.as_ref().map(|extent| format!(" ({extent})")).unwrap_or_default();
        says = says.new_line().plain(format!("{on}backs {}{extent}", case.party(*party).title));
    }
    if let Some(condition) = &entry.condition {
        says = says.new_line().plain("if ").code(condition.text.clone());
    }
    let mut how = vec![entry.stated.word().to_string()];
    how.extend(entry.by.as_ref().map(|by| format!("by {by}")));
    how.extend(entry.via.map(|via| format!("via {}", case.party(via).title)));
    how.extend(entry.hedge.as_ref().map(|hedge| format!("hedge: {hedge}")));
    let mut words_of = match &entry.quote {
        Some(quote) => Text::new().emphasis(format!("\"{quote}\"")).plain(" "),
        None => Text::new(),
    };
    words_of = words_of.plain(format!("({})", how.join("; ")));
    words_of = ledger.with_sources(words_of, entry.sources.iter().map(|source| case.source(*source).name.as_str()));
    if !entry.our_reading.is_empty() {
        let read: Vec<String> =
            entry.our_reading.iter().map(|(issue, option)| case.issue(*issue).options[*option].name.clone()).collect();
        words_of = words_of.new_line().plain(format!("our reading: {}", read.join(", ")));
    }
    for (what, others) in
        [("replaces", &entry.replaces), ("stands beside", &entry.stands_beside), ("disputes", &entry.disputes)]
    {
        for other in others {
            words_of = words_of.new_line().plain(format!("{what} ")).with(ledger.entry_link(&case.entry(*other).name));
        }
    }
    if entry.weaker {
        words_of = words_of.new_line().plain("weaker: a source of it is gone");
    }
    words_of = entry.note.iter().fold(words_of, |text, note| text.new_line().plain(note.trim().to_string()));
    Row {
        anchor: anchor("entry", &entry.name),
        cells: vec![
            marked(Text::new().code(entry.name.clone()), &entry.marking),
            Text::new().plain(words::day(&entry.date)),
            Text::new().party(case.party(entry.party).title.clone()),
            says,
            words_of,
        ],
    }
}

fn stance_said(ledger: &Ledger<'_>, stance: &StanceOn) -> String {
    let issue = ledger.case.issue(stance.issue);
    let options = stance.options.iter().map(|option| issue.options[*option].name.clone());
    let outcomes = stance.outcomes.iter().map(|outcome| issue.outcome_name(*outcome));
    let all: Vec<String> = options.chain(outcomes).collect();
    let text = match stance.options.as_slice() {
        [one] if issue.options[*one].text != issue.options[*one].name => {
            format!(" ({})", short(&issue.options[*one].text, 60))
        }
        _ => String::new(),
    };
    format!("{}: {} {}{text}", issue.title, stance.stance.word(), all.join(", "))
}

/// A line: id, party, kind, rule, words and sources.
pub(crate) fn line_row(ledger: &Ledger<'_>, line: &Line) -> Row {
    let case = ledger.case;
    let mut rule = Text::new().code(line.text.clone());
    if let Some(condition) = &line.condition {
        rule = rule.new_line().plain("in force if ").code(condition.text.clone());
    }
    let mut how: Vec<String> = line.origin.iter().cloned().collect();
    how.extend((line.reading == Reading::Analyst).then(|| "our reading".to_string()));
    how.extend(line.not_for_trade.then(|| "not for trade".to_string()));
    how.extend(line.firmness.as_ref().map(|firmness| format!("firmness {firmness}")));
    how.extend(line.weaker.then(|| "weaker: a source of it is gone".to_string()));
    let mut words_of =
        line.quote.as_ref().map(|quote| Text::new().emphasis(format!("\"{quote}\"")).plain(" ")).unwrap_or_default();
    if !how.is_empty() {
        words_of = words_of.plain(format!("({})", how.join("; ")));
    }
    words_of = ledger.with_sources(words_of, line.sources.iter().map(|source| case.source(*source).name.as_str()));
    words_of = line.note.iter().fold(words_of, |text, note| text.new_line().plain(note.trim().to_string()));
    Row {
        anchor: anchor("line", &line.name),
        cells: vec![
            marked(Text::new().code(line.name.clone()), &line.marking),
            Text::new().party(case.party(line.party).title.clone()),
            Text::new().plain(line.kind.word()),
            rule,
            words_of,
        ],
    }
}
