//! The key card: keys and signs on one page, to lay beside the laptop.
//!
//! Promises at most 66 lines, as a page has, of at most 80 cells, which a test holds it to as the table of commands grows.

use unicode_width::UnicodeWidthStr as _;

use crate::app::commands::Command;
use crate::app::help::SIGNS;
use crate::cli::keys::{self, Group};
use crate::cli::table::{Edge, padded};
use crate::document::{Block, Cell, Document, Level, Table};

/// The cells of a line.
const WIDTH: usize = 80;

/// The cells of one of the two columns of keys, and what stands between them.
const COLUMN: usize = 39;
const GAP: usize = WIDTH - 2 * COLUMN;

const TITLE: &str = "hearken: keys and signs";
const SIGNED: &str = "In front of a note, if you like";
const LEAVING: &str = "Every letter is kept as you type. Ctrl+Q leaves, and nothing is asked.";

/// The text of the card.
pub(super) fn written(is_ascii: bool) -> String {
    let line = if is_ascii { "-" } else { "─" };
    let mut lines = vec![TITLE.to_owned(), line.repeat(WIDTH)];
    for group in keys::groups() {
        lines.push(group.heading.to_owned());
        let entries = entries(&group);
        let is_names = entries.iter().all(|[_, does]| does.is_empty());
        lines.extend(if is_names { in_three_columns(&entries) } else { in_two_columns(&entries) });
        lines.push(String::new());
    }
    lines.push(SIGNED.to_owned());
    let width = SIGNS.iter().map(|(sign, _)| sign.width()).max().unwrap_or(0);
    lines.extend(SIGNS.iter().map(|(sign, means)| format!("  {}  {means}", padded(sign, Edge::Left, width))));
    lines.push(LEAVING.to_owned());
    lines.into_iter().map(|line| line.trim_end().to_owned() + "\n").collect()
}

/// What the card says, for a word processor or a browser.
pub(super) fn document() -> Document {
    let row = |cells: [String; 2]| cells.map(Cell::Text).into();
    let table = |rows: Vec<Vec<Cell>>| Block::Table(Table { rows, has_row_heads: true, ..Table::default() });
    let mut blocks = Vec::new();
    for group in keys::groups() {
        blocks.push(Block::heading(Level::Section, group.heading));
        let entries = entries(&group);
        if entries.iter().all(|[_, does]| does.is_empty()) {
            blocks.push(Block::Paragraph(
                entries.into_iter().map(|[name, _]| name).collect::<Vec<_>>().join(" · "),
            ));
        } else {
            blocks.push(table(entries.into_iter().map(row).collect()));
        }
    }
    blocks.push(Block::heading(Level::Section, SIGNED));
    blocks.push(table(
        SIGNS.iter().map(|(sign, means)| row([sign, means].map(|one| (*one).to_owned()))).collect(),
    ));
    blocks.push(Block::Paragraph(LEAVING.to_owned()));
    Document { title: TITLE.to_owned(), lang: Some("en".to_owned()), blocks, ..Document::default() }
}

/// Keys and what they do; commands that people call by one word stand together.
fn entries(group: &Group) -> Vec<[String; 2]> {
    let mut together: Vec<(&str, Vec<&Command>)> = Vec::new();
    for command in &group.commands {
        match together.iter_mut().find(|(name, _)| *name == command.name) {
            Some((_, same)) => same.push(command),
            None => together.push((command.name, vec![command])),
        }
    }
    let keys = |same: &[&Command]| keys::all_found_by(same);
    let entry = |(name, same): (&str, Vec<&Command>)| {
        let found_by = keys(&same);
        // In the menu the name is all there is.
        let does = if found_by == name { String::new() } else { name.to_owned() };
        [found_by, does]
    };
    together.into_iter().map(entry).collect()
}

/// The first half of the entries on the left, the others on the right.
fn in_two_columns(entries: &[[String; 2]]) -> Vec<String> {
    let widest = entries.iter().map(|[keys, _]| keys.width()).max().unwrap_or(0);
    let cells: Vec<Vec<String>> = entries.iter().map(|entry| cell(entry, widest)).collect();
    let half = cells.iter().map(Vec::len).sum::<usize>().div_ceil(2);
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for cell in cells {
        if left.len() < half { left.extend(cell) } else { right.extend(cell) }
    }
    right.resize(left.len(), String::new());
    let gap = " ".repeat(GAP);
    let rows = left.iter().zip(&right);
    rows.map(|(left, right)| format!("{}{gap}{right}", padded(left, Edge::Left, COLUMN))).collect()
}

/// Names by themselves, a third of them in each column.
fn in_three_columns(entries: &[[String; 2]]) -> Vec<String> {
    let third = entries.len().div_ceil(3);
    let names: Vec<String> = entries.iter().map(|[name, _]| format!("  {name}")).collect();
    let columns: Vec<&[String]> = names.chunks(third.max(1)).collect();
    let row = |row: usize| {
        let cells = columns.iter().filter_map(|column| column.get(row));
        cells.map(|cell| padded(cell, Edge::Left, WIDTH / 3)).collect::<String>()
    };
    (0..third).map(row).collect()
}

/// Keys and words in one column; words that do not fit beside the keys stand in a line below.
fn cell([keys, name]: &[String; 2], widest: usize) -> Vec<String> {
    let beside = format!("  {}  {name}", padded(keys, Edge::Left, widest)).trim_end().to_owned();
    if beside.width() <= COLUMN { vec![beside] } else { vec![format!("  {keys}"), format!("      {name}")] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_fits_on_a_page_and_holds_every_key_and_sign() {
        for is_ascii in [false, true] {
            let card = written(is_ascii);
            assert!(card.lines().count() <= 66, "{card}");
            assert!(card.lines().all(|line| line.width() <= WIDTH), "{card}");
            for key in keys::all_keys() {
                assert!(card.contains(&key.to_string()), "{key}");
            }
            for command in keys::groups().iter().flat_map(|group| &group.commands) {
                assert!(card.contains(command.name), "{}", command.name);
            }
            assert!(SIGNS.iter().all(|(sign, means)| card.contains(sign) && card.contains(means)));
            assert!(!is_ascii || card.is_ascii());
        }
    }

    #[test]
    fn words_too_long_for_the_column_stand_in_a_line_below() {
        let long = ["Ctrl+Alt+Shift+F12".to_owned(), "goes round by the other way".to_owned()];
        let laid = in_two_columns(&[long.clone(), long]);
        assert_eq!(laid.len(), 2);
        assert!(laid.iter().all(|line| line.width() <= WIDTH));
        assert_eq!(laid[1].matches("goes round by the other way").count(), 2);
    }
}
