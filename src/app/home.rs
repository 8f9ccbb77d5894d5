//! The first screen: carry on, start, join, open an earlier session, practise, how this works, leave.

use std::path::PathBuf;

use super::commands::Id;
use super::form::{Form, Own};
use super::help::Help;
use super::key::Key;
use super::practice::Practice;
use super::whole::Whole;
use super::{App, Effect, Overlay, Screen};
use crate::study::catalogue::Listed;

/// One line of the first screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A session that was cut off.
    CarryOn(PathBuf),
    /// A new session.
    Start,
    /// A session started on another laptop.
    Join,
    /// A session that another window writes, to be read.
    Read(PathBuf),
    /// A session that another window writes, in a copy of one's own.
    Beside(PathBuf),
    /// The list of sessions.
    OpenEarlier,
    /// What all sessions hold together.
    Whole,
    /// A session to practise in, which is not kept.
    Practise,
    /// What the program is for and how it is used.
    HowThisWorks,
    /// The end.
    Leave,
    /// A session of the list.
    Session(PathBuf),
    /// From the list back to the first screen.
    Return,
}

/// The first screen's state.
#[derive(Debug, Default)]
pub struct Home {
    sessions: Vec<Listed>,
    /// The study's own instruments.
    own: Vec<Own>,
    is_listing: bool,
    /// A session that was asked for and that another window writes.
    held: Option<PathBuf>,
    at: usize,
    /// Whether the arrow keys have moved, so that a list that comes in late does not move the choice.
    has_moved: bool,
}

/// The first row of the items on the screen, and how many rows each takes.
pub const FIRST_ROW: u16 = 6;

impl Home {
    /// The first screen with the choice of what to do about a session that another window writes.
    #[must_use]
    pub fn for_held(path: PathBuf) -> Self {
        Self { held: Some(path), ..Self::default() }
    }

    /// The sessions of the study, newest first.
    #[must_use]
    pub fn sessions(&self) -> &[Listed] {
        &self.sessions
    }

    /// Whether another page of the first screen was left for this one.
    #[must_use]
    pub const fn has_before(&self) -> bool {
        self.is_listing || self.held.is_some()
    }

    /// Takes the sessions of the study.
    pub fn set_sessions(&mut self, sessions: Vec<Listed>) {
        self.sessions = sessions;
        if !self.has_moved {
            self.at = 0;
        }
        self.at = self.at.min(self.items().len().saturating_sub(1));
    }

    /// Takes the study's own instruments.
    pub fn set_own(&mut self, own: Vec<Own>) {
        self.own = own;
    }

    /// Whether the list of earlier sessions is shown.
    #[must_use]
    pub const fn is_listing(&self) -> bool {
        self.is_listing
    }

    /// The line chosen.
    #[must_use]
    pub const fn at(&self) -> usize {
        self.at
    }

    /// The lines, from the top.
    #[must_use]
    pub fn items(&self) -> Vec<Item> {
        if let Some(path) = &self.held {
            return vec![Item::Read(path.clone()), Item::Beside(path.clone()), Item::Return];
        }
        if self.is_listing {
            let sessions = self.sessions.iter().map(|one| Item::Session(one.path.clone()));
            return sessions.chain([Item::Return]).collect();
        }
        let cut_off = self.sessions.iter().find(|one| one.is_unfinished && !one.is_open);
        let mut items: Vec<Item> = cut_off.map(|one| Item::CarryOn(one.path.clone())).into_iter().collect();
        items.extend([Item::Start, Item::Join]);
        if !self.sessions.is_empty() {
            items.extend([Item::OpenEarlier, Item::Whole]);
        }
        items.extend([Item::Practise, Item::HowThisWorks, Item::Leave]);
        items
    }

    /// What a line says.
    #[must_use]
    pub fn words(&self, item: &Item) -> String {
        match item {
            Item::CarryOn(path) => match self.listed(path) {
                Some(one) => format!("Carry on with {} (it was cut off; nothing was lost)", name(one)),
                None => "Carry on".to_owned(),
            },
            Item::Start => "Start a focus group, interview or visit".to_owned(),
            Item::Join => "Join a session that is on another laptop".to_owned(),
            Item::Read(_) => "Read it; nothing can be changed".to_owned(),
            Item::Beside(_) => {
                "Take notes beside it, in a copy that is joined when both are closed".to_owned()
            }
            Item::OpenEarlier => "Open an earlier session".to_owned(),
            Item::Whole => "See what the study holds so far".to_owned(),
            Item::Practise => "Practise for two minutes; nothing of it is kept".to_owned(),
            Item::HowThisWorks => "How this works".to_owned(),
            Item::Leave => "Leave".to_owned(),
            Item::Session(path) => self.listed(path).map(describe).unwrap_or_default(),
            Item::Return => "Back".to_owned(),
        }
    }

    fn listed(&self, path: &PathBuf) -> Option<&Listed> {
        self.sessions.iter().find(|one| one.path == *path)
    }

    fn step(&mut self, by: isize) {
        self.has_moved = true;
        let last = self.items().len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
    }
}

fn name(one: &Listed) -> String {
    match (one.site.is_empty(), one.kind) {
        (false, Some(kind)) => format!("{}, {}", one.site, kind.name()),
        (false, None) => one.site.clone(),
        (true, _) => format!("session {}", one.id),
    }
}

fn describe(one: &Listed) -> String {
    let mut words = format!("{}  {}  {} notes", one.held_on, name(one), one.notes);
    if !one.recorders.is_empty() {
        words.push_str(&format!(", by {}", one.recorders.join(" and ")));
    }
    if one.is_open {
        words.push_str("  (open in another window)");
    } else if one.is_unfinished {
        words.push_str("  (cut off; nothing was lost)");
    }
    words
}

/// Does what a key asks on the first screen.
pub(super) fn on_key(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    let Screen::Home(home) = &mut app.screen else { return Vec::new() };
    match command {
        Some(Id::UpInList) => home.step(-1),
        Some(Id::DownInList) => home.step(1),
        Some(Id::Take) => return take(app),
        Some(Id::Back) if home.has_before() => return back(app),
        _ => return on_number(app, key),
    }
    Vec::new()
}

/// A digit takes the line of that number; `?` shows how this works.
fn on_number(app: &mut App, key: Key) -> Vec<Effect> {
    let Screen::Home(home) = &mut app.screen else { return Vec::new() };
    match key.typed() {
        Some('?') => {
            app.overlay = Some(Overlay::Help(Help::how_this_works()));
            Vec::new()
        }
        Some(digit @ '1'..='9') => {
            let at = (digit as usize).saturating_sub('1' as usize);
            if at < home.items().len() {
                home.at = at;
                return take(app);
            }
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// Takes the line that is clicked.
pub(super) fn on_click(app: &mut App, _: u16, y: u16) -> Vec<Effect> {
    let Screen::Home(home) = &mut app.screen else { return Vec::new() };
    let line = usize::from(y.saturating_sub(FIRST_ROW)) + first_shown(home, app.size.height);
    if y < FIRST_ROW || line >= home.items().len() {
        return Vec::new();
    }
    home.at = line;
    take(app)
}

/// The first line shown when there are more than fit.
#[must_use]
pub fn first_shown(home: &Home, height: u16) -> usize {
    let room = usize::from(height.saturating_sub(FIRST_ROW + 3)).max(1);
    home.at().saturating_sub(room - 1)
}

/// Back to the first screen as it was at the start.
fn back(app: &mut App) -> Vec<Effect> {
    app.screen = Screen::Home(Home::default());
    vec![Effect::List]
}

fn take(app: &mut App) -> Vec<Effect> {
    let recorder = app.recorder.clone();
    let Screen::Home(home) = &mut app.screen else { return Vec::new() };
    let Some(item) = home.items().into_iter().nth(home.at) else { return Vec::new() };
    app.notice = None;
    app.practice = None;
    match item {
        Item::CarryOn(path) | Item::Session(path) => return vec![Effect::Open(path)],
        Item::Practise => {
            app.practice = Some(Practice::default());
            return vec![Effect::Practise];
        }
        Item::Start => app.screen = Screen::Form(Form::start(recorder, home.own.clone())),
        Item::Join => app.screen = Screen::Form(Form::join(recorder)),
        Item::Whole => app.screen = Screen::Whole(Box::new(Whole::offered())),
        Item::OpenEarlier => {
            home.is_listing = true;
            home.at = 0;
        }
        Item::Read(path) => return vec![Effect::Look(path)],
        Item::Beside(path) => return vec![Effect::OpenCopy(path)],
        Item::Return => return back(app),
        Item::HowThisWorks => app.overlay = Some(Overlay::Help(Help::how_this_works())),
        Item::Leave => {
            app.is_leaving = true;
            return vec![Effect::Quit];
        }
    }
    Vec::new()
}
