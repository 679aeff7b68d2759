//! Opening a case and seeing it as asked.

use crate::args::View;
use crate::disk::Disk;
use crate::output::Fault;
use std::path::Path;
use zopa_case::{Case, DateSpan, Diagnostic, Overlay};

/// A case as it stands in its files, and as it was asked to be seen.
pub struct Seen {
    /// As it is in its files.
    pub files: Case,
    /// What was asked to be put on it.
    pub asked: Overlay,
    /// As asked, cut to the day.
    pub known: Case,
    /// All that the audience may see of the files as they are: nothing taken away, every day.
    pub base: Case,
}

/// Reads a case.
///
/// # Errors
/// Every problem of the case.
pub fn read(case: &Path) -> Result<Case, Fault> {
    let disk = Disk::open(case)?;
    zopa_wire::read_case(&disk).map_err(|unread| Fault::problems(&unread.diagnostics, &unread.texts))
}

/// One exact day.
///
/// # Errors
/// The text is no day.
pub fn day(text: &str, option: &str) -> Result<DateSpan, Fault> {
    match DateSpan::parse(text) {
        Ok(day) if day.first == day.last => Ok(day),
        Ok(_) => Err(Fault::new(format!("`{option} {text}` is not one day")).help("write the day, such as 2026-02-18")),
        Err((message, help)) => Err(Fault::new(format!("{option}: {message}")).help(help)),
    }
}

/// Reads a case and applies what was asked.
///
/// # Errors
/// Every problem of the case, or of what was asked.
pub fn open(view: &View) -> Result<Seen, Fault> {
    see(read(&view.case)?, view)
}

/// Applies what was asked to a case that was read.
///
/// # Errors
/// Every problem of what was asked.
pub fn see(case: Case, view: &View) -> Result<Seen, Fault> {
    let mut overlay = Overlay::default().audience(view.audience.as_deref());
    for name in &view.scenario {
        let Some(scenario) = case.draft().scenarios.get(name) else {
            let help = zopa_case::way_out(name, "scenario", case.draft().scenarios.names());
            return Err(Fault::new(format!("the case has no scenario `{name}`")).help(help));
        };
        let default = case.draft().marking.as_ref();
        let marking = scenario.marking.as_ref().or(default).map(|marking| marking.value.clone()).unwrap_or_default();
        if !marking.seen_by(view.audience.as_deref()) {
            return Err(
                Fault::new(format!("the scenario `{name}` is marked {marking}")).help("this audience may not see it")
            );
        }
        overlay.edits.extend(scenario.edits.iter().cloned());
    }
    let far = DateSpan::parse("9999").map_err(|(message, _)| Fault::new(message))?;
    let apply = |overlay: &Overlay| case.with(overlay).map_err(|problems| faults(&case, &problems));
    let base = apply(&Overlay::default().audience(view.audience.as_deref()).as_of(far.last))?;
    for source in &view.without {
        // What the audience may not see cannot be asked for either.
        if !base.sources().iter().any(|known| known.name == *source) {
            let help = zopa_case::way_out(source, "source", base.sources().iter().map(|known| known.name.as_str()));
            return Err(Fault::new(format!("there is no source `{source}`")).help(help));
        }
        overlay = overlay.without(source);
    }
    if let Some(text) = &view.as_of {
        overlay = overlay.as_of(day(text, "--as-of")?.last);
    }
    let known = apply(&overlay)?;
    Ok(Seen { files: case, asked: overlay, known, base })
}

/// Problems of an overlay; those that name no place in a file come from the command line.
pub fn faults(case: &Case, problems: &[Diagnostic]) -> Fault {
    let placed = problems.iter().any(|problem| problem.span() != zopa_case::Span::default());
    match problems.first() {
        Some(first) if !placed => {
            let fault = Fault::new(first.message.clone());
            match &first.help {
                Some(help) => fault.help(help.clone()),
                None => fault,
            }
        }
        _ => Fault::problems(problems, &case.materials().texts),
    }
}
