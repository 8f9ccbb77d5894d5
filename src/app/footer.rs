//! The footer: the keys of the place, as many as fit, each of which can be clicked.
//!
//! Taking, stepping back, the menu and the way out are always there. A hint that was used three times makes room
//! for one that was not.

use super::App;
use super::commands::{Id, Place, in_place};
use super::wrap::cells;

/// A hint: which command, what it says, where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The command.
    pub id: Id,
    /// Its key or keys and its name.
    pub words: String,
    /// The column it begins in.
    pub x: u16,
    width: u16,
}

/// Between two hints.
pub const BETWEEN: &str = " · ";

/// So often a key is used until its hint makes room.
const KNOWN: u32 = 3;

fn width_of(text: &str) -> u16 {
    text.chars().map(|letter| cells(letter.encode_utf8(&mut [0; 4]))).fold(0, u16::saturating_add)
}

/// The hints of a footer of so many columns, from the left.
#[must_use]
pub fn hints(app: &App, width: u16) -> Vec<Hint> {
    let place = app.place();
    let is_kept = |id: Id| {
        matches!(id, Id::SaveNote | Id::SaveSummary | Id::Take | Id::Leave | Id::Back | Id::OpenMenu)
            || (id == Id::Help && place == Place::Live)
    };
    // Two keys that do the same here stand together: Up, Down choose.
    let mut offered: Vec<(Id, &'static str, String)> = Vec::new();
    for command in in_place(place).filter(|command| command.id != Id::DoNotKill) {
        let Some(key) = command.keys.first().map(ToString::to_string) else { continue };
        match offered.iter_mut().find(|(_, name, _)| *name == command.name) {
            Some((_, _, keys)) => keys.push_str(&format!(", {key}")),
            None => offered.push((command.id, command.name, key)),
        }
    }
    // On a page of its own, what only that page has comes first.
    if !matches!(place, Place::Home | Place::Form | Place::Live | Place::Ready) {
        let places = |id: Id| in_place(place).find(|one| one.id == id).map_or(0, |one| one.places.len());
        offered.sort_by_key(|(id, ..)| places(*id) > 2);
    }
    let is_known = |name: &str| app.habits.used.get(name).is_some_and(|used| *used >= KNOWN);
    let offered: Vec<(Id, String)> = offered
        .into_iter()
        .filter(|(id, name, _)| is_kept(*id) || !is_known(name))
        .map(|(id, name, keys)| (id, format!("{keys} {name}")))
        .collect();
    let between = width_of(BETWEEN);
    let kept: u16 =
        offered.iter().filter(|(id, _)| is_kept(*id)).map(|(_, words)| width_of(words) + between).sum();
    let mut room = width.saturating_sub(kept + 1);
    let mut hints = Vec::new();
    let mut x = 1;
    for (id, words) in offered {
        let cells = width_of(&words);
        if !is_kept(id) {
            if cells + between > room {
                continue;
            }
            room -= cells + between;
        }
        hints.push(Hint { id, words, x, width: cells });
        x += cells + between;
    }
    hints
}

/// The command whose hint stands in a column.
#[must_use]
pub fn at(app: &App, width: u16, x: u16) -> Option<Id> {
    hints(app, width).into_iter().find(|hint| (hint.x..hint.x + hint.width).contains(&x)).map(|hint| hint.id)
}
