//! What saves left that were killed: it goes when nobody can be writing it any more, and not before.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use hearken::model::ids::{SessionId, WriterId};
use hearken::model::people::RecorderRole;
use hearken::model::running::SessionKind;
use hearken::model::stamp::Millis;
use hearken::model::study::KeyRole;
use hearken::model::when::When;
use hearken::storage::lock::WriterLock;
use hearken::storage::vault::{Identity, Vault};
use hearken::storage::{OsStorage, Storage, atomic, leftovers};
use hearken::study::create::{self, FreshIds, Setup};
use hearken::study::folder::StudyFolder;
use hearken::study::keys::{self, FromStudy, StudyKey};
use hearken::study::leftovers::told;
use hearken::study::opened::{Opened, Opener, open};
use hearken::study::{Now, StudyError, sealing};

use crate::faulty::{Fault, Faulty};

const IDS: [&str; 2] = ["k7m2-q9xd-4tn1-b8wz", "0d3f-aaaa-bbbb-cccc"];

fn writer(text: &str) -> WriterId {
    text.parse().unwrap()
}

fn now() -> Now {
    Now { millis: Millis::new(1_795_430_520_000), wall: When::new("2026-11-23T10:42:00+00:00") }
}

/// A study with two sessions.
struct Room {
    _home: tempfile::TempDir,
    study: StudyFolder,
    sessions: [(SessionId, PathBuf); 2],
}

impl Room {
    fn on(storage: &dyn Storage, home: tempfile::TempDir) -> Self {
        let study = StudyFolder::at(home.path());
        let sessions = IDS.map(|id| {
            let setup = Setup { kind: SessionKind::FocusGroup, ..Setup::practice("NT".to_owned()) };
            let session = id.parse().unwrap();
            let ids = FreshIds { session, writer: writer("kj4x9q"), laptop: writer("7tq2m9") };
            create::create(storage, &study, &setup, ids, &now()).unwrap()
        });
        Self { _home: home, study, sessions }
    }

    fn new() -> Self {
        Self::on(&OsStorage, tempfile::tempdir().unwrap())
    }

    fn open(&self) -> Result<Opened, StudyError> {
        let storage: Arc<dyn Storage> = Arc::new(OsStorage);
        let opener = Opener {
            writer: writer("q2w3e4"),
            laptop: writer("7tq2m9"),
            initials: "NT".to_owned(),
            role: RecorderRole::NoteTaker,
        };
        open(&storage, &self.sessions[0].1, &opener, &now(), 1)
    }

    fn told(&self) -> Vec<PathBuf> {
        let sessions: Vec<_> = self.sessions.iter().map(|(id, path)| (&**path, *id)).collect();
        told(&OsStorage, &self.study, &sessions)
    }
}

/// Saves a file and is killed when the words stand in it, before it has its name. Gives what that leaves.
fn killed_save(path: &Path) -> PathBuf {
    let folder = path.parent().unwrap();
    let before = leftovers(&OsStorage, folder).unwrap();
    for nth in 1.. {
        let storage = Faulty::at(folder, nth, Fault::Gone);
        assert!(atomic::replace(&storage, path, b"scared at night", None).is_err());
        let mut left = leftovers(&OsStorage, folder).unwrap();
        left.retain(|left| !before.contains(left));
        match left.pop() {
            Some(left) if std::fs::read(&left).unwrap() == b"scared at night" => return left,
            Some(empty) => std::fs::remove_file(empty).unwrap(),
            None => {}
        }
    }
    unreachable!()
}

#[test]
fn what_a_killed_save_left_goes_when_its_session_is_opened_and_that_of_another_stays() {
    let room = Room::new();
    let [(id, path), (_, other)] = &room.sessions;
    let own = [path.clone(), room.study.journal(*id), room.study.next_journal(*id), room.study.backup(*id)];
    let own = own.map(|path| killed_save(&path));
    let others = [killed_save(other), killed_save(&room.study.study_file())];
    let anyones = room.study.root().join(".hearken-1.tmp");
    std::fs::write(&anyones, b"scared at night").unwrap();
    assert_eq!(room.told().len(), 7);
    let opened = room.open().unwrap();
    assert!(own.iter().all(|left| !left.exists()), "{own:?}");
    assert!(others.iter().all(|left| left.exists()), "{others:?}");
    let mut stay = others.to_vec();
    stay.push(anyones);
    stay.sort();
    let mut told = room.told();
    told.sort();
    assert_eq!(told, stay);
    drop(opened);
}

#[test]
fn what_a_living_process_writes_is_never_taken_nor_told() {
    let room = Room::new();
    let (id, path) = &room.sessions[0];
    let writing = [killed_save(path), killed_save(&room.study.study_file())];
    let session = WriterLock::try_take(&room.study.lock(*id), 1).unwrap();
    let study = room.study.hold(&OsStorage).unwrap();
    assert!(!writing[1].exists(), "whoever holds the study takes it away");
    let writing = [writing[0].clone(), killed_save(&room.study.study_file())];
    assert!(matches!(room.open(), Err(StudyError::Held { .. })));
    assert!(matches!(room.study.hold(&OsStorage), Err(StudyError::StudyHeld { .. })));
    assert!(writing.iter().all(|left| left.exists()), "{writing:?}");
    assert_eq!(room.told(), Vec::<PathBuf>::new());
    drop((session, study));
    assert_eq!(room.told().len(), 2);
    room.open().unwrap();
    room.study.hold(&OsStorage).unwrap();
    assert!(writing.iter().all(|left| !left.exists()), "{writing:?}");
}

#[test]
fn sealing_for_the_office_leaves_no_earlier_form_of_a_session_to_this_laptop() {
    let (office, laptop) = (Identity::generate().unwrap(), Identity::generate().unwrap());
    let vault = Vault::on(Arc::new(OsStorage), Arc::new(FromStudy { laptop: Some(writer("7tq2m9")) }));
    vault.unlock([laptop.clone()]);
    let home = tempfile::tempdir().unwrap();
    let keys = [(office, KeyRole::Study, None), (laptop, KeyRole::Device, Some(writer("7tq2m9")))];
    for (key, role, laptop) in keys {
        let key = StudyKey { recipient: key.recipient(), role, laptop };
        let ids = (IDS[0].parse().unwrap(), writer("aaaaaa"));
        keys::add(&vault, &StudyFolder::at(home.path()), &key, ids, &now()).unwrap();
    }
    let room = Room::on(&vault, home);
    let [(id, path), (other_id, other)] = &room.sessions;
    let own = [path.clone(), room.study.backup(*id)].map(|path| killed_save(&path));
    let others = killed_save(other);
    let recorded = WriterLock::try_take(&room.study.lock(*other_id), 1).unwrap();
    sealing::seal(&vault, std::slice::from_ref(path), &[]).unwrap();
    assert!(own.iter().all(|left| !left.exists()) && others.exists(), "somebody may be writing it");
    drop(recorded);
    // A program that another test starts has for a moment a copy of the lock.
    drop(WriterLock::try_take(&room.study.lock(*other_id), 20 * WriterLock::A_SECOND).unwrap());
    assert_eq!(sealing::seal(&vault, std::slice::from_ref(path), &[]).unwrap().before.len(), 1);
    assert!(!others.exists());
}
