//! The tree as YAML.

use zopa_case::{Kind, Node, Style};

use super::json::push;
use super::plain::{Reading, reading};

/// Characters of a list that stands on one line in brackets.
const FLOW_CHARS: usize = 60;
/// Characters of a key that stands without quotes.
const PLAIN_KEY_CHARS: usize = 128;
/// Characters of a key, quotes and escapes counted, that stands before its colon; a longer one
/// gets a line of its own (readers look for the colon within 1,024).
const KEY_CHARS: usize = 1_000;

/// The tree as YAML that YAML 1.1 and YAML 1.2 readers take to the same values: indented maps and
/// lists, one line a value, texts in double quotes wherever a reader could take them for something
/// else. Lists of a few short scalars stand in brackets.
///
/// Law: `read_text` of it gives an equal tree, but for the style of a scalar that is a text with and
/// without quotes, for trees whose keys are neither empty nor doubled and that keep to the limits. A
/// plain scalar that readers would part on is written as a text. Recursion goes as deep as the tree,
/// which `read_text` bounds.
pub fn write_yaml(node: &Node) -> String {
    let mut out = String::new();
    match &node.kind {
        Kind::Empty => out.push_str("null\n"),
        Kind::List(items) if !items.is_empty() && on_one_line(items).is_none() => block(&mut out, node, 0, false),
        Kind::Map(pairs) if !pairs.is_empty() => block(&mut out, node, 0, false),
        _ => {
            value(&mut out, node, 0, false);
            // What follows a key or dash begins with a space; the root follows nothing.
            out.remove(0);
        }
    }
    out
}

/// A map or list item by item, each at `indent`; the first goes on the line where `joined`.
fn block(out: &mut String, node: &Node, indent: usize, joined: bool) {
    let mut first = joined;
    let mut margin = |out: &mut String| {
        if !std::mem::take(&mut first) {
            spaces(out, indent);
        }
    };
    match &node.kind {
        Kind::List(items) => {
            for item in items {
                margin(out);
                out.push('-');
                value(out, item, indent, true);
            }
        }
        Kind::Map(pairs) => {
            for (key, item) in pairs {
                margin(out);
                let key = written_key(&key.value);
                if key.chars().count() > KEY_CHARS {
                    out.push_str("? ");
                    out.push_str(&key);
                    out.push('\n');
                    spaces(out, indent);
                } else {
                    out.push_str(&key);
                }
                out.push(':');
                value(out, item, indent, false);
            }
        }
        Kind::Empty | Kind::Scalar { .. } => {}
    }
}

/// What stands after a key or, where `dash`, after a dash, to the end of its last line.
fn value(out: &mut String, node: &Node, indent: usize, dash: bool) {
    match &node.kind {
        Kind::Empty => {}
        Kind::Scalar { text, style, .. } => {
            out.push(' ');
            out.push_str(&scalar(text, *style, false));
        }
        Kind::List(items) if items.is_empty() => out.push_str(" []"),
        Kind::Map(pairs) if pairs.is_empty() => out.push_str(" {}"),
        Kind::List(items) if let Some(line) = on_one_line(items) => {
            out.push(' ');
            out.push_str(&line);
        }
        Kind::List(_) | Kind::Map(_) => {
            out.push(if dash { ' ' } else { '\n' });
            return block(out, node, indent + 2, dash);
        }
    }
    out.push('\n');
}

fn spaces(out: &mut String, count: usize) {
    out.extend(std::iter::repeat_n(' ', count));
}

/// A list of scalars in brackets, where it is short.
fn on_one_line(items: &[Node]) -> Option<String> {
    let mut line = String::from("[");
    for (at, item) in items.iter().enumerate() {
        let Kind::Scalar { text, style, .. } = &item.kind else {
            return None;
        };
        if at > 0 {
            line.push_str(", ");
        }
        // No text gets shorter by writing.
        if line.len() + text.len() > 4 * FLOW_CHARS {
            return None;
        }
        line.push_str(&scalar(text, *style, true));
    }
    line.push(']');
    (line.chars().count() <= FLOW_CHARS).then_some(line)
}

/// A scalar, plain where it is read alike everywhere, else in double quotes.
fn scalar(text: &str, style: Style, flow: bool) -> String {
    let plain = match (style, reading(text)) {
        (Style::Plain, Reading::Number | Reading::Truth | Reading::Date) => true,
        (Style::Plain, Reading::Text) => stands_plain(text, flow),
        (Style::Quoted, Reading::Text) => text.starts_with(char::is_alphabetic) && stands_plain(text, flow),
        _ => false,
    };
    if plain { text.to_owned() } else { quoted(text) }
}

/// A key: always a text.
fn written_key(text: &str) -> String {
    let plain = text.starts_with(char::is_alphabetic)
        && !text.contains([':', '?'])
        && reading(text) == Reading::Text
        && stands_plain(text, false)
        && text.chars().count() <= PLAIN_KEY_CHARS;
    if plain { text.to_owned() } else { quoted(text) }
}

/// Whether every reader takes `text` without quotes letter for letter, in brackets where `flow`.
fn stands_plain(text: &str, flow: bool) -> bool {
    let mut chars = text.chars();
    let Some(first) = chars.next() else {
        return false;
    };
    let second = chars.next();
    let starts = match first {
        '(' => !flow,
        '~' | '+' | '.' | '-' => second.is_some_and(char::is_alphanumeric),
        _ => first.is_alphanumeric(),
    };
    let inside = |c: char| match c {
        ' ' => true,
        '#' | '\t' => false,
        _ if c.is_whitespace() => false,
        _ if flow => c.is_alphanumeric() || "-_./()'%+=~".contains(c),
        _ => is_printable(c),
    };
    starts && !text.ends_with([' ', ':']) && !text.contains(": ") && text.chars().all(inside)
}

/// Whether YAML of either version may hold a character as such, and it can be seen or is a space.
pub(super) fn is_printable(c: char) -> bool {
    match c {
        ' '..='~' => true,
        '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{2028}' | '\u{2029}' => false,
        _ => c >= '\u{a0}',
    }
}

/// A text in double quotes, on one line.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if is_printable(c) && (c == ' ' || !c.is_whitespace()) => out.push(c),
            _ if (c as u32) < 0x100 => push(&mut out, format_args!("\\x{:02x}", c as u32)),
            _ => push(&mut out, format_args!("\\u{:04x}", c as u32)),
        }
    }
    out.push('"');
    out
}
