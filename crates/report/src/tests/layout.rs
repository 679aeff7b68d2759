//! What a page holds, and how wide it is.

use super::fixture::{case, diff, document, gaps, marks};
use crate::sign::{Sign, bare, key, key_letters};
use crate::{
    BriefOptions, Content, Document, GapTable, Reference, brief, diff_document, gaps_document, render_gap_chart,
    render_html, render_markdown, render_terminal,
};
use unicode_width::UnicodeWidthStr;

pub fn all_renderings(document: &Document) -> Vec<String> {
    let charts = document.blocks.iter().filter_map(|block| match &block.content {
        Content::Gap(table) => Some(render_gap_chart(table, None)),
        _ => None,
    });
    let terminal = [80, 100, 120].map(|width| render_terminal(document, width, false));
    terminal.into_iter().chain([render_markdown(document), render_html(document)]).chain(charts).collect()
}

pub fn check_widths(document: &Document) {
    for width in [80, 93, 100, 120] {
        for line in render_terminal(document, width, false).lines() {
            assert!(line.width() <= width, "{} columns of {width}: {line:?}", line.width());
            assert_eq!(line, line.trim_end_matches(' '));
        }
    }
}

fn gap_table(document: &Document) -> &GapTable {
    let found = document.blocks.iter().find_map(|block| match &block.content {
        Content::Gap(table) => Some(table),
        _ => None,
    });
    found.expect("a gap table")
}

#[test]
fn every_line_fits_the_width_it_was_asked_for() {
    check_widths(&document("A text of the usual length"));
    check_widths(&document(&"wordwithoutanyblank".repeat(20)));
    check_widths(&document(&"字".repeat(300)));
}

#[test]
fn widths_beyond_the_limits_are_cut_to_them() {
    let document = document("text");
    assert_eq!(render_terminal(&document, 10, false), render_terminal(&document, 80, false));
    assert_eq!(render_terminal(&document, 1000, false), render_terminal(&document, 120, false));
}

#[test]
fn every_option_and_every_party_is_there() {
    let document = document("some words");
    for rendering in all_renderings(&document) {
        for option in ["i0", "i1", "i2"] {
            assert!(rendering.contains(option));
        }
    }
    assert_eq!(gap_table(&document).rows.len(), 2, "the facilitator says nothing and need not consent");
}

#[test]
fn the_brief_has_its_sections_in_order() {
    let document = document("words");
    let heads: Vec<&str> = document
        .blocks
        .iter()
        .filter_map(|block| match &block.content {
            Content::Heading { level: 2, text, .. } => Some(text.as_str()),
            _ => None,
        })
        .collect();
    let expected = [
        "In three lines",
        "Who stands where",
        "Further issues",
        "Could be said jointly today",
        "Brackets",
        "Contradictions we keep",
        "What changed since 1 Feb 2026",
        "Drafts and offers as wholes",
        "Sessions and readouts",
        "Ask next",
        "If a source falls",
        "Basis",
        "Not looked at",
        "The record",
    ];
    assert_eq!(heads, expected);
}

#[test]
fn the_key_explains_every_letter_in_use() {
    let reference = || Reference { anchor: String::new(), words: String::new() };
    let signs: Vec<Sign> = marks().iter().map(|mark| Sign::of(mark, reference())).collect();
    let key = key(&signs.iter().collect::<Vec<_>>());
    let explained: String = key.iter().map(|(sign, _)| key_letters(sign)).collect();
    for letter in signs.iter().flat_map(|sign| sign.letters().chars().collect::<Vec<_>>()) {
        assert!(explained.contains(letter), "{letter} is not explained");
    }
    let mut letters: Vec<String> = key.iter().map(|(sign, _)| key_letters(sign)).collect();
    letters.sort();
    letters.dedup();
    assert_eq!(letters.len(), key.len(), "two lines of the key look alike");
}

#[test]
fn the_key_is_short_where_little_is_used() {
    let wants = Sign { kind: Some(zopa_lens::gaps::MarkKind::Stance(zopa_case::draft::Stance::Wants)), ..bare(None) };
    let words: Vec<String> = key(&[&wants]).into_iter().map(|(_, words)| words).collect();
    assert_eq!(words, ["wants", "not stated (is not no)"]);
}

#[test]
fn the_strongest_of_the_same_is_shown_and_every_place_is_kept() {
    let mut marks = marks();
    marks.truncate(1);
    let mut account = marks[0].clone();
    account.account = true;
    account.from = "south-two".into();
    let mut cell = Vec::new();
    for mark in [&account, &marks[0]] {
        Sign::of(mark, Reference { anchor: mark.from.clone(), words: String::new() }).merge(&mut cell);
    }
    assert_eq!(cell.len(), 1);
    assert_eq!(cell[0].letters(), "W");
    assert_eq!(cell[0].references.len(), 2);
}

#[test]
fn the_same_findings_give_the_same_bytes() {
    assert_eq!(all_renderings(&document("words")), all_renderings(&document("words")));
}

#[test]
fn statements_name_their_sources_with_grades() {
    let page = render_terminal(&document("words"), 100, false);
    assert!(page.contains("[MEMO B2, PRESS C3]"), "{page}");
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        page.contains("Of 1,350 possible packages, none is accepted by all whose yes is needed; 360 are"),
        "{page}"
    );
}

#[test]
fn sources_that_do_not_count_are_named_with_the_reason() {
    let whole = case("words");
    let day = zopa_case::DateSpan::parse("2026-02-05").expect("a day").last;
    let early = whole.with(&zopa_case::Overlay::default().as_of(day)).expect("a valid cut");
    let options = BriefOptions { base: Some(&whole), ..BriefOptions::default() };
    let page = render_terminal(&brief(&early, &super::fixture::told(&gaps("words"), None), &options), 100, false);
    assert!(page.contains("1 of 2 sources counted (later than the day: PRESS)."), "{page}");
    assert!(page.contains("Not counted: PRESS (C3, 10 Feb 2026)."), "{page}");
}

#[test]
fn an_issue_with_very_many_options_shows_those_that_carry_something() {
    let mut table = gap_table(&document("words")).clone();
    let column = table.columns[0].clone();
    table.columns = (0..24).map(|at| crate::GapColumn { id: format!("o{at}"), ..column.clone() }).collect();
    table.rows.iter_mut().for_each(|row| row.cells.resize(24, Vec::new()));
    let mut wide = document("words");
    wide.push(Content::Gap(Box::new(table)));
    check_widths(&wide);
    let page = render_terminal(&wide, 80, false);
    assert!((0..24).all(|at| page.contains(&format!("o{at} "))));
}

#[test]
fn sixty_parties_stand_in_parts() {
    let mut document = document("words");
    let mut table = gap_table(&document).clone();
    let row = table.rows[0].clone();
    table.rows = (0..60).map(|at| crate::GapRow { party: format!("P{at}."), ..row.clone() }).collect();
    document.push(Content::Gap(Box::new(table)));
    check_widths(&document);
    let page = render_terminal(&document, 80, false);
    assert!((0..60).all(|at| page.contains(&format!("P{at}."))));
}

#[test]
fn the_page_of_a_single_lens_stands_alone() {
    let case = case("words");
    let options = BriefOptions::default();
    for document in [gaps_document(&case, &gaps("words"), &options), diff_document(&case, &diff("words"), &options)] {
        check_widths(&document);
        assert!(!document.colophon.is_empty());
    }
}

#[test]
fn colour_adds_nothing_but_colour() {
    let document = document("words");
    let coloured = render_terminal(&document, 90, true);
    let mut plain = String::new();
    let mut rest = coloured.as_str();
    while let Some(at) = rest.find('\u{1b}') {
        plain.push_str(&rest[..at]);
        rest = rest[at..].split_once('m').expect("an end of the sequence").1;
    }
    plain.push_str(rest);
    assert!(coloured.contains('\u{1b}'));
    assert_eq!(plain, render_terminal(&document, 90, false));
}
