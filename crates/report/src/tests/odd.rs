//! Odd texts: nothing panics, no line grows too wide, no control character comes through.

use super::fixture::{case, diff, gaps};
use super::layout::{all_renderings, check_widths};
use crate::{BriefOptions, brief};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_text_can_be_shown(text in "\\PC{1,80}|[a \u{1b}\r\n\té字|`*_<>&\u{200d}\u{fe0f}\u{202e}👩🏽‍🚀]{1,60}") {
        let case = case("words");
        let options = BriefOptions { program: &text, ..BriefOptions::default() };
        let mut document = brief(&case, &super::fixture::told(&gaps(&text), Some(&diff(&text))), &options);
        document.title = text.clone();
        check_widths(&document);
        for rendering in all_renderings(&document) {
            prop_assert!(rendering.chars().all(|letter| letter == '\n' || !letter.is_control()));
        }
    }
}

#[test]
fn findings_that_point_outside_the_case_are_shown_with_a_question_mark() {
    let case = case("words");
    let mut gaps = gaps("words");
    gaps.findings.issues[0].issue = 99;
    gaps.findings.issues[1].marks = super::fixture::marks();
    for mark in &mut gaps.findings.issues[1].marks {
        (mark.option, mark.party, mark.from) = (77, 88, "nobody".into());
    }
    gaps.findings.ask_next[0].party = 50;
    gaps.findings.brackets[0].issue = 50;
    gaps.findings.falls[0].statuses[0].0 = 50;
    let document = brief(&case, &super::fixture::told(&gaps, None), &BriefOptions::default());
    check_widths(&document);
    assert_eq!(all_renderings(&document).len(), all_renderings(&document).len());
}
