//! Disks as they fail in rooms: full, with a limit to the size of a file, taken away, forbidden in mid-session. Typing
//! goes on, the screen says what is wrong and offers another folder, and every word is there afterwards.
//!
//! A small disk is mounted where only the program sees it, which takes a right that not every account has; where it is
//! lacking nothing is checked, and that is said aloud.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use hearken::storage::OsStorage;
use hearken::study::catalogue;
use portable_pty::CommandBuilder;

use crate::person::{Laptop, Person, not_checked, typing_line};

/// Ways of running a program with mounts of its own: as root, and as anybody.
const WAYS: [&[&str]; 2] = [&["--mount"], &["--user", "--map-root-user", "--mount"]];

/// The way that works here.
fn own_mounts() -> Option<&'static [&'static str]> {
    let folder = tempfile::tempdir().unwrap();
    let works = |way: &&&[&str]| {
        let mut tried = Command::new("unshare");
        tried.args(**way).args(["mount", "-t", "tmpfs", "none"]).arg(folder.path());
        tried.output().is_ok_and(|tried| tried.status.success())
    };
    let way = WAYS.iter().find(works).copied();
    if way.is_none() {
        not_checked("a full disk and a stick that is pulled: nothing can be mounted here");
    }
    way
}

/// A disk of one megabyte on a laptop, mounted where the program sees it and nobody else.
struct Stick {
    way: &'static [&'static str],
    laptop: Laptop,
}

impl Stick {
    fn new() -> Option<Self> {
        let way = own_mounts()?;
        let laptop = Laptop::new();
        fs::create_dir(laptop.home().join("stick")).unwrap();
        Some(Self { way, laptop })
    }

    /// Mounts it, makes a session there and opens it.
    fn open(&self) -> Person {
        let mut command = CommandBuilder::new("unshare");
        command.args(self.way);
        let script = "mount -t tmpfs -o size=1m none stick && \
            \"$0\" new --kind focus-group --site Telford --initials NT --study stick && \
            exec \"$0\" open telford --study stick";
        command.args(["/bin/sh", "-c", script, env!("CARGO_BIN_EXE_hearken")]);
        let person = Person::start_command(&self.laptop, command, 100, 30);
        person.wait_for("Tab next theme");
        person
    }

    /// The stick as the program sees it.
    fn seen_by(&self, person: &Person) -> PathBuf {
        let home = self.laptop.home().strip_prefix("/").unwrap();
        Path::new("/proc").join(person.id().to_string()).join("root").join(home).join("stick")
    }

    /// Pulls it out: nothing has to be written for that, and files that are open stay open.
    fn is_pulled(&self, person: &Person) {
        let mut pull = Command::new("nsenter");
        pull.args(["--target", &person.id().to_string(), "--mount"]);
        if self.way.contains(&"--user") {
            pull.args(["--user", "--preserve-credentials"]);
        }
        let pulled = pull.args(["umount", "--lazy"]).arg(self.laptop.home().join("stick")).output().unwrap();
        assert!(pulled.status.success(), "{}", String::from_utf8_lossy(&pulled.stderr));
    }
}

fn wait_for_words(person: &Person, words: &str) {
    person.wait_until(words, |screen| typing_line(screen).is_some_and(|shown| shown == words));
}

/// Takes the other folder that the screen offers.
fn save_elsewhere(person: &mut Person, folder: &Path) {
    person.press("Esc", "Esc, ! saves elsewhere");
    person.press("!", "!  ");
    person.wait_for("Into which folder?");
    person.type_words(&folder.display().to_string());
    person.send(b"\r");
    person.wait_for("Everything is saved.");
}

/// The notes of a session in their order, and what is half typed, as a kill would leave them.
fn on_disk(session: &Path) -> (Vec<String>, String) {
    let (session, recovered) = catalogue::show(&OsStorage, session).unwrap();
    let notes = session.lists.notes.standing().map(|(_, note)| note.body.text.clone()).collect();
    (notes, recovered.drafts.get(&None).map(|draft| draft.text.clone()).unwrap_or_default())
}

#[test]
fn on_a_disk_that_is_full_typing_goes_on_and_another_folder_takes_all_of_it() {
    let Some(stick) = Stick::new() else { return };
    let mut person = stick.open();
    person.type_words("before\r");
    person.wait_for("Saved at");
    let filler = fill(&stick.seen_by(&person));
    // The last block of the journal has room for some letters.
    let words = "said while it is full ".repeat(10);
    person.type_words(&words);
    person.wait_for("Not saved: the disk is full; all is kept in memory. Esc, ! saves elsewhere.");
    person.send(b"\r");
    person.type_words("half");
    wait_for_words(&person, "half");
    let elsewhere = stick.laptop.home().join("elsewhere");
    save_elsewhere(&mut person, &elsewhere);
    person.type_words(" of it");
    wait_for_words(&person, "half of it");
    person.leave();
    drop(filler);
    let session = stick.laptop.session_file_in("elsewhere");
    let notes = vec!["before".to_owned(), words.trim().to_owned()];
    assert_eq!(on_disk(&session), (notes, "half of it".to_owned()));
}

#[test]
fn when_a_full_disk_has_room_again_everything_is_saved_there() {
    let Some(stick) = Stick::new() else { return };
    let mut person = stick.open();
    let seen = stick.seen_by(&person);
    let filler = fill(&seen);
    let words = "said while it is full ".repeat(10);
    person.type_words(&words);
    person.wait_for("Not saved: the disk is full");
    person.send(b"\r");
    person.type_words("half");
    wait_for_words(&person, "half");
    fs::remove_file(filler).unwrap();
    person.wait_for("Saving works again");
    let mut files = fs::read_dir(&seen).unwrap().map(|entry| entry.unwrap().path());
    let session = files.find(|path| path.to_string_lossy().contains("telford")).unwrap();
    assert_eq!(on_disk(&session), (vec![words.trim().to_owned()], "half".to_owned()));
    person.leave();
}

/// Takes all the room there is. Gives the file that holds it.
fn fill(folder: &Path) -> PathBuf {
    let path = folder.join("filler");
    let mut file = fs::File::create(&path).unwrap();
    for size in [64 << 10, 4 << 10, 1] {
        let piece = vec![0; size];
        while file.write_all(&piece).is_ok() {}
    }
    path
}

#[test]
fn a_stick_that_is_pulled_is_told_and_another_folder_takes_all_of_it() {
    let Some(stick) = Stick::new() else { return };
    let mut person = stick.open();
    person.type_words("before\rhalf");
    wait_for_words(&person, "half");
    stick.is_pulled(&person);
    person.type_words(" of it");
    person.wait_for("Not saved: the folder or stick is gone; all is kept in memory. Esc, ! saves elsewhere.");
    wait_for_words(&person, "half of it");
    person.type_words("\rmeanwhile");
    wait_for_words(&person, "meanwhile");
    assert!(
        fs::read_dir(stick.laptop.home().join("stick")).unwrap().next().is_none(),
        "nothing is made in its place"
    );
    let elsewhere = stick.laptop.home().join("elsewhere");
    save_elsewhere(&mut person, &elsewhere);
    person.type_words(", here");
    wait_for_words(&person, "meanwhile, here");
    person.leave();
    let session = stick.laptop.session_file_in("elsewhere");
    let notes = ["before", "half of it"].map(str::to_owned).to_vec();
    assert_eq!(on_disk(&session), (notes, "meanwhile, here".to_owned()));
}

#[test]
fn a_limit_to_the_size_of_files_ends_nothing_and_is_told() {
    let laptop = Laptop::new();
    laptop.make_session();
    let session = laptop.session_file();
    let limit = fs::metadata(&session).unwrap().len() + (40 << 10);
    let mut command = CommandBuilder::new("/bin/sh");
    // The system's signal for this ends a program that does not expect it.
    let script = format!("ulimit -S -f {}; exec \"$0\" open telford", limit / 512);
    command.args(["-c", &script, env!("CARGO_BIN_EXE_hearken")]);
    let mut person = Person::start_command(&laptop, command, 100, 30);
    person.wait_for("Tab next theme");
    let words = "what was said. ".repeat(1600);
    for _ in 0..2 {
        person.send(format!("\x1b[200~{words}\x1b[201~\r").as_bytes());
        wait_for_words(&person, "");
    }
    person.type_words("half");
    person.wait_for("Not saved: a file may not grow any more; all is kept in memory.");
    wait_for_words(&person, "half");
    // The limit is taken away from outside.
    let lifted =
        Command::new("prlimit").args(["--fsize=unlimited:", "--pid", &person.id().to_string()]).status();
    assert!(lifted.unwrap().success());
    person.wait_for("Saving works again");
    person.type_words(" of it");
    wait_for_words(&person, "half of it");
    person.leave();
    let words = words.trim().to_owned();
    assert_eq!(on_disk(&session), (vec![words.clone(), words], "half of it".to_owned()));
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_made_read_only_in_mid_session_is_told_and_another_one_offered() {
    use std::os::unix::fs::PermissionsExt as _;

    let laptop = Laptop::new();
    laptop.make_session();
    let session = laptop.session_file();
    let study = session.parent().unwrap().to_owned();
    let Some(mut person) = open_without_rights(&laptop) else { return };
    person.type_words("before\rhalf");
    wait_for_words(&person, "half");
    let allow = |mode: u32| {
        for folder in [&study, &study.join(".hearken")] {
            fs::set_permissions(folder, fs::Permissions::from_mode(mode)).unwrap();
        }
    };
    allow(0o500);
    person.send(b"\t");
    person.wait_for(
        "Not in the file yet: the folder may not be written to any more; every word is in the journal.",
    );
    person.type_words(" of it");
    wait_for_words(&person, "half of it");
    assert_eq!(
        on_disk(&session),
        (vec!["before".to_owned()], "half of it".to_owned()),
        "the journal goes on"
    );
    let elsewhere = laptop.home().join("elsewhere");
    person.press("Esc", "Esc menu");
    person.press("!", "!  ");
    person.wait_for("Into which folder?");
    person.type_words(&elsewhere.display().to_string());
    person.send(b"\r");
    person.wait_for("Everything is saved.");
    person.type_words(", here");
    wait_for_words(&person, "half of it, here");
    person.leave();
    allow(0o700);
    let moved = laptop.session_file_in("elsewhere");
    assert_eq!(on_disk(&moved), (vec!["before".to_owned()], "half of it, here".to_owned()));
}

/// Opens the session as somebody for whom permissions hold: root has a right to pass over them, which is given up.
fn open_without_rights(laptop: &Laptop) -> Option<Person> {
    let without = ["--bounding-set", "-dac_override,-dac_read_search"];
    let is_bound = |wrap: &[&str]| {
        let folder = tempfile::tempdir().unwrap();
        let script = "mkdir closed && chmod 500 closed && ! touch closed/file 2>/dev/null";
        let shell = [wrap, &["/bin/sh", "-c", script]].concat();
        let tried = Command::new(shell[0]).args(&shell[1..]).current_dir(folder.path()).output();
        tried.is_ok_and(|tried| tried.status.success())
    };
    let set_privileges = [&["setpriv"][..], &without].concat();
    let wraps = [&["/usr/bin/env"][..], &set_privileges];
    let Some(wrap) = wraps.into_iter().find(|wrap| is_bound(wrap)) else {
        not_checked("a folder that may not be written to: permissions do not hold for this account");
        return None;
    };
    let mut command = CommandBuilder::new(wrap[0]);
    command.args(&wrap[1..]);
    command.args([env!("CARGO_BIN_EXE_hearken"), "open", "telford"]);
    let person = Person::start_command(laptop, command, 100, 30);
    person.wait_for("Tab next theme");
    Some(person)
}
