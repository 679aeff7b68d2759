//! Finding the options that a name, number, span or order stands for, and saying what is wrong with one that stands
//! for none.

use super::Checker;
use crate::case::{Issue, Opt};
use crate::diagnostic::{Diagnostic, nearest, shown};
use crate::draft::{Choose, IssueKind};
use crate::ids::IssueId;
use crate::quantity::Number;
use crate::span::{At, Span};

/// Indices of options, and of outcomes named as such, rising.
pub(super) type Found = (Vec<usize>, Vec<usize>);

/// A text that stands for no option of an issue; the words are made only where they are told.
pub(super) struct Slip<'w> {
    fault: Fault,
    /// What stands there.
    written: &'w str,
    /// Its bytes in the whole text.
    place: (usize, usize),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// The issue has no such option or value.
    Unknown,
    /// An order or a set names it twice.
    Twice,
    /// A span from a larger value to a smaller one.
    Backwards,
    /// A span without a value of the issue.
    Hollow,
}

impl<'w> Slip<'w> {
    /// The slip of naming an option that the issue does not have.
    pub(super) fn unknown(written: &'w str) -> Self {
        Self { fault: Fault::Unknown, written, place: (0, written.len()) }
    }

    /// The message and the way out.
    pub(super) fn words(&self, issue: &Issue) -> (String, String) {
        let written = shown(self.written);
        let (from, to) = self.written.split_once("..").unwrap_or((self.written, self.written));
        match self.fault {
            Fault::Twice if issue.choose == Choose::Any => {
                (format!("`{written}` stands twice in one set"), "name each option once".into())
            }
            Fault::Twice => (format!("`{written}` stands twice in one order"), "name each option once".into()),
            Fault::Backwards => {
                let help = format!("write {}..{}", shown(to), shown(from));
                (format!("the span {written} runs the wrong way round"), help)
            }
            Fault::Hollow => (format!("no value of `{}` lies in {written}", issue.name), values_near(issue, from)),
            Fault::Unknown if issue.kind == IssueKind::Number => {
                (format!("`{written}` is no value of `{}`", issue.name), values_near(issue, from))
            }
            Fault::Unknown => {
                let help = list(&issue.options, self.written, &format!("`{}`", issue.name));
                (format!("`{written}` is no option of `{}`", issue.name), help)
            }
        }
    }
}

impl Checker<'_> {
    /// The options and outcomes that a name, number, span or order stands for on an issue.
    pub(super) fn options(&mut self, issue: IssueId, written: &At<String>) -> Found {
        match self.issues.get(issue.index()).map(|known| lookup(known, &written.value)) {
            Some(Ok(found)) => found,
            Some(Err(slip)) => {
                let span = self.within(written, slip.place.0, slip.place.1);
                self.report_option(issue, &slip, span);
                (Vec::new(), Vec::new())
            }
            None => (Vec::new(), Vec::new()),
        }
    }

    /// Tells what is wrong with an option, and which other issue has it.
    pub(super) fn report_option(&mut self, issue: IssueId, slip: &Slip<'_>, span: Span) {
        let Some(issue) = self.issues.get(issue.index()) else { return };
        // An issue that could not be read has no options; calling them unknown would be a second error for one slip.
        if issue.options.is_empty() || self.reader.is_full() {
            return self.reader.count_error(!issue.options.is_empty());
        }
        let (message, help) = slip.words(issue);
        let has = |other: &&Issue| {
            slip.fault == Fault::Unknown && other.options.iter().any(|option| option.name == slip.written)
        };
        let others = self.issues.iter().filter(has).map(|issue| format!("`{}`", issue.name)).take(3);
        let others: Vec<String> = others.collect();
        let elsewhere = match others.as_slice() {
            [] => String::new(),
            others => format!("; `{}` is one of {}", shown(slip.written), others.join(", ")),
        };
        self.report(Diagnostic::error("unknown-option", span, message).help(format!("{help}{elsewhere}")));
    }

    /// The option of a name in an order of the issue's own options.
    pub(super) fn listed_option(&mut self, options: &[Opt], name: &At<String>) -> Option<usize> {
        let found = options.iter().position(|option| option.name == name.value);
        if found.is_none() && !options.is_empty() {
            let message = format!("`{}` is no option of this issue", shown(&name.value));
            let help = list(options, &name.value, "this issue");
            self.report(Diagnostic::error("unknown-option", name.span, message).help(help));
        }
        found
    }
}

/// The one outcome that a cell of a table stands for; `None` where it stands for several.
pub(super) fn outcome<'w>(issue: &Issue, written: &'w str) -> Result<Option<usize>, Slip<'w>> {
    if issue.choose == Choose::Any && written.contains('+') {
        return set(issue, written).map(Some);
    }
    let (options, outcomes) = lookup(issue, written)?;
    Ok(match (options.as_slice(), outcomes.as_slice()) {
        ([option], []) => issue.single(*option),
        ([], [outcome]) => Some(*outcome),
        _ => None,
    })
}

/// Options together, `a + b`, in any order.
fn set<'w>(issue: &Issue, written: &'w str) -> Result<usize, Slip<'w>> {
    let mut taken = Vec::new();
    let mut at = 0;
    for part in written.split('+') {
        let name = part.trim();
        let start = at + part.len() - part.trim_start().len();
        at += part.len() + 1;
        let slip = |fault| Slip { fault, written: name, place: (start, start + name.len()) };
        let option = issue.options.iter().position(|option| option.name == name);
        let option = option.ok_or_else(|| slip(Fault::Unknown))?;
        if taken.contains(&option) {
            return Err(slip(Fault::Twice));
        }
        taken.push(option);
    }
    taken.sort_unstable();
    let found = issue.outcomes.iter().position(|outcome| outcome.0 == taken);
    found.ok_or_else(|| Slip::unknown(written))
}

fn lookup<'w>(issue: &Issue, written: &'w str) -> Result<Found, Slip<'w>> {
    if let Some(at) = issue.options.iter().position(|option| option.name == written) {
        return Ok((vec![at], Vec::new()));
    }
    if issue.kind == IssueKind::Number {
        return number(issue, written);
    }
    if issue.choose == Choose::Sequence && written.contains(" then ") {
        return sequence(issue, written);
    }
    Err(Slip::unknown(written))
}

/// An order of options, `a then b`.
fn sequence<'w>(issue: &Issue, written: &'w str) -> Result<Found, Slip<'w>> {
    let mut order = Vec::new();
    let mut at = 0;
    for part in written.split(" then ") {
        let name = part.trim();
        let start = at + part.len() - part.trim_start().len();
        at += part.len() + " then ".len();
        let slip = |fault| Slip { fault, written: name, place: (start, start + name.len()) };
        let option = issue.options.iter().position(|option| option.name == name);
        let option = option.ok_or_else(|| slip(Fault::Unknown))?;
        if order.contains(&option) {
            return Err(slip(Fault::Twice));
        }
        order.push(option);
    }
    let outcome = issue.outcomes.iter().position(|outcome| outcome.0 == order);
    Ok((Vec::new(), outcome.into_iter().collect()))
}

/// A value, a mark, or a span of such: all values inside.
fn number<'w>(issue: &Issue, written: &'w str) -> Result<Found, Slip<'w>> {
    let end = |text: &str| {
        let mark = issue.options.iter().find(|option| option.name == text).and_then(|option| option.value);
        mark.or_else(|| Number::parse(text))
    };
    let (from, to) = written.split_once("..").unwrap_or((written, written));
    let (Some(low), Some(high)) = (end(from), end(to)) else { return Err(Slip::unknown(written)) };
    if low > high {
        return Err(Slip { fault: Fault::Backwards, ..Slip::unknown(written) });
    }
    let inside = |option: &Opt| option.value.is_some_and(|value| low <= value && value <= high);
    let found: Vec<usize> = (0..issue.options.len()).filter(|at| inside(&issue.options[*at])).collect();
    if found.is_empty() {
        let fault = if from == to { Fault::Unknown } else { Fault::Hollow };
        return Err(Slip { fault, ..Slip::unknown(written) });
    }
    Ok((found, Vec::new()))
}

/// The options of an issue, a near one before all.
fn list(options: &[Opt], written: &str, issue: &str) -> String {
    const MOST: usize = 12;
    let names = options.iter().map(|option| option.name.as_str());
    let near = nearest(written, names.clone()).map(|near| format!("did you mean `{}`? ", shown(near)));
    let listed: Vec<String> = names.take(MOST).map(|name| format!("`{}`", shown(name))).collect();
    let more = if options.len() > MOST { format!(" and {} more", options.len() - MOST) } else { String::new() };
    format!("{}the options of {issue} are {}{more}", near.unwrap_or_default(), listed.join(", "))
}

/// Which values of a number issue lie beside what was written, and what else could be done.
fn values_near(issue: &Issue, written: &str) -> String {
    let named =
        issue.options.iter().filter(|option| option.value.is_some_and(|value| value.to_string() != option.name));
    let marks: Vec<String> = named.map(|option| format!("`{}`", shown(&option.name))).take(6).collect();
    let Some(number) = Number::parse(written) else {
        let marks = if marks.is_empty() { String::new() } else { format!(", a mark ({})", marks.join(", ")) };
        return format!("write a number{marks}, or a span such as 30..50");
    };
    let values = || issue.options.iter().filter_map(|option| option.value);
    let below = values().filter(|value| *value < number).max();
    let above = values().filter(|value| *value > number).min();
    match (below, above) {
        (Some(below), Some(above)) => format!(
            "the nearest values are {below} and {above}; or give the issue a finer `step`, or a mark at {number}"
        ),
        (Some(last), None) => format!("the largest value is {last}; or raise `to`"),
        (None, Some(first)) => format!("the least value is {first}; or lower `from`"),
        (None, None) => "give the issue a `step` or `marks`".into(),
    }
}
