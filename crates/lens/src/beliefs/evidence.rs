//! Which pieces of evidence a case holds: answers, offers, walk-outs, with their day and how far they are relied on.

use crate::run::Basis;
use crate::solve::belief::relied;
use zopa_case::draft::{Answer as Answered, Choose, Grade, IssueKind, Marking, Reliability, Says};
use zopa_case::{At, Case, DateSpan, Issue, Number, Package, PartyId};

/// How far a source of each reliability is relied on, A to F (the letters of the Admiralty scale).
pub const BY_RELIABILITY: [f64; 6] = [0.95, 0.9, 0.75, 0.5, 0.25, 0.5];
/// What that is multiplied by for each credibility, 1 to 6 (the digits of the Admiralty scale).
pub const BY_CREDIBILITY: [f64; 6] = [1.0, 0.95, 0.8, 0.5, 0.2, 0.6];
/// How far a piece without a source is relied on, before the way it was stated.
pub const WITHOUT_SOURCE: f64 = 0.5;
/// How much of a "but" is taken as a no.
pub const BUT: f64 = 0.5;

/// What somebody did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Answer(Says),
    Offer,
}

/// A piece of evidence, resolved.
#[derive(Clone, Debug)]
pub(super) struct Heard {
    pub id: String,
    pub party: PartyId,
    pub date: DateSpan,
    pub act: Act,
    pub words: String,
    pub grade: Option<Grade>,
    pub reliability: f64,
    /// By issue: the outcomes it leaves, at least one.
    pub terms: Vec<Vec<usize>>,
    pub open: usize,
    pub basis: Basis,
}

/// How far a grade is relied on: the product of two tables.
pub fn reliability(grade: Option<Grade>) -> f64 {
    let Some(grade) = grade else { return WITHOUT_SOURCE };
    let letter = match grade.reliability {
        Reliability::A => 0,
        Reliability::B => 1,
        Reliability::C => 2,
        Reliability::D => 3,
        Reliability::E => 4,
        Reliability::F => 5,
    };
    BY_RELIABILITY[letter] * BY_CREDIBILITY[usize::from(grade.credibility.clamp(1, 6)) - 1]
}

/// What is put on the table, with its name in ids and words.
struct Table {
    id: String,
    title: String,
    date: DateSpan,
    terms: Vec<Vec<usize>>,
    open: usize,
}

/// The evidence, by day and id; and what could not be used, in sentences.
pub(super) fn evidence(case: &Case) -> (Vec<Heard>, Vec<String>) {
    let (mut heard, mut left_out) = (Vec::new(), Vec::new());
    let draft = case.draft();
    let table = |package: &Package| {
        let (terms, open) = of_package(case, package);
        let (id, title) = (package.name.clone(), package.title.clone());
        Table { id, title, date: package.date, terms, open }
    };
    for (package, written) in case.packages().iter().zip(&draft.packages) {
        let table = table(package);
        if let [by] = package.by.as_slice() {
            offer(case, &mut heard, &table, *by, &written.source, written.marking.as_ref());
        }
        for answer in &written.answers {
            let sources = if answer.source.is_empty() { &written.source } else { &answer.source };
            answered(case, &mut heard, &table, answer, sources);
        }
    }
    for session in &draft.sessions {
        let walker = session.outcome.as_ref().and_then(|outcome| Some((outcome, outcome.walk_out.as_ref()?)));
        let mut walked_from = 0;
        for (at, proposal) in session.proposals.iter().enumerate() {
            let id =
                proposal.id.as_ref().map_or_else(|| format!("{}.{}", session.id.value, at + 1), |id| id.value.clone());
            let named = proposal.package.as_ref();
            let named = named.and_then(|name| case.packages().iter().find(|own| own.name == name.value));
            let table = match named {
                Some(package) => Table { id, date: session.date.value, ..table(package) },
                None if proposal.terms.iter().next().is_some() => {
                    let (terms, open) =
                        of_terms(case, proposal.terms.iter().map(|(name, words)| (name.value.as_str(), &words[..])));
                    Table { title: id.clone(), id, date: session.date.value, terms, open }
                }
                None => {
                    if !proposal.answers.is_empty() {
                        left_out.push(format!("Answers to `{id}` are about a step, which has no value by itself."));
                    }
                    continue;
                }
            };
            let sources = if proposal.source.is_empty() { &session.source } else { &proposal.source };
            if let Some(by) = case.party_named(&proposal.by.value) {
                offer(case, &mut heard, &table, by, sources, proposal.marking.as_ref());
            }
            for answer in &proposal.answers {
                let sources = if answer.source.is_empty() { sources } else { &answer.source };
                answered(case, &mut heard, &table, answer, sources);
            }
            let Some((outcome, walker)) = walker else { continue };
            let own = proposal.answers.iter().any(|answer| answer.party.value == walker.value);
            let Some(party) = case.party_named(&walker.value).filter(|_| proposal.by.value != walker.value) else {
                continue;
            };
            walked_from += 1;
            if !own {
                let (grade, basis) = sources_of(case, &outcome.source, None);
                heard.push(Heard {
                    id: format!("walk-out.{}.{}", table.id, walker.value),
                    party,
                    date: session.date.value,
                    act: Act::Answer(Says::No),
                    words: format!("walked out on `{}`", table.title),
                    grade,
                    reliability: reliability(grade),
                    terms: table.terms.clone(),
                    open: table.open,
                    basis,
                });
            }
        }
        if walker.is_some() && walked_from == 0 {
            left_out.push(format!("Nothing with terms was on the table when somebody left `{}`.", session.id.value));
        }
    }
    heard.sort_by(|one, two| {
        let key = |own: &Heard| (own.date.last, own.date.first);
        key(one).cmp(&key(two)).then_with(|| one.id.cmp(&two.id))
    });
    (heard, left_out)
}

fn offer(
    case: &Case,
    heard: &mut Vec<Heard>,
    table: &Table,
    by: PartyId,
    sources: &[At<String>],
    marking: Option<&At<Marking>>,
) {
    let (grade, basis) = sources_of(case, sources, marking);
    heard.push(Heard {
        id: format!("offer.{}.{}", table.id, case.party(by).name),
        party: by,
        date: table.date,
        act: Act::Offer,
        words: format!("offered `{}`", table.title),
        grade,
        reliability: reliability(grade),
        terms: table.terms.clone(),
        open: table.open,
        basis,
    });
}

fn answered(case: &Case, heard: &mut Vec<Heard>, table: &Table, answer: &Answered, sources: &[At<String>]) {
    let Some(party) = case.party_named(&answer.party.value) else { return };
    let (grade, basis) = sources_of(case, sources, answer.marking.as_ref());
    let part = if answer.says.value == Says::But { BUT } else { 1.0 };
    heard.push(Heard {
        id: format!("answer.{}.{}", table.id, answer.party.value),
        party,
        date: answer.date.as_ref().map_or_else(|| table.date, |date| date.value),
        act: Act::Answer(answer.says.value),
        words: format!("said {} to `{}`", said(answer.says.value), table.title),
        grade,
        reliability: relied(part, 0.0, reliability(grade)),
        terms: table.terms.clone(),
        open: table.open,
        basis,
    });
}

fn said(says: Says) -> &'static str {
    match says {
        Says::Yes => "yes",
        Says::No => "no",
        Says::But => "but",
        Says::Silent => "nothing",
    }
}

fn sources_of(case: &Case, sources: &[At<String>], marking: Option<&At<Marking>>) -> (Option<Grade>, Basis) {
    let mut basis = Basis::default();
    basis.item(case, sources, marking);
    let grades = sources.iter().filter_map(|name| case.sources().iter().find(|own| own.name == name.value));
    let best = grades
        .map(|own| own.grade)
        .max_by(|a, b| reliability(Some(*a)).total_cmp(&reliability(Some(*b))).then_with(|| b.cmp(a)));
    (best, basis)
}

fn all(issue: &Issue) -> Vec<usize> {
    (0..issue.outcomes.len()).collect()
}

/// By issue the outcomes left, and how many issues are open.
fn of_package(case: &Case, package: &Package) -> (Vec<Vec<usize>>, usize) {
    let mut open = 0;
    let terms = case.issue_ids().map(|id| {
        let issue = case.issue(id);
        let term = package.terms.iter().find(|term| term.issue == id);
        let left = term.map_or_else(Vec::new, |term| match term.outcomes.is_empty() {
            true => of_options(issue, &term.options),
            false => term.outcomes.clone(),
        });
        if left.is_empty() {
            open += 1;
            all(issue)
        } else {
            left
        }
    });
    (terms.collect(), open)
}

fn of_terms<'t>(case: &Case, terms: impl Iterator<Item = (&'t str, &'t [At<String>])>) -> (Vec<Vec<usize>>, usize) {
    let named: Vec<(&str, &[At<String>])> = terms.collect();
    let mut open = 0;
    let left = case.issue_ids().map(|id| {
        let issue = case.issue(id);
        let words = named.iter().find(|(name, _)| *name == issue.name).map_or(&[][..], |(_, words)| words);
        let options: Vec<usize> = words.iter().flat_map(|word| options(issue, &word.value)).collect();
        let left = of_options(issue, &options);
        if left.is_empty() {
            open += 1;
            all(issue)
        } else {
            left
        }
    });
    (left.collect(), open)
}

/// Options that stand together, or alternatives, as outcomes.
fn of_options(issue: &Issue, options: &[usize]) -> Vec<usize> {
    let mut options = options.to_vec();
    options.sort_unstable();
    options.dedup();
    match issue.choose {
        Choose::Any => {
            (0..issue.outcomes.len()).filter(|at| !options.is_empty() && issue.outcomes[*at].0 == options).collect()
        }
        Choose::One => options.iter().filter_map(|option| issue.single(*option)).collect(),
        Choose::Sequence => Vec::new(),
    }
}

/// The options that a word stands for: a name, a value, or a span of values.
fn options(issue: &Issue, word: &str) -> Vec<usize> {
    if let Some(at) = issue.options.iter().position(|option| option.name == word) {
        return vec![at];
    }
    if issue.kind != IssueKind::Number {
        return Vec::new();
    }
    let (from, to) = word.split_once("..").unwrap_or((word, word));
    let (Some(low), Some(high)) = (Number::parse(from.trim()), Number::parse(to.trim())) else { return Vec::new() };
    let inside = |at: &usize| issue.options[*at].value.is_some_and(|value| low <= value && value <= high);
    (0..issue.options.len()).filter(inside).collect()
}
