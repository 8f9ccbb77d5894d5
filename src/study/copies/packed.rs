//! Looking into files that are packed the way word processors and spreadsheets pack them, as our own reports are.

use std::io::{Cursor, Read as _};
use std::path::Path;

use crate::storage::{Storage, read};
use crate::study::FILE_LIMIT;

/// The endings of such files.
const ENDINGS: [&str; 6] = ["docx", "xlsx", "pptx", "odt", "ods", "qdpx"];

/// Bytes that are unpacked of one file at most: a small file can say that it holds more than there is room for anywhere.
const MOST_UNPACKED: u64 = 256 << 20;

/// Whether one of these texts stands in a packed file. Nothing where not all of it could be looked into: it is packed in
/// another way, damaged, locked by a password, or too large.
pub(super) fn names_one(storage: &dyn Storage, path: &Path, texts: &[String]) -> Option<bool> {
    let ending = path.extension()?.to_string_lossy().to_lowercase();
    if !ENDINGS.contains(&ending.as_str()) {
        return None;
    }
    let bytes = read(storage, path, FILE_LIMIT).ok()?;
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut room = MOST_UNPACKED;
    for place in 0..archive.len() {
        let part = archive.by_index(place).ok()?;
        let mut unpacked = Vec::new();
        let length = part.take(room.saturating_add(1)).read_to_end(&mut unpacked).ok()?;
        room = room.checked_sub(length as u64)?;
        if texts.iter().any(|text| super::kind::has(&unpacked, text.as_bytes())) {
            return Some(true);
        }
    }
    Some(false)
}
