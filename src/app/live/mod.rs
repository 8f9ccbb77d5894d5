//! A session: themes, notes, people, and the one line to type in.
//!
//! Read [`typing`] (keys into words, words into notes), [`earlier`] (choosing, changing and deleting notes),
//! [`lists`] (people and tags to pick from), [`history`] (taking back), [`shown`] (what the panes show).

pub mod shown;
pub mod lists;
mod typing;
mod earlier;
mod history;

use super::commands::{Id, Place};
use super::draft::Draft;
use super::key::{Code, Key};
use super::layout::{Layout, Size, layout};
use super::menu::Menu;
use super::{App, Effect, OpenedSession, Overlay, Screen, Tone, wrap};
use crate::format::journal::{Happened, Put};
use crate::model::ids::{EntryId, SeatId, ThemeId};
use crate::model::instrument::Theme;
use crate::model::running::ThemeLog;
use crate::model::session::{THEME_LOG, seat_number};
use crate::model::when::When;
use crate::study::Now;
use crate::study::recorder::Recorder;
use history::Change;
use lists::List;

/// A session's state.
#[derive(Debug)]
pub struct Live {
    /// The session and what this writer adds.
    pub recorder: Recorder,
    /// The theme shown, as its place in the guide.
    pub theme: usize,
    /// The note being typed.
    pub draft: Draft,
    /// A new note put aside while an earlier one is being changed.
    aside: Option<Draft>,
    /// The earlier note that is chosen.
    pub chosen: Option<EntryId>,
    /// The list over the typing line.
    pub list: Option<List>,
    done: Vec<Change>,
    undone: Vec<Change>,
    /// When what was typed was last safe on disk.
    pub saved_at: Option<When>,
    /// Whether nothing can be changed.
    is_read_only: bool,
    /// Counts up whenever a pane beside the typing line has to be drawn again.
    revision: u64,
}

impl Live {
    /// Begins on the theme the session was last at; gives what to write down and what to tell.
    pub(super) fn open(opened: OpenedSession, now: &Now) -> (Self, Vec<Effect>, Option<String>) {
        let OpenedSession { recorder, recovered, is_read_only } = opened;
        let mut live = Self {
            recorder,
            theme: 0,
            draft: Draft::default(),
            aside: None,
            chosen: None,
            list: None,
            done: Vec::new(),
            undone: Vec::new(),
            saved_at: None,
            is_read_only,
            revision: 0,
        };
        live.theme = live.last_theme();
        for (note, kept) in &recovered.drafts {
            let base = note
                .as_ref()
                .and_then(|id| live.recorder.session().lists.notes.current(id.as_str()))
                .cloned();
            let draft = Draft::restored(note.clone(), base, kept, &live.seat_numbers());
            if note.is_some() {
                live.aside =
                    Some(std::mem::replace(&mut live.draft, draft)).filter(|draft| !draft.is_empty());
            } else {
                live.draft = draft;
            }
        }
        let effects = live.log_theme(now).into_iter().collect();
        let told = if is_read_only {
            READ_ONLY.to_owned()
        } else {
            shown::what_came_back(&recovered)
                .unwrap_or_else(|| "Type what is said, Enter saves it. Ctrl+G shows help.".to_owned())
        };
        (live, effects, Some(told))
    }

    fn last_theme(&self) -> usize {
        let log = self.recorder.session().lists.theme_log.standing().last();
        let theme = log.and_then(|(_, version)| version.body.theme.as_ref());
        theme.and_then(|id| self.themes().iter().position(|theme| theme.id == *id)).unwrap_or(0)
    }

    /// Where keys go.
    #[must_use]
    pub fn place(&self) -> Place {
        if self.list.as_ref().is_some_and(|list| !list.items(self).is_empty()) {
            Place::List
        } else if self.chosen.is_some() {
            Place::Earlier
        } else {
            Place::Live
        }
    }

    /// The themes of the guide.
    #[must_use]
    pub fn themes(&self) -> &[Theme] {
        self.recorder.session().guide().map(|guide| guide.themes.as_slice()).unwrap_or_default()
    }

    /// The theme shown.
    #[must_use]
    pub fn current_theme(&self) -> Option<&Theme> {
        self.themes().get(self.theme)
    }

    /// The id of the theme shown.
    #[must_use]
    pub fn theme_id(&self) -> Option<ThemeId> {
        self.current_theme().map(|theme| theme.id.clone())
    }

    /// The numbers of the seats that can be typed in front of a note.
    #[must_use]
    pub fn seat_numbers(&self) -> Vec<u32> {
        self.recorder.session().seats().iter().map(|(_, seat)| seat_number(&seat.label)).collect()
    }

    /// The seat with this number; of two, the one this laptop's session listed first.
    #[must_use]
    pub fn seat(&self, number: u32) -> Option<SeatId> {
        let seats = self.recorder.session().seats();
        seats.into_iter().find(|(_, seat)| seat_number(&seat.label) == number).map(|(id, _)| id)
    }

    /// Whether it is only looked at.
    #[must_use]
    pub const fn is_read_only(&self) -> bool {
        self.is_read_only
    }

    /// Counts up whenever something beside the typing line changes.
    #[must_use]
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// Says that panes beside the typing line have to be drawn again.
    pub(super) const fn touch(&mut self) {
        self.revision += 1;
    }

    /// Where the panes stand at this size.
    #[must_use]
    pub fn layout(&self, size: Size) -> Layout {
        let width = self.typing_width(size);
        let rows = wrap::rows(self.draft.words.text(), width).len();
        layout(size, u16::try_from(rows).unwrap_or(u16::MAX))
    }

    /// The cells a row of the typing line has for words, after chips and prompt.
    #[must_use]
    pub fn typing_width(&self, size: Size) -> u16 {
        let lead: u16 = self.lead().chars().map(|letter| wrap::cells(letter.encode_utf8(&mut [0; 4]))).sum();
        size.width.saturating_sub(lead + 1).max(1)
    }

    /// What stands in front of the words: the chips and the prompt.
    #[must_use]
    pub fn lead(&self) -> String {
        let mut lead = String::from(" ");
        if self.draft.note.is_some() {
            lead.push_str("change ");
        }
        if let Some(seat) = self.draft.signs.speaker {
            lead.push_str(&format!("P{seat} "));
        }
        if let Some(kind) = self.draft.signs.kind {
            lead.push_str(kind.word());
            lead.push(' ');
        }
        lead.push_str("› ");
        lead
    }

    fn log_theme(&mut self, now: &Now) -> Option<Effect> {
        if self.is_read_only {
            return None;
        }
        let entry = ThemeLog { at: now.wall.clone(), theme: self.theme_id() };
        let put = self.recorder.add(&THEME_LOG, now, entry).ok()?;
        Some(journal(vec![put]))
    }
}

/// What is said of a session that is only looked at.
const READ_ONLY: &str =
    "This session is open to be read: nothing can be changed. Tab goes on, Ctrl+Q leaves.";

/// What can be done in a session that is only looked at.
const fn is_reading(id: Id) -> bool {
    matches!(
        id,
        Id::NextTheme
            | Id::PreviousTheme
            | Id::EarlierNotes
            | Id::UpInList
            | Id::DownInList
            | Id::Back
            | Id::OpenMenu
            | Id::ShowId
            | Id::GoHome
            | Id::WhenSaved
    )
}

fn journal(puts: Vec<Put>) -> Effect {
    Effect::Journal(Happened::Put { puts, ends: None })
}

/// Does what a key asks in a session.
pub(super) fn on_key(app: &mut App, key: Key, found: Option<Id>) -> Vec<Effect> {
    let size = app.size;
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    if live.is_read_only && !found.is_some_and(is_reading) && key.typed() != Some('?') {
        app.say(Tone::Attention, READ_ONLY);
        return Vec::new();
    }
    match live.place() {
        Place::List => match (found, key.code) {
            (Some(Id::Take), _) => return typing::take_from_list(app),
            (Some(Id::UpInList | Id::DownInList), _) => {
                live.step_in_list(if found == Some(Id::UpInList) { -1 } else { 1 });
                return Vec::new();
            }
            (Some(Id::Back), _) => {
                live.list = None;
                return Vec::new();
            }
            // Letters narrow the list: they are typed as ever. Keys of the typing line work too.
            _ => {}
        },
        Place::Earlier => match found {
            Some(Id::UpInList) => return earlier::step(app, -1),
            Some(Id::DownInList) => return earlier::step(app, 1),
            Some(Id::Take) => return earlier::change(app),
            Some(Id::DeleteNote) => return earlier::delete(app),
            Some(Id::Back) => {
                live.chosen = None;
                live.touch();
                return Vec::new();
            }
            Some(other) => return command(app, other),
            None if key.typed().is_none() => return Vec::new(),
            // Any letter goes to the typing line.
            None => {
                live.chosen = None;
                live.touch();
            }
        },
        _ => {
            let is_up_within =
                key.code == Code::Up && !live.draft.words.is_on_first_row(live.typing_width(size));
            let is_help = key.typed() == Some('?') && live.draft.is_empty();
            if is_help {
                return super::everywhere(app, Id::Help).unwrap_or_default();
            }
            if let Some(found) = found.filter(|_| !is_up_within) {
                return command(app, found);
            }
        }
    }
    typing::on_key(app, key)
}

/// Does a command of the table.
pub(super) fn command(app: &mut App, id: Id) -> Vec<Effect> {
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    if live.is_read_only && !is_reading(id) {
        app.say(Tone::Attention, READ_ONLY);
        return Vec::new();
    }
    match id {
        Id::SaveNote => return typing::save(app),
        Id::NewLine => return typing::new_line(app),
        Id::NextTheme => return go_to_theme(app, 1),
        Id::PreviousTheme => return go_to_theme(app, -1),
        Id::EarlierNotes => return earlier::enter(app),
        Id::Undo => return history::undo(app),
        Id::Redo => return history::redo(app),
        Id::OpenMenu if live.draft.note.is_some() => return typing::leave_change(app),
        Id::OpenMenu => app.overlay = Some(Overlay::Menu(Menu::default())),
        Id::WhenSaved => {
            let text = match (&app.trouble, &live.saved_at) {
                (Some(trouble), _) => trouble.clone(),
                (None, Some(at)) => {
                    format!("Saved at {}. Every letter is kept as you type.", super::hours_and_minutes(at))
                }
                (None, None) => "Every letter is kept as you type.".to_owned(),
            };
            app.say(Tone::Done, text);
        }
        Id::ShowId => {
            let id = live.recorder.session().id();
            app.say(Tone::Done, format!("The second note-taker chooses “Join a session” and types: {id}"));
        }
        Id::GoHome => {
            let session = Box::new(live.recorder.session().clone());
            app.screen = Screen::Home(super::home::Home::default());
            app.notice = None;
            return vec![Effect::Close(session)];
        }
        _ => {}
    }
    Vec::new()
}

/// Goes on or back by some themes, round the end; what is half typed comes along.
fn go_to_theme(app: &mut App, by: isize) -> Vec<Effect> {
    let now = app.now.clone();
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let count = live.themes().len();
    if count == 0 {
        return Vec::new();
    }
    live.theme = (live.theme + count).saturating_add_signed(by) % count;
    live.chosen = None;
    live.touch();
    let title = live.current_theme().map(|theme| theme.title.clone()).unwrap_or_default();
    let place = format!("{} of {count}", live.theme + 1);
    let came_along = !live.draft.is_empty();
    let effects: Vec<Effect> = live.log_theme(&now).into_iter().chain([Effect::Snapshot]).collect();
    let told = if came_along {
        format!("Now at {title} ({place}). What you were typing came along.")
    } else {
        format!("Now at {title} ({place}).")
    };
    app.say(Tone::Done, told);
    effects
}

/// Puts a pasted text into the note.
pub(super) fn on_paste(app: &mut App, text: &str) -> Vec<Effect> {
    if let Screen::Live(live) = &app.screen
        && live.is_read_only
    {
        app.say(Tone::Attention, READ_ONLY);
        return Vec::new();
    }
    typing::paste(app, text)
}
