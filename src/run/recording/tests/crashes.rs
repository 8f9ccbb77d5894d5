//! A crash upon a crash.

use std::fs;

use super::faulty::Fault;
use super::*;

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
        let disk = Faulty::at(&stick, nth, Fault::Gone);
        if let Ok(Opened { recorder, mut keeper, .. }) = opened(disk.clone(), &path, 4) {
            let _ = keeper.begin(recorder.session());
        }
        let Opened { recorder, recovered, .. } = opened(OsStorage, &path, 3).unwrap();
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
