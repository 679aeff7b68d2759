//! XML as negotiation programs write it, into a tree with places. Slips that leave no doubt are mended and said: tags
//! in capitals, tags that are not closed or closed twice, a lone `&`, a doubled attribute.

use super::files::{Files, shown};
use quick_xml::errors::IllFormedError;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Error, Reader};
use zopa_case::{FileId, Span, limits};

/// An element: its name in small letters, its attributes, its place, its children.
#[derive(Debug)]
pub(super) struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub span: Span,
    pub children: Vec<Element>,
}

impl Element {
    /// The value of an attribute that is not empty, white space around it left out.
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(name, _)| name == key);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// The children of a name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first element with a child of a name, here or below.
    pub(super) fn holder(&self, name: &str) -> Option<&Element> {
        let holds = self.children.iter().any(|child| child.name == name);
        if holds { Some(self) } else { self.children.iter().find_map(|child| child.holder(name)) }
    }

    /// The first element of a name, here or below, parents before children.
    pub(super) fn find(&self, name: &str) -> Option<&Element> {
        // As deep as the tree, which the reader bounds.
        if self.name == name { Some(self) } else { self.children.iter().find_map(|child| child.find(name)) }
    }
}

/// The root element of a file; `None` where it cannot be read, which is told. Time and memory are linear in the text.
pub(super) fn read_xml(file: FileId, files: &mut Files) -> Option<Element> {
    let text = files.texts.text(file).to_string();
    let mut reading = Reading { file, files, open: Vec::new(), root: None, nodes: 0 };
    let mut reader = Reader::from_str(&text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    loop {
        let start = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let event = reader.read_event();
        let end = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let span = line_of(&text, Span::new(file, start.min(text.len()), end.min(text.len())));
        match event {
            Ok(Event::Start(tag)) => {
                let element = reading.element(&tag, span)?;
                reading.make_way(&element.name);
                reading.open.push(element);
                if reading.open.len() > limits::DEPTH {
                    let message = format!("tags stand inside each other more than {} deep", limits::DEPTH);
                    reading.files.error("limit-depth", span, message, "take objectives out of each other");
                    return None;
                }
            }
            Ok(Event::Empty(tag)) => {
                let element = reading.element(&tag, span)?;
                reading.make_way(&element.name);
                reading.put(element);
            }
            Ok(Event::End(tag)) => reading.close(&name_of(tag.name().as_ref()), span),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                let at = usize::try_from(reader.error_position()).unwrap_or(usize::MAX).min(text.len());
                let help = match &error {
                    Error::IllFormed(IllFormedError::MissingEndTag(_)) => "the file may be cut off: fetch it again",
                    _ => "mend the tag, or open the file in the program that wrote it and save it again",
                };
                let message = format!("this is not XML: {error}");
                reading.files.error("xml-syntax", line_of(&text, Span::new(file, at, at)), message, help);
                return None;
            }
        }
    }
    reading.finish(text.len())
}

struct Reading<'f> {
    file: FileId,
    files: &'f mut Files,
    open: Vec<Element>,
    root: Option<Element>,
    nodes: usize,
}

impl Reading<'_> {
    fn element(&mut self, tag: &BytesStart<'_>, span: Span) -> Option<Element> {
        self.nodes += 1;
        if self.nodes > limits::NODES {
            let message = format!("the file has more than {} tags", limits::NODES);
            self.files.error("limit-nodes", span, message, "split the scenario, or join options");
            return None;
        }
        let mut attributes: Vec<(String, String)> = Vec::new();
        for attribute in tag.html_attributes().with_checks(false) {
            let attribute = match attribute {
                Ok(attribute) => attribute,
                Err(error) => {
                    let message = format!("an attribute of this tag cannot be read: {error}");
                    let help = "write attributes as name=\"value\"";
                    self.files.error("xml-syntax", span, message, help);
                    return None;
                }
            };
            let key = name_of(attribute.key.as_ref());
            let raw = String::from_utf8_lossy(&attribute.value).into_owned();
            let value = match quick_xml::escape::unescape(&raw) {
                Ok(value) => value.into_owned(),
                Err(_) => {
                    self.files.mend(span, format!("`{}` has an `&` by itself: taken as it stands", shown(&raw)));
                    raw
                }
            };
            match attributes.iter_mut().find(|(known, _)| *known == key) {
                Some((_, known)) if *known == value => {}
                Some((_, known)) => {
                    self.files.mend(span, format!("`{}` stands twice in a tag: the last counts", shown(&key)));
                    *known = value;
                }
                None => attributes.push((key, value)),
            }
            if attributes.len() > 64 {
                self.files.error("limit-nodes", span, "a tag has more than 64 attributes", "leave out what is no use");
                return None;
            }
        }
        Some(Element { name: name_of(tag.name().as_ref()), attributes, span, children: Vec::new() })
    }

    /// Closes open elements that cannot hold one of this name: an item that was not closed does not hold the next.
    fn make_way(&mut self, name: &str) {
        const PARTS: [&str; 8] =
            ["item", "issue", "objective", "weight", "range", "evaluator", "reservation", "discount_factor"];
        if !PARTS.contains(&name) {
            return;
        }
        while let Some(open) = self.open.last() {
            let holds = match open.name.as_str() {
                "item" | "weight" | "range" | "evaluator" | "reservation" | "discount_factor" => false,
                "issue" => matches!(name, "item" | "range" | "evaluator"),
                _ => true,
            };
            if holds {
                return;
            }
            let Some(element) = self.open.pop() else { return };
            self.unclosed(&element, "before the next begins");
            self.put(element);
        }
    }

    fn unclosed(&mut self, element: &Element, ends: &str) {
        self.files.mend(element.span, format!("<{}> is not closed: it ends {ends}", shown(&element.name)));
    }

    /// Puts a finished element into the one that is open.
    fn put(&mut self, element: Element) {
        match (self.open.last_mut(), &self.root) {
            (Some(parent), _) => parent.children.push(element),
            (None, None) => self.root = Some(element),
            (None, Some(_)) => {
                let text = format!("<{}> stands behind the end: left out", shown(&element.name));
                self.files.mend(element.span, text);
            }
        }
    }

    /// Closes the innermost open element of a name, and those inside it that were not closed.
    fn close(&mut self, name: &str, span: Span) {
        let Some(at) = self.open.iter().rposition(|element| element.name == name) else {
            self.files.mend(span, format!("</{}> closes nothing: left out", shown(name)));
            return;
        };
        while self.open.len() > at {
            let Some(element) = self.open.pop() else { return };
            if self.open.len() > at {
                self.unclosed(&element, "with what it stands in");
            }
            self.put(element);
        }
    }

    fn finish(self, length: usize) -> Option<Element> {
        let end = Span::new(self.file, length, length);
        if let Some(element) = self.open.last() {
            let message = format!("the file ends inside <{}>", shown(&element.name));
            let help = "the file may be cut off: fetch it again, or close the tag";
            self.files.error("xml-syntax", end, message, help);
            return None;
        }
        if self.root.is_none() {
            let help = "give the XML files of a scenario: the domain, and a profile for each party";
            self.files.error("xml-syntax", Span::new(self.file, 0, 0), "there is no XML in this file", help);
        }
        self.root
    }
}

fn name_of(bytes: &[u8]) -> String {
    let name = String::from_utf8_lossy(bytes).to_ascii_lowercase();
    name.rsplit(':').next().unwrap_or("").to_string()
}

/// A place cut to its first line.
fn line_of(text: &str, span: Span) -> Span {
    let inside = text.get(span.start as usize..span.end as usize).unwrap_or("");
    let blank = inside.len() - inside.trim_start().len();
    let line = inside.trim_start().split('\n').next().unwrap_or("").trim_end();
    span.part(blank, blank + line.len())
}
