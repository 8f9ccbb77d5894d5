//! Writing text into a rectangle of cells: what does not fit is cut, never spilled.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use super::palette::{Look, bold};
use crate::app::layout::Area;
use crate::app::wrap::cells;

/// A rectangle of the screen being drawn.
pub(super) struct Canvas<'a> {
    buffer: &'a mut Buffer,
    area: Area,
    /// What to draw with.
    pub(super) look: Look,
}

impl<'a> Canvas<'a> {
    /// Begins with every cell of the rectangle empty.
    pub(super) fn new(buffer: &'a mut Buffer, area: Area, look: Look) -> Self {
        let cleared = rect(area).intersection(buffer.area);
        for y in cleared.top()..cleared.bottom() {
            for x in cleared.left()..cleared.right() {
                if let Some(cell) = buffer.cell_mut((x, y)) {
                    cell.reset();
                }
            }
        }
        Self { buffer, area, look }
    }

    /// A rectangle within this one, emptied.
    pub(super) fn part(&mut self, area: Area) -> Canvas<'_> {
        let Area { x, y, width, height } = area;
        let area = Area { x: self.area.x + x, y: self.area.y + y, width, height };
        Canvas::new(self.buffer, area, self.look)
    }

    /// Columns.
    pub(super) const fn width(&self) -> u16 {
        self.area.width
    }

    /// Whether something stands to the left of it.
    pub(super) const fn begins_inside(&self) -> bool {
        self.area.x > 0
    }

    /// Rows.
    pub(super) const fn height(&self) -> u16 {
        self.area.height
    }

    /// Writes one line from a cell of the rectangle; gives the column after it.
    pub(super) fn write(&mut self, x: u16, y: u16, text: &str, style: Style) -> u16 {
        if y >= self.area.height || x >= self.area.width {
            return x;
        }
        let room = usize::from(self.area.width - x);
        let text = self.in_ascii(text);
        let (end, _) = self.buffer.set_stringn(self.area.x + x, self.area.y + y, text, room, style);
        end - self.area.x
    }

    /// Writes a text that ends at the right edge.
    pub(super) fn write_right(&mut self, y: u16, text: &str, style: Style) {
        let x = self.area.width.saturating_sub(width_of(text));
        self.write(x, y, text, style);
    }

    /// Draws a frame around the rectangle with a title in its upper edge.
    pub(super) fn frame(&mut self, title: &str) {
        let Area { width, height, .. } = self.area;
        if width < 2 || height < 2 {
            return;
        }
        let look = self.look;
        let across = look.sign("─", "-").repeat(usize::from(width - 2));
        self.write(0, 0, &[look.sign("┌", "+"), &across, look.sign("┐", "+")].concat(), Style::new());
        self.write(
            0,
            height - 1,
            &[look.sign("└", "+"), &across, look.sign("┘", "+")].concat(),
            Style::new(),
        );
        for y in 1..height - 1 {
            self.write(0, y, look.sign("│", "|"), Style::new());
            self.write(width - 1, y, look.sign("│", "|"), Style::new());
        }
        self.title(0, title);
    }

    /// Writes into the lower edge of a frame.
    pub(super) fn foot(&mut self, text: &str) {
        if self.area.height >= 2 {
            self.title(self.area.height - 1, text);
        }
    }

    /// Draws a line across, with a title in it.
    pub(super) fn rule(&mut self, y: u16, title: &str) {
        let across = self.look.sign("─", "-").repeat(usize::from(self.area.width));
        self.write(0, y, &across, Style::new());
        self.title(y, title);
    }

    fn title(&mut self, y: u16, title: &str) {
        if !title.is_empty() && self.area.width > 6 {
            let room = self.area.width - 4;
            let title = cut(title, room.saturating_sub(2));
            self.write(2, y, &format!(" {title} "), bold());
        }
    }

    /// Our own marks have an ASCII form each; words of people are left as they are.
    fn in_ascii<'t>(&self, text: &'t str) -> std::borrow::Cow<'t, str> {
        const MARKS: [(char, char); 10] = [
            ('›', '>'),
            ('·', '-'),
            ('▸', '>'),
            ('“', '"'),
            ('”', '"'),
            ('…', '.'),
            ('▆', '#'),
            ('✓', 'v'),
            ('✗', 'x'),
            ('–', '-'),
        ];
        if self.look.is_ascii && text.chars().any(|letter| MARKS.iter().any(|(mark, _)| *mark == letter)) {
            let plain =
                |letter| MARKS.iter().find(|(mark, _)| *mark == letter).map_or(letter, |(_, ascii)| *ascii);
            return text.chars().map(plain).collect::<String>().into();
        }
        text.into()
    }
}

/// The cells a text takes in one line.
pub(super) fn width_of(text: &str) -> u16 {
    text.graphemes(true).map(cells).fold(0, u16::saturating_add)
}

/// As much of a text as fits, with a mark where something is missing.
pub(super) fn cut(text: &str, width: u16) -> String {
    if width_of(text) <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 1;
    for grapheme in text.graphemes(true) {
        used += cells(grapheme);
        if used > width {
            break;
        }
        kept.push_str(grapheme);
    }
    kept.push('…');
    kept
}

/// A rectangle of ours as one of ratatui's.
pub(super) const fn rect(area: Area) -> Rect {
    Rect::new(area.x, area.y, area.width, area.height)
}
