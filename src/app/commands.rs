//! Every command once: its name, its help, its keys, where it applies. Footer, menu, help and keymap are drawn
//! from this table.

use super::key::{Code, Key};

/// Where a key means something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// The first screen.
    Home,
    /// A question before a session.
    Form,
    /// The typing line of a session.
    Live,
    /// Among the earlier notes of a session.
    Earlier,
    /// A list of people or tags over the typing line.
    List,
    /// The lettered menu.
    Menu,
    /// Help.
    Help,
}

impl Place {
    /// Every place.
    pub const ALL: &'static [Self] =
        &[Self::Home, Self::Form, Self::Live, Self::Earlier, Self::List, Self::Menu, Self::Help];
}

/// A command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Id {
    /// Takes what is chosen or typed.
    Take,
    /// Moves up in a list.
    UpInList,
    /// Moves down in a list.
    DownInList,
    /// Steps back.
    Back,
    /// Saves the note.
    SaveNote,
    /// A new line inside the note.
    NewLine,
    /// The next theme.
    NextTheme,
    /// The theme before.
    PreviousTheme,
    /// Picks who said it.
    Who,
    /// Picks a tag.
    Tag,
    /// Goes into earlier notes.
    EarlierNotes,
    /// Deletes the note chosen.
    DeleteNote,
    /// Takes back the last change.
    Undo,
    /// Does it again.
    Redo,
    /// Says when it was last saved.
    WhenSaved,
    /// Shows the id for a second laptop.
    ShowId,
    /// Back to the first screen.
    GoHome,
    /// Opens the menu.
    OpenMenu,
    /// Help for this screen.
    Help,
    /// Ends the program.
    Leave,
    /// What Ctrl+C does.
    DoNotKill,
}

/// What is said of a command.
#[derive(Debug)]
pub struct Command {
    /// Which.
    pub id: Id,
    /// What it does, in two or three words, for the footer and the menu.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub help: &'static str,
    /// Its keys, the one to show first. A sign typed into the text stands here too.
    pub keys: &'static [Key],
    /// Where it applies.
    pub places: &'static [Place],
    /// Whether the menu offers it.
    pub is_in_menu: bool,
}

use Place::{Earlier, Form, Help, Home, List, Live, Menu};

const fn plain(code: Code) -> Key {
    Key::plain(code)
}

/// Every command, in the order in which footers and help show them.
pub const COMMANDS: &[Command] = &[
    Command {
        id: Id::SaveNote,
        name: "save",
        help: "Saves the note.",
        keys: &[plain(Code::Enter)],
        places: &[Live],
        is_in_menu: false,
    },
    Command {
        id: Id::Take,
        name: "take",
        help: "Takes what is chosen.",
        keys: &[plain(Code::Enter)],
        places: &[Home, Form, Earlier, List, Menu],
        is_in_menu: false,
    },
    Command {
        id: Id::Take,
        name: "take",
        help: "Takes what is chosen.",
        keys: &[plain(Code::Tab)],
        places: &[Form, List],
        is_in_menu: false,
    },
    Command {
        id: Id::NextTheme,
        name: "next theme",
        help: "Goes to the next theme; a half-typed note comes along.",
        keys: &[plain(Code::Tab), Key::ctrl('n')],
        places: &[Live],
        is_in_menu: true,
    },
    Command {
        id: Id::Who,
        name: "who",
        help: "Picks who said it. Faster: the seat's number, a colon and a blank, like 3: ",
        keys: &[plain(Code::Char('@'))],
        places: &[Live],
        is_in_menu: false,
    },
    Command {
        id: Id::Tag,
        name: "tag",
        help: "Picks a tag.",
        keys: &[plain(Code::Char('#'))],
        places: &[Live],
        is_in_menu: false,
    },
    Command {
        id: Id::EarlierNotes,
        name: "earlier",
        help: "Goes up into the earlier notes of this theme.",
        keys: &[plain(Code::Up)],
        places: &[Live],
        is_in_menu: true,
    },
    Command {
        id: Id::PreviousTheme,
        name: "theme before",
        help: "Goes to the theme before.",
        keys: &[plain(Code::BackTab), Key::ctrl('p')],
        places: &[Live],
        is_in_menu: true,
    },
    Command {
        id: Id::UpInList,
        name: "choose",
        help: "Moves up.",
        keys: &[plain(Code::Up)],
        places: &[Home, Form, Earlier, List, Menu, Help],
        is_in_menu: false,
    },
    Command {
        id: Id::DownInList,
        name: "choose",
        help: "Moves down.",
        keys: &[plain(Code::Down)],
        places: &[Home, Form, Earlier, List, Menu, Help],
        is_in_menu: false,
    },
    Command {
        id: Id::DeleteNote,
        name: "delete",
        help: "Deletes the note; Ctrl+Z brings it back.",
        keys: &[plain(Code::Delete)],
        places: &[Earlier],
        is_in_menu: false,
    },
    Command {
        id: Id::Undo,
        name: "take back",
        help: "Takes back the last typing, or the last change of a note.",
        keys: &[Key::ctrl('z')],
        places: &[Live, Earlier],
        is_in_menu: true,
    },
    Command {
        id: Id::Redo,
        name: "do again",
        help: "Does again what was taken back.",
        keys: &[Key::ctrl('y')],
        places: &[Live, Earlier],
        is_in_menu: true,
    },
    Command {
        id: Id::NewLine,
        name: "new line",
        help: "Begins a new line inside the note.",
        keys: &[Key::ctrl('j'), Key::alt(Code::Enter)],
        places: &[Live],
        is_in_menu: false,
    },
    Command {
        id: Id::WhenSaved,
        name: "saved?",
        help: "Says when it was last saved.",
        keys: &[Key::ctrl('s')],
        places: &[Live, Earlier],
        is_in_menu: true,
    },
    Command {
        id: Id::ShowId,
        name: "id for a second laptop",
        help: "Shows the id of this session, to be read out to a second note-taker.",
        keys: &[],
        places: &[Live],
        is_in_menu: true,
    },
    Command {
        id: Id::GoHome,
        name: "back to the first screen",
        help: "Saves, and goes back to the first screen.",
        keys: &[],
        places: &[Live],
        is_in_menu: true,
    },
    Command {
        id: Id::OpenMenu,
        name: "menu",
        help: "Opens the menu.",
        keys: &[plain(Code::Esc)],
        places: &[Live],
        is_in_menu: false,
    },
    Command {
        id: Id::Back,
        name: "back",
        help: "Steps back; nothing typed is lost.",
        keys: &[plain(Code::Esc)],
        places: &[Home, Form, Earlier, List, Menu, Help],
        is_in_menu: false,
    },
    Command {
        id: Id::Help,
        name: "help",
        help: "Shows this help. In an empty line ? does the same.",
        keys: &[Key::ctrl('g'), plain(Code::F(1))],
        places: &[Home, Form, Live, Earlier],
        is_in_menu: true,
    },
    Command {
        id: Id::Leave,
        name: "leave",
        help: "Leaves hearken. Everything is already saved.",
        keys: &[Key::ctrl('q')],
        places: Place::ALL,
        is_in_menu: true,
    },
    Command {
        id: Id::DoNotKill,
        name: "how to leave",
        help: "Says how to leave; it does not end the program.",
        keys: &[Key::ctrl('c')],
        places: Place::ALL,
        is_in_menu: false,
    },
];

/// The command a key means in a place.
#[must_use]
pub fn for_key(place: Place, key: Key) -> Option<Id> {
    // Signs typed into the text open their list when they stand at the start of a word: typing decides.
    if key.typed().is_some() {
        return None;
    }
    COMMANDS
        .iter()
        .find(|command| command.places.contains(&place) && command.keys.contains(&key))
        .map(|command| command.id)
}

/// The commands that apply in a place, in the order of the table.
pub fn in_place(place: Place) -> impl Iterator<Item = &'static Command> {
    COMMANDS.iter().filter(move |command| command.places.contains(&place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_means_two_things_in_one_place() {
        for place in Place::ALL {
            let mut keys: Vec<Key> =
                in_place(*place).flat_map(|command| command.keys.iter().copied()).collect();
            let all = keys.len();
            keys.sort_by_key(ToString::to_string);
            keys.dedup();
            assert_eq!(keys.len(), all, "{place:?}");
        }
    }

    #[test]
    fn no_command_needs_a_key_that_some_terminals_do_not_send() {
        let is_common = |key: &Key| match key.code {
            Code::F(_) | Code::PageUp | Code::PageDown => false,
            Code::Char(letter) if key.ctrl => letter.is_ascii_lowercase(),
            _ => !key.ctrl && !key.alt && !key.shift,
        };
        for command in COMMANDS.iter().filter(|command| !command.keys.is_empty()) {
            assert!(command.keys.iter().any(is_common), "{}", command.name);
        }
    }

    #[test]
    fn every_command_without_a_key_is_in_the_menu() {
        assert!(COMMANDS.iter().all(|command| command.is_in_menu || !command.keys.is_empty()));
    }

    #[test]
    fn help_is_a_sentence_and_a_name_is_short() {
        for command in COMMANDS {
            assert!(command.help.ends_with(['.', ' ']), "{}", command.help);
            assert!(command.name.chars().count() <= 24, "{}", command.name);
        }
    }
}
