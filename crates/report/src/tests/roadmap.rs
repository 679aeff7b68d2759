//! The page of the lens `roadmap` and its section of the brief, branch by branch.

use super::fixture::{case, gaps};
use super::layout::{all_renderings, check_widths};
use super::roadmap_fixture::{dated, day, event, nothing, order, plans, ring, run, step, wait};
use super::shown::{charts, flowing, heads, rows};
use crate::brief::Ledger;
use crate::{
    BriefOptions, Document, Picture, Told, brief, render_chart, render_html, render_markdown, render_terminal,
    roadmap_document,
};
use zopa_lens::roadmap::{Calendar, Dated, Mismatch, Roadmap, Standing, StepFound};

fn document(found: Roadmap) -> Document {
    roadmap_document(&case("some words"), &run(found), &BriefOptions::default())
}

/// The section of the brief alone.
fn section(found: Roadmap, short: bool) -> Document {
    let case = case("some words");
    let mut document = Document { title: "t".into(), ..Document::default() };
    crate::roadmap::in_brief(&Ledger::new(&case), &run(found), short, &mut document);
    document
}

const SECTIONS: [&str; 7] =
    ["Locks", "The same step?", "What can be done now", "What waits", "Calendar", "Plans", "Trust and inspection"];

#[test]
fn the_page_has_its_sections() {
    let document = document(order("words"));
    assert_eq!(heads(&document, 2)[..7], SECTIONS);
    assert_eq!(
        heads(&document, 3)[..2],
        ["sign words and accept words (locked)", "truce words, leave words and vote words (locks, with a way out)"]
    );
    let page = flowing(&document);
    assert!(page.contains("WHAT IT HOLDS UP Relief."), "{page}");
    assert!(page.contains("Conflicts of dates"), "{page}");
    assert!(page.contains("All days are the earliest possible, never a forecast"), "{page}");
    assert!(page.contains("Begun or done: talks words (begun)."), "{page}");
    assert!(page.contains("Without a day, since locked: leave words."), "{page}");
    assert!(page.contains("The case would need a plan with its stages"), "{page}");
    assert!(page.contains("The case would need, for whoever has to trust another"), "{page}");
}

#[test]
fn who_waits_for_what_is_told_once_with_all_sources() {
    let document = document(order("words"));
    let table = rows(&document, "Who waits for what");
    assert_eq!(table.len(), 2 + 3, "two of the first lock, three of the second: {table:?}");
    assert_eq!(
        table[2],
        ["truce words", "leave words begun", "some words", "2 Jun 2025", "own words", "[MEMO B2, PRESS C3]"]
    );
    assert_eq!(table[4][1], "truce words held for 60 days");
    assert_eq!(table[4][4], "another's account");
    let ways = rows(&document, "Ways out");
    assert_eq!(ways.len(), 2, "{ways:?}");
    assert_eq!(
        ways[0][1..],
        ["on record as an alternative", "some words", "2 Jun 2025, 261 days old", "some words", "nobody"]
    );
    assert_eq!(ways[1][0], "i1: some words (some words)");
    assert_eq!(ways[1][1], "not spoken on by the owner");
    let page = flowing(&document);
    for ways in ["by one act", "held by a third party", "a part of it first", "the vote first, in force only"] {
        assert!(page.contains(ways), "{ways}: {page}");
    }
    assert!(page.contains("WAYS OUT None is on record"), "{page}");
}

#[test]
fn steps_stand_where_they_belong() {
    let document = document(order("words"));
    let now = rows(&document, "What can be done now");
    assert_eq!(now, [["terms words", "some words", "truce words", "words", "some words", "words"]]);
    let waits = rows(&document, "What waits");
    assert_eq!(waits[0][2..], ["waits", "words (some words, 2 Jun 2025) [MEMO B2]", "nothing on record"]);
    assert_eq!(waits[1][2], "locked");
    assert_eq!(waits[1][4], "crosses north-land (some words, our reading) refused by some words");
    let read = rows(&document, "How words is read");
    assert_eq!(read.len(), 4);
    assert_eq!(read[0], ["area", "words [MEMO B2]", "other words [PRESS C3]"]);
    let page = flowing(&document);
    assert!(page.contains("No reading on record of some words."), "{page}");
    assert!(page.contains("One name for the steps truce, terms."), "{page}");
}

#[test]
fn readings_of_many_parties_stand_in_rows() {
    let mut found = order("words");
    found.mismatches.truncate(1);
    let read = &mut found.mismatches[0].fields[0].readings;
    let one = read[0].clone();
    *read = (0..6).map(|party| (party, format!("reading {party}"), one.2.clone())).collect();
    let table = rows(&document(found), "How words is read");
    assert_eq!(table.len(), 6 + 2);
    assert_eq!(table[2][0], "area");
    assert_eq!(table[2][2], "reading 2 [MEMO B2]");
}

#[test]
fn the_calendar_tells_bounds_and_conflicts() {
    let document = document(order("words"));
    let table = rows(&document, "Calendar");
    assert_eq!(table[0], ["truce words", "1 Mar 2026", "1 Sep 2026", "1 Apr 2026", "1 Apr 2026 conflict", "yes"]);
    assert_eq!(table[2][2], "duration not known");
    assert_eq!(
        table.last().map(|row| row[0].as_str()),
        Some("vote words"),
        "a ratifier on whom nothing hangs is left out"
    );
}

#[test]
fn arrows_follow_the_earliest_days() {
    let shown = document(order("words"));
    let chart = charts(&shown).into_iter().find(|chart| chart.anchor == "calendar-chart").expect("a chart");
    let Picture::Sequence(sequence) = &chart.picture else { panic!("a sequence") };
    assert_eq!(sequence.lanes, ["some words", "some words and some words", "some words", "Ratifiers"]);
    let title = |at: usize| sequence.bars[at].title.split(' ').next().unwrap_or_default();
    let mut arrows: Vec<(&str, &str, String, bool)> = sequence
        .arrows
        .iter()
        .map(|arrow| (title(arrow.from), title(arrow.to), arrow.at.to_string(), arrow.critical))
        .collect();
    arrows.sort();
    assert_eq!(
        arrows,
        [
            ("terms", "truce", "2026-02-18".to_string(), false),
            ("truce", "vote", "2026-04-30".to_string(), true),
            ("vote", "leave", "2026-04-30".to_string(), true),
        ],
        "the withdrawal begins after the truce: no arrow leads back in time"
    );
    let truce = sequence.bars.iter().find(|bar| bar.title.starts_with("truce")).expect("a bar");
    assert!(truce.conflict && truce.critical && !truce.decision);
    assert!(sequence.bars.iter().any(|bar| bar.decision && bar.title.starts_with("vote")));
    assert!(sequence.bars.iter().any(|bar| bar.over));
}

#[test]
fn plans_are_told_stage_by_stage() {
    let document = document(plans("words"));
    let page = flowing(&document);
    assert!(page.contains("AS PLANNED, FOR COMPARISON It holds in 12 % of the draws."), "{page}");
    assert!(page.contains("ANOTHER ORDER, THE BEST FOUND It holds in 69 % of the draws."), "{page}");
    assert!(page.contains("It breaks what is on record"), "{page}");
    assert!(page.contains("terms words; truce words; leave words (holds in no draw)"), "{page}");
    assert!(page.contains("deposit: words Enough wherever it does not hold."), "{page}");
    assert!(page.contains("splitting: words Enough in 13 % of the draws in which it does not hold."), "{page}");
    assert!(page.contains("THE CASE WOULD NEED - words"), "{page}");
    assert!(page.contains("a share counts draws of the numbers entered"), "{page}");
    let stages = rows(&document, "usual words: Another order, the best found");
    assert_eq!(stages[1][..2], ["2", "truce words"]);
    assert_eq!(stages[1][2..], ["1 to 5 (all)", "-1 to 2 (70 %) weakest"]);
    let planned = rows(&document, "usual words: As planned, for comparison");
    assert_eq!(planned[1][1], "leave words and terms words");
    let patience = rows(&document, "usual words: least patience");
    assert_eq!(patience[0][1..], ["0.512", "all"]);
    assert_eq!(patience[1][1..], ["none is enough", "none"]);
    let stages = charts(&document).into_iter().find(|chart| chart.anchor == "stages-usual").expect("a chart");
    let Picture::Stages(chart) = &stages.picture else { panic!("stages") };
    assert_eq!(chart.stages.iter().map(|stage| stage.weakest).collect::<Vec<_>>(), [None, Some(1), None]);
    assert!(render_chart(stages).contains("weakest"));
}

#[test]
fn with_points_no_draws_are_told() {
    let mut found = plans("words");
    let plan = &mut found.plans[0];
    (plan.draws, plan.arithmetic) = (1, zopa_lens::Arithmetic::Exact);
    plan.decides.clear();
    for order in &mut plan.orders {
        order.holds = zopa_lens::Share::new(1, 1, 0);
        for stage in &mut order.stages {
            stage.slack.iter_mut().for_each(|slack| slack.2 = zopa_lens::Share::new(1, 1, 0));
        }
    }
    plan.additions.clear();
    found.plans.truncate(1);
    let page = flowing(&document(found));
    assert!(page.contains("AS PLANNED, FOR COMPARISON It holds."), "{page}");
    assert!(!page.contains("draws"), "{page}");
}

#[test]
fn where_there_is_nothing_the_page_says_what_is_needed() {
    let document = document(nothing());
    assert_eq!(heads(&document, 2)[..3], ["The order", "Plans", "Trust and inspection"]);
    let page = flowing(&document);
    assert_eq!(page.matches("The case would need").count(), 3, "{page}");
    assert!(charts(&document).is_empty());
    let brief = section(nothing(), false);
    assert!(flowing(&brief).contains("No steps are entered"), "{}", flowing(&brief));
    let one = Roadmap { steps: vec![step("only", &[0], "words")], ..nothing() };
    let page = flowing(&self::document(one));
    assert!(page.contains("Nothing waits for itself"), "{page}");
    assert!(page.contains("No step is read differently on record. The case would need readings"), "{page}");
    assert!(page.contains("No step can come about"), "{page}");
    assert!(page.contains("No step waits, is locked or is refused."), "{page}");
}

#[test]
fn the_brief_has_a_lock_in_lines_and_open_locks_first() {
    let document = section(order("words"), false);
    let page = flowing(&document);
    assert!(
        page.contains("truce words --waits for--> leave words begun (some words, 2 Jun 2025) [MEMO B2, PRESS C3]"),
        "{page}"
    );
    assert!(
        page.contains(
            "vote words --waits for--> truce words held for 60 days (some words, 2 Jun 2025, by another's account)"
        ),
        "{page}"
    );
    assert!(!page.contains("sign words --waits for-->"), "only the first lock has its lines: {page}");
    assert!(page.contains("Conditions of some words, 2 Jun 2025 [MEMO B2]"), "{page}");
    assert!(
        page.contains("Not the same step to all: words, area: some words \"words\" [MEMO B2], some words"),
        "{page}"
    );
    assert!(
        page.contains("Can be done now: terms words (opens truce words) (no yes on record of some words)."),
        "{page}"
    );
    let markdown = render_markdown(&document);
    assert!(markdown.contains("--waits for--&gt;") || markdown.contains("--waits for-->"), "{markdown}");
}

#[test]
fn the_section_of_the_brief_is_short() {
    let long = "a sentence of the usual length that names two steps and whose condition it is";
    for found in [order(long), plans(long)] {
        let document = section(found.clone(), false);
        let lines = render_terminal(&document, 100, false).lines().count() - 3;
        assert!(lines <= 40, "{lines} lines:\n{}", render_terminal(&document, 100, false));
        assert!(!charts(&document).is_empty());
        let short = section(found, true);
        let fewer = render_terminal(&short, 100, false).lines().count() - 3;
        assert!(fewer < lines && fewer <= 26, "{fewer} lines:\n{}", render_terminal(&short, 100, false));
        assert!(charts(&short).is_empty());
    }
}

#[test]
fn long_lists_are_cut_with_their_count() {
    let mut found = plans("words");
    let names = |many: usize| -> Vec<String> { (0..many).map(|at| format!("m{at}")).collect() };
    found.deadlocks = (0..20).map(|at| ring(&[format!("a{at}"), format!("b{at}")], "words")).collect();
    found.deadlocks.insert(0, ring(&names(80), "words"));
    found.deadlocks[0].cuts = vec![found.deadlocks[0].cuts[0].clone(); 40];
    found.plans = (0..30).flat_map(|_| found.plans.clone()).collect();
    found.trust = vec![found.trust[0].clone(); 9];
    found.calendar.conflicts = vec![found.calendar.conflicts[0].clone(); 9];
    found.steps.extend((0..30).map(|at| step(&format!("free{at}"), &[0], "words")));
    let page = flowing(&document(found.clone()));
    assert!(page.contains("9 more locks in the JSON answer."), "{page}");
    assert!(page.contains("28 more cuts in the JSON answer."), "{page}");
    assert!(page.contains("20 more in the JSON answer."), "{page}");
    assert!(page.contains("52 more plans in the JSON answer."), "{page}");
    let page = flowing(&section(found, false));
    for said in
        ["18 more locks.", "74 more such lines.", "7 more conflicts of dates.", "58 more plans.", "and 26 more ("]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
}

#[test]
fn the_brief_leaves_out_of_the_picture_what_hangs_on_nothing() {
    let mut found = order("words");
    let today = day(2, 18);
    for at in 0..5 {
        let id = format!("free{at}");
        found.calendar.dates.push(Dated { duration_known: false, ..dated(&id, today, today, "words") });
        found.steps.push(step(&id, &[0], "words"));
    }
    let bars = |document: &Document| {
        let chart =
            charts(document).into_iter().find(|chart| chart.anchor == "calendar-chart").expect("a chart").clone();
        let Picture::Sequence(sequence) = chart.picture else { panic!("a sequence") };
        (sequence.bars.len(), chart.caption.words())
    };
    let (drawn, caption) = bars(&section(found.clone(), false));
    assert_eq!(drawn, 5);
    assert!(caption.contains("Not drawn: 5 steps without arrows and without a duration."), "{caption}");
    let (drawn, caption) = bars(&document(found));
    assert_eq!(drawn, 10);
    assert!(!caption.contains("Not drawn"), "{caption}");
}

#[test]
fn of_very_many_steps_those_that_hang_together_are_drawn() {
    let many = 100;
    let id = |at: usize| format!("s{at:03}");
    let steps = (0..many).map(|at| {
        let waits = match at % 2 {
            1 if at > 50 => {
                let rule = format!("done({})", id(at - 1));
                vec![wait(&id(at), &rule, vec![event(&id(at - 1), &rule)], Some(0), "words")]
            }
            _ => vec![],
        };
        StepFound { waits, standing: Standing::Waits, ..step(&id(at), &[at % 3], "words") }
    });
    let dates = (0..many).map(|at| dated(&id(at), day(3, 1), day(3, 1), "words"));
    let calendar = Calendar { dates: dates.collect(), complete: true, ..Calendar::default() };
    let shown = document(Roadmap { steps: steps.collect(), calendar, ..nothing() });
    let chart = charts(&shown)[0];
    let Picture::Sequence(sequence) = &chart.picture else { panic!("a sequence") };
    assert_eq!(sequence.bars.len(), 40);
    assert_eq!(sequence.arrows.len(), 20);
    assert!(chart.caption.words().contains("Not drawn: 60 steps."), "{}", chart.caption.words());
    assert_eq!(rows(&shown, "Calendar").len(), many, "the table has all");
}

#[test]
fn every_branch_fits_every_width_and_renders_everywhere() {
    for text in ["words", &"wordwithoutanyblank".repeat(12), &"字".repeat(120)] {
        for found in [nothing(), order(text), plans(text)] {
            let shown = roadmap_document(&case(text), &run(found.clone()), &BriefOptions::default());
            check_widths(&shown);
            assert_eq!(all_renderings(&shown), all_renderings(&shown), "the same findings give the same bytes");
            for short in [false, true] {
                check_widths(&section(found.clone(), short));
            }
        }
    }
}

#[test]
fn nothing_from_outside_becomes_markup() {
    const HOSTILE: &str = "</title></svg><script>alert(1)</script>\"'&<img src=x> |a `b` \u{1b}[31m\u{202e}c\n# d";
    for mut found in [order(HOSTILE), plans(HOSTILE)] {
        // Ids are checked when a case is read; a picture does not rely on it.
        found.deadlocks[0].goal = HOSTILE.into();
        if let Some(plan) = found.plans.first_mut() {
            plan.plan = HOSTILE.into();
        }
        let shown = roadmap_document(&case(HOSTILE), &run(found), &BriefOptions::default());
        let pictures = charts(&shown).into_iter().map(render_chart);
        for page in all_renderings(&shown).into_iter().chain(pictures) {
            assert!(page.chars().all(|letter| letter == '\n' || !letter.is_control()));
            assert!(!page.contains('\u{202e}'));
        }
        for picture in charts(&shown).into_iter().map(render_chart) {
            assert!(!picture.contains("<script") && !picture.contains("<img"), "{picture}");
            assert_eq!(picture.matches("<svg").count(), 1);
            assert_eq!(picture.matches("</svg>").count(), 1);
            assert_eq!(picture.matches("<title>").count(), picture.matches("</title>").count());
            assert_eq!(
                picture.matches("<g").count() - picture.matches("<g/>").count(),
                picture.matches("</g>").count()
            );
        }
        let page = render_html(&shown);
        assert!(!page.contains("<script") && !page.contains("<img"));
        assert_eq!(page.matches("</svg>").count(), page.matches("<svg").count());
    }
}

#[test]
fn findings_that_point_outside_the_case_are_shown() {
    let mut found = plans("words");
    found.steps[0].actors = vec![77];
    found.steps[0].waits[0].owner = Some(99);
    found.steps[1].crosses[0].1 = 99;
    found.deadlocks[1].edges[0].to = "nobody".into();
    found.deadlocks[1].edges[1].event = "sometime".into();
    found.deadlocks[1].unless[2].rule = "nothing".into();
    found.deadlocks[0].members.clear();
    found.mismatches.push(Mismatch { fields: vec![], ..found.mismatches[0].clone() });
    found.plans[0].best = 17;
    found.plans[0].orders[0].weakest = Some((40, 40, super::settlement_fixture::point("1")));
    found.calendar.dates[0].done = day(1, 1);
    let shown = document(found.clone());
    check_widths(&shown);
    charts(&shown).into_iter().for_each(|chart| assert!(render_chart(chart).starts_with("<svg")));
    check_widths(&section(found, false));
}

#[test]
fn links_of_page_and_brief_lead_somewhere() {
    let (known, order, found) = (case("words"), run(plans("words")), gaps("words"));
    let told = Told { roadmap: Some(&order), ..super::fixture::told(&found, None) };
    for document in
        [roadmap_document(&known, &order, &BriefOptions::default()), brief(&known, &told, &BriefOptions::default())]
    {
        super::anchors::check(&document);
    }
    let document = brief(&known, &told, &BriefOptions::default());
    assert!(heads(&document, 2).contains(&"The order"));
}
