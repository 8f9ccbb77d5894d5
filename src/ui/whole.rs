//! The whole study: the framework matrix, a cell of it, a report.

use ratatui::style::Style;

use super::canvas::{Canvas, cut, width_of};
use super::palette::{bold, quiet, reversed};
use super::{panes, sheet};
use crate::app::App;
use crate::app::layout::{Area, Size};
use crate::app::whole::matrix::{Grid, Matrix};
use crate::app::whole::page::Page;
use crate::app::whole::{Shown, Whole};
use crate::app::wrap::rows_to_read;
use crate::model::visible::visible;

/// The rows of the message line and the footer.
const BELOW: u16 = 2;
/// The rows above the cells: what the table is, and the themes.
const ABOVE: u16 = 3;
/// The most rows that the cell chosen takes under the table, its name among them.
const CHOSEN: u16 = 8;

/// The area above the message line.
fn above(width: u16, height: u16) -> Area {
    Area { x: 0, y: 0, width, height: height.saturating_sub(BELOW) }
}

/// What the drawing depends on, as far as it is not the size.
pub(super) fn key(whole: &Whole, size: Size) -> impl std::hash::Hash {
    match whole.shown() {
        Some(Shown::Matrix(matrix)) => {
            format!("{} {:?} {}", matrix.title(), matrix.at(), matrix.revision())
        }
        Some(Shown::Page(page)) => {
            let seen: Vec<_> = page.seen(size).collect();
            format!("{seen:?} {:?}", page.number())
        }
        _ => format!("{:?}", whole.column()),
    }
}

/// Draws the whole screen.
pub(super) fn draw(app: &App, whole: &Whole, canvas: &mut Canvas<'_>) {
    let area = above(canvas.width(), canvas.height());
    match whole.shown() {
        Some(Shown::Matrix(matrix)) => draw_matrix(matrix, &mut canvas.part(area)),
        Some(Shown::Page(page)) => draw_page(page, app.size, &mut canvas.part(area)),
        _ => {
            let columns: Vec<_> = whole.column().into_iter().collect();
            sheet::draw(&columns, &mut canvas.part(area));
        }
    }
    panes::last_rows(app, canvas);
}

/// Where the grid and the cell chosen stand.
fn parts(width: u16, height: u16) -> (Area, Area) {
    let chosen = CHOSEN.min(height / 3);
    let grid = Area { x: 0, y: ABOVE, width, height: height.saturating_sub(ABOVE + chosen) };
    (grid, Area { x: 0, y: height.saturating_sub(chosen), width, height: chosen })
}

fn draw_matrix(matrix: &Matrix, canvas: &mut Canvas<'_>) {
    let (area, chosen) = parts(canvas.width(), canvas.height());
    let grid = matrix.grid(area);
    canvas.write(0, 0, &cut(&visible(&matrix.title()), canvas.width()), bold());
    let left = |place: usize| grid.names + grid.column * u16::try_from(place).unwrap_or(0);
    for (place, theme) in matrix.themes().iter().skip(grid.themes.start).take(grid.themes.len()).enumerate() {
        let name = cut(&visible(&theme.title), grid.column.saturating_sub(2));
        canvas.write(left(place), 2, &name, bold());
    }
    let rows = matrix.shown().map(|table| table.sessions.as_slice()).unwrap_or_default();
    for (place, row) in rows.iter().enumerate().skip(grid.sessions.start).take(grid.sessions.len()) {
        let from = u16::try_from(place - grid.sessions.start).unwrap_or(0);
        let y = area.y + from * grid.high;
        write_rows(canvas, (0, y), grid.names, grid.high, &row.place, bold());
        for (column, theme) in grid.themes.clone().enumerate() {
            let is_chosen = matrix.at() == (place, theme);
            let style = if is_chosen { reversed() } else { Style::new() };
            write_rows(canvas, (left(column), y), grid.column, grid.high, &matrix.words(place, theme), style);
        }
    }
    more(&grid, matrix, canvas);
    draw_chosen(matrix, &mut canvas.part(chosen));
}

/// Says at the right of the first row what is not seen.
fn more(grid: &Grid, matrix: &Matrix, canvas: &mut Canvas<'_>) {
    let all = matrix.shown().map_or(0, |table| table.sessions.len());
    let part = |seen: &std::ops::Range<usize>, all: usize, what: &str| {
        (seen.len() < all).then(|| format!("{what} {} to {} of {all}", seen.start + 1, seen.end))
    };
    let told = [part(&grid.themes, matrix.themes().len(), "themes"), part(&grid.sessions, all, "sessions")];
    let told: Vec<String> = told.into_iter().flatten().collect();
    canvas.write_right(1, &told.join(", "), quiet());
}

/// What stands in the cell chosen, as far as there is room.
fn draw_chosen(matrix: &Matrix, canvas: &mut Canvas<'_>) {
    if canvas.height() < 2 {
        return;
    }
    canvas.rule(0, &visible(&matrix.chosen_place()));
    let (row, column) = matrix.at();
    let high = canvas.height();
    let width = canvas.width();
    write_rows(canvas, (0, 1), width + 2, high, &matrix.words(row, column), Style::new());
}

/// Words in a cell of so many columns, two of them a gap, and rows, the last of them a gap; what has no room ends in an
/// ellipsis.
fn write_rows(canvas: &mut Canvas<'_>, (x, y): (u16, u16), width: u16, high: u16, words: &str, style: Style) {
    let width = width.saturating_sub(2).max(1);
    let room = usize::from(high.saturating_sub(1).max(1));
    let words = visible(words);
    let rows = rows_to_read(&words, width);
    for (place, row) in rows.iter().take(room).enumerate() {
        let text = words.get(row.start..row.end).unwrap_or_default().trim_end();
        let is_cut = place + 1 == room && rows.len() > room;
        let text = if is_cut { cut(&format!("{text}…"), width) } else { cut(text, width) };
        canvas.write(x, y + u16::try_from(place).unwrap_or(0), &text, style);
    }
}

fn draw_page(page: &Page, size: Size, canvas: &mut Canvas<'_>) {
    for (y, (at, line)) in (0..).zip(page.seen(size)) {
        canvas.write(1, y, line, Style::new());
        let Some(number) = page.number().filter(|number| number.line == at) else { continue };
        let before = line.get(..number.range.start).unwrap_or_default();
        let words = line.get(number.range.clone()).unwrap_or_default();
        canvas.write(1 + width_of(before), y, words, reversed());
    }
}

/// The cursor stands at what is chosen.
pub(super) fn cursor(whole: &Whole, size: Size) -> (u16, u16) {
    let area = above(size.width, size.height);
    let at = match whole.shown() {
        Some(Shown::Matrix(matrix)) => {
            let (area, _) = parts(area.width, area.height);
            let grid = matrix.grid(area);
            let (row, column) = matrix.at();
            let column = u16::try_from(column.saturating_sub(grid.themes.start)).unwrap_or(0);
            let row = u16::try_from(row.saturating_sub(grid.sessions.start)).unwrap_or(0);
            (grid.names + grid.column * column, area.y + grid.high * row)
        }
        Some(Shown::Page(page)) => {
            let number = page.number().and_then(|number| {
                let (at, line) = page.seen(size).find(|(at, _)| *at == number.line)?;
                // Behind the number: on a number of one digit the cursor would hide that it is chosen.
                let before = line.get(..number.range.end)?;
                Some((1 + width_of(before), u16::try_from(at - page.top()).ok()?))
            });
            number.unwrap_or((0, 0))
        }
        _ => {
            let columns: Vec<_> = whole.column().into_iter().collect();
            sheet::cursor(&columns, area)
        }
    };
    (at.0.min(size.width.saturating_sub(1)), at.1.min(size.height.saturating_sub(1)))
}
