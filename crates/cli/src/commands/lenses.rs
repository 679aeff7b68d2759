//! The lenses and the brief.

use super::rounds::RUNS_MAX;
use super::view::{self, Seen};
use crate::args::{Answer, Brief, Diff, EqualStates, Lens, Page, Stability, View, WhenPreferred};
use crate::disk::write_whole;
use crate::output::{Fault, Status, answer, color_on_stdout, tell, width};
use crate::watch::Watch;
use serde_json::{Map, Value, json};
use std::path::Path;
use zopa_case::{Case, DateSpan};
use zopa_lens::gaps::{self, Settings};
use zopa_lens::{
    Run, Stop, blockers as blockers_lens, diff as diff_lens, roadmap as roadmap_lens, rounds as rounds_lens,
    settlement as settlement_lens, stability as stability_lens,
};
use zopa_report::{
    BriefOptions, Document, Told, blockers_document, brief as brief_document, diff_document, gaps_document,
    render_html, render_markdown, render_terminal, roadmap_document, settlement_document, stability_document,
};
use zopa_wire::Asked;

/// How an answer was asked for.
pub fn asked(view: &View, answer: &Answer) -> Asked {
    let mut settings = Map::new();
    let mut set = |name: &str, value: Value| settings.insert(name.to_string(), value);
    set("as_of", json!(view.as_of));
    set("without", json!(view.without));
    set("scenario", json!(view.scenario));
    set("audience", json!(view.audience));
    if let Some(draws) = answer.draws {
        set("draws", json!(draws));
    }
    Asked { settings, seed: Some(answer.seed) }
}

/// What the pages say of how they were made.
pub fn options<'a>(seen: &'a Seen, view: &'a View) -> BriefOptions<'a> {
    BriefOptions {
        base: Some(&seen.base),
        audience: view.audience.as_deref(),
        program: concat!("zopa ", env!("CARGO_PKG_VERSION")),
        short: false,
    }
}

/// An answer in JSON: cut on standard output, in full in the file asked for.
pub fn print_json(mut value: Value, how: &Answer) -> Result<(), Fault> {
    let text = |value: &Value| serde_json::to_string_pretty(value).map_err(|error| Fault::new(error.to_string()));
    if let Some(file) = &how.all {
        write_whole(file, &text(&value)?)?;
    }
    zopa_wire::cut_lists(&mut value);
    answer(&text(&value)?)
}

/// A page on the terminal.
pub fn print_page(document: &Document, how: &Page) -> Result<(), Fault> {
    answer(&render_terminal(document, width(how.width), color_on_stdout()))
}

/// A document in the files asked for, else on the terminal.
///
/// # Errors
/// A file that cannot be written.
pub fn write_or_print(
    document: &Document,
    markdown: Option<&Path>,
    html: Option<&Path>,
    page: &Page,
) -> Result<(), Fault> {
    let mut written = false;
    for (file, render) in [(markdown, render_markdown as fn(&Document) -> String), (html, render_html)] {
        if let Some(file) = file {
            write_whole(file, &render(document))?;
            tell(&format!("wrote {}", file.display()));
            written = true;
        }
    }
    if written { Ok(()) } else { print_page(document, page) }
}

/// The page of a lens: in the HTML file asked for, else on the terminal.
pub fn show(document: &Document, lens: &Lens) -> Result<(), Fault> {
    write_or_print(document, None, lens.html.as_deref(), &lens.page)
}

/// Remarks on the case's files shown beside a page; `check` shows them all.
const REMARKS: usize = 5;

/// Warnings travel with the answer: on standard error beside a page, inside a JSON answer.
pub fn warn<F>(case: &Case, run: &Run<F>) {
    let remarks = case.warnings();
    if !remarks.is_empty() {
        let shown = &remarks[..remarks.len().min(REMARKS)];
        tell(&zopa_report::render_plain(shown, &case.materials().texts));
        if remarks.len() > REMARKS {
            tell(&format!("and {} more remarks; `zopa check` shows them all", remarks.len() - REMARKS));
        }
    }
    run.warnings.iter().for_each(|warning| tell(&format!("warning: {warning}")));
}

/// `zopa gaps`.
pub fn gaps(lens: &Lens) -> Result<Status, Fault> {
    let seen = view::open(&lens.view)?;
    let known = &seen.known;
    let run = gaps::gaps(known, &Settings::default());
    if lens.answer.json {
        print_json(zopa_wire::gaps_answer(known, &run, &asked(&lens.view, &lens.answer)), &lens.answer)?;
    } else {
        warn(known, &run);
        show(&gaps_document(known, &run, &options(&seen, &lens.view)), lens)?;
    }
    Ok(match run.findings.verdict.answer {
        gaps::Answer::Yes => Status::Yes,
        gaps::Answer::No => Status::No,
        gaps::Answer::CannotSay => Status::CannotSay,
    })
}

/// Seed, draws and threads for the lens `settlement`.
pub fn settlement_settings(answer: &Answer) -> settlement_lens::Settings {
    let usual = settlement_lens::Settings::default();
    settlement_lens::Settings {
        seed: answer.seed,
        draws: answer.draws.unwrap_or(usual.draws),
        threads: threads(),
        ..usual
    }
}

/// The same for `blockers`.
fn blockers_settings(answer: &Answer) -> blockers_lens::Settings {
    let usual = blockers_lens::Settings::default();
    blockers_lens::Settings {
        seed: answer.seed,
        draws: answer.draws.unwrap_or(usual.draws),
        threads: threads(),
        ..usual
    }
}

/// The same for `roadmap`.
fn roadmap_settings(answer: &Answer) -> roadmap_lens::Settings {
    let usual = roadmap_lens::Settings::default();
    roadmap_lens::Settings { seed: answer.seed, draws: answer.draws.unwrap_or(usual.draws), ..usual }
}

/// The same for `stability` in a brief.
fn stability_settings(answer: &Answer) -> stability_lens::Settings {
    let usual = stability_lens::Settings::default();
    stability_lens::Settings {
        seed: answer.seed,
        draws: answer.draws.unwrap_or(usual.draws),
        threads: threads(),
        ..usual
    }
}

/// The same for `rounds` in a brief: draws are runs.
fn rounds_settings(case: &Case, answer: &Answer) -> Result<rounds_lens::Settings, Fault> {
    Ok(rounds_lens::Settings {
        seed: answer.seed,
        runs: answer.draws.unwrap_or(rounds_lens::BRIEF_RUNS).clamp(1, RUNS_MAX),
        threads: threads(),
        ..rounds_lens::Settings::assumed(case).map_err(Fault::new)?
    })
}

/// How each decision maker looks ahead, as asked: `seq`, `norland=gmr`.
fn mixed(case: &Case, asked: &[String]) -> Result<Option<stability_lens::Mixed>, Fault> {
    let concept = |word: &str| {
        let known = stability_lens::Concept::ALL;
        let words = known.map(stability_lens::concept_word);
        words.iter().position(|own| *own == word).map(|at| known[at]).ok_or_else(|| {
            Fault::new(format!("there is no concept `{word}`")).help(zopa_case::way_out(word, "concept", words))
        })
    };
    let mut mixed = stability_lens::Mixed { of: Vec::new(), others: stability_lens::Concept::Nash };
    for text in asked {
        match text.split_once('=') {
            None => mixed.others = concept(text)?,
            Some((party, word)) => {
                mixed.of.push((self::party(case, party)?, concept(word)?));
            }
        }
    }
    Ok((!asked.is_empty()).then_some(mixed))
}

/// As many as the machine has; no answer hangs on it.
pub fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// `zopa settlement`.
pub fn settlement(lens: &Lens) -> Result<Status, Fault> {
    let seen = view::open(&lens.view)?;
    let known = &seen.known;
    let settings = settlement_settings(&lens.answer);
    let run = settlement_lens::settlement(known, &settings, &Watch::new());
    if lens.answer.json {
        let mut asked = asked(&lens.view, &lens.answer);
        asked.settings.insert("draws".into(), json!(settings.draws));
        print_json(zopa_wire::settlement_answer(known, &run, &asked), &lens.answer)?;
    } else {
        warn(known, &run);
        show(&settlement_document(known, &run, &options(&seen, &lens.view)), lens)?;
    }
    Ok(match run.findings.zone.empty {
        Some(false) => Status::Yes,
        Some(true) => Status::No,
        None => Status::CannotSay,
    })
}

/// `zopa blockers`.
pub fn blockers(lens: &Lens) -> Result<Status, Fault> {
    let seen = view::open(&lens.view)?;
    let known = &seen.known;
    let settings = blockers_settings(&lens.answer);
    let run = blockers_lens::blockers(known, &settings, &Watch::new());
    if lens.answer.json {
        let mut asked = asked(&lens.view, &lens.answer);
        asked.settings.insert("draws".into(), json!(settings.draws));
        print_json(zopa_wire::blockers_answer(known, &run, &asked), &lens.answer)?;
    } else {
        warn(known, &run);
        show(&blockers_document(known, &run, &options(&seen, &lens.view)), lens)?;
    }
    let found = &run.findings;
    Ok(match found.verdict.answer {
        blockers_lens::Answer::Open => Status::Yes,
        blockers_lens::Answer::Blocked if !found.openings.is_empty() => Status::Yes,
        blockers_lens::Answer::NoPackage => Status::No,
        blockers_lens::Answer::Blocked if found.openings_count.is_some() => Status::No,
        blockers_lens::Answer::Blocked | blockers_lens::Answer::CannotSay => Status::CannotSay,
    })
}

/// `zopa roadmap`.
pub fn roadmap(lens: &Lens) -> Result<Status, Fault> {
    let seen = view::open(&lens.view)?;
    let known = &seen.known;
    let settings = roadmap_settings(&lens.answer);
    let run = roadmap_lens::roadmap(known, &settings, &Watch::new());
    if lens.answer.json {
        let mut asked = asked(&lens.view, &lens.answer);
        asked.settings.insert("draws".into(), json!(settings.draws));
        print_json(zopa_wire::roadmap_answer(known, &run, &asked), &lens.answer)?;
    } else {
        warn(known, &run);
        show(&roadmap_document(known, &run, &options(&seen, &lens.view)), lens)?;
    }
    Ok(if run.stop == Stop::Complete { Status::Yes } else { Status::CannotSay })
}

/// `zopa stability`.
pub fn stability(args: &Stability) -> Result<Status, Fault> {
    let lens = &args.lens;
    let seen = view::open(&lens.view)?;
    let known = &seen.known;
    let equals = match args.equal_states {
        EqualStates::Sanction => stability_lens::Equals::Sanction,
        EqualStates::NoSanction => stability_lens::Equals::DoNotSanction,
    };
    let members = match args.coalitions {
        WhenPreferred::AllPrefer => stability_lens::Members::AllPrefer,
        WhenPreferred::NoneWorse => stability_lens::Members::SomePreferNoneWorse,
    };
    let settings = stability_lens::Settings {
        bits: usize::from(args.bits),
        rules: stability_lens::Rules { equals },
        members,
        mixed: mixed(known, &args.concept)?,
        ..stability_settings(&lens.answer)
    };
    let run = stability_lens::stability(known, &settings, &Watch::new());
    if lens.answer.json {
        let mut asked = asked(&lens.view, &lens.answer);
        asked.settings.insert("draws".into(), json!(settings.draws));
        if !args.concept.is_empty() {
            asked.settings.insert("concept".into(), json!(args.concept));
        }
        asked.settings.insert("equal_states_sanction".into(), json!(equals == stability_lens::Equals::Sanction));
        asked.settings.insert("coalitions_need_all".into(), json!(members == stability_lens::Members::AllPrefer));
        asked.settings.insert("bits".into(), json!(settings.bits));
        print_json(zopa_wire::stability_answer(known, &run, &asked), &lens.answer)?;
    } else {
        warn(known, &run);
        show(&stability_document(known, &run, &options(&seen, &lens.view)), lens)?;
    }
    let found = &run.findings;
    let said = found.missing.is_empty() && found.conflicts.iter().all(|conflict| conflict.missing.is_empty());
    Ok(if said && run.stop == Stop::Complete { Status::Yes } else { Status::CannotSay })
}

/// A party of the case by its name.
///
/// # Errors
/// There is none, with the way out.
pub fn party(case: &Case, name: &str) -> Result<zopa_case::PartyId, Fault> {
    case.party_named(name).ok_or_else(|| {
        let names = case.parties().iter().map(|party| party.name.as_str());
        Fault::new(format!("the case has no party `{name}`")).help(zopa_case::way_out(name, "party", names))
    })
}

/// `zopa diff`.
pub fn diff(args: &Diff) -> Result<Status, Fault> {
    let lens = &args.lens;
    let seen = view::open(&lens.view)?;
    let from = match (&args.from, &args.since) {
        (Some(day), _) => view::day(day, "--from")?,
        (None, Some(session)) => session_end(&seen.base, session)?,
        (None, None) => return Err(Fault::new("no earlier day is given").help("use --from DAY or --since SESSION")),
    };
    let to = match &args.to {
        Some(day) => view::day(day, "--to")?,
        None => DateSpan::day(seen.known.as_of()),
    };
    if to.last < from.first {
        return Err(Fault::new(format!("{to} is before {from}")).help("exchange the two days"));
    }
    let run =
        diff_lens::diff(&seen.files, &seen.asked, from, to).map_err(|problems| view::faults(&seen.files, &problems))?;
    if lens.answer.json {
        let mut asked = asked(&lens.view, &lens.answer);
        asked.settings.insert("from".into(), json!(run.findings.from));
        asked.settings.insert("to".into(), json!(run.findings.to));
        print_json(zopa_wire::diff_answer(&seen.known, &run, &asked), &lens.answer)?;
    } else {
        warn(&seen.known, &run);
        show(&diff_document(&seen.known, &run, &options(&seen, &lens.view)), lens)?;
    }
    Ok(Status::Yes)
}

/// The last day of a session of the case.
fn session_end(case: &Case, name: &str) -> Result<DateSpan, Fault> {
    let sessions = &case.draft().sessions;
    match sessions.iter().find(|session| session.id.value == name) {
        Some(session) => Ok(DateSpan::day(session.date.value.last)),
        None => {
            let help = zopa_case::way_out(name, "session", sessions.iter().map(|session| session.id.value.as_str()));
            Err(Fault::new(format!("the case has no session `{name}`")).help(help))
        }
    }
}

/// The earlier day to compare with: as asked, else the end of the last session a week or more before the day.
fn since(seen: &Seen, asked: Option<&str>) -> Result<Option<DateSpan>, Fault> {
    if let Some(text) = asked {
        let session = seen.base.draft().sessions.iter().any(|session| session.id.value == text);
        let from = if session || DateSpan::parse(text).is_err() {
            session_end(&seen.base, text)?
        } else {
            view::day(text, "--since")?
        };
        return Ok(Some(from));
    }
    let sessions = seen.known.draft().sessions.iter().map(|session| session.date.value);
    let week_ago = sessions.filter(|date| date.days_before(seen.known.as_of()) >= 7);
    Ok(week_ago.map(|date| date.last).max().map(DateSpan::day))
}

/// `zopa brief`.
pub fn brief(args: &Brief) -> Result<Status, Fault> {
    let seen = view::open(&args.view)?;
    let run = gaps::gaps(&seen.known, &Settings::default());
    let from = since(&seen, args.since.as_deref())?;
    let to = DateSpan::day(seen.known.as_of());
    let changes = match from {
        Some(from) if from.last < to.last => Some(
            diff_lens::diff(&seen.files, &seen.asked, from, to)
                .map_err(|problems| view::faults(&seen.files, &problems))?,
        ),
        _ => None,
    };
    let watch = Watch::new();
    let zone = settlement_lens::settlement(&seen.known, &settlement_settings(&args.answer), &watch);
    let blocked = blockers_lens::blockers(&seen.known, &blockers_settings(&args.answer), &watch);
    let order = roadmap_lens::roadmap(&seen.known, &roadmap_settings(&args.answer), &watch);
    let beside = stability_lens::stability(&seen.known, &stability_settings(&args.answer), &watch);
    let further = rounds_lens::rounds(&seen.known, &rounds_settings(&seen.known, &args.answer)?, &watch);
    drop(watch);
    let stops = [run.stop, zone.stop, blocked.stop, order.stop, beside.stop, further.stop];
    let complete = stops.iter().all(|stop| *stop == Stop::Complete);
    let status = if complete { Status::Yes } else { Status::CannotSay };
    if args.answer.json {
        let runs = zopa_wire::Briefed {
            gaps: &run,
            diff: changes.as_ref(),
            settlement: &zone,
            blockers: &blocked,
            roadmap: &order,
            stability: &beside,
            rounds: &further,
        };
        print_json(zopa_wire::brief_answer(&seen.known, &runs, &asked(&args.view, &args.answer)), &args.answer)?;
        return Ok(status);
    }
    warn(&seen.known, &run);
    let told = Told {
        gaps: &run,
        since: changes.as_ref(),
        settlement: Some(&zone),
        blockers: Some(&blocked),
        roadmap: Some(&order),
        stability: Some(&beside),
        rounds: Some(&further),
    };
    let document =
        brief_document(&seen.known, &told, &BriefOptions { short: args.short, ..options(&seen, &args.view) });
    write_or_print(&document, args.markdown.as_deref(), args.html.as_deref(), &args.page)?;
    Ok(status)
}
