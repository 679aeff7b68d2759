//! The one tree that every output is a rendering of.

use crate::chart::Chart;
use crate::gap_table::GapTable;
use crate::sign::Sign;
use crate::text::Text;
use zopa_lens::Basis;

/// What is handed over: a title, what must be known before reading, blocks, and how it was got.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Title.
    pub title: String,
    /// Lines under the title: what is covered, up to which day, on how many sources.
    pub subtitle: Vec<Text>,
    /// What the reader must know before reading: marking, what the positions are not, fiction.
    pub cautions: Vec<Text>,
    /// The parties' names as shown, in the order of the case: each has its mark and colour wherever it is named.
    pub parties: Vec<String>,
    /// The blocks, in reading order.
    pub blocks: Vec<Block>,
    /// How it was got: case hash, day, program, arithmetic, stop reason.
    pub colophon: Vec<Text>,
    /// The record is there to follow links on a screen, and paper leaves it out.
    pub record_on_screen_only: bool,
}

/// A block with what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// What is shown.
    pub content: Content,
    /// What it rests on; empty for headings and keys.
    pub basis: Basis,
    /// On the page, or in the record behind it.
    pub place: Place,
}

/// Where a block belongs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// On the page.
    #[default]
    Page,
    /// In the record behind the page: left out where there is nothing to follow a link with (the terminal).
    Record,
}

/// What a block shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A heading.
    Heading {
        /// 2 for a section, 3 and 4 below it; 1 is the document's title.
        level: u8,
        /// The words.
        text: String,
        /// Name to link to.
        anchor: String,
    },
    /// A paragraph.
    Paragraph(Text),
    /// A list.
    List {
        /// Whether the items are numbered.
        numbered: bool,
        /// The items.
        items: Vec<Item>,
    },
    /// A table.
    Table(Table),
    /// Who stands where on one issue.
    Gap(Box<GapTable>),
    /// A picture with what it shows in tables.
    Chart(Box<Chart>),
    /// What the marks mean, in the order of display.
    Key(Vec<(Sign, String)>),
    /// Something to be kept in mind, set apart.
    Note(Text),
}

/// An item of a list, with items of its own below it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// The words.
    pub text: Text,
    /// Lines that belong under it.
    pub below: Vec<Text>,
}

impl From<Text> for Item {
    fn from(text: Text) -> Self {
        Self { text, below: Vec::new() }
    }
}

/// A table; the first column names the row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// What it shows, for readers who cannot see it at once.
    pub caption: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows; each has one cell a column.
    pub rows: Vec<Row>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Heading.
    pub title: String,
    /// Whether it is shown wherever the table is, or belongs to the record behind the page.
    pub place: Place,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Name to link to; empty: none.
    pub anchor: String,
    /// The cells.
    pub cells: Vec<Text>,
}

impl Document {
    /// Adds a block without a basis of its own to the page.
    pub(crate) fn push(&mut self, content: Content) {
        self.push_on(content, &Basis::default());
    }

    /// Adds a block to the page with what it rests on.
    pub(crate) fn push_on(&mut self, content: Content, basis: &Basis) {
        self.blocks.push(Block { content, basis: basis.clone(), place: Place::Page });
    }

    /// Adds a block to the record behind the page.
    pub(crate) fn push_record(&mut self, content: Content) {
        self.blocks.push(Block { content, basis: Basis::default(), place: Place::Record });
    }

    /// Adds a heading to the page.
    pub(crate) fn heading(&mut self, level: u8, text: &str, anchor: &str) {
        self.push(heading(level, text, anchor));
    }
}

/// A heading.
pub(crate) fn heading(level: u8, text: &str, anchor: &str) -> Content {
    Content::Heading { level, text: text.to_string(), anchor: anchor.to_string() }
}

/// Columns from their headings.
pub(crate) fn columns(titles: &[&str]) -> Vec<Column> {
    titles.iter().map(|title| Column { title: (*title).to_string(), place: Place::Page }).collect()
}
