//! The admissible packages of a case, to be counted and looked into under further rules.

use crate::model::{Constraint, Counter, Mode, Record, ValuedSpace, crossing};
use crate::run::Basis;
use crate::solve::TooWide;
use num_bigint::BigUint;
use std::collections::BTreeSet;
use zopa_case::draft::{Choose, IssueKind};
use zopa_case::rule::Test;
use zopa_case::{Case, IssueId, Rule};

/// What every package counted must keep: the logic, and each line that counts for a deal. As in all of the settlement a
/// line that the analyst reads into a source counts like any other; rules that hang on events exclude nothing.
pub(super) struct Ground<'a> {
    pub case: &'a Case,
    keeps: Vec<Constraint>,
    /// What that rests on.
    pub basis: Basis,
    /// How many packages there are.
    pub total: Option<BigUint>,
    warnings: BTreeSet<String>,
}

/// A package nearest to given terms.
pub(super) struct Nearest {
    pub package: Vec<usize>,
    /// Issues on which it leaves the terms, rising.
    pub changed: Vec<usize>,
}

impl<'a> Ground<'a> {
    pub fn new(record: &Record<'a>) -> Self {
        let case: &'a Case = record.case;
        let open = |rule: Rule| Constraint { rule, mode: Mode::NotExcluded };
        let mut basis = Basis::default();
        basis.logic(case);
        let mut keeps: Vec<Constraint> = case.logic().iter().map(|logic| open(logic.rule.clone())).collect();
        for (id, line) in record.counting_lines() {
            keeps.push(open(crossing(line).negated()));
            basis.line(case, id);
        }
        let mut ground = Self { case, keeps, basis, total: None, warnings: BTreeSet::new() };
        ground.total = ground.count(&[]);
        ground
    }

    /// How many admissible packages keep these rules too; `None`, and a warning, if it is too much to count.
    pub fn count(&mut self, rules: &[(&Rule, Mode)]) -> Option<BigUint> {
        let counted = Counter::new(self.case, &self.with(rules)).and_then(|counter| counter.total());
        counted.map_err(|wide| self.too_wide(&wide)).ok()
    }

    /// The first admissible package, issue by issue, that keeps these rules too; `None` if there is none or it is too
    /// much to say.
    pub fn example(&mut self, rules: &[(&Rule, Mode)]) -> Option<Vec<usize>> {
        let open: Vec<Vec<bool>> = self.case.issues().iter().map(|issue| vec![true; issue.outcomes.len()]).collect();
        self.nearest(rules, &open, &[]).map(|nearest| nearest.package)
    }

    /// An admissible package that keeps these rules and leaves the terms (by issue, which outcomes they allow) on as few
    /// issues as can be; `apart` lists sets of issues of which it must not leave all. `None` if there is none, or it is
    /// too much to say.
    ///
    /// Method: staying within the terms is worth one point an issue, and the largest sum is found by elimination over
    /// the join tree (Bertele & Brioschi 1972): exact, however many issues change. Of the packages that change those
    /// issues it is one that goes the fewest rungs.
    pub fn nearest(&mut self, rules: &[(&Rule, Mode)], terms: &[Vec<bool>], apart: &[Vec<usize>]) -> Option<Nearest> {
        let stays = |issue: usize| Rule::Test(Test { issue: IssueId::new(issue), holds: terms[issue].clone() });
        let mut keeps = self.with(rules);
        keeps.extend(apart.iter().map(|issues| Constraint {
            rule: Rule::Or(issues.iter().map(|issue| stays(*issue)).collect()),
            mode: Mode::Certain,
        }));
        let bound: Vec<usize> = (0..terms.len()).filter(|issue| terms[*issue].contains(&false)).collect();
        let worth: Vec<Rule> = bound.iter().map(|issue| stays(*issue)).collect();
        let valued = vec![false; terms.len()];
        let space = match ValuedSpace::new(self.case, &keeps, &[], &worth, &valued, false) {
            Ok(space) => space,
            Err(wide) => {
                self.too_wide(&wide);
                return None;
            }
        };
        let mut charge = space.charge(1)?;
        (0..worth.len()).for_each(|at| space.add_linkage(&mut charge, at, 0, 1));
        let bounds = charge.best(&[1]);
        let (mut digits, mut values) = (Vec::new(), Vec::new());
        if !charge.argmax(&bounds, &mut digits, &mut values) {
            return None;
        }
        let package = space.package(&charge, &digits);
        let changed: Vec<usize> = bound.into_iter().filter(|issue| !terms[*issue][package[*issue]]).collect();
        let package = self.closest(keeps, terms, &changed).unwrap_or(package);
        Some(Nearest { package, changed })
    }

    /// Of the packages that leave the terms on these issues alone, one that goes the fewest rungs in all; on menus every
    /// step is as far. `None` where it is too much to say.
    fn closest(&self, mut keeps: Vec<Constraint>, terms: &[Vec<bool>], changed: &[usize]) -> Option<Vec<usize>> {
        if changed.is_empty() {
            return None;
        }
        keeps.extend((0..terms.len()).filter(|issue| terms[*issue].contains(&false)).map(|issue| {
            let leaves = changed.contains(&issue);
            let holds = terms[issue].iter().map(|allowed| *allowed != leaves).collect();
            Constraint { rule: Rule::Test(Test { issue: IssueId::new(issue), holds }), mode: Mode::Certain }
        }));
        let by_rung = |issue: &usize| {
            let known = &self.case.issues()[*issue];
            known.choose == Choose::One && known.kind != IssueKind::Menu && changed.contains(issue)
        };
        let valued: Vec<bool> = (0..terms.len()).map(|issue| by_rung(&issue)).collect();
        let space = ValuedSpace::new(self.case, &keeps, &[], &[], &valued, false).ok()?;
        let mut charge = space.charge(1)?;
        for issue in changed.iter().filter(|issue| by_rung(issue)) {
            let rungs = |outcome: usize| {
                let allowed = (0..terms[*issue].len()).filter(|own| terms[*issue][*own]);
                allowed.map(|own| own.abs_diff(outcome)).min().unwrap_or(0)
            };
            let worth: Vec<i64> = (0..terms[*issue].len()).map(|outcome| -(rungs(outcome) as i64)).collect();
            space.add_issue(&mut charge, *issue, 0, &worth);
        }
        let (mut digits, mut values) = (Vec::new(), Vec::new());
        charge.argmax(&charge.best(&[1]), &mut digits, &mut values).then(|| space.package(&charge, &digits))
    }

    /// What was too much to compute, each once.
    pub fn warnings(self) -> Vec<String> {
        self.warnings.into_iter().collect()
    }

    /// Adds a warning.
    pub fn warn(&mut self, warning: String) {
        self.warnings.insert(warning);
    }

    fn with(&self, rules: &[(&Rule, Mode)]) -> Vec<Constraint> {
        let further = rules.iter().map(|(rule, mode)| Constraint { rule: (*rule).clone(), mode: *mode });
        self.keeps.iter().cloned().chain(further).collect()
    }

    fn too_wide(&mut self, wide: &TooWide) {
        let names: Vec<&str> = wide
            .variables
            .iter()
            .filter_map(|at| self.case.issues().get(*at))
            .map(|issue| issue.name.as_str())
            .collect();
        let names = names.join(", ");
        self.warn(format!("what passes at home could not all be counted: {wide}; issues tied together: {names}"));
    }
}
