//! Slips of writing: the place and the way out.

use super::{lines, refused};

/// Checks the one problem of a text: the text from its place on, and words of its message and help.
fn check(text: &str, rest: &str, words: &[&str]) {
    let (problems, texts) = refused(text);
    assert_eq!(problems.len(), 1, "in {text:?}:\n{}", lines(&problems, &texts));
    let found = &text[problems[0].span().start as usize..];
    assert_eq!((problems[0].code, found), ("yaml-syntax", rest), "in {text:?}:\n{}", lines(&problems, &texts));
    let line = problems[0].line(&texts);
    for word in words {
        assert!(line.contains(word), "no {word:?} in {line}");
    }
}

#[test]
fn colons() {
    check("name: Talks: round two # x\n", ": round two # x\n", &["second `: `", "`name: \"Talks: round two\"`"]);
    check("- name: é: ü\n", ": ü\n", &["`name: \"é: ü\"`"]);
    check("a: say \"x\": y\n", ": y\n", &["`a: \"...\"`"]);
    check("a: b\n  c: d\n", ": d\n", &["has its value already"]);
    check("a:b\nc: d\n", ": d\n", &["leave a space after the colon in the line above"]);
    check("word\nc: d\n", ": d\n", &["whether the line above wants one"]);
    check("a: 1\nb\nc: 2\n", "b\nc: 2\n", &["no `: ` after its key"]);
    check("\"a\":b\n", ":b\n", &["leave a space"]);
    let long = format!("{}: v", "k".repeat(1_025));
    check(&long, ": v", &["1,024 characters"]);
}

#[test]
fn quotes() {
    check("a: \"b\nc: d\n", "\"b\nc: d\n", &["never closed"]);
    check("a: 'b\n---\nc'\n", "'b\n---\nc'\n", &["never closed"]);
    check("a: 'it's'\n", "s'\n", &["apostrophe twice"]);
    check("a: \"b\" c\n", "c\n", &["`\\\"`"]);
    check("a: \"C:\\new\\dir\"\n", "\\dir\"\n", &["backslash twice"]);
    check("a: \"é \\", "\\", &["backslash twice"]);
}

#[test]
fn brackets() {
    check("a: {b: c, d\n", "{b: c, d\n", &["never closed", "in quotes"]);
    check("a: [b, c\nd: e\n", ": e\n", &["bracket before it was closed"]);
    check("a: {rule: x in {a, b}}\n", "{a, b}}\n", &["comma", "in quotes"]);
    check("a: [b}\n", "[b}\n", &["meets a `}`"]);
    check("a: ]\n", "]\n", &["closes nothing"]);
    check("{\"a\": 1 \"b\": 2}", ": 2}", &["comma"]);
    check("a: [b] c\n", "c\n", &["after the closing bracket"]);
    check("a: [- b]\n", "- b]\n", &["no dashes"]);
}

#[test]
fn brackets_show_where_they_open() {
    let text = "a: [b, c\nd: e\n";
    let (problems, texts) = refused(text);
    assert_eq!(texts.excerpt(problems[0].labels[1].span), "[");
    assert_eq!(problems[0].labels[1].text, "the list before it begins here");
}

#[test]
fn first_characters() {
    for (text, rest) in [
        ("a: @b\n", "@b\n"),
        ("a: `b\n", "`b\n"),
        ("a: %b\n", "%b\n"),
        ("a: * b\n", "* b\n"),
        ("a: & b\n", "& b\n"),
        ("a: >= 5\n", ">= 5\n"),
        ("a: - b\n", "- b\n"),
        ("a: ? b\n", "? b\n"),
        ("a: , b\n", ", b\n"),
    ] {
        check(text, rest, &["in quotes"]);
    }
}

#[test]
fn indentation() {
    check("a:\n  b: 1\n c: 2\n", "c: 2\n", &["same column"]);
    check("a:\n  - b\n - c\n", "- c\n", &["same column"]);
    check("- a\nb: c\n", "b: c\n", &["same column"]);
    check("a: 1\n- b\n", "- b\n", &["same column"]);
    check("a:\n - b\n  - c\n", "- c\n", &["goes on the text above"]);
    check("-a\n-b\n", "-b\n", &["a space after each"]);
    check("a: x # c\n  more\n", "# c\n  more\n", &["comment"]);
    check("a: \"x\"# c\n", "# c\n", &["space before a comment"]);
}
