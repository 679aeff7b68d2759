//! Small cases with values, made at random, and their text.
//!
//! Numbers are whole multiples of a unit of each scale, so small that weight times value has no rounding: 1/200 on the
//! scale 100, 1/20000 on the scale 1, 1/8 raw.

use super::super::count::{Place, Truth, truth};
use super::super::made::{Choose, EVENTS, Issue, Line, Made, Rule, issue, rule};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    Hundred,
    One,
    Raw,
}

impl Scale {
    /// Units in one whole.
    pub fn units(self) -> i64 {
        match self {
            Self::Hundred => 200,
            Self::One => 20_000,
            Self::Raw => 8,
        }
    }

    /// Units of weights and of values: their product is the unit of contributions, times 100 on the scale 100.
    fn parts(self) -> (i64, i64) {
        match self {
            Self::Hundred => (1, 2),
            Self::One => (100, 200),
            Self::Raw => (4, 2),
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Hundred => "100",
            Self::One => "1",
            Self::Raw => "raw",
        }
    }

    /// A fortieth of the scale, in units; raw one unit.
    fn step(self) -> i64 {
        if self == Self::Raw { 1 } else { 500 }
    }
}

/// What is known of a number: it, and how far a range around it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    Point,
    /// A range from the number to itself.
    Degenerate,
    /// So many units either way.
    Range(i64),
}

#[derive(Clone, Debug)]
pub struct Worth {
    pub weight: i64,
    pub values: Vec<i64>,
}

#[derive(Clone, Debug)]
pub struct Preferences {
    pub scale: Scale,
    pub no_deal: Option<i64>,
    /// By issue.
    pub worths: Vec<Option<Worth>>,
    pub linkages: Vec<(Rule, i64)>,
    /// By package, instead of worths and linkages.
    pub table: Option<Vec<i64>>,
}

/// An inducement or pressure upon a party.
#[derive(Clone, Debug)]
pub struct Lever {
    pub upon: usize,
    pub worth: i64,
    pub pressure: bool,
    pub condition: Option<Rule>,
}

#[derive(Clone, Debug)]
pub struct Talks {
    pub made: Made,
    pub facilitators: Vec<bool>,
    pub preferences: Vec<Option<Preferences>>,
    /// Drafts: by issue an outcome, in the order of [`Issue::outcomes`].
    pub drafts: Vec<Vec<usize>>,
    pub levers: Vec<Lever>,
}

/// `units / per` in decimals.
pub fn decimal(units: i64, per: i64) -> String {
    let micros = i128::from(units) * 1_000_000 / i128::from(per);
    assert_eq!(micros * i128::from(per), i128::from(units) * 1_000_000, "{units} / {per} has more than six decimals");
    let (whole, part) = (micros.unsigned_abs() / 1_000_000, micros.unsigned_abs() % 1_000_000);
    format!("{}{whole}.{part:06}", if micros < 0 { "-" } else { "" })
}

fn quantity(units: i64, per: i64, width: Width, within: (i64, i64)) -> String {
    let (low, high) = match width {
        Width::Point => return decimal(units, per),
        Width::Degenerate => (units, units),
        Width::Range(by) => ((units - by).max(within.0), (units + by).min(within.1)),
    };
    format!("[{}, {}]", decimal(low, per), decimal(high, per))
}

impl Talks {
    /// Every package: by issue an outcome in the order of [`Issue::outcomes`].
    pub fn packages(&self) -> Vec<Vec<usize>> {
        let mut all = vec![Vec::new()];
        for issue in &self.made.issues {
            let outcomes = issue.outcomes().len();
            let longer = |start: &Vec<usize>| -> Vec<Vec<usize>> {
                (0..outcomes).map(|outcome| [start.as_slice(), &[outcome]].concat()).collect()
            };
            all = all.iter().flat_map(longer).collect();
        }
        all
    }

    /// The value of every package to a party, in millionths.
    pub fn values(&self, party: usize) -> Option<Vec<i128>> {
        let known = self.preferences[party].as_ref()?;
        let micros = |units: i64| i128::from(units) * 1_000_000 / i128::from(known.scale.units());
        if let Some(table) = &known.table {
            return Some(table.iter().map(|units| micros(*units)).collect());
        }
        let outcomes: Vec<Vec<Vec<usize>>> = self.made.issues.iter().map(Issue::outcomes).collect();
        let value = |package: &Vec<usize>| {
            let taken: Vec<Option<&[usize]>> =
                package.iter().zip(&outcomes).map(|(at, outcomes)| Some(outcomes[*at].as_slice())).collect();
            let mut units = 0;
            for (worth, outcome) in known.worths.iter().zip(&taken) {
                let Some(worth) = worth else { continue };
                units +=
                    outcome.unwrap_or_default().iter().map(|option| worth.weight * worth.values[*option]).sum::<i64>();
            }
            let place = Place { package: &taken, events: [Truth::Unknown; 4] };
            for (rule, value) in &known.linkages {
                units += if truth(rule, &place) == Truth::Yes { *value } else { 0 };
            }
            micros(units)
        };
        Some(self.packages().iter().map(value).collect())
    }

    /// The files of the case. `width` says how each kind of number is known: `no deal`, `weight`, `value`, `linkage`
    /// of a party.
    pub fn files(&self, width: &dyn Fn(usize, &str) -> Width) -> Vec<(String, String)> {
        let mut text = self.made.text();
        for (party, _) in self.facilitators.iter().enumerate().filter(|(_, facilitator)| **facilitator) {
            text = text.replace(&format!("Party {party}, role: party"), &format!("Party {party}, role: facilitator"));
        }
        let mut files = Vec::new();
        text += "preferences:\n";
        for (party, known) in self.preferences.iter().enumerate() {
            let Some(known) = known else { continue };
            let width = |what: &str| width(party, what);
            let units = known.scale.units();
            let mut parts = vec![format!("scale: {}", known.scale.word())];
            let far = i64::MAX / 4;
            let no_deal = known.no_deal.map(|units_of| quantity(units_of, units, width("no deal"), (-far, far)));
            parts.extend(no_deal.map(|no_deal| format!("no deal: {no_deal}")));
            if let Some(table) = &known.table {
                let name = format!("table-{party}.csv");
                parts.push(format!("table: {name}"));
                files.push((name, self.rows(table, units)));
            } else {
                parts.extend(self.worths(known, &width));
                let linkages = known.linkages.iter().enumerate().map(|(at, (rule, value))| {
                    let value = quantity(*value, units, width("linkage"), (-far, far));
                    format!("{{id: linkage-{party}-{at}, when: {:?}, value: {value}}}", self.made.rule(rule))
                });
                parts.push(format!("linkages: [{}]", linkages.collect::<Vec<_>>().join(", ")));
            }
            text += &format!("  {}: {{{}}}\n", Made::party(party), parts.join(", "));
        }
        text += "packages:\n";
        for (at, draft) in self.drafts.iter().enumerate() {
            let term = |(issue, outcome): (usize, &usize)| {
                let (known, outcome) = (&self.made.issues[issue], &self.made.issues[issue].outcomes()[*outcome]);
                let names: Vec<String> = outcome.iter().map(|option| known.option(issue, *option)).collect();
                let names = if known.choose == Choose::Sequence { vec![names.join(" then ")] } else { names };
                let quoted: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
                format!("{}: [{}]", self.made.issue(issue), quoted.join(", "))
            };
            let terms: Vec<String> = draft.iter().enumerate().map(term).collect();
            let terms = terms.join(", ");
            text += &format!(
                "  - {{id: draft-{at}, name: Draft {at}, date: 2026-03-01, by: party-0, form: draft, terms: {{{terms}}}, source: LINES}}\n"
            );
        }
        text += "leverage:\n";
        for (at, lever) in self.levers.iter().enumerate() {
            let units = self.preferences[lever.upon].as_ref().map_or(1, |known| known.scale.units());
            let kind = if lever.pressure { "pressure" } else { "inducement" };
            let condition = lever.condition.as_ref().map(|rule| format!(", if: {:?}", self.made.rule(rule)));
            text += &format!(
                "  - {{id: lever-{at}, by: party-0, upon: {}, kind: {kind}, worth: {}{}, source: LINES}}\n",
                Made::party(lever.upon),
                decimal(lever.worth, units),
                condition.unwrap_or_default()
            );
        }
        files.push(("case.yaml".to_string(), text));
        files
    }

    fn worths(&self, known: &Preferences, width: &dyn Fn(&str) -> Width) -> Vec<String> {
        let (weights, values) = known.scale.parts();
        let (far, top) = (i64::MAX / 4, 200);
        let lowest = if known.scale == Scale::Raw { -far } else { 0 };
        let highest = if known.scale == Scale::Raw { far } else { top };
        let all = known.worths.iter().enumerate().filter_map(|(issue, worth)| Some((issue, worth.as_ref()?)));
        all.map(|(issue, worth)| {
            let option = |(at, value): (usize, &i64)| {
                let name = self.made.issues[issue].option(issue, at);
                format!("{name:?}: {}", quantity(*value, values, width("value"), (lowest, highest)))
            };
            let options: Vec<String> = worth.values.iter().enumerate().map(option).collect();
            let weight = quantity(worth.weight, weights, width("weight"), (0, far));
            format!("{}: {{weight: {weight}, values: {{{}}}}}", self.made.issue(issue), options.join(", "))
        })
        .collect()
    }

    /// A table file: one row a package.
    fn rows(&self, table: &[i64], units: i64) -> String {
        let names: Vec<String> = (0..self.made.issues.len()).map(|issue| self.made.issue(issue)).collect();
        let mut text = format!("{},value\n", names.join(","));
        for (package, value) in self.packages().iter().zip(table) {
            let cell = |(issue, outcome): (usize, &usize)| {
                let known = &self.made.issues[issue];
                let names: Vec<String> =
                    known.outcomes()[*outcome].iter().map(|option| known.option(issue, *option)).collect();
                names.join(if known.choose == Choose::Sequence { " then " } else { " + " })
            };
            let cells: Vec<String> = package.iter().enumerate().map(cell).collect();
            text += &format!("{},{}\n", cells.join(","), decimal(*value, units));
        }
        text
    }
}

/// Whether a rule names an event.
pub fn names_event(rule: &Rule) -> bool {
    match rule {
        Rule::Event(event) => *event < EVENTS.len(),
        Rule::Is(..) | Rule::Compare(..) | Rule::Includes(..) => false,
        Rule::Not(inner) => names_event(inner),
        Rule::And(parts) | Rule::Or(parts) => parts.iter().any(names_event),
        Rule::Implies(left, right) => names_event(left) || names_event(right),
    }
}

/// What preferences are made of before they fit the scale.
type Loose = (Scale, Vec<Option<(i64, Vec<i64>)>>, Vec<(Rule, i64)>, Option<Vec<i64>>);

fn loose(issues: Vec<Issue>, packages: usize) -> impl Strategy<Value = Loose> {
    let scale = prop_oneof![4 => Just(Scale::Hundred), 3 => Just(Scale::One), 3 => Just(Scale::Raw)];
    // Few different values make many ties.
    let value = prop_oneof![3 => (0..=4_i64).prop_map(|quarter| quarter * 50), 2 => 0..=200_i64];
    let worths: Vec<_> = issues
        .iter()
        .map(|issue| prop::option::weighted(0.85, (0..=6_i64, vec(value.clone(), issue.options))))
        .collect();
    let linkages = vec((rule(issues, 1), -8..=8_i64), 0..=2);
    let table = prop::option::weighted(0.12, vec(0..=40_i64, packages));
    (scale, worths, linkages, table)
}

fn fitted((scale, worths, linkages, table): Loose, issues: &[Issue]) -> Preferences {
    let mut worths: Vec<Option<Worth>> = worths
        .into_iter()
        .map(|worth| {
            let (weight, values) = worth?;
            let values = if scale == Scale::Raw { values.iter().map(|value| value / 5 - 15).collect() } else { values };
            Some(Worth { weight, values })
        })
        .collect();
    if worths.iter().all(Option::is_none) {
        worths[0] = Some(Worth { weight: 1, values: (0..issues[0].options as i64).collect() });
    }
    if scale != Scale::Raw {
        // Weights sum to 100: the last one named takes what division leaves.
        let sum: i64 = worths.iter().flatten().map(|worth| worth.weight).sum();
        let mut left = 100;
        worths.iter_mut().flatten().for_each(|worth| {
            worth.weight = 100 * worth.weight / sum.max(1);
            left -= worth.weight;
        });
        if let Some(last) = worths.iter_mut().flatten().last() {
            last.weight += left;
        }
    }
    let linkages = linkages.into_iter().map(|(rule, value)| (rule, value * scale.step())).collect();
    let lowest = if scale == Scale::Raw { 10 } else { 0 };
    let table = table.map(|values| values.iter().map(|value| (value - lowest) * scale.step()).collect());
    Preferences { scale, no_deal: None, worths, linkages, table }
}

/// Where a no-deal value stands among the values of a party: not entered, or at one of its packages and a bit beside.
type Stand = Option<(Index, i64)>;

fn placed(mut talks: Talks, stands: &[Stand]) -> Talks {
    for (party, stand) in stands.iter().enumerate() {
        let Some(mut values) = talks.values(party) else { continue };
        values.sort_unstable();
        if let (Some(known), Some((at, beside))) = (&mut talks.preferences[party], stand) {
            // Rather low than high, so that many cases have a zone.
            let micros = values[at.index(values.len()) * 2 / 3];
            known.no_deal = Some((micros * i128::from(known.scale.units()) / 1_000_000) as i64 + beside);
        }
    }
    talks
}

/// Cases with at most `packages` packages. `whole`: everybody is valued.
pub fn talks(packages: usize, whole: bool) -> impl Strategy<Value = Talks> {
    (1..=4_usize)
        .prop_flat_map(|parties| (Just(parties), vec(issue(parties), 1..=4)))
        .prop_map(move |(parties, mut issues)| {
            let product = |issues: &[Issue]| issues.iter().map(|issue| issue.outcomes().len()).product::<usize>();
            while product(&issues) > packages {
                issues.pop();
            }
            let all = product(&issues);
            (parties, issues, all)
        })
        .prop_flat_map(move |(parties, issues, all)| {
            let line = (
                0..parties,
                rule(issues.clone(), 1),
                any::<bool>(),
                prop::option::weighted(0.2, rule(issues.clone(), 1)),
            );
            let line =
                line.prop_map(|(party, rule, never, condition)| Line { party, rule, never, condition, analyst: false });
            let sometimes = move |often: bool| whole || often;
            let known = (loose(issues.clone(), all), prop::bool::weighted(0.93));
            let known = known.prop_map(move |(known, often)| sometimes(often).then_some(known));
            let beside = prop_oneof![6 => Just(0_i64), 1 => Just(1), 1 => Just(-1), 1 => Just(100_000)];
            let stand = ((any::<Index>(), beside), prop::bool::weighted(0.93));
            let stand = stand.prop_map(move |(stand, often)| sometimes(often).then_some(stand));
            let lever = (0..parties, 0..=30_i64, any::<bool>(), prop::option::weighted(0.3, rule(issues.clone(), 0)));
            (
                Just(parties),
                Just(issues.clone()),
                (vec(line, 0..=2), vec(rule(issues.clone(), 1), 0..=1)),
                (vec(known, parties), vec(stand, parties)),
                (vec(prop::bool::weighted(0.2), parties), vec(any::<Index>(), 0..=2), vec(lever, 0..=2)),
            )
        })
        .prop_map(|(parties, issues, (lines, logic), (known, stands), (mut facilitators, drafts, levers))| {
            facilitators[0] = false;
            let preferences: Vec<Option<Preferences>> =
                known.into_iter().map(|known| Some(fitted(known?, &issues))).collect();
            let levers = levers
                .into_iter()
                .filter(|(upon, ..)| preferences[*upon].is_some())
                .map(|(upon, steps, pressure, condition)| {
                    let step = preferences[upon].as_ref().map_or(1, |known| known.scale.step());
                    Lever { upon, worth: steps * step, pressure, condition: condition.filter(|_| !pressure) }
                })
                .collect();
            let made = Made { parties, issues, entries: Vec::new(), lines, logic };
            let mut talks = Talks { made, facilitators, preferences, drafts: Vec::new(), levers };
            let all = talks.packages();
            talks.drafts = drafts.iter().map(|at| at.get(&all).clone()).collect();
            placed(talks, &stands)
        })
}
