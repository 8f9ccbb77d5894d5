//! Whole files, written so that a file under its real name is never half of anything.
//!
//! The order is the one that survives a power cut at any point on the common file systems (Pillai et al., *All File
//! Systems Are Not Created Equal*, OSDI 2014): write a temporary file in the same folder, sync it, give it the real
//! name in one step, sync the folder. Between any two calls the old file or the new one stands whole under the real
//! name. A sync that fails is not tried again: the temporary file is removed, and the caller, who still has the
//! bytes, saves again from the beginning into a new file.
//!
//! Renaming replaces the name only: another hard link to the old file keeps the old bytes. Who may write when is
//! left to the [lock](crate::storage::lock): [`replace`] and [`create`] are for whoever holds the one of a file that has
//! one, because who holds it may remove what a save of that file left.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::ahead::SyncAhead;
use super::calls::{Entry, FileKind, Storage, StorageFile};
use super::error::{Action, StorageError};
use super::temporary::Temporary;
use super::{folder, temporary};

/// Puts a file with `bytes` at `path`, in the place of the one that stands there, if any.
///
/// With `backup`, the file that stood at `path` is kept under that name, over an older backup, before the new one
/// takes its place; the folder of the backup must be there. Where there was no file, an older backup stays as it is.
///
/// # Errors
/// In every case but one the old file stands at `path` as it was, and the temporary file is gone if it could be
/// removed:
/// - [`StorageError::NotAFile`] when `path` or `backup` is a link or anything but a file;
/// - [`StorageError::SyncFailed`] naming `path` or the backup: the bytes would not have outlasted a power cut;
/// - [`StorageError::Failed`] when the system refuses.
///
/// The one: [`StorageError::SyncFailed`] naming the *folder* of `path` comes last. The new file stands whole, and
/// after a power cut either the old one or the new one does. Saving again settles it.
pub fn replace(
    storage: &dyn Storage,
    path: &Path,
    bytes: &[u8],
    backup: Option<&Path>,
) -> Result<(), StorageError> {
    install(storage, path, bytes, backup)?.settled
}

/// Puts a file with `bytes` at `path`, where nothing stands yet.
///
/// Never writes over anything, not even what another process puts there meanwhile (on a file system without hard
/// links, such as a memory stick, as long as it was there when this one looked).
///
/// # Errors
/// [`StorageError::AlreadyThere`]; otherwise as for [`replace`], with nothing standing at `path`.
pub fn create(storage: &dyn Storage, path: &Path, bytes: &[u8]) -> Result<(), StorageError> {
    if look(storage, path)?.is_some() {
        return Err(StorageError::AlreadyThere { path: path.to_owned() });
    }
    let mut growing = Growing::begin_held(storage, path)?;
    growing.write(bytes)?;
    growing.create()
}

/// A file that is written piece by piece and stands under its real name only when all of it is there.
///
/// Dropped before, it leaves nothing behind.
pub struct Growing<'a> {
    path: PathBuf,
    file: Box<dyn StorageFile>,
    ahead: SyncAhead,
    name: TemporaryName<'a>,
}

impl<'a> Growing<'a> {
    /// Begins a file that is to stand at `path`, whoever holds the lock of what stands there.
    ///
    /// # Errors
    /// [`StorageError::Failed`] when the system refuses.
    pub fn begin(storage: &'a dyn Storage, path: &Path) -> Result<Self, StorageError> {
        Self::of(storage, path, temporary::begin_without_lock(storage, path))
    }

    /// As [`begin`](Self::begin), where the file is new or its lock is held by the caller.
    fn begin_held(storage: &'a dyn Storage, path: &Path) -> Result<Self, StorageError> {
        Self::of(storage, path, temporary::begin(storage, path))
    }

    fn of(storage: &'a dyn Storage, path: &Path, begun: io::Result<Temporary>) -> Result<Self, StorageError> {
        let begun = begun.map_err(|source| StorageError::failed(Action::Write, path, source))?;
        let name = TemporaryName { storage, path: begun.path, is_standing: true };
        Ok(Self { path: path.to_owned(), file: begun.file, ahead: SyncAhead::new(), name })
    }

    /// Adds a piece. What is long is synced on the way.
    ///
    /// # Errors
    /// [`StorageError::Failed`], [`StorageError::SyncFailed`]; nothing is to be done with it then but to drop it.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), StorageError> {
        self.file
            .write_all(bytes)
            .map_err(|source| StorageError::failed(Action::Write, &self.path, source))?;
        self.ahead.wrote(&*self.file, bytes.len()).map_err(|source| self.unsynced(source))
    }

    /// Puts it at its path, where nothing stands yet.
    ///
    /// # Errors
    /// As for [`create`].
    pub fn create(mut self) -> Result<(), StorageError> {
        let storage = self.name.storage;
        self.sync()?;
        self.name.is_standing = false;
        name_first(storage, &self.name.path, &self.path)?;
        folder::sync_around(storage, &self.path)
    }

    /// Puts it at its path, in the place of the file that stands there, if any.
    ///
    /// # Errors
    /// As for [`replace`].
    pub fn replace(mut self) -> Result<(), StorageError> {
        file_or_nothing(self.name.storage, &self.path)?;
        self.sync()?;
        self.rename()?.settled
    }

    fn sync(&mut self) -> Result<(), StorageError> {
        self.ahead.wait().and_then(|()| self.file.sync()).map_err(|source| self.unsynced(source))
    }

    fn unsynced(&self, source: io::Error) -> StorageError {
        StorageError::SyncFailed { path: self.path.clone(), source }
    }

    fn rename(mut self) -> Result<Installed, StorageError> {
        let storage = self.name.storage;
        storage
            .rename(&self.name.path, &self.path)
            .map_err(|source| StorageError::failed(Action::Write, &self.path, source))?;
        self.name.is_standing = false;
        Ok(Installed { file: self.file, settled: folder::sync_around(storage, &self.path) })
    }
}

/// The name of a temporary file, which goes with this unless the file has got another.
struct TemporaryName<'a> {
    storage: &'a dyn Storage,
    path: PathBuf,
    is_standing: bool,
}

impl Drop for TemporaryName<'_> {
    fn drop(&mut self) {
        if self.is_standing {
            temporary::discard(self.storage, &self.path);
        }
    }
}

/// A file that has got its real name, still open.
pub(super) struct Installed {
    pub(super) file: Box<dyn StorageFile>,
    /// Whether its name will outlast a power cut.
    pub(super) settled: Result<(), StorageError>,
}

/// [`replace`], for callers that go on writing. An error means that the old file stands.
pub(super) fn install(
    storage: &dyn Storage,
    path: &Path,
    bytes: &[u8],
    backup: Option<&Path>,
) -> Result<Installed, StorageError> {
    let old = file_or_nothing(storage, path)?;
    let kept = backup.map(|backup| Ok((backup, file_or_nothing(storage, backup)?))).transpose()?;
    let mut growing = Growing::begin_held(storage, path)?;
    growing.write(bytes)?;
    growing.sync()?;
    if let (Some(old), Some((backup, older))) = (old, kept) {
        keep(storage, (path, &old), (backup, older.as_ref()))?;
    }
    growing.rename()
}

fn look(storage: &dyn Storage, path: &Path) -> Result<Option<Entry>, StorageError> {
    match storage.entry(path) {
        Ok(entry) => Ok(Some(entry)),
        Err(source) if source.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(StorageError::failed(Action::Write, path, source)),
    }
}

/// What stands at a place that is to be written: a file itself, or nothing.
fn file_or_nothing(storage: &dyn Storage, path: &Path) -> Result<Option<Entry>, StorageError> {
    let refused = |found| Err(StorageError::NotAFile { path: path.to_owned(), found });
    match look(storage, path)? {
        Some(Entry { kind: FileKind::File, is_link: true, .. }) => refused(FileKind::Link),
        Some(entry) if entry.kind != FileKind::File => refused(entry.kind),
        found => Ok(found),
    }
}

fn sync(file: &mut dyn StorageFile, path: &Path) -> Result<(), StorageError> {
    file.sync().map_err(|source| StorageError::SyncFailed { path: path.to_owned(), source })
}

/// Makes the file at `path` stand under `backup` too.
fn keep(
    storage: &dyn Storage,
    (path, old): (&Path, &Entry),
    (backup, older): (&Path, Option<&Entry>),
) -> Result<(), StorageError> {
    let into = folder::around(backup);
    let spare = match temporary::link(storage, path, backup) {
        // A save that ended after this point left two names of one file. Renaming one name of a file over another does
        // nothing, by POSIX, and would leave the temporary name.
        Ok(spare) if older.is_some_and(|older| older.is_same_file(old)) => {
            temporary::discard(storage, &spare);
            return Ok(());
        }
        Ok(spare) => spare,
        // No hard links on a memory stick, none from one file system to another, and none of a plain file that is to be
        // sealed: then by copying.
        Err(_no_link) => copy_durably(storage, path, backup)?,
    };
    if let Err(source) = storage.rename(&spare, backup) {
        temporary::discard(storage, &spare);
        return Err(StorageError::failed(Action::KeepBackup, backup, source));
    }
    // Named after the backup, although a folder was synced: an error that names the folder means that the new file
    // stands.
    storage.sync_folder(into).map_err(|source| StorageError::SyncFailed { path: backup.to_owned(), source })
}

fn copy_durably(storage: &dyn Storage, from: &Path, backup: &Path) -> Result<PathBuf, StorageError> {
    let failed = |source| StorageError::failed(Action::KeepBackup, backup, source);
    let mut old = storage.open(from, 0).map_err(failed)?;
    let mut begun = temporary::begin(storage, backup).map_err(failed)?;
    let copied =
        io::copy(&mut old, &mut begun.file).map_err(failed).and_then(|_bytes| sync(&mut *begun.file, backup));
    match copied {
        Ok(()) => Ok(begun.path),
        Err(error) => {
            temporary::discard(storage, &begun.path);
            Err(error)
        }
    }
}

/// Gives a temporary file its real name, unless something has got that name. The temporary name goes either way.
fn name_first(storage: &dyn Storage, temporary: &Path, path: &Path) -> Result<(), StorageError> {
    let there = || Err(StorageError::AlreadyThere { path: path.to_owned() });
    let named = match storage.link(temporary, path) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => there(),
        // No hard links here: look, then rename.
        Err(_) => match look(storage, path) {
            Ok(Some(_)) => there(),
            Ok(None) => match storage.rename(temporary, path) {
                Ok(()) => return Ok(()),
                Err(source) => Err(StorageError::failed(Action::Write, path, source)),
            },
            Err(error) => Err(error),
        },
    };
    temporary::discard(storage, temporary);
    named
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::storage::{OsStorage, StorageErrorKind};

    fn names(folder: &Path) -> Vec<String> {
        let paths = folder::list(&OsStorage, folder).unwrap();
        paths.iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn the_backup_is_the_file_before() {
        let home = tempfile::tempdir().unwrap();
        let (path, backup) = (home.path().join("notes.json"), home.path().join("notes.backup"));
        replace(&OsStorage, &path, b"first", Some(&backup)).unwrap();
        assert_eq!(names(home.path()), ["notes.json"], "there was nothing to keep");
        replace(&OsStorage, &path, b"second", Some(&backup)).unwrap();
        replace(&OsStorage, &path, b"third", Some(&backup)).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"third");
        assert_eq!(fs::read(&backup).unwrap(), b"second");
        assert_eq!(names(home.path()), ["notes.backup", "notes.json"]);
    }

    #[test]
    fn a_backup_that_is_the_old_file_itself_leaves_no_temporary_name() {
        let home = tempfile::tempdir().unwrap();
        let (path, backup) = (home.path().join("notes.json"), home.path().join("notes.backup"));
        fs::write(&path, b"first").unwrap();
        fs::hard_link(&path, &backup).unwrap();
        replace(&OsStorage, &path, b"second", Some(&backup)).unwrap();
        assert_eq!(fs::read(&backup).unwrap(), b"first");
        assert_eq!(names(home.path()), ["notes.backup", "notes.json"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_backup_is_for_its_owner_only_whoever_could_read_the_file_before() {
        use std::os::unix::fs::PermissionsExt as _;
        let home = tempfile::tempdir().unwrap();
        let (path, backup) = (home.path().join("notes.json"), home.path().join("notes.backup"));
        fs::write(&path, b"first").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        replace(&OsStorage, &path, b"second", Some(&backup)).unwrap();
        assert_eq!(fs::read(&backup).unwrap(), b"first");
        assert_eq!(fs::metadata(&backup).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn creating_never_writes_over_anything() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("notes.json");
        create(&OsStorage, &path, b"first").unwrap();
        assert!(matches!(create(&OsStorage, &path, b"second"), Err(StorageError::AlreadyThere { .. })));
        assert_eq!(fs::read(&path).unwrap(), b"first");
        assert_eq!(names(home.path()), ["notes.json"]);
    }

    #[test]
    fn a_file_that_grows_stands_when_all_of_it_is_there_and_leaves_nothing_when_it_is_given_up() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("study.json");
        let mut growing = Growing::begin(&OsStorage, &path).unwrap();
        growing.write(b"first ").unwrap();
        assert_eq!(names(home.path()), [".hearken-1.tmp"]);
        growing.write(b"and second").unwrap();
        growing.create().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"first and second");
        let mut given_up = Growing::begin(&OsStorage, &path).unwrap();
        given_up.write(b"half").unwrap();
        drop(given_up);
        let mut late = Growing::begin(&OsStorage, &path).unwrap();
        late.write(b"third").unwrap();
        assert!(matches!(late.create(), Err(StorageError::AlreadyThere { .. })));
        assert_eq!(fs::read(&path).unwrap(), b"first and second");
        let mut over = Growing::begin(&OsStorage, &path).unwrap();
        over.write(b"third").unwrap();
        over.replace().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"third");
        assert_eq!(names(home.path()), ["study.json"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_written_through() {
        let home = tempfile::tempdir().unwrap();
        let (real, link) = (home.path().join("elsewhere"), home.path().join("notes.json"));
        fs::write(&real, b"words").unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        let to_link = |path: &Path, backup| match replace(&OsStorage, path, b"new", backup) {
            Err(StorageError::NotAFile { found, .. }) => found,
            other => panic!("not refused: {other:?}"),
        };
        assert_eq!(to_link(&link, None), FileKind::Link);
        assert_eq!(to_link(&real, Some(&link)), FileKind::Link);
        assert_eq!(to_link(home.path(), None), FileKind::Folder);
        assert!(matches!(create(&OsStorage, &link, b"new"), Err(StorageError::AlreadyThere { .. })));
        assert_eq!(fs::read(&real).unwrap(), b"words");
    }

    #[test]
    fn the_longest_name_is_written_and_a_longer_one_is_named_as_such() {
        let home = tempfile::tempdir().unwrap();
        replace(&OsStorage, &home.path().join("n".repeat(255)), b"words", None).unwrap();
        let error = replace(&OsStorage, &home.path().join("n".repeat(256)), b"words", None).unwrap_err();
        assert_eq!(error.kind(), StorageErrorKind::NameTooLong);
        assert_eq!(names(home.path()).len(), 1);
    }
}
