//! An encrypted study in use: nothing that somebody typed stands plain on the disk at any moment, whatever is done and
//! whichever call of the file system fails.
#![cfg(test)]

use std::ffi::OsString;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use hearken::format::journal::{DraftEdit, Happened};
use hearken::format::v1;
use hearken::merge::Join as _;
use hearken::model::ids::{SessionId, WriterId};
use hearken::model::note::{Note, NoteKind, Origin};
use hearken::model::people::RecorderRole;
use hearken::model::running::SessionKind;
use hearken::model::session::{NOTES, Session};
use hearken::model::stamp::Millis;
use hearken::model::study::KeyRole;
use hearken::model::when::When;
use hearken::storage::journal::{self, JournalFile};
use hearken::storage::vault::{Identity, Unopened, Vault};
use hearken::storage::{
    Entry, OsStorage, ReadLimit, Storage, StorageError, StorageFile, atomic, is_temporary, read,
};
use hearken::study::copies::{self, Hold, Search};
use hearken::study::create::{self, FreshIds, Setup};
use hearken::study::folder::{StudyFolder, read_session};
use hearken::study::keeper::Keeper;
use hearken::study::keys::{self, FromStudy, StudyKey};
use hearken::study::merge::{Output, Wanted, gather};
use hearken::study::opened::{Opened, Opener, open};
use hearken::study::recorder::Recorder;
use hearken::study::withdraw::{self, Plan};
use hearken::study::{Now, recover, sealing, second};

use crate::faulty::{Fault, Faulty};
use crate::storage::with_faults;

/// What is typed, and must never be seen: the site too, for it is in no name of a file that has words in it.
const SAID: [&str; 4] =
    ["scared at night", "we find out in March", "half a thou", "nobody asked the children"];

/// A disk that looks at every byte that is written, before the system gets it.
#[derive(Clone, Default)]
struct Watched(Arc<Mutex<Vec<String>>>);

impl Watched {
    fn looks_at(&self, path: &Path, bytes: &[u8]) {
        for said in SAID {
            if bytes.windows(said.len()).any(|part| part == said.as_bytes()) {
                self.0.lock().unwrap().push(format!("“{said}” was written to {}", path.display()));
            }
        }
    }

    fn assert_nothing_was_seen(&self) {
        assert_eq!(*self.0.lock().unwrap(), Vec::<String>::new());
    }
}

struct WatchedFile(Box<dyn StorageFile>, Watched, PathBuf, Vec<u8>);

impl Write for WatchedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A word may come in two writes.
        self.3.extend_from_slice(bytes);
        self.1.looks_at(&self.2, &self.3);
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl StorageFile for WatchedFile {
    fn sync(&mut self) -> io::Result<()> {
        self.0.sync()
    }

    fn set_len(&mut self, bytes: u64) -> io::Result<()> {
        self.0.set_len(bytes)
    }

    fn another_handle(&self) -> io::Result<Box<dyn StorageFile>> {
        self.0.another_handle()
    }
}

impl Storage for Watched {
    fn entry(&self, path: &Path) -> io::Result<Entry> {
        OsStorage.entry(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        OsStorage.list(folder)
    }

    fn open(&self, path: &Path, from: u64) -> io::Result<Box<dyn Read>> {
        OsStorage.open(path, from)
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn StorageFile>> {
        let file = OsStorage.create_new(path)?;
        Ok(Box::new(WatchedFile(file, self.clone(), path.to_owned(), Vec::new())))
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        OsStorage.create_folder(path)
    }

    fn link(&self, existing: &Path, new: &Path) -> io::Result<()> {
        OsStorage.link(existing, new)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        OsStorage.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        OsStorage.remove(path)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        OsStorage.sync_folder(folder)
    }
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
    watched: Watched,
    office: Identity,
    laptop: Identity,
    vault: Arc<Vault>,
    storage: Arc<dyn Storage>,
}

impl Room {
    fn new() -> Room {
        let (home, watched) = (tempfile::tempdir().unwrap(), Watched::default());
        let (office, laptop) = (Identity::generate().unwrap(), Identity::generate().unwrap());
        let vault = vault_on(Arc::new(watched.clone()), [laptop.clone()]);
        encrypt(&OsStorage, &StudyFolder::at(home.path()), &office, &laptop);
        let vault = Arc::new(vault);
        let storage: Arc<dyn Storage> = Arc::<Vault>::clone(&vault);
        Room { home, watched, office, laptop, vault, storage }
    }

    fn study(&self) -> StudyFolder {
        StudyFolder::at(self.home.path())
    }

    fn vault_with(&self, key: &Identity) -> Vault {
        vault_on(Arc::new(self.watched.clone()), [key.clone()])
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
        self.watched.assert_nothing_was_seen();
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
    let job = keeper.switch(keeper.second_journal().create().unwrap(), recorder.session().clone()).unwrap();
    says(&mut recorder, &mut keeper, 13, SAID[1]);
    room.assert_sealed("while a snapshot is written");
    keeper.saved(&job.run().unwrap());
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
fn a_session_that_is_kept_elsewhere_while_it_is_recorded_stays_sealed_there() {
    let room = Room::new();
    let (_, path) = room.make_session();
    let (mut recorder, mut keeper, ..) = room.open(&path, "q2w3e4", 10);
    says(&mut recorder, &mut keeper, 11, SAID[0]);
    let stick = tempfile::tempdir().unwrap();
    // What says that the study is encrypted is on the stick that was pulled out.
    let (there, gone) = (room.study().study_file(), room.home.path().join("gone"));
    fs::rename(&there, &gone).unwrap();
    let moved = keeper.move_to(stick.path(), recorder.session()).unwrap().to_owned();
    says(&mut recorder, &mut keeper, 12, SAID[1]);
    room.assert_sealed("moved");
    assert_no_word_below(stick.path(), "on the stick");
    keeper.close(recorder.session()).unwrap();
    assert_no_word_below(stick.path(), "on the stick, closed");
    assert_eq!(texts(&read_session(&room.vault_with(&room.office), &moved).unwrap()).len(), 2);
    // Opened again there, where no study says that anything is sealed.
    let again = Room { vault: Arc::new(room.vault_with(&room.laptop)), ..room };
    let storage: Arc<dyn Storage> = Arc::<Vault>::clone(&again.vault);
    let again = Room { storage, ..again };
    let (mut recorder, mut keeper, ..) = again.open(&moved, "w3e4r5", 20);
    says(&mut recorder, &mut keeper, 21, SAID[3]);
    keeper.close(recorder.session()).unwrap();
    again.watched.assert_nothing_was_seen();
    assert_no_word_below(stick.path(), "on the stick, opened again");
    assert_eq!(texts(&read_session(&*again.storage, &moved).unwrap()).len(), 3);
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
        watched: Watched::default(),
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
    encrypt(&*room.storage, &study, &office, &laptop);
    let sealed = keys::seal_what_is_plain(&room.vault, &study).unwrap();
    assert_eq!(sealed, std::slice::from_ref(&path));
    assert_no_word_below(study.root(), "encrypted");
    assert_eq!(keys::seal_what_is_plain(&room.vault, &study).unwrap(), Vec::<PathBuf>::new());
    let storage: Arc<dyn Storage> = Arc::<Vault>::clone(&room.vault);
    let room = Room { storage, ..room };
    let (recorder, _keeper, versions, drafts) = room.open(&path, "e4r5t6", 30);
    assert_eq!((texts(recorder.session()).len(), drafts), (2, 1));
    assert!(versions > 0);
}

#[test]
fn what_is_sealed_for_the_office_only_the_office_can_read_and_give_back() {
    let room = Room::new();
    let (_, path) = room.make_session();
    let (mut recorder, mut keeper, ..) = room.open(&path, "q2w3e4", 10);
    says(&mut recorder, &mut keeper, 11, SAID[0]);
    let paths = std::slice::from_ref(&path);
    let refused = sealing::seal(&room.vault, paths).err().unwrap();
    assert!(refused.to_string().contains("open in another"), "{refused}");
    drop(keeper);
    let refused = sealing::seal(&room.vault, paths).err().unwrap();
    assert!(refused.to_string().contains("not finished"), "{refused}");
    let (recorder, keeper, ..) = room.open(&path, "w3e4r5", 20);
    keeper.close(recorder.session()).unwrap();
    // What a save leaves that is killed before it gives the file its name.
    let left = [room.study().root().join(".hearken-1.tmp"), room.study().keeping().join(".hearken-2.tmp")];
    for left in &left {
        fs::copy(room.storage.real_path(&path), left).unwrap();
    }
    let sealed = sealing::seal(&room.vault, paths).unwrap();
    assert_eq!(sealed.digests.len(), 1);
    for left in left {
        assert!(!left.exists(), "this laptop could read the session in {}", left.display());
    }
    room.assert_sealed("sealed for the office");
    let backup = room.study().backup(recorder.session().id());
    for closed in [&path, &backup] {
        let why = read(&*room.storage, closed, ReadLimit::of_bytes(1 << 20)).unwrap_err();
        assert!(why.to_string().contains("another key"), "{why}");
    }
    assert_eq!(sealing::seal(&room.vault, paths).unwrap().before.len(), 1, "sealed twice is sealed once");
    let office = room.vault_with(&room.office);
    assert_eq!(texts(&read_session(&office, &path).unwrap()), [SAID[0]]);
    let [(real, is_sealed)] = &*sealing::unseal(&office, paths).unwrap() else { panic!("one") };
    assert!(*is_sealed && real.to_string_lossy().ends_with(".json.age"));
    assert_eq!(texts(&read_session(&*room.storage, &path).unwrap()), [SAID[0]], "the laptop reads it again");
    room.assert_sealed("unsealed in an encrypted study");
}

#[test]
fn recovering_joins_journals_backups_and_what_is_left_of_sessions_that_are_gone() {
    for is_sealed in [true, false] {
        let room = Room::new();
        let room = if is_sealed {
            room
        } else {
            Room { storage: Arc::new(OsStorage), home: tempfile::tempdir().unwrap(), ..room }
        };
        room.study()
            .make(&*room.storage, "0000-0000-0000-0001".parse().unwrap(), writer("aaaaaa"), &now(0))
            .unwrap();
        let (id, path) = room.make_session();
        let (mut recorder, mut keeper, ..) = room.open(&path, "q2w3e4", 10);
        says(&mut recorder, &mut keeper, 11, SAID[0]);
        keeper.close(recorder.session()).unwrap();
        let nothing = recover::recover(&*room.storage, &room.study()).unwrap();
        assert_eq!((nothing.sessions, nothing.recovered.len(), nothing.left.len()), (1, 0, 0));

        let (mut recorder, mut keeper, ..) = room.open(&path, "w3e4r5", 20);
        says(&mut recorder, &mut keeper, 21, SAID[1]);
        let open = recover::recover(&*room.storage, &room.study()).unwrap();
        assert_eq!((open.recovered.len(), open.left.len()), (0, 1), "somebody writes it");
        drop(keeper);
        let back = recover::recover(&*room.storage, &room.study()).unwrap();
        assert_eq!((back.recovered.len(), back.left.len()), (1, 0), "{back:?}");
        assert!(back.recovered[0].versions >= 2 && back.recovered[0].half_typed == 0);
        assert_eq!(texts(&read_session(&*room.storage, &path).unwrap()).len(), 2);
        let again = recover::recover(&*room.storage, &room.study()).unwrap();
        assert_eq!(again.recovered.len(), 0, "{again:?}");

        // The file is damaged: what it held one save before, and what was typed since, is there.
        let (mut recorder, mut keeper, ..) = room.open(&path, "e4r5t6", 30);
        says(&mut recorder, &mut keeper, 31, SAID[3]);
        types(&mut keeper, 32, SAID[2]);
        drop(keeper);
        atomic::replace(&*room.storage, &path, b"{\"format\": \"hearken/session\", \"ver", None).unwrap();
        let back = recover::recover(&*room.storage, &room.study()).unwrap();
        assert_eq!((back.recovered.len(), back.left.len()), (1, 0), "{back:?}");
        assert_eq!(back.recovered[0].half_typed, 1);
        assert!(back.recovered[0].damaged.as_ref().is_some_and(|kept| room.storage.entry(kept).is_ok()));
        let said = texts(&read_session(&*room.storage, &path).unwrap());
        assert!(said.contains(&SAID[3].to_owned()) && said.contains(&SAID[0].to_owned()), "{said:?}");

        // The file is gone.
        let real = room.storage.real_path(&path);
        fs::remove_file(real).unwrap();
        let back = recover::recover(&*room.storage, &room.study()).unwrap();
        assert_eq!(back.recovered.len(), 1, "{back:?}");
        let path = &back.recovered[0].path;
        assert_eq!(read_session(&*room.storage, path).unwrap().id(), id);
        let (_, _keeper, _, drafts) = room.open(path, "t6y7v8", 40);
        assert_eq!(drafts, 1, "the half-typed note waited");
        if is_sealed {
            room.assert_sealed("recovered");
        }
    }
}

#[test]
fn whichever_call_fails_an_acknowledged_line_stays_and_nothing_is_plain() {
    let limit = ReadLimit::of_bytes(1 << 20);
    let (office, laptop) = (Identity::generate().unwrap(), Identity::generate().unwrap());
    let faults = [
        Fault::InputOutput,
        Fault::NoSpace,
        Fault::Short,
        Fault::ShortThenError,
        Fault::ShortForEver,
        Fault::SyncLosesBytes,
        Fault::SyncFolder,
        Fault::Rename,
        Fault::NoLinks,
        Fault::ReadOnly,
        Fault::Gone,
    ];
    let cases = with_faults(&faults, |faulty: &Faulty, fault, home| {
        let study = StudyFolder::at(home);
        encrypt(&OsStorage, &study, &office, &laptop);
        let vault = vault_on(Arc::new(faulty.clone()), [laptop.clone()]);
        let sound = vault_on(Arc::new(OsStorage), [office.clone()]);
        let id: SessionId = "k7m2-q9xd-4tn1-b8wz".parse().unwrap();
        let (path, journal, backup) =
            (home.join("norwich-k7m2q9xd.json"), study.journal(id), study.backup(id));
        let mut said = vec!["opened".to_owned()];
        let lines = || journal::read(&sound, &journal, limit).map(|read| read.lines).unwrap_or_default();
        let first = JournalFile::create(&vault, &journal, &said)
            .or_else(|_again| JournalFile::create(&vault, &journal, &said));
        if let Ok(mut file) = first {
            for (number, words) in SAID.iter().enumerate() {
                let line = format!("{number}: {words}");
                let with_line = [&said[..], std::slice::from_ref(&line)].concat();
                if file.append(&line).is_ok()
                    || file.append(&line).is_ok()
                    || file.begin_anew(&vault, &with_line).is_ok()
                {
                    said.push(line);
                }
                assert_eq!(lines(), said, "{fault:?}");
            }
        }
        for words in SAID {
            let before = read(&sound, &path, limit).ok();
            let answer = atomic::replace(&vault, &path, words.as_bytes(), Some(&backup));
            let stands = read(&sound, &path, limit).ok();
            if answer.is_ok() {
                assert_eq!(stands.as_deref(), Some(words.as_bytes()), "{fault:?}");
                let kept = read(&sound, &backup, limit).ok();
                assert!(before.is_none() || kept == before, "{fault:?}");
            } else {
                assert!(stands == before || stands.as_deref() == Some(words.as_bytes()), "{fault:?}");
            }
        }
        assert_no_word_below(home, &format!("{fault:?}"));
        let is_for_good = matches!(fault, Fault::ReadOnly | Fault::Gone);
        let names = OsStorage.list(home).unwrap();
        assert!(is_for_good || !names.iter().any(|name| is_temporary(name)), "{fault:?}: {names:?}");
    });
    assert!(cases > 150, "only {cases} cases");
}

/// Why a list of sessions asks for this laptop's passphrase where all of them may be sealed for the office.
#[test]
fn a_session_for_the_office_alone_looks_like_one_that_this_laptop_alone_can_read() {
    let room = Room::new();
    let (_, path) = room.make_session();
    let elsewhere = tempfile::tempdir().unwrap();
    let carried = elsewhere.path().join("norwich.json");
    fs::copy(room.vault.real_path(&path), elsewhere.path().join("norwich.json.age")).unwrap();
    let limit = ReadLimit::of_bytes(1 << 20);
    let text = read(&*room.vault, &carried, limit).unwrap();
    atomic::replace(&*room.vault, &carried, &text, None).unwrap();
    sealing::seal(&room.vault, std::slice::from_ref(&path)).unwrap();
    let keys_of = |path: &Path| {
        let bytes = fs::read(room.vault.real_path(path)).unwrap();
        bytes.windows(11).filter(|part| part == b"\n-> X25519 ").count()
    };
    assert_eq!((keys_of(&path), keys_of(&carried)), (1, 1));
    let unopened = |path| match read(&*room.vault, path, limit) {
        Err(StorageError::Sealed { why, .. }) => Some(why),
        _ => None,
    };
    assert_eq!((unopened(&path), unopened(&carried)), (Some(Unopened::NotForUs), None));
}

#[test]
fn without_a_key_of_its_own_a_laptop_writes_nothing_into_an_encrypted_study() {
    let room = Room::new();
    let stranger = Identity::generate().unwrap();
    let vault =
        Vault::on(Arc::new(room.watched.clone()), Arc::new(FromStudy { laptop: Some(writer("zzzzzz")) }));
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
