//! What lies over the screen: the menu, help, a list that letters narrow, or a sheet.

use super::commands::Place;
use super::help::Help;
use super::menu::Menu;
use super::picker::Picker;
use super::sheets::{self, Choice, Column};
use super::{App, Screen};
use crate::model::ids::EntryId;

/// What lies over the screen.
#[derive(Debug)]
pub enum Overlay {
    /// The lettered menu.
    Menu(Menu),
    /// Help for the screen below.
    Help(Help),
    /// A list that letters narrow.
    Picker(Picker),
    /// Who is here.
    People,
    /// What is read out, and consent.
    Script(sheets::script::ScriptSheet),
    /// Minutes and themes.
    Plan(Choice),
    /// What is not covered and still open.
    Close(Choice),
    /// A question asked of the room.
    Room(sheets::room::RoomSheet),
    /// What of a questionnaire is unanswered.
    Review(Choice),
    /// What is not covered yet, to be read: its first row shown.
    Coverage(usize),
    /// How a note read before: the note, and the first row shown.
    NoteHistory(EntryId, usize),
    /// One's own short forms.
    ShortForms,
    /// Whether two seats are one person.
    SamePerson(sheets::same_person::SamePersonSheet),
    /// What is in conflict.
    Conflicts(Box<sheets::conflicts::ConflictSheet>),
}

impl Overlay {
    /// What it shows, where it is a sheet.
    #[must_use]
    pub fn columns(&self, app: &App) -> Vec<Column> {
        let Screen::Live(live) = &app.screen else { return Vec::new() };
        match self {
            Self::People => vec![sheets::people::column(live)],
            Self::Script(sheet) => sheets::script::columns(live, sheet),
            Self::Plan(choice) => vec![sheets::plan::column(live, *choice)],
            Self::Close(choice) => vec![sheets::close::column(live, *choice)],
            Self::Room(sheet) => vec![sheets::room::column(live, sheet)],
            Self::Review(choice) => vec![sheets::review::column(live, *choice)],
            Self::Coverage(top) => vec![sheets::coverage::column(live, *top)],
            Self::NoteHistory(id, top) => vec![sheets::note_history::column(live, id, *top)],
            Self::SamePerson(sheet) => vec![sheets::same_person::column(live, sheet)],
            Self::Conflicts(sheet) => sheet.columns(live, app.size),
            Self::ShortForms => vec![sheets::short_forms::column(app, 0)],
            Self::Menu(_) | Self::Help(_) | Self::Picker(_) => Vec::new(),
        }
    }

    /// Whether what is typed goes into the line below it.
    #[must_use]
    pub const fn is_typed_under(&self) -> bool {
        match self {
            Self::People | Self::ShortForms => true,
            Self::Conflicts(sheet) => sheet.is_typing(),
            _ => false,
        }
    }

    /// Where keys go while it lies there.
    pub(super) const fn place(&self) -> Place {
        match self {
            Self::Conflicts(sheet) => sheet.place(),
            Self::SamePerson(_) | Self::Review(_) => Place::Choices,
            Self::Menu(_) => Place::Menu,
            Self::Help(_) | Self::Coverage(_) | Self::NoteHistory(..) => Place::Help,
            Self::Picker(_) => Place::Picker,
            Self::People => Place::People,
            Self::Script(_) => Place::Script,
            Self::Room(_) => Place::Room,
            Self::Plan(_) => Place::Plan,
            Self::Close(_) => Place::Close,
            Self::ShortForms => Place::Field,
        }
    }
}
