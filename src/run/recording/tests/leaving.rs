//! Leaving a session, or the program, on a disk that fails.

use std::fs;

use super::faulty::Fault;
use super::*;

#[test]
fn a_session_that_is_left_on_a_failed_disk_waits_and_is_saved_when_it_can_be() {
    let mut room = Room::begun();
    room.disk.fails_below(&room.stick(), Fault::Full);
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
    room.disk.fails_below(&room.stick(), Fault::Full);
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
    room.disk.fails_below(&room.stick(), Fault::Full);
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
fn a_snapshot_that_comes_after_leaving_replaces_nothing_newer() {
    // Asked for before the second journal is there, and before the snapshot is written.
    for journals in 0..2 {
        let mut room = Room::begun();
        room.note("before");
        let late = room.snapshot_after(journals);
        room.note("meanwhile");
        let (saved, told) = room.recording.leave(Box::new(room.recorder.session().clone()));
        let path = saved.unwrap();
        assert!(told.is_empty(), "{told:?}");
        assert!(room.recording.done(late(), None, Duration::ZERO).is_empty());
        let study = StudyFolder::around(&path);
        assert!(!study.next_journal(SessionId::from_random([1; 10])).exists());
        assert_eq!(room.reopened(&path).0, ["before", "meanwhile"]);
    }
}

#[test]
fn a_snapshot_that_comes_after_another_journal_was_begun_replaces_nothing_newer() {
    let mut room = Room::begun();
    room.note("before");
    let late = room.snapshot_after(1);
    room.note("meanwhile");
    let path = room.path();
    // Somebody takes the journals away: all is saved anew before the program may end.
    fs::remove_dir_all(StudyFolder::around(&path).keeping()).unwrap();
    assert!(room.recording.may_end(Some(room.recorder.session())).is_ok());
    assert!(room.recording.done(late(), Some(room.recorder.session()), Duration::ZERO).is_empty());
    room.letter();
    assert_eq!(room.reopened(&path), (["before", "meanwhile"].map(str::to_owned).to_vec(), 1));
}
