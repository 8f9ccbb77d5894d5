//! Temporary files: what is written before it gets its real name.
//!
//! A temporary file stands in the folder of the file it is to become, because a name can be moved in one step only
//! within a file system. It is called `.hearken-N.tmp`, N the first number from 1 that is free: short, so that a
//! file with the longest name allowed can be saved too; hidden and without the ending of a session, so that no
//! listing of sessions takes it for one. Whoever dies between making and renaming leaves it behind, with people's
//! words in it: [`leftovers`] finds those, for the caller to remove who holds the lock.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use super::calls::{Storage, StorageFile};
use super::error::StorageError;
use super::folder;

/// How many left-over names are stepped over before giving up.
const MOST_LEFTOVERS: u32 = 10_000;

/// A file on its way to its real name.
pub(super) struct Temporary {
    pub(super) path: PathBuf,
    pub(super) file: Box<dyn StorageFile>,
}

/// Makes an empty temporary file beside `path`, which it is to become.
pub(super) fn begin(storage: &dyn Storage, path: &Path) -> io::Result<Temporary> {
    let (path, file) =
        at_free_name(folder::around(path), |temporary| storage.create_temporary(temporary, path))?;
    Ok(Temporary { path, file })
}

/// Gives the file at `existing` a second, temporary name in `folder`.
pub(super) fn link(storage: &dyn Storage, existing: &Path, folder: &Path) -> io::Result<PathBuf> {
    at_free_name(folder, |path| storage.link(existing, path)).map(|(path, ())| path)
}

/// Removes a temporary file as far as that is possible.
pub(super) fn discard(storage: &dyn Storage, path: &Path) {
    // The failure that led here is the one to tell; the file is found again by `leftovers`.
    storage.remove(path).ok();
}

/// Tells whether a file name is one that this floor gives to temporary files.
#[must_use]
pub fn is_temporary(name: &OsStr) -> bool {
    name.to_str()
        .and_then(|name| name.strip_prefix(".hearken-")?.strip_suffix(".tmp"))
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Lists the temporary files that stand in a folder, by name: left behind by a process that died, or being written
/// by another one at this moment. Taking one away from a save under way makes that save fail, nothing more.
///
/// # Errors
/// As [`folder::list`].
pub fn leftovers(storage: &dyn Storage, folder: &Path) -> Result<Vec<PathBuf>, StorageError> {
    let mut found = folder::list(storage, folder)?;
    found.retain(|path| path.file_name().is_some_and(is_temporary));
    Ok(found)
}

/// Tries names in `folder` until one is free; `attempt` must fail with `AlreadyExists` on one that is not.
fn at_free_name<T>(folder: &Path, attempt: impl Fn(&Path) -> io::Result<T>) -> io::Result<(PathBuf, T)> {
    for number in 1..=MOST_LEFTOVERS {
        let path = folder.join(format!(".hearken-{number}.tmp"));
        match attempt(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            other => return other.map(|made| (path, made)),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::storage::OsStorage;

    #[test]
    fn a_left_over_file_is_stepped_over_and_found_again() {
        let folder = tempfile::tempdir().unwrap();
        let left = folder.path().join(".hearken-1.tmp");
        fs::write(&left, b"words").unwrap();
        let begun = begin(&OsStorage, &folder.path().join("notes.json")).unwrap();
        assert_eq!(begun.path, folder.path().join(".hearken-2.tmp"));
        assert_eq!(fs::read(&left).unwrap(), b"words");
        assert_eq!(leftovers(&OsStorage, folder.path()).unwrap(), [left, begun.path]);
    }

    #[test]
    fn only_names_given_here_are_temporary() {
        assert!(is_temporary(OsStr::new(".hearken-12.tmp")));
        for name in
            [".hearken", ".hearken-.tmp", ".hearken-1", "hearken-1.tmp", ".hearken-a.tmp", "notes.json"]
        {
            assert!(!is_temporary(OsStr::new(name)), "{name}");
        }
    }
}
