//! The example on a screen: it is shown, said to be invented, and gone afterwards however it ends.

use std::fs;
use std::path::PathBuf;

use portable_pty::CommandBuilder;

use crate::person::{Laptop, Person};

/// Starts the program with a folder of its own for scratch folders.
fn start(laptop: &Laptop, args: &[&str]) -> Person {
    let scratch = laptop.home().join("scratch");
    fs::create_dir_all(&scratch).unwrap();
    let mut command = CommandBuilder::new("/usr/bin/env");
    command.arg(format!("TMPDIR={}", scratch.display()));
    command.arg(env!("CARGO_BIN_EXE_hearken"));
    command.args(args);
    Person::start_command(laptop, command, 100, 30)
}

/// Starts the example.
fn demo(laptop: &Laptop, args: &[&str]) -> Person {
    let person = start(laptop, &[&["demo"], args].concat());
    person.wait_for("All of it is invented");
    person
}

/// What stands in the folder for scratch folders.
fn scratch_folders(laptop: &Laptop) -> Vec<PathBuf> {
    let found = fs::read_dir(laptop.home().join("scratch")).unwrap();
    found.map(|entry| entry.unwrap().path()).collect()
}

/// Opens the session of the example and types into it.
fn take_a_note(person: &mut Person) {
    person.press("3", "3  Open an earlier session");
    person.wait_for("Norwich");
    person.press("1", "1  ");
    person.wait_for("Tab next theme");
    person.type_words("typed into the example");
    person.wait_for("typed into the example");
}

fn nothing_is_left(laptop: &Laptop) {
    assert_eq!(scratch_folders(laptop), Vec::<PathBuf>::new());
    assert!(!laptop.home().join(".local").exists() && !laptop.home().join(".config").exists());
}

#[test]
fn the_example_is_shown_in_a_private_folder_that_is_gone_afterwards() {
    let laptop = Laptop::new();
    let mut person = demo(&laptop, &[]);
    let found = scratch_folders(&laptop);
    assert_eq!(found.len(), 1, "{found:?}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&found[0]).unwrap().permissions().mode() & 0o777, 0o700);
    }
    take_a_note(&mut person);
    person.leave();
    nothing_is_left(&laptop);
}

fn end_by(signal: &str) {
    let laptop = Laptop::new();
    let mut person = demo(&laptop, &[]);
    take_a_note(&mut person);
    assert_eq!(scratch_folders(&laptop).len(), 1);
    person.signal(signal);
    let (code, is_given_back) = person.wait_for_end();
    assert!(is_given_back && code == 130, "{code} after {signal}");
    nothing_is_left(&laptop);
}

#[test]
fn a_polite_request_to_end_takes_the_folder_away_too() {
    end_by("-TERM");
}

#[test]
fn a_closed_window_takes_the_folder_away_too() {
    end_by("-HUP");
}

#[test]
fn a_folder_that_was_named_stays_with_what_was_typed_and_no_second_example_is_put_over_it() {
    let laptop = Laptop::new();
    let mut person = demo(&laptop, &["--into", "kept"]);
    take_a_note(&mut person);
    person.send(b"\r");
    person.wait_for("Saved at");
    person.leave();
    nothing_is_left(&laptop);
    let shown = laptop.run(&["show", "norwich", "--study", "kept"]);
    assert!(String::from_utf8_lossy(&shown.stdout).contains("typed into the example"));
    let refused = laptop.run(&["demo", "--into", "kept"]);
    assert_eq!(refused.status.code(), Some(1));
}

#[test]
fn what_is_practised_is_in_no_study_and_gone_afterwards() {
    let laptop = Laptop::new();
    let mut person = start(&laptop, &[]);
    person.wait_for("3  Practise for two minutes");
    person.press("3", "3  Practise");
    person.wait_for("P1 says:");
    person.type_words("we hear it from the child");
    person.press("Enter", "Enter save");
    person.wait_for("P2 says:");
    assert_eq!(scratch_folders(&laptop).len(), 1);
    person.press("Esc", "Esc menu");
    person.press("g", "g  back");
    person.wait_for("1  Start a focus group");
    assert!(!person.screen().contains("Open an earlier session"), "{}", person.screen());
    person.leave();
    assert_eq!(scratch_folders(&laptop), Vec::<PathBuf>::new());
}
