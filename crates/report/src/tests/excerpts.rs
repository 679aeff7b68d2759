//! Diagnostics: the place is always named, and nothing trips the drawing.

use crate::{render_diagnostics, render_plain};
use proptest::prelude::*;
use zopa_case::{Diagnostic, FileId, Span, Texts};

fn texts(text: &str) -> (Texts, FileId) {
    let mut texts = Texts::default();
    let file = texts.add("case.yaml", text);
    (texts, file)
}

#[test]
fn file_line_column_excerpt_code_and_help_are_there() {
    let (texts, file) = texts("zopa: 1\r\nparteis: {}\r\n");
    let problem = Diagnostic::error("unknown-key", Span::new(file, 9, 16), "`parteis` is no key of a case")
        .help("did you mean `parties`?");
    let shown = render_diagnostics(std::slice::from_ref(&problem), &texts, false);
    for part in ["error[unknown-key]", "case.yaml:2:1", "parteis: {}", "^^^^^^^", "did you mean `parties`?", "1 error"]
    {
        assert!(shown.contains(part), "{part} is not in\n{shown}");
    }
    assert_eq!(
        render_plain(&[problem], &texts),
        "case.yaml:2:1: error[unknown-key]: `parteis` is no key of a case; did you mean `parties`?\n"
    );
}

#[test]
fn two_places_of_one_line_stand_in_one_excerpt() {
    let (texts, file) = texts("a: 1, a: 2\n");
    let problem =
        Diagnostic::warning("doubled", Span::new(file, 6, 7), "doubled").also(Span::new(file, 0, 1), "first here");
    let shown = render_diagnostics(&[problem], &texts, false);
    assert_eq!(shown.matches("a: 1, a: 2").count(), 1, "{shown}");
    assert!(shown.contains("first here"));
}

#[test]
fn a_long_line_is_cut_around_its_place() {
    let line = format!("{}here{}", "x".repeat(5000), "y".repeat(5000));
    let (texts, file) = texts(&line);
    let shown = render_diagnostics(&[Diagnostic::error("long", Span::new(file, 5000, 5004), "long")], &texts, false);
    assert!(shown.contains("case.yaml:1:5001") && shown.contains("here") && shown.contains("^^^^"), "{shown}");
    assert!(shown.lines().all(|line| line.chars().count() < 130), "{shown}");
}

#[test]
fn a_place_without_a_file_is_told_without_one() {
    let shown = render_diagnostics(
        &[Diagnostic::error("unknown-source", Span::default(), "no source `X`")],
        &Texts::default(),
        false,
    );
    assert!(shown.contains("error[unknown-source]: no source `X`") && !shown.contains(":1:1"), "{shown}");
}

#[test]
fn what_steers_a_terminal_is_not_shown() {
    let (texts, file) = texts("a: \u{1b}[31mred\u{7}\n");
    let problem = Diagnostic::error("control", Span::new(file, 3, 8), "bad \u{1b}[0m").help("drop \u{7}it");
    let shown = render_diagnostics(&[problem], &texts, false);
    assert!(shown.chars().all(|letter| letter == '\n' || !letter.is_control()), "{shown:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_span_and_no_text_trips_it(text in "\\PC{0,40}|[a\u{1b}\r\n\té字\u{200d}\u{fe0f}\u{0}]{0,60}|x{90,130}", spans in prop::collection::vec((0usize..150, 0usize..150, 0u32..3), 1..4), color: bool) {
        let (texts, _) = texts(&text);
        let span = |(start, end, file): &(usize, usize, u32)| Span::new(FileId(*file), *start, *end);
        let mut problem = Diagnostic::error("any", span(&spans[0]), text.clone()).help(text.clone());
        for other in &spans[1..] {
            problem = problem.also(span(other), text.clone());
        }
        prop_assert!(!render_diagnostics(std::slice::from_ref(&problem), &texts, color).is_empty());
        prop_assert_eq!(render_plain(&[problem], &texts).lines().count(), 1);
    }
}
