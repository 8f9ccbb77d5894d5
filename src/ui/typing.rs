//! The typing line: chips, prompt, words, and the cursor's cell.

use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use super::canvas::{Canvas, cut, width_of};
use super::palette::{bold, reversed};
use crate::app::layout::Size;
use crate::app::live::Live;
use crate::app::wrap::{Row, place, rows};
use crate::model::visible::{visible, visible_line};

/// The first row shown, so that the cursor's row is among them.
fn first_shown(rows: &[Row], cursor_row: usize, height: u16) -> usize {
    let height = usize::from(height).max(1);
    let last = (cursor_row + 1).max(height).min(rows.len().max(height));
    last - height
}

/// Draws the chips, the prompt and the rows around the cursor.
pub(super) fn draw(live: &Live, size: Size, canvas: &mut Canvas<'_>) {
    let mut x = 1;
    for chip in live.chips() {
        x = canvas.write(x, 0, &visible_line(&chip), reversed());
        x = canvas.write(x, 0, " ", Style::new());
    }
    let indent = canvas.write(x, 0, "› ", bold());
    let words = &live.draft.words;
    let text = words.text();
    let rows = rows(text, live.typing_width(size));
    let (cursor_row, _) = place(text, &rows, words.cursor());
    let first = first_shown(&rows, cursor_row, canvas.height());
    for (y, row) in (0..canvas.height()).zip(rows.iter().skip(first)) {
        let shown = text.get(row.start..row.end).unwrap_or_default();
        let mut x = indent;
        let mut at = row.start;
        for grapheme in shown.graphemes(true) {
            let is_selected = words.selection().is_some_and(|range| range.contains(&at));
            at += grapheme.len();
            let style = if is_selected { reversed() } else { Style::new() };
            x = canvas.write(x, y, &visible(grapheme), style);
        }
    }
}

/// The cell the next letter comes into.
pub(super) fn cursor(live: &Live, size: Size) -> (u16, u16) {
    let area = live.layout(size).typing;
    let text = live.draft.words.text();
    let rows = rows(text, live.typing_width(size));
    let (row, column) = place(text, &rows, live.draft.words.cursor());
    let first = first_shown(&rows, row, area.height);
    let x =
        (size.width.saturating_sub(live.typing_width(size) + 1) + column).min(size.width.saturating_sub(1));
    let y = area.y + u16::try_from(row.saturating_sub(first)).unwrap_or(0);
    (x, y)
}

/// What is shown of a text that has one row of so many cells, so that the cursor is among them; and the cells before the
/// cursor.
pub(super) fn in_one_row(text: &str, at: usize, room: u16) -> (String, u16) {
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let before = visible_line(before);
    // One cell is for the next letter.
    let mut left = room.saturating_sub(1);
    let mut shown: Vec<&str> = Vec::new();
    for grapheme in before.graphemes(true).rev() {
        let Some(still_left) = left.checked_sub(width_of(grapheme)) else { break };
        left = still_left;
        shown.push(grapheme);
    }
    shown.reverse();
    let before = shown.concat();
    let cells = width_of(&before);
    (before + &cut(&visible_line(after), room.saturating_sub(cells)), cells)
}
