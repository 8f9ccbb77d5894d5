//! What comes to the program from outside its keys: being stopped and going on, a window that changes its size all the
//! time, pastes of any size, a disk that goes away.

use crate::person::{Laptop, Person, typing_line};

fn begin(laptop: &Laptop) -> Person {
    laptop.make_session();
    open(laptop)
}

fn open(laptop: &Laptop) -> Person {
    let person = Person::start(laptop, &["open", "Telford"], 100, 30);
    person.wait_for("Tab next theme");
    person
}

fn wait_for_words(person: &Person, words: &str) {
    person.wait_until(words, |screen| typing_line(screen).is_some_and(|shown| shown == words));
}

fn shown(laptop: &Laptop) -> String {
    let shown = laptop.run(&["show", &laptop.session_file().display().to_string()]);
    assert!(shown.status.success(), "{}", String::from_utf8_lossy(&shown.stderr));
    String::from_utf8(shown.stdout).unwrap()
}

#[test]
fn a_stopped_program_gives_the_terminal_back_and_goes_on_where_it_was() {
    let laptop = Laptop::new();
    let mut person = begin(&laptop);
    person.type_words("half of the wor");
    wait_for_words(&person, "half of the wor");
    for letter in ["d", "s"] {
        person.signal("-TSTP");
        person.wait_until("the terminal given back", |screen| {
            !screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor()
        });
        person.wait_for_state('T');
        person.signal("-CONT");
        person.wait_until("the screen again", |screen| {
            screen.alternate_screen()
                && screen.bracketed_paste()
                && screen.contents().contains("Tab next theme")
                && typing_line(screen).is_some_and(|words| words.starts_with("half of the wor"))
        });
        person.type_words(letter);
    }
    wait_for_words(&person, "half of the words");
    person.leave();
}

#[test]
fn a_program_that_was_stopped_without_being_asked_draws_everything_again() {
    let laptop = Laptop::new();
    let mut person = begin(&laptop);
    person.type_words("half");
    wait_for_words(&person, "half");
    person.signal("-STOP");
    person.wait_for_state('T');
    // What a shell leaves on the screen meanwhile.
    person.scribble(b"\x1b[?1049l\x1b[2J\x1b[H$ the shell");
    person.signal("-CONT");
    person.wait_until("the screen again", |screen| {
        screen.alternate_screen() && screen.contents().contains("Tab next theme")
    });
    person.type_words(" and on");
    wait_for_words(&person, "half and on");
    person.leave();
}

#[test]
fn a_storm_of_sizes_takes_no_letter() {
    let laptop = Laptop::new();
    let mut person = begin(&laptop);
    let mut typed = String::new();
    for round in 0..500_u16 {
        let (columns, rows) = match round % 4 {
            0 => (1, 1),
            1 => (1, 200),
            2 => (200, 60),
            _ => (20 + round % 100, 5 + round % 40),
        };
        person.resize(columns, rows);
        if round % 10 == 0 {
            person.type_words("w");
            typed.push('w');
        }
    }
    // A size it has not had: who saw none of the storm would have nothing to draw.
    person.resize(101, 30);
    wait_for_words(&person, &typed);
    person.type_words("x\r");
    person.wait_for("Saved at");
    person.leave();
    assert!(shown(&laptop).contains(&format!("{typed}x")));
}

/// A paste as the terminal sends it.
fn pasted(text: &str) -> Vec<u8> {
    format!("\x1b[200~{text}\x1b[201~").into_bytes()
}

#[test]
fn a_paste_of_ten_megabytes_fills_one_note_and_the_rest_is_told() {
    let laptop = Laptop::new();
    let mut person = begin(&laptop);
    person.send(&pasted(&"what was said. ".repeat(700_000)));
    person.wait_for("This note is full: 10467232 letters were not taken.");
    person.send(b"\r");
    wait_for_words(&person, "");
    person.type_words("and the next note\r");
    person.wait_for("Saved at");
    person.leave();
    let saved = std::fs::read_to_string(laptop.session_file()).unwrap();
    assert!(saved.contains(&"what was said. ".repeat(2184)) && saved.contains("and the next note"));
}

#[test]
fn what_follows_an_end_mark_inside_a_paste_is_typed_and_escapes_stay_text() {
    let laptop = Laptop::new();
    let mut person = begin(&laptop);
    person.send(&pasted("red \x1b[31m \x1b]0;title\x07 words, \x1b[201~ and the rest"));
    person.wait_until("the rest", |screen| screen.contents().contains("and the rest"));
    person.wait_until("escapes as text", |screen| {
        let text = screen.contents();
        text.contains("[31m") && text.contains("]0;title") && !text.contains("[201~")
    });
    person.type_words(" of it\r");
    person.wait_for("Saved at");
    person.leave();
    let saved = std::fs::read_to_string(laptop.session_file()).unwrap();
    assert!(saved.contains("words, ") && saved.contains("and the rest of it"));
}

#[test]
fn a_hundred_thousand_keys_in_one_go_are_all_there() {
    let laptop = Laptop::new();
    let mut person = begin(&laptop);
    let mut keys = String::new();
    for number in 0..1000 {
        keys.push_str(&format!("note {number:04} {}\r", "k".repeat(89)));
    }
    assert_eq!(keys.len(), 100_000);
    person.type_words(&keys);
    person.type_words("the end");
    wait_for_words(&person, "the end");
    person.leave();
    let saved = std::fs::read_to_string(laptop.session_file()).unwrap();
    for number in 0..1000 {
        assert!(saved.contains(&format!("note {number:04} {}\"", "k".repeat(89))), "{number}");
    }
}

#[test]
fn half_a_letter_and_a_kill_take_nothing_of_the_letters_before() {
    let laptop = Laptop::new();
    let mut person = begin(&laptop);
    person.type_words("déjà");
    wait_for_words(&person, "déjà");
    // The first two of the three bytes of 語.
    person.send(&"語".as_bytes()[..2]);
    person.signal("-KILL");
    person.wait_for_end();
    let mut person = open(&laptop);
    wait_for_words(&person, "déjà");
    person.type_words(" vu");
    wait_for_words(&person, "déjà vu");
    person.leave();
}

#[test]
fn a_stick_that_is_pulled_out_and_put_back_loses_nothing() {
    let laptop = Laptop::new();
    let mut person = begin(&laptop);
    let study = laptop.session_file().parent().unwrap().to_owned();
    let pulled = laptop.home().join("pulled");
    person.type_words("before\r");
    person.wait_for("Saved at");
    std::fs::rename(&study, &pulled).unwrap();
    person.type_words("meanwhile\rhalf");
    person.wait_for("Not saved: the folder or stick is gone; all is kept in memory");
    wait_for_words(&person, "half");
    person.press("Ctrl+Q", "Ctrl+Q leave");
    person.wait_for("so hearken stays open");
    std::fs::rename(&pulled, &study).unwrap();
    person.wait_for("Saving works again");
    person.type_words(" of it");
    wait_for_words(&person, "half of it");
    person.leave();
    let notes = shown(&laptop);
    assert!(notes.contains("before") && notes.contains("meanwhile"), "{notes}");
    let person = open(&laptop);
    wait_for_words(&person, "half of it");
    person.leave();
}

#[test]
fn a_session_whose_stick_never_comes_back_is_rescued_when_the_system_ends_the_program() {
    let laptop = Laptop::new();
    let mut person = begin(&laptop);
    let study = laptop.session_file().parent().unwrap().to_owned();
    // At one stroke, as a stick goes: a folder that is emptied file by file may be saved into meanwhile.
    let pulled = laptop.home().join("pulled");
    std::fs::rename(&study, &pulled).unwrap();
    std::fs::remove_dir_all(&pulled).unwrap();
    person.type_words("the only copy\rhalf");
    person.wait_for("Not saved: the folder or stick is gone");
    wait_for_words(&person, "half");
    person.signal("-TERM");
    let (code, is_given_back) = person.wait_for_end();
    assert!(code != 0 && is_given_back);
    let rescued = laptop.session_file();
    assert!(rescued.starts_with(laptop.home().join(".config/hearken/rescued")), "{}", rescued.display());
    assert!(shown(&laptop).contains("the only copy"));
}
