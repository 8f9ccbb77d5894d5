//! A whole focus group on two laptops, from an empty home folder to the merged file.

use std::path::Path;

use hearken::capture::{Room, SeatName, Signs, captured};

use crate::person::{Laptop, Person, typing_line};

struct Talk {
    seats: usize,
    first: Vec<(String, String)>,
    second: Vec<(String, String)>,
}

fn talk() -> Talk {
    let json: serde_json::Value = serde_json::from_str(include_str!("../vectors/talk.json")).unwrap();
    let notes = |list: &str| {
        let text = |note: &serde_json::Value, name: &str| note[name].as_str().unwrap().to_owned();
        json[list].as_array().unwrap().iter().map(|note| (text(note, "theme"), text(note, "typed"))).collect()
    };
    Talk { seats: json["seats"].as_array().unwrap().len(), first: notes("first"), second: notes("second") }
}

/// Types notes theme by theme. Says the keys pressed beyond the words.
fn take_notes(person: &mut Person, notes: &[(String, String)]) {
    let mut theme = notes.first().map(|(theme, _)| theme.clone());
    for (its_theme, typed) in notes {
        if theme.as_ref() != Some(its_theme) {
            next_theme(person);
            theme = Some(its_theme.clone());
        }
        save_note(person, typed);
    }
}

/// The hint of a key goes when it has been used three times; the key goes on meaning the same.
fn next_theme(person: &mut Person) {
    person.send(b"\t");
    person.keys += 1;
    person.wait_for("Now at ");
}

fn save_note(person: &mut Person, typed: &str) {
    person.type_words(typed);
    finish_note(person);
}

/// Enter saves; where the tag just typed is offered in a list, Enter takes it first.
fn finish_note(person: &mut Person) {
    person.wait_until("an offer to save or take", |screen| {
        screen.contents().contains("Enter save") || screen.contents().contains("Enter, Tab take")
    });
    person.send(b"\r");
    person.wait_until("an empty line", |screen| typing_line(screen).is_some_and(|words| words.is_empty()));
}

fn begin(laptop: &Laptop, columns: u16, rows: u16, seats: usize) -> Person {
    let mut person = Person::start(laptop, &[], columns, rows);
    person.press("1", "1  Start a focus group");
    person.wait_for("What is it?");
    person.press("Enter", "Enter, Tab take");
    person.wait_for("Where is it held?");
    person.type_words("Norwich");
    person.press("Enter", "Enter, Tab take");
    person.wait_for("How many minutes");
    person.press("Enter", "Enter, Tab take");
    person.wait_for("Your initials?");
    person.type_words("NT");
    person.press("Enter", "Enter, Tab take");
    person.wait_for("How many people");
    person.type_words(&seats.to_string());
    person.press("Enter", "Enter, Tab take");
    person.wait_for("Tab next theme");
    assert!(person.keys <= 8, "{} keys from the first screen to the session", person.keys);
    person
}

/// The id the screen tells on request.
fn id_read_out(person: &mut Person) -> String {
    person.press("Esc", "Esc menu");
    person.wait_for("id for a second laptop");
    let letter = person
        .screen()
        .lines()
        .find_map(|line| {
            line.split_once("  id for a second laptop").and_then(|(before, _)| before.chars().last())
        })
        .unwrap();
    person.press(&letter.to_string(), "id for a second laptop");
    person.wait_for("Join a session");
    let screen = person.screen();
    let said = screen.lines().find(|line| line.contains("types: ")).unwrap();
    said.rsplit("types: ").next().unwrap().trim().to_owned()
}

fn whole_focus_group(columns: u16, rows: u16) {
    let talk = talk();
    let (one, two) = (Laptop::new(), Laptop::new());
    let mut person = begin(&one, columns, rows, talk.seats);
    let id = id_read_out(&mut person);

    let (before, after) = talk.first.split_at(31);
    let (theme, cut_note) = &before[30];
    take_notes(&mut person, &before[..30]);
    if before[29].0 != *theme {
        next_theme(&mut person);
    }
    // In the middle of a word: what the screen has shown has to come back.
    let half: String = cut_note.chars().take(cut_note.chars().count() - 12).collect();
    person.type_words(&half);
    let shown_end: String = half.chars().rev().take(5).collect::<Vec<_>>().into_iter().rev().collect();
    person.wait_until("the half-typed words", |screen| {
        typing_line(screen).is_some_and(|words| words.ends_with(shown_end.trim_end()))
    });
    person.signal("-KILL");
    person.wait_for_end();

    let mut person = Person::start(&one, &[], columns, rows);
    person.press("1", "1  Carry on with Norwich");
    person.wait_for("Nothing was lost");
    person.wait_until("the words typed before the end", |screen| {
        typing_line(screen).is_some_and(|words| words.ends_with(shown_end.trim_end()))
    });
    person.type_words(&cut_note.chars().skip(half.chars().count()).collect::<String>());
    finish_note(&mut person);
    if after[0].0 != *theme {
        next_theme(&mut person);
    }
    take_notes(&mut person, after);
    person.leave();

    let mut person = Person::start(&two, &[], columns, rows);
    person.press("2", "2  Join a session");
    person.wait_for("Which session?");
    person.type_words(&id);
    person.press("Enter", "Enter, Tab take");
    person.wait_for("Your initials?");
    person.type_words("RB");
    person.press("Enter", "Enter, Tab take");
    person.wait_for("How many people");
    person.type_words(&talk.seats.to_string());
    person.press("Enter", "Enter, Tab take");
    person.wait_for("Tab next theme");
    assert!(person.keys <= 8, "{} keys to join", person.keys);
    take_notes(&mut person, &talk.second);
    person.leave();

    every_word_is_there(&one, &two, &talk, &format!("{columns}x{rows}"));
}

fn every_word_is_there(one: &Laptop, two: &Laptop, talk: &Talk, name: &str) {
    let files = [one.session_file(), two.session_file()];
    let path = |path: &Path| path.display().to_string();
    let merge = |first: &Path, second: &Path, out: &str| {
        let merged = one.run(&["merge", &path(first), &path(second), "-o", out]);
        assert!(merged.status.success(), "{}", String::from_utf8_lossy(&merged.stderr));
        std::fs::read(one.home().join(out)).unwrap()
    };
    let forth = merge(&files[0], &files[1], "forth.json");
    let back = merge(&files[1], &files[0], "back.json");
    assert_eq!(forth, back);
    assert_eq!(merge(&one.home().join("forth.json"), &files[1], "again.json"), forth);

    let shown = one.run(&["show", "forth.json"]);
    assert!(shown.status.success(), "{}", String::from_utf8_lossy(&shown.stderr));
    let shown = String::from_utf8(shown.stdout).unwrap();
    let seats =
        (1..=u32::try_from(talk.seats).unwrap()).map(|number| SeatName { number, about: String::new() });
    let room = Room { seats: seats.collect(), themes: Vec::new() };
    for (_, typed) in talk.first.iter().chain(&talk.second) {
        let (signs, rest) = Signs::read(typed, &room);
        for note in captured(&signs, rest) {
            assert_eq!(shown.matches(&note.text).count(), 1, "{}: in\n{shown}", note.text);
        }
    }
    keep_for_schema_check(name, &forth);
}

/// The files tests write are checked against the schemas afterwards, by another program.
fn keep_for_schema_check(name: &str, bytes: &[u8]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/written");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("focus-group-{name}.json")), bytes).unwrap();
}

#[test]
fn two_laptops_take_notes_one_is_killed_and_every_word_is_in_the_merged_file() {
    whole_focus_group(100, 30);
}

#[test]
fn it_goes_the_same_way_in_a_small_window() {
    whole_focus_group(80, 24);
}
