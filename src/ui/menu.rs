//! The lettered menu.

use ratatui::style::Style;

use super::canvas::{Canvas, cut};
use super::palette::reversed;
use crate::app::layout::{Area, Size};
use crate::app::menu::Menu;

/// Where the menu stands: at the bottom left, over the session.
pub(super) fn area(size: Size) -> Area {
    let lines = u16::try_from(Menu::items().count()).unwrap_or(0);
    let height = (lines + 2).min(size.height);
    let width = 46.min(size.width);
    Area { x: 0, y: size.height.saturating_sub(height + 1), width, height }
}

/// Draws the menu.
pub(super) fn draw(menu: &Menu, canvas: &mut Canvas<'_>) {
    canvas.frame("Menu: press a letter, Esc closes");
    let width = canvas.width();
    for (y, (at, (letter, command))) in (1..canvas.height().saturating_sub(1)).zip(Menu::items().enumerate())
    {
        let key = command.keys.first().map(ToString::to_string).unwrap_or_default();
        let style = if at == menu.at() { reversed() } else { Style::new() };
        let line = format!("{letter}  {:<28} {key}", command.name);
        canvas.write(2, y, &cut(&line, width.saturating_sub(4)), style);
    }
}

/// The cursor stands at the line chosen.
pub(super) fn cursor(menu: &Menu, size: Size) -> (u16, u16) {
    let area = area(size);
    let row = u16::try_from(menu.at()).unwrap_or(0) + 1;
    (2.min(size.width.saturating_sub(1)), (area.y + row).min(size.height.saturating_sub(1)))
}
