//! Weights, values and other quantities: in range, and able to be drawn at all.

use super::Checker;
use crate::decode::Pairs;
use crate::diagnostic::{Diagnostic, shown};
use crate::draft::Preferences;
use crate::quantity::{Known, Number, Quantity, Scale};
use crate::span::{At, Span};

/// The largest number a case can hold, in ticks.
const LARGEST: i128 = crate::quantity::LARGEST * crate::quantity::TICKS;

/// Items of an order, best or worst first as the order says; `a = b` puts two on one rung.
fn rungs(order: &[At<String>]) -> Vec<Vec<At<String>>> {
    order
        .iter()
        .map(|rung| rung.value.split('=').map(|name| At::new(name.trim().to_string(), rung.span)).collect())
        .collect()
}

impl Checker<'_> {
    /// A quantity that is a share or a probability.
    pub(super) fn share(&mut self, what: &str, quantity: &Quantity) {
        if quantity.low().0 < 0 || quantity.high() > Number::whole(1) {
            let hundredth = |number: Number| Number(number.0 / 100);
            let example = match quantity.known {
                Known::Point(point) if point >= Number::whole(10) && point <= Number::whole(100) => point,
                _ => Number::whole(70),
            };
            self.report(
                Diagnostic::error("outside-range", quantity.span, format!("{what} {quantity} is not between 0 and 1"))
                    .help(format!("write {} for {example} per cent", hundredth(example))),
            );
        }
    }

    /// A quantity that cannot be negative.
    pub(super) fn not_negative(&mut self, what: &str, quantity: &Quantity) {
        if quantity.low().0 < 0 {
            self.report(
                Diagnostic::error("outside-range", quantity.span, format!("{what} {quantity} is negative"))
                    .help("give 0 or more"),
            );
        }
    }

    pub(super) fn preferences(&mut self) {
        let draft = self.draft;
        for (party, preferences) in draft.preferences.iter() {
            self.party_id(party);
            self.source_ids(&preferences.source);
            self.marking(preferences.marking.as_ref());
            self.party_preferences(party, preferences);
        }
    }

    fn party_preferences(&mut self, party: &At<String>, preferences: &Preferences) {
        self.table_alone(party, preferences);
        if let Some(discount) = &preferences.discount {
            self.share("the discount factor", &discount.factor);
        }
        let top = match preferences.scale.value {
            Scale::Hundred => Some(Number::whole(100)),
            Scale::One => Some(Number::whole(1)),
            Scale::Raw => None,
        };
        for (name, worth) in preferences.issues.iter() {
            let Some(issue) = self.issue_id(name) else { continue };
            if let Some(weight) = &worth.weight {
                self.not_negative("the weight", weight);
            }
            let mut bounds: Vec<(usize, &Quantity)> = Vec::new();
            for (option, value) in worth.values.iter() {
                let (found, _) = self.options(issue, option);
                bounds.extend(found.first().map(|option| (*option, value)));
                if let Some(top) = top
                    && (value.low().0 < 0 || value.high() > top)
                {
                    self.report(
                        Diagnostic::error(
                            "outside-range",
                            value.span,
                            format!("the value {value} is not between 0 and {top}"),
                        )
                        .help("values lie on the party's scale; `scale: raw` takes any"),
                    );
                }
            }
            let free = top.map_or((Number(-LARGEST), Number(LARGEST)), |top| (Number(0), top));
            let ranks: Vec<Vec<usize>> = rungs(&worth.order)
                .iter()
                .map(|rung| rung.iter().flat_map(|name| self.options(issue, name).0).collect())
                .filter(|rung: &Vec<usize>| !rung.is_empty())
                .collect();
            let bound = |option: usize| {
                bounds.iter().find(|(own, _)| *own == option).map_or(free, |(_, q)| (q.low(), q.high()))
            };
            let rising: Vec<Vec<(Number, Number)>> =
                ranks.iter().map(|rung| rung.iter().map(|o| bound(*o)).collect()).collect();
            if rising_bounds(&rising).is_none() {
                let span = worth.order.first().map(|name| name.span).unwrap_or_default();
                self.empty(span, &format!("the order of `{}` and the values given", name.value));
            }
        }
        self.weights(party, preferences, top);
        let mut first: std::collections::BTreeMap<&str, Span> = std::collections::BTreeMap::new();
        for linkage in &preferences.linkages {
            self.condition(&linkage.when);
            if let Some(earlier) = first.insert(&linkage.id.value, linkage.id.span) {
                let message = format!("the linkage `{}` is given twice", linkage.id.value);
                self.report(
                    Diagnostic::error("doubled-id", linkage.id.span, message)
                        .also(earlier, "first here")
                        .help("give one of the two another id"),
                );
            }
        }
        let silent = preferences.issues.is_empty() && preferences.table.is_none() && preferences.no_deal.is_none();
        if silent && !self.faulted(preferences.here.0) {
            self.report(
                Diagnostic::warning(
                    "no-values",
                    party.span,
                    format!("the preferences of `{}` say nothing", party.value),
                )
                .help("give weights, values, an order, or a no-deal value"),
            );
        }
    }

    /// Weights in the given order, within their ranges, with the sum the scale asks for.
    fn weights(&mut self, party: &At<String>, preferences: &Preferences, total: Option<Number>) {
        let names: Vec<&str> = preferences.issues.names().collect();
        let free = (Number(0), total.unwrap_or(Number(LARGEST)));
        let mut bounds: Vec<(Number, Number)> = Vec::new();
        for (_, worth) in preferences.issues.iter() {
            bounds.push(worth.weight.as_ref().map_or(free, |weight| (weight.low(), weight.high())));
        }
        let mut falling: Vec<Vec<usize>> = Vec::new();
        for rung in rungs(&preferences.order_of_weights) {
            let mut places = Vec::new();
            for name in rung {
                match names.iter().position(|known| *known == name.value) {
                    Some(at) => places.push(at),
                    None => {
                        let help = crate::diagnostic::way_out(&name.value, "issue", names.iter().copied());
                        let message = format!("`{}` has no worth in these preferences", shown(&name.value));
                        self.report(Diagnostic::error("unknown-issue", name.span, message).help(help));
                    }
                }
            }
            if !places.is_empty() {
                falling.push(places);
            }
        }
        let rising: Vec<Vec<(Number, Number)>> =
            falling.iter().rev().map(|rung| rung.iter().map(|at| bounds[*at]).collect()).collect();
        let Some(tight) = rising_bounds(&rising) else {
            let span = preferences.order_of_weights.first().map(|name| name.span).unwrap_or_default();
            self.empty(span, "the order of weights and the weights given");
            return;
        };
        for (rung, bound) in falling.iter().rev().zip(tight) {
            rung.iter().for_each(|at| bounds[*at] = bound);
        }
        let Some(total) = total.filter(|_| !bounds.is_empty()) else { return };
        let (low, high) = bounds.iter().fold((0i128, 0i128), |(low, high), bound| (low + bound.0.0, high + bound.1.0));
        if low > total.0 || high < total.0 {
            self.report(
                Diagnostic::error(
                    "weights-empty",
                    party.span,
                    format!(
                        "no weights of `{}` sum to {total}: they sum to {} at least and {} at most",
                        party.value,
                        Number(low),
                        Number(high)
                    ),
                )
                .help("widen a range, or write `scale: raw`"),
            );
        }
    }

    fn empty(&mut self, span: Span, what: &str) {
        self.report(
            Diagnostic::error("weights-empty", span, format!("{what} cannot both hold: no set of numbers fits"))
                .help("change the order, or widen a range"),
        );
    }

    /// Quantities of parties by name.
    pub(super) fn by_party(&mut self, what: &str, quantities: &Pairs<Quantity>, share: bool) {
        for (party, quantity) in quantities.iter() {
            self.party_id(party);
            if share {
                self.share(what, quantity);
            } else {
                self.not_negative(what, quantity);
            }
        }
    }
}

/// The bounds of rungs that rise, each rung's members equal; `None` where nothing fits.
fn rising_bounds(rungs: &[Vec<(Number, Number)>]) -> Option<Vec<(Number, Number)>> {
    let mut bounds: Vec<(Number, Number)> = Vec::new();
    for rung in rungs {
        let low = rung.iter().map(|bound| bound.0).max()?;
        let high = rung.iter().map(|bound| bound.1).min()?;
        bounds.push((low, high));
    }
    for at in 1..bounds.len() {
        bounds[at].0 = bounds[at].0.max(bounds[at - 1].0);
    }
    for at in (1..bounds.len()).rev() {
        bounds[at - 1].1 = bounds[at - 1].1.min(bounds[at].1);
    }
    bounds.iter().all(|(low, high)| low <= high).then_some(bounds)
}
