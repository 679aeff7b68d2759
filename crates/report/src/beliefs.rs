//! The findings of the lens `beliefs` as a page: what moved, by how much, and by which offer or answer.

use crate::brief::{BriefOptions, page};
use crate::chart::{Chart, Picture, RangeBar};
use crate::document::{Content, Document, Item, Row, Table, columns};
use crate::text::Text;
use crate::words;
use zopa_case::Case;
use zopa_lens::Run;
use zopa_lens::beliefs::{Beliefs, PartyBelief, QuantityBelief};

/// Quantities of a party that are shown.
const SHOWN: usize = 10;

/// The findings of the lens `beliefs`.
///
/// `case` is the case the findings were computed on (cut to its day and audience).
pub fn beliefs_document(case: &Case, run: &Run<Beliefs>, options: &BriefOptions<'_>) -> Document {
    page(case, run, "beliefs", options, |ledger, document| {
        document.heading(2, "What the talks revealed", "beliefs");
        let found = &run.findings;
        document.push_on(Content::Paragraph(Text::from(found.sentence.as_str())), &run.basis);
        if !found.parties.is_empty() {
            let text =
                format!("Over {}. {}", words::counted(found.draws as usize, "draw", "draws"), found.manner.join(" "));
            document.push(Content::Note(Text::from(text)));
        }
        for own in &found.parties {
            party(document, ledger.party(own.party), own);
        }
        if !found.evidence.is_empty() {
            document.heading(3, "The evidence", "evidence");
            let row = |own: &zopa_lens::beliefs::Piece| {
                let open = if own.open > 0 { format!("; {} left open", own.open) } else { String::new() };
                cells(vec![
                    Text::from(own.day.as_str()),
                    Text::new().party(ledger.party(own.party)),
                    Text::from(format!("{}{open}", own.words)),
                    Text::from(own.grade.clone().unwrap_or_else(|| "no source".into())),
                    Text::from(format!("{:.2}", own.reliability)),
                ])
            };
            table(
                document,
                "The evidence",
                &["Day", "Who", "What", "Grade", "Relied on"],
                found.evidence.iter().map(row).collect(),
            );
        }
        if !found.left_out.is_empty() {
            let items = found.left_out.iter().map(|own| Item::from(Text::from(own.as_str()))).collect();
            document.push(Content::List { numbered: false, items });
        }
    })
}

fn cells(cells: Vec<Text>) -> Row {
    Row { anchor: String::new(), cells }
}

fn table(document: &mut Document, caption: &str, titles: &[&str], rows: Vec<Row>) {
    document.push(Content::Table(Table { caption: caption.into(), columns: columns(titles), rows }));
}

fn party(document: &mut Document, title: &str, own: &PartyBelief) {
    document.heading(3, title, &format!("beliefs-{}", own.party));
    document.push(Content::Paragraph(Text::from(format!(
        "{} The weighted draws are worth {:.0} equal ones.",
        own.sentence, own.effective
    ))));
    if own.contradicted || own.quantities.is_empty() {
        return;
    }
    let row = |quantity: &QuantityBelief| {
        let most = quantity.most_by.as_ref().map_or("-".to_string(), |(piece, _)| piece.clone());
        cells(vec![
            Text::from(quantity.title.as_str()),
            Text::from(range(quantity, quantity.prior)),
            Text::from(range(quantity, quantity.posterior)),
            Text::from(format!("{:.0} %", quantity.moved * 100.0)),
            Text::from(if quantity.estimate { number(quantity.posterior[1]) } else { "-".into() }),
            Text::from(most),
        ])
    };
    let titles = ["What", "Before", "After", "Moved", "Estimate", "Most by"];
    let caption = format!("What is believed of {title}, before and after: 5 to 95 of a hundred draws");
    let shown = || own.quantities.iter().take(SHOWN);
    if !own.thin {
        let caption = "Hollow: what was believed, from the 5th to the 95th of a hundred draws; filled: what is now; lines: the middle of each. Every row has a scale of its own.";
        document.push(Content::Chart(Box::new(Chart {
            title: format!("{title}: before and after"),
            anchor: format!("beliefs-{}-ranges", own.party),
            caption: caption.into(),
            picture: Picture::Ranges(shown().map(bar).collect()),
            tables: Vec::new(),
        })));
    }
    table(document, &caption, &titles, shown().map(row).collect());
    if own.timeline.len() > 1 {
        let row = |moment: &zopa_lens::beliefs::Moment| {
            let told =
                moment.no_deal.map_or("-".to_string(), |ends| format!("{} to {}", number(ends[0]), number(ends[2])));
            cells(vec![
                Text::from(moment.day.as_str()),
                Text::from(words::counted(moment.pieces, "piece", "pieces")),
                Text::from(told),
                Text::from(format!("{:.0}", moment.effective)),
            ])
        };
        let rows = own.timeline.iter().map(row).collect();
        table(document, &format!("{title}, day by day"), &["Day", "Evidence", "No deal", "Equal draws"], rows);
    }
}

/// A number with as many digits as draws can tell.
fn number(value: f64) -> String {
    let decimals = if value.abs() >= 10.0 {
        0
    } else if value.abs() >= 1.0 {
        1
    } else {
        2
    };
    format!("{value:.decimals$}")
}

fn range(quantity: &QuantityBelief, ends: [f64; 3]) -> String {
    match quantity.share {
        true => format!("{:.0} %", ends[1] * 100.0),
        false => format!("{} to {}", number(ends[0]), number(ends[2])),
    }
}

/// Before and after, drawn: a share from none to all, a number from the least to the greatest end of both.
fn bar(quantity: &QuantityBelief) -> RangeBar {
    let (before, after) = match quantity.share {
        true => ([0.0, quantity.prior[1], quantity.prior[1]], [0.0, quantity.posterior[1], quantity.posterior[1]]),
        false => (quantity.prior, quantity.posterior),
    };
    RangeBar {
        label: quantity.title.clone(),
        scale: if quantity.share { (0.0, 1.0) } else { (before[0].min(after[0]), before[2].max(after[2])) },
        before,
        after,
        words: format!("{}; now {}", range(quantity, quantity.prior), range(quantity, quantity.posterior)),
    }
}
