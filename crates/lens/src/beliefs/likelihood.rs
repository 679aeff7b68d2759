//! How likely the pieces of evidence about one party are in one draw.
//!
//! An answer hangs on the gain of the package over no deal and on the party's own lines: a package that crosses a line of its
//! own that is real gets a yes by a slip only. An offer hangs on its own lines likewise, and on the concession curve
//! ([`Offers`]). Issues that a text leaves open, and alternatives, are filled evenly: for the value of an offer in all ways at
//! once, for answers and lines a few times anew in each draw. Every likelihood is one of yes, no and silence, or of all packages,
//! so that it sums to 1.

use super::Settings;
use super::evidence::{Act, Heard};
use crate::model::{Addressed, Game, Numbers};
use crate::solve::belief::{Answer, Curve, Histogram, Noise, Offers, relied};
use zopa_case::draft::Says;
use zopa_case::{PartyId, Scale, Truth};

/// How often a text that leaves issues open is filled in each draw; the mean is taken.
const FILLS: usize = 4;
/// Packages by which it is estimated how often one drawn evenly crosses a line.
const TRIED: u64 = 1_024;

/// One party with what is heard of it.
pub(super) struct Speaker<'c, 'h> {
    game: &'c Game<'c>,
    pub party: PartyId,
    dimension: usize,
    pub heard: Vec<&'h Heard>,
    /// By piece: how its gaps are filled.
    fill: Vec<Addressed>,
    nuisances: Addressed,
    /// Its own lines, by place among the game's, and how often an even package crosses each.
    lines: Vec<(usize, f64)>,
}

/// What is drawn of a party beside the numbers of the case.
#[derive(Clone, Copy, Debug)]
pub(super) struct Nuisance {
    pub scale: f64,
    pub bluff: f64,
    pub beta: f64,
    pub spread: f64,
    /// The part of the time of talks that has passed at its last offer.
    pub elapsed: f64,
}

impl<'c, 'h> Speaker<'c, 'h> {
    pub fn new(game: &'c Game<'c>, settings: &Settings, dimension: usize, heard: &'h [Heard]) -> Self {
        let party = game.dimensions[dimension].party;
        let name = &game.case.party(party).name;
        let heard: Vec<&Heard> = heard.iter().filter(|own| own.party == party).collect();
        let fill = heard.iter().map(|own| Addressed::new(settings.seed, &format!("beliefs.fill.{}", own.id))).collect();
        let even = Addressed::new(settings.seed, &format!("beliefs.even.{name}"));
        let all: Vec<Vec<usize>> = game.case.issues().iter().map(|issue| (0..issue.outcomes.len()).collect()).collect();
        let packages: Vec<Vec<usize>> = (0..TRIED).map(|at| filled(&all, &mut even.numbers(at))).collect();
        let own = (0..game.lines.len()).filter(|line| game.case.line(game.lines[*line]).party == party);
        let often = |line: usize| {
            let hits = packages.iter().filter(|package| game.crosses(line, package)).count();
            // Laplace's rule: neither never nor always.
            (hits as f64 + 1.0) / (TRIED as f64 + 2.0)
        };
        let lines = own.map(|line| (line, often(line))).collect();
        let nuisances = Addressed::new(settings.seed, &format!("beliefs.{name}"));
        Self { game, party, dimension, heard, fill, nuisances, lines }
    }

    /// What is drawn beside.
    pub fn nuisance(&self, settings: &Settings, index: u64) -> Nuisance {
        let mut next = self.nuisances.numbers(index);
        let mut even = |(low, high): (f64, f64)| low + next() * (high - low);
        let scale = even(settings.scale);
        let bluff = even(settings.bluff);
        // Evenly on a logarithmic scale: twice as fast is as likely as twice as slow.
        let beta = libm::exp(even((libm::log(settings.beta.0), libm::log(settings.beta.1))));
        Nuisance { scale, bluff, beta, spread: even(settings.spread), elapsed: even(settings.elapsed) }
    }

    /// By piece, the logarithm of its likelihood in a draw.
    pub fn logs(&self, settings: &Settings, numbers: &Numbers, index: u64) -> Vec<f64> {
        let Some(own) = &numbers.parties[self.party.index()] else { return vec![0.0; self.heard.len()] };
        let nuisance = self.nuisance(settings, index);
        let scale = self.game.draws.scale(self.party).unwrap_or(Scale::Raw);
        let per = if scale == Scale::Hundred { 100.0 } else { 1.0 };
        let case = self.game.case;
        // By issue and outcome: what it adds.
        let adds: Vec<Vec<f64>> = case
            .issues()
            .iter()
            .enumerate()
            .map(|(at, issue)| {
                let weight = own.weights.get(at).map_or(0.0, |weight| weight.to_f64());
                if weight == 0.0 {
                    return Vec::new();
                }
                let of = |option: &usize| own.values[at][*option].to_f64();
                issue.outcomes.iter().map(|outcome| weight * outcome.0.iter().map(of).sum::<f64>() / per).collect()
            })
            .collect();
        let told: Vec<usize> =
            (0..adds.len()).filter(|at| adds[*at].iter().any(|value| *value != adds[*at][0])).collect();
        let ends = |pick: fn(f64, f64) -> f64, from: f64| -> f64 {
            adds.iter().filter(|adds| !adds.is_empty()).map(|adds| adds.iter().copied().fold(from, pick)).sum()
        };
        let (worst, best) = (ends(f64::min, f64::INFINITY), ends(f64::max, f64::NEG_INFINITY));
        let top = if scale == Scale::Raw { best - worst } else { per };
        let value = |package: &[usize]| -> f64 {
            if own.table {
                let table = case.table(self.party);
                let at = table.and_then(|table| table.value(table.package(package)?));
                return at.map_or(0.0, |value| value.to_f64());
            }
            let sum: f64 = adds.iter().zip(package).filter_map(|(adds, outcome)| adds.get(*outcome)).sum();
            let linkages = self.game.linkages(self.dimension);
            sum + linkages
                .filter(|(_, rule)| rule.holds(package) == Truth::Yes)
                .map(|(at, _)| own.linkages[at].to_f64())
                .sum::<f64>()
        };
        let offers = self.heard.iter().filter(|heard| heard.act == Act::Offer).count();
        let histogram = (offers > 0)
            .then(|| Histogram::new(&told.iter().map(|at| adds[*at].clone()).collect::<Vec<_>>()))
            .flatten();
        let reserve = own.no_deal.map_or(0.0, |no_deal| ((no_deal.to_f64() - worst) / (best - worst)).clamp(0.0, 1.0));
        let mut offered = 0;
        let mut logs = Vec::with_capacity(self.heard.len());
        for (heard, fill) in self.heard.iter().zip(&self.fill) {
            let mut next = fill.numbers(index);
            let fills = if heard.terms.iter().all(|own| own.len() == 1) { 1 } else { FILLS };
            let packages: Vec<Vec<usize>> = (0..fills).map(|_| filled(&heard.terms, &mut next)).collect();
            let mean = |of: &dyn Fn(&[usize]) -> f64| packages.iter().map(|own| of(own)).sum::<f64>() / fills as f64;
            let likelihood = match heard.act {
                Act::Answer(says) => {
                    let Some(no_deal) = own.no_deal else {
                        logs.push(0.0);
                        continue;
                    };
                    let noise =
                        Noise { link: settings.link, scale: nuisance.scale, bluff: nuisance.bluff, reliability: 1.0 };
                    let yes = mean(&|package| {
                        let crossed = |line: usize| {
                            numbers.real[self.game.lines[line].index()] && self.game.crosses(line, package)
                        };
                        match self.lines.iter().any(|(line, _)| crossed(*line)) {
                            true => settings.slip,
                            false => Answer::Yes.chance((value(package) - no_deal.to_f64()) / top, &noise),
                        }
                    });
                    let chance = |yes: f64| settings.said(says, yes);
                    relied(chance(yes), chance(0.5), heard.reliability)
                }
                Act::Offer => {
                    let time = nuisance.elapsed * offered as f64 / (offers.max(2) - 1) as f64;
                    offered += 1;
                    // Whether it crosses each of its lines; then which package of that value it is.
                    let mut lift = mean(&|package| {
                        let by_line = self.lines.iter().map(|(line, often)| {
                            let real = numbers.real[self.game.lines[*line].index()];
                            let crosses = if real { settings.slip * often } else { *often };
                            match self.game.crosses(*line, package) {
                                true => crosses / often,
                                false => (1.0 - crosses) / (1.0 - often),
                            }
                        });
                        by_line.product()
                    });
                    if let Some(histogram) = &histogram {
                        let curve = Curve { reserve, beta: nuisance.beta };
                        let terms: Vec<&[usize]> = told.iter().map(|at| heard.terms[*at].as_slice()).collect();
                        lift *= Offers { histogram, curve, spread: nuisance.spread }.lift(&terms, time);
                    }
                    relied(lift, 1.0, heard.reliability)
                }
            };
            logs.push(libm::log(likelihood));
        }
        logs
    }
}

impl Settings {
    /// The chance of an answer where a yes has this chance; yes, no and silence sum to 1. "But" is heard as no.
    pub(super) fn said(&self, says: Says, yes: f64) -> f64 {
        let (of_yes, of_no) = self.silent;
        match says {
            Says::Yes => (1.0 - of_yes) * yes,
            Says::No | Says::But => (1.0 - of_no) * (1.0 - yes),
            Says::Silent => of_yes * yes + of_no * (1.0 - yes),
        }
    }
}

/// A package within terms, drawn evenly issue by issue.
fn filled(terms: &[Vec<usize>], next: &mut impl FnMut() -> f64) -> Vec<usize> {
    let pick = |left: &Vec<usize>| match left.as_slice() {
        [] => 0,
        [one] => *one,
        several => several[((next() * several.len() as f64) as usize).min(several.len() - 1)],
    };
    terms.iter().map(pick).collect()
}
