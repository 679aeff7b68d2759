//! Title, cautions, and the three lines that can be read aloud.

use super::ledger::Ledger;
use super::{BriefOptions, joined};
use crate::document::{Content, Document, Item};
use crate::text::Text;
use crate::words;
use zopa_case::draft::Marking;
use zopa_case::{Case, DateSpan};
use zopa_lens::Run;
use zopa_lens::gaps::{Answer, Gaps, Verdict};

/// Title and cautions of a page whose findings carry this marking.
pub(super) fn opening(ledger: &Ledger<'_>, options: &BriefOptions<'_>, findings: &Marking) -> Document {
    let case = ledger.case;
    Document {
        title: case.title().to_string(),
        subtitle: vec![covered(case), counted(ledger, options)],
        cautions: cautions(case, findings),
        parties: case.parties().iter().map(|party| party.title.clone()).collect(),
        ..Document::default()
    }
}

/// How many issues, up to which day.
fn covered(case: &Case) -> Text {
    let core = case.issues().iter().filter(|issue| issue.core).count();
    let all = case.issues().len();
    let issues = match core {
        0 => words::counted(all, "issue", "issues"),
        _ if core == all => words::counted(core, "core issue", "core issues"),
        _ => format!("{} and {} more", words::counted(core, "core issue", "core issues"), all - core),
    };
    let day = DateSpan::day(case.as_of());
    let last = case
        .draft()
        .sessions
        .iter()
        .filter(|session| session.date.known_on(case.as_of()))
        .max_by_key(|session| session.date.last);
    let last = last.map(|session| {
        let name = zopa_case::draft::title(&session.id, &session.name);
        format!(" Latest session: {name}, {}.", words::day(&session.date))
    });
    Text::new().plain(format!("{issues}, as known on {}.{}", words::day(&day), last.unwrap_or_default()))
}

/// How many sources count, and why others do not.
fn counted(ledger: &Ledger<'_>, options: &BriefOptions<'_>) -> Text {
    let case = ledger.case;
    let here = case.sources().len();
    let Some(base) = options.base else {
        return Text::new().plain(format!("{} counted.", words::counted(here, "source", "sources")));
    };
    let seen: Vec<_> = base.sources().iter().filter(|source| source.marking.seen_by(options.audience)).collect();
    let missing: Vec<_> =
        seen.iter().filter(|source| !case.sources().iter().any(|known| known.name == source.name)).collect();
    if missing.is_empty() {
        return Text::new().plain(format!("All {} of the case counted.", words::counted(here, "source", "sources")));
    }
    let (later, away): (Vec<_>, Vec<_>) = missing.iter().partition(|source| !source.date.known_on(case.as_of()));
    let names = |sources: &[&&&zopa_case::Source]| {
        words::list(&sources.iter().map(|source| source.name.as_str()).collect::<Vec<_>>())
    };
    let mut why = Vec::new();
    if !later.is_empty() {
        why.push(format!("later than the day: {}", names(&later)));
    }
    if !away.is_empty() {
        why.push(format!("taken away: {}", names(&away)));
    }
    Text::new().plain(format!(
        "{} of {} sources counted ({}).",
        words::count(&here),
        words::count(&seen.len()),
        why.join("; ")
    ))
}

fn cautions(case: &Case, findings: &Marking) -> Vec<Text> {
    let mut first = Text::new();
    if case.draft().fictional.as_ref().is_some_and(|fictional| fictional.value) {
        first = first.strong("FICTIONAL.").plain(" Parties, places and numbers are invented. ");
    }
    first = match higher(highest(case), findings.clone()) {
        Marking::Public => first.strong("PUBLIC SOURCES ONLY."),
        Marking::Internal => first.strong("INTERNAL: not to leave the team."),
        Marking::Party(party) => {
            first.strong(format!("CONFIDENTIAL: the team and {} only.", Ledger::new(case).party_named(&party)))
        }
    };
    vec![first.plain(" Stated positions, not bottom lines. Not stated is not no.")]
}

/// The marking of a page on several cases whose findings carry this marking, in words.
pub(crate) fn marking_of(cases: &[Case], findings: &Marking) -> String {
    match cases.iter().fold(findings.clone(), |marking, case| higher(marking, highest(case))) {
        Marking::Public => "PUBLIC SOURCES ONLY.".into(),
        Marking::Internal => "INTERNAL: not to leave the team.".into(),
        Marking::Party(party) => format!("CONFIDENTIAL: the team and {party} only."),
    }
}

/// The highest marking of anything the case holds, and so of anything this document can show.
fn highest(case: &Case) -> Marking {
    let draft = case.draft();
    let default = draft.marking.as_ref().map(|marking| marking.value.clone()).unwrap_or_default();
    let own = |marking: &Option<zopa_case::At<Marking>>| {
        marking.as_ref().map_or_else(|| default.clone(), |marking| marking.value.clone())
    };
    let resolved = (case.sources().iter().map(|source| &source.marking))
        .chain(case.entries().iter().map(|entry| &entry.marking))
        .chain(case.lines().iter().map(|line| &line.marking))
        .chain(case.packages().iter().map(|package| &package.marking))
        .chain(case.logic().iter().map(|logic| &logic.marking))
        .cloned();
    let answers = draft.packages.iter().flat_map(|package| package.answers.iter().map(|answer| own(&answer.marking)));
    let sessions = draft.sessions.iter().flat_map(|session| {
        let readouts = session.readouts.iter().map(|readout| own(&readout.marking));
        readouts.chain([own(&session.marking)])
    });
    resolved.chain(answers).chain(sessions).fold(Marking::Public, higher)
}

/// The marking of what rests on both: two parties' confidences together are the team's.
fn higher(one: Marking, two: Marking) -> Marking {
    match (one, two) {
        (Marking::Party(one), Marking::Party(two)) if one != two => Marking::Internal,
        (one, two) => one.max(two),
    }
}

/// Verdict; what is agreed; what decides and whom to ask first.
pub(super) fn three_lines(ledger: &Ledger<'_>, gaps: &Run<Gaps>, document: &mut Document) {
    let findings = &gaps.findings;
    document.heading(2, "In three lines", "three-lines");
    let ask = findings.ask_next.first();
    let items: Vec<Item> =
        vec![verdict(ledger, &findings.verdict).into(), agreed(ledger, gaps).into(), decides(ledger, gaps).into()];
    let basis =
        joined([&findings.verdict.basis, &findings.joint_statement.basis].into_iter().chain(ask.map(|ask| &ask.basis)));
    document.push_on(Content::List { numbered: true, items }, &basis);
}

/// The verdict on record with its two counts.
pub(super) fn verdict(ledger: &Ledger<'_>, verdict: &Verdict) -> Text {
    let answer = match verdict.answer {
        Answer::Yes => Text::new().plain("On the record a deal ").strong("is possible").plain("."),
        Answer::No => Text::new().plain("On the record there is ").strong("no deal").plain(" that nobody refuses."),
        Answer::CannotSay => {
            Text::new().plain("Whether a deal is possible ").strong("cannot be said").plain(" on the record.")
        }
    };
    let packages = words::count(verdict.admissible.as_ref().unwrap_or(&verdict.packages));
    let counts = match (&verdict.accepted, &verdict.refused_by_nobody) {
        (Some(accepted), Some(refused)) => format!(
            " Of {packages} possible packages, {} accepted by all whose yes is needed; {} refused by nobody.",
            is_are(accepted),
            is_are(refused)
        ),
        (Some(accepted), None) => {
            format!(
                " Of {packages} possible packages, {} accepted by all whose yes is needed; those refused by nobody were not counted.",
                is_are(accepted)
            )
        }
        (None, Some(refused)) => {
            format!(
                " Of {packages} possible packages, {} refused by nobody; those accepted by all were not counted.",
                is_are(refused)
            )
        }
        (None, None) => format!(" The {packages} possible packages were too many to count."),
    };
    ledger.on_basis(answer.plain(counts), &verdict.basis)
}

fn is_are(number: &impl ToString) -> String {
    match number.to_string().as_str() {
        "0" => "none is".to_string(),
        "1" => "1 is".to_string(),
        _ => format!("{} are", words::count(number)),
    }
}

/// What is agreed, on the core and beside it, and what came of the latest session.
fn agreed(ledger: &Ledger<'_>, gaps: &Run<Gaps>) -> Text {
    let joint = &gaps.findings.joint_statement;
    let is_core = |issue: &usize| ledger.issue(*issue).is_some_and(|issue| issue.core);
    let has_core = ledger.case.issues().iter().any(|issue| issue.core);
    let said = |core: bool| -> Vec<String> {
        let agreed = joint.agreed.iter().filter(|(issue, _)| is_core(issue) == core);
        agreed
            .map(|(issue, outcomes)| {
                format!("{} ({})", ledger.issue_title(*issue), outcomes_said(ledger, *issue, outcomes))
            })
            .collect()
    };
    let (core, beside) = (said(true), said(false));
    let text = match (has_core, core.is_empty(), beside.is_empty()) {
        (true, true, true) => "Nothing is agreed on the record, on the core issues or beside them.".to_string(),
        (true, true, false) => format!("Nothing is agreed on the core issues. Beside them: {}.", beside.join("; ")),
        (true, false, true) => format!("Agreed on the core issues: {}. Beside them nothing.", core.join("; ")),
        (true, false, false) => {
            format!("Agreed on the core issues: {}. Beside them: {}.", core.join("; "), beside.join("; "))
        }
        (false, _, true) => "Nothing is agreed on the record.".to_string(),
        (false, _, false) => format!("Agreed on the record: {}.", beside.join("; ")),
    };
    ledger.on_basis(Text::new().plain(text), &joint.basis).then(outcome(ledger))
}

/// Outcomes by what they say where each is one option, else by their ids.
fn outcomes_said(ledger: &Ledger<'_>, issue: usize, outcomes: &[String]) -> String {
    let options = ledger.issue(issue).map(|issue| issue.options.as_slice()).unwrap_or_default();
    let text = |outcome: &String| {
        let option = options.iter().find(|option| option.name == *outcome && option.text != option.name);
        option
            .map_or_else(|| outcome.clone(), |option| format!("{outcome}: {}", super::issues::short(&option.text, 48)))
    };
    outcomes.iter().map(text).collect::<Vec<_>>().join(", or ")
}

/// What the latest session with an outcome brought: statement, roadmap, walk-out.
fn outcome(ledger: &Ledger<'_>) -> Text {
    let sessions = ledger.case.draft().sessions.iter().filter(|session| session.date.known_on(ledger.case.as_of()));
    let told = sessions.filter_map(|session| Some((session, session.outcome.as_ref()?)));
    let told = told.filter(|(_, outcome)| {
        outcome.joint_statement.is_some() || outcome.roadmap.is_some() || outcome.walk_out.is_some()
    });
    let Some((session, outcome)) = told.max_by_key(|(session, _)| session.date.last) else { return Text::new() };
    let mut said: Vec<String> = Vec::new();
    let yes_no = |yes: bool, what: &str| format!("{} {what}", if yes { "a" } else { "no" });
    said.extend(outcome.joint_statement.as_ref().map(|known| yes_no(known.value, "joint statement")));
    said.extend(outcome.roadmap.as_ref().map(|known| yes_no(known.value, "roadmap")));
    said.extend(outcome.walk_out.as_ref().map(|who| format!("{} walked out", ledger.party_named(&who.value))));
    let name = zopa_case::draft::title(&session.id, &session.name);
    let sources = if outcome.source.is_empty() { &session.source } else { &outcome.source };
    let text = Text::new().plain(format!(" {name}: {}.", words::list(&said)));
    ledger.with_sources(text, sources.iter().map(|source| source.value.as_str()))
}

/// What keeps the answer open and whom to ask first.
fn decides(ledger: &Ledger<'_>, gaps: &Run<Gaps>) -> Text {
    let findings = &gaps.findings;
    let Some(ask) = findings.ask_next.first() else {
        return match findings.verdict.answer {
            Answer::CannotSay => Text::from("No single silence or doubt on the record decides it."),
            Answer::Yes => Text::from("No question on the record is open that would change this answer."),
            Answer::No => Text::from(
                "No answer to an open question would change this: something on the record would have to change.",
            ),
        };
    };
    let track = ask.track.as_ref().map(|track| format!(" ({track} track)")).unwrap_or_default();
    let text = Text::new().strong("Ask first").plain(format!("{track}: {}", words::sentence(&ask.sentence)));
    ledger.on_basis(text, &ask.basis)
}
