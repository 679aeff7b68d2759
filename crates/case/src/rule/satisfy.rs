//! Whether a set of rules can hold together, by search over the issues and events they name.

use super::resolved::{Event, Rule, Truth};
use crate::ids::IssueId;
use std::collections::BTreeMap;

/// What the search found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// Some package and some course of events does it.
    Possible,
    /// None does: every case was tried.
    Impossible,
    /// The step limit was reached first; nothing is claimed.
    Open,
}

/// Whether all of `rules` can hold together; events are free to happen or not.
///
/// Issues are tried one after the other, one outcome for each pattern of tests it satisfies, and a branch ends as
/// soon as the rules are decided (three-valued). `budget` counts tests and events looked at; what is used is taken
/// from it, so that one budget can serve all the checks of a case ([`crate::limits::RULE_STEPS`]).
pub fn can_be(rules: &[&Rule], budget: &mut usize) -> Decided {
    let mut variables: Vec<Variable> = Vec::new();
    for rule in rules {
        for issue in rule.issues() {
            if !variables.iter().any(|variable| matches!(variable, Variable::Issue(id, _) if *id == issue)) {
                variables.push(Variable::Issue(issue, representatives(rules, issue)));
            }
        }
        for event in rule.events() {
            if !variables.iter().any(|variable| matches!(variable, Variable::Event(known) if *known == event)) {
                variables.push(Variable::Event(event));
            }
        }
    }
    let mut leaves = 1;
    rules.iter().for_each(|rule| rule.visit(&mut |_| leaves += 1));
    let mut search =
        Search { rules, variables: &variables, issues: BTreeMap::new(), events: BTreeMap::new(), leaves, budget };
    search.from(0)
}

enum Variable {
    Issue(IssueId, Vec<usize>),
    Event(Event),
}

/// One outcome for each pattern of the tests on this issue.
fn representatives(rules: &[&Rule], issue: IssueId) -> Vec<usize> {
    let mut tests = Vec::new();
    for rule in rules {
        rule.visit(&mut |leaf| {
            if let super::resolved::Leaf::Test(test) = leaf
                && test.issue == issue
            {
                tests.push(&test.holds);
            }
        });
    }
    let outcomes = tests.iter().map(|holds| holds.len()).max().unwrap_or(0);
    let mut seen: BTreeMap<Vec<bool>, usize> = BTreeMap::new();
    for outcome in 0..outcomes {
        let pattern = tests.iter().map(|holds| holds.get(outcome).copied().unwrap_or(false)).collect();
        seen.entry(pattern).or_insert(outcome);
    }
    seen.into_values().collect()
}

struct Search<'a> {
    rules: &'a [&'a Rule],
    variables: &'a [Variable],
    issues: BTreeMap<IssueId, usize>,
    events: BTreeMap<Event, bool>,
    leaves: usize,
    budget: &'a mut usize,
}

impl Search<'_> {
    fn truth(&self) -> Truth {
        let outcome = |issue: IssueId| self.issues.get(&issue).copied();
        let happened = |event: &Event| self.events.get(event).map_or(Truth::Unknown, |happened| Truth::of(*happened));
        self.rules.iter().map(|rule| rule.truth(&outcome, &happened)).min().unwrap_or(Truth::Yes)
    }

    fn from(&mut self, at: usize) -> Decided {
        let Some(left) = self.budget.checked_sub(self.leaves) else {
            return Decided::Open;
        };
        *self.budget = left;
        match (self.truth(), self.variables.get(at)) {
            (Truth::Yes, _) => Decided::Possible,
            (Truth::No, _) | (Truth::Unknown, None) => Decided::Impossible,
            (Truth::Unknown, Some(Variable::Issue(issue, outcomes))) => {
                for outcome in outcomes {
                    self.issues.insert(*issue, *outcome);
                    match self.from(at + 1) {
                        Decided::Impossible => {}
                        decided => return decided,
                    }
                }
                self.issues.remove(issue);
                Decided::Impossible
            }
            (Truth::Unknown, Some(Variable::Event(event))) => {
                for happened in [true, false] {
                    self.events.insert(event.clone(), happened);
                    match self.from(at + 1) {
                        Decided::Impossible => {}
                        decided => return decided,
                    }
                }
                self.events.remove(event);
                Decided::Impossible
            }
        }
    }
}
