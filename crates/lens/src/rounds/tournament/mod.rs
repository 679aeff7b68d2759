//! Tournaments: every strategy in every seat of every case, and how each did.
//!
//! A *seating* gives each party at the table one of the strategies. On every case all seatings are played, or a sample of them
//! where there are too many, each so and so often: repetition `k` of a seating is run `k` of the lens with these strategies,
//! with the same numbers, opener and random numbers for all seatings (common random numbers), so that they differ in
//! strategies alone.
//!
//! **Means.** A strategy's number in a *block* (one case, one repetition) is the mean over the seats it had there; `m_ck` is that of
//! repetition `k` of case `c`. Its mean is `m = mean over c of m_c`, `m_c = mean over k of m_ck`, and with
//! `s_c^2` the variance of `m_ck` over the `K_c` repetitions, `v_c = s_c^2 / K_c`, the interval at 95 per cent is
//! `m -+ t(df) sqrt(sum of v_c) / C` with Student's quantile at `df = (sum of v_c)^2 / sum of v_c^2 / (K_c - 1)`
//! degrees of freedom (Student 1908; Satterthwaite 1946; blocks as clusters within strata: Kish 1965). It says what other draws
//! could have given on these cases and with these seatings, not what other cases would. Shares are counted over runs, with
//! Wilson's interval, as if runs were independent.
//!
//! **Ranks.** By the mean of a strategy's own scaled value. One is above another only where its interval lies wholly above the
//! other's; its rank is 1 and one for each that is above it. Those whose intervals meet cannot be told apart.
//!
//! Source of the plan: Axelrod, Journal of Conflict Resolution 24 (1980); Baarslag et al., Artificial Intelligence 198
//! (2013), for the metrics of tournaments of negotiators. Cost: numbers and packages of a repetition are made once for all its
//! seatings.

mod findings;
mod means;
mod over_cases;
mod seatings;
#[cfg(test)]
mod tests;

pub use findings::{CaseFound, Mean, StrategyFound, Tournament};

use super::ensemble::Prepared;
use super::findings::RunRow;
use super::{Settings as Talks, Strategies, rounds_from};
use crate::control::Control;
use crate::model::in_chunks;
use crate::run::{Arithmetic, Basis, Run, Stop};
use over_cases::OverCases;
use zopa_case::Case;

/// Strategies at most.
pub const STRATEGIES_MAX: usize = 256;
/// Runs of a tournament at most: 2^21.
pub const RUNS_MAX: u64 = 1 << 21;
/// Runs after which they are handed out to be kept, or a few blocks where that is more.
const WAVE: u64 = 1_024;
/// Blocks of a wave at least.
const BLOCKS: u64 = 16;

/// Which seatings are played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seatings {
    /// Every assignment of strategies to parties.
    All,
    /// Those in which no two parties follow the same strategy.
    Different,
}

impl Seatings {
    /// The word in commands.
    pub fn word(self) -> &'static str {
        match self {
            Self::All => "all-assignments",
            Self::Different => "different",
        }
    }
}

/// What a tournament is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// How talks are run: [`Talks::runs`] is how often each seating is played; strategies and transcript do not count.
    pub talks: Talks,
    /// Who competes.
    pub strategies: Strategies,
    /// Which seatings are played.
    pub seatings: Seatings,
    /// The most seatings of a case; beyond, so many are drawn.
    pub most: u64,
}

impl Default for Settings {
    /// 16 repetitions, the usual strategies, all seatings up to 4,096.
    fn default() -> Self {
        let talks = Talks { runs: 16, ..Talks::default() };
        Self { talks, strategies: Strategies::default(), seatings: Seatings::All, most: 4_096 }
    }
}

impl Settings {
    /// The settings of the lens for one seating, so that its run `k` is repetition `k`.
    fn of_case(&self) -> Talks {
        Talks { strategies: Vec::new(), others: self.strategies.clone(), transcript: None, ..self.talks.clone() }
    }
}

/// One case in a tournament.
pub(super) struct Played<'a> {
    pub case: &'a Case,
    /// Each a strategy by seat.
    pub seatings: Vec<Vec<usize>>,
    /// How many seatings there are.
    pub all: u128,
    /// Where its runs begin among all.
    pub from: u64,
    pub lens: Run<super::Rounds>,
}

/// Plays a tournament on cases that should be cut to their days ([`Case::known`]).
pub fn tournament(cases: &[Case], settings: &Settings, control: &dyn Control) -> Run<Tournament> {
    tournament_from(cases, settings, Vec::new(), &mut |_| true, control).0
}

/// The same, going on from runs that were kept: the first ones, in order; and all runs. Runs are in the order of cases, then
/// repetitions, then seatings; of each only its end is kept. `keep` is given further runs as they are made, in order,
/// and says whether to go on.
///
/// Law: where `known` are the first runs of the same cases and settings, the answer is that of [`tournament`].
pub fn tournament_from(
    cases: &[Case],
    settings: &Settings,
    known: Vec<Option<RunRow>>,
    keep: &mut dyn FnMut(&[Option<RunRow>]) -> bool,
    control: &dyn Control,
) -> (Run<Tournament>, Vec<Option<RunRow>>) {
    let of_case = settings.of_case();
    let mut findings = findings::empty(settings);
    let mut basis = Basis::default();
    let cannot = |mut findings: Tournament, missing: Vec<String>, basis: Basis| {
        findings.sentence = over_cases::cannot(&missing);
        findings.missing = missing;
        let run = Run { findings, arithmetic: Arithmetic::Exact, stop: Stop::Complete, basis, warnings: Vec::new() };
        (run, Vec::new())
    };
    if let Some(missing) = asked_wrongly(settings) {
        return cannot(findings, missing, basis);
    }
    // Who sits where, and what each case lacks: the lens with no run.
    let mut played: Vec<Played<'_>> = Vec::new();
    let (mut from, mut seatings_of) = (0_u64, std::collections::BTreeMap::new());
    for case in cases {
        let (lens, _) = rounds_from(case, &Talks { runs: 0, ..of_case.clone() }, Vec::new(), &mut |_| true, control);
        basis.join(&lens.basis);
        let seats = lens.findings.seats.len();
        let (seatings, all): &(Vec<Vec<usize>>, u128) =
            seatings_of.entry(seats).or_insert_with(|| seatings::seatings(settings, seats));
        let seatings = if lens.findings.missing.is_empty() { seatings.clone() } else { Vec::new() };
        let runs = (seatings.len() as u64).saturating_mul(settings.talks.runs);
        played.push(Played { case, seatings, all: *all, from, lens });
        from = from.saturating_add(runs);
    }
    let total = from;
    if total > RUNS_MAX {
        let missing = format!(
            "fewer runs: {} are asked for, {} are the most",
            crate::phrase::count(&total),
            crate::phrase::count(&RUNS_MAX)
        );
        return cannot(findings, vec![missing], basis);
    }
    if let Some(found) = played.iter().find(|own| own.lens.findings.missing.is_empty()) {
        findings.protocol = found.lens.findings.protocol;
        findings.facilitator.clone_from(&found.lens.findings.facilitator);
    }
    let mut rows = known;
    rows.truncate(usize::try_from(total).unwrap_or(usize::MAX));
    let mut cancelled = false;
    for own in &played {
        let runs = own.seatings.len() as u64 * settings.talks.runs;
        let end = own.from + runs;
        if runs == 0 || cancelled {
            continue;
        }
        let Ok(prepared) = super::prepare(own.case, &of_case) else { continue };
        let kept = &rows[(own.from as usize).min(rows.len())..(end as usize).min(rows.len())];
        let foreign = kept.iter().position(|row| row.as_ref().is_some_and(|row| !prepared.fits_end(row)));
        if let Some(at) = foreign {
            let missing = format!("runs kept of these cases; run {} is none", own.from + at as u64);
            return cannot(findings, vec![missing], basis);
        }
        cancelled |= play(own, &prepared, settings, total, &mut rows, keep, control);
    }
    let over = OverCases { settings, played: &played, rows: &rows, total };
    over.fill(&mut findings);
    let able = played.iter().all(|own| own.lens.findings.missing.is_empty());
    let stop = match (cancelled, findings.undecided == 0 && able) {
        (true, _) => Stop::Cancelled,
        (false, true) => Stop::Complete,
        (false, false) => played.iter().fold(Stop::Complete, |stop, own| stop.and(own.lens.stop)),
    };
    let stop = if findings.undecided > 0 { stop.and(Stop::Budget) } else { stop };
    (Run { findings, arithmetic: Arithmetic::Sampled, stop, basis, warnings: Vec::new() }, rows)
}

/// Plays what is left of one case; whether it was stopped.
fn play(
    own: &Played<'_>,
    prepared: &Prepared<'_>,
    settings: &Settings,
    total: u64,
    rows: &mut Vec<Option<RunRow>>,
    keep: &mut dyn FnMut(&[Option<RunRow>]) -> bool,
    control: &dyn Control,
) -> bool {
    let width = own.seatings.len() as u64;
    let end = own.from + width * settings.talks.runs;
    let wave = (WAVE / width).max(BLOCKS);
    while (rows.len() as u64) < end {
        let from = rows.len() as u64;
        // The first block may be there in part.
        let block = (from - own.from) / width;
        let blocks = wave.min(settings.talks.runs - block);
        let watch = Wave { control, from, width, total };
        let work = |chunk: u64| {
            let draw = prepared.draw(block + chunk);
            let skip = if chunk == 0 { (from - own.from) % width } else { 0 };
            let mut made: Vec<Option<RunRow>> = Vec::new();
            for seating in own.seatings.iter().skip(skip as usize) {
                if control.cancelled() {
                    return (made, true);
                }
                let row = prepared.run_as(&draw, Some(seating), control).map(|traced| traced.row.end());
                if control.cancelled() && row.as_ref().is_none_or(|row| row.outcome.is_none()) {
                    return (made, true);
                }
                made.push(row);
            }
            (made, false)
        };
        let mut cancelled = false;
        for part in in_chunks(settings.talks.threads, blocks, &watch, "runs", work) {
            let Some((made, stopped)) = part.filter(|_| !cancelled) else {
                cancelled = true;
                break;
            };
            rows.extend(made);
            cancelled |= stopped;
        }
        cancelled |= !keep(&rows[from as usize..]);
        if cancelled {
            return true;
        }
    }
    control.cancelled() && end < total
}

/// What no tournament can be played with.
fn asked_wrongly(settings: &Settings) -> Option<Vec<String>> {
    let count = settings.strategies.words().count();
    let mut missing = Vec::new();
    if count > STRATEGIES_MAX {
        missing.push(format!("at most {STRATEGIES_MAX} strategies"));
    }
    let mut words: Vec<&str> = settings.strategies.words().collect();
    words.sort_unstable();
    if let Some(twice) = words.windows(2).find(|pair| pair[0] == pair[1]) {
        missing.push(format!("every strategy once (`{}` stands there twice)", twice[0]));
    }
    if settings.talks.runs == 0 || settings.most == 0 {
        missing.push("at least one run of one seating".to_string());
    }
    (!missing.is_empty()).then_some(missing)
}

/// Progress of a part of the runs as that of all.
struct Wave<'c> {
    control: &'c dyn Control,
    from: u64,
    width: u64,
    total: u64,
}

impl Control for Wave<'_> {
    fn cancelled(&self) -> bool {
        self.control.cancelled()
    }

    fn progress(&self, part: &'static str, done: u64, _: u64) {
        self.control.progress(part, self.total.min(self.from + done * self.width), self.total);
    }
}
