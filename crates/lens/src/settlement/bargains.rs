//! What could be traded, and what inducements and pressure would open.

use super::ensemble::{Deep, Drawn};
use super::findings::{Levers, Trade};
use super::over_draws::OverDraws;
use super::words::{party_title, percent};
use crate::model::Numbers;
use crate::share::Share;
use crate::worth::Worth;
use std::collections::BTreeSet;
use zopa_case::PartyId;

/// Pairs of issues listed.
const TRADES: usize = 5;

impl OverDraws<'_> {
    /// Pairs of issues that two parties weigh most unlike.
    pub fn trades(&self) -> Vec<Trade> {
        let game = &self.prepared.game;
        let case = game.case;
        let voters: Vec<PartyId> = game.voters().iter().map(|at| game.dimensions[*at].party).collect();
        let n = self.prepared.settings.deep.min(self.drawn.len() as u64).max(1);
        let issues = case.issues().len();
        // By draw, party and issue: the swing from worst to best outcome, as a share of all swings of the party.
        let swings: Vec<Vec<Vec<f64>>> = (0..n)
            .map(|index| {
                let numbers = game.draws.numbers(index);
                voters.iter().map(|party| swings(case, &numbers, *party)).collect()
            })
            .collect();
        let mut found: Vec<(f64, Trade)> = Vec::new();
        for (a, b) in (0..voters.len()).flat_map(|a| (a + 1..voters.len()).map(move |b| (a, b))) {
            for j in 0..issues {
                for k in (0..issues).filter(|k| *k != j) {
                    let (mut hits, mut score) = (0, 0.0);
                    for draw in &swings {
                        let (own, other) = (draw[a][j] - draw[a][k], draw[b][k] - draw[b][j]);
                        let valued = draw[a][j] > 0.0 && draw[b][j] > 0.0 && draw[a][k] > 0.0 && draw[b][k] > 0.0;
                        if valued && own > 0.0 && other > 0.0 {
                            hits += 1;
                            score += own.min(other);
                        }
                    }
                    let share = Share::new(hits, n, 0);
                    if share.low() > 0.5 || (n == 1 && hits == 1) {
                        let (first, second) = (voters[a].index(), voters[b].index());
                        let sentence = format!(
                            "{} matters more to {} than {}, and the other way round to {}{}.",
                            case.issues()[j].title,
                            party_title(case, first),
                            case.issues()[k].title,
                            party_title(case, second),
                            if n == 1 { String::new() } else { format!(": in {}", percent(&share)) }
                        );
                        let trade =
                            Trade { id: String::new(), parties: (first, second), issues: (j, k), share, sentence };
                        found.push((score / n as f64, trade));
                    }
                }
            }
        }
        found.sort_by(|a, b| {
            b.0.total_cmp(&a.0).then_with(|| (a.1.parties, a.1.issues).cmp(&(b.1.parties, b.1.issues)))
        });
        // Each issue once a pair of parties: the same issue against many says little more.
        let mut told: BTreeSet<((usize, usize), usize)> = BTreeSet::new();
        let mut trades: Vec<Trade> = Vec::new();
        for (_, trade) in found {
            let (first, second) = ((trade.parties, trade.issues.0), (trade.parties, trade.issues.1));
            if trades.len() < TRADES && !told.contains(&first) && !told.contains(&second) {
                told.extend([first, second]);
                trades.push(Trade { id: format!("settlement.trade.{}", trades.len() + 1), ..trade });
            }
        }
        trades
    }

    /// Leverage that opens a zone, the fewest levers first.
    pub fn leverage(&self) -> Vec<Levers> {
        let game = &self.prepared.game;
        let case = game.case;
        let deep: Vec<(&Drawn, &Deep)> = self.deep().collect();
        let n = deep.len() as u64;
        let count = |zone: Option<bool>| deep.iter().filter(|(drawn, _)| drawn.zone == zone).count() as u64;
        let without = Share::new(count(Some(true)), n, count(None));
        let mut found: Vec<Levers> = Vec::new();
        for (at, set) in self.prepared.lever_sets().into_iter().enumerate() {
            let opened = |answer: Option<bool>| {
                deep.iter().filter(|(_, deep)| deep.with_levers.get(at).is_some_and(|own| *own == answer)).count()
                    as u64
            };
            if opened(Some(true)) == 0 {
                continue;
            }
            let share = Share::new(without.hits() + opened(Some(true)), n, without.undecided() + opened(None));
            let levers: Vec<&zopa_case::draft::Lever> =
                set.iter().map(|lever| &case.draft().leverage[game.levers[*lever].at]).collect();
            let mut costs: Vec<(usize, Worth)> = Vec::new();
            let mut basis = self.basis.clone();
            for lever in &levers {
                let by = case.party_named(&lever.by.value).map(PartyId::index);
                if let (Some(by), Some(cost)) = (by, &lever.cost) {
                    let (low, high) = (cost.low(), cost.high());
                    let worth = if low == high { Worth::Point(low) } else { Worth::Between(low, high) };
                    match costs.iter_mut().find(|(own, _)| *own == by) {
                        Some((_, own)) => *own = own.plus(worth),
                        None => costs.push((by, worth)),
                    }
                }
                for source in &lever.source.0 {
                    if let Some(place) = case.sources().iter().position(|known| known.name == source.value) {
                        basis.source(case, zopa_case::SourceId::new(place));
                    }
                }
            }
            let pressure = set.iter().any(|lever| game.levers[*lever].pressure);
            let names: Vec<String> =
                levers.iter().map(|lever| zopa_case::draft::title(&lever.id, &lever.name).to_string()).collect();
            let sentence = format!(
                "With {}, {} have a zone, against {} without{}.",
                names.join(" and "),
                percent(&share),
                percent(&without),
                if pressure { "; it holds only while the pressure lasts" } else { "" }
            );
            found.push(Levers {
                id: String::new(),
                levers: levers.iter().map(|lever| lever.id.value.clone()).collect(),
                share,
                without,
                costs,
                lasts_with_pressure: pressure,
                sentence,
                basis,
            });
        }
        found
            .sort_by_key(|levers| (levers.levers.len(), std::cmp::Reverse(levers.share.hits()), levers.levers.clone()));
        // A larger set is told only where it opens more than each smaller one within it.
        let all = found.clone();
        found.retain(|own| {
            !all.iter().any(|other| {
                other.levers.len() < own.levers.len()
                    && other.levers.iter().all(|lever| own.levers.contains(lever))
                    && other.share.hits() >= own.share.hits()
            })
        });
        found.iter_mut().enumerate().for_each(|(at, own)| own.id = format!("settlement.leverage.{}", at + 1));
        found
    }
}

/// By issue, what a party has between its worst and its best outcome, as a share of all its issues.
fn swings(case: &zopa_case::Case, numbers: &Numbers, party: PartyId) -> Vec<f64> {
    let Some(own) = numbers.parties[party.index()].as_ref().filter(|own| !own.table) else {
        return vec![0.0; case.issues().len()];
    };
    let swing = |issue: usize| {
        let values = case.issues()[issue]
            .outcomes
            .iter()
            .map(|outcome| outcome.0.iter().map(|option| own.values[issue][*option].to_f64()).sum::<f64>());
        let (low, high) = values.fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)));
        own.weights[issue].to_f64() * (high - low).max(0.0)
    };
    let all: Vec<f64> = (0..case.issues().len()).map(swing).collect();
    let sum: f64 = all.iter().sum();
    all.into_iter().map(|swing| if sum > 0.0 { swing / sum } else { 0.0 }).collect()
}
