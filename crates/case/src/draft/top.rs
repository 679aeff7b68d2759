//! The case file as a whole, and overlays written in it.

use super::basics::Marking;
use super::further::FurtherRounds;
use super::ledger::{Entry, Line, LogicRule, Mandate, Package};
use super::numbers::Preferences;
use super::outside::{Action, Conflict, Driver, Lever, Power, RipenessVote};
use super::people::{Issue, Party, Source};
use super::probing::Probing;
use super::process::{Article, Plan, Ratifier, Session, Step, Trust};
use crate::date::DateSpan;
use crate::decode::{Pairs, Prose, record};
use crate::node::Node;
use crate::span::At;

record! {
    /// A case: what the talks are about, who takes part, and what was said.
    pub struct Draft "case" {
        /// Version of the format: 1.
        zopa: At<u64> = "zopa",
        /// Title.
        case: At<String> = "case",
        /// What the talks are, in a few sentences.
        about: Option<Prose> = "about",
        /// What was not looked at, in a sentence.
        not_looked_at: Option<Prose> = "not looked at",
        /// The day up to which the record counts.
        as_of: At<DateSpan> = "as of",
        /// Whether parties and numbers are invented.
        fictional: Option<At<bool>> = "fictional",
        /// Marking of everything without one of its own; public unless said.
        marking: Option<At<Marking>> = "marking",
        /// The parties.
        parties: Pairs<Party> = "parties" required,
        /// The issues.
        issues: Pairs<Issue> = "issues" required,
        /// The sources.
        sources: Pairs<Source> = "sources",
        /// Who said what.
        ledger: Vec<Entry> = "ledger",
        /// Drafts and offers as wholes.
        packages: Vec<Package> = "packages",
        /// Red lines and bottom lines.
        lines: Vec<Line> = "lines",
        /// Values, never of real people.
        preferences: Pairs<Preferences> = "preferences",
        /// Rules every package must keep.
        logic: Vec<LogicRule> = "logic",
        /// Who must agree at home.
        ratifiers: Vec<Ratifier> = "ratifiers",
        /// What delegations may agree to.
        mandates: Vec<Mandate> = "mandates",
        /// The sittings.
        sessions: Vec<Session> = "sessions",
        /// What would be done.
        steps: Vec<Step> = "steps",
        /// Orders in which steps could be taken.
        plans: Vec<Plan> = "plans",
        /// What is at stake where one party has to trust another.
        trust: Vec<Trust> = "trust",
        /// Courses of action beside the table.
        actions: Vec<Action> = "actions",
        /// Graph models of what happens beside the table.
        conflicts: Vec<Conflict> = "conflicts",
        /// What moves the talks from outside.
        drivers: Vec<Driver> = "drivers",
        /// Chances and costs of fighting.
        power: Vec<Power> = "power",
        /// Inducements and pressure.
        leverage: Vec<Lever> = "leverage",
        /// What is assumed of further rounds of talks.
        rounds: Option<FurtherRounds> = "rounds",
        /// What is assumed of probes.
        probes: Option<Probing> = "probes",
        /// Votes on ripeness.
        ripeness: Vec<RipenessVote> = "ripeness",
        /// Named overlays.
        scenarios: Pairs<Scenario> = "scenarios",
        /// The single negotiating text.
        text: Vec<Article> = "text",
    }
}

record! {
    /// A named overlay: edits of the case, in order.
    pub struct Scenario "scenario" {
        /// Name as shown.
        name: Option<At<String>> = "name",
        /// The edits.
        edits: Vec<Edit> = "edits",
        /// A remark.
        note: Option<Prose> = "note",
        /// Who may see it.
        marking: Option<At<Marking>> = "marking",
    }
}

/// One edit of a case. In a file each edit is a map; `set` has `to` beside it.
#[derive(Clone, Debug)]
pub enum Edit {
    /// `as of: DAY`: only what was known on that day.
    AsOf(At<DateSpan>),
    /// `without source: ID`: nothing that rests on that source alone.
    WithoutSource(At<String>),
    /// `without entry: ID`: not that ledger entry.
    WithoutEntry(At<String>),
    /// `lift line: ID`: not that line.
    LiftLine(At<String>),
    /// `add entry: {..}`: one more ledger entry.
    AddEntry(Node),
    /// `add line: {..}`: one more line.
    AddLine(Node),
    /// `set: PATH` with `to: VALUE`: another value for a settable quantity.
    Set {
        /// The path, such as `preferences.north.harbour.weight`.
        path: At<String>,
        /// The new value.
        to: Node,
    },
}
