//! The worked example: the invented study in `sessions/`, carried inside the program.
//!
//! Promises that it is written only where nothing stands yet, and that a scratch folder is for its owner only and is
//! gone when its [`Scratch`] is. Leaves to others: the words about it, and opening it.

mod files;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::model::ids::WriterId;
use crate::storage::{Action, Storage, StorageError, StorageErrorKind, atomic, folder};

pub use files::FILES;

/// The example could not be written.
#[derive(Debug, Error)]
pub enum DemoError {
    /// Something is in the folder already.
    #[error("the folder {} is not empty", folder.display())]
    NotEmpty {
        /// The folder.
        folder: PathBuf,
    },
    /// The folder or a file could not be made.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Writes the example study into a folder that is empty, or that is made for it. What fails half-way takes its
/// files away again, so that it can be tried once more.
///
/// # Errors
/// [`DemoError`].
pub fn write(storage: &dyn Storage, into: &Path) -> Result<(), DemoError> {
    match folder::list(storage, into) {
        Ok(found) if !found.is_empty() => return Err(DemoError::NotEmpty { folder: into.to_owned() }),
        Err(error) if error.kind() != StorageErrorKind::Missing => return Err(error.into()),
        Ok(_) | Err(_) => folder::create(storage, into)?,
    }
    for (at, (name, bytes)) in FILES.iter().enumerate() {
        if let Err(error) = write_one(storage, &into.join(name), bytes) {
            for (name, _) in FILES.iter().take(at) {
                // The failure that led here is the one to tell.
                let _ = folder::remove_file(storage, &into.join(name));
            }
            return Err(error.into());
        }
    }
    Ok(())
}

fn write_one(storage: &dyn Storage, path: &Path, bytes: &[u8]) -> Result<(), StorageError> {
    if let Some(parent) = path.parent() {
        folder::create(storage, parent)?;
    }
    atomic::create(storage, path, bytes)
}

/// A folder for the length of a demonstration. It goes, with all that is in it, when this value does.
#[derive(Debug)]
pub struct Scratch {
    folder: PathBuf,
    is_removed: bool,
}

impl Scratch {
    /// Makes the folder inside `parent`, for its owner only; `name` makes it one that nobody can have put there.
    ///
    /// # Errors
    /// [`StorageError::AlreadyThere`] when something stands there; [`StorageError::Failed`].
    pub fn make(storage: &dyn Storage, parent: &Path, name: WriterId) -> Result<Self, StorageError> {
        let folder = parent.join(format!("hearken-demo-{name}"));
        match storage.create_folder(&folder) {
            Ok(()) => Ok(Self { folder, is_removed: false }),
            Err(source) if source.kind() == io::ErrorKind::AlreadyExists => {
                Err(StorageError::AlreadyThere { path: folder })
            }
            Err(source) => Err(StorageError::Failed { action: Action::CreateFolder, path: folder, source }),
        }
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Removes the folder and says whether that worked.
    ///
    /// # Errors
    /// [`StorageError::Failed`] naming the folder; what could not be removed stays.
    pub fn remove(mut self) -> Result<(), StorageError> {
        self.is_removed = true;
        self.take_away().map_err(|source| StorageError::Failed {
            action: Action::Remove,
            path: self.folder.clone(),
            source,
        })
    }

    /// By the system and not through [`Storage`], which knows no folders to remove: no study of anybody's is ever
    /// taken away whole. A folder that is gone already is as wanted.
    fn take_away(&self) -> io::Result<()> {
        match fs::remove_dir_all(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            done => done,
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if !self.is_removed {
            // Reached by a failure or a panic, which is told already.
            let _ = self.take_away();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::OsStorage;
    use crate::study::catalogue;
    use crate::study::folder::StudyFolder;

    /// Files below a folder that are not hidden, by their names from there, in order.
    fn files_below(folder: &Path) -> Vec<String> {
        let mut found = Vec::new();
        let mut waiting = vec![folder.to_owned()];
        while let Some(next) = waiting.pop() {
            for path in fs::read_dir(next).unwrap().map(|entry| entry.unwrap().path()) {
                if path.file_name().unwrap().to_string_lossy().starts_with('.') {
                    continue;
                }
                if path.is_dir() {
                    waiting.push(path);
                    continue;
                }
                let name = path.strip_prefix(folder).unwrap().iter().map(|part| part.to_str().unwrap());
                found.push(name.collect::<Vec<_>>().join("/"));
            }
        }
        found.sort();
        found
    }

    /// The list as it should stand in `files.rs`.
    fn list_of(names: &[String]) -> String {
        let entry = |name: &String| {
            format!(
                "    (\n        \"{name}\",\n        include_bytes!(\"../../../sessions/{name}\"),\n    ),\n"
            )
        };
        let entries: String = names.iter().map(entry).collect();
        format!(
            "//! The files of the example, by name. Written by a test: see `every_file_of_the_example_is_carried`.\n\n\
             /// Every file in `sessions/`: its name from there, with slashes, and its bytes.\n\
             #[rustfmt::skip]\n\
             pub const FILES: &[(&str, &[u8])] = &[\n{entries}];\n"
        )
    }

    /// With `HEARKEN_WRITE_DEMO=1` the test writes the list before it compares.
    #[test]
    fn every_file_of_the_example_is_carried() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let wanted = list_of(&files_below(&root.join("sessions")));
        let list = root.join("src/study/demo/files.rs");
        if std::env::var_os("HEARKEN_WRITE_DEMO").is_some() {
            fs::write(&list, &wanted).unwrap();
        }
        let stands = fs::read_to_string(&list).unwrap();
        assert_eq!(stands, wanted, "run this test with HEARKEN_WRITE_DEMO=1 and build again");
    }

    #[test]
    fn the_study_is_written_as_it_stands_and_reads() {
        let home = tempfile::tempdir().unwrap();
        let into = home.path().join("deep/study");
        write(&OsStorage, &into).unwrap();
        assert_eq!(files_below(&into), FILES.iter().map(|(name, _)| *name).collect::<Vec<_>>());
        for (name, bytes) in FILES {
            assert_eq!(&fs::read(into.join(name)).unwrap(), bytes);
        }
        let (listed, unreadable) = catalogue::list(&OsStorage, &StudyFolder::at(&into)).unwrap();
        assert!(!listed.is_empty() && unreadable.is_empty());
    }

    #[test]
    fn a_folder_with_anything_in_it_is_left_as_it_is_and_an_empty_one_taken() {
        let home = tempfile::tempdir().unwrap();
        write(&OsStorage, home.path()).unwrap();
        let before = files_below(home.path());
        assert!(matches!(write(&OsStorage, home.path()), Err(DemoError::NotEmpty { .. })));
        assert_eq!(files_below(home.path()), before);
        let file = home.path().join("study.json");
        assert!(matches!(write(&OsStorage, &file), Err(DemoError::Storage(_))));
    }

    #[test]
    fn a_scratch_folder_goes_with_its_value_and_is_never_somebody_elses() {
        let home = tempfile::tempdir().unwrap();
        let name: WriterId = "kj4x9q".parse().unwrap();
        let scratch = Scratch::make(&OsStorage, home.path(), name).unwrap();
        let folder = scratch.folder().to_owned();
        write(&OsStorage, &folder).unwrap();
        let second = Scratch::make(&OsStorage, home.path(), name);
        assert!(matches!(second, Err(StorageError::AlreadyThere { .. })));
        assert!(folder.is_dir(), "the one that was refused takes nothing away");
        drop(scratch);
        assert!(!folder.exists());
        Scratch::make(&OsStorage, home.path(), name).unwrap().remove().unwrap();
        assert!(!folder.exists());
    }
}
