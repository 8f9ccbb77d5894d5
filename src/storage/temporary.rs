//! Temporary files: what is written before it gets its real name.
//!
//! A temporary file stands in the folder of the file it is to become, because a name can be moved in one step only
//! within a file system. It is called `.hearken-D-N.tmp`: D sixteen hexadecimal digits that follow from the name it is to
//! get, N the first number from 1 that is free. That is short, so that a file with the longest name allowed can be saved
//! too; hidden and without the ending of a session, so that no listing of sessions takes it for one. Whoever dies between
//! making and renaming leaves it behind, with people's words in it: [`leftovers`] finds those, and [`is_left_of`] says of
//! which file, for the caller to remove who holds the lock of that file. A file that is written without such a lock has no
//! digits, so that nobody takes it away while it is written.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::calls::{Storage, StorageFile};
use super::error::StorageError;
use super::folder;

/// How their names begin, and how they end.
const BEGINNING: &str = ".hearken-";
const ENDING: &str = ".tmp";

/// How many left-over names are stepped over before giving up.
const MOST_LEFTOVERS: u32 = 10_000;

/// A file on its way to its real name.
pub(super) struct Temporary {
    pub(super) path: PathBuf,
    pub(super) file: Box<dyn StorageFile>,
}

/// Makes an empty temporary file beside `path`, which it is to become. Who holds the lock of that file may remove it.
pub(super) fn begin(storage: &dyn Storage, path: &Path) -> io::Result<Temporary> {
    begin_as(storage, path, &beginning_of(path))
}

/// Makes one that nobody removes by a lock.
pub(super) fn begin_without_lock(storage: &dyn Storage, path: &Path) -> io::Result<Temporary> {
    begin_as(storage, path, BEGINNING)
}

fn begin_as(storage: &dyn Storage, path: &Path, beginning: &str) -> io::Result<Temporary> {
    let create = |temporary: &Path| storage.create_temporary(temporary, path);
    let (path, file) = at_free_name(folder::around(path), beginning, create)?;
    Ok(Temporary { path, file })
}

/// Gives the file at `existing` a second, temporary name beside `path`, which it is to become.
pub(super) fn link(storage: &dyn Storage, existing: &Path, path: &Path) -> io::Result<PathBuf> {
    let link = |temporary: &Path| storage.link(existing, temporary);
    at_free_name(folder::around(path), &beginning_of(path), link).map(|(path, ())| path)
}

/// Removes a temporary file as far as that is possible.
pub(super) fn discard(storage: &dyn Storage, path: &Path) {
    // The failure that led here is the one to tell; the file is found again by `leftovers`.
    storage.remove(path).ok();
}

/// Tells whether a file name is one that this floor gives to temporary files.
#[must_use]
pub fn is_temporary(name: &OsStr) -> bool {
    let parts = || name.to_str()?.strip_prefix(BEGINNING)?.strip_suffix(ENDING);
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    parts().is_some_and(|middle| match middle.split_once('-') {
        Some((digits, number)) => is_digest(digits) && is_number(number),
        None => is_number(middle),
    })
}

/// Whether a temporary file was to become the file at `path`, sealed or not. One that was written without a lock is of
/// none.
#[must_use]
pub fn is_left_of(temporary: &Path, path: &Path) -> bool {
    let name = temporary.file_name().unwrap_or_default();
    let begins = name.to_str().is_some_and(|name| name.starts_with(&beginning_of(path)));
    is_temporary(name) && begins && folder::around(temporary) == folder::around(path)
}

fn is_digest(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

/// How the names of temporary files begin that are to become the file at `path`.
fn beginning_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    let name = name.to_str().and_then(|name| name.strip_suffix(".age")).map_or(name, OsStr::new);
    let digest = Sha256::digest(name.as_encoded_bytes());
    let first = digest.first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes));
    format!("{BEGINNING}{first:016x}-")
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
fn at_free_name<T>(
    folder: &Path,
    beginning: &str,
    attempt: impl Fn(&Path) -> io::Result<T>,
) -> io::Result<(PathBuf, T)> {
    for number in 1..=MOST_LEFTOVERS {
        let path = folder.join(format!("{beginning}{number}{ENDING}"));
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
        let path = folder.path().join("notes.json");
        let left = begin(&OsStorage, &path).unwrap().path;
        fs::write(&left, b"words").unwrap();
        let begun = begin(&OsStorage, &path).unwrap();
        assert_eq!(begun.path, PathBuf::from(left.to_str().unwrap().replace("-1.tmp", "-2.tmp")));
        assert_eq!(fs::read(&left).unwrap(), b"words");
        assert_eq!(leftovers(&OsStorage, folder.path()).unwrap(), [left, begun.path]);
    }

    #[test]
    fn a_left_over_file_is_of_the_file_that_it_was_to_become_and_of_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let left = begin(&OsStorage, &at("notes.json")).unwrap().path;
        assert!(is_left_of(&left, &at("notes.json")) && is_left_of(&left, &at("notes.json.age")));
        for other in ["notes.json.json", "note.json", "sub/notes.json", "notes"] {
            assert!(!is_left_of(&left, &at(other)), "{other}");
        }
        let anyones = begin_without_lock(&OsStorage, &at("notes.json")).unwrap().path;
        assert_eq!(anyones, at(".hearken-1.tmp"));
        assert!(!is_left_of(&anyones, &at("notes.json")));
        assert!(!is_left_of(&at("notes.json"), &at("notes.json")));
    }

    #[test]
    fn only_names_given_here_are_temporary() {
        for name in [".hearken-12.tmp", ".hearken-0123456789abcdef-12.tmp"] {
            assert!(is_temporary(OsStr::new(name)), "{name}");
        }
        for name in [
            ".hearken",
            ".hearken-.tmp",
            ".hearken-1",
            "hearken-1.tmp",
            ".hearken-a.tmp",
            ".hearken-0123456789abcdef-.tmp",
            ".hearken-0123456789ABCDEF-1.tmp",
            ".hearken-0123-1.tmp",
            "notes.json",
        ] {
            assert!(!is_temporary(OsStr::new(name)), "{name}");
        }
    }
}
