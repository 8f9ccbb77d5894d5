//! A document as Markdown (`CommonMark` with the tables of GitHub): for a wiki, a repository, a notebook.
//!
//! Whatever Markdown or HTML would obey in the words is escaped, so that words stay words. Line breaks in them stay,
//! blank lines and blanks at the beginning of a line do not: they mean something else there. A chart is a table.

use super::{About, Block, Cell, Document, Item, Level, Mark, Ruled, Table};
use crate::model::visible::visible;

/// The text of the file.
#[must_use]
pub fn written(document: &Document) -> String {
    let mut out = format!("# {}\n", on_one_line(&document.title));
    blocks(&document.blocks, &mut out);
    foot(&document.about, &mut out);
    out
}

fn blocks(all: &[Block], out: &mut String) {
    for block in all {
        put(block, out);
    }
}

fn put(block: &Block, out: &mut String) {
    match block {
        Block::Heading { level, text, .. } => {
            let signs = match level {
                Level::Section => "##",
                Level::Part => "###",
                Level::Point => "####",
            };
            paragraph(&format!("{signs} {}", on_one_line(text)), out);
        }
        Block::Paragraph(text) => paragraph(&lines(text, ""), out),
        Block::Labelled { label, text } => {
            paragraph(&format!("{} {}", strong(label), lines(text, "")), out);
        }
        Block::Quote { words, source } => {
            let source =
                if source.is_empty() { String::new() } else { format!("\n>\n> — {}", lines(source, "> ")) };
            paragraph(&format!("> {}{source}", lines(&format!("“{words}”"), "> ")), out);
        }
        Block::Remark(text) => paragraph(&small(text), out),
        Block::List(items) => {
            out.push('\n');
            for one in items {
                out.push_str(&item(one));
            }
        }
        Block::Onward(place) => paragraph(&format!("→ {}", lines(place, "")), out),
        Block::Ruled(lines) => ruled(lines, out),
        Block::Table(rows) => table(rows, out),
        Block::Chart(chart) => table(&chart.as_table(), out),
        Block::Together(inner) => blocks(inner, out),
    }
}

/// What stands apart from what is before it.
fn paragraph(text: &str, out: &mut String) {
    out.push_str(&format!("\n{}\n", text.trim()));
}

fn item(item: &Item) -> String {
    let mark = match item.mark {
        Mark::Tick => "[ ] ",
        Mark::Point | Mark::None => "",
    };
    let label = item.label.as_deref().map(|label| strong(label) + " ").unwrap_or_default();
    let leads = item.leads_to.as_ref().map(|place| format!(" → {}", lines(place, "  "))).unwrap_or_default();
    format!("- {mark}{label}{}{leads}\n", lines(&item.text, "  "))
}

fn ruled(ruled: &Ruled, out: &mut String) {
    let blank = || Cell::text("");
    let heads = std::iter::once(String::new()).chain(ruled.columns.iter().cloned());
    let row = |name: &String| {
        std::iter::once(Cell::text(name))
            .chain(ruled.columns.iter().map(|_| blank()))
            .chain([blank()])
            .collect()
    };
    let rows = ruled.lines.iter().map(row).collect();
    table(&Table { head: heads.chain([String::new()]).collect(), rows, ..Table::default() }, out);
}

fn table(table: &Table, out: &mut String) {
    let columns = table.width();
    if let Some(caption) = &table.caption {
        paragraph(&strong(caption), out);
    }
    if columns > 0 {
        out.push('\n');
        let heads = (0..columns).map(|column| in_cell(table.head.get(column).map_or("", String::as_str)));
        row(heads, out);
        row(
            (0..columns).map(|column| if table.is_of_numbers(column) { "---:" } else { "---" }.to_owned()),
            out,
        );
    }
    for cells in &table.rows {
        let text = |column: usize| match cells.get(column) {
            Some(Cell::Tick) => "☐".to_owned(),
            Some(cell) if column == 0 && table.has_row_heads => strong(cell.words()).replace("\\\n", "<br>"),
            cell => in_cell(cell.map_or("", Cell::words)),
        };
        row((0..columns).map(text), out);
    }
    table.remarks.iter().for_each(|remark| paragraph(&small(remark), out));
}

fn row(cells: impl Iterator<Item = String>, out: &mut String) {
    out.push_str(&format!("| {} |\n", cells.collect::<Vec<_>>().join(" | ")));
}

fn foot(about: &About, out: &mut String) {
    if !about.foot.is_empty() {
        paragraph("---", out);
        about.foot.iter().for_each(|line| paragraph(&small(line), out));
    }
    if !about.sessions.is_empty() {
        // A comment is not shown; two hyphens would end it.
        let safe = |letter: char| letter.is_ascii_alphanumeric() || "-_. ".contains(letter);
        let ids: String = about.sessions.join(" ").chars().filter(|letter| safe(*letter)).collect();
        paragraph(&format!("<!-- hearken-sessions: {} -->", ids.replace("--", "-")), out);
    }
}

fn strong(text: &str) -> String {
    around("**", text)
}

fn small(text: &str) -> String {
    around("*", text)
}

/// Words between two signs; the signs mean nothing around nothing.
fn around(sign: &str, text: &str) -> String {
    let text = lines(text, "");
    if text.is_empty() { text } else { format!("{sign}{text}{sign}") }
}

/// The lines of a text, each broken by a sign at its end and `before` in front of the further ones.
fn lines(text: &str, before: &str) -> String {
    pieces(text).join(&format!("\\\n{before}"))
}

fn in_cell(text: &str) -> String {
    pieces(text).join("<br>")
}

fn on_one_line(text: &str) -> String {
    pieces(text).join(" ")
}

fn pieces(text: &str) -> Vec<String> {
    visible(text).lines().map(|line| escaped(line.trim())).filter(|line| !line.is_empty()).collect()
}

/// A line as words that Markdown leaves alone.
fn escaped(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    // A number and a point, or a hyphen, mean a list only where a line begins with them.
    let digits = line.len() - line.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
    for (at, letter) in line.char_indices() {
        let is_sign = match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '$' | '{' | '}' | '#'
            | '!' => true,
            '-' | '+' | '=' | ':' => at == 0 || line.get(at + 1..).is_some_and(|rest| rest.starts_with("//")),
            '.' | ')' => at == digits || line.get(..at).is_some_and(|before| before.ends_with("www")),
            _ => false,
        };
        if is_sign {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_markdown_would_obey_is_escaped_and_the_rest_can_be_read_as_it_is() {
        assert_eq!(escaped("short-term (a + b): 3.5, “yes”"), "short-term (a + b): 3.5, “yes”");
        for (words, written) in [
            ("- a", "\\- a"),
            ("12. a", "12\\. a"),
            ("=== ", "\\=== "),
            ("# a #", "\\# a \\#"),
            ("<b> &amp; | `x`", "\\<b\\> \\&amp; \\| \\`x\\`"),
            ("http://x www.y", "http\\://x www\\.y"),
            ("![a](b)", "\\!\\[a\\](b)"),
        ] {
            assert_eq!(escaped(words), written);
        }
    }

    #[test]
    fn a_line_break_in_words_ends_no_paragraph_no_quote_and_no_row() {
        let table = Table { rows: vec![vec![Cell::text("a\n\n# b")]], ..Table::default() };
        let blocks = vec![
            Block::Paragraph("a\n\n    b".to_owned()),
            Block::Quote { words: "c\n\nd".to_owned(), source: "P1".to_owned() },
            Block::Table(table),
            Block::heading(Level::Part, "e\nf"),
        ];
        assert_eq!(
            written(&Document { title: "T".to_owned(), blocks, ..Document::default() }),
            "# T\n\na\\\nb\n\n> “c\\\n> d”\n>\n> — P1\n\n|  |\n| --- |\n| a<br>\\# b |\n\n### e f\n"
        );
    }

    #[test]
    fn ids_of_sessions_cannot_end_the_comment_they_stand_in() {
        let about = About { sessions: vec!["a--><script>".to_owned(), "b".to_owned()], foot: Vec::new() };
        let out = written(&Document { about, ..Document::default() });
        assert!(out.ends_with("<!-- hearken-sessions: a-script b -->\n"), "{out}");
    }
}
