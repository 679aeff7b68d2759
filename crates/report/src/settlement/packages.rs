//! Packages: those worth looking at over the draws, those that solution concepts choose, and the efficient set.

use super::say::{Say, common, rounded, short, valued_parties};
use crate::chart::{Axis, Chart, Picture, Plane, PlaneKind, PlaneMark};
use crate::document::{Column, Content, Document, Item, Row, Table, columns};
use crate::text::{Text, anchor};
use crate::words;
use zopa_case::Number;
use zopa_lens::settlement::{Acceptable, Candidate, Point, Valued, Worth};

/// Rows of a table of packages on the page.
const ROWS: usize = 12;
/// Packages of one solution concept on the page.
const EQUAL: usize = 3;

/// What all packages of a table take alike, told once before it.
fn in_all(say: &Say<'_>, shown: &[&Valued], document: &mut Document) -> Vec<bool> {
    let skip = common(shown.iter().copied());
    if let (true, Some(first)) = (skip.iter().any(|same| *same), shown.first()) {
        let others: Vec<bool> = skip.iter().map(|same| !same).collect();
        let text = Text::new().strong("In all of these:").plain(" ").then(say.takes(&first.package, &others)).plain(".");
        document.push(Content::Paragraph(text));
    }
    skip
}

/// Packages over the draws: shares, lines crossed, and whether each party could take them.
pub(super) fn candidates(say: &Say<'_>, document: &mut Document) {
    let found = say.found;
    if found.candidates.is_empty() {
        return;
    }
    document.heading(2, "Packages worth looking at", "packages");
    let shown: Vec<&Candidate> = found.candidates.iter().take(ROWS).collect();
    let valued: Vec<&Valued> = shown.iter().map(|candidate| &candidate.valued).collect();
    let skip = in_all(say, &valued, document);
    let mut parties = valued_parties(valued.iter().copied());
    parties.extend(shown.iter().flat_map(|candidate| candidate.acceptable.iter().map(|(party, _)| *party)));
    parties.sort_unstable();
    parties.dedup();
    let efficient = shown.iter().any(|candidate| candidate.efficient.is_some());
    let crosses = shown.iter().any(|candidate| !candidate.crosses.is_empty());
    let mut heads: Vec<Column> = columns(&["", "Takes", "In the zone"]);
    heads.extend(if efficient { columns(&["Efficient", "Nash"]) } else { columns(&["Nash"]) });
    heads.extend(say.value_columns(&parties));
    heads.extend(if crosses { columns(&["Crosses"]) } else { Vec::new() });
    let rows = shown.iter().enumerate().map(|(at, candidate)| {
        let mut cells = vec![named(say, candidate, at), say.takes(&candidate.valued.package, &skip)];
        cells.push(Text::new().plain(short(&candidate.in_zone)));
        if efficient {
            cells.push(Text::new().plain(candidate.efficient.as_ref().map_or_else(|| "not looked at".into(), short)));
        }
        cells.push(Text::new().plain(short(&candidate.nash)));
        cells.extend(say.value_cells(&parties, &candidate.valued, |party| {
            let answer = candidate.acceptable.iter().find(|(known, _)| *known == party);
            answer.and_then(|(_, answer)| acceptable(*answer))
        }));
        if crosses {
            let lines = candidate.crosses.iter().fold(Text::new(), |text, line| text.new_line().with(say.line(line)));
            cells.push(lines);
        }
        Row { anchor: anchor("candidate", &candidate.id), cells }
    });
    let caption = "Packages worth looking at".to_string();
    let basis = crate::brief::joined(shown.iter().map(|candidate| &candidate.basis));
    document.push_on(Content::Table(Table { caption, columns: heads, rows: rows.collect() }), &basis);
    cut(shown.len(), &found.candidates.len(), document);
    let mut key = String::from(
        "Acceptable: worth no deal or more to the party in every consistent set of numbers (always), in some (perhaps), in none (never).",
    );
    if found.draws > 0 {
        key.push_str(" In the zone, efficient, Nash: share of draws. Values: nine draws of ten.");
    }
    document.push(Content::Note(Text::new().plain(key)));
}

fn acceptable(answer: Acceptable) -> Option<&'static str> {
    match answer {
        Acceptable::Necessarily => Some("always acceptable"),
        Acceptable::Possibly => Some("perhaps acceptable"),
        Acceptable::Never => Some("never acceptable"),
        Acceptable::NotKnown => None,
    }
}

fn named(say: &Say<'_>, candidate: &Candidate, at: usize) -> Text {
    match &candidate.named {
        Some(id) => Text::new().with(say.package_link(id)),
        None => Text::new().strong((at + 1).to_string()),
    }
}

/// How many are shown of how many, where that is not all.
fn cut(shown: usize, all: &impl ToString, document: &mut Document) {
    if shown.to_string() != all.to_string() {
        let text = format!("{shown} of {} are shown; the JSON answer lists more.", words::count(all));
        document.push(Content::Note(Text::new().plain(text)));
    }
}

/// What the solution concepts choose, with the plane of values where two parties decide.
pub(super) fn points(say: &Say<'_>, document: &mut Document) {
    let found = say.found;
    if found.points.is_empty() {
        return;
    }
    document.heading(2, "Points", "points");
    document.push(Content::Note(Text::from(
        "What each idea of a fair division would choose in the zone. They are different ideas; none of them is the answer.",
    )));
    let shown: Vec<&Valued> = found.points.iter().flat_map(|point| point.packages.iter().take(EQUAL)).collect();
    if !shown.is_empty() {
        let skip = in_all(say, &shown, document);
        let parties = valued_parties(shown.iter().copied());
        let mut heads = columns(&["Concept", "Takes"]);
        heads.extend(say.value_columns(&parties));
        let rows = found.points.iter().flat_map(|point| {
            let skip = &skip;
            let parties = &parties;
            point.packages.iter().take(EQUAL).enumerate().map(move |(at, valued)| {
                let title = if at == 0 { Text::new().strong(point.concept.title()) } else { Text::from("or") };
                let mut cells = vec![title, say.takes(&valued.package, skip)];
                cells.extend(say.value_cells(parties, valued, |_| None));
                Row { anchor: if at == 0 { anchor("point", &point.id) } else { String::new() }, cells }
            })
        });
        let table = Table { caption: "Points".into(), columns: heads, rows: rows.collect() };
        let basis = crate::brief::joined(found.points.iter().map(|point| &point.basis));
        document.push_on(Content::Table(table), &basis);
    }
    let items: Vec<Item> = found.points.iter().filter_map(|point| remarks(say, point)).map(Item::from).collect();
    if !items.is_empty() {
        document.push(Content::List { numbered: false, items });
    }
    if let Some(chart) = plane(say) {
        document.push(Content::Chart(Box::new(chart)));
    }
}

/// What must be known of a point.
fn remarks(say: &Say<'_>, point: &Point) -> Option<Text> {
    let mut said: Vec<String> = point.why_not.iter().cloned().collect();
    let more = point.packages.len().saturating_sub(EQUAL);
    match point.count {
        Some(count) if count > EQUAL as u64 => {
            said.push(format!("{} packages are equally good", words::count(&count)));
        }
        None if more > 0 => said.push(format!("{} more packages are equally good, perhaps others", words::count(&more))),
        _ => {}
    }
    said.extend(point.depth.as_ref().map(|depth| {
        format!("all agree once each goes down to its {}", words::counted_with(depth, "best package", "best packages"))
    }));
    if !point.left_out.is_empty() {
        let who = say.ledger.parties(&point.left_out);
        said.push(format!("{who} can gain nothing over no deal and so is left out of the measure"));
    }
    if !point.proved && point.why_not.is_none() {
        said.push("the search ended before it was proved that nothing is better".into());
    }
    said.extend(point.note.iter().cloned());
    let text: Vec<String> = said.iter().map(|said| words::sentence(said)).collect();
    (!said.is_empty()).then(|| Text::new().strong(point.concept.title()).plain(format!(": {}", text.join(" "))))
}

/// The value plane of the two parties that decide, where they have points.
fn plane(say: &Say<'_>) -> Option<Chart> {
    let found = say.found;
    let deciding = found.parties.iter().filter(|known| known.consents && known.scale.is_some());
    let [one, two] = deciding.collect::<Vec<_>>()[..] else { return None };
    let value = |valued: &Valued, party: usize| {
        valued.values.iter().find_map(|(known, worth)| match worth {
            Worth::Point(value) if *known == party => Some(*value),
            _ => None,
        })
    };
    let place = |valued: &Valued| -> Option<(Number, Number)> { Some((value(valued, one.party)?, value(valued, two.party)?)) };
    let efficient: Vec<(Number, Number)> = found.efficient.packages.iter().filter_map(place).collect();
    let chosen = found.points.iter().flat_map(|point| {
        point.packages.iter().filter_map(place).map(|at| PlaneMark {
            kind: PlaneKind::Chosen(point.concept),
            label: point.concept.title().to_string(),
            at,
        })
    });
    let drafts = found.candidates.iter().filter_map(|candidate| {
        let label = candidate.named.clone()?;
        Some(PlaneMark { kind: PlaneKind::Draft, label, at: place(&candidate.valued)? })
    });
    let marks: Vec<PlaneMark> = chosen.chain(drafts).collect();
    if efficient.is_empty() && marks.is_empty() {
        return None;
    }
    let axis = |known: &zopa_lens::settlement::PartyValues| Axis {
        party: say.party(known.party).to_string(),
        scale: say.scale(known.party),
        no_deal: known.no_deal.as_deref().and_then(Number::parse),
    };
    let caption = "Small dots: efficient packages. Tinted: worse than no deal to one of the two. A ring around a dot: several names for one package, or for packages of the same worth.";
    Some(Chart {
        anchor: "plane".into(),
        title: format!("What packages are worth to {} and {}", say.party(one.party), say.party(two.party)),
        caption: Text::from(caption),
        picture: Picture::Plane(Plane { across: axis(one), up: axis(two), efficient, marks }),
        tables: Vec::new(),
    })
}

/// The efficient packages: how many, and a few spread from the first to the last.
pub(super) fn efficient(say: &Say<'_>, document: &mut Document) {
    let set = &say.found.efficient;
    let basis = &say.found.zone.basis;
    if set.packages.is_empty() && set.why_not.is_none() {
        return;
    }
    document.heading(2, "Efficient set", "efficient");
    if let Some(why) = &set.why_not {
        document.push_on(Content::Paragraph(Text::new().plain(words::sentence(why))), basis);
    }
    if set.packages.is_empty() {
        return;
    }
    let mut said = format!(
        "{} of the zone that nobody could better without somebody being worse off",
        words::counted_with(&set.count, "package", "packages")
    );
    if set.count.to_string() != set.vectors.to_string() {
        said.push_str(&format!("; {} among them", words::counted(set.vectors, "set of values", "different sets of values")));
    }
    let mut said = words::sentence(&said);
    if !set.complete {
        let each: Vec<String> = set
            .epsilon
            .iter()
            .map(|(party, epsilon)| format!("{} {}", say.party(*party), rounded(*epsilon, 4)))
            .collect();
        said.push_str(" Not all are listed");
        said.push_str(&match each.is_empty() {
            true => ".".to_string(),
            false => format!(": one that is left out is better than a listed one by at most {}.", each.join(", ")),
        });
    }
    document.push_on(Content::Paragraph(Text::new().plain(said)), basis);
    let places = spread(set.packages.len(), ROWS);
    let shown: Vec<&Valued> = places.iter().map(|at| &set.packages[*at]).collect();
    let skip = in_all(say, &shown, document);
    let parties = valued_parties(shown.iter().copied());
    let mut heads = columns(&["", "Takes"]);
    heads.extend(say.value_columns(&parties));
    let rows = places.iter().zip(&shown).map(|(at, valued)| {
        let mut cells = vec![Text::new().strong((at + 1).to_string()), say.takes(&valued.package, &skip)];
        cells.extend(say.value_cells(&parties, valued, |_| None));
        Row { anchor: String::new(), cells }
    });
    let table = Table { caption: "Efficient packages".into(), columns: heads, rows: rows.collect() };
    document.push_on(Content::Table(table), basis);
    if places.len() < set.packages.len() {
        let text = format!(
            "{} of {} are shown, evenly spread from the first party's best to its worst; the JSON answer lists them.",
            places.len(),
            words::count(&set.packages.len())
        );
        document.push(Content::Note(Text::new().plain(text)));
    }
}

/// At most `most` places from the first to the last, evenly spread.
pub(super) fn spread(count: usize, most: usize) -> Vec<usize> {
    if count <= most || most < 2 {
        return (0..count.min(most)).collect();
    }
    (0..most).map(|at| at * (count - 1) / (most - 1)).collect()
}
