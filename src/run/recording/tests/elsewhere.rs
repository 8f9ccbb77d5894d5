//! Going on in another folder.

use std::fs;

use super::faulty::Fault;
use super::*;

#[test]
fn a_session_whose_disk_fails_goes_on_in_another_folder() {
    let mut room = Room::begun();
    room.note("before");
    room.disk.fails_below(&room.stick(), Fault::Gone);
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
fn a_snapshot_from_before_going_on_in_the_same_folder_is_not_heard_though_that_fails() {
    let mut room = Room::begun();
    room.note("before");
    let done = room.snapshot_after(1)();
    room.note("meanwhile");
    let (path, study) = (room.path(), StudyFolder::around(&room.path()));
    room.disk.fails_below(&study.next_journal(room.recorder.session().id()), Fault::Full);
    let told = room.recording.save_elsewhere(study.root(), Some(room.recorder.session()));
    assert!(matches!(told.as_slice(), [Message::Failed(_), Message::NotSaved(_)]), "{told:?}");
    assert!(room.recording.done(done, Some(room.recorder.session()), Duration::ZERO).is_empty());
    room.disk.heal();
    assert!(works_again(&room.look_a_second_later()));
    assert!(room.note("after").is_empty());
    assert_eq!(room.reopened(&path).0, ["before", "meanwhile", "after"]);
}
