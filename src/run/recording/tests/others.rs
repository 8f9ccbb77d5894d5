//! What somebody else writes into the file of a session meanwhile.

use std::fs;

use super::faulty::Fault;
use super::*;

#[test]
fn what_somebody_else_wrote_is_not_written_over_by_leaving_with_a_half_typed_note() {
    let mut room = Room::begun();
    room.note("ours");
    room.letter();
    let path = room.path();
    somebody_else_writes(&path);
    let (saved, told) = room.recording.leave(Box::new(room.recorder.session().clone()));
    assert!(saved.is_some() && told.is_empty(), "{told:?}");
    let (mut texts, half) = room.reopened(&path);
    texts.sort();
    assert_eq!((texts, half), (vec!["ours".to_owned(), "theirs".to_owned()], 1));
}

#[test]
fn what_somebody_else_wrote_while_the_journal_was_down_is_not_written_over() {
    let mut room = Room::begun();
    room.disk.fails_below(&room.stick(), Fault::Full);
    room.letter();
    room.disk.heal();
    let path = room.path();
    somebody_else_writes(&path);
    assert!(works_again(&room.look_a_second_later()));
    room.note("ours");
    room.recording.want_snapshot();
    room.look_a_second_later();
    let told = room.work();
    assert!(matches!(told.as_slice(), [Message::Saved { joined: Some(_), .. }]), "{told:?}");
    let (mut texts, _) = room.reopened(&path);
    texts.sort();
    assert_eq!(texts, ["ours", "theirs"]);
}

/// Another laptop's note comes into the session's file, as by a sync program.
fn somebody_else_writes(path: &Path) {
    let session = crate::study::folder::read_session(&OsStorage, path).unwrap();
    let mut theirs = Recorder::new(session, writer(8));
    theirs.add(&NOTES, &now(), Note::new(NoteKind::Point, "theirs", Origin::Live)).unwrap();
    fs::write(path, crate::format::v1::write_session(theirs.session())).unwrap();
}
