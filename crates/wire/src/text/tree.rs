//! The tree while it is read: the open maps and lists, and where each began.

use std::ops::Range;

use zopa_case::{At, Diagnostic, Kind, Node, limits};

use super::problems::{Problems, Source, shown};
use super::slip::{self, Within};

/// White space of YAML.
pub(super) const BLANK: [char; 4] = [' ', '\t', '\n', '\r'];

/// A map or list that is open.
struct Frame {
    start: usize,
    /// The end of what was last read in it.
    end: usize,
    flow: bool,
    /// Whether it had more items than are read.
    full: bool,
    items: Items,
}

enum Items {
    List(Vec<Node>),
    Map { pairs: Vec<(At<String>, Node)>, key: Key },
}

/// The key of the pair that is being read.
enum Key {
    /// A key comes next.
    Wanted,
    /// The key was read, its value comes next.
    Read(At<String>),
    /// The key was refused; its value is read and dropped.
    Refused,
}

impl Frame {
    fn wants_key(&self) -> bool {
        matches!(&self.items, Items::Map { key, .. } if matches!(key, Key::Wanted))
    }

    fn wants_value(&self) -> bool {
        matches!(&self.items, Items::Map { key, .. } if !matches!(key, Key::Wanted))
    }
}

/// The open maps and lists, innermost last; nothing here recurses.
pub(super) struct Tree<'t> {
    source: Source<'t>,
    stack: Vec<Frame>,
    /// Open maps and lists beyond the limit; none of them is kept.
    too_deep: usize,
    root: Option<Node>,
}

impl<'t> Tree<'t> {
    pub(super) fn new(source: Source<'t>) -> Self {
        Self { source, stack: Vec::new(), too_deep: 0, root: None }
    }

    /// The whole tree; nothing where the text holds nothing.
    pub(super) fn finish(self) -> Node {
        self.root.unwrap_or(Node { span: self.source.span(0, 0), kind: Kind::Empty })
    }

    /// Whether what is read now stands too deep to be kept.
    pub(super) fn is_too_deep(&self) -> bool {
        self.too_deep > 0
    }

    /// Whether the innermost open map or list stands in brackets.
    pub(super) fn in_flow(&self) -> bool {
        self.stack.last().is_some_and(|frame| frame.flow)
    }

    /// Whether a key comes next.
    pub(super) fn wants_key(&self) -> bool {
        self.stack.last().is_some_and(Frame::wants_key)
    }

    /// The innermost open map or list.
    pub(super) fn within(&self) -> Option<Within> {
        let frame = self.stack.last()?;
        let list = matches!(frame.items, Items::List(_));
        Some(Within { start: frame.start, flow: frame.flow, list })
    }

    /// Opens a map or list that the parser noticed at `at`; gives the place of its bracket or first
    /// dash.
    pub(super) fn open(&mut self, problems: &mut Problems, list: bool, at: &Range<usize>) -> Option<usize> {
        if self.too_deep > 0 || self.stack.len() >= limits::DEPTH {
            if self.too_deep == 0 {
                problems.add(|| slip::too_deep(&self.source, at.start, at.end));
            }
            self.too_deep += 1;
            return None;
        }
        let bracket = !at.is_empty();
        let flow = bracket || self.in_flow();
        let start = if list && !flow { self.list_start(at.start) } else { at.start };
        let items = if list { Items::List(Vec::new()) } else { Items::Map { pairs: Vec::new(), key: Key::Wanted } };
        self.stack.push(Frame { start, end: start, flow, full: false, items });
        (bracket || list).then_some(start)
    }

    /// Closes the innermost map or list.
    pub(super) fn close(&mut self, problems: &mut Problems, at: Range<usize>) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            if self.too_deep == 0 {
                self.place(problems, None, at);
            }
            return;
        }
        let Some(frame) = self.stack.pop() else {
            return;
        };
        // Only a closing bracket has a length; a block ends where its last item does.
        let end = if at.is_empty() { frame.end } else { at.end };
        let kind = match frame.items {
            Items::List(items) => Kind::List(items),
            Items::Map { pairs, .. } => {
                doubled(problems, &pairs);
                Kind::Map(pairs)
            }
        };
        let span = self.source.span(frame.start, end);
        self.place(problems, Some(Node { span, kind }), frame.start..end);
    }

    /// Reports what is known of the maps left open where the reading ended.
    pub(super) fn leave(&self, problems: &mut Problems) {
        for frame in &self.stack {
            if let Items::Map { pairs, .. } = &frame.items {
                doubled(problems, pairs);
            }
        }
    }

    /// The first dash of a list; the parser places one that is not indented deeper than its key
    /// after its dash.
    fn list_start(&self, at: usize) -> usize {
        let text = self.source.text;
        let Some(map) = self.stack.last().filter(|frame| frame.wants_value()) else {
            return at;
        };
        let colon = gap_end(text, map.end);
        let dash = gap_end(text, if text[colon..].starts_with(':') { colon + 1 } else { colon });
        if text[dash..].starts_with('-') { dash } else { at }
    }

    /// Where a value that was not written belongs, from where the parser noticed it.
    pub(super) fn empty_place(&self, at: usize) -> usize {
        let text = self.source.text;
        let Some(frame) = self.stack.last().filter(|frame| !frame.wants_key()) else {
            return at;
        };
        if frame.wants_value() {
            return if has_colon(text, frame, at) { at + 1 } else { frame.end };
        }
        let dash = gap_end(text, frame.end);
        if text[dash..].starts_with('-') { dash + 1 } else { at }
    }

    /// Reports a key in brackets that no colon follows where its value should begin, at byte `at`;
    /// whether there is one. It is lawful YAML, but mostly the second half of a text with a comma.
    pub(super) fn lacks_colon(&self, problems: &mut Problems, at: usize) -> bool {
        let Some(frame) = self.stack.last().filter(|frame| frame.flow) else {
            return false;
        };
        let Items::Map { key: Key::Read(key), .. } = &frame.items else {
            return false;
        };
        if has_colon(self.source.text, frame, at) {
            return false;
        }
        problems.add(|| {
            let message = format!("`{}` stands in braces without a colon", shown(&key.value));
            Diagnostic::error("yaml-key", key.span, message).help(
                "where it is the rest of a text with a comma, put the whole text in quotes; else write `key: value`",
            )
        });
        true
    }

    /// Puts what was read at `at`, `None` where it was refused, into the innermost open map or list.
    pub(super) fn place(&mut self, problems: &mut Problems, node: Option<Node>, at: Range<usize>) {
        if self.too_deep > 0 {
            return;
        }
        let Some(frame) = self.stack.last_mut() else {
            self.root = node;
            return;
        };
        frame.end = frame.end.max(at.end);
        let mut full = false;
        match &mut frame.items {
            Items::List(items) => {
                full = items.len() >= limits::ITEMS;
                items.extend(node.filter(|_| !full));
            }
            Items::Map { pairs, key } => match std::mem::replace(key, Key::Wanted) {
                Key::Wanted => *key = as_key(&self.source, problems, node, &at),
                Key::Read(name) => {
                    full = pairs.len() >= limits::ITEMS;
                    if !full {
                        // The key of a refused value may still be doubled.
                        pairs.push((name, node.unwrap_or(Node::made(Kind::Empty))));
                    }
                }
                Key::Refused => {}
            },
        }
        if full && !frame.full {
            frame.full = true;
            let span = self.source.span(at.start, at.end);
            let message = format!("a list or map has more than {} items", limits::ITEMS);
            problems.add(|| Diagnostic::error("limit-items", span, message).help("split it into several"));
        }
    }
}

/// Whether the colon after a key stands at byte `at`; one with something behind it begins the next
/// key.
fn has_colon(text: &str, frame: &Frame, at: usize) -> bool {
    text[at..].strip_prefix(':').is_some_and(|rest| {
        rest.is_empty() || rest.starts_with(BLANK) || frame.flow && rest.starts_with([',', '[', ']', '{', '}'])
    })
}

/// Reports every key of a map that stood there before.
fn doubled(problems: &mut Problems, pairs: &[(At<String>, Node)]) {
    let mut keys: Vec<&At<String>> = pairs.iter().map(|(key, _)| key).collect();
    // A stable sort keeps equal keys in the order of the text.
    keys.sort_by(|a, b| a.value.cmp(&b.value));
    for same in keys.chunk_by(|a, b| a.value == b.value) {
        let Some((first, later)) = same.split_first() else {
            continue;
        };
        for key in later {
            problems.add(|| {
                Diagnostic::error(
                    "yaml-doubled-key",
                    key.span,
                    format!("the key `{}` stands twice in one map", shown(&key.value)),
                )
                .also(first.span, "it stands here first")
                .help("rename one of the two, or put both values under one key")
            });
        }
    }
}

/// The end of the white space and comments from byte `from`.
fn gap_end(text: &str, from: usize) -> usize {
    let mut at = from;
    loop {
        at = text.len() - text[at..].trim_start_matches(BLANK).len();
        if !text[at..].starts_with('#') {
            return at;
        }
        at = text[at..].find(['\n', '\r']).map_or(text.len(), |end| at + end);
    }
}

/// The key that was read at `at`, or its refusal.
fn as_key(source: &Source, problems: &mut Problems, node: Option<Node>, at: &Range<usize>) -> Key {
    let Some(node) = node else {
        return Key::Refused;
    };
    let what = match node.kind {
        Kind::Scalar { text, .. } if !text.is_empty() => {
            if !source.text[at.clone()].contains(['\n', '\r']) {
                return Key::Read(At::new(text, node.span));
            }
            "on several lines"
        }
        Kind::Empty | Kind::Scalar { .. } => "empty",
        Kind::List(_) => "a list",
        Kind::Map(_) => "a map",
    };
    problems.add(|| {
        let message = format!("the key here is {what}; a key is a word");
        Diagnostic::error("yaml-key", source.span(at.start, at.end), message)
            .help("write `word: value`; put a text that begins with `[` or `{`, or the word `null`, in quotes")
    });
    Key::Refused
}
