//! Drawing again only what changed, and sending only the cells that are different.
//!
//! Two sets of cells are kept: what the terminal shows and what it should show. A key that changes the typing
//! line draws the typing line and compares its rows; the rest of the screen is not looked at.

use ratatui::buffer::{Buffer, Cell};
use unicode_width::UnicodeWidthStr;

use super::canvas::rect;
use super::codes;
use super::palette::Look;
use super::panes::{self, Cursor, Placed};
use crate::app::App;
use crate::app::layout::{Area, Size};

/// What the terminal shows, kept.
#[derive(Debug)]
pub struct Painter {
    look: Look,
    shown: Buffer,
    next: Buffer,
    placed: Vec<Placed>,
    cursor: Option<Cursor>,
}

impl Painter {
    /// Begins with a terminal of which nothing is known.
    #[must_use]
    pub fn new(look: Look) -> Self {
        Self {
            look,
            shown: Buffer::empty(rect(Area::default())),
            next: Buffer::empty(rect(Area::default())),
            placed: Vec::new(),
            cursor: None,
        }
    }

    /// Forgets what is shown, so that everything is sent again.
    pub fn forget(&mut self) {
        self.shown = Buffer::empty(rect(Area::default()));
        self.placed.clear();
        self.cursor = None;
    }

    /// What the screen should show now, cell by cell.
    #[must_use]
    pub fn cells(&self) -> &Buffer {
        &self.next
    }

    /// Draws what changed, and adds to `out` what makes the terminal show it. Nothing changed, nothing added.
    pub fn draw(&mut self, app: &App, out: &mut Vec<u8>) {
        let is_fresh = self.fit(app.size);
        let rows = self.draw_panes(app, is_fresh);
        let cursor = panes::cursor(app);
        let changes = self.changes(&rows);
        if changes.is_empty() && !is_fresh && self.cursor == Some(cursor) {
            return;
        }
        let cells = changes.iter().filter_map(|(x, y)| Some((*x, *y, self.next.cell((*x, *y))?)));
        codes::frame(out, is_fresh, cells, cursor);
        self.keep(&rows);
        self.cursor = Some(cursor);
    }

    /// Makes the kept cells as large as the terminal; true when nothing kept is right any more.
    fn fit(&mut self, size: Size) -> bool {
        let area = rect(Area { x: 0, y: 0, width: size.width, height: size.height });
        if self.shown.area == area {
            return false;
        }
        self.shown = Buffer::empty(area);
        self.next = Buffer::empty(area);
        self.placed.clear();
        true
    }

    /// Draws the panes that changed; gives the rows that may differ.
    fn draw_panes(&mut self, app: &App, is_fresh: bool) -> Vec<u16> {
        let placed = panes::panes(app);
        let stand_alike = placed.len() == self.placed.len()
            && placed.iter().zip(&self.placed).all(|(new, old)| new.pane == old.pane && new.area == old.area);
        let mut redrawn: Vec<Area> = Vec::new();
        if !stand_alike || is_fresh {
            self.next.reset();
            redrawn.push(Area { x: 0, y: 0, width: app.size.width, height: app.size.height });
        }
        for (at, one) in placed.iter().enumerate() {
            let is_same = self.placed.get(at).is_some_and(|old| old.key == one.key);
            // What lies over something drawn again has to be drawn again too.
            if !is_same || redrawn.iter().any(|area| overlap(*area, one.area)) {
                panes::draw(app, one, &mut self.next, self.look);
                redrawn.push(one.area);
            }
        }
        self.placed = placed;
        let mut rows: Vec<u16> = redrawn.iter().flat_map(|area| area.y..area.y + area.height).collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    fn changes(&self, rows: &[u16]) -> Vec<(u16, u16)> {
        let mut changes = Vec::new();
        for y in rows {
            self.changes_of_row(*y, &mut changes);
        }
        changes
    }

    /// A wide letter is one change; the cells it hides, and those a former wide letter hid, follow it.
    fn changes_of_row(&self, y: u16, changes: &mut Vec<(u16, u16)>) {
        let width_of = |cell: &Cell| u16::try_from(cell.symbol().width()).unwrap_or(1).max(1);
        let mut stale_until = 0;
        let mut x = 0;
        while let (Some(new), Some(old)) = (self.next.cell((x, y)), self.shown.cell((x, y))) {
            let width = width_of(new);
            if new != old || x < stale_until {
                changes.push((x, y));
            }
            if new != old {
                stale_until = stale_until.max(x + width.max(width_of(old)));
            }
            x += width;
        }
    }

    fn keep(&mut self, rows: &[u16]) {
        let width = usize::from(self.next.area.width);
        for y in rows {
            let from = usize::from(*y) * width;
            if let (Some(new), Some(old)) =
                (self.next.content.get(from..from + width), self.shown.content.get_mut(from..from + width))
            {
                old.clone_from_slice(new);
            }
        }
    }
}

const fn overlap(one: Area, other: Area) -> bool {
    one.x < other.x + other.width
        && other.x < one.x + one.width
        && one.y < other.y + other.height
        && other.y < one.y + one.height
}
