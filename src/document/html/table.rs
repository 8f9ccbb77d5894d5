//! Rows and columns of a page, and lines to write on.

use super::{Page, escaped};
use crate::document::shade::Shade;
use crate::document::{Amount, Cell, Ruled, Table};

/// A table with more columns than this does not fit an upright page.
const WIDE: usize = 7;

impl Page {
    pub(super) fn ruled(&mut self, ruled: &Ruled) {
        self.put("<table class=\"ruled\">\n");
        if !ruled.columns.is_empty() {
            let head = |head: &String| format!("<th class=\"narrow\" scope=\"col\">{}</th>", escaped(head));
            let heads: Vec<String> = ruled.columns.iter().map(head).collect();
            self.put(&format!(
                "<tr><td class=\"none\"></td>{}<td class=\"none\"></td></tr>\n",
                heads.concat()
            ));
        }
        let narrow = "<td class=\"narrow\"></td>".repeat(ruled.columns.len());
        for name in &ruled.lines {
            self.put(&format!("<tr><td>{}</td>{narrow}<td></td></tr>\n", escaped(name)));
        }
        self.put("</table>\n");
    }

    pub(super) fn table(&mut self, table: &Table) {
        // What is wide is turned on paper, and its first row and column stay in sight on a screen.
        let wide = if table.width() > WIDE { " wide" } else { "" };
        self.put(&format!("<table class=\"cells{wide}\">\n"));
        if let Some(caption) = &table.caption {
            self.line("caption", "", caption);
        }
        self.head(&table.head, |column| table.is_of_numbers(column));
        self.put("<tbody>\n");
        for row in &table.rows {
            self.row(row, table.has_row_heads);
        }
        self.put("</tbody>\n</table>\n");
        table.remarks.iter().for_each(|remark| self.remark(remark));
    }

    /// The heads of columns, over numbers at the side of the numbers. An empty one is a plain cell: it is the head of
    /// nothing.
    pub(super) fn head(&mut self, heads: &[String], is_of_numbers: impl Fn(usize) -> bool) {
        if heads.is_empty() {
            return;
        }
        let head = |(column, text): (usize, &String)| match text.as_str() {
            "" => "<td></td>".to_owned(),
            text => {
                let class = class(if is_of_numbers(column) { "number" } else { "" }, text);
                format!("<th scope=\"col\"{class}>{}</th>", escaped(text))
            }
        };
        let heads: String = heads.iter().enumerate().map(head).collect();
        self.put(&format!("<thead>\n<tr>{heads}</tr>\n</thead>\n"));
    }

    fn row(&mut self, row: &[Cell], has_head: bool) {
        self.put("<tr>");
        for (place, cell) in row.iter().enumerate() {
            if place == 0 && has_head {
                let found = anchored(cell).map(|amount| self.found_by(amount)).unwrap_or_default();
                let class = class("", shown(cell));
                self.put(&format!("<th scope=\"row\"{class}{found}>{}</th>", escaped(shown(cell))));
            } else {
                self.cell(cell);
            }
        }
        self.put("</tr>\n");
    }

    fn cell(&mut self, cell: &Cell) {
        let kind = match cell {
            Cell::Text(_) => String::new(),
            Cell::Tick => "tick".to_owned(),
            Cell::Number(_) => "number".to_owned(),
            Cell::Shaded { share, .. } => format!("shade s{}", Shade::of(*share).step),
        };
        let found = anchored(cell).map(|amount| self.found_by(amount)).unwrap_or_default();
        let class = class(&kind, shown(cell));
        self.put(&format!("<td{class}{found}>{}</td>", escaped(shown(cell))));
    }

    /// What makes a number the target of its anchor, and tells the anchor.
    pub(super) fn found_by(&mut self, amount: &Amount) -> String {
        let Some(anchor) = &amount.anchor else { return String::new() };
        self.id(Some(anchor)) + &format!(" title=\"{}\"", escaped(anchor))
    }
}

fn shown(cell: &Cell) -> &str {
    if *cell == Cell::Tick { "☐" } else { cell.words() }
}

fn anchored(cell: &Cell) -> Option<&Amount> {
    match cell {
        Cell::Number(amount) => Some(amount),
        _ => None,
    }
}

/// The classes of a cell. Only a word that would push the others off the page may be broken between letters.
fn class(kind: &str, text: &str) -> String {
    const LONG: usize = 24;
    let is_long = text.split_whitespace().any(|word| word.chars().count() > LONG);
    match (kind, is_long) {
        ("", false) => String::new(),
        ("", true) => " class=\"long\"".to_owned(),
        (kind, false) => format!(" class=\"{kind}\""),
        (kind, true) => format!(" class=\"{kind} long\""),
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{Amount, Block, Cell, Document, Table, html};

    #[test]
    fn heads_captions_and_numbers_are_what_they_are_called() {
        let table = Table {
            caption: Some("Answers".to_owned()),
            head: vec![String::new(), "Yes".to_owned()],
            rows: vec![
                vec![Cell::text("Norwich"), Cell::Number(Amount::counted(5).anchored("q1.yes"))],
                vec![Cell::text("Devon"), Cell::Shaded { text: "some".to_owned(), share: 55 }],
            ],
            has_row_heads: true,
            remarks: vec!["Of eight.".to_owned()],
        };
        let page = html::written(&Document { blocks: vec![Block::Table(table)], ..Document::default() });
        for told in [
            "<caption>Answers</caption>",
            "<thead>\n<tr><td></td><th scope=\"col\">Yes</th></tr>\n</thead>",
            "<tr><th scope=\"row\">Norwich</th><td class=\"number\" id=\"q1.yes\" title=\"q1.yes\">5</td></tr>",
            "<td class=\"shade s6\">some</td>",
            "</table>\n<p class=\"remark\">Of eight.</p>",
        ] {
            assert!(page.contains(told), "{told}\n{page}");
        }
    }
}
