//! The lettered menu over a session: every command of the table that has a letter.

use super::commands::{Command, Id, Place, menu};
use super::key::Key;
use super::layout::{Area, Size};
use super::{App, Effect};

/// The menu's state.
#[derive(Debug)]
pub struct Menu {
    at: usize,
    over: Place,
}

/// Columns of one line of the menu.
const LINE: u16 = 38;

impl Menu {
    /// The line chosen.
    #[must_use]
    pub const fn at(&self) -> usize {
        self.at
    }

    /// Opens over this typing line.
    #[must_use]
    pub const fn over(over: Place) -> Self {
        Self { at: 0, over }
    }

    /// The lines with their letters, from the top.
    pub fn items(&self) -> impl Iterator<Item = (char, &'static Command)> + use<> {
        menu(self.over)
    }

    /// Where the menu stands: at the bottom left, over the session.
    #[must_use]
    pub fn area(&self, size: Size) -> Area {
        let (columns, rows) = self.grid(size);
        let height = (rows + 2).min(size.height);
        let width = (columns * LINE + 4).min(size.width);
        Area { x: 0, y: size.height.saturating_sub(height + 1), width, height }
    }

    /// Columns and rows of its lines.
    fn grid(&self, size: Size) -> (u16, u16) {
        let count = u16::try_from(self.items().count()).unwrap_or(u16::MAX);
        let room = size.height.saturating_sub(3).max(1);
        let columns = if count <= room || size.width < 2 * LINE { 1 } else { 2 };
        (columns, count.div_ceil(columns).min(room))
    }

    /// The lines that are shown, each with its place and its cell; the one chosen is among them.
    #[must_use]
    pub fn cells(&self, size: Size) -> Vec<(usize, u16, u16)> {
        let (columns, rows) = self.grid(size);
        let area = self.area(size);
        let shown = usize::from(columns) * usize::from(rows);
        let first = (self.at + 1).saturating_sub(shown);
        let count = self.items().count();
        (first..count.min(first + shown))
            .filter_map(|at| {
                let place = u16::try_from(at - first).ok()?;
                let (column, row) = (place / rows.max(1), place % rows.max(1));
                Some((at, area.x + 2 + column * LINE, area.y + 1 + row))
            })
            .collect()
    }

    /// The line in a cell.
    #[must_use]
    pub fn at_cell(&self, size: Size, x: u16, y: u16) -> Option<usize> {
        let is_in = |(_, left, row): &(usize, u16, u16)| *row == y && (*left..left + LINE).contains(&x);
        self.cells(size).into_iter().find(is_in).map(|(at, ..)| at)
    }
}

/// Takes a line by its place.
pub(super) fn take_at(app: &mut App, at: usize) -> Vec<Effect> {
    let Some(super::Overlay::Menu(menu)) = &app.overlay else { return Vec::new() };
    let Some((_, command)) = menu.items().nth(at) else { return Vec::new() };
    app.overlay = None;
    super::do_command(app, command.id)
}

/// Does what a key asks in the menu.
pub(super) fn on_key(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    let Some(super::Overlay::Menu(menu)) = &mut app.overlay else { return Vec::new() };
    let last = menu.items().count().saturating_sub(1);
    let chosen = match (command, key.typed()) {
        (Some(Id::UpInList), _) => {
            menu.at = menu.at.saturating_sub(1);
            return Vec::new();
        }
        (Some(Id::DownInList), _) => {
            menu.at = (menu.at + 1).min(last);
            return Vec::new();
        }
        (Some(Id::Back), _) => {
            app.overlay = None;
            return Vec::new();
        }
        (Some(Id::Take), _) => Some(menu.at),
        (_, Some(letter)) => menu.items().position(|(its, _)| its == letter.to_ascii_lowercase()),
        _ => None,
    };
    match chosen {
        Some(at) => take_at(app, at),
        None => Vec::new(),
    }
}
