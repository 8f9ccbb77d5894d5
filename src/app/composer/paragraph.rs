//! The rows of the part of a text between two newlines.

use std::ops::Range;

use super::boundaries::boundary_before;
use crate::app::wrap::{Row, offset_at, place, rows};

/// The text between two newlines, laid out; offsets given and returned are those of the whole text.
pub(super) struct Paragraph<'a> {
    pub(super) start: usize,
    pub(super) text: &'a str,
    pub(super) rows: Vec<Row>,
}

impl<'a> Paragraph<'a> {
    /// Lays out the one that a grapheme boundary of `whole` is in.
    pub(super) fn around(whole: &'a str, at: usize, width: u16) -> Self {
        let (before, after) = whole.split_at_checked(at).unwrap_or((whole, ""));
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let end = match after.find('\n').map(|newline| after.split_at(newline).0) {
            Some(rest) => at + rest.strip_suffix('\r').unwrap_or(rest).len(),
            None => whole.len(),
        };
        let text = whole.get(start..end).unwrap_or_default();
        Self { start, text, rows: rows(text, width) }
    }

    pub(super) fn place(&self, at: usize) -> (usize, u16) {
        place(self.text, &self.rows, at - self.start)
    }

    pub(super) fn offset_at(&self, row: usize, column: u16) -> usize {
        self.start + offset_at(self.text, &self.rows, row, column)
    }

    pub(super) fn row_at(&self, at: usize) -> Range<usize> {
        let row = self.rows.get(self.place(at).0).copied().unwrap_or_default();
        self.start + row.start..self.start + row.end
    }

    pub(super) fn row_start_of_letter_left(&self, at: usize) -> usize {
        let row = self.rows.iter().rfind(|row| self.start + row.start < at);
        self.start + row.map_or(0, |row| row.start)
    }

    pub(super) fn last_place_on_row(&self, at: usize) -> usize {
        let end = self.row_at(at).end;
        let is_shown_below = self.row_at(end).start == end && end > at;
        if is_shown_below { self.start + boundary_before(self.text, end - self.start) } else { end }
    }
}
