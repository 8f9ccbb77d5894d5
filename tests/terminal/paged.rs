//! A report that is longer than the screen is paged there, and its numbers can be asked about.

use std::path::Path;

use crate::person::{Laptop, Person};

fn example() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sessions").to_string_lossy().into_owned()
}

#[test]
fn a_long_report_is_read_page_by_page_and_a_short_one_is_printed() {
    let laptop = Laptop::new();
    let mut person = Person::start(&laptop, &["report", "summary", &example()], 80, 24);
    person.wait_for("Space next page");
    person.send(b"\t\r");
    person.wait_for("Counted (");
    person.send(b"\x1b");
    person.wait_until("the report", |screen| !screen.contents().contains("Counted ("));
    person.send(b" ");
    person.wait_until("its next lines", |screen| !screen.contents().contains("All of this is invented"));
    person.send(b"\x1b");
    assert_eq!(person.wait_for_end().0, 0);
    let one = format!("{}/2007-02-07-board-01-y12w16ap.json", example());
    let person = Person::start(&laptop, &["report", "practice", &one], 100, 60);
    person.wait_for("Examples of practice");
    assert_eq!(person.wait_for_end().0, 0);
    assert!(!laptop.home().join(".config").exists(), "reading a report leaves no settings");
}

#[test]
fn a_session_and_what_is_told_are_broken_between_words_in_a_narrow_window() {
    let laptop = Laptop::new();
    let one = format!("{}/2007-02-07-board-01-y12w16ap.json", example());
    let asked = [&["show", &one][..], &["show", "no-session-of-this-name-is-anywhere-here"], &["forget"]];
    for args in asked {
        let piped = laptop.command(env!("CARGO_BIN_EXE_hearken")).args(args).output().unwrap();
        let words = [piped.stdout, piped.stderr].map(|told| String::from_utf8(told).unwrap()).concat();
        let person = Person::start(&laptop, args, 50, 200);
        // Row by row: a word that the terminal had to break would stand in two of them.
        let is_whole = |screen: &vt100::Screen| {
            let rows: Vec<String> = screen.rows(0, 50).collect();
            rows.join("\n").split_whitespace().eq(words.split_whitespace())
        };
        person.wait_until(&words, is_whole);
        person.wait_for_end();
    }
}
