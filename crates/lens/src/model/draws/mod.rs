//! Draws: complete sets of numbers that agree with everything a case says of them.
//!
//! A draw is one set of numbers consistent with the points, ranges, triangles and orders entered (stochastic
//! multicriteria acceptability analysis: Lahdelma, Hokkanen & Salminen 1998; Tervonen & Lahdelma 2007). It is uniform over what is
//! consistent, weighted by the triangles. Numbers that hang together are one **quantity** with one path:
//!
//! | path | numbers |
//! | --- | --- |
//! | `preferences.PARTY.weights` | the weights: order, bounds, sum of 100 or 1 (raw: no sum) |
//! | `preferences.PARTY.ISSUE.values` | the values of an issue's options: order from worst to best, bounds |
//! | `preferences.PARTY.no deal`, `preferences.PARTY.linkages.ID` | one number |
//! | `lines.LINE.firmness` | whether the line is real: its firmness is drawn, then the line with that chance |
//! | `leverage.ID.worth`, `.cost` | one number |
//! | `leverage.ID.credibility` | whether it is believed, drawn like a line |
//! | `ratifiers.ID.threshold`, `ratifiers.ID.FACTION.weight` | one number |
//!
//! Law: the numbers of a quantity in draw `k` hang on seed, path, `k` and what is said of that quantity alone. Adding or
//! editing another leaves them as they are, so that a what-if compares like with like; threads and machines change
//! nothing.
//!
//! Rule of certainty: where every number of the preferences is a point (or there are none), the case has one draw, and
//! **all lines are in force whatever their firmness** ([`Draws::certain`]). A line without firmness is always real; leverage without
//! credibility is always believed.
//!
//! A party that cannot be valued ([`Draws::missing`]) has no numbers and draws nothing. A no-deal value that is not
//! given has no default: it is `None`. What orders leave open is told in `plan.rs`, how polytopes are drawn in
//! `sampler.rs`. All numbers are exact decimals, in ticks of 1e-12 of the scale they were entered on.
//!
//! Cost: preparing takes some hundred trials for each quantity; a draw takes microseconds.

mod names;
mod part;
mod plan;
mod polytope;
mod sampler;
mod single;
mod stream;
#[cfg(test)]
pub(crate) mod tests;

pub(crate) use plan::{Plan, Values, preferences, top};
pub(crate) use polytope::Polytope;

use sampler::Sampler;
pub(crate) use single::Single;
use stream::{Key, Stream};
use zopa_case::{Case, Number, PartyId, Quantity, Scale};

/// One complete set of numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Numbers {
    /// By party; `None` where the party cannot be valued.
    pub parties: Vec<Option<PartyNumbers>>,
    /// By line: whether it is real.
    pub real: Vec<bool>,
    /// By lever, in file order.
    pub levers: Vec<LeverNumbers>,
    /// By ratifier, in file order.
    pub ratifiers: Vec<RatifierNumbers>,
}

/// The numbers of a party, on its own scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PartyNumbers {
    /// The value of no deal, where anything is said of it.
    pub no_deal: Option<Number>,
    /// By issue; 0 where the party names no worth. Empty with a table.
    pub weights: Vec<Number>,
    /// By issue and option; 0 where the party names no worth. Empty with a table.
    pub values: Vec<Vec<Number>>,
    /// By linkage, in file order.
    pub linkages: Vec<Number>,
    /// Whether packages are valued by a table, not by weights and values.
    pub table: bool,
}

/// The numbers of a lever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LeverNumbers {
    /// What it moves, on the scale of the party moved.
    pub worth: Option<Number>,
    /// What it costs the one who brings it.
    pub cost: Option<Number>,
    /// Whether it is believed.
    pub believed: bool,
}

/// The numbers of a ratifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RatifierNumbers {
    /// The share of weight needed.
    pub threshold: Option<Number>,
    /// By faction, in file order.
    pub weights: Vec<Number>,
}

/// The draws of a case under a seed.
#[derive(Clone, Debug)]
pub(crate) struct Draws {
    parties: Vec<Result<PartyDraws, Vec<String>>>,
    lines: Vec<Option<Single>>,
    levers: Vec<LeverDraws>,
    ratifiers: Vec<(Option<Single>, Vec<Single>)>,
    /// What is uncertain, with its path.
    scalars: Vec<(String, Scalar)>,
    certain: bool,
}

#[derive(Clone, Debug)]
struct PartyDraws {
    scale: Scale,
    no_deal: Option<Single>,
    linkages: Vec<Single>,
    /// All numbers that are certain; 0 in place of the others.
    certain: PartyNumbers,
    /// The issues that the weights drawn are of, by number, and how to draw them.
    weights: Option<(Vec<usize>, Key, Sampler)>,
    /// How to draw the values of an issue.
    values: Vec<(usize, Key, ValueDraws)>,
}

#[derive(Clone, Debug)]
enum ValueDraws {
    Known(Sampler),
    Unknown(i128),
}

#[derive(Clone, Debug)]
struct LeverDraws {
    worth: Option<Single>,
    cost: Option<Single>,
    credibility: Option<Single>,
}

/// Where an uncertain number stands in [`Numbers`]; positions in its lists.
#[derive(Clone, Copy, Debug)]
enum Scalar {
    NoDeal(usize),
    Weight(usize, usize),
    Value(usize, usize, usize),
    Linkage(usize, usize),
    Real(usize),
    Worth(usize),
    Cost(usize),
    Believed(usize),
    Threshold(usize),
    FactionWeight(usize, usize),
}

/// A quantity of [`Draws::quantities`]: places in the lists of [`Numbers`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    /// Of a party.
    NoDeal(usize),
    /// Of a party.
    Weights(usize),
    /// Of a party, the options of an issue.
    Values(usize, usize),
    /// Of a party, a linkage.
    Linkage(usize, usize),
    /// Whether a line is real.
    Line(usize),
}

impl Numbers {
    /// Takes a quantity over from another draw.
    pub(crate) fn take(&mut self, other: &Self, group: Group) {
        let pair = |own: &mut Self, at: usize, take: &dyn Fn(&mut PartyNumbers, &PartyNumbers)| {
            if let (Some(Some(own)), Some(Some(other))) = (own.parties.get_mut(at), other.parties.get(at)) {
                take(own, other);
            }
        };
        match group {
            Group::NoDeal(at) => pair(self, at, &|own, other| own.no_deal = other.no_deal),
            Group::Weights(at) => pair(self, at, &|own, other| own.weights.clone_from(&other.weights)),
            Group::Values(at, issue) => pair(self, at, &|own, other| {
                if let (Some(own), Some(other)) = (own.values.get_mut(issue), other.values.get(issue)) {
                    own.clone_from(other);
                }
            }),
            Group::Linkage(at, linkage) => pair(self, at, &|own, other| {
                if let (Some(own), Some(other)) = (own.linkages.get_mut(linkage), other.linkages.get(linkage)) {
                    *own = *other;
                }
            }),
            Group::Line(line) => {
                if let (Some(own), Some(other)) = (self.real.get_mut(line), other.real.get(line)) {
                    *own = *other;
                }
            }
        }
    }
}

/// Numbers from 0 to below 1, one after another, for what is drawn beside the quantities of a case.
pub(crate) fn uniform(seed: u64, path: &str) -> impl FnMut() -> f64 {
    let mut stream = Key::new(seed, path).stream(0);
    move || stream.uniform()
}

/// Numbers from 0 to below 1 by draw, for what is drawn beside the quantities of a case.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Addressed(Key);

impl Addressed {
    /// What is drawn under a path.
    pub(crate) fn new(seed: u64, path: &str) -> Self {
        Self(Key::new(seed, path))
    }

    /// The numbers of draw `index`, one after another.
    pub(crate) fn numbers(&self, index: u64) -> impl FnMut() -> f64 {
        let mut stream = self.0.stream(index);
        move || stream.uniform()
    }
}

impl Draws {
    /// Prepares the draws of a case.
    pub(crate) fn new(case: &Case, seed: u64) -> Self {
        let draft = case.draft();
        let single = |path: String, quantity: &Quantity| Single::new(seed, &path, quantity);
        let mut scalars = Vec::new();
        let mut parties = Vec::new();
        for id in case.party_ids() {
            parties.push(Plan::new(case, id).map(|plan| PartyDraws::new(case, id, seed, plan, &mut scalars)));
        }
        let certain = scalars.is_empty();
        let lines: Vec<Option<Single>> = case
            .lines()
            .iter()
            .map(|line| Some(single(format!("lines.{}.firmness", line.name), line.firmness.as_ref()?)))
            .map(|firmness| firmness.filter(|_| !certain))
            .collect();
        let levers: Vec<LeverDraws> = draft
            .leverage
            .iter()
            .map(|lever| {
                let of = |what: &str, quantity: &Option<Quantity>| {
                    Some(single(format!("leverage.{}.{what}", lever.id.value), quantity.as_ref()?))
                };
                LeverDraws {
                    worth: of("worth", &lever.worth),
                    cost: of("cost", &lever.cost),
                    credibility: of("credibility", &lever.credibility),
                }
            })
            .collect();
        let ratifiers: Vec<(Option<Single>, Vec<Single>)> = draft
            .ratifiers
            .iter()
            .map(|ratifier| {
                let path = |what: &str| format!("ratifiers.{}.{what}", ratifier.id.value);
                let threshold = ratifier.threshold.as_ref().map(|threshold| single(path("threshold"), threshold));
                let weight = |(name, faction): &(zopa_case::At<String>, zopa_case::draft::Faction)| {
                    single(path(&format!("{}.weight", name.value)), &faction.weight)
                };
                (threshold, ratifier.factions.iter().map(weight).collect())
            })
            .collect();
        for (at, line) in lines.iter().enumerate() {
            if line.as_ref().is_some_and(|line| !line.sure()) {
                scalars.push((format!("lines.{}.firmness", case.lines()[at].name), Scalar::Real(at)));
            }
        }
        let moves = |single: &Option<Single>| single.as_ref().is_some_and(|single| !single.still());
        for (at, lever) in levers.iter().enumerate() {
            let path = |what: &str| format!("leverage.{}.{what}", draft.leverage[at].id.value);
            if moves(&lever.worth) {
                scalars.push((path("worth"), Scalar::Worth(at)));
            }
            if moves(&lever.cost) {
                scalars.push((path("cost"), Scalar::Cost(at)));
            }
            if lever.credibility.as_ref().is_some_and(|credibility| !credibility.sure()) {
                scalars.push((path("credibility"), Scalar::Believed(at)));
            }
        }
        for (at, (threshold, weights)) in ratifiers.iter().enumerate() {
            let ratifier = &draft.ratifiers[at];
            if moves(threshold) {
                scalars.push((format!("ratifiers.{}.threshold", ratifier.id.value), Scalar::Threshold(at)));
            }
            for (faction, _) in weights.iter().enumerate().filter(|(_, weight)| !weight.still()) {
                let name = &ratifier.factions[faction].0.value;
                scalars.push((
                    format!("ratifiers.{}.{name}.weight", ratifier.id.value),
                    Scalar::FactionWeight(at, faction),
                ));
            }
            debug_assert_eq!(weights.len(), ratifier.factions.len());
        }
        Self { parties, lines, levers, ratifiers, scalars, certain }
    }

    /// Whether every number of the preferences is certain: there is one draw of values, and all lines are in force.
    /// Leverage and ratifiers may be uncertain all the same.
    pub(crate) fn certain(&self) -> bool {
        self.certain
    }

    /// Whether nothing at all is drawn: every index gives the same numbers.
    #[cfg(test)]
    pub(crate) fn certain_throughout(&self) -> bool {
        self.scalars.is_empty()
    }

    /// What keeps a party from being valued, in words; empty where nothing does. A no-deal value that is not given is
    /// no such thing.
    pub(crate) fn missing(&self, party: PartyId) -> Vec<String> {
        self.parties.get(party.index()).and_then(|party| party.as_ref().err()).cloned().unwrap_or_default()
    }

    /// The scale of a party that can be valued.
    pub(crate) fn scale(&self, party: PartyId) -> Option<Scale> {
        Some(self.parties.get(party.index())?.as_ref().ok()?.scale)
    }

    /// The numbers of draw `index`.
    pub(crate) fn numbers(&self, index: u64) -> Numbers {
        let number = |single: &Option<Single>| single.as_ref().map(|single| single.number(index));
        let comes_about = |single: &Option<Single>| single.as_ref().is_none_or(|single| single.comes_about(index));
        let lever = |lever: &LeverDraws| LeverNumbers {
            worth: number(&lever.worth),
            cost: number(&lever.cost),
            believed: comes_about(&lever.credibility),
        };
        let ratifier = |(threshold, weights): &(Option<Single>, Vec<Single>)| RatifierNumbers {
            threshold: number(threshold),
            weights: weights.iter().map(|weight| weight.number(index)).collect(),
        };
        Numbers {
            parties: self.parties.iter().map(|party| Some(party.as_ref().ok()?.numbers(index))).collect(),
            real: self.lines.iter().map(comes_about).collect(),
            levers: self.levers.iter().map(lever).collect(),
            ratifiers: self.ratifiers.iter().map(ratifier).collect(),
        }
    }

    /// Whether a line is real in draw `index` with its firmness moved by `change`; `None` where its firmness is not given, or all
    /// lines are in force.
    pub(crate) fn real_moved(&self, line: usize, index: u64, change: Number) -> Option<bool> {
        Some(self.lines.get(line)?.as_ref()?.comes_about_moved(index, change))
    }

    /// The uncertain quantities that a zone can hang on, each with its path: of all that has preferences, and of lines.
    pub(crate) fn quantities(&self, case: &Case) -> Vec<(String, Group)> {
        let mut groups: Vec<(String, Group)> = Vec::new();
        for (path, scalar) in &self.scalars {
            let party = |at: usize| case.parties()[at].name.as_str();
            let (path, group) = match *scalar {
                Scalar::NoDeal(at) => (path.clone(), Group::NoDeal(at)),
                Scalar::Weight(at, _) => (format!("preferences.{}.weights", party(at)), Group::Weights(at)),
                Scalar::Value(at, issue, _) => {
                    let name = &case.issues()[issue].name;
                    (format!("preferences.{}.{name}.values", party(at)), Group::Values(at, issue))
                }
                Scalar::Linkage(at, linkage) => (path.clone(), Group::Linkage(at, linkage)),
                Scalar::Real(line) => (path.clone(), Group::Line(line)),
                _ => continue,
            };
            if groups.iter().all(|(_, known)| *known != group) {
                groups.push((path, group));
            }
        }
        groups
    }

    /// The paths of all uncertain numbers, one each: `preferences.PARTY.ISSUE.weight`, `preferences.PARTY.ISSUE.OPTION`,
    /// `preferences.PARTY.no deal`, `preferences.PARTY.linkages.ID`, and the others as quantities are called. What can be
    /// one number only is left out.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.scalars.iter().map(|(path, _)| path.clone()).collect()
    }

    /// The uncertain numbers of a draw in the order of [`Self::paths`], for display and statistics; yes is 1, no is 0.
    pub(crate) fn scalars(&self, numbers: &Numbers) -> Vec<f64> {
        let party = |at: usize| numbers.parties.get(at).and_then(Option::as_ref);
        let yes = |yes: bool| Number::whole(i64::from(yes));
        let scalar = |scalar: Scalar| match scalar {
            Scalar::NoDeal(at) => party(at)?.no_deal,
            Scalar::Weight(at, issue) => party(at)?.weights.get(issue).copied(),
            Scalar::Value(at, issue, option) => party(at)?.values.get(issue)?.get(option).copied(),
            Scalar::Linkage(at, linkage) => party(at)?.linkages.get(linkage).copied(),
            Scalar::Real(line) => numbers.real.get(line).copied().map(yes),
            Scalar::Worth(lever) => numbers.levers.get(lever)?.worth,
            Scalar::Cost(lever) => numbers.levers.get(lever)?.cost,
            Scalar::Believed(lever) => numbers.levers.get(lever).map(|lever| yes(lever.believed)),
            Scalar::Threshold(ratifier) => numbers.ratifiers.get(ratifier)?.threshold,
            Scalar::FactionWeight(ratifier, faction) => numbers.ratifiers.get(ratifier)?.weights.get(faction).copied(),
        };
        let all = self.scalars.iter().map(|(_, at)| scalar(*at));
        all.map(|number| number.map_or(0.0, Number::to_f64)).collect()
    }
}

impl PartyDraws {
    fn new(case: &Case, id: PartyId, seed: u64, plan: Plan, scalars: &mut Vec<(String, Scalar)>) -> Self {
        let (party, at) = (&case.party(id).name, id.index());
        let path = |rest: &str| format!("preferences.{party}.{rest}");
        let issue_name = |issue: usize| case.issues()[issue].name.as_str();
        let known = plan::preferences(case, id);
        let no_deal = known.and_then(|known| known.no_deal.as_ref());
        let no_deal = no_deal.map(|no_deal| Single::new(seed, &path("no deal"), no_deal));
        if no_deal.as_ref().is_some_and(|no_deal| !no_deal.still()) {
            scalars.push((path("no deal"), Scalar::NoDeal(at)));
        }
        let (issues, table) = (case.issues().len(), plan.table);
        let mut certain = PartyNumbers {
            no_deal: None,
            weights: vec![Number(0); if table { 0 } else { issues }],
            values: case.issues()[..if table { 0 } else { issues }]
                .iter()
                .map(|issue| vec![Number(0); issue.options.len()])
                .collect(),
            linkages: Vec::new(),
            table,
        };
        let mut uncertain_weights = Vec::new();
        for (issue, (low, high)) in plan.issues.iter().zip(plan.weights.bounds()) {
            certain.weights[issue.index()] = Number(low);
            uncertain_weights.extend((low < high).then_some(issue.index()));
        }
        for issue in &uncertain_weights {
            scalars.push((path(&format!("{}.weight", issue_name(*issue))), Scalar::Weight(at, *issue)));
        }
        let weights = (!uncertain_weights.is_empty()).then(|| {
            let order = plan.issues.iter().map(|issue| issue.index()).collect();
            (order, Key::new(seed, &path("weights")), Sampler::new(plan.weights))
        });
        let mut values = Vec::new();
        for (issue, known) in plan.issues.iter().map(|issue| issue.index()).zip(plan.values) {
            let name = issue_name(issue);
            let key = || Key::new(seed, &path(&format!("{name}.values")));
            let options = &case.issues()[issue].options;
            let mut uncertain = |option: usize| {
                scalars.push((path(&format!("{name}.{}", options[option].name)), Scalar::Value(at, issue, option)));
            };
            match known {
                Values::Known(polytope) => {
                    for (option, (low, high)) in polytope.bounds().into_iter().enumerate() {
                        certain.values[issue][option] = Number(low);
                        if low < high {
                            uncertain(option);
                        }
                    }
                    if !polytope.still() {
                        values.push((issue, key(), ValueDraws::Known(Sampler::new(polytope))));
                    }
                }
                Values::Unknown(top) => {
                    (0..options.len()).for_each(&mut uncertain);
                    values.push((issue, key(), ValueDraws::Unknown(top)));
                }
                Values::Nothing => {}
            }
        }
        let given = known.map(|known| known.linkages.as_slice()).unwrap_or_default();
        let mut linkages = Vec::with_capacity(given.len());
        for (place, linkage) in given.iter().enumerate() {
            let path = path(&format!("linkages.{}", linkage.id.value));
            linkages.push(Single::new(seed, &path, &linkage.value));
            if linkages[place].still() {
                continue;
            }
            scalars.push((path, Scalar::Linkage(at, place)));
        }
        Self { scale: plan.scale, no_deal, linkages, certain, weights, values }
    }

    fn numbers(&self, index: u64) -> PartyNumbers {
        let mut numbers = self.certain.clone();
        numbers.no_deal = self.no_deal.as_ref().map(|no_deal| no_deal.number(index));
        numbers.linkages = self.linkages.iter().map(|linkage| linkage.number(index)).collect();
        if let Some((issues, key, sampler)) = &self.weights {
            for (issue, weight) in issues.iter().zip(sampler.draw(&mut key.stream(index))) {
                numbers.weights[*issue] = Number(weight);
            }
        }
        for (issue, key, known) in &self.values {
            let mut stream = key.stream(index);
            let drawn = match known {
                ValueDraws::Known(sampler) => sampler.draw(&mut stream),
                ValueDraws::Unknown(top) => unknown(numbers.values[*issue].len(), *top, &mut stream),
            };
            numbers.values[*issue] = drawn.into_iter().map(Number).collect();
        }
        numbers
    }
}

/// Values of options of which nothing is said: sorted uniforms with the ends at 0 and the top, in a random order; which
/// is a worst, another as best, and anything between for the rest.
fn unknown(options: usize, top: i128, stream: &mut Stream) -> Vec<i128> {
    let worst = stream.below(options);
    let best = (worst + 1 + stream.below(options.saturating_sub(1))) % options.max(1);
    let value = |option: usize| match option {
        _ if option == worst => 0,
        _ if option == best => top,
        _ => ((stream.uniform() * top as f64).round() as i128).clamp(0, top),
    };
    (0..options).map(value).collect()
}
