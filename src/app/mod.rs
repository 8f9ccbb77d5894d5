//! The whole state of the screen, and what changes it.
//!
//! Promises: [`update`] is pure. A message goes in, the state changes, effects come out as data; time is passed
//! in, and ids and files are asked for by an [`Effect`] and come back as a [`Message`]. A note is in an effect
//! for the journal before it can be drawn. Leaves to others: how it looks (`ui`), doing the effects (`run`).
//!
//! Read [`message`] (what comes in and goes out), [`commands`] and [`key`] (what a person can do), [`input`] (where it
//! goes), then one file a screen: [`home`], [`form`], [`live`], [`whole`]; the empty screen is [`blank`]; what lies over a session ([`overlay`]) is [`menu`],
//! [`picker`], [`help`] and the [`sheets`]. The typing line is [`composer`], laid out
//! by [`wrap`]; [`layout`] says where panes stand, [`notice`] what the message line says ([`practice`] what it says to beginners), [`footer`] which keys are
//! offered.

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
pub mod message;
pub mod notice;
pub mod practice;
pub mod overlay;
pub mod whole;
pub mod blank;
mod input;

use std::path::{Path, PathBuf};

use crate::model::session::Session;
use crate::model::when::When;
use crate::study::Now;
use crate::study::laptop::Habits;

use blank::Blank;
use commands::Place;
use form::Form;
use home::Home;
pub(crate) use input::{do_command, press};
use input::{everywhere, on_click, on_key, on_paste, on_scroll};
use layout::{Area, Size};
use live::Live;
pub use message::{Effect, Message, OpenedSession};
pub use notice::{Notice, Tone};
pub use overlay::Overlay;
use practice::Practice;
use whole::Whole;

/// Which screen is shown.
#[derive(Debug)]
pub enum Screen {
    /// The first one.
    Home(Home),
    /// Questions before a session.
    Form(Form),
    /// A session.
    Live(Box<Live>),
    /// The whole study.
    Whole(Box<Whole>),
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
    /// How far the practice has come, while there is one.
    pub practice: Option<Practice>,
    /// Whether anything is shown, or somebody is looking.
    pub blank: Blank,
    /// Whether an empty screen comes back by a passphrase only.
    pub wants_passphrase: bool,
    /// The whole study, while a session is looked at that was opened from there.
    pub behind: Option<Box<Whole>>,
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
            practice: None,
            behind: None,
            blank: Blank::default(),
            wants_passphrase: false,
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
            (None, Screen::Whole(whole)) => whole.place(),
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
            Screen::Form(_) | Screen::Whole(_) => false,
            Screen::Live(_) => self.habits.has_mouse,
        }
    }

    /// Where the footer stands; it has no rows where help or a question lies over it.
    fn footer_area(&self) -> Area {
        let Size { width, height } = self.size;
        match (&self.overlay, &self.screen) {
            (Some(Overlay::Help(_)), _) | (_, Screen::Form(_)) => Area::default(),
            (_, Screen::Live(live)) => live.layout(self.size).footer,
            (_, Screen::Home(_) | Screen::Whole(_)) if height > home::FIRST_ROW + 2 => {
                Area { x: 0, y: height - 1, width, height: 1 }
            }
            (_, Screen::Home(_) | Screen::Whole(_)) => Area::default(),
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
    practice::guide(app);
    effects
}

fn happened(app: &mut App, message: Message) -> Vec<Effect> {
    match message {
        Message::Resize(size) => {
            app.size = size;
            Vec::new()
        }
        Message::Key(key) => on_key(app, key),
        Message::Do(id) => do_command(app, id),
        Message::Paste(text) => on_paste(app, &text),
        Message::Click { x, y } => on_click(app, x, y),
        Message::Scroll { by, .. } => on_scroll(app, by),
        Message::Tick => {
            live::clock::tick(app);
            Vec::new()
        }
        Message::Gap { before, jump_ms } => live::gaps::gap(app, &before, jump_ms),
        Message::Listed(listed) => {
            if let Screen::Home(home) = &mut app.screen {
                home.set_sessions(listed);
            }
            Vec::new()
        }
        Message::Instruments(own) => {
            if let Screen::Home(home) = &mut app.screen {
                home.set_own(own);
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
        Message::Told(words) => {
            app.say(Tone::Done, words);
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
        Message::Unlocked(is_it) => {
            blank::answered(app, is_it);
            Vec::new()
        }
        Message::Matrix(tables) => {
            whole::on_matrix(app, tables);
            Vec::new()
        }
        Message::Page { of, lines } => {
            whole::on_page(app, of, lines);
            Vec::new()
        }
    }
}

fn open(app: &mut App, opened: OpenedSession) -> Vec<Effect> {
    let (live, mut effects, told) = Live::open(opened, &app.now);
    let before = std::mem::replace(&mut app.screen, Screen::Live(Box::new(live)));
    app.overlay = None;
    app.behind = None;
    app.say(Tone::Done, told);
    if let Screen::Whole(whole) = before {
        effects.extend(whole::arrived(app, whole));
    }
    effects
}

fn saved(app: &mut App, joined: Option<Box<Session>>, moved_to: Option<PathBuf>) -> Vec<Effect> {
    let clock = app.now.wall.clone();
    if let Screen::Live(live) = &mut app.screen {
        live.saved_at = Some(clock);
        if let Some(theirs) = joined {
            live.join(*theirs);
            sheets::conflicts::look_again(app);
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

/// A clock's hours and minutes for a sentence; the text as it is when it is no time.
#[must_use]
pub fn hours_and_minutes(at: &When) -> String {
    at.clock().unwrap_or_else(|| at.to_string())
}
