//! The domain: issues with their options.

use super::{Collected, Found, decimal};
use crate::formats::exact::Exact;
use crate::formats::files::{Files, shown};
use crate::formats::functions::{real_grid, whole_grid};
use crate::formats::scenario::{Issue, Options};
use crate::formats::xml::Element;
use zopa_case::{FileId, Number, Span};

/// The issues of a domain.
pub(super) struct Outline {
    pub issues: Vec<DomainIssue>,
    /// Indices below the largest that no issue has.
    pub gaps: Vec<i64>,
}

/// An issue of a domain.
pub(super) struct DomainIssue {
    pub issue: Issue,
    pub index: i64,
    /// Whether its numbers are whole.
    pub whole: bool,
    /// The lower bound of numbers.
    pub low: Number,
}

/// The issues of a domain, in the order of their indices.
pub(super) fn outline(tree: Collected<'_>, steps: Option<i128>, files: &mut Files) -> Option<Outline> {
    let mut issues: Vec<DomainIssue> = Vec::new();
    let mut indices: Vec<i64> = tree.issues.iter().filter_map(|found| found.index).collect();
    indices.sort_unstable();
    let before = indices.len();
    indices.dedup();
    let by_index = before == indices.len() && before == tree.issues.len();
    if !by_index && let Some(first) = tree.issues.first() {
        files.mend(
            first.element.span,
            "indices of issues are missing or doubled: issues count in the order of the file",
        );
    }
    for (at, found) in tree.issues.iter().enumerate() {
        let index = if by_index { found.index.unwrap_or(0) } else { at as i64 + 1 };
        issues.extend(domain_issue(found, index, steps, files));
    }
    issues.sort_by_key(|known| known.index);
    if issues.is_empty() && files.problems.is_empty() {
        let span = Span::new(files.texts.files().next().map_or(FileId(0), |(file, ..)| file), 0, 0);
        files.error("no-issues", span, "there is no <issue> in the domain", "give the domain file first");
    }
    let last = issues.iter().map(|known| known.index).max().unwrap_or(0).min(100_000);
    let gaps = (1..last).filter(|index| !issues.iter().any(|known| known.index == *index)).collect();
    files.problems.is_empty().then_some(Outline { issues, gaps })
}

fn domain_issue(found: &Found<'_>, index: i64, steps: Option<i128>, files: &mut Files) -> Option<DomainIssue> {
    let element = found.element;
    let said = ["type", "etype", "vtype"].iter().find_map(|key| element.get(key)).unwrap_or("discrete").to_lowercase();
    let bounds = bounds(element, files);
    let kind = match (said.as_str(), element.all("item").next().is_some(), bounds.is_some()) {
        ("integer" | "real", true, false) => "discrete",
        ("discrete", false, true) => "integer",
        (kind, ..) => kind,
    };
    if kind != said {
        files.mend(element.span, format!("`{}` is called {said} and is {kind}", shown(&found.name)));
    }
    let mut low = Number(0);
    let options = match kind {
        "discrete" => {
            let mut names: Vec<String> = Vec::new();
            let mut known = std::collections::BTreeSet::new();
            for item in element.all("item") {
                let name = item.get("value").unwrap_or("");
                if name.is_empty() {
                    files.mend(item.span, "an item without a value: left out");
                } else if known.insert(name.to_string()) {
                    names.push(name.to_string());
                } else {
                    files.mend(item.span, format!("`{}` stands twice in `{}`", shown(name), shown(&found.name)));
                }
            }
            if names.is_empty() {
                let message = format!("`{}` has no items", shown(&found.name));
                files.error("no-options", element.span, message, "give the issue items, or a range");
                return None;
            }
            Options::Named(names)
        }
        "integer" | "real" => {
            let Some((from, to)) = bounds else {
                let message = format!("`{}` has no range", shown(&found.name));
                let help = "give <range lowerbound=\"0\" upperbound=\"10\"/> inside the issue";
                files.error("no-range", element.span, message, help);
                return None;
            };
            low = from;
            if kind == "integer" {
                whole_grid(&found.name, from, to, steps, element.span, files)?
            } else {
                real_grid(&found.name, from, to, steps, element.span, files)?
            }
        }
        other => {
            let message = format!("`{}` is of the type `{}`", shown(&found.name), shown(other));
            files.error("unknown-type", element.span, message, "known: discrete, integer, real");
            return None;
        }
    };
    let issue = Issue { name: found.name.clone(), options, span: element.span };
    Some(DomainIssue { issue, index, whole: kind == "integer", low })
}

/// The bounds of an issue of numbers.
fn bounds(element: &Element, files: &mut Files) -> Option<(Number, Number)> {
    let range = element.all("range").next();
    let mut bound = |key: &str| {
        let holder = range.filter(|range| range.get(key).is_some()).unwrap_or(element);
        holder.get(key)?;
        let exact = Exact::from(decimal(holder, key, files)?);
        let number = exact.number();
        if number.is_none() {
            files.error("number-too-large", holder.span, format!("`{key}` is beyond 1e15"), "give a smaller range");
        }
        number.map(|(number, _)| number)
    };
    bound("lowerbound").zip(bound("upperbound"))
}
