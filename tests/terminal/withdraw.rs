//! Withdrawing on a terminal: it asks, and nothing but yes is a yes.

use crate::person::{Laptop, Person};

#[test]
fn what_goes_is_shown_and_only_yes_erases_it() {
    let laptop = Laptop::new();
    let made = laptop.run(&["new", "--kind", "interview", "--site", "Leeds", "--seats", "1"]);
    assert!(made.status.success());
    let file = laptop.session_file();
    let before = std::fs::read_to_string(&file).unwrap();
    for said in ["no\r", "\r"] {
        let mut person = Person::start(&laptop, &["withdraw", "P1", "leeds"], 100, 30);
        person.wait_for("Type yes:");
        assert!(person.screen().contains("participants"), "{}", person.screen());
        person.type_words(said);
        assert_eq!(person.wait_for_end(), (1, true));
        assert_eq!(std::fs::read_to_string(&file).unwrap(), before);
    }
    let mut person = Person::start(&laptop, &["withdraw", "P1", "leeds"], 100, 30);
    person.wait_for("Type yes:");
    person.type_words("yes\r");
    assert_eq!(person.wait_for_end(), (0, true));
    assert!(!std::fs::read_to_string(&file).unwrap().contains("\"label\": \"P1\""));
}

#[test]
fn a_session_is_deleted_when_somebody_says_yes_and_not_before() {
    let laptop = Laptop::new();
    laptop.make_session();
    let file = laptop.session_file();
    for (said, code) in [("\r", 1), ("yes\r", 0)] {
        assert!(file.exists());
        let mut person = Person::start(&laptop, &["forget", "telford"], 100, 30);
        person.wait_for("Type yes:");
        person.type_words(said);
        assert_eq!(person.wait_for_end(), (code, true));
    }
    assert!(!file.exists());
}
