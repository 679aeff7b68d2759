//! Packages with values in tables, for instructors.

use super::{row, table};
use crate::brief::Ledger;
use crate::document::{Content, Document};
use crate::text::Text;
use crate::words;
use zopa_case::Number;
use zopa_lens::settlement::debrief::{Debrief, PartyScore};
use zopa_lens::settlement::{Valued, Worth};

/// Parties across one table.
pub(super) const ACROSS: usize = 5;
/// Efficient packages shown.
const EFFICIENT: usize = 20;
/// Packages of one solution concept shown.
const EQUAL: usize = 3;

/// The parties that have values.
pub(super) fn valued(found: &Debrief) -> Vec<&PartyScore> {
    found.scoring.parties.iter().filter(|own| own.scale.is_some() && own.missing.is_empty()).collect()
}

/// What a package takes, in the case's ids: `water half-flows, road open`.
pub(super) fn takes(ledger: &Ledger<'_>, package: &[usize], skip: &[bool]) -> String {
    let issues = ledger.case.issues().iter().zip(package).enumerate();
    let told = issues.filter(|(at, _)| !skip.get(*at).copied().unwrap_or(false));
    let told: Vec<String> =
        told.map(|(_, (issue, outcome))| format!("{} {}", issue.name, issue.outcome_name(*outcome))).collect();
    if told.is_empty() { "as above".into() } else { told.join(", ") }
}

/// The value of a package to a party.
pub(super) fn value(valued: &Valued, party: usize) -> Option<Number> {
    valued.values.iter().find_map(|(known, worth)| match worth {
        Worth::Point(value) if *known == party => Some(*value),
        _ => None,
    })
}

/// Named packages: what each takes, then what it is worth to each party. What all take alike is said before.
pub(super) fn packages(
    ledger: &Ledger<'_>,
    caption: &str,
    named: &[(Text, &Valued)],
    parties: &[&PartyScore],
    document: &mut Document,
) {
    let Some(((_, first), rest)) = named.split_first() else { return };
    let same =
        |at: usize| !rest.is_empty() && rest.iter().all(|(_, other)| other.package.get(at) == first.package.get(at));
    let skip: Vec<bool> = (0..first.package.len()).map(same).collect();
    if skip.contains(&true) {
        let others: Vec<bool> = skip.iter().map(|same| !same).collect();
        let text =
            Text::new().strong("In all of these:").plain(format!(" {}.", takes(ledger, &first.package, &others)));
        document.push(Content::Paragraph(text));
    }
    for (part, parties) in parties.chunks(ACROSS).enumerate() {
        let mut titles = vec![""];
        titles.extend((part == 0).then_some("Takes"));
        titles.extend(parties.iter().map(|own| ledger.party(own.party)));
        let rows = named.iter().map(|(name, known)| {
            let mut cells = vec![name.clone()];
            cells.extend((part == 0).then(|| Text::from(takes(ledger, &known.package, &skip))));
            let worth =
                |own: &&PartyScore| value(known, own.party).map_or_else(|| "not known".into(), |own| own.to_string());
            cells.extend(parties.iter().map(worth).map(Text::from));
            row(cells)
        });
        let rows = rows.collect();
        table(document, caption, &titles, rows);
    }
}

/// Solution concepts and efficient packages, each with what it is worth.
pub(super) fn points_and_efficient(ledger: &Ledger<'_>, found: &Debrief, document: &mut Document) {
    let parties = valued(found);
    if !found.points.is_empty() {
        document.heading(2, "Points", "points");
        let text = "What each idea of a fair division would choose in the zone. They are different ideas; none of them is the answer.";
        document.push(Content::Note(Text::from(text)));
        let named = found.points.iter().flat_map(|point| {
            let packages = point.packages.iter().take(EQUAL).enumerate();
            packages.map(|(at, valued)| {
                (if at == 0 { Text::new().strong(point.concept.title()) } else { Text::from("or") }, valued)
            })
        });
        packages(ledger, "Points", &named.collect::<Vec<_>>(), &parties, document);
        let remarks = found.points.iter().filter_map(|point| {
            let said = point.why_not.as_ref().or(point.note.as_ref())?;
            Some(Text::new().strong(point.concept.title()).plain(format!(": {}", words::sentence(said))))
        });
        super::list(document, remarks.map(Into::into).collect());
    }
    let efficient = &found.efficient;
    if efficient.packages.is_empty() {
        return;
    }
    document.heading(2, "Efficient packages", "efficient");
    let of = match found.against {
        zopa_lens::settlement::debrief::Against::Zone => "of the zone",
        _ => "of all that keep logic and lines, whatever no deal is worth,",
    };
    let mut said = format!(
        "{} {of} that nobody could better without somebody being worse off.",
        words::counted_with(&efficient.count, "package", "packages")
    );
    let spread = crate::settlement::spread(efficient.packages.len(), EFFICIENT);
    if spread.len() < efficient.packages.len() {
        said.push_str(&format!(" {} are shown, evenly spread from the first party's best to its worst.", spread.len()));
    }
    if !efficient.complete {
        said.push_str(" Not all are listed.");
    }
    document.push(Content::Paragraph(Text::from(said)));
    let named: Vec<(Text, &Valued)> =
        spread.iter().map(|at| (Text::new().strong((at + 1).to_string()), &efficient.packages[*at])).collect();
    packages(ledger, "Efficient packages", &named, &parties, document);
}

/// The zone in words, and for each party no deal and the ends of what it can get.
pub(super) fn zone(ledger: &Ledger<'_>, found: &Debrief, document: &mut Document) {
    document.heading(2, "Is there a zone", "zone");
    document.push(Content::Paragraph(Text::from(found.sentence.clone())));
    let parties = valued(found);
    let rows = parties.iter().map(|own| {
        let number = |value: Option<Number>| Text::from(value.map_or("not known".into(), |value| value.to_string()));
        let mut name = Text::new().party(ledger.party(own.party));
        if !own.consents {
            name = name.plain(" (its yes is not needed)");
        }
        let no_deal = own.no_deal.map_or_else(|| Text::from("not stated"), |value| Text::from(value.to_string()));
        row(vec![name, no_deal, number(own.ends.map(|ends| ends.0)), number(own.ends.map(|ends| ends.1))])
    });
    let rows = rows.collect();
    table(document, "What each party can get", &["Party", "No deal", "Worst", "Best"], rows);
    let middle: Vec<&str> = parties.iter().filter(|own| own.middle).map(|own| ledger.party(own.party)).collect();
    if !middle.is_empty() {
        let text = format!(
            "Scored by the middle of ranges or orders: {}. It is the mean of {} sets of numbers that agree with them (seed {}), rounded as on the score sheets. With other numbers that agree with them the answers can differ: the analysis settlement says in what share there is a zone.",
            words::list(&middle),
            words::count(&found.scoring.draws),
            found.scoring.seed
        );
        document.push(Content::Note(Text::from(text)));
    }
    if !found.not_said.is_empty() {
        document.heading(2, "What cannot be said", "not-said");
        super::list(document, found.not_said.iter().map(|said| Text::from(words::sentence(said)).into()).collect());
    }
}
