//! The whole state of the screen, and what changes it.
//!
//! Promises: [`update`] is pure. A message goes in, the state changes, effects come out as data; time is passed
//! in, and ids and files are asked for by an [`Effect`] and come back as a [`Message`]. A note is in an effect
//! for the journal before it can be drawn. Leaves to others: how it looks (`ui`), doing the effects (`run`).
//!
//! Read [`commands`] and [`key`] (what a person can do), then one file a screen: [`home`], [`form`], [`live`]; what
//! lies over a session is [`menu`], [`picker`], [`help`] and the [`sheets`]. The typing line is [`composer`], laid out
//! by [`wrap`]; [`layout`] says where panes stand, [`footer`] which keys are offered.

pub mod key;
pub mod commands;
pub mod layout;
pub mod wrap;
pub mod composer;
pub mod draft;
pub mod home;
pub mod form;
pub mod live;
pub mod menu;
pub mod picker;
pub mod sheets;
pub mod help;
pub mod footer;

use std::path::{Path, PathBuf};

use crate::format::journal::Happened;
use crate::model::ids::SessionId;
use crate::model::session::Session;
use crate::model::when::When;
use crate::study::Now;
use crate::study::catalogue::Listed;
use crate::study::create::Setup;
use crate::study::laptop::Habits;
use crate::study::opened::Recovered;
use crate::study::recorder::Recorder;

use commands::Place;
use form::Form;
use help::Help;
use home::Home;
use key::Key;
use layout::{Area, Size};
use live::Live;
use menu::Menu;
use picker::Picker;
use sheets::{Choice, Column};

/// What happened.
#[derive(Debug)]
pub enum Message {
    /// A key.
    Key(Key),
    /// A pasted text.
    Paste(String),
    /// A click with the first button.
    Click {
        /// Cells from the left.
        x: u16,
        /// Cells from the top.
        y: u16,
    },
    /// The wheel was turned.
    Scroll {
        /// Cells from the left.
        x: u16,
        /// Cells from the top.
        y: u16,
        /// Rows to go down; up is negative. One notch of the wheel is three.
        by: isize,
    },
    /// The terminal has another size.
    Resize(Size),
    /// A second has gone by.
    Tick,
    /// The wall clock and the steady clock parted: the laptop slept, or its clock was put right.
    Gap {
        /// The wall clock at the look before.
        before: When,
        /// Wall minus steady, in milliseconds; back is negative.
        jump_ms: i64,
    },
    /// The sessions of the study.
    Listed(Vec<Listed>),
    /// A session is open.
    Opened(Box<OpenedSession>),
    /// A session could not be opened because another window writes it.
    Held(PathBuf),
    /// Something could not be done; in words for people.
    Failed(String),
    /// A snapshot stands on disk.
    Saved {
        /// What somebody else had written into the file.
        joined: Option<Box<Session>>,
        /// The file's new name, if it had to change.
        moved_to: Option<PathBuf>,
    },
    /// What was typed could not be written down; in words for people. It is in memory, and tried again.
    NotSaved(String),
    /// Writing down works again.
    SavingAgain,
    /// The session is kept in this file from now on, in a folder that was asked for.
    MovedTo(PathBuf),
}

/// A session that was opened for writing.
#[derive(Debug)]
pub struct OpenedSession {
    /// The session and its writer.
    pub recorder: Recorder,
    /// What came back from its journal.
    pub recovered: Recovered,
    /// Whether it is only looked at: nothing is written down.
    pub is_read_only: bool,
}

/// What the state asks to be done.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// List the sessions of the study.
    List,
    /// Make a session and open it.
    Create(Setup),
    /// Open a session.
    Open(PathBuf),
    /// Look at a session: nothing can be changed.
    Look(PathBuf),
    /// Take notes in a copy of a session that another window writes.
    OpenCopy(PathBuf),
    /// Record a session that was started elsewhere, by its id.
    JoinById(SessionId, Setup),
    /// Record a session that was started elsewhere, by its invitation file.
    JoinByFile(PathBuf, Setup),
    /// Write down what happened, before anything is drawn.
    Journal(Happened),
    /// Take a snapshot when it suits.
    Snapshot,
    /// Keep the session in this folder from now on, which is made if need be.
    SaveElsewhere(PathBuf),
    /// Keep these habits for the next time.
    Remember(Habits),
    /// Save this session and let it go, then list.
    Close(Box<Session>),
    /// Save and end the program.
    Quit,
}

/// How the message line is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Done,
    /// Something wants attention.
    Attention,
}

/// What the message line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// A full sentence or two.
    pub text: String,
    /// How it is meant.
    pub tone: Tone,
}

/// Which screen is shown.
#[derive(Debug)]
pub enum Screen {
    /// The first one.
    Home(Home),
    /// Questions before a session.
    Form(Form),
    /// A session.
    Live(Box<Live>),
}

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
    /// What is not covered yet, to be read: its first row shown.
    Coverage(usize),
    /// How a note read before: the note, and the first row shown.
    NoteHistory(crate::model::ids::EntryId, usize),
    /// One's own short forms.
    ShortForms,
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
            Self::Coverage(top) => vec![sheets::coverage::column(live, *top)],
            Self::NoteHistory(id, top) => vec![sheets::note_history::column(live, id, *top)],
            Self::ShortForms => vec![sheets::short_forms::column(app, 0)],
            Self::Menu(_) | Self::Help(_) | Self::Picker(_) => Vec::new(),
        }
    }

    const fn place(&self) -> Place {
        match self {
            Self::Menu(_) => Place::Menu,
            Self::Help(_) | Self::Coverage(_) | Self::NoteHistory(..) => Place::Help,
            Self::Picker(_) => Place::Picker,
            Self::People => Place::People,
            Self::Script(_) => Place::Script,
            Self::Plan(_) => Place::Plan,
            Self::Close(_) => Place::Close,
            Self::ShortForms => Place::Field,
        }
    }
}

/// Everything the screen shows.
#[derive(Debug)]
pub struct App {
    /// The screen.
    pub screen: Screen,
    /// What lies over it.
    pub overlay: Option<Overlay>,
    /// The message line.
    pub notice: Option<Notice>,
    /// What is wrong with saving, as long as it is.
    pub trouble: Option<String>,
    /// The terminal's size.
    pub size: Size,
    /// The clock at the last message.
    pub now: Now,
    /// Initials and role last given on this laptop.
    pub recorder: Option<(String, crate::model::people::RecorderRole)>,
    /// How the person at this laptop works.
    pub habits: Habits,
    /// Whether the program is about to end.
    pub is_leaving: bool,
}

impl App {
    /// Begins on the first screen.
    #[must_use]
    pub fn new(size: Size, now: Now) -> Self {
        Self {
            screen: Screen::Home(Home::default()),
            overlay: None,
            notice: None,
            trouble: None,
            size,
            now,
            recorder: None,
            habits: Habits::default(),
            is_leaving: false,
        }
    }

    /// Where keys go now.
    #[must_use]
    pub fn place(&self) -> Place {
        match (&self.overlay, &self.screen) {
            (Some(overlay), _) => overlay.place(),
            (None, Screen::Home(_)) => Place::Home,
            (None, Screen::Form(_)) => Place::Form,
            (None, Screen::Live(live)) => live.place(),
        }
    }

    /// The session being recorded, if there is one.
    #[must_use]
    pub fn session(&self) -> Option<&Session> {
        match &self.screen {
            Screen::Live(live) => Some(live.recorder.session()),
            _ => None,
        }
    }

    /// Whether clicks and the wheel are wanted here; otherwise they are left to the terminal's own selection.
    #[must_use]
    pub const fn wants_mouse(&self) -> bool {
        match &self.screen {
            Screen::Home(_) => true,
            Screen::Form(_) => false,
            Screen::Live(_) => self.habits.has_mouse,
        }
    }

    /// Where the footer stands; it has no rows where help or a question lies over it.
    fn footer_area(&self) -> Area {
        let Size { width, height } = self.size;
        match (&self.overlay, &self.screen) {
            (Some(Overlay::Help(_)), _) | (_, Screen::Form(_)) => Area::default(),
            (_, Screen::Live(live)) => live.layout(self.size).footer,
            (_, Screen::Home(_)) if height > home::FIRST_ROW + 2 => {
                Area { x: 0, y: height - 1, width, height: 1 }
            }
            (_, Screen::Home(_)) => Area::default(),
        }
    }

    /// Says something on the message line.
    pub fn say(&mut self, tone: Tone, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), tone });
    }
}

/// Changes the state by what happened, and says what has to be done now, in order.
pub fn update(app: &mut App, message: Message, now: &Now) -> Vec<Effect> {
    app.now = now.clone();
    if let Screen::Live(live) = &mut app.screen {
        live.recorder.begin_change();
    }
    let effects = happened(app, message);
    live::clock::tick(app);
    effects
}

fn happened(app: &mut App, message: Message) -> Vec<Effect> {
    match message {
        Message::Resize(size) => {
            app.size = size;
            Vec::new()
        }
        Message::Key(key) => on_key(app, key),
        Message::Paste(text) => on_paste(app, &text),
        Message::Click { x, y } => on_click(app, x, y),
        Message::Scroll { by, .. } => on_scroll(app, by),
        // The time is set, and looked at.
        Message::Tick => Vec::new(),
        Message::Gap { before, jump_ms } => live::gaps::gap(app, &before, jump_ms),
        Message::Listed(listed) => {
            if let Screen::Home(home) = &mut app.screen {
                home.set_sessions(listed);
            }
            Vec::new()
        }
        Message::Opened(opened) => open(app, *opened),
        Message::Held(path) => {
            app.say(Tone::Attention, "This session is open in another hearken. Choose what to do.");
            app.screen = Screen::Home(Home::for_held(path));
            Vec::new()
        }
        Message::Failed(words) => {
            app.say(Tone::Attention, words);
            Vec::new()
        }
        Message::Saved { joined, moved_to } => saved(app, joined, moved_to),
        Message::NotSaved(words) => {
            app.trouble = Some(words);
            Vec::new()
        }
        Message::SavingAgain => {
            app.trouble = None;
            app.say(Tone::Done, "Saving works again. Everything typed meanwhile is saved.");
            Vec::new()
        }
        Message::MovedTo(path) => moved(app, &path),
    }
}

fn open(app: &mut App, opened: OpenedSession) -> Vec<Effect> {
    let (live, effects, told) = Live::open(opened, &app.now);
    app.screen = Screen::Live(Box::new(live));
    app.overlay = None;
    app.say(Tone::Done, told);
    effects
}

fn saved(app: &mut App, joined: Option<Box<Session>>, moved_to: Option<PathBuf>) -> Vec<Effect> {
    let clock = app.now.wall.clone();
    if let Screen::Live(live) = &mut app.screen {
        live.saved_at = Some(clock);
        if let Some(theirs) = joined {
            live.join(*theirs);
            app.say(
                Tone::Done,
                "Somebody else changed this session's file. Both are joined; nothing was lost.",
            );
        }
        if let Some(path) = moved_to {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            app.say(
                Tone::Attention,
                format!("Something else stands where this session was kept. It is now saved as {name}; merge the two later."),
            );
        }
    }
    Vec::new()
}

fn moved(app: &mut App, path: &Path) -> Vec<Effect> {
    let clock = app.now.wall.clone();
    app.trouble = None;
    if let Screen::Live(live) = &mut app.screen {
        live.saved_at = Some(clock);
    }
    app.say(
        Tone::Done,
        format!("Everything is saved. From now on this session is kept as {}.", path.display()),
    );
    Vec::new()
}

fn on_key(app: &mut App, key: Key) -> Vec<Effect> {
    let place = app.place();
    let command = commands::for_key(place, key);
    let mut effects = do_key(app, place, key, command);
    // What is remembered of it comes after whatever the key itself changed.
    effects.extend(command.and_then(|command| count_use(app, place, command)));
    effects.extend(count_sign(app, place, key));
    effects
}

fn do_key(app: &mut App, place: Place, key: Key, command: Option<commands::Id>) -> Vec<Effect> {
    if let Some(effects) = command.and_then(|command| everywhere(app, command)) {
        return effects;
    }
    match place {
        Place::Menu => menu::on_key(app, key, command),
        Place::Help => help::on_key(app, key, command),
        Place::Picker => picker::on_key(app, key, command),
        Place::People => sheets::people::on_key(app, key, command),
        Place::Script => sheets::script::on_key(app, command),
        Place::Plan => sheets::plan::on_key(app, command),
        Place::Close => sheets::close::on_key(app, command),
        Place::Home => home::on_key(app, key, command),
        Place::Form => form::on_key(app, key, command),
        Place::Live | Place::Ready | Place::Earlier | Place::List | Place::Debrief | Place::Field => {
            live::on_key(app, key, command)
        }
    }
}

/// A key that did something is known a little better: its hint goes when it has been used three times.
fn count_use(app: &mut App, place: Place, command: commands::Id) -> Option<Effect> {
    const ENOUGH: u32 = 3;
    let name = commands::in_place(place).find(|one| one.id == command)?.name;
    let used = app.habits.used.get(name).copied().unwrap_or(0);
    if used >= ENOUGH {
        return None;
    }
    app.habits.used.insert(name.to_owned(), used + 1);
    (used + 1 == ENOUGH).then(|| Effect::Remember(app.habits.clone()))
}

/// A sign that has opened its list is a key that was used.
fn count_sign(app: &mut App, place: Place, key: Key) -> Option<Effect> {
    let command = match key.typed()? {
        '@' => commands::Id::Who,
        '#' => commands::Id::Tag,
        _ => return None,
    };
    let has_opened = app.place() == Place::List || (place == Place::Earlier && app.place() == Place::Picker);
    if has_opened { count_use(app, place, command) } else { None }
}

/// Does a command of the table, wherever it was taken from.
pub(crate) fn do_command(app: &mut App, command: commands::Id) -> Vec<Effect> {
    everywhere(app, command).unwrap_or_else(|| live::command(app, command))
}

/// Commands that mean the same on every screen.
fn everywhere(app: &mut App, command: commands::Id) -> Option<Vec<Effect>> {
    match command {
        commands::Id::Leave => {
            app.is_leaving = true;
            Some(vec![Effect::Quit])
        }
        commands::Id::DoNotKill => {
            app.say(Tone::Done, "Ctrl+Q leaves; everything is already saved.");
            Some(Vec::new())
        }
        commands::Id::Help => {
            let help = Help::for_place(app);
            let below = app.overlay.take().map(Box::new);
            app.overlay = Some(Overlay::Help(Help { below, ..help }));
            Some(Vec::new())
        }
        _ => None,
    }
}

fn on_paste(app: &mut App, text: &str) -> Vec<Effect> {
    match (&mut app.overlay, &mut app.screen) {
        (None | Some(Overlay::People | Overlay::ShortForms), Screen::Live(_)) => live::on_paste(app, text),
        (Some(Overlay::Picker(picker)), _) => {
            picker.typed.paste(text.trim());
            Vec::new()
        }
        (None, Screen::Form(form)) => {
            form.paste(text);
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// Does what a key of this place would.
pub(crate) fn press(app: &mut App, id: commands::Id) -> Vec<Effect> {
    let place = app.place();
    let command = commands::in_place(place).find(|one| one.id == id);
    match command.and_then(|one| one.keys.first()) {
        Some(key) => do_key(app, place, *key, Some(id)),
        None => Vec::new(),
    }
}

fn on_click(app: &mut App, x: u16, y: u16) -> Vec<Effect> {
    if app.footer_area().holds(x, y) {
        return match footer::at(app, app.size.width, x) {
            Some(id) => press(app, id),
            None => Vec::new(),
        };
    }
    match (&app.overlay, &app.screen) {
        (None, Screen::Home(_)) => home::on_click(app, x, y),
        (None, Screen::Live(_)) => live::mouse::on_click(app, x, y),
        (Some(_), Screen::Live(_)) => sheets::clicks::on_click(app, x, y),
        _ => Vec::new(),
    }
}

/// Over notes the wheel moves them; over a list or a page it moves what is chosen or shown.
fn on_scroll(app: &mut App, by: isize) -> Vec<Effect> {
    match (&app.overlay, &app.screen) {
        (None, Screen::Live(_)) => live::mouse::on_scroll(app, by),
        (Some(_), _) => {
            let command = if by < 0 { commands::Id::UpInList } else { commands::Id::DownInList };
            let place = app.place();
            do_key(app, place, Key::plain(key::Code::Down), Some(command))
        }
        _ => Vec::new(),
    }
}

/// A clock's hours and minutes for a sentence; the text as it is when it is no time.
#[must_use]
pub fn hours_and_minutes(at: &When) -> String {
    at.clock().unwrap_or_else(|| at.to_string())
}
