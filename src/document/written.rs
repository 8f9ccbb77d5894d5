//! The formats a document can be written in, and the one way to do it.

use std::path::Path;

use thiserror::Error;

use super::{Document, csv, docx, html, json, markdown, text, xlsx};

/// What a document is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text, 80 cells wide.
    Text,
    /// Markdown.
    Markdown,
    /// One file for a browser.
    Html,
    /// A file for a word processor.
    Docx,
    /// The blocks as JSON.
    Json,
    /// A workbook, one sheet a table.
    Xlsx,
    /// The tables as comma-separated values.
    Csv,
}

impl Format {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 7] =
        [Self::Text, Self::Markdown, Self::Html, Self::Docx, Self::Json, Self::Xlsx, Self::Csv];

    /// What the name of such a file ends in, without the point.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Json => "json",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }

    /// The format that the name of a file ends in; nothing where that is none of them.
    #[must_use]
    pub fn of_file(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_string_lossy().to_lowercase();
        Self::ALL.into_iter().find(|format| format.ending() == ending)
    }

    /// Whether it is lines of text, which a terminal can show.
    #[must_use]
    pub const fn is_lines(self) -> bool {
        !matches!(self, Self::Docx | Self::Xlsx)
    }

    /// Whether this says something of the document: rows alone say nothing of one without tables and charts.
    #[must_use]
    pub fn takes(self, document: &Document) -> bool {
        self != Self::Csv || !csv::tables(document).is_empty()
    }
}

/// Why a document could not be written.
#[derive(Debug, Error)]
pub enum DocumentError {
    /// The parts of a word processor's file could not be packed.
    #[error("the file for a word processor could not be packed")]
    Packing(#[from] zip::result::ZipError),
    /// A table does not fit a sheet of a workbook.
    #[error("the workbook could not be written")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// Rows could not be written.
    #[error("the rows could not be written")]
    Rows(#[from] ::csv::Error),
}

/// The bytes of a document in a format. With `is_ascii` the marks that plain text adds are plain ASCII; other formats do
/// not change by it. The same document gives the same bytes.
///
/// # Errors
/// [`DocumentError`], by format; what is only text cannot fail.
pub fn written(document: &Document, format: Format, is_ascii: bool) -> Result<Vec<u8>, DocumentError> {
    Ok(match format {
        Format::Text => text::written(document, is_ascii).into_bytes(),
        Format::Markdown => markdown::written(document).into_bytes(),
        Format::Html => html::written(document).into_bytes(),
        Format::Docx => docx::written(document)?,
        Format::Json => json::written(document).into_bytes(),
        Format::Xlsx => xlsx::written(document)?,
        Format::Csv => csv::written(document)?,
    })
}
