//! YAML into the tree: from the parser's events, without recursion.

use std::borrow::Cow;
use std::ops::Range;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle};
use zopa_case::{Diagnostic, FileId, Kind, Node, Style, limits};

use super::plain::{Parted, Reading, reading};
use super::problems::{Problems, Source, shown};
use super::slip;
use super::tree::{BLANK, Tree};
use super::unseen;

/// The tree of a YAML or JSON text, with every place in bytes of `text`.
///
/// Places: of a scalar that stands in the file letter for letter, exactly its text without quotes;
/// of any other its whole token, for a block (`|`, `>`) from its first to its last letter; of a map
/// or list, from its first to its last item, or from bracket to bracket; of an empty value, right
/// after the colon or dash. A block that the file ends without a line break ends in one, as YAML 1.2
/// has it. Time and memory are linear in the text.
///
/// # Errors
/// All problems found, in the order of the text: `yaml-syntax` (where it ends the reading, what
/// follows is not looked at), `yaml-alias`, `yaml-tag`, `yaml-documents`, `yaml-key`,
/// `yaml-doubled-key`, `yaml-ambiguous`, and `limit-bytes`, `limit-depth`, `limit-nodes`,
/// `limit-items`.
pub fn read_text(file: FileId, text: &str) -> Result<Node, Vec<Diagnostic>> {
    if text.len() > limits::FILE_BYTES {
        return Err(vec![super::too_long(None, file, text.len())]);
    }
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let source = Source { file, text: body, skipped: text.len() - body.len() };
    let mut reader = Reader {
        source,
        problems: Problems::default(),
        tree: Tree::new(source),
        nodes: 0,
        documents: 0,
        last_tab: None,
        stop: false,
    };
    unseen::report(&source, &mut reader.problems);
    reader.read();
    reader.tree.leave(&mut reader.problems);
    if !reader.problems.is_empty() {
        return Err(reader.problems.finish());
    }
    Ok(reader.tree.finish())
}

struct Reader<'t> {
    source: Source<'t>,
    problems: Problems,
    tree: Tree<'t>,
    nodes: usize,
    documents: usize,
    last_tab: Option<usize>,
    stop: bool,
}

impl<'t> Reader<'t> {
    fn read(&mut self) {
        let mut options = granit_parser::options! {
            emit_anchor_events: true,
            emit_unresolved_aliases: true,
            flow_nesting_limit: 2 * limits::DEPTH,
            block_nesting_limit: 2 * limits::DEPTH,
        };
        options.set_emit_comments(false);
        for event in Parser::new_from_str_with_options(self.source.text, options) {
            match event {
                Ok((event, span)) => {
                    // A parser over a string knows the bytes of every place.
                    let tag = span.tag_span().and_then(|span| span.byte_range());
                    self.event(event, span.byte_range().unwrap_or_default(), tag);
                }
                Err(error) => {
                    let limit = matches!(error.kind(), ErrorKind::RecursionLimitExceeded);
                    let known = unseen::ended(&error) || limit && self.tree.is_too_deep();
                    if !known || self.problems.is_empty() {
                        self.problems.add_last(slip::explain(&self.source, &error, self.tree.within()));
                    }
                    return;
                }
            }
            if self.stop {
                return;
            }
        }
    }

    fn event(&mut self, event: Event<'t>, at: Range<usize>, tag: Option<Range<usize>>) {
        if let Some(tag) = &tag {
            self.tag(tag.clone());
        }
        match event {
            Event::DocumentStart(..) => self.document(at),
            Event::Anchor(..) => self.reference(at, "anchors"),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.count(&at);
                self.reference(at.clone(), "aliases");
                self.tree.place(&mut self.problems, None, at);
            }
            Event::Scalar(text, style, _, _) => {
                self.count(&at);
                if !self.tree.is_too_deep() {
                    self.scalar(text, style, tag.is_some(), at);
                }
            }
            Event::SequenceStart(..) => self.open(true, at),
            Event::MappingStart(..) => self.open(false, at),
            Event::SequenceEnd | Event::MappingEnd => self.tree.close(&mut self.problems, at),
            _ => {}
        }
    }

    fn document(&mut self, at: Range<usize>) {
        self.documents += 1;
        if self.documents == 2 {
            let span = self.source.span(at.start, at.end);
            self.problems.add_last(Diagnostic::error("yaml-documents", span, "a second document begins here").help(
                "a file holds one document: move this part to a file of its own and take the `---` or `...` away",
            ));
            self.stop = true;
        }
    }

    fn reference(&mut self, at: Range<usize>, what: &str) {
        let span = self.source.span(at.start, at.end);
        let text = &self.source.text[at];
        self.problems.add(|| {
            Diagnostic::error("yaml-alias", span, format!("`{}`: {what} are not read", shown(text)))
                .help("write the value out where it is used; put a text that begins with `&` or `*` in quotes")
        });
    }

    fn tag(&mut self, at: Range<usize>) {
        let span = self.source.span(at.start, at.end);
        let text = &self.source.text[at];
        self.problems.add(|| {
            Diagnostic::error("yaml-tag", span, format!("`{}`: tags are not read", shown(text)))
                .help("take it away; to keep a value a text, put the value in quotes")
        });
    }

    /// Counts a scalar, list or map.
    fn count(&mut self, at: &Range<usize>) {
        self.nodes += 1;
        if self.nodes > limits::NODES && !self.stop {
            let message = format!("the file holds more than {} scalars, lists and maps", limits::NODES);
            let problem = Diagnostic::error("limit-nodes", self.source.span(at.start, at.end), message);
            self.problems.add_last(problem.help("split the case into a folder of several files"));
            self.stop = true;
        }
    }

    fn open(&mut self, list: bool, at: Range<usize>) {
        self.count(&at);
        let in_flow = self.tree.in_flow();
        if let Some(start) = self.tree.open(&mut self.problems, list, &at)
            && !in_flow
        {
            self.tab_before(start);
        }
    }

    fn scalar(&mut self, text: Cow<'t, str>, style: ScalarStyle, tagged: bool, at: Range<usize>) {
        let plain = style == ScalarStyle::Plain;
        if plain && at.is_empty() {
            let place = self.tree.empty_place(at.start);
            let span = self.source.span(place, place);
            let bare = self.tree.lacks_colon(&mut self.problems, at.start);
            let empty = (!bare).then_some(Node { span, kind: Kind::Empty });
            return self.tree.place(&mut self.problems, empty, place..place);
        }
        if !self.tree.in_flow() {
            self.tab_before(at.start);
        }
        let (inner, whole) = places(self.source.text, &text, style, at);
        if plain && !tagged && !self.plain(&text, &whole) {
            return self.tree.place(&mut self.problems, None, whole);
        }
        let verbatim = inner.is_some();
        let at = inner.unwrap_or_else(|| whole.clone());
        let span = self.source.span(at.start, at.end);
        let kind = if plain && reading(&text) == Reading::Nothing {
            Kind::Empty
        } else {
            let style = if plain { Style::Plain } else { Style::Quoted };
            Kind::Scalar { text: text.into_owned(), style, verbatim }
        };
        let node = Some(Node { span, kind });
        self.tree.place(&mut self.problems, node, whole);
    }

    /// Reports what readers would take differently in a plain scalar; whether nothing was found.
    fn plain(&mut self, text: &str, at: &Range<usize>) -> bool {
        let span = self.source.span(at.start, at.end);
        let parted = match reading(text) {
            Reading::Parted(parted) => Some(parted),
            _ if self.tree.in_flow() && text.starts_with(['?', ':']) => Some(Parted::Sign),
            _ => None,
        };
        if self.tree.wants_key() && text == "<<" {
            self.problems.add(|| {
                Diagnostic::error("yaml-alias", span, "`<<`: maps are not merged")
                    .help("write the keys out in this map; for a key of this name put it in quotes")
            });
            return false;
        }
        if let Some(parted) = parted {
            let key = self.tree.wants_key();
            self.problems
                .add(|| Diagnostic::error("yaml-ambiguous", span, parted.message(text)).help(parted.help(text, key)));
            return false;
        }
        let mut line_start = at.start;
        let mut dash = None;
        for (number, line) in self.source.text[at.clone()].split(['\n', '\r']).enumerate() {
            let words = line.trim_start_matches(BLANK);
            if number > 0 && words.starts_with('-') {
                dash = Some(line_start + line.len() - words.len());
                break;
            }
            line_start += line.len() + 1;
        }
        if let Some(dash) = dash {
            let span = self.source.span(dash, dash + 1);
            self.problems.add(|| {
                Diagnostic::error(
                    "yaml-syntax",
                    span,
                    "this line goes on the text above, yet begins like an item of a list",
                )
                .help(
                    "begin all dashes of a list in the same column, with a space after each; or put the text in quotes",
                )
            });
            return false;
        }
        true
    }

    /// Reports a tab between the start of a line, dash or colon and byte `at`; inside
    /// brackets, where it is not asked, tabs are harmless.
    fn tab_before(&mut self, at: usize) {
        let before = self.source.text[..at].bytes().rev().take_while(|byte| b" \t-?:".contains(byte));
        let Some(back) = before.enumerate().filter(|(_, byte)| *byte == b'\t').map(|(back, _)| back).last() else {
            return;
        };
        let tab = at - 1 - back;
        if self.last_tab != Some(tab) {
            self.last_tab = Some(tab);
            let span = self.source.span(tab, tab + 1);
            self.problems.add(|| Diagnostic::error("yaml-syntax", span, slip::TAB).help(slip::TAB_HELP));
        }
    }
}

/// The place of a scalar's text where it stands letter for letter, and of its whole token.
fn places(source: &str, text: &str, style: ScalarStyle, at: Range<usize>) -> (Option<Range<usize>>, Range<usize>) {
    let token = &source[at.clone()];
    match style {
        ScalarStyle::Plain => ((token == text).then(|| at.clone()), at),
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
            let inner = token.get(1..token.len().saturating_sub(1)) == Some(text);
            (inner.then(|| at.start + 1..at.end - 1), at)
        }
        ScalarStyle::Literal | ScalarStyle::Folded => {
            let length = token.trim_end_matches(BLANK).len();
            if length == 0 || text.trim_end_matches(BLANK).is_empty() {
                // A block without a letter has no place of its own: it stands where its mark ends.
                let end = source[..at.end].trim_end_matches(BLANK).len();
                return (None, end..end);
            }
            let whole = at.start..at.start + length;
            let inner = token.starts_with(text);
            (inner.then(|| at.start..at.start + text.len()), whole)
        }
    }
}
