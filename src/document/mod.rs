//! A report as headings, paragraphs, lists, lines to write on and tables, and the writers that lay it out.
//!
//! Promises: a document says what stands there and not how it looks; every writer takes every document and loses no
//! word of it; what comes from a file is made visible by the writer, and in HTML escaped. Leaves to others: what is
//! said (`report`), where it goes (`study`).
//!
//! A report knows no writer and a writer knows no report. Read this, then [`text`] and [`html`]; `wrap` breaks lines.

pub mod text;
pub mod html;
mod wrap;

/// Something to read or to print.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// What it is called.
    pub title: String,
    /// The language it is in, as a tag.
    pub lang: Option<String>,
    /// What stands in it, in order.
    pub blocks: Vec<Block>,
}

/// A piece of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// The heading of what follows.
    Heading(String),
    /// A paragraph.
    Paragraph(String),
    /// A paragraph with a number or a name in front.
    Labelled {
        /// The number or name.
        label: String,
        /// The paragraph.
        text: String,
    },
    /// Things one below the other.
    List(Vec<Item>),
    /// Where to go on.
    Onward(String),
    /// Lines to write on.
    Ruled(Ruled),
    /// Rows and columns.
    Table(Table),
    /// What is not to be cut in two by the end of a page.
    Together(Vec<Block>),
}

/// One thing of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What stands in front of it.
    pub mark: Mark,
    /// A letter or number, if it has one.
    pub label: Option<String>,
    /// The words.
    pub text: String,
    /// Where whoever takes it goes on.
    pub leads_to: Option<String>,
}

/// What stands in front of a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A point.
    Point,
    /// A box to tick.
    Tick,
}

/// Lines to write on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ruled {
    /// The heads of narrow columns in front of each line.
    pub columns: Vec<String>,
    /// The name of each line.
    pub lines: Vec<String>,
}

/// Rows and columns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// The heads of the columns.
    pub head: Vec<String>,
    /// The rows, each with a cell for each column.
    pub rows: Vec<Vec<Cell>>,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A box to tick.
    Tick,
}
