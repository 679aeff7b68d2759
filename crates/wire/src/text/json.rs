//! The tree as JSON.

use std::fmt::Write;

use zopa_case::{Kind, Node, Style};

/// The tree as compact JSON on one line, keys in the order of the tree.
///
/// A plain scalar that is a JSON number stays one letter for letter, plain `true` and `false` are
/// truth values, an empty value is `null`, all else is a string. Characters that YAML cannot hold as
/// such are escaped, so that the line is YAML too. Recursion goes as deep as the tree, which
/// `read_text` bounds.
pub fn write_json(node: &Node) -> String {
    let mut out = String::new();
    value(&mut out, node);
    out
}

fn value(out: &mut String, node: &Node) {
    match &node.kind {
        Kind::Empty => out.push_str("null"),
        Kind::Scalar { text, style: Style::Plain, .. } if text == "true" || text == "false" || is_number(text) => {
            out.push_str(text);
        }
        Kind::Scalar { text, .. } => string(out, text),
        Kind::List(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                value(out, item);
            }
            out.push(']');
        }
        Kind::Map(pairs) => {
            out.push('{');
            for (at, (key, item)) in pairs.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                string(out, &key.value);
                out.push(':');
                value(out, item);
            }
            out.push('}');
        }
    }
}

fn string(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if super::yaml::is_printable(c) => out.push(c),
            // All of these are below U+10000, so one escape holds each.
            _ => push(out, format_args!("\\u{:04x}", c as u32)),
        }
    }
    out.push('"');
}

/// Writes to a string, which cannot fail.
pub(super) fn push(out: &mut String, what: std::fmt::Arguments) {
    out.write_fmt(what).unwrap_or_default();
}

/// Whether `text` is a number as JSON writes it: `-?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)?`.
fn is_number(text: &str) -> bool {
    let body = text.strip_prefix('-').unwrap_or(text);
    let (number, power) = match body.find(['e', 'E']) {
        Some(at) => (&body[..at], Some(&body[at + 1..])),
        None => (body, None),
    };
    let (whole, fraction) = match number.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (number, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && power.is_none_or(|power| digits(power.strip_prefix(['+', '-']).unwrap_or(power)))
}
