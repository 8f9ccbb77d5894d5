//! How a note read before, and who changed it.

use super::{Column, Line};
use crate::app::live::Live;
use crate::app::live::shown::in_words;
use crate::model::entry::Version;
use crate::model::ids::EntryId;
use crate::model::note::Note;

/// The sheet: the newest version first.
#[must_use]
pub fn column(live: &Live, id: &EntryId, top: usize) -> Column {
    let session = live.recorder.session();
    let mut lines = Vec::new();
    if let Some(entry) = session.lists.notes.get(id.as_str()) {
        let heads = entry.head_stamps();
        for version in entry.versions().rev() {
            let is_head = heads.contains(&version.stamp);
            let state = match (is_head, version.is_deleted) {
                (true, false) => "now",
                (true, true) => "now deleted",
                (false, true) => "deleted",
                (false, false) => "before",
            };
            lines.push(Line::Item {
                mark: if is_head { "▸" } else { "·" },
                text: says(live, version),
                right: format!("{state}, by {}", author(live, version)),
            });
        }
    }
    lines.push(Line::Blank);
    lines.push(Line::words("Nothing that was written is lost by changing it. Ctrl+Z takes a change back."));
    Column { title: "How this note read".to_owned(), lines, chosen: None, top, ..Column::default() }
}

fn says(live: &Live, version: &Version<Note>) -> String {
    let who = version.body.participant.as_ref().map(|seat| live.recorder.session().seat_label(seat));
    let theme = version.body.theme.as_ref().and_then(|theme| live.title_of(theme));
    let mut words = who.map(|who| format!("{who} ")).unwrap_or_default();
    words.push_str(&in_words(&version.body));
    words.push_str(&theme.map(|theme| format!(" ({theme})")).unwrap_or_default());
    words
}

/// Initials of who wrote a version.
fn author(live: &Live, version: &Version<Note>) -> String {
    let writer = version.stamp.writer().to_string();
    let known = live.recorder.session().lists.writers.current(&writer);
    known.map_or_else(|| "somebody".to_owned(), |writer| writer.initials.clone())
}
