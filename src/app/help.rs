//! Help for each screen, made from the table of commands.

use super::commands::{Id, Place, in_place};
use super::key::Key;
use super::{App, Effect};

/// A line of help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HelpLine {
    /// A heading.
    Heading(String),
    /// A key or sign, and what it does.
    Entry(String, String),
    /// A sentence.
    Words(String),
}

/// What help shows.
#[derive(Debug)]
pub struct Help {
    /// The lines.
    pub lines: Vec<HelpLine>,
    /// The first line shown.
    pub top: usize,
}

fn words(text: &str) -> HelpLine {
    HelpLine::Words(text.to_owned())
}

fn entry(key: &str, text: &str) -> HelpLine {
    HelpLine::Entry(key.to_owned(), text.to_owned())
}

fn heading(text: &str) -> HelpLine {
    HelpLine::Heading(text.to_owned())
}

impl Help {
    /// Help for the screen that is shown.
    #[must_use]
    pub fn for_place(app: &App) -> Self {
        match app.place() {
            Place::Home => Self::how_this_works(),
            place => {
                let mut lines = Vec::new();
                if let Some(session) = app.session() {
                    lines.push(heading("This session"));
                    lines.push(entry(&session.id().to_string(), "Read this id out to a second note-taker."));
                    lines.extend(signs());
                }
                lines.push(heading("Keys"));
                for command in in_place(place).filter(|command| command.id != Id::DoNotKill) {
                    let keys: Vec<String> = command.keys.iter().map(ToString::to_string).collect();
                    let keys = if keys.is_empty() { "Esc, menu".to_owned() } else { keys.join(", ") };
                    lines.push(entry(&keys, command.help.trim_end()));
                }
                Self { lines, top: 0 }
            }
        }
    }

    /// What the program is for and how a session goes.
    #[must_use]
    pub fn how_this_works() -> Self {
        let mut lines = vec![
            heading("How this works"),
            words("hearken takes notes while people talk. Start a session, answer five questions, and type."),
            words(
                "There is one line to type in, at the bottom. Enter saves the note. Nothing typed is ever thrown away.",
            ),
            words(
                "Tab goes to the next theme. The question to ask stands at the top, what was noted below it.",
            ),
            words(
                "Everything is saved as you type. If the laptop stops, start hearken again: it carries on.",
            ),
            words(
                "Two people can take notes in one room, each on a laptop. Their files are merged afterwards.",
            ),
            words("No names: people are P1, P2 and so on. Nothing leaves this laptop; there is no network."),
        ];
        lines.extend(signs());
        lines.push(heading("On this screen"));
        lines.push(entry("Up, Down, Enter", "Choose a line and take it; or press its number."));
        lines.push(entry("Ctrl+Q", "Leaves hearken."));
        Self { lines, top: 0 }
    }
}

/// What can be typed in front of a note, and what each sign means, in the order in which help shows them.
pub const SIGNS: &[(&str, &str)] = &[
    ("3:  or  @", "Said by P3; @ shows a list of people."),
    ("\"", "Word for word: a quote."),
    ("(", "What people did, not what they said."),
    (";", "Your own comment."),
    ("#word", "A tag, anywhere in the note."),
    ("a blank first", "Keeps a sign as it is typed."),
];

fn signs() -> impl Iterator<Item = HelpLine> {
    let heading = heading("In front of a note, if you like");
    std::iter::once(heading).chain(SIGNS.iter().map(|(sign, means)| entry(sign, means)))
}

/// Does what a key asks in help: it scrolls, and any other key closes it.
pub(super) fn on_key(app: &mut App, _: Key, command: Option<Id>) -> Vec<Effect> {
    let Some(super::Overlay::Help(help)) = &mut app.overlay else { return Vec::new() };
    match command {
        Some(Id::UpInList) => help.top = help.top.saturating_sub(1),
        Some(Id::DownInList) => help.top = (help.top + 1).min(help.lines.len().saturating_sub(1)),
        _ => app.overlay = None,
    }
    Vec::new()
}
