//! Keys into words, words into notes.

use super::Live;
use super::history::Change;
use super::lists::{self, List, Taken};
use crate::app::composer::{Action, Edit, Motion};
use crate::app::key::{Code, Key};
use crate::app::{App, Effect, Screen, Tone, hours_and_minutes};
use crate::capture::signs::{sign_of, spoken_seat};
use crate::capture::{Captured, captured};
use crate::format::journal::{DraftEdit, DraftName, Happened, Put};
use crate::model::note::{Note, NoteKind, Origin};
use crate::model::session::{NOTES, seat_number};
use crate::model::stamp::NoStampLeft;
use crate::study::Now;

/// What a key asks of the typing line; nothing for a key that means nothing there.
fn action(key: Key) -> Option<Action> {
    use Action::{Erase, Move, Select};
    let motion = match key.code {
        Code::Left if key.ctrl || key.alt => Motion::WordLeft,
        Code::Right if key.ctrl || key.alt => Motion::WordRight,
        Code::Left => Motion::Left,
        Code::Right => Motion::Right,
        Code::Up => Motion::Up,
        Code::Down => Motion::Down,
        Code::Home if key.ctrl => Motion::TextStart,
        Code::End if key.ctrl => Motion::TextEnd,
        Code::Home => Motion::RowStart,
        Code::End => Motion::RowEnd,
        Code::Backspace if key.ctrl || key.alt => return Some(Erase(Motion::WordLeft)),
        Code::Backspace => return Some(Erase(Motion::Left)),
        Code::Delete if key.ctrl || key.alt => return Some(Erase(Motion::WordRight)),
        Code::Delete => return Some(Erase(Motion::Right)),
        Code::Char(letter) if key.ctrl => match letter {
            'a' => Motion::RowStart,
            'e' => Motion::RowEnd,
            'w' => return Some(Erase(Motion::WordLeft)),
            'u' => return Some(Erase(Motion::RowStart)),
            // What Backspace sends on some terminals.
            'h' => return Some(Erase(Motion::Left)),
            _ => return None,
        },
        Code::Char('b') if key.alt => Motion::WordLeft,
        Code::Char('f') if key.alt => Motion::WordRight,
        _ => return None,
    };
    Some(if key.shift { Select(motion) } else { Move(motion) })
}

/// Types, moves or erases.
pub(super) fn on_key(app: &mut App, key: Key) -> Vec<Effect> {
    let size = app.size;
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    if let Some(letter) = key.typed() {
        return type_letter(app, letter);
    }
    let Some(action) = action(key) else { return Vec::new() };
    let is_back_at_start = action == Action::Erase(Motion::Left)
        && live.draft.words.cursor() == 0
        && live.draft.words.selection().is_none();
    if is_back_at_start {
        return live.draft.chip_to_text(&now.wall).map(draft_effect).into_iter().collect();
    }
    let width = live.typing_width(size);
    match live.draft.words.act(action, width) {
        Some(edit) => live.changed(&edit, &now),
        None => {
            live.keep_list();
            Vec::new()
        }
    }
}

fn draft_effect(fact: DraftEdit) -> Effect {
    Effect::Journal(Happened::Draft(fact))
}

fn type_letter(app: &mut App, letter: char) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    if letter == ' ' && live.list.as_ref().is_some_and(|list| list.is_exact_seat(live)) {
        return take_from_list(app);
    }
    let Some(edit) = live.draft.words.insert(letter.encode_utf8(&mut [0; 4])) else { return Vec::new() };
    if matches!(letter, '@' | '#') {
        live.list = List::opened_by(letter, live.draft.words.text(), live.draft.words.cursor());
    }
    let effects = live.changed(&edit, &now);
    let unknown = live.unknown_seat();
    if letter == ' '
        && let Some(seat) = unknown
    {
        app.say(
            Tone::Attention,
            format!("There is no seat P{seat}; this stays as typed. @ shows who is there."),
        );
    }
    effects
}

/// Puts in a pasted text as one change.
pub(super) fn paste(app: &mut App, text: &str) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    live.chosen = None;
    live.list = None;
    match live.draft.words.paste(text) {
        Some(edit) => live.changed(&edit, &now),
        None => Vec::new(),
    }
}

/// Begins a new line inside the note.
pub(super) fn new_line(app: &mut App) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    match live.draft.words.insert("\n") {
        Some(edit) => live.changed(&edit, &now),
        None => Vec::new(),
    }
}

impl Live {
    /// Writes down a change of the words, and turns signs in front of them into chips.
    pub(super) fn changed(&mut self, edit: &Edit, now: &Now) -> Vec<Effect> {
        self.forget_undone();
        let mut facts = vec![self.draft.fact(edit, &now.wall)];
        // Words that are taken away do not make a sign of what is left until something is typed.
        if !edit.inserted.is_empty() {
            let seats = self.seat_numbers();
            facts.extend(self.draft.take_signs(&seats, &now.wall));
        }
        self.keep_list();
        facts.into_iter().map(draft_effect).collect()
    }

    /// Closes the list when the cursor has left the word it is about.
    fn keep_list(&mut self) {
        let text = self.draft.words.text();
        let cursor = self.draft.words.cursor();
        self.list = self.list.take().filter(|list| list.is_about(text, cursor));
    }

    fn unknown_seat(&self) -> Option<u32> {
        let (seat, length) = spoken_seat(self.draft.words.text())?;
        (self.draft.words.cursor() == length && self.draft.signs.speaker.is_none()).then_some(seat)
    }

    pub(super) fn step_in_list(&mut self, by: isize) {
        let count = self.list.as_ref().map_or(0, |list| list.items(self).len());
        if let Some(list) = &mut self.list {
            list.at = list.at.saturating_add_signed(by).min(count.saturating_sub(1));
        }
    }

    /// What a captured note becomes: changed where it was typed over, as it was where signs say nothing.
    fn note(&self, captured: Captured, base: Option<&Note>) -> Note {
        let mut note = match base {
            Some(base) => base.clone(),
            None => {
                let mut note = Note::new(captured.kind, "", Origin::Live);
                note.theme = self.theme_id();
                note.said_at.clone_from(&self.draft.begun);
                note
            }
        };
        let is_said_by_signs = captured.kind != NoteKind::Point || sign_of(note.kind).is_some();
        if is_said_by_signs {
            note.kind = captured.kind;
        }
        let label_of =
            |seat: &crate::model::ids::SeatId| seat_number(&self.recorder.session().seat_label(seat));
        let is_same_seat = note.participant.as_ref().is_some_and(|seat| {
            captured.speaker == Some(label_of(seat))
                || (captured.speaker.is_none() && label_of(seat) == u32::MAX)
        });
        if !is_same_seat {
            note.participant = captured.speaker.and_then(|number| self.seat(number));
        }
        note.text = captured.text;
        note.tags = captured.tags;
        note
    }

    /// Writes notes; gives what to write down and what can be taken back.
    fn write(&mut self, notes: Vec<Captured>, now: &Now) -> Result<(Vec<Put>, Change), NoStampLeft> {
        let mut puts: Vec<Put> = Vec::new();
        for (place, captured) in notes.into_iter().enumerate() {
            let put = match self.draft.note.clone().filter(|_| place == 0) {
                Some(id) => {
                    let note = self.note(captured, self.draft.base.as_ref());
                    self.recorder.write(&NOTES, &id, now, note, false)?
                }
                None => {
                    let note = self.note(captured, None);
                    self.recorder.add(&NOTES, now, note)?
                }
            };
            puts.push(put);
        }
        let change = Change::of(&puts);
        Ok((puts, change))
    }

    /// Empties the typing line; a new note that was put aside comes back.
    pub(super) fn end_draft(&mut self) {
        self.draft = self.aside.take().unwrap_or_default();
        self.list = None;
        self.touch();
    }
}

/// Saves the note.
pub(super) fn save(app: &mut App) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let notes = captured(&live.draft.signs, live.draft.words.text());
    if notes.is_empty() {
        if live.draft.note.is_some() {
            app.say(Tone::Attention, "A note without words is not saved. Esc leaves it as it was.");
        } else if !live.draft.is_empty() {
            app.say(Tone::Attention, "There are no words yet, so nothing was saved.");
        }
        return Vec::new();
    }
    let was_change = live.draft.note.is_some();
    let ends = Some(DraftName { note: live.draft.note.clone() });
    match live.write(notes, &now) {
        Ok((puts, change)) => {
            live.record(change);
            live.end_draft();
            live.saved_at = Some(now.wall.clone());
            let clock = hours_and_minutes(&now.wall);
            let what = if was_change { "Changed" } else { "Saved" };
            app.say(Tone::Done, format!("{what} at {clock}. Ctrl+Z takes it back."));
            vec![Effect::Journal(Happened::Put { puts, ends })]
        }
        Err(error) => {
            app.say(
                Tone::Attention,
                format!("This note cannot be changed: {error}. Your words stay in the line."),
            );
            Vec::new()
        }
    }
}

/// Leaves the change of an earlier note. What was changed is kept: the words before are one key away.
pub(super) fn leave_change(app: &mut App) -> Vec<Effect> {
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let notes = captured(&live.draft.signs, live.draft.words.text());
    let is_as_it_was = match (notes.as_slice(), &live.draft.base) {
        ([only], Some(base)) => live.note(only.clone(), Some(base)) == *base,
        ([], _) => true,
        _ => false,
    };
    if !is_as_it_was {
        return save(app);
    }
    let ends = Some(DraftName { note: live.draft.note.clone() });
    live.end_draft();
    app.say(Tone::Done, "The note is as it was.");
    vec![Effect::Journal(Happened::Put { puts: Vec::new(), ends })]
}

/// Takes what is chosen in the list.
pub(super) fn take_from_list(app: &mut App) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let Some(list) = live.list.take() else { return Vec::new() };
    let Some(item) = list.items(live).into_iter().nth(list.at) else { return Vec::new() };
    let range = list.range(live.draft.words.cursor());
    match item.taken {
        Taken::Seat(seat) => {
            let Some(edit) = live.draft.words.replace(range, "") else { return Vec::new() };
            let mut facts = vec![live.draft.fact(&edit, &now.wall)];
            facts.push(live.draft.set_speaker(seat, &now.wall));
            facts.into_iter().map(draft_effect).collect()
        }
        Taken::Tag(tag) => {
            if lists::is_typed_out(live.draft.words.text(), &range, &tag) {
                return save(app);
            }
            match live.draft.words.replace(range, &format!("#{tag} ")) {
                Some(edit) => live.changed(&edit, &now),
                None => Vec::new(),
            }
        }
    }
}
