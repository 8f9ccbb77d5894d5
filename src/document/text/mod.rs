//! A document as plain text, 80 cells wide: for a terminal, a plain printer, a letter.
//!
//! `table` lays out rows and columns, `chart` draws bars of characters.

mod table;
mod chart;

use std::ops::Range;

use unicode_width::UnicodeWidthStr as _;

use super::wrap;
use super::{About, Block, Document, Item, Level, Mark, Ruled};
use crate::model::visible::visible_line;

/// How wide a line may be.
pub const WIDTH: usize = 80;

/// How far what belongs to a labelled paragraph is moved in.
const INDENT: usize = 5;

/// The widest name that stands on the line it names.
const WIDEST_NAME: usize = 24;

/// A document as lines, none wider than [`WIDTH`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lines {
    /// The lines, without blanks at their ends.
    pub lines: Vec<String>,
    /// Where numbers stand that can be asked about, from the top.
    pub numbers: Vec<Number>,
}

/// Where a number stands in [`Lines`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// Its line, the first being 0.
    pub line: usize,
    /// Its place in that line, in bytes.
    pub range: Range<usize>,
    /// The name by which what it counts is found.
    pub anchor: String,
}

/// The lines of a document. With `is_ascii` the marks that the writer adds are plain ASCII; the words stay.
#[must_use]
pub fn laid_out(document: &Document, is_ascii: bool) -> Lines {
    let mut page = Page { lines: Vec::new(), numbers: Vec::new(), is_ascii };
    page.underlined(&document.title, '=');
    page.blocks(&document.blocks);
    page.foot(&document.about);
    page.lines.iter_mut().for_each(|line| line.truncate(line.trim_end().len()));
    Lines { lines: page.lines, numbers: page.numbers }
}

/// The text of a document: [its lines](laid_out), one after the other.
#[must_use]
pub fn written(document: &Document, is_ascii: bool) -> String {
    laid_out(document, is_ascii).lines.into_iter().map(|line| line + "\n").collect()
}

struct Page {
    lines: Vec<String>,
    numbers: Vec<Number>,
    is_ascii: bool,
}

impl Page {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading { level, text, anchor } => self.heading(*level, text, anchor.as_deref()),
                Block::Paragraph(text) => {
                    self.gap();
                    self.lines.extend(wrap::lines(text, WIDTH));
                }
                Block::Labelled { label, text } => self.labelled(label, text),
                Block::List(items) => {
                    for item in items {
                        self.item(item);
                    }
                }
                Block::Onward(place) => {
                    let arrow = self.arrow();
                    self.gap();
                    self.hanging(&format!("{}{arrow} ", " ".repeat(INDENT)), place);
                }
                Block::Quote { words, source } => self.quote(words, source),
                Block::Remark(text) => self.remarks(std::slice::from_ref(text)),
                Block::Ruled(ruled) => self.ruled(ruled),
                Block::Table(table) => self.table(table),
                Block::Chart(chart) => self.chart(chart),
                // A terminal has no pages.
                Block::Together(inner) => self.blocks(inner),
            }
        }
    }

    /// A blank line, unless one stands there.
    fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }

    const fn arrow(&self) -> &'static str {
        if self.is_ascii { "->" } else { "→" }
    }

    fn underlined(&mut self, text: &str, sign: char) {
        let lines = wrap::lines(text, WIDTH);
        let widest = lines.iter().map(|line| line.width()).max().unwrap_or(0);
        self.lines.extend(lines);
        self.lines.push(sign.to_string().repeat(widest));
    }

    /// A heading; where it holds a number that can be asked about, the whole of its first line leads there.
    fn heading(&mut self, level: Level, text: &str, anchor: Option<&str>) {
        self.gap();
        let line = self.lines.len();
        self.heading_alone(level, text);
        if let (Some(anchor), Some(first)) = (anchor, self.lines.get(line)) {
            self.numbers.push(Number { line, range: 0..first.len(), anchor: anchor.to_owned() });
        }
    }

    fn heading_alone(&mut self, level: Level, text: &str) {
        match level {
            Level::Section => self.underlined(text, '-'),
            Level::Part => self.underlined(text, '.'),
            Level::Point => self.lines.extend(wrap::lines(text, WIDTH)),
        }
    }

    fn quote(&mut self, words: &str, source: &str) {
        self.gap();
        let quoted = if self.is_ascii { format!("\"{words}\"") } else { format!("“{words}”") };
        self.hanging(&" ".repeat(INDENT), &quoted);
        let dash = if self.is_ascii { "-- " } else { "— " };
        if !source.is_empty() {
            self.hanging(&format!("{}{dash}", " ".repeat(INDENT + 2)), source);
        }
    }

    /// What must be known about what stands above, moved in.
    fn remarks(&mut self, remarks: &[String]) {
        for remark in remarks.iter().filter(|remark| !remark.is_empty()) {
            self.gap();
            self.hanging(&" ".repeat(INDENT), remark);
        }
    }

    fn foot(&mut self, about: &About) {
        if about.foot.is_empty() && about.sessions.is_empty() {
            return;
        }
        self.gap();
        self.lines.push(if self.is_ascii { "-" } else { "─" }.repeat(WIDTH));
        for line in &about.foot {
            self.lines.extend(wrap::lines(line, WIDTH));
        }
        if !about.sessions.is_empty() {
            self.lines.extend(wrap::lines(&format!("Sessions: {}", about.sessions.join(" ")), WIDTH));
        }
    }

    fn labelled(&mut self, label: &str, text: &str) {
        self.gap();
        let label = visible_line(label);
        if label.width() < INDENT {
            self.hanging(&format!("{label}{}", " ".repeat(INDENT - label.width())), text);
        } else {
            self.lines.extend(wrap::lines(&label, WIDTH));
            self.hanging(&" ".repeat(INDENT), text);
        }
    }

    /// A text behind something, its further lines as far in.
    fn hanging(&mut self, before: &str, text: &str) {
        let indent = before.width();
        for (place, line) in wrap::lines(text, WIDTH.saturating_sub(indent)).into_iter().enumerate() {
            let before = if place == 0 { before.to_owned() } else { " ".repeat(indent) };
            self.lines.push(before + &line);
        }
    }

    fn item(&mut self, item: &Item) {
        let mark = match (item.mark, self.is_ascii) {
            (Mark::Tick, _) => "[ ] ",
            (Mark::Point, true) => "- ",
            (Mark::Point, false) => "· ",
            (Mark::None, _) => "",
        };
        let label = item.label.as_ref().map(|label| format!("{} ", visible_line(label))).unwrap_or_default();
        let arrow = self.arrow();
        let text = match &item.leads_to {
            Some(place) => format!("{} {arrow} {place}", item.text),
            None => item.text.clone(),
        };
        // Behind a letter or a number the lines stand below each other; behind a name they would be short.
        if label.width() <= INDENT {
            self.hanging(&format!("{}{mark}{label}", " ".repeat(INDENT)), &text);
        } else {
            self.hanging(&format!("{}{mark}", " ".repeat(INDENT)), &format!("{label}{text}"));
        }
    }

    fn ruled(&mut self, ruled: &Ruled) {
        let names: Vec<_> = ruled.lines.iter().map(|name| visible_line(name)).collect();
        let on_line = names.iter().map(|name| name.width()).filter(|width| *width <= WIDEST_NAME);
        let width = on_line.max().unwrap_or(0);
        let columns: Vec<_> = ruled.columns.iter().map(|column| visible_line(column)).collect();
        let widths: Vec<usize> = columns.iter().map(|column| column.width().max(5)).collect();
        let indent = " ".repeat(INDENT);
        if !columns.is_empty() {
            self.gap();
            let heads = columns.iter().zip(&widths);
            let heads: Vec<String> = heads
                .map(|(head, wide)| format!("{head}{}", " ".repeat(wide.saturating_sub(head.width()))))
                .collect();
            self.lines.push(format!("{indent}{}  {}", " ".repeat(width), heads.join("  ")));
        }
        for name in names {
            // Room for a hand between the lines.
            self.gap();
            let name = if name.width() > width {
                let lines = wrap::lines(&name, WIDTH - INDENT);
                self.lines.extend(lines.into_iter().map(|line| format!("{indent}{line}")));
                String::new()
            } else {
                name.into_owned()
            };
            let blank = " ".repeat(width.saturating_sub(name.width()));
            let columns: String = widths.iter().map(|width| "_".repeat(*width) + "  ").collect();
            let before = format!("{indent}{name}{blank}  {columns}");
            let rest = WIDTH.saturating_sub(before.width());
            self.lines.push(format!("{before}{}", "_".repeat(rest)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Cell, Table};

    fn text(blocks: Vec<Block>) -> String {
        written(&Document { title: "T".to_owned(), blocks, ..Document::default() }, false)
    }

    fn tick(label: &str, text: &str, leads_to: Option<&str>) -> Item {
        let leads_to = leads_to.map(str::to_owned);
        Item { mark: Mark::Tick, label: Some(label.to_owned()), text: text.to_owned(), leads_to }
    }

    #[test]
    fn answers_hang_below_their_question_with_boxes_and_arrows() {
        let question = Block::Labelled { label: "1".to_owned(), text: "Why?".to_owned() };
        let items = Block::List(vec![tick("y", "Yes", None), tick("n", "No", Some("go to 3"))]);
        assert_eq!(
            text(vec![Block::Together(vec![question, items])]),
            "T\n=\n\n1    Why?\n     [ ] y Yes\n     [ ] n No → go to 3\n"
        );
    }

    #[test]
    fn a_line_has_its_name_and_columns_and_ends_at_the_edge() {
        let ruled =
            Ruled { columns: vec!["Seat".to_owned(), "Time".to_owned()], lines: vec!["q1.1".to_owned()] };
        let out = text(vec![Block::Ruled(ruled)]);
        let lines: Vec<&str> = out.lines().collect();
        assert_eq!(lines[3], "           Seat   Time");
        assert!(lines[5].starts_with("     q1.1  _____  _____  ____"), "{out}");
        assert_eq!(lines[5].width(), WIDTH);
    }

    #[test]
    fn nothing_is_wider_than_the_page_whatever_it_holds() {
        let long = "東".repeat(300);
        let name = "n".repeat(200);
        let cells = |text: &str| {
            std::iter::once(Cell::Text(text.to_owned())).chain((0..30).map(|_| Cell::Tick)).collect()
        };
        let blocks = vec![
            Block::heading(Level::Section, long.clone()),
            Block::Paragraph(long.clone()),
            Block::Labelled { label: long.clone(), text: long.clone() },
            Block::List(vec![tick("y", &long, Some(&name))]),
            Block::Ruled(Ruled { columns: Vec::new(), lines: vec![name.clone(), "q1.1".to_owned()] }),
            Block::Table(Table {
                head: vec![String::new(), "y".to_owned(), "n".to_owned()],
                rows: vec![cells(&long)],
                ..Table::default()
            }),
            Block::Table(Table {
                head: vec!["h".to_owned(); 31],
                rows: vec![cells(&long)],
                ..Table::default()
            }),
        ];
        let out = written(&Document { title: long, blocks, ..Document::default() }, true);
        assert!(out.lines().all(|line| line.width() <= WIDTH), "{out}");
    }
}
