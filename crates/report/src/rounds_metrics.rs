//! The metrics of runs as a part of a page: how far ends were from what could have been had.

use crate::document::{Content, Document, Row, Table, columns};
use crate::text::Text;
use zopa_lens::phrase::{capital, count};
use zopa_lens::rounds::{Discount, MetricsFound, Spread, SpreadFound};

/// Distances, social welfare and advantages. `party` is how a party is shown.
pub(crate) fn metrics(found: &MetricsFound, party: &dyn Fn(usize) -> Text, document: &mut Document) {
    document.heading(3, "Against what could have been had", "metrics");
    let mut rows = Vec::new();
    let mut row = |what: Text, spread: &SpreadFound| {
        let cells = vec![what, Text::from(told(spread.all.as_ref())), Text::from(told(spread.settled.as_ref()))];
        rows.push(Row { anchor: String::new(), cells });
    };
    for own in &found.apart {
        row(Text::from(format!("Distance to the {}", own.goal.title())), &own.spread);
    }
    row(Text::from("Social welfare"), &found.welfare);
    for (at, own) in &found.advantages {
        row(Text::from("Advantage of ").then(party(*at)), own);
    }
    let titles = ["What", "All runs", "Runs that settled"];
    let caption = "Middle run (from the 5th to the 95th of a hundred; n runs)".to_string();
    document.push(Content::Table(Table { caption, columns: columns(&titles), rows }));
    let later = match found.discount {
        Discount::None => String::new(),
        Discount::Round(d) => format!(" Agreements are worth {d} times as much with every round that passes."),
        Discount::Time(d) => format!(" Agreements are worth {d} to the power of the share of time that has passed."),
    };
    let text = format!(
        "Distances are Euclidean, with each party's values scaled to 0 for its worst package and 1 for its best; social welfare is the sum of scaled values; advantage is the gain over no deal as a part of the most that could be gained. Runs without a settlement are measured at no deal.{later}"
    );
    document.push(Content::Note(Text::from(text)));
    let mut said: Vec<&str> = Vec::new();
    for own in &found.apart {
        let Some(why) = &own.why_not else { continue };
        if !said.contains(&why.as_str()) {
            said.push(why);
        }
    }
    for why in said {
        let which: Vec<&str> =
            found.apart.iter().filter(|own| own.why_not.as_deref() == Some(why)).map(|own| own.goal.title()).collect();
        let none =
            found.apart.iter().filter(|own| own.why_not.as_deref() == Some(why)).all(|own| own.spread.all.is_none());
        let how = if none { "not worked out" } else { "not worked out for all runs" };
        let text = format!("{}: {how}; {why}.", capital(&zopa_lens::phrase::list(&which, "and")));
        document.push(Content::Note(Text::from(text)));
    }
}

fn told(spread: Option<&Spread>) -> String {
    spread.map_or("-".to_string(), |own| {
        let [low, _, middle, _, high] = own.parts.map(three);
        format!("{middle} ({low} to {high}; {})", count(&own.n))
    })
}

/// Three decimals at most.
pub(crate) fn three(value: f64) -> String {
    let text = format!("{:.3}", value + 0.0);
    let text = text.trim_end_matches('0').trim_end_matches('.').to_string();
    if text == "-0" { "0".into() } else { text }
}
