//! Outcomes of groups: a file with one row a group, a column for each issue and one with the group's name.

use super::options::outcome;
use super::tables::sheet::{cell, line};
use crate::case::{Case, Issue};
use crate::diagnostic::{Diagnostic, shown, way_out};
use crate::limits;
use crate::span::{FileId, Span, Texts};
use std::collections::BTreeMap;

/// What a group ended with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupOutcome {
    /// What the group is called.
    pub group: String,
    /// The package: one outcome for each issue of the case, by index. `None`: every cell was blank, no deal.
    pub package: Option<Vec<usize>>,
}

/// The column with the names of groups; the second where an issue of the case is called as the first.
const GROUP: [&str; 2] = ["group", "label"];

/// Reads outcomes from the text of a CSV file: a first line with the name of each column, then one row a group. A cell
/// names what is taken on the issue, as everywhere in a case (`h1 + h2`, `stop then vote`, a number); blank cells on
/// every issue mean no deal. `name` is what the file is called in messages.
///
/// # Errors
/// Every problem of the file, up to [`limits::DIAGNOSTICS`], with the text that their places are in.
pub fn read_outcomes(case: &Case, name: &str, text: &str) -> Result<Vec<GroupOutcome>, (Vec<Diagnostic>, Texts)> {
    let mut texts = Texts::default();
    let file = texts.add(name, text);
    let mut read = Read { case, file, text, problems: Vec::new(), more: 0 };
    let rows = read.rows();
    let Read { mut problems, more, .. } = read;
    if problems.is_empty() {
        return Ok(rows);
    }
    if let (1.., Some(last)) = (more, problems.last_mut()) {
        let help = last.help.take().unwrap_or_default();
        last.help = Some(format!("{help}; and {more} more problems are not shown"));
    }
    Err((problems, texts))
}

/// The outcome of an issue that a text names, as a cell of a file of outcomes does.
///
/// # Errors
/// What is wrong with it, and the way out.
pub fn read_outcome(issue: &Issue, written: &str) -> Result<usize, Slip> {
    match outcome(issue, written) {
        Ok(Some(taken)) => Ok(taken),
        Ok(None) => Err((
            format!("`{}` stands for several values of `{}`", shown(written), issue.name),
            "name one of them".to_string(),
        )),
        Err(slip) => Err(slip.words(issue)),
    }
}

/// What is wrong with words that were typed, and the way out.
type Slip = (String, String);

/// The package that `written` says: `ISSUE=OPTION`, with commas between several; an issue that it leaves out stays open.
/// An option is written as in [`read_outcome`]; nothing after the `=` is the outcome that takes no option, where there is one.
///
/// By issue of the case, the outcome taken.
///
/// # Errors
/// The first thing that is wrong with it, and the way out.
pub fn read_package(case: &Case, written: &str) -> Result<Vec<Option<usize>>, Slip> {
    let mut taken: Vec<Option<usize>> = vec![None; case.issues().len()];
    for part in written.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let Some((name, option)) = part.split_once('=') else {
            let message = format!("`{}` is no option of an issue", shown(part));
            return Err((message, "write ISSUE=OPTION, with commas between several".into()));
        };
        let (name, option) = (name.trim(), option.trim());
        let at = read_issue(case, name)?;
        let known = &case.issues()[at];
        // On some issues nothing at all can be taken: that has no name of its own.
        let nothing = known.outcomes.iter().position(|outcome| option.is_empty() && outcome.0.is_empty());
        let outcome = match nothing {
            Some(outcome) => outcome,
            None => read_outcome(known, option)?,
        };
        if taken[at].replace(outcome).is_some() {
            return Err((format!("`{name}` stands there twice"), "name one option".into()));
        }
    }
    Ok(taken)
}

/// The package that `written` says, as [`read_package`]; where it begins with the name of a package of the case, what
/// follows are changes to that.
///
/// # Errors
/// The first thing that is wrong with it, and the way out.
pub fn read_changed_package(case: &Case, written: &str) -> Result<Vec<Option<usize>>, Slip> {
    let (first, rest) = written.split_once(',').unwrap_or((written, ""));
    if first.contains('=') || first.trim().is_empty() {
        return read_package(case, written);
    }
    let Some(base) = case.packages().iter().find(|package| package.name == first.trim()) else {
        let names = case.packages().iter().map(|package| package.name.as_str());
        let help =
            format!("{}; or write ISSUE=OPTION, with commas between several", way_out(first.trim(), "package", names));
        return Err((format!("the case has no package `{}`", shown(first.trim())), help));
    };
    let changes = read_package(case, rest)?;
    Ok(changes.into_iter().zip(case.fixed(base)).map(|(change, base)| change.or(base)).collect())
}

/// The issue of that name, by place in the case.
///
/// # Errors
/// There is none; and the way out.
pub fn read_issue(case: &Case, name: &str) -> Result<usize, Slip> {
    case.issues().iter().position(|issue| issue.name == name).ok_or_else(|| {
        let help = way_out(name, "issue", case.issues().iter().map(|issue| issue.name.as_str()));
        (format!("there is no issue `{}`", shown(name)), help)
    })
}

struct Read<'a> {
    case: &'a Case,
    file: FileId,
    text: &'a str,
    problems: Vec<Diagnostic>,
    more: usize,
}

/// Where the columns are.
struct Columns {
    group: usize,
    /// By issue.
    issues: Vec<usize>,
    count: usize,
}

impl Read<'_> {
    fn problem(&mut self, code: &'static str, span: Span, message: String, help: String) {
        if self.problems.len() < limits::DIAGNOSTICS {
            self.problems.push(Diagnostic::error(code, span, message).help(help));
        } else {
            self.more += 1;
        }
    }

    fn cell(&self, at: usize, column: usize) -> Span {
        cell(self.file, self.text, at, column)
    }

    fn line(&self, at: usize) -> Span {
        line(self.file, self.text, at)
    }

    /// The line, from 1, of the row that begins at a byte.
    fn line_number(&self, at: usize) -> usize {
        self.text.get(..self.line(at).start as usize).unwrap_or("").matches('\n').count() + 1
    }

    fn rows(&mut self) -> Vec<GroupOutcome> {
        let text = self.text;
        let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let bytes = text.as_bytes().get(start..).unwrap_or_default();
        let mut rows = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
        let mut row = csv::ByteRecord::new();
        // Bytes in memory of any number of columns: nothing there can fail, and what did would end the rows.
        let next =
            |rows: &mut csv::Reader<&[u8]>, row: &mut csv::ByteRecord| rows.read_byte_record(row).unwrap_or(false);
        let place = |row: &csv::ByteRecord| start + row.position().map_or(0, |place| place.byte() as usize);
        let first = self.case.issues().iter().map(|issue| issue.name.as_str()).take(12).collect::<Vec<_>>().join(",");
        let head = format!("{},{first}", self.label());
        if !next(&mut rows, &mut row) {
            let help = format!("begin with a line of column names: {head}");
            self.problem("missing-column", Span::new(self.file, 0, 0), "the file has nothing in it".into(), help);
            return Vec::new();
        }
        let Some(columns) = self.columns(&row, place(&row)) else { return Vec::new() };
        let mut found: Vec<GroupOutcome> = Vec::new();
        let mut groups: BTreeMap<String, usize> = BTreeMap::new();
        while next(&mut rows, &mut row) {
            let at = place(&row);
            if row.iter().all(|cell| cell.trim_ascii().is_empty()) {
                continue;
            }
            if groups.len() >= limits::OUTCOMES {
                let message = format!("the file has more than {} rows", limits::OUTCOMES);
                self.problem("limit-rows", self.line(at), message, "split the file".into());
                break;
            }
            if row.len() != columns.count {
                let message = format!("the row has {} cells, the first line {}", row.len(), columns.count);
                let help = "give a cell for each column; a cell with a comma in it stands in quotes";
                self.problem("ragged-row", self.line(at), message, help.into());
                continue;
            }
            found.extend(self.row(&row, at, &columns, &mut groups));
        }
        if found.is_empty() && self.problems.is_empty() {
            let help = "add a row for each group; blank cells on every issue mean no deal";
            let end = Span::new(self.file, text.len(), text.len());
            self.problem("missing-rows", end, "the file has no group in it".into(), help.into());
        }
        found
    }

    /// What the column with the names of groups is called.
    fn label(&self) -> &'static str {
        let taken = self.case.issues().iter().any(|issue| issue.name == GROUP[0]);
        if taken { GROUP[1] } else { GROUP[0] }
    }

    fn columns(&mut self, row: &csv::ByteRecord, at: usize) -> Option<Columns> {
        let label = self.label();
        let before = self.problems.len();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        let issues: Vec<&str> = self.case.issues().iter().map(|issue| issue.name.as_str()).collect();
        for (column, cell) in row.iter().enumerate() {
            let name = String::from_utf8_lossy(cell).trim().to_string();
            let span = self.cell(at, column);
            if name != label && !issues.contains(&name.as_str()) {
                let (message, help) = match (row.len(), name.contains(';'), name.contains('\t')) {
                    (1, true, _) => ("the cells are parted by semicolons".into(), "save the file with commas".into()),
                    (1, _, true) => ("the cells are parted by tabs".into(), "save the file with commas".into()),
                    _ => {
                        let known = issues.iter().copied().chain([label]);
                        let help = format!(
                            "a column is called `{label}` or by an issue; {}",
                            way_out(&name, "column", known.collect::<Vec<_>>())
                        );
                        (format!("`{}` is no issue of the case", shown(&name)), help)
                    }
                };
                self.problem("unknown-column", span, message, help);
            } else if places.insert(name.clone(), column).is_some() {
                let message = format!("the column `{}` stands twice", shown(&name));
                self.problem("doubled-column", span, message, "keep one of them".into());
            }
        }
        if self.problems.len() > before {
            return None;
        }
        let mut columns = Columns { group: 0, issues: Vec::new(), count: row.len() };
        for name in [label].into_iter().chain(issues) {
            match places.get(name) {
                Some(column) if name == label => columns.group = *column,
                Some(column) => columns.issues.push(*column),
                None => {
                    let what =
                        if name == label { "the names of the groups".into() } else { format!("the issue `{name}`") };
                    let help = format!("add a column `{name}`");
                    self.problem("missing-column", self.line(at), format!("the file has no column for {what}"), help);
                }
            }
        }
        (self.problems.len() == before).then_some(columns)
    }

    fn row(
        &mut self,
        row: &csv::ByteRecord,
        at: usize,
        columns: &Columns,
        groups: &mut BTreeMap<String, usize>,
    ) -> Option<GroupOutcome> {
        let words = |column: usize| String::from_utf8_lossy(row.get(column).unwrap_or_default()).trim().to_string();
        let group = words(columns.group);
        let label = self.cell(at, columns.group);
        if group.is_empty() {
            self.problem("empty", label, "the group has no name".into(), "give each row the name of its group".into());
        } else if let Some(first) = groups.insert(group.clone(), at) {
            let line = self.line_number(first);
            let message = format!("the group `{}` has two rows", shown(&group));
            self.problem("doubled-row", label, message, format!("the other is in line {line}; keep one of them"));
        }
        let cells: Vec<String> = columns.issues.iter().map(|column| words(*column)).collect();
        if cells.iter().all(String::is_empty) {
            return Some(GroupOutcome { group, package: None });
        }
        let mut package = Vec::new();
        for (issue, (written, column)) in self.case.issues().iter().zip(cells.iter().zip(&columns.issues)) {
            let span = self.cell(at, *column);
            if written.is_empty() {
                let message = format!("nothing stands here on `{}`", issue.name);
                let help = "name an option on every issue; blank cells on every issue mean no deal";
                self.problem("empty", span, message, help.into());
                continue;
            }
            match outcome(issue, written) {
                Ok(Some(taken)) => package.push(taken),
                Ok(None) => {
                    let message = format!("`{}` stands for several values of `{}`", shown(written), issue.name);
                    self.problem("unknown-option", span, message, "a group ended with one of them".into());
                }
                Err(slip) => {
                    let (message, help) = slip.words(issue);
                    self.problem("unknown-option", span, message, help);
                }
            }
        }
        (package.len() == self.case.issues().len()).then_some(GroupOutcome { group, package: Some(package) })
    }
}
