//! The lettered menu.

use super::canvas::{Canvas, cut};
use super::palette::{bold, reversed};
use crate::app::layout::Size;
use crate::app::menu::Menu;
use ratatui::style::Style;

/// Draws the menu.
pub(super) fn draw(menu: &Menu, size: Size, canvas: &mut Canvas<'_>) {
    canvas.frame("Menu: press a letter, Esc closes");
    let cells = menu.cells(size);
    if cells.last().is_some_and(|(at, ..)| at + 1 < menu.items().count()) {
        canvas.foot("more below");
    }
    let area = menu.area(size);
    let width = canvas.width();
    for (at, x, y) in cells {
        let Some((letter, command)) = menu.items().nth(at) else { continue };
        let key = command.keys.first().map(ToString::to_string).unwrap_or_default();
        let is_chosen = at == menu.at();
        let (x, y) = (x - area.x, y - area.y);
        canvas.write(x, y, &letter.to_string(), if is_chosen { reversed() } else { bold() });
        let line = format!("{:<24} {key}", command.name);
        let style = if is_chosen { reversed() } else { Style::new() };
        canvas.write(x + 3, y, &cut(&line, width.saturating_sub(x + 4)), style);
    }
}

/// The cursor stands at the line chosen.
pub(super) fn cursor(menu: &Menu, size: Size) -> (u16, u16) {
    let cell = menu.cells(size).into_iter().find(|(at, ..)| *at == menu.at());
    let (x, y) = cell.map_or((0, 0), |(_, x, y)| (x, y));
    (x.min(size.width.saturating_sub(1)), y.min(size.height.saturating_sub(1)))
}
