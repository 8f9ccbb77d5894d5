//! Flags: what to remember about a note, by one key.

use hearken::model::note::Flag;

use super::room::Room;

fn room() -> Room {
    Room::begun(120, 30)
}

#[test]
fn one_key_marks_the_last_note_and_the_same_key_takes_the_mark_off() {
    for (key, flag, words) in
        [("<C-l>", Flag::Check, "[to check]"), ("<C-d>", Flag::AboutSomeoneAbsent, "[about someone absent]")]
    {
        let mut room = room();
        room.keys("one <Enter> two <Enter>");
        room.keys(key);
        assert!(room.note(1).flags.contains(&flag) && room.note(0).flags.is_empty());
        room.shows(&format!("two {words}"));
        room.keys(key);
        assert!(room.note(1).flags.is_empty());
        room.hides(words);
    }
}

#[test]
fn a_note_that_is_being_typed_is_marked_before_it_is_saved() {
    let mut room = room();
    room.keys("3: her brother <C-d> <C-l> <Space> said so");
    room.shows(" P3 about someone absent to check › her brother said so");
    room.keys("<Enter>");
    assert_eq!(room.note(0).flags.len(), 2);
    room.keys("next <Enter>");
    assert!(room.note(1).flags.is_empty(), "the next note is not marked");
}

#[test]
fn backspace_at_the_start_takes_the_flag_off_as_it_does_a_sign() {
    let mut room = room();
    room.keys("one <C-l> <Home> <BS> <Enter>");
    assert!(room.note(0).flags.is_empty());
    assert_eq!(room.notes(), ["one"]);
}

#[test]
fn the_note_that_is_chosen_is_the_one_that_is_marked() {
    let mut room = room();
    room.keys("one <Enter> two <Enter> <Up> <Up> <C-l>");
    assert!(room.note(0).flags.contains(&Flag::Check) && room.note(1).flags.is_empty());
}

#[test]
fn a_parked_point_is_settled_by_one_key_wherever_it_stands_in_the_theme() {
    let mut room = room();
    room.keys("~transport <Enter> one <Enter> two <Enter> <C-x>");
    assert!(room.note(0).flags.contains(&Flag::Settled));
    room.shows("parked: transport [settled]");
    room.keys("<C-x>");
    room.says("No parked point is open");
}

#[test]
fn only_a_parked_point_can_be_settled() {
    let mut room = room();
    room.keys("one <Enter> <Up> <C-x>");
    room.says("Only a parked point");
    assert!(room.note(0).flags.is_empty());
}

#[test]
fn without_a_note_to_mark_it_is_said_so() {
    let mut room = room();
    room.keys("<C-l>");
    room.says("no note in this theme");
}

#[test]
fn a_mark_is_taken_back_like_any_change() {
    let mut room = room();
    room.keys("one <Enter> <C-l> <C-z>");
    assert!(room.note(0).flags.is_empty());
    room.keys("<C-y>");
    assert!(room.note(0).flags.contains(&Flag::Check));
}
