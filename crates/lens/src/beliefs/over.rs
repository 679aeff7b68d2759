//! What the weighted draws say of one party.

use super::findings::{Moment, PartyBelief, QuantityBelief};
use super::likelihood::Speaker;
use super::{Settings, THIN, words};
use crate::control::Control;
use crate::model::{Game, in_chunks};
use crate::solve::belief::{Posterior, effective, quantiles};

/// Parts of a hundred told.
const PARTS: [f64; 3] = [0.05, 0.5, 0.95];
/// Parts of equal prior weight by which it is told how far a quantity moved.
const BANDS: usize = 20;

pub(super) struct Over<'a> {
    pub game: &'a Game<'a>,
    pub settings: &'a Settings,
    pub speaker: &'a Speaker<'a, 'a>,
    pub posterior: &'a Posterior,
    pub paths: &'a [String],
    /// By path and draw.
    pub scalars: &'a [Vec<f64>],
}

impl Over<'_> {
    pub fn party(&self, control: &dyn Control) -> PartyBelief {
        let case = self.game.case;
        let name = &case.party(self.speaker.party).name;
        let own = format!("preferences.{name}.");
        let lines: Vec<String> = case
            .lines()
            .iter()
            .filter(|line| line.party == self.speaker.party)
            .map(|line| format!("lines.{}.firmness", line.name))
            .collect();
        let of_party = |path: &String| path.starts_with(&own) || lines.contains(path);
        let places: Vec<usize> = (0..self.paths.len()).filter(|at| of_party(&self.paths[*at])).collect();
        let draws = self.posterior.weights().len();
        let beside = |of: fn(super::likelihood::Nuisance) -> f64| -> Vec<f64> {
            (0..draws as u64).map(|at| of(self.speaker.nuisance(self.settings, at))).collect()
        };
        let answers = self.speaker.heard.iter().any(|own| own.act != super::evidence::Act::Offer);
        let offers = self.speaker.heard.iter().any(|own| own.act == super::evidence::Act::Offer);
        let mut nuisances: Vec<(String, Vec<f64>)> = Vec::new();
        if answers {
            nuisances.push((format!("beliefs.{name}.scale"), beside(|own| own.scale)));
            nuisances.push((format!("beliefs.{name}.bluff"), beside(|own| own.bluff)));
        }
        if offers {
            nuisances.push((format!("beliefs.{name}.beta"), beside(|own| own.beta)));
        }
        let without: Vec<Option<Vec<f64>>> =
            (0..self.speaker.heard.len()).map(|piece| self.posterior.without(piece)).collect();
        let effective = self.posterior.effective();
        let contradicted = self.posterior.contradicted();
        let thin = effective < THIN;
        let all: Vec<(&str, &[f64])> = places
            .iter()
            .map(|at| (self.paths[*at].as_str(), self.scalars[*at].as_slice()))
            .chain(nuisances.iter().map(|(path, values)| (path.as_str(), values.as_slice())))
            .collect();
        let found = in_chunks(self.settings.threads, all.len() as u64, control, "quantities", |at| {
            let (path, values) = all[at as usize];
            self.quantity(path, values, &without, contradicted || thin)
        });
        let mut quantities: Vec<QuantityBelief> = found.into_iter().flatten().collect();
        quantities.sort_by(|one, two| two.moved.total_cmp(&one.moved).then_with(|| one.path.cmp(&two.path)));
        let no_deal = places.iter().find(|at| self.paths[**at] == format!("{own}no deal"));
        let timeline = self.timeline(no_deal.map(|at| self.scalars[*at].as_slice()));
        let mut belief = PartyBelief {
            party: self.speaker.party.index(),
            pieces: self.speaker.heard.len(),
            effective,
            contradicted,
            thin,
            quantities,
            timeline,
            sentence: String::new(),
        };
        belief.sentence = words::party(case, &belief);
        belief
    }

    fn quantity(&self, path: &str, values: &[f64], without: &[Option<Vec<f64>>], silent: bool) -> QuantityBelief {
        let weights = self.posterior.weights();
        let even = vec![1.0 / values.len().max(1) as f64; values.len()];
        let share = path.ends_with(".firmness");
        let order = sorted(values);
        let middle = |weights: &[f64]| match share {
            true => mean(values, weights),
            false => quantiles(values, &order, weights, [0.5])[0],
        };
        let (prior, posterior, moved) = if share {
            let (before, after) = (mean(values, &even), mean(values, weights));
            ([before; 3], [after; 3], (after - before).abs())
        } else {
            let told = |weights: &[f64]| quantiles(values, &order, weights, PARTS);
            (told(&even), told(weights), apart(&order, weights))
        };
        let now = middle(weights);
        let mut most_by: Option<(usize, f64)> = None;
        for (piece, weights) in without.iter().enumerate() {
            let Some(weights) = weights else { continue };
            let then = middle(weights);
            if (then - now).abs() > most_by.map_or(0.0, |(_, best)| (best - now).abs()) {
                most_by = Some((piece, then));
            }
        }
        let width = |ends: &[f64; 3]| ends[2] - ends[0];
        QuantityBelief {
            id: format!("beliefs.{}", path.trim_start_matches("beliefs.")),
            path: path.to_string(),
            title: words::quantity(self.game.case, path),
            share,
            prior,
            posterior,
            moved,
            estimate: !share && !silent && width(&posterior) <= 0.5 * width(&prior),
            most_by: most_by.map(|(piece, then)| (self.speaker.heard[piece].id.clone(), then)),
        }
    }

    fn timeline(&self, no_deal: Option<&[f64]>) -> Vec<Moment> {
        let heard = &self.speaker.heard;
        let order = no_deal.map(sorted);
        let mut moments = Vec::new();
        for (at, own) in heard.iter().enumerate() {
            if heard.get(at + 1).is_some_and(|next| next.date.last == own.date.last) {
                continue;
            }
            let Some(weights) = self.posterior.with(|piece| piece <= at) else { break };
            let told = no_deal.zip(order.as_ref()).map(|(values, order)| quantiles(values, order, &weights, PARTS));
            let effective = effective(&weights);
            moments.push(Moment { day: own.date.in_words(), pieces: at + 1, effective, no_deal: told });
        }
        moments
    }
}

/// The places of values, rising.
fn sorted(values: &[f64]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..values.len() as u32).collect();
    order.sort_by(|one, two| values[*one as usize].total_cmp(&values[*two as usize]));
    order
}

fn mean(values: &[f64], weights: &[f64]) -> f64 {
    values.iter().zip(weights).map(|(value, weight)| value * weight).sum()
}

/// The total variation between even weights and these, over bands of equal prior weight.
fn apart(order: &[u32], weights: &[f64]) -> f64 {
    let mut bands = [0.0; BANDS];
    for (rank, at) in order.iter().enumerate() {
        bands[rank * BANDS / order.len()] += weights[*at as usize];
    }
    let even = |band: usize| {
        let from = |band: usize| (band * order.len()).div_ceil(BANDS);
        (from(band + 1) - from(band)) as f64 / order.len() as f64
    };
    (0.5 * (0..BANDS).map(|band| (bands[band] - even(band)).abs()).sum::<f64>()).clamp(0.0, 1.0)
}
