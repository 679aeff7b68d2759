//! The score sheet of a party: points of every option, how they add up, and room for the outcome.

use super::{list, made_by, number, row, say, says, sheet, table};
use crate::brief::Ledger;
use crate::document::{Document, Item};
use crate::text::{Text, anchor};
use crate::words;
use zopa_case::{Case, PartyId};
use zopa_lens::Run;
use zopa_lens::settlement::debrief::{PartyScore, Scoring};

/// Packages of a table that are listed one by one.
const LISTED: usize = 200;
/// Room to write in.
const BLANK: &str = "........";

/// The score sheet of a party. Where it cannot be scored, what the case would need.
///
/// `case` is the case as the party sees it, and `run` the scoring of that.
pub fn score_sheet(case: &Case, party: usize, run: &Run<Scoring>, program: &str) -> Document {
    let ledger = Ledger::new(case);
    let title = ledger.party(party).to_string();
    let caution = Text::new()
        .strong(format!("CONFIDENTIAL: for {title} only."))
        .plain(" Points are yours alone: those of the others are on another scale and cannot be compared with them.");
    let mut document = sheet(case, &format!("score sheet, {title}"), caution);
    let own = run.findings.parties.iter().find(|own| own.party == party);
    match own.filter(|own| own.scale.is_some() && own.missing.is_empty()) {
        Some(own) => points(&ledger, own, &run.findings, &mut document),
        None => needed(own, run, &mut document),
    }
    made_by(program, &mut document);
    document
}

/// What the case would need for a score.
fn needed(own: Option<&PartyScore>, run: &Run<Scoring>, document: &mut Document) {
    document.heading(2, "No score", "score");
    let missing = own.filter(|own| own.scale.is_some()).map(|own| own.missing.as_slice()).unwrap_or_default();
    if missing.is_empty() && run.warnings.is_empty() {
        say(
            document,
            "The case has no values for you, so that outcomes cannot be scored. It would need preferences: a scale, weights and values of the options (points, ranges or orders), and what no deal is worth. Values are for invented cases, classes and one's own side, never for real leaders.",
        );
        return;
    }
    say(document, "Outcomes cannot be scored:");
    let all = missing.iter().chain(&run.warnings);
    list(document, all.map(|said| Item::from(Text::from(words::sentence(said)))).collect());
}

fn points(ledger: &Ledger<'_>, own: &PartyScore, all: &Scoring, document: &mut Document) {
    document.heading(2, "How to score", "how");
    let mut items = vec![match own.table {
        true => Text::from("Find the agreement in the table: its points are your score."),
        false => Text::from("Take the points of the option agreed on each issue; of options taken together, add them."),
    }];
    if own.linkages.iter().any(|(_, _, _, alone)| *alone) {
        items.push(Text::from("Add the points of each rule of the table of linkages that holds; they may be below 0."));
    }
    items.push(match own.no_deal {
        Some(no_deal) => Text::new()
            .plain("No deal is worth ")
            .strong(no_deal.to_string())
            .plain(" to you: that is what an agreement has to beat. Without an agreement it is your score."),
        None => Text::from("What no deal is worth to you is not stated: the score does not say whether to agree."),
    });
    if let Some((worst, best)) = own.ends {
        let text = "Of the agreements that keep the rules and every line the worst is worth ";
        items.push(Text::from(format!("{text}{worst} to you and the best {best}.")));
    }
    list(document, items.into_iter().map(Item::from).collect());
    if own.middle {
        say(document, middle(own, all));
    }
    if own.table {
        packages(ledger, own, document);
    } else {
        options(ledger, own, document);
    }
    linkages(own, document);
    limits(ledger, document);
    outcome(ledger, own, document);
}

/// How points were made of ranges and orders.
pub(super) fn middle(own: &PartyScore, all: &Scoring) -> String {
    let grain = own.grain.map(|grain| format!(", rounded to {grain}")).unwrap_or_default();
    format!(
        "The case gives ranges or orders. For scoring their middle is used: the mean of {} sets of numbers that agree with them (seed {}){grain}. Your role sheet has them as entered.",
        words::count(&all.draws),
        all.seed
    )
}

fn options(ledger: &Ledger<'_>, own: &PartyScore, document: &mut Document) {
    document.heading(2, "Points", "points");
    for (issue, points) in ledger.case.issues().iter().zip(&own.points) {
        if points.iter().all(|points| points.0 == 0) {
            say(document, Text::new().strong(issue.title.clone()).plain(": every option is worth 0 to you."));
            continue;
        }
        document.heading(3, &issue.title, &anchor("issue", &issue.name));
        let rows = issue.options.iter().zip(points).enumerate().map(|(at, (option, points))| {
            row(vec![Text::new().code(option.name.clone()), Text::from(says(issue, at)), number(*points)])
        });
        let rows = rows.collect();
        table(document, &format!("Points: {}", issue.title), &["Option", "What it says", "Points"], rows);
    }
}

/// The packages of a full table.
fn packages(ledger: &Ledger<'_>, own: &PartyScore, document: &mut Document) {
    let case = ledger.case;
    document.heading(2, "Points", "points");
    let Some(values) = case.table(PartyId::new(own.party)) else { return };
    if values.len() > LISTED {
        let text = format!(
            "There are {} agreements, too many to list: your facilitator scores them with the file of the case.",
            words::count(&values.len())
        );
        return say(document, text);
    }
    let mut titles: Vec<&str> = case.issues().iter().map(|issue| issue.title.as_str()).collect();
    titles.push("Points");
    let rows = values.values().enumerate().map(|(at, value)| {
        let outcomes = values.outcomes(at).unwrap_or_default();
        let taken = case.issues().iter().zip(outcomes);
        row(taken.map(|(issue, outcome)| Text::from(issue.outcome_name(outcome))).chain([number(value)]).collect())
    });
    let rows = rows.collect();
    table(document, "Points of every agreement", &titles, rows);
}

fn linkages(own: &PartyScore, document: &mut Document) {
    let rows: Vec<_> = own
        .linkages
        .iter()
        .filter(|(_, _, _, alone)| *alone)
        .map(|(_, rule, value, _)| row(vec![Text::new().code(rule.clone()), number(*value), Text::from(BLANK)]))
        .collect();
    if !rows.is_empty() {
        document.heading(2, "Linkages", "linkages");
        table(document, "Linkages", &["Where this holds", "Points", "Holds?"], rows);
    }
    if own.linkages.iter().any(|(_, _, _, alone)| !*alone) {
        say(document, "What you gain or lose by what happens beside the table is not scored; your role sheet has it.");
    }
}

fn limits(ledger: &Ledger<'_>, document: &mut Document) {
    let case = ledger.case;
    let logic =
        case.logic().iter().map(|logic| Text::new().plain("Nobody can agree to what breaks ").code(logic.text.clone()));
    let lines = case.lines().iter().map(|line| {
        let whose = Text::new().party(case.party(line.party).title.clone()).plain(": ");
        whose.then(super::public::line_said(ledger, line))
    });
    let items: Vec<Item> = logic.chain(lines).map(Item::from).collect();
    if !items.is_empty() {
        document.heading(2, "What an agreement has to keep", "limits");
        say(document, "Points do not buy these off. They are those you know of; the others may have more.");
        list(document, items);
    }
}

fn outcome(ledger: &Ledger<'_>, own: &PartyScore, document: &mut Document) {
    document.heading(2, "Your outcome", "outcome");
    let blank = || Text::from(BLANK);
    let mut rows: Vec<_> =
        ledger.case.issues().iter().map(|issue| row(vec![Text::from(issue.title.clone()), blank(), blank()])).collect();
    if own.linkages.iter().any(|(_, _, _, alone)| *alone) {
        rows.push(row(vec![Text::from("Linkages that hold"), blank(), blank()]));
    }
    rows.push(row(vec![Text::new().strong("In all"), Text::new(), blank()]));
    let no_deal = own.no_deal.map_or_else(|| Text::from("not stated"), number);
    rows.push(row(vec![Text::new().strong("No deal"), Text::new(), no_deal]));
    rows.push(row(vec![Text::new().strong("Gain: in all less no deal"), Text::new(), blank()]));
    table(document, "Your outcome", &["Issue", "Agreed", "Points"], rows);
}
