//! A case with its values, ready to be searched: one compiled space, and a charge for each draw.
//!
//! Values are kept in ticks of a power of ten of the party's scale, so chosen that everything a party can have stays
//! within [`VALUE_MAX`]: for the scales 100 and 1 that is 1e-12 of the scale. Every contribution (weight times value)
//! is rounded once, half away from zero; sums, comparisons and ties are exact after that.

use super::draws::{Draws, LeverNumbers, Numbers, PartyNumbers, preferences};
use super::record::{Record, crossing};
use super::space::{Constraint, Mode};
use super::valued::ValuedSpace;
use crate::run::Basis;
use crate::solve::TooWide;
use crate::solve::valued::dual::dominating;
use crate::solve::valued::{Charge, VALUE_MAX};
use num_bigint::BigInt;
use std::collections::BTreeSet;
use zopa_case::draft::{Choose, LeverKind};
use zopa_case::{Case, IssueId, LineId, Number, PartyId, Rule, Scale, SourceId, TICKS, Truth};

/// A dimension of the values: a party that can be valued.
#[derive(Clone, Debug)]
pub(crate) struct Dimension {
    pub party: PartyId,
    /// Whether a deal needs its yes.
    pub consents: bool,
    /// One tick is `10^exponent` ticks of [`Number`].
    pub exponent: u32,
    /// Its linkages that count: place in the draft, place among those of the space.
    linkages: Vec<(usize, usize)>,
    /// Whether values come from a table, and the factor that holds it.
    table: bool,
    scale: Scale,
}

impl Dimension {
    /// The scale of the party's numbers.
    pub fn scale(&self) -> Scale {
        self.scale
    }

    /// Whether packages are valued by a table.
    pub fn by_table(&self) -> bool {
        self.table
    }
}

/// An inducement or pressure that could be brought.
#[derive(Clone, Debug)]
pub(crate) struct Lever {
    /// Place in the draft.
    pub at: usize,
    /// The dimension moved.
    pub dimension: usize,
    pub pressure: bool,
    linkage: Option<usize>,
}

/// The case compiled.
pub(crate) struct Game<'a> {
    pub case: &'a Case,
    pub draws: Draws,
    pub dimensions: Vec<Dimension>,
    /// Parties whose yes a deal needs.
    pub consenting: Vec<PartyId>,
    /// The lines that count for a deal, in the order of soft rules.
    pub lines: Vec<LineId>,
    pub levers: Vec<Lever>,
    /// Ids of linkages that name events, and count only where they hold whatever the events; and of levers that do.
    pub left_out: Vec<String>,
    pub space: ValuedSpace,
}

/// What a charge is made of beside numbers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Terms {
    /// Soft rules in force, by place.
    pub in_force: Vec<usize>,
    /// Levers brought and believed, by place.
    pub levers: Vec<usize>,
}

impl<'a> Game<'a> {
    /// Compiles a case; `further` are rules that can be switched beside the lines.
    pub fn new(case: &'a Case, seed: u64, further: &[Constraint]) -> Result<Self, TooWide> {
        let draws = Draws::new(case, seed);
        let consenting: BTreeSet<PartyId> =
            case.issues().iter().flat_map(|issue| issue.consent.iter().copied()).collect();
        let lines: Vec<LineId> = Record::new(case).counting_lines().map(|(id, _)| id).collect();
        let mut softs: Vec<Constraint> = lines
            .iter()
            .map(|line| Constraint { rule: crossing(case.line(*line)).negated(), mode: Mode::NotExcluded })
            .collect();
        softs.extend(further.iter().cloned());
        let hard: Vec<Constraint> =
            case.logic().iter().map(|logic| Constraint { rule: logic.rule.clone(), mode: Mode::NotExcluded }).collect();
        let (mut rules, mut left_out, mut dimensions) = (Vec::new(), Vec::new(), Vec::<Dimension>::new());
        let mut valued = vec![false; case.issues().len()];
        for party in case.party_ids() {
            let Some(known) = preferences(case, party).filter(|_| draws.missing(party).is_empty()) else { continue };
            let table = known.table.is_some();
            let mut linkages = Vec::new();
            for (at, linkage) in known.linkages.iter().enumerate() {
                let Some(rule) = case.rule(&linkage.when) else { continue };
                linkages.push((at, rules.len()));
                rules.push(rule.clone());
                if !rule.events().is_empty() {
                    left_out.push(linkage.id.value.clone());
                }
            }
            for issue in case.issue_ids() {
                let worth = known.issues.get(&case.issue(issue).name);
                valued[issue.index()] |= worth.is_some_and(|worth| !values_nothing(case, issue, worth)) || table;
            }
            dimensions.push(Dimension {
                party,
                consents: consenting.contains(&party),
                exponent: 0,
                linkages,
                table,
                scale: draws.scale(party).unwrap_or(Scale::Raw),
            });
        }
        let mut levers = Vec::new();
        for (at, lever) in case.draft().leverage.iter().enumerate() {
            let upon = dimensions.iter().position(|dimension| case.party(dimension.party).name == lever.upon.value);
            let Some(dimension) = upon.filter(|_| lever.worth.is_some()) else { continue };
            let pressure = lever.kind.value == LeverKind::Pressure;
            let rule = match &lever.condition {
                None => Some(Rule::always()),
                Some(text) => case.rule(text).filter(|rule| rule.events().is_empty()).cloned(),
            };
            // Pressure under a condition would hang on the package: the price of refusing it is then not known.
            let Some(rule) = rule.filter(|_| !pressure || lever.condition.is_none()) else {
                left_out.push(lever.id.value.clone());
                continue;
            };
            let linkage = (!pressure).then(|| {
                rules.push(rule);
                rules.len() - 1
            });
            levers.push(Lever { at, dimension, pressure, linkage });
        }
        let space = ValuedSpace::new(case, &hard, &softs, &rules, &valued, dimensions.iter().any(|d| d.table))?;
        let consenting = consenting.into_iter().collect();
        let mut game = Self { case, draws, dimensions, consenting, lines, levers, left_out, space };
        game.scale_ticks();
        Ok(game)
    }

    /// Chooses for each dimension the tick by the most that its values can sum to.
    fn scale_ticks(&mut self) {
        for at in 0..self.dimensions.len() {
            let most = self.most(at);
            let mut exponent = 0;
            let mut room = BigInt::from(VALUE_MAX);
            while room < most {
                room *= 10;
                exponent += 1;
            }
            self.dimensions[at].exponent = exponent;
        }
    }

    /// What the absolute values of a dimension's contributions sum to at most, in ticks of [`Number`].
    fn most(&self, at: usize) -> BigInt {
        let dimension = &self.dimensions[at];
        let case = self.case;
        let Some(known) = preferences(case, dimension.party) else { return BigInt::from(0) };
        let size = |number: Number| BigInt::from(number.0.unsigned_abs());
        let largest = |quantity: &zopa_case::Quantity| size(quantity.low()).max(size(quantity.high()));
        let mut sum = BigInt::from(0);
        if let Some(table) = case.table(dimension.party) {
            sum += table.values().map(|value| value.0.unsigned_abs()).max().unwrap_or_default();
        }
        let whole = match dimension.scale {
            Scale::Hundred => Some(Number::whole(100)),
            Scale::One => Some(Number::whole(1)),
            Scale::Raw => None,
        };
        // With a sum of weights, what issues add up to is the scale times the most options that stand together.
        let mut together = 1;
        for issue in case.issues() {
            let Some(worth) = known.issues.get(&issue.name) else { continue };
            let options = if issue.choose == Choose::One { 1 } else { issue.options.len() };
            together = together.max(options);
            if whole.is_none() {
                let weight = worth.weight.as_ref().map(largest).unwrap_or_default();
                let value = worth.values.iter().map(|(_, value)| largest(value)).max().unwrap_or_default();
                sum += weight * value * options / BigInt::from(Number::whole(1).0) + 1;
            }
        }
        if let Some(whole) = whole {
            sum += size(whole) * together;
        }
        sum += known.linkages.iter().map(|linkage| largest(&linkage.value)).sum::<BigInt>();
        for lever in self.levers.iter().filter(|lever| lever.dimension == at) {
            sum += case.draft().leverage[lever.at].worth.as_ref().map(largest).unwrap_or_default();
        }
        sum
    }

    /// A number of a party in the ticks of its dimension, rounded half away from zero.
    pub fn ticks(&self, dimension: usize, number: Number) -> i64 {
        let unit = 10i128.checked_pow(self.dimensions[dimension].exponent).unwrap_or(i128::MAX);
        rounded(number.0, unit).clamp(-i128::from(VALUE_MAX) * 2, i128::from(VALUE_MAX) * 2) as i64
    }

    /// The same of a sum of products of two numbers, which is in ticks of ticks.
    pub fn ticks_of_product(&self, dimension: usize, sum: &BigInt) -> i64 {
        let unit = BigInt::from(10).pow(self.dimensions[dimension].exponent) * TICKS;
        let half: BigInt = &unit / 2;
        let nearest = if *sum < BigInt::from(0) { (sum - half) / unit } else { (sum + half) / unit };
        let most = VALUE_MAX * 2;
        let end = if nearest < BigInt::from(0) { -most } else { most };
        i64::try_from(nearest).map_or(end, |ticks| ticks.clamp(-most, most))
    }

    /// The number that ticks of a dimension stand for.
    pub fn number(&self, dimension: usize, ticks: i64) -> Number {
        let unit = 10i128.checked_pow(self.dimensions[dimension].exponent).unwrap_or(i128::MAX);
        Number(i128::from(ticks).saturating_mul(unit))
    }

    /// The charge for one set of numbers; `None` if no package keeps the logic.
    pub fn charge(&self, numbers: &Numbers, terms: &Terms) -> Option<Charge> {
        self.charge_to(numbers, terms, &vec![1; self.dimensions.len()])
    }

    /// The same with the points of each option rounded to a grain, in ticks of the dimension; grain 1 rounds nothing.
    pub fn charge_to(&self, numbers: &Numbers, terms: &Terms, grains: &[i64]) -> Option<Charge> {
        let mut charge = self.space.charge(self.dimensions.len())?;
        terms.in_force.iter().for_each(|soft| self.space.enforce(&mut charge, *soft));
        for (at, dimension) in self.dimensions.iter().enumerate() {
            let Some(own) = &numbers.parties[dimension.party.index()] else { continue };
            self.add_party(&mut charge, at, own, grains[at]);
        }
        for lever in terms.levers.iter().map(|lever| &self.levers[*lever]) {
            if let (Some(linkage), LeverNumbers { worth: Some(worth), .. }) = (lever.linkage, numbers.levers[lever.at])
            {
                self.space.add_linkage(&mut charge, linkage, lever.dimension, self.ticks(lever.dimension, worth));
            }
        }
        Some(charge)
    }

    fn add_party(&self, charge: &mut Charge, at: usize, own: &PartyNumbers, grain: i64) {
        let (case, dimension) = (self.case, &self.dimensions[at]);
        if dimension.table {
            if let Some(table) = case.table(dimension.party) {
                let values: Vec<i64> = table.values().map(|value| self.ticks(at, value)).collect();
                self.space.add_table(charge, at, &values);
            }
        } else {
            for issue in case.issue_ids() {
                let by_outcome = self.contributions(at, own, issue, grain);
                if by_outcome.iter().any(|value| *value != 0) {
                    self.space.add_issue(charge, issue.index(), at, &by_outcome);
                }
            }
        }
        for (linkage, rule) in &dimension.linkages {
            self.space.add_linkage(charge, *rule, at, self.ticks(at, own.linkages[*linkage]));
        }
    }

    /// By outcome of an issue, what it adds to a party's value, in ticks; empty numbers (a table) add nothing. With a grain
    /// above 1 the points of each option are rounded to it, and those of options together are the sum.
    pub fn contributions(&self, at: usize, own: &PartyNumbers, issue: IssueId, grain: i64) -> Vec<i64> {
        let outcomes = &self.case.issue(issue).outcomes;
        if own.table {
            return vec![0; outcomes.len()];
        }
        if grain == 1 {
            return outcomes.iter().map(|outcome| self.contribution(at, own, issue, &outcome.0)).collect();
        }
        let by_option = self.by_option(at, own, issue, grain);
        outcomes.iter().map(|outcome| outcome.0.iter().map(|option| by_option[*option]).sum()).collect()
    }

    /// By option of an issue, what it adds by itself; see [`Self::contributions`].
    pub fn by_option(&self, at: usize, own: &PartyNumbers, issue: IssueId, grain: i64) -> Vec<i64> {
        let grain = i128::from(grain.max(1));
        (0..self.case.issue(issue).options.len())
            .map(|option| {
                let exact = if own.table { 0 } else { self.contribution(at, own, issue, &[option]) };
                (rounded(i128::from(exact), grain) * grain) as i64
            })
            .collect()
    }

    /// What options together add: weight times the sum of their values.
    fn contribution(&self, at: usize, own: &PartyNumbers, issue: IssueId, options: &[usize]) -> i64 {
        let weight = own.weights[issue.index()];
        let dimension = &self.dimensions[at];
        let per = match dimension.scale {
            Scale::Hundred => Number::whole(100).0,
            Scale::One | Scale::Raw => Number::whole(1).0,
        };
        let unit = 10i128.checked_pow(dimension.exponent).unwrap_or(i128::MAX);
        let value: i128 = options.iter().map(|option| own.values[issue.index()][*option].0).sum();
        match weight.0.checked_mul(value).zip(per.checked_mul(unit)) {
            Some((product, unit)) => rounded(product, unit) as i64,
            None => {
                let (product, unit) = (BigInt::from(weight.0) * value, BigInt::from(per) * unit);
                let half: BigInt = &unit / 2;
                let nearest = if product < BigInt::from(0) { (product - half) / unit } else { (product + half) / unit };
                i64::try_from(nearest).unwrap_or(0)
            }
        }
    }

    /// The linkages of a dimension that count: place in the draft, and rule.
    pub fn linkages(&self, dimension: usize) -> impl Iterator<Item = (usize, &Rule)> {
        let party = self.dimensions[dimension].party;
        let known = preferences(self.case, party);
        let rule = move |at: usize| self.case.rule(&known?.linkages.get(at)?.when);
        self.dimensions[dimension].linkages.iter().filter_map(move |(at, _)| Some((*at, rule(*at)?)))
    }

    /// By dimension: what a party must have at least, where its yes is needed and its no-deal value known.
    pub fn targets(&self, numbers: &Numbers, terms: &Terms) -> Vec<Option<i64>> {
        let mut targets: Vec<Option<i64>> = self
            .dimensions
            .iter()
            .enumerate()
            .map(|(at, dimension)| {
                let own = numbers.parties[dimension.party.index()].as_ref()?;
                own.no_deal.filter(|_| dimension.consents).map(|no_deal| self.ticks(at, no_deal))
            })
            .collect();
        for lever in terms.levers.iter().map(|lever| &self.levers[*lever]).filter(|lever| lever.pressure) {
            if let (Some(target), Some(worth)) = (&mut targets[lever.dimension], numbers.levers[lever.at].worth) {
                *target -= self.ticks(lever.dimension, worth);
            }
        }
        targets
    }

    /// The dimensions of parties whose yes a deal needs: domination is among these.
    pub fn voters(&self) -> Vec<usize> {
        (0..self.dimensions.len()).filter(|at| self.dimensions[*at].consents).collect()
    }

    /// Whether an allowed assignment dominates these values among those who consent.
    pub fn dominates(&self, charge: &Charge, values: &[i64], budget: &mut u64) -> Option<bool> {
        let voters = self.voters();
        let base: Vec<i64> = voters.iter().map(|p| values[*p]).collect();
        dominating(&charge.project(&voters), &base, budget).answer()
    }

    /// Whether a package crosses a line for certain.
    pub fn crosses(&self, line: usize, package: &[usize]) -> bool {
        crossing(self.case.line(self.lines[line])).holds(package) == Truth::Yes
    }

    /// The lines that are real in a draw, as soft rules.
    pub fn real_lines(&self, numbers: &Numbers) -> Vec<usize> {
        (0..self.lines.len()).filter(|at| numbers.real[self.lines[*at].index()]).collect()
    }

    /// Parties whose yes is needed and that cannot be valued, or whose no-deal value is not known.
    pub fn unvalued(&self, numbers: &Numbers) -> Vec<PartyId> {
        let known = |party: &PartyId| numbers.parties[party.index()].as_ref().is_some_and(|own| own.no_deal.is_some());
        self.consenting.iter().copied().filter(|party| !known(party)).collect()
    }
}

/// `value / unit`, rounded half away from zero.
fn rounded(value: i128, unit: i128) -> i128 {
    if unit == 1 {
        return value;
    }
    let half = unit / 2;
    if value < 0 { (value - half) / unit } else { (value + half) / unit }
}

/// Whether a worth says nothing of its outcomes: a sequence without values.
fn values_nothing(case: &Case, issue: IssueId, worth: &zopa_case::draft::IssueWorth) -> bool {
    worth.values.is_empty() && worth.order.is_empty() && case.issue(issue).choose == Choose::Sequence
}

/// Adds what a party's preferences rest on.
pub(crate) fn rest_on(case: &Case, party: PartyId, basis: &mut Basis) {
    let Some(known) = case.draft().preferences.get(&case.party(party).name) else { return };
    for source in &known.source.0 {
        if let Some(at) = case.sources().iter().position(|own| own.name == source.value) {
            basis.source(case, SourceId::new(at));
        }
    }
    if let Some(marking) = &known.marking {
        basis.join(&Basis { marking: marking.value.clone(), ..Basis::default() });
    }
    basis.assumptions.insert(format!("the values of {}", case.party(party).title));
}
