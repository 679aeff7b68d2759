//! Texts made to exhaust time, memory or the stack: each is answered, in linear time and on a small stack.

use std::fmt::Write;

use zopa_case::{FileId, limits};

use super::super::read_text;

/// `start`, then `piece` over and over up to the largest file.
fn filled(start: &str, piece: &str) -> String {
    let count = (limits::FILE_BYTES - start.len()) / piece.len();
    format!("{start}{}", piece.repeat(count))
}

/// Reads on a stack of 256 KiB; the code of the last problem, or `ok`.
fn answer(text: String) -> &'static str {
    let read = move || match read_text(FileId(0), &text) {
        Ok(node) => {
            drop(node);
            "ok"
        }
        Err(problems) => {
            assert!(problems.len() <= limits::DIAGNOSTICS);
            problems.last().map_or("none", |problem| problem.code)
        }
    };
    std::thread::Builder::new().stack_size(256 << 10).spawn(read).expect("a thread").join().expect("no panic")
}

#[test]
fn deep_nesting() {
    for piece in ["[", "{", "- ", "? ", ": ", "[{a: ", "{\"a\":", "- - ", "[? "] {
        assert_eq!(answer(filled("", piece)), "limit-depth", "{piece:?}");
    }
    let mut stairs = String::new();
    for level in 0..4_000 {
        writeln!(stairs, "{}a:", " ".repeat(level)).expect("a string");
    }
    assert_eq!(answer(stairs), "limit-depth");
    let nests = format!("{}{},", "[".repeat(60), "]".repeat(60));
    assert_eq!(answer(filled("[", &nests)), "limit-diagnostics");
}

#[test]
fn quotes_keys_and_words_without_end() {
    for (start, piece, code) in [
        ("", "\"", "yaml-syntax"),
        ("\"", "a ", "yaml-syntax"),
        ("\"", "\n ", "yaml-syntax"),
        ("\"", "\\x41", "yaml-syntax"),
        ("", "'", "ok"),
        ("", "k", "ok"),
        ("", "a ", "ok"),
        ("", "a\n", "ok"),
        ("", "日本 ", "ok"),
        ("", "a:", "yaml-syntax"),
        ("", "\n", "ok"),
        ("", "# c\n", "ok"),
        ("|\n", " a\n\n", "ok"),
        ("", "\u{feff}", "limit-diagnostics"),
        ("", "%a\n", "yaml-syntax"),
    ] {
        assert_eq!(answer(filled(start, piece)), code, "{start:?} {piece:?}");
    }
    assert_eq!(answer(filled("", &format!("{}: x\n", "k".repeat(1_000)))), "limit-diagnostics");
    assert_eq!(answer(format!("{}: x\n", filled("", "k").split_off(9))), "yaml-syntax");
}

#[test]
fn many_small_things() {
    for (start, piece, code) in [
        ("", "-\n", "limit-nodes"),
        ("", "- *a\n", "limit-diagnostics"),
        ("", "- &a x\n", "limit-diagnostics"),
        ("", "- !t x\n", "limit-diagnostics"),
        ("", "- yes\n", "limit-diagnostics"),
        ("", "a: 1\n", "limit-diagnostics"),
        ("", "\0", "limit-diagnostics"),
        ("[", "a,", "limit-nodes"),
        ("[", "a: b,", "limit-nodes"),
        ("{", "a,", "limit-diagnostics"),
        ("[", "[],", "limit-nodes"),
        ("", "?\n", "limit-diagnostics"),
        ("", "- |\n", "limit-nodes"),
        ("", "---\n", "yaml-documents"),
    ] {
        assert_eq!(answer(filled(start, piece)), code, "{start:?} {piece:?}");
    }
}

#[test]
fn many_anchors_and_keys() {
    let (mut anchors, mut keys) = (String::new(), String::new());
    for at in 0..limits::ITEMS {
        writeln!(anchors, "- &a{at} *a{}", at / 2).expect("a string");
        writeln!(keys, "k{}: x", limits::ITEMS - at).expect("a string");
    }
    assert_eq!(answer(anchors), "yaml-syntax");
    assert_eq!(answer(keys), "ok");
}
