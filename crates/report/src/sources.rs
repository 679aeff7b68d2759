//! Sources: how they are graded, what rests on each, and the words in them that entries quote.

use crate::brief::{BriefOptions, Ledger, entry_row, line_row, marked, page, source_row};
use crate::document::{Content, Document, Item, Row, Table, columns};
use crate::text::{Inline, Text, anchor};
use crate::words;
use zopa_case::draft::Marking;
use zopa_case::{Case, Source, SourceId};
use zopa_lens::Run;
use zopa_lens::gaps::Gaps;

/// Every source with its grade, what rests on it, and what would fall with it.
///
/// `case` is the case the findings were computed on (cut to its day and audience).
pub fn sources_document(case: &Case, gaps: &Run<Gaps>, options: &BriefOptions<'_>) -> Document {
    page(case, gaps, "gaps", options, |ledger, document| {
        grades(case, document);
        document.heading(2, "What rests on each", "rests");
        let rows: Vec<Row> = (0..case.sources().len()).map(|at| rests(ledger, gaps, SourceId::new(at))).collect();
        if rows.is_empty() {
            document.push(Content::Paragraph(Text::from(
                "No source counts here. A case names its sources under `sources:`, and each entry names the one it is from.",
            )));
            return;
        }
        let titles = ["Source", "Grade", "Alone on it", "With others", "If it falls"];
        document.push_on(
            Content::Table(Table { caption: "What rests on each source".into(), columns: columns(&titles), rows }),
            &gaps.basis,
        );
    })
}

/// How many sources have each grade.
fn grades(case: &Case, document: &mut Document) {
    let mut counts = std::collections::BTreeMap::new();
    for source in case.sources() {
        *counts.entry(source.grade.to_string()).or_insert(0usize) += 1;
    }
    if counts.is_empty() {
        return;
    }
    document.heading(2, "Grades", "grades");
    let rows = counts.iter().map(|(grade, count)| Row {
        anchor: String::new(),
        cells: vec![Text::new().strong(grade.clone()), Text::new().plain(words::count(count))],
    });
    document.push(Content::Table(Table {
        caption: "Sources of each grade".into(),
        columns: columns(&["Grade", "Sources"]),
        rows: rows.collect(),
    }));
}

/// What rests on a source alone, what on others too, and what changes without it.
fn rests(ledger: &Ledger<'_>, gaps: &Run<Gaps>, id: SourceId) -> Row {
    let case = ledger.case;
    let source = case.source(id);
    let (mut alone, mut shared) = (Text::new(), Text::new());
    let mut add = |sources: &[SourceId], run: Inline| {
        let text = if sources == [id] { &mut alone } else { &mut shared };
        if sources.contains(&id) {
            *text = std::mem::take(text).new_line().with(run);
        }
    };
    case.entries().iter().for_each(|entry| add(&entry.sources, ledger.entry_link(&entry.name)));
    for line in case.lines() {
        add(&line.sources, Inline::Item { anchor: anchor("line", &line.name), text: line.name.clone() });
    }
    case.packages().iter().for_each(|package| add(&package.sources, Inline::Code(package.name.clone())));
    let falls = gaps.findings.falls.iter().find(|fall| fall.source == source.name);
    let falls =
        falls.map_or_else(|| Text::from("no status"), |fall| Text::new().plain(words::sentence(&fall.sentence)));
    let link = Inline::Item { anchor: anchor("source", &source.name), text: source.name.clone() };
    Row {
        anchor: anchor("rests", &source.name),
        cells: vec![Text::new().with(link), Text::new().plain(source.grade.to_string()), alone, shared, falls],
    }
}

/// One source: where it is from, what rests on it, and its stored text with the words that are quoted set apart.
///
/// `None` where the case has no such source.
pub fn source_document(case: &Case, name: &str) -> Option<Document> {
    let at = case.sources().iter().position(|source| source.name == name)?;
    let (id, source) = (SourceId::new(at), &case.sources()[at]);
    let ledger = Ledger::new(case);
    let mut document = Document {
        title: format!("{}: {}", source.name, source.title),
        subtitle: vec![marked(head(source), &source.marking)],
        ..Document::default()
    };
    let mut basis = zopa_lens::Basis::default();
    basis.source(case, id);
    let urls = source.urls.iter().map(|url| Item::from(Text::new().with(Inline::Address(url.clone()))));
    let urls: Vec<Item> = urls.collect();
    if !urls.is_empty() {
        document.push_on(Content::List { numbered: false, items: urls }, &basis);
    }
    if let Some(note) = &source.note {
        document.push_on(Content::Note(Text::new().plain(note.trim().to_string())), &basis);
    }
    let own: Vec<_> = case.entries().iter().filter(|entry| entry.sources.contains(&id)).collect();
    let lines: Vec<_> = case.lines().iter().filter(|line| line.sources.contains(&id)).collect();
    document.heading(2, "What rests on it", "rests");
    if own.is_empty() && lines.is_empty() {
        document.push(Content::Paragraph(Text::from("No entry and no line names it.")));
    }
    if !own.is_empty() {
        let titles = ["Entry", "Date", "Party", "Says", "Words of the source, sources, remarks"];
        let rows = own.iter().map(|entry| entry_row(&ledger, entry)).collect();
        let table = Table { caption: "Entries from this source".into(), columns: columns(&titles), rows };
        document.push_on(Content::Table(table), &basis);
    }
    if !lines.is_empty() {
        let titles = ["Line", "Party", "Kind", "Rule", "Words of the source, sources, remarks"];
        let rows = lines.iter().map(|line| line_row(&ledger, line)).collect();
        let table = Table { caption: "Lines from this source".into(), columns: columns(&titles), rows };
        document.push_on(Content::Table(table), &basis);
    }
    document.heading(2, "Its text", "text");
    let quotes = own.iter().filter_map(|entry| entry.quote.as_deref());
    let quotes: Vec<&str> = quotes.chain(lines.iter().filter_map(|line| line.quote.as_deref())).collect();
    match stored(case, name) {
        Some(text) => {
            for part in text.split("\n\n").map(str::trim).filter(|part| !part.is_empty()) {
                document.push_on(Content::Paragraph(with_quotes(part, &quotes)), &basis);
            }
        }
        None => document.push(Content::Paragraph(Text::from("The case keeps no text of it."))),
    }
    document.push_record(crate::document::heading(2, "As listed", "basis"));
    let marks = source.marking != Marking::Public;
    let titles: &[&str] = &["Source", "Grade", "Date", "Title", "Address and remarks", "Marking"];
    let columns = columns(if marks { titles } else { &titles[..5] });
    let rows = vec![source_row(source, marks)];
    document.push_record(Content::Table(Table { caption: "The source".into(), columns, rows }));
    Some(document)
}

fn head(source: &Source) -> Text {
    let publisher = source.publisher.as_ref().map(|publisher| format!(" {publisher}.")).unwrap_or_default();
    Text::new().plain(format!("Grade {}. {}.{publisher}", source.grade, words::day(&source.date)))
}

/// The stored text of a source.
fn stored<'a>(case: &'a Case, name: &str) -> Option<&'a str> {
    let (_, source) = case.draft().sources.iter().find(|(key, _)| key.value == name)?;
    case.materials().documents.get(&source.text.as_ref()?.value)?.as_deref().ok()
}

/// A paragraph with the quotes in it set apart; blanks and line breaks count as one blank.
fn with_quotes(part: &str, quotes: &[&str]) -> Text {
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let part = flat(part);
    let mut places: Vec<(usize, usize)> = Vec::new();
    for quote in quotes.iter().map(|quote| flat(quote)).filter(|quote| !quote.is_empty()) {
        places.extend(part.match_indices(quote.as_str()).map(|(at, found)| (at, at + found.len())));
    }
    places.sort_unstable();
    let (mut text, mut done) = (Text::new(), 0);
    for (from, to) in places {
        let from = from.max(done);
        if from < to {
            text = text.plain(&part[done..from]).strong(&part[from..to]);
            done = to;
        }
    }
    text.plain(&part[done..])
}

#[cfg(test)]
mod tests {
    use super::with_quotes;
    use crate::text::Inline;

    #[test]
    fn quotes_that_overlap_are_set_apart_once() {
        let text = with_quotes("we will not\nleave the ridge today", &["not leave", "leave the ridge", "absent"]);
        let strong: Vec<&str> = text
            .0
            .iter()
            .filter_map(|run| if let Inline::Strong(text) = run { Some(text.as_str()) } else { None })
            .collect();
        assert_eq!(strong, ["not leave", " the ridge"]);
        assert_eq!(text.words(), "we will not leave the ridge today");
    }
}
