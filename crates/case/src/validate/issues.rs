//! Issues, their options and outcomes, and finding an option by name, number or span.

use super::Checker;
use super::names::What;
use crate::case::{Issue, Opt, Order, Outcome};
use crate::decode::Word;
use crate::diagnostic::{Diagnostic, shown};
use crate::draft::{self, Choose, IssueKind, OrderBy, Role};
use crate::ids::{IssueId, PartyId};
use crate::limits;
use crate::quantity::Number;
use crate::span::At;

impl Checker<'_> {
    pub(super) fn issues(&mut self) -> Vec<Issue> {
        let draft = self.draft;
        draft.issues.iter().map(|(key, issue)| self.issue(key, issue)).collect()
    }

    fn issue(&mut self, key: &At<String>, issue: &draft::Issue) -> Issue {
        let kind = issue.kind.value;
        let choose = issue.choose.as_ref().map_or(Choose::One, |choose| choose.value);
        let strays = self.stray_keys(key, issue);
        let options = match kind {
            IssueKind::Ladder => self.listed(key, issue, &issue.ladder, "ladder"),
            IssueKind::Menu => self.listed(key, issue, &issue.menu, "menu"),
            IssueKind::Number if strays && issue.from.is_none() => Vec::new(),
            IssueKind::Number => self.numbers(key, issue),
        };
        let consent = if issue.consent.is_empty() {
            let parties = self.parties.iter().enumerate().filter(|(_, party)| party.roles.contains(&Role::Party));
            parties.map(|(at, _)| PartyId::new(at)).collect()
        } else {
            self.party_ids(&issue.consent)
        };
        let part_of = issue.part_of.as_ref().and_then(|name| self.find(What::Issue, &name.value, name.span));
        if let Some(name) = issue.part_of.as_ref().filter(|name| name.value == key.value) {
            self.report(
                Diagnostic::error("part-of-itself", name.span, format!("`{}` is part of itself", key.value))
                    .help("name the issue it was split from, or leave `part of` out"),
            );
        }
        let order = self.order(issue, kind, choose, &options);
        let most = match choose {
            Choose::One => limits::OPTIONS,
            Choose::Any => limits::OPTIONS_ANY,
            Choose::Sequence => limits::OPTIONS_SEQUENCE,
        };
        let outcomes = if options.len() > most {
            let listed = if kind == IssueKind::Ladder { &issue.ladder } else { &issue.menu };
            let place = listed.0.get(most).map_or(key.span, |(name, _)| name.span);
            let (together, help) = match choose {
                Choose::One => ("", "split the issue, or give it a coarser grid"),
                Choose::Any => (" that can be combined", "split the issue, or join options that always go together"),
                Choose::Sequence => (" to be put in order", "split the issue, or join what always comes together"),
            };
            let message =
                format!("`{}` has {} options{together}; the limit for them is {most}", key.value, options.len());
            self.report(Diagnostic::error("limit-options", place, message).help(help));
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

    /// Keys that belong to another kind of issue, each told where its value begins; whether there is one.
    fn stray_keys(&mut self, key: &At<String>, issue: &draft::Issue) -> bool {
        const NUMBER: &str = "`kind: number`, as `from`, `to`, `step` and `marks` do";
        let kind = issue.kind.value;
        let first = |options: &crate::decode::Pairs<draft::Opt>| options.first().map(|(name, _)| name.span);
        let number = kind == IssueKind::Number;
        let several = issue.choose.as_ref().filter(|choose| number && choose.value != Choose::One);
        let strays = [
            ("ladder", first(&issue.ladder).filter(|_| kind != IssueKind::Ladder), "`kind: ladder`"),
            ("menu", first(&issue.menu).filter(|_| kind != IssueKind::Menu), "`kind: menu`"),
            ("from", issue.from.as_ref().map(|at| at.span).filter(|_| !number), NUMBER),
            ("to", issue.to.as_ref().map(|at| at.span).filter(|_| !number), NUMBER),
            ("step", issue.step.as_ref().map(|at| at.span).filter(|_| !number), NUMBER),
            ("marks", issue.marks.first().map(|(name, _)| name.span).filter(|_| !number), NUMBER),
            ("choose", several.map(|choose| choose.span), "ladders and menus: a number takes one value"),
        ];
        let word = kind.word();
        let mut told: Vec<&str> = Vec::new();
        for (stray, span, of) in strays {
            // The keys of a number come together and are told once.
            if let Some(span) = span.filter(|_| !told.contains(&of)) {
                told.push(of);
                let message = format!("`{}` is of `kind: {word}` and has `{stray}`", key.value);
                let help = format!("`{stray}` belongs to {of}; change the kind, or take it away");
                self.report(Diagnostic::error("stray-key", span, message).help(help));
            }
        }
        !told.is_empty()
    }

    fn listed(
        &mut self,
        key: &At<String>,
        issue: &draft::Issue,
        options: &crate::decode::Pairs<draft::Opt>,
        part: &str,
    ) -> Vec<Opt> {
        if options.is_empty() && !self.faulted(issue.here.0) {
            self.report(
                Diagnostic::error("no-options", key.span, format!("`{}` has no options", key.value))
                    .help(format!("give them under `{part}:`, such as {part}: {{a1: .., a2: ..}}")),
            );
        }
        options
            .iter()
            .map(|(name, option)| {
                self.option_id(name);
                Opt {
                    name: name.value.clone(),
                    text: option.text.value.clone(),
                    sources: self.source_ids(&option.source),
                    value: None,
                }
            })
            .collect()
    }

    /// An option's id must be one that a rule can name.
    fn option_id(&mut self, name: &At<String>) {
        let fits = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
        let word = crate::rule::WORDS.contains(&name.value.as_str());
        if !word && name.value.chars().all(fits) && !name.value.is_empty() && name.value.len() <= limits::ID_CHARS {
            return;
        }
        let better: String =
            name.value.chars().map(|letter| if fits(letter) { letter } else { '-' }).take(limits::ID_CHARS).collect();
        let better = Some(better.trim_matches('-')).filter(|better| !better.is_empty() && !word);
        let hint = better.map(|better| format!("; write `{better}`")).unwrap_or_default();
        let why = if word { ": it is a word of rules" } else { "" };
        let message = format!("`{}` cannot be the id of an option{why}", shown(&name.value));
        let help = format!("an option's id has letters, digits and hyphens, at most {}{hint}", limits::ID_CHARS);
        self.report(Diagnostic::error("id-form", name.span, message).help(help));
    }

    fn numbers(&mut self, key: &At<String>, issue: &draft::Issue) -> Vec<Opt> {
        let (Some(from), Some(to)) = (&issue.from, &issue.to) else {
            if !self.faulted(issue.here.0) {
                let missing = match (&issue.from, &issue.to) {
                    (None, None) => "neither `from` nor `to`",
                    (None, _) => "no `from`",
                    _ => "no `to`",
                };
                self.report(
                    Diagnostic::error(
                        "missing-key",
                        key.span,
                        format!("the number issue `{}` has {missing}", key.value),
                    )
                    .help("give the least and the largest value that could be agreed: from: 0, to: 50"),
                );
            }
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
            self.option_id(name);
            if let Some((_, Some(other))) = values.iter().find(|(value, _)| *value == mark.value) {
                let message =
                    format!("the marks `{}` and `{}` have the same value, {}", other.value, name.value, mark.value);
                self.report(
                    Diagnostic::error("doubled-id", name.span, message)
                        .also(other.span, "first here")
                        .help("keep one of the two, or correct a value"),
                );
                continue;
            }
            if mark.value < from.value || mark.value > to.value {
                self.report(
                    Diagnostic::error(
                        "outside-range",
                        mark.span,
                        format!(
                            "the mark `{}`, {}, lies outside {} to {}",
                            name.value, mark.value, from.value, to.value
                        ),
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
        } else if values.is_empty() && !self.faulted(issue.here.0) {
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
                    let mut order: Vec<usize> = Vec::new();
                    for name in names {
                        let found = self.listed_option(options, name);
                        if found.is_some_and(|option| order.contains(&option)) {
                            self.report(
                                Diagnostic::error(
                                    "doubled-id",
                                    name.span,
                                    format!("`{}` stands twice in one order", name.value),
                                )
                                .help("name each option once"),
                            );
                        } else {
                            order.extend(found);
                        }
                    }
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

    /// The issue of a name, by id.
    pub(super) fn issue_id(&mut self, name: &At<String>) -> Option<IssueId> {
        self.find(What::Issue, &name.value, name.span).map(IssueId::new)
    }
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
