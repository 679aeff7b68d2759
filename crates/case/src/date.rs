//! Days as sources give them: a day, a month, a year, a span, more or less.

use crate::decode::{Reader, Scalar, Shape};
use crate::diagnostic::{Diagnostic, shown};
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
            let about = if about { "~" } else { "" };
            return Err((format!("`{text}` ends before it begins"), format!("write {about}{to}..{from}")));
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

    /// `24 Dec 2025`, `Feb 2026`, `2026`, `17-18 Feb 2026`, `Aug 2025 to Jan 2026`, with `about` before it where it is not exact.
    pub fn in_words(&self) -> String {
        let (first, last) = (self.first, self.last);
        let about = if self.about { "about " } else { "" };
        let single = |day: Date| format!("{} {} {}", day.day(), month(day), day.year());
        let whole_months = first.day() == 1 && last == last.last_of_month();
        let same_month = (first.year(), first.month()) == (last.year(), last.month());
        let said = if first == last {
            single(first)
        } else if whole_months && first.month() == 1 && last.month() == 12 && first.year() == last.year() {
            first.year().to_string()
        } else if whole_months && same_month {
            format!("{} {}", month(first), first.year())
        } else if whole_months {
            format!("{} {} to {} {}", month(first), first.year(), month(last), last.year())
        } else if same_month {
            format!("{}-{} {} {}", first.day(), last.day(), month(last), last.year())
        } else {
            format!("{} to {}", single(first), single(last))
        };
        format!("{about}{said}")
    }

    /// Whether it is later than the other beyond doubt: it begins after the other has ended.
    pub fn later_than(&self, other: &Self) -> bool {
        self.first > other.last
    }
}

fn month(day: Date) -> &'static str {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    usize::try_from(day.month() - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or("?")
}

/// First and last day of `2026-02-18`, `2026-02` or `2026`.
fn stretch(text: &str) -> Result<(Date, Date), (String, String)> {
    let wrong = || {
        let forms =
            "write a day 2026-02-18, a month 2026-02, a year 2026, or a span 2025-08..2026-01; ~ before it means about";
        let help = meant(text).map_or_else(|| forms.to_string(), |date| format!("write {date}"));
        (format!("`{}` is no date", shown(text)), help)
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
    let (month_or_first, day_or_first) = (month.unwrap_or(1), day.unwrap_or(1));
    let Ok(start) = Date::new(year, month_or_first as i8, 1) else {
        return Err((
            format!("`{text}` is no date: there is no month {month_or_first:02}"),
            "months are 01 to 12".into(),
        ));
    };
    let Ok(first) = Date::new(year, month_or_first as i8, day_or_first as i8) else {
        let days = start.days_in_month();
        let help = format!("write a day from 01 to {days}, or the month {year:04}-{month_or_first:02}");
        return Err((format!("`{text}` is no date: {year:04}-{month_or_first:02} has {days} days"), help));
    };
    let last = match (month, day) {
        (None, _) => first.last_of_year(),
        (Some(_), None) => first.last_of_month(),
        (Some(_), Some(_)) => first,
    };
    Ok((first, last))
}

/// The date that a text in another form means, where there is little doubt: `18 February 2026`, `18.2.2026`,
/// `2026/2/18`, `February 2026`; with slashes and two readings, both.
fn meant(text: &str) -> Option<String> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let words: Vec<&str> =
        text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let month_in = |word: &str| {
        let name = Some(word.to_lowercase()).filter(|name| name.len() >= 3)?;
        MONTHS.iter().position(|month| month.starts_with(&name)).map(|at| at as i8 + 1)
    };
    let number = |word: &str, digits: std::ops::RangeInclusive<usize>| -> Option<i16> {
        let word = word.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
        let fits = digits.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
        if fits { word.parse().ok() } else { None }
    };
    let day = |year: i16, month: i16, day: i16| Date::new(year, month as i8, day as i8).ok().map(|day| day.to_string());
    if let Some((at, month)) = words.iter().enumerate().find_map(|(at, word)| Some((at, month_in(word)?))) {
        let rest: Vec<&str> =
            words.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, word)| *word).collect();
        return match rest.as_slice() {
            [year] => number(year, 4..=4).map(|year| format!("{year:04}-{month:02}")),
            [one, two] => number(two, 4..=4)
                .zip(number(one, 1..=2))
                .or_else(|| number(one, 4..=4).zip(number(two, 1..=2)))
                .and_then(|(year, of_month)| day(year, i16::from(month), of_month)),
            _ => None,
        };
    }
    let [one, two, three] = words.as_slice() else { return None };
    if let Some(year) = number(one, 4..=4) {
        return day(year, number(two, 1..=2)?, number(three, 1..=2)?);
    }
    let (one, two, year) = (number(one, 1..=2)?, number(two, 1..=2)?, number(three, 4..=4)?);
    match (day(year, two, one), day(year, one, two)) {
        (Some(european), Some(american)) if european != american && !text.contains('.') => {
            Some(format!("{european} or {american}"))
        }
        (european, american) => european.or(american),
    }
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

#[cfg(test)]
mod tests {
    use super::DateSpan;

    /// What is said of a text that is no date.
    fn help(text: &str) -> String {
        DateSpan::parse(text).expect_err("no date").1
    }

    #[test]
    fn other_forms_of_a_date_are_understood_and_refused() {
        for text in [
            "18 February 2026",
            "February 18, 2026",
            "18.2.2026",
            "2026/2/18",
            "2026-2-18",
            "18 feb 2026",
            "18th Feb 2026",
            "18/2/2026",
        ] {
            assert_eq!(help(text), "write 2026-02-18", "{text}");
        }
        assert_eq!(help("February 2026"), "write 2026-02");
        assert_eq!(help("2/3/2026"), "write 2026-03-02 or 2026-02-03");
        for text in ["soon", "", "32.1.2026", "1.1.1.2026", "may", "\u{e9}\u{e9}\u{e9} 2026", "2026-02-18-01"] {
            assert!(help(text).starts_with("write a day 2026-02-18, a month"), "{text}");
        }
    }

    #[test]
    fn days_and_months_that_do_not_exist_are_named() {
        let message = |text: &str| DateSpan::parse(text).expect_err("no date").0;
        assert_eq!(message("2026-02-30"), "`2026-02-30` is no date: 2026-02 has 28 days");
        assert_eq!(message("2025-01..2026-13"), "`2026-13` is no date: there is no month 13");
        assert_eq!(help("~2026-02..2025-02"), "write ~2025-02..2026-02");
    }
}
