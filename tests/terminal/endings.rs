//! Whatever ends the program, everything is saved and the terminal is given back.

use portable_pty::CommandBuilder;

use crate::person::{INSIDE, Laptop, Person, typing_line};

fn begin(laptop: &Laptop) -> Person {
    laptop.make_session();
    let person = Person::start(laptop, &["open", "Telford"], 100, 30);
    person.wait_for("Tab next theme");
    person
}

fn type_and_end_by(signal: &str) {
    let laptop = Laptop::new();
    let mut person = begin(&laptop);
    person.type_words("the first note\rand half of the secon");
    person
        .wait_until("the words", |screen| typing_line(screen).is_some_and(|words| words.ends_with("secon")));
    person.signal(signal);
    let (_, is_given_back) = person.wait_for_end();
    assert!(is_given_back, "after {signal} the terminal is as it was");
    let saved = std::fs::read_to_string(laptop.session_file()).unwrap();
    assert!(saved.contains("the first note"), "after {signal} the note is in the file");
    let person = Person::start(&laptop, &["open", "Telford"], 100, 30);
    person.wait_until("the half note", |screen| {
        typing_line(screen).is_some_and(|words| words.ends_with("secon"))
    });
    person.leave();
}

#[test]
fn a_polite_request_to_end_saves_everything_first() {
    type_and_end_by("-TERM");
}

#[test]
fn a_closed_window_saves_everything_first() {
    type_and_end_by("-HUP");
}

#[test]
fn ctrl_c_never_ends_the_program() {
    let laptop = Laptop::new();
    let mut person = begin(&laptop);
    person.send(b"\x03");
    person.wait_for("Ctrl+Q leaves");
    person.leave();
}

#[test]
fn a_second_window_is_told_and_its_notes_are_joined_when_both_are_closed() {
    let laptop = Laptop::new();
    let mut person = begin(&laptop);
    person.type_words("x");
    person.wait_until("the letter", |screen| typing_line(screen).is_some_and(|words| words == "x"));
    let mut second = Person::start(&laptop, &["open", "Telford"], 100, 30);
    second.wait_for("open in another hearken");
    second.press("2", "2  Take notes beside it");
    second.wait_for("Tab next theme");
    second.type_words("noted in the second window\r");
    second.wait_for("Saved at");
    second.leave();
    person.type_words(" noted in the first window\r");
    person.wait_for("Saved at");
    person.leave();
    let saved = std::fs::read_to_string(laptop.session_file()).unwrap();
    assert!(saved.contains("noted in the second window") && saved.contains("x noted in the first window"));
}

#[test]
fn what_is_half_typed_in_a_second_window_stands_in_the_line_when_the_session_is_opened_again() {
    let laptop = Laptop::new();
    let person = begin(&laptop);
    let mut second = Person::start(&laptop, &["open", "Telford"], 100, 30);
    second.wait_for("open in another hearken");
    second.press("2", "2  Take notes beside it");
    second.wait_for("Tab next theme");
    second.type_words("half of it");
    second.wait_until("the words", |screen| typing_line(screen).is_some_and(|words| words == "half of it"));
    person.leave();
    second.leave();
    let person = Person::start(&laptop, &["open", "Telford"], 100, 30);
    person.wait_until("the words", |screen| {
        typing_line(screen).is_some_and(|words| words.ends_with("half of it"))
    });
    person.leave();
}

/// Runs itself once more in a terminal, takes that over as the program does, and panics.
#[test]
fn a_panic_gives_the_terminal_back_before_it_is_told() {
    if std::env::var_os(INSIDE).is_some() {
        let mut terminal = hearken::ui::terminal::Terminal::take().unwrap();
        terminal.want_mouse(true).unwrap();
        terminal.send(b"on the other screen").unwrap();
        panic!("something is wrong in the program");
    }
    let laptop = Laptop::new();
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["--exact", "endings::a_panic_gives_the_terminal_back_before_it_is_told", "--nocapture"]);
    command.env(INSIDE, "1");
    let person = Person::start_command(&laptop, command, 100, 30);
    person.wait_for("something is wrong in the program");
    assert!(!person.screen().contains("on the other screen"), "{}", person.screen());
    let (code, is_given_back) = person.wait_for_end();
    assert!(code != 0 && is_given_back);
}

/// Runs itself once more, breaks down over words as the library would, and looks at what is told.
#[test]
fn a_panic_tells_where_it_happened_and_repeats_no_words() {
    if std::env::var_os(INSIDE).is_some() {
        hearken::run::panics::tell_without_words();
        let words = std::hint::black_box("scared is what they said".to_owned());
        panic!("this cannot be cut: {words}");
    }
    let mut command = std::process::Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "endings::a_panic_tells_where_it_happened_and_repeats_no_words", "--nocapture"]);
    let ended = command.env(INSIDE, "1").output().unwrap();
    let told = [ended.stdout, ended.stderr].map(|told| String::from_utf8(told).unwrap()).concat();
    assert!(!ended.status.success() && !told.contains("they said"), "{told}");
    assert!(told.contains("broken down at tests/terminal/endings.rs:"), "{told}");
    assert!(told.contains("open the session again"), "{told}");
}
