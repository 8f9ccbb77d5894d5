//! What two laptops changed: the list of it, the sides beside each other, and settling it.

use hearken::format::journal::Happened;
use hearken::model::ids::EntryId;
use hearken::model::note::{Note, Summary};
use hearken::model::session::{NOTES, PARTICIPANTS, SUMMARIES, Session};
use hearken::report::conflicts::count;
use hearken::study::recorder::Recorder;

use super::room::Room;

/// What another laptop makes of a session from here on.
struct Other(Recorder);

impl Other {
    fn of(room: &Room, initials: &str, writer: &str) -> Self {
        Self(room.another_laptop(initials, writer, &room.now()))
    }

    fn change(&mut self, room: &Room, at: usize, change: impl FnOnce(&mut Note)) {
        let notes = &self.0.session().lists.notes;
        let (id, version) = notes.standing().nth(at).unwrap();
        let (id, mut note) = (id.clone(), version.body.clone());
        change(&mut note);
        self.0.write(&NOTES, &id, &room.now(), note, false).unwrap();
    }

    fn delete(&mut self, room: &Room, at: usize) {
        let (id, version) = self.0.session().lists.notes.standing().nth(at).unwrap();
        let (id, note) = (id.clone(), version.body.clone());
        self.0.write(&NOTES, &id, &room.now(), note, true).unwrap();
    }

    fn sum_up(&mut self, room: &Room, text: &str) {
        let summary = Summary { text: text.to_owned(), notes: Vec::new() };
        self.0.write(&SUMMARIES, &EntryId::new("strategy"), &room.now(), summary, false).unwrap();
    }

    /// The file comes to this room's laptop.
    fn comes_to(&self, room: &mut Room) {
        room.joins(self.0.session().clone());
    }
}

/// Two notes that NT on this laptop and AB on another changed differently, and a summary.
fn disputed(width: u16, height: u16) -> Room {
    let mut room = Room::begun(width, height);
    room.keys(
        "1: we find out in March whether we exist in April <Enter> 2: trust grant ends this year <Enter>",
    );
    let mut other = Other::of(&room, "AB", "aaaaaa");
    room.keys("<Up> <Up> <Enter> , they say <Enter> <Up> <Enter> , or next <Enter>");
    room.keys("<Esc> <d> money is short <Enter> <Esc>");
    other.change(&room, 0, |note| {
        "we hear in May whether we exist in April".clone_into(&mut note.text);
        note.participant = None;
    });
    other.change(&room, 1, |note| "trust grant stops this year".clone_into(&mut note.text));
    other.sum_up(&room, "everything ends in March");
    other.comes_to(&mut room);
    room.keys("<BackTab>");
    room
}

fn conflicts(room: &Room) -> usize {
    count(room.session())
}

#[test]
fn what_is_in_conflict_is_said_until_it_is_settled() {
    let mut room = disputed(100, 30);
    room.shows("! 3 in conflict: Esc, 2.");
    room.keys("<Esc> 2");
    room.shows("In conflict: 3 left");
    room.keys("<Enter> mmm");
    assert_eq!(conflicts(&room), 0);
    room.keys("<Esc>");
    room.hides("in conflict");
    assert!(room.notes()[0].ends_with("in April, they say"), "{:?}", room.notes());
}

#[test]
fn mine_is_the_side_of_this_laptop_and_theirs_the_other() {
    let mut room = disputed(100, 30);
    room.keys("<Esc> 2 <Enter> t");
    room.says("What AB has holds.");
    assert_eq!(room.notes()[0], "we hear in May whether we exist in April");
    assert_eq!(room.said_by(0), "", "the whole of that side holds");
    room.keys("m");
    assert_eq!(room.notes()[1], "trust grant ends this year, or next");
    assert_eq!(conflicts(&room), 1);
}

#[test]
fn both_wordings_stand_and_the_other_one_is_a_note_of_its_own() {
    let mut room = disputed(100, 30);
    room.keys("<Esc> 2 <Enter> b");
    room.says("Both hold. The other wording is a note of its own now.");
    let notes = room.notes();
    assert_eq!(notes.len(), 3);
    assert!(notes.iter().any(|note| note.contains("March")) && notes.iter().any(|note| note.contains("May")));
    room.keys("<C-z> t");
    assert_eq!(
        room.notes(),
        ["we hear in May whether we exist in April", &notes[1]],
        "choosing again takes it away"
    );
}

#[test]
fn another_choice_can_be_both_after_one_side() {
    let mut room = disputed(100, 30);
    room.keys("<Esc> 2 <Enter> m <C-z> b");
    room.says("Both hold. The other wording is a note of its own now.");
    assert_eq!(room.notes().len(), 3);
}

#[test]
fn what_is_to_hold_is_typed_in_the_one_line_with_the_sides_above() {
    let mut room = disputed(100, 30);
    room.keys("<Esc> 2 <Enter> e");
    assert_eq!(room.line(), "we find out in March whether we exist in April, they say");
    room.shows("we hear in May");
    room.keys(", both of them <Enter>");
    room.says("Changed at");
    assert_eq!(room.notes()[0], "we find out in March whether we exist in April, they say, both of them");
    assert_eq!(conflicts(&room), 2);
    room.shows("2 of 3, 2 left");
}

#[test]
fn words_that_are_saved_as_they_were_hold_too() {
    let mut room = disputed(100, 30);
    room.keys("<Esc> 2 <Enter> e <Enter>");
    assert_eq!(conflicts(&room), 2);
}

#[test]
fn stepping_back_from_typing_settles_nothing() {
    let mut room = disputed(100, 30);
    room.keys("<Esc> 2 <Enter> e <Esc>");
    assert_eq!(conflicts(&room), 3);
    room.shows("1 of 3, 3 left");
}

#[test]
fn a_summary_is_settled_like_a_note_but_cannot_stand_twice() {
    let mut room = disputed(100, 30);
    room.keys("<Esc> 2 <Down> <Down> <Enter>");
    room.shows("Summary of Strategy");
    room.keys("b");
    room.says("Both cannot hold here");
    room.keys("e and it ends in March <Enter>");
    let summary = room.session().lists.summaries.current("strategy").unwrap();
    assert_eq!(summary.text, "money is short and it ends in March");
    assert_eq!(conflicts(&room), 2);
}

#[test]
fn a_half_typed_settling_comes_back_after_a_crash() {
    let mut room = disputed(100, 30);
    room.keys("<Esc> 2 <Down> <Down> <Enter> e for now");
    let mut room = room.as_if_killed();
    assert_eq!(room.line(), "money is short for now");
    room.keys("<Enter>");
    let summary = room.session().lists.summaries.current("strategy").unwrap();
    assert_eq!(summary.text, "money is short for now");
}

#[test]
fn a_note_deleted_there_and_changed_here_stands_until_a_person_lets_it_go() {
    let mut room = Room::begun(100, 30);
    room.keys("1: one <Enter>");
    let mut other = Other::of(&room, "AB", "aaaaaa");
    room.keys("<Up> <Enter> , and more <Enter>");
    other.delete(&room, 0);
    other.comes_to(&mut room);
    assert_eq!(room.notes(), ["one, and more"]);
    room.keys("<Up>");
    room.says("changed in two places");
    room.keys("<Right>");
    room.shows("Deletes it. What it deletes:");
    room.keys("t");
    assert_eq!((room.notes().len(), conflicts(&room)), (0, 0));
}

#[test]
fn no_key_that_changes_a_note_decides_a_conflict_by_the_way() {
    for keys in ["<Enter>", "<Del>", "<C-l>", "<Right>"] {
        let mut room = disputed(100, 30);
        room.keys("<Up> <Up>");
        room.keys(keys);
        assert_eq!(conflicts(&room), 3, "{keys}");
        room.shows("Mine: NT");
    }
}

#[test]
fn a_change_that_comes_late_opens_it_again() {
    let mut room = disputed(100, 30);
    let mut late = Other::of(&room, "CD", "cccccc");
    room.keys("<Esc> 2 <Enter> m");
    late.change(&room, 0, |note| "we hear in June".clone_into(&mut note.text));
    late.comes_to(&mut room);
    assert_eq!(conflicts(&room), 3);
    room.keys("<BackTab>");
    room.shows("we hear in June");
    room.shows("3 left");
}

#[test]
fn more_than_two_sides_are_gone_through() {
    let mut room = disputed(100, 30);
    let mut third = Other::of(&room, "CD", "cccccc");
    // Of a copy that knows only the beginning.
    let (id, entry) = room.session().lists.notes.all().next().unwrap();
    let first = entry.versions().next().unwrap().body.clone();
    let mut copy = Session::new(room.session().id());
    copy.lists.notes.insert(id.clone(), entry.versions().next().unwrap().clone());
    third.0 = Recorder::new(copy, "cccccc".parse().unwrap());
    let mut note = first;
    "we hear in June".clone_into(&mut note.text);
    third.0.write(&NOTES, &id.clone(), &room.now(), note, false).unwrap();
    third.comes_to(&mut room);
    room.keys("<Esc> 2 <Enter>");
    room.shows("(1 of 2, Right: next)");
    room.keys("<Right>");
    room.shows("(2 of 2, Right: next)");
    let shows_may = room.screen().contains("we hear in May");
    room.keys("t");
    let expected = if shows_may { "we hear in May whether we exist in April" } else { "we hear in June" };
    assert_eq!(room.notes()[0], expected);
}

#[test]
fn a_list_without_words_is_shown_and_settled_too() {
    let mut room = Room::begun(100, 30);
    room.keys("1: one <Enter>");
    let mut other = Other::of(&room, "AB", "aaaaaa");
    room.keys("<Esc> <w> nurse <Enter> <Esc>");
    let (id, mut seat) = {
        let (id, seat) = room.session().seats().into_iter().next().unwrap();
        (EntryId::new(id.as_str()), seat.clone())
    };
    seat.role = Some("head teacher".to_owned());
    other.0.write(&PARTICIPANTS, &id, &room.now(), seat, false).unwrap();
    other.comes_to(&mut room);
    room.keys("<Esc> 2 <Enter>");
    room.shows("Who sits at P1");
    room.shows("role: head teacher");
    room.keys("e");
    room.says("There are no words to change here");
    room.keys("t");
    assert_eq!(room.session().seats()[0].1.role.as_deref(), Some("head teacher"));
}

#[test]
fn a_settling_is_kept_like_any_change() {
    let mut room = disputed(100, 30);
    room.keys("<Esc> 2 <Enter> t");
    let settled = room.notes();
    assert!(matches!(room.facts().last(), Some(Happened::Put { puts, .. }) if puts.len() == 1));
    room.keys("<Esc> <Esc>");
    room.open_again(1);
    assert_eq!((room.notes(), conflicts(&room)), (settled, 2));
    room.keys("<C-z>");
    room.says("it settled a conflict");
    assert_eq!(conflicts(&room), 2);
}

#[test]
fn the_sides_at_every_size() {
    let shown = |width, height, keys: &str| {
        let mut room = disputed(width, height);
        room.keys(keys);
        format!("{width}x{height}\n{}\n", room.screen())
    };
    let mut looks = String::new();
    for (width, height) in [(100, 30), (80, 24), (50, 14)] {
        looks.push_str(&shown(width, height, "<Esc> 2"));
        looks.push_str(&shown(width, height, "<Esc> 2 <Enter>"));
        looks.push_str(&shown(width, height, "<Esc> 2 <Enter> e"));
    }
    insta::assert_snapshot!("conflicts", looks);
}
