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
    room.keys("4");
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

#[test]
fn two_minutes_of_practice_tell_one_thing_after_the_other() {
    for (width, height) in [(100, 30), (80, 24)] {
        let mut room = Room::new(width, height);
        room.keys("3");
        room.says("P1 says: “We hear it from the child.”");
        for (keys, next) in [
            ("We hear it", "P1 says: “We hear it from the child.”"),
            (" from the child. <Enter>", "P2 says: “The school never knew.”"),
            ("nobody knew <Enter>", "P2 says: “The school never knew.”"),
            ("9: who was it <Enter>", "Who is P9?"),
            (
                "<C-u> <BS> <BS> <BS> 2: The school never knew. <Enter>",
                "P3, word for word: “It is always us.”",
            ),
            ("3: \"It is always us. <Enter>", "What is seen and not said begins with ("),
            ("(two nod <Enter>", "Tab goes to the next theme."),
            ("<Tab>", "Ctrl+Z takes it back."),
            ("<C-z>", "Esc, then g, ends the practice."),
            ("and so on <Enter>", "Saved at"),
        ] {
            room.keys(keys);
            room.says(next);
            room.hides("has not been read out");
        }
        assert!(room.screen().contains("Practice · focus group"), "{}", room.screen());
        // What comes afterwards is no practice any more.
        room.keys("<Esc> g");
        room.hides("word for word");
        room.keys("1 <Enter> Norwich <Enter> <Enter> NT <Enter> <Enter> 1: hello <Enter>");
        room.says("Saved at");
        room.shows("has not been read out");
    }
}

#[test]
fn the_practice_is_told_in_one_row_of_a_common_window() {
    let mut room = Room::new(80, 24);
    room.keys("3");
    for keys in ["one <Enter>", "2: two <Enter>", "3: \"three <Enter>", "(four <Enter>", "<Tab>", "<C-z>"] {
        let last = room.screen().lines().last().unwrap().to_owned();
        assert!(last.contains("Ctrl+Q leave"), "{}", room.screen());
        room.keys(keys);
    }
}
