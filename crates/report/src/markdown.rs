//! A document as GitHub-flavoured Markdown.

use crate::document::{Content, Document, Item, Place, Table};
use crate::gap_table::{DAYS, GapRow, GapTable};
use crate::html::web_address;
use crate::sign::key_letters;
use crate::text::{Inline, Text, bracketed, clean};

/// The document as Markdown, record included.
pub fn render_markdown(document: &Document) -> String {
    let mut out = format!("# {}\n\n", escape(&document.title));
    document.subtitle.iter().for_each(|line| out.push_str(&format!("{}\n\n", inline(line, "  \n"))));
    document.cautions.iter().for_each(|line| out.push_str(&format!("> {}\n\n", inline(line, " "))));
    let mut record = false;
    for place in [Place::Page, Place::Record] {
        for block in document.blocks.iter().filter(|block| block.place == place) {
            if place == Place::Record && !std::mem::replace(&mut record, true) {
                out.push_str("---\n\n");
            }
            content(&block.content, &mut out);
        }
    }
    out.push_str("---\n\n");
    document.colophon.iter().for_each(|line| out.push_str(&format!("{}\n\n", inline(line, " "))));
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn content(content: &Content, out: &mut String) {
    match content {
        Content::Heading { level, text, anchor } => {
            let level = usize::from((*level).clamp(2, 6));
            out.push_str(&format!("<a id=\"{}\"></a>\n\n{} {}\n\n", target(anchor), "#".repeat(level), escape(text)));
        }
        Content::Paragraph(text) => out.push_str(&format!("{}\n\n", inline(text, "  \n"))),
        Content::Note(text) => out.push_str(&format!("> {}\n\n", inline(text, " "))),
        Content::List { numbered, items } => list(*numbered, items, out),
        Content::Table(table) => plain_table(table, out),
        Content::Gap(table) => gap(table, out),
        Content::Chart(chart) => chart.tables.iter().for_each(|table| plain_table(table, out)),
        Content::Key(marks) => {
            let said: Vec<String> = marks
                .iter()
                .map(|(sign, words)| format!("**{}** {}", escape(&key_letters(sign)), escape(words)))
                .collect();
            out.push_str(&format!("{}\n\n", said.join(" · ")));
        }
    }
}

fn list(numbered: bool, items: &[Item], out: &mut String) {
    for (at, Item { text, below }) in items.iter().enumerate() {
        let lead = if numbered { format!("{}. ", at + 1) } else { "- ".to_string() };
        out.push_str(&format!("{lead}{}\n", inline(text, " ")));
        let indent = " ".repeat(lead.len());
        below.iter().for_each(|line| out.push_str(&format!("{indent}- {}\n", inline(line, " "))));
    }
    out.push('\n');
}

fn table_row(cells: &[String], out: &mut String) {
    out.push_str(&format!("| {} |\n", cells.join(" | ")));
}

fn plain_table(table: &Table, out: &mut String) {
    table_row(&table.columns.iter().map(|column| escape(&column.title)).collect::<Vec<_>>(), out);
    table_row(&vec!["---".to_string(); table.columns.len()], out);
    for row in &table.rows {
        let mut cells: Vec<String> = row.cells.iter().map(|cell| inline(cell, "<br>")).collect();
        if let (Some(first), false) = (cells.first_mut(), row.anchor.is_empty()) {
            *first = format!("<a id=\"{}\"></a>{first}", target(&row.anchor));
        }
        table_row(&cells, out);
    }
    out.push('\n');
}

fn gap(table: &GapTable, out: &mut String) {
    out.push_str(&format!("{}\n\n", inline(&table.lead, " ")));
    let mut head = vec![String::new()];
    head.extend(
        table
            .columns
            .iter()
            .map(|column| format!("**{}** {}", escape(&column.id), escape(&column.text)).trim_end().to_string()),
    );
    head.extend(DAYS.map(str::to_string));
    table_row(&head, out);
    table_row(&vec!["---".to_string(); head.len()], out);
    for row in &table.rows {
        gap_row(row, out);
    }
    out.push('\n');
    if !table.left_out.is_empty() {
        out.push_str(&format!("{}\n\n", escape(&table.left_out)));
    }
}

fn gap_row(row: &GapRow, out: &mut String) {
    let note = if row.note.is_empty() { String::new() } else { format!(" ({})", escape(&row.note)) };
    let mut cells = vec![format!("{}{note}", escape(&row.party))];
    cells.extend(row.cells.iter().map(|cell| {
        let signs: Vec<String> = cell
            .iter()
            .map(|sign| match sign.references.first() {
                Some(reference) => format!("[{}](#{})", escape(&sign.letters()), target(&reference.anchor)),
                None => escape(&sign.letters()),
            })
            .collect();
        if signs.is_empty() { ".".to_string() } else { signs.join(" ") }
    }));
    cells.extend([escape(&row.oldest), escape(&row.newest)]);
    table_row(&cells, out);
}

fn inline(text: &Text, line_end: &str) -> String {
    let mut said = String::new();
    for run in &text.0 {
        match run {
            Inline::Plain(text) | Inline::Party(text) => said.push_str(&escape(text)),
            Inline::Strong(text) => said.push_str(&around(text, "**")),
            Inline::Emphasis(text) => said.push_str(&around(text, "*")),
            Inline::Code(text) => said.push_str(&code(text)),
            Inline::Sources(sources) => said.push_str(&escape(&bracketed(sources))),
            Inline::Item { anchor, text } => said.push_str(&format!("[{}](#{})", escape(text), target(anchor))),
            Inline::Address(address) => match web_address(address) {
                Some(address) => {
                    said.push_str(&format!("[{}](<{}>)", escape(&address), address.replace(['<', '>', '\\', '|'], "")))
                }
                None => said.push_str(&escape(address)),
            },
            Inline::Sign(sign) => said.push_str(&format!("**{}**", escape(&sign.letters()))),
            Inline::Break => said.push_str(line_end),
        }
    }
    said.trim().to_string()
}

/// An anchor with nothing in it that could end a link or an attribute.
fn target(anchor: &str) -> String {
    anchor.chars().filter(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_')).collect()
}

/// Emphasis, with blanks kept outside of it so that it holds.
fn around(text: &str, mark: &str) -> String {
    let text = escape(text);
    let inner = text.trim();
    if inner.is_empty() {
        return text;
    }
    let lead = &text[..text.len() - text.trim_start().len()];
    let tail = &text[text.trim_end().len()..];
    format!("{lead}{mark}{inner}{mark}{tail}")
}

/// Code; what holds a backtick or a bar is shown as text, since code cannot hold both in a table.
fn code(text: &str) -> String {
    let text = clean(text);
    if text.trim().is_empty() || text.contains(['`', '|']) { escape(&text) } else { format!("`{}`", text.trim()) }
}

/// Text in which no sign of Markdown or HTML has its meaning.
fn escape(text: &str) -> String {
    let cleaned = clean(text);
    let mut escaped = String::with_capacity(cleaned.len());
    for letter in cleaned.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '|' | '~' | '#' | '$' | '!' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            '@' => escaped.push_str("&#64;"),
            other => escaped.push(other),
        }
    }
    // A mark of a list or a rule has its meaning at the start only.
    match escaped.chars().next() {
        Some('+' | '-' | '=') => format!("\\{escaped}"),
        Some(digit) if digit.is_ascii_digit() => {
            let digits = escaped.bytes().take_while(u8::is_ascii_digit).count();
            let (number, rest) = escaped.split_at(digits);
            if rest.starts_with(['.', ')']) { format!("{number}\\{rest}") } else { escaped }
        }
        _ => escaped,
    }
}
