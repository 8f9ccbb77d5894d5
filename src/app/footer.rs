//! The footer: the keys of the place, as many as fit, each of which can be clicked.
//!
//! Taking, stepping back, the menu and the way out are always there. A hint that was used three times makes room
//! for one that was not.

use super::commands::{Command, Id, Place, in_place};
use super::wrap::cells;
use super::{App, Screen, notice};

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
    if notice::covers_footer(app) {
        return Vec::new();
    }
    let place = app.place();
    let is_always_there =
        |id| matches!(id, Id::SaveNote | Id::SaveSummary | Id::Take | Id::Leave | Id::Back | Id::OpenMenu);
    // Two keys that do the same here stand together: Up, Down choose.
    let mut offered: Vec<(Id, &'static str, String)> = Vec::new();
    for command in commands(app) {
        let Some(key) = command.keys.first().map(ToString::to_string) else { continue };
        let name = name_here(app, command);
        match offered.iter_mut().find(|(_, offered, _)| *offered == name) {
            Some((_, _, keys)) => keys.push_str(&format!(", {key}")),
            None => offered.push((command.id, name, key)),
        }
    }
    let between = width_of(BETWEEN);
    let in_words = |name: &str, keys: &str| width_of(keys) + 1 + width_of(name) + between;
    let needed: u16 = offered
        .iter()
        .filter(|(id, ..)| is_always_there(*id) || *id == Id::Help)
        .map(|(_, name, keys)| in_words(name, keys))
        .sum();
    // Where there is hardly room, help is found in the menu.
    let has_help = place == Place::Live && needed <= width;
    let is_kept = |id: Id| is_always_there(id) || (id == Id::Help && has_help);
    let is_known = |name: &str| app.habits.used.get(name).is_some_and(|used| *used >= KNOWN);
    let offered: Vec<(Id, String)> = offered
        .into_iter()
        .filter(|(id, name, _)| is_kept(*id) || !is_known(name))
        .map(|(id, name, keys)| (id, format!("{keys} {name}")))
        .collect();
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

/// The commands that are offered here. On a page of its own, after the one that takes, what only it can do comes first.
fn commands(app: &App) -> Vec<&'static Command> {
    let place = app.place();
    let leads_somewhere = |command: &&Command| match (command.id, &app.screen) {
        // What has room for two or three keys offers those of the work at hand.
        (Id::DoNotKill | Id::Blank, _) => false,
        (Id::Back, Screen::Home(home)) => home.has_before() || app.overlay.is_some(),
        _ => true,
    };
    let mut commands: Vec<&'static Command> = in_place(place).filter(leads_somewhere).collect();
    if !matches!(place, Place::Home | Place::Form | Place::Live | Place::Ready) {
        commands.sort_by_key(|command| match command.id {
            Id::SaveNote | Id::SaveSummary | Id::Take => 0,
            _ if command.places.len() <= 2 => 1,
            _ => 2,
        });
    }
    commands
}

/// What a command is called here.
fn name_here(app: &App, command: &Command) -> &'static str {
    match (command.id, &app.screen) {
        (Id::OpenMenu, Screen::Live(live)) if live.asking().is_some_and(|asking| !asking.is_wording) => {
            "menu"
        }
        (Id::OpenMenu, Screen::Live(live)) if !live.draft.is_new() => "back",
        (Id::UpInList | Id::DownInList, _)
            if matches!(app.place(), Place::Help | Place::Sides | Place::Page) =>
        {
            "read on"
        }
        (id, Screen::Whole(_)) => name_in_study(id, app.place()).unwrap_or(command.name),
        _ => command.name,
    }
}

/// What a command is called where the whole study is looked at.
const fn name_in_study(id: Id, place: Place) -> Option<&'static str> {
    match (id, place) {
        (Id::Take, Place::Matrix) => Some("all of it"),
        (Id::Take, Place::Cell) => Some("to the note"),
        (Id::Take, Place::Page) => Some("why"),
        (Id::NextTable, _) => Some("another table"),
        (Id::NextNumber, _) => Some("number"),
        (Id::PreviousNumber, _) => Some("number before"),
        (Id::SumUpCell, _) => Some("edit"),
        (Id::PageDown, _) => Some("next page"),
        (Id::PageUp, _) => Some("page before"),
        _ => None,
    }
}

/// The command whose hint stands in a column.
#[must_use]
pub fn at(app: &App, width: u16, x: u16) -> Option<Id> {
    hints(app, width).into_iter().find(|hint| (hint.x..hint.x + hint.width).contains(&x)).map(|hint| hint.id)
}
