//! Help over the whole screen.

use ratatui::style::Style;

use super::canvas::Canvas;
use super::palette::{bold, quiet};
use crate::app::help::{Help, HelpLine};
use crate::app::wrap::rows_to_read;

/// Draws the lines from the first one shown.
pub(super) fn draw(help: &Help, canvas: &mut Canvas<'_>) {
    let height = canvas.height();
    let room = height.saturating_sub(2);
    let mut y = 1;
    for line in help.lines.iter().skip(help.top) {
        if y >= room {
            break;
        }
        match line {
            HelpLine::Heading(text) => {
                y += u16::from(y > 1);
                canvas.write(2, y, text, bold());
            }
            HelpLine::Entry(key, text) => {
                let x = canvas.write(4, y, &format!("{key:<22} "), bold());
                y = rows(canvas, x, y, text);
            }
            HelpLine::Words(text) => {
                y = rows(canvas, 4, y, text);
            }
        }
        y += 1;
    }
    canvas.write(2, height.saturating_sub(1), "Up, Down scroll · Esc closes", quiet());
}

/// Writes a text in as many rows as it needs; gives the last one.
fn rows(canvas: &mut Canvas<'_>, x: u16, y: u16, text: &str) -> u16 {
    let width = canvas.width().saturating_sub(x + 1).max(1);
    let mut row = y;
    for (at, it) in (0..).zip(rows_to_read(text, width)) {
        row = y + at;
        canvas.write(x, row, text.get(it.start..it.end).unwrap_or_default(), Style::new());
    }
    row
}
