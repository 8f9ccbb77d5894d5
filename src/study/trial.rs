//! What a folder can do, tried before a session depends on it: writing, syncing, renaming, the lock, free space.
//!
//! Promises that files of its own are all it touches, and that they are gone afterwards. Time and a name that is not
//! taken are handed in.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::model::ids::WriterId;
use crate::model::stamp::Millis;
use crate::storage::lock::{LockError, WriterLock};
use crate::storage::{Action, FileKind, ReadLimit, Storage, StorageError, folder, read};

/// How many syncs are timed together: one alone may be lucky.
const SYNCS: i64 = 8;

/// What is written each time: about as much as a line of a journal.
const LINE: &[u8] = &[b'.'; 256];

/// What came of trying a folder.
#[derive(Debug)]
pub struct Trial {
    /// Where it was tried: the folder itself, or the nearest one above it that is there.
    pub at: PathBuf,
    /// Whether that is the folder itself.
    pub is_there: bool,
    /// Bytes that may still be written there, where the system can say.
    pub free: Option<u64>,
    /// What it can do.
    pub can: Result<Can, StorageError>,
}

/// What a folder can do in which a file can be written and read back.
#[derive(Debug)]
pub struct Can {
    /// How long it takes to make a line safe against a power cut, in microseconds; 0 below what the clock sees.
    pub sync: Result<u64, StorageError>,
    /// Putting one file in the place of another in one step.
    pub rename: Result<(), StorageError>,
    /// Whether a lock that is held keeps a second one out.
    pub lock: Result<bool, StorageError>,
}

/// Tries a folder. One that is not there is not made: then the nearest one above is tried. `name` marks the files
/// of this trial, and `clock` is asked before and after the syncs.
#[must_use]
pub fn try_folder(storage: &dyn Storage, folder: &Path, name: WriterId, clock: &dyn Fn() -> Millis) -> Trial {
    let is_folder = |path: &Path| storage.entry(path).is_ok_and(|entry| entry.kind == FileKind::Folder);
    let named = |path: &Path| if path.as_os_str().is_empty() { PathBuf::from(".") } else { path.to_owned() };
    let above: Vec<PathBuf> = folder.ancestors().map(named).collect();
    let missing: Vec<&PathBuf> = above.iter().take_while(|path| !is_folder(path)).collect();
    let at = above.get(missing.len()).cloned().unwrap_or_else(|| folder.to_owned());
    let is_there = missing.is_empty();
    let in_the_way = missing.into_iter().find(|path| storage.entry(path).is_ok());
    let can = match in_the_way {
        Some(path) => Err(StorageError::AlreadyThere { path: path.clone() }),
        None => Files::new(storage, &at, name).try_out(clock),
    };
    Trial { free: fs4::available_space(&at).ok(), at, is_there, can }
}

/// The files of a trial, removed with this value.
struct Files<'a> {
    storage: &'a dyn Storage,
    folder: &'a Path,
    first: PathBuf,
    second: PathBuf,
    lock: PathBuf,
}

impl<'a> Files<'a> {
    fn new(storage: &'a dyn Storage, folder: &'a Path, name: WriterId) -> Self {
        let at = |end: &str| folder.join(format!(".hearken-trial-{name}.{end}"));
        Self { storage, folder, first: at("first"), second: at("second"), lock: at("lock") }
    }

    fn try_out(&self, clock: &dyn Fn() -> Millis) -> Result<Can, StorageError> {
        let failed =
            |source| StorageError::Failed { action: Action::Write, path: self.folder.to_owned(), source };
        let mut file = self.storage.create_new(&self.first).map_err(failed)?;
        file.write_all(LINE).map_err(failed)?;
        self.is_as_written(LINE.len()).map_err(failed)?;
        let mut sync = || {
            let before = clock().get();
            for _ in 0..SYNCS {
                file.write_all(LINE)?;
                file.sync()?;
            }
            self.storage.sync_folder(self.folder)?;
            // A clock that is put back meanwhile gives nothing to go by.
            let millis = clock().get().saturating_sub(before).max(0);
            Ok(u64::try_from(millis.saturating_mul(1000) / SYNCS).unwrap_or(u64::MAX))
        };
        let sync = sync().map_err(|source| StorageError::SyncFailed { path: self.folder.to_owned(), source });
        Ok(Can { sync, rename: self.try_rename(), lock: self.try_lock() })
    }

    fn is_as_written(&self, bytes: usize) -> io::Result<()> {
        let found =
            read(self.storage, &self.first, ReadLimit::of_bytes(1 << 20)).map_err(io::Error::other)?;
        let is_same = found.len() == bytes && found.iter().all(|byte| LINE.contains(byte));
        if is_same { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
    }

    fn try_rename(&self) -> Result<(), StorageError> {
        let failed =
            |source| StorageError::Failed { action: Action::Rename, path: self.folder.to_owned(), source };
        let mut file = self.storage.create_new(&self.second).map_err(failed)?;
        file.write_all(b".").map_err(failed)?;
        drop(file);
        folder::rename(self.storage, &self.second, &self.first)?;
        self.is_as_written(1).map_err(failed)
    }

    fn try_lock(&self) -> Result<bool, StorageError> {
        let taken = match WriterLock::try_take(&self.lock, 1) {
            Ok(taken) => taken,
            Err(LockError::Storage(error)) => return Err(error),
            // Nobody else knows this name: the lock holds itself back.
            Err(LockError::Held { .. }) => return Ok(false),
        };
        let second = WriterLock::try_take(&self.lock, 1);
        drop(taken);
        Ok(matches!(second, Err(LockError::Held { .. })))
    }
}

impl Drop for Files<'_> {
    fn drop(&mut self) {
        for path in [&self.first, &self.second, &self.lock] {
            // Those that were never made are not there to be removed.
            let _ = self.storage.remove(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::fs;

    use super::*;
    use crate::storage::OsStorage;

    fn tried(folder: &Path, clock: &dyn Fn() -> Millis) -> Trial {
        try_folder(&OsStorage, folder, "kj4x9q".parse().unwrap(), clock)
    }

    #[test]
    fn a_folder_on_a_disk_can_do_everything_and_is_left_as_it_was() {
        let home = tempfile::tempdir().unwrap();
        let trial = tried(home.path(), &|| Millis::new(0));
        assert!(trial.is_there && trial.free.is_some_and(|free| free > 0));
        let can = trial.can.unwrap();
        assert_eq!((can.sync.unwrap(), can.lock.unwrap()), (0, true));
        can.rename.unwrap();
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    }

    #[test]
    fn syncs_are_timed_by_the_clock_that_is_handed_in_and_never_below_nothing() {
        let home = tempfile::tempdir().unwrap();
        for (step, wanted) in [(16, 2000), (-5000, 0)] {
            let time = Cell::new(0);
            let clock = || Millis::new(time.replace(time.get() + step));
            assert_eq!(tried(home.path(), &clock).can.unwrap().sync.unwrap(), wanted);
        }
    }

    #[test]
    fn of_a_folder_that_is_not_there_the_nearest_one_is_tried_and_nothing_made() {
        let home = tempfile::tempdir().unwrap();
        let trial = tried(&home.path().join("not/there"), &|| Millis::new(0));
        assert_eq!((trial.at.as_path(), trial.is_there), (home.path(), false));
        assert!(trial.can.is_ok());
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
        assert_eq!(tried(Path::new("not-there"), &|| Millis::new(0)).at, Path::new("."));
    }

    #[test]
    fn a_file_in_the_place_of_a_folder_is_named() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("study");
        fs::write(&file, "words").unwrap();
        for folder in [file.clone(), file.join("below")] {
            let Err(StorageError::AlreadyThere { path }) = tried(&folder, &|| Millis::new(0)).can else {
                panic!("{} was taken", folder.display())
            };
            assert_eq!(path, file);
        }
        assert_eq!(fs::read_to_string(&file).unwrap(), "words");
    }
}
