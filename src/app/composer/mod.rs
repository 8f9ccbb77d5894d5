//! The typing line: a text with a cursor, a selection and what can be undone.
//!
//! Promises: the cursor is always on a grapheme boundary of the text; every change is handed back as an
//! [`Edit`], those of undo and redo too, so that applying them in order to the starting text gives the same
//! text; undoing everything gives the starting text. A plain insertion or erasure looks only at the text near
//! the cursor, a move by rows only at the paragraphs it touches.
//!
//! Which key means which [`Action`], the journal and the drawing are left to others.
//!
//! [`edit`] is one change, `history` what can be undone, `boundaries` where a cursor can stand, `paragraph` its rows.

mod edit;
mod history;
mod boundaries;
mod paragraph;

use std::mem;
use std::ops::Range;

use boundaries::{boundary_after, boundary_before, boundary_from, word_end_after, word_start_before};
pub use edit::Edit;
use history::{Burst, History, Step};
use paragraph::Paragraph;

/// Where a cursor can go. Rows are those of [`rows`](super::wrap::rows) at the width given with the action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motion {
    /// To the grapheme boundary before.
    Left,
    /// To the grapheme boundary after.
    Right,
    /// To the beginning of the word, or of the run of punctuation, before.
    WordLeft,
    /// To the end of the word, or of the run of punctuation, after.
    WordRight,
    /// To the first place of the row.
    RowStart,
    /// To the last place of the row.
    RowEnd,
    /// To the row above, at the column where a run of moves up and down began; nowhere from the first row.
    Up,
    /// To the row below, at the column where a run of moves up and down began; nowhere from the last row.
    Down,
    /// To the start of the text.
    TextStart,
    /// To the end of the text.
    TextEnd,
}

/// What a key asks of the typing line, letters and pastes apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Moves the cursor and drops the selection; Left and Right only go to its edge, if there is one.
    Move(Motion),
    /// Moves the cursor and selects what it passes.
    Select(Motion),
    /// Erases the selection, or else what lies between the cursor and where the motion leads. To the row's
    /// start means the row of the letter to the left, so that asking again erases the row above.
    Erase(Motion),
}

/// A text being typed.
#[derive(Debug, Clone, Default)]
pub struct Composer {
    text: String,
    cursor: usize,
    /// The other end of the selection.
    anchor: Option<usize>,
    /// The column that a run of moves up and down keeps to.
    column: Option<u16>,
    history: History,
}

impl Composer {
    /// Creates a typing line with the cursor at the end and nothing to undo.
    #[must_use]
    pub fn with_text(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { cursor: text.len(), text, ..Self::default() }
    }

    /// Returns the text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the byte offset of the cursor.
    #[must_use]
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Returns the bytes selected, `None` if there are none.
    #[must_use]
    pub fn selection(&self) -> Option<Range<usize>> {
        let anchor = self.anchor.filter(|&anchor| anchor != self.cursor)?;
        Some(anchor.min(self.cursor)..anchor.max(self.cursor))
    }

    /// Says whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Says whether the cursor is on the first of the rows of this width, where [`Motion::Up`] leads nowhere.
    #[must_use]
    pub fn is_on_first_row(&self, width: u16) -> bool {
        self.row_away(Motion::Up, width).is_none()
    }

    /// Says whether the cursor is on the last of the rows of this width, where [`Motion::Down`] leads
    /// nowhere.
    #[must_use]
    pub fn is_on_last_row(&self, width: u16) -> bool {
        self.row_away(Motion::Down, width).is_none()
    }

    /// Does what a key asks, with rows of `width` cells; `None` if the text stays as it is.
    pub fn act(&mut self, action: Action, width: u16) -> Option<Edit> {
        match action {
            Action::Move(motion) => {
                match (motion, self.selection()) {
                    (Motion::Left, Some(selected)) => self.set_cursor(selected.start),
                    (Motion::Right, Some(selected)) => self.set_cursor(selected.end),
                    _ => self.go(motion, width),
                }
                self.anchor = None;
                None
            }
            Action::Select(motion) => {
                self.anchor.get_or_insert(self.cursor);
                self.go(motion, width);
                None
            }
            Action::Erase(motion) => self.erase(motion, width),
        }
    }

    /// Types a letter or a word in place of the selection. It joins the burst of typing before it.
    pub fn insert(&mut self, text: &str) -> Option<Edit> {
        self.put(text, Burst::Typing)
    }

    /// Puts in a pasted text in place of the selection, to be undone by itself. Every kind of line end
    /// becomes a newline.
    pub fn paste(&mut self, text: &str) -> Option<Edit> {
        self.put(&text.replace("\r\n", "\n").replace('\r', "\n"), Burst::Ended)
    }

    /// Replaces a range on behalf of the program, to be undone by itself. The cursor stays at its place in
    /// the text, or comes to the end of what is put in if it was inside the range or at its end.
    ///
    /// `None`, and nothing changes, if the range is not one of the text or cuts a character.
    pub fn replace(&mut self, range: Range<usize>, with: &str) -> Option<Edit> {
        self.text.get(range.clone())?;
        self.change(range, with, Burst::Ended)
    }

    /// Puts the cursor at a byte offset, or at the next grapheme boundary if it is none, and drops the
    /// selection.
    pub fn set_cursor(&mut self, at: usize) {
        self.rest();
        self.anchor = None;
        self.cursor = boundary_from(&self.text, at);
    }

    /// Takes back the last burst of typing, or whatever else changed the text last.
    pub fn undo(&mut self) -> Option<Edit> {
        let step = self.history.done.pop()?;
        let edit = step.edit.inverse();
        self.redraft(&edit, step.before);
        self.history.undone.push(step);
        Some(edit)
    }

    /// Does again what was undone last, if nothing was changed since.
    pub fn redo(&mut self) -> Option<Edit> {
        let step = self.history.undone.pop()?;
        let edit = step.edit.clone();
        self.redraft(&edit, step.after);
        self.history.done.push(step);
        Some(edit)
    }

    /// How many steps [`undo`](Self::undo) can take back.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.history.done.len()
    }

    /// Says whether there is something to undo.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.history.done.is_empty()
    }

    /// Says whether there is something to redo.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        !self.history.undone.is_empty()
    }

    /// Empties the text and forgets what could be undone.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Empties the typing line as [`clear`](Self::clear) and returns the text it had.
    pub fn take(&mut self) -> String {
        mem::take(self).text
    }

    fn put(&mut self, text: &str, burst: Burst) -> Option<Edit> {
        if text.is_empty() {
            return None;
        }
        let range = self.selection().unwrap_or(self.cursor..self.cursor);
        self.change(range, text, burst)
    }

    fn erase(&mut self, motion: Motion, width: u16) -> Option<Edit> {
        if let Some(selected) = self.selection() {
            return self.change(selected, "", Burst::Ended);
        }
        let cursor = self.cursor;
        let target = match motion {
            Motion::RowStart => self.paragraph(cursor, width).row_start_of_letter_left(cursor),
            Motion::RowEnd => self.paragraph(cursor, width).row_at(cursor).end,
            _ => self.target(motion, width).0,
        };
        let burst = match motion {
            Motion::Left => Burst::ErasingLeft,
            Motion::Right => Burst::ErasingRight,
            _ => Burst::Ended,
        };
        self.change(cursor.min(target)..cursor.max(target), "", burst)
    }

    /// Makes every change there is but those of undo and redo; the range must be one of the text.
    fn change(&mut self, range: Range<usize>, with: &str, burst: Burst) -> Option<Edit> {
        let removed = self.text.get(range.clone()).unwrap_or_default().to_owned();
        let is_change = removed != with;
        let edit = Edit { at: range.start, removed, inserted: with.to_owned() };
        let before = self.cursor;
        let after = if before < range.start {
            before
        } else {
            before.saturating_sub(range.end) + range.start + with.len()
        };
        edit.apply(&mut self.text);
        self.anchor = None;
        self.column = None;
        // What was put in may join the letter after it.
        self.cursor = boundary_from(&self.text, after);
        if !is_change {
            self.history.burst = Burst::Ended;
            return None;
        }
        self.history.record(Step { edit: edit.clone(), before, after: self.cursor }, burst);
        Some(edit)
    }

    fn redraft(&mut self, edit: &Edit, cursor: usize) {
        edit.apply(&mut self.text);
        self.set_cursor(cursor);
    }

    fn go(&mut self, motion: Motion, width: u16) {
        let (target, column) = self.target(motion, width);
        self.rest();
        (self.cursor, self.column) = (target, column);
    }

    /// Ends what only goes on while the cursor is left alone.
    fn rest(&mut self) {
        self.column = None;
        self.history.burst = Burst::Ended;
    }

    /// Finds where a motion leads, and the column to keep to if it goes on.
    fn target(&self, motion: Motion, width: u16) -> (usize, Option<u16>) {
        let (text, cursor) = (self.text.as_str(), self.cursor);
        let target = match motion {
            Motion::Left => boundary_before(text, cursor),
            Motion::Right => boundary_after(text, cursor),
            Motion::WordLeft => word_start_before(text, cursor),
            Motion::WordRight => word_end_after(text, cursor),
            Motion::RowStart => self.paragraph(cursor, width).row_at(cursor).start,
            Motion::RowEnd => self.paragraph(cursor, width).last_place_on_row(cursor),
            Motion::Up | Motion::Down => {
                let away = self.row_away(motion, width);
                return away.map_or((cursor, self.column), |(target, column)| (target, Some(column)));
            }
            Motion::TextStart => 0,
            Motion::TextEnd => text.len(),
        };
        (target, None)
    }

    /// Finds the offset one row up or down and the column aimed at, `None` where there is no such row.
    fn row_away(&self, motion: Motion, width: u16) -> Option<(usize, u16)> {
        let here = self.paragraph(self.cursor, width);
        let (row, column) = here.place(self.cursor);
        let column = self.column.unwrap_or(column);
        let end = here.start + here.text.len();
        let target = match motion {
            Motion::Up if row > 0 => here.offset_at(row - 1, column),
            Motion::Up if here.start > 0 => {
                self.paragraph(boundary_before(&self.text, here.start), width).offset_at(usize::MAX, column)
            }
            Motion::Down if row + 1 < here.rows.len() => here.offset_at(row + 1, column),
            Motion::Down if end < self.text.len() => {
                self.paragraph(boundary_after(&self.text, end), width).offset_at(0, column)
            }
            _ => return None,
        };
        Some((target, column))
    }

    /// Lays out the paragraph a grapheme boundary is in.
    fn paragraph(&self, at: usize, width: u16) -> Paragraph<'_> {
        Paragraph::around(&self.text, at, width)
    }
}

#[cfg(test)]
mod tests;
