//! What the draws say together.

use super::ensemble::{Deep, Drawn, Prepared};
use super::findings::{Acceptable, Candidate, Curve, Decider, Levers, PartyValues, Trade, Valued};
use crate::worth::Worth;
use super::words::{party_title, percent, quantity_title};
use crate::model::{Numbers, Terms, value_range};
use crate::run::Basis;
use crate::share::Share;
use crate::solve::valued::{Charge, NONE};
use std::collections::{BTreeMap, BTreeSet};
use zopa_case::{Number, PartyId};

/// Packages followed over the draws, beside those of the case.
const FOLLOWED: usize = 8;
/// Draws on which packages are compared before they are followed.
const COMPARED: u64 = 128;
/// Draws in which it is asked whether a package is dominated.
const DOMINATION: u64 = 64;
/// Assumptions listed.
const DECIDERS: usize = 7;
/// Pairs of issues listed.
const TRADES: usize = 5;
/// No-deal values at which a curve is told.
const CURVE: usize = 13;

/// The draws of a case, all run.
pub(super) struct OverDraws<'a> {
    pub prepared: &'a Prepared<'a>,
    pub drawn: &'a [Drawn],
    pub basis: &'a Basis,
}

impl OverDraws<'_> {
    fn deep(&self) -> impl Iterator<Item = (&Drawn, &Deep)> {
        self.drawn.iter().filter_map(|drawn| Some((drawn, drawn.deep.as_ref()?)))
    }

    /// From 5 to 95 of a hundred.
    fn between(&self, dimension: usize, values: impl Iterator<Item = i64>) -> Option<Worth> {
        let game = &self.prepared.game;
        Worth::of_draws(values.filter(|value| *value != NONE).collect(), |ticks| game.number(dimension, ticks))
    }

    /// The share of draws with a zone.
    pub fn zone(&self) -> Share {
        let count = |zone: Option<bool>| self.drawn.iter().filter(|drawn| drawn.zone == zone).count() as u64;
        Share::new(count(Some(true)), self.drawn.len() as u64, count(None))
    }

    /// Adds to each party what the draws say of it.
    pub fn parties(&self, parties: &mut [PartyValues]) {
        for (at, dimension) in self.prepared.game.dimensions.iter().enumerate() {
            let Some(party) = parties.iter_mut().find(|party| party.party == dimension.party.index()) else { continue };
            party.best = self.between(at, self.drawn.iter().map(|drawn| drawn.best[at]));
            let ends = |of: fn(&Deep) -> &Vec<Option<i64>>| {
                self.deep().filter_map(move |(_, deep)| of(deep).get(at).copied().flatten()).collect::<Vec<i64>>()
            };
            party.best_in_zone = self.between(at, ends(|deep| &deep.best_in_zone).into_iter());
            party.worst_in_zone = self.between(at, ends(|deep| &deep.worst_in_zone).into_iter());
            if dimension.consents && party.no_deal.is_some() {
                let alone = |drawn: &&Drawn| drawn.no_deal[at].is_some_and(|no_deal| drawn.best[at] < no_deal);
                let hits = self.drawn.iter().filter(alone).count() as u64;
                party.closes_alone = Some(Share::new(hits, self.drawn.len() as u64, 0));
            }
        }
    }

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
            let reaches = values.iter().zip(&targets).all(|(value, target)| target.is_none_or(|target| *value >= target));
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
                let asked = DOMINATION.min(n);
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
                acceptable: self.acceptable(&package),
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

    /// By party that must consent, whether the package is worth no deal to it in every, some or no set of numbers.
    fn acceptable(&self, package: &[usize]) -> Vec<(usize, Acceptable)> {
        let case = self.prepared.game.case;
        let of = |party: &PartyId| {
            let range = value_range(case, *party, package);
            let no_deal = case.draft().preferences.get(&case.party(*party).name).and_then(|known| known.no_deal.clone());
            match range.zip(no_deal) {
                None => Acceptable::NotKnown,
                Some(((low, _), no_deal)) if low >= no_deal.high() => Acceptable::Necessarily,
                Some(((_, high), no_deal)) if high < no_deal.low() => Acceptable::Never,
                Some(_) => Acceptable::Possibly,
            }
        };
        self.prepared.game.consenting.iter().map(|party| (party.index(), of(party))).collect()
    }

    /// Which assumptions the zone hangs on: shares in the lowest and the highest third of each.
    pub fn decides(&self) -> Vec<Decider> {
        let game = &self.prepared.game;
        let share = |of: &[&Drawn]| {
            let count = |zone: Option<bool>| of.iter().filter(|drawn| drawn.zone == zone).count() as u64;
            Share::new(count(Some(true)), of.len() as u64, count(None))
        };
        let mut found: Vec<(f64, Decider)> = Vec::new();
        for (at, path) in game.draws.paths().into_iter().enumerate() {
            let mut order: Vec<&Drawn> = self.drawn.iter().collect();
            order.sort_by(|a, b| a.scalars[at].total_cmp(&b.scalars[at]));
            let yes_no = order.iter().all(|drawn| drawn.scalars[at] == 0.0 || drawn.scalars[at] == 1.0);
            let (low, high, thirds) = if yes_no && path.ends_with("firmness") {
                let real = order.partition_point(|drawn| drawn.scalars[at] < 0.5);
                (&order[..real], &order[real..], ("not real".to_string(), "real".to_string()))
            } else if path.ends_with("credibility") || path.starts_with("leverage") || path.starts_with("ratifiers") {
                continue;
            } else {
                let third = order.len() / 3;
                let ends = (order[third.saturating_sub(1)].scalars[at], order[order.len() - third.max(1)].scalars[at]);
                let told = |value: f64| super::words::three_digits(value);
                (&order[..third], &order[order.len() - third..], (told(ends.0), told(ends.1)))
            };
            if low.is_empty() || high.is_empty() {
                continue;
            }
            let (low, high) = (share(low), share(high));
            // Only what is told apart beyond chance: the intervals of the two do not meet.
            if low.low() <= high.high() && high.low() <= low.high() {
                continue;
            }
            let (Some(below), Some(above)) = (low.value(), high.value()) else { continue };
            let title = quantity_title(game.case, &path);
            let sentence = match path.ends_with("firmness") {
                true => format!(
                    "Where {title} is not real, {} have a zone; where it is, {}.",
                    percent(&low),
                    percent(&high)
                ),
                false => format!(
                    "With {title} at {} or less, {} have a zone; at {} or more, {}.",
                    thirds.0,
                    percent(&low),
                    thirds.1,
                    percent(&high)
                ),
            };
            let id = format!("settlement.decides.{path}");
            found.push(((below - above).abs(), Decider { id, path, title, thirds, low, high, sentence }));
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.path.cmp(&b.1.path)));
        found.into_iter().take(DECIDERS).map(|(_, decider)| decider).collect()
    }

    /// The share of draws with a zone over the no-deal value of each party that must consent.
    pub fn curves(&self) -> Vec<Curve> {
        let game = &self.prepared.game;
        let mut curves = Vec::new();
        for (at, dimension) in game.dimensions.iter().enumerate().filter(|(_, dimension)| dimension.consents) {
            let others = game.dimensions.iter().enumerate().filter(|(other, own)| *other != at && own.consents);
            let known = others.clone().count() + 1 == game.consenting.len();
            let others_known = self.drawn.iter().all(|drawn| others.clone().all(|(p, _)| drawn.no_deal[p].is_some()));
            if !known || !others_known {
                continue;
            }
            let ceilings: Vec<Option<Option<i64>>> = self.deep().map(|(_, deep)| deep.ceiling[at]).collect();
            let n = ceilings.len() as u64;
            let undecided = ceilings.iter().filter(|ceiling| ceiling.is_none()).count() as u64;
            let mut sorted: Vec<i64> = ceilings.iter().copied().flatten().flatten().collect();
            sorted.sort_unstable();
            let (Some(first), Some(last)) = (sorted.first().copied(), sorted.last().copied()) else { continue };
            let entered: Vec<i64> = self.drawn.iter().filter_map(|drawn| drawn.no_deal[at]).collect();
            let low = entered.iter().copied().chain([first]).min().unwrap_or(first);
            let high = entered.iter().copied().chain([last]).max().unwrap_or(last);
            let at_value = |value: i64| Share::new((sorted.len() - sorted.partition_point(|c| *c < value)) as u64, n, undecided);
            let points = (0..CURVE)
                .map(|step| {
                    let value = low + ((high - low) as i128 * step as i128 / (CURVE as i128 - 1)) as i64;
                    (game.number(at, value), at_value(value))
                })
                .collect();
            // Draws without any deal among the others count as the lowest ceilings.
            let total = n - undecided;
            let place = |share: f64| -> Option<i64> {
                let none = total as usize - sorted.len();
                let rank = (total as f64 * share).floor() as usize;
                sorted.get(rank.checked_sub(none)?).copied()
            };
            let wide = 0.98 / (total.max(1) as f64).sqrt();
            let half = place((0.5 - wide).max(0.0))
                .zip(place((0.5 + wide).min(0.999_999)))
                .map(|(low, high)| (game.number(at, low), game.number(at, high)));
            let title = party_title(game.case, dimension.party.index());
            let sentence = match &half {
                Some((low, high)) => format!(
                    "Half of the draws have a zone when no deal is worth {} to {title}{}.",
                    Worth::Between(*low, *high).in_words(),
                    self.entered_in_words(dimension.party)
                ),
                None => format!("At no value of no deal to {title} that was met do half of the draws have a zone."),
            };
            curves.push(Curve {
                id: format!("settlement.curve.{}", game.case.party(dimension.party).name),
                party: dimension.party.index(),
                points,
                entered: self.entered(dimension.party),
                half,
                sentence,
                basis: self.basis.clone(),
            });
        }
        curves
    }

    fn entered(&self, party: PartyId) -> Option<(Number, Number)> {
        let case = self.prepared.game.case;
        let no_deal = case.draft().preferences.get(&case.party(party).name)?.no_deal.as_ref()?;
        Some((no_deal.low(), no_deal.high()))
    }

    fn entered_in_words(&self, party: PartyId) -> String {
        match self.entered(party) {
            Some((low, high)) if low == high => format!("; entered is {low}"),
            Some((low, high)) => format!("; entered is {low} to {high}"),
            None => "; none is entered".into(),
        }
    }

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
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1.parties, a.1.issues).cmp(&(b.1.parties, b.1.issues))));
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
                deep.iter().filter(|(_, deep)| deep.with_levers.get(at).is_some_and(|own| *own == answer)).count() as u64
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
                let by = case.parties().iter().position(|party| party.name == lever.by.value);
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
            let names: Vec<String> = levers
                .iter()
                .map(|lever| lever.name.as_ref().map_or(lever.id.value.clone(), |name| name.value.clone()))
                .collect();
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
        found.sort_by_key(|levers| (levers.levers.len(), std::cmp::Reverse(levers.share.hits()), levers.levers.clone()));
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

    /// Shares of draws in which a package of the zone passes every ratifier for certain, and possibly.
    pub fn home(&self) -> Option<[Share; 2]> {
        if self.prepared.win_sets.is_empty() {
            return None;
        }
        let deep: Vec<(&Drawn, &Deep)> = self.deep().collect();
        let share = |which: usize| {
            let hits = deep.iter().filter(|(_, deep)| deep.home[which] == Some(true)).count() as u64;
            let open = |drawn: &Drawn, deep: &Deep| {
                drawn.zone.is_none() || (drawn.zone == Some(true) && deep.home[which].is_none())
            };
            Share::new(hits, deep.len() as u64, deep.iter().filter(|(drawn, deep)| open(drawn, deep)).count() as u64)
        };
        Some([share(0), share(1)])
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
