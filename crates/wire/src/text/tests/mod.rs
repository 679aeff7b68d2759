//! Tests of reading and writing the text of a case.

use zopa_case::{Diagnostic, FileId, Kind, Node, Texts};

use super::read_text;
use super::tree::BLANK;

mod codes;
mod hostile;
mod laws;
mod places;
mod slips;
mod words;
mod written;

/// The tree of a text without problems, and the text for its places.
fn read(text: &str) -> (Node, Texts) {
    let mut texts = Texts::default();
    let file = texts.add("case.yaml", text);
    match read_text(file, text) {
        Ok(node) => (node, texts),
        Err(problems) => panic!("{text:?}\n{}", lines(&problems, &texts)),
    }
}

/// The problems of a text that has some, and the text for their places.
fn refused(text: &str) -> (Vec<Diagnostic>, Texts) {
    let mut texts = Texts::default();
    let file = texts.add("case.yaml", text);
    match read_text(file, text) {
        Ok(node) => panic!("nothing found in {text:?}: {node:?}"),
        Err(problems) => (problems, texts),
    }
}

fn lines(problems: &[Diagnostic], texts: &Texts) -> String {
    problems.iter().map(|problem| problem.line(texts) + "\n").collect()
}

/// Every node of a tree with the path to it; keys as `path/key`.
fn nodes<'n>(node: &'n Node, path: &str, into: &mut Vec<(String, &'n Node)>) {
    into.push((path.to_owned(), node));
    match &node.kind {
        Kind::List(items) => {
            for (at, item) in items.iter().enumerate() {
                nodes(item, &format!("{path}/{at}"), into);
            }
        }
        Kind::Map(pairs) => {
            for (key, item) in pairs {
                nodes(item, &format!("{path}/{}", key.value), into);
            }
        }
        Kind::Empty | Kind::Scalar { .. } => {}
    }
}

/// Whether every place in a tree fits the text, in order and inside its parent's.
fn places_fit(node: &Node, text: &str) -> Result<(), String> {
    let part = |span: zopa_case::Span| text.get(span.start as usize..span.end as usize);
    let Some(own) = part(node.span) else {
        return Err(format!("{:?} does not fit", node.span));
    };
    match &node.kind {
        Kind::Scalar { text, verbatim: true, .. } if own != text => return Err(format!("{own:?} is not {text:?}")),
        Kind::Map(_) | Kind::List(_) if own.is_empty() || own.trim_matches(BLANK) != own => {
            return Err(format!("{own:?} has space around it"));
        }
        _ => {}
    }
    let mut last = node.span.start;
    let mut inside = |span: zopa_case::Span| {
        // The letter for letter text of a block may end in its line break.
        let end = span.start as usize + part(span).unwrap_or("").trim_end_matches(BLANK).len();
        let fits = last <= span.start && end <= node.span.end as usize;
        last = span.start;
        if fits { Ok(()) } else { Err(format!("{span:?} is not in order inside {:?}", node.span)) }
    };
    match &node.kind {
        Kind::List(items) => items.iter().try_for_each(|item| inside(item.span).and_then(|()| places_fit(item, text))),
        Kind::Map(pairs) => pairs.iter().try_for_each(|(key, item)| {
            inside(key.span).and_then(|()| inside(item.span)).and_then(|()| places_fit(item, text))
        }),
        Kind::Empty | Kind::Scalar { .. } => Ok(()),
    }
}

#[test]
fn bytes_that_are_not_utf8_are_named_with_their_place() {
    let file = FileId(3);
    assert_eq!(super::decode_utf8("a.yaml", file, "a: ü\r\n".as_bytes()).as_deref(), Ok("a: ü\r\n"));
    let problem = super::decode_utf8("a.yaml", file, b"a: \xfc\n").expect_err("not UTF-8");
    assert_eq!((problem.code, problem.span()), ("not-utf8", zopa_case::Span::new(file, 3, 3)));
    assert!(problem.message.contains("0xfc at byte offset 3"), "{}", problem.message);
    let wide = super::decode_utf8("a.yaml", file, b"\xff\xfea\0").expect_err("UTF-16");
    assert!(wide.message.contains("UTF-16"), "{}", wide.message);
    let long = vec![b' '; zopa_case::limits::FILE_BYTES + 1];
    assert_eq!(super::decode_utf8("a.yaml", file, &long).expect_err("too long").code, "limit-bytes");
    assert!(super::decode_utf8("a.yaml", file, &long[1..]).is_ok());
}
