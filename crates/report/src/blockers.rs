//! The findings of the lens `blockers` as a page, and in short for the brief.

use crate::brief::{BriefOptions, Ledger, joined, page};
use crate::document::{Content, Document, Item};
use crate::text::Text;
use crate::words;
use zopa_case::Case;
use zopa_lens::blockers::{Answer, Blockers, BlockingSet, Constraint, Measure, Near, Nearest, Opening};
use zopa_lens::{Basis, Run};

/// Blocking sets and openings on the page; JSON has them all.
const SETS: usize = 25;

/// Blocking sets, and openings, in the brief.
const IN_BRIEF: usize = 2;

/// What the issues of a package can be told of in one line.
const MOVES_IN_BRIEF: usize = 6;

/// The findings of the lens `blockers` alone.
pub fn blockers_document(case: &Case, run: &Run<Blockers>, options: &BriefOptions<'_>) -> Document {
    page(case, run, "blockers", options, |ledger, document| {
        let found = &run.findings;
        document.heading(2, "What blocks, and what would open", "blockers");
        document.push_on(Content::Paragraph(verdict(ledger, found)), &found.verdict.basis);
        if let Some(single) = &found.no_single_move {
            document.push_on(Content::Paragraph(Text::from(single.sentence.as_str())), &single.basis);
        }
        if let Some(values) = &found.values {
            crate::blockers_values::section(ledger, values, document);
        }
        blocking_sets(ledger, found, document);
        openings(ledger, found, document);
        moves(ledger, found, document);
        nearest(ledger, found, document);
    })
}

/// What blocks, what would open, and the smallest moves on the core issues: a section of the brief.
pub(crate) fn in_brief(ledger: &Ledger<'_>, run: &Run<Blockers>, document: &mut Document) {
    let found = &run.findings;
    document.heading(2, "What blocks, and what would open", "blockers");
    let mut said: Vec<Item> = vec![verdict(ledger, found).into()];
    said.extend(found.no_single_move.iter().map(|single| Item::from(Text::from(single.sentence.as_str()))));
    let more = |all: usize, known: bool, what: &str| {
        let number = words::count(&all.saturating_sub(IN_BRIEF));
        let more = all > IN_BRIEF;
        more.then(|| Item::from(Text::from(format!("{number}{} more {what}.", if known { "" } else { " or" }))))
    };
    said.extend(found.blocking_sets.iter().take(IN_BRIEF).map(|set| set_item(ledger, found, set)));
    said.extend(more(found.blocking_sets.len(), found.blocking_sets_count.is_some(), "blocking sets"));
    said.extend(found.no_opening_without.iter().map(|found| Item::from(Text::from(found.sentence.as_str()))));
    said.extend(found.openings.iter().take(IN_BRIEF).map(|opening| {
        let text = Text::new().plain(opening.sentence.clone());
        Item::from(ledger.with_sources(text, sources(found, &opening.lift)))
    }));
    said.extend(more(found.openings.len(), found.openings_count.is_some(), "openings"));
    let nearest = found.nearest.iter().take(1).map(|near| Item::from(Text::from(near.sentence.as_str())));
    said.extend(nearest);
    document.push_on(Content::List { numbered: false, items: said }, &run.basis);
    if let Some(values) = &found.values {
        crate::blockers_values::in_brief(ledger, values, document);
    }
    let core = |issue: usize| ledger.issue(issue).is_some_and(|issue| issue.core);
    let has_core = ledger.case.issues().iter().any(|issue| issue.core);
    let told = found.moves.iter().filter(|found| core(found.issue) || !has_core).take(MOVES_IN_BRIEF);
    let told: Vec<_> = told.collect();
    if !told.is_empty() {
        document.heading(3, "Smallest moves", "smallest-moves");
        let items = told.iter().map(|found| Item::from(Text::from(found.sentence.as_str()))).collect();
        document.push_on(Content::List { numbered: false, items }, &joined(told.iter().map(|found| &found.basis)));
    }
}

fn verdict(ledger: &Ledger<'_>, found: &Blockers) -> Text {
    let (first, rest) = found.verdict.sentence.split_once(':').unwrap_or((&found.verdict.sentence, ""));
    let strong = matches!(found.verdict.answer, Answer::Open | Answer::Blocked) && !rest.is_empty();
    let text = if strong {
        Text::new().strong(format!("{first}:")).plain(rest.to_string())
    } else {
        Text::new().strong(found.verdict.sentence.clone())
    };
    ledger.on_basis(text, &found.verdict.basis)
}

/// The sources of constraints, each once.
fn sources<'a>(found: &'a Blockers, constraints: &'a [usize]) -> impl Iterator<Item = &'a str> {
    let told = constraints.iter().filter_map(|at| found.constraints.get(*at));
    let all =
        told.flat_map(|told: &Constraint| told.sources.iter().chain(told.also.iter().flat_map(|also| &also.sources)));
    all.map(String::as_str)
}

fn set_item(ledger: &Ledger<'_>, found: &Blockers, set: &BlockingSet) -> Item {
    let text = Text::new().plain(set.sentence.clone());
    ledger.with_sources(text, sources(found, &set.constraints)).into()
}

fn basis_of<'a>(all: impl IntoIterator<Item = &'a Basis>) -> Basis {
    joined(all)
}

/// How many are not shown here.
fn left_out(document: &mut Document, all: usize, complete: bool, what: &str) {
    let more = all.saturating_sub(SETS);
    if more > 0 || !complete {
        let shown =
            if more > 0 { format!("{} more {what} in the JSON answer. ", words::count(&more)) } else { String::new() };
        let known = if complete {
            ""
        } else {
            "Not all were found or listed within the limits; those told are proved, the smallest first."
        };
        document.push(Content::Note(Text::new().plain(format!("{shown}{known}").trim().to_string())));
    }
}

fn blocking_sets(ledger: &Ledger<'_>, found: &Blockers, document: &mut Document) {
    if found.blocking_sets.is_empty() {
        return;
    }
    document.heading(2, "Blocking sets", "blocking-sets");
    let text = "Smallest sets of what was said that no package meets together. Whatever is not in one of them stands in nobody's way by itself.";
    document.push(Content::Paragraph(Text::from(text)));
    let shown: Vec<&BlockingSet> = found.blocking_sets.iter().take(SETS).collect();
    let items = shown.iter().map(|set| set_item(ledger, found, set)).collect();
    document.push_on(Content::List { numbered: true, items }, &basis_of(shown.iter().map(|set| &set.basis)));
    left_out(document, found.blocking_sets.len(), found.blocking_sets_count.is_some(), "blocking sets");
    if found.parts.len() > 1 {
        let items = found.parts.iter().map(|part| Item::from(Text::from(part.sentence.as_str()))).collect();
        document.heading(3, "By issue", "blocked-parts");
        let basis = basis_of(found.parts.iter().map(|part| &part.basis));
        document.push_on(Content::List { numbered: false, items }, &basis);
    }
}

fn openings(ledger: &Ledger<'_>, found: &Blockers, document: &mut Document) {
    if found.verdict.answer != Answer::Blocked {
        return;
    }
    document.heading(2, "Openings", "openings");
    for without in &found.no_opening_without {
        document.push_on(Content::Paragraph(Text::new().strong(without.sentence.clone())), &without.basis);
    }
    if found.openings.is_empty() {
        return;
    }
    document.push(Content::Paragraph(Text::from(format!(
        "Smallest sets of what was said without which some package is refused by nobody. {}",
        found.openings_order
    ))));
    let shown: Vec<&Opening> = found.openings.iter().take(SETS).collect();
    let items = shown.iter().map(|opening| {
        let text = ledger.with_sources(Text::new().plain(opening.sentence.clone()), sources(found, &opening.lift));
        let lacks = opening.lacks.map(|lacks| match lacks {
            0 => ", accepted by all".to_string(),
            lacks => format!(", still lacking {}", words::counted(lacks, "yes", "yeses")),
        });
        let example = opening.example.as_ref().map(|outcomes| {
            let lead = format!("For example{}: ", lacks.unwrap_or_default());
            Text::new().plain(lead).code(package(ledger.case, outcomes))
        });
        Item { text, below: example.into_iter().collect() }
    });
    let basis = basis_of(shown.iter().map(|opening| &opening.basis));
    document.push_on(Content::List { numbered: true, items: items.collect() }, &basis);
    left_out(document, found.openings.len(), found.openings_count.is_some() && found.complete, "openings");
}

/// `territory t1, guarantee-form g3, ..`.
pub(crate) fn package(case: &Case, outcomes: &[usize]) -> String {
    let terms =
        case.issues().iter().zip(outcomes).map(|(issue, at)| format!("{} {}", issue.name, issue.outcome_name(*at)));
    terms.collect::<Vec<_>>().join(", ")
}

fn moves(ledger: &Ledger<'_>, found: &Blockers, document: &mut Document) {
    if found.moves.is_empty() {
        return;
    }
    document.heading(2, "Smallest move on each issue", "smallest-moves");
    let text = "For each issue that is not agreed, the outcomes on which the fewest yeses are missing, and whose. A yes that is missing is not a no.";
    document.push(Content::Paragraph(Text::from(text)));
    let items = found.moves.iter().map(|told| {
        let mut movers: Vec<usize> = Vec::new();
        let all = told.ways.iter().flat_map(|way| &way.movers);
        let below = all.filter_map(|mover| {
            let new = !movers.contains(&mover.party);
            movers.push(mover.party);
            let said = (new && !mover.says.is_empty()).then(|| mover.says.join("; "))?;
            Some(Text::new().party(ledger.party(mover.party)).plain(format!(": {said}")))
        });
        Item { below: below.collect(), text: Text::from(told.sentence.as_str()) }
    });
    let items = items.collect();
    document.push_on(Content::List { numbered: false, items }, &basis_of(found.moves.iter().map(|told| &told.basis)));
}

fn nearest(ledger: &Ledger<'_>, found: &Blockers, document: &mut Document) {
    if found.nearest.is_empty() && found.dilution.is_empty() {
        return;
    }
    document.heading(2, "Nearest packages", "nearest");
    let items: Vec<Item> = found
        .nearest
        .iter()
        .map(|told| {
            let mut below: Vec<Text> = Vec::new();
            if let Some((first, others)) = told.examples.split_first() {
                below.push(example(ledger, found, told, first));
                below.extend(others.iter().map(|near| beside(ledger.case, &first.package, &near.package)));
            }
            Item { text: Text::from(told.sentence.as_str()), below }
        })
        .collect();
    document.push_on(Content::List { numbered: false, items }, &basis_of(found.nearest.iter().map(|told| &told.basis)));
    for line in &found.dilution {
        document.push_on(Content::Note(Text::from(line.sentence.as_str())), &line.basis);
    }
}

/// Another package, by where it differs from the first.
fn beside(case: &Case, first: &[usize], other: &[usize]) -> Text {
    let terms = case.issues().iter().zip(first.iter().zip(other)).filter(|(_, (one, two))| one != two);
    let terms: Vec<String> =
        terms.map(|(issue, (_, at))| format!("{} {}", issue.name, issue.outcome_name(*at))).collect();
    Text::new().plain("The same but ").code(terms.join(", "))
}

/// A package near to a deal, with what keeps it from one.
fn example(ledger: &Ledger<'_>, found: &Blockers, told: &Nearest, near: &Near) -> Text {
    let mut text = Text::new().code(package(ledger.case, &near.package));
    let refused: Vec<&str> =
        near.refused_by.iter().filter_map(|at| found.constraints.get(*at)).map(|told| told.id.as_str()).collect();
    if !refused.is_empty() {
        text = text.plain(format!("; refused by {}", refused.join(", ")));
    }
    if told.measure != Measure::Refusals && !near.missing.is_empty() {
        let mut by_issue: Vec<(usize, Vec<usize>)> = Vec::new();
        for (issue, party) in &near.missing {
            match by_issue.iter_mut().find(|(known, _)| known == issue) {
                Some((_, parties)) => parties.push(*party),
                None => by_issue.push((*issue, vec![*party])),
            }
        }
        let name = |issue: usize| ledger.issue(issue).map_or("?", |issue| issue.name.as_str());
        let missing = by_issue.iter().map(|(issue, parties)| format!("{} ({})", name(*issue), ledger.parties(parties)));
        text = text.plain(format!("; yeses missing: {}", missing.collect::<Vec<_>>().join(", ")));
    }
    text
}
