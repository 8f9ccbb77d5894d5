//! The state of the screen with a real study behind it, driven by keys as a person types them.

use std::path::PathBuf;
use std::sync::Arc;

use hearken::app::key::{Code, Key};
use hearken::app::layout::Size;
use hearken::app::live::Live;
use hearken::app::{App, Effect, Message, OpenedSession, Screen, update};
use hearken::format::journal::Happened;
use hearken::format::v1::write_session;
use hearken::model::entry::SINGLE;
use hearken::model::ids::{EntryId, SessionId, WriterId};
use hearken::model::instrument::Instrument;
use hearken::model::note::Note;
use hearken::model::people::{Participant, RecorderRole, Writer};
use hearken::model::running::{Details, SessionKind};
use hearken::model::session::{DETAILS, PARTICIPANTS, Session, WRITERS};
use hearken::model::stamp::Millis;
use hearken::model::when::When;
use hearken::run::Reading;
use hearken::storage::{OsStorage, Storage};
use hearken::study::create::{FreshIds, Setup, create};
use hearken::study::folder::StudyFolder;
use hearken::study::keeper::Keeper;
use hearken::study::opened::{Opened, Opener, open};
use hearken::study::recorder::Recorder;
use hearken::study::{Now, catalogue};
use hearken::ui::{Look, Painter};

/// A study folder, a state and a clock that moves one second a key.
pub(crate) struct Room {
    home: tempfile::TempDir,
    pub(crate) study: StudyFolder,
    pub(crate) app: App,
    keeper: Option<Keeper>,
    seconds: i64,
    writers: u8,
    pub(crate) effects: Vec<Effect>,
}

const READING: Reading = Reading { inputs: Vec::new(), is_ascii: false };
const LOOK: Look = Look { is_ascii: false, has_colour: true };

impl Room {
    pub(crate) fn new(width: u16, height: u16) -> Self {
        let home = tempfile::tempdir().unwrap();
        let study = StudyFolder::at(home.path().join("study"));
        let app = App::new(Size { width, height }, now_at(0));
        let room = Self { home, study, app, keeper: None, seconds: 0, writers: 0, effects: Vec::new() };
        room.study.make(&OsStorage, SessionId::from_random([9; 10]), writer(0), &now_at(0)).unwrap();
        room
    }

    /// A room whose study is the worked example.
    pub(crate) fn of_example(width: u16, height: u16) -> Self {
        let mut room = Self::new(width, height);
        let sessions = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("sessions");
        for entry in std::fs::read_dir(sessions).unwrap().map(Result::unwrap) {
            if entry.path().is_file() {
                std::fs::copy(entry.path(), room.study.root().join(entry.file_name())).unwrap();
            }
        }
        room.list();
        room
    }

    /// A room in which a focus group of eight people at Norwich has begun, planned for 90 minutes.
    pub(crate) fn begun(width: u16, height: u16) -> Self {
        Self::asked(width, height, "<Enter> Norwich <Enter> <Enter> NT <Enter> <Enter>")
    }

    /// A room in which a session has begun after these answers to the questions before it.
    #[track_caller]
    pub(crate) fn asked(width: u16, height: u16, answers: &str) -> Self {
        let mut room = Self::new(width, height);
        room.keys("1");
        room.keys(answers);
        assert!(matches!(room.app.screen, Screen::Live(_)), "{}", room.screen());
        room
    }

    /// A room in which a session of one seat has begun with an instrument of its own.
    pub(crate) fn with(width: u16, height: u16, instrument: Arc<Instrument>) -> Self {
        let mut room = Self::new(width, height);
        let now = room.now();
        let mut recorder = Recorder::new(Session::new(SessionId::from_random([7; 10])), writer(200));
        let details = Details {
            kind: SessionKind::Questionnaire,
            site: "Board 01".to_owned(),
            held_on: now.wall.clone(),
            planned_minutes: None,
            lang: None,
            source: None,
        };
        recorder.write(&DETAILS, &EntryId::new(SINGLE), &now, details, false).unwrap();
        let seat = Participant { label: "P1".to_owned(), role: None, sector: None, consent: None };
        recorder.write(&PARTICIPANTS, &EntryId::new("P1-000000"), &now, seat, false).unwrap();
        let mut session = recorder.into_session();
        session.instruments.insert(instrument);
        let path = room.study.root().join("form.json");
        std::fs::write(&path, write_session(&session)).unwrap();
        room.tell(Message::Listed(Vec::new()));
        let opened = room.open(&path, &now);
        room.tell(opened);
        room
    }

    /// Lets minutes go by, with a tick at every second as the program has them.
    pub(crate) fn wait(&mut self, minutes: i64) {
        for _ in 0..minutes * 60 {
            self.seconds += 1;
            self.tell(Message::Tick);
        }
    }

    /// The laptop sleeps for so many minutes, and wakes.
    pub(crate) fn sleep(&mut self, minutes: i64) {
        let before = self.now().wall;
        self.seconds += minutes * 60;
        self.tell(Message::Gap { before, jump_ms: minutes * 60_000 });
    }

    /// Goes back to the first screen, and opens the newest session again some minutes later.
    pub(crate) fn open_again(&mut self, minutes: i64) {
        self.keys("<Esc> g");
        self.seconds += minutes * 60;
        self.keys("3 1");
        assert!(matches!(self.app.screen, Screen::Live(_)), "{}", self.screen());
    }

    /// Clicks on the first place where these words stand on the screen.
    #[track_caller]
    pub(crate) fn click(&mut self, words: &str) {
        let screen = self.screen();
        let found = screen.lines().zip(0..).find_map(|(line, y)| Some((line.split_once(words)?.0, y)));
        let Some((before, y)) = found else { panic!("no “{words}” in\n{screen}") };
        let x = u16::try_from(unicode_width::UnicodeWidthStr::width(before)).unwrap();
        self.seconds += 1;
        self.tell(Message::Click { x, y });
    }

    /// Clicks on a cell.
    pub(crate) fn click_at(&mut self, x: u16, y: u16) {
        self.seconds += 1;
        self.tell(Message::Click { x, y });
    }

    /// Turns the wheel by some rows over a cell; up is negative.
    pub(crate) fn scroll(&mut self, x: u16, y: u16, by: isize) {
        self.seconds += 1;
        self.tell(Message::Scroll { x, y, by });
    }

    /// What would be left if the process were killed now: a room of its own, on a copy of the folder, in which the
    /// session is carried on. This one goes on as if nothing had been.
    pub(crate) fn as_if_killed(&self) -> Self {
        let home = tempfile::tempdir().unwrap();
        copy_folder(self.home.path(), home.path());
        let study = StudyFolder::at(home.path().join("study"));
        let app = App::new(self.app.size, self.now());
        let (seconds, writers) = (self.seconds, self.writers);
        let mut room = Self { home, study, app, keeper: None, seconds, writers, effects: Vec::new() };
        room.app.habits = self.app.habits.clone();
        room.list();
        room.keys("1");
        room
    }

    /// Looks again which sessions there are.
    pub(crate) fn list(&mut self) {
        self.tell(Message::Listed(catalogue::list(&OsStorage, &self.study).unwrap().0));
    }

    pub(crate) fn now(&self) -> Now {
        now_at(self.seconds)
    }

    pub(crate) fn tell(&mut self, message: Message) {
        let now = self.now();
        // The clocks are looked at last, as in the program.
        let last = (!matches!(message, Message::Tick)).then_some(Message::Tick);
        let mut waiting: Vec<Message> = last.into_iter().chain([message]).collect();
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
            Effect::Practise => self.perform(Effect::Create(Setup::practice("NT".to_owned())), now),
            Effect::Open(path) => Some(self.open(&path, now)),
            Effect::OpenById(id) => {
                let path = catalogue::find(&OsStorage, &self.study, &id.to_string()).unwrap();
                Some(self.open(&path, now))
            }
            Effect::Report(kind) => Some(READING.report(&OsStorage, &self.study, kind)),
            Effect::Why(anchor) => Some(READING.why(&OsStorage, &self.study, &anchor)),
            Effect::Journal(happened) => {
                self.keeper.as_mut().unwrap().append(happened).unwrap();
                None
            }
            Effect::Close(session) => {
                self.close(&session);
                Some(Message::Listed(catalogue::list(&OsStorage, &self.study).unwrap().0))
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

    /// Another laptop with a copy of the session as it is here, opened at that moment by somebody with these initials.
    pub(crate) fn another_laptop(&self, initials: &str, id: &str, now: &Now) -> Recorder {
        let id: WriterId = id.parse().unwrap();
        let mut recorder = Recorder::new(self.session().clone(), id);
        let opened = Writer {
            laptop: id,
            initials: initials.to_owned(),
            role: RecorderRole::Facilitator,
            opened: now.wall.clone(),
        };
        recorder.write(&WRITERS, &EntryId::new(id.to_string()), now, opened, false).unwrap();
        recorder
    }

    /// What another laptop has comes to this one, as when the file was written by somebody else.
    pub(crate) fn joins(&mut self, session: Session) {
        self.tell(Message::Saved { joined: Some(Box::new(session)), moved_to: None });
    }

    /// The words of the notes that stand, in order.
    pub(crate) fn notes(&self) -> Vec<String> {
        let notes = &self.session().lists.notes;
        notes.standing().map(|(_, version)| hearken::app::live::shown::in_words(&version.body)).collect()
    }

    /// The note that stands at this place, counted from 0.
    #[track_caller]
    pub(crate) fn note(&self, place: usize) -> &Note {
        let notes = &self.session().lists.notes;
        &notes.standing().nth(place).unwrap_or_else(|| panic!("no note {place}: {:?}", self.notes())).1.body
    }

    /// The label of who said the note at this place; blank for nobody.
    #[track_caller]
    pub(crate) fn said_by(&self, place: usize) -> String {
        let seat = self.note(place).participant.as_ref();
        seat.map(|seat| self.session().seat_label(seat)).unwrap_or_default()
    }

    /// The theme of the note at this place.
    #[track_caller]
    pub(crate) fn theme_of(&self, place: usize) -> &str {
        self.note(place).theme.as_ref().map(hearken::model::ids::ThemeId::as_str).unwrap_or_default()
    }

    /// The live screen's state.
    #[track_caller]
    pub(crate) fn live(&self) -> &Live {
        match &self.app.screen {
            Screen::Live(live) => live,
            _ => panic!("no session in\n{}", self.screen()),
        }
    }

    /// What is in the typing line, behind the chips.
    #[track_caller]
    pub(crate) fn line(&self) -> &str {
        self.live().draft.words.text()
    }

    /// States that these words stand on the screen.
    #[track_caller]
    pub(crate) fn shows(&self, words: &str) {
        let screen = self.screen();
        assert!(screen.contains(words), "no “{words}” in\n{screen}");
    }

    /// States that these words do not stand on the screen.
    #[track_caller]
    pub(crate) fn hides(&self, words: &str) {
        let screen = self.screen();
        assert!(!screen.contains(words), "“{words}” in\n{screen}");
    }

    /// States that the message line, cut or not, has these words in it.
    #[track_caller]
    pub(crate) fn says(&self, words: &str) {
        let said = self.app.notice.as_ref().map(|notice| notice.text.as_str()).unwrap_or_default();
        assert!(said.contains(words), "no “{words}” in “{said}”");
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

fn copy_folder(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}

fn writer(number: u8) -> WriterId {
    WriterId::from_random([0, 0, 0, number])
}

pub(crate) fn now_at(seconds: i64) -> Now {
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
        "F2" => Code::F(2),
        "Up" => Code::Up,
        "Down" => Code::Down,
        "Left" => Code::Left,
        "Right" => Code::Right,
        "Home" => Code::Home,
        "End" => Code::End,
        "BS" => Code::Backspace,
        "Del" => Code::Delete,
        "Space" => Code::Char(' '),
        // A letter by itself, where letters are commands and the words after it are typed into something else.
        other => match other.chars().collect::<Vec<_>>().as_slice() {
            [letter] => Code::Char(*letter),
            _ => panic!("no such key: {other}"),
        },
    })
}
