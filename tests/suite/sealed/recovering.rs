//! Recovering in an encrypted study, and in a plain one.

use std::fs;
use std::sync::Arc;

use hearken::storage::{OsStorage, atomic};
use hearken::study::folder::read_session;
use hearken::study::recover;

use super::{Room, SAID, now, says, texts, types, writer};

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
