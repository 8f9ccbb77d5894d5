//! Lays out text in rows of a given number of cells, and finds places in them.
//!
//! A newline ends a row. Otherwise rows end at spaces, never before closing punctuation; a word longer than a
//! row is broken between graphemes. The spaces at the end of a row belong to it and may hang beyond its
//! width.
//!
//! Promises: the rows cover the text without gap or overlap, newlines apart; every grapheme boundary has one
//! place, inside the width; a letter typed there appears there, unless words wrap otherwise for it. To keep
//! this at the end of a full row, a paragraph that fills its last row has one more row, empty, for the
//! cursor.
//!
//! The time taken is linear in the length of the text. Drawing is left to the screen, the order of
//! right-to-left letters to the terminal.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::model::visible::visible;

/// Punctuation that never begins a row; the escapes are the Arabic and the Indic ones.
const CLOSING: &str = ",.;:!?%)]}…、。，．：；！？）］｝」』】〉》\u{60c}\u{61b}\u{61f}\u{6d4}\u{964}\u{965}";

/// Quotation marks, which close in one language and open in another.
const QUOTES: &str = "\"'“”‘’«»‹›";

/// An invisible place to break, written between the words of languages that show no spaces.
const ZERO_WIDTH_SPACE: &str = "\u{200b}";

/// One laid-out row: the bytes of the text it shows, and how many cells they take.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Row {
    /// Byte offset of the first byte shown.
    pub start: usize,
    /// Byte offset after the last byte shown; the newline that ends a row is not part of it.
    pub end: usize,
    /// Cells taken, at most the width laid out for: what hangs beyond is not counted.
    pub width: u16,
}

/// Lays out a text in rows of at most `width` cells; a width of 0 is treated as 1.
///
/// There is at least one row, even for an empty text. A paragraph that fills its last row is followed by an
/// empty row that begins where the full one ends; see [`rows_to_read`] for text without a cursor.
#[must_use]
pub fn rows(text: &str, width: u16) -> Vec<Row> {
    let mut layout = Layout { width: usize::from(width.max(1)), ..Layout::default() };
    let mut rest = text;
    while let Some((grapheme, after)) = split_grapheme(rest) {
        rest = after;
        if is_newline(grapheme) {
            layout.end_paragraph(text.len() - rest.len());
        } else if is_space(grapheme) {
            layout.add_space(grapheme);
        } else {
            layout.add_letter(grapheme, closes(grapheme, layout.is_after_space, rest));
        }
    }
    layout.end_paragraph(text.len());
    layout.rows
}

/// Lays out a text that shows no cursor: as [`rows`], without the empty rows that only hold the cursor.
#[must_use]
pub fn rows_to_read(text: &str, width: u16) -> Vec<Row> {
    let mut rows = rows(text, width);
    rows.dedup_by(|row, above| row.start == row.end && row.start == above.end);
    rows
}

/// Finds the row and the column, both from 0, where a cursor at byte offset `cursor` is shown.
///
/// An offset where one row ends and the next begins is shown on the next. Among spaces that hang beyond the
/// width the cursor waits in the last cell. An offset inside a grapheme is shown at its start, one beyond the
/// text at the end.
#[must_use]
pub fn place(text: &str, rows: &[Row], cursor: usize) -> (usize, u16) {
    let index = rows.partition_point(|row| row.start <= cursor).saturating_sub(1);
    let row = rows.get(index).copied().unwrap_or_default();
    let mut column: u16 = 0;
    for (offset, grapheme) in row.graphemes(text) {
        let after = column.saturating_add(cells(grapheme));
        if cursor < offset + grapheme.len() {
            // What reaches beyond its row hangs, and only full rows have anything that hangs.
            let is_hanging = after > row.width;
            return (index, if is_hanging { column.min(row.width.saturating_sub(1)) } else { column });
        }
        column = after;
    }
    (index, column.min(row.width))
}

/// Finds the byte offset of the grapheme boundary nearest to a cell; between two equally near, the left one.
///
/// The offset found is one that [`place`] shows on that same row: the end of a row that continues on the next
/// is not on offer. A row beyond the last counts as the last, a column beyond the row as its end.
#[must_use]
pub fn offset_at(text: &str, rows: &[Row], row: usize, column: u16) -> usize {
    let index = row.min(rows.len().saturating_sub(1));
    let row = rows.get(index).copied().unwrap_or_default();
    let continues = rows.get(index + 1).is_some_and(|next| next.start == row.end);
    let mut nearest = row.start;
    let mut distance = column;
    let mut right: u16 = 0;
    for (offset, grapheme) in row.graphemes(text) {
        let end = offset + grapheme.len();
        right = right.saturating_add(cells(grapheme));
        if right.abs_diff(column) < distance && !(continues && end == row.end) {
            nearest = end;
            distance = right.abs_diff(column);
        }
        if right >= column {
            break;
        }
    }
    nearest
}

/// Counts the cells one grapheme takes once shown, control characters by their visible form; a newline takes
/// none.
#[must_use]
pub fn cells(grapheme: &str) -> u16 {
    match grapheme.as_bytes() {
        [b' '..=b'~'] => 1,
        _ if is_newline(grapheme) => 0,
        _ => u16::try_from(visible(grapheme).width()).unwrap_or(u16::MAX),
    }
}

impl Row {
    fn graphemes(self, text: &str) -> impl Iterator<Item = (usize, &str)> {
        let shown = text.get(self.start..self.end).unwrap_or_default();
        shown.grapheme_indices(true).map(move |(offset, grapheme)| (self.start + offset, grapheme))
    }
}

/// A grapheme boundary, and how many cells of its paragraph come before it.
#[derive(Debug, Clone, Copy, Default)]
struct Spot {
    offset: usize,
    cells: usize,
}

/// The rows so far, and what must be known to end the next one.
#[derive(Default)]
struct Layout {
    width: usize,
    rows: Vec<Row>,
    /// Where the row being filled begins, and how far it is filled.
    start: Spot,
    here: Spot,
    /// The last places where a word, and where a letter, may begin a row.
    word: Spot,
    letter: Spot,
    is_after_space: bool,
}

impl Layout {
    fn add_space(&mut self, space: &str) {
        self.advance(space.len(), cells(space));
        self.is_after_space = true;
    }

    fn add_letter(&mut self, letter: &str, closes: bool) {
        if !closes {
            self.letter = self.here;
            if self.is_after_space {
                self.word = self.here;
            }
        }
        let cells = cells(letter);
        // Even a letter without width asks for a cell: a cursor before it needs one.
        let end = self.here.cells + usize::from(cells.max(1));
        if end - self.start.cells > self.width && self.here.offset > self.start.offset {
            let helps = |spot: &Spot| spot.offset > self.start.offset && end - spot.cells <= self.width;
            let spot = [self.word, self.letter].into_iter().find(helps).unwrap_or(self.here);
            self.end_row(spot);
        }
        self.advance(letter.len(), cells);
        self.is_after_space = letter == ZERO_WIDTH_SPACE;
    }

    fn end_paragraph(&mut self, next: usize) {
        let is_full = self.here.cells - self.start.cells >= self.width;
        self.end_row(self.here);
        if is_full {
            self.end_row(self.here);
        }
        let start = Spot { offset: next, cells: 0 };
        (self.start, self.here, self.word, self.letter) = (start, start, start, start);
        self.is_after_space = false;
    }

    fn advance(&mut self, len: usize, cells: u16) {
        self.here.offset += len;
        self.here.cells += usize::from(cells);
    }

    fn end_row(&mut self, end: Spot) {
        let width = (end.cells - self.start.cells).min(self.width);
        let width = u16::try_from(width).unwrap_or(u16::MAX);
        self.rows.push(Row { start: self.start.offset, end: end.offset, width });
        self.start = end;
    }
}

/// Says whether a grapheme is a line break; a carriage return belongs to the newline after it.
fn is_newline(grapheme: &str) -> bool {
    matches!(grapheme, "\n" | "\r\n")
}

/// Says whether a row may end after this grapheme: white space, the kinds that do not break left out.
fn is_space(grapheme: &str) -> bool {
    let mut chars = grapheme.chars();
    let first = chars.next();
    let breaks = matches!(
        first,
        Some(
            ' '
            | '\t'
            | '\u{1680}'
            | '\u{2000}'..='\u{2006}'
            | '\u{2008}'..='\u{200a}'
            | '\u{205f}'
            | '\u{3000}',
        )
    );
    breaks && chars.next().is_none()
}

/// Says whether a grapheme must stay with what is before it, even if that is a space, as in French.
///
/// A quotation mark after a space opens, unless another space or closing punctuation follows.
fn closes(grapheme: &str, is_after_space: bool, rest: &str) -> bool {
    let first = |text: &str| text.chars().next().filter(|char| !char.is_ascii_alphanumeric());
    let is_closing = |char: char| CLOSING.contains(char);
    let is_free =
        || rest.is_empty() || first(rest).is_some_and(|next| next.is_whitespace() || is_closing(next));
    first(grapheme)
        .is_some_and(|char| is_closing(char) || QUOTES.contains(char) && (!is_after_space || is_free()))
}

/// Splits off the first grapheme, `None` from an empty text.
fn split_grapheme(text: &str) -> Option<(&str, &str)> {
    let len = match text.as_bytes() {
        // Most of what is laid out: nothing in ASCII joins the letter before it.
        [b' '..=b'~', next, ..] if next.is_ascii() => 1,
        _ => text.graphemes(true).next()?.len(),
    };
    text.split_at_checked(len)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, width: u16) -> Vec<&str> {
        rows(text, width).iter().filter_map(|row| text.get(row.start..row.end)).collect()
    }

    #[test]
    fn an_empty_text_has_one_empty_row() {
        assert_eq!(rows("", 10), [Row::default()]);
        assert_eq!(rows("", 0), [Row::default()]);
    }

    #[test]
    fn rows_end_at_spaces_which_stay_above() {
        assert_eq!(shown("we never  asked", 6), ["we ", "never  ", "asked"]);
        assert_eq!(rows("never  asked", 5)[0], Row { start: 0, end: 7, width: 5 });
    }

    #[test]
    fn closing_punctuation_never_begins_a_row() {
        assert_eq!(shown("I did, she said", 5), ["I ", "did, ", "she ", "said"]);
        assert_eq!(shown("un mot ! bon", 7), ["un ", "mot ! ", "bon"]);
        assert_eq!(shown("say “no” (so)", 6), ["say ", "“no” ", "(so)"]);
        assert_eq!(shown("sagte »ja«", 8), ["sagte ", "»ja«"]);
        assert_eq!(shown("c’est « ça »", 10), ["c’est « ", "ça »"]);
        assert_eq!(shown("unforeseen, yes", 10), ["unforesee", "n, yes"]);
        assert_eq!(shown("............", 5), [".....", ".....", ".."]);
    }

    #[test]
    fn long_words_break_between_graphemes_and_wide_ones_never_straddle() {
        assert_eq!(shown("a nevertheless", 5), ["a ", "never", "thele", "ss"]);
        assert_eq!(shown("日本語です", 5), ["日本", "語で", "す"]);
        assert_eq!(shown("👩‍👩‍👧👩‍👩‍👧", 3), ["👩‍👩‍👧", "👩‍👩‍👧"]);
        assert_eq!(shown("日本", 1), ["日", "本", ""]);
    }

    #[test]
    fn newlines_end_rows_and_are_not_shown() {
        assert_eq!(shown("a\n\nb\r\nc\n", 9), ["a", "", "b", "c", ""]);
    }

    #[test]
    fn a_full_row_has_a_place_for_the_cursor_below() {
        let text = "abcd\nef";
        let laid = rows(text, 4);
        assert_eq!(shown(text, 4), ["abcd", "", "ef"]);
        assert_eq!(place(text, &laid, 4), (1, 0));
        assert_eq!(place(text, &laid, 5), (2, 0));
        assert_eq!(rows_to_read(text, 4).len(), 2);
        assert_eq!(rows_to_read("a\n\n", 4).len(), 3);
    }

    #[test]
    fn the_cursor_waits_in_the_last_cell_among_hanging_spaces() {
        let text = "never   asked";
        let laid = rows(text, 5);
        let places: Vec<_> = (4..9).map(|cursor| place(text, &laid, cursor)).collect();
        assert_eq!(places, [(0, 4), (0, 4), (0, 4), (0, 4), (1, 0)]);
    }

    #[test]
    fn an_offset_found_is_on_the_row_asked_for() {
        let text = "we never 日本";
        let laid = rows(text, 6);
        assert_eq!(shown(text, 6), ["we ", "never ", "日本"]);
        let found = [(0, 1), (0, 99), (1, 0), (2, 1), (2, 2), (2, 3), (9, 99)]
            .map(|(row, column)| offset_at(text, &laid, row, column));
        assert_eq!(found, [1, 2, 3, 9, 12, 12, 15]);
    }

    #[test]
    fn what_cannot_be_seen_is_measured_as_it_is_shown() {
        let measured =
            ["a", "\t", "\u{1}", "\u{202e}", "é", "\u{301}", "語", "👩‍👩‍👧", "🇳🇱", "\n", "\r\n"].map(cells);
        assert_eq!(measured, [1, 4, 1, 8, 1, 0, 2, 2, 2, 0, 0]);
    }

    #[test]
    fn every_space_takes_a_cell() {
        let spaces: Vec<String> =
            ('\0'..='\u{ffff}').map(String::from).filter(|char| is_space(char)).collect();
        assert!(spaces.len() > 10);
        assert!(spaces.iter().all(|space| cells(space) > 0), "place() tells hanging spaces by their cells");
    }
}
