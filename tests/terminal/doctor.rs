//! The doctor on a terminal: keys are told as they arrive, and the terminal is given back.

use crate::person::{Laptop, Person};

/// Up to the place where keys are told.
fn at_the_keys(laptop: &Laptop) -> Person {
    let mut person = Person::start(laptop, &["doctor"], 100, 30);
    person.wait_for("100 by 30");
    person.press("Enter", "Press Enter to try the keys");
    person.wait_for("Esc twice, or Ctrl+Q, ends this.");
    person
}

/// The program ended as it does where nothing but a disk that is slow just now wants an eye.
fn is_well(ended: (u32, bool)) -> bool {
    matches!(ended, (0 | 3, true))
}

#[test]
fn keys_are_told_as_they_arrive_and_those_not_seen_at_the_end() {
    let laptop = Laptop::new();
    let mut person = at_the_keys(&laptop);
    for (bytes, told) in [
        (&b"\n"[..], "Ctrl+J: new line"),
        (b"\t", "Tab: take, next theme"),
        (b"\x1b[Z", "Shift+Tab: theme before"),
        (b"\x03", "Ctrl+C: how to leave"),
        (b"x", "x: typed into the text"),
        (b"\x1b[200~two words\x1b[201~", "a paste of 9 letters, in one piece"),
        (b"\x1b", "Esc: menu, back"),
    ] {
        person.send(bytes);
        person.wait_for(told);
    }
    person.send(b"\x1b");
    person.wait_for("Not seen: Enter, ");
    let screen = person.screen();
    assert!(screen.contains("What to do"), "the table stands above: {screen}");
    let unseen = screen.split("Not seen: ").nth(1).unwrap();
    assert!(unseen.contains("Ctrl+Z") && !unseen.contains("Ctrl+J"), "{unseen}");
    assert!(is_well(person.wait_for_end()));
}

#[test]
fn ctrl_q_ends_the_keys_and_so_does_a_request_to_end() {
    let laptop = Laptop::new();
    let mut person = at_the_keys(&laptop);
    person.send(b"\x11");
    assert!(is_well(person.wait_for_end()));
    for signal in ["-TERM", "-HUP"] {
        let mut person = at_the_keys(&laptop);
        person.signal(signal);
        assert_eq!(person.wait_for_end(), (130, true), "{signal}");
    }
}

#[test]
fn who_does_not_want_to_press_keys_leaves_at_once() {
    let laptop = Laptop::new();
    let mut person = Person::start(&laptop, &["doctor"], 100, 30);
    person.wait_for("Press Enter to try the keys");
    person.type_words("n\r");
    assert!(is_well(person.wait_for_end()));
}

#[test]
fn a_window_in_which_notes_can_hardly_be_read_wants_an_eye() {
    let laptop = Laptop::new();
    let mut person = Person::start(&laptop, &["doctor"], 100, 8);
    person.wait_for("Press Enter to try the keys");
    person.type_words("n\r");
    person.wait_for(" to look at.");
    assert_eq!(person.wait_for_end(), (3, true));
}
