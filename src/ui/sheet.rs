//! Sheets: columns of lines over a session, all drawn alike.

use ratatui::style::Style;

use super::canvas::{Canvas, cut, width_of};
use super::palette::{bold, marked, quiet, reversed};
use crate::app::layout::Area;
use crate::app::sheets::{Column, Line, MARK, areas, inside};
use crate::model::visible::visible_line;

/// Draws the columns of a sheet.
pub(super) fn draw(columns: &[Column], canvas: &mut Canvas<'_>) {
    let whole = Area { x: 0, y: 0, width: canvas.width(), height: canvas.height() };
    let areas = areas(columns, whole);
    let hidden = columns.iter().zip(&areas).find(|(_, area)| area.height == 0).map(|(column, _)| column.foot);
    for (column, area) in columns.iter().zip(areas).filter(|(_, area)| area.height > 0) {
        let inside = inside(area);
        let has_more = column.has_more(inside.width, inside.height);
        let mut frame = canvas.part(area);
        frame.frame(&visible_line(&column.title));
        // The way to a column that has no room here is told by the one that has.
        frame.foot(match (hidden, column.foot) {
            (None, "") if has_more => "more below",
            (Some(foot), _) | (None, foot) => foot,
        });
        for (y, row) in (inside.y..).zip(column.seen(inside.width, inside.height)) {
            let Some(line) = column.lines.get(row.line) else { continue };
            let is_chosen = column.chosen == Some(row.line);
            match line {
                Line::Blank => {}
                Line::Heading(_) => {
                    canvas.write(inside.x, y, &row.text, bold());
                }
                Line::Words(_) => {
                    canvas.write(inside.x, y, &row.text, Style::new());
                }
                Line::Marked { .. } => {
                    canvas.write(inside.x, y, &row.text, Style::new());
                    for mark in &row.marks {
                        let part = |range| row.text.get(range).unwrap_or_default();
                        let x = inside.x + width_of(part(0..mark.start));
                        canvas.write(x, y, part(mark.clone()).trim_end(), marked());
                    }
                }
                Line::Item { mark, right, .. } => {
                    let style = if is_chosen { reversed() } else { Style::new() };
                    if row.is_first {
                        canvas.write(inside.x + 1, y, mark, bold());
                        let right = cut(&visible_line(right), inside.width / 2);
                        let x = (inside.x + inside.width).saturating_sub(width_of(&right));
                        canvas.write(x, y, &right, quiet());
                    }
                    canvas.write(inside.x + MARK - 1, y, &row.text, style);
                }
            }
        }
    }
}

/// The cursor stands at the line chosen; where there is none, in the corner.
pub(super) fn cursor(columns: &[Column], whole: Area) -> (u16, u16) {
    let chosen = columns.iter().zip(areas(columns, whole)).find_map(|(column, area)| {
        let inside = inside(area);
        let seen = column.seen(inside.width, inside.height);
        let row = seen.iter().position(|row| column.chosen == Some(row.line))?;
        Some((inside.x + MARK - 1, inside.y + u16::try_from(row).ok()?))
    });
    chosen.unwrap_or((whole.x, whole.y))
}
