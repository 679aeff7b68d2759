//! What is on a page, for the tests of pages.

use crate::{Chart, Content, Document, render_terminal};

/// The page of a terminal with single blanks and line ends as blanks.
pub fn flowing(document: &Document) -> String {
    render_terminal(document, 120, false).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The headings of a level.
pub fn heads(document: &Document, wanted: u8) -> Vec<&str> {
    let heads = document.blocks.iter().filter_map(|block| match &block.content {
        Content::Heading { level, text, .. } if *level == wanted => Some(text.as_str()),
        _ => None,
    });
    heads.collect()
}

/// The words of the cells of a table.
pub fn rows(document: &Document, caption: &str) -> Vec<Vec<String>> {
    let tables = document.blocks.iter().filter_map(|block| match &block.content {
        Content::Table(table) if table.caption == caption => Some(table),
        _ => None,
    });
    let rows = tables.flat_map(|table| &table.rows);
    rows.map(|row| row.cells.iter().map(crate::Text::words).collect()).collect()
}

/// The pictures.
pub fn charts(document: &Document) -> Vec<&Chart> {
    let charts = document.blocks.iter().filter_map(|block| match &block.content {
        Content::Chart(chart) => Some(&**chart),
        _ => None,
    });
    charts.collect()
}
