//! Reading written documents back, each by the rules of its format and not by those of our writer.
#![cfg(test)]

use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;
use zip::ZipArchive;

/// The text of a page without its markup.
pub(crate) fn html(page: &str) -> String {
    let (_, body) = page.split_once("<body>").expect("a page has a body");
    let mut out = String::new();
    for piece in body.split('<') {
        out.push_str(piece.split_once('>').map_or(piece, |(_, words)| words));
    }
    out.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

/// The text of a page without the signs that escape.
pub(crate) fn markdown(page: &str) -> String {
    let mut out = String::new();
    let page = page.replace("<br>", " ").replace("\\\n> ", "\\\n");
    let mut letters = page.chars().peekable();
    while let Some(letter) = letters.next() {
        let escapes =
            letter == '\\' && letters.peek().is_some_and(|next| next.is_ascii_punctuation() || *next == '\n');
        if !escapes {
            out.push(letter);
        } else if let Some(next) = letters.next() {
            out.push(next);
        }
    }
    out
}

/// Every string and number of a JSON text.
pub(crate) fn json(text: &str) -> String {
    fn gather(value: &serde_json::Value, out: &mut String) {
        match value {
            serde_json::Value::String(text) => out.push_str(text),
            serde_json::Value::Array(items) => items.iter().for_each(|item| gather(item, out)),
            serde_json::Value::Object(members) => members.values().for_each(|value| gather(value, out)),
            other => out.push_str(&other.to_string()),
        }
        out.push('\n');
    }
    let mut out = String::new();
    gather(&serde_json::from_str(text).expect("it is JSON"), &mut out);
    out
}

/// The cells of rows, each on a line.
pub(crate) fn csv(bytes: &[u8]) -> String {
    let reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(bytes);
    let records = reader.into_records().map(|record| record.expect("rows can be read"));
    let cells =
        records.flat_map(|record| record.iter().map(|cell| cell.replace('\n', " ")).collect::<Vec<_>>());
    cells.collect::<Vec<_>>().join("\n")
}

/// The words of a word processor's file, and what its tables are described by.
pub(crate) fn docx(bytes: &[u8]) -> String {
    words(&part(bytes, "word/document.xml"))
}

/// The words and numbers of a workbook, what its charts are described by, and how numbers look.
pub(crate) fn xlsx(bytes: &[u8]) -> String {
    let wanted = |name: &&String| {
        name.ends_with("sharedStrings.xml")
            || name.contains("worksheets/sheet")
            || name.contains("drawings/drawing")
    };
    names(bytes).iter().filter(wanted).map(|name| words(&part(bytes, name))).collect()
}

/// The names of the parts of a package.
pub(crate) fn names(bytes: &[u8]) -> Vec<String> {
    let zip = ZipArchive::new(Cursor::new(bytes)).expect("it is a zip");
    zip.file_names().map(|name| name.expect("parts have names").into_owned()).collect()
}

/// A part of a package.
pub(crate) fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).expect("it is a zip");
    let mut text = String::new();
    zip.by_name(name).expect("it has the part").read_to_string(&mut text).expect("it is UTF-8");
    text
}

/// The text between the elements of an XML file, and the descriptions of tables and pictures.
fn words(xml: &str) -> String {
    let mut reader = Reader::from_str(xml);
    let mut out = String::new();
    loop {
        match reader.read_event().expect("it is well formed") {
            Event::Eof => return out,
            Event::Text(text) => out.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                out.push_str(resolve_predefined_entity(&reference.into_inner()).expect("no other entities"));
            }
            Event::Start(element) | Event::Empty(element) => {
                for attribute in element.attributes() {
                    let attribute = attribute.expect("attributes are well formed");
                    let is_words =
                        element.name().as_ref() == "w:tblDescription" || attribute.key.as_ref() == "descr";
                    if is_words {
                        out.push_str(&quick_xml::escape::unescape(&attribute.value).expect("it is escaped"));
                    }
                }
            }
            _ => {}
        }
    }
}
