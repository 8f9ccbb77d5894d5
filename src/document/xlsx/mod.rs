//! A document as a workbook: one sheet a table, numbers as numbers, charts that the spreadsheet draws itself.
//!
//! The first sheet has the words in order and says where each table is; the last ones tell every number that has an
//! anchor, and what the workbook was made from. Words are never formulas, whatever they begin with. A spreadsheet does
//! not make rows as high as their words, so this does. No time stands in it: the same document gives the same bytes.
//!
//! `sheets` parts a document into sheets, `words` writes the first one, `table` the tables, `chart` their charts, `last`
//! the last ones; `cells` says how high rows are and what a number looks like, `looks` how cells look.

mod sheets;
mod words;
mod table;
mod chart;
mod last;
mod cells;
mod looks;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::Document;
use super::direction::is_right_to_left;
use super::legible::legible;
use sheets::Sheets;

/// A4, as spreadsheets number papers.
const A4: u8 = 9;

/// The bytes of the file.
///
/// # Errors
/// What the writer of workbooks says: of a table with more rows or columns than a sheet has.
pub fn written(document: &Document) -> Result<Vec<u8>, XlsxError> {
    let sheets = Sheets::of(document);
    let mut book = Workbook::new();
    // Every workbook names a day on which it was made; this one says nothing.
    let mut properties = DocProperties::new()
        .set_title(legible(&document.title))
        .set_author("hearken")
        .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
    for (name, value) in document.about.properties() {
        properties = properties.set_custom_property(name, legible(&value).as_str());
    }
    book.set_properties(&properties);
    words::write(book.add_worksheet(), &sheets)?;
    let mut found = Vec::new();
    for tabled in &sheets.tables {
        table::write(book.add_worksheet(), tabled, &mut found)?;
    }
    if !found.is_empty() {
        last::numbers(book.add_worksheet(), &sheets.numbers, &found)?;
    }
    last::about(book.add_worksheet(), &sheets.about, &document.about)?;
    let is_to_left = document.lang.as_deref().is_some_and(is_right_to_left);
    for sheet in book.worksheets_mut() {
        sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0).set_right_to_left(is_to_left);
    }
    book.save_to_buffer()
}
