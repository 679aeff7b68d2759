//! No word that an audience may not see stands in anything that is made for it.
//!
//! Every text of a made case is a word that occurs nowhere else, and knows who may see it.

mod words;

use crate::folder::{every_day, open, with};
use std::collections::BTreeSet;
use words::{AUDIENCES, MARKINGS, Rests, full_of_words};
use zopa_case::decode::Value as _;
use zopa_case::draft::Marking;
use zopa_case::{Case, DateSpan, Kind, Node, Overlay};
use zopa_lens::diff::diff;
use zopa_lens::gaps::{Settings, gaps};
use zopa_lens::settlement::debrief;
use zopa_lens::{Unwatched, blockers, probes, roadmap, rounds, settlement, stability};
use zopa_report::{
    BriefOptions, Document, Told, blockers_document, brief, debrief_document, diff_document, facilitator_sheet,
    gaps_document, instructor_sheet, probes_document, public_sheet, render_html, render_markdown, render_plain,
    render_terminal, roadmap_document, role_sheet, rounds_document, score_sheet, settlement_document,
    stability_document,
};
use zopa_wire::{
    Asked, Briefed, Memory, blockers_answer, brief_answer, diff_answer, gaps_answer, probes_answer, read_case,
    roadmap_answer, rounds_answer, settlement_answer, stability_answer, write_json, write_yaml,
};

/// Everything that is made of a case for an audience, by name.
fn outputs(case: &Case, audience: &str) -> Vec<(&'static str, String)> {
    let view = |overlay: Overlay| with(case, &overlay.audience(Some(audience)));
    let (whole, known) = (view(every_day()), view(Overlay::default()));
    let asked = Asked::default();
    let found = gaps(&known, &Settings::default());
    let from = DateSpan::parse("2026-01-15").unwrap();
    let from = if case.as_of() < from.first { DateSpan::parse("1990").unwrap() } else { from };
    let asked_for = Overlay::default().audience(Some(audience));
    let moved = diff(case, &asked_for, from, DateSpan::day(case.as_of())).unwrap();
    let few = settlement::Settings { draws: 8, deep: 2, ..settlement::Settings::default() };
    let zone = settlement::settlement(&known, &few, &Unwatched);
    let few = blockers::Settings { draws: 4, ..blockers::Settings::default() };
    let blocked = blockers::blockers(&known, &few, &Unwatched);
    let few = roadmap::Settings { draws: 4, searches: 1, ..roadmap::Settings::default() };
    let order = roadmap::roadmap(&known, &few, &Unwatched);
    let few = stability::Settings { draws: 4, ..stability::Settings::default() };
    let beside = stability::stability(&known, &few, &Unwatched);
    let few = rounds::Settings { runs: 4, ..rounds::Settings::default() };
    let further = rounds::rounds(&known, &few, &Unwatched);
    let few = probes::Settings { draws: 4, ..probes::Settings::assumed(&known).unwrap() };
    let floated = probes::probes(&known, &few, &Unwatched);
    let options = BriefOptions { base: Some(&whole), audience: Some(audience), program: "zopa", short: false };
    let texts = &known.materials().texts;
    let warnings = known.warnings().iter().chain(whole.warnings());
    let runs = Briefed {
        gaps: &found,
        diff: Some(&moved),
        settlement: &zone,
        blockers: &blocked,
        roadmap: &order,
        stability: &beside,
        rounds: &further,
    };
    let mut out = vec![
        ("gaps as JSON", gaps_answer(&known, &found, &asked).to_string()),
        ("diff as JSON", diff_answer(&known, &moved, &asked).to_string()),
        ("brief as JSON", brief_answer(&known, &runs, &asked).to_string()),
        ("settlement as JSON", settlement_answer(&known, &zone, &asked).to_string()),
        ("blockers as JSON", blockers_answer(&known, &blocked, &asked).to_string()),
        ("roadmap as JSON", roadmap_answer(&known, &order, &asked).to_string()),
        ("stability as JSON", stability_answer(&known, &beside, &asked).to_string()),
        ("rounds as JSON", rounds_answer(&known, &further, &asked).to_string()),
        ("probes as JSON", probes_answer(&known, &floated, &asked).to_string()),
        ("warnings", warnings.map(|warning| warning.line(texts)).collect::<Vec<_>>().join("\n")),
        ("excerpts", render_plain(known.warnings(), texts)),
        ("the case", write_yaml(known.tree())),
        ("the case of every day", write_yaml(&whole.draft().write().unwrap())),
        ("its files", known.materials().texts.files().map(|(_, name, text)| format!("{name} {text}")).collect()),
        ("its sources", format!("{:?}", known.materials().documents)),
    ];
    let told = Told {
        gaps: &found,
        since: Some(&moved),
        settlement: Some(&zone),
        blockers: Some(&blocked),
        roadmap: Some(&order),
        stability: Some(&beside),
        rounds: Some(&further),
    };
    let few = settlement::Settings { draws: 4, deep: 0, ..settlement::Settings::default() };
    let scored = debrief::debrief(&known, &debrief::drafts(&known), &few);
    let mut documents = vec![
        ("instructor", instructor_sheet(&known, &scored, &[], "zopa")),
        ("debrief", debrief_document(&known, &scored, &[], "zopa")),
        ("brief", brief(&known, &told, &options)),
        ("settlement", settlement_document(&known, &zone, &options)),
        ("blockers", blockers_document(&known, &blocked, &options)),
        ("roadmap", roadmap_document(&known, &order, &options)),
        ("stability", stability_document(&known, &beside, &options)),
        ("rounds", rounds_document(&known, &further, &options)),
        ("probes", probes_document(&known, &floated, &options)),
        ("gaps", gaps_document(&known, &found, &options)),
        ("diff", diff_document(&known, &moved, &options)),
    ];
    let public = with(case, &Overlay::default().audience(Some("public")));
    if audience == "public" {
        documents.push(("public sheet", public_sheet(&known, "zopa")));
    }
    if let Some(party) = known.party_named(audience).map(|party| party.index()) {
        let scoring = debrief::scoring(&known, &few);
        documents.push(("role", role_sheet(&known, &public, party, "zopa")));
        documents.push(("score", score_sheet(&known, party, &scoring, "zopa")));
        documents.push(("facilitator", facilitator_sheet(&known, &public, party, &found, false, "zopa")));
    }
    for (name, document) in &documents {
        let of = |kind: &str| -> &'static str { Box::leak(format!("{name} as {kind}").into_boxed_str()) };
        out.push((of("Markdown"), render_markdown(document)));
        out.push((of("HTML"), render_html(document)));
        out.push((of("a page"), terminal(document)));
    }
    out
}

fn terminal(document: &Document) -> String {
    // As wide as it goes, so that no word is broken.
    render_terminal(document, 10_000, false)
}

/// Looks for every word in everything made for every audience.
#[track_caller]
fn nothing_leaks(kinds: &[(&'static str, &'static str, Rests)]) {
    let (case, words) = full_of_words(kinds);
    assert!(words.len() > 400, "{}", words.len());
    for (at, audience) in AUDIENCES.iter().enumerate() {
        let outputs = outputs(&case, audience);
        for (name, text) in &outputs {
            let found: BTreeSet<&str> = words_in(text);
            let leaks: Vec<&str> = words
                .iter()
                .filter(|(word, seen)| !seen[at] && found.contains(word.as_str()))
                .map(|(word, _)| word.as_str())
                .collect();
            assert!(leaks.is_empty(), "{name} shows {audience} {leaks:?}:\n{}", around(&case, text, &leaks));
        }
        // What may be seen is kept: the test would find a leak.
        let (_, tree) = outputs.iter().find(|(name, _)| *name == "the case of every day").unwrap();
        let kept = words_in(tree);
        let lost: Vec<_> = words.iter().filter(|(word, seen)| seen[at] && !kept.contains(word.as_str())).collect();
        assert!(
            lost.is_empty(),
            "{audience} lost {lost:?}:\n{}",
            around(&case, &write_yaml(case.tree()), &[&lost[0].0])
        );
    }
}

fn words_in(text: &str) -> BTreeSet<&str> {
    text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '.')
        .flat_map(|word| [word, word.trim_matches('.'), word.trim_end_matches(".txt")])
        .collect()
}

/// Where a word stands, in the output and in the case.
fn around(case: &Case, text: &str, words: &[&str]) -> String {
    let Some(word) = words.first() else { return String::new() };
    let whole = write_yaml(case.tree());
    let near = |text: &str| {
        let at = text.find(word).unwrap_or(0);
        let (mut start, mut end) = (at.saturating_sub(300), (at + 300).min(text.len()));
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text[start..end].to_string()
    };
    format!("{}\n--- in the case:\n{}", near(text), near(&whole))
}

#[test]
fn no_marked_item_is_seen_by_others() {
    let mut kinds = Vec::new();
    for own in MARKINGS {
        for nested in MARKINGS {
            kinds.push((own, nested, Rests::Public));
        }
    }
    nothing_leaks(&kinds);
}

#[test]
fn nothing_that_rests_on_a_hidden_source_alone_is_seen() {
    nothing_leaks(&MARKINGS.map(|hidden| ("public", "public", Rests::Hidden(hidden))));
}

#[test]
fn of_what_rests_on_an_open_and_a_hidden_source_no_free_words_are_seen() {
    nothing_leaks(&MARKINGS.map(|hidden| ("public", "public", Rests::Both(hidden))));
}

#[test]
fn the_twin_keeps_its_confidences() {
    let case = open("teaching/twin");
    assert_eq!(case.draft().marking.as_ref().map(|marking| &marking.value), Some(&Marking::Public));
    for audience in ["public", "internal", "norland", "sudmark", "federation", "compact", "harbour-league"] {
        let (mut hidden, mut open) = (BTreeSet::new(), BTreeSet::new());
        part_words(case.tree(), false, audience, &mut hidden, &mut open);
        let open: String = open.into_iter().collect::<Vec<_>>().join("\n").to_lowercase();
        // Words of the format and single words of everyday say nothing.
        let format: BTreeSet<&str> = crate::parts::all_keys().into_iter().map(|(_, key)| key).collect();
        let telling = |text: &str| {
            let format = format.contains(text);
            !format && (text.contains('-') || text.len() > 12) && text.starts_with(|first: char| first.is_alphabetic())
        };
        let secret: Vec<&String> =
            hidden.iter().filter(|text| telling(text) && !open.contains(&text.to_lowercase())).collect();
        assert_eq!(secret.is_empty(), audience == "internal", "{audience}");
        for (name, text) in outputs(&case, audience) {
            let text = text.replace("&#39;", "'").replace("&quot;", "\"");
            // The text of an open source can hold what a hidden item quotes from it.
            let leak = secret.iter().find(|secret| name != "its sources" && text.contains(secret.as_str()));
            assert!(leak.is_none(), "{name} shows {audience} {leak:?}");
        }
    }
}

/// Every text of the tree, by whether it stands in an item that the audience may not see.
fn part_words(node: &Node, inside: bool, audience: &str, hidden: &mut BTreeSet<String>, open: &mut BTreeSet<String>) {
    let own = node.get("marking").map(|marking| Marking::parse(write_json(marking).trim_matches('"')).unwrap());
    let inside = inside || own.is_some_and(|marking| !marking.seen_by(Some(audience)));
    match &node.kind {
        Kind::Empty => {}
        Kind::Scalar { text, .. } => {
            if inside {
                hidden.insert(text.clone())
            } else {
                open.insert(text.clone())
            };
        }
        Kind::List(items) => items.iter().for_each(|item| part_words(item, inside, audience, hidden, open)),
        Kind::Map(pairs) => pairs.iter().for_each(|(key, value)| {
            let below =
                value.get("marking").map(|marking| Marking::parse(write_json(marking).trim_matches('"')).unwrap());
            let inside_below = inside || below.is_some_and(|marking| !marking.seen_by(Some(audience)));
            if inside_below {
                hidden.insert(key.value.clone())
            } else {
                open.insert(key.value.clone())
            };
            part_words(value, inside, audience, hidden, open);
        }),
    }
}

const NAMES: &str = "
zopa: 1
case: Names
as of: 2026-02-18
marking: internal
parties:
  north: {name: North, role: party}
  south: {name: South, role: party}
issues:
  islands: {name: Islands, kind: menu, menu: {i0: None, i1: Two}}
sources:
  OPEN: {title: Open, date: 2026-01-01, grade: A1, text: open.txt, marking: public}
  TEAM: {title: Team, date: 2026-01-01, grade: A1, text: team.txt}
ledger:
  - {id: unmarked-entry, date: 2026-01-01, party: north, wants: {islands: i0}, stated: public, source: OPEN}
  - id: shown
    date: 2026-01-01
    party: north
    wants: {islands: i1}
    stated: public
    source: [OPEN, TEAM]
    quote: said in the open
    disputes: [unmarked-entry]
    marking: public
  - id: shown-too
    date: 2026-01-01
    party: south
    wants: {islands: i1}
    stated: public
    source: [OPEN, TEAM]
    quote: said to the team
    by: the spokeswoman
    stands beside: unmarked-entry
    marking: public
steps:
  - {id: unmarked-step, actor: north}
  - {id: shown-step, actor: north, source: OPEN, marking: public}
packages:
  - {id: unmarked-package, date: 2026-01-01, by: north, source: OPEN}
lines:
  - {id: unmarked-line, party: north, kind: red line, never: islands = i0, firmness: 0.5}
sessions:
  - id: shown-session
    date: 2026-01-01
    track: formal
    proposals:
      - {by: north, step: unmarked-step, marking: public, note: first}
      - {by: north, package: unmarked-package, marking: public, note: second}
      - {by: north, step: shown-step, marking: public, note: third}
      - {by: north, step: shown-step, note: unmarked-proposal}
    marking: public
drivers:
  - id: shown-driver
    name: Driver
    effects: [{quantity: lines.unmarked-line.firmness, by: 0.125}]
    marking: public
scenarios:
  lifts-it: {edits: [lift line: unmarked-line], marking: public}
  adds-it:
    edits: [{add entry: {id: unmarked-added, date: 2026-01-02, party: north, accepts: {islands: i1}, stated: inferred, source: TEAM}}]
    marking: public
";

#[test]
fn names_of_what_is_hidden_do_not_stand_in_what_is_shown() {
    let world =
        Memory::new([("case.yaml", NAMES), ("open.txt", "It was said in the open."), ("team.txt", "said to the team")]);
    let case = read_case(&world).unwrap();
    let scenario = case.draft().scenarios.get("adds-it").unwrap();
    for case in [case.clone(), with(&case, &every_day())] {
        // What a scenario adds is marked, too.
        let mut overlay = Overlay::scenario(scenario).audience(Some("public"));
        overlay.edits.extend(every_day().edits);
        let mut texts = outputs(&case, "public");
        texts.push(("the case with the scenario", write_yaml(with(&case, &overlay).tree())));
        for (name, text) in texts {
            for word in
                ["unmarked", "said to the team", "0.125", "lifts-it", "adds-it", "spokeswoman", "first", "second"]
            {
                // `second` and `first` are words of pages, too.
                if name.starts_with("the case") || !["first", "second"].contains(&word) {
                    assert!(!text.contains(word), "{name} shows `{word}`:\n{text}");
                }
            }
        }
        let tree = write_yaml(with(&case, &Overlay::default().audience(Some("public"))).tree());
        for word in ["shown-step", "third", "said in the open", "shown-driver"] {
            assert!(tree.contains(word), "`{word}` may be seen:\n{tree}");
        }
        let team = write_yaml(with(&case, &Overlay::default().audience(Some("internal"))).tree());
        assert!(team.contains("unmarked-proposal") && team.contains("said to the team"));
    }
}

#[test]
fn an_audience_that_is_none_is_an_error() {
    let problems = open("teaching/twin").with(&Overlay::default().audience(Some("nordland"))).unwrap_err();
    assert_eq!(problems[0].code, "unknown-audience");
    assert_eq!(problems[0].help.as_deref(), Some("did you mean `norland`?"));
}
