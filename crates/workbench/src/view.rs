//! How a case is seen: the command line's options, and those of a request on top of them.

use crate::edits::{EDITS, read_edit};
use crate::refusal::Refusal;
use axum::http::StatusCode;
use zopa_case::draft::Edit;
use zopa_case::{Case, DateSpan, Overlay, way_out};
use zopa_report::edit_words;

/// How a case is seen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    /// Only what was known on that day.
    pub as_of: Option<String>,
    /// Without these sources.
    pub without: Vec<String>,
    /// With these scenarios of the case.
    pub scenario: Vec<String>,
    /// For whom: public, internal, or a party's id.
    pub audience: Option<String>,
}

/// What a request asks of the view: more of the same, and edits of its own as JSON.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// The view.
    pub view: View,
    /// Edits, in order, after everything else.
    pub edits: Vec<String>,
}

impl Asked {
    /// Takes a key of a query; whether it was one of a view.
    pub fn take(&mut self, key: &str, value: &str) -> bool {
        let value = value.to_string();
        match key {
            "as_of" => self.view.as_of = Some(value),
            "without" => self.view.without.push(value),
            "scenario" => self.view.scenario.push(value),
            "audience" => self.view.audience = Some(value),
            "edit" => self.edits.push(value),
            _ => return false,
        }
        true
    }
}

/// A case as it was asked to be seen.
#[derive(Debug)]
pub struct Seen {
    /// As it is in its files.
    pub files: Case,
    /// What was put on it.
    pub overlay: Overlay,
    /// As asked, cut to its day.
    pub known: Case,
    /// All that the audience may see of the files as they are: nothing taken away, every day.
    pub base: Case,
    /// The options together, as an answer says them.
    pub view: View,
    /// The request's own edits, with each in words.
    pub edits: Vec<(Edit, String)>,
}

/// A case with the options of the command line, then what a request asks.
///
/// # Errors
/// What is not in the case, or may not be seen, or cannot be.
pub fn see(files: &Case, fixed: &View, asked: &Asked) -> Result<Seen, Refusal> {
    let audience = match (&fixed.audience, &asked.view.audience) {
        (Some(own), Some(other)) if own != other => {
            let message = format!("this page is for the audience `{own}`");
            return Err(Refusal::new(StatusCode::FORBIDDEN, message).help("leave `audience` away"));
        }
        (own, other) => own.clone().or(other.clone()),
    };
    let joined = |own: &[String], more: &[String]| own.iter().chain(more).cloned().collect::<Vec<_>>();
    let view = View {
        as_of: asked.view.as_of.clone().or(fixed.as_of.clone()),
        without: joined(&fixed.without, &asked.view.without),
        scenario: joined(&fixed.scenario, &asked.view.scenario),
        audience: audience.clone(),
    };
    if asked.edits.len() + view.without.len() + view.scenario.len() > EDITS {
        return Err(Refusal::bad(format!("more than {EDITS} edits at once")).help("save some of them as a scenario"));
    }
    let own = asked.edits.iter().map(|text| read_edit(text)).collect::<Result<Vec<_>, _>>()?;
    let with = |overlay: &Overlay| {
        files.with(overlay).map_err(|problems| Refusal::problems(&problems, &files.materials().texts))
    };
    let far = day("9999-12-31")?;
    let base = with(&Overlay::default().audience(audience.as_deref()).as_of(far.last))?;
    let mut overlay = Overlay::default().audience(audience.as_deref());
    for name in &view.scenario {
        overlay.edits.extend(scenario(files, name, audience.as_deref())?);
    }
    for source in &view.without {
        // What the audience may not see cannot be asked for either.
        if !base.sources().iter().any(|known| known.name == *source) {
            let names = base.sources().iter().map(|known| known.name.as_str());
            return Err(Refusal::bad(format!("there is no source `{source}`")).help(way_out(source, "source", names)));
        }
        overlay = overlay.without(source);
    }
    if let Some(text) = &view.as_of {
        overlay = overlay.as_of(day(text)?.last);
    }
    visible(&base, &own)?;
    overlay.edits.extend(own.iter().cloned());
    let known = with(&overlay)?;
    let edits = own.into_iter().map(|edit| (edit.clone(), edit_words(&base, &edit))).collect();
    Ok(Seen { files: files.clone(), overlay, known, base, view, edits })
}

/// The edits of a scenario, if the audience may see it.
fn scenario(case: &Case, name: &str, audience: Option<&str>) -> Result<Vec<Edit>, Refusal> {
    let Some(scenario) = case.draft().scenarios.get(name) else {
        let help = way_out(name, "scenario", case.draft().scenarios.names());
        return Err(Refusal::bad(format!("the case has no scenario `{name}`")).help(help));
    };
    let marking = scenario.marking.as_ref().or(case.draft().marking.as_ref());
    let marking = marking.map(|marking| marking.value.clone()).unwrap_or_default();
    if !marking.seen_by(audience) {
        let message = format!("the scenario `{name}` is marked {marking}");
        return Err(Refusal::new(StatusCode::FORBIDDEN, message).help("this audience may not see it"));
    }
    Ok(scenario.edits.clone())
}

/// Edits name only what the audience can see, or the answer would tell what is there.
fn visible(base: &Case, edits: &[Edit]) -> Result<(), Refusal> {
    let no = |what: &str, id: &str, names: Vec<&str>| {
        Err(Refusal::bad(format!("there is no {what} `{id}`")).help(way_out(id, what, names)))
    };
    for edit in edits {
        match edit {
            Edit::WithoutSource(id) if !base.sources().iter().any(|own| own.name == id.value) => {
                return no("source", id, base.sources().iter().map(|own| own.name.as_str()).collect());
            }
            Edit::WithoutEntry(id) if !base.entries().iter().any(|own| own.name == id.value) => {
                return no("entry", id, base.entries().iter().map(|own| own.name.as_str()).collect());
            }
            Edit::LiftLine(id) if !base.lines().iter().any(|own| own.name == id.value) => {
                return no("line", id, base.lines().iter().map(|own| own.name.as_str()).collect());
            }
            Edit::Set { .. } => {
                let overlay = Overlay { edits: vec![edit.clone()], ..Overlay::default() };
                base.with(&overlay.cut_already())
                    .map_err(|problems| Refusal::problems(&problems, &base.materials().texts))?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// One exact day.
pub fn day(text: &str) -> Result<DateSpan, Refusal> {
    match DateSpan::parse(text) {
        Ok(day) if day.first == day.last => Ok(day),
        Ok(_) => Err(Refusal::bad(format!("`{text}` is not one day")).help("write the day, such as 2026-02-18")),
        Err((message, help)) => Err(Refusal::bad(message).help(help)),
    }
}
