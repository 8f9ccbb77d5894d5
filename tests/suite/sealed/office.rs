//! Sealing finished sessions for the office alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use hearken::format::v1;
use hearken::model::session::Session;
use hearken::storage::vault::{Identity, Unopened};
use hearken::storage::{OsStorage, ReadLimit, Storage as _, StorageError, atomic, read};
use hearken::study::folder::{StudyFolder, read_session};
use hearken::study::sealing::{self, NotSealed};
use hearken::study::{StudyError, recover, second};

use super::{Room, SAID, encrypt, says, texts, vault_on, writer};
use crate::faulty::{Fault, Faulty};

#[test]
fn what_is_sealed_for_the_office_only_the_office_can_read_and_give_back() {
    let room = Room::new();
    let (_, path) = room.make_session();
    let (mut recorder, mut keeper, ..) = room.open(&path, "q2w3e4", 10);
    says(&mut recorder, &mut keeper, 11, SAID[0]);
    let paths = std::slice::from_ref(&path);
    let refused = sealing::seal(&room.vault, paths, &[]).err().unwrap();
    assert!(refused.to_string().contains("open in another"), "{refused}");
    drop(keeper);
    let refused = sealing::seal(&room.vault, paths, &[]).err().unwrap();
    assert!(refused.to_string().contains("not finished"), "{refused}");
    let (recorder, keeper, ..) = room.open(&path, "w3e4r5", 20);
    keeper.close(recorder.session()).unwrap();
    // What a save leaves that is killed before it gives the file its name.
    let left = [room.study().root().join(".hearken-1.tmp"), room.study().keeping().join(".hearken-2.tmp")];
    for left in &left {
        fs::copy(room.storage.real_path(&path), left).unwrap();
    }
    let sealed = sealing::seal(&room.vault, paths, &[]).unwrap();
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
    assert_eq!(
        sealing::seal(&room.vault, paths, &[]).unwrap().before.len(),
        1,
        "sealed twice is sealed once"
    );
    let office = room.vault_with(&room.office);
    assert_eq!(texts(&read_session(&office, &path).unwrap()), [SAID[0]]);
    let [(real, is_sealed)] = &*sealing::unseal(&office, paths).unwrap() else { panic!("one") };
    assert!(*is_sealed && real.to_string_lossy().ends_with(".json.age"));
    assert_eq!(texts(&read_session(&*room.storage, &path).unwrap()), [SAID[0]], "the laptop reads it again");
    room.assert_sealed("unsealed in an encrypted study");
}

/// A session that is closed, with a backup.
fn finished(room: &Room) -> PathBuf {
    let (_, path) = room.make_session();
    let (mut recorder, mut keeper, ..) = room.open(&path, "q2w3e4", 10);
    says(&mut recorder, &mut keeper, 11, SAID[0]);
    keeper.close(recorder.session()).unwrap();
    path
}

#[test]
fn a_disk_that_refuses_while_a_session_is_sealed_is_told_and_not_that_something_is_wrong_with_the_session() {
    for nth in 1.. {
        let room = Room::new();
        let path = finished(&room);
        let disk = Faulty::at(room.home.path(), nth, Fault::InputOutput);
        let vault = vault_on(Arc::new(disk.clone()), [room.laptop.clone()]);
        let sealed = sealing::seal(&vault, std::slice::from_ref(&path), &[]);
        if !disk.has_struck() {
            sealed.unwrap();
            assert!(nth > 40, "only {nth} calls");
            return;
        }
        match sealed {
            Ok(_) => {}
            Err(NotSealed::Study(StudyError::Storage(error))) => {
                let (StorageError::Failed { source, .. } | StorageError::SyncFailed { source, .. }) = &error
                else {
                    panic!("call {nth}: {error}")
                };
                assert_eq!(source.raw_os_error(), Some(5), "call {nth}: {error}");
            }
            Err(error) => panic!("call {nth}: {error}"),
        }
        sealing::seal(&room.vault, &[path], &[]).unwrap();
    }
}

#[test]
fn what_a_save_that_was_cut_off_left_is_gone_when_a_session_is_sealed() {
    let room = Room::new();
    let path = finished(&room);
    let left = room.study().keeping().join(".hearken-1.tmp");
    fs::copy(room.vault.on_disk(&path).unwrap(), &left).unwrap();
    assert_eq!(texts(&read_session(&room.vault_with(&room.laptop), &left).unwrap()), [SAID[0]]);
    sealing::seal(&room.vault, &[path], &[]).unwrap();
    assert!(!left.exists());
}

#[test]
fn a_session_whose_second_window_cannot_be_read_is_not_taken_for_finished() {
    let room = Room::new();
    let path = finished(&room);
    let copy = second::copy(&*room.storage, &path, writer("e4r5t6")).unwrap();
    let sealed = sealing::seal(&room.vault, std::slice::from_ref(&path), &[]);
    assert!(matches!(sealed, Err(NotSealed::NotFinished { .. })), "{sealed:?}");
    let real = room.vault.on_disk(&copy).unwrap();
    let whole = fs::read(&real).unwrap();
    fs::write(&real, &whole[..whole.len() - 1]).unwrap();
    let told = sealing::seal(&room.vault, std::slice::from_ref(&path), &[]).unwrap_err().to_string();
    assert!(told.contains("cut off or altered"), "{told}");
    assert_eq!(texts(&read_session(&*room.storage, &path).unwrap()), [SAID[0]], "and nothing is sealed");
}

#[test]
fn a_damaged_file_that_was_put_aside_is_sealed_for_the_office_with_its_session() {
    let room = Room::new();
    let path = finished(&room);
    let damaged = "{\"format\": \"hearken/session\", \"text\": \"scared at ni";
    atomic::replace(&*room.storage, &path, damaged.as_bytes(), None).unwrap();
    let back = recover::recover(&room.vault, &room.study()).unwrap();
    let aside = back.recovered[0].damaged.clone().unwrap();
    let limit = ReadLimit::of_bytes(1 << 20);
    assert_eq!(read(&*room.storage, &aside, limit).unwrap(), damaged.as_bytes());
    sealing::seal(&room.vault, &[path], &[]).unwrap();
    let refused = read(&*room.storage, &aside, limit).unwrap_err();
    assert!(refused.to_string().contains("another key"), "{refused}");
    assert_eq!(read(&room.vault_with(&room.office), &aside, limit).unwrap(), damaged.as_bytes());
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
    sealing::seal(&room.vault, std::slice::from_ref(&path), &[]).unwrap();
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

/// A session in which nothing is written.
fn empty(id: &str) -> String {
    v1::write_session(&Session::new(id.parse().unwrap()))
}

#[test]
fn a_session_of_which_something_is_sealed_to_another_key_is_not_taken_for_sealed_before() {
    let room = Room::new();
    let path = finished(&room);
    let (stranger, office) = (Identity::generate().unwrap(), Identity::generate().unwrap());
    let (theirs, vault) = (StudyFolder::at(room.home.path().join("theirs")), room.vault_with(&stranger));
    encrypt(&OsStorage, &theirs, &office, &stranger);
    let copy = theirs.root().join("copy.json");
    atomic::create(&vault, &copy, empty("k7m2-q9xd-4tn1-b8wz").as_bytes()).unwrap();
    let here = room.study().keeping().join(".second-e4r5t6.json.age");
    fs::rename(vault.on_disk(&copy).unwrap(), here).unwrap();
    let told = sealing::seal(&room.vault, std::slice::from_ref(&path), &[]).unwrap_err().to_string();
    assert!(told.contains(".second-e4r5t6") && told.contains("another key"), "{told}");
    assert_eq!(texts(&read_session(&*room.storage, &path).unwrap()), [SAID[0]], "and nothing is sealed");
}

#[test]
fn what_else_holds_a_session_that_is_sealed_is_told() {
    let room = Room::new();
    let path = finished(&room);
    let text = v1::write_session(&read_session(&*room.storage, &path).unwrap());
    let beside = path.with_extension("e4r5t6.json");
    atomic::create(&*room.storage, &beside, text.as_bytes()).unwrap();
    let rescued = room.home.path().join("rescued");
    fs::create_dir(&rescued).unwrap();
    fs::write(rescued.join("other.json"), empty("m5p8-q9xd-4tn1-b8wz")).unwrap();
    room.storage.keep_alike(&rescued, room.study().root());
    atomic::create(&*room.storage, &rescued.join("norwich.json"), text.as_bytes()).unwrap();
    // What a session leaves that is kept there: it is saved twice, and has a backup then.
    let backup = StudyFolder::at(&rescued).backup("k7m2-q9xd-4tn1-b8wz".parse().unwrap());
    fs::create_dir(backup.parent().unwrap()).unwrap();
    atomic::create(&*room.storage, &backup, text.as_bytes()).unwrap();
    let wanted =
        [beside, rescued.join("norwich.json"), backup].map(|path| room.vault.on_disk(&path).unwrap());
    for time in 1..=2 {
        let sealed =
            sealing::seal(&room.vault, std::slice::from_ref(&path), std::slice::from_ref(&rescued)).unwrap();
        assert_eq!((sealed.before.len(), sealed.elsewhere), (time - 1, wanted.to_vec()));
    }
}
