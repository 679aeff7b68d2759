//! Text from a case's files cannot become markup, a link, or a command to a terminal.

use super::fixture::document;
use super::layout::all_renderings;
use crate::html::web_address;
use crate::text::{anchor, clean};
use crate::{Text, render_html, render_markdown, render_terminal};

const HOSTILE: &str = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>\u{1b}]0;title\u{7}\u{1b}[31m a|b `c` [d](javascript:e) \u{202e}f\r\n# g\u{9b}2J </title></style><!-- ]]>";

#[test]
fn html_holds_no_markup_from_outside() {
    let page = render_html(&document(HOSTILE));
    for bad in
        ["<script", "<img", "</script", "<!--", "onerror=alert(1)>", "href=\"javascript", "\u{1b}", "\u{202e}", "\u{7}"]
    {
        assert!(!page.contains(bad), "{bad:?}");
    }
    assert_eq!(page.matches("</title>").count(), page.matches("<title>").count());
    assert_eq!(page.matches("</style>").count(), 1);
}

#[test]
fn the_page_asks_for_nothing_from_outside() {
    let page = render_html(&document("words"));
    for bad in ["<script", "<link", "src=", "@import", "url(http", "<iframe", "<object"] {
        assert!(!page.contains(bad), "{bad}");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn only_web_addresses_become_links() {
    assert_eq!(web_address(" https://example.org/a?b=1 ").as_deref(), Some("https://example.org/a?b=1"));
    assert_eq!(web_address("HTTP://example.org").as_deref(), Some("HTTP://example.org"));
    for bad in [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://a",
        "https://a b",
        "https://a\"b",
        "//a",
        "",
        "https:/a",
        "http://a\u{202e}b",
        "é",
    ] {
        assert_eq!(web_address(bad), None, "{bad}");
    }
    let page = render_html(&document("words"));
    assert!(page.contains("href=\"https://example.org/memo?a=1&amp;b=2\""));
    assert!(page.contains("<span class=\"address\">javascript:alert(1)</span>"));
}

#[test]
fn markdown_tables_keep_their_columns() {
    let page = render_markdown(&document(HOSTILE));
    let mut columns = 0;
    for line in page.lines() {
        let bars = line.replace("\\|", "").matches('|').count();
        if !line.starts_with('|') {
            columns = 0;
        } else if columns == 0 {
            columns = bars;
        } else {
            assert_eq!(bars, columns, "{line}");
        }
    }
    let live = page.replace("\\]", "");
    for bad in ["<script", "<img", "](javascript", "](<javascript", "\u{1b}", "\u{202e}", "<!--"] {
        assert!(!live.contains(bad), "{bad:?}");
    }
}

#[test]
fn a_terminal_gets_no_control_characters() {
    let page = render_terminal(&document(HOSTILE), 80, false);
    assert!(page.chars().all(|letter| letter == '\n' || !letter.is_control()));
    assert!(!page.contains('\u{202e}'));
    let coloured = render_terminal(&document(HOSTILE), 80, true);
    assert!(!coloured.contains("\u{1b}]") && !coloured.contains('\u{7}') && !coloured.contains('\u{9b}'));
}

#[test]
fn charts_are_well_formed() {
    for rendering in all_renderings(&document(HOSTILE)).iter().filter(|text| text.starts_with("<svg")) {
        assert!(!rendering.contains("<script") && !rendering.contains("<img"));
        assert!(
            rendering.matches('&').count()
                == rendering.matches("&amp;").count()
                    + rendering.matches("&lt;").count()
                    + rendering.matches("&gt;").count()
                    + rendering.matches("&quot;").count()
                    + rendering.matches("&#39;").count()
        );
    }
}

#[test]
fn cleaning_turns_line_ends_into_blanks_and_drops_the_rest() {
    assert_eq!(clean("a\tb\nc\u{1b}[1md\u{202e}e\u{0}"), "a b c[1mde");
}

#[test]
fn anchors_differ_where_ids_differ() {
    assert_eq!(anchor("entry", "a.b-c1"), "entry-a.b-c1");
    assert_ne!(anchor("entry", "a b"), anchor("entry", "a_b"));
    assert_ne!(anchor("entry", "a_"), anchor("entry", "a"));
    assert!(anchor("entry", "\"><x>").chars().all(|letter| letter.is_ascii_alphanumeric() || "-_.".contains(letter)));
}

#[test]
fn a_line_of_markdown_cannot_begin_a_list_or_a_heading() {
    let mut document = crate::Document { title: "t".into(), ..Default::default() };
    for start in ["# a", "- a", "+ a", "1. a", "12) a", "> a", "=== a", "*** a"] {
        document.push(crate::Content::Paragraph(Text::from(start)));
    }
    let page = render_markdown(&document);
    for line in page.lines().filter(|line| line.ends_with('a')) {
        assert!(
            line.starts_with('\\') || line.starts_with("&gt;") || line.starts_with("1\\.") || line.starts_with("12\\)"),
            "{line}"
        );
    }
}
