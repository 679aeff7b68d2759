//! Packages worth looking at over the draws.

use super::findings::{Acceptable, Candidate, Valued};
use super::over_draws::OverDraws;
use crate::model::{Numbers, Terms, value_range};
use crate::share::Share;
use crate::solve::valued::Charge;
use std::collections::{BTreeMap, BTreeSet};
use zopa_case::{Case, PartyId};

/// Packages followed over the draws, beside those of the case.
const FOLLOWED: usize = 8;
/// Draws on which packages are compared before they are followed.
const COMPARED: u64 = 128;
/// Draws in which it is asked whether a package is dominated.
const DOMINATION: u64 = 64;

impl OverDraws<'_> {
    /// Packages worth looking at: those of the case, and those in the zone of most draws.
    pub fn candidates(&self) -> Vec<Candidate> {
        let game = &self.prepared.game;
        let mut met: BTreeMap<Vec<usize>, u64> = BTreeMap::new();
        for drawn in self.drawn.iter().filter(|drawn| drawn.zone == Some(true)) {
            let nash = drawn.deep.as_ref().and_then(|deep| deep.nash.clone());
            for package in drawn.witness.iter().cloned().chain(nash) {
                *met.entry(package).or_default() += 1;
            }
        }
        let compared: Vec<(Numbers, Option<Charge>)> =
            (0..COMPARED.min(self.drawn.len() as u64)).map(|index| self.prepared.charged(index)).collect();
        let in_zone = |(numbers, charge): &(Numbers, Option<Charge>), package: &[usize]| -> Option<Vec<i64>> {
            let charge = charge.as_ref()?;
            let (values, allowed) = charge.evaluate(&game.space.digits(charge, package)?);
            let targets = game.targets(numbers, &Terms::default());
            let reaches =
                values.iter().zip(&targets).all(|(value, target)| target.is_none_or(|target| *value >= target));
            (allowed && reaches).then_some(values)
        };
        let rate = |package: &Vec<usize>| compared.iter().filter(|draw| in_zone(draw, package).is_some()).count();
        let mut ranked: Vec<(usize, Vec<usize>)> = Vec::new();
        let mut often: Vec<(u64, Vec<usize>)> = met.into_iter().map(|(package, count)| (count, package)).collect();
        often.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        often.truncate(96);
        for (_, package) in often {
            ranked.push((rate(&package), package));
        }
        let order = |ranked: &mut Vec<(usize, Vec<usize>)>| {
            ranked.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
            ranked.dedup();
        };
        order(&mut ranked);
        // From the best, one issue at a time, to what is in the zone of more draws.
        for start in 0..ranked.len().min(3) {
            let mut own = ranked[start].clone();
            for _ in 0..6 {
                let mut better: Option<(usize, Vec<usize>)> = None;
                for issue in self.prepared.game.case.issue_ids() {
                    for outcome in 0..self.prepared.game.case.issue(issue).outcomes.len() {
                        let mut next = own.1.clone();
                        next[issue.index()] = outcome;
                        let rate = rate(&next);
                        if rate > better.as_ref().map_or(own.0, |(best, _)| *best) {
                            better = Some((rate, next));
                        }
                    }
                }
                let Some(next) = better else { break };
                own = next;
            }
            ranked.push(own);
        }
        order(&mut ranked);
        ranked.retain(|(rate, _)| *rate > 0);
        let mut followed: Vec<(Option<String>, Vec<usize>)> = self
            .prepared
            .named
            .iter()
            .map(|(at, package)| (Some(game.case.packages()[*at].name.clone()), package.clone()))
            .collect();
        let named: BTreeSet<Vec<usize>> = followed.iter().map(|(_, package)| package.clone()).collect();
        followed.extend(
            ranked.into_iter().map(|(_, package)| (None, package)).filter(|(_, p)| !named.contains(p)).take(FOLLOWED),
        );
        let mut hits = vec![0u64; followed.len()];
        let mut values: Vec<Vec<Vec<i64>>> = vec![vec![Vec::new(); game.dimensions.len()]; followed.len()];
        for index in 0..self.drawn.len() as u64 {
            let (numbers, _) = self.prepared.charged(index);
            // Values are told of every draw, whether or not its lines are kept.
            let open = game.charge(&numbers, &Terms::default());
            let real: Vec<usize> = game.real_lines(&numbers);
            let targets = game.targets(&numbers, &Terms::default());
            for (at, (_, package)) in followed.iter().enumerate() {
                let Some(charge) = &open else { continue };
                let Some(digits) = game.space.digits(charge, package) else { continue };
                let (own, _) = charge.evaluate(&digits);
                let keeps = real.iter().all(|line| !game.crosses(*line, package));
                let reaches = own.iter().zip(&targets).all(|(value, target)| target.is_none_or(|t| *value >= t));
                hits[at] += u64::from(keeps && reaches && game.unvalued(&numbers).is_empty());
                own.iter().enumerate().for_each(|(p, value)| values[at][p].push(*value));
            }
        }
        let n = self.drawn.len() as u64;
        let deep = self.deep().count() as u64;
        let mut found: Vec<Candidate> = Vec::new();
        for (at, (named, package)) in followed.into_iter().enumerate() {
            let nash = self.deep().filter(|(_, deep)| deep.nash.as_ref() == Some(&package)).count() as u64;
            let efficient = (hits[at] > 0).then(|| {
                let asked = DOMINATION.min(n).min(self.prepared.settings.deep);
                let answers: Vec<Option<bool>> =
                    (0..asked).map(|index| self.prepared.efficient(index, &package)).collect();
                let count = |of: Option<bool>| answers.iter().filter(|answer| **answer == of).count() as u64;
                Share::new(count(Some(true)), asked, count(None))
            });
            let crosses: Vec<String> = (0..game.lines.len())
                .filter(|line| game.crosses(*line, &package))
                .map(|line| game.case.line(game.lines[line]).name.clone())
                .collect();
            let worth = (0..game.dimensions.len())
                .filter_map(|p| {
                    Some((game.dimensions[p].party.index(), self.between(p, values[at][p].iter().copied())?))
                })
                .collect();
            let mut basis = self.basis.clone();
            if let Some(name) = &named
                && let Some(place) = game.case.packages().iter().position(|known| known.name == *name)
            {
                basis.package(game.case, zopa_case::PackageId::new(place));
            }
            found.push(Candidate {
                id: named.clone().unwrap_or_default(),
                acceptable: game
                    .consenting
                    .iter()
                    .map(|party| (party.index(), acceptable(game.case, *party, &package)))
                    .collect(),
                valued: Valued { package, values: worth },
                named,
                in_zone: Share::new(hits[at], n, 0),
                efficient,
                nash: Share::new(nash, deep, 0),
                crosses,
                basis,
            });
        }
        found.sort_by(|a, b| {
            let key = |c: &Candidate| (c.named.is_none(), std::cmp::Reverse(c.in_zone.hits()));
            key(a).cmp(&key(b)).then_with(|| a.valued.package.cmp(&b.valued.package))
        });
        found.iter_mut().enumerate().for_each(|(at, candidate)| {
            candidate.id = match &candidate.named {
                Some(name) => format!("settlement.candidate.{name}"),
                None => format!("settlement.candidate.{}", at + 1),
            };
        });
        found
    }
}

/// Whether a package is worth no deal to a party in every, some or no consistent set of numbers.
pub(super) fn acceptable(case: &Case, party: PartyId, package: &[usize]) -> Acceptable {
    let range = value_range(case, party, package);
    let no_deal = case.draft().preferences.get(&case.party(party).name).and_then(|known| known.no_deal.clone());
    match range.zip(no_deal) {
        None => Acceptable::NotKnown,
        Some(((low, _), no_deal)) if low >= no_deal.high() => Acceptable::Necessarily,
        Some(((_, high), no_deal)) if high < no_deal.low() => Acceptable::Never,
        Some(_) => Acceptable::Possibly,
    }
}
