//! What can be shown to whoever withdrew, or kept by the study: what went, from where, and what remains.
//!
//! Promises to hold none of the words that went, nor anybody's label: ids, numbers and the names of files. The same
//! deed at the same time gives the same text.

use std::fmt::Write as _;
use std::path::Path;

use super::done::Done;
use super::{Plan, Wanted};
use crate::model::erasing::Scope;
use crate::model::visible::visible_line;
use crate::model::when::When;
use crate::study::copies::Copies;

/// How a certificate begins, so that it is not taken for a report with somebody's words.
pub const BEGINNING: &str = "<!-- hearken/certificate -->";

/// The text, in Markdown.
#[must_use]
pub fn certificate(copies: &Copies, plan: &Plan, done: &Done, at: &When) -> String {
    let mut text = String::new();
    let (title, what) = match &plan.wanted {
        Wanted::Withdraw { scope: Scope::Everything, .. } => {
            ("Withdrawal", "everything attributed to the seat, and its description")
        }
        Wanted::Withdraw { scope: Scope::Quotes, .. } => ("Withdrawal", "verbatim quotes of the seat"),
        Wanted::Erase { .. } => ("Erasure", "the words of one note"),
    };
    // Writing into a text does not fail.
    let mut line = |said: String| {
        let _ = writeln!(text, "{said}");
    };
    line(format!("{BEGINNING}\n\n# {title}\n"));
    let ids: Vec<String> = copies.ids.iter().map(ToString::to_string).collect();
    line(format!("- Session: {}", ids.join(", also ")));
    match &plan.wanted {
        Wanted::Withdraw { .. } => {
            let seats: Vec<&str> = plan.seats.iter().map(String::as_str).collect();
            line(format!("- Seat: {}", visible_line(&seats.join(", the same person as "))));
        }
        Wanted::Erase { note, reason } => {
            line(format!("- Note: {}", visible_line(note.as_str())));
            line(format!("- Reason: {}", reason.word()));
        }
    }
    line(format!("- Scope: {what}"));
    line(format!("- When: {} (recorded as {})", visible_line(at.as_str()), plan.stamp));
    line("\n## What went\n".to_owned());
    if plan.reach.lists.is_empty() {
        line("- nothing: no file held anything of it any more".to_owned());
    }
    for (list, going) in &plan.reach.lists {
        let partly = if going.partly > 0 {
            format!("; of {} something else stays", going.partly)
        } else {
            String::new()
        };
        let entries = going.entries + going.partly;
        let versions =
            if going.versions == 1 { "1 version".to_owned() } else { format!("{} versions", going.versions) };
        let entries = if entries == 1 { "1 entry".to_owned() } else { format!("{entries} entries") };
        line(format!("- {}: {versions} of {entries}{partly}", visible_line(list)));
    }
    let drafts = plan.half_typed.iter().filter(|typed| typed.fate == super::Fate::Goes).count();
    if drafts > 0 {
        line(format!("- half-typed notes: {drafts}"));
    }
    line("\n## Files\n".to_owned());
    let files = [
        ("recorded in", &done.records),
        ("written anew", &done.rewritten),
        ("removed", &done.removed),
        ("out of date, not changed", &copies.naming),
        ("not looked into", &copies.packed),
        ("folder not looked through", &copies.not_searched),
    ];
    for (what, paths) in files {
        for path in paths {
            line(format!("- {what}: {}", shown(path)));
        }
    }
    if let Some(error) = &done.stopped {
        line(format!(
            "\nNot all of it could be done: {}. Doing it again goes on.",
            visible_line(&error.to_string())
        ));
    }
    line(format!("\n## What remains\n\n{REMAINS}"));
    text
}

/// What no program can take back, said plainly.
pub const REMAINS: &str = "\
- Marks without words: that somebody spoke, how often, and when.
- Shows of hands still count the person.
- A report or an export that was made before shows, beside the new file, what went.
- What Git has recorded, backups of the disk, and copies that were sent to others keep what was written.
- Blocks of the disk that were in use before may keep it until they are written over.
- This is not undone. Whoever consents anew gets a new seat.";

fn shown(path: &Path) -> String {
    visible_line(&path.to_string_lossy()).into_owned()
}
