//! What the file says of itself: its title and language, and the sessions it was made from, by which a later withdrawal
//! finds it. No time stands there: a document does not know one.

use super::xml::Xml;
use crate::document::Document;

/// The kind of property that programs and people may add.
const CUSTOM: &str = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}";

/// Title and language.
pub(super) fn core(document: &Document, lang: &str) -> Vec<u8> {
    let mut xml = Xml::new();
    let names = [
        ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ];
    xml.within("cp:coreProperties", &names, |xml| {
        xml.words("dc:title", &document.title);
        xml.words("dc:creator", "hearken");
        xml.words("dc:language", lang);
    });
    xml.into_bytes()
}

/// The sessions.
pub(super) fn custom(document: &Document) -> Vec<u8> {
    let mut xml = Xml::new();
    let names = [
        ("xmlns", "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"),
        ("xmlns:vt", "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"),
    ];
    xml.within("Properties", &names, |xml| {
        for (place, (name, value)) in document.about.properties().iter().enumerate() {
            // The first number that is free for these is 2.
            let number = (place + 2).to_string();
            let attributes = [("fmtid", CUSTOM), ("pid", number.as_str()), ("name", name.as_str())];
            xml.within("property", &attributes, |xml| xml.words("vt:lpwstr", value));
        }
    });
    xml.into_bytes()
}
