//! How values, shares and packages are said.

use crate::brief::Ledger;
use crate::document::{Content, Document, Row, Table, columns};
use crate::text::{Inline, Text, anchor};
use crate::words;
use zopa_case::{Number, TICKS};
use zopa_lens::settlement::{Acceptable, Decider, Settlement, Valued, Worth};
use zopa_lens::{Basis, Share};

/// Parties whose values stand beside what a package takes; the values of more have a table of their own.
const BESIDE: usize = 3;
/// Parties across a table of values.
const ACROSS: usize = 6;
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
        let scale =
            self.found.parties.iter().find(|known| known.party == party).and_then(|known| known.scale.as_deref());
        decimals(scale)
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
        let each =
            valued.values.iter().map(|(party, worth)| format!("{} {}", self.party(*party), self.worth(*party, worth)));
        each.collect::<Vec<_>>().join("; ")
    }

    /// Packages in a table: name, what each takes, `columns` of the rows' own, and what it is worth to whom. What all
    /// take alike is said once before it; the values of more than three parties follow in tables of their own.
    pub fn packages(&self, caption: &str, heads: &[&str], rows: &[Listed<'_>], basis: &Basis, document: &mut Document) {
        let skip = common(rows.iter().map(|row| row.valued));
        if let (true, Some(first)) = (skip.iter().any(|same| *same), rows.first()) {
            let others: Vec<bool> = skip.iter().map(|same| !same).collect();
            let text =
                Text::new().strong("In all of these:").plain(" ").then(self.takes(&first.valued.package, &others));
            document.push(Content::Paragraph(text.plain(".")));
        }
        let parties = valued_parties(rows);
        let beside = parties.len() <= BESIDE;
        let mut titles = vec!["", "Takes"];
        titles.extend(heads);
        titles.extend(parties.iter().filter(|_| beside).map(|party| self.party(*party)));
        let line = |row: &Listed<'_>| {
            let mut cells = vec![row.name.clone(), self.takes(&row.valued.package, &skip)];
            cells.extend(row.cells.iter().cloned());
            cells.extend(parties.iter().filter(|_| beside).map(|party| self.value_cell(*party, row, true)));
            Row { anchor: row.anchor.clone(), cells }
        };
        let table = Table { caption: caption.into(), columns: columns(&titles), rows: rows.iter().map(line).collect() };
        document.push_on(Content::Table(table), basis);
        if beside {
            return;
        }
        document.heading(3, "What they are worth to each", &anchor("worth", caption));
        for part in parties.chunks(ACROSS) {
            let titles: Vec<&str> = std::iter::once("").chain(part.iter().map(|party| self.party(*party))).collect();
            let line = |row: &Listed<'_>| {
                let values = part.iter().map(|party| self.value_cell(*party, row, false));
                Row { anchor: String::new(), cells: std::iter::once(row.name.clone()).chain(values).collect() }
            };
            let rows = rows.iter().map(line).collect();
            let table = Table { caption: format!("{caption}: what they are worth"), columns: columns(&titles), rows };
            document.push_on(Content::Table(table), basis);
        }
    }

    /// What a package is worth to a party, and whether the party could take it.
    fn value_cell(&self, party: usize, row: &Listed<'_>, below: bool) -> Text {
        let worth = row.valued.values.iter().find(|(known, _)| *known == party);
        let worth = worth.map_or_else(|| "not known".to_string(), |(_, worth)| self.worth(party, worth));
        let text = Text::new().plain(worth);
        let answer = row.acceptable.iter().find(|(known, _)| *known == party);
        match answer.and_then(|(_, answer)| acceptable(*answer)) {
            Some(word) if below => text.new_line().plain(word),
            Some(word) => text.plain(format!(", {word}")),
            None => text,
        }
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

    /// A statement with the sources it rests on beyond those said for all its neighbours.
    pub fn beyond(&self, text: Text, basis: &Basis, said: &Basis) -> Text {
        let more: Vec<&String> = basis.sources.difference(&said.sources).collect();
        let text = self.ledger.with_sources(text, more);
        if basis.marking == said.marking { text } else { crate::brief::marked(text, &basis.marking) }
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

/// A package of a table.
pub(super) struct Listed<'a> {
    /// Name to link to; empty: none.
    pub anchor: String,
    /// Its name or number.
    pub name: Text,
    /// The package, with values.
    pub valued: &'a Valued,
    /// The cells under the table's own columns.
    pub cells: Vec<Text>,
    /// To whom it is acceptable, and how surely.
    pub acceptable: &'a [(usize, Acceptable)],
}

fn acceptable(answer: Acceptable) -> Option<&'static str> {
    match answer {
        Acceptable::Necessarily => Some("always"),
        Acceptable::Possibly => Some("perhaps"),
        Acceptable::Never => Some("never"),
        Acceptable::NotKnown => None,
    }
}

/// On which issues all packages take the same; none where there are fewer than two packages.
fn common<'b>(packages: impl IntoIterator<Item = &'b Valued>) -> Vec<bool> {
    let all: Vec<&[usize]> = packages.into_iter().map(|valued| valued.package.as_slice()).collect();
    let Some((first, rest)) = all.split_first().filter(|(_, rest)| !rest.is_empty()) else { return Vec::new() };
    (0..first.len()).map(|at| rest.iter().all(|other| other.get(at) == first.get(at))).collect()
}

/// The parties for which any of the packages has a value or an answer, in order.
fn valued_parties(rows: &[Listed<'_>]) -> Vec<usize> {
    let values = rows.iter().flat_map(|row| row.valued.values.iter().map(|(party, _)| *party));
    let answers = rows.iter().flat_map(|row| row.acceptable.iter().map(|(party, _)| *party));
    let mut parties: Vec<usize> = values.chain(answers).collect();
    parties.sort_unstable();
    parties.dedup();
    parties
}

/// What all of several bases have: the sources, and the marking where it is one.
pub(super) fn shared<'b>(all: impl IntoIterator<Item = &'b Basis>) -> Basis {
    let mut all = all.into_iter();
    let mut shared = all.next().map_or_else(Basis::default, |first| Basis {
        sources: first.sources.clone(),
        marking: first.marking.clone(),
        ..Basis::default()
    });
    for basis in all {
        shared.sources.retain(|source| basis.sources.contains(source));
        if basis.marking != shared.marking {
            shared.marking = zopa_case::draft::Marking::Public;
        }
    }
    shared
}

/// A number with so many decimals at most.
pub(crate) fn rounded(value: Number, decimals: usize) -> String {
    to_unit(value, unit(decimals)).to_string()
}

/// Two ends with the same decimals, no more than a third of the distance allows and no more than `most`.
pub(crate) fn range(low: Number, high: Number, most: usize) -> String {
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
pub(crate) fn entered(text: &str) -> String {
    let inner = text.trim().strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    match inner.map(|inner| inner.split(',').map(str::trim).collect::<Vec<_>>()).as_deref() {
        Some([low, high]) => format!("{low} to {high}"),
        Some([low, likely, high]) => format!("{low} to {high}, likely {likely}"),
        _ => text.to_string(),
    }
}

/// Where the lowest third of an assumption ends and its highest begins: `up to 58`, `from 64`; of a line `not real`, `real`.
pub(super) fn thirds(known: &Decider) -> (String, String) {
    let number = |text: &str| Number::parse(text).map(|value| rounded(value, DECIMALS.0));
    let end =
        |text: &str, before: &str| number(text).map_or_else(|| text.to_string(), |value| format!("{before} {value}"));
    (end(&known.thirds.0, "up to"), end(&known.thirds.1, "from"))
}

/// A share for a cell: `70 %`, `all`, `none`; of a single draw `yes` or `no`.
pub(crate) fn short(share: &Share) -> String {
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

/// Decimals at most of a value on a scale.
pub(crate) fn decimals(scale: Option<&str>) -> usize {
    if scale == Some("1") { DECIMALS.0 } else { DECIMALS.1 }
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
        let expect =
            |short: &str, interval: &str, words: &str| (short.to_string(), interval.to_string(), words.to_string());
        assert_eq!(said(700, 1_000, 0), expect("70 %", "67 to 73", "in about 70 % of 1,000 draws (67 to 73)"));
        assert_eq!(said(47, 100, 0), expect("50 %", "37 to 57", "in about 50 % of 100 draws (37 to 57)"));
        assert_eq!(said(0, 1_000, 0), expect("none", "at most 0.4", "in none of 1,000 (at most 0.4 %)"));
        assert_eq!(said(1_000, 1_000, 0), expect("all", "at least 99.6", "in all of 1,000 (at least 99.6 %)"));
        assert_eq!(
            said(690, 1_000, 20),
            expect("70 %", "66 to 74", "in about 70 % of 1,000 draws (66 to 74; 20 undecided)")
        );
        assert_eq!(short(&Share::new(0, 5, 5)), "not decided");
        assert_eq!(short(&Share::new(1, 1, 0)), "yes");
    }
}
