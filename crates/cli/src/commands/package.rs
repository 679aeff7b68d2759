//! `zopa package`: what one package would mean.

use super::lenses::{asked, options, print_json, settlement_settings, show, warn};
use super::view;
use crate::args::Package;
use crate::output::{Fault, Status};
use serde_json::json;
use zopa_case::read_changed_package;
use zopa_lens::settlement::look;
use zopa_report::package_document;

/// Looks at a package and shows what is found.
///
/// # Errors
/// The case, the package, or a place that cannot be written.
pub fn package(args: &Package) -> Result<Status, Fault> {
    let seen = view::open(&args.lens.view)?;
    let known = &seen.known;
    let package = read_changed_package(known, &args.package)
        .map_err(|(message, help)| Fault::new(format!("the package: {message}")).help(help))?;
    let settings = settlement_settings(&args.lens.answer);
    let run = look(known, &package, &settings);
    if args.lens.answer.json {
        let mut asked = asked(&args.lens.view, &args.lens.answer);
        asked.settings.insert("draws".into(), json!(settings.draws));
        asked.settings.insert("package".into(), json!(args.package));
        print_json(zopa_wire::package_answer(known, &run, &asked), &args.lens.answer)?;
    } else {
        warn(known, &run);
        show(&package_document(known, &run, &options(&seen, &args.lens.view)), &args.lens)?;
    }
    Ok(match run.findings.in_zone {
        Some(share) if share.hits() == share.n() => Status::Yes,
        Some(share) if share.hits() == 0 && share.undecided() == 0 => Status::No,
        _ if !run.findings.breaks.is_empty() => Status::No,
        _ => Status::CannotSay,
    })
}
