//! Rows and columns as plain text: as wide as what stands in them, numbers to the right.

use unicode_width::UnicodeWidthStr as _;

use super::{INDENT, Number, Page, WIDTH};
use crate::document::{Cell, Table, wrap};

/// Blanks between two columns.
const BETWEEN: usize = 2;
/// A column that would have to be narrower than this is no column to read.
const NARROWEST: usize = 8;

impl Page {
    pub(super) fn table(&mut self, table: &Table) {
        self.gap();
        if let Some(caption) = &table.caption {
            self.hanging(&" ".repeat(INDENT), caption);
            self.gap();
        }
        match widths(table) {
            Some(widths) => self.rows(table, &widths),
            None => self.one_below_the_other(table),
        }
        self.remarks(&table.remarks);
    }

    fn rows(&mut self, table: &Table, widths: &[usize]) {
        let rows: Vec<Vec<Vec<String>>> =
            table.rows.iter().map(|row| wrapped(row.iter().map(text_of), widths)).collect();
        // Where cells take several lines, only a gap tells one row from the next.
        let has_gaps = rows.iter().flatten().any(|cell| cell.len() > 1);
        let numbers: Vec<bool> = (0..widths.len()).map(|column| table.is_of_numbers(column)).collect();
        if !table.head.is_empty() {
            let head = wrapped(table.head.iter().map(String::as_str), widths);
            self.row(&head, widths, &numbers);
            if table.head.iter().any(|head| !head.is_empty()) && !is_to_tick(table) {
                let line = if self.is_ascii { "-" } else { "─" };
                let lines: Vec<_> = widths.iter().map(|width| vec![line.repeat(*width)]).collect();
                self.row(&lines, widths, &numbers);
            }
        }
        for (place, row) in rows.iter().enumerate() {
            if has_gaps && place > 0 {
                self.gap();
            }
            let names: Vec<Option<&str>> =
                table.rows.get(place).into_iter().flatten().map(anchor_of).collect();
            self.named_row(row, widths, &numbers, &names);
        }
    }

    fn row(&mut self, cells: &[Vec<String>], widths: &[usize], numbers: &[bool]) {
        self.named_row(cells, widths, numbers, &[]);
    }

    /// A row; `names` are those of its numbers, cell by cell.
    fn named_row(
        &mut self,
        cells: &[Vec<String>],
        widths: &[usize],
        numbers: &[bool],
        names: &[Option<&str>],
    ) {
        let high = cells.iter().map(Vec::len).max().unwrap_or(0);
        for place in 0..high {
            let mut line = " ".repeat(INDENT);
            for (column, ((cell, width), is_number)) in cells.iter().zip(widths).zip(numbers).enumerate() {
                let text = cell.get(place).map_or("", String::as_str);
                let blank = width.saturating_sub(text.width());
                let (before, behind) = if *is_number { (blank, 0) } else { (0, blank) };
                let from = line.len() + before;
                line.extend(std::iter::repeat_n(' ', before));
                line.push_str(text);
                line.extend(std::iter::repeat_n(' ', behind + BETWEEN));
                let name = names.get(column).copied().flatten().filter(|_| place == 0);
                self.numbers.extend(name.map(|name| Number {
                    line: self.lines.len(),
                    range: from..from + text.len(),
                    anchor: name.to_owned(),
                }));
            }
            line.truncate(line.trim_end().len());
            self.lines.push(line);
        }
    }

    /// A table with more in it than a line has room for.
    fn one_below_the_other(&mut self, table: &Table) {
        for row in &table.rows {
            self.gap();
            for (place, cell) in row.iter().enumerate() {
                let head = table.head.get(place).map_or("", String::as_str);
                let before = " ".repeat(if place == 0 { INDENT } else { INDENT + 2 });
                let text = match (cell, head) {
                    (Cell::Tick, head) => format!("[ ] {head}"),
                    (cell, "") => cell.words().to_owned(),
                    (cell, head) => format!("{head}: {}", cell.words()),
                };
                self.hanging(&before, &text);
                let words = cell.words().len();
                if let (Some(name), Some(last)) = (anchor_of(cell), self.lines.last()) {
                    let range = last.len().saturating_sub(words)..last.len();
                    let line = self.lines.len() - 1;
                    self.numbers.push(Number { line, range, anchor: name.to_owned() });
                }
            }
        }
        // Without a row the heads would not be read at all.
        if table.rows.is_empty() {
            table.head.iter().for_each(|head| self.hanging(&" ".repeat(INDENT), head));
        }
    }
}

/// The width of each column: what the widest line in it takes, and where that is too much, as much as leaves room for
/// all. Nothing where a column would be too narrow to read.
fn widths(table: &Table) -> Option<Vec<usize>> {
    let columns = table.width();
    let room = WIDTH.checked_sub(INDENT + BETWEEN * columns.saturating_sub(1))?;
    let wanted: Vec<usize> = (0..columns).map(|column| widest(table, column)).collect();
    let limited = |limit: usize| wanted.iter().map(|width| (*width).min(limit)).sum::<usize>();
    let limit = (1..=room).rev().find(|limit| limited(*limit) <= room)?;
    if limit < NARROWEST && wanted.iter().any(|width| *width > limit) {
        return None;
    }
    Some(wanted.iter().map(|width| (*width).min(limit)).collect())
}

fn widest(table: &Table, column: usize) -> usize {
    let head = table.head.get(column).map_or("", String::as_str);
    let cells = table.rows.iter().filter_map(|row| row.get(column)).map(text_of);
    cells.chain([head]).map(|text| wrap::widest(text, WIDTH)).max().unwrap_or(0).max(1)
}

fn wrapped<'a>(cells: impl Iterator<Item = &'a str>, widths: &[usize]) -> Vec<Vec<String>> {
    cells.zip(widths).map(|(text, width)| wrap::lines(text, *width)).collect()
}

fn is_to_tick(table: &Table) -> bool {
    table.rows.iter().flatten().any(|cell| *cell == Cell::Tick)
}

/// The name of the number in a cell.
fn anchor_of(cell: &Cell) -> Option<&str> {
    let Cell::Number(amount) = cell else { return None };
    amount.anchor.as_deref()
}

fn text_of(cell: &Cell) -> &str {
    if *cell == Cell::Tick { "[ ]" } else { cell.words() }
}
