//! Much at once and for long: pastes, hours of typing, two openings in one moment.
//!
//! `HEARKEN_HOURS=8` types for so many hours, as fast as the program takes it, and tells what memory it needs each hour.

use std::sync::Barrier;
use std::thread;

use crate::person::{Laptop, Person, typing_line};

fn begin(laptop: &Laptop) -> Person {
    laptop.make_session();
    let person = Person::start(laptop, &["open", "Telford"], 100, 30);
    person.wait_for("Tab next theme");
    person
}

fn wait_for_words(person: &Person, words: &str) {
    person.wait_until(words, |screen| typing_line(screen).is_some_and(|shown| shown == words));
}

#[test]
fn a_hundred_thousand_letters_in_many_pastes_are_all_there() {
    let laptop = Laptop::new();
    let mut person = begin(&laptop);
    let pasted = |number: usize| format!("pasted {number:04} {}", "p".repeat(988));
    for number in 0..100 {
        let text = pasted(number);
        assert_eq!(text.len(), 1000);
        person.send(format!("\x1b[200~{text}\x1b[201~\r").as_bytes());
        // More than a terminal holds would be handed over in pieces, and one that ends in the middle of a mark is read as Esc.
        if number % 3 == 2 {
            let told = (number + 1).to_string();
            person.wait_until("the notes so far", |screen| {
                let theme = |line: &&str| line.contains("▸ Strategy");
                let count = |line: &str| line.split_whitespace().nth(3).is_some_and(|count| count == told);
                screen.contents().lines().find(theme).is_some_and(count)
            });
        }
    }
    person.type_words("the end");
    wait_for_words(&person, "the end");
    person.leave();
    let saved = std::fs::read_to_string(laptop.session_file()).unwrap();
    for number in 0..100 {
        assert!(saved.contains(&format!("\"{}\"", pasted(number))), "{number}");
    }
}

/// Fifty times two windows are opened on one session in the same moment, ten sessions at a time: who is second waits a
/// second for the first to go away.
#[test]
fn of_two_openings_in_one_moment_one_writes_and_the_other_is_told() {
    let open_both_five_times = || {
        let laptop = Laptop::new();
        laptop.make_session();
        for _ in 0..5 {
            let both = opened_at_once(&laptop);
            let writers = both.iter().filter(|person| person.screen().contains("Tab next theme")).count();
            assert_eq!(writers, 1);
            both.into_iter().for_each(Person::kill);
        }
    };
    thread::scope(|scope| {
        let running: Vec<_> = (0..10).map(|_| scope.spawn(open_both_five_times)).collect();
        for one in running {
            one.join().expect("one writer each time");
        }
    });
}

/// Two windows on one session, once each has said what it is.
fn opened_at_once(laptop: &Laptop) -> [Person; 2] {
    let at_once = Barrier::new(2);
    let open = || {
        at_once.wait();
        let person = Person::start(laptop, &["open", "Telford"], 100, 30);
        person.wait_until("an answer", |screen| {
            let text = screen.contents();
            text.contains("Tab next theme") || text.contains("open in another hearken")
        });
        person
    };
    thread::scope(|scope| {
        let running = [scope.spawn(open), scope.spawn(open)];
        running.map(|one| one.join().expect("an answer"))
    })
}

/// What a person types in an hour of talk without a pause, at eight keys a second.
const KEYS_AN_HOUR: usize = 8 * 60 * 60;

/// Letters of a note.
const NOTE: usize = 99;

/// Takes about five minutes for eight hours, so it is not done each time.
#[expect(clippy::print_stderr, reason = "who asks for hours wants to know what came of them")]
#[cfg(target_os = "linux")]
#[test]
fn hours_of_typing_need_no_more_memory_than_their_notes() {
    let hours = std::env::var("HEARKEN_HOURS").map_or(1, |hours| hours.parse().unwrap());
    let laptop = Laptop::new();
    let mut person = begin(&laptop);
    let mut needed = vec![memory(&person)];
    let mut notes = 0;
    for _ in 0..hours {
        // The first hour is typed for warming up, and counts as well.
        for _ in 0..KEYS_AN_HOUR / (NOTE + 1) {
            let note = format!("note {notes:05} {}", "w".repeat(NOTE - 11));
            person.type_words(&note);
            person.send(b"\r");
            notes += 1;
            // Nobody types ahead of the screen by more than this.
            if notes % 16 == 0 {
                wait_for_words(&person, "");
            }
        }
        person.type_words("x");
        wait_for_words(&person, "x");
        person.send(b"\x7f");
        wait_for_words(&person, "");
        needed.push(memory(&person));
    }
    if std::env::var_os("HEARKEN_HOURS").is_some() {
        eprintln!("{notes} notes; KiB in memory at the beginning and after each hour: {needed:?}");
    }
    person.leave();
    let saved = std::fs::read_to_string(laptop.session_file()).unwrap();
    assert!(saved.contains(&format!("\"note {:05} ", notes - 1)));
    // What a note takes in memory and as text while it is being written, several times over.
    let most = needed[0] + notes * 8 + 16 * 1024;
    assert!(needed.iter().all(|needed| *needed < most), "{needed:?}, and no more than {most}");
}

/// How many KiB of memory a program has.
#[cfg(target_os = "linux")]
fn memory(person: &Person) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{}/status", person.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.split_whitespace().next().unwrap().parse().unwrap()
}
