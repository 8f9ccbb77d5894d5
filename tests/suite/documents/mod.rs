//! Documents, written in every format and read back: no word is lost, nothing is obeyed, the same bytes each time.
#![cfg(test)]

mod said;
mod read;
mod office;

#[path = "../../../examples/documents.rs"]
mod made;

use hearken::document::{Block, Chart, ChartKind, Document, Format, written};
use hearken::model::visible::visible;
use made::{hostile, report};
use said::{Said, bare};

fn bytes(document: &Document, format: Format) -> Vec<u8> {
    written(document, format, false).unwrap()
}

fn text(document: &Document, format: Format) -> String {
    String::from_utf8(bytes(document, format)).unwrap()
}

/// Whether a number is shown: as words, or, where a spreadsheet reckons with it, as its digits.
fn every_word_is_in(document: &Document, format: Format, found: &str) {
    let found = bare(found);
    for said in said::all(document) {
        let (wanted, is_there) = match &said {
            Said::Words(words) | Said::Number(_, words) if found.contains(&bare(words)) => (words, true),
            Said::Number(Some(value), words) => (words, found.contains(&value.to_string())),
            Said::Words(words) | Said::Number(None, words) => (words, false),
        };
        assert!(is_there, "{format:?} has lost {wanted:?}");
    }
}

#[test]
fn no_format_loses_a_word_of_any_block() {
    for document in [report(), hostile()] {
        every_word_is_in(&document, Format::Html, &read::html(&text(&document, Format::Html)));
        every_word_is_in(&document, Format::Markdown, &read::markdown(&text(&document, Format::Markdown)));
        every_word_is_in(&document, Format::Docx, &read::docx(&bytes(&document, Format::Docx)));
        every_word_is_in(&document, Format::Xlsx, &read::xlsx(&bytes(&document, Format::Xlsx)));
        every_word_is_in(&document, Format::Json, &read::json(&text(&document, Format::Json)));
    }
}

#[test]
fn plain_text_loses_no_word_though_it_breaks_lines() {
    for document in [report(), hostile()] {
        for is_ascii in [false, true] {
            let page = String::from_utf8(written(&document, Format::Text, is_ascii).unwrap()).unwrap();
            for words in said::all(&document) {
                // Columns stand beside each other, so only what fits into the narrowest one surely stands in one piece.
                for word in words.words().split_whitespace() {
                    let beginning: String = visible(word).trim().chars().take(4).collect();
                    assert!(page.contains(&beginning), "{word:?} is not on the page");
                }
            }
        }
    }
}

#[test]
fn rows_hold_every_cell_of_every_table() {
    for document in [report(), hostile()] {
        let rows = read::csv(&bytes(&document, Format::Csv));
        let found = bare(&rows);
        for words in said::in_tables(&document) {
            assert!(found.contains(&bare(&words)), "{words:?} is in no cell");
        }
        assert!(
            rows.lines().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])),
            "a cell is a formula"
        );
    }
}

#[test]
fn one_document_gives_the_same_bytes_each_time() {
    for format in Format::ALL {
        assert!(bytes(&hostile(), format) == bytes(&hostile(), format), "{format:?}");
        assert!(!bytes(&report(), format).is_empty(), "{format:?}");
    }
}

#[test]
fn an_empty_document_can_be_written_in_every_format() {
    let empty = Document::default();
    for format in Format::ALL {
        let bytes = bytes(&empty, format);
        assert_eq!(bytes.is_empty(), !format.takes(&empty), "{format:?}");
    }
    assert!(!Format::Csv.takes(&empty) && Format::Csv.takes(&report()));
}

#[test]
fn a_chart_without_parts_or_without_bars_can_be_written_in_every_format() {
    let bar = || (String::from("Norwich"), Vec::new());
    let kinds = [
        ChartKind::Stacked { parts: Vec::new(), bars: vec![bar()] },
        ChartKind::Stacked { parts: vec!["yes".to_owned()], bars: Vec::new() },
        ChartKind::Heat { columns: Vec::new(), rows: vec![bar()] },
        ChartKind::Paired { names: [String::new(), String::new()], unit: String::new(), rows: Vec::new() },
    ];
    for kind in kinds {
        let chart = Chart { title: String::new(), in_words: String::new(), kind };
        let document = Document { blocks: vec![Block::Chart(chart)], ..Document::default() };
        for format in Format::ALL {
            assert!(written(&document, format, false).is_ok(), "{format:?} {document:?}");
        }
    }
}

#[test]
fn files_say_which_sessions_they_are_of() {
    let document = report();
    let ids = document.about.sessions.join(" ");
    let page = text(&document, Format::Html);
    assert!(page.contains(&format!("<meta name=\"hearken-sessions\" content=\"{ids}\">")));
    assert!(text(&document, Format::Markdown).contains(&format!("<!-- hearken-sessions: {ids} -->")));
    for format in [Format::Docx, Format::Xlsx] {
        let properties = read::part(&bytes(&document, format), "docProps/custom.xml");
        for id in &document.about.sessions {
            assert!(properties.contains(id.as_str()), "{format:?} {id}");
        }
    }
}

#[test]
fn what_words_hold_is_obeyed_by_no_reader() {
    let document = hostile();
    let page = text(&document, Format::Html);
    for obeyed in ["<script", "<img", "<!-- ", "<b>y"] {
        assert!(!page.contains(obeyed), "{obeyed}");
    }
    let page = text(&document, Format::Markdown);
    let without_own = page.replace("<br>", "").replace("<!-- hearken", "");
    let before_each: Vec<&str> = without_own.split('<').collect();
    let (_, before) = before_each.split_last().unwrap();
    assert!(before.len() > 100 && before.iter().all(|text| text.ends_with('\\')), "no markup is obeyed");
    let book = bytes(&document, Format::Xlsx);
    for sheet in read::names(&book).iter().filter(|name| name.contains("/sheet")) {
        assert!(!read::part(&book, sheet).contains("<f>"), "{sheet} has a formula");
    }
    for format in [Format::Text, Format::Markdown, Format::Html, Format::Csv] {
        assert!(!text(&document, format).contains(['\u{1b}', '\u{202e}', '\u{0}']), "{format:?}");
    }
}

#[test]
fn an_id_stands_once_on_a_page() {
    for document in [report(), hostile()] {
        let page = text(&document, Format::Html);
        let behind = page.split(" id=\"").skip(1);
        let ids: Vec<&str> = behind.filter_map(|text| text.split('"').next()).collect();
        let mut each: Vec<String> = ids.iter().map(|id| id.to_lowercase()).collect();
        each.sort_unstable();
        each.dedup();
        assert!(ids.len() > 20);
        assert_eq!(each.len(), ids.len());
    }
}

#[test]
fn a_report_reads_well_as_text_markdown_and_json() {
    insta::assert_snapshot!("text", text(&report(), Format::Text));
    insta::assert_snapshot!(
        "ascii",
        String::from_utf8(written(&report(), Format::Text, true).unwrap()).unwrap()
    );
    insta::assert_snapshot!("markdown", text(&report(), Format::Markdown));
    insta::assert_snapshot!("csv", text(&report(), Format::Csv));
}
