//! What is wrong with a case, shown with file, line, column, an excerpt and the way out.
//!
//! The excerpt is prepared here, line by line and cut around its place, so that no span and no text, however
//! odd, can trip the drawing: every range handed on lies inside its line and on the edges of letters.

use crate::text::clean;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use zopa_case::{Diagnostic, Severity, Span, Texts};

/// Letters of a line that are shown.
const SHOWN: usize = 100;
/// Letters shown before the place where a line is cut.
const BEFORE: usize = 40;

/// The problems one after the other, each with its places, and at the end how many there are.
pub fn render_diagnostics(diagnostics: &[Diagnostic], texts: &Texts, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for diagnostic in diagnostics {
        out.push_str(&one(diagnostic, texts, &renderer));
        out.push_str("\n\n");
    }
    if !diagnostics.is_empty() {
        out.push_str(&total(diagnostics));
    }
    out
}

/// The problems in one line each: `file:line:column: error[code]: message; help`.
pub fn render_plain(diagnostics: &[Diagnostic], texts: &Texts) -> String {
    diagnostics.iter().map(|diagnostic| clean(&diagnostic.line(texts)) + "\n").collect()
}

fn total(diagnostics: &[Diagnostic]) -> String {
    let count = |severity: Severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let said = |count: usize, one: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        more => Some(format!("{more} {one}s")),
    };
    let parts: Vec<String> = [said(count(Severity::Error), "error"), said(count(Severity::Warning), "warning")]
        .into_iter()
        .flatten()
        .collect();
    format!("{}\n", parts.join(", "))
}

fn one(diagnostic: &Diagnostic, texts: &Texts, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(clean(&diagnostic.message)).id(diagnostic.code));
    for excerpt in excerpts(diagnostic, texts) {
        // The drawing counts the column itself; of a line that is cut, or has nothing to show, it is told.
        let (empty, told) = (excerpt.text.trim().is_empty(), excerpt.cut || excerpt.text.trim().is_empty());
        if told {
            group = group.element(Origin::path(excerpt.file.clone()).line(excerpt.line).char_column(excerpt.column));
        }
        if empty {
            continue;
        }
        let marks = excerpt.marks.into_iter().map(|mark| -> Annotation<'_> {
            let kind = if mark.main { AnnotationKind::Primary } else { AnnotationKind::Context };
            let annotation = kind.span(mark.start..mark.end);
            if mark.label.is_empty() { annotation } else { annotation.label(mark.label) }
        });
        let snippet = Snippet::source(excerpt.text).line_start(excerpt.line).fold(false).annotations(marks);
        group = group.element(if told { snippet } else { snippet.path(excerpt.file) });
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(clean(help)));
    }
    let drawn = renderer.render(&[group]);
    // Between a place that is told and its excerpt the drawing leaves a line with nothing but its sign.
    let bare = |line: &&str| line.contains(":::") && without_colour(line).trim() == ":::";
    drawn.lines().filter(|line| !bare(line)).collect::<Vec<_>>().join("\n")
}

/// A line without the sequences that set colours.
fn without_colour(line: &str) -> String {
    let mut parts = line.split('\u{1b}');
    let first = parts.next().unwrap_or("").to_string();
    parts.fold(first, |kept, part| kept + part.split_once('m').map_or("", |(_, rest)| rest))
}

/// A line of a file, or the part of it around a place.
struct Excerpt {
    file: String,
    line: usize,
    column: usize,
    text: String,
    cut: bool,
    marks: Vec<Mark>,
}

/// A place in an excerpt, in bytes of its text.
struct Mark {
    start: usize,
    end: usize,
    main: bool,
    label: String,
}

/// The places of a problem, those of one line in one excerpt.
fn excerpts(diagnostic: &Diagnostic, texts: &Texts) -> Vec<Excerpt> {
    let mut excerpts: Vec<Excerpt> = Vec::new();
    for (at, label) in diagnostic.labels.iter().enumerate() {
        if texts.name(label.span.file).is_empty() {
            continue;
        }
        let mut excerpt = excerpt(label.span, texts);
        if let Some(mark) = excerpt.marks.first_mut() {
            mark.main = at == 0;
            mark.label = clean(&label.text);
        }
        let whole = |known: &&mut Excerpt| {
            known.file == excerpt.file && known.line == excerpt.line && !known.cut && !excerpt.cut
        };
        match excerpts.iter_mut().find(whole) {
            Some(known) => known.marks.append(&mut excerpt.marks),
            None => excerpts.push(excerpt),
        }
    }
    excerpts
}

fn excerpt(span: Span, texts: &Texts) -> Excerpt {
    let text = texts.text(span.file);
    let edge = |byte: u32| {
        let mut at = (byte as usize).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = edge(span.start);
    let from = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let to = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let line = text[from..to].trim_end_matches('\r');
    // A place that goes on in later lines is shown to the end of its first.
    let start = (start - from).min(line.len());
    let end = (edge(span.end).max(from + start) - from).min(line.len());
    let (number, column) = texts.line_column(span);
    let letters: Vec<(usize, char)> = line.char_indices().collect();
    let first = letters.iter().take_while(|(at, _)| *at < start).count();
    let cut = letters.len() > SHOWN;
    let skipped = if cut { first.saturating_sub(BEFORE).min(letters.len().saturating_sub(SHOWN)) } else { 0 };
    let mut shown = String::new();
    if skipped > 0 {
        shown.push('…');
    }
    let (mut mark_start, mut mark_end) = (None, None);
    for (at, letter) in letters.iter().skip(skipped).take(SHOWN) {
        if *at >= start && mark_start.is_none() {
            mark_start = Some(shown.len());
        }
        if *at >= end && mark_end.is_none() {
            mark_end = Some(shown.len());
        }
        shown.push(visible(*letter));
    }
    let (start, end) = (mark_start.unwrap_or(shown.len()), mark_end.unwrap_or(shown.len()));
    if letters.len() > skipped + SHOWN {
        shown.push('…');
    }
    let mark = Mark { start, end: end.max(start), main: true, label: String::new() };
    Excerpt { file: clean(texts.name(span.file)), line: number, column, text: shown, cut, marks: vec![mark] }
}

/// A letter that can be shown: what steers terminals becomes a sign for "unprintable".
fn visible(letter: char) -> char {
    match letter {
        '\t' => ' ',
        letter if clean(letter.encode_utf8(&mut [0; 4])) != letter.to_string() => '\u{fffd}',
        letter => letter,
    }
}
