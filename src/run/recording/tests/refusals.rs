//! A disk that refuses: it is said, typing goes on, and everything is there when it is well again.

use std::fs;

use super::faulty::Fault;
use super::*;

#[test]
fn whatever_the_disk_does_it_is_said_typing_goes_on_and_everything_is_there_when_it_is_well_again() {
    let faults =
        [(Fault::Full, "the disk is full"), (Fault::ReadOnly, "takes no writing"), (Fault::Gone, "refuses")];
    for (fault, reason) in faults {
        let mut room = Room::begun();
        assert!(room.note("before").is_empty() && room.look().is_empty());
        room.disk.fails_below(&room.stick(), fault);
        let told = room.letter();
        assert!(not_saved(&told)[0].contains(reason), "{told:?}");
        assert!(room.note("meanwhile").is_empty() && room.letter().is_empty(), "told once");
        assert_eq!(not_saved(&room.look()).len(), 1, "tried again at once");
        assert!(room.look().is_empty(), "and not at every key");
        for _ in 0..3 {
            assert_eq!(not_saved(&room.look_a_second_later()).len(), 1, "but every second");
        }
        room.disk.heal();
        assert!(works_again(&room.look_a_second_later()));
        room.letter();
        let path = room.path();
        assert_eq!(room.reopened(&path), (vec!["before".to_owned(), "meanwhile".to_owned()], 3));
    }
}

#[test]
fn a_folder_that_goes_away_is_noticed_within_a_second_and_taken_up_again() {
    let mut room = Room::begun();
    room.note("before");
    let (stick, elsewhere) = (room.stick(), room.home.path().join("pulled"));
    fs::rename(&stick, &elsewhere).unwrap();
    room.letter();
    let told = room.look();
    assert!(not_saved(&told)[0].contains("the folder or stick is gone"), "{told:?}");
    room.note("meanwhile");
    assert_eq!(not_saved(&room.look_a_second_later()).len(), 1);
    assert!(!stick.exists(), "nothing is made in its place");
    fs::rename(&elsewhere, &stick).unwrap();
    assert!(works_again(&room.look_a_second_later()));
    let path = room.path();
    assert_eq!(room.reopened(&path), (vec!["before".to_owned(), "meanwhile".to_owned()], 1));
}

#[test]
fn the_folder_of_journals_is_made_again_where_only_that_has_gone() {
    let mut room = Room::begun();
    let keeping = StudyFolder::around(&room.path()).keeping();
    fs::remove_dir_all(&keeping).unwrap();
    assert_eq!(not_saved(&room.look()).len(), 1);
    assert!(works_again(&room.look_a_second_later()));
    room.note("after");
    let path = room.path();
    assert_eq!(room.reopened(&path).0, ["after"]);
}

#[test]
fn where_the_bare_folder_of_a_stick_is_left_nothing_is_made_in_it_unless_it_is_named() {
    let mut room = Room::begun();
    room.note("before");
    let root = StudyFolder::around(&room.path()).root().to_owned();
    fs::remove_dir_all(&root).unwrap();
    fs::create_dir(&root).unwrap();
    for _ in 0..2 {
        let told = room.look_a_second_later();
        assert!(not_saved(&told)[0].contains("the folder or stick is gone"), "{told:?}");
    }
    assert!(fs::read_dir(&root).unwrap().next().is_none());
    let told = room.recording.save_elsewhere(&root, Some(room.recorder.session()));
    assert!(matches!(told.as_slice(), [Message::MovedTo(_)]), "{told:?}");
    room.note("after");
    let path = room.path();
    assert_eq!(room.reopened(&path).0, ["before", "after"]);
}

#[test]
fn where_a_study_cannot_be_read_nothing_is_written_all_is_kept_in_memory_and_saved_when_it_is_put_right() {
    let mut room = Room::begun();
    room.note("three herons");
    let study = StudyFolder::around(&room.path()).study_file();
    fs::write(&study, "<<<<<<< ours\n{}\n=======\n").unwrap();
    // As when it is opened: a new journal has to be begun.
    fs::remove_dir_all(StudyFolder::around(&room.path()).keeping()).unwrap();
    let told = room.look();
    assert_eq!(not_saved(&told).len(), 1, "{told:?}");
    let told = room.look_a_second_later();
    assert!(
        not_saved(&told)[0]
            .contains("study.json cannot be read and has to be put right; all is kept in memory"),
        "{told:?}"
    );
    room.note("meanwhile");
    assert_eq!(not_saved(&room.look_a_second_later()).len(), 1);
    let path = room.path();
    assert!(!fs::read_to_string(&path).unwrap().contains("herons"));
    fs::remove_file(&study).unwrap();
    assert!(works_again(&room.look_a_second_later()));
    assert_eq!(room.reopened(&path).0, ["three herons", "meanwhile"]);
}

#[test]
fn a_snapshot_that_fails_is_told_once_and_not_tried_again_at_every_key() {
    let mut room = Room::begun();
    room.note("before");
    room.recording.want_snapshot();
    room.look();
    // The session's own file cannot be replaced; the journal beside it goes on.
    room.disk.fails_below(&room.path(), Fault::ReadOnly);
    let told = room.work();
    assert!(
        matches!(told.as_slice(), [Message::Failed(words)] if words.starts_with("Not in the file yet: ")),
        "{told:?}"
    );
    let mut jobs = 0;
    for _ in 0..20 {
        assert!(room.look_a_second_later().is_empty());
        jobs += usize::from(room.recording.is_saving());
        assert!(room.work().is_empty());
    }
    assert_eq!(jobs, 2, "every ten seconds");
    room.disk.heal();
    room.seconds += 10;
    assert!(room.look().is_empty());
    assert!(matches!(room.work().as_slice(), [Message::Saved { .. }]));
    assert!(room.note("after").is_empty());
    let path = room.path();
    assert_eq!(room.reopened(&path).0, ["before", "after"]);
}
