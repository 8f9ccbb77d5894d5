//! The first screen.

use ratatui::style::Style;

use super::canvas::{Canvas, cut};
use super::palette::{bold, quiet, reversed};
use super::panes;
use crate::app::App;
use crate::app::home::{FIRST_ROW, Home, first_shown};
use crate::app::layout::Size;
use crate::model::visible::visible_line;

/// Draws the whole screen.
pub(super) fn draw(app: &App, home: &Home, canvas: &mut Canvas<'_>) {
    let (width, height) = (canvas.width(), canvas.height());
    canvas.write(2, 1, "hearken", bold());
    canvas.write(2, 2, "Notes in focus groups and interviews.", Style::new());
    canvas.write(2, 3, "Nothing leaves this laptop. Every letter is kept as you type.", quiet());
    let first = first_shown(home, height);
    let items = home.items();
    let room = height.saturating_sub(FIRST_ROW + 3).max(1);
    for (row, (at, item)) in (0..room).zip(items.iter().enumerate().skip(first)) {
        let is_chosen = at == home.at();
        let number = if at < 9 { (at + 1).to_string() } else { " ".to_owned() };
        let mark = if is_chosen { "▸" } else { " " };
        let line =
            cut(&format!("{mark} {number}  {} ", visible_line(&home.words(item))), width.saturating_sub(3));
        let style = if is_chosen { reversed() } else { Style::new() };
        canvas.write(2, FIRST_ROW + row, &line, style);
    }
    if height > FIRST_ROW + 2 {
        panes::last_rows(app, canvas);
    }
}

/// The cursor stands at the line chosen.
pub(super) fn cursor(home: &Home, size: Size) -> (u16, u16) {
    let row = home.at().saturating_sub(first_shown(home, size.height));
    let y = FIRST_ROW + u16::try_from(row).unwrap_or(0);
    (2.min(size.width.saturating_sub(1)), y.min(size.height.saturating_sub(1)))
}
