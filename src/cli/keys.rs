//! The keys as they are listed for people: by the doctor. All of it comes from the
//! table of commands.

use crate::app::commands::COMMANDS;
use crate::app::key::Key;

/// Every key that means something somewhere, each once, in the order of the table.
pub(super) fn all_keys() -> Vec<Key> {
    let mut all: Vec<Key> = Vec::new();
    for key in COMMANDS.iter().flat_map(|command| command.keys) {
        if !all.contains(key) {
            all.push(*key);
        }
    }
    all
}

/// What a key does, by the names of its commands; nothing when it has none.
pub(super) fn meanings(key: Key) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    for command in COMMANDS.iter().filter(|command| command.keys.contains(&key)) {
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
    fn a_key_is_told_by_all_it_does() {
        assert_eq!(meanings(Key::ctrl('j')).as_deref(), Some("new line"));
        let enter = Key::plain(crate::app::key::Code::Enter);
        assert_eq!(meanings(enter).as_deref(), Some("save, take"));
        assert_eq!(meanings(Key::plain(crate::app::key::Code::F(12))), None);
    }
}
