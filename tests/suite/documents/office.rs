//! What a word processor and a spreadsheet go by: styles, repeated heads, panes, numbers, pictures with words.
#![cfg(test)]

use hearken::document::{Block, Cell, Document, Format, Table};

use crate::documents::made::report;
use crate::documents::{bytes, read};

fn docx(document: &Document) -> String {
    read::part(&bytes(document, Format::Docx), "word/document.xml")
}

#[test]
fn headings_quotes_and_captions_have_the_styles_of_that_name() {
    let page = docx(&report());
    for (style, times) in [
        ("Title", 1),
        ("Heading1", 2),
        ("Heading2", 2),
        ("Heading3", 1),
        ("Quote", 1),
        ("ListBullet", 1),
        ("Caption", 5),
    ] {
        assert_eq!(page.matches(&format!("<w:pStyle w:val=\"{style}\"/>")).count(), times, "{style}");
    }
    let styles = read::part(&bytes(&report(), Format::Docx), "word/styles.xml");
    assert!(styles.contains("<w:lang w:val=\"en-GB\""));
}

#[test]
fn the_head_of_a_table_is_repeated_and_a_chart_is_told_in_words() {
    let page = docx(&report());
    assert_eq!(page.matches("<w:tblHeader/>").count(), 4, "three tables and the lines to write on");
    assert_eq!(page.matches("<w:tblDescription ").count(), 3);
    assert!(page.contains("w:name=\"q1_yes\""), "a number is found by its anchor");
    assert!(page.contains("w:orient=\"portrait\""));
    let wide = Table { rows: vec![vec![Cell::text("x"); 7]], ..Table::default() };
    let wide = Document { blocks: vec![Block::Table(wide)], ..Document::default() };
    assert!(docx(&wide).contains("w:orient=\"landscape\""), "a wide table lies on its side");
}

#[test]
fn words_that_run_from_right_to_left_do_so_in_a_word_processor() {
    let words = |text: &str| {
        docx(&Document { blocks: vec![Block::Paragraph(text.to_owned())], ..Document::default() })
    };
    assert!(words("مرحبا بالعالم").contains("<w:bidi/>") && words("مرحبا بالعالم").contains("<w:rtl/>"));
    assert!(!words("hello").contains("<w:bidi/>"));
}

#[test]
fn a_workbook_keeps_heads_in_sight_reckons_with_numbers_and_draws_its_charts() {
    let book = bytes(&report(), Format::Xlsx);
    let answers = read::part(&book, "xl/worksheets/sheet2.xml");
    assert!(answers.contains("xSplit=\"1\" ySplit=\"2\""), "{answers}");
    for number in ["<v>14</v>", "<v>45</v>"] {
        assert!(answers.contains(number), "{number}");
    }
    let charts = read::names(&book).into_iter().filter(|name| name.starts_with("xl/charts/chart"));
    assert_eq!(charts.count(), 2, "a heat map is shaded cells");
    assert!(read::part(&book, "xl/workbook.xml").contains("name=\"Is there a strategy\""));
}
