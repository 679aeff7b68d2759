//! Where one party has to trust another, and how surely a breach must be seen.
//!
//! *Trust*: with the payoffs `R` (both keep their word), `T` (cheating alone), `P` (both cheat), `S` (being cheated) of an assurance
//! game, keeping one's word pays from the chance `(P - S) / ((R - T) + (P - S))` on that the other is trustworthy (Kydd 2000,
//! 2005). *Inspection*: a breach that gains `g` unseen and loses `K` when seen does not pay where the chance of being seen is
//! `g / (g + K)` or more (Dresher 1962; Avenhaus, Canty, Kilgour, von Stengel & Zamir 1996). Ranges give the least and the
//! largest of each.

use super::findings::{Inspection, TrustFound};
use crate::run::Basis;
use crate::worth::three_digits;
use zopa_case::draft::{self, Trust};
use zopa_case::{Case, PartyId, Quantity};

/// Where trust is asked for, in file order.
pub(super) fn trust(case: &Case) -> Vec<TrustFound> {
    case.draft().trust.iter().filter_map(|trust| trusted(case, trust)).collect()
}

fn title(case: &Case, party: usize) -> &str {
    &case.party(PartyId::new(party)).title
}

fn ends(quantity: &Quantity) -> [f64; 2] {
    [quantity.low().to_f64(), quantity.high().to_f64()]
}

fn trusted(case: &Case, trust: &Trust) -> Option<TrustFound> {
    let (party, whom) = (case.party_named(&trust.party.value)?.index(), case.party_named(&trust.whom.value)?.index());
    // The threshold moves one way with each number, so that its least and largest stand at ends.
    let mut all: Vec<Option<f64>> = Vec::new();
    for reward in ends(&trust.reward) {
        for temptation in ends(&trust.temptation) {
            for punishment in ends(&trust.punishment) {
                for sucker in ends(&trust.sucker) {
                    all.push(threshold(reward, temptation, punishment, sucker));
                }
            }
        }
    }
    let known = || all.iter().copied().flatten();
    let lowest = known().reduce(f64::min);
    let highest = if all.iter().all(Option::is_some) { known().reduce(f64::max) } else { None };
    let pays = trust.believed.as_ref().and_then(|believed| {
        let [low, high] = ends(believed);
        match (lowest, highest) {
            (None, _) => Some(false),
            (_, Some(highest)) if low >= highest => Some(true),
            (Some(lowest), _) if high < lowest => Some(false),
            _ => None,
        }
    });
    let mut basis = Basis::default();
    basis.item(case, &trust.source, trust.marking.as_ref());
    basis.assumptions.insert(format!("the stakes of `{}`", trust.id.value));
    let (one, other) = (title(case, party), title(case, whom));
    let about = trust.step.as_ref().and_then(|id| case.draft().steps.iter().find(|step| step.id.value == id.value));
    about.iter().for_each(|step| basis.item(case, &step.source, step.marking.as_ref()));
    let about = about.map_or(String::new(), |step| format!(" over \"{}\"", draft::title(&step.id, &step.name)));
    let needed = match (lowest, highest) {
        (None, _) => format!("{one} does better to break its word{about} however surely {other} keeps its own"),
        (Some(low), Some(high)) => {
            format!("{one} can trust {other}{about} from a chance of {} on that it keeps its word", span(low, high))
        }
        (Some(low), None) => format!(
            "{one} can trust {other}{about} from a chance of {} on at least; with some of the numbers entered, never",
            three_digits(low)
        ),
    };
    let sentence = match (pays, &trust.believed) {
        (_, None) => format!("{needed}; what {one} believes is not entered."),
        (Some(true), Some(believed)) => format!("{needed}; it believes {believed}: enough."),
        (Some(false), Some(believed)) => format!("{needed}; it believes {believed}: not enough."),
        (None, Some(believed)) => {
            format!("{needed}; it believes {believed}: that hangs on where in their ranges the numbers are.")
        }
    };
    Some(TrustFound {
        id: format!("roadmap.trust.{}", trust.id.value),
        party,
        whom,
        step: trust.step.as_ref().map(|step| step.value.clone()),
        threshold: (lowest, highest),
        pays,
        sentence,
        basis,
    })
}

/// The chance from which on to trust pays; `None`: it never does. Being cheated is never better than both cheating.
fn threshold(reward: f64, temptation: f64, punishment: f64, sucker: f64) -> Option<f64> {
    let (kept, lost) = (reward - temptation, punishment - sucker);
    let threshold = if lost > 0.0 { lost / (kept + lost) } else { 0.0 };
    (kept >= 0.0).then_some(threshold)
}

/// One number, or from one to the other.
fn span(low: f64, high: f64) -> String {
    let (low, high) = (three_digits(low), three_digits(high));
    if low == high { low } else { format!("{low} to {high}") }
}

/// How surely breaches must be seen, by step and party in file order.
pub(super) fn inspections(case: &Case) -> Vec<Inspection> {
    let mut found = Vec::new();
    for step in &case.draft().steps {
        for (name, stakes) in step.stakes.iter() {
            let Some(party) = case.party_named(&name.value).map(PartyId::index) else { continue };
            let ([gain, most], [loss, worst]) = (ends(&stakes.gain), ends(&stakes.loss));
            let level = |gain: f64, loss: f64| if gain > 0.0 { gain / (gain + loss) } else { 0.0 };
            let needed = (level(gain, worst), level(most, loss));
            let enough = step.detection.as_ref().and_then(|detection| {
                let [low, high] = ends(detection);
                if low >= needed.1 {
                    Some(true)
                } else if high < needed.0 {
                    Some(false)
                } else {
                    None
                }
            });
            let mut basis = Basis::default();
            basis.item(case, &step.source, step.marking.as_ref());
            basis.assumptions.insert(format!("the stakes of `{}`", step.id.value));
            let known = draft::title(&step.id, &step.name);
            let entered = match (&step.detection, enough) {
                (None, _) => "; no chance is entered".to_string(),
                (Some(detection), Some(true)) => format!("; entered is {detection}: enough"),
                (Some(detection), Some(false)) => format!("; entered is {detection}: not enough"),
                (Some(detection), None) => {
                    format!("; entered is {detection}: that hangs on where in their ranges the numbers are")
                }
            };
            found.push(Inspection {
                id: format!("roadmap.inspection.{}.{}", step.id.value, name.value),
                step: step.id.value.clone(),
                party,
                needed,
                enough,
                sentence: format!(
                    "For {} to break \"{known}\" does not pay where it is seen with a chance of {} or more{entered}.",
                    title(case, party),
                    span(needed.0, needed.1)
                ),
                basis,
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::threshold;

    #[test]
    fn thresholds_of_kydd() {
        let m = threshold(1.0, 0.6, 0.0, -1.5).expect("a threshold");
        assert!((m - 0.789_473_684_210_526_3).abs() < 1e-15);
        // A temptation above the reward: never; equal to it: only for certain.
        assert_eq!(threshold(1.0, 1.2, 0.0, -1.0), None);
        assert_eq!(threshold(1.0, 1.0, 0.0, -1.0), Some(1.0));
        // Nothing lost by being cheated.
        assert_eq!(threshold(1.0, 0.5, 0.0, 0.0), Some(0.0));
    }
}
