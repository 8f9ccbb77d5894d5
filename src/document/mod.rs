//! A report as headings, paragraphs, quotes, lists, lines to write on, tables and charts, and the writers that lay it
//! out.
//!
//! Promises: a document says what stands there and not how it looks; every writer takes every document and loses no
//! word of it; what comes from a file is made visible by the writer, and in HTML escaped. Leaves to others: what is
//! said (`report`), where it goes (`study`).
//!
//! A report knows no writer and a writer knows no report. Read this, then [`table`] and [`chart`], then [`written()`], which
//! is the one way to all formats, and of those first [`text`] and [`html`]. What several writers need: `wrap` breaks lines,
//! `shade` is the grounds of cells, `direction` which way words run, `legible` words as XML holds them, `unique` names
//! that stand once, `about` what a file says of itself.

pub mod table;
pub mod chart;
pub mod text;
pub mod markdown;
pub mod html;
pub mod docx;
pub mod xlsx;
pub mod csv;
pub mod json;
mod written;
mod about;
mod wrap;
mod shade;
mod direction;
mod legible;
mod unique;

pub use chart::{Chart, ChartKind};
pub use table::{Amount, Cell, Table};
pub use written::{DocumentError, Format, written};

/// Something to read or to print.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// What it is called.
    pub title: String,
    /// The language it is in, as a tag.
    pub lang: Option<String>,
    /// What it was made from.
    pub about: About,
    /// What stands in it, in order.
    pub blocks: Vec<Block>,
}

/// What stands in the file's metadata and at its foot.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct About {
    /// Ids of the sessions it was made from, sorted: a later withdrawal finds the file by them.
    pub sessions: Vec<String>,
    /// Lines at the foot: digests of instruments, inputs and withdrawals.
    pub foot: Vec<String>,
}

/// A piece of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// The heading of what follows.
    Heading {
        /// How far in it stands.
        level: Level,
        /// What it says.
        text: String,
        /// The name by which it is found from elsewhere.
        anchor: Option<String>,
    },
    /// A paragraph.
    Paragraph(String),
    /// A paragraph with a number or a name in front.
    Labelled {
        /// The number or name.
        label: String,
        /// The paragraph.
        text: String,
    },
    /// The very words that were said; the writer sets them in quotation marks.
    Quote {
        /// The words.
        words: String,
        /// Session, seat and time.
        source: String,
    },
    /// What must be known about what stands above: in small letters.
    Remark(String),
    /// Things one below the other.
    List(Vec<Item>),
    /// Where to go on.
    Onward(String),
    /// Lines to write on.
    Ruled(Ruled),
    /// Rows and columns.
    Table(Table),
    /// A picture of numbers.
    Chart(Chart),
    /// What is not to be cut in two by the end of a page.
    Together(Vec<Block>),
}

impl Block {
    /// Makes a heading that nothing points to.
    #[must_use]
    pub fn heading(level: Level, text: impl Into<String>) -> Self {
        Self::Heading { level, text: text.into(), anchor: None }
    }
}

/// How far in a heading stands. The title of the document is above them all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// A section of the document.
    Section,
    /// A part of a section.
    Part,
    /// A point of a part.
    Point,
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
    /// Nothing: the label stands alone.
    None,
}

/// Lines to write on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ruled {
    /// The heads of narrow columns in front of each line.
    pub columns: Vec<String>,
    /// The name of each line.
    pub lines: Vec<String>,
}
