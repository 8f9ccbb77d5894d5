//! Flags: what to remember about a note, set and taken off by one key.

use super::Live;
use crate::app::commands::{Id, Place};
use crate::app::sheets::conflicts;
use crate::app::{App, Effect, Screen, Tone};
use crate::model::ids::EntryId;
use crate::model::note::{Flag, NoteKind};
use crate::model::session::NOTES;

/// A flag in a word or two.
#[must_use]
pub(super) const fn in_words(flag: Flag) -> &'static str {
    match flag {
        Flag::AboutSomeoneAbsent => "about someone absent",
        Flag::Check => "to check",
        Flag::Settled => "settled",
    }
}

const fn flag_of(id: Id) -> Flag {
    match id {
        Id::FlagAbsent => Flag::AboutSomeoneAbsent,
        Id::FlagSettled => Flag::Settled,
        _ => Flag::Check,
    }
}

/// Sets a flag or takes it off: of what is being typed, of the note chosen, or of the last note of this theme.
pub(super) fn toggle(app: &mut App, id: Id) -> Vec<Effect> {
    let now = app.now.clone();
    let flag = flag_of(id);
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let is_typing =
        live.place() != Place::Earlier && live.draft.target.takes_signs() && !live.draft.is_empty();
    if is_typing && flag != Flag::Settled {
        let fact = live.draft.toggle(flag, &now.wall);
        return vec![super::typing::draft_effect(fact)];
    }
    let note = match (flag, live.chosen.clone()) {
        (_, Some(chosen)) => Some(chosen),
        (Flag::Settled, None) => live.last_parked(),
        (_, None) => live.note_ids().pop(),
    };
    match note {
        Some(id) => toggle_of(app, &id, flag),
        None => {
            let told = match flag {
                Flag::Settled => "No parked point is open in this theme.",
                _ => "There is no note in this theme to mark.",
            };
            app.say(Tone::Done, told);
            Vec::new()
        }
    }
}

/// Sets or takes off a flag of a note.
pub(in crate::app) fn toggle_of(app: &mut App, id: &EntryId, flag: Flag) -> Vec<Effect> {
    let now = app.now.clone();
    if let Some(effects) = conflicts::open_at(app, id) {
        return effects;
    }
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let Some(mut note) = live.recorder.session().lists.notes.current(id.as_str()).cloned() else {
        return Vec::new();
    };
    if flag == Flag::Settled && note.kind != NoteKind::Parked {
        app.say(Tone::Done, "Only a parked point can be settled.");
        return Vec::new();
    }
    let is_set = !note.flags.remove(&flag);
    if is_set {
        note.flags.insert(flag);
    }
    let written = live.recorder.write(&NOTES, id, &now, note, false);
    let told = format!("{}: {}.", if is_set { "Marked" } else { "No longer marked" }, in_words(flag));
    super::history::written(app, written.map(|put| vec![put]), &told)
}

impl Live {
    /// The last parked point of this theme that is open.
    fn last_parked(&self) -> Option<EntryId> {
        let is_open = |flags: &std::collections::BTreeSet<Flag>| !flags.contains(&Flag::Settled);
        let parked = self.notes().filter(|(_, version)| version.body.kind == NoteKind::Parked);
        parked.filter(|(_, version)| is_open(&version.body.flags)).map(|(id, _)| id.clone()).last()
    }
}
