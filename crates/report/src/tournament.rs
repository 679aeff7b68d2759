//! A tournament as a page: how each strategy did, against whom, how far its ends were from what could have been had.

use crate::brief::marking_of;
use crate::document::{Content, Document, Item, Row, Table, columns};
use crate::rounds_metrics::three;
use crate::settlement::say::short;
use crate::text::Text;
use crate::words;
use zopa_case::Case;
use zopa_lens::Run;
use zopa_lens::rounds::Goal;
use zopa_lens::rounds::tournament::{Mean, Tournament};

/// Strategies of which each against each is shown.
const AGAINST: usize = 8;

/// The findings of a tournament on cases; `program` is named in the last line.
pub fn tournament_document(cases: &[Case], run: &Run<Tournament>, program: &str) -> Document {
    let found = &run.findings;
    let mut document = Document { title: "Tournament of strategies".into(), ..Document::default() };
    let titles: Vec<&str> = cases.iter().map(Case::title).collect();
    document.subtitle.push(Text::from(format!("On {}.", words::list(&titles))));
    let fictional = |case: &Case| case.draft().fictional.as_ref().is_some_and(|own| own.value);
    if !cases.is_empty() && cases.iter().all(fictional) {
        document.cautions.push(Text::new().strong("FICTIONAL.").plain(" Parties, places and numbers are invented."));
    }
    document.cautions.push(Text::new().strong(marking_of(cases, &run.basis.marking)));
    document.heading(2, "Tournament", "tournament");
    document.push_on(Content::Paragraph(Text::from(found.sentence.as_str())), &run.basis);
    if found.missing.is_empty() {
        plan(found, &mut document);
        standings(found, &mut document);
        distances(found, &mut document);
        against(found, &mut document);
    }
    for own in found.cases.iter().filter(|own| !own.missing.is_empty() && found.missing.is_empty()) {
        let text = format!("{} was not played on. Missing: {}.", own.title, words::list(&own.missing));
        document.push(Content::Note(Text::from(text)));
    }
    for warning in &run.warnings {
        document.push(Content::Note(Text::from(warning.as_str())));
    }
    let line = format!(
        "Analysis tournament: arithmetic {}, ended {}. Made by {program}.",
        run.arithmetic.word(),
        run.stop.word()
    );
    document.colophon.push(Text::from(line));
    for case in cases {
        document.colophon.push(Text::new().plain(format!("{} ", case.title())).code(case.hash()));
    }
    document
}

fn table(document: &mut Document, caption: &str, titles: &[&str], rows: Vec<Vec<String>>) {
    let row = |cells: Vec<String>| Row { anchor: String::new(), cells: cells.into_iter().map(Text::from).collect() };
    let rows = rows.into_iter().map(row).collect();
    document.push(Content::Table(Table { caption: caption.into(), columns: columns(titles), rows }));
}

fn plan(found: &Tournament, document: &mut Document) {
    let mut text = format!(
        "Protocol: {}{}. Time is over after {}. Each seating is played {}; repetitions have the same numbers, opener and random numbers in every seating.",
        found.protocol,
        found.facilitator.as_ref().map_or(String::new(), |own| format!(", the facilitator {own}")),
        words::counted(found.rounds as usize, "round", "rounds"),
        words::counted(found.repetitions as usize, "time", "times"),
    );
    for own in found.cases.iter().filter(|own| own.missing.is_empty()) {
        let all = words::counted_with(&own.all_seatings, "seating", "seatings");
        text.push_str(&if (own.seatings.len() as u128) < own.all_seatings {
            format!(" {}: {} drawn of {all}.", own.title, words::count(&own.seatings.len()))
        } else {
            format!(" {}: all {all}.", own.title)
        });
    }
    if found.undecided > 0 {
        let runs = words::counted_with(&found.undecided, "run", "runs");
        text.push_str(&format!(" {runs} ended at a limit of steps and count as undecided."));
    }
    if found.unproved > 0 {
        let offers = words::counted_with(&found.unproved, "offer is", "offers are");
        text.push_str(&format!(" {offers} the best that a limited search met."));
    }
    document.push(Content::Paragraph(Text::from(text)));
}

fn standings(found: &Tournament, document: &mut Document) {
    document.heading(3, "How each did", "standings");
    let rows = found.strategies.iter().map(|own| {
        vec![
            own.rank.to_string(),
            found.words[own.strategy].clone(),
            told(own.value.as_ref()),
            told(own.advantage.as_ref()),
            if own.settled.n() == 0 { "-".into() } else { short(&own.settled) },
            told(own.welfare.as_ref()),
        ]
    });
    let titles = ["Rank", "Strategy", "Own value, 0 to 1", "Advantage", "Runs that settle", "Social welfare"];
    table(document, "Means with their intervals at 95 per cent", &titles, rows.collect());
    let items = found.strategies.iter().map(|own| Item::from(Text::from(own.sentence.as_str()))).collect();
    document.push(Content::List { numbered: false, items });
    let text = "Intervals say what other draws could have given on these cases, not what other cases would. A rank counts those that are above with their whole interval.";
    document.push(Content::Note(Text::from(text)));
}

fn distances(found: &Tournament, document: &mut Document) {
    let rows = found.strategies.iter().map(|own| {
        let mut cells = vec![found.words[own.strategy].clone()];
        cells.extend(own.apart.iter().map(|(_, mean)| told(mean.as_ref())));
        cells
    });
    let mut titles = vec!["Strategy".to_string()];
    titles.extend(Goal::ALL.map(|goal| format!("To the {}", goal.title())));
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    table(document, "How far ends of its runs were from what could have been had", &titles, rows.collect());
}

fn against(found: &Tournament, document: &mut Document) {
    let shown: Vec<usize> = found.strategies.iter().map(|own| own.strategy).take(AGAINST).collect();
    let rows = shown.iter().map(|own| {
        let mut cells = vec![found.words[*own].clone()];
        let cell = |other: &usize| found.against[*own][*other].map_or("-".to_string(), |mean| three(mean.value));
        cells.extend(shown.iter().map(cell));
        cells
    });
    let mut titles = vec!["Own value of .. against"];
    titles.extend(shown.iter().map(|own| found.words[*own].as_str()));
    table(document, "Each against each", &titles, rows.collect());
    let left = found.strategies.len() - shown.len();
    if left > 0 {
        let text = format!("{} in the JSON answer.", words::counted(left, "more strategy", "more strategies"));
        document.push(Content::Note(Text::from(text)));
    }
}

fn told(mean: Option<&Mean>) -> String {
    mean.map_or("-".to_string(), |own| match own.interval {
        Some((low, high)) => format!("{} ({} to {})", three(own.value), three(low), three(high)),
        None => three(own.value),
    })
}
