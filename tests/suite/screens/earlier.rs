//! Any note, afterwards: edit, speaker, theme, tag, delete, bring back, history; undone and redone, also on another day.

use super::room::Room;

fn room() -> Room {
    Room::begun(120, 30)
}

fn versions(room: &Room, place: usize) -> usize {
    room.session().lists.notes.all().nth(place).unwrap().1.versions().len()
}

#[test]
fn the_words_of_a_note_are_changed_and_the_old_ones_kept() {
    let mut room = room();
    room.keys("3: we wiat <Enter> <Up> <Enter> <BS> <BS> <BS> ait <Enter>");
    assert_eq!((room.notes(), room.said_by(0)), (vec!["we wait".into()], "P3".into()));
    assert_eq!(versions(&room, 0), 2);
}

#[test]
fn who_said_it_is_changed_by_two_keys_and_an_enter() {
    let mut room = room();
    room.keys("3: we wait <Enter> <Up> @5 <Enter>");
    assert_eq!(room.said_by(0), "P5");
    room.says("Now said by P5");
}

#[test]
fn a_note_is_filed_under_another_theme_and_the_one_shown_stays() {
    let mut room = room();
    room.keys("one <Enter> <Up> <C-r> fund <Enter>");
    assert_eq!(room.theme_of(0), "funding");
    room.says("Filed under Funding");
    room.shows("▸ Strategy");
}

#[test]
fn ctrl_r_in_an_empty_line_files_the_last_note_elsewhere() {
    let mut room = room();
    room.keys("one <Enter> two <Enter> <C-r> fund <Enter>");
    assert_eq!((room.theme_of(0), room.theme_of(1)), ("strategy", "funding"));
}

#[test]
fn ctrl_r_in_a_half_typed_note_files_that_one() {
    let mut room = room();
    room.keys("one <Enter> two <C-r> fund <Enter>");
    room.shows(" in Funding › two");
    room.keys("<Enter>");
    assert_eq!((room.theme_of(0), room.theme_of(1)), ("strategy", "funding"));
}

#[test]
fn a_tag_is_added_and_taken_off() {
    let mut room = room();
    room.keys("one <Enter> <Up> # train <Enter>");
    assert!(room.note(0).tags.contains("training-need"));
    room.keys("# training-need <Enter>");
    assert!(room.note(0).tags.is_empty());
    room.keys("#bus-fares <Enter>");
    assert!(room.note(0).tags.contains("bus-fares"), "{:?}", room.note(0).tags);
}

#[test]
fn a_deleted_note_is_found_and_brought_back_with_everything_it_was() {
    let mut room = room();
    room.keys("3: \"we wait #training <Enter> <Enter> <Up>");
    let before = room.note(0).clone();
    room.keys("<Del>");
    assert_eq!(room.notes().len(), 0);
    room.says("Ctrl+Z brings it back");
    room.keys("<C-f> we wait");
    room.shows("deleted, Enter brings it back");
    room.keys("<Enter>");
    assert_eq!(*room.note(0), before);
}

#[test]
fn the_history_of_a_note_says_what_stood_before_and_who_changed_it() {
    let mut room = room();
    room.keys("3: one <Enter> <Up> <Enter> <Space> two <Enter> <Up> @5 <Enter> <C-r> fund <Enter> <Tab> <Up> <Right>");
    room.shows("P5 one two (Funding)");
    room.shows("now, by NT");
    room.shows("P5 one two (Strategy)");
    room.shows("P3 one two (Strategy)");
    room.shows("P3 one (Strategy)");
    room.shows("before, by NT");
}

#[test]
fn any_letter_among_the_earlier_notes_goes_to_the_typing_line() {
    let mut room = room();
    room.keys("one <Enter> <Up> two <Enter>");
    assert_eq!(room.notes(), ["one", "two"]);
    assert_eq!(versions(&room, 0), 1);
}

#[test]
fn below_the_last_note_the_arrow_comes_back_to_the_line() {
    let mut room = room();
    room.keys("one <Enter> half <Up> <Down> <Space> a thought <Enter>");
    assert_eq!(room.notes(), ["one", "half a thought"]);
}

#[test]
fn a_note_is_chosen_with_the_mouse() {
    let mut room = room();
    room.keys("one <Enter> two <Enter> three <Enter>");
    room.click("two");
    room.keys("<Del>");
    assert_eq!(room.notes(), ["one", "three"]);
}

#[test]
fn every_change_of_a_note_is_taken_back_one_by_one_and_done_again() {
    let mut room = room();
    room.keys("3: one <Enter>");
    let mut stages = vec![room.note(0).clone()];
    for keys in
        ["<Up> <Enter> <Space> more <Enter>", "<Up> @5 <Enter> <Esc>", "<Up> # train <Enter> <Esc>", "<C-l>"]
    {
        room.keys(keys);
        stages.push(room.note(0).clone());
    }
    room.keys("<C-r> fund <Enter>");
    assert_eq!(room.theme_of(0), "funding");
    for stage in stages.iter().rev() {
        room.keys("<C-z>");
        assert_eq!(room.note(0), stage);
        let (_, entry) = room.session().lists.notes.all().next().unwrap();
        assert_eq!(entry.heads().len(), 1, "nothing has to be decided between");
    }
    room.keys("<C-z>");
    assert_eq!(room.notes().len(), 0);
    for stage in &stages {
        room.keys("<C-y>");
        assert_eq!(room.note(0), stage);
    }
    room.keys("<C-y>");
    assert_eq!(room.theme_of(0), "funding");
}

#[test]
fn what_was_done_yesterday_is_taken_back_today() {
    let mut room = room();
    room.keys("3: one <Enter> <Up> @5 <Enter> <Esc> two <Enter> <Up> <Up> <Del>");
    room.open_again(24 * 60);
    assert_eq!(room.notes(), ["two"]);
    room.keys("<C-z>");
    assert_eq!(room.notes(), ["one", "two"]);
    room.keys("<C-z> <C-z>");
    assert_eq!((room.notes(), room.said_by(0)), (vec!["one".into()], "P3".into()));
    room.keys("<C-y> <C-y> <C-y>");
    assert_eq!((room.notes(), room.said_by(0)), (vec!["two".into()], String::new()));
}

#[test]
fn what_was_taken_back_yesterday_is_done_again_today() {
    let mut room = room();
    room.keys("one <Enter> two <Enter> <C-z>");
    room.open_again(24 * 60);
    room.keys("<C-y>");
    assert_eq!(room.notes(), ["one", "two"]);
}
