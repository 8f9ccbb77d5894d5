//! Help over the whole screen.

use ratatui::style::Style;

use super::canvas::{Canvas, cut};
use super::palette::{bold, quiet};
use crate::app::help::{Help, HelpLine};

/// Draws the lines from the first one shown.
pub(super) fn draw(help: &Help, canvas: &mut Canvas<'_>) {
    let (width, height) = (canvas.width(), canvas.height());
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
                let x = canvas.write(4, y, &format!("{key:<20} "), bold());
                canvas.write(x, y, &cut(text, width.saturating_sub(x + 1)), Style::new());
            }
            HelpLine::Words(text) => {
                canvas.write(4, y, &cut(text, width.saturating_sub(5)), Style::new());
            }
        }
        y += 1;
    }
    canvas.write(2, height.saturating_sub(1), "Up, Down scroll · Esc closes", quiet());
}
