//! Lens `rounds`: what further rounds of talks come to if each side plays so and so.
//!
//! Parties whose yes a deal needs sit at the table under a protocol ([`crate::solve::rounds`]), each with a strategy, and
//! offer packages that keep the case's logic and cross no line in force. A *run* draws the numbers of the case that are
//! uncertain, one of each party's strategies, and who opens. An *ensemble* of runs gives shares: of settlements,
//! of agreements that a ratifier rejects for certain, of issues that close, of walk-outs; they are shares of the
//! assumptions made and no forecast. Run `k` of a seed is the same whatever the threads and the machine.
//!
//! Sources: Faratin, Sierra & Jennings, Robotics and Autonomous Systems 24 (1998); Aydogan, Festen, Hindriks & Jonker
//! (2017); Putnam, International Organization 42 (1988), for ratifiers.

mod assumed;
mod calendar;
mod ensemble;
mod findings;
pub mod grid;
mod outside;
mod over_metrics;
mod over_runs;
pub mod play;
mod stages;
pub mod tournament;
mod tracks;
mod words;

pub use crate::solve::rounds::{
    Discount, Entry, FACILITATORS, Goal, NoGoal, PROTOCOLS, STRATEGIES, Semantics, Tactic, schedule,
};
pub use assumed::check_further;
pub use findings::{
    AgreementFound, ApartFound, DecidesFound, FanFound, IssueFound, Measured, MetricsFound, MoveFound, Outcome,
    OutcomeFound, RatifierFound, Rounds, RunRow, SeatFound, Spread, SpreadFound, TrackFound, Transcript, WorthFound,
};

use crate::control::Control;
use crate::model::{in_chunks, rest_on};
use crate::run::{Arithmetic, Basis, Run, Stop};
use crate::solve::rounds::{Carry, Mediator, MenuError, Protocol, Style, facilitator, protocol, schedule_by};
use crate::solve::valued::frontier::Limits;
use calendar::Calendar;
use ensemble::{Prepared, Unable};
use over_runs::OverRuns;
use zopa_case::draft::Moment;
use zopa_case::{Case, PartyId};

/// The runs of a brief, unless asked for otherwise: few, so that it stays fast where numbers are ranges.
pub const BRIEF_RUNS: u64 = 64;

/// Packages agreed that are told at most.
pub const LISTED: usize = 10_000;
/// Efficient vectors, and sums looked at for them, where numbers are certain; beyond, distances are not worked out.
pub const FRONTIER: Limits = Limits { vectors: 200_000, sums: 100_000_000 };
/// The same for each draw.
pub const DRAWN_FRONTIER: Limits = Limits { vectors: 20_000, sums: 4_000_000 };
/// Packages beyond which distances are not worked out where numbers are drawn: 2^20.
pub const DRAWN_PACKAGES: u64 = 1 << 20;
/// Runs in one part of the work.
const CHUNK: u64 = 64;
/// Runs after which they are handed out to be kept.
const WAVE: u64 = 1_024;

/// What the lens is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The seed of everything drawn.
    pub seed: u64,
    /// How many runs.
    pub runs: u64,
    /// How many rounds until time is over.
    pub rounds: u32,
    /// The word of a protocol of [`PROTOCOLS`].
    pub protocol: String,
    /// The word of a strategy of [`FACILITATORS`], for protocols with a facilitator.
    pub facilitator: String,
    /// By whose rules clocks and time-dependent parties go.
    pub semantics: Semantics,
    /// How later agreements are worth less in the metrics; no strategy looks at it.
    pub discount: Discount,
    /// What parties might follow, by party.
    pub strategies: Vec<(PartyId, Strategies)>,
    /// What all other parties might follow.
    pub others: Strategies,
    /// The run that is told move by move.
    pub transcript: Option<u64>,
    /// The most steps of one run.
    pub steps: u64,
    /// The most steps of one search for a package to offer, where there are too many packages to list: then the best one
    /// met is offered.
    pub search: u64,
    /// Threads to use at most; no answer hangs on it.
    pub threads: usize,
}

impl Settings {
    fn strategies_of(&self, party: PartyId) -> &Strategies {
        self.strategies.iter().find(|(own, _)| *own == party).map_or(&self.others, |(_, own)| own)
    }
}

/// Strategies of which each run draws one; at least one.
#[derive(Clone, Debug, PartialEq)]
pub struct Strategies {
    /// Each in words, and by the round or day from which it holds.
    styles: Vec<(String, Vec<(Moment, Tactic)>)>,
}

impl Strategies {
    /// Reads strategies such as `boulware` or `linear, from 30 conceder, from 2026-06-01 nice`; see [`schedule`]. A day needs the
    /// calendar of the case's rounds.
    ///
    /// # Errors
    ///
    /// What is wrong with which, in words; none at all.
    pub fn read<'t>(texts: impl IntoIterator<Item = &'t str>) -> Result<Self, String> {
        // A round and a day are compared once the calendar is known.
        let rises = |one: &Moment, two: &Moment| match (one, two) {
            (Moment::Round(one), Moment::Round(two)) => one < two,
            (Moment::Day(one), Moment::Day(two)) => one < two,
            _ => true,
        };
        let read = |text: &str| {
            let text = text.trim();
            Ok((text.to_string(), schedule_by(text, Moment::Round(1), Moment::parse, rises)?))
        };
        let styles = texts.into_iter().map(read).collect::<Result<Vec<_>, String>>()?;
        if styles.is_empty() { Err("at least one strategy is needed".into()) } else { Ok(Self { styles }) }
    }

    /// The strategies, in words.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.styles.iter().map(|(words, _)| words.as_str())
    }

    /// Whether one of them changes on a day.
    fn names_a_day(&self) -> bool {
        self.styles.iter().flat_map(|(_, parts)| parts).any(|(from, _)| matches!(from, Moment::Day(_)))
    }

    /// The tactics of each by round, counted from 0; `None` where a day has no round.
    fn by_round(&self, calendar: Calendar) -> Option<Vec<Vec<(u32, &Tactic)>>> {
        let mut all = Vec::with_capacity(self.styles.len());
        for (_, parts) in &self.styles {
            let mut own: Vec<(u32, &Tactic)> = Vec::with_capacity(parts.len());
            for (from, tactic) in parts {
                // Of a round and a day what is named later holds later, and takes the place of what it overtakes.
                let before = own.last().map_or(0, |(round, _)| *round);
                own.push((calendar.from(*from)?.max(before), tactic));
            }
            all.push(own);
        }
        Some(all)
    }
}

impl Default for Strategies {
    /// Boulware, linear, conceder, tit-for-tat or MiCRO: what nobody knows is drawn.
    fn default() -> Self {
        let usual = ["boulware", "linear", "conceder", "tit-for-tat", "micro"];
        Self::read(usual).unwrap_or(Self { styles: Vec::new() })
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 0,
            runs: 1_024,
            rounds: 20,
            protocol: "alternating".into(),
            facilitator: "learning".into(),
            semantics: Semantics::Own,
            discount: Discount::None,
            strategies: Vec::new(),
            others: Strategies::default(),
            transcript: None,
            steps: 1 << 26,
            search: 1 << 14,
            threads: 2,
        }
    }
}

/// What further rounds of talks come to; `case` should be cut to its day ([`Case::known`]).
///
/// Cost: for each run the packages are listed and sorted once, or searched where there are more than 2^20; with certain
/// numbers once for all runs. If `control` stops the work, the answer is that of the runs made, with [`Stop::Cancelled`].
pub fn rounds(case: &Case, settings: &Settings, control: &dyn Control) -> Run<Rounds> {
    rounds_from(case, settings, Vec::new(), &mut |_| true, control).0
}

/// The same, going on from runs that were kept: the first ones, in order; and all runs. `keep` is given each
/// further thousand or so as they are made, in order, and says whether to go on.
///
/// Law: where `known` are the first runs of the same case and settings, the answer is that of [`rounds`].
pub fn rounds_from(
    case: &Case,
    settings: &Settings,
    known: Vec<Option<RunRow>>,
    keep: &mut dyn FnMut(&[Option<RunRow>]) -> bool,
    control: &dyn Control,
) -> (Run<Rounds>, Vec<Option<RunRow>>) {
    let mut findings = empty(settings);
    let mut basis = Basis::default();
    let cannot = |mut findings: Rounds, missing: Vec<String>, stop: Stop, basis: Basis| {
        findings.sentence = words::cannot(&missing);
        findings.missing = missing;
        (Run { findings, arithmetic: Arithmetic::Exact, stop, basis, warnings: Vec::new() }, Vec::new())
    };
    if let Ok((protocol, _)) = table_of(settings) {
        findings.protocol = protocol.word();
    }
    let prepared = match prepare(case, settings) {
        Ok(prepared) => prepared,
        Err(Refused { missing, stop }) => return cannot(findings, missing, stop, basis),
    };
    let game = &prepared.game;
    basis.logic(case);
    for line in &game.lines {
        basis.line(case, *line);
    }
    for dimension in &game.dimensions {
        rest_on(case, dimension.party, &mut basis);
    }
    for ratifier in &prepared.ratifiers {
        basis.ratifier(case, ratifier);
    }
    for seat in &prepared.seats {
        let title = &case.party(game.dimensions[*seat].party).title;
        basis.assumptions.insert(format!("how {title} negotiates"));
    }
    findings.seats = prepared
        .seats
        .iter()
        .zip(&prepared.strategies)
        .map(|(seat, own)| SeatFound {
            party: game.dimensions[*seat].party.index(),
            strategies: own.styles.iter().map(|(words, _)| words.clone()).collect(),
            tick: game.number(*seat, 1),
        })
        .collect();
    findings.facilitator = prepared.mediates().then(|| prepared.facilitator.words());
    let party = |seat: usize| game.dimensions[prepared.seats[seat]].party.index();
    let track = |(own, who): (&zopa_case::draft::BackChannel, Vec<Option<usize>>)| TrackFound {
        id: own.id.value.clone(),
        title: zopa_case::draft::title(&own.id, &own.name).to_string(),
        protocol: own.protocol.as_ref().map_or("alternating", |word| word.value.as_str()).to_string(),
        parties: who.iter().flatten().map(|seat| party(*seat)).collect(),
        facilitator: who.contains(&None),
        agreed: 0,
    };
    findings.tracks = prepared.beside.told().map(track).collect();
    let warnings: Vec<String> = prepared.beside.left_out.iter().chain(&prepared.outside.left_out).cloned().collect();
    further_rests_on(case, &mut basis);
    let mut rows = known;
    rows.truncate(usize::try_from(settings.runs).unwrap_or(usize::MAX));
    if let Some(at) = rows.iter().position(|row| row.as_ref().is_some_and(|row| !prepared.fits(row))) {
        return cannot(findings, vec![format!("runs kept of this case; run {at} is none")], Stop::Complete, basis);
    }
    let mut cancelled = false;
    while !cancelled && (rows.len() as u64) < settings.runs {
        let from = rows.len() as u64;
        let to = settings.runs.min(from + WAVE);
        let wave = Wave { control, from, runs: settings.runs };
        let work = |chunk: u64| {
            let range = from + chunk * CHUNK..to.min(from + (chunk + 1) * CHUNK);
            let mut rows: Vec<Option<RunRow>> = Vec::new();
            for k in range {
                if control.cancelled() {
                    return (rows, true);
                }
                rows.push(prepared.run(k, control).map(|traced| traced.row));
            }
            (rows, control.cancelled())
        };
        // What comes after a gap is left aside, so that runs counted are always the first ones.
        for part in in_chunks(settings.threads, (to - from).div_ceil(CHUNK), &wave, "runs", work) {
            let Some((own, stopped)) = part.filter(|_| !cancelled) else {
                cancelled = true;
                break;
            };
            rows.extend(own);
            cancelled |= stopped;
        }
        // A run that was stopped in the middle is not kept.
        while cancelled && rows.len() as u64 > from && rows.last().is_some_and(|row| !whole(row)) {
            rows.pop();
        }
        cancelled |= !keep(&rows[from as usize..]);
    }
    let over = OverRuns { prepared: &prepared, rows: &rows };
    over.fill(&mut findings);
    findings.transcript = settings.transcript.and_then(|run| over.transcript(run, control));
    let by_steps = [Outcome::Partial, Outcome::Roadmap];
    if findings.outcomes.iter().any(|own| by_steps.contains(&own.outcome)) {
        case.draft().steps.iter().for_each(|own| basis.item(case, &own.source, own.marking.as_ref()));
    }
    findings.basis.clone_from(&basis);
    let stop = match (cancelled, findings.undecided) {
        (true, _) => Stop::Cancelled,
        (false, 0) => Stop::Complete,
        (false, _) => Stop::Budget,
    };
    (Run { findings, arithmetic: Arithmetic::Sampled, stop, basis, warnings }, rows)
}

/// Adds what the case's assumptions on further rounds rest on: with them, the drivers and the leverage that they move.
fn further_rests_on(case: &Case, basis: &mut Basis) {
    let draft = case.draft();
    let Some(own) = &draft.rounds else { return };
    basis.item(case, &own.source, own.marking.as_ref());
    basis.assumptions.insert("what the case assumes of further rounds".into());
    own.tracks.iter().for_each(|track| basis.item(case, &track.source, track.marking.as_ref()));
    for driver in draft.drivers.iter().filter(|driver| own.drivers.get(&driver.id.value).is_some()) {
        basis.item(case, &driver.source, driver.marking.as_ref());
        basis.assumptions.insert(format!("how {} moves", driver.name.value));
    }
    for lever in draft.leverage.iter().filter(|lever| own.levers.get(&lever.id.value).is_some()) {
        basis.item(case, &lever.source, lever.marking.as_ref());
    }
}

/// Why no run can be made: what is missing, in words.
struct Refused {
    missing: Vec<String>,
    stop: Stop,
}

impl Refused {
    fn missing(what: impl Into<String>, stop: Stop) -> Self {
        Self { missing: vec![what.into()], stop }
    }
}

/// A protocol, and the facilitator where it has one.
type Rules = (Box<dyn Protocol>, Option<Box<dyn Style>>);

/// The protocol asked for, and the facilitator where it has one.
fn table_of(settings: &Settings) -> Result<Rules, Refused> {
    let words = |known: &[Entry]| known.iter().map(|own| own.word).collect::<Vec<_>>().join(", ");
    let Some(protocol) = protocol(&settings.protocol) else {
        let missing = format!("a protocol (`{}` is none: {})", settings.protocol, words(PROTOCOLS));
        return Err(Refused::missing(missing, Stop::Complete));
    };
    let facilitator = match facilitator(&settings.facilitator) {
        _ if !protocol.facilitated() => None,
        Ok(_) if !assumed::fits(protocol.word(), &settings.facilitator) => {
            let missing = "a facilitator that fits the protocol: `carry` in a shuttle, another in a single text";
            return Err(Refused::missing(missing, Stop::Complete));
        }
        Ok(style) => Some(style),
        Err(problem) => return Err(Refused::missing(format!("a facilitator: {problem}"), Stop::Complete)),
    };
    Ok((protocol, facilitator))
}

/// The case ready to be run under a protocol.
fn prepare<'a>(case: &'a Case, settings: &'a Settings) -> Result<Prepared<'a>, Refused> {
    let (protocol, facilitator) = table_of(settings)?;
    // Whoever is asked for a package in a back channel carries wishes there.
    let facilitator: Box<dyn Style> = match facilitator {
        Some(style) if protocol.word() == "single-text" => Box::new(Mediator(style)),
        Some(style) => style,
        None => Box::new(Carry),
    };
    Prepared::new(case, settings, protocol, facilitator).map_err(|unable| match unable {
        Unable::TooWide(wide) => Refused::missing(format!("fewer issues tied together: {wide}"), Stop::Budget),
        Unable::Silent(silent) => {
            let titles: Vec<&str> = silent.iter().map(|party| case.party(*party).title.as_str()).collect();
            let missing = match titles.as_slice() {
                [] => "two parties whose yes a deal needs, with values".to_string(),
                all => format!("what packages are worth to {}", crate::phrase::list(all, "and")),
            };
            Refused::missing(missing, Stop::Complete)
        }
        Unable::Menu(MenuError::Empty) => {
            Refused::missing("a package that keeps the logic and crosses no line in force", Stop::Complete)
        }
        Unable::Missing(missing) => Refused::missing(missing, Stop::Complete),
        Unable::Menu(error) => Refused::missing(error.to_string(), Stop::Budget),
    })
}

/// Whether a run has an end.
fn whole(row: &Option<RunRow>) -> bool {
    row.as_ref().is_some_and(|row| row.outcome.is_some())
}

/// Progress of a part of the runs as that of all.
struct Wave<'c> {
    control: &'c dyn Control,
    from: u64,
    runs: u64,
}

impl Control for Wave<'_> {
    fn cancelled(&self) -> bool {
        self.control.cancelled()
    }

    fn progress(&self, part: &'static str, done: u64, _: u64) {
        self.control.progress(part, self.runs.min(self.from + done * CHUNK), self.runs);
    }
}

fn empty(settings: &Settings) -> Rounds {
    Rounds {
        missing: Vec::new(),
        protocol: "",
        facilitator: None,
        rounds: settings.rounds,
        tracks: Vec::new(),
        seats: Vec::new(),
        runs: 0,
        undecided: 0,
        unproved: 0,
        outcomes: Vec::new(),
        agreed_in: None,
        agreements: Vec::new(),
        issues: Vec::new(),
        worth: Vec::new(),
        metrics: MetricsFound::default(),
        fans: Vec::new(),
        ratifiers: Vec::new(),
        decides: Vec::new(),
        transcript: None,
        basis: Basis::default(),
        sentence: String::new(),
    }
}
