//! The last sheets: numbers by their anchors, and what the workbook was made from.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::cells::{height, pieces};
use super::looks;
use super::table::Found;
use crate::document::About;
use crate::document::legible::legible;

/// Which cell shows which number, and the name by which what it counts is found.
pub(super) fn numbers(sheet: &mut Worksheet, name: &str, found: &[Found]) -> Result<(), XlsxError> {
    sheet.set_name(name)?.set_freeze_panes(1, 0)?;
    sheet.set_column_width(0, 40)?.set_column_width(1, 16)?.set_column_width(2, 60)?;
    for (column, head) in (0..).zip(["Cell", "Shows", "Found by"]) {
        sheet.write_string_with_format(0, column, head, &looks::head())?;
    }
    for (row, one) in (1..).zip(found) {
        for (column, text) in (0..).zip([&one.place, &one.shown, &one.anchor]) {
            sheet.write_string(row, column, legible(text))?;
        }
    }
    Ok(())
}

/// The foot of the document, and the sessions it was made from.
pub(super) fn about(sheet: &mut Worksheet, name: &str, about: &About) -> Result<(), XlsxError> {
    const WIDTH: u16 = 100;
    sheet.set_name(name)?.set_column_width(0, WIDTH)?;
    let mut row = 0;
    let sessions = (!about.sessions.is_empty()).then_some("Sessions");
    let sessions = sessions.into_iter().chain(about.sessions.iter().map(String::as_str));
    for line in about.foot.iter().map(String::as_str).chain(sessions) {
        for piece in pieces(&legible(line)) {
            sheet.set_row_height(row, height(&piece, WIDTH))?;
            sheet.write_string_with_format(row, 0, piece, &looks::words())?;
            row += 1;
        }
    }
    Ok(())
}
