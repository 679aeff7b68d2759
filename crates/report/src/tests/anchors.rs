//! Every link inside a page leads somewhere, and no name is given twice.

use super::fixture::{case, diff, document, gaps};
use crate::{BriefOptions, Document, diff_document, gaps_document, render_html};
use std::collections::BTreeSet;

fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    page.split(attribute).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

pub(super) fn check(document: &Document) {
    let page = render_html(document);
    let names = values(&page, " id=\"");
    let once: BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(once.len(), names.len(), "a name is given twice");
    for link in values(&page, "href=\"#") {
        assert!(once.contains(link), "#{link} leads nowhere");
    }
}

#[test]
fn links_lead_somewhere() {
    check(&document("words"));
    let case = case("words");
    check(&gaps_document(&case, &gaps("words"), &BriefOptions::default()));
    check(&diff_document(&case, &diff("words"), &BriefOptions::default()));
}

#[test]
fn headings_go_down_one_level_at_a_time() {
    let page = render_html(&document("words"));
    let mut last = 1;
    for part in page.split("<h").skip(1) {
        let Some(level) = part.chars().next().and_then(|digit| digit.to_digit(10)) else { continue };
        assert!(level <= last + 1, "h{level} after h{last}");
        last = level;
    }
}
