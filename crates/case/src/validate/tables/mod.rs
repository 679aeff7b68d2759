//! Full tables: files with one row a package, read into one value a package and party.

pub(super) mod sheet;

use super::Checker;
use super::options::outcome;
use crate::case::{Case, Issue};
use crate::diagnostic::{Diagnostic, shown, way_out};
use crate::draft::Preferences;
use crate::ids::{IssueId, PartyId};
use crate::limits;
use crate::quantity::{Number, Scale};
use crate::span::{At, FileId, Span};
use crate::table::{Cells, Table, outcomes};
use sheet::{Sheet, Wanted};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The tables of a case, by party.
pub(crate) type Tables = Vec<Option<Arc<Table>>>;

/// The column of values of a file that is of one party.
const VALUE: &str = "value";

/// A party whose values stand in a file.
struct Asked {
    party: PartyId,
    scale: Scale,
    at: Span,
}

/// What a column of a file holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Issue(usize),
    /// The values of a party, or of the file.
    Values,
}

impl Checker<'_> {
    /// A table says all: nothing else that gives packages a value can stand beside it.
    pub(super) fn table_alone(&mut self, party: &At<String>, preferences: &Preferences) {
        let Some(table) = &preferences.table else { return };
        let beside = preferences
            .issues
            .first()
            .map(|(issue, _)| (issue.span, "worth of an issue"))
            .or_else(|| preferences.order_of_weights.first().map(|name| (name.span, "an order of weights")))
            .or_else(|| preferences.linkages.first().map(|linkage| (linkage.id.span, "a linkage")));
        if let Some((span, what)) = beside {
            let message = format!("`{}` has a table and beside it {what}", shown(&party.value));
            self.report(
                Diagnostic::error("table-and-values", table.span, message)
                    .also(span, what)
                    .help("a table gives the value of every package: leave `table` out, or all that stands beside it"),
            );
        }
    }

    /// Reads the tables that preferences name. Those of `known`, a case with the same issues, are not read again.
    pub(super) fn tables(&mut self, known: Option<&Case>) -> Tables {
        let mut tables: Tables = vec![None; self.parties.len()];
        let draft = self.draft;
        let mut files: Vec<(&str, Vec<Asked>)> = Vec::new();
        for (party, preferences) in draft.preferences.iter() {
            let Some(file) = &preferences.table else { continue };
            let Some(id) = self.parties.iter().position(|known| known.name == party.value) else { continue };
            if let Some(table) = known.and_then(|case| case.known_table(&party.value, &file.value, &self.issues)) {
                tables[id] = Some(table);
                continue;
            }
            let asked = Asked { party: PartyId::new(id), scale: preferences.scale.value, at: file.span };
            match files.iter_mut().find(|(name, _)| *name == file.value) {
                Some((_, all)) => all.push(asked),
                None => files.push((&file.value, vec![asked])),
            }
        }
        let mut cells = 0;
        for (name, asked) in files {
            for (party, table) in self.table_file(name, &asked, &mut cells).unwrap_or_default() {
                tables[party.index()] = Some(table);
            }
        }
        tables
    }

    /// The tables of one file; `None` where there was something to tell. `cells` counts the values of all files.
    fn table_file(&mut self, name: &str, asked: &[Asked], cells: &mut usize) -> Option<Vec<(PartyId, Arc<Table>)>> {
        let at = asked.first()?.at;
        let materials = self.materials;
        let file = match materials.tables.get(name) {
            Some(Ok(file)) => *file,
            other => {
                let reason = match other {
                    Some(Err(reason)) => reason.as_str(),
                    _ => "it was not read with the case",
                };
                self.report(
                    Diagnostic::error(
                        "missing-table",
                        at,
                        format!("the table `{}` cannot be read: {reason}", shown(name)),
                    )
                    .help("put the file into the case's folder and name it as seen from there"),
                );
                return None;
            }
        };
        let sizes: Vec<usize> = self.issues.iter().map(|issue| issue.outcomes.len()).collect();
        // An issue that could not be read has no outcomes; that was told.
        if sizes.is_empty() || sizes.contains(&0) {
            return None;
        }
        let packages = sizes.iter().fold(1u128, |all, size| all.saturating_mul(*size as u128));
        let room = limits::TABLE_CELLS.saturating_sub(*cells);
        if packages > limits::TABLE_ROWS as u128 || packages as usize * asked.len() > room {
            let message = if packages > limits::TABLE_ROWS as u128 {
                format!("the case has {packages} packages; a table has at most {} rows", limits::TABLE_ROWS)
            } else {
                format!("the tables of the case have more than {} values together", limits::TABLE_CELLS)
            };
            let help = "give weights and values by issue, or join options of the issues";
            self.report(Diagnostic::error("limit-rows", at, message).help(help));
            return None;
        }
        let packages = packages as usize;
        *cells += packages * asked.len();
        let text = materials.texts.text(file);
        let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let mut rows =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes().get(start..)?);
        let mut row = csv::ByteRecord::new();
        let found = self.is_row(&mut rows, &mut row, file);
        if !found {
            let message = format!("the table `{}` has nothing in it", shown(name));
            let help = format!("begin with a line of column names: {}, {VALUE}", self.issue_names());
            self.report(Diagnostic::error("missing-column", Span::new(file, 0, 0), message).help(help));
            return None;
        }
        let mut sheet = Sheet {
            file,
            text,
            sizes,
            names: self.issues.iter().map(names).collect(),
            places: Vec::new(),
            columns: row.len(),
            wanted: Vec::new(),
            seen: vec![0; packages],
            lost: 0,
        };
        let whose = self.columns(&mut sheet, &row, start, asked)?;
        let before = self.reader.diagnostics.len() + self.reader.more;
        while self.is_row(&mut rows, &mut row, file) {
            let at = start + row.position().map_or(0, |place| place.byte() as usize);
            self.row(&mut sheet, &row, at);
        }
        self.missing(&sheet, name);
        if self.reader.diagnostics.len() + self.reader.more > before {
            return None;
        }
        let sizes = sheet.sizes;
        let made: Vec<Arc<Table>> =
            sheet.wanted.into_iter().map(|wanted| Arc::new(Table::new(sizes.clone(), wanted.cells))).collect();
        Some(asked.iter().zip(whose).map(|(asked, wanted)| (asked.party, made[wanted].clone())).collect())
    }

    /// Reads the next row; whether there is one.
    fn is_row(&mut self, rows: &mut csv::Reader<&[u8]>, row: &mut csv::ByteRecord, file: FileId) -> bool {
        match rows.read_byte_record(row) {
            Ok(found) => found,
            // Bytes in memory of any number of columns: nothing is left that could fail.
            Err(error) => {
                let at = error.position().map_or(0, |place| place.byte() as usize);
                let message = format!("the table cannot be read from here: {error}");
                self.report(
                    Diagnostic::error("ragged-row", Span::new(file, at, at), message).help("save it as CSV anew"),
                );
                false
            }
        }
    }

    /// Finds the columns; for each party the column of values that is its own.
    fn columns(
        &mut self,
        sheet: &mut Sheet<'_>,
        row: &csv::ByteRecord,
        start: usize,
        asked: &[Asked],
    ) -> Option<Vec<usize>> {
        let at = start + row.position().map_or(0, |place| place.byte() as usize);
        let before = self.reader.diagnostics.len() + self.reader.more;
        let mut columns: BTreeMap<String, (usize, Column)> = BTreeMap::new();
        for (place, cell) in row.iter().enumerate() {
            let name = String::from_utf8_lossy(cell).trim().to_string();
            let span = sheet.cell(at, place);
            let issue = self.issues.iter().position(|issue| issue.name == name);
            let column = match issue {
                Some(issue) => Column::Issue(issue),
                None if name == VALUE || self.parties.iter().any(|party| party.name == name) => Column::Values,
                None => {
                    self.unknown_column(&name, span, row.len() == 1);
                    continue;
                }
            };
            if let Some((first, _)) = columns.insert(name.clone(), (place, column)) {
                let message = format!("the column `{}` stands twice", shown(&name));
                self.report(
                    Diagnostic::error("doubled-column", span, message)
                        .also(sheet.cell(at, first), "first here")
                        .help("keep one of them"),
                );
            }
        }
        if self.reader.diagnostics.len() + self.reader.more > before {
            return None;
        }
        let line = sheet.line(at);
        for issue in 0..self.issues.len() {
            let found = columns.values().find(|(_, column)| *column == Column::Issue(issue));
            match found {
                Some((place, _)) => sheet.places.push(*place),
                None => {
                    let name = self.issues[issue].name.clone();
                    let message = format!("the table has no column for the issue `{name}`");
                    let help = format!("add a column `{name}` with an option in every row");
                    self.report(Diagnostic::error("missing-column", line, message).help(help));
                }
            }
        }
        let mut whose = Vec::new();
        for party in asked {
            let name = self.parties[party.party.index()].name.clone();
            let of = |name: &str| columns.get(name).filter(|(_, column)| *column == Column::Values);
            let Some((column, _)) = of(&name).or_else(|| of(VALUE)) else {
                let message = format!("the table has no column with the values of `{name}`");
                let help = format!("call the column `{name}`, or `{VALUE}` in a file of one party");
                self.report(
                    Diagnostic::error("missing-column", line, message).also(party.at, "asked for here").help(help),
                );
                continue;
            };
            let top = match party.scale {
                Scale::Hundred => Some(Number::whole(100)),
                Scale::One => Some(Number::whole(1)),
                Scale::Raw => None,
            };
            let known = sheet.wanted.iter().position(|wanted| wanted.column == *column && wanted.top == top);
            whose.push(known.unwrap_or(sheet.wanted.len()));
            if known.is_none() {
                sheet.wanted.push(Wanted { column: *column, top, cells: Cells::zeros(sheet.seen.len()) });
            }
        }
        (self.reader.diagnostics.len() + self.reader.more == before).then_some(whose)
    }

    fn unknown_column(&mut self, name: &str, span: Span, alone: bool) {
        if let Some(mark) = [';', '\t'].into_iter().find(|mark| alone && name.contains(*mark)) {
            let mark = if mark == ';' { "semicolons" } else { "tabs" };
            self.report(
                Diagnostic::error("unknown-column", span, format!("the cells are parted by {mark}"))
                    .help("save the table with commas between the cells, and points in numbers"),
            );
            return;
        }
        let issues = self.issues.iter().map(|issue| issue.name.as_str());
        let known: Vec<&str> =
            issues.chain([VALUE]).chain(self.parties.iter().map(|party| party.name.as_str())).collect();
        let help = format!("a column is called by an issue, `{VALUE}` or a party; {}", way_out(name, "column", known));
        let message = match name {
            "" => "a column has no name".to_string(),
            name => format!("`{}` is no column of a table", shown(name)),
        };
        self.report(Diagnostic::error("unknown-column", span, message).help(help));
    }

    fn row(&mut self, sheet: &mut Sheet<'_>, row: &csv::ByteRecord, at: usize) {
        if row.len() != sheet.columns {
            sheet.lost += 1;
            if self.reader.is_full() {
                return self.reader.count_error(true);
            }
            let message = format!("the row has {} cells, the first line {}", row.len(), sheet.columns);
            self.report(
                Diagnostic::error("ragged-row", sheet.line(at), message)
                    .help("give a cell for each column; a cell with a comma in it stands in quotes"),
            );
            return;
        }
        let mut place = Some(0);
        for issue in 0..sheet.places.len() {
            let column = sheet.places[issue];
            let cell = row.get(column).unwrap_or_default().trim_ascii();
            let found = match sheet.names[issue].get(cell).copied() {
                Some(outcome) => Some(outcome),
                None => self.cell(sheet, issue, cell, at),
            };
            place = place.zip(found).map(|(place, outcome)| place * sheet.sizes[issue] + outcome);
        }
        let Some(place) = place else {
            sheet.lost += 1;
            return;
        };
        let first = sheet.seen[place];
        if first > 0 {
            if self.reader.is_full() {
                return self.reader.count_error(true);
            }
            let message = format!("the package {} has two rows", self.package_name(&sheet.sizes, place));
            self.report(
                Diagnostic::error("doubled-row", sheet.line(at), message)
                    .also(sheet.line(first as usize - 1), "first here")
                    .help("keep one of them"),
            );
            return;
        }
        sheet.seen[place] = u32::try_from(at + 1).unwrap_or(u32::MAX);
        for wanted in 0..sheet.wanted.len() {
            let Wanted { column, top, .. } = sheet.wanted[wanted];
            let cell = row.get(column).unwrap_or_default().trim_ascii();
            let value = std::str::from_utf8(cell).ok().and_then(Number::parse);
            match value.filter(|value| top.is_none_or(|top| (0..=top.0).contains(&value.0))) {
                Some(value) => sheet.wanted[wanted].cells.put(place, value),
                None if self.reader.is_full() => self.reader.count_error(true),
                None => self.wrong_value(cell, top, value, sheet.cell(at, column)),
            }
        }
    }

    /// The outcome of a cell that is not written as outcomes are; it is remembered.
    fn cell(&mut self, sheet: &mut Sheet<'_>, issue: usize, cell: &[u8], at: usize) -> Option<usize> {
        if self.reader.is_full() {
            // What is found from here on is only counted.
            let known = std::str::from_utf8(cell).ok().and_then(|text| outcome(&self.issues[issue], text).ok());
            self.reader.count_error(known.flatten().is_none());
            return known.flatten();
        }
        let text = String::from_utf8_lossy(cell).into_owned();
        let span = || sheet.cell(at, sheet.places[issue]);
        let found = match outcome(&self.issues[issue], &text) {
            Ok(Some(found)) => Some(found),
            Ok(None) => {
                let message = format!("`{}` stands for several values of `{}`", shown(&text), self.issues[issue].name);
                let help = "a row is of one package: give each value its row";
                self.report(Diagnostic::error("unknown-option", span(), message).help(help));
                None
            }
            Err(slip) => {
                self.report_option(IssueId::new(issue), &slip, span());
                None
            }
        };
        if let Some(found) = found {
            sheet.names[issue].insert(cell.to_vec(), found);
        }
        found
    }

    fn wrong_value(&mut self, cell: &[u8], top: Option<Number>, value: Option<Number>, span: Span) {
        let text = String::from_utf8_lossy(cell).into_owned();
        let problem = match (value, top) {
            (Some(value), Some(top)) => {
                Diagnostic::error("outside-range", span, format!("the value {value} is not between 0 and {top}"))
                    .help("values lie on the party's scale; `scale: raw` takes any")
            }
            _ if text.is_empty() => Diagnostic::error("empty", span, "no value stands here").help("give a number"),
            _ => Diagnostic::error("wrong-form", span, format!("`{}` is not a number", shown(&text))).help(
                "write digits with at most one point, such as 0.25, without exponent; at most 12 decimals, at most 1e15",
            ),
        };
        self.report(problem);
    }

    /// Packages without a row. Rows that could not be read may have been theirs: then nothing is claimed.
    fn missing(&mut self, sheet: &Sheet<'_>, name: &str) {
        let missing = sheet.seen.iter().filter(|row| **row == 0).count();
        let Some(example) = sheet.seen.iter().position(|row| *row == 0) else { return };
        if missing <= sheet.lost {
            return;
        }
        let example = self.package_name(&sheet.sizes, example);
        let message =
            format!("{missing} of {} packages have no row in `{}`, such as {example}", sheet.seen.len(), shown(name));
        self.report(
            Diagnostic::error("missing-rows", Span::new(sheet.file, sheet.text.len(), sheet.text.len()), message).help(
                "give every package its row, those that break the case's logic too; or weights and values by issue",
            ),
        );
    }

    /// A package in words, its first issues where there are many.
    fn package_name(&self, sizes: &[usize], package: usize) -> String {
        const MOST: usize = 8;
        let taken = outcomes(sizes, package);
        let parts = self.issues.iter().zip(taken).take(MOST);
        let parts: Vec<String> = parts
            .map(|(issue, outcome)| format!("`{} = {}`", shown(&issue.name), shown(&issue.outcome_name(outcome))))
            .collect();
        let more = if self.issues.len() > MOST { " and so on" } else { "" };
        format!("{}{more}", parts.join(", "))
    }

    fn issue_names(&self) -> String {
        let names: Vec<&str> = self.issues.iter().map(|issue| issue.name.as_str()).take(12).collect();
        names.join(", ")
    }
}

impl Case {
    /// A party's table, read from a file of that name, where the issues have these outcomes.
    fn known_table(&self, party: &str, file: &str, issues: &[Issue]) -> Option<Arc<Table>> {
        let same = |one: &Issue, other: &Issue| one.name == other.name && one.outcomes == other.outcomes;
        let named = self.draft.preferences.get(party)?.table.as_ref()?.value == file;
        let fits = self.issues.len() == issues.len() && self.issues.iter().zip(issues).all(|(a, b)| same(a, b));
        let party = self.parties.iter().position(|known| known.name == party)?;
        if named && fits { self.tables.get(party)?.clone() } else { None }
    }
}

/// The outcomes of an issue by their names.
fn names(issue: &Issue) -> BTreeMap<Vec<u8>, usize> {
    (0..issue.outcomes.len()).map(|at| (issue.outcome_name(at).into_bytes(), at)).collect()
}
