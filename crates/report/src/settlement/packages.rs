//! Packages: those worth looking at over the draws, those that solution concepts choose, and the efficient set.

use super::say::{Listed, Say, rounded, short};
use crate::chart::{Axis, Chart, Picture, Plane, PlaneKind, PlaneMark};
use crate::document::{Content, Document, Item};
use crate::text::{Text, anchor};
use crate::words;
use zopa_case::Number;
use zopa_lens::settlement::{Candidate, Point, Valued, Worth};

/// Rows of a table of packages on the page.
const ROWS: usize = 12;
/// Packages of one solution concept on the page.
const EQUAL: usize = 3;

/// Packages over the draws: shares, lines crossed, and whether each party could take them.
pub(super) fn candidates(say: &Say<'_>, document: &mut Document) {
    let found = say.found;
    if found.candidates.is_empty() {
        return;
    }
    document.heading(2, "Packages worth looking at", "packages");
    let shown: Vec<&Candidate> = found.candidates.iter().take(ROWS).collect();
    let efficient = shown.iter().any(|candidate| candidate.efficient.is_some());
    let crosses = shown.iter().any(|candidate| !candidate.crosses.is_empty());
    let mut heads = vec!["In the zone"];
    heads.extend(efficient.then_some("Efficient"));
    heads.push("Nash");
    heads.extend(crosses.then_some("Crosses"));
    let rows = shown.iter().enumerate().map(|(at, candidate)| {
        let mut cells = vec![Text::new().plain(short(&candidate.in_zone))];
        if efficient {
            cells.push(Text::new().plain(candidate.efficient.as_ref().map_or_else(|| "not looked at".into(), short)));
        }
        cells.push(Text::new().plain(short(&candidate.nash)));
        if crosses {
            cells.push(candidate.crosses.iter().fold(Text::new(), |text, line| text.new_line().with(say.line(line))));
        }
        Listed {
            anchor: anchor("candidate", &candidate.id),
            name: named(say, candidate, at),
            valued: &candidate.valued,
            cells,
            acceptable: &candidate.acceptable,
        }
    });
    let basis = crate::brief::joined(shown.iter().map(|candidate| &candidate.basis));
    say.packages("Packages worth looking at", &heads, &rows.collect::<Vec<_>>(), &basis, document);
    cut(shown.len(), &found.candidates.len(), document);
    let mut key = String::from(
        "Worth no deal or more to the party: in every consistent set of numbers (always), in some (perhaps), in none (never).",
    );
    if found.draws > 0 {
        key.push_str(" In the zone, efficient, Nash: share of draws. Values: nine draws of ten.");
    }
    document.push(Content::Note(Text::new().plain(key)));
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
    let rows = found.points.iter().flat_map(|point| {
        point.packages.iter().take(EQUAL).enumerate().map(move |(at, valued)| Listed {
            anchor: if at == 0 { anchor("point", &point.id) } else { String::new() },
            name: if at == 0 { Text::new().strong(point.concept.title()) } else { Text::from("or") },
            valued,
            cells: Vec::new(),
            acceptable: &[],
        })
    });
    let rows: Vec<Listed<'_>> = rows.collect();
    if !rows.is_empty() {
        let basis = crate::brief::joined(found.points.iter().map(|point| &point.basis));
        say.packages("Points", &[], &rows, &basis, document);
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
        None if more > 0 => {
            said.push(format!("{} more packages are equally good, perhaps others", words::count(&more)))
        }
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
    let place =
        |valued: &Valued| -> Option<(Number, Number)> { Some((value(valued, one.party)?, value(valued, two.party)?)) };
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
    // A draft stands where its own text stands, before anything is made better.
    let texts = found.texts.iter().filter_map(|text| {
        let known = found.candidates.iter().any(|candidate| candidate.named.as_ref() == Some(&text.from));
        let at = text.steps.first().filter(|_| !known).and_then(place)?;
        Some(PlaneMark { kind: PlaneKind::Draft, label: text.from.clone(), at })
    });
    let marks: Vec<PlaneMark> = chosen.chain(drafts).chain(texts).collect();
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
    // Over draws the shares of the packages above say which are efficient.
    if set.packages.is_empty() && (set.why_not.is_none() || say.found.draws > 0) {
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
        said.push_str(&format!(
            "; {} among them",
            words::counted(set.vectors, "set of values", "different sets of values")
        ));
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
            false => format!(": one that is left out is better than a listed one by at most {}, or less than that above a no-deal value.", each.join(", ")),
        });
    }
    document.push_on(Content::Paragraph(Text::new().plain(said)), basis);
    let places = spread(set.packages.len(), ROWS);
    let rows = places.iter().map(|at| Listed {
        anchor: String::new(),
        name: Text::new().strong((at + 1).to_string()),
        valued: &set.packages[*at],
        cells: Vec::new(),
        acceptable: &[],
    });
    say.packages("Efficient packages", &[], &rows.collect::<Vec<_>>(), basis, document);
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
pub(crate) fn spread(count: usize, most: usize) -> Vec<usize> {
    if count <= most || most < 2 {
        return (0..count.min(most)).collect();
    }
    (0..most).map(|at| at * (count - 1) / (most - 1)).collect()
}
