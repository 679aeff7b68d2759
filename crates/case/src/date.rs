//! Days as sources give them: a day, a month, a year, a span, more or less.

use crate::decode::{Reader, Scalar, Shape};
use crate::diagnostic::Diagnostic;
use crate::node::{Node, Style};
use jiff::civil::Date;

/// A stretch of days within which something happened or was published, and whether the source is
/// only about right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DateSpan {
    /// The first day it can have been.
    pub first: Date,
    /// The last day it can have been.
    pub last: Date,
    /// Whether it was written with `~`.
    pub about: bool,
}

impl DateSpan {
    /// One exact day.
    pub fn day(day: Date) -> Self {
        Self { first: day, last: day, about: false }
    }

    /// Reads `2026-02-18`, `2026-02`, `2026`, two of these joined by `..`, any with `~` before it.
    ///
    /// # Errors
    /// What is wrong with the text, and the way out.
    pub fn parse(text: &str) -> Result<Self, (String, String)> {
        let (about, rest) = match text.strip_prefix('~') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (from, to) = rest.split_once("..").unwrap_or((rest, rest));
        let (first, _) = stretch(from)?;
        let (start_of_end, last) = stretch(to)?;
        if last < first || start_of_end < first {
            return Err((format!("`{text}` ends before it begins"), format!("write {to}..{from}")));
        }
        Ok(Self { first, last, about })
    }

    /// Whether it has begun by `day`: then it counts as known, and [`DateSpan::reaches_past`] says
    /// whether that is certain.
    pub fn known_on(&self, day: Date) -> bool {
        self.first <= day
    }

    /// Whether it may lie after `day` though it has begun by then.
    pub fn reaches_past(&self, day: Date) -> bool {
        self.last > day
    }

    /// How many days its end lies before `day`; negative after it.
    pub fn days_before(&self, day: Date) -> i32 {
        (day - self.last).get_days()
    }

    /// Whether it is later than the other beyond doubt: it begins after the other has ended.
    pub fn later_than(&self, other: &Self) -> bool {
        self.first > other.last
    }
}

/// First and last day of `2026-02-18`, `2026-02` or `2026`.
fn stretch(text: &str) -> Result<(Date, Date), (String, String)> {
    let wrong = || {
        let help =
            "write a day 2026-02-18, a month 2026-02, a year 2026, or a span 2025-08..2026-01; ~ before it means about";
        (format!("`{text}` is no date"), help.to_string())
    };
    let number = |part: &str, digits: usize| -> Option<i16> {
        let fits = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        if fits { part.parse().ok() } else { None }
    };
    let mut parts = text.split('-');
    let year = parts.next().and_then(|year| number(year, 4)).ok_or_else(wrong)?;
    let month = parts.next().map(|month| number(month, 2).ok_or_else(wrong)).transpose()?;
    let day = parts.next().map(|day| number(day, 2).ok_or_else(wrong)).transpose()?;
    if parts.next().is_some() {
        return Err(wrong());
    }
    let first = Date::new(year, month.unwrap_or(1) as i8, day.unwrap_or(1) as i8).map_err(|_| wrong())?;
    let last = match (month, day) {
        (None, _) => first.last_of_year(),
        (Some(_), None) => first.last_of_month(),
        (Some(_), Some(_)) => first,
    };
    Ok((first, last))
}

impl std::fmt::Display for DateSpan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.about {
            f.write_str("~")?;
        }
        let (first, last) = (self.first, self.last);
        if first == last {
            write!(f, "{first}")
        } else if first == first.first_of_year() && last == first.last_of_year() {
            write!(f, "{:04}", first.year())
        } else if first == first.first_of_month() && last == first.last_of_month() {
            write!(f, "{:04}-{:02}", first.year(), first.month())
        } else {
            write!(f, "{first}..{last}")
        }
    }
}

impl Scalar for DateSpan {
    fn parse(text: &str, _: Style, node: &Node, reader: &mut Reader) -> Option<Self> {
        match Self::parse(text) {
            Ok(date) => Some(date),
            Err((message, help)) => {
                reader.report(Diagnostic::error("date", node.span, message).help(help));
                None
            }
        }
    }

    fn print(&self) -> Node {
        Node::plain(self.to_string())
    }

    fn shape() -> Shape {
        Shape::Pattern {
            what: "a date",
            pattern: r"^~?[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?(\.\.[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$",
            example: "2026-02-18",
        }
    }

    fn expected() -> String {
        "a date".into()
    }
}
