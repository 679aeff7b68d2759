//! A file of tables while it is read, and the places in it.

use crate::quantity::Number;
use crate::span::{FileId, Span};
use crate::table::Cells;
use std::collections::BTreeMap;

/// A column of values that somebody asked for.
pub(super) struct Wanted {
    pub column: usize,
    pub top: Option<Number>,
    pub cells: Cells,
}

/// What was read of a file so far.
pub(super) struct Sheet<'t> {
    pub file: FileId,
    pub text: &'t str,
    pub sizes: Vec<usize>,
    /// Outcomes by their names, for each issue; other spellings are added as they are met.
    pub names: Vec<BTreeMap<Vec<u8>, usize>>,
    /// For each issue the column it stands in.
    pub places: Vec<usize>,
    pub columns: usize,
    pub wanted: Vec<Wanted>,
    /// For each package one more than the byte where its row begins; 0 is a package without a row.
    pub seen: Vec<u32>,
    /// Rows that are no package's.
    pub lost: usize,
}

impl Sheet<'_> {
    /// The place of the line that begins at a byte.
    pub(super) fn line(&self, at: usize) -> Span {
        line(self.file, self.text, at)
    }

    /// The place of a cell, quotes left out, of the row that begins at a byte.
    pub(super) fn cell(&self, at: usize, column: usize) -> Span {
        cell(self.file, self.text, at, column)
    }
}

/// The place of the line that begins at a byte of a file.
pub(in crate::validate) fn line(file: FileId, text: &str, at: usize) -> Span {
    let at = skip_breaks(text, at);
    let length = text.get(at..).map_or(0, |rest| rest.find(['\n', '\r']).unwrap_or(rest.len()));
    Span::new(file, at, at + length)
}

/// The place of a cell, quotes left out, of the row that begins at a byte of a file.
pub(in crate::validate) fn cell(file: FileId, text: &str, at: usize, column: usize) -> Span {
    let bytes = text.as_bytes();
    let (mut quoted, mut left) = (false, column);
    let mut start = skip_breaks(text, at);
    let mut end = start;
    while let Some(byte) = bytes.get(end) {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            b',' if !quoted && left == 0 => break,
            b',' if !quoted => {
                left -= 1;
                start = end + 1;
            }
            _ => {}
        }
        end += 1;
    }
    let cell = text.get(start..end).unwrap_or("");
    let inner = cell.trim_matches([' ', '\t', '"']);
    let begin = start + cell.len() - cell.trim_start_matches([' ', '\t', '"']).len();
    Span::new(file, begin.min(end), (begin + inner.len()).min(end))
}

/// Rows may begin behind the line breaks that the reader has not taken yet.
fn skip_breaks(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or("");
    at.min(text.len()) + rest.len() - rest.trim_start_matches(['\n', '\r']).len()
}
