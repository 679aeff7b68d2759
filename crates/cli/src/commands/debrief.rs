//! `zopa debrief`: what groups of a class ended with, against what could have been had.

use super::lenses::{asked, party, print_json, settlement_settings, warn, write_or_print};
use super::view;
use crate::args::Debrief;
use crate::output::{Fault, Status};
use serde_json::json;
use std::fs;
use std::path::Path;
use zopa_case::{Case, limits};
use zopa_lens::Stop;
use zopa_lens::settlement::debrief::{self as lens, Against, Outcome};
use zopa_report::debrief_document;

/// Reads the outcomes, holds them against the case and shows them.
///
/// # Errors
/// The case, every problem of the outcomes, or a place that cannot be written.
pub fn debrief(args: &Debrief) -> Result<Status, Fault> {
    let seen = view::open(&args.view)?;
    let case = &seen.known;
    let outcomes = read(case, &args.outcomes)?;
    let pairs = args.pair.iter().map(|pair| pair_of(case, pair)).collect::<Result<Vec<_>, _>>()?;
    let settings = settlement_settings(&args.answer);
    let run = lens::debrief(case, &outcomes, &settings);
    let status = match run.stop {
        Stop::Complete if run.findings.against != Against::Nothing => Status::Yes,
        _ => Status::CannotSay,
    };
    if args.answer.json {
        let mut asked = asked(&args.view, &args.answer);
        asked.settings.insert("draws".into(), json!(settings.draws));
        print_json(zopa_wire::debrief_answer(case, &run, &asked), &args.answer)?;
        return Ok(status);
    }
    warn(case, &run);
    let document = debrief_document(case, &run, &pairs, concat!("zopa ", env!("CARGO_PKG_VERSION")));
    write_or_print(&document, args.markdown.as_deref(), args.html.as_deref(), &args.page)?;
    Ok(status)
}

/// The outcomes of a file.
fn read(case: &Case, path: &Path) -> Result<Vec<Outcome>, Fault> {
    let fault = |error: std::io::Error| {
        Fault::new(format!("`{}` cannot be read: {error}", path.display())).help("give a CSV file with a row a group")
    };
    let length = fs::metadata(path).map_err(fault)?.len();
    if length > limits::FILE_BYTES as u64 {
        let message = format!("`{}` has {length} bytes; at most {} are read", path.display(), limits::FILE_BYTES);
        return Err(Fault::new(message).help("split the file"));
    }
    let bytes = fs::read(path).map_err(fault)?;
    let Ok(text) = String::from_utf8(bytes) else {
        return Err(Fault::new(format!("`{}` is not UTF-8", path.display())).help("save it as CSV in UTF-8"));
    };
    let rows = zopa_case::read_outcomes(case, &path.display().to_string(), &text)
        .map_err(|(problems, texts)| Fault::problems(&problems, &texts))?;
    Ok(rows.into_iter().map(|row| Outcome { label: row.group, package: row.package }).collect())
}

/// Two parties by their ids: `north,south`.
fn pair_of(case: &Case, text: &str) -> Result<(usize, usize), Fault> {
    let party = |name: &str| party(case, name.trim()).map(zopa_case::PartyId::index);
    match text.split_once(',') {
        Some((one, two)) => Ok((party(one)?, party(two)?)),
        None => Err(Fault::new(format!("`--pair {text}` is not two parties")).help("write --pair PARTY,PARTY")),
    }
}
