//! The lettered menu over a session: every command of the table that belongs there.

use super::commands::{COMMANDS, Command, Id, Place};
use super::key::Key;
use super::{App, Effect, live};

/// The menu's state.
#[derive(Debug, Default)]
pub struct Menu {
    at: usize,
}

impl Menu {
    /// The line chosen.
    #[must_use]
    pub const fn at(&self) -> usize {
        self.at
    }

    /// The lines with their letters, from the top.
    pub fn items() -> impl Iterator<Item = (char, &'static Command)> {
        let offered =
            COMMANDS.iter().filter(|command| command.is_in_menu && command.places.contains(&Place::Live));
        ('a'..='z').zip(offered)
    }
}

/// Does what a key asks in the menu.
pub(super) fn on_key(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    let Some(super::Overlay::Menu(menu)) = &mut app.overlay else { return Vec::new() };
    let last = Menu::items().count().saturating_sub(1);
    let chosen = match (command, key.typed()) {
        (Some(Id::UpInList), _) => {
            menu.at = menu.at.saturating_sub(1);
            return Vec::new();
        }
        (Some(Id::DownInList), _) => {
            menu.at = (menu.at + 1).min(last);
            return Vec::new();
        }
        (Some(Id::Back), _) => {
            app.overlay = None;
            return Vec::new();
        }
        (Some(Id::Take), _) => Menu::items().nth(menu.at),
        (_, Some(letter)) => Menu::items().find(|(its, _)| *its == letter.to_ascii_lowercase()),
        _ => None,
    };
    let Some((_, command)) = chosen else { return Vec::new() };
    app.overlay = None;
    super::everywhere(app, command.id).unwrap_or_else(|| live::command(app, command.id))
}
