//! Moments that two note-takers mark, and the order that notes of several laptops then have.

use hearken::app::Message;
use hearken::model::entry::Version;
use hearken::model::ids::WriterId;
use hearken::model::note::{Note, NoteKind, Origin};
use hearken::model::running::{ClockMark, MarkKind};
use hearken::model::session::{MARKS, NOTES, Session};
use hearken::model::stamp::Millis;
use hearken::model::when::When;
use hearken::study::Now;

use super::room::Room;

fn room() -> Room {
    Room::begun(120, 34)
}

fn marks(room: &Room) -> Vec<&ClockMark> {
    let standing = room.session().lists.marks.standing();
    standing.map(|(_, version): (_, &Version<ClockMark>)| &version.body).collect()
}

#[test]
fn a_moment_is_marked_by_one_key_and_said_with_its_number_and_time() {
    let mut room = room();
    room.keys("<C-v>");
    let at = room.now().wall.time().unwrap().format("%H:%M:%S").to_string();
    room.says(&format!("Mark 1 set at {at}; the other recorder presses it at the same moment."));
    assert_eq!(
        marks(&room)[0],
        &ClockMark { kind: MarkKind::Together, at: room.now().wall, jump_ms: None, label: None }
    );
    room.keys("3: half a note <C-v>");
    room.says("Mark 2 set at");
    assert_eq!(room.line(), "half a note", "what is half typed stays");
    room.keys("<Enter> <Up> <C-v>");
    room.says("Mark 3 set at");
}

#[test]
fn a_mark_is_taken_back_and_done_again_also_when_the_session_is_opened_again() {
    let mut room = room();
    room.keys("1: one <Enter> <C-v> <C-z>");
    assert_eq!((marks(&room).len(), room.notes().len()), (0, 1));
    room.keys("<C-y>");
    assert_eq!(marks(&room).len(), 1);
    room.open_again(1);
    room.keys("<C-z>");
    assert_eq!((marks(&room).len(), room.notes().len()), (0, 1));
}

#[test]
fn a_clock_that_jumped_is_a_fact_and_not_taken_back() {
    let mut room = room();
    room.keys("1: one <Enter>");
    room.sleep(5);
    room.open_again(1);
    room.keys("<C-z>");
    assert_eq!((marks(&room).len(), room.notes().len()), (1, 0));
}

/// What another laptop wrote whose clock is so many seconds ahead: marks and notes, each at a second of this room's.
fn other_laptop(room: &Room, ahead: i64, marks: &[i64], notes: &[(i64, &str)]) -> Session {
    let began = room.now().wall.time().unwrap();
    let now = |second: i64| {
        let time = began + chrono::Duration::seconds(second + ahead);
        Now { millis: Millis::new(time.timestamp_millis()), wall: When::of(time) }
    };
    let _writer: WriterId = "aaaaaa".parse().unwrap();
    let mut recorder = room.another_laptop("AB", "aaaaaa", &now(0));
    for second in marks {
        let at = now(*second).wall;
        let mark = ClockMark { kind: MarkKind::Together, at, jump_ms: None, label: None };
        recorder.add(&MARKS, &now(*second), mark).unwrap();
    }
    for (second, text) in notes {
        let mut note = Note::new(NoteKind::Point, *text, Origin::Live);
        note.theme = room.live().facts().themes.first().map(|theme| theme.id.clone());
        note.said_at = Some(now(*second).wall);
        recorder.add(&NOTES, &now(*second), note).unwrap();
    }
    recorder.into_session()
}

/// A room with a mark at its first second and a note at the ninth.
fn marked() -> Room {
    let mut room = room();
    room.keys("<C-v> we wait <Enter>");
    room
}

fn shown(room: &Room) -> Vec<String> {
    room.live().notes().map(|(_, version)| version.body.text.clone()).collect()
}

#[test]
fn notes_of_two_laptops_stand_in_the_order_they_were_said_by_clocks_laid_side_by_side() {
    let mut room = room();
    let began = other_laptop(&room, 90, &[1], &[(3, "said first, by a clock that is ahead")]);
    room.keys("<C-v> we wait <Enter>");
    room.tell(Message::Saved { joined: Some(Box::new(began)), moved_to: None });
    assert_eq!(
        shown(&room)[1..],
        ["said first, by a clock that is ahead"],
        "begun at the third second, as here"
    );
    room.keys("<Esc> <w>");
    room.shows("Clocks of the laptops");
    room.shows("The laptop of AB is 90.0 s ahead of that of NT, from 1 mark.");
}

#[test]
fn marks_that_disagree_are_refused_in_words() {
    let mut room = marked();
    room.keys("<C-v>");
    let theirs = other_laptop(&room, 30, &[-8, 4], &[]);
    room.tell(Message::Saved { joined: Some(Box::new(theirs)), moved_to: None });
    room.keys("<Esc> <w>");
    room.shows("disagree by");
    room.shows("left as it is");
}

#[test]
fn a_clock_that_was_put_back_leaves_the_notes_in_their_order() {
    let mut room = room();
    room.keys("1: before <Enter>");
    let before = room.now().wall;
    room.tell(Message::Gap { before, jump_ms: -3_600_000 });
    room.keys("1: after <Enter>");
    assert_eq!(shown(&room), ["before", "after"]);
}
