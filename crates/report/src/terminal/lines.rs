//! Lines of toned text, and their wrapping.

use crate::text::{Inline, Text, bracketed, clean};
use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

/// How a piece of text is set where there is colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    Plain,
    Strong,
    Heading,
    Emphasis,
    Code,
    Source,
    Faint,
    Against,
}

impl Tone {
    fn style(self) -> Style {
        match self {
            Self::Plain => Style::new(),
            Self::Strong => Style::new().bold(),
            Self::Heading => Style::new().bold().fg_color(Some(AnsiColor::Cyan.into())),
            Self::Emphasis => Style::new().italic(),
            Self::Code => AnsiColor::Cyan.on_default(),
            Self::Source | Self::Faint => Style::new().dimmed(),
            Self::Against => AnsiColor::Red.on_default().bold(),
        }
    }
}

/// A line: pieces, one after the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Line(pub Vec<(String, Tone)>);

impl Line {
    pub fn of(text: impl Into<String>, tone: Tone) -> Self {
        Self(vec![(text.into(), tone)])
    }

    pub fn width(&self) -> usize {
        self.0.iter().map(|(text, _)| text.width()).sum()
    }

    /// Adds blanks up to a width.
    pub fn pad(&mut self, width: usize) {
        let blanks = width.saturating_sub(self.width());
        if blanks > 0 {
            self.0.push((" ".repeat(blanks), Tone::Plain));
        }
    }

    /// Puts the line out without blanks at its end; blanks that do not break become blanks.
    pub fn print(&self, color: bool, out: &mut String) {
        let solid = self.0.iter().rposition(|(text, _)| !text.trim_end().is_empty()).map_or(0, |at| at + 1);
        for (at, (text, tone)) in self.0[..solid].iter().enumerate() {
            let text = text.replace('\u{a0}', " ");
            let text = if at + 1 == solid { text.trim_end() } else { &text };
            let style = tone.style();
            if color && style != Style::new() {
                out.push_str(&format!("{style}{text}{style:#}"));
            } else {
                out.push_str(text);
            }
        }
    }
}

/// The pieces of a text, by lines that the text itself begins.
fn pieces(text: &Text) -> Vec<Vec<(String, Tone)>> {
    let mut lines = vec![Vec::new()];
    for run in &text.0 {
        let piece = match run {
            Inline::Break => {
                lines.push(Vec::new());
                continue;
            }
            Inline::Plain(text) | Inline::Party(text) => (clean(text), Tone::Plain),
            Inline::Strong(text) => (clean(text), Tone::Strong),
            Inline::Emphasis(text) => (clean(text), Tone::Emphasis),
            Inline::Code(text) => (clean(text), Tone::Code),
            Inline::Item { text, .. } => (clean(text), Tone::Code),
            Inline::Address(text) => (clean(text), Tone::Faint),
            Inline::Sources(sources) => {
                // A source and its grade stay on one line.
                let kept = clean(&bracketed(sources)).replace(' ', "\u{a0}").replace(",\u{a0}", ", ");
                (kept, Tone::Source)
            }
            Inline::Sign(sign) => (clean(&sign.letters()), Tone::Strong),
        };
        if let Some(line) = lines.last_mut() {
            line.push(piece);
        }
    }
    lines
}

/// A word: pieces without a blank between them.
type Word = Vec<(String, Tone)>;

fn words(pieces: &[(String, Tone)]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open = false;
    for (text, tone) in pieces {
        for (at, part) in text.split(' ').enumerate() {
            if at > 0 {
                open = false;
            }
            if part.is_empty() {
                continue;
            }
            match words.last_mut().filter(|_| open) {
                Some(word) => word.push((part.to_string(), *tone)),
                None => words.push(vec![(part.to_string(), *tone)]),
            }
            open = true;
        }
    }
    words
}

/// Cuts a word that is wider than a line.
fn cut(word: Word, width: usize) -> Vec<Word> {
    if Line(word.clone()).width() <= width {
        return vec![word];
    }
    let mut parts: Vec<Word> = Vec::new();
    let mut part = Line::default();
    for (text, tone) in word {
        for letter in text.chars() {
            let before = part.clone();
            match part.0.last_mut().filter(|(_, last)| *last == tone) {
                Some((text, _)) => text.push(letter),
                None => part.0.push((letter.to_string(), tone)),
            }
            // Letters can be wider together than alone, so the part is measured as a whole.
            if part.width() > width && !before.0.is_empty() {
                parts.push(before.0);
                part = Line::of(letter.to_string(), tone);
            }
        }
    }
    parts.push(part.0);
    parts
}

/// The text in lines of at most `width`, the first of each paragraph set in by `first`, the others by `rest`.
pub(super) fn wrap(text: &Text, width: usize, first: usize, rest: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for paragraph in pieces(text) {
        let start = if lines.is_empty() { first } else { rest };
        let room = width.saturating_sub(first.max(rest)).max(1);
        let indented =
            |indent: usize| if indent == 0 { Line::default() } else { Line::of(" ".repeat(indent), Tone::Plain) };
        let mut line = indented(start);
        let mut bare = true;
        for word in words(&paragraph).into_iter().flat_map(|word| cut(word, room)) {
            let wide = Line(word.clone()).width();
            if !bare && line.width() + 1 + wide > width {
                lines.push(std::mem::replace(&mut line, indented(rest)));
                bare = true;
            }
            if !bare {
                // The blank takes the tone of its neighbours, so that a run of one tone is one run.
                let tone = line
                    .0
                    .last()
                    .map(|(_, tone)| *tone)
                    .filter(|tone| word.first().is_some_and(|(_, next)| next == tone));
                line.0.push((" ".into(), tone.unwrap_or(Tone::Plain)));
            }
            line.0.extend(word);
            bare = false;
        }
        lines.push(line);
    }
    lines.into_iter().map(joined).collect()
}

/// Neighbouring pieces of one tone as one piece.
fn joined(line: Line) -> Line {
    let mut pieces: Vec<(String, Tone)> = Vec::new();
    for (text, tone) in line.0 {
        match pieces.last_mut().filter(|(_, last)| *last == tone) {
            Some((known, _)) => known.push_str(&text),
            None => pieces.push((text, tone)),
        }
    }
    Line(pieces)
}

/// Text of one tone in lines of at most `width`.
pub(super) fn wrapped(text: &str, tone: Tone, width: usize) -> Vec<Line> {
    let run = match tone {
        Tone::Strong | Tone::Heading => Text::new().strong(text),
        _ => Text::from(text),
    };
    let mut lines = wrap(&run, width, 0, 0);
    lines.iter_mut().flat_map(|line| &mut line.0).for_each(|(_, known)| *known = tone);
    lines
}

/// The width of the longest word of a text.
pub(super) fn longest_word(text: &Text) -> usize {
    pieces(text).iter().flat_map(|line| words(line)).map(|word| Line(word).width()).max().unwrap_or(0)
}

/// The width of a text on as few lines as it asks for.
pub(super) fn natural(text: &Text) -> usize {
    let line = |line: &Vec<(String, Tone)>| line.iter().map(|(text, _)| text.width()).sum();
    pieces(text).iter().map(line).max().unwrap_or(0)
}
