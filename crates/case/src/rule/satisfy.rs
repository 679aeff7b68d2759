//! Whether a set of rules can hold together, by search over the issues and events they name.

use super::resolved::{Event, Rule, Truth};
use crate::ids::IssueId;
use std::collections::{BTreeMap, BTreeSet};

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

/// Whether `rule` can hold where all of `background` holds; events are free to happen or not. The background must be
/// able to hold by itself, so that only what is tied to the rule, directly or through others, matters.
///
/// Issues are tried one after the other, one outcome for each pattern of tests it satisfies, and a branch ends as
/// soon as the rules are decided (three-valued). `budget` counts tests and events looked at (of a test over many
/// outcomes, eight outcomes are one look); what is used is taken from it, so that one budget can serve all the checks
/// of a case ([`crate::limits::RULE_STEPS`]).
pub fn can_be(rule: &Rule, background: &[&Rule], budget: &mut usize) -> Decided {
    let Some(rules) = tied(rule, background, budget) else { return Decided::Open };
    let mut variables: Vec<Variable> = Vec::new();
    for rule in &rules {
        for issue in rule.issues() {
            if !variables.iter().any(|variable| matches!(variable, Variable::Issue(id, _) if *id == issue)) {
                variables.push(Variable::Issue(issue, representatives(&rules, issue)));
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
    let issues = variables.iter().map(|variable| match variable {
        Variable::Issue(issue, _) => issue.index() + 1,
        Variable::Event(_) => 0,
    });
    let taken = vec![None; issues.max().unwrap_or(0)];
    Search { rules: &rules, variables: &variables, taken, events: BTreeMap::new(), leaves, budget }.from(0)
}

/// Whether all of `rules` can hold together.
pub fn can_all_be(rules: &[&Rule], budget: &mut usize) -> Decided {
    can_be(&Rule::And(rules.iter().map(|rule| (*rule).clone()).collect()), &[], budget)
}

/// The rule, and those of the background that share an issue or event with it or with one already taken; `None` where
/// the budget does not reach. What is taken from it covers the search for representatives too.
fn tied<'a>(rule: &'a Rule, background: &[&'a Rule], budget: &mut usize) -> Option<Vec<&'a Rule>> {
    let mut pay = |looks: usize| budget.checked_sub(looks).map(|left| *budget = left);
    let mut rules = vec![rule];
    let (mut issues, mut events) = (BTreeSet::from_iter(rule.issues()), BTreeSet::from_iter(rule.events()));
    pay(background.len())?;
    let mut rest: Vec<(&Rule, Vec<IssueId>, Vec<Event>)> =
        background.iter().map(|rule| (*rule, rule.issues(), rule.events())).collect();
    loop {
        pay(rest.len())?;
        let (near, far): (Vec<_>, Vec<_>) = rest.into_iter().partition(|(_, on, after)| {
            on.iter().any(|issue| issues.contains(issue)) || after.iter().any(|event| events.contains(event))
        });
        if near.is_empty() {
            break;
        }
        for (other, on, after) in near {
            issues.extend(on);
            events.extend(after);
            rules.push(other);
        }
        rest = far;
    }
    let mut looks = 0;
    for rule in &rules {
        rule.visit(&mut |leaf| {
            looks += match leaf {
                super::resolved::Leaf::Test(test) => issues.len() / 8 + test.holds.len() / 8,
                super::resolved::Leaf::Event(_) => issues.len() / 8 + events.len() / 8,
            };
        });
    }
    pay(looks)?;
    Some(rules)
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
    /// By issue, the outcome tried.
    taken: Vec<Option<usize>>,
    events: BTreeMap<Event, bool>,
    leaves: usize,
    budget: &'a mut usize,
}

impl Search<'_> {
    fn truth(&self) -> Truth {
        let outcome = |issue: IssueId| self.taken.get(issue.index()).copied().flatten();
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
                    self.taken[issue.index()] = Some(*outcome);
                    match self.from(at + 1) {
                        Decided::Impossible => {}
                        decided => return decided,
                    }
                }
                self.taken[issue.index()] = None;
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

#[cfg(test)]
mod tests {
    use super::super::{EventKind, Test};
    use super::*;

    fn event(of: usize) -> Rule {
        Rule::Event(Event { kind: EventKind::Done, of: format!("s{of}") })
    }

    #[test]
    fn a_long_chain_of_rules_is_decided_and_a_longer_one_is_left_open() {
        let chain = |count: usize| -> Vec<Rule> {
            let link = |at: usize| Rule::Or(vec![event(at).negated(), event(at + 1)]);
            (0..count).map(link).chain([event(count).negated()]).collect()
        };
        let decide = |count: usize, budget: usize| {
            let chain = chain(count);
            let mut left = budget;
            can_be(&event(0), &chain.iter().collect::<Vec<_>>(), &mut left)
        };
        assert_eq!(decide(200, 20_000_000), Decided::Impossible);
        assert_eq!(decide(1_000, 100_000), Decided::Open);
    }

    #[test]
    fn many_outcomes_are_paid_for() {
        let test = || Rule::Test(Test { issue: IssueId::new(0), holds: vec![true; 4_095] });
        let tests: Vec<Rule> = (0..1_000).map(|_| test()).collect();
        let mut budget = 10_000;
        assert_eq!(can_be(&test(), &tests.iter().collect::<Vec<_>>(), &mut budget), Decided::Open);
    }
}
