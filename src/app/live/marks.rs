//! A moment that two note-takers mark together, so that their laptops' clocks can be laid side by side afterwards.
//!
//! The mark is in the session at once, with the time of the key. Which moment it is they agree on by a word or a nod; it
//! needs no name, because marks that are near one another are one moment. Who pressed by mistake takes it back.

use super::history;
use crate::app::{App, Effect, Screen};
use crate::model::ids::{EntryId, WriterId};
use crate::model::running::{ClockMark, MarkKind};
use crate::model::session::MARKS;
use crate::model::stamp::Stamp;

/// Marks this moment.
pub(super) fn mark(app: &mut App) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let body = ClockMark { kind: MarkKind::Together, at: now.wall.clone(), jump_ms: None, label: None };
    let written = live.recorder.add(&MARKS, &now, body);
    let clock =
        now.wall.time().map_or_else(|| now.wall.to_string(), |time| time.format("%H:%M:%S").to_string());
    let told = format!(
        "Mark {} set at {clock}; the other recorder presses it at the same moment. Ctrl+Z takes it back.",
        live.marks_set()
    );
    history::written(app, written.map(|put| vec![put]), &told)
}

impl super::Live {
    /// How many marks this laptop has set that stand.
    fn marks_set(&self) -> usize {
        let session = self.recorder.session();
        let laptop = |writer: WriterId| {
            session.lists.writers.current(&writer.to_string()).map_or(writer, |writer| writer.laptop)
        };
        let here = laptop(self.recorder.writer());
        let is_here =
            |id: &EntryId| id.as_str().parse::<Stamp>().is_ok_and(|stamp| laptop(stamp.writer()) == here);
        let standing = session.lists.marks.standing();
        standing.filter(|(id, mark)| mark.body.kind == MarkKind::Together && is_here(id)).count()
    }
}
