//! Names in preferences: the issues and options of a checked case that they stand for.

use zopa_case::draft::IssueKind;
use zopa_case::{Case, Issue, IssueId, Number};

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
