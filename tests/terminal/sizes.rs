//! Any size of window: the typing line always works, and nothing is lost on the way.

use portable_pty::CommandBuilder;

use crate::person::{Laptop, Person, typing_line};

#[test]
fn the_typing_line_works_at_every_size_down_to_nothing() {
    let laptop = Laptop::new();
    laptop.make_session();
    let mut person = Person::start(&laptop, &["open", "Telford"], 100, 30);
    person.wait_for("Tab next theme");
    let sizes =
        [(200, 60), (100, 30), (80, 24), (60, 16), (59, 15), (50, 14), (40, 12), (30, 6), (20, 3), (12, 2)];
    for (columns, rows) in sizes {
        person.resize(columns, rows);
        person.type_words("w");
        person.wait_until(&format!("a letter at {columns}x{rows}"), |screen| {
            screen.size() == (rows, columns) && screen.contents().contains("› w")
        });
        person.send(b"\x7f");
        person.wait_until(&format!("an empty line at {columns}x{rows}"), |screen| {
            typing_line(screen).is_some_and(|words| words.is_empty())
        });
    }
    for (columns, rows) in [(1, 1), (1, 200), (3, 1), (2, 2)] {
        person.resize(columns, rows);
        person.type_words("y");
    }
    person.resize(100, 30);
    person.wait_until("all letters", |screen| typing_line(screen).is_some_and(|words| words == "yyyy"));
    person.leave();
}

#[test]
fn a_terminal_that_calls_itself_dumb_takes_every_letter_too() {
    let laptop = Laptop::new();
    laptop.make_session();
    let mut command = CommandBuilder::new("/usr/bin/env");
    command.args(["TERM=dumb", env!("CARGO_BIN_EXE_hearken"), "open", "Telford"]);
    let mut person = Person::start_command(&laptop, command, 80, 24);
    person.wait_for("Tab next theme");
    person.type_words("said all the same");
    person.press("Enter", "Enter save");
    person.wait_for("said all the same");
    person.type_words("half");
    person.wait_for("› half");
    person.leave();
    let shown = laptop.run(&["show", "Telford"]);
    let shown = String::from_utf8_lossy(&shown.stdout);
    assert!(shown.contains("said all the same") && shown.contains("half typed"), "{shown}");
}
