//! Lens `blockers`: why there is no deal on the record, and what would open one.
//!
//! What was said refuses packages: lines, standing demands, standing rejections of those whose consent is needed. These
//! are the constraints; the case's logic stands whatever is said. A *blocking set* is a minimal set of constraints that
//! no package meets together (minimal unsatisfiable subset), an *opening* a minimal set without which some package is
//! refused by nobody (minimal correction set). A line that is not for trade can stand in a blocking set and is never
//! part of an opening.
//!
//! Issues that no rule, line or condition ties together are taken apart first: blocking sets lie within one part, and
//! an opening of the whole is one of each blocked part, so that there are as many as the product of the parts'. Within
//! a part every combination of classes of outcomes is looked at where they are few; else sets are found by asking
//! clauses ([`crate::solve::marco`]; Liffiton, Previti, Malik & Marques-Silva 2016; Reiter 1987), smallest first.
//!
//! How many packages an opening opens is counted exactly. Where nothing blocks, what is missing is acceptance, and the
//! nearest packages and smallest moves say whose.

mod findings;
mod ground;
mod least;
mod moves;
mod nearest;
mod openings;
mod packages;
mod part;
mod record;
mod values;
mod values_findings;
mod values_together;
mod words;

pub use findings::{
    Answer, Blockers, BlockingSet, Constraint, ConstraintKind, Dilution, Lift, Measure, Move, Mover, Near, Nearest,
    NoSingleMove, NotWithout, Opening, Part, Verdict, Way, Why,
};
pub use values_findings::{LeastChange, Shortfall, Soft, SoftKind, ValueOpening, ValueSet, WithValues, WouldBe};

use crate::control::Control;
use crate::model::{Constraint as Counted, Counter, Mode, Record, basis_of};
use crate::run::{Arithmetic, Basis, Run, Stop};
use crate::solve::marco::{Reach, Set};
use num_bigint::BigUint;
use part::PartFound;
use zopa_case::Case;

/// Openings of the whole listed at most, and blocking sets; how many there are in all is said beside them.
pub const LISTED: usize = 500;

/// How far the lens goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Blocking sets, and openings, found at most in each part of tied issues.
    pub sets: usize,
    /// Questions at most whether some package meets a set of constraints, in each part.
    pub calls: u64,
    /// Decisions of the search at most in each part: for all these questions, and as many for what to ask next.
    pub steps: u64,
    /// Combinations of classes of outcomes, times constraints, up to which every combination of a part is looked at
    /// and nothing is asked.
    pub looked_at: usize,
    /// The seed of draws, with values.
    pub seed: u64,
    /// How many sets of numbers to draw, where values are uncertain.
    pub draws: u64,
    /// Steps of search at most for each question with values.
    pub value_steps: u64,
    /// Threads to use at most; no answer hangs on it.
    pub threads: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            sets: 500,
            calls: 20_000,
            steps: 50_000,
            looked_at: 1 << 18,
            seed: 0,
            draws: values::DRAWS,
            value_steps: 1_000_000,
            threads: 2,
        }
    }
}

/// Answers what on the record of `case` blocks a deal and what would open one; `case` should be cut to its day
/// ([`Case::known`]).
///
/// `control` is asked before each step of the search whether to stop. Cost: for each part of tied issues one
/// question for each set found and some to make it minimal; one exact count for each opening listed. Past a limit the
/// answer says `complete: false` with [`Stop::Budget`]; what is listed is proved all the same.
pub fn blockers(case: &Case, settings: &Settings, control: &dyn Control) -> Run<Blockers> {
    let record = Record::new(case);
    let mut whole = Basis::default();
    case.issue_ids().for_each(|issue| whole.join(&basis_of(&record, issue)));
    whole.logic(case);
    let softs = record::softs(&record);
    let tied = record::tied(&record, &softs);
    let tied_count = tied.len() as u64;
    let mut parts: Vec<PartFound<'_>> = Vec::with_capacity(tied.len());
    for (done, tied) in tied.iter().enumerate() {
        control.progress("blocking sets", done as u64, tied_count);
        parts.push(PartFound::new(&record, tied, &softs, settings, &mut || control.cancelled()));
    }
    let mut warnings = Vec::new();
    let answer = answer(&parts);
    let openings = openings::openings(case, &softs, &mut parts, &whole);
    let blocking_sets = blocking_sets(case, &softs, &parts, &whole);
    let accepted = nearest::accepted(&record, &whole);
    let near = nearest::nearest(case, &softs, &parts, answer, &whole);
    if near.iter().any(Option::is_none) {
        warnings.push("the nearest packages could not be found: issues hang together too closely".to_string());
    }
    let allowed = allowed(case);
    let refused_by_nobody = match answer {
        Answer::Blocked | Answer::NoPackage => Some(BigUint::ZERO),
        Answer::CannotSay => None,
        Answer::Open => {
            let all = |part: &PartFound<'_>| part.count(case, &softs, &Set::full(part.ground.tied.softs.len()));
            parts.iter().map(all).product()
        }
    };
    let all_found = parts.iter().all(|part| part.found.complete());
    let sets: usize = parts.iter().map(|part| part.found.conflicts.len()).sum();
    let listed = sets <= LISTED && openings.count.as_ref().is_some_and(|count| *count <= BigUint::from(LISTED));
    let cancelled = parts.iter().any(|part| part.found.stop == Stop::Cancelled);
    let counted = refused_by_nobody.is_some() && openings.listed.iter().all(|opening| opening.opens.is_some());
    if !(all_found && listed) {
        let text = "not all blocking sets and openings are listed; those listed are proved, the smallest first";
        warnings.push(text.to_string());
    }
    if !counted && answer != Answer::CannotSay {
        warnings.push("some packages could not be counted: issues hang together too closely".to_string());
    }
    let complete = all_found && listed;
    let stop = match (cancelled, complete && warnings.is_empty()) {
        (true, _) => Stop::Cancelled,
        (false, true) => Stop::Complete,
        (false, false) => Stop::Budget,
    };
    let with_values = match values::with_values(case, settings, control, &whole) {
        Ok(found) => found,
        Err(wide) => {
            warnings.push(format!("what blocks with values could not be worked through: {wide}"));
            None
        }
    };
    let stop = match with_values.as_ref().map(|found| found.stop) {
        Some(Stop::Cancelled) => Stop::Cancelled,
        Some(Stop::Budget) if stop == Stop::Complete => Stop::Budget,
        _ => stop,
    };
    let known = parts.iter().all(|part| part.found.conflicts_reach == Reach::All);
    let nearest: Vec<Nearest> = near.into_iter().flatten().collect();
    let findings = Blockers {
        verdict: Verdict {
            id: "blockers.verdict".into(),
            answer,
            sentence: verdict(answer, refused_by_nobody.as_ref(), accepted.with_lines.as_ref(), sets, known, &openings),
            refused_by_nobody,
            accepted: accepted.with_lines,
            basis: whole.clone(),
        },
        complete,
        blocking_sets,
        blocking_sets_count: known.then_some(sets),
        no_opening_without: openings::not_without(case, &softs, &parts),
        parts: parts.iter().filter_map(|part| part.finding(case, &softs)).collect(),
        no_single_move: openings::no_single_move(case, &softs, &parts, &openings.listed, &whole),
        openings: openings.listed,
        openings_count: openings.count,
        openings_order: openings.order,
        moves: moves::moves(&record, &softs, &|issue, at| allowed.as_ref().is_none_or(|all| all[issue.index()][at])),
        nearest,
        dilution: accepted.dilution,
        values: with_values,
        constraints: softs.into_iter().map(|soft| soft.told).collect(),
    };
    let arithmetic = if counted { Arithmetic::Exact } else { Arithmetic::Bounded };
    let mut basis = whole;
    findings.values.iter().for_each(|found| basis.join(&found.basis));
    Run { findings, arithmetic, stop, basis, warnings }
}

fn answer(parts: &[PartFound<'_>]) -> Answer {
    if parts.iter().any(PartFound::never) {
        Answer::NoPackage
    } else if parts.iter().any(PartFound::blocked) {
        Answer::Blocked
    } else if parts.iter().all(PartFound::open) {
        Answer::Open
    } else {
        Answer::CannotSay
    }
}

/// The blocking sets of all parts, smallest first; what is cut off makes the rest hang on everything.
fn blocking_sets(case: &Case, softs: &[record::Soft], parts: &[PartFound<'_>], whole: &Basis) -> Vec<BlockingSet> {
    let mut sets: Vec<BlockingSet> = parts.iter().flat_map(|part| part.blocking_sets(case, softs)).collect();
    sets.sort_by(|one, two| {
        (one.constraints.len(), &one.constraints, &one.id).cmp(&(two.constraints.len(), &two.constraints, &two.id))
    });
    if sets.len() > LISTED {
        sets.truncate(LISTED);
        sets.iter_mut().for_each(|set| set.basis = whole.clone());
    }
    sets
}

/// By issue and outcome, whether the logic allows it; `None` past the limits of counting.
fn allowed(case: &Case) -> Option<Vec<Vec<bool>>> {
    let logic = case.logic().iter().map(|logic| Counted { rule: logic.rule.clone(), mode: Mode::NotExcluded });
    let counts = Counter::new(case, &logic.collect::<Vec<_>>()).and_then(|counter| counter.count()).ok()?;
    let some = |outcomes: &Vec<BigUint>| outcomes.iter().map(|count| *count > BigUint::ZERO).collect();
    Some(counts.by_outcome.iter().map(some).collect())
}

/// The verdict in a sentence.
fn verdict(
    answer: Answer,
    open: Option<&BigUint>,
    accepted: Option<&BigUint>,
    sets: usize,
    known: bool,
    openings: &openings::Openings,
) -> String {
    match answer {
        Answer::NoPackage => "The logic of the case allows no package.".into(),
        Answer::CannotSay => "Whether what was said blocks the whole was not settled within the limit.".into(),
        Answer::Open => {
            let open = open.map_or_else(|| "some packages are".to_string(), words::packages);
            let missing = match accepted {
                Some(accepted) if *accepted > BigUint::ZERO => {
                    format!("{} accepted by all whose consent is needed", words::packages(accepted))
                }
                Some(_) => "what is missing is acceptance: none is accepted by all whose consent is needed".to_string(),
                None => "how many are accepted by all was not counted (limit)".to_string(),
            };
            format!("Nothing said on record blocks the whole: {open} refused by nobody; {missing}.")
        }
        Answer::Blocked => {
            let least = if known { "" } else { "at least " };
            let sets = words::counted(sets, "blocking set", "blocking sets");
            let openings = match &openings.count {
                Some(count) if *count == BigUint::ZERO => "no opening".to_string(),
                Some(count) if *count == BigUint::from(1_u32) => "1 opening".to_string(),
                Some(count) => format!("{} openings", words::count(count)),
                None if openings.listed.is_empty() => "no opening found within the limit".to_string(),
                None => format!("at least {}", words::counted(openings.listed.len(), "opening", "openings")),
            };
            format!(
                "What was said on record blocks the whole: every package is refused by somebody. {least}{sets}, {openings}."
            )
        }
    }
}
