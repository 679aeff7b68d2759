//! The package space with values: issues as variables, rules as constraints that can be switched, linkages as factors.
//!
//! As in [`super::space`], outcomes that nothing tells apart share a class; on issues that somebody values every
//! outcome is its own class. Hard rules are imposed once; soft ones (lines) and linkages become tables over their
//! issues, or hang on gates where they name too many (Tseitin 1968).

use super::space::{
    Constraint, Formula, Gates, Mode, Table, class_sizes, classes, conjuncts, filled, normal, representatives,
};
use crate::solve::TooWide;
use crate::solve::valued::{Charge, Layout, Soft};
use std::sync::Arc;
use zopa_case::{Case, IssueId, Rule};

/// What is compiled once for a case, a set of rules that can be switched, and a set of rules that are worth something.
pub(crate) struct ValuedSpace {
    /// By issue and outcome: its class.
    class_of: Vec<Vec<usize>>,
    /// By issue and class: one of its outcomes.
    outcome_of: Vec<Vec<usize>>,
    /// `None`: no package satisfies the hard rules.
    layout: Option<Arc<Layout>>,
    /// By soft rule, the soft constraints of the layout that make it up.
    softs: Vec<Vec<usize>>,
    /// By linkage rule, whether it holds in each cell of its factor; the factors come after those of the issues.
    linkages: Vec<Vec<bool>>,
    /// The factor over all issues, if there is one.
    table: Option<usize>,
}

impl ValuedSpace {
    /// Compiles. `valued` says of each issue whether its outcomes have values of their own; `linkages` count where they
    /// hold for certain; with `table` there is a factor over all issues (then all are valued).
    pub fn new(
        case: &Case,
        hard: &[Constraint],
        softs: &[Constraint],
        linkages: &[Rule],
        valued: &[bool],
        table: bool,
    ) -> Result<Self, TooWide> {
        let parts = |constraint: &Constraint| conjuncts(normal(&constraint.rule, constraint.mode, false));
        let hard: Vec<Formula> = hard.iter().flat_map(parts).collect();
        let soft: Vec<Vec<Formula>> = softs.iter().map(parts).collect();
        let worth: Vec<Formula> = linkages.iter().map(|rule| normal(rule, Mode::Certain, false)).collect();
        let all: Vec<Formula> = hard.iter().chain(soft.iter().flatten()).chain(&worth).cloned().collect();
        let class_of: Vec<Vec<usize>> = case
            .issue_ids()
            .map(|issue: IssueId| {
                let outcomes = case.issue(issue).outcomes.len();
                if valued[issue.index()] { (0..outcomes).collect() } else { classes(&all, issue, outcomes) }
            })
            .collect();
        let sizes: Vec<Vec<u64>> = class_of.iter().map(|classes| class_sizes(classes)).collect();
        let mut gates = Gates {
            class_of: &class_of,
            domains: sizes.iter().map(Vec::len).collect(),
            tables: Vec::new(),
            wide: None,
        };
        hard.iter().for_each(|formula| gates.require(formula));
        let mut tables: Vec<Soft> = Vec::new();
        let mut soft_of = Vec::with_capacity(soft.len());
        for formulas in &soft {
            let from = tables.len();
            for formula in formulas {
                let Table { scope, allowed } = as_table(&mut gates, formula);
                tables.push(Soft { scope, allowed });
            }
            soft_of.push((from..tables.len()).collect());
        }
        let mut scopes: Vec<Vec<usize>> = (0..class_of.len()).map(|issue| vec![issue]).collect();
        let mut holds = Vec::with_capacity(worth.len());
        for formula in &worth {
            let Table { scope, allowed } = as_table(&mut gates, formula);
            scopes.push(scope);
            holds.push(allowed);
        }
        let table = table.then(|| {
            scopes.push((0..class_of.len()).collect());
            scopes.len() - 1
        });
        let Gates { domains, tables: hard, wide, .. } = gates;
        if let Some(wide) = wide {
            return Err(wide);
        }
        let weights =
            (0..domains.len()).map(|at| sizes.get(at).cloned().unwrap_or_else(|| vec![1; domains[at]])).collect();
        let network = filled(weights, &domains, hard)?;
        let layout = Layout::new(network, &domains, tables, &scopes)?.map(Arc::new);
        let outcome_of = class_of.iter().map(|classes| representatives(classes)).collect();
        Ok(Self { class_of, outcome_of, layout, softs: soft_of, linkages: holds, table })
    }

    /// A charge with no values and no soft rule in force; `None` if no package satisfies the hard rules.
    pub fn charge(&self, dims: usize) -> Option<Charge> {
        self.layout.as_ref().map(|layout| Charge::new(layout, dims))
    }

    /// Puts a soft rule in force.
    pub fn enforce(&self, charge: &mut Charge, soft: usize) {
        self.softs[soft].iter().for_each(|soft| charge.enforce(*soft));
    }

    /// Adds values of an issue's outcomes (one entry an outcome; equal within a class) for a dimension.
    pub fn add_issue(&self, charge: &mut Charge, issue: usize, dimension: usize, by_outcome: &[i64]) {
        let values: Vec<i64> = self.outcome_of[issue].iter().map(|outcome| by_outcome[*outcome]).collect();
        charge.add(issue, dimension, &values);
    }

    /// Adds the value of a linkage for a dimension.
    pub fn add_linkage(&self, charge: &mut Charge, linkage: usize, dimension: usize, value: i64) {
        let values: Vec<i64> = self.linkages[linkage].iter().map(|holds| if *holds { value } else { 0 }).collect();
        charge.add(self.class_of.len() + linkage, dimension, &values);
    }

    /// Adds a value for every package, the first issue slowest.
    pub fn add_table(&self, charge: &mut Charge, dimension: usize, values: &[i64]) {
        if let Some(factor) = self.table {
            charge.add(factor, dimension, values);
        }
    }

    /// The package an assignment stands for: one outcome an issue (the first of its class).
    pub fn package(&self, charge: &Charge, digits: &[u32]) -> Vec<usize> {
        self.outcomes(&charge.layout().values(digits))
    }

    /// The package of these classes: one outcome an issue (the first of its class).
    pub fn outcomes(&self, classes: &[usize]) -> Vec<usize> {
        self.outcome_of.iter().zip(classes).map(|(outcomes, class)| outcomes[*class]).collect()
    }

    /// The classes of a package.
    pub fn classes(&self, package: &[usize]) -> Vec<usize> {
        self.class_of.iter().zip(package).map(|(classes, outcome)| classes[*outcome]).collect()
    }

    /// The digits of a package; `None` if it is not allowed.
    pub fn digits(&self, charge: &Charge, package: &[usize]) -> Option<Vec<u32>> {
        charge.digits(&self.classes(package))
    }
}

/// The formula as one table over its issues, or over the gate that it hangs on.
fn as_table(gates: &mut Gates<'_>, formula: &Formula) -> Table {
    gates.direct(formula).unwrap_or_else(|| {
        let input = gates.input(formula);
        Table { scope: vec![input.variable], allowed: input.holds }
    })
}
