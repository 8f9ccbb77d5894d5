//! The keys as they are listed for people: in the manual, on the key card, by the doctor. All of it comes from the
//! table of commands.

use crate::app::commands::{COMMANDS, Command, Place, in_place};
use crate::app::key::Key;

/// Keys under one heading.
pub(super) struct Group {
    /// Where they apply.
    pub(super) heading: &'static str,
    /// The commands, in the order of the table.
    pub(super) commands: Vec<&'static Command>,
}

/// Every command once: those of the typing line, those that only a questionnaire has, those that only other places
/// have, those without a key.
pub(super) fn groups() -> [Group; 4] {
    let has_keys = |command: &&Command| !command.keys.is_empty();
    let is_live = |command: &&Command| command.places.contains(&Place::Live);
    let is_asking = |command: &&Command| command.places == [Place::Asking];
    [
        Group {
            heading: "At the typing line of a session",
            commands: in_place(Place::Live).filter(has_keys).collect(),
        },
        Group {
            heading: "In a questionnaire",
            commands: COMMANDS.iter().filter(has_keys).filter(is_asking).collect(),
        },
        Group {
            heading: "On the other screens, in lists and menus",
            commands: COMMANDS
                .iter()
                .filter(has_keys)
                .filter(|command| !is_live(command) && !is_asking(command))
                .collect(),
        },
        Group {
            heading: "In the menu that Esc opens, or in the list that / opens",
            commands: COMMANDS.iter().filter(|command| !has_keys(command)).collect(),
        },
    ]
}

/// How a command is found: its keys, the one to show first; in the menu, its name.
pub(super) fn found_by(command: &Command) -> String {
    if command.keys.is_empty() {
        return command.name.to_owned();
    }
    command.keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// How commands of one name are found: a key that several of them have is told once.
pub(super) fn all_found_by(commands: &[&Command]) -> String {
    let mut told: Vec<String> = Vec::new();
    for command in commands {
        let keys = command.keys.iter().map(ToString::to_string);
        let name = command.keys.is_empty().then(|| command.name.to_owned());
        for one in keys.chain(name) {
            if !told.contains(&one) {
                told.push(one);
            }
        }
    }
    told.join(", ")
}

/// Whether a key is a letter that is a command only where nothing is typed.
fn is_letter(command: &Command, key: Key) -> bool {
    key.typed().is_some() && command.places.iter().all(|place| place.has_letter_commands())
}

/// Every key that means something somewhere, each once, in the order of the table; letters are left out, they arrive.
pub(super) fn all_keys() -> Vec<Key> {
    let mut all: Vec<Key> = Vec::new();
    for (command, key) in
        COMMANDS.iter().flat_map(|command| command.keys.iter().map(move |key| (command, key)))
    {
        if !all.contains(key) && !is_letter(command, *key) {
            all.push(*key);
        }
    }
    all
}

/// What a key does, by the names of its commands; nothing when it has none.
pub(super) fn meanings(key: Key) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    let has_key = |command: &&Command| command.keys.contains(&key) && !is_letter(command, key);
    for command in COMMANDS.iter().filter(has_key) {
        if !names.contains(&command.name) {
            names.push(command.name);
        }
    }
    (!names.is_empty()).then(|| names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_stands_in_one_group() {
        let listed: usize = groups().iter().map(|group| group.commands.len()).sum();
        assert_eq!(listed, COMMANDS.len());
    }

    #[test]
    fn a_key_is_told_by_all_it_does() {
        assert_eq!(meanings(Key::ctrl('j')).as_deref(), Some("new line"));
        let enter = Key::plain(crate::app::key::Code::Enter);
        assert_eq!(meanings(enter).as_deref(), Some("save, take, save, next theme, save, go on"));
        assert_eq!(meanings(Key::plain(crate::app::key::Code::F(12))), None);
    }
}
