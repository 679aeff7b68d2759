//! Tables of runs: columns by name, written as comma-separated values or, with the feature `parquet`, as Parquet.
//!
//! Comma-separated values are those of RFC 4180 with `\n` at the end of lines; a cell that is not there is empty. Exact numbers
//! are written in full, others as the shortest decimal that reads back as the same double.

use zopa_case::Number;

/// Columns of the same length.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    columns: Vec<Column>,
}

/// A column with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What stands in it, by row.
    pub cells: Cells,
}

/// What stands in a column; `None` where there is nothing.
#[derive(Clone, Debug, PartialEq)]
pub enum Cells {
    /// Words, each once, and which of them stands in a row.
    Words(Vec<String>, Vec<Option<u32>>),
    /// Whole numbers.
    Whole(Vec<Option<u64>>),
    /// Doubles.
    Real(Vec<Option<f64>>),
    /// Exact decimals.
    Exact(Vec<Option<Number>>),
}

impl Cells {
    /// Words as they stand in rows.
    pub fn words<W: AsRef<str>>(rows: impl IntoIterator<Item = Option<W>>) -> Self {
        let (mut words, mut of) = (Vec::<String>::new(), Vec::new());
        let mut known = std::collections::BTreeMap::<String, u32>::new();
        for row in rows {
            of.push(row.map(|word| {
                let word = word.as_ref();
                known.get(word).copied().unwrap_or_else(|| {
                    let at = u32::try_from(words.len()).unwrap_or(u32::MAX);
                    words.push(word.to_string());
                    known.insert(word.to_string(), at);
                    at
                })
            }));
        }
        Self::Words(words, of)
    }

    fn len(&self) -> usize {
        match self {
            Self::Words(_, rows) => rows.len(),
            Self::Whole(rows) => rows.len(),
            Self::Real(rows) => rows.len(),
            Self::Exact(rows) => rows.len(),
        }
    }

    fn cell(&self, row: usize, text: &mut String) {
        match self {
            Self::Words(words, rows) => {
                let word = rows[row].and_then(|at| words.get(at as usize)).map_or("", String::as_str);
                if word.contains([',', '"', '\n', '\r']) {
                    text.push('"');
                    text.push_str(&word.replace('"', "\"\""));
                    text.push('"');
                } else {
                    text.push_str(word);
                }
            }
            Self::Whole(rows) => rows[row].iter().for_each(|own| text.push_str(&own.to_string())),
            Self::Real(rows) => rows[row].iter().for_each(|own| text.push_str(&own.to_string())),
            Self::Exact(rows) => rows[row].iter().for_each(|own| text.push_str(&own.to_string())),
        }
    }

    fn extend(&mut self, other: &Self) -> bool {
        match (self, other) {
            (Self::Words(words, rows), Self::Words(theirs, more)) => {
                let place: Vec<u32> = theirs
                    .iter()
                    .map(|word| match words.iter().position(|own| own == word) {
                        Some(at) => at as u32,
                        None => {
                            words.push(word.clone());
                            (words.len() - 1) as u32
                        }
                    })
                    .collect();
                rows.extend(more.iter().map(|own| own.and_then(|at| place.get(at as usize).copied())));
            }
            (Self::Whole(rows), Self::Whole(more)) => rows.extend(more),
            (Self::Real(rows), Self::Real(more)) => rows.extend(more),
            (Self::Exact(rows), Self::Exact(more)) => rows.extend(more),
            _ => return false,
        }
        true
    }
}

impl Table {
    /// Adds a column; one of another length than the first is left out, and that is said by `false`.
    pub fn add(&mut self, name: impl Into<String>, cells: Cells) -> bool {
        let fits = self.columns.is_empty() || cells.len() == self.rows();
        if fits {
            self.columns.push(Column { name: name.into(), cells });
        }
        fits
    }

    /// Puts the rows of another table with the same columns below; says whether it has them.
    pub fn stack(&mut self, other: &Self) -> bool {
        if self.columns.is_empty() {
            self.clone_from(other);
            return true;
        }
        let alike = |(one, two): (&Column, &Column)| {
            one.name == two.name && std::mem::discriminant(&one.cells) == std::mem::discriminant(&two.cells)
        };
        let same = self.columns.len() == other.columns.len() && self.columns.iter().zip(&other.columns).all(alike);
        same && self.columns.iter_mut().zip(&other.columns).all(|(one, two)| one.cells.extend(&two.cells))
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |column| column.cells.len())
    }

    /// The columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// As comma-separated values, with the names first.
    ///
    /// ```
    /// use zopa_wire::{Cells, Table};
    /// let mut table = Table::default();
    /// table.add("who", Cells::words([Some("north, they say"), None]));
    /// table.add("round", Cells::Whole(vec![Some(3), Some(4)]));
    /// assert_eq!(table.csv(), "who,round\n\"north, they say\",3\n,4\n");
    /// ```
    pub fn csv(&self) -> String {
        let names = Cells::words(self.columns.iter().map(|column| Some(column.name.as_str())));
        let mut text = String::new();
        for at in 0..self.columns.len() {
            if at > 0 {
                text.push(',');
            }
            names.cell(at, &mut text);
        }
        text.push('\n');
        for row in 0..self.rows() {
            for (at, column) in self.columns.iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                column.cells.cell(row, &mut text);
            }
            text.push('\n');
        }
        text
    }
}
