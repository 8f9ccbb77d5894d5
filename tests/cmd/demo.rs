//! `hearken demo`, where there is no screen; what happens on one is tested in a terminal.

use std::fs;
use std::path::Path;

use crate::support::{Laptop, ran};

fn example() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sessions");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut read: Vec<_> = files
        .filter(|path| path.is_file())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
        .collect();
    read.sort();
    read
}

#[test]
fn without_a_terminal_it_is_written_into_the_folder_that_was_named_and_said_to_be_invented() {
    let laptop = Laptop::new();
    let written = laptop.run(["demo", "--into", "deep/example"]);
    assert_eq!((written.code, written.out.as_str()), (0, ""));
    assert!(written.err.contains("All of it is invented"), "{}", written.err);
    assert!(written.err.contains("hearken --study deep/example"), "{}", written.err);
    for (name, bytes) in example() {
        assert_eq!(fs::read(laptop.at("deep/example").join(name)).unwrap(), bytes);
    }
    assert_eq!(laptop.run(["check", "deep/example"]).code, 0);
    assert!(laptop.run(["list", "--study", "deep/example"]).out.contains("Norwich"));
    assert!(!laptop.home().join(".config").exists() && !laptop.home().join(".local").exists());
}

#[test]
fn an_empty_folder_is_taken_and_what_was_written_is_told_as_facts() {
    let laptop = Laptop::new();
    fs::create_dir(laptop.at("example")).unwrap();
    let facts = laptop.run(["demo", "--into", "example", "--json"]).json();
    assert_eq!(facts["folder"], "example");
    assert_eq!(facts["files"].as_array().unwrap().len(), example().len());
    for file in facts["files"].as_array().unwrap() {
        assert!(laptop.at(file.as_str().unwrap()).is_file(), "{file}");
    }
    let quiet = laptop.run(["demo", "--into", "quiet", "-q"]);
    assert_eq!((quiet.out.as_str(), quiet.err.as_str(), quiet.code), ("", "", 0));
}

#[test]
fn a_folder_with_something_in_it_or_a_file_in_its_place_is_refused_and_left_as_it_is() {
    let laptop = Laptop::new();
    laptop.write("study/notes.txt", "mine");
    let refused = laptop.run(["demo", "--into", "study"]);
    assert_eq!((refused.code, refused.out.as_str()), (1, ""));
    assert!(refused.err.contains("the folder study is not empty"), "{}", refused.err);
    assert!(refused.err.contains("Name a folder that is new or empty"), "{}", refused.err);
    assert_eq!(laptop.names("study"), ["notes.txt"]);
    for place in ["study/notes.txt", "study/notes.txt/below"] {
        let refused = laptop.run(["demo", "--into", place]);
        assert_eq!(refused.code, 1, "{}", refused.err);
        assert!(refused.err.contains("notes.txt"), "{}", refused.err);
    }
    assert_eq!(laptop.read("study/notes.txt"), "mine");
}

#[test]
fn without_a_terminal_and_a_folder_it_is_refused_and_nothing_is_made() {
    let laptop = Laptop::new();
    let scratch = laptop.at("scratch");
    fs::create_dir(&scratch).unwrap();
    let refused = ran(laptop.hearken().arg("demo").env("TMPDIR", &scratch));
    assert_eq!((refused.code, refused.out.as_str()), (2, ""));
    assert!(refused.err.contains("the screen needs a terminal"), "{}", refused.err);
    assert!(refused.err.contains("--into DIR"), "{}", refused.err);
    assert_eq!(laptop.names("scratch"), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn what_is_written_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let laptop = Laptop::new();
    assert_eq!(laptop.run(["demo", "--into", "example"]).code, 0);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&laptop.at("example")), 0o700);
    for (name, _) in example() {
        assert_eq!(mode(&laptop.at("example").join(&name)), 0o600, "{name}");
    }
}
