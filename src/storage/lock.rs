//! The lock of the one writer of a session.
//!
//! Promises that of two processes only one holds it, and that it dies with its process, however that ends: it is
//! the system's own lock on an open file, so nothing stale is ever left to be cleaned up. The file beside the
//! session that carries it stays for ever: removing it would let two processes lock two files of one name.
//!
//! The lock is advisory, and some network folders have none; what to do then is left to the caller.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use super::calls::{FileKind, Storage};
use super::error::{Action, StorageError, StorageErrorKind};
use super::os::{OsStorage, open_private};

/// How long to wait before trying again.
const PAUSE: Duration = Duration::from_millis(50);

/// The lock, held as long as this value lives.
#[derive(Debug)]
pub struct WriterLock {
    path: PathBuf,
    file: File,
}

/// The lock could not be taken.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process, or another part of this one, holds it.
    #[error("somebody else holds the lock {}", path.display())]
    Held {
        /// The file that carries the lock.
        path: PathBuf,
    },
    /// The file that carries the lock could not be made, opened or locked.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl LockError {
    /// Tells the failures apart that want different words.
    #[must_use]
    pub fn kind(&self) -> StorageErrorKind {
        match self {
            LockError::Held { .. } => StorageErrorKind::Held,
            LockError::Storage(error) => error.kind(),
        }
    }
}

impl WriterLock {
    /// How many attempts take about a second.
    pub const A_SECOND: u32 = 20;

    /// Takes the lock that the file at `path` carries, making that file if it is not there. While somebody else
    /// holds it, tries again every 50 ms, `attempts` times in all and at least once.
    ///
    /// # Errors
    /// [`LockError::Held`] when it was held at every attempt; [`LockError::Storage`] when something else than a file
    /// stands at `path`, or the system refuses.
    pub fn try_take(path: &Path, attempts: u32) -> Result<WriterLock, LockError> {
        let file = open(path)?;
        for attempt in 1..=attempts.max(1) {
            match file.try_lock() {
                Ok(()) => return Ok(WriterLock { path: path.to_owned(), file }),
                Err(TryLockError::WouldBlock) if attempt < attempts => thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(source)) => return Err(failed(path, source).into()),
            }
        }
        Err(LockError::Held { path: path.to_owned() })
    }

    /// The file that carries the lock.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for WriterLock {
    fn drop(&mut self) {
        // Closing alone would not do: a program that another thread is just starting has a copy of the handle until it runs.
        self.file.unlock().ok();
    }
}

/// Opens the file that carries the lock; never through a link, and never a pipe, on which opening would wait.
fn open(path: &Path) -> Result<File, StorageError> {
    let found = match OsStorage.entry(path) {
        Ok(entry) if entry.is_link && entry.kind == FileKind::File => FileKind::Link,
        Ok(entry) => entry.kind,
        Err(source) if source.kind() == io::ErrorKind::NotFound => FileKind::File,
        Err(source) => return Err(failed(path, source)),
    };
    if found != FileKind::File {
        return Err(StorageError::NotAFile { path: path.to_owned(), found });
    }
    open_private(OpenOptions::new().read(true).write(true).create(true).truncate(false), path)
        .map_err(|source| failed(path, source))
}

fn failed(path: &Path, source: io::Error) -> StorageError {
    StorageError::failed(Action::Lock, path, source)
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader, Write};
    use std::process::{Command, Stdio};

    use super::*;

    #[test]
    fn the_second_is_told_and_gets_it_when_the_first_has_gone() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("k7m2.lock");
        let first = WriterLock::try_take(&path, 1).unwrap();
        let refused = WriterLock::try_take(&path, 2).unwrap_err();
        assert!(matches!(&refused, LockError::Held { path: named } if *named == path));
        assert_eq!(refused.kind(), StorageErrorKind::Held);
        drop(first);
        assert!(path.exists(), "the file stays");
        WriterLock::try_take(&path, 1).unwrap();
    }

    #[test]
    fn locks_of_two_sessions_do_not_meet() {
        let home = tempfile::tempdir().unwrap();
        let _first = WriterLock::try_take(&home.path().join("k7m2.lock"), 1).unwrap();
        WriterLock::try_take(&home.path().join("q9xd.lock"), 1).unwrap();
    }

    #[test]
    fn a_folder_in_its_place_and_a_folder_that_is_missing_are_named() {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join("k7m2.lock")).unwrap();
        let error = WriterLock::try_take(&home.path().join("k7m2.lock"), 1).unwrap_err();
        assert_eq!(error.kind(), StorageErrorKind::NotAFile(FileKind::Folder));
        let error = WriterLock::try_take(&home.path().join("nowhere/k7m2.lock"), 1).unwrap_err();
        assert_eq!(error.kind(), StorageErrorKind::Missing);
    }

    #[cfg(unix)]
    #[test]
    fn it_is_not_taken_through_a_link_or_on_a_pipe() {
        let home = tempfile::tempdir().unwrap();
        let at = |name: &str| home.path().join(name);
        std::fs::write(at("elsewhere"), b"").unwrap();
        std::os::unix::fs::symlink("elsewhere", at("link")).unwrap();
        assert!(Command::new("mkfifo").arg(at("pipe")).status().unwrap().success());
        for (name, found) in [("link", FileKind::Link), ("pipe", FileKind::Pipe)] {
            let error = WriterLock::try_take(&at(name), 1).unwrap_err();
            assert_eq!(error.kind(), StorageErrorKind::NotAFile(found));
        }
    }

    /// The test runs itself, once more, as the process that holds the lock and is killed.
    #[test]
    fn it_dies_with_its_process() {
        const LOCK: &str = "HEARKEN_TEST_LOCK";
        if let Some(path) = std::env::var_os(LOCK) {
            let _held = WriterLock::try_take(Path::new(&path), 1).unwrap();
            io::stdout().write_all(b"\nheld\n").unwrap();
            io::stdin().read_line(&mut String::new()).unwrap();
            return;
        }
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("k7m2.lock");
        let mut other = Command::new(std::env::current_exe().unwrap())
            .args(["it_dies_with_its_process", "--nocapture"])
            .env(LOCK, &path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(other.stdout.take().unwrap()).lines();
        assert!(said.any(|line| line.unwrap() == "held"));
        assert!(matches!(WriterLock::try_take(&path, 1), Err(LockError::Held { .. })));
        other.kill().unwrap();
        other.wait().unwrap();
        WriterLock::try_take(&path, 1).unwrap();
    }
}
