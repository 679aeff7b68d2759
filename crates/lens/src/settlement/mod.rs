//! Lens `settlement`: is there a zone of possible agreement, and what is in it.
//!
//! A package is *admissible* if it keeps the case's logic and crosses no line in force; it is in the **zone** if it is worth
//! at least no deal to every party whose yes the deal needs. With points the zone is worked out exactly: emptiness,
//! size, efficient packages, solution concepts. With orders and ranges everything is asked of many sets of numbers that
//! agree with what is known (see `model/draws`), and told as a share of them. Where somebody has no values the lens says
//! what the record and the others' values settle, and that the rest is not enough information.
//!
//! Nothing here is the probability of an agreement, and what is best by a concept is not called fair.

mod bargains;
mod candidates;
mod certain;
pub mod debrief;
mod ensemble;
mod entered;
mod findings;
pub mod home;
mod look;
mod one_by_one;
mod over_draws;
mod points;
mod words;

pub use crate::worth::Worth;
pub use findings::{
    Acceptable, AdjustedWinner, Candidate, Concept, Curve, Decider, Efficient, Improvement, Levers, PartyValues, Point,
    RiskLimits, Settlement, Size, Trade, Valued, Zone,
};
pub use look::{FEW, LineLook, Look, PartyLook, Said, SaidOn, look};

use crate::control::Control;
use crate::model::win_set::win_set;
use crate::model::{Constraint, Counter, Mode, Record, Terms, crossing, in_chunks, rest_on};
use crate::run::{Arithmetic, Basis, Run, Stop};
use crate::share::Share;
use crate::solve::TooWide;
use crate::solve::valued::dual::{Reach, reach};
use crate::solve::valued::frontier::Limits;
use ensemble::{Drawn, Partial, Prepared};
use entered::{left_out, not_said, parties};
use num_bigint::BigUint;
use over_draws::OverDraws;
use words::percent;
use zopa_case::Case;

/// Packages listed at most in any list of a finding.
pub const LISTED: usize = 10_000;
/// What the efficient set may take before it is thinned.
const FRONTIER: Limits = Limits { vectors: 200_000, sums: 100_000_000 };
/// Packages drawn to estimate the size of a zone that cannot be counted.
const SAMPLES: u64 = 100_000;

/// What the lens is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The seed of draws.
    pub seed: u64,
    /// How many sets of numbers to draw, where numbers are uncertain.
    pub draws: u64,
    /// How many of them to look at closely.
    pub deep: u64,
    /// Steps of search for each question of each draw, before it is left undecided.
    pub steps: u64,
    /// Threads to use at most; no answer hangs on it.
    pub threads: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { seed: 0, draws: 1_024, deep: ensemble::DEEP, steps: 1_000_000, threads: 2 }
    }
}

/// Is there a zone of possible agreement in `case`, which should be cut to its day ([`Case::known`])?
///
/// Cost: with points one search, one elimination for the efficient set and a few searches for the concepts; else some
/// searches for each draw. A budget is [`Settings::steps`] for each question; what it leaves open is counted as undecided.
/// If `control` stops the draws, the answer is that of the draws made, with [`Stop::Cancelled`].
pub fn settlement(case: &Case, settings: &Settings, control: &dyn Control) -> Run<Settlement> {
    let record = Record::new(case);
    let logic = || case.logic().iter().map(|logic| Constraint { rule: logic.rule.clone(), mode: Mode::NotExcluded });
    let lines = || {
        let kept = |line: &zopa_case::Line| Constraint { rule: crossing(line).negated(), mode: Mode::NotExcluded };
        record.counting_lines().map(move |(_, line)| kept(line))
    };
    let count = |rules: Vec<Constraint>| Counter::new(case, &rules).and_then(|counter| counter.total());
    let (logical, admissible) = (count(logic().collect()), count(logic().chain(lines()).collect()));
    let mut basis = Basis::default();
    basis.logic(case);
    record.counting_lines().for_each(|(id, _)| basis.line(case, id));
    let wide = |wide: &TooWide| {
        let names: Vec<&str> =
            wide.variables.iter().filter_map(|at| case.issues().get(*at)).map(|issue| issue.name.as_str()).collect();
        format!("the packages could not be worked through: {wide}; issues tied together: {}", names.join(", "))
    };
    let mut warnings: Vec<String> = Vec::new();
    warnings.extend(admissible.as_ref().err().map(wide));
    let home = home::home(case);
    warnings.extend(home.warnings.iter().cloned());
    let win_sets: Vec<_> = case
        .draft()
        .ratifiers
        .iter()
        .map(|ratifier| win_set(case, ratifier))
        .map(|win| (win.certain, win.possible))
        .collect();
    let prepared = Prepared::new(case, *settings, &win_sets);
    let packages = case.issues().iter().fold(BigUint::from(1u32), |product, issue| product * issue.outcomes.len());
    let mut findings = Settlement {
        packages,
        logical: logical.ok(),
        admissible: admissible.ok(),
        zone: Zone {
            id: "settlement.zone".into(),
            empty: None,
            size: None,
            share: None,
            example: None,
            sentence: String::new(),
            basis: Basis::default(),
        },
        draws: 0,
        parties: Vec::new(),
        efficient: Efficient::default(),
        points: Vec::new(),
        candidates: Vec::new(),
        decides: Vec::new(),
        curves: Vec::new(),
        trades: Vec::new(),
        adjusted_winner: None,
        texts: Vec::new(),
        risk_limits: None,
        leverage: Vec::new(),
        home,
        at_home: None,
        not_said: Vec::new(),
    };
    let mut answer = Answer { arithmetic: Arithmetic::Exact, stop: Stop::Complete, warnings };
    match prepared {
        Ok(prepared) => {
            prepared.game.dimensions.iter().for_each(|own| rest_on(case, own.party, &mut basis));
            left_out(&prepared, &mut answer.warnings);
            findings.parties = parties(&prepared);
            fill(&prepared, &mut findings, &basis, control, &mut answer);
        }
        Err(too_wide) => {
            answer.warnings.push(wide(&too_wide));
            answer.stop = Stop::Budget;
            findings.zone.sentence =
                "Not enough information: the issues hang together too closely to be searched.".into();
        }
    }
    findings.zone.basis = basis.clone();
    let mut whole = basis;
    findings.home.ratifiers.iter().for_each(|own| whole.join(&own.basis));
    findings.home.mandates.iter().for_each(|own| whole.join(&own.basis));
    findings.candidates.iter().for_each(|own| whole.join(&own.basis));
    findings.leverage.iter().for_each(|own| whole.join(&own.basis));
    findings.texts.iter().for_each(|own| whole.join(&own.basis));
    findings.risk_limits.iter().for_each(|own| whole.join(&own.basis));
    let Answer { arithmetic, stop, warnings } = answer;
    Run { findings, arithmetic, stop, basis: whole, warnings }
}

/// What is said of the whole answer.
struct Answer {
    arithmetic: Arithmetic,
    stop: Stop,
    warnings: Vec<String>,
}

fn fill(prepared: &Prepared<'_>, findings: &mut Settlement, basis: &Basis, control: &dyn Control, answer: &mut Answer) {
    let game = &prepared.game;
    findings.not_said = not_said(prepared);
    let unknown = !findings.not_said.is_empty();
    if findings.admissible == Some(BigUint::ZERO) && game.draws.certain() {
        findings.zone.empty = Some(true);
        findings.zone.size = Some(Size::Exact(BigUint::ZERO));
        findings.zone.sentence = "No package keeps the logic and every line: there is no zone.".into();
        return;
    }
    if game.voters().is_empty() {
        findings.zone.sentence =
            "No values are entered: whether there is a zone is not enough information beyond the record.".into();
        return;
    }
    if game.draws.certain() {
        with_points(prepared, findings, basis, unknown, answer);
    } else {
        let drawn = run(prepared, control, answer);
        over(prepared, findings, basis, unknown, &drawn, answer);
    }
}

/// One set of numbers, all lines in force.
fn with_points(prepared: &Prepared<'_>, findings: &mut Settlement, basis: &Basis, unknown: bool, answer: &mut Answer) {
    let game = &prepared.game;
    let (numbers, charge) = prepared.charged(0);
    let Some(charge) = charge else {
        findings.zone.empty = Some(true);
        findings.zone.sentence = "No package keeps the logic: there is no zone.".into();
        return;
    };
    if !game.lines.is_empty() {
        answer.warnings.push("numbers are points, so that there is one draw: every line is taken as in force".into());
    }
    let targets = game.targets(&numbers, &Terms::default());
    let mut budget = prepared.settings.steps.saturating_mul(20);
    let found = reach(&charge, &targets, &[], &mut budget);
    let drawn = [prepared.drawn(0, &numbers, Some(&charge))];
    let draws = OverDraws { prepared, drawn: &drawn, basis };
    draws.parties(&mut findings.parties);
    findings.curves = draws.curves();
    findings.trades = draws.trades();
    if !unknown {
        findings.leverage = draws.leverage();
    }
    findings.adjusted_winner = certain::adjusted_winner(prepared, &numbers);
    findings.risk_limits = certain::risk_limits(prepared, &charge, &targets, basis);
    if !unknown {
        findings.zone.share = Some(draws.zone());
    }
    findings.zone.empty = match found.answer() {
        Some(false) => Some(true),
        Some(true) if !unknown => Some(false),
        _ => None,
    };
    match found {
        Reach::Yes { .. } if unknown => {
            // What is in the zone would need the no-deal values that are not known: none is made up.
            findings.texts = certain::texts(prepared, &charge, basis);
            findings.efficient.why_not = Some("a no-deal value is not known, so that the zone is not".into());
            findings.zone.sentence =
                "Not enough information: those whose values are known could agree; of the others it is not known."
                    .into();
        }
        Reach::Yes { .. } => {
            let zone = points::points(prepared, &charge, &targets, basis);
            for (at, dimension) in game.dimensions.iter().enumerate() {
                let ends = [zone.best_in_zone[at], zone.worst_in_zone[at]];
                let [best, worst] = ends.map(|end| end.map(|end| Worth::Point(game.number(at, end))));
                if let Some(party) = findings.parties.iter_mut().find(|own| own.party == dimension.party.index()) {
                    (party.best_in_zone, party.worst_in_zone) = (best, worst);
                }
            }
            if matches!(zone.size, Some(Size::Sampled(..) | Size::Bounded(..))) || !zone.efficient.complete {
                answer.arithmetic = Arithmetic::Bounded;
            }
            if !zone.complete {
                answer.stop = Stop::Budget;
            }
            findings.texts = certain::texts(prepared, &charge, basis);
            findings.zone.example = zone
                .points
                .iter()
                .find(|point| point.concept == Concept::Nash)
                .and_then(|point| point.packages.first().cloned())
                .or_else(|| zone.efficient.packages.first().cloned());
            (findings.zone.size, findings.efficient, findings.points) = (zone.size, zone.efficient, zone.points);
            findings.zone.sentence = match &findings.zone.size {
                Some(Size::Exact(count)) if *count == BigUint::from(1u32) => {
                    "There is a zone: one package is worth no deal or more to all.".into()
                }
                Some(Size::Exact(count)) => {
                    format!("There is a zone: {count} packages are worth no deal or more to all.")
                }
                _ => "There is a zone.".into(),
            };
        }
        Reach::No { .. } => {
            findings.zone.size = Some(Size::Exact(BigUint::ZERO));
            findings.zone.sentence = "There is no zone: no admissible package is worth no deal to all.".into();
        }
        Reach::Undecided => {
            answer.stop = Stop::Budget;
            findings.zone.sentence = "Not decided within the limit of steps whether there is a zone.".into();
        }
    }
    findings.at_home = draws.home();
}

/// Runs the draws in chunks, on as many threads as there may be.
fn run(prepared: &Prepared<'_>, control: &dyn Control, answer: &mut Answer) -> Vec<Drawn> {
    let all = prepared.settings.draws.max(1);
    let chunks = all.div_ceil(ensemble::CHUNK);
    let parts: Vec<Option<Partial>> = in_chunks(prepared.settings.threads, chunks, control, "draws", |chunk| {
        let from = chunk * ensemble::CHUNK;
        prepared.run(from..all.min(from + ensemble::CHUNK), &|| control.cancelled())
    });
    // What is told is a run of draws without a hole, so that it can be had again.
    let mut whole = Partial::default();
    for part in parts {
        let Some(part) = part else {
            whole.cancelled = true;
            break;
        };
        whole.merge(part);
        if whole.cancelled {
            break;
        }
    }
    if whole.cancelled {
        answer.stop = Stop::Cancelled;
        answer.warnings.push(format!("stopped after {} of {all} draws", whole.drawn.len()));
    }
    whole.drawn.into_iter().map(|(_, drawn)| drawn).collect()
}

fn over(
    prepared: &Prepared<'_>,
    findings: &mut Settlement,
    basis: &Basis,
    unknown: bool,
    drawn: &[Drawn],
    answer: &mut Answer,
) {
    let draws = OverDraws { prepared, drawn, basis };
    answer.arithmetic = Arithmetic::Sampled;
    findings.draws = drawn.len() as u64;
    if drawn.is_empty() {
        findings.zone.sentence = "Stopped before the first draw.".into();
        return;
    }
    draws.parties(&mut findings.parties);
    let without = drawn.iter().filter(|drawn| drawn.zone == Some(false)).count() as u64;
    let n = drawn.len() as u64;
    if unknown {
        findings.zone.empty = (without == n).then_some(true);
        findings.zone.sentence = match without {
            0 => "Not enough information: those with values could agree in every draw; of the others it is not known."
                .into(),
            _ => format!(
                "Not enough information; in {} those with values have no deal among themselves.",
                percent(&Share::new(without, n, 0))
            ),
        };
        findings.curves = draws.curves();
        findings.trades = draws.trades();
        return;
    }
    let share = draws.zone();
    if share.undecided() > 0 {
        answer.stop = if answer.stop == Stop::Cancelled { Stop::Cancelled } else { Stop::Budget };
        answer.warnings.push(format!("{} of {n} draws were left undecided at the limit of steps", share.undecided()));
    }
    findings.zone.share = Some(share);
    findings.zone.empty = match (share.hits(), without) {
        (hits, _) if hits == n => Some(false),
        (_, without) if without == n => Some(true),
        _ => None,
    };
    findings.zone.sentence = format!("{} have a zone.", first_upper(&percent(&share)));
    findings.candidates = draws.candidates();
    findings.zone.example = findings
        .candidates
        .iter()
        .max_by_key(|candidate| candidate.in_zone.hits())
        .filter(|candidate| candidate.in_zone.hits() > 0)
        .map(|candidate| candidate.valued.clone());
    findings.decides = draws.decides();
    findings.curves = draws.curves();
    findings.trades = draws.trades();
    findings.leverage = draws.leverage();
    findings.at_home = draws.home();
    findings.efficient.why_not =
        Some("which packages are efficient hangs on the draw: see the shares of packages".into());
}

fn first_upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
