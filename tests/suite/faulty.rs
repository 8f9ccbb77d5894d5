//! A file system of which any one call can be made to fail, in every way in which it fails in rooms with old laptops and
//! cheap sticks. The library's own tests use it as well as the suite.
#![cfg(test)]

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use hearken::storage::{Entry, OsStorage, Storage, StorageFile};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Call {
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
    /// The same from then on.
    Full,
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
    pub(crate) const ONCE: [Fault; 7] = [
        Fault::InputOutput,
        Fault::NoSpace,
        Fault::Short,
        Fault::ShortThenError,
        Fault::SyncLosesBytes,
        Fault::SyncFolder,
        Fault::Rename,
    ];
    pub(crate) const ON_AND_ON: [Fault; 5] =
        [Fault::Full, Fault::ShortForEver, Fault::NoLinks, Fault::ReadOnly, Fault::Gone];

    fn begins_at(self, call: Call) -> bool {
        match self {
            Fault::InputOutput | Fault::Gone => true,
            Fault::NoSpace | Fault::Full => {
                !matches!(call, Call::Look | Call::Open | Call::SetLen | Call::Remove)
            }
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
            Fault::NoLinks | Fault::Full | Fault::ReadOnly | Fault::Gone => self.begins_at(call),
            Fault::ShortForEver => call == Call::SetLen,
            _ => false,
        }
    }

    /// Whether nothing can be saved any more.
    pub(crate) fn is_for_good(self) -> bool {
        matches!(self, Fault::Full | Fault::ReadOnly | Fault::Gone)
    }

    /// What the system says, in the words that it has for it.
    fn error(self) -> io::Error {
        io::Error::from_raw_os_error(match self {
            Fault::NoSpace | Fault::Full | Fault::ShortThenError | Fault::ShortForEver => NO_SPACE_LEFT,
            Fault::ReadOnly => READ_ONLY_FILE_SYSTEM,
            _ => INPUT_OUTPUT_ERROR,
        })
    }
}

// The same numbers on Linux, macOS and the BSDs.
const INPUT_OUTPUT_ERROR: i32 = 5;
const NO_SPACE_LEFT: i32 = 28;
const READ_ONLY_FILE_SYSTEM: i32 = 30;

/// The real file system, but for the `nth` call below a folder at which a fault can begin.
#[derive(Clone)]
pub(crate) struct Faulty(Arc<Mutex<Plan>>);

struct Plan {
    below: PathBuf,
    fault: Option<Fault>,
    nth: usize,
    has_struck: bool,
    calls: Vec<Call>,
    watched_for: Vec<String>,
    seen: Vec<String>,
}

impl Faulty {
    /// Strikes at the `nth` call, from 1 on, or never.
    pub(crate) fn at(below: &Path, nth: usize, fault: impl Into<Option<Fault>>) -> Faulty {
        Faulty(Arc::new(Mutex::new(Plan {
            below: below.to_owned(),
            fault: fault.into(),
            nth,
            has_struck: false,
            calls: Vec::new(),
            watched_for: Vec::new(),
            seen: Vec::new(),
        })))
    }

    pub(crate) fn has_struck(&self) -> bool {
        self.0.lock().unwrap().has_struck
    }

    /// Strikes at the next call below this folder or file, and goes on from there.
    pub(crate) fn fails_below(&self, below: &Path, fault: Fault) {
        let mut plan = self.0.lock().unwrap();
        (plan.below, plan.fault) = (below.to_owned(), Some(fault));
        (plan.nth, plan.has_struck) = (1, false);
    }

    /// From now on every call is made as it should be.
    pub(crate) fn heal(&self) {
        self.0.lock().unwrap().fault = None;
    }

    /// The calls after the first so many.
    pub(crate) fn calls_after(&self, first: usize) -> Vec<Call> {
        self.0.lock().unwrap().calls.iter().skip(first).copied().collect()
    }

    /// Looks at every byte that is written, before the system gets it, for words that must not be plain.
    pub(crate) fn watches_for(&self, words: &[&str]) {
        self.0.lock().unwrap().watched_for = words.iter().map(|word| (*word).to_owned()).collect();
    }

    /// Which of the words were written, and into which file.
    pub(crate) fn seen(&self) -> Vec<String> {
        self.0.lock().unwrap().seen.clone()
    }

    fn looks_at(&self, bytes: &[u8], path: &Path, end: &mut Vec<u8>) {
        let mut plan = self.0.lock().unwrap();
        let Some(longest) = plan.watched_for.iter().map(String::len).max() else { return };
        // A word may come in two writes.
        end.extend_from_slice(bytes);
        let is_there = |word: &&String| memchr::memmem::find(end, word.as_bytes()).is_some();
        let told = |word: &String| format!("“{word}” was written to {}", path.display());
        let seen: Vec<String> = plan.watched_for.iter().filter(is_there).map(told).collect();
        plan.seen.extend(seen);
        end.drain(..end.len().saturating_sub(longest - 1));
    }

    fn meets(&self, call: Call, path: &Path) -> Option<Fault> {
        let mut plan = self.0.lock().unwrap();
        if !path.starts_with(&plan.below) {
            return None;
        }
        plan.calls.push(call);
        let fault = plan.fault?;
        if plan.has_struck {
            return fault.goes_on_at(call).then_some(fault);
        }
        plan.nth -= usize::from(fault.begins_at(call));
        plan.has_struck = plan.nth == 0;
        plan.has_struck.then_some(fault)
    }

    fn pass(&self, call: Call, path: &Path) -> io::Result<()> {
        self.meets(call, path).map_or(Ok(()), |fault| Err(fault.error()))
    }

    fn file(&self, inner: Box<dyn StorageFile>, path: &Path) -> Box<dyn StorageFile> {
        let synced = Arc::new(Mutex::new(Lengths { bytes: 0, synced: 0 }));
        let (faults, path, end) = (self.clone(), path.to_owned(), Vec::new());
        Box::new(FaultyFile { inner, faults, path, lengths: synced, end })
    }
}

impl Storage for Faulty {
    fn entry(&self, path: &Path) -> io::Result<Entry> {
        self.pass(Call::Look, path).and_then(|()| OsStorage.entry(path))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        self.pass(Call::Look, folder).and_then(|()| OsStorage.list(folder))
    }

    fn open(&self, path: &Path, from: u64) -> io::Result<Box<dyn Read>> {
        self.pass(Call::Open, path).and_then(|()| OsStorage.open(path, from))
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn StorageFile>> {
        self.pass(Call::Create, path).and_then(|()| Ok(self.file(OsStorage.create_new(path)?, path)))
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.pass(Call::Create, path).and_then(|()| OsStorage.create_folder(path))
    }

    fn link(&self, existing: &Path, new: &Path) -> io::Result<()> {
        self.pass(Call::Link, new).and_then(|()| OsStorage.link(existing, new))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.pass(Call::Rename, to).and_then(|()| OsStorage.rename(from, to))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.pass(Call::Remove, path).and_then(|()| OsStorage.remove(path))
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.pass(Call::SyncFolder, folder)
    }
}

struct FaultyFile {
    inner: Box<dyn StorageFile>,
    faults: Faulty,
    path: PathBuf,
    /// All handles of a file share them.
    lengths: Arc<Mutex<Lengths>>,
    /// The last bytes that were written, while they are looked at.
    end: Vec<u8>,
}

struct Lengths {
    bytes: u64,
    synced: u64,
}

impl Write for FaultyFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.faults.looks_at(bytes, &self.path, &mut self.end);
        let fault = self.faults.meets(Call::Write, &self.path);
        let taken = match fault {
            Some(Fault::Short | Fault::ShortThenError | Fault::ShortForEver) => bytes.len() / 2,
            Some(fault) => return Err(fault.error()),
            None => bytes.len(),
        };
        // Nobody syncs between the write and what is known of it.
        let mut lengths = self.lengths.lock().unwrap();
        self.inner.write_all(&bytes[..taken])?;
        lengths.bytes += taken as u64;
        fault.filter(|fault| *fault != Fault::Short).map_or(Ok(taken), |fault| Err(fault.error()))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl StorageFile for FaultyFile {
    fn sync(&mut self) -> io::Result<()> {
        let fault = self.faults.meets(Call::Sync, &self.path);
        let mut lengths = self.lengths.lock().unwrap();
        let Some(fault) = fault else {
            lengths.synced = lengths.bytes;
            return Ok(());
        };
        if fault == Fault::SyncLosesBytes {
            self.inner.set_len(lengths.synced)?;
        }
        Err(fault.error())
    }

    fn set_len(&mut self, bytes: u64) -> io::Result<()> {
        self.faults.pass(Call::SetLen, &self.path)?;
        self.lengths.lock().unwrap().bytes = bytes;
        self.inner.set_len(bytes)
    }

    fn another_handle(&self) -> io::Result<Box<dyn StorageFile>> {
        let (inner, faults, path) = (self.inner.another_handle()?, self.faults.clone(), self.path.clone());
        let (lengths, end) = (Arc::clone(&self.lengths), Vec::new());
        Ok(Box::new(FaultyFile { inner, faults, path, lengths, end }))
    }
}
