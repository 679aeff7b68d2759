//! `zopa rounds`: what is asked of the lens, and what is kept of its runs.

use super::lenses::{asked, options, party, print_json, settlement_settings, show, threads, warn};
use super::{tables, view};
use crate::args::{ByRules, Rounds};
use crate::kept::Kept;
use crate::output::{Fault, Status};
use crate::watch::Watch;
use serde_json::{Value, json};
use zopa_case::Case;
use zopa_lens::{Stop, rounds as rounds_lens};
use zopa_report::rounds_document;

/// Strategies as asked: `norland=boulware|time 0.3`, or for all others without a party.
fn strategies(case: &Case, asked: &[String], settings: &mut rounds_lens::Settings) -> Result<(), Fault> {
    for text in asked {
        let (who, words) = match text.split_once('=') {
            Some((who, words)) => (Some(who.trim()), words),
            None => (None, text.as_str()),
        };
        let read = rounds_lens::Strategies::read(words.split('|'))
            .map_err(|problem| Fault::new(format!("--strategy `{text}`: {problem}")))?;
        match who {
            None => settings.others = read,
            Some(who) => {
                let who = party(case, who)?;
                // What is asked comes before what the case says, and the last of two before the first.
                settings.strategies.retain(|(known, _)| *known != who);
                settings.strategies.push((who, read));
            }
        }
    }
    Ok(())
}

/// By whose rules talks go, as asked.
pub fn semantics(asked: ByRules) -> rounds_lens::Semantics {
    match asked {
        ByRules::Own => rounds_lens::Semantics::Own,
        ByRules::Negmas => rounds_lens::Semantics::Negmas,
    }
}

/// Whether protocol and facilitator are there.
pub fn known_words(settings: &rounds_lens::Settings) -> Result<(), Fault> {
    let check = |what: &str, word: &str, entries: &[rounds_lens::Entry]| {
        let words: Vec<&str> = entries.iter().map(|own| own.word).collect();
        if words.contains(&word) {
            return Ok(());
        }
        let help = zopa_case::way_out(word, what, words.iter().copied());
        Err(Fault::new(format!("there is no {what} `{word}`")).help(help))
    };
    check("protocol", &settings.protocol, rounds_lens::PROTOCOLS)?;
    check("facilitator", &settings.facilitator, rounds_lens::FACILITATORS)
}

/// How later agreements are worth less, as asked.
pub fn discount(asked: &str) -> Result<rounds_lens::Discount, Fault> {
    rounds_lens::Discount::read(asked).map_err(|problem| Fault::new(format!("--discount: {problem}")))
}

/// The most runs, as `--runs` has it.
pub const RUNS_MAX: u64 = 10_000_000;

/// `zopa rounds`.
pub fn rounds(args: &Rounds) -> Result<Status, Fault> {
    let lens = &args.lens;
    tables::check(&args.tables)?;
    let seen = view::open(&lens.view)?;
    let known = &seen.known;
    let mut settings = rounds_lens::Settings {
        seed: lens.answer.seed,
        runs: args.runs.or(lens.answer.draws).unwrap_or(rounds_lens::Settings::default().runs).clamp(1, RUNS_MAX),
        semantics: semantics(args.semantics),
        discount: discount(&args.discount)?,
        transcript: args.transcript,
        threads: threads(),
        ..rounds_lens::Settings::assumed(known).map_err(Fault::new)?
    };
    settings.rounds = args.rounds.unwrap_or(settings.rounds);
    if let Some(protocol) = &args.protocol {
        // Another protocol asks for another facilitator.
        if *protocol != settings.protocol {
            settings.facilitator = rounds_lens::Settings::usual_facilitator(protocol).into();
        }
        settings.protocol.clone_from(protocol);
    }
    if let Some(facilitator) = &args.facilitator {
        settings.facilitator.clone_from(facilitator);
    }
    strategies(known, &args.strategy, &mut settings)?;
    known_words(&settings)?;
    if let Some(name) = &args.play {
        let scored = settlement_settings(&lens.answer);
        return super::play::play(known, &settings, &scored, party(known, name)?, args.save.as_deref());
    }
    if !args.grid.is_empty() {
        return super::grid::rounds_grid(args, &seen, &settings);
    }
    let mut kept =
        args.keep.as_ref().map(|path| Kept::open(path, &zopa_wire::runs_head(known, &settings))).transpose()?;
    let before = kept.as_mut().map(|kept| std::mem::take(&mut kept.runs)).unwrap_or_default();
    let mut keep = |rows: &[Option<rounds_lens::RunRow>]| kept.as_mut().is_none_or(|kept| kept.add(rows));
    let (run, rows) = rounds_lens::rounds_from(known, &settings, before, &mut keep, &Watch::new());
    if let Some(problem) = kept.and_then(|kept| kept.problem) {
        return Err(problem);
    }
    tables::write(&args.tables, || zopa_wire::runs_table(known, &settings, &run.findings.seats, &rows))?;
    if lens.answer.json {
        let mut asked = asked(&lens.view, &lens.answer);
        let mut set = |name: &str, value: Value| asked.settings.insert(name.to_string(), value);
        set("runs", json!(settings.runs));
        set("rounds", json!(settings.rounds));
        set("protocol", json!(settings.protocol));
        set("facilitator", json!(settings.facilitator));
        set("strategy", json!(args.strategy));
        let words = |own: &rounds_lens::Strategies| json!(own.words().collect::<Vec<_>>());
        let own = settings.strategies.iter().map(|(party, own)| (known.party(*party).name.clone(), words(own)));
        set("strategies", Value::Object(own.collect()));
        set("others", words(&settings.others));
        if let Some(own) = &known.draft().rounds {
            set("first", json!(own.first.as_ref().map(|day| day.value.to_string())));
            set("every", json!(own.every.as_ref().map(|time| time.value.to_string())));
            set("tracks", json!(own.tracks.iter().map(|track| &track.id.value).collect::<Vec<_>>()));
            set("drivers", json!(own.drivers.names().collect::<Vec<_>>()));
            set("levers", json!(own.levers.names().collect::<Vec<_>>()));
        }
        set("semantics", json!(settings.semantics.word()));
        set("discount", json!(settings.discount.word()));
        set("transcript", json!(settings.transcript));
        print_json(zopa_wire::rounds_answer(known, &run, &asked), &lens.answer)?;
    } else {
        warn(known, &run);
        show(&rounds_document(known, &run, &options(&seen, &lens.view)), lens)?;
    }
    let said = run.findings.missing.is_empty() && run.stop == Stop::Complete;
    Ok(if said { Status::Yes } else { Status::CannotSay })
}
