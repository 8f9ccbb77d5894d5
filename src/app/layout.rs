//! Where the panes of the live screen stand, for drawing and for clicks.
//!
//! Three panes from 100 columns; from 60 the left column becomes two lines at the top; from 40 columns or with
//! few rows only the last notes and the typing line; below that one line and the typing line.

/// The terminal's size in cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// A rectangle of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Area {
    /// From the left.
    pub x: u16,
    /// From the top.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Area {
    const fn new(x: u16, y: u16, width: u16, height: u16) -> Self {
        Self { x, y, width, height }
    }

    /// Whether a cell lies in it.
    #[must_use]
    pub const fn holds(&self, x: u16, y: u16) -> bool {
        x >= self.x && x < self.x + self.width && y >= self.y && y < self.y + self.height
    }
}

/// How much there is room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Three panes.
    Wide,
    /// Lines at the top instead of the left column.
    Narrow,
    /// The last notes and the typing line.
    Small,
    /// One line and the typing line.
    Tiny,
}

/// Where everything stands. A pane without room has no rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// Which form it is.
    pub form: Form,
    /// Site, people, when saved.
    pub header: Area,
    /// The themes: a box when wide, a line when narrow.
    pub themes: Area,
    /// The people: a box when wide, a line when narrow.
    pub people: Area,
    /// Prompts and notes, with their frame.
    pub talk: Area,
    /// The typing line.
    pub typing: Area,
    /// The message line.
    pub message: Area,
    /// The footer.
    pub footer: Area,
}

impl Layout {
    /// The same with the people's rows given to what stands above them.
    #[must_use]
    pub const fn without_people(self) -> Self {
        if self.people.height == 0 {
            return self;
        }
        let people = Area { height: 0, ..self.people };
        if self.people.x == self.themes.x && self.people.height > 1 {
            let themes = Area { height: self.themes.height + self.people.height, ..self.themes };
            return Self { themes, people, ..self };
        }
        let talk = Area { y: self.people.y, height: self.talk.height + self.people.height, ..self.talk };
        Self { people, talk, ..self }
    }
}

/// The typing line never takes more rows.
pub const MOST_TYPING_ROWS: u16 = 6;

/// Width of the left column: the longest theme of the practice survey with its count.
const LEFT: u16 = 33;

/// Lays out the live screen. `typing_rows` is what the typing line would like, at least 1.
#[must_use]
pub fn layout(size: Size, typing_rows: u16) -> Layout {
    let Size { width, height } = size;
    let form = match (width, height) {
        (100.., 16..) => Form::Wide,
        (60.., 16..) => Form::Narrow,
        (40.., 12..) => Form::Small,
        _ => Form::Tiny,
    };
    let none = Area::default();
    let row = |y| Area::new(0, y, width, 1);
    if form == Form::Tiny {
        let message = if height >= 2 { row(0) } else { none };
        let top = message.height;
        let typing = Area::new(0, top, width, height.saturating_sub(top).min(MOST_TYPING_ROWS));
        return Layout {
            form,
            header: none,
            themes: none,
            people: none,
            talk: none,
            typing,
            message,
            footer: none,
        };
    }
    let typing_rows = typing_rows.clamp(1, MOST_TYPING_ROWS.min(height / 3));
    let footer = row(height - 1);
    let message = row(height - 2);
    let typing = Area::new(0, height - 2 - typing_rows, width, typing_rows);
    let header = row(0);
    let body = |top: u16, left: u16| Area::new(left, top, width - left, typing.y.saturating_sub(top));
    match form {
        Form::Wide => {
            let themes_rows = (typing.y - 1) * 3 / 5;
            let themes = Area::new(0, 1, LEFT, themes_rows.min(13));
            let people = Area::new(0, 1 + themes.height, LEFT, typing.y - 1 - themes.height);
            Layout { form, header, themes, people, talk: body(1, LEFT), typing, message, footer }
        }
        Form::Narrow => {
            Layout { form, header, themes: row(1), people: row(2), talk: body(3, 0), typing, message, footer }
        }
        _ => Layout { form, header, themes: none, people: none, talk: body(1, 0), typing, message, footer },
    }
}

/// Where a sheet stands: between the header and the typing line; where there is no room for that, over everything.
#[must_use]
pub fn sheet_area(layout: Layout, size: Size) -> Area {
    let top = layout.header.height;
    let height = layout.typing.y.saturating_sub(top);
    if layout.form == Form::Tiny || height < 4 {
        let below = u16::from(size.height > 4);
        return Area::new(0, 0, size.width, size.height - below);
    }
    Area::new(0, top, size.width.min(SHEET), height)
}

/// The most columns a sheet takes: what stands at its right edge belongs to what stands at its left one.
const SHEET: u16 = 120;

/// The most rows and columns a picker takes.
const PICKER: Size = Size { width: 96, height: 20 };

/// Where a picker stands: over the last rows above the typing line.
#[must_use]
pub fn picker_area(layout: Layout, size: Size) -> Area {
    let Area { x, y, width, height } = sheet_area(layout, size);
    let (wide, high) = (width.min(PICKER.width), height.min(PICKER.height));
    Area::new(x, y + height - high, wide, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_typing_line_has_room_at_every_size_and_nothing_lies_outside() {
        for width in 1..140 {
            for height in 1..60 {
                for rows in 1..9 {
                    let it = layout(Size { width, height }, rows);
                    assert!(it.typing.height >= 1 && it.typing.width >= 1, "{width}x{height}");
                    let areas = [it.header, it.themes, it.people, it.talk, it.typing, it.message, it.footer];
                    for area in areas {
                        assert!(area.x + area.width <= width && area.y + area.height <= height, "{it:?}");
                    }
                    for (at, one) in areas.iter().enumerate() {
                        for other in areas.iter().skip(at + 1).filter(|other| other.height > 0) {
                            let apart = one.height == 0
                                || one.y + one.height <= other.y
                                || other.y + other.height <= one.y
                                || one.x + one.width <= other.x
                                || other.x + other.width <= one.x;
                            assert!(apart, "{width}x{height}: {one:?} {other:?}");
                        }
                    }
                }
            }
        }
    }
}
