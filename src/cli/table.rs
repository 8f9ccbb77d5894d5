//! Columns for people, aligned by the cells a terminal takes for them.

use unicode_width::UnicodeWidthStr as _;

/// Which edge a column keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// Lays rows out, two spaces between columns and none at the end of a line. Cells are one line each.
pub(super) fn lines<const N: usize>(edges: [Edge; N], rows: &[[String; N]]) -> Vec<String> {
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.width().max(*width);
        }
    }
    let line = |row: &[String; N]| {
        let cells = row.iter().zip(edges).zip(widths).map(|((cell, edge), width)| padded(cell, edge, width));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

/// Fills a text up with spaces to so many cells.
pub(super) fn padded(text: &str, edge: Edge, width: usize) -> String {
    let space = " ".repeat(width.saturating_sub(text.width()));
    match edge {
        Edge::Left => format!("{text}{space}"),
        Edge::Right => format!("{space}{text}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_by_the_cells_a_letter_takes() {
        let row = |one: &str, other: &str| [one.to_owned(), other.to_owned()];
        let rows = [row("東京", "1"), row("Norwich", "10"), row("e\u{301}", "")];
        let laid = lines([Edge::Left, Edge::Right], &rows);
        assert_eq!(laid, ["東京      1", "Norwich  10", "e\u{301}"]);
    }
}
