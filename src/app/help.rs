//! Help for each screen, made from the table of commands.

use super::commands::{Id, Place, in_place};
use super::key::Key;
use super::{App, Effect, Overlay};

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
    /// The sheet it was asked for in, which comes back when help is closed.
    pub(super) below: Option<Box<Overlay>>,
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
            // The line before the talk is a line like any other.
            Place::Ready => Self::of_place(app, Place::Live),
            place => Self::of_place(app, place),
        }
    }

    fn of_place(app: &App, place: Place) -> Self {
        {
            {
                let mut lines = Vec::new();
                if let Some(session) = app.session() {
                    lines.push(heading("This session"));
                    lines.push(entry(&session.id().to_string(), "Read this id out to a second note-taker."));
                    if place == Place::Asking {
                        lines.push(heading("Answers"));
                        lines
                            .push(entry("a letter", "Gives the answer that stands behind it on the screen."));
                        lines.push(entry(
                            "w",
                            "Words to the answer; Backspace in an empty line goes back to the answers.",
                        ));
                        lines.push(entry(
                            "d  r  x  s  a",
                            "Don't know, declined, not answered, not asked, does not apply.",
                        ));
                    } else {
                        lines.extend(signs());
                    }
                }
                lines.push(heading("Keys"));
                for command in in_place(place).filter(|command| command.id != Id::DoNotKill) {
                    let keys: Vec<String> = command.keys.iter().map(ToString::to_string).collect();
                    let by_letter = command.letter.map(|letter| format!("Esc {letter}"));
                    let keys = if keys.is_empty() {
                        by_letter.unwrap_or_else(|| format!("/ {}", command.name))
                    } else {
                        keys.join(", ")
                    };
                    lines.push(entry(&keys, command.help.trim_end()));
                }
                Self { lines, top: 0, below: None }
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
        Self { lines, top: 0, below: None }
    }
}

/// What can be typed in front of a note, and what each sign means, in the order in which help shows them.
pub const SIGNS: &[(&str, &str)] = &[
    ("3:  or  @", "Said by P3; @ shows a list of people."),
    ("3::  and  0:", "P3 speaks until somebody else is named; 0: ends it."),
    ("\"", "Word for word: a quote."),
    ("(", "What people did, not what they said."),
    (";", "Your own comment."),
    ("=6/8  or  =6-1/8", "Hands: 6 of 8 for it; with 1 against."),
    ("*e  *d  *s", "Practice that is emerging, developing, established."),
    ("!", "An action to follow up."),
    ("~", "A parked point, to come back to."),
    (">fund", "Filed under another theme; you stay where you are."),
    ("#word", "A tag, anywhere in the note."),
    ("a blank first", "Keeps a sign as it is typed."),
];

fn signs() -> impl Iterator<Item = HelpLine> {
    let heading = heading("In front of a note, if you like");
    std::iter::once(heading).chain(SIGNS.iter().map(|(sign, means)| entry(sign, means)))
}

/// Does what a key asks in help: it scrolls, and any other key goes back to what it was asked for in.
pub(super) fn on_key(app: &mut App, _: Key, command: Option<Id>) -> Vec<Effect> {
    let top = match &mut app.overlay {
        Some(Overlay::Help(help)) => &mut help.top,
        Some(Overlay::Coverage(top) | Overlay::NoteHistory(_, top)) => top,
        _ => return Vec::new(),
    };
    let moved = match command {
        Some(Id::UpInList) => top.saturating_sub(1),
        Some(Id::DownInList) => *top + 1,
        _ => {
            app.overlay = match app.overlay.take() {
                Some(Overlay::Help(help)) => help.below.map(|below| *below),
                _ => None,
            };
            return Vec::new();
        }
    };
    *top = moved;
    let last = match &app.overlay {
        Some(Overlay::Help(help)) => help.lines.len(),
        Some(overlay) => overlay.columns(app).iter().map(|column| column.lines.len()).sum(),
        None => 0,
    };
    if moved >= last
        && let Some(Overlay::Help(Help { top, .. }) | Overlay::Coverage(top) | Overlay::NoteHistory(_, top)) =
            &mut app.overlay
    {
        *top = last.saturating_sub(1);
    }
    Vec::new()
}
