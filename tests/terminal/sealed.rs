//! An encrypted study in the real program: passphrases are typed into a terminal, and no word is ever plain on the disk.

use std::fs;
use std::path::{Path, PathBuf};

use crate::person::{Laptop, Person};

pub(crate) const PASSPHRASE: &str = "seven grey herons";
const WORDS: [&str; 3] = ["scared at night", "nobody asked the children", "half a tho"];

/// No word stands in any byte below the home folder.
fn assert_no_word_below(folder: &Path) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            assert_no_word_below(&path);
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        for word in WORDS.iter().chain(&[PASSPHRASE]) {
            let is_there = bytes.windows(word.len()).any(|part| part == word.as_bytes());
            assert!(!is_there, "“{word}” stands in {}", path.display());
        }
    }
}

pub(crate) fn sets_a_passphrase(person: &mut Person) {
    person.wait_for("A lost passphrase is final");
    person.wait_for("New passphrase for");
    person.type_words("short\r");
    person.wait_for("That is too short");
    person.type_words(&format!("{PASSPHRASE}\r"));
    person.wait_for("The same again:");
    person.type_words("another one\r");
    person.wait_for("The two differ.");
    person.type_words(&format!("{PASSPHRASE}\r"));
    person.wait_until("the second question", |screen| {
        screen.contents().matches("The same again:").count() == 2
    });
    person.type_words(&format!("{PASSPHRASE}\r"));
}

/// Makes the key of the office, and that of the laptop, on which one session stands in plain.
fn makes_both_keys(laptop: &Laptop) {
    let mut person = Person::start(laptop, &["key", "new", "--office", "-o", "office.key.age"], 100, 40);
    sets_a_passphrase(&mut person);
    assert_eq!(person.wait_for_end(), (0, true));
    let mut person = Person::start(laptop, &["key", "new"], 100, 40);
    sets_a_passphrase(&mut person);
    person.wait_for("1 file sealed.");
    assert!(!person.screen().contains("grey"), "a passphrase is not shown");
    assert_eq!(person.wait_for_end(), (0, true));
}

#[test]
fn keys_are_made_a_session_is_typed_killed_and_carried_on_and_no_word_is_plain() {
    let laptop = Laptop::new();
    laptop.make_session();
    makes_both_keys(&laptop);
    assert_no_word_below(laptop.home());

    let mut person = Person::start(&laptop, &["open", "telford"], 100, 30);
    person.wait_for("Passphrase of this laptop's key:");
    person.type_words("seven gray herons\r");
    person.wait_for("That is not the passphrase.");
    person.type_words(&format!("{PASSPHRASE}\r"));
    person.wait_for("Ctrl+Q leave");
    person.type_words(&format!("{}\r", WORDS[0]));
    person.wait_for(WORDS[0]);
    person.type_words(&format!("{}\r", WORDS[1]));
    person.wait_for(WORDS[1]);
    person.type_words(WORDS[2]);
    person.wait_for(WORDS[2]);
    assert_no_word_below(laptop.home());
    person.signal("-KILL");
    person.wait_for_end();
    assert_no_word_below(laptop.home());

    let mut person = Person::start(&laptop, &[], 100, 30);
    person.wait_for("Passphrase of this laptop's key:");
    person.type_words(&format!("{PASSPHRASE}\r"));
    person.wait_for("Carry on");
    person.type_words("\r");
    person.wait_for(WORDS[2]);
    person.wait_for(WORDS[0]);
    person.type_words("\u{2}");
    person.wait_until("nothing", |screen| screen.contents().trim().is_empty());
    person.type_words("x");
    person.wait_for("Passphrase, then Enter:");
    person.type_words("seven gray herons\r");
    person.wait_for("That is not the passphrase.");
    assert!(!person.screen().contains(WORDS[0]));
    person.type_words(&format!("{PASSPHRASE}\r"));
    person.wait_for(WORDS[0]);
    person.type_words("ughts\r");
    person.wait_for("half a thoughts");
    person.leave();
    assert_no_word_below(laptop.home());

    // Whoever gives up gets nowhere.
    let mut person = Person::start(&laptop, &[], 100, 30);
    person.wait_for("Passphrase of this laptop's key:");
    person.type_words("\u{3}");
    person.wait_for("it is sealed, and no key");
    assert_eq!(person.wait_for_end(), (1, true));
}

#[test]
fn a_study_that_cannot_be_read_is_told_before_anything_is_typed() {
    let laptop = Laptop::new();
    laptop.make_session();
    let session = laptop.session_file();
    fs::write(session.with_file_name("study.json"), "<<<<<<< ours\n").unwrap();
    // What is said of one file hides nothing that holds for all of them.
    fs::write(session.with_file_name("damaged.json"), "{").unwrap();
    let mut person = Person::start(&laptop, &[], 100, 30);
    person.wait_for("Nothing is saved here until study.json can be read:");
    person.press("Ctrl+Q", "");
    assert_eq!(person.wait_for_end(), (0, true));
}

#[test]
fn a_sealed_study_whose_file_is_cut_off_is_read_and_guarded_by_the_passphrase_all_the_same() {
    let laptop = Laptop::new();
    laptop.make_session();
    makes_both_keys(&laptop);
    let study = laptop.session_file().with_file_name("study.json");
    let whole = fs::read(&study).unwrap();
    fs::write(&study, &whole[..whole.len() / 2]).unwrap();
    for (args, is_listed) in [(&[] as &[&str], true), (&["open", "telford"], false)] {
        let mut person = Person::start(&laptop, args, 100, 30);
        person.wait_for("Passphrase of this laptop's key:");
        person.type_words(&format!("{PASSPHRASE}\r"));
        person.wait_for("Nothing is saved here until study.json can be read:");
        if is_listed {
            person.press("3", "3  Open an earlier session");
            person.press("Enter", "Telford");
        }
        person.wait_for("Ctrl+Q leave");
        person.type_words(&format!("{}\r", WORDS[0]));
        person.wait_for(WORDS[0]);
        person.type_words("\u{2}");
        person.wait_until("nothing", |screen| screen.contents().trim().is_empty());
        person.type_words("x");
        person.wait_for("Passphrase, then Enter:");
        person.type_words(&format!("{PASSPHRASE}\r"));
        person.wait_for(WORDS[0]);
        person.kill();
        assert_no_word_below(laptop.home());
    }
    let mut person = Person::start(&laptop, &[], 100, 30);
    person.wait_for("Passphrase of this laptop's key:");
    person.type_words("\u{3}");
    person.wait_for("it is sealed, and no key");
    person.wait_for("study.json cannot be read");
    assert_eq!(person.wait_for_end(), (1, true));
}

/// What is typed or pasted on the terminal is the session here, and must never be taken for a passphrase.
#[test]
fn nobody_is_asked_for_a_passphrase_where_the_terminal_is_what_the_session_comes_by() {
    let laptop = Laptop::new();
    laptop.make_session();
    makes_both_keys(&laptop);
    let mut sealed = Vec::new();
    find_sealed(laptop.home(), &mut sealed);
    let [sealed] = &*sealed else { panic!("{sealed:?}") };
    let bytes = fs::read(sealed).unwrap();
    let end = bytes.windows(5).position(|part| part == b"\n--- ").unwrap() + 5;
    let rest = bytes[end..].iter().position(|byte| *byte == b'\n').unwrap();
    let head = String::from_utf8(bytes[..end + rest].to_vec()).unwrap();

    let mut person = Person::start(&laptop, &["check", "-"], 100, 40);
    person.type_words(&format!("{head}\n{}\n\u{4}\u{4}", "x".repeat(60)));
    person.wait_for("it is sealed, and no key is unlocked");
    assert!(!person.screen().contains("Passphrase"), "{}", person.screen());
    assert_eq!(person.wait_for_end(), (4, true));
}

fn find_sealed(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            find_sealed(&path, found);
        } else if path.to_string_lossy().ends_with(".json.age") {
            found.push(path);
        }
    }
}
