//! Forgetting a session: every file of it in its study goes, what was typed of it and what was written about it too.
//!
//! Promises: its own file goes last, so that it can be named again where this ended half way. The records of the study
//! stay: they hold no words, and reach copies that lie elsewhere.

use std::path::{Path, PathBuf};

use super::StudyError;
use super::copies::Copies;
use crate::storage::{Storage, StorageErrorKind, folder};

/// What there is to be deleted of a session.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Forgetting {
    /// Files that go, in the order in which they go.
    pub files: Vec<PathBuf>,
    /// Files that stay and hold or name it: collections, and what lies outside `exports/`.
    pub left: Vec<PathBuf>,
}

/// What has been deleted.
#[derive(Debug, Default)]
pub struct Forgotten {
    /// Files that are gone.
    pub removed: Vec<PathBuf>,
    /// Why it ended before all of them were.
    pub stopped: Option<StudyError>,
}

/// Says what there is to be deleted.
#[must_use]
pub fn forgetting(copies: &Copies) -> Forgetting {
    let mut told = Forgetting::default();
    let exports = copies.study().exports();
    for path in copies.naming.iter().chain(&copies.packed) {
        let is_export = path.starts_with(&exports) && !copies.packed.contains(path);
        if is_export { told.files.push(path.clone()) } else { told.left.push(path.clone()) }
    }
    told.left.extend(copies.collections.iter().map(|(path, _)| path.clone()));
    told.files.extend(copies.tails.iter().chain(&copies.leftovers).cloned());
    for home in copies.homes.values() {
        told.files.extend(home.journals.iter().cloned());
        told.files.extend(home.backups.iter().map(|(path, _, _)| path.clone()));
    }
    let mut own: Vec<&Path> = copies
        .homes
        .values()
        .flat_map(|home| home.sessions.iter().map(|(path, _, _)| path.as_path()))
        .collect();
    own.sort_by_key(|path| (path.file_name() == copies.session.file_name(), path.to_owned()));
    told.files.extend(own.into_iter().map(Path::to_owned));
    told
}

/// Deletes it.
pub fn forget(storage: &dyn Storage, told: &Forgetting) -> Forgotten {
    let mut done = Forgotten::default();
    for path in &told.files {
        match folder::remove_file(storage, path) {
            Ok(()) => done.removed.push(path.clone()),
            Err(error) if error.kind() == StorageErrorKind::Missing => {}
            Err(error) => {
                done.stopped = Some(error.into());
                break;
            }
        }
    }
    done
}
