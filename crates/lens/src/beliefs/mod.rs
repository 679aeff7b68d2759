//! Lens `beliefs`: what the talks have revealed of what each side wants.
//!
//! Prior: the draws of the case's uncertain numbers, and of nuisances (how noisy answers are, how often somebody bluffs, how
//! fast it concedes). Evidence: answers to packages and proposals, silence, offers, walk-outs, by day, each relied on as far as
//! the grade of its source says ([`reliability`]). Each piece is about one party, and parties are independent before, so that
//! each party's draws are weighted by its own evidence (importance sampling: Kitagawa 1996; Baarslag, Hendrikx, Hindriks & Jonker
//! 2016). The zone's share after is that of draws resampled party by party.
//!
//! What is found hangs on how evidence is taken to come about; no range is told where too few draws carry the weight.

mod evidence;
mod findings;
mod likelihood;
mod over;
#[cfg(test)]
mod tests;
mod words;

pub use crate::solve::belief::Link;
pub use evidence::{BUT, BY_CREDIBILITY, BY_RELIABILITY, WITHOUT_SOURCE, reliability};
pub use findings::{Beliefs, Moment, PartyBelief, Piece, QuantityBelief};

use crate::control::Control;
use crate::model::{Game, Numbers, Terms, in_chunks, rest_on};
use crate::run::{Arithmetic, Basis, Run, Stop};
use crate::share::Share;
use crate::solve::belief::Posterior;
use crate::solve::valued::dual::reach;
use evidence::{Heard, evidence};
use likelihood::Speaker;
use zopa_case::Case;

/// Draws whose effective number lies below this tell nothing.
pub const THIN: f64 = 100.0;
/// Numbers kept of all draws together, at most: 2^26.
pub const NUMBERS: u64 = 1 << 26;
/// Draws in one part of the work.
const CHUNK: u64 = 256;

/// What the lens is asked. Scales of gains are parts of a party's scale (raw: of what lies between its worst and best package).
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The seed of everything drawn.
    pub seed: u64,
    /// Draws from the prior.
    pub draws: u64,
    /// How the chance of a yes rises with the gain.
    pub link: Link,
    /// The gain at which a yes has become likely, from and to.
    pub scale: (f64, f64),
    /// The share of would-be yeses that is a no for show, from and to.
    pub bluff: (f64, f64),
    /// The shape of concessions, from and to, evenly on a logarithmic scale; above 0.
    pub beta: (f64, f64),
    /// The spread of offers around the target, from and to, as a part from worst to best.
    pub spread: (f64, f64),
    /// The part of the time of talks that has passed at a party's last offer, from and to.
    pub elapsed: (f64, f64),
    /// The shares of would-be yeses, and of would-be noes, that are silence.
    pub silent: (f64, f64),
    /// The chance of a yes to what crosses one's own line that is real; of an offer across it, as a part of what is even.
    pub slip: f64,
    /// Resampled draws on which the zone's share is told; 0: it is not.
    pub zone: u64,
    /// Steps of the search for a zone, a draw.
    pub steps: u64,
    /// Threads to use at most; no answer hangs on it.
    pub threads: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 0,
            draws: 20_000,
            link: Link::Logistic,
            scale: (0.02, 0.1),
            bluff: (0.0, 0.3),
            beta: (0.2, 2.0),
            spread: (0.02, 0.2),
            elapsed: (0.2, 1.0),
            silent: (0.2, 0.4),
            slip: 0.05,
            zone: 1_000,
            steps: 1 << 20,
            threads: 2,
        }
    }
}

/// What the talks revealed; `case` should be cut to its day ([`Case::known`]).
///
/// Cost: draws times the numbers of the case, once; then two searches for each draw on which the zone is told. If `control` stops
/// the work nothing is told, with [`Stop::Cancelled`].
pub fn beliefs(case: &Case, settings: &Settings, control: &dyn Control) -> Run<Beliefs> {
    learn(case, settings, control).0
}

/// What was learned by draw: for lenses that go on from here.
#[derive(Clone, Debug, Default)]
pub struct Learned {
    /// By draw from the prior under the same seed: its weight by all parties' evidence together; they sum to 1.
    pub weights: Vec<f64>,
    /// How many equal draws these are worth.
    pub effective: f64,
}

/// The same, with the weights of draws. Draw `k` has the numbers that every lens gives draw `k` of the seed.
pub fn learn(case: &Case, settings: &Settings, control: &dyn Control) -> (Run<Beliefs>, Learned) {
    let mut basis = Basis::default();
    let (heard, left_out) = evidence(case);
    let mut findings = Beliefs {
        missing: Vec::new(),
        draws: 0,
        parties: Vec::new(),
        zone: None,
        evidence: Vec::new(),
        left_out,
        manner: words::manner(settings),
        sentence: String::new(),
        basis: Basis::default(),
    };
    let cannot = |mut findings: Beliefs, missing: Vec<String>, stop: Stop, basis: Basis| {
        findings.sentence = words::cannot(&missing);
        findings.missing = missing;
        findings.basis.clone_from(&basis);
        let run = Run { findings, arithmetic: Arithmetic::Exact, stop, basis, warnings: Vec::new() };
        (run, Learned::default())
    };
    let game = match Game::new(case, settings.seed, &[]) {
        Ok(game) => game,
        Err(wide) => {
            let missing = vec![format!("issues that hang together less closely ({wide})")];
            return cannot(findings, missing, Stop::Budget, basis);
        }
    };
    if game.dimensions.is_empty() {
        return cannot(findings, vec!["numbers to learn about: no party has values".into()], Stop::Complete, basis);
    }
    game.dimensions.iter().for_each(|own| rest_on(case, own.party, &mut basis));
    game.lines.iter().for_each(|line| basis.line(case, *line));
    if game.draws.certain() {
        let missing = vec!["numbers to learn about: all values are points".into()];
        return cannot(findings, missing, Stop::Complete, basis);
    }
    let with_values = |own: &&Heard| game.dimensions.iter().any(|dimension| dimension.party == own.party);
    let heard: Vec<Heard> = heard.iter().filter(with_values).cloned().collect();
    heard.iter().for_each(|own| basis.join(&own.basis));
    basis.assumptions.extend(findings.manner.iter().cloned());
    findings.evidence = heard.iter().map(words::piece).collect();
    if heard.is_empty() {
        let missing = vec!["an offer of, or an answer by, somebody whose values are given".into()];
        return cannot(findings, missing, Stop::Complete, basis);
    }
    let paths = game.draws.paths();
    let most = NUMBERS / (paths.len() + heard.len() + 8) as u64;
    let draws = settings.draws.clamp(1, most.max(1));
    let speakers: Vec<Speaker<'_, '_>> =
        (0..game.dimensions.len()).map(|at| Speaker::new(&game, settings, at, &heard)).collect();
    let work = |chunk: u64| -> Vec<(Vec<f64>, Vec<Vec<f64>>)> {
        let one = |index: u64| {
            let numbers = game.draws.numbers(index);
            let logs = speakers.iter().map(|own| own.logs(settings, &numbers, index)).collect();
            (game.draws.scalars(&numbers), logs)
        };
        (chunk * CHUNK..draws.min((chunk + 1) * CHUNK)).map(one).collect()
    };
    // By scalar and draw; by party, piece and draw.
    let mut scalars: Vec<Vec<f64>> = paths.iter().map(|_| Vec::with_capacity(draws as usize)).collect();
    let mut logs: Vec<Vec<Vec<f64>>> = speakers.iter().map(|own| vec![Vec::new(); own.heard.len()]).collect();
    for part in in_chunks(settings.threads, draws.div_ceil(CHUNK), control, "draws", work) {
        let Some(part) = part else { return cannot(findings, Vec::new(), Stop::Cancelled, basis) };
        for (own, pieces) in part {
            scalars.iter_mut().zip(own).for_each(|(all, one)| all.push(one));
            let by_piece = logs.iter_mut().flatten().zip(pieces.into_iter().flatten());
            by_piece.for_each(|(all, one)| all.push(one));
        }
    }
    findings.draws = draws;
    let posteriors: Vec<Posterior> = logs.into_iter().map(|logs| Posterior::new(draws as usize, logs)).collect();
    let mut warnings = Vec::new();
    if draws < settings.draws {
        warnings.push(format!("{draws} draws were made: more would not fit the limit of numbers kept"));
    }
    for (speaker, posterior) in speakers.iter().zip(&posteriors).filter(|(speaker, _)| !speaker.heard.is_empty()) {
        let over = over::Over { game: &game, settings, speaker, posterior, paths: &paths, scalars: &scalars };
        let own = over.party(control);
        if own.contradicted || own.thin {
            warnings.push(own.sentence.clone());
        }
        findings.parties.push(own);
    }
    let mut stop = Stop::Complete;
    let consenting_known = game.unvalued(&game.draws.numbers(0)).is_empty();
    // Where too few draws carry the weight of somebody, what comes after would be that of these few.
    let carried = findings.parties.iter().all(|own| !own.thin && !own.contradicted);
    if settings.zone > 0 && consenting_known && carried {
        let prior = Posterior::new(draws as usize, Vec::new());
        let priors: Vec<&Posterior> = posteriors.iter().map(|_| &prior).collect();
        let posterior: Vec<&Posterior> = posteriors.iter().collect();
        let zones = [(priors, "zone before"), (posterior, "zone after")]
            .map(|(own, part)| zone(&game, settings, &own, control, part));
        if let [Some(before), Some(after)] = zones {
            let open = before.undecided() + after.undecided();
            if open > 0 {
                warnings.push(format!("{open} draws were left undecided at the limit of steps"));
                stop = Stop::Budget;
            }
            findings.zone = Some((before, after));
        } else {
            stop = Stop::Cancelled;
        }
    }
    findings.sentence = words::sentence(&findings);
    findings.basis.clone_from(&basis);
    let together: Vec<f64> =
        (0..draws as usize).map(|at| posteriors.iter().map(|own| own.weights()[at] * draws as f64).product()).collect();
    let sum: f64 = together.iter().sum();
    let weights: Vec<f64> = match sum > 0.0 && sum.is_finite() {
        true => together.iter().map(|weight| weight / sum).collect(),
        false => vec![1.0 / draws as f64; draws as usize],
    };
    let effective = crate::solve::belief::effective(&weights);
    (Run { findings, arithmetic: Arithmetic::Sampled, stop, basis, warnings }, Learned { weights, effective })
}

/// The share of draws with a zone, of draws resampled party by party; `None` if somebody stopped it.
fn zone(
    game: &Game<'_>,
    settings: &Settings,
    posteriors: &[&Posterior],
    control: &dyn Control,
    part: &'static str,
) -> Option<Share> {
    let count = settings.zone as usize;
    let chosen: Vec<Vec<usize>> = posteriors.iter().map(|own| own.resample(count, 0.5)).collect();
    let one = |at: usize| {
        let first = chosen.first().map_or(0, |own| own[at]);
        let mut numbers: Numbers = game.draws.numbers(first as u64);
        for (dimension, chosen) in game.dimensions.iter().zip(&chosen).filter(|(_, own)| own[at] != first) {
            let own = game.draws.numbers(chosen[at] as u64);
            numbers.parties[dimension.party.index()].clone_from(&own.parties[dimension.party.index()]);
            for line in game.lines.iter().filter(|line| game.case.line(**line).party == dimension.party) {
                numbers.real[line.index()] = own.real[line.index()];
            }
        }
        let terms = Terms { in_force: game.real_lines(&numbers), levers: Vec::new() };
        let Some(charge) = game.charge(&numbers, &terms) else { return Some(false) };
        reach(&charge, &game.targets(&numbers, &Terms::default()), &[], &mut settings.steps.clone()).answer()
    };
    let each = 16;
    let parts = in_chunks(settings.threads, (count as u64).div_ceil(each), control, part, |chunk| {
        (chunk * each..(count as u64).min((chunk + 1) * each)).map(|at| one(at as usize)).collect::<Vec<_>>()
    });
    let found: Vec<Option<bool>> = parts.into_iter().collect::<Option<Vec<_>>>()?.concat();
    let of = |answer: Option<bool>| found.iter().filter(|own| **own == answer).count() as u64;
    Some(Share::new(of(Some(true)), found.len() as u64, of(None)))
}
