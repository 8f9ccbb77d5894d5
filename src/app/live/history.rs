//! Taking back and doing again, of typing and of everything that was saved.
//!
//! What was typed in the line comes first; when there is nothing left to take back there, the last change of the
//! session is. Taking back is one more version, so it merges like any other change, and what can be taken back is
//! known again when the session is opened the next time ([`undoing`](crate::study::undoing)).

use super::typing::draft_effect;
use super::{Live, journal, targets};
use crate::app::draft::Target;
use crate::app::{App, Effect, Screen, Tone};
use crate::format::journal::{DraftEdit, Put};
use crate::model::stamp::NoStampLeft;
use crate::study::undoing::{Change, take_back};

/// Takes note of versions that were written, says so, and gives the effect that writes them down.
pub(in crate::app) fn written(app: &mut App, puts: Result<Vec<Put>, NoStampLeft>, told: &str) -> Vec<Effect> {
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    match puts {
        Ok(puts) => {
            live.history.record(Change::of(&puts));
            live.refresh();
            app.say(Tone::Done, told);
            vec![journal(puts)]
        }
        Err(error) => {
            app.say(Tone::Attention, format!("That cannot be changed: {error}."));
            Vec::new()
        }
    }
}

/// Takes back.
pub(super) fn undo(app: &mut App) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    if let Some(fact) = live.draft.undo(&now.wall) {
        return draft_changed(live, fact);
    }
    let Some(change) = live.history.done.pop() else {
        app.say(Tone::Done, "There is nothing to take back.");
        return Vec::new();
    };
    reverse(app, &change, true)
}

/// Does again.
pub(super) fn redo(app: &mut App) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    // Notes are taken back after typing, so they come again before it.
    let Some(change) = live.history.undone.pop() else {
        if let Some(fact) = live.draft.redo(&now.wall) {
            return draft_changed(live, fact);
        }
        app.say(Tone::Done, "There is nothing to do again.");
        return Vec::new();
    };
    reverse(app, &change, false)
}

fn reverse(app: &mut App, change: &Change, is_undo: bool) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let (puts, stopped) = take_back(&mut live.recorder, change, &now);
    if !puts.is_empty() {
        let reversed = Change::of(&puts);
        if is_undo { live.history.undone.push(reversed) } else { live.history.done.push(reversed) }
    }
    live.refresh();
    match stopped {
        None if is_undo => app.say(Tone::Done, "Taken back. Ctrl+Y does it again."),
        None => app.say(Tone::Done, "Done again."),
        Some(error) => app.say(Tone::Attention, format!("That cannot be taken back: {error}.")),
    }
    if puts.is_empty() {
        return Vec::new();
    }
    let mut effects = vec![journal(puts)];
    effects.extend(leave_who_has_gone(app));
    effects.extend(super::asking::show_again(app));
    effects
}

/// Where the seat of the person that is typed about has been taken back, goes back to the new note. (The sheet of people
/// goes on with somebody who is there.)
fn leave_who_has_gone(app: &mut App) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    let Target::Seat(seat) = &live.draft.target else { return Vec::new() };
    let is_here = live.recorder.session().lists.participants.current(seat.as_str()).is_some();
    if is_here || app.overlay.is_some() { Vec::new() } else { targets::end(app) }
}

fn draft_changed(live: &mut Live, fact: DraftEdit) -> Vec<Effect> {
    live.list = None;
    vec![draft_effect(fact)]
}

impl Live {
    /// Takes note of a change that was written together with the end of what was typed.
    pub(in crate::app) fn note_change(&mut self, change: Change) {
        self.history.record(change);
        self.refresh();
    }
}
