//! Slips of writing that end the reading, in words.

use granit_parser::{ErrorKind, ScanError};
use zopa_case::{Diagnostic, limits};

use super::problems::{Source, shown};

/// The innermost open map or list where the reading ended.
#[derive(Clone, Copy)]
pub(super) struct Within {
    /// Its first byte.
    pub(super) start: usize,
    /// Whether it stands in brackets.
    pub(super) flow: bool,
    /// Whether it is a list.
    pub(super) list: bool,
}

/// What is said about a slip: from where to where, the sentence, the way out.
struct Said {
    start: usize,
    end: usize,
    message: String,
    help: String,
}

/// A slip of one character at byte `at`.
fn said(source: &Source, at: usize, message: impl Into<String>, help: impl Into<String>) -> Said {
    Said { start: at, end: source.char_end(at), message: message.into(), help: help.into() }
}

/// The diagnostic for the error that ended the reading.
pub(super) fn explain(source: &Source, error: &ScanError, within: Option<Within>) -> Diagnostic {
    let mut at = error.marker().byte_offset().unwrap_or(source.text.len()).min(source.text.len());
    while !source.text.is_char_boundary(at) {
        at -= 1;
    }
    let kind = error.kind();
    if matches!(kind, ErrorKind::RecursionLimitExceeded) {
        return too_deep(source, at, at);
    }
    let said = quotes(source, kind, at)
        .or_else(|| starts(source, kind, at))
        .or_else(|| brackets(source, kind, at))
        .unwrap_or_else(|| lines(source, kind, at));
    let span = source.span(said.start, said.end);
    let slip = Diagnostic::error(code(kind), span, said.message).help(said.help);
    let aligned = matches!(kind, ErrorKind::ExpectedBlockMappingKey | ErrorKind::ExpectedBlockSequenceEntry);
    match within.filter(|within| within.start < said.start && (within.flow || aligned)) {
        None => slip,
        Some(within) => {
            let what = if within.list { "list" } else { "map" };
            let start = source.span(within.start, source.char_end(within.start));
            slip.also(start, format!("the {what} before it begins here"))
        }
    }
}

/// The error for maps and lists too deep inside each other.
pub(super) fn too_deep(source: &Source, start: usize, end: usize) -> Diagnostic {
    let message = format!("maps and lists stand more than {} deep inside each other", limits::DEPTH);
    Diagnostic::error("limit-depth", source.span(start, end), message)
        .help("give the inner parts ids and place them side by side")
}

fn code(kind: &ErrorKind) -> &'static str {
    match kind {
        ErrorKind::ExpectedTagBang
        | ErrorKind::InvalidGlobalTagCharacter
        | ErrorKind::InvalidTagTerminator
        | ErrorKind::InvalidTagEscape
        | ErrorKind::InvalidTagUtf8LeadingByte
        | ErrorKind::InvalidTagUtf8TrailingByte
        | ErrorKind::InvalidTagUtf8
        | ErrorKind::MissingTagUri
        | ErrorKind::UnclosedVerbatimTag
        | ErrorKind::UndeclaredTagHandle => "yaml-tag",
        _ => "yaml-syntax",
    }
}

/// Slips with quotes and escapes.
fn quotes(source: &Source, kind: &ErrorKind, at: usize) -> Option<Said> {
    Some(match kind {
        ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => said(
            source,
            at,
            "the quote opened here is never closed",
            "close it at the end of the text; inside '...' an apostrophe is written twice, inside \"...\" a quote as `\\\"`",
        ),
        ErrorKind::InvalidTrailingSingleQuotedScalar => said(
            source,
            at,
            "text goes on after the closing quote",
            "inside '...' write an apostrophe twice, or put the whole text in \"...\"; see too that the quote before it was closed",
        ),
        ErrorKind::InvalidTrailingDoubleQuotedScalar => said(
            source,
            at,
            "text goes on after the closing quote",
            "inside \"...\" write a quote as `\\\"`, or put the whole text in '...'; see too that the quote before it was closed",
        ),
        ErrorKind::UnknownQuotedScalarEscape
        | ErrorKind::InvalidQuotedScalarHexEscape
        | ErrorKind::InvalidLowSurrogateHexEscape
        | ErrorKind::InvalidLowSurrogate
        | ErrorKind::MissingLowSurrogate
        | ErrorKind::UnpairedLowSurrogate
        | ErrorKind::InvalidUnicodeEscape => {
            let start =
                if matches!(kind, ErrorKind::UnknownQuotedScalarEscape) { unknown_escape(source.text, at) } else { at };
            said(
                source,
                start,
                "a backslash in \"...\" begins an escape, and this is none",
                "write a backslash twice, or put the text in '...', where it stands for itself",
            )
        }
        _ => return None,
    })
}

/// The first backslash of the double-quoted text at `at` that begins no escape.
fn unknown_escape(text: &str, at: usize) -> usize {
    let mut chars = text[at..].char_indices().skip(1);
    while let Some((offset, c)) = chars.next() {
        let escape = |c: char| "0abtnvfre \"/\\N_LPxuU\t\n\r".contains(c);
        if c == '\\' && !chars.next().is_some_and(|(_, c)| escape(c)) {
            return at + offset;
        }
    }
    at
}

/// Texts that need quotes for their first character.
fn starts(source: &Source, kind: &ErrorKind, at: usize) -> Option<Said> {
    let here = source.text[at..].chars().next();
    let begins = |with: char, other: &str| {
        let help = format!("put the text in quotes{other}");
        said(source, at, format!("a text cannot begin with `{with}` unless it stands in quotes"), help)
    };
    Some(match kind {
        ErrorKind::UnexpectedCharacter { character } => begins(*character, ""),
        ErrorKind::InvalidBlockScalarHeader | ErrorKind::ZeroBlockScalarIndent => begins(
            here.unwrap_or('>'),
            "; where `|` or `>` opens a long text, the text begins on the next line, indented",
        ),
        ErrorKind::MissingAnchorOrAliasName => begins(here.unwrap_or('*'), ""),
        ErrorKind::MappingKeyNotAllowed => begins('?', ""),
        ErrorKind::BlockSequenceEntryNotAllowed | ErrorKind::PlainScalarStartsWithDashFlowIndicator => begins(
            '-',
            "; a list begins on the line below its key, each item after `- `, or stands in brackets: `[a, b]`",
        ),
        ErrorKind::BlockEntryInFlowCollection => begins('-', "; a list inside brackets has no dashes: `[a, b]`"),
        ErrorKind::InvalidBlockScalarIndent => said(
            source,
            at,
            "a line of the long text that begins here is indented less than its first line",
            "give all lines of the text the same indentation, deeper than its key",
        ),
        _ if code(kind) == "yaml-tag" => begins('!', ", or take the tag away"),
        _ => return None,
    })
}

/// Slips with brackets and commas.
fn brackets(source: &Source, kind: &ErrorKind, at: usize) -> Option<Said> {
    let quote = "put a text that holds `,` `: ` `[` `]` `{` or `}` in quotes";
    Some(match kind {
        ErrorKind::UnclosedFlowCollection { open } => said(
            source,
            at,
            format!("the `{open}` opened here is never closed"),
            format!("close it after the last item; {quote}"),
        ),
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => said(
            source,
            at,
            format!("the `{open}` opened here meets a `{close}`"),
            format!("close it with its own bracket; {quote}"),
        ),
        ErrorKind::MisplacedFlowCollectionEnd => {
            said(source, at, "this bracket closes nothing", format!("take it away; {quote}"))
        }
        ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::ExpectedFlowSequenceSeparator
        | ErrorKind::FlowMappingValueAdjacentCollection
        | ErrorKind::InvalidColonPlacement
        | ErrorKind::InvalidFlowScalarIndent
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping => said(
            source,
            at,
            "inside brackets a comma or the closing bracket is wanted before this",
            format!("{quote}; see too that the bracket before it was closed"),
        ),
        _ => return None,
    })
}

/// Slips with colons, tabs, indentation and comments.
fn lines(source: &Source, kind: &ErrorKind, at: usize) -> Said {
    let text = source.text;
    let line = text[..at].rfind('\n').map_or(0, |at| at + 1);
    let here = text[at..].chars().next();
    match kind {
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInIndentation
        | ErrorKind::TabInPlainScalar
        | ErrorKind::InvalidBlockEntryWhitespace
        | ErrorKind::InvalidMappingValueWhitespace => tab(source, text[line..].find('\t').map_or(at, |tab| line + tab)),
        ErrorKind::MappingValueNotAllowed => colon(source, line, at),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => said(
            source,
            at,
            "this line has no `: ` after its key",
            "write `key: value`; a text that goes on from the line above is indented deeper than its key",
        ),
        ErrorKind::CommentInterceptedScalar => said(
            source,
            at,
            "a comment cuts this text in two",
            "move the comment above the text, or put the text in quotes",
        ),
        ErrorKind::CommentNotSeparated => {
            said(source, at, "`#` follows without a space", "leave a space before a comment, or put the text in quotes")
        }
        _ if here == Some(':') => said(source, at, "this colon follows no key", "leave a space after a key's colon"),
        _ if here.is_some_and(|c| ",&*!|>%@`?".contains(c)) => said(
            source,
            at,
            format!("`{}` cannot stand here", here.unwrap_or(' ')),
            "put a text that begins with it in quotes; take it away after a quote or bracket",
        ),
        _ if text[line..at].trim_end().ends_with([']', '}', '"', '\'']) => said(
            source,
            at,
            "text goes on after the closing bracket or quote",
            "put the whole text in quotes, or end the line there",
        ),
        ErrorKind::ExpectedBlockMappingKey | ErrorKind::ExpectedBlockSequenceEntry => {
            let indent = text[line..at].len() - text[line..at].trim_start_matches([' ', '-']).len();
            let start = if line + indent == at { line + text[line..at].find('-').unwrap_or(indent) } else { at };
            said(
                source,
                start,
                "this line fits neither the map nor the list it follows",
                "begin all keys of a map, and all dashes of a list, in the same column; what belongs to a key is indented deeper",
            )
        }
        _ if here.is_none() => {
            said(source, at, "the file ends too early", "finish the last value, or take the last line away")
        }
        _ => said(
            source,
            at,
            format!("this is not YAML: {kind}"),
            "put a text with special characters in quotes; begin all keys of a map in the same column",
        ),
    }
}

/// A tab where only spaces may stand.
fn tab(source: &Source, at: usize) -> Said {
    said(source, at, TAB, TAB_HELP)
}

/// What is said of a tab where only spaces may stand.
pub(super) const TAB: &str = "a tab stands where only spaces may";
/// The way out of it.
pub(super) const TAB_HELP: &str = "put spaces in its place; YAML is indented with spaces only";

/// A colon at byte `at`, in the line from byte `line`, that makes a key where none can stand.
fn colon(source: &Source, line: usize, at: usize) -> Said {
    let text = source.text;
    let before = text[line..at].trim_start_matches([' ', '-']);
    if let Some(first) = before.find(": ") {
        let key = &before[..first];
        let end = text[at..].find(['\n', '\r']).map_or(text.len(), |end| at + end);
        let start = at - before.len() + first + 2;
        let value = &text[start..end];
        let value = value.split(" #").next().unwrap_or(value).trim();
        let example = if value.contains(['"', '\\']) || value.chars().count() + key.chars().count() > 80 {
            format!("`{}: \"...\"`", shown(key))
        } else {
            format!("`{key}: \"{value}\"`")
        };
        let help =
            format!("put the text after the first colon in quotes: {example}; or begin a new line for the second key");
        return said(source, at, "a second `: ` stands on this line", help);
    }
    if before.chars().take(1_025).count() > 1_024 {
        return said(
            source,
            at,
            "this key is longer than 1,024 characters",
            "shorten it, or see that a text in front of it is closed",
        );
    }
    let above = text[..line].lines().next_back().map_or("", str::trim);
    let help = if above.contains(':') && !above.contains(": ") && !above.ends_with(':') {
        "leave a space after the colon in the line above"
    } else if above.contains(": ") {
        "the key in the line above has its value already: begin this line in the same column as that key"
    } else {
        "a key with something below it ends in a colon: see whether the line above wants one"
    };
    said(source, at, "a key cannot stand on this line", help)
}
