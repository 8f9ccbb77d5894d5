//! Rows and columns of a document, and the numbers in them.
//!
//! A number carries what is shown for it, so that a count that is hidden is hidden in every format. How wide a column
//! is, is for the writers.

/// Rows and columns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// What the table is of.
    pub caption: Option<String>,
    /// The heads of the columns; none if the columns need none.
    pub head: Vec<String>,
    /// The rows, each with a cell for each column.
    pub rows: Vec<Vec<Cell>>,
    /// Whether the first cell of each row is the head of its row.
    pub has_row_heads: bool,
    /// What must be known about it, under it.
    pub remarks: Vec<String>,
}

impl Table {
    /// Whether a column, counted from 0, holds numbers and blank cells and nothing else; one without a number does not.
    #[must_use]
    pub fn is_of_numbers(&self, column: usize) -> bool {
        let is_blank = |cell: &Cell| matches!(cell, Cell::Text(text) if text.is_empty());
        let cells = self.rows.iter().filter_map(|row| row.get(column));
        let mut filled = cells.filter(|cell| !is_blank(cell)).peekable();
        filled.peek().is_some() && filled.all(|cell| matches!(cell, Cell::Number(_)))
    }

    /// How many columns the widest row has, its head counted as a row.
    #[must_use]
    pub fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).chain([self.head.len()]).max().unwrap_or(0)
    }
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A box to tick.
    Tick,
    /// A number that was counted.
    Number(Amount),
    /// Words on a ground.
    Shaded {
        /// The words.
        text: String,
        /// How dark the ground is: 0 to 100 of full shade.
        share: u8,
    },
}

impl Cell {
    /// Makes a cell of words.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// What can be read in it; of a box to tick, nothing.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::Text(text) | Self::Shaded { text, .. } => text,
            Self::Number(amount) => &amount.shown,
            Self::Tick => "",
        }
    }
}

/// A number that was counted, or that is not shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Amount {
    /// The number; nothing if it is hidden or there is none. Of a share, the percent.
    pub value: Option<u64>,
    /// What stands there: "5", "under 3", "45 %".
    pub shown: String,
    /// The name by which what it counts is found.
    pub anchor: Option<String>,
}

impl Amount {
    /// Makes a number that is shown as it is.
    #[must_use]
    pub fn counted(value: u64) -> Self {
        Self { value: Some(value), shown: value.to_string(), anchor: None }
    }

    /// Makes one that is not shown, with what stands in its place.
    #[must_use]
    pub fn hidden(shown: impl Into<String>) -> Self {
        Self { value: None, shown: shown.into(), anchor: None }
    }

    /// The same number with a name by which what it counts is found.
    #[must_use]
    pub fn anchored(self, anchor: impl Into<String>) -> Self {
        Self { anchor: Some(anchor.into()), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_cell_among_numbers_leaves_their_column_one_of_numbers() {
        let number = || Cell::Number(Amount::counted(1));
        let rows = vec![
            vec![number(), Cell::text(""), Cell::text("a")],
            vec![Cell::text(""), Cell::text(""), number()],
        ];
        let table = Table { rows, ..Table::default() };
        assert_eq!([0, 1, 2, 3].map(|column| table.is_of_numbers(column)), [true, false, false, false]);
    }
}
