//! Two seats under one label: asked about, counted as two until somebody says, and never linked by the way.

use hearken::app::Message;
use hearken::model::erasing::{Scope, Withdrawal};
use hearken::model::ids::{EntryId, SeatId, WriterId};
use hearken::model::note::{Note, NoteKind, Origin};
use hearken::model::people::Participant;
use hearken::model::session::{NOTES, PARTICIPANTS};

use super::room::Room;

/// AB has seated P3 apart from NT, and noted something that P3 said.
fn two_seats(width: u16, height: u16) -> Room {
    let mut room = Room::begun(width, height);
    room.keys("3: from the first laptop <Enter>");
    let writer: WriterId = "aaaaaa".parse().unwrap();
    let mut recorder = room.another_laptop("AB", "aaaaaa", &room.now());
    let seat = SeatId::of(3, writer);
    let person = Participant {
        label: "P3".to_owned(),
        role: Some("head teacher".to_owned()),
        sector: None,
        consent: None,
    };
    recorder.write(&PARTICIPANTS, &EntryId::new(seat.as_str()), &room.now(), person, false).unwrap();
    let mut note = Note::new(NoteKind::Point, "from the second laptop", Origin::Live);
    note.participant = Some(seat);
    recorder.add(&NOTES, &room.now(), note).unwrap();
    room.joins(recorder.into_session());
    room
}

fn answers(room: &Room) -> Vec<String> {
    room.session().lists.same_as.standing().map(|(id, _)| id.as_str().to_owned()).collect()
}

#[test]
fn a_yes_is_asked_twice_and_counts_for_good() {
    let mut room = two_seats(120, 34);
    room.shows("9 people");
    room.keys("<Esc> 3");
    room.shows("P3 of NT and P3 of AB: the same person?");
    room.keys("<Enter>");
    room.shows("A yes cannot be taken back");
    assert_eq!(answers(&room), Vec::<String>::new());
    room.keys("<Down> <Enter>");
    room.says("one person from now on");
    assert!(answers(&room)[0].contains("=P3-"), "{:?}", answers(&room));
    room.shows("8 people");
    let person = room.live().facts().people.iter().find(|person| person.label == "P3").unwrap();
    assert_eq!((person.notes, person.about.as_str()), (2, "head teacher"));
    room.keys("<C-z>");
    assert_eq!(answers(&room).len(), 1, "what is taken back is the note before it");
    assert_eq!(room.notes().len(), 1);
}

#[test]
fn a_no_leaves_two_who_are_told_apart_by_who_seated_them_and_can_be_taken_back() {
    let mut room = two_seats(120, 34);
    room.keys("<Esc> 3 <Down> <Enter>");
    room.says("two people");
    assert!(answers(&room)[0].contains("!P3-"), "{:?}", answers(&room));
    room.shows("9 people");
    room.shows("(of AB) head");
    room.keys("<C-z>");
    assert_eq!((answers(&room).len(), room.live().facts().unanswered.len()), (0, 1));
}

#[test]
fn later_leaves_the_question_and_the_sheet_of_people_and_the_next_opening_say_it_again() {
    let mut room = two_seats(120, 34);
    room.keys("<Esc> 3 <Down> <Down> <Enter>");
    assert_eq!(answers(&room), Vec::<String>::new());
    room.keys("<Esc> <w>");
    room.shows("Two seats with one label: from the notes, Esc, 3 asks");
    room.keys("<Esc>");
    room.open_again(1);
    room.says("P3 of NT and P3 of AB: the same person? Esc, 3 asks.");
}

#[test]
fn a_seat_that_was_withdrawn_is_never_asked_about() {
    let mut room = two_seats(120, 34);
    let mut session = room.session().clone();
    let withdrawal = Withdrawal {
        session: None,
        formerly: std::collections::BTreeSet::new(),
        participant: SeatId::of(3, "aaaaaa".parse().unwrap()),
        scope: Scope::Quotes,
        stamp: "2026-11-23T10:42:07.123Z-0002-kj4x9q".parse().unwrap(),
    };
    session.ledger.withdrawals.insert(withdrawal.into());
    room.tell(Message::Saved { joined: Some(Box::new(session)), moved_to: None });
    room.keys("<Esc> 3");
    room.says("No two seats have the same label");
}

#[test]
fn the_question_at_every_size() {
    let mut looks = String::new();
    for (width, height) in [(100, 30), (80, 24), (50, 14)] {
        for keys in ["<Esc> 3", "<Esc> 3 <Enter>", "<Esc> <w>"] {
            let mut room = two_seats(width, height);
            room.keys(keys);
            looks.push_str(&format!("{width}x{height}\n{}\n", room.screen()));
        }
    }
    insta::assert_snapshot!("same_person", looks);
}
