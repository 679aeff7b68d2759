//! The findings of the lens `probes` as a page: the decision as it stands, what to ask whom and on which track, what each
//! answer would teach.

use crate::brief::{BriefOptions, Ledger, page};
use crate::document::{Content, Document, Item, Row, Table, columns};
use crate::settlement::say::short;
use crate::text::Text;
use crate::words;
use zopa_case::Case;
use zopa_lens::Run;
use zopa_lens::probes::{Answered, Believed, Estimate, Probe, Probes};

/// Probes told, and those told answer by answer.
const SHOWN: usize = 12;
const CLOSE: usize = 5;

/// The findings of the lens `probes`.
///
/// `case` is the case the findings were computed on (cut to its day and audience).
pub fn probes_document(case: &Case, run: &Run<Probes>, options: &BriefOptions<'_>) -> Document {
    page(case, run, "probes", options, |ledger, document| {
        document.heading(2, "What to float next", "probes");
        let found = &run.findings;
        document.push_on(Content::Paragraph(Text::from(found.sentence.as_str())), &run.basis);
        if !found.missing.is_empty() {
            let lead = Text::new().strong("The case would need:").plain(format!(" {}.", words::list(&found.missing)));
            document.push(Content::Paragraph(lead));
            return;
        }
        let told = Told { ledger, found };
        told.how(document);
        told.ranked(document);
        told.answers(document);
        told.switches(document);
    })
}

struct Told<'a> {
    ledger: &'a Ledger<'a>,
    found: &'a Probes,
}

fn row(cells: Vec<Text>) -> Row {
    Row { anchor: String::new(), cells }
}

fn table(document: &mut Document, caption: &str, titles: &[&str], rows: Vec<Row>) {
    document.push(Content::Table(Table { caption: caption.into(), columns: columns(titles), rows }));
}

/// A number for a cell, with its interval where it is an estimate.
fn told(own: &Estimate) -> String {
    let three = |value: f64| {
        let text = format!("{value:.3}");
        if text.starts_with("-0.000") { "0.000".to_string() } else { text }
    };
    match own.low == own.high {
        true => three(own.value),
        false => format!("{} ({} to {})", three(own.value), three(own.low), three(own.high)),
    }
}

fn per_cent(own: f64) -> String {
    format!("{:.0} %", own * 100.0)
}

fn believed(own: Option<&Believed>) -> String {
    own.map_or("-".to_string(), |own| own.draws.as_ref().map_or_else(|| per_cent(own.share.value), short))
}

impl Told<'_> {
    fn how(&self, document: &mut Document) {
        let found = self.found;
        let worlds = match found.exact {
            true => format!(
                "All {} of which lines are real are worked through.",
                words::counted(found.draws as usize, "case", "cases")
            ),
            false => format!("Over {}.", words::counted(found.draws as usize, "draw", "draws")),
        };
        let all = if found.all {
            "all packages that keep the logic"
        } else {
            "packages of the case and packages met in the search"
        };
        let by = found.decision.as_ref().map_or(String::new(), |own| format!(" The decision goes by {}.", own.by));
        let text = format!(
            "{worlds} Looked at: {}, {all}.{by} {}",
            words::counted(found.candidates, "package", "packages"),
            found.manner
        );
        document.push(Content::Note(Text::from(text)));
    }

    fn party(&self, own: &Probe) -> Text {
        Text::new().party(self.ledger.party(own.party))
    }

    fn ranked(&self, document: &mut Document) {
        document.heading(3, "Which probe is worth most", "ranked");
        let track = |own: &Probe| {
            let way = |way: &zopa_lens::probes::Way| {
                let leaks =
                    way.leaks.map_or("leak not entered".to_string(), |leaks| format!("leaks in {}", per_cent(leaks)));
                format!("{} ({leaks})", way.title)
            };
            Text::from(own.tracks.iter().map(way).collect::<Vec<_>>().join("; "))
        };
        let cells = |own: &Probe| {
            row(vec![
                Text::from(own.rank.to_string()),
                Text::from(words::sentence(&own.words).trim_end_matches('.').to_string()),
                self.party(own),
                track(own),
                Text::from(told(&own.net)),
                Text::from(told(&own.bits)),
                Text::from(believed(Some(&own.acceptable))),
            ])
        };
        let rows = self.found.probes.iter().take(SHOWN).map(cells).collect();
        let titles = ["Rank", "Package", "Put to", "Track", "Gain, less costs", "Bits about the zone", "Would take it"];
        table(document, "Probes, best first, with their intervals at 95 per cent", &titles, rows);
        let left = self.found.probes.len().saturating_sub(SHOWN);
        let mut text =
            "A rank counts the probes that gain more with their whole interval; equal ranks are not told apart."
                .to_string();
        if left > 0 {
            text.push_str(&format!(" {} in the JSON answer.", words::counted(left, "more probe", "more probes")));
        }
        document.push(Content::Note(Text::from(text)));
    }

    fn answers(&self, document: &mut Document) {
        document.heading(3, "What would be believed after each answer", "answers");
        for own in self.found.probes.iter().take(CLOSE) {
            document.push_on(Content::Paragraph(Text::from(own.sentence.as_str())), &own.basis);
            let cells = |answer: &Answered| {
                let lines: Vec<String> =
                    answer.lines.iter().map(|(line, share)| format!("{line}: {}", per_cent(*share))).collect();
                row(vec![
                    Text::from(answer.word),
                    Text::from(per_cent(answer.chance)),
                    Text::from(believed(answer.zone.as_ref())),
                    Text::from(believed(answer.acceptable.as_ref())),
                    Text::from(if lines.is_empty() { "-".to_string() } else { lines.join("; ") }),
                    Text::from(self.act(answer)),
                ])
            };
            let titles = ["Answer", "How likely", "A zone", "Would take it", "Its lines are real", "Then"];
            table(document, "After each answer", &titles, own.answers.iter().map(cells).collect());
        }
    }

    fn act(&self, answer: &Answered) -> String {
        let now = self.found.decision.as_ref().and_then(|own| own.table.as_ref());
        match &answer.table {
            None => "walk away".into(),
            Some(package) if Some(package) == now => "table the same".into(),
            Some(package) => match self.found.probes.iter().find(|own| own.package == *package) {
                Some(own) => format!("table {}", own.words),
                None => "table another".into(),
            },
        }
    }

    fn switches(&self, document: &mut Document) {
        let Some(decision) = self.found.decision.as_ref().filter(|own| !own.switches.is_empty()) else { return };
        document.heading(3, "Where the decision turns on a line", "switches");
        let items = decision.switches.iter().map(|own| Item::from(Text::from(own.sentence.as_str()))).collect();
        document.push(Content::List { numbered: false, items });
    }
}
