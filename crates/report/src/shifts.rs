//! The findings of the lens `shifts` as a page: drivers and their tipping points, maps of two, what decides, the range of war,
//! ripeness.

use crate::brief::{BriefOptions, Ledger, page};
use crate::chart::{Chart, CurvePanel, MapChart, Picture};
use crate::document::{Content, Document, Item, Row, Table, columns};
use crate::settlement::say::short;
use crate::text::Text;
use crate::words;
use zopa_case::{Case, Number};
use zopa_lens::shifts::{DriverFound, Element, PairFound, Shifts, Weighs};
use zopa_lens::{Run, Share};

/// Levels of each driver in the table of a map.
const TABLE: usize = 7;
/// Quantities told of those that decide.
const QUANTITIES: usize = 12;
/// Bars told.
const BARS: usize = 12;
/// Maps drawn.
const MAPS: usize = 3;

/// The findings of the lens `shifts`.
///
/// `case` is the case the findings were computed on (cut to its day and audience).
pub fn shifts_document(case: &Case, run: &Run<Shifts>, options: &BriefOptions<'_>) -> Document {
    page(case, run, "shifts", options, |ledger, document| {
        document.heading(2, "What would have to change", "shifts");
        let found = &run.findings;
        document.push_on(Content::Paragraph(Text::from(found.sentence.as_str())), &found.basis);
        let told = Told { ledger, found };
        told.drivers(document);
        if found.draws > 0 {
            told.curves(document);
            told.pairs(document);
            told.scenarios(document);
            told.decides(document);
        }
        told.war(document);
        told.ripeness(document);
    })
}

struct Told<'a> {
    ledger: &'a Ledger<'a>,
    found: &'a Shifts,
}

fn row(cells: Vec<Text>) -> Row {
    Row { anchor: String::new(), cells }
}

fn table(document: &mut Document, caption: &str, titles: &[&str], rows: Vec<Row>) {
    document.push(Content::Table(Table { caption: caption.into(), columns: columns(titles), rows }));
}

fn ends((low, high): (Number, Number)) -> String {
    if low == high { low.to_string() } else { format!("{low} to {high}") }
}

fn cell(share: &Share) -> String {
    if share.hits() == 0 && share.undecided() == 0 { "none".into() } else { short(share) }
}

impl Told<'_> {
    fn drivers(&self, document: &mut Document) {
        if self.found.drivers.is_empty() {
            return;
        }
        document.heading(3, "Drivers", "drivers");
        let rows = self.found.drivers.iter().map(|own| {
            let unit = own.unit.as_ref().map_or(String::new(), |unit| format!(" {unit}"));
            let today = own.today.map_or("not given".to_string(), |today| format!("{}{unit}", ends(today)));
            let range = own.range.map_or("not given".to_string(), ends);
            let effects = if own.effects.is_empty() { "not entered".into() } else { own.effects.join("; ") };
            row(vec![
                Text::from(own.title.as_str()),
                Text::from(today),
                Text::from(range),
                Text::from(effects),
                Text::from(own.looked.as_str()),
            ])
        });
        let titles = ["Driver", "Today", "Range", "What it moves", "Looked at"];
        table(document, "What moves the talks from outside", &titles, rows.collect());
        let items: Vec<Item> = self
            .found
            .drivers
            .iter()
            .filter(|own| !own.effects.is_empty() && self.found.draws > 0)
            .map(|own| Item::from(Text::from(own.sentence.as_str())))
            .collect();
        if !items.is_empty() {
            document.push_on(Content::List { numbered: false, items }, &self.found.basis);
            let alone = "One driver is moved at a time, with the same draws at every level. Shares count the assumptions made and are no forecast.";
            document.push(Content::Note(Text::from(alone)));
        }
    }

    fn moved(&self) -> impl Iterator<Item = &DriverFound> {
        self.found.drivers.iter().filter(|own| !own.curve.is_empty())
    }

    fn curves(&self, document: &mut Document) {
        if self.moved().next().is_none() || self.found.certain {
            return;
        }
        let panel = |own: &DriverFound| CurvePanel {
            party: own.title.clone(),
            what: "level",
            scale: own.unit.clone().unwrap_or_else(|| "no unit".into()),
            points: own.curve.clone(),
            entered: own.today,
        };
        let tables = self.moved().map(|own| {
            let step = (own.curve.len() - 1).div_ceil(TABLE).max(1);
            let rows = own.curve.iter().step_by(step);
            let rows =
                rows.map(|(level, share)| row(vec![Text::from(level.to_string()), Text::from(share.in_words())]));
            Table {
                caption: own.title.clone(),
                columns: columns(&["Level", "Draws with a zone"]),
                rows: rows.collect(),
            }
        });
        let chart = Chart {
            anchor: "shifts-curves".into(),
            title: "Share of draws with a zone as each driver moves".into(),
            caption: Text::from(
                "Up: share of draws with a zone, with its interval as a grey band. Across: the driver's level; the black bar is today's.",
            ),
            picture: Picture::Curves(self.moved().map(panel).collect()),
            tables: tables.collect(),
        };
        document.push_on(Content::Chart(Box::new(chart)), &self.found.basis);
    }

    fn pairs(&self, document: &mut Document) {
        if self.found.pairs.is_empty() {
            return;
        }
        document.heading(3, "Two drivers together", "pairs");
        let cost = |own: &PairFound| own.cheapest.as_ref().map_or(f64::INFINITY, |own| own.cost);
        let mut pairs: Vec<&PairFound> = self.found.pairs.iter().collect();
        pairs.sort_by(|one, two| cost(one).total_cmp(&cost(two)));
        let items = pairs.iter().map(|own| {
            let coarse = if own.coarse { " The map is coarse: one of them moves weights or lines." } else { "" };
            Item::from(Text::from(format!("{}{coarse}", own.sentence)))
        });
        document.push_on(Content::List { numbered: false, items: items.collect() }, &self.found.basis);
        let note = "The cost of a move is the part of the driver's range that it takes; of two, the sum.";
        document.push(Content::Note(Text::from(note)));
        for (at, own) in pairs.into_iter().take(MAPS).enumerate() {
            document.push_on(Content::Chart(Box::new(self.map(at, own))), &self.found.basis);
        }
    }

    fn map(&self, at: usize, own: &PairFound) -> Chart {
        let driver = |name: &str| self.found.drivers.iter().find(|own| own.driver == name);
        let named = |name: &str| {
            driver(name).map_or(name.to_string(), |own| match &own.unit {
                Some(unit) => format!("{} ({unit})", own.title),
                None => own.title.clone(),
            })
        };
        let middle = |name: &str| {
            let today = driver(name).and_then(|own| own.today);
            today.map_or(0.0, |(low, high)| (low.to_f64() + high.to_f64()) / 2.0)
        };
        let numbers = |levels: &[Number]| levels.iter().map(|own| own.to_f64()).collect::<Vec<f64>>();
        let rows = own.levels.1.len();
        let picked = |count: usize| -> Vec<usize> {
            let told = count.min(TABLE);
            (0..told).map(|at| (count - 1) * at / (told - 1).max(1)).collect()
        };
        let across = picked(own.levels.0.len());
        let mut titles = vec![named(&own.drivers.1)];
        titles.extend(across.iter().map(|column| plain(own.levels.0[*column])));
        let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
        let cells = picked(rows).into_iter().rev().map(|level| {
            let mut cells = vec![Text::from(plain(own.levels.1[level]))];
            let shares = across.iter().filter_map(|column| own.shares.get(column * rows + level));
            cells.extend(shares.map(|share| Text::from(cell(share))));
            row(cells)
        });
        let caption = format!("Draws with a zone; across: {}", named(&own.drivers.0));
        let table = Table { caption, columns: columns(&titles), rows: cells.collect() };
        Chart {
            anchor: format!("shifts-map-{}", at + 1),
            title: format!("{} and {}", named(&own.drivers.0), named(&own.drivers.1)),
            caption: Text::from(format!(
                "The darker a cell, the more draws have a zone; the thick line is where the share crosses {} %.",
                plain(Number((self.found.level * 100.0 * zopa_case::TICKS as f64) as i128))
            )),
            picture: Picture::Map(MapChart {
                across: named(&own.drivers.0),
                up: named(&own.drivers.1),
                levels: (numbers(&own.levels.0), numbers(&own.levels.1)),
                shares: own.shares.clone(),
                today: (middle(&own.drivers.0), middle(&own.drivers.1)),
                cheapest: own.cheapest.as_ref().map(|own| (own.at.0.to_f64(), own.at.1.to_f64())),
                level: self.found.level,
            }),
            tables: vec![table],
        }
    }

    fn scenarios(&self, document: &mut Document) {
        if self.found.scenarios.is_empty() {
            return;
        }
        document.heading(3, "Scenarios side by side", "shifts-scenarios");
        let mut items = vec![Item::from(Text::from(format!(
            "As it is: {}.",
            if self.found.certain {
                if self.found.today.hits() > 0 { "a zone".into() } else { "no zone".into() }
            } else {
                self.found.today.in_words()
            }
        )))];
        items.extend(self.found.scenarios.iter().map(|own| Item::from(Text::from(own.sentence.as_str()))));
        document.push_on(Content::List { numbered: false, items }, &self.found.basis);
    }

    fn decides(&self, document: &mut Document) {
        if let Some(own) = &self.found.decides {
            document.heading(3, "Which assumptions decide", "shifts-decides");
            document.push_on(Content::Paragraph(Text::from(own.sentence.as_str())), &self.found.basis);
            let shown = own.quantities.iter().take(QUANTITIES);
            let rows = shown.map(|own| {
                let told = |own: &zopa_lens::shifts::Estimate| {
                    let two = |value: f64| format!("{:.2}", value.clamp(0.0, 1.0));
                    format!("{} ({} to {})", two(own.value), two(own.low), two(own.high))
                };
                let verdict = match own.verdict {
                    Weighs::Decides => "",
                    Weighs::Hardly => "hardly matters",
                    Weighs::CannotSay => "cannot say",
                };
                let cells = [capital(&own.title), told(&own.first), told(&own.total), verdict.to_string()];
                row(cells.map(Text::from).into())
            });
            let rows: Vec<Row> = rows.collect();
            if !rows.is_empty() {
                let titles = ["Quantity", "By itself", "In all", "What can be said"];
                table(document, "Sobol indices of whether there is a zone, with 95 % intervals", &titles, rows);
                let left = own.quantities.len().saturating_sub(QUANTITIES);
                let more = if left > 0 { format!(" {left} more in the JSON answer.") } else { String::new() };
                let text = format!(
                    "The part of the variance of \u{201c}there is a zone\u{201d} that each makes by itself and in all, from two samples of {} with every driver anywhere in its range.{more}",
                    words::counted_with(&own.rows, "draw", "draws")
                );
                document.push(Content::Note(Text::from(text)));
            }
        }
        let bars: Vec<_> = self.found.tornado.iter().filter(|own| own.apart).take(BARS).collect();
        if !bars.is_empty() {
            let rows = bars.iter().map(|own| {
                let end = |words: &str, share: &Share| format!("{words}: {}", cell(share));
                let cells = [capital(&own.title), end(&own.ends.0, &own.low), end(&own.ends.1, &own.high)];
                row(cells.map(Text::from).into())
            });
            let titles = ["Held at an end, all else as drawn today", "At the low end", "At the high end"];
            table(document, "Draws with a zone at both ends, where the two can be told apart", &titles, rows.collect());
        }
        if let Some(own) = &self.found.region {
            document.push_on(Content::Paragraph(Text::from(own.sentence.as_str())), &self.found.basis);
        }
    }

    fn war(&self, document: &mut Document) {
        if self.found.war.is_empty() {
            return;
        }
        document.heading(3, "The bargaining range of war", "war");
        for own in &self.found.war {
            let by = own.by.as_ref().map_or(String::new(), |by| format!(" ({by})"));
            let said = match own.missing.is_empty() {
                true => own.sentences.join(" "),
                false => format!("Missing: {}.", words::list(&own.missing)),
            };
            let text = Text::new().strong(format!("{}{by}.", own.power)).plain(format!(" {said}"));
            document.push_on(Content::Paragraph(text), &own.basis);
        }
        let note = "Shares of what is fought over are taken as values, and chances and costs as stated; nobody is said to reason so.";
        document.push(Content::Note(Text::from(note)));
    }

    fn ripeness(&self, document: &mut Document) {
        if self.found.ripeness.is_empty() {
            return;
        }
        document.heading(3, "Ripeness, vote by vote", "ripeness");
        let rows = self.found.ripeness.iter().flat_map(|own| self.votes(own));
        let titles = ["Element", "About", "Analyst", "Vote", "Day", "Evidence"];
        table(document, "Votes of analysts side by side", &titles, rows.collect());
        document.push(Content::Note(Text::from("Votes are not added up: ripeness is no number.")));
    }

    fn votes(&self, own: &Element) -> Vec<Row> {
        let about = own.party.map_or("all".to_string(), |at| self.ledger.party(at).to_string());
        own.votes
            .iter()
            .map(|vote| {
                use zopa_case::draft::Vote;
                let said = match vote.vote {
                    Vote::Present => "present",
                    Vote::Absent => "absent",
                    Vote::Unclear => "unclear",
                };
                let evidence = vote.evidence.clone().unwrap_or_else(|| "none given".into());
                let evidence = match vote.sources.is_empty() {
                    true => evidence,
                    false => format!("{evidence} [{}]", vote.sources.join(", ")),
                };
                let cells = [
                    own.element.clone(),
                    about.clone(),
                    vote.analyst.clone(),
                    said.into(),
                    vote.date.in_words(),
                    evidence,
                ];
                row(cells.map(Text::from).into())
            })
            .collect()
    }
}

fn capital(text: &str) -> String {
    zopa_lens::phrase::capital(text)
}

/// A level with at most three decimals.
fn plain(number: Number) -> String {
    let said = format!("{:.3}", number.to_f64());
    said.trim_end_matches('0').trim_end_matches('.').to_string()
}
