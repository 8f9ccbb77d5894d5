//! The first screen and the questions before a session.

use super::room::Room;

#[test]
fn the_first_screen_offers_only_what_there_is() {
    let room = Room::new(80, 24);
    insta::assert_snapshot!(room.screen());
}

#[test]
fn a_session_that_was_cut_off_stands_first() {
    let mut room = Room::begun(80, 24);
    room.keys("half a th");
    room.kill();
    insta::assert_snapshot!(room.screen());
    room.keys("<Enter>");
    assert!(room.screen().contains("› half a th"), "{}", room.screen());
    assert!(room.screen().contains("9 letters of a note came back, the last at 10:42:"));
}

#[test]
fn set_up_asks_one_thing_at_a_time() {
    let mut room = Room::new(100, 30);
    room.keys("1 <Enter> Norwich <Enter> <Enter>");
    insta::assert_snapshot!(room.screen());
    room.keys("<Enter>");
    assert!(room.screen().contains("Please type your initials"));
    room.keys("NT <Down> <Enter>");
    assert!(room.screen().contains("NT, I ask the questions"), "{}", room.screen());
    room.keys("<Esc> <Esc> <BS> <BS> 45 <Enter>");
    assert!(room.screen().contains("How many minutes are planned? 45"), "{}", room.screen());
}

#[test]
fn set_up_refuses_what_is_no_number_and_keeps_what_was_typed() {
    let mut room = Room::new(80, 24);
    room.keys("1 <Enter> Norwich <Enter> soon <Enter>");
    let screen = room.screen();
    assert!(screen.contains("Please type the minutes as a number") && screen.contains("› soon"), "{screen}");
}

#[test]
fn how_this_works_fits_on_one_screen() {
    let mut room = Room::new(80, 24);
    room.keys("3");
    insta::assert_snapshot!(room.screen());
}

#[test]
fn leaving_a_session_and_opening_it_again_shows_its_notes() {
    let mut room = Room::begun(80, 24);
    room.keys("the first note <Enter> <Esc> g");
    let path = room.study.root().to_owned();
    assert!(
        std::fs::read_dir(path.join(".hearken"))
            .unwrap()
            .all(|entry| { !entry.unwrap().file_name().to_string_lossy().ends_with(".journal") })
    );
}
