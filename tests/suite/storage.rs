//! Bytes on disk when things go wrong: every call of the file system is made to fail, in every way in which it fails
//! in rooms with old laptops and cheap sticks, and what stands on the disk then is read back with a sound one.
#![cfg(test)]

use std::fs;
use std::path::Path;

use hearken::storage::journal::{self, JournalFile};
use hearken::storage::{
    OsStorage, ReadLimit, Storage, StorageError, StorageErrorKind, atomic, is_temporary, leftovers,
};

use crate::faulty::{Call, Fault, Faulty};

const LIMIT: ReadLimit = ReadLimit::of_bytes(1 << 20);

/// Below this stands everything.
const ANYWHERE: &str = "";

/// Runs a scenario once for every fault and every call at which it can begin, each in an empty folder, and gives the
/// number of runs in which it did.
fn with_every_fault(scenario: impl Fn(&Faulty, Fault, &Path)) -> usize {
    let all: Vec<Fault> = Fault::ONCE.into_iter().chain(Fault::ON_AND_ON).collect();
    with_faults(&all, scenario)
}

/// The same with some of the faults, for scenarios of many calls.
pub(crate) fn with_faults(faults: &[Fault], scenario: impl Fn(&Faulty, Fault, &Path)) -> usize {
    let strikes = |fault, nth| {
        let (home, storage) = (tempfile::tempdir().unwrap(), Faulty::at(Path::new(ANYWHERE), nth, fault));
        scenario(&storage, fault, home.path());
        storage.has_struck()
    };
    faults.iter().map(|fault| (1..1000).take_while(|nth| strikes(*fault, *nth)).count()).sum()
}

fn lines_at(journal: &Path) -> Vec<String> {
    match journal::read(&OsStorage, journal, LIMIT) {
        Ok(read) => read.lines,
        Err(StorageError::Missing { .. }) => Vec::new(),
        Err(error) => panic!("{error}"),
    }
}

/// The new file stands although an error was told: only when the last call, the sync of the folder, has failed.
fn is_unsettled(answer: &Result<(), StorageError>, home: &Path) -> bool {
    matches!(answer, Err(StorageError::SyncFailed { path, .. }) if path == home)
}

/// Adds a line as a careful caller does: again, then in a new journal. Tells whether it was acknowledged.
fn note(storage: &Faulty, journal: &mut JournalFile, said: &[String], line: &str) -> bool {
    let with_line = [said, &[line.to_owned()]].concat();
    journal.append(line).is_ok()
        || journal.append(line).is_ok()
        || journal.begin_anew(storage, &with_line).is_ok()
}

/// Begins a journal, adds 20 lines with a sync after each ten. Gives the journal and what was acknowledged.
fn take_notes(storage: &Faulty, path: &Path) -> Option<(JournalFile, Vec<String>)> {
    let mut said = vec!["opened".to_owned()];
    let first = JournalFile::create(storage, path, &said)
        .or_else(|_once_more| JournalFile::create(storage, path, &said));
    assert!(lines_at(path) == said || first.is_err() && !path.exists());
    let mut journal = first.ok()?;
    for number in 1..=20 {
        let line = format!("{number}: we find out in March");
        if note(storage, &mut journal, &said, &line) {
            said.push(line);
        }
        assert_eq!(lines_at(path), said);
        if number % 10 == 0 && journal.sync().is_err() {
            let renewed = journal.begin_anew(storage, &said);
            assert!(renewed.is_ok() || journal.append("never").is_err());
            assert_eq!(lines_at(path), said);
        }
    }
    Some((journal, said))
}

fn save_three_times(storage: &Faulty, fault: Fault, home: &Path) {
    let (path, backup) = (home.join("k7m2.json"), home.join("k7m2.backup"));
    let versions = [b"first".repeat(9), b"second".repeat(9), b"third".repeat(9)];
    for version in &versions {
        let before = fs::read(&path).ok();
        let answer = atomic::replace(storage, &path, version, Some(&backup));
        assert!(answer.is_ok() || fault != Fault::NoLinks, "then the backup is a copy");
        let (now, kept) = (fs::read(&path).ok(), fs::read(&backup).ok());
        if answer.is_ok() || is_unsettled(&answer, home) {
            assert_eq!(now.as_ref(), Some(version));
            assert!(before.is_none() || kept == before);
        } else {
            assert_eq!(now, before);
            assert!(kept.is_none_or(|kept| versions.contains(&kept)));
            if atomic::replace(storage, &path, version, Some(&backup)).is_ok() {
                assert_eq!(fs::read(&path).ok().as_ref(), Some(version));
            }
        }
    }
}

fn assert_tidy(fault: Fault, home: &Path) {
    assert!(fault.is_for_good() || leftovers(&OsStorage, home).unwrap().is_empty(), "{fault:?}");
    for name in OsStorage.list(home).unwrap() {
        let known = ["k7m2.journal", "k7m2.json", "k7m2.backup"].iter().any(|known| name == **known);
        assert!(known || is_temporary(&name), "{}", name.display());
    }
}

#[test]
fn nothing_acknowledged_is_lost_whichever_call_fails() {
    let cases = with_every_fault(|storage, fault, home| {
        let path = home.join("k7m2.journal");
        let Some((mut journal, said)) = take_notes(storage, &path) else { return assert_tidy(fault, home) };
        assert!(fault.is_for_good() || said.len() == 21, "{fault:?} takes no more than a second attempt");
        save_three_times(storage, fault, home);
        let snapshot = ["snapshot".to_owned()];
        let answer = journal.begin_anew(storage, &snapshot);
        if is_unsettled(&answer, home) {
            assert!(matches!(journal.append("into the wrong file"), Err(StorageError::JournalEnded { .. })));
        }
        let is_new = answer.is_ok() || is_unsettled(&answer, home);
        assert_eq!(lines_at(&path), if is_new { &snapshot[..] } else { &said });
        assert_tidy(fault, home);
    });
    assert!(cases > 300, "only {cases} cases");
}

#[test]
fn a_tail_is_put_aside_whole_or_not_at_all() {
    let torn = b"cbf43926 123456789\n00000000 torn".as_slice();
    let cases = with_every_fault(|storage, _fault, home| {
        let path = home.join("k7m2.journal");
        fs::write(&path, torn).unwrap();
        let Ok(read) = journal::read(storage, &path, LIMIT) else { return };
        assert_eq!(read.lines, ["123456789"]);
        let answer = journal::put_aside(storage, &path, &read.tail.unwrap());
        let aside = fs::read(home.join("k7m2.journal.tail-1")).ok();
        assert!(answer.is_err() || aside.is_some());
        assert!(aside.is_none_or(|aside| aside == b"00000000 torn"));
        assert_eq!(fs::read(&path).unwrap(), torn);
    });
    assert!(cases > 30, "only {cases} cases");
}

#[test]
fn a_save_is_safe_on_disk_before_it_takes_the_real_name_and_a_line_is_one_write() {
    let (home, storage) = (tempfile::tempdir().unwrap(), Faulty::at(Path::new(ANYWHERE), 0, None));
    let (path, backup) = (home.path().join("k7m2.json"), home.path().join("k7m2.backup"));
    atomic::create(&OsStorage, &path, b"old").unwrap();
    atomic::replace(&storage, &path, b"new", Some(&backup)).unwrap();
    let kept = [Call::Link, Call::Rename, Call::SyncFolder];
    let written = [Call::Look, Call::Look, Call::Create, Call::Write, Call::Sync];
    assert_eq!(storage.calls_after(0), [&written[..], &kept, &[Call::Rename, Call::SyncFolder]].concat());
    let mut journal = JournalFile::create(&storage, &home.path().join("k7m2.journal"), &[]).unwrap();
    let before = storage.calls_after(0).len();
    journal.append("we find out in March").unwrap();
    assert_eq!(storage.calls_after(before), [Call::Write]);
}

#[test]
fn a_failed_sync_is_not_tried_again_on_the_same_file() {
    let (home, storage) =
        (tempfile::tempdir().unwrap(), Faulty::at(Path::new(ANYWHERE), 1, Fault::SyncLosesBytes));
    let error = atomic::replace(&storage, &home.path().join("k7m2.json"), b"new", None).unwrap_err();
    assert_eq!(error.kind(), StorageErrorKind::SyncFailed);
    assert_eq!(storage.calls_after(0), [Call::Look, Call::Create, Call::Write, Call::Sync, Call::Remove]);
    let storage = Faulty::at(Path::new(ANYWHERE), 2, Fault::SyncLosesBytes);
    let mut journal = JournalFile::create(&storage, &home.path().join("k7m2.journal"), &[]).unwrap();
    assert!(matches!(journal.sync(), Err(StorageError::SyncFailed { .. })));
    let before = storage.calls_after(0).len();
    assert!(matches!(journal.sync(), Err(StorageError::JournalEnded { .. })));
    assert!(matches!(journal.append("never"), Err(StorageError::JournalEnded { .. })));
    assert_eq!(storage.calls_after(before), []);
}

#[test]
fn a_full_disk_and_a_read_only_one_are_told_apart() {
    use StorageErrorKind::{NoSpace, ReadOnly};
    let (home, storage) = (tempfile::tempdir().unwrap(), Faulty::at(Path::new(ANYWHERE), 0, None));
    let path = home.path().join("k7m2.json");
    for (fault, wanted) in [(Fault::NoSpace, NoSpace), (Fault::ReadOnly, ReadOnly)] {
        storage.fails_below(home.path(), fault);
        assert_eq!(atomic::replace(&storage, &path, b"new", None).unwrap_err().kind(), wanted);
        storage.heal();
        atomic::replace(&storage, &path, b"new", None).unwrap();
    }
}
