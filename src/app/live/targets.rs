//! What else is typed in the one line: a change of a note, what a person does, a summary, a reason.
//!
//! The new note that was being typed is put aside meanwhile and comes back. Whatever is typed is in the journal
//! under the name of its target, so it comes back after a crash as a note does.

use super::{Live, saving};
use crate::app::draft::{Draft, Target};
use crate::app::{App, Effect, Screen};
use crate::format::journal::{DraftName, Happened};

/// Begins to type something, with these words to start from.
pub(in crate::app) fn begin(app: &mut App, target: Target, words: &str) -> Vec<Effect> {
    let draft = Draft::of(target, words);
    begin_with(app, draft)
}

/// Begins to type a draft that is there already.
pub(in crate::app) fn begin_with(app: &mut App, mut draft: Draft) -> Vec<Effect> {
    let now = app.now.clone();
    let mut effects = leave(app);
    let Screen::Live(live) = &mut app.screen else { return effects };
    let has_words = !draft.words.is_empty() || !draft.signs.is_empty();
    effects.extend(has_words.then(|| Effect::Journal(Happened::Draft(draft.first_fact(&now.wall)))));
    let new = std::mem::replace(&mut live.draft, draft);
    live.aside = Some(new).filter(|draft| draft.is_new() && !draft.is_empty());
    live.list = None;
    live.chosen = None;
    live.touch();
    effects
}

/// Leaves what is typed besides a new note. What was changed is saved: the words before are one key away.
pub(in crate::app) fn leave(app: &mut App) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    if live.draft.is_new() {
        return Vec::new();
    }
    if !saving::is_changed(live) {
        return end(app);
    }
    let effects = saving::save_change(app);
    if let Screen::Live(live) = &mut app.screen {
        // What the same key does next is another matter, and taken back by itself.
        live.recorder.begin_change();
    }
    effects
}

/// Gives up what is typed besides a new note.
pub(in crate::app) fn end(app: &mut App) -> Vec<Effect> {
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    if live.draft.is_new() {
        return Vec::new();
    }
    let ends = Some(live.ends());
    live.end_draft();
    vec![Effect::Journal(Happened::Put { puts: Vec::new(), ends })]
}

impl Live {
    /// The name of what is being typed, for the journal to end.
    pub(in crate::app) fn ends(&self) -> DraftName {
        DraftName { note: self.draft.target.name() }
    }

    /// Empties the typing line; a new note that was put aside comes back.
    pub(in crate::app) fn end_draft(&mut self) {
        self.draft = match self.aside.take() {
            Some(new) => new,
            None => self.resting_target().map(|(target, words)| Draft::of(target, words)).unwrap_or_default(),
        };
        self.list = None;
        self.not_taken = 0;
        self.touch();
    }
}
