//! `zopa tournament`: every strategy in every seat of some cases, and how each did.

use super::lenses::{print_json, print_page, threads};
use super::rounds::{discount, known_words, semantics};
use super::{tables, view};
use crate::args::{Seatings, Tournament, View};
use crate::disk::write_whole;
use crate::kept::Kept;
use crate::output::{Fault, Status, tell};
use crate::watch::Watch;
use serde_json::{Map, Value, json};
use zopa_case::Case;
use zopa_lens::Stop;
use zopa_lens::rounds::{RunRow, Settings as Talks, Strategies, tournament as lens};
use zopa_report::{render_html, tournament_document};
use zopa_wire::{Asked, tournament_answer, tournament_head, tournament_table};

/// Reads the cases, plays, and shows who did how.
///
/// # Errors
/// Every problem of every case and of what was asked, or a place that cannot be written.
pub fn tournament(args: &Tournament) -> Result<Status, Fault> {
    let mut faults: Vec<Fault> = Vec::new();
    faults.extend(tables::check(&args.tables).err());
    let settings = settings(args, &mut faults);
    let mut cases: Vec<Case> = Vec::new();
    for case in &args.cases {
        let view = View {
            case: case.clone(),
            as_of: args.as_of.clone(),
            without: args.without.clone(),
            scenario: args.scenario.clone(),
            audience: args.audience.clone(),
        };
        match view::open(&view) {
            Ok(seen) => cases.push(seen.known),
            Err(fault) => faults.push(fault.of(&case.display().to_string())),
        }
    }
    if !faults.is_empty() {
        return Err(Fault::all(faults));
    }
    let head = tournament_head(&cases, &settings);
    let mut kept = args.keep.as_ref().map(|path| Kept::open(path, &head)).transpose()?;
    let before = kept.as_mut().map(|kept| std::mem::take(&mut kept.runs)).unwrap_or_default();
    let mut keep = |rows: &[Option<RunRow>]| kept.as_mut().is_none_or(|kept| kept.add(rows));
    let (run, rows) = lens::tournament_from(&cases, &settings, before, &mut keep, &Watch::new());
    if let Some(problem) = kept.and_then(|kept| kept.problem) {
        return Err(problem);
    }
    tables::write(&args.tables, || tournament_table(&cases, &run.findings, &settings, &rows))?;
    if args.answer.json {
        let asked = Asked { settings: asked(args, &settings), seed: Some(args.answer.seed) };
        print_json(tournament_answer(&cases, &run, &asked), &args.answer)?;
    } else {
        run.warnings.iter().for_each(|warning| tell(&format!("warning: {warning}")));
        let document = tournament_document(&cases, &run, concat!("zopa ", env!("CARGO_PKG_VERSION")));
        match &args.html {
            Some(file) => {
                write_whole(file, &render_html(&document))?;
                tell(&format!("wrote {}", file.display()));
            }
            None => print_page(&document, &args.page)?,
        }
    }
    let said = run.findings.missing.is_empty() && run.stop == Stop::Complete;
    let all = run.findings.cases.iter().all(|own| own.missing.is_empty());
    Ok(if said && all { Status::Yes } else { Status::CannotSay })
}

/// What the lens is asked; problems are added to the others.
fn settings(args: &Tournament, faults: &mut Vec<Fault>) -> lens::Settings {
    let discount = discount(&args.discount);
    let strategies = Strategies::read(args.strategies.split('|'))
        .map_err(|problem| Fault::new(format!("--strategies `{}`: {problem}", args.strategies)));
    let talks = Talks {
        seed: args.answer.seed,
        runs: args.runs,
        rounds: args.rounds,
        protocol: args.protocol.clone(),
        facilitator: args.facilitator.clone().unwrap_or_else(|| Talks::usual_facilitator(&args.protocol).into()),
        semantics: semantics(args.semantics),
        discount: *discount.as_ref().unwrap_or(&Default::default()),
        threads: threads(),
        ..Talks::default()
    };
    faults.extend(known_words(&talks).err());
    faults.extend(discount.err());
    let seatings = match args.parties {
        Seatings::AllAssignments => lens::Seatings::All,
        Seatings::Different => lens::Seatings::Different,
    };
    let usual = lens::Settings::default();
    let strategies = strategies.unwrap_or_else(|fault| {
        faults.push(fault);
        usual.strategies.clone()
    });
    lens::Settings { talks, strategies, seatings, ..usual }
}

/// How it was asked for.
fn asked(args: &Tournament, settings: &lens::Settings) -> Map<String, Value> {
    [
        ("as_of", json!(args.as_of)),
        ("without", json!(args.without)),
        ("scenario", json!(args.scenario)),
        ("audience", json!(args.audience)),
        ("strategies", json!(settings.strategies.words().collect::<Vec<_>>())),
        ("parties", json!(settings.seatings.word())),
        ("runs", json!(settings.talks.runs)),
        ("rounds", json!(settings.talks.rounds)),
        ("protocol", json!(settings.talks.protocol)),
        ("facilitator", json!(settings.talks.facilitator)),
        ("discount", json!(settings.talks.discount.word())),
        ("semantics", json!(settings.talks.semantics.word())),
    ]
    .map(|(key, value)| (key.to_string(), value))
    .into_iter()
    .collect()
}
