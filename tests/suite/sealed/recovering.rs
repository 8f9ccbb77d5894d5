//! Recovering in an encrypted study, and in a plain one.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use hearken::model::erasing::Scope;
use hearken::storage::vault::Vault;
use hearken::storage::{OsStorage, ReadLimit, Storage, atomic, read};
use hearken::study::copies::{self, Hold, Search};
use hearken::study::folder::read_session;
use hearken::study::withdraw::{self, Plan};
use hearken::study::{recover, sealing};

use super::{Room, SAID, now, says, texts, types, vault_on, writer};
use crate::faulty::{Fault, Faulty};

#[test]
fn recovering_joins_journals_backups_and_what_is_left_of_sessions_that_are_gone() {
    for is_sealed in [true, false] {
        let room = Room::new();
        let room = if is_sealed {
            room
        } else {
            let vault = Arc::new(vault_on(Arc::new(OsStorage), []));
            let storage: Arc<dyn Storage> = Arc::<Vault>::clone(&vault);
            Room { vault, storage, home: tempfile::tempdir().unwrap(), ..room }
        };
        room.study()
            .make(&*room.storage, "0000-0000-0000-0001".parse().unwrap(), writer("aaaaaa"), &now(0))
            .unwrap();
        let (id, path) = room.make_session();
        let (mut recorder, mut keeper, ..) = room.open(&path, "q2w3e4", 10);
        says(&mut recorder, &mut keeper, 11, SAID[0]);
        keeper.close(recorder.session()).unwrap();
        let nothing = recover::recover(&room.vault, &room.study()).unwrap();
        assert_eq!((nothing.sessions, nothing.recovered.len(), nothing.left.len()), (1, 0, 0));

        let (mut recorder, mut keeper, ..) = room.open(&path, "w3e4r5", 20);
        says(&mut recorder, &mut keeper, 21, SAID[1]);
        let open = recover::recover(&room.vault, &room.study()).unwrap();
        assert_eq!((open.recovered.len(), open.left.len()), (0, 1), "somebody writes it");
        drop(keeper);
        let back = recover::recover(&room.vault, &room.study()).unwrap();
        assert_eq!((back.recovered.len(), back.left.len()), (1, 0), "{back:?}");
        assert!(back.recovered[0].versions >= 2 && back.recovered[0].half_typed == 0);
        assert_eq!(texts(&read_session(&*room.storage, &path).unwrap()).len(), 2);
        let again = recover::recover(&room.vault, &room.study()).unwrap();
        assert_eq!(again.recovered.len(), 0, "{again:?}");

        // The file is damaged: what it held one save before, and what was typed since, is there.
        let (mut recorder, mut keeper, ..) = room.open(&path, "e4r5t6", 30);
        says(&mut recorder, &mut keeper, 31, SAID[3]);
        types(&mut keeper, 32, SAID[2]);
        drop(keeper);
        atomic::replace(&*room.storage, &path, b"{\"format\": \"hearken/session\", \"ver", None).unwrap();
        let back = recover::recover(&room.vault, &room.study()).unwrap();
        assert_eq!((back.recovered.len(), back.left.len()), (1, 0), "{back:?}");
        assert_eq!(back.recovered[0].half_typed, 1);
        assert!(back.recovered[0].damaged.as_ref().is_some_and(|kept| room.storage.entry(kept).is_ok()));
        let said = texts(&read_session(&*room.storage, &path).unwrap());
        assert!(said.contains(&SAID[3].to_owned()) && said.contains(&SAID[0].to_owned()), "{said:?}");

        // The file is gone.
        let real = room.storage.real_path(&path);
        fs::remove_file(real).unwrap();
        let back = recover::recover(&room.vault, &room.study()).unwrap();
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

/// A closed session with a backup that says one thing less.
fn saved_twice(room: &Room) -> PathBuf {
    let (_, path) = room.make_session();
    for (who, second, said) in [("q2w3e4", 10, SAID[0]), ("w3e4r5", 20, SAID[1])] {
        let (mut recorder, mut keeper, ..) = room.open(&path, who, second);
        says(&mut recorder, &mut keeper, second + 1, said);
        keeper.close(recorder.session()).unwrap();
    }
    path
}

/// A session whose sealed file is no more what it was, recovered: its file, where the damaged one stands, and its bytes.
fn recovered_from(room: &Room, damage: impl FnOnce(&mut Vec<u8>)) -> (PathBuf, PathBuf, Vec<u8>) {
    let path = saved_twice(room);
    let real = room.vault.on_disk(&path).unwrap();
    let mut bytes = fs::read(&real).unwrap();
    damage(&mut bytes);
    fs::write(&real, &bytes).unwrap();
    let mut back = recover::recover(&room.vault, &room.study()).unwrap();
    assert_eq!((back.recovered.len(), back.left.len()), (1, 0), "{back:?}");
    (path, back.recovered.remove(0).damaged.unwrap(), bytes)
}

const DAMAGES: [fn(&mut Vec<u8>); 2] =
    [|bytes| bytes.truncate(bytes.len() - 20), |bytes| *bytes.last_mut().unwrap() ^= 1];

#[test]
fn a_sealed_session_that_was_cut_off_or_altered_is_made_of_what_was_kept() {
    for damage in DAMAGES {
        let room = Room::new();
        let (path, aside, bytes) = recovered_from(&room, damage);
        assert_eq!(texts(&read_session(&*room.storage, &path).unwrap()), [SAID[0]]);
        assert_eq!(fs::read(&aside).unwrap(), bytes, "neither opened nor sealed again");
        assert_eq!(recover::recover(&room.vault, &room.study()).unwrap().recovered.len(), 0);
    }
}

#[test]
fn what_stands_under_the_name_of_a_sealed_session_and_is_none_is_put_aside_sealed() {
    let room = Room::new();
    let torn = format!("{{\"format\": \"hearken/session\", \"text\": \"{}", SAID[2]);
    let (path, aside, _) = recovered_from(&room, |bytes| *bytes = torn.clone().into_bytes());
    assert_eq!(texts(&read_session(&*room.storage, &path).unwrap()), [SAID[0]]);
    assert_eq!(read(&*room.storage, &aside, ReadLimit::of_bytes(1 << 20)).unwrap(), torn.as_bytes());
    room.assert_sealed("recovered");
}

/// The damaged files that were put aside.
fn put_aside(room: &Room) -> Vec<PathBuf> {
    let kept = fs::read_dir(room.study().keeping()).unwrap().map(|entry| entry.unwrap().path());
    kept.filter(|path| path.to_string_lossy().contains(".damaged-")).collect()
}

#[test]
fn a_damaged_file_is_put_aside_once_however_often_recovering_fails_after_that() {
    let torn: fn(&mut Vec<u8>) = |bytes| *bytes = b"{\"format\": \"hearken/session\", \"te".to_vec();
    for damage in [DAMAGES[0], DAMAGES[1], torn] {
        let room = Room::new();
        let path = saved_twice(&room);
        let real = room.vault.on_disk(&path).unwrap();
        let mut bytes = fs::read(&real).unwrap();
        damage(&mut bytes);
        fs::write(&real, &bytes).unwrap();
        room.disk.fails_below(&real, Fault::ReadOnly);
        for _ in 0..3 {
            let back = recover::recover(&room.vault, &room.study()).unwrap();
            assert_eq!((back.recovered.len(), back.left.len()), (0, 1), "{back:?}");
            assert_eq!(put_aside(&room).len(), 1);
        }
        room.disk.heal();
        let back = recover::recover(&room.vault, &room.study()).unwrap();
        assert_eq!((back.recovered.len(), put_aside(&room).len()), (1, 1), "{back:?}");
        let aside = back.recovered[0].damaged.as_ref().unwrap();
        assert_eq!(room.vault.on_disk(aside).unwrap(), put_aside(&room)[0]);
    }
}

#[test]
fn beside_a_study_that_cannot_be_read_no_damaged_file_is_put_aside() {
    for damage in DAMAGES {
        let room = Room::new();
        let path = saved_twice(&room);
        let real = room.vault.on_disk(&path).unwrap();
        let mut bytes = fs::read(&real).unwrap();
        damage(&mut bytes);
        fs::write(&real, &bytes).unwrap();
        fs::write(room.study().study_file(), "{").unwrap();
        // One that remembers no keys of the study.
        let vault = room.vault_with(&room.laptop);
        let back = recover::recover(&vault, &room.study()).unwrap();
        assert!(back.left.len() == 1 && back.left[0].error.to_string().contains("study.json"), "{back:?}");
        assert_eq!(put_aside(&room), Vec::<PathBuf>::new());
    }
}

#[test]
fn what_lies_beside_the_journals_is_listed_once_however_many_sessions_are_for_the_office() {
    let room = Room::new();
    let path = saved_twice(&room);
    sealing::seal(&room.vault, std::slice::from_ref(&path), &[]).unwrap();
    let looks = || {
        let disk = Faulty::at(&room.study().keeping(), 0, None);
        let vault = vault_on(Arc::new(disk.clone()), [room.laptop.clone()]);
        let back = recover::recover(&vault, &room.study()).unwrap();
        (disk.calls_after(0).len(), back.left.len())
    };
    let (calls, left) = looks();
    assert!(calls > 0 && left == 1);
    let real = room.vault.on_disk(&path).unwrap();
    for letter in 'a'..='h' {
        let name = format!("2026-11-23-norwich-{}.json.age", letter.to_string().repeat(8));
        fs::copy(&real, real.with_file_name(name)).unwrap();
    }
    assert_eq!(looks(), (calls, 9));
}

#[test]
fn a_damaged_sealed_file_that_was_put_aside_cannot_be_opened_in_part_once_its_session_is_for_the_office() {
    let room = Room::new();
    let (path, aside, bytes) = recovered_from(&room, DAMAGES[0]);
    sealing::seal(&room.vault, &[path], &[]).unwrap();
    assert_ne!(fs::read(&aside).unwrap(), bytes);
    let limit = ReadLimit::of_bytes(1 << 20);
    let refused = read(&*room.storage, &aside, limit).unwrap_err().to_string();
    assert!(refused.contains("cannot be opened"), "{refused}");
}

#[test]
fn a_damaged_sealed_file_that_was_put_aside_goes_with_the_words_of_who_withdraws() {
    for damage in DAMAGES {
        let room = Room::new();
        let (path, aside, _) = recovered_from(&room, damage);
        let search = Search { session: path, folders: Vec::new() };
        let copies = copies::find(&*room.storage, &search, Hold::All).unwrap();
        let seat = copies.whole().seats()[0].0.to_string();
        let wanted = withdraw::Wanted::Withdraw { seat, scope: Scope::Everything };
        let plan = Plan::make(&*room.storage, &copies, wanted, writer("c4d5e6"), &now(50)).unwrap();
        withdraw::done::carry_out(&*room.storage, &copies, &plan).unwrap();
        assert!(!aside.exists());
    }
}

#[test]
fn what_is_whole_and_cannot_be_read_is_left_as_it_is_though_there_is_a_backup() {
    let later =
        format!("{{\"format\": \"hearken/session\", \"version\": 2, \"id\": \"{}\"}}", "k7m2-q9xd-4tn1-b8wz");
    let room = Room::new();
    let path = saved_twice(&room);
    let renamed = path.with_file_name("norwich.json");
    for file in [&path, &renamed] {
        room.storage.rename(&path, file).unwrap();
        atomic::replace(&*room.storage, file, later.as_bytes(), None).unwrap();
        let back = recover::recover(&room.vault, &room.study()).unwrap();
        assert_eq!((back.recovered.len(), back.left.len()), (0, 1), "{back:?}");
        assert!(back.left[0].error.to_string().contains("version 2"), "{back:?}");
        assert_eq!(room.study().session_candidates(&*room.storage).unwrap(), std::slice::from_ref(file));
    }

    // A plain session under the name of a sealed one.
    let room = Room::new();
    let path = saved_twice(&room);
    let plain = room.vault.opened(fs::read(room.vault.on_disk(&path).unwrap()).unwrap()).unwrap();
    fs::write(room.vault.on_disk(&path).unwrap(), &plain).unwrap();
    let back = recover::recover(&room.vault, &room.study()).unwrap();
    assert_eq!((back.recovered.len(), back.left.len()), (0, 1), "{back:?}");
    assert_eq!(fs::read(room.vault.on_disk(&path).unwrap()).unwrap(), plain);
}

#[test]
fn what_stands_behind_a_spoilt_line_of_a_sealed_journal_can_be_read_by_whoever_has_a_key_of_the_study() {
    let room = Room::new();
    let (id, path) = room.make_session();
    let (mut recorder, mut keeper, ..) = room.open(&path, "q2w3e4", 10);
    for (second, said) in (11..).zip(SAID) {
        says(&mut recorder, &mut keeper, second, said);
    }
    drop(keeper);
    let journal = room.study().journal(id);
    let file = room.storage.real_path(&journal);
    let mut bytes = fs::read(&file).unwrap();
    let ends: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at] == b'\n').collect();
    // In the line of the first note: those of the three after it are as they were sealed.
    let spoilt = ends[ends.len() - 5] + 60;
    bytes[spoilt] = if bytes[spoilt] == b'0' { b'1' } else { b'0' };
    fs::write(&file, &bytes).unwrap();
    let (recorder, keeper, ..) = room.open(&path, "w3e4r5", 20);
    assert_eq!(texts(recorder.session()), Vec::<String>::new());
    keeper.close(recorder.session()).unwrap();
    assert!(room.storage.entry(&journal).is_err(), "the journal with its key has gone");
    let tail = room.study().keeping().join(format!("{id}.journal.tail-1"));
    for key in [&room.laptop, &room.office] {
        let put_aside = read(&room.vault_with(key), &tail, ReadLimit::of_bytes(1 << 20)).unwrap();
        let put_aside = String::from_utf8(put_aside).unwrap();
        for said in &SAID[1..] {
            assert!(put_aside.contains(said), "{put_aside}");
        }
    }
    room.assert_sealed("put aside");
}
