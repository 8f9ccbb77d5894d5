//! A document parted into sheets: the words in order, and the tables and charts, each with a name of its own.

use std::borrow::Cow;

use crate::document::legible::legible;
use crate::document::unique::Unique;
use crate::document::{Block, Chart, Document, Item, Level, Mark, Ruled, Table};

/// The longest name of a sheet.
const LONGEST: usize = 31;

/// What stands on which sheet.
pub(super) struct Sheets<'d> {
    /// The name of the sheet of words.
    pub(super) words: String,
    /// The name of the sheet that tells numbers by their anchors.
    pub(super) numbers: String,
    /// The name of the sheet that tells what the workbook was made from.
    pub(super) about: String,
    /// The words, in order, and where tables are.
    pub(super) lines: Vec<Line>,
    /// The tables, in order.
    pub(super) tables: Vec<Tabled<'d>>,
    names: Unique,
    /// What was said last about what follows.
    heading: String,
}

/// A line of the sheet of words.
pub(super) enum Line {
    /// The title, or a heading.
    Heading(Option<Level>, String),
    /// Words.
    Words(String),
    /// Small words.
    Small(String),
    /// The table on the sheet of this name.
    See(String),
}

/// A table on a sheet.
pub(super) struct Tabled<'d> {
    /// The name of the sheet.
    pub(super) name: String,
    /// The rows and columns.
    pub(super) table: Cow<'d, Table>,
    /// The chart, if the numbers are of one.
    pub(super) chart: Option<&'d Chart>,
}

impl<'d> Sheets<'d> {
    pub(super) fn of(document: &'d Document) -> Self {
        let mut names = Unique::default();
        // A spreadsheet keeps this name for itself.
        names.take("History", LONGEST);
        let [words, numbers, about] = ["Report", "Numbers", "About"].map(|name| names.take(name, LONGEST));
        let lines = vec![Line::Heading(None, document.title.clone())];
        let mut sheets =
            Self { words, numbers, about, lines, tables: Vec::new(), names, heading: String::new() };
        sheets.blocks(&document.blocks);
        sheets
    }

    fn blocks(&mut self, blocks: &'d [Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &'d Block) {
        match block {
            Block::Heading { level, text, .. } => {
                self.heading.clone_from(text);
                self.lines.push(Line::Heading(Some(*level), text.clone()));
            }
            Block::Paragraph(text) => self.lines.push(Line::Words(text.clone())),
            Block::Labelled { label, text } => self.lines.push(Line::Words(format!("{label}  {text}"))),
            Block::Quote { words, source } => {
                self.lines.push(Line::Words(format!("“{words}”")));
                if !source.is_empty() {
                    self.lines.push(Line::Small(format!("— {source}")));
                }
            }
            Block::Remark(text) => self.lines.push(Line::Small(text.clone())),
            Block::List(items) => self.lines.extend(items.iter().map(item)),
            Block::Onward(place) => self.lines.push(Line::Words(format!("→ {place}"))),
            Block::Ruled(ruled) => self.ruled(ruled),
            Block::Table(table) => self.add(Cow::Borrowed(table), None),
            Block::Chart(chart) => self.add(Cow::Owned(chart.as_table()), Some(chart)),
            Block::Together(inner) => self.blocks(inner),
        }
    }

    fn ruled(&mut self, ruled: &Ruled) {
        if !ruled.columns.is_empty() {
            self.lines.push(Line::Small(ruled.columns.join("  ")));
        }
        self.lines.extend(ruled.lines.iter().map(|name| Line::Words(format!("{name}  ____________"))));
    }

    fn add(&mut self, table: Cow<'d, Table>, chart: Option<&'d Chart>) {
        let called = table.caption.as_deref().filter(|caption| !caption.is_empty()).unwrap_or(&self.heading);
        let name = self.names.take(&clean(called), LONGEST);
        self.lines.push(Line::See(name.clone()));
        self.tables.push(Tabled { name, table, chart });
    }
}

fn item(item: &Item) -> Line {
    let mark = match item.mark {
        Mark::Tick => "☐ ",
        Mark::Point => "· ",
        Mark::None => "",
    };
    let label = item.label.as_ref().map(|label| format!("{label} ")).unwrap_or_default();
    let leads = item.leads_to.as_ref().map(|place| format!(" → {place}")).unwrap_or_default();
    Line::Words(format!("  {mark}{label}{}{leads}", item.text))
}

/// A name that a sheet may have; `Table` where nothing is left of it.
fn clean(name: &str) -> String {
    let may_stand = |letter: char| if "[]:*?/\\'\n".contains(letter) { ' ' } else { letter };
    let name: String = legible(name).chars().map(may_stand).collect();
    let words: Vec<&str> = name.split_whitespace().collect();
    if words.is_empty() { "Table".to_owned() } else { words.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sheet_has_a_name_that_a_spreadsheet_takes() {
        assert_eq!(clean("Who said: yes/no?\n[all]"), "Who said yes no all");
        assert_eq!(clean("'*'"), "Table");
        let table =
            |caption: &str| Block::Table(Table { caption: Some(caption.to_owned()), ..Table::default() });
        let blocks = vec![
            table("about"),
            table("history"),
            Block::heading(Level::Section, "Themes"),
            table(""),
            table(&"n".repeat(50)),
            table(&"n".repeat(50)),
        ];
        let document = Document { blocks, ..Document::default() };
        let names: Vec<String> = Sheets::of(&document).tables.into_iter().map(|tabled| tabled.name).collect();
        let (long, cut) = ("n".repeat(31), "n".repeat(29) + "_2");
        assert_eq!(names, ["about_2", "history_2", "Themes", long.as_str(), cut.as_str()]);
    }
}
