//! `zopa check`: every problem in one go.

use super::view;
use crate::args::{Check, View};
use crate::disk::Disk;
use crate::output::{Fault, Status, answer, counted, tell};
use zopa_case::{Diagnostic, Severity, Texts};

/// Checks a case; the problems are the answer.
///
/// # Errors
/// The case cannot be opened at all.
pub fn check(check: &Check) -> Result<Status, Fault> {
    let disk = Disk::open(&check.view.case)?;
    let (case, problems, texts) = match zopa_wire::read_case(&disk) {
        Ok(case) => {
            let View { as_of, without, scenario, audience, .. } = &check.view;
            let asked = as_of.is_some() || audience.is_some() || !without.is_empty() || !scenario.is_empty();
            let case = if asked { view::open(&check.view)?.known } else { case };
            let (problems, texts) = (case.warnings().to_vec(), case.materials().texts.clone());
            (Some(case), problems, texts)
        }
        Err(unread) => (None, unread.diagnostics, unread.texts),
    };
    let status = if case.is_some() { Status::Yes } else { Status::No };
    if check.answer.json {
        let asked = super::lenses::asked(&check.view, &check.answer);
        super::lenses::print_json(zopa_wire::check_answer(case.as_ref(), &problems, &texts, &asked), &check.answer)?;
        return Ok(status);
    }
    if !problems.is_empty() {
        let rendered = if check.short {
            short(&problems, &texts)
        } else {
            zopa_report::render_diagnostics(&problems, &texts, crate::output::color_on_stdout())
        };
        answer(&rendered)?;
    }
    match &case {
        Some(case) => answer(&format!(
            "valid: {}, {}, {}, {}, {}",
            counted(case.parties().len(), "party", "parties"),
            counted(case.issues().len(), "issue", "issues"),
            counted(case.entries().len(), "entry", "entries"),
            counted(case.sources().len(), "source", "sources"),
            problems_of(&problems, Severity::Warning, "warning"),
        ))?,
        None => tell(&format!("not valid: {}", problems_of(&problems, Severity::Error, "error"))),
    }
    Ok(status)
}

fn short(problems: &[Diagnostic], texts: &Texts) -> String {
    problems.iter().map(|problem| problem.line(texts) + "\n").collect()
}

fn problems_of(problems: &[Diagnostic], severity: Severity, word: &str) -> String {
    let count = problems.iter().filter(|problem| problem.severity == severity).count();
    let limit = if problems.len() >= zopa_case::limits::DIAGNOSTICS { " or more" } else { "" };
    format!("{count}{limit} {word}{}", if count == 1 { "" } else { "s" })
}
