//! Taking back and doing again, of typing and of saved notes.
//!
//! What was typed in the line comes first; when there is nothing left to take back there, the last change of a
//! note is. Taking back is one more version, so it merges like any other change.

use super::{Live, journal};
use crate::app::{App, Effect, Screen, Tone};
use crate::format::journal::Put;
use crate::model::ids::EntryId;
use crate::model::session::NOTES;
use crate::model::shape::Value;
use crate::model::stamp::Stamp;
use crate::study::Now;
use crate::study::recorder::CannotUndo;

/// Versions of notes that were written together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change(Vec<(EntryId, Stamp)>);

impl Change {
    /// What these versions changed.
    pub(super) fn of(puts: &[Put]) -> Self {
        let stamp =
            |put: &Put| put.version.get("stamp").and_then(|stamp| Stamp::from_json(stamp.borrowed()).ok());
        Self(puts.iter().filter_map(|put| Some((put.id.clone(), stamp(put)?))).collect())
    }
}

impl Live {
    /// Remembers a change; what had been taken back cannot be done again after it.
    pub(super) fn record(&mut self, change: Change) {
        self.done.push(change);
        self.undone.clear();
    }

    /// Typing something new ends what could be done again.
    pub(super) fn forget_undone(&mut self) {
        self.undone.clear();
    }

    fn reverse(&mut self, change: &Change, now: &Now) -> Result<Vec<Put>, CannotUndo> {
        change.0.iter().rev().map(|(id, stamp)| self.recorder.undo(&NOTES, id, *stamp, now)).collect()
    }
}

/// Takes back.
pub(super) fn undo(app: &mut App) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    if let Some(edit) = live.draft.words.undo() {
        return draft_changed(live, &edit, &now);
    }
    let Some(change) = live.done.pop() else {
        app.say(Tone::Done, "There is nothing to take back.");
        return Vec::new();
    };
    match live.reverse(&change, &now) {
        Ok(puts) => {
            live.undone.push(Change::of(&puts));
            live.touch();
            app.say(Tone::Done, "Taken back. Ctrl+Y does it again.");
            vec![journal(puts)]
        }
        Err(error) => {
            app.say(Tone::Attention, format!("That cannot be taken back: {error}."));
            Vec::new()
        }
    }
}

/// Does again.
pub(super) fn redo(app: &mut App) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    // Notes are taken back after typing, so they come again before it.
    let Some(change) = live.undone.pop() else {
        if let Some(edit) = live.draft.words.redo() {
            return draft_changed(live, &edit, &now);
        }
        app.say(Tone::Done, "There is nothing to do again.");
        return Vec::new();
    };
    match live.reverse(&change, &now) {
        Ok(puts) => {
            live.done.push(Change::of(&puts));
            live.touch();
            app.say(Tone::Done, "Done again.");
            vec![journal(puts)]
        }
        Err(error) => {
            app.say(Tone::Attention, format!("That cannot be done again: {error}."));
            Vec::new()
        }
    }
}

fn draft_changed(live: &mut Live, edit: &crate::app::composer::Edit, now: &Now) -> Vec<Effect> {
    let fact = live.draft.fact(edit, &now.wall);
    live.list = None;
    vec![Effect::Journal(crate::format::journal::Happened::Draft(fact))]
}
