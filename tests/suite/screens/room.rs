//! The state of the screen with a real study behind it, driven by keys as a person types them.

use std::path::PathBuf;
use std::sync::Arc;

use hearken::app::key::{Code, Key};
use hearken::app::layout::Size;
use hearken::app::{App, Effect, Message, OpenedSession, Screen, update};
use hearken::format::journal::Happened;
use hearken::model::ids::{SessionId, WriterId};
use hearken::model::people::RecorderRole;
use hearken::model::session::Session;
use hearken::model::stamp::Millis;
use hearken::model::when::When;
use hearken::storage::{OsStorage, Storage};
use hearken::study::create::{FreshIds, create};
use hearken::study::folder::StudyFolder;
use hearken::study::keeper::Keeper;
use hearken::study::opened::{Opened, Opener, open};
use hearken::study::{Now, catalogue};
use hearken::ui::{Look, Painter};

/// A study folder, a state and a clock that moves one second a key.
pub(crate) struct Room {
    _home: tempfile::TempDir,
    pub(crate) study: StudyFolder,
    pub(crate) app: App,
    keeper: Option<Keeper>,
    seconds: i64,
    writers: u8,
    pub(crate) effects: Vec<Effect>,
}

const LOOK: Look = Look { is_ascii: false, has_colour: true };

impl Room {
    pub(crate) fn new(width: u16, height: u16) -> Self {
        let home = tempfile::tempdir().unwrap();
        let study = StudyFolder::at(home.path().join("study"));
        let app = App::new(Size { width, height }, now_at(0));
        let room =
            Self { _home: home, study, app, keeper: None, seconds: 0, writers: 0, effects: Vec::new() };
        room.study.make(&OsStorage, SessionId::from_random([9; 10]), writer(0), &now_at(0)).unwrap();
        room
    }

    /// A room in which a focus group at Norwich has begun.
    pub(crate) fn begun(width: u16, height: u16) -> Self {
        let mut room = Self::new(width, height);
        room.keys("1 <Enter> Norwich <Enter> <Enter> NT <Enter> <Enter>");
        assert!(matches!(room.app.screen, Screen::Live(_)), "{}", room.screen());
        room
    }

    pub(crate) fn now(&self) -> Now {
        now_at(self.seconds)
    }

    pub(crate) fn tell(&mut self, message: Message) {
        let now = self.now();
        let mut waiting = vec![message];
        while let Some(message) = waiting.pop() {
            for effect in update(&mut self.app, message, &now) {
                self.effects.push(effect.clone());
                waiting.extend(self.perform(effect, &now));
            }
        }
    }

    fn perform(&mut self, effect: Effect, now: &Now) -> Option<Message> {
        match effect {
            Effect::List => Some(Message::Listed(catalogue::list(&OsStorage, &self.study).unwrap().0)),
            Effect::Create(setup) => {
                let laptop = "7tq2m9".parse().unwrap();
                self.writers += 1;
                let ids = FreshIds {
                    session: SessionId::from_random([self.writers; 10]),
                    writer: writer(self.writers),
                    laptop,
                };
                let (_, path) = create(&OsStorage, &self.study, &setup, ids, now).unwrap();
                Some(self.open(&path, now))
            }
            Effect::Open(path) => Some(self.open(&path, now)),
            Effect::Journal(happened) => {
                self.keeper.as_mut().unwrap().append(happened).unwrap();
                None
            }
            Effect::Close(session) => {
                self.close(&session);
                None
            }
            _ => None,
        }
    }

    fn open(&mut self, path: &std::path::Path, now: &Now) -> Message {
        self.writers += 1;
        let opener = Opener {
            writer: writer(self.writers),
            laptop: "7tq2m9".parse().unwrap(),
            initials: "NT".to_owned(),
            role: RecorderRole::NoteTaker,
        };
        let storage: Arc<dyn Storage> = Arc::new(OsStorage);
        let Opened { recorder, mut keeper, recovered } = open(&storage, path, &opener, now, 1).unwrap();
        keeper.begin(recorder.session()).unwrap();
        self.keeper = Some(keeper);
        Message::Opened(Box::new(OpenedSession { recorder, recovered, is_read_only: false }))
    }

    fn close(&mut self, session: &Session) {
        self.keeper.take().unwrap().close(session).unwrap();
    }

    /// Presses keys: words are typed letter by letter, `<Enter>` and the like are keys. A blank beside a key in
    /// brackets only parts it from what stands next to it.
    pub(crate) fn keys(&mut self, keys: &str) {
        for part in parts(keys) {
            match part {
                Part::Key(key) => self.press(key),
                Part::Words(words) => {
                    words.chars().for_each(|letter| self.press(Key::plain(Code::Char(letter))));
                }
            }
        }
    }

    pub(crate) fn press(&mut self, key: Key) {
        self.seconds += 1;
        self.tell(Message::Key(key));
    }

    /// The screen as text, right blanks cut.
    pub(crate) fn screen(&self) -> String {
        self.screen_with(LOOK)
    }

    pub(crate) fn screen_with(&self, look: Look) -> String {
        let mut painter = Painter::new(look);
        painter.draw(&self.app, &mut Vec::new());
        let cells = painter.cells();
        let rows = cells.content.chunks(usize::from(cells.area.width));
        let row = |row: &[ratatui::buffer::Cell]| {
            let mut text = String::new();
            let mut hidden = 0;
            for cell in row {
                if hidden == 0 {
                    text.push_str(cell.symbol());
                    hidden = unicode_width::UnicodeWidthStr::width(cell.symbol()).saturating_sub(1);
                } else {
                    hidden -= 1;
                }
            }
            text.trim_end().to_owned()
        };
        rows.map(row).collect::<Vec<_>>().join("\n")
    }

    pub(crate) fn session(&self) -> &Session {
        self.app.session().unwrap()
    }

    /// The words of the notes that stand, in order.
    pub(crate) fn notes(&self) -> Vec<String> {
        let notes = &self.session().lists.notes;
        notes.standing().map(|(_, version)| hearken::app::live::shown::in_words(&version.body)).collect()
    }

    /// The session's file.
    pub(crate) fn path(&self) -> PathBuf {
        self.keeper.as_ref().unwrap().path().to_owned()
    }

    /// Every fact written down so far.
    pub(crate) fn facts(&self) -> Vec<&Happened> {
        self.effects
            .iter()
            .filter_map(|effect| if let Effect::Journal(fact) = effect { Some(fact) } else { None })
            .collect()
    }

    /// As a killed process leaves it: nothing is closed, the state is gone.
    pub(crate) fn kill(&mut self) {
        self.keeper = None;
        let size = self.app.size;
        self.app = App::new(size, self.now());
        self.tell(Message::Listed(catalogue::list(&OsStorage, &self.study).unwrap().0));
    }
}

fn writer(number: u8) -> WriterId {
    WriterId::from_random([0, 0, 0, number])
}

fn now_at(seconds: i64) -> Now {
    let start = chrono::DateTime::parse_from_rfc3339("2026-11-23T10:42:07+00:00").unwrap();
    let time = start + chrono::Duration::seconds(seconds);
    Now { millis: Millis::new(time.timestamp_millis()), wall: When::of(time) }
}

enum Part {
    Key(Key),
    Words(String),
}

fn parts(keys: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = keys;
    while !rest.is_empty() {
        if let Some((name, after)) = rest.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
            parts.push(Part::Key(key_named(name)));
            rest = after.strip_prefix(' ').unwrap_or(after);
        } else {
            let end = rest.find(" <").or_else(|| rest.find('<')).unwrap_or(rest.len());
            let (words, after) = rest.split_at(end);
            parts.push(Part::Words(words.to_owned()));
            rest = after.strip_prefix(' ').unwrap_or(after);
        }
    }
    parts
}

fn key_named(name: &str) -> Key {
    if let Some(letter) = name.strip_prefix("C-") {
        return Key::ctrl(letter.chars().next().unwrap());
    }
    Key::plain(match name {
        "Enter" => Code::Enter,
        "Tab" => Code::Tab,
        "BackTab" => Code::BackTab,
        "Esc" => Code::Esc,
        "Up" => Code::Up,
        "Down" => Code::Down,
        "Left" => Code::Left,
        "Right" => Code::Right,
        "Home" => Code::Home,
        "End" => Code::End,
        "BS" => Code::Backspace,
        "Del" => Code::Delete,
        "Space" => Code::Char(' '),
        other => panic!("no such key: {other}"),
    })
}
