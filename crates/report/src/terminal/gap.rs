//! The table of an issue: options across where they fit, else options down and parties across, in parts.

use super::grid::{beside, row, rule};
use super::lines::{Line, Tone, natural, wrap, wrapped};
use crate::gap_table::{DAYS, GapColumn, GapRow, GapTable};
use crate::sign::Sign;
use crate::text::{Text, clean};
use unicode_width::UnicodeWidthStr;
use zopa_case::draft::Stance;
use zopa_lens::gaps::MarkKind;

/// Least width of an option's column where options stand across.
const OPTION: usize = 14;
/// Lines of an option's words in a column's head.
const HEAD: usize = 5;
/// Most that the marks of a cell take on one line, where it is not a single mark.
const CELL: usize = 20;
/// Width of a day.
const DAY: usize = 11;

pub(super) fn table(table: &GapTable, width: usize, page: &mut Vec<Line>) {
    page.extend(wrap(&table.lead, width, 0, 0));
    page.push(Line::default());
    // One more than the longest name: where a name takes two lines, the second is indented by one.
    let name = table.rows.iter().map(|row| natural(&label(row)) + 1).max().unwrap_or(0).clamp(6, 18);
    let room = width.saturating_sub(name + 1 + 2 * (DAY + 1));
    let each = (room / table.columns.len().max(1)).saturating_sub(1);
    let needed = cells_width(table).max(OPTION);
    if each >= needed {
        across(table, name, each.min(22), page);
    } else {
        down(table, width, page);
    }
    if !table.left_out.is_empty() {
        page.extend(wrapped(&table.left_out, Tone::Faint, width));
    }
}

fn label(row: &GapRow) -> Text {
    let name = Text::new().party(row.party.clone());
    if row.note.is_empty() { name } else { name.plain(format!(" ({})", row.note)) }
}

fn cells_width(table: &GapTable) -> usize {
    table
        .rows
        .iter()
        .flat_map(|row| &row.cells)
        .flat_map(|cell| cell_lines(cell, CELL))
        .map(|line| line.width())
        .max()
        .unwrap_or(1)
}

fn across(table: &GapTable, name: usize, each: usize, page: &mut Vec<Line>) {
    let mut widths = vec![name];
    widths.extend(table.columns.iter().map(|_| each));
    widths.extend([DAY, DAY]);
    let mut head: Vec<Vec<Line>> = vec![vec![Line::default()]];
    head.extend(table.columns.iter().map(|column| option_head(column, each)));
    head.extend(DAYS.map(|title| wrapped(title, Tone::Faint, DAY)));
    page.extend(beside(&head, &widths, 1));
    page.push(rule(&widths, 1));
    for party in &table.rows {
        let mut cells = vec![wrap(&label(party), name, 0, 1)];
        cells.extend(party.cells.iter().map(|cell| cell_lines(cell, each)));
        cells.extend([&party.oldest, &party.newest].map(|day| day_cell(day, DAY)));
        page.extend(beside(&cells, &widths, 1));
    }
}

fn option_head(column: &GapColumn, width: usize) -> Vec<Line> {
    let mut lines = wrapped(&clean(&column.id), Tone::Strong, width);
    let words = wrapped(&clean(&column.text), Tone::Plain, width);
    let cut = words.len() > HEAD;
    lines.extend(words.into_iter().take(HEAD).filter(|line| line.width() > 0));
    if let (true, Some(line)) = (cut, lines.last_mut()) {
        let room = width.saturating_sub(1);
        if let Some((text, _)) = line.0.last_mut() {
            while text.width() > room {
                text.pop();
            }
            let kept = text.trim_end_matches([' ', ',', ';']).len();
            text.truncate(kept);
            text.push('…');
        }
    }
    lines
}

fn down(table: &GapTable, width: usize, page: &mut Vec<Line>) {
    let words = table
        .columns
        .iter()
        .map(|column| clean(&column.id).width() + 1 + clean(&column.text).width())
        .max()
        .unwrap_or(0)
        .max(16);
    // The options' words keep two fifths of the page; a party's column is as wide as a day where that leaves room.
    let option = words.min(width * 2 / 5);
    let fits = |each: usize| (width - option) / (each + 2);
    let narrow = cells_width(table).clamp(8, width / 2);
    let each = if fits(narrow.max(DAY)) >= table.rows.len() { narrow.max(DAY) } else { narrow };
    let parts = table.rows.len().div_ceil(fits(each).max(1)).max(1);
    let per_part = table.rows.len().div_ceil(parts).max(1);
    for (at, part) in table.rows.chunks(per_part).enumerate() {
        if at > 0 {
            page.push(Line::default());
        }
        let mut widths = vec![width - part.len() * (each + 2)];
        widths[0] = widths[0].min(words);
        widths.extend(part.iter().map(|_| each));
        let mut head = vec![vec![Line::default()]];
        head.extend(part.iter().map(|row| wrap(&label(row), each, 0, 0)));
        page.extend(beside(&head, &widths, 2));
        page.push(rule(&widths, 2));
        for (index, column) in table.columns.iter().enumerate() {
            let text = Text::new().strong(column.id.clone()).plain(format!(" {}", column.text));
            let indent = (clean(&column.id).width() + 1).min(widths[0] / 2);
            let mut cells = vec![wrap(&text, widths[0], 0, indent)];
            cells.extend(
                part.iter().map(|row| row.cells.get(index).map(|cell| cell_lines(cell, each)).unwrap_or_default()),
            );
            page.extend(beside(&cells, &widths, 2));
        }
        for (title, day) in DAYS.iter().zip([|row: &GapRow| row.oldest.clone(), |row: &GapRow| row.newest.clone()]) {
            let mut cells = vec![Text::from(*title)];
            cells.extend(part.iter().map(|row| Text::from(day(row))));
            let mut lines = row(&cells, &widths, 2);
            lines.iter_mut().flat_map(|line| &mut line.0).for_each(|(_, tone)| *tone = Tone::Faint);
            page.extend(lines);
        }
    }
}

fn day_cell(day: &str, width: usize) -> Vec<Line> {
    wrapped(&clean(day), Tone::Faint, width)
}

/// The signs of a cell, side by side as far as they fit; a point where nothing is stated.
fn cell_lines(cell: &[Sign], width: usize) -> Vec<Line> {
    if cell.is_empty() {
        return vec![Line::of(".", Tone::Faint)];
    }
    let mut lines: Vec<Line> = Vec::new();
    for sign in cell {
        let against = matches!(
            sign.kind,
            Some(MarkKind::Stance(Stance::Rejects) | MarkKind::CrossesLine | MarkKind::MayCrossLine)
        );
        let tone = match (sign.older, against) {
            (true, _) => Tone::Faint,
            (false, true) => Tone::Against,
            (false, false) => Tone::Strong,
        };
        let letters = sign.letters();
        match lines.last_mut().filter(|line| line.width() + 1 + letters.len() <= width) {
            Some(line) => line.0.extend([(" ".to_string(), Tone::Plain), (letters, tone)]),
            None => lines.push(Line::of(letters, tone)),
        }
    }
    lines
}
