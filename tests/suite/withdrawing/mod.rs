//! Withdrawing and erasing in real folders: what goes from which file, what stays, and what old copies still show.

mod rules;
mod files;
mod faults;
mod choices;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use hearken::format::journal::{DraftEdit, Happened, Line, Put};
use hearken::format::v1;
use hearken::merge::Join as _;
use hearken::model::entry::Version;
use hearken::model::erasing::Scope;
use hearken::model::ids::{EntryId, SeatId, WriterId};
use hearken::model::note::{Note, NoteKind, Origin};
use hearken::model::people::{Link, Participant};
use hearken::model::session::Session;
use hearken::model::stamp::{Millis, Stamp};
use hearken::model::when::When;
use hearken::storage::journal::JournalFile;
use hearken::storage::{OsStorage, Storage};
use hearken::study::copies::{Copies, Hold, Search, find};
use hearken::study::withdraw::done::{Done, carry_out};
use hearken::study::withdraw::{Plan, Wanted, wanted};
use hearken::study::{Now, StudyError};

const ID: &str = "k7m2-q9xd-4tn1-b8wz";
const OTHER_ID: &str = "z9z9-aaaa-bbbb-cccc";
const FILE: &str = "norwich-k7m2q9xd.json";

fn writer() -> WriterId {
    "aaaaaa".parse().unwrap()
}

/// The stamp of this second.
fn at(second: u32) -> Stamp {
    format!("2026-11-23T10:42:{second:02}.000Z-0000-aaaaaa").parse().unwrap()
}

fn id(second: u32) -> EntryId {
    EntryId::of_stamp(at(second))
}

fn now() -> Now {
    Now { millis: Millis::new(1_795_435_000_000), wall: When::new("2026-11-23T11:56:40+00:00") }
}

fn seat(number: u32) -> SeatId {
    SeatId::of(number, writer())
}

/// A session with the seats P1, P2 and P3, to which versions are added by their seconds.
struct Talk(Session);

impl Talk {
    fn new() -> Self {
        let mut talk = Self::bare();
        for number in 1..=3 {
            talk = talk.seated(number, &format!("P{number}"), seat(number).as_str());
        }
        talk
    }

    fn bare() -> Self {
        Self(Session::new(ID.parse().unwrap()))
    }

    fn seated(mut self, second: u32, label: &str, id: &str) -> Self {
        let body = Participant {
            label: label.to_owned(),
            role: Some(format!("work of {label}")),
            sector: None,
            consent: None,
        };
        self.0.lists.participants.insert(EntryId::new(id), Version::first(at(second), body).into());
        self
    }

    /// A version of the note of second `entry`; seat 0 is nobody.
    fn note(mut self, entry: u32, second: u32, over: &[u32], who: u32, text: &str) -> Self {
        self.0.lists.notes.insert(id(entry), version(second, over, NoteKind::Point, who, text).into());
        self
    }

    fn quote(mut self, entry: u32, second: u32, over: &[u32], who: u32, text: &str) -> Self {
        self.0.lists.notes.insert(id(entry), version(second, over, NoteKind::Quote, who, text).into());
        self
    }

    fn linked(mut self, one: &str, other: &str) -> Self {
        let link = Version::first(at(40), Link { state: None, at: None });
        self.0.lists.same_as.insert(EntryId::new(format!("{one}={other}")), link.into());
        self
    }

    fn text(&self) -> String {
        v1::write_session(&self.0)
    }
}

fn version(second: u32, over: &[u32], kind: NoteKind, who: u32, text: &str) -> Version<Note> {
    let mut note = Note::new(kind, text, Origin::Live);
    note.participant = (who > 0).then(|| seat(who));
    Version::over(at(second), over.iter().map(|second| at(*second)).collect(), note)
}

/// A folder with a study in it, and whatever lies beside it.
struct Room {
    home: tempfile::TempDir,
}

impl Room {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("study")).unwrap();
        Self { home }
    }

    fn with(talk: &Talk) -> Self {
        let room = Self::new();
        room.write(FILE, &talk.text());
        room
    }

    /// A path in the study.
    fn at(&self, name: &str) -> PathBuf {
        self.home.path().join("study").join(name)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.at(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    /// A journal of the session with versions of notes and a half-typed one.
    fn journal(&self, name: &str, puts: Vec<Put>, half_typed: &[(Option<EntryId>, &str, &str)]) {
        let path = self.at(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let begin = Happened::Begin { session: ID.parse().unwrap(), writer: writer() };
        let drafts = half_typed.iter().map(|(note, signs, text)| {
            Happened::Draft(DraftEdit {
                note: note.clone(),
                at: 0,
                removed: 0,
                inserted: (*text).to_owned(),
                signs: (!signs.is_empty()).then(|| (*signs).to_owned()),
                flags: BTreeSet::new(),
                said_at: When::new("2026-11-23T10:50:00+00:00"),
            })
        });
        let put = Happened::Put { puts, ends: None };
        let all = [begin, put].into_iter().chain(drafts);
        let lines: Vec<String> = (0..).zip(all).map(|(q, happened)| Line { q, happened }.write()).collect();
        JournalFile::create(&OsStorage, &path, &lines).unwrap();
    }

    fn search(&self) -> Search {
        Search { session: self.at(FILE), folders: Vec::new() }
    }

    /// Withdraws a seat without asking anybody.
    fn withdraw(&self, seat: &str, scope: Scope) -> Done {
        withdraw(&OsStorage, &self.search(), seat, scope).unwrap()
    }

    /// Every file with its bytes, without locks.
    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = BTreeMap::new();
        let mut waiting = vec![self.home.path().to_owned()];
        while let Some(folder) = waiting.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    waiting.push(path);
                } else if path.extension().is_none_or(|extension| extension != "lock") {
                    found.insert(path.clone(), fs::read(path).unwrap());
                }
            }
        }
        found
    }

    /// The files that hold these words.
    fn holding(&self, words: &str) -> Vec<String> {
        let has = |bytes: &Vec<u8>| bytes.windows(words.len()).any(|part| part == words.as_bytes());
        let files = self.files().into_iter().filter(|(_, bytes)| has(bytes));
        files.map(|(path, _)| path.strip_prefix(self.home.path()).unwrap().display().to_string()).collect()
    }
}

/// Finds, plans and carries out, without asking anybody.
fn withdraw(storage: &dyn Storage, search: &Search, seat: &str, scope: Scope) -> Result<Done, StudyError> {
    let (copies, plan) = planned(storage, search, seat, scope)?;
    carry_out(storage, &copies, &plan)
}

fn planned(
    storage: &dyn Storage,
    search: &Search,
    seat: &str,
    scope: Scope,
) -> Result<(Copies, Plan), StudyError> {
    let copies = find(storage, search, Hold::All)?;
    let known = copies.study().withdrawals(storage)?;
    let seat = wanted::seat(&copies, &known, seat).unwrap();
    let plan =
        Plan::make(storage, &copies, Wanted::Withdraw { seat, scope }, "wwwwww".parse().unwrap(), &now())?;
    Ok((copies, plan))
}

/// The texts of the notes of a file as whoever reads it in its study sees them, with those that were replaced.
fn shown(path: &Path) -> Vec<String> {
    let session = hearken::study::folder::read_session(&OsStorage, path).unwrap();
    texts(&session)
}

fn texts(session: &Session) -> Vec<String> {
    let versions = session.lists.notes.all().flat_map(|(_, entry)| entry.versions());
    versions.map(|version| version.body.text.clone()).collect()
}

fn joined(one: &Session, other: &Session) -> Session {
    let mut one = one.clone();
    one.join(other.clone());
    one
}
