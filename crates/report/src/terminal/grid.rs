//! Tables for a terminal: columns that share the width by what stands in them.

use super::lines::{Line, Tone, longest_word, natural, wrap};
use crate::document::{Place, Table};
use crate::text::Text;

const BETWEEN: usize = 2;

/// A table in lines of at most `width`.
pub(super) fn table(table: &Table, width: usize) -> Vec<Line> {
    let shown = |at: &usize| table.columns.get(*at).is_some_and(|column| column.place == Place::Page);
    let kept = |cells: &[Text]| -> Vec<Text> { (0..cells.len()).filter(shown).map(|at| cells[at].clone()).collect() };
    let head: Vec<Text> = table.columns.iter().map(|column| Text::new().strong(column.title.clone())).collect();
    let (head, rows) = (kept(&head), table.rows.iter().map(|row| kept(&row.cells)).collect::<Vec<_>>());
    let all: Vec<&[Text]> = std::iter::once(head.as_slice()).chain(rows.iter().map(Vec::as_slice)).collect();
    let widths = share(&all, head.len(), width);
    let mut lines = row(&head, &widths, BETWEEN);
    lines.push(rule(&widths, BETWEEN));
    let rows: Vec<Vec<Line>> = rows.iter().map(|cells| row(cells, &widths, BETWEEN)).collect();
    let tall = rows.iter().any(|lines| lines.len() > 2);
    for (at, row) in rows.into_iter().enumerate() {
        if tall && at > 0 {
            lines.push(Line::default());
        }
        lines.extend(row);
    }
    lines
}

/// A line under the heads of columns.
pub(super) fn rule(widths: &[usize], between: usize) -> Line {
    let parts: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
    Line::of(parts.join(&" ".repeat(between)), Tone::Faint)
}

/// Widths of columns: all as wide as their text where that fits; else each its longest word, and the rest to
/// those whose text has the most lines.
fn share(rows: &[&[Text]], columns: usize, width: usize) -> Vec<usize> {
    let room = width.saturating_sub(BETWEEN * columns.saturating_sub(1));
    let most = (room / columns.max(1)).max(1);
    let of = |measure: fn(&Text) -> usize, column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(measure).max().unwrap_or(0).max(1)
    };
    let wanted: Vec<usize> = (0..columns).map(|column| of(natural, column)).collect();
    if wanted.iter().sum::<usize>() <= room {
        return wanted;
    }
    let mut widths: Vec<usize> = (0..columns).map(|column| of(longest_word, column).min(18).min(most)).collect();
    // How much text a column holds decides, not its one longest cell: the sum over rows of what exceeds a line.
    let load: Vec<usize> = (0..columns)
        .map(|column| {
            rows.iter().filter_map(|row| row.get(column)).map(|cell| natural(cell).min(2000)).sum::<usize>().max(1)
        })
        .collect();
    for _ in widths.iter().sum::<usize>()..room {
        let grow = (0..columns).filter(|column| widths[*column] < wanted[*column]);
        // Compared crosswise: load / width without division.
        let Some(next) =
            grow.max_by(|one, two| (load[*one] * widths[*two]).cmp(&(load[*two] * widths[*one])).then(two.cmp(one)))
        else {
            break;
        };
        widths[next] += 1;
    }
    widths
}

/// A row of cells side by side.
pub(super) fn row(cells: &[Text], widths: &[usize], between: usize) -> Vec<Line> {
    let columns: Vec<Vec<Line>> = cells.iter().zip(widths).map(|(cell, width)| wrap(cell, *width, 0, 0)).collect();
    beside(&columns, widths, between)
}

/// Columns of lines side by side.
pub(super) fn beside(columns: &[Vec<Line>], widths: &[usize], between: usize) -> Vec<Line> {
    let height = columns.iter().map(Vec::len).max().unwrap_or(0);
    let mut lines = Vec::with_capacity(height);
    for at in 0..height {
        let mut line = Line::default();
        let mut edge = 0;
        for (column, width) in columns.iter().zip(widths) {
            line.pad(edge);
            if let Some(part) = column.get(at) {
                line.0.extend(part.0.iter().cloned());
            }
            edge += width + between;
        }
        lines.push(line);
    }
    lines
}
