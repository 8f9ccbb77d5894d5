//! What can be shown to whoever withdrew, or kept by the study: what went, from where, and what remains.
//!
//! Promises to hold none of the words that went, nor anybody's label: ids, numbers and the names of files. The same
//! deed at the same time gives the same text.

use std::path::Path;

use super::done::Done;
use super::{Plan, Wanted};
use crate::document::{self, Block, Document, DocumentError, Format, Item, Level, Mark};
use crate::model::erasing::Scope;
use crate::model::when::When;
use crate::study::copies::Copies;

/// How a certificate in Markdown begins, so that it is not taken for a report with somebody's words.
pub const BEGINNING: &str = "<!-- hearken/certificate -->";

/// What it says.
#[must_use]
pub fn certificate(copies: &Copies, plan: &Plan, done: &Done, at: &When) -> Document {
    let (title, what) = match &plan.wanted {
        Wanted::Withdraw { scope: Scope::Everything, .. } => {
            ("Withdrawal", "everything attributed to the seat, and its description")
        }
        Wanted::Withdraw { scope: Scope::Quotes, .. } => ("Withdrawal", "verbatim quotes of the seat"),
        Wanted::Erase { .. } => ("Erasure", "the words of one note"),
    };
    let ids: Vec<String> = copies.ids.iter().map(ToString::to_string).collect();
    let mut about = vec![format!("Session: {}", ids.join(", also "))];
    match &plan.wanted {
        Wanted::Withdraw { .. } => {
            let seats: Vec<&str> = plan.seats.iter().map(String::as_str).collect();
            about.push(format!("Seat: {}", seats.join(", the same person as ")));
        }
        Wanted::Erase { note, reason } => {
            about.extend([format!("Note: {note}"), format!("Reason: {}", reason.word())]);
        }
    }
    about.push(format!("Scope: {what}"));
    about.push(format!("When: {at} (recorded as {})", plan.stamp));
    let mut blocks = vec![list(about), Block::heading(Level::Section, "What went"), list(went(plan))];
    blocks.extend([Block::heading(Level::Section, "Files"), list(files(copies, done))]);
    if let Some(error) = &done.stopped {
        let text = format!("Not all of it could be done: {error}. Doing it again goes on.");
        blocks.push(Block::Paragraph(text));
    }
    blocks.push(Block::heading(Level::Section, "What remains"));
    blocks.push(list(REMAINS.map(str::to_owned)));
    Document {
        title: title.to_owned(),
        lang: Some("en".to_owned()),
        blocks,
        // It holds nobody's words, so no later withdrawal makes it out of date.
        about: document::About::default(),
    }
}

/// Its file in a format.
///
/// # Errors
/// As [`document::written`].
pub fn written(certificate: &Document, format: Format, is_ascii: bool) -> Result<Vec<u8>, DocumentError> {
    let bytes = document::written(certificate, format, is_ascii)?;
    Ok(match format {
        Format::Markdown => [BEGINNING.as_bytes(), b"\n\n", &bytes].concat(),
        _ => bytes,
    })
}

fn list(items: impl IntoIterator<Item = String>) -> Block {
    let item = |text| Item { mark: Mark::Point, label: None, text, leads_to: None };
    Block::List(items.into_iter().map(item).collect())
}

/// What went, list by list.
fn went(plan: &Plan) -> Vec<String> {
    let mut went = Vec::new();
    if plan.reach.lists.is_empty() {
        went.push("nothing: no file held anything of it any more".to_owned());
    }
    for (list, going) in &plan.reach.lists {
        let partly = match going.partly {
            0 => String::new(),
            partly => format!("; of {partly} something else stays"),
        };
        let entries = going.entries + going.partly;
        let versions =
            if going.versions == 1 { "1 version".to_owned() } else { format!("{} versions", going.versions) };
        let entries = if entries == 1 { "1 entry".to_owned() } else { format!("{entries} entries") };
        went.push(format!("{list}: {versions} of {entries}{partly}"));
    }
    let drafts = plan.half_typed.iter().filter(|typed| typed.fate == super::Fate::Goes).count();
    if drafts > 0 {
        went.push(format!("half-typed notes: {drafts}"));
    }
    went
}

/// What was done to which file.
fn files(copies: &Copies, done: &Done) -> Vec<String> {
    let files = [
        ("recorded in", &done.records),
        ("written anew", &done.rewritten),
        ("removed", &done.removed),
        ("out of date, not changed", &copies.naming),
        ("not looked into", &copies.packed),
        ("folder not looked through", &copies.not_searched),
    ];
    let told = |what: &str, path: &Path| format!("{what}: {}", path.to_string_lossy());
    files.iter().flat_map(|(what, paths)| paths.iter().map(|path| told(what, path))).collect()
}

/// What no program can take back, said plainly.
pub const REMAINS: [&str; 6] = [
    "Marks without words: that somebody spoke, how often, and when.",
    "Shows of hands still count the person.",
    "A report or an export that was made before shows, beside the new file, what went.",
    "What Git has recorded, backups of the disk, and copies that were sent to others keep what was written.",
    "Blocks of the disk that were in use before may keep it until they are written over.",
    "This is not undone. Whoever consents anew gets a new seat.",
];
