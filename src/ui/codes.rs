//! What a terminal is sent to show a frame, as bytes in memory.

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate};
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Cell;

use super::panes::Cursor;

/// Adds a frame: cleared first when nothing kept is right, then the cells that differ, then the cursor in its
/// place. All of it is one synchronised update, so that a half-drawn frame is never seen.
pub(super) fn frame<'a>(
    out: &mut Vec<u8>,
    is_fresh: bool,
    cells: impl Iterator<Item = (u16, u16, &'a Cell)>,
    cursor: Cursor,
) {
    // Memory takes every byte, so none of these can fail.
    let _ = queue!(out, BeginSynchronizedUpdate);
    if is_fresh {
        let _ = queue!(out, Clear(ClearType::All), Show);
    }
    let _ = CrosstermBackend::new(&mut *out).draw(cells);
    let _ = match cursor {
        Some((x, y)) => queue!(out, MoveTo(x, y)),
        None => queue!(out, Hide),
    };
    let _ = queue!(out, EndSynchronizedUpdate);
}
