//! The places of the tree: the text under each span.

use zopa_case::{Kind, Span};

use super::{nodes, places_fit, read};

/// Checks the text under the places of all nodes, written `path=text` for a place that is letter
/// for letter the scalar's text and `path~text` for any other.
fn check(text: &str, expected: &[&str]) {
    for text in [text.to_owned(), text.replace('\n', "\r\n"), format!("\u{feff}{text}")] {
        let (root, texts) = read(&text);
        places_fit(&root, &text).unwrap_or_else(|problem| panic!("{text:?}: {problem}"));
        let mut all = Vec::new();
        nodes(&root, "", &mut all);
        let found: Vec<String> = all
            .iter()
            .map(|(path, node)| {
                let sign = if matches!(node.kind, Kind::Scalar { verbatim: true, .. }) { '=' } else { '~' };
                format!("{path}{sign}{}", texts.excerpt(node.span).replace("\r\n", "\n"))
            })
            .collect();
        assert_eq!(found, expected, "in {text:?}");
    }
}

/// Checks the bytes of the value of `key` and of the key itself in a map.
fn check_bytes(text: &str, key: &str, key_at: (usize, usize), at: (usize, usize)) {
    let (root, _) = read(text);
    let Kind::Map(pairs) = &root.kind else { panic!("{text:?} is no map") };
    let (name, node) = pairs.iter().find(|(name, _)| name.value == key).expect("the key");
    let bytes = |span: Span| (span.start as usize, span.end as usize);
    assert_eq!((bytes(name.span), bytes(node.span)), (key_at, at), "in {text:?}");
}

#[test]
fn scalars() {
    check("a: é ü # ö\nb: 日本 \nc: 1", &["~a: é ü # ö\nb: 日本 \nc: 1", "/a=é ü", "/b=日本", "/c=1"]);
    check("a: 'x y'\nb: \"é\"\nc: ''", &["~a: 'x y'\nb: \"é\"\nc: ''", "/a=x y", "/b=é", "/c="]);
    check("a: 'it''s'\n", &["~a: 'it''s'", "/a~'it''s'"]);
    check("a: \"x\\ny\" \n", &["~a: \"x\\ny\"", "/a~\"x\\ny\""]);
    check("a: x\n  y\nb: 2\n", &["~a: x\n  y\nb: 2", "/a~x\n  y", "/b=2"]);
    check("a: \"x\n  y\"\n", &["~a: \"x\n  y\"", "/a~\"x\n  y\""]);
    check("word\n", &["=word"]);
    check("# one\n\n'word'  # two\n", &["=word"]);
}

#[test]
fn blocks_of_text() {
    check("a: |\n  x\n  y\n\n\nb: 1\n", &["~a: |\n  x\n  y\n\n\nb: 1", "/a~x\n  y", "/b=1"]);
    check("- |-\n  é x\n\n", &["~- |-\n  é x", "/0=é x"]);
    check("- >\n\n  x\n  y\n# end\n", &["~- >\n\n  x\n  y", "/0~x\n  y"]);
    check("a: |2\n    x\n    y\nb: 1", &["~a: |2\n    x\n    y\nb: 1", "/a~  x\n    y", "/b=1"]);
    check("a: |\nb: |+\n\n\nc: >-\n", &["~a: |\nb: |+\n\n\nc: >-", "/a~", "/b~", "/c~"]);
}

#[test]
fn a_block_of_one_line_stands_with_its_line_break() {
    let (root, texts) = read("- |\n  x y\n- 1\n");
    let Kind::List(items) = root.kind else { panic!("no list") };
    assert_eq!(texts.excerpt(items[0].span), "x y\n");
    assert!(matches!(&items[0].kind, Kind::Scalar { text, verbatim: true, .. } if text == "x y\n"));
}

#[test]
fn maps_and_lists() {
    check(
        "# top\n\nk:  # note\n  - x  # one\n  - v: 1\n    z: 2   \n\n# end\n",
        &[
            "~k:  # note\n  - x  # one\n  - v: 1\n    z: 2",
            "/k~- x  # one\n  - v: 1\n    z: 2",
            "/k/0=x",
            "/k/1~v: 1\n    z: 2",
            "/k/1/v=1",
            "/k/1/z=2",
        ],
    );
    check("k:\n- 1\n- 2\nl: x", &["~k:\n- 1\n- 2\nl: x", "/k~- 1\n- 2", "/k/0=1", "/k/1=2", "/l=x"]);
    check(
        "k: # x\n-  # y\n  - 1\n-\n",
        &["~k: # x\n-  # y\n  - 1\n-", "/k~-  # y\n  - 1\n-", "/k/0~- 1", "/k/0/0=1", "/k/1~"],
    );
    check("'k' :\n- a: 1\n", &["~'k' :\n- a: 1", "/k~- a: 1", "/k/0~a: 1", "/k/0/a=1"]);
    check(
        "- - a\n  - b\n-\n  - c\n",
        &["~- - a\n  - b\n-\n  - c", "/0~- a\n  - b", "/0/0=a", "/0/1=b", "/1~- c", "/1/0=c"],
    );
    check(
        "'q': {\"r\": [1, 2 ], s: {} } # x\n",
        &[
            "~'q': {\"r\": [1, 2 ], s: {} }",
            "/q~{\"r\": [1, 2 ], s: {} }",
            "/q/r~[1, 2 ]",
            "/q/r/0=1",
            "/q/r/1=2",
            "/q/s~{}",
        ],
    );
    check("[a: 1, {b: 2},\n c ,]", &["~[a: 1, {b: 2},\n c ,]", "/0~a: 1", "/0/a=1", "/1~{b: 2}", "/1/b=2", "/2=c"]);
    check("? a\n: b\n? 'c'\n: - d\n", &["~? a\n: b\n? 'c'\n: - d", "/a=b", "/c~- d", "/c/0=d"]);
    check("---\na: 1\n...\n", &["~a: 1", "/a=1"]);
}

#[test]
fn empty_values_stand_after_the_colon_or_dash() {
    let places = [
        ("é:\n", "é", (0, 2), (3, 3)),
        ("a:   # x\nb: 1\n", "a", (0, 1), (2, 2)),
        ("a: 1\n\"b\" : \n", "b", (6, 7), (10, 10)),
        ("{a: , b :, c: }", "a", (1, 2), (3, 3)),
        ("{a: , b :, c: }", "b", (6, 7), (9, 9)),
        ("{a: , b :, c: }", "c", (11, 12), (13, 13)),
        ("{\"a\":}", "a", (2, 3), (5, 5)),
        ("? a\n? b\n", "a", (2, 3), (3, 3)),
        ("? a\n# x\n: # y\n? b\n", "a", (2, 3), (9, 9)),
        ("a: ~\n", "a", (0, 1), (3, 4)),
        ("a: null # x\n", "a", (0, 1), (3, 7)),
    ];
    for (text, key, key_at, at) in places {
        check_bytes(text, key, key_at, at);
        let (root, _) = read(text);
        assert!(matches!(root.get(key).expect("the key").kind, Kind::Empty), "{text:?}");
    }
    for (text, at) in [("-\n- 1\n", 1), ("- 1\n-   # x\n", 5), ("- 1\n- # x\n- 2\n", 5), ("- 1\n-", 5)] {
        let (root, _) = read(text);
        let Kind::List(items) = root.kind else { panic!("no list") };
        let empty = items.iter().find(|item| matches!(item.kind, Kind::Empty)).expect("an empty item");
        assert_eq!((empty.span.start, empty.span.end), (at, at), "{text:?}");
    }
    for text in ["", "\n", "# only\n", "---\n", "\u{feff}", "~"] {
        assert!(matches!(read(text).0.kind, Kind::Empty), "{text:?}");
    }
}

#[test]
fn keys_stand_without_quotes() {
    check_bytes("'é x': 1", "é x", (1, 5), (8, 9));
    check_bytes("\"a\\tb\": 1", "a\tb", (0, 6), (8, 9));
    check_bytes("\u{feff}a: 1", "a", (3, 4), (6, 7));
    check_bytes("a: 1\r\nb:\r\n  c\r\n", "b", (6, 7), (12, 13));
}

#[test]
fn places_inside_a_text() {
    let (root, texts) = read("rule: 'begün(x) and y'\nesc: \"a\\x20b\"\n");
    let rule = root.get("rule").expect("the rule");
    assert_eq!(texts.excerpt(rule.within(7, 8)), "x");
    let escaped = root.get("esc").expect("the text");
    assert_eq!(texts.excerpt(escaped.within(1, 2)), "\"a\\x20b\"");
}
