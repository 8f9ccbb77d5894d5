//! A study on a disk, through the vault and beneath it.

use std::fs;

use super::*;
use crate::storage::journal::{self, JournalFile};
use crate::storage::vault::Unopened;
use crate::storage::{OsStorage, ReadLimit, StorageErrorKind, atomic, folder, read};

const LIMIT: ReadLimit = ReadLimit::of_bytes(1 << 20);
const WORDS: &[u8] = b"We find out in March whether we exist in April.";

/// A study is encrypted where its file has lines that are keys, the first of them the office's.
struct FirstLine;

impl Rule for FirstLine {
    fn keys(&self, study: &[u8]) -> Result<Option<KnownKeys>, Unreadable> {
        let text = std::str::from_utf8(study).map_err(|_why| Unreadable::Damaged)?;
        let mut keys = text.lines().filter_map(|line| line.parse().ok());
        let Some(office) = keys.next() else { return Ok(None) };
        Ok(Some(KnownKeys { office: vec![office], laptop: keys.collect(), others: Vec::new() }))
    }
}

struct Room {
    home: tempfile::TempDir,
    vault: Vault,
    office: Identity,
    laptop: Identity,
}

impl Room {
    fn new() -> Room {
        let home = tempfile::tempdir().unwrap();
        let (office, laptop) = (Identity::generate().unwrap(), Identity::generate().unwrap());
        fs::create_dir(home.path().join(".hearken")).unwrap();
        let vault = Vault::on(Arc::new(OsStorage), Arc::new(FirstLine));
        vault.unlock([laptop.clone()]);
        let room = Room { home, vault, office, laptop };
        room.encrypt();
        room
    }

    fn encrypt(&self) {
        let keys = format!("{}\n{}\n", self.office.recipient(), self.laptop.recipient());
        fs::write(self.at("study.json"), keys).unwrap();
    }

    fn at(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn names(&self) -> Vec<String> {
        let paths = folder::list(&OsStorage, self.home.path()).unwrap();
        paths.iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect()
    }
}

fn vault_with(key: &Identity) -> Vault {
    let vault = Vault::on(Arc::new(OsStorage), Arc::new(FirstLine));
    vault.unlock([key.clone()]);
    vault
}

#[test]
fn a_session_is_sealed_under_its_name_with_an_ending_and_looks_plain_from_above() {
    let room = Room::new();
    let path = room.at("norwich.json");
    atomic::create(&room.vault, &path, WORDS).unwrap();
    assert_eq!(room.names(), [".hearken", "norwich.json.age", "study.json"]);
    assert_eq!(read(&room.vault, &path, LIMIT).unwrap(), WORDS);
    assert_eq!(read(&room.vault, &room.at("norwich.json.age"), LIMIT).unwrap(), WORDS);
    let listed = folder::list(&room.vault, room.home.path()).unwrap();
    assert_eq!(listed, [room.at(".hearken"), path.clone(), room.at("study.json")]);
    assert_eq!(room.vault.real_path(&path), room.at("norwich.json.age"));
    assert_eq!(crate::storage::read_part(&room.vault, &path, 3, 4).unwrap(), WORDS[3..7]);
    assert!(matches!(
        atomic::create(&room.vault, &path, b"other").unwrap_err().kind(),
        StorageErrorKind::AlreadyThere
    ));
    assert_eq!(read(&vault_with(&room.office), &path, LIMIT).unwrap(), WORDS);
}

#[test]
fn what_says_nothing_of_anybody_and_what_lies_elsewhere_stays_plain() {
    let room = Room::new();
    fs::create_dir(room.at("exports")).unwrap();
    for name in ["withdrawals.json", ".gitattributes", "exports/summary.json"] {
        atomic::replace(&room.vault, &room.at(name), WORDS, None).unwrap();
        assert_eq!(fs::read(room.at(name)).unwrap(), WORDS, "{name}");
    }
}

#[test]
fn saving_over_a_plain_session_leaves_no_plain_one_and_its_backup_is_sealed_too() {
    let room = Room::new();
    let (path, backup) = (room.at("norwich.json"), room.at(".hearken/k7m2.backup"));
    fs::write(&path, WORDS).unwrap();
    atomic::replace(&room.vault, &path, WORDS, None).unwrap();
    atomic::replace(&room.vault, &path, b"later", Some(&backup)).unwrap();
    assert_eq!(room.names(), [".hearken", "norwich.json.age", "study.json"]);
    assert_eq!(read(&room.vault, &path, LIMIT).unwrap(), b"later");
    assert_eq!(read(&room.vault, &backup, LIMIT).unwrap(), WORDS);
    let kept = fs::read(room.at(".hearken/k7m2.backup.age")).unwrap();
    assert!(kept.starts_with(b"age-encryption.org/v1\n"));
}

#[test]
fn the_backup_that_the_first_save_over_a_plain_session_makes_is_sealed_whatever_stands_there() {
    for has_two_names in [false, true] {
        let room = Room::new();
        let (path, backup) = (room.at("norwich.json"), room.at(".hearken/k7m2.backup"));
        fs::write(&path, WORDS).unwrap();
        if has_two_names {
            // As a save leaves it that was killed before the study was encrypted.
            fs::hard_link(&path, &backup).unwrap();
        }
        atomic::replace(&room.vault, &path, b"later", Some(&backup)).unwrap();
        assert_eq!(room.names(), [".hearken", "norwich.json.age", "study.json"]);
        let kept = folder::list(&OsStorage, &room.at(".hearken")).unwrap();
        assert_eq!(kept, [room.at(".hearken/k7m2.backup.age")]);
        assert!(fs::read(&kept[0]).unwrap().starts_with(b"age-encryption.org/v1\n"));
        assert_eq!(read(&room.vault, &backup, LIMIT).unwrap(), WORDS);
    }
}

#[test]
fn a_plain_and_a_sealed_file_of_one_name_are_both_seen_and_neither_is_written_over() {
    let room = Room::new();
    let path = room.at("norwich.json");
    atomic::create(&room.vault, &path, b"sealed").unwrap();
    fs::write(&path, b"plain").unwrap();
    let listed = folder::list(&room.vault, room.home.path()).unwrap();
    assert!(listed.contains(&path) && listed.contains(&room.at("norwich.json.age")));
    assert_eq!(read(&room.vault, &path, LIMIT).unwrap(), b"plain");
    atomic::replace(&room.vault, &path, b"later", None).unwrap();
    assert_eq!(read(&room.vault, &path, LIMIT).unwrap(), b"later");
    assert_eq!(read(&room.vault, &room.at("norwich.json.age"), LIMIT).unwrap(), b"sealed");
    assert!(!fs::read(&path).unwrap().starts_with(b"later"), "sealed, under the plain name");
}

#[test]
fn a_journal_is_sealed_line_by_line_and_read_as_one() {
    let room = Room::new();
    let path = room.at(".hearken/k7m2.journal");
    let mut file = JournalFile::create(&room.vault, &path, &["opened".to_owned()]).unwrap();
    file.append("scared at night").unwrap();
    let before = fs::metadata(room.at(".hearken/k7m2.journal.age")).unwrap().len();
    file.append("and not scared").unwrap();
    assert!(fs::metadata(room.at(".hearken/k7m2.journal.age")).unwrap().len() > before);
    let found = journal::read(&room.vault, &path, LIMIT).unwrap();
    assert_eq!((found.lines.len(), found.tail), (3, None));
    fs::write(room.at(".hearken/k7m2.journal.age"), b"cbf43926 123456789\n").unwrap();
    let found = journal::read(&room.vault, &path, LIMIT).unwrap();
    assert_eq!(found.lines, Vec::<String>::new(), "a plain one of that name is put aside");
    assert!(found.tail.is_some());
}

#[test]
fn a_key_is_asked_for_once_and_only_where_something_is_sealed() {
    let room = Room::new();
    atomic::create(&room.vault, &room.at("norwich.json"), WORDS).unwrap();
    fs::write(room.at("plain.txt"), b"plain").unwrap();
    let vault = Vault::on(Arc::new(OsStorage), Arc::new(FirstLine));
    let (asked, key) = (Arc::new(Mutex::new(0)), room.laptop.clone());
    let counted = Arc::clone(&asked);
    vault.ask(move || {
        *counted.lock().unwrap() += 1;
        vec![key]
    });
    read(&vault, &room.at("plain.txt"), LIMIT).unwrap();
    assert_eq!(*asked.lock().unwrap(), 0);
    for _ in 0..2 {
        assert_eq!(read(&vault, &room.at("norwich.json"), LIMIT).unwrap(), WORDS);
    }
    assert_eq!(*asked.lock().unwrap(), 1);
}

#[test]
fn what_cannot_be_opened_says_why() {
    let room = Room::new();
    let path = room.at("norwich.json");
    atomic::create(&room.vault, &path, WORDS).unwrap();
    let why = |vault: &Vault| match read(vault, &path, LIMIT).unwrap_err().kind() {
        StorageErrorKind::Sealed(why) => why,
        other => panic!("{other:?}"),
    };
    assert_eq!(why(&Vault::on(Arc::new(OsStorage), Arc::new(FirstLine))), Unopened::Locked);
    assert_eq!(why(&vault_with(&Identity::generate().unwrap())), Unopened::NotForUs);
    let whole = fs::read(room.at("norwich.json.age")).unwrap();
    fs::write(room.at("norwich.json.age"), &whole[..whole.len() - 1]).unwrap();
    assert_eq!(why(&room.vault), Unopened::Damaged);
    fs::write(room.at("norwich.json.age"), WORDS).unwrap();
    assert_eq!(why(&room.vault), Unopened::NotSealed);
}

#[test]
fn nothing_is_written_that_this_laptop_could_not_read_again() {
    let room = Room::new();
    fs::write(room.at("study.json"), format!("{}\n", room.office.recipient())).unwrap();
    let refused = atomic::create(&room.vault, &room.at("norwich.json"), WORDS).unwrap_err();
    assert_eq!(refused.kind(), StorageErrorKind::Sealed(Unopened::NoKeyHere));
    assert_eq!(room.names(), [".hearken", "study.json"]);
    let office = vault_with(&room.office);
    atomic::create(&office, &room.at("norwich.json"), WORDS).unwrap();
    assert_eq!(room.names(), [".hearken", "norwich.json.age", "study.json"]);
}

#[test]
fn for_the_office_alone_means_that_this_laptop_cannot_read_it() {
    let room = Room::new();
    let path = room.at("norwich.json");
    atomic::create(&room.vault, &path, WORDS).unwrap();
    atomic::replace(&room.vault.for_the_office(), &path, WORDS, None).unwrap();
    let refused = read(&room.vault, &path, LIMIT).unwrap_err();
    assert_eq!(refused.kind(), StorageErrorKind::Sealed(Unopened::NotForUs));
    assert_eq!(read(&vault_with(&room.office), &path, LIMIT).unwrap(), WORDS);
}

/// What no rule can read: a study in which Git has left both sides.
const UNREADABLE: &[u8] = b"<<<<<<< ours\n\xff";

fn refused(result: Result<(), crate::storage::StorageError>) -> Option<Unopened> {
    match result.map_err(|error| error.kind()) {
        Err(StorageErrorKind::Sealed(why)) => Some(why),
        _ => None,
    }
}

#[test]
fn beside_a_study_that_cannot_be_read_nothing_is_written_plain_and_nothing_past_the_office() {
    let room = Room::new();
    let sealed = room.at("norwich.json");
    atomic::create(&room.vault, &sealed, WORDS).unwrap();
    fs::write(room.at("study.json"), UNREADABLE).unwrap();
    let (vault, before) = (vault_with(&room.laptop), room.names());
    for name in ["norwich.json", "devon.json", ".hearken/k7m2.backup", ".hearken/k7m2.journal"] {
        let written = atomic::replace(&vault, &room.at(name), b"later", None);
        assert_eq!(refused(written), Some(Unopened::StudyUnreadable), "{name}");
    }
    assert_eq!(room.names(), before);
    assert!(folder::list(&OsStorage, &room.at(".hearken")).unwrap().is_empty());
    assert_eq!(read(&vault, &sealed, LIMIT).unwrap(), WORDS, "all can be read");
    for name in ["withdrawals.json", "report.html"] {
        atomic::replace(&vault, &room.at(name), WORDS, None).unwrap();
    }
    // Whoever has seen the study before knows its keys.
    atomic::replace(&room.vault, &sealed, b"later", None).unwrap();
    assert_eq!(read(&vault_with(&room.office), &sealed, LIMIT).unwrap(), b"later");
    let study = format!("{}\n{}\n", room.office.recipient(), room.laptop.recipient());
    atomic::replace(&vault, &room.at("study.json"), study.as_bytes(), None).unwrap();
    assert_eq!(fs::read(room.at("study.json")).unwrap(), study.as_bytes(), "it can be put right");
    atomic::replace(&vault, &room.at("devon.json"), WORDS, None).unwrap();
    assert_eq!(read(&vault_with(&room.office), &room.at("devon.json"), LIMIT).unwrap(), WORDS);
}

#[test]
fn who_saw_a_study_plain_writes_nothing_plain_beside_one_that_makes_no_sense_any_more() {
    let room = Room::new();
    fs::write(room.at("study.json"), "a plain study").unwrap();
    let path = room.at("devon.json");
    atomic::create(&room.vault, &path, WORDS).unwrap();
    fs::write(room.at("study.json"), UNREADABLE).unwrap();
    for name in ["devon.json", "norwich.json", ".hearken/k7m2.journal"] {
        let written = atomic::replace(&room.vault, &room.at(name), b"later", None);
        assert_eq!(refused(written), Some(Unopened::StudyUnreadable), "{name}");
    }
    assert_eq!(fs::read(&path).unwrap(), WORDS);
    room.encrypt();
    atomic::replace(&room.vault, &path, b"later", None).unwrap();
    assert_eq!(room.names(), [".hearken", "devon.json.age", "study.json"]);
}

#[test]
fn in_the_place_of_a_study_that_cannot_be_read_a_session_is_sealed_and_what_git_merges_is_left() {
    let room = Room::new();
    let (path, elsewhere) = (room.at("norwich.json"), tempfile::tempdir().unwrap());
    atomic::create(&room.vault, &path, WORDS).unwrap();
    fs::write(room.at("devon.json"), WORDS).unwrap();
    fs::write(room.at("study.json"), UNREADABLE).unwrap();
    let git = elsewhere.path().join(".merge_file_a1b2c3");
    fs::copy(room.at("norwich.json.age"), &git).unwrap();
    let vault = vault_with(&room.laptop);
    vault.keep_alike(elsewhere.path(), room.home.path());
    let written = atomic::replace(&vault, &git, b"joined", None);
    assert_eq!(refused(written), Some(Unopened::StudyUnreadable));
    assert_eq!(read(&vault_with(&room.office), &git, LIMIT).unwrap(), WORDS);
    atomic::create(&vault, &elsewhere.path().join("devon.json"), b"later").unwrap();
    assert!(elsewhere.path().join("devon.json.age").exists());
}

#[test]
fn what_was_sealed_stays_sealed_where_no_study_says_so() {
    let room = Room::new();
    let path = room.at("k7m2q9xd.json");
    atomic::create(&room.vault, &path, WORDS).unwrap();
    for study in [Some("a plain study"), None] {
        match study {
            Some(text) => fs::write(room.at("study.json"), text).unwrap(),
            None => fs::remove_file(room.at("study.json")).unwrap(),
        }
        atomic::replace(&room.vault, &path, b"later", None).unwrap();
        let journal = room.at(".hearken/k7m2-q9xd-4tn1-b8wz.journal");
        JournalFile::create(&room.vault, &journal, &["scared".to_owned()]).unwrap();
        assert_eq!(room.vault.real_path(&path), room.at("k7m2q9xd.json.age"));
        assert!(room.at(".hearken/k7m2-q9xd-4tn1-b8wz.journal.age").exists());
        atomic::create(&room.vault, &room.at("other.json"), b"another session").unwrap();
        assert!(room.at("other.json").exists(), "it has nothing to do with the sealed one");
        fs::remove_file(room.at("other.json")).unwrap();
    }
    let unsealing = room.vault.as_the_study_says();
    atomic::replace(&unsealing, &path, WORDS, None).unwrap();
    assert_eq!(fs::read(&path).unwrap(), WORDS);
    assert!(!room.at("k7m2q9xd.json.age").exists());
}

#[test]
fn a_folder_that_takes_the_place_of_a_study_keeps_what_goes_there_as_private() {
    let room = Room::new();
    let elsewhere = tempfile::tempdir().unwrap();
    room.vault.keep_alike(elsewhere.path(), room.home.path());
    let path = elsewhere.path().join("norwich.json");
    atomic::create(&room.vault, &path, WORDS).unwrap();
    assert_eq!(room.vault.real_path(&path), elsewhere.path().join("norwich.json.age"));
    assert_eq!(read(&vault_with(&room.office), &path, LIMIT).unwrap(), WORDS);
}

#[test]
fn a_sealed_file_of_a_foreign_name_is_replaced_under_that_name() {
    let room = Room::new();
    let (path, git) = (room.at("norwich.json"), room.at(".merge_file_a1b2c3"));
    atomic::create(&room.vault, &path, WORDS).unwrap();
    fs::copy(room.at("norwich.json.age"), &git).unwrap();
    assert_eq!(read(&room.vault, &git, LIMIT).unwrap(), WORDS);
    atomic::replace(&room.vault, &git, b"joined", None).unwrap();
    assert!(fs::read(&git).unwrap().starts_with(b"age-encryption.org/v1\n"));
    assert_eq!(read(&vault_with(&room.office), &git, LIMIT).unwrap(), b"joined");
}
