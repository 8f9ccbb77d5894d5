//! The first sheet: the words of the document in order, one below the other, and which sheet has which table.

use rust_xlsxwriter::{Url, Worksheet, XlsxError};

use super::cells::{height, pieces_of};
use super::looks;
use super::sheets::{Line, Sheets};
use crate::document::legible::legible;

/// How wide the one column is, in letters.
const WIDTH: u16 = 100;
/// As many letters as the highest row shows. A longer paragraph goes on in the next row, where it can be read.
const LONGEST: usize = 2_000;

pub(super) fn write(sheet: &mut Worksheet, sheets: &Sheets<'_>) -> Result<(), XlsxError> {
    sheet.set_name(&sheets.words)?.set_column_width(0, WIDTH)?;
    let mut row = 0;
    for line in &sheets.lines {
        let (format, text) = match line {
            Line::Heading(level, text) => (looks::heading(*level), text),
            Line::Words(text) => (looks::words(), text),
            Line::Small(text) => (looks::small(), text),
            Line::See(name) => {
                // Names of sheets have no apostrophes, so they can be quoted with them.
                let place = Url::new(format!("internal:'{name}'!A1"));
                sheet.write_url_with_text(row, 0, place, format!("See the sheet “{name}”"))?;
                row += 1;
                continue;
            }
        };
        let taller = if matches!(line, Line::Heading(..)) { 1.5 } else { 1.0 };
        for piece in pieces_of(&legible(text), LONGEST) {
            sheet.set_row_height(row, (height(&piece, WIDTH) * taller).min(409.0))?;
            sheet.write_string_with_format(row, 0, piece, &format)?;
            row += 1;
        }
    }
    Ok(())
}
