//! Parties, issues and sources.

use super::basics::{Choose, Grade, IssueKind, Marking, Role, Seat};
use crate::date::DateSpan;
use crate::decode::{OneOrMany, Pairs, Prose, record};
use crate::quantity::Number;
use crate::rule::RuleText;
use crate::span::At;

record! {
    /// A party to the talks, or somebody who stands beside them.
    pub struct Party "party" {
        /// Name as shown; the party's own.
        name: At<String> = "name",
        /// What it is to the talks: party, facilitator, guarantor, backer, pressure.
        role: OneOrMany<At<Role>> = "role",
        /// Where it sits; `table` unless said.
        seat: Option<At<Seat>> = "seat",
        /// Parties it stands behind: shown, never counted as wanting what they want.
        backs: OneOrMany<At<String>> = "backs",
        /// Other names used in the sources.
        aliases: Vec<At<String>> = "aliases",
        /// A remark.
        note: Option<Prose> = "note",
    }
}

record! {
    /// Something the talks have to settle.
    pub struct Issue "issue" {
        /// Name as shown.
        name: At<String> = "name",
        /// ladder, menu or number.
        kind: At<IssueKind> = "kind",
        /// How many options a package takes: one (unless said), any, sequence.
        choose: Option<At<Choose>> = "choose",
        /// Whose yes the issue needs; all of role party unless said.
        consent: OneOrMany<At<String>> = "consent",
        /// The issue this one was split from.
        part_of: Option<At<String>> = "part of",
        /// Among the issues the talks are about first; shown first.
        core: Option<At<bool>> = "core",
        /// The options of a ladder, lowest rung first.
        ladder: Pairs<Opt> = "ladder",
        /// The options of a menu.
        menu: Pairs<Opt> = "menu",
        /// Unit of a number issue.
        unit: Option<At<String>> = "unit",
        /// Least value of a number issue.
        from: Option<At<Number>> = "from",
        /// Largest value of a number issue.
        to: Option<At<Number>> = "to",
        /// Grid of a number issue; without it only the marks are options.
        step: Option<At<Number>> = "step",
        /// Named values of a number issue.
        marks: Pairs<At<Number>> = "marks",
        /// Whose order the rungs follow: a text names the thing measured, a map gives parties' own orders; else the order is the compiler's.
        order_by: Option<OrderBy> = "order by",
        /// Whether a package can split the issue between parties.
        divisible: Option<At<bool>> = "divisible",
        /// A remark.
        note: Option<Prose> = "note",
    }
}

/// An option: its text, or a map with text and sources. Without a source the wording is the
/// compiler's.
#[derive(Clone, Debug, PartialEq)]
pub struct Opt {
    /// What the option says.
    pub text: At<String>,
    /// The sources whose option this is; none: the compiler's.
    pub source: OneOrMany<At<String>>,
    /// By step: what must have happened before it where this option is taken.
    pub waits: Pairs<RuleText>,
    /// A remark.
    pub note: Option<Prose>,
}

/// Whose order the rungs of a ladder follow.
#[derive(Clone, Debug, PartialEq)]
pub enum OrderBy {
    /// The thing measured, in words: anybody can check it.
    Measure(At<String>),
    /// Parties' own stated orders, lowest first.
    Parties(Pairs<Vec<At<String>>>),
}

record! {
    /// Where something was said.
    pub struct Source "source" {
        /// Title.
        title: At<String> = "title",
        /// Publisher.
        publisher: Option<At<String>> = "publisher",
        /// Day of publication; may be a span (2025-08..2026-01), a month (2026-02), or about (~2026-01-27).
        date: At<DateSpan> = "date",
        /// Admiralty grade, A1 to F6.
        grade: At<Grade> = "grade",
        /// File with the source's text, beside the case, against which quotes are checked.
        text: Option<At<String>> = "text",
        /// Address or addresses.
        url: OneOrMany<At<String>> = "url",
        /// What kind of source it is.
        kind: Option<At<String>> = "kind",
        /// Who may see it.
        marking: Option<At<Marking>> = "marking",
        /// A remark.
        note: Option<Prose> = "note",
    }
}
