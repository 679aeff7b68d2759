//! Lens `gaps`: who stands where on the record.
//!
//! From the ledger as known on a day: standing positions, the status of every issue, gap widths, brackets, what
//! could be said jointly, contradictions, and the three-valued verdict from two exact counts over the package
//! space: packages accepted on record by all whose consent is needed, and packages refused by nobody on record.
//! Silence is neither. An account by somebody else and the analyst's own reading neither accept nor refuse.

mod ask;
mod contradictions;
mod falls;
mod findings;
mod issue;
mod marks;
mod verdict;

pub use findings::{
    Answer, Bracket, Contradiction, Fall, Gap, Gaps, IssueGap, Joint, Mark, MarkKind, Question, Remark, Statement,
    Status, Verdict,
};

use crate::model::Record;
use crate::run::{Arithmetic, Basis, Run, Stop};
use zopa_case::{Case, PartyId};

/// Questions listed at most.
pub const QUESTIONS: usize = 7;
/// Sources for which "what falls" is computed at most; the rest is said to be left out.
pub const FALLS: usize = 300;

/// What the lens can be asked to leave out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Whether to compute what falls if a source falls (one more count for each source).
    pub falls: bool,
    /// Whether to compute what to ask next.
    pub ask: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { falls: true, ask: true }
    }
}

/// Answers who stands where on the record of `case`, which should be cut to its day ([`Case::known`]).
///
/// Cost: one exact count of the package space on a join tree, and one for each source with
/// [`Settings::falls`]. Where the tree is too wide to count on, the verdict is `cannot-say` with
/// [`Stop::Budget`] and a warning that names the issues.
pub fn gaps(case: &Case, settings: &Settings) -> Run<Gaps> {
    let record = Record::new(case);
    let mut warnings: Vec<String> = Vec::new();
    let contradictions = contradictions::contradictions(&record);
    let mut issues: Vec<IssueGap> =
        case.issue_ids().map(|issue| issue::issue_gap(&record, issue, &contradictions)).collect();
    let mut whole = Basis::default();
    issues.iter().for_each(|issue| whole.join(&issue.basis));
    whole.logic(case);
    let count = verdict::count(&record, &whole);
    warnings.extend(count.warning.clone());
    let ask_next = if settings.ask { ask::questions(&record, &issues, &count, &whole) } else { Vec::new() };
    let brackets = issues
        .iter()
        .filter(|issue| issue.status != Status::Agreed)
        .filter_map(|issue| issue::bracket(&record, issue))
        .collect();
    let agreed = issues
        .iter()
        .filter(|issue| !issue.agreed.is_empty())
        .map(|issue| (issue.issue, issue.agreed.clone()))
        .collect();
    let joint_statement = Joint { agreed, basis: whole.clone() };
    let falls = if settings.falls { falls::falls(case, &issues, &count.verdict, &whole) } else { Vec::new() };
    let undecided = record.undecided_lines();
    if !undecided.is_empty() {
        warnings
            .push(format!("which options cross a line was not decided within the limit for: {}", undecided.join(", ")));
    }
    let stop = if warnings.is_empty() { Stop::Complete } else { Stop::Budget };
    if settings.falls && case.sources().len() > FALLS {
        warnings.push(format!(
            "what falls if a source falls: only the first {FALLS} of {} sources were tried",
            case.sources().len()
        ));
    }
    issues.sort_by_key(|issue| !case.issues()[issue.issue].core);
    let arithmetic = if count.warning.is_none() { Arithmetic::Exact } else { Arithmetic::Bounded };
    let mut basis = whole;
    ask_next.iter().for_each(|question| basis.join(&question.basis));
    let findings = Gaps { verdict: count.verdict, issues, joint_statement, brackets, contradictions, ask_next, falls };
    Run { findings, arithmetic, stop, basis, warnings }
}

/// Party names joined for a sentence: `Russia`, `Russia and Ukraine`, `Russia, Ukraine and Europe`.
fn and_list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_string(),
        [start @ .., last] => format!("{} and {last}", start.join(", ")),
    }
}

/// The title of a party.
fn title(case: &Case, party: usize) -> &str {
    &case.party(PartyId::new(party)).title
}
