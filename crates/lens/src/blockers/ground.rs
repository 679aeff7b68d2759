//! The packages of issues that hang together: outcomes in classes, rules as tables over them.

use super::least::{Factor, Least, least};
use super::record::{Soft, Tied};
use crate::model::Record;
use crate::solve::marco::Set;
use std::collections::BTreeMap;
use zopa_case::rule::Leaf;
use zopa_case::{Case, IssueId, PartyId, Rule, Truth};

/// Cells of the table of one rule; a rule that needs more keeps the part from being gone through.
const RULE_CELLS: usize = 1 << 16;

/// What a rule makes of every combination of classes of its issues.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// Places of its issues in the part, rising.
    pub scope: Vec<usize>,
    /// One entry a combination, the last issue fastest.
    pub cells: Vec<Truth>,
}

/// A group of tied issues made ready.
pub(super) struct Ground<'a> {
    pub tied: &'a Tied,
    /// By place and outcome, its class; outcomes that no rule tells apart share one.
    pub class_of: Vec<Vec<usize>>,
    /// By place and class, its first outcome.
    pub first: Vec<Vec<usize>>,
    /// By place and class, how many outcomes it has.
    pub sizes: Vec<Vec<u64>>,
    /// The logic, the constraints, and whether each consent is there; `None`: some rule is too wide.
    tables: Option<Tables>,
}

struct Tables {
    logic: Vec<Table>,
    softs: Vec<Table>,
    yeses: Vec<((IssueId, PartyId), Table)>,
}

/// What the packages of a part are measured by.
#[derive(Clone, Copy, Debug)]
pub(super) enum Count {
    Refusals,
    MissingYeses,
    /// Refusals, and of equally many the missing yeses: the cost is the first times [`WEIGHT`] and the second.
    Both,
}

/// More than there can be consents in a case.
pub(super) const WEIGHT: u64 = 1 << 32;

impl<'a> Ground<'a> {
    pub fn new(record: &Record<'_>, tied: &'a Tied, softs: &[Soft]) -> Self {
        let case = record.case;
        let consents = tied.issues.iter().flat_map(|issue| case.issue(*issue).consent.iter().map(|own| (*issue, *own)));
        let yeses: Vec<((IssueId, PartyId), Rule)> =
            consents.map(|(issue, party)| ((issue, party), record.accepts(issue, party))).collect();
        let logic: Vec<&Rule> = tied.logic.iter().map(|at| &case.logic()[*at].rule).collect();
        let against: Vec<&Rule> = tied.softs.iter().map(|at| &softs[*at].against).collect();
        let all: Vec<&Rule> = logic.iter().chain(&against).copied().chain(yeses.iter().map(|(_, rule)| rule)).collect();
        let class_of: Vec<Vec<usize>> = classes(case, &tied.issues, &all);
        let count = |classes: &Vec<usize>| classes.iter().max().map_or(0, |most| most + 1);
        let first = |classes: &Vec<usize>| {
            let mut first = vec![0; count(classes)];
            classes.iter().enumerate().rev().for_each(|(outcome, class)| first[*class] = outcome);
            first
        };
        let sizes = |classes: &Vec<usize>| {
            let mut sizes = vec![0; count(classes)];
            classes.iter().for_each(|class| sizes[*class] += 1);
            sizes
        };
        let (first, sizes) = (class_of.iter().map(first).collect(), class_of.iter().map(sizes).collect());
        let mut ground = Self { tied, class_of, first, sizes, tables: None };
        let table = |rule: &Rule| ground.table(rule);
        let tables = (|| {
            Some(Tables {
                logic: logic.into_iter().map(table).collect::<Option<_>>()?,
                softs: against.into_iter().map(table).collect::<Option<_>>()?,
                yeses: yeses.iter().map(|(whose, rule)| Some((*whose, table(rule)?))).collect::<Option<_>>()?,
            })
        })();
        ground.tables = tables;
        ground
    }

    /// The place of an issue in the part.
    pub fn place(&self, issue: IssueId) -> Option<usize> {
        self.tied.issues.binary_search(&issue).ok()
    }

    fn domain(&self, place: usize) -> usize {
        self.first[place].len()
    }

    fn table(&self, rule: &Rule) -> Option<Table> {
        let scope: Vec<usize> = rule.issues().into_iter().filter_map(|issue| self.place(issue)).collect();
        let cells = scope.iter().try_fold(1_usize, |cells, place| cells.checked_mul(self.domain(*place)))?;
        if cells > RULE_CELLS {
            return None;
        }
        let mut made = Vec::with_capacity(cells);
        let mut values = vec![0; scope.len()];
        for _ in 0..cells {
            let outcome = |issue: IssueId| {
                let at = scope.binary_search(&self.place(issue)?).ok()?;
                Some(self.first[scope[at]][values[at]])
            };
            made.push(rule.truth(&outcome, &|_| Truth::Unknown));
            step(&mut values, |at| self.domain(scope[at]));
        }
        Some(Table { scope, cells: made })
    }

    /// The sets of constraints (by place in the part) that its packages satisfy, each at least once, if there are few
    /// enough combinations to look at every one: at most `most` times constraints.
    pub fn satisfied(&self, most: usize) -> Option<Vec<Set>> {
        let tables = self.tables.as_ref()?;
        let domains: Vec<usize> = (0..self.first.len()).map(|place| self.domain(place)).collect();
        let combinations = domains.iter().try_fold(1_usize, |all, domain| all.checked_mul(*domain))?;
        let looks = combinations.checked_mul(tables.softs.len() + tables.logic.len() + 1)?;
        if looks > most {
            return None;
        }
        let mut found = Vec::new();
        let mut values = vec![0; domains.len()];
        for _ in 0..combinations {
            let truth = |table: &Table| table.cells[self.cell(table, &values)];
            if tables.logic.iter().all(|table| truth(table) != Truth::No) {
                let kept = (0..tables.softs.len()).filter(|soft| truth(&tables.softs[*soft]) != Truth::Yes);
                found.push(Set::of(tables.softs.len(), kept));
            }
            step(&mut values, |at| domains[at]);
        }
        Some(found)
    }

    fn cell(&self, table: &Table, values: &[usize]) -> usize {
        table.scope.iter().fold(0, |cell, place| cell * self.domain(*place) + values[*place])
    }

    /// The packages of the part with the least of something, of those that the logic allows and the constraints in
    /// force do not refuse; `Ok(None)` where there is none, `Err` past the limit.
    pub fn least(&self, count: Count, in_force: &Set) -> Result<Option<Least>, ()> {
        let tables = self.tables.as_ref().ok_or(())?;
        let domains: Vec<usize> = (0..self.first.len()).map(|place| self.domain(place)).collect();
        let forbidding = |table: &Table, forbidden: Truth| {
            Factor::new(&table.scope, table.cells.iter().map(|cell| (*cell != forbidden).then_some(0)))
        };
        let costing = |table: &Table, cost: u64, costs: &dyn Fn(Truth) -> bool| {
            Factor::new(&table.scope, table.cells.iter().map(|cell| Some(if costs(*cell) { cost } else { 0 })))
        };
        let mut factors: Vec<Factor> = tables.logic.iter().map(|table| forbidding(table, Truth::No)).collect();
        factors.extend(in_force.iter().map(|soft| forbidding(&tables.softs[soft], Truth::Yes)));
        if !matches!(count, Count::MissingYeses) {
            let weight = if matches!(count, Count::Both) { WEIGHT } else { 1 };
            factors.extend(tables.softs.iter().map(|table| costing(table, weight, &|cell| cell == Truth::Yes)));
        }
        if !matches!(count, Count::Refusals) {
            factors.extend(tables.yeses.iter().map(|(_, table)| costing(table, 1, &|cell| cell != Truth::Yes)));
        }
        let least = least(&domains, &self.sizes, factors)?;
        Ok(least.map(|mut least| {
            // From classes to outcomes.
            for example in &mut least.examples {
                example.iter_mut().enumerate().for_each(|(place, class)| *class = self.first[place][*class]);
            }
            least
        }))
    }

    /// The consents that a package of the part (an outcome for each place) lacks.
    pub fn missing(&self, package: &[usize]) -> Vec<(IssueId, PartyId)> {
        let values: Vec<usize> = package.iter().zip(&self.class_of).map(|(outcome, of)| of[*outcome]).collect();
        let yeses = self.tables.iter().flat_map(|tables| &tables.yeses);
        yeses
            .filter(|(_, table)| table.cells[self.cell(table, &values)] != Truth::Yes)
            .map(|(whose, _)| *whose)
            .collect()
    }
}

/// Steps to the next combination, the last value fastest.
fn step(values: &mut [usize], domain: impl Fn(usize) -> usize) {
    for at in (0..values.len()).rev() {
        values[at] += 1;
        if values[at] < domain(at) {
            return;
        }
        values[at] = 0;
    }
}

/// For each issue and outcome its class: outcomes that every rule takes alike share one.
fn classes(case: &Case, issues: &[IssueId], rules: &[&Rule]) -> Vec<Vec<usize>> {
    let mut tests: Vec<Vec<&[bool]>> = vec![Vec::new(); issues.len()];
    for rule in rules {
        rule.visit(&mut |leaf| {
            if let Leaf::Test(test) = leaf
                && let Ok(place) = issues.binary_search(&test.issue)
            {
                tests[place].push(&test.holds);
            }
        });
    }
    let of = |(place, issue): (usize, &IssueId)| {
        let mut tests = std::mem::take(&mut tests[place]);
        tests.sort_unstable();
        tests.dedup();
        let mut seen: BTreeMap<Vec<bool>, usize> = BTreeMap::new();
        let class = |outcome: usize| {
            let next = seen.len();
            let pattern = tests.iter().map(|holds| holds.get(outcome).copied().unwrap_or(false)).collect();
            *seen.entry(pattern).or_insert(next)
        };
        (0..case.issue(*issue).outcomes.len()).map(class).collect()
    };
    issues.iter().enumerate().map(of).collect()
}
