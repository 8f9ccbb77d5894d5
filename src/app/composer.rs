//! The typing line: a text with a cursor, a selection and what can be undone.
//!
//! Promises: the cursor is always on a grapheme boundary of the text; every change is handed back as an
//! [`Edit`], those of undo and redo too, so that applying them in order to the starting text gives the same
//! text; undoing everything gives the starting text. A plain insertion or erasure looks only at the text near
//! the cursor, a move by rows only at the paragraphs it touches.
//!
//! Which key means which [`Action`], the journal and the drawing are left to others.

use std::mem;
use std::ops::Range;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::wrap::{Row, offset_at, place, rows};

/// One change of a text, as a value that inverts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Byte offset at which the text changes.
    pub at: usize,
    /// What stood there before.
    pub removed: String,
    /// What stands there after.
    pub inserted: String,
}

impl Edit {
    /// Returns the change that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self { at: self.at, removed: self.inserted.clone(), inserted: self.removed.clone() }
    }

    /// Changes the text and returns true, or returns false and changes nothing if the text does not have at
    /// this offset what the edit removes.
    pub fn apply(&self, text: &mut String) -> bool {
        let Some(end) = self.at.checked_add(self.removed.len()) else { return false };
        let fits = text.get(self.at..end) == Some(self.removed.as_str());
        if fits {
            text.replace_range(self.at..end, &self.inserted);
        }
        fits
    }
}

/// Where a cursor can go. Rows are those of [`rows`] at the width given with the action.
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
        let (before, after) = self.text.split_at_checked(at).unwrap_or((&self.text, ""));
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let end = match after.find('\n').map(|newline| after.split_at(newline).0) {
            Some(rest) => at + rest.strip_suffix('\r').unwrap_or(rest).len(),
            None => self.text.len(),
        };
        let text = self.text.get(start..end).unwrap_or_default();
        Paragraph { start, text, rows: rows(text, width) }
    }
}

/// The text between two newlines, laid out; offsets given and returned are those of the whole text.
struct Paragraph<'a> {
    start: usize,
    text: &'a str,
    rows: Vec<Row>,
}

impl Paragraph<'_> {
    fn place(&self, at: usize) -> (usize, u16) {
        place(self.text, &self.rows, at - self.start)
    }

    fn offset_at(&self, row: usize, column: u16) -> usize {
        self.start + offset_at(self.text, &self.rows, row, column)
    }

    fn row_at(&self, at: usize) -> Range<usize> {
        let row = self.rows.get(self.place(at).0).copied().unwrap_or_default();
        self.start + row.start..self.start + row.end
    }

    fn row_start_of_letter_left(&self, at: usize) -> usize {
        let row = self.rows.iter().rfind(|row| self.start + row.start < at);
        self.start + row.map_or(0, |row| row.start)
    }

    fn last_place_on_row(&self, at: usize) -> usize {
        let end = self.row_at(at).end;
        let is_shown_below = self.row_at(end).start == end && end > at;
        if is_shown_below { self.start + boundary_before(self.text, end - self.start) } else { end }
    }
}

/// What was done and what was undone, oldest first.
#[derive(Debug, Clone, Default)]
struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
    burst: Burst,
}

/// What is undone at once, with the cursor before and after.
#[derive(Debug, Clone)]
struct Step {
    edit: Edit,
    before: usize,
    after: usize,
}

/// What the next change must be to join the last step.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Burst {
    #[default]
    Ended,
    Typing,
    ErasingLeft,
    ErasingRight,
}

impl History {
    fn record(&mut self, step: Step, burst: Burst) {
        self.undone.clear();
        let goes_on = mem::replace(&mut self.burst, burst) == burst;
        let last = self.done.last_mut().filter(|_| goes_on);
        if !last.is_some_and(|last| last.try_join(&step, burst)) {
            self.done.push(step);
        }
    }
}

impl Step {
    /// Takes in the next change and returns true, or returns false if it begins a step of its own.
    fn try_join(&mut self, next: &Self, burst: Burst) -> bool {
        let Self { edit: last, .. } = self;
        let Self { edit, .. } = next;
        let begins_word =
            last.inserted.ends_with(char::is_whitespace) && !edit.inserted.starts_with(char::is_whitespace);
        match burst {
            Burst::Typing
                if edit.removed.is_empty() && edit.at == last.at + last.inserted.len() && !begins_word =>
            {
                last.inserted.push_str(&edit.inserted);
            }
            Burst::ErasingLeft if edit.at + edit.removed.len() == last.at => {
                last.removed.insert_str(0, &edit.removed);
                last.at = edit.at;
            }
            Burst::ErasingRight if edit.at == last.at => last.removed.push_str(&edit.removed),
            _ => return false,
        }
        self.after = next.after;
        true
    }
}

fn boundary_before(text: &str, at: usize) -> usize {
    GraphemeCursor::new(at, text.len(), true).prev_boundary(text, 0).ok().flatten().unwrap_or(0)
}

fn boundary_after(text: &str, at: usize) -> usize {
    GraphemeCursor::new(at, text.len(), true).next_boundary(text, 0).ok().flatten().unwrap_or(text.len())
}

/// Finds the first grapheme boundary at or after an offset, the end of the text if the offset is beyond it.
fn boundary_from(text: &str, at: usize) -> usize {
    let at = text.ceil_char_boundary(at);
    let is_boundary = GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0) == Ok(true);
    if is_boundary { at } else { boundary_after(text, at) }
}

/// Finds the start of the last word, or run of punctuation, before an offset.
fn word_start_before(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default().trim_end();
    let blank = before.trim_end_matches(|char: char| !char.is_whitespace());
    let mut start = blank.len();
    let mut is_after_word = true;
    // Forwards: going back, the segmentation takes a time quadratic in a run of flags.
    for (offset, segment) in before.get(blank.len()..).unwrap_or_default().split_word_bound_indices() {
        if is_word(segment) || is_after_word {
            start = blank.len() + offset;
        }
        is_after_word = is_word(segment);
    }
    // A run may begin with a mark that belongs to the space before it.
    if boundary_from(text, start) == start { start } else { boundary_before(text, start) }
}

/// Finds the end of the first word, or run of punctuation, after an offset.
fn word_end_after(text: &str, at: usize) -> usize {
    let after = text.get(at..).unwrap_or_default().trim_start();
    let start = text.len() - after.len();
    let mut end = start;
    for segment in after.split(char::is_whitespace).next().unwrap_or_default().split_word_bounds() {
        if is_word(segment) && end > start {
            break;
        }
        end += segment.len();
        if is_word(segment) {
            break;
        }
    }
    boundary_from(text, end)
}

fn is_word(segment: &str) -> bool {
    segment.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::Motion::{Down, Left, Right, RowEnd, RowStart, Up, WordLeft, WordRight};
    use super::*;

    /// Shows the text with `|` for the cursor and `[` for the other end of a selection.
    fn drawn(composer: &Composer) -> String {
        let mut text = composer.text().to_owned();
        let mut marks = vec![(composer.cursor, '|')];
        marks.extend(composer.selection().and(composer.anchor).map(|anchor| (anchor, '[')));
        marks.sort_unstable();
        marks.into_iter().rev().for_each(|(at, mark)| text.insert(at, mark));
        text
    }

    fn composer(drawn: &str) -> Composer {
        let mut composer = Composer::with_text(drawn.replace('|', ""));
        composer.set_cursor(drawn.find('|').unwrap());
        composer
    }

    fn after(before: &str, width: u16, actions: &[Action]) -> String {
        let mut composer = composer(before);
        for &action in actions {
            composer.act(action, width);
        }
        drawn(&composer)
    }

    fn typed(letters: &str) -> Composer {
        let mut composer = Composer::default();
        letters
            .chars()
            .for_each(|letter| assert!(composer.insert(letter.encode_utf8(&mut [0; 4])).is_some()));
        composer
    }

    #[test]
    fn an_edit_that_does_not_fit_changes_nothing() {
        let mut text = "né".to_owned();
        for (at, removed) in [(0, "x"), (2, ""), (9, ""), (usize::MAX, "né")] {
            assert!(!Edit { at, removed: removed.into(), inserted: "y".into() }.apply(&mut text));
        }
        assert_eq!(text, "né");
    }

    #[test]
    fn words_are_passed_with_their_marks_and_punctuation_by_itself() {
        assert_eq!(after("she didn’t... |", 80, &[Action::Move(WordLeft)]), "she didn’t|... ");
        assert_eq!(after("she didn’t|...", 80, &[Action::Erase(WordLeft)]), "she |...");
        assert_eq!(after("she| didn’t...", 80, &[Action::Erase(WordRight)]), "she|...");
        assert_eq!(after("e\u{301}te\u{301}|", 80, &[Action::Erase(WordLeft)]), "|");
    }

    #[test]
    fn up_and_down_keep_the_column_they_began_in() {
        assert_eq!(after("long one\nab\nlong| two", 80, &[Action::Move(Up)]), "long one\nab|\nlong two");
        assert_eq!(after("long one\nab\nlong| two", 80, &[Action::Move(Up); 2]), "long| one\nab\nlong two");
        assert_eq!(after("we ne|ver asked", 6, &[Action::Move(Down)]), "we never as|ked");
        assert_eq!(after("we |never asked", 6, &[Action::Move(Up)]), "|we never asked");
        assert!(composer("we| never\nasked").is_on_first_row(6));
        assert!(composer("we never\r\nasked|").is_on_last_row(6));
        assert!(!composer("we never|\nasked").is_on_last_row(9));
    }

    #[test]
    fn a_row_ends_before_the_letter_that_the_next_row_shows() {
        assert_eq!(after("we| never asked", 6, &[Action::Move(RowEnd)]), "we| never asked");
        assert_eq!(after("we n|ever asked", 6, &[Action::Move(RowEnd); 2]), "we never| asked");
        assert_eq!(after("we nev|er asked", 6, &[Action::Move(RowStart)]), "we |never asked");
        assert_eq!(after("we n|ever asked", 6, &[Action::Erase(RowEnd)]), "we n|asked");
        assert_eq!(after("we nev|er", 6, &[Action::Erase(RowStart)]), "we |er");
        assert_eq!(after("we nev|er", 6, &[Action::Erase(RowStart); 2]), "|er");
    }

    #[test]
    fn typing_replaces_the_selection_and_a_plain_move_leaves_by_its_edge() {
        let select = [Action::Select(Left), Action::Select(Left)];
        assert_eq!(after("asked|", 80, &select), "ask|ed[");
        assert_eq!(after("asked|", 80, &[&select[..], &[Action::Move(Right)]].concat()), "asked|");
        let mut line = composer("asked|");
        line.act(Action::Select(Left), 80);
        line.act(Action::Select(Left), 80);
        assert_eq!(line.insert("s"), Some(Edit { at: 3, removed: "ed".into(), inserted: "s".into() }));
        assert_eq!(drawn(&line), "asks|");
        line.undo();
        assert_eq!(drawn(&line), "ask|ed");
    }

    #[test]
    fn undo_takes_back_about_a_word() {
        let mut line = typed("they said no");
        let mut seen = Vec::new();
        while line.undo().is_some() {
            seen.push(line.text().to_owned());
        }
        assert_eq!(seen, ["they said ", "they ", ""]);
        while line.redo().is_some() {}
        assert_eq!(drawn(&line), "they said no|");
    }

    #[test]
    fn erasing_a_paste_and_a_move_each_begin_a_new_step() {
        let mut line = typed("ab");
        line.act(Action::Erase(Left), 80);
        line.act(Action::Erase(Left), 80);
        assert_eq!(line.undo().map(|edit| edit.inserted), Some("ab".into()));
        line.paste("c\r\nd\re");
        line.insert("f");
        line.act(Action::Move(Left), 80);
        line.act(Action::Move(Right), 80);
        line.insert("g");
        assert_eq!((line.text(), line.can_redo()), ("abc\nd\nefg", false));
        let undone: Vec<String> = std::iter::from_fn(|| line.undo()).map(|edit| edit.removed).collect();
        assert_eq!(undone, ["g", "f", "c\nd\ne", "ab"]);
    }

    #[test]
    fn replacing_moves_the_cursor_with_its_text() {
        let mut line = composer("the pt said| so");
        assert_eq!(line.replace(4..6, "participant").map(|edit| edit.removed), Some("pt".into()));
        assert_eq!(drawn(&line), "the participant said| so");
        assert_eq!(line.replace(4..99, ""), None);
        line.undo();
        assert_eq!(drawn(&line), "the pt said| so");
        assert_eq!(composer("é|").replace(1..2, ""), None);
    }

    #[test]
    fn the_cursor_passes_a_letter_that_joins_what_was_typed() {
        let mut line = composer("|\u{301}t");
        line.insert("e");
        assert_eq!(drawn(&line), "e\u{301}|t");
    }

    #[test]
    fn erasing_what_kept_two_letters_apart_is_undone_by_itself() {
        let mut line = composer("a\u{200b}|\u{301}");
        line.act(Action::Erase(Left), 80);
        assert_eq!(drawn(&line), "a\u{301}|");
        line.act(Action::Erase(Left), 80);
        line.undo();
        assert_eq!(line.text(), "a\u{301}");
        line.undo();
        assert_eq!(drawn(&line), "a\u{200b}|\u{301}");
    }
}
