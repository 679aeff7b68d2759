//! Names in preferences: the issues, options and rules of a checked case that they stand for.

use zopa_case::draft::{Choose, IssueKind};
use zopa_case::rule::{Comparison, Event, Expr, Name, RuleText, Test};
use zopa_case::{Case, Issue, IssueId, Number, Rule};

/// The issue of a name.
pub(super) fn issue(case: &Case, name: &str) -> Option<IssueId> {
    case.issue_ids().find(|id| case.issue(*id).name == name)
}

/// The options that a name, a value or a span of values stands for.
pub(super) fn options(issue: &Issue, written: &str) -> Vec<usize> {
    if let Some(at) = issue.options.iter().position(|option| option.name == written) {
        return vec![at];
    }
    if issue.kind != IssueKind::Number {
        return Vec::new();
    }
    let end = |text: &str| {
        let mark = issue.options.iter().find(|option| option.name == text).and_then(|option| option.value);
        mark.or_else(|| Number::parse(text))
    };
    let (from, to) = written.split_once("..").unwrap_or((written, written));
    let (Some(low), Some(high)) = (end(from), end(to)) else { return Vec::new() };
    let inside = |at: &usize| issue.options[*at].value.is_some_and(|value| low <= value && value <= high);
    (0..issue.options.len()).filter(inside).collect()
}

/// A rule with its names resolved; `None` where one is unknown, which a checked case does not have.
pub(crate) fn rule(case: &Case, text: &RuleText) -> Option<Rule> {
    resolve(case, &text.tree)
}

/// As deep as rules may be nested ([`zopa_case::limits::RULE_DEPTH`]).
fn resolve(case: &Case, tree: &Expr) -> Option<Rule> {
    let all = |parts: &[Expr]| parts.iter().map(|part| resolve(case, part)).collect::<Option<Vec<Rule>>>();
    match tree {
        Expr::Not(inner) => resolve(case, inner).map(Rule::negated),
        Expr::And(parts) => all(parts).map(Rule::And),
        Expr::Or(parts) => all(parts).map(Rule::Or),
        Expr::Implies(left, right) => Some(Rule::Or(vec![resolve(case, left)?.negated(), resolve(case, right)?])),
        Expr::Event { kind, of } => Some(Rule::Event(Event { kind: *kind, of: of.text.clone() })),
        Expr::Is { issue: name, options, negated } => {
            let id = issue(case, &name.text)?;
            let named: Option<Vec<usize>> = options.iter().map(|option| one(case.issue(id), option)).collect();
            let named = named?;
            let outcomes = case.issue(id).outcomes.iter();
            let holds = outcomes.map(|outcome| matches!(outcome.0[..], [only] if named.contains(&only)) != *negated);
            Some(Rule::Test(Test { issue: id, holds: holds.collect() }))
        }
        Expr::Compare { issue: name, comparison, option } => {
            let id = issue(case, &name.text)?;
            let known = case.issue(id);
            let number = Number::parse(&option.text).filter(|_| known.kind == IssueKind::Number);
            let bound = if number.is_some() { None } else { Some(one(known, option)?) };
            let holds = (0..known.options.len()).map(|own| {
                let compared = match bound {
                    Some(bound) => own.cmp(&bound),
                    None => known.options[own].value.cmp(&number),
                };
                match comparison {
                    Comparison::AtLeast => compared.is_ge(),
                    Comparison::AtMost => compared.is_le(),
                    Comparison::Above => compared.is_gt(),
                    Comparison::Below => compared.is_lt(),
                }
            });
            (known.choose == Choose::One).then(|| Rule::Test(Test { issue: id, holds: holds.collect() }))
        }
        Expr::Includes { issue: name, option, before } => {
            let id = issue(case, &name.text)?;
            let first = one(case.issue(id), option)?;
            let second = match before {
                Some(before) => Some(one(case.issue(id), before)?),
                None => None,
            };
            let holds = case.issue(id).outcomes.iter().map(|outcome| {
                let place = |option: usize| outcome.0.iter().position(|own| *own == option);
                match (place(first), second) {
                    (None, _) => false,
                    (Some(_), None) => true,
                    (Some(one), Some(second)) => place(second).is_some_and(|two| one < two),
                }
            });
            Some(Rule::Test(Test { issue: id, holds: holds.collect() }))
        }
    }
}

/// The one option that a name or value in a rule stands for.
fn one(issue: &Issue, name: &Name) -> Option<usize> {
    let number = Number::parse(&name.text).filter(|_| issue.kind == IssueKind::Number);
    issue.options.iter().position(|option| option.name == name.text || (number.is_some() && option.value == number))
}
