//! A list that is narrowed by letters.

use ratatui::style::Style;

use super::canvas::{Canvas, cut, width_of};
use super::palette::{bold, quiet, reversed};
use super::typing::in_one_row;
use crate::app::layout::{Size, picker_area};
use crate::app::live::Live;
use crate::app::picker::{Picker, Purpose};
use crate::model::visible::visible_line;

/// Draws the letters typed, and the lines that fit them.
pub(super) fn draw(picker: &Picker, live: &Live, size: Size, canvas: &mut Canvas<'_>) {
    canvas.frame(picker.title());
    let (width, height) = (canvas.width(), canvas.height());
    canvas.write(2, 1, "›", bold());
    let (typed, _) = in_one_row(picker.typed.text(), picker.typed.cursor(), width.saturating_sub(6));
    canvas.write(4, 1, &typed, Style::new());
    let first = picker.first_shown(live, size);
    let items = picker.items(live);
    if items.is_empty() && !picker.typed.is_empty() {
        canvas.write(4, 2, "Nothing fits these letters.", quiet());
    }
    if items.len() > first + usize::from(height.saturating_sub(3)) {
        canvas.foot("more below");
    }
    let is_found = picker.purpose == Purpose::Find;
    for (y, (at, item)) in (2..height.saturating_sub(1)).zip(items.iter().enumerate().skip(first)) {
        let is_chosen = at == picker.at();
        let mark = if is_chosen { "▸" } else { " " };
        let style = if is_chosen { reversed() } else { Style::new() };
        canvas.write(2, y, mark, bold());
        // Of a note that is found, its theme stands at the right edge.
        let beside = if is_found { width_of(&item.about) + 2 } else { 0 };
        let room = width.saturating_sub(6 + beside.min(width / 2));
        let label = cut(&visible_line(&item.label), room);
        let x = canvas.write(4, y, &label, style);
        // What stands beside the names stands in a column where there is room for one.
        let x = (x + 2).max(if is_found { width.saturating_sub(beside) } else { 30 });
        let about = cut(&visible_line(&item.about), width.saturating_sub(x + 2));
        if x + 8 < width || is_found {
            canvas.write(x, y, &about, quiet());
        }
    }
}

/// The cursor stands behind the letters.
pub(super) fn cursor(picker: &Picker, live: &Live, size: Size) -> (u16, u16) {
    let area = picker_area(live.layout(size), size);
    let (_, cells) = in_one_row(picker.typed.text(), picker.typed.cursor(), area.width.saturating_sub(6));
    let (x, y) = (area.x + 4 + cells, area.y + 1);
    (x.min(size.width.saturating_sub(1)), y.min(size.height.saturating_sub(1)))
}
