//! `zopa probes`: what is asked of the lens.

use super::lenses::{asked, options, party, print_json, show, threads, warn};
use super::view;
use crate::args::Probes;
use crate::output::{Fault, Status};
use crate::watch::Watch;
use serde_json::{Value, json};
use zopa_case::Case;
use zopa_lens::{Stop, probes as probes_lens};
use zopa_report::probes_document;

/// The most draws.
const DRAWS_MAX: u64 = 1 << 24;

/// A package that fixes every issue.
fn package(case: &Case, written: &str) -> Result<Vec<usize>, Fault> {
    let taken = zopa_case::read_changed_package(case, written)
        .map_err(|(message, help)| Fault::new(format!("--package: {message}")).help(help))?;
    taken.into_iter().collect::<Option<_>>().ok_or_else(|| {
        Fault::new(format!("the package `{written}` leaves issues open"))
            .help("a probe puts a whole package: give every issue one option")
    })
}

/// `zopa probes`.
pub fn probes(args: &Probes) -> Result<Status, Fault> {
    let lens = &args.lens;
    let seen = view::open(&lens.view)?;
    let known = &seen.known;
    let mut settings = probes_lens::Settings {
        seed: lens.answer.seed,
        threads: threads(),
        ..probes_lens::Settings::assumed(known).map_err(Fault::new)?
    };
    settings.draws = lens.answer.draws.unwrap_or(settings.draws).clamp(1, DRAWS_MAX);
    if let Some(word) = &args.decision {
        settings.aim = probes_lens::aim(known, word).map_err(|problem| Fault::new(format!("--decision: {problem}")))?;
    }
    let share = |name: &str, into: &mut f64, given: Option<f64>| match given {
        Some(own) if (0.0..=1.0).contains(&own) => {
            *into = own;
            Ok(())
        }
        Some(own) => Err(Fault::new(format!("{name} {own} is not between 0 and 1")).help("write 0.7 for 70 per cent")),
        None => Ok(()),
    };
    share("--bluff", &mut settings.manner.bluff, args.bluff)?;
    share("--noise", &mut settings.manner.errors, args.noise)?;
    settings.to = args.to.iter().map(|name| party(known, name)).collect::<Result<_, _>>()?;
    settings.packages = args.package.iter().map(|name| package(known, name)).collect::<Result<_, _>>()?;
    let run = probes_lens::probes(known, &settings, &Watch::new());
    if lens.answer.json {
        let mut asked = asked(&lens.view, &lens.answer);
        let mut set = |name: &str, value: Value| asked.settings.insert(name.to_string(), value);
        set("draws", json!(settings.draws));
        set("decision", json!(args.decision));
        set("to", json!(args.to));
        set("package", json!(args.package));
        set("errors", json!(settings.manner.errors));
        set("bluff", json!(settings.manner.bluff));
        set("silent_if_yes", json!(settings.manner.silent_yes));
        set("silent_if_no", json!(settings.manner.silent_no));
        set("failed", json!(settings.failed));
        set("anchoring", json!(settings.anchoring));
        set("leak", json!(settings.leak));
        print_json(zopa_wire::probes_answer(known, &run, &asked), &lens.answer)?;
    } else {
        warn(known, &run);
        let document = probes_document(known, &run, &options(&seen, &lens.view));
        match &args.markdown {
            Some(file) => super::lenses::write_or_print(&document, Some(file), lens.html.as_deref(), &lens.page)?,
            None => show(&document, lens)?,
        }
    }
    let said = run.findings.missing.is_empty() && run.stop == Stop::Complete;
    Ok(if said { Status::Yes } else { Status::CannotSay })
}
