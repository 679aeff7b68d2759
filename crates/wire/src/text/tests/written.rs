//! What is written: the canonical YAML and JSON of a tree.

use zopa_case::{At, Kind, Node, Span};

use super::super::{write_json, write_yaml};
use super::read;

fn map(pairs: Vec<(&str, Node)>) -> Node {
    let at = |key: &str| At::new(key.to_owned(), Span::default());
    Node::made(Kind::Map(pairs.into_iter().map(|(key, node)| (at(key), node)).collect()))
}

fn list(items: Vec<Node>) -> Node {
    Node::made(Kind::List(items))
}

fn empty() -> Node {
    Node::made(Kind::Empty)
}

#[test]
fn maps_and_lists_as_yaml() {
    let entry = |id: &str| map(vec![("id", Node::plain(id)), ("wants", map(vec![("territory", Node::plain("t5"))]))]);
    let case = map(vec![
        ("zopa", Node::plain("1")),
        ("role", list(vec![Node::plain("party"), Node::text("facilitator")])),
        ("ledger", list(vec![entry("e1"), entry("e2"), empty(), list(vec![list(vec![empty()]), Node::plain("x")])])),
        ("none", empty()),
        ("no one", list(vec![])),
        ("nothing", map(vec![])),
    ]);
    let expected = "\
zopa: 1
role: [party, facilitator]
ledger:
  - id: e1
    wants:
      territory: t5
  - id: e2
    wants:
      territory: t5
  -
  - - -
    - x
none:
no one: []
nothing: {}
";
    assert_eq!(write_yaml(&case), expected);
    assert_eq!(write_yaml(&empty()), "null\n");
    assert_eq!(write_yaml(&list(vec![])), "[]\n");
    assert_eq!(write_yaml(&list(vec![Node::plain("a")])), "[a]\n");
    assert_eq!(write_yaml(&Node::text("yes")), "\"yes\"\n");
}

#[test]
fn scalars_as_yaml() {
    for (plain, written) in [
        ("45", "45"),
        ("-0.5", "-0.5"),
        ("true", "true"),
        ("2026-02-18", "2026-02-18"),
        ("2025-08..2026-01", "2025-08..2026-01"),
        ("~2026-01-27", "~2026-01-27"),
        ("60 days", "60 days"),
        ("territory = t4 | t5 and not (g >= g3)", "territory = t4 | t5 and not (g >= g3)"),
        ("no", "\"no\""),
        ("1e3", "\"1e3\""),
        ("null", "\"null\""),
        ("", "\"\""),
        ("- x", "\"- x\""),
        ("a: b", "\"a: b\""),
        ("a #b", "\"a #b\""),
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
    ] {
        assert_eq!(write_yaml(&Node::plain(plain)), format!("{written}\n"));
    }
    for (text, written) in [
        ("Freeze on the line, then talks", "Freeze on the line, then talks"),
        ("Україна", "Україна"),
        ("party's own", "party's own"),
        ("45", "\"45\""),
        ("true", "\"true\""),
        ("2026-02-18", "\"2026-02-18\""),
        ("60 days", "\"60 days\""),
        (" x", "\" x\""),
        ("x ", "\"x \""),
        ("x:", "\"x:\""),
        ("\"x\"\\", "\"\\\"x\\\"\\\\\""),
        ("a\nb\tc\r", "\"a\\nb\\tc\\r\""),
        ("\u{1}\u{85}\u{a0}\u{2028}\u{feff}🕊", "\"\\x01\\x85\\xa0\\u2028\\ufeff🕊\""),
    ] {
        assert_eq!(write_yaml(&Node::text(text)), format!("{written}\n"));
    }
}

#[test]
fn lists_on_one_line() {
    let texts = |texts: &[&str]| list(texts.iter().map(|text| Node::text(*text)).collect());
    assert_eq!(write_yaml(&texts(&["a", "b, c", "d: e", "f?"])), "[a, \"b, c\", \"d: e\", \"f?\"]\n");
    let long = "x".repeat(40);
    assert_eq!(write_yaml(&texts(&[&long, &long])), format!("- {long}\n- {long}\n"));
}

#[test]
fn keys_as_yaml() {
    for (key, written) in [
        ("as of", "as of: x\n"),
        ("on", "\"on\": x\n"),
        ("2026", "\"2026\": x\n"),
        ("a:b", "\"a:b\": x\n"),
        ("'q'", "\"'q'\": x\n"),
    ] {
        assert_eq!(write_yaml(&map(vec![(key, Node::plain("x"))])), written);
    }
    let long = "k".repeat(2_000);
    let node = map(vec![(&long, list(vec![map(vec![(&long, Node::plain("x"))])]))]);
    let written = write_yaml(&node);
    assert_eq!(written, format!("? \"{long}\"\n:\n  - ? \"{long}\"\n    : x\n"));
    assert_eq!(read(&written).0, node);
}

#[test]
fn json() {
    let node = map(vec![
        ("b", list(vec![Node::plain("1"), Node::plain("-0.50"), Node::plain("1e5"), Node::text("1"), empty()])),
        ("a", map(vec![("t", Node::plain("true")), ("u", Node::text("false")), ("d", Node::plain("2026-02-18"))])),
        ("\"\\\n\u{1}\u{2028}é", list(vec![])),
        ("n", list(["01", "+1", ".5", "1.", "0x1F", "-", "1e", "", "null"].map(Node::plain).into())),
    ]);
    let expected = "{\"b\":[1,-0.50,1e5,\"1\",null],\"a\":{\"t\":true,\"u\":\"false\",\"d\":\"2026-02-18\"},\
                    \"\\\"\\\\\\n\\u0001\\u2028é\":[],\
                    \"n\":[\"01\",\"+1\",\".5\",\"1.\",\"0x1F\",\"-\",\"1e\",\"\",\"null\"]}";
    assert_eq!(write_json(&node), expected);
    assert_eq!(write_json(&empty()), "null");
}
