//! An encrypted study in use: nothing that somebody typed stands plain on the disk at any moment, whatever is done.
//! That it is so whichever call of the file system fails is shown where a whole day is lived (`src/run/recording`).
//!
//! The study and its keys are here; `elsewhere` is about other folders, `office` about sealing for the office,
//! `recovering` about what a crash leaves.
#![cfg(test)]

mod elsewhere;
mod office;
mod recovering;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use hearken::format::journal::{DraftEdit, Happened};
use hearken::format::v1;
use hearken::merge::Join as _;
use hearken::model::collection::Collection;
use hearken::model::ids::{SessionId, WriterId};
use hearken::model::note::{Note, NoteKind, Origin};
use hearken::model::people::RecorderRole;
use hearken::model::running::SessionKind;
use hearken::model::session::{NOTES, Session};
use hearken::model::stamp::Millis;
use hearken::model::study::KeyRole;
use hearken::model::when::When;
use hearken::storage::vault::{Identity, Unopened, Vault};
use hearken::storage::{OsStorage, ReadLimit, Storage, atomic, read};
use hearken::study::copies::{self, Hold, Search};
use hearken::study::create::{self, FreshIds, Setup};
use hearken::study::folder::{StudyFolder, read_session};
use hearken::study::keeper::Keeper;
use hearken::study::keys::{self, FromStudy, StudyKey};
use hearken::study::merge::{Output, Wanted, gather};
use hearken::study::opened::{Opened, Opener, open};
use hearken::study::recorder::Recorder;
use hearken::study::withdraw::{self, Plan};
use hearken::study::{Now, StudyError, second};

use crate::faulty::Faulty;

/// What is typed, and must never be seen: the site too, for it is in no name of a file that has words in it.
const SAID: [&str; 4] =
    ["scared at night", "we find out in March", "half a thou", "nobody asked the children"];

/// A disk that looks at every byte that is written, before the system gets it.
fn watching() -> Faulty {
    let disk = Faulty::at(Path::new(""), 0, None);
    disk.watches_for(&SAID);
    disk
}

const LAPTOP: &str = "7tq2m9";

fn writer(text: &str) -> WriterId {
    text.parse().unwrap()
}

fn now(second: u32) -> Now {
    let wall = format!("2026-11-23T10:42:{second:02}+00:00");
    Now { millis: Millis::new(1_795_430_520_000 + i64::from(second) * 1000), wall: When::new(wall) }
}

/// An encrypted study on a laptop, and its keys.
struct Room {
    home: tempfile::TempDir,
    disk: Faulty,
    office: Identity,
    laptop: Identity,
    vault: Arc<Vault>,
    storage: Arc<dyn Storage>,
}

impl Room {
    fn new() -> Room {
        let (home, disk) = (tempfile::tempdir().unwrap(), watching());
        let (office, laptop) = (Identity::generate().unwrap(), Identity::generate().unwrap());
        let vault = vault_on(Arc::new(disk.clone()), [laptop.clone()]);
        encrypt(&OsStorage, &StudyFolder::at(home.path()), &office, &laptop);
        let vault = Arc::new(vault);
        let storage: Arc<dyn Storage> = Arc::<Vault>::clone(&vault);
        Room { home, disk, office, laptop, vault, storage }
    }

    fn study(&self) -> StudyFolder {
        StudyFolder::at(self.home.path())
    }

    fn vault_with(&self, key: &Identity) -> Vault {
        vault_on(Arc::new(self.disk.clone()), [key.clone()])
    }

    fn make_session(&self) -> (SessionId, PathBuf) {
        let setup = Setup { seats: vec![None; 3], ..Setup::practice("NT".to_owned()) };
        let setup = Setup { kind: SessionKind::FocusGroup, site: "Norwich".to_owned(), ..setup };
        let session = "k7m2-q9xd-4tn1-b8wz".parse().unwrap();
        let ids = FreshIds { session, writer: writer("kj4x9q"), laptop: writer(LAPTOP) };
        create::create(&*self.storage, &self.study(), &setup, ids, &now(0)).unwrap()
    }

    fn open(&self, path: &Path, who: &str, second: u32) -> (Recorder, Keeper, usize, usize) {
        let opener = Opener {
            writer: writer(who),
            laptop: writer(LAPTOP),
            initials: "NT".to_owned(),
            role: RecorderRole::NoteTaker,
        };
        let Opened { recorder, mut keeper, recovered } =
            open(&self.storage, path, &opener, &now(second), 1).unwrap();
        keeper.begin(recorder.session()).unwrap();
        (recorder, keeper, recovered.versions, recovered.drafts.len())
    }

    /// No word stands in any byte of any file of the study, and none has been written since it was made.
    fn assert_sealed(&self, when: &str) {
        assert_eq!(self.disk.seen(), Vec::<String>::new());
        assert_no_word_below(self.home.path(), when);
    }
}

fn vault_on(disk: Arc<dyn Storage>, keys: impl IntoIterator<Item = Identity>) -> Vault {
    let vault = Vault::on(disk, Arc::new(FromStudy { laptop: Some(writer(LAPTOP)) }));
    vault.unlock(keys);
    vault
}

fn encrypt(storage: &dyn Storage, study: &StudyFolder, office: &Identity, laptop: &Identity) {
    let ids = ("0000-0000-0000-0001".parse().unwrap(), writer("aaaaaa"));
    let office = StudyKey { recipient: office.recipient(), role: KeyRole::Study, laptop: None };
    let role = KeyRole::Device;
    let laptop = StudyKey { recipient: laptop.recipient(), role, laptop: Some(writer(LAPTOP)) };
    for key in [office, laptop] {
        assert!(keys::add(storage, study, &key, ids, &now(0)).unwrap());
        assert!(!keys::add(storage, study, &key, ids, &now(1)).unwrap(), "it is there already");
    }
}

/// Every file below a folder, with what it is called and what it holds.
fn assert_no_word_below(folder: &Path, when: &str) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            assert_no_word_below(&path, when);
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        for said in SAID {
            let is_there = bytes.windows(said.len()).any(|part| part == said.as_bytes());
            assert!(!is_there, "{when}: “{said}” stands in {}", path.display());
        }
    }
}

fn says(recorder: &mut Recorder, keeper: &mut Keeper, second: u32, text: &str) {
    let note = Note::new(NoteKind::Point, text, Origin::Live);
    let put = recorder.add(&NOTES, &now(second), note).unwrap();
    keeper.append(Happened::Put { puts: vec![put], ends: None }).unwrap();
}

fn types(keeper: &mut Keeper, second: u32, text: &str) {
    let edit = DraftEdit {
        note: None,
        at: 0,
        removed: 0,
        inserted: text.to_owned(),
        signs: None,
        flags: std::collections::BTreeSet::new(),
        said_at: now(second).wall,
    };
    keeper.append(Happened::Draft(edit)).unwrap();
}

fn texts(session: &Session) -> Vec<String> {
    session.lists.notes.standing().map(|(_, version)| version.body.text.clone()).collect()
}

#[test]
fn no_word_is_plain_on_the_disk_while_somebody_types_saves_crashes_and_comes_back() {
    let room = Room::new();
    let (id, path) = room.make_session();
    assert!(room.vault.real_path(&path).to_string_lossy().ends_with(".json.age"));
    let (mut recorder, mut keeper, ..) = room.open(&path, "q2w3e4", 10);
    says(&mut recorder, &mut keeper, 11, SAID[0]);
    types(&mut keeper, 12, SAID[2]);
    room.assert_sealed("typed");
    assert!(room.study().journal(id).with_extension("journal.age").exists());
    let job = keeper
        .switch(keeper.second_journal().create().unwrap().unwrap(), recorder.session().clone())
        .unwrap();
    says(&mut recorder, &mut keeper, 13, SAID[1]);
    room.assert_sealed("while a snapshot is written");
    keeper.saved(&job.run().unwrap().unwrap());
    room.assert_sealed("saved");
    drop((recorder, keeper));

    let (mut recorder, mut keeper, versions, drafts) = room.open(&path, "w3e4r5", 20);
    assert_eq!((versions, drafts), (1, 1), "what came back after the crash");
    says(&mut recorder, &mut keeper, 21, SAID[3]);
    let copy = second::copy(&*room.storage, &path, writer("e4r5t6")).unwrap();
    let (mut beside, mut other, ..) = room.open(&copy, "e4r5t6", 22);
    says(&mut beside, &mut other, 23, SAID[0]);
    room.assert_sealed("in a second window");
    other.close(beside.session()).unwrap();
    keeper.close(recorder.session()).unwrap();
    room.assert_sealed("closed");
    // The draft waits in a journal.
    let (recorder, keeper, _, drafts) = room.open(&path, "r5t6y7", 30);
    assert_eq!(drafts, 1);
    let mut said = texts(recorder.session());
    said.sort();
    assert_eq!(said, [SAID[3], SAID[0], SAID[0], SAID[1]]);
    drop(keeper);
    let found: Vec<PathBuf> =
        fs::read_dir(room.home.path().join(".hearken")).unwrap().map(|one| one.unwrap().path()).collect();
    for path in found.iter().filter(|path| path.is_file()) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let ending = path.extension().unwrap();
        assert!(ending == "age" || ending == "lock", "{name}");
    }
}

#[test]
fn a_plain_copy_that_is_merged_in_and_a_withdrawal_leave_no_plain_word() {
    let room = Room::new();
    let (_, path) = room.make_session();
    let (mut recorder, mut keeper, ..) = room.open(&path, "q2w3e4", 10);
    says(&mut recorder, &mut keeper, 11, SAID[0]);
    keeper.close(recorder.session()).unwrap();
    // Another laptop, whose copy came in plain.
    let elsewhere = tempfile::tempdir().unwrap();
    let mut theirs = Recorder::new(recorder.session().clone(), writer("a2b3c4"));
    let mut note = Note::new(NoteKind::Quote, SAID[1], Origin::Live);
    let seat = theirs.session().seats()[0].0.clone();
    note.participant = Some(seat.clone());
    theirs.add(&NOTES, &now(30), note).unwrap();
    let copy = elsewhere.path().join("theirs.json");
    fs::write(&copy, v1::write_session(theirs.session())).unwrap();
    let wanted = Wanted { inputs: vec![copy], ..Wanted::default() };
    let out = Output::Folder(room.home.path().to_owned());
    let mut gathered = gather(&*room.storage, wanted, &out, || unreachable!()).unwrap();
    let plan = gathered.plan(&*room.storage, room.home.path(), &|_, _| ()).unwrap();
    gathered.into_folder(&*room.storage, plan, (writer("b3c4d5"), &now(40)), &|_, _| ()).unwrap();
    room.assert_sealed("merged");
    assert_eq!(texts(&read_session(&*room.storage, &path).unwrap()).len(), 2);

    let search = Search { session: path.clone(), folders: Vec::new() };
    let copies = copies::find(&*room.storage, &search, Hold::All).unwrap();
    assert_eq!(copies.packed, Vec::<PathBuf>::new());
    let wanted = withdraw::Wanted::Withdraw {
        seat: seat.to_string(),
        scope: hearken::model::erasing::Scope::Everything,
    };
    let plan = Plan::make(&*room.storage, &copies, wanted, writer("c4d5e6"), &now(50)).unwrap();
    withdraw::done::carry_out(&*room.storage, &copies, &plan).unwrap();
    room.assert_sealed("withdrawn");
    assert_eq!(texts(&read_session(&*room.storage, &path).unwrap()), [SAID[0]]);
    let backup = room.study().backup("k7m2-q9xd-4tn1-b8wz".parse().unwrap());
    let backup = v1::read(&read(&*room.storage, &backup, ReadLimit::of_bytes(1 << 20)).unwrap()).unwrap();
    assert!(!format!("{backup:?}").contains(SAID[1]), "nor in what is kept of before");
}

#[test]
fn a_study_that_becomes_encrypted_has_nothing_plain_left_and_loses_nothing() {
    let (home, office, laptop) =
        (tempfile::tempdir().unwrap(), Identity::generate().unwrap(), Identity::generate().unwrap());
    let plain: Arc<dyn Storage> = Arc::new(OsStorage);
    let study = StudyFolder::at(home.path());
    let room = Room {
        vault: Arc::new(vault_on(Arc::new(OsStorage), [laptop.clone()])),
        home,
        disk: watching(),
        office: office.clone(),
        laptop: laptop.clone(),
        storage: plain,
    };
    let (_, path) = room.make_session();
    let (mut recorder, mut keeper, ..) = room.open(&path, "q2w3e4", 10);
    says(&mut recorder, &mut keeper, 11, SAID[0]);
    keeper.close(recorder.session()).unwrap();
    let (mut recorder, mut keeper, ..) = room.open(&path, "w3e4r5", 20);
    says(&mut recorder, &mut keeper, 21, SAID[1]);
    types(&mut keeper, 22, SAID[2]);
    drop(keeper);
    fs::write(room.study().root().join(".hearken-1.tmp"), SAID[3]).unwrap();
    // As recovering puts a damaged file aside.
    let damaged = room.study().keeping().join("2026-11-22-norwich-k7m2q9xd.json.damaged-1");
    fs::write(&damaged, SAID[3]).unwrap();
    encrypt(&*room.storage, &study, &office, &laptop);
    let sealed = keys::seal_what_is_plain(&room.vault, &study).unwrap();
    assert_eq!(sealed, std::slice::from_ref(&path));
    assert_no_word_below(study.root(), "encrypted");
    assert_eq!(read(&*room.vault, &damaged, ReadLimit::of_bytes(1 << 20)).unwrap(), SAID[3].as_bytes());
    assert_eq!(keys::seal_what_is_plain(&room.vault, &study).unwrap(), Vec::<PathBuf>::new());
    let storage: Arc<dyn Storage> = Arc::<Vault>::clone(&room.vault);
    let room = Room { storage, ..room };
    let (recorder, _keeper, versions, drafts) = room.open(&path, "e4r5t6", 30);
    assert_eq!((texts(recorder.session()).len(), drafts), (2, 1));
    assert!(versions > 0);
}

#[test]
fn a_plain_session_that_comes_into_an_encrypted_study_is_sealed_with_its_backup_when_it_is_left() {
    let room = Room::new();
    let (_, path) = room.make_session();
    let (mut recorder, mut keeper, ..) = room.open(&path, "q2w3e4", 10);
    says(&mut recorder, &mut keeper, 11, SAID[0]);
    keeper.close(recorder.session()).unwrap();
    fs::remove_file(room.vault.real_path(&path)).unwrap();
    fs::remove_dir_all(room.study().keeping()).unwrap();
    fs::write(&path, v1::write_session(recorder.session())).unwrap();
    let (recorder, keeper, ..) = room.open(&path, "w3e4r5", 20);
    keeper.close(recorder.session()).unwrap();
    room.assert_sealed("left");
    let backup = read_session(&*room.storage, &room.study().backup(recorder.session().id())).unwrap();
    assert_eq!(texts(&backup), [SAID[0]], "what was there before is kept");
}

#[test]
fn a_study_in_which_a_second_window_is_open_becomes_encrypted_when_that_is_closed() {
    let room = Room::new();
    let study = StudyFolder::at(room.home.path().join("plain"));
    let setup = Setup { seats: vec![None; 3], ..Setup::practice("NT".to_owned()) };
    let session: SessionId = "k7m2-q9xd-4tn1-b8wz".parse().unwrap();
    let ids = FreshIds { session, writer: writer("kj4x9q"), laptop: writer(LAPTOP) };
    let (_, path) = create::create(&OsStorage, &study, &setup, ids, &now(0)).unwrap();
    let copy = second::copy(&OsStorage, &path, writer("e4r5t6")).unwrap();
    let (_, mut keeper, ..) = room.open(&copy, "e4r5t6", 5);
    types(&mut keeper, 6, "half a thou");
    // A session that is sealed already has a plain copy of a second window that is being written.
    encrypt(&OsStorage, &study, &room.office, &room.laptop);
    let text = fs::read(&path).unwrap();
    atomic::replace(&*room.storage, &path, &text, None).unwrap();
    assert!(!path.exists());
    let refused = keys::seal_what_is_plain(&room.vault, &study).unwrap_err();
    assert!(matches!(refused, StudyError::Held { .. }), "{refused}");
    drop(keeper);
    keys::seal_what_is_plain(&room.vault, &study).unwrap();
    assert_no_word_below(study.root(), "encrypted");
}

#[test]
fn collections_and_damaged_sessions_of_a_study_that_becomes_encrypted_are_sealed_too() {
    let room = Room::new();
    let (_, path) = room.make_session();
    let (mut recorder, mut keeper, ..) = room.open(&path, "q2w3e4", 10);
    says(&mut recorder, &mut keeper, 11, SAID[0]);
    let session = recorder.session().clone();
    keeper.close(&session).unwrap();
    let whole = v1::write_session(&session);
    let collection = v1::write_collection(&Collection { sessions: vec![session], ..Collection::default() });
    let (all, cut) = (room.home.path().join("all.json"), room.home.path().join("cut.json"));
    fs::write(&all, &collection).unwrap();
    let (before, _) = whole.split_once(" at night").unwrap();
    fs::write(&cut, before).unwrap();
    let notes = room.home.path().join("shopping.json");
    fs::write(&notes, "{\"format\": \"a list\"}").unwrap();
    assert_eq!(keys::seal_what_is_plain(&room.vault, &room.study()).unwrap(), [all.clone(), cut]);
    assert_no_word_below(room.home.path(), "encrypted");
    assert!(notes.exists());
    assert_eq!(read(&*room.storage, &all, ReadLimit::of_bytes(1 << 20)).unwrap(), collection.as_bytes());
}

#[test]
fn without_a_key_of_its_own_a_laptop_writes_nothing_into_an_encrypted_study() {
    let room = Room::new();
    let stranger = Identity::generate().unwrap();
    let vault =
        Vault::on(Arc::new(room.disk.clone()), Arc::new(FromStudy { laptop: Some(writer("zzzzzz")) }));
    vault.unlock([stranger]);
    let refused = atomic::create(&vault, &room.home.path().join("norwich.json"), SAID[0].as_bytes());
    assert!(refused.unwrap_err().to_string().contains(&Unopened::NoKeyHere.to_string()));
    room.assert_sealed("refused");
    let mut names: Vec<_> = OsStorage.list(room.home.path()).unwrap();
    names.sort();
    assert_eq!(names, [".hearken", "study.json"]);
}

#[test]
fn keys_of_two_laptops_are_joined_like_anything_else_in_a_study() {
    let room = Room::new();
    let other = StudyKey {
        recipient: Identity::generate().unwrap().recipient(),
        role: KeyRole::Device,
        laptop: Some(writer("q2w3e4")),
    };
    let elsewhere = tempfile::tempdir().unwrap();
    let theirs = StudyFolder::at(elsewhere.path());
    fs::copy(room.study().study_file(), theirs.study_file()).unwrap();
    let ids = ("0000-0000-0000-0001".parse().unwrap(), writer("bbbbbb"));
    assert!(keys::add(&OsStorage, &theirs, &other, ids, &now(2)).unwrap());
    let mut joined = room.study().study(&OsStorage).unwrap().unwrap();
    joined.join(theirs.study(&OsStorage).unwrap().unwrap());
    let known = keys::sealed_to(&joined, Some(writer(LAPTOP))).unwrap();
    assert_eq!((known.office.len(), known.laptop.len(), known.others.len()), (1, 1, 1));
}
