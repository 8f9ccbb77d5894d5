//! Keys into words: letters, moves, chips, short forms.

use super::lists::List;
use super::{Live, limit, lists};
use crate::app::composer::{Action, Edit, Motion};
use crate::app::draft::Target;
use crate::app::key::{Code, Key};
use crate::app::{App, Effect, Screen, Tone};
use crate::capture::Abbreviations;
use crate::format::journal::{DraftEdit, Happened};
use crate::study::Now;

/// What a key asks of a typing line; nothing for a key that means nothing there.
pub(in crate::app) fn action(key: Key) -> Option<Action> {
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
pub(in crate::app) fn on_key(app: &mut App, key: Key) -> Vec<Effect> {
    let size = app.size;
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    if let Some(letter) = key.typed() {
        return type_letter(app, letter);
    }
    let Some(action) = action(key) else { return Vec::new() };
    // After a question about a sign, Backspace is about that sign, wherever the cursor stands.
    let is_about_signs = live.draft.was_asked || live.draft.words.cursor() == 0;
    let is_back_at_signs =
        action == Action::Erase(Motion::Left) && is_about_signs && live.draft.words.selection().is_none();
    if is_back_at_signs {
        return chip_to_text(app);
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

/// Turns the last chip back into text. Who is pinned is no chip of this note: it is let go.
fn chip_to_text(app: &mut App) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    if let Some(fact) = live.draft.chip_to_text(&now.wall) {
        return vec![draft_effect(fact)];
    }
    if let Some(flag) = live.draft.flags.first().copied().filter(|_| live.draft.is_new()) {
        return vec![draft_effect(live.draft.toggle(flag, &now.wall))];
    }
    if live.draft.is_new() && live.pinned.take().is_some() {
        live.touch();
        app.say(Tone::Done, "Nobody is pinned any more.");
    }
    Vec::new()
}

/// The effect that writes a change of the half-typed words down.
pub(in crate::app) fn draft_effect(fact: DraftEdit) -> Effect {
    Effect::Journal(Happened::Draft(fact))
}

fn type_letter(app: &mut App, letter: char) -> Vec<Effect> {
    let now = app.now.clone();
    let short_forms = (letter == ' ').then(|| Abbreviations::from(app.habits.abbreviations.clone()));
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    if letter == ' ' && live.list.as_ref().is_some_and(|list| list.is_exact_seat(live)) {
        return lists::take(app);
    }
    if letter.len_utf8() > live.room_left() {
        limit::refuse(app, 1, "Enter saves it; then go on typing.");
        return Vec::new();
    }
    let Some(edit) = live.draft.words.insert(letter.encode_utf8(&mut [0; 4])) else { return Vec::new() };
    if live.draft.target.takes_signs() {
        let words = &live.draft.words;
        live.list = List::opened_by(letter, words.text(), words.cursor()).or(live.list.take());
    }
    let mut effects = live.changed(&edit, &now);
    if let Some(short_forms) = short_forms.filter(|_| live.draft.target != Target::ShortForm) {
        let blank_at = live.draft.words.cursor().saturating_sub(1);
        let expansion = short_forms.expansion_before(live.draft.words.text(), blank_at);
        // What a short form becomes is a change of its own, so that taking back gives the short form again.
        if let Some(edit) = expansion.and_then(|(range, words)| live.draft.words.replace(range, &words)) {
            effects.extend(live.changed(&edit, &now));
        }
    }
    effects
}

/// Puts in a pasted text as one change, or as much of its beginning as the note still takes.
pub(super) fn paste(app: &mut App, text: &str) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    live.chosen = None;
    live.list = None;
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let (fits, rest) = limit::split_to_fit(&text, live.room_left());
    let effects = match live.draft.words.paste(fits) {
        Some(edit) => live.changed(&edit, &now),
        None => Vec::new(),
    };
    let not_taken = rest.chars().count();
    if not_taken > 0 {
        limit::refuse(app, not_taken, "Enter saves it; then paste the rest.");
    }
    effects
}

/// Begins a new line inside the note.
pub(super) fn new_line(app: &mut App) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    if live.room_left() == 0 {
        limit::refuse(app, 1, "Enter saves it; then go on typing.");
        return Vec::new();
    }
    match live.draft.words.insert("\n") {
        Some(edit) => live.changed(&edit, &now),
        None => Vec::new(),
    }
}

impl Live {
    /// Writes down a change of the words, and turns signs in front of them into chips.
    pub(super) fn changed(&mut self, edit: &Edit, now: &Now) -> Vec<Effect> {
        self.history.undone.clear();
        self.not_taken = 0;
        let mut facts = vec![self.draft.fact(edit, &now.wall)];
        // Words that are taken away do not make a sign of what is left until something is typed.
        if !edit.inserted.is_empty() && self.draft.target.takes_signs() {
            facts.extend(self.draft.take_signs(&self.facts.room, &now.wall));
        }
        self.keep_list();
        facts.into_iter().map(draft_effect).collect()
    }

    /// Closes the list when the cursor has left the word it is about.
    pub(super) fn keep_list(&mut self) {
        let text = self.draft.words.text();
        let cursor = self.draft.words.cursor();
        self.list = self.list.take().filter(|list| list.is_about(text, cursor));
    }
}
