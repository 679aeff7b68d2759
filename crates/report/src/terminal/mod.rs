//! A document as text for a terminal: readable without colour, never wider than asked.

mod gap;
mod grid;
mod lines;

use crate::document::{Content, Document, Item, Place};
use crate::sign::{Sign, key_letters};
use crate::text::{Text, clean};
use lines::{Line, Tone, wrap, wrapped};

/// The document for a terminal of this many columns (80 to 120 are used), with colour or without.
///
/// The record behind the page is left out: a terminal has no links to follow to it.
pub fn render_terminal(document: &Document, width: usize, color: bool) -> String {
    let width = width.clamp(80, 120);
    let mut page: Vec<Line> = Vec::new();
    page.extend(wrap(&Text::new().strong(clean(&document.title).to_uppercase()), width, 0, 0));
    document.subtitle.iter().for_each(|line| page.extend(wrap(line, width, 0, 0)));
    document.cautions.iter().for_each(|line| page.extend(wrap(line, width, 0, 0)));
    for block in document.blocks.iter().filter(|block| block.place == Place::Page) {
        content(&block.content, width, &mut page);
    }
    page.push(Line::default());
    page.push(Line::of("─".repeat(width), Tone::Faint));
    document.colophon.iter().for_each(|line| page.extend(wrap(line, width, 0, 0)));
    let mut text = String::new();
    for line in &page {
        line.print(color, &mut text);
        text.push('\n');
    }
    text
}

fn content(content: &Content, width: usize, page: &mut Vec<Line>) {
    match content {
        Content::Heading { level, text, .. } => heading(*level, text, width, page),
        Content::Paragraph(text) => page.extend(wrap(text, width, 0, 0)),
        Content::List { numbered, items } => list(*numbered, items, width, page),
        Content::Table(table) => page.extend(grid::table(table, width)),
        Content::Gap(table) => gap::table(table, width, page),
        Content::Chart(chart) => chart.tables.iter().enumerate().for_each(|(at, table)| {
            if at > 0 {
                page.push(Line::default());
            }
            page.extend(grid::table(table, width));
        }),
        Content::Key(marks) => key(marks, width, page),
        Content::Note(text) => {
            for mut line in wrap(text, width - 2, 0, 0) {
                line.0.insert(0, ("| ".into(), Tone::Faint));
                page.push(line);
            }
        }
    }
}

fn heading(level: u8, text: &str, width: usize, page: &mut Vec<Line>) {
    page.push(Line::default());
    if level <= 2 {
        page.extend(wrapped(&clean(text).to_uppercase(), Tone::Heading, width));
        page.push(Line::of("─".repeat(width), Tone::Faint));
    } else {
        page.extend(wrapped(&clean(text).to_uppercase(), Tone::Strong, width));
    }
}

fn list(numbered: bool, items: &[Item], width: usize, page: &mut Vec<Line>) {
    let digits = items.len().to_string().len();
    let indent = if numbered { digits + 2 } else { 3 };
    for (at, item) in items.iter().enumerate() {
        let lead = if numbered { format!("{:>1$} ", at + 1, digits + 1) } else { " - ".to_string() };
        for (row, mut line) in wrap(&item.text, width - indent, 0, 0).into_iter().enumerate() {
            let lead = if row == 0 { lead.clone() } else { " ".repeat(indent) };
            line.0.insert(0, (lead, Tone::Plain));
            page.push(line);
        }
        for below in &item.below {
            page.extend(wrap(below, width, indent + 2, indent + 4));
        }
    }
}

/// The key in columns of equal width, as many as fit.
fn key(marks: &[(Sign, String)], width: usize, page: &mut Vec<Line>) {
    let cells: Vec<(String, String)> = marks.iter().map(|(sign, words)| (key_letters(sign), words.clone())).collect();
    let mut line = Line::default();
    for (letters, words) in cells {
        let cell = letters.chars().count() + 1 + words.chars().count();
        if !line.0.is_empty() && line.width() + 3 + cell > width {
            page.push(std::mem::take(&mut line));
        }
        if !line.0.is_empty() {
            line.0.push(("   ".into(), Tone::Plain));
        }
        line.0.push((letters, Tone::Strong));
        line.0.push((format!(" {words}"), Tone::Plain));
    }
    page.push(line);
}
