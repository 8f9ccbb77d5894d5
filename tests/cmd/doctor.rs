//! `hearken doctor`, where there is no terminal; the keys are tried in one.

use hearken::model::note::NoteKind;
use hearken::model::stamp::Millis;
use hearken::model::when::When;
use hearken::study::Now;

use crate::support::{ID, Laptop, Ran, Typing, norwich, note, ran, text};

fn doctor(laptop: &Laptop, args: &[&str]) -> Ran {
    ran(laptop.hearken().env("LANG", "C.UTF-8").arg("doctor").args(args))
}

/// The exit code where nothing wants an eye but, on a busy machine, the disk: that it is slow is told as well.
fn code_of_well(looked: &Ran) -> i32 {
    if looked.out.contains("works, but takes") { 3 } else { 0 }
}

/// What stands in the line of a check, of which there is one.
fn line_of<'a>(ran: &'a Ran, check: &str) -> &'a str {
    let lines: Vec<&str> = ran.out.lines().filter(|line| line.starts_with(&format!("{check}  "))).collect();
    assert_eq!(lines.len(), 1, "{check} in {}", ran.out);
    lines[0]
}

#[test]
fn a_folder_that_can_do_everything_is_told_so_and_left_as_it_is() {
    let laptop = Laptop::new();
    laptop.write("study/norwich.json", text(&norwich(ID)));
    let looked = doctor(&laptop, &["--study", "study"]);
    assert_eq!(looked.code, code_of_well(&looked), "{}{}", looked.out, looked.err);
    assert!(looked.out.starts_with("Check "), "{}", looked.out);
    assert!(line_of(&looked, "terminal").contains("none here"));
    assert!(line_of(&looked, "letters").contains("UTF-8"));
    assert!(line_of(&looked, "study folder").contains("study; can be written to"));
    assert!(line_of(&looked, "space").contains(" free"));
    assert!(line_of(&looked, "lock").contains("works"));
    assert!(line_of(&looked, "sync").contains("works, "));
    assert!(line_of(&looked, "rename").contains("works"));
    assert!(line_of(&looked, "sessions").contains("1 session, and all can be read"));
    assert!(line_of(&looked, "settings folder").contains("not there yet; it can be made"));
    assert!(looked.err.starts_with("The keys were not tried: that needs a terminal.\n"), "{}", looked.err);
    assert_eq!(laptop.names("study"), ["norwich.json"]);
    assert!(!laptop.home().join(".config").exists() && !laptop.home().join(".local").exists());
}

#[test]
fn a_study_that_is_not_there_yet_is_no_fault_and_is_not_made() {
    let laptop = Laptop::new();
    let looked = doctor(&laptop, &["--study", "not/there"]);
    assert_eq!(looked.code, code_of_well(&looked), "{}{}", looked.out, looked.err);
    assert!(line_of(&looked, "study folder").contains("not/there, not there yet; it can be made"));
    assert!(line_of(&looked, "sessions").contains("none yet"));
    assert_eq!(laptop.names(""), Vec::<String>::new());
}

#[test]
fn a_file_in_the_place_of_the_study_wants_an_eye() {
    let laptop = Laptop::new();
    laptop.write("study", "words");
    let looked = doctor(&laptop, &["--study", "study"]);
    assert_eq!(looked.code, 3, "{}", looked.out);
    assert!(line_of(&looked, "study folder").contains("study is not a folder"), "{}", looked.out);
    assert!(looked.err.contains(" to look at."), "{}", looked.err);
    assert_eq!(laptop.read("study"), "words");
}

#[test]
fn a_session_that_cannot_be_read_wants_an_eye() {
    let laptop = Laptop::new();
    laptop.write("study/norwich.json", text(&norwich(ID)));
    laptop.write("study/cut.json", text(&norwich(ID)).split_at(500).0);
    let looked = doctor(&laptop, &["--study", "study"]);
    assert_eq!(looked.code, 3, "{}", looked.out);
    let line = line_of(&looked, "sessions");
    assert!(line.contains("2 sessions, and 1 of them cannot be read"), "{line}");
    assert!(line.contains("hearken check study says why."), "{line}");
}

#[test]
fn a_note_from_later_than_this_laptops_clock_wants_an_eye() {
    let laptop = Laptop::new();
    let mut typing = Typing::on(&norwich(ID), "kj4x9q");
    // The year 2200.
    let later = Now { millis: Millis::new(7_258_118_400_000), wall: When::new("2200-01-01T00:00:00+00:00") };
    typing.adds_at(&later, note(NoteKind::Point, "funding", None, "later"));
    laptop.write("study/norwich.json", text(&typing.done()));
    let looked = doctor(&laptop, &["--study", "study"]);
    assert_eq!(looked.code, 3, "{}", looked.out);
    let line = line_of(&looked, "clock");
    assert!(line.contains("days before the last note of Norwich"), "{line}");
    assert!(line.contains("Set this laptop's clock"), "{line}");
}

#[test]
fn letters_that_are_not_utf_8_want_an_eye_unless_ascii_is_asked_for() {
    let laptop = Laptop::new();
    for (name, value) in [("LANG", ""), ("LANG", "C"), ("LC_ALL", "POSIX")] {
        let look = |args: &[&str]| {
            let mut command = laptop.hearken();
            ran(command.env("LC_CTYPE", "").env(name, value).args(["doctor", "--study", "s"]).args(args))
        };
        if cfg!(target_os = "linux") {
            let looked = look(&[]);
            assert_eq!(looked.code, 3, "{name}={value}: {}", looked.out);
            assert!(line_of(&looked, "letters").contains("start hearken with --ascii"));
        }
        let looked = look(&["--ascii"]);
        assert_eq!(looked.code, code_of_well(&looked), "{}", looked.out);
    }
}

#[test]
fn without_home_the_study_wants_an_eye_unless_one_is_named() {
    let laptop = Laptop::new();
    let without = |args: &[&str]| {
        let mut command = laptop.hearken();
        ran(command.env("LANG", "C.UTF-8").env_remove("HOME").arg("doctor").args(args))
    };
    let looked = without(&[]);
    assert_eq!(looked.code, 3, "{}", looked.out);
    assert!(line_of(&looked, "study folder").contains("HOME is not set"));
    assert!(line_of(&looked, "study folder").contains("--study DIR"));
    let looked = without(&["--study", "."]);
    assert_eq!(looked.code, code_of_well(&looked), "{}", looked.out);
}

#[test]
fn facts_are_printed_as_json_with_what_to_do() {
    let laptop = Laptop::new();
    laptop.write("study", "words");
    let looked = doctor(&laptop, &["--study", "study", "--json"]);
    assert_eq!(looked.code, 3, "{}", looked.err);
    let facts = looked.json();
    let checks = facts["checks"].as_array().unwrap();
    let of = |name: &str| checks.iter().find(|check| check["check"] == name).unwrap();
    assert_eq!(of("study folder")["well"], false);
    assert!(of("study folder")["to_do"].is_string());
    assert_eq!((&of("clock")["well"], &of("clock")["to_do"]), (&true.into(), &serde_json::Value::Null));
}

#[test]
fn a_folder_with_an_odd_name_is_shown_and_not_obeyed() {
    let laptop = Laptop::new();
    for folder in ["two\nlines", "\u{1b}[31m", "📝 été"] {
        std::fs::create_dir(laptop.at(folder)).unwrap();
        let looked = doctor(&laptop, &["--study", folder]);
        assert_eq!(looked.code, code_of_well(&looked), "{}", looked.out);
        assert!(looked.is_safe(), "{:?}", looked.out);
    }
}

/// The system itself makes what stands in this folder, and lets nobody else.
#[cfg(target_os = "linux")]
#[test]
fn a_place_where_nothing_can_be_made_is_told_by_the_systems_own_reason() {
    let laptop = Laptop::new();
    let looked = doctor(&laptop, &["--study", "/proc/self"]);
    assert_eq!(looked.code, 3, "{}", looked.out);
    assert!(line_of(&looked, "study folder").contains("/proc/self: could not write"), "{}", looked.out);
}
