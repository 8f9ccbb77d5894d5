//! The tables of a document as comma-separated values (RFC 4180), for programs that reckon with them.
//!
//! One table is that table and nothing else. Several follow each other, each after a line that says what it is of, a
//! blank line between them. The numbers of charts are there only where a document has no table: a chart shows what a
//! table beside it says. Remarks and all words outside of tables are left to the other formats. A spreadsheet that opens
//! the file takes no cell for a formula.

use ::csv::{Terminator, WriterBuilder};

use super::{Block, Document, Table};
use crate::model::visible::visible;

/// What a spreadsheet would take for the beginning of a formula; the last four are as wide as a Chinese or Japanese letter,
/// and programs made for those take them for the narrow ones.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// The text of the file; nothing if the document has neither table nor chart.
///
/// # Errors
/// What the writer of rows says; of rows that fit in memory, it has nothing to say.
pub fn written(document: &Document) -> Result<Vec<u8>, ::csv::Error> {
    let tables = tables(document);
    let mut out = Vec::new();
    for (place, table) in tables.iter().enumerate() {
        if place > 0 {
            out.extend(b"\r\n");
        }
        if tables.len() > 1 {
            let caption = table.caption.clone().unwrap_or_else(|| format!("Table {}", place + 1));
            out.extend(rows([vec![defused(&caption)]])?);
        }
        let head = (!table.head.is_empty()).then(|| table.head.iter().map(|head| defused(head)).collect());
        let cells = table.rows.iter().map(|row| row.iter().map(|cell| defused(cell.words())).collect());
        out.extend(rows(head.into_iter().chain(cells))?);
    }
    Ok(out)
}

/// The tables of a document, in order; if it has none, its charts as tables.
pub(super) fn tables(document: &Document) -> Vec<Table> {
    let tables = gathered(&document.blocks, &|block| match block {
        Block::Table(table) => Some(table.clone()),
        _ => None,
    });
    if !tables.is_empty() {
        return tables;
    }
    gathered(&document.blocks, &|block| match block {
        Block::Chart(chart) => Some(chart.as_table()),
        _ => None,
    })
}

fn gathered(blocks: &[Block], wanted: &impl Fn(&Block) -> Option<Table>) -> Vec<Table> {
    let of_block = |block: &Block| match block {
        Block::Together(inner) => gathered(inner, wanted),
        block => wanted(block).into_iter().collect(),
    };
    blocks.iter().flat_map(of_block).collect()
}

fn rows(rows: impl IntoIterator<Item = Vec<String>>) -> Result<Vec<u8>, ::csv::Error> {
    let mut writer = WriterBuilder::new().flexible(true).terminator(Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row)?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// Words that no spreadsheet takes for a formula: an apostrophe in front of what would be one. Some pass over blanks and
/// quotation marks at the beginning of a cell, so what stands behind those counts too.
fn defused(text: &str) -> String {
    let inside = text.trim_start_matches(|letter: char| letter == '"' || letter.is_whitespace());
    let before = if text.starts_with(FORMULA) || inside.starts_with(FORMULA) { "'" } else { "" };
    format!("{before}{}", visible(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Amount, Cell, Chart, ChartKind};

    fn csv(blocks: Vec<Block>) -> String {
        String::from_utf8(written(&Document { blocks, ..Document::default() }).unwrap()).unwrap()
    }

    fn table(caption: Option<&str>, cell: &str) -> Table {
        let caption = caption.map(str::to_owned);
        let rows = vec![vec![Cell::text(cell), Cell::Number(Amount::hidden("under 3"))]];
        Table { caption, head: vec!["Who".to_owned(), "How many".to_owned()], rows, ..Table::default() }
    }

    #[test]
    fn one_table_is_that_table() {
        assert_eq!(csv(vec![Block::Table(table(Some("Caption"), "a"))]), "Who,How many\r\na,under 3\r\n");
    }

    #[test]
    fn several_tables_say_what_each_is_of() {
        let inner = vec![Block::Table(table(Some("One, two"), "a")), Block::Table(table(None, "b"))];
        assert_eq!(
            csv(vec![Block::Together(inner)]),
            "\"One, two\"\r\nWho,How many\r\na,under 3\r\n\r\nTable 2\r\nWho,How many\r\nb,under 3\r\n"
        );
    }

    #[test]
    fn a_chart_is_a_table_only_where_there_is_no_other() {
        let kind = ChartKind::Heat {
            columns: vec!["c".to_owned()],
            rows: vec![("r".to_owned(), vec![Amount::counted(4)])],
        };
        let chart = Block::Chart(Chart { title: "T".to_owned(), in_words: String::new(), kind });
        assert_eq!(csv(vec![chart.clone()]), ",c\r\nr,4\r\n");
        assert!(!csv(vec![chart, Block::Table(table(None, "a"))]).contains(",c"));
        assert_eq!(csv(Vec::new()), "");
    }

    #[test]
    fn no_cell_is_a_formula_and_none_breaks_out_of_its_quotes() {
        for (words, written) in [
            ("=1+1", "'=1+1"),
            ("+44", "'+44"),
            ("-5", "'-5"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'    =1"),
            ("\r=1", "'\u{240d}=1"),
            ("a\"b,c\nd", "\"a\"\"b,c\nd\""),
            (" =1+1", "' =1+1"),
            ("\"=1+1", "\"'\"\"=1+1\""),
            ("\u{a0}\"@x", "\"'\u{a0}\"\"@x\""),
            ("＝1+1", "'＝1+1"),
            ("a=b", "a=b"),
            (" \"a\" = b", "\" \"\"a\"\" = b\""),
        ] {
            assert_eq!(
                csv(vec![Block::Table(table(None, words))]),
                format!("Who,How many\r\n{written},under 3\r\n")
            );
        }
    }
}
