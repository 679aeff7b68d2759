//! The lenses asked: settings read from a request, one run, and the run as JSON or as a page.

use crate::refusal::Refusal;
use crate::view::{Seen, day};
use serde_json::{Map, Value, json};
use zopa_case::{Case, DateSpan, read_changed_package, way_out};
use zopa_lens::{
    Arithmetic, Control, Run, Stop, beliefs, blockers, diff, gaps, probes, roadmap, rounds, settlement, shifts,
    stability,
};
use zopa_report::{BriefOptions, Document, Told};
use zopa_wire::Asked;

/// Name and version of the program, as pages say it.
const PROGRAM: &str = concat!("zopa ", env!("CARGO_PKG_VERSION"));
/// The most draws, and runs, that a request may ask for.
const MOST: u64 = 1_000_000;
/// Draws of the lens `settlement` that are looked at closely for a quick answer: these take most of its time.
const QUICK_DEEP: u64 = 4;
/// The most rounds, as on the command line.
const MOST_ROUNDS: u64 = 65_536;

/// How an answer is to be got. Every number that is not given is the lens' own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// Seed of draws.
    pub seed: u64,
    /// Whether a first answer of few draws and runs is wanted.
    pub quick: bool,
    /// Number of draws.
    pub draws: Option<u64>,
    /// How many of them are looked at closely; set by [`Settings::of`] alone.
    pub deep: Option<u64>,
    /// Runs of further rounds.
    pub runs: Option<u64>,
    /// Rounds until time is over.
    pub rounds: Option<u32>,
    /// Protocol of further rounds.
    pub protocol: Option<String>,
    /// How the facilitator of further rounds acts.
    pub facilitator: Option<String>,
    /// Strategies, `PARTY=STRATEGY` or for all others.
    pub strategy: Vec<String>,
    /// The run told move by move.
    pub transcript: Option<u64>,
    /// The earlier day of a comparison.
    pub from: Option<String>,
    /// Its later day.
    pub to: Option<String>,
    /// The package to look at, as on the command line.
    pub package: Option<String>,
}

impl Settings {
    /// Takes a key of a query; `None` where it is none of these.
    pub fn take(&mut self, key: &str, value: &str) -> Option<Result<(), Refusal>> {
        let number = |most: u64| {
            let read = value.parse::<u64>().ok().filter(|number| *number <= most);
            read.ok_or_else(|| Refusal::bad(format!("`{key}` is not a number up to {most}")))
        };
        let positive = |most: u64| match number(most) {
            Ok(0) => Err(Refusal::bad(format!("`{key}` is 0")).help("ask for 1 at least")),
            other => other,
        };
        let set = match key {
            "seed" => number(u64::MAX).map(|number| self.seed = number),
            "quick" => match value {
                "1" => {
                    self.quick = true;
                    Ok(())
                }
                _ => Err(Refusal::bad("`quick` is not 1").help("leave it away for the full answer")),
            },
            "draws" => positive(MOST).map(|number| self.draws = Some(number)),
            "runs" => positive(MOST).map(|number| self.runs = Some(number)),
            "rounds" => positive(MOST_ROUNDS).map(|number| self.rounds = u32::try_from(number).ok()),
            "transcript" => number(u64::MAX).map(|number| self.transcript = Some(number)),
            "protocol" => {
                self.protocol = Some(value.to_string());
                Ok(())
            }
            "facilitator" => {
                self.facilitator = Some(value.to_string());
                Ok(())
            }
            "strategy" => {
                self.strategy.push(value.to_string());
                Ok(())
            }
            "from" => {
                self.from = Some(value.to_string());
                Ok(())
            }
            "to" => {
                self.to = Some(value.to_string());
                Ok(())
            }
            "package" => {
                self.package = Some(value.to_string());
                Ok(())
            }
            _ => return None,
        };
        Some(set)
    }
}

/// How many draws, or runs, a lens makes unless told otherwise; 0: it makes none.
fn usual(lens: &str) -> u64 {
    match lens {
        "settlement" => settlement::Settings::default().draws,
        "blockers" => blockers::Settings::default().draws,
        "roadmap" => roadmap::Settings::default().draws,
        "stability" => stability::Settings::default().draws,
        "rounds" => rounds::Settings::default().runs,
        "shifts" => shifts::Settings::default().draws,
        "probes" => probes::Settings::default().draws,
        "beliefs" => beliefs::Settings::default().draws,
        _ => 0,
    }
}

/// Draws, or runs, of a lens' quick answer: about what a fifth of a second allows with four parties and fifteen issues.
fn few(lens: &str) -> u64 {
    match lens {
        "blockers" => 32,
        "stability" => 64,
        "rounds" => 8,
        "shifts" => 16,
        "probes" => 64,
        _ => 256,
    }
}

impl Settings {
    /// The settings as a lens takes them: a quick answer is one of few draws or runs, where the full one has more.
    #[must_use]
    pub fn of(&self, lens: &str) -> Self {
        let mut own = Self { quick: false, ..self.clone() };
        if self.is_quick(lens) {
            own.deep = (lens == "settlement").then_some(QUICK_DEEP);
            match lens {
                "rounds" => own.runs = Some(few(lens)),
                _ => own.draws = Some(few(lens)),
            }
        }
        own
    }

    /// The settings of a brief: draws are runs as well.
    #[must_use]
    pub fn of_brief(&self) -> Self {
        let runs = self.runs.or(self.draws).or((!self.quick).then_some(rounds::BRIEF_RUNS));
        Self { runs, ..self.clone() }
    }

    /// Whether the answer of a lens is one of fewer draws or runs than it usually makes.
    pub fn is_quick(&self, lens: &str) -> bool {
        let given = if lens == "rounds" { self.runs } else { self.draws };
        self.quick && given.is_none() && usual(lens) > few(lens)
    }
}

/// A run of a lens.
#[derive(Debug)]
pub enum Found {
    /// Who stands where.
    Gaps(Run<gaps::Gaps>),
    /// What moved between two days.
    Diff(Run<diff::Diff>),
    /// Is there a zone.
    Settlement(Box<Run<settlement::Settlement>>),
    /// What blocks.
    Blockers(Box<Run<blockers::Blockers>>),
    /// In which order.
    Roadmap(Run<roadmap::Roadmap>),
    /// What holds beside the table.
    Stability(Run<stability::Stability>),
    /// Further rounds.
    Rounds(Box<Run<rounds::Rounds>>),
    /// One package.
    Look(Box<Run<settlement::Look>>),
    /// What would have to change.
    Shifts(Box<Run<shifts::Shifts>>),
    /// What the talks revealed.
    Beliefs(Box<Run<beliefs::Beliefs>>),
    /// What to float next.
    Probes(Box<Run<probes::Probes>>),
}

impl Found {
    /// How it ended.
    pub fn stop(&self) -> Stop {
        match self {
            Self::Gaps(run) => run.stop,
            Self::Diff(run) => run.stop,
            Self::Settlement(run) => run.stop,
            Self::Blockers(run) => run.stop,
            Self::Roadmap(run) => run.stop,
            Self::Stability(run) => run.stop,
            Self::Rounds(run) => run.stop,
            Self::Look(run) => run.stop,
            Self::Shifts(run) => run.stop,
            Self::Probes(run) => run.stop,
            Self::Beliefs(run) => run.stop,
        }
    }

    /// Whether numbers of it were drawn, or runs made: more of them would make it finer.
    pub fn drew(&self) -> bool {
        let arithmetic = match self {
            // What is on the record is counted; with values there are draws, unless all of them are points.
            Self::Blockers(run) => return run.findings.values.as_ref().is_some_and(|values| !values.certain),
            Self::Gaps(run) => run.arithmetic,
            Self::Diff(run) => run.arithmetic,
            Self::Settlement(run) => run.arithmetic,
            Self::Roadmap(run) => run.arithmetic,
            Self::Stability(run) => run.arithmetic,
            Self::Rounds(run) => run.arithmetic,
            Self::Look(run) => run.arithmetic,
            Self::Shifts(run) => run.arithmetic,
            Self::Probes(run) => run.arithmetic,
            Self::Beliefs(run) => run.arithmetic,
        };
        arithmetic == Arithmetic::Sampled
    }
}

/// As many as the machine has; no answer hangs on it.
fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Asks a lens.
///
/// # Errors
/// Settings that the case or the lens does not know.
pub fn ask(lens: &str, seen: &Seen, settings: &Settings, control: &dyn Control) -> Result<Found, Refusal> {
    let (case, seed) = (&seen.known, settings.seed);
    Ok(match lens {
        "gaps" => Found::Gaps(gaps::gaps(case, &gaps::Settings::default())),
        "settlement" => {
            let own = settlement_settings(settings);
            Found::Settlement(Box::new(settlement::settlement(case, &own, control)))
        }
        "blockers" => {
            let usual = blockers::Settings::default();
            let draws = settings.draws.unwrap_or(usual.draws);
            let own = blockers::Settings { seed, draws, threads: threads(), ..usual };
            Found::Blockers(Box::new(blockers::blockers(case, &own, control)))
        }
        "roadmap" => {
            let usual = roadmap::Settings::default();
            let own = roadmap::Settings { seed, draws: settings.draws.unwrap_or(usual.draws), ..usual };
            Found::Roadmap(roadmap::roadmap(case, &own, control))
        }
        "stability" => {
            let usual = stability::Settings::default();
            let draws = settings.draws.unwrap_or(usual.draws);
            let own = stability::Settings { seed, draws, threads: threads(), ..usual };
            Found::Stability(stability::stability(case, &own, control))
        }
        "rounds" => Found::Rounds(Box::new(rounds::rounds(case, &rounds_settings(case, settings)?, control))),
        "package" => {
            let written = settings.package.as_deref().unwrap_or_default();
            let package = read_changed_package(case, written)
                .map_err(|(message, help)| Refusal::bad(format!("the package: {message}")).help(help))?;
            Found::Look(Box::new(settlement::look(case, &package, &settlement_settings(settings))))
        }
        "shifts" => Found::Shifts(Box::new(shifts::shifts(case, &shifts_settings(settings), control))),
        "beliefs" => {
            let usual = beliefs::Settings::default();
            let draws = settings.draws.unwrap_or(usual.draws);
            let own = beliefs::Settings { seed: settings.seed, draws, threads: threads(), ..usual };
            Found::Beliefs(Box::new(beliefs::beliefs(case, &own, control)))
        }
        "probes" => Found::Probes(Box::new(probes::probes(case, &probes_settings(case, settings)?, control))),
        "diff" => {
            let (from, to) = days(seen, settings)?;
            let run = diff::diff(&seen.files, &seen.overlay, from, to);
            Found::Diff(run.map_err(|problems| Refusal::problems(&problems, &seen.files.materials().texts))?)
        }
        other => return Err(unknown(other)),
    })
}

/// What can be asked by name beside the lenses.
const BESIDE: [&str; 3] = ["brief", "check", "package"];

/// Whether there is such a lens, or something else that can be asked by that name.
pub fn known(lens: &str) -> bool {
    BESIDE.contains(&lens) || zopa_lens::LENSES.iter().any(|own| own.name == lens)
}

/// What would have to change: fewer rows for what decides where fewer draws are asked for.
fn shifts_settings(settings: &Settings) -> shifts::Settings {
    let usual = shifts::Settings::default();
    let draws = settings.draws.unwrap_or(usual.draws);
    shifts::Settings { seed: settings.seed, draws, rows: usual.rows.min(draws), threads: threads(), ..usual }
}

fn probes_settings(case: &Case, settings: &Settings) -> Result<probes::Settings, Refusal> {
    let assumed = probes::Settings::assumed(case).map_err(Refusal::bad)?;
    let draws = settings.draws.unwrap_or(assumed.draws);
    Ok(probes::Settings { seed: settings.seed, draws, threads: threads(), ..assumed })
}

/// There is no such lens.
pub fn unknown(lens: &str) -> Refusal {
    let names = zopa_lens::LENSES.iter().map(|own| own.name).chain(BESIDE);
    let help = way_out(lens, "lens", names.collect::<Vec<_>>());
    Refusal::new(axum::http::StatusCode::NOT_FOUND, format!("there is no lens `{lens}`")).help(help)
}

fn settlement_settings(settings: &Settings) -> settlement::Settings {
    let usual = settlement::Settings::default();
    let draws = settings.draws.unwrap_or(usual.draws);
    let deep = settings.deep.unwrap_or(usual.deep);
    settlement::Settings { seed: settings.seed, draws, deep, threads: threads(), ..usual }
}

fn rounds_settings(case: &Case, settings: &Settings) -> Result<rounds::Settings, Refusal> {
    let mut own = rounds::Settings {
        seed: settings.seed,
        transcript: settings.transcript,
        threads: threads(),
        ..rounds::Settings::assumed(case).map_err(Refusal::bad)?
    };
    own.runs = settings.runs.unwrap_or(own.runs);
    own.rounds = settings.rounds.unwrap_or(own.rounds);
    if let Some(protocol) = settings.protocol.as_ref().filter(|protocol| **protocol != own.protocol) {
        // Another protocol asks for another facilitator.
        own.facilitator = rounds::Settings::usual_facilitator(protocol).into();
        own.protocol.clone_from(protocol);
    }
    if let Some(facilitator) = &settings.facilitator {
        own.facilitator.clone_from(facilitator);
    }
    let known = |what: &str, word: &str, entries: &[rounds::Entry]| {
        let words: Vec<&str> = entries.iter().map(|own| own.word).collect();
        if words.contains(&word) {
            return Ok(());
        }
        Err(Refusal::bad(format!("there is no {what} `{word}`")).help(way_out(word, what, words)))
    };
    known("protocol", &own.protocol, rounds::PROTOCOLS)?;
    known("facilitator", &own.facilitator, rounds::FACILITATORS)?;
    for text in &settings.strategy {
        let (who, words) = match text.split_once('=') {
            Some((who, words)) => (Some(who.trim()), words),
            None => (None, text.as_str()),
        };
        let read = rounds::Strategies::read(words.split('|'))
            .map_err(|problem| Refusal::bad(format!("the strategy `{text}`: {problem}")))?;
        match who {
            None => own.others = read,
            Some(who) => match case.party_named(who) {
                Some(party) => own.strategies.push((party, read)),
                None => {
                    let names = case.parties().iter().map(|party| party.name.as_str());
                    let message = format!("the case has no party `{who}`");
                    return Err(Refusal::bad(message).help(way_out(who, "party", names)));
                }
            },
        }
    }
    Ok(own)
}

/// The two days of a comparison: as asked, else as [`since`].
fn days(seen: &Seen, settings: &Settings) -> Result<(DateSpan, DateSpan), Refusal> {
    let to = settings.to.as_deref().map_or_else(|| Ok(DateSpan::day(seen.known.as_of())), day)?;
    let from = match &settings.from {
        Some(text) => day(text)?,
        None => since(seen).ok_or_else(|| Refusal::bad("no earlier day is given").help("add from=2026-02-18"))?,
    };
    if to.last < from.first {
        return Err(Refusal::bad(format!("{to} is before {from}")).help("exchange the two days"));
    }
    Ok((from, to))
}

/// The end of the last session a week or more before the case's day.
fn since(seen: &Seen) -> Option<DateSpan> {
    let sessions = seen.known.draft().sessions.iter().map(|session| session.date.value);
    let week_ago = sessions.filter(|date| date.days_before(seen.known.as_of()) >= 7);
    week_ago.map(|date| date.last).max().map(DateSpan::day)
}

/// The lenses that a brief is made of; `diff` only where there is an earlier day.
pub fn parts_of_brief(seen: &Seen) -> Vec<&'static str> {
    let mut parts = vec!["gaps", "settlement", "blockers", "roadmap", "stability", "rounds"];
    parts.extend(since(seen).filter(|from| from.last < seen.known.as_of()).map(|_| "diff"));
    parts
}

/// What the pages say of how they were made.
pub fn options(seen: &Seen) -> BriefOptions<'_> {
    BriefOptions {
        base: Some(&seen.base),
        audience: seen.view.audience.as_deref(),
        program: PROGRAM,
        ..BriefOptions::default()
    }
}

/// A run as a page.
pub fn document(seen: &Seen, found: &Found) -> Document {
    let (case, options) = (&seen.known, options(seen));
    match found {
        Found::Gaps(run) => zopa_report::gaps_document(case, run, &options),
        Found::Diff(run) => zopa_report::diff_document(case, run, &options),
        Found::Settlement(run) => zopa_report::settlement_document(case, run, &options),
        Found::Blockers(run) => zopa_report::blockers_document(case, run, &options),
        Found::Roadmap(run) => zopa_report::roadmap_document(case, run, &options),
        Found::Stability(run) => zopa_report::stability_document(case, run, &options),
        Found::Rounds(run) => zopa_report::rounds_document(case, run, &options),
        Found::Look(run) => zopa_report::package_document(case, run, &options),
        Found::Shifts(run) => zopa_report::shifts_document(case, run, &options),
        Found::Probes(run) => zopa_report::probes_document(case, run, &options),
        Found::Beliefs(run) => zopa_report::beliefs_document(case, run, &options),
    }
}

/// The runs of a brief told together: as a page and as JSON.
pub struct Brief<'a> {
    told: Told<'a>,
}

impl<'a> Brief<'a> {
    /// Sorts the runs of [`parts_of_brief`]; `None` where one that it needs is missing.
    pub fn new(found: &'a [std::sync::Arc<Found>]) -> Option<Self> {
        let mut gaps = None;
        let (mut since, mut zone, mut blocked, mut order, mut beside, mut further) =
            (None, None, None, None, None, None);
        for part in found {
            match part.as_ref() {
                Found::Gaps(run) => gaps = Some(run),
                Found::Diff(run) => since = Some(run),
                Found::Settlement(run) => zone = Some(run.as_ref()),
                Found::Blockers(run) => blocked = Some(run.as_ref()),
                Found::Roadmap(run) => order = Some(run),
                Found::Stability(run) => beside = Some(run),
                Found::Rounds(run) => further = Some(run.as_ref()),
                Found::Look(_) | Found::Shifts(_) | Found::Probes(_) | Found::Beliefs(_) => {}
            }
        }
        let (gaps, settlement, blockers, roadmap, stability, rounds) =
            (gaps?, Some(zone?), Some(blocked?), Some(order?), Some(beside?), Some(further?));
        Some(Self { told: Told { gaps, since, settlement, blockers, roadmap, stability, rounds } })
    }

    /// As a page.
    pub fn document(&self, seen: &Seen) -> Document {
        zopa_report::brief(&seen.known, &self.told, &options(seen))
    }

    /// As JSON.
    pub fn answer(&self, seen: &Seen, settings: &Settings) -> Option<Value> {
        let Told { gaps, since: diff, settlement, blockers, roadmap, stability, rounds } = self.told;
        let runs = zopa_wire::Briefed {
            gaps,
            diff,
            settlement: settlement?,
            blockers: blockers?,
            roadmap: roadmap?,
            stability: stability?,
            rounds: rounds?,
        };
        Some(zopa_wire::brief_answer(&seen.known, &runs, &asked(seen, settings)))
    }
}

/// How an answer was asked for, as it says itself.
pub fn asked(seen: &Seen, settings: &Settings) -> Asked {
    let mut own = Map::new();
    let mut set = |name: &str, value: Value| own.insert(name.to_string(), value);
    set("as_of", json!(seen.view.as_of));
    set("without", json!(seen.view.without));
    set("scenario", json!(seen.view.scenario));
    set("audience", json!(seen.view.audience));
    if let Some(draws) = settings.draws {
        set("draws", json!(draws));
    }
    if !seen.edits.is_empty() {
        let words: Vec<&str> = seen.edits.iter().map(|(_, words)| words.as_str()).collect();
        set("edits", json!(words));
    }
    Asked { settings: own, seed: Some(settings.seed) }
}

/// A run as JSON, with its settings in full.
pub fn answer(seen: &Seen, settings: &Settings, found: &Found) -> Value {
    let case = &seen.known;
    let mut asked = asked(seen, settings);
    let mut set = |name: &str, value: Value| {
        asked.settings.insert(name.to_string(), value);
    };
    match found {
        Found::Gaps(run) => zopa_wire::gaps_answer(case, run, &asked),
        Found::Diff(run) => {
            set("from", json!(run.findings.from));
            set("to", json!(run.findings.to));
            zopa_wire::diff_answer(case, run, &asked)
        }
        Found::Settlement(run) => {
            set("draws", json!(settings.draws.unwrap_or(settlement::Settings::default().draws)));
            zopa_wire::settlement_answer(case, run, &asked)
        }
        Found::Blockers(run) => {
            set("draws", json!(settings.draws.unwrap_or(blockers::Settings::default().draws)));
            zopa_wire::blockers_answer(case, run, &asked)
        }
        Found::Roadmap(run) => {
            set("draws", json!(settings.draws.unwrap_or(roadmap::Settings::default().draws)));
            zopa_wire::roadmap_answer(case, run, &asked)
        }
        Found::Stability(run) => {
            let usual = stability::Settings::default();
            set("draws", json!(settings.draws.unwrap_or(usual.draws)));
            set("equal_states_sanction", json!(usual.rules.equals == stability::Equals::Sanction));
            set("coalitions_need_all", json!(usual.members == stability::Members::AllPrefer));
            set("bits", json!(usual.bits));
            zopa_wire::stability_answer(case, run, &asked)
        }
        Found::Look(run) => {
            set("draws", json!(settings.draws.unwrap_or(settlement::Settings::default().draws)));
            set("package", json!(settings.package));
            zopa_wire::package_answer(case, run, &asked)
        }
        Found::Rounds(run) => {
            set("runs", json!(settings.runs.unwrap_or(rounds::Settings::default().runs)));
            set("rounds", json!(run.findings.rounds));
            set("protocol", json!(run.findings.protocol));
            set("facilitator", json!(rounds_settings(case, settings).map(|own| own.facilitator).ok()));
            set("strategy", json!(settings.strategy));
            set("semantics", json!("own"));
            set("transcript", json!(settings.transcript));
            zopa_wire::rounds_answer(case, run, &asked)
        }
        Found::Shifts(run) => {
            let own = shifts_settings(settings);
            set("draws", json!(own.draws));
            set("rows", json!(own.rows));
            set("share", json!(own.share));
            set("grid", json!(own.grid));
            zopa_wire::shifts_answer(case, run, &asked)
        }
        Found::Beliefs(run) => {
            set("draws", json!(settings.draws.unwrap_or(beliefs::Settings::default().draws)));
            zopa_wire::beliefs_answer(case, run, &asked)
        }
        Found::Probes(run) => {
            set("draws", json!(settings.draws.unwrap_or(probes::Settings::default().draws)));
            zopa_wire::probes_answer(case, run, &asked)
        }
    }
}
