//! Bytes on disk when things go wrong: every call of the file system is made to fail, in every way in which it fails
//! in rooms with old laptops and cheap sticks, and what stands on the disk then is read back with a sound one.
#![cfg(test)]

use std::ffi::OsString;
use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};

use hearken::storage::journal::{self, JournalFile};
use hearken::storage::{
    Entry, OsStorage, ReadLimit, Storage, StorageError, StorageErrorKind, StorageFile, atomic, is_temporary,
    leftovers,
};

const LIMIT: ReadLimit = ReadLimit::of_bytes(1 << 20);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Call {
    Look,
    Open,
    Create,
    Write,
    SetLen,
    Sync,
    SyncFolder,
    Link,
    Rename,
    Remove,
}

/// The ways in which a call fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// One call fails.
    InputOutput,
    /// One call that takes room fails.
    NoSpace,
    /// One write takes half and says so.
    Short,
    /// One write takes half and fails.
    ShortThenError,
    /// One write takes half and fails, and nothing can be cut off from then on.
    ShortForEver,
    /// One sync fails, with the bytes gone that were not synced; the next ones succeed.
    SyncLosesBytes,
    /// One sync of a folder fails.
    SyncFolder,
    Rename,
    /// The file system has no hard links, as on a memory stick.
    NoLinks,
    /// Nothing can be changed from then on.
    ReadOnly,
    /// Nothing works from then on: the stick is pulled, or the process killed.
    Gone,
}

impl Fault {
    const ONCE: [Fault; 7] = [
        Fault::InputOutput,
        Fault::NoSpace,
        Fault::Short,
        Fault::ShortThenError,
        Fault::SyncLosesBytes,
        Fault::SyncFolder,
        Fault::Rename,
    ];
    const ON_AND_ON: [Fault; 4] = [Fault::ShortForEver, Fault::NoLinks, Fault::ReadOnly, Fault::Gone];

    fn begins_at(self, call: Call) -> bool {
        match self {
            Fault::InputOutput | Fault::Gone => true,
            Fault::NoSpace => !matches!(call, Call::Look | Call::Open | Call::SetLen | Call::Remove),
            Fault::Short | Fault::ShortThenError | Fault::ShortForEver => call == Call::Write,
            Fault::SyncLosesBytes => call == Call::Sync,
            Fault::SyncFolder => call == Call::SyncFolder,
            Fault::Rename => call == Call::Rename,
            Fault::NoLinks => call == Call::Link,
            Fault::ReadOnly => !matches!(call, Call::Look | Call::Open),
        }
    }

    fn goes_on_at(self, call: Call) -> bool {
        match self {
            Fault::NoLinks | Fault::ReadOnly | Fault::Gone => self.begins_at(call),
            Fault::ShortForEver => call == Call::SetLen,
            _ => false,
        }
    }

    fn is_for_good(self) -> bool {
        matches!(self, Fault::ReadOnly | Fault::Gone)
    }

    fn error(self) -> io::Error {
        match self {
            Fault::NoSpace | Fault::ShortThenError | Fault::ShortForEver => io::ErrorKind::StorageFull.into(),
            Fault::ReadOnly => io::ErrorKind::ReadOnlyFilesystem.into(),
            _ => io::Error::other("input/output error"),
        }
    }
}

/// The real file system, but for the `nth` call at which a fault can begin.
#[derive(Clone)]
pub(crate) struct Faulty(Arc<Mutex<Plan>>);

struct Plan {
    fault: Option<Fault>,
    nth: usize,
    has_struck: bool,
    calls: Vec<Call>,
}

impl Faulty {
    fn at(nth: usize, fault: impl Into<Option<Fault>>) -> Faulty {
        let fault = fault.into();
        Faulty(Arc::new(Mutex::new(Plan { fault, nth, has_struck: false, calls: Vec::new() })))
    }

    fn has_struck(&self) -> bool {
        self.0.lock().unwrap().has_struck
    }

    fn calls(&self) -> Vec<Call> {
        std::mem::take(&mut self.0.lock().unwrap().calls)
    }

    fn meets(&self, call: Call) -> Option<Fault> {
        let mut plan = self.0.lock().unwrap();
        plan.calls.push(call);
        let fault = plan.fault?;
        if plan.has_struck {
            return fault.goes_on_at(call).then_some(fault);
        }
        plan.nth -= usize::from(fault.begins_at(call));
        plan.has_struck = plan.nth == 0;
        plan.has_struck.then_some(fault)
    }

    fn pass(&self, call: Call) -> io::Result<()> {
        self.meets(call).map_or(Ok(()), |fault| Err(fault.error()))
    }

    fn file(&self, inner: Box<dyn StorageFile>) -> Box<dyn StorageFile> {
        Box::new(FaultyFile { inner, faults: self.clone(), bytes: 0, synced: 0 })
    }
}

impl Storage for Faulty {
    fn entry(&self, path: &Path) -> io::Result<Entry> {
        self.pass(Call::Look).and_then(|()| OsStorage.entry(path))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        self.pass(Call::Look).and_then(|()| OsStorage.list(folder))
    }

    fn open(&self, path: &Path, from: u64) -> io::Result<Box<dyn Read>> {
        self.pass(Call::Open).and_then(|()| OsStorage.open(path, from))
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn StorageFile>> {
        self.pass(Call::Create).and_then(|()| Ok(self.file(OsStorage.create_new(path)?)))
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.pass(Call::Create).and_then(|()| OsStorage.create_folder(path))
    }

    fn link(&self, existing: &Path, new: &Path) -> io::Result<()> {
        self.pass(Call::Link).and_then(|()| OsStorage.link(existing, new))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.pass(Call::Rename).and_then(|()| OsStorage.rename(from, to))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.pass(Call::Remove).and_then(|()| OsStorage.remove(path))
    }

    fn sync_folder(&self, _folder: &Path) -> io::Result<()> {
        self.pass(Call::SyncFolder)
    }
}

struct FaultyFile {
    inner: Box<dyn StorageFile>,
    faults: Faulty,
    bytes: u64,
    synced: u64,
}

impl Write for FaultyFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let fault = self.faults.meets(Call::Write);
        let taken = match fault {
            Some(Fault::Short | Fault::ShortThenError | Fault::ShortForEver) => bytes.len() / 2,
            Some(fault) => return Err(fault.error()),
            None => bytes.len(),
        };
        self.inner.write_all(&bytes[..taken])?;
        self.bytes += taken as u64;
        fault.filter(|fault| *fault != Fault::Short).map_or(Ok(taken), |fault| Err(fault.error()))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl StorageFile for FaultyFile {
    fn sync(&mut self) -> io::Result<()> {
        let Some(fault) = self.faults.meets(Call::Sync) else {
            self.synced = self.bytes;
            return Ok(());
        };
        if fault == Fault::SyncLosesBytes {
            self.inner.set_len(self.synced)?;
        }
        Err(fault.error())
    }

    fn set_len(&mut self, bytes: u64) -> io::Result<()> {
        self.faults.pass(Call::SetLen)?;
        self.bytes = bytes;
        self.inner.set_len(bytes)
    }

    fn another_handle(&self) -> io::Result<Box<dyn StorageFile>> {
        Ok(self.faults.file(self.inner.another_handle()?))
    }
}

/// Runs a scenario once for every fault and every call at which it can begin, each in an empty folder, and gives the
/// number of runs in which it did.
fn with_every_fault(scenario: impl Fn(&Faulty, Fault, &Path)) -> usize {
    let all: Vec<Fault> = Fault::ONCE.into_iter().chain(Fault::ON_AND_ON).collect();
    with_faults(&all, scenario)
}

/// The same with some of the faults, for scenarios of many calls.
pub(crate) fn with_faults(faults: &[Fault], scenario: impl Fn(&Faulty, Fault, &Path)) -> usize {
    let strikes = |fault, nth| {
        let (home, storage) = (tempfile::tempdir().unwrap(), Faulty::at(nth, fault));
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
    let (home, storage) = (tempfile::tempdir().unwrap(), Faulty::at(0, None));
    let (path, backup) = (home.path().join("k7m2.json"), home.path().join("k7m2.backup"));
    fs::write(&path, b"old").unwrap();
    atomic::replace(&storage, &path, b"new", Some(&backup)).unwrap();
    // The first temporary name is taken by the new file.
    let kept = [Call::Link, Call::Link, Call::Rename, Call::SyncFolder];
    let written = [Call::Look, Call::Look, Call::Create, Call::Write, Call::Sync];
    assert_eq!(storage.calls(), [&written[..], &kept, &[Call::Rename, Call::SyncFolder]].concat());
    let mut journal = JournalFile::create(&storage, &home.path().join("k7m2.journal"), &[]).unwrap();
    storage.calls();
    journal.append("we find out in March").unwrap();
    assert_eq!(storage.calls(), [Call::Write]);
}

#[test]
fn a_failed_sync_is_not_tried_again_on_the_same_file() {
    let (home, storage) = (tempfile::tempdir().unwrap(), Faulty::at(1, Fault::SyncLosesBytes));
    let error = atomic::replace(&storage, &home.path().join("k7m2.json"), b"new", None).unwrap_err();
    assert_eq!(error.kind(), StorageErrorKind::SyncFailed);
    assert_eq!(storage.calls(), [Call::Look, Call::Create, Call::Write, Call::Sync, Call::Remove]);
    let storage = Faulty::at(2, Fault::SyncLosesBytes);
    let mut journal = JournalFile::create(&storage, &home.path().join("k7m2.journal"), &[]).unwrap();
    assert!(matches!(journal.sync(), Err(StorageError::SyncFailed { .. })));
    storage.calls();
    assert!(matches!(journal.sync(), Err(StorageError::JournalEnded { .. })));
    assert!(matches!(journal.append("never"), Err(StorageError::JournalEnded { .. })));
    assert_eq!(storage.calls(), []);
}

#[test]
fn a_full_disk_and_a_read_only_one_are_told_apart() {
    use StorageErrorKind::{NoSpace, ReadOnly};
    for (fault, wanted) in [(Fault::NoSpace, NoSpace), (Fault::ReadOnly, ReadOnly)] {
        let home = tempfile::tempdir().unwrap();
        let answer = atomic::replace(&Faulty::at(1, fault), &home.path().join("k7m2.json"), b"new", None);
        assert_eq!(answer.unwrap_err().kind(), wanted);
    }
}
