//! Outcomes against the zone, the efficient packages and the points, in words, tables and pictures.

use super::outcomes::{ACROSS, points_and_efficient, takes, value, valued, zone};
use super::{row, say, sheet, signed, table};
use crate::brief::{Ledger, remarks};
use crate::chart::{Axis, Chart, Picture, Plane, PlaneKind, PlaneMark};
use crate::document::{Content, Document};
use crate::text::{Text, anchor};
use crate::words;
use zopa_case::{Case, Number};
use zopa_lens::Run;
use zopa_lens::settlement::debrief::{Against, Debrief, PartyScore, Scored};

/// Pictures of pairs of parties, where no pair is asked for.
const PICTURES: usize = 6;
/// Decimals of a distance on the page.
const DECIMALS: usize = 3;

/// The debrief: outcomes of groups held against what could have been had. `pairs` are the pairs of parties, by index, that are
/// drawn against each other; none: every pair of those whose yes is needed, at most six.
///
/// `case` is the case the debrief was computed on.
pub fn debrief_document(case: &Case, run: &Run<Debrief>, pairs: &[(usize, usize)], program: &str) -> Document {
    let ledger = Ledger::new(case);
    let found = &run.findings;
    let caution = Text::new().strong("FOR THE DEBRIEF: every party's numbers stand here.");
    let mut document = sheet(case, "debrief", caution);
    document.heading(2, "In short", "short");
    say(&mut document, summary(found));
    zone(&ledger, found, &mut document);
    outcomes(&ledger, found, ("Outcomes", "Group"), &mut document);
    pictures(&ledger, found, pairs, &mut document);
    left(&ledger, found, &mut document);
    distances(found, &mut document);
    points_and_efficient(&ledger, found, &mut document);
    measured(found, &mut document);
    remarks(&ledger, &run.warnings, &mut document);
    super::made_by(program, &mut document);
    let how = format!("Arithmetic {}, ended {}.", run.arithmetic.word(), run.stop.word());
    document.colophon.push(Text::from(how));
    document.colophon.push(Text::new().plain("Case ").code(case.hash()));
    document
}

/// All outcomes in one sentence or two.
fn summary(found: &Debrief) -> String {
    let all = &found.summary;
    let mut said = format!("{}, {} with a deal", words::counted(all.outcomes, "group", "groups"), all.deals);
    let mut more = |count: usize, what: &str| {
        if count > 0 {
            said.push_str(&format!("; {count} {what}"));
        }
    };
    more(all.in_zone, "in the zone");
    let held = match found.against {
        Against::Zone => "among the efficient packages of the zone",
        _ => "that nobody could better without somebody being worse off",
    };
    more(all.efficient, held);
    more(all.below, "worth less than no deal to somebody whose yes is needed");
    more(all.crossing, "across a line");
    more(all.impossible, "against the logic of the case");
    words::sentence(&said)
}

/// The table of outcomes; nothing where there is none.
pub(super) fn outcomes(ledger: &Ledger<'_>, found: &Debrief, names: (&str, &str), document: &mut Document) {
    if found.outcomes.is_empty() {
        return;
    }
    let (heading, first) = names;
    document.heading(2, heading, "outcomes");
    let parties = valued(found);
    let chunks: Vec<&[&PartyScore]> = if parties.is_empty() { vec![&[]] } else { parties.chunks(ACROSS).collect() };
    for (part, parties) in chunks.into_iter().enumerate() {
        let mut titles = vec![first];
        titles.extend(parties.iter().map(|own| ledger.party(own.party)));
        titles.extend((part == 0).then_some(["Efficient", "Distance", "Remarks"]).into_iter().flatten());
        let rows = found.outcomes.iter().map(|own| {
            let mut cells = vec![Text::new().strong(own.label.clone())];
            cells.extend(parties.iter().map(|party| worth(own, party.party)));
            if part == 0 {
                cells.push(Text::from(match own.efficient {
                    Some(true) => "yes",
                    Some(false) => "no",
                    None if own.package.is_none() => "no deal",
                    None => "not known",
                }));
                cells.push(distance(own.distance));
                cells.push(Text::from(said(ledger, own)));
            }
            row(cells)
        });
        let rows = rows.collect();
        table(document, heading, &titles, rows);
    }
    if !parties.is_empty() {
        say(document, "In brackets: the gain over no deal. A distance of 1 is the whole scale of one party.");
    }
}

/// `58 (+28)`.
fn worth(own: &Scored, party: usize) -> Text {
    let of = |all: &[(usize, Number)]| all.iter().find(|(known, _)| *known == party).map(|(_, value)| *value);
    match (of(&own.values), of(&own.gains)) {
        (Some(value), Some(gain)) => Text::from(format!("{value} ({})", signed(gain))),
        (Some(value), None) => Text::from(value.to_string()),
        _ => Text::from("not known"),
    }
}

fn distance(distance: Option<Number>) -> Text {
    Text::from(distance.map_or_else(|| "not known".to_string(), |own| crate::settlement::say::rounded(own, DECIMALS)))
}

/// What must be known of an outcome: no deal, below no deal, lines, logic, ratifiers.
fn said(ledger: &Ledger<'_>, own: &Scored) -> String {
    let mut said = Vec::new();
    if own.package.is_none() {
        said.push("no deal".to_string());
    }
    if !own.below.is_empty() {
        said.push(format!("below no deal: {}", ledger.parties(&own.below)));
    }
    for (what, ids) in [("breaks", &own.breaks), ("crosses", &own.crosses), ("stopped by", &own.stopped_by)] {
        if !ids.is_empty() {
            said.push(format!("{what} {}", ids.join(", ")));
        }
    }
    if said.is_empty() && own.in_zone == Some(true) {
        said.push("in the zone".into());
    }
    said.join("; ")
}

/// What was left on the table: for outcomes that could be bettered, a package that does.
fn left(ledger: &Ledger<'_>, found: &Debrief, document: &mut Document) {
    let parties = valued(found);
    let rows: Vec<_> = found
        .outcomes
        .iter()
        .filter_map(|own| {
            let better = own.better.as_ref()?;
            let gains = parties.iter().filter_map(|party| {
                let had = own.values.iter().find(|(known, _)| *known == party.party)?.1;
                let gain = Number(value(better, party.party)?.0.checked_sub(had.0)?);
                (gain.0 != 0).then(|| format!("{} {}", ledger.party(party.party), signed(gain)))
            });
            let gains: Vec<String> = gains.collect();
            let had = own.package.as_deref().unwrap_or_default();
            let same: Vec<bool> = better.package.iter().zip(had).map(|(one, other)| one == other).collect();
            Some(row(vec![
                Text::new().strong(own.label.clone()),
                Text::from(takes(ledger, &better.package, &same)),
                Text::from(gains.join("; ")),
            ]))
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    document.heading(2, "What was left on the table", "left");
    say(
        document,
        "A package that is better for somebody and worse for nobody whose yes is needed; only what changes is named.",
    );
    table(document, "What was left on the table", &["Group", "Would change to", "Gains"], rows);
}

/// Distances to the points.
fn distances(found: &Debrief, document: &mut Document) {
    let concepts: Vec<_> = found.points.iter().filter(|point| !point.packages.is_empty()).collect();
    if concepts.is_empty() || found.outcomes.is_empty() {
        return;
    }
    document.heading(2, "How far from the points", "distances");
    let mut titles = vec!["Group"];
    titles.extend(concepts.iter().map(|point| point.concept.title()));
    let rows = found.outcomes.iter().map(|own| {
        let mut cells = vec![Text::new().strong(own.label.clone())];
        cells.extend(concepts.iter().map(|point| {
            let known = own.to_points.iter().find(|(concept, _)| *concept == point.concept);
            distance(known.map(|(_, distance)| *distance))
        }));
        row(cells)
    });
    let rows = rows.collect();
    table(document, "Distances to the points", &titles, rows);
}

/// How it was measured.
fn measured(found: &Debrief, document: &mut Document) {
    if found.against == Against::Nothing {
        return;
    }
    document.heading(2, "How it is measured", "measured");
    let of = match found.against {
        Against::Zone => "the efficient packages of the zone",
        _ => "the efficient packages among all that keep logic and lines (there is no zone, or it is not known)",
    };
    say(
        document,
        format!(
            "Distance is that to the nearest of {of}: each party's difference is taken as a part of what lies between its worst and its best admissible value, and these are joined as the sides of a right angle. All lines count as in force. No deal stands at the no-deal values."
        ),
    );
    if !found.efficient.complete || found.efficient.packages.len() < found.efficient.vectors {
        say(document, "Not every efficient package is listed: a distance can be smaller than told, never larger.");
    }
}

/// A picture for each pair of parties.
fn pictures(ledger: &Ledger<'_>, found: &Debrief, pairs: &[(usize, usize)], document: &mut Document) {
    let parties = valued(found);
    let deciding: Vec<&PartyScore> = parties.iter().copied().filter(|own| own.consents).collect();
    let of = |party: usize| parties.iter().copied().find(|own| own.party == party);
    let asked: Vec<(&PartyScore, &PartyScore)> =
        pairs.iter().filter_map(|(one, two)| Some((of(*one)?, of(*two)?))).collect();
    let every =
        deciding.iter().enumerate().flat_map(|(at, one)| deciding[at + 1..].iter().map(move |two| (*one, *two)));
    let every: Vec<(&PartyScore, &PartyScore)> = every.collect();
    let drawn: Vec<_> = if asked.is_empty() { every.iter().copied().take(PICTURES).collect() } else { asked };
    let charts: Vec<Chart> = drawn.iter().filter_map(|(one, two)| plane(ledger, found, one, two)).collect();
    charts.into_iter().for_each(|chart| document.push(Content::Chart(Box::new(chart))));
    if pairs.is_empty() && every.len() > PICTURES {
        say(document, format!("{PICTURES} of {} pairs are drawn; others can be asked for.", every.len()));
    }
}

/// Outcomes, efficient packages and points by what they are worth to two parties.
fn plane(ledger: &Ledger<'_>, found: &Debrief, one: &PartyScore, two: &PartyScore) -> Option<Chart> {
    let place = |package| Some((value(package, one.party)?, value(package, two.party)?));
    let efficient: Vec<(Number, Number)> = found.efficient.packages.iter().filter_map(place).collect();
    let points = found.points.iter().flat_map(|point| {
        let label = point.concept.title().to_string();
        let packages = point.packages.iter().filter_map(place);
        packages.map(move |at| PlaneMark { kind: PlaneKind::Chosen(point.concept), label: label.clone(), at })
    });
    let groups = found.outcomes.iter().filter_map(|own| {
        let of = |party: usize| own.values.iter().find(|(known, _)| *known == party).map(|(_, value)| *value);
        Some(PlaneMark { kind: PlaneKind::Outcome, label: own.label.clone(), at: (of(one.party)?, of(two.party)?) })
    });
    let marks: Vec<PlaneMark> = groups.chain(points).collect();
    if marks.is_empty() {
        return None;
    }
    let axis = |own: &PartyScore| Axis {
        party: ledger.party(own.party).to_string(),
        scale: match own.scale.as_deref() {
            Some("raw") | None => "own scale".into(),
            Some(scale) => format!("scale 0 to {scale}"),
        },
        no_deal: own.no_deal,
    };
    let name = |own: &PartyScore| ledger.case.parties()[own.party].name.as_str();
    let caption = "Crosses: groups. Small dots: efficient packages. Other shapes: what ideas of a fair division would choose. Tinted: worse than no deal to one of the two. A ring around a dot: several names at one place.";
    Some(Chart {
        anchor: anchor("plane", &format!("{}.{}", name(one), name(two))),
        title: format!("What outcomes are worth to {} and {}", ledger.party(one.party), ledger.party(two.party)),
        caption: Text::from(caption),
        picture: Picture::Plane(Plane { across: axis(one), up: axis(two), efficient, marks }),
        tables: Vec::new(),
    })
}
