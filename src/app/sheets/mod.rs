//! Sheets: pages over a session that are read or ticked, made of plain lines.
//!
//! A sheet says what it shows as [`Column`]s of [`Line`]s; [`rows`] lays them out, for drawing and for clicks
//! alike, so that no sheet has a drawing of its own. Read [`Line`] and [`rows`], then one file a sheet: [`people`],
//! [`script`], [`plan`], [`close`], [`review`], [`room`], [`conflicts`], [`same_person`], and those that are only read: [`coverage`], [`note_history`],
//! [`short_forms`]. [`clicks`] finds what was clicked.

pub mod people;
pub mod script;
pub mod plan;
pub mod close;
pub mod review;
pub mod room;
pub mod coverage;
pub mod note_history;
pub mod short_forms;
pub mod conflicts;
pub mod clocks;
pub mod same_person;
pub mod sides;
pub(super) mod clicks;

use std::ops::Range;

use super::layout::Area;
use super::wrap::rows_to_read;
use crate::model::visible::visible;

/// One line, before it is laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// Nothing.
    Blank,
    /// A heading.
    Heading(String),
    /// A sentence or more.
    Words(String),
    /// Words of which some are marked.
    Marked {
        /// The words, made visible already.
        text: String,
        /// What is marked, in bytes.
        marks: Vec<Range<usize>>,
    },
    /// Something that can be chosen or that stands in a list.
    Item {
        /// A sign in front.
        mark: &'static str,
        /// What it is.
        text: String,
        /// What stands at the right edge.
        right: String,
    },
}

impl Line {
    /// An item without anything at the right edge.
    #[must_use]
    pub fn item(mark: &'static str, text: impl Into<String>) -> Self {
        Self::Item { mark, text: text.into(), right: String::new() }
    }

    /// A sentence.
    #[must_use]
    pub fn words(text: impl Into<String>) -> Self {
        Self::Words(text.into())
    }

    /// A heading.
    #[must_use]
    pub fn heading(text: impl Into<String>) -> Self {
        Self::Heading(text.into())
    }
}

/// A column of lines with a title.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Column {
    /// Its title.
    pub title: String,
    /// Its lines.
    pub lines: Vec<Line>,
    /// The line chosen, which is always seen.
    pub chosen: Option<usize>,
    /// The first row shown while nothing is chosen.
    pub top: usize,
    /// What its lower edge says; where that is nothing, whether there is more below.
    pub foot: &'static str,
    /// Whether it gives way to the other column where there is no room for both.
    pub is_behind: bool,
}

/// One row of a column, laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Which line it belongs to.
    pub line: usize,
    /// Whether it is the first of that line's rows.
    pub is_first: bool,
    /// What it says, made visible.
    pub text: String,
    /// What of it is marked, in bytes.
    pub marks: Vec<Range<usize>>,
}

/// Columns between the frame and the words of an item: its sign.
pub const MARK: u16 = 4;

/// Lays out lines in so many columns of the screen.
#[must_use]
pub fn rows(lines: &[Line], width: u16) -> Vec<Row> {
    let mut rows = Vec::new();
    for (line, it) in lines.iter().enumerate() {
        let (text, width) = match it {
            Line::Blank => ("", width),
            Line::Heading(text) | Line::Words(text) | Line::Marked { text, .. } => (text.as_str(), width),
            Line::Item { text, right, .. } => {
                let right = u16::try_from(right.chars().count()).unwrap_or(0);
                (text.as_str(), width.saturating_sub(MARK + right + 1))
            }
        };
        let text = visible(text);
        let marks = if let Line::Marked { marks, .. } = it { marks.as_slice() } else { &[] };
        for (place, row) in rows_to_read(&text, width.max(1)).into_iter().enumerate() {
            let within = |mark: &Range<usize>| {
                let (start, end) = (mark.start.max(row.start), mark.end.min(row.end));
                (start < end).then(|| start - row.start..end - row.start)
            };
            let marks = marks.iter().filter_map(within).collect();
            let text = text.get(row.start..row.end).unwrap_or_default().to_owned();
            rows.push(Row { line, is_first: place == 0, text, marks });
        }
    }
    rows
}

impl Column {
    /// The rows that are seen in this many, and the rows of all.
    #[must_use]
    pub fn seen(&self, width: u16, height: u16) -> Vec<Row> {
        let rows = rows(&self.lines, width);
        let first = self.first_seen(&rows, height);
        rows.into_iter().skip(first).take(usize::from(height)).collect()
    }

    /// Whether there are words below the rows that are seen.
    #[must_use]
    pub fn has_more(&self, width: u16, height: u16) -> bool {
        let rows = rows(&self.lines, width);
        let below = self.first_seen(&rows, height) + usize::from(height);
        rows.iter().skip(below).any(|row| !row.text.is_empty())
    }

    fn first_seen(&self, rows: &[Row], height: u16) -> usize {
        let height = usize::from(height);
        let most = rows.len().saturating_sub(height);
        let first = match self.chosen {
            Some(chosen) => {
                let from = rows.iter().position(|row| row.line == chosen).unwrap_or(0);
                let to = rows.iter().rposition(|row| row.line == chosen).unwrap_or(0);
                // What stands above the first item, its heading, is worth seeing with it.
                let is_first_item =
                    !self.lines.iter().take(chosen).any(|line| matches!(line, Line::Item { .. }));
                let wanted = if is_first_item { 0 } else { (to + 2).saturating_sub(height) };
                if to < height {
                    wanted.min(from)
                } else {
                    (to + 1).saturating_sub(height).max(wanted.min(from))
                }
            }
            None => self.top,
        };
        first.min(most)
    }
}

/// A person with what was said to each item of the consent sheet stands in one row of a column so wide.
const PEOPLE: u16 = 47;

/// So few rows are too few for two columns.
const LOW: u16 = 16;

/// Where columns stand in an area: beside each other where there is room, else one below the other; on a low screen
/// only the one in front, and the other one has no rows.
#[must_use]
pub fn areas(columns: &[Column], area: Area) -> Vec<Area> {
    if columns.len() < 2 {
        return vec![area];
    }
    if area.width >= 96 {
        let left = area.width - (area.width * 9 / 20).max(PEOPLE);
        return vec![
            Area { width: left, ..area },
            Area { x: area.x + left, width: area.width - left, ..area },
        ];
    }
    if area.height < LOW {
        let place = |column: &Column| if column.is_behind { Area::default() } else { area };
        return columns.iter().map(place).collect();
    }
    let upper = area.height / 2;
    vec![Area { height: upper, ..area }, Area { y: area.y + upper, height: area.height - upper, ..area }]
}

/// The part of a column's area that its rows stand in, inside the frame.
#[must_use]
pub const fn inside(area: Area) -> Area {
    Area {
        x: area.x + 2,
        y: area.y + 1,
        width: area.width.saturating_sub(4),
        height: area.height.saturating_sub(2),
    }
}

/// A choice among so many lines that moves up and down.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Choice(pub usize);

impl Choice {
    /// Moves, and stays within so many.
    pub const fn step(&mut self, by: isize, count: usize) {
        let last = count.saturating_sub(1);
        let at = self.0.saturating_add_signed(by);
        self.0 = if at > last { last } else { at };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_with_all_that_was_said_stands_in_one_row_wherever_two_columns_do() {
        let person = [Line::item("▸", "P10 ✓ take part  ✓ quotes  ✓ ask again")];
        for width in 96..200 {
            let area = areas(&[Column::default(), Column::default()], Area { x: 0, y: 0, width, height: 20 });
            assert!(area[0].y == area[1].y && area[0].width + area[1].width == width, "{width}");
            assert_eq!(rows(&person, inside(area[1]).width).len(), 1, "{width}");
        }
    }

    fn column(lines: usize, chosen: Option<usize>) -> Column {
        let lines = (0..lines).map(|line| Line::item("·", format!("line {line}"))).collect();
        Column { lines, chosen, ..Column::default() }
    }

    #[test]
    fn the_line_chosen_is_always_seen() {
        for count in 1..20 {
            for chosen in 0..count {
                for height in 1..12 {
                    let seen = column(count, Some(chosen)).seen(40, height);
                    assert!(seen.iter().any(|row| row.line == chosen), "{chosen} of {count} in {height}");
                    assert_eq!(seen.len(), count.min(usize::from(height)));
                }
            }
        }
    }

    #[test]
    fn it_is_said_that_there_is_more_as_long_as_there_is() {
        let with = |top| Column { top, ..column(10, None) };
        assert!(with(0).has_more(40, 9) && with(5).has_more(40, 4));
        assert!(!with(0).has_more(40, 10) && !with(5).has_more(40, 5));
        assert!(column(10, Some(0)).has_more(40, 5) && !column(10, Some(9)).has_more(40, 5));
    }

    #[test]
    fn columns_never_leave_their_area() {
        for width in 0..120 {
            for height in 0..40 {
                let area = Area { x: 1, y: 2, width, height };
                let behind = Column { is_behind: true, ..column(3, None) };
                for part in areas(&[column(3, None), behind], area) {
                    assert!(part.x + part.width <= 1 + width && part.y + part.height <= 2 + height);
                }
            }
        }
    }
}
