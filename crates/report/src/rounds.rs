//! The findings of the lens `rounds` as a page: how talks end, when, on what, and on which assumptions that hangs; one run
//! move by move.

mod short;

pub(crate) use short::in_brief;

use crate::brief::{BriefOptions, Ledger, page};
use crate::chart::{Chart, FanPanel, Picture, ShareBar};
use crate::document::{Content, Document, Item, Row, Table, columns};
use crate::settlement::say::short;
use crate::text::Text;
use crate::words;
use zopa_case::Case;
use zopa_lens::rounds::{FanFound, Outcome, Rounds, Transcript};
use zopa_lens::{Run, Share, Worth};

/// Packages and moves told.
const PACKAGES: usize = 5;
const MOVES: usize = 200;

/// The findings of the lens `rounds`.
///
/// `case` is the case the findings were computed on (cut to its day and audience).
pub fn rounds_document(case: &Case, run: &Run<Rounds>, options: &BriefOptions<'_>) -> Document {
    page(case, run, "rounds", options, |ledger, document| {
        document.heading(2, "Further rounds", "rounds");
        let found = &run.findings;
        document.push_on(Content::Paragraph(Text::from(found.sentence.as_str())), &run.basis);
        if !found.missing.is_empty() {
            let lead = Text::new().strong("The case would need:").plain(format!(" {}.", words::list(&found.missing)));
            document.push(Content::Paragraph(lead));
            return;
        }
        let told = Told { case, ledger, found };
        told.seats(document);
        if found.runs > 0 {
            told.outcomes(document);
            told.issues(document);
            told.worth(document);
            crate::rounds_metrics::metrics(&found.metrics, &|at| told.party(at), document);
            told.decides(document);
        }
        if let Some(transcript) = &found.transcript {
            told.transcript(transcript, document);
        }
    })
}

struct Told<'a> {
    case: &'a Case,
    ledger: &'a Ledger<'a>,
    found: &'a Rounds,
}

fn row(cells: Vec<Text>) -> Row {
    Row { anchor: String::new(), cells }
}

fn table(document: &mut Document, caption: &str, titles: &[&str], rows: Vec<Row>) {
    document.push(Content::Table(Table { caption: caption.into(), columns: columns(titles), rows }));
}

impl Told<'_> {
    fn party(&self, at: usize) -> Text {
        Text::new().party(self.ledger.party(at))
    }

    fn package(&self, package: &[usize]) -> String {
        let options = self.case.issues().iter().zip(package);
        let said: Vec<String> =
            options.map(|(issue, at)| format!("{}: {}", issue.title, issue.outcome_name(*at))).collect();
        said.join("; ")
    }

    fn seats(&self, document: &mut Document) {
        document.heading(3, "At the table", "seats");
        let rows = self
            .found
            .seats
            .iter()
            .map(|seat| row(vec![self.party(seat.party), Text::from(seat.strategies.join(", or "))]));
        table(document, "Who negotiates how", &["Party", "Strategy"], rows.collect());
        let drawn = if self.found.seats.iter().any(|seat| seat.strategies.len() > 1) {
            " Of several strategies each run draws one."
        } else {
            ""
        };
        let text = format!(
            "Protocol: {}{}. Time is over after {}. Who opens is drawn. Only packages that keep the logic and cross no line in force are offered.{drawn}",
            self.found.protocol,
            self.found.facilitator.as_ref().map_or(String::new(), |words| format!(", the facilitator {words}")),
            words::counted(self.found.rounds as usize, "round", "rounds")
        );
        document.push(Content::Paragraph(Text::from(text)));
        self.tracks(document);
        if self.found.unproved > 0 {
            let text = format!(
                "{} the best that a limited search met: there are too many packages to list.",
                words::counted_with(&self.found.unproved, "offer is", "offers are")
            );
            document.push(Content::Note(Text::from(text)));
        }
    }

    fn tracks(&self, document: &mut Document) {
        if self.found.tracks.is_empty() {
            return;
        }
        let rows = self.found.tracks.iter().map(|own| {
            let mut who: Vec<&str> = own.parties.iter().map(|at| self.ledger.party(*at)).collect();
            who.extend(own.facilitator.then_some("the facilitator"));
            let agreed = words::counted_with(&own.agreed, "run", "runs");
            row(vec![
                Text::from(own.title.as_str()),
                Text::from(who.join(", ")),
                Text::from(own.protocol.as_str()),
                Text::from(agreed),
            ])
        });
        let titles = ["Back channel", "Who", "Protocol", "Agreed there first, of those that agreed"];
        table(document, "Back channels beside the table", &titles, rows.collect());
    }

    fn outcomes(&self, document: &mut Document) {
        document.heading(3, "How talks end", "ends");
        let items = self.found.outcomes.iter().map(|own| Item::from(Text::from(own.sentence.as_str()))).collect();
        document.push(Content::List { numbered: false, items });
        document.push(Content::Chart(Box::new(shares(self.found))));
        let shown = &self.found.agreements[..self.found.agreements.len().min(PACKAGES)];
        if shown.is_empty() {
            return;
        }
        let rows =
            shown.iter().map(|own| row(vec![Text::from(share(&own.share)), Text::from(self.package(&own.package))]));
        table(document, "Packages agreed most often", &["Share of runs", "Package"], rows.collect());
        let left = self.found.agreements.len() - shown.len();
        if left > 0 {
            let text = format!("{} in the JSON answer.", words::counted(left, "more package", "more packages"));
            document.push(Content::Note(Text::from(text)));
        }
    }

    fn issues(&self, document: &mut Document) {
        let rows = self.found.issues.iter().map(|own| {
            let since = own.since.map_or("-".to_string(), |round| words::count(&round));
            let title = self.case.issues()[own.issue].title.as_str();
            row(vec![Text::from(title), Text::from(share(&own.closed)), Text::from(since)])
        });
        let titles = ["Issue", "All last offers the same at the end", "Since round, in the middle run"];
        table(document, "Which issues close", &titles, rows.collect());
    }

    fn worth(&self, document: &mut Document) {
        document.heading(3, "What each had", "worth");
        let worth = |worth: &Option<Worth>| Text::from(worth.map_or("-".to_string(), Worth::in_words));
        let rows = self.found.worth.iter().map(|own| {
            let gains = own.gains.as_ref().map_or("no-deal value not known".into(), share);
            row(vec![self.party(own.party), worth(&own.value), worth(&own.agreed), Text::from(gains)])
        });
        let titles =
            ["Party", "At the end, over all runs", "Where they settled", "Runs that settled with a gain for it"];
        table(document, "What each party had", &titles, rows.collect());
        self.fans(document);
    }

    /// What was on the table round by round: a picture, with a table of at most a dozen rounds behind it.
    fn fans(&self, document: &mut Document) {
        let fans = &self.found.fans;
        let all: std::collections::BTreeSet<u32> =
            fans.iter().flat_map(|fan| fan.rounds.iter().map(|(round, ..)| *round)).collect();
        if all.is_empty() {
            return;
        }
        // Evenly spread, the first and the last among them.
        let all: Vec<u32> = all.into_iter().collect();
        let step = all.len().div_ceil(11).max(1);
        let shown = all.iter().enumerate().filter(|(at, _)| at % step == 0 || at + 1 == all.len()).map(|(_, own)| *own);
        let rows = shown.map(|round| {
            let of = |fan: &FanFound| fan.rounds.iter().find(|(own, ..)| *own == round).copied();
            let going = fans.iter().find_map(of).map_or(0, |(_, _, n)| n);
            let mut cells = vec![Text::from(round.to_string()), Text::from(words::count(&going))];
            cells.extend(fans.iter().map(|fan| match of(fan) {
                Some((_, parts, _)) => Text::from(parts.map(plain).join(" / ")),
                None => Text::from("-"),
            }));
            row(cells)
        });
        let lead = "What the package last brought up was worth, in each cell at the 5th, 25th, 50th, 75th and 95th of a hundred runs still going on:";
        document.push(Content::Paragraph(Text::from(lead)));
        let mut titles = vec!["Round", "Runs going on"];
        titles.extend(fans.iter().map(|fan| self.ledger.party(fan.party)));
        let table = Table {
            caption:
                "What the package last brought up was worth, at the 5th, 25th, 50th, 75th and 95th of a hundred runs"
                    .into(),
            columns: columns(&titles),
            rows: rows.collect(),
        };
        let panels = fans.iter().map(|fan| FanPanel {
            party: self.ledger.party(fan.party).to_string(),
            rounds: fan.rounds.iter().map(|(round, parts, _)| (*round, *parts)).collect(),
        });
        let chart = Chart {
            anchor: "fan".into(),
            title: "What was on the table, round by round".into(),
            caption: Text::from(
                "What the package last brought up was worth to each party, over the runs still going on in that round: they are fewer from round to round, and runs that have agreed are no longer among them.",
            ),
            picture: Picture::Fan(panels.collect()),
            tables: vec![table],
        };
        document.push(Content::Chart(Box::new(chart)));
    }

    fn decides(&self, document: &mut Document) {
        document.heading(3, "What decides", "decides");
        if self.found.decides.is_empty() {
            let text = "No assumption is told apart beyond chance in these runs.";
            document.push(Content::Paragraph(Text::from(text)));
        }
        let ratifiers = self.found.ratifiers.iter().map(|own| &own.sentence);
        let said = self.found.decides.iter().map(|own| &own.sentence).chain(ratifiers);
        let items: Vec<Item> = said.map(|own| Item::from(Text::from(own.as_str()))).collect();
        if !items.is_empty() {
            document.push(Content::List { numbered: false, items });
        }
    }

    fn transcript(&self, own: &Transcript, document: &mut Document) {
        document.heading(3, &format!("Run {}", own.run), "transcript");
        document.push(Content::Paragraph(Text::from(own.sentence.as_str())));
        let who: Vec<String> =
            own.strategies.iter().map(|(at, words)| format!("{}: {words}", self.ledger.party(*at))).collect();
        document.push(Content::Paragraph(Text::from(format!("Strategies: {}.", who.join("; ")))));
        for said in &own.around {
            document.push(Content::Paragraph(Text::from(said.as_str())));
        }
        let beside = own.moves.iter().any(|step| self.found.tracks.iter().any(|track| track.id == step.track));
        // By party: its last package.
        let mut last: std::collections::BTreeMap<Option<usize>, &[usize]> = std::collections::BTreeMap::new();
        let mut on_table: Option<&[usize]> = None;
        let mut rows = Vec::new();
        for step in own.moves.iter().take(MOVES) {
            // Of a package only what is new against the party's last one.
            let said = match (&step.package, last.get(&step.party).copied()) {
                (None, _) => String::new(),
                // An answer is about what is on the table.
                (Some(package), _) if Some(package.as_slice()) == on_table && step.answers => String::new(),
                (Some(package), Some(before)) if before == package.as_slice() => "as before".into(),
                (Some(package), Some(before)) => {
                    let new = self.case.issues().iter().zip(package).zip(before).filter(|((_, now), was)| now != was);
                    let said: Vec<String> =
                        new.map(|((issue, now), _)| format!("{}: {}", issue.title, issue.outcome_name(*now))).collect();
                    said.join("; ")
                }
                (Some(package), None) => self.package(package),
            };
            on_table = step.package.as_deref().or(on_table);
            last.extend(step.package.as_deref().map(|package| (step.party, package)));
            let values: Vec<String> =
                step.values.iter().map(|(at, value)| format!("{} {}", self.ledger.party(*at), plain(*value))).collect();
            let track = self.found.tracks.iter().find(|track| track.id == step.track);
            let round = match track.filter(|_| beside) {
                Some(track) => format!("{}, {}", step.round, track.title),
                None => step.round.to_string(),
            };
            rows.push(row(vec![
                Text::from(round),
                step.party.map_or_else(|| Text::from("the facilitator"), |at| self.party(at)),
                Text::from(step.act),
                Text::from(said),
                Text::from(values.join(", ")),
            ]));
        }
        let titles = ["Round", "Party", "Does", "Package, or what is new in it", "Worth"];
        table(document, "Move by move", &titles, rows);
        if own.moves.len() > MOVES {
            let left = words::counted(own.moves.len() - MOVES, "more move", "more moves");
            document.push(Content::Note(Text::from(format!("{left} in the JSON answer."))));
        }
    }
}

/// How talks end, as bars with their intervals.
pub(crate) fn shares(found: &Rounds) -> Chart {
    let bars = found.outcomes.iter().map(|own| ShareBar { label: ends(own.outcome).into(), share: own.share });
    Chart {
        anchor: "shares".into(),
        title: "How talks end".into(),
        caption: Text::from(format!(
            "Shares of {}, with 95 % intervals. They count the assumptions made and are no forecast.",
            words::counted_with(&found.runs, "run", "runs")
        )),
        picture: Picture::Shares(bars.collect()),
        // The sentences say it all.
        tables: Vec::new(),
    }
}

fn ends(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Settlement => "settlement",
        Outcome::NotRatified => "agreed, and rejected by a ratifier",
        Outcome::Roadmap => "time over, steps in stages agreed",
        Outcome::Partial => "time over, some issues closed",
        Outcome::Open => "time over, no issue closed",
        Outcome::WalkOut => "somebody walks out",
    }
}

/// A share in a cell; `none` and `all` in words.
fn share(share: &Share) -> String {
    if share.hits() == 0 { "none".into() } else { short(share) }
}

/// A value with three digits that say something.
fn plain(value: f64) -> String {
    let digits = if value.abs() >= 100.0 {
        0
    } else if value.abs() >= 10.0 {
        1
    } else {
        2
    };
    let said = format!("{value:.digits$}");
    if said.contains('.') { said.trim_end_matches('0').trim_end_matches('.').to_string() } else { said }
}
