//! What the draws say together.

use super::ensemble::{Deep, Drawn, Prepared};
use super::findings::{Curve, Decider, PartyValues};
use super::words::{party_title, percent, quantity_title};
use crate::run::Basis;
use crate::share::{Share, Thirds};
use crate::solve::valued::NONE;
use crate::worth::Worth;
use zopa_case::{Number, PartyId};

/// Assumptions listed.
const DECIDERS: usize = 7;
/// No-deal values at which a curve is told.
const CURVE: usize = 13;

/// The draws of a case, all run.
pub(super) struct OverDraws<'a> {
    pub prepared: &'a Prepared<'a>,
    pub drawn: &'a [Drawn],
    pub basis: &'a Basis,
}

impl OverDraws<'_> {
    pub(super) fn deep(&self) -> impl Iterator<Item = (&Drawn, &Deep)> {
        self.drawn.iter().filter_map(|drawn| Some((drawn, drawn.deep.as_ref()?)))
    }

    /// From 5 to 95 of a hundred.
    pub(super) fn between(&self, dimension: usize, values: impl Iterator<Item = i64>) -> Option<Worth> {
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
            party.worst = self.between(at, self.drawn.iter().map(|drawn| drawn.worst[at]));
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

    /// Which assumptions the zone hangs on: shares in the lowest and the highest third of each.
    pub fn decides(&self) -> Vec<Decider> {
        let game = &self.prepared.game;
        let mut found: Vec<(f64, Decider)> = Vec::new();
        for (at, path) in game.draws.paths().into_iter().enumerate() {
            let draws: Vec<(f64, Option<bool>)> =
                self.drawn.iter().map(|drawn| (drawn.scalars[at], drawn.zone)).collect();
            let yes_no = draws.iter().all(|(scalar, _)| *scalar == 0.0 || *scalar == 1.0);
            let told = if yes_no && path.ends_with("firmness") {
                let (real, unreal) = draws.into_iter().partition::<Vec<_>, _>(|(scalar, _)| *scalar > 0.5);
                let all = Thirds { ends: (0.0, 1.0), low: Share::of(&unreal), high: Share::of(&real) };
                (!real.is_empty() && !unreal.is_empty() && all.apart())
                    .then(|| (("not real".to_string(), "real".to_string()), all))
            } else if path.ends_with("credibility") || path.starts_with("leverage") || path.starts_with("ratifiers") {
                continue;
            } else {
                let words = |value: f64| super::words::three_digits(value);
                Thirds::of(draws).map(|thirds| ((words(thirds.ends.0), words(thirds.ends.1)), thirds))
            };
            // Only what is told apart beyond chance.
            let Some((thirds, Thirds { low, high, .. })) = told else { continue };
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
            let at_value =
                |value: i64| Share::new((sorted.len() - sorted.partition_point(|c| *c < value)) as u64, n, undecided);
            // One set of numbers gives a step, which the sentence tells.
            let points = (0..if game.draws.certain() { 0 } else { CURVE })
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
            let certain = game.draws.certain();
            let sentence = match &half {
                Some((ceiling, _)) if certain => format!(
                    "There is a zone while no deal is worth {ceiling} or less to {title}{}.",
                    self.entered_in_words(dimension.party)
                ),
                None if certain => format!("Whatever no deal is worth to {title}, the others have no deal."),
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
