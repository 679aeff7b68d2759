//! What a party's preferences say of its numbers, as [`Polytope`]s; or why they do not say enough.
//!
//! Rules beyond what is entered:
//! - On the scales 100 and 1 the weights of the issues named sum to the total; a weight left out lies anywhere between
//!   0 and the total. On the raw scale there is no sum, and a weight left out is missing.
//! - An order runs from worst to best. Where no number pins its ends, its worst rung is 0 and its best the top of the
//!   scale. A number pins an end that stands on that rung, or that gives an option outside the order that very value
//!   as a point. An order of one rung has no ends.
//! - An option with neither number nor place in the order is worth anything between 0 and the top. The raw scale has no top: there
//!   an option that nothing bounds is missing.
//! - Of an issue with neither values nor order any option can be the worst (0) and any other the best (top), the rest lie anywhere
//!   between. An issue that takes its options in sequence is then worth nothing by itself: linkages value it.

use super::names;
use super::polytope::{Bound, Polytope};
use super::single::Triangle;
use std::collections::BTreeMap;
use zopa_case::draft::{Choose, IssueWorth, Preferences};
use zopa_case::{At, Case, Issue, IssueId, Number, PartyId, Quantity, Scale};

/// Beyond any sum of numbers that a case can hold: no bound was given.
const UNBOUNDED: i128 = 1 << 100;

/// What is known of a party's numbers.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// The scale.
    pub scale: Scale,
    /// The issues that the weights are of, in the order of the preferences; none with a table.
    pub issues: Vec<IssueId>,
    /// The weights: member `k` is that of `issues[k]`.
    pub weights: Polytope,
    /// The values: for each of `issues`.
    pub values: Vec<Values>,
    /// Whether values come from a table.
    pub table: bool,
}

/// What is known of the values of an issue's options.
#[derive(Clone, Debug)]
pub(crate) enum Values {
    /// Bounds and order; member `k` is option `k`.
    Known(Polytope),
    /// Nothing but the scale: some option is worst (0), another best (this many ticks).
    Unknown(i128),
    /// Nothing by themselves.
    Nothing,
}

/// The top of a scale, in ticks; raw has none.
pub(crate) fn top(scale: Scale) -> Option<i128> {
    match scale {
        Scale::Hundred => Some(Number::whole(100).0),
        Scale::One => Some(Number::whole(1).0),
        Scale::Raw => None,
    }
}

/// The preferences of a party.
pub(crate) fn preferences(case: &Case, party: PartyId) -> Option<&Preferences> {
    case.draft().preferences.get(&case.party(party).name)
}

impl Plan {
    /// The plan of a party's numbers.
    ///
    /// # Errors
    /// What keeps the party from being valued, in words.
    pub(crate) fn new(case: &Case, party: PartyId) -> Result<Self, Vec<String>> {
        let name = &case.party(party).name;
        let Some(preferences) = preferences(case, party) else {
            return Err(vec![format!("no preferences of `{name}` are given")]);
        };
        let scale = preferences.scale.value;
        let nothing = Polytope { blocks: Vec::new(), chain: 0, total: None };
        let mut plan = Self { scale, issues: Vec::new(), weights: nothing, values: Vec::new(), table: false };
        if preferences.table.is_some() {
            plan.table = true;
            return Ok(plan);
        }
        let worths: Vec<(IssueId, &str, &IssueWorth)> = preferences
            .issues
            .iter()
            .filter_map(|(key, worth)| Some((names::issue(case, key)?, key.value.as_str(), worth)))
            .collect();
        let mut missing = Vec::new();
        if worths.is_empty() && preferences.linkages.is_empty() {
            missing.push(format!("the preferences of `{name}` value no issue"));
        }
        for (id, _, worth) in &worths {
            match values(case.issue(*id), worth, scale) {
                Ok(values) => plan.values.push(values),
                Err(why) => missing.push(format!("{why} to `{name}`")),
            }
        }
        match weights(&worths, &preferences.order_of_weights, scale) {
            Ok(weights) => plan.weights = weights,
            Err(why) => missing.extend(why.into_iter().map(|why| format!("{why} to `{name}`"))),
        }
        plan.issues = worths.into_iter().map(|(id, _, _)| id).collect();
        if missing.is_empty() { Ok(plan) } else { Err(missing) }
    }
}

/// The rungs of an order, in its own direction; `a = b` puts two on one rung.
fn rungs(order: &[At<String>], members: impl Fn(&str) -> Vec<usize>) -> Vec<Vec<usize>> {
    let rung = |rung: &At<String>| rung.value.split('=').flat_map(|name| members(name.trim())).collect();
    order.iter().map(rung).filter(|rung: &Vec<usize>| !rung.is_empty()).collect()
}

fn bound(quantity: &Quantity) -> Bound {
    Bound { low: quantity.low().0, high: quantity.high().0, triangle: Triangle::of(quantity.known) }
}

fn weights(
    worths: &[(IssueId, &str, &IssueWorth)],
    order: &[At<String>],
    scale: Scale,
) -> Result<Polytope, Vec<String>> {
    let top = top(scale);
    let bounds: Vec<Result<Bound, String>> = worths
        .iter()
        .map(|(_, name, worth)| match (&worth.weight, top) {
            (Some(weight), _) => Ok(bound(weight)),
            (None, Some(top)) => Ok(Bound { low: 0, high: top, triangle: None }),
            (None, None) => Err(format!("no weight of issue `{name}` (raw weights have no sum to fill)")),
        })
        .collect();
    if bounds.iter().any(Result::is_err) {
        return Err(bounds.into_iter().filter_map(Result::err).collect());
    }
    let bounds: Vec<Bound> = bounds.into_iter().flatten().collect();
    let places: BTreeMap<&str, usize> = worths.iter().enumerate().map(|(at, (_, name, _))| (*name, at)).collect();
    let mut rising = rungs(order, |name| places.get(name).copied().into_iter().collect());
    rising.reverse();
    let total = top.filter(|_| !bounds.is_empty());
    Polytope::new(&bounds, &rising, total).ok_or_else(|| vec!["no weights that fit what is said of them".to_string()])
}

fn values(issue: &Issue, worth: &IssueWorth, scale: Scale) -> Result<Values, String> {
    let top = top(scale);
    let count = issue.options.len();
    if worth.values.is_empty() && worth.order.is_empty() {
        match (issue.choose, top) {
            (Choose::Sequence, _) => return Ok(Values::Nothing),
            (_, Some(top)) if count > 1 => return Ok(Values::Unknown(top)),
            _ => {}
        }
    }
    let contradiction = || format!("no values of issue `{}` that fit what is said of them", issue.name);
    let mut given: Vec<Option<Bound>> = vec![None; count];
    for (name, value) in worth.values.iter() {
        for option in names::options(issue, name) {
            let value = bound(value);
            given[option] = Some(match given[option] {
                Some(other) if other.low.max(value.low) > other.high.min(value.high) => return Err(contradiction()),
                Some(other) => Bound {
                    low: other.low.max(value.low),
                    high: other.high.min(value.high),
                    triangle: other.triangle.or(value.triangle),
                },
                None => value,
            });
        }
    }
    let free = match top {
        Some(top) => Bound { low: 0, high: top, triangle: None },
        None => Bound { low: -UNBOUNDED, high: UNBOUNDED, triangle: None },
    };
    let mut bounds: Vec<Bound> = given.iter().map(|known| known.unwrap_or(free)).collect();
    let rungs = rungs(&worth.order, |name| names::options(issue, name));
    if let [worst, .., best] = rungs.as_slice() {
        let outside = |option: usize| !rungs.iter().flatten().any(|own| *own == option);
        let pinned = |rung: &[usize], at: i128| {
            rung.iter().any(|option| given[*option].is_some())
                || (0..count)
                    .filter(|option| outside(*option))
                    .any(|option| given[option].is_some_and(|bound| bound.low == at && bound.high == at))
        };
        for (rung, end) in [(worst, Some(0)), (best, top)] {
            let Some(end) = end.filter(|end| !pinned(rung, *end)) else { continue };
            let before = bounds.clone();
            rung.iter().for_each(|option| bounds[*option] = Bound { low: end, high: end, triangle: None });
            // On the raw scale all may lie below 0; an order that comes back to its start has no ends.
            if Polytope::new(&bounds, &rungs, None).is_none() {
                bounds = before;
            }
        }
    }
    let polytope = Polytope::new(&bounds, &rungs, None).ok_or_else(contradiction)?;
    let open = polytope.bounds().iter().position(|(low, high)| *low <= -UNBOUNDED || *high >= UNBOUNDED);
    match open {
        Some(option) => {
            let option = &issue.options[option].name;
            Err(format!("no value of option `{option}` of issue `{}` (the raw scale has no top)", issue.name))
        }
        None => Ok(Values::Known(polytope)),
    }
}
