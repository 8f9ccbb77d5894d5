//! A sheet with a table: what it is of, its head, which stays in sight, its rows, and what must be known about it.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use super::cells::{height, number, pieces};
use super::sheets::Tabled;
use super::{chart, looks};
use crate::document::chart::share_of;
use crate::document::legible::legible;
use crate::document::{Amount, Cell, Table};

/// The least and the most letters that a column is wide.
const WIDTHS: [usize; 2] = [8, 60];

/// A number that can be found by its anchor, and where it stands.
pub(super) struct Found {
    /// The sheet and the cell: `Answers!B3`.
    pub(super) place: String,
    pub(super) shown: String,
    pub(super) anchor: String,
}

pub(super) fn write(
    sheet: &mut Worksheet,
    tabled: &Tabled<'_>,
    found: &mut Vec<Found>,
) -> Result<(), XlsxError> {
    sheet.set_name(&tabled.name)?;
    let table: &Table = &tabled.table;
    let widths = widths(table);
    for (column, width) in (0..).zip(&widths) {
        sheet.set_column_width(column, *width)?;
    }
    let mut grid = Grid { sheet, tabled, widths, row: 0, found };
    grid.caption()?;
    let head = grid.head()?;
    let rows = grid.rows()?;
    grid.remarks()?;
    let below = grid.row + 1;
    let columns = u16::try_from(grid.widths.len()).unwrap_or(u16::MAX);
    if let Some(chart) = tabled.chart {
        chart::write(sheet, &tabled.name, chart, &chart::Range { head, rows, below, columns })?;
    }
    Ok(())
}

struct Grid<'g, 'd> {
    sheet: &'g mut Worksheet,
    tabled: &'g Tabled<'d>,
    widths: Vec<u16>,
    row: u32,
    found: &'g mut Vec<Found>,
}

impl Grid<'_, '_> {
    fn table(&self) -> &Table {
        &self.tabled.table
    }

    fn caption(&mut self) -> Result<(), XlsxError> {
        let Some(caption) = &self.table().caption else { return Ok(()) };
        let caption = legible(caption);
        self.sheet.set_row_height(self.row, height(&caption, u16::MAX).max(20.0))?;
        self.over_all(&caption, &looks::caption())
    }

    /// The heads of the columns; gives their row. With them, and with the heads of rows, the rest can be scrolled.
    fn head(&mut self) -> Result<u32, XlsxError> {
        let row = self.row;
        let table = &self.tabled.table;
        if !table.head.is_empty() {
            let heads: Vec<Cell> = table.head.iter().map(Cell::text).collect();
            self.cells(&heads, |column| {
                if table.is_of_numbers(column) { looks::to_right(looks::head()) } else { looks::head() }
            })?;
            self.sheet.set_repeat_rows(row, self.row.saturating_sub(1))?;
        }
        let column = u16::from(table.has_row_heads && self.widths.len() > 1);
        self.sheet.set_freeze_panes(self.row, column)?;
        Ok(row)
    }

    /// The rows; gives the first and the last of them, or nothing without rows.
    fn rows(&mut self) -> Result<Option<[u32; 2]>, XlsxError> {
        let first = self.row;
        let table = &self.tabled.table;
        let has_heads = table.has_row_heads;
        for row in &table.rows {
            self.cells(
                row,
                |column| if column == 0 && has_heads { looks::row_head() } else { looks::words() },
            )?;
        }
        Ok((self.row > first).then_some([first, self.row.saturating_sub(1)]))
    }

    /// A row of cells. Words too long for one cell go on in the row below.
    fn cells(&mut self, cells: &[Cell], look: impl Fn(usize) -> Format) -> Result<(), XlsxError> {
        let texts: Vec<Vec<String>> = cells.iter().map(|cell| pieces(&legible(shown(cell)))).collect();
        let rows = texts.iter().map(Vec::len).max().unwrap_or(1);
        for part in 0..rows {
            let part_of = |texts: &[String]| texts.get(part).cloned();
            let texts: Vec<Option<String>> = texts.iter().map(|texts| part_of(texts)).collect();
            let heights = texts.iter().flatten().zip(&self.widths).map(|(text, width)| height(text, *width));
            self.sheet.set_row_height(self.row, heights.fold(16.0, f64::max))?;
            for (column, (cell, text)) in cells.iter().zip(texts).enumerate() {
                if let Some(text) = text {
                    self.cell(column, cell, text, look(column))?;
                }
            }
            self.row += 1;
        }
        Ok(())
    }

    fn cell(&mut self, column: usize, cell: &Cell, text: String, look: Format) -> Result<(), XlsxError> {
        let place = u16::try_from(column).unwrap_or(u16::MAX);
        let share = match cell {
            Cell::Shaded { share, .. } => Some(*share),
            Cell::Number(amount) => self.share(amount),
            _ => None,
        };
        if let Cell::Number(amount) = cell {
            if let Some(anchor) = &amount.anchor {
                let place = format!(
                    "{}!{}",
                    self.tabled.name,
                    rust_xlsxwriter::utility::row_col_to_cell(self.row, place)
                );
                self.found.push(Found { place, shown: amount.shown.clone(), anchor: anchor.clone() });
            }
            if let Some((value, form)) = number(amount) {
                let look = looks::on(looks::number(&form), share);
                self.sheet.write_number_with_format(self.row, place, value, &look)?;
                return Ok(());
            }
        }
        let look = if matches!(cell, Cell::Number(_)) { looks::to_right(look) } else { look };
        self.sheet.write_string_with_format(self.row, place, text, &looks::on(look, share))?;
        Ok(())
    }

    /// How dark a number of a heat map is.
    fn share(&self, amount: &Amount) -> Option<u8> {
        let chart = self.tabled.chart.filter(|chart| chart.is_heat())?;
        share_of(amount, chart.most())
    }

    fn remarks(&mut self) -> Result<(), XlsxError> {
        let table = &self.tabled.table;
        let wide: u16 = self.widths.iter().fold(0, |sum, width| sum.saturating_add(*width));
        for remark in table.remarks.iter().flat_map(|remark| pieces(&legible(remark))) {
            self.sheet.set_row_height(self.row, height(&remark, wide))?;
            self.over_all(&remark, &looks::small())?;
        }
        Ok(())
    }

    /// Words over all columns.
    fn over_all(&mut self, text: &str, look: &Format) -> Result<(), XlsxError> {
        let last = u16::try_from(self.widths.len().saturating_sub(1)).unwrap_or(u16::MAX);
        for piece in pieces(text) {
            if last > 0 {
                self.sheet.merge_range(self.row, 0, self.row, last, &piece, look)?;
            } else {
                self.sheet.write_string_with_format(self.row, 0, piece, look)?;
            }
            self.row += 1;
        }
        Ok(())
    }
}

fn shown(cell: &Cell) -> &str {
    if *cell == Cell::Tick { "☐" } else { cell.words() }
}

/// The width of each column, in letters: what the longest line in it takes, within limits.
fn widths(table: &Table) -> Vec<u16> {
    let [least, most] = WIDTHS;
    let width = |column: usize| {
        let head = table.head.get(column).map_or("", String::as_str);
        let cells = table.rows.iter().filter_map(|row| row.get(column)).map(Cell::words);
        let lines = cells.chain([head]).flat_map(str::lines).map(UnicodeWidthStr::width);
        u16::try_from((lines.max().unwrap_or(0) * 11 / 10 + 3).clamp(least, most)).unwrap_or(u16::MAX)
    };
    (0..table.width()).map(width).collect()
}
