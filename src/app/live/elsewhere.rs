//! Saving into another folder, when the disk is full, the stick is gone or the folder takes no more.

use std::path::PathBuf;

use super::targets;
use crate::app::draft::Target;
use crate::app::{App, Effect, Screen, Tone};

/// Asks for the folder, in the one line to type in.
pub(super) fn ask(app: &mut App) -> Vec<Effect> {
    let effects = targets::begin(app, Target::Folder, "");
    app.say(Tone::Done, "Into which folder? Type its whole name, like /media/stick; Enter saves there.");
    effects
}

/// Saves there, and goes on there.
pub(super) fn save(app: &mut App) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    let typed = live.draft.words.text().trim().to_owned();
    if typed.is_empty() {
        app.say(Tone::Attention, "Please type the name of a folder, or press Esc.");
        return Vec::new();
    }
    let mut effects = targets::end(app);
    effects.push(Effect::SaveElsewhere(PathBuf::from(typed)));
    effects
}
