//! The instructor's sheet: all numbers side by side, the zone, the points, the efficient packages, how to debrief.

use super::outcomes::{ACROSS, points_and_efficient, valued, zone};
use super::{number, row, say, says, sheet, table};
use crate::brief::{Ledger, remarks};
use crate::document::{Content, Document, Item};
use crate::text::{Text, anchor};
use crate::words;
use zopa_case::Case;
use zopa_lens::Run;
use zopa_lens::settlement::debrief::{Debrief, PartyScore};

/// The instructor's sheet. `run` is the debrief of the case's own drafts; `unlike` are parties whose own sheets show other
/// numbers, since something that they may not see moves them.
///
/// `case` is the whole case, cut to its day.
pub fn instructor_sheet(case: &Case, run: &Run<Debrief>, unlike: &[usize], program: &str) -> Document {
    let ledger = Ledger::new(case);
    let found = &run.findings;
    let caution = Text::new().strong("FOR THE INSTRUCTOR ONLY: every party's numbers stand here.");
    let mut document = sheet(case, "instructor's sheet", caution);
    zone(&ledger, found, &mut document);
    for party in unlike {
        let text = format!(
            "{} scores by other numbers than these: something of the case that it may not see moves its values.",
            ledger.party(*party)
        );
        document.push(Content::Note(Text::from(text)));
    }
    numbers(&ledger, found, &mut document);
    limits(&ledger, &mut document);
    points_and_efficient(&ledger, found, &mut document);
    super::debrief::outcomes(&ledger, found, ("The drafts on record", "Draft"), &mut document);
    how(&ledger, found, &mut document);
    remarks(&ledger, &run.warnings, &mut document);
    super::made_by(program, &mut document);
    document.colophon.push(Text::new().plain("Case ").code(case.hash()));
    document
}

fn numbers(ledger: &Ledger<'_>, found: &Debrief, document: &mut Document) {
    let all = valued(found);
    if all.is_empty() {
        return;
    }
    document.heading(2, "All numbers side by side", "numbers");
    say(document, "Points of each option on each party's own scale; the scales cannot be compared.");
    let parties: Vec<&&PartyScore> = all.iter().filter(|own| !own.table).collect();
    for issue in ledger.case.issues() {
        let Some(at) = ledger.case.issues().iter().position(|known| known.name == issue.name) else { continue };
        let told =
            |own: &PartyScore| own.points.get(at).is_some_and(|points| points.iter().any(|points| points.0 != 0));
        if !parties.iter().any(|own| told(own)) {
            continue;
        }
        document.heading(3, &issue.title, &anchor("issue", &issue.name));
        for parties in parties.chunks(ACROSS) {
            let mut titles = vec!["Option", "What it says"];
            titles.extend(parties.iter().map(|own| ledger.party(own.party)));
            let rows = issue.options.iter().enumerate().map(|(option, known)| {
                let mut cells = vec![Text::new().code(known.name.clone()), Text::from(says(issue, option))];
                let points = |own: &&&PartyScore| own.points.get(at).and_then(|points| points.get(option)).copied();
                cells.extend(parties.iter().map(|own| points(own).map_or_else(Text::new, number)));
                row(cells)
            });
            let rows = rows.collect();
            table(document, &format!("Points: {}", issue.title), &titles, rows);
        }
    }
    let rows = all.iter().flat_map(|own| {
        own.linkages.iter().map(|(_, rule, value, alone)| {
            let scored = if *alone { "" } else { "beside the table, not scored" };
            let party = Text::new().party(ledger.party(own.party));
            row(vec![party, Text::new().code(rule.clone()), number(*value), Text::from(scored)])
        })
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        document.heading(3, "Linkages", "linkages");
        table(document, "Linkages", &["Party", "Where this holds", "Points", ""], rows);
    }
    let tables: Vec<&str> = all.iter().filter(|own| own.table).map(|own| ledger.party(own.party)).collect();
    if !tables.is_empty() {
        say(document, format!("Valued package by package, in a table of the case: {}.", words::list(&tables)));
    }
}

fn limits(ledger: &Ledger<'_>, document: &mut Document) {
    let case = ledger.case;
    if case.lines().is_empty() {
        return;
    }
    document.heading(2, "Every line", "lines");
    say(document, "All of these are in force for the score, whatever their firmness.");
    let items = case.lines().iter().map(|line| {
        let text = Text::new().party(case.party(line.party).title.clone()).plain(": ");
        let text = text.then(super::public::line_said(ledger, line));
        Item::from(crate::brief::marked(text, &line.marking))
    });
    super::list(document, items.collect());
}

/// How to debrief: what to collect, what to show, what to ask.
fn how(ledger: &Ledger<'_>, found: &Debrief, document: &mut Document) {
    let case = ledger.case;
    document.heading(2, "How to debrief", "debrief");
    let group = if case.issues().iter().any(|issue| issue.name == "group") { "label" } else { "group" };
    let columns: Vec<&str> = [group].into_iter().chain(case.issues().iter().map(|issue| issue.name.as_str())).collect();
    let mut items = vec![
        Text::new()
            .plain("Collect a row from each group, under the columns ")
            .code(columns.join(","))
            .plain(". A cell holds the id of the option; a group without a deal leaves all of them blank."),
        Text::new().plain("Draw them: ").code("zopa debrief CASE OUTCOMES.csv --html debrief.html").plain(
            ". A cross is a group, a dot an efficient package; what is tinted is worse than no deal to one of the two.",
        ),
    ];
    if !valued(found).is_empty() {
        items.push(Text::from(
            "Before the picture: each group says whether it did well, and by what. Then show it, and ask what made the difference between groups with the same roles.",
        ));
        items.push(Text::from(
            "Groups off the frontier: what would both have traded, and who knew what was needed to see it? The table of what was left on the table names a package for each.",
        ));
        items.push(Text::from(
            "Groups below no deal: who signed something worse than no agreement, and why? Groups without a deal although there is a zone: what was in the way?",
        ));
    }
    if !case.lines().is_empty() {
        items.push(Text::from(
            "Agreements that cross a line: was it known to be one, and was it bought off with points? It cannot be.",
        ));
    }
    items
        .push(Text::from("Last: what was said in the room of what stands in the role sheets, and what stayed unsaid?"));
    document.push(Content::List { numbered: true, items: items.into_iter().map(Item::from).collect() });
}
