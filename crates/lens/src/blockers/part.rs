//! One group of tied issues with its conflicts and corrections.

use super::findings::{BlockingSet, Constraint, Part};
use super::ground::Ground;
use super::packages::Packages;
use super::record::{Soft, Tied};
use super::{Settings, words};
use crate::model::{Constraint as Counted, Counter, Mode, Record};
use crate::solve::marco::{Enumeration, Limits, Reach, Set, enumerate, enumerate_known};
use num_bigint::BigUint;
use std::collections::BTreeSet;
use zopa_case::Case;

pub(super) struct PartFound<'a> {
    pub ground: Ground<'a>,
    pub found: Enumeration,
}

impl<'a> PartFound<'a> {
    pub fn new(
        record: &Record<'_>,
        tied: &'a Tied,
        softs: &[Soft],
        settings: &Settings,
        cancel: &mut dyn FnMut() -> bool,
    ) -> Self {
        let ground = Ground::new(record, tied, softs);
        let number = tied.softs.len();
        let kept = (0..number).filter(|soft| softs[tied.softs[*soft]].told.not_for_trade);
        let kept = Set::of(number, kept);
        let limits = Limits { sets: settings.sets, calls: settings.calls, steps: settings.steps };
        let found = match ground.satisfied(settings.looked_at) {
            Some(satisfied) => enumerate_known(&kept, satisfied, &limits, cancel),
            None => {
                let mut packages = Packages::new(record.case, &ground, softs, settings.steps);
                enumerate(&kept, &mut packages, &limits, cancel)
            }
        };
        Self { ground, found }
    }

    /// Whether some package of it meets every constraint.
    pub fn open(&self) -> bool {
        self.found.corrections.iter().any(Set::is_empty)
    }

    /// Whether none does, though the logic allows some.
    pub fn blocked(&self) -> bool {
        let told = !self.found.conflicts.is_empty() || !self.found.corrections.is_empty();
        told && !self.open() && !self.never()
    }

    /// Whether the logic allows no package.
    pub fn never(&self) -> bool {
        self.found.conflicts.iter().any(Set::is_empty)
    }

    /// The fewest constraints that open it as far as that is proved, and whether an opening of that size was found.
    pub fn least(&self) -> (usize, bool) {
        let found = self.found.corrections.first().map(Set::len);
        match (self.found.corrections_reach, found) {
            (Reach::All, Some(found)) => (found, true),
            (Reach::Below(size), Some(found)) => (found.min(size), found <= size),
            (Reach::Below(size), None) => (size, false),
            (Reach::All, None) => (usize::MAX, false),
        }
    }

    /// The name that its findings go by: that of its first issue.
    pub fn name<'c>(&self, case: &'c Case) -> &'c str {
        self.ground.tied.issues.first().map_or("", |issue| case.issue(*issue).name.as_str())
    }

    /// The first package that meets the constraints in force.
    pub fn first(&self, case: &Case, softs: &[Soft], in_force: &Set) -> Option<Vec<usize>> {
        Packages::new(case, &self.ground, softs, Settings::default().steps).first(in_force)
    }

    /// How many packages of it meet the constraints in force.
    pub fn count(&self, case: &Case, softs: &[Soft], in_force: &Set) -> Option<BigUint> {
        let tied = self.ground.tied;
        let open = |rule| Counted { rule, mode: Mode::NotExcluded };
        let mut all: Vec<Counted> = tied.logic.iter().map(|at| open(case.logic()[*at].rule.clone())).collect();
        all.extend(in_force.iter().map(|soft| open(softs[tied.softs[soft]].against.clone().negated())));
        let total = Counter::new(case, &all).and_then(|counter| counter.total()).ok()?;
        let others = case.issue_ids().filter(|issue| self.ground.place(*issue).is_none());
        let others: BigUint = others.map(|issue| BigUint::from(case.issue(issue).outcomes.len())).product();
        (others > BigUint::ZERO).then(|| total / others)
    }

    /// The issues that its conflicts are about.
    fn involved(&self, softs: &[Soft]) -> Vec<usize> {
        let members = self.found.conflicts.iter().flat_map(Set::iter);
        let issues: BTreeSet<usize> =
            members.flat_map(|soft| softs[self.ground.tied.softs[soft]].told.issues.iter().copied()).collect();
        issues.into_iter().collect()
    }

    /// Their titles in a list.
    pub fn titles(&self, case: &Case, softs: &[Soft]) -> String {
        let titles: Vec<&str> = self.involved(softs).into_iter().map(|issue| words::title(case, issue)).collect();
        if titles.len() > 1 {
            format!("{} (together)", words::list(&titles, "and"))
        } else {
            words::list(&titles, "and")
        }
    }

    /// Its blocking sets; what they rest on is wider where not all were found.
    pub fn blocking_sets(&self, case: &Case, softs: &[Soft]) -> Vec<BlockingSet> {
        let all = self.found.conflicts_reach == Reach::All;
        let told = |set: &Set| {
            let constraints: Vec<usize> = set.iter().map(|soft| self.ground.tied.softs[soft]).collect();
            let members: Vec<&Constraint> = constraints.iter().map(|at| &softs[*at].told).collect();
            let ids: Vec<&str> = members.iter().map(|constraint| constraint.id.as_str()).collect();
            let mut basis = if all { crate::run::Basis::default() } else { self.ground.tied.basis.clone() };
            constraints.iter().for_each(|at| basis.join(&softs[*at].basis));
            basis.logic(case);
            // The empty set is the logic's own, and one of it a part.
            let id = if ids.is_empty() { format!("logic.{}", self.name(case)) } else { ids.join("+") };
            BlockingSet {
                id: format!("blockers.set.{id}"),
                sentence: words::blocking_set(case, &members),
                constraints,
                basis,
            }
        };
        self.found.conflicts.iter().map(told).collect()
    }

    /// The part as a finding, if it is blocked or that is not clear.
    pub fn finding(&self, case: &Case, softs: &[Soft]) -> Option<Part> {
        if self.open() || self.never() {
            return None;
        }
        let found = &self.found;
        let sets = (found.conflicts.len(), found.conflicts_reach == Reach::All);
        let openings = (found.corrections.len(), found.corrections_reach == Reach::All);
        let smallest = found.corrections.first().map(Set::len);
        let counted = |(number, all): (usize, bool), one: &str, many: &str| {
            let least = if all { "" } else { "at least " };
            format!("{least}{}", words::counted(number, one, many))
        };
        let blocked = if self.blocked() { "blocked by what was said on it" } else { "whether blocked was not settled" };
        let opens = match smallest {
            Some(size) => {
                let proved = if self.least().1 { "" } else { " found" };
                format!(", the smallest{proved} of {}", words::counted(size, "move", "moves"))
            }
            None => String::new(),
        };
        let titles = if found.conflicts.is_empty() {
            let all = self.ground.tied.issues.iter().map(|issue| case.issue(*issue).title.as_str());
            words::list(&all.collect::<Vec<_>>(), "and")
        } else {
            self.titles(case, softs)
        };
        Some(Part {
            id: format!("blockers.part.{}", self.name(case)),
            issues: self.involved(softs),
            blocking_sets: sets,
            openings,
            smallest,
            sentence: format!(
                "{titles}: {blocked}; {}, {}{opens}.",
                counted(sets, "blocking set", "blocking sets"),
                counted(openings, "opening", "openings"),
            ),
            basis: self.ground.tied.basis.clone(),
        })
    }
}
