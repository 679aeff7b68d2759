//! Values straight from what is entered, with what rounding can make of them.

use super::hunt::Demand;
use zopa_case::draft::{Choose, IssueKind, IssueWorth, Preferences};
use zopa_case::rule::Leaf;
use zopa_case::{Case, Issue, Line, LineId, Number, PartyId, Quantity, Rule, Scale, TICKS, Table, Truth};

/// The largest contribution that is taken, in ticks of [`Number`]: sums of a hundred thousand such fit the arithmetic.
const LARGEST: i128 = 1_000_000_000_000_000_000_000_000_000_000;

/// A number that rounding leaves within `slack` of `ticks`, both in ticks of [`Number`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Near {
    pub ticks: i128,
    pub slack: i128,
}

impl Near {
    pub fn plus(self, other: Self) -> Self {
        Self { ticks: self.ticks + other.ticks, slack: self.slack + other.slack }
    }

    pub fn minus(self, other: Self) -> Self {
        Self { ticks: self.ticks - other.ticks, slack: self.slack + other.slack }
    }

    pub fn not_negative(self) -> Truth {
        match (self.ticks - self.slack >= 0, self.ticks + self.slack >= 0) {
            (true, _) => Truth::Yes,
            (_, true) => Truth::Unknown,
            _ => Truth::No,
        }
    }

    pub fn positive(self) -> Truth {
        Self { ticks: -self.ticks, slack: self.slack }.not_negative().opposite()
    }

    /// Whether a number told of it can be it.
    pub fn agrees(self, told: Number) -> bool {
        (told.0 - self.ticks).abs() <= self.slack
    }
}

/// What an outcome or a linkage adds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub near: Near,
    /// The number before rounding, in a unit of the issue: equal ones are rounded alike.
    pub exact: i128,
}

impl Part {
    /// This part less another of the same place.
    pub fn less(&self, other: &Self) -> Near {
        if self.exact == other.exact { Near::default() } else { self.near.minus(other.near) }
    }
}

/// How a party values packages.
#[derive(Debug)]
pub(super) enum Worth<'a> {
    /// By issue and outcome, and by rule.
    Sum { issues: Vec<Vec<Part>>, linkages: Vec<(&'a Rule, Part)> },
    /// Package by package.
    Table(&'a Table, Tick),
}

/// A party of which every value is a point.
#[derive(Debug)]
pub(super) struct Valued<'a> {
    pub worth: Worth<'a>,
    /// Its no-deal value, if that is a point too.
    pub no_deal: Option<Near>,
}

/// At least what a party's values are rounded to, in ticks of [`Number`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Tick(i128);

impl Tick {
    /// `numerator / denominator` (positive), in ticks of [`Number`].
    fn part(self, numerator: i128, denominator: i128) -> Option<Part> {
        let half = denominator / 2;
        let ticks = if numerator < 0 { (numerator - half) / denominator } else { (numerator + half) / denominator };
        let whole = numerator % denominator.checked_mul(self.0)? == 0;
        let near = Near { ticks, slack: if whole { 0 } else { self.0 } };
        (ticks.abs() <= LARGEST).then_some(Part { near, exact: numerator })
    }

    pub fn number(self, number: Number) -> Near {
        Near { ticks: number.0, slack: if number.0 % self.0 == 0 { 0 } else { self.0 } }
    }
}

impl<'a> Valued<'a> {
    fn new(case: &'a Case, party: PartyId) -> Option<Self> {
        let known = case.draft().preferences.get(&case.party(party).name)?;
        let tick = tick(case, party, known)?;
        let no_deal = known.no_deal.as_ref().and_then(point).map(|no_deal| tick.number(no_deal));
        if let Some(table) = case.table(party) {
            return Some(Self { worth: Worth::Table(table, tick), no_deal });
        }
        if known.issues.is_empty() && known.linkages.is_empty() {
            return None;
        }
        let per = match known.scale.value {
            Scale::Hundred => 100 * TICKS,
            Scale::One | Scale::Raw => TICKS,
        };
        let nothing = Part { near: Near::default(), exact: 0 };
        let mut issues = Vec::new();
        for issue in case.issues() {
            let Some(worth) = known.issues.get(&issue.name) else {
                issues.push(vec![nothing; issue.outcomes.len()]);
                continue;
            };
            let (weight, values) = (point(worth.weight.as_ref()?)?, option_values(issue, worth)?);
            let part = |options: &[usize]| {
                let value: i128 = options.iter().map(|option| values[*option].0).sum();
                tick.part(weight.0.checked_mul(value)?, per)
            };
            issues.push(issue.outcomes.iter().map(|outcome| part(&outcome.0)).collect::<Option<Vec<Part>>>()?);
        }
        let mut linkages = Vec::new();
        for linkage in &known.linkages {
            let (rule, value) = (case.rule(&linkage.when)?, point(&linkage.value)?);
            linkages.push((rule, Part { near: tick.number(value), exact: value.0 }));
        }
        Some(Self { worth: Worth::Sum { issues, linkages }, no_deal })
    }

    /// The value of a package that fits the case.
    pub fn near(&self, package: &[usize]) -> Near {
        match &self.worth {
            Worth::Table(table, tick) => {
                let value = table.package(package).and_then(|at| table.value(at));
                tick.number(value.unwrap_or_default())
            }
            Worth::Sum { issues, linkages } => {
                let own = issues.iter().zip(package).map(|(parts, outcome)| parts[*outcome].near);
                let linked = linkages.iter().filter(|(rule, _)| rule.holds(package) == Truth::Yes);
                own.chain(linked.map(|(_, part)| part.near)).fold(Near::default(), Near::plus)
            }
        }
    }
}

/// A quantity that is a point.
fn point(quantity: &Quantity) -> Option<Number> {
    (quantity.low() == quantity.high()).then(|| quantity.low())
}

/// The value of each option, if all are points.
fn option_values(issue: &Issue, worth: &IssueWorth) -> Option<Vec<Number>> {
    if worth.values.is_empty() && worth.order.is_empty() && issue.choose == Choose::Sequence {
        // A sequence of which nothing is said is worth nothing by itself.
        return Some(vec![Number(0); issue.options.len()]);
    }
    let mut values: Vec<Option<Number>> = vec![None; issue.options.len()];
    for (name, value) in worth.values.iter() {
        let value = point(value)?;
        for option in named(issue, &name.value) {
            if values[option].is_some_and(|other| other != value) {
                return None;
            }
            values[option] = Some(value);
        }
    }
    values.into_iter().collect()
}

/// The options that a key of values names: one, or those of a number or span.
fn named(issue: &Issue, key: &str) -> Vec<usize> {
    let known = |text: &str| issue.options.iter().position(|option| option.name == text);
    match (known(key), issue.kind) {
        (Some(option), _) => vec![option],
        (None, IssueKind::Number) => {
            let number =
                |text: &str| known(text).and_then(|at| issue.options[at].value).or_else(|| Number::parse(text));
            let (from, to) = key.split_once("..").unwrap_or((key, key));
            let within = |value: Number| Some(number(from)? <= value && value <= number(to)?);
            let inside = |at: &usize| issue.options[*at].value.and_then(within) == Some(true);
            (0..issue.options.len()).filter(inside).collect()
        }
        (None, _) => Vec::new(),
    }
}

/// A power of ten that is at least the party's tick: 1e-11 of what all its numbers can sum to, rounded up.
fn tick(case: &Case, party: PartyId, known: &Preferences) -> Option<Tick> {
    let size = |quantity: &Quantity| quantity.low().0.abs().max(quantity.high().0.abs());
    let together = |issue: &Issue| if issue.choose == Choose::One { 1 } else { issue.options.len() as i128 };
    let named = || case.issues().iter().filter_map(|issue| Some((issue, known.issues.get(&issue.name)?)));
    let mut most = case.table(party).map_or(0, |table| table.values().map(|value| value.0.abs()).max().unwrap_or(0));
    let top = match known.scale.value {
        Scale::Hundred => 100 * TICKS,
        Scale::One => TICKS,
        Scale::Raw => 0,
    };
    most += top * named().map(|(issue, _)| together(issue)).max().unwrap_or(1);
    if top == 0 {
        for (issue, worth) in named() {
            let value = worth.values.iter().map(|(_, value)| size(value)).max().unwrap_or(0);
            let all = worth.weight.as_ref().map_or(0, size).checked_mul(value)? / TICKS + 1;
            most = most.checked_add(all.checked_mul(together(issue))?)?;
        }
    }
    let upon = case.draft().leverage.iter().filter(|lever| lever.upon.value == case.party(party).name);
    let more = known.linkages.iter().map(|linkage| &linkage.value).chain(upon.filter_map(|lever| lever.worth.as_ref()));
    for quantity in more {
        most = most.checked_add(size(quantity))?;
    }
    let mut tick = 1i128;
    while tick.checked_mul(100_000_000_000)? < most {
        tick *= 10;
    }
    Some(Tick(tick))
}

/// A case with what its definitions need.
pub(super) struct Ground<'a> {
    pub case: &'a Case,
    /// By party; `None`: not all its values are points.
    pub parties: Vec<Option<Valued<'a>>>,
    /// Whose yes some issue needs.
    pub consenting: Vec<PartyId>,
}

impl<'a> Ground<'a> {
    pub fn new(case: &'a Case) -> Self {
        let needed = |party: &PartyId| case.issues().iter().any(|issue| issue.consent.contains(party));
        Self {
            case,
            parties: case.party_ids().map(|party| Valued::new(case, party)).collect(),
            consenting: case.party_ids().filter(needed).collect(),
        }
    }

    /// How many outcomes each issue has.
    pub fn sizes(&self) -> Vec<usize> {
        self.case.issues().iter().map(|issue| issue.outcomes.len()).collect()
    }

    pub fn fits(&self, package: &[usize]) -> bool {
        let sizes = self.sizes();
        sizes.len() == package.len() && package.iter().zip(sizes).all(|(outcome, size)| *outcome < size)
    }

    pub fn logic(&self) -> impl Iterator<Item = Demand<'a>> + use<'a> {
        self.case.logic().iter().map(|logic| Demand::holds(&logic.rule, format!("the rule `{}`", logic.name)))
    }

    /// The lines that count for a deal.
    pub fn counting(&self) -> impl Iterator<Item = LineId> + use<'a> {
        let case = self.case;
        let counts = move |line: &Line| {
            let mut counts = false;
            line.crossing.visit(&mut |leaf| {
                if let Leaf::Test(test) = leaf {
                    counts |= case.issue(test.issue).consent.contains(&line.party);
                }
            });
            counts
        };
        (0..case.lines().len()).map(LineId::new).filter(move |id| counts(case.line(*id)))
    }

    pub fn lines(&self) -> impl Iterator<Item = Demand<'a>> + use<'a> {
        let case = self.case;
        self.counting().map(move |id| Demand::keeps(case.line(id)))
    }

    pub fn name(&self, party: PartyId) -> &'a str {
        &self.case.party(party).name
    }

    /// A package in words: `islands = i1, years = long`.
    pub fn words(&self, package: &[usize]) -> String {
        let term = |(issue, outcome): (&Issue, &usize)| format!("{} = {}", issue.name, issue.outcome_name(*outcome));
        self.case.issues().iter().zip(package).map(term).collect::<Vec<_>>().join(", ")
    }
}
