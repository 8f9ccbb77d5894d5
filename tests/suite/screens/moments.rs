//! Two recorders' notes on one moment, once a person has said so.

use hearken::model::ids::{EntryId, WriterId};
use hearken::model::note::{Note, NoteKind, Origin};
use hearken::model::people::{Link, PairState};
use hearken::model::session::{NOTES, PAIRS};
use hearken::report::corroboration::id_of;
use hearken::study::recorder::Recorder;

use super::room::Room;

#[test]
fn both_wordings_stand_together_where_the_first_was_said_and_the_second_has_no_time_of_its_own() {
    let mut room = Room::begun(100, 30);
    room.keys("3: library opens late for families on Mondays <Enter>");
    room.keys("1: something between the two <Enter>");
    let _writer: WriterId = "aaaaaa".parse().unwrap();
    let mut recorder = room.another_laptop("AB", "aaaaaa", &room.now());
    let mut note =
        Note::new(NoteKind::Quote, "The library opens late on Mondays for families.", Origin::Live);
    note.theme = room.session().lists.notes.standing().next().unwrap().1.body.theme.clone();
    note.participant = room.session().lists.notes.standing().next().unwrap().1.body.participant.clone();
    note.said_at = Some(room.now().wall);
    assert!(note.participant.as_ref().is_some_and(|seat| seat.as_str().starts_with("P3-")));
    recorder.add(&NOTES, &room.now(), note).unwrap();
    room.joins(recorder.into_session());
    assert!(room.notes()[2].contains("opens late on Mondays for families"), "{:?}", room.notes());

    let ids: Vec<EntryId> = room.live().notes().map(|(id, _)| id.clone()).collect();
    let id = id_of(&ids[0], &ids[2]);
    let mut recorder = Recorder::new(room.session().clone(), "bbbbbb".parse().unwrap());
    let answer = Link { state: Some(PairState::Accepted), at: None };
    recorder.write(&PAIRS, &id, &room.now(), answer, false).unwrap();
    room.joins(recorder.into_session());
    let shown: Vec<EntryId> = room.live().notes().map(|(id, _)| id.clone()).collect();
    assert_eq!(shown, [ids[0].clone(), ids[2].clone(), ids[1].clone()]);
    room.shows("    = P3");
}
