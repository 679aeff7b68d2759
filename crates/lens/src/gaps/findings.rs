//! What the lens `gaps` finds.

use crate::run::Basis;
use num_bigint::BigUint;
use zopa_case::draft::Stance;

/// All findings of the lens `gaps`.
#[derive(Clone, Debug)]
pub struct Gaps {
    /// Whether a deal is possible on the record.
    pub verdict: Verdict,
    /// Where each issue stands, core issues first, then in file order.
    pub issues: Vec<IssueGap>,
    /// Ids of issues with something agreed.
    pub joint_statement: Joint,
    /// For each issue that is not agreed, what each side's text would have.
    pub brackets: Vec<Bracket>,
    /// Statements that contradict each other; all are kept.
    pub contradictions: Vec<Contradiction>,
    /// The silences and doubts that decide most, at most seven.
    pub ask_next: Vec<Question>,
    /// What falls if a source falls, for every source that decides something.
    pub falls: Vec<Fall>,
}

/// The three-valued verdict on record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Some package is accepted on record by all whose consent is needed.
    Yes,
    /// Every package is refused on record by somebody.
    No,
    /// Neither.
    CannotSay,
}

impl Answer {
    /// The word used in answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::CannotSay => "cannot-say",
        }
    }
}

/// The verdict with its two exact counts over the package space.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Yes, no, or cannot be said.
    pub answer: Answer,
    /// Packages in all, before logic and lines.
    pub packages: BigUint,
    /// Packages the case's logic allows (a rule that hangs on an event does not exclude); `None`: not counted (limit).
    pub admissible: Option<BigUint>,
    /// Packages accepted on record by all whose consent is needed; `None`: not counted (limit).
    pub accepted: Option<BigUint>,
    /// Packages refused by nobody on record; `None`: not counted (limit).
    pub refused_by_nobody: Option<BigUint>,
    /// What it rests on.
    pub basis: Basis,
}

/// Status of an issue on record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Some outcome is wanted or accepted, without condition, by all who must consent.
    Agreed,
    /// Every outcome is refused, or crosses a line, for somebody who must consent.
    Refused,
    /// All have spoken, no outcome is common, not everything is refused.
    Apart,
    /// Positions are vague, contradicted, or known only by somebody's account.
    Unclear,
    /// Somebody who must consent is silent.
    NotStated,
}

impl Status {
    /// The word used in answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::Refused => "refused",
            Self::Apart => "apart",
            Self::Unclear => "unclear",
            Self::NotStated => "not-stated",
        }
    }
}

/// What a mark in the gap table says; the order is the order of display.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarkKind {
    /// A stance of an entry.
    Stance(Stance),
    /// The option crosses a line of the party whatever else the package holds.
    CrossesLine,
    /// The option crosses a line of the party with some of the rest of the package.
    MayCrossLine,
    /// A term of a draft or offer as a whole that the party made.
    InDraft,
}

impl MarkKind {
    /// The word used in answers.
    pub fn word(self) -> &'static str {
        use zopa_case::decode::Word;
        match self {
            Self::Stance(stance) => stance.word(),
            Self::CrossesLine => "crosses line",
            Self::MayCrossLine => "may cross line",
            Self::InDraft => "in draft",
        }
    }
}

/// One mark: what a party does with an option, and how sure that is.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// The option, as an index of the issue's options; for `off ladder` and `backs` there is no mark.
    pub option: usize,
    /// The party, as an index of the case's parties.
    pub party: usize,
    /// What it does.
    pub kind: MarkKind,
    /// The condition, as written.
    pub condition: Option<String>,
    /// Known by somebody else's account only.
    pub account: bool,
    /// The analyst's reading beyond the source's words, or an analyst's line.
    pub our_reading: bool,
    /// Contradicted by another statement that is kept.
    pub contradicted: bool,
    /// Replaced by a later statement.
    pub older: bool,
    /// A source of it was taken away and others are left.
    pub weaker: bool,
    /// The entry, line or package, by id.
    pub from: String,
    /// The day of it, as written (empty for a line without a date).
    pub date: String,
    /// Ids of its sources.
    pub sources: Vec<String>,
}

/// The distance between two parties on an issue, in rungs (ladders) or in the issue's unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// The two parties, as indices.
    pub parties: (usize, usize),
    /// Distance between the nearest outcomes each side wants or accepts, as an exact decimal; `None`: not computed.
    pub width: Option<String>,
    /// The same counting what is accepted on a condition.
    pub with_conditions: Option<String>,
    /// The nearest options of each, without conditions.
    pub nearest: Option<(usize, usize)>,
    /// The nearest options of each, counting what is accepted on a condition.
    pub nearest_with_conditions: Option<(usize, usize)>,
    /// Ids of red or bottom lines that lie between the nearest options or on them.
    pub lines_between: Vec<String>,
    /// Why no width is given.
    pub why_not: Option<String>,
}

/// What a party says on an issue besides marks on options.
#[derive(Clone, Debug, PartialEq)]
pub struct Remark {
    /// The party, as an index.
    pub party: usize,
    /// A position off the ladder, or whom it backs and how far, in a sentence.
    pub text: String,
    /// Known by somebody else's account only.
    pub account: bool,
    /// The entry, by id.
    pub from: String,
    /// Ids of its sources.
    pub sources: Vec<String>,
}

/// Where an issue stands.
#[derive(Clone, Debug, PartialEq)]
pub struct IssueGap {
    /// Stable id of the finding: `gaps.issue.ISSUE`.
    pub id: String,
    /// The issue, as an index of the case's issues.
    pub issue: usize,
    /// Its status.
    pub status: Status,
    /// The status in a sentence, with the parties named.
    pub sentence: String,
    /// Outcomes agreed, by name (empty unless agreed); where options can be taken together, the largest sets.
    pub agreed: Vec<String>,
    /// Outcomes that would be agreed if conditions were met, by name, with the conditions.
    pub agreed_on_condition: Vec<(String, Vec<String>)>,
    /// The parties whose positions are apart or who refuse, as indices.
    pub owners: Vec<usize>,
    /// Those who must consent and are silent, as indices.
    pub silent: Vec<usize>,
    /// Gaps between pairs of those who must consent.
    pub gaps: Vec<Gap>,
    /// Every mark, by option, then party, then kind.
    pub marks: Vec<Mark>,
    /// What no option expresses.
    pub remarks: Vec<Remark>,
    /// Oldest and newest own entry by party: (party, oldest, newest), as written.
    pub own_words: Vec<(usize, String, String)>,
    /// What it rests on.
    pub basis: Basis,
}

/// What could be said jointly on the record.
#[derive(Clone, Debug, PartialEq)]
pub struct Joint {
    /// Issues (indices) with the outcomes agreed, by name.
    pub agreed: Vec<(usize, Vec<String>)>,
    /// What it rests on.
    pub basis: Basis,
}

/// The bracket of one issue.
#[derive(Clone, Debug, PartialEq)]
pub struct Bracket {
    /// Stable id: `gaps.bracket.ISSUE`.
    pub id: String,
    /// The issue, as an index.
    pub issue: usize,
    /// What each party's text would have: party index, option names (with the condition where there is one).
    pub alternatives: Vec<(usize, Vec<String>)>,
    /// What it rests on.
    pub basis: Basis,
}

/// Statements that contradict each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Contradiction {
    /// Stable id.
    pub id: String,
    /// The party they are about, as an index.
    pub party: usize,
    /// The issue, as an index.
    pub issue: usize,
    /// What kind: own words of one day, own words against an account, accounts against each other, disputed in our reading.
    pub kind: &'static str,
    /// The statements: entry id, in words, date, source ids.
    pub statements: Vec<Statement>,
    /// In a sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}

/// One statement of a contradiction.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// The entry, by id.
    pub entry: String,
    /// What it says: `wants t1`, `accepts t3 if passed(referendum)`.
    pub says: String,
    /// Its day, as written.
    pub date: String,
    /// Whether it is somebody's account.
    pub account: bool,
    /// Ids of its sources, with grades: `PRESS C2`.
    pub sources: Vec<String>,
}

/// A question whose answer would settle most.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Stable id: `gaps.ask.PARTY.ISSUE`.
    pub id: String,
    /// Whom to ask, as an index.
    pub party: usize,
    /// On which issue, as an index.
    pub issue: usize,
    /// About which outcome first, by name.
    pub outcome: String,
    /// Other outcomes of the same issue that are open for this party, by name.
    pub also: Vec<String>,
    /// The question in a sentence.
    pub sentence: String,
    /// On which track it could be asked, if a session of the case shows one with this party.
    pub track: Option<String>,
    /// Statuses that a yes or a no would change (0 to 2).
    pub statuses: u32,
    /// Undecided packages that hold this outcome: a no would settle them all.
    pub packages: BigUint,
    /// Undecided packages in all.
    pub undecided: BigUint,
    /// What it rests on.
    pub basis: Basis,
}

/// What falls if a source falls.
#[derive(Clone, Debug, PartialEq)]
pub struct Fall {
    /// Stable id: `gaps.fall.SOURCE`.
    pub id: String,
    /// The source, by id.
    pub source: String,
    /// Entries and lines that fall with it: id and, in words, what goes.
    pub gone: Vec<(String, String)>,
    /// Entries that stay, marked weaker.
    pub weaker: Vec<String>,
    /// Issues whose status changes: issue index, before, after.
    pub statuses: Vec<(usize, Status, Status)>,
    /// The verdict without the source, where it changes.
    pub verdict: Option<Answer>,
    /// In a sentence.
    pub sentence: String,
    /// What it rests on.
    pub basis: Basis,
}
