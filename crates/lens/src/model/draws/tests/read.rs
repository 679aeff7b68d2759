//! Cases for the tests: a reader of as much YAML as the catalog's own files use, since this crate reads no files.

use std::sync::Arc;
use zopa_case::{At, Case, Kind, Materials, Node, Overlay, Span};

/// A case from the texts of its files.
pub fn case(files: &[&str]) -> Case {
    build(files, Materials::default())
}

/// A case with a table beside its files.
pub fn case_with_table(files: &[&str], name: &str, text: &str) -> Case {
    let mut materials = Materials::default();
    let file = materials.texts.add(name, text);
    materials.tables.insert(name.into(), Ok(file));
    build(files, materials)
}

fn build(files: &[&str], materials: Materials) -> Case {
    let mut parts: Vec<(At<String>, Node)> = Vec::new();
    for file in files {
        match node(file).kind {
            Kind::Map(pairs) => parts.extend(pairs),
            other => panic!("a file is a map: {other:?}"),
        }
    }
    // Stored texts are not at hand here, so that quotes cannot be looked up.
    for (key, sources) in &mut parts {
        if let (true, Kind::Map(sources)) = (key.value == "sources", &mut sources.kind) {
            for (_, source) in sources {
                if let Kind::Map(source) = &mut source.kind {
                    source.retain(|(key, _)| key.value != "text");
                }
            }
        }
    }
    let tree = Node::made(Kind::Map(parts));
    Case::build(tree, Arc::new(materials)).unwrap_or_else(|problems| {
        let told: Vec<String> = problems.iter().map(|problem| format!("{problem:?}")).collect();
        panic!("{}", told.join("\n"))
    })
}

/// The invented case of the catalog in which everything is filled in.
pub fn twin() -> Case {
    case(&[
        include_str!("../../../../../../catalog/teaching/twin/case.yaml"),
        include_str!("../../../../../../catalog/teaching/twin/ledger.yaml"),
        include_str!("../../../../../../catalog/teaching/twin/numbers.yaml"),
        include_str!("../../../../../../catalog/teaching/twin/process.yaml"),
        include_str!("../../../../../../catalog/teaching/twin/sessions.yaml"),
        include_str!("../../../../../../catalog/teaching/twin/sources.yaml"),
    ])
}

/// The case after edits: `set` a path to a text of a value.
pub fn set(case: &Case, edits: &[(&str, &str)]) -> Case {
    let mut overlay = Overlay::default();
    for (path, to) in edits {
        let path = At::new((*path).to_string(), Span::default());
        overlay.edits.push(zopa_case::draft::Edit::Set { path, to: node(to) });
    }
    case.with(&overlay).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// The tree of a text.
pub fn node(text: &str) -> Node {
    let lines: Vec<(usize, String)> = text
        .lines()
        .map(bare)
        .filter(|line| !line.trim().is_empty())
        .map(|line| (line.len() - line.trim_start().len(), line.trim().to_string()))
        .collect();
    let mut reader = Lines { lines, at: 0 };
    let node = reader.block(0);
    assert_eq!(reader.at, reader.lines.len(), "not read: {:?}", reader.lines.get(reader.at));
    node
}

/// A line without its comment.
fn bare(line: &str) -> String {
    let mut quoted = false;
    let mut before = ' ';
    let mut kept = String::new();
    for letter in line.chars() {
        if letter == '"' && before != '\\' {
            quoted = !quoted;
        }
        if letter == '#' && before == ' ' && !quoted {
            break;
        }
        kept.push(letter);
        before = letter;
    }
    kept.trim_end().to_string()
}

struct Lines {
    lines: Vec<(usize, String)>,
    at: usize,
}

impl Lines {
    fn block(&mut self, indent: usize) -> Node {
        let Some((own, line)) = self.lines.get(self.at).cloned() else { return Node::made(Kind::Empty) };
        if own < indent {
            return Node::made(Kind::Empty);
        }
        if line.starts_with("- ") {
            return self.list(own);
        }
        if key_of(&line).is_none() {
            self.at += 1;
            return flow(&line);
        }
        let mut pairs = Vec::new();
        while let Some((at, line)) = self.lines.get(self.at).cloned().filter(|(at, _)| *at == own) {
            let Some((key, rest)) = key_of(&line) else { panic!("no key: {line}") };
            self.at += 1;
            let value = match rest {
                "" if self.lines.get(self.at).is_some_and(|(below, next)| *below == at && next.starts_with("- ")) => {
                    self.list(at)
                }
                "" => self.block(at + 1),
                ">-" | ">" => {
                    let mut words = Vec::new();
                    while let Some((_, line)) = self.lines.get(self.at).filter(|(below, _)| *below > at) {
                        words.push(line.clone());
                        self.at += 1;
                    }
                    Node::text(words.join(" "))
                }
                rest => flow(rest),
            };
            pairs.push((At::new(key, Span::default()), value));
        }
        Node::made(Kind::Map(pairs))
    }

    fn list(&mut self, indent: usize) -> Node {
        let mut items = Vec::new();
        while let Some((at, line)) =
            self.lines.get_mut(self.at).filter(|(at, line)| *at == indent && line.starts_with("- "))
        {
            // What follows the dash stands where a block two places further in would.
            *line = line[2..].trim_start().to_string();
            *at += 2;
            items.push(self.block(indent + 2));
        }
        Node::made(Kind::List(items))
    }
}

/// The key at the head of a line, and the rest.
fn key_of(line: &str) -> Option<(String, &str)> {
    if line.starts_with(['{', '[', '"']) {
        return None;
    }
    let (key, rest) = line.split_once(": ").or_else(|| Some((line.strip_suffix(':')?, "")))?;
    Some((key.to_string(), rest.trim()))
}

fn flow(text: &str) -> Node {
    let letters: Vec<char> = text.chars().collect();
    let mut at = 0;
    let node = value(&letters, &mut at, false);
    assert_eq!(at, letters.len(), "not read: {text}");
    node
}

fn value(letters: &[char], at: &mut usize, inside: bool) -> Node {
    skip(letters, at);
    match letters.get(*at) {
        Some('{') => {
            let mut pairs = Vec::new();
            *at += 1;
            loop {
                skip(letters, at);
                if letters[*at] == '}' {
                    *at += 1;
                    return Node::made(Kind::Map(pairs));
                }
                let start = *at;
                while letters[*at] != ':' {
                    *at += 1;
                }
                let key: String = letters[start..*at].iter().collect();
                *at += 1;
                pairs.push((At::new(key.trim().to_string(), Span::default()), value(letters, at, true)));
                comma(letters, at);
            }
        }
        Some('[') => {
            let mut items = Vec::new();
            *at += 1;
            loop {
                skip(letters, at);
                if letters[*at] == ']' {
                    *at += 1;
                    return Node::made(Kind::List(items));
                }
                items.push(value(letters, at, true));
                comma(letters, at);
            }
        }
        Some('"') => {
            let closes = |end: &usize| letters[*end] == '"' && letters[*end - 1] != '\\';
            let end = (*at + 1..letters.len()).find(closes).expect("a closing quote");
            let text: String = letters[*at + 1..end].iter().collect();
            *at = end + 1;
            Node::text(text.replace("\\\"", "\""))
        }
        _ => {
            let start = *at;
            while *at < letters.len() && !(inside && matches!(letters[*at], ',' | '}' | ']')) {
                *at += 1;
            }
            let text: String = letters[start..*at].iter().collect();
            if text.trim().is_empty() { Node::made(Kind::Empty) } else { Node::plain(text.trim()) }
        }
    }
}

fn skip(letters: &[char], at: &mut usize) {
    while letters.get(*at) == Some(&' ') {
        *at += 1;
    }
}

fn comma(letters: &[char], at: &mut usize) {
    skip(letters, at);
    if letters.get(*at) == Some(&',') {
        *at += 1;
    }
}
