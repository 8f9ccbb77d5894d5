//! Bringing in a transcript on a terminal: it asks who sits where.

use crate::person::{Laptop, Person};

#[test]
fn names_are_asked_for_and_written_only_into_the_map_that_was_named() {
    let laptop = Laptop::new();
    let made = laptop.run(&["new", "--kind", "interview", "--site", "Leeds", "--seats", "1"]);
    assert!(made.status.success());
    let folder = laptop.session_file().parent().unwrap().to_owned();
    let (page, map) = (folder.join("talk.txt"), folder.join("seats.map"));
    std::fs::write(&page, "Interviewer: Who pays?\nMs Green: Nobody.\n").unwrap();
    let args = ["import", "notes", page.to_str().unwrap(), "--into", "leeds", "--map", map.to_str().unwrap()];
    let mut person = Person::start(&laptop, &args, 100, 30);
    person.wait_for("Interviewer speaks 1 time.");
    person.type_words("-\r");
    person.wait_for("Ms Green speaks 1 time.");
    person.type_words("9\r");
    person.type_words("1\r");
    assert_eq!(person.wait_for_end(), (0, true));
    let written = std::fs::read_to_string(laptop.session_file()).unwrap();
    assert!(written.contains("Nobody.") && !written.contains("Green"));
    let map = std::fs::read_to_string(map).unwrap();
    assert_eq!(map, "{\n  \"Interviewer\": null,\n  \"Ms Green\": \"P1\"\n}\n");
}
