//! Earlier notes: choosing one, changing it, deleting it.

use super::history::Change;
use super::{Live, journal};
use crate::app::composer::Composer;
use crate::app::draft::Draft;
use crate::app::{App, Effect, Screen, Tone};
use crate::capture::signs::{Signs, sign_at, sign_of};
use crate::format::journal::{DraftEdit, Happened};
use crate::model::ids::EntryId;
use crate::model::note::Note;
use crate::model::session::{NOTES, seat_number};

/// Goes up into the notes of the theme: to the last one.
pub(super) fn enter(app: &mut App) -> Vec<Effect> {
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    if live.draft.note.is_some() {
        app.say(Tone::Attention, "Enter saves this change first; Esc leaves it.");
        return Vec::new();
    }
    match live.note_ids().pop() {
        Some(last) => {
            live.chosen = Some(last);
            live.touch();
            app.say(Tone::Done, "Enter changes this note, Del deletes it, Esc goes back to the line.");
        }
        None => app.say(Tone::Done, "There are no earlier notes in this theme."),
    }
    Vec::new()
}

/// Moves the choice; below the last note it goes back to the typing line.
pub(super) fn step(app: &mut App, by: isize) -> Vec<Effect> {
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let ids = live.note_ids();
    let at = live.chosen.as_ref().and_then(|id| ids.iter().position(|one| one == id)).unwrap_or(ids.len());
    let at = at.saturating_add_signed(by);
    live.chosen = ids.into_iter().nth(at);
    live.touch();
    Vec::new()
}

/// Puts the chosen note into the typing line, to be changed.
pub(super) fn change(app: &mut App) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let Some(id) = live.chosen.take() else { return Vec::new() };
    live.touch();
    let Some(base) = live.recorder.session().lists.notes.current(id.as_str()).cloned() else {
        return Vec::new();
    };
    let draft = live.draft_of(&id, base);
    let signs = draft.signs.text();
    let fact = DraftEdit {
        note: Some(id),
        at: 0,
        removed: 0,
        inserted: draft.words.text().to_owned(),
        signs: (!signs.is_empty()).then_some(signs),
        said_at: now.wall,
    };
    let new = std::mem::replace(&mut live.draft, draft);
    live.aside = Some(new).filter(|draft| !draft.is_empty());
    app.say(Tone::Done, "Change the note; Enter saves it, Esc leaves it.");
    vec![Effect::Journal(Happened::Draft(fact))]
}

/// Deletes the chosen note; its words stay in the file.
pub(super) fn delete(app: &mut App) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let Some(id) = live.chosen.clone() else { return Vec::new() };
    let Some(note) = live.recorder.session().lists.notes.current(id.as_str()).cloned() else {
        return Vec::new();
    };
    match live.recorder.write(&NOTES, &id, &now, note, true) {
        Ok(put) => {
            live.record(Change::of(std::slice::from_ref(&put)));
            live.chosen = None;
            live.touch();
            app.say(Tone::Done, "Deleted. Ctrl+Z brings it back.");
            vec![journal(vec![put])]
        }
        Err(error) => {
            app.say(Tone::Attention, format!("This note cannot be deleted: {error}."));
            Vec::new()
        }
    }
}

impl Live {
    /// The notes of the theme shown, oldest first.
    pub(super) fn note_ids(&self) -> Vec<EntryId> {
        self.notes().map(|(id, _)| id.clone()).collect()
    }

    /// A note as it would be typed.
    fn draft_of(&self, id: &EntryId, base: Note) -> Draft {
        let label = base.participant.as_ref().map(|seat| self.recorder.session().seat_label(seat));
        let speaker = label.map(|label| seat_number(&label)).filter(|number| *number != u32::MAX);
        let signs = Signs { speaker, kind: Some(base.kind).filter(|kind| sign_of(*kind).is_some()) };
        let mut words = base.text.clone();
        if sign_at(&words, &signs, &self.seat_numbers()).is_some() {
            // A blank keeps what looks like a sign as it was written.
            words.insert(0, ' ');
        }
        for tag in &base.tags {
            words.push_str(&format!(" #{tag}"));
        }
        let begun = base.said_at.clone();
        Draft { note: Some(id.clone()), base: Some(base), signs, words: Composer::with_text(words), begun }
    }
}
