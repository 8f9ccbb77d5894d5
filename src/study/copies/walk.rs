//! Which files there are: a study's own folders, and all that lies below the folders that were named besides.
//!
//! Links are passed over, and what lies in `.git` is Git's. A folder is read once, however it was spelled.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::Search;
use crate::storage::{Action, Entry, FileKind, Storage, StorageError, folder};
use crate::study::StudyError;
use crate::study::folder::StudyFolder;

/// How deep a folder that was named is looked through.
const DEEPEST: usize = 24;

/// How many files are looked at in all.
const MOST_FILES: usize = 100_000;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// Files, folder by folder.
    pub(super) files: Vec<PathBuf>,
    /// Folders that were not looked through.
    pub(super) not_searched: Vec<PathBuf>,
    /// Folders whose files stand in `files`.
    seen: BTreeSet<PathBuf>,
    /// Folders that were gone into.
    entered: BTreeSet<PathBuf>,
}

/// Lists the files that may be about a session.
///
/// # Errors
/// [`StudyError::Storage`] when a folder cannot be listed.
pub(super) fn files(storage: &dyn Storage, search: &Search) -> Result<Walked, StudyError> {
    let study = StudyFolder::around(&search.session);
    let keeping = study.keeping();
    let inner = StudyFolder::at(keeping.clone()).keeping();
    let mut walked = Walked::default();
    walked.visit(storage, study.root())?;
    for own in [keeping, inner] {
        if is_folder(storage, &own)? {
            walked.visit(storage, &own)?;
        }
    }
    if is_folder(storage, &study.exports())? {
        walked.go_into(storage, &study.exports())?;
    }
    for named in &search.folders {
        walked.go_into(storage, named)?;
    }
    Ok(walked)
}

fn is_folder(storage: &dyn Storage, path: &Path) -> Result<bool, StorageError> {
    Ok(if_there(storage, path)?.is_some_and(|entry| entry.kind == FileKind::Folder && !entry.is_link))
}

/// What stands at a path. A disk that cannot say is no empty place: what is not seen would not be erased.
pub(super) fn if_there(storage: &dyn Storage, path: &Path) -> Result<Option<Entry>, StorageError> {
    match storage.entry(path) {
        Ok(entry) => Ok(Some(entry)),
        Err(source) if source.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(StorageError::Failed { action: Action::Read, path: path.to_owned(), source }),
    }
}

/// The one name of a folder, whatever it was called; that it was called by where the system does not know.
fn spelled_out(folder: &Path) -> PathBuf {
    std::fs::canonicalize(folder).unwrap_or_else(|_unknown| folder.to_owned())
}

impl Walked {
    /// Takes the files of one folder, unless they were taken before; gives the folders in it.
    fn visit(&mut self, storage: &dyn Storage, at: &Path) -> Result<Vec<PathBuf>, StudyError> {
        let is_new = self.seen.insert(spelled_out(at));
        let mut below = Vec::new();
        for path in folder::list(storage, at)? {
            let Some(entry) = if_there(storage, &path)? else { continue };
            match entry.kind {
                _ if entry.is_link => {}
                FileKind::Folder => below.push(path),
                FileKind::File if is_new && self.files.len() < MOST_FILES => self.files.push(path),
                FileKind::File if is_new => {
                    self.not_searched.push(at.to_owned());
                    break;
                }
                _ => {}
            }
        }
        Ok(below)
    }

    /// Takes the files of a folder and of all that lies below.
    fn go_into(&mut self, storage: &dyn Storage, at: &Path) -> Result<(), StudyError> {
        let mut waiting = vec![(at.to_owned(), 0)];
        while let Some((at, depth)) = waiting.pop() {
            if !self.entered.insert(spelled_out(&at)) {
                continue;
            }
            if depth > DEEPEST {
                self.not_searched.push(at);
                continue;
            }
            let below = self.visit(storage, &at)?;
            let below = below.into_iter().filter(|path| path.file_name().is_some_and(|name| name != ".git"));
            waiting.extend(below.rev().map(|path| (path, depth + 1)));
        }
        Ok(())
    }
}
