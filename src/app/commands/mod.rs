//! Every command once: its name, its help, its keys, where it applies. Footer, menu, list of commands, help and
//! keymap are drawn from one table, [`COMMANDS`].

mod table;

use super::key::Key;

pub use table::COMMANDS;

/// Where a key means something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// The first screen.
    Home,
    /// A question before a session.
    Form,
    /// The typing line of a session.
    Live,
    /// The typing line, empty, with what to do before the talk begins above it.
    Ready,
    /// Among the earlier notes of a session.
    Earlier,
    /// A list of people, tags or themes over the typing line.
    List,
    /// The typing line, with the summary of a theme in it.
    Debrief,
    /// The typing line, with the answer to a question in it.
    Asking,
    /// The typing line, with something else than a note or a summary in it.
    Field,
    /// The lettered menu.
    Menu,
    /// Help, or facts to be read.
    Help,
    /// A list that is narrowed by letters.
    Picker,
    /// Who is here.
    People,
    /// What is read out, and consent.
    Script,
    /// Minutes and themes.
    Plan,
    /// What is not covered and still open.
    Close,
    /// A page of which one line is taken: what is in conflict, or an answer.
    Choices,
    /// The sides of a conflict.
    Sides,
    /// A question, asked seat by seat.
    Room,
    /// What of the whole study can be looked at.
    Reports,
    /// The framework matrix.
    Matrix,
    /// A cell of it.
    Cell,
    /// A report.
    Page,
}

impl Place {
    /// Every place.
    pub const ALL: &'static [Self] = &[
        Self::Home,
        Self::Form,
        Self::Live,
        Self::Ready,
        Self::Earlier,
        Self::List,
        Self::Debrief,
        Self::Asking,
        Self::Field,
        Self::Menu,
        Self::Help,
        Self::Picker,
        Self::People,
        Self::Script,
        Self::Plan,
        Self::Close,
        Self::Choices,
        Self::Sides,
        Self::Room,
        Self::Reports,
        Self::Matrix,
        Self::Cell,
        Self::Page,
    ];

    /// Whether letters are commands here, because nothing is typed.
    #[must_use]
    pub const fn has_letter_commands(self) -> bool {
        matches!(
            self,
            Self::Script | Self::Plan | Self::Close | Self::Sides | Self::Matrix | Self::Cell | Self::Page
        )
    }
}

/// A command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Id {
    /// Saves the note.
    SaveNote,
    /// Takes what is chosen.
    Take,
    /// Saves the summary and goes to the next theme without one.
    SaveSummary,
    /// Goes to the next theme; what is half typed comes along.
    NextTheme,
    /// Picks who said it.
    Who,
    /// Picks a tag; on an earlier note it adds one.
    Tag,
    /// Goes up into the earlier notes of this theme.
    EarlierNotes,
    /// Ticks the next probe of this theme: it was asked.
    TickProbe,
    /// Shows which themes, prompts and people are not covered yet.
    Coverage,
    /// Finds words in this session.
    Find,
    /// Files the note under another theme; you stay where you are.
    Refile,
    /// Goes to the theme before.
    PreviousTheme,
    /// Moves up.
    UpInList,
    /// Moves down.
    DownInList,
    /// Deletes the note; Ctrl+Z brings it back.
    DeleteNote,
    /// Shows how the note read before, and who changed it.
    History,
    /// Takes back the last typing, or the last change.
    Undo,
    /// Does again what was taken back.
    Redo,
    /// Begins a new line inside the note.
    NewLine,
    /// Marks the note, to be checked against the recording.
    FlagCheck,
    /// Marks the note: it is about somebody who is not in the room.
    FlagAbsent,
    /// Marks a parked point as settled.
    FlagSettled,
    /// Stops the clocks for a break or because somebody is upset; again, and they go on.
    Pause,
    /// Marks this moment on the laptop's clock.
    Mark,
    /// Shows what to read out, and asks each person for consent.
    Script,
    /// Says what each person does; who came late or left.
    People,
    /// Asks of two seats with one label whether they are one person.
    SamePerson,
    /// Changes minutes and order of the themes, leaves one out, shares what time is left.
    Plan,
    /// What is not covered and still open, before people go; then the debrief.
    Close,
    /// One summary a theme, surprises, what to ask next.
    Debrief,
    /// Shows what was changed in two places, side by side, and settles it.
    Conflicts,
    /// Shows your abbreviations, and how to make one.
    ShortForms,
    /// Says when it was last saved.
    WhenSaved,
    /// Saves into another folder and goes on there.
    SaveElsewhere,
    /// Shows the id of this session, to be read out to a second note-taker.
    ShowId,
    /// Lets clicks go to hearken, or to the terminal so that text can be selected.
    Mouse,
    /// Finds any command by a few letters. In an empty line / does the same.
    AllCommands,
    /// What somebody said, word for word.
    Quote,
    /// What people did, not what they said.
    Observation,
    /// What you think yourself.
    Comment,
    /// How many raised a hand.
    Hands,
    /// An example of practice that has just begun.
    Emerging,
    /// An example of practice under way.
    Developing,
    /// An example of settled practice.
    Established,
    /// Something to follow up.
    Action,
    /// A point to come back to.
    Parked,
    /// The notes that follow are said by the same person.
    Pin,
    /// Saves, and goes back to the first screen.
    GoHome,
    /// Opens the menu.
    OpenMenu,
    /// Steps back; nothing typed is lost.
    Back,
    /// Says that the script has been read out.
    ReadOut,
    /// Says that the script was not read, and why.
    NotReadOut,
    /// Shows more of the script; from its end, the beginning.
    ScrollScript,
    /// The person agrees to take part, to be quoted, and to be asked again.
    ConsentAll,
    /// All who have not been asked yet agree to all three.
    ConsentEverybody,
    /// Changes what the person says to taking part: given, refused, not asked.
    ConsentTakePart,
    /// Changes what the person says to being quoted.
    ConsentQuotes,
    /// Changes what the person says to being contacted again.
    ConsentRecontact,
    /// Says that the person has left, or has come back.
    LeaveOrReturn,
    /// Gives somebody who has come in a seat.
    NewPerson,
    /// Gives the theme a minute more.
    MoreMinutes,
    /// Takes a minute from the theme.
    FewerMinutes,
    /// Leaves the theme out for lack of time, or takes it in again.
    LeaveOut,
    /// Moves the theme up.
    MoveUp,
    /// Moves the theme down.
    MoveDown,
    /// Shares the time that is left among the themes to come.
    ShareTime,
    /// The talk never came to this theme.
    NotReached,
    /// There was no time for this theme.
    LeftOutForTime,
    /// It was asked, and nobody answered.
    NobodyAnswered,
    /// Your own wording holds, or the first where neither is yours.
    HoldMine,
    /// The other wording holds.
    HoldTheirs,
    /// Both wordings hold.
    HoldBoth,
    /// What you type holds.
    HoldOther,
    /// Goes to the next conflict.
    NextConflict,
    /// Goes to the conflict before.
    PreviousConflict,
    /// Shows the next of more than two sides.
    OtherSide,
    /// Asks a question of the guide of everybody, seat by seat or as a show of hands.
    AskRoom,
    /// Shows the guide in another language.
    Language,
    /// Saves the answer and goes to the next question.
    SaveAnswer,
    /// Goes to the next question that is asked.
    NextQuestion,
    /// Goes to the question before.
    PreviousQuestion,
    /// Finds a question by its number or its words.
    FindQuestion,
    /// Leaves the question empty and says why.
    LeaveEmpty,
    /// Shows what is unanswered, and why.
    Review,
    /// An answer goes on to the next question at once; again, and it does not.
    QuickEntry,
    /// Goes to the theme on the left.
    CellLeft,
    /// Goes to the theme on the right.
    CellRight,
    /// Shows the table of the next guide.
    NextTable,
    /// Opens the session at this summary, to change it.
    SumUpCell,
    /// Chooses the next number, to ask where it comes from.
    NextNumber,
    /// Chooses the number before.
    PreviousNumber,
    /// Shows the next lines.
    PageDown,
    /// Shows the lines before.
    PageUp,
    /// Empties the screen at once, because somebody is looking; any key brings it back.
    Blank,
    /// Shows this help. In an empty line ? does the same.
    Help,
    /// Leaves hearken. Everything is already saved.
    Leave,
    /// Says how to leave; it does not end the program.
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
    /// Other words people look for it by.
    pub also: &'static str,
    /// Its keys, the one to show first. A sign typed into the text stands here too.
    pub keys: &'static [Key],
    /// Where it applies.
    pub places: &'static [Place],
    /// Its letter in the menu over a session; without one the menu does not offer it.
    pub letter: Option<char>,
}

impl Command {
    const fn new(id: Id, name: &'static str, help: &'static str) -> Self {
        Self { id, name, help, also: "", keys: &[], places: &[], letter: None }
    }

    const fn also(self, also: &'static str) -> Self {
        Self { also, ..self }
    }

    const fn keys(self, keys: &'static [Key]) -> Self {
        Self { keys, ..self }
    }

    const fn places(self, places: &'static [Place]) -> Self {
        Self { places, ..self }
    }

    const fn letter(self, letter: char) -> Self {
        Self { letter: Some(letter), ..self }
    }
}

/// The command a key means in a place.
#[must_use]
pub fn for_key(place: Place, key: Key) -> Option<Id> {
    // Where text is typed a letter is a letter; a sign opens its list when it stands at the start of a word.
    if key.typed().is_some() && !place.has_letter_commands() {
        return None;
    }
    in_place(place).find(|command| command.keys.contains(&key)).map(|command| command.id)
}

/// The commands that apply in a place, in the order of the table.
pub fn in_place(place: Place) -> impl Iterator<Item = &'static Command> {
    COMMANDS.iter().filter(move |command| command.places.contains(&place))
}

/// What the menu over a session offers: the letter and the command. `over` is the typing line it lies over:
/// [`Place::Live`], or [`Place::Asking`] in a questionnaire.
pub fn menu(over: Place) -> impl Iterator<Item = (char, &'static Command)> {
    in_place(over).filter_map(|command| Some((command.letter?, command)))
}

/// What the list of commands over a session offers: all that can be done at the typing line `over`.
pub fn listed(over: Place) -> impl Iterator<Item = &'static Command> {
    in_place(over).filter(|command| !matches!(command.id, Id::DoNotKill | Id::AllCommands))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::app::key::Code;

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
    fn no_letter_of_the_menu_means_two_things() {
        for over in [Place::Live, Place::Asking] {
            let letters: Vec<char> = menu(over).map(|(letter, _)| letter).collect();
            assert_eq!(letters.iter().collect::<BTreeSet<_>>().len(), letters.len(), "{letters:?}");
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
    fn everything_at_the_typing_line_is_in_the_list_and_what_has_a_key_in_the_menu_too() {
        let is_shown = |command: &Command| matches!(command.id, Id::OpenMenu | Id::DoNotKill);
        for over in [Place::Live, Place::Asking] {
            for command in in_place(over).filter(|command| !is_shown(command)) {
                assert!(command.id == Id::AllCommands || listed(over).any(|one| one.id == command.id));
                assert!(command.letter.is_some() || command.keys.is_empty(), "{}", command.name);
            }
        }
    }

    #[test]
    fn help_is_a_sentence_and_a_name_is_short() {
        for command in COMMANDS {
            assert!(command.help.ends_with(['.', ' ']), "{}", command.help);
            assert!(command.name.chars().count() <= 24, "{}", command.name);
        }
    }
}
