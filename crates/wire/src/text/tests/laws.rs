//! Laws of reading and writing, on trees and texts made at random.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use zopa_case::{At, FileId, Kind, Node, Span, Style};

use super::super::plain::{Reading, reading};
use super::super::{read_text, write_json, write_yaml};
use super::places_fit;

/// The tree with every scalar in the style it has when its text is the same kind to every reader:
/// plain for numbers, dates and truth values without quotes, quoted for texts.
fn normal(node: &Node, json: bool) -> Node {
    let kind = match &node.kind {
        Kind::Empty => Kind::Empty,
        Kind::Scalar { text, style, .. } => {
            let typed = match reading(text) {
                Reading::Number => !json || is_json(text),
                Reading::Truth => true,
                Reading::Date => !json,
                _ => false,
            };
            let style = if *style == Style::Plain && typed { Style::Plain } else { Style::Quoted };
            Kind::Scalar { text: text.clone(), style, verbatim: false }
        }
        Kind::List(items) => Kind::List(items.iter().map(|item| normal(item, json)).collect()),
        Kind::Map(pairs) => Kind::Map(pairs.iter().map(|(key, item)| (key.clone(), normal(item, json))).collect()),
    };
    Node::made(kind)
}

/// Whether a number of `reading` is one of JSON, too.
fn is_json(text: &str) -> bool {
    !write_json(&Node::plain(text)).starts_with('"')
}

/// Texts near the edges: words readers part on, special characters, any characters.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z][a-z ]{0,12}[a-z]",
        2 => "[-+~.0-9:eExo_T ]{0,12}",
        2 => "[-?:,\\[\\]{}#&*!|>'\"%@` \\\\\t\n\r=<~a-c0]{0,8}",
        2 => prop::sample::select(vec![
            "yes", "NO", "off", "true", "True", "null", "~", "<<", "=", "2026-02-18", "2026-02-18 10:00:00", "012",
            "1:30", "1_000", "1e3", ".5", "1.0", "---", "...", "- a", "? a", "a:", ": a", "a: b", "a #b", "!t", "&a",
            "*a", "|", ">", "%a", "@a", "`a", "'", "\"", "\u{feff}", "\u{85}", "\u{2028}", "\u{a0}", "é", "🕊", "\0",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => prop::collection::vec(any::<char>(), 0..4).prop_map(|chars| chars.into_iter().collect()),
        1 => ("[a-z]", 990..1_200_usize).prop_map(|(text, count)| text.repeat(count)),
    ]
}

fn scalar() -> impl Strategy<Value = Node> {
    prop_oneof![
        1 => Just(Node::made(Kind::Empty)),
        4 => text().prop_map(Node::plain),
        4 => text().prop_map(Node::text),
    ]
}

fn tree() -> impl Strategy<Value = Node> {
    scalar().prop_recursive(5, 60, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(|items| Node::made(Kind::List(items))),
            prop::collection::btree_map(text().prop_filter("a key", |key| !key.is_empty()), inner, 0..6).prop_map(
                |pairs| {
                    let at = |key| At::new(key, Span::default());
                    Node::made(Kind::Map(pairs.into_iter().map(|(key, node)| (at(key), node)).collect()))
                }
            ),
        ]
    })
}

/// Pieces of YAML, joined at random: mostly broken, sometimes not.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "b: ",
        "c:\n",
        "- ",
        "-\n",
        "  ",
        "    ",
        "\n",
        "\r\n",
        "\r",
        "\t",
        "[",
        "]",
        "{",
        "}",
        ", ",
        ",",
        ":",
        ": ",
        "? ",
        "\"",
        "'",
        "''",
        "\\",
        "\\x4",
        "\\u00e9",
        "\\ud83d",
        "|\n",
        ">-\n",
        "|2\n",
        "# c\n",
        " #",
        "&x ",
        "*x",
        "!t ",
        "!!str ",
        "!<",
        "%YAML 1.2\n",
        "%TAG ! x\n",
        "---\n",
        "--- ",
        "...\n",
        "<<: ",
        "yes",
        "012",
        "1:30",
        "~",
        "null",
        "é",
        "日",
        "🕊",
        "\u{feff}",
        "\u{85}",
        "\u{2028}",
        "\0",
        "\u{1}",
        "=",
        "@",
        "`",
        "%",
        ">",
        "|",
        "&",
        "*",
        "!",
        "?",
        "2026-02-18",
        " 10:00",
        ".5",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// A well-formed case, for cutting and pasting into.
const CASE: &str = "\
zopa: 1
parties:
  russia: {name: Russia, role: party, seat: table}
  us: {name: \"United \\u0053tates\", role: [facilitator, guarantor]}
ledger:
  - id: e1   # first
    date: 2026-02-18
    quote: |
      перша лінія

      друга лінія
    note: 'it''s
      folded'
  -
  - ? x
    : - z
";

fn mutated() -> impl Strategy<Value = String> {
    let change = (any::<prop::sample::Index>(), 0..4_usize, pieces());
    prop::collection::vec(change, 1..4).prop_map(|changes| {
        let mut text = CASE.to_owned();
        for (at, cut, piece) in changes {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let start = at.index(places.len());
            let end = (start + cut).min(places.len() - 1);
            let piece: String = piece.chars().take(6).collect();
            text.replace_range(places[start]..places[end], &piece);
        }
        text
    })
}

/// Reads any text: no panic, places that fit, and what was read is written and read again.
fn survives(text: &str) -> Result<(), TestCaseError> {
    match read_text(FileId(0), text) {
        Ok(node) => {
            places_fit(&node, text).map_err(TestCaseError::fail)?;
            let again = read_text(FileId(0), &write_yaml(&node));
            prop_assert_eq!(again.map(|again| normal(&again, false)), Ok(normal(&node, false)));
        }
        Err(problems) => {
            prop_assert!(!problems.is_empty());
            for problem in problems {
                prop_assert!(problem.help.is_some());
                for label in &problem.labels {
                    let place = text.get(label.span.start as usize..label.span.end as usize);
                    prop_assert!(place.is_some(), "{:?}", problem);
                }
            }
        }
    }
    Ok(())
}

#[test]
fn the_case_to_be_broken_is_sound() {
    super::read(CASE);
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(2026),
        ..ProptestConfig::default()
    })]

    #[test]
    fn yaml_written_is_read_as_it_was(node in tree()) {
        let written = write_yaml(&node);
        let again = read_text(FileId(0), &written);
        prop_assert_eq!(again.map(|again| normal(&again, false)), Ok(normal(&node, false)), "{}", written);
    }

    #[test]
    fn writing_twice_is_writing_once(node in tree()) {
        let written = write_yaml(&node);
        let again = read_text(FileId(0), &written).map(|again| write_yaml(&again));
        prop_assert_eq!(again, Ok(written));
    }

    #[test]
    fn json_written_is_read_as_it_was(
        // Readers part on `1e3`, and YAML bounds the length of a key.
        node in tree().prop_filter("JSON that is YAML", |node| !has_power(node) && !has_long_key(node))
    ) {
        let written = write_json(&node);
        let again = read_text(FileId(0), &written);
        prop_assert_eq!(again.map(|again| normal(&again, true)), Ok(normal(&node, true)), "{}", written);
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        survives(&text)?;
    }

    #[test]
    fn pieces_are_read_or_refused(text in pieces()) {
        survives(&text)?;
    }

    #[test]
    fn a_broken_case_is_read_or_refused(text in mutated()) {
        survives(&text)?;
    }

    #[test]
    fn any_bytes_are_decoded_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        match super::super::decode_utf8("x", FileId(0), &bytes) {
            Ok(text) => survives(&text)?,
            Err(problem) => prop_assert_eq!(problem.code, "not-utf8"),
        }
    }
}

/// Whether a plain number of the tree has a power of ten, on which readers of YAML part.
fn has_power(node: &Node) -> bool {
    match &node.kind {
        Kind::Empty => false,
        Kind::Scalar { text, style, .. } => {
            *style == Style::Plain && matches!(reading(text), Reading::Parted(_)) && is_json(text)
        }
        Kind::List(items) => items.iter().any(has_power),
        Kind::Map(pairs) => pairs.iter().any(|(_, item)| has_power(item)),
    }
}

fn has_long_key(node: &Node) -> bool {
    match &node.kind {
        Kind::Empty | Kind::Scalar { .. } => false,
        Kind::List(items) => items.iter().any(has_long_key),
        Kind::Map(pairs) => pairs.iter().any(|(key, item)| key.value.len() > 160 || has_long_key(item)),
    }
}
