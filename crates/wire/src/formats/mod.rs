//! Cases from and for other programs: Genius, GeniusWeb, NegMAS, and GMCR+ with gmcr-py.
//!
//! Real files are sloppy. What leaves no doubt is mended and said, in the remarks and in comments at the head of the
//! case; what cannot be read is a diagnostic with its place, and nothing is made. Numbers are read exactly and rounded
//! once, to the 12 decimals of a case.

mod exact;
mod export_genius;
mod export_gmcr;
mod files;
mod functions;
mod genius;
mod geniusweb;
mod given;
mod gmcr;
mod json;
mod names;
mod negmas;
mod nodes;
mod scenario;
mod xml;

pub use export_genius::{Exported, export_genius};
pub use export_gmcr::export_gmcr;

use crate::case_files::{Unread, read_case};
use crate::world::Memory;
use files::Files;
use scenario::{Head, Scaling, Scenario};
use zopa_case::{Case, limits};

/// Which program's reading of the same file is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Semantics {
    /// Genius: evaluations divided by the largest of their issue if any exceeds 1, weights brought to a sum of 1,
    /// discount over the whole time.
    Genius,
    /// NegMAS: weights and evaluations as they come, discount a round.
    Negmas,
}

/// A format that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Genius XML: a domain, and a profile for each party.
    Genius(Semantics),
    /// GeniusWeb JSON: a profile for each party, with the domain in it or beside them.
    GeniusWeb,
    /// What `Scenario.dump` of NegMAS writes: an outcome space and a utility function for each party, in YAML or JSON;
    /// or Genius XML, as NegMAS reads it.
    Negmas,
    /// `.gmcr`: the graph model of a conflict, one file.
    Gmcr,
}

/// How to import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// The format.
    pub format: Format,
    /// The day of the case, such as `2026-02-18`.
    pub as_of: String,
    /// Steps of the grid on which an issue of real numbers is put, and one of more whole numbers than a case can hold;
    /// `None`: 10.
    pub steps: Option<u32>,
}

/// A case made of other programs' files.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The case, as commented YAML that reads back without a problem.
    pub text: String,
    /// The same, read.
    pub case: Case,
    /// What was mended in reading, and taken for granted, a line each with its place.
    pub mended: Vec<String>,
    /// Parties of the case.
    pub parties: usize,
    /// Issues that the files have.
    pub issues: usize,
    /// Actions of the case.
    pub actions: usize,
}

/// Reads files of another program, by name and bytes. Time and memory are linear in the files, whose limits are those
/// of case files.
///
/// # Errors
/// What cannot be read, with its place.
pub fn import(sources: &[(String, Vec<u8>)], settings: &Import) -> Result<Imported, Unread> {
    let mut files = Files::default();
    match made(sources, settings, &mut files) {
        Some(made) if files.problems.is_empty() => {
            // The case is read as anybody will read it: nothing is handed on that does not stand.
            let case = read_case(&Memory::one(&made.text))?;
            let Made { text, parties, issues, actions } = made;
            Ok(Imported { text, case, mended: files.remarks(|name| name), parties, issues, actions })
        }
        _ => Err(files.unread()),
    }
}

/// A case, and what is in it.
struct Made {
    text: String,
    parties: usize,
    issues: usize,
    actions: usize,
}

fn made(sources: &[(String, Vec<u8>)], settings: &Import, files: &mut Files) -> Option<Made> {
    if sources.len() > limits::PARTIES + 1 {
        let file = files.texts.add(sources[0].0.clone(), "");
        let message = format!("{} files are given; a case has at most {} parties", sources.len(), limits::PARTIES);
        files.error("limit-files", zopa_case::Span::new(file, 0, 0), message, "give one domain and its profiles");
        return None;
    }
    let mut ids = Vec::new();
    for (name, bytes) in sources {
        ids.push(files.add(name, bytes)?);
    }
    let steps = settings.steps.map(i128::from);
    let (scenario, scaling, how) = match settings.format {
        Format::Genius(semantics) => genius::read(&ids, semantics, steps, files)?,
        Format::GeniusWeb => geniusweb::read(&ids, steps, files)?,
        Format::Negmas => negmas::read(&ids, steps, files)?,
        Format::Gmcr => return conflict(&ids, settings, files),
    };
    sized(&scenario, files)?;
    let names: Vec<&str> = sources.iter().map(|(name, _)| files::base(name)).collect();
    let about = [format!("Made by `zopa import` of {}.", names.join(", ")), how.to_string()];
    let text = scenario::case_text(&scenario, &Head { about: &about, as_of: &settings.as_of, scaling }, files)?;
    Some(Made { text, parties: scenario.parties.len(), issues: scenario.issues.len(), actions: 0 })
}

/// The case of a conflict.
fn conflict(ids: &[zopa_case::FileId], settings: &Import, files: &mut Files) -> Option<Made> {
    let (first, others) = ids.split_first()?;
    for file in others {
        let span = zopa_case::Span::new(*file, 0, 0);
        files.error("limit-files", span, "a conflict is one file", "give one file, and make a case of each");
    }
    let model = gmcr::read(*first, files)?;
    let span = zopa_case::Span::new(*first, 0, 0);
    let text = gmcr::case_text(&model, span, &settings.as_of, files)?;
    Some(Made { text, parties: model.makers.len(), issues: 0, actions: model.options.len() })
}

/// Whether the issues of a scenario keep a case's limits.
fn sized(scenario: &Scenario, files: &mut Files) -> Option<()> {
    for issue in &scenario.issues {
        let options = issue.options.len();
        if options > limits::OPTIONS {
            let message =
                format!("`{}` has {options} options; the limit is {}", files::shown(&issue.name), limits::OPTIONS);
            files.error("limit-options", issue.span, message, "join options, or split the issue");
        }
    }
    files.problems.is_empty().then_some(())
}

/// Whether so many issues are too many, which is told.
fn too_many(issues: usize, span: zopa_case::Span, files: &mut Files) -> bool {
    let many = issues > limits::ISSUES;
    if many {
        let message = format!("there are {issues} issues; the limit is {}", limits::ISSUES);
        files.error("limit-items", span, message, "split the scenario");
    }
    many
}

/// Names that differ only in case and white space are one to a reader.
fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

type Read = (Scenario, Scaling, &'static str);
