//! `zopa export sheets`: a case as sheets for a class, each made of the case as its reader may see it.

use super::export::write_folder;
use super::view::{self, Seen};
use crate::args::{ExportSheets, View};
use crate::output::{Fault, Status, counted, tell};
use zopa_case::Case;
use zopa_case::draft::LineKind;
use zopa_lens::Stop;
use zopa_lens::gaps;
use zopa_lens::settlement::Settings;
use zopa_lens::settlement::debrief::{self, PartyScore, Scoring};
use zopa_report::{
    Document, facilitator_sheet, facilitators, instructor_sheet, players, public_sheet, render_markdown, role_sheet,
    score_sheet, sheet_name,
};

/// The program as sheets name it.
const PROGRAM: &str = concat!("zopa ", env!("CARGO_PKG_VERSION"));

/// Writes the sheets: all of them or none.
///
/// # Errors
/// The case, what was asked of it, or a folder with files in it.
pub fn sheets(args: &ExportSheets) -> Result<Status, Fault> {
    let read = view::read(&args.case)?;
    let see = |audience: Option<&str>| -> Result<Seen, Fault> {
        let view = View {
            case: args.case.clone(),
            as_of: args.as_of.clone(),
            without: args.without.clone(),
            scenario: args.scenario.clone(),
            audience: audience.map(str::to_string),
        };
        view::see(read.clone(), &view)
    };
    let usual = Settings::default();
    let settings = Settings { seed: args.seed, draws: args.draws.unwrap_or(usual.draws), ..usual };
    let whole = see(None)?.known;
    let public = see(Some("public"))?.known;
    let told = debrief::debrief(&whole, &debrief::drafts(&whole), &settings);
    let mut files: Vec<(String, Document)> = vec![("public.md".into(), public_sheet(&public, PROGRAM))];
    let (playing, facilitating) = (players(&whole), facilitators(&whole));
    let mut unlike = Vec::new();
    for &party in &playing {
        let name = &whole.parties()[party].name;
        let known = see(Some(name))?.known;
        let scoring = debrief::scoring(&known, &settings);
        if scores(&scoring.findings, party) != scores(&told.findings.scoring, party) {
            unlike.push(party);
        }
        files.push((sheet_name("role", name), role_sheet(&known, &public, party, PROGRAM)));
        files.push((sheet_name("score", name), score_sheet(&known, party, &scoring, PROGRAM)));
    }
    for &party in &facilitating {
        let name = &whole.parties()[party].name;
        let known = see(Some(name))?.known;
        let run = gaps::gaps(&known, &gaps::Settings::default());
        let file = if facilitating.len() == 1 { "facilitator.md".into() } else { sheet_name("facilitator", name) };
        let own = playing.contains(&party);
        files.push((file, facilitator_sheet(&known, &public, party, &run, own, PROGRAM)));
    }
    files.push(("instructor.md".into(), instructor_sheet(&whole, &told, &unlike, PROGRAM)));
    let files: Vec<(String, String)> =
        files.into_iter().map(|(name, document)| (name, render_markdown(&document))).collect();
    write_folder(&args.out, &files)?;
    public_limits(&public);
    if facilitating.is_empty() {
        tell("the case has no party with the role facilitator: no sheet was written for one");
    }
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    tell(&format!(
        "wrote {} into {}: {}",
        counted(files.len(), "sheet", "sheets"),
        args.out.display(),
        names.join(", ")
    ));
    Ok(if told.stop == Stop::Complete { Status::Yes } else { Status::CannotSay })
}

/// What a party is scored by, but for the ends of what it can get: those hang on lines that it may not know of.
fn scores(scoring: &Scoring, party: usize) -> Option<PartyScore> {
    let own = scoring.parties.iter().find(|own| own.party == party);
    own.map(|own| PartyScore { ends: None, consents: true, ..own.clone() })
}

/// Says which bottom lines everybody is shown: whoever keeps the case may have forgotten to mark them.
fn public_limits(public: &Case) {
    let shown = public.lines().iter().filter(|line| line.kind == LineKind::Bottom);
    let names: Vec<String> = shown.map(|line| format!("{} ({})", line.name, public.party(line.party).title)).collect();
    if !names.is_empty() {
        tell(&format!(
            "bottom lines that are not marked stand on the public sheet: {}; mark them PARTY-confidential to keep them from the others",
            names.join(", ")
        ));
    }
}
