//! JSON as other programs write it, into a tree with places: numbers of any form, `Infinity` and `NaN`; of a key
//! that stands twice the last counts, as it does for those programs.

use super::files::{Files, shown};
use zopa_case::{At, FileId, Kind, Node, Span, Style, limits};

/// The tree of a JSON file; `None` where it cannot be read, which is told. Time and memory are linear in the text.
pub(super) fn read_json(file: FileId, files: &mut Files) -> Option<Node> {
    let text = files.texts.text(file).to_string();
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut reading = Reading { file, text: &text, at: start, nodes: 0, doubled: Vec::new() };
    let read = reading.value(0).and_then(|node| {
        reading.blanks();
        if reading.at < text.len() { Err(reading.slip("more text follows the end")) } else { Ok(node) }
    });
    let doubled = std::mem::take(&mut reading.doubled);
    doubled.into_iter().for_each(|(span, text)| files.mend(span, text));
    match read {
        Ok(node) => Some(node),
        Err(Slip { at, message, limit }) => {
            let span = Span::new(file, at, at);
            let help = "mend this place, or write the file anew with the program it comes from";
            match limit {
                true => files.error("limit-depth", span, message, help),
                false => files.error("json-syntax", span, message, help),
            }
            None
        }
    }
}

struct Slip {
    at: usize,
    message: String,
    /// Whether it is no slip and only too much.
    limit: bool,
}

struct Reading<'t> {
    file: FileId,
    text: &'t str,
    at: usize,
    nodes: usize,
    doubled: Vec<(Span, String)>,
}

impl Reading<'_> {
    fn slip(&self, message: &str) -> Slip {
        Slip { at: self.at.min(self.text.len()), message: format!("this is not JSON: {message}"), limit: false }
    }

    fn blanks(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or("");
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    fn next(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn span(&self, start: usize) -> Span {
        Span::new(self.file, start, self.at)
    }

    fn value(&mut self, depth: usize) -> Result<Node, Slip> {
        self.nodes += 1;
        if depth > limits::DEPTH || self.nodes > limits::NODES {
            let message = format!("more than {} levels, or {} values", limits::DEPTH, limits::NODES);
            return Err(Slip { at: self.at, message, limit: true });
        }
        self.blanks();
        let start = self.at;
        match self.next() {
            Some(b'{') => self.map(start, depth),
            Some(b'[') => self.list(start, depth),
            Some(b'"') => {
                let text = self.string()?;
                Ok(Node { span: self.span(start), kind: Kind::Scalar { text, style: Style::Quoted, verbatim: false } })
            }
            Some(_) => self.word(start),
            None => Err(self.slip("it ends too early")),
        }
    }

    fn map(&mut self, start: usize, depth: usize) -> Result<Node, Slip> {
        let mut pairs: Vec<(At<String>, Node)> = Vec::new();
        let mut known = std::collections::BTreeMap::new();
        self.at += 1;
        loop {
            self.blanks();
            match self.next() {
                Some(b'}') if pairs.is_empty() => break,
                Some(b'"') => {}
                _ => return Err(self.slip("a key in quotes is expected here")),
            }
            let at = self.at;
            let key = At::new(self.string()?, self.span(at));
            self.blanks();
            if self.next() != Some(b':') {
                return Err(self.slip("a colon is expected here"));
            }
            self.at += 1;
            let value = self.value(depth + 1)?;
            match known.insert(key.value.clone(), pairs.len()) {
                Some(first) => {
                    self.doubled.push((key.span, format!("`{}` stands twice: the last counts", shown(&key.value))));
                    known.insert(key.value.clone(), first);
                    pairs[first] = (key, value);
                }
                None => pairs.push((key, value)),
            }
            if self.more(b'}')? {
                break;
            }
        }
        self.at += 1;
        Ok(Node { span: self.span(start), kind: Kind::Map(pairs) })
    }

    fn list(&mut self, start: usize, depth: usize) -> Result<Node, Slip> {
        let mut items = Vec::new();
        self.at += 1;
        loop {
            self.blanks();
            if items.is_empty() && self.next() == Some(b']') {
                break;
            }
            items.push(self.value(depth + 1)?);
            if self.more(b']')? {
                break;
            }
        }
        self.at += 1;
        Ok(Node { span: self.span(start), kind: Kind::List(items) })
    }

    /// After an item: whether the list or map ends here.
    fn more(&mut self, close: u8) -> Result<bool, Slip> {
        self.blanks();
        match self.next() {
            Some(b',') => {
                self.at += 1;
                Ok(false)
            }
            Some(byte) if byte == close => Ok(true),
            _ => Err(self.slip("a comma or a closing bracket is expected here")),
        }
    }

    fn word(&mut self, start: usize) -> Result<Node, Slip> {
        let rest = self.text.get(start..).unwrap_or("");
        let fits = |letter: char| letter.is_ascii_alphanumeric() || "+-._".contains(letter);
        let word: String = rest.chars().take_while(|letter| fits(*letter)).take(200).collect();
        if word.is_empty() {
            return Err(self.slip("a value is expected here"));
        }
        self.at += word.len();
        let kind = match word.as_str() {
            "null" => Kind::Empty,
            _ => Kind::Scalar { text: word, style: Style::Plain, verbatim: true },
        };
        Ok(Node { span: self.span(start), kind })
    }

    fn string(&mut self) -> Result<String, Slip> {
        self.at += 1;
        let mut out = String::new();
        let mut letters = self.text.get(self.at..).unwrap_or("").char_indices();
        while let Some((offset, letter)) = letters.next() {
            match letter {
                '"' => {
                    self.at += offset + 1;
                    return Ok(out);
                }
                '\\' => match letters.next().map(|(_, letter)| letter) {
                    Some('n') => out.push('\n'),
                    Some('r') => out.push('\r'),
                    Some('t') => out.push('\t'),
                    Some('b' | 'f') => out.push(' '),
                    Some('u') => {
                        let mut unit = || {
                            let digits: String = letters.by_ref().take(4).map(|(_, letter)| letter).collect();
                            u16::from_str_radix(&digits, 16).ok()
                        };
                        let first = unit();
                        let units = match first {
                            Some(high @ 0xd800..=0xdbff) => {
                                let mut ahead = letters.clone();
                                let escaped = ahead.next().is_some_and(|(_, letter)| letter == '\\')
                                    && ahead.next().is_some_and(|(_, letter)| letter == 'u');
                                if escaped {
                                    letters = ahead;
                                    let digits: String = letters.by_ref().take(4).map(|(_, letter)| letter).collect();
                                    vec![high, u16::from_str_radix(&digits, 16).unwrap_or(0xfffd)]
                                } else {
                                    vec![high]
                                }
                            }
                            Some(unit) => vec![unit],
                            None => return Err(self.slip("an escape in this text cannot be read")),
                        };
                        out.push_str(&String::from_utf16_lossy(&units));
                    }
                    Some(other) => out.push(other),
                    None => break,
                },
                letter => out.push(letter),
            }
        }
        Err(self.slip("a text in quotes does not end"))
    }
}
