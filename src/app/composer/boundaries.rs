//! Where a cursor can stand in a text: between graphemes, and at the ends of words.

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation as _};

pub(super) fn boundary_before(text: &str, at: usize) -> usize {
    GraphemeCursor::new(at, text.len(), true).prev_boundary(text, 0).ok().flatten().unwrap_or(0)
}

pub(super) fn boundary_after(text: &str, at: usize) -> usize {
    GraphemeCursor::new(at, text.len(), true).next_boundary(text, 0).ok().flatten().unwrap_or(text.len())
}

/// Finds the first grapheme boundary at or after an offset, the end of the text if the offset is beyond it.
pub(super) fn boundary_from(text: &str, at: usize) -> usize {
    let at = text.ceil_char_boundary(at);
    let is_boundary = GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0) == Ok(true);
    if is_boundary { at } else { boundary_after(text, at) }
}

/// Finds the start of the last word, or run of punctuation, before an offset.
pub(super) fn word_start_before(text: &str, at: usize) -> usize {
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
pub(super) fn word_end_after(text: &str, at: usize) -> usize {
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
