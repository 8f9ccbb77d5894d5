//! An encrypted study on the command line: keys, sealing, unsealing, lists of digests, and everything that can be wrong
//! with a sealed file.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use hearken::model::note::NoteKind;
use hearken::storage::vault::{Identity, Passphrase, written};

use crate::support::{ID, Laptop, OTHER_ID, Ran, Typing, cut_off, norwich, note, ran, text, with_quote};

pub(crate) const QUOTE: &str = "We find out in March whether we exist in April.";

/// A study with the session of Norwich, encrypted; the keys lie as plain files beside it.
pub(crate) struct Sealed {
    pub(crate) laptop: Laptop,
    pub(crate) office: Identity,
}

impl Sealed {
    pub(crate) fn new() -> Self {
        let laptop = Laptop::new();
        let (office, device) = (Identity::generate().unwrap(), Identity::generate().unwrap());
        laptop.write("office.txt", written(&office, None).unwrap());
        laptop.write("device.txt", written(&device, None).unwrap());
        laptop.write("visits/2026-11-23-norwich-k7m2q9xd.json", text(&with_quote(ID).0));
        let sealed = Self { laptop, office };
        let made =
            sealed.run(["key", "new", "--office", "--recipient", &sealed.office.recipient().to_string()]);
        assert_eq!(made.code, 0, "{}", made.err);
        let made = sealed.run(["key", "new", "--identity", "device.txt"]);
        assert_eq!(made.code, 0, "{}", made.err);
        assert!(made.err.contains("1 file sealed."), "{}", made.err);
        sealed
    }

    /// Runs the program in the study.
    pub(crate) fn run<const N: usize>(&self, args: [&str; N]) -> Ran {
        ran(self.laptop.hearken().args(["--study", "visits"]).args(args))
    }

    pub(crate) fn run_with<const N: usize>(&self, key: &str, args: [&str; N]) -> Ran {
        ran(self.laptop.hearken().args(["--study", "visits", "--identity", key]).args(args))
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.laptop.at("visits/2026-11-23-norwich-k7m2q9xd.json.age")
    }

    fn names(&self) -> Vec<String> {
        self.laptop.names("visits")
    }

    /// The bytes of every file of the study.
    pub(crate) fn bytes(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        read_all(&self.laptop.at("visits"), &mut found);
        found.sort();
        found
    }

    pub(crate) fn assert_no_word_is_plain(&self) {
        for (path, bytes) in self.bytes() {
            let is_there = bytes.windows(QUOTE.len()).any(|part| part == QUOTE.as_bytes());
            assert!(!is_there, "{}", path.display());
        }
    }
}

fn read_all(folder: &Path, found: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_all(&path, found);
        } else {
            let bytes = fs::read(&path).unwrap();
            found.push((path, bytes));
        }
    }
}

#[test]
fn a_study_is_encrypted_by_two_keys_and_then_used_like_any_other() {
    let sealed = Sealed::new();
    assert_eq!(sealed.names(), [".hearken", "2026-11-23-norwich-k7m2q9xd.json.age", "study.json"]);
    sealed.assert_no_word_is_plain();
    let keys = sealed.run(["key", "show"]);
    assert_eq!((keys.code, keys.out.matches("age1").count()), (0, 2), "{}", keys.err);
    assert!(keys.out.contains("the office\n") && keys.out.contains("this laptop ("), "{}", keys.out);
    assert!(keys.out.contains("The study is encrypted: 1 session sealed, 0 in plain."), "{}", keys.out);
    let facts = sealed.run(["key", "show", "--json"]).json();
    assert_eq!((&facts["encrypted"], &facts["sealed"]), (&true.into(), &1.into()));

    for key in ["device.txt", "office.txt"] {
        let shown = sealed.run_with(key, ["show", "norwich"]);
        assert!(shown.code == 0 && shown.out.contains(QUOTE), "{}", shown.err);
        let listed = sealed.run_with(key, ["list"]);
        assert!(listed.code == 0 && listed.out.contains("Norwich"), "{}", listed.out);
    }
    let report = sealed.run_with("device.txt", ["report", "session", "visits"]);
    assert!(report.code == 0 && report.out.contains("Norwich"), "{}{}", report.out, report.err);
    let checked = sealed.run_with("device.txt", ["check", "visits"]);
    assert!(checked.code == 0 && checked.out.contains("norwich-k7m2q9xd.json.age: good"), "{}", checked.out);
    // By the name that stands on the disk, from wherever.
    let named = sealed.run_with("device.txt", ["show", "visits/2026-11-23-norwich-k7m2q9xd.json.age"]);
    assert!(named.out.contains(QUOTE), "{}", named.err);
    let listed = sealed.run_with("device.txt", ["list", "--json"]).json();
    assert_eq!(listed["sessions"][0]["file"], "visits/2026-11-23-norwich-k7m2q9xd.json.age");

    // Whoever has a device key of this laptop need not unlock it to make a session that it can read.
    let made = sealed.run(["new", "--kind", "focus-group", "--site", "Devon"]);
    assert_eq!(made.code, 0, "{}", made.err);
    let names = sealed.names();
    assert_eq!(names.iter().filter(|name| name.ends_with(".json.age")).count(), 2, "{names:?}");
    assert!(sealed.run_with("device.txt", ["show", "devon"]).code == 0);
}

#[test]
fn without_the_key_a_sealed_session_is_told_as_such_and_nothing_is_written() {
    let sealed = Sealed::new();
    sealed.laptop.write("stranger.txt", written(&Identity::generate().unwrap(), None).unwrap());
    let before = sealed.bytes();
    let locked = sealed.run(["show", "2026-11-23-norwich-k7m2q9xd"]);
    assert_eq!(locked.code, 1, "{}", locked.err);
    let locked = sealed.run(["show", "visits/2026-11-23-norwich-k7m2q9xd.json"]);
    assert!(
        locked.code == 1 && locked.err.contains("it is sealed, and no key is unlocked"),
        "{}",
        locked.err
    );
    assert!(locked.err.contains("norwich-k7m2q9xd.json.age"), "{}", locked.err);
    assert!(locked.err.contains("--identity FILE"), "{}", locked.err);
    let listed = sealed.run(["list"]);
    assert!(listed.code == 3 && listed.err.contains("no key is unlocked"), "{}", listed.err);
    let merged = sealed.run(["merge", "visits", "-o", "all.json"]);
    assert!(merged.code == 4 && merged.err.contains("no key is unlocked"), "{}", merged.err);
    let foreign = sealed.run_with("stranger.txt", ["show", "visits/2026-11-23-norwich-k7m2q9xd.json"]);
    assert!(foreign.code == 1 && foreign.err.contains("another key"), "{}", foreign.err);
    for (bytes, code, told) in [
        (&b"my shopping list"[..], 4, "there is no secret key in it"),
        (b"", 4, "there is no secret key in it"),
        (b"AGE-SECRET-KEY-1", 4, "there is no secret key in it"),
    ] {
        sealed.laptop.write("wrong.txt", bytes);
        let wrong = sealed.run_with("wrong.txt", ["list"]);
        assert!(wrong.code == code && wrong.err.contains(told), "{}", wrong.err);
    }
    assert_eq!(sealed.run_with("not-there.txt", ["list"]).code, 1);
    assert_eq!(sealed.bytes(), before);
    assert!(!sealed.laptop.at("all.json").exists());
}

#[test]
fn a_sealed_file_that_was_cut_off_altered_or_is_none_is_an_error_and_nothing_is_written() {
    let sealed = Sealed::new();
    let whole = fs::read(sealed.file()).unwrap();
    let turned = |at: usize| {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        bytes
    };
    let work = b"age-encryption.org/v1\n-> scrypt bBjlhJVYZeE4aqUdmtRHfw 63\nhCu1bzMyZUCdlCcxtTtvBA2dTnXfWsK1J4hLrNqJd4A\n--- aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n";
    let part = "A".repeat(43);
    let reader = format!("-> X25519 {part}\n{part}\n");
    let readers = format!("age-encryption.org/v1\n{}--- {part}\n", reader.repeat(400_000));
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (whole[..whole.len() - 1].to_vec(), "cut off or altered"),
        (whole[..whole.len() / 2].to_vec(), "cut off or altered"),
        (whole[..30].to_vec(), "cut off or altered"),
        (turned(whole.len() - 1), "cut off or altered"),
        (turned(whole.len() / 2), "cut off or altered"),
        (turned(3), "its name says that it is sealed, and it is not"),
        (text(&norwich(ID)).into_bytes(), "its name says that it is sealed, and it is not"),
        (Vec::new(), "its name says that it is sealed, and it is not"),
        (work.to_vec(), "it is sealed"),
        (readers.into_bytes(), "it is sealed to more keys than are looked through"),
    ];
    for (bytes, told) in cases {
        fs::write(sealed.file(), &bytes).unwrap();
        let before = sealed.bytes();
        let shown = sealed.run_with("device.txt", ["show", "visits/2026-11-23-norwich-k7m2q9xd.json"]);
        assert!(shown.code == 4 && shown.err.contains(told), "{}: {}", shown.code, shown.err);
        let merged = sealed.run_with("device.txt", ["merge", "visits", "-o", "all.json"]);
        assert!(merged.code == 4 && merged.err.contains("Nothing was written."), "{}", merged.err);
        let seal = sealed.run_with("device.txt", ["seal", "visits/2026-11-23-norwich-k7m2q9xd.json"]);
        assert_ne!(seal.code, 0, "{}", seal.out);
        assert_eq!(sealed.bytes(), before);
    }
    assert!(!sealed.laptop.at("all.json").exists());
}

#[test]
fn a_key_that_asks_for_too_much_work_is_refused_without_trying_it() {
    let sealed = Sealed::new();
    let mut passphrase = Passphrase::default();
    "seven grey herons".chars().for_each(|letter| passphrase.push(letter));
    let file = written(&sealed.office, Some(&passphrase)).unwrap();
    let head = String::from_utf8_lossy(&file[..120]).into_owned();
    let at = head.find(" 17\n").unwrap();
    let mut greedy = file;
    greedy[at + 1..at + 3].copy_from_slice(b"63");
    sealed.laptop.write("greedy.age", greedy);
    // Without a terminal nobody is asked, and nothing is tried.
    let listed = sealed.run_with("greedy.age", ["show", "visits/2026-11-23-norwich-k7m2q9xd.json"]);
    assert!(listed.code == 1 && listed.err.contains("no key is unlocked"), "{}", listed.err);
}

#[test]
fn what_left_is_what_arrived_and_the_laptop_that_sealed_it_cannot_read_it() {
    let sealed = Sealed::new();
    let name = "2026-11-23-norwich-k7m2q9xd.json.age";
    let done = sealed.run_with("device.txt", ["seal", "norwich", "--digests", "visit.sha256"]);
    assert_eq!(
        (done.code, done.out.as_str()),
        (0, &*format!("{name}: sealed for the office\n")),
        "{}",
        done.err
    );
    let shown = sealed.run_with("device.txt", ["show", "visits/2026-11-23-norwich-k7m2q9xd.json"]);
    assert!(shown.code == 1 && shown.err.contains("another key"), "{}", shown.err);
    let listed = sealed.run_with("device.txt", ["list"]);
    assert_eq!((listed.code, listed.out.as_str()), (0, &*format!("visits/{name}: sealed for the office\n")));
    assert_eq!(
        sealed.run_with("device.txt", ["list", "--json"]).json()["sealed"][0],
        format!("visits/{name}")
    );

    // Carried away, and compared at the other end, where no key is needed.
    fs::create_dir(sealed.laptop.at("arrived")).unwrap();
    let arrived = sealed.laptop.at("arrived").join(name);
    fs::copy(sealed.file(), &arrived).unwrap();
    let compared = sealed.run(["check", "arrived", "--digests", "visit.sha256"]);
    assert_eq!(
        (compared.code, compared.out.as_str()),
        (0, &*format!("{name}: as it left\n")),
        "{}",
        compared.err
    );
    let mut summed = Command::new("sha256sum");
    summed.args(["-c", "../visit.sha256"]).current_dir(sealed.laptop.at("arrived"));
    if let Ok(summed) = summed.output() {
        assert!(summed.status.success(), "{}", String::from_utf8_lossy(&summed.stderr));
    }
    let mut bytes = fs::read(&arrived).unwrap();
    bytes[200] ^= 4;
    fs::write(&arrived, bytes).unwrap();
    let compared = sealed.run(["check", "arrived", "--digests", "visit.sha256"]);
    assert_eq!((compared.code, compared.out.as_str()), (4, &*format!("{name}: altered\n")));
    fs::remove_file(&arrived).unwrap();
    let compared = sealed.run(["check", "arrived", "--digests", "visit.sha256"]);
    assert_eq!((compared.code, compared.out.as_str()), (4, &*format!("{name}: missing\n")));
    fs::copy(sealed.file(), arrived).unwrap();
    sealed.laptop.write("arrived/another.json.age", "age-encryption.org/v1\n");
    let compared = sealed.run(["check", "arrived", "--digests", "visit.sha256"]);
    assert!(
        compared.code == 3 && compared.out.ends_with("another.json.age: not on the list\n"),
        "{}",
        compared.out
    );
    fs::remove_file(sealed.laptop.at("arrived/another.json.age")).unwrap();
    sealed.laptop.write("no.sha256", "my shopping list\n");
    let compared = sealed.run(["check", "arrived", "--digests", "no.sha256"]);
    assert!(compared.code == 4 && compared.err.contains("line 1 is no digest"), "{}", compared.err);

    // At the office it is opened where it arrived, and given back where its study is.
    let read = sealed.run_with("office.txt", ["show", &format!("arrived/{name}")]);
    assert!(read.out.contains(QUOTE), "{}", read.err);
    let unsealed = sealed.run_with("office.txt", ["unseal", &format!("arrived/{name}")]);
    assert_eq!(unsealed.out, "arrived/2026-11-23-norwich-k7m2q9xd.json: in plain\n", "{}", unsealed.err);
    assert_eq!(sealed.laptop.names("arrived"), [".hearken", "2026-11-23-norwich-k7m2q9xd.json"]);
    let unsealed = sealed.run_with("office.txt", ["unseal", "norwich"]);
    assert!(unsealed.out.ends_with(".json.age: sealed to the keys of its study\n"), "{}", unsealed.out);
    assert!(sealed.run_with("device.txt", ["show", "norwich"]).out.contains(QUOTE));
    sealed.assert_no_word_is_plain();
}

#[test]
fn a_list_that_cannot_be_written_is_told_with_what_is_sealed_and_comes_by_sealing_once_more() {
    let sealed = Sealed::new();
    let done = sealed.run_with("device.txt", ["seal", "norwich", "--digests", "nowhere/visit.sha256"]);
    assert!(done.code == 1 && done.err.contains("could not write nowhere/visit.sha256"), "{}", done.err);
    assert!(done.err.contains("The sessions are sealed."), "{}", done.err);
    let name = "2026-11-23-norwich-k7m2q9xd.json.age";
    let file = format!("visits/{name}");
    let again = sealed.run_with("device.txt", ["seal", &file, "--digests", "visit.sha256"]);
    assert_eq!((again.code, again.out), (0, format!("{name}: sealed for the office\n")), "{}", again.err);
    let compared = sealed.run(["check", &file, "--digests", "visit.sha256"]);
    assert_eq!((compared.code, compared.out), (0, format!("{name}: as it left\n")), "{}", compared.err);
}

#[test]
fn a_study_without_a_key_of_the_office_seals_nothing() {
    let laptop = Laptop::new();
    let device = Identity::generate().unwrap();
    laptop.write("device.txt", written(&device, None).unwrap());
    laptop.write("visits/norwich.json", text(&norwich(ID)));
    let sealed = laptop.run(["--study", "visits", "seal", "norwich"]);
    assert!(sealed.code == 1 && sealed.err.contains("has no key of the office"), "{}", sealed.err);
    let made = laptop.run(["--study", "visits", "key", "new", "--identity", "device.txt"]);
    assert!(made.code == 0 && made.err.contains("it is not encrypted"), "{}", made.err);
    assert_eq!(laptop.names("visits"), ["norwich.json"]);
    for args in [
        &["key", "new", "--office"][..],
        &["key", "new", "--office", "--recipient", "age1", "--study", "visits"],
        &["key", "new", "-o", "x.age"],
        &["key"],
    ] {
        assert_eq!(ran(laptop.hearken().args(args)).code, 2, "{args:?}");
    }
    // A passphrase is set by a person at a terminal and by nobody else.
    let made = laptop.run(["--study", "visits", "key", "new", "--office", "-o", "office.key.age"]);
    assert!(made.code == 1 && made.err.contains("nobody can be asked"), "{}", made.err);
    assert!(!laptop.at("office.key.age").exists());
}

#[test]
fn sealed_and_plain_copies_are_merged_and_what_is_written_into_the_study_is_sealed() {
    let sealed = Sealed::new();
    let mut typing = Typing::on(&with_quote(ID).0, "a2b3c4");
    typing.adds(40, note(NoteKind::Point, "funding", Some(1), "Said on the other laptop."));
    sealed.laptop.write("theirs.json", text(&typing.done()));
    sealed.laptop.write("second.json", text(&with_quote(OTHER_ID).0));
    let merged = sealed.run_with("device.txt", ["merge", "theirs.json", "second.json", "-o", "visits/"]);
    assert_eq!(merged.code, 0, "{}", merged.err);
    sealed.assert_no_word_is_plain();
    let names = sealed.names();
    assert_eq!(names.iter().filter(|name| name.ends_with(".json.age")).count(), 2, "{names:?}");
    let shown = sealed.run_with("office.txt", ["show", "k7m2"]);
    assert!(shown.out.contains("Said on the other laptop.") && shown.out.contains(QUOTE));
    let again = sealed.run_with("device.txt", ["merge", "theirs.json", "second.json", "-o", "visits/"]);
    assert_eq!(again.code, 0, "{}", again.err);
    // Outside of the study a person asked for a file, and gets it as asked.
    let out = sealed.run_with("device.txt", ["merge", "visits", "-o", "all.json"]);
    assert_eq!(out.code, 0, "{}", out.err);
    assert!(sealed.laptop.read("all.json").contains(QUOTE));
    let withdrawn = sealed.run_with("device.txt", ["withdraw", "P3", "k7m2", "--yes"]);
    assert!([0, 3].contains(&withdrawn.code), "{}", withdrawn.err);
    let shown = sealed.run_with("office.txt", ["show", "k7m2"]);
    assert!(!shown.out.contains(QUOTE) && shown.out.contains("Said on the other laptop."));
    sealed.assert_no_word_is_plain();
}

#[test]
fn recover_joins_what_a_crash_left_and_says_what_it_did() {
    let laptop = Laptop::new();
    let path = laptop.write("visits/2026-11-23-norwich-k7m2q9xd.json", text(&with_quote(ID).0));
    cut_off(&path, "Said before the crash.", "half a tho");
    assert!(!laptop.read("visits/2026-11-23-norwich-k7m2q9xd.json").contains("before the crash"));
    let recovered = laptop.run(["recover", "visits"]);
    assert_eq!(recovered.code, 0, "{}", recovered.err);
    assert!(
        recovered.out.contains("2 versions joined in; 1 half-typed note comes back"),
        "{}",
        recovered.out
    );
    assert!(laptop.read("visits/2026-11-23-norwich-k7m2q9xd.json").contains("before the crash"));
    let again = laptop.run(["recover", "visits", "--json"]).json();
    assert_eq!((&again["sessions"], &again["recovered"][0]["versions"]), (&1.into(), &0.into()));

    fs::write(&path, "{\"format\": \"hearken/session\", \"version\": 1, \"id\":").unwrap();
    let recovered = laptop.run(["recover", "visits"]);
    assert_eq!(recovered.code, 3, "{}", recovered.err);
    assert!(recovered.err.contains("was damaged and is made of what was kept"), "{}", recovered.err);
    let back = laptop.read("visits/2026-11-23-norwich-k7m2q9xd.json");
    assert!(back.contains("before the crash") && back.contains(QUOTE));
    assert!(laptop.names("visits/.hearken").iter().any(|name| name.ends_with(".json.damaged-1")));
    laptop.write("nothing/study.json", "{}");
    assert_eq!(laptop.run(["recover", "nothing"]).code, 0);
    assert_eq!(laptop.run(["recover", "not-there"]).code, 1);
}

#[test]
fn what_git_merges_stays_sealed_under_the_name_that_git_gave_it() {
    let sealed = Sealed::new();
    let name = "visits/2026-11-23-norwich-k7m2q9xd.json.age";
    fs::copy(sealed.file(), sealed.laptop.at(".merge_file_ours")).unwrap();
    let mut typing = Typing::on(&with_quote(ID).0, "a2b3c4");
    typing.adds(40, note(NoteKind::Point, "funding", Some(1), "Said on the other laptop."));
    sealed.laptop.write(".merge_file_theirs", text(&typing.done()));
    let driver = ["merge-driver", "--", "base", ".merge_file_ours", ".merge_file_theirs", name];
    let before = fs::read(sealed.laptop.at(".merge_file_ours")).unwrap();
    let locked = sealed.run(driver);
    assert!(locked.code == 1 && locked.err.contains("no key is unlocked"), "{}", locked.err);
    assert_eq!(fs::read(sealed.laptop.at(".merge_file_ours")).unwrap(), before);
    let joined = sealed.run_with("device.txt", driver);
    assert_eq!(joined.code, 0, "{}", joined.err);
    let ours = fs::read(sealed.laptop.at(".merge_file_ours")).unwrap();
    assert!(ours.starts_with(b"age-encryption.org/v1\n") && ours != before);
    fs::copy(sealed.laptop.at(".merge_file_ours"), sealed.file()).unwrap();
    let shown = sealed.run_with("office.txt", ["show", "norwich"]);
    assert!(shown.out.contains("Said on the other laptop.") && shown.out.contains(QUOTE), "{}", shown.err);
}

#[cfg(unix)]
#[test]
fn what_is_sealed_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let sealed = Sealed::new();
    for (path, _) in sealed.bytes() {
        let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", path.display());
    }
}
