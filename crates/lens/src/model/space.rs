//! Counting packages under rules, exactly and without listing them.
//!
//! Outcomes of an issue that no rule tells apart form one class; classes are the values of a variable with
//! their sizes as weights. A rule becomes tables over the classes of the issues it names; one that names too
//! many is split into gates with variables of their own (Tseitin 1968), each gate's variable being determined by its inputs,
//! so that counts do not change. Events are not known: where a rule must hold for certain they count as not
//! happening in its favour, where it must not fail for certain they do (in negation normal form a three-valued
//! rule is monotone, so that this is exact).

use crate::solve::{Network, NetworkError, TooWide};
use num_bigint::BigUint;
use std::collections::BTreeMap;
use zopa_case::rule::Test;
use zopa_case::{Case, IssueId, Rule};

/// How certain a rule must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// It holds whatever the events.
    Certain,
    /// It holds or hangs on events.
    NotExcluded,
}

/// A rule that the packages counted must satisfy.
#[derive(Clone, Debug)]
pub(crate) struct Constraint {
    pub rule: Rule,
    pub mode: Mode,
}

/// Cells of a table made from one rule directly; larger ones are split into gates.
const DIRECT_CELLS: usize = 1 << 14;

/// Cells of one gate: two inputs and its result. An issue whose options can be combined has up to 4,095 outcomes.
const GATE_CELLS: usize = 1 << 20;

/// A rule in negation normal form, without events.
#[derive(Clone, Debug)]
pub(super) enum Formula {
    Test(Test),
    And(Vec<Formula>),
    Or(Vec<Formula>),
}

/// Counts packages of a case under constraints.
pub(crate) struct Counter {
    /// By issue and outcome: its class.
    class_of: Vec<Vec<usize>>,
    /// By issue and class: its number of outcomes.
    sizes: Vec<Vec<u64>>,
    network: Network,
    /// How many values each variable has.
    domains: Vec<usize>,
}

/// How many packages, and how many with each outcome of each issue.
pub(crate) struct PackageCounts {
    pub total: BigUint,
    pub by_outcome: Vec<Vec<BigUint>>,
}

impl Counter {
    /// Compiles the constraints.
    pub fn new(case: &Case, constraints: &[Constraint]) -> Result<Self, TooWide> {
        let formulas: Vec<Formula> = constraints
            .iter()
            .flat_map(|constraint| conjuncts(normal(&constraint.rule, constraint.mode, false)))
            .collect();
        let class_of: Vec<Vec<usize>> =
            case.issue_ids().map(|issue| classes(&formulas, issue, case.issue(issue).outcomes.len())).collect();
        let sizes: Vec<Vec<u64>> = class_of.iter().map(|classes| class_sizes(classes)).collect();
        let mut gates = Gates {
            class_of: &class_of,
            domains: sizes.iter().map(Vec::len).collect(),
            tables: Vec::new(),
            wide: None,
        };
        for formula in &formulas {
            gates.require(formula);
        }
        let Gates { domains, tables, wide, .. } = gates;
        if let Some(wide) = wide {
            return Err(wide);
        }
        let weights = domains
            .iter()
            .enumerate()
            .map(|(at, size)| sizes.get(at).cloned().unwrap_or_else(|| vec![1; *size]))
            .collect();
        let network = filled(weights, &domains, tables)?;
        Ok(Self { class_of, sizes, network, domains })
    }

    /// How many packages satisfy the constraints.
    pub fn total(&self) -> Result<BigUint, TooWide> {
        self.network.total()
    }

    /// The same with the number for each outcome of each issue.
    pub fn count(&self) -> Result<PackageCounts, TooWide> {
        debug_assert!(self.domains.len() >= self.sizes.len());
        let counted = self.network.count()?;
        let by_outcome = self.class_of.iter().enumerate().map(|(issue, classes)| {
            classes.iter().map(|class| &counted.per_value[issue][*class] / self.sizes[issue][*class]).collect()
        });
        Ok(PackageCounts { by_outcome: by_outcome.collect(), total: counted.total })
    }
}

/// A network with these tables.
pub(super) fn filled(weights: Vec<Vec<u64>>, domains: &[usize], tables: Vec<Table>) -> Result<Network, TooWide> {
    let mut network = Network::new(weights);
    for Table { scope, allowed } in tables {
        let strides: Vec<usize> = scope.iter().map(|variable| domains[*variable]).collect();
        let cell = |values: &[usize]| values.iter().zip(&strides).fold(0, |at, (value, size)| at * size + value);
        let result = match scope.as_slice() {
            [one] => network.restrict(*one, &allowed),
            _ => network.constrain(&scope, |values| allowed.get(cell(values)).copied().unwrap_or(false)),
        };
        match result {
            Ok(()) => {}
            Err(NetworkError::TooWide(wide)) => return Err(wide),
            Err(_) => debug_assert!(false, "tables name variables of the network"),
        }
    }
    Ok(network)
}

/// Negation normal form, with events replaced by what the mode makes of them.
pub(super) fn normal(rule: &Rule, mode: Mode, negated: bool) -> Formula {
    match (rule, negated) {
        (Rule::Test(test), false) => Formula::Test(test.clone()),
        (Rule::Test(test), true) => {
            Formula::Test(Test { issue: test.issue, holds: test.holds.iter().map(|holds| !holds).collect() })
        }
        (Rule::Event(_), _) => match mode {
            Mode::Certain => Formula::Or(Vec::new()),
            Mode::NotExcluded => Formula::And(Vec::new()),
        },
        (Rule::Not(inner), _) => normal(inner, mode, !negated),
        (Rule::And(parts), false) | (Rule::Or(parts), true) => {
            all_of(parts.iter().map(|part| normal(part, mode, negated)).collect())
        }
        (Rule::Or(parts), false) | (Rule::And(parts), true) => {
            any_of(parts.iter().map(|part| normal(part, mode, negated)).collect())
        }
    }
}

/// A conjunction, its tests of one issue joined, constants taken out.
fn all_of(parts: Vec<Formula>) -> Formula {
    let mut tests: BTreeMap<IssueId, Vec<bool>> = BTreeMap::new();
    let mut rest = Vec::new();
    for part in parts {
        match part {
            Formula::And(inner) => {
                for formula in inner {
                    join(formula, &mut tests, &mut rest, |own, other| own && other);
                }
            }
            other => join(other, &mut tests, &mut rest, |own, other| own && other),
        }
    }
    tests.retain(|_, holds| holds.contains(&false));
    if tests.values().any(|holds| !holds.contains(&true))
        || rest.iter().any(|part| matches!(part, Formula::Or(inner) if inner.is_empty()))
    {
        return Formula::Or(Vec::new());
    }
    rest.extend(tests.into_iter().map(|(issue, holds)| Formula::Test(Test { issue, holds })));
    single(rest, Formula::And)
}

/// A disjunction, its tests of one issue joined, constants taken out.
fn any_of(parts: Vec<Formula>) -> Formula {
    let mut tests: BTreeMap<IssueId, Vec<bool>> = BTreeMap::new();
    let mut rest = Vec::new();
    for part in parts {
        match part {
            Formula::Or(inner) => {
                for formula in inner {
                    join(formula, &mut tests, &mut rest, |own, other| own || other);
                }
            }
            other => join(other, &mut tests, &mut rest, |own, other| own || other),
        }
    }
    tests.retain(|_, holds| holds.contains(&true));
    if tests.values().any(|holds| !holds.contains(&false))
        || rest.iter().any(|part| matches!(part, Formula::And(inner) if inner.is_empty()))
    {
        return Formula::And(Vec::new());
    }
    rest.extend(tests.into_iter().map(|(issue, holds)| Formula::Test(Test { issue, holds })));
    single(rest, Formula::Or)
}

fn join(
    formula: Formula,
    tests: &mut BTreeMap<IssueId, Vec<bool>>,
    rest: &mut Vec<Formula>,
    op: fn(bool, bool) -> bool,
) {
    match formula {
        Formula::Test(test) => match tests.get_mut(&test.issue) {
            Some(own) => own.iter_mut().zip(test.holds).for_each(|(own, other)| *own = op(*own, other)),
            None => {
                tests.insert(test.issue, test.holds);
            }
        },
        other => rest.push(other),
    }
}

fn single(mut parts: Vec<Formula>, group: fn(Vec<Formula>) -> Formula) -> Formula {
    match (parts.len(), parts.pop()) {
        (1, Some(only)) => only,
        (_, Some(last)) => {
            parts.push(last);
            group(parts)
        }
        (_, None) => group(parts),
    }
}

pub(super) fn conjuncts(formula: Formula) -> Vec<Formula> {
    match formula {
        Formula::And(parts) => parts,
        other => vec![other],
    }
}

fn visit<'a>(formula: &'a Formula, see: &mut dyn FnMut(&'a Test)) {
    match formula {
        Formula::Test(test) => see(test),
        Formula::And(parts) | Formula::Or(parts) => parts.iter().for_each(|part| visit(part, see)),
    }
}

/// For each outcome the number of its class: outcomes that every test takes alike share one.
pub(super) fn classes(formulas: &[Formula], issue: IssueId, outcomes: usize) -> Vec<usize> {
    let mut tests: Vec<&[bool]> = Vec::new();
    for formula in formulas {
        visit(formula, &mut |test| {
            if test.issue == issue {
                tests.push(&test.holds);
            }
        });
    }
    tests.sort_unstable();
    tests.dedup();
    let mut seen: BTreeMap<Vec<bool>, usize> = BTreeMap::new();
    (0..outcomes)
        .map(|outcome| {
            let next = seen.len();
            *seen
                .entry(tests.iter().map(|holds| holds.get(outcome).copied().unwrap_or(false)).collect())
                .or_insert(next)
        })
        .collect()
}

pub(super) fn class_sizes(classes: &[usize]) -> Vec<u64> {
    let mut sizes = vec![0; classes.iter().max().map_or(0, |most| most + 1)];
    classes.iter().for_each(|class| sizes[*class] += 1);
    sizes
}

pub(super) struct Table {
    pub scope: Vec<usize>,
    /// One entry a cell, the last variable of the scope fastest.
    pub allowed: Vec<bool>,
}

pub(super) struct Gates<'a> {
    pub class_of: &'a [Vec<usize>],
    pub domains: Vec<usize>,
    pub tables: Vec<Table>,
    /// The first gate that is too large.
    pub wide: Option<TooWide>,
}

/// An input of a gate: a variable and the values at which it is true.
#[derive(Clone)]
pub(super) struct Input {
    pub variable: usize,
    pub holds: Vec<bool>,
}

impl Gates<'_> {
    /// Makes the formula hold in every package counted.
    pub(super) fn require(&mut self, formula: &Formula) {
        if let Some(table) = self.direct(formula) {
            self.tables.push(table);
            return;
        }
        match formula {
            Formula::And(parts) => parts.iter().for_each(|part| self.require(part)),
            other => {
                let input = self.input(other);
                self.tables.push(Table { scope: vec![input.variable], allowed: input.holds });
            }
        }
    }

    fn scope(&self, formula: &Formula) -> Vec<usize> {
        let mut scope = Vec::new();
        visit(formula, &mut |test| scope.push(test.issue.index()));
        scope.sort_unstable();
        scope.dedup();
        scope
    }

    /// The formula as one table, if it is small enough.
    pub(super) fn direct(&self, formula: &Formula) -> Option<Table> {
        let scope = self.scope(formula);
        let cells = scope.iter().try_fold(1usize, |cells, variable| cells.checked_mul(self.domains[*variable]))?;
        if cells > DIRECT_CELLS {
            return None;
        }
        if scope.is_empty() {
            // A constant: true needs no table, false empties every package through the first variable.
            let holds = matches!(formula, Formula::And(_));
            let scope: Vec<usize> = if self.domains.is_empty() { Vec::new() } else { vec![0] };
            let allowed = vec![holds; scope.first().map_or(1, |variable| self.domains[*variable])];
            return Some(Table { scope, allowed });
        }
        let by_class: Vec<Vec<usize>> = scope.iter().map(|issue| representatives(&self.class_of[*issue])).collect();
        let mut allowed = Vec::with_capacity(cells);
        let mut values = vec![0usize; scope.len()];
        for _ in 0..cells {
            let outcome = |issue: IssueId| scope.binary_search(&issue.index()).map_or(0, |at| by_class[at][values[at]]);
            allowed.push(holds(formula, &outcome));
            for at in (0..values.len()).rev() {
                values[at] += 1;
                if values[at] < self.domains[scope[at]] {
                    break;
                }
                values[at] = 0;
            }
        }
        Some(Table { scope, allowed })
    }

    /// A variable that is true exactly where the formula holds.
    pub(super) fn input(&mut self, formula: &Formula) -> Input {
        match formula {
            Formula::Test(test) => {
                let variable = test.issue.index();
                let holds =
                    representatives(&self.class_of[variable]).iter().map(|outcome| test.holds[*outcome]).collect();
                Input { variable, holds }
            }
            Formula::And(parts) => self.fold(parts, true),
            Formula::Or(parts) => self.fold(parts, false),
        }
    }

    /// Joins the parts one by one: each gate has the running value, one more input, and its result.
    fn fold(&mut self, parts: &[Formula], all: bool) -> Input {
        let mut running: Option<Input> = None;
        for part in parts {
            let next = self.input(part);
            running = Some(match running {
                None => next,
                Some(so_far) => self.gate(&so_far, &next, all),
            });
        }
        running.unwrap_or_else(|| {
            self.domains.push(1);
            Input { variable: self.domains.len() - 1, holds: vec![all] }
        })
    }

    fn gate(&mut self, one: &Input, two: &Input, all: bool) -> Input {
        let joined = |a: bool, b: bool| if all { a && b } else { a || b };
        let result = self.domains.len();
        self.domains.push(2);
        let cells = one.holds.len() * two.holds.len() * 2;
        if cells > GATE_CELLS {
            self.wide.get_or_insert(TooWide {
                part: crate::solve::Wide::Table,
                variables: vec![one.variable, two.variable],
                cells: cells as u64,
                limit: GATE_CELLS as u64,
            });
            return Input { variable: result, holds: vec![false, true] };
        }
        let mut allowed = Vec::new();
        let scope = if one.variable == two.variable {
            for (a, b) in one.holds.iter().zip(&two.holds) {
                allowed.extend([!joined(*a, *b), joined(*a, *b)]);
            }
            vec![one.variable, result]
        } else {
            for a in &one.holds {
                for b in &two.holds {
                    allowed.extend([!joined(*a, *b), joined(*a, *b)]);
                }
            }
            vec![one.variable, two.variable, result]
        };
        self.tables.push(Table { scope, allowed });
        Input { variable: result, holds: vec![false, true] }
    }
}

/// One outcome of each class.
pub(super) fn representatives(classes: &[usize]) -> Vec<usize> {
    let mut first = vec![0; classes.iter().max().map_or(0, |most| most + 1)];
    for (outcome, class) in classes.iter().enumerate().rev() {
        first[*class] = outcome;
    }
    first
}

fn holds(formula: &Formula, outcome: &dyn Fn(IssueId) -> usize) -> bool {
    match formula {
        Formula::Test(test) => test.holds.get(outcome(test.issue)).copied().unwrap_or(false),
        Formula::And(parts) => parts.iter().all(|part| holds(part, outcome)),
        Formula::Or(parts) => parts.iter().any(|part| holds(part, outcome)),
    }
}
