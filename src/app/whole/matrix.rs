//! The framework matrix on the screen: sessions down, themes across, one cell chosen.
//!
//! Where there is no room for all, whole screens of columns and rows are shown, so that a cell stands still while the choice
//! moves within them.

use std::ops::Range;

use crate::app::commands::Id;
use crate::app::layout::Area;
use crate::app::sheets::{Choice, Column, Line};
use crate::model::ids::SessionId;
use crate::report::matrix::{Behind, Row, Said};
use crate::report::strands::{Guided, Strand};

/// What stands in a cell whose session has another guide.
const NOT_IN_GUIDE: &str = "Not in this guide";

/// The narrowest a column may be, with the gap behind it.
const COLUMN: u16 = 24;
/// Rows that a session takes: three of words and one between.
const HIGH: u16 = 4;
/// The widest the names of sessions may be.
const NAMES: u16 = 22;

/// The matrix, one table a guide.
#[derive(Debug)]
pub struct Matrix {
    tables: Vec<Guided<Row>>,
    table: usize,
    row: usize,
    column: usize,
    revision: u64,
}

/// Where everything stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    /// Columns that the names of sessions take, with the gap behind them.
    pub names: u16,
    /// Columns that each theme takes, with the gap behind it.
    pub column: u16,
    /// The themes that are seen.
    pub themes: Range<usize>,
    /// The sessions that are seen.
    pub sessions: Range<usize>,
    /// Rows that each of them takes.
    pub high: u16,
}

/// The part of so many things that is seen where one is chosen and so many fit.
fn seen(chosen: usize, all: usize, fit: usize) -> Range<usize> {
    let fit = fit.max(1);
    let from = chosen / fit * fit;
    from..(from + fit).min(all)
}

impl Matrix {
    /// Begins in the first cell. There is one table at least.
    #[must_use]
    pub const fn new(tables: Vec<Guided<Row>>) -> Self {
        Self { tables, table: 0, row: 0, column: 0, revision: 0 }
    }

    /// Takes what it says now; the cell that was chosen stays so, as far as there is one.
    pub(super) fn renew(&mut self, tables: Vec<Guided<Row>>) {
        let session = self.chosen_session();
        self.tables = tables;
        self.revision += 1;
        self.table = self.table.min(self.tables.len().saturating_sub(1));
        let rows = self.shown().map(|table| table.sessions.as_slice()).unwrap_or_default();
        let same = rows.iter().position(|row| Some(row.session) == session);
        self.row = same.unwrap_or(self.row).min(rows.len().saturating_sub(1));
        self.column = self.column.min(self.themes().len().saturating_sub(1));
    }

    /// How often it was read anew.
    #[must_use]
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// The table that is seen.
    #[must_use]
    pub fn shown(&self) -> Option<&Guided<Row>> {
        self.tables.get(self.table)
    }

    /// What stands above it.
    #[must_use]
    pub fn title(&self) -> String {
        let name = self.shown().map_or("", |table| table.title.as_str());
        match self.tables.len() {
            1 => format!("Framework matrix: {name}"),
            all => format!("Framework matrix: {name} (table {} of {all}; Tab goes on)", self.table + 1),
        }
    }

    /// The themes across.
    #[must_use]
    pub fn themes(&self) -> &[Strand] {
        self.shown().map(|table| table.themes.as_slice()).unwrap_or_default()
    }

    /// Row and column of the cell that is chosen.
    #[must_use]
    pub const fn at(&self) -> (usize, usize) {
        (self.row, self.column)
    }

    fn chosen_row(&self) -> Option<&Row> {
        self.shown()?.sessions.get(self.row)
    }

    /// The session of the cell that is chosen.
    pub(super) fn chosen_session(&self) -> Option<SessionId> {
        self.chosen_row().map(|row| row.session)
    }

    /// The theme of the cell that is chosen.
    pub(super) fn chosen_theme(&self) -> Option<&Strand> {
        self.themes().get(self.column)
    }

    /// What stands in the cell that is chosen; nothing where the guide of the session has no such theme.
    pub(super) fn chosen_said(&self) -> Option<&Said> {
        self.chosen_row()?.on(&self.chosen_theme()?.id)
    }

    /// The notes that the cell chosen rests on.
    pub(super) fn notes(&self) -> &[Behind] {
        match self.chosen_said() {
            Some(Said::Summary(_, notes)) => notes,
            _ => &[],
        }
    }

    /// Where the cell chosen is: session and theme.
    #[must_use]
    pub fn chosen_place(&self) -> String {
        let session = self.chosen_row().map_or("", |row| row.place.as_str());
        let theme = self.chosen_theme().map_or("", |theme| theme.title.as_str());
        format!("{session} · {theme}")
    }

    /// What stands in a cell.
    #[must_use]
    pub fn words(&self, row: usize, column: usize) -> String {
        let said = self.shown().and_then(|table| {
            let theme = table.themes.get(column)?;
            table.sessions.get(row)?.on(&theme.id)
        });
        match said {
            None => NOT_IN_GUIDE.to_owned(),
            Some(Said::Nothing(words)) => words.clone(),
            Some(Said::Summary(words, notes)) if notes.is_empty() => words.clone(),
            Some(Said::Summary(words, notes)) if notes.len() == 1 => format!("{words} [1 note]"),
            Some(Said::Summary(words, notes)) => format!("{words} [{} notes]", notes.len()),
        }
    }

    /// Moves the choice, or goes to the next table.
    pub(super) fn on_command(&mut self, command: Id) {
        let rows = self.shown().map_or(0, |table| table.sessions.len());
        let columns = self.themes().len();
        let (mut row, mut column) = (Choice(self.row), Choice(self.column));
        match command {
            Id::UpInList => row.step(-1, rows),
            Id::DownInList => row.step(1, rows),
            Id::CellLeft => column.step(-1, columns),
            Id::CellRight => column.step(1, columns),
            Id::NextTable => {
                self.table = (self.table + 1) % self.tables.len().max(1);
                (row, column) = (Choice(0), Choice(0));
            }
            _ => {}
        }
        (self.row, self.column) = (row.0, column.0);
    }

    /// Where everything stands in an area of this size.
    #[must_use]
    pub fn grid(&self, area: Area) -> Grid {
        let names = NAMES.min(area.width / 3);
        let room = area.width.saturating_sub(names);
        let columns = self.themes().len();
        let fit = usize::from(room / COLUMN).clamp(1, columns.max(1));
        let high = HIGH.min(area.height).max(1);
        let rows = self.shown().map_or(0, |table| table.sessions.len());
        Grid {
            names,
            column: room / u16::try_from(fit).unwrap_or(1),
            themes: seen(self.column, columns, fit),
            sessions: seen(self.row, rows, usize::from((area.height + 1) / high)),
            high,
        }
    }

    /// The cell chosen as lines: the summary, then the notes it rests on.
    pub(super) fn cell_in_lines(&self, choice: Choice) -> Column {
        let mut lines = Vec::new();
        let mut chosen = None;
        match self.chosen_said() {
            None => lines.push(Line::words(NOT_IN_GUIDE)),
            Some(Said::Nothing(words)) => {
                lines.push(Line::words(words.clone()));
                lines.extend([Line::Blank, Line::words("Enter opens the session there, to sum it up.")]);
            }
            Some(Said::Summary(words, notes)) => {
                lines.extend([Line::words(words.clone()), Line::Blank]);
                lines.push(Line::heading(match notes.len() {
                    0 => "It names no notes that it rests on.".to_owned(),
                    1 => "The note it rests on".to_owned(),
                    all => format!("The {all} notes it rests on"),
                }));
                chosen = (!notes.is_empty()).then_some(lines.len() + choice.0);
                lines.extend(notes.iter().enumerate().map(|(at, note)| {
                    let mark = if at == choice.0 { "▸" } else { " " };
                    Line::Item { mark, text: note.words(), right: note.seat_and_time() }
                }));
            }
        }
        Column { title: self.chosen_place(), lines, chosen, ..Column::default() }
    }
}
