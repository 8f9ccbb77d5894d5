//! Finding words in the session, and commands by a few letters.

use hearken::app::commands::listed;

use super::room::Room;

fn room() -> Room {
    Room::begun(120, 30)
}

#[test]
fn words_are_found_in_any_theme_and_enter_goes_there() {
    let mut room = room();
    room.keys("3: the grant ends <Enter> <Tab> <Tab> 4: no grant here <Enter> <Tab> <C-f> grant");
    room.shows("P4 no grant here");
    room.shows("P3 the grant ends");
    room.keys("<Down> <Enter>");
    room.shows("▸ Strategy");
    room.shows("10:42▸P3  the grant ends");
}

#[test]
fn every_word_that_is_typed_has_to_be_there_in_any_order_and_case() {
    let mut room = room();
    room.keys("The Grant ends <Enter> a grant begins <Enter> <C-f> ENDS gr");
    room.shows("The Grant ends");
    room.keys("<Enter>");
    assert_eq!(room.live().chosen.as_ref(), room.session().lists.notes.all().next().map(|(id, _)| id));
}

#[test]
fn a_deleted_note_is_found_last_and_said_to_be_deleted() {
    let mut room = room();
    room.keys("grant one <Enter> grant two <Enter> <Up> <Del> <C-f> grant");
    let screen = room.screen();
    let (one, two) = (screen.rfind("grant one").unwrap(), screen.rfind("grant two").unwrap());
    assert!(one < two, "{screen}");
    room.shows("deleted, Enter brings it back");
    room.keys("<Down> <Enter>");
    assert_eq!(room.notes(), ["grant one", "grant two"]);
}

#[test]
fn when_nothing_fits_it_is_said_so_and_esc_leaves_everything_as_it_was() {
    let mut room = room();
    room.keys("one <Enter> half a thought <C-f> zebra");
    room.shows("Nothing fits these letters");
    room.keys("<Enter> <Esc> <Esc> <Esc>");
    room.shows("› half a thought");
}

#[test]
fn finding_takes_nothing_from_the_typing_line() {
    let mut room = room();
    room.keys("one <Enter> 3: half a <C-f> one <Esc> <Space> thought <Enter>");
    assert_eq!(room.notes(), ["one", "half a thought"]);
}

#[test]
fn every_command_stands_first_when_its_name_is_typed() {
    for command in listed(hearken::app::commands::Place::Live) {
        let mut room = room();
        room.keys(&format!("1: one <Enter> <C-k> {}", command.name));
        let screen = room.screen();
        let first = screen.lines().find(|row| row.contains('▸') && row.contains(command.name));
        assert!(first.is_some(), "{}:\n{screen}", command.name);
    }
}

#[test]
fn commands_are_found_by_the_words_people_use() {
    for (typed, name) in [
        ("undo", "take back"),
        ("search", "find"),
        ("quit", "leave"),
        ("break", "pause, go on"),
        ("abbrev", "short forms"),
        ("vote", "a show of hands"),
        ("seat", "who is here"),
        ("late", "minutes and themes"),
        ("summary", "debrief"),
    ] {
        let mut room = room();
        room.keys(&format!("1: one <Enter> / {typed}"));
        room.shows(name);
    }
}

#[test]
fn a_command_from_the_list_does_what_its_key_does() {
    let mut room = room();
    room.keys("/ next theme <Enter>");
    room.shows("▸ Funding");
    room.keys("one <Enter> / take back <Enter>");
    assert_eq!(room.notes().len(), 0);
}

#[test]
fn the_list_shows_the_key_of_each_command_so_that_it_can_be_learnt() {
    let mut room = room();
    room.keys("<C-k> find");
    room.shows("Ctrl+F: Finds words in this session.");
    room.keys("<Esc> <C-k> debrief");
    room.shows("Esc d: ");
}
