//! Issues, their options and outcomes, and finding an option by name, number or span.

use super::Checker;
use super::names::What;
use crate::case::{Issue, Opt, Order, Outcome};
use crate::diagnostic::{Diagnostic, nearest};
use crate::draft::{self, Choose, IssueKind, OrderBy, Role};
use crate::ids::{IssueId, PartyId};
use crate::limits;
use crate::quantity::Number;
use crate::span::{At, Span};

impl Checker<'_> {
    pub(super) fn issues(&mut self) -> Vec<Issue> {
        let draft = self.draft;
        draft.issues.iter().map(|(key, issue)| self.issue(key, issue)).collect()
    }

    fn issue(&mut self, key: &At<String>, issue: &draft::Issue) -> Issue {
        let kind = issue.kind.value;
        let choose = issue.choose.as_ref().map_or(Choose::One, |choose| choose.value);
        self.stray_keys(key, issue);
        let options = match kind {
            IssueKind::Ladder => self.listed(key, &issue.ladder, "ladder"),
            IssueKind::Menu => self.listed(key, &issue.menu, "menu"),
            IssueKind::Number => self.numbers(key, issue),
        };
        let consent = if issue.consent.is_empty() {
            let parties = self.parties.iter().enumerate().filter(|(_, party)| party.roles.contains(&Role::Party));
            parties.map(|(at, _)| PartyId::new(at)).collect()
        } else {
            self.party_ids(&issue.consent)
        };
        let part_of = issue.part_of.as_ref().and_then(|name| self.find(What::Issue, &name.value, name.span));
        if part_of.is_some() && issue.part_of.as_ref().is_some_and(|name| name.value == key.value) {
            self.report(
                Diagnostic::error("part-of-itself", key.span, format!("`{}` is part of itself", key.value))
                    .help("name the issue it was split from"),
            );
        }
        let order = self.order(issue, kind, choose, &options);
        let most = match choose {
            Choose::One => limits::OPTIONS,
            Choose::Any => limits::OPTIONS_ANY,
            Choose::Sequence => limits::OPTIONS_SEQUENCE,
        };
        let outcomes = if options.len() > most {
            self.report(
                Diagnostic::error(
                    "limit-options",
                    key.span,
                    format!("`{}` has {} options; the limit here is {most}", key.value, options.len()),
                )
                .help("split the issue, or give it a coarser grid"),
            );
            Vec::new()
        } else {
            outcomes(choose, options.len())
        };
        Issue {
            name: key.value.clone(),
            title: issue.name.value.clone(),
            kind,
            choose,
            consent,
            part_of: part_of.map(IssueId::new),
            core: issue.core.as_ref().is_some_and(|core| core.value),
            options,
            outcomes,
            order,
            unit: issue.unit.as_ref().map(|unit| unit.value.clone()),
        }
    }

    /// Keys that belong to another kind of issue.
    fn stray_keys(&mut self, key: &At<String>, issue: &draft::Issue) {
        let number = issue.from.is_some() || issue.to.is_some() || issue.step.is_some() || !issue.marks.is_empty();
        let stray = match issue.kind.value {
            IssueKind::Ladder if !issue.menu.is_empty() => Some("`menu` belongs to `kind: menu`; write `ladder`"),
            IssueKind::Menu if !issue.ladder.is_empty() => Some("`ladder` belongs to `kind: ladder`; write `menu`"),
            IssueKind::Ladder | IssueKind::Menu if number => {
                Some("`from`, `to`, `step` and `marks` belong to `kind: number`")
            }
            IssueKind::Number if !issue.menu.is_empty() || !issue.ladder.is_empty() => {
                Some("a number issue has `from`, `to`, `step` and `marks`")
            }
            IssueKind::Number if issue.choose.as_ref().is_some_and(|choose| choose.value != Choose::One) => {
                Some("a number issue takes one value; leave `choose` out")
            }
            _ => None,
        };
        if let Some(help) = stray {
            let message = format!(
                "`{}` is a {} issue with keys of another kind",
                key.value,
                crate::decode::Word::word(&issue.kind.value)
            );
            self.report(Diagnostic::error("stray-key", key.span, message).help(help));
        }
    }

    fn listed(&mut self, key: &At<String>, options: &crate::decode::Pairs<draft::Opt>, part: &str) -> Vec<Opt> {
        if options.is_empty() {
            self.report(
                Diagnostic::error("no-options", key.span, format!("`{}` has no options", key.value))
                    .help(format!("give them under `{part}:`, such as {part}: {{a1: .., a2: ..}}")),
            );
        }
        options
            .iter()
            .map(|(name, option)| {
                let fits = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
                if !name.value.chars().all(fits) || name.value.len() > limits::ID_CHARS {
                    self.report(
                        Diagnostic::error(
                            "id-form",
                            name.span,
                            format!("`{}` cannot be the id of an option", name.value),
                        )
                        .help(format!("an option's id has letters, digits and hyphens, at most {}", limits::ID_CHARS)),
                    );
                }
                Opt {
                    name: name.value.clone(),
                    text: option.text.value.clone(),
                    sources: self.source_ids(&option.source),
                    value: None,
                }
            })
            .collect()
    }

    fn numbers(&mut self, key: &At<String>, issue: &draft::Issue) -> Vec<Opt> {
        let (Some(from), Some(to)) = (&issue.from, &issue.to) else {
            self.report(
                Diagnostic::error(
                    "missing-key",
                    key.span,
                    format!("the number issue `{}` needs `from` and `to`", key.value),
                )
                .help("give the least and the largest value that could be agreed"),
            );
            return Vec::new();
        };
        if from.value >= to.value {
            self.report(
                Diagnostic::error(
                    "range-order",
                    from.span,
                    format!("`{}` runs from {} to {}", key.value, from.value, to.value),
                )
                .help(format!(
                    "write from: {}, to: {}",
                    to.value.min(from.value),
                    from.value.max(to.value)
                )),
            );
            return Vec::new();
        }
        let mut values: Vec<(Number, Option<&At<String>>)> = Vec::new();
        for (name, mark) in issue.marks.iter() {
            if mark.value < from.value || mark.value > to.value {
                self.report(
                    Diagnostic::error(
                        "outside-range",
                        mark.span,
                        format!("the mark {} lies outside {} to {}", mark.value, from.value, to.value),
                    )
                    .help("widen `from` and `to`, or move the mark"),
                );
            }
            values.push((mark.value, Some(name)));
        }
        if let Some(step) = &issue.step {
            let steps = if step.value.0 > 0 { (to.value.0 - from.value.0) / step.value.0 } else { -1 };
            if steps < 0 || steps as usize >= limits::OPTIONS {
                self.report(
                    Diagnostic::error(
                        "limit-options",
                        step.span,
                        format!("a step of {} gives no grid of at most {} values", step.value, limits::OPTIONS),
                    )
                    .help("take a coarser step, or marks only"),
                );
            } else {
                for at in 0..=steps {
                    let value = Number(from.value.0 + at * step.value.0);
                    if !values.iter().any(|(known, _)| *known == value) {
                        values.push((value, None));
                    }
                }
            }
        } else if values.is_empty() {
            self.report(
                Diagnostic::error("no-options", key.span, format!("`{}` has neither `step` nor `marks`", key.value))
                    .help("give a grid with `step: 1`, or named values with `marks: {short: 15}`"),
            );
        }
        values.sort_by_key(|(value, _)| *value);
        let unit = issue.unit.as_ref().map(|unit| format!(" {}", unit.value)).unwrap_or_default();
        values
            .into_iter()
            .map(|(value, name)| Opt {
                name: name.map_or_else(|| value.to_string(), |name| name.value.clone()),
                text: format!("{value}{unit}"),
                sources: Vec::new(),
                value: Some(value),
            })
            .collect()
    }

    fn order(&mut self, issue: &draft::Issue, kind: IssueKind, choose: Choose, options: &[Opt]) -> Order {
        match (&issue.order_by, kind) {
            (_, IssueKind::Number) => Order::Numbers,
            (Some(OrderBy::Measure(text)), IssueKind::Ladder) if choose != Choose::Any => {
                Order::Measure(text.value.clone())
            }
            (Some(OrderBy::Parties(orders)), _) => {
                let mut known = Vec::new();
                for (party, names) in orders.iter() {
                    let party = self.party_id(party);
                    let order: Vec<usize> = names.iter().filter_map(|name| self.listed_option(options, name)).collect();
                    known.extend(party.map(|party| (party, order)));
                }
                Order::Parties(known)
            }
            (Some(OrderBy::Measure(text)), _) => {
                let text = text.clone();
                self.report(
                    Diagnostic::error("stray-key", text.span, "`order by` with a text orders the rungs of a ladder")
                        .help("make it `kind: ladder`, or give parties' own orders"),
                );
                Order::Unordered
            }
            (None, IssueKind::Ladder) if choose == Choose::One => Order::Compiler,
            (None, _) => Order::Unordered,
        }
    }

    fn listed_option(&mut self, options: &[Opt], name: &At<String>) -> Option<usize> {
        let found = options.iter().position(|option| option.name == name.value);
        if found.is_none() {
            let help =
                crate::diagnostic::way_out(&name.value, "option", options.iter().map(|option| option.name.as_str()));
            self.report(
                Diagnostic::error("unknown-option", name.span, format!("`{}` is no option of this issue", name.value))
                    .help(help),
            );
        }
        found
    }

    /// The options and outcomes that a name, number, span or order stands for on an issue.
    pub(super) fn options(&mut self, issue: IssueId, written: &At<String>) -> (Vec<usize>, Vec<usize>) {
        let found = self.issues.get(issue.index()).map(|known| lookup(known, &written.value));
        match found {
            Some(Ok(found)) => found,
            Some(Err((message, help))) => {
                self.report_option(issue, message, help, written.span);
                (Vec::new(), Vec::new())
            }
            None => (Vec::new(), Vec::new()),
        }
    }

    fn report_option(&mut self, issue: IssueId, message: String, help: String, span: Span) {
        // An issue that could not be read has no options; calling them unknown would be a second error for one slip.
        if self.issues.get(issue.index()).is_some_and(|issue| !issue.options.is_empty()) {
            self.report(Diagnostic::error("unknown-option", span, message).help(help));
        }
    }

    /// The issue of a name, by id.
    pub(super) fn issue_id(&mut self, name: &At<String>) -> Option<IssueId> {
        self.find(What::Issue, &name.value, name.span).map(IssueId::new)
    }
}

type Found = Result<(Vec<usize>, Vec<usize>), (String, String)>;

fn lookup(issue: &Issue, written: &str) -> Found {
    if let Some(at) = issue.options.iter().position(|option| option.name == written) {
        return Ok((vec![at], Vec::new()));
    }
    if issue.choose == Choose::Sequence && written.contains(" then ") {
        let names: Vec<&str> = written.split(" then ").map(str::trim).collect();
        let order: Option<Vec<usize>> =
            names.iter().map(|name| issue.options.iter().position(|option| option.name == *name)).collect();
        let outcome = order.and_then(|order| issue.outcomes.iter().position(|outcome| outcome.0 == order));
        if let Some(outcome) = outcome {
            return Ok((Vec::new(), vec![outcome]));
        }
    }
    if issue.kind == IssueKind::Number {
        return number(issue, written);
    }
    let names = issue.options.iter().map(|option| option.name.as_str());
    let near = nearest(written, names.clone()).map(|near| format!("did you mean `{near}`? "));
    let list: Vec<String> = names.take(12).map(|name| format!("`{name}`")).collect();
    let help = format!("{}the options of `{}` are {}", near.unwrap_or_default(), issue.name, list.join(", "));
    Err((format!("`{written}` is no option of `{}`", issue.name), help))
}

fn number(issue: &Issue, written: &str) -> Found {
    let end = |text: &str| {
        let mark = issue.options.iter().find(|option| option.name == text).and_then(|option| option.value);
        mark.or_else(|| Number::parse(text))
    };
    let (from, to) = written.split_once("..").unwrap_or((written, written));
    let (Some(low), Some(high)) = (end(from), end(to)) else {
        return Err((
            format!("`{written}` is no value of `{}`", issue.name),
            "write a mark, a number, or a span such as 30..50".into(),
        ));
    };
    if low > high {
        return Err((format!("the span {written} runs the wrong way round"), format!("write {to}..{from}")));
    }
    let inside = |option: &Opt| option.value.is_some_and(|value| low <= value && value <= high);
    let found: Vec<usize> = (0..issue.options.len()).filter(|at| inside(&issue.options[*at])).collect();
    if found.is_empty() {
        let nearest =
            issue.options.iter().filter_map(|option| option.value).min_by_key(|value| (value.0 - low.0).abs());
        let near = nearest.map(|value| format!("; the nearest value is {value}")).unwrap_or_default();
        return Err((
            format!("`{written}` holds no value of `{}`", issue.name),
            format!("give the issue a finer `step` or a mark{near}"),
        ));
    }
    Ok((found, Vec::new()))
}

/// What a package can take: single options; non-empty sets, by rising bit mask; non-empty orders, shorter first.
fn outcomes(choose: Choose, options: usize) -> Vec<Outcome> {
    match choose {
        Choose::One => (0..options).map(|option| Outcome(vec![option])).collect(),
        Choose::Any => (1..1usize << options)
            .map(|mask| Outcome((0..options).filter(|option| mask >> option & 1 == 1).collect()))
            .collect(),
        Choose::Sequence => {
            let mut all: Vec<Outcome> = Vec::new();
            let mut longest: Vec<Vec<usize>> = vec![Vec::new()];
            for _ in 0..options {
                longest = longest
                    .iter()
                    .flat_map(|start| {
                        let free = (0..options).filter(|option| !start.contains(option));
                        free.map(|option| start.iter().copied().chain([option]).collect())
                    })
                    .collect();
                all.extend(longest.iter().cloned().map(Outcome));
            }
            all
        }
    }
}
