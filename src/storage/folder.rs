//! Folders: making them, listing them, taking a file out of them.
//!
//! Promises that what is made is private and that what is made or removed stays so after a power cut. Knows no
//! layout: which folders a study has is told by the caller.

use std::io;
use std::path::{Path, PathBuf};

use super::calls::{FileKind, Storage};
use super::error::{Action, StorageError};

/// Makes a folder and every folder above it that is missing, each for its owner only. One that is there is left as
/// it is.
///
/// # Errors
/// [`StorageError::AlreadyThere`] when something else stands at the path; [`StorageError::SyncFailed`];
/// [`StorageError::Failed`] when the system refuses.
pub fn create(storage: &dyn Storage, path: &Path) -> Result<(), StorageError> {
    let missing: Vec<&Path> = path
        .ancestors()
        .filter(|above| !above.as_os_str().is_empty())
        .take_while(|above| !is_folder(storage, above))
        .collect();
    for folder in missing.into_iter().rev() {
        match storage.create_folder(folder) {
            Ok(()) => sync_around(storage, folder)?,
            // Made by somebody else since it was looked for.
            Err(_) if is_folder(storage, folder) => {}
            Err(source) if source.kind() == io::ErrorKind::AlreadyExists => {
                return Err(StorageError::AlreadyThere { path: folder.to_owned() });
            }
            Err(source) => return Err(StorageError::failed(Action::CreateFolder, folder, source)),
        }
    }
    Ok(())
}

/// Lists what stands in a folder, as paths, in the order of their bytes.
///
/// # Errors
/// [`StorageError::Missing`] when there is no such folder; [`StorageError::Failed`] when the system refuses.
pub fn list(storage: &dyn Storage, folder: &Path) -> Result<Vec<PathBuf>, StorageError> {
    let mut names = storage.list(folder).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => StorageError::Missing { path: folder.to_owned() },
        _ => StorageError::failed(Action::List, folder, source),
    })?;
    names.sort();
    Ok(names.into_iter().map(|name| folder.join(name)).collect())
}

/// Removes a file so that it stays removed after a power cut. A link is removed, not what it leads to.
///
/// # Errors
/// [`StorageError::Missing`]; [`StorageError::SyncFailed`] when the file is gone but might come back;
/// [`StorageError::Failed`] when the system refuses.
pub fn remove_file(storage: &dyn Storage, path: &Path) -> Result<(), StorageError> {
    storage.remove(path).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => StorageError::Missing { path: path.to_owned() },
        _ => StorageError::failed(Action::Remove, path, source),
    })?;
    sync_around(storage, path)
}

/// Gives a file another name in the same folder, over what stands there, so that it stays so after a power cut. A
/// handle to the file goes on working.
///
/// # Errors
/// [`StorageError::SyncFailed`] when it is done but might come undone; [`StorageError::Failed`] when the system
/// refuses.
pub fn rename(storage: &dyn Storage, from: &Path, to: &Path) -> Result<(), StorageError> {
    storage.rename(from, to).map_err(|source| StorageError::failed(Action::Rename, to, source))?;
    sync_around(storage, to)
}

/// The folder in which `path` stands.
pub(super) fn around(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Syncs the folder in which `path` stands, so that its name outlasts a power cut.
pub(super) fn sync_around(storage: &dyn Storage, path: &Path) -> Result<(), StorageError> {
    let folder = around(path);
    storage.sync_folder(folder).map_err(|source| StorageError::SyncFailed { path: folder.to_owned(), source })
}

fn is_folder(storage: &dyn Storage, path: &Path) -> bool {
    storage.entry(path).is_ok_and(|entry| entry.kind == FileKind::Folder)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::storage::OsStorage;

    #[test]
    fn missing_folders_above_are_made_too_and_making_twice_is_fine() {
        let home = tempfile::tempdir().unwrap();
        let deep = home.path().join("a study, 📝\nwith a line break/.hearken");
        create(&OsStorage, &deep).unwrap();
        create(&OsStorage, &deep).unwrap();
        assert!(deep.is_dir());
    }

    #[test]
    fn a_file_in_the_place_of_a_folder_is_named() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("study");
        fs::write(&path, b"").unwrap();
        assert!(matches!(create(&OsStorage, &path), Err(StorageError::AlreadyThere { .. })));
    }

    #[test]
    fn names_are_listed_in_order_and_a_removed_one_is_gone() {
        let home = tempfile::tempdir().unwrap();
        let at = |name: &str| home.path().join(name);
        for name in ["b", "c", "a"] {
            fs::write(at(name), b"").unwrap();
        }
        remove_file(&OsStorage, &at("b")).unwrap();
        assert_eq!(list(&OsStorage, home.path()).unwrap(), [at("a"), at("c")]);
        assert!(matches!(remove_file(&OsStorage, &at("b")), Err(StorageError::Missing { .. })));
        assert!(matches!(list(&OsStorage, &at("b")), Err(StorageError::Missing { .. })));
    }
}
