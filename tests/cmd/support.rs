//! A person's laptop for the length of a test, and sessions to put on it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use assert_cmd::Command;
use hearken::format::journal::{DraftEdit, Happened};
use hearken::format::v1;
use hearken::model::ids::{EntryId, SeatId, ThemeId, WriterId};
use hearken::model::note::{Note, NoteKind, Origin};
use hearken::model::people::{Participant, RecorderRole};
use hearken::model::running::{Details, SessionKind};
use hearken::model::session::{DETAILS, NOTES, PARTICIPANTS, Session};
use hearken::model::stamp::Millis;
use hearken::model::when::When;
use hearken::storage::{OsStorage, Storage};
use hearken::study::Now;
use hearken::study::create;
use hearken::study::keeper::Keeper;
use hearken::study::opened::{Opener, open};
use hearken::study::recorder::Recorder;

pub(crate) const ID: &str = "k7m2-q9xd-4tn1-b8wz";
pub(crate) const OTHER_ID: &str = "0d3f-aaaa-bbbb-cccc";

/// A laptop with nothing on it but an empty folder to work in.
pub(crate) struct Laptop {
    home: tempfile::TempDir,
}

/// What a run of the program left behind.
pub(crate) struct Ran {
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) code: i32,
}

impl Laptop {
    pub(crate) fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("work")).unwrap();
        Self { home }
    }

    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// A path in the folder the program is run in.
    pub(crate) fn at(&self, name: &str) -> PathBuf {
        self.home.path().join("work").join(name)
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.at(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.at(name)).unwrap()
    }

    /// The names in a folder, in order.
    pub(crate) fn names(&self, folder: &str) -> Vec<String> {
        let listed = fs::read_dir(self.at(folder)).unwrap();
        let mut names: Vec<_> =
            listed.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// The program, run in the work folder by somebody with this home.
    pub(crate) fn hearken(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hearken"));
        command.env_clear().env("HOME", self.home.path()).env("TZ", "UTC").current_dir(self.at(""));
        command
    }

    /// The names of all commands, as the help lists them.
    pub(crate) fn commands(&self) -> Vec<String> {
        let help = self.run(["--help"]).out;
        let listed = help.split("\nCommands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
        let names = listed.lines().map(|line| line.split_whitespace().next().unwrap().to_owned());
        let names: Vec<String> = names.filter(|name| name != "help").collect();
        assert!(names.len() > 5, "{names:?}");
        names
    }

    pub(crate) fn run<const N: usize>(&self, args: [&str; N]) -> Ran {
        ran(self.hearken().args(args))
    }
}

/// Runs to the end; no way of ending but an exit code will do.
pub(crate) fn ran(command: &mut Command) -> Ran {
    let output = command.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let ran = Ran {
        out: text(&output.stdout),
        err: text(&output.stderr),
        code: output.status.code().unwrap_or_else(|| panic!("it ended by {}", output.status)),
    };
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
    ran
}

impl Ran {
    /// Nothing that a terminal obeys, but line breaks.
    pub(crate) fn is_safe(&self) -> bool {
        let is_harmless = |letter: char| letter == '\n' || !hearken::model::visible::must_be_escaped(letter);
        self.out.chars().all(is_harmless) && self.err.chars().all(is_harmless)
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap()
    }
}

pub(crate) fn now(second: u32) -> Now {
    let wall = format!("2026-11-23T10:42:{second:02}+00:00");
    Now { millis: Millis::new(1_795_430_520_000 + i64::from(second) * 1000), wall: When::new(wall) }
}

pub(crate) fn writer(text: &str) -> WriterId {
    text.parse().unwrap()
}

/// A session in Norwich with three people and nothing said yet.
pub(crate) fn norwich(id: &str) -> Session {
    let mut session = Session::new(id.parse().unwrap());
    session.instruments.insert(create::instrument("practice-survey").unwrap());
    let mut recorder = Recorder::new(session, writer("kj4x9q"));
    let details = Details {
        kind: SessionKind::FocusGroup,
        site: "Norwich".to_owned(),
        held_on: When::new("2026-11-23"),
        planned_minutes: Some(90),
        lang: None,
        source: None,
    };
    recorder.write(&DETAILS, &EntryId::new(""), &now(0), details, false).unwrap();
    for number in 1..=3 {
        let seat = Participant {
            label: format!("P{number}"),
            role: Some("family worker".to_owned()),
            sector: None,
            consent: None,
        };
        recorder.write(&PARTICIPANTS, &EntryId::new(seat_of(number).as_str()), &now(0), seat, false).unwrap();
    }
    recorder.into_session()
}

pub(crate) fn seat_of(number: u32) -> SeatId {
    SeatId::of(number, writer("kj4x9q"))
}

/// A note on a theme by the person in a seat.
pub(crate) fn note(kind: NoteKind, theme: &str, seat: Option<u32>, text: &str) -> Note {
    let mut note = Note::new(kind, text, Origin::Live);
    note.theme = (!theme.is_empty()).then(|| ThemeId::new(theme));
    note.participant = seat.map(seat_of);
    note
}

/// What another laptop adds to a session.
pub(crate) struct Typing(Recorder);

impl Typing {
    pub(crate) fn on(session: &Session, who: &str) -> Self {
        Self(Recorder::new(session.clone(), writer(who)))
    }

    pub(crate) fn adds(&mut self, second: u32, mut note: Note) -> EntryId {
        note.said_at = note.said_at.or(Some(now(second).wall));
        self.0.add(&NOTES, &now(second), note).unwrap().id
    }

    pub(crate) fn adds_at(&mut self, now: &Now, note: Note) {
        self.0.add(&NOTES, now, note).unwrap();
    }

    pub(crate) fn changes(&mut self, second: u32, id: &EntryId, change: impl FnOnce(&mut Note)) {
        let mut note = self.0.session().lists.notes.current(id.as_str()).unwrap().clone();
        change(&mut note);
        self.0.write(&NOTES, id, &now(second), note, false).unwrap();
    }

    pub(crate) fn deletes(&mut self, second: u32, id: &EntryId) {
        let note = self.0.session().lists.notes.current(id.as_str()).unwrap().clone();
        self.0.write(&NOTES, id, &now(second), note, true).unwrap();
    }

    pub(crate) const fn session(&self) -> &Session {
        self.0.session()
    }

    pub(crate) fn done(self) -> Session {
        self.0.into_session()
    }
}

/// Norwich with one quote on funding.
pub(crate) fn with_quote(id: &str) -> (Session, EntryId) {
    let mut typing = Typing::on(&norwich(id), "kj4x9q");
    let text = "We find out in March whether we exist in April.";
    let said = typing.adds(7, note(NoteKind::Quote, "funding", Some(3), text));
    (typing.done(), said)
}

pub(crate) fn text(session: &Session) -> String {
    v1::write_session(session)
}

/// Opens a session as the screen does, saves nothing, and lets it be cut off: its journal stays.
pub(crate) fn cut_off(path: &Path, said: &str, half_typed: &str) {
    drop(recording(path, said, half_typed));
}

/// A session being recorded, with one note and a half-typed one in its journal, until it is dropped.
pub(crate) fn recording(path: &Path, said: &str, half_typed: &str) -> Keeper {
    let storage: Arc<dyn Storage> = Arc::new(OsStorage);
    let who = Opener {
        writer: writer("q2w3e4"),
        laptop: writer("7tq2m9"),
        initials: "NT".to_owned(),
        role: RecorderRole::NoteTaker,
    };
    let mut opened = open(&storage, path, &who, &now(20), 1).unwrap();
    opened.keeper.begin(opened.recorder.session()).unwrap();
    let mut note = note(NoteKind::Point, "funding", Some(1), said);
    note.said_at = Some(now(21).wall);
    let put = opened.recorder.add(&NOTES, &now(21), note).unwrap();
    opened.keeper.append(Happened::Put { puts: vec![put], ends: None }).unwrap();
    let edit = DraftEdit {
        note: None,
        at: 0,
        removed: 0,
        inserted: half_typed.to_owned(),
        signs: Some("3: \"".to_owned()),
        said_at: now(22).wall,
        flags: std::collections::BTreeSet::new(),
    };
    opened.keeper.append(Happened::Draft(edit)).unwrap();
    opened.keeper
}
