//! What is said of one outcome.

use super::scoring::Compiled;
use super::{Against, Debrief, Outcome, Scored, Settings};
use crate::model::win_set::win_set;
use crate::run::Basis;
use crate::settlement::{Concept, Valued, Worth};
use crate::solve::valued::dual::{Reach, dominating};
use zopa_case::{Number, Rule, Truth};

/// Decimals of a distance.
const DECIMALS: f64 = 1e6;

/// A package that outcomes are held against, with its values by dimension in ticks.
struct Held {
    values: Vec<i64>,
    valued: Valued,
}

/// What outcomes are measured with.
pub(super) struct Measure<'a> {
    compiled: &'a Compiled<'a>,
    steps: u64,
    against: Against,
    unknown: bool,
    voters: Vec<usize>,
    /// By dimension: from the worst to the best admissible value.
    spans: Vec<i64>,
    efficient: Vec<Held>,
    points: Vec<(Concept, Vec<Vec<i64>>)>,
    /// By ratifier, what may pass.
    passes: Vec<Rule>,
}

impl<'a> Measure<'a> {
    pub fn new(compiled: &'a Compiled<'a>, findings: &Debrief, settings: &Settings) -> Self {
        let game = &compiled.prepared.game;
        let values =
            |valued: &Valued| (0..game.dimensions.len()).map(|at| compiled.value(at, &valued.package)).collect();
        let held = |valued: &Valued| Held { values: values(valued), valued: valued.clone() };
        let ratifiers = &game.case.draft().ratifiers;
        let chosen = findings.points.iter().filter(|point| !point.packages.is_empty());
        Self {
            compiled,
            steps: settings.steps,
            against: findings.against,
            unknown: !findings.not_said.is_empty(),
            voters: game.voters(),
            spans: compiled.ends.iter().map(|ends| ends.map_or(0, |(worst, best)| best - worst)).collect(),
            efficient: findings.efficient.packages.iter().map(held).collect(),
            points: chosen.map(|point| (point.concept, point.packages.iter().map(values).collect())).collect(),
            passes: ratifiers.iter().map(|ratifier| win_set(game.case, ratifier).possible).collect(),
        }
    }

    /// The outcome, and whether everything about it was decided.
    pub fn scored(&self, at: usize, outcome: &Outcome, basis: &Basis) -> (Scored, bool) {
        let game = &self.compiled.prepared.game;
        let case = game.case;
        let mut scored = Scored {
            id: format!("debrief.outcome.{}", at + 1),
            label: outcome.label.clone(),
            package: outcome.package.clone(),
            breaks: Vec::new(),
            crosses: Vec::new(),
            stopped_by: Vec::new(),
            values: Vec::new(),
            gains: Vec::new(),
            below: Vec::new(),
            in_zone: Some(false),
            efficient: None,
            better: None,
            distance: None,
            to_points: Vec::new(),
            basis: basis.clone(),
        };
        let ticks: Vec<Option<i64>> = match &outcome.package {
            Some(package) => (0..game.dimensions.len()).map(|at| Some(self.compiled.value(at, package))).collect(),
            None => (0..game.dimensions.len()).map(|at| self.no_deal(at)).collect(),
        };
        for (at, dimension) in game.dimensions.iter().enumerate() {
            let Some(value) = ticks[at] else { continue };
            let party = dimension.party.index();
            scored.values.push((party, game.number(at, value)));
            let Some(no_deal) = self.no_deal(at) else { continue };
            scored.gains.push((party, game.number(at, value - no_deal)));
            if dimension.consents && value < no_deal {
                scored.below.push(party);
            }
        }
        // What is held against others is held by those whose yes is needed.
        let known: Option<Vec<i64>> = self.voters.iter().map(|p| ticks[*p]).collect();
        let Some(package) = &outcome.package else {
            if let Some(known) = known.filter(|known| !known.is_empty()) {
                scored.better = self.better(&known, None);
                self.distances(&known, &mut scored);
            }
            return (scored, true);
        };
        let broken = case.logic().iter().filter(|logic| logic.rule.holds(package) == Truth::No);
        scored.breaks = broken.map(|logic| logic.name.clone()).collect();
        let crossed = (0..game.lines.len()).filter(|line| game.crosses(*line, package));
        scored.crosses = crossed.map(|line| case.line(game.lines[line]).name.clone()).collect();
        let stopping = self.passes.iter().zip(&case.draft().ratifiers);
        let stopping = stopping.filter(|(passes, _)| passes.holds(package) == Truth::No);
        scored.stopped_by = stopping.map(|(_, ratifier)| ratifier.id.value.clone()).collect();
        let admissible = scored.breaks.is_empty() && scored.crosses.is_empty();
        scored.in_zone = match admissible && scored.below.is_empty() {
            false => Some(false),
            true => (!self.unknown).then_some(true),
        };
        let Some(known) = known.filter(|known| !known.is_empty()) else { return (scored, true) };
        self.distances(&known, &mut scored);
        let mut decided = true;
        let mut met = None;
        if let (true, Some(charge)) = (admissible, &self.compiled.charge) {
            let mut budget = self.steps;
            match dominating(&charge.project(&self.voters), &known, &mut budget) {
                Reach::Yes { digits, .. } => {
                    scored.efficient = Some(false);
                    met = Some(game.space.package(charge, &digits));
                }
                // Outside a zone that is known nothing is efficient, however little there is to gain.
                Reach::No { .. } => {
                    scored.efficient = Some(self.against != Against::Zone || scored.in_zone == Some(true));
                }
                Reach::Undecided => decided = false,
            }
        }
        if scored.efficient != Some(true) {
            scored.better = self.better(&known, met);
        }
        (scored, decided)
    }

    /// What no deal is worth to a dimension, in ticks.
    fn no_deal(&self, at: usize) -> Option<i64> {
        let game = &self.compiled.prepared.game;
        let own = self.compiled.numbers.parties[game.dimensions[at].party.index()].as_ref()?;
        own.no_deal.map(|no_deal| game.ticks(at, no_deal))
    }

    /// The efficient package that is worse for none and better for some with the largest least gain over the span of
    /// each; else the package that was met.
    fn better(&self, known: &[i64], met: Option<Vec<usize>>) -> Option<Valued> {
        let gains = |held: &Held| -> Option<Vec<f64>> {
            let each = self.voters.iter().zip(known).map(|(p, own)| (held.values[*p] - own, self.spans[*p].max(1)));
            let each: Vec<(i64, i64)> = each.collect();
            let better = each.iter().all(|(gain, _)| *gain >= 0) && each.iter().any(|(gain, _)| *gain > 0);
            let mut gains: Vec<f64> = each.iter().map(|(gain, span)| *gain as f64 / *span as f64).collect();
            gains.sort_by(f64::total_cmp);
            better.then_some(gains)
        };
        let mut best: Option<(Vec<f64>, &Held)> = None;
        for held in &self.efficient {
            let Some(gains) = gains(held) else { continue };
            let more = |other: &[f64]| {
                let order = gains.iter().zip(other).map(|(own, other)| own.total_cmp(other));
                order.into_iter().find(|order| order.is_ne()).is_some_and(std::cmp::Ordering::is_gt)
            };
            if best.as_ref().is_none_or(|(other, _)| more(other)) {
                best = Some((gains, held));
            }
        }
        let game = &self.compiled.prepared.game;
        best.map(|(_, held)| held.valued.clone()).or_else(|| {
            let package = met?;
            let values = game.dimensions.iter().enumerate().map(|(at, dimension)| {
                let value = game.number(at, self.compiled.value(at, &package));
                (dimension.party.index(), Worth::Point(value))
            });
            Some(Valued { values: values.collect(), package })
        })
    }

    fn distances(&self, known: &[i64], scored: &mut Scored) {
        if self.against == Against::Nothing {
            return;
        }
        scored.distance = self.nearest(known, self.efficient.iter().map(|held| held.values.as_slice()));
        for (concept, packages) in &self.points {
            if let Some(distance) = self.nearest(known, packages.iter().map(Vec::as_slice)) {
                scored.to_points.push((*concept, distance));
            }
        }
    }

    /// The distance to the nearest of some packages.
    fn nearest<'b>(&self, known: &[i64], packages: impl Iterator<Item = &'b [i64]>) -> Option<Number> {
        let squared = |values: &[i64]| -> f64 {
            let parts = self.voters.iter().zip(known).filter(|(p, _)| self.spans[**p] > 0);
            parts.map(|(p, own)| (values[*p] - own) as f64 / self.spans[*p] as f64).map(|part| part * part).sum()
        };
        let least = packages.map(squared).min_by(f64::total_cmp)?;
        let distance = (least.sqrt() * DECIMALS).round();
        Some(Number(distance as i128 * (zopa_case::TICKS / DECIMALS as i128)))
    }
}
