//! One test a code: what is refused, where, and that all of it comes in one go.

use std::fmt::Write;

use zopa_case::limits;

use super::{lines, refused};

/// Checks the codes of all problems and the text under the first label of each.
fn check(text: &str, expected: &[(&str, &str)]) {
    let (problems, texts) = refused(text);
    let found: Vec<_> = problems.iter().map(|problem| (problem.code, texts.excerpt(problem.span()))).collect();
    assert_eq!(found, expected, "in {text:?}:\n{}", lines(&problems, &texts));
    assert!(problems.iter().all(|problem| problem.help.is_some()), "{}", lines(&problems, &texts));
}

#[test]
fn anchors_aliases_and_merges() {
    check("a: &x 1\nb: *x\nc: *y\n", &[("yaml-alias", "&x"), ("yaml-alias", "*x"), ("yaml-alias", "*y")]);
    check("a: &x\n  <<: *x\n  b: 1\n", &[("yaml-alias", "&x"), ("yaml-alias", "<<"), ("yaml-alias", "*x")]);
    check("*x : 1\n&y k: &z\n", &[("yaml-alias", "*x"), ("yaml-alias", "&y"), ("yaml-alias", "&z")]);
    check("&x [*x]", &[("yaml-alias", "&x"), ("yaml-alias", "*x")]);
    check("a: <<\n", &[("yaml-ambiguous", "<<")]);
    super::read("'<<': '*x'\n");
}

#[test]
fn tags() {
    check(
        "!t a: !!str 1\nb: ! x\nc: !<y> {}\n",
        &[("yaml-tag", "!t"), ("yaml-tag", "!!str"), ("yaml-tag", "!"), ("yaml-tag", "!<y>")],
    );
    check("a: !e!x 1", &[("yaml-tag", "!")]);
    check("a: !\"x\" 1", &[("yaml-tag", "!")]);
    check("a: !!null\nb: !t [!u]\n", &[("yaml-tag", "!!null"), ("yaml-tag", "!t"), ("yaml-tag", "!u")]);
}

#[test]
fn documents() {
    check("a: 1\n---\nb: 1\n", &[("yaml-documents", "---")]);
    check("a: yes\n...\nb: no\n", &[("yaml-ambiguous", "yes"), ("yaml-documents", "")]);
    check("---\n---\n", &[("yaml-documents", "---")]);
}

#[test]
fn keys() {
    check("[a]: 1\n{b: 2}: 3\n", &[("yaml-key", "[a]"), ("yaml-key", "{b: 2}")]);
    check("? - a\n: 1\n", &[("yaml-key", "- a")]);
    check(
        ": 1\n'': 2\n~: 3\nnull: 4\n",
        &[("yaml-key", ""), ("yaml-key", "''"), ("yaml-key", "~"), ("yaml-key", "null")],
    );
    check("[: a]", &[("yaml-key", "")]);
    check(
        "{title: 15-year offer, request for 30-50, a:, ? b}",
        &[("yaml-key", "request for 30-50"), ("yaml-key", "b")],
    );
    check("{a\n b: 1}", &[("yaml-key", "a\n b")]);
}

#[test]
fn doubled_keys() {
    let text = "a: 1\nb: {c: 1, 'c': 2, c: 3}\n\"a\": 2\n";
    check(text, &[("yaml-doubled-key", "c"), ("yaml-doubled-key", "c"), ("yaml-doubled-key", "a")]);
    let (problems, _) = refused(text);
    let starts: Vec<Vec<u32>> =
        problems.iter().map(|problem| problem.labels.iter().map(|label| label.span.start).collect()).collect();
    assert_eq!(starts, [vec![16, 9], vec![23, 9], vec![30, 0]]);
    assert_eq!(problems[0].labels[1].text, "it stands here first");
}

#[test]
fn ambiguous_words_as_keys_and_values() {
    check(
        "on: yes\nlist: [no, 0123, 'off']\n",
        &[("yaml-ambiguous", "on"), ("yaml-ambiguous", "yes"), ("yaml-ambiguous", "no"), ("yaml-ambiguous", "0123")],
    );
    check("[?a, :b]", &[("yaml-ambiguous", "?a"), ("yaml-ambiguous", ":b")]);
    check("a: x\u{2028}y\n# \u{85}\n", &[("yaml-ambiguous", "\u{2028}"), ("yaml-ambiguous", "\u{85}")]);
}

#[test]
fn tabs() {
    check("\ta: 1\n", &[("yaml-syntax", "\t")]);
    check("a:\tb\n", &[("yaml-syntax", "\t")]);
    check("-\tb\n", &[("yaml-syntax", "\t")]);
    check("a:\n\tb: 1\n", &[("yaml-syntax", "\t")]);
    check("a:\n  b: 1\n\tc: 1\n", &[("yaml-syntax", "\t")]);
    check("a: |\n\tx\n", &[("yaml-syntax", "\t")]);
    check("- a\n\t- b\n", &[("yaml-syntax", "\t")]);
    super::read("{\n\t\"a\":\t[\n\t\t1,\n\t\t2\n\t]\n}\n");
    super::read("a: b # \tc\nd: 'x\ty'\n");
}

#[test]
fn characters_that_cannot_be_seen() {
    check("a: x\u{1}\nb: \u{7f}", &[("yaml-syntax", "\u{1}"), ("yaml-syntax", "\u{7f}")]);
    check("# \0\n", &[("yaml-syntax", "\0")]);
    check("a: \u{feff}b\nc: 'd\u{feff}'\n", &[("yaml-syntax", "\u{feff}"), ("yaml-syntax", "\u{feff}")]);
}

#[test]
fn depth() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    super::read(&nested(limits::DEPTH));
    check(&nested(limits::DEPTH + 1), &[("limit-depth", "[")]);
    check(&format!("a: {}\nb: yes", nested(limits::DEPTH)), &[("limit-depth", "["), ("yaml-ambiguous", "yes")]);
    check(&format!("{{a: {}, b: {}}}", nested(40), nested(40)), &[("limit-depth", "["), ("limit-depth", "[")]);
    check(&nested(1_000), &[("limit-depth", "")]);
    let mut stairs = String::new();
    for level in 0..=limits::DEPTH {
        writeln!(stairs, "{}a:", "  ".repeat(level)).expect("a string");
    }
    check(&stairs, &[("limit-depth", "")]);
}

#[test]
fn nodes_and_items() {
    let list = |count: usize| "- 1\n".repeat(count);
    super::read(&list(limits::ITEMS));
    check(&(list(limits::ITEMS) + "- 2\n- yes\n"), &[("limit-items", "2"), ("yaml-ambiguous", "yes")]);
    let mut map = String::new();
    for at in 0..=limits::ITEMS {
        writeln!(map, "k{at}: {at}").expect("a string");
    }
    check(&map, &[("limit-items", "100000")]);
    let row = format!("[{}],\n", "1,".repeat(999));
    check(&format!("[{}]", row.repeat(limits::NODES / 1_000 + 1)), &[("limit-nodes", "1")]);
}

#[test]
fn long_files() {
    check(&" ".repeat(limits::FILE_BYTES + 1), &[("limit-bytes", "")]);
}

#[test]
fn more_problems_than_are_told() {
    let (problems, _) = refused(&"- yes\n".repeat(1_000));
    assert_eq!(problems.len(), limits::DIAGNOSTICS - 1);
    let last = problems.last().expect("a problem");
    assert_eq!(last.code, "limit-diagnostics");
    assert!(last.message.contains("802 more"), "{}", last.message);
    let (problems, _) = refused(&("- yes\n".repeat(1_000) + "- '"));
    assert_eq!(problems.len(), limits::DIAGNOSTICS);
    assert!(problems.iter().any(|problem| problem.code == "yaml-syntax"));
}

#[test]
fn all_in_one_go_and_in_the_order_of_the_text() {
    check(
        "a: yes\nb: &x 1\nc: !t 2\na: 3\n[d]: 4\ne: 'it's'\n",
        &[
            ("yaml-ambiguous", "yes"),
            ("yaml-alias", "&x"),
            ("yaml-tag", "!t"),
            ("yaml-doubled-key", "a"),
            ("yaml-key", "[d]"),
            ("yaml-syntax", "s"),
        ],
    );
}
