//! What a case assumes of further rounds of talks.

use super::basics::Marking;
use crate::date::DateSpan;
use crate::decode::{OneOrMany, Pairs, Prose, Reader, Scalar, Shape, record, wrong_form};
use crate::limits;
use crate::node::{Node, Style};
use crate::quantity::{Duration, Quantity};
use crate::span::At;
use jiff::civil::Date;

/// A moment of further talks: a round, counted from 1, or a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// A round, from 1.
    Round(u32),
    /// A day: the first round that is held on it or later.
    Day(Date),
}

impl Moment {
    /// Reads a round such as `12` or a day such as `2026-03-01`.
    ///
    /// ```
    /// use zopa_case::draft::Moment;
    /// assert_eq!(Moment::parse("12"), Some(Moment::Round(12)));
    /// assert!(matches!(Moment::parse("2026-03-01"), Some(Moment::Day(_))));
    /// assert_eq!(Moment::parse("0"), None);
    /// assert_eq!(Moment::parse("2026-03"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            return text.parse().ok().filter(|round| (1..=limits::ROUNDS).contains(round)).map(Self::Round);
        }
        let day = DateSpan::parse(text).ok().filter(|span| span.first == span.last && !span.about)?;
        (text.len() == 10).then_some(Self::Day(day.first))
    }
}

impl std::fmt::Display for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Round(round) => round.fmt(f),
            Self::Day(day) => day.fmt(f),
        }
    }
}

impl Scalar for Moment {
    fn parse(text: &str, _: Style, node: &Node, reader: &mut Reader) -> Option<Self> {
        let moment = Self::parse(text);
        if moment.is_none() {
            let help = format!("write a round from 1 to {}, such as 12, or a day, such as 2026-03-01", limits::ROUNDS);
            wrong_form::<Self>(text, node, reader, &help);
        }
        moment
    }

    fn print(&self) -> Node {
        Node::plain(self.to_string())
    }

    fn shape() -> Shape {
        Shape::Pattern {
            what: "a round or a day",
            pattern: r"^([1-9][0-9]{0,4}|[0-9]{4}-[0-9]{2}-[0-9]{2})$",
            example: "12 or 2026-03-01",
        }
    }

    fn expected() -> String {
        "a round or a day".into()
    }
}

record! {
    /// What is assumed of further rounds of talks. Options of the command come before it.
    pub struct FurtherRounds "further rounds" {
        /// Who may do what when at the table: alternating (unless said), single-text, shuttle or probe.
        protocol: Option<At<String>> = "protocol",
        /// How many rounds until time is over; 20 unless said.
        number: Option<At<u64>> = "number",
        /// Day of the first round.
        first: Option<At<DateSpan>> = "first",
        /// Time from one round to the next.
        every: Option<At<Duration>> = "every",
        /// How the facilitator acts, by the word of the option `--facilitator`.
        facilitator: Option<At<String>> = "facilitator",
        /// By party, the strategies of which each run draws one, in the words of the option `--strategy`.
        strategies: Pairs<OneOrMany<At<String>>> = "strategies",
        /// The same for all other parties.
        others: OneOrMany<At<String>> = "others",
        /// Back channels beside the table.
        tracks: Vec<BackChannel> = "tracks",
        /// By driver, how it moves from round to round.
        drivers: Pairs<DriverCourse> = "drivers",
        /// By inducement or pressure of the case, when it is brought.
        levers: Pairs<LeverBrought> = "levers",
        /// Source or sources.
        source: OneOrMany<At<String>> = "source",
        /// A remark.
        note: Option<Prose> = "note",
        /// Who may see it.
        marking: Option<At<Marking>> = "marking",
    }
}

record! {
    /// A back channel: who sits there, and who brings to the table what they agree.
    pub struct BackChannel "back channel" {
        /// Name.
        id: At<String> = "id",
        /// Name as shown.
        name: Option<At<String>> = "name",
        /// Who sits there: two parties or more, and the facilitator where it sits in.
        who: OneOrMany<At<String>> = "who" required,
        /// alternating (unless said), shuttle or probe.
        protocol: Option<At<String>> = "protocol",
        /// First round or day; the first round unless said.
        from: Option<At<Moment>> = "from",
        /// Last round or day; the last round unless said.
        until: Option<At<Moment>> = "until",
        /// Who of them offers at the table, in the next round, what they agree.
        brought_by: At<String> = "brought by",
        /// The chance that what is floated there becomes known.
        leaks: Option<Quantity> = "leaks",
        /// Source or sources.
        source: OneOrMany<At<String>> = "source",
        /// A remark.
        note: Option<Prose> = "note",
        /// Who may see it.
        marking: Option<At<Marking>> = "marking",
    }
}

record! {
    /// How a driver moves from round to round, within its range: by levels, or by a drift.
    pub struct DriverCourse "course of a driver" {
        /// Its levels, each from a round or day on; before the first it is as today.
        levels: Vec<DriverLevel> = "levels",
        /// By how much it moves each round; of a range each run draws one number.
        drift: Option<Quantity> = "drift",
    }
}

record! {
    /// A level of a driver.
    pub struct DriverLevel "level of a driver" {
        /// Round or day from which it holds.
        from: At<Moment> = "from",
        /// The level; of a range each run draws one.
        value: Quantity = "value",
    }
}

record! {
    /// When an inducement or pressure is brought.
    pub struct LeverBrought "leverage brought" {
        /// First round or day; the first round unless said.
        from: Option<At<Moment>> = "from",
        /// Last round or day; the last day on which it is on offer unless said.
        until: Option<At<Moment>> = "until",
    }
}
