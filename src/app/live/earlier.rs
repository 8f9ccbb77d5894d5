//! Earlier notes: choosing one, changing it, whom it is held to be said by, where it is filed, deleting it.

use super::{Live, flags, probes, targets, typing};
use crate::app::commands::Id;
use crate::app::draft::{Draft, Target};
use crate::app::key::Key;
use crate::app::picker::{Picker, Purpose};
use crate::app::sheets::conflicts;
use crate::app::{App, Effect, Overlay, Screen, Tone};
use crate::capture::signs::sign_at;
use crate::capture::{KindSign, Sign, Signs, Speaker};
use crate::model::ids::{EntryId, ThemeId};
use crate::model::note::Note;
use crate::model::session::{NOTES, seat_number};

/// Does what a key asks among the earlier notes.
pub(super) fn on_key(app: &mut App, key: Key, found: Option<Id>) -> Vec<Effect> {
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    match (found, key.typed()) {
        (Some(Id::UpInList), _) => step(app, -1),
        (Some(Id::DownInList), _) => step(app, 1),
        (Some(Id::Take), _) => change(app),
        (Some(Id::DeleteNote), _) => delete(app),
        (Some(Id::History), _) => {
            let Some(id) = live.chosen.clone() else { return Vec::new() };
            conflicts::open_at(app, &id).unwrap_or_else(|| {
                app.overlay = Some(Overlay::NoteHistory(id, 0));
                Vec::new()
            })
        }
        (Some(id @ (Id::FlagCheck | Id::FlagAbsent | Id::FlagSettled)), _) => flags::toggle(app, id),
        (Some(Id::TickProbe), _) => probes::tick_next(app),
        (Some(Id::Mark), _) => super::marks::mark(app),
        (Some(Id::Back), _) => {
            live.chosen = None;
            live.touch();
            Vec::new()
        }
        (Some(other), _) => super::command(app, other),
        (None, Some('@')) => pick(app, Id::Who),
        (None, Some('#')) => pick(app, Id::Tag),
        // Any letter goes to the typing line.
        (None, Some(_)) => {
            live.chosen = None;
            live.touch();
            typing::on_key(app, key)
        }
        (None, None) => Vec::new(),
    }
}

/// Goes up into the notes of the theme: to the last one.
pub(super) fn enter(app: &mut App) -> Vec<Effect> {
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    if !live.draft.is_new() {
        app.say(Tone::Attention, "Enter saves this first; Esc leaves it.");
        return Vec::new();
    }
    match live.note_ids().pop() {
        Some(last) => {
            live.chosen = Some(last);
            live.touch();
            say_what_can_be_done(app);
        }
        None => app.say(Tone::Done, "There are no earlier notes in this theme."),
    }
    Vec::new()
}

/// Chooses a note, in whatever theme it is.
pub(in crate::app) fn show(app: &mut App, id: &EntryId) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    let theme = live.recorder.session().lists.notes.current(id.as_str()).and_then(|note| note.theme.clone());
    let at = theme.and_then(|theme| live.facts.themes.iter().position(|one| one.id == theme));
    let shown = live.theme;
    let effects = match at.filter(|at| *at != shown) {
        Some(at) => super::themes::go_to(app, at),
        None => Vec::new(),
    };
    if let Screen::Live(live) = &mut app.screen {
        live.chosen = Some(id.clone());
        live.touch();
    }
    say_what_can_be_done(app);
    effects
}

fn say_what_can_be_done(app: &mut App) {
    let Screen::Live(live) = &app.screen else { return };
    let is_in_conflict = live.chosen.as_ref().is_some_and(|id| live.is_in_conflict(id));
    app.say(
        Tone::Done,
        if is_in_conflict {
            "It was changed in two places: Right shows both wordings. Esc goes back."
        } else {
            "Enter changes it, Del deletes it, Esc goes back."
        },
    );
}

/// Moves the choice; below the last note it goes back to the typing line.
fn step(app: &mut App, by: isize) -> Vec<Effect> {
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let ids = live.note_ids();
    let at = live.chosen.as_ref().and_then(|id| ids.iter().position(|one| one == id)).unwrap_or(ids.len());
    let at = at.saturating_add_signed(by);
    live.chosen = ids.into_iter().nth(at);
    live.touch();
    if live.chosen.as_ref().is_some_and(|id| live.is_in_conflict(id)) {
        say_what_can_be_done(app);
    }
    Vec::new()
}

/// Puts the chosen note into the typing line, to be changed.
fn change(app: &mut App) -> Vec<Effect> {
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let Some(id) = live.chosen.take() else { return Vec::new() };
    if let Some(effects) = conflicts::open_at(app, &id) {
        return effects;
    }
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let Some(base) = live.recorder.session().lists.notes.current(id.as_str()).cloned() else {
        return Vec::new();
    };
    let draft = live.draft_of(&id, base);
    let effects = targets::begin_with(app, draft);
    app.say(Tone::Done, "Change the note; Enter saves it, Esc leaves it.");
    effects
}

/// Deletes the chosen note; its words stay in the file.
fn delete(app: &mut App) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let Some(id) = live.chosen.take() else { return Vec::new() };
    // One key must not decide what two people wrote.
    if let Some(effects) = conflicts::open_at(app, &id) {
        return effects;
    }
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let Some(note) = live.recorder.session().lists.notes.current(id.as_str()).cloned() else {
        return Vec::new();
    };
    let written = live.recorder.write(&NOTES, &id, &now, note, true);
    super::history::written(app, written.map(|put| vec![put]), "Deleted. Ctrl+Z brings it back.")
}

/// Brings a deleted note back.
pub(in crate::app) fn bring_back(app: &mut App, id: &EntryId) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let entry = live.recorder.session().lists.notes.get(id.as_str());
    let Some(note) = entry.and_then(|entry| entry.top()).map(|top| top.body.clone()) else {
        return Vec::new();
    };
    let written = live.recorder.write(&NOTES, id, &now, note, false);
    let mut effects =
        super::history::written(app, written.map(|put| vec![put]), "Brought back. Ctrl+Z deletes it again.");
    effects.extend(show(app, id));
    app.say(Tone::Done, "Brought back. Ctrl+Z deletes it again.");
    effects
}

/// Who said it, or a tag: of the note chosen, else of what is being typed.
pub(super) fn pick(app: &mut App, id: Id) -> Vec<Effect> {
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let purpose = match (live.chosen.clone(), id) {
        (Some(note), Id::Who) => Purpose::Speaker(note),
        (Some(note), _) => Purpose::Tag(note),
        (None, Id::Who) => return typing::on_key(app, Key::plain(crate::app::key::Code::Char('@'))),
        (None, _) => return typing::on_key(app, Key::plain(crate::app::key::Code::Char('#'))),
    };
    app.overlay = Some(Overlay::Picker(Picker::new(purpose)));
    Vec::new()
}

/// Files under another theme: the note chosen, what is being typed, or else the last note of this theme.
pub(super) fn refile(app: &mut App) -> Vec<Effect> {
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let is_typing = live.chosen.is_none() && !live.draft.is_empty() && live.draft.target.takes_signs();
    let note = live.chosen.clone().or_else(|| live.note_ids().pop());
    let purpose = match note {
        _ if is_typing => Purpose::ThemeOfDraft,
        Some(note) => Purpose::Theme(note),
        None => {
            app.say(Tone::Done, "There is no note in this theme to file elsewhere.");
            return Vec::new();
        }
    };
    app.overlay = Some(Overlay::Picker(Picker::new(purpose)));
    Vec::new()
}

/// Changes one thing about a saved note.
fn alter(app: &mut App, id: &EntryId, told: &str, alter: impl FnOnce(&Live, &mut Note)) -> Vec<Effect> {
    let now = app.now.clone();
    if let Some(effects) = conflicts::open_at(app, id) {
        return effects;
    }
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let Some(mut note) = live.recorder.session().lists.notes.current(id.as_str()).cloned() else {
        return Vec::new();
    };
    alter(live, &mut note);
    live.chosen = live.chosen.take().filter(|chosen| chosen == id && note.theme == live.theme_id());
    let written = live.recorder.write(&NOTES, id, &now, note, false);
    super::history::written(app, written.map(|put| vec![put]), told)
}

/// Says who said a saved note.
pub(in crate::app) fn set_speaker(app: &mut App, id: &EntryId, number: u32) -> Vec<Effect> {
    alter(app, id, &format!("Now said by P{number}. Ctrl+Z takes it back."), |live, note| {
        note.participant = live.seat(number);
    })
}

/// Adds a tag to a saved note, or takes it off.
pub(in crate::app) fn toggle_tag(app: &mut App, id: &EntryId, tag: &str) -> Vec<Effect> {
    alter(app, id, &format!("#{tag}: added, or taken off if it was there."), |_, note| {
        if !note.tags.remove(tag) {
            note.tags.insert(tag.to_owned());
        }
    })
}

/// Files a saved note under another theme.
pub(in crate::app) fn file_under(app: &mut App, id: &EntryId, theme: &ThemeId) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    let title = live.title_of(theme).unwrap_or_default();
    alter(app, id, &format!("Filed under {title}. Ctrl+Z takes it back."), |_, note| {
        note.theme = Some(theme.clone());
    })
}

/// Files what is being typed under another theme.
pub(in crate::app) fn file_draft_under(app: &mut App, theme: ThemeId) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let fact = live.draft.add(Sign::Theme(theme), &now.wall);
    vec![typing::draft_effect(fact)]
}

impl Live {
    /// The notes of the theme shown, oldest first.
    pub(super) fn note_ids(&self) -> Vec<EntryId> {
        self.notes().map(|(id, _)| id.clone()).collect()
    }

    /// A note as it would be typed.
    pub(in crate::app) fn draft_of(&self, id: &EntryId, base: Note) -> Draft {
        let label = base.participant.as_ref().map(|seat| self.recorder.session().seat_label(seat));
        let speaker = label.map(|label| seat_number(&label)).filter(|number| *number != u32::MAX);
        let signs = Signs { speaker: speaker.map(Speaker::Seat), kind: KindSign::of(&base), theme: None };
        let mut words = base.text.clone();
        if sign_at(&words, &signs, &self.facts.room).is_some() {
            // A blank keeps what looks like a sign as it was written.
            words.insert(0, ' ');
        }
        for tag in &base.tags {
            words.push_str(&format!(" #{tag}"));
        }
        let mut draft = Draft::of(Target::New, words);
        draft.signs = signs;
        draft.begun.clone_from(&base.said_at);
        draft.flags.clone_from(&base.flags);
        draft.target = Target::Note(id.clone(), Box::new(base));
        draft
    }
}
