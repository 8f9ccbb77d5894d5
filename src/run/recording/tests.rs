//! A disk that fails in the middle of a session, in each of the ways in which disks do.

// The disk that the suite of tests has, too.
#[path = "../../../tests/suite/faulty.rs"]
mod faulty;
mod day;

use std::ffi::OsString;
use std::fs;
use std::io::{self, Read, Write};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};

use super::*;
use crate::format::journal::DraftEdit;
use crate::model::ids::{SessionId, WriterId};
use crate::model::note::{Note, NoteKind, Origin};
use crate::model::people::RecorderRole;
use crate::model::running::SessionKind;
use crate::model::session::NOTES;
use crate::model::when::When;
use crate::storage::{Entry, OsStorage, Storage, StorageFile};
use crate::study::create::{FreshIds, Setup, create};
use crate::study::folder::StudyFolder;
use crate::study::opened::{Opened, Opener, open};
use crate::study::recorder::Recorder;

/// What is wrong with a disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// It takes no more bytes and no more files.
    Full,
    /// Nothing on it can be changed.
    ReadOnly,
    /// Nothing works at all, as with a stick that was pulled out.
    Pulled,
}

/// The real file system, with something wrong below one folder.
#[derive(Clone, Default)]
struct Failing(Arc<Mutex<Option<(PathBuf, Fault)>>>);

impl Failing {
    fn fail(&self, below: &Path, fault: Fault) {
        *self.0.lock().unwrap() = Some((below.to_owned(), fault));
    }

    fn heal(&self) {
        *self.0.lock().unwrap() = None;
    }

    fn at(&self, path: &Path) -> Option<Fault> {
        let fault = self.0.lock().unwrap();
        fault.as_ref().filter(|(below, _)| path.starts_with(below)).map(|(_, fault)| *fault)
    }

    fn looking(&self, path: &Path) -> io::Result<()> {
        match self.at(path) {
            Some(Fault::Pulled) => Err(io::Error::other("input/output error")),
            _ => Ok(()),
        }
    }

    fn changing(&self, path: &Path) -> io::Result<()> {
        match self.at(path) {
            Some(Fault::Full) => Err(io::ErrorKind::StorageFull.into()),
            Some(Fault::ReadOnly) => Err(io::ErrorKind::ReadOnlyFilesystem.into()),
            _ => self.looking(path),
        }
    }
}

impl Storage for Failing {
    fn entry(&self, path: &Path) -> io::Result<Entry> {
        self.looking(path).and_then(|()| OsStorage.entry(path))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        self.looking(folder).and_then(|()| OsStorage.list(folder))
    }

    fn open(&self, path: &Path, from: u64) -> io::Result<Box<dyn Read>> {
        self.looking(path).and_then(|()| OsStorage.open(path, from))
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn StorageFile>> {
        self.changing(path)?;
        Ok(Box::new(FailingFile(OsStorage.create_new(path)?, self.clone(), path.to_owned())))
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.changing(path).and_then(|()| OsStorage.create_folder(path))
    }

    fn link(&self, existing: &Path, new: &Path) -> io::Result<()> {
        self.changing(new).and_then(|()| OsStorage.link(existing, new))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.changing(to).and_then(|()| OsStorage.rename(from, to))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.changing(path).and_then(|()| OsStorage.remove(path))
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.looking(folder).and_then(|()| OsStorage.sync_folder(folder))
    }
}

struct FailingFile(Box<dyn StorageFile>, Failing, PathBuf);

impl Write for FailingFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.1.changing(&self.2).and_then(|()| self.0.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl StorageFile for FailingFile {
    fn sync(&mut self) -> io::Result<()> {
        self.1.looking(&self.2).and_then(|()| self.0.sync())
    }

    fn set_len(&mut self, bytes: u64) -> io::Result<()> {
        self.1.looking(&self.2).and_then(|()| self.0.set_len(bytes))
    }

    fn another_handle(&self) -> io::Result<Box<dyn StorageFile>> {
        Ok(Box::new(FailingFile(self.0.another_handle()?, self.1.clone(), self.2.clone())))
    }
}

/// A session on a stick, being recorded; the clock goes on by hand.
struct Room {
    home: tempfile::TempDir,
    disk: Failing,
    recording: Recording,
    recorder: Recorder,
    jobs: Receiver<Job>,
    typed: u32,
    seconds: u64,
}

fn now() -> Now {
    Now { millis: Millis::new(1_795_430_527_123), wall: When::new("2026-11-23T10:42:07+00:00") }
}

fn setup() -> Setup {
    Setup {
        kind: SessionKind::FocusGroup,
        site: "Norwich".to_owned(),
        planned_minutes: None,
        initials: "NT".to_owned(),
        role: RecorderRole::NoteTaker,
        seats: vec![None, None],
        instrument: "practice-survey".to_owned(),
        source: None,
        lang: None,
    }
}

fn writer(number: u8) -> WriterId {
    WriterId::from_random([number; 4])
}

fn opened(disk: &Failing, path: &Path, number: u8) -> Opened {
    let opener = Opener {
        writer: writer(number),
        laptop: writer(9),
        initials: "NT".to_owned(),
        role: RecorderRole::NoteTaker,
    };
    let storage: Arc<dyn Storage> = Arc::new(disk.clone());
    open(&storage, path, &opener, &now(), 1).unwrap()
}

impl Room {
    fn begun() -> Self {
        let home = tempfile::tempdir().unwrap();
        let ids = FreshIds { session: SessionId::from_random([1; 10]), writer: writer(1), laptop: writer(9) };
        let study = StudyFolder::at(home.path().join("stick/study"));
        let (_, path) = create(&OsStorage, &study, &setup(), ids, &now()).unwrap();
        let disk = Failing::default();
        let Opened { recorder, keeper, .. } = opened(&disk, &path, 2);
        let (sender, jobs) = channel();
        let mut recording = Recording::new(sender);
        recording.record(keeper);
        let mut room = Self { home, disk, recording, recorder, jobs, typed: 0, seconds: 0 };
        assert!(room.recording.after_drawing(Some(room.recorder.session())).is_empty());
        room
    }

    fn stick(&self) -> PathBuf {
        self.home.path().join("stick")
    }

    fn path(&self) -> PathBuf {
        self.recording.keeper.as_ref().unwrap().path().to_owned()
    }

    fn note(&mut self, words: &str) -> Vec<Message> {
        let put = self.recorder.add(&NOTES, &now(), Note::new(NoteKind::Point, words, Origin::Live)).unwrap();
        self.recording.write_down(Happened::Put { puts: vec![put], ends: None }, &now())
    }

    fn letter(&mut self) -> Vec<Message> {
        let edit = DraftEdit {
            note: None,
            at: self.typed,
            removed: 0,
            inserted: "w".to_owned(),
            signs: None,
            said_at: now().wall,
            flags: std::collections::BTreeSet::new(),
        };
        self.typed += 1;
        self.recording.write_down(Happened::Draft(edit), &now())
    }

    fn look(&mut self) -> Vec<Message> {
        let steady = Duration::from_secs(self.seconds);
        self.recording.look_after(Some(self.recorder.session()), &now(), steady)
    }

    fn look_a_second_later(&mut self) -> Vec<Message> {
        self.seconds += 1;
        self.look()
    }

    /// Does what the worker is asked to do, and what comes of it.
    fn work(&mut self) -> Vec<Message> {
        let mut told = Vec::new();
        while let Ok(job) = self.jobs.try_recv() {
            let steady = Duration::from_secs(self.seconds);
            told.extend(self.recording.done(job(), Some(self.recorder.session()), steady));
        }
        told
    }

    /// Ends as a killed process does, and opens what stands on the disk: its notes, and how many letters are half typed.
    fn reopened(self, path: &Path) -> (Vec<String>, usize) {
        let Self { home, recording, disk, .. } = self;
        drop(recording);
        disk.heal();
        let Opened { recorder, recovered, .. } = opened(&Failing::default(), path, 3);
        drop(home);
        let half: usize = recovered.drafts.values().map(|draft| draft.text.len()).sum();
        (texts(recorder.session()), half)
    }
}

fn texts(session: &Session) -> Vec<String> {
    session.lists.notes.standing().map(|(_, note)| note.body.text.clone()).collect()
}

fn not_saved(told: &[Message]) -> Vec<&str> {
    told.iter()
        .filter_map(|message| match message {
            Message::NotSaved(words) => Some(words.as_str()),
            _ => None,
        })
        .collect()
}

fn works_again(told: &[Message]) -> bool {
    told.iter().any(|message| matches!(message, Message::SavingAgain))
}

#[test]
fn whatever_the_disk_does_it_is_said_typing_goes_on_and_everything_is_there_when_it_is_well_again() {
    let faults = [
        (Fault::Full, "the disk is full"),
        (Fault::ReadOnly, "takes no writing"),
        (Fault::Pulled, "refuses"),
    ];
    for (fault, reason) in faults {
        let mut room = Room::begun();
        assert!(room.note("before").is_empty() && room.look().is_empty());
        room.disk.fail(&room.stick(), fault);
        let told = room.letter();
        assert!(not_saved(&told)[0].contains(reason), "{told:?}");
        assert!(room.note("meanwhile").is_empty() && room.letter().is_empty(), "told once");
        assert_eq!(not_saved(&room.look()).len(), 1, "tried again at once");
        assert!(room.look().is_empty(), "and not at every key");
        for _ in 0..3 {
            assert_eq!(not_saved(&room.look_a_second_later()).len(), 1, "but every second");
        }
        room.disk.heal();
        assert!(works_again(&room.look_a_second_later()));
        room.letter();
        let path = room.path();
        assert_eq!(room.reopened(&path), (vec!["before".to_owned(), "meanwhile".to_owned()], 3));
    }
}

#[test]
fn a_folder_that_goes_away_is_noticed_within_a_second_and_taken_up_again() {
    let mut room = Room::begun();
    room.note("before");
    let (stick, elsewhere) = (room.stick(), room.home.path().join("pulled"));
    fs::rename(&stick, &elsewhere).unwrap();
    room.letter();
    let told = room.look();
    assert!(not_saved(&told)[0].contains("the folder or stick is gone"), "{told:?}");
    room.note("meanwhile");
    assert_eq!(not_saved(&room.look_a_second_later()).len(), 1);
    assert!(!stick.exists(), "nothing is made in its place");
    fs::rename(&elsewhere, &stick).unwrap();
    assert!(works_again(&room.look_a_second_later()));
    let path = room.path();
    assert_eq!(room.reopened(&path), (vec!["before".to_owned(), "meanwhile".to_owned()], 1));
}

#[test]
fn the_folder_of_journals_is_made_again_where_only_that_has_gone() {
    let mut room = Room::begun();
    let keeping = StudyFolder::around(&room.path()).keeping();
    fs::remove_dir_all(&keeping).unwrap();
    assert_eq!(not_saved(&room.look()).len(), 1);
    assert!(works_again(&room.look_a_second_later()));
    room.note("after");
    let path = room.path();
    assert_eq!(room.reopened(&path).0, ["after"]);
}

#[test]
fn a_session_whose_disk_fails_goes_on_in_another_folder() {
    let mut room = Room::begun();
    room.note("before");
    room.disk.fail(&room.stick(), Fault::Pulled);
    room.letter();
    let into = room.home.path().join("a new/folder");
    let told = room.recording.save_elsewhere(&into, Some(room.recorder.session()));
    let [Message::MovedTo(path)] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!((path.parent(), path.as_path()), (Some(into.as_path()), room.path().as_path()));
    assert!(
        room.letter().is_empty() && room.note("after").is_empty() && room.look_a_second_later().is_empty()
    );
    let path = path.clone();
    assert_eq!(room.reopened(&path), (vec!["before".to_owned(), "after".to_owned()], 2));
}

#[test]
fn what_the_worker_still_does_in_the_old_folder_is_not_heard_in_the_new_one() {
    let mut room = Room::begun();
    room.note("before");
    room.recording.want_snapshot();
    assert!(room.look().is_empty() && room.recording.is_saving());
    let into = room.home.path().join("elsewhere");
    room.recording.save_elsewhere(&into, Some(room.recorder.session()));
    assert!(room.work().is_empty() && !room.recording.is_saving());
    room.note("after");
    let path = room.path();
    assert!(path.starts_with(&into));
    assert_eq!(room.reopened(&path).0, ["before", "after"]);
}

#[test]
fn a_folder_in_which_a_journal_of_this_session_stands_is_refused_and_nothing_changes() {
    let mut room = Room::begun();
    let into = StudyFolder::at(room.home.path().join("elsewhere"));
    let id = room.recorder.session().id();
    fs::create_dir_all(into.keeping()).unwrap();
    fs::write(into.journal(id), "what somebody typed").unwrap();
    let before = room.path();
    let told = room.recording.save_elsewhere(into.root(), Some(room.recorder.session()));
    assert!(
        matches!(told.as_slice(), [Message::Failed(words)] if words.contains("already there")),
        "{told:?}"
    );
    assert_eq!(fs::read_to_string(into.journal(id)).unwrap(), "what somebody typed");
    assert!(room.note("after").is_empty());
    assert_eq!(room.path(), before);
    assert_eq!(room.reopened(&before).0, ["after"]);
}

#[test]
fn a_session_that_is_left_on_a_failed_disk_waits_and_is_saved_when_it_can_be() {
    let mut room = Room::begun();
    room.disk.fail(&room.stick(), Fault::Full);
    room.note("meanwhile");
    let path = room.path();
    let (saved, told) = room.recording.leave(Box::new(room.recorder.session().clone()));
    assert!(saved.is_none() && not_saved(&told).len() == 1 && room.recording.is_waiting());
    room.disk.heal();
    // Another session is on the screen meanwhile, to be read.
    room.recorder = Recorder::new(Session::new(SessionId::from_random([7; 10])), writer(7));
    assert!(works_again(&room.look_a_second_later()));
    assert!(!room.recording.is_waiting());
    assert!(fs::read_to_string(&path).unwrap().contains("meanwhile"));
    assert_eq!(room.reopened(&path).0, ["meanwhile"]);
}

#[test]
fn leaving_the_program_is_refused_once_while_something_is_in_memory_only() {
    let mut room = Room::begun();
    assert!(room.recording.may_end(Some(room.recorder.session())).is_ok());
    let mut room = Room::begun();
    room.disk.fail(&room.stick(), Fault::Full);
    room.note("meanwhile");
    let told = room.recording.may_end(Some(room.recorder.session())).unwrap_err();
    assert!(not_saved(&told)[0].contains("Leaving once more gives up"), "{told:?}");
    assert!(room.recording.may_end(Some(room.recorder.session())).is_ok());
    assert!(room.recording.end(Some(room.recorder.session())).is_err() && room.recording.is_in_memory_only());
    let rescued = room.home.path().join("laptop/rescued");
    let path = room.recording.rescue(&rescued, Some(room.recorder.session())).unwrap();
    assert_eq!(path.parent(), Some(rescued.as_path()));
    assert_eq!(room.reopened(&path).0, ["meanwhile"]);
}

#[test]
fn leaving_when_the_disk_is_well_again_saves_everything_first() {
    let mut room = Room::begun();
    room.disk.fail(&room.stick(), Fault::Full);
    room.note("meanwhile");
    room.disk.heal();
    assert!(room.recording.may_end(Some(room.recorder.session())).is_ok());
    let path = room.recording.end(Some(room.recorder.session())).unwrap().unwrap();
    assert!(fs::read_to_string(path).unwrap().contains("meanwhile"));
}

#[test]
fn leaving_right_after_the_folder_has_gone_does_not_take_its_journal_for_safe() {
    let mut room = Room::begun();
    room.note("meanwhile");
    fs::rename(room.stick(), room.home.path().join("pulled")).unwrap();
    let told = room.recording.may_end(Some(room.recorder.session())).unwrap_err();
    assert!(not_saved(&told)[0].contains("the folder or stick is gone"), "{told:?}");
}

#[test]
fn a_snapshot_that_fails_is_told_once_and_not_tried_again_at_every_key() {
    let mut room = Room::begun();
    room.note("before");
    room.recording.want_snapshot();
    room.look();
    // The session's own file cannot be replaced; the journal beside it goes on.
    room.disk.fail(&room.path(), Fault::ReadOnly);
    let told = room.work();
    assert!(
        matches!(told.as_slice(), [Message::Failed(words)] if words.starts_with("Not in the file yet: ")),
        "{told:?}"
    );
    let mut jobs = 0;
    for _ in 0..20 {
        assert!(room.look_a_second_later().is_empty());
        jobs += usize::from(room.recording.is_saving());
        assert!(room.work().is_empty());
    }
    assert_eq!(jobs, 2, "every ten seconds");
    room.disk.heal();
    room.seconds += 10;
    assert!(room.look().is_empty());
    assert!(matches!(room.work().as_slice(), [Message::Saved { .. }]));
    assert!(room.note("after").is_empty());
    let path = room.path();
    assert_eq!(room.reopened(&path).0, ["before", "after"]);
}

/// Another laptop's note comes into the session's file, as by a sync program.
fn somebody_else_writes(path: &Path) {
    let session = crate::study::folder::read_session(&OsStorage, path).unwrap();
    let mut theirs = Recorder::new(session, writer(8));
    theirs.add(&NOTES, &now(), Note::new(NoteKind::Point, "theirs", Origin::Live)).unwrap();
    fs::write(path, crate::format::v1::write_session(theirs.session())).unwrap();
}

#[test]
fn what_somebody_else_wrote_is_not_written_over_by_leaving_with_a_half_typed_note() {
    let mut room = Room::begun();
    room.note("ours");
    room.letter();
    let path = room.path();
    somebody_else_writes(&path);
    let (saved, told) = room.recording.leave(Box::new(room.recorder.session().clone()));
    assert!(saved.is_some() && told.is_empty(), "{told:?}");
    let (mut texts, half) = room.reopened(&path);
    texts.sort();
    assert_eq!((texts, half), (vec!["ours".to_owned(), "theirs".to_owned()], 1));
}

#[test]
fn a_second_crash_while_opening_after_one_in_a_snapshot_brings_no_older_words_back() {
    let mut room = Room::begun();
    room.letter();
    // The second journal takes over, and ends the half-typed note in it.
    room.recording.want_snapshot();
    room.look_a_second_later();
    let job = room.jobs.try_recv().unwrap();
    room.recording.done(job(), Some(room.recorder.session()), Duration::from_secs(1));
    let put = room.recorder.add(&NOTES, &now(), Note::new(NoteKind::Point, "w", Origin::Live)).unwrap();
    let ends = Some(crate::format::journal::DraftName { note: None });
    assert!(room.recording.write_down(Happened::Put { puts: vec![put], ends }, &now()).is_empty());
    room.typed = 0;
    room.letter();
    room.letter();
    let path = room.path();
    let Room { home, recording, .. } = room;
    drop(recording);
    for nth in 1.. {
        let copy = tempfile::tempdir().unwrap();
        let stick = copy.path().join("stick");
        copy_folder(&home.path().join("stick"), &stick);
        let path = stick.join(path.strip_prefix(home.path().join("stick")).unwrap());
        // Opened on a disk that goes away at this call, as a process does that is killed.
        let disk = faulty::Faulty::at(&stick, nth, faulty::Fault::Gone);
        let storage: Arc<dyn Storage> = Arc::new(disk.clone());
        let opener = Opener {
            writer: writer(4),
            laptop: writer(9),
            initials: "NT".to_owned(),
            role: RecorderRole::NoteTaker,
        };
        if let Ok(Opened { recorder, mut keeper, .. }) = open(&storage, &path, &opener, &now(), 1) {
            let _ = keeper.begin(recorder.session());
        }
        let Opened { recorder, recovered, .. } = opened(&Failing::default(), &path, 3);
        let half: Vec<&str> = recovered.drafts.values().map(|draft| draft.text.as_str()).collect();
        assert_eq!((texts(recorder.session()), half), (vec!["w".to_owned()], vec!["ww"]), "at call {nth}");
        if !disk.has_struck() {
            assert!(nth > 20, "{nth}");
            return;
        }
    }
}

fn copy_folder(from: &Path, into: &Path) {
    fs::create_dir_all(into).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let copy = into.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &copy);
        } else {
            fs::copy(&path, &copy).unwrap();
        }
    }
}

#[test]
fn where_the_bare_folder_of_a_stick_is_left_nothing_is_made_in_it_unless_it_is_named() {
    let mut room = Room::begun();
    room.note("before");
    let root = StudyFolder::around(&room.path()).root().to_owned();
    fs::remove_dir_all(&root).unwrap();
    fs::create_dir(&root).unwrap();
    for _ in 0..2 {
        let told = room.look_a_second_later();
        assert!(not_saved(&told)[0].contains("the folder or stick is gone"), "{told:?}");
    }
    assert!(fs::read_dir(&root).unwrap().next().is_none());
    let told = room.recording.save_elsewhere(&root, Some(room.recorder.session()));
    assert!(matches!(told.as_slice(), [Message::MovedTo(_)]), "{told:?}");
    room.note("after");
    let path = room.path();
    assert_eq!(room.reopened(&path).0, ["before", "after"]);
}

#[test]
fn what_somebody_else_wrote_while_the_journal_was_down_is_not_written_over() {
    let mut room = Room::begun();
    room.disk.fail(&room.stick(), Fault::Full);
    room.letter();
    room.disk.heal();
    let path = room.path();
    somebody_else_writes(&path);
    assert!(works_again(&room.look_a_second_later()));
    room.note("ours");
    room.recording.want_snapshot();
    room.look_a_second_later();
    let told = room.work();
    assert!(matches!(told.as_slice(), [Message::Saved { joined: Some(_), .. }]), "{told:?}");
    let (mut texts, _) = room.reopened(&path);
    texts.sort();
    assert_eq!(texts, ["ours", "theirs"]);
}
