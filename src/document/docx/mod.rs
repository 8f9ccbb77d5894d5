//! A document as a file for word processors (Office Open XML), to be worked on further: headings, quotes, captions and
//! lists have the styles of that name, the head of a table is repeated on every page, and charts are tables of shaded
//! cells with their words as alternative text. Numbers and headings with an anchor are bookmarks of about that name.
//!
//! Pages are A4, and lie on their side where a table has many columns. `body` lays out blocks, `paragraph` words,
//! `table` rows and columns, `chart` bars; `properties` and `styles` are the other parts, `package` puts all together.

mod xml;
mod package;
mod styles;
mod properties;
mod paragraph;
mod table;
mod chart;
mod body;

use zip::result::ZipError;

use super::Document;
use crate::model::language::is_tag;

/// The bytes of the file. The same document gives the same bytes.
///
/// # Errors
/// What the packer says.
pub fn written(document: &Document) -> Result<Vec<u8>, ZipError> {
    let lang = document.lang.as_deref().filter(|lang| is_tag(lang)).unwrap_or("en");
    let fixed = |text: &str| text.as_bytes().to_vec();
    package::packed(&[
        ("[Content_Types].xml", fixed(styles::CONTENT_TYPES)),
        ("_rels/.rels", fixed(styles::RELATIONS)),
        ("docProps/core.xml", properties::core(document, lang)),
        ("docProps/app.xml", fixed(styles::APPLICATION)),
        ("docProps/custom.xml", properties::custom(document)),
        ("word/document.xml", body::written(document)),
        ("word/_rels/document.xml.rels", fixed(styles::DOCUMENT_RELATIONS)),
        ("word/styles.xml", fixed(&styles::styles(lang))),
        ("word/numbering.xml", fixed(styles::NUMBERING)),
        ("word/settings.xml", fixed(styles::SETTINGS)),
        ("word/footer1.xml", fixed(styles::FOOTER)),
    ])
}
