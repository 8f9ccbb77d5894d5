//! Standard output that is closed, full, or read only to its first line.

use std::fs::File;
use std::io::Read as _;
use std::process::{Command, Stdio};

use crate::support::{ID, Laptop, Typing, norwich, note, text};
use hearken::model::note::NoteKind;

/// A laptop with a session whose text is longer than any pipe holds.
fn with_a_long_session() -> Laptop {
    let laptop = Laptop::new();
    let mut typing = Typing::on(&norwich(ID), "kj4x9q");
    typing.adds(7, note(NoteKind::Point, "funding", None, &"many words ".repeat(50_000)));
    laptop.write("norwich.json", text(&typing.done()));
    laptop
}

fn command(laptop: &Laptop, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hearken"));
    command.env_clear().env("HOME", laptop.home()).current_dir(laptop.at("")).args(args);
    command
}

const PRINTING: [&[&str]; 9] = [
    &["show", "norwich.json"],
    &["show", "norwich.json", "--json"],
    &["list", "--study", "."],
    &["check", "norwich.json"],
    &["merge", "norwich.json", "-o", "-"],
    &["completions", "bash"],
    &["manual"],
    &["manual", "--card"],
    &["--help"],
];

#[test]
fn a_reader_that_has_had_enough_ends_it_quietly() {
    let laptop = with_a_long_session();
    for args in PRINTING {
        let mut running =
            command(&laptop, args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = [0; 1];
        running.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let ended = running.wait_with_output().unwrap();
        let told = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(ended.status.code(), Some(0), "{args:?}: {told}");
        assert!(!told.contains("panicked") && !told.contains("pipe"), "{args:?}: {told}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output_is_told_with_exit_code_1() {
    let laptop = with_a_long_session();
    for args in PRINTING {
        let full = || File::options().write(true).open("/dev/full").unwrap();
        let ended = command(&laptop, args).stdout(full()).output().unwrap();
        let told = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(ended.status.code(), Some(1), "{args:?}: {told}");
        assert!(told.contains("not all of the answer could be written"), "{args:?}: {told}");
        let both = command(&laptop, args).stdout(full()).stderr(full()).status().unwrap();
        assert_eq!(both.code(), Some(1), "{args:?}");
    }
}

#[cfg(unix)]
#[test]
fn closed_streams_are_no_panic() {
    let laptop = with_a_long_session();
    for args in PRINTING {
        let typed = format!("exec '{}' {} >&- 2>err", env!("CARGO_BIN_EXE_hearken"), args.join(" "));
        let mut shell = Command::new("/bin/sh");
        shell.env_clear().env("HOME", laptop.home()).current_dir(laptop.at("")).args(["-c", &typed]);
        let code = shell.status().unwrap().code();
        assert!(code == Some(0) || code == Some(1), "{args:?}: {code:?} {}", laptop.read("err"));
        assert!(!laptop.read("err").contains("panicked"));
    }
    let all = format!("exec '{}' check - <&- >&- 2>&-", env!("CARGO_BIN_EXE_hearken"));
    let mut shell = Command::new("/bin/sh");
    shell.env_clear().env("HOME", laptop.home()).current_dir(laptop.at("")).args(["-c", &all]);
    assert_eq!(shell.status().unwrap().code(), Some(4));
}

#[test]
fn colour_is_for_terminals_or_on_request_and_quiet_says_only_what_was_asked() {
    let laptop = with_a_long_session();
    assert!(!laptop.run(["list", "--study", "."]).out.contains('\u{1b}'));
    assert!(laptop.run(["list", "--study", ".", "--color", "always"]).out.starts_with("\u{1b}[1mHeld on"));
    assert!(laptop.run(["show", "york", "--study", ".", "--color", "always"]).err.contains("\u{1b}[1;31m"));
    assert!(!laptop.run(["show", "york", "--study", ".", "--color", "never"]).err.contains('\u{1b}'));
    let quiet = laptop.run(["merge", "norwich.json", "-o", "copy.json", "--quiet"]);
    assert_eq!((quiet.out.as_str(), quiet.err.as_str(), quiet.code), ("", "", 0));
}
