//! Reading a whole file that may be anything, or a part of one that was looked at before.
//!
//! Promises to answer at once: what is no file is refused without opening it, what is too large without reading it.
//! A file that grows while it is read is refused as soon as it passes the limit. What the bytes mean is left to the
//! caller.

use std::io::{self, Read};
use std::path::Path;

use super::calls::{FileKind, Storage};
use super::error::{Action, StorageError};

/// The most bytes that will be read from one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReadLimit(u64);

impl ReadLimit {
    /// Allows `bytes` and not one more; 0 allows empty files only.
    #[must_use]
    pub const fn of_bytes(bytes: u64) -> ReadLimit {
        ReadLimit(bytes)
    }

    /// The limit in bytes.
    #[must_use]
    pub const fn as_bytes(self) -> u64 {
        self.0
    }
}

/// Reads a file whole. A link to a file is followed; an empty file gives no bytes.
///
/// # Errors
/// [`StorageError::Missing`]; [`StorageError::NotAFile`] for a folder, pipe, socket, device or broken link;
/// [`StorageError::TooLarge`]; [`StorageError::Failed`] when the system refuses, also when there is not that much
/// memory.
pub fn read(storage: &dyn Storage, path: &Path, limit: ReadLimit) -> Result<Vec<u8>, StorageError> {
    let entry = storage.entry(path).map_err(|source| StorageError::unread(path, source))?;
    if entry.kind != FileKind::File {
        return Err(StorageError::NotAFile { path: path.to_owned(), found: entry.kind });
    }
    let too_large = |found| StorageError::TooLarge { path: path.to_owned(), limit: limit.as_bytes(), found };
    if entry.bytes > limit.as_bytes() {
        return Err(too_large(entry.bytes));
    }
    let mut file = storage.open(path, 0).map_err(|source| StorageError::unread(path, source))?;
    let bytes = read_up_to(&mut file, entry.bytes, limit.as_bytes().saturating_add(1))
        .map_err(|source| StorageError::failed(Action::Read, path, source))?;
    let found = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if found > limit.as_bytes() { Err(too_large(found)) } else { Ok(bytes) }
}

/// Reads `bytes` bytes of a file from its byte `from` on: no more, and no fewer.
///
/// # Errors
/// [`StorageError::Missing`]; [`StorageError::Failed`] when the system refuses, also when the file has become shorter.
pub fn read_part(
    storage: &dyn Storage,
    path: &Path,
    from: u64,
    bytes: usize,
) -> Result<Vec<u8>, StorageError> {
    let mut file = storage.open(path, from).map_err(|source| StorageError::unread(path, source))?;
    let mut part = Vec::new();
    part.try_reserve_exact(bytes)
        .map_err(io::Error::from)
        .and_then(|()| file.by_ref().take(bytes as u64).read_to_end(&mut part))
        .and_then(|found| if found == bytes { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) })
        .map_err(|source| StorageError::failed(Action::Read, path, source))?;
    Ok(part)
}

fn read_up_to(file: &mut dyn Read, expected: u64, most: u64) -> io::Result<Vec<u8>> {
    let expected = usize::try_from(expected).unwrap_or(usize::MAX);
    let mut bytes = Vec::new();
    // Asked for beforehand, so that a size that no memory can hold is an answer and not the end of the program.
    bytes.try_reserve_exact(expected)?;
    // Filled in one go where the system gives it so; what the file has grown by comes after.
    bytes.resize(expected, 0);
    let mut filled = 0;
    while let Some(rest) = bytes.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match file.read(rest) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    bytes.truncate(filled);
    file.take(most.saturating_sub(filled as u64)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::storage::OsStorage;

    const LIMIT: ReadLimit = ReadLimit::of_bytes(10);

    fn refusal(path: &Path) -> FileKind {
        match read(&OsStorage, path, LIMIT) {
            Err(StorageError::NotAFile { found, .. }) => found,
            other => panic!("{} was not refused: {other:?}", path.display()),
        }
    }

    #[test]
    fn a_file_of_the_limit_is_read_and_a_larger_one_is_refused_by_its_size() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes");
        fs::write(&path, b"0123456789").unwrap();
        assert_eq!(read(&OsStorage, &path, LIMIT).unwrap(), b"0123456789");
        fs::write(&path, b"0123456789++").unwrap();
        assert!(matches!(
            read(&OsStorage, &path, LIMIT),
            Err(StorageError::TooLarge { limit: 10, found: 12, .. })
        ));
    }

    #[test]
    fn a_part_is_read_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes");
        fs::write(&path, b"0123456789").unwrap();
        assert_eq!(read_part(&OsStorage, &path, 3, 4).unwrap(), b"3456");
        assert_eq!(read_part(&OsStorage, &path, 10, 0).unwrap(), b"");
        for (from, bytes) in [(7, 4), (20, 1)] {
            assert!(read_part(&OsStorage, &path, from, bytes).is_err(), "{bytes} bytes from {from}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_that_grows_while_it_is_read_is_refused() {
        let path = Path::new("/proc/self/status");
        assert_eq!(OsStorage.entry(path).unwrap().bytes, 0, "it says that it is empty");
        assert!(matches!(read(&OsStorage, path, LIMIT), Err(StorageError::TooLarge { found: 11, .. })));
    }

    #[test]
    fn nothing_at_the_path_is_its_own_answer() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes");
        assert!(
            matches!(read(&OsStorage, &path, LIMIT), Err(StorageError::Missing { path: named }) if named == path)
        );
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_refused_at_once_and_named() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        assert!(std::process::Command::new("mkfifo").arg(at("pipe")).status().unwrap().success());
        let _socket = std::os::unix::net::UnixListener::bind(at("socket")).unwrap();
        symlink("nowhere", at("dangling")).unwrap();
        symlink("back", at("forth")).unwrap();
        symlink("forth", at("back")).unwrap();
        symlink("pipe", at("to-pipe")).unwrap();
        assert_eq!(refusal(folder.path()), FileKind::Folder);
        assert_eq!(refusal(&at("pipe")), FileKind::Pipe);
        assert_eq!(refusal(&at("to-pipe")), FileKind::Pipe);
        assert_eq!(refusal(&at("socket")), FileKind::Socket);
        assert_eq!(refusal(Path::new("/dev/zero")), FileKind::Device);
        assert_eq!(refusal(&at("dangling")), FileKind::DanglingLink);
        assert_eq!(refusal(&at("forth")), FileKind::CircularLink);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_file_is_followed() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("notes"), b"words").unwrap();
        std::os::unix::fs::symlink("notes", folder.path().join("link")).unwrap();
        assert_eq!(read(&OsStorage, &folder.path().join("link"), LIMIT).unwrap(), b"words");
    }
}
