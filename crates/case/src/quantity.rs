//! Numbers as entered: exact decimals, and points, ranges or triangles of them; lengths of time.

use crate::decode::{Reader, Scalar, Shape, Value, words};
use crate::diagnostic::Diagnostic;
use crate::node::{Kind, Node, Style};
use crate::span::{At, Span};

/// Decimal places kept: a tick is 1e-12 of the scale.
pub const DECIMALS: usize = 12;
/// Ticks in one whole.
pub const TICKS: i128 = 1_000_000_000_000;
/// Largest whole part accepted; sums of a thousand such numbers fit the arithmetic.
pub const LARGEST: i128 = 1_000_000_000_000_000;

/// An exact decimal number, in ticks of 1e-12.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number(pub i128);

impl Number {
    /// A whole number.
    pub fn whole(value: i64) -> Self {
        Self(i128::from(value) * TICKS)
    }

    /// Reads `40`, `-3.25`, `0.001`: digits with at most one point, at most 12 decimals, at most 1e15.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !all_digits(whole) || !all_digits(decimals) || decimals.len() > DECIMALS || whole.len() > 16 {
            return None;
        }
        let whole: i128 = whole.parse().ok()?;
        let scale = 10i128.pow((DECIMALS - decimals.len()) as u32);
        let ticks = whole * TICKS + decimals.parse::<i128>().ok()? * scale;
        (whole <= LARGEST).then_some(Self(if negative { -ticks } else { ticks }))
    }

    /// The nearest binary floating-point number, for display and other programs.
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / TICKS as f64
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (whole, part) = (self.0.unsigned_abs() / TICKS as u128, self.0.unsigned_abs() % TICKS as u128);
        let sign = if self.0 < 0 { "-" } else { "" };
        if part == 0 {
            return write!(f, "{sign}{whole}");
        }
        let decimals = format!("{part:012}");
        write!(f, "{sign}{whole}.{}", decimals.trim_end_matches('0'))
    }
}

impl Scalar for Number {
    fn parse(text: &str, _: Style, node: &Node, reader: &mut Reader) -> Option<Self> {
        let number = Self::parse(text);
        if number.is_none() {
            let help = "write digits with at most one point, such as 0.25; at most 12 decimals, at most 1e15";
            // A comma before three digits may part thousands; before others it can only be a decimal one.
            let point = text.split_once(',').filter(|(_, decimals)| decimals.len() != 3);
            let point =
                point.map(|(whole, decimals)| format!("{whole}.{decimals}")).filter(|text| Self::parse(text).is_some());
            let help = point.map_or_else(|| help.to_string(), |point| format!("write {point}, with a point"));
            crate::decode::wrong_form::<Self>(text, node, reader, &help);
        }
        number
    }

    fn print(&self) -> Node {
        Node::plain(self.to_string())
    }

    fn shape() -> Shape {
        Shape::Number
    }

    fn expected() -> String {
        "a number".into()
    }
}

/// What is known of a number: a point, a range, or a triangle (low, likely, high).
#[derive(Clone, Debug)]
pub struct Quantity {
    /// The knowledge.
    pub known: Known,
    /// Where it stands.
    pub span: Span,
}

impl PartialEq for Quantity {
    fn eq(&self, other: &Self) -> bool {
        self.known == other.known
    }
}

/// The three grades of knowing a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// Exactly this.
    Point(Number),
    /// Something from the first to the second.
    Range(Number, Number),
    /// From the first to the third, most likely the second.
    Triangle(Number, Number, Number),
}

impl Quantity {
    /// The least it can be.
    pub fn low(&self) -> Number {
        match self.known {
            Known::Point(low) | Known::Range(low, _) | Known::Triangle(low, _, _) => low,
        }
    }

    /// The most it can be.
    pub fn high(&self) -> Number {
        match self.known {
            Known::Point(high) | Known::Range(_, high) | Known::Triangle(_, _, high) => high,
        }
    }
}

impl std::fmt::Display for Quantity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.known {
            Known::Point(point) => point.fmt(f),
            Known::Range(low, high) => write!(f, "[{low}, {high}]"),
            Known::Triangle(low, likely, high) => write!(f, "[{low}, {likely}, {high}]"),
        }
    }
}

impl Value for Quantity {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let Kind::List(items) = &node.kind else {
            let point = At::<Number>::read(node, reader)?;
            return Some(Self { known: Known::Point(point.value), span: node.span });
        };
        let numbers: Vec<Number> =
            items.iter().filter_map(|item| At::<Number>::read(item, reader)).map(|n| n.value).collect();
        if numbers.len() != items.len() {
            return None;
        }
        if matches!(numbers.len(), 2 | 3) && numbers.windows(2).any(|pair| pair[0] > pair[1]) {
            let mut sorted = numbers.clone();
            sorted.sort();
            let sorted: Vec<String> = sorted.iter().map(Number::to_string).collect();
            let written: Vec<String> = numbers.iter().map(Number::to_string).collect();
            reader.report(
                Diagnostic::error(
                    "range-order",
                    node.span,
                    format!("the range {} runs the wrong way round", written.join(", ")),
                )
                .help(format!("write [{}]", sorted.join(", "))),
            );
            return None;
        }
        let known = match numbers.as_slice() {
            [low, high] => Known::Range(*low, *high),
            [low, likely, high] => Known::Triangle(*low, *likely, *high),
            other => {
                reader.report(
                    Diagnostic::error(
                        "wrong-form",
                        node.span,
                        format!("a list of {} numbers is no range", other.len()),
                    )
                    .help("write a point 40, a range [30, 45], or low, likely, high [30, 35, 45]"),
                );
                return None;
            }
        };
        Some(Self { known, span: node.span })
    }

    fn write(&self) -> Option<Node> {
        let list = |numbers: &[Number]| Node::made(Kind::List(numbers.iter().map(Scalar::print).collect()));
        Some(match self.known {
            Known::Point(point) => point.print(),
            Known::Range(low, high) => list(&[low, high]),
            Known::Triangle(low, likely, high) => list(&[low, likely, high]),
        })
    }

    fn shape() -> Shape {
        Shape::Quantity
    }
}

words! {
    /// The scale of a party's weights and values.
    pub enum Scale "scale" {
        /// Weights sum to 100, values from 0 to 100.
        Hundred = "100",
        /// Weights sum to 1, values from 0 to 1.
        One = "1",
        /// Weights and values as they come, multiplied.
        Raw = "raw",
    }
}

words! {
    /// A unit of time.
    pub enum TimeUnit "unit of time" {
        /// Minutes.
        Minutes = "min",
        /// Hours.
        Hours = "h",
        /// One day.
        Day = "day",
        /// Days.
        Days = "days",
        /// Weeks.
        Weeks = "weeks",
        /// Months.
        Months = "months",
        /// Years.
        Years = "years",
    }
}

/// A length of time such as `2 h`, `~6 h`, `60 days`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duration {
    /// How many units.
    pub amount: Number,
    /// Of what.
    pub unit: TimeUnit,
    /// Whether it was written with `~`.
    pub about: bool,
}

impl Duration {
    /// Reads a number and a unit, with `~` before it for "about".
    pub fn parse(text: &str) -> Option<Self> {
        use crate::decode::Word;
        let (about, rest) = match text.strip_prefix('~') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (amount, unit) = rest.split_once(' ')?;
        let amount = Number::parse(amount).filter(|amount| amount.0 >= 0)?;
        Some(Self { amount, unit: TimeUnit::from_word(unit)?, about })
    }
}

impl std::fmt::Display for Duration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        use crate::decode::Word;
        write!(f, "{}{} {}", if self.about { "~" } else { "" }, self.amount, self.unit.word())
    }
}

impl Scalar for Duration {
    fn parse(text: &str, _: Style, node: &Node, reader: &mut Reader) -> Option<Self> {
        let duration = Self::parse(text);
        if duration.is_none() {
            let help = "write a number and a unit: 40 min, 2 h, 1 day, 60 days, 3 weeks, 6 months, 2 years; ~ before it means about";
            crate::decode::wrong_form::<Self>(text, node, reader, help);
        }
        duration
    }

    fn print(&self) -> Node {
        Node::plain(self.to_string())
    }

    fn shape() -> Shape {
        Shape::Pattern {
            what: "a length of time",
            pattern: r"^~?[0-9]+(\.[0-9]+)? (min|h|day|days|weeks|months|years)$",
            example: "60 days",
        }
    }

    fn expected() -> String {
        "a length of time".into()
    }
}
