//! How values, shares and packages are said.

use crate::brief::Ledger;
use crate::document::Column;
use crate::document::columns;
use crate::text::{Inline, Text, anchor};
use crate::words;
use zopa_case::{Number, TICKS};
use zopa_lens::Share;
use zopa_lens::settlement::{Settlement, Valued, Worth};

/// Parties whose values have columns of their own; of more each value stands on a line of one cell.
const COLUMNS: usize = 3;
/// Decimals of a point on a scale of 1, and on any other.
const DECIMALS: (usize, usize) = (4, 2);

/// The findings with the names of what they point at.
pub(super) struct Say<'a> {
    pub ledger: &'a Ledger<'a>,
    pub found: &'a Settlement,
}

impl<'a> Say<'a> {
    pub fn new(ledger: &'a Ledger<'a>, found: &'a Settlement) -> Self {
        Self { ledger, found }
    }

    pub fn party(&self, party: usize) -> &'a str {
        self.ledger.party(party)
    }

    /// Whether anybody has values.
    pub fn valued(&self) -> bool {
        self.found.parties.iter().any(|known| known.scale.is_some())
    }

    fn decimals(&self, party: usize) -> usize {
        let scale = self.found.parties.iter().find(|known| known.party == party).and_then(|known| known.scale.as_deref());
        if scale == Some("1") { DECIMALS.0 } else { DECIMALS.1 }
    }

    /// A party's scale in words.
    pub fn scale(&self, party: usize) -> String {
        let known = self.found.parties.iter().find(|known| known.party == party);
        match known.and_then(|known| known.scale.as_deref()) {
            Some("raw") => "own scale".into(),
            Some(scale) => format!("scale 0 to {scale}"),
            None => "no values".into(),
        }
    }

    /// A value: `58.5`, or `57 to 64` with no more digits than the width of the range allows.
    pub fn worth(&self, party: usize, worth: &Worth) -> String {
        match worth {
            Worth::Point(value) => rounded(*value, self.decimals(party)),
            Worth::Between(low, high) => range(*low, *high, self.decimals(party)),
        }
    }

    /// `Norland 57 to 64` for each party that has values.
    pub fn values(&self, valued: &Valued) -> String {
        let each = valued.values.iter().map(|(party, worth)| format!("{} {}", self.party(*party), self.worth(*party, worth)));
        each.collect::<Vec<_>>().join("; ")
    }

    /// Headings of the columns with values of packages.
    pub fn value_columns(&self, parties: &[usize]) -> Vec<Column> {
        if parties.len() > COLUMNS {
            return columns(&["Worth"]);
        }
        let titles: Vec<&str> = parties.iter().map(|party| self.party(*party)).collect();
        columns(&titles)
    }

    /// The cells under [`Say::value_columns`]; `after` adds a word on a party.
    pub fn value_cells(&self, parties: &[usize], valued: &Valued, after: impl Fn(usize) -> Option<&'static str>) -> Vec<Text> {
        let each = |party: &usize| {
            let worth = valued.values.iter().find(|(known, _)| known == party);
            let worth = worth.map_or_else(|| "not known".to_string(), |(_, worth)| self.worth(*party, worth));
            (worth, after(*party))
        };
        if parties.len() <= COLUMNS {
            let cell = |party: &usize| match each(party) {
                (worth, Some(word)) => Text::new().plain(worth).new_line().plain(word),
                (worth, None) => Text::new().plain(worth),
            };
            return parties.iter().map(cell).collect();
        }
        let lines = parties.iter().fold(Text::new(), |text, party| {
            let (worth, word) = each(party);
            let word = word.map(|word| format!(", {word}")).unwrap_or_default();
            text.new_line().party(self.party(*party)).plain(format!(" {worth}{word}"))
        });
        vec![lines]
    }

    /// What a package takes, by issue in short, but for the issues to skip.
    pub fn takes(&self, package: &[usize], skip: &[bool]) -> Text {
        let mut text = Text::new();
        for (at, outcome) in package.iter().enumerate().filter(|(at, _)| !skip.get(*at).copied().unwrap_or(false)) {
            if !text.is_empty() {
                text = text.plain(", ");
            }
            text = self.outcome(text, at, *outcome);
        }
        if text.is_empty() { Text::from("as above") } else { text }
    }

    /// `uplands u2`, linked to the option.
    fn outcome(&self, text: Text, issue: usize, outcome: usize) -> Text {
        let Some(issue) = self.ledger.issue(issue) else { return text.plain("?") };
        let name = issue.outcome_name(outcome);
        let text = text.plain(format!("{} ", issue.name));
        match issue.outcomes.get(outcome).map(|outcome| outcome.0.as_slice()) {
            None => text.plain("?"),
            Some([]) => text.plain("none"),
            Some([option]) => {
                let anchor = anchor("option", &format!("{}.{}", issue.name, issue.options[*option].name));
                text.with(Inline::Item { anchor, text: name })
            }
            Some(_) => text.code(name),
        }
    }

    /// What of a package is new against another: `status n2 to n1`.
    pub fn changes(&self, from: &[usize], to: &[usize]) -> Text {
        let mut text = Text::new();
        for (at, (was, now)) in from.iter().zip(to).enumerate().filter(|(_, (was, now))| was != now) {
            if !text.is_empty() {
                text = text.plain(", ");
            }
            text = self.outcome(text, at, *was).plain(" to ");
            let name = self.ledger.issue(at).map(|issue| issue.outcome_name(*now)).unwrap_or_default();
            text = text.code(if name.is_empty() { "none".into() } else { name });
        }
        text
    }

    /// Anchor of a line by its id.
    pub fn line(&self, id: &str) -> Inline {
        Inline::Item { anchor: anchor("line", id), text: id.to_string() }
    }

    /// A draft or offer of the case by its id.
    pub fn package_link(&self, id: &str) -> Inline {
        Inline::Code(id.to_string())
    }
}

/// On which issues all packages take the same; none where there are fewer than two packages.
pub(super) fn common<'b>(packages: impl IntoIterator<Item = &'b Valued>) -> Vec<bool> {
    let all: Vec<&[usize]> = packages.into_iter().map(|valued| valued.package.as_slice()).collect();
    let Some((first, rest)) = all.split_first().filter(|(_, rest)| !rest.is_empty()) else { return Vec::new() };
    (0..first.len()).map(|at| rest.iter().all(|other| other.get(at) == first.get(at))).collect()
}

/// The parties for which any of the packages has a value, in order.
pub(super) fn valued_parties<'b>(packages: impl IntoIterator<Item = &'b Valued>) -> Vec<usize> {
    let mut parties: Vec<usize> =
        packages.into_iter().flat_map(|valued| valued.values.iter().map(|(party, _)| *party)).collect();
    parties.sort_unstable();
    parties.dedup();
    parties
}

/// A number with so many decimals at most.
pub(super) fn rounded(value: Number, decimals: usize) -> String {
    to_unit(value, unit(decimals)).to_string()
}

/// Two ends with the same decimals, no more than a third of the distance allows and no more than `most`.
pub(super) fn range(low: Number, high: Number, most: usize) -> String {
    let width = high.0.saturating_sub(low.0);
    if width <= 0 {
        return rounded(low, most);
    }
    let decimals = (0..most).find(|decimals| unit(*decimals).saturating_mul(3) <= width).unwrap_or(most);
    let fixed = |value: Number| {
        let text = to_unit(value, unit(decimals)).to_string();
        let have = text.split_once('.').map_or(0, |(_, part)| part.len());
        let point = if have == 0 && decimals > 0 { "." } else { "" };
        format!("{text}{point}{}", "0".repeat(decimals.saturating_sub(have)))
    };
    format!("{} to {}", fixed(low), fixed(high))
}

/// The ticks of the last of so many decimals.
fn unit(decimals: usize) -> i128 {
    TICKS / 10_i128.pow(decimals.min(12) as u32)
}

/// The nearest multiple of a unit, halves away from zero.
fn to_unit(value: Number, unit: i128) -> Number {
    let half = if value.0 < 0 { -unit / 2 } else { unit / 2 };
    Number(value.0.saturating_add(half) / unit * unit)
}

/// A quantity as entered, in words: `55`, `55 to 69`, `48 to 61, likely 55`.
pub(super) fn entered(text: &str) -> String {
    let inner = text.trim().strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    match inner.map(|inner| inner.split(',').map(str::trim).collect::<Vec<_>>()).as_deref() {
        Some([low, high]) => format!("{low} to {high}"),
        Some([low, likely, high]) => format!("{low} to {high}, likely {likely}"),
        _ => text.to_string(),
    }
}

/// A share for a cell: `70 %`, `all`, `none`; of a single draw `yes` or `no`.
pub(super) fn short(share: &Share) -> String {
    let decided = share.n() - share.undecided();
    match (decided, share.n(), share.hits()) {
        (0, 0, _) => "no draws".into(),
        (0, _, _) => "not decided".into(),
        (_, 1, hits) => if hits == 1 { "yes" } else { "no" }.into(),
        (_, _, 0) => "none".into(),
        (decided, _, hits) if hits == decided => "all".into(),
        // The words of a share have the digits its interval allows; what stands before the per cent sign is the share.
        _ => {
            let words = share.in_words();
            let value = words.split(" %").next().unwrap_or_default();
            format!("{} %", value.trim_start_matches("about "))
        }
    }
}

/// The interval of a share for a cell, in per cent: `67 to 73`, `at most 0.4`.
pub(super) fn interval(share: &Share) -> String {
    let words = share.in_words();
    if let Some((_, end)) = words.split_once('(') {
        return end.split(" %").next().unwrap_or_default().to_string();
    }
    let interval = words.split_once(", ").map(|(_, interval)| interval.split(';').next().unwrap_or_default());
    interval.unwrap_or("0 to 100").to_string()
}

/// A share in a sentence, with the number of draws: `in about 70 % of 1,000 draws (67 to 73)`.
pub(super) fn in_draws(share: &Share) -> String {
    match short(share).as_str() {
        "all" | "none" | "yes" | "no" | "no draws" | "not decided" => format!("in {}", share.in_words()),
        short => {
            let open = match share.undecided() {
                0 => String::new(),
                undecided => format!("; {} undecided", words::count(&undecided)),
            };
            format!("in about {short} of {} draws ({}{open})", words::count(&share.n()), interval(share))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::parse(text).expect("a number")
    }

    #[test]
    fn a_range_has_no_more_digits_than_its_width() {
        let said = |low: &str, high: &str, most| range(number(low), number(high), most);
        assert_eq!(said("57.123456", "63.9", 2), "57 to 64");
        assert_eq!(said("57.123456", "58.9", 2), "57.1 to 58.9");
        assert_eq!(said("57.96", "58.2", 2), "57.96 to 58.20");
        assert_eq!(said("0.6123", "0.68", 4), "0.61 to 0.68");
        assert_eq!(said("-1.5", "12", 2), "-2 to 12");
        assert_eq!(said("5", "5", 2), "5");
        assert_eq!(said("5.0001", "5.0002", 2), "5.00 to 5.00");
    }

    #[test]
    fn points_are_rounded_to_their_scale() {
        assert_eq!(rounded(number("33.333333333333"), 2), "33.33");
        assert_eq!(rounded(number("-33.335"), 2), "-33.34");
        assert_eq!(rounded(number("58.5"), 2), "58.5");
    }

    #[test]
    fn entered_ranges_are_read_out() {
        assert_eq!(entered("55"), "55");
        assert_eq!(entered("[55, 69]"), "55 to 69");
        assert_eq!(entered("[48, 55, 61]"), "48 to 61, likely 55");
    }

    #[test]
    fn shares_in_short() {
        let said = |hits, n, undecided| {
            let share = Share::new(hits, n, undecided);
            (short(&share), interval(&share), in_draws(&share))
        };
        let expect = |short: &str, interval: &str, words: &str| (short.to_string(), interval.to_string(), words.to_string());
        assert_eq!(said(700, 1_000, 0), expect("70 %", "67 to 73", "in about 70 % of 1,000 draws (67 to 73)"));
        assert_eq!(said(47, 100, 0), expect("50 %", "37 to 57", "in about 50 % of 100 draws (37 to 57)"));
        assert_eq!(said(0, 1_000, 0), expect("none", "at most 0.4", "in none of 1,000 (at most 0.4 %)"));
        assert_eq!(said(1_000, 1_000, 0), expect("all", "at least 99.6", "in all of 1,000 (at least 99.6 %)"));
        assert_eq!(said(690, 1_000, 20), expect("70 %", "66 to 74", "in about 70 % of 1,000 draws (66 to 74; 20 undecided)"));
        assert_eq!(short(&Share::new(0, 5, 5)), "not decided");
        assert_eq!(short(&Share::new(1, 1, 0)), "yes");
    }
}
