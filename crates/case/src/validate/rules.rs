//! Names in rules, and rules that can never hold.

use super::Checker;
use super::names::What;
use super::options::Slip;
use crate::case::{Condition, Logic};
use crate::diagnostic::{Diagnostic, shown};
use crate::draft::{Choose, IssueKind};
use crate::ids::IssueId;
use crate::quantity::Number;
use crate::rule::{Comparison, Decided, Event, EventKind, Expr, Name, Rule, RuleText, Test, can_all_be, can_be};

impl Checker<'_> {
    /// The rules every package must keep; from here on they count when other rules are checked.
    pub(super) fn logic(&mut self) -> Vec<Logic> {
        let draft = self.draft;
        let mut logic = Vec::new();
        for (at, rule) in draft.logic.iter().enumerate() {
            let Some(resolved) = self.rule(&rule.rule) else { continue };
            logic.push(Logic {
                name: rule.id.as_ref().map_or_else(|| format!("logic.{}", at + 1), |id| id.value.clone()),
                rule: resolved,
                text: rule.rule.text.value.clone(),
                sources: self.source_ids(&rule.source),
                marking: self.marking(rule.marking.as_ref()),
            });
        }
        self.logic_rules = logic.iter().map(|logic| logic.rule.clone()).collect();
        let all: Vec<&Rule> = self.logic_rules.iter().collect();
        if !all.is_empty() && can_all_be(&all, &mut self.rule_budget) == Decided::Impossible {
            let span = draft.logic.first().map(|rule| rule.rule.text.span).unwrap_or_default();
            self.report(
                Diagnostic::error("logic-empty", span, "no package keeps all the rules of `logic` together")
                    .help("weaken or remove one of them"),
            );
            self.logic_rules.clear();
        }
        logic
    }

    /// The rule with its names resolved; `None` where a name is a problem.
    pub(super) fn rule(&mut self, text: &RuleText) -> Option<Rule> {
        let rule = self.resolve(text, &text.tree)?;
        if !self.resolved.contains_key(&text.text.value) {
            self.resolved.insert(text.text.value.clone(), rule.clone());
        }
        Some(rule)
    }

    /// A rule that something hangs on: it must be able to hold.
    pub(super) fn condition(&mut self, text: &RuleText) -> Option<Condition> {
        let rule = self.rule(text)?;
        if self.can_hold(&rule) == Decided::Impossible {
            self.report(
                Diagnostic::error(
                    "rule-never",
                    text.text.span,
                    format!("the rule `{}` can never hold", shown(&text.text.value)),
                )
                .help("no package that the case's logic allows fulfils it; look for `and` where `or` is meant"),
            );
        }
        Some(Condition { rule, text: text.text.value.clone() })
    }

    /// The same for a key that may be left out.
    pub(super) fn condition_of(&mut self, text: Option<&RuleText>) -> Option<Condition> {
        text.and_then(|text| self.condition(text))
    }

    /// Whether some package that keeps the logic fulfils the rule.
    pub(super) fn can_hold(&mut self, rule: &Rule) -> Decided {
        let logic: Vec<&Rule> = self.logic_rules.iter().collect();
        can_be(rule, &logic, &mut self.rule_budget)
    }

    fn resolve(&mut self, text: &RuleText, tree: &Expr) -> Option<Rule> {
        let all = |check: &mut Self, parts: &[Expr]| {
            let resolved: Vec<Option<Rule>> = parts.iter().map(|part| check.resolve(text, part)).collect();
            resolved.into_iter().collect::<Option<Vec<Rule>>>()
        };
        match tree {
            Expr::Not(inner) => self.resolve(text, inner).map(Rule::negated),
            Expr::And(parts) => all(self, parts).map(Rule::And),
            Expr::Or(parts) => all(self, parts).map(Rule::Or),
            Expr::Implies(left, right) => {
                let (left, right) = (self.resolve(text, left), self.resolve(text, right));
                Some(Rule::Or(vec![left?.negated(), right?]))
            }
            Expr::Event { kind, of } => {
                let what = match kind {
                    EventKind::Begun | EventKind::Done | EventKind::Held(_) => What::Step,
                    EventKind::Passed => What::Ratifier,
                    EventKind::Taken => What::Action,
                };
                let found = self.find(what, &of.text, text.place(of.start, of.end));
                let known = found.is_some() || self.trimmed.gone.contains(&of.text);
                known.then(|| Rule::Event(Event { kind: *kind, of: of.text.clone() }))
            }
            Expr::Is { issue, options, negated } => {
                let at = self.test_issue(text, issue)?;
                self.one_choice(text, at, issue, options)?;
                let named: Option<Vec<usize>> =
                    options.iter().map(|option| self.test_option(text, at, option)).collect();
                let named = named?;
                let holds =
                    (0..self.issues[at].outcomes.len()).map(|outcome| named.contains(&outcome) != *negated).collect();
                Some(Rule::Test(Test { issue: IssueId::new(at), holds }))
            }
            Expr::Compare { issue, comparison, option } => self.compare(text, issue, *comparison, option),
            Expr::Includes { issue, option, before } => {
                let at = self.test_issue(text, issue)?;
                let first = self.test_option(text, at, option)?;
                let second = match before {
                    Some(before) => Some(self.test_option(text, at, before)?),
                    None => None,
                };
                let choose = self.issues[at].choose;
                let (issue, option) = (&issue.text, option);
                let last = before.as_ref().unwrap_or(option);
                let slip = match before {
                    _ if choose == Choose::One => Some((
                        format!("a package takes one option of `{issue}`, so none is included beside others"),
                        format!("write `{issue} = {}`", option.text),
                    )),
                    Some(before) if choose != Choose::Sequence => Some((
                        format!("the options of `{issue}` are combined without an order"),
                        format!(
                            "write `{issue} includes {} and {issue} includes {}`, or give the issue `choose: sequence`",
                            option.text, before.text
                        ),
                    )),
                    _ => None,
                };
                if let Some((message, help)) = slip {
                    let place = text.place(option.start, last.end);
                    self.report(Diagnostic::error("rule-choice", place, message).help(help));
                    return None;
                }
                let place =
                    |outcome: &crate::case::Outcome, option: usize| outcome.0.iter().position(|own| *own == option);
                let holds = self.issues[at].outcomes.iter().map(|outcome| match (place(outcome, first), second) {
                    (None, _) => false,
                    (Some(_), None) => true,
                    (Some(one), Some(second)) => place(outcome, second).is_some_and(|two| one < two),
                });
                Some(Rule::Test(Test { issue: IssueId::new(at), holds: holds.collect() }))
            }
        }
    }

    fn test_issue(&mut self, text: &RuleText, issue: &Name) -> Option<usize> {
        let at = self.find(What::Issue, &issue.text, text.place(issue.start, issue.end))?;
        // An issue without outcomes was told already; no rule over it could be judged.
        self.issues.get(at).filter(|issue| !issue.outcomes.is_empty()).map(|_| at)
    }

    fn one_choice(&mut self, text: &RuleText, at: usize, issue: &Name, options: &[Name]) -> Option<()> {
        if self.issues[at].choose == Choose::One {
            return Some(());
        }
        self.report(
            Diagnostic::error(
                "rule-choice",
                text.place(issue.start, issue.end),
                format!("a package can take several options of `{}`", issue.text),
            )
            .help({
                let each = options.iter().map(|option| format!("{} includes {}", issue.text, option.text)).take(4);
                format!("write `{}`", each.collect::<Vec<_>>().join(" or "))
            }),
        );
        None
    }

    fn test_option(&mut self, text: &RuleText, at: usize, option: &Name) -> Option<usize> {
        let issue = &self.issues[at];
        let number = Number::parse(&option.text).filter(|_| issue.kind == IssueKind::Number);
        let found = issue
            .options
            .iter()
            .position(|known| known.name == option.text || (number.is_some() && known.value == number));
        if found.is_none() {
            self.report_option(IssueId::new(at), &Slip::unknown(&option.text), text.place(option.start, option.end));
        }
        found
    }

    fn compare(&mut self, text: &RuleText, issue: &Name, comparison: Comparison, option: &Name) -> Option<Rule> {
        let at = self.test_issue(text, issue)?;
        self.one_choice(text, at, issue, std::slice::from_ref(option))?;
        if self.issues[at].kind == IssueKind::Menu {
            self.report(
                Diagnostic::error(
                    "rule-order",
                    text.place(issue.start, option.end),
                    format!("the options of `{}` have no order", issue.text),
                )
                .help(format!(
                    "name the options, such as `{} = {} | ..`; or make the issue a ladder",
                    issue.text, option.text
                )),
            );
            return None;
        }
        let number = Number::parse(&option.text).filter(|_| self.issues[at].kind == IssueKind::Number);
        let compared: Vec<std::cmp::Ordering> = match number {
            Some(bound) => self.issues[at].options.iter().map(|option| option.value.cmp(&Some(bound))).collect(),
            None => {
                let bound = self.test_option(text, at, option)?;
                (0..self.issues[at].options.len()).map(|own| own.cmp(&bound)).collect()
            }
        };
        let holds = compared.into_iter().map(|compared| match comparison {
            Comparison::AtLeast => compared.is_ge(),
            Comparison::AtMost => compared.is_le(),
            Comparison::Above => compared.is_gt(),
            Comparison::Below => compared.is_lt(),
        });
        Some(Rule::Test(Test { issue: IssueId::new(at), holds: holds.collect() }))
    }
}
