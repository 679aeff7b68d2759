//! Who stands where on one issue: options across, parties down, a sign for every mark.

use crate::brief::Ledger;
use crate::sign::{Reference, Sign};
use crate::text::{Text, anchor};
use crate::words;
use std::collections::BTreeSet;
use zopa_case::draft::Seat;
use zopa_case::{Issue, Order};
use zopa_lens::gaps::{Gap, IssueGap, Mark, MarkKind};

/// Most options a table shows one by one; of more only those that carry something.
const COLUMNS: usize = 24;

/// Parties without a word on the issue share one row from this number on.
const FOLDED: usize = 3;

/// Headings of the columns with the days.
pub(crate) const DAYS: [&str; 2] = ["oldest own", "newest own"];

/// Who stands where on one issue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GapTable {
    /// Name to link to.
    pub anchor: String,
    /// The issue's title.
    pub title: String,
    /// Whose yes it needs, and whose order the options follow.
    pub lead: Text,
    /// The options shown, in order.
    pub columns: Vec<GapColumn>,
    /// What is not shown; empty: nothing.
    pub left_out: String,
    /// The parties: first those whose yes is needed.
    pub rows: Vec<GapRow>,
    /// Distances between parties.
    pub spans: Vec<GapSpan>,
}

/// An option.
#[derive(Clone, Debug, PartialEq)]
pub struct GapColumn {
    /// Its id.
    pub id: String,
    /// What it says.
    pub text: String,
    /// Where it stands in the record.
    pub anchor: String,
}

/// A party's row.
#[derive(Clone, Debug, PartialEq)]
pub struct GapRow {
    /// The party's own name.
    pub party: String,
    /// A word on it: `not seated`.
    pub note: String,
    /// Whether the issue needs its yes.
    pub needed: bool,
    /// The signs for each option shown; none: not stated.
    pub cells: Vec<Vec<Sign>>,
    /// Day of its oldest own words on the issue, or `none`.
    pub oldest: String,
    /// Day of its newest own words on the issue, or `none`.
    pub newest: String,
}

/// The distance between two parties, from one shown option to another.
#[derive(Clone, Debug, PartialEq)]
pub struct GapSpan {
    /// First column.
    pub from: usize,
    /// Last column.
    pub to: usize,
    /// Who and how far: `Russia / Ukraine: 3 rungs`.
    pub label: String,
    /// Counting what is accepted on a condition.
    pub conditional: bool,
}

impl GapTable {
    /// The table of an issue.
    pub(crate) fn of(ledger: &Ledger<'_>, gap: &IssueGap) -> Self {
        let Some(issue) = ledger.issue(gap.issue) else { return Self::default() };
        let shown = shown_options(issue, gap);
        let columns = shown.iter().filter_map(|option| issue.options.get(*option).map(|opt| (*option, opt)));
        let columns = columns.map(|(_, opt)| GapColumn {
            id: opt.name.clone(),
            text: if opt.text == opt.name { String::new() } else { opt.text.clone() },
            anchor: anchor("option", &format!("{}.{}", issue.name, opt.name)),
        });
        Self {
            anchor: anchor("issue", &issue.name),
            title: issue.title.clone(),
            lead: lead(ledger, issue),
            columns: columns.collect(),
            left_out: left_out(issue.options.len() - shown.len()),
            rows: rows(ledger, issue, gap, &shown),
            spans: gap.gaps.iter().flat_map(|gap| spans(ledger, issue, gap, &shown)).collect(),
        }
    }

    /// Every sign of the table.
    pub(crate) fn signs(&self) -> impl Iterator<Item = &Sign> {
        self.rows.iter().flat_map(|row| row.cells.iter().flatten())
    }
}

/// All options, or of very many those with a mark or at the end of a gap, and the two ends.
fn shown_options(issue: &Issue, gap: &IssueGap) -> Vec<usize> {
    let count = issue.options.len();
    if count <= COLUMNS {
        return (0..count).collect();
    }
    let mut shown: BTreeSet<usize> = BTreeSet::from([0, count - 1]);
    for between in &gap.gaps {
        for (one, two) in between.nearest.iter().chain(&between.nearest_with_conditions) {
            shown.extend([*one, *two]);
        }
    }
    // Of a run of options with the same marks the ends say it all.
    let signature = |option: usize| -> Vec<(usize, MarkKind, &str)> {
        let marks = gap.marks.iter().filter(|mark| mark.option == option);
        marks.map(|mark| (mark.party, mark.kind, mark.from.as_str())).collect()
    };
    let mut before: Vec<(usize, MarkKind, &str)> = Vec::new();
    let marked: BTreeSet<usize> = gap.marks.iter().map(|mark| mark.option).filter(|option| *option < count).collect();
    let mut last = None;
    for option in marked {
        let now = signature(option);
        if last != option.checked_sub(1) || now != before {
            shown.insert(option);
            shown.extend(last);
        }
        (before, last) = (now, Some(option));
    }
    shown.extend(last);
    shown.retain(|option| *option < count);
    shown.into_iter().collect()
}

fn lead(ledger: &Ledger<'_>, issue: &Issue) -> Text {
    let names: Vec<&str> = issue.consent.iter().map(|party| ledger.case.party(*party).title.as_str()).collect();
    let text = Text::new().plain(if names.is_empty() {
        "Needs nobody's yes.".to_string()
    } else {
        format!("Needs the yes of {}.", words::list(&names))
    });
    match &issue.order {
        Order::Measure(measure) => {
            text.plain(format!(" Order of the options: {}.", measure.trim().trim_end_matches('.')))
        }
        Order::Parties(orders) => {
            let names: Vec<&str> = orders.iter().map(|(party, _)| ledger.case.party(*party).title.as_str()).collect();
            text.plain(format!(" Order of the options: as stated by {}.", words::list(&names)))
        }
        Order::Numbers => match &issue.unit {
            Some(unit) => text.plain(format!(" In {unit}.")),
            None => text,
        },
        Order::Compiler => text.plain(" The order of the options is the compiler's; no distance is counted on it."),
        Order::Unordered => text.plain(" The options have no order."),
    }
}

fn rows(ledger: &Ledger<'_>, issue: &Issue, gap: &IssueGap, shown: &[usize]) -> Vec<GapRow> {
    let consents = |party: usize| issue.consent.iter().any(|id| id.index() == party);
    let speaks = |party: usize| {
        gap.marks.iter().any(|mark| mark.party == party) || gap.remarks.iter().any(|remark| remark.party == party)
    };
    let all = 0..ledger.case.parties().len();
    let needed = all.clone().filter(|party| consents(*party));
    let others = all.filter(|party| !consents(*party) && speaks(*party));
    let silent: Vec<usize> = needed.clone().filter(|party| !speaks(*party)).collect();
    let folded = silent.len() >= FOLDED;
    let told = needed.filter(|party| !folded || speaks(*party)).chain(others);
    let mut rows: Vec<GapRow> = told.map(|party| row(ledger, gap, party, consents(party), shown)).collect();
    if let (true, Some(first)) = (folded, silent.first()) {
        let one = row(ledger, gap, *first, true, shown);
        rows.push(GapRow { party: format!("{} more, silent", silent.len()), note: String::new(), ..one });
    }
    rows
}

fn left_out(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => "1 option is not shown: it carries nothing, or the same as its neighbours.".into(),
        _ => {
            format!("{count} options are not shown: they carry nothing, or the same as the neighbours that are shown.")
        }
    }
}

fn row(ledger: &Ledger<'_>, gap: &IssueGap, party: usize, needed: bool, shown: &[usize]) -> GapRow {
    let of_party = &ledger.case.parties()[party];
    let own = gap.own_words.iter().find(|(known, ..)| *known == party);
    let said = |text: Option<&String>| {
        text.filter(|text| !text.is_empty()).map_or_else(|| "none".to_string(), |text| words::day_of(text))
    };
    let cell = |option: &usize| {
        let mut signs = Vec::new();
        for mark in gap.marks.iter().filter(|mark| mark.party == party && mark.option == *option) {
            Sign::of(mark, reference(ledger, mark)).merge(&mut signs);
        }
        signs
    };
    GapRow {
        party: of_party.title.clone(),
        note: if of_party.seat == Seat::Away { "not seated".into() } else { String::new() },
        needed,
        cells: shown.iter().map(cell).collect(),
        oldest: said(own.map(|(_, oldest, _)| oldest)),
        newest: said(own.map(|(_, _, newest)| newest)),
    }
}

/// Where a mark leads, and what stands there in words.
pub(crate) fn reference(ledger: &Ledger<'_>, mark: &Mark) -> Reference {
    let part = match mark.kind {
        MarkKind::Stance(_) => "entry",
        MarkKind::CrossesLine | MarkKind::MayCrossLine => "line",
        MarkKind::InDraft => "package",
    };
    let sign = Sign::of(mark, Reference { anchor: String::new(), words: String::new() });
    let mut said = vec![sign.words()];
    said.extend(mark.condition.iter().map(|condition| format!("if {condition}")));
    said.extend((!mark.date.is_empty()).then(|| words::day_of(&mark.date)));
    said.push(mark.from.clone());
    said.extend(ledger.sources(&mark.sources).map(|sources| sources.words()));
    Reference { anchor: anchor(part, &mark.from), words: said.join("; ") }
}

fn spans(ledger: &Ledger<'_>, issue: &Issue, gap: &Gap, shown: &[usize]) -> Vec<GapSpan> {
    let column = |option: usize| shown.iter().position(|known| *known == option);
    let span = |ends: Option<(usize, usize)>, width: &Option<String>, conditional: bool| {
        let (one, two) = ends?;
        let (from, to) = (column(one.min(two))?, column(one.max(two))?);
        (from < to).then_some(())?;
        Some(GapSpan {
            from,
            to,
            label: format!("{}: {}", pair(ledger, gap), distance(issue, width.as_deref()?)),
            conditional,
        })
    };
    let plain = span(gap.nearest, &gap.width, false);
    let other = span(gap.nearest_with_conditions, &gap.with_conditions, true);
    let other =
        other.filter(|other| plain.as_ref().is_none_or(|plain| (plain.from, plain.to) != (other.from, other.to)));
    plain.into_iter().chain(other).collect()
}

/// `Russia / Ukraine`.
pub(crate) fn pair(ledger: &Ledger<'_>, gap: &Gap) -> String {
    format!("{} / {}", ledger.party(gap.parties.0), ledger.party(gap.parties.1))
}

/// A width with its unit: `1 rung`, `20 years`.
pub(crate) fn distance(issue: &Issue, width: &str) -> String {
    match (&issue.unit, width) {
        (Some(unit), _) => format!("{width} {unit}"),
        (None, _) if issue.order == Order::Numbers => width.to_string(),
        (None, "1") => "1 rung".to_string(),
        (None, _) => format!("{width} rungs"),
    }
}
