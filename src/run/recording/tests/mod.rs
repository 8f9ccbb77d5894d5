//! A disk that fails in the middle of a session, in each of the ways in which disks do.
//!
//! What they share is here: a room in which a session is recorded on a stick. Read `refusals`, `leaving`, `elsewhere`,
//! `others` and `crashes`, then `day`, in which every call of the disk fails once.

// The disk that the suite of tests has, too.
#[path = "../../../../tests/suite/faulty.rs"]
mod faulty;
mod refusals;
mod leaving;
mod elsewhere;
mod others;
mod crashes;
mod day;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use super::*;
use crate::format::journal::DraftEdit;
use crate::model::ids::{SessionId, WriterId};
use crate::model::note::{Note, NoteKind, Origin};
use crate::model::people::RecorderRole;
use crate::model::running::SessionKind;
use crate::model::session::NOTES;
use crate::model::when::When;
use crate::storage::lock::WriterLock;
use crate::storage::vault::{Identity, Vault};
use crate::storage::{OsStorage, Storage};
use crate::study::create::{FreshIds, Setup, create};
use crate::study::folder::StudyFolder;
use crate::study::keys::FromStudy;
use crate::study::opened::{Opened, Opener, open};
use crate::study::recorder::Recorder;
use faulty::Faulty;

/// A session on a stick, being recorded; the clock goes on by hand.
struct Room {
    home: tempfile::TempDir,
    disk: Faulty,
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

fn opener(number: u8) -> Opener {
    Opener {
        writer: writer(number),
        laptop: writer(9),
        initials: "NT".to_owned(),
        role: RecorderRole::NoteTaker,
    }
}

fn opened(disk: impl Storage + 'static, path: &Path, number: u8) -> Result<Opened, StudyError> {
    let storage: Arc<dyn Storage> = Arc::new(disk);
    open(&storage, path, &opener(number), &now(), WriterLock::A_SECOND)
}

/// A disk as the program sees it, with these keys unlocked.
fn vault_on<'a>(disk: impl Storage + 'static, keys: impl IntoIterator<Item = &'a Identity>) -> Vault {
    let vault = Vault::on(Arc::new(disk), Arc::new(FromStudy { laptop: Some(writer(9)) }));
    vault.unlock(keys.into_iter().cloned());
    vault
}

impl Room {
    fn begun() -> Self {
        let home = tempfile::tempdir().unwrap();
        let ids = FreshIds { session: SessionId::from_random([1; 10]), writer: writer(1), laptop: writer(9) };
        let study = StudyFolder::at(home.path().join("stick/study"));
        let (_, path) = create(&OsStorage, &study, &setup(), ids, &now()).unwrap();
        let disk = Faulty::at(home.path(), 0, None);
        let Opened { recorder, keeper, .. } = opened(vault_on(disk.clone(), []), &path, 2).unwrap();
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

    /// Wants a snapshot, and does so many of the worker's jobs for it; gives the next one, which is not done yet.
    fn snapshot_after(&mut self, jobs: usize) -> Job {
        self.recording.want_snapshot();
        assert!(self.look().is_empty() && self.recording.is_saving());
        for _ in 0..jobs {
            let job = self.jobs.try_recv().unwrap();
            assert!(self.recording.done(job(), Some(self.recorder.session()), Duration::ZERO).is_empty());
        }
        self.jobs.try_recv().unwrap()
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
        let Opened { recorder, recovered, .. } = opened(OsStorage, path, 3).unwrap();
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
